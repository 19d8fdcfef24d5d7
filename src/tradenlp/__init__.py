"""tradenlp reads foreign-trade releases and gives back trade facts.

``extract`` turns one text into a ``Document``, ``panel`` many documents into series, ``report`` into a page to look at;
``load`` gives the spaCy pipeline behind them.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from contextlib import closing
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol

from .errors import ConfigError, CorpusError, LexiconError, PanelError, ReadError, TradeError
from .facts import Document, TradeFact
from .provenance import VERSION

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal
    from pathlib import Path

    from spacy.language import Language

    from .derived import Derived
    from .panel import Panel
    from .report import Report

__version__ = VERSION


class Item(Protocol):
    """Anything with a text, its identifier and its date of publication (ISO 8601)."""

    id: str | None
    published: str | None
    text: str


def load(model: str | Path | None = None) -> Language:
    """Return the pipeline.

    Args:
        model: folder of weights that ``tradenlp train`` wrote; those that come with the package where it is None.
    Returns:
        spacy.language.Language: with the components ``trade_measures`` to ``trade_checks``; the outcome is
        ``doc._.trade``. A new one each time, so that it may be changed.
    Raises:
        ConfigError: E303 if the folder holds no weights of this version.
    """
    from .pipeline import load_pipeline  # spaCy takes most of a second to import: only who reads texts waits for it

    return load_pipeline(model)


@lru_cache(maxsize=1)
def _own() -> Language:
    """The pipeline that ``extract`` reads with; nobody else holds it."""
    return load()


def extract(text: str, *, published: str | date | None = None, id: str | None = None) -> Document:
    """Read the trade facts of one text.

    Args:
        text: the release, in English.
        published: date of publication (a date, or ISO 8601); resolves ``this year`` and years left out.
        id: identifier that the output repeats.
    Returns:
        Document: entities, facts, checks and warnings, with character offsets into ``text``.
    Raises:
        ConfigError: E301 for a text that is no ``str`` and a date that is not ISO 8601.
    """
    from .pipeline import read

    return read(_own(), text, published, id)


def derive(document: Document) -> tuple[Derived, ...]:
    """Return the figures that follow from those of a document and that it does not state itself.

    Args:
        document: as ``extract`` gives it.
    Returns:
        tuple[Derived]: levels of the period compared with, wholes and parts that shares tell, values per unit,
        contributions to growth; each with its bounds, its formula and the ids of the facts that it is made from.
    """
    from .derived import derive

    return derive(document)


def extract_all(
    items: Iterable[Item],
    on_error: Callable[[TradeError], object] | None = None,
    *,
    workers: int = 1,
    max_seconds: float | None = None,
    max_memory: float | None = None,
    model: str | Path | None = None,
) -> Iterator[Document]:
    """Read the trade facts of many texts, lazily and in order.

    Args:
        items: objects with ``text``, ``id`` and ``published``.
        on_error: called with the error of an item that cannot be read, which is then left out; without it the first
            one is raised.
        workers: how many processes read. With more than one, or with a limit, texts are read in processes of their own
            and some are taken ahead; documents and their order are the same.
        max_seconds: time that one text may take; None for no limit.
        max_memory: megabytes that one text may take beyond the pipeline's own (Linux only); None for no limit.
        model: folder of weights, as ``load`` takes it.
    Yields:
        Document: one for each item.
    Raises:
        ConfigError: E301 for a wrong limit; for a text that is no ``str`` and a date that is not ISO 8601 where
            ``on_error`` is None. E124 if no process can be started, E303 if the folder holds no weights of this
            version.
        ReadError: E118 for a text that cannot be processed, E120 and E121 for one over a limit, E122 for one whose
            process died, where ``on_error`` is None.
    """
    from .bulk import limits_of, outcome, outcomes  # only who reads many texts waits for it

    limits = limits_of(workers, max_seconds, max_memory)
    read = _read if model is None else _reader(model)
    if limits.apart:
        return _documents(outcomes(items, limits, None if model is None else str(model)), on_error)
    return _documents((outcome(read, item) for item in items), on_error)


def _read(item: Item) -> Document:
    if _is_crowded():
        _own.cache_clear()
        gc.collect()  # spaCy's parts refer to each other; the old one goes before the new one comes
    return extract(item.text, published=item.published, id=item.id)


def _reader(model: str | Path) -> Callable[[Item], Document]:
    """Read with other weights than the package's, by a pipeline that goes when the reading is over."""
    from .pipeline import crowded, read

    held = [load(model)]

    def read_one(item: Item) -> Document:
        if crowded(held[0]):
            held.clear()
            gc.collect()
            held.append(load(model))
        return read(held[0], item.text, item.published, item.id)

    return read_one


def _is_crowded() -> bool:
    from .pipeline import crowded

    return crowded(_own())


def _documents(
    outcomes: Generator[Document | TradeError, None, None], on_error: Callable[[TradeError], object] | None
) -> Iterator[Document]:
    """Part documents from errors.

    Raises:
        TradeError: the first one where ``on_error`` is None.
    """
    with closing(outcomes):  # with its processes, whoever still holds the error
        for found in outcomes:
            if isinstance(found, Document):
                yield found
            elif on_error is None:
                raise found
            else:
                on_error(found)


def panel(
    documents: Iterable[Document], *, texts: Mapping[str, str] | None = None, threshold: float | Decimal = 0.2
) -> Panel:
    """Turn the facts of many documents into series.

    Args:
        documents: in any order; one that is given twice counts once, one without id gets a running one.
        texts: the text of each document by id, for the sentences around the figures.
        threshold: how far a later number may be from an earlier one, as a part of it, and still be a revision where no
            document says so; beyond it is a contradiction.
    Returns:
        tradenlp.panel.Panel: series, observations, revisions, contradictions and gaps, the same whatever the order of
        the documents.
    Raises:
        PanelError: E502 if the documents hold no figure with a dated period, E505 for a threshold below 0.
    """
    from .panel import build  # whoever reads single releases does not wait for it

    return build(documents, texts, threshold)


def report(
    documents: Document | Iterable[Document],
    *,
    texts: Mapping[str, str] | Iterable[str] | str | None = None,
    title: str | None = None,
) -> Report:
    """Make a page to look at: texts with their evidence, facts, checks and charts in one HTML file.

    Args:
        documents: one, or many; one without id is shown by its place.
        texts: that the documents were read from, as they went into ``extract``: by id, or in the order of the
            documents. Facts of documents without one are shown without it.
        title: of the page; by default the name of the only document, or how many there are.
    Returns:
        tradenlp.report.Report: ``save(path)`` writes it, ``html`` is the page as text.
    Raises:
        ConfigError: E309 for a text that is not the one that a document was read from.
    """
    from .report import build  # whoever goes on with figures does not wait for it

    return build(documents, texts, title)


__all__ = [
    "ConfigError",
    "CorpusError",
    "Document",
    "LexiconError",
    "PanelError",
    "ReadError",
    "TradeError",
    "TradeFact",
    "__version__",
    "derive",
    "extract",
    "extract_all",
    "load",
    "panel",
    "report",
]
