"""What the page on panels shows runs, in a folder that holds releases."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tradenlp import cli

from ..pages import blocks_of, commands_of

PAGE = (Path(__file__).parents[2] / "docs" / "panel.md").read_text(encoding="utf-8")
BLOCKS = blocks_of(PAGE)
COMMANDS = commands_of(PAGE)
TEXT = (
    "SEOUL, {month} 28, {year} - South Korea's exports rose {rate}% year on year to ${level} billion in {month} {year}."
)
MONTHS = ("January", "February", "March", "May")


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Path:
    releases = tmp_path / "releases"
    releases.mkdir()
    for year in (2022, 2023):
        for n, month in enumerate(MONTHS):
            text = TEXT.format(month=month, year=year, rate=n + 2, level=50 + n + year % 2022)
            (releases / f"{year}-{month}.txt").write_text(text)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_commands_run(folder):
    assert len(COMMANDS) > 5
    for command in COMMANDS:
        result = CliRunner().invoke(cli.app, shlex.split(command)[1:])
        assert (result.exit_code, result.stderr) == (0, ""), command
    assert (folder / "trade.structure.xml").exists()


# The client for SDMX leaves files that it opens to the garbage collector.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning", "ignore::ResourceWarning")
def test_blocks_run_one_after_the_other(folder, capsys):
    assert len(BLOCKS) == 2
    names: dict[str, object] = {}
    for code in BLOCKS:
        exec(compile(code, "panel.md", "exec"), names)
    said = capsys.readouterr().out
    assert "South Korea: exports, USD, month 2023-05 54000000000" in said
    assert said.splitlines()[-1] == str(len(names["panel"]))
    assert (folder / "exports.png").stat().st_size > 10_000
