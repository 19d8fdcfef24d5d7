"""Roles of amounts: money, quantities and multiples."""

from __future__ import annotations

import re

from ..gate import Gated
from . import role_bases, role_moves, role_skips
from .memory import GAPS
from .role_kinds import BASE, CHANGE, LEVEL, SKIP, Role, Site
from .role_moves import COMPARATIVE, HEDGES

_LEVEL_BEFORE = re.compile(
    r"\b(?:to|at|reach(?:ed|ing|es)?|total(?:s|l?ed|l?ing)?|hit|hitting|of|was|were|worth|below|above|past|beyond|"
    r"from)\s*$"
)
_EXCEEDED_BY = Gated(
    r"\b(?:exceed|surpass|outstrip|top|beat|outpac|overt|outweigh|trail|lag|miss|"
    r"undersho)\w*\b[^MQX.;]{0,60}\bby\s*$"
)
_LESS = re.compile(r"\b(?:trail|lag|miss|undersho)")
_BEHIND = re.compile(
    rf"^\s*(?:\([^()]{{0,14}}\)\s*)?(?:(?:or so|in value|year on year|year-on-year|y-o-y|yoy) )?(?:[UDE]|"
    rf"{COMPARATIVE})(?:[^,.;MQX]{{0,45}}?\b(?:than|on|from|over|above|below|of|the)\b|[ ,.;)]|$)"
)
_COMPARES = re.compile(
    r"^(?:\s*\([^()]{0,14}\))?[^,.;MQX]{0,40}\b(?:than|on|from|over|above|below|of the level|that of|the [TY]|"
    r"the same|the peak|the [a-z]+ level)\b"
)
_OR_PERCENT = re.compile(
    r"^ or X (?:(?P<u>U|more|higher|greater|larger|above|up|bigger)|(?P<d>D|less|fewer|lower|smaller|below|down))\b"
)
_OR_PERCENT_THAN = re.compile(r"^ or X (?:[UD]|more|less|higher|lower|above|below)\b[^.;MXQ]{0,70}\bthan\b")
"""``was ISK 3,900 million or 3.8% higher than a year before``: by so much."""
_PAST_LEVEL = re.compile(
    r"^ (?:(?P<u>above)|below|under) (?:the |its )?"
    r"(?:I|price|level|value|figure|amount|volume|average|what (?:it|they))s?\b[^.;MQX]{0,30}\b[TY]\b"
)
_ARTICLE = re.compile(r"\b(?:an?|the|some|about|around|nearly|almost|roughly|over) $")
_TO_LEVEL = re.compile(r"^ (?P<t>[UD]) (?:to|at) [MQ]\b")
_SLIGHTLY = re.compile(r"(?P<t>[UD]) \((?:by )?$")
_THAN_BEFORE = re.compile(r"^\),? (?:on|from|over|than|compared (?:to|with)|against|year) ")
_COPULA = re.compile(r"(?:\b(?:was|were|is|are|being|been|still|i\.e\.|that is|namely|or)|,)\s*$")
_ALONE = re.compile(
    r"\s*(?:[UD]|smaller|larger|wider|narrower|higher|lower|more|less|fewer)(?: (?:yoy|y-o-y|[ymqw]/[ymqw]|"
    r"(?:year|month|quarter|week)[- ]on[- ](?:year|month|quarter|week)|mom|qoq|m-o-m|"
    r"on (?:the )?(?:year|month|quarter)))?(?:[,.;)]|$| (?:and|but) )"
)
_MORE = re.compile(r"^ (?:more|less|fewer|extra)(?:[,.;)]|$)")
_MORE_IN_BRACKETS = re.compile(r"^ (?:more|less|fewer|higher|lower)\)")
_MAIN_MOVE = re.compile(
    r"\b(?P<w>lower|higher|increased|decreased|reduced|declining|rising|larger|smaller|more|fewer|[UD]) I "
    r"[^.;MXQ]{0,30}?\b(?:recorded|registered|noted|seen|observed|due|attributed|attributable|reflected|mainly|mostly) "
    r"[^.;XQ]{0,110}\($"
)
_FOR_MAIN_MOVES = re.compile(
    r"^\)[^.;X]{0,90}\baccounted for (?:the )?(?:main|largest|bulk of the|most of the) (?P<t>[UD])"
)
_AMONG_MOVES = re.compile(
    r"(?P<t>[UD]) of [MQ](?P<rest>(?: \([^()]{0,12}\))? (?:in|for|of) [^.;]{0,60}?)(?:,|,? and)(?: of)? $"
)
"""``increases of $377 million (+22%) in exports of drugs and $104 million in oils``"""
_OF_GOODS = re.compile(r"(?P<t>[UD]) (?:in|of|for) (?:the )?(?:[a-z]+ ){0,2}[CS] \($")
"""``offset by decreases in food ($16m)``"""
_LESSER = frozenset({"lower", "decreased", "reduced", "declining", "smaller", "fewer", "D"})
"""``Lower imports were mainly recorded in machinery ($3bn) and fuels ($2bn)``: by so much."""
_BOTH_MOVES = re.compile(r"(?P<a>[UD]) and (?:the )?(?:[a-z]+ )?(?P<b>[UD]) (?:in|of) I\b(?P<rest>[^.;]*)$")
_OF_MOVE = re.compile(r"^ of (?:that|this|the|its|their) (?:[a-z]+ )?[UD]\b")
_GREATEST = Gated(
    rf"(?:\b(?:largest|biggest|greatest|deepest|highest|sharpest|main|most|strongest|steepest|chief|top|only|major|"
    rf"primary|principal|"
    rf"smallest) (?:[a-z-]+ |A |I ){{0,2}}(?P<a>[UD])\b|"
    rf"(?P<b>[UD]) (?:(?:in|of) (?:the )?(?:value of )?(?:[ICSA]|[a-z-]+)(?: of C)? )?"
    rf"(?:was|were|came|occurred|is|"
    rf"are) )[^.;:()]{{0,110}}?(?:, {HEDGES}(?:namely |at |with |by )?|\((?:by )?{HEDGES}|(?:namely|amounting to|of|"
    rf"by|with) {HEDGES})$"
)
_OF_WHICH = re.compile(r"\bof which\b[^.;]{0,40}$|\bhalf of (?:that|this|it),? $")
_HEADED = Gated(r"\b(?P<word>more|less|fewer)\b:[^.;:]{0,30}$")
_INCOME_OF = re.compile(r"\band (?:the |its |their )?(?:[a-z]+|I|V|S|C) (?:(?:that|one) )?of $")
_FURTHER = re.compile(r"\b(?:a|another|by a) further $")
_REVISED = re.compile(r"\brevised by\s*$")
_OTHER_PLACE = re.compile(
    r"^ (?:as (?:much|many|large|big|high|great) as|that of|the (?:value|size|amount|level|figure|volume) of|"
    r"more than|larger than|the) (?:[a-z]+ )*[PO]\b"
)
_TIMES_PAST = re.compile(r"^[^.,;]{0,40}[TY]\b")
_THEIR_WAGES = re.compile(r"^ (?:his|her|my|our)\b")
_SIGNED = re.compile(r"^[+\-−▲▼△▽–±]")


