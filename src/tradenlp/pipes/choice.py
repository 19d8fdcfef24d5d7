"""What the components that choose between candidates have in common: how their network learns."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import srsly
from spacy.language import Language
from spacy.pipeline import TrainablePipe
from spacy.tokens import Doc
from spacy.training import Example
from spacy.vocab import Vocab
from thinc.api import Model, Optimizer

from ..analysis.traits import BUCKETS, WIDTH
from .choice_net import PARAMETERS, Sheet

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



class ChoicePipe(TrainablePipe):  # type: ignore[misc]  # spaCy's carries no types
    """A component with a network that scores candidates (``choice_net``).

    Args:
        vocab: the pipeline's.
        model: the network.
        name: name of the component in its pipeline.
    """

    def __init__(self, vocab: Vocab, model: Model[Any, Any], name: str) -> None:
        self.vocab, self.model, self.name = vocab, model, name
        self.cfg: dict[str, Any] = {"trained": False}

    @abstractmethod
    def lessons(self, examples: Iterable[Example]) -> Iterator[Lesson]:
        """Yield what there is to learn from examples."""

    @property
    def reads_tokens(self) -> bool:
        """Tell whether the network takes places in documents next to traits."""
        return bool(self.model.has_ref("tok2vec"))

    def scores(self, sheet: Sheet) -> Floats:
        """Return the mean score of each candidate, shape (candidates,)."""
        scores: Floats = np.asarray(self.model.predict(sheet)).mean(axis=1)
        return scores

    def initialize(
        self, get_examples: Callable[[], Iterable[Example]], *, nlp: Language | None = None, seed: int = 0
    ) -> None:
        """Give the network its first weights; nothing is learned of the examples yet.

        Args:
            get_examples: some tell a network that reads tokens how wide their vectors are.
            nlp: unused, as spaCy passes it.
            seed: of the weights and of what training leaves out.
        """
        self.model.attrs["seed"] = seed
        if not self.cfg["trained"]:
            some = [made.reference for made in islice(get_examples(), 2)] if self.reads_tokens else None
            self.model.initialize(X=some)
            self.cfg["trained"] = True

    def update(
        self,
        examples: Iterable[Example],
        *,
        drop: float = 0.0,
        sgd: Optimizer | None = None,
        losses: dict[str, float] | None = None,
    ) -> dict[str, float]:
        """Learn from annotated documents: the right candidates are to score above the others.

        Args:
            examples: as for ``lessons``.
            drop: unused; the network has rates of its own.
            sgd: the optimizer; gradients are kept where there is none.
            losses: takes the mean negative log-likelihood of the right answers.
        """
        losses = losses if losses is not None else {}
        losses.setdefault(self.name, 0.0)
        held = list(examples)
        losses[self.name] += self.learn(list(self.lessons(held)), sgd, [made.predicted for made in held])
        return losses

    def learn(self, lessons: Sequence[Lesson], sgd: Optimizer | None, docs: Sequence[Doc] = ()) -> float:
        """Learn from one batch of lessons.

        Args:
            lessons: the batch.
            sgd: the optimizer; gradients are kept where there is none.
            docs: all documents of the batch, those without lessons too, for a network that reads tokens.
        Returns:
            float: the mean negative log-likelihood of the right answers before.
        """
        if not lessons and not (self.reads_tokens and docs):
            return 0.0
        scores, backprop = self.model.begin_update(sheet_of(lessons, docs))
        loss, gradient = 0.0, np.zeros_like(scores)
        if lessons:
            groups = np.repeat(np.arange(len(lessons)), [len(lesson.right) for lesson in lessons])
            right = np.array([r for lesson in lessons for r in lesson.right])
            loss, gradient = _loss(np.asarray(scores), groups, right)
        backprop(gradient)
        if sgd is not None:
            self.finish_update(sgd)
        return loss

    # -- keeping -------------------------------------------------------------------------------------------------------

    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:
        """Return the weights, nothing for a component that is not trained."""
        return self._weights()

    def from_bytes(self, bytes_data: bytes, *, exclude: Iterable[str] = ()) -> ChoicePipe:
        """Take weights over; returns itself."""
        self._set_weights(bytes_data)
        return self

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        """Write the weights into a folder, as ``weights``."""
        Path(path).mkdir(parents=True, exist_ok=True)
        (Path(path) / "weights").write_bytes(self._weights())

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> ChoicePipe:
        """Take the weights of a folder over; returns itself.

        Raises:
            OSError: if they cannot be read.
            ValueError: if they are of another network.
        """
        self._set_weights((Path(path) / "weights").read_bytes())
        return self

    def _weights(self) -> bytes:
        trained = self.cfg["trained"]
        return _packed({name: np.asarray(self.model.get_param(name)) for name in PARAMETERS}) if trained else b""

    def _set_weights(self, data: bytes) -> None:
        weights = _unpacked(data) if data else {}
        if data:
            shape = _shape(weights, self.model.attrs["shape"][0])
            for name in PARAMETERS:
                self.model.set_param(name, weights[name])
            self.model.attrs["shape"] = shape
        self.cfg["trained"] = bool(data)


def sheet_of(lessons: Sequence[Lesson], docs: Sequence[Doc] = ()) -> Sheet:
    """Put lessons together as the networks take them.

    Args:
        lessons: any number, each with places or each without.
        docs: the documents that they are of, each once.
    """
    if not lessons:
        return Sheet(np.zeros((0, WIDTH), dtype=np.int64), tuple(docs), np.zeros((0, 6), dtype=np.int64))
    traits = np.concatenate([lesson.traits for lesson in lessons])
    if lessons[0].places is None:
        return Sheet(traits)
    number = {id(doc): n for n, doc in enumerate(docs)}
    places = [np.insert(lesson.places, 0, number[id(lesson.doc)], axis=1) for lesson in lessons]  # type: ignore[arg-type]
    return Sheet(traits, tuple(docs), np.concatenate(places))


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


__all__ = ["Bools", "ChoicePipe", "Floats", "Ints", "Lesson"]
