"""Texts in foreign dress: the same facts, and offsets of the text as given."""

from __future__ import annotations

import subprocess
import sys

import pytest

import tradenlp
from tradenlp.folding import fold

PLAIN = (
    "Chile's exports rose 5% to $3.5 billion in May 2023. Imports came to $2.1 billion, against $1.9 billion a year "
    "earlier. The figures are those of the customs service."
)


def told(text: str) -> list[tuple[str, str | None, str | None, list[str]]]:
    document = tradenlp.extract(text)
    for entity in document.entities:
        assert text[entity.start : entity.end] == entity.text
    for fact in document.facts:
        for evidence in fact.evidence:
            assert 0 <= evidence.start < evidence.end <= len(text)
            assert text[evidence.start : evidence.end].strip() == text[evidence.start : evidence.end]
    return [
        (
            fact.indicator,
            str(fact.amount.number) if fact.amount else None,
            fact.period.edtf if fact.period else None,
            [str(change.number) for change in fact.changes],
        )
        for fact in document.facts
    ]


@pytest.mark.parametrize(
    "dressed",
    [
        PLAIN.replace("rose 5%", "rose\r\n5%"),
        PLAIN.replace(" ", "  "),
        PLAIN.translate({ord(c): chr(ord(c) + 0xFEE0) for c in "0123456789"}),
        PLAIN.replace("billion", "b\u0130llion"),
        PLAIN.replace("against", "again\u017ft"),
        PLAIN + " \ud83d",
        PLAIN.replace("billion", "bil\u00adlion")
        .replace("$3.5", "\u200e$3.\u20605\u200b")
        .replace("2023", "\ufeff2023"),
        "\U0001f6a2\r\n\r\n" + PLAIN,
    ],
    ids=[
        "CRLF",
        "doubled spaces",
        "full width",
        "dotted capital I",
        "long s",
        "half a surrogate pair",
        "marks that are not seen",
        "emoji and CRLF",
    ],
)
def test_same_facts(dressed: str) -> None:
    assert told(dressed) == told(PLAIN)


def test_columns_keep_their_spaces() -> None:
    text = "Tea      3.1   4.2\nCoffee   5.0   6.3\nAll figures are in millions of dollars and hold for the year."
    assert fold(text).text == text


def test_offsets_lead_back() -> None:
    text = "a\r\nb\r\nc"
    folded = fold(text)
    assert folded.text == "a\nb\nc"
    assert [text[folded.origin(n)] for n in (0, 2, 4)] == ["a", "b", "c"]


def test_lone_returns_end_lines_beside_a_null_too() -> None:
    assert fold("a\x00\rb\r\nc").text == "a\x00\nb\nc"


@pytest.mark.parametrize("wrong", [None, b"text", 5, ["text"]])
def test_no_text(wrong: object) -> None:
    with pytest.raises(tradenlp.ConfigError, match="E301"):
        tradenlp.extract(wrong)  # type: ignore[arg-type]


def test_threads_that_start_together() -> None:
    code = """
import threading, tradenlp
found = []
def run():
    found.append(len(tradenlp.extract("Exports rose 5% to $3bn in May 2023.").facts))
threads = [threading.Thread(target=run) for _ in range(8)]
[t.start() for t in threads]; [t.join() for t in threads]
print(found)
"""
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert out.strip() == str([1] * 8)
