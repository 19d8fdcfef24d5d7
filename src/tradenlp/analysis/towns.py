"""Towns and others that no table lists: behind a preposition of place, or as owners of a flow."""

from __future__ import annotations

import re

from ..reading.table_units import parse_unit
from .model import Mention
from .proper import CAPITAL, tells_nothing

_TOWN = re.compile(
    rf"\b(?:in|near|outside|around|town of|city of|province of|driver from|port of"
    rf"|(?:exports|shipments|supplies) from) "
    rf"(?P<town>{CAPITAL}[\w’-]{{2,30}}(?: {CAPITAL}[\w’-]{{2,30}})?)"
    rf"(?![\w’'-]| {CAPITAL})"
)
_UNLISTED = rf"(?P<town>{CAPITAL}[\w-]{{2,30}}(?: {CAPITAL}[\w-]{{2,30}})?)"
_FLOW_OWNER = re.compile(
    rf"(?<![\w’'] )(?<![\w.’'-]){_UNLISTED}[’']s (?:(?!the )[a-z-]+ ){{0,3}}(?:exports|imports|re-exports"
    r"|export and import|import and export|foreign trade|external trade|exporters|importers)\b"
    rf"|(?:^|[.;:] |\n|\b(?:while|and|but|, )|\b(?:In|in|During|For) [\w ]{{3,30}},? )"
    rf"{_UNLISTED.replace('town', 'seller')}"
    r"(?<!s) (?:also |alone )?(?:exported|imported|re-exported) "
    r"(?=[$€£¥\d]|[A-Z]{2,3}[$ ]?\d|(?:about|some|over|nearly|more) |(?:[a-z]+ ){1,4}worth )",
    re.MULTILINE,
)
"""``Wujin's exports``, ``Halvorsund exported 3,200 tonnes``: whoever owns a flow that no table lists."""


def towns(text: str) -> list[Mention]:
    """Find unlisted towns after prepositions of place, and those that own a flow.

    Args:
        text: the release.
    Returns:
        list[Mention]: label ``PLACE``, kind ``city``; they may overlap other names.
    """
    out: list[Mention] = []
    plain: set[str] | None = None
    found = [(m, "town") for m in _TOWN.finditer(text)]
    found += [(m, "town" if m["town"] else "seller") for m in _FLOW_OWNER.finditer(text)]
    for m, group in found:
        word = m[group]
        if word.isupper() or no_name(word) or any(map(tells_nothing, (word, *word.split()))):
            continue
        plain = set(_LOWER.findall(text)) if plain is None else plain
        if word.casefold() in plain:
            continue  # the word is used in lower case as well
        out.append(Mention("PLACE", *m.span(group), word, name=word, kind="city", score=0.6))
    return out


def no_name(word: str) -> bool:
    """Tell whether a capitalised word is a month, a unit or another common one rather than a name.

    Args:
        word: one word or several.
    """
    folded = word.casefold()
    return folded in _NO_TOWN or any(w in _NO_TOWN for w in folded.split()) or parse_unit(folded) is not None


_LOWER = re.compile(r"\b[a-z]{3,30}\b")
_NO_TOWN = frozenset(
    "rupee rupees dollar dollars euro euros sterling pounds yuan renminbi yen won ringgit peso pesos rand naira "
    "taka baht rupiah leva lei kuna zloty koruna forint dinar dinars dirham dirhams riyal riyals francs kwacha "
    "cedi cedis birr tenge lari soum som dong two three four five six seven eight nine ten years months days "
    "weeks history terms volume value detail brief focus depth table annex figure chart section part quarter "
    "phase group category appendix chapter english parliament congress cabinet government january february march "
    "april may june july august september october november december monday tuesday wednesday thursday friday "
    "saturday sunday christmas easter ramadan lunar spring autumn winter summer agriculture industry "
    "manufacturing mining services goods trade exports imports commerce economy finance customs ministry heisei "
    "reiwa q1 q2 q3 q4 h1 h2 internet excel pdf mandarin french german spanish portuguese russian arabic energy "
    "transport technology billion million national international northern southern eastern western central total "
    "other others all".split()
)
