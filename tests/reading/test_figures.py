"""The joint scan of figures, held against case files and against properties that hold on any text."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tradenlp.labels import FIGURE_LABELS, MODIFIERS
from tradenlp.reading.figures import find_figures
from tradenlp.reading.spans import Figure

from ..timing import costs_at_most, grows_at_most

CASES = Path(__file__).parent / "cases"
MINIMUM = {"numbers": 60, "money": 120, "percents": 60, "quantities": 80, "ranks": 40, "figures": 50}
_PERIOD = re.compile(r"\[\[|\]\]")


def _plain(text: str) -> tuple[str, list[tuple[int, int]]]:
    """Take the brackets of periods out of a case and return their spans."""
    plain, skips = "", []
    for index, part in enumerate(_PERIOD.split(text)):
        if index % 2:
            skips.append((len(plain), len(plain) + len(part)))
        plain += part
    return plain, skips


def _cases(name: str) -> list[tuple[str, list[str]]]:
    cases: list[tuple[str, list[str]]] = []
    for line in (CASES / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("  "):
            cases[-1][1].append(line.strip())
        elif line and not line.startswith("# "):
            cases.append((line, []))
    return cases


def _number(value: Decimal) -> str:
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _row(text: str, figure: Figure) -> str:
    if figure.number is not None:
        value = _number(figure.number)
    else:
        assert figure.low is not None and figure.high is not None
        value = f"{_number(figure.low)}..{_number(figure.high)}"
    fields = [figure.label, text[figure.start : figure.end], value, figure.unit or figure.symbol or "-"]
    fields += [figure.modifier] if figure.modifier != "exact" else []
    fields += [f"per={figure.per}"] if figure.per else []
    fields += ["bracketed"] if figure.bracketed else []
    return " | ".join(fields)


ALL = [(name, text, rows) for name in MINIMUM for text, rows in _cases(name)]


@pytest.mark.parametrize("name", MINIMUM)
def test_case_files_are_full(name: str) -> None:
    assert len(_cases(name)) >= MINIMUM[name]
    assert any(not rows for _, rows in _cases(name)) or name == "figures"


@pytest.mark.parametrize(("name", "text", "rows"), ALL, ids=[f"{name}-{text[:40]}" for name, text, _ in ALL])
def test_case(name: str, text: str, rows: list[str]) -> None:
    plain, skips = _plain(text)
    assert [_row(plain, figure) for figure in find_figures(plain, skips)] == rows


def test_hedge_and_noun_offsets() -> None:
    text = "Nearly 3.2 million metric tons or so"
    (figure,) = find_figures(text)
    assert figure.hedge is not None and text[slice(*figure.hedge)] == "Nearly"
    assert figure.noun is not None and text[slice(*figure.noun)] == "metric tons"
    assert figure.precision == Decimal(100000)


def test_offsets_hold_beyond_the_basic_plane() -> None:
    text = "😀 出口 İ 1.2 bn yuan ﬁ, ＋３％ and 5％"
    spans = [text[figure.start : figure.end] for figure in find_figures(text)]
    assert spans == ["1.2 bn yuan", "5％"]


def _check(text: str, skips: list[tuple[int, int]]) -> None:
    figures = find_figures(text, skips)
    last = 0
    for figure in figures:
        assert 0 <= last <= figure.start < figure.end <= len(text)
        last = figure.end
        assert figure.label in FIGURE_LABELS and figure.modifier in MODIFIERS
        assert (figure.number is None) == (figure.low is not None) == (figure.high is not None)
        for start, end in skips:
            assert figure.end <= start or figure.start >= end or start >= end
        if figure.noun is not None:
            assert figure.start <= figure.noun[0] < figure.noun[1] <= figure.end
        if figure.hedge is not None:
            assert figure.hedge[1] <= figure.start or figure.hedge[0] >= figure.end


_PIECES = st.sampled_from(
    [
        *"0123456789.,%$€¥-–/ ()\n;:'+x",
        " 1,234.5",
        "US$",
        " million",
        "bn",
        " tonnes",
        " and ",
        " to ",
        "from ",
        "between ",
        " percent",
        " yuan",
    ]
    + [
        "largest ",
        "first ",
        " times",
        "two ",
        "half a ",
        " Rs. ",
        " a barrel",
        "about ",
        " or so",
        "\u00a0",
        "½",
        "½ 1/2",
        "COVID-19",
        "TEU",
        "m",
    ]
)


@settings(max_examples=400, deadline=None)
@given(st.lists(_PIECES, max_size=40), st.lists(st.tuples(st.integers(0, 60), st.integers(0, 12)), max_size=3))
def test_any_mixture_of_pieces(pieces: list[str], spans: list[tuple[int, int]]) -> None:
    text = "".join(pieces)
    skips = [(start, start + length) for start, length in spans if start + length <= len(text)]
    _check(text, skips)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200))
def test_any_text(text: str) -> None:
    _check(text, [])


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 10**12), st.integers(0, 3), st.sampled_from(["tonnes", "%", "yuan", "vehicles"]))
def test_number_is_that_of_the_digits(whole: int, places: int, unit: str) -> None:
    value = Decimal(whole).scaleb(-places)
    text = f"It was {value:,f} {unit} there"
    figures = find_figures(text)
    if unit == "vehicles" and (value < 2 or (places == 0 and 1900 <= whole <= 2099)):
        return
    assert [figure.number for figure in figures] == [value]
    assert text[figures[0].start : figures[0].end].startswith(f"{value:,f}")


@pytest.mark.parametrize(
    "pattern", ["1", "1,", "1 ", "$1 ", "5% ", "1, ", "from 1 to 2 ", "largest ", "a 1 and ", "1-", " ", "\n"]
)
def test_hostile_repetition_takes_linear_time(pattern: str) -> None:
    # eight times the text; a quadratic scan would take sixty-four times as long
    assert grows_at_most(lambda size: find_figures(pattern * (size // len(pattern))), 20_000, 160_000, 24, slack=0.2)


@pytest.mark.parametrize("text", ["1" * 1_000_000, "1," * 500_000])
def test_a_million_digits(text: str) -> None:
    assert find_figures(text) == []
    assert costs_at_most(lambda: find_figures(text), 20)
