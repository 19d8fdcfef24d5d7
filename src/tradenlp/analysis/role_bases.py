"""Figures given for comparison: the level, share or growth that another period had."""

from __future__ import annotations

import re

from ..gate import Gated
from .role_kinds import BASE, CHANGE, LEVEL, SHARE, Role, Site

_SMALL = (
    r"(?:(?:the|a|an|its|their|that of|just|about|some|around|revised|previous|prior|earlier|preceding|figure of|"
    r"figures of|level of|(?:high |low |comparative )?base of|record|all-time|high of|low of|peak|peak of|trough of|"
    r"total|T (?:level|figure|total|value|reading) of|"
    r"T's|Y's|in T|in Y|of T|for T|the Y|I of|S of|C of|average of|average|outlay of|bill of|U of|D of|those of|"
    r"value of|volume of|[a-z]+ly|(?:in|for) the Y|(?:in|for) (?:the )?T of|"
    r"[UD]|one of|ones of|print of|rate of|share of|rise of|fall of|at)\s+)*"
)
_WORDS = (
    r"(?:compared? (?:with|to|against)|compares (?:with|to|against)|comparing (?:with|to)|in comparison (?:with|"
    r"to)|as compared (?:with|to)|when compared (?:with|to)|as against|as opposed to|opposed to|against|versus|"
    r"vs\.?|v\.|vis-[aà]-vis|"
    r"from|than|relative to|over|on top of|following|after|previously|formerly|instead of|rather than|having been|"
    r"in contrast (?:to|with)|contrasts? with|contrasting with|inferior to|superior to|up on|down on|in place of|"
    r"as (?:much|many) as the)"
)
_COMPARED = Gated(rf"\b{_WORDS}\s+{_SMALL}$")
_FROM = re.compile(r"\bfrom\s+(?:(?:a|an|the|just|only|about|some|revised|record|around|nearly)\s+)*$")
_NOT_BASE = re.compile(
    r"\b(?:exports?|away|apart|aside|earned|received|come|came|comes|coming|derived|ranging|range|prices?|"
    r"starting|start|data|results?|V|I) from\s+(?:(?:the|a|an|just|only|some)\s+)*$"
)
_SOLD_FROM = Gated(
    r"\b(?:earn\w*|fetch\w*|made|rais\w+|receiv\w+|reali[sz]\w+|got|generat\w+|pocket\w*|gross\w*|"
    r"brought in|took in|income|revenue|proceeds) "
    r"[^.;,]{0,30}?\bfrom (?:the )?(?:I|V|sales?|C|shipments?)(?: of)? (?:about |some |over )?$"
)
"""``earned $11.9m from the export of 4,884 tonnes``"""
_OVER_PERIOD = re.compile(
    r"^(?:\s*(?:per|a|an) [a-z]+)?\s*(?:[VI] )?(?:\(?(?:in|for|of|obtained in|achieved in|seen in|posted in|during|"
    r"over|at|as of|logged in|a|the|recorded|registered|reported|set)\s+)*(?:the |that of the |a )?(?P<y>Y)(?!'s)"
    r"(?!(?:[:,=]| [-–—=]| it was| was)? ?[MQX])"
)
_NO_OVER = re.compile(r"^\s*(?:or so )?\b(?:over|on) (?:the |a )?Y")
_PARENTHESIS = re.compile(
    r"[(\[](?:in |for |during |against |versus |vs\.? |cf\.? |up from |down from |from |was |it was |previously |"
    r"prev\.? |the |a |one )*(?:(?P<when>[TY])(?:'s)?(?:[:,=]| [-–—=]| it was| was)?|"
    r"(?P<word>year-ago|previous(?:ly)?|prior|prev\.?|"
    r"before)\s*:?) ?(?:[DU] of |[UD] |I of |a |an )?$"
)
_FURTHER = re.compile(
    r"[(\[][^()\[\]]*[MQX][^()\[\]]{0,14}[;,] (?:and )?(?:a |the )?(?P<when>[TY])(?:'s)?(?:[:,=]| [-–—=]| was)? ?$"
)
"""``(previous week: 380,500 t; year ago: 501,200 t)``"""
_ORDER = r"(?:,? (?:in the same order|in that order|in this order|respectively),?)?"
_TWO_IN_BRACKETS = re.compile(rf"^ and [XMQ]{_ORDER} (?:in |for |during )?(?:the )?(?P<when>[TY])\)")
"""``(-13.6% and -12.0%, respectively, in March)``"""
_IN_BRACKETS = re.compile(
    rf"^{_ORDER}\s*(?:in |for |during |at |a |one |the |recorded in |as of |by )*(?P<when>[TY])\s*[)\],;]"
)
_TOLD_OF = re.compile(
    r"(?:\b(?:than|with|to|against|over|from|on|of|below|above|versus|that)\b|"
    r"[UDX] )[^.;()]{0,45}(?P<when>[TY]) [(\[](?:of )?$"
)
_THE_ONE = Gated(
    r"(?:[UDE]|\b(?:above|below|over|under|on|of|off|than|inferior to|superior to|short of|shy of|ahead of|behind|"
    r"to|with|beyond|past|exceed(?:s|ed|ing)?|surpass(?:es|ed|ing)?|beat(?:s|en|ing)?|top(?:s|ped|ping)?|"
    r"eclips(?:es|ed|ing)|better(?:ed|ing)|outstripp(?:ed|ing)|overtook|overtaking)) (?:the |that |those )"
    r"(?:(?:record|previous|peak|revised|all-time|old|high|low|earlier|comparable|corresponding|exceptional|best|"
    r"former) )*(?:(?:record|peak|high|low|best|mark|level) of )?$"
)
_MEASURED_FROM = re.compile(
    r"^,? (?:[UDE]|above|below|over|under|more than|less than|on|of|short of) (?:on |from |of )?(?:the |that |"
    r"those )(?:record |previous |peak |earlier )*$"
)
_OF_PERIOD = re.compile(
    r"^ (?:(?:it|they|that was|that were|which it) )?V (?:in |for |during )?(?:the )?[TY]|"
    r"^,? (?:or so )?(?:(?:a|per) day )?(?:[CI] ){0,2}(?:V )?(?:[a-z-]+ )?(?:in|of|for|during|a|at|from|"
    r"(?:recorded|set|seen|reached|hit|posted|registered|achieved|logged|touched) in) (?:the )?(?:same )?"
    r"[a-z ]{0,12}[TY]"
)
_PERIODS_OWN = Gated(
    r"(?:[UDE]|\b(?:of|on|from|over|than|below|above|under|against|with|short of|ahead of|to|beyond|past|"
    r"for)) (?:the )?(?:revised )?(?P<when>[TY])(?: (?:level|figure|total|value|reading) of|"
    r"'s?(?: (?:record|peak|revised|high of|low of|total of|level of|figure of|outcome of|I of|bumper|exceptional))*) $"
)
_PAST_PERFECT = Gated(
    r"\b(?:had|having) (?:[a-z]+ly |only |just |still |then |not |even )*(?:been|stood|V|reached|amounted|"
    r"totall?ed|fetched|gone|come|recorded|registered|posted|earned|sold|bought|shipped|sent|made|accounted|taken|"
    r"run|averaged|brought|cost|imported|exported|handled|paid|spent|seen|slumped|climbed|E)\b(?: (?:[a-z-]+|"
    r"[CIPSOAV](?:'s)?)){0,5} ?$"
)
_SAID_IT = re.compile(
    r"\b(?:said|says|reported|announced|noted|added|stated|revealed|disclosed|confirmed|indicated|"
    r"told [A-Za-z]+|shows?|"
    r"showed)(?: that)? (?:[A-Z](?:'s)? |[a-z'-]+ ){1,8}(?:had|having) [^.;,()]*$"
)
"""``The board said it had earned 12m``: of the time that the report is of, not of one before."""
_BY_THEN = re.compile(r"(?:^|[,;:-] ?)(?:by|as of|until|up to|so far|at) (?:the )?(?:end of )?T\b|\balready\b")
_BY_THEN_BEHIND = re.compile(
    r"^(?: of C)? (?:by|as of|as at|up to) (?:the )?(?:(?:end|start|beginning) of )?(?:the )?T\b"
)
_WHEN = re.compile(r"[TY],? (?:when|that saw|which saw|where) (?:(?!U|D)[^.;MXZ]){0,70}$")
_THOSE_OF = Gated(
    r"\b(?:those|that|the one|ones) of (?:the )?(?P<when>[TY]),? (?:that|which) (?:had )?(?:reached|stood at|"
    r"amounted to|totall?ed|been|was|were|came to)\s*$"
)
_OPENS = Gated(
    r"^(?:[^;MXQ]{0,40};)?\s*(?:,|but|and|while|whereas|yet|on|-|only)?\s*(?:(?:in|for|during|at|as of|by) )?"
    r"(?:the |a |one |"
    r"that )?(?P<when>Y)(?: \([^()]{0,20}\))?,? (?!U|D|V)(?:[^.;:UDT]{0,60}? )?(?:was|were|stood at|amounted to|"
    r"totall?ed|came to|reached|had been|had|accounted for|made up|worth|at)(?: (?:a|an|the|record|about|just|"
    r"only|some|in I|of|I))*\s*$"
)
_IT_WAS = Gated(
    r"(?:^|[,;:(-]) ?(?:in |for |during |at |but |and |while |whereas )*(?:the )?(?P<when>[TY]),? (?:it|they|this|"
    r"that|the (?:figure|amount|value|volume|share|rate|level|number|total|same (?:figure|amount)|"
    r"corresponding figure)) (?:was|were|had been|stood at|amounted to|came to|reached|totall?ed)(?: (?:a|an|the|"
    r"about|just|only|some|still|barely|nearly))*\s*$"
)
_THE_FIGURES = Gated(
    r"^\W*(?:the |these |those |their )?(?:(?:corresponding|same|respective|comparable) )?(?:figures?|numbers|values|"
    r"amounts|volumes) (?:in|for|during|of|over) (?:the )?(?P<when>[TY]),? (?:was|were|stood at|amounted to|came to|"
    r"reached|had been) (?:about |some |only )?$"
)
_WORTH = re.compile(
    r"^ (?:worth|valued at|generated|generating|earning|"
    r"fetching|for|with a value of|,? or|bringing in|brought in) (?:about |some |nearly )*$"
)
_HAD_GONE = re.compile(r"^ (?:[a-z]+ )?(?:worth M |of C |C )?(?:had|having) (?:been |gone|left|V|E|[a-z]+ed)")
_PLANNED = re.compile(
    r"^ (?:[a-z]+ )?(?:planned|expected|forecast|projected|targeted|predicted|target|goal|estimate)\b"
)
_HIGH = re.compile(r"\b(?:high|record|peak|low|best|top)\b[^.;()]{0,45}(?P<when>[TY]) [(\[]$")
_RECENTLY = re.compile(r"^ (?:as recently as|as late as|back in) ")
_IT = re.compile(r"[(,;-] ?(?:it|they|which) (?:was|were|stood at|had been) (?:only |just |still )?$")
_IN_PERIOD = re.compile(r"^ (?:(?:in|for|during) )?(?:the |a |one )?[TY]")
_THAN = re.compile(r"\b(?:than|compared (?:with|to)|against|versus)\b[^()]*[(\[]$")
_AGO = Gated(
    r"\b(?:(?:years?|decades?|months?|quarters?) (?:ago|earlier|before|previously)|not long ago|back then|"
    r"a decade earlier|as recently as)\b"
)
_TWIN = re.compile(
    r"^(?: (?:in|for|during|at) (?:the )?[TY])?,?(?: and| or|,| then| vs| versus)(?: (?:by|of|from|the|at|with|"
    r"with just))*\s*$"
)
_TWIN_AFTER = re.compile(r"^\s*\(?(?:in|for|during|at|a|the|of)? ?(?:the )?[TY]")
_PAST_ONE = Gated(
    r"(?:\b(?:than|to|with|against|from|on|over|versus)|[UDE]) (?:the |that |those )?(?:(?:corresponding|comparable|"
    r"equivalent|same|C|S|A|P's|[a-z]+) ){0,2}(?:I|figure|value|one|those|that|amount|total) (?:of C )?(?:(?:that was |"
    r"which was )?(?:recorded|registered|reported|achieved|posted|seen|logged|noted|observed) )?(?:in|for|during|of|"
    r"over) (?:the )?(?P<when>[TY])(?: (?:in|of) (?:the )?T)? of (?:about |some |just |around )?$"
)
"""``2.6% more than the exports recorded in September 2016 of R99bn``"""
_WHICH_WAS = Gated(
    r"\b(?:compared (?:to|with)|than|from|against|over|versus) (?:the |that |what was )?(?:[a-z]+ )?"
    r"(?:(?:recorded|seen|reported) )?(?:in |of |for )?(?:the )?(?P<when>[TY])(?: (?:in|of) (?:the )?T)?,? "
    r"(?:which|that|when (?:it|they)) (?:(?:had )?(?:been|was|were|stood at|amounted to|reached|totall?ed|recorded|saw|"
    r"seen|registered|showed|posted|brought|yielded|came to) )"
    r"(?:(?:an? |the )?(?:(?!by\b|up\b)[a-z]+ ){0,2}(?:I (?:of |worth |totalling |valued at )?)?)?"
    r"(?:about |some |only |just |around )?$"
)
_NOT_PERFECT = Gated(
    r"\bhad [VU](?: (?:by|a|an))? ?$|\bby (?:about |around |some )*$|[UD] (?:by |of )?(?:about |around |some )*$"
)


