"""Values of specs that refer to the publication or to the main period under discussion."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from . import calendars as cal
from .fiscal import YearStart
from .period_context import (
    MONTHS_OF,
    NEARLY,
    STALE,
    PeriodContext,
    fiscal_start,
    last_known,
    marketing_start,
    started,
    year_holding,
)
from .period_values import in_month, read_part


def _unit_at(day: date, unit: str) -> str:
    """The calendar unit that holds a day."""
    if unit == "week":
        monday = day - timedelta(days=day.weekday())
        return cal.joined(monday.isoformat(), (monday + timedelta(days=6)).isoformat())
    if unit == "year":
        return cal.point(day.year)
    size = MONTHS_OF.get(unit, 1)
    first = (day.month - 1) // size * size + 1
    return cal.months(day.year, first, day.year, first + size - 1)


def _moved(edtf: str, number: int, unit: str) -> str:
    """A value moved by a number of units."""
    if unit == "week":
        return cal.shift(edtf, days=7 * number)
    return cal.shift(edtf, months=number * MONTHS_OF.get(unit, 12)) if unit != "year" else cal.shift(edtf, years=number)


def _relative(spec: tuple[Any, ...], context: PeriodContext) -> str:
    """``this year``, ``last month``: counted from the publication, else from the main period."""
    _, unit, number = spec
    day = context.published or last_known(context)
    if day is None:
        return cal.point(None) if unit == "year" else ""
    return _moved(_unit_at(day, unit), number, unit)


def _part_of_month(spec: tuple[Any, ...], context: PeriodContext) -> str:
    _, relative, first, last = spec
    day = last_known(context) if relative in {"the", "that", "prev"} else None
    day = day or context.published or last_known(context)
    if day is None:
        return ""
    offset = {"last": -1, "prev": -1, "next": 1}.get(relative, 0)
    year, month, _ = cal.parts(cal.shift(cal.point(day.year, day.month), months=offset))
    return cal.joined(in_month(year, month, first), in_month(year, month, last))


def _last(spec: tuple[Any, ...], context: PeriodContext) -> str:
    """``last three months``: whole units before the publication's own."""
    _, number, unit = spec
    day = context.published
    if day is None:
        return ""
    if unit in {"day", "week"}:
        begin = day - timedelta(days=number * (7 if unit == "week" else 1))
        return cal.joined(begin.isoformat(), (day - timedelta(days=1)).isoformat())
    now = _unit_at(day, unit)
    return cal.joined(cal.ends(_moved(now, -number, unit))[0], cal.ends(_moved(now, -1, unit))[1])


def _next(spec: tuple[Any, ...], context: PeriodContext) -> str:
    _, number, unit = spec
    day = context.published
    if day is None:
        return ""
    if unit in {"day", "week"}:
        end = day + timedelta(days=number * (7 if unit == "week" else 1))
        return cal.joined((day + timedelta(days=1)).isoformat(), end.isoformat())
    now = _unit_at(day, unit)
    return cal.joined(cal.ends(_moved(now, 1, unit))[0], cal.ends(_moved(now, number, unit))[1])


def _to_date(spec: tuple[Any, ...], context: PeriodContext) -> str:
    """From the year's beginning to the main period's last month if it lies in that year, else to the last full
    month."""
    _, unit, year = spec
    known, published = last_known(context), context.published
    if unit in {"month", "week"} and published:
        return cal.joined(cal.point(published.year, published.month, 1), published.isoformat())
    if published and known and known > published + NEARLY:
        known = None
    told = cal.last_day(context.lead) if context.lead and published and known else None
    if told and published and known and known.year == told.year and known < told <= published:
        known = told  # ``early in the year`` told in between
    now = known if known and (not published or published - known < STALE) else None
    if now is None and published:
        now = published.replace(day=1) - timedelta(days=1) if published.month > 1 else published
    if now is None or unit == "M:" and "marketing" not in dict(context.starts):
        return ""  # no season begins always and everywhere in the same month
    begin = YearStart() if unit != "FY" else fiscal_start(context)
    begin = marketing_start(unit[2:], context) if unit.startswith("M:") else begin
    first = int(year) if year else year_holding(published if published and unit == "year" else now, begin)
    if not year and published and first > now.year:
        now = published
    return cal.joined(cal.point(first, begin.month), cal.point(max(now.year, first), now.month))


