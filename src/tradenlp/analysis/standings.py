"""Whose partner a place is said to be: ``China is Peru's largest customer``, ``overtook Japan as its main market``."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from .model import Link
from .origins import brings_in, of_origin
from .template import Template

OWNER, PARTNER, RIVAL, TRADER = "owner", "partner", "rival", "trader"

_PARTNERS = r"(?:partner|buyer|customer|importer|destination|market|client|outlet|supplier|source|provider)s?\b"
_OWNS = re.compile(rf"(?:'s?) (?:[a-z-]+ |[NCIV] ){{1,4}}{_PARTNERS}")
"""``China's largest soybean supplier``: the owner of the partner is the reporter."""
_PARTNER_OF = re.compile(rf"{_PARTNERS}(?: for [CI])? of (?:the )?$")
_IS_ANOTHER = re.compile(
    r" (?:(?:in|for|during) (?:the )?T )?(?:was|is|were|are|remained|remains)\b[^.;MQX]{0,20}\bP\b"
)
"""``the main market of Chile was China``"""
_IS = (
    r"(?:,? (?:in|for|during) (?:the )?T,?)?,? (?:(?:also|still|now|currently|again|thus|alone|itself) )*"
    r"(?:was|is|were|are|remain(?:s|ed)|became|becomes?|stay(?:s|ed)|rank(?:s|ed)(?: as)?|stood as|stands as) "
    r"(?:(?:in T|also|still|now|currently|again|only|by far) )*(?:the )?"
)
_IS_THEIRS = re.compile(
    rf"(?:{_IS}|, (?:the )?)P's? (?:[a-z-]+ |[NCIV] ){{0,5}}{_PARTNERS}|"
    rf"{_IS}N (?:[a-z-]+ |[NCIV] ){{0,4}}{_PARTNERS} of (?:the )?P\b"
)
"""``The EU is Chad's second trading partner``: the trade is Chad's, whosever the release is."""
_IS_PARTNER_OF = re.compile(rf"\bP{_IS}N (?:[a-z-]+ |[NCIV] ){{0,4}}{_PARTNERS} of (?:the )?$")
_PASSED = (
    r"(?:overtook|overtaken|overtakes|overtaking|surpassed|surpasses|surpassing|replaced|replaces|replacing|displaced|"
    r"displaces|displacing|passed|eclipsed|supplanted|dethroned|unseated|ousted|succeeded|pipped|leapfrogged|edged out|"
    r"knocked off)"
)
_BESIDE_PARTNER = re.compile(
    rf"{_PARTNERS}(?: (?:in|for) T)?,? (?:[a-z]+ )?(?:after|behind|ahead of|next to) (?:the )?"
    r"(?:P(?:,| and|, and) (?:the )?)*$"
)
_AFTER_PASSING = re.compile(rf"\b(?:after|by|having|since) {_PASSED} (?:the )?$")
_OWN_FIGURE = re.compile(r"(?:(?:,| and|, and) (?:the )?P)* ?(?:\(|with |at |on |: )(?:[a-z]+ )?[MQX]")
_PASSES = re.compile(
    rf" (?:has |had |have |also |again |[a-z]+ly )*{_PASSED} (?:the )?P(?: again)? (?:as|to become) "
    rf"(?:the |its |their )?(?:(?:A|P'?s?) )?(?:[a-z-]+ |[NCIV] ){{0,4}}"
    rf"(?:(?P<partner>{_PARTNERS})|(?:exporter|shipper|seller|producer)s?\b)"
)
_IS_PASSED = re.compile(rf"\bP,? (?:which |has |had |have |also |again |[a-z]+ly )*{_PASSED} (?:the )?$")


def standing(template: Template, k: int) -> str | None:
    """Tell how a place stands to another whose trade is told, by a noun of partners: one of this module's constants.

    Args:
        template: the sentence.
        k: the place.
    Returns:
        str: the owner of the trade, its partner, one that lost its place to that partner, or a trader that outdid
            another; None where no such noun tells.
    """
    if template.letter(k) != "P":
        return None
    right = template.right(k, 110)
    if _OWNS.match(right) or _served(template, k):
        return OWNER
    if _PARTNER_OF.search(template.left(k)) and (_IS_ANOTHER.match(right) or _IS_PARTNER_OF.search(template.left(k))):
        return OWNER
    if _IS_THEIRS.match(right):
        return PARTNER
    if _AFTER_PASSING.search(template.left(k)):
        return RIVAL
    if _BESIDE_PARTNER.search(template.left(k)) and not _OWN_FIGURE.match(right):
        return RIVAL
    passes = _PASSES.match(right)
    if passes is not None:
        return PARTNER if passes["partner"] else TRADER
    if right.lstrip().startswith(("as ", "to become ")) and _IS_PASSED.search(template.left(k)):
        return RIVAL
    return None


