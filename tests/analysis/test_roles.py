"""Roles of figures, read off whole sentences by the same steps that the pipeline takes."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tradenlp.analysis.document import Reading, measures, named
from tradenlp.analysis.roles import LEVEL, SKIP, Role, roles
from tradenlp.analysis.template import FIGURES, Template

from ..timing import grows_at_most

CASES = Path(__file__).parent / "cases"
PUBLISHED = date(2024, 6, 20)
NAMES = {"level", "base", "change", "share", "share_change", "rank", "skip"}


def cases(name: str) -> list[list[str]]:
    lines = (CASES / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


def marked(sentence: str) -> tuple[str, int]:
    """The sentence without its brackets, and where the bracketed figure begins."""
    start = sentence.index("[[")
    return sentence.replace("[[", "").replace("]]", ""), start


def reading(text: str) -> list[Template]:
    read = Reading(text, named(text, measures(text)), PUBLISHED)
    read.resolve()
    return read.templates


def figure_at(text: str, start: int) -> tuple[Template, int]:
    """The template and the index of the figure that covers a position."""
    for template in reading(text):
        for k, m in enumerate(template.mentions):
            if m.start <= start < m.end and template.letter(k) in FIGURES:
                return template, k
    raise AssertionError(f"no figure at {start} of {text!r}")


def role_at(text: str, start: int) -> tuple[Template, int, Role]:
    template, k = figure_at(text, start)
    return template, k, roles(template)[k]


ROLE_CASES = cases("roles.tsv")


def test_there_are_enough_cases():
    assert len(ROLE_CASES) >= 150
    assert {case[0] for case in ROLE_CASES} == NAMES
    assert len({case[2] for case in ROLE_CASES}) == len(ROLE_CASES)


@pytest.mark.parametrize("name, sign, sentence", ROLE_CASES, ids=[c[2] for c in ROLE_CASES])
def test_role(name: str, sign: str, sentence: str):
    text, start = marked(sentence)
    template, k, role = role_at(text, start)
    assert role.name == name, template.text
    written = template.mentions[k].text[0]
    told = -1 if written in "-−" else role.sign or (1 if written == "+" else 0)
    if sign != "0":
        assert told in ((1, 0) if sign == "+" else (-1,)), template.text


def test_trend_is_the_mention_that_tells_the_sign():
    text, start = marked("Exports of tea rose by nearly [[5%]] in May.")
    template, _, role = role_at(text, start)
    assert role.trend is not None
    assert template.mentions[role.trend].text == "rose"


def test_lists_refer_to_their_first_member():
    text, start = marked("Exports and imports rose 4% and [[5%]], respectively.")
    template, k, role = role_at(text, start)
    assert role.listed == k - 1
    assert roles(template)[k - 1].listed is None


def test_share_names_its_whole():
    text, start = marked("Tea made up [[5%]] of exports.")
    assert role_at(text, start)[2].whole


def test_bare_percentages_follow_the_shares_told_before():
    template, k = figure_at("India (14%) was next.", 7)
    assert roles(template)[k].name != "share"
    assert roles(template, shares=True)[k].name == "share"


def test_a_figure_alone_is_a_level_and_a_percentage_alone_none():
    template, k = figure_at("$5 billion", 0)
    assert roles(template)[k].name == LEVEL
    template, k = figure_at("Exports: 5%.", 9)
    assert roles(template)[k].name == SKIP


@pytest.mark.parametrize(
    "piece",
    [
        "5% ",
        "exports rose 5%, ",
        "only nearly roughly 5% ",
        "the a level of the average of ",
        "tea (5%), ",
        "up down up down ",
        "against the previous $5 ",
        "recorded in the in in of ",
    ],
)
def test_time_is_linear(piece: str):
    templates = {times: reading("Exports " + piece * times + "5%") for times in (300, 3000)}
    # ten times the text; by the square it would take a hundred times as long
    assert grows_at_most(lambda times: [roles(t) for t in templates[times]], 300, 3000, most=40, slack=0.3)
