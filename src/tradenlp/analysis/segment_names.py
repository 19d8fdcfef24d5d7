"""What the names of a sentence's segments leave to the segments and sentences behind them."""

from __future__ import annotations

from collections.abc import Sequence

from ..gate import Gated
from .model import DIMENSIONS, Link, Mention, Names, Segment
from .template import Template

_PARTS = Gated(
    r"\b(?:including|of which|among (?:them|which|these)|compris(?:ing|ed of)|consisting of|made up of|composed of|"
    r"broken down into|split into|divided into|namely)\b[^.;]{0,120}$"
)
_LISTED = ("partner", "commodity")


def is_part(segment: Segment, template: Template) -> bool:
    """Tell whether a segment only tells parts of what was told before: ``..., including 2.9 million tons of corn``."""
    first = min(segment.figures or [k for ks in segment.names.values() for k in ks], default=0)
    return _PARTS.search(template.left(first, 140)) is not None


def single_names(names: Names, links: Sequence[Link]) -> Names:
    """Leave out what a sentence lists: after the figures of three markets the next sentence is of none of them."""
    listed = set()
    for dimension in _LISTED:
        told = {m[0].name for link in links if (m := link.slots.get(dimension)) and dimension not in link.inherited}
        if len(told) > 1:
            listed.add(dimension)
    return {d: m for d, m in names.items() if d not in listed} if listed else names


def with_whole(segment: Segment, template: Template, names: Names) -> Names:
    """The names that the next segment may take over: ``17% of exports, followed by Latvia (14%)``, of exports too."""
    if "indicator" in segment.names or not segment.wholes:
        return names
    return {**names, "indicator": (template.mentions[next(iter(segment.wholes.values()))],)}


def own_names(segment: Segment, template: Template) -> Names:
    """The names that a segment holds itself."""
    return {d: tuple(template.mentions[k] for k in ks) for d, ks in segment.names.items() if d in DIMENSIONS}


def later_bases(segments: Sequence[Segment], template: Template) -> dict[int, Mention]:
    """The comparison that ends a coordinated sentence holds for its earlier members.

    ``exports rose 2% and imports 1% on the month``.
    """
    out: dict[int, Mention] = {}
    held: Mention | None = None
    for segment in reversed(segments):
        if segment.bases:
            held = template.mentions[next(iter(segment.bases.values()))]
        elif held is not None and segment.figures:
            out[id(segment)] = held
        if segment.strong:
            held = None
    return out


__all__ = ["is_part", "later_bases", "own_names", "single_names", "with_whole"]
