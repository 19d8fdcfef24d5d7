"""``trade_linker``: what holds for the whole document (date, reporter's economy), and the values of its periods."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from ..analysis.document import Reading
from ..reading.resolve import find_dateline
from . import store


class TradeLinker:
    """Resolves periods and settles the reporter's economy.

    Args:
        name: name of the component in its pipeline.
    """

    def __init__(self, name: str = "trade_linker") -> None:
        self.name = name
        store.register()

    def __call__(self, doc: Doc) -> Doc:
        """Read one Doc; returns it.

        Raises:
            ConfigError: E302 without ``trade_entities`` before; E301 for a publication date that is not ISO 8601.
        """
        reading = Reading(doc.text, store.mentions(doc, self.name), store.published(doc) or find_dateline(doc.text))
        reading.resolve()
        store.set_context(doc, reading.published, reading.economy)
        store.set_mentions(doc, reading.mentions)
        return doc


@Language.factory("trade_linker", requires=["doc.spans"])
def make_linker(nlp: Language, name: str) -> TradeLinker:
    """Make the component for a pipeline."""
    return TradeLinker(name)
