"""Percentages that are parts of a whole, and points by which such parts moved."""

from __future__ import annotations

import re
from decimal import Decimal

from ..gate import Gated
from .role_kinds import BASE, CHANGE, LEVEL, SHARE, SHARE_CHANGE, Site
from .role_moves import HEDGES

_SENTENCE = 400  # characters on either side within which a sentence may say what its bare percentages are
NOUN = re.compile(
    r"\b(?:(?<='s )part|shares?|proportion|percentage|weight|weighting|portion|participation|slice|ratio|coverage|"
    r"concentration|contribution|dependence|dependency|dependency rate)\b"
)
_VERBS = (
    r"account(?:s|ed|ing)? for|mak(?:e|es|ing) up|made up|represent(?:s|ed|ing)?|constitut(?:e|es|ed|ing)|"
    r"compris(?:e|es|ed|ing)|tak(?:e|es|ing|en) (?:up|in)|took (?:up|in)|hold(?:s|ing)?|held|captur(?:e|es|ed|"
    r"ing)|"
    r"amount(?:s|ed|ing)? to|equal(?:s|led|ling)? to|equivalent to|corresponding to|correspond(?:s|ed) to|"
    r"claim(?:s|ed|ing)?|absorb(?:s|ed|ing)?|cover(?:s|ed|ing)?|command(?:s|ed|ing)?|occup(?:y|ies|ied|ying)|"
    r"concentrat(?:e|es|ed|ing)|"
    r"put P at|weight of|share of|share, (?:at|with)|proportion of|maintain(?:s|ed|ing)|responsible for|tak(?:e|"
    r"es|ing|en)|took|form(?:s|ed|ing)?|market with|with a share of|combined share of|market share of|share is|"
    r"share was"
)
_WEAK_VERBS = (
    r"suppl(?:y|ies|ied|ying)|provid(?:e|es|ed|ing)|generat(?:e|es|ed|ing)|contribut(?:e|es|ed|ing)|"
    r"contribution of|receiv(?:e|es|ed|ing)|buys?|bought|buying|form(?:s|ed|ing)|carr(?:y|ies|ied|ying)|lift(?:ed|"
    r"s)|handl(?:e|es|ed|ing)|"
    r"remain(?:s|ed)?|go(?:es)? to|went to|tak(?:e|es|ing|en)|took|had|has|have|purchas(?:e|es|ed|ing)|sold|"
    r"sells?|send(?:s|ing)?|sent|shipp?(?:ed|s)?|"
    r"originat(?:e|es|ed|ing)|contained|contains?|drew|draws?|lost|mak(?:e|es|ing) it|giv(?:e|es|ing) (?:it|them|"
    r"P|C) (?:a|an)|enjoy(?:s|ed|ing)?"
)
_VERB_BEFORE = re.compile(
    rf"\b(?:{_VERBS})\s*(?:(?:the (?:bulk|majority|most),? (?:or|at|with)|for|now|still|together|alone|jointly|even|"
    rf"in turn|respectively|another|of|back|rather|[a-z]+ly|the remaining|the other|a combined|"
    rf"a further|an estimated|a full|a record|well)\s+)*{HEDGES}$"
)
_WEAK_BEFORE = re.compile(
    rf"\b(?:{_WEAK_VERBS})\s*(?:(?:for|now|still|together|alone|jointly|even|another|of|back|rather|[a-z]+ly|"
    rf"the remaining|the other|a combined|a further|an estimated|a full|a record|well)\s+)*{HEDGES}$"
)
_V_BEFORE = re.compile(rf"\bV {HEDGES}$")
_STOPS = re.compile(r"^(?:[,.;]| and\b| of\b|$)")
_TOTAL = re.compile(r"^ of (?:the |its |their |all |T )*(?:total|overall|whole|all)\b")
_WHOLE_WORDS = (
    r"total|overall|all|whole|I|V|S|A|C|it|which|them|those|these|this|that|trade|market|value|volume|quantity|amount|sum|"
    r"basket|bill|sales|shipments|tonnage|turnover|figure|world|receipts|earnings|revenues?|purchases|cargo|"
    r"throughput|national|"
    r"consignments|deliveries|arrivals|volumes|liftings|cargoes|shipped|sold|handled|output|crop|catch|exported|"
    r"imported|country|province|city|everything|what|P|O|Q|M|T|the|containers?|barrels|boxes|goods|business|"
    r"foreign"
)
_OF = re.compile(
    r"^\s*of (?:the |its |their |all |our |your |[PAO](?:'s)? |that |this |these |those |[a-z]+'s |T's |"
    r"T )*(?:[a-z-]+ ){0,3}?(?P<what>" + _WHOLE_WORDS + r")\b"
)
_OF_ANY = re.compile(
    r"^\s*of (?:the|its|their|all|our|that|those|these|them|it|which|what|everything|total|overall)\b|"
    r"^\s*of [PA]'s\b|^ of [IVCSA]\b"
)
_SHARE_AFTER = re.compile(
    r"^\s*(?:(?:market |export |import |combined |joint |overall |[a-z-]+ )?(?:share|weight|weighting|slice|"
    r"proportion)\b|in (?:the |its )?(?:total|structure|overall|share)\b|(?:from|to) the total\b)"
)
_TO_SOMEBODY = re.compile(r"^ (?:of it |of which |of them )?(?:to|for|from|by|in|via|through) (?:the )?[PASCO]\)")
_SUBJECT = re.compile(
    r"^ (?:of (?:[a-z]+|Q) )?(?:goes|went|going|crosses|crossed|came|comes|coming|were|was|is|are|being|has|have|"
    r"had|V|destined|bound|left|headed|shipped|sold|sent|generated|earned|achieved|made|reali[sz]ed|booked) "
    r"(?:V |C |bound |destined |of |been |mostly |shipped |"
    r"sent |sold |made |generated |earned |achieved |reali[sz]ed |booked )*(?:to|from|in|for|by|abroad|overseas|"
    r"outside|on|through|via|of|P|V|C|with|under|at)\b"
)
_SUBJECT_LEFT = re.compile(
    r"(?:^|[,;:(-]) ?(?:and |while |with |but |some |about |of which |of this |of these |of it |nearly |over |"
    r"around |\"|rather |they |that )*$|\bT, $|\brather $"
)
_RESTATES = re.compile(
    rf"^(?: of (?:the |its |this |that |all )?(?:total|I|C|it|them|these|those))?\s*[,(-]*\s*"
    rf"(?:or|i\.e\.,?|ie,?|that is,?|that is to say,?|equal to|equivalent to|equalling|"
    rf"corresponding to|namely|in other words,?) {HEDGES}$"
)
_HELD = Gated(
    r"\b(?:(?<='s )part|shares?|proportion|portion|participation|ratio|weight|slice|weighting|coverage(?: rate)?|"
    r"concentration)\b(?! of M)[^.;MX]{0,70}?(?:X )?\b(?P<at>from|to|at|was|is|be|stood at|reached|of|with|"
    r"had been|remained|equalled)"
    rf"\s*(?:(?:placed|put|back|up|down|now|still) )*(?:(?:at|to) )?{HEDGES}(?:record )?$"
)
_MOVED_SHARE = re.compile(
    r"^\s*(?:[UD]\s+)?(?:point )?(?:in|of) (?:its|the|their|her) (?:[a-z]+ )?(?:share|proportion|percentage|"
    r"weight|portion|participation)\b|^\s*(?:[UD]) in (?:its|their|the) (?:[a-z]+ )?(?:share|percentage|"
    r"proportion|participation|weight)"
)
_RATIO_OF_FLOWS = Gated(
    r"\bI(?: to I| by I)? coverage\b|\bcoverage (?:ratio|rate|of I)\b"
    r"|\bratio of [^.;]{0,30}I[^.;]{0,20}\bto (?:[a-z]+ )?I"
    r"|\bratio: [^.;]{0,40}I[^.;]{0,20}to I"
)
_OF_WHICH = re.compile(
    r"\b(?:of which|of this|of these|of that|of those|of it|of them|among (?:which|them|these)|including|incl\.|"
    r"comprising|made up of|broken down|composed of|split|the rest|remainder|followed by|followed|next came|"
    r"then)\b[^.;]{0,80}$"
)
_RANKING = re.compile(
    r"N\b|\b(?:main|top|origins?|origin countries|destinations?|leading|largest|biggest|principal|key|major|foremost|"
    r"contribution|contributed|accounted|"
    r"dominated|(?:followed|headed|led|topped) by|"
    r"structure|breakdown|composition|by (?:destination|origin|market|country|"
    r"mode|type|product))\b"
)
_TELLS_MOVE = re.compile(r"[UDEK](?![\w'])|\b(?:more|less|fewer|higher|lower|growth)\b")
_SPLIT = re.compile(r"^ ?(?:\) ?)?(?:and |to |, |/ ?)$")
_RANKED_WITH = re.compile(
    r"(?:N (?:[a-zI]+ ){0,2}(?:destination|market|buyer|customer|supplier|source|outlet|importer|partner|origin)s?"
    r"|P,? (?:was |came |is |were )?(?:next|second|third|fourth|fifth|N)(?: place)?),? "
    rf"(?:with|at|on) {HEDGES}$"
)
"""``was the top destination with 24%, Malaysia next at 13%``"""
_GROWING = re.compile(r" (?:[a-z-]+ )?(?:[UDEI](?![\w'])|growth|more|less|higher|lower|increase)\b")
_THEN_SHARE = re.compile(
    r"(?:\bto|:|\bat|\breaching|\bstood at|\bis|\bwas) (?:about |some |just |only |a record |a |nearly )*$"
)
_BY = re.compile(r"\bby (?:about |some |nearly )*$")


