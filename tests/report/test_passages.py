"""Texts cut into lines and runs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tradenlp.facts import Document, EntityMention, Evidence, TradeFact
from tradenlp.report.passages import headline, lines


def mention(text: str, word: str, label: str = "MONEY", **more) -> EntityMention:
    start = text.index(word)
    return EntityMention(label=label, start=start, end=start + len(word), text=word, **more)


def fact(*evidence: tuple[str, int, int], id: str = "F1") -> TradeFact:
    told = tuple(Evidence(role=role, start=start, end=end) for role, start, end in evidence)
    return TradeFact(id=id, indicator="exports", confidence=0.5, evidence=told)


def test_runs_are_cut_at_mentions_whatever_stands_before_them():
    text = "\U0001f600 caf\u00e9: exports rose to 9.5 billion yuan."
    document = Document(entities=(mention(text, "exports", "INDICATOR"), mention(text, "9.5 billion yuan")))
    (line,) = lines(text, document)
    assert [(run.text, run.label) for run in line.runs if run.label] == [
        ("exports", "INDICATOR"),
        ("9.5 billion yuan", "MONEY"),
    ]
    assert "".join(run.text for run in line.runs) == text


def test_a_run_tells_every_fact_that_rests_on_it_and_as_what():
    text = "Exports and imports rose."
    document = Document(
        entities=(mention(text, "rose", "TREND"),),
        facts=(fact(("indicator", 0, 7), ("change", 20, 24)), fact(("change", 20, 24), id="F2")),
    )
    (line,) = lines(text, document)
    assert [(run.text, run.uses) for run in line.runs if run.uses] == [
        ("Exports", ((0, "indicator"),)),
        ("rose", ((0, "change"), (1, "change"))),
    ]


def test_evidence_that_reaches_beyond_a_mention_is_its_own_run():
    text = "about 9 yuan"
    document = Document(entities=(mention(text, "9 yuan"),), facts=(fact(("amount", 0, 12)),))
    (line,) = lines(text, document)
    assert [(run.text, run.label, run.uses) for run in line.runs] == [
        ("about ", None, ((0, "amount"),)),
        ("9 yuan", "MONEY", ((0, "amount"),)),
    ]


def test_a_mention_over_a_line_end_is_marked_on_both_lines():
    text = "9.5 billion\r\nyuan"
    document = Document(entities=(EntityMention(label="MONEY", start=0, end=len(text), text=text),))
    assert [[(run.text, run.label) for run in line.runs] for line in lines(text, document)] == [
        [("9.5 billion", "MONEY")],
        [("yuan", "MONEY")],
    ]


def test_rows_of_tables_and_the_headline_are_known():
    text = "\nTrade in May\n\nExports rose.\nASEAN     3.2     4.1\n| Japan | 1.2 |\nChile\t0.4"
    assert [line.kind for line in lines(text, Document())] == [
        "prose", "head", "prose", "prose", "cells", "cells", "cells",
    ]  # fmt: skip


def test_a_long_first_line_is_no_headline():
    text = "Exports rose. " * 20
    assert [line.kind for line in lines(text, Document())] == ["prose"]
    assert headline(text).endswith("\u2026") and len(headline(text)) <= 160


def test_offsets_outside_the_text_are_passed_over():
    document = Document(facts=(fact(("amount", 2, 900), ("share", 50, 60), ("rank", 3, 3)),))
    (line,) = lines("abcdef", document)
    assert [(run.text, run.uses) for run in line.runs] == [("ab", ()), ("cdef", ((0, "amount"),))]


@pytest.mark.parametrize(
    ("more", "label", "note"),
    [
        ({"name": "Shenyang", "id": "CN-LN"}, "PLACE", "CN-LN"),
        ({"name": "Liaoning", "id": "CN-LN"}, "PLACE", "Liaoning, CN-LN"),
        ({"value": {"number": "4.5", "unit": "points"}}, "PERCENT", "4.5 points"),
        ({"value": {"text": "x", "edtf": "2023-05", "start": "2023-05-01", "end": "2023-05-31"}}, "PERIOD", "May 2023"),
        ({"value": {"kind": "money", "number": "9.5E9", "currency": "CNY", "text": "x"}}, "MONEY", "9.5 bn CNY"),
        ({"hs": "4011"}, "COMMODITY", "HS 4011"),
    ],
)
def test_a_mention_says_what_it_was_read_as(more, label, note):
    document = Document(entities=(EntityMention(label=label, start=0, end=8, text="Shenyang", **more),))
    assert lines("Shenyang", document)[0].runs[0].note == note


spans = st.tuples(st.integers(0, 40), st.integers(0, 12)).map(lambda pair: (pair[0], pair[0] + pair[1]))


@given(st.text(alphabet="ab \n\r\t|\U0001f600\u202e\ud800", max_size=40), st.lists(spans, max_size=6))
def test_nothing_is_lost_or_doubled(text, places):
    document = Document(facts=tuple(fact(("amount", *place), id=f"F{n}") for n, place in enumerate(places)))
    found = "\n".join("".join(run.text for run in line.runs) for line in lines(text.replace("\r", ""), document))
    assert found == text.replace("\r", "")
