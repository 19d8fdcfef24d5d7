"""Figures that follow from those of a release, kept apart from what it states.

What a text does not print is never a fact: a level of the year before that follows from a growth rate, a total that
follows from a share, a value per tonne, or what a part contributed to the growth of its whole. Each says what it was
made from, by which formula, and within what bounds the printed digits leave it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal, localcontext
from itertools import product
from typing import Literal

from pydantic import Field

from .analysis.check_points import FLOWS, Point, name_of, points_of, step_of
from .facts import Change, Document, Entity, Model, Number, TradeFact, plain
from .labels import INDICATORS, Indicator

DerivedKind = Literal["base_level", "total", "part", "unit_value", "contribution"]
_MASS = frozenset(
    {"tonnes", "tons", "kilograms", "barrels", "cubic metres", "cubic feet", "bags", "litres", "short tons"}
)
_DIGITS = 28  # of the arithmetic; far more than any release prints


class Derived(Model):
    """A figure that follows from facts of a document.

    Attributes:
        id: ``D1``, ``D2``... in the order of the document.
        kind: ``base_level`` (the level of the period compared with), ``total`` (the whole that a share is of), ``part``
            (the part that a share makes), ``unit_value`` (value over volume), ``contribution`` (points of the whole's
            growth that are due to a part).
        indicator, reporter, partner, commodity, segment: of what; as the facts have them.
        period: EDTF, None where untold.
        number: the figure in ``unit``.
        low, high: its bounds, as the last printed digits of what it is made from leave them.
        unit: ISO 4217, the unit of a quantity, ``USD per tonne``, or ``points``.
        facts: ids of the facts that it is made from.
        formula: how, with the numbers.
        confidence: the least of theirs.
    """

    id: str
    kind: DerivedKind
    indicator: Indicator
    reporter: Entity | None = None
    partner: Entity | None = None
    commodity: Entity | None = None
    segment: Entity | None = None
    period: str | None = None
    number: Number
    low: Number
    high: Number
    unit: str
    facts: tuple[str, ...]
    formula: str
    confidence: float = Field(ge=0, le=1)


def derive(document: Document) -> tuple[Derived, ...]:
    """Return the figures that follow from the facts of a document and that it does not state itself.

    Args:
        document: as ``extract`` gives it.
    Returns:
        tuple[Derived]: in the order of the facts, with ids of their own.
    """
    points = points_of(document.facts)
    stated = {p.at(p.period) for p in points}
    found: list[Derived] = []
    for rule in (_base_levels, _totals, _parts, _unit_values, _contributions):
        found += rule(points, document.facts, stated)
    order = {fact.id: n for n, fact in enumerate(document.facts)}
    found.sort(key=lambda d: [order[f] for f in d.facts])
    return tuple(d.model_copy(update={"id": f"D{n}"}) for n, d in enumerate(found, start=1))


Stated = set[tuple[object, ...]]


def _base_levels(points: Sequence[Point], facts: Sequence[TradeFact], stated: Stated) -> Iterator[Derived]:
    """The level before a change: ``4.5bn, up 12.5%`` were 4.0bn."""
    for p in points:
        for change in p.fact.changes:
            period = p.before(change)
            key = p.at(period)
            if period is None or key in stated or change.modifier != "exact":
                continue
            made = _before(p, change)
            if made is not None:
                stated.add(key)
                yield _figure("base_level", p.fact, period, p.unit, made[0], (p.fact,), made[1])


def _before(p: Point, change: Change) -> tuple[list[Decimal], str] | None:
    """The level before a change and its bounds, with the formula."""
    step = step_of(change.number)
    signed = p.fact.indicator == "balance" or (p.fact.indicator in ("surplus", "deficit") and abs(change.number) > 100)
    if not p.nominal or (signed and change.kind != "absolute"):
        return None  # the rate is not that of the level, or the level before may have had the other sign
    if change.kind == "percent" and change.number > -100:
        return _bounds(lambda a, b: a / (1 + b / 100), p, change.number, step), f"{_told(p)} / (1 + {change.number}%)"
    if change.kind == "factor" and change.number > 0:
        return _bounds(lambda a, b: a / b, p, change.number, step), f"{_told(p)} / {change.number}"
    if change.kind == "absolute" and change.unit == p.unit:
        return _bounds(lambda a, b: a - b, p, change.number, step), f"{_told(p)} - ({plain(change.number)} {p.unit})"
    return None


def _totals(points: Sequence[Point], facts: Sequence[TradeFact], stated: Stated) -> Iterator[Derived]:
    """The whole that a share is of: ``12bn, 8% of exports`` are of 150bn."""
    for p in points:
        share = p.fact.share
        if share is None or not share.number or share.modifier != "exact":
            continue
        of = share.of or p.fact.indicator
        if of not in INDICATORS:
            continue  # in documents that others wrote: of a whole that no figure can be told of
        key = (of, *p.frame, None, None, None, p.period)
        if key in stated or sum(map(bool, (p.partner, p.commodity))) != 1:
            continue  # where partner and goods are named, the whole may be that of either
        stated.add(key)
        made = _bounds(lambda a, b: a * 100 / b, p, share.number, step_of(share.number))
        whole = p.fact.model_copy(update={"indicator": of, "partner": None, "commodity": None, "segment": None})
        yield _figure("total", whole, p.period, p.unit, made, (p.fact,), f"{_told(p)} / {share.number}%")


def _parts(points: Sequence[Point], facts: Sequence[TradeFact], stated: Stated) -> Iterator[Derived]:
    """The part that a share makes of a whole that is told: 18% of 150bn."""
    wholes: dict[tuple[str, str | None, str | None], Point] = {
        (p.fact.indicator, p.reporter, p.period): p for p in points if not any(p.names) and not p.kept
    }
    for fact in facts:
        share = fact.share
        if fact.amount is not None or share is None or share.number is None or share.modifier != "exact":
            continue
        named = fact.partner or fact.commodity or fact.segment
        period = fact.period.edtf if fact.period is not None else None
        whole = wholes.get((share.of or fact.indicator, name_of(fact.reporter), period))
        if whole is None or named is None or fact.modality != "actual":
            continue
        made = _bounds(lambda a, b: a * b / 100, whole, share.number, step_of(share.number))
        formula = f"{share.number}% x {_told(whole)}"
        yield _figure("part", fact, period, whole.unit, made, (fact, whole.fact), formula)


def _unit_values(points: Sequence[Point], facts: Sequence[TradeFact], stated: Stated) -> Iterator[Derived]:
    """Value over volume of one flow of one commodity."""
    series: dict[tuple[object, ...], dict[str, Point]] = defaultdict(dict)
    for p in points:
        if p.fact.indicator in FLOWS and p.commodity is not None and p.number > 0:
            sort = p.fact.amount.kind if p.fact.amount is not None else ""
            if sort == "money" or p.unit in _MASS:
                key: tuple[object, ...] = (p.fact.indicator, p.reporter, *p.names, p.period, p.kept)
                series[key].setdefault(sort, p)
    for told in series.values():
        if len(told) == 2:
            value, volume = told["money"], told["quantity"]
            made = _bounds(lambda a, b: a / b, value, volume.number, volume.step)
            unit = f"{value.unit} per {volume.unit.removesuffix('s')}"
            formula = f"{_told(value)} / {_told(volume)}"
            yield _figure("unit_value", value.fact, value.period, unit, made, (value.fact, volume.fact), formula)


def _contributions(points: Sequence[Point], facts: Sequence[TradeFact], stated: Stated) -> Iterator[Derived]:
    """Points of the whole's growth that are due to a part: its own change over the level that the whole had."""
    wholes: dict[tuple[object, ...], tuple[Point, Change]] = {}
    parts: list[tuple[tuple[object, ...], Point, Change]] = []
    for p in points:
        change = next((c for c in p.fact.changes if c.kind == "percent" and c.basis == "yoy"), None)
        if change is None or change.number <= -100 or not p.nominal:
            continue
        key = (p.fact.indicator, *p.frame, p.period)
        if not any(p.names):
            wholes.setdefault(key, (p, change))
        elif p.fact.indicator in FLOWS and sum(map(bool, p.names)) == 1:
            parts.append((key, p, change))
    for key, part, mine in parts:
        if key in wholes:
            whole, theirs = wholes[key]
            made = _contributed((part.number, mine.number, whole.number, theirs.number), (part, mine, whole, theirs))
            formula = f"({_told(part)}, {mine.number:+}%) / ({_told(whole)}, {theirs.number:+}%)"
            yield _figure("contribution", part.fact, part.period, "points", made, (part.fact, whole.fact), formula)


