"""Which movement a figure is the size of: trends right before it, right behind it, or named at the head of its clause
or list.

All patterns are anchored at the figure and read at most a hundred characters, so that their cost does not grow with
the sentence.
"""

from __future__ import annotations

import re

from ..gate import Gated
from .role_kinds import REACH, Move, Site, is_milestone

HEDGES = (
    r"(?:(?:about|around|some|a|an|the|another|nearly|almost|roughly|only|just|over|under|more than|less than|"
    r"as much as|up to|at least|no less than|close to|well|approximately|barely|merely)\s+)*"
)
_BETWEEN = (
    r"(?:,?\s+(?:by|of|about|around|some|a|an|the|another|further|just|again|also|yoy|y/y|mom|m/m|qoq|q/q|on year|"
    r"on month|year on year|month on month|quarter on quarter|year-on-year|"
    r"month-on-month|quarter-on-quarter|year-over-year|month-over-month|quarter-over-quarter|in value|in volume|"
    r"in terms of value|in terms of volume|in value terms|in volume terms|in real terms|almost|more than|"
    r"less than|over|"
    r"whopping|substantial|steep|robust|strong|solid|annual|monthly|quarterly|mere|massive|hefty|respectable|"
    r"combined|total|as much as|up to|at least|whole|full|no less than|close to|well|record|cumulative|modest|"
    r"healthy|huge|"
    r"on average|average|too|likewise|altogether|overall|here|there|even|still|then|slight|marginal|sharp|[a-z]+ly))*"
)
_BEFORE = re.compile(rf"(?P<t>[UDE]){_BETWEEN}\s*$")
_BY_MORE = Gated(
    r"(?P<t>[UDE]) by (?:(?:a|an) [UD]|[UD],|more,|less,|(?:a )?(?:more |less )[a-z]+|(?:a )?(?:slower|faster|"
    r"smaller|larger|lower|higher|greater)) (?:about |some )?$"
)
_NOUN_WORD = Gated(
    r"\b(?:(?P<up>gain|advance|improvement|rebound|upturn|expansion|jump|surge)|(?P<down>lag|loss|shortfall|"
    r"setback|contraction|dip|drop|slide|slump|cutback|shrinkage|erosion|deterioration))s?\b(?: (?:over|in|on|"
    r"from|of|for) [^.;XMQ]{0,40}?)?"
    r"(?:,? of|,? namely| was| is| were| came to| amounted to| reached) (?:about |some |just |only |nearly |around )*$"
)
_SIGN_WORD = Gated(r"(?:\b(?P<plus>plus)|\b(?P<minus>minus|back|off)) (?:of |a |about |some |nearly )*$")
_NOUN_OF = re.compile(
    r"(?P<t>[UDE]) (?:rate |of I |(?:in|for|of|on|from|to) (?:[a-z'-]+ |[CSIPATYORV](?:'s)? ){1,9})?"
    r"(?:of|was|is|were|at|reached|hit|stood at|came to|came in at|amounted to|amounting to|being|to|by|equalled|"
    r"equals|totalled|totaling|totalling|worked out at|averaged|running at)\s*$"
)
_OTHER_NOUN = re.compile(
    r"\b(?:plan|target|average|capacity|sum|low|high|levels?|record|total|peak|tune|value|price|bill|outlay|"
    r"estimate|forecast|figure|volume|turnover) of\s*$"
)
_TO_GAP = re.compile(r"\bto (?:an? |the |its )?(?:[a-z]+ ){0,2}I of (?:[a-z]+ ){0,2}$")
"""``swung to a deficit of $3bn`` tells a level."""
_CUT = re.compile(
    r"\b(?:trim|cut|slash|reduc|par(?:e|ed|es|ing)\b|curb|dent|erod|depress|dampen|knock|shav|clip|curtail|halv|"
    r"dock)\w*\b[^UD;()]{0,80}$"
)
_DOWN_VERB = re.compile(
    r"\b(?:descend|yield|reced|regress|subsid|worsen|deteriorat|sag|wan|ebb|correct|compress|constrict|"
    r"retrench)(?:e?d|ing|es?|s)\b[^UD;()]{0,60}$"
)
_LOWER = re.compile(r"\b(?:lower|fewer|smaller|reduced|decreased) [^.;XMQ]{0,50}, by $")
"""``lower arrivals of corn, by 5%``"""
_CONTRAST = re.compile(r"\b(?:in contrast|contrary|unlike|as opposed)\b")
_SLOWER_RATE = re.compile(
    r"(?P<t>[UDE]) (?:[a-z]+ly )?at (?:an? |the )?(?:(?:[a-z-]+|[UD]) ){0,3}(?:rate|pace|clip|speed|rhythm)s? of $"
)
_RATE = re.compile(r"\bat (?:an? |the )?(?:[a-z-]+ ){0,3}(?:rate|pace|clip|speed|rhythm|one)s? of $")
_BY = Gated(rf"\bby {HEDGES}$")
_MOVED_BY = re.compile(r"(?P<t>[UD])\b[^UD;()]{0,80}$")
COMPARATIVE = (
    r"(?P<word>more|less|fewer|higher|lower|greater|smaller|wider|narrower|bigger|larger|cheaper|dearer|better|"
    r"worse|longer|shorter|heavier|lighter|stronger|weaker|above|below|beyond|ahead of|short of|behind|up|down|"
    r"shy of|under|over)"
)
_WORD_BY = Gated(
    rf"\b{COMPARATIVE} (?:(?:year[- ]on[- ]year|month[- ]on[- ]month|[ymq][-/]?o?[-/]?[ymq]|on (?:the )?(?:year|month)|"
    rf"in (?:value|volume|quantity)(?: terms)?|than [^.;,MQX]{{0,40}}|Y) )?\(?by {HEDGES}$"
)
_WORDS_UP = frozenset(
    "more higher greater above wider bigger larger dearer better ahead up over beyond longer heavier stronger".split()
)
_AFTER = re.compile(
    r"^(?:\s*\([^()]{0,14}\))?[,\s]*(?:or so |or thereabouts )?"
    r"(?:(?!and\b|but\b|or\b|while\b|to\b|from\b|after\b|which\b|that\b|with\b|as\b|of\b|in\b|for\b|on the\b|"
    r"than\b|was\b|were\b|is\b|are\b|against\b)[-a-z/]+\s|on year |on month |on quarter |in volume |in value |"
    r"in real terms ){0,4}?(?:(?:[CSA] )?I )?"
    r"(?P<t>[UD])(?![\w'])(?!,? (?:by |of )?(?:about |some |around |nearly )*[MQXZK]\b)"
)
_AFTER_WORD = re.compile(
    rf"^(?:\s*\([^()]{{0,14}}\))?\s*(?:[a-z]+ly |or so |points? |in volume |in value |year on year |on year |"
    rf"y-o-y |yoy )?{COMPARATIVE}\b"
)
_PREPOSITION = re.compile(r"(?:above|below|beyond|behind|under|over|up|down|ahead of|short of|shy of)$")
_REFERENCE = re.compile(
    r"^(?:,|\.|;|\)|$| (?:on |from |than |in |over |year|y-|against |compared )?(?:the |that |that of |those of |"
    r"those |its |their |a |last |same |[a-z-]+ly )*(?:[a-z-]+ ){0,3}?(?:[TYMQ\d]|levels?|average|peak|record|"
    r"same|mark|figure|target|plan|basis|pace|year|month|quarter)\b|"
    r" the (?:previous|last|preceding|prior) (?:[IC]|crop|season|harvest|campaign)\b)"
)
_WITH_ANOTHER = re.compile(
    r"^ or [MQX] (?:(?:(?P<more>more|higher|greater|larger|above)|less|fewer|lower|smaller|below) than|"
    r"(?:(?P<up>U)|D) (?:than|from|on|over|compared)\b)"
)
_TAIL = re.compile(
    r"^\s*\)?\s*(?:each |both |all |also |which |that |respectively |have |has |had |were |was |are |led the |"
    r"led |in the )*(?P<t>[UD])(?![\w'])(?!,? (?:by |of )?(?:about |some |around |nearly )*[MQXZK]\b)"
)
_TREND = re.compile(r"[UD](?![\w'])")
_HEAD_WORD = re.compile(r"\b(?:(?P<up>more|higher)|(?P<down>less|fewer|lower))(?=:| (?:in|from|to|by)\b)")
_NARROWED = re.compile(
    r"(?P<noun>[UD])(?: (?:in|of|for|to|from|was|were) [^.;,]{0,40}?|,? )(?:[a-z]+ ){0,2}(?P<verb>[UD])"
    r"(?: (?:[a-z]+ly|further|again|somewhat|(?:in|during|over) (?:the )?T|T))*,? (?:to|from)\s*"
    r"(?:just |only |about |a )*$"
)
_NARROWED_VERB = re.compile(
    r"(?P<verb>[UD]) (?:its|their|the) (?:[a-z-]+ ){0,2}(?P<noun>[UD]) (?:[^.;,]{0,40}? )?(?:to|from)\s*(?:just |"
    r"only |about |a )*$"
)


