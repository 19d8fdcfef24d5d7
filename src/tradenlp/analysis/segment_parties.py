"""Whose a segment's figures are: places in lists, suppliers of imports, provinces that speak for themselves."""

from __future__ import annotations

import re
from bisect import bisect_left

from ..gate import Gated
from . import parties
from .model import Mention, Segment
from .origins import of_origin
from .pairs import in_affairs, pair_at
from .segment_ties import GOODS_OF
from .standings import RIVAL, leads, standing
from .template import Template

SENT = re.compile(r" (?:also |alone )?(?:sent|supplied|delivered|shipped|provided|contributed)\b(?! to\b)")
_GOES_ON = re.compile(r"\s*,?(?: ?and)? ?(?:to|from|by|at)?\s*|\s*\(\s*")
_LIST_ON = re.compile(
    r"[\s)]*(?:abroad ?|overseas ?)?(?:,|;|and|, and|; and|followed by|, followed by|ahead of|and to)\s*"
    r"(?:by |the |to )*$"
)
_LISTED = ("commodity", "partner", "segment", "reporter", "indicator")


_BARE = re.compile(r" [MQX]")
"""``Russian wheat made up 3 million tonnes, Romanian 0.9 million``"""
_CONTRAST = re.compile(r"[\s)]*[,;]? (?:while|whereas|but|and) (?:the |those to |to )?")
_MOVED_TO = re.compile(r" (?:[a-z]+ )?[UD] (?:by )?(?:[a-z]+ )?[XMQ],? (?:to|at) (?:[a-z]+ )?[MQ]")
"""``Exports to Egypt fell 4% to 20 tonnes, while the UK rose 9% to 13``: a place in a place's stead."""


def port_of_list(template: Template, now: Segment, flow: str | None, k: int) -> bool:
    """Tell whether a town opens a line of what each port handled: ``Cape Town 66,189 TEU``."""
    return (
        flow == "throughput"
        and not now.names.get("indicator")
        and not template.left(k).strip()
        and template.mentions[k].kind in ("city", "port")
        and re.match(r"\s*[:–-]?\s*Q", template.right(k)) is not None
    )


def supplies(template: Template, flow: str | None, owner: Mention | None, k: int) -> bool:
    """``Germany sent 17,000 tons``, after a sentence on another's imports: a supplier, of imports."""
    if k < 0 or flow != "imports" or template.letter(k) != "P":
        return False
    m = template.mentions[k]
    if owner is not None and (m.name == owner.name or parties.economy_of(m) == parties.economy_of(owner)):
        return False
    told = template.source[m.end : m.end + 40]
    return SENT.match(told) is not None and any(x.figure is not None for x in template.mentions[k + 1 : k + 3])


_WORLDS = Gated(r"\b(?:world|global|worldwide|world-wide)(?:'s)? (?:[a-z-]+ )?(?:C )?(?P<i>I)\b")
_ITS_FIGURE = re.compile(r"(?: with| at| on|,|:)? ?\(?(?:[a-z]+ )?[MQX]| V [MQX]")
_TO_OR_FROM = re.compile(r"\b(?:to|from|into|with|for|in)(?: the)? (?:P(?: [MQX])?(?:, | and |, and )(?:the )?)*$")
_FLOWS = frozenset({"exports", "imports", "re_exports"})


def of_world(template: Template, k: int) -> bool:
    """Tell whether a flow is the whole world's, or a place one of those that such a flow is told of.

    ``World steel exports were 446 million tonnes, led by China with 94 million``

    Args:
        template: the sentence.
        k: the indicator or the place.
    """
    worlds = _WORLDS.search(template.text, 0, template.at[k] + 1)
    if worlds is None:
        return False
    told = bisect_left(template.at, worlds.start("i"))
    if template.mentions[told].indicator not in _FLOWS:
        return False
    if template.letter(k) != "P":
        return told == k
    near = _ITS_FIGURE.match(template.right(k)) is not None and _TO_OR_FROM.search(template.left(k)) is None
    return near and template.mentions[k].kind in ("economy", "bloc", None)


