"""Percentages that a level makes of the one before: ``$27.8bn, or 102.6% of the 2023 level`` is a rise of 2.6%."""

from __future__ import annotations

import re
from decimal import Decimal

from ..reading.spans import Figure
from .template import Template

_MONTH = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
_PAST = (
    r"(?:the )?(?:(?:same|corresponding|previous|preceding|last|prior|year-earlier|year-ago|comparable)\b|"
    rf"(?:a |one )?(?:year|month|quarter) (?:earlier|ago|before)|(?:19|20)\d\d\b|{_MONTH}[\s-]|Q[1-4]\b|"
    r"(?:first|second|third|fourth) (?:quarter|half|[a-z]+ months)\b)"
)
_LEVEL = r"(?:levels?|figures?|indicators?|results?|volumes?|values?|amounts?|one|those|that)"
_OF_LEVEL = re.compile(
    rf"\)?,? of (?:(?:that|those|what (?:it|they)) (?:was |were |of |in |for |recorded in |seen in )?{_PAST}|{_PAST}"
    rf"[^.,;()\d]{{0,24}}(?:\d{{4}})?['’]?s? {_LEVEL}\b(?! of)|"
    rf"(?:the |its |their ){_LEVEL} (?:(?:of|in|for|at|from|during|recorded|registered|seen|reached|achieved) ){{0,2}}"
    rf"{_PAST})"
)
_TO_PAST = re.compile(
    r",? (?:to|against|versus|vs\.?|relative to|(?:as )?compared (?:to|with)|as against|in comparison (?:to|with)) "
    rf"(?:the )?(?:level (?:of|in) )?{_PAST}"
)
_OF_PAST = re.compile(rf" (?:of|on) {_PAST}[^.,;()%]{{0,24}}\)")
_RATIO = r"\(\d+(?:[.,]\d+)? ?(?:%|per ?cent|pct)"
_INDEXED = re.compile(rf"{_RATIO}{_TO_PAST.pattern}[^().;]{{0,40}}\)|{_RATIO}{_OF_PAST.pattern}")
_SENTENCE_END = re.compile(r"[.!?]\s+[A-Z]")
_REACH = 240
_RESTATES = re.compile(r"(?:\(|,? or |,? i\.e\.,? |,? that is |,? which (?:is|was|makes|makes up|amounts to) |, )\Z")
_LIKE_RATIO = Decimal(50)


def of_past(text: str, figure: Figure) -> bool:
    """Tell whether a percentage tells a level as a part of an earlier one.

    Args:
        text: the release.
        figure: the percentage.
    """
    if figure.label != "PERCENT" or figure.unit == "points" or figure.number is None or figure.number <= 0:
        return False
    if _OF_LEVEL.match(text, figure.end):
        return True
    if _like_one_before(text, figure):
        return True
    told = _TO_PAST.match(text, figure.end) or _OF_PAST.match(text, figure.end)
    if figure.number < _LIKE_RATIO or not told:
        return False
    return _RESTATES.search(text[max(0, figure.start - 20) : figure.start]) is not None


def _like_one_before(text: str, figure: Figure) -> bool:
    """``$361m (104.6% to January-May 2012), with exports of $336m (111.3%)``: the bare one is such a part too."""
    if text[figure.start - 1 : figure.start] != "(" or text[figure.end : figure.end + 1] != ")":
        return False
    begin = max(0, figure.start - _REACH)
    last = None
    for last in _INDEXED.finditer(text, begin, figure.start):  # noqa: B007
        pass
    return last is not None and _SENTENCE_END.search(text, last.end(), figure.start) is None


def past_of_ratio(template: Template, k: int) -> bool:
    """Tell whether a period is that of the earlier level which the percentage right before it is a part of.

    Args:
        template: the sentence.
        k: the period.
    """
    figure = template.mentions[k - 1].figure if k else None
    return figure is not None and of_past(template.source, figure)


__all__ = ["of_past", "past_of_ratio"]
