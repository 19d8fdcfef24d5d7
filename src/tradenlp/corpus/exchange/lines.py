"""Facts as single lines, and ``with`` lines made anew for facts that come from elsewhere."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ...errors import CorpusError
from ..format import FIGURE_SLOTS, GoldFact, Slot

_UNSAFE_VALUE = re.compile(r"\||(?:^| )~(?= |$)|[\r\n]")
_MARKLESS = ("modality", "qualifiers", "tags")


def fact_line(fact: GoldFact) -> str:
    """Write a fact as one line: indicators and their marks, then all its slots.

    Raises:
        CorpusError: E202 if a value cannot stand in a fact line.
    """
    first = "~".join(fact.indicator) + (f" {'+'.join(fact.marks)}" if fact.marks else "")
    return " | ".join([first, *map(slot_text, fact.slots)])


def slot_text(slot: Slot) -> str:
    """Write a slot: its key, its marks, the values that are equally right.

    Raises:
        CorpusError: E202 if a value cannot stand in a fact line.
    """
    for value in slot.values:
        if _UNSAFE_VALUE.search(value) or value != value.strip() or not value:
            found = f"the value {value!r} of {slot.key}"
            raise CorpusError("E202", id="a fact", found=found, expected="one without '|', ' ~ ' and line ends")
    value = " ~ ".join(slot.values)
    if slot.key in _MARKLESS:
        return f"{slot.key} {value}"
    return f"{slot.key} {'+'.join(slot.marks) or '-'} {value}"


def grouped(facts: Sequence[GoldFact]) -> list[GoldFact]:
    """Let consecutive facts that begin with the same slots share a ``with`` line when they are written.

    Args:
        facts: in order.
    Returns:
        list: the same facts with ``given`` set.
    """
    found: list[GoldFact] = []
    while len(found) < len(facts):
        count, shared = _run(facts, len(found))
        given = facts[len(found)].slots[:shared]
        found += [replace(fact, given=given) for fact in facts[len(found) : len(found) + count]]
    return found


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
    """How many of a fact's first slots a ``with`` line can hold: no figures, no key that its own slots repeat."""
    for count in range(min(most, len(fact.slots)), 0, -1):
        keys = {slot.key for slot in fact.slots[:count]}
        rest = {slot.key for slot in fact.slots[count:]}
        own = fact.marks or any(slot.marks for slot in fact.slots[count:])
        if own and not keys & (rest | set(FIGURE_SLOTS)):
            return count
    return 0
