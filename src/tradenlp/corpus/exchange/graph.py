"""A fact as a graph that annotators see: relations from its figure to the marks of its slots.

The first figure of a fact (its anchor) is the head of all its relations: each goes to a mark and bears the slot's name,
``indicator`` for the words that name it. A figure's further marks (``rose``, the same amount told again) hang on the
figure itself by ``also``. What no span carries (values, alternatives, modality, qualifiers) stands in the fact's line.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ...labels import FIGURE_LABELS
from ..format import ENTITY_SLOTS, FIGURE_SLOTS, GoldFact, Mark, Release
from .base import Edge
from .lines import fact_line, slot_text

ALSO = "also"
INDICATOR = "indicator"
RELATIONS = (INDICATOR, "period", *ENTITY_SLOTS, *FIGURE_SLOTS, ALSO)
"""Every label that a relation may bear."""

OWN_SLOT = {"MONEY": "amount", "QUANTITY": "amount", "PERCENT": "change", "MULTIPLE": "change", "RANK": "rank"}
"""What an anchor is for its fact where nobody said so, by its label."""


def anchor(fact: GoldFact) -> str:
    """Return the id of the mark that a fact's relations start from: its first figure, else its first mark, else ''."""
    figures = [slot.marks[0] for slot in fact.slots if slot.key in FIGURE_SLOTS and slot.marks]
    others = [*fact.marks, *(id for slot in fact.slots for id in slot.marks)]
    return next(iter([*figures, *others]), "")


def fact_edges(fact: GoldFact) -> Iterator[Edge]:
    """Give the relations of a fact, by ids of marks; none from a mark to itself.

    Args:
        fact: a gold fact.
    Yields:
        Edge: in the order of the fact's slots.
    """
    first = anchor(fact)
    pairs = [(first, id, INDICATOR) for id in fact.marks]
    for slot in fact.slots:
        if slot.key in FIGURE_SLOTS and slot.marks:
            pairs.append((first, slot.marks[0], slot.key))
            pairs += [(slot.marks[0], id, ALSO) for id in slot.marks[1:]]
        else:
            pairs += [(first, id, slot.key) for id in slot.marks]
    for head, child, label in dict.fromkeys(pairs):
        if head != child:
            yield Edge(head, child, label)


def release_edges(release: Release) -> list[Edge]:
    """Return the relations of all facts of a release, each once, by ids of marks."""
    return list(dict.fromkeys(edge for fact in release.facts for edge in fact_edges(fact)))


def keys_of(release: Release) -> dict[Mark, str]:
    """Return a key for every mark, in order: its id, or ``u1``, ``u2``... for those that no fact refers to."""
    keys: dict[Mark, str] = {}
    taken = {mark.id for mark in release.marks}
    count = 0
    for mark in release.marks:
        if mark.id:
            keys[mark] = mark.id
            continue
        count += 1
        while f"u{count}" in taken:
            count += 1
        keys[mark] = f"u{count}"
    return keys


def saved(release: Release) -> dict[str, object]:
    """Return what a record keeps beside the graph: head, folder, where marks stood, facts as lines."""
    return {
        "folder": release.split,
        "head": dict(release.head),
        "marks": {mark.id: [mark.start, mark.end] for mark in release.marks if mark.id},
        "facts": [fact_line(fact) for fact in release.facts],
        "with": given_lines(release),
    }


def given_lines(release: Release) -> list[str]:
    """Return the slots of the ``with`` line that each fact stands under, '' where there is none."""
    return [" | ".join(map(slot_text, fact.given)) for fact in release.facts]


def upright(edge: Edge, labels: Mapping[str, str]) -> Edge:
    """Turn a relation that was drawn from a mark to its figure.

    Args:
        edge: as drawn.
        labels: of both ends, by key.
    Returns:
        Edge: that starts from the figure.
    """
    entity = edge.label in (INDICATOR, "period", *ENTITY_SLOTS)
    if entity and labels[edge.head] not in FIGURE_LABELS and labels[edge.child] in FIGURE_LABELS:
        return Edge(edge.child, edge.head, edge.label)
    return edge
