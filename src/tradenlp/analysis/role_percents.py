"""Roles of percentages and percentage points."""

from __future__ import annotations

import re

from ..gate import Gated
from . import role_bases, role_moves, role_shares, role_skips
from .parties import LISTS_PARTNERS
from .ratios import of_past
from .role_amounts import is_signed
from .role_kinds import BASE, CHANGE, LEVEL, SHARE, SHARE_CHANGE, SKIP, Move, Role, Site
from .role_moves import HEDGES

_TAKES_MOVED = re.compile(rf"\b(?:tak(?:es|ing|en|e)|took|mak(?:es|ing|e)|made) [UD]\s*{HEDGES}$")
_TO = re.compile(r"\bto\s*$")
_MOVED_ONLY = re.compile(
    r"^(?P<whole> of (?:(?:the|all|its|their|total|overall|whole|national|P's) )*(?:[CS] )?I)?"
    r"\)?,? (?:or |i\.e\. |which (?:was|is) |having |had |has )?[UD] (?:by |of )?[^A-Z]*$"
)
_TREND = re.compile(r"[UD](?![\w'])")
_THEN = re.compile(r"^ (?:[a-z-]+ )?[UD] (?:(?:in|of|for|recorded in|seen in|during) )?(?:the |a )?[TY]")
_TERMS_AFTER = re.compile(
    r"^\)?,?\s*(?:\(?(?:year|month|quarter)[- ](?:on|over|to)[- ](?:year|month|quarter)|\(?(?:y-?o-?y|m-?o-?m|"
    r"q-?o-?q|y/y|m/m|q/q|m-to-m|y-to-y|annually|annual\b|on (?:the )?(?:year|month|quarter)\b|per annum|a year\b|"
    r"p\.a\.)|"
    r"(?:over|on|from|than|compared (?:with|to)|against|versus|vs\.?|relative to) (?:the |that of (?:the )?)?[YT]|"
    r"to (?:about |some |just )?[MQ]\b)"
)
_TERMS_BEFORE = Gated(
    r"(?:(?:year|month|quarter)[- ](?:on|over|to)[- ](?:year|month|quarter)|\by-?o-?y|\bm-?o-?m|\bq-?o-?q|\by/y|"
    r"\bm/m|\bq/q|\bannually|\bon the (?:year|month|quarter)|\bannual(?:ly)?(?: rate| change)?)[,:]? (?:\(|by )?$"
)
_BRACKET = re.compile(r"[(\[]\s*(?:about |around |some |nearly |up |down |a |or )*$")
_LEVEL_OR = re.compile(
    r"^\s*(?:\(|,?\s*(?:or|i\.e\.,?|that is,?|equal to|equivalent to|corresponding to)|\((?:or|equivalent to|"
    r"equal to|i\.e\.,?|about|by))\s*(?:about |some |around |a |an |by )*$"
)
_THEN_OR = re.compile(
    rf"^(?: [a-z/-]+| [TYE]){{1,7}}(?:,| \() ?(?:or|i\.e\.,?|that is,?|equal to|equivalent to) (?:by )?{HEDGES}$"
)
_THEN_TO = re.compile(r"^\)?,? (?:to|reaching|at) (?:[a-z]+ ){0,3}[MQ]|^\)?[,.;]|^\)?$")
"""``fell 9% on the year in May, or 1.1 million barrels, to 11 million``: the change once more."""


_BRACKETED_PART = re.compile(r"^\) of (?:the |its |all |total |overall |P's )*(?:total|I|V)\b")
_FOR_ANOTHER = re.compile(r"^ (?:for|in|from|to) (?:the )?[PO]\b")
_AFTER_ANOTHER = re.compile(
    r"(?:\b(?:compared (?:to|with)|versus|against) |^ (?:for|in|from|to) (?:the )?[PO](?:,| and|, and) )$"
)


def _part_of_another(site: Site) -> bool:
    """Tell whether a percentage is another's part of one whole, not the same part at another time.

    ``China took 16% of exports, compared to 13% for Japan, 9% for Canada``.
    """
    return site.was(SHARE) and bool(_FOR_ANOTHER.match(site.after)) and bool(_AFTER_ANOTHER.search(site.left))


