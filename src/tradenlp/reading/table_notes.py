"""Where a text tells the unit of a table outside its caption: in a note, in brackets, in the size of a package."""

from __future__ import annotations

import re

from .table_model import Unit
from .table_units import CUT, parse_unit

_NOTE = re.compile(r"\bunits?\s*[:\uff1a]\s*(?P<unit>1[^()\n;|]{2,40})", re.IGNORECASE)
_ROUND = re.compile(r"\((?:in )?(?P<unit>(?:10{2,6}|10{0,2}(?:,000){1,2}) [^()\d\n]{2,30})\)(?=[:.]?[ \t]*(?:\n|$))")
_PACK_ALONE = re.compile(
    r"(?:[(,:;|–—]|\bin|\bof|^)[ \u00a0]?(?P<pack>\d{2,3}[- ]?(?:kg|kilos?)[- ](?:bags|bales|sacks|cartons|cases))"
    r"(?=[\s),;:|.]|$)",
    re.IGNORECASE | re.MULTILINE,
)
_ANNOUNCED = re.compile(
    r"\b(?:following|next|accompanying|this|the|our) (?:summary )?(?:tables?|tabulation|list)\b"
    r"|\btables? (?:\d{1,2} )?(?:below|above|gives?|shows?|presents?|lists?|sets? out|summari[sz]es?)\b",
    re.IGNORECASE,
)
"""Words of a sentence that tells what the table behind it holds."""
_IN_UNIT = re.compile(r"\b(?:in|of|by) (?=(?P<unit>(?:[^\s,.;:()]+ ){0,4}[^\s,.;:()]+))", re.IGNORECASE)
_PARAGRAPH = 1200  # characters of one that announces a table
_ALONE = re.compile(
    r"\((?P<what>(?:all )?(?:figures?|data|values?|volumes?|numbers|amounts?)\b)?(?P<unit>[^()\n]{2,40})\)",
    re.IGNORECASE,
)


def unit_notes(text: str) -> list[tuple[int, int]]:
    """Return where a text notes the unit of its table (``Unit: 100 million yen``, ``(1,000 tonnes)``), offsets."""
    noted = [m.span("unit") for m in _NOTE.finditer(text) if any(map(parse_unit, CUT.split(m["unit"])))]
    return noted + [m.span("unit") for m in _ROUND.finditer(text) if parse_unit(m["unit"]) is not None]


def unit_in_brackets(text: str) -> Unit | None:
    """Return the last unit of money or of a quantity that stands in brackets by itself.

    Args:
        text: ``container counts (TEUs)``, ``exports by country (figures in thousands of tonnes)``.
    """
    for m in reversed(list(_ALONE.finditer(text))):
        words = m["unit"].split()
        for first in range(min(4, len(words)) if m["what"] else 1 + (words[:1] == ["in"])):
            unit = parse_unit(" ".join(words[first:]))
            if unit is not None and unit.label in ("QUANTITY", "MONEY"):
                return unit
    return None


def announced_unit(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return where a sentence that announces a table tells the unit of its numbers, offsets.

    Args:
        text: the document.
        start, end: the paragraph right above it: ``The table below gives exports in millions of euro, with the
            change on a year before.``
    """
    if end - start > _PARAGRAPH or _ANNOUNCED.search(text, start, end) is None:
        return None
    for m in _IN_UNIT.finditer(text, start, end):
        words = m["unit"].split(" ")
        for size in range(len(words), 0, -1):
            told = " ".join(words[:size])
            unit = parse_unit(told)
            if unit is not None and unit.label in ("MONEY", "QUANTITY") and (unit.scale > 1 or size > 1):
                return m.start("unit"), m.start("unit") + len(told)
    return None


def pack_sizes(text: str) -> list[tuple[int, int]]:
    """Return where a text names a package by its size with no number of them: ``exports (60-kg bags)``.

    Args:
        text: the document.
    """
    return [m.span("pack") for m in _PACK_ALONE.finditer(text)] if "kg" in text or "kilo" in text else []
