"""From bytes to text, without guessing where a guess could change a figure's currency."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

from ..errors import ReadError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# PDF, ZIP, OLE, PNG, JPEG, GIF, gzip, Parquet, ELF, RTF
_MAGIC = (
    b"%PDF-",
    b"PK\x03\x04",
    b"\xd0\xcf\x11\xe0",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"\x1f\x8b",
    b"PAR1",
    b"\x7fELF",
    b"{\\rtf",
)
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_SAMPLE = 65_536
_STRAY = 0.01  # share of control characters, NUL among them, that text may hold from some slip or other
_SHORT = 40  # bytes from which one is a slip whatever its share
# Bytes of Windows-1252 that English prose uses: quotation marks, dashes, the ellipsis, the non-breaking space, money
# and degree signs, and accented letters beside a plain letter. All other high bytes make the guess uncertain.
_WESTERN = re.compile(
    rb"[\x80\x85\x91-\x97\xa0\xa3\xa5\xa7\xb0\xb2\xb3\xb7\xbd]|(?<=[A-Za-z])[\xc0-\xff]|[\xc0-\xff](?=[A-Za-z])"
)
_HIGH = re.compile(rb"[\x80-\xff]")
_MAX_HIGH_SHARE = 0.02
_MIN_COHERENCE = 0.6


def marked(data: bytes) -> str | None:
    """Return the encoding that a byte order mark names.

    Args:
        data: the first bytes of a file, four or more where it has them.
    Returns:
        str: a codec that takes the mark away, or None.
    """
    return next((name for mark, name in _MARKS if data.startswith(mark)), None)


def decode(data: bytes, path: str, encoding: str | None = None) -> str:
    """Turn a file's bytes into its text; line ends stay as they are.

    UTF-8, or by byte order mark, or another encoding where it is nearly certain.

    Args:
        data: the whole file.
        path: named in messages.
        encoding: the only encoding to try, or None.
    Returns:
        str: the text without byte order mark.
    Raises:
        ReadError: E103 for binary content, E104 where the bytes fit no encoding with certainty.
    """
    if encoding is not None:
        return strict(data, path, encoding)
    mark = marked(data)
    if mark is not None:
        return strict(data, path, mark)
    if _is_binary(data):
        raise ReadError("E103", path=path)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        guess = _guess(data)
        if guess is None:
            raise ReadError("E104", path=path, encoding="UTF-8", position=error.start) from error
    return strict(data, path, guess)


def strict(data: bytes, path: str, encoding: str) -> str:
    """Decode by one encoding only.

    Args:
        data: the whole file.
        path: named in messages.
        encoding: name of a text encoding that Python knows.
    Returns:
        str: the text without byte order mark.
    Raises:
        ReadError: E104 where the bytes do not fit.
    """
    try:
        return data.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise ReadError("E104", path=path, encoding=encoding, position=error.start) from error
    except UnicodeError as error:
        # UTF-16 without its mark raises this one, which knows no position
        raise ReadError("E104", path=path, encoding=encoding, position=0) from error


def _is_binary(data: bytes) -> bool:
    sample = data[:_SAMPLE]
    few = max(_STRAY * len(sample), 1 if len(sample) >= _SHORT else 0)
    return sample.startswith(_MAGIC) or len(_CONTROL.findall(sample)) > few


def _guess(data: bytes) -> str | None:
    """Name the encoding of what is not UTF-8: Windows-1252 for English prose, others as charset-normalizer is sure."""
    high = len(_HIGH.findall(data))
    if high <= _MAX_HIGH_SHARE * len(data) and len(_WESTERN.findall(data)) == high:
        return "cp1252"
    best = from_bytes(data[:_SAMPLE]).best()
    if best is not None and best.chaos == 0 and best.coherence >= _MIN_COHERENCE:
        return best.encoding
    return None
