"""Periods that parts of a table tell together: years and months apart, years to date, years that end with a month."""

from __future__ import annotations

import re
from dataclasses import replace

from ..reading import calendars
from .model import Mention

_SEASON = re.compile(r"\b((?:19|20)\d\d) ?[-–/] ?(?:(?:19|20)\d\d|\d\d)(?!\d)")


def composed(year: Mention, months: Mention) -> Mention | None:
    """Read a year and months told apart (``January-May`` above ``2023`` and ``2024``) as one period.

    Args:
        year: a period of twelve months, calendar or fiscal.
        months: a shorter one of whatever year.
    Returns:
        Mention: the first of the two with the value of both, None where they do not go together.
    """
    if year.value is None or months.value is None:
        return None
    span, part = _month_range(year.value.edtf), _month_range(months.value.edtf)
    season = _SEASON.search(year.text)
    if span is not None and span[1] == 12 and part is not None and part[1] == 12 and part[2] and season is not None:
        first = int(season[1])  # ``July-June`` above ``2008/09``
        edtf = calendars.months(first, part[2] + 1, first + 1, part[2])
        return replace(year, value=calendars.resolved(edtf), id="")
    if span is None or part is None or span[1] != 12 or part[1] >= 12 or span[0] is None:
        return None
    length = part[1]
    first = span[0] + (part[2] - span[0] % 12) % 12
    last = first + length - 1
    if last > span[0] + 11:
        return None
    edtf = calendars.months(first // 12, first % 12 + 1, last // 12, last % 12 + 1)
    return replace(year, value=calendars.resolved(edtf), id="")


def spanned(first: Mention, last: Mention, text: str) -> Mention | None:
    """Read two months in lines one below the other, the upper one with a dash, as the months from one to the other.

    Args:
        first, last: periods of the two lines.
        text: the release.
    Returns:
        Mention: the first with the value of both, None where they are no such months.
    """
    if first.value is None or last.value is None or text[first.end : first.end + 1] not in ("-", "–"):
        return None
    begin, end = _month_range(first.value.edtf), _month_range(last.value.edtf)
    if begin is None or end is None or begin[1] != 1 or end[1] != 1 or begin[0] is None:
        return None
    year = begin[0] // 12
    edtf = calendars.months(year, begin[2] + 1, year + (end[2] < begin[2]), end[2] + 1)
    return replace(first, value=calendars.resolved(edtf), id="")


def year_ended(month: Mention) -> Mention:
    """Read a month as the twelve months that end with it (``MAT Jun 24``); other periods stay as they are."""
    span = _month_range(month.value.edtf) if month.value is not None else None
    if span is None or span[0] is None or span[1] != 1:
        return month
    first = span[0] - 11
    edtf = calendars.months(first // 12, first % 12 + 1, span[0] // 12, span[2] + 1)
    return replace(month, value=calendars.resolved(edtf), id="")


def so_far(told: Mention, year: int, month: Mention) -> Mention | None:
    """Read a year to date (``YTD 2023``) as the months of it up to a month told beside it.

    Args:
        told: the period of the year to date, as far as its own words tell.
        year: its year; that in which it ends, where a fiscal year begins in another.
        month: a single month of whatever year.
    Returns:
        Mention: the first with the value of those months, None where the other is no single month.
    """
    part = _month_range(month.value.edtf) if month.value is not None else None
    if part is None or part[1] != 1:
        return None
    span = _month_range(told.value.edtf) if told.value is not None else None
    first = span[0] if span is not None and span[1] == 12 and span[0] is not None else year * 12
    last = first + (part[2] - first % 12) % 12
    edtf = calendars.months(first // 12, first % 12 + 1, last // 12, last % 12 + 1)
    return replace(told, value=calendars.resolved(edtf), id="")


def year_begun(month: Mention) -> Mention:
    """Read a month as all months of its year up to it (``April 2025 - so far this year``); others stay as they are."""
    span = _month_range(month.value.edtf) if month.value is not None else None
    if span is None or span[0] is None or span[1] != 1:
        return month
    edtf = calendars.months(span[0] // 12, 1, span[0] // 12, span[2] + 1)
    return replace(month, value=calendars.resolved(edtf), id="")


def _month_range(edtf: str) -> tuple[int | None, int, int] | None:
    """First month counted from year 0 (None where the year is untold), number of months, first month of the year
    from 0.
    """
    first, last = calendars.ends(edtf)
    if ".." in (first, last) or "X" in edtf.replace("XXXX", ""):
        return None
    y1, m1, d1 = calendars.parts(first)
    y2, m2, d2 = calendars.parts(last)
    if d1 or d2:
        return None
    begin, end = m1 or 1, m2 or 12
    years = (y2 - y1) if y1 is not None and y2 is not None else int(end < begin)
    length = years * 12 + end - begin + 1
    return (y1 * 12 + begin - 1 if y1 is not None else None), length, begin - 1
