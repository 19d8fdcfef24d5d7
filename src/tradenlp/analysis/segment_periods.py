"""Periods inside a segment: those that figures hold for, and those that they are compared with."""

from __future__ import annotations

import re

from ..gate import Gated
from ..reading.period_since import begins_year
from .model import Segment
from .ratios import past_of_ratio
from .roles import BASE, CHANGE, SHARE_CHANGE, Role
from .template import FIGURES, Template

_OWN_BASIS = re.compile(
    r"year[- ]on[- ]year|\by-?o-?y\b|\by/y\b|\bon the (?:year|month|quarter)\b|\bm-?o-?m\b|\bmonth[- ]on[- ]month\b|"
    r"\bannually\b|Y"
)
_BASE_PERIOD = Gated(
    r"\b(?:from|than|than in|than for|compar(?:ed|ing) (?:with|to)|as compared (?:with|to)|against|over|on|versus|"
    r"vs\.?|relative to|from that of|from the|above|below|since|that of|those of|"
    r"comparison with|comparing T (?:with|to)|back in|of the)\s+"
    r"(?:(?:the|that|those|in|of|figure|level|levels|for|a|end of|same|corresponding|period|month|quarter|record|pace|"
    r"tally|peak|high)\s+)*$"
)
COMPARATOR = Gated(
    r"\b(?:compar(?:ed|ing) (?:with|to)|as compared (?:with|to)|in comparison (?:with|to)|against|versus|vs\.?|"
    r"vis-[aà]-vis|relative to|than)\s+(?:(?!to\b|and\b|while\b|was\b|were\b)(?:[a-z'-]+|[ICSAUDPI](?:'s)?)\s+){0,6}$"
)
_TOLD_ON = re.compile(
    r"\b(?:announc\w+|said|says|show\w*|held|releas\w+|publish\w+|report(?:ed|s)|issued|told|conference|embargo\w*|"
    r"made (?:public|known|available)|put out|"
    r"unveiled|presented|updated|posted on|dated|signed|launched|opened|met|"
    r"meeting|visited|approved|since|effective)\b[^.;,]{0,40}$"
)
_TOLD_AFTER = re.compile(
    r"^, (?:according to|as reported by|citing)\b|"
    r"^,? (?:announced|said|show|shows|showed|released|published|data|figures|report|press|that)\b"
)


_FROM_TO = re.compile(r"(?<!up )(?<!down )(?<!change )\bfrom (?:the )?$")
"""``3bn from January to April``"""
_OVER = re.compile(r"\bover (?:the )?$")
_LEVEL_OF = Gated(
    r"\b(?:to|above|below|at|near|towards?|than|past|reaching) the (?:[a-z-]+ )?levels? (?:of|in|seen in) (?:the )?$"
)
_LIKE = Gated(r"\b(?:just as|as|like|unlike|as was the case|similar to) in (?:the )?$")
_AFTER_BEGINNING = re.compile(
    r"\b(?:after|since|as|because|once|following|when) (?:the |a |an )?"
    r"(?:(?!and\b|but\b)[a-z'-]+ |[CSIOPARW](?:'s?)? ){1,6}"
    r"(?:began|begun|started|opened|launched|resumed|(?:entered|came) into force|took effect|"
    r"(?:was|were) (?:opened|launched|lifted|signed|introduced)) (?:only )?(?:in|on|from) (?:the )?$"
)
"""``second place with 291,000 boxes, after direct sailings began in January``"""
_WHICH_BEGAN = Gated(
    r"\b(?:season|campaign|year|which|that) (?:that |which )?(?:began|begins|started|starts) (?:on |in )?(?:the )?$"
)
"""``the season that began in October``"""
_BEGUN = re.compile(r"(?:beginning|start) of (?:the|this) ", re.I)
_AND_THOSE_OF = Gated(r"(?:^|\b(?:and|but|while|whereas|;) )(?:those|that) (?:of|for|in) (?:the )?$")
"""``September imports fell 2%, and those of the first nine months 4%``: the next point."""
_ISSUE = Gated(
    r"\b(?:Review|Bulletin|Report|Developments|Survey|Newsletter|Outlook|Digest|Statement|Monitor|Update|Brief)"
    r"(?: (?:of|for)|,| \(| [-–])? (?:the )?$|\b(?:Review|Bulletin|Report|Outlook|Digest)(?: for|,) (?:the )?$"
)
_ITS_RATE = re.compile(r"'s (?:[a-z-]+ )?X")


