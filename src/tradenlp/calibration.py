"""What a model's scores are decided and told by: margins over the rules, and the scaling of confidence.

Both are settled on releases that the model was not trained on, since scores on others are too sure of themselves.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from spacy.language import Language
from spacy.training import Example

from .analysis.choosing import DECISION, Decision, strict
from .corpus.format import Release
from .evaluation import evaluate
from .training import example

FEWEST = 100
"""Right and wrong ones each, below which nothing is settled."""
MARGINS = (0.0, 0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0)
"""Among these the margins are chosen, in log odds."""
_READ_AT = Decision(slope=0.34, level=0.0)
"""Facts take confidence between 0.05 and 0.99 only: this scale stays inside for all log odds that occur."""
_PRIOR_WEIGHT = 10.0


def settle(nlp: Language, releases: Iterable[Release]) -> Decision:
    """Settle margins and scaling of a pipeline on releases, and set them.

    Args:
        nlp: a pipeline with ``trade_relations``.
        releases: of development, without problems.
    Returns:
        Decision: the new one; the old one in all that there are too few examples for.
    """
    relations: Any = nlp.get_pipe("trade_relations")
    if not relations.cfg["trained"]:
        return relations.decision  # type: ignore[no-any-return]
    held = list(releases)
    margin, omission_margin = _margins(relations, _examples(nlp, held))
    relations.decision = replace(relations.decision, margin=margin, omission_margin=omission_margin)
    slope, level = _scaling(nlp, held)
    relations.decision = replace(relations.decision, slope=slope, level=level)
    return relations.decision  # type: ignore[no-any-return]


def _examples(nlp: Language, releases: Sequence[Release]) -> Iterator[Example]:
    """Examples that went through the components before ``trade_relations``."""
    before = nlp.pipe_names[: nlp.pipe_names.index("trade_relations")]
    for release in releases:
        made = example(nlp, release)
        if made is not None:
            for component in before:
                made.predicted = nlp.get_pipe(component)(made.predicted)
            yield made


def _margins(relations: Any, examples: Iterable[Example]) -> tuple[float, float]:
    """The margins at which most choices are right; the smaller change of two that are as good."""
    told: dict[bool, Counter[float]] = {False: Counter(), True: Counter()}
    asked_of = 0
    for made in examples:
        scores: Any = None
        for asked, question, right in relations.answered([made]):
            scores = relations.scores(asked.sheet) if scores is None else scores
            of = scores[question.first : question.first + len(right)]
            best = int(of.argmax())
            asked_of += right[0] != right[best]
            for margin in MARGINS:
                told[strict(question, best)][margin] += right[best] if of[best] - of[0] >= margin else right[0]
    now: Decision = relations.decision
    if asked_of < FEWEST:
        return now.margin, now.omission_margin

    def best_of(counts: Counter[float], old: float) -> float:
        return min(MARGINS, key=lambda margin: (-counts[margin], abs(margin - old)))

    return best_of(told[False], now.margin), best_of(told[True], now.omission_margin)


def _scaling(nlp: Language, releases: Sequence[Release]) -> tuple[float, float]:
    """Slope and level of the confidence."""
    relations: Any = nlp.get_pipe("trade_relations")
    now: Decision = relations.decision
    relations.decision = replace(now, slope=_READ_AT.slope, level=_READ_AT.level)
    told = [pair for result in evaluate(nlp, releases).results for pair in result.confidence]
    relations.decision = now
    right = [right for _, right in told]
    if min(sum(right), len(right) - sum(right)) < FEWEST:
        return now.slope, now.level
    slope, level = fit([float(np.log(sure / (1 - sure))) / _READ_AT.slope for sure, _ in told], right)
    return round(slope, 3), round(level, 3)


def fit(odds: Sequence[float], right: Sequence[bool]) -> tuple[float, float]:
    """Fit Platt's (1999) scaling by Newton's method.

    Args:
        odds: log odds that a model gives itself.
        right: whether it was right.
    Returns:
        tuple: slope and level of the log odds that it is right.
    """
    x = np.stack([np.asarray(odds, dtype="float64"), np.ones(len(odds))], axis=1)
    y = np.asarray(right, dtype="float64")
    prior = np.array([DECISION.slope, 0.0])
    pull = np.diag([_PRIOR_WEIGHT, 0.0])  # towards the slope that other models have, felt where claims are few
    weights = prior.copy()
    for _ in range(50):
        p = 1 / (1 + np.exp(-np.clip(x @ weights, -30, 30)))
        gradient = x.T @ (p - y) + pull @ (weights - prior)
        step = np.linalg.solve(x.T @ (x * (p * (1 - p))[:, None]) + pull + 1e-9 * np.eye(2), gradient)
        weights = weights - step
        if float(np.abs(step).max()) < 1e-9:
            break
    return float(weights[0]), float(weights[1])


__all__ = ["FEWEST", "MARGINS", "fit", "settle"]
