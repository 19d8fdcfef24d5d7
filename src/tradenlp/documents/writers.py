"""Documents to JSON Lines, CSV and Parquet."""

from __future__ import annotations

import contextlib
import csv
import os
import stat
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import IO, Any

from ..errors import ReadError
from ..facts import Document
from .flat import COLUMNS, NUMERIC, Cell, row
from .nested import record, schema
from .table import write_table

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_ROWS = 256


def write_jsonl(documents: Iterable[Document], stream: IO[str]) -> int:
    """Write one document a line, as the output contract has it, each as soon as it is there.

    Args:
        documents: taken one after the other.
        stream: text in UTF-8.
    Returns:
        int: how many documents.
    """
    count = 0
    for document in documents:
        stream.write(document.to_json() + "\n")
        stream.flush()
        count += 1
    return count


def write_csv(documents: Iterable[Document], stream: IO[str]) -> int:
    """Write one fact a row under a head of ``flat.COLUMNS``.

    Text that a spreadsheet would take for a formula gets an apostrophe before it (OWASP, CSV injection).

    Args:
        documents: taken one after the other.
        stream: text in UTF-8, opened with ``newline=""``.
    Returns:
        int: how many documents.
    """
    writer = csv.DictWriter(stream, COLUMNS, lineterminator="\n")
    writer.writeheader()
    count = 0
    for document in documents:
        writer.writerows(_harmless(row(document, fact)) for fact in document.facts)
        count += 1
    return count


def write_parquet(documents: Iterable[Document], stream: IO[bytes]) -> int:
    """Write one document a row, entities, facts and checks nested; numbers are decimal strings, as in JSON.

    Args:
        documents: taken one after the other, a few hundred in memory.
        stream: bytes.
    Returns:
        int: how many documents.
    Raises:
        ReadError: E112 if pyarrow is not installed.
    """
    try:
        import pyarrow as arrow
        import pyarrow.parquet as parquet
    except ImportError as error:
        raise ReadError("E112", path="output", format="Parquet", package="pyarrow", extra="parquet") from error
    count = 0
    columns = schema(arrow)
    with parquet.ParquetWriter(stream, columns) as writer:
        for rows in _batches(record(document) for document in documents):
            writer.write_table(arrow.Table.from_pylist(rows, columns))
            count += len(rows)
    return count


WRITERS: dict[str, Callable[[Iterable[Document], Any], int]] = {
    "jsonl": write_jsonl,
    "csv": write_csv,
    "parquet": write_parquet,
}
"""Writers by name of format."""


def write(documents: Iterable[Document], path: str | Path, form: str, quiet: bool = False) -> int:
    """Write a file in whole or not at all: what stood there before stays until the new one is complete.

    Args:
        documents: taken one after the other.
        path: of the file to make or to replace.
        form: ``table`` or a key of ``WRITERS``.
        quiet: leave the notices out of a table.
    Returns:
        int: how many documents.
    Raises:
        OSError: if the place cannot be written.
        ReadError: E112 if the format needs a package that is not installed.
    """
    with replacing(Path(path), binary=form == "parquet") as stream:
        return to_stream(documents, stream, form, quiet)


def to_stream(documents: Iterable[Document], stream: IO[Any], form: str, quiet: bool = False) -> int:
    """Write to what is open already.

    Args:
        documents: taken one after the other.
        stream: bytes for Parquet, else text in UTF-8.
        form: ``table`` or a key of ``WRITERS``.
        quiet: leave the notices out of a table.
    Returns:
        int: how many documents.
    Raises:
        ReadError: E112 if the format needs a package that is not installed.
    """
    return write_table(documents, stream, quiet) if form == "table" else WRITERS[form](documents, stream)


@contextlib.contextmanager
def replacing(path: Path, binary: bool = False) -> Iterator[IO[Any]]:
    """Open a temporary file beside a path and give it that name once the block ends without an error.

    Args:
        path: of the file to make or to replace; a device or pipe is written to directly.
        binary: whether bytes are written, else UTF-8 text.
    Yields:
        IO: the open file.
    Raises:
        OSError: if the place cannot be written.
    """
    options: dict[str, Any] = {} if binary else {"encoding": "utf-8", "newline": ""}
    if path.exists() and not path.is_file():
        with path.open("wb" if binary else "w", **options) as stream:
            yield stream
        return
    target = path.resolve()  # a link stays a link
    temporary = target.with_name(f".{target.name[:100]}.{os.getpid()}.tmp")
    try:
        with temporary.open("xb" if binary else "x", **options) as stream:
            keep_mode(target, temporary)
            yield stream
        os.replace(temporary, target)
    finally:
        temporary.unlink(missing_ok=True)


def keep_mode(old: Path, new: Path) -> None:
    """Give a file the permissions of the one that it is to replace, before anything stands in it.

    Args:
        old: a file that may be there.
        new: a file that is there.
    """
    with contextlib.suppress(OSError):  # none is there, or the place knows no permissions
        new.chmod(stat.S_IMODE(old.stat().st_mode))


def confident(documents: Iterable[Document], minimum: float) -> Iterator[Document]:
    """Leave out facts below a confidence, and the checks that rest on them.

    Args:
        documents: taken one after the other.
        minimum: from 0 to 1.
    Yields:
        Document: each document, none left out.
    """
    for document in documents:
        facts = tuple(fact for fact in document.facts if fact.confidence >= minimum)
        kept = {fact.id for fact in facts}
        checks = tuple(check for check in document.checks if kept.issuperset(check.facts))
        yield document.model_copy(update={"facts": facts, "checks": checks})


def _harmless(cells: dict[str, Cell]) -> dict[str, Cell]:
    return {name: cell if name in NUMERIC else harmless(cell) for name, cell in cells.items()}


def harmless(cell: Cell) -> Cell:
    """Keep a spreadsheet from taking text for a formula.

    Args:
        cell: of a column of texts.
    Returns:
        str | int | float | None: text that begins as a formula does with an apostrophe before it, all else as it is.
    """
    if not isinstance(cell, str):
        return cell
    shown = f"'{cell}" if cell.startswith(_FORMULA) else cell
    return shown.replace("\r", " ")  # some readers would take it for the end of the row


def _batches(rows: Iterable[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    batch: list[dict[str, Any]] = []
    for item in rows:
        batch.append(item)
        if len(batch) == _ROWS:
            yield batch
            batch = []
    if batch:
        yield batch
