"""What each figure of a sentence is: a level, a level given for comparison, a change, a share, a rank, or none of these.

Decided by the words right before and behind the figure in the sentence's template; members of a list share the role of the first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from .template import FIGURES, Template

LEVEL, BASE, CHANGE, SHARE, SHARE_CHANGE, RANK, SKIP = "level", "base", "change", "share", "share_change", "rank", "skip"

_LIST = re.compile(r"^\s*(?:,|and|&|,\s*and|or|;\s*and|/|,\s*&|as well as)\s*$")
_ADVERB = r"(?:\s*(?:by|of|about|around|some|a|an|the|another|nearly|sharply|slightly|further|only|just|again|also|year on year|year-on-year|yoy|y/y|in value|in volume|on year|significantly|modestly|roughly|almost|more than|over|whopping|substantial|steep|robust|strong|solid|annual|mere|massive|hefty|respectable|combined|total|as much as|up to|at least|whole|full|no less than))*\s*"
_TREND_BEFORE = re.compile(rf"(?P<t>[UDE]){_ADVERB}$")
_TREND_NOUN_OF = re.compile(r"(?P<t>[UDE]) (?:rate |in (?:the |its |their )?(?:(?:[a-z-]+|[CSIPA](?:'s)?) ){1,5})?(?:of|was|is|were|at|reached|hit|stood at|came to|came in at|amounted to|being|to)\s*(?:about |around |just |only |a )?$")
_BY = re.compile(r"\b(?:by|by about|by a|by some)\s*$")
_TREND_AFTER = re.compile(
    r"^(?:\s*\([MQXZ]\))?\s*(?:[-a-z,/]+\s){0,3}?(?P<t>[UDE])\b|^\s*(?:\([MQXZ]\)\s*)?(?P<word>more|less|higher|lower|greater|smaller|above|below|wider|narrower|fewer|bigger|larger|cheaper|dearer|better|worse|ahead|short|up|down)\b"
)
_WORDS_UP = frozenset("more higher greater above wider bigger larger dearer better ahead up".split())
_BASE_BEFORE = re.compile(
    r"\b(?:compared (?:with|to)|in comparison (?:with|to)|as compared (?:with|to)|as against|against|versus|vs\.?|from|than|relative to|over|on top of|following|after|previously|"
    r"a revised|revised from|instead of|rather than)\s+(?:(?:the|a|an|its|that of|just|only|about|some|revised|previous|prior|earlier|figure of|level of|record|total|T's|Y's|in T|in Y|I of|U of|D of|those of|[UD])\s+)*$"
)
_FROM = re.compile(r"\bfrom\s+(?:(?:a|an|the|just|only|about|some|revised|record)\s+)*$")
_LEVEL_BEFORE = re.compile(
    r"\b(?:to|at|reach(?:ed|ing|es)?|total(?:s|l?ed|l?ing)?|stood at|amount(?:s|ed|ing)? to|hit|hitting|was|were|is|are|came to|came in at|worth|valued at|of|with|registered|recorded|posted|"
    r"exceed(?:ed|ing)|surpass(?:ed|ing)|touched|topped|crossed|total of|put at|estimated at|equivalent to|sum of|value of|volume of)\s+(?:a |an |the |about |record |new |total |combined )*$"
)
_COMPARED_AFTER = re.compile(
    r"^(?:\s*(?:per|a|an) [a-z]+)?\s*(?:\(?(?:in|for|of|recorded in|registered in|reported in|seen in|posted in|during|over|at|as of|logged in|a|the|recorded|registered|reported|set)\s+)*(?:the |that of the |a )?(?P<y>Y)"
)
_SHARE_BEFORE = re.compile(
    r"(?:\baccount(?:s|ed|ing)? for|\bma(?:de|king|kes?) up|\brepresent(?:s|ed|ing)?|\bconstitut(?:e|es|ed|ing)|\bcompris(?:e|es|ed|ing)|\btak(?:e|es|ing|en) up|\btook|\btaking|\bholds?|\bholding|\bheld|"
    r"\bcaptur(?:e|ed|ing)|\bshare (?:of|was|is|at|stood at|reached|being)|\bproportion (?:of|was|is|reached)|\bequal to|\bequivalent to|\bor|\bweight of|\bmaking|\bclaim(?:ed|ing)|\babsorb(?:ed|ing)|\bcover(?:ed|ing)|"
    r"\bsuppl(?:ied|ying)|\bprovid(?:ed|ing)|\bgenerat(?:ed|ing)|\bcontribut(?:ed|ing)|\bcontribution of|\breceiv(?:ed|ing)|\bbought|\bshare, at|\bform(?:ed|ing)|\bwent to|\bmaintaining|\bwith|M, |M \()\s*(?:(?:a|an|the|its|about|around|some|nearly|almost|another|of|just|only|for|roughly|well)\s+)*$"
)
_SHARE_AFTER = re.compile(
    r"^\s*(?:market |export |import )?(?:share\b|of (?:the |its |their |all |our |[PAO](?:'s)? |that |this |these |[a-z]+'s )*(?:[a-z-]+ ){0,3}?(?:total|overall|all|whole|I|V|A I|trade|market|value|volume|amount|sum|basket|bill|sales|shipments|[CS] I|C|it|which|them|tonnage|turnover|figure|growth|U|world|receipts|earnings|revenue|revenues|purchases|cargo|throughput|national|consignments|deliveries|arrivals|volumes|liftings|cargoes|tonnage|shipped|sold|handled|output|crop|catch|exported|imported|country|province|city)\b)"
)
_OF_WHOLE = re.compile(r"^\s*of (?:the |its |their |all |our |[PAO]'s |[a-z]+'s )*(?:[a-z-]+ ){0,3}?(?P<what>total|overall|all|whole|I|V|C|S|A|it|which|them|trade|market|sales|value|volume|amount|consignments|deliveries|arrivals|liftings|cargoes|everything)")
_SHARE_NOUN = re.compile(r"\b(?:share|shares|proportion|percentage|weight|portion)\b")
_SHARE_OF_AFTER = re.compile(r"^\s*(?:[UD]\s+)?(?:point )?(?:in|of) (?:its|the|their|her) (?:share|proportion|percentage|weight|portion)\b|^\s*(?:[UD]) in (?:its|their|the) (?:[a-z]+ )?(?:share|percentage|proportion)")
_GAP_TO_OTHERS = re.compile(
    r"^\s*(?:\([^)]*\)\s*)?(?:faster|quicker|slower|steeper|higher|lower|above|below|U|D|ahead|more|less|better)\s*(?:than|of|the)?\s*(?:that of |those of |in |the |its |their |growth |rate |pace |P's |country's )*(?:national|nationwide|provincial|average|growth|overall|pace|world|country|P\b(?! in)|U\b|rate\b)"
)
_NO_TRADE_LEFT = re.compile(
    r"\b(?:gdp|gross domestic product|inflation|consumer prices?|consumer price index|cpi|ppi|interest rates?|policy rate|repo rate|unemployment|jobless\w*|tariffs?|dut(?:y|ies)|lev(?:y|ies)|surtax|vat|tax(?:es)?|rate of|"
    r"rupee|rupiah|lira|peso|yen|won|shilling|naira|rand|currency|shares? (?:rose|fell|closed|gained|were)|stock|wages?|salar(?:y|ies)|population|probability|chance|quorum|turnout|response rate|capacity utili[sz]ation|utili[sz]ation|"
    r"margins?|net profit|profits?|ebitda|eurobond|loan|fund|subsid(?:y|ies)|grants?|fine[ds]?|penalt(?:y|ies)|poll|voters?|economy|economic growth|moisture|purity|sulphur|budget|industrial (?:production|output)|retail sales|manufacturing pmi|pmi|efficiency|fees?)\b[^.;IVCX]{0,30}$"
)
_NO_TRADE_RIGHT = re.compile(
    r"^\s*(?:[-a-z]+ ){0,2}?(?:tariffs?|dut(?:y|ies)|levy|tax|vat|interest|stake|equity|discount|off\b|inflation|moisture|purity|chance|owned|of (?:gdp|gross domestic product|the population|households|respondents|firms|members|companies|enterprises|the workforce|capacity|jobs|electricity|power|workers|women|its (?:shares|stake))|fee|coupon|rate of (?:duty|interest)|complete|ethanol|loan|bonus|rebate|subsidy)\b"
)
_PAREN = re.compile(r"\(\s*$")
_ANY_TREND = re.compile(r"[UDE]")


@dataclass(slots=True)
class Role:
    """The role of a figure in its sentence.

    Attributes:
        name: one of this module's constants.
        sign: +1, -1 or 0 for changes; 0 where the figure's own sign tells.
        trend: index of the trend mention, None where another word tells.
        listed: index of the first figure of the list it continues, None outside lists.
        whole: the words after the figure name what a share is of.
        sure: how sure, 0 to 1.
    """

    name: str
    sign: int = 0
    trend: int | None = None
    listed: int | None = None
    whole: bool = False
    sure: float = 0.9


def roles(template: Template, shares: bool = False) -> dict[int, Role]:
    """Give every figure of a sentence its role.

    Args:
        template: the sentence.
        shares: the percentages told last were shares, so that bare ones (``India (14%)``) are shares too.
    Returns:
        dict from index of the mention to Role.
    """
    out: dict[int, Role] = {}
    previous: int | None = None
    for k in range(len(template.at)):
        if template.letter(k) not in FIGURES:
            continue
        role = _continued(template, out, previous, k) or _single(template, out, previous, k)
        if template.letter(k) == "X" and role.sure < 0.7 and not role.sign and (shares or _after_share(template, out, k)) and not _ANY_TREND.search(_window_left(template, previous, k)):
            role = Role(SHARE, listed=role.listed, sure=0.6)
        out[k] = role
        previous = k
    _lists_backwards(template, out)
    return out


def _after_share(template: Template, out: dict[int, Role], k: int) -> bool:
    """Tell whether the percentage before this one in the sentence was a share."""
    before = [j for j in out if template.letter(j) == "X"]
    return bool(before) and out[before[-1]].name == SHARE


def _continued(template: Template, out: dict[int, Role], previous: int | None, k: int) -> Role | None:
    """The role of a figure that continues a list (``5%, 6% and 7%``)."""
    if previous is None or out[previous].name == RANK:
        return None
    twin = _twin(template, out, k)
    if twin is not None:
        first = out[twin]
        return Role(first.name, first.sign, first.trend, first.listed if first.listed is not None else twin, first.whole, first.sure)
    if previous != k - 1:
        return None
    same = template.letter(previous) == template.letter(k)
    if not same or not _LIST.match(template.gap(k)):
        return None
    first = out[previous]
    if first.name == LEVEL and template.letter(k) in "MQ":
        own = _amount(template, _window_left(template, previous, k), _window_right(template, k), k)
        if own.name == CHANGE:
            return None  # ``were $169bn, $4bn more than in July``
    start = first.listed if first.listed is not None else previous
    return Role(first.name, first.sign, first.trend, start, first.whole, first.sure)


_BETWEEN_TWINS = re.compile(r"^(?:\s*\([^()]{0,12}[XZMQ][^()]{0,24}\)\s*(?:,|and|,\s*and|;)\s*|[^()]{0,24}\)\s*(?:,|and|,\s*and|;)\s*[MQ]\s*\([^()]{0,12})$")


def _twin(template: Template, out: dict[int, Role], k: int) -> int | None:
    """The figure that ``k`` is parallel to in ``$27bn (+3%) and $59bn (-1%)``: same letter, one bracketed pair between."""
    if k < 2 or k - 2 not in out or template.letter(k - 2) != template.letter(k):
        return None
    between = template.text[template.at[k - 2] + 1 : template.at[k]]
    return k - 2 if _BETWEEN_TWINS.match(between) else None


def _single(template: Template, out: dict[int, Role], previous: int | None, k: int) -> Role:
    kind = template.letter(k)
    left, right = _window_left(template, previous, k), _window_right(template, k)
    if kind == "N":
        return Role(RANK)
    restated = _restated(template, out, previous, k)
    if restated is not None:
        return restated
    if kind in "MQ":
        return _amount(template, left, right, k)
    if kind == "K":
        return Role(CHANGE, sign=1, sure=0.8)
    if _NO_TRADE_LEFT.search(template.left(k)) or _NO_TRADE_RIGHT.match(template.right(k)):
        return Role(SKIP, sure=0.7)
    if kind == "Z":
        return _points(template, out, previous, left, right, k)
    return _percent(template, out, previous, left, right, k)


_SAME_MOVE = re.compile(r"^\s*(?:\(|,?\s*(?:or|i\.e\.,?|that is|equal to|equivalent to|corresponding to)|\((?:or|equivalent to|equal to|i\.e\.,?|about))\s*(?:about |some |around |a |an )*$")


def _restated(template: Template, out: dict[int, Role], previous: int | None, k: int) -> Role | None:
    """The role of a figure that tells a change once more in another measure: ``$35 billion, or 1.2%``, ``16% (equivalent to $6bn)``."""
    if previous is None or out[previous].name != CHANGE or not _SAME_MOVE.match(template.gap(k)) or previous != k - 1:
        return None
    if template.letter(previous) == template.letter(k) or {template.letter(previous), template.letter(k)} == {"M", "Q"}:
        return None
    if re.match(r"\s*of\b", template.right(k)):
        return None
    if template.mentions[k].text.lstrip()[:1] in "+-−▲▼△▽–":
        return Role(CHANGE)
    return Role(CHANGE, out[previous].sign, out[previous].trend, None, False, out[previous].sure)


def _window_left(template: Template, previous: int | None, k: int) -> str:
    start = template.at[previous] + 1 if previous is not None else 0
    return template.text[max(start, template.at[k] - 90) : template.at[k]]


def _window_right(template: Template, k: int) -> str:
    end = next((template.at[j] for j in range(k + 1, len(template.at)) if template.letter(j) in FIGURES), len(template.text))
    return template.text[template.at[k] + 1 : min(end, template.at[k] + 91)]


def _amount(template: Template, left: str, right: str, k: int) -> Role:
    if _NO_TRADE_LEFT.search(left[-60:]) and not re.search(r"[IV]", left):
        return Role(SKIP, sure=0.6)
    moved = _trend_before(template, k, left)
    full_right = template.right(k)
    if moved is not None and not _LEVEL_BEFORE.search(left[-18:]):
        return Role(CHANGE, *moved)
    noun = _TREND_NOUN_OF.search(left)
    if re.search(r"\b(?:exceed|surpass|outstrip|top|beat)\w*\b[^MQX.;]{0,50}\bby\s*(?:about |around |some )*$", left):
        return Role(CHANGE, 1)
    if re.search(r"\bby\s*(?:about |around |just |only |a |some |nearly )*$", left) and (earlier := _earlier_trend(template, k)) is not None:
        return Role(CHANGE, *earlier, sure=0.8)
    if noun and re.search(r"\bof\s*(?:about |around |just |only |a )?$", left):
        return Role(CHANGE, *_found(template, k, left, noun))
    after = _TREND_AFTER.match(full_right)
    if after and re.match(r"\s*(?:\([MQXZ]\)\s*)?(?:[UDE]|more|less|higher|lower|greater|smaller|above|below|wider|narrower|fewer|larger|bigger|short)\b(?:[^,.;]{0,25}\bthan\b|[ ,.;]|$)", full_right):
        than = re.match(r"(?:\s*\([MQXZ]\))?[^,.;MQX]{0,40}\b(?:than|on|from|over|above|below)\b", full_right)
        alone = re.match(r"\s*(?:[UD]|smaller|larger|wider|narrower|higher|lower)(?:[,.;]|$)", full_right) and re.search(r"\b(?:was|were|is|being|been)\s*$", left)
        if than or alone or (re.match(r"\s*[UD]", full_right) and re.search(r"\b(?:a|an)\s*$", left)):
            return Role(CHANGE, *_trend_after(template, k, after))
    if _BASE_BEFORE.search(left):
        return Role(BASE)
    if _COMPARED_AFTER.match(full_right) and not after:
        return Role(BASE, sure=0.8)
    return Role(LEVEL)


def _earlier_trend(template: Template, k: int) -> tuple[int, int | None] | None:
    """The last trend before a figure, other figures between or not, unless a trade verb's ``by`` may be meant (``imported by``)."""
    if re.search(r"V by\s*$", template.left(k)):
        return None
    for j in range(k - 1, -1, -1):
        if template.letter(j) in "UD":
            return template.mentions[j].direction, j
    return None


