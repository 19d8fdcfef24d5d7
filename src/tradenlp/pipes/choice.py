"""What the components that choose between candidates have in common: how their network learns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import srsly
from thinc.api import Optimizer

from ..analysis.model import Mention
from ..analysis.traits import BUCKETS
from ..corpus.matching import folded
from .choice_net import PARAMETERS
from .learning import LearningPipe

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Lesson = tuple[Ints, list[bool]]
"""Traits of the candidates of one question, shape (candidates, traits), and which of them are right."""


class ChoicePipe(LearningPipe[Lesson]):
    """A component with a network that scores candidates (``choice_net``).

    Args:
        vocab: the pipeline's.
        model: the network.
        name: name of the component in its pipeline.
    """

    def scores(self, traits: Ints) -> Floats:
        """Return the mean score of each candidate, shape (candidates,)."""
        scores: Floats = np.asarray(self.model.predict(traits)).mean(axis=1)
        return scores

    def learn(self, lessons: Sequence[Lesson], sgd: Optimizer | None) -> float:
        """Learn from one batch of lessons.

        Args:
            lessons: the batch.
            sgd: the optimizer; gradients are kept where there is none.
        Returns:
            float: the mean negative log-likelihood of the right answers before.
        """
        if not lessons:
            return 0.0
        groups = np.repeat(np.arange(len(lessons)), [len(right) for _, right in lessons])
        right = np.array([r for _, rights in lessons for r in rights])
        scores, backprop = self.model.begin_update(np.concatenate([traits for traits, _ in lessons]))
        loss, gradient = _loss(np.asarray(scores), groups, right)
        backprop(gradient)
        if sgd is not None:
            self.finish_update(sgd)
        return loss

    def loss(self, lessons: Iterable[Lesson]) -> float:
        """Return the mean negative log-likelihood of the right answers as they are read; nothing is learned."""
        told = [
            _loss(self.scores(traits)[:, None], np.zeros(len(right), "i"), np.array(right)) for traits, right in lessons
        ]
        return sum(loss for loss, _ in told) / max(1, len(told))

    def begin(self, seed: int) -> None:
        """Give the network its first weights."""
        self.model.initialize()

    def weights(self) -> bytes:
        """Return the weights of the network."""
        return _packed({name: np.asarray(self.model.get_param(name)) for name in PARAMETERS})

    def take(self, data: bytes) -> None:
        """Take weights over.

        Raises:
            ValueError: if they are of another network.
        """
        weights = _unpacked(data)
        shape = _shape(weights, self.model.attrs["shape"][0])
        for name in PARAMETERS:
            self.model.set_param(name, weights[name])
        self.model.attrs["shape"] = shape


def forms(slot: str, key: str | None, mentions: Sequence[Mention]) -> set[str | None]:
    """Return every form under which an annotator may have written an answer.

    Args:
        slot: what is asked, a slot or ``measure``.
        key: of the answer (``analysis.candidates.key_of``).
        mentions: what would fill the slot, the head first.
    """
    if slot in ("measure", "period"):
        return {key}
    if not mentions:
        return {None}
    m = mentions[0]
    return {folded(key)} if slot == "indicator" else {folded(f) for f in (m.text, m.name, m.code) if f}


def _packed(arrays: dict[str, npt.NDArray[Any]]) -> bytes:
    """Weights in half precision, in half the room."""
    held = {name: [list(a.shape), np.ascontiguousarray(a, dtype="<f2").tobytes()] for name, a in arrays.items()}
    packed: bytes = srsly.msgpack_dumps(held)
    return packed


def _unpacked(data: bytes) -> dict[str, Any]:
    return {
        name: np.frombuffer(held, dtype="<f2").reshape(shape).astype("float32")
        for name, (shape, held) in srsly.msgpack_loads(data).items()
    }


def _shape(weights: dict[str, Any], questions: int) -> tuple[int, ...]:
    """Return questions, members and width of weights.

    Raises:
        ValueError: if they are not those of a network for so many questions.
    """
    shapes = {name: array.shape for name, array in weights.items()}
    output = shapes.get("output", ())
    rows = questions * BUCKETS + 1
    wanted = {"embeddings": (rows, output[1] * output[2]), "linear": (rows, output[1])} if len(output) == 3 else {}
    if not wanted or output[0] != questions or shapes != {**wanted, "output": output}:
        raise ValueError(f"weights of shape {shapes} for {questions} questions")
    if not all(np.isfinite(array).all() for array in weights.values()):
        raise ValueError("weights that are no numbers")
    return int(output[0]), int(output[1]), int(output[2])


def _loss(scores: Floats, groups: Ints, right: Bools) -> tuple[float, Floats]:
    """Mean negative log-likelihood of choosing any right candidate, and its gradient; each column for itself."""
    first = np.flatnonzero(np.diff(groups, prepend=-1))
    weights = np.exp(scores - np.maximum.reduceat(scores, first)[groups])
    every = np.add.reduceat(weights, first)
    good = np.add.reduceat(weights * right[:, None], first) + 1e-12
    gradient = weights / every[groups] - weights * right[:, None] / good[groups]
    return float(-np.log(good / every).mean()), (gradient / len(first)).astype("float32")


__all__ = ["Bools", "ChoicePipe", "Floats", "Ints", "Lesson", "forms"]
