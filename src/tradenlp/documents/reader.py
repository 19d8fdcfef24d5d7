"""All readers behind one function."""

from __future__ import annotations

import codecs
import io
import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from importlib import import_module
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO

from ..errors import ConfigError, ReadError
from .encodings import decode
from .paths import STANDARD_INPUT, Found, find, reason
from .records import read_jsonl, read_parquet
from .source import MEGABYTE, Content, Records, Settings, Source, check_size, dated, iso_date, whole

# Modules are named, not imported: HTML, PDF and Word each bring a library that most runs do not need.
_READERS = {
    ".txt": ("plain", "read_text"),
    ".md": ("plain", "read_markdown"),
    ".markdown": ("plain", "read_markdown"),
    ".html": ("markup", "read_html"),
    ".htm": ("markup", "read_html"),
    ".xhtml": ("markup", "read_html"),
    ".pdf": ("pdf", "read_pdf"),
    ".docx": ("word", "read_docx"),
}


def _fail(error: ReadError) -> None:
    raise error


def read(
    paths: Iterable[str | Path | Found | ReadError],
    encoding: str | None = None,
    max_mb: float = 20,
    on_error: Callable[[ReadError], None] = _fail,
    published: str | None = None,
) -> Iterator[Source]:
    """Read files, one text after the other.

    Args:
        paths: files, folders, patterns, or ``-`` for standard input; what ``paths.find`` found is taken as it is.
        encoding: of all text files; None finds it out.
        max_mb: largest size of one text (a file, or a line of JSON Lines) in millions of bytes.
        on_error: called with each error, after which reading goes on; left out, the first error is raised.
        published: publication date, ``YYYY-MM-DD``, of texts whose own record gives none; it goes before a date found
            in a page's metadata or in the dateline.
    Yields:
        Source: in the order of the paths, files of a folder sorted.
    Raises:
        ConfigError: E301 for an unknown encoding, a limit that is not positive, or a wrong date; at the call already.
    """
    day = iso_date(published) if published is not None else None
    if published is not None and day is None:
        raise ConfigError("E301", name="published", found=published, expected="a date like 2024-05-31")
    if not max_mb > 0:
        raise ConfigError("E301", name="max_mb", found=max_mb, expected="a number over 0")
    check_encoding(encoding)
    settings = Settings(encoding, int(min(max_mb, 1e9) * MEGABYTE), day, on_error)
    return _read(paths, settings)


def check_encoding(encoding: str | None) -> None:
    """Refuse what is no name of a text encoding.

    Args:
        encoding: a name, or None.
    Raises:
        ConfigError: E301.
    """
    try:
        if encoding is not None and not codecs.lookup(encoding)._is_text_encoding:
            raise LookupError
    except (LookupError, ValueError) as error:
        expected = "an encoding such as utf-8, cp1252 or gb18030"
        raise ConfigError("E301", name="encoding", found=encoding, expected=expected) from error


def _read(paths: Iterable[str | Path | Found | ReadError], settings: Settings) -> Iterator[Source]:
    taken: set[str] = set()
    for argument in paths:
        if str(argument) == STANDARD_INPUT:
            yield from _guarded(_standard_input(settings), STANDARD_INPUT, settings)
            continue
        for found in (argument,) if isinstance(argument, (Found, ReadError)) else find(argument):
            if isinstance(found, ReadError):
                settings.report(found)
                continue
            unique = _unique(found, taken)
            yield from _guarded(_file(unique, settings), str(found.path), settings)


def _unique(found: Found, taken: set[str]) -> Found:
    """Give a file whose id is another one's already its whole path as id, so that results can be told apart."""
    name = found.id if found.id not in taken else found.path.as_posix()
    taken.add(name)
    return replace(found, id=name)


def _guarded(sources: Records, path: str, settings: Settings) -> Iterator[Source]:
    """Pass sources on, and report what goes wrong in between."""
    while True:
        try:
            source = next(sources, None)
        except ReadError as error:
            settings.report(error)
            return
        except MemoryError:
            settings.report(ReadError("E115", path=path, reason="not enough memory"))
            return
        except OSError as error:
            settings.report(ReadError("E115", path=path, reason=reason(error)))
            return
        if source is None:
            return
        yield source


