"""From the lines of a table to its columns and rows, with what headings and caption say of them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from . import table_lines
from .table_captions import bracketed, settled, table_units
from .table_columns import classify, inner_unit, is_unit_column, is_when, told_of_brackets
from .table_grid import Raw, align, columns_reach, spread
from .table_lines import ONE
from .table_model import Cell, Column, Row, Span, Table, Unit
from .table_numbers import YEAR, is_blank, is_number, is_year, numbers
from .table_units import heading_unit, parse_unit, percent

_WORD = re.compile(r"[a-z]{3}")
_SERIAL = re.compile(r"\d{1,3}[.)]?")


def build(text: str, head: list[Raw], body: list[Raw], caption: list[Span], notes: list[Span]) -> Table | None:
    """Build a table.

    Args:
        text: the document.
        head: its lines of headings.
        body: its rows and the headings between them; at least one row.
        caption, notes: lines above and below that belong to it.
    Returns:
        Table: None where no column holds figures.
    """
    for n, r in enumerate(head):
        r.narrow = n == len(head) - 1 or any(classify(c.text)[0] != "value" for c in r.held)
    count = align(text, head, body)
    if not count:
        return None
    data = [r for r in body if r.data]
    inside = _by_column(data, count)
    first = _first_value(inside, count, head)
    if first >= count:
        return None
    above = spread(head, count, first)
    reach = columns_reach(data, count)
    columns = tuple(_units_over([_column(k, above[k], inside[k], first, reach[k]) for k in range(count)]))
    words = [text[a:b].strip() for a, b in caption]
    below = [text[a:b].strip() for a, b in notes]
    columns = bracketed(settled(columns, inside, words), [*words, *below])
    brackets = next(filter(None, map(told_of_brackets, [*words, *below])), "")
    if brackets:
        columns = tuple(replace(c, inner=c.inner or percent()) if c.kind == "value" else c for c in columns)
    if not any(c.kind in ("value", "change", "share") for c in columns):
        return None
    units = table_units(columns, [*reversed(words), *below])
    if data[0].line.kind == ONE:
        _respace(data, columns)
    rows = _rows(text, body, columns, first)
    if brackets:
        rows = tuple(replace(r, told=brackets) if _in_brackets(r) else r for r in rows)
    header = tuple(tuple(r.cells) for r in head)
    start = (head[0] if head else body[0]).line.start
    return Table(start, body[-1].line.end, tuple(caption), tuple(notes), header, columns, rows, units)


def _respace(data: Sequence[Raw], columns: Sequence[Column]) -> None:
    """Put the numbers of rows that have fewer of them under their columns: levels under those of levels.

    Changes go under the later of the columns that they are between: ``% change 21.1 21.2`` below the numbers of two
    Septembers and of two spans of months.
    """
    values = [c for c in columns if c.kind == "value"]
    labels = [c.index for c in columns if c.kind == "label"]
    for r in data:
        told = [c for c in r.cells if c.column not in labels and c.text]
        if len(told) == len(values) < len(columns) - len(labels) and not _moves(r):
            levels = dict(zip((c.start for c in told), (c.index for c in values), strict=True))
            r.cells = [replace(c, column=levels.get(c.start, c.column)) for c in r.cells]
            continue
        if not 0 < len(told) < len(values) or len(values) % len(told) or not _moves(r):
            continue
        width = len(values) // len(told)
        groups = [values[n : n + width] for n in range(0, len(values), width)]
        latest = [max(group, key=lambda c: (YEAR.findall(c.text) or [""])[-1]).index for group in groups]
        places = dict(zip((c.start for c in told), latest, strict=True))
        r.cells = [replace(c, column=places.get(c.start, c.column)) for c in r.cells]


def _moves(r: Raw) -> bool:
    return bool(r.cells) and classify(r.cells[0].text)[0] == "change"


def _in_brackets(row: Row) -> bool:
    """Whether a row has no label of its own, and all of its numbers stand in brackets."""
    told = [c.text for c in row.cells if not is_blank(c.text)]
    return bool(told) and row.label is None and all(t[0] in "([" and t[-1] in ")]" for t in told)


def _ends_label(row: Row, labels: Mapping[int, Cell]) -> bool:
    """Whether a line without numbers is the end of the label above it: ``(billions of`` above ``dollars)``."""
    if row.kind != "data" or len(labels) != 1 or not row.labels:
        return False
    words = next(iter(labels.values())).text
    open_above = row.text.count("(") > row.text.count(")") and words.endswith(")")
    return open_above or (words[:1] == "(" and words[-1:] == ")" and parse_unit(words[1:-1]) is not None)


def _by_column(data: Sequence[Raw], count: int) -> list[list[str]]:
    out: list[list[str]] = [[] for _ in range(count)]
    for r in data:
        for c in r.cells:
            if c.text and c.column < count:
                out[c.column].append(c.text)
    return out


def _first_value(inside: list[list[str]], count: int, head: Sequence[Raw]) -> int:
    """Index of the first column of values: numbers that are neither years of rows nor serial numbers before labels."""
    numeric = [_numeric_share(cells) for cells in inside]
    first = next((k for k in range(count) if numeric[k] > 0.5), count)
    while first < count - 1 and _labels_rows(inside, numeric, first, head):
        first = next((k for k in range(first + 1, count) if numeric[k] > 0.5), count)
    return first


def _numeric_share(cells: Sequence[str]) -> float:
    told = [c for c in cells if not is_blank(c)]
    return sum(is_number(c) for c in told) / len(told) if told else 0.0


def _labels_rows(inside: list[list[str]], numeric: list[float], k: int, head: Sequence[Raw]) -> bool:
    cells = inside[k]
    heading = " ".join(c.text for r in head for c in r.cells if c.column == k)
    if classify(heading)[0] == "code" and heading:
        return True
    alone = k == 0 or (head and not heading and any(c.column > k for r in head for c in r.held))
    if is_when(heading) or (alone and all(is_year(c) for c in cells)):
        return True
    words_follow = k + 1 < len(numeric) and inside[k + 1] and numeric[k + 1] < 0.5
    return bool(words_follow) and all(_SERIAL.fullmatch(c) or len(c) in (4, 6, 8) and c.isdigit() for c in cells)


def _units_over(columns: list[Column]) -> list[Column]:
    """Let a heading with the unit, above the first of several periods, reach over those to the right of it."""
    giver: Column | None = None
    for n, column in enumerate(columns):
        upper = column.header[0].text if len(column.header) > 1 else ""
        if column.kind == "value" and column.unit is not None and column.unit.label and heading_unit(upper):
            giver = column
        elif (
            giver is not None
            and column.kind == "value"
            and column.unit is None
            and len(column.header) == len(giver.header) - 1
            and all(YEAR.search(c.header[-1].text) for c in (column, giver))
        ):
            columns[n] = replace(column, header=(giver.header[0], *column.header), unit=giver.unit)
        else:
            giver = None
    return columns


def _column(k: int, header: list[Cell], cells: list[str], first: int, reach: Span) -> Column:
    words = " ".join(c.text for c in header)
    kind, unit = classify(words) if words else ("value", None)
    inner = None
    if k < first:
        kind = kind if kind in ("rank", "code", "unit") else "label"
        kind = "label" if kind in ("code", "rank") and any(_WORD.search(c) for c in cells) else kind
        kind = "unit" if kind == "label" and k > 0 and is_unit_column(words, cells) else kind
        return Column(k, tuple(header), kind, unit, None, *reach)
    if any(len(numbers(c, False)) > 1 for c in cells[:200]):
        rest, inner = inner_unit(words)
        kind, unit = classify(rest) if rest else ("value", None)
        kind = "value" if kind in ("change", "share") and not rest else kind
    if kind == "unit" and _numeric_share(cells) >= 0.5 and (counted := parse_unit(words) or _units_of(words, cells)):
        kind, unit = "value", counted  # ``Units`` above so many of them
    if kind == "change" and any(classify(c.text) == ("change", percent()) for c in header):
        unit = percent()  # ``Change %`` above ``Value $``
    if kind in ("value", "other") and _numeric_share(cells) < 0.5:
        kind = "unit" if is_unit_column(words, cells) else "other"
    return Column(k, tuple(header), kind, unit, inner, *reach)


def _units_of(words: str, cells: Sequence[str]) -> Unit | None:
    """Units where ``Unit`` stands above so many of them, not above the units of the rows (``10,000 tons``)."""
    counted = words.strip(" *:.").casefold() == "unit" and not any(ch.isalpha() for c in cells for ch in c)
    return Unit("QUANTITY", unit="units") if counted else None


def _rows(text: str, body: Sequence[Raw], columns: Sequence[Column], first: int) -> tuple[Row, ...]:
    out: list[Row] = []
    section = -1
    held: dict[int, Cell] = {}
    open_rows: list[int] = []
    for r in body:
        labels = {c.column: c for c in r.cells if c.column < first and c.text and columns[c.column].kind == "label"}
        cells = tuple(c for c in r.cells if c.text and (c.column >= first or columns[c.column].kind != "label"))
        if not r.data and not cells and not labels:
            continue
        kind = "data" if r.data or cells else "heading"
        if kind == "heading" and out and _ends_label(out[-1], labels):
            out[-1] = replace(out[-1], labels=(*out[-1].labels, *labels.values()))
            continue
        if labels and min(labels) == min((c.index for c in columns if c.kind == "label"), default=0):
            held = labels
        else:
            held = {**held, **labels}
        name = tuple(held[k] for k in sorted(held))
        inset = table_lines.indent(text, min(labels.values(), key=lambda c: c.column), r.line) if labels else 0
        while open_rows and out[open_rows[-1]].indent >= inset:
            open_rows.pop()
        parent = open_rows[-1] if open_rows and labels else -1
        if kind == "heading":
            section, parent = len(out), -1
            open_rows.clear()
        out.append(Row(r.line.start, r.line.end, kind, name, cells, inset, section if kind == "data" else -1, parent))
        if kind == "data" and labels:
            open_rows.append(len(out) - 1)
    return tuple(out)
