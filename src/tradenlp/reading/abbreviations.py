"""Units with their scale that a text shortens for itself: ``4,819.5 million dinars (MD)``, then ``21,087.4 MD``."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from ..gate import Gated
from .money import currency_named
from .numbers import SCALES, parse_digits, reads_decimal_commas
from .spans import Figure

_DEFINED = Gated(
    r"\b(?P<unit>(?P<scale>thousand|million|billion|trillion)s?(?: of)? (?:[A-Za-z.$€£-]{1,16} ){0,3}"
    r"[A-Za-z.$€£-]{1,16}) ?\([\"“']?(?P<short>(?=[^)]*[A-Z/$€£])[A-Za-z/]{1,5}[$€£]?)[\"”']?\)"
)
_FIRST = {"thousand": "kt", "million": "m", "billion": "bg", "trillion": "t"}
"""What a short form that holds its scale begins with; ``billion CFA francs (FCFA)`` shortens the unit alone."""
_MOST = 4  # short forms of one text


def defined(text: str) -> dict[str, str]:
    """Return the short forms that a text defines, each with the scale and the unit that it stands for.

    Args:
        text: the release.
    Returns:
        dict[str, str]: for example ``{"MD": "million dinars"}``.
    """
    out: dict[str, str] = {}
    for found in _DEFINED.finditer(text):
        short = found["short"]
        if short[0].casefold() not in _FIRST[found["scale"]] or len(short) < 2 or short.casefold() in SCALES:
            continue
        if currency_named(short, True) is None and len(out) < _MOST:
            out.setdefault(short, found["unit"])
    return out


def abbreviated(text: str, read: Callable[[str], list[Figure]]) -> list[Figure]:
    """Find the numbers before short forms that the text itself defines.

    Args:
        text: the release.
        read: reads the figures of a text, for what a short form stands for.
    Returns:
        list[Figure]: new figures, which may overlap those that missed the short form.
    """
    out: list[Figure] = []
    for short, unit in defined(text).items():
        meant = read(f"1 {unit}")
        if len(meant) != 1 or meant[0].number is None or meant[0].label not in ("MONEY", "QUANTITY"):
            continue
        comma = reads_decimal_commas(text)
        told = re.compile(
            r"(?<![\w.,$€£])(?P<number>[-+−–]?(?:\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?:,\d{1,3})?|\d[\d.,]{0,18}\d|\d)) ?"
            + re.escape(short)
            + r"(?!\w)"
        )
        for m in told.finditer(text):
            figure = _figure(m, meant[0], comma)
            if figure is not None:
                out.append(figure)
    return out


def _figure(m: re.Match[str], meant: Figure, comma: bool) -> Figure | None:
    digits = m["number"]
    sign = -1 if digits[0] in "-−–" else 1
    plain = re.sub(r"[ \u00a0\u202f+−–-]", "", digits)
    told = parse_digits(plain, comma or plain != digits.lstrip("+−–-"))
    if told is None:
        return None
    worth = meant.number or Decimal(1)
    return replace(
        meant, start=m.start(), end=m.end(), number=sign * told[0] * worth, precision=told[1] * worth, noun=None
    )


__all__ = ["abbreviated", "defined"]
