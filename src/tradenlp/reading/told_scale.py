"""A scale that a sentence tells once for its amounts: ``deficits, in billions of dollars, with China (20.0)``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from .spans import Figure

_SCALES = {"thousands": 3, "millions": 6, "billions": 9, "trillions": 12}
_TOLD = re.compile(
    r"\bin (?P<scale>thousands|millions|billions|trillions) of (?:[A-Za-z.]+ ){0,2}"
    r"(?:dollars|euros?|pounds|yen|rupees|pesos|francs|dirhams|ri[yi]als|crowns|kron[ae]r|baht|reais|yuan|lira|ringgit|"
    r"rand|won|rubles|roubles|dinars|shillings)\b",
    re.IGNORECASE,
)
_END = re.compile(r"[.!?]\s+(?=[A-Z\"“(])|\n\s*\n")
_SCALED = re.compile(r"\d[\d.,]*\s?(?:[a-z]{2,}|[kmbt]n?\b)", re.IGNORECASE)
_MOST = Decimal(100000)
"""Amounts from which on none is told in thousands or more."""


def with_told_scale(text: str, figures: Sequence[Figure]) -> list[Figure]:
    """Give amounts of money the scale that their sentence tells for all of them.

    Args:
        text: the release.
        figures: in order.
    Returns:
        list: the same figures, those of such sentences that have no scale of their own scaled.
    """
    spans = [_sentence(text, found) for found in _TOLD.finditer(text)]
    if not spans:
        return list(figures)
    return [_scaled(text, f, spans) for f in figures]


def _sentence(text: str, found: re.Match[str]) -> tuple[int, int, Decimal]:
    start = max((m.end() for m in _END.finditer(text, max(0, found.start() - 600), found.start())), default=0)
    end = _END.search(text, found.end())
    return start, end.start() if end else len(text), Decimal(10) ** _SCALES[found["scale"].lower()]


def _scaled(text: str, f: Figure, spans: Sequence[tuple[int, int, Decimal]]) -> Figure:
    if f.label != "MONEY" or f.number is None or abs(f.number) >= _MOST or _SCALED.search(text, f.start, f.end):
        return f
    scale = next((scale for start, end, scale in spans if start <= f.start < end), None)
    if scale is None:
        return f
    return replace(f, number=f.number * scale, precision=f.precision * scale if f.precision else f.precision)


__all__ = ["with_told_scale"]
