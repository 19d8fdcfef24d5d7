"""Arithmetic among facts: cases of texts, and what slips explain."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tradenlp.analysis import checks
from tradenlp.analysis.slips import misprints, slip
from tradenlp.facts import Document, plain
from tradenlp.pipeline import blank_pipeline, read

RULES = blank_pipeline()
CASES = json.loads((Path(__file__).parent / "cases" / "checks.json").read_text(encoding="utf-8"))


def lines(document: Document) -> list[str]:
    """Checks as ``kind expected stated``, those that fail with a bang."""
    return [f"{c.kind} {plain(c.expected)} {plain(c.stated)}{'' if c.holds else ' !'}" for c in document.checks]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_checks(case: dict[str, object]) -> None:
    document = read(RULES, str(case["text"]), str(case["published"]))
    assert lines(document) == case["checks"]
    failed = [c for c in document.checks if not c.holds]
    told = [w.message for w in document.warnings if w.code == "W201"]
    assert len(told) == len(failed)
    for check, message in zip(failed, told, strict=True):
        assert plain(check.expected) in message and all(f"({fact})" in message for fact in check.facts)


def test_failed_checks_lower_confidence() -> None:
    right, wrong = (
        next(c for c in CASES if c["name"] == name) for name in ("a share of the total", "a share that does not fit")
    )
    first, second = (read(RULES, case["text"], case["published"]).facts[-1].confidence for case in (right, wrong))
    assert first > second


@given(st.decimals(min_value=100, max_value=10**9, places=1), st.integers(0, 5))
def test_a_misprint_is_found(number: Decimal, which: int) -> None:
    others = [m for m in misprints(number) if m != number]
    told = others[which % len(others)]
    found = slip([number, told], lambda n: n[0] == n[1])
    assert found is not None


def test_numbers_far_apart_have_no_slip() -> None:
    assert slip([Decimal(1234), Decimal(8765)], lambda n: n[0] == n[1]) is None


def test_nothing_to_test() -> None:
    assert checks.tested(()) == () and checks.weighed((), ()) == ()
