"""What the page on the desk shows runs, in a folder that holds releases."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from tradenlp import cli

from ..pages import blocks_of, commands_of, lay_out
from .conftest import AMBER

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "review.md").read_text(encoding="utf-8")
BLOCKS = blocks_of(PAGE)
COMMANDS = commands_of(PAGE)


@pytest.fixture
def here(tmp_path, monkeypatch) -> Path:
    lay_out(tmp_path, AMBER)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_desk_opens_as_the_page_says(here, monkeypatch):
    served = []
    monkeypatch.setattr("tradenlp.review.Server.serve_forever", lambda server: served.append(server.desk))
    monkeypatch.setattr("webbrowser.open", lambda url: None)
    opening = [command for command in COMMANDS if command.startswith("tradenlp review")]
    assert len(opening) == 3
    for command in opening:
        result = CliRunner().invoke(cli.app, shlex.split(command)[1:])
        assert result.exit_code == 0, (command, result.output)
    assert [sorted(desk.items) for desk in served[:2]] == [["releases-a", "releases-b"], ["acme-customs-a"]]


def test_what_is_saved_is_validated_as_the_page_says(here):
    (validating,) = [command for command in COMMANDS if "validate" in command]
    exec(compile(BLOCKS[0], "review.md", "exec"), {})
    result = CliRunner().invoke(cli.app, shlex.split(validating)[1:])
    assert result.exit_code == 0, result.output


def test_commands_have_options_that_exist():
    assert len(COMMANDS) == 5
    for line in COMMANDS:
        command, words = get_command(cli.app), shlex.split(line)[1:]
        while hasattr(command, "commands"):
            command = command.commands[words.pop(0)]
        known = {name for parameter in command.params for name in parameter.opts + parameter.secondary_opts}
        assert {word for word in words if word.startswith("-")} <= known
    named = re.findall(r"`(--[a-z-]+)", PAGE)
    known = {name for each in get_command(cli.app).commands["review"].params for name in each.opts}
    assert set(named) <= known | {"--base"}


def test_the_block_runs(here, capsys):
    (code,) = BLOCKS
    exec(compile(code, "review.md", "exec"), {})
    assert capsys.readouterr().out == "True\n1 release\n"
    assert (here / "reviewed" / "chile-customs" / "chile-customs-may.rel").exists()


def test_the_picture_is_there_and_small_and_links_lead_somewhere():
    for name in re.findall(r"!\[[^]]*\]\(([^)]*)\)", PAGE):
        assert 10_000 < (DOCS / name).stat().st_size < 200_000
    for target in re.findall(r"[^!]\[[^]]*\]\(([^)#]*)", PAGE):
        assert (DOCS / target).exists(), target
