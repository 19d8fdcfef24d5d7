"""Tables whose cells stand between lines of nothing but a bar, empty ones and such of several lines among them.

Their rows follow one another at a fixed distance; where each line of the page ended, two bars stand together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from .table_dates import is_dated
from .table_model import Span
from .table_numbers import is_blank, is_number
from .table_stacks import Stacked

_BAR_LINE = re.compile(r"^[ \t]*[|│][ \t]*$", re.MULTILINE)
_LEAST_BARS = 12
_MOST = 26  # cells of a row
_CELL_LINES, _CELL_LINE = 3, 70
_HEADING = 45  # characters of a heading; longer ones are captions
_LEAST_ROWS = 2

_Content = tuple[int, int, Span]  # first and last line, offsets; an empty cell has no length


def possible(text: str) -> bool:
    """Tell whether a text has bars enough on lines of their own.

    Args:
        text: the document.
    """
    return sum(1 for _ in islice(_BAR_LINE.finditer(text), _LEAST_BARS)) == _LEAST_BARS


def barred(text: str, lines: Sequence[Span]) -> list[Stacked]:
    """Return the lines of such tables, headings before rows; none where no cell is empty or of several lines.

    Args:
        text: the document.
        lines: offsets of its lines in order, empty for blank ones.
    Returns:
        list[Stacked]: in order, disjoint.
    """
    return [row for stream in _streams(text, lines) for row in _table(text, stream)]


def _streams(text: str, lines: Sequence[Span]) -> Iterator[list[_Content]]:
    """The cells between neighbouring bars, as far as they are short."""
    stream: list[_Content] = []
    since = -1  # the last bar, -1 where there is none
    for n, (start, end) in enumerate([*lines, (0, 0)]):
        words = text[start:end].strip()
        if words in ("|", "│"):
            if since >= 0:
                held = range(since + 1, n)
                if held:
                    stream.append((held[0], held[-1], (lines[held[0]][0], lines[held[-1]][1])))
                else:
                    stream.append((n, n, (start, start)))
            since = n
        elif not words or end - start > _CELL_LINE or "|" in words or (since >= 0 and n - since > _CELL_LINES):
            yield from [stream] if len(stream) >= _LEAST_BARS else []
            stream, since = [], -1


def _kind(text: str, cell: _Content) -> str:
    words = text[slice(*cell[2])].strip()
    if not words:
        return "E"
    if is_dated(words):
        return "Y"
    return "N" if is_number(words) or is_blank(words) else "W"


def _table(text: str, stream: Sequence[_Content]) -> list[Stacked]:
    kinds = "".join(_kind(text, cell) for cell in stream)
    number = kinds.find("N")
    first = kinds.rfind("W", 0, max(number, 0))
    if number < 0 or first < 0 or number - first > 2:
        return []
    counts = {size: _count(kinds, first, size) for size in range(3, _MOST + 1)}
    size = max(counts, key=lambda s: (counts[s] * s, -s))
    body = kinds[first : first + size * counts[size]]
    lined = any(a < b for a, b, _ in stream[first : first + len(body)])
    if counts[size] < _LEAST_ROWS or not ("E" in body or lined):
        return []
    rows = [stream[at : at + size] for at in range(first, first + len(body), size)]
    width = max(n for row in rows for n, cell in enumerate(row, 1) if cell[2][0] < cell[2][1])
    out = [_row(row[:width]) for row in rows if any(a < b for _, _, (a, b) in row)]
    head = _head(stream[:first], width, body[1] == "Y")
    return [_row(head), *out] if head else out


def _count(kinds: str, first: int, size: int) -> int:
    """How many rows of so many cells follow one another: a label or none, perhaps a period, and numbers or nothing."""
    count = full = 0
    for at in range(first, len(kinds) - size + 2, size):
        row = kinds[at : at + size]
        if row[0] == "N" or "W" in row[1:] or "Y" in row[2:]:
            break
        count += 1
        full += "N" in row
    return count if full >= _LEAST_ROWS and full * 2 > count else 0


def _head(above: Sequence[_Content], width: int, dated: bool) -> list[_Content]:
    """The headings above the first row, one for each column; that of the labels may reach over a column of periods."""
    end = len(above)
    while end and above[end - 1][2][0] == above[end - 1][2][1]:
        end -= 1
    begin = end
    while begin and end - begin < width and 0 < above[begin - 1][2][1] - above[begin - 1][2][0] <= _HEADING:
        begin -= 1
    held = list(above[begin:end])
    if len(held) == width - 1:
        at = held[0][2][0]
        held.insert(1 if dated else 0, (held[0][0], held[0][0], (at, at)))
    return held if len(held) == width else []


def _row(cells: Sequence[_Content]) -> Stacked:
    told = [cell for cell in cells if cell[2][0] < cell[2][1]]
    return Stacked(told[0][0], told[-1][1], tuple(span for _, _, span in cells))
