"""The figures of tables: each number of a cell with the unit that the cell, its column, its row, the heading above
it or the caption tells.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from .figures import find_figures
from .numbers import printed, reads_decimal_commas
from .quantities import kind_of
from .spans import Figure
from .table_columns import classify, is_price, role_of
from .table_model import Cell, Column, Row, Span, Table, Unit
from .table_notes import unit_in_brackets
from .table_numbers import Number, is_blank, is_year, numbers
from .table_units import caption_units, combined, label_unit, parse_unit, percent

_READ = frozenset({"value", "change", "share", "other", "rank"})
_LABEL = 60
_SAMPLE = 24  # rows that a column's arithmetic is tried on
_BEFORE = 600
_PROSE = 4000  # characters around a table where its numbers may be told again
_HEADS = re.compile(
    r"(?:number of |no\. of )?(?P<noun>exporters|importers|traders|enterprises|companies|firms|vehicles|containers"
    r"|passengers|flights|vessels|ships|calls|trucks|trains|consignments|shipments|declarations)",
    re.IGNORECASE,
)
_PART = re.compile(r"\d\s?%")  # 5% broken rice
_MOVED = re.compile(r"[(\[] ?[-+−–] ?\d[\d.,]{0,6} ?%? ?[)\]]")
_DENOMINATED = re.compile(r"\b([A-Z]{3}|[A-Z][a-z]+|US[- ]dollar|dollar|euro|yuan|yen)[- ][Dd]enominated\b")
_CLOSE = Decimal("0.06")


def cell_figures(text: str, tables: Sequence[Table], taken: Sequence[Span]) -> list[Figure]:
    """Read the numbers of table cells.

    Args:
        text: the document.
        tables: its tables.
        taken: spans of periods and other things that no figure may cut into. A cell that is nothing but a
            four-digit number is read all the
            same where its column is told to hold values: what the grammar of periods took for a year is then an amount.
    Returns:
        list[Figure]: sorted and disjoint; labels ``MONEY``, ``PERCENT``, ``QUANTITY``, and ``RANK`` for
            columns of ranks. A number whose
        unit nobody tells is left out.
    """
    spans = sorted(taken)
    starts = [a for a, _ in spans]
    habit = reads_decimal_commas(text) if tables else False
    out: list[Figure] = []
    for table in tables:
        comma = habit or reads_decimal_commas(text[table.start : table.end])
        for figure, year in _Reader(table, comma, _unit_before(text, table), _currency_before(text, table)).figures():
            if year or not _hits(spans, starts, figure.start, figure.end):
                out.append(figure)
    return out


def _unit_before(text: str, table: Table) -> Unit | None:
    """The one unit in which the text before a table that tells none counts (``sold 42,140 units``), or its currency.

    Only whole numbers that nothing else gives a unit may take a unit; a currency goes with a scale in the caption.
    """
    if len(table.units) == 1 and not table.units[0].label:
        money = [f for f in find_figures(text[max(0, table.start - _BEFORE) : table.start]) if f.label == "MONEY"]
        if len({(f.unit, f.symbol) for f in money}) == 1:
            return replace(table.units[0], label="MONEY", unit=money[0].unit, symbol=money[0].symbol)
        return None
    if table.units or any(c.unit is not None and c.kind == "value" or c.kind == "unit" for c in table.columns):
        return None
    again = _unit_told_again(text, table)
    if again is not None:
        return again
    counted = [
        f for f in find_figures(text[max(0, table.start - _BEFORE) : table.start]) if f.label in ("QUANTITY", "MONEY")
    ]
    units = {f.unit for f in counted}
    if (
        len(units) != 1
        or counted[0].label != "QUANTITY"
        or kind_of(counted[0].unit) not in ("units", "containers", "vehicles")
    ):
        return unit_in_brackets(text[max(0, table.start - _BEFORE) : table.start])
    return Unit("QUANTITY", unit=counted[0].unit)


def _currency_before(text: str, table: Table) -> Unit | None:
    """The currency that the text before a table names by itself, for cells that tell a scale alone (``46.8B``)."""
    before = text[max(0, table.start - _BEFORE) : table.start]
    named = [m[1] for m in _DENOMINATED.finditer(before)]
    told = [parse_unit(named[-1])] if named else [u for line in before.splitlines() for u in caption_units(line)]
    money = [u for u in told if u is not None and u.label == "MONEY" and u.scale == 1 and u.per is None]
    return money[-1] if len({(u.unit, u.symbol) for u in money}) == 1 else None


def _unit_told_again(text: str, table: Table) -> Unit | None:
    """The unit of the prose where it tells numbers of the table again: ``355,950 TEUs`` of a cell ``355,950``."""
    values = {c.index for c in table.columns if c.kind == "value"}
    cells = {
        n[0].value: len(c.text)
        for row in table.rows[:_SAMPLE]
        for c in row.cells
        if c.column in values and (n := numbers(c.text, False)) and len(c.text) > 2 and not is_year(c.text)
    }
    told: Counter[tuple[str, str | None, str | None, Decimal]] = Counter()
    for prose in (text[max(0, table.start - _PROSE) : table.start], text[table.end : table.end + _PROSE]):
        for figure in find_figures(prose):
            if figure.label not in ("MONEY", "QUANTITY") or not figure.number or figure.per:
                continue
            read = printed(prose, figure.start, figure.end)
            if read is not None and read[1] in cells:
                scale = abs(figure.number) / read[1]
                told[figure.label, figure.unit, figure.symbol, scale] += 2 if cells[read[1]] > 4 else 1
    if not told:
        return _rounded_again(text, table, values)
    (label, unit, symbol, scale), votes = told.most_common(1)[0]
    return Unit(label, scale, unit=unit, symbol=symbol) if votes > 1 else _rounded_again(text, table, values)


def _rounded_again(text: str, table: Table, values: Collection[int]) -> Unit | None:
    """The unit of the prose where it rounds a number of the first rows: ``EUR 4.27 billion`` of a cell ``- 4,271``.

    Three digits at least agree, and the scale is a thousand, a million or a billion.
    """
    rows = [r for r in table.rows if r.kind == "data"][:2]
    cells = [
        abs(n[0].value)
        for row in rows
        for c in row.cells
        if c.column in values and (n := numbers(c.text, False)) and len(c.text) > 3 and not is_year(c.text)
    ]
    prose = text[max(0, table.start - _PROSE) : table.start]
    for figure in find_figures(prose):
        read = printed(prose, figure.start, figure.end) if figure.label == "MONEY" and figure.number else None
        digits = read[0].replace(",", "").replace(".", "").lstrip("0") if read is not None else ""
        if figure.per or figure.number is None or len(digits) < 3 or digits.endswith("00"):
            continue
        for scale in (Decimal(1000), Decimal(10) ** 6, Decimal(10) ** 9):
            size = abs(figure.number) / scale
            step = Decimal(1).scaleb(size.adjusted() - len(digits) + 1)
            if step >= 1 and any(abs(cell - size) * 2 <= step for cell in cells):
                return Unit("MONEY", scale, unit=figure.unit, symbol=figure.symbol)
    return None


def _hits(spans: Sequence[Span], starts: Sequence[int], start: int, end: int) -> bool:
    at = bisect_right(starts, end - 1) - 1
    return at >= 0 and spans[at][1] > start


def row_kind(row: Row) -> tuple[str, Unit | None]:
    """Tell whether a row holds the changes or shares of the row above it: by its label (``y/y, %``), or because it has
    none, and numbers with a sign in brackets.

    Args:
        row: a row of the body.
    Returns:
        tuple[str, Unit | None]: ``change``, ``share`` or ``value``, and the unit.
    """
    if row.told:
        return row.told, percent()
    if row.label is None and row.cells and all(_MOVED.fullmatch(c.text) or is_blank(c.text) for c in row.cells):
        return "change", percent()
    for cell in reversed(row.labels):
        if len(cell.text) > _LABEL or _PART.search(cell.text):
            return "value", None
        kind, unit = classify(cell.text)
        if kind in ("change", "share") and unit is not None and unit.label == "PERCENT":
            return kind, unit
    return "value", None


@lru_cache(maxsize=1024)
def _own_label_unit(label: str) -> Unit | None:
    whole = parse_unit(label)  # ``Value in Million US$`` below rows of tonnes and crores
    sized = whole is not None and (whole.label == "MONEY" or (whole.label == "QUANTITY" and whole.scale != 1))
    return label_unit(label) or (whole if sized else None)


@dataclass(slots=True)
class _Told:
    """What a column's numbers as a whole tell: the unit of a change, and whether brackets mean a minus."""

    unit: Unit | None
    minus: bool


