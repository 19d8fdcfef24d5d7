"""Headings above rows whose cells one blank parts: which words are one heading, and over which columns it reaches.

A line of headings holds one for each column, one more where the first stands above the labels, or fewer that reach over
several columns each. Which columns those are, the numbers tell (rates stand under ``Change``, amounts under ``NOK
million``) and the headings below them, where they come again under each.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations, islice
from math import comb

from .table_columns import classify
from .table_dates import MONTH_WORD
from .table_lexing import Part, lexed, names_labels
from .table_numbers import is_blank, numbers
from .table_units import heading_unit

MOST = 16
"""So many columns at most are given headings that reach over several."""
_OF_LABELS = "label"  # the kind of a heading that stands above the labels of rows
_WAYS = 500  # to part columns among headings

_ANY_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_PROSE = re.compile(r"[;!?]\s*$|[a-z]{5}\.\s*$|:\s*\S")
TITLE_DASH = re.compile(rf"[^\W\d_] [-–—] (?!{MONTH_WORD}\b(?! \d{{4}}$))", re.IGNORECASE)
"""The dash of ``Beef exports - May 2021``, which is no line of headings; that of ``Jan - May`` is none."""
_JOINS = re.compile(r"(?:of|by|from|and|for|with|in)\b", re.IGNORECASE)
Heading = tuple[int, int, int]
"""Half-open offsets and the column, 0 for that of the labels."""


def counts(line: str) -> list[int]:
    """Return how many columns a line of headings may stand above; none where it is no such line.

    Args:
        line: a line of a text.
    """
    out: list[int] = []
    for parts in readings(line):
        if sum(p.kind != "word" for p in parts) < 2:
            if len(parts) > 3 and _labels(line, parts) and parts[-1].kind == "flow":
                out.append(len(parts) - 1)  # ``Flow EU Non-EU Total``
            continue
        if len(parts) > 1 and parts[0].kind == "word":
            out.append(len(parts) - 1)
        else:
            out.append(len(parts))
            if _titled(parts):
                out.append(len(parts) - 1)
    return list(dict.fromkeys(out))


def parts(line: str, start: int = 0) -> list[Part]:
    """Divide a line into headings as they stand; what is none is parted by blanks.

    Args:
        line: a line of a text.
        start: its offset there.
    """
    out: list[Part] = []
    for p in lexed(line):
        if out and (out[-1].kind, p.kind) in _UNITS - {("word", "unit")}:
            out[-1] = replace(out[-1], end=p.end + start)
        else:
            out.append(replace(p, start=p.start + start, end=p.end + start))
    return out


def known(words: str) -> bool:
    """Tell whether some words are one heading: a period, a unit, a flow, a measure, a change or a share.

    Args:
        words: one cell.
    """
    parts = list(lexed(words)) if len(words) <= 60 else []
    return len(parts) == 1 and parts[0].kind != "word"


def grid(text: str, lines: Sequence[tuple[int, int]], columns: Sequence[Sequence[str]]) -> list[list[Heading]]:
    """Return the headings above the rows of a table.

    Args:
        text: the document.
        lines: offsets of the lines above the rows, the nearest first.
        columns: the texts of the cells of each column of numbers.
    Returns:
        list[list[Heading]]: the lines that are headings, top to bottom; one that reaches over several columns is told
        for each of them. Empty where no line has a heading for each column.
    """
    size = len(columns)
    held = _held(text, lines, size, _has_numbers(columns[0]))
    full = next((_values(parts, size) for parts in held if len(parts) - (parts[0].kind == _OF_LABELS) >= size), None)
    if full is None:
        return []
    while len(held[-1]) < 2:  # nothing but a title above the uppermost headings
        held.pop()
    below = [text[p.start : p.end].casefold() for p in full]
    kinds = [_kind(column, part.kind) for column, part in zip(columns, full, strict=True)]
    moved = [part.kind == "period" and len(_ANY_YEAR.findall(text, part.start, part.end)) == 2 for part in full]
    if any(moved) and not all(moved):  # from one month to another: those are changes
        kinds = ["rate" if told else "level" for told in moved]
    return [list(placed(parts, size, below, kinds)) for parts in reversed(held)]


def reaching(headings: Sequence[str], below: Sequence[str], columns: Sequence[Sequence[str]]) -> list[int]:
    """Return the column at which each of some headings begins that reach over all columns of numbers together.

    Args:
        headings: fewer than there are columns.
        below: the heading right above each column.
        columns: the texts of the cells of each column.
    Returns:
        list[int]: counted from 0; empty where nothing tells.
    """
    told = [Part(0, 0, _told(words)) for words in headings]
    size = len(columns)
    if size > MOST or not {p.kind for p in told} & {"change", "share"}:
        return []
    kinds = [_kind(cells, "") for cells in columns]
    return [0, *_cuts(told, size, [words.casefold() for words in below], kinds)]


def _told(words: str) -> str:
    kind = classify(words)[0]
    if kind in ("change", "share"):
        return kind
    return "unit" if heading_unit(words) is not None else "word"


def _held(text: str, lines: Sequence[tuple[int, int]], size: int, numeric: bool) -> list[list[Part]]:
    """The headings of the lines above some columns, the nearest line first, up to one that is none."""
    held: list[list[Part]] = []
    for start, end in lines:
        parts = _fitting(text[start:end], size, numeric)
        if parts is None:
            break
        held.append([replace(p, start=p.start + start, end=p.end + start) for p in parts])
    return held


def by_kind(text: str, lines: Sequence[tuple[int, int]], columns: Sequence[Sequence[str]]) -> list[list[Heading]]:
    """Place lines of headings of which some stand above the levels alone, the others above the rates.

    ``Jan-Oct Jan-Oct`` above ``Change`` above ``2021 2022`` above ``(%)``.

    Args:
        text, lines, columns: as in ``grid``.
    Returns:
        list[list[Heading]]: as in ``grid``; empty where the numbers do not tell.
    """
    held = _held(text, lines, len(columns), _has_numbers(columns[0]))
    kinds = [_kind(column, "") for column in columns]
    places = {kind: [n for n, k in enumerate(kinds, 1) if k == kind] for kind in ("level", "rate")}
    if not places["rate"] or len(places["level"]) < 2 or sum(map(len, places.values())) < len(columns):
        return []
    out: list[list[Heading]] = []
    for told in held:
        told = told[1:] if _labels(text, told) else told
        kind = "rate" if all(p.kind in ("change", "share") for p in told) else "level"
        if len(told) != len(places[kind]):
            break
        out.insert(0, [(p.start, p.end, n) for p, n in zip(told, places[kind], strict=True)])
    return out


def _has_numbers(cells: Sequence[str]) -> bool:
    return any(numbers(cell, False) for cell in cells)


def _values(parts: list[Part], size: int) -> list[Part]:
    return parts[len(parts) - size :]


def _fitting(line: str, size: int, numeric: bool) -> list[Part] | None:
    """A line's headings where they are as many as the columns, one more, or known ones that may reach over several."""
    every = list(readings(line))
    for parts in every:
        known = sum(p.kind != "word" for p in parts)
        if _tells_caption(parts) or _is_title(line, parts):
            continue
        if len(parts) == size and known * 2 > size:
            labelled = _labels(line, parts)
            told = parts[1:] if numeric and labelled else []
            if 1 < len(told) <= MOST and may_span(told):  # ``Species 2017 2018 Difference`` above four columns
                return [replace(parts[0], kind=_OF_LABELS), *told]
            if numeric and labelled:
                continue
            return parts
        if len(parts) == size + 1 and (parts[0].kind == "word" or _titled(parts)) and known * 2 > size:
            return parts
    for parts in every:
        told = parts[1:] if _labels(line, parts) else parts
        if 1 < len(told) < size <= MOST and len(parts) != size and may_span(told):
            return parts
    return None


