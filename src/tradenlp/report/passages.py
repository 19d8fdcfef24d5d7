"""A text cut into lines and runs, so that a page need not count characters.

Offsets of the output are characters of Python, those of a browser are units of UTF-16; runs leave nothing to convert.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from ..documents.table import amount, period
from ..facts import Document, EntityMention, PercentValue, Period, plain
from .escaping import one_line

_HEADLINE = 160  # characters; a longer first line is a paragraph
_CELLS = re.compile(r"\|[^|]*\||\t|\S {3,}\S.*\S {3,}\S")


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of one line that the same mention and the same facts cover.

    Attributes:
        text: as it stands.
        label: of the mention, None outside mentions.
        note: what the mention was read as, where that says more than its text.
        uses: the facts that it is evidence of, by position, each with its role.
    """

    text: str
    label: str | None = None
    note: str = ""
    uses: tuple[tuple[int, str], ...] = ()


@dataclass(slots=True)
class Line:
    """A line of the text.

    Attributes:
        kind: ``head`` for the headline, ``cells`` for a row of a table, else ``prose``.
        runs: that make it up, none for a blank line.
    """

    kind: str = "prose"
    runs: list[Run] = field(default_factory=list)


def lines(text: str, document: Document) -> list[Line]:
    """Cut a text where mentions, evidence and lines begin and end.

    Args:
        text: that the document was read from.
        document: any; offsets outside the text are passed over.
    Returns:
        list[Line]: in order; their runs joined by line feeds are the text, but for the form of its line ends.
    """
    out = [Line()]
    for run in _runs(text, document):
        first, *others = run.text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        for n, part in enumerate((first, *others)):
            if n:
                out.append(Line())
            if part:
                out[-1].runs.append(Run(part, run.label, run.note, run.uses))
    for each in out:
        if _CELLS.search("".join(run.text for run in each.runs)):
            each.kind = "cells"
    _mark_headline(out)
    return out


def headline(text: str) -> str:
    """Return the first line of a text that is not blank, cut to the length of a headline."""
    first = next((shown for line in re.split("[\r\n]", text) if (shown := one_line(line))), "")
    return first if len(first) <= _HEADLINE else first[: _HEADLINE - 1].rsplit(" ", 1)[0] + "\u2026"


def _mark_headline(found: Sequence[Line]) -> None:
    first = next((line for line in found if "".join(run.text for run in line.runs).strip()), None)
    if first is not None and first.kind == "prose" and sum(len(run.text) for run in first.runs) <= _HEADLINE:
        first.kind = "head"


def _runs(text: str, document: Document) -> Iterator[Run]:
    """Yield runs that may still hold line feeds."""
    opened: Mapping[int, list[_Cover]] = defaultdict(list)
    closed: Mapping[int, list[_Cover]] = defaultdict(list)
    for cover in _covers(document):
        start, end = max(0, cover.start), min(len(text), cover.end)
        if start < end:
            opened[start].append(cover)
            closed[end].append(cover)
    active: list[_Cover] = []
    at = 0
    for stop in sorted({0, len(text), *opened, *closed}):
        if at < stop:
            yield _run(text[at:stop], active)
        active = [cover for cover in active if cover not in closed[stop]] + opened[stop]
        at = stop


@dataclass(frozen=True, slots=True)
class _Cover:
    start: int
    end: int
    mention: EntityMention | None
    use: tuple[int, str] | None


def _covers(document: Document) -> Iterator[_Cover]:
    for mention in document.entities:
        yield _Cover(mention.start, mention.end, mention, None)
    for n, fact in enumerate(document.facts):
        for evidence in fact.evidence:
            yield _Cover(evidence.start, evidence.end, None, (n, evidence.role))


def _run(text: str, active: Sequence[_Cover]) -> Run:
    mention = next((cover.mention for cover in active if cover.mention is not None), None)
    uses = tuple(dict.fromkeys(cover.use for cover in active if cover.use is not None))
    if mention is None:
        return Run(text, uses=uses)
    return Run(text, mention.label, note(mention), uses)


def note(mention: EntityMention) -> str:
    """Return what a mention was read as, empty where that is what it says already.

    Args:
        mention: any.
    Returns:
        str: ``Shenyang, CN-LN``, ``9.52 bn CNY``, ``Jan–Sep 2023``.
    """
    parts = [mention.name if mention.name and mention.name.casefold() != mention.text.casefold() else None]
    parts += [mention.id, f"HS {mention.hs}" if mention.hs else None]
    value = mention.value
    if isinstance(value, Period):
        parts.append(period(value))
    elif isinstance(value, PercentValue):
        parts.append(plain(Decimal(value.number)) + ("%" if value.unit == "percent" else " points"))
    elif value is not None and {value.number, value.low, value.high} != {None}:
        parts.append(amount(value))
    return one_line(", ".join(part for part in parts if part))


__all__ = ["Line", "Run", "headline", "lines", "note"]
