"""Tables run into one line, as copying from a page leaves them: ``2023 2024 Exports 41.2 44.8 Imports 38.0 39.1 ...``.

A line is one where known headings stand before a label, and as many numbers as there are headings behind that label and
behind at least two more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from .table_blanks import NUMBER, joined
from .table_heads import Part, parts

_LEAST_ROWS = 3  # two where there are three headings and more
_LEAST_NUMBERS = 6
_LONGEST = 6000
_LABEL = 9  # words and headings that a label has at most
_IN_LABEL = 90
_NUMBERED = re.compile(rf"(?<!\S){NUMBER}(?!\S)")
_IS_NUMBER = re.compile(NUMBER)
_OR_NONE = re.compile(rf"{NUMBER}|[-–—.…·*]{{1,3}}|n\.?a\.?")
_FIRST_GROUP = re.compile(r"[-+−–]?\d{1,3}")
_GROUP = re.compile(r"\d{3}(?:[.,]\d{1,2})?")
_SENTENCE = re.compile(r"[.!?;] +[A-Z\"“]|[.!?;]$")
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


def pieces(text: str, start: int, end: int) -> list[Found]:
    """Return the pieces of a line that holds such a table: caption, headings, rows, and what follows them.

    Args:
        text: the document.
        start, end: the line.
    Returns:
        list: in order; empty where the line holds no such table.
    """
    runs = _runs(text, start, end)
    if len(runs) < 2 * _LEAST_ROWS - 2 or runs[0][0]:
        return []
    opening = runs[0][1]
    best: tuple[int, int, list[tuple[tuple[int, int], ...]]] | None = None
    for size, first in _headed(opening):
        rates = [p.kind in ("change", "share") for p in opening[first - size : first]]
        rows = list(_rows(text, runs, opening[first:], rates))
        full = sum(all(a < b for a, b in cells) for cells in rows)
        if (
            len(rows) >= _LEAST_ROWS - (size > 2)
            and full * 2 >= len(rows)
            and (best is None or _in_groups(text, best[2]))
        ):
            best = size, first, rows
    if best is not None:
        size, first, rows = best
        upper = first - size
        while upper > first - size - 2 and upper > 1 and opening[upper - 1].kind == "word":
            upper -= 1  # the heading of the labels between those of two levels
        if opening[upper - 1].kind not in _HEADING:
            upper = first - size
        while upper > 0 and opening[upper - 1].kind in _HEADING | {"flow"}:
            upper -= 1
        cuts = {opening[n].start for n in (upper, first - size)}
        for part in opening[:upper]:  # a unit among the words of the caption, on a line of its own
            before = text[start : part.start]
            if part.kind == "unit" and before.count("(") == before.count(")"):
                cuts |= {part.start, part.end}
        edges = [start, *sorted(c for c in cuts if c > start), opening[first].start]
        heads: list[Found] = [(a, b, 0, ()) for a, b in zip(edges, edges[1:], strict=False)]
        last = rows[-1][-1][1]
        rest = pieces(text, last, end) or ([(last, end, 0, ())] if text[last:end].strip() else [])
        return [*heads, *((cells[0][0], cells[-1][1], size, cells) for cells in rows), *rest]
    return []


def _runs(text: str, start: int, end: int) -> list[tuple[bool, list[Part]]]:
    """The numbers and the words of a line in turn."""
    found: list[tuple[Part, bool]] = []
    for part in parts(text[start:end], start):
        behind = bool(found) and found[-1][1]
        pattern = _OR_NONE if behind else _IS_NUMBER
        told = part.kind in ("word", "change") and pattern.fullmatch(text, part.start, part.end) is not None
        found.append((part, told))
    return [(number, [p for p, _ in group]) for number, group in groupby(found, key=lambda pair: pair[1])]


def _in_groups(text: str, rows: Sequence[tuple[tuple[int, int], ...]]) -> bool:
    """Whether two columns hold nothing but what may be the groups of one number: ``81 240``."""
    for k in range(1, min(map(len, rows)) - 1):
        pairs = [(text[slice(*row[k])], text[slice(*row[k + 1])]) for row in rows]
        if all(_FIRST_GROUP.fullmatch(a) and _GROUP.fullmatch(b) for a, b in pairs):
            return True
    return False


def _headed(opening: Sequence[Part]) -> Iterator[tuple[int, int]]:
    """How many headings stand before the first label, and where it begins; the longest runs of headings first."""
    for first in range(len(opening) - 1, max(1, len(opening) - _LABEL), -1):
        size = 0
        while size < first and opening[first - size - 1].kind in _HEADING:
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
        if len(label) > _LABEL or len(words) > _IN_LABEL or _SENTENCE.search(words):
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
