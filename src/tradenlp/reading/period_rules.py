"""Rules for periods that name months, quarters, halves or days.

A reader gives None where the values do not fit (``fifth quarter``). Specs are listed in ``resolve``. A year in a spec
is a
string: ``2024``, ``FY2024`` (fiscal year of that name), ``FP2023`` (fiscal year 2023-24), ``this`` ``last`` ``next``
``prev`` ``the``
with or without ``FY`` before it, ``M`` and one of these (marketing year), or empty where untold.
"""

from __future__ import annotations

import re

from .period_grammar import RELATIVE, Match, Reading, rule
from .period_tokens import CLASSES, full_year

_MONTH = frozenset({"MONTH", "LMONTH"})


def earlier(year: str, first: int, last: int) -> str:
    """The year of a range's first part where only the last part names one: a range over New Year began a year
    before."""
    return str(int(year) - 1) if year.isdigit() and first > last else year


@rule("CODE")
def _coded(match: Match) -> Reading | None:
    """Dates in figures; the order of day and month of ``09/10/2024`` is left to the document."""
    found = str(match.values[0])
    numbers = [int(n) for n in re.findall(r"[0-9]+", found)]
    if len(numbers) == 2:
        month, year = sorted(numbers)
        return "month", ("months", str(year), month, str(year), month)
    if numbers[0] > 99:
        year, month, day = numbers
        return ("day", ("day", str(year), month, day)) if valid(month, day) else None
    first, second, year = numbers
    if not 1700 <= year <= 2099 or not (valid(first, second) or valid(second, first)):
        return None
    if "." in found:
        return ("day", ("day", str(year), second, first)) if valid(second, first) else None
    return "day", ("date", first, second, str(year))


def valid(month: int, day: int) -> bool:
    """Whether the month has such a day in some year."""
    return 1 <= month <= 12 and 1 <= day <= (29 if month == 2 else 30 if month in {4, 6, 9, 11} else 31)


@rule(
    "MONTH DAY DATEYEAR?",
    "DAY DASH? OF? MONTH (?:DATEYEAR|DASH (?:YEAR|NUM2|NUM))?",
    "DAY LMONTH COMMA? YEAR",
    "LMONTH NUM COMMA? YEAR",
)
def _day(match: Match) -> Reading | None:
    month, (day, *more) = match.of("MONTH", "LMONTH")[0], match.of("NUM", "NORD", "NUM2")
    if not valid(month, day):
        return None
    year = match.year() or (str(full_year(f"{more[0]:02d}")) if more else "")
    return "day", ("day", year, month, day)


@rule(
    "MONTH DAY DATEYEAR? (?:RANGE|(?:AND)) (?:MONTH DAY|DAY) DATEYEAR?",
    "DAY RANGE DAY OF? MONTH DATEYEAR?",
    "(?<=BETWEEN) DAY AND DAY OF? MONTH DATEYEAR?",
    "DAY OF? MONTH DATEYEAR? RANGE DAY OF? MONTH DATEYEAR?",
    "(?<=BETWEEN) DAY OF? MONTH DATEYEAR? AND DAY OF? MONTH DATEYEAR?",
)
def _days(match: Match) -> Reading | None:
    left, right = match.sides()
    if match.has("AND") and (not left.of(*_MONTH) or not right.of(*_MONTH)) and match.names[0] == "MONTH":
        return None
    days = [side.of("NUM", "NORD")[0] for side in (left, right)]
    month1, month2 = left.of(*_MONTH), right.of(*_MONTH)
    first, last = (month1 or month2)[0], (month2 or month1)[0]
    if not valid(first, days[0]) or not valid(last, days[1]) or (first == last and days[0] > days[1]):
        return None
    year = right.year() or left.year()
    return "days", ("days", left.year() or earlier(year, first, last), first, days[0], year, last, days[1])


@rule(
    "MONTH YREF?",
    "LMONTH COMMA? YEAR",
    "MONTH DASH (?:NUM|NUM2|YEAR)",
    "YEAR MONTH",
    "(?:THIS|LAST|PREV|NEXT) YW POSS MONTH",
    "MONTH YEAR MW",
)
def _month(match: Match) -> Reading | None:
    month = match.of(*_MONTH)[0]
    year = match.year()
    if not year and (short := match.of("NUM", "NUM2")):
        if short[0] < 10:
            return None
        year = str(full_year(str(short[0])))
    return "month", ("months", year, month, year, month)


@rule("MONTH (?:A|THE) YW EARLIER", "MONTH YW DASH EARLIER")
def _month_before(match: Match) -> Reading | None:
    """``May a year earlier``: a year before the main period's."""
    month = match.of("MONTH")[0]
    return "comparison", ("months", "prev", month, "prev", month)


