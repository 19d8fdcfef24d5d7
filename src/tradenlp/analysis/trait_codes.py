"""Codes of candidates for slots: the columns that ``traits`` joins into conjunctions."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from itertools import chain
from zlib import crc32

import numpy as np
import numpy.typing as npt

from ..reading import calendars
from ..reading.quantities import kind_of
from .candidates import CHOICES, RULE, Board, Candidate, key_of
from .model import Link, Mention
from .template import FIGURES

_OF_LINK = (
    "letter", "measure", "joins", "flow", "sure", "kind", "before", "behind", "names", "basis", "modality", "early",
    "unit", "others",
)  # fmt: skip
_OF_SLOT = ("inherited", "many", "empty", "crowd")
_OF_NAME = ("none", "told", "sort", "usual", "general", "own", "text", "word", "span", "main", "age")
_OF_PLACE = ("where", "steps", "figures", "rivals", "marks", "path", "left", "right", "sign")
_OF_CHOICE = ("rule", "sources", "used", "beside")
SLOT_CODES = _OF_LINK + _OF_SLOT + _OF_NAME + _OF_PLACE + _OF_CHOICE
"""Names of the codes of a candidate for a slot."""

_MARKS = re.compile(r"[,;:(]| and | while | but | of which | from | to |respectively")
_MARK_BITS = {
    found: 1 << n
    for n, found in enumerate(
        (",", ";", ":", "(", " and ", " while ", " but ", " of which ", " from ", " to ", "respectively")
    )
}
_STEPS = (0, 1, 2, 3, 4, 6, 9, 14, 22)
_WORD = re.compile(r"[a-z]+")


@lru_cache(1 << 14)
def code(word: str) -> int:
    """Return a number for a word, the same on every machine."""
    return crc32(word.encode("utf-8", "replace"))


def packed(rows: Sequence[Sequence[int]], width: int) -> npt.NDArray[np.uint64]:
    """Return rows of numbers as an array; numpy alone looks into each row twice.

    Args:
        rows: any number of rows.
        width: of each.
    """
    flat = np.fromiter(chain.from_iterable(rows), dtype=np.uint64, count=width * len(rows))
    return flat.reshape(len(rows), width)


class SlotCodes:
    """Codes of the candidates for the slots of a document's heads, as they come.

    Args:
        board: the document.
        published: date of publication, None where unknown.
    """

    def __init__(self, board: Board, published: date | None) -> None:
        self.board, self.published = board, published
        self._general = {slot: [key_of(slot, m) for m in board.general[slot]] for slot in CHOICES}
        self._main = next((key for key in self._general["period"] if key is not None), None)
        self._crowds = {slot: step(len(board.told[slot])) for slot in CHOICES}
        self._shared: list[list[int]] = []
        self._counts: list[int] = []
        self._choices: list[tuple[int, ...]] = []
        self._link: Link | None = None
        self._of_link: list[int] = []
        # what many candidates have in common: a name's own codes, where a mention stands from a head's sentence
        self._names = _Shared(len(_OF_NAME))
        self._told: dict[object, int] = {}
        self._places = _Shared(len(_OF_PLACE))
        self._nowhere = self._places.add(_NOWHERE)
        self._of_mention: dict[str, dict[int, int]] = {slot: {} for slot in CHOICES}
        self._from_head: dict[tuple[int, int], dict[tuple[int, int], int]] = {}
        self._sides: dict[tuple[int, int], tuple[int, int, int]] = {}

    def add(self, link: Link, slot: str, found: Sequence[Candidate]) -> None:
        """Add the candidates for a slot.

        Args:
            link: the link that they are candidates for, a head of the board.
            slot: the slot that they could fill.
            found: the candidates.
        """
        if link is not self._link:
            self._link, self._of_link = link, _link_codes(self.board, link)
        ruled = self.board.ruled[id(link)]
        of_slot = [
            int(slot in link.inherited),
            min(len(found), 8),
            int(ruled[slot].key is None),
            self._crowds[slot],
        ]
        self._shared.append(self._of_link + of_slot)
        self._counts.append(len(found))
        n, k = self.board.where(link)
        before, after = self.board.beside(link, slot)
        taken = {} if slot in _UNSHARED else {ruled[s].key: i for i, s in _BACKWARDS if s != slot}
        names, from_head = self._of_mention[slot], self._from_head.get((n, k))
        if from_head is None:
            from_head = self._from_head[n, k] = {}
        for candidate in found:
            key, mentions, places = candidate.key, candidate.mentions, candidate.places
            told = id(mentions[0]) if mentions else 0
            name = names.get(told)
            if name is None:
                name = names[told] = self._name(slot, candidate)
            if places:
                best = places[0] if len(places) == 1 else _nearest(n, k, places)
                place = from_head.get(best)
                if place is None:
                    place = from_head[best] = self._place(n, k, best)
            else:
                place = self._nowhere
            used = taken.get(key, 0) if mentions else 0
            self._choices.append((name, place, candidate.sources, used, (before == key) + 2 * (after == key)))

    def array(self) -> npt.NDArray[np.uint64]:
        """Return a row for each candidate so far, its columns named by ``SLOT_CODES``."""
        shared, choices = packed(self._shared, len(_OF_LINK) + len(_OF_SLOT)), packed(self._choices, 5)
        names, places = choices[:, :2].T.astype(np.int64)
        parts = [
            np.repeat(shared, self._counts, axis=0),
            self._names.array()[names],
            self._places.array()[places],
            choices[:, 2:3] & np.uint64(RULE),
            choices[:, 2:],
        ]
        return np.concatenate(parts, axis=1)

    def _name(self, slot: str, candidate: Candidate) -> int:
        """The number of the codes of a candidate that hold for it wherever it could stand: ``none`` to ``age``."""
        key, m = candidate.key, candidate.mentions[0] if candidate.mentions else None
        known = slot, key, None if m is None else (m.text, m.code, m.label, m.kind, m.pos, id(m.period))
        number = self._told.get(known)
        if number is not None:
            return number
        board, general = self.board, self._general[slot]
        usual = board.usual[slot][key] / len(board.heads)
        text = m.text.casefold() if m is not None else ""
        codes = [
            int(key is None),
            step(board.told[slot][key]) if key is not None else 0,
            code(_sort(slot, m)),
            int(5 * usual + 0.01) if usual else 7,
            min(general.index(key) + 1 if key is not None and key in general else 0, 4),
            _own(board, slot, m),
            code(text),
            code(last_words(text)),
            *(_time(key, self._main, self.published) if slot == "period" else (0, 0, 0)),
        ]
        number = self._told[known] = self._names.add(codes)
        return number

    def _place(self, n: int, k: int, best: tuple[int, int]) -> int:
        """The number of the codes of where a candidate's nearest mention stands from a head: ``where`` to ``sign``."""
        sides = self._sides.get(best)
        if sides is None:
            template, j = self.board.templates[best[0]], best[1]
            sides = self._sides[best] = (*_sides(template.left(j, 18), template.right(j, 18)), ord(template.letter(j)))
        return self._places.add(_place_codes(self.board, n, k, best, sides))


