"""Sorts of periods, and what misses between them."""

from __future__ import annotations

import pytest

from tradenlp.facts import Period
from tradenlp.panel.spans import canonical, runs_missing, sort_of
from tradenlp.reading.calendars import resolved

# EDTF, sort, SDMX frequency
SORTS = [
    ("2023-05", "month", "M"),
    ("2023-05-01/2023-05-31", "month", "M"),
    ("2023-01/2023-03", "quarter", "Q"),
    ("2023-02/2023-04", "from-02-03", "A"),
    ("2023-01/2023-06", "half", "S"),
    ("2023-07/2023-12", "half", "S"),
    ("2023-04/2023-09", "from-04-06", "A"),
    ("2023", "year", "A"),
    ("2022-04/2023-03", "year-from-04", "A"),
    ("2023-01/2023-02", "ytd-02", "A"),
    ("2023-01/2023-11", "ytd-11", "A"),
    ("2022-07/2022-11", "from-07-05", "A"),
    ("2022-11/2023-02", "from-11-04", "A"),
    ("2020/2022", "months-36-from-01", "_O"),
    ("2023-05-17", "day", "D"),
    ("2023-05-15/2023-05-21", "week", "W"),
    ("2023-05-01/2023-05-20", "month-to-20", "M"),
    ("2023-05-11/2023-05-20", "month-11-to-20", "M"),
    ("2023-05-21/2023-05-31", "month-21-to-end", "M"),
    ("2022-07-16/2022-11-15", "from-0716-to-1115", "A"),
    ("2022-07-16/2023-07-15", "from-0716-to-0715", "A"),
    ("../2024-03", "to-date", "_O"),
    ("XXXX-05", None, None),
    ("XXXX-01/XXXX-09", None, None),
    ("2023-05/..", None, None),
]


def period(edtf: str) -> Period:
    found = resolved(edtf)
    return Period(text=edtf, edtf=edtf, start=found.start, end=found.end)


@pytest.mark.parametrize(("edtf", "code", "frequency"), SORTS)
def test_sort(edtf, code, frequency):
    span = sort_of(period(edtf))
    assert (span and span.code, span and span.frequency) == (code, frequency)


def test_no_two_sorts_share_a_code():
    assert len({code for _, code, _ in SORTS if code}) == len(SORTS) - 3 - 2  # untold ones; month and half stand twice


@pytest.mark.parametrize(
    ("edtf", "written"),
    [("2023-05-01/2023-05-31", "2023-05"), ("2023-01/2023-12", "2023"), ("2023-05-03/2023-05-03", "2023-05-03")],
)
def test_the_same_days_are_the_same_period(edtf, written):
    assert canonical(period(edtf)) == written


# periods that are there, runs that miss
GAPS = [
    ("2023-01 2023-02 2023-03", []),
    ("2023-11 2024-02", [("2023-12", "2024-01")]),
    ("2024-02 2023-11 2024-04", [("2023-12", "2024-01"), ("2024-03",)]),
    ("2022-10/2022-12 2023-04/2023-06", [("2023-01/2023-03",)]),
    ("2019 2022", [("2020", "2021")]),
    ("2020-07/2021-06 2022-07/2023-06", [("2021-07/2022-06",)]),
    ("2021-01/2021-05 2023-01/2023-05", [("2022-01/2022-05",)]),
    ("2023-05-01/2023-05-07 2023-05-15/2023-05-21", [("2023-05-08/2023-05-14",)]),
    ("2023-05-01/2023-05-07 2023-05-17/2023-05-23", []),
    ("2024-01-21/2024-01-31 2024-03-21/2024-03-31", [("2024-02-21/2024-02-29",)]),
    ("2023-05-01 2023-05-04", []),
    ("2023-05", []),
]


@pytest.mark.parametrize(("had", "missing"), GAPS)
def test_gaps(had, missing):
    periods = had.split()
    spans = {sort_of(period(edtf)) for edtf in periods}
    assert len(spans) == 1
    assert runs_missing(spans.pop(), periods) == missing
