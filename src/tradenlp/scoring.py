"""Facts that were read, as claims that ``corpus.matching`` compares, and micro-F1 of what was right of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from .corpus.matching import NAMED, Claim, folded
from .facts import Change, TradeFact, unit_of


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
            unit = unit_of(amount)
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


def f1(count: Counter[str]) -> float:
    """Return the harmonic mean of precision and recall, 0 to 1."""
    return 2 * count["right"] / max(1, count["found"] + count["wanted"])
