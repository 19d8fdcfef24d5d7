"""Aligned headings that stand in the middle over several columns of which a line below tells each."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from .table_model import Span

_MOST = 24  # columns
_FAR = 4.0  # characters between the middle of a heading and that of its columns, on average
_LEFT = 1.0  # what a column on the left costs that no heading reaches over
_UNEVEN = 1.0  # what it costs for each column that a heading reaches over more or fewer than the others do
_WRONG = 12.0  # what a column costs whose numbers do not fit the heading
_AGAIN = 4.0  # what it counts that the columns of two headings are headed alike


def groups(
    headings: Sequence[Span], columns: Sequence[Span], below: Sequence[str], wrong: Sequence[Sequence[bool]]
) -> list[int]:
    """Return the first column of each heading, where headings reach over all columns together.

    Args:
        headings: where they begin and end in their line, left to right; fewer than there are columns.
        columns: from where to where each column and its own heading reach.
        below: the words of the line below over each column, empty where it has none.
        wrong: of each heading, over which columns it cannot stand by what the numbers look like.
    Returns:
        list[int]: empty where the columns, but for some on the left, do not fall into such groups.
    """
    size = len(columns)
    if not 1 < len(headings) < size <= _MOST:
        return []
    middles = [(a + b) / 2 for a, b in headings]

    @cache
    def best(n: int, first: int, before: tuple[str, ...]) -> tuple[float, tuple[int, ...]]:
        """The least cost of the headings from one on over the columns from one on, and where they begin."""
        if n == len(headings):
            return (0.0, ()) if first == size else (float("inf"), ())
        out: tuple[float, tuple[int, ...]] = (float("inf"), ())
        for end in range(first + 1, size - (len(headings) - n - 1) + 1):
            words = tuple(below[first:end])
            if end - first > 1 and not all(words):
                break
            left, right = columns[first][0], columns[end - 1][1]
            cost = abs(middles[n] - (left + right) / 2)
            if end - first > 1:
                cost = min(cost, abs(headings[n][0] - left))  # some begin with their columns
                cost -= _AGAIN if words[1:] == before[1:] and len(words) == len(before) else 0
            cost += _WRONG * sum(wrong[n][first:end]) + _UNEVEN * abs(end - first - size / len(headings))
            rest, cuts = best(n + 1, end, words)
            if cost + rest < out[0]:
                out = cost + rest, (first, *cuts)
        return out

    found = ((best(0, first, ()), first) for first in range(size - len(headings) + 1))
    (cost, cuts), first = min(found, key=lambda way: way[0][0] + _LEFT * way[1])
    return list(cuts) if cost <= _FAR * len(headings) else []
