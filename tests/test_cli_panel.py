"""The command that makes panels, driven as a user would."""

from __future__ import annotations

import csv
from pathlib import Path

import duckdb
import polars
import pytest
from typer.testing import CliRunner

import tradenlp
from tradenlp import cli

TEXT = "SEOUL, {day} - South Korea's exports rose {growth}% year on year to ${level} billion in {month} 2023."
RELEASES = {
    "2023-06-01": ("June 1, 2023", "May", "6.1", "52.4"),
    "2023-08-01": ("August 1, 2023", "July", "3.3", "51.2"),
}


@pytest.fixture
def run():
    def invoke(*arguments: str | Path):
        return CliRunner().invoke(cli.app, ["panel", *map(str, arguments)], env={"COLUMNS": "160"})

    return invoke


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """Two releases as text, and one as ``tradenlp extract`` wrote it."""
    folder = tmp_path_factory.mktemp("releases")
    for day, (dateline, month, growth, level) in RELEASES.items():
        text = TEXT.format(day=dateline, month=month, growth=growth, level=level)
        (folder / f"{day}.txt").write_text(text, encoding="utf-8")
    later = "SEOUL, September 1, 2023 - South Korea's exports in July 2023 were revised to $51.6 billion."
    document = tradenlp.extract(later, published="2023-09-01", id="september")
    (folder / "facts.jsonl").write_text(document.to_json() + "\n", encoding="utf-8")
    return folder


def test_a_table_of_series(run, folder):
    result = run(folder, "--gaps", "--revisions")
    assert (result.exit_code, result.stderr) == (0, "")
    assert "South Korea: exports" in result.stdout
    assert "51.6 bn USD" in result.stdout
    assert "2023-06" in result.stdout  # the gap
    assert "+0.78" in result.stdout  # the revision


def test_formats(run, folder, tmp_path):
    for suffix in ("csv", "parquet", "duckdb"):
        result = run(folder, "-o", tmp_path / f"x.{suffix}")
        assert (result.exit_code, result.output) == (0, ""), suffix
    assert run(folder, "-o", tmp_path / "s.csv", "--format", "sdmx").exit_code == 0
    assert (tmp_path / "s.structure.xml").exists()
    with (tmp_path / "x.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [row["value"] for row in rows if row["measure"] == "amount"] == ["52400000000", "51600000000"]
    assert [bool(row["sentence"]) for row in rows if row["measure"] == "amount"] == [True, False]
    assert polars.read_parquet(tmp_path / "x.parquet").height == len(rows)
    with duckdb.connect(str(tmp_path / "x.duckdb"), read_only=True) as database:
        assert database.execute("SELECT count(*) FROM observations").fetchone() == (len(rows),)


def test_filters(run, folder, tmp_path):
    out = tmp_path / "x.csv"
    result = run(folder, "-o", out, "--reporter", "kr", "--partner", "none", "--indicator", "exports")
    assert result.exit_code == 0
    result = run(folder, "--reporter", "FR", "--commodity", "cars")
    assert result.exit_code == 1
    assert result.stderr.startswith("[E507] No series fits --reporter FR, --commodity cars.")


def test_errors_are_told_and_the_rest_comes_out(run, folder, tmp_path):
    bad = tmp_path / "bad.jsonl"
    good = (folder / "facts.jsonl").read_text(encoding="utf-8")
    bad.write_text(good + '{"facts": [{}]}\nno json\n', encoding="utf-8")
    result = run(tmp_path / "missing.txt", bad, "-o", tmp_path / "x.csv")
    assert result.exit_code == 1
    assert [line[:6] for line in result.stderr.splitlines()] == ["[E119]", "[E107]", "[E101]"]
    assert (tmp_path / "x.csv").exists()


def test_nothing_read_replaces_nothing(run, tmp_path):
    out = tmp_path / "x.csv"
    out.write_text("from an earlier run")
    empty = tmp_path / "empty.txt"
    empty.write_text("Nothing of trade in here.")
    for path, code in ((tmp_path / "missing.txt", "[E101]"), (empty, "[E502]")):
        result = run(path, "-o", out)
        assert (result.exit_code, result.stderr[:6], out.read_text()) == (1, code, "from an earlier run")


WRONG = [
    ["--format", "csv"],
    ["-o", "x.txt"],
    ["-o", "no/such/folder/x.csv"],
    ["--published", "yesterday"],
    ["--min-confidence", "2"],
    ["--threshold", "-1"],
    ["--format", "xls"],
]


@pytest.mark.parametrize("options", WRONG, ids=" ".join)
def test_wrong_options(run, folder, options):
    result = run(folder, *options)
    assert result.exit_code == 2
    assert result.stdout == ""


def test_output_over_an_input_is_refused(run, folder, tmp_path):
    facts = tmp_path / "facts.csv"
    facts.write_text("x")
    assert run(facts, "-o", facts).exit_code == 2
