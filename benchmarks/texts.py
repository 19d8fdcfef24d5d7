"""The texts of the benchmarks: releases of ``annotations/``, with the figures that annotators marked in their prose."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import spacy
from contenders import unit_of

from tradenlp import corpus
from tradenlp.corpus.slots import figure

ROOT = Path(__file__).parents[1]
_LABELS = {"MONEY", "PERCENT", "QUANTITY"}


def sample(tokens: int) -> list[dict[str, Any]]:
    """Return releases of dev and test, drawn with a fixed seed, of about so many tokens of the bare tokenizer."""
    held = [r for split in ("dev", "test") for r in corpus.load(ROOT / "annotations" / split)]
    random.Random(2).shuffle(held)
    nlp, out, count = spacy.blank("en"), [], 0
    for release in held:
        length = len(nlp.make_doc(release.text))
        if not 60 <= length <= 2500:
            continue
        out.append({
            "text": release.text, "published": release.head.get("published"), "tokens": length,
            "gold": list(gold(release)),
        })  # fmt: skip
        count += length
        if count >= tokens:
            break
    return out


def gold(release: Any) -> Iterator[tuple[int, int, float, str, str]]:
    """Yield the exact figures of facts told in prose: offsets, number without sign, unit, label."""
    marks = {mark.id: mark for mark in release.marks if mark.id}
    seen = set()
    for fact in release.facts:
        tags = fact.get("tags")
        if tags is not None and "table" in tags.values[0].split():
            continue
        for slot in fact.slots:
            if slot.key not in ("amount", "change", "share") or len(slot.marks) != 1 or slot.marks[0] in seen:
                continue
            mark = marks.get(slot.marks[0])
            if mark is None or mark.label not in _LABELS:
                continue
            told = figure(slot.key, slot.values[0])
            if told.number is not None:
                seen.add(mark.id)
                unit = "percent" if mark.label == "PERCENT" else unit_of(told.unit)
                yield mark.start, mark.end, abs(float(told.number)), unit, mark.label


def long_text() -> list[str]:
    """Return releases of train, to be put together to long texts."""
    return [release.text for release in corpus.load(ROOT / "annotations" / "train")]


def right(texts: list[dict[str, Any]], found: list[list[Any]]) -> dict[str, dict[str, int]]:
    """Count gold figures, and how many of them were read with the right value, and with the right unit too."""
    out = {label: {"gold": 0, "value": 0, "value_and_unit": 0} for label in sorted(_LABELS)}
    for text, answers in zip(texts, found, strict=True):
        for start, end, number, unit, label in text["gold"]:
            near = [a for a in answers if a[0] < end and start < a[1] and abs(abs(a[2]) - number) <= 1e-9 * number]
            out[label]["gold"] += 1
            out[label]["value"] += bool(near)
            out[label]["value_and_unit"] += any(_unit(a[3]) == _unit(unit) for a in near)
    return out


def _unit(unit: str) -> str:
    return "percent" if unit in ("%", "percent", "point") else unit


def write(path: Path, texts: list[dict[str, Any]]) -> None:
    """Write texts for ``measure.py``."""
    path.write_text(json.dumps(texts), encoding="utf-8")