_UNION = frozenset("AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split())
_IS_TRADER = re.compile(
    r",? (?:was|is|were|are|remained|became) (?:by far |still |again )?the (?:[a-zA-Z-]+ ){0,5}"
    r"(?:exporter|importer|shipper)s?\b"
)
_TRADER_WAS = re.compile(r"\b(?:exporter|importer|shipper)s?\b[^.;MQX]{0,30} (?:was|were|is|are) (?:the )?$")


def of_union(template: Template, owner: Mention | None, k: int) -> bool:
    """Tell whether a place is a member of the Union that its trade is told of by: each tells its own flow.

    ``EU wheat exports reached 4 million tonnes, led by Romania with 1 million``

    Args:
        template: the sentence.
        owner: the document's reporter, None where unknown.
        k: the place.
    """
    if owner is None or owner.code != "EU" or template.letter(k) != "P" or template.mentions[k].code not in _UNION:
        return False
    left, right = template.left(k), template.right(k)
    told = _ITS_FIGURE.match(right) or _IS_TRADER.match(right) or _TRADER_WAS.search(left)
    return told is not None and _TO_OR_FROM.search(left) is None


_ITS_FLOW = re.compile(r" (?:C )?I\b")


BOXES = frozenset({"empty containers", "restows"})
"""What ports tell apart from the boxes that trade fills."""


def settled_sides(template: Template, slot: str, k: int) -> set[str]:
    """The dimensions that a name or the words right beside it settle, so that there is nothing to choose.

    Args:
        template: the sentence.
        slot: the dimension that the name is of.
        k: the name.
    """
    letter = template.letter(k)
    if letter == "S" and template.mentions[k].name in BOXES:
        return {"segment"}
    if letter == "I" and of_world(template, k):
        return {parties.REPORTER, parties.PARTNER}
    if slot == parties.PARTNER and of_origin(template, k):
        return {parties.PARTNER}
    if letter == "A" and slot == parties.REPORTER and _ITS_FLOW.match(template.right(k)):
        return {parties.REPORTER}  # ``while American shipments fell``
    return set()


def of_own_goods(template: Template, now: Segment, k: int) -> bool:
    """Tell whether a place only says whose goods its own are: ``Ukraine sold 5 million tonnes of Ukrainian grain``."""
    held = now.names.get(parties.REPORTER)
    if not held or not now.figures or template.mentions[held[-1]].name != template.mentions[k].name:
        return False
    return GOODS_OF.search(f"{template.left(k)}{template.letter(k)} ") is not None


def beside_ours(template: Template, ours: Mention, k: int) -> bool:
    """Tell whether a region tells its own trade beside the document's: ``Wales recorded exports of £20bn``.

    Args:
        template: the sentence.
        ours: the document's reporter.
        k: the place.
    """
    m = template.mentions[k]
    if m.label != "PLACE" or not m.kind == ours.kind == "subdivision" or m.name == ours.name:
        return False
    if parties.economy_of(m) is None or parties.economy_of(m) != parties.economy_of(ours):
        return False
    return parties.ACTIVE.match(template.right(k)) is not None


def home_role(template: Template, ours: Mention | None, k: int) -> str | None:
    """A province that is the subject of its sentence reports for itself.

    ``Catalonia contributed 26% of Spanish exports``.
    """
    m = template.mentions[k]
    if ours is not None and beside_ours(template, ours, k):
        return parties.REPORTER
    if (
        ours is None
        or m.label != "PLACE"
        or m.kind not in ("subdivision", "city")
        or ours.kind != "economy"
        or m.name == ours.name
    ):
        return None
    if parties.economy_of(m) != ours.code:
        return None
    if leads(template, k, ours.name):
        return parties.REPORTER
    subject = re.search(r"(?:^|[,;:.•-]|\band)\s*(?:the )?$", template.left(k))
    return parties.REPORTER if subject else parties.NONE


def pair_role(template: Template, owner: Mention | None, k: int) -> str | None:
    """The role of one of two whose trade with each other is told: the first named reports, or the one that we are of.

    ``EU-New Zealand trade``
    """
    pair = pair_at(template, k)
    if pair is None:
        return parties.NONE if in_affairs(template, k) else None
    ours = pair[1] if owner is not None and template.mentions[pair[1]].name == owner.name else pair[0]
    return parties.REPORTER if k == ours else parties.PARTNER


def listed_role(template: Template, now: Segment, k: int) -> str | None:
    """The role of a place in an interleaved list (``Japan $3bn, Korea $2bn``) is that of the place before it."""
    firm = template.letter(k) == "O" and template.mentions[k].kind == "company"
    bare = template.letter(k) == "A" and _BARE.match(template.right(k)) is not None
    if not now.figures or not (firm or bare or template.letter(k) == "P"):
        return None
    if re.match(r",? (?:was|is|were|are|be|became|remained|ranked|came|took|bought|accounted)\b", template.right(k)):
        return None  # ``... $5bn; China was the largest market``
    if ";" in template.gap(k) and parties.ACTIVE.match(template.right(k)):
        return None  # ``Chad sent 31% to Niger; Mali sent 92% to Togo``
    if standing(template, k) == RIVAL:
        return None  # ``Chad's second partner after China and the US, with 17% of its trade``
    if _LIST_ON.match(template.gap(k)) is None and not (
        _CONTRAST.fullmatch(template.gap(k)) and _MOVED_TO.match(template.right(k))
    ):
        return None
    for role in (parties.PARTNER, parties.REPORTER):
        held = now.names.get(role)
        if held and (template.letter(held[-1]) == template.letter(k) or _both_ports(template, now, held[-1], k)):
            return role
    return None


def _both_ports(template: Template, now: Segment, j: int, k: int) -> bool:
    """Tell whether a port and a town stand in one list of what each handled."""
    flow = now.names.get("indicator")
    told = flow is not None and template.mentions[flow[-1]].indicator == "throughput"
    kinds = {template.mentions[j].kind, template.mentions[k].kind}
    return told and kinds <= {"port", "terminal", "city", "subdivision"}


def in_turn(template: Template, now: Segment, k: int) -> bool:
    """Tell whether a figure goes on with the next name of a list.

    ``A and B fell to 3bn from 4bn, and to 5bn from 7bn, respectively``.
    """
    return (
        not now.last_named
        and _GOES_ON.fullmatch(template.gap(k)) is not None
        and "respectively" in template.text[template.at[k] :]
        and any(len(now.names.get(slot, ())) > 1 for slot in _LISTED)
    )