class _Reader:
    """Reads one table."""

    def __init__(self, table: Table, comma: bool, counted: Unit | None, currency: Unit | None) -> None:
        self.table, self.comma, self.counted, self.currency = table, comma, counted, currency
        self.columns = {c.index: c for c in table.columns}
        self.unit_column = next((c.index for c in table.columns if c.kind == "unit"), None)
        self.sample = [r for r in table.rows if r.kind == "data"][:_SAMPLE]
        signed = any(n.bracketed for c in table.columns if self._mixed(c) for n in self._numbers(c))
        self.told = {
            c.index: _Told(self._change_unit(c), self._brackets(c, signed)) for c in table.columns if c.kind in _READ
        }

    def figures(self) -> Iterator[tuple[Figure, bool]]:
        """Yield the figures, each with whether it is a cell that looks like a year."""
        above: dict[int, Unit | None] = {}
        for n, row in enumerate(self.table.rows):
            if row.kind != "data":
                continue
            kind, unit = row_kind(row)
            row_unit = unit if kind != "value" else _own_label_unit(row.text) if row.labels else None
            if kind == "value":
                # ``of which: fuel`` is told in the unit of ``Imports (US$ bn)`` above it
                row_unit = row_unit or above.get(row.parent)
                above[n] = row_unit
            for cell in row.cells:
                column = self.columns.get(cell.column)
                if column is not None and column.kind in _READ:
                    yield from self._cell(row, cell, column, row_unit)

    # -- columns ---------------------------------------------------------------------------------------------

    def _numbers(self, column: Column) -> list[Number]:
        found = (numbers(c.text, self.comma) for r in self.sample for c in r.cells if c.column == column.index)
        return [n[0] for n in found if n]

    def _mixed(self, column: Column) -> bool:
        found = self._numbers(column)
        return any(n.bracketed for n in found) and not all(n.bracketed for n in found)

    def _brackets(self, column: Column, signed: bool) -> bool:
        """Whether round brackets are a minus: not where a column of rates or millions stands in them for looks."""
        if signed or self._mixed(column):
            return True
        found = self._numbers(column)
        if found and all(n.bracketed and not n.signed for n in found):
            if not column.header or all(n.unit is not None and n.unit.scale > 1 for n in found):
                return False  # ``1. Guatemala (1,905)``, ``Tea ($14 million)``
        unit = self._change_unit(column)
        return not (column.kind in ("change", "share") and (unit is None or unit.label == "PERCENT"))

    def _change_unit(self, column: Column) -> Unit | None:
        """The unit of a column of changes: told, or found out by trying differences and rates on the columns
        before it.
        """
        if column.kind != "change" or (column.unit is not None and column.unit.label != ""):
            return column.unit
        before = [c for c in self.table.columns if c.kind == "value" and c.index < column.index][-3:]
        for n, a in enumerate(before):
            for b in before[n + 1 :]:
                found = self._tried(a, b, column)
                if found is not None:
                    return (
                        percent()
                        if found == "rate"
                        else replace(a.unit)
                        if a.unit is not None
                        else Unit("", Decimal(1))
                    )
        own = [n.unit for n in self._numbers(column) if n.unit is not None]
        return percent() if any(u.label == "PERCENT" for u in own) else None

    def _tried(self, a: Column, b: Column, change: Column) -> str | None:
        """``rate`` or ``difference`` where most rows agree that ``change`` is that of two columns in either order."""
        votes = {"rate": 0, "difference": 0}
        rows = 0
        for row in self.sample:
            held = {
                c.column: numbers(c.text, self.comma) for c in row.cells if c.column in (a.index, b.index, change.index)
            }
            if len(held) < 3 or not all(held.values()):
                continue
            x, y, z = (held[c.index][0] for c in (a, b, change))
            rows += 1
            size = -z.value if z.bracketed and z.value > 0 else z.value
            for old, new in ((x.value, y.value), (y.value, x.value)):
                slack = x.step + y.step + z.step
                votes["difference"] += abs((new - old) - size) <= slack
                if old:
                    votes["rate"] += abs((new / old - 1) * 100 - size) <= z.step + _CLOSE * max(abs(size), Decimal(1))
        best = max(votes, key=lambda name: votes[name])
        return best if rows and votes[best] * 3 >= rows * 2 else None

    # -- cells -----------------------------------------------------------------------------------------------

    def _cell(self, row: Row, cell: Cell, column: Column, row_unit: Unit | None) -> Iterator[tuple[Figure, bool]]:
        found = numbers(cell.text, self.comma)
        if not found:
            return
        first = found[0]
        if column.kind == "rank":
            if first.value == first.value.to_integral_value() and 0 < first.value < 1000:
                yield Figure("RANK", cell.start + first.start, cell.start + first.end, first.value), False
            return
        unit = self._unit(row, column, first, row_unit)
        if unit is None or not unit.label:
            return
        minus = self.told[column.index].minus and not row.told
        yield self._figure(cell, first, unit, minus), len(cell.text) == 4 and is_year(cell.text)
        if len(found) > 1:
            second = found[1]
            inner = second.unit or column.inner or (percent() if self._told_inner() else None)
            if inner is not None and inner.label == "PERCENT":
                yield self._figure(cell, second, inner, False), False

    def _told_inner(self) -> bool:
        return any(c.inner is not None for c in self.table.columns)

    def _unit(self, row: Row, column: Column, number: Number, row_unit: Unit | None) -> Unit | None:
        own = number.unit
        if own is not None and own.label == "PERCENT":
            return own
        if column.kind in ("change", "share", "other"):
            unit = self.told[column.index].unit if column.kind == "change" else column.unit
            if unit is None:
                return own if own is not None and own.label else None
            if unit.label == "PERCENT":
                return unit if own is None or not own.label else combined(own, None)
            return combined(combined(own, unit), self._far(row, column, unit))
        if row_unit is not None and row_unit.label == "PERCENT":
            return row_unit
        near = combined(own, column.unit)
        if near is not None and near.label and column.unit is not None and is_price(column.text):
            return near
        if column.unit is None or not column.unit.label:
            near = combined(near, self._from_unit_column(row, column))
            near = combined(near, row_unit)
        found = combined(near, self._far(row, column, near))
        if found is not None and found.label:
            return found
        if found is not None and number.unit is not None and self.currency is not None and column.kind == "value":
            return combined(found, self.currency)
        if found is None and number.step == 1 and (head := _HEADS.fullmatch(column.text)) is not None:
            return Unit("QUANTITY", unit=head["noun"].lower())
        return self._lent(number, column, found)

    def _lent(self, number: Number, column: Column, found: Unit | None) -> Unit | None:
        """The unit that the text before the table lends it."""
        if self.counted is None:
            return found
        if self.counted.label == "MONEY" and self.table.units:
            return combined(found, self.counted)
        if self.counted.label == "MONEY":
            return self.counted if found is None else found
        whole = (number.step == 1 and number.value >= 10) or number.value >= 1000
        return self.counted if found is None and whole and role_of(column.text) != "value" else found

    def _from_unit_column(self, row: Row, column: Column) -> Unit | None:
        if self.unit_column is None or role_of(column.text) == "value":
            return None
        told = next((c.text for c in row.cells if c.column == self.unit_column), "")
        return (parse_unit(told) or label_unit(told)) if told else None

    def _far(self, row: Row, column: Column, near: Unit | None) -> Unit | None:
        """The unit of the heading above the row, else of the caption; of several the one that fits what the
        heading says.
        """
        section = self.table.rows[row.section] if row.section >= 0 else None
        if section is not None and section.labels:
            told = _section_unit(section.labels[-1].text)
            if told is not None:
                return told
        role = role_of(column.text) or (role_of(row.labels[-1].text) if row.labels else "")
        wanted = {"value": "MONEY", "volume": "QUANTITY"}.get(role, near.label if near is not None else "")
        units = self.table.units
        fitting = [u for u in units if not u.label or not wanted or u.label == wanted]
        if not fitting or (fitting[0].role and role and fitting[0].role != role):
            return None
        return fitting[0]

    def _figure(self, cell: Cell, number: Number, unit: Unit, minus: bool) -> Figure:
        start, end, value = cell.start + number.start, cell.start + number.end, number.value * unit.scale
        if number.bracketed and not number.signed and minus and number.high is None:
            start, end, value = (
                _widened(cell, start, end),
                end + (cell.text[number.end : number.end + 1] in (")", "]")),
                -value,
            )
        high = number.high * unit.scale if number.high is not None else None
        noun = (cell.start + number.noun[0], cell.start + number.noun[1]) if number.noun is not None else None
        return Figure(
            unit.label,
            start,
            end,
            None if high is not None else value,
            low=value if high is not None else None,
            high=high,
            unit=unit.unit,
            symbol=unit.symbol,
            noun=noun,
            per=unit.per,
            precision=number.step * unit.scale,
        )


def _widened(cell: Cell, start: int, end: int) -> int:
    """The offset of the bracket before a number where it stands right there and the other one follows."""
    before, after = cell.text[: start - cell.start], cell.text[end - cell.start :]
    return start - 1 if before[-1:] in ("(", "[") and after[:1] in (")", "]") else start


@lru_cache(maxsize=1024)
def _section_unit(heading: str) -> Unit | None:
    return parse_unit(heading) or label_unit(heading)