_GREW = Gated(
    r"\b(?:showed|recorded|registered|posted|witnessed|exhibited|saw|reported|with) (?:[a-z]+ ){0,2}(?P<move>[UD])\b"
    r"(?:(?!\bshare|\baccount|\bof which)[^.;M])*C \($"
)
"""``sectors that showed growth, including tea (13.2%), spices (8%)``"""


_BESIDE_BEFORE = Gated(r"\b(?:exp|expected|prev|previous|prior|fcst|forecast|cons|consensus|est)\.?:? $")
_BESIDE_AFTER = re.compile(r"\s*(?:expected|exp\.|prior|prev\.|previously|forecast|consensus|est\.)")
"""``7.6% (exp. 6.0%, prev. 1.5%)``"""
_FORESEEN = re.compile(
    r"^(?: (?:that|which))?(?: (?!in\b|of\b)[a-zA-Z'-]+){0,6}? (?:expect(?:ed|ing)|forecast|predicted|projected|"
    r"pencill?ed in|(?:looked|looking|hoped) for|anticipated|foreseen|tipped|budgeted)\b(?! (?:of|for)\b)"
)
_MEASURED = Gated(
    r"\b(?:vs\.?|versus|against|than|beat(?:s|ing)?|miss(?:ed|es|ing)|topp?(?:ed|ing|s)|[UD]|above|below|under|"
    r"short of|exceed(?:ed|s|ing)|surpass(?:ed|es|ing)|outpac(?:ed|es|ing)|defying|compared (?:with|to)) "
    r"(?:an? |the |some )*$"
)
"""``short of the 9.1% economists had pencilled in``: a rate as the one before it, which was foreseen"""


_RATE = r"(?:yy|mm|qq|yoy|mom|qoq|y/y|m/m|q/q|y-o-y|m-o-m|q-o-q|yr/yr|mth/mth)"
_HEADED = rf"\bI,? \(?{_RATE}\)?,? ?(?:\([^()]{{0,24}}\) ?)?(?::|=|at|was)? ?"
_FLASH = re.compile(rf"{_HEADED}$")
"""``Exports YY (USD): 12.7%`` of a headline."""
_FLASH_MORE = re.compile(
    rf"{_HEADED}X[,;]? \(?(?:vs\.?|versus|against|compared with)? ?"
    r"(?:(?:exp|est|f'?cast|forecast|cons|consensus|expected|estimate|survey)\.?:? ?)?"
    r"(?:X(?: expected| est\.?| forecast)?,? \(?(?:prev|previous|prior|last|rev)\.?:? ?)?$"
)


_BEHIND_PLACE = re.compile(r"\bP,? ?\(?$")