def names_whole(site: Site) -> bool:
    """Tell whether the words behind a percentage name the whole that it is of."""
    return bool(_OF.match(site.after))


def told_of_whole(site: Site) -> bool:
    """Tell whether ``of the ...`` or ``share`` right behind a percentage makes it a share."""
    if site.left.rstrip().endswith("(") and _TO_SOMEBODY.match(site.after):
        return True
    return bool(_OF.match(site.after) or _OF_ANY.match(site.after) or _SHARE_AFTER.match(site.after))


def of_total(site: Site) -> bool:
    """Tell whether the words behind a percentage make it a part of a total in so many words."""
    return bool(_TOTAL.match(site.after))


def told_by_verb(site: Site) -> bool:
    """Tell whether the verb before a percentage takes shares (``accounts for``, ``absorbed``)."""
    if _RANKED_WITH.search(site.left) and not _GROWING.match(site.after):
        return True
    if _VERB_BEFORE.search(site.left):
        return True
    weak = _WEAK_BEFORE.search(site.left) or (_V_BEFORE.search(site.left) and _STOPS.match(site.after))
    return bool(weak) and not site.has_told(CHANGE)


def is_subject(site: Site) -> bool:
    """Tell whether the percentage is what went somewhere: ``72% went to Asia``."""
    return bool(_SUBJECT.match(site.after)) and bool(_SUBJECT_LEFT.search(site.left))


