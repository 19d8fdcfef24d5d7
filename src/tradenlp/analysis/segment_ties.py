"""Which names and figures of a segment are tied to each other by the words between them."""

from __future__ import annotations

import re

from . import parties
from .model import Segment
from .roles import Role
from .standings import OWNER, standing
from .template import Template

STRONG = re.compile(
    r";|\bwhile\b|\bwhereas\b|\bbut\b|\balthough\b|\bthough\b|\bhowever\b|\bmeanwhile\b|\bwhereby\b|\bin contrast\b|"
    r"\bon the other hand\b|\bas for\b|:\s|\s--?\s|\bof which\b|\bof this\b|\bof them\b|\bamong (?:them|these|which)\b|"
    r"\bincluding\b|\b(?:followed|led|topped|headed|dominated) by\b|\bahead of\b(?= (?:the )?$)"
)
LIST_GAP = re.compile(
    r"^[\"”]?\s*(?:(?:region|province|area|city|state|prefecture|market)\b)?\s*(?:,|and|&|,\s*and|or|,\s*or|;\s*and|;|/|"
    r"as well as|,\s*as well as|plus|to)?\s*(?:the |its |their |other |those to |those from |those of |to |from |with |"
    r"of |for |in )*[\"“]?$"
)
_POSTPOSED = re.compile(
    r"^[\s)'’\"”]*(?:worth |value |valued |each |came |come |comes |coming |went |goes |go |going |originated |"
    r"was shipped |were shipped |shipped |headed |heading |sailed |sailing |bound |destined |"
    r"(?:was |were )?(?:trucked|railed|flown|sent|piped|delivered|dispatched|carried|moved) )?"
    r"(?:of|in|to|from|with|for|by|on|through|via|at|"
    r"into|towards?|during|over|under|among|within|as of|until|up to|per|year on year in|year-on-year in|"
    r"year on year for|were|was|more|less|'s)\b[^,;:()]{0,45}$"
)
_OFF_TO = re.compile(
    r"^, (?:was |were |is |are )?(?:went|goes|go|going|headed|heading|sailed|bound|destined|shipped|sent) (?:to|for) "
    r"(?:the )?$"
)
"""``Nearly all of it, some 1.3 million barrels, went to China``"""
_OF_THEM = re.compile(r"^ of (?:them|which|this|these|those|it)\b")
_BY = re.compile(r"(?:by|via|under|through|on) ", re.IGNORECASE)
_WENT = re.compile(
    r"(?: of (?:it|them|which|this|these|those))?(?: (?:was|were|is|are|has been|have been))? (?:went|[a-z]+ed|sent) "
)
GOODS_OF = re.compile(r"[MQX] (?:worth )?of (?:the |its )?[AP] (?:[a-z-]+ )?$")
_OF_ITS_GOODS = re.compile(r"^ (?:worth )?(?:of|in) (?:the )?$")
_GENERIC = frozenset({"goods", "products", "commodities", "merchandise"})
_ANOTHER = re.compile(r"\b(?:and|but|or|while|with|as) (?:[a-z]+ )*$")
_BEHIND_BRACKET = re.compile(r"[^()]{0,60}\) [a-z]{2,}")
_TIGHT = re.compile(
    r"^\s*(?:(?:(?:a|per|each) (?:day|week|month|year) )?(?:worth of|of)|in|-)?\s*"
    r"(?:the |its |their |all |total |overall )*$"
)


_RESPECTIVELY = re.compile(r",? (?:respectively|in that order|in the same order),? (?:in |for |during )?(?:the )?")
WITH_FIGURE = re.compile(r"\W*(?:with|at) (?:[a-z]+ )?[MQ](?: \([^()]*\))?, (?:the )?$")
"""``With €1.6bn, Germany accounted for 22% of exports``"""


