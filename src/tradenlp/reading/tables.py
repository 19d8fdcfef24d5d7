"""Finding tables in plain text by bars, tabs, aligned columns and leader dots, with captions, headings, rows and notes.

A block of neighbouring lines of one kind is a table where at least two of them hold numbers in cells of their own (one
is enough under a heading). Everything else, prose with a stray tab and bulleted ``Label: $5bn (+3%)`` lines among it,
is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ..folding import ascii_letters
from ..recent import Recent
from . import table_heads, table_levels, table_lines, table_twins
from .table_blanks import tells_unit
from .table_building import build
from .table_captions import caption_of, tells_numbers, tells_unit_only
from .table_cells import cell_figures
from .table_columns import tells_parts
from .table_dates import is_dated
from .table_grid import Raw, raw
from .table_headings import headings
from .table_lexing import tells_marks
from .table_lines import BLANK, KEY, ONE, PIPE, RULE, SPACE, STACK, TAB, TEXT, Line, lines
from .table_model import SENTENCE_END, Cell, Column, Row, Span, Table, Unit
from .table_numbers import is_blank, is_number, is_year, numbers
from .table_units import label_unit, parse_unit

__all__ = ["Cell", "Column", "Row", "Table", "Unit", "cell_figures", "find_tables", "occupied"]

_GRID = frozenset({PIPE, TAB, SPACE, ONE, STACK, KEY})
_HEADING = 60  # a heading between the rows is no longer than this
_LABEL = 110  # nor a label than this
_HEADER_CELL = 70
_HEADER_LINES = 6
_BETWEEN = 16  # lines between headings in bars and the first row, most of them bars around nothing
_FAR = 6  # lines between headings and the first row of aligned columns
_SAMPLE = 16  # rows that tell what a column holds
_NOTE = re.compile(
    r"\s*(?:[*†‡¹²³#]|\(?\d\)|\d/|notes?\b|source\b|n\.?a\.? ?[=:]|\(?[prefPREF]\)? ?[=:–-]"
    r"|(?:all )?(?:values?|figures|amounts|units?|quantities|volumes?|numbers|percentages?|shares?)\b"
    r"(?: (?:are|is))?(?: given| shown| expressed)? ?"
    r"(?:in\b|:|=)|in (?:US|millions?|thousands?|billions?|'?000|\$|€|£))",
    re.IGNORECASE,
)
_BLANK_LINE = re.compile(r"\n[ \t]*\n")
_LETTERS = re.compile(r"[^\W\d_]")
_GRIDS = (table_heads.grid, table_levels.grid, table_heads.by_kind)


def find_tables(text: str) -> list[Table]:
    """Find every table of a text.

    Args:
        text: any string.
    Returns:
        list[Table]: sorted, and disjoint but for those side by side. Time is linear in the length of the text.
    """
    return list(_found(ascii_letters(text)))


@Recent  # each component asks about the same text
def _found(text: str) -> tuple[Table, ...]:
    every = lines(text)
    pairs = table_twins.twins(text, every)
    out = _tables_in(text, table_twins.without(every, pairs) if pairs else every)
    for pair in pairs:
        halves = [_tables_in(text, own)[-1:] for own in table_twins.side_by_side(every, pair)]
        end = max((t.end for half in halves for t in half), default=0)
        out += [replace(t, end=end, part=n) for n, half in enumerate(halves) for t in half]
    return tuple(sorted(out, key=lambda t: t.start) if pairs else out)


def _tables_in(text: str, every: Sequence[Line]) -> list[Table]:
    out: list[Table] = []
    for first, members in _blocks(text, every):
        out += _tables(text, every, first, members, out[-1:])
    return out


def occupied(tables: Sequence[Table]) -> list[Span]:
    """Return the spans that readers of prose must pass over: headings and all cells but labels.

    Args:
        tables: from ``find_tables``.
    Returns:
        list[Span]: sorted half-open offsets.
    """
    out: set[Span] = set()
    for table in tables:
        first = next((c.index for c in table.columns if c.kind not in ("label", "code")), len(table.columns))
        out.update((c.start, c.end) for line in table.header for c in line if c.text and c.column >= first)
        # cells of words and numbers (``RM57.6 billion``, ``(51.8% of total)``) are left to the grammars of prose
        out.update(
            (c.start, c.end)
            for row in table.rows
            for c in row.cells
            if c.text and (len(c.text) < 3 or is_number(c.text) or is_blank(c.text) or is_year(c.text))
        )
    return sorted(out)


# -- blocks --------------------------------------------------------------------------------------------------


def _blocks(text: str, every: Sequence[Line]) -> Iterator[tuple[int, list[Raw]]]:
    """Runs of lines that may be one table, as index of the first line and the lines read; rules are dropped."""
    at = 0
    while at < len(every):
        if every[at].kind not in _GRID:
            at += 1
            continue
        first, kind = at, every[at].kind
        members = [raw(text, every[at])]
        if kind == ONE:
            above = _headings_above(text, every, at)
            first, members = at - len(above), [*above, *members]
        elif kind == STACK:
            first, above = _bars_above(text, every, at)
            members = [*above, *members]
        at += 1
        while at < len(every):
            more = _more(text, every, at, kind)
            if more is None and kind == SPACE and not any(r.data for r in members):
                more = _far_below(text, every, at)
            if more is None:
                break
            at += len(more[0])
            members += more[1]
        yield first, members


def _headings_above(text: str, every: Sequence[Line], at: int) -> list[Raw]:
    """The lines right above rows of one blank between cells that fall into as many headings."""
    if every[at].size == 1:
        return []  # what stands above one column of numbers is its caption
    near = _texts_before(every, at)
    columns = _columns(text, every, at)
    if near and tells_marks(words := text[near[0].start : near[0].end]) and words.count("(") != len(columns):
        lower = near.pop(0)  # marks of some columns only, which do not tell of which
        return [*_named_above(text, every, at - 1, near, columns), Raw(lower, [], data=False, placed=True)]
    return _named_above(text, every, at, near, columns)


def _named_above(
    text: str, every: Sequence[Line], at: int, near: Sequence[Line], columns: Sequence[Sequence[str]]
) -> list[Raw]:
    """The same, from the lines of text right above a line, the nearest first, and the numbers by column."""
    for skip in range(min(2, len(near))):  # a heading of the first rows may stand below those of the columns
        above = [(line.start, line.end) for line in near[skip:]]
        found = next(filter(None, (grid(text, above, columns) for grid in _GRIDS)), None)
        if found:
            cells = [[Cell(a, b, text[a:b], k) for a, b, k in line] for line in found]
            own = list(reversed(near[skip : skip + len(found)]))
            heads = [Raw(line, held, data=False, placed=True) for line, held in zip(own, cells, strict=True)]
            return [*heads, *(raw(text, line) for line in near[:skip])]
    out: list[Raw] = []
    size = len(columns)
    for line in reversed(every[max(0, at - _HEADER_LINES) : at]):
        if line.kind == PIPE:  # headings that bars part, above rows that blanks do
            held = raw(text, line).held
            spans = [(c.start, c.end) for c in held] if len(held) in (size, size + 1) else []
        else:
            spans = headings(text, line.start, line.end, size) if line.kind in (TEXT, SPACE) else []
        if not spans:
            break
        first = 1 if len(spans) == size else 0
        out.insert(0, Raw(line, [Cell(a, b, text[a:b], n) for n, (a, b) in enumerate(spans, first)], data=False))
    return out


def _bars_above(text: str, every: Sequence[Line], at: int) -> tuple[int, list[Raw]]:
    """The line of headings between bars above rows of one cell a line, its index first, and headings below it."""
    size = len(every[at].cells)
    out: list[Raw] = []
    for n in range(at - 1, max(-1, at - 1 - _BETWEEN), -1):
        if every[n].kind in (RULE, BLANK):
            continue
        read = raw(text, every[n]) if every[n].kind == PIPE else None
        if read is None or read.data or len(read.held) not in (1, size, size - 1):
            break
        if len(read.held) > 1:
            shift = size - len(read.held)
            read.cells = [replace(c, column=k + shift) for k, c in enumerate(read.held)]
            return n, [read, *out]
        out.insert(0, read)
    return at, []


def _texts_before(every: Sequence[Line], at: int) -> list[Line]:
    """The lines of text right above a line, the nearest first."""
    out: list[Line] = []
    for line in reversed(every[max(0, at - _HEADER_LINES) : at]):
        if line.kind != TEXT:
            break
        out.append(line)
    return out


def _columns(text: str, every: Sequence[Line], at: int) -> list[list[str]]:
    """The numbers of the rows from a line of one blank between cells on, by column."""
    size = every[at].size
    out: list[list[str]] = [[] for _ in range(size)]
    for line in every[at : at + _SAMPLE]:
        if line.kind == ONE:
            cells = table_lines.split(text, line)[1:]
            if len(cells) == size:
                for column, cell in zip(out, cells, strict=True):
                    column.append(cell.text)
    return out


def _more(text: str, every: Sequence[Line], at: int, kind: str) -> tuple[range, list[Raw]] | None:
    """The next lines that continue a block, and what they hold; None where it ends."""
    here = every[at].kind
    if here == kind:
        return range(1), [raw(text, every[at])]
    if here == RULE:
        return range(1), []
    if kind == PIPE:
        return _section(text, every, at)
    step = 1 if here == BLANK else 0
    follow = at + step
    lone = follow < len(every) and (every[follow].kind == TEXT or (kind == STACK and _alone(text, every[follow])))
    heading = lone and _is_heading(text, every[follow])
    if heading:
        follow += 1
        if kind in (STACK, KEY) and follow < len(every) and every[follow].kind == BLANK:
            follow += 1
    if follow == at or follow >= len(every) or every[follow].kind != kind:
        return None
    after = raw(text, every[follow])
    if not after.data and not (kind == STACK and _heads(after)):
        return None
    held = [raw(text, every[at + step])] if heading else []
    return range(follow - at + 1), [*held, after]


def _section(text: str, every: Sequence[Line], at: int) -> tuple[range, list[Raw]] | None:
    """A heading without bars between rows that have as many cells between theirs."""
    if (
        not 0 < at < len(every) - 1
        or every[at].kind != TEXT
        or every[at - 1].kind != PIPE
        or every[at + 1].kind != PIPE
    ):
        return None
    above, below = raw(text, every[at - 1]), raw(text, every[at + 1])
    if not below.data or len(above.cells) != len(below.cells) or not _is_heading(text, every[at]):
        return None
    return range(2), [raw(text, every[at]), below]


def _far_below(text: str, every: Sequence[Line], at: int) -> tuple[range, list[Raw]] | None:
    """The first row of aligned columns whose headings stand some blank lines above, a heading of the rows between."""
    held: list[Raw] = []
    for n in range(at, min(at + _FAR, len(every))):
        line = every[n]
        if line.kind == SPACE:
            row = raw(text, line)
            told = sum(is_number(c.text) or is_blank(c.text) for c in row.held[1:])
            sure = row.data and told > 1 and told == len(row.held) - 1 and len(row.held[0].text) <= _HEADING
            return (range(n - at + 1), [*held, row]) if sure else None
        if line.kind == TEXT and not held and _is_heading(text, line):
            held.append(raw(text, line))
        elif line.kind not in (BLANK, RULE):
            return None
    return None


def _alone(text: str, line: Line) -> bool:
    """Whether a line holds one cell between bars."""
    return line.kind == PIPE and len(raw(text, line).held) == 1


def _is_heading(text: str, line: Line) -> bool:
    words = text[line.start : line.end].strip()
    if len(words) > _HEADING or SENTENCE_END.search(words):
        return False
    return _LETTERS.search(words) is not None or is_dated(words)


# -- tables --------------------------------------------------------------------------------------------------


def _with_units_before(text: str, table: Table, before: Sequence[Table]) -> Table:
    """A table that tells no unit has those of the one that is run into the same line before it."""
    told = table.units or any(c.unit is not None and c.kind == "value" for c in table.columns)
    if told or not before or "\n" in text[before[-1].end : table.start]:
        return table
    return replace(table, units=before[-1].units)


_SUBHEADING = re.compile(r"\s*(?:[^\d\n]{2,60}\n\s*)?")


def _continued(text: str, table: Table, before: Sequence[Table]) -> Table:
    """A table without headings right below another of as many columns goes on with it: ``By enterprise`` between."""
    if not before or any(c.header for c in table.columns) or len(before[-1].columns) != len(table.columns):
        return table
    if not any(c.header for c in before[-1].columns) or not _SUBHEADING.fullmatch(text, before[-1].end, table.start):
        return table
    return replace(table, columns=before[-1].columns, header=before[-1].header, units=before[-1].units)


def _tables(text: str, every: Sequence[Line], first: int, members: list[Raw], before: Sequence[Table]) -> list[Table]:
    """The tables of a block: a line of headings below data begins the next one."""
    out: list[Table] = []
    # above rows that blanks part stand headings that do not fall into columns: what they tell holds all the same
    last = members[-1].line
    spaced = last.kind == STACK and _BLANK_LINE.search(text, last.start, last.end) is not None
    caption = caption_of(text, every, first, 5 if last.kind in (ONE, STACK) else 2, spaced=spaced)
    for segment in _segments(members):
        head, body, title = _parts(text, segment)
        spans = [*caption, *((r.line.start, r.line.end) for r in title)]
        if not _is_table(text, head, body, spans):
            continue
        rows = next(r.line.kind for r in body if r.data)
        if rows in (ONE, STACK) and not (tells_numbers(text, head, spans) or (head and _own_units(body))):
            continue
        body += _label_ends(text, every, body[-1].line)
        table = build(text, head, body, spans, _notes(text, every, body[-1].line.end))
        if table is not None:
            out.append(_continued(text, _with_units_before(text, table, out or before), out or before))
    return out


def _label_ends(text: str, every: Sequence[Line], last: Line) -> list[Raw]:
    """The line behind the last row where it is the end of that row's label: ``(billions of dollars)``."""
    at = _line_after(every, last.end)
    if at >= len(every) or every[at].kind != TEXT or last.kind != SPACE:
        return []
    words = text[every[at].start : every[at].end].strip()
    return [raw(text, every[at])] if len(words) <= _HEADING and words.endswith(")") else []