_SLOWED = Gated(
    r"\b(?:I|C|S|they|those|it|rate|pace)(?:,? (?:however|meanwhile|though|also|then),?)?"
    r"(?: (?:of|to|from|for|with) (?:the )?[CPSA])? (?:[a-z]+ )?(?P<t>[UD])"
    r"(?: (?:[a-z]+ly|down|further|somewhat|again|(?:in|during|over) (?:the )?T|T))*,? to\s*(?:just |only |about |a )*$"
)
_SLOWS = ("slow", "decelerat", "moderat", "cool", "eas")
_ENDED = re.compile(r"\b(?:end|wind|wound)(?:s|ed|ing)? $")
"""``ends up around $4bn`` tells no rise"""


def before(site: Site) -> Move | None:
    """Return the move of a trend right before the figure (``rose by nearly 5%``), None where there is none."""
    found = _BY_MORE.search(site.left) or _BEFORE.search(site.left)
    if not found or _ENDED.search(site.left, 0, found.start("t")):
        return _by_word(site)
    return narrowed(site) or slowed(site) or site.move_left(site.left, found.start("t"))


def _by_word(site: Site) -> Move | None:
    """A comparative, a sign in words or a noun that is no trend by itself: ``dearer by 5%``, ``plus 5%``, ``a small
    gain of 5%``.
    """
    found = _WORD_BY.search(site.left)
    if found:
        return (1 if found["word"].split()[0] in _WORDS_UP else -1), None
    if site.kind == "X":
        sign = _SIGN_WORD.search(site.left)
        if sign:
            return (1 if sign["plus"] else -1), None
        noun = _NOUN_WORD.search(site.left)
        if noun:
            return (1 if noun["up"] else -1), None
    return None


