"""How much a corpus holds: by split, label, phenomenon, indicator and body."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from ..labels import ENTITY_LABELS
from .claims import claims
from .format import Release

Row: TypeAlias = tuple[str | int, ...]
_UNSPLIT = "all"


@dataclass(frozen=True, slots=True)
class Table:
    """Counts under a name: a column of names, then columns of numbers.

    Attributes:
        name: what is counted.
        columns: headings; the first is that of the names.
        rows: a name and a number for each further column.
    """

    name: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    def records(self) -> list[dict[str, str | int]]:
        """Return the rows as objects by heading."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


def statistics(releases: Iterable[Release]) -> list[Table]:
    """Count what a corpus holds.

    Args:
        releases: a corpus or any part of one.
    Returns:
        list[Table]: ``splits`` (releases, bodies, words, entities, facts, claims), ``labels``, ``indicators`` and
        ``phenomena`` by split, ``bodies``. A fact of several right indicators counts under its first.
    """
    kept = list(releases)
    splits = list(dict.fromkeys(release.split or _UNSPLIT for release in kept))
    by_split = {split: [r for r in kept if (r.split or _UNSPLIT) == split] for split in splits}
    whole = ("releases", "bodies", "words", "entities", "facts", "claims")
    rows: list[Row] = [(split, *_sizes(some)) for split, some in by_split.items()]
    if len(rows) > 1:
        rows.append(("total", *_sizes(kept)))
    bodies = {body: [r for r in kept if r.body == body] for body in dict.fromkeys(r.body for r in kept)}
    return [
        Table("splits", ("split", *whole), tuple(rows)),
        _crossed("labels", "label", by_split, _labels, ENTITY_LABELS),
        _crossed("indicators", "indicator", by_split, _indicators),
        _crossed("phenomena", "phenomenon", by_split, _phenomena),
        Table(
            "bodies",
            ("body", "split", *(column for column in whole if column != "bodies")),
            tuple((body, some[0].split or _UNSPLIT, *_sizes(some, False)) for body, some in bodies.items()),
        ),
    ]


def _sizes(releases: Sequence[Release], bodies: bool = True) -> tuple[int, ...]:
    return (
        len(releases),
        *([len({r.body for r in releases})] if bodies else []),
        sum(len(r.text.split()) for r in releases),
        sum(len(r.marks) for r in releases),
        sum(len(r.facts) for r in releases),
        sum(len(claims(r, fact)) for r in releases if not r.problems for fact in r.facts),
    )


def _labels(release: Release) -> Iterator[str]:
    return (mark.label for mark in release.marks)


def _indicators(release: Release) -> Iterator[str]:
    return (fact.indicator[0] for fact in release.facts)


def _phenomena(release: Release) -> Iterator[str]:
    return (tag for fact in release.facts for slot in fact.all("tags") for tag in slot.values[0].split())


def _crossed(
    name: str,
    heading: str,
    by_split: dict[str, list[Release]],
    things: Callable[[Release], Iterator[str]],
    order: Sequence[str] = (),
) -> Table:
    """Count things by split, in a given order or the commonest first."""
    counts = {split: Counter(thing for r in some for thing in things(r)) for split, some in by_split.items()}
    total: Counter[str] = sum(counts.values(), Counter())
    names = [name for name in order if name in total] or sorted(total, key=lambda name: (-total[name], name))
    if len(counts) > 1:
        counts["total"] = total
    rows: list[Row] = [(thing, *(count[thing] for count in counts.values())) for thing in names]
    return Table(name, (heading, *counts), tuple(rows))


def markdown(tables: Iterable[Table]) -> str:
    """Write tables in Markdown.

    Args:
        tables: as ``statistics`` gives them.
    Returns:
        str: each under its name, ending in a line break.
    """
    out = []
    for table in tables:
        lines = ["| " + " | ".join(table.columns) + " |", "|---" + "|---:" * (len(table.columns) - 1) + "|"]
        lines += [
            "| " + " | ".join(f"{cell:,}" if isinstance(cell, int) else cell for cell in row) + " |"
            for row in table.rows
        ]
        out.append(f"### {table.name.capitalize()}\n\n" + "\n".join(lines) + "\n")
    return "\n".join(out)
