"""Places in an order."""

from __future__ import annotations

import pytest

from tradenlp.reading.ranks import find_ranks


@pytest.mark.parametrize(
    ("text", "span", "position"),
    [
        ("ranked first nationally in value", "first nationally", 1),
        ("the world's second-largest exporter", "second-largest", 2),
        ("its 3rd largest market", "3rd largest", 3),
        ("stood at 12th place", "12th", 12),
        ("came in fourth among them", "fourth", 4),
        ("the No. 2 buyer", "No. 2", 2),
        ("became the number three source", "number three", 3),
        ("Japan's biggest supplier", "biggest", 1),
        ("the twenty-second largest economy", "twenty-second largest", 22),
    ],
)
def test_rank(text: str, span: str, position: int) -> None:
    (figure,) = find_ranks(text, 0, len(text))
    assert (text[figure.start : figure.end], figure.number, figure.label) == (span, position, "RANK")


@pytest.mark.parametrize(
    "text",
    [
        "in the first quarter",
        "the first of May",
        "the largest rise in two years",
        "its biggest annual gain",
        "the largest since 2010",
        "the largest ever",
        "one of the country's largest ports",
        "among the world's top exporters",
        "the top five exporters",
        "a top official",
        "at the top",
        "Order No. 5",
        "the 20th century",
        "the 0th largest",
        "the second half",
        "a leading role",
    ],
)
def test_no_rank(text: str) -> None:
    assert list(find_ranks(text, 0, len(text))) == []
