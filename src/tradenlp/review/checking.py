"""What is wrong with a draft, told at the place where it can be put right: the corpus validator's findings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath

from ..corpus import Finding, Release, parse, render, validate
from ..errors import CorpusError
from .drafts import EDITABLE, Draft, DraftFact, to_release

_LOOSE = ("alignment", "unused-figure", "format")
_QUOTED = re.compile(r"'((?:[^'\\]|\\.)*)'")


@dataclass(frozen=True, slots=True)
class Complaint:
    """A finding and the field that it is about.

    Attributes:
        severity: ``error`` keeps the release from being written, ``warning`` does not.
        message: for people.
        head: key of the front matter, else empty.
        fact: key of the fact, else None.
        slot: place among the fact's slots, -1 for its indicator, None for the fact as a whole.
        mark: id of the mark, else empty.
    """

    severity: str
    message: str
    head: str = ""
    fact: int | None = None
    slot: int | None = None
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Checked:
    """A draft that was looked through.

    Attributes:
        source: the file as it would be written; empty where it cannot be.
        complaints: errors first.
    """

    source: str
    complaints: tuple[Complaint, ...]

    @property
    def sound(self) -> bool:
        """Whether the release can be written: no error in it."""
        return bool(self.source) and not any(each.severity == "error" for each in self.complaints)


def check(draft: Draft) -> Checked:
    """Write a draft, read it back and validate what was read.

    Args:
        draft: any.
    Returns:
        Checked: the file that would be written, and what is wrong with it.
    """
    written = to_release(draft).release
    try:
        source = render(written)
    except CorpusError as error:
        return Checked("", (_refused(draft, error),))
    path = str(PurePath(draft.head["body"], f"{draft.id}.rel"))
    try:
        release = parse(source, path)
    except CorpusError as error:
        return Checked("", (Complaint("error", _sentence(error.data["found"], error.data["expected"])),))
    complaints = [*_empty(draft), *(_placed(finding, draft, release) for finding in validate(release))]
    spans = [(mark.label, mark.start, mark.end) for mark in release.marks]
    if release.text != draft.text or spans != [(mark.label, mark.start, mark.end) for mark in draft.marks]:
        complaints.append(Complaint("error", "The text holds brackets that read as marks; the file cannot hold it."))
    complaints.sort(key=lambda each: each.severity != "error")
    return Checked(source, tuple(dict.fromkeys(complaints)))


_WANTED = {
    "published": "the day of publication, as in 2024-06-11",
    "issuer": "who published it",
    "style": "what kind of text it is, such as press release",
}
"""Of the head what no release can be without, as one who fills in a form reads it."""


def _sentence(found: str, expected: str) -> str:
    return f"{found[:1].upper()}{found[1:]}: expected {expected}."


def _refused(draft: Draft, error: CorpusError) -> Complaint:
    """What could not be written, at the slot whose value or the mark whose text the error names."""
    found, message = error.data["found"], _sentence(error.data["found"], error.data["expected"])
    for fact in draft.facts:
        for place, slot in enumerate(fact.slots):
            if any(found == f"{slot.key} {value!r}" for value in slot.values):
                return Complaint("error", message, fact=fact.key, slot=place)
    for mark in draft.marks:
        if f"{mark.text!r} at {mark.start}" in found:
            return Complaint("error", message, mark=mark.id)
    for key in EDITABLE:
        if found.startswith(f"{key} "):
            return Complaint("error", message, head=key)
    return Complaint("error", message)


def _empty(draft: Draft) -> Iterator[Complaint]:
    """Slots that were begun: they are left out of the file, which their owner should know."""
    for fact in draft.facts:
        for place, slot in enumerate(fact.slots):
            if not slot.values:
                yield Complaint("warning", f"Empty: {slot.key} is left out.", fact=fact.key, slot=place)


def _placed(finding: Finding, draft: Draft, release: Release) -> Complaint:
    message = _sentence(finding.found, finding.expected)
    at = next((n for n, fact in enumerate(release.facts) if fact.line == finding.line), None)
    if at is not None and at < len(draft.facts):
        fact = draft.facts[at]
        return Complaint(finding.severity, message, fact=fact.key, slot=_slot_of(finding.found, fact))
    if finding.found.startswith("no ") and finding.found.endswith(" in the head"):
        key = finding.found.split()[1]
        return Complaint(finding.severity, f"Missing: {_WANTED.get(key, finding.expected)}.", head=key)
    if finding.kind in _LOOSE:
        quoted = _QUOTED.search(finding.found)
        for mark in draft.marks:
            if quoted and mark.text == quoted[1] and _line(draft.text, mark.start, release) == finding.line:
                return Complaint(finding.severity, message, mark=mark.id)
    return Complaint(finding.severity, message)


def _line(text: str, at: int, release: Release) -> int:
    return len(release.head) + 3 + text.count("\n", 0, at)


def _slot_of(found: str, fact: DraftFact) -> int | None:
    """The slot that a finding names first; of several of one kind that whose value it quotes."""
    words = found.split()
    if words[:1] == ["indicator"]:
        return -1
    named = [n for n, slot in enumerate(fact.slots) if words[:1] == [slot.key] and slot.values]
    if words[:1] == ["qualifier"]:
        named = [n for n, slot in enumerate(fact.slots) if slot.key == "qualifiers"]
    quoting = [n for n in named if repr(fact.slots[n].values[0]) in found]
    return next(iter(quoting or named), None)


__all__ = ["Checked", "Complaint", "check"]
