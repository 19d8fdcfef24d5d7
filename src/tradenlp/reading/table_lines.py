"""The lines of a text that may be a table's: what parts their cells, and where the cells are."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from . import (
    table_barred,
    table_blanks,
    table_dated,
    table_lifted,
    table_listed,
    table_quotes,
    table_runs,
    table_stacks,
)
from .table_model import Cell, Span
from .table_numbers import is_number

PIPE, TAB, SPACE, ONE, STACK, KEY = "pipe", "tab", "space", "one", "stack", "key"
TEXT, RULE, BLANK = "text", "rule", "blank"

MAX_LINE = 1000
"""Longer lines are prose."""

_CELL_LINES, _CELL_LINE = 3, 45  # lines of a cell between blank lines, and characters of each
_NEAR = 20  # lines in which a number follows, headings between
_LINE = re.compile(r"[^\n\r\u2028\u2029\x0b\x0c\x85]*")
_RULE = re.compile(r"[-=+|_:*.─━│┃┼├┤┌┐└┘┬┴╞╡╪═║╔╗╚╝╠╣╦╩╬ \t]{3,}")
_NOTED = re.compile(r"\s*[^\W\d_](?:\S| (?! )){1,60}  \(?[a-z\d]{1,2}\)\s*")
"""A label with the mark of a note."""
BARS = "|│┃║"
"""Signs between cells."""
_EMPTY = BARS + " \t"
_BAR = re.compile(r"[|│┃║]")
_SEMICOLON = re.compile(";")
_SEMICOLONS = re.compile(r"[^;]{0,60}(?:;(?![ \t])[^;]{0,60}){2,}")
"""Cells as a sheet is saved; behind a semicolon of prose stands a blank."""
_TAB = re.compile("\t")
_SLASH = re.compile(r"[ \u00a0]+/(?=[ \u00a0]|$)[ \u00a0]*")
_SLASHED = re.compile(r"[^\n/]{0,80}(?:[ \u00a0]+/(?=[ \u00a0])[^\n]{1,80}?){2,}")
"""Cells that slashes between blanks part."""
_KEYED = re.compile(
    r"(?:[•·*–-] |\d{1,2}(?:[.)]|(?:\.\d{1,2}){1,2}\.?)\s{1,6})?(?=[^:]*[^\W\d_]{3}|(?:19|20)\d\d\s?:)"
    r"(?P<key>[^:.!?;]{3,110}?(?:\.[^:!?;]{0,40})?)\s{0,4}:\s{1,4}"
    rf"(?P<value>{table_blanks.NUMBER}|n\.?/?a\.?)"
)
"""A number behind what it is: ``Exports (US$ million): 84.2``."""
_COLON = re.compile(r"^[ \t]*:[ \t]*$", re.MULTILINE)
_GAP = re.compile(r"\s?(?:\.{4,}|…{2,}|(?: \.){4,})\s?:?\s?|[ \u00a0]{2,}")
_LEADERS = re.compile(r"\.{4,}|…{2,}|(?: \.){4,}")
_WIDE = re.compile(r"\S(?:[ \u00a0]{2,}|\.{4,}|…{2,}|(?: \.){4,} ?)\S")
_LIST_MARK = re.compile(r"\d{1,2}(?:[.)]|(?:\.\d{1,2}){1,2}\.?) {2,}(?=[^\W\d_])")
"""The number of an item of a list, behind which a wide gap parts no cells."""
_GUARD = re.compile(
    r"[)%\w]\s{0,4}:\s{1,4}[-−(]?\d[\d.,]*\s*(?:\n|$)| / [^\n/]* / |;\S|[|│┃║]|\S\t|\S {2,}\S|\.{4}|…{2}|(?: \.){4}"
)


@dataclass(frozen=True, slots=True)
class Line:
    """A line: half-open offsets without the line end, its kind, for ``one`` how many numbers its rows have and, where
    blanks part digits too, its cells, and for ``stack``, which is several lines of the text, its cells.
    """

    start: int
    end: int
    kind: str
    size: int = 0
    cells: tuple[Span, ...] = ()


def lines(text: str) -> list[Line]:
    """Split a text into lines and tell their kinds; empty where no line can be a table's.

    Args:
        text: any string.
    Returns:
        list[Line]: in order. ``pipe``, ``tab``, ``space``, ``one`` (one blank between cells), ``stack`` (a
        cell on each line of the text) and ``key`` lines (a number behind a colon) hold several cells; ``text`` do not.
    """
    blanks, stacked = table_blanks.possible(text), table_stacks.possible(text)
    every = list(_LINE.finditer(text))
    running = {m.start() for m in every if table_runs.possible(m[0])}
    listed = {m.start() for m in every if table_listed.possible(m[0])}
    dated = {m.start() for m in every if table_dated.possible(m[0])}
    lifted = table_lifted.possible(text, [m.span() for m in every])
    quoted = table_quotes.possible(text)
    if not any((lifted, blanks, quoted, stacked, running, listed, dated)) and _GUARD.search(text) is None:
        return []
    out: list[Line] = []
    last = -1
    for m in every:
        if m.start() == m.end():
            # the pattern also matches the empty string before a line end; a blank line is one that follows another end
            if m.start() != last and (m.start() == 0 or not out or out[-1].end != m.start()):
                out.append(Line(m.start(), m.start(), BLANK))
            continue
        out.append(Line(m.start(), m.end(), _kind(m[0])))
        last = m.end()
    out = [piece for line in out for piece in (_keyed_cells(text, line) if line.kind == PIPE else [line])]
    if _COLON.search(text) is not None:
        out = list(_with_colons(text, out))
    if running:
        out = list(_runs_in(text, out, running))
    for starts, pieces in ((dated, table_dated.pieces), (listed, table_listed.pieces)):
        if starts:
            out = [piece for line in out for piece in _divided(text, line, pieces if line.start in starts else None)]
    if blanks:
        spans = [(line.start, line.end) if line.kind == TEXT else (0, 0) for line in out]
        above = [(line.start, line.end) if line.kind in (TEXT, SPACE) else (0, 0) for line in out]
        for n, (size, cells) in table_blanks.rows(text, spans, above).items():
            out[n] = Line(out[n].start, out[n].end, ONE, size, cells)
    if quoted:
        spans = [(line.start, line.end) if line.kind in (TEXT, ONE) and not line.cells else (0, 0) for line in out]
        for n, (size, cells) in table_quotes.rows(text, spans).items():
            out[n] = Line(out[n].start, out[n].end, ONE, size, cells)
    spans = [(line.start, line.end) for line in out]
    if lifted:
        out = list(_joined(out, table_lifted.rows(text, spans)))
    return _stacked(text, out) if stacked else out


def _keyed_cells(text: str, line: Line) -> list[Line]:
    """Divide a line in which bars part numbers each of which has its key: ``Exports (BHD): 84 | Imports (BHD): 91``."""
    cells = [c for c in split(text, line) if c.text]
    if sum(_KEYED.fullmatch(c.text) is not None for c in cells) < 2:
        return [line]
    return [Line(c.start, c.end, KEY if _KEYED.fullmatch(c.text) is not None else TEXT) for c in cells]


def _with_colons(text: str, every: list[Line]) -> Iterator[Line]:
    """Join a key, a colon and a number that stand on lines of their own, blank ones between them or not."""
    told = [n for n, line in enumerate(every) if line.kind != BLANK]
    at = 0
    for first, colon, last in zip(told, told[1:], told[2:], strict=False):
        apart = first < at or every[first].kind != TEXT or text[every[colon].start : every[colon].end].strip() != ":"
        if apart or not _KEYED.fullmatch(text[every[first].start : every[last].end].strip()):
            continue
        yield from every[at:first]
        yield Line(every[first].start, every[last].end, KEY)
        at = last + 1
    yield from every[at:]


def _joined(every: list[Line], rows: list[table_lifted.Lifted]) -> Iterator[Line]:
    """Join the lines of the rows whose label stands above their numbers."""
    at = 0
    for first, last, cells in rows:
        yield from every[at:first]
        yield Line(every[first].start, every[last].end, ONE, len(cells) - 1, cells)
        at = last + 1
    yield from every[at:]


def _divided(text: str, line: Line, pieces: Callable[[str, int, int], list[table_runs.Found]] | None) -> list[Line]:
    """Divide a line that holds a list of names and numbers under one unit, or a table of periods."""
    found = pieces(text, line.start, line.end) if pieces is not None and line.kind == TEXT else []
    return _pieces(found) or [line]


def _pieces(found: list[table_runs.Found]) -> list[Line]:
    return [Line(a, b, ONE if size else TEXT, size, cells) for a, b, size, cells in found]


def _runs_in(text: str, every: list[Line], running: set[int]) -> Iterator[Line]:
    """Divide the lines into which a table is run, where that is possible; its headings may stand in the line above."""
    waiting: list[Line] = []  # a line that may hold the headings, and a blank one below it
    size = 0  # of the table that the lines before hold
    for line in every:
        more = table_runs.further(text, line.start, line.end, size) if size and line.kind == TEXT else []
        if more:
            yield from _pieces(more)
            continue
        size = size if line.kind == BLANK else 0
        if line.kind == BLANK and len(waiting) == 1:
            waiting.append(line)
            continue
        if line.start not in running or line.kind != TEXT:
            yield from waiting
            waiting = [line] if line.kind == TEXT else []
            if not waiting:
                yield line
            continue
        found = table_runs.pieces(text, line.start, line.end)
        if not found and waiting and table_runs.may_head(text[waiting[0].start : waiting[0].end]):
            found = table_runs.pieces(text, waiting[0].start, line.end)
            waiting = [] if found else waiting
        yield from waiting
        waiting = []
        size = found[-1][2] if found else 0
        yield from _pieces(found) or [line]
    yield from waiting


def _stacked(text: str, every: list[Line]) -> list[Line]:
    """Join the lines that hold the cells of one row."""
    every = list(_wrapped(text, every))
    spans: list[Span | None] = [_only(text, line) for line in every]
    rows = table_barred.barred(text, [(x.start, x.end) for x in every]) if table_barred.possible(text) else []
    if rows:
        spans[rows[0].first : rows[-1].last + 1] = [None] * (rows[-1].last + 1 - rows[0].first)
    out: list[Line] = []
    at = 0
    for row in sorted([*rows, *table_stacks.stacks(text, spans)], key=lambda row: row.first):
        out += every[at : row.first]
        out.append(Line(every[row.first].start, every[row.last].end, STACK, 0, row.cells))
        at = row.last + 1
    return [*out, *every[at:]]


def _wrapped(text: str, every: list[Line]) -> Iterator[Line]:
    """Join the lines of a cell between blank lines, ``Milk, butter,`` above ``and cheese``, near those of numbers."""
    at = 0
    while at < len(every):
        end = at
        while end < len(every) and every[end].kind == TEXT:
            end += 1
        own = every[at:end]
        short = 1 < len(own) <= _CELL_LINES and all(x.end - x.start <= _CELL_LINE for x in own)
        if short and not any(is_number(text[x.start : x.end].strip()) for x in own):
            near = [*every[max(0, at - 2) : at], *every[end : end + _NEAR]]
            blank = all(x.kind == BLANK for x in (*every[at - 1 : at], *every[end : end + 1]))
            if blank and any(x.kind == TEXT and is_number(text[x.start : x.end].strip()) for x in near):
                yield Line(every[at].start, every[end - 1].end, TEXT)
                at = end
                continue
        yield from every[at : max(end, at + 1)]
        at = max(end, at + 1)


def _only(text: str, line: Line) -> Span | None:
    """What a line holds where that is one cell, between bars or not."""
    if line.kind == BLANK or not text[line.start : line.end].strip(_EMPTY):
        return line.start, line.start
    noted = line.kind == SPACE and _NOTED.fullmatch(text, line.start, line.end) is not None
    if noted:
        return line.start, line.end
    if line.kind not in (TEXT, PIPE):
        return None
    held = [c for c in split(text, line) if c.text]
    if not held and line.end - line.start < 4:
        return line.start, line.end  # an asterisk in place of a number
    return (held[0].start, held[0].end) if len(held) == 1 else None


def _kind(line: str) -> str:
    bare = line.strip()
    if not bare:
        return BLANK
    if _RULE.fullmatch(bare) or not bare.strip(_EMPTY):
        return RULE
    if len(line) > MAX_LINE:
        return TEXT
    if any(bar in bare for bar in BARS):
        return PIPE
    if _SEMICOLONS.fullmatch(bare):
        return PIPE
    if "\t" in bare or (" / " in bare and len(bare) < 300 and _SLASHED.fullmatch(bare)):
        return TAB
    mark = _LIST_MARK.match(bare)
    if _WIDE.search(bare, mark.end() if mark is not None else 0):
        return SPACE
    return KEY if _KEYED.fullmatch(bare) else TEXT


def split(text: str, line: Line) -> list[Cell]:
    """Return the cells of a line; empty ones are kept where bars or tabs part them, with ``start == end``.

    Args:
        text: the document.
        line: one of its lines.
    Returns:
        list[Cell]: numbered from 0 in the order of the line.
    """
    spans = _SPLITTERS.get(line.kind, _whole)(text, line)
    return [_cell(text, a, b, n) for n, (a, b) in enumerate(spans)]


def _whole(text: str, line: Line) -> list[tuple[int, int]]:
    return [(line.start, line.end)]


def _by_lines(text: str, line: Line) -> list[tuple[int, int]]:
    return list(line.cells)


def _by_blanks(text: str, line: Line) -> list[tuple[int, int]]:
    return list(line.cells) or table_blanks.split(text, line.start, line.end, line.size)


def _by_bars(text: str, line: Line) -> list[tuple[int, int]]:
    bars = _BAR if _BAR.search(text, line.start, line.end) else _SEMICOLON
    cuts = [m.start() for m in bars.finditer(text, line.start, line.end)]
    edges = [line.start - 1, *cuts, line.end]
    spans = [(a + 1, b) for a, b in zip(edges, edges[1:], strict=False)]
    if spans and not text[spans[0][0] : spans[0][1]].strip() and cuts:
        spans = spans[1:]
    if spans and not text[spans[-1][0] : spans[-1][1]].strip() and len(spans) > 1:
        spans = spans[:-1]
    return spans


def _by_tabs(text: str, line: Line) -> list[tuple[int, int]]:
    out = []
    at, end = line.start, line.end
    while end > at and text[end - 1] in " \t":
        end -= 1
    border = _TAB if "\t" in text[at:end] else _SLASH
    for m in border.finditer(text, line.start, end):
        out.append((at, m.start()))
        at = m.end()
    return [*out, (at, end)]


def _by_colon(text: str, line: Line) -> list[tuple[int, int]]:
    inset = len(text[line.start : line.end]) - len(text[line.start : line.end].lstrip())
    m = _KEYED.search(text, line.start + inset, line.end)
    return [m.span("key"), m.span("value")] if m is not None else [(line.start, line.end)]


def collapsed(cells: list[Cell]) -> list[Cell]:
    """Return the cells that hold something, numbered anew: several tabs may stand for one border."""
    held = [c for c in cells if c.text]
    return [Cell(c.start, c.end, c.text, n) for n, c in enumerate(held)]


def _by_gaps(text: str, line: Line) -> list[tuple[int, int]]:
    out = []
    at = line.start
    while at < line.end and text[at] in " \u00a0":
        at += 1
    for m in _GAP.finditer(text, at, line.end):
        if m.start() > at:
            out += _two(text, at, m.start())
        at = m.end()
    if at < line.end:
        out += _two(text, at, line.end)
    return out


_GROUPED = r"[-+−]?(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d+)"
_TWO = re.compile(rf"(?P<left>{_GROUPED}) (?P<right>{_GROUPED})")


def _two(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The cells of a stretch between gaps: two where wide numbers leave one blank, ``1,508.8 1,541.0``."""
    m = _TWO.fullmatch(text, start, end)
    return [m.span("left"), m.span("right")] if m is not None else [(start, end)]


_SPLITTERS = {PIPE: _by_bars, TAB: _by_tabs, SPACE: _by_gaps, ONE: _by_blanks, STACK: _by_lines, KEY: _by_colon}


def led(text: str, line: Line) -> bool:
    """Tell whether leader dots part the cells of a line, which then are in order rather than aligned."""
    return line.kind == SPACE and _LEADERS.search(text, line.start, line.end) is not None


def indent(text: str, cell: Cell, line: Line) -> int:
    """How far a line's first label stands in, in characters; marks of list levels count as two each."""
    edge = (
        max((text.rfind(bar, line.start, cell.start) for bar in BARS), default=-1) + 1
        if line.kind == PIPE
        else line.start
    )
    edge = max(edge, line.start)
    width = sum(4 if c in "\t\u2003\u3000" else 1 for c in text[edge : cell.start] if c not in "*_`")
    return width + 2 * (len(cell.text) - len(cell.text.lstrip("-–—•·>")))


def _cell(text: str, start: int, end: int, column: int) -> Cell:
    while start < end and (text[start].isspace() or text[start] in "*_`\u200b"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in "_`\u200b" or text[end - 2 : end] == "**"):
        end -= 1
    return Cell(start, end, text[start:end], column)
