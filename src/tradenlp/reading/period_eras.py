"""Years counted by other calendars: Iranian (solar Hijri), Ethiopian and Nepali ones, as Gregorian values.

Nowruz falls on 20 March in Gregorian leap years and on 21 March in the others (so from 1396 to 1424 of the Iranian
calendar, a day off at most around that). Ethiopian fiscal years begin on 8 July, Nepali ones in mid-July; both are
told in years of their calendars, which lag by 7 to 8 years and lead by 56 to 57.
"""

from __future__ import annotations

from datetime import date, timedelta

from . import calendars as cal

IRANIAN = range(1340, 1450)
IRANIAN_EPOCH = 621  # 21 March 2023 began 1402
NOWRUZ = (3, 21)
_LONG_MONTHS = 6
_ETHIOPIAN_LAG = 6
_NEPALI = range(2060, 2100)


def _iranian_month(year: int, month: int) -> date:
    """First day of a month, 1 to 13; the first six months have 31 days, the next five 30."""
    if month > 12:
        year, month = year + 1, 1
    spring = year + IRANIAN_EPOCH
    start = date(spring, 3, 20 if cal.days_in(spring, 2) == 29 else 21)
    long = min(month - 1, _LONG_MONTHS)
    return start + timedelta(days=31 * long + 30 * (month - 1 - long))


def iranian(year: int, first: int, last: int) -> str:
    """Return the days from the first to the last month of an Iranian year, as EDTF.

    Args:
        year: of the solar Hijri calendar, such as 1403.
        first, last: months, 1 to 12.
    """
    end = _iranian_month(year, last + 1) - timedelta(days=1)
    return cal.joined(_iranian_month(year, first).isoformat(), end.isoformat())


def fiscal_era(year: int, economy: str | None, published: date | None) -> int:
    """Return the Gregorian year in which a fiscal year told by an own calendar begins, 0 where it is told in Gregorian.

    Args:
        year: as told; for two joined years the first.
        economy: ISO 3166 code.
        published: publication date; an Ethiopian year is known by lying well before it.
    """
    place = (economy or "").upper()[:2]
    if place == "NP" and year in _NEPALI:
        return year - 57
    if place == "ET" and published is not None and _ETHIOPIAN_LAG <= published.year - year <= _ETHIOPIAN_LAG + 12:
        return year + 7
    return 0
