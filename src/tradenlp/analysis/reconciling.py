"""Where a slot of a figure is uncertain, the arithmetic of the figures beside it decides.

Three levels of which two make the third are of one series; a part is told for the period of the whole that its share
fits; a rate that leads from one level to another ties their periods. A slot that stands in the figure's own sentence
is kept before one that was taken over.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from ..facts import Change, Period, TradeFact
from ..reading import calendars
from .check_points import SLOTS, Point, points_of, slack_of, step_of
from .layout import Sentence, sentences

_MOST = 200  # levels of a document
_NEAR = 800  # characters that figures may stand apart: what adds up by chance stands anywhere
_BESIDE = 200  # characters that round figures may stand apart
_DIGITS = 3  # of a level, so that it hardly fits by chance
_FEW = 2  # of a number that others of more digits lead to
_OWN = ("reporter", *SLOTS, "period")
_BASES = ("yoy", "mom", "qoq")
_GAPS = {"surplus": (1,), "deficit": (-1,), "balance": (1, -1)}


@dataclass(frozen=True, slots=True)
class Move:
    """A slot of a fact that is another's.

    Attributes:
        fact: identifier of the fact to change.
        slot: its slot.
        to: the fact that the slot is taken from.
        period: where the slot is a period that no fact has, that period.
    """

    fact: str
    slot: str
    to: TradeFact
    period: Period | None = None


def reconciled(facts: Sequence[TradeFact], text: str) -> tuple[TradeFact, ...]:
    """Return facts with the slots that their arithmetic tells.

    Args:
        facts: of one document.
        text: of the document.
    """
    bench = _Bench(points_of(facts)[:_MOST], text)
    moves: dict[tuple[str, str], Move] = {}
    for find in (_flows, _shares, _growth):
        for move in find(bench):
            moves.setdefault((move.fact, move.slot), move)
    by_fact: dict[str, list[Move]] = defaultdict(list)
    for move in moves.values():
        by_fact[move.fact].append(move)
    bases = dict(_bases(bench))
    return tuple(
        _moved(fact, by_fact[fact.id], bases.get(fact.id, fact.changes))
        if fact.id in by_fact or fact.id in bases
        else fact
        for fact in facts
    )


def _moved(fact: TradeFact, moves: Sequence[Move], changes: tuple[Change, ...]) -> TradeFact:
    update: dict[str, object] = {"changes": changes}
    evidence = list(fact.evidence)
    for move in moves:
        update[move.slot] = move.period or getattr(move.to, move.slot)
        evidence = [e for e in evidence if e.role != move.slot]
        evidence += [e for e in move.to.evidence if e.role == move.slot]
    return fact.model_copy(update=update | {"evidence": tuple(evidence)})


class _Bench:
    """The levels of a document, where they stand, and which of them fit already."""

    def __init__(self, points: Sequence[Point], text: str) -> None:
        self.points = [p for p in points if _digits(p.number) >= _FEW]
        self.text = text
        self.at = {id(p): _place(p.fact, "amount") for p in self.points}

    @cached_property
    def series(self) -> dict[tuple[object, ...], list[Point]]:
        """The levels of each series."""
        series: dict[tuple[object, ...], list[Point]] = defaultdict(list)
        for p in self.points:
            series[p.series].append(p)
        return series

    @cached_property
    def _sentences(self) -> list[Sentence]:
        return sentences(self.text)

    @cached_property
    def _starts(self) -> list[int]:
        return [s.start for s in self._sentences]

    def near(self, *points: Point, within: int = _NEAR) -> bool:
        """Whether figures stand close to one another."""
        places = [self.at[id(p)] for p in points]
        return None not in places and max(places) - min(places) <= within  # type: ignore[type-var,operator]

    def told(self, point: Point, slot: str) -> bool:
        """Whether a slot is told in the sentence of its figure."""
        here = self._sentence(self.at[id(point)])
        return any(e.role == slot and self._sentence(e.start) == here for e in point.fact.evidence)

    def in_row(self, point: Point) -> bool:
        """Whether a figure stands in the row of a table, whose header tells its period."""
        return self._sentences[self._sentence(self.at[id(point)]) - 1].kind == "row"

    def _sentence(self, at: int | None) -> int:
        return bisect_right(self._starts, at or 0)


def _place(fact: TradeFact, role: str) -> int | None:
    return next((e.start for e in fact.evidence if e.role == role), None)


def _digits(number: Decimal) -> int:
    return len(number.normalize().as_tuple().digits)


def _apart(points: Sequence[Point], slots: Sequence[str] = _OWN) -> list[str]:
    return [slot for slot in slots if len({getattr(p, slot) for p in points}) > 1]


def _flows(bench: _Bench) -> Iterator[Move]:
    """Exports, imports and their sum or gap, two of which agree on a slot that the third has otherwise."""
    by: dict[str, list[Point]] = defaultdict(list)
    for p in bench.points:
        by[p.fact.indicator].append(p)
    wholes = [(p, (1,)) for p in by["trade"]] + [(p, side) for k, side in _GAPS.items() for p in by[k]]
    fitting = []
    for x in by["exports"]:
        for m in by["imports"]:
            few = min(_digits(x.number), _digits(m.number)) < _DIGITS
            if x.unit != m.unit or not bench.near(x, m):
                continue
            for w, signs in wholes:
                made = (
                    [x.number + m.number] if w.fact.indicator == "trade" else [s * (x.number - m.number) for s in signs]
                )
                slack = slack_of(x, m, w)
                near = bench.near(x, m, w, within=_BESIDE if few else _NEAR)
                if w.unit == x.unit and near and any(abs(n - w.number) <= slack for n in made):
                    fitting.append((x, m, w))
    sound = {id(p) for three in fitting if not _apart(three) for p in three}
    for three in fitting:
        slots = _apart(three)
        if len(slots) == 1 and not all(id(p) in sound for p in three):
            yield from _third(bench, three, slots[0], sound)


def _third(bench: _Bench, three: Sequence[Point], slot: str, sound: set[int]) -> Iterator[Move]:
    values = Counter(getattr(p, slot) for p in three)
    usual, times = values.most_common(1)[0]
    if times < 2 or (slot == "commodity" and usual is None):
        return  # a total that adds up may be one of the goods that only one of three figures names
    odd = next(p for p in three if getattr(p, slot) != usual)
    others = [p for p in three if p is not odd]
    if slot == "partner" and usual is None and odd is three[-1] and bench.told(odd, slot):
        # ``The deficit with China was $23bn. Exports were $11bn and imports $34bn``: with China too
        yield from (Move(p.fact.id, slot, odd.fact) for p in others if id(p) not in sound)
    elif slot == "period" and bench.told(odd, slot) and not any(bench.told(p, slot) for p in others):
        yield from (Move(p.fact.id, slot, odd.fact) for p in others if id(p) not in sound)
    elif id(odd) not in sound:
        yield Move(odd.fact.id, slot, others[0].fact)


def _shares(bench: _Bench) -> Iterator[Move]:
    """Parts whose share fits a whole of another period or reporter, and none of their own."""
    for part in bench.points:
        share = part.fact.share
        if share is None or not share.number or _digits(share.number) + _digits(part.number) < _FEW + _DIGITS:
            continue
        of = share.of or part.fact.indicator
        fitting = [
            w
            for w in bench.points
            if w is not part and w.fact.indicator == of and w.unit == part.unit and _is_share(part, w, share.number)
        ]
        if any(not _apart((part, w), ("reporter", "period")) for w in fitting):
            continue
        for whole in fitting:
            if part.period and whole.period == calendars.compared(part.period, "yoy").edtf:
                continue  # what the part is compared with, and not what it is a part of
            slots = _apart((part, whole), ("reporter", "period"))
            if len(slots) == 1 and bench.near(part, whole):
                yield from _pair(bench, part, whole, slots[0])
                break


def _is_share(part: Point, whole: Point, share: Decimal) -> bool:
    slack = part.step / 2 + whole.step * abs(share) / 200 + abs(whole.number) * step_of(share) / 200
    return whole.number > part.number and abs(whole.number * share / 100 - part.number) <= slack


def _pair(bench: _Bench, one: Point, other: Point, slot: str) -> Iterator[Move]:
    """Let the one of two that takes a slot over take it from the one that tells it."""
    here, there = bench.told(one, slot), bench.told(other, slot)
    if here and not there:
        yield Move(other.fact.id, slot, one.fact)
    elif there and not here:
        yield Move(one.fact.id, slot, other.fact)


def _growth(bench: _Bench) -> Iterator[Move]:
    """Levels that a rate leads to from another level, the periods of which do not follow each other."""
    for told in bench.series.values():
        for level in told:
            for change in level.fact.changes if level.nominal else ():
                if change.basis == "period":
                    continue  # its base is told
                before = level.before(change)
                bases = [b for b in told if b is not level and bench.near(b, level) and _leads(b, level, change)]
                if before is None or not bases or any(b.period == before for b in bases) or bench.in_row(level):
                    continue
                yield from _follow(bench, bases[0], level, change, before)


def _bases(bench: _Bench) -> Iterator[tuple[str, tuple[Change, ...]]]:
    """The changes of facts whose basis nothing tells but the level that a rate leads from."""
    for level in bench.points:
        if level.period is None or not level.nominal:
            continue
        changes = tuple(_based(change, level, bench.series[level.series]) for change in level.fact.changes)
        if changes != level.fact.changes:
            yield level.fact.id, changes


def _based(change: Change, level: Point, told: Sequence[Point]) -> Change:
    if change.basis == "unspecified":
        before = {b.period for b in told if b is not level and _leads(b, level, change)}
        for basis in _BASES:
            if calendars.compared(level.period or "", basis).edtf in before:
                return change.model_copy(update={"basis": basis})
    return change


def _leads(base: Point, level: Point, change: Change) -> bool:
    if change.kind != "percent" or _digits(change.number) < _FEW or _digits(level.number) < _DIGITS:
        return False
    slack = slack_of(level, base) + abs(base.number) * step_of(change.number) / 200
    return abs(base.number * (1 + change.number / 100) - level.number) <= slack


def _follow(bench: _Bench, base: Point, level: Point, change: Change, before: str) -> Iterator[Move]:
    here, there = bench.told(level, "period"), bench.told(base, "period")
    after = _year_after(base.period) if change.basis == "yoy" and base.period else None
    if level.period and base.period in [calendars.compared(level.period, basis).edtf for basis in ("mom", "qoq")]:
        return  # what is compared with a year before stands beside what is compared with the month before
    if there and not here and after is not None and not (level.period and calendars.lies_in(level.period, after)):
        yield Move(level.fact.id, "period", base.fact, _period(base.fact, after))
    elif not there or base.period == level.period:
        yield Move(base.fact.id, "period", level.fact, _period(level.fact, before))


def _year_after(edtf: str) -> str | None:
    if "X" in edtf or ".." in edtf:
        return None
    return calendars.shift(edtf, months=12)


def _period(fact: TradeFact, edtf: str) -> Period:
    found = calendars.resolved(edtf)
    assert fact.period is not None
    return Period(text=fact.period.text, edtf=edtf, start=found.start, end=found.end)