def _spans_months(edtf: str, size: int) -> bool:
    """Whether a value is of so many months, told by months or, not quite as exactly, by days."""
    if cal.length(edtf) == size:
        return True
    first, last = cal.first_day(edtf), cal.last_day(edtf)
    return (
        size > 1
        and len(edtf) > 20
        and first is not None
        and last is not None
        and abs((last - first).days - 30.5 * size) < 6
    )


def _of_size(context: PeriodContext, size: int) -> str:
    """The last main period of so many months, the sentence's first."""
    near = context.near if context.near and _spans_months(context.near, size) else ""
    if near and near in context.seen:
        return near
    # What the sentence only measures by is no main period and was not kept.
    return next((value for value in context.seen if _spans_months(value, size)), near)


def _is_half_month(edtf: str) -> bool:
    first, last = cal.first_day(edtf) if edtf else None, cal.last_day(edtf) if edtf else None
    return first is not None and last is not None and 12 <= (last - first).days <= 15


def _before(spec: tuple[Any, ...], context: PeriodContext) -> str:
    """``previous three months``: as many units before the main period, or before the publication's own."""
    _, number, unit = spec
    main = context.near or context.main
    size = number * MONTHS_OF.get(unit, 0)
    if not main or not size:
        return _last(("last", number, unit), context)
    main = _of_size(context, size) or main
    begin = cal.first_day(main)
    if begin is None:
        return ""
    now = cal.point(begin.year, begin.month)
    return cal.joined(cal.shift(now, months=-size), cal.shift(now, months=-1))


_NEW_YEAR = 3
"""Months of a year in which what came to pass in ``the full year`` did so in the one before."""