def held(site: Site) -> str | None:
    """Return the preposition or verb that joins a percentage to ``share`` before it, None where there is none."""
    if _RATIO_OF_FLOWS.search(site.before):
        return None
    found = _HELD.search(site.left)
    return found["at"] if found else None


_IN_WHOLE = Gated(
    r"(?:^|[,;] |\b(?:and|as|that|while|because) )(?:the )?(?:[a-z]+ )?(?:C )?(?P<part>[ICS])(?: of C)? in "
    r"(?:the |its |our )?(?:(?:total|overall|all|country's) )*I(?: I| [a-z]+)?(?: of (?:the )?P)? "
    r"(?:has |have |had )?[UD] (?:[a-z]+ly )?(?P<at>from|to) "
    r"(?:X (?:(?:in|during) T )?to )?$"
)


_FLOWS = frozenset({"exports", "imports", "re_exports", "trade"})


def part_in_whole(site: Site) -> str | None:
    """Return the preposition before a part of a whole: ``exports in total trade rose from 46% to``.

    None where the words before the percentage tell no part.
    """
    found = _IN_WHOLE.search(site.before[-120:])
    if found is None:
        return None
    name = site.template.mentions[site.move_left(site.before[-120:], found.start("part"))[1] or 0]
    if name.label == "INDICATOR" and name.indicator not in _FLOWS:
        return None  # ``inflation in imports``
    return "to" if found[0].rstrip().endswith("to") else "from"