def _segments(members: list[Raw]) -> list[list[Raw]]:
    out: list[list[Raw]] = [[]]
    seen = False
    for r in members:
        if seen and not r.data and _heads(r):
            out.append([])
            seen = False
        out[-1].append(r)
        seen = seen or r.data
    return out


def _heads(r: Raw) -> bool:
    """Whether a line without data is a heading line: words or years in cells behind the first."""
    rest = [c for c in r.held if c.column > 0] if len(r.held) > 1 else []
    return any(not is_blank(c.text) and (is_year(c.text) or not is_number(c.text)) for c in rest) and not _is_blank_row(
        rest
    )


def _is_blank_row(cells: Sequence[Cell]) -> bool:
    return bool(cells) and all(is_blank(c.text) for c in cells)


def _parts(text: str, segment: list[Raw]) -> tuple[list[Raw], list[Raw], list[Raw]]:
    """Split a segment into heading lines, body and title lines; lines behind the last data are dropped."""
    at = [n for n, r in enumerate(segment) if r.data]
    if not at:
        return [], [], []
    first, last = at[0], at[-1]
    head: list[Raw] = []
    title: list[Raw] = []
    lead: list[Raw] = []
    for r in reversed(segment[max(0, first - _HEADER_LINES) : first]):
        held = r.held
        if not held:
            continue
        if any(len(c.text) > _HEADER_CELL for c in held):
            break
        if len(held) == 1 and held[0].column == 0 and (r.line.kind != SPACE):
            # a lone first cell: a heading of the rows below the headings, a title above them or where it is a unit
            above = head or not _any_heads(segment[:first]) or tells_unit_only(text, (held[0].start, held[0].end))
            (title if above else lead).insert(0, r)
        elif len(held) == 1 and r.line.kind == TEXT:
            lead.insert(0, r)
        else:
            head.insert(0, r)
    return head, [*lead, *segment[first : last + 1]], title


