"""Rows of boards of quotations that one blank parts: ``Exports 31211 29062 USD Million Aug 2023``.

Behind a label, and the period where that stands first, come the last number and the one before, then their unit, and
the period or how often it is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from .table_dates import DATED
from .table_model import Span
from .table_units import parse_unit

_LEAST_ROWS = 2
_NUMBER = r"[-+−(]?[$€£¥]?\d[\d.,]{0,20}\)?"
_OFTEN = r"(?:annual|year|quarter|month|week|dai)ly|annual|daily"
_ROW = re.compile(
    rf"\s*(?P<label>[^\W\d_][^\n\d]{{2,60}}?) (?:(?P<first>{DATED}) )?(?P<numbers>{_NUMBER}(?: {_NUMBER}){{1,4}})"
    rf" (?P<unit>[^\W\d_'’$€£¥%][^\n\d,]{{0,24}}?|[$€£¥%][^\n\d,]{{0,14}}?)(?:, [A-Z]{{2,8}})?"
    rf"(?: (?P<last>{DATED}))?(?: (?P<often>{_OFTEN}))?\s*",
    re.IGNORECASE,
)
_TOKEN = re.compile(r"\S+")
_HEADING = re.compile(r"\b(?:previous|prior|prev\.)(?![^\W_])", re.IGNORECASE)


def possible(text: str) -> bool:
    """Tell whether a text can have such a board: one has a column of what was told before.

    Args:
        text: the document.
    """
    return _HEADING.search(text) is not None


def rows(text: str, spans: Sequence[Span]) -> dict[int, tuple[int, tuple[Span, ...]]]:
    """Return which lines are rows of such boards, how many cells stand behind their labels, and the cells.

    Args:
        text: the document.
        spans: offsets of its lines that may be such rows, in order, those between them told by empty spans.
    Returns:
        dict: by index of the line; neighbouring rows of one form, two at least.
    """
    found = [_row(text, a, b) if 10 < b - a < 160 else None for a, b in spans]
    out: dict[int, tuple[int, tuple[Span, ...]]] = {}
    for form, group in groupby(enumerate(found), key=lambda pair: pair[1][0] if pair[1] is not None else None):
        held = list(group)
        if form is not None and len(held) >= _LEAST_ROWS:
            out.update({n: (len(row[1]) - 1, row[1]) for n, row in held if row is not None})
    return out


def _row(text: str, start: int, end: int) -> tuple[tuple[bool | int, ...], tuple[Span, ...]] | None:
    """The form of a row and its cells."""
    m = _ROW.fullmatch(text, start, end)
    if m is None or (unit := parse_unit(m["unit"])) is None or not unit.label:
        return None
    cells = list(_cells(m))
    return (m["first"] is None, len(cells), m["last"] is None, m["often"] is None), tuple(cells)


def _cells(m: re.Match[str]) -> Iterator[Span]:
    yield m.span("label")
    if m["first"]:
        yield m.span("first")
    yield from (token.span() for token in _TOKEN.finditer(m.string, *m.span("numbers")))
    yield m.span("unit")
    for name in ("last", "often"):
        if m[name]:
            yield m.span(name)
