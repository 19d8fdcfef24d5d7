"""What the guidelines show is right, and they speak of every label and slot."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tradenlp.corpus import parse, render, validate
from tradenlp.corpus.format import HEAD_KEYS
from tradenlp.corpus.slots import ENTITY_SLOTS, FIGURE_SLOTS
from tradenlp.labels import BASES, ENTITY_LABELS, INDICATORS, MODALITIES, MODIFIERS, QUALIFIERS

PATH = Path(__file__).parents[2] / "annotations" / "GUIDELINES.md"
pytestmark = pytest.mark.skipif(not PATH.exists(), reason="the annotated releases are no part of the package")


@pytest.fixture(scope="module")
def text() -> str:
    return PATH.read_text(encoding="utf-8")


def test_the_file_shown_is_canonical_and_without_findings(text: str) -> None:
    (shown,) = re.findall(r"^```rel\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    release = parse(shown, "port-of-verrin/port-of-verrin-2024-05.rel")
    assert validate(release) == [] and len(release.facts) == 2
    assert render(release) == shown


def test_every_label_and_slot_has_its_section(text: str) -> None:
    sections = set(re.findall(r"^### (\S+)$", text, re.MULTILINE))
    slots = {*ENTITY_SLOTS, *FIGURE_SLOTS, "indicator", "period", "modality", "qualifiers"}
    assert {*ENTITY_LABELS, *slots} <= sections


@pytest.mark.parametrize("word", [*HEAD_KEYS, *INDICATORS, *BASES, *MODALITIES, *MODIFIERS, *QUALIFIERS])
def test_every_word_of_the_vocabularies_is_told(text: str, word: str) -> None:
    assert word == "exact" or f"`{word}`" in text
