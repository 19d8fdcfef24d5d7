"""Figures drawn anew: other digits in the same shape, so that precision, separators and scales stay.

The same numeral becomes the same everywhere. Relations between numbers (sums, shares) do not hold any longer.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from random import Random

from ...facts import plain
from ..format import FIGURE_SLOTS, Mark, Release, Slot
from .changes import Change, Edit, same

_NUMERAL = re.compile(r"\d{1,3}(?:[ \u00a0\u2009\u202f]\d{3})+(?:[.,]\d+)?(?!\d)|\d+(?:[.,]\d+)*")
_VALUE = re.compile(r"(?<![\w.])([+-]?)(\d+(?:\.\d+)?)(?![\d.]*\.\.)")
_LABELS = ("MONEY", "PERCENT", "QUANTITY")
_KEPT = (0, 1, 10, 100, 1000)


def swap_figures(release: Release, random: Random) -> Change:
    """Draw the numbers of money, percentages and quantities anew.

    Kept are ranges, round numbers, multiples and ranks, and numbers that a fact tells in two ways (``20.1 trillion``
    and ``over 20 trillion``) or does not have as written (``two dozen``).

    Args:
        release: any.
        random: the source of chance.
    Returns:
        Change: of the numerals in marks, and of the values that rest on them.
    """
    found = {mark: match for mark in release.marks if (match := _numeral(mark)) is not None}
    kept = set(_told_otherwise(release, found))
    new = _new_digits((match[0] for match in found.values() if _digits(match[0]) not in kept), random)
    edits = [
        Edit(mark.start + match.start(), mark.start + match.end(), _shaped(match[0], new[_digits(match[0])]))
        for mark, match in found.items()
        if _digits(match[0]) in new
    ]
    by_id = {mark.id: _digits(match[0]) for mark, match in found.items() if mark.id}

    def slot(old: Slot) -> Slot:
        digits = by_id.get(old.marks[0], "") if old.key in FIGURE_SLOTS and old.marks else ""
        if digits not in new:
            return old
        return replace(old, values=(_revalued(old.values[0], digits, new[digits]), *old.values[1:]))

    return Change(tuple(edits), slot if new else same)


def _numeral(mark: Mark) -> re.Match[str] | None:
    """The one numeral of a figure's mark, None for ranges and numbers in words."""
    if mark.label not in _LABELS:
        return None
    found = list(_NUMERAL.finditer(mark.text))
    glued = len(found) == 1 and mark.text[found[0].end() : found[0].end() + 1] in ("/", "½", "¼", "¾")
    return found[0] if len(found) == 1 and not glued else None


def _digits(numeral: str) -> str:
    return re.sub(r"\D", "", numeral)


def _told_otherwise(release: Release, found: dict[Mark, re.Match[str]]) -> Iterator[str]:
    """Digits that have to stay: a value or a further mark of their fact has others."""
    by_id = {mark.id: mark for mark in release.marks if mark.id}
    for slot in (slot for fact in release.facts for slot in fact.slots if slot.key in FIGURE_SLOTS):
        marks = [by_id[id] for id in slot.marks if by_id[id].label in (*_LABELS, "MULTIPLE", "RANK")]
        told = [_digits(found[mark][0]) if mark in found else "" for mark in marks]
        value = _VALUE.findall(slot.values[0])
        fits = len(value) == 1 and told and told[0] and _scale(value[0][1], told[0]) is not None
        once = len({digits.strip("0") for digits in told}) == 1 and len(set(told)) == 1
        if not (fits and once):
            yield from filter(None, told)


def _scale(value: str, digits: str) -> Decimal | None:
    """The power of ten between a value and the digits that it is written with; None where there is none."""
    if not int(digits):
        return None
    ratio = Decimal(value) / int(digits)
    sign, shown, _ = ratio.normalize().as_tuple()
    return ratio if (sign, shown) == (0, (1,)) else None


def _new_digits(numerals: Iterable[str], random: Random) -> dict[str, str]:
    """New digits for old: among numerals of one shape the larger stays the larger."""
    shapes: dict[tuple[int, int, int], set[str]] = defaultdict(set)
    seen: set[str] = set()
    for numeral in numerals:
        digits = _digits(numeral)
        if digits not in seen and int(digits) not in _KEPT:
            seen.add(digits)
            behind = len(numeral) - max(numeral.rfind("."), numeral.rfind(",")) if numeral[-3:] != digits[-3:] else 0
            shapes[len(digits), behind, len(digits) - len(digits.rstrip("0"))].add(digits)
    new: dict[str, str] = {}
    for _, group in sorted(shapes.items()):
        drawn: set[str] = set()
        for digits in sorted(group):
            drawn.add(_drawn(digits, random))
        while len(drawn) < len(group):
            drawn.add(_drawn(random.choice(sorted(group)), random))
        new |= zip(sorted(group), sorted(drawn), strict=True)
    return new


def _drawn(digits: str, random: Random) -> str:
    """Other digits, as many: the first of them never 0, zeros at the end (rounding) kept, the last one else no 0."""
    body = digits.rstrip("0")
    lead = len(body) - len(body.lstrip("0"))
    while True:
        drawn = [random.choice("0123456789") for _ in body[lead:]]
        drawn[0], drawn[-1] = random.choice("123456789"), random.choice("123456789")
        new = body[:lead] + "".join(drawn) + digits[len(body) :]
        if new != digits and int(new) not in _KEPT:
            return new


def _shaped(numeral: str, digits: str) -> str:
    """Digits in the shape of a numeral: its separators stay where they are."""
    left = iter(digits)
    return "".join(next(left) if sign.isdigit() else sign for sign in numeral)


def _revalued(value: str, old: str, new: str) -> str:
    match = _VALUE.search(value)
    scale = _scale(match[2], old) if match else None
    if match is None or scale is None:
        return value
    return value[: match.start(2)] + plain(int(new) * scale) + value[match.end(2) :]
