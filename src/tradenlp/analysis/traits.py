"""Traits of the answers to a question, as rows of numbers that a trained choice is made from.

Each row holds small codes: where a candidate stands from its figure, what lies between, how often the document tells
it, how its span relates to the main period, the words around the figure... Conjunctions of codes are hashed into a
fixed number of buckets (the hashing trick, Weinberger et al. 2009).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from .figure_codes import FIGURE_CODES
from .trait_codes import SLOT_CODES, code, packed

BITS = 13
BUCKETS = 1 << BITS
"""Number of buckets that conjunctions fall into, for each question."""

_OF_SLOTS = """
    rule none inherited
    rule where
    where steps
    where figures rivals
    where marks
    where left
    where right
    path
    path letter
    letter measure rule where
    joins rule none
    flow rule none
    sure rule
    told where
    sources
    sort where rule
    kind rule where
    many rule
    empty none where
    span main rule
    span main where
    span age rule
    age rule where
    used rule
    beside rule
    usual rule
    usual where
    general rule where
    sign where rule
    before rule none
    behind rule none
    text
    text flow
    word unit
    names rule none
    basis rule sources
    modality rule none
    flow sort where
    early rule usual
    own rule where
    own flow sort
    general usual
    letter text
    main basis where
    crowd sort where
    crowd usual rule
    crowd general where
    others rule none
    others where sort
    kind where left
    left sort letter
    right flow where
    letter where marks rivals
    unit where sort
    where main usual
    main usual rule
    beside main rule
    where main general
    where main sources
    left main where
    main age where
    main sort where
    where beside main
    sources rule usual
    beside usual rule
    beside own rule
    where beside own
    sources beside where
    word where rule
    general sources rule
"""
_OF_FIGURES = """
    answer rule
    answer ruled sure
    answer ruled letter
    answer before
    answer before2
    answer behind
    answer behind2
    answer before behind
    answer letter kind
    answer unit
    answer unit flow
    answer trend letter
    answer trend between
    answer flow letter
    answer flow commodity
    answer names letter
    answer names kind
    answer previous letter
    answer following letter
    answer previous following
    answer gap letter
    answer gap previous
    answer behindgap letter
    answer place letter
    answer size letter
    answer size unit
    answer flags letter
    answer flags ruled
    answer base letter
    answer base ruled
    answer period letter
    answer modality letter
    answer near letter
    answer near ruled
    answer far letter
    answer indicator letter
    answer indicator near
    answer opening letter
    answer share letter
    answer share before
    answer rate letter
    answer joins letter
    answer table ruled
    answer letter
    answer commodity unit
    answer rate ruled
    answer size flags
    answer before unit
    answer behind unit
    answer kind ruled unit
    answer names ruled
    answer trend ruled
    answer gap behindgap
    answer opening ruled
    answer ruled previous
    answer ruled following
    answer ruled behind
    answer ruled before
    answer ruled unit
    answer ruled flow
    answer ruled near names
    answer ruled indicator
    answer ruled share
    answer ruled gap
    answer ruled behindgap
    answer ruled place
    answer ruled between trend
    answer ruled modality
    answer ruled period base
    answer sure letter ruled
"""


def columns(lines: str, codes: Sequence[str]) -> tuple[tuple[int, ...], ...]:
    """Return conjunctions, one a line, as indices into the codes whose names they hold."""
    return tuple(tuple(codes.index(name) for name in line.split()) for line in lines.strip().splitlines())


_CONJUNCTIONS = {True: columns(_OF_SLOTS, SLOT_CODES), False: columns(_OF_FIGURES, FIGURE_CODES)}
WIDTH = len(_CONJUNCTIONS[True])
"""Number of conjunctions, that is of buckets that a candidate falls into."""
assert len(_CONJUNCTIONS[False]) == WIDTH

_SALT = np.array([code(f"{n}") for n in range(96)], dtype=np.uint64)
_MIX = np.uint64(0x9E3779B97F4A7C15)
_FOLD = np.uint64(29)
_TOP = np.uint64(64 - BITS)
_PIECE = 448  # rows at a time, so that what is worked on stays near the processor

Rows = Sequence[Sequence[int]] | npt.NDArray[np.uint64]
Ints = npt.NDArray[np.int64]


def buckets(rows: Rows, of_slots: bool) -> Ints:
    """Hash the conjunctions of codes.

    Args:
        rows: rows of codes, of any number of candidates.
        of_slots: they are codes of candidates for slots, not of what figures may be.
    Returns:
        ndarray: shape (rows, ``WIDTH``), values from 0 below ``BUCKETS``.
    """
    return hashed(rows, len(SLOT_CODES if of_slots else FIGURE_CODES), _CONJUNCTIONS[of_slots])


def hashed(rows: Rows, codes: int, conjunctions: tuple[tuple[int, ...], ...]) -> Ints:
    """Hash conjunctions of codes.

    Args:
        rows: rows of codes.
        codes: how many a row holds.
        conjunctions: as ``columns`` gives them, at most 96.
    Returns:
        ndarray: shape (rows, conjunctions), values from 0 below ``BUCKETS``; column after column in memory, as the
        network reads them.
    """
    held = np.ascontiguousarray((rows if isinstance(rows, np.ndarray) else packed(rows, codes)).T)
    out = np.empty((len(conjunctions), len(rows)), dtype=np.int64)
    for at in range(0, len(rows), _PIECE):
        piece = np.ascontiguousarray(held[:, at : at + _PIECE])
        for which, salt, joined in _by_length(conjunctions):
            mixed = np.repeat(salt, piece.shape[1], axis=1)
            room = np.empty_like(mixed)
            for column in joined:
                mixed ^= piece.take(column, axis=0, out=room, mode="clip")
                mixed *= _MIX
                mixed ^= np.right_shift(mixed, _FOLD, out=room)
            mixed *= _MIX
            mixed >>= _TOP
            out[which, at : at + _PIECE] = mixed
    rows_of: Ints = out.T
    return rows_of


@lru_cache(maxsize=8)
def _by_length(conjunctions: tuple[tuple[int, ...], ...]) -> list[tuple[Ints, npt.NDArray[np.uint64], Ints]]:
    """Conjunctions of one length together: which they are, their salt, and the codes that each joins, one by one."""
    sizes = np.array([len(joined) for joined in conjunctions])
    out = []
    for size in np.unique(sizes):
        which = np.flatnonzero(sizes == size)
        joined = np.array([conjunctions[int(n)] for n in which], dtype=np.int64).reshape(len(which), size)
        out.append((which, _SALT[which][:, None], np.ascontiguousarray(joined.T)))
    return out


__all__ = ["BUCKETS", "WIDTH", "buckets", "columns", "hashed"]
