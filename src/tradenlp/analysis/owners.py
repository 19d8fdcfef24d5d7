"""How strongly the words around a mention tell that it owns an indicator, or that it stands where a partner stands."""

from __future__ import annotations

import re
from bisect import bisect_left

from .origins import brings_in, of_origin
from .pairs import in_affairs, pair_at
from .parties import (
    ACTIVE,
    BUYER,
    COUNTRY_TO_WHICH,
    MAKERS_SOLD,
    MEMBERS_OF,
    PREPOSITION,
    REPORTER,
    TRADERS,
    adjective,
    economy_of,
    imported_to,
    listed_before,
    organisation,
    takes,
)
from .standings import OWNER, TRADER, standing
from .template import Template


def as_counterpart(template: Template, k: int) -> bool:
    """Tell whether a place stands where a partner stands."""
    right = template.right(k)
    if BUYER.match(right) or _TAKES_SHARE.match(right) or _ACCOUNTS.match(right) or COUNTRY_TO_WHICH.match(right):
        return True
    left = template.left(k)
    if _SENT_OFF.search(left) or MEMBERS_OF.search(left):
        return True
    prep = PREPOSITION.search(left)
    if re.match(r"^\s*(?:\(|:|[-–,] ?[MQX]|[MQX])", template.right(k)):
        return True
    return listed_before(template, k) is not None or (
        prep is not None
        and prep["p"] in ("to", "with", "into", "from", "towards", "toward", "outside", "according to", "bound for")
    )


_SENT_OFF = re.compile(
    r"\b(?:left|bound|headed|sailed|departed|destined|leaving) for (?:the )?(?:P(?:,| and|, and) (?:the )?)*$"
)
_SENT_FROM = re.compile(r"^\W*(?:total |overall )?I (?:of|in) (?:the )?(?:C(?:,| and|, and)? ?)+from (?:the )?$")
"""``Exports of steel from Canada dropped``, at the beginning of a sentence"""
_GOODS_FROM = re.compile(r" (?:of|in) (?:the )?(?:[a-z-]+ )?(?:C(?:,| and|, and)? ?)+from (?:the )?")
_FIRST_OF_TWO = re.compile(r"I between (?:the )?$")
"""``Bilateral trade between Chad and Niger``: told from the side of the first."""
_COORDINATED = re.compile(r"(?:(?:,| and|, and| &) (?:the )?O)+(?: [a-z]+)?(?P<verb> V\b.*)")
_BRACKETED = re.compile(r"[^()]*\) from (?:the )?")
_FROM = re.compile(r"[^.;]{0,60}\bfrom (?:the )?[PA]\b")
_EARNS = re.compile(r"\b(?:earned|brought|brought in|gave|cost|netted|fetched|yielded|left) (?:the )?$")
"""``shipments of copper earned Chile $32bn``"""


_ONE_OF_TWO = 3
"""Either of two whose trade with each other is told."""


