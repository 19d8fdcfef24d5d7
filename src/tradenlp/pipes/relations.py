"""``trade_relations``: what each figure states, as links from the figure to the mentions that fill its slots.

Rules read every sentence and propose an answer for each slot; a trained network chooses between that answer and
everything else near by or general that could fill the slot. Without training the rules' answers stand.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc
from spacy.training import Example
from spacy.vocab import Vocab
from thinc.api import Model

from ..analysis.candidates import QUESTIONS, Board
from ..analysis.choosing import Question, choose, questions
from ..analysis.document import Reading
from ..analysis.model import Link
from . import choice_net, store  # the network's module registers its architecture
from .choice import ChoicePipe, Ints, Lesson, forms

DEFAULT_MODEL = {"@architectures": choice_net.NAME, "questions": len(QUESTIONS)}


@dataclass(frozen=True, slots=True)
class Asked:
    """A document's board with the questions on it and the traits of their candidates."""

    board: Board
    questions: list[Question]
    traits: Ints


class TradeRelations(ChoicePipe):
    """Links figures to indicators, parties, commodities, segments, periods, and changes to the amounts they moved.

    Args:
        vocab: the pipeline's.
        model: scores candidates, see ``choice_net``.
        name: name of the component in its pipeline.
    """

    def __init__(self, vocab: Vocab, model: Model[Any, Any], name: str = "trade_relations") -> None:
        super().__init__(vocab, model, name)
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
        asked = self._asked(reading)
        if asked.questions:
            return choose(asked.board, asked.questions, self.scores(asked.traits))
        return asked.board.links

    def _read(self, doc: Doc) -> Reading:
        reading = Reading(doc.text, store.mentions(doc, self.name), store.published(doc))
        reading.settle(store.wholes(doc))
        return reading

    def _asked(self, reading: Reading) -> Asked:
        board = reading.board()
        found, traits = questions(board, reading.published)
        return Asked(board, found, traits)

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
        right = [rights[int(self.scores(traits).argmax())] for traits, rights in self.lessons(examples)]
        return {f"{self.name}_acc": sum(right) / len(right) if right else None}

    # -- training ------------------------------------------------------------------------------------------------------

    def lessons(self, examples: Iterable[Example]) -> Iterator[Lesson]:
        """Yield the traits of candidates with whether each is right.

        Args:
            examples: documents that went through the components before this one, with the answers that
                ``store.set_answers`` kept on their references.
        """
        for example in examples:
            doc = example.predicted
            asked = self._asked(self._read(doc))
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
                    yield asked.traits[question.first : question.first + len(right)], right


_TOLD_RATHER = frozenset({"reporter", "period"})
"""Slots that are better filled than left empty where both would be right."""


@Language.factory("trade_relations", requires=["doc.spans"], default_config={"model": DEFAULT_MODEL})
def make_relations(nlp: Language, name: str, model: Model[Any, Any]) -> TradeRelations:
    """Make the component for a pipeline."""
    return TradeRelations(nlp.vocab, model, name)