_SIGN_WITHIN = re.compile(r"(?:[A-Z]{1,4}[$€£]?|[$€£])? ?[+\-−–](?=\d)")


def amount(site: Site) -> Role:
    """Return the role of an amount: a level unless its surroundings tell a movement, a comparison or another topic."""
    if _moved_by_sign(site):
        return Role(CHANGE)
    found = role_bases.bracketed(site)
    if found is not None:
        more = role_moves.behind(site) if _MORE_IN_BRACKETS.match(site.after) else None
        return Role(CHANGE, *more) if more is not None else found
    if role_skips.no_trade_amount(site) or (
        role_skips.after_no_trade(site)
        and (role_bases.compared(site) or role_moves.behind(site) or role_skips.turned(site))
    ):
        return Role(SKIP, sure=0.8)
    if role_bases.present(site.left, site.after) or (role_bases.compared(site) and _OVER_THAT.match(site.after)):
        return Role(BASE)
    if role_bases.the_one(site) or role_bases.goes_on(site):
        return Role(BASE, sure=0.8)
    past = role_bases.past_one(site) or role_bases.sold_then(site)
    if past is not None:
        return past
    moved = _moved(site)
    if moved is not None:
        return moved
    told = role_bases.narrated(site)
    if told is not None:
        return told
    if role_bases.compared(site) or role_bases.second(site):
        return Role(BASE)
    if role_bases.of_comparison(site) and not role_moves.behind(site):
        return Role(BASE, sure=0.8)
    return Role(LEVEL)


