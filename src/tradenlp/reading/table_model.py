"""What the table readers pass on: tables, their rows, cells and columns, and the unit that a heading tells."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

Span = tuple[int, int]
SENTENCE_END = re.compile(r"[.!?;][\"'”’)]*$")
"""Where a line ends as a sentence does."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: half-open character offsets without white space and emphasis marks at the edges, its text, its column."""

    start: int
    end: int
    text: str
    column: int


@dataclass(frozen=True, slots=True)
class Unit:
    """The unit that a heading, caption or cell tells.

    Attributes:
        label: ``MONEY``, ``PERCENT`` or ``QUANTITY``; empty where only a scale is told (``in millions``).
        scale: worth of a printed 1, the scale and the factor of an abbreviation together.
        unit, symbol, per: as in ``spans.Figure``.
        role: ``value`` or ``volume`` where the words before it limit it to such columns, else empty.
    """

    label: str
    scale: Decimal = Decimal(1)
    unit: str | None = None
    symbol: str | None = None
    per: str | None = None
    role: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading cells from top to bottom and what they say.

    Attributes:
        index: as in ``Cell.column``.
        header: heading cells above it; cells that span several columns stand in each of them.
        kind: ``label``, ``value``, ``change``, ``share``, ``rank``, ``unit``, ``code`` (serial numbers,
            tariff codes) or ``other``
            (percentages that are neither change nor share, and everything that states no trade figure).
        unit: told by the heading, None where untold.
        inner: unit of a second number in brackets in the same cell, told by the heading, None where untold.
        start, end: reach of its cells in characters from the beginning of their lines.
    """

    index: int
    header: tuple[Cell, ...]
    kind: str
    unit: Unit | None = None
    inner: Unit | None = None
    start: int = 0
    end: int = 0

    @property
    def text(self) -> str:
        """The words of the heading, top to bottom."""
        return " ".join(c.text for c in self.header)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the body.

    Attributes:
        start, end: half-open character offsets of the line.
        kind: ``data`` or ``heading`` (a line between the rows that has no numbers).
        labels: cells that name the row, left to right; an empty one that continues the row above holds that row's cell.
        cells: the other cells that hold something.
        indent: how far its first label stands from the margin, in characters.
        section: index in ``Table.rows`` of the heading it stands under, -1 where none.
        parent: index of the nearest row above it that is less indented, -1 where none.
        told: ``change`` or ``share`` where a note says that its numbers, all in brackets, are those of the row above.
    """

    start: int
    end: int
    kind: str
    labels: tuple[Cell, ...]
    cells: tuple[Cell, ...]
    indent: int = 0
    section: int = -1
    parent: int = -1
    told: str = ""

    @property
    def label(self) -> Span | None:
        """Offsets from the first to the last label cell of this very line, None where it has none."""
        own = [c for c in self.labels if self.start <= c.start and c.end <= self.end]
        return (own[0].start, own[-1].end) if own else None

    @property
    def text(self) -> str:
        """The words of the labels, left to right."""
        return " ".join(c.text for c in self.labels)


@dataclass(frozen=True, slots=True)
class Table:
    """A table: half-open offsets from its first heading line to its last row, and its parts.

    Attributes:
        caption: lines above it that belong to it, top to bottom, as offsets.
        notes: footnote lines below it, as offsets.
        header: heading lines with their cells as found, top to bottom.
        columns: by index; the columns of row labels come first.
        rows: the body.
        units: units told by the caption or the corner.
        part: which of two tables side by side it is, 0 for the left one and for those that stand alone.
    """

    start: int
    end: int
    caption: tuple[Span, ...]
    notes: tuple[Span, ...]
    header: tuple[tuple[Cell, ...], ...]
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    units: tuple[Unit, ...] = ()
    part: int = 0
