"""Which column of amounts a column of changes or shares belongs to, and which earlier column stands beside it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from ..reading.table_columns import role_of
from ..reading.table_numbers import numbers
from ..reading.tables import Column, Table
from .model import Mention
from .table_labels import Index

_SAMPLE = 24  # rows that arithmetic is tried on


class Joins:
    """The columns of one table and how they go together.

    Args:
        table: the table.
        index: the document's mentions.
        periods: period of each column that has one, by column index.
    """

    def __init__(self, table: Table, index: Index, periods: dict[int, Mention]) -> None:
        self.table, self.index, self.periods = table, index, periods
        self.values = [c for c in table.columns if c.kind == "value"]
        self.fixed = {c.index: self._of(c) for c in table.columns if c.kind in ("change", "share", "rank")}

    def of(self, column: int, present: Sequence[int]) -> int | None:
        """Return the column of amounts that a change, share or rank belongs to in a row.

        Args:
            column: index of its column.
            present: indices of the columns in which the row has amounts.
        """
        found = self.fixed.get(column)
        if found is not None and found in present:
            return found
        return None if found is not None or len(present) != 1 else present[0]

    def earlier(self, column: int) -> list[int]:
        """Return the columns of the same run with earlier periods of equal length, the latest first."""
        here = self.periods.get(column)
        if here is None or here.value is None or here.value.start is None:
            return []
        length = _length(here)
        out: list[tuple[str, int]] = []
        for c in self._alike(column):
            other = self.periods.get(c)
            if other is None or other.value is None or other.value.start is None or c == column:
                continue
            if other.value.start < here.value.start and abs(_length(other) - length) <= 4:
                out.append((other.value.start, c))
        return [c for _, c in sorted(out, reverse=True)]

    def _alike(self, column: int) -> list[int]:
        """Columns that differ from one in nothing but the period."""
        own = self._flow(self._column(column))
        return [c.index for c in self.values if self._flow(c) == own]

    def _column(self, index: int) -> Column:
        return next(c for c in self.table.columns if c.index == index)

    def _flow(self, column: Column) -> tuple[str, ...]:
        """What a heading says beside periods and units: the names of its mentions."""
        found = [m for c in column.header for m in self.index.within(c.start, c.end)]
        told = {
            m.indicator or m.name or m.text
            for m in found
            if m.label in ("INDICATOR", "COMMODITY", "PLACE", "SEGMENT") and m.indicator != "other"
        }
        role = role_of(column.text) or (
            column.unit.label if column.unit is not None and column.unit.label in ("MONEY", "QUANTITY") else ""
        )
        names = {"value": "MONEY", "volume": "QUANTITY"}
        return (*sorted(told), names.get(role, role))

    def _of(self, column: Column) -> int | None:
        if not self.values:
            return None
        if column.kind == "rank":
            return self._latest(
                [c.index for c in self.values if c.index > column.index] or [c.index for c in self.values], column
            )
        run = self._run(column)
        told = self._told(column)
        found = self._latest(told or run, column)
        return self._grown(column, found) if column.kind == "change" and not told else found

    def _grown(self, column: Column, beside: int | None) -> int | None:
        """The column whose growth a column of rates tells by arithmetic, where that beside it is what it grew from.

        ``July``, ``Previous month``, ``Pct change``, ``Year ago``, ``Pct change``.
        """
        rates = self._numbers(column.index)
        old = self._numbers(beside) if beside is not None else {}
        for other in self.values:
            if other.index == beside or other.index > column.index:
                continue
            new = self._numbers(other.index)
            rows = [n for n in rates if old.get(n) and n in new]
            fitting = sum(abs((new[n] / old[n] - 1) * 100 - rates[n]) < Decimal("0.06") for n in rows)
            if fitting >= 2 and fitting * 3 >= 2 * len(rows):
                return other.index
        return beside

    def _numbers(self, column: int) -> dict[int, Decimal]:
        """The numbers of a column by row."""
        return {
            n: told[0].value
            for n, row in enumerate(self.table.rows[:_SAMPLE])
            for c in row.cells
            if c.column == column and (told := numbers(c.text, False))
        }

    def _run(self, column: Column) -> list[int]:
        """The columns of amounts next to the left, without a gap; those next to the right where there are none."""
        at = column.index - 1
        kinds = {c.index: c.kind for c in self.table.columns}
        while at >= 0 and kinds[at] in ("change", "share", "rank", "other"):
            at -= 1
        out: list[int] = []
        while at >= 0 and kinds[at] == "value":
            out.insert(0, at)
            at -= 1
        return out or [c.index for c in self.values if c.index > column.index][:1]

    def _told(self, column: Column) -> list[int]:
        """The columns that a heading names: by a shared heading above both, a period, a flow, or value against
        volume.
        """
        shared = {c.start for c in column.header}
        if len(column.header) > 1:
            found = [c.index for c in self.values if shared & {h.start for h in c.header}]
            if found:
                return found
        period = self.periods.get(column.index)
        role = {"value": "MONEY", "volume": "QUANTITY"}.get(role_of(column.text), "")
        if period is not None and period.value is not None:
            found = [
                k for k, m in self.periods.items() if m.value == period.value and k in {c.index for c in self.values}
            ]
            if found:
                measured = [k for k in found if role and self._flow(self._column(k))[-1] == role]
                return measured or found
        own = self._flow(column)
        names = [name for name in own[:-1] if name]
        if names:
            return [c.index for c in self.values if set(names) <= set(self._flow(c))]
        return [c.index for c in self.values if role and self._flow(c)[-1] == role]

    def _latest(self, run: Sequence[int], column: Column) -> int | None:
        """Of a run the column with the latest period; columns that tie go to the changes beside them in order."""
        if not run:
            return None
        dated = {k: self.periods[k].value for k in run if k in self.periods}
        ends = {k: v.end for k, v in dated.items() if v is not None and v.end is not None}
        best = [k for k in run if ends.get(k) == max(ends.values())] if len(ends) == len(run) else list(run)
        if len(best) == 1:
            return best[0]
        beside = self._beside(column)
        if len(beside) == len(best):
            return best[beside.index(column.index)]
        return best[-1] if column.index > best[-1] else best[0]

    def _beside(self, column: Column) -> list[int]:
        """Neighbouring columns of the same kind, the column itself among them."""
        kinds = {c.index: c.kind for c in self.table.columns}
        low = high = column.index
        while kinds.get(low - 1) == column.kind:
            low -= 1
        while kinds.get(high + 1) == column.kind:
            high += 1
        return list(range(low, high + 1))


def _length(period: Mention) -> int:
    """Days from first to last, reckoned from the ISO dates of a resolved period."""
    if period.value is None or period.value.start is None or period.value.end is None:
        return 0
    return (date.fromisoformat(period.value.end) - date.fromisoformat(period.value.start)).days
