"""Lines of a journal: what sort, of which text, a checksum, and JSON."""

from __future__ import annotations

import zlib
from typing import NamedTuple

HEAD, DOCUMENT, ERROR = b"H", b"D", b"E"
_SORTS = (HEAD, DOCUMENT, ERROR)


class Entry(NamedTuple):
    """One sound line.

    Attributes:
        sort: ``HEAD``, ``DOCUMENT`` or ``ERROR``.
        key: of the text; of a head empty.
        value: JSON in UTF-8.
    """

    sort: bytes
    key: bytes
    value: bytes


def line_of(entry: Entry) -> bytes:
    """Write a line.

    Args:
        entry: of a key without tabs, and a value without line ends.
    Returns:
        bytes: its end included.
    """
    return b"\t".join((entry.sort, entry.key, _sum(entry), entry.value)) + b"\n"


def parsed(line: bytes) -> Entry | None:
    """Read a line.

    Args:
        line: with its end.
    Returns:
        Entry | None: None where a bit of it is not as it was written, or its end is not there yet.
    """
    fields = line.split(b"\t", 3)
    if len(fields) < 4 or fields[0] not in _SORTS or not line.endswith(b"\n"):
        return None
    entry = Entry(fields[0], fields[1], fields[3][:-1])
    return entry if fields[2] == _sum(entry) else None


def _sum(entry: Entry) -> bytes:
    return b"%08x" % zlib.crc32(b"\t".join(entry))


__all__ = ["DOCUMENT", "ERROR", "HEAD", "Entry", "line_of", "parsed"]
