"""What the lines around a table say of its columns: units for all of them, each column in turn, or ranks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from .table_columns import classify
from .table_model import Column, Unit
from .table_numbers import numbers
from .table_units import caption_units, heading_unit, percent

_RANKED = re.compile(r"\brank(?:s|ed|ing)?\b|\btop\b|\bleading\b|\blargest\b", re.IGNORECASE)
_GROUP = re.compile(r"[(\[]([^()\[\]]{3,160})[)\]]\s*:?$")
_PARTS = re.compile(r"\s*[;]\s*|\s*,\s+")
_RATES = re.compile(r"%|\bper ?cent\b|\bpct\b|\bpercentages?\b", re.IGNORECASE)


def table_units(columns: Sequence[Column], lines: Sequence[str]) -> tuple[Unit, ...]:
    """Return the units told for a whole table: in its corner, else by the first of some lines that tells one.

    Args:
        columns: its columns.
        lines: its caption from the nearest line upwards, then its notes.
    """
    for column in columns:
        corner = heading_unit(column.text) if column.kind == "label" and column.header else None
        if corner is not None and corner.label != "PERCENT":
            return (corner,)
    for line in lines:
        found = [u for u in caption_units(line) if u.label != "PERCENT"]
        if found:
            return tuple(found)
    return ()


def settled(columns: tuple[Column, ...], inside: Sequence[Sequence[str]], lines: Sequence[str]) -> tuple[Column, ...]:
    """Settle by the caption what the headings leave open.

    Args:
        columns: the columns as their headings have them.
        inside: texts of the cells of each column.
        lines: the caption, top to bottom.
    Returns:
        tuple[Column, ...]: where the caption lists as many parts in brackets as there are columns without headings,
        each takes its own; where it tells of nothing but percentages, columns of values are changes or shares; serial
        numbers under a caption that speaks of ranks are ranks.
    """
    bare = [c for c in columns if c.kind == "value" and not c.header]
    listed = _listed(lines, len(bare))
    if listed:
        told = {c.index: classify(part) for c, part in zip(bare, listed, strict=True)}
        columns = tuple(
            replace(c, kind=told[c.index][0], unit=told[c.index][1]) if c.index in told else c for c in columns
        )
    elif (kind := _only_rates(columns, lines)) is not None:
        columns = tuple(
            replace(c, kind=kind, unit=percent()) if c.kind == "value" and c.unit is None else c for c in columns
        )
    columns = tuple(replace(c, kind="other") if _of_base_100(c, inside[c.index]) else c for c in columns)
    if any(_RANKED.search(line) for line in lines):
        columns = tuple(replace(c, kind="rank") if _serial(c, inside[c.index]) else c for c in columns)
    return columns


def _listed(lines: Sequence[str], count: int) -> list[str]:
    """The parts of the bracket that closes the nearest line, where they are as many as the columns."""
    group = _GROUP.search(f" {lines[-1]}") if lines and count > 1 else None
    if group is None and lines and count > 1:
        group = re.fullmatch(r"[(\[](.{3,160})[)\]]", lines[-1])
    parts = _PARTS.split(group[1]) if group is not None else []
    kinds = [classify(part)[0] for part in parts]
    return parts if len(parts) == count and len(set(kinds)) > 1 else []


def _only_rates(columns: Sequence[Column], lines: Sequence[str]) -> str | None:
    """``change`` or ``share`` where the caption tells percentages and no other unit, and no column tells any."""
    if (
        not lines
        or not _RATES.search(lines[-1])
        or any(c.unit is not None or c.kind in ("change", "unit") for c in columns)
    ):
        return None
    if any(u.label != "PERCENT" for u in caption_units(lines[-1])):
        return None
    kind = classify(lines[-1])[0]
    return kind if kind in ("change", "share") else None


def _of_base_100(column: Column, cells: Sequence[str]) -> bool:
    """Whether a column of changes tells this year as percentages of last year (``85.0`` for a fall of 15%)."""
    if column.kind != "change" or (column.unit is not None and column.unit.label != "PERCENT"):
        return False
    told = [n[0] for c in cells if (n := numbers(c, False))]
    if len(told) < 4 or any(n.signed or n.bracketed or n.value < 25 for n in told):
        return False
    return 75 <= sorted(n.value for n in told)[len(told) // 2] <= 140


def _serial(column: Column, cells: Sequence[str]) -> bool:
    """Whether a column before the labels counts 1, 2, 3..."""
    if column.kind not in ("label", "code") or not cells:
        return False
    return all(c.rstrip(".)") == str(n) for n, c in enumerate(cells, start=1))
