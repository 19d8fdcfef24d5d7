"""``trade_measures``: figures and periods by grammar."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from ..analysis.document import measures
from . import store


class TradeMeasures:
    """Finds money, percentages, quantities, multiples, ranks and periods, and keeps them as mentions.

    Args:
        name: name of the component in its pipeline.
    """

    def __init__(self, name: str = "trade_measures") -> None:
        self.name = name
        store.register()

    def __call__(self, doc: Doc) -> Doc:
        """Read one Doc; returns it."""
        store.set_mentions(doc, measures(store.text(doc)))
        return doc


@Language.factory("trade_measures", assigns=["doc.spans"])
def make_measures(nlp: Language, name: str) -> TradeMeasures:
    """Make the component for a pipeline."""
    return TradeMeasures(name)
