"""Where the command line writes: devices that are full, standard output by name, permissions, ids that come twice."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest
from typer.testing import CliRunner

import tradenlp
from tradenlp import cli

TEXT = "Exports of tin rose 5% to $3 billion in May 2024.\n"
FULL = Path("/dev/full")
needs_full = pytest.mark.skipif(not FULL.exists(), reason="this system has no device that is always full")
needs_modes = pytest.mark.skipif(os.name == "nt", reason="permissions are Unix's")


@pytest.fixture
def place(tmp_path, monkeypatch) -> Path:
    (tmp_path / "good.txt").write_text(TEXT)
    (tmp_path / "empty.txt").touch()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: object):
    result = CliRunner().invoke(cli.app, [*map(str, arguments)])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


@needs_full
@pytest.mark.parametrize("output", [(), ("-o", "out.jsonl")])
def test_a_full_place_for_errors_is_told_and_stops_nothing(place, output):
    result = run("extract", "good.txt", "empty.txt", "--errors", FULL, *output)
    assert result.exit_code == 1
    assert "[E102] empty.txt" in result.stderr and f"[E117] {FULL}: cannot be written (No space" in result.stderr
    written = (place / "out.jsonl").read_text() if output else result.stdout
    assert json.loads(written)["id"] == "good"


@needs_full
def test_where_nothing_fails_a_full_place_for_errors_is_no_fault(place):
    assert run("extract", "good.txt", "--errors", FULL).exit_code == 0


def test_a_place_for_errors_that_goes_away_is_told(place, monkeypatch):
    (place / "kept.jsonl").write_text("as it was\n")

    def full(old: object, new: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    result = run("extract", "good.txt", "empty.txt", "--errors", "kept.jsonl")
    assert result.exit_code == 1 and "[E117] kept.jsonl" in result.stderr
    assert (place / "kept.jsonl").read_text() == "as it was\n"
    assert sorted(path.name for path in place.iterdir()) == ["empty.txt", "good.txt", "kept.jsonl"]


@needs_full
@pytest.mark.parametrize("command", ["extract", "derive"])
def test_a_full_output_is_told(place, command):
    result = run(command, "good.txt", "-o", FULL, *(["--format", "jsonl"] if command == "extract" else []))
    assert result.exit_code == 1 and "[E117] /dev/full" in result.stderr


@pytest.mark.parametrize("command", ["extract", "derive", "panel"])
def test_a_dash_is_standard_output(place, command):
    before = sorted(place.iterdir())
    named = run(command, "good.txt", "-o", "-")
    assert named.exit_code == 0 and named.stdout == run(command, "good.txt").stdout != ""
    assert sorted(place.iterdir()) == before


def test_a_dash_is_refused_where_a_file_is_needed(place):
    for arguments in (("report", "good.txt", "-o", "-"), ("extract", "good.txt", "--errors", "-")):
        result = run(*arguments)
        assert result.exit_code == 2 and "stands for standard output" in " ".join(result.stderr.split())
    assert run("extract", "-", "-o", "-", "--resume").exit_code == 2
    assert not (place / "-").exists()


@needs_modes
@pytest.mark.parametrize("command", ["extract", "derive", "report"])
def test_a_file_keeps_its_permissions(place, command):
    output = place / "out.jsonl"
    output.touch()
    if command == "report":
        run("report", "good.txt", "-o", output)
    output.chmod(0o600)
    assert run(command, "good.txt", "-o", output).exit_code == 0
    assert output.stat().st_size > 40 and stat.S_IMODE(output.stat().st_mode) == 0o600


@needs_modes
def test_a_journal_is_no_more_open_than_its_output(place, monkeypatch):
    output = place / "out.jsonl"
    output.touch(mode=0o600)
    seen: list[int] = []

    def looking(items, on_error=None):
        seen.append(stat.S_IMODE((place / ".out.jsonl.part").stat().st_mode))
        return iter(())

    monkeypatch.setattr(tradenlp, "extract_all", looking)
    run("extract", "good.txt", "-o", output)
    assert seen == [0o600]


def test_ids_that_come_twice_are_told_once(place):
    lines = [json.dumps({"id": name, "text": TEXT}) for name in ("a", "b", "a", "b", "c", "a")]
    (place / "docs.jsonl").write_text("\n".join(lines))
    result = run("extract", "docs.jsonl", "-o", "out.jsonl")
    told = [line for line in result.stderr.splitlines() if "W104" in line]
    assert result.exit_code == 0 and len(told) == 1
    assert "first 'a': 3 texts bear the id of one before them" in told[0]
    assert len((place / "out.jsonl").read_text().splitlines()) == 6
    assert "W104" not in run("extract", "docs.jsonl", "-q").stderr
    assert "W104" not in run("extract", "good.txt").stderr


def test_names_that_no_system_takes_are_told(place):
    for option in ("-o", "--errors"):
        result = run("extract", "good.txt", option, "x" * 5000 + ".jsonl")
        assert result.exit_code == 2 and "cannot be written" in " ".join(result.stderr.split())
    for name in ("*\x00", "a\x00", "x" * 5000, "[" * 300):
        result = run("extract", name)
        assert result.exit_code == 1 and result.stderr.startswith("[E1")


def test_names_that_are_no_text_can_be_told_in_a_file_of_errors(place):
    result = run("extract", "no\udc9e.txt", "good.txt", "--errors", "e.jsonl")
    assert result.exit_code == 1 and json.loads(result.stdout)["id"] == "good"
    assert json.loads((place / "e.jsonl").read_text(encoding="utf-8"))["data"]["path"] == "no\ufffd.txt"


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("extract good.txt -w 0", "0 is out of bounds; expected a number from 1 to 256."),
        ("extract good.txt --workers 257", "257 is out of bounds; expected a number from 1 to 256."),
        ("extract good.txt --min-confidence nan", "nan is out of bounds; expected a number from 0 to 1."),
        ("panel good.txt --threshold -1", "-1.0 is out of bounds; expected 0 or more."),
        ("evaluate . --mistakes -1", "-1 is out of bounds; expected 0 or more."),
        ("train . -o m --seed 4294967296", "4294967296 is out of bounds; expected a number from 0 to 4294967295."),
        ("review . -o m --port 70000", "70000 is out of bounds; expected a number from 0 to 65535."),
    ],
)
def test_numbers_out_of_bounds_are_told_in_our_words(place, line, told):
    result = run(*line.split())
    assert result.exit_code == 2 and told in " ".join(result.stderr.split())
