"""Whose trade it is and with whom: the role of each place and organisation in its sentence."""

from __future__ import annotations

import re

from ..gate import Gated
from ..lexicon import load
from . import standings
from .model import Mention
from .origins import brings_in, of_origin
from .standings import OWNER, RIVAL, TRADER, leads, moved_most, standing
from .template import Template

REPORTER, PARTNER, ROUTE, NONE, UNSURE = "reporter", "partner", "route", "none", "unsure"
_STANDINGS = {OWNER: REPORTER, standings.PARTNER: PARTNER, RIVAL: NONE, TRADER: REPORTER}

LISTED = re.compile(
    r"(?:[PO](?:'s| region| province| area| city| state| prefecture| market)?(?:\s*,\s*|\s+and\s+|\s*,\s*and\s+|"
    r"\s*&\s*|\s*/\s*|\s+or\s+|\s*;\s*)(?:the |its neighbou?r |neighbou?ring )*)+(?<!according to O, )"
    r"(?<!according to O, the )$"
)
_NO_TRADERS = frozenset(
    {"authority", "media", "agency", "ministry", "statistics", "bank", "customs", "association", "international"}
)


def listed_before(template: Template, k: int) -> re.Match[str] | None:
    """Return the list that a place goes on with; none behind a body that only tells: ``the ministry, Peru's trade``.

    Args:
        template: the sentence.
        k: the place.
    """
    found = LISTED.search(template.left(k))
    if found is None:
        return None
    before = template.mentions[k - 1]
    return None if before.label == "ORG" and before.kind in _NO_TRADERS else found