_TRADERS_WITH = re.compile(r"I (?:of C )?(?P<way>to|from) (?:the )?$")


def _served(template: Template, k: int) -> bool:
    """``the top exporters to Oman``, ``importers from Chile``: of Oman's imports, of Chile's exports."""
    left = template.left(k, 30)
    found = _TRADERS_WITH.search(left)
    if found is None:
        return False
    at = template.at[k] - len(left) + found.start()
    word = template.mentions[bisect_left(template.at, at)].text.casefold()
    return word in (("exporters", "sellers") if found["way"] == "to" else ("importers", "buyers", "purchasers"))


_FARTHEST_IN = re.compile(
    r"\b(?:[a-z]+est|most|least) (?:[a-z-]+ ){0,2}[UD] (?:(?:in|of) (?:the )?(?:[a-z]+ )?I )?"
    r"(?:(?:was|were|being|in|for|T|also|the|[a-z]+ed|seen) ){0,6}(?:in|by|for) (?:the )?(?:[a-z]+ of )?"
    r"(?:P \((?:by )?X\)(?:,| and|, and|;) (?:in |by |for )?(?:the )?)*$"
)
_MEMBERS = re.compile(r"\b(?:member states|member countries|countries|economies|nations|states|regions|provinces)\b")


def moved_most(template: Template, k: int) -> bool:
    """Tell whether a place is one in which (or with which) trade moved most: ``the largest rise was in Malta (+53%)``.

    Args:
        template: the sentence.
        k: the place.
    """
    m = template.mentions[k]
    if m.label != "PLACE" or m.kind not in ("economy", "subdivision"):
        return False
    if re.match(r" \((?:by )?X", template.right(k)) is None:
        return False
    return _FARTHEST_IN.search(template.left(k, 120)) is not None


def leads(template: Template, k: int, reporter: str | None) -> bool:
    """Tell whether a place is one of several whose own trade moved most: ``the largest rise was in Malta (+53%)``.

    Args:
        template: the sentence.
        k: the place.
        reporter: canonical name of the document's reporter, where known.
    """
    m = template.mentions[k]
    if not moved_most(template, k):
        return False
    of_members = reporter is None or reporter in _BLOCS or m.kind == "subdivision"
    return of_members or _MEMBERS.search(template.text[: template.at[k]]) is not None


_BLOCS = frozenset({"European Union", "euro area", "ASEAN", "Africa", "Latin America"})


def settle_parties(template: Template, links: Sequence[Link], reporter: str | None) -> None:
    """Let the parties stand that words beside them tell, so that there is nothing to choose.

    Args:
        template: the sentence.
        links: its links, marked in place.
        reporter: canonical name of the document's reporter, where known.
    """
    told: dict[int, str] = {}
    alone: set[int] = set()
    for k in range(len(template.at)):
        if template.letter(k) not in "PA":
            continue
        stands = standing(template, k)
        led = leads(template, k, reporter)
        if led:
            alone.add(id(template.mentions[k]))
        if stands == OWNER or (template.letter(k) == "P" and (led or brings_in(template, k))):
            told[id(template.mentions[k])] = "reporter"
        elif stands == PARTNER or of_origin(template, k):
            told[id(template.mentions[k])] = "partner"
    for link in links if told else ():
        if id(_first(link, "reporter")) in alone:
            link.fixed |= {"partner"}
        link.fixed |= {slot for slot in ("reporter", "partner") if told.get(id(_first(link, slot))) == slot}


def _first(link: Link, slot: str) -> object:
    found = link.slots.get(slot)
    return found[0] if found else None


__all__ = ["OWNER", "PARTNER", "RIVAL", "TRADER", "leads", "moved_most", "settle_parties", "standing"]
