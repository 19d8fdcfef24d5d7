"""Tags of tokens for the open classes, and the way from scores of tags to spans.

A token is outside all names, the first, an inner or the last of several, or a name by itself (BILUO; Ratinov and Roth
2009). ``best`` finds the likeliest sequence of tags in which every name that begins ends (Viterbi 1967).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

OPEN = ("COMMODITY", "SEGMENT", "ORG", "PLACE", "ROUTE", "EVENT", "INITIATIVE")
"""The open classes, whose names no grammar can list."""
TAGS = 1 + 4 * len(OPEN)
"""Number of tags: outside, then first, inner, last and only token of each class."""

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Tagged:
    """Tokens ``first`` to ``last`` (half-open) under a label, and how sure it is, 0 to 1."""

    label: str
    first: int
    last: int
    sure: float


def tags(label: str, length: int) -> list[int]:
    """Return the tags of a name.

    Args:
        label: one of ``OPEN``.
        length: tokens that it has, at least one.
    """
    return biluo(OPEN.index(label), length)


def biluo(label: int, length: int) -> list[int]:
    """Return the tags of a name under the label of a number, whatever the labels are; 0 is outside.

    Args:
        label: number of the label.
        length: tokens that it has, at least one.
    """
    at = 1 + 4 * label
    return [at + 3] if length == 1 else [at, *[at + 1] * (length - 2), at + 2]


def chances(scores: npt.NDArray[Any]) -> Floats:
    """Return the probabilities of tags.

    Args:
        scores: shape (tokens, TAGS).
    """
    grown: Floats = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(grown / grown.sum(axis=1, keepdims=True), dtype="float32")


def sureness(told: Floats, label: str, first: int, last: int) -> float:
    """Return how sure a span is: the probability of the least likely of its tags.

    Args:
        told: probabilities, shape (tokens, TAGS).
        label: one of ``OPEN``.
        first, last: half-open token numbers.
    """
    # names are short: numpy's indexing by lists costs more than a look at each token
    return min([float(told[n, tag]) for n, tag in enumerate(tags(label, last - first), first)])


def best(told: Floats, closed: Sequence[bool]) -> list[Tagged]:
    """Find the likeliest names.

    Args:
        told: probabilities, shape (tokens, TAGS).
        closed: tokens that are taken, where no name may be.
    Returns:
        list[Tagged]: in order, none overlapping another.
    """
    logs = np.log(np.maximum(told, 1e-12)).astype("float64")
    logs[np.asarray(closed, dtype=bool), 1:] = -1e9
    out: list[Tagged] = []
    for first, last in _islands(logs):
        out += _traced(told, first, *_walked(logs[first:last]))
    return out


_SURE = 1e-6  # far above what rounding does to sums
_LEAST = -100.0  # odds that no name makes up for


def _islands(logs: npt.NDArray[Any]) -> list[tuple[int, int]]:
    """Return the runs of tokens that names may be among, half-open.

    A name across any other token loses more there than all tokens on both sides could win for it.
    """
    gain = np.maximum(logs[:, 1:].max(axis=1) - logs[:, 0], _LEAST)
    sums = np.concatenate([[0.0], np.cumsum(gain)])
    before = sums - np.minimum.accumulate(sums)  # the most that tokens right before a place win
    behind = np.maximum.accumulate(sums[::-1])[::-1] - sums
    edges = np.flatnonzero(np.diff(np.concatenate([[0], gain + before[:-1] + behind[1:] >= -_SURE, [0]])))
    return [(first, last) for first, last in edges.reshape(-1, 2).tolist()]


def _walked(logs: npt.NDArray[Any]) -> tuple[list[list[bool]], list[int]]:
    """Walk over tokens: for each the classes whose name is likelier begun there than going on, and how it ends."""
    # plain numbers: a token has too few of them for arrays to pay
    begin, inner, end = (logs[:, at::4].tolist() for at in range(1, 4))
    free, inside = 0.0, [-math.inf] * len(OPEN)
    opened: list[list[bool]] = []
    closing: list[int] = []  # -1 outside, -2 a name by itself, else the class of the name that ends
    for outside, single, b, i, e in zip(
        logs[:, 0].tolist(), logs[:, 4::4].max(axis=1).tolist(), begin, inner, end, strict=True
    ):
        ended = [held + step for held, step in zip(inside, e, strict=True)]
        most = max(ended)
        started = [free + step for step in b]
        longer = [held + step for held, step in zip(inside, i, strict=True)]
        opened.append([new >= old for new, old in zip(started, longer, strict=True)])
        inside = [new if new >= old else old for new, old in zip(started, longer, strict=True)]
        alone = free + max(outside, single)
        closing.append(ended.index(most) if most > alone else -1 if outside >= single else -2)
        free = max(alone, most)
    return opened, closing


def _traced(told: Floats, first: int, opened: Sequence[Sequence[bool]], closing: Sequence[int]) -> list[Tagged]:
    """Follow the best sequence back from the last token to the first."""
    out: list[Tagged] = []
    at = len(closing) - 1
    while at >= 0:
        kind, last = closing[at], at + 1
        if kind == -2:
            kind = int(told[first + at, 4::4].argmax())
        elif kind >= 0:
            at -= 1
            while not opened[at][kind]:
                at -= 1
        if kind >= 0:
            name = OPEN[kind], first + at, first + last
            out.append(Tagged(*name, sureness(told, *name)))
        at -= 1
    return out[::-1]


__all__ = ["OPEN", "TAGS", "Tagged", "best", "biluo", "chances", "sureness", "tags"]
