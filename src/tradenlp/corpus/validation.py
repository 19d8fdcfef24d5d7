"""Everything that can be wrong with annotated releases, by file and line.

The format's own mistakes come from ``format``; here its marks are held against the tokens, its numbers against what the
marks say, and its files against each other.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from pathlib import PurePath

import spacy
from spacy.tokenizer import Tokenizer

from ..documents.source import whole
from ..labels import FIGURE_LABELS
from ..reading.numbers import find_numerals, read_scale
from ..reading.tables import find_tables, occupied
from ..tokenizer import make_tokenizer
from .figures import direction, doubts
from .findings import Finding, Severity
from .format import FIGURE_SLOTS, SPLITS, GoldFact, Mark, Release, Slot
from .overlap import overlaps
from .slots import figure

_UNIT_SCALE = re.compile(
    r"(?<![^\W\d_])(?:[mkM]b(?:/d|p?d)?|[mkM]bpd|[BTM]cf(?:/d)?|MMcf(?:/d)?|[kMG]t|mmt|MMT|[kMGT]Wh?|[TM]+Btu|[mM]tpa|mdd?)"
    r"(?![^\W\d_])|(?i:\b(?:hundred|thousand|million|billion|trillion|lakh|crore)s?\b)"
)
_ONE_SPLIT: tuple[tuple[str, Severity], ...] = (("body", "error"), ("issuer", "warning"))
_COLUMNS = re.compile(r"\||\t| {3,}")


def validate(release: Release) -> list[Finding]:
    """Check one release.

    Args:
        release: as ``parse`` gives it, problems included.
    Returns:
        list[Finding]: in the order of lines. Of ``figure-...`` kinds only ``figure-value``, ``figure-sign``,
        ``figure-unit`` and ``figure-answer`` are errors, as only these contradict what is written.
    """
    lines = _Lines(release)
    found = [
        Finding(release.path, p.data["line"], "format", "error", p.data["found"], p.data["expected"])
        for p in release.problems
    ]
    found += _halved(release)
    found += _misaligned(release, lines)
    found += _unused(release, lines)
    found += _figures(release)
    found += _housed(release)
    return sorted(dict.fromkeys(found), key=lambda f: (f.line, f.kind))


def validate_all(releases: Iterable[Release]) -> Iterator[Finding]:
    """Check releases one by one, and then against each other.

    Args:
        releases: a corpus or any part of one.
    Yields:
        Finding: of each release, with ids told twice (``duplicate-id``), bodies and issuers in two splits
        (``body-split``, ``issuer-split``); then runs of eight words that two splits share (``shared-text``).
    """
    seen: dict[tuple[str, str], Release] = {}
    kept = list(releases)
    for release in kept:
        yield from validate(release)
        if release.id and (first := seen.setdefault(("id", release.id), release)) is not release:
            yield _about(release, "duplicate-id", f"the id {release.id}", f"another than that of {first.path}")
        for key, severity in _ONE_SPLIT:
            value = release.head.get(key, "")
            first = seen.setdefault((key, value), release)
            if value and release.split and first.split and first.split != release.split:
                found = f"{key} {value!r} in {release.split}"
                yield _about(release, f"{key}-split", found, f"{first.split} alone, where {first.path} is", severity)
    yield from _shared(kept)


def _shared(releases: Sequence[Release]) -> Iterator[Finding]:
    """Text that a split has in common with those before it, from ``test`` down."""
    for number, split in enumerate(reversed(SPLITS)):
        held = [release for release in releases if release.split == split]
        others = [release for release in releases if release.split in SPLITS[: len(SPLITS) - 1 - number]]
        for run in overlaps(held, others):
            line = _Lines(run.release).first + run.line
            found = f"{run.words!r}, as in {run.other}"
            yield Finding(
                run.release.path, line, "shared-text", "warning", found, "no run of eight words in two splits"
            )


def _about(release: Release, kind: str, found: str, expected: str, severity: Severity = "error") -> Finding:
    return Finding(release.path, 1, kind, severity, found, expected)


class _Lines:
    """Line numbers of places in the text."""

    def __init__(self, release: Release) -> None:
        self.first = release.source.split("---\n", 2)[1].count("\n") + 3 if release.source.count("---\n") > 1 else 1
        self._breaks = [m.start() for m in re.finditer("\n", release.text)]

    def of(self, offset: int) -> int:
        return self.first + bisect_right(self._breaks, offset - 1)


@lru_cache(maxsize=1)
def tokenizer() -> Tokenizer:
    """The tokenizer of the pipeline, made once.

    Returns:
        Tokenizer: of a blank English pipeline.
    """
    return make_tokenizer()(spacy.blank("en"))


def _halved(release: Release) -> Iterator[Finding]:
    """Halves of surrogate pairs, which no file can hold."""
    for number, line in enumerate(release.source.split("\n"), start=1):
        if whole(line) != line:
            yield Finding(release.path, number, "format", "error", "half of a surrogate pair", "text that is Unicode")


def _misaligned(release: Release, lines: _Lines) -> Iterator[Finding]:
    doc = tokenizer()(whole(release.text))
    starts = {token.idx for token in doc}
    ends = {token.idx + len(token) for token in doc}
    for mark in release.marks:
        if mark.start not in starts or mark.end not in ends:
            around = release.text[max(0, mark.start - 12) : mark.end + 12]
            yield Finding(
                release.path,
                lines.of(mark.start),
                "alignment",
                "error",
                f"the mark {mark.text!r} in {around!r} cuts a token",
                "a span that begins and ends where tokens do",
            )


def _unused(release: Release, lines: _Lines) -> Iterator[Finding]:
    """Figures that were given an id for a fact, and are in none."""
    used = {id for fact in release.facts for slot in (*fact.slots, *fact.given) for id in slot.marks}
    used |= {id for fact in release.facts for id in fact.marks}
    for mark in release.marks:
        if mark.id and mark.id not in used and mark.label in FIGURE_LABELS:
            yield Finding(
                release.path,
                lines.of(mark.start),
                "unused-figure",
                "warning",
                f"{mark.label} {mark.text!r} has the id {mark.id}, which no fact names",
                "a fact, or no id",
            )


def _housed(release: Release) -> Iterator[Finding]:
    """The file's name and folders say the same as its head."""
    path = PurePath(release.path)
    if path.suffix != ".rel":
        return
    if release.id and path.stem != release.id:
        yield _about(release, "file-name", f"the id {release.id}", f"{path.stem}, the name of the file", "warning")
    if release.body and len(path.parts) > 1 and path.parts[-2] != release.body:
        yield _about(release, "folder", f"the body {release.body}", f"{path.parts[-2]}, the folder", "warning")
    told = release.head.get("split")
    if told and (told not in SPLITS or told != release.split):
        yield _about(
            release, "split", f"split {told}", f"{release.split}, the folder" if told in SPLITS else " ".join(SPLITS)
        )


