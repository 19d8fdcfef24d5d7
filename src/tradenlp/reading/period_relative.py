"""Rules for years, fiscal and marketing years, relative periods, comparisons and open ends.

Conventions of readers, specs and years are those of ``period_rules``.
"""

from __future__ import annotations

from .period_grammar import RELATIVE, Match, Reading, rule

_NOT_BACK = "(?! OF|EARLIER|DASH|TO|ENDED|UNTIL|POSS|APOS|MONTH|FROM|BETWEEN|YEAR|NUM|QCODE|BY|SINCE|PAIR|ON|AND A)"


@rule(
    "YEAR",
    "CAL? YW OF? YEAR",
    "(?:PAST|LAST|THIS)? CAL CAL? YW OF? YEAR",
    "FULL DASH? CAL? YW OF? YEAR",
    "YEAR CAL YW",
    "FULL DASH? YEAR",
    "YEAR FULL DASH? YW",
    "APOS (?:NUM|NUM2)",
    "FULL YW",
    "FULL DASH YW",
)
def _year(match: Match) -> Reading | None:
    if match.has("APOS"):
        short = match.of("NUM", "NUM2")[0]
        return ("year", ("year", str(2000 + short))) if 10 <= short <= 40 else None
    if not match.has("YEAR"):
        known = match.word("FULL") in {"whole", "entire"} or match.has("DASH")
        return ("year", ("back", 1, "year")) if known else None
    return "year", ("year", match.word("YEAR"))


@rule(
    "YRANGE",
    "(?<=FROM) YEAR (?:TO|UNTIL) YEAR",
    "(?<=IN) YEAR TO YEAR",
    "(?<=FOR) YEAR TO YEAR",
    "(?<=BETWEEN) YEAR AND YEAR",
    "PERIOD (?:OF|FROM)? YEAR (?:TO|UNTIL) YEAR",
    "PERIOD (?:OF|FROM) YRANGE",
)
def _years(match: Match) -> Reading | None:
    if match.has("YRANGE"):
        found = match.word("YRANGE")
        first, last = found[:4], found[-4:] if found[-4:].isdigit() else found[:2] + found[-2:]
    else:
        first, last = match.word("YEAR"), str(match.values[-1])
    return ("span", ("years", first, last)) if first < last else None


@rule("COUNT YWS (?:TO|UNTIL|ENDED) (?:YEAR|PAIR)")
def _many_years(match: Match) -> Reading | None:
    """``ten years to 2022-23``."""
    number, last = match.count(), str(match.values[-1])[:4]
    first = str(int(last) - number + 1)
    if number < 2:
        return None
    return "span", (("fiscals", f"FP{first}", f"FP{last}") if match.has("PAIR") else ("years", first, last))


