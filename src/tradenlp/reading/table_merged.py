"""Headings in bars whose merged cells lost their width, so that lines of them have fewer cells than the rows below.

A heading that reached over several lines stands in the first of them alone; the cells of the next line then begin at
the margin. Which columns each heading reached over is told by what comes again below it, by what the numbers of the
columns look like, and by how many cells the next line has.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from math import comb

from .table_columns import classify
from .table_heads import MOST, known
from .table_lexing import names_labels
from .table_model import Cell
from .table_numbers import YEAR, is_blank, numbers
from .table_units import parse_unit

_WAYS = 1200  # to part columns among headings
_SURE = 2.5  # what a way must be worth where every line begins in its place
_BALANCE = re.compile(r"balance|surplus|deficit|difference|\bnet\b", re.IGNORECASE)
_MOVES = frozenset({"change", "share"})


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of headings: those of labels, those of columns, and whether the latter begin at the margin."""

    labels: Sequence[Cell]
    told: Sequence[Cell]
    moved: bool

    @property
    def units(self) -> bool:
        """Whether it tells nothing but units."""
        return all(parse_unit(c.text.strip("()[]")) is not None for c in self.told)


def widened(head: Sequence[Sequence[Cell]], columns: Sequence[Sequence[str]], first: int) -> list[list[Cell]]:
    """Return the lines of headings with their cells in each of the columns that they reach over.

    Args:
        head: the cells of each line, empty ones included, top to bottom.
        columns: the texts of the cells of every column in the rows.
        first: index of the first column that is no label's.
    Returns:
        list[list[Cell]]: empty where no cell has lost its width, or nothing tells how far one reached.
    """
    size = len(columns) - first
    if len(head) < 2 or first < 1 or not 1 < size <= MOST:
        return []
    lines: list[_Line] = []
    for n, cells in enumerate(head):
        line = _line(cells, first, len(columns), top=n == 0)
        if line is None or len(line.told) > size:
            return []
        lines.append(line)
    if all(len(line.told) == size and not line.moved for line in lines):
        return []
    looks = _looks(lines, columns[first:])
    plain = [line for line in lines if not line.units]
    spans, worth = _plain(plain, size, looks)
    if not spans:  # ``USD million`` and ``%`` by turns may stand below the headings that they part
        plain = [line for line in lines if not line.units or len(line.told) == size]
        spans, worth = _plain(plain, size, looks)
    if not spans:
        return []
    own = [_words(plain, spans, k) for k in range(size)]
    other = "level" if any(map(_is_rate, own)) else ""  # what a column is that neither words nor numbers tell
    kinds = ["rate" if _is_rate(words) else look or other for words, look in zip(own, looks, strict=True)]
    askew = any(line.moved or _askew(line, kinds, first) for line in lines)
    if worth < _SURE and not askew:
        return []
    placed = dict(zip(map(id, plain), spans, strict=True))
    for line in lines:
        if id(line) not in placed:
            placed[id(line)] = _best(line.told, [""] * size, kinds)[0]
    return [_cells(line, placed[id(line)], first) for line in lines] if all(placed.values()) else []


_Spans = Sequence[tuple[int, int]]  # first and last column and one of each heading, counted from 0


def _line(cells: Sequence[Cell], first: int, count: int, *, top: bool) -> _Line | None:
    """A line without the empty cells at its end; None where empty ones stand between others."""
    end = max((n for n, c in enumerate(cells, 1) if c.text), default=0)
    held = cells[:end]
    if not held:
        return None
    begins = held[0].text
    labelled = end == count or not begins or names_labels(begins) or (top and not known(begins))
    own = min(first, end - 1) if labelled else 0
    told = held[own:]
    if not all(c.text for c in told):
        return None
    return _Line([c for c in held[:own] if c.text], told, moved=own < first and told[0].column < first)


def _askew(line: _Line, kinds: Sequence[str], first: int) -> bool:
    """Whether ``%`` stands in a column of amounts, in a line that has fewer cells than there are columns."""
    short = len(line.told) < len(kinds)
    return short and any(_is_rate(c.text) and kinds[c.column - first] == "level" for c in line.told)


def _looks(lines: Sequence[_Line], columns: Sequence[Sequence[str]]) -> list[str]:
    """``rate``, ``level`` or nothing for each column, by a line of units that has one for each, else by its numbers."""
    full = next((line.told for line in lines if line.units and len(line.told) == len(columns)), None)
    if full is not None:
        return ["rate" if _is_rate(c.text) else "level" for c in full]
    return [_kind(cells) for cells in columns]


def _plain(lines: Sequence[_Line], size: int, kinds: Sequence[str]) -> tuple[list[_Spans], float]:
    """The columns of the headings of lines that tell more than units, and what that way is worth."""
    if not lines:
        return [], 0.0
    last = lines[-1].told
    if len(last) < size:
        return _under_some(lines[0].told, last, size, kinds) if len(lines) == 2 else ([], 0.0)
    out: list[_Spans] = [[(k, k + 1) for k in range(size)]]
    below = [c.text.casefold() for c in last]
    kinds = ["" if _BALANCE.search(words) else kind for words, kind in zip(below, kinds, strict=True)]
    worth = 0.0
    for line in reversed(lines[:-1]):
        spans, more = _best(line.told, below, kinds)
        if not spans:
            return [], 0.0
        out.insert(0, spans)
        worth = max(worth, more)
        below = [line.told[_at(spans, k)].text.casefold() for k in range(size)]
    return out, worth


