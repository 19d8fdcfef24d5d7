"""Whether the places of a table's labels and headings are those whose trade is told, or those with which."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..reading.tables import Table
from .model import Mention
from .table_labels import COUNTRIES, Index

_OWNERS = re.compile(
    r"\b(?:exporters?|exporting|importers|importing countr|reporters?|reporting|states?|provinces?"
    r"|ports?|terminals?|compan(?:y|ies)|manufacturers?|makers?|producers?"
    r"|districts?|prefectures?|municipalit|union territor|airports?|member states?|firms?|operators?"
    r"|cit(?:y|ies)|brands?)\b",
    re.IGNORECASE,
)
_OF_THE_WORLD = re.compile(
    r"\b(?:world|global)\b[^.;]{0,60}\b(?:trade|exports|imports)\b[^.;]{0,30}"
    r"\bby (?:region|country|econom|selected|main)",
    re.IGNORECASE,
)
_ABROAD = re.compile(r"\bdestination|\bmarkets?\b|\bpartners?\b|\bsupplier", re.IGNORECASE)
_SUBDIVISIONS = frozenset({"subdivision", "province", "state", "city", "municipality"})
_OWN = frozenset({"economy", *_SUBDIVISIONS})
_BUYS = re.compile(r"\b(?:importers?|importing|destinations?|to|buyers?|markets?)\b", re.IGNORECASE)
_SELLS = re.compile(r"\b(?:exporters?|exporting|origins?|from|suppliers?|sellers?|sources?)\b", re.IGNORECASE)
_INFLOWS = frozenset({"imports", "deficit"})


def parties(
    table: Table, index: Index, title: str, flow: Mention | None, own: Sequence[Mention], reporter: Mention | None
) -> tuple[str, str]:
    """Return what places in the labels of the rows are, ``partner`` or ``reporter``, and what those in headings are.

    The two differ where both are countries: a matrix of who trades with whom.

    Args:
        table: the table.
        index: the document's mentions.
        title: the words of the caption.
        flow: the caption's indicator.
        own: whose trade the caption tells.
        reporter: the document's reporter, None where unknown.
    """
    heading = " ".join(c.text for column in table.columns if column.kind == "label" for c in column.header)
    indicator = flow.indicator if flow is not None else None
    if all(m.kind in ("bloc", "region") for m in own) and _is_matrix(table, index, heading):
        return _of_matrix(heading, indicator)
    party = _party(table, index, heading, title, indicator, [*own, *([reporter] if reporter is not None else [])])
    return party, party


def _is_matrix(table: Table, index: Index, heading: str) -> bool:
    """Whether most columns are headed by countries, all different, and most rows named by the same, or by others under
    a heading that says who sells or buys.
    """
    values = [c for c in table.columns if c.kind == "value" and c.header]
    heads = [[m for m in index.within(c.header[-1].start, c.header[-1].end) if m.label == "PLACE"] for c in values]
    names = [told[0].name for told in heads if told]
    if len(names) < 2 or len(names) * 2 <= len(values) or len(set(names)) < len(names):
        return False
    rows = [r for r in table.rows if r.labels]
    told = {m.name for m in _places(table, index)}
    named = sum(any(m.label == "PLACE" for c in r.labels for m in index.within(c.start, c.end)) for r in rows)
    alike = len(told & set(names)) * 2 >= min(len(told), len(names))
    sided = bool(_BUYS.search(heading) or _SELLS.search(heading))
    return len(told) > 1 and named * 2 > len(rows) and (alike or sided)


def _of_matrix(heading: str, indicator: str | None) -> tuple[str, str]:
    """What rows and columns of a matrix are by the heading of the labels: ``From/To``, ``Importer``."""
    buys, sells = _BUYS.search(heading), _SELLS.search(heading)
    first = "buys" if buys and (not sells or buys.start() < sells.start()) else "sells" if sells else ""
    turned = first == ("sells" if indicator in _INFLOWS else "buys")
    return ("partner", "reporter") if turned else ("reporter", "partner")


def _party(table: Table, index: Index, heading: str, title: str, flow: str | None, owners: Sequence[Mention]) -> str:
    """Whether places in the labels of a table that is no matrix are partners or reporters."""
    if re.search(r"\borigins?\b", heading, re.IGNORECASE) and flow in ("exports", "price"):
        return "reporter"
    if _OWNERS.search(heading) and not _ABROAD.search(heading):
        return "reporter"
    if re.search(
        r"\bby (?:state|province|port|terminal|exporter|company|member state|producer|maker|city)",
        title,
        re.IGNORECASE,
    ):
        return "reporter"
    if re.search(
        r"\b(?:exporters|exporting (?:countries|nations)|importers|producers|reporting countries"
        r"|(?<!EU )member states)\b",
        title,
        re.IGNORECASE,
    ):
        return "reporter"
    places = _places(table, index)
    named = {m.name for m in places}
    if len(named) > 2 and not _ABROAD.search(heading) and any(m.name in named for m in owners):
        return "reporter"  # nobody trades with itself
    if COUNTRIES.search(heading):
        return "partner"
    if all(m.kind not in _OWN for m in owners) and _OF_THE_WORLD.search(title):
        return "reporter"
    if flow in ("throughput", "output"):
        return "reporter"
    if all(m.kind not in _OWN for m in owners) and _flows_in_sections(table, index):
        return "reporter"
    inland = sum(m.kind in _SUBDIVISIONS for m in places)
    return "reporter" if places and inland * 2 > len(places) else "partner"


def _flows_in_sections(table: Table, index: Index) -> bool:
    """Whether the rows stand under ``Exports`` and under ``Imports``, as in a table of the world's traders."""
    heads = [c for row in table.rows if row.kind == "heading" for c in row.labels]
    told = {m.indicator for c in heads for m in index.within(c.start, c.end) if m.start == c.start}
    return {"exports", "imports"} <= told


def _places(table: Table, index: Index) -> list[Mention]:
    """The places of the labels of rows."""
    inside = (m for row in table.rows for c in row.labels for m in index.within(c.start, c.end))
    return [m for m in inside if m.label == "PLACE"]
