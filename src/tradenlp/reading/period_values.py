"""Values of specs that name days, months, parts of a year or years."""

from __future__ import annotations

from datetime import date
from typing import Any

from . import calendars as cal
from . import period_eras as eras
from .fiscal import YearStart
from .period_context import (
    MONTHS_OF,
    Maker,
    PeriodContext,
    by_publication,
    calendar_year,
    counted,
    fiscal_start,
    marketing_start,
    settle,
    started,
)


def _placed(name: str, make: Maker, context: PeriodContext, *, sums: bool = False, exact: bool = False) -> str:
    """The value in the named year, or in the chosen one where the name is empty."""
    if name.startswith(("FP", "FY", "M")):
        return _within(*_year_named(name, context), make)
    return make(calendar_year(name, context)) if name else settle(make, context, sums=sums, exact=exact)


def _year_named(name: str, context: PeriodContext) -> tuple[int | None, YearStart]:
    """Calendar year in which a named fiscal or marketing year begins, and on which day."""
    if name.startswith("M"):
        name, _, commodity = name[1:].partition(":")
        start = marketing_start(commodity, context)
    else:
        start = fiscal_start(context)
    return started(name, start, context), start


def _within(year: int | None, start: YearStart, make: Maker) -> str:
    """The occurrence of named months that lies in a fiscal year (``April-February 2023-24``)."""
    if year is None:
        return make(None)
    begin, value = date(year, start.month, start.day), make(year)
    first, last = cal.first_day(value), cal.last_day(value)
    if first is None or last is None:
        return value
    return value if first >= begin else make(year + 1)


def _day(spec: tuple[Any, ...], context: PeriodContext) -> str:
    _, year, month, day = spec
    return _placed(year, lambda y: cal.point(y, month, day), context, exact=True)


def _date(spec: tuple[Any, ...], context: PeriodContext) -> str:
    _, first, second, year = spec
    day, month = (first, second) if second < 13 and (context.order == "dmy" or first > 12) else (second, first)
    return cal.point(int(year), month, day)


def in_month(year: int | None, month: int, day: int) -> str:
    """A day of a month; -10 stands for the beginning of its last ten days."""
    return cal.point(year, month, day if day > 0 else cal.days_in(year, month) + day + 1)


def _days(spec: tuple[Any, ...], context: PeriodContext) -> str:
    _, year1, month1, day1, year2, month2, day2 = spec
    back = int(year2) - int(year1) if year1.isdigit() and year2.isdigit() else int(month1 > month2)

    def make(year: int | None) -> str:
        begin = None if year is None else year - back
        return cal.joined(in_month(begin, month1, day1), in_month(year, month2, day2))

    return _placed(year2, make, context)


def _months(spec: tuple[Any, ...], context: PeriodContext) -> str:
    _, year1, first, year2, last = spec
    back = int(year2) - int(year1) if year1.isdigit() and year2.isdigit() else int(first > last)

    def make(year: int | None) -> str:
        return cal.months(None if year is None else year - back, first, year, last)

    return _placed(year2, make, context, sums=first != last)


def read_part(spec: tuple[Any, ...], context: PeriodContext) -> str:
    """Quarters, halves and first months of a calendar or fiscal year."""
    _, name, first, last = spec
    if name.isdigit() and int(name) in eras.IRANIAN:
        return eras.iranian(int(name), first, last)
    if name.startswith(("FP", "M")) or (name.startswith("FY") and name != "FY"):
        year, start = _year_named(name, context)
        return counted(year, first, last, start)
    if name == "FY" or (not name and context.fiscal):
        start = fiscal_start(context)
        return settle(lambda y: counted(y, first, last, start), context)
    sums = last - first + 1 not in {1, 3, 6}
    return _placed(name, lambda y: cal.months(y, first, y, last), context, sums=sums)


