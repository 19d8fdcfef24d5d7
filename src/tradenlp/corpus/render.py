"""Annotated releases back to their file format: the inverse of ``format.parse``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from ..errors import CorpusError
from .format import FIGURE_SLOTS, HEAD_KEYS, GoldFact, Mark, Slot

_UNSAFE_VALUE = re.compile(r"\||(?:^| )~(?= |$)|[\r\n]")
_MARKLESS = ("modality", "qualifiers", "tags")


def render(head: Mapping[str, str], text: str, marks: Sequence[Mark], facts: Sequence[GoldFact]) -> str:
    """Write a release in its file format.

    Args:
        head: front matter, by ``format.HEAD_KEYS``.
        text: the plain text; a line end is added where it lacks one.
        marks: of that text, in order, none overlapping another.
        facts: in order; what consecutive facts begin with becomes a ``with`` line.
    Returns:
        str: a file that ``format.parse`` reads to the same head, text, marks and facts.
    Raises:
        CorpusError: E212 if a part cannot stand in the format.
    """
    lines = [f"{key}: {head[key]}" for key in HEAD_KEYS if head.get(key)]
    unknown = [key for key in head if key not in HEAD_KEYS]
    if unknown:
        raise _error(f"the head key {unknown[0]}", "one of " + ", ".join(HEAD_KEYS))
    for line in lines:
        if "\n" in line or "\r" in line:
            raise _error(f"the head line {line!r}", "one line")
    body = _body(text, marks)
    return "\n".join(["---", *lines, "---", body + "---", *_fact_lines(facts)]) + "\n"


def fact_line(fact: GoldFact, skip: int = 0) -> str:
    """Write a fact as one line.

    Args:
        fact: a gold fact.
        skip: how many of its slots a ``with`` line holds already.
    Returns:
        str: indicators and their marks, then the slots.
    Raises:
        CorpusError: E212 if a value cannot stand in a fact line.
    """
    first = "~".join(fact.indicator) + (f" {'+'.join(fact.marks)}" if fact.marks else "")
    return " | ".join([first, *map(slot_text, fact.slots[skip:])])


def slot_text(slot: Slot) -> str:
    """Write a slot: its key, its marks, the values that are equally right.

    Raises:
        CorpusError: E212 if a value cannot stand in a fact line.
    """
    for value in slot.values:
        if _UNSAFE_VALUE.search(value) or value != value.strip() or not value:
            raise _error(f"the value {value!r} of {slot.key}", "a value without '|', ' ~ ' and line ends")
    value = " ~ ".join(slot.values)
    if slot.key in _MARKLESS:
        return f"{slot.key} {value}"
    return f"{slot.key} {'+'.join(slot.marks) or '-'} {value}"


def _error(found: str, expected: str) -> CorpusError:
    return CorpusError("E212", found=found, expected=expected)


def _body(text: str, marks: Sequence[Mark]) -> str:
    out: list[str] = []
    at = 0
    for mark in sorted(marks, key=lambda m: (m.start, m.end)):
        span = text[mark.start : mark.end]
        if mark.start < at:
            raise _error(f"the mark {span!r} inside another", "marks that do not overlap")
        if not span or span != span.strip() or re.search(r"\[|\]\]|\||[\r\n]|\]$", span):
            raise _error(f"the span {span!r}", "text of one line without brackets, '|' and white space at its ends")
        before = text[at : mark.start]
        if before.endswith("\\"):
            raise _error(f"a backslash before {span!r}", "none right before a mark")
        out += [_plain(before), f"[[{span}|{mark.label}{' ' + mark.id if mark.id else ''}]]"]
        at = mark.end
    out.append(_plain(text[at:]))
    body = "".join(out)
    if "\r" in body:
        raise _error("a carriage return in the text", "lines that end with a line feed")
    return body if body.endswith("\n") else body + "\n"


def _plain(piece: str) -> str:
    return piece.replace("[[", "\\[[")


def _fact_lines(facts: Sequence[GoldFact]) -> Iterator[str]:
    at = 0
    given = False
    while at < len(facts):
        count, shared = _run(facts, at)
        if shared or given:
            yield " ".join(["with", " | ".join(map(slot_text, facts[at].slots[:shared]))]).rstrip()
            given = bool(shared)
        for fact in facts[at : at + count]:
            yield fact_line(fact, shared)
        at += count


def _run(facts: Sequence[GoldFact], at: int) -> tuple[int, int]:
    """How many facts from here on share a ``with`` line, and how many slots stand in it."""
    shared = _shareable(facts[at], len(facts[at].slots))
    count = 1
    for other in facts[at + 1 :]:
        common = 0
        while common < min(shared, len(other.slots)) and other.slots[common] == facts[at].slots[common]:
            common += 1
        common = _shareable(other, common)
        if common < 2 and (common < shared or not common):
            break
        while any(_shareable(fact, common) < common for fact in facts[at : at + count]):
            common -= 1
        if not common:
            break
        shared, count = common, count + 1
    return (count, shared) if count > 1 else (1, 0)


def _shareable(fact: GoldFact, most: int) -> int:
    """How many of a fact's first slots a ``with`` line can hold: no figures, and no key that its own slots repeat."""
    for count in range(min(most, len(fact.slots)), 0, -1):
        keys = {slot.key for slot in fact.slots[:count]}
        rest = {slot.key for slot in fact.slots[count:]}
        if not keys & (rest | set(FIGURE_SLOTS)):
            return count
    return 0