def _figures(release: Release) -> Iterator[Finding]:
    known = {mark.id: mark for mark in release.marks if mark.id}
    scales = _Scales(release.text)
    for fact, slot in _figure_slots(release.facts):
        marks = [known[id] for id in slot.marks if id in known]
        figures = [mark for mark in marks if mark.label in FIGURE_LABELS]
        try:
            gold = figure(slot.key, slot.values[0])
        except ValueError:
            continue  # the format has told
        if not figures:
            if marks:
                yield Finding(
                    release.path,
                    fact.line,
                    "figure-mark",
                    "warning",
                    f"{slot.key} on no figure",
                    "the mark of a number",
                )
            continue
        trends = [mark for mark in marks if mark.label == "TREND"]
        moved = gold.number if gold.number is not None else gold.low
        if slot.key in ("change", "sharechange") and moved and gold.unit != "factor":
            if moved * direction(trends) < 0:
                yield Finding(
                    release.path,
                    fact.line,
                    "figure-direction",
                    "warning",
                    f"{slot.key} {slot.values[0]} for {trends[0].text!r}",
                    "the sign of that movement",
                )
        for doubt in doubts(slot.key, gold, slot.values[1:], figures, fact.indicator):
            if doubt.kind != "figure-scale" or not scales.tell(figures):
                yield Finding(release.path, fact.line, doubt.kind, doubt.severity, doubt.found, doubt.expected)


def _figure_slots(facts: Iterable[GoldFact]) -> Iterator[tuple[GoldFact, Slot]]:
    for fact in facts:
        yield from ((fact, slot) for slot in fact.slots if slot.key in FIGURE_SLOTS and slot.marks and slot.values)


class _Scales:
    """Whether the surroundings of a bare number can tell its scale: a table, or a scale in the same paragraph."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._tables: Sequence[tuple[int, int]] | None = None

    def tell(self, marks: Sequence[Mark]) -> bool:
        return any(self._in_table(mark) or self._near(mark) for mark in marks)

    def _in_table(self, mark: Mark) -> bool:
        if self._tables is None:
            self._tables = occupied(find_tables(self._text))
        start = self._text.rfind("\n", 0, mark.start) + 1
        end = self._text.find("\n", mark.end)
        line = self._text[start : end if end >= 0 else len(self._text)]
        return bool(_COLUMNS.search(line)) or any(a <= mark.start < b for a, b in self._tables)

    def _near(self, mark: Mark) -> bool:
        start = self._text.rfind("\n\n", 0, mark.start) + 1
        end = self._text.find("\n\n", mark.end)
        end = end if end >= 0 else len(self._text)
        if _UNIT_SCALE.search(self._text, start, end):
            return True
        for numeral in find_numerals(self._text, start, end):
            scale = read_scale(self._text, numeral.end, end, money=True)
            if scale is not None and scale.factor not in (Decimal(1), Decimal(12)):
                return True
        return False
