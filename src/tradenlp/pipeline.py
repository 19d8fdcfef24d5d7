"""The pipeline put together, and one text sent through it."""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Iterator
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language

from .errors import ConfigError
from .facts import Document
from .folding import fold, unfolded
from .pipes import checks, entities, facts, linker, measures, relations, store, units
from .provenance import SHIPPED, stamp, text_hash
from .tokenizer import NAME as TOKENIZER

COMPONENTS = (
    "trade_measures",
    "trade_entities",
    "trade_units",
    "trade_linker",
    "trade_relations",
    "trade_facts",
    "trade_checks",
)

_LONGEST = (
    200_000_000  # characters; spaCy's own limit guards the memory of statistical models, of which there are none here
)
_MOST_WORDS = 100_000  # about as many megabytes; met in some ten thousand releases, against a second of loading
_BATCH = 64  # texts that each component goes through at a time; what is found out about them is kept for the next
_MODULES = (measures, entities, units, linker, relations, facts, checks)  # importing them registers their factories


MODEL = SHIPPED
"""The trained weights that come with the package."""
_CONFIG = "config.cfg"  # what a folder holds that is a whole pipeline
LEARNED = ("trade_entities", "trade_units", "trade_linker", "trade_relations")
"""Components that learn."""


def blank_pipeline() -> Language:
    """Build the pipeline without training, by rules alone.

    Returns:
        Language: English, with the package's tokenizer and components.
    """
    nlp = spacy.blank("en", config={"nlp": {"tokenizer": {"@tokenizers": TOKENIZER}, "batch_size": _BATCH}})
    nlp.max_length = _LONGEST
    for component in COMPONENTS:
        nlp.add_pipe(component)
    return nlp


def load_pipeline(model: str | Path | None = None) -> Language:
    """Build the pipeline with trained weights.

    Args:
        model: folder of weights as ``training.save`` writes it, or of a whole pipeline as spaCy does; the weights of
            the package where it is None.
    Returns:
        Language: as ``blank_pipeline``, or as the folder says.
    Raises:
        ConfigError: E204 if the pipeline needs spacy-transformers, which is missing; E303 if the folder holds no
            weights of this version.
    """
    folder = Path(model).expanduser() if model is not None else MODEL
    if (folder / _CONFIG).is_file():
        return _whole(folder)
    nlp = blank_pipeline()
    for component in LEARNED:
        try:
            pipe: Any = nlp.get_pipe(component)
            pipe.from_disk(folder / component)
        except (OSError, ValueError, TypeError, AttributeError, LookupError) as error:
            file = relations.DECIDED if str(error) == relations.DECIDED else "weights"
            raise ConfigError("E303", path=str(folder), missing=f"{component}/{file}") from error
        if not pipe.cfg["trained"]:
            raise ConfigError("E303", path=str(folder), missing=f"{component}/weights")
    stamp(nlp.meta, folder)
    return nlp


@contextlib.contextmanager
def _uncollected() -> Iterator[None]:
    """Keep the collector of cyclic garbage from going over all that a long text holds, again and again.

    There is next to no such garbage in reading; the time of it grew faster than the text.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def crowded(nlp: Language) -> bool:
    """Tell whether a pipeline has met so many words that a new one is better.

    spaCy keeps each word that it has ever met; over many texts they would fill the memory.

    Args:
        nlp: any pipeline.
    """
    return len(nlp.vocab) > _MOST_WORDS


def _whole(folder: Path) -> Language:
    """Load what spaCy wrote.

    Raises:
        ConfigError: E204, E303.
    """
    try:
        if "spacy-transformers." in (folder / _CONFIG).read_text(encoding="utf-8"):
            need_transformers(str(folder))
        nlp = spacy.load(folder)
    except ConfigError:
        raise
    except (OSError, ValueError, TypeError, AttributeError, LookupError) as error:
        raise ConfigError("E303", path=str(folder), missing=_CONFIG) from error
    nlp.max_length = _LONGEST
    stamp(nlp.meta, folder)
    return nlp


def need_transformers(what: str) -> None:
    """Make sure that the extra for transformers is installed.

    Args:
        what: what needs it.
    Raises:
        ConfigError: E204 without spacy-transformers.
    """
    if find_spec("spacy_transformers") is None:
        raise ConfigError("E204", what=what, package="spacy-transformers", extra="trf")


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
        published = date(published.year, published.month, published.day).isoformat()  # a datetime is a date too
    folded = fold(text)
    doc = nlp.make_doc(folded.text)
    store.set_source(doc, id, published)
    with _uncollected():
        made = store.result(nlp(doc))
        del doc  # with all that hangs on it, before the collector looks
        found = unfolded(made, folded, text)
    if found.provenance is None or folded.text == text:
        return found
    given = found.provenance.model_copy(update={"text_sha256": text_hash(text)})
    return found.model_copy(update={"provenance": given})
