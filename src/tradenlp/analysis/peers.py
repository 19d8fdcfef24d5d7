"""Texts that compare several economies: which of them own trade, and what a clause itself says of its parties."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..gate import Gated
from .model import Mention, Segment
from .owners import owner_weight
from .parties import ACTIVE, NONE, PARTNER, REPORTER, economy_of, imported_to
from .template import FIGURES, Template

_STRONG = 3  # weight of an owner by grammar, not only by position
_ECONOMIES = ("economy", "bloc")
_DEALS = re.compile(r" (?:of |in )?(?:[a-z-]+ |C ){0,3}(?:to|from|with|into) (?:the )?P\b")
_LIST = r"(?:(?:,| and|, and| &) (?:the )?P)*"
_SUBJECTS = re.compile(rf"{_LIST}(?P<rest>.*)")
_OF_ITS = re.compile(
    r"(?:,[^,;]{0,40},)? (?:also |now |still |alone |has |have |had |only )*"
    r"(?:V|took|got|bought|sourced|drew|sent|shipped|received|sold|gets|buys|sells|sends|ships|sources) "
    r"(?:(?:X|[a-z]+),? (?:and |or )?)+of (?:all )?(?:its|their) (?:[a-z-]+ |C ){0,3}[IC]\b"
)
"""``Chad received 18 percent of its imports from Niger``: the subject's own trade, whosever the release is."""
_TO_OURS = re.compile(
    r"(?:,[^,;]{0,40},)? (?:also |has |have |had )*V [^.;I]{0,60}?\b(?P<to>from|to) (?:the |neighbou?ring )?(?P<p>P)\b"
)
_FLOW_OF = {"imports": "from", "exports": "to", "sales": "to"}
"""Which way the other party's preposition points."""
_PART_OF = re.compile(
    r"(?:,[^,;]{0,60},)? (?:also |alone |still |now |again )*(?:accounts?|accounted|V|took|takes|represent(?:s|ed)|"
    r"ma(?:de|kes?) up|supplie[sd]|supply|provide[sd]?|absorb(?:s|ed)|bought|buys|were|was|is|are) "
    r"(?:for |up )?(?:[a-z]+ ){0,2}?X of (?:the |all |total |overall |whole )*"
    r"(?:(?P<a>[AP])(?:'s?)? |(?:[CS] )*I (?:of (?:the )?C )?(?:of|to|into|by) (?:the |neighbou?ring )*(?P<p>P)\b)"
)
"""``Chad accounts for 60 percent of the imports of Niger``: the other one's imports, from Chad."""
_SHARE_IN = re.compile(r"'s? (?:[a-z-]+ )?(?:share|portion|part|slice) (?:of|in) (?:the |all |total )*(?P<p>[AP])\b")
_HELD_BY = re.compile(
    r"X of (?:the |all |total |overall |whole )*(?:[CS] )*I (?:of (?:the )?C )?(?:of|to|into|by) "
    r"(?:the |neighbou?ring )*$"
)
_WHOLE_OF = re.compile(r" of (?:the |all |total |neighbou?ring )*$")
_OWNS_WHOLE = re.compile(r"(?:'s?)? (?:[a-z-]+ |[CS] ){0,4}I\b|(?:,| and|, and|;) X of (?:the )?[AP]\b|'s[.,;]")
_ELLIPTIC = re.compile(
    r"'s? (?:(?:was|were|is|stood|came|comes|amounted|totall?ed|reached|hit|only|just|also|to|at|in|by|of|I of|T) )*"
    r"(?:[MQ]|[UDK] (?:by |of )?[XMQK])"
)
"""``while Chad's totalled $3bn``"""
_AMOUNT_OF = re.compile(r"'s (?:of )?[MQ]")
"""``compared to Chad's $3bn``"""
_FIRST_IN = re.compile(r"\bN (?:[a-z-]+ |C ){0,2}I(?: [a-z]+| C)? in (?:the )?$")
"""``coffee remained the top export in Chad``"""
_OPENS_IN = re.compile(r"\W*in (?:the )?")
_ITS_FLOW = re.compile(
    r", (?:(?:the )?(?:value|volume) of |the )?(?:[a-z-]+ |C ){0,3}I\b(?!(?: of C)? (?:to|from|with) )"
)
"""``In Chad, the value of gold exports doubled``"""
_ALSO_IN = re.compile(r"\bin (?:the )?P(?:,| and|, and) [XQ] in $")
_AT = re.compile(r" (?:in|at|of|through) (?:the )?(?:port of )?")
_EXPORTER = re.compile(r", [^,;]{0,60}\b(?:exporter|seller|shipper)s?\b[^,;]{0,40}, ")
_ITS_FIRM = re.compile(r"'s? (?:[a-z-]+ |C ){0,4}O(?:(?:,| and|, and) O)*(?:'s?)? (?:[a-z-]+ |[CSTA] ){0,4}[IV]\b")
"""``Zambia's copper miner First Quantum exported``: the firm, not its country."""
_THOSE_OF = re.compile(r"\b(?:those|that) (?:of|for) (?:the )?$")
_DEALING = re.compile(r"\b(?P<p>to|from|with|into) (?:the |neighbou?ring |fellow )*(?:P(?:,| and|, and) (?:the )?)*$")
_FRAMED = re.compile(
    r"\b(?:within|in|among|across|for|of|by|at|on|than|between|against|over|outside|beyond|behind|after) (?:the )?"
    r"(?:P(?:,| and|, and) (?:the )?)*$"
)
_BESIDE = re.compile(r"\b(?:ahead of|behind|above|below|than|against|versus) (?:the )?$")
_OWN_FIGURE = re.compile(r"'s? (?:I (?:of )?)?[MQ]")
"""``ahead of Chad's 0.9 million tonnes``: of the one named."""
_FROM_HOME = re.compile(r"\b(?P<i>I|V) (?:of (?:the )?(?:[a-z-]+ )?C )?from (?:the )?$")
_CHAIN = Gated(
    r"(?:X of (?:the )?[AP](?:'s?)?(?:,| and|, and|;) (?:and )?)+X of (?:the )?[AP](?:'s?)? (?:[a-z-]+ |C ){0,3}"
    r"(?P<i>I)\b"
)
"""``74 percent of Chadian, 61 percent of Nigerien and 9 percent of Malian exports``"""
_CHAIN_BEHIND = Gated(
    r"X of (?:the )?P's? (?:[a-z-]+ |C ){0,3}(?P<i>I)(?:(?:,| and|, and) X of (?:the )?P's(?=[.,;]| and))+"
)
"""``69 percent of Chad's exports and 81 percent of Mali's``"""


