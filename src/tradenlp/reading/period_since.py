"""Periods told by their beginning: ``since January``, ``since the start of the season, as of 12 November``."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from . import calendars as cal
from .fiscal import commodity_in
from .period_context import NEARLY, PeriodContext, fiscal_start, marketing_start, year_holding
from .period_forms import is_fiscal
from .spans import PeriodSpan

_AS_OF = re.compile(r"\b(?:as (?:of|at|on)|until|till|through|to|by|up to) (?:the )?$", re.IGNORECASE)
_WHOLE_YEAR = timedelta(days=366)


def since(begin: str, context: PeriodContext, told: bool) -> str:
    """From a beginning to the end of the period under discussion, else to what is known by publication, else open.

    Args:
        begin: where it begins, EDTF.
        context: what the document has told.
        told: its year is told, so that it may be of another year than what is under discussion.
    """
    first = cal.first_day(begin)
    for anchor in filter(None, (context.near, context.main, context.lead)):
        last = cal.last_day(anchor)
        if first and last and cal.first_day(anchor) == first and len(anchor) == 21 and _known(last, context):
            return anchor  # as far as the document has told it before
    anchors = [context.near, context.main, context.lead] if first and not told else []
    for anchor in filter(None, anchors):
        last, end = cal.last_day(anchor), cal.ends(anchor)[1]
        if context.published and last and last > context.published:
            continue
        if first and last and last > first and last.year == first.year and ".." not in end and len(end) > 4:
            whole = len(begin) == len(end)
            return cal.joined(begin, end) if whole else cal.joined(first.isoformat(), last.isoformat())
    return _up_to_now(first, context) or f"{begin}/.."


def _known(last: date, context: PeriodContext) -> bool:
    """Tell whether a day is over by publication."""
    return context.published is None or last <= context.published


def _up_to_now(first: date | None, context: PeriodContext) -> str:
    """From a day to the end of the main period, else of the last month that is over by publication; at most a year."""
    published = context.published
    if first is None or published is None:
        return ""
    ends = (cal.last_day(anchor) for anchor in (context.near, context.main, context.lead) if anchor)
    known = [end for end in ends if end is not None and first < end <= published + NEARLY]
    last = max(known) if known else published.replace(day=1) - timedelta(days=1)
    if last < first:
        last = published
    if not first <= last < first + _WHOLE_YEAR:
        return ""
    if first.day == 1 and cal.ends_month(last.isoformat()):
        return cal.months(first.year, first.month, last.year, last.month)
    return cal.joined(first.isoformat(), last.isoformat())


def as_of(text: str, span: PeriodSpan) -> PeriodSpan | None:
    """Return a day that something runs to (``as of 12 November``) as that day, None for any other period.

    Args:
        text: the document.
        span: one of its periods.
    """
    spec: tuple[Any, ...] = span.spec
    inner: tuple[Any, ...] = spec[2] if spec[0] == "open" and spec[1] != "todate" else spec
    if inner[0] != "day" or not _AS_OF.search(text, max(0, span.start - 20), span.start):
        return None
    return replace(span, kind="day", spec=inner)


_SEASON_TO = re.compile(r",?\s(?:up to|to|until|till|through|by|as of)\s(?:the\s)?", re.IGNORECASE)
_IN_SEASON = re.compile(r",?\s(?:of|in|for|during)\s(?:the\s)?", re.IGNORECASE)


def month_of_season(text: str, season: PeriodSpan, month: PeriodSpan) -> PeriodSpan | None:
    """Return the month that a season's sum runs to, without the word before it, None for any other period beside it.

    ``in the 2023/24 season up to the end of May``, ``until April in the 2023/24 season``

    Args:
        text: the document.
        season, month: two of its periods.
    """
    spec: tuple[Any, ...] = month.spec
    inner: tuple[Any, ...] = spec[2] if spec[0] == "open" and spec[1] in ("until", "by") else spec
    if inner[0] not in ("months", "days") or inner[1] or inner[2] != inner[4 if inner[0] == "months" else 5]:
        return None
    if season.end <= month.start:
        led = _SEASON_TO.fullmatch(text, season.end, month.start) is not None
    else:
        led = _AS_OF.search(text, max(0, month.start - 20), month.start) is not None
        led = led and _IN_SEASON.fullmatch(text, month.end, season.start) is not None
    return replace(month, kind="month", spec=inner) if led else None


_SEASON = re.compile(r"\bseasons?\b(?!ally| tickets?)", re.IGNORECASE)
_TO_DATE = re.compile(r"\bto[- ]date\b|\bso far\b|\bsince\b", re.IGNORECASE)
_BEFORE_SENTENCE = re.compile(r"(?:.*[.!?]\s|.*\n)", re.DOTALL)
_SENTENCE_END = re.compile(r"[.!?]\s|\n")
_NEAR = 200
_SAME_TIME = 12
"""By how many days counts of seasons may be apart that are compared."""


def season_before(text: str, span: PeriodSpan, day: str, context: PeriodContext) -> str:
    """Return a crop's season up to a day, where the sentence counts by seasons: ``by 16 June, down on last season``.

    Args:
        text: the document.
        span: one of its periods.
        day: what it stands for, EDTF.
        context: what the document has told.
    Returns:
        str: EDTF; empty for a period that is no such day.
    """
    if as_of(text, span) is None or not (last := cal.first_day(day)) or len(day) != 10:
        return ""
    if told := _as_told(last, context.main):
        return ended(told, day)
    if _ran_then(last, context.main) and _HAD.match(text, span.end):
        return ended(context.main, day)  # ``As of June 3, exporters had shipped 25 million tonnes`` of the year told
    opening = _BEFORE_SENTENCE.match(text[max(0, span.start - _NEAR) : span.start])
    begin = max(0, span.start - _NEAR) + (opening.end() if opening else 0)
    stop = _SENTENCE_END.search(text, span.end, span.end + _NEAR)
    end = stop.start() if stop else min(len(text), span.end + _NEAR)
    if _ran_then(last, context.main) and _FISCAL.search(text, begin, end):
        return ended(context.main, day)  # ``trade this financial year touched $5bn as of 27 November``
    if _THIS_FISCAL.search(text, begin, end) and context.economy:
        start = fiscal_start(context)
        return ended(cal.point(year_holding(last, start), start.month, start.day), day)
    if _SEASON.search(text, begin, end) is None:
        return ""
    if not (crop := commodity_in(text, begin, end, span.start)):
        return f"../{day}" if _TO_DATE.search(text, begin, end) else ""
    start = marketing_start(crop, context)
    return ended(cal.point(year_holding(last, start), start.month, start.day), day)


_FISCAL = re.compile(r"\b(?:(?:fiscal|financial|budget) year|(?-i:FY))\b", re.IGNORECASE)
_THIS_FISCAL = re.compile(
    r"\b(?:this|(?:the )?(?:current|present|ongoing)) (?:\d{4}[-/]\d{2,4} )?"
    r"(?:(?:fiscal|financial|budget) year|(?-i:FY))\b",
    re.IGNORECASE,
)
_HAD = re.compile(r",?\s(?:[^\W\d]+\s){0,4}?had(?: been)? (?:already )?[a-z]+(?:ed|ld|en|de|pt)\b")


def _ran_then(day: date, main: str) -> bool:
    """Whether a day lies in a season or fiscal year told before, which is no calendar year."""
    first, last = cal.first_day(main), cal.last_day(main)
    whole = len(main) == 15 and cal.length(main) == 12 and first is not None and first.month > 1
    return whole and first is not None and last is not None and first < day < last


def _as_told(day: date, main: str) -> str:
    """The beginning of a season in whose days the last one was told, for much the same day of another year."""
    begin, end = cal.first_day(main) if len(main) == 21 else None, cal.last_day(main)
    if begin is None or end is None or not timedelta(40) < end - begin or day.year == end.year:
        return ""
    near = abs((day - date(day.year, end.month, min(end.day, 28))).days) < _SAME_TIME
    return cal.shift(begin.isoformat(), years=day.year - end.year) if near else ""


_SO_FAR = re.compile(r"\bso far (?:in|into) (?:the )?$", re.IGNORECASE)


def so_far(text: str, at: int) -> bool:
    """Tell whether a period is one that is not over by what stands before it: ``so far in the 2023/24 season``."""
    return _SO_FAR.search(text, max(0, at - 20), at) is not None


_TO_WEEKDAY = re.compile(
    r"(?:[^.;\n]|\.(?=\d)){0,90}?\b(?:by|as of|until|through|up to) (?:last |this )?"
    r"(?P<day>Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b"
)
_WEEKDAYS = ("Mon", "Tues", "Wednes", "Thurs", "Fri", "Satur", "Sun")


def weekday_before(text: str, at: int, published: date | None) -> str:
    """Return the weekday that something runs to (``by Sunday``), the last one before publication, as EDTF or empty.

    Args:
        text: the document.
        at: character offset in the sentence, before the weekday.
        published: publication date.
    """
    found = _TO_WEEKDAY.match(text, at)
    if found is None or published is None:
        return ""
    back = (published.weekday() - _WEEKDAYS.index(found["day"])) % 7
    return (published - timedelta(days=back)).isoformat()


_REACHED = re.compile(
    r"\b(?:as (?:of|at|on)|(?:(?:ac)?cumulat(?:ive|ively|ed)|in total) (?:up )?to) (?:the )?$", re.IGNORECASE
)
_STOCK = re.compile(
    r"\b(?:reserves?|stocks?|stockpiles?|inventor\w+|number(?:s|ed)?|debt|fleet|registered|in force|"
    r"prices?|priced|rates?|"
    r"seasons?|(?:marketing|crop|fiscal|financial) year|FY|week)\b",
    re.IGNORECASE,
)
_AROUND = 120


def summed(text: str, span: PeriodSpan) -> tuple[Any, ...] | None:
    """Return the spec of what a year has come to by a day: ``as of May 31``, ``by the end of March``.

    Args:
        text: the document.
        span: one of its periods.
    Returns:
        tuple: None for any other period, for what is held rather than summed up, and for sums of seasons.
    """
    spec: tuple[Any, ...] = span.spec
    begin = max(0, span.start - _AROUND)
    if spec[:2] == ("open", "by"):
        if spec[2][0] not in {"day", "days"} or "end" not in text[span.start : span.end].casefold():
            return None
        spec = spec[2]
    elif spec[0] not in {"day", "days", "months"} or not _REACHED.search(text, begin, span.start):
        return None
    begin = max(begin, text.rfind(". ", begin, span.start), text.rfind("\n", begin, span.start))
    end = text.find(". ", span.end, span.end + _AROUND)
    around = text[begin : end if end > 0 else span.end + _AROUND]
    held = _STOCK.search(around) is not None and "cumul" not in text[begin : span.start].casefold()
    return None if held else ("open", "sum", spec)


def ended(edtf: str, day: str) -> str:
    """Return the period from the beginning of one value to a day or month, empty where that is no part of a year."""
    first, last = cal.first_day(edtf), cal.last_day(day)
    if first is None or last is None or not first < last < first + _WHOLE_YEAR:
        return ""
    if len(day) != len("2024-05-31") and first.day == 1:
        return cal.months(first.year, first.month, last.year, last.month)
    return cal.joined(first.isoformat(), last.isoformat())


def begins_year(spec: tuple[Any, ...]) -> bool:
    """Tell whether a spec is of what goes on since a year or a season began."""
    if spec[:2] != ("open", "since"):
        return False
    inner: tuple[Any, ...] = spec[2]
    first_part = inner[0] == "part" and inner[2:] == (1, 1)
    return inner[0] == "marketing" or first_part or (inner[0] == "year" and is_fiscal(inner))
