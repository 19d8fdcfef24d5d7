"""From cells in lines to columns: which cells stand in one column, and over which columns a heading reaches."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from . import table_groups, table_heads, table_lines, table_merged
from .table_columns import classify
from .table_lexing import names_labels
from .table_lines import Line
from .table_model import Cell
from .table_numbers import is_blank, is_number, is_year
from .table_units import heading_unit

MAX_COLUMNS = 64
_SCALED = re.compile(r"(?<![\d.,])10{0,2}(?:[ ,.]?000)+(?![\d.,]*\d)")
_CROWDED = re.compile(r"(?P<label>[^\d]*[^\W\d_)][^\d]{0,80}?) (?P<number>[-+−]?\d[\d.,]*%?)")


@dataclass(slots=True)
class Raw:
    """A line under reading.

    Attributes:
        line: the line.
        cells: its cells.
        data: whether it holds numbers that are not all years.
        led: whether leader dots part its cells.
        narrow: as a heading line, whether none of its cells reaches over several columns.
        placed: whether its cells stand in their columns already.
        barred: whether a bar stands before its first cell.
    """

    line: Line
    cells: list[Cell]
    data: bool
    led: bool = False
    narrow: bool = True
    placed: bool = False
    barred: bool = False

    @property
    def held(self) -> list[Cell]:
        """Its cells that hold something."""
        return [c for c in self.cells if c.text]


def raw(text: str, line: Line) -> Raw:
    """Read a line.

    Args:
        text: the document.
        line: a line of any kind.
    """
    cells = table_lines.split(text, line)
    barred = line.kind == table_lines.PIPE and text[line.start : line.end].lstrip()[:1] in table_lines.BARS
    return Raw(line, cells, _is_data(cells), table_lines.led(text, line), barred=barred)


def _is_data(cells: Sequence[Cell]) -> bool:
    held = [c for c in cells if c.text]
    if len(held) < 2:
        return False
    told = [c for c in (held[1:] if not is_number(held[0].text) else held) if is_number(c.text)]
    if not told or all(is_year(c.text) for c in told):
        return False
    if (len(told) > 1 or names_labels(held[0].text)) and all(_tells_thousands(c.text) for c in told):
        return False  # ``Market``, ``US$ 1,000``
    return len(told) > 1 or not is_number(held[0].text) or told[0] is not held[0]


def _tells_thousands(cell: str) -> bool:
    """Whether a cell is a unit that its number is the scale of."""
    unit = heading_unit(cell) if _SCALED.search(cell) is not None else None
    return is_year(cell) or (unit is not None and unit.label != "")


def align(text: str, head: list[Raw], body: list[Raw]) -> int:
    """Number the cells of a table's lines by column, in place.

    Args:
        text: the document.
        head: its heading lines.
        body: its data lines and the lines between them.
    Returns:
        int: how many columns there are; 0 where the lines do not agree.
    """
    kind = next(r.line.kind for r in body if r.data)
    if kind == table_lines.TAB:
        _choose_tabs(head, body)
    if kind in (table_lines.PIPE, table_lines.TAB, table_lines.ONE, table_lines.STACK, table_lines.KEY):
        return _by_index(head, body)
    return _by_place(head, body)


def _choose_tabs(head: list[Raw], body: list[Raw]) -> None:
    """Count a run of tabs as one border where that makes the data lines equal in length and single tabs do not."""
    data = [r for r in body if r.data]
    if len({len(r.cells) for r in data}) > 1 and len({len(r.held) for r in data}) == 1:
        for r in [*head, *body]:
            r.cells = table_lines.collapsed(r.cells)


def _by_index(head: list[Raw], body: list[Raw]) -> int:
    data = [r for r in body if r.data]
    count = max(len(r.cells) for r in data)
    if count > MAX_COLUMNS or count < 2:
        return 0
    _open_first([*head, *body], count)
    _widen(head, data, count)
    for n, r in enumerate(head):
        if not r.placed and 1 < len(r.held) == len(r.cells) < count:
            r.cells = _shifted(r.cells, count) or _reached(r, head[n + 1 : n + 2], data, count)
    return max(count, *(len(r.cells) for r in head)) if head else count


def _widen(head: list[Raw], data: Sequence[Raw], count: int) -> None:
    """Put headings whose merged cells lost their width over the columns that they reached over, in place."""
    if not all(r.line.kind == table_lines.PIPE and not r.placed for r in head):
        return
    inside: list[list[str]] = [[] for _ in range(count)]
    for row in data:
        for c in row.held:
            if c.column < count:
                inside[c.column].append(c.text)
    first = next((k for k in range(1, count) if any(is_number(words) for words in inside[k])), count)
    for r, cells in zip(head, table_merged.widened([r.cells for r in head], inside, first), strict=False):
        r.cells, r.placed, r.narrow = cells, True, True


def _open_first(rows: list[Raw], count: int) -> None:
    """Leave the first column of lines empty that begin with a bar where others without one hold a cell more."""
    piped = [r for r in rows if r.line.kind == table_lines.PIPE and r.cells]
    short = [r for r in piped if len(r.cells) == count - 1 and r.barred]
    if short and all(not r.barred for r in piped if len(r.cells) == count):
        for r in short:
            r.cells = [replace(c, column=c.column + 1) for c in r.cells]
    _under_first(piped)


def _under_first(rows: Sequence[Raw]) -> None:
    """Move rows to the right that lack the label of the row above them and are filled up at their end.

    ``| 2011 | Aug | 3.6 | 5.1 |`` above ``| Sep | 4.5 | 5.7 | |``.
    """
    data = [r for r in rows if r.data]
    begins = [next((c.column for c in r.cells if is_number(c.text) and not is_year(c.text)), 0) for r in data]
    full = [at for at, r in zip(begins, data, strict=True) if r.cells[-1].text]
    if not full or full[0] < 2 or len(set(full)) > 1 or begins[0] != full[0]:
        return
    for at, r in zip(begins, data, strict=True):
        free = len(r.cells) - 1 - r.held[-1].column
        if 0 < at < full[0] <= at + free:
            by = full[0] - at
            r.cells = [replace(c, column=c.column + by) for c in r.cells[: len(r.cells) - by]]


def _shifted(cells: list[Cell], count: int) -> list[Cell]:
    """A heading line with fewer cells than columns: one without a cell for the labels, or one that spans columns
    evenly; nothing for any other.
    """
    if len(cells) == count - 1:
        return [replace(c, column=n + 1) for n, c in enumerate(cells)]
    values = count - 1
    first = 0 if values % (len(cells) - 1) == 0 and values % len(cells) else 1
    spanning = cells[1:] if first == 0 else cells
    if values % len(spanning):
        return []
    width = values // len(spanning)
    out = [cells[0]] if first == 0 else []
    return out + [replace(c, column=1 + n * width) for n, c in enumerate(spanning)]


def _reached(r: Raw, below: Sequence[Raw], data: Sequence[Raw], count: int) -> list[Cell]:
    """A heading line above one that has all columns, each of its cells over those that fit its words."""
    cells = r.cells
    under = [c.text for c in below[0].held] if below else []
    if len(under) not in (count - 1, count):
        return cells
    inside: list[list[str]] = [[] for _ in range(count - 1)]
    for row in data:
        for c in row.held:
            if 0 < c.column < count:
                inside[c.column - 1].append(c.text)
    # a cell above the labels comes first, unless each cell tells what numbers are
    first = table_heads.reaching([c.text for c in cells[1:]], under[-(count - 1) :], inside)
    r.narrow = r.narrow and not first
    return [cells[0], *(replace(c, column=1 + k) for c, k in zip(cells[1:], first, strict=True))] if first else cells


def _by_place(head: list[Raw], body: list[Raw]) -> int:
    data = [r for r in body if r.data]
    sizes = Counter(len(r.cells) for r in data)
    count = max(sizes, key=lambda size: (sizes[size] * (1 if sizes[size] * 4 >= len(data) else 0), size))
    count = max([count, *(s for s in sizes if sizes[s] * 3 >= len(data))])
    if count > MAX_COLUMNS or count < 2:
        return 0
    full = [r for r in data if len(r.cells) == count]
    reach = columns_reach(full, count)
    for r in data:
        if len(r.cells) == count - 1:
            r.cells = _loosened(r.cells)
        if len(r.cells) != count:
            r.cells = _placed(
                r.cells, r.line, reach, labelled=not is_number(r.cells[0].text) and not is_blank(r.cells[0].text)
            )
    over = list(reach)  # the columns with their own headings
    kinds = [table_heads.look([c.text for r in full for c in r.cells if c.column == k]) for k in range(count)]
    for n in range(len(head) - 1, -1, -1):
        below = {c.column: c.text for c in head[n + 1].cells} if n + 1 < len(head) else {}
        if not _over_groups(head[n], over, below, kinds):
            _place_heading(head[n], reach, count)
        for c in head[n].cells if n == len(head) - 1 else ():
            if len(head[n].cells) >= count - 1 and 0 < c.column < count:
                a, b = c.start - head[n].line.start, c.end - head[n].line.start
                over[c.column] = min(over[c.column][0], a), max(over[c.column][1], b)
    return count


def _over_groups(r: Raw, reach: Sequence[tuple[int, int]], below: Mapping[int, str], kinds: Sequence[str]) -> bool:
    """Place a line of headings in the middle over several columns each; False where it is none."""
    cells = r.cells
    count = len(reach)
    if not below or len(cells) >= count - 1 or any(k not in below for k in range(1, count)) and len(cells) < 3:
        return False
    own = 1 if cells[0].end - r.line.start <= reach[1][0] and cells[0].start - r.line.start < reach[0][1] else 0
    told = cells[own:]
    spans = [(c.start - r.line.start, c.end - r.line.start) for c in told]
    rates = [classify(c.text)[0] in ("change", "share") for c in told]
    wrong = [[kind == "level" if rate else False for kind in kinds[1:]] for rate in rates]
    first = table_groups.groups(spans, reach[1:], [below.get(k, "").casefold() for k in range(1, count)], wrong)
    if not first:
        return False
    placed = (replace(c, column=k + 1) for c, k in zip(told, first, strict=True))
    r.cells = [*(replace(c, column=0) for c in cells[:own]), *placed]
    r.narrow = len(first) == count - 1 - first[0]  # each over one column
    return True


def _loosened(cells: list[Cell]) -> list[Cell]:
    """Part a label from the number behind it where it is so long that one blank is left between them."""
    first = cells[0]
    m = _CROWDED.fullmatch(first.text)
    if m is None:
        return cells
    middle = first.start + m.start("number")
    label = Cell(first.start, first.start + m.end("label"), m["label"], 0)
    number = Cell(middle, first.end, m["number"], 1)
    return [label, number, *(replace(c, column=c.column + 1) for c in cells[1:])]


def columns_reach(rows: Sequence[Raw], count: int) -> list[tuple[int, int]]:
    """Return for each column from where to where its cells reach, in characters from the beginning of the line."""
    out: list[tuple[int, int]] = [(0, 0)] * count
    for r in rows:
        for c in r.cells:
            if c.column < count and c.text:
                a, b = c.start - r.line.start, c.end - r.line.start
                low, high = out[c.column]
                out[c.column] = (a, b) if high == 0 else (min(a, low), max(b, high))
    return out


def _placed(
    cells: list[Cell], line: Line, reach: list[tuple[int, int]], labelled: bool, leftmost: bool = False
) -> list[Cell]:
    """Cells in the columns that they overlap most (or in the first that they overlap), in order; a line's first
    cell is its label.
    """
    out: list[Cell] = []
    next_free = 0
    for n, c in enumerate(cells):
        if n == 0 and labelled:
            out.append(replace(c, column=0))
            next_free = 1
            continue
        left = len(cells) - n - 1
        choices = range(max(next_free, 0 if labelled else 1), max(len(reach) - left, next_free + 1))
        best = max((k for k in choices if k < len(reach)), key=lambda k: _closeness(c, line, reach[k]), default=None)
        if best is None:
            break
        if leftmost:
            best = next(
                (
                    k
                    for k in choices
                    if k < best and c.end - line.start > reach[k][0] and reach[k][1] > c.start - line.start
                ),
                best,
            )
        out.append(replace(c, column=best))
        next_free = best + 1
    return out


def _closeness(cell: Cell, line: Line, reach: tuple[int, int]) -> float:
    """How well a cell fits a column: the overlap, or less the distance of the right edges and middles."""
    a, b = cell.start - line.start, cell.end - line.start
    overlap = min(b, reach[1]) - max(a, reach[0])
    middle = abs((a + b) - (reach[0] + reach[1])) / 2
    return overlap - 0.1 * min(middle, abs(b - reach[1])) if overlap > 0 else overlap - middle


def _place_heading(r: Raw, reach: list[tuple[int, int]], count: int) -> None:
    cells = r.cells
    if len(cells) == count:
        return
    begin = cells[0].start - r.line.start
    labelled = begin < max(reach[0][1], 1) and begin < reach[1][0] - 1 and (begin <= reach[0][0] + 8 or len(cells) < 2)
    values = count - 1
    own = 1 if labelled else 0
    if labelled and len(cells) > 3 and values % (len(cells) - 1) and not values % (len(cells) - 2):
        own += cells[1].end - r.line.start < reach[1][0]  # ``Main   Trading`` above ``Country Groups``
    cells = [*(replace(c, column=0) for c in cells[:own]), *cells[own:]] if own > 1 else cells
    spanning = cells[own:]
    if (
        not r.narrow
        and spanning
        and values % len(spanning) == 0
        and (len(spanning) > 1 or _central(spanning[0], r.line, reach))
    ):
        width = values // len(spanning)
        r.cells = [replace(c, column=1 + n * width) for n, c in enumerate(spanning)]
        r.cells[:0] = [replace(c, column=0) for c in cells[:own]]
    elif len(cells) == count - 1 and not labelled:
        r.cells = [replace(c, column=n + 1) for n, c in enumerate(cells)]
    else:
        told = [*cells[:1], *cells[own:]] if labelled else cells
        r.cells = _placed(told, r.line, reach, labelled, leftmost=not r.narrow)


def _central(cell: Cell, line: Line, reach: list[tuple[int, int]]) -> bool:
    """Whether a lone heading stands in the middle of all columns of values."""
    low, high = reach[1][0], reach[-1][1]
    middle = (cell.start + cell.end) / 2 - line.start
    return abs(middle - (low + high) / 2) <= 0.15 * (high - low)


def spread(head: Sequence[Raw], count: int, first_value: int) -> list[list[Cell]]:
    """Return for each column its heading cells, top to bottom; a cell above several cells of the next lines holds
    for all of them.

    Args:
        head: heading lines, aligned.
        count: number of columns.
        first_value: index of the first column that is no label's.
    """
    out: list[list[Cell]] = [[] for _ in range(count)]
    for n, line in enumerate(head):
        own = {c.column: c for c in line.cells if c.text and c.column < count}
        starts = sorted(own)
        below = {c.column for later in head[n + 1 :] for c in later.cells if c.text}
        for k in range(count):
            cell = own.get(k)
            if cell is None and not line.narrow and k >= first_value and k in below and starts:
                at = bisect_right(starts, k) - 1
                cell = own[starts[at]] if at >= 0 and starts[at] >= first_value else None
            if cell is not None:
                out[k].append(cell)
    return out
