"""What all formats of other tools share: the format itself, what a tool's record draws, and reading its JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ...documents.writers import replacing
from ...errors import CorpusError, ReadError
from ..format import Release

Head = Mapping[str, str]
NO_HEAD: Head = {}

PREFIXES: dict[str, str] = {
    "MONEY": "m",
    "PERCENT": "x",
    "QUANTITY": "q",
    "MULTIPLE": "k",
    "RANK": "r",
    "PERIOD": "t",
    "INDICATOR": "i",
    "TREND": "v",
    "COMMODITY": "c",
    "SEGMENT": "s",
    "ORG": "o",
    "PLACE": "p",
    "ROUTE": "e",
    "EVENT": "w",
    "INITIATIVE": "n",
}
"""What the ids of marks begin with, by label."""


@dataclass(frozen=True, slots=True)
class Format:
    """A format of another tool.

    Attributes:
        name: key of ``FORMATS``.
        suffix: of its files; empty for a folder.
        write: releases to a file or folder.
        read: a file or folder to releases without problems; the head given holds for keys that a record lacks.
        holds: a sentence that says what it cannot hold.
    """

    name: str
    suffix: str
    write: Callable[[Iterable[Release], str | Path], None]
    read: Callable[..., list[Release]]
    holds: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a file something was found: for errors that name it."""

    path: str
    record: int | str

    def error(self, found: str, expected: str) -> CorpusError:
        """Make the error that names file and record.

        Args:
            found: what stands there.
            expected: what should.
        Returns:
            CorpusError: E211.
        """
        return CorpusError("E211", path=self.path, record=self.record, found=found, expected=expected)


@dataclass(frozen=True, slots=True)
class Span:
    """A span that a tool's record holds, by the tool's own id for it."""

    key: str
    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True)
class Edge:
    """A relation between two spans, by the keys of its ends: from a figure to a mark of its fact."""

    head: str
    child: str
    label: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """A tool's record in common terms.

    Attributes:
        text: the whole text.
        spans: in any order.
        edges: in any order.
        head: front matter, as far as the record holds it.
        places: where each mark with an id stood when the record was written: id to (start, end).
        lines: the facts as they were written, one line each, by the ids of ``places``; may be edited by hand.
        given: for each line the ``with`` line that it stood under, or ''; only tells how facts are written.
        folder: the split that the release was in, where its head does not say.
        owners: the key of the span that a line was written at, by the line's index.
        drafts: for spans that annotators made facts of without a line: key to what they chose: ``indicator``,
            ``modality``, ``qualifiers``, and the ``slot`` that the figure itself fills.
    """

    text: str
    spans: tuple[Span, ...]
    edges: tuple[Edge, ...] = ()
    head: Head = field(default_factory=dict)
    places: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    lines: tuple[str, ...] = ()
    given: tuple[str, ...] = ()
    folder: str = ""
    owners: Mapping[int, str] = field(default_factory=dict)
    drafts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def read_text(path: str | Path) -> str:
    """Read a text file in UTF-8, with line ends as they are.

    Raises:
        ReadError: E101 if there is none, E104 if it is not UTF-8, E115 if it cannot be opened.
    """
    try:
        return Path(path).read_bytes().decode("utf-8-sig")
    except FileNotFoundError as error:
        raise ReadError("E101", path=str(path)) from error
    except UnicodeDecodeError as error:
        raise ReadError("E104", path=str(path), encoding="UTF-8", position=error.start) from error
    except OSError as error:
        raise ReadError("E115", path=str(path), reason=error.strerror) from error


def write_text(path: str | Path, text: str) -> None:
    """Write a text file in UTF-8, in whole or not at all.

    Raises:
        ReadError: E117 if the place cannot be written.
    """
    try:
        with replacing(Path(path)) as stream:
            stream.write(text)
    except OSError as error:
        raise ReadError("E117", path=str(path), reason=error.strerror) from error


def write_jsonl(path: str | Path, records: Iterable[Mapping[str, Any]]) -> None:
    """Write one JSON object a line."""
    write_text(path, "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records))


def read_jsonl(path: str | Path) -> Iterator[tuple[Place, dict[str, Any]]]:
    """Read one JSON object a line.

    Yields:
        tuple: the place of the record (its line number) and the record.
    Raises:
        CorpusError: E211 for a line that is no JSON object.
    """
    for number, line in enumerate(read_text(path).split("\n"), start=1):
        if line.strip():
            place = Place(str(path), number)
            yield place, entry(parse_json(line, place), "the line", place)


def parse_json(text: str, place: Place) -> Any:
    """Parse JSON.

    Returns:
        The value.
    Raises:
        CorpusError: E211 with the parser's reason.
    """
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise place.error(f"no JSON ({error.msg}, column {error.colno})", "a JSON value") from error


def entry(value: Any, name: str, place: Place) -> dict[str, Any]:
    """Return a value that has to be an object.

    Raises:
        CorpusError: E211 if it is none.
    """
    if not isinstance(value, dict):
        raise place.error(f"{name} is {type(value).__name__}", "an object")
    return value


def entries(record: Mapping[str, Any], key: str, place: Place) -> list[dict[str, Any]]:
    """Return a key's list of objects, empty where the key is absent or null.

    Raises:
        CorpusError: E211 if it holds anything else.
    """
    value = record.get(key)
    if value is None:
        return []
    if not isinstance(value, list):
        raise place.error(f"{key!r} is {type(value).__name__}", "a list of objects")
    return [entry(item, f"an item of {key!r}", place) for item in value]


def number(record: Mapping[str, Any], key: str, place: Place) -> int:
    """Return a key's whole number.

    Raises:
        CorpusError: E211 if the key is absent or holds anything else.
    """
    value = record.get(key)
    if isinstance(value, bool) or not isinstance(value, int):
        raise place.error(f"{key!r} is {value!r}", "a whole number")
    return value


def string(record: Mapping[str, Any], key: str, place: Place) -> str:
    """Return a key's string.

    Raises:
        CorpusError: E211 if the key is absent, empty or holds anything else.
    """
    value = record.get(key)
    if not isinstance(value, str) or not value:
        raise place.error(f"{key!r} is {value!r}", "a string that is not empty")
    return value


def strings(record: Mapping[str, Any], key: str, place: Place) -> tuple[str, ...]:
    """Return a key's list of strings, empty where the key is absent or null.

    Raises:
        CorpusError: E211 if it holds anything else.
    """
    value = record.get(key)
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise place.error(f"{key!r} is {value!r}", "a list of strings")
    return tuple(value)


def head_of(record: Mapping[str, Any], keys: Iterable[str]) -> dict[str, str]:
    """Return those of some keys that hold a string or number, as strings, in their order; others are the tool's own."""
    known = set(keys)
    return {
        key: str(value) for key, value in record.items() if key in known and isinstance(value, (str, int)) and value
    }


def folder_of(record: Mapping[str, Any]) -> str:
    """Return the split that a record was written from, '' where it says none."""
    return str(record.get("folder") or "")


def places_of(value: Any, place: Place) -> dict[str, tuple[int, int]]:
    """Return where marks stood: an object of id to [start, end].

    Raises:
        CorpusError: E211 if it is anything else.
    """
    found: dict[str, tuple[int, int]] = {}
    for id, ends in entry({} if value is None else value, "'marks'", place).items():
        if not isinstance(ends, list) or len(ends) != 2 or not all(isinstance(end, int) for end in ends):
            raise place.error(f"the mark {id} at {ends!r}", "[start, end]")
        found[id] = (ends[0], ends[1])
    return found
