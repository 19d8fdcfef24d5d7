"""Headings of two levels of which the lower ones stand under some of the upper ones alone.

``Exports Imports Balance Change`` above ``Exports Imports``: five columns, the last two of which share a heading.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, islice

from . import table_heads
from .table_heads import MOST, Heading
from .table_lexing import Part, names_labels

_WAYS = 300
_LINES = 4  # above the rows in which the two levels are looked for


@dataclass(frozen=True, slots=True)
class _Levels:
    """Two lines of headings, as parts, and which of the upper ones the lower ones stand under."""

    upper: Sequence[Part]
    lower: Sequence[Part]
    under: frozenset[int]
    width: int

    def columns(self) -> Iterator[tuple[Part, Part | None]]:
        """Yield for each column the heading of the upper line and the one of the lower line."""
        lower = iter(self.lower)
        for n, part in enumerate(self.upper):
            if n in self.under:
                yield from ((part, next(lower)) for _ in range(self.width))
            else:
                yield part, None


def counts(upper: str, lower: str) -> list[int]:
    """Return over how many columns two lines of headings may stand together, more than either has headings.

    Args:
        upper, lower: lines of a text.
    """
    out = []
    for above in _readings(upper):
        for below in _readings(lower):
            if all(p.kind != "word" for p in below):
                out += [len(above) - n + len(below) for n in range(1, len(above)) if not len(below) % n]
    return [size for size in dict.fromkeys(out) if size <= MOST]


def grid(text: str, lines: Sequence[tuple[int, int]], columns: Sequence[Sequence[str]]) -> list[list[Heading]]:
    """Return the headings above the rows of a table where they are of two such levels.

    Args:
        text: the document.
        lines: offsets of the lines above the rows, the nearest first.
        columns: the texts of the cells of each column of numbers.
    Returns:
        list[list[Heading]]: as ``table_heads.grid`` does, units below the two levels included.
    """
    size = len(columns)
    kinds = [table_heads.look(column) for column in columns]
    if not 2 < size <= MOST:
        return []
    for n in range(min(len(lines), _LINES) - 1):
        found = _best(text, lines[n + 1], lines[n], kinds)
        if found is None:
            continue
        told = list(found.columns())
        upper = [(p.start, p.end, k) for k, (p, _) in enumerate(told, 1)]
        lower = [(p.start, p.end, k) for k, (_, p) in enumerate(told, 1) if p is not None]
        below = [text[p.start : p.end].casefold() for p in ((b or a) for a, b in told)]
        out = [upper, lower]
        for line in reversed(lines[:n]):
            placed = _units(text, line, below, kinds)
            if not placed:
                return []
            out.append(placed)
        return out
    return []


def _units(text: str, line: tuple[int, int], below: Sequence[str], kinds: Sequence[str]) -> list[Heading]:
    """A line of units below the two levels, each of which reaches over several columns or stands above one."""
    size = len(kinds)
    for parts in _readings(text[slice(*line)]):
        if len(parts) <= size and all(p.kind in ("unit", "change", "share") for p in parts):
            return list(table_heads.placed(_moved(parts, line[0]), size, below, kinds))
    return []


def _best(text: str, upper: tuple[int, int], lower: tuple[int, int], kinds: Sequence[str]) -> _Levels | None:
    size = len(kinds)
    best: tuple[float, _Levels] | None = None
    for above in _readings(text[slice(*upper)]):
        for below in _readings(text[slice(*lower)]):
            if any(p.kind == "word" for p in below):
                continue
            for found in _ways(_moved(above, upper[0]), _moved(below, lower[0]), size):
                fit = _fit(text, found, kinds)
                if best is None or fit > best[0]:
                    best = fit, found
    return best[1] if best is not None and best[0] >= 0 else None


def _ways(upper: Sequence[Part], lower: Sequence[Part], size: int) -> Iterator[_Levels]:
    divided = len(upper) + len(lower) - size
    if not 0 < divided < len(upper) or len(lower) % divided:
        return
    for under in islice(combinations(range(len(upper)), divided), _WAYS):
        yield _Levels(upper, lower, frozenset(under), len(lower) // divided)


def _fit(text: str, levels: _Levels, kinds: Sequence[str]) -> float:
    """How well the headings fit the numbers: rates under changes and shares, levels under units and flows."""
    out = 0.0
    for (above, below), kind in zip(levels.columns(), kinds, strict=True):
        told = {above.kind, below.kind if below is not None else ""}
        if told & {"change", "share"}:
            out += {"rate": 2, "level": -4}.get(kind, 0)
        elif kind == "rate" and told & {"unit", "flow"}:
            out -= 2
        out -= 3 * (below is not None and _words(text, above) == _words(text, below))
    groups = [tuple(_words(text, p) for p in levels.lower[k : k + levels.width]) for k in _steps(levels)]
    return out + 0.5 * (len(groups) - len(set(groups)))


def _steps(levels: _Levels) -> range:
    return range(0, len(levels.lower), levels.width)


def _words(text: str, part: Part) -> str:
    return text[part.start : part.end].casefold()


def _readings(line: str) -> list[Sequence[Part]]:
    out: list[Sequence[Part]] = []
    for parts in table_heads.readings(line):
        told = parts[1:] if names_labels(line[parts[0].start : parts[0].end]) else parts
        if len(told) > 1 and sum(p.kind != "word" for p in told) * 2 >= len(told):
            out.append(told)
    return out


def _moved(parts: Sequence[Part], by: int) -> list[Part]:
    return [Part(p.start + by, p.end + by, p.kind) for p in parts]
