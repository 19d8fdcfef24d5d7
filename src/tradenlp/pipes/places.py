"""Where candidates stand among the tokens of a document, for networks that read tokens."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from spacy.tokens import Doc

from ..analysis.candidates import BEFORE, HEADING, OWN, RULE, SHIFTED, TITLE, Board, Candidate
from ..analysis.choosing import Question
from ..analysis.hints import covered
from ..analysis.model import Mention

SORTS = 16
"""How many sorts of candidate a question may have."""
_MEASURES = (None, "amount", "change", "share", "share_change", "rank", "equivalent")
_RULED = 8
_NONE, _LEFT, _RIGHT, _BEFORE, _ABOVE, _GENERAL, _SHIFTED = range(7)


def places(doc: Doc, board: Board, asked: Sequence[Question]) -> npt.NDArray[np.int64]:
    """Return where the candidates of a document stand.

    Args:
        doc: the document.
        board: its board.
        asked: the questions on it.
    Returns:
        array: shape (candidates, 5): first token and end of the figure, first token and end of the candidate's mention
        nearest to it (both -1 where there is none), and what sort of candidate it is, below ``SORTS``.
    """
    starts = [token.idx for token in doc]

    rows: list[tuple[int, ...]] = []
    for question in asked:
        figure = question.link.figure
        own = covered(starts, figure.start, figure.end)
        for candidate in question.candidates:
            if question.about == "measure":
                sort, told = _MEASURES.index(candidate.key), None
            else:
                told = _nearest(board, candidate, figure)
                sort = _sort(candidate, told, figure)
            ruled = _RULED if candidate.sources & RULE else 0
            there = covered(starts, told.start, told.end) if told is not None else (-1, -1)
            rows.append((*own, *there, sort + ruled))
    return np.array(rows, dtype=np.int64).reshape(-1, 5)


def _nearest(board: Board, candidate: Candidate, figure: Mention) -> Mention | None:
    """The mention of a candidate that stands nearest to a figure."""
    near = [board.templates[n].mentions[k] for n, k in candidate.places]
    if near:
        return min(near, key=lambda m: abs(m.start - figure.start))
    return candidate.mentions[0] if candidate.mentions else None


def _sort(candidate: Candidate, told: Mention | None, figure: Mention) -> int:
    if told is None:
        return _NONE
    if candidate.sources & OWN:
        return _LEFT if told.start < figure.start else _RIGHT
    if candidate.sources & BEFORE:
        return _BEFORE
    if candidate.sources & (HEADING | TITLE):
        return _ABOVE
    return _SHIFTED if candidate.sources & SHIFTED else _GENERAL


__all__ = ["SORTS", "places"]
