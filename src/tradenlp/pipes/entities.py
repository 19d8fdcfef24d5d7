"""``trade_entities``: commodities, places, organisations and the other open classes, around the measures."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from ..analysis.document import named
from . import store


class TradeEntities:
    """Finds named things by lexicon, word grammar and context; spans of the measures are never lost.

    Args:
        name: name of the component in its pipeline.
    """

    def __init__(self, name: str = "trade_entities") -> None:
        self.name = name
        store.register()

    def __call__(self, doc: Doc) -> Doc:
        """Read one Doc; returns it.

        Raises:
            ConfigError: E302 without ``trade_measures`` before.
        """
        found = named(doc.text, store.mentions(doc, self.name))
        store.set_mentions(doc, found)
        store.set_spans(doc, found)
        return doc


@Language.factory("trade_entities", assigns=["doc.ents", "doc.spans"])
def make_entities(nlp: Language, name: str) -> TradeEntities:
    """Make the component for a pipeline."""
    return TradeEntities(name)
