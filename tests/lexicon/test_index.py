"""The phrase index, by a table of cases: homonyms, letter case, spellings, plurals and texts that hold nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tradenlp.lexicon import Entry, PhraseIndex, fold, load, stem, words

from ..timing import costs_at_most

_LINES = (Path(__file__).parent / "phrases.tsv").read_text(encoding="utf-8").splitlines()
CASES = [tuple(line.split("\t")) for line in _LINES if line and not line.startswith("#")]


def test_enough_cases() -> None:
    assert len(CASES) >= 120
    assert sum(expected == "-" for _, _, expected in CASES) >= 12


@pytest.mark.parametrize(("labels", "text", "expected"), CASES)
def test_finds(labels: str, text: str, expected: str) -> None:
    found = load().find(text, labels.split(","))
    told = "; ".join(f"{'~' if m.weak else ''}{text[m.start : m.end]}={m.entry.name}" for m in found)
    assert (told or "-") == expected


def test_offsets_are_ordered_and_disjoint() -> None:
    text = 'China\'s exports of mobile phones to the European Union, the US and "Belt and Road" countries rose.'
    ends = [0]
    for match in load().find(text):
        assert match.start >= ends[-1]
        ends.append(match.end)
    assert len(ends) == 6


@pytest.mark.parametrize(
    ("word", "folded"),
    [
        ("U.S.", "us"),
        ("Türkiye", "turkiye"),
        ("&", "and"),
        ("Đồng", "dong"),
        ("Łódź", "lodz"),
        ("St.", "st"),
        (",", ","),
    ],
)
def test_fold(word: str, folded: str) -> None:
    assert fold(word) == folded


@pytest.mark.parametrize(
    ("word", "stemmed"),
    [
        ("laptops", "laptop"),
        ("batteries", "battery"),
        ("boxes", "box"),
        ("potatoes", "potato"),
        ("shoes", "shoe"),
        ("knives", "knife"),
        ("gases", "gas"),
        ("goods", "goods"),
        ("gas", "gas"),
        ("electronics", "electronics"),
        ("glass", "glass"),
        ("asparagus", "asparagus"),
        ("dates", "dates"),
        ("services", "service"),
        ("ties", "tie"),
    ],
)
def test_stem(word: str, stemmed: str) -> None:
    assert stem(word) == stemmed


def test_words_keep_marks_apart() -> None:
    text = "U.S.-China trade, 12.5%\n\nSt. John's (new)"
    assert [text[i:j] for i, j in words(text)] == [
        "U.S.", "China", "trade", ",", "12", ".", "5", "%", "\n\n", "St.", "John", "s", "(", "new", ")",
    ]  # fmt: skip


def test_flags() -> None:
    index = PhraseIndex()
    entry = Entry("x", "COMMODITY", "made")
    for way in ("=iron", "~tin", "+ships", "PE", "Opec"):
        index.add(way, entry, plural=True)
    assert not index.find(["Iron"]) and index.find(["iron"])
    assert index.find(["tins"])[0][3] is True
    assert not index.find(["ship"]) and index.find(["ships"])
    assert not index.find(["Pe"]) and index.find(["PE"])
    assert index.find(["OPEC"]) and not index.find(["opec"])
    assert len(index) == 5


def test_strong_reading_comes_first() -> None:
    index = PhraseIndex()
    weak, strong = Entry("a", "PLACE", "made"), Entry("b", "PLACE", "made")
    index.add("~Georgia", weak)
    index.add("Georgia", strong)
    assert index.find(["Georgia"]) == [(0, 1, (strong, weak), False)]


@pytest.mark.parametrize(
    "text", ["a" * 1_000_000, "9" * 1_000_000, "the " * 200_000, "and, " * 150_000, "\n" * 500_000]
)
def test_hostile_input_takes_linear_time(text: str) -> None:
    assert costs_at_most(lambda: load().find(text), 5)
