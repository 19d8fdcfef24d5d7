"""What the components that learn have in common: lessons of annotated documents, and weights that are kept."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Generic, TypeVar

from spacy.language import Language
from spacy.pipeline import TrainablePipe
from spacy.training import Example
from spacy.vocab import Vocab
from thinc.api import Model, Optimizer

Lesson = TypeVar("Lesson")


class LearningPipe(TrainablePipe, Generic[Lesson]):  # type: ignore[misc]  # spaCy's carries no types
    """A component with a network that learns from lessons.

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

    def groups(self, lessons: Sequence[Lesson]) -> list[list[Lesson]]:
        """Return lessons in groups that are learned together; each for itself where nothing speaks against it."""
        return [[lesson] for lesson in lessons]

    @abstractmethod
    def learn(self, lessons: Sequence[Lesson], sgd: Optimizer | None) -> float:
        """Learn from one batch of lessons.

        Args:
            lessons: the batch.
            sgd: the optimizer; gradients are kept where there is none.
        Returns:
            float: the mean loss before.
        """

    @abstractmethod
    def loss(self, lessons: Iterable[Lesson]) -> float:
        """Return the mean loss of lessons as they are read; nothing is learned."""

    @abstractmethod
    def begin(self, seed: int) -> None:
        """Give the network its first weights."""

    @abstractmethod
    def weights(self) -> bytes:
        """Return the weights of the network."""

    @abstractmethod
    def take(self, data: bytes) -> None:
        """Take weights over.

        Raises:
            ValueError: if they are of another network.
        """

    def initialize(
        self, get_examples: Callable[[], Iterable[Example]], *, nlp: Language | None = None, seed: int = 0
    ) -> None:
        """Give the network its first weights; nothing is learned of the examples yet.

        Args:
            get_examples: unused, as spaCy passes it.
            nlp: unused, as spaCy passes it.
            seed: of the weights and of what training leaves out.
        """
        self.model.attrs["seed"] = seed
        if not self.cfg["trained"]:
            self.begin(seed)
            self.cfg["trained"] = True

    def update(
        self,
        examples: Iterable[Example],
        *,
        drop: float = 0.0,
        sgd: Optimizer | None = None,
        losses: dict[str, float] | None = None,
    ) -> dict[str, float]:
        """Learn from annotated documents.

        Args:
            examples: as for ``lessons``.
            drop: unused; the networks have rates of their own.
            sgd: the optimizer; gradients are kept where there is none.
            losses: takes the mean loss.
        """
        losses = losses if losses is not None else {}
        losses.setdefault(self.name, 0.0)
        losses[self.name] += self.learn_from(list(examples), sgd)
        return losses

    def learn_from(self, examples: Sequence[Example], sgd: Optimizer | None) -> float:
        """Learn from one batch of documents, as ``learn`` from their lessons."""
        return self.learn(list(self.lessons(examples)), sgd)

    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:
        """Return the weights, nothing for a component that is not trained."""
        return self.weights() if self.cfg["trained"] else b""

    def from_bytes(self, bytes_data: bytes, *, exclude: Iterable[str] = ()) -> LearningPipe[Lesson]:
        """Take weights over; returns itself.

        Raises:
            ValueError: if they are of another network.
        """
        if bytes_data:
            self.take(bytes_data)
        self.cfg["trained"] = bool(bytes_data)
        return self

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        """Write the weights into a folder, as ``weights``."""
        Path(path).mkdir(parents=True, exist_ok=True)
        (Path(path) / "weights").write_bytes(self.to_bytes())

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> LearningPipe[Lesson]:
        """Take the weights of a folder over; returns itself.

        Raises:
            OSError: if they cannot be read.
            ValueError: if they are of another network.
        """
        return self.from_bytes((Path(path) / "weights").read_bytes())


__all__ = ["LearningPipe"]
