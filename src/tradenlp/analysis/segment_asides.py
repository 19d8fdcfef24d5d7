"""Indicators and years of a sentence that say nothing new: sums explained, balances of trade, the other side's view."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..reading import calendars
from .memory import GAPS
from .model import Segment
from .template import Template

_SUM_FIRST = re.compile(r"\bI ?(?:--|[-(])-? ?(?:that is,? |i\.e\.,? |the sum of )?$")
_SUM_SECOND = re.compile(r"\bI ?(?:--|[-(])-? ?(?:that is,? |i\.e\.,? |the sum of )?I (?:plus|and|\+|&) $")
_SUM_GOES_ON = re.compile(r" (?:plus|and|\+|&) I ?[-)]")
"""``total trade -- exports plus imports -- was 3bn``."""
BALANCE_OF = re.compile(r"^\s*(?:in|of|on|with) (?:the |its )?(?:balance of )?(?:[a-z-]+ )?$")
_FROM_US = re.compile(
    r" (?:from|to|into) (?:the )?(?:(?P<place>P)|country|kingdom|islamic republic|republic|sultanate|emirates|nation)\b"
)
_IN_TRADE = re.compile(r"[MQX]\)?,? (?:in|on|from|for) (?:the |its |foreign |international |external )*$")
"""``a surplus of $3bn in the trade of services``"""


def of_their_side(template: Template, segments: Sequence[Segment], k: int, reporter: str | None) -> bool:
    """``China was our top export market with $4.6bn worth of imports from Iran``: seen from the other side.

    Args:
        template: the sentence.
        segments: those made so far, the present one last.
        k: the indicator.
        reporter: canonical name of the document's reporter, None where unknown.
    """
    now = segments[-1]
    if not now.figures or not now.names.keys() & {"partner", "indicator"}:
        return False
    found = _FROM_US.match(template.right(k))
    if found is None or not re.search(r"M (?:worth )?(?:of|in) $", template.left(k)):
        return False
    told = {template.mentions[j].name for s in segments for j in s.names.get("reporter", ())}
    return found["place"] is None or template.mentions[k + 1].name in {reporter, *told}


def within_span(template: Template, now: Segment, k: int) -> bool:
    """``exports from January to September rose from $3bn in 2016 to $4bn in 2017``: the year of the part told.

    Args:
        template: the sentence.
        now: the present segment.
        k: the period.
    """
    year, held = template.mentions[k], now.names.get("period")
    if not held or not now.figures or year.value is None or not re.fullmatch(r"\d{4}", year.value.edtf):
        return False
    told = template.mentions[held[0]].value
    return told is not None and told.edtf != year.value.edtf and calendars.within(told.edtf, year.value.edtf)


def explains(template: Template, now: Segment, k: int) -> bool:
    """Tell whether an indicator only says what the one before it is made of, or of which trade a balance is.

    Args:
        template: the sentence.
        now: the present segment.
        k: the indicator.
    """
    held = now.names.get("indicator")
    if not held or template.letter(k) != "I":
        return False
    left, right = template.left(k), template.right(k)
    before, own = template.mentions[held[-1]].indicator, template.mentions[k].indicator
    if before == "trade" and own in ("exports", "imports"):
        opens = _SUM_FIRST.search(left) is not None and _SUM_GOES_ON.match(right) is not None
        return opens or (_SUM_SECOND.search(left) is not None and re.match(r" ?[-)]", right) is not None)
    return (
        before in GAPS
        and own == "trade"
        and _IN_TRADE.search(left) is not None
        and re.match(r" (?:of|in|with) ", right) is not None
    )


__all__ = ["BALANCE_OF", "explains", "of_their_side", "within_span"]
