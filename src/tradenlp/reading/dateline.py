"""The publication date that a release prints at its head."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from ..folding import ascii_letters
from .periods import find_periods
from .spans import PeriodSpan

_HEAD = 3000
_CUE = re.compile(
    r"\b(?:dated?|posted(?: on)?|published(?: on)?|publication date|released?(?: on| date)?|issued(?: on)?|updated"
    r"|issue date|date of (?:issue|release)"
    r"|for (?:immediate )?release|embargo(?:ed)?(?: until| till)?|press release|news release|media release"
    r"|last modified|created(?: on)?)\b[^\n]{0,60}$",
    re.IGNORECASE,
)
_OTHER = re.compile(
    r"\b(?:next|forthcoming|upcoming|following) (?:release|issue|publication|update)|\bnext\b[^\n]{0,40}$|\bas (?:of"
    r"|at|on)\b",
    re.IGNORECASE,
)
# A line that is a date, a weekday, a time, a place and nothing more.
_ALONE = re.compile(
    r"[\s(\[]*(?:[A-Z][\w.'’-]*(?:\s+[A-Z][\w.'’-]*){0,3}\s*[,:–—―|-]\s*)?"
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s*)?(?:the\s)?\s*",
    re.IGNORECASE,
)
_ALONE_END = re.compile(
    r"[\s,.)\]"
    r"|–—―-]*(?:at\s)?(?:[0-9]{1,2}[:.][0-9]{2}(?::[0-9]{2})?\s*)?(?:[ap]\.?m\.?)?\s*(?:\(?[A-Z]{2,5}\)?)?[\s.)\]|]*",
    re.IGNORECASE,
)
# A place in capitals or with a comma, then the date, then a dash, a bracket or an agency: the head of a wire report.
_PLACE = re.compile(
    r"\s*\(?(?:[A-Z][A-Z.'’ -]{2,30}|[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){0,3}),?\s*(?:[A-Z][\w. ]{1,20},\s*)?\(?"
)
_AFTER_PLACE = re.compile(r"\s*(?:[)\-–—―:/(]|--)")


def find_dateline(text: str) -> date | None:
    """Return the publication date that the head of a release gives, or None if it is not sure.

    Looked for, in the first 3,000 characters: a date after ``Date:``, ``Posted On:``, ``For release`` and their like;
    a date that is alone on
    its line, weekday, time and place apart; a wire's dateline (``GENEVA, March 12, 2024 -``). Dates without a year do
    not count.

    Args:
        text: any string.
    """
    head = ascii_letters(text[:_HEAD])
    alone: date | None = None
    for span in find_periods(head):
        if span.kind != "day" or (found := _date(span)) is None:
            continue
        line_start = head.rfind("\n", 0, span.start) + 1
        line_end = head.find("\n", span.end)
        before, after = head[line_start : span.start], head[span.end : line_end if line_end >= 0 else len(head)]
        if _OTHER.search(before):
            continue
        if _CUE.search(before[-80:]) or (not before.strip() and _CUE.search(_line_before(head, line_start))):
            return found
        if alone is None and _stands_alone(before, after):
            alone = found
    return alone


def _line_before(head: str, line_start: int) -> str:
    """The line above, where it is short enough to be a label."""
    previous = head[:line_start].rstrip()
    line = previous[previous.rfind("\n") + 1 :]
    return line if len(line) < 30 else ""


def _stands_alone(before: str, after: str) -> bool:
    if len(before) > 80:
        return False
    if _ALONE.fullmatch(before) and _ALONE_END.fullmatch(after[:40]) and len(after) <= 40:
        return True
    return bool(before.strip()) and bool(_PLACE.fullmatch(before)) and bool(_AFTER_PLACE.match(after))


def _date(span: PeriodSpan) -> date | None:
    spec: tuple[Any, ...] = span.spec
    while spec[0] == "open":
        spec = spec[2]
    if spec[0] == "date":
        _, first, second, year = spec
        if first != second and first < 13 and second < 13:
            return None
        return date(int(year), min(first, second), max(first, second))
    if spec[0] != "day" or not str(spec[1]).isdigit():
        return None
    try:
        return date(int(spec[1]), spec[2], spec[3])
    except ValueError:
        return None
