"""Numbers with a scale and no unit (``imports reached 6.89 trillion``): they take the unit that the text used last.

Only numbers with a scale word are read, since a bare number may count anything; the unit comes from the nearest earlier
amount of the same sentence or paragraph, or from a currency named in it (``expressed in USD``).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from ..gate import Gated
from ..lexicon import load
from ..reading.contexts import counts_people
from ..reading.numbers import SCALES, parse_digits, reads_decimal_commas
from ..reading.quantities import kind_of
from ..reading.spans import Figure
from .model import Mention

_SCALED = re.compile(
    r"(?=[+−\d-])(?<![\w.,$€£¥₹-])(?P<sign>[+−-])?(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,6}(?:\.\d+)?)\s?(?P<scale>trillion|"
    r"billions?|millions?|thousand|trn|tn|bln|bn|mln|mn)\b(?![-\u2010]?\w)",
    re.I,
)
_NOUN_AFTER = re.compile(
    r"\s+(?!in|to|from|of|and|or|for|at|on|by|with|while|as|was|were|is|are|the|a|an|last|this|during|up|down|year|yoy|"
    r"compared|against|went|came|more|less|higher|lower|than|but|that|which|respectively|over|under|after|before|it|"
    r"they|also|only|had|has|have|now|then|again|so|if|when|per|each|through|via|because|since|amid|among|between|"
    r"within|without|against\b)[a-z]{3,}",
    re.I,
)
_CURRENCY = re.compile(
    r"\b(?:in|of)\s+(?P<code>USD|EUR|GBP|CNY|JPY|US dollars|dollars|euros?|pounds|yuan|US\$|\$|€)\b", re.I
)
_CODES = {
    "usd": "USD",
    "us dollars": "USD",
    "us$": "USD",
    "dollars": "USD",
    "$": "USD",
    "eur": "EUR",
    "euro": "EUR",
    "euros": "EUR",
    "€": "EUR",
    "gbp": "GBP",
    "pounds": "GBP",
    "cny": "CNY",
    "yuan": "CNY",
    "jpy": "JPY",
}
# people and things are rarely counted in these
_STOP = re.compile(r"[.;!?]\s|\n")
_MONEY_SCALES = frozenset({"bn", "bln", "billion", "billions", "tn", "trn", "trillion"})
_REACH = 600  # characters back to the amount whose unit is taken


_COMPARED = re.compile(
    r"(?=[acefortvw,(])"
    r"(?:\b(?P<lead>from|against|than|compared (?:to|with)|versus|vs\.?|of the|of which|to|reach(?:ed|ing)|was|were|"
    r"totall?(?:ed|ing)|came to|at|and|there were|exceeded|cf\.?)|[,(])\s+"
    r"(?:the |some |about |just |only |around |nearly |almost |roughly )?(?P<number>\d{1,3}(?:,\d{3})+|\d{2,3})"
    r"(?=\s*(?:[,.;:)](?!\d)|in\b|of (?:a|the|January|February|March|April|May|June|July|August|September|October|"
    r"November|December|last|20\d\d)\b|in all\b|a (?:year|month|week|quarter)\b|"
    r"the (?:year|month|week|quarter|previous|prior|same)\b|year\b|during\b|last\b|on\b|for\b|"
    r"at\b|went\b|recorded\b|registered\b|and\b|\(|$))"
)
_NUMBER_OF = Gated(
    r"\b[Nn]umber of (?:[A-Za-z-]+ ){0,3}?(?P<noun>trips|trains|train trips|sailings|flights|vessels|ships|calls|"
    r"containers|transits|passengers|vehicles|cars|trucks|wagons|consignments|declarations|parcels|animals|units|"
    r"exporters|importers|companies|enterprises|firms|businesses)\b"
    r"(?:[^.;\n]|(?<=\d)\.(?=\d)){0,60}?\b(?:to|reached|hit|was|were|stood at|"
    r"totall?ed|exceeded|surpassed|topped) (?:about |over |more than |nearly |almost |some )?"
    r"(?P<number>\d{1,3}(?:,\d{3})+|\d+)"
    r"(?!\d|\.\d|%|,\d| ?(?:million|billion|thousand|per ?cent|percent|%|years?|months?|[a-z]+s\b))"
)
_NEAR = 260  # characters back to the quantity that lends its unit
_PLAIN_COMPARED = frozenset(
    {"from", "against", "than", "versus", "vs", "vs.", "compared to", "compared with", "of the", "cf", "cf."}
)


def bare_counts(text: str, found: Sequence[Mention]) -> list[Mention]:
    """Find counts told without their noun beside one that has it: ``2,778 transits, against 2,120 a year before``.

    Numbers in thousands are taken after a comparison, a verb or a comma; smaller ones after words of comparison alone.
    The one whose unit is lent must be a count or a quantity of a like size.

    Args:
        text: the release.
        found: measures found so far, periods included, in order.
    Returns:
        list[Mention]: QUANTITY mentions that overlap none of ``found``, in order.
    """
    out: list[Mention] = _numbers_of(text, found)
    found = sorted([*found, *out], key=_start)
    taken = Taken(found)
    for match in _COMPARED.finditer(text):
        start, end = match.span("number")
        lead = (match["lead"] or "").casefold()
        if "," not in match["number"] and lead not in _PLAIN_COMPARED:
            continue
        if taken.overlap(start, end):
            continue
        at = taken.first_behind(start)
        lender = next(
            (m for m in reversed([*found[max(0, at - 6) : at], *out[-1:]]) if m.label in ("MONEY", "QUANTITY")), None
        )
        if (
            lender is None
            or lender.label != "QUANTITY"
            or lender.figure is None
            or not lender.figure.number
            or start - lender.end > _NEAR
            or "\n" in text[lender.end : start]
        ):
            continue
        number = Decimal(match["number"].replace(",", ""))
        if lender.figure.per is not None or not Decimal("0.02") < number / abs(lender.figure.number) < 50:
            continue
        out.append(_count(text, start, end, number, lender.figure.unit))
    return sorted(out, key=_start)


_TN = Gated(
    r"(?<![\w.,$€£¥₹-])(?P<sign>[+−-])?(?P<number>\d[\d.,]{0,14}\d|\d)\s?(?:(?P<scale>mln|mill?|million|thou|thsd|thousand)\.?\s)?tn\b\.?"
    r"(?P<goods> of [a-z])?"
)


def tonnes(text: str, found: Sequence[Mention]) -> list[Mention]:
    """Find tonnes written ``tn``: behind a scale, behind thousands, or of some goods (``4,14 mln. tn``).

    Args:
        text: the release.
        found: measures found so far, in order.
    Returns:
        list[Mention]: QUANTITY mentions that overlap none of ``found``, in order.
    """
    out: list[Mention] = []
    taken = Taken(found)
    comma = reads_decimal_commas(text)
    for match in _TN.finditer(text):
        end = match.end() - len(match["goods"] or "")
        read = parse_digits(match["number"], comma)
        grouped = sum(c in ",." for c in match["number"]) > 0 and len(match["number"]) > 5
        if read is None or not (match["scale"] or grouped or match["goods"]):
            continue
        if taken.overlap(match.start(), end):
            continue
        scale = SCALES[match["scale"].casefold()] if match["scale"] else Decimal(1)
        scale = -scale if match["sign"] in ("-", "−") else scale
        out.append(_count(text, match.start(), end, read[0] * scale, "tonnes", read[1] * abs(scale)))
    return out


def _start(m: Mention) -> int:
    return m.start


def _numbers_of(text: str, found: Sequence[Mention]) -> list[Mention]:
    """Find counts told behind their noun: ``bringing the number of trips this year to 812``."""
    out = []
    taken = Taken(found)
    for match in _NUMBER_OF.finditer(text):
        start, end = match.span("number")
        if not taken.overlap(start, end):
            number = Decimal(match["number"].replace(",", ""))
            out.append(_count(text, start, end, number, match["noun"].casefold()))
    return out


class Taken:
    """Which stretches of the text measures cover already, these in order."""

    def __init__(self, found: Sequence[Mention]) -> None:
        self.found = found
        self.ends = [m.end for m in found]

    def first_behind(self, start: int) -> int:
        """Index of the first measure that ends behind an offset."""
        return bisect_right(self.ends, start)

    def overlap(self, start: int, end: int) -> bool:
        """Whether a measure overlaps a stretch."""
        at = self.first_behind(start)
        return at < len(self.found) and self.found[at].start < end


def _count(
    text: str, start: int, end: int, number: Decimal, unit: str | None, precision: Decimal = Decimal(1)
) -> Mention:
    figure = Figure("QUANTITY", start, end, number=number, unit=unit, precision=precision)
    return Mention("QUANTITY", start, end, text[start:end], figure=figure, score=0.7)


_OF_ITS = Gated(
    r"(?<![\w.,$€£¥₹-])(?P<number>\d{1,3}(?:,\d{3})+|\d{2,4}) of (?:its|their|our|these|those) (?P<noun>[a-z-]+s)\b"
)


def parts_counted(text: str, found: Sequence[Mention]) -> list[Mention]:
    """Find counts of a part of one's goods: ``840 of its cars``.

    Args:
        text: the release.
        found: measures found so far, in order.
    Returns:
        list[Mention]: QUANTITY mentions that overlap none of ``found``, in order.
    """
    out: list[Mention] = []
    taken = Taken(found)
    for match in _OF_ITS.finditer(text):
        start, end = match.span("number")
        if taken.overlap(start, end) or not load().canonical("COMMODITY", match["noun"]):
            continue
        number = Decimal(match["number"].replace(",", ""))
        out.append(_count(text, start, end, number, match["noun"]))
    return out


def elided_figures(text: str, found: Sequence[Mention]) -> list[Mention]:
    """Find scaled numbers without a unit and lend them one.

    Args:
        text: the release.
        found: measures found by the grammars, in order.
    Returns:
        list[Mention]: MONEY and QUANTITY mentions that overlap none of ``found``, in order.
    """
    out: list[Mention] = []
    taken = Taken(found)
    for match in _SCALED.finditer(text):
        start, end = match.span()
        if taken.overlap(start, end) or _NOUN_AFTER.match(text, end) or counts_people(text, start):
            continue
        at = taken.first_behind(start)
        written = Decimal(match["number"].replace(",", "")) * SCALES[match["scale"].casefold()]
        lender = _lender(text, [*found[max(0, at - 6) : at], *out[-1:]], start, written)
        large = match["scale"].casefold() in _MONEY_SCALES
        counts = lender is not None and lender.label == "QUANTITY" and kind_of(lender.unit) is None
        if large and (lender is None or counts):
            lender = _money_of(found) or lender
        if lender is None:
            continue
        out.append(_lent(text, match, lender))
    return out


_FAR, _CLOSE = Decimal(50), Decimal(4)


def _alike(text: str, amounts: Sequence[Mention], written: Decimal) -> Mention | None:
    """A quantity of the like size, where the amount of money told last is of quite another.

    ``a crop of 12 million tonnes, exported for $4.4 billion. Next year's is put at 13.5 million``
    """
    last = max(amounts, key=lambda m: m.end)
    if last.label != "MONEY" or last.figure is None or not last.figure.number or not written:
        return None
    if 1 / _FAR < abs(last.figure.number / written) < _FAR:
        return None
    for m in sorted(amounts, key=lambda m: -m.end):
        number = m.figure.number if m.figure is not None else None
        if number and m.label == "QUANTITY" and 1 / _CLOSE < abs(number / written) < _CLOSE:
            return m if "\n\n" not in text[m.end : last.end] else None
    return None


def _lender(text: str, before: Sequence[Mention], start: int, written: Decimal) -> Figure | None:
    """The figure whose unit a bare number takes.

    The last amount near it, its currency replaced by one named in between.
    """
    amounts = [
        m
        for m in before
        if m.label in ("MONEY", "QUANTITY") and m.figure is not None and m.end <= start and start - m.end < _REACH
    ]
    if not amounts:
        return None
    last = _alike(text, amounts, written) or max(amounts, key=lambda m: m.end)
    if "\n\n" in text[last.end : start] and last.label == "QUANTITY":
        return None
    named = next(reversed(list(_CURRENCY.finditer(text, last.end, start))), None)
    if named is not None and last.figure is not None:
        return replace(last.figure, label="MONEY", unit=_CODES[named["code"].casefold()], symbol=None)
    return last.figure


def _money_of(found: Sequence[Mention]) -> Figure | None:
    """A figure in the one currency that a text counts in; None where two currencies share it."""
    told = Counter(
        (m.figure.unit, m.figure.symbol)
        for m in found
        if m.label == "MONEY" and m.figure is not None and m.figure.per is None
    )
    if not told:
        return None
    (key, count), *others = told.most_common(2)
    if count < 3 or (others and others[0][1] * 3 > count):
        return None
    return next(
        m.figure
        for m in found
        if m.label == "MONEY" and m.figure is not None and (m.figure.unit, m.figure.symbol) == key
    )


def _lent(text: str, match: re.Match[str], lender: Figure) -> Mention:
    digits = match["number"].replace(",", "")
    scale = SCALES[match["scale"].casefold()]
    sign = -1 if match["sign"] in ("-", "−") else 1
    places = len(digits.partition(".")[2])
    figure = Figure(
        lender.label,
        match.start(),
        match.end(),
        number=Decimal(digits) * scale * sign,
        unit=lender.unit,
        symbol=lender.symbol,
        per=lender.per if lender.per and _STOP.search(text, lender.end, match.start()) is None else None,
        precision=scale.scaleb(-places),
    )
    return Mention(lender.label, match.start(), match.end(), match[0], figure=figure, score=0.7)