def percent(site: Site) -> Role:
    """Return the role of a percentage."""
    if is_signed(site):
        aside = role_skips.off_plan(site.template, site.k)
        if aside or role_skips.of_others(site) or role_skips.after_no_trade(site):
            return Role(SKIP, sure=0.8)
        told = role_bases.bracketed(site)
        rate = site.was(CHANGE) or (
            site.was(BASE) and site.previous is not None and site.template.letter(site.previous) == "X"
        )
        return told if told is not None and rate else Role(CHANGE)
    if _BEHIND_PLACE.search(site.left) and LISTS_PARTNERS.match(site.template.text):
        return Role(SHARE, sure=0.8)
    if _of_past(site):
        return Role(CHANGE, sure=0.7)
    if site.was(CHANGE) and (_BESIDE_BEFORE.search(site.left) or _BESIDE_AFTER.match(site.after)):
        return Role(CHANGE, *(role_moves.behind(site) or (0, None)), sure=0.8)
    if site.has_told(CHANGE) and _MEASURED.search(site.left) and _FORESEEN.match(site.after):
        return Role(CHANGE, *(role_moves.behind(site) or _last_move(site)), sure=0.8)
    if _BRACKETED_PART.match(site.after) or _part_of_another(site):
        return Role(SHARE, whole=bool(_BRACKETED_PART.match(site.after)), sure=0.8)
    told = role_bases.bracketed(site)
    if told is not None and site.was(SKIP) and role_shares.is_ratio_of_flows(site):
        return Role(SKIP, sure=0.8)  # ``the coverage rate was 87.8% (90.8% in April 2023)``
    if told is not None and site.previous is not None:
        return _with_sign(site, told)
    if role_skips.no_trade_percent(site) or role_skips.after_no_trade(site):
        return Role(SKIP, sure=0.8)
    if site.was(CHANGE) and _OR_SO_MUCH.match(site.left) and _COMPARED_WITH.match(site.after):
        before = site.out[site.previous or 0]
        return Role(CHANGE, before.sign, before.trend, sure=0.8)  # ``300,000 tonnes, or 11 per cent, less than``
    moved_to = _MOVED_TO.search(site.before[-120:]) if _BY_SO_MUCH.match(site.after) else None
    if moved_to is not None:
        return Role(CHANGE, *site.move_left(site.before[-120:], moved_to.start("t")), sure=0.8)
    if site.has_told(CHANGE) and _AFTER_RUN.search(site.left):
        return Role(SKIP)

    if _moves_besides(site):
        return Role(SHARE, sure=0.8)
    if _FLASH.search(site.left) or (site.was(CHANGE) and _FLASH_MORE.search(site.before)):
        return Role(CHANGE, sure=0.8)
    told_with = role_moves.with_another(site)
    if told_with is not None:
        return Role(CHANGE, *told_with, sure=0.8)
    if _SHARE_OF_PAST.search(site.left) and role_shares.NOUN.search(site.before):
        return Role(SHARE, sure=0.7)
    if _BRACKETED_SUBJECT.match(site.after):
        return Role(SHARE, sure=0.8)
    driven = _DRIVEN.search(site.before)
    if driven is not None:
        return Role(CHANGE, 1 if driven["move"] == "U" else -1, None, sure=0.8)
    grew = _GREW.search(site.before)
    if grew is not None and site.after[:1] == ")":
        return Role(CHANGE, 1 if grew["move"] == "U" else -1, None, sure=0.8)
    for rule in (_of_share, _compared, _of_change, _told_by_name):
        role = rule(site)
        if role is not None:
            return role
    return Role(SKIP, sure=0.4)


def _of_past(site: Site) -> bool:
    """``$27.8bn, or 102.6% of the 2023 level``: so much more than then."""
    figure = site.template.mentions[site.k].figure
    return figure is not None and of_past(site.template.source, figure)


_OR_SO_MUCH = re.compile(r"^,? or (?:about |some |nearly )?$")
_COMPARED_WITH = re.compile(r"^,? (?:[UD]|more|less|fewer|higher|lower|above|below) (?:than|on|from)\b")
_MOVED_TO = Gated(
    r"\b(?:I(?: (?:of|for|to|from) (?:the )?[CPSA])?|they|it|which|these|those) (?:have |has |had )?(?P<t>[UD]) "
    r"(?:[a-z]+ly |(?:in|during|for|over) (?:the )?T |T )*to (?:about |some |just |only |around )?[MQ], or $"
)
_BY_SO_MUCH = re.compile(
    r"^,? (?:(?:in|during|for|over) (?:the )?T,? )?(?:compared|from|than|against|on the|over the|year-on-year|"
    r"y-o-y|yoy)\b"
)
"""``decreased to 21.5bn, or 16.5 percent, compared to the same period``"""
_NAME_BRACKET = re.compile(r"[PCOSM] \($")
_OWN_MOVE = re.compile(r"^\),? (?:(?:which |and |was |were |is |are )*[UD] (?:by )?(?:[a-z]+ )?|(?P<signed>))X")


def _moves_besides(site: Site) -> bool:
    """Tell whether a movement of its own stands right behind a name's bare percentage, which is its share then.

    ``Italy €1.7bn (6.3%), down 4%``, ``the EU (17%) fell 12%``
    """
    if (
        not _NAME_BRACKET.search(site.before)
        or not site.left.endswith("(")
        or (found := _OWN_MOVE.match(site.after)) is None
    ):
        return False
    if found["signed"] is None:
        return True
    return site.template.mentions[site.k + 1].text.lstrip()[:1] in ("+", "-", "−", "–")