def is_ratio_of_flows(site: Site) -> bool:
    """Tell whether the sentence's ratio is one of exports to imports, which is no part of a whole."""
    return bool(_RATIO_OF_FLOWS.search(site.before))


def moves_share(site: Site) -> bool:
    """Tell whether the words behind a figure say that a share moved by it."""
    return bool(_MOVED_SHARE.match(site.after))


def restates_level(site: Site) -> bool:
    """Tell whether a percentage restates the level right before it (``$3bn, or 5%``), which only a share can."""
    return site.was(LEVEL) and site.previous == site.k - 1 and bool(_RESTATES.search(site.left))


def among_parts(site: Site) -> bool:
    """Tell whether a percentage without a word of its own stands among parts of a whole."""
    return bool(_OF_WHICH.search(site.clause)) and not _TELLS_MOVE.search(site.left)


def in_ranking(site: Site) -> bool:
    """Tell whether the sentence tells parts in order of size and no movement at all."""
    text = site.template.text[max(0, site.template.at[site.k] - _SENTENCE) : site.template.at[site.k] + _SENTENCE]
    return not _TELLS_MOVE.search(text) and bool(NOUN.search(text) or _RANKING.search(text))


def continues(site: Site) -> bool:
    """Tell whether a percentage goes on with the shares told before it: only names and links stand between."""
    if site.was(SHARE_CHANGE):
        return bool(_THEN_SHARE.search(site.left))
    return site.was(SHARE) and not _TELLS_MOVE.search(site.left) and not _BY.search(site.left)


def splits(site: Site) -> bool:
    """Tell whether a figure is the other half of a split: ``64% to 36%``."""
    return site.was(SHARE, BASE) and bool(_SPLIT.match(site.left))


def points_of_share(site: Site) -> bool:
    """Tell whether percentage points are those of a share."""
    return site.was(SHARE, SHARE_CHANGE) or bool(NOUN.search(site.clause)) or moves_share(site)


def is_part_of_told(site: Site) -> bool:
    """Tell by arithmetic whether the percentage is the part that the amount before it makes of an amount told
    earlier.
    """
    levels = [j for j in reversed(site.told()) if site.out[j].name == LEVEL and site.template.letter(j) in "MQ"]
    number = _number(site, site.k)
    if len(levels) < 2 or number is None or not 0 < number < 100 or site.previous != levels[-1]:
        return False
    part, unit = _number(site, levels[-1]), _unit(site, levels[-1])
    if part is None or part <= 0:
        return False
    for j in levels[:-1]:
        whole = _number(site, j)
        if (
            whole is not None
            and whole > part
            and _unit(site, j) == unit
            and abs(part / whole * 100 - number) <= max(Decimal("0.06"), number / 120)
        ):
            return True
    return False


def _number(site: Site, k: int) -> Decimal | None:
    figure = site.template.mentions[k].figure
    return figure.number if figure is not None else None


def _unit(site: Site, k: int) -> str | None:
    figure = site.template.mentions[k].figure
    return figure.unit or figure.symbol if figure is not None else None
