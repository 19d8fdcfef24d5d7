"""Corpora on disk: what is read, what is left out, what is chosen."""

from __future__ import annotations

from pathlib import Path

import pytest

from tradenlp.corpus import load, overlaps, parse, save
from tradenlp.errors import CorpusError, ReadError

from .conftest import source


def test_releases_come_by_split_and_body(folder: Path) -> None:
    corpus = load(folder)
    assert [release.id for release in corpus] == ["oz-1", "ac-1", "ac-2"]
    assert {name: len(part) for name, part in corpus.splits.items()} == {"test": 1, "train": 2}
    assert corpus.bodies == ("oz", "ac")
    assert corpus["ac-2"].path.endswith("ac-2.rel")
    with pytest.raises(KeyError):
        corpus["none"]


def test_sound_releases_and_all_that_is_wrong(folder: Path) -> None:
    (folder / "broken.rel").write_text("no release", encoding="utf-8")
    path = folder / "train" / "ac" / "ac-1.rel"
    path.write_text(source().replace("style: note", "style: note\nbogus: 1"), encoding="utf-8")
    corpus = load(folder)
    assert len(corpus) == 3 and "ac-1" not in [release.id for release in corpus.sound] and len(corpus.sound) == 2
    assert [Path(name).name for name in (corpus.findings[0].path, str(corpus.faults[1].data["path"]))] == [
        "broken.rel",
        "ac-1.rel",
    ]
    assert len(corpus.faults) == 2


@pytest.mark.parametrize(
    ("choice", "ids"),
    [
        ({}, ["oz-1", "ac-1", "ac-2"]),
        ({"split": "train"}, ["ac-1", "ac-2"]),
        ({"split": "dev"}, []),
        ({"body": "oz"}, ["oz-1"]),
        ({"phenomenon": "table"}, ["oz-1", "ac-1", "ac-2"]),
        ({"phenomenon": "tab"}, []),
        ({"tag": "no-facts"}, ["ac-1"]),
        ({"tag": "no-facts", "split": "test"}, []),
    ],
)
def test_releases_are_chosen(folder: Path, choice: dict[str, str], ids: list[str]) -> None:
    path = folder / "train" / "ac" / "ac-1.rel"
    path.write_text(source().replace("style: note", "style: note\ntags: no-facts x"), encoding="utf-8")
    assert [release.id for release in load(folder).filter(**choice)] == ids


@pytest.mark.parametrize(
    ("path", "head", "split"),
    [
        ("annotations/test/ac/ac-1.rel", "", "test"),
        ("test/annotations/train/ac/ac-1.rel", "", "train"),
        ("annotations/dev/ac/ac-1.rel", "split: test\n", "dev"),
        ("somewhere/ac-1.rel", "split: test\n", "test"),
        ("somewhere/test.rel", "", ""),
    ],
)
def test_the_split_is_the_folder_or_what_the_head_says(path: str, head: str, split: str) -> None:
    assert parse(source().replace("style:", head + "style:"), path).split == split


@pytest.mark.parametrize(
    ("content", "line"),
    [(b"no front matter\n", 1), (b"---\nid: \xff\n---\n---\n", 2), (None, 1)],
)
def test_a_file_that_cannot_be_read_does_not_lose_the_others(folder: Path, content: bytes | None, line: int) -> None:
    bad = folder / "train" / "ac" / "bad.rel"
    if content is None:
        bad.mkdir()
    else:
        bad.write_bytes(content)
    corpus = load(folder)
    assert len(corpus) == 3
    (finding,) = corpus.findings
    assert (finding.path, finding.line, finding.kind, finding.severity) == (str(bad), line, "unreadable", "error")


def test_nothing_to_read_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="E101"):
        load(tmp_path / "none")
    with pytest.raises(ReadError, match="E116"):
        load(tmp_path)


def test_what_is_saved_is_loaded_again(folder: Path, tmp_path: Path) -> None:
    save(load(folder), tmp_path / "copy")
    for release in load(folder):
        copy = tmp_path / "copy" / Path(release.path).relative_to(folder)
        assert copy.read_text(encoding="utf-8") == release.source


@pytest.mark.parametrize("id", ["", "..", "a/b"])
def test_an_id_that_names_no_file_is_refused(id: str, tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="E202"):
        save([parse(source(id))], tmp_path)


def test_shared_runs_of_words_are_found_in_full_length() -> None:
    def release(id: str, text: str):
        return parse(source(id)[: source(id).index("In [[May")] + text + "\n---\n", id)

    one = release("a", "The Port, as ever, moved more boxes in May\nthan in any May before; it said.")
    two = release("b", "Zürich: as ever moved MORE boxes in may than in any “May” since.")
    (found,) = overlaps([one], [two, one])
    assert (found.words, found.line, found.other) == ("as ever moved more boxes in may than in any may", 0, "b")
    assert overlaps([one], [two], size=12) == []
    assert overlaps([one], [one]) == []
