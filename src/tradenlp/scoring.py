"""Micro-F1 of facts and entities against annotated releases.

``numbers``, ``core`` and ``full`` are what ``corpus.matching`` says; ``entities`` asks for label and both ends.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal

from .corpus.claims import SCORED
from .corpus.format import Release
from .corpus.matching import LEVELS, NAMED, Claim, folded, pairing, wanted
from .facts import Change, Document, Money, TradeFact


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
    """Return the size of the largest one-to-one pairing of claims that agree at a level."""
    return len(pairing(len(found), len(expected), lambda i, j: found[i].fits(expected[j], level)))


def counts(release: Release, document: Document) -> dict[str, Counter[str]]:
    """Count what a document got right of an annotated release.

    Args:
        release: the annotated release.
        document: what was read in its text.
    Returns:
        dict: ``right``, ``found`` and ``wanted`` by level and for entities.
    """
    found = list(dict.fromkeys(claim for fact in document.facts for claim in predicted(fact)))
    target = wanted(release)
    out = {level: Counter(right=pairs(found, target, level), found=len(found), wanted=len(target)) for level in LEVELS}
    marks = Counter((m.label, m.start, m.end) for m in release.marks if m.label in SCORED)
    spans: Counter[tuple[str, int, int]] = Counter(
        (e.label, e.start, e.end) for e in document.entities if e.label in SCORED
    )
    out["entities"] = Counter(right=(marks & spans).total(), found=spans.total(), wanted=marks.total())
    return out


def f1(count: Counter[str]) -> float:
    """Return the harmonic mean of precision and recall, 0 to 1."""
    return 2 * count["right"] / max(1, count["found"] + count["wanted"])
