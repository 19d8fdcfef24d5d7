"""Words that stand for the period that a document is about, or for the same one a year before, though taken by
themselves they name a longer or a later one: ``this month`` of last month's figures, ``from 4.1bn last year`` behind
``in July``, ``this year`` of its first half.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from . import calendars as cal
from .period_context import PeriodContext
from .spans import PeriodSpan

_RUNNING = re.compile(r"\b(?:so far|earlier|later|early|late|end of|by the end of|days? (?:of|in))\s+$", re.IGNORECASE)
MEASURED_BY = re.compile(
    r"\b(?:than|from|over|against|versus|vs\.?|compared (?:with|to)) (?:(?:the|that|those|its|levels?|figures?|of|in"
    r"|for|a|revised|[A-Za-z]{0,4}\.? ?[$€£¥₹]?\d[\d.,]*(?:/\w+)?(?: (?:million|billion|thousand|crore|lakh|trillion"
    r"|tonnes|tons|bags|per ?cent|cents?))?) )*$",
    re.IGNORECASE,
)
"""What stands before a period that a figure is measured by."""
_LOOSE = ("early", "mid", "late")
"""What begins a part of a year that no sum is of: ``in early 2008``."""
_BRACKET = re.compile(r"\s*\(\s*")
_THIS_YEAR, _LAST_YEAR, _THIS_MONTH = ("rel", "year", 0), ("rel", "year", -1), ("rel", "month", 0)


def echoed(
    text: str, span: PeriodSpan, beside: Sequence[PeriodSpan], base: bool, value: str, context: PeriodContext
) -> str:
    """Return the period that a span stands for, as EDTF; the one given where it stands for itself.

    Args:
        text: the document.
        span: the span.
        beside: the other periods of its sentence.
        base: whether it serves for comparison alone.
        value: what it would be by itself, as EDTF.
        context: what the document has told before it.
    """
    spec: tuple[Any, ...] = span.spec
    if spec == _THIS_MONTH:
        return _reported_month(text, span, value, context)
    base = base or (
        spec[:1] in (("rel",), ("previous",))
        and MEASURED_BY.search(text, max(0, span.start - 64), span.start) is not None
    )
    told = context.near or context.main
    loose = any(text[s.start : s.end].casefold().startswith(_LOOSE) for s in beside)
    if base and told and not loose and _is_part(told) and _names_year_before(spec, told, bool(context.near)):
        return cal.previous_year(told)
    passing = context.near in ("", cal.previous_year(context.lead) if context.lead else "")
    if spec in (_THIS_YEAR, _LAST_YEAR) and passing and _sums_year(context.lead, value, spec[2]):
        other = {s.spec[:1] if s.spec[0] == "same" else s.spec for s in beside}
        if other & {("same",), _LAST_YEAR, _THIS_YEAR}:
            return context.lead if spec == _THIS_YEAR else cal.previous_year(context.lead)
    if spec[0] in ("months", "part") and spec[1] == "this" and context.published:
        return _not_to_come(value, context.published)
    return value


def _names_year_before(spec: tuple[Any, ...], told: str, near: bool) -> bool:
    """Whether a year is that before the one in which a part of a year lies: ``in June ... against 642,024 in 2022``."""
    if spec in (_LAST_YEAR, ("previous", "year")):
        return True
    return near and spec[0] == "year" and spec[1].isdigit() and cal.ends(told)[0][:4] == str(int(spec[1]) + 1)


def dates_months(text: str, here: PeriodSpan, there: PeriodSpan) -> bool:
    """Tell whether a year in brackets only dates the months before it: ``July-April (2020-21)``."""
    return (
        here.spec[0] in ("months", "part")
        and there.spec[0] in ("year", "years")
        and _BRACKET.fullmatch(text, here.end, there.start) is not None
    )


def _reported_month(text: str, span: PeriodSpan, value: str, context: PeriodContext) -> str:
    """``this month`` told of the month that is reported on, where that is over."""
    told = next((p for p in (context.main, context.lead) if p and cal.length(p) == 1), "")
    if not told or not value or told >= value or _RUNNING.search(text, max(0, span.start - 24), span.start):
        return value
    return told if len(told) == 7 else value


def _is_part(edtf: str) -> bool:
    size = cal.length(edtf)
    return size is not None and 0 < size < 12


def _sums_year(lead: str, value: str, back: int) -> bool:
    """Whether the leading period is what the year in question, or that after it, has come to so far."""
    begin = cal.first_day(lead) if lead else None
    size = cal.length(lead) if lead else None
    year = cal.first_day(value) if value else None
    if begin is None or year is None or not size or not 2 < size < 12:
        return False
    return begin.year - year.year in (0, -back) and (begin.month == 1 or begin == year or begin.month in (4, 7, 10))


def _not_to_come(value: str, published: date) -> str:
    """Months of ``this year`` that are not over when a release appears are those of the year before."""
    last = cal.last_day(value) if value else None
    if last is None or last <= date(published.year, published.month, 28) or last.year > published.year:
        return value
    return cal.previous_year(value)


__all__ = ["MEASURED_BY", "dates_months", "echoed"]
