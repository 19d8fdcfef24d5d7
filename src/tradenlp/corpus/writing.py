"""Annotated releases back to files: the inverse of ``format.parse``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ..errors import CorpusError
from .format import GoldFact, Release, Slot

_SPAN = re.compile(r"[^|\[\]\s](?:[^|\[\n]*[^|\[\]\s])?")
_LINES = re.compile(r"[\n\r]")
_DIVIDED = re.compile(r"\||(?:^| )~ ")
_PLAIN_KEYS = ("modality", "qualifiers", "tags")


def render(release: Release) -> str:
    """Write a release in canonical form, as ``format`` lays it down.

    What follows from reading is not looked at: ``problems``, ``path``, ``source`` and the line numbers of facts.

    Args:
        release: read from a file or made otherwise; a text without a line break at its end gets one.
    Returns:
        str: the whole file; ``parse`` gives the same head, text, marks and facts for it.
    Raises:
        CorpusError: E202 where a span, a value or the text cannot be written in this format.
    """
    head = "".join(_head_line(release, key, value) for key, value in release.head.items())
    facts = "".join(f"{line}\n" for line in _fact_lines(release))
    return f"---\n{head}---\n{_body(release)}---\n{facts}"


def _refused(release: Release, found: str, expected: str) -> CorpusError:
    return CorpusError("E202", id=release.id or release.path, found=found, expected=expected)


def _head_line(release: Release, key: str, value: str) -> str:
    if _LINES.search(value) or value != value.strip():
        raise _refused(release, f"{key} {value!r}", "one line without white space at its ends")
    return f"{key}: {value}\n"


def _body(release: Release) -> str:
    text = release.text if release.text.endswith("\n") else release.text + "\n"
    if "\r" in text:
        raise _refused(release, "a carriage return in the text", "line breaks alone")
    out: list[str] = []
    at = 0
    for mark in release.marks:
        before = text[at : mark.start]
        if mark.start < at or text[mark.start : mark.end] != mark.text:
            raise _refused(
                release, f"the mark {mark.text!r} at {mark.start}", "marks in order, each as the text has it"
            )
        if not _SPAN.fullmatch(mark.text) or "]]" in mark.text or before.endswith("\\"):
            raise _refused(
                release, f"the span {mark.text!r} at {mark.start}", "one line without | [ ]], no backslash before it"
            )
        inner = f"{mark.label} {mark.id}" if mark.id else mark.label
        out += [_escaped(before), f"[[{mark.text}|{inner}]]"]
        at = mark.end
    out.append(_escaped(text[at:]))
    return "".join(out)


def _escaped(piece: str) -> str:
    return piece.replace("[[", "\\[[")


def _fact_lines(release: Release) -> Iterator[str]:
    given: tuple[Slot, ...] = ()
    for fact in release.facts:
        wanted, own = _parted(fact)
        yield from fact.remarks
        if wanted != given:
            yield " ".join(filter(None, ["with", " | ".join(_slot(release, slot) for slot in wanted)]))
            given = wanted
        first = " ".join(filter(None, ["~".join(fact.indicator), "+".join(fact.marks)]))
        yield " | ".join([first, *(_slot(release, slot) for slot in own)])
    yield from release.remarks


def _parted(fact: GoldFact) -> tuple[tuple[Slot, ...], Sequence[Slot]]:
    """The slots of the ``with`` line that a fact is written under, and those of its own line."""
    for kept in range(min(len(fact.given), len(fact.slots)), -1, -1):
        own = fact.slots[kept:]
        keys = {slot.key for slot in own}
        if fact.slots[:kept] == tuple(slot for slot in fact.given if slot.key not in keys):
            return fact.given, own
    return (), fact.slots  # its slots were changed since; the line then says all of them


def _slot(release: Release, slot: Slot) -> str:
    for value in slot.values:
        if not value or value != value.strip() or _LINES.search(value) or _DIVIDED.search(value):
            raise _refused(release, f"{slot.key} {value!r}", "one line without | and without white space at its ends")
    marks = "+".join(slot.marks)
    if not marks and slot.key not in _PLAIN_KEYS and not slot.values[0].startswith("none"):
        marks = "-"
    return " ".join(filter(None, [slot.key, marks, " ~ ".join(slot.values)]))
