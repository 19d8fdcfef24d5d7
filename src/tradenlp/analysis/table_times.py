"""When the cells of a table hold: the periods of its columns and rows, completed by one another."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ..reading import calendars
from ..reading.table_dates import MONTH_WORD
from ..reading.table_numbers import YEAR, is_year
from ..reading.tables import Column, Table
from .model import Mention
from .table_labels import Index, is_total
from .table_names import Names, TableNames
from .table_spans import composed, so_far, spanned, year_begun, year_ended
from .table_words import FORECAST, PRIOR

_AGAINST = re.compile(
    r"\b(?:to|vs\.?|versus|vis-[àa]-vis|over|on|from|against|than|with|of)\s+(?:the\s+)?$|/\s*$", re.I
)
_MOVING_TOTAL = re.compile(r"\bMAT\b|\bmoving annual total\b|\b12[- ]months? (?:to|ended|ending)\b", re.I)
_SO_FAR = re.compile(r"\bso far this year\b|\byear[- ]to[- ]date\b|\bYTD\b|\bcumulat(?:ed|ive)\b", re.I)
_AVERAGE = re.compile(
    r"\b(?:current|previous|prior|prev\.) (?:MY|marketing year|crop year|season)\b"
    r"|\b(?:(?:three|four|five|ten|\d{1,2})[- ]?(?:years?|yrs?|months?|weeks?|seasons?)|long[- ]term)"
    r" (?:moving )?(?:average|avg|mean)\b|\b(?:average|avg|mean)\b.{0,6}(?:19|20)\d\d"
    r"|(?:19|20)\d\d ?[-–/] ?\d{2,4} (?:average|avg|mean)\b",
    re.I,
)
_YEARS_TO = re.compile(
    rf"\byears (?:to|ended|ending|end)(?: in| on)?(?: the)?(?: \d{{1,2}}(?:st|th)?)? {MONTH_WORD}\b", re.I
)
_WEEK_TO = re.compile(r"\bweeks? (?:ended|ending|end|to)\b|\bw/e\b", re.I)
"""Heading of labels above or beside the last days of weeks."""
_IN_BRACKETS = re.compile(r"\bin (?:round |square )?(?:brackets|parenthes[ei]s)\b", re.I)
_CAME = re.compile(r"actual|last|latest|released", re.I)
_MONTH_NAME = re.compile(rf"\b{MONTH_WORD}\b", re.I)


class Times:
    """The periods of one table.

    Args:
        text: the release.
        table: the table.
        index: the document's mentions.
        names: what the parts of the table name.
        main_period: the period that holds where the table tells none.

    Attributes:
        columns: the period of each column that has one, by column index.
        bases: what changes are measured against where their headings say so, by column index.
        calendar: whether it has columns of what was expected or told before beside what came.
    """

    def __init__(self, text: str, table: Table, index: Index, names: TableNames, main_period: Mention | None) -> None:
        self.text, self.table, self.index, self.names, self.main_period = text, table, index, names, main_period
        self._by_index = {c.index: c for c in table.columns}
        self.bases: dict[int, Mention] = {}
        self.calendar = any(PRIOR.fullmatch(c.text.strip()) for c in table.columns) and any(
            FORECAST.search(c.text) or _CAME.fullmatch(c.text.strip()) for c in table.columns
        )
        self.weekly = any(_WEEK_TO.search(c.text) for c in table.columns if c.kind == "label")
        self.columns = self._column_periods()
        self._rows = self._row_periods()

    def _column_periods(self) -> dict[int, Mention]:
        """The period of each column: its headings', completed by one another, the caption or the main period."""
        out: dict[int, Mention] = {}
        for column in self.table.columns:
            if column.kind in ("label", "unit", "code"):
                continue
            found = self._heading_period(column)
            if found is not None:
                out[column.index] = _week_to(found) if self.weekly else found
        self._years_to_date(out)
        self._in_brackets(out)
        shorter = self.names.caption.get("period", (self.main_period,))[0]
        if out and shorter is not None and not self._untold_main(out, shorter):
            whole = {k: composed(m, shorter) for k, m in out.items() if self._by_index[k].kind == "value"}
            if whole and all(whole.values()):
                ended = year_ended if _YEARS_TO.search(self.names.title) else lambda period: period
                out.update({k: ended(m) for k, m in whole.items() if m is not None})
        return out

    def _in_brackets(self, periods: dict[int, Mention]) -> None:
        """Give a column of numbers in brackets the period that the caption tells of them: ``2019 in parentheses``."""
        values = [c for c in self.table.columns if c.kind == "value" and not c.header]
        if len(values) != 2 or _IN_BRACKETS.search(self.names.title) is None:
            return
        for a, b in self.table.caption:
            told = _IN_BRACKETS.search(self.text, a, b)
            named = [m for m in self.index.within(a, b) if m.label == "PERIOD" and m.value is not None]
            behind = [m for m in named if told is not None and 0 <= told.start() - m.end <= 20]
            rest = [m for m in named if m not in behind]
            if behind and rest:
                periods.update({values[0].index: rest[0], values[1].index: behind[-1]})

    def _years_to_date(self, periods: dict[int, Mention]) -> None:
        """Complete columns of a year to date by the month beside them: ``Mar 24 YTD 2024``, ``Mar 24 YTD``."""
        months: list[Mention] = []  # left of the column, as far as those of another year to date
        single = [m for m in periods.values() if year_begun(m) is not m]
        for k, column in self._by_index.items():
            told = periods.get(k)
            if told is None or _SO_FAR.search(column.text) is None:
                months += [told] if told is not None and year_begun(told) is not told else []
                continue
            year = YEAR.search(column.text)
            if _MONTH_NAME.search(column.text) is None and single:
                of_year = [
                    m for m in single if year is not None and m.value is not None and m.value.edtf[:4] == year[0]
                ]
                last = _latest_of(of_year or (months if year is None else []) or single)
                whole = so_far(told, int(year[0]), last) if year is not None else year_begun(last)
                periods[k] = whole if whole is not None else told
            months = []

    def _heading_period(self, column: Column) -> Mention | None:
        """The period above a column; one behind ``to`` or ``vs`` above a change is what it is measured against."""
        told = [
            (m, self._before(column, n, m))
            for n, c in reversed(list(enumerate(column.header)))
            for m in self.index.within(c.start, c.end)
            if m.label == "PERIOD" and m.value is not None
        ]
        if any(YEAR.fullmatch(m.text) for m, _ in told) and any(
            _is_part(m) and not YEAR.search(m.text) for m, _ in told
        ):
            told = [(_whole_year(m), before) for m, before in told]
        if column.kind != "value":
            against = [m for m, before in told if _AGAINST.search(before)]
            if against:
                self.bases[column.index] = against[0]
            told = [(m, before) for m, before in told if m not in against]
            spans = [m for m, _ in told if len(YEAR.findall(m.text)) == 2 and "/" in m.value.edtf]  # type: ignore[union-attr]
            if spans and column.kind == "change":  # ``March 2024 - April 2024`` above a change: from one to the other
                begin, end = calendars.ends(spans[0].value.edtf)  # type: ignore[union-attr]
                whole = year_begun if _SO_FAR.search(column.text) else lambda period: period
                self.bases[column.index] = whole(replace(spans[0], value=calendars.resolved(begin)))
                return whole(replace(spans[0], value=calendars.resolved(end)))
        if not told:
            return None
        first = told[0][0]
        if len(told) > 2 and (months := spanned(told[2][0], told[1][0], self.text)) is not None:
            return composed(first, months) or first  # ``January-`` above ``February`` above ``2013``
        if len(told) > 1:
            second = told[1][0]
            first = composed(_whole(first), second) or composed(_whole(second), first) or first
        if _SO_FAR.search(column.text):
            return year_begun(first)
        return year_ended(first) if _MOVING_TOTAL.search(column.text) else first

    def _before(self, column: Column, n: int, period: Mention) -> str:
        """The words before a period in its heading, those of the heading above where it opens that of a change."""
        cell = column.header[n]
        words = self.text[cell.start : period.start]
        above = column.header[n - 1].text if n and column.kind == "change" and not words.strip() else ""
        return f"{above} {words}" if above else words

    def _untold_main(self, periods: dict[int, Mention], shorter: Mention) -> bool:
        """The document's main period completes bare years only where it lies in the last of them."""
        if "period" in self.names.caption or shorter.value is None or shorter.value.end is None:
            return False
        ends = [m.value.end for m in periods.values() if m.value is not None and m.value.end is not None]
        starts = [m.value.start for m in periods.values() if m.value is not None and m.value.start is not None]
        return not ends or not starts or not max(starts) <= shorter.value.end < max(ends)

    def settle(self, n: int, slots: Names, far: set[str], column: Column) -> None:
        """Settle the period of a cell: its column's, completed by its row's; else the row's, the caption's, the
        document's.

        Args:
            n: index of the row.
            slots: the names of the cell, changed in place.
            far: those of them that stand neither in its row nor above its column, likewise.
            column: its column.
        """
        above, own = self.columns.get(column.index), self._row_period(n)
        beside = own or self._month_above(n)
        if self.averaged(n, column):
            slots.pop("period", None)
        elif above is not None:
            both = (composed(above, beside[0]) or composed(beside[0], above)) if beside else None
            slots["period"] = (both,) if both is not None else beside or (above,)
            far.discard("period")
        elif own:
            slots["period"] = own
        elif "period" not in slots and self.main_period is not None:
            slots["period"] = (self.main_period,)
            far.add("period")
        value = slots["period"][0].value if slots.get("period") else None
        if value is not None and PRIOR.fullmatch(column.text.strip()) and calendars.length(value.edtf) in (1, 3, 12):
            before = calendars.shift(value.edtf, months=-calendars.length(value.edtf))
            slots["period"] = (replace(slots["period"][0], value=calendars.resolved(before), id=""),)

    def averaged(self, n: int, column: Column) -> bool:
        """Tell whether a column is of years that nobody names, or averages a row's month over several years.

        Args:
            n: index of the row.
            column: the column.
        """
        if _AVERAGE.search(column.text) is None:
            return False
        above, own = self.columns.get(column.index), self.names.rows[n].get("period")
        if above is None or above.value is None:
            return own is None
        return bool(own) and calendars.length(above.value.edtf) > 12

    def _released(self, n: int) -> tuple[Mention, ...]:
        """The period that a calendar of releases tells of on a day: the month in brackets, else the one before."""
        labels = self.table.rows[n].labels
        told = [m for c in labels for m in self.index.within(c.start, c.end) if m.label == "PERIOD" and m.value]
        if not self.calendar or not told or told[0].value is None or told[0].value.start is None:
            return ()
        day = told[0].value
        if day.start is None or day.start != day.end:
            return ()
        months = [m for m in told[1:] if m.value is not None and calendars.length(m.value.edtf) in (1, 3)]
        if months:
            return (months[0],)
        before = calendars.shift(day.start[:7], months=-1)
        return (replace(told[0], value=calendars.resolved(before), id=""),)

    def _row_period(self, n: int) -> tuple[Mention, ...]:
        """The period of a row, completed by what tells its year; the row's own where nothing does."""
        return self._rows[n]

    def _row_periods(self) -> list[tuple[Mention, ...]]:
        """The period of each row, completed by the year that it stands under or by the rows above it.

        ``2009`` above ``Q1``, or beside it in a column of years; ``Dec 2004`` above ``Jan``; the year of the caption.
        """
        out: list[tuple[Mention, ...]] = []
        last = self._year_above()
        for n, row in enumerate(self.table.rows):
            own = self._released(n) or self.names.rows[n].get("period", ())
            own = (_week_to(own[0]),) if own and self.weekly else own
            out.append(own)
            if not own or own[0].value is None:
                last = last if row.kind == "data" else None
                continue
            if YEAR.search(own[0].text):
                last = own[0] if _is_part(own[0]) or row.kind == "heading" else None
                continue
            section = self.names.rows[row.section].get("period", ()) if row.section >= 0 else ()
            beside = [m for c in row.labels for m in self.index.within(c.start, c.end) if m.label == "PERIOD"]
            years = [m for m in (*section, *beside) if YEAR.search(m.text)]
            both = composed(years[0], own[0]) if years else None
            both = both or (last and _following(last, own[0]))
            if both is not None:
                out[-1] = (replace(own[0], value=both.value, id=""),)
                last = out[-1][0]
        return out

    def _year_above(self) -> Mention | None:
        """The year right above the rows, or the only period of the caption where that is one."""
        told = [m for a, b in self.table.caption for m in self.index.within(a, b) if m.label == "PERIOD"]
        if not told or any(YEAR.search(c.text) for line in self.table.header for c in line):
            return None
        start, end = self.table.caption[-1]
        last = told[-1]
        alone = self.text[start:end].strip() == last.text
        return last if YEAR.search(last.text) and (alone or len(told) == 1) and not _is_part(last) else None

    def _month_above(self, n: int) -> tuple[Mention, ...]:
        """The period that alone names a row above others of goods: ``September`` above ``Robusta`` and ``Arabica``."""
        own = self.names.rows[n]
        if "commodity" not in own or (self.table.rows[n].labels and is_total(self.table.rows[n].labels[-1].text)):
            return ()
        for above in reversed(self.names.rows[:n]):
            if "period" in above:
                return above["period"] if not above.keys() & {"commodity", "partner", "segment"} else ()
        return ()