def _file(found: Found, settings: Settings) -> Records:
    path, suffix = found.path, found.path.suffix.lower()
    if not path.is_file():
        raise ReadError("E101" if not path.exists() else "E115", path=str(path), reason="not a regular file")
    if path.stat().st_size == 0:
        raise ReadError("E102", path=str(path))
    if suffix in {".jsonl", ".ndjson"}:
        with path.open("rb") as stream:
            yield from read_jsonl(stream, str(path), found.id, settings)
    elif suffix == ".parquet":
        yield from read_parquet(path, found.id, settings)
    else:
        check_size(path.stat().st_size, path, settings)
        module, function = _READERS[suffix]
        try:
            reader = getattr(import_module(f".{module}", __package__), function)
        except ModuleNotFoundError as error:
            if suffix != ".docx":
                raise
            raise ReadError("E112", path=str(path), format="Word", package="python-docx", extra="docx") from error
        yield _complete(reader(path, settings), str(path), found.id, settings)


def _complete(content: Content, path: str, name: str, settings: Settings) -> Source:
    """Make the source of a file that holds one text.

    Raises:
        ReadError: E102 if the text is blank.
    """
    if not content.text.strip():
        raise ReadError("E102", path=path)
    text = whole(content.text)
    published = dated(settings.published or content.published, text)
    return Source(content.id or name, published, text, path)


def _standard_input(settings: Settings) -> Records:
    """Read JSON Lines where the first line is a JSON object, else one text."""
    if sys.stdin is None:
        settings.report(ReadError("E115", path="standard input", reason="it is closed"))
        return
    yield from read_stream(sys.stdin.buffer, settings)


def read_stream(stream: BinaryIO, settings: Settings) -> Records:
    """Read a stream whose kind nothing tells.

    JSON Lines where its first line is a JSON object, a web page where it opens with a tag of one, else one text.


    Args:
        stream: bytes, read once from its present place.
        settings: encoding, size limit, and where to report errors.
    Yields:
        Source: with ``stdin`` as id or as start of it.
    Raises:
        ReadError: E102, E103, E104, E106.
    """
    limit = settings.max_bytes + 2
    head = stream.readline(limit)
    blank_lines = 0
    while head and not head.strip() and len(head) < limit:
        blank_lines += 1
        head = stream.readline(limit)
    head = b"\n" * blank_lines + head  # line numbers and offsets stay
    if _is_object(head):
        rest = _buffered(_Joined(head, stream))
        yield from read_jsonl(rest, STANDARD_INPUT, "stdin", settings)
        return
    data = head + stream.read(max(0, limit - len(head)))
    check_size(len(data), STANDARD_INPUT, settings)
    text = decode(data, STANDARD_INPUT, settings.encoding)
    if _is_object(text.lstrip().partition("\n")[0].encode("utf-8", "replace")):
        again = _buffered(io.BytesIO(text.encode("utf-8", "replace")))
        yield from read_jsonl(again, STANDARD_INPUT, "stdin", replace(settings, encoding="utf-8"))
    elif _PAGE.match(text):
        markup = import_module(f"{__package__}.markup")
        shown = Content(markup.page_text(text), markup.page_date(text))
        if not shown.text:
            raise ReadError("E114", path=STANDARD_INPUT)
        yield _complete(shown, STANDARD_INPUT, "stdin", settings)
    else:
        yield _complete(Content(text), STANDARD_INPUT, "stdin", settings)


_PAGE = re.compile(
    r"\s*(?:<!--.{0,2000}?-->\s*|<\?xml[^>]{0,200}>\s*)?"
    r"<(?:!doctype html|html|head|body|article|main|section|div|table|h[1-6]|p)\b",
    re.IGNORECASE | re.DOTALL,
)


class _Joined(io.RawIOBase):
    """What was read of a stream already, then the stream."""

    def __init__(self, head: bytes, stream: BinaryIO) -> None:
        self._parts = chain((io.BytesIO(head),), (stream,))
        self._part: BinaryIO | io.BytesIO | None = next(self._parts)

    def readable(self) -> bool:
        """Return True."""
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        """Fill a buffer and return the number of bytes put there; 0 at the end."""
        while self._part is not None:
            data = self._part.read(len(buffer))
            if data:
                buffer[: len(data)] = data
                return len(data)
            self._part = next(self._parts, None)
        return 0


def _buffered(raw: Any) -> io.BufferedReader:
    return io.BufferedReader(raw)


def _is_object(line: bytes) -> bool:
    if not line.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return False
    try:
        return isinstance(json.loads(line.strip().removeprefix(b"\xef\xbb\xbf")), dict)
    except (ValueError, RecursionError):
        return False
