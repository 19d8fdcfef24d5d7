"""Ranges of growth: two changes, the bounds."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tradenlp.pipeline import blank_pipeline, read

RULES = blank_pipeline()


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("Philippine exports are forecast to rise 3-5% in 2024.", "3", "5"),
        ("Indonesia's coal exports could slip between 5% and 8% this year.", "-8", "-5"),
        ("Vietnam's June exports would rise by between 8 percent and 12 percent from a year earlier.", "8", "12"),
        ("Korea's chip exports should total $125 billion in 2024, an increase of 20% to 30%.", "20", "30"),
        ("Chile's wine exports may reach $1.4 billion in 2024, up 3.3% to 7.8% on the year.", "3.3", "7.8"),
    ],
)
def test_range(text: str, low: str, high: str) -> None:
    """A range has its two ends, signed, each with its modifier."""
    facts = read(RULES, text, "2024-06-10").facts
    assert len(facts) == 1
    told = [(change.number, change.modifier) for change in facts[0].changes]
    assert told == [(Decimal(low), "at_least"), (Decimal(high), "at_most")]


@pytest.mark.parametrize(
    "text",
    [
        "Norway's exports rose 5% to 7.8 billion euros in May.",
        "Coffee's share of Kenya's exports was up 3 points to 15% in May.",
        "Growth in Danish exports accelerated from 3% to 5% in May.",
    ],
)
def test_no_range(text: str) -> None:
    """What moved by one figure to another is no range."""
    for fact in read(RULES, text, "2024-06-10").facts:
        assert all(change.modifier == "exact" for change in fact.changes)