@rule("DECADE", "PART DASH? DECADE")
def _decade(match: Match) -> Reading | None:
    return "decade", ("decade", match.of("DECADE")[0] // 10)


@rule("FYCODE RANGE FYCODE")
def _fiscal_years(match: Match) -> Reading | None:
    return "span", ("fiscals", match.word("FYCODE"), str(match.values[-1]))


@rule("FISCAL YW EARLIER (?! YEAR|NUM)")
def _fiscal_before(match: Match) -> Reading | None:
    """``the financial year before``."""
    return None if match.word("EARLIER") == "previously" else ("comparison", ("year", "FYprev"))


@rule("(?:THIS|LAST|PREV|NEXT) FISCAL YW PAIRED")
def _fiscal_of_name(match: Match) -> Reading | None:
    """``the current financial year 2020-2021``."""
    return "fiscal", ("year", match.year())


@rule("FYR", "FISCAL YW? APOS? (?:NUM|NUM2)", "FISCAL DASH? YEAR", "YW PAIR", "(?<=THE) FISCAL YW (?! TOEND)")
def _fiscal(match: Match) -> Reading | None:
    year = match.year()
    if not year and (short := match.of("NUM", "NUM2")):
        year = f"FY20{short[0]:02d}"
    if match.has("THIS") or match.has("LAST") or match.has("NEXT") or match.has("THAT") or match.has("SAME"):
        return "relative", ("year", year)
    if match.has("PREV"):
        return "comparison", ("year", year)
    return "fiscal", ("year", year or "FYthe")


@rule(
    "SEASONAL OF? PAIRED",
    "PAIRED SEASONAL",
    "MYCODE",
    "(?:THIS|LAST|PREV|NEXT) SEASONAL",
    "(?<=THE) FULL SEASONAL",
    "(?<=SINCE) PART OF THE SEASONAL (?! OF|YEAR)",
    "(?<=SINCE THE) PART OF THE SEASONAL (?! OF|YEAR)",
    "(?<=FROM THE) PART OF THE SEASONAL (?! OF|YEAR)",
)
def _marketing(match: Match) -> Reading | None:
    """``2023/24 marketing year``; the commodity is filled in by the finder."""
    pair = match.word("PAIR") or match.word("YRANGE")
    year = f"FP{pair[:4]}" if pair else match.word("MYCODE") or (f"FY{match.word('YEAR')}" if match.has("YEAR") else "")
    if year:
        return "marketing", ("marketing", year, "")
    if match.has("FULL"):  # ``700,000 bags for the whole season``
        return "marketing", ("marketing", "this", "")
    if match.has("PART"):  # ``since the start of the season``
        return ("marketing", ("marketing", "this", "")) if match.values[0] in {"start", "beginning"} else None
    relative = RELATIVE[match.names[0]]
    return ("comparison" if relative == "prev" else "marketing"), ("marketing", relative, "")


@rule(
    "(?:THIS|LAST|PREV|NEXT) FULL? CAL? (?:YW|MW|QW|WW|HW)",
    "(?:THIS|PREV) PERIOD",
    "(?:THIS|LAST|PREV) DASH (?:YW|MW|QW|PERIOD)",
    "(?:PAST) (?:YW|MW|QW|WW)",
    "(?:PREV|LAST) YW POSS SAME? (?:PERIOD|MW|QW)",
    "(?:PREV|LAST) YW SAME PERIOD",
)
def _relative(match: Match) -> Reading | None:
    """``this year``, ``last month`` (of the publication), ``previous quarter`` (before the main period)."""
    unit = match.unit()
    if match.has("POSS") or match.has("SAME"):
        return "comparison", ("same", "prev", match.part(2).unit(), 0)
    if match.has("PREV"):
        return "comparison", ("previous", unit)
    if unit == "period":
        return "relative", ("back", 0, unit)
    if match.has("PAST"):
        return "relative", (("back", 1, unit) if match.values[0] == "latest" else ("last", 1, unit))
    if match.values[0] == "following":
        return "relative", ("following", unit)
    return "relative", ("rel", unit, {"this": 0, "last": -1, "next": 1}[RELATIVE[match.names[0]]])


@rule("PREV WORDNUM (?! OF|DASH)")
def _previous_one(match: Match) -> Reading | None:
    """``compared with the previous one``: a span as long as the main period, before it."""
    return ("comparison", ("previous", "period")) if match.count() == 1 and match.values[0] != "prior" else None


_SEASON_MONTHS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "winter": (12, 2)}


@rule("SEASONED")
def _season(match: Match) -> Reading | None:
    """``this spring``, ``winter of 2023``: the three months of the northern season."""
    first, last = _SEASON_MONTHS[match.word("SPRING")]
    year = match.word("YEAR") or match.word("PAIR")[:4]
    if not year:
        relative = next((RELATIVE[n] for n in match.names if n in RELATIVE and n != "THE"), "this")
        return "span", ("seasonal", relative, first, last)
    return "span", ("months", year, first, str(int(year) + (first > last)), last)


@rule("(?:LAST|PAST|PREV|NEXT) COUNT DASH? (?:YWS|MWS|QWS|WWS|DWS)", "PAST COUNT DASH MW PERIOD?")
def _last(match: Match) -> Reading | None:
    """``last three months``, ``rolling 12 months``, ``next five years``."""
    forward = match.has("NEXT") and match.values[0] != "following"
    if match.has("PREV") and match.unit() in {"month", "quarter"}:
        return "comparison", ("before", match.count(), match.unit())
    return "relative", ("next" if forward else "last", match.count(), match.unit())