BY_PLACE = re.compile(
    r"\W*by (?:[a-z-]+ )?(?:market|destination|countr(?:y|ies)|partner|region|source|origin|supplier|buyer)s?"
    r"(?: country| of (?:origin|destination))?(?:, T)?(?::|,| -) "
)
"""``By market: China $650m, Japan $540m``"""
LISTS_PARTNERS = re.compile(
    r"^\W*(?:(?:[a-z-]+|N|I|C|A) ){0,4}?(?:(?P<trade>partners?)|(?P<exports>markets?|destinations?|buyers?|customers?|"
    r"outlets?)|(?P<imports>suppliers?|sources?|origins?|providers?|countries of origin))"
    r"(?: (?:for|of|in|abroad|overseas) ?(?:[a-z]+ |C ?|T ?){0,2})?(?:,? ?\(?T\)?)?(?: \([^()]{1,20}\))?: "
)
"""``Largest suppliers: Peru $190 million; Chile $150 million``, ``Export partners: Italy 27%, Spain 17%``"""
PREPOSITION = Gated(
    r"(?P<p>\baccording to|\bbetween|\bto|\bwith|\binto|\btowards?|\bfrom|\boutside|\bin|\bof|\bby|\bfor|\bamong|\bvia|"
    r"\bthrough|\bat|\bon|\bout of|\bbound for|\bwithin|\bacross|\bbeyond|\bexcluding|\bagainst)"
    r"\s+(?:the |its |both |all |our |mainland |neighbou?ring |fellow |other |(?:other |fellow |all )?"
    r"(?:economies|countries|markets|nations|regions|partners|members|states|customers|buyers) "
    r"(?:such as|like|in|of) (?:the )?|[a-z]+ (?:member|largest|biggest|main|"
    r"top) [a-z]+ |including )*$"
)
_FLOW_AFTER = re.compile(
    r"^(?:'s?)?(?:,? [a-z0-9%-]+){0,5}?(?: (?:[CSTAO]|and|of|in|goods|total|non-oil|foreign|overall))*\s*I\b"
)
_FLOW_NEXT = re.compile(
    r"^(?:'s)?(?! (?:was|were|is|are|ranked|came|remained|became|stood|took|followed|follows|led with|"
    r"leads with)\b) (?:(?:[a-z-]+|[CSTUD]) ){0,4}?I\b"
)
ACTIVE = re.compile(
    r"^(?:,[^,;]{0,60},)? (?:also |has |have |had |last \w+ |alone |as a whole |which |that |T |in T |, )*"
    r"(?:V|earned|fetched|netted|generated|raked in|pocketed|brought in|sold|shipped|"
    r"ran|posted|recorded|registered|logged|reported a|booked|runs?)\b"
)
_TAKER = re.compile(
    r"^(?:,[^,;]{0,60},| \([^)]*\))?(?: was| is| were| are| again| still| also| alone| has| have| become| became|"
    r" now| had)*\s+(?:took|taking|tak(?:es|en)|bought|absorb\w*|account\w*|ranked|ranking|remain\w*|came|"
    r"was|were|is|are|followed|led|leads|supplied|received|kept|stayed|overtook|topped|purchased|claimed|held|"
    r"supplying|buying|providing|"
    r"representing|retained|N)\b"
)
_AS_PARTNER = Gated(
    r"N\b[^.;]{0,40}\b(?:partner|market|destination|buyer|customer|supplier|source|importer|purchaser|taker|origin)|"
    r"\b(?:partner|market|destination|buyer|customer|supplier|source|origin)s?\b[^.;]{0,30}$"
)
_GIVEN = re.compile(r":? \(?[MQX]")
_MARKET = re.compile(r"^(?:'s)? (?:[a-z]+ )?(?:market|buyers?|customers?|consumers?|importers|ports)\b")
BUYER = re.compile(
    r"^(?:(?:, |,? and )(?:the )?P)*,? (?:was|is|were|are|remained|remains|became|stayed|stays) (?:still )?"
    r"(?:the |our |its |a )?(?:P's? )?(?:[a-z-]+ |"
    r"[NCAUDIPV] ){0,4}(?:partner|buyer|customer|importer|purchaser|destination|market|client|outlet|consumer|supplier|"
    r"source|taker|exporter(?= to\b)|seller(?= to\b))s?\b"
)
_MARKETS_WERE = re.compile(
    r"\b(?:markets?|partners?|destinations?|customers?|suppliers?|buyers?|sources?|outlets?|importers)\b[^.;MXQ]{0,40}"
    r"\b(?:were|are|was|is|remained|included?|being)(?: again| still| the)* (?:(?:the )?P(?:,? and |, ))*(?:the )?$"
)
_REGION_NOUN = re.compile(r"^ (?:region|zone|area|bloc|market|countries|nations|states)\b")
_PORT = re.compile(r"\b(?:port|terminal|harbou?r|airport|station|border|crossing)\b", re.I)


_SEATED = re.compile(
    r"\ban? (?:[a-z-]+ |C ){0,3}"
    r"(?:[a-z]*maker|company|firm|producer|manufacturer|plant|group|start-?up|supplier|refiner|mill)s?"
    r"(?: based| located| headquartered)? in (?:the )?$"
)
"""``a carmaker in Shenyang`` tells where a firm sits, not with whom it trades."""


