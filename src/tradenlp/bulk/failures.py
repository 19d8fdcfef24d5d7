"""What failed in a run: told as it comes, counted, and summed up at the end."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import IO, Any, Protocol

from ..documents.source import whole
from ..documents.writers import replacing
from ..errors import ReadError, TradeError, warning
from ..facts import Document

_SHOWN = 5
_FEW = 2  # errors that stand right above need no summary


class Failures:
    """Counts errors; of any number only the first names stay in memory.

    Args:
        stream: takes each error as a line of JSON, ``{code, message, data}``; None for none.
    """

    def __init__(self, stream: Lines | None = None) -> None:
        self.total = 0
        self.codes: Counter[str] = Counter()
        self.names: list[str] = []
        self.texts = 0
        self._stream = stream

    def add(self, error: TradeError) -> None:
        """Count an error."""
        self.total += 1
        self.codes[error.code] += 1
        if len(self.names) < _SHOWN:
            self.names.append(_place(error))
        if self._stream is not None:
            told = {"code": error.code, "message": str(error), "data": plain(error.data)}
            self._stream.write(whole(json.dumps(told, ensure_ascii=False)) + "\n")

    def counted(self, documents: Iterable[Document]) -> Iterator[Document]:
        """Yield documents as they are, and count them."""
        for document in documents:
            self.texts += 1
            yield document

    def summary(self) -> Iterator[str]:
        """Yield the lines that sum up a run; none where nothing failed, or next to nothing was read and told."""
        if not self.total or (self.total <= _FEW and self.texts <= 2 * _SHOWN):
            return
        codes = ", ".join(f"{code} {count:,} times" for code, count in sorted(self.codes.items()))
        yield f"{self.total:,} failed ({codes}), {self.texts:,} texts came out."
        rest = self.total - len(self.names)
        yield "Failed: " + ", ".join(self.names) + (f", and {rest:,} more" if rest else "")


class Lines(Protocol):
    """Anything that lines can be written to."""

    def write(self, line: str, /) -> object:
        """Write one line, its end included. Gives what no one looks at."""


class ErrorFile:
    """A file for what fails, which never ends a run itself: what keeps it from being written is told by ``finish``.

    Args:
        path: of a file to make or to replace once the run is over, or of a device.
    Raises:
        OSError: when the context is entered and the place cannot be written.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._stack = ExitStack()
        self._stream: IO[str] | None = None
        self._error: OSError | None = None

    def __enter__(self) -> ErrorFile:
        self._stream = self._stack.enter_context(replacing(self.path))
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: Any) -> None:
        with suppress(OSError):  # told already, or less than what ends the run
            self._stack.__exit__(kind, error, trace)

    def write(self, line: str) -> None:
        """Write a line so that it is there at once."""
        if self._error is None and self._stream is not None:
            try:
                self._stream.write(line)
                self._stream.flush()
            except OSError as error:
                self._fail(error)

    def finish(self) -> ReadError | None:
        """Give the file its name.

        Returns:
            ReadError | None: E117 if it could not be written; a file that stood there before then stays as it was.
        """
        if self._error is None:
            try:
                self._stack.close()
            except OSError as error:
                self._fail(error)
        if self._error is None:
            return None
        reason = self._error.strerror or str(self._error)
        return ReadError("E117", path=str(self.path), reason=reason)

    def _fail(self, error: OSError) -> None:
        self._error, self._stream = error, None
        with suppress(OSError):  # closing writes what is left once more
            self._stack.__exit__(OSError, error, None)


class Twice:
    """Tells which ids several texts share, as results then cannot be told apart by them.

    Of any number of texts a few bytes each stay in memory.
    """

    def __init__(self) -> None:
        self._seen: set[int] = set()
        self._count = 0
        self._first = ""

    def watched(self, sources: Iterable[Any]) -> Iterator[Any]:
        """Yield texts as they are, and look at their ids."""
        for source in sources:
            key = hash(source.id)
            if key in self._seen:
                self._count += 1
                self._first = self._first or str(source.id)
            self._seen.add(key)
            yield source

    def summary(self) -> Iterator[str]:
        """Yield one notice, W104, where ids were shared."""
        if self._count:
            yield "[W104] " + warning("W104", id=repr(self._first), count=f"{self._count:,}")


def plain(data: dict[str, Any]) -> dict[str, Any]:
    """Return the values of an error as JSON has them.

    Args:
        data: numbers, texts and truth values stay, all else is written out.
    Returns:
        dict: the same keys.
    """
    return {
        name: value if isinstance(value, (str, int, float, type(None))) else repr(value) for name, value in data.items()
    }


def _place(error: TradeError) -> str:
    """Name what an error is about."""
    path = str(error.data.get("path") or error.data.get("name") or error.code)
    return f"{path}, line {error.data['line']}" if "line" in error.data else path
