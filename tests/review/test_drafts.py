"""What is proposed says what was read, and comes back as it went."""

from __future__ import annotations

import copy
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

import tradenlp
from tradenlp import corpus, review
from tradenlp.corpus import Release, Slot, gold, parse
from tradenlp.corpus.slots import figure
from tradenlp.evaluation import evaluate
from tradenlp.facts import Change, Document, EntityMention, Money, Quantity
from tradenlp.review.checking import check
from tradenlp.review.drafts import UNFINISHED, DraftError, DraftFact, Offsets, from_json, of_release, to_json
from tradenlp.review.proposing import amount, change, propose, text_of

from .conftest import AMBER, made

ANNOTATIONS = Path(__file__).parents[2] / "annotations" / "dev"
HEAD = {"id": "desk-one", "issuer": "desk", "body": "desk", "style": "note", "published": "2024-06-15"}


@pytest.fixture(scope="module")
def read() -> list[tuple[Document, str]]:
    """Every eighth release of development, so that many bodies and forms are met."""
    releases = list(corpus.load(ANNOTATIONS))[::8]
    texts = [text_of(release.text) for release in releases]
    dates = [release.head["published"] for release in releases]
    return [(tradenlp.extract(text, published=day, id="x"), text) for text, day in zip(texts, dates, strict=True)]


def released(document: Document, text: str) -> Release:
    """What is proposed, as it would be written and read again."""
    head = {**HEAD, "published": document.published or HEAD["published"]}
    return parse(check(propose(document, text, head)).source)


def test_what_is_proposed_has_all_mentions_and_facts(read):
    for document, text in read:
        release = released(document, text)
        spans = [(mark.label, mark.start, mark.end) for mark in release.marks]
        assert spans == [(each.label, each.start, each.end) for each in document.entities]
        assert [fact.indicator for fact in release.facts] == [(fact.indicator,) for fact in document.facts]
        for line, fact in zip(release.facts, document.facts, strict=True):
            if fact.amount is not None and fact.amount.number is not None:
                assert figure("amount", f"{line.get('amount').values[0]} x").number == fact.amount.number
            assert len(line.all("change")) == len(fact.changes)


def test_what_is_proposed_is_scored_as_what_was_read(read):
    """Held against its own proposals, the pipeline makes no mistakes: nothing is lost on the way."""
    releases = [released(document, text) for document, text in read]
    found = evaluate(tradenlp.load(), [release for release in releases if not release.problems])
    assert len(releases) > 10
    assert [found.f1(key) for key in ("numbers", "core", "full", "entities")] == [1, 1, 1, 1]


def test_a_draft_comes_back_from_json_as_it_went(read):
    for document, text in read:
        draft = propose(document, text, HEAD)
        assert from_json(copy.deepcopy(to_json(draft)), draft) == draft


def test_nearly_all_proposals_can_be_written_as_they_are(read):
    sound = sum(check(propose(document, text, HEAD)).sound for document, text in read)
    assert sound >= 0.95 * len(read)


def test_a_correction_is_gold(amber):
    draft = amber.proposal
    fact = draft.facts[0]
    slots = tuple(replace(s, values=("2024-04",)) if s.key == "period" else s for s in fact.slots)
    corrected = replace(draft, facts=(replace(fact, slots=slots, state="edited"), *draft.facts[1:]))
    release = parse(check(corrected).source)
    assert release.facts[0].get("period").values == ("2024-04",)
    assert release.facts[0].get("amount").values == ("120m USD",)


def test_marks_that_go_leave_the_values_of_their_slots(amber):
    draft = amber.proposal
    place = next(mark for mark in draft.marks if mark.text == "Poland")
    release = parse(check(replace(draft, marks=tuple(m for m in draft.marks if m is not place))).source)
    assert release.facts[0].get("reporter") == Slot("reporter", (), ("Poland",))
    assert "Poland" not in [mark.text for mark in release.marks]


def test_the_file_of_a_release_that_was_begun_says_so(amber):
    begun = parse(check(amber.proposal).source)
    done = parse(check(replace(amber.proposal, status="done")).source)
    assert begun.remarks == (UNFINISHED,) and done.remarks == ()
    assert of_release(begun).status == "open" and of_release(done, "done").status == "done"


@pytest.mark.parametrize(("text", "tag"), [("Nothing is told.\n", "no-facts"), ("Up 3% today.\n", "no-trade-numbers")])
def test_a_release_without_facts_says_which_kind_it_is(text, tag):
    draft = propose(tradenlp.extract(text), text, HEAD)
    draft = replace(draft, facts=())
    assert parse(check(draft).source).tags == {tag}


def test_a_release_of_the_corpus_can_be_reviewed_and_says_the_same_again():
    for release in list(corpus.load(ANNOTATIONS))[::16]:
        again = parse(check(of_release(release, "done")).source)
        spans = [(mark.label, mark.start, mark.end) for mark in release.marks]
        assert [(mark.label, mark.start, mark.end) for mark in again.marks] == spans
        assert gold(again) == gold(release)


def test_places_are_counted_as_browsers_count():
    text = "\U0001f6a2\U0001f4e6 Exports"
    assert Offsets(text).units(2) == 4 == len(text[:2].encode("utf-16-le")) // 2
    assert [Offsets(text).characters(n) for n in (0, 2, 4, 11)] == [0, 1, 2, 9]
    with pytest.raises(DraftError):
        Offsets(text).characters(1)
    item = made(f"{text[:2]} {AMBER}", "ships")
    sent = to_json(item.proposal)
    wide = item.proposal.text.encode("utf-16-le")
    for mark, record in zip(item.proposal.marks, sent["marks"], strict=True):
        assert wide[2 * record["start"] : 2 * record["end"]].decode("utf-16-le") == mark.text
    assert from_json(sent, item.proposal) == item.proposal


