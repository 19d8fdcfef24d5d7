"""Which figures of a document can stand in one chart: those that differ in one name, or in their period, alone."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from ..documents.table import change, number, period
from ..facts import Change, Document, Entity, TradeFact, unit_of
from ..labels import PASSING, TOTALS
from .escaping import one_line

_SLOTS = ("commodity", "partner", "segment", "reporter", "route")
_ORDER = ("reporter", "partner", "commodity", "segment", "route")
_BY = {"commodity": "goods", "partner": "partner", "segment": "segment", "reporter": "reporter", "route": "route"}
_FLOWS = ("trade", "exports", "imports", "surplus", "deficit", "balance")
_MOST_BARS = 24


@dataclass(frozen=True, slots=True)
class Bar:
    """One fact in a chart.

    Attributes:
        fact: its position in the document.
        label: what sets it apart from the others.
        level: for drawing, in the chart's unit; None where only a change is told.
        shown: the level in words.
        change: for drawing, in percent; None where none is told.
        shown_change: the change in words.
    """

    fact: int
    label: str
    level: float | None
    shown: str
    change: float | None
    shown_change: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars of one measure, unit and basis of comparison.

    Attributes:
        title: ``Exports by partner``.
        frame: what holds for all bars: reporter, period, unit, basis.
        bars: the largest first, periods in time.
        left_out: how many bars more there would be.
    """

    title: str
    frame: str
    bars: tuple[Bar, ...]
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class _Point:
    place: int
    fact: TradeFact
    names: tuple[str, ...]

    @property
    def kept(self) -> tuple[str, ...]:
        marks = sorted(mark for mark in self.fact.qualifiers if mark not in PASSING)
        return (*marks, *((self.fact.modality,) if self.fact.modality != "actual" else ()))

    @property
    def unit(self) -> str | None:
        told = self.fact.amount
        if told is None or told.number is None:
            return None
        return unit_of(told) or ""

    @property
    def span(self) -> str:
        return self.fact.period.edtf if self.fact.period is not None else ""


def charts(document: Document) -> list[Chart]:
    """Return the charts of a document, those with most bars first.

    Args:
        document: any.
    Returns:
        list[Chart]: each with two bars at least; no two of the same facts.
    """
    points = [
        _Point(n, fact, tuple(_name(getattr(fact, slot)) for slot in _SLOTS))
        for n, fact in enumerate(document.facts)
        if fact.amount is not None or fact.changes
    ]
    found = [*_flows(points), *_by_slot(points), *_by_period(points)]
    taken: set[frozenset[int]] = set()
    out = []
    for chart in sorted(found, key=lambda one: -len(one.bars)):
        facts = frozenset(bar.fact for bar in chart.bars)
        if not any(facts <= other for other in taken):
            taken.add(facts)
            out.append(chart)
    return out


def _name(entity: Entity | None) -> str:
    shown = one_line(entity.name) if entity is not None else ""
    return "" if shown.casefold() in TOTALS else shown


def _flows(points: Sequence[_Point]) -> Iterator[Chart]:
    groups: dict[tuple[object, ...], list[_Point]] = defaultdict(list)
    for point in points:
        if point.fact.indicator in _FLOWS:
            groups[point.names, point.kept, point.span].append(point)
    for group in groups.values():
        ordered = sorted(group, key=lambda point: _FLOWS.index(point.fact.indicator))
        yield from _drawn("Trade flows", ordered, lambda point: point.fact.indicator, list(_SLOTS), ranked=False)


def _by_slot(points: Sequence[_Point]) -> Iterator[Chart]:
    for n, slot in enumerate(_SLOTS):
        groups: dict[tuple[object, ...], list[_Point]] = defaultdict(list)
        for point in points:
            if point.names[n]:
                others = point.names[:n] + point.names[n + 1 :]
                groups[point.fact.indicator, others, point.kept, point.span].append(point)
        for group in groups.values():
            title = f"{_spoken(group[0].fact.indicator)} by {_BY[slot]}"
            yield from _drawn(title, group, _named(n), [s for s in _SLOTS if s != slot])


def _named(slot: int) -> Callable[[_Point], str]:
    return lambda point: point.names[slot]