def of_noun(site: Site) -> Move | None:
    """Return the move of a noun that the figure measures (``an increase in sales of 5%``, ``growth was 5%``)."""
    found = _NOUN_OF.search(site.left)
    if not found or _OTHER_NOUN.search(site.left) or _TO_GAP.search(site.left):
        return None
    eased = narrowed(site) or slowed(site)
    if eased is not None:
        return eased
    move = site.move_left(site.left, found.start("t"))
    verb = move[1] is not None and site.template.mentions[move[1]].pos == "verb"
    return None if verb and not re.search(r"\b(?:by|of)\s*$", site.left) else move


def narrowed(site: Site) -> Move | None:
    """Return the fall that is told as having eased: ``the decline narrowed to 3%`` is a fall of 3%; ``growth slowed
    to 3%`` is a rise.
    """
    found = _NARROWED.search(site.left) or _NARROWED_VERB.search(site.left)
    if not found:
        return None
    move = site.move_left(site.left, found.start("noun"))
    noun = move[1] is not None and site.template.mentions[move[1]].pos != "verb"
    return move if noun or found.re is _NARROWED_VERB else None


def slowed(site: Site) -> Move | None:
    """Return the rise of what a verb tells to have slowed: ``exports slowed to 2.5% y/y`` grew by so much still."""
    found = _SLOWED.search(site.left) if site.kind == "X" else None
    if found is None or _TREND.search(site.left, 0, found.start("t")):
        return None
    index = site.move_left(site.left, found.start("t"))[1]
    told = site.template.mentions[index].text.casefold() if index is not None else ""
    return (1, index) if told.startswith(_SLOWS) else None


