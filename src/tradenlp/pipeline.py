"""The pipeline put together, and one text sent through it."""

from __future__ import annotations

from datetime import date

import spacy
from spacy.language import Language

from .errors import ConfigError
from .facts import Document
from .folding import fold, unfolded
from .pipes import checks, entities, facts, linker, measures, relations, store
from .tokenizer import make_tokenizer

COMPONENTS = ("trade_measures", "trade_entities", "trade_linker", "trade_relations", "trade_facts", "trade_checks")

_LONGEST = (
    200_000_000  # characters; spaCy's own limit guards the memory of statistical models, of which there are none here
)
_MODULES = (measures, entities, linker, relations, facts, checks)  # importing them registers their factories


def load_pipeline() -> Language:
    """Build the pipeline.

    Returns:
        Language: English, with the package's tokenizer and components.
    """
    nlp = spacy.blank("en")
    nlp.max_length = _LONGEST
    nlp.tokenizer = make_tokenizer()(nlp)
    for component in COMPONENTS:
        nlp.add_pipe(component)
    return nlp


def read(nlp: Language, text: str, published: str | date | None = None, id: str | None = None) -> Document:
    """Send one text through a pipeline.

    Args:
        nlp: a pipeline that ends in ``trade_facts`` or ``trade_checks``.
        text: the release.
        published: date of publication, ISO 8601.
        id: identifier that the output repeats.
    Raises:
        ConfigError: E301 for a text or date of a wrong form; E302 if the pipeline makes no facts.
    """
    if not isinstance(text, str):
        raise ConfigError("E301", name="text", found=type(text).__name__, expected="a str")
    if id is not None and not isinstance(id, str):
        raise ConfigError("E301", name="id", found=repr(id), expected="a str or None")
    if isinstance(published, date):
        published = published.isoformat()
    folded = fold(text)
    doc = nlp.make_doc(folded.text)
    store.set_source(doc, id, published)
    return unfolded(store.result(nlp(doc)), folded, text)