def _with_sign(site: Site, role: Role) -> Role:
    """An earlier growth rate has the direction its own words tell, else that of the growth it is compared with."""
    move = role_moves.before(site) or role_moves.behind(site)
    if move is None and site.was(CHANGE) and site.previous is not None:
        move = site.out[site.previous].sign, site.out[site.previous].trend
    role.sign, role.trend = move or (0, None)
    return role


def _of_share(site: Site) -> Role | None:
    """A share by the noun, verb or whole that names it; a move of one; None where nothing speaks of shares."""
    if role_shares.moves_share(site):
        return Role(SHARE_CHANGE, *role_moves.nearest(site))
    if _TAKES_MOVED.search(site.left):
        return Role(SHARE)
    if role_shares.is_ratio_of_flows(site):
        return Role(SKIP, sure=0.5)
    whole = role_shares.names_whole(site)
    move = role_moves.before(site)
    joined = role_shares.held(site)
    part = role_shares.part_in_whole(site)
    if part is not None and (part == "to" or re.match(r" (?:(?:in|during) T )?to X", site.after)):
        return Role(BASE if part == "from" else SHARE, sure=0.8)
    if joined is not None and not (move and not _TO.search(site.left) and joined not in ("was", "is")):
        return Role(BASE if joined == "from" else SHARE, whole=whole, sure=0.8)
    if move is not None and role_shares.of_total(site):
        return Role(SHARE, whole=True, sure=0.8)
    if move is not None:
        return _moved_share(site, move)
    if role_moves.behind(site) is not None:
        return None
    if role_shares.told_by_verb(site) and not role_bases.came_from(site):
        return Role(SHARE, whole=whole)
    if role_shares.told_of_whole(site):
        compared = site.was(SHARE, BASE) and role_bases.compared(site)
        return Role(BASE if compared else SHARE, whole=whole)
    if role_shares.restates_level(site) or role_shares.is_subject(site):
        return Role(SHARE, sure=0.8)
    return None


def _moved_share(site: Site, move: Move) -> Role | None:
    """A percentage by which the share right before it moved, told loosely: ``its share fell 5% to 20%``."""
    only = _MOVED_ONLY.match(site.left)
    if site.previous is None or not site.was(SHARE) or only is None:
        return None
    if site.left.startswith(")") and _NAME_BRACKET.search(site.template.left(site.previous)):
        return None  # ``Spain (14%) fell 8%``
    if only["whole"]:  # the amount has its own change already: ``rose 5% to 3bn, 20% of exports, up 2%``
        before = {site.out[j].name for j in list(site.told())[1:3]}
        return Role(SHARE_CHANGE, *move) if before == {CHANGE, LEVEL} else None
    if site.has_told(CHANGE) or role_shares.NOUN.search(site.before) or not site.has_told(LEVEL):
        return Role(SHARE_CHANGE, *move)
    return None


_EARLIER_RATE = re.compile(
    r"\b(?:after|following|compared (?:with|to)|against|from|versus) (?:an? |the )?(?:(?:[a-z-]+|[AIY]) ){0,4}[UD] "
    r"(?:rate )?(?:of|by) (?:about |some |just |nearly )?$|\bhaving [UD] (?:by )?(?:about |some |just |nearly )?$"
)
_ITS_PERIOD = re.compile(
    r"^,? (?:(?:posted|recorded|registered|seen|reported) )?(?:in |for |during |of |a |the )*[TY]\b"
)


