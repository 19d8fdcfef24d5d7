"""The annotated releases: nothing of the test split stands in another."""

from __future__ import annotations

from tradenlp.corpus import Corpus, overlaps

BOILERPLATE = frozenset({"in the same period of the previous year"})  # the usual name of a base period
"""Runs of eight words and more that any release of its kind must share; each with its reason."""


def test_there_are_both_splits(annotations: Corpus) -> None:
    assert {"train", "test"} <= set(annotations.splits)
    assert not annotations.splits.get("", ())
    assert min(len(part) for part in annotations.splits.values()) >= 20


def test_no_body_is_in_two_splits(annotations: Corpus) -> None:
    seen: dict[str, str] = {}
    for release in annotations:
        assert seen.setdefault(release.body, release.split) == release.split, release.body


def test_no_eight_words_of_the_test_split_stand_in_another(annotations: Corpus) -> None:
    held = annotations.filter(split="test")
    others = [release for release in annotations if release.split != "test"]
    found = [run for run in overlaps(held, others, 8) if run.words not in BOILERPLATE]
    assert [(run.words, run.release.id, run.other) for run in found] == []
