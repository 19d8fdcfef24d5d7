"""The figures of a document that arithmetic can be done with, and how exactly they are told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from ..facts import Entity, Money, Quantity, TradeFact
from ..reading.numbers import printed

SLOTS = ("partner", "commodity", "segment")
FLOWS = frozenset({"exports", "imports", "trade", "re_exports", "throughput", "transit", "sales"})
_GOODS = frozenset({"goods", "merchandise", "commodities"})
_ASIDE = frozenset({"preliminary", "revised", "cumulative"})


@dataclass(frozen=True, slots=True)
class Point:
    """A level that a document states.

    Attributes:
        fact: the fact.
        number: the level in ``unit``.
        step: the worth of its last printed digit.
        unit: ISO 4217, or the unit of a quantity.
        reporter, partner, commodity, segment: identifiers or names, None where empty; goods in general count as none.
        period: EDTF, None where untold.
        kept: qualifiers that make it another series.
    """

    fact: TradeFact
    number: Decimal
    step: Decimal
    unit: str
    reporter: str | None
    partner: str | None
    commodity: str | None
    segment: str | None
    period: str | None
    kept: tuple[str, ...]

    @property
    def names(self) -> tuple[str | None, ...]:
        """Partner, commodity and segment."""
        return self.partner, self.commodity, self.segment

    @property
    def frame(self) -> tuple[object, ...]:
        """What two levels must share so that one can be a part of the other, but for the period."""
        return self.reporter, self.unit, self.kept


def points_of(facts: Sequence[TradeFact]) -> list[Point]:
    """Return the levels told as numbers of what has happened, ranges and bounds left out.

    Args:
        facts: of one document.
    """
    out = []
    for fact in facts:
        amount = fact.amount
        if amount is None or amount.number is None or fact.modality != "actual":
            continue
        if amount.modifier not in ("exact", "about"):
            continue
        unit = amount.currency if isinstance(amount, Money) else amount.unit
        if unit is None:
            continue
        kept = tuple(sorted(q for q in fact.qualifiers if q not in _ASIDE))
        reporter, partner, commodity, segment = (name_of(getattr(fact, slot)) for slot in ("reporter", *SLOTS))
        period = fact.period.edtf if fact.period is not None else None
        out.append(
            Point(fact, amount.number, _printed_step(amount), unit, reporter, partner, commodity, segment, period, kept)
        )
    return out


def settled(points: Sequence[Point]) -> list[Point]:
    """Leave out the levels of a series that a document tells twice, as first published and as revised.

    Args:
        points: of one document.
    Returns:
        list: where a revision stands beside what it replaces, neither, as which of them a sum is of is not told.
    """
    series: dict[tuple[object, ...], list[Point]] = {}
    for p in points:
        series.setdefault((p.fact.indicator, *p.frame, *p.names, p.period), []).append(p)
    moved = {
        key
        for key, told in series.items()
        if len({p.number for p in told}) > 1 and any(_ASIDE & set(p.fact.qualifiers) - {"cumulative"} for p in told)
    }
    return [p for p in points if (p.fact.indicator, *p.frame, *p.names, p.period) not in moved]


def _printed_step(amount: Money | Quantity) -> Decimal:
    """The worth of the last printed digit; zeros behind a decimal point are printed on purpose: ``12.0 billion``."""
    assert amount.number is not None
    step = step_of(amount.number)
    read = printed(amount.text)
    if read is None or not read[1] or "." not in read[0]:
        return step
    scale = abs(amount.number / read[1])
    told = Decimal(1).scaleb(-len(read[0].rpartition(".")[2])) * scale
    return min(step, told) if scale == scale.to_integral_value() else step


def name_of(entity: Entity | None) -> str | None:
    """Return what makes two entities one: the identifier, or the name in lower case; None for goods in general."""
    if entity is None or entity.name.casefold() in _GOODS:
        return None
    return entity.id or entity.name.casefold()


def step_of(number: Decimal) -> Decimal:
    """Return the worth of the last printed digit; the zeros that end a number count as unprinted."""
    digits = number.normalize().as_tuple()
    exponent = digits.exponent if isinstance(digits.exponent, int) else 0
    return Decimal(1).scaleb(exponent)


__all__ = ["FLOWS", "SLOTS", "Point", "name_of", "points_of", "settled", "step_of"]
