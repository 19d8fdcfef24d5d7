"""What the periods of a document stand for: specs to EDTF values, in reading order.

Specs (years as ``period_rules`` writes them; months, days and counts are integers):
``day`` year month day | ``date`` first second year, order of day and month untold | ``days`` year month day year
month day |
``months`` year month year month | ``part`` year first last, months counted from the year's beginning | ``named``
relative month |
``ending`` count unit year month day | ``week`` year month day | ``year`` year | ``years`` year year | ``marketing``
year commodity |
``decade`` n | ``rel`` unit n | ``relpart`` relative day day | ``following`` unit | ``last`` n unit | ``next`` n unit
| ``back`` n unit |
``told`` unit |
``shift`` n unit | ``previous`` unit | ``same`` year unit n | ``ytd`` unit year | ``open`` how [spec].

``period_context`` tells how an untold year is chosen. Comparisons (``same period last year``) move the main period:
the last period
before them in their sentence that is no comparison itself, else in the document.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from ..folding import ascii_letters
from . import calendars as cal
from . import period_references, period_values
from .dateline import find_dateline
from .fiscal import commodity_in, economy_of
from .period_asides import spelt
from .period_context import MONTHS_OF, PeriodContext, last_known, stale
from .period_definitions import SEASONAL, captioned, dates_season, spells_year, year_starts
from .period_echoes import MEASURED_BY, dates_months, echoed
from .period_forms import form_of, is_fiscal, names_year, with_year, year_of
from .period_places import places_of
from .period_since import (
    as_of,
    begins_year,
    ended,
    month_of_season,
    season_before,
    since,
    so_far,
    summed,
    weekday_before,
)
from .spans import PeriodSpan, Resolved

__all__ = ["PeriodContext", "find_dateline", "resolve", "resolve_all"]

_READERS = period_values.READERS | period_references.READERS


def resolve(span: PeriodSpan, context: PeriodContext) -> Resolved | None:
    """Return the value of a period, None where it refers to something that the context does not hold.

    Args:
        span: from ``find_periods``.
        context: what the document has told before it.
    """
    try:
        value = _value(span.spec, context)
    except (ValueError, OverflowError):
        return None  # a day or a year that no calendar holds
    if not value or _BEYOND.search(value):
        return None
    found = cal.resolved(value)
    # A range told backwards (``May 2024 to March 2024``) has no value.
    return None if found.start and found.end and found.start > found.end else found


_BEYOND = re.compile(r"(?:^|/)(?:0000|9998|9999)(?!\d)")
"""Years at the ends of what dates can hold, behind or before which there is none to compare with."""


def _value(spec: tuple[Any, ...], context: PeriodContext) -> str:
    if spec and spec[0] == "open":
        return _open(spec, context)
    read = _READERS.get(spec[0]) if spec else None
    return read(spec, context) if read else ""


def _open(spec: tuple[Any, ...], context: PeriodContext) -> str:
    """Since, until and by a period; ``to date`` ends with the publication's month."""
    how = spec[1]
    if how == "todate":
        day = context.published or last_known(context)
        return f"../{cal.point(day.year, day.month)}" if day else ""
    value = _value(spec[2], context)
    if how == "season":
        return period_values.season_to(spec[2], value, context)
    if not value or how == "by" or ".." in cal.ends(value) or value[3:] == "X":
        return value
    if how == "since":
        told = year_of(spec[2]).isdigit()
        return f"{value}/.." if told and spec[2][0] == "year" else since(cal.ends(value)[0], context, told)
    begin, end = cal.ends(value)
    if how == "sum":
        middle = spec[2][0] == "days" and spec[2][3] == 11 and end.endswith("-20")
        return _year_to(f"{end[:-2]}15" if middle else end, context) or value
    if spec[2][0] == "days" and begin[:7] == end[:7] and "X" not in begin and not cal.ends_month(end):
        return f"{begin[:7]}-01/{end}"  # of a week or third of a month: since the month began
    return (_year_to(end, context) if how == "until" else "") or f"../{end}"


def _year_to(end: str, context: PeriodContext) -> str:
    """What a year has come to by a month or day that is over: ``until September``, ``through May 31``."""
    first, last = cal.first_day(end), cal.last_day(end)
    if first is None or last is None or len(end) < 7 or (context.published and first > context.published):
        return ""
    if len(end) == 10 and not cal.ends_month(end):
        return cal.joined(f"{end[:4]}-01-01", end)
    return cal.months(last.year, 1, last.year, last.month)