def behind(site: Site) -> Move | None:
    """Return the move told right behind the figure (``a 5% rise``, ``5% more than in May``), None where there is
    none.
    """
    found = _AFTER.match(site.after)
    if found:
        return site.move_right(found.start("t"))
    word = _AFTER_WORD.match(site.after)
    loose = r"(?:over|under|up|down)$" if site.kind == "X" else _PREPOSITION
    if word and (not re.search(loose, word["word"]) or _REFERENCE.match(site.after[word.end() :])):
        return (1 if word["word"].split()[0] in _WORDS_UP else -1), None
    return None


def with_another(site: Site) -> Move | None:
    """Return the move of a figure that another tells once more before the comparison: ``5% or $3bn more than in May``,
    None where there is none.
    """
    found = _WITH_ANOTHER.match(site.after)
    return ((1 if found["more"] or found["up"] else -1), None) if found else None


def tail(site: Site) -> Move | None:
    """Return the move that a list ends with: ``tea (5%) and coffee (3%) fell``."""
    found = _TAIL.match(site.after)
    return site.move_right(found.start("t")) if found else None


def head(site: Site) -> Move | None:
    """Return the move that the figure's clause names before it, other than one that has a figure of its own."""
    text = site.left[-len(site.clause) :] if len(site.clause) < len(site.left) else site.left
    trends = list(_TREND.finditer(text))
    found = trends[-1] if trends else None
    if found is None:
        word = _HEAD_WORD.search(text)
        return ((1 if word["up"] else -1), None) if word else None
    if re.match(r",? (?:those|and|while|the others?|others)\b|;", text[found.end() :]) and re.search(
        r"\bthose\b|\bothers?\b", text[found.end() :]
    ):
        return None
    return site.move_left(text, found.start())


def by(site: Site) -> Move | None:
    """Return the move of which ``by`` introduces the size, wherever in the sentence its trend stands."""
    if not _BY.search(site.left) or re.search(
        r"\b(?:V|followed|led|headed|accounted for|made|bought|driven|fuelled|supported) by\s*$", site.left
    ):
        return None
    found = _MOVED_BY.search(site.left)
    if found:
        return site.move_left(site.left, found.start("t"))
    if _CUT.search(site.left) or _DOWN_VERB.search(site.left) or _LOWER.search(site.left):
        return -1, None
    move = earlier(site)
    return (-move[0], None) if move is not None and _CONTRAST.search(site.left) else move


def down_verb(site: Site) -> bool:
    """Tell whether a verb that only sometimes tells a fall stands right before the figure: ``yielded 5%``."""
    return bool(_DOWN_VERB.search(site.left[-40:]))


def earlier(site: Site) -> Move | None:
    """Return the last trend before the figure in the sentence, other figures between or not."""
    for j in range(site.k - 1, max(-1, site.k - REACH - 1), -1):
        if site.template.letter(j) in "UD":
            return site.template.mentions[j].direction, j
    return None


def at_rate(site: Site) -> Move | None:
    """Return the move of ``at an annual rate of 5%``; ``grew at a slower pace of 5%`` is a rise."""
    verb = _SLOWER_RATE.search(site.left)
    if verb:
        return site.move_left(site.left, verb.start("t"))
    return (head(site) or earlier(site) or (0, None)) if _RATE.search(site.left) else None


def nearest(site: Site) -> Move:
    """Return the direction nearest to the figure, (0, None) where none is told."""
    return before(site) or behind(site) or head(site) or (0, None)


def of_milestone(site: Site, move: Move) -> bool:
    """Tell whether the move has the figure as its mark and not as its size: ``exceeded 3 million``."""
    return is_milestone(site.template, move[1])
