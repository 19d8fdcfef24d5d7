"""The project file of training: its steps name files and commands that exist, in an order that can run."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest
import srsly
from typer.main import get_command
from weasel.util import load_project_config

from tradenlp.cli import app

TRAINING = Path(__file__).parents[1] / "training"
PROJECT = load_project_config(TRAINING)
STEPS = {command["name"]: command for command in PROJECT["commands"]}


def test_the_workflow_runs_every_step_and_each_finds_what_it_needs():
    assert PROJECT["workflows"]["all"] == list(STEPS)
    made: set[str] = set()
    for step in STEPS.values():
        for path in step["deps"]:
            assert path in made or (TRAINING / path).exists(), f"{step['name']} needs {path}"
        made |= set(step.get("outputs", ()))
        assert all(path.startswith("build/") for path in step.get("outputs", ()))
        assert step["help"].endswith(".")


@pytest.mark.parametrize("line", [line for step in STEPS.values() for line in step["script"]])
def test_steps_call_commands_with_options_that_exist(line: str):
    python, flag, module, *words = shlex.split(line)
    assert python == "python"
    if flag == "-c":
        compile(module, "project.yml", "exec")
        return
    assert flag == "-m" and module in ("tradenlp", "spacy")
    if module == "tradenlp":
        command = get_command(app)
        while hasattr(command, "commands"):
            command = command.commands[words.pop(0)]
        known = {name for parameter in command.params for name in parameter.opts}
        assert {word for word in words if word.startswith("--")} <= known


def test_the_package_is_called_as_its_meta_says():
    meta = srsly.read_json(TRAINING / "meta.json")
    assert (meta["name"], meta["version"]) == (PROJECT["vars"]["name"], PROJECT["vars"]["version"])
    assert any(requirement.startswith("tradenlp") for requirement in meta["requirements"])
