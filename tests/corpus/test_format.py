"""Annotated releases: parsing, errors by line, claims."""

from __future__ import annotations

import pytest

from tradenlp.corpus import gold, parse
from tradenlp.errors import CorpusError

HEAD = "---\nid: ac-1\nissuer: Acme Customs\nbody: ac\nstyle: note\npublished: 2024-06-10\nlicence: CC-BY-4.0\n---\n"
GOOD = HEAD + (
    "In [[May 2024|PERIOD t1]] [[Chile|PLACE p1]] [[exported|INDICATOR i1]] [[$3.2 billion|MONEY m1]] of [[copper|"
    "COMMODITY c1]] and \\[[no mark]].\n"
    "---\nwith reporter p1 Chile | period t1 2024-05\n# a comment\n"
    "exports i1 | commodity c1 copper ~ refined copper | amount m1 about 3.2bn USD | change m1 -0.6bn USD mom ~ period "
    "| modality forecast\n"
)


def test_text_marks_and_facts() -> None:
    release = parse(GOOD)
    assert release.problems == ()
    assert release.text.startswith("In May 2024 Chile exported") and "[[no mark]]" in release.text
    assert all(release.text[m.start : m.end] == m.text for m in release.marks)
    (fact,) = release.facts
    assert fact.get("period").values == ("2024-05",) and fact.get("commodity").values == ("copper", "refined copper")


def test_claims_hold_every_acceptable_answer() -> None:
    amount, change = gold(parse(GOOD))["claims"]
    assert (
        amount["number"] == "3200000000"
        and amount["unit"] == ["USD"]
        and amount["commodity"] == ["copper", "refined copper"]
    )
    assert change["kind"] == "absolute" and change["number"] == "-600000000" and change["basis"] == ["mom", "period"]


@pytest.mark.parametrize(
    ("old", "new", "line", "expected"),
    [
        ("|PERIOD t1]]", "|DATE t1]]", 9, "one of MONEY"),
        ("[[copper|COMMODITY c1]]", "[[copper|COMMODITY c1]", 9, "[[text|LABEL id]]"),
        ("reporter p1 Chile", "reporter p9 Chile", 11, "the id of a mark"),
        ("exports i1", "shipments i1", 13, "one of exports"),
        ("2024-05\n#", "May 2024\n#", 11, "EDTF"),
        ("about 3.2bn USD", "a lot", 13, "a number"),
        ("[[$3.2 billion|MONEY m1]]", "[[$3.2 billion|MONEY p1]]", 9, "every id once"),
    ],
)
def test_mistakes_are_told_by_line(old: str, new: str, line: int, expected: str) -> None:
    assert old in GOOD
    problems = parse(GOOD.replace(old, new, 1), "x.rel").problems
    assert any(
        p.data["path"] == "x.rel" and p.data["line"] == line and expected in p.data["expected"] for p in problems
    ), problems


def test_a_file_without_its_three_parts_is_refused() -> None:
    with pytest.raises(CorpusError, match="three"):
        parse("id: x\n")
