"""The headings right above rows that one blank parts, where nothing but their count tells where each begins."""

from __future__ import annotations

import re

from .periods import find_periods
from .table_columns import classify
from .table_heads import TITLE_DASH
from .table_lexing import names_labels
from .table_units import caption_units, parse_unit

_DATED = re.compile(
    r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?-?|(?:19|20)\d\d[*pr]?|[QH][1-4]|[1-4][QH]|I{1,3}|IV",
    re.IGNORECASE,
)
_WORD = re.compile(r"\S+")
_NO_HEADING = re.compile(r"[;!?]\s*$|[a-z]{5}\.\s*$|^\s*$")
_AT = re.compile(r"\b(?:at|in|of|by|the) ")
_MONTH_OF = re.compile(r"\S [’']?(?:19|20)?\d\d\b")
_TOGETHER = re.compile(
    r"(?:(?:y-?o-?y|m-?o-?m|annual|growth|% ?|per ?cent|percentage|year-on-year|month-on-month) ?)*"
    r"(?:change|growth|shares?|var(?:iation)?|chg|rate|value|quantity|volume|%)\.?,?"
    r"(?: (?:in |of |\()?(?:%|per ?cent|total)\)?)*",
    re.IGNORECASE,
)
"""Words of one heading."""
_NAMES = re.compile(
    r"(?:United|South|North|East|West|Saudi|New|Hong|Sri|Costa|El|Burkina|Sierra|Ivory|Czech|Dominican|Viet|European"
    r"|United Arab|Papua(?: New)?|Rest(?: of(?: the)?)?) [^\W\d_]\S*"
)
"""Names of places of several words."""


def headings(text: str, start: int, end: int, size: int) -> list[tuple[int, int]]:
    """Return the cells of a line above the rows where it falls into as many headings, else nothing.

    Args:
        text: the document.
        start, end: the line.
        size: the count of numbers in a row.
    Returns:
        list[tuple[int, int]]: offsets; one more than ``size`` where the first stands above the labels.
    """
    return [(start + a, start + b) for a, b in _headings_of(text[start:end], size)]


def _headings_of(line: str, size: int) -> list[tuple[int, int]]:
    if _NO_HEADING.search(line) or TITLE_DASH.search(line) or parse_unit(line.strip()) is not None:
        return []
    parts = _parts(line)
    dated = [_dated(line, part) for part in parts]
    if not any(dated):
        if _AT.search(line) and caption_units(line):
            return []  # ``Million ISK at current rates``
        if any(line[a:b].endswith(",") for a, b in parts):
            return []  # ``Ghana, million dollars``
    if len(parts) == size + 1 and not dated[0] and all(_known(line, part) for part in parts[1:]):
        return parts
    words = [m.span() for m in _WORD.finditer(line)]
    for cells in (parts, [] if any(_MONTH_OF.search(line[a:b]) for a, b in parts) else words):
        if len(cells) - size == (len(cells) > 1 and names_labels(line[slice(*cells[0])])):
            return cells
        told = cells[: size - 1]
        if len(cells) > size > 1 and all(_dated(line, c) for c in told) and not _dated(line, cells[size - 1]):
            return [*told, (cells[size - 1][0], len(line.rstrip()))]
    return []


def _parts(line: str) -> list[tuple[int, int]]:
    """The periods and the other words of a line, words of one heading together: ``Change %``, ``January 2024``."""
    told = [(p.start, p.end + line.startswith("-", p.end)) for p in find_periods(line)]
    out: list[tuple[int, int]] = []
    for m in _WORD.finditer(line):
        inside = next((p for p in told if p[0] < m.end() and m.start() < p[1]), None)
        if inside is not None:
            span = (min(inside[0], m.start()), max(inside[1], m.end()))
            if out and out[-1][1] > span[0]:
                out[-1] = (out[-1][0], max(out[-1][1], span[1]))
            else:
                out.append(span)
        elif out and _one_heading(line[out[-1][0] : m.end()]):
            out[-1] = (out[-1][0], m.end())
        else:
            out.append(m.span())
    return out


def _one_heading(words: str) -> bool:
    if _NAMES.fullmatch(words) is not None:
        return True
    return _TOGETHER.fullmatch(words) is not None or parse_unit(words) is not None


def _dated(line: str, part: tuple[int, int]) -> bool:
    words = line[part[0] : part[1]]
    return _DATED.fullmatch(words) is not None or bool(find_periods(words))


def _known(line: str, part: tuple[int, int]) -> bool:
    """Whether a part is a period, a unit, a change or a share."""
    words = line[part[0] : part[1]]
    return _dated(line, part) or classify(words)[0] != "value" or parse_unit(words) is not None or "%" in words
