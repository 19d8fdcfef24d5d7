"""Corpora as DocBin and as datasets, and back without loss."""

from __future__ import annotations

import builtins
import json
import subprocess
import sys
from pathlib import Path

import pytest
from spacy.tokens import Span

from tradenlp.corpus import Corpus, Release, from_datasets, from_docbin, load, parse, render, to_datasets, to_docbin
from tradenlp.corpus.docbin import KEY, from_doc, to_doc
from tradenlp.corpus.plain import from_plain, to_plain
from tradenlp.errors import CorpusError, TradeError

from .conftest import source


def content(release: Release) -> tuple[object, ...]:
    """All that a release says, and how it is written."""
    return release.head, release.text, release.marks, release.facts, release.remarks, release.split


def test_plain_data_is_json_and_comes_back(annotations: Corpus) -> None:
    for release in annotations:
        again = from_plain(json.loads(json.dumps(to_plain(release))))
        assert content(again) == content(release), release.path
        assert again.source == render(release)


def test_docbin_comes_back(annotations: Corpus, tmp_path: Path) -> None:
    to_docbin(annotations).to_disk(tmp_path / "all.spacy")
    again = from_docbin(tmp_path / "all.spacy")
    assert [content(release) for release in again] == [content(release) for release in annotations]


def test_mentions_are_entities_of_the_doc(folder: Path) -> None:
    release = load(folder)["ac-1"]
    doc = to_doc(release)
    assert [(e.label_, e.text, e.id_) for e in doc.ents] == [(m.label, m.text, m.id) for m in release.marks]
    assert "entities" not in json.loads(doc.user_data[KEY])
    doc.ents = [e for e in doc.ents if e.id_ != "v1"] + [Span(doc, len(doc) - 4, len(doc) - 3, "TREND")]
    changed = from_doc(doc)
    assert {m.id for m in release.marks} - {m.id for m in changed.marks} == {"v1"}
    assert len(changed.marks) == len(release.marks)


def test_a_doc_without_a_release_is_refused() -> None:
    doc = to_doc(parse(source()))
    del doc.user_data[KEY]
    with pytest.raises(CorpusError, match="user_data"):
        from_doc(doc)


@pytest.mark.parametrize(
    ("old", "new"), [("[[copper|", "[[coppe|"), ("|MONEY m1]]", "|DATE m1]]")], ids=["alignment", "problems"]
)
def test_a_release_with_mistakes_is_no_doc(old: str, new: str) -> None:
    text = source().replace("[[copper|COMMODITY c1]]", "[[coppe|COMMODITY c1]]r") if "coppe|" in new else source()
    with pytest.raises(CorpusError, match="E205"):
        to_doc(parse(text.replace(old, new)))


def test_datasets_come_back(annotations: Corpus, tmp_path: Path) -> None:
    datasets = pytest.importorskip("datasets")
    found = to_datasets(annotations)
    assert {split: len(rows) for split, rows in found.items()} == {
        split: len(part) for split, part in annotations.splits.items()
    }
    assert found["train"].features["entities"] == found["test"].features["entities"]
    found.save_to_disk(str(tmp_path / "all"))
    again = from_datasets(datasets.load_from_disk(str(tmp_path / "all")))
    assert [content(release) for release in again] == [content(release) for release in annotations]


def test_parquet_files_of_the_hub_come_back(folder: Path, tmp_path: Path) -> None:
    datasets = pytest.importorskip("datasets")
    corpus = load(folder)
    files = {split: str(tmp_path / f"{split}.parquet") for split in corpus.splits}
    for split, rows in to_datasets(corpus).items():
        rows.to_parquet(files[split])
    again = from_datasets(datasets.load_dataset("parquet", data_files=files, cache_dir=str(tmp_path / "cache")))
    assert sorted(map(render, again)) == sorted(map(render, corpus))


def test_a_missing_column_is_named(folder: Path) -> None:
    pytest.importorskip("datasets")
    found = to_datasets(load(folder)).remove_columns("facts")
    with pytest.raises(CorpusError, match="no column facts"):
        from_datasets(found)


def test_without_datasets_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def refuse(name: str, *rest: object, **more: object) -> object:
        if name == "datasets":
            raise ModuleNotFoundError("No module named 'datasets'", name="datasets")
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", refuse)
    with pytest.raises(TradeError, match=r"\[E204\].*tradenlp\[datasets\]"):
        to_datasets([])


def test_the_package_is_imported_when_used_only() -> None:
    heavy = ("datasets", "torch", "pyarrow")
    code = f"import sys, tradenlp.corpus, tradenlp; print([m for m in {heavy} if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
