"""The choice between candidates: what the scores say, put into the links."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from .candidates import CHOICES, OWN, QUESTIONS, RULE, Board, Candidate
from .figure_codes import figure_codes
from .model import Link
from .trait_codes import SlotCodes
from .traits import BUCKETS, WIDTH, buckets


@dataclass(frozen=True, slots=True)
class Decision:
    """How the scores of one model are decided by; all defaults are settled on development bodies.

    Attributes:
        margin: by how much (log odds) another name or period must score above the answer of the rules.
        omission_margin: the same for an empty slot or another measure.
        slope, level: Platt scaling (1999) of the chance that all choices for a figure are right.
    """

    margin: float = 2.0
    omission_margin: float = 3.0
    slope: float = 0.34
    level: float = -1.1

    def __post_init__(self) -> None:
        """Refuse what is no number.

        Raises:
            ValueError: if a setting is none, is not finite, or the slope is not above 0.
        """
        told = (self.margin, self.omission_margin, self.slope, self.level)
        if not all(type(value) in (int, float) and math.isfinite(value) for value in told) or self.slope <= 0:
            raise ValueError(f"decision of {told}; expected four numbers, the slope above 0")

    def confidence(self, chance: float) -> float:
        """Return how often figures are right whose choices have this chance, by the model, to be right."""
        return _logistic(self.slope * log_odds(chance) + self.level)


def log_odds(chance: float) -> float:
    """Return the log odds of a chance, those of the sure and the impossible bounded."""
    return math.log(max(chance, 0.005) / (1 - min(chance, 0.99999)))


def _logistic(odds: float) -> float:
    return round(1 / (1 + math.exp(-odds)), 3)


DECISION = Decision()
"""How weights are decided by that were trained without releases to settle on."""


@dataclass(frozen=True, slots=True)
class Question:
    """Something to be chosen.

    Attributes:
        link: the link that the choice is for.
        about: one of ``candidates.QUESTIONS``.
        candidates: what there is to choose from; the first is what the rules say.
        first: index of the first candidate's row among those of the document.
    """

    link: Link
    about: str
    candidates: list[Candidate]
    first: int


def questions(board: Board, published: date | None) -> tuple[list[Question], npt.NDArray[np.int64]]:
    """Return what is to be chosen in a document, with the traits of all candidates.

    Args:
        board: the document.
        published: date of publication, None where unknown.
    Returns:
        tuple: the questions with more than one candidate, and buckets of shape (candidates, traits), those of each sort
        of question behind those of the sort before.
    """
    out: list[Question] = []
    of_slots, of_figures = SlotCodes(board, published), list[list[int]]()
    sorts: list[int] = []
    slotted: list[bool] = []
    for link, about, found in _asked(board):
        out.append(Question(link, about, found, len(sorts)))
        sorts += [QUESTIONS.index(about)] * len(found)
        slotted += [about in CHOICES] * len(found)
        if about in CHOICES:
            of_slots.add(link, about, found)
        else:
            of_figures += figure_codes(board, link, found)
    traits = np.empty((WIDTH, len(sorts)), dtype=np.int64)
    at = np.array(slotted, dtype=bool)
    traits[:, ~at] = buckets(of_figures, False).T
    traits[:, at] = buckets(of_slots.array(), True).T
    traits += np.array(sorts, dtype=np.int64) * BUCKETS
    return out, traits.T


_TOLD = frozenset({"equivalent", "share_change"})
"""Measures that the words beside a figure leave no doubt of."""


def _asked(board: Board) -> Iterator[tuple[Link, str, list[Candidate]]]:
    for link in board.figures:
        if link.measure not in _TOLD:
            yield link, "measure", board.measures(link)
        if link.joins is None:
            in_table = board.where(link)[1] < 0
            for slot in CHOICES:
                if slot in link.slots and slot not in link.inherited and (in_table or board.paired(link, slot)):
                    continue  # the row or the column of a table says so, or the order of a list
                if slot in link.fixed or (slot == "commodity" and board.counts(link)):
                    continue
                found = board.candidates(link, slot)
                if len(found) > 1:
                    yield link, slot, found


def choose(
    board: Board, asked: Sequence[Question], scores: npt.NDArray[np.float32], decision: Decision = DECISION
) -> list[Link]:
    """Put the best candidates into the links of a board.

    Args:
        board: the document.
        asked: its questions.
        scores: of all candidates.
        decision: margins and scaling.
    Returns:
        list: the links of the figures that state something.
    """
    scores = _together(board, asked, scores)
    sure = {id(link): 1.0 for link in board.figures}
    dropped: set[int] = set()
    filled = {slot for slot in ("reporter", "period") if not _mostly_empty(asked, scores, slot)}
    sides: dict[int, list[tuple[Question, list[float], int]]] = defaultdict(list)
    told = scores.tolist()  # plain numbers: a question has too few of them for arrays to pay
    for question in asked:
        of = told[question.first : question.first + len(question.candidates)]
        best = of.index(max(of))
        left_out = question.candidates[best].key is None
        margin = decision.omission_margin if strict(question, best) else decision.margin
        if (
            of[best] - of[0] < margin
            or (left_out and question.about in filled)
            or _leaves_sentence(board, question, best)
            or _off_its_time(question, best)
            or _changes_sides(board, question, best)
        ):
            best = 0
        if question.about in _SIDES:
            sides[id(question.link)].append((question, of, best))
        sure[id(question.link)] *= 1 / sum([math.exp(score - of[best]) for score in of])
        chosen = question.candidates[best]
        if question.about == "measure" and chosen.key is None:
            dropped.add(id(question.link))
        elif not chosen.sources & RULE:
            _put(question.link, question.about, chosen)
    for link in board.figures:
        _part_sides(link, sides.get(id(link), ()))
        link.score = decision.confidence(sure[id(link)])
        _told_apart(board, link)
    gone = {id(link.figure) for link in board.figures if id(link) in dropped}
    heads = {id(head.figure): head for head in board.heads}
    kept = [_freed(link, heads, gone) for link in board.figures if id(link) not in dropped]
    return [link for link in kept if link.slots.get("indicator")]


_SIDES = frozenset({"reporter", "partner"})


def _part_sides(link: Link, asked: Sequence[tuple[Question, list[float], int]]) -> None:
    """Let no place be the partner of itself, which only blocs are: the side gives way that loses least by it."""
    owner, partner = link.slots.get("reporter"), link.slots.get("partner")
    if not owner or not partner or owner[0].name != partner[0].name or owner[0].kind == "bloc":
        return
    ways = [
        (of[best] - score, question.about, candidate)
        for question, of, best in asked
        for score, candidate in zip(of, question.candidates, strict=True)
        if not candidate.mentions or candidate.mentions[0].name != owner[0].name
        if candidate.mentions or question.about == "partner"
    ]
    if ways:
        _, about, chosen = min(ways, key=lambda way: way[0])
        _put(link, about, chosen)


def _together(board: Board, asked: Sequence[Question], scores: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Let figures of a sentence that the rules give one period have the mean of their scores, so that they keep one.

    Likewise a share or a rank and the amount beside it, which the rules give one reporter or segment, so that ``private
    firms handled 251 billion, or 44 percent of the total`` stays one fact.
    """
    groups: dict[tuple[object, ...], list[Question]] = defaultdict(list)
    for question in asked:
        n, k = board.where(question.link)
        if question.about in _HELD and k >= 0 and question.candidates[0].key is not None:
            groups[n, question.about, question.candidates[0].key].append(question)
    out = scores
    for (_, about, _), group in groups.items():
        if len(group) < 2 or (about != "period" and not any(q.link.measure in _BESIDE for q in group)):
            continue
        out = out.copy() if out is scores else out
        gains: dict[str | None, list[float]] = defaultdict(list)
        for question in group:
            for n, candidate in enumerate(question.candidates):
                gains[candidate.key].append(float(scores[question.first + n] - scores[question.first]))
        for question in group:
            for n, candidate in enumerate(question.candidates):
                told = gains[candidate.key]
                out[question.first + n] = scores[question.first] + sum(told) / len(told)
    return out