@rule("(?:THIS|LAST|PREV|NEXT) MONTH")
def _relative_month(match: Match) -> Reading | None:
    """``last September``: the latest one that is over, or the one before the main period's."""
    return "month", ("named", RELATIVE[match.names[0]], match.of("MONTH")[0])


@rule(
    "MONTH YREF? RANGE MONTH (?:PERIOD (?=OF))? YREF?",
    "MONTH YREF? RANGE MONTH YREF? PERIOD (?! OF)",
    "(?:QW|HW) (?:OF|FROM)? MONTH YREF? RANGE MONTH YREF?",
    "YTD MONTH YREF?",
    "MONTH RANGE MONTH QW YREF?",
    "(?<=BETWEEN) MONTH YREF? AND MONTH YREF?",
    "YEAR MONTH RANGE MONTH",
    "(?:THIS|LAST|PREV) YW POSS MONTH RANGE MONTH",
)
def _months(match: Match) -> Reading | None:
    if match.has("YTD"):
        return "span", ("months", match.year(), 1, match.year(), match.of("MONTH")[0])
    if match.names[0] in {"QW", "HW"}:
        match = match.part(match.letters.find(CLASSES["MONTH"]))
    left, right = match.sides()
    first, last = left.of("MONTH")[0], right.of("MONTH")[0]
    year1, year2 = left.year(), right.year()
    if match.names[0] in {"YEAR", *RELATIVE}:
        later = str(int(year1) + 1) if first > last and year1.isdigit() else year1
        return "span", ("months", year1, first, later, last)
    if match.has("AND") and year1 and first == last:
        return None
    year = year2 or (str(int(year1) + (first > last)) if year1.isdigit() else year1)
    return "span", ("months", year1 or earlier(year, first, last), first, year, last)


@rule("MONTH AND MONTH YREF?")
def _opening_months(match: Match) -> Reading | None:
    """``January and February 2023``: told together, for the new year's feast moves between them."""
    if match.of("MONTH")[:2] != [1, 2]:
        return None
    return "span", ("months", match.year(), 1, match.year(), 2)


@rule(
    "QCODE (?:RANGE QCODE)? (?:YREF|(?:DASH|SLASH) YEAR)?",
    "YEAR QCODE RANGE QCODE",
    "QCODE (?:DASH|SLASH) (?:NUM|NUM2)",
    "HCODE (?:DASH|SLASH) (?:NUM|NUM2)",
    "QCODE YEAR RANGE QCODE YEAR",
    "PAIRED (?:DASH|SLASH)? QCODE",
    "FYCODE DASH? QCODE",
    "(?:QCODE|HCODE) DASH? FYCODE",
    "(?:THIS|LAST|PREV|NEXT) YW POSS (?:QCODE|HCODE)",
    "HCODE (?:YREF|(?:DASH|SLASH) YEAR)?",
    "(?:PAIRED|FYCODE) DASH? HCODE",
    "FISCAL (?:QCODE|HCODE) YREF?",
    "MCODE YREF",
    "MCODE FYCODE",
)
def _code(match: Match) -> Reading | None:
    """``Q1``, ``Q1 to Q3 2024``, ``1H24``, ``9M 2024``."""
    numbers, kind, size = match.of("QCODE"), "quarter", 3
    if not numbers:
        numbers, kind, size = (
            (match.of("HCODE"), "half", 6) if match.has("HCODE") else ([1, match.of("MCODE")[0]], "span", 1)
        )
    first, last = numbers[0], numbers[-1]
    years = match.of("YEAR")
    if first > last and len(years) < 2:
        return None
    if len(years) == 2:
        if not match.has("DASH") and not match.has("TO"):
            return None
        return "span", ("months", str(years[0]), 3 * first - 2, str(years[1]), 3 * last)
    short = match.of("NUM", "NUM2")
    if short and short[0] < 10:
        return None
    return ("span" if first != last else kind), (
        "part",
        (str(full_year(str(short[0]))) if short else "") or match.year() or ("FY" if match.has("FISCAL") else ""),
        (first - 1) * size + 1,
        last * size,
    )


