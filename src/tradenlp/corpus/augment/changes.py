"""What a swap does to a release: edits of its text, new values in its facts, new front matter; and their application.

Edits lie within a mark or between marks; the offsets and texts of marks follow.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

from ..format import GoldFact, Mark, Release, Slot


@dataclass(frozen=True, slots=True)
class Edit:
    """A stretch of the text (half-open offsets) and what stands there instead."""

    start: int
    end: int
    new: str


def same(slot: Slot) -> Slot:
    """Return a slot as it is."""
    return slot


@dataclass(frozen=True, slots=True)
class Change:
    """One swap, worked out for one release.

    Attributes:
        edits: of the text, in any order.
        slot: gives each slot of the facts its new values.
        head: front matter that changes.
    """

    edits: tuple[Edit, ...] = ()
    slot: Callable[[Slot], Slot] = same
    head: Mapping[str, str] = field(default_factory=dict)


def apply(release: Release, change: Change) -> Release:
    """Carry a change out.

    Args:
        release: any.
        change: worked out for it; edits that overlap an earlier one or cross the edge of a mark are left out.
    Returns:
        Release: with new text, marks, facts and head; ``source`` is empty.
    """
    edits = _fitting(release, change.edits)
    pieces: list[str] = []
    moves: list[tuple[int, int, int]] = []
    at = shift = 0
    for edit in edits:
        pieces += [release.text[at : edit.start], edit.new]
        shift += len(edit.new) - (edit.end - edit.start)
        moves.append((edit.start, edit.end, shift))
        at = edit.end
    text = "".join([*pieces, release.text[at:]])
    starts = _moved([mark.start for mark in release.marks], moves)
    ends = _moved([mark.end for mark in release.marks], moves)
    marks = [
        Mark(mark.label, start, end, text[start:end], mark.id)
        for mark, start, end in zip(release.marks, starts, ends, strict=True)
    ]
    facts = tuple(_changed(fact, change.slot) for fact in release.facts)
    return replace(release, head={**release.head, **change.head}, text=text, marks=tuple(marks), facts=facts, source="")


def _moved(offsets: Iterable[int], moves: Iterable[tuple[int, int, int]]) -> list[int]:
    """Offsets after the edits that end at or before them; offsets and moves are in order."""
    left = iter([*moves, (0, sys.maxsize, 0)])
    move, shift = next(left), 0
    found = []
    for offset in offsets:
        while move[1] <= offset:
            shift = move[2]
            move = next(left)
        found.append(offset + shift)
    return found


def _changed(fact: GoldFact, slot: Callable[[Slot], Slot]) -> GoldFact:
    return replace(fact, slots=tuple(map(slot, fact.slots)), given=tuple(map(slot, fact.given)))


def _fitting(release: Release, edits: Iterable[Edit]) -> list[Edit]:
    edges = sorted({edge for mark in release.marks for edge in (mark.start, mark.end)})
    found: list[Edit] = []
    after = 0
    at = 0
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        while at < len(edges) and edges[at] <= edit.start:
            at += 1
        crosses = at < len(edges) and edges[at] < edit.end
        fresh = release.text[edit.start : edit.end] != edit.new
        if fresh and not crosses and after <= edit.start < edit.end:
            found.append(edit)
            after = edit.end
    return found


def whole(words: Iterable[str]) -> re.Pattern[str] | None:
    """Make a pattern that finds words and phrases standing free, the longest first; None for no words."""
    return _whole(tuple(sorted(set(words), key=lambda word: (-len(word), word))))


def stands(word: str, text: str) -> bool:
    """Tell whether a word or phrase stands free somewhere in a text."""
    pattern = whole([word])
    return pattern is not None and pattern.search(text) is not None


@lru_cache(maxsize=512)
def _whole(words: tuple[str, ...]) -> re.Pattern[str] | None:
    if not words:
        return None
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, words))})(?![\w-])")


def in_values(slot: Slot, new: Mapping[str, str]) -> Slot:
    """Replace words in the values of a slot, in any letter case; values that become the same stand once."""
    small = {key.casefold(): value for key, value in new.items()}
    pattern = whole(small)
    if pattern is None:
        return slot
    free = re.compile(pattern.pattern, re.IGNORECASE)
    values = [free.sub(lambda match: small.get(match[0].casefold(), match[0]), value) for value in slot.values]
    return replace(slot, values=tuple(dict.fromkeys(values)))