_PERIODS_RATE = Gated(r"(?P<when>[TY])'s? (?:[a-z-]+ly )?(?:revised )?(?:about |some |[a-z]+ )?$")
_FROM = re.compile(r"\bfrom (?:just |only |about |some |a )*$")
_TO_NEXT = re.compile(r"^ (?:(?:in |a |the |for )*[TY] )?to (?:just |only |about |some |a )*X\b")
_UNDONE = Gated(
    r"(?:[UD]|\b(?:revers|offset|undo|recoup|eras|wip|unwind|unwound|cancel|retrac|extend|build|built|snap|end|broke|"
    r"break)\w*(?: out| back| on)?|"
    r"\b(?:rebound|recover|turnaround|reversal|pullback|bounce)\w*(?: back)? (?:from|of|after)) "
    r"(?:an? |the |its )(?:[a-z-]+ ){0,2}$"
)
"""``reversing an 8.5% drop in March``"""
_BEATEN = Gated(
    r"\b(?:beating|topping|exceeding|outpacing|surpassing|bettering|matching|missing|undershooting|faster than|"
    r"slower than|better than|worse than|quicker than) (?P<when>T)'s (?:[a-z]+ly |revised |[a-z]+ )?$"
)
_AND_THAT_OF = Gated(
    r"\b(?:consensus|forecasts?|expectations|estimates?|projections?)(?: (?:of|for))? (?:an? )?X(?: [UD])?,? and "
    r"(?:in )?T's (?:[a-z]+ )?$"
)
"""``versus a consensus of 21% and August's 25.6%``"""
_AFTER_ONE = Gated(r"\b(?:after|following(?: on from)?) (?:an? |the )?(?:(?!price)[a-z-]+ ){0,2}$")
_A_MOVE = re.compile(r"^ [UD](?: (?:[a-z]+ly )?(?:earlier|before|previously))?(?:[.,;)]|$| and | but )")
"""``rose 3% in May after a 4% drop``"""
_AFTER_RUN = Gated(
    r"(?:\b(?:after|following) (?:[a-z-]+ |\d+ ){1,3}(?:weeks|months|quarters|years)|[,(] ?T) of "
    r"(?:[a-z-]+ ){0,3}[UD] (?:of |averaging |at |by |that averaged |averaged |or )[^.;,MXQ]{0,30}$"
)
"""``after three quarters of growth averaging 1.1%``: of a time that no word dates"""


def _of_earlier(site: Site) -> Role | None:
    """A movement that the one told before it undid or outdid: ``reversing March's 11% slump``."""
    move = role_moves.behind(site)
    owner = _PERIODS_RATE.search(site.left) if move is not None else None
    told = site.has_told(CHANGE)
    if owner is not None and (told or "T" in site.left[: owner.start()]):
        return _with_sign(site, Role(BASE, when=site.move_left(site.left, owner.start("when"))[1], sure=0.8))
    beaten = _BEATEN.search(site.left) if told else None
    if beaten is None and told and _AND_THAT_OF.search(site.before[-100:]):
        beaten = _PERIODS_RATE.search(site.left)
    if beaten is not None:
        return _with_sign(site, Role(BASE, when=site.move_left(site.left, beaten.start("when"))[1], sure=0.8))
    if told and _AFTER_ONE.search(site.left) and _A_MOVE.match(site.after):
        return _with_sign(site, Role(BASE, sure=0.8))
    if told and move is not None and _UNDONE.search(site.left) and _THEN.match(site.after):
        return _with_sign(site, Role(BASE, sure=0.8))
    return None


def _compared(site: Site) -> Role | None:
    """The share or growth of another period: ``against 5% in May``."""
    earlier = _of_earlier(site)
    if earlier is not None:
        return earlier
    eased = role_moves.narrowed(site) if _FROM.search(site.left) else None
    if eased is not None and _TO_NEXT.match(site.after):
        return Role(BASE, *eased, sure=0.8)  # ``growth slowed from 5% in April to 3% in May``
    if site.has_told(CHANGE) and _EARLIER_RATE.search(site.left) and _ITS_PERIOD.match(site.after):
        return _with_sign(site, Role(BASE, sure=0.8))  # ``rose 5.6% to $160bn, after an increase of 11.5% in June``
    percents = any(site.template.letter(j) in "XZ" for j in site.told())
    if role_bases.second(site):
        return Role(BASE)
    behind = role_moves.behind(site)
    compared = role_bases.compared(site)
    of_period = behind is None or _THEN.match(site.after)
    if compared and site.previous is not None and site.template.letter(site.previous) in "XZ" and of_period:
        return _with_sign(site, Role(BASE))
    if (
        site.was(BASE)
        and site.previous is not None
        and site.template.letter(site.previous) == "X"
        and _TO.search(site.left)
    ):
        kind = SHARE if role_shares.NOUN.search(site.clause) else CHANGE
        before = site.out[site.previous]
        move = (before.sign, before.trend) if before.sign else role_moves.earlier(site) or (0, None)
        return Role(kind, *move) if kind == CHANGE else Role(kind)
    if percents and behind is None and role_moves.before(site) is None:
        told = role_bases.narrated(site)
        if told is not None:
            return _with_sign(site, told)
        if role_bases.of_comparison(site) and _BRACKET.search(site.left):
            return _with_sign(site, Role(BASE, sure=0.7))
    return None


