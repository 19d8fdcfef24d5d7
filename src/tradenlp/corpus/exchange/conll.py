"""CoNLL: a token a line with its IOB2 tag in the fourth column, as CoNLL 2003 has it; releases parted by -DOCSTART-.

spaCy (``spacy convert -c ner``), Label Studio, Flair and others read it. A paragraph of the text is a sentence here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from ..format import Mark, Release
from .assemble import NEW, clean, finished
from .base import NO_HEAD, Format, Head, Place, Span, read_text, write_text
from .words import tokens

_START = "-DOCSTART-"
_OUTSIDE = ("O", "_")
_TAG = re.compile(r"O|_|[A-Z]-\S+")


def write_conll(releases: Iterable[Release], path: str | Path) -> None:
    """Write the entities of releases as IOB2 tags.

    Args:
        releases: without problems.
        path: of the file.
    """
    write_text(path, "".join(f"{line}\n" for release in releases for line in _lines(release)))


def read_conll(path: str | Path, head: Head = NO_HEAD) -> list[Release]:
    """Read tokens with IOB tags in the last column; tokens are joined by spaces, sentences by line ends.

    Args:
        path: of the file; IOB1, IOB2 and BILOU tags are understood.
        head: front matter; ``id`` is the file's name with a number where there are several releases.
    Returns:
        list: releases without problems and without facts.
    Raises:
        CorpusError: E211 naming the line that cannot be read.
    """
    documents = list(_documents(path))
    front = {"id": Path(path).stem, **head}
    found = []
    for count, rows in enumerate(documents, start=1):
        own = front if len(documents) == 1 else {**front, "id": f"{front['id']}-{count}"}
        found.append(_release(rows, own, str(path)))
    return found


def _lines(release: Release) -> Iterator[str]:
    yield f"{_START} -X- O O\n"
    starts = {mark.start: mark for mark in release.marks}
    inside: Mark | None = None
    for start, end in tokens(release.text, [(mark.start, mark.end) for mark in release.marks]):
        word = release.text[start:end]
        if word.isspace():
            yield ""
            continue
        inside = starts.get(start) or (inside if inside and start < inside.end else None)
        tag = "O" if inside is None else f"{'B' if start == inside.start else 'I'}-{inside.label}"
        yield f"{word} -X- _ {tag}"
    if not release.text.endswith("\n"):
        yield ""


def _documents(path: str | Path) -> Iterator[list[tuple[int, str, str]]]:
    """Rows of each document: line number, token and tag; an empty token ends a sentence."""
    rows: list[tuple[int, str, str]] = []
    for count, line in enumerate(read_text(path).splitlines(), start=1):
        columns = line.split()
        if columns[:1] == [_START]:
            if any(word for _, word, _ in rows):
                yield rows
            rows = []
        elif not columns:
            rows.append((count, "", ""))
        elif len(columns) == 1:
            raise Place(str(path), count).error(f"{line!r}", "a token and its tag")
        elif columns[0] != "#" or _TAG.fullmatch(columns[-1]):
            rows.append((count, columns[0], columns[-1]))
    if any(word for _, word, _ in rows):
        yield rows


def _release(rows: list[tuple[int, str, str]], head: Head, path: str) -> Release:
    text = ""
    spans: list[Span] = []
    fresh = True
    for count, word, tag in rows:
        if not word:
            text = text.rstrip(" ") + "\n" if text.rstrip(" ") else ""
            fresh = True
            continue
        start, text = len(text), text + word
        prefix, _, label = tag.partition("-")
        if tag in _OUTSIDE:
            fresh = True
        elif prefix not in "BILUSE" or not label:
            raise Place(path, count).error(f"the tag {tag!r}", "O, B-LABEL or I-LABEL")
        elif fresh or prefix in "BUS" or spans[-1].label != label:
            spans.append(Span(str(count), start, len(text), label))
            fresh = prefix in "USLE"
        else:
            spans[-1] = Span(spans[-1].key, spans[-1].start, len(text), label)
            fresh = prefix in "LE"
        text += " "
    text = text.rstrip() + "\n"
    place = Place(path, head["id"])
    marks = [
        Mark(span.label, span.start, span.end, text[span.start : span.end], f"{NEW}{at}")
        for at, span in enumerate(clean(text, spans, place))
    ]
    missing = [key for key in ("issuer", "body", "style", "published") if not head.get(key)]
    if missing:
        raise place.error(f"no {', '.join(missing)} of the release", "them given with `head` when reading")
    return finished(head, text, marks, (), place, path)


CONLL = Format(
    "conll",
    ".conll",
    write_conll,
    read_conll,
    "It holds tokens and entity labels: facts, ids of marks, front matter and the white space of the text are lost.",
)
"""CoNLL 2003 with entity tags."""
