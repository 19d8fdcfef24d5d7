"""Amounts before the noun of a balance: ``from a $1.2bn surplus in April to a $3.4bn deficit in May``."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .memory import GAPS
from .model import Link, Mention
from .role_amounts import EXCEEDED
from .template import Template

_OPENED = re.compile(r"\b(?:an?|the|its|their|this|that|another|[a-z]+er|[a-z]+est|record)\s+(?:[a-z-]+ |[NUDE] )?$")
_NOUN = re.compile(r"(?:-?[CS]|[a-z-]+| ){0,6}?I\b")
_WHEN = re.compile(r" (?:(?:recorded|registered|seen|posted|told|run|reached) )?(?:in |for |during |of |the )*T\b")


_IN_GOODS = re.compile(r" (?:in|on|for|of) (?:the )?(?P<goods>C)\b")
_COMPARED = re.compile(r"\b(?:from|than|against|after|following|versus|compared (?:with|to)|on)\b")


def own_gaps(template: Template, links: Sequence[Link], main: Mention | None) -> None:
    """Give each amount that stands before the noun of a balance that balance, with goods and period right behind it.

    Args:
        template: the sentence.
        links: its links, whose slots are mended in place.
        main: the document's main period, for amounts that lose that of another.
    """
    _exceeding(template, links)
    if not any(m.label == "INDICATOR" and m.indicator in GAPS for m in template.mentions):
        return
    index = template.places()
    for link in links:
        k = index.get(id(link.figure))
        if k is None or link.measure != "amount" or link.joins is not None or not _OPENED.search(template.left(k)):
            continue
        told = _NOUN.match(template.right(k))
        if told is None:
            continue
        noun = template.behind(k, told.end() - 1)
        if template.mentions[noun].indicator not in GAPS:
            continue
        link.slots = {**link.slots, "indicator": (template.mentions[noun],)}
        link.fixed |= {"indicator"}
        goods = _IN_GOODS.match(template.right(noun))
        if goods is not None:
            link.slots = {**link.slots, "commodity": (template.mentions[template.behind(noun, goods.start("goods"))],)}
        when = _WHEN.match(template.right(noun))
        if when is not None:
            _date(template, link, links, template.mentions[template.behind(noun, when.end() - 1)], main)


def _exceeding(template: Template, links: Sequence[Link]) -> None:
    """``Imports exceeded exports by $190 million`` leaves nothing to choose."""
    index = template.places()
    for link in links:
        k, told = index.get(id(link.figure)), link.slots.get("indicator")
        if k is not None and told and told[0].indicator in GAPS and EXCEEDED.search(template.left(k, 60)):
            link.fixed |= {"indicator"}


def _date(template: Template, link: Link, links: Sequence[Link], period: Mention, main: Mention | None) -> None:
    """Give an amount the period behind its noun, which is not that of the figures that are compared with it."""
    link.slots = {**link.slots, "period": (period,)}
    link.inherited -= {"period"}
    for other in links:
        held = other.slots.get("period")
        between = template.source[other.figure.end : link.figure.start]
        if held and held[0] is period and other.figure.end < link.figure.start and _COMPARED.search(between):
            other.slots = {d: m for d, m in other.slots.items() if d != "period"}
            if main is not None and main is not period:
                other.slots["period"] = (main,)
                other.inherited |= {"period"}


__all__ = ["own_gaps"]
