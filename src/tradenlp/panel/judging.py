"""What several tellings of one period come to: a value, its sources, revisions and contradictions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import groupby

from .digits import Bounds, bounds
from .model import Clash, Contradiction, Revision, Telling
from .telling import Key, Told

_PLACES = Decimal("0.0001")
_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found for one period of a series.

    Attributes:
        sources: the tellings of its value, the one it is taken from first.
        revisions: in the order in which they were published.
        contradictions: likewise.
    """

    sources: tuple[Telling, ...]
    revisions: tuple[Revision, ...]
    contradictions: tuple[Contradiction, ...]


@dataclass(slots=True)
class _Class:
    """Tellings of one document or day that one true number may stand behind; the first has most digits."""

    members: list[tuple[Told, Bounds]] = field(default_factory=list)

    @property
    def head(self) -> Telling:
        return self.members[0][0].telling

    @property
    def base(self) -> Decimal | None:
        return self.members[0][0].base

    @property
    def revised(self) -> bool:
        return any(item.telling.revised and not item.telling.old for item, _ in self.members)

    @property
    def old(self) -> bool:
        return all(item.telling.old for item, _ in self.members)

    def meets(self, other: _Class) -> bool:
        return self.members[0][1].meets(other.members[0][1])

    def shares_document(self, other: _Class) -> bool:
        mine = {item.telling.document for item, _ in self.members}
        return any(item.telling.document in mine for item, _ in other.members)


def judge(series: str, told: Sequence[Told], threshold: Decimal) -> Verdict | None:
    """Weigh all tellings of one period of a series.

    Args:
        series: id.
        told: at least one, all of the same key and period.
        threshold: how far a later number may be from an earlier one, as a part of it, and still be a revision where
            no document says so.
    Returns:
        Verdict: the value is that of the latest publication, with the most digits that it was told in; None where
        all that is told is what stood before a revision.
    """
    court = _Court(series, told[0], threshold)
    ordered = sorted(((item, bounds(item.telling)) for item in told), key=_by_day)
    for day, group in groupby(ordered, key=lambda pair: pair[0].telling.published):
        court.hear(day, _classes(list(group)))
    if court.now is None:
        return None
    first, held = court.now.head, court.now.members[0][1]
    rest = [
        item.telling
        for item, room in ordered
        if item.telling is not first and not item.telling.old and room.meets(held)
    ]
    latest_first = sorted(sorted(rest, key=_place), key=lambda t: t.published or "", reverse=True)
    return Verdict((first, *latest_first), tuple(court.revisions), tuple(court.contradictions))


class _Court:
    """Goes through the days of publication and keeps the number that holds."""

    def __init__(self, series: str, sample: Told, threshold: Decimal) -> None:
        self.now: _Class | None = None
        self.revisions: list[Revision] = []
        self.contradictions: list[Contradiction] = []
        self._series, self._sample, self._threshold = series, sample, threshold
        self._undated = False

    def hear(self, day: str | None, classes: list[_Class]) -> None:
        """Take in what was published on one day."""
        replaced = [c for c in classes if c.old]
        classes = self._without_repeats([c for c in classes if not c.old])
        if not classes:
            return  # the reader may have missed the new number, or the period of the old one
        best = min(classes, key=lambda c: (not c.revised, -c.head.confidence, *_place(c.head)))
        for other in replaced:
            known = self.now is not None and other.meets(self.now)
            if best.revised and other.shares_document(best) and not known:
                self._revise(other, best)
        for other in classes:
            if other is best:
                continue
            together = other.shares_document(best)
            if together and (best.revised or other.revised):
                self._revise(other, best)
            else:
                self._clash(
                    other, best, "undated" if day is None and not together else "document" if together else "date"
                )
        if self.now is not None:
            self._follow(self.now, best)
        if self.now is None or not best.meets(self.now) or self._finer(best, self.now):
            self.now = best
        self._undated = day is None

    def _without_repeats(self, classes: list[_Class]) -> list[_Class]:
        """Leave out what a document repeats of the number that held before, beside its new one."""
        if self.now is None or len(classes) < 2:
            return classes
        earlier = self.now
        again = [c for c in classes if c.meets(earlier)]
        new = [c for c in classes if not c.meets(earlier)]
        return new if again and any(n.revised for n in new) else classes

    def _follow(self, before: _Class, after: _Class) -> None:
        if after.meets(before):
            return
        if self._undated:
            self._clash(before, after, "undated")
        elif after.revised or _distance(before, after, self._sample.key) <= self._threshold:
            self._revise(before, after)
        else:
            self._clash(before, after, "later")

    def _finer(self, after: _Class, before: _Class) -> bool:
        return after.members[0][1].width <= before.members[0][1].width

    def _revise(self, old: _Class, new: _Class) -> None:
        difference, percent = _difference(old.head, new.head)
        period = self._sample.period
        self.revisions.append(Revision(self._series, period, old.head, new.head, difference, percent))

    def _clash(self, first: _Class, second: _Class, kind: Clash) -> None:
        difference, percent = _difference(first.head, second.head)
        period = self._sample.period
        found = Contradiction(self._series, period, first.head, second.head, difference, percent, kind)
        self.contradictions.append(found)


def _classes(group: list[tuple[Told, Bounds]]) -> list[_Class]:
    """Put together what agrees; a rounded number joins the finest one that it may be a rounding of."""
    found: list[_Class] = []
    for pair in sorted(group, key=lambda pair: (pair[1].width, *_place(pair[0].telling))):
        home = next((c for c in found if pair[1].meets(c.members[0][1])), None)
        if home is None:
            home = _Class()
            found.append(home)
        home.members.append(pair)
    return found


def _by_day(pair: tuple[Told, Bounds]) -> tuple[object, ...]:
    telling = pair[0].telling
    return telling.published or "", *_place(telling)


def _place(telling: Telling) -> tuple[str, int, str, str]:
    return telling.document, -1 if telling.start is None else telling.start, telling.fact, telling.shown


def _difference(old: Telling, new: Telling) -> tuple[Decimal | None, Decimal | None]:
    before, after = old.number, new.number
    if before is None or after is None:
        return None, None
    difference = after - before
    percent = (difference / abs(before) * _HUNDRED).quantize(_PLACES).normalize() if before else None
    return difference, percent


def _distance(before: _Class, after: _Class, key: Key) -> Decimal:
    """How far apart two numbers are, as a part of the level that they tell of."""
    old, new = before.head.number, after.head.number
    if old is None or new is None:
        return Decimal(0)
    measure = old
    if key.measure == "change":
        # Growth of 1 % and of 2 % are not twice as far apart as the levels behind them.
        levels = {"percent": _HUNDRED + old, "points": _HUNDRED, "factor": old}
        measure = levels.get(key.unit or "", before.base or old)
    return abs(new - old) / abs(measure) if measure else Decimal("Infinity")
