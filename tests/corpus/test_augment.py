"""Varied releases: text, marks and facts change together; what cannot change without harm stays."""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.training import Example

from tradenlp.corpus import Release, parse, read
from tradenlp.corpus.augment import SWAPS, augment, vary
from tradenlp.corpus.augment.changes import Change, Edit, apply
from tradenlp.corpus.augment.examples import make_augmenter
from tradenlp.corpus.augment.periods import period_values
from tradenlp.corpus.docbin import KEY, from_doc, to_doc
from tradenlp.corpus.slots import figure
from tradenlp.corpus.validation import validate
from tradenlp.errors import ConfigError
from tradenlp.reading.figures import find_figures

TRAIN = sorted((Path(__file__).parents[2] / "annotations" / "train").rglob("*.rel"))
RELEASES = [read(path) for path in TRAIN]
HEAD = "---\nid: ac-1\nissuer: Acme Customs\nbody: ac\nstyle: note\npublished: 2024-06-10\n---\n"
BODY = (
    "Kenyan [[coffee|COMMODITY]] does well\n\nIn [[May 2024|PERIOD t1]] [[Kenya|PLACE p1]] [[exported|INDICATOR i1]] "
    "[[$3.2 billion|MONEY m1]] of [[coffee|COMMODITY c1]] to [[Spain|PLACE p2]], [[down|TREND v1]] [[4.5%|PERCENT x1]] "
    "on the [[same month of 2023|PERIOD t2]]; [[Seres|ORG o1]] sold [[1,250 units|QUANTITY q1]]. Kenya's "
    "[[coffee|COMMODITY]] trade was [[$3.2 billion|MONEY]].\n"
)
FACTS = (
    "exports i1 | reporter p1 Kenya | period t1 2024-05 | commodity c1 coffee ~ Kenyan coffee | partner p2 Spain "
    "| amount m1 3.2bn USD | change x1+v1 -4.5 percent period 2023-05\n"
    "sales | reporter o1 Seres | period t2 2023-05 | amount q1 1250 units\n"
)
SMALL = parse(HEAD + BODY + "---\n" + FACTS)
seeds = st.integers(0, 10**6)


def errors(release: Release) -> Counter[str]:
    return Counter(finding.kind for finding in validate(release) if finding.severity == "error")


def test_there_is_something_to_test() -> None:
    assert len(RELEASES) > 100 and SMALL.problems == () and not errors(SMALL) and len(SWAPS) == 7


@pytest.mark.parametrize("at", range(0, len(RELEASES), 5))
def test_releases_stay_right(at: int) -> None:
    old = RELEASES[at]
    new = augment(old, Random(at))
    assert new.problems == () and new.text != old.text and not errors(new) - errors(old)
    assert [(m.label, m.id) for m in new.marks] == [(m.label, m.id) for m in old.marks]
    assert all(new.text[mark.start : mark.end] == mark.text for mark in new.marks)
    assert [(f.indicator, f.marks, [(s.key, s.marks) for s in f.slots]) for f in new.facts] == [
        (f.indicator, f.marks, [(s.key, s.marks) for s in f.slots]) for f in old.facts
    ]


@pytest.mark.parametrize("name", sorted(SWAPS))
def test_each_swap_changes_many_releases_and_is_decided_by_the_seed(name: str) -> None:
    some = RELEASES[::4]
    first, second, third = (
        [augment(r, Random(seed + at), [name]).source for at, r in enumerate(some)] for seed in (100, 100, 900)
    )
    assert first == second != third
    changed = sum(new != old.source for new, old in zip(first, RELEASES[::4], strict=True))
    assert changed >= {"companies": 2}.get(name, 10)
    assert not any(errors(parse(new)) - errors(old) for new, old in zip(first, RELEASES[::4], strict=True))


def money(release: Release) -> list[str]:
    return [mark.text for mark in release.marks if mark.label == "MONEY"]


def shape(text: str) -> str:
    return re.sub(r"\d", "9", text)


