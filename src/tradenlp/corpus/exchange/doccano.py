"""doccano: JSON Lines of a sequence labelling project with relations (``JSONL(Relation)``), one release a line.

doccano numbers entities and relations anew and gives other columns of a record back as they were: ``facts``, ``marks``
(by offsets, never by numbers) and ``head`` keep what relations cannot say.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from ..format import HEAD_KEYS, Release
from .assemble import assemble
from .base import (
    NO_HEAD,
    Drawing,
    Edge,
    Format,
    Head,
    Place,
    Span,
    entries,
    entry,
    folder_of,
    head_of,
    number,
    places_of,
    read_jsonl,
    string,
    strings,
    write_jsonl,
)
from .graph import release_edges, saved


def write_doccano(releases: Iterable[Release], path: str | Path) -> None:
    """Write releases as doccano records.

    Args:
        releases: without problems.
        path: of the JSON Lines file.
    """
    write_jsonl(path, map(_record, releases))


def read_doccano(path: str | Path, head: Head = NO_HEAD) -> list[Release]:
    """Read doccano records, with relations or without (``label`` as [start, end, label]).

    Args:
        path: of the JSON Lines file that doccano exports.
        head: front matter for keys that a record lacks.
    Returns:
        list: releases without problems.
    Raises:
        CorpusError: E211 naming the line that cannot be a release.
    """
    return [assemble(_drawing(record, place), place, head) for place, record in read_jsonl(path)]


def _record(release: Release) -> dict[str, Any]:
    numbers = {mark: at for at, mark in enumerate(release.marks)}
    by_id = {mark.id: at for mark, at in numbers.items() if mark.id}
    return {
        "text": release.text,
        "entities": [
            {"id": at, "start_offset": mark.start, "end_offset": mark.end, "label": mark.label}
            for mark, at in numbers.items()
        ],
        "relations": [
            {"id": at, "from_id": by_id[edge.head], "to_id": by_id[edge.child], "type": edge.label}
            for at, edge in enumerate(release_edges(release))
        ],
        **saved(release),
    }


def _drawing(record: Mapping[str, Any], place: Place) -> Drawing:
    text = string(record, "text" if "text" in record else "data", place)
    spans = [
        Span(
            str(number(item, "id", place)),
            number(item, "start_offset", place),
            number(item, "end_offset", place),
            string(item, "label", place),
        )
        for item in entries(record, "entities", place)
    ]
    labels = record.get("label", record.get("labels")) or []
    if not isinstance(labels, list):
        raise place.error(f"'label' is {type(labels).__name__}", "a list of [start, end, label]")
    for at, item in enumerate(labels):
        if not isinstance(item, list) or len(item) != 3 or not isinstance(item[2], str):
            raise place.error(f"the label {item!r}", "[start, end, label]")
        ends = {"start": item[0], "end": item[1]}
        spans.append(Span(f"label {at}", number(ends, "start", place), number(ends, "end", place), item[2]))
    edges = [
        Edge(
            str(number(item, "from_id", place)),
            str(number(item, "to_id", place)),
            string(item, "type", place),
        )
        for item in entries(record, "relations", place)
    ]
    head = head_of(record, [key for key in HEAD_KEYS if key != "id"])
    head |= head_of(entry(record.get("head") or {}, "'head'", place), HEAD_KEYS)
    marks = places_of(record.get("marks"), place)
    lines = strings(record, "facts", place)
    return Drawing(
        text, tuple(spans), tuple(edges), head, marks, lines, strings(record, "with", place), folder_of(record)
    )


DOCCANO = Format(
    "doccano",
    ".jsonl",
    write_doccano,
    read_doccano,
    "Nothing is lost but remarks; doccano shows values as metadata, where they cannot be edited.",
)
"""JSON Lines of doccano."""
