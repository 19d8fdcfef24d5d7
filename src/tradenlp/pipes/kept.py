"""What is kept on one Doc: plain data to all who look, and the objects themselves from one component to the next."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any


class Kept(dict[str, Any]):
    """A dictionary of plain data, part of which is still objects.

    Components that run one after the other hand objects on. Those are put into plain data no sooner than somebody
    looks (to write a ``DocBin``, to pickle, out of curiosity), and from then on the plain data are what counts.
    """

    __slots__ = ("_held",)

    def __init__(self, *data: dict[str, Any]) -> None:
        super().__init__(*data)
        self._held: dict[str, tuple[Any, Callable[[Any], Any] | None]] = {}

    def hold(self, key: str, value: Any, plain: Callable[[Any], Any] | None) -> None:
        """Keep an object.

        Args:
            key: its name.
            value: the object.
            plain: makes plain data of it; None for what is not worth keeping longer than the components run.
        """
        self._held[key] = value, plain

    def held(self, key: str) -> Any:
        """Return the object of a name, None where there is none, or none any more."""
        found = self._held.get(key)
        return found[0] if found is not None else None

    def drop(self, key: str) -> None:
        """Forget the object of a name."""
        self._held.pop(key, None)

    def has(self, key: str) -> bool:
        """Tell whether something is kept under a name, whatever its form."""
        return key in self._held or super().__contains__(key)

    def _settle(self) -> None:
        for key, (value, plain) in self._held.items():
            if plain is not None:
                super().__setitem__(key, plain(value))
        self._held.clear()

    def get(self, key: str, default: Any = None) -> Any:
        """As of any dictionary; so are the others."""
        found = self._held.get(key)
        if found is not None and found[1] is not None:
            self._settle()
        return super().get(key, default)

    def __getitem__(self, key: str) -> Any:
        self._settle()
        return super().__getitem__(key)

    def __contains__(self, key: object) -> bool:
        self._settle()
        return super().__contains__(key)

    def __len__(self) -> int:
        self._settle()
        return super().__len__()

    def __iter__(self) -> Iterator[str]:
        self._settle()
        return super().__iter__()

    def __eq__(self, other: object) -> bool:
        self._settle()
        return super().__eq__(other)

    __hash__ = None

    def __repr__(self) -> str:
        self._settle()
        return super().__repr__()

    def __reduce__(self) -> tuple[type, tuple[dict[str, Any]]]:
        return dict, (dict(self.items()),)

    def keys(self) -> Any:
        """See ``get``."""
        self._settle()
        return super().keys()

    def values(self) -> Any:
        """See ``get``."""
        self._settle()
        return super().values()

    def items(self) -> Any:
        """See ``get``."""
        self._settle()
        return super().items()

    def copy(self) -> dict[str, Any]:
        """See ``get``."""
        return dict(self.items())


__all__ = ["Kept"]