_EXCEPTED = re.compile(
    r"\b(?:countries|markets|destinations|partners|nations|places) (?:other than|except(?: for)?|besides|apart from) "
    r"(?:the )?$|"
    r"\b(?:(?:any|every)(?:one|body)|nobody|none|all|(?:any|every) other (?:country|nation)) "
    r"(?:but|except|save|bar) (?:the )?$|"
    r"\b(?:behind|second (?:only )?to|second after|(?:largest|biggest|top|N)(?: [a-z]+| [CI]){0,2} after) (?:the )?$"
)
"""``Thailand ships more rice than anyone but India``"""
_OWN_FIGURE = re.compile(r" ?(?:\(|with )(?:about |some |over |nearly )?[MQX]")
"""``second place behind Brazil (7.2 million)``"""
_WHICH = re.compile(r", (?:which|whose|who)\b")
_BEHIND = re.compile(r"\b(?:behind|after|ahead of|second (?:only )?to) (?:the )?$")
_WHICH_TRADED = re.compile(r", (?:which|who) (?:also |alone |had |has )?V\b")
"""``Japan imported 66 million tonnes and fell behind China, which bought 71``: of its own trade"""
_ROSE_IN = Gated(
    r"I [^.;]{0,20}[UD] (?:[a-z]+ ){0,3}in (?:[a-z]+ (?:such as|like) )?"
    r"(?:the )?(?:P with X(?:,| and|, and) (?:the )?)*$"
)
"""``exports rose most in Germany with 63 percent and Thailand with 40 percent``"""
_NEXT_WAS = re.compile(
    r"^\W*(?:next|then|second|third|(?:in )?(?:second|third) place)(?: in line)?,? "
    r"(?:was|were|came|comes|is|are) (?:the )?"
    r"(?:P(?: with [MXQ]| \([^()]*\))?(?:,| and|, and) (?:the )?)*$"
)
"""``Next was Germany with 1.6 billion and the Czech Republic with 1.4 billion``"""
_BUYS_OF = re.compile(
    r" (?:now |still |also |alone )*(?:buys|bought|takes|took|absorbs|absorbed|receives|received|"
    r"purchases|purchased|V) "
    r"(?:about |some |over |nearly |almost )*X of (?:the |all |total )*(?:A|P's?)\b"
)
"""``China buys 71 per cent of Angolan crude``"""
_ROLE_NOUN = re.compile(
    r" (?:export |import |trading |trade |[IC] )*"
    r"(?:destination|market|partner|buyer|customer|supplier|source|origin)s?\b"
)
_IN_BRACKETS = re.compile(r" ?\((?:by |[UD] |[+-] ?)?[XMQ](?:[,;)]| (?:to|in|from|or|at)\b)")
_AFTER_BRACKETS = re.compile(
    r"(?:\bP ?\((?:by |[UD] |[+-] ?)?[XMQ][^()]*\)(?:,|;| and|, and| &) "
    r"(?:to a (?:lesser|smaller) (?:extent|degree) (?:by )?)?|"
    r"\b(?:for|to|from|with|except for|except|apart from|offset (?:[a-z]+ )?by) |"
    r"(?:[UD]|\b(?:gains?|losses|movements?|changes?)) (?:[a-z]+ed )?(?:in|of) )(?:the )?$"
)
_ITS_SHARE = re.compile(
    r"'s? (?:[a-z-]+ ){0,2}(?:share|portion|slice) (?:of|in) "
    r"(?!(?:the |all |total )*(?:world|global|international|its)\b)"
)
"""``the EU's share of rice exports``, in a release on another's"""
_SHIPPING = re.compile(r" (?:alone )?V [MQX]")
_EXPORTER = re.compile(
    r",? (?:was|is|were|are|remained|became) (?:still |again |also )?(?:the |world's |P's )?(?:N |[a-z-]+ |C ){0,4}"
    r"(?:exporter|shipper)s?\b(?! (?:of C )?to\b)"
)
_ELLIPTIC = re.compile(r"'s (?:[a-z]+ly )?(?:[UD](?![a-z'])|[MQX])")
_THOSE_OF = re.compile(r"(?:,|;| and| while| but) (?:those|that) of (?:the )?$")
_POSSESSED = re.compile(r"(?:\bP's|\bA) (?:[a-z-]+ |[CS] ){0,3}I\b")
_FOLLOWED = re.compile(r"\b(?:followed|led|headed|topped|dominated) by (?:the )?(?:P(?:, | and |, and )(?:the )?)*$")
COUNTRY_TO_WHICH = re.compile(
    r"^,? (?:was|is|were|are|remained) (?:the |its |their )?(?:[a-z-]+ |N ){0,2}(?:country|source|origin) of "
    r"(?:origin|destination|supply|C|I)\b|"
    r"^,? (?:was|is|were|came|ranked|stood|remained) (?:at the top (?:of|among) |first (?:among|of) |among |one of )?"
    r"(?:the )?(?:[a-z-]+ ){0,2}(?:country|countries|nations?|economy|economies) (?:to which|from which|with the "
    r"(?:highest|biggest|largest|greatest|strongest) (?:U|D|rise|increase|growth|fall)\b|where|that (?:bought|took))"
)
"""``Iraq was at the top of the countries to which we exported the most``."""
_MARKETS_OF = re.compile(r"\b(?:buyers?|customers?|importers|markets?|destinations?|takers?) of (?:the )?$")
_ANOTHERS = re.compile(r"\b(?:A|P's?) (?:[a-z-]+ |C ){0,3}[IV](?: (?:of )?C)? (?:to|into|from|with) (?:the )?$")


