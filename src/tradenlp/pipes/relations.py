"""``trade_relations``: what each figure states, as links from the figure to the mentions that fill its slots.

Rules read every sentence and propose an answer for each slot; a trained network chooses between that answer and
everything else near by or general that could fill the slot. Without training the rules' answers stand.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import srsly
from spacy.language import Language
from spacy.tokens import Doc
from spacy.training import Example
from spacy.vocab import Vocab
from thinc.api import Model

from ..analysis.candidates import QUESTIONS, Board
from ..analysis.choosing import DECISION, Decision, Question, choose, questions
from ..analysis.document import Reading
from ..analysis.model import Link
from . import choice_net, context_net, store  # the networks' modules register their architectures
from .choice import ChoicePipe, Lesson, forms, sheet_of
from .choice_net import Sheet
from .places import places

ARCHITECTURES = (choice_net.NAME, context_net.NAME)
"""The networks that the component works with."""
DEFAULT_MODEL = {"@architectures": choice_net.NAME, "questions": len(QUESTIONS)}
DECIDED = "decision.json"
"""Margins and scaling, beside the weights."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A document's board with the questions on it and the traits of their candidates."""

    board: Board
    questions: list[Question]
    sheet: Sheet

    def lesson(self, question: Question, right: list[bool]) -> Lesson:
        """Return what there is to learn from one question."""
        own = slice(question.first, question.first + len(right))
        traits, stand = self.sheet.traits[own], self.sheet.places
        if stand is None:
            return Lesson(traits, right)
        return Lesson(traits, right, self.sheet.docs[0], stand[own, 1:])


class TradeRelations(ChoicePipe):
    """Links figures to indicators, parties, commodities, segments, periods, and changes to the amounts they moved.

    Args:
        vocab: the pipeline's.
        model: scores candidates, see ``choice_net`` and ``context_net``.
        name: name of the component in its pipeline.
    """

    def __init__(self, vocab: Vocab, model: Model[Any, Any], name: str = "trade_relations") -> None:
        super().__init__(vocab, model, name)
        self.decision = DECISION
        store.register()

    # -- reading -------------------------------------------------------------------------------------------------------

    def predict(self, docs: Iterable[Doc]) -> list[list[Link]]:
        """Return the links of each document.

        Raises:
            ConfigError: E302 without ``trade_linker`` before.
        """
        return [self._links(doc) for doc in docs]

    def _links(self, doc: Doc) -> list[Link]:
        reading = self._read(doc)
        if not self.cfg["trained"]:
            return reading.links()
        # one document at a time, so that no score depends on what else is in the batch
        asked = self._asked(doc, reading)
        if asked.questions:
            return choose(asked.board, asked.questions, self.scores(asked.sheet), self.decision)
        return asked.board.links

    def _read(self, doc: Doc) -> Reading:
        handed = store.reading(doc)
        if handed is not None:
            return handed
        reading = Reading(store.text(doc), store.mentions(doc, self.name), store.published(doc))
        reading.settle(store.wholes(doc))
        return reading

    def _asked(self, doc: Doc, reading: Reading) -> Asked:
        board = reading.board()
        found, traits = questions(board, reading.published)
        if not self.reads_tokens:
            return Asked(board, found, Sheet(traits))
        stand = np.insert(places(doc, board, found), 0, 0, axis=1)
        return Asked(board, found, Sheet(traits, (doc,), stand))

    def set_annotations(self, docs: Iterable[Doc], scores: Iterable[list[Link]]) -> None:
        """Keep the links on the documents."""
        for doc, links in zip(docs, scores, strict=True):
            store.set_links(doc, links)

    def score(self, examples: Iterable[Example], **kwargs: Any) -> dict[str, float | None]:
        """Score the choices: the share of figures' slots and measures that are chosen right, where one choice is.

        Args:
            examples: documents that went through the components before this one, with their answers.
            kwargs: unused, as spaCy passes it.
        Returns:
            dict: ``NAME_acc``, None where there was nothing to choose.
        """
        right = []
        for example in examples:
            lessons = list(self.lessons([example]))
            scores = self.scores(sheet_of(lessons, [example.predicted])) if lessons else np.zeros(0)
            at = 0
            for lesson in lessons:
                right.append(lesson.right[int(scores[at : at + len(lesson.right)].argmax())])
                at += len(lesson.right)
        return {f"{self.name}_acc": sum(right) / len(right) if right else None}

    # -- training ------------------------------------------------------------------------------------------------------

    def lessons(self, examples: Iterable[Example]) -> Iterator[Lesson]:
        """Yield the traits of candidates with whether each is right.

        Args:
            examples: documents that went through the components before this one, with the answers that
                ``store.set_answers`` kept on their references.
        """
        for asked, question, right in self.answered(examples):
            yield asked.lesson(question, right)

    def answered(self, examples: Iterable[Example]) -> Iterator[tuple[Asked, Question, list[bool]]]:
        """Yield the questions that have right and wrong candidates, with whether each candidate is right.

        Args:
            examples: as for ``lessons``.
        """
        for example in examples:
            doc = example.predicted
            asked = self._asked(doc, self._read(doc))
            answers = store.answers(example.reference)
            for question in asked.questions:
                wanted = answers.right(question.link.figure.start, question.link.measure, question.about)
                if wanted is None:
                    continue
                right = [bool(forms(question.about, c.key, c.mentions) & wanted) for c in question.candidates]
                if question.about in _TOLD_RATHER:
                    named = [r and c.key is not None for r, c in zip(right, question.candidates, strict=True)]
                    right = named if any(named) else right
                if any(right) and not all(right):
                    yield asked, question, right

    # -- keeping -------------------------------------------------------------------------------------------------------

    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:
        """Return the weights and what decides by them."""
        held: bytes = srsly.msgpack_dumps({"weights": super().to_bytes(), "decision": asdict(self.decision)})
        return held

    def from_bytes(self, bytes_data: bytes, *, exclude: Iterable[str] = ()) -> TradeRelations:
        """Take over what ``to_bytes`` gave; returns itself.

        Raises:
            ValueError: if the weights are of another network.
        """
        held = srsly.msgpack_loads(bytes_data)
        super().from_bytes(held["weights"])
        self.decision = Decision(**held["decision"])
        return self

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        """Write ``weights`` and ``decision.json`` into a folder."""
        Path(path).mkdir(parents=True, exist_ok=True)
        (Path(path) / "weights").write_bytes(super().to_bytes())
        srsly.write_json(Path(path) / DECIDED, asdict(self.decision))

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> TradeRelations:
        """Take over what ``to_disk`` wrote; returns itself. A folder without ``decision.json`` has the defaults.

        Raises:
            OSError: if the weights cannot be read.
            ValueError: if they are of another network, or the decision is none.
            TypeError: if the decision has other settings.
        """
        super().from_bytes((Path(path) / "weights").read_bytes())
        told = Path(path) / DECIDED
        if not told.exists():
            self.decision = DECISION
            return self
        try:
            self.decision = Decision(**srsly.read_json(told))
        except (ValueError, TypeError) as error:
            raise ValueError(DECIDED) from error
        return self


_TOLD_RATHER = frozenset({"reporter", "period"})
"""Slots that are better filled than left empty where both would be right."""


@Language.factory("trade_relations", requires=["doc.spans"], default_config={"model": DEFAULT_MODEL})
def make_relations(nlp: Language, name: str, model: Model[Any, Any]) -> TradeRelations:
    """Make the component for a pipeline."""
    return TradeRelations(nlp.vocab, model, name)
