"""Texts made to be slow or to fill the memory: each cost shows at a size that is cheap when all is well."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import tradenlp
from tradenlp import corpus
from tradenlp.folding import fold
from tradenlp.pipeline import blank_pipeline, read
from tradenlp.pipes import entities

from .timing import costs_at_most, grows_at_most

SENTENCE = "Exports of tin rose 5% to $3 billion in May 2024."
DEV = Path(__file__).parents[1] / "annotations" / "dev"


@pytest.fixture(scope="module")
def nlp():
    return blank_pipeline()


@pytest.fixture(scope="module")
def trained():
    return tradenlp.load()


@pytest.mark.parametrize("blank", [" ", "\n", "\t", "\r\n", " \n", "\u00a0", "\u2003 "])
def test_vast_blanks_cost_next_to_nothing(trained, blank):
    size = 1_000_000 // len(blank)
    text = f"{SENTENCE}{blank * size}{SENTENCE}"
    read(trained, SENTENCE)
    assert costs_at_most(lambda: read(trained, text), 3)  # was six seconds; a tenth of one is enough
    found = read(trained, text)
    assert [mention.text for mention in found.entities] == [m.text for m in read(trained, SENTENCE).entities] * 2
    assert all(text[mention.start : mention.end] == mention.text for mention in found.entities)


@given(st.text(st.sampled_from("ab 1\n\r\t\u200b\u00ad\u00b2.\u3000"), max_size=30), st.integers(0, 5000))
@settings(max_examples=100, deadline=None, database=None, derandomize=True)
def test_what_is_folded_has_a_way_back(text, blanks):
    text = text + " " * blanks + text
    folded = fold(text)
    back = [folded.origin(at) for at in range(len(folded.text) + 1)]
    assert back == sorted(set(back)) and back[-1] <= len(text)
    same = [a == text[b] for a, b in zip(folded.text, back, strict=False)]
    assert all(one or folded.text[at] == "\n" for at, one in enumerate(same))
    assert len(folded.text) <= 4 * len(text[:30]) + 2100


@pytest.mark.parametrize(
    "unit",
    [
        "tin and ",
        "tin, ",
        "tin of tin and ",
        "parts of ",
        "May 2024 ",
        "$1 ",
        "1% ",
        "7",
        "1,",
        "1.",
        "\u00bd",
        "1 to ",
        "\u20ac1-",
        "Jan-",
        "China, ",
        "first ",
        "same period ",
        "Port of ",
        "\x00",
        "\u0301",
        "A.",
        "(",
        "\u201c",
        "of which ",
        "Co. ",
        "a    1\n",
        "| 1 ",
        "https://a.b/",
    ],
)
def test_time_grows_with_the_length_whatever_comes_again(nlp, unit):
    times = 1_200 // len(unit)
    assert grows_at_most(lambda size: read(nlp, unit * size), times, 4 * times, most=9, slack=0.1)


def test_lists_that_never_end_are_no_deep_phrases(nlp):
    for text in ("tin and " * 1000, "tin and tin products and " * 400, "parts of " * 1000, "tea & tea or " * 700):
        assert read(nlp, f"Exports of {text}tin rose 5% to $3 billion in May 2024.").facts


def test_digits_without_end_are_no_number(nlp):
    for text in ("7" * 200_000, "1," * 20_000, "0." * 20_000, "1e" * 20_000):
        found = read(nlp, f"Exports were ${text} in May 2024.")
        assert all(len(mention.text) < 100 for mention in found.entities)


def test_long_documents_are_read_piece_by_piece_to_the_same_end(trained, monkeypatch):
    text = "\n\n".join(release.text for release in list(corpus.load(DEV))[:6])
    whole = read(trained, text)
    monkeypatch.setattr(entities, "_AT_ONCE", 300)
    pieces = read(trained, text)
    assert pieces.entities == whole.entities
    assert [fact.model_copy(update={"confidence": 0}) for fact in pieces.facts] == [
        fact.model_copy(update={"confidence": 0}) for fact in whole.facts
    ]


def test_reading_holds_little_for_each_character(nlp):
    text = (SENTENCE + "\n") * 200
    read(nlp, SENTENCE)
    tracemalloc.start()
    read(nlp, text)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 8000 * len(text)


@pytest.mark.parametrize(
    "text",
    [
        "May the fiscal year began 31 April",
        "Exports in May of the fiscal year which began on 29 February were $3 billion.",
        "The fiscal year runs from 29 February to 28 February. Exports in May of this fiscal year were $3 billion.",
        "FY9999 of week 3",
        "Iran FY9999 first half",
        "Panama City handled 4 transits, FY0000",
        "FY0000 exports were $3 billion, FY9999 exports $4 billion.",
        "Exports by 30 February of week 54 of the year 0000 were $3 billion.",
    ],
)
@pytest.mark.parametrize("published", ["2023-06-10", "2024-02-29", None])
def test_days_that_no_calendar_holds_are_no_periods(trained, text, published):
    for fact in read(trained, text, published).facts:
        assert fact.period is None or fact.period.start is None or fact.period.start <= fact.period.end
