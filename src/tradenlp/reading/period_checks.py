"""What the words around a period must be where its own words do not settle that it is one, and spans told in two parts.

The grammar of ``period_rules`` sees time words only. Here a candidate is held against the text beside it: counted
months that may be a mere duration (``in six months``), abbreviated months that are names (``Li Jun``), two months that
a change runs between (``rose 3% from May to June``), labels of questions (``Q2:``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from .spans import PeriodSpan

_COUNTED = re.compile(r"(?P<adjective>\w+[-–‐‑]month)|(?P<bare>\w+\s+months)", re.IGNORECASE)
_SUM_NOUN = re.compile(
    r"\s+(?:(?!low|high|peak|average|forward|contract|treasury|bill|deal|ban)[\w-]+\s+){0,2}?(?:exports?|imports?|trade"
    r"|throughput|output|sales|turnover|shipments|production|totals?|figures?|results?|surplus|deficit|volumes?"
    r"|traffic|data|sum|tally|revenues?|receipts|earnings)\b",
    re.IGNORECASE,
)
_THEIR_TRADE = re.compile(r" (?:total |overall )?(?:exports|imports|trade|shipments|surplus|deficit|turnover|sales)\b")
"""``the month's exports``"""
_TOTAL_FOR = re.compile(
    r"\b(?:total|figure|result|turnover|value|volume|exports|imports|trade|shipments|tally) (?:for|over) (?:the )?$",
    re.IGNORECASE,
)
_OPENING_IN = re.compile(r"(?:^|[.!?:;\n|•■□\-–—)]\s*)(?:In|(?:In|Over|During) the course of|Over)\s$")
_AMOUNT_IN = re.compile(
    r"\d[\d.,]*\s?(?:[kmbt]n?\b|[a-z]+illion|crore|lakh)?(?:\s(?!over|within)[A-Za-z-]+){0,4}\sin\s$",
    re.IGNORECASE,
)
_AFTER_SUM = re.compile(
    r"(?: of (?:this|the) year| of \d{4})?(?:[,;)]|\.(?:\s|$)|$|\s(?:up|down|an?|compared|against|which)\b)"
)
_FLOW = re.compile(
    r"\b(?:export\w*|import\w*|shipped|shipments|shipping|sold|sales|earned|trade|turnover|surplus|deficit)\b",
    re.IGNORECASE,
)
_NOT_YET = re.compile(
    r"\b(?:will|could|may|might|would|can|expects?|expected|plans?|aims?|first|only|straight|lowest|highest|"
    r"consecutive|since|rose|fell|doubled|increased|decreased|dropped|change\w*)\b",
    re.IGNORECASE,
)
_AGO = re.compile(
    r"(?:[2-9]|\d\d|two|three|four|five|six|seven|eight|nine|ten|\w+teen|twenty)\s+years\s+ago", re.IGNORECASE
)
_COMPARED = re.compile(r"\b(?:than|with|to|from|of|on|over|against|vs\.?|versus)\s+$", re.IGNORECASE)
_ABBREVIATION = re.compile(r"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Oct|Nov|Dec)")
_NAME_BEFORE = re.compile(r"\b(?!In\b|By\b|For\b|On\b|To\b|The\b|Of\b|And\b|From\b|Since\b|Until\b|Vs\b)[A-Z][a-z]+ $")
_GIVEN_NAME = re.compile(
    r"\b(?!(?:Mid|Early|Late|End|Year|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*-$)[A-Z][a-z]+-$"
)
"""``Gert-Jan``"""
_VERB_AFTER = re.compile(r",? (?:said|says|told|adds|added|notes|noted|explain(?:ed|s)|who)\b")
_NAME_AFTER = re.compile(r" [A-Z][a-z]+(?=[,.;:)]| (?:said|says|told|who|of|and|is|was|has|had)\b)")
_FROM = re.compile(r"\bfrom\s+$", re.IGNORECASE)
_CHANGE = re.compile(
    r"(?:%|\bper\s?cent|\bpercent|\bpct|\bpc|\bpoints?|(?:rose|fell|grew|dropped|up|down|increased?|decreased?|changed?"
    r"|growth|rise|drop|decline[sd]?|slipped|edged\s\w+|climbed|jumped|shrank|gained|lost))\s+from\s+$",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\bbetween\s+(?:the\s+)?$", re.IGNORECASE)
_MOVED = (
    r"(?:rose|fell|grew|dropped|increas(?:ed?|ing)|decreas(?:ed?|ing)|declined?|slipped|edged|climbed|jumped|"
    r"shrank|gained|lost|narrowed|widened|growth|rise|drop|fall|up|down|expanded|contracted|surged|"
    r"soared|plunged|slumped|advanced|doubled|halved)"
)
_MOVED_BEFORE = re.compile(rf"\b{_MOVED}\b[^;\n]{{0,60}}$", re.IGNORECASE)
_MOVED_AFTER = re.compile(rf",?[^.;]{{0,80}}?\b{_MOVED}\b", re.IGNORECASE)
_LABEL = re.compile(r"(?:\s\([^()\n]{1,60}\))?\s?[:.)](?:\s|$)")
_ANSWER = re.compile(r"^A[1-9]?\s?[:.)]\s", re.MULTILINE)
_NEAR = 1500
_BRACKET = re.compile(r"\s?\(\s?")
_CLOSING = re.compile(r"\s?\)\s?,?\s?(?:of\s)?(?:the\s)?")
_SHORT_YEAR = re.compile(r"['’‘]\d\d")


_ORDINAL = re.compile(r"(?:second|third|fourth|[2-4](?:nd|rd|th))\s", re.IGNORECASE)
_FULL_YEAR = re.compile(r"full[-–‐‑]year", re.IGNORECASE)
_OF_YEAR = re.compile(
    r" (?:(?!and\b|or\b)[a-z]+ ){0,2}?(?:exports?|imports?|trade|deficit|surplus|gap|growth|decline|decrease|fall|rise|"
    r"increase|drop|gain|sales|shipments|volumes?|turnover|throughput|output|production|totals?|forecast|target|figures?|"
    r"results?|revenues?|earnings|receipts|estimate|projection|outlook|average)\b",
    re.IGNORECASE,
)
"""``a full-year decline of 10%``"""
_PLACING = re.compile(
    r" (?:place|position|spot|rank|largest|biggest|most|in the|among|on the list|centur|percentile|floor|edition)"
)
_IN_A_ROW = re.compile(
    r"\s+(?:running|in\s+a\s+row|in\s+succession|on\s+the\s+trot|straight|on\s+end)\b", re.IGNORECASE
)


def agrees(text: str, first: int, last: int, reading: tuple[str, tuple[Any, ...]]) -> bool:
    """Whether the text around a candidate lets it be a period.

    Args:
        text: the document.
        first, last: half-open offsets of the candidate.
        reading: its kind and spec.
    """
    kind, spec = reading
    if _IN_A_ROW.match(text, last, last + 24) and _ORDINAL.match(text, first, last):
        return False  # ``fell for the third quarter running``
    if spec[0] == "back" and spec[2] == "month" and (counted := _COUNTED.fullmatch(text, first, last)):
        return _is_sum(text, first, last, spec[1], bool(counted["adjective"]))
    if spec[0] == "back" and text[last : last + 2] in ("'s", "’s"):
        return _THEIR_TRADE.match(text, last + 2) is not None
    if spec[0] == "shift" and spec[2] == "year" and _AGO.fullmatch(text, first, last):
        return _COMPARED.search(text, max(0, first - 10), first) is not None
    if spec == ("back", 1, "year") and _FULL_YEAR.fullmatch(text, first, last):
        return _OF_YEAR.match(text, last) is not None
    if spec[0] == "relpart" and _PLACING.match(text, last):
        return False  # ``climbed from the 14th to the 9th place``
    if spec[0] == "months":
        if last - first == 3 and _ABBREVIATION.fullmatch(text, first, last):
            return not _is_name(text, first, last)
        return kind != "span" or not _is_change(text, first, last, spec)
    if spec[0] == "years" and kind == "span":
        return not (int(spec[2]) - int(spec[1]) == 1 and _changes_between(text, first, last))
    if spec[0] == "part" and last - first == 2:
        return not _is_label(text, first, last)
    if spec[0] == "isoweeks":
        return _is_numbered(text, first, last)
    if _SHORT_YEAR.fullmatch(text, first, last):
        return (
            text[first - 1 : first] in " \n\t(|/"
            and text[last : last + 1] not in "'’%"
            and not text[last : last + 2].isalpha()
        )
    return True


_WEEK_LED = re.compile(
    r"(?:(?:^|[(\[,;:|.–—-]|\b(?:in|of|for|during|until|till|to|from|through|since|and|than|vs\.?|against|over|"
    r"between|on|iso|calendar|after|within|at|up|down|with|below|above))\s*|\n)$",
    re.IGNORECASE,
)
_WEEK_BEHIND = re.compile(
    r"\s+(?:of (?!(?:the |this |last )?(?:calendar )?(?:year|\d{4}\b(?![/–-]\d)))|"
    r"(?!up\b|down\b|was\b|were\b|rose\b|fell\b|saw\b|to\b|in\b|at\b|and\b|from\b|with\b|against\b|compared\b|"
    r"than\b|by\b|the\b|of\b|is\b|a\b|it\b|stood\b|reached\b|totall|amount|alone\b|ended\b|had\b|came\b|which\b|"
    r"when\b|after\b|for\b|on\b|but\b|as\b|over\b|this\b|last\b|vs)[a-z]+)"
)


def _is_numbered(text: str, first: int, last: int) -> bool:
    """``in week 24``; not ``this week 24 ships``, nor the week of a season."""
    if _WEEK_BEHIND.match(text, last, last + 40):
        return False
    return text[first : first + 5].lower() == "weeks" or _WEEK_LED.search(text, max(0, first - 12), first) is not None


def _is_sum(text: str, first: int, last: int, number: int, adjective: bool) -> bool:
    """``the nine months``, ``Six-month exports``, ``In six months, trade fell``; no mere durations."""
    if adjective:
        return 2 <= number <= 12 and _SUM_NOUN.match(text, last, last + 60) is not None
    before = text[max(0, first - 26) : first]
    if 2 <= number <= 11 and _TOTAL_FOR.search(text, max(0, first - 30), first):
        return True
    if before.lower().endswith("for "):
        return False
    if not before.lower().endswith(("in ", "over ", "of ")):
        return True
    if not 2 <= number <= 11:
        return False
    return _OPENING_IN.search(before if first > 26 else "\n" + before) is not None or _came_to(text, first, last)


def _came_to(text: str, first: int, last: int) -> bool:
    """``exported goods worth 156.8 billion dollars in five months, up 15%``: what a year has come to."""
    left = text[max(0, first - 120) : first].rpartition("\n")[2]
    left = left[max(left.rfind(". "), left.rfind("; ")) + 1 :]
    if not _AMOUNT_IN.search(left) or _AFTER_SUM.match(text, last, last + 30) is None:
        return False
    return _FLOW.search(left) is not None and _NOT_YET.search(left) is None


def _is_name(text: str, first: int, last: int) -> bool:
    """An abbreviated month that is a part of a person's name."""
    if text[last : last + 1] == ".":
        return False
    if _GIVEN_NAME.search(text, max(0, first - 20), first):
        return True
    if _NAME_BEFORE.search(text, max(0, first - 20), first) and _VERB_AFTER.match(text, last, last + 20):
        return True
    led = text[max(0, first - 12) : first].rstrip(" ").rpartition(" ")[2].lower()
    return led not in _PREPOSITIONS and _NAME_AFTER.match(text, last, last + 40) is not None


_PREPOSITIONS = frozenset("in of for since by from to until between and over on during vs than".split())


def _is_change(text: str, first: int, last: int, spec: tuple[Any, ...]) -> bool:
    """``fell 2% from May to June``: the months before and after a change rather than a span."""
    _, year1, month1, year2, month2 = spec
    if (month2 - month1) % 12 != 1 or (year1 != year2 and month1 != 12):
        return False
    if _changes_between(text, first, last):
        return True
    if month1 == 1:
        return False
    return bool(_FROM.search(text, max(0, first - 8), first)) and bool(_CHANGE.search(text, max(0, first - 24), first))


def _changes_between(text: str, first: int, last: int) -> bool:
    """``fell by 2% between May and June``: neighbouring periods that a movement is told of."""
    return _BETWEEN.search(text, max(0, first - 14), first) is not None and bool(
        _MOVED_BEFORE.search(text, max(0, first - 90), first) or _MOVED_AFTER.match(text, last, last + 100)
    )


def _is_label(text: str, first: int, last: int) -> bool:
    """``Q2 (Gazette): How...`` numbers a question where the text has answers."""
    alone = text[max(0, first - 1) : first] in {"", "\n"}
    return alone and bool(_LABEL.match(text, last, last + 70)) and bool(_ANSWER.search(text, last, last + _NEAR))


def merged(text: str, spans: Sequence[PeriodSpan]) -> list[PeriodSpan]:
    """Join ``third quarter (Q3) of 2024`` and ``Quarter 3 (July to Sept) 2023``, found in parts, to one span each.

    Args:
        text: the document.
        spans: of the grammar, in order.
    """
    out: list[PeriodSpan] = []
    at = 0
    while at < len(spans):
        here = spans[at]
        joined = _joined(text, here, spans[at + 1], spans[at + 2]) if at + 2 < len(spans) else None
        out.append(joined or here)
        at += 3 if joined else 1
    return out


def _joined(text: str, part: PeriodSpan, named: PeriodSpan, year: PeriodSpan) -> PeriodSpan | None:
    spec: tuple[Any, ...] = part.spec
    if spec[0] not in {"part", "months"} or spec[1] or year.kind not in {"year", "fiscal"} or year.spec[0] != "year":
        return None
    if not _BRACKET.fullmatch(text, part.end, named.start) or not _CLOSING.fullmatch(text, named.end, year.start):
        return None
    inner: tuple[Any, ...] = named.spec
    if inner[0] not in {"part", "months"} or inner[1]:
        return None
    size = (spec[4] - spec[2] if spec[0] == "months" else spec[3] - spec[2]) % 12
    if size != (inner[4] - inner[2] if inner[0] == "months" else inner[3] - inner[2]) % 12:
        return None
    if spec[0] == inner[0] == "months" and spec[2:5:2] != inner[2:5:2]:
        return None  # ``May (April) 2024``: two periods
    name = year.spec[1]
    whole = ("months", name, inner[2], name, inner[4]) if inner[0] == "months" else (*spec[:1], name, *spec[2:])
    return replace(part, end=year.end, spec=whole)
