"""Micro-F1 of extraction against annotated releases.

    python training/evaluate.py annotations/test
    python training/evaluate.py annotations/train --by release

A claim is one number of a fact. ``numbers`` counts those found with the right measure and unit; ``core`` asks for
indicator, commodity and partner as well; ``full`` for reporter, segment, period and the basis of a change too.
``entities`` asks for label and both ends.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path

import tradenlp
from tradenlp.corpus import read
from tradenlp.corpus.claims import SCORED
from tradenlp.corpus.matching import LEVELS, NAMED, Claim, folded, pairing, wanted
from tradenlp.facts import Change, Document, Money, TradeFact


def predicted(fact: TradeFact) -> Iterator[Claim]:
    """Yield the claims of a fact."""
    entities = [getattr(fact, slot) for slot in NAMED[1:5]]
    forms = [frozenset(folded(v) for v in (e.text, e.name, e.id) if v) if e else frozenset([None]) for e in entities]
    period = frozenset([fact.period.edtf if fact.period else None])
    slots = (frozenset([folded(fact.indicator)]), *forms, period)

    def claim(
        measure: str, number: Decimal | int | None, unit: str | None, basis: str | None = None
    ) -> Iterator[Claim]:
        if number is not None:
            value = Decimal(number).normalize()
            yield Claim(measure, value, frozenset([folded(unit)]), frozenset([folded(basis)]), slots)

    def moved(change: Change, measure: str) -> Iterator[Claim]:
        yield from claim(
            measure, change.number, change.unit if change.kind == "absolute" else change.kind, change.basis
        )

    for amount in (fact.amount, *(fact.amount.equivalents if fact.amount else ())):
        if amount is not None:
            unit = amount.currency if isinstance(amount, Money) else amount.unit
            for number in (amount.number,) if amount.number is not None else (amount.low, amount.high):
                yield from claim("amount", number, unit)
    for change in fact.changes:
        yield from moved(change, "change")
    if fact.share is not None:
        yield from claim("share", fact.share.number, "percent")
        for change in fact.share.changes:
            yield from moved(change, "share_change")
    if fact.rank is not None:
        yield from claim("rank", fact.rank.position, None)


def pairs(found: Sequence[Claim], expected: Sequence[Claim], level: str) -> int:
    """Return the size of the largest one-to-one pairing."""
    return len(pairing(len(found), len(expected), lambda i, j: found[i].fits(expected[j], level)))


def counts(path: Path) -> dict[str, Counter[str]]:
    """Return right, found and wanted of one release, by level and for entities."""
    release = read(path)
    document: Document = tradenlp.extract(release.text, published=release.head.get("published"))
    found = list(dict.fromkeys(claim for fact in document.facts for claim in predicted(fact)))
    target = wanted(release)
    out = {level: Counter(right=pairs(found, target, level), found=len(found), wanted=len(target)) for level in LEVELS}
    marks = Counter((m.label, m.start, m.end) for m in release.marks if m.label in SCORED)
    spans = Counter((e.label, e.start, e.end) for e in document.entities if e.label in SCORED)
    out["entities"] = Counter(right=(marks & spans).total(), found=spans.total(), wanted=marks.total())
    return out


def f1(count: Counter[str]) -> float:
    """Return the harmonic mean of precision and recall, 0 to 1."""
    return 2 * count["right"] / max(1, count["found"] + count["wanted"])


def main() -> int:
    """Print the table; the exit code is 1 where there is nothing to score."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path, help="folders of annotated releases (.rel)")
    parser.add_argument("--by", choices=["release"], help="a line for each release as well")
    chosen = parser.parse_args()
    paths = [path for folder in chosen.folders for path in sorted(folder.rglob("*.rel"))]
    total: dict[str, Counter[str]] = {}
    for path in paths:
        one = counts(path)
        for key, count in one.items():
            total.setdefault(key, Counter()).update(count)
        if chosen.by:
            print(f"{path.stem:<44}" + "".join(f"{f1(count):8.3f}" for count in one.values()))
    print(f"{len(paths)} releases{'P':>16}{'R':>8}{'F1':>8}{'gold':>8}")
    for key, count in total.items():
        precision, recall = count["right"] / max(1, count["found"]), count["right"] / max(1, count["wanted"])
        print(f"{key:<18}{precision:12.3f}{recall:8.3f}{f1(count):8.3f}{count['wanted']:8d}")
    return 0 if paths else 1


if __name__ == "__main__":
    sys.exit(main())
