"""HTML: the content without what surrounds it, tables and lists kept as lines."""

from __future__ import annotations

import html
import re
from pathlib import Path

from ..errors import ReadError
from .encodings import decode, marked
from .page.furniture import furniture, measure, menus
from .page.lines import lines
from .page.main import main_part
from .page.meta import published, title
from .page.tree import Tree, parse
from .source import Content, Settings

_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s{0,9}=\s{0,9}["']?\s{0,9}([A-Za-z0-9_.:-]{3,40})""", re.IGNORECASE)
_PROLOG = re.compile(rb"""\s{0,99}<\?xml[^>]{0,200}?encoding\s{0,9}=\s{0,9}["']([A-Za-z0-9_.:-]{3,40})["']""")
_HEAD = 4096
# Pages declare the older of two encodings that agree on what both hold (WHATWG Encoding Standard, section 4.2); a
# declaration that can be read as ASCII does not stand in UTF-16.
_LABELS = {
    label: codec
    for codec, labels in {
        "utf-8": "utf8 unicode-1-1-utf-8 utf-16 utf-16le utf-16be",
        "cp1252": "ascii us-ascii ansi_x3.4-1968 iso-8859-1 iso8859-1 iso_8859-1 latin1 l1",
        "cp1254": "iso-8859-9 latin5",
        "cp874": "iso-8859-11 tis-620 windows-874",
        "gb18030": "gb2312 gb_2312-80 gbk x-gbk",
        "big5hkscs": "big5 big5-hkscs x-x-big5",
        "cp932": "shift_jis shift-jis sjis x-sjis windows-31j",
        "cp949": "ks_c_5601-1987 euc-kr korean windows-949",
        "mac_roman": "macintosh",
        "mac_cyrillic": "x-mac-cyrillic",
    }.items()
    for label in labels.split()
}
_SAFE = re.compile(
    r"utf-8|(?:x-)?(?:windows-|cp)-?125\d|iso[-_]?8859-\d{1,2}|koi8-[ru]|gb18030|big5\w*|euc-jp|iso-2022-jp|latin[1-9]"
    r"|mac_\w+|cp\d{3}"
)
_WIDE = ((b"<\x00", "utf-16-le"), (b"\x00<", "utf-16-be"))
_MAX_BAD = 1000
"""A page with one wrong byte in so many is shown by browsers with a mark in its place, and read so here."""

_CDATA = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
_EMPTY_TAG = re.compile(
    r"<(a|abbr|b|br|col|div|dd|dt|em|hr|i|iframe|img|li|link|meta|noscript|p|script|span|strong|style|sub|sup|td|textarea|th|title|ul)"
    r"(\s[^<>]{0,500})?/>",
    re.IGNORECASE,
)
_VOID = frozenset("br col hr img link meta".split())
# Words on buttons and links, where they make a line of their own.
_CONTROL = re.compile(
    r"(?:share(?: this(?: (?:page|article|story|post))?| on \w+)?|tweet|print(?: this page)?|e-?mail(?: this)?|facebook"
    r"|twitter|whatsapp|linkedin|telegram|instagram|copy link|(?:read|see|show|load|learn) more|back to top"
    r"|advertisement|advertising|skip to (?:main )?content|menu|search|close|next|previous|home|subscribe(?: now)?"
    r"|sign (?:up|in)|log ?in|listen|download(?: pdf)?|\(?opens in a new (?:tab|window)\)?)[\s.:›»>…]*",
    re.IGNORECASE,
)
_CONTROL_LENGTH = 40


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
    page = _Page(_decode(path.read_bytes(), str(path), settings.encoding))
    if not page.text:
        raise ReadError("E114", path=str(path))
    return Content(page.text, page.published)


def page_text(page: str) -> str:
    """Return the main text of a page, or all of its visible text where no main part stands out.

    Args:
        page: HTML.
    Returns:
        str: one block a line; empty if the page shows no text.
    """
    return _Page(page).text


def page_date(page: str) -> str | None:
    """Return the date of publication that a page's metadata, structured data or time elements give.

    Args:
        page: HTML.
    Returns:
        str: ``YYYY-MM-DD``, or None.
    """
    return _Page(page).published


class _Page:
    """A page's text and date, from one parse."""

    def __init__(self, page: str) -> None:
        tree = parse(_as_html(page))
        inner = _without_frames(tree)
        tree = tree if inner is None else parse(inner)
        self.text = ""
        self.published: str | None = None
        if tree.tags:
            gone = furniture(tree)
            root = main_part(tree, gone)
            menus(tree, root, gone)
            self.text = _text(tree, gone, root)
            self.published = published(tree, gone, root)


def _without_frames(tree: Tree) -> str | None:
    """Return what a page of frames shows where there are none."""
    if not any(tree.find("frameset")):
        return None
    return "\n".join("".join(tree.texts[node : tree.ends[node]]) for node in tree.find("noframes")) or None


def _text(tree: Tree, gone: bytearray, root: int) -> str:
    found = [line for line in lines(tree, root, gone) if len(line) > _CONTROL_LENGTH or not _CONTROL.fullmatch(line)]
    text = "\n".join(found).strip("\n")
    if not text.strip():
        return ""
    heading = title(tree, gone, root, measure(tree, gone))
    return text if not heading or heading.casefold() in text.casefold() else f"{heading}\n{text}"


def _as_html(page: str) -> str:
    """Write out what only XML allows: empty elements in short, and marked sections."""
    if not page[:200].lstrip().startswith("<?xml"):
        return page
    page = _CDATA.sub(lambda section: html.escape(section[1], quote=False), page)
    return _EMPTY_TAG.sub(_opened_and_closed, page)


def _opened_and_closed(tag: re.Match[str]) -> str:
    opened = f"<{tag[1]}{tag[2] or ''}>"
    return opened if tag[1].lower() in _VOID else f"{opened}</{tag[1]}>"


def _decode(data: bytes, path: str, encoding: str | None) -> str:
    """Decode a page by what is given, by its mark, by what it declares, or as any other text."""
    if encoding is not None or marked(data) is not None:
        return decode(data, path, encoding)
    declared = _declared(data)
    if declared:
        try:
            return data.decode(declared)
        except (UnicodeDecodeError, LookupError):
            pass  # pages are often wrong about themselves
    try:
        return decode(data, path)
    except ReadError as error:
        text = data.decode(declared or "utf-8", "replace") if error.code == "E104" else ""
        if not text or text.count("\ufffd") * _MAX_BAD > len(data):
            raise
        return text


def _declared(data: bytes) -> str | None:
    """Return the codec for the encoding that a page names in its XML declaration or a meta element."""
    for mark, codec in _WIDE:
        if data.startswith(mark):
            return codec
    found = _PROLOG.match(data) or _CHARSET.search(data, 0, _HEAD)
    if found is None:
        return None
    name = found[1].decode("ascii").lower()
    codec = _LABELS.get(name, name)
    return codec.removeprefix("x-").replace("windows-", "cp") if _SAFE.fullmatch(codec) else None
