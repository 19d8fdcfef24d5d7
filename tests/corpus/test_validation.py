"""Each kind of mistake is found, at its line, and sound releases have none."""

from __future__ import annotations

from pathlib import Path

import pytest

from tradenlp.corpus import Corpus, load, parse, validate, validate_all

from .conftest import source

GOOD = source()


@pytest.mark.parametrize(
    ("old", "new", "line", "kind", "severity"),
    [
        ("|MONEY m1]]", "|DATE m1]]", 8, "format", "error"),
        ("|COMMODITY c1]]", "|COMMODITY c1]", 8, "format", "error"),
        ("[[copper|COMMODITY c1]]", "copper|COMMODITY c1]]", 8, "format", "error"),
        ("exports i1", "shipments i1", 12, "format", "error"),
        ("amount m1", "amount m9", 12, "format", "error"),
        ("3.2bn USD", "3.3bn USD", 12, "figure-value", "error"),
        ("3.2bn USD", "3.2m USD", 12, "figure-value", "error"),
        ("3.2bn USD", "3.2bn EUR", 12, "figure-unit", "warning"),
        ("amount m1", "amount c1", 12, "figure-mark", "warning"),
        ("+4.5 percent", "-4.5 percent", 12, "figure-direction", "warning"),
        ("[[4.5%|PERCENT x1]]", "[[+4.5%|PERCENT x1]]", 12, "figure-ok", "none"),
        ("[[$3.2 billion|MONEY m1]]", "$[[3.2 bill|MONEY m1]]ion", 8, "alignment", "error"),
        ("yoy", "yoy ~ 5 percent", 12, "figure-answer", "error"),
        (" | change x1+v1 +4.5 percent yoy", "", 9, "unused-figure", "warning"),
        ("[[$3.2 billion|", "[[$3.2|", 12, "figure-scale", "warning"),
    ],
)
def test_each_mistake_is_told_at_its_line(old: str, new: str, line: int, kind: str, severity: str) -> None:
    assert GOOD.count(old) == 1
    found = validate(parse(GOOD.replace(old, new), "ac/ac-1.rel"))
    if severity == "none":
        assert found == []
    else:
        assert (line, kind, severity) in {(f.line, f.kind, f.severity) for f in found}, found


def test_a_sound_release_has_no_findings() -> None:
    assert validate(parse(GOOD, "ac/ac-1.rel")) == []


def test_a_fact_that_names_no_mark_is_told() -> None:
    (problem,) = parse(GOOD.replace("exports i1 | commodity c1 copper", "exports").replace("+", "") + "", "x").problems[
        :1
    ]
    bare = GOOD[: GOOD.index("exports i1")] + "exports | amount - 3.2bn USD\n"
    assert "names no mark" in parse(bare, "x").problems[0].data["found"]
    assert problem.data["line"] == 12


@pytest.mark.parametrize(
    ("around", "told"),
    [
        ("In billions: [[3.2|MONEY m1]] for [[copper|COMMODITY c1]].", True),
        ("[[3.2|MONEY m1]] after 2.9 billion", True),
        ("| Copper | [[3.2|MONEY m1]] | 2.9 |", True),
        ("Copper\t[[3.2|MONEY m1]]\t2.9", True),
        ("It was [[3.2|MONEY m1]] again.", False),
        ("A billion people.\n\nIt was [[3.2|MONEY m1]] again.", False),
    ],
)
def test_the_scale_of_a_bare_number_stands_near(around: str, told: bool) -> None:
    head = GOOD[: GOOD.index("In [[May")]
    release = parse(f"{head}{around}\n---\nexports | amount m1 3.2bn USD\n", "ac/ac-1.rel")
    kinds = [f.kind for f in validate(release)]
    assert kinds == ([] if told else ["figure-scale"])


def test_names_of_files_and_folders_agree_with_the_head(folder: Path) -> None:
    path = folder / "train" / "ac" / "ac-1.rel"
    path.rename(path.with_name("other.rel"))
    (folder / "train" / "zz").mkdir()
    (folder / "train" / "zz" / "ac-3.rel").write_text(source("ac-3"), encoding="utf-8")
    text = source("ac-4").replace("style: note", "style: note\nsplit: test")
    (folder / "train" / "ac" / "ac-4.rel").write_text(text, encoding="utf-8")
    found = {(Path(f.path).name, f.kind) for f in validate_all(load(folder)) if f.kind != "shared-text"}
    assert found == {("other.rel", "file-name"), ("ac-3.rel", "folder"), ("ac-4.rel", "split")}


def test_files_are_held_against_each_other(folder: Path) -> None:
    extra = folder / "dev" / "ac" / "ac-1.rel"
    extra.parent.mkdir(parents=True)
    extra.write_text(source("ac-1"), encoding="utf-8")
    found = [f for f in validate_all(load(folder)) if f.kind != "shared-text"]
    kinds = {(f.kind, f.severity) for f in found}
    assert kinds == {("duplicate-id", "error"), ("body-split", "error"), ("issuer-split", "warning")}


def test_text_that_two_splits_share_is_told_at_its_line(folder: Path) -> None:
    found = [f for f in validate_all(load(folder)) if f.kind == "shared-text"]
    assert [(Path(f.path).name, f.line) for f in found] == [("oz-1.rel", 8)]
    assert "in may 2024 chile exported 3.2 billion of copper up" in found[0].found


def test_the_annotated_releases_have_no_errors(annotations: Corpus) -> None:
    assert annotations.findings == ()
    assert [str(f) for f in validate_all(annotations) if f.severity == "error"] == []