def _trend_before(template: Template, k: int, left: str) -> tuple[int, int | None] | None:
    found = _TREND_BEFORE.search(left)
    return _found(template, k, left, found) if found else None


def _found(template: Template, k: int, left: str, found: re.Match[str]) -> tuple[int, int | None]:
    position = template.at[k] - len(left) + found.start("t")
    index = template.at.index(position)
    return template.mentions[index].direction, index


def _trend_after(template: Template, k: int, after: re.Match[str]) -> tuple[int, int | None]:
    if after.group("t"):
        index = template.at.index(template.at[k] + 1 + after.start("t"))
        return template.mentions[index].direction, index
    return (1 if after["word"] in _WORDS_UP else -1), None


def _points(template: Template, out: dict[int, Role], previous: int | None, left: str, right: str, k: int) -> Role:
    if _GAP_TO_OTHERS.match(template.right(k)) and not re.match(r"\s*\S+\s*(?:than|from|over|on)?\s*(?:the |a |that of |in )*[YT]", template.right(k)):
        return Role(SKIP, sure=0.7)
    sign, trend = _sign(template, left, k)
    shared = previous is not None and out[previous].name in (SHARE, SHARE_CHANGE)
    if shared or _SHARE_NOUN.search(template.left(k)) or _SHARE_OF_AFTER.match(template.right(k)):
        return Role(SHARE_CHANGE, sign, trend)
    return Role(CHANGE, sign, trend, sure=0.6)


