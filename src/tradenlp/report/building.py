"""Documents and their texts, to a report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from ..documents.writers import replacing
from ..errors import ConfigError
from ..facts import Document
from ..provenance import text_hash
from .escaping import one_line, packed
from .page import page
from .payload import contents, entry

Texts: TypeAlias = "Mapping[str, str] | Iterable[str] | str | None"
"""By id, or in the order of the documents; one text for one document."""


@dataclass(frozen=True, slots=True)
class Report:
    """A page on the facts of one or many documents.

    Attributes:
        title: of the page.
        entries: the index, a row for each document.
        contents: each document's data, compressed.
    """

    title: str
    entries: tuple[dict[str, Any], ...]
    contents: tuple[str, ...]

    def __len__(self) -> int:
        """Return the number of documents."""
        return len(self.entries)

    @property
    def html(self) -> str:
        """The page as text: one file without anything that it would have to load."""
        return "".join(page(self.title, self.entries, self.contents))

    def save(self, path: str | Path) -> Path:
        """Write the page, in whole or not at all.

        Args:
            path: of the file to make or to replace.
        Returns:
            Path: the same.
        Raises:
            OSError: if the place cannot be written.
        """
        with replacing(Path(path)) as stream:
            stream.writelines(page(self.title, self.entries, self.contents))
        return Path(path)


def build(documents: Document | Iterable[Document], texts: Texts = None, title: str | None = None) -> Report:
    """Make a report.

    Args:
        documents: one, or many, taken one after the other; one without id is shown by its place.
        texts: that the documents were read from, as they went into ``extract``: by id, or in the order of the
            documents. Facts of documents without one are shown without it.
        title: of the page; by default the name of the only document, or how many there are.
    Returns:
        Report: in the order of the documents.
    Raises:
        ConfigError: E309 for a text that is not the one that a document was read from.
    """
    entries, packs = [], []
    for number, (document, text) in enumerate(_paired(documents, texts), start=1):
        name = document.id or f"text {number}"
        _refuse_other(document, text, name)
        entries.append(entry(document, text, name))
        packs.append(packed(contents(document, text, name)))
    return Report(one_line(title) if title else _title(entries), tuple(entries), tuple(packs))


def _paired(documents: Document | Iterable[Document], texts: Texts) -> Iterator[tuple[Document, str | None]]:
    many = [documents] if isinstance(documents, Document) else documents
    if isinstance(texts, Mapping):
        yield from ((document, texts.get(document.id) if document.id is not None else None) for document in many)
        return
    listed = iter([texts] if isinstance(texts, str) else texts or ())
    for document in many:
        yield document, next(listed, None)


def _refuse_other(document: Document, text: str | None, name: str) -> None:
    """Refuse a text that offsets do not belong to.

    Raises:
        ConfigError: E309.
    """
    made_from = document.provenance
    if text is not None and made_from is not None and text_hash(text) != made_from.text_sha256:
        raise ConfigError("E309", id=name)


def _title(entries: list[dict[str, Any]]) -> str:
    if len(entries) == 1:
        return f"Trade facts of {entries[0]['name']}"
    return f"Trade facts of {len(entries):,} releases"


__all__ = ["Report", "Texts", "build"]
