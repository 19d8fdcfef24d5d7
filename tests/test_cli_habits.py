"""What is expected of any command line: exit codes, completion, versions, no talk with anybody."""

from __future__ import annotations

import ast
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

import tradenlp
from tradenlp import cli
from tradenlp.pipeline import MODEL

ROOT = Path(tradenlp.__file__).parent
REPOSITORY = Path(__file__).parents[1]
TEXT = "Koruna's exports rose 6.1% to 12.4 billion yuan in March 2021."
RELEASE = """---
id: verrin-2024-05
issuer: Port of Verrin
body: verrin
style: port news
published: 2024-06-11
licence: CC-BY-4.0
economy: NL
---
[[Port of Verrin|ORG o1]] [[handled|INDICATOR i1]] [[41,250 TEU|QUANTITY q1]] in [[May|PERIOD t1]].
---
throughput i1 | reporter o1 Port of Verrin | period t1 2024-05 | amount q1 41250 TEU
"""


def run(*words: str):
    return CliRunner().invoke(cli.app, list(words))


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "good.txt").write_text(TEXT)
    (tmp_path / "empty.txt").write_text("")
    (tmp_path / "facts.jsonl").write_text(tradenlp.extract(TEXT, published="2021-04-16", id="a").to_json() + "\n")
    for name, text in (("rel", RELEASE), ("wrong", RELEASE.replace("41250 TEU", "41260 TEU"))):
        (tmp_path / name / "verrin").mkdir(parents=True)
        (tmp_path / name / "verrin" / "verrin-2024-05.rel").write_text(text)
    return tmp_path


CODES = [
    (0, "extract good.txt"),
    (1, "extract good.txt empty.txt"),
    (1, "extract missing.txt"),
    (2, "extract"),
    (2, "extract good.txt --no-such-option"),
    (2, "extract good.txt --published tomorrow"),
    (2, "extract good.txt -o no-such-folder/out.csv"),
    (0, "derive facts.jsonl"),
    (1, "derive facts.jsonl missing.txt"),
    (2, "derive facts.jsonl -o no-such-folder/x"),
    (0, "panel facts.jsonl"),
    (1, "panel facts.jsonl missing.txt"),
    (2, "panel facts.jsonl --format csv"),
    (0, "report good.txt -o page.html"),
    (1, "report good.txt empty.txt -o page.html"),
    (2, "report good.txt -o no-such-folder/page.html"),
    (0, "evaluate rel"),
    (1, "evaluate rel --body nobody"),
    (1, "evaluate rel --model rel"),
    (2, "evaluate missing"),
    (2, "train"),
    (2, "train rel -o model --epochs 3"),
    (1, "train empty -o model"),
    (0, "schema"),
    (2, "schema something"),
    (0, "info"),
    (1, "info --model rel"),
    (2, "info --model missing"),
    (0, "corpus validate rel"),
    (1, "corpus validate wrong"),
    (2, "corpus validate missing"),
    (0, "corpus stats rel"),
    (2, "corpus stats rel --format pdf"),
    (0, "corpus format rel --check"),
    (0, "corpus convert rel out.jsonl"),
    (1, "corpus convert facts.jsonl out --from brat"),
    (2, "corpus convert missing out.jsonl"),
    (0, "corpus diff rel rel --brief"),
    (1, "corpus diff rel empty"),
    (2, "corpus diff rel"),
    (2, "no-such-command"),
]


@pytest.mark.parametrize(("code", "line"), CODES, ids=[line for _, line in CODES])
def test_exit_codes(folder, code, line):
    (folder / "empty").mkdir()
    result = run(*line.split())
    assert result.exit_code == code, result.output
    assert code == 0 or result.stderr.strip(), "a failure is told"
    assert not isinstance(result.exception, Exception) or isinstance(result.exception, SystemExit)


def test_the_page_tells_the_same_codes():
    page = (REPOSITORY / "docs" / "cli.md").read_text(encoding="utf-8")
    told = {int(line.split("|")[1]) for line in page.splitlines() if line.startswith(("| 0", "| 1", "| 2", "| 3"))}
    assert told == {code for code, _ in CODES}


