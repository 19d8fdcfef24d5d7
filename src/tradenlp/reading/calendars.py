"""Values of periods: EDTF level 1 strings (ISO 8601-2), their first and last days, and moving them in time.

An end of an interval is ``YYYY``, ``YYYY-MM``, ``YYYY-MM-DD``, the same with ``XXXX`` for an untold year, ``YYYX``
for a decade or
``..`` for an open end.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache

from .spans import Resolved

_POINT = r"(?:[0-9]{4}|XXXX)(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12][0-9]|3[01]))?)?"
EDTF = re.compile(rf"(?:{_POINT}|[0-9]{{3}}X|{_POINT}/{_POINT}|\.\./{_POINT}|{_POINT}/\.\.)")
"""Every value that this package writes matches this pattern in full."""


def is_edtf(text: str) -> bool:
    """Tell whether a text is a value as this package writes it, of days that there are.

    Args:
        text: of whatever origin.
    Returns:
        bool: False for other forms of EDTF too.
    """
    if not EDTF.fullmatch(text):
        return False
    try:
        first_day(text), last_day(text)
    except ValueError:
        return False
    return True


def days_in(year: int | None, month: int) -> int:
    """Days of a month; February of an untold year has 28."""
    if month == 2:
        return 29 if year is not None and year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in {4, 6, 9, 11} else 31


def point(year: int | None, month: int = 0, day: int = 0) -> str:
    """Write one end of an interval; parts that are 0 are left out, a day past the month's end becomes its last.

    Args:
        year: None where untold.
        month: 1 to 12, or 0.
        day: 1 to 31, or 0.
    """
    text = "XXXX" if year is None else f"{min(max(year, 0), 9999):04d}"
    if month:
        text += f"-{month:02d}"
    if day:
        text += f"-{min(day, days_in(year, month)):02d}"
    return text


def joined(first: str, last: str) -> str:
    """Write an interval, or the point itself where both ends are the same; January to December is the year."""
    if first[4:] == "-01" and last[4:] == "-12" and first[:4] == last[:4]:
        return first[:4]
    return first if first == last else f"{first}/{last}"


def months(year: int | None, first: int, last_year: int | None, last: int) -> str:
    """Write the months from ``first`` of ``year`` to ``last`` of ``last_year``."""
    return joined(point(year, first), point(last_year, last))


def ends(edtf: str) -> tuple[str, str]:
    """Return both ends of a value as written; a point is its own first and last."""
    first, _, last = edtf.partition("/")
    return first, last or first


@lru_cache(maxsize=8192)  # few periods, asked about many times
def parts(end: str) -> tuple[int | None, int, int]:
    """Return year (None if untold, the first one of a decade), month and day (0 if left out) of one end."""
    year, *rest = end.split("-")
    month = int(rest[0]) if rest else 0
    day = int(rest[1]) if rest[1:] else 0
    if year.isdigit():
        return int(year), month, day
    return (int(year[:3]) * 10 if year[:3].isdigit() else None), month, day


def first_day(edtf: str) -> date | None:
    """Return the first day of a value, None where it is open or its year is untold."""
    end = ends(edtf)[0]
    year, month, day = (None, 0, 0) if end == ".." else parts(end)
    return date(year, month or 1, day or 1) if year else None


@lru_cache(maxsize=8192)
def last_day(edtf: str) -> date | None:
    """Return the last day of a value, None where it is open or its year is untold."""
    end = ends(edtf)[1]
    if end == "..":
        return None
    year, month, day = parts(end)
    if not year:
        return None
    if end.endswith("X"):
        return date(year + 9, 12, 31)
    return date(year, month or 12, day or days_in(year, month or 12))


@lru_cache(maxsize=8192)
def resolved(edtf: str) -> Resolved:
    """Return a value with its first and last day (ISO 8601) where known."""
    start, end = first_day(edtf), last_day(edtf)
    return Resolved(edtf, start.isoformat() if start else None, end.isoformat() if end else None)


@lru_cache(maxsize=8192)
def shift(edtf: str, years: int = 0, months: int = 0, days: int = 0) -> str:
    """Move a value in time: ``shift("2024-05", years=-1)`` is ``2023-05``; a month's last day stays a last day.

    Args:
        edtf: a value of this module; open ends stay open, untold years stay untold where months do not cross them.
        years, months, days: how far, negative for back. Days move only values that are exact to the day.
    """
    first, last = ends(edtf)
    return (
        joined(_move(first, years, months, days), _move(last, years, months, days))
        if "/" in edtf
        else _move(first, years, months, days)
    )


def _move(end: str, years: int, by_months: int, days: int) -> str:
    if end == "..":
        return end
    year, month, day = parts(end)
    if end.endswith("X") and year is not None:
        return f"{(year // 10) + years // 10:03d}X"
    if by_months and not month:
        years, by_months = years + by_months // 12, 0
    index = (month or 1) - 1 + by_months
    moved = year if year is None else year + years + index // 12
    if moved is not None and not 1 <= moved <= 9998:
        return end
    month_moved = index % 12 + 1 if month else 0
    if day and month and day == days_in(year, month) and (years or by_months):
        day = 31
    written = point(moved, month_moved, day)
    if not days or not day or moved is None:
        return written
    try:
        return (date.fromisoformat(written) + timedelta(days=days)).isoformat()
    except OverflowError:  # the end of the calendar
        return end


def length(edtf: str) -> int:
    """Return how many whole months a value covers, 0 for days, open or unknown ones."""
    first, last = ends(edtf)
    if ".." in (first, last) or last.endswith("X") and last != "XXXX":
        return 0
    (year1, month1, day1), (year2, month2, day2) = parts(first), parts(last)
    if day1 or day2:
        return 0
    span = 12 * ((year2 or 0) - (year1 or 0))
    return max(span + (month2 or 12) - (month1 or 1) + 1, 0)


def previous_year(edtf: str) -> str:
    """Return the same period a year before: ``2024-01/2024-05`` gives ``2023-01/2023-05``."""
    return shift(edtf, years=-1)


def previous_month(edtf: str) -> str:
    """Return the month before the period's last month: ``2024-01`` gives ``2023-12``."""
    year, month, _ = parts(ends(edtf)[1])
    return shift(point(year, month or 12), months=-1)