def tied(template: Template, now: Segment, slot: str, gap: str, k: int) -> bool:
    """Tell whether a name behind figures still belongs to them."""
    if STRONG.search(_OF_THEM.sub("", gap) if k and k - 1 in now.figures else gap):
        return False
    if not now.names and slot in ("reporter", "partner") and WITH_FIGURE.match(template.text[: template.at[k]]):
        return True
    if (
        slot == "partner"
        and slot not in now.names
        and parties.bound_for(template, k)
        and k - 1 in now.names.get("indicator", ())
    ):
        return True  # ``19 million barrels bound for China``
    if slot == "partner" and not now.names and _OFF_TO.match(gap):
        return True
    if slot == "segment" and slot not in now.names and _BY.match(template.mentions[k].text) and _WENT.fullmatch(gap):
        return True  # ``40,000 tonnes went by rail``
    if slot == "period" and template.text[template.at[k] + 1 : template.at[k] + 3].strip(" ,")[:1] in ("M", "Q"):
        if re.match(r"^,? (?:and|while|but) (?:in |for |during )?(?:the )?$", gap):
            return False  # ``4.1 million in 2021 and in 2022 4.5 million``
    if (
        slot == "indicator"
        and slot in now.names
        and re.match(r"^\s*(?:in|of|for)\s+(?:the |total )?$", gap)
        and _narrows(template, now, k)
    ):
        now.names[slot] = []  # ``turnover amounted to 5bn in exports and 4bn in imports``
        return True
    if slot == "commodity" and slot in now.names and len(now.figures) == 1 and _OF_ITS_GOODS.match(gap):
        if all(template.mentions[j].name in _GENERIC for j in now.names[slot]):
            now.names[slot] = []  # ``the commodities exported were $88 million in tuna and $17 million in rice``
            return True
    if slot in now.names:
        last = now.names[slot][-1]
        return slot in now.late and last == k - 1 and bool(LIST_GAP.match(gap)) and not re.fullmatch(r"\s*", gap)
    if (
        slot == "indicator"
        and template.letter(k) == "V"
        and not re.search(r"[,;:()]", gap)
        and template.mentions[k].period is None
    ):
        return True  # ``1,650 cars made in Chongqing set sail``
    if (
        slot == "indicator"
        and template.letter(k - 1) in "CSPA"
        and re.fullmatch(r"(?:'s)?\s*(?:[a-z-]+ )?", gap)
        and {"commodity", "segment", "reporter", "partner"} & now.late
    ):
        return True  # ``earned $1.2bn from cocoa exports``
    if (
        slot == "commodity"
        and template.letter(k - 1) in "IV"
        and "indicator" in now.late
        and re.fullmatch(r"\s*(?:of\s+)?(?:the |more |its )?", gap)
    ):
        return True  # ``earned $800m from exporting seafood``
    if slot == "commodity" and template.letter(k - 1) in "AP" and GOODS_OF.search(template.left(k)):
        return True  # ``23 million tonnes of US soybeans``
    if slot == "period" and _RESPECTIVELY.fullmatch(gap):
        return True  # ``grew by 15% and 13.8%, respectively, in April``
    figure = template.mentions[k - 1]
    if figure.figure is not None and _TIGHT.match(gap):
        return True
    if slot == "route" and re.match(r"^(?:\s*in all)?,?\s*(?:left|departed|leaving)\s+(?:the )?$", gap):
        return True  # ``1,650 in all, left Qinzhou Port``
    if slot == "period" and re.search(r"\bbetween (?:the )?T and (?:the )?$", template.left(k)):
        return True
    if slot == "period" and re.match(
        r"^[\s,)]*(?:abroad |overseas )?"
        r"(?:in|for|during|of|over|on|by|at|to|until|through|this|last|from|between|since)?\s*"
        r"(?:the |just |alone )*$",
        gap,
    ):
        return True
    if slot == "reporter" and template.letter(k) == "P" and standing(template, k) == OWNER:
        return True  # ``Niger was the 40th partner of Chad``
    if slot in ("reporter",) and re.match(r"^\s*,?\s*(?:for|by|in)\s+(?:the )?$", gap):
        return True
    return bool(_POSTPOSED.match(gap))


_APART = re.compile(r",|;|\b(?:against|while|but|despite|compared)\b")


def carried(template: Template, roles: dict[int, Role], now: Segment, slot: str, gap: str, k: int) -> list[int]:
    """The figures that go over to a new name.

    ``exports rose 9%, offsetting a 6% fall in imports``; taken out of their old segment.
    """
    if (
        slot not in now.names
        or len(now.figures) < 1 + (template.letter(k - 1) not in "UD")
        or not re.match(r"^\s*\)?\s*(?:in|of|for|to|from)\s+(?:the |its |their |total |[a-z]+ly adjusted )*$", gap)
    ):
        return []
    j = k - 2 if template.letter(k - 1) in "UDE" else k - 1
    if j < 0 or not now.figures or now.figures[-1] != j or roles[j].listed is not None:
        return []
    if j == k - 2 and _APART.search(template.text, template.at[j] + 1, template.at[k - 1]):
        return []  # ``which rose 19%, against a fall in steel (-13%)``
    if j == k - 2 and template.text[template.at[j] + 1 : template.at[j] + 2] == ")":
        return []  # ``in Greece (-11%), the highest increase in Malta``
    if j == k - 2 and _ANOTHER.search(template.text, template.at[j] + 1, template.at[k - 1]):
        return []  # ``a fall in exports of 2bn to 60bn and a fall in imports``
    if j == k - 2 and _BEHIND_BRACKET.match(template.text, template.at[j] + 1):
        return []  # ``in Chad (-1% to 12bn) were offset by the increases in Niger``
    moved = [j]
    before = now.figures[-2] if len(now.figures) > 1 else -1
    if (
        template.letter(j) == "X"
        and template.text[template.at[j] - 1] == "("
        and before == j - 1
        and before > 0
        and template.letter(before - 1) in "UD"
    ):
        moved = [before, j]  # ``a decrease of €1.4bn (22%) in the surplus``
    if len(moved) == len(now.figures) and template.letter(k - 1) not in "UD":
        return []
    del now.figures[-len(moved) :]
    return moved


def _narrows(template: Template, now: Segment, k: int) -> bool:
    """Tell whether an indicator behind the figure is one flow of the two-way indicator before it."""
    held = template.mentions[now.names["indicator"][-1]].indicator
    return held in ("trade", "other", "balance") and template.mentions[k].indicator in (
        "exports",
        "imports",
        "re_exports",
    )


def beside_indicator(template: Template, k: int) -> bool:
    """Tell whether a commodity stands directly at an indicator: ``chip exports``, ``exports of chips``."""
    nxt = k + 1 < len(template.at) and template.letter(k + 1) == "I" and re.fullmatch(r"[\s'-]*", template.gap(k + 1))
    prv = k > 0 and template.letter(k - 1) in "IV" and re.fullmatch(r"\s*(?:of|in)?\s*(?:the |its )?", template.gap(k))
    return bool(nxt or prv)


def between_others(template: Template, now: Segment, slot: str, k: int) -> bool:
    """A list member must follow the list, not some other name."""
    return now.names[slot][-1] != k - 1 and (
        slot in ("indicator", "period")
        or all(template.letter(j) not in "AON" for j in range(now.names[slot][-1] + 1, k))
    )
