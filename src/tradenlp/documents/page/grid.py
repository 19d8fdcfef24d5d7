"""Tables of a page as lines with bars between the cells.

Cells that span several columns or rows are laid out by the table model of the HTML standard (section 4.9.12), so that
each column's cells have the same place in every line.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from ..cells import row_line
from .tree import Tree

Grid: TypeAlias = "list[list[_Cell | None]]"
Lines: TypeAlias = Callable[[Tree, int, bytearray], list[str]]

_MAX_SPAN = 24
_MAX_ROW_SPAN = 200
_MAX_COLUMNS = 64
"""Cells of wider tables span no rows."""
_MAX_LABELS = 4
_REPEATED = 80
"""Longer texts of spanning cells stand once."""
_PROSE = 160
_CELL = 700
_NUMBER = re.compile(
    r"[^\w\s]{0,3}\s?(?:[A-Z]{0,3}[^\w\s]?\s?)?\d[\d.,'’\s]*(?:\s?(?:%|\(?[a-zA-Z]{1,3}\)?|\)|[-−]|\*))?\)?"
)
_YEAR = re.compile(r"(?:19|20)\d\d(?:\s?[-–/]\s?\d{2,4})?\s?\(?[a-zA-Z*]?\)?")
_CURRENCY = re.compile(r"\(?(?:US|A|C|NZ|HK|S)?[$€£¥₹₩]|Rs\.?|\(")
_TRAILING = re.compile(r"%?\)?%?")
_INDENT = re.compile(r"[\xa0\u2002\u2003\u3000]+")
_PADDING = re.compile(
    r"(?:padding-left|margin-left|text-indent)\s{0,9}:\s{0,9}(\d{1,3})(?:\.\d{1,9})?(px|pt|em|rem)", re.IGNORECASE
)
_WIDTHS = {"px": 8, "pt": 6, "em": 0.5, "rem": 0.5}


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell: its lines, whether it heads a column, and how far its text stands in, in characters."""

    lines: list[str]
    heads: bool
    indent: int
    columns: int
    rows: int

    @property
    def text(self) -> str:
        return " ".join(self.lines).replace("|", "/")


def rows(tree: Tree, table: int, gone: bytearray, lines: Lines) -> dict[int, list[str]]:
    """Write the rows of a table that hold data; rows that only lay out the page are left to be read as blocks.

    Args:
        tree: a page.
        table: number of a ``table``; tables inside it are not looked into.
        gone: 1 for each element left out with all it holds.
        lines: writes the content of a cell.
    Returns:
        dict: the lines of each row by the number of its ``tr``.
    """
    if tree.value(table, "role").lower() in ("presentation", "none"):
        return {}
    found: dict[int, list[_Cell]] = {}
    for row, cells in _own_rows(tree, table, gone).items():
        if any(_holds_table(tree, cell) for cell in cells):
            continue
        read = [_read(tree, cell, gone, lines) for cell in cells]
        if not _is_layout(read):
            found[row] = read
    if not any(sum(bool(cell.lines) for cell in cells) > 1 for cells in found.values()):
        return {}
    return dict(zip(found, _written(list(found.values())), strict=True))


def _own_rows(tree: Tree, table: int, gone: bytearray) -> dict[int, list[int]]:
    """The rows of a table itself, with their cells."""
    out: dict[int, list[int]] = {}
    node, row = table + 1, -1
    while node < tree.ends[table]:
        tag = tree.tags[node]
        if gone[node] or tag in ("table", "caption"):
            node = tree.ends[node]
            continue
        if tag == "tr":
            row = node
            out[row] = []
        elif tag in ("td", "th") and row >= 0:
            out[row].append(node)
            # a table inside is for its own turn
            node = tree.ends[node]
            continue
        node += 1
    return out


def _holds_table(tree: Tree, cell: int) -> bool:
    return "table" in tree.tags[cell : tree.ends[cell]]


def _read(tree: Tree, cell: int, gone: bytearray, lines: Lines) -> _Cell:
    section = tree.tags[tree.parents[tree.parents[cell]]]
    names_row = tree.value(cell, "scope").lower() in ("row", "rowgroup")
    heads = section == "thead" or (tree.tags[cell] == "th" and not names_row)
    columns, spanned = _span(tree.value(cell, "colspan"), _MAX_SPAN), _span(tree.value(cell, "rowspan"), _MAX_ROW_SPAN)
    return _Cell([line for line in lines(tree, cell, gone) if line], heads, _indent(tree, cell), columns, spanned)


def _span(value: str, most: int) -> int:
    digits = value.strip()[:6]
    return max(1, min(int(digits), most)) if digits.isdecimal() else 1


def _indent(tree: Tree, cell: int) -> int:
    """How far a label stands in: by fixed spaces before its text, or by its style."""
    width = 0.0
    node = cell
    while node < tree.ends[cell] and not tree.texts[node].strip(" \t\r\n"):
        padding = _PADDING.search(tree.value(node, "style"))
        width += float(padding[1]) / _WIDTHS[padding[2].lower()] if padding else 0
        node += 1
    spaces = _INDENT.match(tree.texts[node].lstrip(" \t\r\n")) if node < tree.ends[cell] else None
    return min(16, int(width) + (len(spaces[0]) if spaces else 0))