def _back(spec: tuple[Any, ...], context: PeriodContext) -> str:
    _, number, unit = spec
    main = context.near or context.main
    if unit == "fortnight":
        return next((value for value in (context.near, *context.seen, context.told) if _is_half_month(value)), "")
    if unit not in MONTHS_OF:
        return main
    size = number * MONTHS_OF[unit]
    if found := _of_size(context, size):
        return found
    if number > 1:
        own = "FY" if (context.economy or "").upper()[:2] in _OWN_CALENDARS else ""
        if (number, unit) == (12, "month") and not own:
            return _year_up_to(main)  # ``the 12-month total`` runs to the month reported on
        return read_part(("part", own, 1, size), context) if size <= 12 else ""
    day = cal.last_day(main) if main else None
    if day is None and unit == "year" and context.published:
        early = context.published.month <= _NEW_YEAR and not context.forward
        day = context.published.replace(day=1) - timedelta(days=31 * _NEW_YEAR) if early else context.published
    if day is None and unit in ("half", "quarter") and context.published:
        begun = context.published.replace(month=(context.published.month - 1) // size * size + 1, day=1)
        day = begun - timedelta(days=1)  # ``half-year throughput``: of the last one that is over
    return _unit_at(day, unit) if day else ""


def _year_up_to(main: str) -> str:
    """The twelve months that end with a period's last one."""
    day = cal.last_day(main) if main else None
    end = cal.point(day.year, day.month) if day else ""
    return cal.joined(cal.shift(end, months=-11), end) if end else ""


def _told(spec: tuple[Any, ...], context: PeriodContext) -> str:
    """``in that year``: the one named last, be it one of history."""
    told = context.told
    return told if told and _spans_months(told, MONTHS_OF[spec[1]]) else _back(("back", 1, spec[1]), context)


def _reference(spec: tuple[Any, ...], context: PeriodContext) -> str:
    """``month of reference``: what the document is about."""
    size = MONTHS_OF.get(spec[1], 1)
    return context.lead if cal.length(context.lead or "..") == size else _back(("back", 1, spec[1]), context)


def _week_known(context: PeriodContext) -> str:
    """The last main period that is a week or a day: a season's figures have no week before them."""
    known = (context.near, context.main, *context.seen)
    return next((v for v in known if (last := cal.last_day(v)) and (last - (cal.first_day(v) or last)).days < 8), "")


def _shift(spec: tuple[Any, ...], context: PeriodContext) -> str:
    """``year earlier``, ``a month ago``."""
    _, number, unit = spec
    main = context.near or context.main if unit != "week" else _week_known(context)
    if not main:
        return ""
    if unit == "month" and number > -12 and cal.length(main) > 1:
        main = _of_size(context, 1) or cal.shift(cal.previous_month(main), months=1)
    if unit == "quarter" and cal.length(main) != 3:
        main = cal.shift(cal.previous_quarter(main), months=3)
    return _moved(main, number, unit)


def _previous(spec: tuple[Any, ...], context: PeriodContext) -> str:
    unit = spec[1]
    main = context.near or context.main
    if not main:
        return _relative(("rel", unit, -1), context) if unit in MONTHS_OF else ""
    if unit == "week":
        return _shift(("shift", -1, unit), context)
    if unit == "year" and cal.length(main) != 12:
        day = cal.last_day(main)
        return cal.point(day.year - 1) if day else cal.point(None)
    if unit == "period":
        return cal.shift(main, months=-max(cal.length(main), 1))
    return _shift(("shift", -1, unit), context) if unit != "half" else cal.shift(main, months=-6)


def _following(spec: tuple[Any, ...], context: PeriodContext) -> str:
    day = last_known(context) or context.published
    return _moved(_unit_at(day, spec[1]), 1, spec[1]) if day else ""


_OWN_CALENDARS = frozenset({"IR", "AF"})


def _month_end(edtf: str) -> date | None:
    """The day of a value that is the last one of a month."""
    year, month, day = cal.parts(edtf) if len(edtf) == 10 else (None, 0, 0)
    return date(year, month, day) if year and day == cal.days_in(year, month) else None


def _same(spec: tuple[Any, ...], context: PeriodContext) -> str:
    """``same period last year``, ``corresponding month of 2023``."""
    _, name, unit, number = spec
    main = context.near or context.main
    if unit == "date":
        day = cal.last_day(main) if main else None
        main = context.day if context.day and (day is None or day.isoformat() != context.day) else main
    if unit == "week" and not main and (day := context.published):
        main = context.told if len(context.told) == 21 else _unit_at(day, "week")
    if unit == "period" and (day := _month_end(main)):
        main = cal.months(day.year, 1, day.year, day.month)  # what a year had come to by then
    if unit in MONTHS_OF:
        main = _of_size(context, MONTHS_OF[unit] * (number or 1)) or (
            _back(("back", number or 1, unit), context) if main else ""
        )
    if not main:
        return ""
    if name in {"last", "prev", "FYlast", "FYprev"}:
        return cal.shift(main, years=-1)
    if name.startswith("-"):
        return cal.shift(main, years=int(name))
    day = cal.last_day(main)
    if name == "this" and day is not None and context.published and day.year == context.published.year - 1:
        return cal.shift(main, years=1)  # ``3bn in May 2021, and 4bn in the same period of this year``
    if day is None or name in {"the", "this", "that", "next", "FYthe", "FYthis", "FYthat", "FYnext"}:
        return main
    if name.startswith(("FP", "FY")):
        start = fiscal_start(context)
        return cal.shift(main, years=(started(name, start, context) or day.year) - year_holding(day, start))
    return cal.shift(main, years=int(name) - day.year)


READERS = {
    "rel": _relative,
    "relpart": _part_of_month,
    "last": _last,
    "next": _next,
    "ytd": _to_date,
    "back": _back,
    "told": _told,
    "before": _before,
    "reference": _reference,
    "shift": _shift,
    "previous": _previous,
    "following": _following,
    "same": _same,
}
"""Spec name to reader ``(spec, context) -> EDTF``, empty where the context does not tell."""
