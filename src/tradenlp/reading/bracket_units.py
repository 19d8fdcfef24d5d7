"""Scales and units behind a bracket, which hold for the numbers before it and in it: ``EUR 6.1 (5.9) million``."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from .atoms import Atom, behind

_OPENS = re.compile(r"[ \u00a0]\((?:about |some |around )?")
_CLOSES = re.compile(r"(?:,? (?:in|for|at|during|on)? ?[^()\n;%]{3,24})?\)")
_LIKE = 20  # so many times as much, at most, is a level of the same series
_NO_WORD = re.compile(r"[ \u00a0]?[A-Za-z]{1,4}\b|[ \u00a0][a-z%]")


def lend_from_behind(text: str, atoms: list[Atom], skips: Sequence[tuple[int, int]]) -> None:
    """Give two numbers, the second of which stands in brackets, the scale and unit behind these, in place.

    Args:
        text: the document.
        atoms: its numbers in order.
        skips: skipped spans, sorted; ``Atom.segment`` counts the spans before an atom.
    """
    for index in range(len(atoms) - 1):
        first, second = atoms[index], atoms[index + 1]
        if not _may_take(first, second) or not _OPENS.fullmatch(text, first.end, second.start):
            continue
        closing = _CLOSES.match(text, second.end)
        if closing is None or not _NO_WORD.match(text, closing.end()):
            continue
        low, high = _stretch(text, skips, closing.end())
        told = behind(text, second, closing.end(), low, high) if low <= closing.end() < high else None
        if told is None or not (told.scaled or told.own) or (told.own and first.label and told.label != first.label):
            continue
        atoms[index] = _with(first, told, first)
        if second.label is None:  # ``EUR 6.1 (+3%) million``
            atoms[index + 1] = _with(second, told, first)


def _may_take(first: Atom, second: Atom) -> bool:
    """Tell whether two numbers could be levels of one series, or a level and its change, without a unit of theirs."""
    if first.scaled or first.barred or (first.label is not None and not first.marked) or first.numeral.words:
        return False
    if second.label == "PERCENT":
        return True
    if second.scaled or second.barred or second.label is not None or second.numeral.words:
        return False
    one, other = abs(first.raw), abs(second.raw)
    return bool(one and other) and one <= other * _LIKE and other <= one * _LIKE


def _with(atom: Atom, told: Atom, first: Atom) -> Atom:
    """An atom with the scale that stands behind the bracket, and the unit from there or that before the first."""
    lender = told if told.own else first
    return replace(
        atom,
        scale=told.scale,
        scaled=told.scaled,
        factor=lender.factor if lender.label is not None else Decimal(1),
        label=lender.label,
        unit=lender.unit,
        symbol=lender.symbol,
        kind=lender.kind,
        noun=lender.noun,
        per=lender.per,
        own=lender.label is not None,
    )


def _stretch(text: str, skips: Sequence[tuple[int, int]], at: int) -> tuple[int, int]:
    """The stretch between skipped spans that an offset lies in."""
    n = bisect_right(skips, (at, at))
    return (skips[n - 1][1] if n else 0), (skips[n][0] if n < len(skips) else len(text))