def _of_role(roles: dict[int, Role], k: int) -> bool:
    return any(role.when == k for role in roles.values())


def comparison(roles: dict[int, Role], now: Segment, k: int) -> None:
    """A period of comparison belongs to the last figures.

    Base of changes, or the period of a level told for comparison; not that which the role of a figure behind it tells.
    """
    if _of_role(roles, k):
        return
    for j in reversed(now.figures):
        name = roles[j].name
        if name == BASE:
            now.own.setdefault(j, k)
            break
        if name in (CHANGE, SHARE_CHANGE):
            now.bases.setdefault(j, k)
    if not now.figures:
        now.names.setdefault("comparison", []).append(k)


def _pair(template: Template, k: int) -> tuple[int, int] | None:
    """The two periods of ``between September 2013 and September 2014``, where one of them is meant."""
    for first in (k, k - 1):
        if (
            first >= 0
            and first + 1 < len(template.at)
            and template.letter(first) == template.letter(first + 1) == "T"
            and re.search(r"\bbetween (?:the )?$", template.left(first))
            and re.fullmatch(r"\s*and (?:the )?", template.gap(first + 1))
        ):
            return first, first + 1
    return None


def _earlier(template: Template, first: int, second: int) -> int:
    """The earlier of two periods, the first where nothing tells."""
    one, two = (template.mentions[j].value for j in (first, second))
    if one is None or two is None or one.start is None or two.start is None:
        return first
    return second if two.start < one.start else first


_AT_THEN = re.compile(r"\W*(?:(?:but|and|while|whereas) )?(?:in|during|for|over) (?:the )?", re.IGNORECASE)


def opens(template: Template, k: int) -> bool:
    """Tell whether words of comparison open a sentence of what was then: ``In the same month of 2022, ...``."""
    return template.right(k).startswith(",") and _AT_THEN.fullmatch(template.text[: template.at[k]]) is not None


def base_period(template: Template, roles: dict[int, Role], now: Segment, last_figure: int | None, k: int) -> bool:
    """Tell whether a period is one of comparison by the words before it, and attach it."""
    if re.search(r"Y \($", template.left(k)):
        return True
    if _AND_THOSE_OF.search(template.left(k)):
        return False
    if _ITS_RATE.match(template.right(k)) and last_figure is not None and template.letter(last_figure) == "X":
        now.own.setdefault(k + 1, k)
        return True  # ``up 6.1%, less than February's 6.5%``: two rates, neither told against February
    if last_figure == k - 1 and last_figure in now.figures and past_of_ratio(template, k):
        now.bases.setdefault(k - 1, k)
        return True
    pair = _pair(template, k)
    if pair is not None and k == _earlier(template, *pair):
        for j in now.figures:
            if roles[j].name == CHANGE:
                now.bases.setdefault(j, k)
            elif roles[j].name == BASE:
                now.own.setdefault(j, k)
        if not now.figures:
            now.names.setdefault("comparison", []).append(k)
        return True
    told = template.mentions[k].period
    if told is not None and told.kind in ("span", "days") and _FROM_TO.search(template.left(k)):
        return False
    if (
        told is not None
        and told.spec[0] in ("part", "last")
        and told.spec[1] in ("this", "the", "", 1, 2, 3)
        and _OVER.search(template.left(k))
    ):
        return False  # ``a 6.5% expansion over the first nine months of the year``
    if not _BASE_PERIOD.search(template.left(k)) and not COMPARATOR.search(template.left(k)):
        own = last_figure is not None and last_figure in now.figures and roles[last_figure].name == BASE
        if (
            own
            and not _of_role(roles, k)
            and last_figure is not None
            and (_OF_BASE.match(template.gap(k)) or (_OF_LIST.match(template.gap(k)) and _closed(template, k)))
        ):
            for j in now.figures:
                if j == last_figure or (roles[j].name == BASE and _one_list(roles, j, last_figure)):
                    now.own.setdefault(j, k)
            return True
        return False
    left = template.left(k)
    if (
        re.search(r"\b(?:over|on|since|of the|from|above|below)\s+(?:the\s+)?$", left)
        and not now.figures
        and not re.search(r"(?:[UDK]|\b(?:changes?|difference|variation|movement)\b)[^.;]{0,40}$", left)
    ):
        return False
    targets = [j for j in now.figures if roles[j].name in (CHANGE, SHARE_CHANGE, BASE)]
    if not targets and now.figures and re.search(r"\bover (?:the )?$", left):
        return False  # ``handled 1.8 million TEU over the first quarter``
    if re.search(r"\b(?:period|range|span|months) from (?:the )?$", left):
        return False
    period = template.mentions[k].period
    if re.search(r"\bon (?:the )?$", left) and period is not None and period.kind == "day" and not targets:
        return False  # ``left port on October 9``
    if not targets:
        now.names.setdefault("comparison", []).append(k)
        return True
    for j in _unbased(template, targets, k):
        (now.own if roles[j].name == BASE else now.bases).setdefault(j, k)
    return True