@given(seeds)
@settings(max_examples=40, deadline=None)
def test_figures_keep_their_shape_and_their_repeats(seed: int) -> None:
    new = augment(SMALL, Random(seed), ["figures"])
    assert shape(new.text) == shape(SMALL.text) and len(set(money(new))) == 1 and new.text != SMALL.text
    by_id = {mark.id: mark for mark in new.marks}
    for fact in new.facts:
        for slot in (slot for slot in fact.slots if slot.key in ("amount", "change")):
            (read_again,) = find_figures(by_id[slot.marks[0]].text)
            assert abs(figure(slot.key, slot.values[0]).number or 0) == read_again.number


@given(
    st.decimals(min_value=2, max_value=10**9, places=2).filter(lambda n: n % 1),
    st.sampled_from(["", ","]),
    st.sampled_from([("", 1), (" million", 10**6), ("bn", 10**9), (" crore", 10**7)]),
    seeds,
)
@settings(max_examples=100, deadline=None)
def test_any_numeral_is_drawn_anew_with_its_value(
    number: Decimal, separator: str, scale: tuple[str, int], seed: int
) -> None:
    written = f"{number:,.2f}".replace(",", separator)
    gold = f"{number * scale[1]:f}"
    source = f"{HEAD}It was [[US${written}{scale[0]}|MONEY m1]].\n---\nexports | amount m1 {gold} USD\n"
    new = augment(parse(source), Random(seed), ["figures"])
    (read_again,) = find_figures(new.marks[0].text)
    assert shape(new.text) == shape(parse(source).text)
    assert figure("amount", new.facts[0].slots[0].values[0]).number == read_again.number
    assert new.text != parse(source).text


@given(seeds)
@settings(max_examples=30, deadline=None)
def test_years_move_together(seed: int) -> None:
    new = augment(SMALL, Random(seed), ["periods"])
    by = int(new.head["published"][:4]) - 2024
    assert by and new.head["published"][4:] == "-06-10"
    assert f"May {2024 + by}" in new.text and f"same month of {2023 + by}" in new.text
    values = period_values(new)
    for fact in new.facts:
        (slot,) = fact.all("period")
        mark = next(mark for mark in new.marks if mark.id in slot.marks)
        assert slot.values == (values[mark.start, mark.end],)
    assert new.facts[0].get("change").values == (f"-4.5 percent period {2023 + by}-05",)  # type: ignore[union-attr]


@given(seeds)
@settings(max_examples=30, deadline=None)
def test_names_move_together(seed: int) -> None:
    new = augment(SMALL, Random(seed), ["places", "commodities", "companies"])
    assert not re.search("Kenya|Spain|coffee|Seres", new.source)
    by_id = {mark.id: mark for mark in new.marks}
    reporter, commodity = new.facts[0].get("reporter"), new.facts[0].get("commodity")
    assert reporter and commodity
    assert reporter.values == (by_id["p1"].text,) and f"{by_id['p1'].text}'s {by_id['c1'].text}" in new.text
    demonym = new.text.split(by_id["c1"].text)[0].strip()
    assert commodity.values == (by_id["c1"].text, f"{demonym} {by_id['c1'].text}")
    assert new.facts[1].get("reporter").values == (by_id["o1"].text,)  # type: ignore[union-attr]


@given(seeds)
@settings(max_examples=40, deadline=None)
def test_the_currency_is_another_everywhere(seed: int) -> None:
    new = augment(SMALL, Random(seed), ["currency"])
    (unit,) = {figure("amount", new.facts[0].get("amount").values[0]).unit}  # type: ignore[union-attr]
    first, last = money(new)
    (read_again,) = find_figures(first)
    assert first == last
    assert read_again.unit == unit != "USD" and read_again.number == 3_200_000_000