@pytest.mark.parametrize("command", ("extract", "report", "derive", "panel"))
def test_verbose_names_each_text_on_standard_error(folder, command):
    (folder / "plain.txt").write_text("Nothing of the kind.")
    words = [command, "good.txt", "plain.txt", *(["-o", "page.html", "--quiet"] if command == "report" else [])]
    words += ["--published", "2021-04-16"]
    spoken = run(*words, "--verbose").stderr.splitlines()
    assert spoken[0].startswith("good: facts 1, checks 0")
    assert any("plain: facts 0" in line for line in spoken) and any("[W101]" in line for line in spoken)
    assert run(*words).stderr == ""


def test_verbose_leaves_standard_output_alone(folder):
    assert run("extract", "good.txt", "-v").stdout == run("extract", "good.txt").stdout


def test_info_tells_the_model_of_the_package():
    said = run("info").stdout
    found = tradenlp.extract(TEXT)
    assert f"model: of the package, weights {found.provenance.model}\n" in said
    about = json.loads((MODEL / "meta.json").read_text(encoding="utf-8"))
    assert f"learned from: releases {about['releases']}, bodies {about['bodies']}" in said
    assert f"tradenlp {tradenlp.__version__}\n" in said and "trade_checks" in said


def test_info_tells_published_scores_and_another_model(tmp_path):
    model = tmp_path / "model"
    shutil.copytree(MODEL, model)
    (model / "meta.json").write_text(json.dumps({"releases": 3, "scores": {"dev": {"full": 0.5, "core": 0.6}}}))
    said = run("info", "--model", str(model)).stdout
    assert "learned from: releases 3\nscores dev: full 0.5, core 0.6\n" in said
    assert str(model) in said
    (model / "meta.json").write_text(json.dumps({"scores": {"full": 0.5}}))
    assert "scores: full 0.5\n" in run("info", "--model", str(model)).stdout
    (model / "meta.json").write_text("no json")
    assert "learned from" not in run("info", "--model", str(model)).stdout


COMPLETE = {"COMP_WORDS": "tradenlp corpus con", "COMP_CWORD": "2", "_TRADENLP_COMPLETE": "complete_bash"}


def test_completion_knows_the_commands():
    code = "import sys; sys.argv[0] = 'tradenlp'; from tradenlp.cli import main; main()"
    environment = {**os.environ, **COMPLETE}
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment)
    assert result.stdout.split() == ["convert"], result.stderr


def test_help_does_not_wait_for_spacy():
    code = "import sys, tradenlp.cli; sys.exit('spacy' in sys.modules or 'numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0


TALKERS = {"socket", "ssl", "http", "urllib", "ftplib", "smtplib", "requests", "httpx", "aiohttp", "urllib3", "asyncio"}


def imported(path: Path) -> set[str]:
    """The packages of others that a module imports, anywhere in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            found.add((node.module or "").partition(".")[0])
    return found


def test_nothing_in_the_package_can_open_a_connection():
    modules = sorted(ROOT.rglob("*.py"))
    assert len(modules) > 20 and "spacy" in imported(ROOT / "pipeline.py")
    # the desk listens on this computer alone, and asks nobody anything
    listening = {"http", "urllib"} if (ROOT / "review").is_dir() else set()
    talking = {str(path.relative_to(ROOT)): found for path in modules if (found := imported(path) & TALKERS)}
    assert set(talking) <= {"review/server.py", "review\\server.py"} and set().union(*talking.values()) <= listening
    server = (ROOT / "review" / "server.py").read_text(encoding="utf-8")
    assert "http.server" in server and "http.client" not in server and "urllib.request" not in server


# Where a slash divides an interval of dates, a fraction, a unit or an address, or a backslash escapes.
SLASHES = ("reading", "analysis", "corpus/augment", "corpus/writing.py", "panel/exchange.py", "review/server.py")
CUTS = {"split", "rsplit", "partition", "rpartition", "startswith", "endswith"}


def cut_at_slashes(path: Path) -> list[int]:
    """Lines on which a module cuts or asks a text at a slash."""
    calls = (node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call))
    return [
        call.lineno
        for call in calls
        if isinstance(call.func, ast.Attribute)
        and call.func.attr in CUTS
        and any(isinstance(a, ast.Constant) and a.value in ("/", "\\") for a in call.args)
    ]


def test_paths_are_not_cut_at_slashes():
    """Windows divides folders by another sign; pathlib knows which."""
    assert cut_at_slashes(ROOT / "reading" / "calendars.py"), "what looks for them finds them"
    for path in ROOT.rglob("*.py"):
        if not path.relative_to(ROOT).as_posix().startswith(SLASHES):
            assert not cut_at_slashes(path), path
