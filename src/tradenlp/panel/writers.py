"""A panel as rows: data frame, CSV, Parquet and DuckDB."""

from __future__ import annotations

import csv
import tempfile
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..documents.writers import harmless, replacing
from ..errors import PanelError
from ..facts import plain
from .extras import need
from .model import Named, Observation, Series

if TYPE_CHECKING:
    from .collection import Panel

COLUMNS = (
    "series",
    "indicator",
    "reporter",
    "reporter_id",
    "partner",
    "partner_id",
    "commodity",
    "hs",
    "segment",
    "route",
    "route_id",
    "measure",
    "unit",
    "amount_unit",
    "whole",
    "basis",
    "modality",
    "qualifiers",
    "span",
    "frequency",
    "period",
    "start",
    "end",
    "value",
    "value_float",
    "low",
    "high",
    "modifier",
    "document",
    "published",
    "fact",
    "figure_start",
    "figure_end",
    "sentence",
    "confidence",
    "sources",
    "documents",
    "revisions",
    "contradictions",
    "derived",
)
INTEGERS = frozenset("figure_start figure_end sources revisions contradictions".split())
FLOATS = frozenset({"value_float", "confidence"})
FLAGS = frozenset({"derived"})
_NUMBERS = INTEGERS | FLOATS | FLAGS | {"value", "low", "high"}


def rows(panel: Panel) -> list[dict[str, Any]]:
    """Lay the observations of a panel out flat.

    Args:
        panel: any panel.
    Returns:
        list[dict[str, Any]]: a cell for each of ``COLUMNS``; exact decimals as text, days as ISO 8601, qualifiers and
        ids of documents with blanks between them, None for what is empty.
    """
    heads = {one.id: _series(one) for one in panel.series}
    revised = _counts(panel.revisions)
    clashes = _counts(panel.contradictions)
    out = []
    for item in panel.observations:
        at = item.series, item.period
        told = {"revisions": revised.get(at, 0), "contradictions": clashes.get(at, 0), "derived": item.derived}
        cells = heads[item.series] | _observation(item) | told
        out.append({name: cells[name] for name in COLUMNS})
    return out


def frame(panel: Panel) -> Any:
    """Return the rows as a polars.DataFrame with the same columns and types, however many rows there are.

    Args:
        panel: any panel.
    Raises:
        PanelError: E501 without polars.
    """
    polars = need("polars", "polars", "A data frame")
    kinds = {name: polars.String for name in COLUMNS}
    for names, kind in ((INTEGERS, polars.Int64), (FLOATS, polars.Float64), (FLAGS, polars.Boolean)):
        kinds |= dict.fromkeys(names, kind)
    return polars.DataFrame(rows(panel), schema={name: kinds[name] for name in COLUMNS})


def to_csv(panel: Panel, path: Path) -> None:
    """Write CSV; text that a spreadsheet would take for a formula gets an apostrophe before it.

    Args:
        panel: any panel.
        path: of the file to make or to replace.
    """
    with replacing(path) as stream:
        writer = csv.DictWriter(stream, COLUMNS, lineterminator="\n")
        writer.writeheader()
        for row in rows(panel):
            writer.writerow({name: cell if name in _NUMBERS else harmless(cell) for name, cell in row.items()})


def to_parquet(panel: Panel, path: Path) -> None:
    """Write Parquet.

    Args:
        panel: any panel.
        path: of the file to make or to replace.
    """
    table = frame(panel)
    with replacing(path, binary=True) as stream:
        table.write_parquet(stream)


def to_duckdb(panel: Panel, path: Path, table: str) -> None:
    """Write a table of a DuckDB file.

    Args:
        panel: any panel.
        path: of the database, made where there is none.
        table: made, or replaced where it is there.
    Raises:
        PanelError: E501 without duckdb or polars, E506 where the file cannot be opened or written as a database.
    """
    duckdb = need("duckdb", "duckdb", "Writing DuckDB")
    name = '"' + table.replace('"', '""') + '"'
    with tempfile.TemporaryDirectory() as folder:
        # By way of Parquet, which DuckDB reads by itself: frames would need pyarrow, rows one by one take minutes.
        passed = Path(folder) / "panel.parquet"
        to_parquet(panel, passed)
        try:
            with duckdb.connect(str(path)) as database:
                database.execute(f"CREATE OR REPLACE TABLE {name} AS SELECT * FROM read_parquet(?)", [str(passed)])
        except duckdb.Error as error:
            raise PanelError("E506", path=str(path), reason=str(error).split("\n")[0].rstrip(".")) from error


def _counts(found: tuple[Any, ...]) -> dict[tuple[str, str], int]:
    counts: dict[tuple[str, str], int] = {}
    for item in found:
        counts[item.series, item.period] = counts.get((item.series, item.period), 0) + 1
    return counts


def _series(one: Series) -> dict[str, Any]:
    cells: dict[str, Any] = {"series": one.id, "span": one.span.code, "frequency": one.span.frequency}
    for slot in ("reporter", "partner", "commodity", "segment", "route"):
        filled: Named | None = getattr(one, slot)
        cells[slot] = filled.name if filled else None
        cells[f"{slot}_id"] = filled.id if filled else None
    cells["hs"] = one.commodity.hs if one.commodity else None
    for name in ("indicator", "measure", "unit", "amount_unit", "whole", "basis", "modality"):
        cells[name] = getattr(one, name)
    return cells | {"qualifiers": " ".join(one.qualifiers) or None}


def _observation(item: Observation) -> dict[str, Any]:
    telling = item.telling
    number = telling.number
    return {
        "period": item.period,
        "start": item.start,
        "end": item.end,
        "value": _written(telling.value),
        "value_float": None if number is None else float(number),
        "low": _written(telling.low),
        "high": _written(telling.high),
        "modifier": telling.modifier,
        "document": telling.document,
        "published": telling.published,
        "fact": telling.fact,
        "figure_start": telling.start,
        "figure_end": telling.end,
        "sentence": telling.sentence or None,
        "confidence": telling.confidence,
        "sources": len(item.sources),
        "documents": " ".join(dict.fromkeys(source.document for source in item.sources)),
    }


def _written(value: Decimal | None) -> str | None:
    return None if value is None else plain(value)
