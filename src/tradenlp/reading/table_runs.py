"""Tables run into one line, as copying from a page leaves them: ``2023 2024 Exports 41.2 44.8 Imports 38.0 39.1 ...``.

A line is one where known headings stand before a label, and as many numbers as there are headings behind that label and
behind at least two more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from .table_blanks import NUMBER, joined
from .table_heads import MOST, may_span, parts
from .table_lexing import Part

_LEAST_ROWS = 3  # two where there are three headings and more
_LEAST_NUMBERS = 6
_LONGEST = 6000
_LONGEST_HEAD = 200
_LABEL = 9  # words and headings that a label has at most
_IN_LABEL = 90
_NUMBERED = re.compile(rf"(?<!\S){NUMBER}(?!\S)")
_IS_NUMBER = re.compile(NUMBER)
_OR_NONE = re.compile(rf"{NUMBER}|[-–—.…·*]{{1,3}}|n\.?/?a\.?")
_FIRST_GROUP = re.compile(r"[-+−–]?\d{1,3}")
_GROUP = re.compile(r"\d{3}(?:[.,]\d{1,2})?")
_SENTENCE = re.compile(r"[.!?;] +[A-Z\"“]|[.!?;]$")
_SENTENCE_ENDS = re.compile(r"[.!?:)] +(?=[A-Z])")
_PROSE = re.compile(
    r"^(?:the|and|of(?! which)|in|on|at|for|with|to|a|an|was|were|is|are)\b"
    r"|\b(?:was|were|is|are|had|has|rose|fell|(?<!of )which|that|while)\b"
)
"""Words that no label of a row begins with, or has."""
_HEADING = frozenset({"period", "change", "share", "measure", "unit"})

Found = tuple[int, int, int, tuple[tuple[int, int], ...]]
"""Half-open offsets of a piece of the line, and for a row the count of its numbers and its cells."""


def possible(line: str) -> bool:
    """Tell whether a line has numbers enough to be such a table.

    Args:
        line: a line of a text.
    """
    if not 60 <= len(line) <= _LONGEST:
        return False
    told = len(_NUMBERED.findall(line))
    return told >= _LEAST_NUMBERS and told * 5 >= line.count(" ")


def may_head(line: str) -> bool:
    """Tell whether a line may hold nothing but the headings of a table that is run into the next one.

    Args:
        line: a line of a text.
    """
    told = parts(line) if len(line) < _LONGEST_HEAD else []
    return sum(p.kind in _HEADING for p in told) > 2 and told[-1].kind in _HEADING


def pieces(text: str, start: int, end: int) -> list[Found]:
    """Return the pieces of a line that holds such tables: captions, headings, rows, and what follows them.

    Args:
        text: the document.
        start, end: the line.
    Returns:
        list: in order; empty where the line holds no such table.
    """
    runs = _runs(text, start, end)
    out: list[Found] = []
    at, done = 0, start
    while at + 2 * _LEAST_ROWS - 2 <= len(runs):
        found = _table(text, runs, at, done) if not runs[at][0] else []
        out += found
        rows = sum(1 for piece in found if piece[2])
        at += 2 * rows if rows else 1 + bool(runs[at][0])
        done = found[-1][1] if found else done
    if out and text[done:end].strip():
        out.append((done, end, 0, ()))
    return out


def further(text: str, start: int, end: int, size: int) -> list[Found]:
    """Return the rows of a line below such a table that holds nothing but rows of as many numbers.

    Args:
        text: the document.
        start, end: the line.
        size: how many numbers a row has.
    """
    runs = _runs(text, start, end)
    if len(runs) < 2 or len(runs) % 2 or runs[0][0]:
        return []
    rows = list(_rows(text, runs, runs[0][1], [False] * size))
    if len(rows) * 2 != len(runs):
        return []
    return [(cells[0][0], cells[-1][1], size, cells) for cells in rows]


_Rows = list[tuple[tuple[int, int], ...]]


def _table(text: str, runs: Sequence[tuple[bool, list[Part]]], at: int, start: int) -> list[Found]:
    """The pieces of a table whose caption and headings are one run of words, that of the caption from an offset on."""
    opening = runs[at][1]
    best: tuple[int, int, _Rows] | None = None
    for size, first in _headed(opening):
        rates = [p.kind in ("change", "share") for p in opening[first - size : first]]
        rows = list(_rows(text, runs[at:], opening[first:], rates))
        full = sum(all(a < b for a, b in cells) for cells in rows)
        if len(rows) < _LEAST_ROWS - (size > 2) or full * 2 < len(rows):
            continue
        if best is None or (_in_groups(text, best[2]) and not _in_groups(text, rows)):
            best = size, first, rows
    if best is None:
        return []
    size, first, rows = best
    upper = _upper(text, opening, first - size, size)
    if upper < 0:
        return []
    labels = first - size  # the heading of the labels between those of two levels
    while labels - 1 > upper and opening[labels - 1].kind == "word":
        labels -= 1
    aside = (opening[labels].start, opening[first - size].start) if upper < labels < first - size else None
    cuts = {opening[n].start for n in (upper, first - size)}
    for part in opening[:upper]:  # a unit among the words of the caption, on a line of its own
        before = text[start : part.start]
        if part.kind == "unit" and before.count("(") == before.count(")"):
            cuts |= {part.start, part.end}
    cuts |= {m.end() for m in _SENTENCE_ENDS.finditer(text, start, min(cuts))}
    edges = [start, *sorted(c for c in cuts if c > start), opening[first].start]
    heads: list[Found] = [(a, b, 0, ()) for a, b in zip(edges, edges[1:], strict=False)]
    if aside is not None:
        heads = [(a, min(b, aside[0]) if a < aside[0] < b else b, 0, ()) for a, b, _, _ in heads]
    return [*heads, *((cells[0][0], cells[-1][1], size, cells) for cells in rows)]


def _upper(text: str, opening: Sequence[Part], lower: int, size: int) -> int:
    """Where the headings begin that reach over several of the lower ones; ``lower`` where there are none.

    -1 where a bare month or year is left that reaches over none: the numbers are fewer than the headings. A whole date
    is that of the title.
    """
    upper = lower
    while upper > max(1, lower - 2) and opening[upper - 1].kind == "word":
        upper -= 1  # the heading of the labels between those of two levels
    if upper and opening[upper - 1].kind not in _HEADING | {"flow"}:
        upper = lower
    while upper > 0 and opening[upper - 1].kind in _HEADING | {"flow"}:
        upper -= 1
    told = [p for p in opening[upper:lower] if p.kind != "word"]
    while told and told[0].kind == "unit" and not any(p.kind in ("change", "share") for p in told):
        told = told[1:]
    if len(told) > 2 and told[0].kind == "unit" and size % len(told) and size % (len(told) - 1) == 0:
        told = told[1:]  # that of the caption
    if len(told) > 1 and may_span(told):
        return next(n for n, p in enumerate(opening) if p.start == told[0].start)
    last = text[told[-1].start : told[-1].end] if told and told[-1].kind == "period" else ""
    bare = bool(last) and (last.isalpha() or (len(told) == 1 and " " not in last))
    return -1 if bare else lower


def _runs(text: str, start: int, end: int) -> list[tuple[bool, list[Part]]]:
    """The numbers and the words of a line in turn."""
    found: list[tuple[Part, bool]] = []
    for part in parts(text[start:end], start):
        behind = bool(found) and found[-1][1]
        pattern = _OR_NONE if behind else _IS_NUMBER
        told = part.kind in ("word", "change") and pattern.fullmatch(text, part.start, part.end) is not None
        found.append((part, told))
    return [(number, [p for p, _ in group]) for number, group in groupby(found, key=lambda pair: pair[1])]


def _in_groups(text: str, rows: _Rows) -> bool:
    """Whether two columns hold nothing but what may be the groups of one number, beside others that hold rates.

    ``81 240 -3.1 4.2``; where all columns hold small whole numbers, each is one.
    """
    width = min(map(len, rows))
    for k in range(1, width - 1):
        pairs = [(text[slice(*row[k])], text[slice(*row[k + 1])]) for row in rows]
        others = [text[slice(*row[n])] for row in rows for n in range(1, width) if n not in (k, k + 1)]
        if (
            all(_FIRST_GROUP.fullmatch(a) and _GROUP.fullmatch(b) for a, b in pairs)
            and others
            and not any(_FIRST_GROUP.fullmatch(told) for told in others if told)
        ):
            return True
    return False


def _headed(opening: Sequence[Part]) -> Iterator[tuple[int, int]]:
    """How many headings stand before the first label, and where it begins; the longest runs of headings first."""
    for first in range(len(opening) - 1, max(1, len(opening) - _LABEL), -1):
        size = 0
        while size < min(first, MOST) and opening[first - size - 1].kind in _HEADING:
            size += 1
        if opening[first].kind in _HEADING:
            continue
        yield from ((n, first) for n in range(size, 1, -1))


def _rows(
    text: str, runs: Sequence[tuple[bool, list[Part]]], label: Sequence[Part], rates: Sequence[bool]
) -> Iterator[tuple[tuple[int, int], ...]]:
    """The cells of the rows, label first, up to the first that is none; a row of levels alone has no rates."""
    for n in range(1, len(runs), 2):
        numbers = runs[n][1]
        words = text[label[0].start : label[-1].end]
        if n > 1 and sum(p.kind in _HEADING for p in label) >= len(rates):
            return  # headings again: of the next table
        if len(label) > _LABEL or len(words) > _IN_LABEL or _SENTENCE.search(words) or _PROSE.search(words):
            return
        found = [(p.start, p.end) for p in numbers]
        cells = joined(text, found, len(rates)) or _without(joined(text, found, rates.count(False)), rates)
        if not cells:
            return
        yield ((label[0].start, label[-1].end), *cells)
        label = runs[n + 1][1] if n + 1 < len(runs) else []
        if not label:
            return


def _without(cells: Sequence[tuple[int, int]], rates: Sequence[bool]) -> list[tuple[int, int]]:
    """Leave the columns of rates of a row empty."""
    out: list[tuple[int, int]] = []
    told = iter(cells)
    for rate in rates if cells else ():
        out.append((out[-1][1] if out else cells[0][0],) * 2 if rate else next(told))
    return out
