"""What the components that choose between candidates have in common: how their network learns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import srsly
from spacy.tokens import Doc
from spacy.training import Example
from thinc.api import Optimizer

from ..analysis.model import Mention
from ..analysis.traits import BUCKETS, WIDTH
from ..corpus.matching import folded
from . import context_net
from .choice_net import PARAMETERS, Network, Sheet
from .learning import LearningPipe

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


class Lesson(NamedTuple):
    """The candidates of one question.

    Attributes:
        traits: shape (candidates, traits).
        right: which of them are right.
        doc: the document that they are of, where the network reads its tokens.
        places: where they stand in it, shape (candidates, 5), see ``places``.
    """

    traits: Ints
    right: list[bool]
    doc: Doc | None = None
    places: Ints | None = None


class ChoicePipe(LearningPipe[Lesson]):
    """A component with a network that scores candidates (``choice_net``, ``context_net``).

    Args:
        vocab: the pipeline's.
        model: the network.
        name: name of the component in its pipeline.
    """

    @property
    def reads_tokens(self) -> bool:
        """Tell whether the network takes places in documents next to traits."""
        return bool(self.model.has_ref("tok2vec"))

    def scores(self, sheet: Sheet) -> Floats:
        """Return the mean score of each candidate, shape (candidates,)."""
        scores: Floats = np.asarray(self.model.predict(sheet)).mean(axis=1)
        return scores

    def groups(self, lessons: Sequence[Lesson]) -> list[list[Lesson]]:
        """Return lessons in groups that are learned together: those of one document where its tokens are read."""
        if not self.reads_tokens:
            return super().groups(lessons)
        found: dict[int, list[Lesson]] = {}
        for lesson in lessons:
            found.setdefault(id(lesson.doc), []).append(lesson)
        return list(found.values())

    def learn_from(self, examples: Sequence[Example], sgd: Optimizer | None) -> float:
        """Learn from one batch of documents: the right candidates are to score above the others."""
        return self.learn(list(self.lessons(examples)), sgd, [made.predicted for made in examples])

    def learn(self, lessons: Sequence[Lesson], sgd: Optimizer | None, docs: Sequence[Doc] = ()) -> float:
        """Learn from one batch of lessons.

        Args:
            lessons: the batch.
            sgd: the optimizer; gradients are kept where there is none.
            docs: for a network that reads tokens all documents of the batch, those without lessons too; those of the
                lessons where it is empty.
        Returns:
            float: the mean negative log-likelihood of the right answers before.
        """
        if not lessons and not (self.reads_tokens and docs):
            return 0.0
        scores, backprop = self.model.begin_update(sheet_of(lessons, docs))
        loss, gradient = 0.0, np.zeros(scores.shape, dtype="float32")
        if lessons:
            groups = np.repeat(np.arange(len(lessons)), [len(lesson.right) for lesson in lessons])
            right = np.array([r for lesson in lessons for r in lesson.right])
            loss, gradient = _loss(np.asarray(scores), groups, right)
        backprop(gradient)
        if sgd is not None:
            self.finish_update(sgd)
        return loss

    def loss(self, lessons: Iterable[Lesson]) -> float:
        """Return the mean negative log-likelihood of the right answers as they are read; nothing is learned."""
        told: list[float] = []
        for group in self.groups(list(lessons)):
            scores, at = self.scores(sheet_of(group))[:, None], 0
            for lesson in group:
                of = scores[at : at + len(lesson.right)]
                told.append(_loss(of, np.zeros(len(of), "i"), np.array(lesson.right))[0])
                at += len(of)
        return sum(told) / max(1, len(told))

    def begin(self, seed: int) -> None:
        """Give the network its first weights."""
        self.model.initialize(X=[Doc(self.vocab, words=["Exports", "rose"])])

    def weights(self) -> bytes:
        """Return the weights of the network, in half precision; those of a sub-layer of its own as they are."""
        if not self.reads_tokens:
            return _packed(_arrays(self.model, PARAMETERS))
        held = {
            "traits": _packed(_arrays(self.model.get_ref("traits"), PARAMETERS)),
            "context": _packed(_arrays(self.model, context_net.PARAMETERS)),
            "tok2vec": self.model.get_ref("tok2vec").to_bytes(),
        }
        packed: bytes = srsly.msgpack_dumps(held)
        return packed

    def take(self, data: bytes) -> None:
        """Take weights over.

        Raises:
            ValueError: if they are of another network.
        """
        if not self.reads_tokens:
            _take(self.model, _unpacked(data))
            return
        held = srsly.msgpack_loads(data)
        if set(held) != {"traits", "context", "tok2vec"}:
            raise ValueError("weights of another network")
        _take(self.model.get_ref("traits"), _unpacked(held["traits"]))
        self.model.get_ref("tok2vec").from_bytes(held["tok2vec"])
        for name, array in _unpacked(held["context"]).items():
            self.model.set_param(name, array)


def _arrays(network: Network, names: Sequence[str]) -> dict[str, Any]:
    return {name: np.asarray(network.get_param(name)) for name in names}


def _take(network: Network, weights: dict[str, Any]) -> None:
    """Give a network over traits its weights.

    Raises:
        ValueError: if they are of another network.
    """
    shape = _shape(weights, network.attrs["shape"][0])
    for name in PARAMETERS:
        network.set_param(name, weights[name])
    network.attrs["shape"] = shape


def sheet_of(lessons: Sequence[Lesson], docs: Sequence[Doc] = ()) -> Sheet:
    """Put lessons together as the networks take them.

    Args:
        lessons: any number, all with places or all without.
        docs: the documents that they are of, each once; found out where it is empty.
    """
    if not lessons:
        return Sheet(np.zeros((0, WIDTH), dtype=np.int64), tuple(docs), np.zeros((0, 6), dtype=np.int64))
    traits = np.concatenate([lesson.traits for lesson in lessons])
    if lessons[0].places is None:
        return Sheet(traits)
    of = [lesson.doc for lesson in lessons if lesson.doc is not None]
    held = {id(doc): doc for doc in docs or of}
    number = {key: n for n, key in enumerate(held)}
    stand = [np.asarray(lesson.places) for lesson in lessons]
    column = np.concatenate([np.full(len(each), number[id(doc)]) for each, doc in zip(stand, of, strict=True)])
    return Sheet(traits, tuple(held.values()), np.insert(np.concatenate(stand), 0, column, axis=1))


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


__all__ = ["Bools", "ChoicePipe", "Floats", "Ints", "Lesson", "forms", "sheet_of"]