def ends_month(edtf: str) -> bool:
    """Tell whether a value ends with the last day of a month."""
    last = last_day(edtf)
    return last is not None and last.day == days_in(last.year, last.month)


def within(edtf: str, year: str) -> bool:
    """Tell whether a period lies in a year.

    Args:
        edtf: a period.
        year: a calendar year, four digits, or any twelve months.
    """
    return length(year) == 12 and lies_in(edtf, year)


def lies_in(shorter: str, longer: str) -> bool:
    """Tell whether a period lies in another, as the months of a fiscal year so far.

    Args:
        shorter, longer: periods.
    """
    first, last = first_day(shorter), last_day(shorter)
    begin, end = first_day(longer), last_day(longer)
    return bool(first and last and begin and end and begin <= first and last <= end)


def compared(edtf: str, basis: str) -> Resolved:
    """Return the period that a basis compares with: a month, a quarter or a year before, for a week the week before.

    Args:
        edtf: a period; one that is no month, quarter or week is compared with a year before, whatever the basis.
        basis: a ``labels.Basis``; any but ``mom`` and ``qoq`` is taken for a year, but for weeks only ``yoy`` is.
    """
    first, last = first_day(edtf), last_day(edtf)
    if basis != "yoy" and first and last and (last - first).days == 6:
        return resolved(shift(edtf, days=-7))
    back, form = _BACK.get(basis, (previous_year, None))
    return resolved((back if form is None or form.fullmatch(edtf) else previous_year)(edtf))


def previous_quarter(edtf: str) -> str:
    """Return the quarter before the one of the period's last month: ``2024-04/2024-06`` gives ``2024-01/2024-03``."""
    year, month, _ = parts(ends(edtf)[1])
    quarter = ((month or 12) - 1) // 3
    return shift(months(year, 3 * quarter + 1, year, 3 * quarter + 3), months=-3)


_BACK = {
    "mom": (previous_month, re.compile(r"\d{4}-\d\d")),
    "qoq": (previous_quarter, re.compile(r"\d{4}-\d\d/\d{4}-\d\d")),
}
