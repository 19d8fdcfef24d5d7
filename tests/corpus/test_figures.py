"""The number of a fact line against the text of its mark."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tradenlp.corpus import Mark
from tradenlp.corpus.figures import direction, doubts
from tradenlp.corpus.slots import figure

CASES = json.loads((Path(__file__).parent / "cases" / "figures.json").read_text(encoding="utf-8"))


def mark(label: str, text: str) -> Mark:
    return Mark(label, 0, len(text), text, "a1")


def test_there_are_cases_of_both_kinds() -> None:
    assert sum(not case["kinds"] for case in CASES) >= 35
    assert sum(bool(case["kinds"]) for case in CASES) >= 20


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['text']} = {case['value']}")
def test_a_number_fits_its_mark_or_is_told(case: dict[str, object]) -> None:
    first, *others = case["value"].split(" ~ ")
    gold = figure(case["key"], first)
    found = doubts(case["key"], gold, others, [mark(case["label"], case["text"])], [case["indicator"]])
    assert [doubt.kind for doubt in found] == case["kinds"]


def test_the_fullest_statement_comes_first() -> None:
    gold = figure("amount", "2.97bn USD")
    full, rounded, other = (mark("MONEY", text) for text in ("$2.97 billion", "$3 billion", "$5 billion"))
    kinds = lambda *marks: [doubt.kind for doubt in doubts("amount", gold, (), marks, ["exports"])]  # noqa: E731
    assert kinds(full, rounded) == []
    assert kinds(rounded, full) == ["figure-order"]
    assert kinds(full, other) == ["figure-repeat"]


def test_a_range_may_rest_on_two_marks() -> None:
    gold = figure("change", "+25..29 percent yoy")
    marks = [mark("PERCENT", "25%"), mark("PERCENT", "29%")]
    assert list(doubts("change", gold, (), marks, ["exports"])) == []


@pytest.mark.parametrize(
    ("words", "expected"),
    [(["fell"], -1), (["rose"], 1), (["rose", "fell"], 0), (["growth"], 0), ([], 0), (["zigzagged"], 0)],
)
def test_words_of_movement_tell_a_direction(words: list[str], expected: int) -> None:
    assert direction([mark("TREND", word) for word in words]) == expected
