"""Years shifted: of the text, of the facts and of the publication, all by the same number."""

from __future__ import annotations

import re
from dataclasses import replace
from random import Random

from ..exchange.values import Values
from ..format import Release, Slot
from .changes import Change, Edit, apply

_YEAR = re.compile(r"(?<![\d.,$€£¥#])(?:19|20)\d\d(?!\d|[.,]\d{3}\b)")
_PAIR = re.compile(r"((?:19|20)\d\d)([-/–])(\d\d)(?![\d/-])")
_SHORT = re.compile(
    r"(?<=[A-Za-z]['’ -])\d\d(?!\d)|(?<=FY)\d\d(?!\d)|(?<=['’])\d\d(?!\d)|(?<=\d[QH])\d\d|(?<=Q\d/)\d\d"
)
_LEAP = re.compile(r"-02-29|\b29(?:th)?[ .]?Feb|Feb\w*\.? 29\b")
_VALUE_YEAR = re.compile(r"(?<![\d.-])\d{4}(?=$|[-/ ~])")


def swap_periods(release: Release, random: Random) -> Change:
    """Shift every year by the same number.

    Nothing changes where the grammars of periods would not read the shifted text as they read the old one, shifted:
    decades, other calendars, years of two digits that could be days.

    Args:
        release: any; its head's ``published`` moves with the years.
        random: the source of chance.
    Returns:
        Change: of years in and outside marks, of period values and bases, and of the head.
    """
    leap = _LEAP.search(release.text) or _LEAP.search(release.head.get("published", ""))
    choices = [-8, -4, 4] if leap else [-9, -8, -7, -6, -5, -4, -3, -2, -1, 1, 2, 3, 4]
    by = random.choice(choices)
    held = [(mark.start, mark.end) for mark in release.marks if mark.label not in ("PERIOD", "INDICATOR", "TREND")]
    periods = [(mark.start, mark.end) for mark in release.marks if mark.label == "PERIOD"]
    edits = []
    for match in _YEAR.finditer(release.text):
        if not any(start <= match.start() < end for start, end in held):
            edits.append(Edit(match.start(), match.end(), str(int(match[0]) + by)))
    for start, end in periods:
        text = release.text[start:end]
        spans = [match.span(3) for match in _PAIR.finditer(text) if _follows(match)]
        spans += [match.span() for match in _SHORT.finditer(text)]
        for first, last in dict.fromkeys(spans):
            short = f"{(int(text[first:last]) + by) % 100:02d}"
            edits.append(Edit(start + first, start + last, short))
    published = release.head.get("published", "")
    head = {"published": _shifted(published, by)} if published else {}

    def slot(old: Slot) -> Slot:
        if old.key not in ("period", "change", "sharechange"):
            return old
        return replace(old, values=tuple(_shifted_value(old.key, value, by) for value in old.values))

    change = Change(tuple(edits), slot, head)
    return change if agrees(release, apply(release, change), by) else Change()


def _follows(match: re.Match[str]) -> bool:
    return int(match[3]) == (int(match[1]) + 1) % 100 or int(match[3]) > 12


def _shifted(edtf: str, by: int) -> str:
    """Every year of an EDTF value moved, that of ``2023-24`` included."""
    paired = _PAIR.fullmatch(edtf)
    if paired and int(paired[3]) > 12:
        return f"{int(paired[1]) + by}{paired[2]}{(int(paired[3]) + by) % 100:02d}"
    return _VALUE_YEAR.sub(lambda match: f"{int(match[0]) + by:04d}", edtf.replace("/", " / ")).replace(" / ", "/")


def _shifted_value(key: str, value: str, by: int) -> str:
    if key == "period":
        return _shifted(value, by)
    front, space, last = value.rpartition(" ")
    return f"{front}{space}{_shifted(last, by)}" if re.match(r"\d{4}(?:$|[-/])", last) and front else value


def agrees(old: Release, new: Release, by: int) -> bool:
    """Tell whether every period that a fact rests on reads as before, shifted.

    Args:
        old: the release before.
        new: the release after.
        by: how many years it was shifted by.
    Returns:
        bool: for a release without facts, of all its periods.
    """
    used = {id for fact in old.facts for slot in fact.slots if slot.key == "period" for id in slot.marks}
    values = [period_values(release) for release in (old, new)]
    for before, after in zip(old.marks, new.marks, strict=True):
        if before.label == "PERIOD" and (before.id in used or not old.facts):
            first = values[0].get((before.start, before.end))
            second = values[1].get((after.start, after.end))
            unread = first is None and any(sign.isdigit() for sign in before.text)
            if unread or second != (_shifted(first, by) if first else None):
                return False
    return "X" not in "".join(v for f in old.facts for s in f.all("period") for v in s.values).replace("XXXX", "")


def period_values(release: Release) -> dict[tuple[int, int], str]:
    """Return the EDTF value of every period that the grammars find, by its offsets."""
    return Values(release.text, release.head.get("published", ""), [release.head.get("economy", "")]).periods
