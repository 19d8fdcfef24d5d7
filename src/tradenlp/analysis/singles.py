"""Numbers of goods that are counted one by one, told without their noun: ``car exports fell 10% to 47,100``.

What weighs, flows or has a price is never told by a bare number; of cars, phones and cattle a bare number is how many.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from decimal import Decimal

from ..gate import Gated
from ..reading.numbers import SCALES
from ..reading.spans import Figure
from .model import Mention

_NOUN = (
    r"(?:cars?|automobiles?|vehicles?|trucks?|lorry|lorries|bus|buses|vans?|motor ?cycles?|motorbikes?|scooters?|"
    r"mopeds?|(?:two|three)-wheelers?|e-bikes?|bicycles?|tractors?|trailers?|caravans?|harvesters?|excavators?|EVs?|"
    r"NEVs?|SUVs?|smartphones?|handsets?|phones?|laptops?|computers?|televisions?|TVs?|refrigerators?|cattle|sheep|"
    r"pigs?|horses?|camels?)"
)
_FLOW = r"(?:exports?|imports?|re-exports?|shipments|sales|deliveries|production|output)"
_TOLD = Gated(
    rf"\b(?:(?P<one>{_NOUN}) (?:[a-z]+ )?{_FLOW}|{_FLOW} of (?:[a-z-]+ ){{0,3}}(?P<other>{_NOUN}))\b"
    r"(?P<rest>(?:[^.;\n]|(?<=\d)\.(?=\d)|(?-i:(?<=[A-Z])\.(?=[A-Z ]))){1,140})",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"\b(?:to|at|was|were|reached|hit|totall?(?:ed|ing)|numbered|exceeded|topped|came in at|from|of|by) "
    r"(?:about |around |some |just |only |nearly |almost |over |more than |roughly |a record |a total of )?"
    r"(?P<number>\d{1,3}(?:,\d{3})+|\d{1,3}(?:\.\d{1,3})?(?= (?:million|thousand)\b))"
    r"(?: (?P<scale>million|thousand)\b)?(?!\d|[.,]\d|[-–/]\w| ?(?:%|per ?cent\b|points?\b|trillion\b|billion\b))",
    re.IGNORECASE,
)
_PLURALS = {"lorry": "lorries", "bus": "buses", "cattle": "cattle", "sheep": "sheep"}


def counts_of_singles(text: str, found: Sequence[Mention]) -> list[Mention]:
    """Find how many of goods that are counted one by one were traded, where the number has no noun of its own.

    Args:
        text: the release.
        found: measures found so far, periods included, in order.
    Returns:
        list[Mention]: QUANTITY mentions that overlap none of ``found``, in order, their unit the goods.
    """
    out: list[Mention] = []
    ends = [m.end for m in found]
    for told in _TOLD.finditer(text):
        noun = told["one"] or told["other"]
        for match in _NUMBER.finditer(text, *told.span("rest")):
            start, end = match.start("number"), match.end("scale") if match["scale"] else match.end("number")
            at = bisect_right(ends, start)
            if (at < len(found) and found[at].start < end) or (out and out[-1].end > start):
                continue
            if match["scale"] and _in_money(text, found[max(0, at - 6) : at], start):
                continue
            scale = SCALES[match["scale"].casefold()] if match["scale"] else Decimal(1)
            digits = match["number"].replace(",", "")
            step = scale.scaleb(-len(digits.partition(".")[2]))
            figure = Figure("QUANTITY", start, end, Decimal(digits) * scale, unit=_plural(noun), precision=step)
            out.append(Mention("QUANTITY", start, end, text[start:end], figure=figure, score=0.7))
    return out


def _in_money(text: str, before: Sequence[Mention], start: int) -> bool:
    """Tell whether a paragraph counts in money last, so that a number of millions is more likely of that."""
    last = next((m for m in reversed(before) if m.label in ("MONEY", "QUANTITY")), None)
    return last is not None and last.label == "MONEY" and "\n\n" not in text[last.end : start]


def _plural(noun: str) -> str:
    """``Car`` as a unit: ``cars``."""
    word = noun if noun.isupper() or noun[1:2].isupper() else noun.casefold()
    return _PLURALS.get(word) or (word if word.endswith("s") else f"{word}s")