def _contributed(numbers: Sequence[Decimal], told: tuple[Point, Change, Point, Change]) -> list[Decimal]:
    """What a part's change is of the level that the whole had, in percent, with bounds."""
    part, mine, whole, theirs = told
    steps = (part.step, step_of(mine.number), whole.step, step_of(theirs.number))

    def made(n: Sequence[Decimal]) -> Decimal:
        return (n[0] - n[0] / (1 + n[1] / 100)) / (n[2] / (1 + n[3] / 100)) * 100

    with localcontext() as context:
        context.prec = _DIGITS
        ends = [
            made([number + sign * step / 2 for number, sign, step in zip(numbers, signs, steps, strict=True)])
            for signs in product((-1, 1), repeat=4)
        ]
        return [number.quantize(Decimal("0.01")) for number in (made(numbers), min(ends), max(ends))]


def _bounds(rule: Callable[[Decimal, Decimal], Decimal], p: Point, other: Decimal, step: Decimal) -> list[Decimal]:
    """A figure of two numbers, and the least and most that their last digits leave it."""
    with localcontext() as context:
        context.prec = _DIGITS
        ends = [rule(p.number + a * p.step / 2, other + b * step / 2) for a in (-1, 1) for b in (-1, 1)]
        made = rule(p.number, other)
        room = max(ends) - min(ends)
        # as many digits as mean something: the last one is worth at least a tenth of what is uncertain
        digit = Decimal(1).scaleb((room / 10).adjusted()) if room else Decimal("0.01")
        return [
            number.quantize(digit) if number.adjusted() >= digit.adjusted() else number
            for number in (made, min(ends), max(ends))
        ]


def _figure(
    kind: DerivedKind,
    like: TradeFact,
    period: str | None,
    unit: str,
    made: Sequence[Decimal],
    facts: tuple[TradeFact, ...],
    formula: str,
) -> Derived:
    return Derived(
        id="",
        kind=kind,
        indicator=like.indicator,
        reporter=like.reporter,
        partner=like.partner,
        commodity=like.commodity,
        segment=like.segment,
        period=period,
        number=_in_full(made[0]),
        low=_in_full(made[1]),
        high=_in_full(made[2]),
        unit=unit,
        facts=tuple(f.id for f in facts),
        formula=formula,
        confidence=min(f.confidence for f in facts),
    )


def _in_full(number: Decimal) -> Decimal:
    """Write a number without exponent: 3.20E+9 as 3200000000."""
    return Decimal(f"{number:f}")


def _told(p: Point) -> str:
    return p.fact.amount.text if p.fact.amount is not None else ""


__all__ = ["Derived", "DerivedKind", "derive"]
