"""What desk notes set beside a figure: the forecast it is measured against, and the figure of the period before.

``+1.7% vs +1.1% expected``, ``$82.6bn (exp. $73.0bn, prev. $72.4bn)``, ``$4.3B vs $7.3B prior``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from ..gate import Gated
from ..reading import calendars
from .model import Link, Mention

FORECAST, PREVIOUS = "forecast", "previous"

_AMOUNT = r"[:\s]*(?:[-+−–~]|[A-Z]{0,3}[$€£¥])?$"
_EXPECTED_BEFORE = Gated(
    r"\b(?:expected|expectations?|exp\.?|fcst\.?|f'?cast|forecast|consensus|cons\.|est\.|polls?)"
    r"(?: (?:of|was|at|for|said|had|saw|showed))?"
    + _AMOUNT
    + r"|\b(?:vs\.?|versus|against|than|beating|missing|topping|above|below) (?:an? |the )?"
    r"(?:estimated|expected|forecast(?:ed)?|projected|predicted|consensus)(?: of)?(?: an?)?" + _AMOUNT,
    re.IGNORECASE,
)
_EXPECTED_AFTER = re.compile(
    r"\s*(?!as )(?:[a-z]+ )?(?:expected|exp\.|forecast(?:ed)?\b(?! of)|anticipated|f'?cast|fcst\b|consensus|tipped"
    r"|pencilled in|(?:seen|predicted|projected) by (?:analysts|economists)|estimate\b"
    r"|est(?:\.|(?=[;,)\n]|\s*\Z)))(?! to\b)",
    re.IGNORECASE,
)
_AGAINST = Gated(
    r"\b(?:vs\.?|versus|against|than|beat(?:s|ing)?|miss(?:ed|es|ing)|topp?(?:ed|ing|s)|above|below|under|short of|"
    r"from|exceed(?:ed|s|ing)|surpass(?:ed|es|ing)|outpac(?:ed|es|ing)|undersh\w+|oversh\w+|defy(?:ing)|defied|"
    r"compared (?:with|to))\b[^.;(]{0,24}$|[(/] ?$",
    re.IGNORECASE,
)
_TIPPED_AFTER = re.compile(
    r"(?: (?!(?:in|by|of|for|to|and|but|from|as|after|on|or|is|was|were|has|had|have|that)\b)[a-z]+){0,2}"
    r"(?: (?:that|which))?(?: (?!had|have|was|were)[\w'’-]+){0,6}?(?: (?:had|have|has|was|were|been|is|are))*"
    r" (?:expect(?:ed|ing)|forecast(?:ed)?|predicted|projected|pencill?ed in|(?:looked|looking|hoped|hoping) for|"
    r"anticipated|foreseen|tipped|budgeted)\b(?! (?:of|for)\b)"
)
"""``short of the 9.1% economists had pencilled in``, ``the 2.1% rise projected by the ministry``"""
"""A forecast behind a figure is one of these only where the figure stands for comparison."""
_PREVIOUS_BEFORE = Gated(
    r"\b(?:prior|previous|prev\.?|previously)(?: (?:was|of|at|reading|revised|month's))*" + _AMOUNT, re.IGNORECASE
)
_PREVIOUS_AFTER = re.compile(
    r"\s*(?:prior|previously(?! (?:reported|announced|published|estimated|released|given|told))|prev\.|previous\b)"
    r"(?! (?:year|quarter|week|season|record|to\b|period))",
    re.IGNORECASE,
)
_BEHIND_FORECAST = re.compile(
    r"(?:\d|bn|billion|mn|million|%) (?:expected|forecast|consensus|estimate)s?,? "
    r"(?:and|but|after|down from|up from) [A-Z]{0,3}[$€£¥]?$",
    re.IGNORECASE,
)
"""``vs $21.0bn forecast and $20.4bn in June``: the forecast is that before."""
_EXPORTS = re.compile(r"\bexp\b[.: ]*(?:[A-Z]{0,3}[$€£¥])?$", re.IGNORECASE)
_NEAR = 40
_FAR = 90


def told_beside(text: str, start: int, end: int) -> str:
    """Return ``forecast`` or ``previous`` where the words beside a figure say that it is one, else an empty string.

    Args:
        text: the release.
        start, end: the figure.
    """
    left = _before(text, start)
    right = text[end : end + _NEAR].partition("\n")[0]
    if _PREVIOUS_BEFORE.search(left) or _PREVIOUS_AFTER.match(right):
        return PREVIOUS
    if _EXPORTS.search(left) and re.search(r"\bimp\b", text[max(0, start - 60) : end + 60], re.IGNORECASE):
        return ""  # ``Exp. $82.6bn, Imp. $73.0bn``
    if _EXPECTED_BEFORE.search(left):
        return FORECAST
    if _EXPECTED_AFTER.match(right) or _TIPPED_AFTER.match(text, end, end + _FAR):
        return FORECAST if _AGAINST.search(left) else ""
    return ""


def _before(text: str, start: int) -> str:
    return text[max(0, start - _NEAR) : start].rpartition("\n")[2]


def settle_stances(text: str, links: Sequence[Link], published: date | None = None) -> None:
    """Let figures that are forecasts or of the period before state facts of their own, in place.

    Args:
        text: the release.
        links: those of its prose.
        published: date of publication, None where unknown; what is told of a later time is no actual figure.
    """
    heads = {id(link.figure): link for link in links}
    later = {id(link) for link in links if _begins_later(link, published)}
    if 2 * len(later) > sum(bool(link.slots.get("period")) for link in links):
        later = set()  # the date is that of something else
    for link in links:
        stance = told_beside(text, link.figure.start, link.figure.end)
        if not stance and link.modality == FORECAST and _BEHIND_FORECAST.search(_before(text, link.figure.start)):
            link.modality = "actual"
        if not stance and link.modality == "actual" and id(link) in later:
            link.modality = FORECAST
        if not stance or link.measure not in ("amount", "change"):
            continue
        if link.joins is not None:
            head = heads.get(id(link.joins))
            link.slots = dict(head.slots) if head is not None else link.slots
            link.joins = None
        if stance == FORECAST:
            link.modality = FORECAST
            if link.slots.get("earlier"):  # it stands for comparison, but with the same period's outcome
                link.slots = {**link.slots, "period": link.slots["earlier"]}
                del link.slots["earlier"]
        else:
            _move_back(link)


def _begins_later(link: Link, published: date | None) -> bool:
    """Tell whether a figure is of a period that begins after the day of publication; sales ahead are told of such."""
    indicator = link.slots.get("indicator")
    if indicator and indicator[0].indicator in ("sales", "orders"):
        return False
    period = link.slots.get("period")
    value = period[0].value if period else None
    start = value.start if value is not None else None
    return published is not None and start is not None and start > published.isoformat()


def _move_back(link: Link) -> None:
    """Give a figure the period of as many months before that of the figure it stands beside."""
    link.modality = "actual"
    period = link.slots.get("period") or link.slots.get("earlier", ())
    value = period[0].value if period else None
    size = calendars.length(value.edtf) if value is not None else 0
    if value is None or size not in (1, 3, 12) or 0 <= period[0].start - link.figure.end < _NEAR:
        return  # ``prev. $4.8bn in April`` tells its own
    if period[0].period is not None and period[0].period.kind == "comparison":
        return  # ``the previous month's 1.4% drop``
    link.slots.pop("earlier", None)
    moved: Mention = replace(period[0], value=calendars.resolved(calendars.shift(value.edtf, months=-size)), id="")
    link.slots["period"] = (moved,)
    link.fixed = frozenset({"period"})
