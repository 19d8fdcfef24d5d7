"""``trade_checks``: arithmetic among the facts of a document."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from ..analysis.checks import check, notices, tested, weighed
from ..analysis.reconciling import reconciled
from ..errors import ConfigError
from . import store


class TradeChecks:
    """Tests the arithmetic among the facts of a document, and lets it weigh on their confidence.

    Args:
        name: name of the component in its pipeline.
    """

    def __init__(self, name: str = "trade_checks") -> None:
        self.name = name
        store.register()

    def __call__(self, doc: Doc) -> Doc:
        """Read one Doc; returns it.

        Raises:
            ConfigError: E302 without ``trade_facts`` before.
        """
        result = store.document(doc)
        if result is None:
            raise ConfigError("E302", missing="trade_facts", component=self.name)
        facts = reconciled(result.facts, store.text(doc))
        relations = tested(facts)
        found = [check(relation) for relation in relations]
        store.set_checks(doc, found, weighed(facts, found), notices(relations))
        return doc


@Language.factory("trade_checks")
def make_checks(nlp: Language, name: str) -> TradeChecks:
    """Make the component for a pipeline."""
    return TradeChecks(name)
