"""Tables side by side, ``1 Oman 4.2 9.1    1 Japan 3.8 2.0``: each half of their lines is a table of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from .table_lexing import names_labels
from .table_lines import BLANK, ONE, PIPE, RULE, SPACE, TAB, TEXT, Line
from .table_model import Span

_LEAST_ROWS = 3
_MOST = 8  # such pairs in a text
_NUMBER = r"[-+−–(]?[$€£¥]?\d[\d.,]{0,20}\)?%?"


def _half(n: int) -> str:
    return (
        rf"(?:(?P<rank{n}>\d{{1,3}})[.)]?[ \t]+)?(?P<label{n}>[^\W\d_][^\d\n|\t]{{1,48}}?)[ \t]+"
        rf"(?P<cells{n}>{_NUMBER}(?:[ \t]+{_NUMBER}){{0,7}})"
    )


_TWO = re.compile(rf"[ \t]*{_half(1)}(?P<gap>[ \t]+){_half(2)}[ \t]*")
_ALONE = re.compile(rf"[ \t]*{_half(1)}[ \t]*")
_TOKEN = re.compile(r"\S+")
_WIDE = re.compile(r"[ \t]{3,}|\t")
_GAP = re.compile(r"\S(?:[ ]{2,}|\t)\S|\d [^\W\d_]")


@dataclass(frozen=True, slots=True)
class Twins:
    """Two tables side by side: index of their first line and the one behind their last, and the lines of each half."""

    first: int
    end: int
    halves: tuple[tuple[Line, ...], tuple[Line, ...]]


def twins(text: str, every: Sequence[Line]) -> list[Twins]:
    """Return the tables of a text that stand side by side.

    Args:
        text: the document.
        every: its lines.
    """
    out: list[Twins] = []
    at = 0
    while at < len(every) and len(out) < _MOST:
        found = _from(text, every, at) if every[at].kind in (SPACE, TAB, TEXT, ONE) else None
        out += [found] if found is not None else []
        at = found.end if found is not None else at + 1
    return out


def without(every: Sequence[Line], found: Sequence[Twins]) -> list[Line]:
    """Return the lines of a text with those of such tables blank."""
    taken = {n for pair in found for n in range(pair.first, pair.end)}
    return [replace(line, kind=BLANK, size=0, cells=()) if n in taken else line for n, line in enumerate(every)]


def _from(text: str, every: Sequence[Line], at: int) -> Twins | None:
    """The tables whose first rows stand in a line, their headings in the one above."""
    first = _both(text, every[at])
    if first is None:
        return None
    sizes = [len(cells) for cells in first]
    rows = [first]
    end = at + 1
    while end < len(every) and (more := _both(text, every[end])) is not None and [len(c) for c in more] == sizes:
        rows.append(more)
        end += 1
    head = _headings(text, every[at - 1]) if at else None
    if len(rows) < _LEAST_ROWS or head is None:
        return None
    halves: list[list[Line]] = [[Line(*head[n], TEXT)] + [_line(cells[n]) for cells in rows] for n in (0, 1)]
    while end < len(every) and (cells := _one(text, every[end])) is not None and len(cells) == sizes[0]:
        halves[0].append(_line(cells))
        end += 1
    return Twins(at - 1, end, (tuple(halves[0]), tuple(halves[1])))


def _line(cells: tuple[Span, ...]) -> Line:
    return Line(cells[0][0], cells[-1][1], ONE, len(cells) - 1, cells)


def _both(text: str, line: Line) -> tuple[tuple[Span, ...], tuple[Span, ...]] | None:
    """The cells of the rows of both tables in a line."""
    if line.kind in (BLANK, RULE, PIPE) or not 12 < line.end - line.start < 400:
        return None
    if _GAP.search(text, line.start, line.end) is None:
        return None
    m = _TWO.fullmatch(text, line.start, line.end)
    if m is None:
        return None
    left, right = _cells(m, 1), _cells(m, 2)
    if m["rank1"] and not m["rank2"]:  # the last number of the left one counts the rows of the right one
        last = left[-1]
        if not text[slice(*last)].isdigit():
            return None
        left, right = left[:-1], (last, *right)
    alike = len(left) == len(right) and (len(left) > 3 or _WIDE.fullmatch(m["gap"]) is not None)
    return (left, right) if alike and len(left) > 1 else None


def _one(text: str, line: Line) -> tuple[Span, ...] | None:
    m = _ALONE.fullmatch(text, line.start, line.end) if line.kind not in (BLANK, RULE, PIPE) else None
    return _cells(m, 1) if m is not None else None


def _cells(m: re.Match[str], n: int) -> tuple[Span, ...]:
    rank = [m.span(f"rank{n}")] if m[f"rank{n}"] else []
    numbers = (token.span() for token in _TOKEN.finditer(m.string, *m.span(f"cells{n}")))
    return (*rank, m.span(f"label{n}"), *numbers)


def _headings(text: str, line: Line) -> tuple[Span, Span] | None:
    """The halves of a line of headings: the second begins with the word of the first, or another heading of labels."""
    words = [m.span() for m in _TOKEN.finditer(text, line.start, line.end)]
    if not 4 <= len(words) <= 30:
        return None
    told = [text[a:b].casefold() for a, b in words]
    again = [n for n in range(2, len(words) - 1) if told[n] == told[0]]
    if not again and names_labels(told[0]):  # ``Destination`` on the left, ``Origin`` on the right
        again = [n for n in range(2, len(words) - 1) if names_labels(told[n])]
    if len(again) != 1:
        return None
    return (words[0][0], words[again[0] - 1][1]), (words[again[0]][0], words[-1][1])


def side_by_side(every: Sequence[Line], pair: Twins) -> Iterator[list[Line]]:
    """Yield for each half the lines of the text before it and its own.

    Args:
        every: the lines of the text.
        pair: one of its pairs of tables.
    """
    for half in pair.halves:
        yield [*every[max(0, pair.first - 8) : pair.first], *half]
