"""Figures that follow from those of a release."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import tradenlp
from tradenlp.derived import Derived
from tradenlp.facts import Document, plain
from tradenlp.pipeline import blank_pipeline, read

RULES = blank_pipeline()
CASES = json.loads((Path(__file__).parent / "cases" / "derived.json").read_text(encoding="utf-8"))


def line(found: Derived) -> str:
    goods = found.commodity.name if found.commodity is not None else "-"
    bounds = f"{plain(found.low)}..{plain(found.high)}"
    return f"{found.kind} {found.indicator} {goods} {found.period} {plain(found.number)} {bounds} {found.unit}"


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_derived(case: dict[str, str]) -> None:
    document = read(RULES, case["text"], case["published"])
    found = tradenlp.derive(document)
    assert [line(d) for d in found] == case["derived"]
    ids = {fact.id for fact in document.facts}
    for each in found:
        assert set(each.facts) <= ids and each.low <= each.number <= each.high
        assert each.formula and each.confidence <= 1


def test_nothing_stated_nothing_derived() -> None:
    assert tradenlp.derive(Document()) == ()


def test_what_is_derived_is_no_fact() -> None:
    document = read(RULES, CASES[0]["text"], CASES[0]["published"])
    assert tradenlp.derive(document) and len(document.facts) == 1