@given(seeds)
@settings(max_examples=60, deadline=None)
def test_typography_changes_no_value(seed: int) -> None:
    new = augment(SMALL, Random(seed), ["typography"])
    assert [fact.slots for fact in new.facts] == [fact.slots for fact in SMALL.facts]
    old_figures = [(f.label, f.number, f.unit) for f in find_figures(SMALL.text)]
    assert [(f.label, f.number, f.unit) for f in find_figures(new.text)] == old_figures
    plain = re.sub(r"-\n|[\s,'\u2019]", "", new.text).casefold()
    assert plain == re.sub(r"[\s,'\u2019]", "", SMALL.text).casefold()


DOLLARS = "[[$2bn|MONEY m1]]"
STAYING = {
    "figures": [
        ("[[9-12%|PERCENT x1]]", "change x1 +9..12 percent yoy"),
        ("[[100%|PERCENT x1]]", "change x1 +100 percent yoy"),
        ("[[two dozen cars|QUANTITY q1]]", "amount q1 24 cars"),
        ("[[3 dozen cars|QUANTITY q1]]", "amount q1 36 cars"),
        ("[[$20.1bn|MONEY m1]] and over [[$20bn|MONEY m2]]", "amount m1+m2 20.1bn USD"),
    ],
    "periods": [
        (f"the [[1990s|PERIOD t1]] {DOLLARS}", "period t1 199X | amount m1 2bn USD"),
        (f"[[31 Meskerem 2015|PERIOD t1]] {DOLLARS}", "period t1 2022 | amount m1 2bn USD"),
    ],
    "currency": [
        ("[[€2bn|MONEY m1]] in the euro area", "amount m1 2bn EUR"),
        (f"{DOLLARS}; the dollar fell", "amount m1 2bn USD"),
        ("[[2bn|MONEY m1]] [[R5bn|MONEY m2]]", "amount m2 5bn ZAR"),
    ],
    "places": [
        (f"the [[United States|PLACE p1]] {DOLLARS}", "reporter p1 United States | amount m1 2bn USD"),
        ("[[Peru|PLACE p1]] [[S/2bn|MONEY m1]]", "reporter p1 Peru | amount m1 2bn PEN"),
        (f"[[Peru|PLACE p1]]-made {DOLLARS}", "reporter p1 Peru | amount m1 2bn USD"),
        (f"[[China|PLACE p1]] [[China Express|ROUTE]] {DOLLARS}", "reporter p1 China | amount m1 2bn USD"),
    ],
    "commodities": [
        (f"[[tea|COMMODITY c1]], [[Tea Board|ORG]] {DOLLARS}", "commodity c1 tea | amount m1 2bn USD"),
        (f"[[corn|COMMODITY c1]] {DOLLARS}", "commodity c1 maize | amount m1 2bn USD"),
        (f"[[goods|COMMODITY c1]] {DOLLARS}", "commodity c1 goods | amount m1 2bn USD"),
    ],
    "companies": [(f"[[Customs Board|ORG o1]] {DOLLARS}", "reporter o1 Customs Board | amount m1 2bn USD")],
}


@pytest.mark.parametrize(("swap", "body", "slots"), [(k, *case) for k, cases in STAYING.items() for case in cases])
def test_what_would_become_wrong_stays(swap: str, body: str, slots: str) -> None:
    old = parse(f"{HEAD}{body}.\n---\nexports | {slots}\n")
    assert old.problems == ()
    for seed in range(8):
        new = augment(old, Random(seed), [swap])
        assert (new.text, new.facts[0].slots) == (old.text, old.facts[0].slots)


def test_the_larger_of_two_numbers_stays_the_larger() -> None:
    old = parse(
        HEAD + "from [[$2.8bn|MONEY]] to [[$6.9bn|MONEY]] and [[$9.4bn|MONEY m1]]\n---\nexports | amount m1 9.4bn USD\n"
    )
    for seed in range(20):
        texts = [mark.text for mark in augment(old, Random(seed), ["figures"]).marks]
        assert texts == sorted(texts) and len(set(texts)) == 3


