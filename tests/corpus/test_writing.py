"""What is parsed is written back byte for byte."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tradenlp.corpus import Corpus, GoldFact, Mark, Release, Slot, parse, render
from tradenlp.errors import CorpusError

HEAD = "---\nid: ac-1\nissuer: Acme\nbody: ac\nstyle: note\npublished: 2024-06-10\n---\n"
BODY = "[[Tin|COMMODITY c1]] worth [[$3 bn|MONEY m1]] and \\[[this]], [[4%|PERCENT x1]].\n"
CANONICAL = {
    "no facts": "",
    "remarks alone": "# nothing here\n\n# at all\n",
    "one fact": "exports | amount m1 3bn USD\n",
    "a with line": "with commodity c1 tin ~ none\nexports | amount m1 3bn USD\nimports | change x1 +4 percent yoy\n",
    "overridden": "with commodity c1 tin\nexports | amount m1 3bn USD | commodity none\nexports | rank x1 4\n",
    "ended": "with commodity c1 tin\nexports | amount m1 3bn USD\nwith\nexports | share x1 4 of exports\n",
    "no mark": "exports | reporter - Chile ~ none | partner none ~ world | amount m1 3bn USD\n",
    "all sorts": "exports~sales c1+m1 | period - 2024-05 | amount m1 about 3bn USD ~ EUR"
    " | change x1 +4 percent yoy ~ mom | modality forecast | qualifiers real volume ~ none | tags table range\n",
    "remarks": "# first\nwith commodity c1 tin\nexports | amount m1 3bn USD\n\n# second\nexports | rank x1 4\n# end\n",
    "twice one key": "exports | amount m1 3bn USD | change x1 +4 percent yoy | change x1 +4 percent mom\n",
}


@pytest.mark.parametrize("facts", CANONICAL.values(), ids=CANONICAL)
def test_canonical_files_stay_as_they_are(facts: str) -> None:
    release = parse(HEAD + BODY + "---\n" + facts)
    assert release.problems == ()
    assert render(release) == release.source


@pytest.mark.parametrize(
    ("facts", "canonical"),
    [
        ("exports|amount  m1   3bn USD\n", "exports | amount m1 3bn USD\n"),
        ("exports | amount m1 3bn USD", "exports | amount m1 3bn USD\n"),
        ("exports | commodity c1 | amount m1 3bn USD\n", "exports | commodity c1 Tin | amount m1 3bn USD\n"),
        ("exports | partner - none | amount m1 3bn USD\n", "exports | partner none | amount m1 3bn USD\n"),
        ("with commodity c1 tin\nwith\nexports | amount m1 3bn USD\n", "exports | amount m1 3bn USD\n"),
        ("exports | | amount m1 3bn USD | \n", "exports | amount m1 3bn USD\n"),
    ],
)
def test_other_files_are_brought_to_it_and_say_the_same(facts: str, canonical: str) -> None:
    release = parse(HEAD + BODY + "---\n" + facts)
    assert release.problems == ()
    assert render(release) == HEAD + BODY + "---\n" + canonical
    again = parse(render(release))
    assert [(f.indicator, f.marks, f.slots) for f in again.facts] == [
        (f.indicator, f.marks, f.slots) for f in release.facts
    ]


def test_line_ends_and_byte_order_marks_do_no_harm() -> None:
    plain = HEAD + BODY + "---\n" + CANONICAL["one fact"]
    release = parse("\ufeff" + plain.replace("\n", "\r\n"))
    assert release.problems == () and release.text == parse(plain).text
    assert release.source.startswith("\ufeff") and render(release) == plain


def test_facts_made_without_a_file_say_all_their_slots() -> None:
    slots = (Slot("reporter", (), ("Chile",)), Slot("amount", ("m1",), ("3bn USD",)))
    release = replace(parse(HEAD + BODY + "---\n"), facts=(GoldFact(("exports",), (), slots, 0),))
    assert render(release).endswith("---\nexports | reporter - Chile | amount m1 3bn USD\n")


def test_slots_that_were_taken_away_do_not_come_back_from_the_with_line() -> None:
    release = parse(HEAD + BODY + "---\n" + CANONICAL["a with line"])
    one, two = release.facts
    changed = replace(one, slots=one.slots[1:])
    lines = render(replace(release, facts=(changed, two))).splitlines()
    assert lines[-3:] == [
        "exports | amount m1 3bn USD",
        "with commodity c1 tin ~ none",
        "imports | change x1 +4 percent yoy",
    ]


@pytest.mark.parametrize(
    "change",
    [
        {"marks": (Mark("MONEY", 0, 3, "Tin"), Mark("MONEY", 2, 5, "n w"))},
        {"marks": (Mark("MONEY", 0, 3, "Zinc"),)},
        {"text": "a|b\n", "marks": (Mark("MONEY", 0, 3, "a|b"),)},
        {"text": "a\nb\n", "marks": (Mark("MONEY", 0, 3, "a\nb"),)},
        {"text": "a [b\n", "marks": (Mark("MONEY", 0, 4, "a [b"),)},
        {"text": "\\ab\n", "marks": (Mark("MONEY", 1, 3, "ab"),)},
        {"text": "a\rb\n", "marks": ()},
        {"head": {"id": "a\nb"}},
        {"facts": (GoldFact(("exports",), (), (Slot("partner", (), ("a | b",)),), 0),)},
        {"facts": (GoldFact(("exports",), (), (Slot("partner", (), ("a ~ b",)),), 0),)},
        {"facts": (GoldFact(("exports",), (), (Slot("partner", (), ("",)),), 0),)},
    ],
)
def test_what_the_format_cannot_hold_is_refused(change: dict[str, object]) -> None:
    release = replace(parse(HEAD + BODY + "---\n"), **change)
    with pytest.raises(CorpusError, match="E202"):
        render(release)


words = st.text(
    st.characters(blacklist_categories=("Cc", "Cs", "Z"), blacklist_characters="|[]~\\"), min_size=1, max_size=6
)
pieces = st.lists(
    st.one_of(
        st.tuples(st.just(""), st.text(st.sampled_from("ab [\\]|\n.—é"), max_size=8)),
        st.tuples(st.sampled_from(["MONEY", "PLACE"]), words),
    ),
    max_size=8,
)


@given(pieces)
def test_any_text_with_marks_comes_back(parts: list[tuple[str, str]]) -> None:
    text, marks = "", []
    for label, piece in parts:
        if label and not text.endswith("\\"):
            marks.append(
                Mark(label, len(text), len(text) + len(piece), piece, f"m{len(marks)}" if len(marks) % 2 else "")
            )
        text += piece
    text += "\n"
    assume("\\[" not in text)  # the one thing that the format has no way to write before a mark
    release = Release({"id": "a-1"}, text, tuple(marks), ())
    again = parse(render(release))
    assert (again.text, again.marks) == (release.text, release.marks)


def test_the_annotated_releases_come_back(annotations: Corpus) -> None:
    assert len(annotations) > 100
    for release in annotations:
        again = parse(render(release), release.path)
        assert (again.head, again.text, again.marks) == (release.head, release.text, release.marks)
        assert [fact.slots for fact in again.facts] == [fact.slots for fact in release.facts], release.path
        assert render(again) == again.source


def test_the_training_releases_are_canonical(annotations: Corpus) -> None:
    others = [release.path for release in annotations.filter(split="train") if render(release) != release.source]
    assert not others, "run: tradenlp corpus format annotations/train"