def _week_to(day: Mention) -> Mention:
    """The week that ends with a day; other periods stay as they are."""
    value = day.value
    if value is None or value.start is None or value.start != value.end:
        return day
    return replace(day, value=calendars.resolved(f"{calendars.shift(value.edtf, days=-6)}/{value.edtf}"), id="")


def _whole_year(period: Mention) -> Mention:
    """A bare year under the month of its column, which the text may have read as that of another column's month."""
    year = YEAR.fullmatch(period.text)
    if year is None or not _is_part(period):
        return period
    return replace(period, value=calendars.resolved(year[0]), id="")


def _latest_of(periods: Sequence[Mention]) -> Mention:
    return max(periods, key=lambda m: m.value.end or "" if m.value is not None else "")


def _whole(year: Mention) -> Mention:
    """All of a year of which the part is told that is over by now: ``2016`` below ``May``."""
    return replace(year, value=calendars.resolved(year.text[:4])) if is_year(year.text) and _is_part(year) else year


def _is_part(period: Mention) -> bool:
    """Whether a period is shorter than a year."""
    return period.value is not None and 0 < calendars.length(period.value.edtf) < 12


def _following(last: Mention, part: Mention) -> Mention | None:
    """A month or quarter of no year in the row below one whose year is told, or below a year.

    Rows that count down or up go on over the end of a year.
    """
    if last.value is None or part.value is None:
        return None
    if not _is_part(last):
        return composed(last, part)
    size = calendars.length(part.value.edtf)
    year, before, day = calendars.parts(calendars.ends(last.value.edtf)[0])
    _, month, days = calendars.parts(calendars.ends(part.value.edtf)[0])
    if year is None or day or days or not before or not month or size not in (1, 3):
        return None
    turn = 12 // size - 1
    step = (month - before) // size
    year += 1 if step == -turn else -1 if step == turn else 0
    edtf = calendars.months(year, month, year, month + size - 1)
    return replace(last, value=calendars.resolved(edtf), id="")
