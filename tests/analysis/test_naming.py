"""Named things by lexicon, word grammar and context, sentence by sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from tradenlp.analysis.document import measures, named
from tradenlp.analysis.model import Mention

LABELS = {"COMMODITY", "ORG", "PLACE", "ROUTE", "EVENT", "INITIATIVE", "SEGMENT"}
LINES = (Path(__file__).parent / "cases" / "named_things.tsv").read_text(encoding="utf-8").splitlines()
CASES = [tuple(line.split("\t")) for line in LINES if line and not line.startswith("#")]


def things(text: str) -> list[Mention]:
    return [m for m in named(text, measures(text)) if m.label in LABELS]


def test_enough_cases() -> None:
    assert len(CASES) >= 80
    assert sum(expected == "-" for _, expected in CASES) >= 10


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_finds(text: str, expected: str) -> None:
    told = "; ".join(f"{m.label}={m.text}" for m in things(text))
    assert (told or "-") == expected


@pytest.mark.parametrize(
    ("text", "span", "kind"),
    [
        ("Tarnbrook Motors Co., Ltd. exported cars.", "Tarnbrook Motors Co., Ltd.", "company"),
        ("Halvorsen Shipping carries coal; Halvorsen carried more.", "Halvorsen", "company"),
        ("Exports through Itaqui rose.", "Itaqui", "port"),
        ("The docks of Sagunto were quiet.", "Sagunto", "port"),
        ("The commerce ministry set a target.", "commerce ministry", "authority"),
        ("Analysts at Redmoor Futures expect more.", "Redmoor Futures", "company"),
        ("The report by Northvale Daily was denied.", "Northvale Daily", "media"),
    ],
)
def test_every_organisation_has_a_kind(text: str, span: str, kind: str) -> None:
    found = {m.text: m.kind for m in things(text) if m.label == "ORG"}
    assert found[span] == kind


def test_short_form_has_the_full_name() -> None:
    text = "The International Widget Council (IWC) met. The IWC forecast is flat."
    assert {m.name for m in things(text)} == {"International Widget Council"}


def test_names_are_canonical() -> None:
    found = {
        m.text: m.name
        for m in things("Exports of handsets to Taiwan region and Viet Nam rose; Santos loaded soybeans.")
    }
    assert found["handsets"] == "mobile phones"
    assert found["Taiwan"] == "Taiwan"
    assert found["Viet Nam"] == "Vietnam"
    assert found["Santos"] == "Port of Santos"


@pytest.mark.parametrize(
    "text",
    [
        "A" * 50_000,
        "Aa " * 20_000,
        "Port of " * 10_000,
        "\n\t" * 20_000,
        '"a ' * 20_000,
        "x (" * 20_000,
        "exports of " * 8_000,
        "(ABC) " * 10_000,
    ],
)
def test_hostile_text_takes_linear_time(text: str) -> None:
    things(text)
