"""A fact as one flat row, for spreadsheets and data frames."""

from __future__ import annotations

import json
from typing import Any, TypeAlias

from ..facts import Change, Document, Entity, Money, Quantity, Rank, Share, TradeFact, plain, unit_of

Cell: TypeAlias = str | int | float | None

COLUMNS = (
    "document",
    "published",
    "fact",
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
    "period",
    "start",
    "end",
    "amount_kind",
    "number",
    "low",
    "high",
    "unit",
    "modifier",
    "change_kind",
    "change",
    "change_unit",
    "change_basis",
    "change_base_period",
    "change_modifier",
    "changes",
    "share",
    "share_of",
    "share_modifier",
    "rank",
    "rank_scope",
    "modality",
    "qualifiers",
    "confidence",
    "amount_start",
    "amount_end",
    "text_sha256",
    "version",
    "model",
)
NUMERIC = frozenset("number low high change share rank confidence amount_start amount_end".split())
"""Columns whose cells are numbers, written as they are."""
_INTEGERS = frozenset({"rank", "amount_start", "amount_end"})


def row(document: Document, fact: TradeFact) -> dict[str, Cell]:
    """Lay one fact out flat.

    Args:
        document: the fact's document.
        fact: one fact.
    Returns:
        dict: a cell for each of ``COLUMNS``; numbers as full decimal strings, the first change in columns, all of them
            as JSON in ``changes``, character offsets of the amount or else of another figure in ``amount_start`` and
            ``amount_end``.
    """
    cells: dict[str, Cell] = dict.fromkeys(COLUMNS)
    cells |= {"document": document.id, "published": document.published, "fact": fact.id, "indicator": fact.indicator}
    cells |= _named("reporter", fact.reporter) | _named("partner", fact.partner) | _named("route", fact.route)
    if fact.commodity is not None:
        cells |= {"commodity": fact.commodity.name, "hs": fact.commodity.hs}
    if fact.segment is not None:
        cells["segment"] = fact.segment.name
    if fact.period is not None:
        cells |= {"period": fact.period.edtf, "start": fact.period.start, "end": fact.period.end}
    cells |= _amount(fact.amount) | _changes(fact.changes) | _share(fact.share) | _rank(fact.rank)
    cells |= {"modality": fact.modality, "qualifiers": " ".join(fact.qualifiers) or None, "confidence": fact.confidence}
    if document.provenance is not None:
        cells |= document.provenance.model_dump()
    return cells | _place(fact)


def schema(arrow: Any) -> Any:
    """Describe the columns of rows.

    Args:
        arrow: the module ``pyarrow``.
    Returns:
        pyarrow.Schema: ``COLUMNS``; exact decimals as text, ranks and offsets as integers, confidence as a float.
    """
    kinds = {name: arrow.int64() for name in _INTEGERS} | {"confidence": arrow.float64()}
    return arrow.schema([(name, kinds.get(name, arrow.string())) for name in COLUMNS])


def _named(slot: str, entity: Entity | None) -> dict[str, Cell]:
    return {} if entity is None else {slot: entity.name, f"{slot}_id": entity.id}


def _amount(amount: Money | Quantity | None) -> dict[str, Cell]:
    if amount is None:
        return {}
    unit = unit_of(amount)
    cells: dict[str, Cell] = {"amount_kind": amount.kind, "unit": unit, "modifier": amount.modifier}
    for key, value in (("number", amount.number), ("low", amount.low), ("high", amount.high)):
        cells[key] = None if value is None else plain(value)
    return cells


def _changes(changes: tuple[Change, ...]) -> dict[str, Cell]:
    if not changes:
        return {}
    first = changes[0]
    return {
        "change_kind": first.kind,
        "change": plain(first.number),
        "change_unit": first.unit,
        "change_basis": first.basis,
        "change_base_period": first.base_period,
        "change_modifier": first.modifier,
        "changes": json.dumps([change.model_dump(mode="json") for change in changes], ensure_ascii=False),
    }


def _share(share: Share | None) -> dict[str, Cell]:
    if share is None:
        return {}
    level = None if share.number is None else plain(share.number)
    return {"share": level, "share_of": share.of, "share_modifier": share.modifier}


def _rank(rank: Rank | None) -> dict[str, Cell]:
    return {} if rank is None else {"rank": rank.position, "rank_scope": rank.scope}


def _place(fact: TradeFact) -> dict[str, Cell]:
    """Return the offsets of the figure that the fact rests on."""
    places = {evidence.role: evidence for evidence in reversed(fact.evidence)}
    for role in ("amount", "change", "changes", "share", "rank"):
        if role in places:
            return {"amount_start": places[role].start, "amount_end": places[role].end}
    return {}
