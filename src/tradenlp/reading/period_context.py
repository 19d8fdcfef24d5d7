"""What a document has told where a period is read, and the year of a period that tells none.

Policy where a year is untold: the sentence's, then the document's leading period where one of the possible years lies
within it or
covers it; else the publication date, for the latest occurrence that had begun (sums of months: that had ended), or
the next one in
talk of the future; else, without a publication date, the occurrence nearest to those periods; else the year stays
``XXXX``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from . import calendars as cal
from .fiscal import YearStart, fiscal_year, marketing_year
from .period_eras import IRANIAN_EPOCH, NOWRUZ, fiscal_era, iranian

Maker = Callable[[int | None], str]

NEARLY = timedelta(days=11)
"""By how much a sum may be told before its last month is over, as statisticians of some countries do."""
STALE = timedelta(days=430)
"""A period that ended longer before publication is history, not what the document is about."""
_MIDDLE = 10
_JUST = timedelta(days=60)
"""What ended so recently is meant even in talk of the future (``will publish the May figures``)."""
_SOON = timedelta(days=45)
MONTHS_OF = {"month": 1, "quarter": 3, "half": 6, "year": 12}


@dataclass(frozen=True, slots=True)
class PeriodContext:
    """What is known where a period is read.

    Attributes:
        published: publication date.
        economy: ISO 3166 code whose fiscal year counts, or None.
        order: ``dmy`` or ``mdy`` for dates in figures.
        near: EDTF of the main period of the same sentence, or empty.
        main: EDTF of the last main period of the document, or empty.
        lead: EDTF of the period that the document is about, as far as read, or empty.
        seen: EDTF of main periods read so far, latest first.
        told: EDTF of the last period read, comparisons included, or empty.
        day: EDTF of the day that figures were last told to run to, or empty.
        starts: beginnings of years that the document spells out, see ``period_definitions``.
        forward: the sentence speaks of the future.
        fiscal: the document counts quarters by fiscal years.
    """

    published: date | None = None
    economy: str | None = None
    order: str = "dmy"
    near: str = ""
    main: str = ""
    lead: str = ""
    seen: tuple[str, ...] = ()
    told: str = ""
    day: str = ""
    starts: tuple[tuple[str, YearStart], ...] = ()
    forward: bool = False
    fiscal: bool = False


def stale(edtf: str, published: date | None) -> bool:
    """Whether a period ended too long before publication to be what the document is about."""
    last = cal.last_day(edtf)
    return published is not None and last is not None and published - last > STALE


def fiscal_start(context: PeriodContext) -> YearStart:
    """Beginning of the fiscal years that a document counts by: as it spells out, else its economy's."""
    return dict(context.starts).get("fiscal") or fiscal_year(context.economy)


def marketing_start(commodity: str, context: PeriodContext) -> YearStart:
    """Beginning of a commodity's marketing years: as the document spells out, else the table's."""
    spelled = dict(context.starts)
    return spelled.get(commodity) or spelled.get("marketing") or marketing_year(commodity, context.economy)


def last_known(context: PeriodContext) -> date | None:
    """Last day of the period under discussion."""
    anchor = context.near or context.main or context.lead
    return cal.last_day(anchor) if anchor else None


def anchor_year(context: PeriodContext) -> int | None:
    """Year of the main period, or of the publication."""
    for anchor in (context.near, context.main, context.lead):
        last = cal.last_day(anchor) if anchor else None
        if last:
            return last.year
    return context.published.year if context.published else None


def _near_is_level(context: PeriodContext) -> bool:
    """Whether the sentence's period is of the year before the one that the document is about."""
    near = cal.last_day(context.near) if context.near else None
    lead = cal.last_day(context.lead) if context.lead else None
    return near is not None and lead is not None and near.year == lead.year - 1


def calendar_year(name: str, context: PeriodContext) -> int | None:
    """Return the calendar year that a spec names: a number, or relative to the publication or main period."""
    if name.isdigit():
        return int(name)
    if name == "that" and (last := cal.last_day(context.told) if context.told else None):
        return last.year
    published = context.published.year if context.published else None
    if name == "prev" and _near_is_level(context):
        context = replace(context, near="", main=context.lead)
    base = anchor_year(context) if name in {"the", "that", "prev"} or published is None else published
    return None if base is None else base + {"last": -1, "prev": -1, "next": 1}.get(name, 0)


def year_holding(day: date, start: YearStart) -> int:
    """Calendar year in which the year of that beginning that holds a day began."""
    return day.year if (day.month, day.day) >= (start.month, start.day) else day.year - 1


def started(name: str, start: YearStart, context: PeriodContext) -> int | None:
    """Calendar year in which the named fiscal or marketing year begins; ``name`` without ``FY`` is relative."""
    if name.startswith("FP"):
        return fiscal_era(int(name[2:]), context.economy, None) or int(name[2:])
    name = name.removeprefix("FY")
    if name.isdigit():
        if own := fiscal_era(int(name), context.economy, context.published):
            return own
        return int(name) - (start.named_by == "end" and (start.month, start.day) != (1, 1))
    anchor = context.near or context.main or context.lead
    day = cal.last_day(anchor) if anchor else None
    if (name in {"this", "last", "next"} or day is None) and context.published:
        day = context.published
    return None if day is None else year_holding(day, start) + {"last": -1, "prev": -1, "next": 1}.get(name, 0)


