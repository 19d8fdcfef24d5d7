"""Scaling of a model's confidence, so that of the facts told at 0.9 nine in ten are right."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from spacy.language import Language

from .analysis.choosing import DECISION, Decision
from .corpus.format import Release
from .evaluation import evaluate

FEWEST = 100
"""Claims, right ones and wrong ones each, below which nothing is settled on them."""
_PRIOR_SLOPE, _PRIOR_WEIGHT = DECISION.slope, 10.0


def settle(nlp: Language, releases: Iterable[Release], tell: Callable[[int], None] = lambda done: None) -> Decision:
    """Settle slope and level of a pipeline's confidence on releases that it was not trained on, and set them.

    Args:
        nlp: a pipeline with ``trade_relations``; takes the new scaling, its margins stay.
        releases: of development, without problems.
        tell: takes the number of releases done, after each.
    Returns:
        Decision: the new one; the old one where there are fewer than ``FEWEST`` right or wrong claims.
    """
    relations: Any = nlp.get_pipe("trade_relations")
    held: Decision = relations.decision
    # facts take confidence between 0.05 and 0.99 only: read it on a scale that stays inside
    relations.decision = replace(held, slope=_READ_AT, level=0.0)
    told = [pair for result in evaluate(nlp, releases, tell).results for pair in result.confidence]
    relations.decision = held
    odds = [float(np.log(sure / (1 - sure))) / _READ_AT for sure, _ in told]
    right = [right for _, right in told]
    if min(sum(right), len(right) - sum(right)) < FEWEST:
        return held
    slope, level = fit(odds, right)
    relations.decision = replace(held, slope=round(slope, 3), level=round(level, 3))
    decided: Decision = relations.decision
    return decided


_READ_AT = 0.34


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
    weights = np.array([_PRIOR_SLOPE, 0.0])
    pull = np.diag([_PRIOR_WEIGHT, 0.0])  # towards the slope that other models have, felt where claims are few
    for _ in range(50):
        p = 1 / (1 + np.exp(-np.clip(x @ weights, -30, 30)))
        gradient = x.T @ (p - y) + pull @ (weights - [_PRIOR_SLOPE, 0.0])
        step = np.linalg.solve(x.T @ (x * (p * (1 - p))[:, None]) + pull + 1e-9 * np.eye(2), gradient)
        weights = weights - step
        if float(np.abs(step).max()) < 1e-9:
            break
    return float(weights[0]), float(weights[1])


__all__ = ["FEWEST", "fit", "settle"]
