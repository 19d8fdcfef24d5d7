"""Tables whose cells only one blank parts, as copying from PDF leaves them: ``Marine products 41,189.1 44,841.0 8.9``.

A run of lines is one where several of them end in the same count of numbers behind a label. Their headings are the
lines above, as far as they fall into as many words or periods.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from .periods import find_periods
from .table_numbers import is_year

LEAST_ROWS = 3
"""So many lines of one count of numbers are a table."""

_NUMBER = r"(?:[-+−–▲▼(]{0,2}[$€£¥]?\d[\d.,]{0,24}\)?%?)"
_MISSING = r"(?:[.·…*]{1,3}|[-–—−]|n\.?a\.?)"
_CELL = rf"(?:{_NUMBER}|{_MISSING})(?!\S)"
_ROW = re.compile(
    rf"\s*(?P<label>(?=[^\d\n]*[^\W\d_]{{2}})\S[^\n]{{0,90}}?)(?:\s?:)? (?P<cells>{_NUMBER}(?!\S)(?: {_CELL})+)\s*"
)
_ONE = re.compile(_CELL)
_PROSE = re.compile(
    r"[.;!?]\s|[,]$|\b(?:was|were|is|are|rose|fell|grew|from|by|to|at|in|and|of|with|than|for|about|the|between|over)$",
    re.IGNORECASE,
)
_DATED = re.compile(
    r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?-?|(?:19|20)\d\d[*pr]?|[QH][1-4]|[1-4][QH]|I{1,3}|IV",
    re.IGNORECASE,
)
_WORD = re.compile(r"\S+")
GUARD = re.compile(rf"[^\W\d_][^\n]{{0,90}}? {_NUMBER} {_CELL}[ ]*(?:\n|\r|$)")
"""A text without a match has no such table."""


def rows(text: str, spans: Sequence[tuple[int, int]]) -> dict[int, int]:
    """Return which lines are rows of such tables, and how many numbers the rows of their table have.

    Args:
        text: the document.
        spans: offsets of its lines that may be such rows, in order, those between them told by empty spans.
    Returns:
        dict[int, int]: index of the line, and the count.
    """
    counts = [_count(text[a:b]) if 0 < b - a < 240 else 0 for a, b in spans]
    out: dict[int, int] = {}
    at = 0
    while at < len(counts):
        if not counts[at]:
            at += 1
            continue
        end = at + 1
        while end < len(counts) and (counts[end] or _joins(text, spans, counts, end)):
            end += 1
        size, often = Counter(c for c in counts[at:end] if c).most_common(1)[0]
        if often >= LEAST_ROWS and often * 2 > sum(1 for c in counts[at:end] if c):
            out.update({n: size for n in range(at, end) if counts[n] >= size})
        at = end
    return out


def _joins(text: str, spans: Sequence[tuple[int, int]], counts: Sequence[int], at: int) -> bool:
    """Tell whether a short line without numbers stands between rows."""
    if at + 1 >= len(counts) or not counts[at + 1]:
        return False
    words = text[spans[at][0] : spans[at][1]].strip()
    return 0 < len(words) <= 60 and not any(c.isdigit() for c in words) and not words.endswith((".", "!", "?"))


def _count(line: str) -> int:
    m = _ROW.fullmatch(line)
    if m is None or _PROSE.search(m["label"]):
        return 0
    cells = m["cells"].split(" ")
    return 0 if all(is_year(c) for c in cells) else len(cells)


def split(text: str, start: int, end: int, size: int) -> list[tuple[int, int]]:
    """Return the cells of a row: its label, and as many numbers as the rows of its table have.

    Args:
        text: the document.
        start, end: the line.
        size: the count of numbers.
    """
    m = _ROW.fullmatch(text, start, end)
    if m is None:
        return [(start, end)]
    cells = [found.span() for found in _ONE.finditer(text, m.start("cells"), m.end("cells"))]
    kept = cells[len(cells) - size :]
    label = kept[0][0] - 1 if len(cells) > size else m.end("label")
    return [(m.start("label"), label), *kept]


def headings(text: str, start: int, end: int, size: int) -> Iterator[tuple[int, int]]:
    """Yield the cells of a line above the rows where it falls into as many words or periods, else nothing.

    Args:
        text: the document.
        start, end: the line.
        size: the count of numbers in a row.
    """
    line = text[start:end]
    words = [m.span() for m in _WORD.finditer(line)]
    if len(words) == size:
        yield from ((start + a, start + b) for a, b in words)
        return
    if len(words) > size and all(_DATED.fullmatch(line[a:b]) for a, b in words[: size - 1]):
        yield from ((start + a, start + b) for a, b in words[: size - 1])
        yield start + words[size - 1][0], end
        return
    told = [(p.start, p.end + line.startswith("-", p.end)) for p in find_periods(line)]
    if len(told) == size or (len(told) == size - 1 and told and line[told[-1][1] :].strip()):
        yield from ((start + a, start + b) for a, b in told)
        if len(told) < size:
            rest = line[told[-1][1] :]
            yield start + told[-1][1] + len(rest) - len(rest.lstrip()), end
