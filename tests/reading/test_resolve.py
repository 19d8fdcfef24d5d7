"""Values of periods: marked documents (``[words|EDTF]``) in ``cases/resolve.json``, datelines, arithmetic, any text."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tradenlp.reading import calendars as cal
from tradenlp.reading.fiscal import YearStart, commodity_in, economy_of, fiscal_year, marketing_year
from tradenlp.reading.periods import find_periods
from tradenlp.reading.resolve import PeriodContext, find_dateline, resolve, resolve_all
from tradenlp.reading.spans import PeriodSpan

from ..timing import costs_at_most

FOLDER = Path(__file__).parent / "cases"
CASES: list[dict[str, Any]] = json.loads((FOLDER / "resolve.json").read_text(encoding="utf-8"))
DATELINES: list[dict[str, Any]] = json.loads((FOLDER / "datelines.json").read_text(encoding="utf-8"))
MARK = re.compile(r"\[([^\]|]*)\|([^\]]*)\]")
WORDS = st.sampled_from(
    (
        "May 2024 2023-24 wheat 2023/24 first three quarters of the last year to January - 5 29 February week "
        "ended Q3 H1 FY24 same period earlier a in from until since early late end fiscal season 9M so far "
        "date 1990s 09/10/2024 2024-05-09 , . \n\n will than half month previous next 1900 year-end following "
        "spring winter Iranian 1403 EFY MY accumulated reference one that "
        "six months 2099 1700 fourth quarter days year to date corresponding crore"
    ).split(" ")
)


def test_there_are_enough_cases() -> None:
    assert sum(len(MARK.findall(case["text"])) for case in CASES) >= 300
    assert len(DATELINES) >= 20


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:50])
def test_marked_document(case: dict[str, Any]) -> None:
    text = MARK.sub(r"\1", case["text"])
    spans = find_periods(text)
    published = date.fromisoformat(case["published"]) if case["published"] else None
    values = resolve_all(text, spans, published, case.get("economy"))
    got = [(text[s.start : s.end], value.edtf if value else "") for s, value in zip(spans, values, strict=True)]
    assert got == MARK.findall(case["text"])


@pytest.mark.parametrize("case", DATELINES, ids=lambda case: case["text"][:50])
def test_dateline(case: dict[str, Any]) -> None:
    found = find_dateline(case["text"])
    assert (found.isoformat() if found else None) == case["date"]


@settings(max_examples=200, deadline=None)
@given(
    st.lists(WORDS, max_size=24).map(" ".join),
    st.none() | st.dates(date(1990, 1, 1), date(2060, 12, 31)),
    st.sampled_from([None, "IN", "US", "ET", "CN", "JP", "CN-CQ", ""]),
)
def test_values_are_edtf_with_ordered_days(text: str, published: date | None, economy: str | None) -> None:
    spans = find_periods(text)
    values = resolve_all(text, spans, published, economy)
    assert len(values) == len(spans)
    for value in filter(None, values):
        assert cal.EDTF.fullmatch(value.edtf), value
        first, last = (date.fromisoformat(d) if d else None for d in (value.start, value.end))
        assert first is None or last is None or first <= last, value


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=120))
def test_any_text_is_read(text: str) -> None:
    assert len(resolve_all(text, find_periods(text), None)) == len(find_periods(text))
    find_dateline(text)


@pytest.mark.parametrize(
    "piece",
    [
        "May and ",
        "a year earlier, ",
        "Q1, ",
        "from 5 in May ",
        "2023/24 ",
        "than 2 in 5 May. ",
        "wheat 2023/24, ",
        "2024  2023\n",
        "May\n2024  2023\n",
        "(1 in May ",
        "FY24 (July-June) ",
        "since May ",
        "cumulated by 5 May ",
        "the same month ",
    ],
)
def test_time_is_linear(piece: str) -> None:
    text = piece * (60_000 // len(piece))
    assert costs_at_most(lambda: resolve_all(text, find_periods(text), date(2024, 6, 1)), 6)


@pytest.mark.parametrize(
    ("edtf", "years", "months", "want"),
    [
        ("2024-05", -1, 0, "2023-05"), ("2024-01", 0, -1, "2023-12"), ("2024-01/2024-05", -1, 0, "2023-01/2023-05"),
        ("2024-02-29", -1, 0, "2023-02-28"), ("2024-02-29", 0, 1, "2024-03-31"), ("2023-02-28", 1, 0, "2024-02-29"),
        ("XXXX-05", -1, 0, "XXXX-05"), ("XXXX-01", 0, -1, "XXXX-12"), ("2024", -1, 0, "2023"), ("2024", 0, -12, "2023"),
        ("../2024-03", -1, 0, "../2023-03"), ("199X", -10, 0, "198X"), ("2024-03-31", 0, -1, "2024-02-29"),
    ],
)  # fmt: skip
def test_shift(edtf: str, years: int, months: int, want: str) -> None:
    assert cal.shift(edtf, years=years, months=months) == want


def test_previous() -> None:
    assert cal.previous_year("2024-01/2024-05") == "2023-01/2023-05"
    assert cal.previous_month("2024-01/2024-05") == "2024-04"
    assert cal.previous_month("2024-01") == "2023-12"
    assert cal.previous_quarter("2024-01/2024-03") == "2023-10/2023-12"


def test_first_and_last_day() -> None:
    value = cal.resolved("2024-02")
    assert (value.start, value.end) == ("2024-02-01", "2024-02-29")
    assert cal.resolved("XXXX-02").start is None and cal.resolved("2019/..").end is None
    assert cal.resolved("199X").end == "1999-12-31"


def test_fiscal_years() -> None:
    assert fiscal_year("IN") == YearStart(4, 1, "end") and fiscal_year("in-mh").month == 4
    assert fiscal_year("CN") == YearStart() and fiscal_year(None).month == 7


def test_marketing_years() -> None:
    assert marketing_year("wheat", "US").month == 6 and marketing_year("wheat", "FR").month == 7
    assert marketing_year("", None).month == 7
    assert commodity_in("exports of soybeans and of wheat in 2023/24", 0, 41, 34) == "wheat"


def test_economy_of_text() -> None:
    assert (
        economy_of("worth Rs 500 crore") == "IN"
        and economy_of("in New Zealand") == "NZ"
        and economy_of("nothing here") is None
    )


def test_a_single_span_can_be_resolved() -> None:
    span = PeriodSpan(0, 9, "month", ("months", "", 9, "", 9))
    value = resolve(span, PeriodContext(published=date(2024, 3, 1)))
    assert value is not None and value.edtf == "2023-09"
    assert resolve(PeriodSpan(0, 1, "month", ()), PeriodContext()) is None
