"""What the heading of a column, or the label of a row, says that its numbers are: values, changes, shares, ranks,
or nothing of the kind.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from .table_dates import MONTH_WORD
from .table_model import Unit
from .table_units import heading_unit, parse_unit, percent

_RANK = re.compile(r"rank(?:ing)?|position|place", re.IGNORECASE)
_CODE = re.compile(
    r"#|(?:s|sl|sr)\.? ?no\.?|no\.?|n[°º]|serial(?: no\.?)?|(?:hs|hts|htsus|sitc|isic|cn|bec|tariff"
    r"|itc|cpc|naics|chapter|ch\.?|section)"
    r"(?:[ -]?(?:\d{1,2}|codes?|lines?|no\.?|chapters?|headings?|hs))*|codes?|commodity code"
    r"|product code|iso|notes?|remarks?|page|sources?",
    re.IGNORECASE,
)
_UNIT = re.compile(
    r"units?|uom|(?:unit|units) of (?:measure(?:ment)?|quantity|qty|count)|(?:qty|quantity"
    r"|measurement|stat(?:istical)?)\.? units?",
    re.IGNORECASE,
)
_SHARE = re.compile(
    r"\bshares?\b|(?:%|per ?cent|percentages?|pct\.?) (?:of|in) (?!change)|\bweight\b|\bproportion\b"
    r"|% to total|^\W*(?:of|in) (?:the )?(?:grand )?total\b|\bsh\.|\bportion\b",
    re.IGNORECASE,
)
_INDEX = re.compile(
    rf"(?:%|\bper ?cent|\bpct\.?) of (?:the )?(?:(?:{MONTH_WORD}\.? |Q[1-4] )?(?:19|20)\d\d"
    r"|(?:same|previous|preceding|last|corresponding|prior) (?:period|year|month|quarter))\s*\)?$",
    re.IGNORECASE,
)
"""What of a period before: ``2016 in % of 2015``."""
_WEIGHT = re.compile(r"\b(?:net|gross|live|dry|total|shipped|landed)? ?weight\b", re.IGNORECASE)
_OTHER = re.compile(
    r"\bcontribut|\btariff|\bdut(?:y|ies)\b|utili[sz]ation|\bmargins?\b|\bcagr\b|\bindex\b"
    r"|\bindices\b|\bratio\b|interest|\binflation|\bcoverage\b|\bpass(?:enger)?s?\b"
    r"|\bcov\b|\bweight in\b|achiev|\btarget (?:met|rate)|\bcompletion\b",
    re.IGNORECASE,
)
_GROWTH = re.compile(
    r"\bgrowth|\bgrow\b|\bvar(?:iation)?s?\b\.?|\brate\b|\by[-/ ]?o[-/ ]?y|\bm[-/ ]?o[-/ ]?m\b"
    r"|\bq[-/ ]?o[-/ ]?q\b|\b[ymq]/[ymq]\b"
    r"|(?:year|month|quarter)[- ](?:on|over|to)[- ](?:year|month|quarter)|\bannual %|\bytd %"
    r"|\bpct\.? ?ch|\bpercentage points?\b|\bevolution\b",
    re.IGNORECASE,
)
_CHANGE = re.compile(
    r"\bchanges?\b|\bvariances?\b|\bchg\b|\bch\.|\bdiff(?:erence|\.)?|\bdelta\b|[Δ∆]|\bincr(?:ease|\.)?"
    r"|\bdecr(?:ease|\.)?|[+±] ?/? ?[-−–]|\bmovement|\bvs\.?\s|\bgain\b",
    re.IGNORECASE,
)
_PERCENT = re.compile(r"%|\bper ?cent\b|\bpct\b|\bpercentage\b", re.IGNORECASE)
_ABSOLUTE = re.compile(r"\babsolute|\bin value\b|\bnet change\b", re.IGNORECASE)
_VOLUME = re.compile(r"\b(?:volumes?|quantit(?:y|ies)|qty|qnty|weight|tonnage)\b", re.IGNORECASE)
_VALUE = re.compile(r"\bvalues?\b", re.IGNORECASE)
_PRICE = re.compile(r"\bprices?\b|\bunit values?\b|\bper\b|\bfreight\b", re.IGNORECASE)
_WHEN = re.compile(
    r"(?:calendar |fiscal |financial |marketing |crop |release |reference )?"
    r"(?:years?|months?|periods?|quarters?|seasons?|dates?|weeks?)|reference|as of",
    re.IGNORECASE,
)
_FLOW = re.compile(r"\b(?:exports?|imports?|shipments?|sales|trade|turnover|purchases)\b", re.IGNORECASE)
_MADE_UP = re.compile(
    r"\b(?:distribut(?:ed|ion)|divided|shared?|shares|split|broken down|break-?down|compos(?:ed|ition)|structure"
    r"|made up|consist(?:s|ed)?|accounted for|account for|came from|went to|as follows|following)\b",
    re.IGNORECASE,
)
_MOVED = re.compile(
    r"\b(?:rose|grew|fell|declined?|increased?|growth|changed?|changes|up|down|higher|lower|faster|tariffs?|rates?)\b",
    re.IGNORECASE,
)
_BRACKETED = re.compile(
    r"(?P<before>[^.;:()\n]{0,60})\b(?:in|within|inside) (?:the )?(?:round |square )?(?:brackets?|parenthes[ei]s)\b"
    r"(?P<after>[^.;\n]{0,90})",
    re.IGNORECASE,
)
_GROUP = re.compile(r"[(\[][^()\[\]]*[)\]]")


def role_of(heading: str) -> str:
    """Return ``value`` or ``volume`` where a heading says which of the two its numbers are, else an empty string."""
    if _VOLUME.search(heading):
        return "volume"
    return "value" if _VALUE.search(heading) else ""


def is_price(heading: str) -> bool:
    """Tell whether a heading speaks of prices, whose currency takes no scale from the caption."""
    return _PRICE.search(heading) is not None


def is_when(heading: str) -> bool:
    """Tell whether a column holds years, months or dates by its heading."""
    return _WHEN.fullmatch(heading.strip(" *:.")) is not None


def tells_parts(line: str) -> bool:
    """Tell whether a line above percentages says that they are parts of a flow: ``Exports were divided as follows:``.

    Args:
        line: a line of a text.
    """
    told = _FLOW.search(line) is not None and _MADE_UP.search(line) is not None
    return told and _MOVED.search(line) is None and not line.rstrip().endswith((".", "?", "!"))


def told_of_brackets(line: str) -> str:
    """Return what a caption or note says that numbers in brackets are: ``share``, ``change`` or nothing.

    Args:
        line: ``Figures in parentheses represent percentage share in total``, ``US$ million (% change in brackets)``.
    """
    m = _BRACKETED.search(line)
    if m is None:
        return ""
    words = f"{m['before']} {m['after']}"
    if _GROWTH.search(words) or _CHANGE.search(words):
        return "change"
    return "share" if _SHARE.search(words) or _PERCENT.search(words) else ""


@lru_cache(maxsize=4096)
def classify(heading: str) -> tuple[str, Unit | None]:
    """Tell what a heading says of its numbers.

    Args:
        heading: words of the heading, levels joined by a blank.
    Returns:
        tuple[str, Unit | None]: kind as in ``Column.kind`` (``value`` where no word tells another) and the unit told.
    """
    plain = " ".join(heading.strip(" *:.").split())
    for kind, pattern in (("rank", _RANK), ("code", _CODE), ("unit", _UNIT)):
        if pattern.fullmatch(plain):
            return kind, None
    if is_when(plain):
        return "other", None
    unit = heading_unit(heading)
    rates = unit is not None and unit.label == "PERCENT"
    if _INDEX.search(heading):
        return "other", percent()
    if _SHARE.search(heading) and not (unit is not None and unit.label == "QUANTITY" and _WEIGHT.search(heading)):
        return "share", unit if rates else percent()
    if _OTHER.search(heading):
        return "other", unit if rates else percent() if _PERCENT.search(heading) else unit
    if _GROWTH.search(heading):
        return "change", unit if unit is not None and (rates or _ABSOLUTE.search(heading)) else percent()
    if _CHANGE.search(heading):
        return "change", unit if unit is not None else percent() if _PERCENT.search(heading) else None
    if rates or (_PERCENT.search(heading) and unit is None):
        return "change", unit or percent()
    return "value", unit


def inner_unit(heading: str) -> tuple[str, Unit | None]:
    """Split off the brackets of a heading that tell the unit of a second number in the same cell.

    Args:
        heading: ``Exports (y/y, %)``.
    Returns:
        tuple[str, Unit | None]: the heading without them, and their unit (percentages where none of them tells one).
    """
    found: Unit | None = None
    rest = heading
    for group in _GROUP.findall(heading):
        kind, unit = classify(group[1:-1])
        if unit is not None and unit.label == "PERCENT" or kind in ("change", "share"):
            found = unit or percent()
            rest = rest.replace(group, " ")
    return " ".join(rest.split()), found


def is_unit_column(heading: str, cells: Iterable[str]) -> bool:
    """Tell whether a column holds units: by its heading, or because each of its cells is nothing but a unit."""
    if classify(heading)[0] == "unit":
        return True
    told = [c for c in cells if c]
    return bool(told) and all((u := parse_unit(c)) is not None and bool(u.label) for c in told)
