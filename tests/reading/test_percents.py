"""Percent signs and words, points, and multiples."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tradenlp.reading.percents import find_multiples, read_percent, read_times


@pytest.mark.parametrize(
    ("text", "length", "unit", "factor"),
    [
        ("%", 1, "percent", "1"),
        (" per cent", 9, "percent", "1"),
        ("-percent", 8, "percent", "1"),
        (" pct.", 4, "percent", "1"),
        (" pct. of it", 5, "percent", "1"),
        (" percentage points", 18, "points", "1"),
        (" %-points", 9, "points", "1"),
        ("pp", 2, "points", "1"),
        (" p.p.", 5, "points", "1"),
        (" basis points", 13, "points", "0.01"),
        ("bps", 3, "points", "0.01"),
        ("‰", 1, "percent", "0.1"),
    ],
)
def test_read_percent(text: str, length: int, unit: str, factor: str) -> None:
    mark = read_percent("7" + text, 1, len(text) + 1)
    assert mark is not None and not mark.needs_context
    assert (mark.end - 1, mark.unit, mark.factor) == (length, unit, Decimal(factor))


@pytest.mark.parametrize("text", [" percentage of", " pcs", " people", " ports", " pointers", " basis", ""])
def test_no_percent(text: str) -> None:
    assert read_percent("7" + text, 1, len(text) + 1) is None


def test_bare_points_need_context() -> None:
    mark = read_percent("7 points", 1, 8)
    assert mark is not None and mark.needs_context


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It doubled and tripled.", ["2", "3"]),
        ("Quadrupling, quintupled, sextupled.", ["4", "5", "6"]),
        ("halved; halving", ["0.5", "0.5"]),
        ("twofold, ten-fold, hundredfold", ["2", "10", "100"]),
        ("twice the size", ["2"]),
        ("twice a week, thrice each year", []),
        ("double-digit, double digits, double taxation, double standards", []),
        ("manyfold, manifold, unfold, redoubled", []),
        ("a double, a triple", ["2", "3"]),
    ],
)
def test_find_multiples(text: str, expected: list[str]) -> None:
    assert [str(figure.number) for figure in find_multiples(text, 0, len(text))] == expected


@pytest.mark.parametrize("before", ["grew by ", "rose ", "up "])
def test_whole_times_with_growth(before: str) -> None:
    text = f"{before}3 times in the half"
    assert read_times(text, len(before), len(before) + 1, len(text), True) == len(before) + 7


@pytest.mark.parametrize(
    "text", ["3 times a week", "3 times weekly", "3 times champion", "3 timeshares", "3 xylophones"]
)
def test_occasions_are_no_multiple(text: str) -> None:
    assert read_times(text, 0, 1, len(text), True) is None
