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
    return float(told[range(first, last), tags(label, last - first)].min())


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
    return _traced(told, opened, closing)


def _traced(told: Floats, opened: Sequence[Sequence[bool]], closing: Sequence[int]) -> list[Tagged]:
    """Follow the best sequence back from the last token."""
    out: list[Tagged] = []
    at = len(closing) - 1
    while at >= 0:
        kind, last = closing[at], at + 1
        if kind == -2:
            kind = int(told[at, 4::4].argmax())
        elif kind >= 0:
            at -= 1
            while not opened[at][kind]:
                at -= 1
        if kind >= 0:
            out.append(Tagged(OPEN[kind], at, last, sureness(told, OPEN[kind], at, last)))
        at -= 1
    return out[::-1]


__all__ = ["OPEN", "TAGS", "Tagged", "best", "biluo", "chances", "sureness", "tags"]
