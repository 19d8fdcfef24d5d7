"""The figures of a document that arithmetic can be done with, and how exactly they are told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from ..facts import Change, Entity, Money, Quantity, TradeFact, unit_of
from ..labels import PASSING
from ..reading import calendars
from ..reading.numbers import last_exponent, printed
from .merging import VAGUE

SLOTS = ("partner", "commodity", "segment")
FLOWS = frozenset({"exports", "imports", "trade", "re_exports", "throughput", "transit", "sales"})
_REAL = frozenset({"real", "volume"})
_VERSIONS = frozenset({"preliminary", "revised"})


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

    @property
    def series(self) -> tuple[object, ...]:
        """What two levels must share to be of one series."""
        return self.fact.indicator, *self.frame, *self.names

    def at(self, period: str | None) -> tuple[object, ...]:
        """The level of the same series in a period, as one key."""
        return *self.series, period

    @property
    def nominal(self) -> bool:
        """Whether rates of change told beside the level are those of the level."""
        return not _REAL & set(self.kept)

    def before(self, change: Change) -> str | None:
        """The period that a change compares with, EDTF; None where that is not told."""
        if self.period is None:
            return None
        if change.basis == "period":
            return change.base_period
        known = change.basis in ("yoy", "mom", "qoq")
        return calendars.compared(self.period, change.basis).edtf if known else None


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
        unit = unit_of(amount)
        if unit is None:
            continue
        kept = tuple(sorted(q for q in fact.qualifiers if q not in PASSING))
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
    told_as: dict[tuple[object, ...], list[Point]] = {}
    for p in points:
        told_as.setdefault(p.at(p.period), []).append(p)
    moved = {
        key
        for key, told in told_as.items()
        if len({p.number for p in told}) > 1 and any(_VERSIONS & set(p.fact.qualifiers) for p in told)
    }
    return [p for p in points if p.at(p.period) not in moved]


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


def slack_of(*points: Point) -> Decimal:
    """Return how far the sum of levels may be off, since each is rounded to its last digit."""
    return sum((p.step for p in points), Decimal(0)) / 2


def name_of(entity: Entity | None) -> str | None:
    """Return what makes two entities one: the identifier, or the name in lower case; None for goods in general."""
    if entity is None or entity.name.casefold() in VAGUE:
        return None
    return entity.id or entity.name.casefold()


def step_of(number: Decimal) -> Decimal:
    """Return the worth of the last printed digit; the zeros that end a number count as unprinted."""
    return Decimal(1).scaleb(last_exponent(number))


__all__ = ["FLOWS", "SLOTS", "Point", "name_of", "points_of", "settled", "step_of"]