def peers(templates: Sequence[Template]) -> frozenset[str]:
    """Return the names of the economies that a text compares, each told to own trade; none where it tells but one's.

    One sentence at least tells figures of two owners that do not trade with each other there.

    Args:
        templates: the sentences.
    """
    beside: set[str] = set()
    alone: set[str] = set()
    for template in templates:
        if template.sentence.kind == "heading" or not any(c in FIGURES for c in template.text):
            continue
        told = {m.name for k, m in enumerate(template.mentions) if _owns(template, k) and m.name is not None}
        if told:
            told |= {m.name for k, m in enumerate(template.mentions) if _owns_too(template, k) and m.name is not None}
        alone |= told
        if len(told) > 1 and not _deal(template, told):
            beside |= told
    return frozenset(beside | alone) if beside else frozenset()


def _owns(template: Template, k: int) -> bool:
    m = template.mentions[k]
    return m.label in ("PLACE", "DEMONYM") and m.kind in _ECONOMIES and owner_weight(template, k) >= _STRONG


def _owns_too(template: Template, k: int) -> bool:
    """Tell whether an economy owns what another of its sentence was told to own: ``and Chad's came to $3bn``."""
    if template.mentions[k].kind not in _ECONOMIES or "share" in template.text:
        return False
    right = template.right(k)
    those = _THOSE_OF.search(template.left(k)) is not None and re.match(r" (?:[a-z]+ )?[UDK]\b", right) is not None
    return template.letter(k) == "P" and (those or right.startswith(" one of M") or _ELLIPTIC.match(right) is not None)


