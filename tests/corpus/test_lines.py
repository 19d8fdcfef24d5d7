"""Facts from elsewhere share ``with`` lines when they are written."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tradenlp.corpus import GoldFact, Mark, Release, Slot, parse, read
from tradenlp.corpus.exchange.lines import fact_line, grouped
from tradenlp.corpus.writing import render
from tradenlp.errors import CorpusError

TRAIN = sorted((Path(__file__).parents[2] / "annotations" / "train").rglob("*.rel"))
HEAD = {"id": "a", "issuer": "b", "body": "c", "style": "d", "published": "2024-06-10"}
AMOUNT = Slot("amount", ("m1",), ("5 USD",))
FACT = GoldFact(("exports",), (), (AMOUNT,), 1)


def again(release: Release) -> Release:
    facts = tuple(grouped([replace(fact, given=(), remarks=()) for fact in release.facts]))
    return parse(render(replace(release, facts=facts, remarks=())))


def test_grouping_changes_no_fact_and_saves_lines() -> None:
    releases = [read(path) for path in TRAIN]
    sizes = [0, 0]
    for release in releases:
        new = again(release)
        assert not new.problems
        assert [(f.indicator, f.marks, f.slots) for f in new.facts] == [
            (f.indicator, f.marks, f.slots) for f in release.facts
        ]
        flat = replace(release, facts=tuple(replace(f, given=(), remarks=()) for f in release.facts), remarks=())
        sizes[0] += len(new.source)
        sizes[1] += len(render(flat))
    assert sizes[0] < 0.9 * sizes[1]


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
    release = Release(HEAD, "of: $5\n", (Mark("MONEY", 4, 6, "$5", "m1"),), tuple(facts))
    new = again(release)
    assert not new.problems and [fact.slots for fact in new.facts] == [fact.slots for fact in facts]


@pytest.mark.parametrize("value", ["5 USD | x", "a ~ b", "", " a", "a\nb"])
def test_a_value_that_cannot_stand_in_a_line_is_told(value: str) -> None:
    with pytest.raises(CorpusError, match="E202"):
        fact_line(slots(AMOUNT, Slot("partner", (), (value,))))
