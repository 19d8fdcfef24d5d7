"""Gates let through whatever their pattern would find."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tradenlp.gate import Gated

CASES = [
    (r"\b(?:moving|rolling) average\b|\b(?:three|3)-month", 0,
     ["3-month", "moving average", "rolling average", "three-month"]),
    (r"\b(?:forecasts?|targeted|plans? to)\b", 0, ["forecast", "plan to", "plans to", "targeted"]),
    (r"\bin (?:[a-z]+ )?TERMS\b", re.I, ["terms"]),
    (r"x*abc[Ii]d?e", 0, ["abcIde", "abcIe", "abcide", "abcie"]),
    (r"(?=apples)\w+ly", 0, ["ly"]),
    (r"(?:gold|ore){2,3}", 0, ["gold", "ore"]),
    (r"[,;:(]|while", 0, [""]),
    (r"(?:tin)?\d", 0, [""]),
    (r"(?i:zinc)\d", 0, [""]),
    (r"(?P<a>quay)s? and (?P=a)", 0, ["quay and ", "quays and "]),
    (r"""wool # a comment
      | flax""", re.X, ["flax", "wool"]),
]  # fmt: skip


@pytest.mark.parametrize(("pattern", "flags", "words"), CASES)
def test_words_are_those_that_every_match_holds_one_of(pattern, flags, words):
    assert list(Gated(pattern, flags).words) == words


PIECES = [
    "gold", "ore", "moving average", "3-month", " ", "TERMS", "in ", "real ", "abc", "i", "e", "Zinc", "7", "quay",
    " and ", "s", "wool", "\u017f", "\u212a", "apples", "ly", "x", "plan to", "forecast", ",", "\u0130n term\u017f",
]  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=9).map("".join), st.integers(-2, 20), st.integers(-2, 30))
def test_a_gate_keeps_nothing_out_that_matches(text, start, end):
    for pattern, flags, _ in CASES:
        gated, plain = Gated(pattern, flags), re.compile(pattern, flags)
        for where in ((), (start,), (start, end)):
            one, other = gated.search(text, *where), plain.search(text, *where)
            assert (one and one.span()) == (other and other.span()), (pattern, text, where)
            assert [m.span() for m in gated.finditer(text, *where)] == [m.span() for m in plain.finditer(text, *where)]
            assert gated.findall(text, *where) == plain.findall(text, *where)


def test_a_pattern_is_not_built_before_a_text_gets_to_it():
    gated = Gated(r"\bcumulative (?:total|figure)s?\b")
    assert gated.search("exports rose") is None and gated._built is None
    assert gated.search("the cumulative total") is not None and gated._built is not None
