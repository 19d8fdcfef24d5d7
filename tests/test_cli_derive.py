"""The command that derives, driven as a user would."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

import tradenlp
from tradenlp import cli

TEXT = "Exports of Chile rose 25% year on year to $10.0 billion in May 2024, and exports to China were $4.0 billion."


def run(*arguments: str | Path, stdin: str | None = None):
    return CliRunner().invoke(cli.app, ["derive", *map(str, arguments)], input=stdin)


def test_releases_and_extracted_documents_give_the_same(tmp_path: Path) -> None:
    release = tmp_path / "release.txt"
    release.write_text(TEXT, encoding="utf-8")
    told = run(release, "--published", "2024-06-15")
    assert told.exit_code == 0
    (line,) = told.stdout.splitlines()
    derived = {d["kind"]: d for d in json.loads(line)["derived"]}
    assert derived["base_level"]["number"] == "8000000000"
    assert derived["base_level"]["period"] == "2023-05"
    document = tradenlp.extract(TEXT, published="2024-06-15", id=json.loads(line)["id"])
    (tmp_path / "facts.jsonl").write_text(document.to_json() + "\n", encoding="utf-8")
    out = tmp_path / "derived.jsonl"
    assert run(tmp_path / "facts.jsonl", "-o", out).exit_code == 0
    assert out.read_text(encoding="utf-8") == told.stdout


def test_what_cannot_be_read_is_told_and_the_rest_comes_out(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    told = run(tmp_path / "a.txt", tmp_path / "none.txt")
    assert told.exit_code == 1
    assert len(told.stdout.splitlines()) == 1
    assert "none.txt" in told.stderr


@pytest.mark.parametrize("output", ["no/such/folder.jsonl", "same.txt"])
def test_a_place_that_cannot_be_written_is_refused(tmp_path: Path, output: str) -> None:
    release = tmp_path / "same.txt"
    release.write_text(TEXT, encoding="utf-8")
    assert run(release, "-o", tmp_path / output).exit_code == 2
    assert release.read_text(encoding="utf-8") == TEXT
