"""What comes of one text: its document, or the error that says why there is none."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

from ..errors import ConfigError, ReadError, TradeError
from ..facts import Document

Outcome: TypeAlias = Document | TradeError
_MOST_WORKERS = 256


@dataclass(frozen=True, slots=True)
class Limits:
    """How texts are read in bulk.

    Attributes:
        workers: how many processes read.
        max_seconds: time that one text may take, None for no limit.
        max_memory: megabytes that one text may take beyond the pipeline's own, None for no limit.
    """

    workers: int = 1
    max_seconds: float | None = None
    max_memory: float | None = None

    @property
    def apart(self) -> bool:
        """Whether texts are read in processes of their own: only those can be stopped."""
        return self.workers > 1 or self.max_seconds is not None or self.max_memory is not None


def limits_of(workers: int, max_seconds: float | None, max_memory: float | None) -> Limits:
    """Check limits.

    Args:
        workers: from 1 to 256.
        max_seconds: above 0, or None.
        max_memory: in megabytes, above 0, or None; only Linux can keep it.
    Returns:
        Limits: as given.
    Raises:
        ConfigError: E301.
    """
    if type(workers) is not int or not 1 <= workers <= _MOST_WORKERS:
        raise ConfigError("E301", name="workers", found=workers, expected=f"a whole number from 1 to {_MOST_WORKERS}")
    for name, value in (("max_seconds", max_seconds), ("max_memory", max_memory)):
        if value is not None and (type(value) not in (int, float) or not 0 < value < 1e9):
            raise ConfigError("E301", name=name, found=value, expected="a number over 0, or None for no limit")
    if max_memory is not None and not sys.platform.startswith("linux"):
        raise ConfigError("E301", name="max_memory", found=max_memory, expected="None, as this system keeps no limit")
    return Limits(workers, max_seconds, max_memory)


def outcome(read: Callable[[Any], Document], item: Any) -> Outcome:
    """Read one text; what goes wrong with it is returned and not raised.

    Args:
        read: makes the document.
        item: what it is made of, named in the error by its ``id``.
    Returns:
        Document | TradeError: E118 for all that the package has no message for.
    """
    try:
        return read(item)
    except TradeError as error:
        return error
    except (
        ArithmeticError,
        AssertionError,
        AttributeError,
        LookupError,
        RecursionError,
        TypeError,
        ValueError,
    ) as error:
        found = ReadError("E118", path=name_of(item), reason=f"{type(error).__name__}: {error}")
        found.__cause__ = error
        return found


def name_of(item: Any) -> str:
    """Tell what a text is called in messages.

    Args:
        item: a text, with an ``id`` or without.
    Returns:
        str: one name.
    """
    return str(getattr(item, "id", None) or "text")
