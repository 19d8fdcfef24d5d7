"""What the page on reports shows runs, in a folder that holds releases."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tradenlp import cli

from ..pages import blocks_of, commands_of, lay_out

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "report.md").read_text(encoding="utf-8")
BLOCKS = blocks_of(PAGE)
COMMANDS = commands_of(PAGE)
TEXT = "VALPARAISO, June 15, 2024 - Chile's exports rose 3.1% year on year to $8.0 billion in May 2024."


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Path:
    lay_out(tmp_path, TEXT)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_commands_run(folder):
    assert len(COMMANDS) == 3
    for command in COMMANDS:
        (folder / "report.html").unlink(missing_ok=True)
        result = CliRunner().invoke(cli.app, shlex.split(command)[1:])
        assert result.exit_code == 0, (command, result.output)
        assert (folder / "report.html").stat().st_size > 50_000


def test_blocks_run_one_after_the_other(folder, capsys):
    assert len(BLOCKS) == 4
    names: dict[str, object] = {}
    for code in BLOCKS:
        exec(compile(code, "report.md", "exec"), names)
    said = capsys.readouterr().out
    assert "2 Trade facts of 2 releases" in said
    assert "8.0 \u2212 6.5 = 1.5 bn USD, printed 1.9: does not hold" in said
    assert (folder / "chile.html").exists()
    assert "INDICATOR" in str(names["markup"])


def test_pictures_are_there_and_small():
    for name in re.findall(r"!\[[^]]*\]\(([^)]*)\)", PAGE):
        assert 10_000 < (DOCS / name).stat().st_size < 200_000


def test_it_takes_no_extracted_documents_as_the_page_says(folder):
    CliRunner().invoke(cli.app, ["extract", "releases", "-o", "facts.jsonl"])
    assert CliRunner().invoke(cli.app, ["report", "facts.jsonl"]).exit_code == 1