def _deal(template: Template, told: set[str]) -> bool:
    """Tell whether the owners of a sentence trade with each other: ``A's exports to B, and B's to A``."""
    for k, m in enumerate(template.mentions):
        if m.label == "INDICATOR" and (found := _DEALS.match(template.right(k))) is not None:
            other = template.mentions[template.behind(k, found.end() - 1)]
            if other.name in told:
                return True
    return False


def told_role(
    template: Template, segments: Sequence[Segment], k: int, owner: Mention | None, several: frozenset[str]
) -> str | None:
    """Return the role of an economy that its own clause tells, whosever the release is; None where it does not.

    Args:
        template: the sentence.
        segments: those made so far, the present one last.
        k: the place.
        owner: the document's reporter, None where unknown.
        several: the economies that the text compares.
    """
    m = template.mentions[k]
    if m.label != "PLACE" or m.name is None:
        return None
    if m.kind not in _ECONOMIES or _AMOUNT_OF.match(template.right(k)):
        return REPORTER if _goes_on(template, segments, k) or _at_port(template, k) else None
    ours = owner.name if owner is not None else None
    left, right = template.left(k), template.right(k)
    if _ITS_FIRM.match(right):
        return NONE
    subject = _SUBJECTS.match(right)
    rest = subject["rest"] if subject else right
    for pattern in (_SHARE_IN, _PART_OF):
        if (found := pattern.match(rest)) is not None and _anothers(template, k, found, len(right) - len(rest)):
            return PARTNER
    if _HELD_BY.search(left) and segments[-1].names.get("partner") and not segments[-1].names.get("reporter"):
        return REPORTER
    dealing = _DEALING.search(left)
    if dealing is not None:
        if imported_to(template, k):
            return REPORTER
        told = _told(template, segments)
        home = dealing["p"] == "from" and (found := _FROM_HOME.search(left)) is not None and _leaves(template, k, found)
        return PARTNER if m.name == ours and told not in (None, ours) and not home else None
    if _at_port(template, k):
        return REPORTER
    if _THOSE_OF.search(left) and _told(template, segments) is not None and re.match(r" (?:[a-z]+ )?[UDK]\b", right):
        return REPORTER  # ``whereas those of Chad fell 6.8%``
    if _FIRST_IN.search(left) or (_OPENS_IN.fullmatch(left) and _ITS_FLOW.match(right) and _flow_named(template, k)):
        return REPORTER
    if _BESIDE.search(left) and _OWN_FIGURE.match(right):
        return REPORTER
    if _FRAMED.search(left):
        return None
    return _subject(template, segments, k, rest, ours, several)


def _subject(
    template: Template, segments: Sequence[Segment], k: int, rest: str, ours: str | None, several: frozenset[str]
) -> str | None:
    """Return ``REPORTER`` for the subject of a clause on its own trade, whosever the release is."""
    right = template.right(k)
    if _OF_ITS.match(rest):
        return REPORTER
    if (found := _TO_OURS.match(rest)) is not None and template.mentions[k].name != ours:
        other = template.mentions[template.behind(k, len(right) - len(rest) + found.start("p"))]
        if other.name == ours and _FLOW_OF.get(_verb(template, k) or "") == found["to"]:
            return REPORTER
    if _goes_on(template, segments, k, bool(several)):
        return REPORTER
    active = ACTIVE.match(rest) is not None
    others = right.count("P", 0, len(right) - len(rest))
    sends = active and _verb(template, k + others) in ("exports", "re_exports")
    if active and several:
        listed = {x.name for x in template.mentions[k : k + 1 + others]}
        return REPORTER if listed & several or sends else None
    return REPORTER if sends and ((others and rest.startswith(" V")) or _EXPORTER.match(rest)) else None


