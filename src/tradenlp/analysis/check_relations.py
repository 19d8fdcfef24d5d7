"""The arithmetic relations that the levels of a document may stand in, each with what its printed digits allow."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations
from statistics import median

from ..facts import Change, unit_of
from ..reading import calendars
from .check_points import FLOWS, SLOTS, Point, slack_of, step_of

Numbers = Sequence[Decimal]
Rule = Callable[[Numbers], Decimal]


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation among levels.

    Attributes:
        kind: a ``labels.CheckKind``.
        points: the levels, the one that is computed last.
        numbers: all numbers that enter, the one that is computed last: those of the levels, rates or shares between.
        expected: the last number as the others make it.
        fits: tells whether the relation holds among other numbers in their place.
    """

    kind: str
    points: tuple[Point, ...]
    numbers: tuple[Decimal, ...]
    expected: Decimal
    fits: Callable[[Numbers], bool]

    @property
    def stated(self) -> Decimal:
        """The last number as told."""
        return self.numbers[-1]

    @property
    def holds(self) -> bool:
        """Whether the numbers as told fit."""
        return self.fits(self.numbers)


def _made(kind: str, points: tuple[Point, ...], numbers: Numbers, rule: Rule, slack: Decimal) -> Relation:
    """A relation that a rule makes of all numbers but the last, within a slack that rounding allows."""

    def fits(n: Numbers) -> bool:
        return abs(rule(n) - n[-1]) <= slack

    return Relation(kind, points, tuple(numbers), rule(numbers), fits)


def _sum(n: Numbers) -> Decimal:
    return sum(n[:-1], Decimal(0))


def _gap(n: Numbers) -> Decimal:
    return n[0] - n[1]


def _shortfall(n: Numbers) -> Decimal:
    return n[1] - n[0]


def _portion(n: Numbers) -> Decimal:
    return n[0] * n[1] / 100


def _grown_by(n: Numbers) -> Decimal:
    return n[0] * (1 + n[1] / 100)


def _numbers(points: Sequence[Point]) -> tuple[Decimal, ...]:
    return tuple(p.number for p in points)


def flows(points: Sequence[Point]) -> Iterator[Relation]:
    """Yield exports + imports = trade, and exports − imports = surplus, deficit or balance."""
    groups: dict[tuple[object, ...], dict[str, Point]] = defaultdict(dict)
    for p in points:
        key: tuple[object, ...] = (*p.frame, *p.names, p.period)
        groups[key].setdefault(p.fact.indicator, p)
    for told in groups.values():
        x, m = told.get("exports"), told.get("imports")
        if x is None or m is None:
            continue
        if (whole := told.get("trade")) is not None:
            yield _made("sum", (x, m, whole), _numbers((x, m, whole)), _sum, slack_of(x, m, whole))
        for name, rule in (("surplus", _gap), ("deficit", _shortfall), ("balance", _gap)):
            if (gap := told.get(name)) is not None:
                sides = [
                    _made("balance", (x, m, gap), _numbers((x, m, gap)), side, slack_of(x, m, gap))
                    for side in ((rule, _shortfall) if name == "balance" else (rule,))
                ]
                # ``the balance was 3 billion`` may mean either side
                yield sides[-1] if sides[-1].holds else sides[0]


def shares(points: Sequence[Point]) -> Iterator[Relation]:
    """Yield part = share × whole, for the whole that a share fits; for the widest one where it fits none."""
    peers = _peers(points)
    for p in points:
        share = p.fact.share
        if share is None or share.number is None:
            continue
        wholes = peers.get((share.of or p.fact.indicator, p.frame, p.period), ())
        found = [_share(p, whole, share.number) for whole in wholes if _wider(whole, p)]
        fitting = [r for r in found if r.holds]
        if found:
            yield (fitting or sorted(found, key=lambda r: sum(n is not None for n in r.points[0].names)))[0]


def _share(part: Point, whole: Point, share: Decimal) -> Relation:
    rounding = part.step / 2 + whole.step * abs(share) / 200
    worth = abs(whole.number) * step_of(share) / 100  # of the share's last digit
    assert part.fact.share is not None
    modifier = part.fact.share.modifier
    below = worth if modifier in ("under", "at_most") else worth / 2 if modifier in ("exact", "about") else Decimal(0)
    above = worth if modifier in ("over", "at_least") else worth / 2 if modifier in ("exact", "about") else Decimal(0)

    def fits(n: Numbers) -> bool:
        return -below - rounding <= n[2] - _portion(n) <= above + rounding  # ``over 60%`` is less than 70

    numbers = (whole.number, share, part.number)
    return Relation("share", (whole, part), numbers, _portion(numbers), fits)


def parts(points: Sequence[Point]) -> Iterator[Relation]:
    """Yield part ≤ whole, where one name more is all that parts them."""
    peers = _peers(points)
    for part in points:
        if part.fact.indicator not in FLOWS:
            continue
        for whole in peers[part.fact.indicator, part.frame, part.period]:
            if _wider(whole, part, most=1):
                yield Relation(
                    "part", (whole, part), _numbers((whole, part)), whole.number, _within(slack_of(part, whole))
                )


def _peers(points: Sequence[Point]) -> dict[tuple[object, ...], list[Point]]:
    """Levels by what parts and their wholes share: indicator, frame and period."""
    found: dict[tuple[object, ...], list[Point]] = defaultdict(list)
    for p in points:
        found[p.fact.indicator, p.frame, p.period].append(p)
    return found


