"""Names swapped for others of their kind: economies, cities and provinces, goods, companies.

A name becomes the same other name wherever it stands: in marks, in names of organisations, as an adjective, in the
values of facts. A name that cannot be swapped without harm stays.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from functools import lru_cache
from random import Random

from ...lexicon import Entry, load
from ..format import Mark, Release, Slot
from .changes import Change, Edit, apply, in_values, stands, whole
from .periods import agrees

_ARTICLES = re.compile(
    r"\b(?:United|Netherlands|Philippines|Maldives|Bahamas|Gambia|Czech Republic|Islands|Republic|Territor|Vatican"
    r"|Isle of|Dominican|and)\b|[(,]"
)
_PLAIN = re.compile(r"[A-Z][a-z]+(?: [A-Z][a-z]+)?")
_GOODS = re.compile(r"[a-z]+(?: [a-z]+){0,2}")
_VOWEL = re.compile(r"[aeiou]", re.IGNORECASE)
_AN = re.compile(r"\b(?:an?) $", re.IGNORECASE)
_THE = re.compile(r"\bthe $", re.IGNORECASE)
_FIRM = re.compile(
    r"\b(?:Ltd|Limited|Inc|Corp|Corporation|Company|Co|Group|Motors?|Holdings?|plc|PLC|AG|SA|GmbH|Industries|Electronics"
    r"|Automobile|Steel|Foods|Mining|Shipping|Airways|Cargo|Brassware|Textiles?)\.?$"
)
_SWAPPED_PLACES = ("economy", "city", "subdivision")
_VALUE_KEYS = ("reporter", "partner", "commodity", "segment", "route", "share", "rank")


@lru_cache(maxsize=1)
def _ways() -> tuple[dict[Entry, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    """Ways to write each place, and the demonyms of each economy by its code."""
    lexicon = load()
    names = {entry: tuple(way.lstrip("=~+") for way in ways) for entry, ways in lexicon.listed("places")}
    peoples = {entry.id or "": ways for entry, ways in lexicon.listed("demonyms")}
    return names, {id: tuple(way.lstrip("=~+") for way in ways) for id, ways in peoples.items()}


@lru_cache(maxsize=16)
def _targets(kind: str) -> tuple[Entry, ...]:
    """Places of a kind that can stand for another: plain names without an article."""
    names, peoples = _ways()
    return tuple(
        entry
        for entry in names
        if entry.kind == kind
        and _PLAIN.fullmatch(entry.name)
        and not _ARTICLES.search(entry.name)
        and load().canonical("PLACE", entry.name) == entry
        and (kind != "economy" or peoples.get(entry.id or ""))
    )


@lru_cache(maxsize=1)
def _goods() -> tuple[Entry, ...]:
    """Goods that can stand for others: plain names with a heading of their own."""
    return tuple(
        entry
        for entry in load().table("commodities")
        if entry.kind == "goods" and len(entry.hs or "") == 4 and _GOODS.fullmatch(entry.name)
    )


@lru_cache(maxsize=1)
def _companies() -> tuple[str, ...]:
    found = [entry.name for entry in load().table("organisations") if entry.kind == "company"]
    plain = [name for name in found if re.fullmatch(r"[A-Z][a-z]+(?: [A-Z][a-z]+){1,2}", name)]
    return tuple(name for name in plain if not load().find(name, ("PLACE", "DEMONYM")))


def swap_places(release: Release, random: Random) -> Change:
    """Swap economies, cities and provinces for others of their kind, with their adjectives and peoples.

    Kept are places named with an article or inside other marks than those of organisations, and economies whose
    currency or fiscal year the text relies on.

    Args:
        release: any.
        random: the source of chance.
    Returns:
        Change: of every form of their names, of values that hold one, and of the head's ``economy``.
    """
    names, peoples = _ways()
    found: dict[Entry, set[str]] = defaultdict(set)
    for mark in release.marks:
        entry = load().canonical("PLACE", mark.text) if mark.label == "PLACE" else None
        if entry and entry.kind in _SWAPPED_PLACES and entry in names:
            found[entry].add(mark.text)
    taken = {entry.name for entry in found}
    new: dict[str, str] = {}
    told: dict[str, str] = {}
    for entry in sorted(found, key=lambda entry: entry.name):
        people = [way for way in peoples.get(entry.id or "", ()) if stands(way, release.text)]
        if not _free(release, [*found[entry], *people], ("PLACE", "ORG")) or _relied_on(release, entry):
            continue
        others = [other for other in _alike(entry.name, _targets(entry.kind or "")) if other.name not in taken]
        others = [other for other in others if other.name not in release.text]
        if not others:
            continue
        other = random.choice(others)
        taken.add(other.name)
        for way in found[entry]:
            new[way] = other.name.upper() if way.isupper() and len(way) > 3 else other.name
        forms = peoples.get(other.id or "", (other.name,))
        for way in people:
            new[way] = _likest(way, forms)
        told |= {**dict.fromkeys((entry.name, *names[entry]), other.name), **{way: new[way] for way in people}}
        told |= {way: other.name for way in found[entry]}
    economy = release.head.get("economy", "")
    entry = load().place(economy) if economy else None
    moved = told.get(entry.name) if entry else None
    change = replace(_named(release, new, told), head={"economy": moved} if moved else {})
    return change if agrees(release, apply(release, change), 0) else Change()


def swap_commodities(release: Release, random: Random) -> Change:
    """Swap goods for others that the lexicon lists, letter case kept.

    Kept are goods that stand inside other marks, goods listed together in one slot, and names with other senses.

    Args:
        release: any.
        random: the source of chance.
    Returns:
        Change: of their names in marks and values.
    """
    found: dict[str, list[Mark]] = defaultdict(list)
    for mark in release.marks:
        if mark.label == "COMMODITY":
            found[mark.text.casefold()].append(mark)
    listed = {entry.name for entry in _goods()}
    edits: list[Edit] = []
    told: dict[str, str] = {}
    for name, marks in sorted(found.items()):
        if name not in listed or not _apart(release, name, marks):
            continue
        others = [
            entry.name for entry in _goods() if entry.name not in release.text.casefold() and name not in entry.name
        ]
        plural = [other for other in others if other.endswith("s") == name.endswith("s") and other not in told.values()]
        other = random.choice([other for other in plural if _same_article(name, other)])
        told[name] = other
        edits += [Edit(mark.start, mark.end, _cased(mark.text, other)) for mark in marks]
    return Change(tuple(edits), _told(told))


def swap_companies(release: Release, random: Random) -> Change:
    """Swap companies for others that the lexicon lists.

    Args:
        release: any.
        random: the source of chance.
    Returns:
        Change: of their names, in values too.
    """
    found = set()
    for mark in release.marks:
        entry = load().canonical("ORG", mark.text) if mark.label == "ORG" else None
        if mark.label == "ORG" and ((entry and entry.kind == "company") or _FIRM.search(mark.text)):
            found.add(mark.text)
    new: dict[str, str] = {}
    for name in sorted(found):
        if _free(release, [name], ("ORG",)):
            others = [other for other in _companies() if other not in release.text and other not in new.values()]
            new[name] = random.choice([other for other in others if _same_article(name, other)])
    return _named(release, new, new)


def _named(release: Release, new: Mapping[str, str], told: Mapping[str, str]) -> Change:
    pattern = whole(new)
    if pattern is None:
        return Change()
    edits = [Edit(match.start(), match.end(), new[match[0]]) for match in pattern.finditer(release.text)]
    return Change(tuple(edits), _told(told))


def _told(told: Mapping[str, str]) -> Callable[[Slot], Slot]:
    def slot(old: Slot) -> Slot:
        return in_values(old, told) if old.key in _VALUE_KEYS else old

    return slot


def _free(release: Release, names: Collection[str], labels: tuple[str, ...]) -> bool:
    """Whether names stand alone, or inside marks of some labels; never behind ``the`` or beside a hyphen."""
    if any(re.search(rf"\w-{re.escape(name)}\b|\b{re.escape(name)}-\w", release.text) for name in names):
        return False
    pattern = whole(names)
    inside = [mark for mark in release.marks if mark.label not in labels]
    for match in pattern.finditer(release.text) if pattern else ():
        start, end = match.span()
        if _THE.search(release.text, max(0, start - 5), start) or any(m.start < end and start < m.end for m in inside):
            return False
        place = next((m for m in release.marks if m.label == "PLACE" and m.start <= start and end <= m.end), None)
        if place and place.text not in names:
            return False
    return True


def _relied_on(release: Release, entry: Entry) -> bool:
    """Whether the text leaves to an economy what its money or its fiscal year is."""
    money = load().currency_of(entry)
    units = {word for f in release.facts for s in f.slots if s.key != "period" for v in s.values for word in v.split()}
    return money in units or bool(re.search(r"\bFY|fiscal|financial year", release.text))


def _apart(release: Release, name: str, marks: list[Mark]) -> bool:
    """Whether a commodity's marks stand for it alone, in the text and in every slot."""
    ids = {mark.id for mark in marks if mark.id}
    for fact in release.facts:
        for slot in fact.slots:
            if ids & set(slot.marks) and (not ids >= set(slot.marks) or slot.values[0].casefold() != name):
                return False
            others = [value for value in slot.values[1:] if value != "none" and name not in value.casefold()]
            if ids & set(slot.marks) and others:
                return False
    return sum(name in mark.text.casefold() for mark in release.marks) == len(marks)


def _alike(name: str, others: Iterable[Entry]) -> list[Entry]:
    return [other for other in others if _same_article(name, other.name)]


def _same_article(name: str, other: str) -> bool:
    """Whether ``a`` or ``an`` before a name goes with the other as well."""
    return bool(_VOWEL.match(name)) == bool(_VOWEL.match(other))


def _likest(way: str, forms: tuple[str, ...]) -> str:
    """Of the demonyms of a place the one with the ending of another place's: plural for plural."""
    return next((form for form in forms if form.endswith("s") == way.endswith("s")), forms[0])


def _cased(old: str, new: str) -> str:
    if old.isupper():
        return new.upper()
    if old[:1].isupper():
        return new[:1].upper() + new[1:]
    return new
