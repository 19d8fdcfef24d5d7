"""Levels told by a bare number behind one in full: ``earned $24.1 billion; importers paid 30.6, 10.3 percent less``."""

from __future__ import annotations

import re
from dataclasses import replace

from .atoms import Atom

_LEVEL = re.compile(
    r"\b(?:paid|earned|spent|sold|bought|reached|hit|totall?ed|were|was|amounted to|came to|stood at|rose to|fell to|"
    r"grew to|exported|imported|at|imports to|exports to|sales to) $"
)
_THEN_MOVED = re.compile(
    r",? (?=[-+−]?\d[\d.,]*[ ]?(?:%|per ?cent|pct)[ ]?(?:more|less|higher|lower|up|down|above|below)\b|"
    r"(?:up|down|(?:a|an) [a-z]+ of) (?:by )?\d[\d.,]*[ ]?(?:%|per ?cent|pct))"
)
_NO_AMOUNT = re.compile(
    r"\b(?:inflation|growth|index|indices|rates?|ratio|shares?|yields?|gdp|prices?|score|pmi)\b", re.IGNORECASE
)
_SENTENCE_ENDS = re.compile(r"[.!?]\s|\n")
_REACH = 140  # characters back to the amount in full
_LIKE = 20  # so many times as much, at most, is told on the same scale


def complete(text: str, atoms: list[Atom]) -> None:
    """Give bare levels the scale and currency of the amount before them in their sentence, in place.

    Args:
        text: the document.
        atoms: its numbers in order.
    """
    source: Atom | None = None
    for index, atom in enumerate(atoms):
        if atom.label == "MONEY" and atom.scaled:
            source = atom
        elif source is not None and _bare(text, atom) and _near(text, source, atom):
            atoms[index] = replace(
                atom, scale=source.scale, scaled=True, label="MONEY", unit=source.unit, symbol=source.symbol, own=True
            )


def _bare(text: str, atom: Atom) -> bool:
    """Tell whether a number with decimals is a level, and how it moved is told behind it."""
    if atom.label is not None or atom.scaled or atom.barred or atom.numeral.words or atom.numeral.step >= 1:
        return False
    return (
        _THEN_MOVED.match(text, atom.end) is not None
        and _LEVEL.search(text, max(0, atom.start - 16), atom.start) is not None
    )


def _near(text: str, source: Atom, atom: Atom) -> bool:
    if atom.start - source.end > _REACH or _SENTENCE_ENDS.search(text, source.end, atom.start):
        return False
    if _NO_AMOUNT.search(text, source.end, atom.start):
        return False
    one, other = abs(source.raw), abs(atom.raw)
    return bool(one and other) and one <= other * _LIKE and other <= one * _LIKE
