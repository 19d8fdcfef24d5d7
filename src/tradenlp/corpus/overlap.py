"""Runs of words that stand in releases of different splits: what a model could know by heart."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .format import Release

_WORD = re.compile(r"[^\W_]+(?:['’.,-][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Overlap:
    """A run of words that two releases share.

    Attributes:
        words: as normalised, in full length.
        release: the one it was found in.
        line: of that release's text, counted from 0.
        other: id of the first release that holds its beginning too.
    """

    words: str
    release: Release
    line: int
    other: str


def normalised(text: str) -> list[str]:
    """Split a text into words in one form: no case, no accents, no punctuation.

    Args:
        text: any.
    Returns:
        list[str]: words and numbers in order.
    """
    plain = unicodedata.normalize("NFKD", text)
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign)).replace("’", "'").casefold()
    return _WORD.findall(plain)


def overlaps(releases: Iterable[Release], others: Iterable[Release], size: int = 8) -> list[Overlap]:
    """Find the runs of words that stand in one set of releases and in another.

    Args:
        releases: such as the test split.
        others: what they are held against; a release found in both is not held against itself.
        size: how many words a run has at least.
    Returns:
        list[Overlap]: each run in full length, as it stands.
    """
    where: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for other in others:
        for gram in _grams(normalised(other.text), size):
            where[gram].append(other.id)
    return [overlap for release in releases for overlap in _runs(release, where, size)]


def _runs(release: Release, where: dict[tuple[str, ...], list[str]], size: int) -> Iterator[Overlap]:
    placed = [(word, line) for line, text in enumerate(release.text.split("\n")) for word in normalised(text)]
    words = [word for word, _ in placed]
    start, end, other = 0, 0, ""
    for at, gram in enumerate([*_grams(words, size), None]):
        found = next((id for id in where.get(gram, ()) if id != release.id), "") if gram else ""
        if found and other:
            end = at + size
        elif found:
            start, end, other = at, at + size, found
        elif other:
            yield Overlap(" ".join(words[start:end]), release, placed[start][1], other)
            other = ""


def _grams(words: list[str], size: int) -> Iterable[tuple[str, ...]]:
    return zip(*(words[k:] for k in range(size)), strict=False)
