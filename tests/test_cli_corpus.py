"""The commands for annotated releases, driven as a user would."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from tradenlp import cli
from tradenlp.corpus import load

SOURCE = (
    "---\nid: {id}\nissuer: Office of {body}\nbody: {body}\nstyle: note\npublished: 2024-06-10\n---\n{words}: "
    "[[exports|INDICATOR i1]] of [[$3.2 billion|MONEY m1]].\n---\nexports i1 | reporter - Chile | amount m1 3.2bn USD\n"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for split, body, id, words in (("train", "ac", "ac-1", "Chile"), ("test", "oz", "oz-1", "Peru, in May")):
        path = tmp_path / "corpus" / split / body / f"{id}.rel"
        path.parent.mkdir(parents=True)
        path.write_text(SOURCE.format(id=id, body=body, words=words), encoding="utf-8")
    return tmp_path / "corpus"


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli.app, ["corpus", *map(str, arguments)])


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_sound_releases_pass(folder: Path) -> None:
    result = run("validate", folder)
    assert (result.exit_code, result.stdout) == (0, "")
    assert "releases 2, errors 0, warnings 0" in result.stderr


def test_each_finding_is_a_line_with_file_and_line(folder: Path) -> None:
    path = folder / "train" / "ac" / "ac-1.rel"
    edit(path, "3.2bn USD", "3.3bn USD")
    (folder / "test" / "oz" / "bad.rel").write_text("nothing\n")
    result = run("validate", folder)
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    assert len(lines) == 2
    assert lines[0].startswith(f"{folder / 'test' / 'oz' / 'bad.rel'}:1: error: 0 lines of '---'")
    assert lines[1] == f"{path}:10: error: amount 3300000000 for '$3.2 billion'; expected 3200000000 [figure-value]"


@pytest.mark.parametrize(("option", "code", "lines"), [("", 0, 1), ("--strict", 1, 1), ("-q", 0, 0)])
def test_warnings_alone_do_not_fail(folder: Path, option: str, code: int, lines: int) -> None:
    edit(folder / "train" / "ac" / "ac-1.rel", "3.2bn USD", "3.2bn EUR")
    result = run("validate", folder, *filter(None, [option]))
    assert (result.exit_code, len(result.stdout.splitlines())) == (code, lines)


def test_stats_come_as_tables_json_and_markdown(folder: Path, tmp_path: Path) -> None:
    assert "MONEY" in run("stats", folder).stdout
    data = json.loads(run("stats", folder, "--format", "json").stdout)
    assert data["splits"][-1]["releases"] == 2 and set(data) >= {"labels", "phenomena", "bodies"}
    text = run("stats", folder, "--format", "markdown").stdout
    card = tmp_path / "README.md"
    card.write_text("a\n<!-- corpus stats -->\nold\n<!-- end of corpus stats -->\nb\n", encoding="utf-8")
    assert run("stats", folder, "--into", card).exit_code == 0
    assert card.read_text(encoding="utf-8") == (
        f"a\n<!-- corpus stats -->\n\n{text}\n<!-- end of corpus stats -->\nb\n"
    )
    card.write_text("no marks\n", encoding="utf-8")
    assert run("stats", folder, "--into", card).exit_code == 2


def test_what_cannot_be_read_is_told_and_fails_the_command(folder: Path, tmp_path: Path) -> None:
    (folder / "bad.rel").write_text("no release", encoding="utf-8")
    counted = run("stats", folder)
    assert counted.exit_code == 1 and "bad.rel" in counted.output and "MONEY" in counted.output
    (tmp_path / "cut.spacy").write_bytes(b"no DocBin")
    converted = run("convert", tmp_path / "cut.spacy", tmp_path / "out")
    assert converted.exit_code == 1 and converted.exception is not None and len(converted.output.splitlines()) == 1


def test_a_corpus_is_not_converted_onto_itself(folder: Path) -> None:
    before = sorted(folder.rglob("*"))
    assert run("convert", folder, folder, "--format", "rel").exit_code == 1 and sorted(folder.rglob("*")) == before


def test_format_rewrites_what_is_not_canonical(folder: Path) -> None:
    path = folder / "train" / "ac" / "ac-1.rel"
    text = path.read_text(encoding="utf-8")
    edit(path, " | amount", "|amount")
    checked = run("format", folder, "--check")
    assert (checked.exit_code, checked.stdout) == (1, f"{path}\n")
    assert run("format", folder).exit_code == 0
    assert path.read_text(encoding="utf-8") == text
    assert run("format", folder, "--check").exit_code == 0


def test_format_leaves_files_with_mistakes_alone(folder: Path) -> None:
    path = folder / "train" / "ac" / "ac-1.rel"
    edit(path, "exports i1", "shipments  i1")
    before = path.read_text(encoding="utf-8")
    assert "left alone" in run("format", folder).stderr
    assert path.read_text(encoding="utf-8") == before


@pytest.mark.parametrize("name", ["all.spacy", "all.jsonl", "folder"])
def test_a_corpus_goes_to_a_format_and_back(folder: Path, tmp_path: Path, name: str) -> None:
    there, back = tmp_path / name, tmp_path / "back"
    assert run("convert", folder, there).exit_code == 0
    assert run("convert", there, back, "--format", "rel").exit_code == 0
    assert [release.source for release in load(back)] == [release.source for release in load(folder)]


@pytest.mark.parametrize("name", ["prodigy", "label_studio", "doccano", "brat"])
def test_formats_of_tools_are_found_and_keep_the_split(folder: Path, tmp_path: Path, name: str) -> None:
    there, back = tmp_path / "there", tmp_path / "back"
    assert run("convert", folder, there, "-f", name).exit_code == 0
    assert run("convert", there, back, "--from", name, "-f", "rel").exit_code == 0
    assert [(r.source, r.split) for r in load(back)] == [(r.source, r.split) for r in load(folder)]


def test_one_split_is_converted(folder: Path, tmp_path: Path) -> None:
    assert run("convert", folder, tmp_path / "test", "--split", "test").exit_code == 0
    assert [release.id for release in load(tmp_path / "test")] == ["oz-1"]
    assert run("convert", folder, tmp_path / "dev.jsonl", "--split", "dev").exit_code == 1


def test_what_is_left_out_is_told(folder: Path, tmp_path: Path) -> None:
    edit(folder / "train" / "ac" / "ac-1.rel", "exports i1", "shipments i1")
    result = run("convert", folder, tmp_path / "out")
    assert result.exit_code == 1 and "shipments" in result.stderr
    assert [release.id for release in load(tmp_path / "out")] == ["oz-1"]


@pytest.mark.parametrize(
    ("name", "options", "told"),
    [("out.foo", (), "no format has this suffix"), ("out", ("--format", "foo"), "one of rel, docbin")],
)
def test_an_unknown_format_is_told(
    folder: Path, tmp_path: Path, name: str, options: tuple[str, ...], told: str
) -> None:
    result = run("convert", folder, tmp_path / name, *options)
    assert result.exit_code == 1 and told in result.stderr


def test_diff_tells_what_differs_and_how_far_they_agree(folder: Path, tmp_path: Path) -> None:
    run("convert", folder, tmp_path / "b")
    edit(tmp_path / "b" / "train" / "ac" / "ac-1.rel", "reporter - Chile", "reporter - Peru")
    result = run("diff", folder, tmp_path / "b")
    assert result.exit_code == 0
    assert "ac-1: ! claim amount 3200000000 usd, reporter" in result.stdout
    assert [line.split() for line in result.stdout.splitlines() if "full" in line] == [["full", "1", "2", "2", "0.500"]]
    data = json.loads(run("diff", folder, tmp_path / "b", "--format", "json").stdout)
    assert data["agreement"] == {"numbers": 1.0, "core": 1.0, "full": 0.5, "entities": 1.0}
    assert [one["slots"] for one in data["differences"]] == [["reporter"]]


def test_diff_of_nothing_in_common_fails(folder: Path) -> None:
    result = run("diff", folder / "train", folder / "test")
    assert result.exit_code == 1
    assert "ac-1: only in A" in result.stderr and "oz-1: only in B" in result.stderr


def test_a_folder_without_releases_is_an_error(tmp_path: Path) -> None:
    result = run("validate", tmp_path)
    assert result.exit_code == 1 and "E116" in result.stderr
