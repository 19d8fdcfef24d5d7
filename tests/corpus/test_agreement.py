"""Agreement of two annotations: by the rules of scoring, the same from both sides."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

import pytest

from tradenlp.corpus import Corpus, Release, claims, compare, parse
from tradenlp.corpus.agreement import MEASURES
from tradenlp.corpus.matching import annotated, f1, folded, pairing
from tradenlp.errors import CorpusError

from .conftest import source

ONE = parse(source(), "a.rel")


def changed(old: str, new: str) -> Release:
    assert source().count(old) >= 1
    return parse(source().replace(old, new), "b.rel")


def test_gold_against_itself_is_one(annotations: Corpus) -> None:
    found = compare(annotations, annotations)
    assert {measure: found.f1(measure) for measure in MEASURES} == dict.fromkeys(MEASURES, 1.0)
    assert found.differences == ()
    assert found.counts["full"]["a"] == sum(len(claims(r, fact)) for r in annotations for fact in r.facts)


def test_nothing_against_nothing_is_no_score() -> None:
    empty = replace(ONE, marks=(), facts=())
    assert {compare([empty], [empty]).f1(measure) for measure in MEASURES} == {None}
    assert {compare([ONE], [empty]).f1(measure) for measure in MEASURES} == {0.0}
    assert (f1(1, 2, 2), f1(0, 0, 3), f1(0, 0, 0)) == (0.5, 0.0, None)


@pytest.mark.parametrize(
    ("old", "new", "scores", "told"),
    [
        ("copper ~ refined copper", "refined copper", (1, 1, 1, 1), []),
        ("copper ~ refined copper", "tin", (1, 1, 1, 1), []),  # its mark still says copper
        ("commodity c1 copper ~ refined copper", "commodity - tin", (1, 0, 0, 1), ["!", "!"]),
        ("t1 2024-05\n", "t1 2024-04\n", (1, 1, 0, 1), ["!", "!"]),
        ("t1 2024-05\n", "t1 2024-04 ~ 2024-05\n", (1, 1, 1, 1), []),
        ("percent yoy", "percent mom", (1, 1, 0.5, 1), ["!"]),
        ("percent yoy", "percent unspecified ~ yoy", (1, 1, 1, 1), []),
        ("m1 3.2bn USD", "m1 3.2bn CAD ~ USD", (1, 1, 1, 1), []),
        ("m1 3.2bn USD", "m1 3.2bn CAD", (0.5, 0.5, 0.5, 1), ["<", ">"]),
        ("m1 3.2bn USD", "m1 3.3bn USD", (0.5, 0.5, 0.5, 1), ["<", ">"]),
        (" | change x1+v1 +4.5 percent yoy", "", (2 / 3, 2 / 3, 2 / 3, 1), ["<"]),
        ("|PLACE p1]]", "|ORG p1]]", (1, 1, 1, 0.8), ["<", ">"]),
        ("[[up|TREND v1]]", "[[up|INDICATOR v1]]", (1, 1, 1, 1), []),  # labels that are not scored
    ],
)
def test_what_differs_is_counted_and_told(old: str, new: str, scores: tuple[float, ...], told: list[str]) -> None:
    other = changed(old, new)
    assert other.problems == ()
    for a, b in ((ONE, other), (other, ONE)):
        found = compare([a], [b])
        assert tuple(found.f1(measure) for measure in MEASURES) == pytest.approx(scores)
        signs = {"a": "<", "b": ">", "both": "!"}
        assert sorted(signs[d.side] for d in found.differences) == sorted(
            told if a is ONE else [{"<": ">", ">": "<"}.get(sign, sign) for sign in told]
        )


def test_a_claim_of_both_names_the_slots_that_differ() -> None:
    found = compare([ONE], [changed("percent yoy", "percent mom")])
    assert [(d.what, d.slots, d.told) for d in found.differences] == [
        ("claim", ("basis",), "change 4.5 percent, basis yoy / change 4.5 percent, basis mom")
    ]


def test_agreement_is_the_same_from_both_sides(annotations: Corpus) -> None:
    chance = random.Random(3)
    drop: Callable[[Release], Release] = lambda r: replace(  # noqa: E731
        r, facts=tuple(fact for fact in r.facts if chance.random() < 0.8)
    )
    a, b = [drop(r) for r in annotations], [drop(r) for r in annotations]
    one, other = compare(a, b), compare(b, a)
    assert 0.6 < one.f1("full") < 0.9
    assert {measure: one.f1(measure) for measure in MEASURES} == {measure: other.f1(measure) for measure in MEASURES}
    assert len(one.differences) == len(other.differences)


def test_releases_of_one_side_are_named_and_not_counted() -> None:
    alone = parse(source("ac-2"))
    found = compare([ONE, alone], [ONE])
    assert (found.only_a, found.only_b, found.f1("full")) == (("ac-2",), (), 1.0)


@pytest.mark.parametrize(
    ("a", "b", "told"),
    [
        ([ONE], [changed("on the year.", "on the month.")], "two texts"),
        ([ONE, ONE], [ONE], "ac-1 twice"),
        ([ONE], [changed("m1 3.2bn USD", "m1 much")], "1 problems"),
    ],
)
def test_what_cannot_be_compared_is_refused(a: list[Release], b: list[Release], told: str) -> None:
    with pytest.raises(CorpusError, match=told):
        compare(a, b)


def test_a_pairing_is_as_large_as_can_be() -> None:
    fits = {(0, 0), (0, 1), (1, 0)}
    assert pairing(2, 2, lambda i, j: (i, j) in fits) == {0: 1, 1: 0}
    assert pairing(0, 2, lambda i, j: True) == {}


@pytest.mark.parametrize(
    ("name", "expected"),
    [("The Soybeans", "soybean"), ("Türkiye's", "turkiye"), ("commodities", "commodity"), ("", None), (None, None)],
)
def test_names_are_compared_in_one_form(name: str | None, expected: str | None) -> None:
    assert folded(name) == expected


def test_an_open_unit_of_the_reference_allows_any() -> None:
    base = {"measure": "amount", "number": "3", "basis": [None], "indicator": ["exports"]}
    base |= {slot: [None] for slot in ("commodity", "partner", "reporter", "segment", "period")}
    told, open_ = annotated({**base, "unit": ["USD"]}), annotated({**base, "unit": [None]})
    assert told.fits(open_, "full") and not open_.fits(told, "full")