def _titled(parts: Sequence[Part]) -> bool:
    """Whether the flow or unit of the whole table stands above the labels: ``Volume (tonnes) March Feb change pct``."""
    rest = {p.kind for p in parts[1:]}
    first = parts[0].kind if len(parts) > 2 else ""
    return first in ("flow", "measure", "unit") and "period" in rest and rest <= {"period", "change", "share"}


def _is_title(line: str, parts: Sequence[Part]) -> bool:
    """Whether words that join others stand between headings none of which is a period, ``Real exports of goods``, or
    a flow and a period alone are known, ``Beef exports - May 2021``.
    """
    if TITLE_DASH.search(line):
        return True
    if sorted(p.kind for p in parts if p.kind != "word") == ["flow", "period"] and parts[-1].kind == "period":
        return any(p.kind == "word" and not names_labels(_words(line, p)) for p in parts)
    words = [_words(line, p) for p in parts if p.kind in ("word", "unit")]
    return not any(p.kind == "period" for p in parts) and any(_JOINS.match(w) for w in words)


def _tells_caption(parts: Sequence[Part]) -> bool:
    """Whether a flow and its unit stand alone: ``Exports, thousand tonnes``."""
    return [p.kind for p in parts if p.kind != "word"] == ["flow", "unit"]


def may_span(told: Sequence[Part]) -> bool:
    """Tell whether headings may reach over several columns each: all known, and no unit beside flows alone.

    ``NOK million`` and ``Change in %`` may, ``Exports`` and ``thousand tonnes`` are a caption.

    Args:
        told: the headings of one line.
    """
    kinds = {p.kind for p in told}
    if {"flow", "period"} <= kinds:
        return False  # ``Merchandise trade, October 2016 (MOP million)``
    return "word" not in kinds and ("unit" not in kinds or kinds == {"unit"} or bool(kinds & {"change", "share"}))


