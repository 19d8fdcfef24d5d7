"""Files that hold many texts: JSON Lines and Parquet."""

from __future__ import annotations

import datetime
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ..errors import ReadError
from .encodings import marked, strict
from .source import Records, Settings, Source, check_size, dated, required_date, whole

_BATCH_ROWS = 64
_CHUNK = 65_536
_COLUMNS = ("id", "published", "text")


def read_jsonl(stream: io.BufferedReader, path: str, stem: str, settings: Settings) -> Records:
    """Read JSON Lines of ``{id, published, text}``; a bad line is reported and the others still come out.

    Args:
        stream: at the file's start.
        path: named in messages.
        stem: start of the id of a line that gives none.
        settings: encoding, size limit of a line, and where to report errors.
    Yields:
        Source: one a line, in order.
    Raises:
        ReadError: E102 if there is no line but blank ones, E104 where UTF-16 breaks off.
    """
    encoding = settings.encoding or marked(stream.peek(4)[:4]) or "utf-8"
    blank = True
    for number, line in enumerate(_lines(stream, path, encoding, settings), start=1):
        if not line.strip():
            continue
        blank = False
        place = f"{path}, line {number}"
        try:
            check_size(len(line), place, settings)
            text = strict(line, place, "utf-8" if _is_wide(encoding) else encoding)
            if text.strip():
                yield _source(parse_object(text, path, number), path, stem, number, settings)
        except ReadError as error:
            settings.report(error)
    if blank:
        raise ReadError("E102", path=path)


def parse_object(text: str, path: str, number: int) -> dict[str, Any]:
    """Parse one line of JSON Lines.

    Args:
        text: the line.
        path: named in messages.
        number: of the line, from 1.
    Returns:
        dict: the object that the line holds.
    Raises:
        ReadError: E107 where it is no JSON, E108 where it is no object.
    """
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        raise ReadError("E107", path=path, line=number, reason=f"{error.msg} at column {error.colno}") from error
    except (ValueError, RecursionError) as error:
        reason = "nested too deeply" if isinstance(error, RecursionError) else "a number of too many digits"
        raise ReadError("E107", path=path, line=number, reason=reason) from error
    if not isinstance(value, dict):
        raise ReadError("E108", path=path, line=number, found=_named(value))
    return value


def read_parquet(path: Path, stem: str, settings: Settings) -> Records:
    """Read a Parquet file with the columns ``text`` and, where it has them, ``id`` and ``published``.

    Args:
        path: the file.
        stem: start of the id of a row that gives none.
        settings: size limit of a text, and where to report errors.
    Yields:
        Source: one a row, in order.
    Raises:
        ReadError: E102 if there are no rows, E110 where the file is damaged, E112 without pyarrow, E113 without texts.
    """
    try:
        import pyarrow as arrow
        import pyarrow.parquet as parquet
    except ImportError as error:
        raise ReadError("E112", path=str(path), format="Parquet", package="pyarrow", extra="parquet") from error
    try:
        with parquet.ParquetFile(path) as file:
            yield from _rows(file, str(path), stem, settings)
    except (arrow.ArrowException, UnicodeDecodeError) as error:
        reason = str(error).split("\n")[0].rstrip(".")
        raise ReadError("E110", path=str(path), format="Parquet", reason=reason) from error


def _rows(file: Any, path: str, stem: str, settings: Settings) -> Records:
    columns = file.schema_arrow.names
    if "text" not in columns:
        raise ReadError("E113", path=path, column="text", found=", ".join(columns) or "no columns")
    if file.metadata.num_rows == 0:
        raise ReadError("E102", path=path)
    number = 0
    for batch in file.iter_batches(batch_size=_BATCH_ROWS, columns=[name for name in _COLUMNS if name in columns]):
        for row in batch.to_pylist():
            number += 1
            try:
                check_size(len(row["text"] or ""), f"{path}, line {number}", settings)
                yield _source(row, path, stem, number, settings)
            except ReadError as error:
                settings.report(error)


def _lines(stream: io.BufferedReader, path: str, encoding: str, settings: Settings) -> Iterator[bytes]:
    """Yield the lines of a file, UTF-16 and UTF-32 turned into UTF-8; of a line over the limit only its beginning."""
    limit = settings.max_bytes + 2  # one byte of line end, and one that shows the excess
    source = io.TextIOWrapper(stream, encoding, newline="\n") if _is_wide(encoding) else stream
    try:
        while line := source.readline(limit):
            whole_line = line
            while line and line[-1] not in ("\n", 10):
                line = source.readline(_CHUNK)
            yield whole_line.encode("utf-8", "surrogatepass") if isinstance(whole_line, str) else whole_line
    except UnicodeError as error:
        raise ReadError("E104", path=path, encoding=encoding, position=getattr(error, "start", 0)) from error
    finally:
        if isinstance(source, io.TextIOWrapper):
            source.detach()


def _is_wide(encoding: str) -> bool:
    """Whether a line end is more than one byte, so that bytes cannot be cut into lines before they are decoded."""
    return len("\n\n".encode(encoding)) - len("\n".encode(encoding)) > 1


def _source(record: dict[str, Any], path: str, stem: str, number: int, settings: Settings) -> Source:
    """Turn one record into a source.

    Raises:
        ReadError: E108 where a key is missing or of a wrong type, E109 where the date is wrong.
    """
    text, given, published = record.get("text"), record.get("id"), record.get("published")
    if not isinstance(text, str):
        found = '"text" is ' + _named(text) if "text" in record else 'an object without the key "text"'
        raise ReadError("E108", path=path, line=number, found=found)
    if isinstance(given, bool) or not isinstance(given, (str, int, type(None))):
        raise ReadError("E108", path=path, line=number, found='"id" is ' + _named(given))
    if not text.strip():
        raise ReadError("E108", path=path, line=number, found='"text" is empty')
    if isinstance(published, datetime.date):
        published = published.isoformat()[:10]
    own = required_date(published, path, f", line {number}")
    name = f"{stem}:{number}" if given is None or given == "" else whole(str(given))
    text = whole(text)
    return Source(name, dated(own or settings.published, text), text, path, number)


def _named(value: object) -> str:
    """Name a JSON value's type for people."""
    names = {dict: "an object", list: "a list", str: "a string", bool: "true or false", type(None): "null"}
    return names.get(type(value), "a number")