def test_a_mention_that_the_format_cannot_hold_is_left_out():
    text = "Exports of pig|iron rose.\n"
    mentions = (
        EntityMention(label="INDICATOR", start=0, end=7, text="Exports"),
        EntityMention(label="COMMODITY", start=11, end=19, text="pig|iron"),
    )
    draft = propose(Document(entities=mentions), text, HEAD)
    assert [mark.text for mark in draft.marks] == ["Exports"]


def broken(path: str, value: object) -> dict:
    """A draft with something else at one place."""
    data = to_json(made(AMBER, "amber").proposal)
    *way, last = path.split(".")
    at: object = data
    for part in way:
        at = at[int(part) if part.isdigit() else part]
    at[int(last) if last.isdigit() else last] = value
    return data


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("marks", None),
        ("marks.0.start", -1),
        ("marks.0.end", 10**9),
        ("marks.0.start", True),
        ("marks.0.label", "SHIP"),
        ("marks.0.id", "../../x"),
        ("marks.1.start", 0),
        ("facts.0", "exports"),
        ("facts.0.key", "0"),
        ("facts.0.indicator", 3),
        ("facts.0.state", "perfect"),
        ("facts.0.slots.0.key", "colour"),
        ("facts.0.slots.0.value", None),
        ("facts.0.confidence", "high"),
        ("status", "archived"),
        ("head.issuer", ["x"]),
    ],
)
def test_what_is_no_draft_is_refused(path, value):
    with pytest.raises(DraftError):
        from_json(broken(path, value), made(AMBER, "amber").proposal)


def test_a_browser_cannot_name_the_file_or_change_the_text(amber):
    sent = to_json(amber.proposal) | {"text": "Something else."}
    sent["head"] |= {"id": "../../etc/passwd", "body": "/tmp", "issuer": "Amber\nOffice", "split": "test"}
    draft = from_json(sent, amber.proposal)
    assert (draft.id, draft.head["body"], draft.text) == ("desk-amber", "desk", amber.proposal.text)
    assert draft.head["issuer"] == "Amber Office" and "split" not in draft.head


def complaint(draft, **wanted):
    return [c for c in check(draft).complaints if all(getattr(c, key) == value for key, value in wanted.items())]


@pytest.mark.parametrize(
    ("key", "value"),
    [("period", "May"), ("amount", "120m"), ("amount", "999m USD"), ("change", "4 percent"), ("amount", "120m | USD")],
)
def test_an_error_is_told_at_its_field(amber, key, value):
    draft = amber.proposal
    fact = draft.facts[0]
    at = next(n for n, slot in enumerate(fact.slots) if slot.key == key)
    slots = tuple(replace(s, values=(value,)) if n == at else s for n, s in enumerate(fact.slots))
    wrong = replace(draft, facts=(replace(fact, slots=slots), *draft.facts[1:]))
    (found,) = complaint(wrong, severity="error")
    assert (found.fact, found.slot) == (fact.key, at)
    assert found.message.endswith(".") and "expected" in found.message
    assert not check(wrong).sound and check(draft).sound


def test_errors_of_facts_marks_and_head_are_told_at_theirs(amber):
    draft = amber.proposal
    bare = replace(draft, facts=(*draft.facts, DraftFact(99, "exports")))
    assert {c.fact for c in complaint(bare, severity="error")} == {99}
    odd = replace(draft, facts=(replace(draft.facts[0], indicator="smuggling"), *draft.facts[1:]))
    assert [(c.fact, c.slot) for c in complaint(odd, severity="error")] == [(0, -1)]
    head = {key: value for key, value in draft.head.items() if key != "published"}
    assert [c.head for c in complaint(replace(draft, head=head), severity="error")] == ["published"]
    mark = replace(draft.marks[-1], start=draft.marks[-1].start + 1)
    mark = replace(mark, text=draft.text[mark.start : mark.end])
    cut = replace(draft, marks=(*draft.marks[:-1], mark))
    assert [c.mark for c in complaint(cut, severity="error")] == [mark.id]


def test_text_that_reads_as_marks_is_told():
    harmless = "Exports of \\[[this]] and [[that rose.\n"
    checked = check(propose(Document(), harmless, HEAD))
    assert checked.sound and parse(checked.source).text == harmless
    (told,) = check(propose(Document(), "Exports of [[tin|COMMODITY]] rose.\n", HEAD)).complaints
    assert told.severity == "error" and "|COMMODITY]]" in told.message


def test_texts_get_line_feeds_alone_and_one_at_the_end():
    assert text_of("\ufeffa\r\nb\rc") == "a\nb\nc\n"
    assert review.text_of("a\n") == "a\n"


def test_amounts_are_written_in_the_grammar_of_facts():
    assert amount(Money(number=Decimal("3.2e9"), currency="USD", modifier="about", text="")) == "about 3.2bn USD"
    ranged = Quantity(low=Decimal("3e6"), high=Decimal("3.5e6"), unit="tonnes", text="")
    assert amount(ranged) == "3m..3.5m tonnes"
    moved = Change(kind="percent", number=Decimal("-9.40"), basis="period", base_period="2023-05", text="")
    assert change(moved) == "-9.4 percent period 2023-05"
    assert change(Change(kind="factor", number=Decimal(2), basis="yoy", text="")).split() == ["2", "factor", "yoy"]