def owner_weight(template: Template, k: int) -> int:
    """How strongly a mention is told to own an indicator, 0 to 6."""
    m = template.mentions[k]
    left, right = template.left(k), template.right(k)
    prep = PREPOSITION.search(left)
    stands = standing(template, k)
    if stands is not None and m.kind in ("economy", "bloc"):
        return {OWNER: 4, TRADER: 3}.get(stands, 0)
    if BUYER.match(right) or holds_place(template, k) or of_origin(template, k) or MEMBERS_OF.search(left):
        return 0
    if m.label != "ORG" and pair_at(template, k) is not None:
        return _ONE_OF_TWO
    if m.label != "ORG" and in_affairs(template, k):
        return 0
    if m.label == "PLACE" and brings_in(template, k):
        return 4
    if m.label == "PLACE" and _EARNS.search(left) and re.match(r"\s*[MQ]", right):
        return 4
    if m.label == "ORG":
        at_port = r"I[^.;,]{0,20} (?:at|of|in|through) (?:the )?$"
        if m.kind in ("port", "airport", "terminal") and re.search(at_port, left):
            return 4
        several = _COORDINATED.match(right)  # ``Narvik Port and Muuga terminal handled``
        return 3 if organisation(template, k, None) == REPORTER or (several and ACTIVE.match(several["verb"])) else 0
    verb = template.mentions[k - 1] if k else None
    if (
        m.kind == "city"
        and verb is not None
        and verb.indicator in ("throughput", "transit")
        and re.fullmatch(r"\s*(?:through|at|via|in)?\s*(?:the )?", template.gap(k))
    ):
        return 3
    if (
        prep
        and prep["p"] == "from"
        and k
        and template.letter(k - 1) in "IV"
        and template.mentions[k - 1].indicator in ("exports", "re_exports")
        and re.fullmatch(r"\s*from\s+(?:the )?", template.gap(k))
    ):
        return 4
    if prep and prep["p"] == "from" and (_sent_from(template, left) or _exported_from(template, k)):
        return 4
    if prep and prep["p"] == "between" and _FIRST_OF_TWO.search(left) and re.match(r" and (?:the )?P\b", right):
        return 3
    if prep and prep["p"] in ("to", "into") and imported_to(template, k):
        return 3
    if (
        prep
        and prep["p"] in ("to", "with", "into", "from", "towards", "toward", "outside", "according to")
        and not re.match(r"'s [^.;,]{0,40}I\b", right)
    ):
        return 0
    if (
        prep
        and prep["p"] == "in"
        and k
        and template.mentions[k - 1].indicator == "enterprises"
        and re.fullmatch(r"\s*in (?:the )?", template.gap(k))
    ):
        return 2 if m.kind in ("economy", "subdivision") else 0  # ``48,393 exporters in Canada``
    if listed_before(template, k) or re.search(r"\b(?:share|shares|part|portion|weight|role) of (?:the )?$", left):
        return 0
    owned = next((n for n in template.mentions[k + 1 : k + 4] if n.label == "INDICATOR"), None)
    if template.sentence.kind == "heading" and _titled(left, right):
        return 4
    if owned is not None and owned.indicator in ("price", "other", "output", "investment"):
        return 1 if m.kind in ("economy", "bloc") else 0
    return _owns_behind(template, k)


def _sent_from(template: Template, left: str) -> bool:
    """``Exports of steel from Canada dropped``, which imports of it from there do not tell."""
    told = next((m.indicator for m in template.mentions if m.label == "INDICATOR"), None)
    return told != "imports" and _SENT_FROM.search(left) is not None


def _exported_from(template: Template, k: int) -> bool:
    """``According to the office, exports of goods from Estonia amounted to``."""
    j = next((n for n in range(k - 1, -1, -1) if template.mentions[n].label == "INDICATOR"), None)
    if j is not None and _BRACKETED.fullmatch(template.gap(k)) and (j := _head(template, j)) is not None:
        return template.mentions[j].indicator in ("exports", "re_exports")
    if j is None or template.letter(j) != "I" or template.mentions[j].indicator not in ("exports", "re_exports"):
        return False
    return _GOODS_FROM.fullmatch(template.text[template.at[j] + 1 : template.at[k]]) is not None


def _head(template: Template, k: int) -> int | None:
    """Return the indicator before the bracket that another stands in: ``exports (domestic and re-exports) from``."""
    opening = template.text.rfind("(", 0, template.at[k])
    before = bisect_left(template.at, opening) - 1
    adjoins = opening > 0 and before >= 0 and not template.text[template.at[before] + 1 : opening].strip()
    return before if adjoins and template.letter(before) in "IV" else None


def _titled(left: str, right: str) -> bool:
    """Tell whether a heading names whose trade it is: ``Merchandise trade, Fiji: June``, ``Piura: mango shipments``."""
    if re.search(
        r"\b(?:external|foreign|trade) (?:sector|position|accounts?|statistics|performance) of (?:the )?$", left
    ):
        return True
    if re.search(r"\bI(?: of C| in C)?(?:,| -) (?:the )?$", left) and re.match(r"\s*(?:$|[:,(-])", right):
        return True
    return not left and re.match(r": (?![MQX])(?:[a-z-]+ |[CTA] ){0,4}[IVUD]\b", right) is not None