_VERB_BEHIND = re.compile(r"\s+(?:(?:a|per) day )?(?:(?:it|they|that were|that was|which it|that it) )?")
_THEN = re.compile(r" (?:abroad |overseas )?(?:(?:in|during|over|for) )?(?:the |a )?[TY]\b")


def verb_of_base(template: Template, roles: dict[int, Role], last_figure: int | None, k: int) -> bool:
    """Tell whether a verb only says of a level told for comparison when it was.

    ``22.9% more than the 1.1 million tons shipped in April``

    Args:
        template: the sentence.
        roles: role of each figure.
        last_figure: index of the figure before, None where there is none.
        k: the verb.
    """
    figure = k - 2 if template.letter(k - 1) == "C" else k - 1
    if figure < 0 or figure != last_figure or roles[figure].name != BASE:
        return False
    return _VERB_BEHIND.fullmatch(template.gap(k)) is not None and _THEN.match(template.right(k)) is not None


_OF_BASE = re.compile(r"^\s*\(?(?:[a-z]+ ){0,3}?(?:(?:in|of|for|at|during|on|as of)\s+)?(?:the |a )?$")
_OF_LIST = re.compile(r"^,? (?:respectively|in (?:the same|that) order),? (?:(?:in|of|for|during) )?(?:the |a )?$")


def _closed(template: Template, k: int) -> bool:
    """Tell whether a bracket ends behind a period."""
    return template.right(k, 2).lstrip()[:1] in (")", "]")


def _one_list(roles: dict[int, Role], j: int, last: int) -> bool:
    """Tell whether a figure is of the list that another ends."""
    first = roles[last].listed
    return first is not None and (j == first or roles[j].listed == first)


def _unbased(template: Template, targets: list[int], k: int) -> list[int]:
    """Of the figures before a period of comparison, those that have none of their own.

    ``up 11% on the year and 4% on August``.
    """
    text, at = template.text, template.at
    out = []
    for j in targets:
        behind = next((i for i in targets if i > j), None)
        stretch = text[at[j] + 1 : at[behind]] if behind is not None else ""
        if not _OWN_BASIS.search(stretch):
            out.append(j)
    return out


_FRONT = Gated(
    r"(?:^\W*|[,;:] (?:and |but |while |whereas |yet )?|\b(?:and|but|while|whereas),? )(?:(?:as )?compared (?:with|to)|"
    r"in comparison (?:with|to)|relative to|against|versus|from|on|over) (?:the |a |that of |the [a-z]+ of )?$"
)
_ITS_CLAUSE = re.compile(
    r"^(?: (?:of|in) (?:the )?[TY])?,? (?:they|it|these|those|both|(?:the |its |their )?(?:[PA](?:'s?)? )?"
    r"(?:(?:[a-z-]+|[CS]) ){0,2}I(?: of C| (?:to|from) P)?) (?:[a-z]+ ){0,2}(?:X )?[UDE](?![a-z'])"
)