def bracketed(site: Site) -> Role | None:
    """Return the role of a figure that stands in brackets with another period: ``(May: 3bn)``, ``(3bn in May)``,
    ``than in May (3bn)``.
    """
    left = site.before[-60:]
    found = _PARENTHESIS.search(left)
    if found:
        return _base(site, site.move_left(left, found.start("when"))[1] if found["when"] else None)
    another = site.previous is not None and site.out[site.previous].when is not None
    further = _FURTHER.search(left) if another or site.was(BASE) else None
    if further is not None:
        return _base(site, site.move_left(left, further.start("when"))[1])
    if left.rstrip().endswith(("(", "[")) and site.previous is not None:
        of_two = _TWO_IN_BRACKETS.match(site.after)
        if of_two is not None:
            return Role(BASE, when=site.move_right(of_two.start("when"))[1], sure=0.8)
        inside = _IN_BRACKETS.match(site.after)
        if inside and not re.match(r"\s*(?:on|from|over)\b", site.after):
            return _base(site, None)
    if (
        site.previous is not None
        and site.left == " and "
        and site.was(BASE)
        and left.endswith(("(X and ", "(M and ", "(Q and "))
    ):
        return Role(BASE, listed=site.previous, when=site.out[site.previous].when, sure=0.8)
    return _behind_level(site)