def _of_change(site: Site) -> Role | None:
    """A change by the trend beside the figure, by its verb's ``by`` or by words of comparison in time."""
    if role_skips.gap_to_others(site):
        return Role(SKIP, sure=0.6)
    eased = role_moves.narrowed(site) or role_moves.slowed(site)
    if eased is not None and _TO.search(site.left):
        return Role(CHANGE, *eased)
    for find in (role_moves.before, role_moves.of_noun, role_moves.behind):
        move = find(site)
        if move is not None and not (find is role_moves.of_noun and site.was(SHARE)):
            return Role(CHANGE, *move)
    move = role_moves.by(site) or role_moves.at_rate(site)
    if move is not None:
        return Role(CHANGE, *move, sure=0.8)
    if re.search(rf"(?<!V )\bby {HEDGES}$", site.left) and not re.search(
        r"\b(?:followed|led|headed|carried|bought|made|sent|moved) by\s*$|[VC] by\s*$", site.left
    ):
        return Role(CHANGE, *_last_move(site), sure=0.6)
    if role_moves.down_verb(site):
        return Role(CHANGE, -1, None, sure=0.7)
    if _TERMS_AFTER.match(site.after) or _TERMS_BEFORE.search(site.left):
        return Role(CHANGE, *(role_moves.head(site) or _last_move(site)), sure=0.7)
    return None


def _last_move(site: Site) -> Move:
    """The direction of the change told last in the sentence."""
    for j in site.told():
        if site.out[j].name == CHANGE:
            return site.out[j].sign, site.out[j].trend
    return 0, None


_MAINLY = re.compile(
    r"\b(?:mainly|mostly|chiefly|largely|primarily|principally|predominantly|for the most part)\b[^.;UDE]*$"
)
_WENT_TO = re.compile(
    r"\b(?:went|goes|go|(?:is|are|was|were) (?:sent|sold|shipped|destined|headed|concentrated|dominated|composed|V)|"
    r"remains? (?:concentrated|dominated)|consist(?:s|ed)?|compris(?:es|ed)|made up)\b[^.;UDE]*$"
)
"""``exports went to Russia (12.8%) and Poland (9.7%)``"""
_BRACKETED_SUBJECT = re.compile(
    r"^\)(?: (?:in|for|during) (?:the )?T)? (?:went|goes|go|came|headed|(?:was|were) (?:sent|sold|shipped|destined))\b"
)
_DRIVEN = Gated(
    r"(?P<move>[UD]) in (?:[a-z]+ )?I\b[^.;XMQ]{0,40}\b(?:driven|led|caused|pulled down|"
    r"dragged down) by [^.;M]*\bat (?:about )?$"
)
"""``the fall in exports was driven by copra at 94%, followed by oil at 59%``: rates of each"""


def _among_ranked(site: Site) -> bool:
    """Tell whether the sentence goes through parts by their size, and through no movement."""
    if role_shares.in_ranking(site):
        return True
    mainly = _MAINLY.search(site.clause) is not None or _WENT_TO.search(site.clause) is not None
    return mainly and role_moves.head(site) is None


