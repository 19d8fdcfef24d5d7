"""The mentions that an annotator marked, in the place of those that were found: how well facts are linked on them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ..labels import FIGURE_LABELS
from ..lexicon import load
from ..reading.figures import find_figures
from ..reading.periods import find_periods
from .joining import named_as
from .model import Mention
from .tagging import OPEN


def given(text: str, marks: Sequence[tuple[str, int, int]], found: Sequence[Mention]) -> list[Mention]:
    """Return mentions with the labels and bounds of marks.

    Args:
        text: the release.
        marks: label, start and end of each, half-open character offsets.
        found: what was found in the text, in order; what it tells of a mark (values, canonical names) is kept.
    Returns:
        list[Mention]: in order, none overlapping another, with ids ``T1``, ``T2``...; a mark that no grammar can give
        a value is left out. Adjectives of places stay where no mark is.
    """
    held = {(m.label, m.start, m.end): m for m in found}
    out: list[Mention] = []
    end = 0
    for label, start, stop in sorted(marks, key=lambda mark: mark[1:]):
        mention = held.get((label, start, stop)) or _made(text, label, start, stop, found)
        if start >= end and mention is not None:
            out.append(mention)
            end = stop
    taken = [(m.start, m.end) for m in out]
    out += [m for m in found if m.label == "DEMONYM" and not any(a < m.end and m.start < b for a, b in taken)]
    out.sort(key=lambda m: m.start)
    return [replace(m, id=f"T{n}") for n, m in enumerate(out, start=1)]


def _made(text: str, label: str, start: int, end: int, found: Sequence[Mention]) -> Mention | None:
    span = text[start:end]
    if label in OPEN or load().canonical(label, span) is not None:
        return named_as(text, label, start, end, found)
    touching = [m for m in found if m.label == label and m.start < end and start < m.end]
    nearest = max(touching, key=lambda m: min(m.end, end) - max(m.start, start), default=None)
    if label in FIGURE_LABELS:
        read = next((f for f in find_figures(span) if f.label == label), None)
        if read is not None:
            return Mention(label, start, end, span, figure=replace(read, start=start, end=end, hedge=None, noun=None))
    elif label == "PERIOD":
        period = next(iter(find_periods(span)), None)
        if period is not None:
            return Mention(label, start, end, span, period=replace(period, start=start, end=end))
    return replace(nearest, start=start, end=end, text=span) if nearest is not None else None


__all__ = ["given"]