def _is_layout(cells: list[_Cell]) -> bool:
    """Whether a row only lays out the page: prose in its cells."""
    longest = max((len(cell.text) for cell in cells), default=0)
    return longest > _CELL or any(len(cell.lines) > 1 and max(map(len, cell.lines)) > _PROSE for cell in cells)


def _written(read: list[list[_Cell]]) -> list[list[str]]:
    """Lay out the cells and write each row as lines."""
    heads = _head_rows(read)
    grid = _laid_out(read, heads)
    full = [sum(1 for text in row if text) > 1 for row in grid]
    first, last = full.index(True), len(full) - 1 - full[::-1].index(True)
    _join_signs(grid[heads:])
    body = grid[max(heads, first) : last + 1] or grid
    used = [k for k in range(max(map(len, body))) if any(k < len(row) and row[k] for row in body)]
    out: list[list[str]] = []
    for number, (cells, texts) in enumerate(zip(read, grid, strict=True)):
        if not first <= number <= last:
            out.append([line for cell in cells for line in cell.lines])  # a title above, a note below
        elif len(cells) == len(texts) and (stacked := _stacked(cells)):
            out.append([row_line(texts) for texts in zip(*stacked, strict=True)])
        else:
            kept = [texts[k] if k < len(texts) else "" for k in used]
            indent = next((cell.indent for cell in cells if cell.lines), 0) if number >= heads and any(kept[:1]) else 0
            out.append([" " * indent + row_line(kept)] if any(kept) else [])
    return out


def _head_rows(read: list[list[_Cell]]) -> int:
    """How many rows at the top hold headings: by their tags, or as no figures but years stand in them."""
    marked = next((n for n, cells in enumerate(read) if not all(cell.heads for cell in cells if cell.lines)), len(read))
    if marked:
        return marked
    for number, cells in enumerate(read):
        if any(_is_figure(cell.text) for cell in cells[1:]):
            return number
    return 0


def _is_figure(text: str) -> bool:
    return bool(len(text) < 40 and _NUMBER.fullmatch(text) and not _YEAR.fullmatch(text))


def _laid_out(read: list[list[_Cell]], heads: int) -> list[list[str]]:
    """Put each cell in its columns; headings stand in all that they reach over, labels in all rows, figures once."""
    widest = max(len(cells) for cells in read)
    below: dict[int, tuple[int, str]] = {}
    out: list[list[str]] = []
    for number, cells in enumerate(read):
        row: list[str] = []
        alone = len(cells) == 1 and not below
        for cell in cells:
            _fill(row, below)
            text = cell.text
            again = text if len(text) <= _REPEATED and not _is_figure(text) else ""
            head = number < heads
            reach = min(cell.columns, max(1, 2 * widest - len(row)))
            shown = [text, *[again if head and not alone else ""] * (reach - 1)]
            if cell.rows > 1 and len(row) < 2 * widest <= 2 * _MAX_COLUMNS:
                down = again if not head and len(row) < _MAX_LABELS else ""
                below |= {len(row) + k: (cell.rows - 1, "" if k else down) for k in range(len(shown))}
            row += shown
        for k in sorted(k for k in below if k >= len(row)):
            row += [""] * (k - len(row))
            _fill(row, below)
        out.append(row)
    return out


def _fill(row: list[str], below: dict[int, tuple[int, str]]) -> None:
    """Continue the cells of rows above that reach down to here."""
    while len(row) in below:
        left, text = below.pop(len(row))
        if left > 1:
            below[len(row)] = (left - 1, text)
        row.append(text)


def _join_signs(grid: list[list[str]]) -> None:
    """Put signs of money, percent signs and closing brackets that have cells of their own beside their figures."""
    for row in grid:
        for k in range(1, len(row)):
            before, text = row[k - 1], row[k]
            if before and _CURRENCY.fullmatch(before) and text.lstrip("(-−–")[:1].isdigit():
                signs = len(text) - len(text.lstrip("(-−–"))
                row[k - 1], row[k] = "", text[:signs] + before + text[signs:]
            elif k > 1 and text and _TRAILING.fullmatch(text) and before[-1:].isdigit():
                row[k - 1], row[k] = before + text, ""


def _stacked(cells: list[_Cell]) -> list[list[str]] | None:
    """Lines of cells that hold several rows one below the other, figures among them."""
    held = [cell for cell in cells if cell.lines]
    size = len(held[0].lines) if len(held) > 1 else 0
    if size < 2 or any(len(cell.lines) != size or cell.columns > 1 or cell.rows > 1 for cell in cells):
        return None
    if not any(all(map(_is_figure, cell.lines)) for cell in held):
        return None
    return [[line.replace("|", "/") for line in cell.lines] for cell in cells]
