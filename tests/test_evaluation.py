"""Evaluation: what is counted, its intervals, and the command."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tradenlp.cli import app
from tradenlp.corpus import parse
from tradenlp.corpus.format import Release
from tradenlp.evaluation import GIVEN, HEADLINES, Evaluation, compare, evaluate, result
from tradenlp.facts import Document
from tradenlp.pipeline import blank_pipeline, read

HEAD = "---\nid: {id}\nissuer: Office\nbody: {body}\nstyle: note\npublished: 2024-02-09\nlicence: CC-BY-4.0\n---\n"
BODY = (
    "[[Peru|PLACE p1]]'s [[copper|COMMODITY c1]] [[exports|INDICATOR i1]] [[rose|TREND v1]] [[4%|PERCENT x1]] to "
    "[[$3.2 billion|MONEY m1]] in [[January 2024|PERIOD t1]].\n---\n"
)
FACT = "exports i1 | reporter p1 Peru | commodity c1 copper | period t1 2024-01 | amount m1 3.2bn USD | {change}\n"
RIGHT = FACT.format(change="change x1+v1 +4 percent unspecified | tags open-year")
WRONG = FACT.replace("p1 Peru |", "- Chile |").format(change="change x1 +4 percent unspecified")


def release(facts: str, id: str = "office-1", body: str = "office") -> Release:
    made = parse(HEAD.format(id=id, body=body) + BODY + facts)
    assert made.problems == ()
    return made


RULES = blank_pipeline()


def read_one(of: Release) -> Document:
    return read(RULES, of.text, of.head["published"])


def test_right_facts_count_in_full() -> None:
    told = result(release(RIGHT), read_one(release(RIGHT)))
    for key in (k for k in HEADLINES if k != GIVEN):
        assert told.counts[key]["right"] == told.counts[key]["wanted"] == told.counts[key]["found"] > 0, key
    assert told.slots[None] == told.slots["period"] == told.slots["basis"] == 2
    assert told.counts["tag open-year"] == {"right": 2, "wanted": 2}
    assert [right for _, right in told.confidence] == [True, True] and told.mistakes == []


def test_wrong_slots_and_numbers_are_told_apart() -> None:
    gold = release(WRONG)
    told = result(gold, read_one(gold))
    assert (told.counts["numbers"]["right"], told.counts["core"]["right"], told.counts["full"]["right"]) == (2, 2, 0)
    assert {m.kind for m in told.mistakes} == {"reporter"} and "peru" in told.mistakes[0].read


def test_missed_and_invented_claims_are_listed() -> None:
    gold = release(RIGHT)
    told = result(gold, Document(id=None, published=None, entities=(), facts=(), checks=(), warnings=()))
    assert [m.kind for m in told.mistakes] == ["missed", "missed"]
    assert told.counts["relations"] == {"found": 0, "wanted": 8}
    empty = release("", "office-2")
    assert {m.kind for m in result(empty, read_one(empty)).mistakes} == {"invented"}


def test_intervals_and_comparison_are_of_the_same_draws() -> None:
    ones = [release(RIGHT, f"office-{n}") for n in range(1, 6)]
    good = evaluate(RULES, ones)
    half = Evaluation([*good.results[:3], *(result(r, read_one(r)) for r in [release("", "x-1"), release("", "x-2")])])
    assert good.interval("full") == (1.0, 1.0) and good.f1("full") == 1.0
    low, high = half.interval("full")
    assert low < half.f1("full") < high and half.interval("full") == half.interval("full")
    assert compare(good, good, "full") == (0.0, 0.0, 0.0)
    with pytest.raises(ValueError, match="different releases"):
        compare(good, half)


def test_calibration_weighs_bins() -> None:
    told = result(release(RIGHT), read_one(release(RIGHT)))
    told.confidence = [(0.95, True), (0.95, False), (0.15, False), (0.15, False)]
    rows, error = Evaluation([told]).calibration()
    assert rows == [(0.15, 0.0, 2), (0.95, 0.5, 2)] and error == pytest.approx(0.3)
    assert Evaluation([told]).precision_above(0.9) == (0.5, 2)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for n in (1, 2):
        text = HEAD.format(id=f"office-{n}", body="office") + BODY + RIGHT
        (tmp_path / f"office-{n}.rel").write_text(text, encoding="utf-8")
    return tmp_path


def test_command_prints_json_tables_and_markdown(folder: Path) -> None:
    run = CliRunner().invoke(app, ["evaluate", str(folder), "--model", "rules", "--format", "json", "--mistakes", "3"])
    told = json.loads(run.stdout)
    assert (
        run.exit_code == 0 and told["releases"] == 2 and told["headlines"]["full"]["f1"] == 1 and told["listed"] == []
    )
    run = CliRunner().invoke(app, ["evaluate", str(folder), "--model", "rules", "--against", "rules"])
    assert run.exit_code == 0 and "F1 against rules" in run.stdout and "+0.000" in run.stdout
    run = CliRunner().invoke(app, ["evaluate", str(folder), "--model", "rules", "-f", "markdown"])
    assert "| full | 1.000 | 1.000 | 1.000 | 1.000-1.000 | 4 |" in run.stdout
    told = ["evaluate", str(folder), "--model", "rules", "-f", "markdown", "-o", str(folder / "scores.md")]
    assert CliRunner().invoke(app, told).stdout == ""
    assert (folder / "scores.md").read_text(encoding="utf-8") == run.stdout
    told[-1] = str(folder / "none" / "scores.md")
    run = CliRunner().invoke(app, told)
    assert run.exit_code == 1 and "Name a file" in run.output


def test_command_tells_what_it_cannot_read(tmp_path: Path, folder: Path) -> None:
    (folder / "broken.rel").write_text("---\nid: x\n", encoding="utf-8")
    run = CliRunner().invoke(app, ["evaluate", str(folder), "--model", "rules"])
    assert run.exit_code == 1 and "2 releases" in run.stdout
    (folder / "broken.rel").unlink()
    undated = (folder / "office-1.rel").read_text(encoding="utf-8").replace("2024-02-09", "2024-13-45")
    (folder / "office-1.rel").write_text(undated, encoding="utf-8")
    wrong = (folder / "office-2.rel").read_text(encoding="utf-8").replace("amount m1", "amount m9")
    (folder / "office-3.rel").write_text(wrong.replace("office-2", "office-3"), encoding="utf-8")
    run = CliRunner().invoke(app, ["evaluate", str(folder), "--model", "rules"])
    assert run.exit_code == 1 and "1 releases" in run.stdout
    assert "office-1.rel: published is '2024-13-45'" in run.output and "office-3.rel" in run.output
    empty = tmp_path / "empty"
    empty.mkdir()
    assert CliRunner().invoke(app, ["evaluate", str(empty)]).exit_code == 1
    run = CliRunner().invoke(app, ["evaluate", str(folder), "--model", str(empty)])
    assert run.exit_code == 1 and "E303" in run.output


def test_relations_on_the_marks_of_an_annotator() -> None:
    """A release whose names no rule finds is linked all the same where its annotator marked them."""
    text = (
        "[[zubrovia|PLACE p1]]'s [[exports|INDICATOR i1]] of [[florbs|COMMODITY c1]] came to "
        "[[3 million euros|MONEY m1]] in [[May 2024|PERIOD t1]].\n---\n"
        "exports i1 | reporter p1 zubrovia | commodity c1 florbs | period t1 2024-05 | amount m1 3m EUR\n"
    )
    marked = parse(HEAD.format(id="x-1", body="x") + text)
    assert marked.problems == ()
    found = evaluate(RULES, [marked])
    count = found.total(GIVEN)
    assert count["right"] == count["wanted"] == count["found"] > found.total("relations")["right"]


def test_a_notebook_shows_the_headlines() -> None:
    html = Evaluation([result(release(RIGHT), read_one(release(RIGHT)))])._repr_html_()
    assert html.count("<tr>") == 1 + len(HEADLINES)
    assert "<th>releases: 1</th>" in html and "<td>full</td><td>1.000</td>" in html