@rule(
    f"(?<=THE) COUNT DASH? (?:MWS|QWS|MW PERIOD) {_NOT_BACK}",
    "COUNT DASH MW PERIOD",
    f"(?<=IN THE) (?:MW|QW|YW|HW|PERIOD) {_NOT_BACK}",
    f"(?<=FOR THE) (?:MW|QW|YW|HW|PERIOD|FULL DASH? YW) {_NOT_BACK}",
    f"(?<=OVER THE) PERIOD {_NOT_BACK}",
    f"(?<=IN THE) (?:HW DASH? (?:YW|MW)) {_NOT_BACK}",
    f"(?<=FOR THE) (?:HW DASH? (?:YW|MW)) {_NOT_BACK}",
    f"FULL COUNT MWS {_NOT_BACK}",
    "HW DASH YW (?! TO|ENDED|UNTIL|YEAR|DASH|OF|BY)",
    "MW OF REF",
    "REF (?:MW|QW)",
    f"(?<=IN) COUNT MWS {_NOT_BACK}",
    f"(?<=OVER) COUNT MWS {_NOT_BACK}",
    f"(?<=IN) COUNT QWS {_NOT_BACK}",
    f"(?<=OF) COUNT MWS {_NOT_BACK}",
    f"(?<=FOR) COUNT MWS {_NOT_BACK}",
    f"THAT COUNT (?:MWS|QWS) {_NOT_BACK}",
    "COUNT DASH MW (?! PERIOD|TO|ENDED|YEAR|DASH)",
    "THAT (?:MW|QW|YW|PERIOD)",
    "SAME (?:MW|QW|YW|PERIOD|HW)",
    "(?<=THE) (?:MW|QW) (?=POSS SEP)",
)
def _back(match: Match) -> Reading | None:
    """``the nine months``, ``the period``, ``that month``: the last period of this size."""
    if match.has("SAME") and match.values[0] in {"corresponding", "comparable", "equivalent", "like"}:
        return "comparison", ("same", "prev", match.unit(), 0)
    counted = match.has("WORDNUM") or match.has("NUM")
    if match.has("HW") and match.has("MW"):
        return "relative", ("back", 1, "fortnight")
    if match.has("REF"):
        return "relative", ("reference", match.unit())
    number, unit = match.count() if counted else 1, match.unit()
    if match.values[0] == "that" and unit in {"year", "month", "quarter"} and not counted:
        return "relative", ("told", unit)
    return "relative", ("back", 0 if unit == "period" else number, unit)


@rule(
    "SAME UNIT DASH? (?:OF|IN)? (?:OF)? BACKYEAR",
    "SAME (?:YW DASH? EARLIER) DASH? UNIT",
    "SAME YEAR UNIT",
    "SAME? (?:PREV|LAST) DASH? YW DASH? (?:PERIOD|MW|QW)",
    "SAME (?:TIME|DATE) (?:LAST|PREV) YW",
    "SAME UNIT (?:A|THE) YW DASH? EARLIER",
    "SAME UNIT (?:A|THE|WORDNUM) YW PREV (?! YW)",
    "THIS TIME LAST YW",
)
def _same(match: Match) -> Reading | None:
    """``same period last year``, ``corresponding month of 2023``, ``same date a year earlier``."""
    found = _same_unit(match)
    spec: tuple[object, ...] = found[1] if found is not None else ()
    if found is None or spec[2] != "period" or not (match.has("DATE") or match.has("TIME")):
        return found
    return found[0], (*spec[:2], "date", *spec[3:])


