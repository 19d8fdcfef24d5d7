"""Periods told by their beginning: ``since January``, ``since the start of the season, as of 12 November``."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from . import calendars as cal
from .period_context import NEARLY, PeriodContext
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
    anchors = [context.near, context.main, context.lead] if first and not told else []
    for anchor in filter(None, anchors):
        last, end = cal.last_day(anchor), cal.ends(anchor)[1]
        if context.published and last and last > context.published:
            continue
        if first and last and last > first and last.year == first.year and ".." not in end and len(end) > 4:
            whole = len(begin) == len(end)
            return cal.joined(begin, end) if whole else cal.joined(first.isoformat(), last.isoformat())
    return _up_to_now(first, context) or f"{begin}/.."


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


def ended(edtf: str, day: str) -> str:
    """Return the period from the beginning of one value to a day, empty where that is no part of a year."""
    first, last = cal.first_day(edtf), cal.first_day(day)
    if first is None or last is None or not first < last < first + _WHOLE_YEAR:
        return ""
    return cal.joined(first.isoformat(), last.isoformat())


def begins_year(spec: tuple[Any, ...]) -> bool:
    """Tell whether a spec is of what goes on since a year or a season began."""
    if spec[:2] != ("open", "since"):
        return False
    inner: tuple[Any, ...] = spec[2]
    first_part = inner[0] == "part" and inner[2:] == (1, 1)
    return inner[0] == "marketing" or first_part or (inner[0] == "year" and is_fiscal(inner))