def counted(year: int | None, first: int, last: int, start: YearStart) -> str:
    """Months ``first`` to ``last`` of the year that begins on ``start`` in a calendar year."""
    if start.day == 1:
        index = start.month - 1 + first - 1, start.month - 1 + last - 1
        years = [None if year is None else year + i // 12 for i in index]
        if (start.month, first, last) == (1, 1, 12):
            return cal.point(year)
        return cal.months(years[0], index[0] % 12 + 1, years[1], index[1] % 12 + 1)
    if (start.month, start.day) == NOWRUZ and year is not None:
        return iranian(year - IRANIAN_EPOCH, first, last)
    begin = cal.point(year, start.month, start.day)
    if start.day > _MIDDLE and year is not None:
        # months of its own calendar, whose first day moves by a day or two: those that they lie in
        months = cal.shift(begin, months=first - 1)[:7], cal.shift(begin, months=last)[:7]
        return cal.joined(*months)
    return cal.joined(cal.shift(begin, months=first - 1), cal.shift(cal.shift(begin, months=last), days=-1))


def settle(make: Maker, context: PeriodContext, *, sums: bool = False, exact: bool = False) -> str:
    """Choose the year of a period that tells none; see the policy above.

    Args:
        make: the period's value in a year.
        context: what the document has told.
        sums: the period joins months, so its figures come after its end.
        exact: the period is a day, which may lie a little ahead.
    """
    # A bare year long past (``founded in 2011``) says nothing of the months named beside it.
    anchors = [a for a in (context.near, context.lead) if a and not (len(a) == 4 and stale(a, context.published))]
    if exact and context.published and not context.near and not context.forward:
        value = by_publication(make, context.published, forward=False, sums=False, exact=False)
        last = cal.last_day(value) if "/" not in value else None
        if last and timedelta(0) <= context.published - last < _SOON:
            return value
    if context.forward and exact and context.published and not context.near:
        return by_publication(make, context.published, forward=True, sums=sums, exact=exact)
    for anchor in anchors:
        if value := _related(make, anchor, context):
            return _again(make, value, anchor, context, sums=sums)
    anchor = anchors[0] if anchors else ""
    if context.published and not (anchor and stale(anchor, context.published)):
        return by_publication(make, context.published, forward=context.forward, sums=sums, exact=exact)
    return _closest(make, anchor) if anchor and cal.last_day(anchor) else make(None)


def _again(make: Maker, value: str, anchor: str, context: PeriodContext, *, sums: bool) -> str:
    """The latest occurrence by publication in place of an earlier one that opened the document, if it was told since.

    ``October 2010`` and ``October 2011`` of a table, then ``in October``.
    """
    if anchor == context.near or context.published is None:
        return value
    latest = by_publication(make, context.published, forward=False, sums=sums, exact=False)
    return latest if latest > value and latest in context.seen else value


def _related(make: Maker, anchor: str, context: PeriodContext) -> str:
    """The latest occurrence within the anchor or around it, not after publication."""
    first, last = cal.first_day(anchor), cal.last_day(anchor)
    if first is None or last is None or last.year - first.year > 2:
        return ""
    for year in range(last.year + 1, first.year - 1, -1):
        value = make(year)
        begin, end = cal.first_day(value), cal.last_day(value)
        if begin is None or end is None or (context.published and begin > context.published and not context.forward):
            continue
        if (first <= begin and end <= last) or (begin <= first and last <= end):
            return value
    return ""


def by_publication(make: Maker, published: date, *, forward: bool, sums: bool, exact: bool) -> str:
    """Return the latest occurrence by publication, or the coming one; the arguments are those of ``settle``."""
    years = range(published.year + 1, published.year - 3, -1)
    values = [(value, cal.first_day(value), cal.last_day(value)) for value in map(make, years)]
    if forward:
        coming = [value for value, _, end in values if end and end >= published]
        over = next((value for value, _, end in values if end and timedelta(0) < published - end < _JUST), "")
        return over or coming[-1]
    limit = published + (_SOON if exact else NEARLY if sums else timedelta(0))
    for value, begin, end in values:
        mark = end if sums else begin
        if mark and mark <= limit:
            return value
    return values[-1][0]


def _closest(make: Maker, anchor: str) -> str:
    """The occurrence whose end is nearest to the anchor's end; the earlier one of two."""
    last = cal.last_day(anchor)
    if last is None:
        return make(None)
    values = [make(year) for year in range(max(last.year - 1, 1), last.year + 2)]
    return min(values, key=lambda value: abs(((cal.last_day(value) or date.max) - last).days))
