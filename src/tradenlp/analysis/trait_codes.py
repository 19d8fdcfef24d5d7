"""Codes of candidates for slots, and of what figures may be: the columns that ``traits`` joins into conjunctions."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple
from zlib import crc32

from ..reading import calendars
from ..reading.quantities import kind_of
from .candidates import CHOICES, RULE, Board, Candidate, key_of
from .model import Link, Mention
from .proposals import moves
from .template import FIGURES, Template

_HEAD = (
    "letter", "measure", "joins", "flow", "sure", "inherited", "kind", "many", "empty", "before", "behind", "names",
    "basis", "modality", "early", "unit", "crowd", "others",
)  # fmt: skip
_CANDIDATE = (
    "rule", "none", "where", "steps", "figures", "rivals", "marks", "path", "left", "right", "sign", "told", "sources",
    "sort", "used", "beside", "usual", "general", "own", "text", "word", "span", "main", "age",
)  # fmt: skip
SLOT_CODES = _HEAD + _CANDIDATE
"""Names of the codes of a candidate for a slot."""
FIGURE_CODES = (
    "letter", "kind", "unit", "flow", "commodity", "sure", "ruled", "before", "before2", "behind", "behind2", "gap",
    "behindgap", "trend", "between", "names", "previous", "following", "place", "size", "flags", "base", "period",
    "modality", "near", "far", "indicator", "opening", "share", "rate", "joins", "table", "answer", "rule",
)  # fmt: skip
"""Names of the codes of what a figure may be."""

_MARKS = re.compile(r"[,;:(]| and | while | but | of which | from | to |respectively")
_MARK_BITS = {
    found: 1 << n
    for n, found in enumerate(
        (",", ";", ":", "(", " and ", " while ", " but ", " of which ", " from ", " to ", "respectively")
    )
}
_STEPS = (0, 1, 2, 3, 4, 6, 9, 14, 22)
_WORD = re.compile(r"[a-z]+")
_BASE_WORDS = re.compile(
    r"\b(?:year[- ]on[- ]year|y-?o-?y|y/y|annual\w*|month[- ]on[- ]month|m-?o-?m|m/m|quarter|previous|earlier|"
    r"same|ago|last|compared|against|than|from|over)\b|Y"
)
_SHARE_WORDS = re.compile(r"\b(?:share|accounted|accounting|accounts|of (?:the |all |total )?|total|made up|portion)\b")


@lru_cache(1 << 14)
def code(word: str) -> int:
    """Return a number for a word, the same on every machine."""
    return crc32(word.encode("utf-8", "replace"))


# -- candidates for slots ----------------------------------------------------------------------------------------------


def head_codes(board: Board, link: Link) -> dict[str, int]:
    """Return the codes of a head that are the same for all its slots, by name."""
    n, k = board.where(link)
    template = board.templates[n] if 0 <= n < len(board.templates) else None
    ruled = board.ruled[id(link)]
    letter, before, behind, kind, names = "-", "", "", "table", ""
    if template is not None and k >= 0:
        letter, kind = template.letter(k), template.sentence.kind
        before, behind = last_words(template.left(k, 16)), first_words(template.right(k, 16))
        names = _names(board, n)
    unit = _unit(link.figure)
    return {
        "letter": code(letter + unit[:4]),
        "measure": code(link.measure),
        "joins": code("".join(sorted(j.measure[0] + j.measure[-1] for j in board.joined.get(id(link.figure), ())))),
        "flow": code(ruled["indicator"].key or ""),
        "sure": int(link.score * 10),
        "kind": code(kind),
        "before": code(before),
        "behind": code(behind),
        "names": code(names),
        "basis": code(link.basis + str("earlier" in link.slots)),
        "modality": code(link.modality),
        "early": min(n, 2) if n >= 0 else 3,
        "unit": code(unit),
        "others": code("".join(str(int(ruled[s].key is not None)) for s in CHOICES)),
    }


def slot_codes(
    board: Board, link: Link, slot: str, found: list[Candidate], published: date | None, head: dict[str, int]
) -> list[list[int]]:
    """Return the codes of candidates for a slot.

    Args:
        board: the document.
        link: the link that they are candidates for, a head of the board.
        slot: the slot that they could fill.
        found: the candidates.
        published: date of publication, None where unknown.
        head: from ``head_codes``.
    Returns:
        list: a row for each candidate, its columns named by ``SLOT_CODES``.
    """
    of_slot = {
        "inherited": int(slot in link.inherited),
        "many": min(len(found), 8),
        "empty": int(board.ruled[id(link)][slot].key is None),
        "crowd": step(len(board.told[slot])),
    }
    told = {**head, **of_slot}
    shared = [told[name] for name in _HEAD]
    general = [key_of(slot, m) for m in board.general[slot]]
    main = next((key for key in general if key is not None), None) if slot == "period" else None
    around = _Around(board.beside(link, slot), general, main, published)
    return [shared + _of_candidate(board, link, slot, c, around) for c in found]


class _Around(NamedTuple):
    """What is the same for all candidates for a slot of a link."""

    beside: tuple[str | None, str | None]
    general: list[str | None]
    main: str | None
    published: date | None


def _names(board: Board, n: int) -> str:
    """How many names of each slot a sentence holds."""
    return "".join(str(min(len(board.places.get((s, n), ())), 2)) for s in CHOICES)


def _unit(figure: Mention) -> str:
    held = figure.figure
    if held is None or figure.label != "QUANTITY":
        return figure.label
    sort = kind_of(held.unit) or ("rate" if held.per else "count")
    return f"{sort} {held.unit or ''}"


def _of_candidate(board: Board, link: Link, slot: str, candidate: Candidate, around: _Around) -> list[int]:
    key = candidate.key
    m = candidate.mentions[0] if candidate.mentions else None
    usual = board.usual[slot][key] / len(board.heads)
    before, after = around.beside
    general = around.general.index(key) + 1 if key is not None and key in around.general else 0
    span, main, age = _time(key, around.main, around.published) if slot == "period" else (0, 0, 0)
    text = m.text.casefold() if m is not None else ""
    return [
        int(candidate.sources & RULE > 0),
        int(key is None),
        *_nearest(board, link, candidate),
        step(board.told[slot][key]) if key is not None else 0,
        candidate.sources,
        code(_sort(slot, m)),
        _used(slot, m, board.ruled[id(link)]),
        (before == key) + 2 * (after == key),
        int(5 * usual + 0.01) if usual else 7,
        min(general, 4),
        _own(board, slot, m),
        code(text),
        code(last_words(text)),
        span,
        main,
        age,
    ]


def _nearest(board: Board, link: Link, candidate: Candidate) -> list[int]:
    """Where the nearest mention of a candidate stands: ``where`` to ``sign``."""
    n, k = board.where(link)
    best = min(candidate.places, key=lambda p: (n - p[0], abs(p[1] - k), p[1] > k), default=None)
    if best is None:
        return [0, 0, 0, 0, 0, 0, 0, 0, 0]
    template, j = board.templates[best[0]], best[1]
    left, right = _sides(template.left(j, 18), template.right(j, 18))
    sign = ord(template.letter(j))
    if best[0] != n:
        back = n - best[0]
        where = 2 + back if back <= 3 else 6 if best[0] == board.section[n] else 7 if best[0] <= 1 else 8
        return [where, min(j, 6), 0, 0, 0, 0, left, right, sign]
    first, last = min(j, k), max(j, k)
    between = template.text[template.at[first] + 1 : template.at[last]]
    marks = 0
    for found in _MARKS.findall(between):
        marks |= _MARK_BITS[found]
    path = between if len(between) <= 26 else _shape(between)
    label = template.mentions[j].label
    rivals = sum(m.label == label for m in template.mentions[first + 1 : last])
    figures = sum(template.text[a] in FIGURES for a in template.at[first + 1 : last])
    where = 1 if j < k else 2
    path = path + "<>"[j < k]
    return [where, min(last - first, 6), min(figures, 3), min(rivals, 3), marks, code(path), left, right, sign]


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


def _used(slot: str, m: Mention | None, ruled: dict[str, Candidate]) -> int:
    """Which other slot of the figure the rules gave this name to."""
    if m is None or slot in ("period", "indicator"):
        return 0
    key = key_of(slot, m)
    return next((n for n, s in enumerate(CHOICES, 1) if s != slot and ruled[s].key == key), 0)


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


# -- what figures may be -----------------------------------------------------------------------------------------------


def figure_codes(board: Board, link: Link, found: list[Candidate]) -> list[list[int]]:
    """Return the codes of what a figure may be.

    Args:
        board: the document.
        link: the figure's link, or the one proposed for it.
        found: what it may be; the first is what the rules say.
    Returns:
        list: a row for each, its columns named by ``FIGURE_CODES``.
    """
    n, k = board.where(link)
    template = board.templates[n] if 0 <= n < len(board.templates) and k >= 0 else None
    shared = _of_figure(board, link, template, n, k)
    ruled = code(found[0].key or "none")
    shared[FIGURE_CODES.index("ruled")] = ruled
    return [[*shared, code(c.key or "none"), int(c.sources & RULE > 0)] for c in found]


def _of_figure(board: Board, link: Link, template: Template | None, n: int, k: int) -> list[int]:
    slots, figure = link.slots, link.figure.figure
    flow = slots["indicator"][0].indicator if slots.get("indicator") else None
    unit = _unit(link.figure)
    told = [
        code(unit),
        code(flow or "-"),
        int(bool(slots.get("commodity"))),
        int(link.score * 10),
        0,
    ]
    flags = (figure is not None) and (
        figure.bracketed
        + 2 * (figure.modifier != "exact")
        + 4 * (figure.low is not None)
        + 8 * (figure.per is not None)
    )
    number = figure.number if figure is not None else None
    size = 0 if number is None else min(max(number.adjusted(), -3), 13) + 5
    tail = [
        size,
        int(flags),
        code(link.basis + str("earlier" in slots)),
        int(bool(slots.get("period"))),
        code(link.modality),
    ]
    joins = int(link.joins is not None) + 2 * min(len(board.joined.get(id(link.figure), ())), 2)
    if template is None:
        return [code("-"), code("table"), *told, *[0] * 6, 0, 0, 0, 0, 0, 0, *tail, 0, 0, 0, 0, 0, 0, joins, 1]
    text, at = template.text, template.at[k]
    left, right = text[max(0, at - 60) : at], text[at + 1 : at + 61]
    trend = moves(template, k)
    flows = [j for j in range(len(template.at)) if text[template.at[j]] in "IV"]
    near = min(flows, key=lambda j: abs(j - k), default=None)
    previous = next((j for j in range(k - 1, -1, -1) if template.letter(j) in FIGURES), None)
    following = next((j for j in range(k + 1, len(template.at)) if template.letter(j) in FIGURES), None)
    around = [
        code(last_words(left)),
        code(last_words(left, 2)),
        code(first_words(right)),
        code(first_words(right, 2)),
        code(template.gap(k)[-22:] + (template.letter(k - 1) if k else "^")),
        code(template.gap(k + 1)[:22] + (template.letter(k + 1) if k + 1 < len(template.at) else "$")),
        code("-" if trend is None else template.mentions[trend].text.casefold()),
        0 if trend is None else 1 + min(abs(trend - k), 3) + 5 * (trend > k),
        code(_names(board, n)),
        code("-" if previous is None else template.letter(previous) + board.said(template.mentions[previous])),
        code("-" if following is None else template.letter(following)),
        min(k, 4) + 5 * min(len(template.at) - k, 4),
    ]
    ends = [
        0 if near is None else 1 + min(abs(near - k), 5) + 6 * (near > k),
        min(len(flows), 3),
        code("-" if near is None else template.mentions[near].text.casefold()),
        code(text[:14]),
        code("".join(sorted({m[0] for m in _SHARE_WORDS.finditer(left)}))),
        code("".join(sorted({m[0] for m in _BASE_WORDS.finditer(left[-40:])}))),
    ]
    return [
        code(template.letter(k)), code(template.sentence.kind), *told, *around, *tail, *ends, joins, 0,
    ]  # fmt: skip


__all__ = [
    "FIGURE_CODES",
    "SLOT_CODES",
    "age_of",
    "code",
    "figure_codes",
    "first_words",
    "head_codes",
    "last_words",
    "relation",
    "slot_codes",
    "span_of",
    "step",
]