def _any_heads(rows: Sequence[Raw]) -> bool:
    return any(_heads(r) for r in rows)


def _is_table(text: str, head: list[Raw], body: list[Raw], caption: Sequence[Span]) -> bool:
    data = [r for r in body if r.data]
    if not data or (len(data) < 2 and not (head and len(data[0].held) > 2 - (data[0].line.kind != SPACE))):
        return False
    labels = [r.held[0].text for r in data]
    if data[0].line.kind == KEY and sum(label_unit(words) is not None for words in labels) < 2:
        shares = all(r.held[-1].text.endswith("%") for r in data) and any(tells_parts(text[a:b]) for a, b in caption)
        if len(data) < 3 or not (shares or tells_unit(text, caption)):
            return False
    if any(len(words) > _LABEL for words in labels) or any(
        SENTENCE_END.search(words) and words.count(" ") > 8 for words in labels
    ):
        return False
    if head:
        return True
    if all(words.endswith(":") for words in labels):
        return False
    rest = [c for r in data for c in r.held[1:]]
    told = sum(bool(is_number(c.text) or is_blank(c.text) or parse_unit(c.text)) for c in rest)
    return told * 2 >= len(rest)


def _own_units(body: Sequence[Raw]) -> bool:
    """Whether most numbers of a table's rows tell their own scale or currency, ``46.8B``, or a cell of them a unit."""
    told = [n[0] for r in body[:_SAMPLE] if r.data for c in r.held[1:] if (n := numbers(c.text, False))]
    units = (parse_unit(c.text) for r in body[:_SAMPLE] if r.data for c in r.held[1:] if not is_number(c.text))
    if any(unit is not None and unit.label in ("MONEY", "QUANTITY") for unit in units):
        return True
    own = sum(n.unit is not None and (n.unit.label == "MONEY" or n.unit.scale > 1) for n in told)
    return own * 2 > len(told)


def _notes(text: str, every: Sequence[Line], end: int) -> list[Span]:
    at = _line_after(every, end)
    out: list[Span] = []
    while at < len(every) and len(out) < 5 and every[at].end - end < 3000:
        line = every[at]
        if line.kind in (BLANK, RULE):
            at += 1
            continue
        if _NOTE.match(text, line.start, line.end) is None:
            break
        out.append((line.start, line.end))
        at += 1
    return out


def _line_after(every: Sequence[Line], end: int) -> int:
    low, high = 0, len(every)
    while low < high:
        middle = (low + high) // 2
        if every[middle].start < end:
            low = middle + 1
        else:
            high = middle
    return low
