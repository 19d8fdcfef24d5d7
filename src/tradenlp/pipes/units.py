"""``trade_units``: numbers that stand without their unit are lent that of a figure near by.

A trained network says so where it does, since only the names around such numbers tell what they count. Without
training nothing is lent.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc
from spacy.training import Example
from spacy.vocab import Vocab
from thinc.api import Model

from ..analysis.lending import Bare, Loan, bare_numbers, common_units, lent, loans, rest, traits, unread
from ..analysis.model import Mention
from . import choice_net, store
from .choice import ChoicePipe, Lesson
from .choice_net import Sheet

DEFAULT_MODEL = {"@architectures": choice_net.NAME, "questions": 1}


class TradeUnits(ChoicePipe):
    """Lends units to bare numbers, which become figures among the mentions.

    Args:
        vocab: the pipeline's.
        model: scores the units that bare numbers could be lent, see ``choice_net``.
        name: name of the component in its pipeline.
    """

    def __init__(self, vocab: Vocab, model: Model[Any, Any], name: str = "trade_units") -> None:
        super().__init__(vocab, model, name)
        store.register()

    def predict(self, docs: Iterable[Doc]) -> list[list[Mention]]:
        """Return the mentions of each document.

        Raises:
            ConfigError: E302 without ``trade_entities`` before.
        """
        return [self._mentions(doc) for doc in docs]

    def _mentions(self, doc: Doc) -> list[Mention]:
        found = store.mentions(doc, self.name)
        text = store.text(doc)
        asked = _asked(text, found) if self.cfg["trained"] else []
        if not asked:
            return found
        # one document at a time, so that no score depends on what else is in the batch
        scores = self.scores(Sheet(traits(text, found, asked)))
        added = []
        at = 0
        for number, offered in asked:
            best = offered[int(scores[at : at + len(offered)].argmax())]
            at += len(offered)
            if best.lender is not None:
                added.append(lent(text, number, best))
        return rest(found, added) if added else found

    def set_annotations(self, docs: Iterable[Doc], scores: Iterable[list[Mention]]) -> None:
        """Keep the mentions on the documents, as entities and spans too."""
        for doc, found in zip(docs, scores, strict=True):
            if found is not store.mentions(doc, self.name):  # else nothing was lent
                store.set_mentions(doc, found)
                store.set_spans(doc, found)

    def lessons(self, examples: Iterable[Example]) -> Iterator[Lesson]:
        """Yield the traits of loans with whether each is right.

        Args:
            examples: documents that went through ``trade_entities``, with the figures that ``store.set_figures`` kept
                on their references.
        """
        for example in examples:
            text = example.predicted.text
            found = store.mentions(example.predicted, self.name)
            asked = _asked(text, found)
            if not asked:
                continue
            told = store.figures(example.reference)
            rows = traits(text, found, asked)
            at = 0
            for number, offered in asked:
                held = told.get((number.start, number.end))
                right = [_right(number, loan, held) for loan in offered]
                if any(right) and not all(right):
                    yield Lesson(rows[at : at + len(offered)], right)
                at += len(offered)


def _asked(text: str, found: list[Mention]) -> list[tuple[Bare, list[Loan]]]:
    common = common_units(found)
    left = unread(text, found)
    asked = [(n, loans(n, found, common)) for n in bare_numbers(text, found) if n.start not in left]
    return [(number, offered) for number, offered in asked if len(offered) > 1]


def _right(number: Bare, loan: Loan, told: tuple[str, Decimal | None] | None) -> bool:
    """Tell whether a loan is what an annotator says of a number."""
    if told is None or loan.lender is None:
        return told is None and loan.lender is None
    label, value = told
    return loan.lender.label == label and (value is None or abs(number.value * loan.scale) == abs(value))


@Language.factory(
    "trade_units", requires=["doc.spans"], assigns=["doc.ents", "doc.spans"], default_config={"model": DEFAULT_MODEL}
)
def make_units(nlp: Language, name: str, model: Model[Any, Any]) -> TradeUnits:
    """Make the component for a pipeline."""
    return TradeUnits(nlp.vocab, model, name)
