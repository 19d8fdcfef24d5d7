"""Links of the figures in tables."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tradenlp.analysis.model import Link, Mention
from tradenlp.analysis.naming import find_named
from tradenlp.analysis.table_spans import composed
from tradenlp.analysis.tables import label_mentions, table_links, with_labels
from tradenlp.reading import calendars
from tradenlp.reading.figures import find_figures
from tradenlp.reading.periods import find_periods
from tradenlp.reading.resolve import resolve_all
from tradenlp.reading.table_periods import table_periods
from tradenlp.reading.tables import Table, cell_figures, find_tables, occupied

CASES = json.loads((Path(__file__).parent / "cases" / "tables.json").read_text(encoding="utf-8"))


def mentions_of(text: str, published: date | None) -> tuple[list[Table], list[Mention]]:
    """Tables and all mentions, table cells first."""
    tables = find_tables(text)
    spans = table_periods(text, tables, find_periods(text))
    figures = cell_figures(text, tables, [(p.start, p.end) for p in spans])
    spans = [p for p in spans if not any(f.start < p.end and p.start < f.end for f in figures)]
    figures += find_figures(text, sorted([(p.start, p.end) for p in spans] + occupied(tables)))
    out = [Mention(f.label, f.start, f.end, text[f.start : f.end], figure=f) for f in figures]
    for span, value in zip(spans, resolve_all(text, spans, published, None), strict=True):
        out.append(Mention("PERIOD", span.start, span.end, text[span.start : span.end], period=span, value=value))
    out.sort(key=lambda m: m.start)
    out = sorted([*out, *find_named(text, [(m.start, m.end) for m in out])], key=lambda m: m.start)
    return tables, with_labels(out, label_mentions(text, tables, out))


def slot(link: Link, dimension: str) -> str | None:
    """What fills a slot: canonical name of a place, words of goods (their names are the lexicon's matter)."""
    found = link.slots.get(dimension)
    if not found:
        return None
    if dimension == "indicator":
        return found[0].indicator
    if dimension == "period":
        return found[0].value.edtf if found[0].value else None
    if dimension in ("commodity", "segment"):
        return found[0].text
    return found[0].name or found[0].text


def shown(link: Link) -> str:
    """A link on one line."""
    out = [f"{link.measure} {link.figure.text}"]
    for dimension in ("indicator", "reporter", "partner", "commodity", "segment", "period"):
        value = slot(link, dimension)
        if value is not None:
            out.append(f"{dimension}={value}")
    if link.joins is not None:
        out.append(f"joins={link.joins.text}")
    if link.measure == "change":
        out.append(f"basis={link.basis}")
    if link.of is not None:
        out.append(f"of={link.of}")
    if link.modality != "actual":
        out.append(link.modality)
    return " | ".join([*out, *link.qualifiers])


def links_of(text: str, published: str, reporter: str | None) -> list[str]:
    """Links of a text; the first period before its first table is the main one."""
    tables, mentions = mentions_of(text, date.fromisoformat(published))
    owner = next((m for m in mentions if m.name == reporter and m.label in ("PLACE", "DEMONYM")), None)
    start = tables[0].start if tables else 0
    main = next((m for m in mentions if m.label == "PERIOD" and m.start < start), None)
    return [shown(link) for link in table_links(text, tables, mentions, main, owner)]


def test_enough_cases() -> None:
    assert len(CASES) >= 35
    assert sum(len(case["links"]) for case in CASES) >= 280


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_links(case: dict) -> None:
    assert links_of("\n".join(case["text"]), case["published"], case["reporter"]) == case["links"]


def test_every_figure_of_a_table_of_values_has_one_link() -> None:
    for case in CASES:
        text = "\n".join(case["text"])
        tables, mentions = mentions_of(text, None)
        links = table_links(text, tables, mentions, None, None)
        assert len({id(link.figure) for link in links}) == len(links)
        assert all(link.joins is None or link.joins is not link.figure for link in links)


def mention(edtf: str) -> Mention:
    """A period by its value."""
    return Mention("PERIOD", 0, 4, "some", value=calendars.resolved(edtf))


@pytest.mark.parametrize(
    ("year", "months", "expected"),
    [
        ("2023", "2024-01/2024-10", "2023-01/2023-10"),
        ("2023", "XXXX-05", "2023-05"),
        ("2022-07/2023-06", "2023-07/2024-05", "2022-07/2023-05"),
        ("2023-10/2024-09", "XXXX-10/XXXX-05", "2023-10/2024-05"),
        ("2022-04/2023-03", "2024-01/2024-03", "2023-01/2023-03"),
        ("2023", "2024", None),
        ("2023-05", "2024-01", None),
        ("2023", "2024-05-09", None),
        ("2023", "2023-11/2024-02", None),
    ],
)
def test_year_and_months_make_one_period(year: str, months: str, expected: str | None) -> None:
    found = composed(mention(year), mention(months))
    assert (found.value.edtf if found and found.value else None) == expected


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "| ",
                "\t",
                "   ",
                "\n",
                "1,234.5",
                "12.3%",
                "2023",
                "2024",
                "Exports",
                "Imports",
                "Change %",
                "Total",
                "(US$ m)",
                "May 24",
            ]
            + ["China", "coffee", "y/y", "n.a.", "-", "Rank", "Share", "Unit", "t", "5 (+2%)"]
        ),
        max_size=60,
    ).map(" ".join)
)
def test_any_arrangement_is_linked_without_error(text: str) -> None:
    tables, mentions = mentions_of(text, None)
    for link in table_links(text, tables, mentions, None, None):
        assert link.figure.figure is not None
        assert link.measure in ("amount", "change", "share", "rank")