_CUMULATED = re.compile(r"\b(?:ac)?cumulat\w+[^.;\n]{0,60}$", re.IGNORECASE)
_HAD_COME = re.compile(
    r",?\s(?![^.;\n]{0,50}(?:reserve|stock|number|debt|fleet|invent|register))[^.;\n]{0,60}?\b(?:had (?:come to|reached"
    r"|amounted|total|hit|risen|earned|exported|imported|shipped)|(?:ac)?cumulat)",
    re.IGNORECASE,
)
_LASTS = re.compile(
    r"\b(?:r[au]ns?|valid|open|closed?|lasts?|lasted|continu\w+|extend\w*|remain\w*|wait\w*|postpon\w+|suspend\w*"
    r"|appl(?:y|ies|ied)|force|bann?\w*|delayed|from [^.;,]{1,25}) (?:until|till|through) (?:the )?$",
    re.IGNORECASE,
)
"""What goes on until a day is no sum of the year."""
_UNITS_BACK = {"month": {"months": -1}, "quarter": {"months": -3}, "week": {"days": -7}}
_WEEK_ENDING = re.compile(r"\bw/e\s$", re.IGNORECASE)
_LIST_GAP = re.compile(r"\s*(?:,\s*)?(?:and|or|&|to|versus|vs\.?|,)?\s*(?:the\s+|in\s+)?", re.IGNORECASE)
_BRACKET = re.compile(r"\s*\(\s*")
_BEHIND_BRACKET = re.compile(r"\s*\)\s*(?:of\s+)?")
_COUNTRY_DATE = {"US": "mdy", "PH": "mdy"}
_SUPPORT = frozenset({"comparison", "open", "decade", "day"})
_FISCAL_WORD = re.compile(r"\b(?:financial|fiscal|budget)\b", re.IGNORECASE)
_WHEN = re.compile(r",?\swhen\b")
_FIRST_YEAR, _LAST_YEAR = 1700, 2200
_REMEMBERED = 16
_LONGEST_LIST = 12
_RUNS_TO = re.compile(r"\b(?:by|as (?:of|at|on)|up to|to|until|till|through) (?:the )?$", re.IGNORECASE)
_ISSUE = re.compile(
    r"\b(?:Review|Bulletin|Report|Survey|Newsletter|Outlook|Digest|Statement|Monitor|Update|Brief)(?:,| \(| ?[-–—])"
    r" ?(?:the )?$"
)
_YEAR_LATER = 12
"""Months before publication at which a month is the latest of its name: measured by one of years before, it may be."""
_ANNUAL = timedelta(days=130)
"""A year is what a document is about while its annual figures are new."""


def resolve_all(
    text: str, spans: Sequence[PeriodSpan], published: date | None, economy: str | None = None
) -> list[Resolved | None]:
    """Resolve the periods of a document in reading order, keeping what the document has told.

    Args:
        text: the document.
        spans: of ``find_periods(text)``, in order.
        published: publication date; where None, the text's own dateline is looked for.
        economy: ISO 3166 code of the economy whose fiscal year counts; where None, words of the text may tell.
    Returns:
        list: one value for each span, None where nothing tells what it refers to.
    """
    text = ascii_letters(text)
    day = published or find_dateline(text)
    if day is not None and not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        day = None  # a placeholder such as 0001-01-01 or 9999-12-31 tells nothing
    return _Document(text, spans, day, economy).resolve()