def fronted(template: Template, k: int) -> bool:
    """Tell whether a period of comparison opens the clause that it is for: ``and compared with April they rose 2%``.

    Args:
        template: the sentence.
        k: the period.
    """
    return _ITS_CLAUSE.match(template.right(k)) is not None and _FRONT.search(template.left(k)) is not None


_WEEK = frozenset({"week", "days", "day"})


def season_of_week(template: Template, now: Segment, k: int) -> bool:
    """Tell whether a season only says for which crop a week's sales are: ``377,000 tonnes for 2019/20``.

    Args:
        template: the sentence.
        now: the segment so far.
        k: the period.
    """
    held = now.names.get("period", ())
    mine = template.mentions[k].period
    if mine is None or mine.kind != "marketing" or not held or not re.search(r"\bfor (?:the )?$", template.left(k)):
        return False
    return all((p := template.mentions[j].period) is not None and p.kind in _WEEK for j in held)


_AS_SEASON = re.compile(r"(?:\b(?:previous|last|prior|preceding|current|present|coming|next|this|same) |T )$")


def as_season(template: Template, k: int) -> bool:
    """Tell whether a harvest is the season that something else is told of: ``$1.5 billion in the previous harvest``.

    Args:
        template: the sentence.
        k: the indicator.
    """
    if not template.mentions[k].text.casefold().endswith("harvest") or template.letter(k) != "I":
        return False
    led = re.search(r"\b(?:in|of|for|during|over|from) (?:the )?(?:[a-z]+ |T )?$", template.left(k))
    if led is not None and _AS_SEASON.search(template.left(k)):
        return True
    return re.match(r" (?:before|earlier|prior)\b", template.right(k)) is not None


_INTO_BRACKET = re.compile(r"[(\[](?:(?:in|for|during) )?(?:the )?$")
_TO_FIGURE = re.compile(r"(?:'s)?(?:[:,=]| [-–—=]| it was| was)? ?")


def bracketed(template: Template, k: int) -> bool:
    """Tell whether a period opens a bracket for the figure right behind it: ``3bn (in May: 2bn)``."""
    return (
        k + 1 < len(template.at)
        and template.letter(k + 1) in FIGURES
        and _INTO_BRACKET.search(template.left(k)) is not None
        and _TO_FIGURE.fullmatch(template.gap(k + 1)) is not None
    )


def issue(template: Template, k: int) -> bool:
    """Tell whether a period only tells which issue of a publication is quoted, beside the one it reports on.

    ``The Monthly Review of December 2019 shows that in November exports rose``
    """
    later = any(template.letter(j) == "T" for j in range(k + 1, len(template.at)))
    return (
        later
        and _ISSUE.search(template.source[max(0, template.mentions[k].start - 40) : template.mentions[k].start])
        is not None
    )


def holds(template: Template, k: int) -> bool:
    """Tell whether a period can be one that figures hold for: no date of an announcement, no ``since`` of a habit."""
    mention = template.mentions[k]
    period = mention.period
    if period is None:
        return True
    if issue(template, k) or (mention.value is None and period.spec[0] in ("months", "days")):
        return False
    if _WHICH_BEGAN.search(template.left(k)) or _AFTER_BEGINNING.search(template.left(k)):
        return False
    if _LIKE.search(template.left(k)) or _LEVEL_OF.search(template.left(k)):
        return False  # ``Just as in 2016, steel rose``
    if period.kind == "open":
        closed = mention.value is not None and ".." not in mention.value.edtf
        if closed and (_BEGUN.match(mention.text) or begins_year(period.spec)):
            return True  # ``Since the beginning of the year, exports came to 3bn``
        return not mention.text.casefold().startswith(("since", "from")) and not re.search(
            r"\bsince\s+(?:the )?$", template.left(k)
        )
    if period.kind == "decade":
        return False
    if period.kind == "day":
        return not _TOLD_ON.search(template.left(k)) and not _TOLD_AFTER.match(template.right(k))
    return True
