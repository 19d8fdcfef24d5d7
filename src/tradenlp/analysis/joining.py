"""How the names of the rules and those of the trained tagger become one list of mentions.

Figures and periods are never touched. Goods are what the tagger says they are: it reads what rules and lexicon say of
each word, and knows better. Of the other classes the rules' mentions stay, whose names and codes much else rests on (a
reporter holds for a whole document), unless the tagger is sure of other bounds or another class; and names that no
rule finds are added where it is sure.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ..lexicon import load
from .model import Mention
from .naming import named_mention
from .phrases import commodity_span
from .proper import sort_of_body
from .tagging import OPEN, Floats, Tagged, best, sureness


@dataclass(frozen=True, slots=True)
class Trust:
    """How sure the tagger has to be, 0 to 1 each.

    Attributes:
        drop: a mention of the rules that the tagger does not find is left out where it gives it less than this.
        swap: a name of the tagger stands instead of the rules' mentions that it overlaps from here on.
        add: a name of the tagger where the rules find none is added from here on.
    """

    drop: float = 0.0
    swap: float = 0.8
    add: float = 0.7


TRUST = {label: Trust() for label in OPEN} | {"COMMODITY": Trust(drop=1.0, swap=0.0, add=0.0)}
"""By label; settled on annotations that nothing was trained on, by the facts that come of it."""


class Tokens:
    """The tokens of a text as spans fall on them.

    Args:
        spans: half-open character offsets, in order.
    """

    def __init__(self, spans: Sequence[tuple[int, int]]) -> None:
        self.spans = spans
        self._starts = [start for start, _ in spans]
        self._ends = [end for _, end in spans]

    def covered(self, start: int, end: int) -> tuple[int, int]:
        """Return the half-open numbers of the tokens that characters ``start`` to ``end`` touch."""
        first = bisect_right(self._ends, start)
        return first, max(first, bisect_left(self._starts, end))

    def exact(self, start: int, end: int) -> tuple[int, int] | None:
        """Return the same where the span begins and ends with tokens, else None."""
        first, last = self.covered(start, end)
        if first < last and self._starts[first] == start and self._ends[last - 1] == end:
            return first, last
        return None


def closed_tokens(tokens: Tokens, found: Sequence[Mention]) -> list[bool]:
    """Tell of each token whether a mention of a closed class covers it, so that no name may."""
    closed = [False] * len(tokens.spans)
    for m in found:
        if m.label not in OPEN and m.label != "DEMONYM":
            first, last = tokens.covered(m.start, m.end)
            closed[first:last] = [True] * (last - first)
    return closed


def join(
    text: str, tokens: Tokens, ruled: Sequence[Mention], told: Floats, trust: Mapping[str, Trust] = TRUST
) -> list[Mention]:
    """Return the mentions of rules and tagger together.

    Args:
        text: the release.
        tokens: its tokens.
        ruled: the rules' mentions in order, those of the closed classes included.
        told: the tagger's probabilities, shape (tokens, tagging.TAGS).
        trust: how sure the tagger has to be, by label.
    Returns:
        list[Mention]: in order, none overlapping another, numbered anew: ``T1``, ``T2``...
    """
    taken: list[Tagged] = []
    gone: set[int] = set()
    kept: set[int] = set()
    names = [n for n, m in enumerate(ruled) if m.label in OPEN or m.label == "DEMONYM"]
    ends = [ruled[n].end for n in names]
    for tagged in best(told, closed_tokens(tokens, ruled)):
        start, end = _offsets(tokens, tagged)
        over = _overlapped(ruled, names, ends, start, end)
        same = next((n for n in over if _is(ruled[n], tagged, start, end)), None)
        rivals = [n for n in over if ruled[n].label != "DEMONYM"]
        if same is not None or any(_of_transport(ruled[n], tagged, start, end) for n in rivals):
            kept.update(rivals if same is None else [same])
        elif tagged.sure >= (trust[tagged.label].swap if rivals else trust[tagged.label].add):
            taken.append(tagged)
            gone.update(over)
        else:
            kept.update(rivals)
    for n in names:
        m = ruled[n]
        if n not in gone and _heads_flow(text, ruled, n):
            continue
        at = tokens.exact(m.start, m.end) if m.label in OPEN and n not in kept | gone else None
        if at is not None and sureness(told, m.label, *at) < trust[m.label].drop:
            gone.add(n)
    stays = [m for n, m in enumerate(ruled) if n not in gone]
    added = [named_as(text, tagged.label, *_offsets(tokens, tagged), ruled, tagged.sure) for tagged in taken]
    out = sorted([*stays, *added], key=lambda m: m.start)
    for n, m in enumerate(out, start=1):
        m.id = f"T{n}"
    return out


def _heads_flow(text: str, ruled: Sequence[Mention], n: int) -> bool:
    """Whether known goods stand right before the word for trade: no reading in context undoes ``non-oil exports``."""
    m = ruled[n]
    if m.label != "COMMODITY" or not (m.entry or m.text[:3].casefold() == "non") or n + 1 == len(ruled):
        return False
    return ruled[n + 1].label == "INDICATOR" and text[m.end : ruled[n + 1].start].isspace()


def _offsets(tokens: Tokens, tagged: Tagged) -> tuple[int, int]:
    return tokens.spans[tagged.first][0], tokens.spans[tagged.last - 1][1]


def _overlapped(ruled: Sequence[Mention], names: Sequence[int], ends: Sequence[int], start: int, end: int) -> list[int]:
    at = bisect_right(ends, start)
    out = []
    while at < len(names) and ruled[names[at]].start < end:
        out.append(names[at])
        at += 1
    return out


def _of_transport(m: Mention, tagged: Tagged, start: int, end: int) -> bool:
    """Whether what is tagged as goods is known as a way that goods go: ``empties``."""
    return (
        tagged.label == "COMMODITY" and _is(m, replace(tagged, label="SEGMENT"), start, end) and m.kind == "transport"
    )


def _is(m: Mention, tagged: Tagged, start: int, end: int) -> bool:
    return (m.label, m.start, m.end) == (tagged.label, start, end)


_REGION = re.compile(
    r"(?:province|county|oblast|prefecture|peninsula|valley|basin|delta|islands?|region|district|territory|state|"
    r"countries|economies|markets|nations|partners|members|world)$",
    re.I,
)


def named_as(text: str, label: str, start: int, end: int, ruled: Sequence[Mention], sure: float = 1.0) -> Mention:
    """Build the mention of a name whose label and bounds are told, with what the lexicon knows of it.

    Args:
        text: the release.
        label: of an open class.
        start, end: half-open character offsets.
        ruled: the rules' mentions, for the goods at the end of a longer name.
        sure: how sure label and bounds are.
    """
    span = text[start:end]
    entry = load().canonical(label, span)
    if entry is not None:
        return replace(named_mention(text, start, end, entry), label=label, score=round(sure, 2))
    if label == "COMMODITY":
        within = [m.entry for m in ruled if m.label == label and m.end == end and m.start >= start and m.entry]
        return replace(commodity_span(text, start, end, within[0] if within else None), score=round(sure, 2))
    kind = {"ORG": sort_of_body(span), "PLACE": "region" if _REGION.search(span) else "city"}.get(label)
    return Mention(label, start, end, span, name=span, kind=kind, score=round(sure, 2))


__all__ = ["TRUST", "Tokens", "Trust", "closed_tokens", "join", "named_as"]