def _labels(line: str, parts: Sequence[Part]) -> bool:
    return parts[0].kind == "word" and names_labels(_words(line, parts[0]))


def _words(line: str, part: Part) -> str:
    return line[part.start : part.end]


def readings(line: str) -> Iterator[list[Part]]:
    """Yield the ways to divide a line into headings, from as they stand to more and more of them joined.

    Args:
        line: a line of a text; one that is prose has none.
    """
    if len(line) > 240 or _PROSE.search(line):
        return
    parts = list(lexed(line))
    if not parts or not any(p.kind != "word" for p in parts):
        return
    yield parts
    first = next(p.kind for p in parts if p.kind != "word")
    for joins in (_UNITS, _NAMED, _AFTER if first == "period" else _BEFORE, _WORDS):
        fewer: list[Part] = []
        for part in parts:
            if fewer and (fewer[-1].kind, part.kind) in joins and not names_labels(_words(line, fewer[-1])):
                kind = fewer[-1].kind if part.kind in ("unit", "word") else part.kind
                fewer[-1] = Part(fewer[-1].start, part.end, kind)
            else:
                fewer.append(part)
        if len(fewer) < len(parts):
            parts = fewer
            yield parts


_UNITS = frozenset({("measure", "unit"), ("flow", "unit"), ("period", "unit"), ("word", "unit")})
_NAMED = frozenset({("flow", "measure"), ("word", "flow"), ("word", "measure")})
_AFTER = frozenset({("period", "measure"), ("period", "flow")})
_BEFORE = frozenset({("measure", "period"), ("flow", "period")})
"""``2020 quantity 2020 value``, ``Exports 2020 Exports 2019``."""
_WORDS = frozenset({("word", "word")})


def look(cells: Sequence[str]) -> str:
    """Tell what a column's numbers look like: ``rate``, ``level`` or nothing.

    Args:
        cells: their texts.
    """
    return _kind(cells, "")


def _kind(cells: Sequence[str], heading: str) -> str:
    """The same under a heading of a kind."""
    if heading in ("change", "share"):
        return "rate"
    told = [n[0] for cell in cells if not is_blank(cell) and (n := numbers(cell, False))]
    if not told:
        return ""
    sizes = sorted(abs(n.value) for n in told)
    if sizes[len(sizes) // 2] >= 500:
        return "level"
    rates = sum((n.unit is not None and n.unit.label == "PERCENT") or n.signed or n.step < 1 for n in told)
    return "rate" if rates * 2 > len(told) else "level" if len(told) > 2 and not rates else ""


def placed(parts: Sequence[Part], size: int, below: Sequence[str], kinds: Sequence[str]) -> Iterator[Heading]:
    """Yield a line's headings with their columns, those that reach over several once for each.

    Args:
        parts: the headings.
        size: the count of columns.
        below: the heading right above each column.
        kinds: ``rate``, ``level`` or nothing for each column.
    """
    if len(parts) >= size and parts[0].kind != _OF_LABELS:
        first = 1 - (len(parts) - size)
        yield from ((p.start, p.end, n) for n, p in enumerate(parts, first))
        return
    told = parts
    if parts[0].kind in ("word", _OF_LABELS):
        told = parts[1:]
        yield parts[0].start, parts[0].end, 0
    cuts = _cuts(told, size, below, kinds)
    for part, a, b in zip(told, [0, *cuts], [*cuts, size], strict=True):
        yield from ((part.start, part.end, column + 1) for column in range(a, b))


def _cuts(told: Sequence[Part], size: int, below: Sequence[str], kinds: Sequence[str]) -> tuple[int, ...]:
    """The columns at which all headings but the first begin where they fit best."""
    ways = comb(size - 1, len(told) - 1)
    tried = (
        combinations(range(1, size), len(told) - 1) if ways <= _WAYS or size % len(told) else [_even(size, len(told))]
    )
    return max(islice(tried, _WAYS), key=lambda cut: _fit(told, [0, *cut, size], below, kinds))


def _even(size: int, count: int) -> tuple[int, ...]:
    return tuple(range(size // count, size, size // count))


def _fit(parts: Sequence[Part], edges: Sequence[int], below: Sequence[str], kinds: Sequence[str]) -> float:
    """How well headings fit the columns that they would reach over."""
    out = 0.0
    even = len(kinds) / len(parts)
    before: Sequence[str] = ()
    for part, a, b in zip(parts, edges, edges[1:], strict=False):
        group = below[a:b]
        rates = sum(kind == "rate" for kind in kinds[a:b])
        levels = sum(kind == "level" for kind in kinds[a:b])
        if part.kind in ("change", "share"):
            out += 2 * rates - 4 * levels
        elif part.kind == "unit":
            out -= 4 * rates
        out += 3 * (group == before) - 2 * (len(group) - len(set(group))) - 0.1 * abs(b - a - even)
        before = group
    return out
