"""``trade_facts``: facts out of links, and the document that users see."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from ..analysis.document import Reading, assembler, document, measures, named
from ..provenance import provenance
from ..reading.resolve import find_dateline
from . import store


class TradeFacts:
    """Builds the facts and keeps the outcome, seen as ``doc._.trade``.

    In a pipeline that lacks the components before it, their rules are applied here, so that
    ``nlp.add_pipe("trade_facts")`` alone works.

    Args:
        name: name of the component in its pipeline.
        meta: the metadata of that pipeline, which say what weights it was loaded from.
    """

    def __init__(self, name: str = "trade_facts", meta: Mapping[str, Any] | None = None) -> None:
        self.name = name
        self._meta = {} if meta is None else meta
        store.register()

    def __call__(self, doc: Doc) -> Doc:
        """Read one Doc; returns it.

        Raises:
            ConfigError: E301 for a publication date that is not ISO 8601.
        """
        if not store.has_links(doc):
            _prepare(doc)
        found = store.mentions(doc, self.name)
        text = store.text(doc)
        builder = assembler(text, found, store.economy(doc))
        facts = builder.facts(store.links(doc, found, self.name))
        made = document(text, store.published(doc), store.source_id(doc), found, facts, builder)
        store.set_document(doc, made.model_copy(update={"provenance": provenance(self._meta, text)}))
        return doc


def _prepare(doc: Doc) -> None:
    """Do what the components before this one would have done."""
    text = store.text(doc)
    found = named(text, measures(text))
    store.set_spans(doc, found)
    reading = Reading(text, found, store.published(doc) or find_dateline(text))
    reading.resolve()
    store.set_context(doc, reading.published, reading.economy)
    store.set_mentions(doc, reading.mentions)
    store.set_links(doc, reading.links())


@Language.factory("trade_facts", requires=["doc.spans"])
def make_facts(nlp: Language, name: str) -> TradeFacts:
    """Make the component for a pipeline."""
    return TradeFacts(name, nlp.meta)
