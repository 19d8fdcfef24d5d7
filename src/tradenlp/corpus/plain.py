"""Releases as plain data that JSON, Arrow and ``DocBin`` can hold, and back without loss."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import PurePath
from typing import Any

from .format import GoldFact, Mark, Release, Slot
from .writing import render


def to_plain(release: Release) -> dict[str, Any]:
    """Turn a release into plain data.

    Args:
        release: without problems.
    Returns:
        dict: ``id``, ``body``, ``split``, ``published`` and ``text``, strings; ``head``, a list of ``{key, value}``;
        ``entities``, of ``{id, label, start, end, text}`` with half-open character offsets; ``facts``, of ``{indicator,
        marks, slots, given, line, remarks}`` where slots are ``{key, marks, values}``; ``remarks``, lines.
    """
    return {
        "id": release.id,
        "body": release.body,
        "split": release.split,
        "published": release.head.get("published", ""),
        "text": release.text,
        "head": [{"key": key, "value": value} for key, value in release.head.items()],
        "entities": [
            {"id": m.id, "label": m.label, "start": m.start, "end": m.end, "text": m.text} for m in release.marks
        ],
        "facts": [_fact(fact) for fact in release.facts],
        "remarks": list(release.remarks),
    }


def _fact(fact: GoldFact) -> dict[str, Any]:
    return {
        "indicator": list(fact.indicator),
        "marks": list(fact.marks),
        "slots": [_slot(slot) for slot in fact.slots],
        "given": [_slot(slot) for slot in fact.given],
        "line": fact.line,
        "remarks": list(fact.remarks),
    }


def _slot(slot: Slot) -> dict[str, Any]:
    return {"key": slot.key, "marks": list(slot.marks), "values": list(slot.values)}


def from_plain(data: Mapping[str, Any]) -> Release:
    """Make a release of plain data.

    Args:
        data: as ``to_plain`` gives it.
    Returns:
        Release: its ``source`` is the canonical file, its ``path`` the place in a corpus, ``split/body/id.rel``.
    Raises:
        KeyError: if a key is missing.
        CorpusError: E202 if it cannot be written as an annotated release.
    """
    release = Release(
        head={item["key"]: item["value"] for item in data["head"]},
        text=data["text"],
        marks=tuple(Mark(e["label"], e["start"], e["end"], e["text"], e["id"]) for e in data["entities"]),
        facts=tuple(
            GoldFact(
                tuple(fact["indicator"]),
                tuple(fact["marks"]),
                _slots(fact["slots"]),
                fact["line"],
                _slots(fact["given"]),
                tuple(fact["remarks"]),
            )
            for fact in data["facts"]
        ),
        path=str(PurePath(data["split"], data["body"], data["id"] + ".rel")),
        remarks=tuple(data["remarks"]),
    )
    return replace(release, source=render(release))


def _slots(items: Sequence[Mapping[str, Any]]) -> tuple[Slot, ...]:
    return tuple(Slot(item["key"], tuple(item["marks"]), tuple(item["values"])) for item in items)
