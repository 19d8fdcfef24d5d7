"""Groups of economies that are told by whom they leave out: ``countries other than the United States``."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from ..gate import Gated
from .model import Mention

_LEFT_OUT = Gated(
    r"\b(?:(?:all|other) )?(?:countries|markets|destinations|economies|nations|(?:trading )?partners)"
    r"(?: and regions)? (?:other than|outside(?: of)?|excluding|except(?: for)?|apart from|besides) (?:the )?(?=[A-Z])"
)


def left_out(text: str, found: Sequence[Mention]) -> Iterator[Mention]:
    """Yield the groups of a text, each a ``PLACE`` by its own words.

    Args:
        text: the release.
        found: its named things in order.
    """
    starts = [m.start for m in found]
    for group in _LEFT_OUT.finditer(text):
        at = bisect_left(starts, group.end())
        if at < len(found) and found[at].start == group.end() and found[at].label == "PLACE":
            start = group.start() + len(group[0]) - len(group[0].removeprefix("all "))
            words = text[start : found[at].end]
            yield Mention("PLACE", start, found[at].end, words, name=words, kind="region", score=0.8)


__all__ = ["left_out"]