def _sign(template: Template, left: str, k: int) -> tuple[int, int | None]:
    """The direction nearest to a figure: right before it, right behind it, or anywhere before it in its window."""
    moved = _trend_before(template, k, left)
    if moved is not None:
        return moved
    after = _TREND_AFTER.match(template.right(k))
    if after:
        return _trend_after(template, k, after)
    found = None
    for found in _ANY_TREND.finditer(left):
        pass
    if found is not None:
        index = template.at.index(template.at[k] - len(left) + found.start())
        return template.mentions[index].direction, index
    return 0, None


def _percent(template: Template, out: dict[int, Role], previous: int | None, left: str, right: str, k: int) -> Role:
    figure = template.mentions[k].figure
    written = template.mentions[k].text.lstrip()[:1]
    if written in "+-−▲▼△▽–":
        return Role(CHANGE)
    full_right = template.right(k)
    moved = _trend_before(template, k, left)
    if _SHARE_OF_AFTER.match(full_right):
        return Role(SHARE_CHANGE, *_sign(template, left, k))
    if re.search(r"\b(?:tak(?:es|ing|en|e)|took|mak(?:es|ing|e)|made) [UD]\s*(?:about |around |some |nearly |over )*$", left):
        return Role(SHARE)
    held = _SHARE_HELD.search(left)
    if held:
        return Role(BASE if held["at"] == "from" else SHARE, sure=0.8)
    if moved is not None and previous is not None and out[previous].name == SHARE and not re.search(r"[IVCSP)]", left):
        if any(r.name == CHANGE for r in out.values()) or _SHARE_NOUN.search(template.left(k)) or not any(r.name == LEVEL for r in out.values()):
            return Role(SHARE_CHANGE, *moved)
        return Role(CHANGE, *moved, sure=0.6)
    whole = _OF_WHOLE.match(full_right)
    after = _TREND_AFTER.match(full_right)
    if moved is None and _SHARE_BEFORE.search(left) and not (after and re.match(r"\s*(?:[a-z-]+ )?[UDE]", full_right)):
        with_only = re.search(r"\b(?:with|or|making|M, |M \()\s*$", left)
        if not with_only or whole or re.match(r"\s*(?:market )?share\b", full_right):
            return Role(SHARE, whole=bool(whole))
    if previous is not None and out[previous].name == BASE and template.letter(previous) == "X" and re.search(r"\bto\s*$", left):
        return Role(SHARE)
    if moved is None and _SHARE_AFTER.match(full_right):
        return Role(SHARE, whole=bool(whole))
    if re.search(r"\b(?:share|proportion|weight)\b[^.;]{0,40}\bfrom\s*$", left):
        return Role(BASE)
    compared = _FROM.search(left) or _BASE_BEFORE.search(left)
    if previous is not None and out[previous].name in (SHARE, CHANGE) and compared and template.letter(previous) in "XZ":
        return Role(BASE)
    if re.search(r"\b(?:share|proportion|percentage|weight)\b[^.;]{0,40}$", left) and re.search(r"\b(?:to|at|was|is|of|reached)\s*$", left):
        return Role(SHARE, whole=bool(whole), sure=0.7)
    if moved is not None:
        return Role(CHANGE, *_first_sign(template, left, k, moved))
    noun = _TREND_NOUN_OF.search(left)
    if noun:
        return Role(CHANGE, *_first_sign(template, left, k, _found(template, k, left, noun)))
    if after:
        return Role(CHANGE, *_trend_after(template, k, after))
    del figure, right
    if _PAREN.search(left):
        if not re.search(r"[UDE]|\b(?:more|less|fewer)\b", template.text) and (_SHARE_NOUN.search(template.text) or _RANKING.search(template.text)):
            return Role(SHARE, sure=0.5)
        return Role(CHANGE, *_sign(template, left, k), sure=0.6)
    sign, trend = _sign(template, left, k)
    if sign or (previous is not None and out[previous].name == CHANGE):
        if not sign and previous is not None:
            sign, trend = out[previous].sign, out[previous].trend
        return Role(CHANGE, sign, trend, sure=0.6)
    return Role(SKIP, sure=0.4)


