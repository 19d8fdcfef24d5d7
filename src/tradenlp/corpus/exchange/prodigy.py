"""Prodigy: JSON Lines for the ``relations`` interface (``rel.manual``), one release a line.

``token_end`` is the last token of a span, and a relation's ``head`` and ``child`` are last tokens of spans. Facts are
relations from the figure; ``facts``, ``marks`` and ``head`` keep what relations cannot say and come back unchanged.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from ..format import HEAD_KEYS, Release
from .assemble import assemble
from .base import (
    NO_HEAD,
    Drawing,
    Edge,
    Format,
    Head,
    Place,
    Span,
    entries,
    entry,
    folder_of,
    head_of,
    number,
    places_of,
    read_jsonl,
    string,
    strings,
    write_jsonl,
)
from .graph import release_edges, saved
from .words import Token, tokens

_SHOWN = ("id", "issuer", "published")


def write_prodigy(releases: Iterable[Release], path: str | Path) -> None:
    """Write releases as Prodigy tasks.

    Args:
        releases: without problems.
        path: of the JSON Lines file.
    """
    write_jsonl(path, map(_task, releases))


def read_prodigy(path: str | Path, head: Head = NO_HEAD) -> list[Release]:
    """Read Prodigy tasks; those answered with reject or ignore are passed over.

    Args:
        path: of the JSON Lines file, as ``prodigy db-out`` writes it.
        head: front matter for keys that a record lacks.
    Returns:
        list: releases without problems.
    Raises:
        CorpusError: E211 naming the line that cannot be a release.
    """
    records = [(place, record) for place, record in read_jsonl(path) if record.get("answer", "accept") == "accept"]
    return [assemble(_drawing(record, place), place, head) for place, record in records]


def _task(release: Release) -> dict[str, Any]:
    cut = tokens(release.text, [(mark.start, mark.end) for mark in release.marks])
    firsts = {token.start: at for at, token in enumerate(cut)}
    lasts = {token.end: at for at, token in enumerate(cut)}
    spans = {
        mark: {
            "start": mark.start,
            "end": mark.end,
            "token_start": firsts[mark.start],
            "token_end": lasts[mark.end],
            "label": mark.label,
        }
        for mark in release.marks
    }
    by_id = {mark.id: span for mark, span in spans.items() if mark.id}
    return {
        "text": release.text,
        "tokens": list(_tokens(release.text, cut)),
        "spans": [{"text": mark.text, **span, "type": "span"} for mark, span in spans.items()],
        "relations": [_relation(by_id[edge.head], by_id[edge.child], edge.label) for edge in release_edges(release)],
        "meta": {key: release.head[key] for key in _SHOWN if key in release.head},
        **saved(release),
    }


def _tokens(text: str, cut: list[Token]) -> Iterator[dict[str, Any]]:
    for at, (start, end) in enumerate(cut):
        word = text[start:end]
        blank = text[end : end + 1].isspace() and text[end] != "\n"
        yield {"text": word, "start": start, "end": end, "id": at, "ws": blank, "disabled": word.isspace()}


def _relation(head: dict[str, Any], child: dict[str, Any], label: str) -> dict[str, Any]:
    return {
        "head": head["token_end"],
        "child": child["token_end"],
        "head_span": head,
        "child_span": child,
        "label": label,
    }


def _drawing(record: Mapping[str, Any], place: Place) -> Drawing:
    text = string(record, "text", place)
    cut = [(number(token, "start", place), number(token, "end", place)) for token in entries(record, "tokens", place)]
    spans = []
    for item in entries(record, "spans", place):
        start, end = _ends(item, cut, place)
        spans.append(Span(f"{start}-{end}", start, end, string(item, "label", place)))
    edges = [
        Edge(
            _end_of(item, "head", spans, cut, place),
            _end_of(item, "child", spans, cut, place),
            string(item, "label", place),
        )
        for item in entries(record, "relations", place)
    ]
    head = _meta(record, "head", place)
    head |= {key: value for key, value in _meta(record, "meta", place).items() if key not in head}
    marks = places_of(record.get("marks"), place)
    lines = strings(record, "facts", place)
    return Drawing(
        text, tuple(spans), tuple(edges), head, marks, lines, strings(record, "with", place), folder_of(record)
    )


def _meta(record: Mapping[str, Any], key: str, place: Place) -> dict[str, str]:
    return head_of(entry(record.get(key) or {}, repr(key), place), HEAD_KEYS)


def _ends(item: Mapping[str, Any], cut: list[tuple[int, int]], place: Place) -> tuple[int, int]:
    """A span's offsets, by its tokens where it has no characters."""
    if "start" in item and "end" in item:
        return number(item, "start", place), number(item, "end", place)
    first, last = number(item, "token_start", place), number(item, "token_end", place)
    if not 0 <= first <= last < len(cut):
        raise place.error(f"a span of the tokens {first} to {last}", f"tokens from 0 to {len(cut) - 1}")
    return cut[first][0], cut[last][1]


def _end_of(item: Mapping[str, Any], end: str, spans: list[Span], cut: list[tuple[int, int]], place: Place) -> str:
    """The key of the span at one end of a relation, by its token where the span is not spelled out."""
    if isinstance(item.get(f"{end}_span"), dict):
        first, last = _ends(item[f"{end}_span"], cut, place)
        return f"{first}-{last}"
    token = number(item, end, place)
    if not 0 <= token < len(cut):
        raise place.error(f"a relation's {end} is the token {token}", f"a token from 0 to {len(cut) - 1}")
    over = [span.key for span in spans if span.start <= cut[token][0] < span.end]
    if not over:
        raise place.error(f"a relation's {end} at token {token}, outside every span", "relations between spans")
    return over[0]


PRODIGY = Format(
    "prodigy",
    ".jsonl",
    write_prodigy,
    read_prodigy,
    "Nothing is lost but remarks.",
)
"""JSON Lines of Prodigy."""
