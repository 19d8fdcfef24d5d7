"""Finding periods: marked sentences in ``cases/periods.json``, and what holds for any text."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tradenlp.reading.period_grammar import RULES, expand, first_letters
from tradenlp.reading.period_tokens import CLASSES, tokenize
from tradenlp.reading.periods import find_periods

from ..timing import costs_at_most

CASES: dict[str, list[str]] = json.loads((Path(__file__).parent / "cases" / "periods.json").read_text(encoding="utf-8"))
MARK = re.compile(r"\[([^\]]*)\]")
KINDS = {
    "October 9": "day",
    "1-20 March": "days",
    "week ended 12 April": "week",
    "May 2024": "month",
    "Q3": "quarter",
    "H1 2024": "half",
    "2023": "year",
    "January to September": "span",
    "first three quarters": "span",
    "FY24": "fiscal",
    "2023/24 season": "marketing",
    "1990s": "decade",
    "this year": "relative",
    "year earlier": "comparison",
    "same period last year": "comparison",
    "orders to date": "open",
    "last month": "relative",
    "previous month": "comparison",
    "early October": "days",
}
WORDS = st.sampled_from(
    (
        "May 2024 2023-24 2023/24 first three quarters of the last year to January - / ' 5 15th week ended Q3 "
        "H1 FY24 same period earlier a in from until since early mid end fiscal season 9M so far date 1990s "
        "09/10/2024 2024-05-09 ’s , . \n\n % 日本 é 🚢 half month"
    ).split(" ")
)


def test_there_are_enough_cases() -> None:
    assert sum(map(len, CASES.values())) >= 370
    assert len(CASES["negatives"]) >= 50 and len(CASES["ambiguous"]) >= 20


@pytest.mark.parametrize(("group", "marked"), [(group, case) for group, cases in CASES.items() for case in cases])
def test_marked_sentence(group: str, marked: str) -> None:
    text = marked.replace("[", "").replace("]", "")
    assert [text[s.start : s.end] for s in find_periods(text)] == MARK.findall(marked)


@pytest.mark.parametrize(("text", "kind"), KINDS.items())
def test_kind(text: str, kind: str) -> None:
    (span,) = find_periods(text)
    assert span.kind == kind


@pytest.mark.parametrize(("text", "kind"), [("since 2019", "open"), ("until March", "open"), ("by 2030", "year")])
def test_open_ends_keep_the_preposition_outside(text: str, kind: str) -> None:
    (span,) = find_periods(text)
    assert (span.kind, span.spec[:2], text[span.start : span.end]) == (kind, ("open", text.split()[0]), text.split()[1])


def test_offsets_are_characters_of_the_text() -> None:
    text = "🚢 Übersee — “third quarter” … 中国’s May 2024\u00a0figures"
    assert [text[s.start : s.end] for s in find_periods(text)] == ["third quarter", "May 2024"]


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(
        st.text(max_size=80), st.lists(WORDS, max_size=14).map(" ".join), st.lists(WORDS, max_size=8).map("".join)
    )
)
def test_spans_are_sorted_apart_and_inside(text: str) -> None:
    spans = find_periods(text)
    assert all(0 <= s.start < s.end <= len(text) and s.spec for s in spans)
    assert all(a.end <= b.start for a, b in pairwise(spans))
    assert all(text[s.start : s.end] == text[s.start : s.end].strip() for s in spans)


@pytest.mark.parametrize(
    "piece",
    [
        "9",
        "2024-",
        "May ",
        "first ",
        "1,2",
        "\n ",
        "of the ",
        "2024-05-",
        "year to ",
        "May 5 - ",
        "same ",
        "'",
        "FY",
        "((((",
        "January to ",
        "a\t",
        "5 and ",
        "Q2: ",
        "Q2:\n",
        "In six months ",
        "a  b\n",
        " | ",
        "Jun Mar ",
        "Q2 (Q2) ",
        "from May to June ",
        "Iranian year 1403 ",
    ],
)
def test_time_is_linear_on_hostile_text(piece: str) -> None:
    text = piece * (200_000 // len(piece))
    assert costs_at_most(lambda: find_periods(text), 5)


def test_first_letters_of_rules_are_complete() -> None:
    assert first_letters(expand("MONTH? (?:YEAR|(?:A|THE)? QW) (?! OF)")) == {
        CLASSES[n] for n in ("MONTH", "YEAR", "A", "THE", "QW")
    }
    assert first_letters(expand("(?<=THE) MONTH")) == {CLASSES["MONTH"]}
    assert all(rule.first for rule in RULES)


def test_classes_have_letters_of_their_own() -> None:
    assert len(set(CLASSES.values())) == len(CLASSES) and all(len(letter) == 1 for letter in CLASSES.values())


def test_tokens_stand_where_they_say() -> None:
    text = "In Q3FY25, Jan. 5 and 3Q24"
    tokens = tokenize(text)
    assert len(tokens.kinds) == len(tokens.values) == len(tokens.starts) == len(tokens.ends)
    assert all(0 <= a <= b <= len(text) for a, b in zip(tokens.starts, tokens.ends, strict=True))
