"""PDF: lines of the page put together into paragraphs, table rows kept.

A PDF holds glyphs at places, no words, lines or paragraphs. pdfium finds words and lines; here gaps inside a line tell
table cells, and the space left at a line's end tells whether the break was the typesetter's or the author's.
"""

from __future__ import annotations

import ctypes
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium

from ..errors import ReadError
from .flow import SOFT_HYPHEN, Line, paragraphs
from .pdf_bounds import check_streams
from .source import Content, Settings, check_size

_BREAKS = frozenset(b"\r\n")
_HYPHENS = frozenset({0x02, 0xAD, 0xFFFE})
_PAGE_NUMBER = re.compile(r"(?:page\s)?[-\u2013\u2014 ]*\d{1,4}[-\u2013\u2014 ]*(?:(?:of|/)\s?\d{1,4})?", re.IGNORECASE)
_DIGITS = re.compile(r"\d+")
_CELL_GAP = 1.2
"""Gap between two words, in heights of a glyph, from which they stand in different cells."""
_EDGE_LINES = 3
_MAX_PAGES = 10_000
_MIN_REPEATS = 3


@dataclass(frozen=True, slots=True)
class _Box:
    left: float
    bottom: float
    right: float
    top: float


def read_pdf(path: Path, settings: Settings) -> Content:
    """Read the text layer of a PDF.

    Args:
        path: the file.
        settings: the size limit; a PDF names its own encodings.
    Returns:
        Content: paragraphs on one line each, table rows as lines with `` | `` between cells, without running heads and
        page numbers.
    Raises:
        ReadError: E105 where a password is needed, E106 where the file unpacks to far more than the limit or its text
            is over it, E110 where it is damaged or has pages without end, E114 where it holds no text.
    """
    check_streams(path, settings)
    try:
        pages = _pages(path, settings)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise ReadError("E105", path=str(path)) from error
        raise ReadError("E110", path=str(path), format="PDF", reason=_reason(error)) from error
    text = "\n".join(paragraphs(_without_furniture(pages)))
    if not text.strip():
        raise ReadError("E114", path=str(path))
    return Content(text)


def _reason(error: Exception) -> str:
    return str(error).split("\n")[0].strip().rstrip(".") or "no reason given"


def _pages(path: Path, settings: Settings) -> list[list[Line]]:
    document = pypdfium2.PdfDocument(path)
    try:
        if len(document) > _MAX_PAGES:
            reason = f"it has {len(document):,} pages, and {_MAX_PAGES:,} are the most"
            raise ReadError("E110", path=str(path), format="PDF", reason=reason)
        pages, size = [], 0
        for index in range(len(document)):
            pages.append(list(_page_lines(document, index)))
            size += sum(len(line.text) for line in pages[-1])
            check_size(size, path, settings)  # one page may be shown again and again
        return pages
    finally:
        document.close()


def _page_lines(document: pypdfium2.PdfDocument, index: int) -> Iterator[Line]:
    page = document[index]
    textpage = page.get_textpage()
    try:
        count = textpage.count_chars()
        chars = [pdfium.FPDFText_GetUnicode(textpage, place) for place in range(count)]
        for start, end in _extents(chars):
            line = _line(textpage, chars, start, end)
            if line is not None:
                yield line
    finally:
        textpage.close()
        page.close()


def _extents(chars: list[int]) -> Iterator[tuple[int, int]]:
    """Yield where lines begin and end; behind a hyphen that pdfium takes for a typesetter's it sets no line break."""
    start = 0
    for place, code in enumerate(chars):
        if code in _BREAKS:
            yield start, place
            start = place + 1
        elif code in _HYPHENS:
            yield start, place + 1
            start = place + 1
    yield start, len(chars)


def _line(textpage: pypdfium2.PdfTextPage, chars: list[int], start: int, end: int) -> Line | None:
    """Put one line's characters together; a wide gap becomes a cell border."""
    places = [place for place in range(start, end) if not _is_blank(chars[place])]
    if not places:
        return None
    first, last = _box(textpage, places[0]), _box(textpage, places[-1])
    height = _height(textpage, places[len(places) // 2])
    parts = [_char(chars[places[0]])]
    for before, place in pairwise(places):
        if place > before + 1:
            gap = _box(textpage, place).left - _box(textpage, before).right
            parts.append(" | " if gap > _CELL_GAP * height else " ")
        parts.append(_char(chars[place]))
    # UTF-16 halves from pdfium become one character
    text = "".join(parts).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return Line(text.strip(), first.left, last.right, first.bottom, height)


def _is_blank(code: int) -> bool:
    return code == 0 or chr(code).isspace()


def _char(code: int) -> str:
    return SOFT_HYPHEN if code in _HYPHENS else chr(code)


def _box(textpage: pypdfium2.PdfTextPage, place: int) -> _Box:
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    pdfium.FPDFText_GetCharBox(textpage, place, left, right, bottom, top)
    return _Box(left.value, bottom.value, right.value, top.value)


def _height(textpage: pypdfium2.PdfTextPage, place: int) -> float:
    """Return the height of a line in points, descent to ascent; a font's nominal size may be scaled by a matrix."""
    box = pdfium.FS_RECTF()
    pdfium.FPDFText_GetLooseCharBox(textpage, place, box)
    return max(abs(float(box.top) - float(box.bottom)), 1.0)


def _without_furniture(pages: list[list[Line]]) -> Iterator[Line]:
    """Yield the lines of all pages without page numbers and heads or feet that come back on page after page."""
    seen: Counter[str] = Counter()
    for lines in pages:
        seen.update({_pattern(line) for line in _edges(lines)})
    for lines in pages:
        edges = {id(line) for line in _edges(lines)}
        for line in lines:
            furniture = _PAGE_NUMBER.fullmatch(line.text) or seen[_pattern(line)] >= _MIN_REPEATS
            if not (id(line) in edges and furniture):
                yield line


def _edges(lines: list[Line]) -> list[Line]:
    return lines if len(lines) <= 2 * _EDGE_LINES else lines[:_EDGE_LINES] + lines[-_EDGE_LINES:]


def _pattern(line: Line) -> str:
    return _DIGITS.sub("0", line.text)
