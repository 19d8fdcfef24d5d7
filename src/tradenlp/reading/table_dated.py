"""Tables of periods run into one line: ``Month Units Tonnes January 410 12,388 February 398 11,900 March ...``.

A line is one where as many headings as numbers in each row stand before the first of several dated labels.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from .table_blanks import NUMBER
from .table_dates import MONTH_WORD
from .table_heads import MOST, parts
from .table_lexing import Part
from .table_runs import Found

_YEAR = r"(?:19|20)\d\d(?:[/–-]\d\d(?:\d\d)?)?"
_FIRST = re.compile(
    rf"(?<=[\w)%] )(?P<label>{MONTH_WORD}\.?(?:[ -](?:19|20)?\d\d(?![\d.,]))?|Q[1-4](?: (?:19|20)\d\d)?|{_YEAR})"
    rf"(?= {NUMBER}(?: {NUMBER})+(?!\S))",
    re.IGNORECASE,
)
_LABEL = re.compile(
    rf" (?P<label>{MONTH_WORD}\.?(?:[ -](?:19|20)?\d\d(?![\d.,]))?|Q[1-4](?: (?:19|20)\d\d)?|{_YEAR})(?= {NUMBER})",
    re.IGNORECASE,
)
_NUMBER = re.compile(rf" (?P<number>{NUMBER}|[-–—]|n\.?/?a\.?)(?=\s|…|\.{{3}}|$)")
_WHEN = re.compile(
    r"(?:fiscal |marketing |crop )?(?:months?|years?|periods?|quarters?|seasons?|weeks?|dates?)", re.IGNORECASE
)
_ONLY_YEAR = re.compile(_YEAR)
_SENTENCE = re.compile(r"[.!?:;] +(?=[A-Z])")
_HEADING = frozenset({"flow", "measure", "unit", "change", "share"})
_LEAST = 3  # rows
_TRIES = 12  # places of a line where rows may begin
_SHORTEST, _LONGEST = 60, 6000
_HEAD = 200  # characters of the headings


@dataclass(frozen=True, slots=True)
class _Row:
    """A row: half-open offsets of its label and of its numbers."""

    label: tuple[int, int]
    cells: list[tuple[int, int]]


def possible(line: str) -> bool:
    """Tell whether a line may hold such a table.

    Args:
        line: a line of a text.
    """
    return _SHORTEST <= len(line) <= _LONGEST and _FIRST.search(line) is not None


def pieces(text: str, start: int, end: int) -> list[Found]:
    """Return the pieces of a line that holds such a table: what stands before, the headings, the rows, what follows.

    Args:
        text: the document.
        start, end: the line.
    Returns:
        list: in order; empty where the line holds no such table.
    """
    first = _FIRST.search(text, start, end)
    for _ in range(_TRIES):
        if first is None:
            break
        rows = _rows(text, first.start() - 1, end)
        size = len(rows[0].cells) if rows else 0
        head = _head(text, start, first.start(), size) if len(rows) >= _LEAST else -1
        if head >= 0:
            return _found(text, (start, head, first.start(), end), rows, size)
        first = _FIRST.search(text, rows[-1].cells[-1][1] if rows else first.end(), end)
    return []


def _found(text: str, edges: tuple[int, int, int, int], rows: list[_Row], size: int) -> list[Found]:
    start, head, body, end = edges
    cuts = [m.end() for m in _SENTENCE.finditer(text, start, head)]
    title = max((c for c in cuts if c < head), default=start)
    spans = [(a, b) for a, b in ((start, title), (title, head), (head, body)) if text[a:b].strip()]
    out: list[Found] = [(a, b, 0, ()) for a, b in spans]
    out += [(r.label[0], r.cells[-1][1], size, (r.label, *r.cells)) for r in rows]
    last = rows[-1].cells[-1][1]
    return [*out, *([(last, end, 0, ())] if text[last:end].strip(" .…") else [])]


def _rows(text: str, at: int, end: int) -> list[_Row]:
    """The rows from a blank before the first label on, of as many numbers as the first; the last may have fewer."""
    out: list[_Row] = []
    while (label := _LABEL.match(text, at, end)) is not None:
        year = _ONLY_YEAR.fullmatch(label["label"]) is not None
        if out and year != (_ONLY_YEAR.fullmatch(text, *out[0].label) is not None):
            break
        cells: list[tuple[int, int]] = []
        at = label.end()
        while (m := _NUMBER.match(text, at, end)) is not None and len(cells) <= MOST:
            if year and cells and _next_year(label["label"], m["number"]):
                break
            if out and len(cells) == len(out[0].cells):
                break
            cells.append(m.span("number"))
            at = m.end()
        if not cells or (out and len(out[-1].cells) < len(out[0].cells)):
            break
        out.append(_Row(label.span("label"), cells))
    whole = [r for r in out if len(r.cells) == len(out[0].cells)]
    return out if len(whole) >= _LEAST and len(out) - len(whole) <= 1 else []


def _next_year(label: str, number: str) -> bool:
    return _ONLY_YEAR.fullmatch(number) is not None and abs(int(number[:4]) - int(label[:4])) == 1


def _head(text: str, start: int, end: int, size: int) -> int:
    """Where the headings of the columns begin, that of the labels before them included; -1 where they are others."""
    begin = max(start, end - _HEAD)
    told: list[Part] = []
    for p in parts(text[begin:end], begin):
        words = text[p.start : p.end].split(" ")
        if p.kind == "unit" and "(" not in text[p.start : p.end] and len(words) > 1:
            told += _single(p, words)
        else:
            told.append(p)
    if len(told) <= size:
        return -1
    labelled = _WHEN.fullmatch(text, told[-size - 1].start, told[-size - 1].end) is not None
    known = sum(p.kind in _HEADING for p in told[-size:])
    if not labelled and known < size or known == 0:
        return -1
    return told[-size - 1].start if labelled else told[-size].start


def _single(part: Part, words: list[str]) -> list[Part]:
    """The words of a part as headings of their own: ``Unit TEU``."""
    out, at = [], part.start
    for word in words:
        out.append(Part(at, at + len(word), "unit"))
        at += len(word) + 1
    return out
