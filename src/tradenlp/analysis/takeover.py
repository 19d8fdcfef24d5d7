"""What a segment takes over from the one before it, by what stands between: helpers of the inheritance of names."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..gate import Gated
from .counting import TIMES
from .model import Mention, Names, Segment
from .parties import LISTS_PARTNERS
from .template import Template

TOTAL = Gated(
    r"\b(?:total|overall|foreign trade|external trade|imports and exports|import and export|exports and imports)\b",
    re.I,
)
_IN_ALL = re.compile(r"^ (?:in all|in total|as a whole|altogether|overall)\b")
"""``exports in all reached 1.6 billion``"""
_SOLD = frozenset({"exports", "sales"})
_BEHIND_BASE = re.compile(r"\b(?:after|following|compared (?:with|to)|against|versus|from|than)\b")
_NOUN_FLOWS = (
    ("trade", re.compile(r"\b(?:V|trade|trading|commercial) partners?\b|\bN partners?\b")),
    ("exports", re.compile(r"\b(?:destinations?|buyers?|customers?|outlets?|export markets?|consumers)\b")),
    ("imports", re.compile(r"\b(?:suppliers?|providers?|sources? of supply|countries of origin|purchases)\b")),
)


def told_beside(owner: Mention, template: Template, segments: Sequence[Segment]) -> bool:
    """Tell whether another segment of the sentence tells a figure of its own reporter."""
    return any(s.figures and any(template.mentions[k] is owner for k in s.names.get("reporter", ())) for s in segments)


def ends_list(segment: Segment, segments: Sequence[Segment], template: Template) -> bool:
    """Tell whether the segments before one list partners, the last of which is no more its own than the others."""
    told: list[Segment] = []
    for other in segments:
        if other is segment:
            break
        if other.figures and "partner" in other.names:
            told.append(other)
    names = {template.mentions[s.names["partner"][0]].name for s in told}
    return len(names) > 1 and "indicator" not in told[-1].names


_SUM = re.compile(
    r"(?:,|;|\(|\bfor|\bmaking|\band|\bgiving|:) ?(?:in |an? |the )?(?:combined |grand |overall )?total(?:l?ing)?"
    r"(?: of| at| to|:| was| is| came to| reached)? ?(?:[a-z]+ )?$"
)


def sums_up(segment: Segment, template: Template, segments: Sequence[Segment]) -> list[str]:
    """Return the dimensions that a list went through before its sum: ``China 29 tonnes, India 6 tonnes, total 35``.

    Args:
        segment: the segment of the sum, or any other.
        template: its sentence.
        segments: all of the sentence.
    """
    if not segment.figures or not _SUM.search(template.left(segment.figures[0])):
        return []
    before = segments[: next(n for n, s in enumerate(segments) if s is segment)]
    out = []
    for d in ("partner", "commodity"):
        told = {template.mentions[k].name for s in before if s.figures for k in s.names.get(d, ())[:1]}
        if d not in segment.names and len(told) > 1:
            out.append(d)
    return out


def listed_goods(template: Template, segment: Segment, segments: Sequence[Segment]) -> bool:
    """Whether a flow to a partner comes after several goods: ``chips rose 5%, cars 2%, and shipments to China 6%``."""
    before = [s for s in segments[: next(n for n, s in enumerate(segments) if s is segment)] if s.figures]
    told = {template.mentions[s.names["commodity"][0]].name for s in before if s.names.get("commodity")}
    return len(told) > 1


def stretch(segment: Segment, template: Template) -> str:
    """The template's text from a little before a segment's first mention to its first figure."""
    told = [k for ks in segment.names.values() for k in ks] + segment.figures
    if not told:
        return ""
    return template.text[max(0, template.at[min(told)] - 25) : template.at[max(told)] + 25]


def per_unit(segment: Segment, template: Template) -> bool:
    """Tell whether a segment tells a price per unit, or a change alone, which a price may have."""
    levels = [template.mentions[k].figure for k in segment.figures if template.letter(k) in "MQ"]
    return not levels or any(f is not None and f.per is not None and f.per not in TIMES for f in levels)


def noun_flow(template: Template, segment: Segment) -> str | None:
    """The flow that a partner's noun tells where no indicator does: customers take exports, suppliers send imports."""
    if (key := partners_key(template)) is not None:
        return key
    if "partner" not in segment.names:
        return None
    found = [flow for flow, pattern in _NOUN_FLOWS if pattern.search(template.text)]
    return found[0] if len(found) == 1 else None


def partners_key(template: Template) -> str | None:
    """Return the flow of the partners that a line of the kind ``Main markets: ...`` lists, None for other lines."""
    key = LISTS_PARTNERS.match(template.text)
    if key is None or key["trade"]:
        return None
    return "imports" if key["imports"] else "exports"


