"""HTML: the article without what surrounds it, tables and lists kept as lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from htmldate import find_date
from lxml import etree
from selectolax.lexbor import LexborHTMLParser
from trafilatura import bare_extraction

from ..errors import ReadError
from .encodings import decode, marked
from .source import Content, Settings, iso_date

CELL_SEPARATOR = " | "

_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_-]{3,20})""", re.IGNORECASE)
_SPACE = re.compile(r"\s+")
# Pages declare the older of two encodings that agree on what both hold (WHATWG Encoding Standard, section 4.2).
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "iso-8859-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252"}
_BLOCKS = frozenset({"p", "head", "item", "quote", "code", "ab", "list", "div", "table", "row", "body", "main"})
_NOISE = "script,style,noscript,template,nav,footer,header,aside,form,button,iframe,svg"
_BLOCK_TAGS = "p,h1,h2,h3,h4,h5,h6,li,dt,dd,div,section,article,tr,table,ul,ol,blockquote,pre,figcaption,caption,br"


def read_html(path: Path, settings: Settings) -> Content:
    """Read the main text of a web page.

    Args:
        path: the file.
        settings: the encoding.
    Returns:
        Content: headings, paragraphs and list items on lines of their own, table rows as lines with `` | `` between
        cells; the date from the page's own metadata.
    Raises:
        ReadError: E103, E104, E114.
    """
    page = _decode(path.read_bytes(), str(path), settings.encoding)
    text = page_text(page)
    if not text:
        raise ReadError("E114", path=str(path))
    return Content(text, page_date(page))


def page_text(page: str) -> str:
    """Return the main text of a page, or all of its visible text where no main part stands out.

    Args:
        page: HTML.
    Returns:
        str: one block a line; empty if the page shows no text.
    """
    found = bare_extraction(page, favor_recall=True, include_tables=True, include_comments=False, with_metadata=True)
    body = getattr(found, "body", None)
    lines = [] if body is None else [line for line in _lines(body) if line]
    if not lines:
        return _visible_text(page)
    text = "\n".join(lines)
    title = _squeeze(getattr(found, "title", None) or "")
    return text if not title or title.casefold() in text.casefold() else f"{title}\n{text}"


def page_date(page: str) -> str | None:
    """Return the date of publication that a page's metadata, structured data or time elements give.

    Args:
        page: HTML.
    Returns:
        str: ``YYYY-MM-DD``, or None.
    """
    # The extensive search would take any date of the running text.
    return iso_date(find_date(page, extensive_search=False, original_date=True))


def _decode(data: bytes, path: str, encoding: str | None) -> str:
    """Decode a page by what is given, by its mark, by what it declares, or as any other text."""
    declared = _CHARSET.search(data, 0, 4096)
    if encoding is None and marked(data) is None and declared:
        name = declared[1].decode("ascii").lower()
        try:
            return data.decode(_WIDER.get(name, name))
        except (UnicodeDecodeError, LookupError):
            pass  # pages are often wrong about themselves
    return decode(data, path, encoding)


def _lines(node: etree._Element) -> Iterator[str]:
    """Yield the blocks of trafilatura's tree in order, a table row as one line."""
    buffer: list[str] = []
    walk = etree.iterwalk(node, events=("start", "end"))
    for event, element in walk:
        if element.tag == "row" and event == "start":
            yield _flush(buffer)
            yield _row(element)
            walk.skip_subtree()
            continue
        if element.tag in _BLOCKS:
            yield _flush(buffer)
        elif element.tag == "lb" and event == "start":
            yield _flush(buffer)
        buffer.append((element.text if event == "start" else element.tail if element is not node else "") or "")
    yield _flush(buffer)


def _flush(buffer: list[str]) -> str:
    line = _squeeze("".join(buffer))
    buffer.clear()
    return line


def _row(row: etree._Element) -> str:
    cells = [_squeeze(" ".join(cell.itertext())) for cell in row.iter("cell")]
    return CELL_SEPARATOR.join(cells) if any(cells) else ""


def _visible_text(page: str) -> str:
    """Return all the text of a page but scripts and page furniture."""
    tree = LexborHTMLParser(page)
    if tree.body is None:
        return ""
    for node in tree.css(_NOISE):
        node.decompose()
    for cell in tree.css("td,th"):
        cell.insert_after(CELL_SEPARATOR)
    for node in tree.css(_BLOCK_TAGS):
        node.insert_before("\n")
        node.insert_after("\n")
    lines = (_squeeze(line).removesuffix(CELL_SEPARATOR.rstrip()).strip() for line in tree.body.text().split("\n"))
    return "\n".join(line for line in lines if line)


def _squeeze(text: str) -> str:
    return _SPACE.sub(" ", text).strip()