def _seasonal(spec: tuple[Any, ...], context: PeriodContext) -> str:
    """``this spring``: the latest begun by publication; ``last spring``: the latest over; ``next``: the coming one."""
    _, relative, first, last = spec

    def make(year: int | None) -> str:
        return cal.months(year, first, None if year is None else year + (first > last), last)

    if context.published is None:
        return make(calendar_year(relative, context))
    forward = relative == "next" or context.forward
    return by_publication(make, context.published, forward=forward, sums=relative == "last", exact=False)


def _named(spec: tuple[Any, ...], context: PeriodContext) -> str:
    """``last September``: the latest over by publication, a year earlier where it is the main period itself."""
    _, relative, month = spec

    def make(year: int | None) -> str:
        return cal.point(year, month)

    if relative == "this" or not context.published:
        return make(calendar_year(relative, context))
    if relative == "next":
        return by_publication(make, context.published, forward=True, sums=False, exact=False)
    value = by_publication(make, context.published, forward=False, sums=True, exact=False)
    return cal.shift(value, years=-1) if value in {context.near, context.main} else value


def _ending(spec: tuple[Any, ...], context: PeriodContext) -> str:
    """A number of months, weeks or years up to a month or day."""
    _, number, unit, name, month, day = spec
    weeks = unit == "week"
    span = number * MONTHS_OF.get(unit, 1)

    def make(year: int | None) -> str:
        if not weeks and (not day or day >= 28 and day >= cal.days_in(year, month)):
            end = cal.point(year, month)
            return cal.joined(cal.shift(end, months=1 - span), end)
        end = cal.point(year, month, day)
        begin = cal.shift(end, days=1 - 7 * number) if weeks else cal.shift(cal.shift(end, months=-span), days=1)
        return cal.joined(begin, end)

    return _placed(name, make, context, sums=True, exact=bool(day))


def _week(spec: tuple[Any, ...], context: PeriodContext) -> str:
    _, name, month, day = spec

    def make(year: int | None) -> str:
        begin = cal.point(year, month, day)
        return cal.joined(begin, cal.shift(begin, days=6))

    return _placed(name, make, context)


def _isoweek(spec: tuple[Any, ...], context: PeriodContext) -> str:
    """The week of a number, from Monday to Sunday (ISO 8601)."""
    _, name, number = spec

    def make(year: int | None) -> str:
        if year is None:
            return ""
        weeks = date(year, 12, 28).isocalendar().week
        first = date.fromisocalendar(year, min(number, weeks), 1)
        return cal.joined(first.isoformat(), cal.shift(first.isoformat(), days=6))

    return _placed(name, make, context)


def _year(spec: tuple[Any, ...], context: PeriodContext) -> str:
    name = spec[1]
    if name.isdigit() and int(name) in eras.IRANIAN:
        return eras.iranian(int(name), 1, 12)
    if name.startswith(("FP", "FY")):
        year, start = _year_named(name, context)
        return counted(year, 1, 12, start)
    return cal.point(calendar_year(name, context))


def _years(spec: tuple[Any, ...], context: PeriodContext) -> str:
    return cal.joined(spec[1], spec[2])


def _fiscals(spec: tuple[Any, ...], context: PeriodContext) -> str:
    first, last = (_year(("year", name), context) for name in spec[1:])
    return cal.joined(cal.ends(first)[0], cal.ends(last)[1])


def _marketing(spec: tuple[Any, ...], context: PeriodContext) -> str:
    _, name, commodity = spec
    start = marketing_start(commodity, context)
    return counted(started(name, start, context), 1, 12, start)


def _decade(spec: tuple[Any, ...], context: PeriodContext) -> str:
    return f"{spec[1]}X"


READERS = {
    "day": _day,
    "date": _date,
    "days": _days,
    "months": _months,
    "part": read_part,
    "named": _named,
    "seasonal": _seasonal,
    "ending": _ending,
    "week": _week,
    "isoweek": _isoweek,
    "year": _year,
    "years": _years,
    "fiscals": _fiscals,
    "marketing": _marketing,
    "decade": _decade,
}
"""Spec name to reader ``(spec, context) -> EDTF``, empty where the context does not tell."""