def later_flow(segment: Segment, segments: Sequence[Segment], template: Template) -> Mention | None:
    """The flow told only at the end of a list.

    ``China with $4.9bn, Iraq with $3.7bn ... as the top export destinations``.
    """
    if not segment.figures or not segment.names:
        return None
    at = next((n for n, s in enumerate(segments) if s is segment), 0)
    later = [s for s in segments[at + 1 :] if "indicator" in s.names]
    if len(later) != 1 or later[0].figures or any("indicator" in s.names for s in segments[:at]):
        return None
    found = template.mentions[later[0].names["indicator"][0]]
    return found if found.indicator in ("exports", "imports", "re_exports", "trade") else None


def later_period(segment: Segment, segments: Sequence[Segment], template: Template) -> int | None:
    """The only period of the sentence where it comes after a segment: ``exports rose 5% and imports 3% in May``."""
    told = [s.names["period"][0] for s in segments if "period" in s.names]
    if len(told) != 1 or not segment.figures or told[0] <= segment.figures[-1]:
        return None
    between = template.text[template.at[segment.figures[-1]] : template.at[told[0]]]
    return None if _BEHIND_BASE.search(between) else told[0]  # ``rose 5.6%, after an increase of 11.5% in June``


def companions(own: dict[str, list[int]], source: Names) -> Names:
    """Commodity, partner and customs segment that go along with an indicator taken over."""
    out: Names = {}
    for d in ("commodity", "partner", "segment", "route"):
        if d in own or d not in source:
            continue
        if d == "segment" and own.keys() & {"commodity", "partner"}:
            continue
        if d in ("commodity", "partner") and "segment" in own:
            continue
        if len(source[d]) > 1 and own.keys() & {"commodity", "partner", "segment"}:
            continue
        out[d] = source[d]
    return out


_STANDS_WITH = re.compile(
    r"\b[PA] (?:now |again |also )?(?:took|takes|ranks?|ranked|came|comes|was|is|stood|stands|placed|follow(?:ed|s)|"
    r"led|leads|remained|held|holds|emerged|topped|tops)\b[^.;,MQX]{0,40}? with (?:an? |the )?"
    r"(?:total |combined |overall |record )?$"
)
"""``South Korea took third place with total shipments of 3 million tonnes``"""
_SAME_BRACKET = re.compile(r"\bC \([^()]*[MQX][^()]*$")
"""``machinery (47% for exports and 37% for imports)``: both of the goods before the bracket."""


def stands_with(template: Template, k: int) -> bool:
    """Tell whether an indicator tells only with what figure a place has its rank: ``came second with purchases``.

    Args:
        template: the sentence.
        k: the indicator.
    """
    return _STANDS_WITH.search(template.left(k, 90)) is not None


def of_other_flow(template: Template, own: dict[str, list[int]], source: Names, segment: Segment) -> Names:
    """What a segment with its own indicator takes from the segment before it in the sentence."""
    out: Names = {}
    mention = template.mentions[own["indicator"][0]]
    of_share = re.search(
        r"\b(?:its|their) (?:share|part|portion) (?:of|in) (?:the )?(?:[PA](?:'s)? )?$",
        template.left(own["indicator"][0], 40),
    )
    if of_share and "partner" in source:
        return {"partner": source["partner"]}  # ``Russia led, raising its share of Armenia's trade to 45%``
    if "partner" in source and not own.keys() & {"partner", "segment"} and stands_with(template, own["indicator"][0]):
        return {d: source[d] for d in ("partner", "commodity") if d in source and d not in own}
    if TOTAL.search(mention.text) or re.search(
        r"\b(?:total|overall|all|whole|combined|aggregate)\s+(?:\w+\s+)?$", template.left(own["indicator"][0], 20)
    ):
        return out
    if _IN_ALL.match(template.right(own["indicator"][0])):
        return out
    held = source.get("indicator")
    alike = held is not None and {held[0].indicator, mention.indicator} <= _SOLD and "reporter" in own
    other = held is not None and held[0].indicator != mention.indicator and not alike
    for d in ("partner", "segment"):
        if d in source and not own.keys() & {"partner", "segment"}:
            if not own.keys() & {"commodity"} or d == "partner":
                out[d] = source[d]
    if "commodity" in source and not own.keys() & {"commodity", "segment"}:
        generic = all(m.name in ("goods", "services", "merchandise", "goods and services") for m in source["commodity"])
        of_trade = held is not None and held[0].indicator == "trade"
        beside = segment.figures and _SAME_BRACKET.search(template.left(segment.figures[0], 60))
        if not other or generic or of_trade or beside or mention.pos == "verb" or mention.indicator == "price":
            out["commodity"] = source["commodity"]
    return out


__all__ = [
    "TOTAL",
    "companions",
    "ends_list",
    "later_flow",
    "later_period",
    "listed_goods",
    "noun_flow",
    "of_other_flow",
    "per_unit",
    "stands_with",
    "stretch",
    "sums_up",
    "told_beside",
]
