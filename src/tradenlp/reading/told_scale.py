"""A scale that a sentence tells once for its amounts: ``deficits, in billions of dollars, with China (20.0)``."""

from __future__ import annotations

import re
from bisect import bisect_right
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
_REACH = 800  # characters of a sentence, either side
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
    spans: list[tuple[int, int, Decimal]] = []
    for found in _TOLD.finditer(text):
        if not spans or found.start() >= spans[-1][1]:
            spans.append(_sentence(text, found))
    if not spans:
        return list(figures)
    starts = [start for start, _, _ in spans]
    return [_scaled(text, f, spans[max(0, bisect_right(starts, f.start) - 1)]) for f in figures]


def _sentence(text: str, found: re.Match[str]) -> tuple[int, int, Decimal]:
    begin, stop = max(0, found.start() - _REACH), min(len(text), found.end() + _REACH)
    start = max((m.end() for m in _END.finditer(text, begin, found.start())), default=begin)
    end = _END.search(text, found.end(), stop)
    return start, end.start() if end else stop, Decimal(10) ** _SCALES[found["scale"].lower()]


def _scaled(text: str, f: Figure, span: tuple[int, int, Decimal]) -> Figure:
    if f.label != "MONEY" or f.number is None or abs(f.number) >= _MOST or _SCALED.search(text, f.start, f.end):
        return f
    start, end, scale = span
    if not start <= f.start < end:
        return f
    return replace(f, number=f.number * scale, precision=f.precision * scale if f.precision else f.precision)


_MILLION_TONNES = re.compile(r"\dm t(?![\w/])")
_BARE_MILLION = re.compile(
    r"(?<![\w.,$€£¥₹/])(?P<sign>[+\u2212-]?)(?P<number>\d{1,3}(?:,\d{3})*(?:\.\d+)?)m(?![\w\u00b2\u00b3/])"
    r"(?! (?:t|ha|hectares|acres|wide|long|deep|tall|high\b(?!er)|people|workers|jobs|bushels|barrels|bales|bags|boxes|"
    r"head|litres|tonnes|tons|euros|dollars|pounds|units|vehicles|passengers|visitors)\b)"
)
_OFTEN = 2
"""Amounts in ``m t`` from which on a text's bare ``m`` is the same."""


def with_million_tonnes(text: str, figures: Sequence[Figure]) -> list[Figure]:
    """Read ``21m`` as so many million tonnes where a text writes its amounts ``2,100m t``.

    Args:
        text: the release.
        figures: in order.
    Returns:
        list: figures in order, metres that are none replaced.
    """
    if "m t" not in text or len(_MILLION_TONNES.findall(text)) < _OFTEN:
        return list(figures)
    kept = [f for f in figures if f.unit != "metres"]
    starts = [f.start for f in kept]
    out = list(kept)
    for found in _BARE_MILLION.finditer(text):
        at = bisect_right(starts, found.end() - 1)
        if at and kept[at - 1].end > found.start():
            continue
        digits = found["number"].replace(",", "")
        places = len(digits.partition(".")[2])
        number = Decimal(digits) * _MILLION
        number = -number if found["sign"] in ("-", "\u2212") else number
        precision = _MILLION / Decimal(10) ** places
        out.append(Figure("QUANTITY", found.start(), found.end(), number, unit="tonnes", precision=precision))
    return sorted(out, key=lambda f: f.start)


_MILLION = Decimal(10) ** 6

__all__ = ["with_million_tonnes", "with_told_scale"]
