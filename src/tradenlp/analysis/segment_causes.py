"""Names that a sentence only tells aside: what moved a figure, what a flow includes, who reports it."""

from __future__ import annotations

import re

from ..gate import Gated
from .model import Segment
from .segment_asides import explains
from .template import Template

_EXAMPLE = Gated(
    r"\b(?:such as|like|especially|particularly|notably|mainly|including|e\.g\.|namely|driven by|led by|thanks to|"
    r"due to|owing to|because of|on the back of|amid|(?<!well )as(?! well\b)|helped by|on)\s+"
    r"(?:(?:[a-z]+|[UDE]) ){0,5}$"
)
CAUSE = Gated(
    r"\b(?:due to|owing to|thanks to|because of|helped by|driven by|boosted by|supported by|hit by|dragged down by|"
    r"fuelled by|fueled by|reflecting|amid|on the back of|in response to|attributed to|caused by|underpinned by|"
    r"on (?:strong|weak|higher|lower|cheap|cheaper|robust|brisk|firm|soft|rising|falling|slower|stronger|weaker|bigger|"
    r"larger|smaller|firmer|softer|better|poorer|improved|reduced|increased|demand|(?:a|the) (?:surge|jump|rise|fall|"
    r"drop|slump|recovery|rebound|spike|pick-?up|[UD])))\s+(?:(?:the|a|an|its|"
    r"their|higher|lower|cheap|strong|weak|rising|falling|increased|reduced|fewer|more|demand for|demand from|"
    r"prices of|sales of|[a-z]+er|[UD]|in|of|for|from|to|with|and|I|V|A|P|C),?\s+)*$"
)
_PRICE_BASIS = re.compile(
    r"\b(?:current|constant|chained|fixed|comparable|previous[- ]year|average annual|at|their|its|higher|lower|falling|"
    r"rising)\s*$"
)
_AGENT = re.compile(r"(?:im|ex)porters", re.IGNORECASE)
_FOREMOST = re.compile(r"\b(?:largest|biggest|top|main|leading|major|key|chief|principal|N)\s$")
_GAP_BETWEEN = re.compile(r"\b(?:I|gap|difference) between (?:what|the C|the goods|C)\b[^.;:MXQ]{0,90}$")
"""``the gap between what it sells and what it buys`` is a deficit."""
_MADE = re.compile(r"manufactured|produced|made|built|assembled|processed|grown|mined", re.I)

GOES = re.compile(r"\s*(?:[a-z]+ing|up|down|[UD]|at|of [MQX])\b|\s*[UD] ")
FIGURE_NEXT = re.compile(r" (?:by |\()[XMQ]")
OWN_FIGURE = re.compile(r"(?: I)?(?: \((?:X|[UD] (?:by )?[XMQ])|, (?:which|that) (?:[a-z]+ )?[UD]\b)")
"""``against flat car exports (0%)``, ``led by van exports, which rose 5%``: names with a figure of their own"""
_ON_CROP = Gated(
    r"[XZK](?: (?:in |for )?T)? (?:on|as|after|thanks to|following|amid) (?:the |a |an |its |this year's )?"
    r"(?:[a-z-]+ ){0,2}(?:C|(?:C )?I)\Z"
)
"""``Exports jumped 21.7% on the grain harvest``: what moved them"""
_INCLUDING = re.compile(
    r"\b(?:including|excluding|includes?|inclusive of|comprising|consisting of|made up of|that is|i\.e\.,?|"
    r"with|plus|besides|other than|net of|without)\s+(?:any |the )?$"
)
_PAPER = re.compile(r" (?:reports?|bulletins?|publications?|releases?|surveys?|reviews?|statistics|databases?)\b")


def left_aside(template: Template, now: Segment, k: int) -> bool:
    """Tell whether an indicator, a verb of trade or a commodity is only told aside.

    Args:
        template: the sentence.
        now: the present segment.
        k: the mention.
    """
    letter = template.letter(k)
    owns = letter == "C" and OWN_FIGURE.match(template.right(k)) is not None
    if letter in "CI" and (letter != "I" or now.figures) and not owns and CAUSE.search(template.left(k)):
        return True
    if letter in "CI" and now.figures and not owns and _ON_CROP.search(template.left(k) + letter):
        return True
    if letter in "IV":
        return _flow_aside(template, now, k, letter)
    if letter != "C":
        return False
    left, told = template.left(k), now.names.get("commodity")
    if told and not now.figures and template.mentions[k].text.casefold().startswith("other "):
        if not template.mentions[k].text.casefold().endswith(("exports", "imports")):
            return True
    if _EXAMPLE.search(left) is None or FIGURE_NEXT.match(template.right(k)) or (now.figures and owns):
        return False
    return bool(told) or re.match(r"\W*(?:this|these|that|those)\b", template.text) is not None


def _flow_aside(template: Template, now: Segment, k: int, letter: str) -> bool:
    """Tell whether an indicator or a verb of trade is only told aside."""
    left, right, mention = template.left(k), template.right(k), template.mentions[k]
    if letter == "V":
        made = _MADE.match(mention.text) and re.match(r"\s*(?:in|by|at)\b", right) and re.search(r"[QC]\s*$", left)
        return made is not None or _GAP_BETWEEN.search(left) is not None
    if now.names.get("indicator") and not now.figures and _INCLUDING.search(left):
        if not (left.rstrip().endswith("with") and GOES.match(right)):
            return True  # ``exports, including re-exports, climbed``
    if mention.indicator == "price" and _PRICE_BASIS.search(left):
        return True
    if _AGENT.fullmatch(mention.text) and _FOREMOST.search(left):
        return True  # ``China and Japan remained the largest importers``
    if _PAPER.match(right) and any(m.label == "INDICATOR" for m in template.mentions[k + 1 :]):
        return True  # ``the trade report for 2020 showed that goods imported``
    return _GAP_BETWEEN.search(left) is not None or explains(template, now, k)


__all__ = ["CAUSE", "FIGURE_NEXT", "GOES", "OWN_FIGURE", "left_aside"]
