"""Figures told once for several: ``17,000 tonnes each to Romania and Bulgaria``, ``oats and rye rose 4% each``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from .model import Link, Mention
from .template import Template

_EACH = re.compile(r"(?: worth)?(?: of)?(?: [CM])? (?:each|apiece)\b")
_LOTS = re.compile(r"Q of $")  # ``3 cargoes of 65,000 tonnes each``
_TOWARDS = re.compile(r"(?: of C)? (?:to|for|from|with|by|in|into) (?:the )?(?P<all>P(?:(?:,? and|,) (?:the )?P)+)")
_BEFORE = re.compile(
    r"(?P<all>(?P<one>[PCO])(?:(?:,? and|,) (?:the )?(?P=one))+)(?:'s?)?(?P<each> each)?(?: [^.;,]{0,60})?$"
)
_FAR = 120


def told_apiece(template: Template, links: Sequence[Link]) -> None:
    """Note on each figure that is told ``each`` whose it is.

    Args:
        template: the sentence.
        links: its links, mended in place.
    """
    if " each" not in template.text and " apiece" not in template.text:
        return
    index = template.places()
    for link in links:
        k = index.get(id(link.figure))
        if k is None or link.joins is not None:
            continue
        right = template.right(k, _FAR)
        each, left = _EACH.match(right), template.left(k, _FAR)
        before = _BEFORE.search(left)
        if (each is None or _LOTS.search(left)) and (before is None or not before["each"]):
            continue
        towards = _TOWARDS.match(right, each.end()) if each is not None else None
        if towards is not None:
            start = template.behind(k, towards.start("all"))
            _note(link, template.mentions[start : start + towards["all"].count("P")], "partner")
            continue
        if before is not None:
            end = sum(letter.isupper() for letter in left[before.end("all") :])
            told = template.mentions[k - end - before["all"].count(before["one"]) : k - end]
            slot = "commodity" if before["one"] == "C" else _side(link, {m.name for m in told}, bool(before["each"]))
            if slot is not None:
                _note(link, told, slot)


def _side(link: Link, names: set[str | None], subject: bool) -> str | None:
    """The side of the trade that several names are on: one of them that was read as the other's partner owns too."""
    if subject and not link.slots.get("reporter"):
        return "reporter"
    if any(m.name in names for m in link.slots.get("reporter", ())):
        if any(m.name in names for m in link.slots.get("partner", ())):
            del link.slots["partner"]
            link.fixed |= {"partner"}
        return "reporter"
    return "partner" if any(m.name in names for m in link.slots.get("partner", ())) else None


def _note(link: Link, told: Sequence[Mention], slot: str) -> None:
    if len({m.name for m in told}) > 1:
        link.apiece = {slot: tuple(told)}


def for_each(links: Iterable[Link]) -> list[Link]:
    """Return links with those that are told for several once for each, with what joins them.

    Args:
        links: of a document.
    """
    held = list(links)
    if not any(link.apiece for link in held):
        return held
    out: list[Link] = []
    joining: dict[int, list[Link]] = {}
    for link in held:
        if link.joins is not None:
            joining.setdefault(id(link.joins), []).append(link)
    for link in held:
        if not link.apiece:
            out.append(link)
        for slot, told in link.apiece.items():
            out.append(replace(link, slots={**link.slots, slot: told[:1]}, apiece={}))
            for m in told[1:]:
                figure = replace(link.figure)  # a figure of its own, so that what joins it is told apart
                out.append(replace(link, figure=figure, slots={**link.slots, slot: (m,)}, apiece={}))
                out += [replace(other, joins=figure) for other in joining.get(id(link.figure), ())]
    return out


__all__ = ["for_each", "told_apiece"]
