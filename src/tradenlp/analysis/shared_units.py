"""Numbers that share a unit behind a bracket: ``4.2 (3.9) million tonnes``, ``from 2.9 to 2.4 (2.3) million tons``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from ..gate import Gated
from ..reading.figures import find_figures
from ..reading.numbers import parse_digits, reads_decimal_commas
from .elided import Taken
from .model import Mention

_NUMBER = r"\d{1,4}(?:[.,]\d{1,3})*"
_SHARED = Gated(
    rf"(?<![\w.,$€£¥₹+-])(?:(?P<was>{_NUMBER}) to )?(?P<now>{_NUMBER}) \((?P<then>{_NUMBER})(?: in [^()\n]{{4,12}})?\)"
    r"(?P<unit> (?:million|thousand|mln|mn|thou\.?|bn|billion) [a-z]{1,12}| (?:tonnes|tons|bales|bags)\b)"
)


def shared_units(text: str, found: Sequence[Mention]) -> list[Mention]:
    """Find numbers whose unit stands behind the bracket that holds the last of them.

    Args:
        text: the release.
        found: measures found so far, in order.
    Returns:
        list[Mention]: QUANTITY mentions that overlap none of ``found``, in order.
    """
    out: list[Mention] = []
    taken = Taken([m for m in found if m.label != "PERIOD"])
    for match in _SHARED.finditer(text):
        if taken.overlap(match.start(), match.end()):
            continue
        read = find_figures(f"1{match['unit']}")
        if len(read) != 1 or read[0].label != "QUANTITY" or not isinstance(read[0].number, Decimal):
            continue
        commas = reads_decimal_commas(text)
        for name in ("was", "now", "then"):
            digits = parse_digits(match[name], commas) if match[name] else None
            if digits is None:
                continue
            start, end = match.span(name)
            figure = replace(
                read[0], start=start, end=end, number=digits[0] * read[0].number, precision=digits[1] * read[0].number
            )
            out.append(Mention("QUANTITY", start, end, match[name], figure=figure, score=0.7))
    return out
