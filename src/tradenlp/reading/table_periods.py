"""Periods in the headings and labels of tables, which have no grammar around them: ``May 24``, ``Apr-Nov 24``,
``2023r``, ``2024/25f``.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

from .periods import find_periods
from .spans import PeriodSpan
from .table_dates import MONTH_WORD, in_months
from .table_model import Cell, Table
from .table_numbers import YEAR, is_year

_MONTH = rf"{MONTH_WORD}\.?"
_SHORT = re.compile(
    rf"(?P<months>{_MONTH}(?:\s?(?:[-–—/]|to)\s?{_MONTH})?|(?<!\w)(?:[QH][1-4]|[1-4][QH])(?!\w))"
    rf"(?P<gap>\s?[-–'’/,]\s?['’]?|\s['’]?|(?<![.]))(?P<year>\d\d)(?!\d|,? ?(?:19|20)\d\d)",
    re.IGNORECASE,
)
_MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec"
_SO_MANY = re.compile(
    r"(?:\d{1,2}|two|three|four|five|six|seven|eight|nine|ten|eleven) months\b"
    r"(?! (?:ago|earlier|average|moving|ended|ending|to)\b)",
    re.IGNORECASE,
)
_SET_OFF = re.compile(rf"(?:(?<=[,(–-] )|(?<=[,(])){_SO_MANY.pattern}", re.IGNORECASE)
_MARKED = re.compile(
    r"(?P<period>(?:FY|CY|MY)?\s?(?:19|20)\d\d(?:[/-]\d{2,4})?)(?:[a-zA-Z]{1,2}|[*†‡¹²³]{1,2}|\(?[a-zA-Z]\))"
)


def table_periods(text: str, tables: Sequence[Table], found: Sequence[PeriodSpan]) -> list[PeriodSpan]:
    """Mend the periods of a text by what the cells of its tables tell.

    Args:
        text: the document.
        tables: its tables.
        found: its periods as ``find_periods`` has them.
    Returns:
        list[PeriodSpan]: sorted and disjoint; none reaches over the border of a cell.
    """
    if not tables:
        return list(found)
    starts = [p.start for p in found]
    dropped: set[int] = set()
    added: list[PeriodSpan] = []
    for table in tables:
        days = _are_days(table)
        for cell in (*_year_above(text, table), *_cells(table)):
            at = max(bisect_left(starts, cell.start) - 1, 0)
            inside = [n for n in range(at, min(bisect_left(starts, cell.end), len(found))) if found[n].end > cell.start]
            mended = _mended(text, cell, [found[n] for n in inside], days)
            if mended is not None:
                dropped.update(inside)
                added += mended
        for day in _week_ends(table):
            at = bisect_left(starts, day.end)
            dropped.update(n for n in range(max(0, at - 2), at) if found[n].end > day.start)
            added = [p for p in added if p.end <= day.start or p.start >= day.end]
            added.append(day)
        added += _broken(table, [*added, *found])
        added += _first_months(text, table, [*added, *found])
        for period in _numerals(table):
            at = bisect_left(starts, period.end)
            dropped.update(n for n in range(max(0, at - 2), at) if found[n].end > period.start)
            added.append(period)
    kept = [p for n, p in enumerate(found) if n not in dropped]
    out: list[PeriodSpan] = []
    for p in sorted([*kept, *added], key=lambda p: (p.start, -p.end)):
        if not out or p.start >= out[-1].end:
            out.append(p)
    return out


def _year_above(text: str, table: Table) -> Iterator[Cell]:
    """The last line of the caption where it is nothing but a year, that of the rows below: ``2013`` above ``Q1``."""
    start, end = table.caption[-1] if table.caption else (0, 0)
    words = text[start:end].strip()
    if is_year(words):
        begin = text.index(words, start)
        yield Cell(begin, begin + len(words), words, 0)


def _cells(table: Table) -> Iterator[Cell]:
    seen: set[int] = set()
    for cell in [c for line in table.header for c in line] + [c for row in table.rows for c in row.labels]:
        if cell.text and cell.start not in seen:
            seen.add(cell.start)
            yield cell


def _first_months(text: str, table: Table, told: Sequence[PeriodSpan]) -> Iterator[PeriodSpan]:
    """The first months of a year where a heading or the caption counts them alone: ``10 months``."""
    cells = {(c.start, c.end) for line in table.header for c in line if c.text}
    found = [_SO_MANY.match(text, *cell) for cell in cells] + [_SET_OFF.search(text, *line) for line in table.caption]
    for m in filter(None, found):
        if not any(p.start < m.end() and m.start() < p.end for p in told):
            yield from (replace(p, start=m.start(), end=m.end()) for p in find_periods(f"first {m[0]}"))


def _broken(table: Table, told: Sequence[PeriodSpan]) -> Iterator[PeriodSpan]:
    """The periods whose words stand one below the other in a heading, at the first of them: ``Year`` above ``ago``."""
    for column in table.columns:
        cells = [c for c in column.header if c.text]
        for first, second in pairwise(cells):
            if any(p.start < c.end and c.start < p.end for p in told for c in (first, second)):
                continue
            words = f"{first.text} {second.text}"
            found = find_periods(words)
            if len(words) < 60 and len(found) == 1 and found[0].start < len(first.text) < found[0].end:
                yield replace(found[0], start=first.start + found[0].start, end=first.end)


def _week_ends(table: Table) -> Iterator[PeriodSpan]:
    """The days of rows a week apart, ``Jul-17`` above ``Jul-10``, which are no months of years."""
    rows = [row.labels[0] for row in table.rows if row.kind == "data" and row.labels]
    told = [_SHORT.fullmatch(cell.text) for cell in rows]
    days = [_of_year(m["months"], int(m["year"])) if m is not None else None for m in told]
    steps = [abs(a - b) for a, b in pairwise(days) if a is not None and b is not None]
    weeks = sum(step in (7, 358, 359) for step in steps)
    if weeks < 2 or None in days or weeks * 2 < len(steps):
        return
    for cell, m in zip(rows, told, strict=True):
        for period in find_periods(f"{m['months']} {int(m['year'])}")[:1] if m is not None else ():
            yield replace(period, start=cell.start, end=cell.end)


def _of_year(month: str, day: int) -> int | None:
    """How many days of a year have gone by on a day of a month; None where there is no such day."""
    number = _MONTHS.find(month[:3].casefold()) // 3 + 1
    return (date(2023, number, 1) - date(2023, 1, 1)).days + day if number and 0 < day < 32 else None


def _numerals(table: Table) -> Iterator[PeriodSpan]:
    """The periods of rows that Roman numerals name."""
    rows = [row.labels[0] for row in table.rows if row.kind == "data" and row.labels]
    heading = " ".join(column.text for column in table.columns if column.kind == "label")
    for n, words in in_months([cell.text for cell in rows], heading).items():
        for period in find_periods(words)[:1]:
            yield replace(period, start=rows[n].start, end=rows[n].end)


def _are_days(table: Table) -> bool:
    """Whether ``May 24`` and ``May 17`` of one heading line are days of a month: years of one month stand closer
    together.
    """
    told: dict[str, list[int]] = {}
    for line in table.header:
        for cell in line:
            m = _SHORT.fullmatch(cell.text)
            if m is not None:
                told.setdefault(m["months"].casefold(), []).append(int(m["year"]))
    return any(max(years) - min(years) > 5 for years in told.values()) or any(
        y > 40 or y < 5 for ys in told.values() for y in ys
    )


def _mended(text: str, cell: Cell, inside: Sequence[PeriodSpan], days: bool) -> list[PeriodSpan] | None:
    """The periods of a cell read for itself, None where those found need no mending."""
    if len(cell.text) > 60:
        return None
    crossing = any(p.start < cell.start or p.end > cell.end for p in inside)
    m = _SHORT.search(cell.text)
    dated = m is not None and any(p.kind == "day" and p.start < cell.start + m.start() for p in inside)  # ``11-Aug-22``
    if m is not None and not dated and (not days or "'" in m["gap"] or "’" in m["gap"]):
        again = find_periods(f"{m['months'].rstrip('.')} 20{m['year']}")
        if len(again) == 1:
            return [replace(again[0], start=cell.start + m.start(), end=cell.start + m.end())]
    marked = _MARKED.fullmatch(cell.text) if not inside or crossing else None
    if marked is not None:
        return [_moved(p, cell.start + marked.start("period")) for p in find_periods(marked["period"])] or None
    if crossing or (not inside and is_glued(text, cell.start, cell.end)):
        return [_moved(p, cell.start) for p in find_periods(cell.text)]
    told = YEAR.search(cell.text) if len(inside) == 1 else None
    if told is not None and cell.start + told.start() >= inside[0].end and len(again := find_periods(cell.text)) == 1:
        return [_moved(again[0], cell.start)]  # ``April-June 2018`` before ``% change``, not 2018 percent
    if not inside and is_year(cell.text):
        return [_moved(p, cell.start) for p in find_periods(cell.text)] or None
    return None


def is_glued(text: str, start: int, end: int) -> bool:
    """Tell whether a cell runs together with a neighbour: ``Imports`` in ``MonthImportsExports``.

    Args:
        text: the document.
        start, end: the cell.
    """
    return text[start - 1 : start].isalnum() or text[end : end + 1].isalnum()


def _moved(period: PeriodSpan, by: int) -> PeriodSpan:
    return replace(period, start=period.start + by, end=period.end + by)
