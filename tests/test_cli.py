"""The command line, driven as a user would."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

import tradenlp
from tradenlp import cli
from tradenlp.facts import Document

TEXT = "Koruna's exports rose 6.1% to 12.4 billion yuan in March 2021."


@pytest.fixture
def run(monkeypatch, document):
    """Run the command line over a stand-in for the pipeline that gives the same facts for every text."""

    def extract_all(sources, on_error=None):
        for source in sources:
            yield document.model_copy(update={"id": source.id, "published": source.published})

    monkeypatch.setattr(tradenlp, "extract_all", extract_all, raising=False)
    runner = CliRunner()

    def invoke(*arguments: str | Path, stdin: str | None = None):
        return runner.invoke(cli.app, [str(argument) for argument in arguments], input=stdin)

    return invoke


@pytest.fixture
def docs(tmp_path) -> Path:
    path = tmp_path / "docs.jsonl"
    lines = [{"id": f"d{n}", "published": "2021-04-16", "text": TEXT} for n in range(3)]
    path.write_text("\n".join(json.dumps(line) for line in lines))
    return path


def test_jsonl_in_a_pipe_in_order(run, docs):
    result = run("extract", docs)
    found = [Document.model_validate_json(line) for line in result.stdout.splitlines()]
    assert [item.id for item in found] == ["d0", "d1", "d2"]
    assert (result.exit_code, result.stderr) == (0, "")


def test_output_file_in_full(run, docs, tmp_path):
    out = tmp_path / "out.jsonl"
    result = run("extract", docs, "--format", "jsonl", "-o", out)
    assert (result.exit_code, result.output) == (0, "")
    assert [json.loads(line)["id"] for line in out.read_text().splitlines()] == ["d0", "d1", "d2"]


def test_output_over_an_input_is_refused(run, docs):
    before = docs.read_text()
    result = run("extract", docs, "-o", docs)
    assert (result.exit_code, docs.read_text()) == (2, before)


def test_nothing_read_replaces_nothing(run, tmp_path):
    out = tmp_path / "out.jsonl"
    out.write_text("from an earlier run")
    result = run("extract", tmp_path / "missing.txt", "-o", out)
    assert (result.exit_code, out.read_text()) == (1, "from an earlier run")


def test_empty_path(run):
    result = run("extract", "")
    assert result.exit_code == 1
    assert "E101" in result.stderr


def test_format_by_suffix(run, docs, tmp_path):
    assert run("extract", docs, "-o", tmp_path / "x.csv").exit_code == 0
    with (tmp_path / "x.csv").open(newline="") as stream:
        assert len(list(csv.DictReader(stream))) == 9
    pytest.importorskip("pyarrow")
    assert run("extract", docs, "-o", tmp_path / "x.parquet").exit_code == 0
    assert (tmp_path / "x.parquet").read_bytes().startswith(b"PAR1")


def test_table(run, docs, tmp_path):
    result = run("extract", docs, "--format", "table", "--quiet")
    assert "12.4 bn CNY" in result.stdout.replace("\n", " ") or "12.4 bn" in result.stdout
    assert "W103" not in result.stdout
    assert run("extract", docs, "--format", "table", "-o", tmp_path / "t.txt").exit_code == 0
    assert "release" not in result.stdout and "d2" in (tmp_path / "t.txt").read_text()


def test_standard_input(run):
    assert json.loads(run("extract", "-", stdin=TEXT).stdout)["id"] == "stdin"
    assert json.loads(run("extract", "-", stdin=json.dumps({"id": "x", "text": TEXT})).stdout)["id"] == "x"
    page = json.loads(run("extract", "-", stdin=f"<h1>Trade</h1><p>{TEXT}</p>").stdout)
    assert page["facts"] and not any("<" in entity["text"] for entity in page["entities"])


def test_given_date_and_confidence(run, tmp_path):
    path = tmp_path / "a.txt"
    path.write_text(TEXT)
    every = json.loads(run("extract", path, "--published", "2021-04-16").stdout)["facts"]
    surest = max(fact["confidence"] for fact in every)
    found = json.loads(run("extract", path, "--published", "2021-04-16", "--min-confidence", str(surest)).stdout)
    assert found["published"] == "2021-04-16"
    assert 0 < len(found["facts"]) < len(every) and all(fact["confidence"] == surest for fact in found["facts"])


def test_errors_are_one_line_each_and_the_others_come_out(run, docs, tmp_path):
    docs.write_text(docs.read_text() + "\n{broken\n")
    gone = tmp_path / "gone.txt"
    result = run("extract", gone, docs)
    assert result.exit_code == 1
    assert len(result.stdout.splitlines()) == 3
    first, second = result.stderr.splitlines()
    assert first.startswith("[E101]") and str(gone) in first
    assert second.startswith("[E107]") and f"{docs}, line 4" in second and "Mend or remove" in second


@pytest.mark.parametrize(
    "options",
    [
        ["--published", "16/04/2021"],
        ["--encoding", "utf-99"],
        ["--max-mb", "0"],
        ["--min-confidence", "2"],
        ["--format", "xml"],
        ["--format", "parquet"],
        ["-o", "out.xyz"],
        ["-o", "no-such-folder/out.csv"],
        ["--nonsense"],
    ],
)
def test_wrong_options_end_with_2(run, docs, options):
    result = run("extract", docs, *options)
    assert result.exit_code == 2
    assert result.stdout == ""


def test_no_path_ends_with_2(run):
    assert run("extract").exit_code == 2


def test_schema_describes_the_output(run, document):
    schema = json.loads(run("schema").stdout)
    assert set(schema["properties"]) == set(json.loads(document.to_json()))


def test_help_shows_examples(run):
    for arguments in (["--help"], ["extract", "--help"]):
        assert "tradenlp extract docs.jsonl --format jsonl -o out.jsonl" in run(*arguments).stdout


def test_version(run, monkeypatch):
    monkeypatch.setattr(tradenlp, "__version__", "1.2.3")
    assert run("--version").stdout == "tradenlp 1.2.3\n"


def test_help_does_not_wait_for_readers():
    code = "import sys; from tradenlp.cli import app\ntry: app(['--help'])\nexcept SystemExit: pass\n"
    heavy = {"spacy", "selectolax", "pypdfium2", "docx", "lxml", "charset_normalizer", "pyarrow"}
    check = f"sys.exit(', '.join({heavy} & set(sys.modules)) or 0)"
    result = subprocess.run([sys.executable, "-c", code + check], capture_output=True, text=True, check=False)
    assert result.stderr == ""


def test_the_sample_end_to_end(tmp_path):
    sample = Path(__file__).parents[1] / "docs" / "samples" / "liaoning-2023.md"
    out = tmp_path / "out.jsonl"
    assert CliRunner().invoke(cli.app, ["extract", str(sample), "-o", str(out)]).exit_code == 0
    found = Document.model_validate_json(out.read_text())
    assert (found.id, found.published) == ("liaoning-2023", "2023-10-18")
    assert len(found.facts) >= 12