def _same_unit(match: Match) -> Reading | None:
    if match.names[-1] in {"PERIOD", "MW", "QW"} and (match.has("PREV") or match.has("LAST")):
        return "comparison", ("same", "prev", _UNITS[match.names[-1]], 0)
    back = 1
    cut = next((i for i, n in enumerate(match.names) if n in _UNIT_WORDS), 0)
    if match.has("EARLIER") or match.word("PREV") == "prior":
        later = match.part(cut + 1)
        back = later.count() if later.has("WORDNUM") or later.has("NUM") else 1
        head = match.part(0, cut + 1)
        unit = "period" if head.names[-1] in {"MWS", "QWS"} and head.count() == 1 else head.unit()
        return "comparison", ("same", f"-{back}", unit, head.count() if head.count() > 1 else 0)
    year = match.part(cut + 1).year() or match.year()
    if match.names[cut] in {"MWS", "QWS"} and not (match.has("WORDNUM") or match.has("NUM")):
        return "comparison", ("same", year or "prev", "period", 0)
    if match.has("SEASON") or match.has("MARKET"):
        year = "prev"
    if year in {"the", "this", "FYthe", "FYthis", "next", "that", "FYthat"}:
        return "relative", ("same", year, match.unit(), 0)
    number = match.part(0, cut + 1).count()
    return "comparison", ("same", year or "prev", match.unit(), number if number > 1 else 0)


_UNITS = {"PERIOD": "period", "MW": "month", "QW": "quarter"}
_UNIT_WORDS = frozenset(
    {"PERIOD", "MW", "QW", "YW", "WW", "HW", "TIME", "SEASON", "MWS", "QWS", "WWS", "YWS", "DWS", "DATE"}
)


@rule(
    "(?:YW|MW|QW|WW) DASH? EARLIER (?! YEAR) (?:DASH? (?:PERIOD|MW|QW|HW))?",
    "COUNT (?:YW|YWS|MW|MWS|QW|QWS|WW|WWS) EARLIER (?! YEAR)",
    "COUNT DASH (?:YW|MW) DASH EARLIER",
    "(?<=THE) (?:YW|MW|QW) PREV (?! YW|MW|QW|YEAR|MONTH)",
    "(?<=A) (?:YW|MW|QW) PREV (?! YW|MW|QW|YEAR|MONTH)",
    "COUNT (?:YW|YWS|MW|MWS|QW|QWS) PREV (?! YW|MW|QW|YEAR|MONTH)",
)
def _shifted(match: Match) -> Reading | None:
    """``year earlier``, ``two years ago``, ``year-ago quarter``: the main period moved back."""
    if match.has("PREV") and match.word("PREV") != "prior":
        return None
    if (match.values[0] == 1 and not match.has("PREV")) or (
        match.word("EARLIER") == "previously" and match.names[0] == "YW" and match.has("DASH")
    ):
        return None
    return "comparison", ("shift", -match.count(), match.unit())


@rule(
    "(?:FISCAL|MARKET|SEASON)? (?:YW|MW|QW|SEASON) DASH? TO DASH? DATE",
    "FISCAL? YTD",
    "SOFAR SOFAR (?:IN)? (?:THIS|THE) (?:FISCAL? YW|MW|FISCAL|QW|SEASON)",
    "SOFAR SOFAR IN YEAR",
    "THIS (?:FISCAL? YW|MW|FISCAL|QW) (?:TO DATE|SOFAR SOFAR)",
    "(?<=THE) SEASONAL SOFAR SOFAR",
)
def _to_date(match: Match) -> Reading | None:
    if match.has("SOFAR") and [str(v) for n, v in zip(match.names, match.values, strict=True) if n == "SOFAR"] != [
        "so",
        "far",
    ]:
        return None
    unit = "FY" if match.has("FISCAL") else "season" if match.has("MARKET") else match.unit() or "year"
    return "relative", ("ytd", unit, match.word("YEAR"))


@rule("MONTH YREF? TO DATE")
def _since_month(match: Match) -> Reading | None:
    month = match.of("MONTH")[0]
    return "open", ("open", "since", ("months", match.year(), month, match.year(), month))


@rule("(?<!UP) (?<!UP DASH) TO DATE (?! FROM|DASH)")
def _until_now(match: Match) -> Reading | None:
    return "open", ("open", "todate")
