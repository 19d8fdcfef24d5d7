"""The basis of changes as the words of their sentence tell it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tradenlp.analysis.basis import basis_of_period, qualifiers, said_basis
from tradenlp.analysis.document import Reading, measures, named
from tradenlp.analysis.modality import modality
from tradenlp.analysis.model import Mention
from tradenlp.analysis.template import FIGURES, Template
from tradenlp.reading.spans import Resolved

LINES = (Path(__file__).parent / "cases" / "bases.tsv").read_text(encoding="utf-8").splitlines()
CASES = [line.split("\t") for line in LINES if line and not line.startswith("#")]


def figure(sentence: str) -> tuple[Template, int]:
    start = sentence.index("[[")
    text = sentence.replace("[[", "").replace("]]", "")
    read = Reading(text, named(text, measures(text)), date(2024, 6, 20))
    read.resolve()
    for template in read.templates:
        for k, m in enumerate(template.mentions):
            if m.start <= start < m.end and template.letter(k) in FIGURES:
                return template, k
    raise AssertionError(f"no figure in {sentence!r}")


def test_there_are_enough_cases():
    assert len(CASES) >= 30
    assert {case[0] for case in CASES} == {"yoy", "mom", "qoq", "none"}


@pytest.mark.parametrize("basis, sentence", CASES, ids=[c[1] for c in CASES])
def test_said_basis(basis: str, sentence: str):
    template, k = figure(sentence)
    assert (said_basis(template, k) or "none") == basis, template.text


@pytest.mark.parametrize(
    "text, edtf, own, basis",
    [
        ("May 2023", "2023-05", "2024-05", "yoy"),
        ("April", "2024-04", "2024-05", "mom"),
        ("fourth quarter", "2023-10/2023-12", "2024-01/2024-03", "qoq"),
        ("2022", "2022", "2024", "period"),
        ("2023", "2023", "2024", "yoy"),
        ("January", "2024-01", "2024-05", "period"),
        ("previous month", None, "2024-05", "mom"),
        ("same month last year", None, None, "yoy"),
        ("same quarter of 2022", None, None, "yoy"),
        ("previous quarter", None, None, "qoq"),
        ("a year earlier", None, None, "yoy"),
        ("month earlier", None, None, "mom"),
    ],
)
def test_basis_of_period(text: str, edtf: str | None, own: str | None, basis: str):
    value = Resolved(edtf) if edtf else None
    mention = Mention("PERIOD", 0, len(text), text, value=value)
    assert basis_of_period(mention, own) == (basis, edtf)


@pytest.mark.parametrize(
    "sentence, meant",
    [
        ("Exports were [[$3 billion]].", "actual"),
        ("The ministry targets exports of [[$50 billion]].", "target"),
        ("Exports will reach [[$60 billion]] next year.", "forecast"),
        ("Exports are forecast to reach [[$60 billion]].", "forecast"),
        ("Exports beat what was expected; they reached [[$60 billion]].", "actual"),
    ],
)
def test_modality(sentence: str, meant: str):
    assert modality(*figure(sentence)) == meant


def test_qualifiers():
    template, _ = figure("Seasonally adjusted exports rose [[2%]] in real terms.")
    assert qualifiers(template) == ("seasonally_adjusted", "real")
