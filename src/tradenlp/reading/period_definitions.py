"""What a document says of its own calendar: when its fiscal and marketing years begin, and what the caption of a table
lends to the years that head its columns.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from ..gate import Gated
from .fiscal import YearStart
from .period_tokens import MONTHS
from .spans import PeriodSpan

Starts = tuple[tuple[str, YearStart], ...]
"""Beginnings of years that a document spells out: ``fiscal``, ``marketing`` or a commodity, and the beginning."""

_APPOSED = re.compile(
    r"\s?(?:[,(–—-]|\))?\s?(?:(?:MY,|i\.e\.,?|that is,?|from|running|covering|starting|which (?:ran|runs|covers))"
    r"\s)?(?:from\s|on\s)?",
    re.IGNORECASE,
)
_BEGAN_IN = re.compile(
    r"\)?,? (?:that |which )?(?:officially |usually )?(?:began|begins|beginning|starts?|started|starting|runs?|running|"
    r"ran|commenced?|commences|commencing)(?: on| in| from)? (?:the )?",
    re.IGNORECASE,
)
_ENDED_IN = re.compile(
    r"\)?,? (?:that|which) (?:officially )?(?:ended|ends|closed|closes|finished)(?: on| in| at| with)? "
    r"(?:the (?:end of )?|mid-)?",
    re.IGNORECASE,
)
_MONTHS = "|".join(name for name in MONTHS if len(name) > 4 or name in ("may", "june", "july"))
_YEAR = r"\b(?:fiscal|financial|budget) year(?: (?:FY)?\d{2,4}(?:[-/]\d{2,4})?)?,? (?:(?:that|which) )?"
_ENDED = Gated(
    rf"{_YEAR}(?:ended|ending|ends|closed|closes)(?: on| in)? (?:the )?(?:(?:28|29|30|31)(?:st|th)? )?(?:of )?"
    rf"(?P<month>{_MONTHS})(?: (?:28|29|30|31)(?!\d))?(?! (?:[12]?\d)(?!\d))",
    re.IGNORECASE,
)
_BEGAN = Gated(
    rf"{_YEAR}(?:began|begins|beginning|starts|started|starting|runs|running|ran|commence[sd]?|commencing)"
    rf"(?: on| in| from)? (?:the )?(?:(?P<first>[12]?\d|3[01])(?:st|nd|rd|th)? )?(?:of )?(?P<month>{_MONTHS})\b"
    r"(?: (?P<day>[12]?\d|3[01])(?:st|nd|rd|th)?(?!\d))?",
    re.IGNORECASE,
)
_SO_FAR = Gated(
    rf"\bfrom (?:(?P<first>[12]?\d|3[01])(?:st)? (?:of )?)?(?P<month>{_MONTHS})(?: (?P<day>[12]?\d|3[01])(?:st)?)?"
    r"(?: \d{4})? (?:to|until|till|through) [^.;\n]{3,24} (?:in|of) (?:the |this )(?:current |present )?"
    r"(?:fiscal|financial|budget) year",
    re.IGNORECASE,
)
"""``from 1 October to 5 July in this fiscal year``"""
_MONTH = "(?:" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\b\.?"
_SEASON = r"\b(?:season|campaign|(?:marketing|crop|agricultural|farming|trading) year)"
SEASONAL = Gated(
    r"\b(?:seasons?|campaign|(?:marketing|crop|harvest|coffee|cocoa|sugar|cotton) years?|harvest|MY ?\d)\b",
    re.IGNORECASE,
)
"""Words of a text that counts by the seasons of a crop."""
_NAMED = r"(?: \(?(?:of )?\d{4}[-/]\d{2,4}\)?)?"
_SEASON_BEGAN = Gated(
    rf"{_SEASON}{_NAMED},? (?:(?:that|which|officially|usually) ){{0,2}}(?:began|begins|beginning|starts?|started"
    r"|starting|runs?|running|ran)(?: on| in| from)? (?:the )?(?:1(?:st)? )?(?:of )?"
    rf"(?P<month>{_MONTH})(?! ?(?:[2-9]|[12]\d|3[01])(?!\d))(?! ?(?:1(?:st)?,? )?for\b)",  # not ``for wheat`` alone
    re.IGNORECASE,
)
_SEASON_START = Gated(
    rf"\b(?P<month>{_MONTH})(?: 1(?:st)?)? (?:start|beginning) of (?:the|this|its){_NAMED} (?:export |new |current )?"
    r"season",
    re.IGNORECASE,
)
_TWELVE_MONTHS = Gated(
    rf"(?=[acfmst])(?:(?P<fiscal>(?:fiscal|financial) year)|{_SEASON}|\bMY){_NAMED}[,:]?\s?\(?\s?"
    rf"(?:MY, |from |i\.e\.,? |runs from )?(?P<first>{_MONTH})(?: 1)?\s?(?:-|–|—|to|through|till|until)\s?"
    rf"(?P<last>{_MONTH})(?! \d{{4}})",
    re.IGNORECASE,
)
_COMMON_YEAR = 2023
_GROUPS = frozenset({"grain", "cereal", "oilseed", "oilseeds"})
"""Goods whose year, where it is spelled out, is that of all crops told of."""
_LEAP = timedelta(days=364)
_COLUMNS = re.compile(r"\S(?:  |\t)|\|")
_WORDS = re.compile(r"[A-Za-z]{3,}")
_CAPTION_LINES = 4
_LONGEST_LINE = 300


def year_starts(text: str, spans: Sequence[PeriodSpan]) -> Starts:
    """Return when the document's years begin, from years that it spells out (``fiscal 2024 (October 2023 to ...)``).

    Args:
        text: the document.
        spans: its periods, in order.
    """
    found: list[tuple[str, YearStart]] = []
    for here, there in zip(spans, spans[1:], strict=False):
        spec = _since_or_own(here)
        named = spec[0] == "marketing" or str(spec[1]).startswith(("FP", "FY"))
        if spec[0] not in {"year", "marketing"} or not named:
            continue
        if there.start - here.end > 24 or not _APPOSED.fullmatch(text, here.end, there.start):
            continue
        start = _spelled(str(spec[1]), there.spec)
        if start is not None:
            found.append(((spec[2] or "marketing") if spec[0] == "marketing" else "fiscal", start))
            if spec[0] == "marketing" and spec[2] in _GROUPS:
                found.append(("marketing", start))
    return tuple(found) or _in_words(text)


def spells_year(text: str, here: PeriodSpan, there: PeriodSpan) -> bool:
    """Tell whether a period only spells out the twelve months of the year named before it.

    Args:
        text: the document.
        here, there: two periods in a row.
    """
    spec = _since_or_own(here)
    year = str(spec[1]) if len(spec) > 1 else ""
    named = spec[0] == "marketing" or year.startswith(("FP", "FY", "M"))
    if not named or there.start - here.end > 24 or not _APPOSED.fullmatch(text, here.end, there.start):
        return False
    return _spelled(year, there.spec) is not None


def dates_season(text: str, here: PeriodSpan, there: PeriodSpan) -> bool:
    """Tell whether a period only tells when the season before it began: ``2023/24 season, which began on July 1``.

    Args:
        text: the document.
        here, there: two periods in a row.
    """
    spec = _since_or_own(here)
    yearly = spec[0] == "marketing" or (spec[0] in ("year", "part") and str(spec[1]).startswith(("FP", "FY")))
    told = _BEGAN_IN.fullmatch(text, here.end, there.start) or _ENDED_IN.fullmatch(text, here.end, there.start)
    return yearly and told is not None


def _since_or_own(span: PeriodSpan) -> tuple[Any, ...]:
    """The spec of a period, of its beginning where it is told by that."""
    spec: tuple[Any, ...] = span.spec
    inner: tuple[Any, ...] = spec[2] if spec[:2] == ("open", "since") else spec
    return inner


def _in_words(text: str) -> Starts:
    """``the fiscal year that ended on 30 September``, ``the season, which starts in September``, ``MY (July-June)``."""
    out: dict[str, int] = {}
    days: dict[str, int] = {}
    for key, pattern, after in _WORDED:
        if key not in out and (found := pattern.search(text)) is not None:
            out[key] = (MONTHS[found["month"].lower().rstrip(".")] + after - 1) % 12 + 1
            told = found.groupdict()
            days[key] = min(int(told.get("first") or told.get("day") or 1), monthrange(_COMMON_YEAR, out[key])[1])
    for found in _TWELVE_MONTHS.finditer(text):
        first, last = (MONTHS[found[name].lower().rstrip(".")] for name in ("first", "last"))
        if (last - first) % 12 == 11:
            out.setdefault("fiscal" if found["fiscal"] else "marketing", first)
    return tuple(
        (key, YearStart(first, days.get(key, 1), "end"))
        for key, first in out.items()
        if first != 1 or days.get(key, 1) != 1
    )


_WORDED = (
    ("fiscal", _ENDED, 1),
    ("fiscal", _BEGAN, 0),
    ("fiscal", _SO_FAR, 0),
    ("marketing", _SEASON_BEGAN, 0),
    ("marketing", _SEASON_START, 0),
)
"""What a pattern tells the beginning of, and by how many months behind the month that it names."""


def _spelled(name: str, spec: tuple[Any, ...]) -> YearStart | None:
    """The beginning of twelve months, given by name or by their days."""
    if spec[0] == "months":
        _, year1, first, year2, last = spec
        day = 1
        if (last - first) % 12 != 11 or (
            year1.isdigit() and year2.isdigit() and int(year2) - int(year1) != (first > 1)
        ):
            return None
    elif spec[0] == "days" and spec[1].isdigit() and spec[4].isdigit():
        _, year1, first, day, year2, month, end = spec
        try:
            length = date(int(year2), month, end) - date(int(year1), first, day)
        except ValueError:
            return None
        if not _LEAP <= length <= _LEAP + timedelta(days=1):
            return None
    else:
        return None
    by_start = name.startswith("FY") and name[2:] == year1 and year1 != year2
    return YearStart(first, day, "start" if by_start else "end")


def captioned(text: str, spans: Sequence[PeriodSpan]) -> dict[int, tuple[Any, ...]]:
    """Return the months that captions lend to years in the heads of tables: ``January-October`` above ``2024  2023``.

    Args:
        text: the document.
        spans: its periods, in order.
    Returns:
        dict: place of a year among the spans to its full spec.
    """
    lent: dict[int, tuple[Any, ...]] = {}
    at = 0
    while at < len(spans):
        begin = text.rfind("\n", max(0, spans[at].start - _LONGEST_LINE), spans[at].start) + 1
        end = text.find("\n", spans[at].end)
        end = len(text) if end < 0 else end
        stop = at + 1
        while stop < len(spans) and spans[stop].start < end:
            stop += 1
        short = end - begin < _LONGEST_LINE and (begin or spans[at].start < _LONGEST_LINE)
        if (
            short
            and stop - at > 1
            and _heads(text, spans[at:stop], begin, end)
            and (months := _caption(text, spans, at, begin))
        ):
            for n in range(at, stop):
                year = spans[n].spec[1]
                lent[n] = ("months", year, months[0], year, months[1])
        at = stop
    return lent


def _heads(text: str, line: Sequence[PeriodSpan], begin: int, end: int) -> bool:
    """Whether a line is a table's head of years and a few words."""
    if any(s.spec[0] != "year" or len(str(s.spec[1])) < 4 for s in line) or not _COLUMNS.search(text, begin, end):
        return False
    rest = text[begin : line[0].start] + text[line[-1].end : end]
    return len(_WORDS.findall(rest)) <= 6


def _caption(text: str, spans: Sequence[PeriodSpan], at: int, begin: int) -> tuple[int, int] | None:
    """First and last month named in the short lines right above a head, fewer than twelve."""
    if not at:
        return None
    above = spans[at - 1]
    between = text[above.end : begin] if begin - above.end < _LONGEST_LINE else "."
    if between.count("\n") > _CAPTION_LINES or ". " in between or ".\n" in between or any(c.isdigit() for c in between):
        return None
    spec: tuple[Any, ...] = above.spec
    if spec[0] == "months":
        return (spec[2], spec[4]) if (spec[4] - spec[2]) % 12 != 11 else None
    calendar = spec[0] == "part" and not str(spec[1]).startswith("F")
    return (spec[2], spec[3]) if calendar and spec[3] - spec[2] != 11 else None
