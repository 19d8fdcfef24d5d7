"""Commands that read texts take the weights of a folder."""

from __future__ import annotations

import json
import shutil

import pytest
from typer.testing import CliRunner

import tradenlp
from tradenlp import cli
from tradenlp.documents import Source, writers
from tradenlp.provenance import SHIPPED, weights

TEXT = "Chile's exports rose 3.1% year on year to $8.0 billion in May 2024.\n"


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    """The weights of the package under a name of their own."""
    folder = tmp_path_factory.mktemp("models") / "mine"
    shutil.copytree(SHIPPED, folder)
    (folder / "about.txt").write_text("mine")
    return folder


@pytest.fixture
def release(tmp_path):
    path = tmp_path / "may.txt"
    path.write_text(TEXT)
    return path


def run(*arguments):
    return CliRunner().invoke(cli.app, [str(each) for each in arguments])


@pytest.mark.parametrize("more", [(), ("--workers", 2)])
def test_facts_are_read_with_the_weights_of_a_folder(model, release, more):
    told = json.loads(run("extract", release, "--model", model, *more).stdout)
    assert told["provenance"]["model"] == weights(model) != weights()
    assert [fact["indicator"] for fact in told["facts"]] == ["exports"]


def test_a_run_goes_on_with_the_same_weights_alone(model, release, tmp_path, monkeypatch):
    output = tmp_path / "facts.csv"
    monkeypatch.setattr(writers, "write", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))  # killed at the end
    run("extract", release, "-o", output)
    monkeypatch.undo()
    told = run("extract", release, "--model", model, "-o", output, "--resume")
    assert told.exit_code == 2 and "E123" in told.output and "weights" in told.output
    assert run("extract", release, "-o", output, "--resume").exit_code == 0


def test_a_report_tells_the_weights(model, release, tmp_path):
    mine, other = tmp_path / "mine.html", tmp_path / "other.html"
    assert run("report", release, "--model", model, "-o", mine).exit_code == 0
    assert run("report", release, "-o", other).exit_code == 0
    assert mine.read_bytes() != other.read_bytes()  # the name of the weights is all that differs


@pytest.mark.parametrize("command", ["extract", "report", "panel", "derive"])
def test_a_folder_without_weights_is_told(command, release, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    told = run(command, release, "--model", tmp_path)
    assert told.exit_code == 2 and "E303" in told.output


def test_texts_are_read_with_other_weights_in_python(model):
    (document,) = tradenlp.extract_all([Source("may", None, TEXT, "may.txt")], model=model)
    assert document.provenance.model == weights(model)
    with pytest.raises(tradenlp.ConfigError, match="E303"):
        tradenlp.extract_all([], model=model.parent)