def _moved_by_sign(site: Site) -> bool:
    """Tell whether an amount's sign makes it a movement: ``a surplus of CZK 62.2bn (CZK +6.2bn)``.

    What is exported or imported has no sign: ``lower imports of fuels (-€89m)``. A balance of another time has its own:
    ``a surplus of +4,807 million (+338 million in April 2023)``.
    """
    mention = site.template.mentions[site.k]
    if not _SIGNED_AMOUNT.match(mention.text) or mention.figure is None or mention.figure.number is None:
        return False
    told = [m.indicator for m in site.template.mentions[: site.k] if m.label == "INDICATOR"]
    of_gap = bool(told) and told[-1] in GAPS
    beside = site.left.endswith("(") and site.was(LEVEL, CHANGE) and "I" not in site.left
    if beside and _SIGN_WITHIN.match(mention.text):
        # ``a surplus of +4,807 million in April 2024 (+338 million in April 2023)`` tells two levels
        return not (of_gap and ("P" in site.left or role_bases.dated_in_brackets(site)))
    if not told or told[-1] not in _GROSS or role_bases.compared(site):
        return False
    return mention.figure.number < 0 or "+" in mention.text


_SIGNED_AMOUNT = re.compile(r"(?:[A-Z]{1,4}[$€£¥]?|[$€£¥])? ?[+\-−–] ?(?:[A-Z]{1,4}[$€£¥]?|[$€£¥])? ?(?=\d)")
_GROSS = frozenset({"exports", "imports", "trade", "re_exports", "throughput", "sales", "output", "orders"})
_EXTREME = re.compile(rf"(?P<u>[UD])(?: (?:for|in) (?:the |any |a )?(?:month of )?[T])? of {HEDGES}$")
_OVER_SPAN = re.compile(r"^ over (?:the )?T\b(?!')")
_OVER_SPAN_THEN = re.compile(r"^ over (?:the |that |a )?[TY]\b")
_OVER_THAT = re.compile(r"^ over (?:(?:the|that|this) (?:same )?)?[TY]")
_TO = Gated(rf"\bto {HEDGES}$")
_UP_FROM = re.compile(r"^,? [UD] (?:from|on)\b")
EXCEEDED = Gated(
    r"\bI (?:had |have |has )?(?:exceed|surpass|outstrip|outpac|outweigh|top)\w* I by (?:about |some |just |over )?$"
)
"""``imports exceeded exports by``"""
_SIZE_IS = re.compile(
    r"\b(?:the|an?|this|its) (?:(?:[a-z]+ ){0,2}(?P<t>[UD]) in (?:[a-z]+ |[ICS] ){1,3}|(?:value|volume|quantity)"
    r" (?P<s>[UD]) )(?:is|was|were|amounted to|came to|totall?ed|equall?ed|of)\s*$"
)
"""``the increase in value is NOK 448 million``, ``a volume decrease of 59,000 tonnes``."""
_AIMS = Gated(r"\b(?:aim|target|plan|hope|strive)(?:s|ed|ing)? (?:for|at|to (?:reach|have))\b[^.;MQX]*\bof $")
_MOVES = re.compile(r"\b[UD]\b")


