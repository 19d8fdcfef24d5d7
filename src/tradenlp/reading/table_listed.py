"""Lists of names and bare numbers behind a caption that tells the unit of all, within a line:
``Exports (in thousand tonnes): wheat 412; barley 98; maize 1,204.``
"""

from __future__ import annotations

import re

from .table_blanks import NUMBER
from .table_numbers import is_year
from .table_runs import Found
from .table_units import caption_units

_LEAST = 3
_LONGEST_HEAD = 200
_ITEM = rf"(?:and )?(?P<label>[^\W\d_][^\d\n;:,.]{{1,50}}?)\s?(?:[-–—=]\s)?\s?(?P<number>{NUMBER}(?<![.,]))"
_NEXT = re.compile(rf"{_ITEM}(?P<end>[;,]\s+|\s(?=and\s)|[.;]?(?=\s|$))")
_COLON = re.compile(r":\s+")
_SENTENCE = re.compile(r"[.!?]\s+(?=[A-Z])")
_BEGINS = re.compile(rf"{_ITEM}[;,]\s")


def possible(line: str) -> bool:
    """Tell whether a line may hold such a list.

    Args:
        line: a line of a text.
    """
    colon = line.find(":")
    return 0 < colon < 2 * _LONGEST_HEAD and any(_BEGINS.match(line, m.end()) for m in _COLON.finditer(line))


def pieces(text: str, start: int, end: int) -> list[Found]:
    """Return the pieces of a line that holds such a list: what stands before, the caption, the items, what follows.

    Args:
        text: the document.
        start, end: the line.
    Returns:
        list: in order; empty where the line holds no such list.
    """
    for colon in _COLON.finditer(text, start, end):
        head = max((m.end() for m in _SENTENCE.finditer(text, start, colon.start())), default=start)
        if colon.start() - head > _LONGEST_HEAD:
            continue
        items = _items(text, colon.end(), end)
        caption = text[head : colon.start()]
        if len(items) < _LEAST or not any(u.label in ("MONEY", "QUANTITY") for u in caption_units(caption)):
            continue
        rows: list[Found] = [(m.start(), m.end("number"), 1, (m.span("label"), m.span("number"))) for m in items]
        edges = [(start, head), (head, colon.start() + 1)]
        heads: list[Found] = [(a, b, 0, ()) for a, b in edges if a < b]
        last = items[-1].end()
        return [*heads, *rows, *([(last, end, 0, ())] if text[last:end].strip() else [])]
    return []


def _items(text: str, at: int, end: int) -> list[re.Match[str]]:
    out: list[re.Match[str]] = []
    while (m := _NEXT.match(text, at, end)) is not None and not is_year(m["number"]):
        out.append(m)
        at = m.end()
        if m["end"] in ("", "."):
            break
    return out
