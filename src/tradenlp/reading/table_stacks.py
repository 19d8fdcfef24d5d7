"""Tables of one cell a line, as copying from a page leaves them: a label, its numbers, the next label, its numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .table_dates import is_dated
from .table_heads import known
from .table_model import SENTENCE_END, Span
from .table_numbers import is_blank, is_number, is_year
from .table_units import heading_unit, parse_unit

_LABEL = 70  # characters, at most
_MOST = 24  # numbers of a row
_LEAST_ROWS = 2
_LEAST_PAIRS = 3
"""So many labels with one number each are a table."""
_ALONE = re.compile(
    r"(?:^|[\n\r])[ \t|]*[-+−–▲▼(]{0,2}[A-Z]{0,3}[$€£¥]?\s?\d[\d.,]*\s?(?:%|[a-z]{2,8})?\)?[ \t|]*(?=[\n\r])"
)
_CORNER = re.compile(
    r"(?:(?:trading |export |import |main )?(?:countr(?:y|ies)|markets?|destinations?|origins?|partners?|regions?"
    r"|states?|provinces?|ports?|compan(?:y|ies)|brands?|commodit(?:y|ies)|products?|items?|goods|categor(?:y|ies)|descriptions?"
    r"|indicators?|types?|groups?|sectors?|months?|years?|quarters?|periods?|dates?|weeks?))",
    re.IGNORECASE,
)
_MOVE = re.compile(r"[(\[] ?[-+−–]")
_LETTERS = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Stacked:
    """A line of such a table, made of lines of the text.

    Attributes:
        first, last: indices of its first and last line.
        cells: half-open offsets; those of columns that it leaves empty have no length.
    """

    first: int
    last: int
    cells: tuple[Span, ...]


def possible(text: str) -> bool:
    """Tell whether a text can have such a table: two of its lines hold nothing but a number.

    Args:
        text: the document.
    """
    found = _ALONE.finditer(text)
    return next(found, None) is not None and next(found, None) is not None


def stacks(text: str, spans: Sequence[Span | None]) -> list[Stacked]:
    """Return the lines of such tables, headings before rows.

    Args:
        text: the document.
        spans: of each line what it holds; empty for a blank one, None for one that is no such cell.
    Returns:
        list[Stacked]: in order, disjoint.
    """
    out: list[Stacked] = []
    for run in _runs(text, spans):
        at = 0
        while at < len(run):
            size, rows, end = _body(text, run, at) if not run[at][2] else _around(run, at)
            if rows:
                out += [*_head(text, run, at, size), *rows]
                at = end
            else:
                at += 1
    return out


_Part = tuple[int, Span, bool]  # line, offsets, whether it is a number


def _runs(text: str, spans: Sequence[Span | None]) -> Iterator[list[_Part]]:
    """Neighbouring lines that may be cells."""
    run: list[_Part] = []
    for n, span in enumerate([*spans, None]):
        words = text[span[0] : span[1]] if span is not None else ""
        if span is not None and span[0] == span[1]:
            continue
        if span is not None and _is_value(words):
            run.append((n, span, True))
        elif span is not None and _is_label(words):
            run.append((n, span, False))
        else:
            if sum(number for _, _, number in run) > 1:
                yield run
            run = []


def _is_value(words: str) -> bool:
    return len(words) <= 40 and not is_year(words) and (is_number(words) or is_blank(words))


def _is_label(words: str) -> bool:
    lettered = _LETTERS.search(words) is not None or is_dated(words) or words == "%"
    return len(words) <= _LABEL and lettered and (SENTENCE_END.search(words) is None or known(words))


def _body(text: str, run: Sequence[_Part], at: int) -> tuple[int, list[Stacked], int]:
    """The rows that begin at a label, the same count of numbers behind each, and where they end.

    Behind the numbers of a row their changes may stand in brackets; they are a row without a label.
    """
    size, _ = _sizes(text, run, at + 1)
    if not 0 < size <= _MOST:
        return 0, [], at
    rows: list[Stacked] = []
    labelled = 0
    end = at
    while at < len(run) and not run[at][2]:
        if rows and _numbers(run, at + 1) == 0:
            at += 1  # a heading between the rows
        told, more = _sizes(text, run, at + 1) if at < len(run) and not run[at][2] else (0, 0)
        if told != size:
            break
        parts = run[at : at + size + 1]
        rows.append(Stacked(parts[0][0], parts[-1][0], tuple(span for _, span, _ in parts)))
        labelled += 1
        if more:
            parts = run[at + size + 1 : at + 2 * size + 1]
            begin = parts[0][1][0]
            rows.append(Stacked(parts[0][0], parts[-1][0], ((begin, begin), *(span for _, span, _ in parts))))
        at = end = at + size + more + 1
    return (size, rows, end) if labelled >= (_LEAST_ROWS if size > 1 else _LEAST_PAIRS) else (0, [], at)


def _around(run: Sequence[_Part], at: int) -> tuple[int, list[Stacked], int]:
    """The rows that begin at a number, each with its label between as many numbers before and behind, and their end.

    Between two labels stand as many numbers as before the first and behind the last together.
    """
    before = _numbers(run, at)
    if at == 0 or run[at - 1][2]:
        return 0, [], at
    labels = [at + before]
    counts: list[int] = []
    while labels[-1] < len(run):
        counts.append(_numbers(run, labels[-1] + 1))
        if not before < counts[0] <= _MOST:
            return 0, [], at
        labels.append(labels[-1] + 1 + counts[-1])
        if counts[-1] != counts[0]:
            break  # the last row, or no such table
    size = counts[0] if counts else 0
    if len(counts) < _LEAST_PAIRS or counts[-1] != size - before:
        return 0, [], at
    rows: list[Stacked] = []
    for label in labels[: len(counts)]:
        parts = run[label - before : label + size - before + 1]
        cells = [parts[before], *parts[:before], *parts[before + 1 :]]
        rows.append(Stacked(parts[0][0], parts[-1][0], tuple(span for _, span, _ in cells)))
    return size, rows, labels[len(counts) - 1] + size - before + 1


def _sizes(text: str, run: Sequence[_Part], at: int) -> tuple[int, int]:
    """How many numbers stand from a part on, and how many in brackets with a sign behind as many without."""
    count = _numbers(run, at)
    half = count // 2
    if count > 2 and count % 2 == 0:
        told = [_MOVE.match(text, *span) is not None for _, span, _ in run[at : at + count]]
        if not any(told[:half]) and all(told[half:]):
            return half, half
    return count, 0


def _numbers(run: Sequence[_Part], at: int) -> int:
    end = at
    while end < len(run) and run[end][2]:
        end += 1
    return end - at


def _head(text: str, run: Sequence[_Part], at: int, size: int) -> Iterator[Stacked]:
    """The headings above the first row: one for each number, and above them those that several of them repeat under."""
    above = at
    while above > 0 and not run[above - 1][2]:
        above -= 1
    if at - above < size:
        return
    for skip in range(3):  # headings of the first rows may stand below those of the columns
        if skip and _all_known(text, run[at - skip : at - skip + 1]):
            break
        levels = list(_levels(text, run[above : at - skip], size))
        if len(levels) > 1 or (levels and skip):
            yield from (_heading(corner, parts, [span for _, span, _ in parts]) for parts, corner in reversed(levels))
            return
    leaves = [span for _, span, _ in run[at - size : at]]
    words = [text[a:b].casefold() for a, b in leaves]
    width = next(w for w in range(1, size + 1) if size % w == 0 and words == words[:w] * (size // w))
    groups = size // width if 1 < width < size and at - above >= size + size // width else 0
    corner = _corner(text, run[above : at - size - groups])
    if groups:
        parts = run[at - size - groups : at - size]
        cells = [cell for _, span, _ in parts for cell in (span, *[(span[1], span[1])] * (width - 1))]
        yield _heading(corner, parts, cells)
        corner = None
    over = run[at - size - 1] if not groups and corner is None and at - size > above else None
    units = any(parse_unit(text[a:b]) is not None for a, b in leaves)
    if over is not None and not units and heading_unit(text[slice(*over[1])]) is not None:
        # ``Cargo (tonnes)`` above ``Imports`` and ``Exports``
        corner = _corner(text, run[above : at - size - 1])
        yield _heading(corner, [over], [over[1], *[(over[1][1], over[1][1])] * (size - 1)])
        corner = None
    yield _heading(corner, run[at - size : at], leaves)


def _levels(text: str, above: Sequence[_Part], size: int) -> Iterator[tuple[Sequence[_Part], _Part | None]]:
    """Runs of as many known headings as there are columns, the lowest first, each with that of the labels before it."""
    end = len(above)
    while end >= size and _all_known(text, above[end - size : end]):
        parts = above[end - size : end]
        end -= size
        corner = _corner(text, above[:end])
        end -= corner is not None
        yield parts, corner


def _all_known(text: str, parts: Sequence[_Part]) -> bool:
    return all(known(text[a:b]) for _, (a, b), _ in parts)


def _corner(text: str, above: Sequence[_Part]) -> _Part | None:
    """The heading of the labels, where it is the last line above those of the numbers."""
    if not above:
        return None
    start, end = above[-1][1]
    return above[-1] if _CORNER.fullmatch(text, start, end) else None


def _heading(corner: _Part | None, parts: Sequence[_Part], cells: Sequence[Span]) -> Stacked:
    begin = parts[0][1][0]
    first = (parts[0][0], (begin, begin)) if corner is None else corner[:2]
    return Stacked(first[0], parts[-1][0], (first[1], *cells))
