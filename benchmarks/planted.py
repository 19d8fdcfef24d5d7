"""How many misprints the checks find: ``python benchmarks/planted.py annotations/train annotations/dev``.

One figure of a release that enters a relation which holds (a sum, a balance, a share, a growth rate) is misprinted: one
of its first three digits is another, so that the number is off by a tenth at least. The misprint is found where a check
fails that rests on the figure. Relations that hold only since arithmetic brought their facts together are left out; a
misprint keeps those apart. The checks that fail in the releases as they are count as false alarms, though some are
true errors of the texts.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from unittest import mock

from spacy.language import Language

import tradenlp
from tradenlp import corpus, evaluation
from tradenlp.facts import Document
from tradenlp.pipeline import read

KINDS = ("sum", "balance", "share", "growth")
LEAST = Decimal("0.1")
"""By how much of itself a figure is off at least."""
DIGITS = 3


def main() -> None:
    """Plant misprints and tell how many are found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--number", type=int, default=200, help="of releases with a misprint, at most")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    nlp, draw = tradenlp.load(), random.Random(options.seed)
    releases = [r for folder in options.folders for r in evaluation.dated(corpus.load(folder).sound)[0]]
    draw.shuffle(releases)
    tested = failed = 0
    planted, found = Counter[str](), Counter[str]()
    for release in releases:
        when = release.head["published"]
        sound = read(nlp, release.text, when)
        tested += len(sound.checks)
        failed += sum(not check.holds for check in sound.checks)
        if sum(planted.values()) < options.number and (target := _target(nlp, release.text, when, draw)) is not None:
            kind, start, end, misprint = target
            text = release.text[:start] + misprint + release.text[end:]
            planted[kind] += 1
            found[kind] += _is_found(read(nlp, text, when), start, start + len(misprint))
    for kind in KINDS:
        print(f"{kind}: {found[kind]} of {planted[kind]}")
    everything = sum(planted.values())
    print(f"misprints found: {sum(found.values())} of {everything} ({sum(found.values()) / max(1, everything):.1%})")
    print(f"checks that fail as printed: {failed} of {tested} ({failed / max(1, tested):.1%})")


def _target(nlp: Language, text: str, when: date | str, draw: random.Random) -> tuple[str, int, int, str] | None:
    """A figure to misprint: the kind of its relation, its offsets and what stands there instead."""
    with mock.patch("tradenlp.pipes.checks.reconciled", lambda facts, text: tuple(facts)):
        plain = read(nlp, text, when)
    facts = {fact.id: fact for fact in plain.facts}
    failing = {fact for check in plain.checks if not check.holds for fact in check.facts}
    chances = [
        (check.kind, place.start, place.end)
        for check in plain.checks
        if check.holds and check.kind in KINDS and not failing & set(check.facts)
        for fact in check.facts
        for place in facts[fact].evidence
        if place.role == "amount"
    ]
    draw.shuffle(chances)
    for kind, start, end in chances:
        misprints = list(_misprints(text[start:end]))
        if misprints and text.count(text[start:end]) == 1:  # a figure told twice is checked against itself
            return kind, start, end, draw.choice(misprints)
    return None


def _misprints(figure: str) -> Iterator[str]:
    """A figure with one of its first digits changed."""
    at = [n for n, c in enumerate(figure) if c.isdigit()]
    try:
        true = Decimal("".join(figure[n] for n in at))
    except InvalidOperation:
        return
    for n in at[:DIGITS]:
        for digit in "123456789" if n == at[0] else "0123456789":
            other = figure[:n] + digit + figure[n + 1 :]
            if digit != figure[n] and abs(Decimal("".join(other[k] for k in at)) - true) >= LEAST * true:
                yield other


def _is_found(document: Document, start: int, end: int) -> bool:
    """Tell whether a check fails that rests on a figure within these offsets."""
    failing = {fact for check in document.checks if not check.holds for fact in check.facts}
    return any(
        place.start < end and place.end > start and place.role in ("amount", "share", "change")
        for fact in document.facts
        if fact.id in failing
        for place in fact.evidence
    )


if __name__ == "__main__":
    main()
