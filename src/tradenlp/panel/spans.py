"""Sorts of periods: what keeps single months, sums from January and fiscal years apart, and which periods miss."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from ..facts import Period
from ..reading.calendars import days_in, joined, point, shift
from .model import Span

_DAY = timedelta(days=1)
_FULL = {
    (1, 0): Span("month", "M", months=1),
    (3, 3): Span("quarter", "Q", months=3),
    (6, 6): Span("half", "S", months=6),
}
"""By length in months and what the first month has to be one more than a multiple of (0: any)."""
TO_DATE = Span("to-date", "_O")
"""From an untold beginning."""


def sort_of(period: Period) -> Span | None:
    """Tell what sort of period this is, by its days alone: ``first half`` and ``January to June`` are the same.

    Args:
        period: any period.
    Returns:
        Span: None where the last day is not known.
    """
    if period.end is None:
        return None
    if period.start is None:
        return TO_DATE if period.edtf.startswith("..") else None
    first, last = date.fromisoformat(period.start), date.fromisoformat(period.end)
    if last < first:
        return None
    return _whole_months(first, last) if _is_whole(first, last) else _days(first, last)


def canonical(period: Period) -> str:
    """Return the same EDTF for the same days: ``2023-05-01/2023-05-31`` gives ``2023-05``.

    Args:
        period: one that ``sort_of`` knows.
    """
    if period.start is None or period.end is None:
        return period.edtf
    first, last = date.fromisoformat(period.start), date.fromisoformat(period.end)
    if _is_whole(first, last):
        return joined(point(first.year, first.month), point(last.year, last.month))
    return joined(period.start, period.end)


def runs_missing(span: Span, periods: Iterable[str]) -> list[tuple[str, ...]]:
    """Find what misses between the first and the last of some periods.

    Args:
        span: the sort of all of them.
        periods: EDTF, in any order.
    Returns:
        list[tuple[str, ...]]: a tuple for each run of missing periods, in order; none for sorts that do not come
        regularly, and for days, as many bodies publish on working days only.
    """
    had = sorted(set(periods))
    if len(had) < 2 or not (span.months or span.days):
        return []
    runs: list[tuple[str, ...]] = []
    for before, after in zip(had, had[1:], strict=False):
        run: list[str] = []
        following = shift(before, months=span.months, days=span.days)
        while following < after:
            run.append(following)
            moved = shift(before, months=span.months * (len(run) + 1), days=span.days * (len(run) + 1))
            if moved <= following:  # the end of the calendar
                break
            following = moved
        # Weeks that begin on another day of the week are no gap that could be named.
        if run and following == after:
            runs.append(tuple(run))
    return runs


def _is_whole(first: date, last: date) -> bool:
    return first.day == 1 and last.day == days_in(last.year, last.month)


def _whole_months(first: date, last: date) -> Span:
    length = 12 * (last.year - first.year) + last.month - first.month + 1
    begins = first.month - 1
    for (months, step), span in _FULL.items():
        if length == months and (not step or begins % step == 0):
            return span
    if length == 12:
        return Span("year" if begins == 0 else f"year-from-{first.month:02d}", "A", months=12)
    if length > 12:
        return Span(f"months-{length}-from-{first.month:02d}", "_O")
    # Sums of a begun year, of the calendar or a fiscal one, and rolling quarters: each by its months, once a year.
    code = f"ytd-{length:02d}" if begins == 0 else f"from-{first.month:02d}-{length:02d}"
    return Span(code, "A", months=12)


def _days(first: date, last: date) -> Span:
    if first == last:
        return Span("day", "D")
    if last - first == 6 * _DAY:
        return Span("week", "W", days=7)
    if (first.year, first.month) == (last.year, last.month):
        end = "end" if last.day == days_in(last.year, last.month) else f"{last.day:02d}"
        code = f"month-to-{end}" if first.day == 1 else f"month-{first.day:02d}-to-{end}"
        return Span(code, "M", months=1)
    years = last.year - first.year
    return Span(f"from-{first:%m%d}-to-{last:%m%d}" + (f"-plus-{years}" if years > 1 else ""), "A", months=12)