def _off_its_time(question: Question, best: int) -> bool:
    """Tell whether a figure would lose its own sentence's period, or one compared with get that of the other.

    ``cars at $9bn and petroleum at $8bn in May``, ``to $0.3bn from $0.6bn``
    """
    if question.about != "period":
        return False
    earlier, chosen = question.link.slots.get("earlier"), question.candidates[best].key
    if earlier and earlier[0].value is not None:
        return chosen == earlier[0].value.edtf
    return chosen is None and bool(question.candidates[0].sources & OWN)


_OTHER_SIDE = {"reporter": "partner", "partner": "reporter"}


def _changes_sides(board: Board, question: Question, best: int) -> bool:
    """Tell whether the owner of a figure would be the very partner that the rules read it with, or the other way."""
    other = _OTHER_SIDE.get(question.about)
    chosen = question.candidates[best].mentions
    if other is None or not chosen or chosen[0].kind == "bloc":
        return False  # trade within a bloc has it on both sides
    ruled = board.ruled.get(id(question.link), {}).get(other)
    held = ruled.mentions if ruled is not None else question.link.slots.get(other, ())
    return bool(held) and held[0].name == chosen[0].name


def _leaves_sentence(board: Board, question: Question, best: int) -> bool:
    """Tell whether a period of another sentence would take the place of the only one that opens a figure's own.

    ``In 2022 exports were $7bn and imports $20bn.``
    """
    ruled = question.candidates[0]
    if question.about != "period" or not ruled.sources & OWN or question.candidates[best].sources & OWN:
        return False
    if sum(bool(c.sources & OWN) for c in question.candidates) != 1 or not ruled.mentions:
        return False
    n, k = board.where(question.link)
    template = board.templates[n]
    opening = template.source[template.sentence.start : ruled.mentions[0].start]
    return k >= 0 and _OPENING.fullmatch(opening) is not None


