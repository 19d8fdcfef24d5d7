"""``trade_relations``: what each figure states, as links from the figure to the mentions that fill its slots."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from ..analysis.document import Reading
from . import store


class TradeRelations:
    """Links figures to indicators, parties, commodities, segments, periods, and changes to the amounts they moved.

    Args:
        name: name of the component in its pipeline.
    """

    def __init__(self, name: str = "trade_relations") -> None:
        self.name = name
        store.register()

    def __call__(self, doc: Doc) -> Doc:
        """Read one Doc; returns it.

        Raises:
            ConfigError: E302 without ``trade_linker`` before.
        """
        reading = Reading(doc.text, store.mentions(doc, self.name), store.published(doc))
        store.set_links(doc, reading.links())
        return doc


@Language.factory("trade_relations", requires=["doc.spans"])
def make_relations(nlp: Language, name: str) -> TradeRelations:
    """Make the component for a pipeline."""
    return TradeRelations(name)