def _by_period(points: Sequence[_Point]) -> Iterator[Chart]:
    groups: dict[tuple[object, ...], list[_Point]] = defaultdict(list)
    for point in points:
        if point.fact.period is not None and point.fact.period.start and point.unit is not None:
            groups[point.fact.indicator, point.names, point.kept, _length(point)].append(point)
    for group in groups.values():
        ordered = sorted(group, key=_beginning)
        title = f"{_spoken(group[0].fact.indicator)} by period"
        yield from _drawn(title, ordered, _period, list(_SLOTS), ranked=False, timed=True)


def _length(point: _Point) -> int:
    """Months between the first and the last day, so that no month stands beside a year."""
    told = point.fact.period
    assert told is not None and told.start is not None
    first, last = told.start, told.end or told.start
    months = 12 * (int(last[:4]) - int(first[:4])) + int(last[5:7]) - int(first[5:7])
    return months if last != first else -1


def _beginning(point: _Point) -> str:
    return (point.fact.period.start or "") if point.fact.period is not None else ""


def _period(point: _Point) -> str:
    return period(point.fact.period) if point.fact.period is not None else ""


def _drawn(
    title: str,
    group: Sequence[_Point],
    label: Callable[[_Point], str],
    slots: Sequence[str],
    ranked: bool = True,
    timed: bool = False,
) -> Iterator[Chart]:
    """Yield a chart for each unit of a group, facts that tell a change alone with the unit of most."""
    units = Counter(point.unit for point in group if point.unit is not None)
    usual = min(units, key=lambda unit: (-units[unit], unit)) if units else None
    for unit in [*sorted(units), *([None] if usual is None else [])]:
        mine = [p for p in group if p.unit == unit or (p.unit is None and unit == usual)]
        single = list({label(point): point for point in reversed(mine)}.values())[::-1]
        basis = _basis(single)
        bars = [_bar(point, label(point), basis) for point in single]
        bars = [bar for bar in bars if bar.level is not None or bar.change is not None]
        if len(bars) < 2:
            continue
        if ranked:
            bars.sort(key=lambda bar: (bar.level is None, -(bar.level or 0), -(bar.change or 0)))
        frame = _frame(single[0], slots, unit, basis if any(b.change is not None for b in bars) else None, timed)
        yield Chart(title, frame, tuple(bars[:_MOST_BARS]), max(0, len(bars) - _MOST_BARS))


def _basis(points: Sequence[_Point]) -> str | None:
    """The basis that most percentages of change have."""
    counts = Counter(one.basis for point in points for one in point.fact.changes if one.kind == "percent")
    return min(counts, key=lambda basis: (-counts[basis], basis)) if counts else None


def _bar(point: _Point, label: str, basis: str | None) -> Bar:
    told = point.fact.amount
    level = float(told.number) if told is not None and told.number is not None else None
    moved = next((one for one in point.fact.changes if one.kind == "percent" and one.basis == basis), None)
    return Bar(
        fact=point.place,
        label=label.replace("_", "-"),
        level=level,
        shown=number(told.number) if told is not None and told.number is not None else "",
        change=float(moved.number) if moved is not None else None,
        shown_change=_moved(moved) if moved is not None else "",
    )


def _moved(value: Change) -> str:
    return change(value.model_copy(update={"basis": "unspecified"}))


_BASES = {"yoy": "year on year", "qoq": "quarter on quarter", "mom": "month on month", "ytd": "since the year began"}


def _frame(point: _Point, slots: Sequence[str], unit: str | None, basis: str | None, timed: bool) -> str:
    """Say what all bars share."""
    parts = [point.names[_SLOTS.index(slot)] for slot in _ORDER if slot in slots]
    parts += [] if timed else [_period(point)]
    parts += [mark.replace("_", " ") for mark in point.kept]
    parts.append(unit or "")
    parts.append(f"change {_BASES.get(basis, '')}".strip() if basis is not None else "")
    return " \u00b7 ".join(one_line(part) for part in parts if part)


def _spoken(indicator: str) -> str:
    return indicator.replace("_", "-").capitalize()


__all__ = ["Bar", "Chart", "charts"]
