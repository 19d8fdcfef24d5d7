"""Costs hold to each other as they should: ratios with wide margins, the best of several, never seconds."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest

import tradenlp
from tradenlp import corpus
from tradenlp.pipeline import read

from .timing import cost, costs_at_most, grows_at_most

DEV = Path(__file__).parents[1] / "annotations" / "dev"


@pytest.fixture(scope="module")
def nlp():
    return tradenlp.load()


@pytest.fixture(scope="module")
def releases() -> list[str]:
    return [release.text for release in corpus.load(DEV)][:40]


def test_a_long_document_costs_what_its_parts_cost(nlp, releases):
    parts = cost(lambda: [read(nlp, text) for text in releases])
    whole = "\n\n".join(releases)
    assert len(nlp.make_doc(whole)) > 10_000
    assert costs_at_most(lambda: read(nlp, whole), 1.6 * parts)


@pytest.mark.parametrize(
    "text",
    [
        "Exports of copper rose 5% to $8 billion in May 2024. ",
        "Month Exports 12.3 ",
        "wheat, 4 million; ",
        "May  8.0  7.5\n",
        "a" * 50 + " ",
        "1 ",
        "(",
        "- ",
        "\n",
        "| ",
        "$",
        "of which ",
    ],
)
def test_time_grows_with_the_length_and_not_with_its_square(nlp, text):
    size = 12_000 // len(text)
    # what grows by the square takes sixteen times as long
    assert grows_at_most(lambda times: read(nlp, text * times), size, 4 * size, most=9)


def test_the_thousandth_document_costs_what_the_first_cost(nlp, releases):
    first = cost(lambda: [read(nlp, text) for text in releases[:10]])
    for text in releases[10:]:
        read(nlp, text)
    assert costs_at_most(lambda: [read(nlp, text) for text in releases[:10]], 1.5 * first + 0.05)


def test_the_whole_job_stays_near_what_others_take_for_a_part(nlp, releases, monkeypatch):
    """Measured: 0.7 times as fast as spaCy's ``tok2vec`` and ``ner``, and 140 times the time of bare tokens."""
    monkeypatch.syspath_prepend(str(DEV.parents[1] / "benchmarks"))
    contenders = importlib.import_module("contenders")
    sample = releases[:15]
    ours = cost(lambda: [read(nlp, text) for text in sample])
    for name, most in (("tok2vec_ner", 5), ("tokenizer", 800)):
        other = getattr(contenders, name)()
        assert ours < most * cost(lambda other=other: [other(text, None) for text in sample], rounds=5), name