class _Document:
    """The walk over a document's periods."""

    def __init__(self, text: str, spans: Sequence[PeriodSpan], published: date | None, economy: str | None) -> None:
        self.spans = spans
        self.places = places_of(text, spans)
        self.text = text
        if economy is None and any(is_fiscal(span.spec) or span.kind == "marketing" for span in spans):
            economy = economy_of(text)
        order = _order(spans, economy, published)
        self.context = PeriodContext(published, economy, order, starts=year_starts(text, spans))
        self.captioned = captioned(text, spans)
        self.seasonal = any(s.kind in {"marketing", "fiscal"} for s in spans)
        self.season = next((s.spec[2] for s in spans if s.spec[0] == "marketing" and s.spec[2]), "")
        self.by_fiscal = bool(self.season) and self._counts_by_fiscal_years()
        self.values: list[Resolved | None] = [None] * len(spans)
        self.fixed: dict[int, Resolved] = {}
        self.unsure: list[int] = []
        self.fiscal_parts: dict[tuple[int, int], Resolved] = {}
        self.elsewhere = self._explicit_years()

    def resolve(self) -> list[Resolved | None]:
        sentence = -1
        late: list[int] = []
        ahead = ""
        for i, span in enumerate(self.spans):
            if self.places[i].sentence != sentence:
                self._settle_late(late)
                sentence = self.places[i].sentence
                self.context = replace(self.context, near="")
                ahead = ""
            if span.kind == "comparison" and not self.context.near and ahead:
                self.values[i] = resolve(span, replace(self.context, near=ahead))
                continue  # ``will reach $40bn in the second half, against $36bn a year earlier``
            if span.kind == "comparison" and not self.context.near and self._waits(i):
                late.append(i)
                continue
            before = self.context
            try:
                self._resolve_one(i)
            except (ValueError, OverflowError):
                self.values[i], self.context = None, before  # a day or a year that no calendar holds
            if self.places[i].forward and (value := self.values[i]) is not None and _is_main(span):
                ahead = value.edtf
            if i and self._spells_other(i):
                self.values[i] = None  # no figure is of ``(July-June)`` behind what a season has come to so far
                self.context = before
            elif i and dates_season(self.text, self.spans[i - 1], span):
                self.context = before
                if span.kind in ("day", "days", "month") and self.spans[i - 1].kind != "marketing":
                    self.values[i] = None  # nor of ``this financial year, which commenced on 1 October``
            if self.context.near:
                self._settle_late(late)
        self._settle_late(late)
        for i in self.unsure if self.context.lead else ():
            main = self.context.lead if self.spans[i].kind == "comparison" else ""
            self.values[i] = resolve(self.spans[i], replace(self.context, near="", main=main))
        return self.values

    def _spells_other(self, i: int) -> bool:
        """Whether a period spells out the year of the one before it, which is a part of that year."""
        here, there = self.values[i - 1], self.values[i]
        if here is None or there is None or (here.start, here.end) == (there.start, there.end):
            return False
        return spells_year(self.text, self.spans[i - 1], self.spans[i])

    def _waits(self, i: int) -> bool:
        """Whether a comparison refers to a period that follows in its sentence."""
        return self.places[i].opening or not self.context.main

    def _settle_late(self, late: list[int]) -> None:
        for i in late:
            if not (self.context.near or self.context.main or self.context.lead):
                self.unsure.append(i)
            value = self.values[i] = resolve(self.spans[i], self.context)
            self.context = replace(self.context, told=value.edtf if value else self.context.told)
        late.clear()

    def _resolve_one(self, i: int) -> None:
        place = self.places[i]
        span: Any = replace(self.spans[i], spec=self._completed(i))
        value = self.fixed.get(i) or resolve(span, replace(self.context, forward=place.forward))
        if value is not None and span.spec[0] == "marketing" and not place.base and not place.forward:
            value = self._as_of(i, value)
        elif value is not None and i not in self.fixed:
            if season := season_before(self.text, span, value.edtf, self.context):
                self.fixed[i] = value = cal.resolved(season)
                self._remember(span, season)
        if value is not None and span.spec[:2] == ("open", "since"):
            value = self._as_of(i, value)
            if not (self.context.near or self.context.main or self.context.lead) and i not in self.fixed:
                self.unsure.append(i)  # what the document is about is told later
        if value is not None and span.spec[0] == "rel" and span.spec[2] == -1:
            value = self._before_main(i, span.spec[1], value)
        value = self._echoed(i, value) if value is not None else None
        self.values[i] = value
        if value is not None:
            self.context = replace(self.context, told=value.edtf)
            before = self.text[max(0, span.start - 16) : span.start]
            if span.kind == "day" and len(value.edtf) == 10 and not place.base and _RUNS_TO.search(before):
                self.context = replace(self.context, day=value.edtf)
        if span.spec[0] == "same" and (size := MONTHS_OF.get(span.spec[2], 0)):
            self._recall(size * (span.spec[3] or 1))
        begun = begins_year(span.spec) and value is not None and ".." not in value.edtf
        if i in self.unsure and begun:
            self.context = replace(self.context, near=value.edtf if value else "")
        elif value is not None and _runs_to(span.spec) and ".." not in value.edtf and not (place.base or place.forward):
            self.context = replace(self.context, near=value.edtf, main=self.context.main or value.edtf)
        elif (self.context.near or self.context.main) and _ISSUE.search(self.text, max(0, span.start - 24), span.start):
            pass  # ``Monetary Policy Report, July 2024`` reports on other months
        elif i and dates_months(self.text, self.spans[i - 1], span):
            pass  # the months are what is talked of
        elif value is not None and not place.forward and (begun or (not place.base and _is_main(span))):
            self._remember(span, value.edtf)

    def _echoed(self, i: int, value: Resolved) -> Resolved:
        """The period that words stand for which name a longer one; parts of the year that the text counts by."""
        span, place = self.spans[i], self.places[i]
        if span.spec[0] == "part":
            spec: tuple[Any, ...] = span.spec
            months: tuple[int, int] = spec[2], spec[3]
            if str(span.spec[1]).startswith("FY"):
                self.fiscal_parts[months] = value
            elif span.spec[1] == "this" and months in self.fiscal_parts:
                return self.fiscal_parts[months]
        beside = [
            s
            for s, other in zip(self.spans[max(0, i - 6) : i + 7], self.places[max(0, i - 6) : i + 7], strict=True)
            if other.sentence == place.sentence and s is not span
        ]
        found = value.edtf if place.forward else echoed(self.text, span, beside, place.base, value.edtf, self.context)
        return value if found == value.edtf else cal.resolved(found)

    def _as_of(self, i: int, value: Resolved) -> Resolved:
        """Since a beginning to the day that the sentence tells: ``since 1 July, as of 12 November``."""
        near = (n for n in (i + 1, i + 2, i - 1) if 0 <= n < len(self.spans))
        for n in near:
            if self.places[n].sentence != self.places[i].sentence:
                continue
            day = as_of(self.text, self.spans[n]) or month_of_season(self.text, self.spans[i], self.spans[n])
            if day is not None:
                end = resolve(day, self.context)
                if end is not None and (found := ended(value.edtf, end.edtf)):
                    self.fixed[i] = self.fixed[n] = self.values[n] = cal.resolved(found)
                    return cal.resolved(found)
        last = weekday_before(self.text, self.spans[i].end, self.context.published)
        found = ended(value.edtf, last) if last else ""
        if not found and so_far(self.text, self.spans[i].start):
            anchors = (self.context.near, self.context.main, self.context.lead)
            found = next((a for a in anchors if len(a) == 21 and cal.first_day(a) == cal.first_day(value.edtf)), "")
        if not found:
            return value
        self.fixed[i] = cal.resolved(found)
        return self.fixed[i]

    def _before_main(self, i: int, unit: str, value: Resolved) -> Resolved:
        """``lower than the $1.84 of last month``, told of last month itself, means the month before."""
        known = value.edtf in {self.context.near, self.context.main, self.context.lead}
        start = self.spans[i].start
        if not known or unit not in _UNITS_BACK or not MEASURED_BY.search(self.text, max(0, start - 48), start):
            return value
        return cal.resolved(cal.shift(value.edtf, **_UNITS_BACK[unit]))

    def _recall(self, size: int) -> None:
        """Return to the last period of so many months: ``the same month of 2022`` tells that a month is talked of."""
        known = next((v for v in self.context.seen if cal.length(v) == size), "")
        self.context = replace(self.context, main=known or self.context.main)

    def _remember(self, span: PeriodSpan, edtf: str) -> None:
        """Make a period the main one; years in passing (``this year``, years of history) are so for their sentence
        alone."""
        if self._is_level(span, edtf):
            self.context = replace(self.context, near=self.context.near or edtf)
            return
        context = replace(self.context, near=edtf)
        old = stale(edtf, context.published)
        past = old and (span.kind in {"year", "relative"}) or (span.kind == "year" and edtf < context.lead[:4])
        passing = span.spec[0] == "rel" and (context.lead or span.spec[1] == "year")
        if not past and not passing:
            fiscal = is_fiscal(span.spec) if names_year(span.spec) else context.fiscal
            context = replace(context, main=edtf, seen=(edtf, *context.seen)[:_REMEMBERED], fiscal=fiscal)
            if self._leads(span, edtf, old):
                context = replace(context, lead=edtf)
        self.context = context

    def _is_level(self, span: PeriodSpan, edtf: str) -> bool:
        """Whether a period with its year is what the leading one is measured by: the one a year or a unit before it."""
        lead = self.context.lead
        if not lead or span.spec[0] not in {"months", "part"} or not year_of(span.spec).isdigit():
            return False
        size = cal.length(lead)
        return (
            cal.shift(edtf, years=1) in self.context.seen
            or edtf == cal.previous_year(lead)
            or (size in {1, 3} and edtf == cal.shift(lead, months=-size))
        )

    def _leads(self, span: PeriodSpan, edtf: str, old: bool) -> bool:
        """Whether the document turns out to be about this period: the first one that is recent."""
        lead, published, last = self.context.lead, self.context.published, cal.last_day(edtf)
        if last is None or span.kind == "relative":
            return False
        if published and span.kind == "year" and published - last > _ANNUAL:
            return False
        return not lead or (stale(lead, published) and not old)

    def _completed(self, i: int) -> tuple[Any, ...]:
        """The spec with the year that a list shares (``April and May 2024``) or that the same words have elsewhere."""
        spec = self._mended(i)
        form = form_of(spec)
        if spec[0] == "year" and (part := self._part_then(i, spec)) is not None:
            return part
        if form is None or names_year(spec):
            return spec
        if spec[0] == "part" and (other := self._apposed(i)) is not None:
            return self._completed(other) if other > i else spec
        if year := self._shared_year(i) or self._year_after_base(i):
            return with_year(spec, year)
        if self.context.published:
            return spec
        years = self.elsewhere.get(form, set())
        return with_year(spec, next(iter(years))) if len(years) == 1 and not self.context.near else spec

    def _part_then(self, i: int, year: tuple[Any, ...]) -> tuple[Any, ...] | None:
        """The same part of another year: ``the first quarter of 2024 (2023)``, None for any other year."""
        before: tuple[Any, ...] = self.spans[i - 1].spec if i else ("",)
        if before[0] not in {"months", "part"} or not (str(year[1]).isdigit() and year_of(before).isdigit()):
            return None
        gap = self.text[self.spans[i - 1].end : self.spans[i].start]
        closed = self.text[self.spans[i].end : self.spans[i].end + 1] == ")"
        return with_year(before, year[1]) if gap == " (" and closed and year[1] != year_of(before) else None

    def _mended(self, i: int) -> tuple[Any, ...]:
        """The spec as words outside the span would have it."""
        span = self.spans[i]
        spec: tuple[Any, ...] = span.spec
        if spec[0] == "open" and spec[1] == "since" and _WHEN.match(self.text, span.end):
            return tuple(spec[2])  # ``the most since 2013, when it was 5bn``
        before = self.text[max(0, span.start - 90) : span.start]
        if spec[0] == "open" and spec[1] == "until" and _LASTS.search(before):
            return "open", "up to", spec[2]
        if spec[0] == "day" and _WEEK_ENDING.search(before):
            return "ending", 1, "week", spec[1], spec[2], spec[3]
        aside = spelt(self.text, self.spans, i)
        if aside is not None:
            return aside
        told = summed(self.text, span) if not self.seasonal else None
        if told is not None:
            return told
        inner: tuple[Any, ...] = spec[2] if spec[0] == "open" and spec[1] != "todate" else ()
        if inner and spec[1] in {"by", "until"} and inner[0] in {"day", "days"} and self._cumulated(span, before):
            middle = (inner[3:4] == (11,)) and inner[-1] == 20
            return "days", inner[1], 1, 1, inner[-3], inner[-2], 15 if middle else inner[-1]
        if i in self.captioned:
            return self.captioned[i]
        if self.by_fiscal and spec[0] == "marketing" and str(spec[1]).startswith("FP"):
            return "year", spec[1]
        if (
            self.season
            and not self.by_fiscal
            and spec[0] == "year"
            and str(spec[1]).startswith("FP")
            and "/" in self.text[span.start : span.end]
            and not _FISCAL_WORD.search(self.text, span.start, span.end)
        ):
            return "marketing", spec[1], self.season
        return spec

    def _counts_by_fiscal_years(self) -> bool:
        """Whether ``2006/07`` of all exports comes before that of coffee, in a text that speaks of no season."""
        years = [s for s in self.spans if str(s.spec[1:2]).startswith("('FP") and "/" in self.text[s.start : s.end]]
        if not years or SEASONAL.search(self.text):
            return False
        begin = self.text.rfind(". ", 0, years[0].start) + 1
        end = self.text.find(". ", years[0].end)
        return not commodity_in(self.text, begin, end if end > 0 else len(self.text), years[0].start)

    def _cumulated(self, span: PeriodSpan, before: str) -> bool:
        """Whether a day is what a year's sum runs to (``By 15 May, exports had reached 5bn``)."""
        return bool(_CUMULATED.search(before)) or bool(_HAD_COME.match(self.text, span.end, span.end + 130))

    def _apposed(self, i: int) -> int | None:
        """The named months in brackets behind a quarter or half, of the same length: ``Q2 (July-September)``."""
        if i + 1 >= len(self.spans):
            return None
        here, there = self.spans[i], self.spans[i + 1]
        if there.spec[0] != "months" or not _BRACKET.fullmatch(self.text[here.end : min(there.start, here.end + 9)]):
            return None
        part: tuple[Any, ...] = here.spec
        named: tuple[Any, ...] = there.spec
        return i + 1 if (named[4] - named[2]) % 12 == part[3] - part[2] else None

    def _shared_year(self, i: int) -> str:
        first = form_of(self.spans[i].spec)
        for k in range(i + 1, min(i + _LONGEST_LIST, len(self.spans))):
            here, there = self.spans[k - 1], self.spans[k]
            gap = self.text[here.end : min(there.start, here.end + 24)]
            after_bracket = there.kind in {"year", "fiscal"} and _BEHIND_BRACKET.fullmatch(gap)
            listed = _LIST_GAP.fullmatch(gap) or (k == i + 1 and _BRACKET.fullmatch(gap))
            if not after_bracket and (there.kind != here.kind or not listed):
                return ""
            if names_year(there.spec):
                year, last = year_of(there.spec), form_of(there.spec)
                earlier = year.isdigit() and first and last and first[1:] > last[1:]
                return str(int(year) - 1) if earlier else year
        return ""

    def _year_after_base(self, i: int) -> str:
        """The year after that of the same month it is measured by (``in April, against 3bn in April 2023``)."""
        if i + 1 >= len(self.spans) or self.spans[i].spec[0] != "months":
            return ""
        there, place = self.spans[i + 1], self.places[i + 1]
        year = year_of(there.spec) if form_of(there.spec) == form_of(self.spans[i].spec) else ""
        if not place.base or place.sentence != self.places[i].sentence or not year.isdigit():
            return ""
        published = self.context.published
        if published is None:
            return str(int(year) + 1)
        month = int(str(self.spans[i].spec[4]))
        late = 12 * (published.year - int(year) - 1) + published.month - month
        return str(int(year) + 1) if late < _YEAR_LATER and int(year) < published.year else ""

    def _explicit_years(self) -> dict[tuple[object, ...], set[str]]:
        """The years that each month, quarter or sum has somewhere in the document where it is no base."""
        years: dict[tuple[object, ...], set[str]] = {}
        for span, place in zip(self.spans, self.places, strict=True):
            form = form_of(span.spec)
            if form is not None and not place.base and year_of(span.spec).isdigit():
                years.setdefault(form, set()).add(year_of(span.spec))
        return years


def _runs_to(spec: tuple[Any, ...]) -> bool:
    """Whether a spec is of what a year has come to by a day or month."""
    return spec[0] == "open" and spec[1] in {"sum", "until"}


def _is_main(span: PeriodSpan) -> bool:
    return span.kind not in _SUPPORT and span.spec[0] not in {"last", "next", "open", "following"}


def _order(spans: Sequence[PeriodSpan], economy: str | None, published: date | None) -> str:
    """Order of day and month in ``09/10/2024``: as other dates of the document have it, as the publication date has
    it, else day first."""
    dates: list[tuple[Any, ...]] = [span.spec for span in spans if span.spec[0] == "date"]
    for _, first, second, _ in dates:
        if first > 12 or second > 12:
            return "dmy" if first > 12 else "mdy"
    if published is not None:
        for _, first, second, year in dates:
            if first != second and (int(year), first, second) == (published.year, published.month, published.day):
                return "mdy"
    return _COUNTRY_DATE.get((economy or "").upper()[:2], "dmy")
