"""Micro-F1 of extraction against annotated releases.

    python training/evaluate.py annotations/test
    python training/evaluate.py annotations/train --by release

``tradenlp.scoring`` tells what is counted.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

import tradenlp
from tradenlp.corpus import load
from tradenlp.pipeline import blank_pipeline
from tradenlp.pipeline import read as extract
from tradenlp.scoring import counts, f1


def main() -> int:
    """Print the table; the exit code is 1 where there is nothing to score."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path, help="folders of annotated releases (.rel)")
    parser.add_argument("--by", choices=["release"], help="a line for each release as well")
    parser.add_argument("--model", type=Path, help="folder of weights instead of those that come with the package")
    parser.add_argument("--rules", action="store_true", help="without any trained weights")
    chosen = parser.parse_args()
    try:
        nlp = blank_pipeline() if chosen.rules else tradenlp.load(chosen.model)
    except tradenlp.TradeError as error:
        print(error, file=sys.stderr)
        return 1
    corpora = [load(folder) for folder in chosen.folders]
    findings = [finding for corpus in corpora for finding in corpus.findings]
    for finding in findings:
        print(finding, file=sys.stderr)
    releases = [release for corpus in corpora for release in corpus if not release.problems]
    total: dict[str, Counter[str]] = {}
    for release in releases:
        one = counts(release, extract(nlp, release.text, release.head["published"]))
        for key, count in one.items():
            total.setdefault(key, Counter()).update(count)
        if chosen.by:
            print(f"{release.id:<44}" + "".join(f"{f1(count):8.3f}" for count in one.values()))
    print(f"{len(releases)} releases{'P':>16}{'R':>8}{'F1':>8}{'gold':>8}")
    for key, count in total.items():
        precision, recall = count["right"] / max(1, count["found"]), count["right"] / max(1, count["wanted"])
        print(f"{key:<18}{precision:12.3f}{recall:8.3f}{f1(count):8.3f}{count['wanted']:8d}")
    return 0 if releases and not findings else 1


if __name__ == "__main__":
    sys.exit(main())
