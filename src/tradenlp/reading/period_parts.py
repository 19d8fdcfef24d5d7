"""Rules for parts of months, quarters and years: ``early October``, ``end of Q2``, ``beginning of the year until May``.

Conventions of readers, specs and years are those of ``period_rules``.
"""

from __future__ import annotations

from .period_grammar import RELATIVE, Match, Reading, rule
from .period_rules import earlier, valid

_PART_MONTHS = {"early": (1, 4), "mid": (5, 8), "middle": (5, 8), "late": (9, 12), "beginning": (1, 1), "start": (1, 1)}
_PART_DAYS = {
    "early": (1, 10),
    "mid": (11, 20),
    "middle": (11, 20),
    "late": (21, 31),
    "end": (31, 31),
    "beginning": (1, 10),
    "start": (1, 10),
}


@rule("PART DASH? OF? THE? QCODE YREF?", "PART DASH? OF? THE? ORD QW YREF?")
def _quarter_end(match: Match) -> Reading | None:
    """``end of Q2 2024`` is its last day; other parts of quarters have no agreed length."""
    quarter = match.of("QCODE", "ORD")[0]
    year = match.part(1).year()
    if match.word("PART") != "end" or quarter > 4 or year.startswith("F"):
        return None
    return "day", ("day", year, 3 * quarter, 31)


@rule(
    "PART OF? THE? (?:CAL|THIS)? YW (?:OF? YEAR)? (?:UP TO|TO|UNTIL) THE? (?:PART DASH? OF? THE?)? "
    "(?:DATED|MONTH YREF?)"
)
def _from_beginning(match: Match) -> Reading | None:
    """``beginning of the year until October 15``."""
    if match.values[0] not in {"beginning", "start"} or not match.has("YW"):
        return None
    _, right = match.sides()
    if not right.has("MONTH"):
        return None
    month, day = right.of("MONTH")[0], right.of("NUM", "NORD")
    year = right.year() or match.sides()[0].word("YEAR")
    if not day and right.has("PART") and right.word("PART") != "end":
        return None
    if not day:
        return "span", ("months", year, 1, year, month)
    return ("days", ("days", year, 1, 1, year, month, day[0])) if valid(month, day[0]) else None


@rule(
    "(?<=FROM) MONTH YREF? (?:UP? TO|UNTIL) THE? PART DASH? OF? MONTH YREF?",
    "(?<=BETWEEN) MONTH YREF? AND THE? PART DASH? OF? MONTH YREF?",
    "MONTH UNTIL THE? PART OF MONTH YREF?",
    "(?<=FROM) (?:THE)? PART OF MONTH YREF? (?:UP? TO|UNTIL) THE? PART OF MONTH YREF?",
    "PART OF MONTH YREF? (?:UP? TO|UNTIL) THE? PART OF MONTH YREF?",
)
def _months_to_end(match: Match) -> Reading | None:
    """``July 2021 to the end of May 2022``, ``from September to early March``: whole months."""
    parts = [value for name, value in zip(match.names, match.values, strict=True) if name == "PART"]
    within = len(parts) == 1 and match.names[match.names.index("PART") + 1] in {"DASH", "MONTH"}  # ``to early March``
    if not (parts[-1] == "end" or within) or (len(parts) > 1 and parts[0] not in {"beginning", "start"}):
        return None
    first, last = match.of("MONTH")[0], match.of("MONTH")[-1]
    cut = max(n for n, name in enumerate(match.names) if name in {"TO", "UNTIL", "AND"})
    left, right = match.part(0, cut), match.part(cut + 1)
    year1, year2 = left.year(), right.year()
    year = year2 or (str(int(year1) + (first > last)) if year1.isdigit() else year1)
    return "span", ("months", year1 or earlier(year, first, last), first, year, last)