def dated_in_brackets(site: Site) -> bool:
    """Tell whether a figure stands in brackets with the period that it is of: ``(+338 million in April 2023)``."""
    return site.left.endswith("(") and _IN_BRACKETS.match(site.after) is not None


def _behind_level(site: Site) -> Role | None:
    """A figure in brackets behind the one or the period that it compares with, without a word of its own."""
    left = site.before[-75:]
    if not left.endswith(("(", "[")):
        return None
    of_period = _TOLD_OF.search(left) or _HIGH.search(left)
    if site.previous is None:
        return Role(BASE, sure=0.8) if of_period and site.kind in "MQ" and _THAN.search(left) else None
    if of_period and site.kind in "MQ":
        return Role(BASE, when=site.move_left(left, of_period.start("when"))[1], sure=0.8)
    if site.left in (" (", " [") and site.after[:1] in ")]":
        if site.was(BASE):
            return _base(site, site.out[site.previous].when)
        if site.template.letter(site.previous) == site.kind and site.was(LEVEL, SHARE) and site.has_told(BASE):
            return _base(site, None)
        if site.kind in "MQ" and site.was(LEVEL) and _same_unit(site, site.previous):
            return _base(site, None)
    return None


def _same_unit(site: Site, other: int) -> bool:
    """Tell whether two figures have the same unit, so that the second can be no conversion of the first."""
    a, b = site.template.mentions[site.k].figure, site.template.mentions[other].figure
    return a is not None and b is not None and a.label == b.label and a.unit is not None and a.unit == b.unit


