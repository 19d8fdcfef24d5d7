"""Frames between a run and its workers: four bytes of length, then a pickle."""

from __future__ import annotations

import pickle
import struct
from typing import Any, BinaryIO, NamedTuple

READY = "ready"
"""What a worker says when it can take a text."""
_LENGTH = struct.Struct("<I")


class Task(NamedTuple):
    """One text, as it goes to a worker."""

    text: Any
    published: Any
    id: Any


def send(stream: BinaryIO, value: object) -> None:
    """Write one frame.

    Args:
        stream: the other side's.
        value: anything that can be pickled.
    Raises:
        OSError: if the other side is gone.
    """
    data = pickle.dumps(value)
    stream.write(_LENGTH.pack(len(data)) + data)
    stream.flush()


def receive(stream: BinaryIO) -> Any:
    """Read one frame.

    Args:
        stream: the other side's.
    Returns:
        object: what was sent.
    Raises:
        EOFError: if the other side is gone.
    """
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        raise EOFError
    size = _LENGTH.unpack(head)[0]
    data = stream.read(size)
    if len(data) < size:
        raise EOFError
    return pickle.loads(data)


__all__ = ["READY", "Task", "receive", "send"]