@rule(
    "PART DASH? MONTH YREF? (?:TO|UNTIL|DASH|AND) (?:THE)? PART DASH? OF? MONTH (?:YREF|THIS YW|LAST YW)?",
)
def _parts_to_parts(match: Match) -> Reading | None:
    """``mid-July to mid-November``, ``between mid-October and mid-November``: from the 16th to the 15th."""
    cut = next(n for n, name in enumerate(match.names) if name in {"TO", "UNTIL", "AND"} or (name == "DASH" and n > 2))
    left, right = match.part(0, cut), match.part(cut + 1)
    begin, end = _PART_BEGINS.get(left.word("PART")), _PART_ENDS.get(right.word("PART"))
    if begin is None or end is None:
        return None
    year = right.year() or next((RELATIVE[n] for n in right.names if n in ("THIS", "LAST")), "")
    return "days", ("days", left.year() or year, left.of("MONTH")[0], begin, year, right.of("MONTH")[0], end)


_PART_BEGINS = {"early": 1, "beginning": 1, "start": 1, "mid": 16, "middle": 16, "late": 21}
_PART_ENDS = {"early": 10, "mid": 15, "middle": 15, "late": 31, "end": 31}


@rule(
    "PART DASH? MONTH YREF? (?! NUM|NORD)",
    "PART OF MONTH YREF?",
    "PART IN MONTH YREF?",
    "PART DASH? YEAR",
    "PART (?:OF|IN) YEAR",
    "PART OF? THE? (?:THIS|LAST|PREV|NEXT) (?:MW|YW)",
    "PART OF THE (?:MW|YW)",
    "(?:YW|MW) DASH PART (?:OF? YEAR)?",
    "YW PART (?:OF? YEAR)? (?! IN|ON)",
    "PART DASH YW (?:OF? YEAR)?",
)
def _part(match: Match) -> Reading | None:
    """``early October``, ``mid-2024``, ``end of last month``, ``year-end 2023``."""
    part = match.word("PART")
    year = match.year()
    if match.has("IN") and part not in {"early", "late", "mid"}:
        return None
    if match.has("MONTH"):
        month = match.of("MONTH")[0]
        first, last = _PART_DAYS[part]
        return "days", ("days", year, month, first, year, month, last)
    if match.names[0] in {"YW", "MW"} and part != "end":
        return None
    if match.has("MW"):
        relative = next((RELATIVE[n] for n in match.names if n in RELATIVE), "the")
        return "days", ("relpart", relative, *_PART_DAYS[part])
    if part == "end":
        return "day", ("day", year or "the", 12, 31)
    return "span", ("part", year, *_PART_MONTHS[part])


_LAST_WEEK = 53


@rule(
    "(?<!THE)(?<!A)(?<!THIS)(?<!LAST)(?<!NEXT)(?<!PREV)(?<!SAME)(?<!PAST) CAL? WW (?:NUM|NUM2) "
    "(?:YREF|OF YEAR|SLASH YEAR)?",
    "CAL? WWS (?:NUM|NUM2) (?:RANGE|AND) (?:NUM|NUM2) YREF?",
    "CAL? WW (?:NUM|NUM2) (?:RANGE|AND) WW? (?:NUM|NUM2) YREF?",
)
def _numbered_weeks(match: Match) -> Reading | None:
    """``week 24 of 2024``, ``weeks 20 to 24``: weeks as ISO 8601 counts them."""
    numbers = [int(v) for v, n in zip(match.values, match.names, strict=True) if n in {"NUM", "NUM2"}]
    weeks = numbers[: 2 if match.has("WWS") or match.names.count("WW") > 1 or _joins(match) else 1]
    year = match.year()
    if len(numbers) > len(weeks) + 1 or not 1 <= weeks[0] <= weeks[-1] <= _LAST_WEEK or "fortnight" in match.values:
        return None
    if (match.has("AND") and weeks[-1] != weeks[0] + 1) or not (year.isdigit() or year in {"", "this", "last", "the"}):
        return None
    return ("week" if len(weeks) == 1 else "days"), ("isoweeks", year, weeks[0], weeks[-1])


def _joins(match: Match) -> bool:
    """Whether a second week is named: ``week 20 to 24``; ``week 20 '24`` tells a year."""
    return any(name in {"DASH", "TO", "UNTIL", "AND"} for name in match.names)
