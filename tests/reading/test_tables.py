"""Tables in plain text and the figures of their cells."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tradenlp.reading.periods import find_periods
from tradenlp.reading.table_numbers import numbers
from tradenlp.reading.table_periods import table_periods
from tradenlp.reading.table_units import caption_units, heading_unit, parse_unit
from tradenlp.reading.tables import cell_figures, find_tables, occupied

from ..timing import costs_at_most, grows_at_most

FOLDER = Path(__file__).parent / "cases"
CASES = json.loads((FOLDER / "tables.json").read_text(encoding="utf-8"))
NONE = json.loads((FOLDER / "no_tables.json").read_text(encoding="utf-8"))


def figures_of(text: str) -> list[str]:
    """Figures of all cells as ``text = number unit``."""
    tables = find_tables(text)
    taken = [(p.start, p.end) for p in table_periods(text, tables, find_periods(text))]
    out = []
    for f in cell_figures(text, tables, taken):
        number = f"{f.number.normalize():f}" if f.number is not None else f"{f.low:f}..{f.high:f}"
        unit = f.unit or f.symbol or ""
        out.append(f"{text[f.start : f.end]} = {f.label} {number} {unit}".rstrip() + (f" per {f.per}" if f.per else ""))
    return out


def test_enough_cases() -> None:
    assert len(CASES) >= 35
    assert sum(len(case["figures"]) for case in CASES) >= 280
    assert len(NONE) >= 8


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_figures_of_cells(case: dict) -> None:
    text = "\n".join(case["text"])
    assert len(find_tables(text)) == case["tables"]
    assert figures_of(text) == case["figures"]


@pytest.mark.parametrize("case", NONE, ids=lambda case: case["name"])
def test_no_table(case: dict) -> None:
    assert find_tables("\n".join(case["text"])) == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_offsets_are_exact(case: dict) -> None:
    text = "\n".join(case["text"])
    check_offsets(text)


def check_offsets(text: str) -> None:
    """Everything that is found lies where it says, in order and apart."""
    tables = find_tables(text)
    for before, after in zip(tables, tables[1:], strict=False):
        assert before.end <= after.start
    for table in tables:
        assert 0 <= table.start < table.end <= len(text)
        for row in table.rows:
            assert table.start <= row.start <= row.end <= table.end
            for cell in row.cells:
                assert row.start <= cell.start <= cell.end <= row.end
                assert text[cell.start : cell.end] == cell.text
    figures = cell_figures(text, tables, [])
    for before, after in zip(figures, figures[1:], strict=False):
        assert before.end <= after.start
    cells = occupied(tables)
    assert cells == sorted(cells)
    for f in figures:
        assert any(a <= f.start and f.end <= b for a, b in cells) or f.label == "RANK"


@pytest.mark.parametrize(
    ("phrase", "label", "scale", "unit"),
    [
        ("US$ million", "MONEY", "1000000", "USD"),
        ("million US$", "MONEY", "1000000", "USD"),
        ("R'm", "MONEY", "1000000", "ZAR"),
        ("£'000", "MONEY", "1000", "GBP"),
        ("bn €", "MONEY", "1000000000", "EUR"),
        ("MEUR", "MONEY", "1000000", "EUR"),
        ("100 million yuan", "MONEY", "100000000", "CNY"),
        ("US cents/lb", "MONEY", "0.01", "USD"),
        ("10,000 tons", "QUANTITY", "10000", "tons"),
        ("'000 t", "QUANTITY", "1000", "tonnes"),
        ("kt", "QUANTITY", "1000", "tonnes"),
        ("lakh tonnes", "QUANTITY", "100000", "tonnes"),
        ("million 60-kg bags", "QUANTITY", "1000000", "60-kg bags"),
        ("1,000 b/d", "QUANTITY", "1000", "barrels"),
        ("Nos.", "QUANTITY", "1", "units"),
        ("%", "PERCENT", "1", "percent"),
        ("percentage points", "PERCENT", "1", "points"),
        ("in millions", "", "1000000", None),
    ],
)
def test_a_phrase_that_is_a_unit(phrase: str, label: str, scale: str, unit: str | None) -> None:
    found = parse_unit(phrase)
    assert found is not None
    assert (found.label, str(found.scale), found.unit) == (label, scale, unit)


@pytest.mark.parametrize(
    "phrase", ["Exports", "Value", "Country", "Passenger cars by maker", "2023", "", "July-May", "Q1"]
)
def test_a_phrase_that_is_no_unit(phrase: str) -> None:
    assert parse_unit(phrase) is None


@pytest.mark.parametrize(
    ("heading", "unit"),
    [
        ("Value (US$ mn, f.o.b.)", "USD"),
        ("Exports, '000 t", "tonnes"),
        ("Loaded TEU", "TEU"),
        ("pct. ch.", "percent"),
        ("Share, %", "percent"),
        ("2024 (US$ bn)", "USD"),
    ],
)
def test_unit_of_a_heading(heading: str, unit: str) -> None:
    found = heading_unit(heading)
    assert found is not None and found.unit == unit


def test_units_of_a_caption_keep_their_roles() -> None:
    found = caption_units("Exports by product (quantity in tonnes; value in Rs. crore)")
    assert [(u.label, u.role) for u in found] == [("QUANTITY", "volume"), ("MONEY", "value")]
    assert caption_units("How many units were sold in May?") == []


@pytest.mark.parametrize(
    ("cell", "values"),
    [
        ("1,234.5", ["1234.5"]),
        ("- 1 402", ["-1402"]),
        ("784-", ["-784"]),
        ("−784", ["-784"]),
        ("5,123 (+4.2%)", ["5123", "4.2"]),
        ("512 / -0.3%", ["512", "-0.3"]),
        ("1,234(1)", ["1234"]),
        ("1,234p", ["1234"]),
        ("$5.1bn", ["5.1"]),
        ("2-wheelers", []),
        ("2 Canada", []),
        ("2023-24", []),
        ("HS 8703", []),
        ("n.a.", []),
    ],
)
def test_numbers_of_a_cell(cell: str, values: list[str]) -> None:
    assert [str(n.value) for n in numbers(cell, False)] == values


def test_periods_do_not_cross_cells() -> None:
    text = "Exports (units)\n\nMaker   May 24   May 23\nAlpha   1,200    1,150\nBeta    310      290\n"
    tables = find_tables(text)
    found = table_periods(text, tables, find_periods(text))
    assert [(text[p.start : p.end], p.kind) for p in found] == [("May 24", "month"), ("May 23", "month")]


def test_days_of_one_month_stay_days() -> None:
    text = "Prices, US$ per tonne\n\nGrade   May 24   May 17\nA       612      608\nB       598      590\n"
    tables = find_tables(text)
    found = table_periods(text, tables, find_periods(text))
    assert [p.kind for p in found] == ["day", "day"]


def test_time_is_linear() -> None:
    line = "Product {:<7}   {:>9,.1f}   {:>9,.1f}   {:>6.1f}"
    head = "Exports by product (US$ million)\n\nItem                  2022        2023   Change %\n"
    body = "\n".join(line.format(n, 1000.5 + n, 1100.2 + n, n % 40) for n in range(20_000))
    text = head + body
    assert len(text) > 800_000
    found: list[int] = []
    assert costs_at_most(lambda: found.append(len(cell_figures(text, find_tables(text), []))), 30)
    assert set(found) == {60_000}


@pytest.mark.parametrize("piece", ["|", "\t", " ", ".", "\n", "1", "a|", "a  1\n", "- ", "(", "....", "1 | ", "│"])
def test_hostile_runs_end_soon(piece: str) -> None:
    text = piece * (200_000 // len(piece))
    assert costs_at_most(lambda: cell_figures(text, find_tables(text), []), 10)


PIECES = st.sampled_from(
    [
        "|",
        "\t",
        "  ",
        "   ",
        "\n",
        "\n\n",
        " ",
        "1,234.5",
        "12.3%",
        "(5)",
        "-",
        "n.a.",
        "2023",
        "2024",
        "Exports",
        "Imports",
    ]
    + [
        "US$ million",
        "%",
        "Change",
        "Total",
        "(t)",
        "....",
        "----",
        "+4.2%",
        "Rs. crore",
        "Unit",
        "$5bn",
        "│",
        "*",
        "½",
        "٣",
        "\u2028",
        "é",
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=60).map("".join))
def test_any_arrangement_is_read_without_error(text: str) -> None:
    check_offsets(text)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_read_without_error(text: str) -> None:
    check_offsets(text)


@pytest.mark.parametrize(
    "text",
    [
        "Exports in January 2023 to \nChina 12 13\nJapan 14 15\nFrance 16 17\n",
        "The totals of 12 15 17 19 21 23 and 25 were told for the period from May 2023 to ",
        "Exports, US$ million May Jan-May 2023 2024 2023 2024 Peru 39.5 65.1 84.0 98.6 Chile 86.4 50.8 95.5 120.4",
    ],
)
def test_headings_that_tell_no_columns(text: str) -> None:
    """Broken off, or more than the numbers are: nothing is read, and nothing fails."""
    assert cell_figures(text, find_tables(text), []) == []


@pytest.mark.parametrize(
    ("line", "count"),
    [
        ("2023 " * 200 + "Wheat " + "1 " * 204 + "Rice " + "2 " * 204 + "Corn " + "3 " * 204, 4),
        ("2023 2024 Aa 1 2 Bb 3 4 Cc 5 6 " * 60, 10),
        ("Q1 Q2 Q3 Q4 Q1 Q2 Q3 Q4\n" * 4 + " ".join(["2021"] * 16) + "\n" + ("Wheat" + " 1.5" * 16 + "\n") * 3, 12),
        ("ab\n1\n2\ncd\n3\n4\nxy\n5\n", 600),
    ],
)
def test_time_grows_with_length(line: str, count: int) -> None:
    """Four times the text takes little more than four times as long; by the square it would take sixteen times."""
    assert grows_at_most(lambda size: find_tables((line + "\n") * size), count, 4 * count, most=9)
