"""PDF files made to fill the memory, refused before the reader unpacks them.

A stream may be packed a thousand times over, and that twice in a row (ISO 32000-1, 7.4.4). Only Flate streams are
measured; the others pack far less.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import TypeAlias

from .source import Settings, check_size

_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_FLATE = re.compile(rb"/(?:FlateDecode|Fl)\b")
_DICTIONARY = 2000  # bytes before a stream in which its filters are named
_INFLATION = 10
"""Largest unpacked size of all streams, in limits of a file: pictures are large, too."""
_CHAIN = 4
"""Filters in a row that are measured; a thousand times each is more than any limit."""
_FIRST, _CHUNK = 4_000, 1_000_000

Buffer: TypeAlias = bytes | memoryview


def check_streams(path: Path, settings: Settings) -> None:
    """Refuse a file whose streams unpack to far more than the limit; takes memory for little more than the file.

    Args:
        path: of a PDF.
        settings: the size limit.
    Raises:
        ReadError: E106.
    """
    data = path.read_bytes()
    left = most = settings.max_bytes * _INFLATION
    for stream in _STREAM.finditer(data):
        head = data[max(0, stream.start() - _DICTIONARY) : stream.start()]
        filters = min(_CHAIN, len(_FLATE.findall(head, max(0, head.rfind(b"obj")))))
        if filters:
            left -= _unpacked(data, stream.end(), filters, left)
            if left < 0:
                check_size((most - left) // _INFLATION + 1, path, settings)


def _unpacked(data: bytes, at: int, filters: int, most: int) -> int:
    """Size of what a stream holds, at its largest along the way; of more than ``most`` anything above."""
    size = 0
    pieces = _pieces(memoryview(data)[at:])
    sizes = [0] * filters
    for level in range(filters):
        pieces = _inflated(pieces, sizes, level)
    for _ in pieces:
        size = max(sizes)
        if size > most:
            break
    return size


def _pieces(data: memoryview) -> Iterator[Buffer]:
    """Cut bytes, small ones first: most streams are short, and what is behind one is handed back as a copy."""
    at, size = 0, _FIRST
    while at < len(data):
        yield data[at : at + size]
        at, size = at + size, min(2 * size, _CHUNK)


def _inflated(pieces: Iterator[Buffer], sizes: list[int], level: int) -> Iterator[Buffer]:
    """Unpack piece by piece, and count; what is no packed data ends it, as it ends the reader's."""
    unpacker = zlib.decompressobj()
    try:
        for piece in pieces:
            rest: Buffer = piece
            while rest and not unpacker.eof:
                out = unpacker.decompress(rest, _CHUNK)
                sizes[level] += len(out)
                yield out
                rest = unpacker.unconsumed_tail
            if unpacker.eof:
                return
    except zlib.error:
        return
