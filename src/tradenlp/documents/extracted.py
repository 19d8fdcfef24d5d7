"""JSON Lines that this package wrote, back to documents."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from ..errors import ReadError
from ..facts import Change, Document, Model, Period
from ..reading.calendars import is_edtf
from .encodings import strict
from .paths import STANDARD_INPUT, Found, find, reason
from .records import parse_object
from .source import iso_date

_SUFFIXES = (".jsonl", ".ndjson")


def is_extracted(line: bytes) -> bool:
    """Tell whether a line is a document that was extracted, by its keys, and no text that still has to be read.

    Args:
        line: one line of JSON Lines.
    Returns:
        bool: False for what is no JSON object.
    """
    try:
        value = json.loads(line.removeprefix(b"\xef\xbb\xbf"))
    except (ValueError, RecursionError):
        return False
    return isinstance(value, dict) and isinstance(value.get("facts"), list) and "text" not in value


def holds_documents(path: Path) -> bool:
    """Tell whether a file holds documents that were extracted.

    Args:
        path: of any file.
    Returns:
        bool: by the suffix and the first line that is not blank; False where it cannot be read.
    """
    if path.suffix.lower() not in _SUFFIXES or not path.is_file():
        return False
    try:
        with path.open("rb") as stream:
            return is_extracted(next((line for line in stream if line.strip()), b""))
    except OSError:
        return False


def parted(arguments: Iterable[str]) -> tuple[list[Path], list[str | Found | ReadError]]:
    """Part what is named on a command line into files of documents and all that still has to be read.

    Args:
        arguments: files, folders, patterns, or ``-`` for standard input.
    Returns:
        tuple: the files of documents, and what ``reader.read`` takes, each in order.
    """
    ready: list[Path] = []
    rest: list[str | Found | ReadError] = []
    for argument in arguments:
        if argument == STANDARD_INPUT:
            rest.append(argument)
            continue
        for found in find(argument):
            if isinstance(found, Found) and holds_documents(found.path):
                ready.append(found.path)
            else:
                rest.append(found)
    return ready, rest


def read_documents(path: Path, on_error: Callable[[ReadError], object]) -> Iterator[Document]:
    """Read a file of documents; a bad line is reported and the others still come out.

    Args:
        path: JSON Lines in UTF-8, as ``write_jsonl`` writes it.
        on_error: called with each error.
    Yields:
        Document: one a line, in order.
    """
    try:
        with path.open("rb") as stream:
            yield from parse_documents(stream, str(path), on_error)
    except OSError as error:
        on_error(ReadError("E115", path=str(path), reason=reason(error)))


def parse_documents(lines: Iterable[bytes], path: str, on_error: Callable[[ReadError], object]) -> Iterator[Document]:
    """Parse lines of documents.

    Args:
        lines: in UTF-8; blank ones are passed over.
        path: named in messages.
        on_error: called with each error: E104, E107, E108, or E119 for what is no document of this version.
    Yields:
        Document: one a line, in order.
    """
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            value = parse_object(strict(line, f"{path}, line {number}", "utf-8"), path, number)
            yield _document(value, path, number)
        except ReadError as error:
            on_error(error)


def _document(value: object, path: str, number: int) -> Document:
    """Check one document.

    Raises:
        ReadError: E119.
    """
    try:
        found = Document.model_validate(value)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise ReadError("E119", path=path, line=number, reason=f"{where}: {first['msg']}") from error
    fault = next(_faults(found), None)
    if fault is not None:
        raise ReadError("E119", path=path, line=number, reason=fault)
    return found


_FURTHEST = 100
"""Digits before or behind the point from which a number is none of trade; some billions would fill the memory."""


def _faults(model: Any) -> Iterator[str]:
    """Yield what no model of ours holds though its types are right: days that are none, numbers without end."""
    if isinstance(model, Document) and model.published is not None:
        if iso_date(model.published) != model.published[:10]:  # a time of day may stand behind it
            yield f"published {model.published!r} is no date"
    if isinstance(model, Period):
        days = (("start", model.start), ("end", model.end))
        yield from (f"{name} {day!r} is no date" for name, day in days if day is not None and iso_date(day) != day)
        if not is_edtf(model.edtf):
            yield f"edtf {model.edtf!r} is no period"
    if isinstance(model, Change) and model.base_period is not None and not is_edtf(model.base_period):
        yield f"base_period {model.base_period!r} is no period"
    if isinstance(model, Decimal):
        if model.is_finite() and (abs(model.adjusted()) > _FURTHEST or len(model.as_tuple().digits) > _FURTHEST):
            yield f"a number has more than {_FURTHEST} digits"
    elif isinstance(model, Model):
        for name in type(model).model_fields:
            yield from _faults(getattr(model, name))
    elif isinstance(model, tuple):
        for item in model:
            yield from _faults(item)
