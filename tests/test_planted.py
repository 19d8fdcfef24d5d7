"""The measure of misprints found: what it plants, and what it takes for found."""

from __future__ import annotations

import importlib
import random
from pathlib import Path

import pytest

import tradenlp
from tradenlp.pipeline import read

TEXT = (
    "Exports of Chile were $8.15 billion in May 2024, imports $6.52 billion. The trade surplus was $1.63 billion. "
    "Copper exports came to $4.08 billion."
)


@pytest.fixture
def planted(monkeypatch):
    monkeypatch.syspath_prepend(str(Path(__file__).parents[1] / "benchmarks"))
    return importlib.import_module("planted")


def test_misprints_are_off_by_a_tenth_at_least(planted):
    misprints = list(planted._misprints("$8.15 billion"))
    assert "$1.15 billion" in misprints and "$8.95 billion" not in misprints and "$8.16 billion" not in misprints
    assert len(misprints) == len(set(misprints)) and "$8.15 billion" not in misprints
    assert list(planted._misprints("a third")) == []


def test_a_misprint_is_planted_where_a_relation_holds_and_found(planted):
    nlp = tradenlp.load()
    target = planted._target(nlp, TEXT, "2024-06-15", random.Random(3))
    assert target is not None
    kind, start, end, misprint = target
    assert kind == "balance" and TEXT[start:end] in ("$8.15 billion", "$6.52 billion", "$1.63 billion")
    text = TEXT[:start] + misprint + TEXT[end:]
    assert planted._is_found(read(nlp, text, "2024-06-15"), start, start + len(misprint))
    assert not planted._is_found(read(nlp, TEXT, "2024-06-15"), start, end)


def test_without_a_relation_nothing_is_planted(planted):
    text = "Exports of Chile were $8.15 billion in May 2024."
    assert planted._target(tradenlp.load(), text, "2024-06-15", random.Random(3)) is None