def compared(site: Site) -> bool:
    """Tell whether the words right before a figure compare with it (``from 3bn``, ``against some 3bn``)."""
    if _SOLD_FROM.search(site.before[-90:]):
        return False
    return bool(_COMPARED.search(site.left)) and not _NOT_BASE.search(site.left) and not _PLANNED.match(site.after)


_PRESENT_LEFT = Gated(
    r"\b(?:from|against|than|over|versus|vs\.?|compared (?:with|to)) (?:about |around |some |just |only )?"
    r"(?:the |an? |its |their )?(?:current|present|existing|today's)(?: (?:level|value|figure|total|[IC])s?(?: of)?)? "
    r"(?:about |around |some |just |only )?$"
)
_FROM_ONE = Gated(
    r"\b(?:from|against|than|over|versus|vs\.?|compared (?:with|to)) (?:the |an? )?"
    r"(?:about |around |some |just |only )?$"
)
_NOW = re.compile(r"^ (?:a year )?(?:now|at present|currently|today|at the moment|presently|at the present time)\b")


def present(left: str, right: str) -> bool:
    """Tell whether a figure given for comparison is of the time of writing: ``from the current 3bn``, ``from 3bn now``.

    Args:
        left, right: the template before and behind it.
    """
    return bool(_PRESENT_LEFT.search(left) or (_NOW.match(right) and _FROM_ONE.search(left)))


