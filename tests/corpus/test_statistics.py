"""Counts of a corpus."""

from __future__ import annotations

from pathlib import Path

from tradenlp.corpus import Corpus, load, statistics
from tradenlp.corpus.statistics import markdown


def test_counts_by_split_label_phenomenon_and_body(folder: Path) -> None:
    tables = {table.name: table for table in statistics(load(folder))}
    assert [row[:3] for row in tables["splits"].rows] == [("test", 1, 1), ("train", 2, 1), ("total", 3, 2)]
    assert tables["splits"].records()[0] == {
        "split": "test",
        "releases": 1,
        "bodies": 1,
        "words": 14,
        "entities": 7,
        "facts": 1,
        "claims": 2,
    }
    assert ("MONEY", 1, 2, 3) in tables["labels"].rows
    assert tables["phenomena"].rows == (("ellipsis", 1, 2, 3), ("table", 1, 2, 3))
    assert tables["indicators"].rows == (("exports", 1, 2, 3),)
    assert [row[:3] for row in tables["bodies"].rows] == [("oz", "test", 1), ("ac", "train", 2)]


def test_nothing_gives_empty_tables() -> None:
    assert all(table.rows == () for table in statistics([]))


def test_splits_add_up(annotations: Corpus) -> None:
    for table in statistics(annotations):
        if table.columns[-1] == "total":
            assert all(row[-1] == sum(row[1:-1]) for row in table.rows) and table.rows


def test_markdown_has_a_table_for_each(folder: Path) -> None:
    text = markdown(statistics(load(folder)))
    assert text.count("### ") == 5
    assert "| MONEY | 1 | 2 | 3 |" in text
