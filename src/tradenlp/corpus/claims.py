"""Gold facts as flat claims, one for each number, with every acceptable answer: the form that scoring compares."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from ..facts import plain
from .format import GoldFact, Release, Slot
from .slots import ENTITY_SLOTS, GoldFigure, figure

NO_NAMES: Callable[[str, str], Sequence[str]] = lambda slot, name: ()  # noqa: E731

SCORED = ("MONEY", "PERCENT", "QUANTITY", "PERIOD", "COMMODITY", "ORG", "PLACE", "ROUTE")
"""Labels of the entities that scoring counts."""

MEASURES = {
    "amount": "amount",
    "equiv": "amount",
    "change": "change",
    "share": "share",
    "sharechange": "share_change",
    "rank": "rank",
}
"""The measure of a claim by the figure slot that states it."""


def gold(release: Release, names: Callable[[str, str], Sequence[str]] = NO_NAMES) -> dict[str, Any]:
    """Turn a release into ``{id, published, text, entities, claims}``.

    Args:
        release: an annotated release without problems.
        names: gives further acceptable names (aliases, codes) of a slot's value.
    Returns:
        dict: ``entities`` as [label, text] in order, ``claims`` with a list of acceptable answers for each slot.
    """
    return {
        "id": release.id,
        "published": release.head.get("published"),
        "text": release.text,
        "entities": [[m.label, m.text] for m in release.marks if m.label in SCORED],
        "claims": [c for fact in release.facts for c in claims(release, fact, names)],
    }


def claims(
    release: Release, fact: GoldFact, names: Callable[[str, str], Sequence[str]] = NO_NAMES
) -> list[dict[str, Any]]:
    """Turn a fact into claims, one for each number.

    Args:
        release: the release that the fact is from.
        fact: one of its gold facts.
        names: as for ``gold``.
    Returns:
        list: the claims, as ``gold`` describes them.
    """
    slots: dict[str, list[str | None]] = {
        k: _answers(release, fact.get(k), k, names) for k in ENTITY_SLOTS if k != "route"
    }
    if None in slots["commodity"] or {"goods", "merchandise"} & set(slots["commodity"]):
        slots["commodity"] = list(dict.fromkeys([*slots["commodity"], None, "goods", "merchandise"]))
    period = fact.get("period")
    slots["period"] = [None if v == "none" else v for v in period.values] if period else [None]
    out: list[dict[str, Any]] = []
    for slot in fact.slots:
        if slot.key in MEASURES:
            out += [{**c, "indicator": list(fact.indicator), **slots} for c in _figures(slot)]
    return out


def _answers(
    release: Release, slot: Slot | None, key: str, names: Callable[[str, str], Sequence[str]]
) -> list[str | None]:
    if slot is None or slot.values == ("none",):
        return [None]
    found: list[str | None] = [None if v == "none" else v for v in slot.values]
    found += [m.text for m in map(release.mark, slot.marks) if m]
    for value in list(found):
        if value:
            found += names(key, value)
    return list(dict.fromkeys(found))


def _figures(slot: Slot) -> list[dict[str, Any]]:
    first = figure(slot.key, slot.values[0])
    others = [v for v in slot.values[1:]]
    kind = _kind(slot.key, first)
    unit: list[str | None] = [first.unit, *others] if slot.key in ("amount", "equiv") else [first.unit or None]
    if slot.key == "share":
        unit = ["percent"]
    if slot.key == "rank":
        unit = [None]
    bases: list[str | None] = [first.basis] if first.basis else [None]
    if slot.key in ("change", "sharechange"):
        for v in others:
            (bases if v in ("yoy", "mom", "qoq", "ytd", "period", "unspecified") else unit).append(v)
        if first.basis == "period":
            bases.append("yoy") if "yoy" not in bases and first.base_period else None
    numbers = [n for n in (first.number, first.low, first.high) if n is not None]
    return [
        {"measure": MEASURES[slot.key], "kind": kind, "number": plain(n), "unit": unit, "basis": bases} for n in numbers
    ]


def _kind(key: str, first: GoldFigure) -> str | None:
    if key == "rank":
        return None
    if key == "share":
        return "percent"
    if key in ("amount", "equiv"):
        return "money" if len(first.unit) == 3 and first.unit.isupper() and first.unit != "TEU" else "quantity"
    return first.unit if first.unit in ("percent", "points", "factor") else "absolute"
