"""What the printed digits of a number leave open, so that rounding is no contradiction."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from ..reading.numbers import last_exponent
from .model import Telling

_PRINTED = re.compile(r"\d[\d,'\u2019\u00a0\u202f]*(?:\.\d+)?")
_HALF = Decimal("0.5")
# How many steps below and above the number its true value may lie, by modifier.
_ROOM = {
    "exact": (_HALF, _HALF),
    "about": (Decimal(1), Decimal(1)),
    "over": (_HALF, Decimal(1)),
    "at_least": (_HALF, Decimal(1)),
    "under": (Decimal(1), _HALF),
    "at_most": (Decimal(1), _HALF),
}


@dataclass(frozen=True, slots=True)
class Bounds:
    """Where the number may lie that was told, open at both ends unless they are one.

    Attributes:
        low, high: the ends; None where the text leaves one open.
    """

    low: Decimal | None
    high: Decimal | None

    def meets(self, other: Bounds) -> bool:
        """Tell whether one true number could have been told as both."""
        return (self.low, self.high) == (other.low, other.high) or (
            _below(self.low, other.high) and _below(other.low, self.high)
        )

    @property
    def width(self) -> Decimal:
        """How much is left open; infinite for an open end."""
        return Decimal("Infinity") if self.low is None or self.high is None else self.high - self.low


def bounds(telling: Telling) -> Bounds:
    """Return where the number may lie that a telling rounds.

    Args:
        telling: a value with its text, or a range.
    Returns:
        Bounds: half a unit of the last printed digit to either side, more for ``about`` and its kin.
    """
    if telling.value is None:
        return Bounds(telling.low, telling.high)
    step = printed_step(telling.value, telling.text)
    below, above = _ROOM[telling.modifier]
    if telling.value < 0:  # "over 3 %" of a fall is further down
        below, above = above, below
    return Bounds(telling.value - below * step, telling.value + above * step)


def printed_step(value: Decimal, text: str) -> Decimal:
    """Return the worth of the last printed digit: ``12.40 billion`` gives 10 million.

    Args:
        value: the number.
        text: as written.
    Returns:
        Decimal: over 0; where the digits are written in full without a scale word, closing zeros count as rounded
        away, but for the first two digits.
    """
    match = _PRINTED.search(text)
    digits = re.sub(r"[^\d.]", "", match[0]) if match else ""
    try:
        printed = Decimal(digits)
        scale = abs(value) / printed
    except (InvalidOperation, ZeroDivisionError):
        return _last_digit(value)
    decimals = len(digits.partition(".")[2])
    if scale == 1:
        return Decimal(1).scaleb(-decimals) if decimals else _last_digit(value)
    if scale.normalize().as_tuple().digits != (1,):  # words that count otherwise: dozens, fractions
        return _last_digit(value)
    return scale.scaleb(-decimals)


def _last_digit(value: Decimal) -> Decimal:
    """The worth of the last digit that is not 0, at most that of the second one."""
    if not value:
        return Decimal(1)
    exponent = last_exponent(value)
    return Decimal(1).scaleb(min(exponent, value.adjusted() - 1) if exponent > 0 else exponent)


def _below(low: Decimal | None, high: Decimal | None) -> bool:
    return low is None or high is None or low < high
