"""Links of the figures in tables: which series a cell tells, and to which amount a change or share belongs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from ..reading.table_cells import row_kind
from ..reading.table_columns import is_price, role_of, told_of_brackets
from ..reading.tables import Cell, Column, Row, Table
from .basis import basis_of_period
from .model import Link, Mention
from .table_columns import Joins
from .table_labels import NAMED, Index, is_account, is_measure, is_total, label_mentions, with_labels
from .table_names import Names, TableNames
from .table_times import Times
from .table_words import FORECAST, FORECAST_TITLE, basis_in, modality, qualifiers

__all__ = ["label_mentions", "table_links", "with_labels"]

_FALL = re.compile(r"\b(?:decrease|decline|fall|drop|reduction|contraction)\b", re.I)
_MOVES = re.compile(r"\bmovements?\b|\bchanges?\b|\bvariations?\b|\bdifferences?\b|\bgainers\b", re.I)
_SHARE = re.compile(r"\bshares?\b|% of|per ?cent of", re.I)
_OF_ALL = re.compile(r"% of (?:the )?(?:total|all)\b", re.I)
_TRADERS = frozenset({"exporters", "importers", "traders", "enterprises", "companies", "firms"})
_OWNER_WORDS = re.compile(r"\b(?:(?P<exports>exporters|exporting)|importers|importing)\b", re.I)
_SIDES = re.compile(r"\b(?:(?P<exports>buyers|customers|destinations|outlets)|suppliers|sources|origins)\b", re.I)
_BOXES = ("TEU", "TEUs", "FEU", "containers", "boxes")
_HANDLES = re.compile(r"\b(?:ports?|terminals?|harbou?r|containers?|throughput|handled|TEUs?)\b", re.I)
_PRICES = re.compile(r"(?<!constant )(?<!current )\b(?:prices?|unit values?)\b", re.I)
_REACH = 500  # how far before a table without an indicator of its own the text is asked for one
_SCORE = 0.86


def table_links(
    text: str,
    tables: Sequence[Table],
    mentions: Sequence[Mention],
    main_period: Mention | None,
    reporter: Mention | None,
) -> list[Link]:
    """Link the figures of all tables.

    Args:
        text: the release.
        tables: its tables.
        mentions: its mentions in order, periods resolved.
        main_period: the period that holds where a table tells none.
        reporter: the document's reporter, None where unknown.
    Returns:
        list[Link]: in reading order. A link without ``indicator`` among its slots is one whose indicator
            nothing in or near the table tells.
    """
    if not tables:
        return []
    made = label_mentions(text, tables, mentions)
    index = Index(with_labels(mentions, made))
    out: list[Link] = []
    for table in tables:
        out += _Linker(text, table, index, main_period, reporter).run()
    return out


class _Linker:
    """Links the figures of one table."""

    def __init__(
        self, text: str, table: Table, index: Index, main_period: Mention | None, reporter: Mention | None
    ) -> None:
        self.text, self.table, self.index = text, table, index
        self.main_period = main_period
        self.columns = {c.index: c for c in table.columns}
        self.names = TableNames(text, table, index, reporter)
        self.reporter = self.names.reporter
        self.notes = " ".join(text[a:b] for a, b in table.notes if b - a < 300)
        self.brackets = told_of_brackets(self.names.title) or told_of_brackets(self.notes)
        self.times = Times(text, table, index, self.names, main_period)
        self.periods = self.times.columns
        self.joins = Joins(table, index, self.periods)
        self.flow: tuple[Mention, ...] = ()
        self.before: tuple[Mention, ...] = self._told_before()
        self.qualifiers = qualifiers(self.names.title)
        self.moves = self._tells_moves()
        # columns whose cells say of themselves that they are parts: ``(51.8% of total)``
        self.parts = {c.column for row in table.rows for c in row.cells if _OF_ALL.search(c.text)}
        # boxes of a port that are loaded for abroad are handled, not exported
        self.handled = _HANDLES.search(self.names.title) is not None or any(
            m.indicator == "throughput" for m in self.before
        )
        # a caption speaks for all columns only where none of them is headed so itself
        self.ahead = FORECAST_TITLE.search(self.names.title) is not None and not any(
            FORECAST.search(c.text) or c.index in self.periods for c in table.columns
        )

    def run(self) -> list[Link]:
        """Return the links of the table, row by row."""
        out: list[Link] = []
        above: dict[int, Link] = {}
        for n, row in enumerate(self.table.rows):
            own = self.names.rows[n].get("indicator")
            if row.kind == "heading":
                self.flow = own or self.flow
                continue
            kind, _ = row_kind(row)
            links, amounts = self._row(n, kind, above)
            out += links
            if kind == "value":
                above = amounts
                self.flow = own if own and row.parent < 0 else self.flow
        return out

    def _tells_moves(self) -> bool:
        """Whether the amounts of the table are movements: its caption says so, and they carry both signs."""
        if _MOVES.search(self.names.title) is None or any(
            c.kind == "change" and not (c.unit and c.unit.label == "PERCENT") for c in self.table.columns
        ):
            return False
        signs = {c.text[0] for r in self.table.rows[:40] for c in r.cells if self.columns[c.column].kind == "value"}
        return "+" in signs and bool(signs & set("-−–("))

    # -- rows ------------------------------------------------------------------------------------------------

    def _row(self, n: int, kind: str, above: dict[int, Link]) -> tuple[list[Link], dict[int, Link]]:
        """Return the links of a row in order, and its amounts by column."""
        row = self.table.rows[n]
        links: dict[int, list[Link]] = {}
        amounts: dict[int, Link] = {}
        later: list[tuple[Cell, Column, list[Mention]]] = []
        if self._says_nothing(row, kind):
            return [], {}
        for cell in row.cells:
            column = self.columns.get(cell.column)
            figures = [m for m in self.index.within(cell.start, cell.end) if m.figure is not None]
            if column is None or not figures:
                continue
            if column.kind == "value" and kind == "value" and figures[0].label in ("MONEY", "QUANTITY"):
                links[cell.start] = self._amount(n, column, figures)
                amounts[column.index] = links[cell.start][0]
            else:
                later.append((cell, column, figures))
        told = amounts if kind == "value" else {} if self._other_flow(n, above) else above
        for cell, column, figures in later:
            made = [self._other(n, column, m, kind, told) for m in figures[: 1 + (column.index in self.parts)]]
            if any(made):
                links[cell.start] = [link for link in made if link is not None]
        _rank_alone([link for held in links.values() for link in held])
        return [link for at in sorted(links) for link in links[at]], amounts

    def _other_flow(self, n: int, above: dict[int, Link]) -> bool:
        """Whether a row of changes names another flow than the row of amounts above it."""
        own = self.names.rows[n].get("indicator")
        flows = {m.indicator for link in above.values() for m in link.slots.get("indicator", ())[:1]}
        flow = own[0].indicator if own else None
        return flow not in (None, "other") and bool(flows) and flow not in flows

    def _says_nothing(self, row: Row, kind: str) -> bool:
        """A row of another account than trade, or no name as the other rows have (``Beginning stocks`` among flows)."""
        if row.labels and is_account(row.labels[-1].text):
            return True
        if self.names.labels != "INDICATOR" or kind != "value" or not row.labels or is_total(row.labels[-1].text):
            return False
        if is_measure(row.labels[-1].text):
            return False  # ``Value, KSh bn`` below ``Exports, m kg``
        return not any(m.label in NAMED for c in row.labels for m in self.index.within(c.start, c.end))

    def _amount(self, n: int, column: Column, figures: Sequence[Mention]) -> list[Link]:
        row = self.table.rows[n]
        link = self._new(n, column, figures[0], "change" if self.moves else "amount")
        out = [link]
        if self.moves:
            self._finish(link, row, column, None)
        for m in figures[1:]:
            if m.label != "PERCENT":
                continue
            words = f"{column.text} {self.names.title} {self.notes}"
            told = self.brackets or ("share" if _SHARE.search(words) is not None else "")
            shared = told == "share" and m.text[:1] not in "+-−–"
            second = _joined(link, m, "share" if shared else "change")
            self._finish(second, row, column, None)
            out.append(second)
        return out

    def _other(self, n: int, column: Column, figure: Mention, kind: str, amounts: dict[int, Link]) -> Link | None:
        """Link a change, share or rank."""
        if column.kind not in ("value", "change", "share", "rank", "label"):
            return None
        row = self.table.rows[n]
        measure = (
            column.kind if column.kind in ("change", "share") else kind if kind in ("change", "share") else "change"
        )
        if column.kind == "value" and kind == "value" and _SHARE.search(self.names.title):
            measure = "share"
        if column.index in self.parts and figure.label == "PERCENT":
            measure = "change" if figure.text[:1] in "+-−–" else "share"
        if figure.label == "RANK":
            measure = "rank"
        target = (
            column.index if column.kind == "value" and kind != "value" else self.joins.of(column.index, sorted(amounts))
        )
        amount = amounts.get(target) if target is not None and not _of_prices(column) else None
        if amount is not None:
            link = _joined(amount, figure, measure)
        else:
            place = target if target is not None else self.joins.fixed.get(column.index)
            link = self._new(n, column if place is None else self.columns[place], figure, measure)
            if _of_prices(column):
                link.slots["indicator"] = (_implied(column, figure, "price"),)
        self._finish(link, row, column, target)
        return link

    def _finish(self, link: Link, row: Row, column: Column, target: int | None) -> None:
        """Settle what a change is measured against, and what a share is of."""
        if link.measure == "share":
            indicator = link.slots.get("indicator")
            link.of = indicator[0].indicator if indicator else None
        if link.measure != "change":
            return
        if _FALL.search(column.text) and not re.search(r"incr|rise|growth|[+/]", column.text, re.I):
            link.sign = -1
        link.basis, link.base = self._basis(row, column, link, target)

    def _basis(self, row: Row, column: Column, link: Link, target: int | None) -> tuple[str, Mention | None]:
        label = row.text if row_kind(row)[0] == "change" else ""
        for words in (label, column.text, self.notes, self.names.title):
            found = basis_in(words)
            if found is not None:
                return found, None
        return self._basis_by_columns(row, column, link, target)

    def _basis_by_columns(self, row: Row, column: Column, link: Link, target: int | None) -> tuple[str, Mention | None]:
        """The earlier column that a change was reckoned from; of several the one that the arithmetic agrees with."""
        here = self.periods.get(target if target is not None else column.index)
        told = self.times.bases.get(column.index)
        if here is None and told is not None:  # amounts of the period that holds for all of the table
            here = next(iter(link.slots.get("period", ())), None)
        if here is None or here.value is None or target is None:
            return "unspecified", None
        if told is not None:
            name, _ = basis_of_period(told, here.value.edtf)
            return name, told if name == "period" else None
        earlier = self.joins.earlier(target)
        if len(earlier) > 1:
            fitting = [k for k in earlier if self._agrees(row, k, target, link)]
            earlier = fitting[:1]
        if not earlier:
            return "unspecified", None
        base = self.periods[earlier[0]]
        name, _ = basis_of_period(base, here.value.edtf)
        return name, base if name == "period" else None

    def _agrees(self, row: Row, old: int, new: int, link: Link) -> bool:
        """Whether a change is that from one amount of its row to another, within rounding."""
        size = link.figure.figure.number if link.figure.figure is not None else None
        first, second = self._number(row, old), self._number(row, new)
        if size is None or not first or not second:
            return False
        if link.figure.label == "PERCENT":
            return abs((second / first - 1) * 100 - size) < max(abs(size) / 20, Decimal(1))
        return abs(second - first - size) <= abs(size) / 100

    def _number(self, row: Row, column: int) -> Decimal | None:
        cell = next((c for c in row.cells if c.column == column), None)
        held = self.index.within(cell.start, cell.end) if cell is not None else []
        return next((m.figure.number for m in held if m.figure is not None), None)

    # -- links -----------------------------------------------------------------------------------------------

    def _new(self, n: int, column: Column, figure: Mention, measure: str) -> Link:
        row = self.table.rows[n]
        slots, inherited = self.names.of(n, column.index)
        far = set(inherited)
        score = _SCORE * self._indicator(row, slots, far, column, figure)
        self.times.settle(n, slots, far, column)
        if "reporter" not in slots and self.reporter is not None:
            slots["reporter"] = (self.reporter,)
            far.add("reporter")
        partner, owner = slots.get("partner"), slots.get("reporter")
        if partner and owner and partner[0].name == owner[0].name and partner[0].kind != "bloc":
            del slots["partner"]
        words = f"{column.text} {row.text}"
        return Link(
            figure,
            measure,
            slots,
            modality="forecast" if self.ahead else modality(words),
            qualifiers=tuple(dict.fromkeys([*self.qualifiers, *qualifiers(words)])),
            score=score,
            inherited=frozenset(far & slots.keys()),
            fixed=frozenset({"period"}) if self.times.averaged(n, column) else frozenset(),
        )

    def _indicator(self, row: Row, slots: Names, far: set[str], column: Column, figure: Mention) -> float:
        """Settle the indicator of a cell; return by how much its source lowers the score."""
        told = slots.get("indicator")
        price = (figure.figure is not None and figure.figure.per is not None and figure.label == "MONEY") or (
            is_price(column.text) and role_of(column.text) == ""
        )
        if price and figure.label == "MONEY" and (not told or "indicator" in far):
            slots["indicator"] = (_implied(column, figure, "price"),)
            return 0.95
        if figure.figure is not None and figure.figure.unit in _TRADERS:
            slots["indicator"] = (_implied(column, figure, "enterprises"),)
            return 0.95
        if self.handled and figure.figure is not None and figure.figure.unit in _BOXES:
            if told and told[0].indicator in ("exports", "imports", "transit", "re_exports"):
                slots.setdefault(
                    "segment", (replace(told[0], label="SEGMENT", name=told[0].text.casefold(), indicator=None),)
                )
            slots["indicator"] = (_implied(column, figure, "throughput"),)
            return 0.9
        if told and "indicator" not in far:
            return 1.0
        if self.flow and not self._sums_flows(row) and (not told or told[0].indicator in ("trade", "other", None)):
            slots["indicator"] = self.flow
            return 0.95
        if told:
            return 0.97
        far.add("indicator")
        if self.before:
            slots["indicator"] = self.before
            return 0.8
        if figure.figure is not None and figure.figure.unit in _BOXES:
            slots["indicator"] = (_implied(column, figure, "throughput"),)
            return 0.85
        return 0.6

    def _sums_flows(self, row: Row) -> bool:
        """Whether a row is a total of the flows above it, which is no part of the last of them."""
        return self.names.labels in ("INDICATOR", "SEGMENT") and bool(row.labels) and is_total(row.labels[-1].text)

    def _told_before(self) -> tuple[Mention, ...]:
        """The indicator that the caption implies (``exporters``), else the one last told in the text before it."""
        for a, b in reversed(self.table.caption):
            owner = _OWNER_WORDS.search(self.text, a, b)
            if owner is not None:
                flow = "exports" if owner["exports"] else "imports"
                return (Mention("INDICATOR", *owner.span(), owner[0], indicator=flow, pos="noun", score=0.8),)
        for a, b in self.table.caption[-1:] if self.names.labels == "PLACE" else ():
            side = _SIDES.search(self.text, a, b)
            if side is not None:
                turned = self.names.party == "reporter"
                flow = "exports" if bool(side["exports"]) != turned else "imports"
                return (Mention("INDICATOR", *side.span(), side[0], indicator=flow, pos="noun", score=0.7),)
        if self.times.calendar:  # of the series that the page is named for
            title = self.text[: self.table.start].lstrip().partition("\n")[0]
            end = self.text.find(title) + len(title)
            named = [
                m for m in self.index.within(0, end) if m.label == "INDICATOR" and m.indicator not in (None, "other")
            ]
            if len(named) == 1:
                return (named[0],)
        start = min([self.table.start, *(a for a, _ in self.table.caption)])
        for m in self.index.before(start, _REACH):
            if m.label == "INDICATOR" and m.indicator not in (None, "other", "price"):
                return (m,)
        return ()


def _of_prices(column: Column) -> bool:
    """Whether a column tells how prices changed, not how values did at constant ones."""
    return column.kind == "change" and _PRICES.search(column.text) is not None


def _rank_alone(links: Sequence[Link]) -> None:
    """Join the rank of a row without amounts to its first other figure."""
    head = next((link for link in links if link.joins is None and link.measure != "rank"), None)
    for link in links:
        if link.measure == "rank" and link.joins is None and head is not None:
            link.joins = head.figure
            link.slots = dict(head.slots)


def _joined(amount: Link, figure: Mention, measure: str) -> Link:
    """A further figure of an amount's fact."""
    return Link(
        figure,
        measure,
        dict(amount.slots),
        joins=amount.figure,
        modality=amount.modality,
        qualifiers=amount.qualifiers,
        score=amount.score,
        inherited=amount.inherited,
    )


def _implied(column: Column, figure: Mention, indicator: str) -> Mention:
    """An indicator that the unit alone tells: at the column's heading, or at the figure where it has none."""
    cell = column.header[-1] if column.header else None
    start, end, words = (
        (cell.start, cell.end, cell.text) if cell is not None else (figure.start, figure.end, figure.text)
    )
    return Mention("INDICATOR", start, end, words, indicator=indicator, pos="noun", score=0.7)
