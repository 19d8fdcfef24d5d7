"""The order in which releases are reviewed: those first from which most is learned.

Two things make a release worth a look. It is uncertain: its facts have low confidence, figures in it are in no fact, or
what is read does not add up (uncertainty sampling, Lewis and Gale 1994, "A sequential algorithm for training text
classifiers"). And it is unlike those before it, so that the same difficulty is not corrected ten times over: each next
release is the one with the greatest ``WEIGHT * uncertainty - (1 - WEIGHT) * likeness`` to the most alike of those
already chosen (maximal marginal relevance, Carbonell and Goldstein 1998, "The use of MMR, diversity-based reranking").
Nothing is drawn by chance.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from ..facts import Document
from ..labels import FIGURE_LABELS

WEIGHT = 0.7
"""How much uncertainty counts beside unlikeness."""
FAILED = 0.5
"""What failed checks add to the uncertainty where all fail, as a part of what is left to 1."""
UNUSED = 0.5
"""Doubt that a figure in no fact stands for; it may tell nothing of trade, or its fact was missed."""
WIDTH = 1 << 12
"""Places that words and labels are counted in, by a hash of each."""

_WORD = re.compile(r"[^\W\d_]{3,}")


def uncertainty(document: Document) -> float:
    """Return how little the reading of a release is to be trusted, from 0 to 1.

    Args:
        document: as read.
    Returns:
        float: one minus the mean confidence of its facts, where a figure in no fact counts as one of even odds, raised
        by the part of its checks that fail; 0 for a text without facts and figures.
    """
    used = {(item.start, item.end) for fact in document.facts for item in fact.evidence}
    figures = [mention for mention in document.entities if mention.label in FIGURE_LABELS]
    doubts = [1 - fact.confidence for fact in document.facts]
    doubts += [UNUSED for figure in figures if (figure.start, figure.end) not in used]
    doubt = sum(doubts) / len(doubts) if doubts else 0.0
    failed = sum(not check.holds for check in document.checks) / len(document.checks) if document.checks else 0.0
    return doubt + (1 - doubt) * FAILED * failed


def vectors(documents: Sequence[Document], texts: Sequence[str]) -> NDArray[np.float32]:
    """Describe releases by their words, the labels of their mentions and the slots of their facts.

    Args:
        documents: as read.
        texts: theirs, in the same order.
    Returns:
        Array of float32, a row of ``WIDTH`` each: tf-idf with logarithmic counts, of length 1, or 0 without any word.
    """
    rows = np.zeros((len(documents), WIDTH), dtype=np.float32)
    for row, document, text in zip(rows, documents, texts, strict=True):
        terms = Counter(word.casefold() for word in _WORD.findall(text))
        terms.update(f"#{mention.label}" for mention in document.entities)
        terms.update(f"#{role.role}:{fact.indicator}" for fact in document.facts for role in fact.evidence)
        for term, times in terms.items():
            row[crc32(term.encode()) % WIDTH] += 1 + np.log(times)
    held = np.count_nonzero(rows, axis=0)
    rows *= np.log((1 + len(documents)) / (1 + held)) + 1
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    np.divide(rows, lengths, out=rows, where=lengths > 0)
    return rows


def order(documents: Sequence[Document], texts: Sequence[str]) -> list[int]:
    """Put releases in the order in which they should be reviewed.

    Args:
        documents: as read.
        texts: theirs, in the same order.
    Returns:
        list[int]: places in ``documents``, the most telling first; of equals the earlier.
    """
    columns = np.ascontiguousarray(vectors(documents, texts).T)  # a release has few of the terms, so few of the rows
    doubts = np.array([uncertainty(document) for document in documents])
    likeness = np.zeros(len(documents))
    left = np.ones(len(documents), dtype=bool)
    found: list[int] = []
    while len(found) < len(documents):
        worth = np.where(left, np.round(WEIGHT * doubts - (1 - WEIGHT) * likeness, 6), -np.inf)
        best = int(np.argmax(worth))
        found.append(best)
        left[best] = False
        terms = np.flatnonzero(columns[:, best])
        likeness = np.maximum(likeness, columns[terms, best] @ columns[terms])
    return found


__all__ = ["order", "uncertainty", "vectors"]