_BESIDE_AMOUNT = re.compile(r"[PCOS] ?\((?:[a-z]+ )?[MQ](?:,|;| or| and) $")
_AND_THEN = re.compile(r"^[, ]*(?:closely )?(?:followed by|and|then) (?:[a-z]+ )*[POC]+ \($|^\),? (?:and )?[POC] \($")
"""``led with a growth of 20%, followed by Ennore (14%) and Kolkata (13%)``"""
_NAMED = re.compile(
    r"\b[PCO](?:,| with|:| -)? $|\bC,? (?:which|that) (?:stood|stands|was|were|is|are) (?:at )?(?:about )?$"
)
_SHARE_OF_PAST = re.compile(r"\bcompared (?:to|with) (?:the )?(?:same )?(?:[a-z]+ of )?(?:[TY] )+\($")


def _told_by_name(site: Site) -> Role | None:
    """A bare percentage beside a name or an amount: a share among parts, a change where the clause tells one."""
    if role_shares.is_part_of_told(site):
        return Role(SHARE, sure=0.85)
    if role_shares.continues(site) or role_shares.splits(site):
        return Role(SHARE, sure=0.7)
    if _BESIDE_AMOUNT.search(site.before) and site.after[:1] == ")" and _among_ranked(site):
        return Role(SHARE, sure=0.7)  # ``led by gold ($0.9bn, 12%) and rice ($0.4bn, 6%)``
    move = role_moves.head(site)
    if site.was(CHANGE) and move is None and _AND_THEN.search(site.left) and site.previous is not None:
        return Role(CHANGE, site.out[site.previous].sign, site.out[site.previous].trend, sure=0.7)
    if _BRACKET.search(site.left) and move is None and (_MAINLY.search(site.clause) or _WENT_TO.search(site.clause)):
        return Role(SHARE, sure=0.7)  # ``exports went mainly to Japan (33%) and Korea (15%)``
    if _BRACKET.search(site.left):
        if move is None and (role_shares.among_parts(site) or role_shares.in_ranking(site)):
            return Role(SHARE, sure=0.5)
        return Role(CHANGE, *(move or role_moves.tail(site) or _nearest_past(site)), sure=0.6)
    if role_shares.among_parts(site) and move is None:
        return Role(SHARE, sure=0.5)
    if move is None and _NAMED.search(site.left) and role_shares.in_ranking(site):
        return Role(SHARE, sure=0.5)  # ``Main buyers: Japan 12.4%, Korea 9.1%``
    if move is not None:
        return Role(CHANGE, *move, sure=0.6)
    if site.was(CHANGE) and site.previous is not None:
        return Role(CHANGE, site.out[site.previous].sign, site.out[site.previous].trend, sure=0.6)
    return None


def _nearest_past(site: Site) -> Move:
    """The direction named last in the clause, figures between or not."""
    trends = list(_TREND.finditer(site.clause))
    return site.move_left(site.clause, trends[-1].start()) if trends else (0, None)


def points(site: Site) -> Role:
    """Return the role of percentage points: of a share, of a growth rate, or no trade figure."""
    told = role_bases.bracketed(site)
    if told is not None and site.previous is not None:
        return told
    if role_skips.no_trade_percent(site) or role_shares.is_ratio_of_flows(site):
        return Role(SKIP, sure=0.7)
    move = role_moves.nearest(site)
    if site.was(SKIP) and not move[0]:
        return Role(SKIP, sure=0.6)
    if role_shares.points_of_share(site):
        return Role(SHARE_CHANGE, *move)
    return Role(CHANGE, *move, sure=0.6)


def restated(site: Site) -> Role | None:
    """Return the role of a figure that tells a change once more in another measure: ``$35 billion, or 1.2%``, ``16%
    (equivalent to $6bn)``.
    """
    previous = site.previous
    if previous is None or not site.was(CHANGE):
        return None
        return None
    if previous != site.k - 1 or not _LEVEL_OR.match(site.left):
        if site.template.letter(previous) != "X" or not (_THEN_OR.match(site.left) and _THEN_TO.match(site.after)):
            return None
    letters = {site.template.letter(previous), site.kind}
    if len(letters) == 1 or letters == {"M", "Q"} or re.match(r"\s*of\b", site.after) or role_bases.bracketed(site):
        return None
    if is_signed(site):
        return Role(CHANGE)
    first = site.out[previous]
    return Role(CHANGE, first.sign, first.trend, None, False, first.sure)