def _moved(site: Site) -> Role | None:
    """Return the role of an amount that is the size of a movement, None for a level."""
    extreme = _EXTREME.search(site.left)
    if extreme is not None:
        _, index = site.move_left(site.left, extreme.start("u"))
        if index is not None and re.search(
            r"\b(?:highs?|lows?|peak|record|trough)$", site.template.mentions[index].text, re.I
        ):
            return None  # ``rose to a record high of $134bn``
    if _OVER_SPAN.match(site.after) and not _MOVES.search(site.clause):
        return None  # ``handled 1.8 million TEU over the first quarter``
    if _TO.search(site.left) and _OVER_THAT.match(site.after) or _AIMS.search(site.left):
        return None  # ``fell by 4% to $2bn over that month``, ``aims for exports of $3bn``
    if site.was(CHANGE) and re.search(rf"^\)?, to {HEDGES}$", site.left):
        return None  # ``came down by 24.2 billion, to 82.2 billion``
    if _TO.search(site.left) and _UP_FROM.match(site.after):
        return None  # ``rose by 14% to 1.65 million tonnes, up from 1.45 million``
    if _OVER_SPAN_THEN.match(site.after) and role_bases.compared(site):
        return None  # ``against 1,055 billion over the same period of 2023``
    if EXCEEDED.search(site.left):
        return None  # ``imports exceeded exports by £15 billion`` tells a deficit
    told = _SIZE_IS.search(site.left)
    if told is not None:
        group = "t" if told["t"] else "s"
        return Role(CHANGE, *site.move_left(site.left, told.start(group)), sure=0.8)
    move = role_moves.before(site)
    if (
        move is not None
        and not _LEVEL_BEFORE.search(site.left[-18:])
        and not role_moves.of_milestone(site, move)
        and not _TARGET.match(site.after)
    ):
        return Role(CHANGE, *move)
    exceeded = _EXCEEDED_BY.search(site.left)
    if exceeded:
        return Role(CHANGE, -1 if _LESS.search(site.left[exceeded.start() :]) else 1)
    by = role_moves.by(site)
    if by is not None and not re.search(r"V by\s*$", site.before):
        return Role(CHANGE, *by, sure=0.8)
    noun = role_moves.of_noun(site)
    if noun is not None and re.search(rf"\bof {HEDGES}$", site.left):
        return Role(CHANGE, *noun)
    return _compared(site) or _headed(site)


_TARGET = re.compile(r"^ (?:[a-z-]+ )?(?:target|goal|mark|threshold|level|barrier|line)\b")


def _compared(site: Site) -> Role | None:
    """A difference by the comparative behind it: ``$3bn more than in May``, ``a 3 million tonne rise``."""
    told = _OR_PERCENT.match(site.after)
    told_again = site.was(LEVEL) and site.template.letter(site.previous or 0) == site.kind
    if (
        told is not None
        and (told_again or _OR_PERCENT_THAN.match(site.after))
        and _COPULA.search(re.sub(r" (?:now|some|about|still|already)\s*$", " ", site.left).rstrip())
    ):
        return Role(CHANGE, -1 if told["d"] else 1)  # ``are now 47,050 vehicles or 18.8% higher``
    told_with = role_moves.with_another(site)
    if told_with is not None:
        return Role(CHANGE, *told_with)
    past = _PAST_LEVEL.match(site.after) if told_again else None
    if past is not None:
        return Role(CHANGE, 1 if past["u"] else -1, sure=0.8)
    to = _TO_LEVEL.match(site.after)
    if to is not None and not role_moves.before(site) and not _LEVEL_BEFORE.search(site.left[-18:]):
        return Role(CHANGE, *site.move_right(to.start("t")), sure=0.8)
    slight = _SLIGHTLY.search(site.left) if _THAN_BEFORE.match(site.after) else None
    if slight is not None:
        return Role(CHANGE, *site.move_left(site.left, slight.start("t")), sure=0.8)
    behind = role_moves.behind(site)
    if behind is None or not _BEHIND.match(site.after):
        return None
    alone = bool(_ALONE.match(site.after)) and bool(_COPULA.search(site.left))
    noun = bool(re.match(r"\s*[UD]", site.after)) and bool(_ARTICLE.search(site.left))
    if alone or noun or _MORE.match(site.after) or _COMPARES.match(site.after):
        return Role(CHANGE, *behind)
    return None


