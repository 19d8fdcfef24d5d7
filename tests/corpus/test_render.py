"""Releases back to their file format."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tradenlp.corpus import GoldFact, Mark, Slot, parse, read
from tradenlp.corpus.render import render
from tradenlp.errors import CorpusError

ANNOTATIONS = sorted((Path(__file__).parents[2] / "annotations").rglob("*.rel"))
HEAD = {"id": "a", "issuer": "b", "body": "c", "style": "d", "published": "2024-06-10"}
MARK = Mark("MONEY", 4, 6, "$5", "m1")
AMOUNT = Slot("amount", ("m1",), ("5 USD",))
FACT = GoldFact(("exports",), (), (AMOUNT,), 1)


def test_every_release_is_read_back() -> None:
    assert len(ANNOTATIONS) > 150
    for path in ANNOTATIONS:
        release = read(path)
        again = parse(render(release.head, release.text, release.marks, release.facts))
        assert not again.problems
        assert (again.head, again.text, again.marks) == (release.head, release.text, release.marks)
        assert [replace(f, line=0) for f in again.facts] == [replace(f, line=0) for f in release.facts]


@pytest.mark.parametrize("text", ["a [[ $5", "a [ $5 ]] [[|", "---\n$5\n---\n", "a \\ $5 \\[[x|MONEY]]", "[[x [$5"])
def test_signs_of_the_format_stay_text(text: str) -> None:
    at = text.index("$5")
    release = parse(render(HEAD, text, [replace(MARK, start=at, end=at + 2)], [FACT]))
    assert not release.problems and release.text.rstrip("\n") == text.rstrip("\n")
    assert [(m.start, m.text, m.id) for m in release.marks] == [(at, "$5", "m1")]


def slots(*given: Slot) -> GoldFact:
    return replace(FACT, slots=given)


@pytest.mark.parametrize(
    "facts",
    [
        [slots(AMOUNT), slots(AMOUNT)],
        [slots(Slot("partner", (), ("p1 of all",)), AMOUNT)] * 2,
        [slots(Slot("period", (), ("2024",)), AMOUNT, Slot("period", (), ("2025",)))] * 2,
        [slots(Slot("partner", (), ("none", "EU")), AMOUNT)] * 2 + [slots(AMOUNT)],
        [slots(AMOUNT, Slot("change", (), ("+1 percent yoy",)), Slot("change", (), ("-2 percent mom",)))],
    ],
)
def test_facts_share_what_they_can(facts: list[GoldFact]) -> None:
    again = parse(render(HEAD, "of: $5\n", [MARK], facts))
    assert not again.problems and [fact.slots for fact in again.facts] == [fact.slots for fact in facts]


@pytest.mark.parametrize(
    ("marks", "fact", "found"),
    [
        ([MARK, replace(MARK, start=5, id="m2")], FACT, "inside another"),
        ([replace(MARK, start=3)], FACT, "the span"),
        ([MARK], replace(FACT, slots=(Slot("amount", (), ("5 USD | x",)),)), "the value"),
        ([MARK], replace(FACT, slots=(Slot("partner", (), ("a ~ b",)),)), "the value"),
    ],
)
def test_what_the_format_cannot_hold_is_told(marks: list[Mark], fact: GoldFact, found: str) -> None:
    with pytest.raises(CorpusError, match="E212") as caught:
        render(HEAD, "of: $5\n", marks, [fact])
    assert found in caught.value.data["found"]


def test_head_keys_are_checked() -> None:
    with pytest.raises(CorpusError, match="colour"):
        render({**HEAD, "colour": "red"}, "x\n", [], [])
