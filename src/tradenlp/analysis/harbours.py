"""Ports that act under the bare name of their town: ``Santos loaded 1.9 million tonnes``, ``the docks of Sagunto``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from ..gate import Gated
from ..lexicon import Entry, fold, load
from .model import Mention
from .proper import CAPITAL

_NAME = rf"{CAPITAL}[\w’'-]{{2,30}}(?: (?:de |da |do )?{CAPITAL}[\w’'-]{{1,30}}){{0,2}}"
_ALL = Gated(
    rf"\b(?:[Pp]orts|[Dd]ocks|[Ww]harves|[Qq]uays|[Ss]eaports|[Hh]arbou?rs|[Tt]erminals|[Aa]nchorages|[Bb]erths)(?: "
    rf"of| at| in|,|:)(?: the)? (?P<name>{_NAME})"
)
_THROUGH = Gated(
    r"\b(?:(?:(?:[Ll]oadings?|[Ll]iftings?)(?: of(?: \w+){1,3})? from|(?:loadings?|liftings?|loaded|sailed|sailings?|"
    r"berthed|discharged|landed|unloaded|docked|throughput|port calls?|calls?|called|"
    r"assembled cargo) (?:\w+ )?(?:from|at|by|through|via|of))"
    r"|(?:[Ee]xports?|[Ii]mports?|exported|imported|[Ss]hipments?|shipped|went|dispatched|sent|moved|cargo|arrivals|"
    r"and) (?:out )?"
    rf"(?:through|via|by way of|out by)|out by|by way of) (?P<name>{_NAME})"
)
_SUBJECT = Gated(
    rf"\b(?P<name>{_NAME})(?:(?:, {_NAME}){{0,4}},? and {_NAME})?(?:['’]s throughput| (?:-- |– )?(?:have |has |also "
    rf")?(?:loaded|handled|dispatched|discharged|processed|cleared|berthed|"
    r"moved(?= [\d.])))(?!\w)"
)
_TERMINAL = Gated(
    rf"\b(?P<name>(?!The ){_NAME} (?:(?!and |or |with )[a-z]+ )?(?:terminal|seaport|port))"
    r"(?= (?:[a-z]+ )?(?:handled|loaded|moved|"
    r"processed|discharged)\b)"
)
"""``Pechenga terminal handled 0.5 million tonnes``"""
_PLURAL = Gated(
    rf"\b(?P<name>{_NAME})(?:, {_NAME}){{0,4}},? and {_NAME} (?:ports|docks|terminals|seaports|harbou?rs|border "
    rf"crossings)\b"
)
_NEXT = re.compile(
    rf"(?: \(?[^.;:\n()]{{0,18}}\d[\d.,]*(?:%| per ?cent| million| tonnes| tons)?\)?)?(?:, and |, | and | or |/| & "
    rf")(?:[\d.]+ (?:million )?by )?(?P<name>{_NAME})"
)
_PART = re.compile(r"(?:Greater|Northern|Southern|Eastern|Western|Central|North|South|East|West) ")
_FURTHER = re.compile(rf"[^.;:\n]{{0,80}}?(?:, | and )(?P<name>{_NAME})(?= \(?[$€£]?\d)")
_OWNER = re.compile(r"\w+['’]s (?=\w)")
_AREAS = frozenset({"economy", "bloc", "region"})


@lru_cache(maxsize=1)
def _ports() -> dict[str, Entry]:
    """Ports by the bare names of their towns and by their proper names."""
    known: dict[str, Entry] = {}
    for entry, ways in load().listed("ports"):
        for way in ways:
            name = way.lstrip("=~+")
            known.setdefault(fold(name), entry)
            known.setdefault(fold(name.removeprefix("Port of ").removeprefix("port of ").removesuffix(" port")), entry)
    return known


def _known(name: str) -> tuple[str, Entry | None]:
    """Return the longest beginning of a name that is a listed port, and the port; the whole name where none is."""
    words = name.split(" ")
    for last in range(len(words), 0, -1):
        part = " ".join(words[:last])
        entry = _ports().get(fold(part))
        if entry is not None:
            return part, entry
    return name, None


def acting_ports(text: str) -> list[Mention]:
    """Find towns that act as ports, in the frame of a port or in a list with one.

    Args:
        text: the release.
    Returns:
        list[Mention]: label ``ORG``, kind ``port``.
    """
    out: list[Mention] = []
    for pattern, known in ((_ALL, False), (_THROUGH, True), (_SUBJECT, True), (_PLURAL, False)):
        for m in pattern.finditer(text):
            out += _listed(text, m.start("name"), m["name"], known, pattern is _SUBJECT)
    out += [_port(m.start("name"), m["name"], None) for m in _TERMINAL.finditer(text)]
    return out


def _listed(text: str, start: int, name: str, known: bool, acts: bool) -> Iterator[Mention]:
    """Yield the ports of a list.

    Args:
        text: the release.
        start: offset of the first name.
        name: the first name.
        known: the frame fits other things too, so that names must be those of listed ports.
        acts: the name is the subject, so that an economy's may be its port's.
    """
    for _ in range(8):
        owner = _OWNER.match(name)
        if owner:
            start, name = start + owner.end(), name[owner.end() :]
        name, entry = _known(name.removesuffix("'s").removesuffix("’s"))
        place = load().canonical("PLACE", name)
        area = place is not None and (place.kind in _AREAS or (place.kind == "subdivision" and entry is None))
        if load().canonical("DEMONYM", name) is not None:
            return  # ``Lithuanian and Estonian ports``
        if known and (entry is None or (area and not acts)):
            return
        if (acts or not area) and not _PART.match(name):
            yield _port(start, name, entry)
        end = start + len(name)
        further = _NEXT.match(text, end) or (_FURTHER.match(text, end) if entry is not None else None)
        if further is None:
            return
        start, name = further.start("name"), further["name"]


def _port(start: int, name: str, entry: Entry | None) -> Mention:
    full, code = (entry.name, entry.id) if entry else (name, None)
    return Mention("ORG", start, start + len(name), name, name=full, code=code, kind="port", entry=entry, score=0.8)
