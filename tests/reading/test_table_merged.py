"""Headings whose merged cells lost their width, and units that a sentence above a table tells."""

from __future__ import annotations

import pytest

from tradenlp.reading.table_notes import announced_unit
from tradenlp.reading.tables import find_tables

_ROWS = "| Tea | 1 210 | 980 | 1 305 | 1 001 | 7.9 | -2.1 |\n| Cocoa | 810 | 402 | 790 | 455 | -2.5 | 13.2 |\n"


def _above(text: str) -> list[list[str]]:
    return [[c.text for c in column.header] for column in find_tables(text)[0].columns[1:]]


@pytest.mark.parametrize("ends", [" | | | |", " ||||", " |"])
def test_headings_reach_over_what_comes_again_below_them(ends: str) -> None:
    below = "| Exports | Imports | Exports | Imports | Exports | Imports |"
    found = _above(f"| Goods | 2014 | 2015 | Change, %{ends}\n{below} |\n{_ROWS}")
    upper = ["2014", "2014", "2015", "2015", "Change, %", "Change, %"]
    assert found == [[a, b] for a, b in zip(upper, ["Exports", "Imports"] * 3, strict=True)]


def test_the_next_line_stands_below_the_wide_headings_alone() -> None:
    head = "| Goods | May 2015 | Jan-May 2015 | Change from | |\n| May 2014 | Jan-May 2014 | | | |\n"
    units = "| EUR million | % | | | |\n"
    rows = "| Tea | 21.2 | 98.0 | -3.1 | 1.0 |\n| Cocoa | 81.0 | 402.5 | 7.9 | -4.5 |\n"
    assert _above(head + units + rows) == [
        ["May 2015", "EUR million"],
        ["Jan-May 2015", "EUR million"],
        ["Change from", "May 2014", "%"],
        ["Change from", "Jan-May 2014", "%"],
    ]


def test_a_column_without_a_heading_stays_so() -> None:
    found = _above(
        "| Goods | 2014 | 2015 | |\n|---|---|---|---|\n| Tea | 1 210 | 1 305 | 7.9 |\n| Oil | 980 | 905 | -7.7 |\n"
    )
    assert found == [["2014"], ["2015"], []]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("The table below gives sales of hides in millions of euro, by market.", "millions of euro"),
        ("The following table lists buyers of flour in thousand tonnes.", "thousand tonnes"),
        ("Sales of hides in millions of euro went up.", None),
        ("The table below shows what became of hides in 2014.", None),
    ],
)
def test_a_sentence_that_announces_a_table_tells_its_unit(text: str, told: str | None) -> None:
    found = announced_unit(text, 0, len(text))
    assert (text[slice(*found)] if found else None) == told