_OPENING = re.compile(r"\W{0,3}(?:(?:but|and|while|whereas)[ ,]+)?(?:in|for|during|over|throughout)? ?(?:the )?", re.I)
_BESIDE = frozenset({"share", "rank"})
_HELD = frozenset({"segment", "reporter", "period"})


def strict(question: Question, best: int) -> bool:
    """Tell whether a candidate must beat the rules by the margin of omissions."""
    return question.about == "measure" or question.candidates[best].key is None


def _mostly_empty(asked: Sequence[Question], scores: npt.NDArray[np.float32], slot: str) -> bool:
    """Tell whether a slot that the rules fill had better be empty in a document as a whole.

    A text has a reporter or has none; one figure alone is no ground to leave it out.
    """
    odds = []
    for question in asked:
        if question.about != slot:
            continue
        empty = next((n for n, c in enumerate(question.candidates) if c.key is None), 0)
        if empty:
            odds.append(float(scores[question.first + empty] - scores[question.first]))
    return bool(odds) and sum(odds) / len(odds) > 0


def _freed(link: Link, heads: dict[int, Link], gone: set[int]) -> Link:
    """A change of an amount that states nothing is a fact of its own, under the amount's names."""
    if link.joins is not None and id(link.joins) in gone:
        head = heads.get(id(link.joins))
        if head is not None:
            link.slots = dict(head.slots)
        link.joins = None
    return link


def _told_apart(board: Board, link: Link) -> None:
    """Nobody but a bloc trades with itself: a partner that was chosen for reporter too gives way to the rules' own."""
    partner, reporter = link.slots.get("partner"), link.slots.get("reporter")
    if not partner or not reporter or partner[0].kind == "bloc" or partner[0].name != reporter[0].name:
        return
    ruled = board.ruled.get(id(link), {}).get("partner")
    if ruled is not None and ruled.mentions and ruled.mentions[0].name != reporter[0].name:
        link.slots["partner"] = ruled.mentions
    else:
        del link.slots["partner"]


def _put(link: Link, about: str, chosen: Candidate) -> None:
    if about == "measure":
        link.measure = chosen.key or link.measure
        if chosen.key == "share" and link.of is None and link.slots.get("indicator"):
            link.of = link.slots["indicator"][0].indicator
    else:
        if about == "period":
            link.slots.pop("earlier", None)
        if chosen.mentions:
            link.slots[about] = chosen.mentions
        else:
            link.slots.pop(about, None)
