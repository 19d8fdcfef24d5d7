"""Ports that act under the bare name of their town: ``Santos loaded 1.9 million tonnes``, ``the docks of Valencia, Sagunto and Gandia``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from ..lexicon import Entry, load
from .model import Mention

_BEFORE_ALL = re.compile(r"\b(?:ports|docks|wharves|quays|seaports|harbou?rs|terminals|anchorages)(?: of| at| in|,|:)?(?: the)? $", re.I)
_BEFORE_PORT = re.compile(
    r"\b(?:(?:loadings?|liftings?|loaded|sailed|sailings?|berthed|discharged|throughput|port calls?) (?:\w+ )?(?:from|at|by|through|via|of) "
    r"|(?:exports?|imports?|exported|imported|shipments?|shipped|went|dispatched|sent|moved|cargo|arrivals) (?:out )?(?:through|via|by|by way of) "
    r"|\b(?:out by|by way of) )$",
    re.I,
)
_AFTER_PORT = re.compile(r"(?:['’]s throughput| (?:loaded|handled|dispatched|discharged|processed|moved|shipped out|cleared|berthed))\b")
_AFTER_ALL = re.compile(r" (?:ports|docks|terminals|seaports|harbou?rs)\b")
_LINK = re.compile(r"(?:,? and |, |,? or |/| & )$|^[^.;\n]{0,14}\d[\d.,]*(?:%| per ?cent| million| tonnes)?(?:,? and |, )$")
_TOWN = frozenset({"city", None})


@lru_cache(maxsize=1)
def _ports() -> dict[str, Entry]:
    """Ports by the bare names of their towns."""
    return {e.name.removeprefix("Port of ").casefold(): e for e in load().table("ports")}


def acting_ports(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """Relabel towns that act as ports.

    Args:
        text: the release.
        mentions: named things in order.
    Returns:
        list[Mention]: the same mentions, towns in the frame of a port (or in a list with one) as ``ORG`` of kind ``port``.
    """
    ports = _ports()
    towns = [i for i, m in enumerate(mentions) if m.label == "PLACE" and m.kind in _TOWN]
    acting = {i for i in towns if _acts(text, mentions[i], ports)}
    for order in (towns, towns[::-1]):
        for i, j in zip(order, order[1:], strict=False):
            if i in acting and _linked(text, mentions[i], mentions[j]) and _port_of(mentions[j], ports) is not None:
                acting.add(j)
    out = list(mentions)
    for i in acting:
        out[i] = _as_port(mentions[i], ports)
    return out


def _acts(text: str, m: Mention, ports: dict[str, Entry]) -> bool:
    before = text[max(0, m.start - 40) : m.start]
    if _BEFORE_ALL.search(before) or _AFTER_ALL.match(text, m.end):
        return True
    if _port_of(m, ports) is None:
        return False
    return bool(_BEFORE_PORT.search(before) or _AFTER_PORT.match(text, m.end))


def _linked(text: str, a: Mention, b: Mention) -> bool:
    """Tell whether two mentions are members of one list."""
    low, high = sorted((a, b), key=lambda m: m.start)
    return high.start - low.end < 24 and bool(_LINK.search(text[low.end : high.start]))


def _port_of(m: Mention, ports: dict[str, Entry]) -> Entry | None:
    return ports.get(m.text.casefold()) or ports.get((m.name or "").casefold())


def _as_port(m: Mention, ports: dict[str, Entry]) -> Mention:
    entry = _port_of(m, ports)
    return replace(m, label="ORG", kind="port", entry=entry, name=entry.name if entry else m.name, code=entry.id if entry else None)
