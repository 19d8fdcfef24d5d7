"""What was found out about the texts asked about last, so that several components need not find it out each."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from functools import update_wrapper
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")
CHARACTERS = 500_000
"""Of all texts whose answers are kept: a batch of releases, and at least the last text, however long."""


class Recent(Generic[T]):
    """A function of a text that keeps its answers for the texts of last, as many as are of a certain length together.

    ``functools.lru_cache`` counts texts, of which one may be a line and the next a book.

    Args:
        make: the function; its answers are shared, and not to be changed.
        characters: bound of the length of all texts kept.
    """

    def __init__(self, make: Callable[[str], T], characters: int = CHARACTERS) -> None:
        self._make = make
        self._most = characters
        self._length = 0
        self._kept: OrderedDict[str, T] = OrderedDict()
        self._lock = Lock()
        update_wrapper(self, make)

    def __call__(self, text: str) -> T:
        """Return the answer for a text."""
        with self._lock:
            if text in self._kept:
                self._kept.move_to_end(text)
                return self._kept[text]
        made = self._make(text)
        with self._lock:
            if text not in self._kept:
                self._kept[text] = made
                self._length += len(text)
            while self._length > self._most and len(self._kept) > 1:
                self._length -= len(self._kept.popitem(last=False)[0])
        return made


__all__ = ["CHARACTERS", "Recent"]