@pytest.mark.parametrize(
    ("edits", "text", "marks"),
    [
        ([Edit(0, 2, "X")], "X bb cc", ["bb"]),
        ([Edit(3, 5, "long")], "aa long cc", ["long"]),
        ([Edit(4, 5, "")], "aa b cc", ["b"]),
        ([Edit(6, 8, "X"), Edit(0, 2, "longer")], "longer bb X", ["bb"]),
        ([Edit(1, 4, "X")], "aa bb cc", ["bb"]),
        ([Edit(0, 2, "X"), Edit(1, 2, "Y")], "X bb cc", ["bb"]),
        ([Edit(2, 3, "   "), Edit(5, 6, "")], "aa   bbcc", ["bb"]),
    ],
)
def test_edits_move_marks(edits: list[Edit], text: str, marks: list[str]) -> None:
    release = parse(HEAD + "aa [[bb|PLACE]] cc\n---\n")
    new = apply(release, Change(tuple(edits)))
    assert new.text == text + "\n" and [mark.text for mark in new.marks] == marks


def test_unknown_swaps_and_levels_are_told() -> None:
    with pytest.raises(ConfigError, match="one of places"):
        augment(SMALL, Random(0), ["colours"])
    with pytest.raises(ConfigError, match="one of places"):
        make_augmenter(swaps=["colours"])
    with pytest.raises(ConfigError, match="from 0 to 1"):
        make_augmenter(level=2)


def test_what_is_no_file_is_varied_all_the_same() -> None:
    text = "Exports | of Kenya\n[[x]] rose 5.5%"
    start = text.index("5.5%")
    release = parse(HEAD + "[[5.5%|PERCENT]]\n---\n")
    mark = release.marks[0].__class__("PERCENT", start, start + 4, "5.5%")
    new = vary(Release({}, text, (mark,), ()), Random(1), ["figures"])
    assert shape(new.text) == shape(text) and new.text != text


@pytest.fixture
def nlp() -> spacy.Language:
    return spacy.blank("en", config={"nlp": {"tokenizer": {"@tokenizers": "tradenlp.tokenizer.v1"}}})


def example(nlp: spacy.Language, release: Release, facts: bool) -> Example:
    doc = to_doc(release, nlp.vocab)
    if not facts:
        del doc.user_data[KEY]
    return Example(nlp.make_doc(doc.text), doc)


@pytest.mark.parametrize("facts", [True, False])
def test_examples_are_varied_with_their_entities_and_facts(nlp: spacy.Language, facts: bool) -> None:
    varied = make_augmenter(level=1, seed=3)
    for release in RELEASES[::10]:
        old = example(nlp, release, facts)
        (new,) = varied(nlp, old)
        assert new.text == new.reference.text != old.text
        assert [e.label_ for e in new.reference.ents] == [m.label for m in release.marks]
        assert (KEY in new.reference.user_data) is facts
        if facts:
            assert len(from_doc(new.reference).facts) == len(release.facts)


def test_the_level_is_the_share_that_is_varied(nlp: spacy.Language) -> None:
    old = example(nlp, SMALL, True)
    counts = []
    for level in (0, 0.5, 1):
        varied = make_augmenter(level=level, seed=1)
        counts.append(sum(new is not old for _ in range(30) for new in varied(nlp, old)))
    assert counts[0] == 0 and 5 < counts[1] < 25 and counts[2] == 30


def test_the_same_seed_gives_the_same_examples(nlp: spacy.Language) -> None:
    texts = []
    for _ in range(2):
        varied = make_augmenter(level=0.7, seed=5)
        texts.append([new.text for _ in range(5) for new in varied(nlp, example(nlp, SMALL, True))])
    assert texts[0] == texts[1] and len(set(texts[0])) > 2


def test_a_config_names_the_augmenter(nlp: spacy.Language) -> None:
    named = {"@augmenters": "tradenlp.augment.v1", "level": 1, "swaps": ["figures"], "seed": 4}
    varied = spacy.registry.resolve({"augmenter": named})["augmenter"]
    (new,) = varied(nlp, example(nlp, SMALL, True))
    assert shape(new.text) == shape(SMALL.text) and new.text != SMALL.text