def _of_another(template: Template, k: int, left: str) -> bool:
    """``Azerbaijani exports to Georgia`` are another's and go to the reporter, in a release on Georgia too."""
    if _ANOTHERS.search(left) is None:
        return False
    owner = next((m for m in reversed(template.mentions[:k]) if m.label in ("DEMONYM", "PLACE")), None)
    return owner is not None and owner.name != template.mentions[k].name


def party(template: Template, k: int, flow: str | None, reporter: str | None) -> str:
    """Tell the role of a place, adjective or organisation.

    Args:
        template: the sentence.
        k: index of the mention, label PLACE, DEMONYM or ORG.
        flow: the indicator nearest to it in the sentence, or what the sentence inherits.
        reporter: canonical name of the document's reporter, where known.
    Returns:
        str: one of this module's constants.
    """
    mention = template.mentions[k]
    if mention.label == "ORG":
        return organisation(template, k, flow)
    if _NTH_ECONOMY.match(template.right(k)) and not _TOWARDS.search(template.left(k)):
        return NONE
    if MEMBERS_OF.search(template.left(k)) and mention.name != reporter:
        return PARTNER
    if mention.text.casefold().startswith("non-") and _ROLE_NOUN.match(template.right(k)):
        return NONE  # ``the main non-EU destination``
    if mention.text.casefold().startswith(
        ("intra-", "intra ", "extra-", "extra ", "non-", "outside ", "rest of")
    ) and not re.match(r"'s\b", template.right(k)):
        return PARTNER
    if of_origin(template, k):
        return PARTNER if mention.name != reporter else NONE
    if mention.label == "DEMONYM":
        return adjective(template, k, reporter, flow)
    if brings_in(template, k) or leads(template, k, reporter):
        return REPORTER
    if (
        (BY_PLACE.match(template.text) or LISTS_PARTNERS.match(template.text))
        and mention.name != reporter
        and _GIVEN.match(template.right(k))
    ):
        return PARTNER
    if mention.name != reporter and moved_most(template, k):
        return PARTNER
    left, right = template.left(k), template.right(k)
    if mention.kind in ("region", "bloc", "continent"):
        right = _REGION_NOUN.sub("", right)  # ``the Oceania region had the largest share``
    if re.match(r"'s (?:[a-z-]+ ){0,2}P\b", right):
        return NONE  # ``central China's Hunan Province``
    if _EXCEPTED.search(left) and _OWN_FIGURE.match(right) and reporter not in (None, mention.name):
        return PARTNER
    if _BEHIND.search(left) and _WHICH_TRADED.match(right):
        verb = template.mentions[k + 1]
        if any(m.label == "INDICATOR" and m.indicator == verb.indicator for m in template.mentions[:k]):
            return REPORTER
    if _SEATED.search(left) or (_EXCEPTED.search(left) and not _WHICH.match(right)):
        return NONE
    if bound_for(template, k):
        return PARTNER
    if _ROSE_IN.search(left) and re.match(r" with X", right):
        return PARTNER
    if reporter is not None and mention.name != reporter and _NEXT_WAS.search(left):
        return PARTNER
    if _BUYS_OF.match(right):
        return PARTNER
    stands = standing(template, k)
    if stands is not None:
        return _STANDINGS[stands]
    if reporter is not None and mention.name != reporter and _FOLLOWED.search(left):
        return PARTNER
    if elliptic(template, k):
        return REPORTER
    same = reporter is not None and mention.name == reporter and not _of_another(template, k, left)
    if reporter is not None and not same and _ITS_SHARE.match(right):
        return PARTNER
    if _told_as_partner(left, right, same):
        return PARTNER
    if mention.label == "PLACE" and not same and _IN_BRACKETS.match(right) and _AFTER_BRACKETS.search(left):
        return PARTNER  # ``rose to Spain (28.6%), South Africa (20.5%) and France (4.2%)``
    listed = listed_before(template, k)
    prep = PREPOSITION.search(left[: listed.start()] if listed else left)
    if prep:
        role = _by_preposition(prep["p"], template, k, flow, same, bool(listed))
        if role != UNSURE:
            return role
    if same:
        return REPORTER
    if reporter is not None and ACTIVE.match(right) and not re.match(r"[^V]{0,24}V", right):
        return PARTNER  # ``Brazil posted the biggest gain`` in another's release
    if ACTIVE.match(right):
        return PARTNER if reporter and takes(template, k) else REPORTER
    if (_FLOW_NEXT.match(right) or (not prep and MAKERS_SOLD.match(right))) and not listed:
        return REPORTER
    if re.match(r"[^.;MQX]{0,40}\bshare\b", right) or _TAKER.match(right) and re.match(r"[^.;]{0,30}X", right):
        return PARTNER
    if reporter is None:
        return REPORTER if _FLOW_AFTER.match(right) or _EXPORTER.match(right) else UNSURE
    return PARTNER if _TAKER.match(right) or _AS_PARTNER.search(left + "P" + right[:70]) or not prep else UNSURE


