"""What a sentence tells of the foremost partner: ``Buying 1.2 million tonnes, China was the top market for corn``.

The word for what the partner is (a market, a supplier) tells the flow of all that the sentence counts, whatever the
partner itself does (``Importing 5 million tons, Iraq was Iran's first export destination``).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from ..gate import Gated
from .counting import pseudo
from .model import Link, Mention
from .template import Template

_BUYER = r"destinations?|markets?|buyers?|customers?|importers?|purchasers?|takers?|recipients?|outlets?"
_SELLER = r"suppliers?|sources?|providers?|origins?"
_IS = Gated(
    r"(?P<who>P)(?:,[^,.;MQX]{3,60},)? (?:(?:has|had) )?(?:was|is|remains?|remained|became|become|been|emerged as|"
    r"ranked as|stood as|continued (?:to be|as)) (?:(?:still|also|again|once again|by far|thus|then) )*"
    r"(?:(?:the|its|their) )?(?:(?:P's|A|country's|nation's|bloc's|province's) )?"
    rf"(?:(?!P)(?:[a-z-]+|[NACIV]) ){{1,5}}(?P<role>(?P<buyer>{_BUYER})|{_SELLER})\b(?! of (?:C |A )*[UD]\b)"
    r"(?: of (?:C |A )*(?P<its>[IV])\b| (?:of|for) (?:(?:A|P's|its|the) )?(?P<goods>C)\b)?"
)
_BY_ITSELF = re.compile(r"(?:importers?|buyers?|purchasers?|takers?)(?! (?:of|for) (?:[a-z]+ )?[AP]\b)")
"""``Italy was the largest importer of coffee`` tells what it imports itself."""
_OWNED = re.compile(r" (?:P's|A|its|their|country's|nation's|bloc's|province's) ")
_PARTICIPLE = re.compile(r"\W*(?:by |after |with )?(?:V|[a-z]+ing)\b[^.;]*, (?:the )?$")
_ON = re.compile(r"(?:[^.;P]|P's)*?(?:\b(?:with|by|at|after|having|for|of)\b|,|\()[^.;P]*")
_ENDS = re.compile(r"[.;]|,? (?:while|whereas|but)\b")


def of_mainstay(template: Template, links: Sequence[Link]) -> None:
    """Give the figures of a foremost partner its name, and the flow that its standing tells.

    Args:
        template: the sentence.
        links: its links, mended in place.
    """
    found = _IS.search(template.text)
    if found is None or (_BY_ITSELF.match(template.text, found.start("role")) and not _OWNED.search(found[0])):
        return
    flow, begins = "exports" if found["buyer"] else "imports", found.start("who")
    first, last = (bisect_left(template.at, at) for at in (found.end("who"), found.start("role")))
    own = {m.indicator for m in template.mentions[first:last] if m.label == "INDICATOR"}
    if own & {"exports", "imports"} and flow not in own:
        return  # ``the largest import market``
    if found["its"] and template.mentions[bisect_left(template.at, found.start("its"))].indicator != flow:
        return  # ``the main source of export orders``
    who = template.mentions[bisect_left(template.at, begins)]
    opening = _PARTICIPLE.fullmatch(template.text[:begins]) is not None
    on = _ON.match(template.text, found.end())
    near = on.end() if on is not None else found.end()
    ends = _ENDS.search(template.text, found.end())
    end = ends.start() if ends is not None else len(template.text)
    goods = template.mentions[bisect_left(template.at, found.start("goods"))] if found["goods"] else None
    index = template.places()
    for link in links:
        k = index.get(id(link.figure))
        if k is None or not _one_way(link, flow, who):
            continue
        at = template.at[k]
        if link.joins is not None or not (opening if at < begins else found.end() <= at < end):
            continue
        told = link.slots["indicator"]
        if told[0].indicator != flow:
            link.slots["indicator"] = (pseudo(told[0], flow),)
            link.fixed |= {"indicator"}
        if goods is not None and not link.slots.get("commodity"):
            link.slots["commodity"] = (goods,)
        if at < begins or at < near:
            link.slots["partner"] = (who,)
            link.fixed |= {"partner"}


def _one_way(link: Link, flow: str, who: Mention) -> bool:
    """Tell whether a figure may be another's trade with the partner, and one way: neither both together nor output."""
    told, owner = link.slots.get("indicator"), link.slots.get("reporter")
    if not told or not owner or owner[0].name == who.name:
        return False
    return told[0].indicator in ("exports", "imports", "sales", "other", flow)


__all__ = ["of_mainstay"]
