"""Whose trade a table tells where its headings say so: ``Exports from CH`` beside ``Imports to CH``."""

from __future__ import annotations

import re

from ..lexicon import load
from ..reading.tables import Cell, Table
from .model import Mention
from .table_labels import Index

_FROM = re.compile(
    r"\b(?:(?:exports?|shipments|sales)(?: \w+)?\s+(?:from|out of|of)|imports?(?: \w+)?\s+(?:to|into|of)|arrivals\s+in)"
    r"\s+(?:the\s+)?(?P<place>[^\W\d_][^|\n]{1,30})$",
    re.IGNORECASE,
)
_CODE = re.compile(r"[A-Z]{2}")


def owner(table: Table, index: Index) -> Mention | None:
    """Return the place from which all columns of exports of a table go and into which all of imports come.

    Args:
        table: the table.
        index: the document's mentions.
    Returns:
        Mention: in the first such heading; None where there is none, or there are several places.
    """
    found: list[Mention] = []
    for column in table.columns:
        for upto in range(len(column.header), 0, -1):
            told = _FROM.search(" ".join(c.text for c in column.header[:upto]))
            if told is not None:
                place = _place(column.header[upto - 1], told["place"], index)
                found += [place] if place is not None else []
                break
    return found[0] if len(found) > 1 and len({m.name for m in found}) == 1 else None


def _place(cell: Cell, words: str, index: Index) -> Mention | None:
    """The place that ends a heading, told by its name or its code."""
    if not cell.text.endswith(words):
        return None
    start = cell.end - len(words)
    told = [m for m in index.within(start, cell.end) if m.label == "PLACE" and m.end == cell.end]
    if told or _CODE.fullmatch(words) is None:
        return told[0] if told else None
    entry = load().place(words)
    if entry is None:
        return None
    return Mention("PLACE", start, cell.end, words, entry.name, words, kind=entry.kind, entry=entry, score=0.8)


__all__ = ["owner"]