@rule(
    "(?:ORD|NORD) DASH? FISCAL? DASH? QW (?:DASH? YREF)?",
    "FISCAL (?:ORD|NORD) DASH? QW YREF?",
    "YEAR (?:ORD|NORD) DASH? (?:QW|HW)",
    "QW NUM YREF?",
    "QW COUNT YREF",
    "QW ORD YREF?",
    "FINAL QW YREF?",
    "LAST QW YREF",
    "(?:ORD|NORD) (?:RANGE|AND) (?:ORD|NORD) (?:QWS|QW) YREF?",
    "(?:THIS|LAST|PREV|NEXT) YW POSS (?:ORD|NORD) QW",
    "(?:ORD|NORD) DASH? HW (?:DASH? YW)? DASH? YREF",
    "(?:ORD|NORD) DASH? HW (?:DASH? YW)? (?! OF)",
    "HW (?:ORD|NUM) DASH? YREF",
    "HW (?:ORD|NUM) (?:DASH|SLASH) YEAR",
    "QW (?:ORD|NUM) (?:DASH|SLASH) YEAR",
    "(?:FINAL|LAST) HW YREF",
    "(?:THIS|LAST|PREV|NEXT) YW POSS (?:ORD|NORD) HW",
)
def _ordinal(match: Match) -> Reading | None:
    """``third quarter of 2024``, ``second half of last year``."""
    half = match.has("HW")
    most, size = (2, 6) if half else (4, 3)
    numbers = (
        match.of("ORD", "NORD") or (match.of("WORDNUM", "NUM")[:1] if match.names[0] in {"QW", "HW"} else []) or [most]
    )
    first, last = numbers[0], numbers[-1]
    if not 1 <= first <= last <= most:
        return None
    kind = "span" if first != last else "half" if half else "quarter"
    return kind, ("part", match.year() or ("FY" if match.has("FISCAL") else ""), (first - 1) * size + 1, last * size)


@rule(
    "(?:ORD|NORD) DASH? COUNT DASH? (?:MWS|MW|QWS|QW) (?:PERIOD (?=OF))? YREF?",
    "(?:LAST|FINAL) COUNT (?:MWS|QWS) (?:OF YEAR|OF RELYEAR|OF THE CAL? YW|OF THE? FYR)",
    "FINAL COUNT (?:MWS|QWS)",
    "(?:ORD|NORD|FINAL|LAST) MW YREF",
    "(?:THIS|LAST|PREV) YW POSS ORD COUNT DASH? (?:MWS|QWS)",
    "COUNT DASH MW YEAR",
    "PAST COUNT (?:MWS|QWS) OF (?:YEAR|RELYEAR|THE CAL? YW|THE? FYR)",
    "COUNT (?:MWS|QWS) (?:PERIOD)? (?:OF YEAR|OF RELYEAR|OF THE CAL? YW|OF THE? FYR|OF? FYR|YEAR)",
    "COUNT (?:MWS|QWS) OF THE? (?:SEASONAL PAIRED|PAIRED SEASONAL|REL SEASONAL)",
)
def _first_months(match: Match) -> Reading | None:
    """``first nine months of 2024``, ``last two quarters of 2023``, ``nine months of 2024``."""
    size = 3 if match.has("QWS") or match.has("QW") else 1
    if match.has("POSS"):
        year, match = match.year(), match.part(3)
        number = match.count() * (3 if match.has("QWS") else 1)
        return ("span", ("part", year, 1, number)) if match.of("ORD") == [1] and number <= 12 else None
    if match.names[1] == "MW" or (match.names[1] == "DASH" and match.names[2] == "MW"):
        return _single_month(match)
    number = match.count() * size
    if not 1 <= number <= 12:
        return None
    if match.names[0] == "PAST":
        return "span", ("part", match.part(1).year(), 1, number)
    kind = "month" if number == 1 else "quarter" if number == 3 and size == 3 else "span"
    if match.names[0] in {"LAST", "FINAL"}:
        return kind, ("part", match.part(1).year(), 13 - number, 12)
    return (kind, ("part", match.year(), 1, number)) if (match.of("ORD", "NORD") or [1])[0] == 1 else None


def _single_month(match: Match) -> Reading | None:
    """``fourth month of the year``; ``nine-month 2024`` is a sum."""
    if match.names[0] in {"WORDNUM", "NUM", "NUM2"}:
        return ("span", ("part", match.year(), 1, match.count())) if match.count() <= 12 else None
    number = (match.of("ORD", "NORD") or [12])[0]
    return ("month", ("part", match.part(1).year(), number, number)) if 1 <= number <= 12 else None


@rule(
    "MONTH YEAR? DASH? QW YREF?",
    "MONTH YEAR? DASH? HW YREF?",
    "MONTH YEAR YW",
    "(?<=THE) MONTH YW",
    "MONTH YW DASH? PART YEAR?",
    "YEAR MONTH (?:YW|QW|HW)",
)
def _ending_quarter(match: Match) -> Reading | None:
    """``September quarter 2024``: the three months that end with September (Australia, New Zealand, banks)."""
    months = {"HW": 6, "QW": 3, "YW": 12}[next(n for n in match.names if n in {"HW", "QW", "YW"})]
    return {6: "half", 3: "quarter", 12: "year"}[months], (
        "ending",
        months,
        "month",
        match.year(),
        match.of("MONTH")[0],
        0,
    )


