"""Movements over several years: ``from $1.6bn to $15.6bn from 2019 to 2023`` tells the first year and the last."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ..reading import calendars
from .model import Link, Mention
from .template import Template

_TWO_ENDS = re.compile(
    r"(?:(?:from|between) )?[^\d]{0,12}\d{4} ?(?:to|and|until|till|through|[-–—]) ?[^\d]{0,12}\d{4}", re.I
)
_BETWEEN = re.compile(r"\b(?:between|from) (?:the )?(?:years )?\Z", re.I)
_YEARLY = re.compile(
    r"\b(?:a year|annual|annually|average|averag(?:ed|ing)|per year|per annum|each year|every year|yearly|compound|"
    r"cagr|year[- ]on[- ]year|y-o-y|yoy|y/y)\b",
    re.I,
)


def ends_apart(template: Template, links: Sequence[Link]) -> None:
    """Give the figures of a movement over a span of years the years that it begins and ends with.

    Args:
        template: the sentence.
        links: its links, whose periods and bases are mended in place.
    """
    _two_periods(template, links)
    spans = {id(m): m for link in links for m in _periods(link) if _of_years(m)}
    if not spans:
        return
    rate = _YEARLY.search(template.source, template.sentence.start, template.sentence.end) is not None
    for span in spans.values():
        first, last = calendars.ends(span.value.edtf if span.value is not None else "")
        told = [link for link in links if any(m is span for m in _periods(link))]
        bases = [link for link in told if link.measure in ("amount", "share") and link.slots.get("earlier")]
        moved = [
            link for link in told if link.measure == "change" and link.base is None and link.basis == "unspecified"
        ]
        if not bases and not (
            moved and not rate and _BETWEEN.search(template.source[max(0, span.start - 20) : span.start])
        ):
            continue
        begins, ends = _dated(span, first), _dated(span, last)
        for link in told:
            is_base = bool(link.slots.pop("earlier", None))
            link.slots["period"] = (begins if is_base else ends,)
            link.fixed |= {"period"}
            if link in moved and not rate:
                link.basis, link.base = "period", begins


_AND = re.compile(r"\s*and (?:the )?")
_PAIR_OPENS = re.compile(r"\bbetween (?:the )?\Z")


def _two_periods(template: Template, links: Sequence[Link]) -> None:
    """``from $40 million to $44 million between April and May``: each has its own, and nothing is to choose."""
    ends: set[int] = set()
    for k in range(1, len(template.at)):
        if template.letter(k - 1) == template.letter(k) == "T" and _AND.fullmatch(template.gap(k)):
            if _PAIR_OPENS.search(template.left(k - 1)):
                ends |= {id(template.mentions[k - 1]), id(template.mentions[k])}
    told = [link for link in links if link.measure == "amount" and any(id(m) in ends for m in _periods(link))]
    if len({id(_periods(link)[0]) for link in told}) > 1:
        for link in told:
            link.fixed |= {"period"}


def _periods(link: Link) -> tuple[Mention, ...]:
    return link.slots.get("period", ())[:1] + link.slots.get("earlier", ())[:1]


def _of_years(m: Mention) -> bool:
    """Tell whether a period is one from year to year, or from a month to one more than a year later."""
    if m.value is None or "/" not in m.value.edtf or not _TWO_ENDS.fullmatch(m.text):
        return False
    first, last = calendars.ends(m.value.edtf)
    return len(first) == len(last) and first[:4] < last[:4] and (len(first) == 4 or calendars.length(m.value.edtf) > 12)


def _dated(m: Mention, edtf: str) -> Mention:
    return replace(m, value=calendars.resolved(edtf), id="")


__all__ = ["ends_apart"]
