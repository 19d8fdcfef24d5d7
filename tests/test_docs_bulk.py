"""What the page on many releases shows runs, in a folder that holds some; the page on speed has its results."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tradenlp import cli

from .pages import blocks_of, commands_of

DOCS = Path(__file__).parents[1] / "docs"
PAGE = (DOCS / "bulk.md").read_text(encoding="utf-8")
BLOCKS = blocks_of(PAGE)
COMMANDS = commands_of(PAGE)


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Path:
    releases = tmp_path / "releases"
    releases.mkdir()
    for n, place in enumerate(("Chile", "Peru", "Kenya")):
        (releases / f"{place}.txt").write_text(f"{place}'s exports rose {n + 2}% to ${n + 5} billion in May 2024.")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_commands_run(folder):
    assert len(COMMANDS) == 4
    for command in COMMANDS:
        result = CliRunner().invoke(cli.app, shlex.split(command)[1:])
        assert (result.exit_code, result.stderr) == (0, ""), command
    assert len((folder / "facts.csv").read_text().splitlines()) == 4
    assert (folder / "failed.jsonl").read_text() == ""


def test_blocks_run_one_after_the_other(folder, capsys):
    assert len(BLOCKS) == 2
    names: dict[str, object] = {}
    for code in BLOCKS:
        exec(compile(code, "bulk.md", "exec"), names)
    said = capsys.readouterr().out.splitlines()
    assert said == ["Chile 1", "Kenya 1", "Peru 1", "1", "1", "1"]
    assert names["failed"] == []


def test_speeds_are_told_as_they_were_measured():
    results = json.loads((DOCS / "speed.json").read_text(encoding="utf-8"))
    page = (DOCS / "speed.md").read_text(encoding="utf-8")
    for name, told in results["contenders"].items():
        row = next(line for line in page.splitlines() if line.startswith(f"| {name} |"))
        assert told.get("failed", f"{told.get('tokens_per_second', 0):,.0f}") in row
    assert (DOCS / "speed.svg").read_text(encoding="utf-8").lstrip().startswith("<?xml")
