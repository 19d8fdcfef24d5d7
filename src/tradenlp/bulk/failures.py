"""What failed in a run: told as it comes, counted, and summed up at the end."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import IO, Any

from ..errors import TradeError
from ..facts import Document

_SHOWN = 5
_FEW = 2  # errors that stand right above need no summary


class Failures:
    """Counts errors; of any number only the first names stay in memory.

    Args:
        stream: takes each error as a line of JSON, ``{code, message, data}``; None for none.
    """

    def __init__(self, stream: IO[str] | None = None) -> None:
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
            self._stream.write(json.dumps(told, ensure_ascii=False) + "\n")

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
