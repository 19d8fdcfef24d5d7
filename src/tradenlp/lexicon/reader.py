"""Reading the tables: CSV files headed by comment lines, one entry a row, several values of a cell parted by ``|``."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from ..errors import LexiconError
from ..labels import INDICATORS
from .entries import TABLES, Entry

FOLDER = Path(__file__).parent / "tables"
_DIRECTIONS = {"+1": 1, "-1": -1, "0": 0}

Listed = tuple[Entry, tuple[str, ...]]
"""An entry and the ways to write it, flags included."""


def rows(table: str, columns: tuple[str, ...], folder: Path = FOLDER) -> Iterator[tuple[int, dict[str, str]]]:
    """Read the rows of a table.

    Args:
        table: file name without ``.csv``.
        columns: the header that the file must have.
        folder: where the file lies.
    Yields:
        (line number from 1, cells by column).
    Raises:
        LexiconError: E401 for a header or a row that does not have these columns.
    """
    with open(folder / f"{table}.csv", encoding="utf-8", newline="") as lines:
        header: tuple[str, ...] | None = None
        for number, line in enumerate(lines, 1):
            if line.startswith("#") or not line.strip():
                continue
            cells = next(csv.reader((line,))) if '"' in line else line.rstrip("\r\n").split(",")
            if header is None:
                header = tuple(cells)
                if header != columns:
                    raise LexiconError("E401", table=table, line=number, found=header, expected=",".join(columns))
            elif len(cells) != len(columns):
                found = f"{len(cells)} cells"
                raise LexiconError("E401", table=table, line=number, found=found, expected=f"{len(columns)} cells")
            else:
                yield number, dict(zip(columns, cells, strict=True))


def read(table: str, folder: Path = FOLDER) -> tuple[Listed, ...]:
    """Read a table's entries.

    Args:
        table: key of ``entries.TABLES``.
        folder: where its file lies.
    Returns:
        tuple of (entry, ways to write it).
    Raises:
        KeyError: for an unknown table.
        LexiconError: E401 for a row that breaks the table's grammar.
    """
    layout = TABLES[table]
    make = _MAKERS.get(table, _named)
    return tuple(make(table, layout.label, number, cells) for number, cells in rows(table, layout.columns, folder))


def demonyms(folder: Path = FOLDER) -> tuple[Listed, ...]:
    """Read the adjectives and peoples of places (``Chinese``): entries with the place's name, label ``DEMONYM``."""
    return tuple(
        (_place("places", "DEMONYM", number, cells)[0], tuple(cells["demonyms"].split("|")))
        for number, cells in rows("places", TABLES["places"].columns, folder)
        if cells["demonyms"]
    )


def _ways(name: str, aliases: str) -> tuple[str, ...]:
    """List the ways to write a name: itself, unless its aliases repeat it with flags, and its aliases."""
    if not aliases:
        return (name,)
    ways = tuple(aliases.split("|"))
    return ways if any(way.lstrip("=~+") == name for way in ways) else (name, *ways)


def _named(table: str, label: str, number: int, cells: dict[str, str]) -> Listed:
    entry = Entry(
        cells["name"], label, table, kind=cells["kind"], id=cells.get("id") or None, parent=cells.get("parent") or None
    )
    return entry, _ways(cells["name"], cells["aliases"])


def _commodity(table: str, label: str, number: int, cells: dict[str, str]) -> Listed:
    entry = Entry(cells["name"], label, table, kind=cells["kind"], hs=cells["hs"] or None)
    return entry, _ways(cells["name"], cells["aliases"])


def _place(table: str, label: str, number: int, cells: dict[str, str]) -> Listed:
    entry = Entry(
        cells["name"],
        label,
        table,
        kind=cells["kind"],
        id=cells["id"] or None,
        parent=cells["parent"] or None,
        currency=cells["currency"] or None,
    )
    return entry, _ways(cells["name"], cells["aliases"])


def _port(table: str, label: str, number: int, cells: dict[str, str]) -> Listed:
    """Read a port; ``Port of Qingdao`` may be written ``port of Qingdao`` and ``Qingdao port`` as well."""
    name = cells["name"]
    entry = Entry(name, label, table, kind="port", id=cells["id"] or None, parent=cells["country"])
    base = name.removeprefix("Port of ")
    listed = tuple(filter(None, cells["aliases"].split("|")))
    if base == name or base.endswith(")"):
        return entry, (name, *listed)
    return entry, (f"port of {base}", f"{base} port", f"{base} seaport", *listed)


def _indicator(table: str, label: str, number: int, cells: dict[str, str]) -> Listed:
    if cells["indicator"] not in INDICATORS:
        raise LexiconError("E401", table=table, line=number, found=cells["indicator"], expected="an indicator")
    name = cells["phrase"].lstrip("=~+")
    return Entry(name, label, table, indicator=cells["indicator"], pos=cells.get("pos")), (cells["phrase"],)


def _trend(table: str, label: str, number: int, cells: dict[str, str]) -> Listed:
    if cells["direction"] not in _DIRECTIONS:
        raise LexiconError("E401", table=table, line=number, found=cells["direction"], expected="+1, -1 or 0")
    name = cells["phrase"].lstrip("=~+")
    return Entry(name, label, table, direction=_DIRECTIONS[cells["direction"]], pos=cells["pos"]), (cells["phrase"],)


def _word(table: str, label: str, number: int, cells: dict[str, str]) -> Listed:
    word = cells.get("word") or cells["phrase"]
    return Entry(word.lstrip("=~+"), label, table, kind=cells["kind"] or None), (word,)


_MAKERS = {
    "commodities": _commodity,
    "places": _place,
    "ports": _port,
    "indicators": _indicator,
    "indicator_verbs": _indicator,
    "trends": _trend,
    "commodity_heads": _word,
    "commodity_modifiers": _word,
    "contexts": _word,
}
