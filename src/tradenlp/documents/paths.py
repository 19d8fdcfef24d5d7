"""From what is named on a command line to the files to read."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePath

from ..errors import ReadError

STANDARD_INPUT = "-"
SUFFIXES = (".txt", ".md", ".markdown", ".html", ".htm", ".xhtml", ".pdf", ".docx", ".jsonl", ".ndjson", ".parquet")

_KNOWN = ".txt .md .html .pdf .docx .jsonl .parquet"


@dataclass(frozen=True, slots=True)
class Found:
    """A file to read.

    Attributes:
        path: where it is.
        id: its path below the folder that was named, without suffix; its name without suffix where it was named itself.
    """

    path: Path
    id: str


def find(argument: str | Path) -> Iterator[Found | ReadError]:
    """Yield the files that an argument stands for, in sorted order: a file, a folder with all below it, or a pattern.

    Args:
        argument: a path, or a pattern with ``*``, ``?``, ``[...]`` or ``**``.
    Yields:
        Found: each file of a known type; hidden ones and links to folders are passed over inside folders.
        ReadError: E101, E111, E115 or E116 in place of what cannot be read.
    """
    path = Path(argument)
    found: Iterator[Found | ReadError]
    try:
        if not str(argument):
            found = iter((ReadError("E101", path="(an empty path)"),))
        elif path.is_dir():
            found = _below(path)
        elif os.path.lexists(path):
            found = iter((_single(path, path.stem),))
        elif glob.has_magic(str(argument)):
            found = _matches(str(argument))
        else:
            found = iter((ReadError("E101", path=str(argument)),))
    except (OSError, ValueError) as error:  # a name too long, a NUL in it
        found = iter((ReadError("E115", path=str(argument), reason=reason(error)),))
    try:
        yield from found
    except ValueError as error:  # a NUL in a pattern
        yield ReadError("E115", path=str(argument), reason=reason(error))


def reason(error: Exception) -> str:
    """Return what an operating system's error says, without number and path.

    Args:
        error: any error.
    Returns:
        str: one line.
    """
    text = (error.strerror if isinstance(error, OSError) else None) or str(error) or type(error).__name__
    return text.split("\n")[0].rstrip(".").lower()


def _single(path: Path, name: str) -> Found | ReadError:
    if path.suffix.lower() in SUFFIXES:
        return Found(path, _told(name)) if path.exists() else ReadError("E101", path=str(path))
    return ReadError("E111", path=str(path), suffix=path.suffix, known=_KNOWN)


def _told(name: str) -> str:
    """A file's name as text: bytes that are no UTF-8 are shown by the replacement character."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _matches(pattern: str) -> Iterator[Found | ReadError]:
    matches = sorted(glob.iglob(pattern, recursive=True), key=lambda match: PurePath(match).parts)
    root = _root(pattern)
    if not matches:
        yield ReadError("E101", path=pattern)
    for match in matches:
        path = Path(match)
        if path.is_dir():
            continue
        name = path.relative_to(root) if path.is_relative_to(root) else path
        yield _single(path, name.with_suffix("").as_posix())


def _root(pattern: str) -> Path:
    """Return the part of a pattern before its first wild card."""
    parts: list[str] = []
    for part in PurePath(pattern).parts[:-1]:
        if glob.has_magic(part):
            break
        parts.append(part)
    return Path(*parts)


def _below(folder: Path) -> Iterator[Found | ReadError]:
    """Yield the readable files below a folder; a stack in place of recursion, as folders may be nested deeply."""
    stack: list[Iterator[os.DirEntry[str] | ReadError]] = [_entries(folder)]
    empty = True
    while stack:
        entry = next(stack[-1], None)
        if entry is None:
            stack.pop()
        elif isinstance(entry, ReadError):
            empty = False
            yield entry
        elif entry.is_dir(follow_symlinks=False):
            stack.append(_entries(Path(entry.path)))
        elif os.path.splitext(entry.name)[1].lower() in SUFFIXES and not entry.is_dir():
            empty = False
            path = Path(entry.path)
            yield Found(path, _told(path.relative_to(folder).with_suffix("").as_posix()))
    if empty:
        yield ReadError("E116", path=str(folder), known=_KNOWN)


def _entries(folder: Path) -> Iterator[os.DirEntry[str] | ReadError]:
    """Return what a folder holds, by name, without hidden files."""
    try:
        with os.scandir(folder) as entries:
            shown = [entry for entry in entries if not entry.name.startswith(".")]
    except OSError as error:
        return iter((ReadError("E115", path=str(folder), reason=reason(error)),))
    return iter(sorted(shown, key=lambda entry: entry.name))