def _headed(site: Site) -> Role | None:
    """A part of a movement told before: ``half of that, $3bn``, ``the largest rises were in tea ($3bn)``."""
    both = _BOTH_MOVES.search(site.before)
    if both is not None and site.left.endswith("("):
        # ``the main increase and decrease in imports were from China ($3bn) and Italy ($2bn)``
        group = "a" if len(re.findall(r"[MQ]", both["rest"])) == 0 else "b"
        return Role(CHANGE, 1 if both[group] == "U" else -1, None, sure=0.8)
    alone = site.left.endswith("(") and site.after.startswith(")")
    behind = _FOR_MAIN_MOVES.match(site.after) if alone else None
    if behind is not None:
        return Role(CHANGE, *site.move_right(behind.start("t")), sure=0.7)
    listed = _AMONG_MOVES.search(site.before[-160:])
    if listed is not None and not re.search(r"\b(?:to|at|totall?ing|reaching) [MQ]", listed["rest"]):
        return Role(CHANGE, *(role_moves.earlier(site) or (0, None)), sure=0.7)
    part = _OF_GOODS.search(site.left) if alone else None
    if part is not None:
        return Role(CHANGE, *site.move_left(site.left, part.start("t")), sure=0.8)
    main = _MAIN_MOVE.search(site.before[-150:]) if alone else None
    if main is not None:
        return Role(CHANGE, -1 if main["w"] in _LESSER else 1, None, sure=0.7)
    greatest = _GREATEST.search(site.left)
    if greatest:
        group = "a" if greatest["a"] else "b"
        return Role(CHANGE, *site.move_left(site.left, greatest.start(group)), sure=0.8)
    headed = _HEADED.search(site.left)
    if headed:
        return Role(CHANGE, 1 if headed["word"] == "more" else -1, sure=0.7)
    if _OF_MOVE.match(site.after):
        return Role(CHANGE, *(role_moves.earlier(site) or (0, None)), sure=0.7)
    before = _last_amount(site)
    if (
        before is not None
        and before.name == CHANGE
        and (_OF_WHICH.search(site.left) or _INCOME_OF.search(site.left) or _FURTHER.search(site.left))
    ):
        return Role(CHANGE, before.sign, before.trend, sure=0.7)
    if _REVISED.search(site.left):
        return Role(CHANGE, sure=0.6)
    return None


def _last_amount(site: Site) -> Role | None:
    """Return the role of the amount told last in the sentence."""
    return next((site.out[j] for j in site.told() if site.template.letter(j) in "MQ"), None)


def multiple(site: Site) -> Role:
    """Return the role of a factor: a movement, unless it compares with somebody else or is no trade figure."""
    if _OTHER_PLACE.match(site.after) and not _TIMES_PAST.match(site.after):
        return Role(SKIP, sure=0.7)
    if _THEIR_WAGES.match(site.after):
        return Role(SKIP, sure=0.7)
    fell = _FELL_TIMES.search(site.left) or _TIMES_LESS.match(site.after)
    return Role(CHANGE, sign=-1 if fell else 1, sure=0.8)


_FELL_TIMES = re.compile(r"\bD (?:by |[a-z]+ly |almost |nearly |about |some |around |more than |over )*$")
"""``fell 2.5 times`` is to 0.4 of what it was."""
_TIMES_LESS = re.compile(r"^ (?:times )?(?:less|lower|smaller|fewer|D)\b")


def is_signed(site: Site) -> bool:
    """Tell whether the figure is written with a sign."""
    return bool(_SIGNED.match(site.template.mentions[site.k].text.lstrip()))