def _within(slack: Decimal) -> Callable[[Numbers], bool]:
    def fits(n: Numbers) -> bool:
        return n[1] <= n[0] + slack

    return fits


def _wider(whole: Point, part: Point, most: int = len(SLOTS)) -> bool:
    """Tell whether a level is of more than its peer: the same but for names that it leaves out."""
    if whole is part:
        return False
    apart = sum(a != b for a, b in zip(whole.names, part.names, strict=True))
    return 0 < apart <= most and all(a is None or a == b for a, b in zip(whole.names, part.names, strict=True))


def growth(points: Sequence[Point]) -> Iterator[Relation]:
    """Yield base level × (1 + rate) = level, and base level + difference = level, where both levels are told."""
    series: dict[tuple[object, ...], Point] = {}
    for p in points:
        series.setdefault(p.at(p.period), p)
    for p in points:
        if not p.nominal:
            continue
        found: dict[tuple[str, str], list[Relation]] = defaultdict(list)
        for change in p.fact.changes:
            before = p.before(change)
            base = series.get(p.at(before)) if before is not None else None
            if base is not None and base is not p and change.modifier in ("exact", "about"):
                found[change.kind, change.basis] += _grown(base, p, change)
        for told in found.values():
            # of several rates one is of the levels, the others are in other terms: adjusted, or in another currency
            yield from [r for r in told if r.holds] or told[:1]


def _grown(base: Point, level: Point, change: Change) -> Iterator[Relation]:
    numbers, step = (base.number, change.number, level.number), step_of(change.number)
    if change.kind == "percent":
        # rates are cut off as often as they are rounded
        slack = slack_of(base, level) + abs(base.number) * step / 100 + base.step * abs(change.number) / 200
        yield _made("growth", (base, level), numbers, _grown_by, slack)
    elif change.kind == "absolute" and change.unit == level.unit:
        yield _made("growth", (base, level), numbers, _sum, slack_of(base, level) + step / 2)


_MOST_MONTHS = 24


def periods(points: Sequence[Point]) -> Iterator[Relation]:
    """Yield the sums of months, quarters and year-to-date figures that make up a longer period of the same series."""
    series: dict[tuple[object, ...], dict[str, Point]] = defaultdict(dict)
    for p in points:
        if p.fact.indicator in FLOWS | {"surplus", "deficit", "balance"} and p.period is not None and not p.kept:
            if 0 < calendars.length(p.period) <= _MOST_MONTHS and "X" not in p.period:
                series[p.series].setdefault(p.period, p)
    for told in series.values():
        for edtf, whole in told.items():
            made = _cover(edtf, [p for p in told.values() if p is not whole])
            if made:
                yield _made("periods", (*made, whole), _numbers((*made, whole)), _sum, slack_of(*made, whole))


def _cover(edtf: str, others: Iterable[Point]) -> list[Point]:
    """The levels whose periods follow each other from the first to the last month of a period, the longest first."""
    begin, end = _months(edtf)
    starting: dict[int, list[tuple[int, Point]]] = defaultdict(list)
    for p in others:
        first, last = _months(p.period or "")
        if begin <= first and last <= end:
            starting[first].append((last, p))
    out: list[Point] = []
    at = begin
    while at <= end:
        if not starting[at]:
            return []
        last, p = max(starting[at], key=lambda item: item[0])
        out.append(p)
        at = last + 1
    return out if len(out) > 1 else []


def _months(edtf: str) -> tuple[int, int]:
    first, last = calendars.first_day(edtf), calendars.last_day(edtf)
    assert first is not None and last is not None
    return 12 * first.year + first.month, 12 * last.year + last.month


def conversions(points: Sequence[Point]) -> Iterator[Relation]:
    """Yield amounts and their conversions beside the rate that the document's other conversions have."""
    rates: dict[tuple[str, str], list[tuple[Point, Decimal]]] = defaultdict(list)
    for p in points:
        for other in p.fact.amount.equivalents if p.fact.amount is not None else ():
            unit = unit_of(other)
            if other.number and unit and p.number:
                rates[p.unit, unit].append((p, other.number))
    for told in rates.values():
        if len(told) < 3:
            continue  # of two that disagree none can be told to be wrong
        usual = Decimal(median(number / p.number for p, number in told))
        for p, number in told:
            slack = step_of(number) / 2 + p.step * usual / 2 + abs(number) * _RATE_ROOM
            yield _made("conversion", (p,), (p.number, number), _at_rate(usual), slack)


_RATE_ROOM = Decimal("0.06")
"""By how much exchange rates of different months may part."""


def _at_rate(rate: Decimal) -> Rule:
    def converted(n: Numbers) -> Decimal:
        return n[0] * rate

    return converted


def repeats(points: Sequence[Point]) -> Iterator[Relation]:
    """Yield levels of one series and period that are told twice with different numbers."""
    groups: dict[tuple[object, ...], list[Point]] = defaultdict(list)
    for p in points:
        if p.period is not None and p.reporter is not None:
            route = p.fact.route.name if p.fact.route is not None else None
            if p.fact.indicator in FLOWS:
                key = (*p.at(p.period), route)
                groups[key].append(p)
    for group in groups.values():
        for first, second in combinations(group[:8], 2):
            yield _made("repeat", (first, second), _numbers((first, second)), _sum, max(first.step, second.step) / 2)


RELATIONS = (flows, shares, parts, growth, periods, conversions, repeats)
"""All that is tested, in the order of the output."""

__all__ = ["RELATIONS", "Relation"]
