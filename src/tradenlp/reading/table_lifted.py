"""Rows whose label stands in the lines above their numbers, below a line of years.

``2019 2020 2021`` above ``Production`` above ``(thousand tonnes)`` above ``412 398 405``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from .table_blanks import NUMBER
from .table_dates import DATED
from .table_model import SENTENCE_END, Span
from .table_numbers import is_year
from .table_units import parse_unit

_MONTHS = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?"
_DATE = rf"(?:{DATED}|{_MONTHS})"
_DATES = re.compile(rf"[ \t]*{_DATE}(?:[ \t\u00a0]+{_DATE}){{2,}}[ \t]*", re.IGNORECASE)
_ONE_DATE = re.compile(_DATE, re.IGNORECASE)
_MISSING = r"(?:[.·…*]{1,3}|[-–—−]{1,3}|n\.?/?a\.?)"
_NUMBERS = re.compile(rf"[ \t\u00a0]*(?:{NUMBER}|{_MISSING})(?:[ \t\u00a0]+(?:{NUMBER}|{_MISSING})){{2,}}[ \t\u00a0]*")
_TOKEN = re.compile(r"\S+")
_LETTER = re.compile(r"[^\W\d_]{2}")
_LABEL, _LABEL_LINES = 70, 2
_LEAST = 2  # rows

Lifted = tuple[int, int, tuple[Span, ...]]
"""Index of the first and the last line of a row, and its cells: the label, and the numbers."""


def possible(text: str, spans: Sequence[Span]) -> bool:
    """Tell whether a line of a text is nothing but three or more periods.

    Args:
        text: the document.
        spans: half-open offsets of its lines.
    """
    return any(12 <= b - a < 240 and _DATES.fullmatch(text, a, b) is not None for a, b in spans)


def rows(text: str, spans: Sequence[Span]) -> list[Lifted]:
    """Return the rows of such tables.

    Args:
        text: the document.
        spans: half-open offsets of its lines; empty ones part no rows.
    Returns:
        list: in order, disjoint.
    """
    out: list[Lifted] = []
    for n, (a, b) in enumerate(spans):
        if 12 <= b - a < 240 and _DATES.fullmatch(text, a, b) is not None:
            size = len(_ONE_DATE.findall(text[a:b]))
            found = _below(text, spans, n + 1, size)
            out += found if len(found) >= _LEAST else []
    return out


def _below(text: str, spans: Sequence[Span], at: int, size: int) -> list[Lifted]:
    out: list[Lifted] = []
    while True:
        label: list[int] = []
        while at < len(spans) and len(label) <= _LABEL_LINES:
            blank = _blank(text, spans[at])
            if not blank and not _names(text, spans[at]):
                break
            label += [] if blank else [at]
            at += 1
        if not 0 < len(label) <= _LABEL_LINES or at >= len(spans):
            return out
        cells = _cells(text, spans[at], size)
        if not cells:
            return out
        words = (spans[label[0]][0], spans[label[-1]][1])
        out.append((label[0], at, (words, *cells)))
        at += 1


def _blank(text: str, span: Span) -> bool:
    return not text[slice(*span)].strip()


def _names(text: str, span: Span) -> bool:
    """Whether a line may be the label of a row, or the end of one: words, or a unit."""
    words = text[slice(*span)].strip()
    if not words or len(words) > _LABEL or SENTENCE_END.search(words):
        return False
    plain = not any("0" <= c <= "9" for c in words) and _LETTER.search(words) is not None
    return plain or parse_unit(words.strip("()[]")) is not None


def _cells(text: str, span: Span, size: int) -> list[Span]:
    if _NUMBERS.fullmatch(text, *span) is None:
        return []
    found = [m.span() for m in _TOKEN.finditer(text, *span)]
    return found if len(found) == size and not all(is_year(text[a:b]) for a, b in found) else []