def _at_port(template: Template, k: int) -> bool:
    """``Container traffic in Odesa rose 4%``, ``41% were handled in Chad and 35% in Niger``"""
    moved = next((m for m in reversed(template.mentions[:k]) if m.label == "INDICATOR"), None)
    if moved is None or moved.indicator != "throughput" or not (beside := _AT.fullmatch(template.gap(k))):
        return False
    return template.mentions[k - 1] is moved or (beside[0] == " in " and _ALSO_IN.search(template.left(k)) is not None)


def _flow_named(template: Template, k: int) -> bool:
    told = next((m for m in template.mentions[k + 1 :] if m.label == "INDICATOR"), None)
    return told is not None and told.text.casefold().startswith(("export", "import"))


def _goes_on(template: Template, segments: Sequence[Segment], k: int, several: bool = False) -> bool:
    """Tell whether a possessive without a noun owns what the owner before it does: ``Chad's rose 3%, Mali's 4%``."""
    if _ELLIPTIC.match(template.right(k)) is None or "share" in template.text:
        return False
    return several or _told(template, segments) is not None


def _leaves(template: Template, k: int, found: re.Match[str]) -> bool:
    """Tell whether the flow right before ``from`` goes out: ``its exports from Chad``."""
    at = template.at[k] - (len(found.string) - found.start("i"))
    return any(
        m.indicator in ("exports", "re_exports", "output", "sales")
        for m, a in zip(template.mentions, template.at, strict=True)
        if a == at
    )


def _anothers(template: Template, k: int, found: re.Match[str], before: int) -> bool:
    """Tell whether the whole that a place has a part of is another economy's, of which the place is no part."""
    groups = found.groupdict()
    at = found.start("p") if groups.get("p") else found.start("a")
    m, other = template.mentions[k], template.mentions[template.behind(k, before + at)]
    if other.kind not in _ECONOMIES or other.name == m.name:
        return False
    return economy_of(m) is None or economy_of(m) != economy_of(other)


def _verb(template: Template, k: int) -> str | None:
    """Return the flow that the verb behind a place tells."""
    return next((m.indicator for m in template.mentions[k + 1 :] if m.label == "INDICATOR"), None)


def _told(template: Template, segments: Sequence[Segment]) -> str | None:
    """Return whose trade the sentence told last, None where it told nobody's."""
    for segment in reversed(segments):
        if held := segment.names.get("reporter"):
            return template.mentions[held[-1]].name
    return None


def owns_whole(template: Template, segments: Sequence[Segment], k: int) -> bool:
    """Tell whether an adjective or a place behind ``18% of`` owns what a partner has that part of.

    Args:
        template: the sentence.
        segments: those made so far, the present one last.
        k: the adjective or place.
    """
    m = template.mentions[k]
    taking = {template.mentions[j].name for s in segments for j in s.names.get("partner", ())}
    if m.kind not in _ECONOMIES or not taking or m.name in taking or segments[-1].names.get("reporter"):
        return False
    return _WHOLE_OF.match(template.gap(k)) is not None and _OWNS_WHOLE.match(template.right(k)) is not None


def shared_whole(template: Template) -> dict[int, int]:
    """Return the indicator that ends a list of shares of several owners, by the index of each share before it."""
    out = {}
    for found in (*_CHAIN.finditer(template.text), *_CHAIN_BEHIND.finditer(template.text)):
        ks = range(len(template.at))
        i = next(k for k in ks if template.at[k] == found.start("i"))
        for k in ks:
            if found.start() <= template.at[k] < found.end() and template.letter(k) == "X":
                out[k] = i
    return out


__all__ = ["owns_whole", "peers", "shared_whole", "told_role"]