_ACCOUNTS = re.compile(
    r"(?:,[^,;]{0,60},)? (?:also |alone |together |had |has |have |[a-z]+ly )*(?:accounted for|taken|accounting for|"
    r"absorbed|bought|made up|represented|was followed by|purchased)\b"
)
_TAKES_SHARE = re.compile(r"'s? (?:[a-z-]+ ){0,2}(?:share|portion|slice|weight) (?:of|in) ")
"""``the UK's share of Irish exports``: the market, not the one who exports."""


def _owns_behind(template: Template, k: int) -> int:
    """How strongly the words behind a mention tell that it owns the indicator, where none before it decide."""
    m = template.mentions[k]
    left, right = template.left(k), template.right(k)
    prep = PREPOSITION.search(left)
    if m.label == "PLACE" and right.startswith(" alone ") and m.kind != "economy":
        return 0  # ``Hazira alone shipped 36 cargoes``: one of those that the text is about
    if m.label == "DEMONYM":
        whole = re.search(r"\b(?:share|percent|%|X|part|portion) of (?:the |all |total )*$", left)
        return 3 if not whole and adjective(template, k, None) == REPORTER else 0
    if _TAKES_SHARE.match(right):
        return 0
    if re.match(r"'s? (?:[a-z-]+ |[CSTA] ){0,5}I\b", right):
        return 6
    if re.match(r"'s? (?:[a-z-]+ )?C (?:was|were|is|are|has been|have been) (?:[a-z]+ly )?V\b", right):
        return 4
    if re.match(r"'s? (?:[a-z-]+ )?C (?:mainly |mostly )?(?:went|goes) (?:[a-z]+ )?to\b", right):
        return 4
    if re.match(r" (?:[a-z-]+ |T ){0,2}(?:C )*I\b", right):
        return 4
    if re.match(rf"'s? (?:C |[a-z-]+ )?(?:{TRADERS}|exporters)\b(?! of\b)", right):
        return 4
    if _SAW.match(right) or MAKERS_SOLD.match(right):
        return 4
    if ACTIVE.match(right):
        if takes(template, k):
            return 2 if template.mentions[k + 1].text.casefold() == "imported" and not _FROM.search(right) else 0
        return 2 if m.kind == "bloc" else 4
    if prep and prep["p"] in ("of", "by", "for") and re.search(r"I[^.;,]{0,20} (?:of|by|for) (?:the )?$", left):
        flow = next((n.indicator for n in reversed(template.mentions[:k]) if n.label == "INDICATOR"), None)
        return 0 if prep["p"] == "for" and flow == "transit" else 3  # ``transit cargo for Zambia``
    if (
        prep
        and prep["p"] == "in"
        and m.kind in ("city", "subdivision")
        and re.search(r"I of (?:C )+in (?:the )?$", left)
    ):
        return 3
    return 0


_SAW = re.compile(
    r"(?:,[^,;]{0,60},)? (?:also |has |have |had )*(?:saw|seen|witnessed|achieved|reali[sz]ed|conducted) "
    r"(?:[a-z-]+ |[CSTA] ){0,6}I\b"
)
"""``Shandong Province, the country's main farming region, saw exports top 108 billion``"""


def holds_place(template: Template, k: int) -> bool:
    """Tell whether an economy only says where the place behind it lies: ``East China's Shandong Province``."""
    if re.match(r"'s? (?:[a-z-]+ ){0,3}P\b", template.right(k)) is None:
        return False
    here = template.mentions[k]
    there = next((m for m in template.mentions[k + 1 : k + 2] if m.label == "PLACE"), None)
    return there is not None and there.name != here.name and economy_of(there) == economy_of(here) is not None


__all__ = ["as_counterpart", "holds_place", "owner_weight"]