def came_from(site: Site) -> bool:
    """Tell whether ``from`` stands right before the figure."""
    return bool(_FROM.search(site.left)) and not _NOT_BASE.search(site.left)


def of_comparison(site: Site) -> bool:
    """Tell whether the period of comparison stands right behind a figure (``3bn a year earlier``)."""
    return bool(_OVER_PERIOD.match(site.after)) and not _NO_OVER.match(site.after)


def narrated(site: Site) -> Role | None:
    """Return the role of a figure that a clause of its own tells of an earlier time: ``in May it had been 3bn``, ``a
    year ago exports were 3bn``.
    """
    if _NOT_PERFECT.search(site.left):
        return None
    own = _PERIODS_OWN.search(site.left)
    if own:
        return Role(BASE, when=site.move_left(site.left, own.start("when"))[1], sure=0.8)
    if _RECENTLY.match(site.after) or (_IT.search(site.left) and _IN_PERIOD.match(site.after)):
        return Role(BASE, sure=0.8)
    for pattern in (_THE_FIGURES, _THOSE_OF, _IT_WAS, _OPENS):
        text = site.clause[-len(site.left) :] if len(site.clause) > len(site.left) else site.clause
        found = pattern.search(text)
        if found and pattern is _IT_WAS and site.previous is None and "had" not in found[0]:
            when = site.move_left(text, found.start("when"))[1]
            if when is not None and site.template.letter(when) == "T":
                continue  # ``For the first eight months they totalled 4.6 million, a decline of 8.4 percent``
        if found:
            return _base(site, site.move_left(text, found.start("when"))[1])
    already = _BY_THEN.search(site.clause) or _BY_THEN_BEHIND.match(site.after)
    past = _PAST_PERFECT.search(site.left) and not already and not _SAID_IT.search(site.left)
    if past or _WHEN.search(site.left) or _AGO.search(site.clause[-60:]):
        return _base(site, site.period_before())
    return None


