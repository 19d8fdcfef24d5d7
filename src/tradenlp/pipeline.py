"""The pipeline put together, and one text sent through it."""

from __future__ import annotations

import spacy
from spacy.language import Language

from .facts import Document
from .pipes import checks, entities, facts, linker, measures, relations, store
from .tokenizer import make_tokenizer

COMPONENTS = ("trade_measures", "trade_entities", "trade_linker", "trade_relations", "trade_facts", "trade_checks")

_MODULES = (measures, entities, linker, relations, facts, checks)  # importing them registers their factories


def load_pipeline() -> Language:
    """Build the pipeline.

    Returns:
        Language: English, with the package's tokenizer and components.
    """
    nlp = spacy.blank("en")
    nlp.tokenizer = make_tokenizer()(nlp)
    for component in COMPONENTS:
        nlp.add_pipe(component)
    return nlp


def read(nlp: Language, text: str, published: str | None = None, id: str | None = None) -> Document:
    """Send one text through a pipeline.

    Args:
        nlp: a pipeline that ends in ``trade_facts`` or ``trade_checks``.
        text: the release.
        published: date of publication, ISO 8601.
        id: identifier that the output repeats.
    Raises:
        ConfigError: E301 for a date that is not ISO 8601; E302 if the pipeline makes no facts.
    """
    doc = nlp.make_doc(text)
    store.set_source(doc, id, published)
    return store.result(nlp(doc))