def _nearest(n: int, k: int, places: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """The place nearest to mention ``k`` of sentence ``n``; of two as near in a sentence, the one before it."""
    return min(places, key=lambda place: (n - place[0], abs(place[1] - k), place[1] > k))


class _Shared:
    """Rows of codes that many candidates share, by number."""

    def __init__(self, width: int) -> None:
        self._width = width
        self._rows: list[list[int]] = []

    def add(self, codes: list[int]) -> int:
        self._rows.append(codes)
        return len(self._rows) - 1

    def array(self) -> npt.NDArray[np.uint64]:
        return packed(self._rows, self._width)


_UNSHARED = frozenset({"period", "indicator"})
"""Slots whose names no other slot takes."""
_BACKWARDS = tuple(reversed(tuple(enumerate(CHOICES, 1))))
_NOWHERE = [0] * len(_OF_PLACE)


def _link_codes(board: Board, link: Link) -> list[int]:
    """The codes of a head that are the same for all its slots: ``letter`` to ``others``."""
    n, k = board.where(link)
    template = board.templates[n] if 0 <= n < len(board.templates) else None
    ruled = board.ruled[id(link)]
    letter, before, behind, kind, names = "-", "", "", "table", ""
    if template is not None and k >= 0:
        letter, kind = template.letter(k), template.sentence.kind
        before, behind = last_words(template.left(k, 16)), first_words(template.right(k, 16))
        names = board.counted_names[n]
    unit = unit_of(link.figure)
    return [
        code(letter + unit[:4]),
        code(link.measure),
        code("".join(sorted(j.measure[0] + j.measure[-1] for j in board.joined.get(id(link.figure), ())))),
        code(ruled["indicator"].key or ""),
        int(link.score * 10),
        code(kind),
        code(before),
        code(behind),
        code(names),
        code(link.basis + str("earlier" in link.slots)),
        code(link.modality),
        min(n, 2) if n >= 0 else 3,
        code(unit),
        code("".join(str(int(ruled[s].key is not None)) for s in CHOICES)),
    ]


def unit_of(figure: Mention) -> str:
    """Return a figure's label, for a quantity the sort of its unit and the unit."""
    held = figure.figure
    if held is None or figure.label != "QUANTITY":
        return figure.label
    sort = kind_of(held.unit) or ("rate" if held.per else "count")
    return f"{sort} {held.unit or ''}"


def _place_codes(board: Board, n: int, k: int, best: tuple[int, int], sides: tuple[int, int, int]) -> list[int]:
    left, right, sign = sides
    template, j = board.templates[best[0]], best[1]
    if best[0] != n:
        back = n - best[0]
        where = 2 + back if back <= 3 else 6 if best[0] == board.section[n] else 7 if best[0] <= 1 else 8
        return [where, min(j, 6), 0, 0, 0, 0, left, right, sign]
    first, last = (j, k) if j < k else (k, j)
    rivals = figures = 0
    if last - first > 1:
        label = template.mentions[j].label
        rivals = [m.label for m in template.mentions[first + 1 : last]].count(label)
        figures = sum([template.text[a] in FIGURES for a in template.at[first + 1 : last]])
    marks, path = _path(template.text[template.at[first] + 1 : template.at[last]], j < k)
    where = 1 if j < k else 2
    return [where, min(last - first, 6), min(figures, 3), min(rivals, 3), marks, path, left, right, sign]


@lru_cache(1 << 14)
def _path(between: str, ahead: bool) -> tuple[int, int]:
    """The marks between two mentions, as bits, and the code of the words between them."""
    marks = 0
    for found in _MARKS.findall(between):
        marks |= _MARK_BITS[found]
    path = between if len(between) <= 26 else _shape(between)
    return marks, code(path + "<>"[ahead])


@lru_cache(1 << 14)
def _sides(left: str, right: str) -> tuple[int, int]:
    return code(last_words(left)), code(first_words(right))


def _shape(between: str) -> str:
    return _WORD.sub("w", between)[-18:]


def last_words(text: str, most: int = 1) -> str:
    """Return the last words of a text, ``^`` where it has none."""
    return " ".join(text.split()[-most:]) or "^"


def first_words(text: str, most: int = 1) -> str:
    """Return the first words of a text, ``$`` where it has none."""
    return " ".join(text.split()[:most]) or "$"


def step(count: int, steps: Sequence[int] = _STEPS) -> int:
    """Return the bucket of a count: the first whose bound it does not pass."""
    return bisect_left(steps, count)


def _sort(slot: str, m: Mention | None) -> str:
    if m is None:
        return "-"
    if slot == "period":
        return m.period.kind if m.period is not None else "?"
    return f"{m.label[:3]}{m.kind or m.pos}"


def _own(board: Board, slot: str, m: Mention | None) -> int:
    """Whether a place is the reporter, lies in its economy, or is foreign."""
    ours = board.setting.reporter
    if m is None or slot not in ("partner", "reporter"):
        return 0
    if ours is None:
        return 1
    if key_of(slot, m) == key_of(slot, ours):
        return 2
    return 3 if m.code and ours.code and m.code[:2] == ours.code[:2] else 4


def _time(edtf: str | None, main: str | None, published: date | None) -> tuple[int, int, int]:
    """The length of a span, how it lies to the main period, and how long before publication it ended."""
    if edtf is None:
        return 1, 1, 1
    return code(span_of(edtf)), code(relation(edtf, main)), age_of(edtf, published)


def age_of(edtf: str, published: date | None) -> int:
    """Return the bucket of how many months before publication a span ended; 2 where that is unknown."""
    end = calendars.last_day(edtf)
    if end is None or published is None:
        return 2
    months = 12 * (published.year - end.year) + published.month - end.month
    return 20 + max(-3, min(months, 14)) if months < 15 else 40 + min(months // 12, 5)


@lru_cache(4096)
def span_of(edtf: str) -> str:
    """Return the sort of a span: its length in months, whether from January, or its form."""
    if ".." in edtf:
        return "open"
    if "X" in edtf:
        return "untold"
    if "/" not in edtf:
        return str(len(edtf))
    months = calendars.length(edtf)
    return f"{'ytd' if edtf[5:7] == '01' else ''}{min(months, 13)}"


@lru_cache(4096)
def relation(edtf: str, main: str | None) -> str:
    """Return how a span lies to another."""
    if main is None:
        return "?"
    if edtf == main:
        return "same"
    if edtf == calendars.previous_year(main):
        return "year before"
    ours, theirs = _days(edtf), _days(main)
    if ours is None or theirs is None:
        return "unknown"
    if ours[0] >= theirs[0] and ours[1] <= theirs[1]:
        return "within"
    if ours[0] <= theirs[0] and ours[1] >= theirs[1]:
        return "around"
    side = "earlier" if ours[1] < theirs[0] else "later" if ours[0] > theirs[1] else "across"
    return side + ("same year" if ours[0].year == theirs[0].year else "")


def _days(edtf: str) -> tuple[date, date] | None:
    first, last = calendars.first_day(edtf), calendars.last_day(edtf)
    return (first, last) if first is not None and last is not None else None


__all__ = [
    "SLOT_CODES",
    "SlotCodes",
    "age_of",
    "code",
    "first_words",
    "last_words",
    "packed",
    "relation",
    "span_of",
    "step",
    "unit_of",
]
