"""``trade_linker``: what holds for the whole document, and the values of its periods.

Rules weigh what speaks for its main period, reporter, topic, partner and flow; a trained network chooses between their
answer and everything else that the document names. Without training the rules' answers stand.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc
from spacy.training import Example
from spacy.vocab import Vocab
from thinc.api import Model

from ..analysis.document import Reading
from ..analysis.wholes import WHOLES
from ..reading.resolve import find_dateline
from . import choice_net, store
from .choice import ChoicePipe, Lesson, forms
from .choice_net import Sheet

DEFAULT_MODEL = {"@architectures": choice_net.NAME, "questions": len(WHOLES)}
MARGIN = {"period": 0.5, "reporter": 2.0, "commodity": 0.5, "partner": 0.5, "indicator": 0.5}
"""By how much (log odds) another answer must score above that of the rules; settled across bodies of the training
releases, and higher for the reporter, where one wrong answer spoils a whole release and the rules seldom err."""
_SHARE = {"period": 0.3, "reporter": 0.5, "commodity": 0.5, "partner": 0.5, "indicator": 0.3}
"""Of how many figures an answer must be right to be learned as that of the whole document; where no name reaches it,
a topic and a partner are learned to be none."""

Settled = tuple[Reading, dict[str, "str | None"]]


class TradeLinker(ChoicePipe):
    """Resolves periods and settles what holds for a document as a whole.

    Args:
        vocab: the pipeline's.
        model: scores answers, see ``choice_net``.
        name: name of the component in its pipeline.
    """

    def __init__(self, vocab: Vocab, model: Model[Any, Any], name: str = "trade_linker") -> None:
        super().__init__(vocab, model, name)
        store.register()

    def predict(self, docs: Iterable[Doc]) -> list[Settled]:
        """Return the reading of each document with what was chosen against the rules.

        Raises:
            ConfigError: E302 without ``trade_entities`` before; E301 for a publication date that is not ISO 8601.
        """
        return [self._settled(doc) for doc in docs]

    def _settled(self, doc: Doc) -> Settled:
        reading = self._read(doc)
        keys: dict[str, str | None] = {}
        if self.cfg["trained"]:
            asked, traits = reading.wholes()
            # one document at a time, so that no score depends on what else is in the batch
            scores = self.scores(Sheet(traits))
            for whole in asked:
                of = scores[whole.first : whole.first + len(whole.answers)]
                best = int(of.argmax())
                if of[best] - of[0] >= MARGIN[whole.about]:
                    keys[whole.about] = whole.answers[best].key
            reading.settle(keys)
        return reading, keys

    def _read(self, doc: Doc) -> Reading:
        text = store.text(doc)
        reading = Reading(text, store.mentions(doc, self.name), store.published(doc) or find_dateline(text))
        reading.resolve()
        return reading

    def set_annotations(self, docs: Iterable[Doc], scores: Iterable[Settled]) -> None:
        """Keep the mentions with their values, and what holds for the document."""
        for doc, (reading, keys) in zip(docs, scores, strict=True):
            store.set_context(doc, reading.published, reading.economy)
            store.set_mentions(doc, reading.mentions)
            store.set_wholes(doc, keys)
            store.set_reading(doc, reading)

    def lessons(self, examples: Iterable[Example]) -> Iterator[Lesson]:
        """Yield the traits of answers with whether each is right.

        Args:
            examples: documents that went through the components before this one, with the answers that
                ``store.set_answers`` kept on their references.
        """
        for example in examples:
            answers = store.answers(example.reference)
            asked, traits = self._read(example.predicted).wholes()
            for whole in asked:
                wanted = answers.most(whole.about, _SHARE[whole.about])
                if not wanted and answers.figures and whole.about in ("commodity", "partner"):
                    wanted = {None}
                found = [forms(whole.about, a.key, [a.mention] if a.mention else []) for a in whole.answers]
                right = [bool(each & wanted) for each in found]
                if any(right) and not all(right):
                    yield Lesson(traits[whole.first : whole.first + len(right)], right)


@Language.factory("trade_linker", requires=["doc.spans"], default_config={"model": DEFAULT_MODEL})
def make_linker(nlp: Language, name: str, model: Model[Any, Any]) -> TradeLinker:
    """Make the component for a pipeline."""
    return TradeLinker(nlp.vocab, model, name)
