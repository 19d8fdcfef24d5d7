"""The names of a table: whose trade its cells tell, with whom, in what and when."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from ..lexicon import load
from ..reading.table_columns import is_when
from ..reading.table_numbers import YEAR
from ..reading.table_units import parse_unit, unit_of_some
from ..reading.tables import Cell, Row, Table
from .model import Mention
from .parties import economy_of
from .table_labels import DIMENSIONS, NAMED, Index, is_aside, is_total, kind_of_labels
from .table_owners import owner
from .table_parties import parties

Names = dict[str, tuple[Mention, ...]]

_INSIDE = re.compile(r"(?:extra|intra|non)[- ]", re.IGNORECASE)
_PARTNER_WORDS = re.compile(r"\b(?:to|from|with|into|towards?|between)\s+(?:the\s+)?$", re.IGNORECASE)
_BOTH, _PARTS = "goods and services", ("goods", "services")
_KINDS = frozenset({*_PARTS, "merchandise", _BOTH})
_REACH = 4000  # characters before a total in which a table of goods and services names them together
_FEW = 8  # rows of measures in the order of the caption
_TOTAL = re.compile(r"\b(?:grand )?total\b", re.IGNORECASE)
_FLOWS = frozenset({"exports", "imports", "re_exports", "balance", "surplus", "deficit"})
_MEASURES = re.compile(r"\b(?:values?|volumes?|quantit(?:y|ies)|amounts?|price|shares?|growth|change)\b", re.IGNORECASE)


class TableNames:
    """Names by dimension that the parts of one table give its cells.

    Args:
        text: the release.
        table: the table.
        index: the document's mentions, those of ``label_mentions`` among them.
        reporter: the document's reporter, None where unknown.
    """

    def __init__(self, text: str, table: Table, index: Index, reporter: Mention | None) -> None:
        self.text, self.table, self.index = text, table, index
        # a place among the rows' labels is no better as a reporter than its neighbours
        self.reporter = None if reporter is not None and table.start <= reporter.start < table.end else reporter
        self.owner = owner(table, index)
        self.reporter = self.owner or self.reporter
        self.labels = kind_of_labels(table, index)
        self.title = " ".join(text[a:b] for a, b in table.caption)
        self.caption = self._caption()
        flow = self.caption.get("indicator")
        own = self.caption.get("reporter")
        self.party, self.across = parties(
            table, index, self.title, flow[0] if flow else None, own or (), self._told(reporter)
        )
        self.columns = {
            c.index: self._named(reversed(c.header), self.across) for c in table.columns if c.kind != "label"
        }
        self._group_columns()
        # columns of periods behind the numbers
        self.when = {c.index for c in table.columns if c.kind == "other" and c.unit is None and is_when(c.text)}
        self.rows = [self._row(row) for row in table.rows]
        self._lend_goods()
        self._measures_in_turn()
        self._turn_over()

    def _told(self, reporter: Mention | None) -> Mention | None:
        """The document's reporter where the text before the table names it too."""
        if reporter is None or not self.table.start <= reporter.start < self.table.end:
            return reporter
        before = self.index.before(self.table.start, self.table.start)
        return reporter if any(m.label == "PLACE" and m.name == reporter.name for m in before) else None

    def _group_columns(self) -> None:
        """Give columns the names of the line above their headings where these come again and again below as many names.

        ``Total EU countries Other countries`` above ``2022 2023 2022 2023 2022 2023``.
        """
        held = [c for c in self.table.columns if c.kind != "label"]
        words = [c.text.casefold() for c in held]
        width = next(
            (w for w in range(1, len(held)) if len(held) % w == 0 and words == words[:w] * (len(held) // w)), 0
        )
        if width < 2 or not self.table.caption or not all(words):
            return
        start, end = self.table.caption[-1]
        names = [m for m in self.index.within(start, end) if m.label in NAMED and m.label != "PERIOD"]
        total = _TOTAL.search(self.text, start, end)
        if total is not None and not any(m.start < total.end() and total.start() < m.end for m in names):
            names.append(Mention("", total.start(), total.end(), total[0]))
        names.sort(key=lambda m: m.start)
        if len(names) * width != len(held) or len({m.label for m in names if m.label}) > 1:
            return
        for n, column in enumerate(held):
            m = names[n // width]
            dimension = self._dimension(m, self.across) if m.label else ""
            if dimension:
                self.columns[column.index].setdefault(dimension, (m,))
        for dimension in {self._dimension(m, self.across) for m in names if m.label}:
            self.caption.pop(dimension, None)

    def _turn_over(self) -> None:
        """Read ``Turnover`` beside exports and imports as the sum of both."""
        every = [*self.columns.values(), *self.rows]
        flows = {names["indicator"][0].indicator for names in every if "indicator" in names}
        for names in every if {"exports", "imports"} <= flows else ():
            told = names.get("indicator", ())
            if told and told[0].indicator == "sales" and told[0].text.casefold().endswith("turnover"):
                names["indicator"] = (replace(told[0], indicator="trade"),)

    def _lend_goods(self) -> None:
        """Give rows that name a flow alone the goods of the row before: ``Services exports`` above ``Imports``."""
        held: tuple[Mention, ...] = ()
        for row, names in zip(self.table.rows, self.rows, strict=True):
            flow = names.get("indicator")
            if row.kind != "data" or not flow or flow[0].indicator not in _FLOWS:
                held = ()
            elif "commodity" in names:
                held = names["commodity"] if names["commodity"][0].name in _KINDS else ()
            elif held and row.labels and flow[0].start == row.labels[-1].start:
                names["commodity"] = held

    def _measures_in_turn(self) -> None:
        """Give rows named by nothing but units the measures that the caption lists: ``production and exports``."""
        rows = [n for n, row in enumerate(self.table.rows) if row.kind == "data"]
        if len(rows) > _FEW or not all(_is_unit(self.table.rows[n]) for n in rows):
            return
        lines = [self.index.within(a, b) for a, b in self.table.caption]
        told = [m for line in lines for m in line if m.label == "INDICATOR" and m.indicator not in (None, "other")]
        if 1 < len({m.indicator for m in told}) == len(told) <= len(rows):
            for place, n in enumerate(rows):
                self.rows[n].setdefault("indicator", (told[min(place, len(told) - 1)],))

    def _caption(self) -> Names:
        """Names of the caption: a place behind ``to`` or ``with`` is the partner; lists of goods or places are
        left out.
        """
        lines = [self.index.within(a, b) for a, b in reversed(self.table.caption)]
        found = next(
            (told for told in lines if any(m.label in ("INDICATOR", "COMMODITY") for m in told)),
            lines[0] if lines else [],
        )
        every = [m for told in lines for m in told]
        out: Names = {}
        for dimension in ("commodity", "segment", "route", "indicator", "period"):
            source = every if dimension in ("indicator", "period") else found
            if (
                dimension == "commodity"
                and not any(m.label in ("COMMODITY", "SEGMENT", "ROUTE") for m in found)
                and not _handled(every)
            ):
                source = every
            told = [
                m
                for m in source
                if DIMENSIONS.get(m.label) == dimension
                and not (dimension == "segment" and "basis" in m.text.casefold())
            ]
            if (
                dimension == "indicator"
                and {"exports", "imports"} <= {m.indicator for m in told}
                and self._rows_name_flows()
            ):
                continue  # ``Exports and imports of goods`` above rows ``Exports, total``, ``Imports, total``
            if dimension in ("indicator", "period"):
                # what changes are measured against is not what they are of
                told = [m for m in told if m.period is None or m.period.kind != "comparison"]
                told = [*self._corner_periods(), *told] if dimension == "period" else told
                if dimension == "period" and len(lines) > 2:
                    told.sort(key=lambda m: YEAR.search(m.text) is None)  # a month of headings lends no year
                told = [m for m in told if m.indicator != "other"][:1] if dimension == "indicator" else told[:1]
            if told and len({m.name for m in told}) == 1:
                out[dimension] = tuple(told)
        flow = self._flow_of_labels(every)
        if flow is not None:
            out["indicator"] = (flow,)
        places = [m for m in (every if self.owner else found) if m.label == "PLACE"]
        partners = [m for m in places if _PARTNER_WORDS.search(self.text, max(0, m.start - 14), m.start)]
        partners += [
            m
            for a, m in pairwise(places)
            if a in partners and self.text[a.end : m.start] in (" and ", " & ", " and the ")
        ]
        others = [m for m in (partners or (places if self.owner else [])) if not self._same(m)]
        if len({m.name for m in others}) == 1 and (len(partners) < 2 or len(others) < len(partners)):
            out["partner"] = (others[0],)
            partners += others
        owners = [m for m in places if m not in partners and not self._same(m)]
        if len(owners) == 1 and len(places) - len(partners) == 1:
            out["reporter"] = (owners[0],)
        return out

    def _corner_periods(self) -> list[Mention]:
        """The periods above the labels of the rows: ``Sept 2021`` beside ``RM billion``."""
        cells = [c for column in self.table.columns if column.kind == "label" for c in column.header]
        return [m for c in cells for m in self.index.within(c.start, c.end) if m.label == "PERIOD" and m.value]

    def _flow_of_labels(self, caption: Sequence[Mention]) -> Mention | None:
        """The flow that the heading of the labels names, ``Importers``.

        Where the caption is of exporters and importers, a table on the right side that is headed as the left one is
        of the latter.
        """
        cells = [c for column in self.table.columns if column.kind == "label" for c in column.header]
        told = [m for c in cells for m in self.index.within(c.start, c.end) if m.indicator in ("exports", "imports")]
        if len({m.indicator for m in told}) != 1:
            return None
        both = [m for m in caption if m.label == "INDICATOR" and m.indicator in ("exports", "imports")]
        if self.table.part and len(both) == 2 and both[0].indicator == told[0].indicator:
            return both[1]
        return told[0]

    def _rows_name_flows(self) -> bool:
        """Whether a row is one of exports or imports as a whole."""
        return any(
            m.label == "INDICATOR" and m.indicator in ("exports", "imports")
            for row in self.table.rows
            for c in row.labels
            for m in self.index.within(c.start, c.end)
        )

    def _same(self, place: Mention) -> bool:
        return self.reporter is not None and place.name == self.reporter.name

    def _named(self, cells: Iterable[Cell], party: str) -> Names:
        """Names of cells, those of earlier cells first; places in them are partners or reporters."""
        out: Names = {}
        for cell in cells:
            fresh: dict[str, list[Mention]] = {}
            some = unit_of_some(cell.text)
            end = cell.end if some is None else cell.start + some[0]  # without the goods that are counted otherwise
            inside = [m for m in self.index.within(cell.start, end) if not is_aside(self.text, m)]
            for n, m in enumerate(inside):
                dimension = self._dimension(m, party)
                if m.label == "PLACE" and n + 1 < len(inside) and self._owns(m, inside[n + 1]):
                    dimension = "reporter"
                if dimension and not (dimension == "indicator" and m.indicator in (None, "other")):
                    fresh.setdefault(dimension, []).append(m)
            if self.owner is not None and any(m.start == self.owner.start for m in fresh.get("partner", ())):
                fresh.pop("partner")
            for dimension, found in fresh.items():
                if dimension == "indicator" and found[0].indicator == "trade":
                    found = [m for m in found if m.indicator in _FLOWS] or found  # ``Overall trade: exports``
                if dimension in ("indicator", "period"):
                    out.setdefault(dimension, tuple(found[:1]))
                else:
                    out.setdefault(dimension, _joint(found))
        return out

    def _owns(self, place: Mention, behind: Mention) -> bool:
        """Whether a label names whose flow it is: ``Australia trade balance``."""
        gap = self.text[place.end : behind.start]
        flow = behind.label == "INDICATOR" and behind.indicator not in (None, "other")
        if _INSIDE.match(place.text):
            return False  # ``Extra-EU exports`` go there
        return flow and re.fullmatch(r"(?:['’]s)? (?:goods |total )?", gap) is not None

    def _dimension(self, m: Mention, party: str) -> str:
        if m.label == "PLACE":
            if _INSIDE.match(m.text):
                return "partner"
            own = self.across == self.party and (self._same(m) or self._inland(m))
            return "reporter" if own else party
        return DIMENSIONS.get(m.label, "")

    def _inland(self, place: Mention) -> bool:
        """Whether a town or province lies in the economy whose trade the table tells: no partner of it."""
        home = economy_of(self.reporter) if self.reporter is not None and self.reporter.kind == "economy" else None
        return home is not None and place.kind not in ("economy", "bloc", "region") and economy_of(place) == home

    def _row(self, row: Row) -> Names:
        names = self._named(reversed(row.labels), self.party)
        if "period" not in names and row.kind == "data":
            dated = [m for c in row.cells if c.column in self.when for m in self.index.within(c.start, c.end)]
            if dated and dated[0].label == "PERIOD":
                names["period"] = (dated[0],)
        if "indicator" not in names and row.labels:
            other = [m for m in self.index.within(row.labels[-1].start, row.labels[-1].end) if m.indicator == "other"]
            if (
                other
                and not _MEASURES.search(other[-1].text)
                and not re.search(r"[^\W\d_]{2}", self.text[other[-1].end : row.labels[-1].end])
            ):
                names["indicator"] = (other[-1],)
        goods = names["commodity"][0].name if "commodity" in names else None
        both = goods in _PARTS and any(m.name == _BOTH for m in self.index.before(row.end, _REACH))
        if row.labels and is_total(row.labels[-1].text) and not both:
            names = {
                d: m
                for d, m in names.items()
                if d not in ("partner", "commodity", "segment") or m[0].start < row.labels[-1].start
            }
        return names

    def of(self, n: int, column: int) -> tuple[Names, frozenset[str]]:
        """Return the names of a cell by dimension, and which of them stand neither in its row nor above its column.

        Args:
            n: index of the row.
            column: index of the column.
        """
        row = self.table.rows[n]
        out: Names = dict(self.rows[n])
        for dimension, found in self.columns.get(column, {}).items():
            if dimension == "indicator" and found[0].indicator in _FLOWS and _vague(out.get("indicator")):
                out["indicator"] = found  # ``Trade (adjusted)`` below ``Imports``
            out.setdefault(dimension, found)
        told = frozenset(out)
        for more in self._above(row):
            for dimension, found in more.items():
                if dimension != "period" or "period" not in out:
                    out.setdefault(dimension, found)
        whole = self._of_all(column)
        for dimension, found in self.caption.items():
            if not (whole and dimension == "partner"):
                out.setdefault(dimension, found)
        whole_of = self.caption.get("commodity", ())
        services = bool(whole_of) and whole_of[0].name == "services" and self.rows[n].keys() <= {"commodity"}
        kind = self._kind_of(row, whole_of if services else out.get("commodity"))
        if kind is not None and (services or not self.rows[n]):
            out["commodity"] = (kind,)
        return out, frozenset(out) - told

    def _of_all(self, column: int) -> bool:
        """Whether a column is the total of others that name partners."""
        header = next((c.header for c in self.table.columns if c.index == column), ())
        return bool(header) and is_total(header[-1].text) and any("partner" in told for told in self.columns.values())

    def _kind_of(self, row: Row, commodity: tuple[Mention, ...] | None) -> Mention | None:
        """The row's kind of the caption's commodity: ``Bottled`` in a table of wine is bottled wine."""
        if not row.labels or not commodity or (commodity[0].entry is None and commodity[0].name != "services"):
            return None
        label = row.labels[-1]
        entry = load().canonical("COMMODITY", f"{label.text} {commodity[0].name}")
        if entry is None or entry.name == commodity[0].name:
            return None
        named = Mention("COMMODITY", label.start, label.end, label.text, name=entry.name, hs=entry.hs, kind="goods")
        return replace(named, entry=entry, score=0.8)

    def _above(self, row: Row) -> list[Names]:
        """Names of the rows above in rank and of the heading between the rows."""
        out = []
        at = row.parent
        while at >= 0:
            out.append(self.rows[at])
            at = self.table.rows[at].parent
        if row.section >= 0:
            out.append(self.rows[row.section])
        return out


def _is_unit(row: Row) -> bool:
    return bool(row.labels) and parse_unit(row.labels[-1].text.strip("()[]")) is not None


def _vague(told: tuple[Mention, ...] | None) -> bool:
    return bool(told) and told is not None and told[0].indicator in ("trade", "output")


def _handled(mentions: Iterable[Mention]) -> bool:
    """Whether a caption speaks of a port's handling, whose ``freight`` and ``cargo`` are no goods."""
    return any(m.indicator == "throughput" for m in mentions)


def _joint(found: Sequence[Mention]) -> tuple[Mention, ...]:
    """Several names in one cell as one, the names themselves behind it as evidence."""
    if len({m.name or m.text for m in found}) < 2:
        return tuple(found)
    first, last = found[0], found[-1]
    name = " and ".join([", ".join(m.name or m.text for m in found[:-1]), last.name or last.text])
    whole = replace(
        first,
        end=last.end,
        text=name,
        name=name,
        code=None,
        hs=None,
        entry=None,
        score=0.8 * min(m.score for m in found),
    )
    return (whole, *found)
