"""Periods that the next one, in brackets or behind a comma, tells more exactly: weeks by their days, quarters by the
month that ends them.

``the third week of May, from the 12th to the 18th``, ``the previous quarter (June 2011)``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from .period_context import MONTHS_OF
from .spans import PeriodSpan

_OPENS = re.compile(r"\s?\(\s?(?:from |between |i\.e\. )?(?:the )?", re.IGNORECASE)
_COMMA = re.compile(
    r", (?:(?:that is|i\.e\.),? )?(?:from |between |running from |which ran from )(?:the )?", re.IGNORECASE
)
_COMMA_MONTH = re.compile(r", (?:that is,? |namely )?", re.IGNORECASE)
_CLOSED = re.compile(r"\s?\)")
_ENDS = re.compile(r"\s?(?:[.,;)]|$)")
_ENDING = (3, 6, 9, 12)


def spelt(text: str, spans: Sequence[PeriodSpan], i: int) -> tuple[Any, ...] | None:
    """Return what a period stands for by an aside beside it, None where there is no such aside.

    Args:
        text: the document.
        spans: its periods in order.
        i: index of the period, be it the one with the aside or the aside itself.
    Returns:
        a spec as ``resolve`` lists them.
    """
    spec: tuple[Any, ...] = spans[i].spec
    if spec[0] == "months" and i and spec[2] == spec[4] and spec[2] in _ENDING:
        return _quarter(text, spans[i - 1], spans[i])
    if i + 1 >= len(spans) or spans[i + 1].start - spans[i].end > 24:
        return None
    if _is_week(spans[i]):
        return _days(text, spans[i], spans[i + 1])
    return _quarter(text, spans[i], spans[i + 1])


def _is_week(span: PeriodSpan) -> bool:
    return span.kind == "week" or span.spec[0] in {"rel", "back", "previous"} and "week" in span.spec


def _days(text: str, week: PeriodSpan, days: PeriodSpan) -> tuple[Any, ...] | None:
    spec: tuple[Any, ...] = days.spec
    if days.kind != "days" or spec[0] not in {"days", "relpart"}:
        return None
    if not any(p.fullmatch(text, week.end, days.start) for p in (_OPENS, _COMMA)):
        return None
    own: tuple[Any, ...] = week.spec
    if spec[0] == "relpart" and own[0] == "days":
        return "days", own[1], own[2], spec[2], own[4], own[5], spec[3]
    if spec[0] == "relpart" and own[0] == "relpart":
        return "relpart", own[1], spec[2], spec[3]
    return spec


def _quarter(text: str, quarter: PeriodSpan, month: PeriodSpan) -> tuple[Any, ...] | None:
    """The quarter that a month names, where one of a length is followed by a single month at a quarter's end."""
    spec: tuple[Any, ...] = month.spec
    if spec[0] != "months" or spec[1:3] != spec[3:] or spec[2] not in _ENDING or not _is_quarter(quarter.spec):
        return None
    bracket = _OPENS.fullmatch(text, quarter.end, month.start) and _CLOSED.match(text, month.end)
    comma = spec[1] and _COMMA_MONTH.fullmatch(text, quarter.end, month.start) and _ENDS.match(text, month.end)
    if not bracket and not comma:
        return None
    return "ending", MONTHS_OF["quarter"], "month", spec[1], spec[2], 0


def _is_quarter(spec: tuple[Any, ...]) -> bool:
    if spec[0] == "same":
        return spec[2] == "quarter" and (spec[3] or 1) == 1
    return spec[0] in {"rel", "back", "previous"} and "quarter" in spec and spec[1] != 4


__all__ = ["spelt"]
