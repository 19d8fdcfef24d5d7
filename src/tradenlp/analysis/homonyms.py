"""Places of one name: which of them is meant, by the other places that a text names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..lexicon import Entry
from .model import Mention

Senses = Mapping[tuple[int, int], tuple[Entry, ...]]
"""Half-open character offsets of names to the places that bear them, the likeliest first."""


def other_sense(found: Sequence[Mention], senses: Senses) -> dict[tuple[int, int], Entry]:
    """Return the places that names mean other than by their first sense, by their offsets.

    ``Georgia's peach exports fell as Atlanta growers lost their crop``: a state with Atlanta in it, where the text
    names nothing in the country of that name.

    Args:
        found: the named things of a text.
        senses: the names that several places bear.
    """
    out: dict[tuple[int, int], Entry] = {}
    if not senses:
        return out
    others = {
        m.name: m.entry
        for m in found
        if m.label in ("PLACE", "DEMONYM") and m.entry is not None and (m.start, m.end) not in senses
    }
    chosen: dict[tuple[Entry, ...], Entry | None] = {}
    for entries in set(senses.values()):
        votes = [sum(_speaks_for(entry, other, entries) for other in others.values()) for entry in entries]
        best = max(range(len(entries)), key=lambda n: (votes[n], -n))
        least = 2 if entries[0].kind == "economy" else 1  # one town beside a country may be whom it trades with
        chosen[entries] = entries[best] if best and not votes[0] and votes[best] >= least else None
    for span, entries in senses.items():
        if (meant := chosen[entries]) is not None:
            out[span] = meant
    return out


def _speaks_for(entry: Entry, other: Entry, entries: Sequence[Entry]) -> int:
    """How much another place speaks for one: 2 where it lies in it, 1 around it, 0 elsewhere.

    An economy does so only where none of the name is one.

    In a text on an economy's trade, others are partners.
    """
    if other.kind == "economy":
        return int(all(e.kind != "economy" for e in entries) and other.id == _economy(entry))
    if other.kind not in ("city", "subdivision") or _economy(other) != _economy(entry):
        return 0
    return 2 if entry.id is not None and other.parent == entry.id else 1


def _economy(entry: Entry) -> str | None:
    """ISO 3166-1 alpha-2 code of the economy that a place is or lies in."""
    code = entry.id if entry.kind == "economy" else entry.parent
    return code[:2] if code else None


def senses_of(places: Sequence[tuple[int, int, Sequence[Entry]]]) -> Senses:
    """Return the names that places in several economies bear, by their offsets.

    Args:
        places: half-open character offsets of listed phrases, and what they may mean, the likeliest first.
    """
    out: dict[tuple[int, int], tuple[Entry, ...]] = {}
    for start, end, entries in places:
        borne = tuple(e for e in entries if e.label == "PLACE")
        if len(borne) > 1 and len({_economy(e) for e in borne}) > 1 and entries[0] is borne[0]:
            out[start, end] = borne
    return out