def _at(spans: _Spans, column: int) -> int:
    return next(n for n, (a, b) in enumerate(spans) if a <= column < b)


def _under_some(
    upper: Sequence[Cell], lower: Sequence[Cell], size: int, kinds: Sequence[str]
) -> tuple[list[_Spans], float]:
    """Two lines of which the lower one stands under the wide headings of the upper one alone."""
    wide = len(upper) + len(lower) - size
    if not 0 < wide < len(upper) or comb(len(upper), wide) * comb(len(lower) - 1, wide - 1) > _WAYS:
        return [], 0.0
    best: tuple[float, list[_Spans]] = (float("-inf"), [])
    for chosen in combinations(range(len(upper)), wide):
        for edges in _edges(len(lower), wide):
            widths = [1] * len(upper)
            for n, a, b in zip(chosen, edges, edges[1:], strict=False):
                widths[n] = b - a
            spans = _from_widths(widths)
            under = [k for n in chosen for k in range(*spans[n])]
            words = dict(zip(under, (c.text.casefold() for c in lower), strict=True))
            worth = _worth(upper, spans, [words.get(k, "") for k in range(size)], kinds)
            worth -= sum(widths[n] == 1 for n in chosen)
            if worth > best[0]:
                best = worth, [spans, [(k, k + 1) for k in under]]
    return best[1], best[0]


def _from_widths(widths: Sequence[int]) -> list[tuple[int, int]]:
    out, at = [], 0
    for width in widths:
        out.append((at, at + width))
        at += width
    return out


def _edges(size: int, count: int) -> Iterator[list[int]]:
    """The ways to part so many columns into so many runs."""
    for cut in combinations(range(1, size), count - 1):
        yield [0, *cut, size]


def _best(told: Sequence[Cell], below: Sequence[str], kinds: Sequence[str]) -> tuple[_Spans, float]:
    """The columns of headings that reach over all of them together."""
    size = len(below)
    ways = _edges(size, len(told))
    if comb(size - 1, len(told) - 1) > _WAYS:
        ways = iter([] if size % len(told) else [list(range(0, size + 1, size // len(told)))])
    best: tuple[float, _Spans] = (float("-inf"), [])
    for edges in ways:
        spans = list(zip(edges, edges[1:], strict=False))
        worth = _worth(told, spans, below, kinds)
        if worth > best[0]:
            best = worth, spans
    return best[1], best[0] if best[1] else 0.0


def _worth(told: Sequence[Cell], spans: _Spans, below: Sequence[str], kinds: Sequence[str]) -> float:
    """How well headings fit the columns that they would reach over."""
    out = 0.0
    even = len(kinds) / len(told)
    before: Sequence[str] = ()
    for cell, (a, b) in zip(told, spans, strict=True):
        group = below[a:b]
        rates, levels = (sum(kind == name for kind in kinds[a:b]) for name in ("rate", "level"))
        if _is_rate(cell.text):
            out += 2 * rates - 4 * levels - 0.3 * (b - a - rates - levels)
        elif parse_unit(cell.text.strip("()[]")) is not None:
            out -= 4 * rates
        if any(group):
            out += _again(before, group) - 2 * (len(group) - len(set(group)))
            before = group
        if YEAR.search(cell.text):  # a year does not stand below another
            out -= 3 * sum(YEAR.search(words) is not None for words in group)
        out -= 0.1 * abs(b - a - even)
    return out


def _again(before: Sequence[str], group: Sequence[str]) -> float:
    """What it counts that two headings stand above the same ones, or one above the first of the other's."""
    if not before:
        return 0.0
    if list(before) == list(group):
        return 3.0
    short = min(len(before), len(group))
    return 1.5 if list(before[:short]) == list(group[:short]) else 0.0


def _is_rate(words: str) -> bool:
    return classify(words)[0] in _MOVES


def _kind(cells: Sequence[str]) -> str:
    """What the numbers of a column are for certain: ``rate`` for small ones with signs, ``level`` for large ones."""
    told = [n[0] for cell in cells if not is_blank(cell) and (n := numbers(cell, False))]
    if not told:
        return ""
    sizes = sorted(abs(n.value) for n in told)
    if any(n.unit is not None and n.unit.label == "PERCENT" for n in told):
        return "rate"
    if sizes[len(sizes) // 2] >= 500:
        return "level"
    signed = sum(n.signed for n in told)
    return "rate" if signed * 4 >= len(told) and any(n.step < 1 for n in told) else ""


def _words(lines: Sequence[_Line], spans: Sequence[_Spans], column: int) -> str:
    """The words above a column, top to bottom."""
    return " ".join(
        cell.text
        for line, placed in zip(lines, spans, strict=True)
        for cell, (a, b) in zip(line.told, placed, strict=True)
        if a <= column < b
    )


def _cells(line: _Line, spans: _Spans, first: int) -> list[Cell]:
    """The cells of a line, those that reach over several columns once in each."""
    return [
        *line.labels,
        *(replace(c, column=first + k) for c, span in zip(line.told, spans, strict=True) for k in range(*span)),
    ]
