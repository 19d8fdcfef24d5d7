"""brat: a folder of .txt and .ann files with ``annotation.conf``; a fact is an event.

The event's trigger repeats the span of the fact's figure with the indicator as its type; its arguments are the marks,
by slot: ``amount``, ``change`` and ``change2`` for two changes. A figure's further marks hang on it by the relation
``also``. The event's note holds the values, slot by slot, ``-`` for slots without a mark; modality and qualifiers are
attributes. The front matter and names of marks lie beside them, in ``<id>.json``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from ...errors import CorpusError, ReadError
from ...labels import ENTITY_LABELS, INDICATORS, MODALITIES, QUALIFIERS
from ..format import ENTITY_SLOTS, FIGURE_SLOTS, HEAD_KEYS, GoldFact, Release
from .base import (
    NO_HEAD,
    Drawing,
    Format,
    Head,
    Place,
    entry,
    folder_of,
    head_of,
    parse_json,
    places_of,
    read_text,
    strings,
    write_text,
)
from .brat_reader import read_document
from .graph import ALSO, INDICATOR, RELATIONS, anchor, release_edges, saved

_ROLES = (INDICATOR, "period", *ENTITY_SLOTS, *FIGURE_SLOTS)


def configuration() -> str:
    """Return the ``annotation.conf`` of a collection: entities, events, roles and attributes."""
    roles = ", ".join(f"{role}*:<ENTITY>" for role in _ROLES)
    return "\n".join(
        [
            "[entities]",
            *ENTITY_LABELS,
            "[relations]",
            *(f"{label}\tArg1:<ENTITY>, Arg2:<ENTITY>" for label in RELATIONS),
            "[events]",
            *(f"{indicator}\t{roles}" for indicator in INDICATORS),
            "[attributes]",
            f"modality\tArg:<EVENT>, Value:{'|'.join(MODALITIES)}",
            *(f"{qualifier}\tArg:<EVENT>" for qualifier in QUALIFIERS),
            "",
        ]
    )


def write_brat(releases: Iterable[Release], path: str | Path) -> None:
    """Write releases as a brat collection.

    Args:
        releases: without problems.
        path: of the folder, made where there is none.
    Raises:
        CorpusError: E202 for an id that cannot name files, or that two releases have.
        ReadError: E117 if the place cannot be written.
    """
    folder = Path(path)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ReadError("E117", path=str(path), reason=error.strerror) from error
    write_text(folder / "annotation.conf", configuration())
    written: set[str] = set()
    for release in releases:
        if release.id in written or Path(release.id).name != release.id:
            raise CorpusError("E202", id=release.id, found="its id", expected="a name of files that no other has")
        written.add(release.id)
        write_text(folder / f"{release.id}.txt", release.text)
        kept = {key: value for key, value in saved(release).items() if key != "facts"}
        write_text(folder / f"{release.id}.json", json.dumps(kept, ensure_ascii=False, indent=1) + "\n")
        write_text(folder / f"{release.id}.ann", "".join(f"{line}\n" for line in _lines(release)))


def read_brat(path: str | Path, head: Head = NO_HEAD) -> list[Release]:
    """Read a brat collection, or one of its documents.

    Besides events, binary relations (``R``) from figures are read as those of other tools are.

    Args:
        path: of the folder, or of one .ann file.
        head: front matter for keys that a document's .json lacks; ``id`` is the file's name.
    Returns:
        list: releases without problems, by name.
    Raises:
        CorpusError: E211 naming file and line that cannot be read.
        ReadError: E101 if there is no such folder or file, or no .txt beside an .ann.
    """
    place = Path(path)
    files = sorted(place.rglob("*.ann")) if place.is_dir() else [place]
    if not files:
        raise ReadError("E101", path=str(place / "*.ann"))
    found = []
    for file in files:
        beside = file.with_suffix(".json")
        at = Place(str(beside), 1)
        kept = entry(parse_json(read_text(beside), at), "the file", at) if beside.exists() else {}
        own = head_of(entry(kept.get("head") or {}, "'head'", at), HEAD_KEYS)
        front = {**own, **{key: value for key, value in {**head, "id": file.stem}.items() if key not in own}}
        beyond = Drawing(
            read_text(file.with_suffix(".txt")),
            (),
            head=front,
            places=places_of(kept.get("marks"), at),
            given=strings(kept, "with", at),
            folder=folder_of(kept),
        )
        found.append(read_document(beyond, read_text(file), str(file)))
    return found


def _lines(release: Release) -> Iterator[str]:
    numbers = {mark: f"T{at}" for at, mark in enumerate(release.marks, start=1)}
    by_id = {mark.id: mark for mark in release.marks if mark.id}
    for mark, key in numbers.items():
        yield f"{key}\t{mark.label} {mark.start} {mark.end}\t{mark.text}"
    keys = {id: numbers[mark] for id, mark in by_id.items()}
    attributes = 0
    for at, fact in enumerate(release.facts, start=1):
        first = anchor(fact)
        if not first:
            continue
        trigger, kind, mark = f"T{len(numbers) + at}", fact.indicator[0], by_id[first]
        yield f"{trigger}\t{kind} {mark.start} {mark.end}\t{mark.text}"
        roles = "".join(f" {role}:{key}" for role, key in _arguments(fact, keys))
        yield f"E{at}\t{kind}:{trigger}{roles}"
        for attribute in _attributes(fact):
            attributes += 1
            name, _, value = attribute.partition(" ")
            yield f"A{attributes}\t{name} E{at}{' ' + value if value else ''}"
        yield f"#{at}\tAnnotatorNotes E{at}\t{_note(fact)}"
    extra = [edge for edge in release_edges(release) if edge.label == ALSO]
    for at, edge in enumerate(extra, start=1):
        yield f"R{at}\t{ALSO} Arg1:{keys[edge.head]} Arg2:{keys[edge.child]}"


def _arguments(fact: GoldFact, keys: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Roles and targets of an event, numbered from the second of a name on."""
    counts: dict[str, int] = {}

    def numbered(role: str) -> str:
        counts[role] = counts.get(role, 0) + 1
        return role if counts[role] == 1 else f"{role}{counts[role]}"

    for id in fact.marks:
        yield numbered(INDICATOR), keys[id]
    for slot in fact.slots:
        for id in slot.marks[:1] if slot.key in FIGURE_SLOTS else slot.marks:
            yield numbered(slot.key), keys[id]


def _attributes(fact: GoldFact) -> Iterator[str]:
    for slot in fact.slots:
        if _is_attribute(slot.key, slot.values):
            yield from ([f"modality {slot.values[0]}"] if slot.key == "modality" else slot.values[0].split())


def _is_attribute(key: str, values: tuple[str, ...]) -> bool:
    return key in ("modality", "qualifiers") and len(values) == 1


def _note(fact: GoldFact) -> str:
    """The fact's line without marks; slots that attributes hold stand by their name alone."""
    parts = ["~".join(fact.indicator)]
    for slot in fact.slots:
        if _is_attribute(slot.key, slot.values):
            parts.append(slot.key)
        else:
            bare = slot.marks and slot.key not in ("modality", "qualifiers", "tags")
            value = " ~ ".join(slot.values)
            key = slot.key if bare or slot.key in ("modality", "qualifiers", "tags") else f"{slot.key} -"
            parts.append(f"{key} {value}")
    return " | ".join(parts)


BRAT = Format(
    "brat",
    "",
    write_brat,
    read_brat,
    "Remarks are lost, and facts that rest on no mark at all; without its .json files also the names of marks.",
)
"""Collections of brat."""
