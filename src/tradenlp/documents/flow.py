"""From printed lines to paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

SOFT_HYPHEN = "\u00ad"

_BULLET = re.compile(r"(?:[-\u2013\u2014*\u2022\u25aa\u25cf\u25e6\u2023\u00b7\uf0b7]|\(?(?:\d{1,2}|[a-zA-Z])[.)])\s")
_WORD_END = re.compile(r"[^\W_][^\s|]*$")
_FIRST_WORD = re.compile(r"\S+")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_SAME_SIZE = 0.12
_MAX_LEADING = 1.7
"""Distance between the base lines of a paragraph, in heights of a line, at most."""
_WINDOW = 6
_MIN_PARAGRAPH_LINE = 25
# First parts that English joins with a hyphen rather than into one word, and parts of measures and comparisons.
_HYPHENATED = frozenset(
    "year month quarter week day first second third mid half well high low long short large small medium cross non self"
    " multi import export trade duty tax value labour labor capital energy semi pre post ex vice so one two three four"
    " five six seven eight nine ten euro sino anglo ready hand on off in up down".split()
)


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line.

    Attributes:
        text: its words; cells are parted by `` | ``, a hyphen that the typesetter may have put at the end is U+00AD.
        left, right: its horizontal extent in points.
        bottom: its height above the page's foot in points.
        size: its height in points.
    """

    text: str
    left: float
    right: float
    bottom: float
    size: float


def paragraphs(lines: Iterable[Line]) -> Iterator[str]:
    """Join the lines of each paragraph and part all other lines.

    Args:
        lines: in reading order, of one or more pages.
    Yields:
        str: a paragraph, heading, list item or table row.
    """
    items = list(lines)
    words = _vocabulary(items)
    current = ""
    for index, line in enumerate(items):
        if current and _continues(items, index):
            current = _join(current, line.text, words)
            continue
        if current:
            yield _settle(current)
        current = line.text
    if current:
        yield _settle(current)


def _settle(text: str) -> str:
    return text.replace(SOFT_HYPHEN, "-")


def _continues(items: list[Line], index: int) -> bool:
    """Whether a line goes on with the paragraph of the line before it."""
    before, line = items[index - 1], items[index]
    if _BULLET.match(line.text) or " | " in before.text or " | " in line.text or not _same_size(before, line):
        return False
    runs_on = line.text[:1].islower() and not before.text.endswith((".", ":", ";", "!", "?"))
    if before.text.endswith(SOFT_HYPHEN) or (
        runs_on and before.bottom < line.bottom
    ):  # the latter: a new column or page
        return True
    return _adjoin(before, line) and (runs_on or not _had_room(items, index))


def _same_size(before: Line, line: Line) -> bool:
    return abs(before.size - line.size) <= _SAME_SIZE * before.size


def _adjoin(before: Line, line: Line) -> bool:
    """Whether two lines stand right below each other in one block of prose."""
    near = 0 <= before.bottom - line.bottom <= _MAX_LEADING * before.size
    return near and _same_size(before, line) and " | " not in before.text and " | " not in line.text


def _had_room(items: list[Line], index: int) -> bool:
    """Whether the first word of a line would have fitted on the line before: then the break was meant."""
    before, line = items[index - 1], items[index]
    if len(before.text) < _MIN_PARAGRAPH_LINE:
        return True
    first = _FIRST_WORD.match(line.text)
    per_char = (line.right - line.left) / max(len(line.text), 1)
    needed = (len(first[0]) + 1 if first else 1) * per_char
    return _margin(items, index) - before.right > 1.15 * needed


def _margin(items: list[Line], index: int) -> float:
    """Return how far to the right the block around a line reaches."""
    first = last = index
    while first > max(0, index - _WINDOW) and _adjoin(items[first - 1], items[first]):
        first -= 1
    while last + 1 < min(len(items), index + _WINDOW) and _adjoin(items[last], items[last + 1]):
        last += 1
    return max(line.right for line in items[first : last + 1])


def _join(before: str, line: str, words: frozenset[str]) -> str:
    if not before.endswith((SOFT_HYPHEN, "-")) or before.endswith((" -", "--")):
        return f"{before} {line}"
    stem = before[:-1]
    left, right = _WORD_END.search(stem), _FIRST_WORD.match(line)
    if left is None or right is None:
        return f"{before.replace(SOFT_HYPHEN, '-')} {line}"
    return stem + ("-" if _keeps_hyphen(left[0], right[0], words) else "") + line


def _keeps_hyphen(left: str, right: str, words: frozenset[str]) -> bool:
    """Whether a word broken behind a hyphen is written with it: as elsewhere in the text, else by the parts."""
    tail = right.strip(".,;:!?)('\"\u201d\u2019").casefold()
    start = left.strip("('\"\u201c\u2018").casefold()
    if start + tail in words:
        return False
    if f"{start}-{tail}" in words:
        return True
    return "-" in left or "-" in tail or start in _HYPHENATED or not left[-1:].isalpha() or not right[:1].islower()


def _vocabulary(items: list[Line]) -> frozenset[str]:
    return frozenset(word.casefold() for line in items for word in _WORD.findall(line.text))