_SHARE_HELD = re.compile(
    r"\b(?:shares?|proportion|portion|participation|part|ratio|weight|slice|weighting)\b(?! of M)[^.;MQX]{0,60}?(?:X )?\b(?P<at>from|to|at|was|is|stood at|reached|of|with|had been)\s*(?:about |around |just |only |a |nearly |record )*$"
)
_RANKING = re.compile(r"N\b|\b(?:main|top|leading|largest|biggest|principal|contribution|contributed|accounted|followed by)\b")
_FALL_NARROWED = re.compile(r"(?P<noun>[UD])(?: (?:in|of) [^.;,]{0,40}?| )(?:[a-z]+ ){0,2}(?P<verb>[UD]) (?:further )?(?:to|from)\s*(?:just |only |about )?$")


def _first_sign(template: Template, left: str, k: int, otherwise: tuple[int, int | None]) -> tuple[int, int | None]:
    """``the decline narrowed to 3%`` is a fall of 3%: the sign is that of the noun which is said to move."""
    found = _FALL_NARROWED.search(left)
    if found:
        index = template.at.index(template.at[k] - len(left) + found.start("noun"))
        if template.mentions[index].pos == "noun":
            return template.mentions[index].direction, index
    return otherwise


def _lists_backwards(template: Template, out: dict[int, Role]) -> None:
    """A list whose only telling words stand behind it (``3%, 4% and 5% of the total``) has the role of its last member."""
    for k, role in out.items():
        if role.listed is None or role.name not in (SKIP, LEVEL):
            continue
        last = max(j for j, r in out.items() if r.listed == role.listed)
        if k != last or template.letter(k) not in "XZ":
            continue
        own = _single(template, out, None, k)
        if own.name != SKIP:
            for j in [role.listed, *(j for j, r in out.items() if r.listed == role.listed)]:
                out[j].name, out[j].sign, out[j].trend, out[j].whole = own.name, own.sign, own.trend, own.whole