def past_one(site: Site) -> Role | None:
    """Return the role of a level told behind the earlier period that a figure is compared with."""
    found = _PAST_ONE.search(site.left) or _WHICH_WAS.search(site.left)
    return Role(BASE, when=site.move_left(site.left, found.start("when"))[1], sure=0.8) if found else None


def the_one(site: Site) -> bool:
    """Tell whether a figure is what a difference told before it is measured from: ``5% above the 3bn of May``."""
    if not _THE_ONE.search(site.left):
        return False
    return bool(_OF_PERIOD.match(site.after) or (site.was(CHANGE) and _MEASURED_FROM.match(site.left)))


_SOLD_THEN = re.compile(r"^ (?:(?:it|they|that were|that was) )?V (?:in )?(?:the )?(?P<when>[TY]) (?:for|at|worth) $")


def sold_then(site: Site) -> Role | None:
    """Return the role of the worth of a figure given for comparison: ``630 tonnes sold in July 2009 for $1.5m``."""
    found = _SOLD_THEN.match(site.left) if site.was(BASE) else None
    return Role(BASE, when=site.move_left(site.left, found.start("when"))[1], sure=0.8) if found else None


_LED_TO = re.compile(r"^,? (?:(?:in|during|for) )?(?:the )?(?P<when>[TY]) to (?:(?:an?|the) )?(?:[a-z-]+ ){0,3}$")
_AFTER_RATE = Gated(r"\b(?:after|following) (?:an? |the )?(?:[a-z]+ )?[UD] (?:by |of )?(?:about |some |nearly )?X$")


def led_to(site: Site) -> Role | None:
    """Return the role of the level that an earlier movement led to: ``after rising 7% this year to $690bn``."""
    found = _LED_TO.match(site.left) if site.was(BASE) and site.previous is not None else None
    if found is None or not _AFTER_RATE.search(site.template.text[: site.template.at[site.previous or 0] + 1][-60:]):
        return None
    return Role(BASE, when=site.move_left(site.left, found.start("when"))[1], sure=0.8)


def goes_on(site: Site) -> bool:
    """Tell whether a figure tells the one before it, given for comparison, in another measure: ``when 5 tonnes worth
    $3m were sold``.
    """
    return (site.was(BASE) and bool(_WORTH.match(site.left))) or bool(_HAD_GONE.match(site.after))


def second(site: Site) -> bool:
    """Tell whether a figure is the second of two given for comparison: ``against 3bn in May and 2bn in June``."""
    if not site.was(BASE) or site.previous is None or site.template.letter(site.previous) != site.kind:
        return False
    gap = site.template.text[site.template.at[site.previous] + 1 : site.template.at[site.k]]
    return bool(_TWIN.match(gap)) and bool(_TWIN_AFTER.match(site.after))


def _base(site: Site, when: int | None) -> Role:
    """A base; where its own period stands right before it, it is a figure of that period like the one before it."""
    if when is not None and site.template.letter(when) == "T" and site.previous is not None:
        told = next(
            (
                site.out[j]
                for j in site.told()
                if _alike(site.template.letter(j), site.kind) and site.out[j].name in (LEVEL, SHARE, CHANGE)
            ),
            None,
        )
        period = site.template.mentions[when].period
        last_year = period is not None and period.kind == "relative"  # of the same span as the figure outside
        if told is not None and not last_year and (site.kind == "X" or told.name == LEVEL):
            return Role(told.name, told.sign, told.trend, when=when, sure=0.8)
    return Role(BASE, when=when, sure=0.8)


def _alike(a: str, b: str) -> bool:
    return a == b or {a, b} == {"M", "Q"}