_NO_YEARS = frozenset({"export", "harvest"})
"""What seasons are of, and years are not: ``export half-year to June``."""


@rule(
    "(?:FISCAL|CAL|ORD|PAST|MARKET)? (?:COUNTED|YW|QW|HW DASH? YW|MW|WW|HW) TOEND (?:DATED|MONTH YREF?)",
    "(?:WW|COUNTED) (?:THAT)? (?:ENDED|TO|UNTIL|OF) ON? DATED",
    "COUNT DWS (?:THAT)? (?:ENDED|TO) ON? DATED",
)
def _ending(match: Match) -> Reading | None:
    """``five months ending May``, ``year to March 2024``, ``week ended 12 April``."""
    if match.values[0] in _NO_YEARS:
        return None
    unit = "half" if match.has("HW") else match.unit()
    cut = next(i for i, n in enumerate(match.names) if n in {"ENDED", "TO", "UNTIL", "OF"})
    number, right = match.part(0, cut).count(), match.part(cut + 1)
    if unit == "day":  # ``the seven days that ended on August 26``
        if number % 7:
            return None
        number, unit = number // 7, "week"
    day: list[int] = right.of("NUM", "NORD")
    year = right.year()
    if right.has("CODE"):
        coded = _coded(right.part(right.letters.find(CLASSES["CODE"])))
        if coded is None or coded[1][0] == "date":
            return None
        year, month = str(coded[1][1]), int(str(coded[1][2]))
        day = [int(str(coded[1][3]))] if coded[1][0] == "day" else []
    else:
        month = right.of("MONTH")[0]
    if (day and not valid(month, day[0])) or (unit == "week" and not day):
        return None
    if match.names[cut] == "OF":
        return ("week", ("week", year, month, day[0])) if match.names[0] == "WW" else None
    kind = {
        "week": "week",
        "year": "year" if number == 1 else "span",
        "quarter": "quarter",
        "month": "month" if number == 1 else "span",
    }.get(unit, "half")
    return kind, ("ending", number, unit, year, month, day[0] if day else 0)


@rule("WW (?:NUM|NUM2) (?:YREF|OF YEAR)? (?! MONTH|DASH|SLASH|TO|AND|COMMA)")
def _numbered_week(match: Match) -> Reading | None:
    """``week 16``, ``week 52 of 2023``, by ISO 8601."""
    number = match.of("NUM", "NUM2")[0]
    return ("week", ("isoweek", match.year(), number)) if 1 <= number <= 53 else None


@rule(
    "(?:ORD|LAST|FINAL|NORD) (?:COUNT DASH?)? (?:WW|WWS|DWS|DW|HW|PERIOD) OF "
    "(?:MONTH YREF?|(?:THIS|LAST|NEXT|PREV) MW|THE MW|YEAR|RELYEAR)",
    "PERIOD (?:NUM|ORD) OF (?:MONTH YREF?|(?:THIS|LAST|PREV)? MW|THE MW)",
    "(?:MONTH YEAR?|(?:THIS|LAST|NEXT|PREV)? MW) POSS (?:ORD|LAST|FINAL|NORD) (?:COUNT DASH?)? (?:WW|WWS|DWS|HW)",
)
def _days_of_month(match: Match) -> Reading | None:
    """``first 20 days of May``, ``second half of this month``, ``last week of April``, ``June's third week``."""
    cut = match.letters.find(CLASSES["OF"])
    head, right = match.part(0, cut), match.part(cut + 1)
    if match.has("POSS"):
        cut = match.letters.find(CLASSES["POSS"])
        head, right = match.part(cut + 1), match.part(0, cut)
    size = {"week": 7, "day": 1}.get(head.unit(), 15)
    order = (head.of("ORD", "NORD") or (head.of("NUM") if head.names[0] == "PERIOD" else []) or [0])[0]
    length = size * (1 if head.has("PERIOD") else head.count())
    if order > 1 and head.has("DWS") or order > (2 if size == 15 else 5) or length > 31:
        return None
    first, last = ((order - 1) * length + 1, order * length) if order else (-length, 31)
    if size == 15 and order != 1:
        first, last = 16, 31
    kind = "week" if length == 7 else "days"
    if right.has("MONTH"):
        return kind, ("days", right.year(), right.of("MONTH")[0], first, right.year(), right.of("MONTH")[0], last)
    if right.has("MW"):
        return kind, ("relpart", RELATIVE.get(right.names[0], "the"), first, last)
    return (
        (kind, ("days", right.year(), 1, first, right.year(), 1, last)) if order and last <= 31 and size != 15 else None
    )
