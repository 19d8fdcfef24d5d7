"""Corpora as spaCy's ``DocBin``: mentions as ``doc.ents``, everything else as plain JSON in ``doc.user_data``."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from spacy.tokens import Doc, DocBin, Span
from spacy.vocab import Vocab

from ..documents.source import whole
from ..errors import CorpusError
from .collection import Corpus
from .format import Release
from .plain import from_plain, to_plain
from .validation import tokenizer

KEY = "tradenlp.release"
"""Where ``doc.user_data`` holds the release, as a JSON string without its text and entities."""


def to_doc(release: Release, vocab: Vocab | None = None) -> Doc:
    """Turn a release into a Doc.

    Args:
        release: without problems.
        vocab: for the Doc; the one of the package's tokenizer by default.
    Returns:
        Doc: ``ents`` with the ids of marks as ``id_``; ``user_data[KEY]`` holds head and facts.
    Raises:
        CorpusError: E205 for a release with problems, half of a surrogate pair, or a mark that cuts a token.
    """
    if release.problems:
        raise CorpusError("E205", what=release.path, found=f"{len(release.problems)} problems", expected="none")
    if whole(release.text) != release.text:
        raise CorpusError("E205", what=release.id, found="half of a surrogate pair", expected="text that is Unicode")
    tokens = tokenizer()(release.text)
    doc = tokens if vocab is None else Doc(vocab, [t.text for t in tokens], [bool(t.whitespace_) for t in tokens])
    starts = {token.idx: token.i for token in doc}
    ends = {token.idx + len(token): token.i + 1 for token in doc}
    spans = []
    for mark in release.marks:
        if mark.start not in starts or mark.end not in ends:
            raise CorpusError("E205", what=release.id, found=f"{mark.text!r} cuts a token", expected="whole tokens")
        spans.append(Span(doc, starts[mark.start], ends[mark.end], label=mark.label, span_id=mark.id))
    doc.set_ents(spans)
    data = to_plain(release)
    kept = {key: value for key, value in data.items() if key not in ("text", "entities")}
    doc.user_data[KEY] = json.dumps(kept, ensure_ascii=False)
    return doc


def from_doc(doc: Doc) -> Release:
    """Turn a Doc back into a release. Mentions are those of ``doc.ents``, so that a change there is kept.

    Args:
        doc: as ``to_doc`` makes it.
    Returns:
        Release
    Raises:
        CorpusError: E205 if the Doc holds no release.
    """
    if KEY not in doc.user_data:
        raise CorpusError("E205", what="a Doc", found=f"no user_data[{KEY!r}]", expected="what to_doc puts there")
    entities = [
        {"id": e.id_, "label": e.label_, "start": e.start_char, "end": e.end_char, "text": e.text} for e in doc.ents
    ]
    return from_plain({**json.loads(doc.user_data[KEY]), "text": doc.text, "entities": entities})


def to_docbin(releases: Iterable[Release]) -> DocBin:
    """Turn releases into a ``DocBin`` with their user data, in the order given.

    Args:
        releases: a corpus, or any of them.
    Returns:
        DocBin: for ``to_disk``.
    Raises:
        CorpusError: as ``to_doc``.
    """
    return DocBin(docs=(to_doc(release) for release in releases), store_user_data=True)


def from_docbin(found: DocBin | str | Path) -> Corpus:
    """Turn a ``DocBin`` back into a corpus.

    Args:
        found: a ``DocBin``, or the path of a ``.spacy`` file.
    Returns:
        Corpus: equal to the one it was made of, but for ``source`` and ``path``, which are canonical.
    Raises:
        CorpusError: as ``from_doc``.
    """
    bin = found if isinstance(found, DocBin) else DocBin().from_disk(found)
    return Corpus(tuple(from_doc(doc) for doc in bin.get_docs(tokenizer().vocab)))
