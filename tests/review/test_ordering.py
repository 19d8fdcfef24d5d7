"""Which release comes first."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest

from tradenlp.facts import Check, Document, EntityMention, Evidence, TradeFact
from tradenlp.review.ordering import WEIGHT, order, uncertainty, vectors


def read(*confidences: float, failed: int = 0, held: int = 0) -> Document:
    """A document of facts of these confidences, with so many checks that fail and hold."""
    facts = tuple(TradeFact(id=f"F{n}", indicator="exports", confidence=value) for n, value in enumerate(confidences))
    check = Check(kind="sum", facts=("F0",), expected=Decimal(1), stated=Decimal(2), holds=False)
    checks = (check,) * failed + (check.model_copy(update={"holds": True}),) * held
    return Document(facts=facts, checks=checks)


def test_doubt_grows_with_low_confidence_and_failed_checks():
    assert uncertainty(read(0.9, 0.5)) == pytest.approx(0.3)
    assert uncertainty(read(0.9, failed=1, held=1)) > uncertainty(read(0.9, held=2))
    assert uncertainty(read(0.9)) < uncertainty(read(0.4)) < uncertainty(read(0.4, failed=1)) <= 1
    assert uncertainty(Document()) == 0


def test_a_figure_in_no_fact_is_a_doubt():
    figure = EntityMention(label="MONEY", start=0, end=2, text="$5")
    fact = TradeFact(id="F", indicator="exports", confidence=0.9, evidence=(Evidence(role="amount", start=0, end=2),))
    bare, used = Document(entities=(figure,)), Document(entities=(figure,), facts=(fact,))
    assert uncertainty(bare) == 0.5
    assert uncertainty(used) < 0.2
    place = figure.model_copy(update={"label": "PLACE"})
    assert uncertainty(Document(entities=(place,))) == 0


def test_the_least_certain_comes_first():
    documents = [read(0.9), read(0.2), read(0.6)]
    assert order(documents, ["tin ore", "green coffee", "steel pipes"]) == [1, 2, 0]


def test_of_two_alike_the_second_waits():
    texts = ["tin exports of bolivia rose", "tin exports of bolivia rose", "coffee shipments out of kenya"]
    documents = [read(0.30), read(0.31), read(0.45)]
    assert order(documents, texts) == [0, 2, 1]
    assert order(documents, ["tin exports", "green coffee", "steel pipes"]) == [0, 1, 2]


def test_equals_keep_their_order_and_the_outcome_is_always_the_same():
    documents = [read(0.5)] * 4
    texts = [f"words {'abcd'[n] * 5}" for n in range(4)]
    assert order(documents, texts)[0] == 0
    assert order(documents, texts) == order(documents, texts)
    assert sorted(order(documents, texts)) == [0, 1, 2, 3]
    assert order([], []) == []


def test_rows_have_length_one_and_unlike_texts_are_far_apart():
    rows = vectors([read(0.5)] * 3, ["alpha beta gamma", "alpha beta gamma", "delta epsilon zeta"])
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-6)
    assert rows[0] @ rows[1] > 0.99 and rows[0] @ rows[2] < 0.01
    assert not vectors([Document()], ["1 2 3"]).any()
    assert 0.5 < WEIGHT < 1