def elliptic(template: Template, k: int) -> bool:
    """Tell whether a place owns a flow that is not named again: ``Vietnam's exports rose 5%, those of Laos fell 3%``.

    Args:
        template: the sentence.
        k: the place.
    """
    left = template.left(k)
    return _POSSESSED.search(left) is not None and (
        _ELLIPTIC.match(template.right(k)) is not None or _THOSE_OF.search(left) is not None
    )


MEMBERS_OF = re.compile(
    r"\b(?:from|to|with|into|among) (?:the )?(?:other |remaining |[a-z]+ )?(?:members?|member states|member countries|"
    r"countries|states|nations|economies) of (?:the )?$"
)
"""``imported goods from the member states of the European Union``"""
_TOWARDS = re.compile(r"\b(?:to|with|into|towards?) $")
_NTH_ECONOMY = re.compile(r"'s (?:[a-z-]+ |N ){0,3}econom(?:y|ies)\b")
"""``Asia's fourth-largest economy`` is another name of one that is told, and Asia has no part in it."""


def bound_for(template: Template, k: int) -> bool:
    """Tell whether a place stands right behind a verb that holds its preposition: ``bound for Asia``.

    Args:
        template: the sentence.
        k: the place.
    """
    if (
        k < 1
        or template.letter(k) != "P"
        or template.letter(k - 1) != "V"
        or template.gap(k).strip() not in ("", "the")
    ):
        return False
    return template.mentions[k - 1].text.casefold().endswith((" for", " to", " towards", " toward"))


_TAKING = frozenset(
    "bought purchased took absorbed received accounted imported buying purchasing taking receiving buys takes absorbs "
    "receives purchases".split()
)


def _told_as_partner(left: str, right: str, same: bool) -> bool:
    """Tell whether the words around a place make it a partner whatever preposition it has."""
    if same:  # ``Iran's exports to Iraq`` in a release on Iraq
        theirs = r"\bP(?:'s|'| ) ?(?:[a-z-]+ |[CS] ){0,4}I (?:[a-z]+ ){0,2}(?:to|with|from) (?:the )?$"
        return re.search(theirs, left) is not None
    if BUYER.match(right) or _MARKETS_WERE.search(left) or COUNTRY_TO_WHICH.match(right):
        return True
    return (
        re.search(r"\b(?:shares? of|that of|those of|part of) (?:the )?$", left) is not None
        and re.match(r"(?: in (?:the |its |total )?I| X|,? (?:would be|was|is|at|stood|reached))", right) is not None
    )


