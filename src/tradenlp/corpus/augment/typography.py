"""Typography varied: quotes, dashes, spaces, thousands separators, line ends, headlines. No value changes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random

from ...labels import FIGURE_LABELS
from ..format import Release
from .changes import Change, Edit

_QUOTED = re.compile(r'"([^"\n]{1,200})"|\u201c([^\u201d\n]{1,200})\u201d')
_APOSTROPHE = re.compile(r"(?<=\w)['\u2019](?=\w)")
_DASH = re.compile(r"(?<= )(?:--?|\u2013|\u2014)(?= )")
_BEFORE_UNIT = re.compile(r"(?<=\d) (?=[^\W\d_]|%)")
_SENTENCE = re.compile(r"(?<=[a-z][.;]) (?=[A-Z])")
_THOUSANDS = re.compile(r"(?<![\d.,])\d{1,3}(?:,\d{3})+(?!,?\d)")
_WORD = re.compile(r"(?<![\w-])[a-z]{4,}(?=[a-z]{4,}(?![\w-]))")
_TABLE = re.compile(r"\||\t| {2,}\S* {2,}")
_QUOTES = ('"{}"', "\u201c{}\u201d", "\u00ab{}\u00bb", "''{}''")


def vary_typography(release: Release, random: Random) -> Change:
    """Vary how a text is set.

    Each kind is tossed for: one style of quotes, apostrophes and dashes for the whole text; fixed spaces before units;
    double spaces between sentences; other thousands separators outside tables; words cut at line ends; a headline in
    capitals, figures left alone.

    Args:
        release: any.
        random: the source of chance.
    Returns:
        Change: of the text alone.
    """
    kinds = (_quotes, _apostrophes, _dashes, _fixed_spaces, _double_spaces, _thousands, _hyphens, _headline)
    edits: list[Edit] = []
    for kind in kinds:
        if random.random() < 0.4:
            edits += kind(release, random)
    return Change(tuple(edits))


def _outside(release: Release, start: int, end: int) -> bool:
    return not any(mark.start < end and start < mark.end for mark in release.marks)


def _quotes(release: Release, random: Random) -> Iterator[Edit]:
    opening, closing = random.choice(_QUOTES).split("{}")
    for match in _QUOTED.finditer(release.text):
        yield Edit(match.start(), match.start() + 1, opening)
        yield Edit(match.end() - 1, match.end(), closing)


def _apostrophes(release: Release, random: Random) -> Iterator[Edit]:
    sign = random.choice("'\u2019")
    return (Edit(match.start(), match.end(), sign) for match in _APOSTROPHE.finditer(release.text))


def _dashes(release: Release, random: Random) -> Iterator[Edit]:
    dash = random.choice(("-", "--", "\u2013", "\u2014"))
    for match in _DASH.finditer(release.text):
        if _outside(release, match.start(), match.end()) and not release.text[match.end() + 1 :][:1].isdigit():
            yield Edit(match.start(), match.end(), dash)


def _fixed_spaces(release: Release, random: Random) -> Iterator[Edit]:
    for match in _BEFORE_UNIT.finditer(release.text):
        inside = any(m.start < match.start() < m.end and m.label in FIGURE_LABELS for m in release.marks)
        if inside and random.random() < 0.7:
            yield Edit(match.start(), match.end(), "\u00a0")


def _double_spaces(release: Release, random: Random) -> Iterator[Edit]:
    for match in _SENTENCE.finditer(release.text):
        if _outside(release, match.start(), match.end()):
            yield Edit(match.start(), match.end(), "  ")


def _thousands(release: Release, random: Random) -> Iterator[Edit]:
    separator = random.choice(("\u00a0", "\u202f", ""))
    figures = [mark for mark in release.marks if mark.label in ("MONEY", "QUANTITY")]
    for mark in figures:
        left, right = release.text.rfind("\n", 0, mark.start) + 1, release.text.find("\n", mark.end)
        if not _TABLE.search(release.text[left : right if right >= 0 else len(release.text)]):
            for match in _THOUSANDS.finditer(mark.text):
                new = match[0].replace(",", separator)
                yield Edit(mark.start + match.start(), mark.start + match.end(), new)


def _hyphens(release: Release, random: Random) -> Iterator[Edit]:
    for match in _WORD.finditer(release.text):
        end = match.end()
        if random.random() < 0.01 and _outside(release, match.start(), end + 4):
            yield Edit(end - 1, end, release.text[end - 1] + "-\n")


def _headline(release: Release, random: Random) -> Iterator[Edit]:
    """The first line in capitals; figures and the space between marks keep their edges."""
    end = release.text.find("\n")
    if not 0 < end < 160:
        return
    edges = [0, *(edge for m in release.marks if m.end <= end for edge in (m.start, m.end)), end]
    figures = {m.start for m in release.marks if m.label in FIGURE_LABELS or m.label == "PERIOD"}
    for low, high in zip(edges, edges[1:], strict=False):
        if low not in figures:
            yield Edit(low, high, release.text[low:high].upper())
