"""The command that opens the desk, driven as a user would."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tradenlp import cli, corpus

TEXT = "SEOUL, June 1, 2023 - South Korea's exports rose 6.1% year on year to $52.4 billion in May 2023.\n"


@pytest.fixture
def here(tmp_path, monkeypatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "releases").mkdir()
    for name in ("may", "june"):
        (tmp_path / "releases" / f"{name}.txt").write_text(TEXT, encoding="utf-8")
    return tmp_path


class Running:
    """A desk in a process of its own, from its first line to its end."""

    def __init__(self, *arguments: str) -> None:
        command = [sys.executable, "-m", "tradenlp", "review", *arguments, "--no-browser"]
        flags = {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP} if os.name == "nt" else {}
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True, **flags)
        self.url = self.process.stdout.readline().strip()

    def ask(self, path: str, method: str = "GET", body: object = None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.url + path, data, {"Content-Type": "application/json"}, method=method)
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(request, timeout=20) as answer:
            return json.load(answer)

    def stop(self) -> tuple[int, str]:
        self.process.send_signal(signal.SIGINT)
        _, told = self.process.communicate(timeout=20)
        return self.process.returncode, told


@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C cannot be sent to one process alone there")
def test_it_serves_saves_stops_and_goes_on(here):
    desk = Running("releases", "-o", "reviewed", "--issuer", "Korea Customs")
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/[\w-]{32}/", desk.url)
    rows = desk.ask("api/queue")["items"]
    assert {row["id"] for row in rows} == {"releases-may", "releases-june"}
    opened = desk.ask("api/releases/releases-may")
    opened["draft"]["facts"][0]["slots"][0]["value"] = "Korea"
    body = {"draft": {**opened["draft"], "status": "done"}, "revision": 0}
    assert desk.ask("api/releases/releases-may", "PUT", body)["written"]
    code, told = desk.stop()
    assert code == 0 and "2 releases; saved in reviewed" in told and told.endswith("Stopped; all changes are saved.\n")
    (kept,) = corpus.load("reviewed")
    assert (kept.path, kept.head["issuer"]) == (str(Path("reviewed/releases/releases-may.rel")), "Korea Customs")
    again = Running("releases", "-o", "reviewed", "--quiet")
    assert again.ask("api/releases/releases-may")["draft"] == body["draft"]
    assert {row["status"] for row in again.ask("api/queue")["items"]} == {"done", "open"}
    assert again.stop() == (0, "")


def run(*arguments: str):
    return CliRunner().invoke(cli.app, ["review", *arguments])


@pytest.fixture
def served(monkeypatch) -> list:
    """Desks that would have been served, and what a browser would have been sent to."""
    found = []
    monkeypatch.setattr("tradenlp.review.Server.serve_forever", lambda server: found.append(server))
    monkeypatch.setattr("webbrowser.open", lambda url: found.append(url))
    return found


def test_the_browser_is_opened_unless_it_is_not_wanted(here, served):
    assert run("releases", "-o", "out").exit_code == 0
    url, server = served
    assert url == server.url
    served.clear()
    assert run("releases", "-o", "out", "--no-browser").exit_code == 0
    assert len(served) == 1


def test_bodies_are_named_by_folder_or_by_hand(here, served):
    (here / "other").mkdir()
    (here / "other" / "may.txt").write_text(TEXT, encoding="utf-8")
    run("releases", "other", "-o", "out", "--no-browser")
    assert set(served.pop().desk.items) == {"releases-may", "releases-june", "other-may"}
    run("releases", "other", "-o", "out", "--no-browser", "--body", "KR Customs")
    assert set(served.pop().desk.items) == {"kr-customs-may", "kr-customs-june", "kr-customs-may-2"}


def test_what_cannot_be_read_is_told_and_the_rest_is_served(here, served):
    result = run("releases", "nowhere.txt", "-o", "out", "--no-browser", "-q")
    assert result.exit_code == 1 and "[E101] nowhere.txt" in result.stderr and len(served) == 1


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["nowhere.txt", "-o", "out"], 1, "There is no release to review."),
        (["releases", "-o", "releases/may.txt"], 2, "is a file"),
        (["releases", "-o", "out", "--port", "70000"], 2, "65535"),
        (["releases", "-o", "out", "--model", "nowhere"], 2, "nowhere"),
        (["releases", "-o", "out", "--model", "releases"], 1, "[E303]"),
        (["releases", "-o", "out", "--published", "soon"], 2, "soon"),
    ],
)
def test_mistakes_are_told_in_words(here, served, arguments, code, told):
    result = run(*arguments, "--no-browser")
    assert result.exit_code == code and told in result.stderr and "Traceback" not in result.output
    assert not served


def test_a_text_that_changed_is_told(here, served):
    run("releases", "-o", "out", "--no-browser")
    desk = served.pop().desk
    opened = desk.open("releases-may")
    desk.save("releases-may", opened["draft"], 0)
    (here / "releases" / "may.txt").write_text(TEXT.replace("52.4", "52.5"), encoding="utf-8")
    told = run("releases", "-o", "out", "--no-browser").stderr
    assert "releases-may: its text has changed" in told and "releases-june:" not in told


def test_a_port_that_is_taken_is_told(here, served):
    run("releases", "-o", "out", "--no-browser")
    from tradenlp.review import Server

    holding = Server(served.pop().desk)
    try:
        result = run("releases", "-o", "out", "--no-browser", "--port", str(holding.server_port))
        assert result.exit_code == 1 and f"port {holding.server_port}" in result.stderr
    finally:
        holding.server_close()


def test_a_broken_file_in_the_folder_is_told(here, served):
    (here / "out" / "releases").mkdir(parents=True)
    (here / "out" / "releases" / "releases-may.rel").write_text("mine")
    result = run("releases", "-o", "out", "--no-browser")
    assert result.exit_code == 1 and "releases-may.rel" in result.stderr and not served
    assert (here / "out" / "releases" / "releases-may.rel").read_text() == "mine"


def test_releases_are_read_by_the_model_that_is_named(here, served, monkeypatch):
    asked = []
    real = cli.import_module("tradenlp.pipeline").load_pipeline
    monkeypatch.setattr("tradenlp.pipeline.load_pipeline", lambda model: (asked.append(model), real(None))[1])
    (here / "model").mkdir()
    assert run("releases", "-o", "out", "--no-browser", "--model", "model").exit_code == 0
    assert asked == [Path("model")]