def takes(template: Template, k: int) -> bool:
    """Tell whether a place is the subject of a verb of buying, which a partner is in another's release."""
    verb = next((n for n in template.mentions[k + 1 : k + 3] if n.label == "INDICATOR"), None)
    return verb is not None and verb.pos == "verb" and verb.text.casefold().split()[0] in _TAKING


def _by_preposition(prep: str, template: Template, k: int, flow: str | None, same: bool, listed: bool) -> str:
    right = template.right(k)
    if prep == "according to":
        return NONE
    if prep == "between":
        return PARTNER if listed and not same else REPORTER
    if same:
        return REPORTER
    if prep == "with" and flow == "exports" and _SHIPPING.match(right):
        told = template.mentions[k + 1]
        if told.indicator == "exports" and told.pos == "verb":
            return REPORTER  # ``World exports were 52 million tonnes, with India shipping 18 million``
    if prep in ("to", "with", "into", "toward", "towards", "among", "bound for", "outside", "beyond"):
        if re.match(r"'s (?:[a-z-]+ ){0,3}I\b", right) and prep not in ("with", "outside", "beyond"):
            return REPORTER
        return PARTNER
    if prep == "from":
        return REPORTER if flow in ("exports", "re_exports", "output", "sales") else PARTNER
    if prep == "of" and _MARKETS_OF.search(template.left(k)) and re.match(r"'s? (?:[a-z-]+ )?C\b", right):
        return REPORTER  # ``the main buyers of Peru's copper``
    if prep in ("of", "by"):
        if (
            _FLOW_NEXT.match(right)
            or prep == "by"
            or re.search(r"I (?:under (?:the )?[SW] )?of (?:the )?$", template.left(k))
        ):
            return REPORTER
        return UNSURE
    if prep == "for" and re.search(
        r"(?:\b(?:left|bound|headed|heading|departed|sailed|sailing|set off|set sail|destined|leaving|loaded)\b|"
        r"V)[^.;]{0,40}\bfor (?:the )?$",
        template.left(k),
    ):
        return PARTNER
    if prep == "for" and re.search(r"[MQX]\)?\s+for (?:the )?(?:P(?:, | and |, and ))*(?:the )?$", template.left(k)):
        return PARTNER
    if prep == "for" and re.search(
        r"\b(?:figures?|those|that|values?|volumes?|numbers?|ones?) for (?:the )?(?:P(?:'s)?(?:, | and |, and ))*$",
        template.left(k),
    ):
        return PARTNER
    if prep in ("for", "in", "within", "across"):
        if (
            prep == "for"
            and flow in ("exports", "imports")
            and re.search(r"[IV][^.;,]{0,30} for (?:the )?$", template.left(k))
        ):
            return REPORTER
        return PARTNER if flow in ("sales", "orders") or (prep == "in" and _sold_in(template, k, flow)) else UNSURE
    if prep in ("via", "through"):
        return REPORTER if flow in ("throughput", "transit") else ROUTE
    return UNSURE


def _sold_in(template: Template, k: int, flow: str | None) -> bool:
    """``In South America exports fell 25%``, ``only in Africa (2.9 million tonnes)``: a region told as a market."""
    m = template.mentions[k]
    return (
        flow == "exports"
        and m.kind in ("region", "bloc")
        and (
            re.match(r" \(?[MQX]|,? (?:they |it |exports |I |V )?[UD]\b|,? (?:they|I)\b", template.right(k)) is not None
        )
    )


TRADERS = (
    r"(?:makers?|manufacturers?|producers?|growers?|farmers?|fishers?|suppliers?|companies|firms|industry|sector|traders?"
    r"|packers|shippers|millers?|mills|refiners?|refineries|canners|canneries|breeders|ranchers|processors|miners|mines"
    r"|wineries|distillers|shipyards|foundries|smelters|merchants|sellers|tanneries|factories|plants)"
)
"""Those whose sales abroad are their country's exports."""


