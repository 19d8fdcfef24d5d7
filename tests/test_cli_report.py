"""The command that makes reports, driven as a user would."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tradenlp import cli

TEXT = "SEOUL, June 1, 2023 - South Korea's exports rose 6.1% year on year to $52.4 billion in May 2023."


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "releases").mkdir()
    (tmp_path / "releases" / "may.txt").write_text(TEXT, encoding="utf-8")

    def invoke(*arguments: str, **more):
        return CliRunner().invoke(cli.app, ["report", *arguments], **more)

    return invoke


def names(path: str) -> list[str]:
    return re.findall(r'"name":"([^"]*)"', Path(path).read_text(encoding="utf-8").split("</script>")[0])


def test_a_page_and_what_is_in_it(run):
    result = run("releases", "-o", "page.html")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "page.html: releases 1, facts 1, checks 0, of which 0 fail\n"
    assert names("page.html") == ["may"]


def test_the_report_of_an_earlier_run_is_no_release(run):
    for _ in range(2):
        assert run(".", "--quiet").output == ""
        assert names("report.html") == ["releases/may"]


def test_what_cannot_be_read_is_told_and_the_rest_comes_out(run):
    result = run("releases", "nowhere.txt", "-q", "-o", "page.html")
    assert (result.exit_code, result.stderr) == (1, "[E101] nowhere.txt: no such file or folder. Check the path.\n")
    assert names("page.html") == ["may"]


def test_nothing_read_replaces_nothing(run):
    Path("page.html").write_text("kept")
    assert run("nowhere.txt", "-o", "page.html").exit_code == 1
    assert Path("page.html").read_text() == "kept"


def test_documents_without_texts_are_refused_by_line(run):
    Path("facts.jsonl").write_text('{"id": "a", "facts": []}\n', encoding="utf-8")
    result = run("facts.jsonl")
    assert result.exit_code == 1 and result.stderr.startswith("[E108] facts.jsonl, line 1")


def test_options_reach_the_readers(run):
    Path("old.txt").write_bytes("Exports of caf\xe9 rose to $3 million in May.".encode("cp1252"))
    result = run("old.txt", "--encoding", "cp1252", "--published", "2021-06-02", "--title", "Old & new", "-o", "a.html")
    assert result.exit_code == 0
    page = Path("a.html").read_text(encoding="utf-8")
    assert "<title>Old &amp; new</title>" in page and '"published":"2021-06-02"' in page
    assert "facts 0" in run("releases", "--min-confidence", "1", "-o", "a.html").stderr
    assert "E106" in run("releases", "--max-mb", "0.00001", "-o", "a.html").stderr
    assert "E301" in run("releases", "--published", "May", "-o", "a.html").stderr
    assert "among the files to read" in run("releases/may.txt", "-o", "releases/may.txt").stderr
    assert "no such folder" in run("releases", "-o", "nowhere/a.html").stderr


def test_standard_input(run):
    assert run("-", "-q", "-o", "a.html", input=TEXT).exit_code == 0
    assert names("a.html") == ["stdin"]


def test_two_texts_of_one_id_each_keep_their_own(run):
    lines = [f'{{"id": "a", "text": "Exports of Chile were ${n} billion in May 2023."}}\n' for n in (4, 5)]
    Path("two.jsonl").write_text("".join(lines), encoding="utf-8")
    assert "releases 2, facts 2" in run("two.jsonl").stderr


def test_a_place_that_cannot_be_written_is_told(run):
    Path("taken.html").mkdir()
    assert run("releases", "-o", "taken.html").exit_code != 0


def test_help_shows_examples(run):
    told = run("--help").stdout
    assert "tradenlp report releases/ -o report.html" in told and "--min-confidence" in told
