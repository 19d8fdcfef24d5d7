"""Word documents: paragraphs and tables in their order."""

from __future__ import annotations

import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from errno import EINVAL
from pathlib import Path

import docx
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn
from lxml import etree

from ..errors import ReadError
from .cells import row_line
from .source import Content, Settings, check_size

_DAMAGED = (
    *(OpcError, etree.LxmlError, zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError),
    # what python-docx stumbles over where parts are not what they say, and zipfile over methods and passwords
    *(ArithmeticError, AssertionError, AttributeError, LookupError, RuntimeError, TypeError, ValueError),
)
_OLE = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_MAX_INFLATION = 10
"""Largest unpacked size, in limits of a packed one: office files pack to a fifth or so, bombs to a thousandth."""
_MAX_PARSED = 3
"""Largest size of all XML, in limits: as a tree it takes fifteen times as much memory, and is a tenth text."""
_PARAGRAPH, _TABLE, _ROW, _CELL = qn("w:p"), qn("w:tbl"), qn("w:tr"), qn("w:tc")
_TEXT, _TAB, _BREAK, _RETURN, _HYPHEN = qn("w:t"), qn("w:tab"), qn("w:br"), qn("w:cr"), qn("w:noBreakHyphen")
_MERGED = qn("w:vMerge")
_VALUE = qn("w:val")
_SIGNS = {_TAB: "\t", _BREAK: "\n", _RETURN: "\n", _HYPHEN: "-"}
# What is not shown in the running text: deletions, formatting, and the second copy of a drawing for older programs.
_SKIPPED = frozenset(qn(f"w:{name}") for name in "del moveFrom pPr rPr sdtPr tblPr tcPr instrText".split()) | {
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
}


def read_docx(path: Path, settings: Settings) -> Content:
    """Read the running text of a Word document, insertions accepted and deletions left out.

    Args:
        path: the file.
        settings: the size limit.
    Returns:
        Content: a paragraph a line, table rows as lines with `` | `` between cells.
    Raises:
        ReadError: E105 where a password is needed, E106 where the file unpacks to far more than the limit, E110 where
            it is damaged, E114 where it holds no text.
    """
    _check_container(path, settings)
    with _damage_told(path):
        body = docx.Document(str(path)).element.body
        text = "\n".join(line for line in _blocks(body) if line)
    if not text:
        raise ReadError("E114", path=str(path))
    return Content(text)


def _check_container(path: Path, settings: Settings) -> None:
    """Refuse encrypted and damaged files, and those whose declared contents would fill the memory."""
    with path.open("rb") as stream:
        head = stream.read(len(_OLE))
    if head == _OLE and _ENCRYPTED in path.read_bytes():
        raise ReadError("E105", path=str(path))
    with _damage_told(path):
        try:
            with zipfile.ZipFile(path) as archive:
                size = sum(info.file_size for info in archive.infolist())
                parsed = sum(info.file_size for info in archive.infolist() if info.filename.endswith((".xml", ".rels")))
        except zipfile.BadZipFile as error:
            raise zipfile.BadZipFile("not a Word document of 2007 or later") from error
    check_size(max(size // _MAX_INFLATION, parsed // _MAX_PARSED), path, settings)


@contextmanager
def _damage_told(path: Path) -> Iterator[None]:
    """Make E110 of whatever a damaged file brings about; other failures of reading stay what they are."""
    try:
        yield
    except (*_DAMAGED, OSError) as error:
        if (
            isinstance(error, OSError) and error.errno != EINVAL
        ):  # that is where a part is said to begin before the file
            raise
        reason = str(error).split("\n")[0].strip("\"'. ") or type(error).__name__
        raise ReadError("E110", path=str(path), format="DOCX", reason=reason) from error


def _blocks(container: etree._Element) -> Iterator[str]:
    """Yield paragraphs and table rows in order, from inside content controls too."""
    for child in container:
        if child.tag == _PARAGRAPH:
            yield from (line.strip() for line in _paragraph(child).split("\n"))
        elif child.tag == _TABLE:
            yield from _rows(child)
        elif isinstance(child.tag, str) and child.tag not in _SKIPPED:
            yield from _blocks(child)


def _rows(table: etree._Element) -> Iterator[str]:
    for row in table.iter(_ROW):
        if next(row.iterancestors(_TABLE)) is table:
            cells = [_cell(cell) for cell in row.iter(_CELL) if next(cell.iterancestors(_ROW)) is row]
            yield row_line(cells)


def _cell(cell: etree._Element) -> str:
    merge = cell.find(f"{qn('w:tcPr')}/{_MERGED}")
    if merge is not None and merge.get(_VALUE) != "restart":
        return ""  # goes on with the cell above
    return " ".join(line for line in _blocks(cell) if line)


def _paragraph(paragraph: etree._Element) -> str:
    parts: list[str] = []
    walk = etree.iterwalk(paragraph, events=("start",))
    for _, element in walk:
        if element.tag in _SKIPPED:
            walk.skip_subtree()
        elif element.tag == _TEXT:
            parts.append(element.text or "")
        elif element.tag in _SIGNS:
            parts.append(_SIGNS[element.tag])
    return "".join(parts)