MAKERS_SOLD = re.compile(
    rf" (?:[a-z-]+ )?(?:C (?:{TRADERS} )?|{TRADERS} )(?:also |have |had )?V (?:(?:[a-z-]+ ){{0,2}}[QM]|C)\b"
)
"""``US gas plants exported 112 cargoes``, ``Chile salmon farmers shipped 9,000 tonnes``"""
_BUYERS = re.compile(r" (?:[a-z]+ )?(?:buyers|importers|customers|consumers|purchasers|clients)\b")
_SUPPLIERS = re.compile(r" (?:[a-z]+ )?(?:suppliers|exporters|sellers|vendors)\b")
_OWN_FIRM = re.compile(r" (?:[a-z-]+ |C ){0,4}O(?:'s?)? (?:[a-z-]+ |[CSTA] ){0,4}[IV]\b")
"""``Moroccan phosphate giant OCP's export revenues``: the firm's, not its country's."""


_VOLUMES = re.compile(r" (?:supplies|volumes|ones|cargoes|flows|loadings|consignments|origins)\b")
"""What an adjective of a place tells the source of, where no word of the flow itself stands."""


_THEIR_GOODS = re.compile(r" (?:[a-z-]+ )?(?:C|goods|products|origin)\b(?! [IV]\b)(?! [a-z-]+ [IV]\b)")


_OWNED = re.compile(r" (?:[a-z/-]+ |[ST] ){0,2}(?:[CS] )*[IV]\b")
"""``Indian exports``, ``Moroccan DAP/MAP fertilizer exports``"""


def adjective(template: Template, k: int, reporter: str | None, flow: str | None = None) -> str:
    """Tell the role of an adjective of a place."""
    left, right = template.left(k), template.right(k)
    name = template.mentions[k].name
    if _OWN_FIRM.match(right):
        return UNSURE
    if _VOLUMES.match(right) and flow in ("exports", "imports"):
        return REPORTER if flow == "exports" or name == reporter else PARTNER
    if flow == "imports" and reporter is not None and name != reporter and _THEIR_GOODS.match(right):
        return PARTNER  # ``imports rose to 5 million tonnes; Russian wheat made up 3 million``
    if reporter is not None and name != reporter:
        flows = {"exports", "re_exports", "sales", "trade", None} if _BUYERS.match(right) else set()
        if flow in flows or (flow == "imports" and _SUPPLIERS.match(right)):
            return PARTNER  # ``Japanese buyers took 31% of Chile's salmon exports``
    if _MARKET.match(right) and name != reporter and re.search(r"\b(?:to|in|into|from|for|on) (?:the )?$", left):
        return PARTNER
    if _OWNED.match(right) or re.match(
        rf" (?:(?:C |[a-z-]+ )?{TRADERS}|ports|terminals|ones|goods|products|exporters|shipments|C)\b",
        right,
    ):
        return REPORTER
    return UNSURE


def organisation(template: Template, k: int, flow: str | None) -> str:
    """Tell the role of an organisation."""
    mention = template.mentions[k]
    left, right = template.left(k), template.right(k)
    if mention.kind in _NO_TRADERS:
        return NONE
    port = (
        mention.kind == "port"
        or (mention.entry is not None and mention.entry.table == "ports")
        or bool(_PORT.search(mention.text))
    )
    if port:
        if flow == "throughput" or re.match(r"(?:'s)? (?:[a-z-]+ ){0,2}(?:handled|I\b|V\b)", right):
            return REPORTER
        return (
            ROUTE
            if re.search(
                r"\b(?:through|via|from|at|in|by way of|out of|of|to|into|left|leaving|departed) (?:the )?$", left
            )
            else NONE
        )
    if (
        re.match(r"'s?(?: [a-z-]+){0,3}(?: C| P| A| T)* I\b", right)
        or ACTIVE.match(right)
        or re.match(r" (?:[a-z-]+ ){0,2}I\b", right)
    ):
        return REPORTER
    if (
        re.search(r"\b(?:of|by|for|at) (?:the )?$", left)
        and mention.kind in ("company", None)
        and re.search(r"[IV]", left[-40:])
    ):
        return REPORTER
    if lists_firms(template, k) or (mention.kind == "company" and _GIVEN_OWN.match(right) and _IN_LIST.search(left)):
        return REPORTER
    return REPORTER if mention.kind == "company" and _acts(left, right) else NONE


