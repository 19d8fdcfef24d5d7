"""Micro-F1 of extraction against annotated releases.

    python training/evaluate.py annotations/test
    python training/evaluate.py annotations/train --by release

A claim is one number of a fact. ``numbers`` counts those found with the right measure and unit; ``core`` asks for
indicator, commodity and partner as well; ``full`` for reporter, segment, period and the basis of a change too.
``entities`` asks for label and both ends.
"""

from __future__ import annotations

import argparse
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import tradenlp
from tradenlp.corpus import gold, read
from tradenlp.corpus.claims import SCORED
from tradenlp.facts import Change, Document, Money, TradeFact
from tradenlp.lexicon import load

NAMED = ("indicator", "commodity", "partner", "reporter", "segment", "period")
LEVELS = {"numbers": NAMED[:0], "core": NAMED[:3], "full": NAMED}
_LABEL_OF = {"reporter": "PLACE", "partner": "PLACE", "commodity": "COMMODITY"}


@dataclass(frozen=True)
class Claim:
    """One number: predicted with the forms of each slot, or annotated with all acceptable answers."""

    measure: str
    number: Decimal
    unit: frozenset[str | None]
    basis: frozenset[str | None]
    slots: tuple[frozenset[str | None], ...]

    def fits(self, other: Claim, level: str) -> bool:
        """Tell whether this prediction is right at a level."""
        if (self.measure, self.number) != (other.measure, other.number):
            return False
        if self.measure != "rank" and None not in other.unit and not self.unit & other.unit:
            return False
        if level == "full" and self.measure == "change" and None not in other.basis and not self.basis & other.basis:
            return False
        return all(a & b for a, b in zip(self.slots[: len(LEVELS[level])], other.slots, strict=False))


def folded(name: object) -> str | None:
    """Return a name without case, accents, punctuation, articles and plural endings; None for nothing."""
    plain = unicodedata.normalize("NFKD", str(name or "")).encode("ascii", "ignore").decode().casefold()
    found = re.findall(r"[a-z0-9$%]+", re.sub(r"['’]s\b", "", plain))
    words = [re.sub(r"(?<=[^s])s$", "", re.sub(r"ies$", "y", word)) for word in found]
    return " ".join(word for word in words if word not in ("the", "a", "an", "of")) or None


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


def annotated(claim: dict[str, Any]) -> Claim:
    """Return an annotated claim with all answers that count as right."""
    slots = tuple(frozenset(v if slot == "period" else folded(v) for v in claim[slot]) for slot in NAMED)
    number = Decimal(claim["number"]).normalize()
    return Claim(claim["measure"], number, _all(claim["unit"]), _all(claim["basis"]), slots)


def _all(answers: Sequence[str | None]) -> frozenset[str | None]:
    return frozenset(folded(answer) for answer in answers)


def pairs(found: Sequence[Claim], wanted: Sequence[Claim], level: str) -> int:
    """Return the size of the largest one-to-one pairing, by augmenting paths (Kuhn 1955)."""
    taken: dict[int, int] = {}

    def settle(i: int, tried: set[int]) -> bool:
        for j, claim in enumerate(wanted):
            if j in tried or not found[i].fits(claim, level):
                continue
            tried.add(j)
            if j not in taken or settle(taken[j], tried):
                taken[j] = i
                return True
        return False

    return sum(settle(i, set()) for i in range(len(found)))


def names(slot: str, name: str) -> list[str]:
    """Return the lexicon's name and code for an annotated name."""
    entry = load().canonical(_LABEL_OF[slot], name) if slot in _LABEL_OF else None
    return [value for value in (entry.name, entry.id if entry.label == "PLACE" else None) if value] if entry else []


def counts(path: Path) -> dict[str, Counter[str]]:
    """Return right, found and wanted of one release, by level and for entities."""
    release = read(path)
    target = gold(release, names)
    document: Document = tradenlp.extract(target["text"], published=target["published"])
    found = list(dict.fromkeys(claim for fact in document.facts for claim in predicted(fact)))
    wanted = [annotated(claim) for claim in target["claims"]]
    out = {level: Counter(right=pairs(found, wanted, level), found=len(found), wanted=len(wanted)) for level in LEVELS}
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
