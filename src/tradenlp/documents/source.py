"""What every reader of this package takes and gives."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeAlias

from ..errors import ReadError
from ..reading.dateline import find_dateline

MEGABYTE = 1_000_000

_ISO_DATE = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})(?:[T ]\d{2}:?\d{2}.{0,24})?", re.ASCII)
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Source:
    """One text to be read for facts.

    Attributes:
        id: name of the text in the output.
        published: publication date as ``YYYY-MM-DD``, or None where nothing tells it.
        text: the text that all character offsets of the output refer to.
        path: the file it came from, ``-`` for standard input.
        line: line (JSON Lines) or row (Parquet) of the file, from 1; None where the file is one text.
    """

    id: str
    published: str | None
    text: str
    path: str
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Settings:
    """How files are read.

    Attributes:
        encoding: name of the encoding of text files, or None to find it out.
        max_bytes: largest size of one text: a file, or a line of JSON Lines.
        published: publication date for texts whose own record gives none.
        report: called with each error.
    """

    encoding: str | None
    max_bytes: int
    published: str | None
    report: Callable[[ReadError], None]


@dataclass(frozen=True, slots=True)
class Content:
    """What a reader took out of a file that holds one text.

    Attributes:
        text: the text.
        published: a date that the file's metadata give, as ``YYYY-MM-DD``.
        id: an id that the file itself gives.
    """

    text: str
    published: str | None = None
    id: str | None = None


Records: TypeAlias = Iterator[Source]


def check_size(size: int, path: str | Path, settings: Settings) -> None:
    """Refuse what is over the size limit.

    Args:
        size: in bytes.
        path: named in the message.
        settings: holds the limit.
    Raises:
        ReadError: E106.
    """
    if size > settings.max_bytes:
        limit = f"{settings.max_bytes / MEGABYTE:g}"
        raise ReadError("E106", path=str(path), size=f"{size / MEGABYTE:.1f}", limit=limit)


def iso_date(value: object) -> str | None:
    """Read an ISO 8601 calendar date, with or without a time of day behind it.

    Args:
        value: what stands where a date should be.
    Returns:
        str: ``YYYY-MM-DD``, or None if it is no such date.
    """
    match = _ISO_DATE.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None:
        return None
    year, month, day = map(int, match.groups())
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def required_date(value: object, path: str, where: str = "") -> str | None:
    """Return the date that a record gives for itself.

    Args:
        value: the record's value; None or an empty string stand for no date.
        path: named in the message.
        where: rest of the place in the message, such as ``, line 3``.
    Returns:
        str: ``YYYY-MM-DD``, or None where the record gives no date.
    Raises:
        ReadError: E109 if there is a value that is no ISO 8601 date.
    """
    if value is None or value == "":
        return None
    found = iso_date(value)
    if found is None:
        raise ReadError("E109", path=path, where=where, found=value)
    return found


def dated(published: str | None, text: str) -> str | None:
    """Return the date of publication, from the text's dateline where nothing else gives it.

    Args:
        published: ``YYYY-MM-DD``, or None.
        text: the whole text.
    Returns:
        str: ``YYYY-MM-DD``, or None.
    """
    if published is not None:
        return published
    found = find_dateline(text)
    return found.isoformat() if found else None


def whole(text: str) -> str:
    """Replace each half of a broken surrogate pair, which no encoding can write, by U+FFFD; offsets stay.

    Args:
        text: any text.
    Returns:
        str: text of the same length.
    """
    return _SURROGATE.sub("\ufffd", text)