def lists_firms(template: Template, k: int) -> bool:
    """Tell whether a firm opens a list of those that exported, each with its figure.

    Args:
        template: the sentence.
        k: the firm.
    """
    m = template.mentions[k]
    if m.label != "ORG" or m.kind != "company" or not _GIVEN_OWN.match(template.right(k)):
        return False
    return _OF_TRADERS.search(template.left(k)) is not None


_OF_TRADERS = re.compile(
    r"(?:\bI|\b[a-z]*(?:shippers|sellers|companies|firms|traders|makers|manufacturers|millers|refiners|producers|"
    r"miners|processors|packers|handlers|operators|carriers|airlines|terminals)\b)[^.;:MQX]{0,40}? (?:were|are|was|is|"
    r"included?|including|led by|such as|being|by) (?:the )?$"
)
"""``The leading shippers were Kernel (620,000 tonnes)``"""
_IN_LIST = re.compile(
    r"(?:(?:^|[^.;]{3}:|[MQX]\)?(?:,|;|,? and)|;) |[MQXT] \(|,? (?:followed|trailed|led|topped) by )(?:the )?$"
)
_GIVEN_OWN = re.compile(r"(?:,? (?:with|at|on)|:)? \(?[MQX]| (?:led|was next|followed) (?:with|at|on) [MQX]")


def _acts(left: str, right: str) -> bool:
    """Tell whether a company is the subject of a verb that reports its own business."""
    if not left.strip(" \"'“‘•-") and re.match(
        r" (?!said|says|expects|reported|estimates|estimated|sees|noted|added)[a-z]+(?:s|ed)\b", right
    ):
        return True
    own = (
        r",? (?:[a-z-]+ ){0,3}(?:said|says|delivered|sold|produced|makes|made|built|targets?|expects?|plans?|aims?|saw|"
        r"reported|posted|V|U|D)\b"
    )
    return re.match(own, right) is not None


def economy_of(mention: Mention | None) -> str | None:
    """Return the ISO 3166-1 alpha-2 code of the economy that a place lies in, None where unknown."""
    if mention is None:
        return None
    entry = mention.entry
    lexicon = load()
    seen = 0
    while entry is not None and seen < 4:
        if entry.id and len(entry.id) == 2 and entry.kind == "economy":
            return entry.id
        above = entry.parent or lexicon.parent(entry.id or "")
        entry = lexicon.place(above) if above else None
        seen += 1
    return None


_IMPORTED_TO = re.compile(
    r"(?P<i>[IV])(?: (?:of|in) (?:the )?(?:[a-z-]+ )?C(?:(?:,| and|, and) (?:[a-z-]+ )?C)*)?(?: \([^()]*\))? (?:in)?to "
    r"(?:the |neighbou?ring )*$"
)
"""``goods imported into Chad``, ``the import of tea to Niger``: the one who imports."""


def imported_to(template: Template, k: int) -> bool:
    """Tell whether a place is where imports go: ``goods imported into Chad``."""
    found = _IMPORTED_TO.search(template.left(k))
    if found is None:
        return False
    at = template.at[k] - (len(found.string) - found.start("i"))
    verb = next((m for m, a in zip(template.mentions, template.at, strict=True) if a == at), None)
    return verb is not None and verb.indicator == "imports" and verb.text.casefold().startswith("import")
