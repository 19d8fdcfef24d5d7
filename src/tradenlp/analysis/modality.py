"""How a figure is meant: reached, foreseen, aimed at, or possible.  Read off the words of its clause before it."""

from __future__ import annotations

import re

from ..gate import Gated
from .model import Mention
from .template import Template

_TARGET = Gated(
    r"\b(?:targets?|targeted|targeting|aims?|aimed|aiming|goals?|strives?|striving|objective|plans? to|"
    r"planning to|planned|plan (?:was|is|had been|of|for)|vow(?:s|ed|ing)?|ambitions?|set out to|hop(?:es?|ed|ing) to|"
    r"ey(?:es|ed|eing|ing)|wants? to|see(?:ks?|king) to|pledg(?:es|ed|ing) to|aspir(?:es|ed|ing)|sights on)\b"
)
_FORECAST = Gated(
    r"\b(?:expects?|expected|expecting|expectations?|consensus|median estimate|forecasts?|forecasted|"
    r"projects(?= (?:that|an?|the|its|this|[PICAUDSXMQ]|[a-z-]+ [ICUD])\b)|"
    r"projected|projections?|projecting|predicts?|"
    r"predicted|estimated to (?:reach|rise|fall|grow|hit)|will|would|could|should|may|might|likely|outlook|"
    r"(?:bank|ministry|minister|government|council|board|association|agency|analysts?|economists?|institute|chamber|"
    r"consultancy|federation|fund) (?:now |still |also )?sees?(?= (?:an?|the|its|[A-Z]|[a-z-]+ [UD])\b)|"
    r"(?:had|were|was) look(?:ed|ing) for|(?:survey|poll|consensus|economists|analysts) (?:had |have )?"
    r"(?:put|placed|pegged|seen) (?:it|them|the I|I)? ?at|is seen|are seen|"
    r"seen (?:at|reaching|hitting|[UDE]\b)|tipped|sees [A-Z](?: of [A-Z])? (?:at|reaching|hitting)|"
    r"foresees|envisages|on course|on track|set to|poised|anticipat\w+|"
    r"guidance|pegged at|pencil\w+|(?:[UD]|rais\w+|lower\w+|kept|cut|trimm\w+|revis\w+|left|maintained|lifted) "
    r"(?:its|their|the) (?:[a-z]+ ){0,2}estimates?)\b"
)
_CAPACITY = Gated(r"\b(?:capacity|capable of|can (?:handle|produce|process|load|ship)|able to (?:handle|produce))\b")
_EXPECTED_SIZE = Gated(
    r"\b(?:expectations?|consensus|forecasts?|projections?|predictions?|estimates?) (?:of|for) (?:a |an |the )?$|"
    r"\b(?:cons|est|fcst|mkt)\.?:? $"
)
_HAD_EXPECTED = re.compile(
    r"(?: [UDI])?(?: that)? (?:analysts|economists|traders|markets?|the market|the bank|we|most) (?:had |have )?"
    r"(?:expected|forecast|predicted|pencilled in|penciled in|looked for|projected|been looking for)\b"
)
_IN_PROJECTION = re.compile(
    r"^ (?:for T )?(?:(?:forecast|projected|predicted|foreseen|pencilled in) (?:for|in) |in (?:its|the|their) )"
    r"(?:(?:previous|earlier|last|spring|autumn|winter|summer|initial|[TY](?:'s)?) )+"
    r"(?:projections?|forecasts?|outlook|predictions?|round)\b"
)
_HEADED = re.compile(
    r"^\W*(?:the |our )?(?:[a-z]+ |[IC] )?(?:(?P<target>targets?|goal)|forecasts?|projections?|outlook) (?:for )?"
    r"(?:I )?(?:in |for )?(?:the )?T(?: I)?: (?:about |some |up to )?$|"
    r"^\W*T (?:I )?(?:forecasts?|projections?|outlook): (?:about |some |up to )?$"
)
"""``Forecast for 2017/18: 7.5 million bags``"""
_ARE_EXPECTED = re.compile(
    r"^(?: of C)?(?: (?:to|from) P)? (?:is|are|was|were) (?:now |still |also )?(?:projected|forecast|predicted|"
    r"foreseen|expected|envisaged|anticipated)\b"
)
"""``Exports of 3m tonnes are expected in 2021``"""


def in_projection(template: Template, k: int) -> bool:
    """Tell whether a figure is an earlier forecast, of the period foreseen: ``against 7% in its June outlook``.

    Args:
        template: the sentence.
        k: index of the figure.
    """
    return _IN_PROJECTION.match(template.right(k)) is not None


_COMING = re.compile(r"T\b[^;]{0,60}\b(?:is|are|was|were) (?:put|estimated|placed|seen) at\b")
_NEXT = re.compile(r"(?:the )?(?:next|coming|upcoming)\b", re.I)
_CLAUSES = re.compile(r"[;:]| while | whereas | but ")


_WISHED = Gated(
    r"\b(?:wants? (?!for\b|of\b)|would (?:like|love|prefer) |wish(?:es)? (?!that\b)|(?<=[a-zPAO] )hopes "
    r"(?=that |the |its |their |[PACIS]\b))(?P<what>[^,;:.()]{0,90})$"
)
"""``wants exports of services to reach``"""
_AIM = re.compile(r"\b(?:to|for|at|will)\b")
_QUOTA = Gated(
    r"\b(?P<under>(?:under|within|outside|against|above|beyond|exceed\w*|fill\w*|us(?:ed|ing)|of) (?:(?:the|its|an?|"
    r"this|that|all) )?(?:[a-zA-Z-]+ ){0,3})?quotas? (?:(?:for|on|of|to|in|from|was|is|will|be|has|been|set|fixed|kept|"
    r"stands?|the|at|cut|now|this|both|all|its|their|duty-free|tariff|annual|raw|new|total|[PA]'s|[PATYCSIUD]) )*"
    r"(?:a |an |the |only |just |some )*$"
)
"""What may be traded is no trade yet: ``The quota for sugar exports in 2024/25 is 1 million tonnes``."""
_ALLOWED = Gated(
    r"(?P<who>\b(?:[PAO]|govern[a-z]+|ministry|authority|council|cabinet|commission) )?(?:(?:has|have|had|also|now) )*"
    r"\b(?:(?:allow|permit|approv|authori[sz]|capp?|limit|restrict)(?:e?s|e?d|ted|ing|e)? "
    r"(?:the |its |all |[PA]'s |[a-z]+ C )?(?:[PACSTI] |of |from |to |in ){0,6}(?:of |at |to )|allow(?:s|ed)? I of )"
    r"(?:a |an |the |only |just |some )*$"
)
_JUDGED = Gated(
    r"(?P<who>(?:[A-Za-z]+ )?)\b(?P<verb>sees?|saw|reckons?|reckoned|pegs|pegged|puts?|plac(?:es?|ed)|gauges?|"
    r"estimates?|estimated) (?!that\b)(?P<what>[^,;:()MQ]{1,90})$"
)
_JUDGED_AT = re.compile(r"\b(?:at|with [IV] of) (?:[a-z]+ ){0,3}$")
_JUDGED_MOVE = re.compile(r"[IVCST] (?:[a-z]+ )?(?:reaching|reach|hitting|topping|exceeding|[UDEK])\b")
_POLLED = Gated(
    r"\b(?:polled|surveyed|canvassed) by [A-Za-z]+(?: [a-z]+)? (?:had |have )?(?:saw|see|seen|put|pegged|reckon(?:ed)?)"
    r"\b(?! that)[^,;:()MQXK]{1,60}$"
)
_NOBODY = re.compile(r"\b(?:[TYICSV]|that|which|and|to|or|has|have|had|data|figures|statistics|customs) $")
_OWN = re.compile(r"\b[PAR] $")


def modality(template: Template, k: int, over: bool | None = None) -> str:
    """Return how the figure at mention ``k`` is meant, by the words of its clause before it.

    Args:
        template: the sentence.
        k: index of the figure.
        over: whether its period had ended when the text was published, None where nothing tells.
    """
    left = template.left(k, 130)
    headed = _HEADED.match(left)
    if headed is not None:
        return "target" if headed["target"] else "forecast"
    left = _CLAUSES.split(left)[-1]
    if _aimed_at(left):
        return "target"
    if (allowed := _ALLOWED.search(left)) is not None and (allowed["who"] or over is False):
        return "target"
    if (quota := _QUOTA.search(left)) is not None and quota["under"] is None:
        return "target"
    if (wished := _WISHED.search(left)) is not None and not over and _AIM.search(wished["what"]):
        return "target"
    if _CAPACITY.search(left):
        return "capacity"
    if (not over and _judged(left)) or _POLLED.search(left):
        return "forecast"
    near = left[-75:]
    if _COMING.search(near) and any(_NEXT.match(m.text) for m in template.mentions[max(0, k - 5) : k]):
        return "forecast"  # ``Next year's crop is put at 13.5 million tonnes``
    if _EXPECTED_SIZE.search(near) or _HAD_EXPECTED.match(template.right(k)):
        return "forecast"
    if in_projection(template, k) or _ARE_EXPECTED.match(template.right(k)):
        return "forecast"
    words = list(_FORECAST.finditer(near))
    found = words[-1] if words else None
    if found is None or (found[0] == "may" and "T" in near):
        return "actual"
    between = near[found.end() :]
    if _MOVED_BEFORE.search(between):
        return "actual"  # ``forecast to grow 20%, after shrinking 24% to $99bn in 2023``
    return (
        "actual"
        if re.search(r"\b(?:than|by analysts|by economists|beating)\b", near[: found.start()][-12:]) or ";" in between
        else "forecast"
    )


def _aimed_at(left: str) -> bool:
    """Tell whether the words before a figure make it an aim, and not what beat one: ``beat the target, at``."""
    words = list(_TARGET.finditer(left))
    if not words:
        return False
    end = words[-1].end()
    return not (_OFF_AIM.search(left[: words[-1].start()]) and _PAST_AIM.search(left[end:]))


_OFF_AIM = re.compile(
    r"(?:\b(?:below|above|beat\w*|miss\w*|exceed\w*|surpass\w*|short of|shy of|ahead of|behind|over|under|than|vs\.?|"
    r"against|outdid)|[UD]) (?:[a-z-]+(?:'s)? |[PAOTIC](?:'s)? ){0,5}$"
)
_PAST_AIM = re.compile(r"[,XMQ]| (?:and|with|at|to|as|after) ")


def _judged(left: str) -> bool:
    """Tell whether someone gives a figure as his opinion of what is to come: ``The board sees exports at``."""
    told = _JUDGED.search(left)
    if told is None or _NOBODY.search(told["who"]):
        return False  # ``April saw exports rise``, ``customs data put exports at``
    if _JUDGED_AT.search(told["what"]):
        return told["verb"] != "see" or told["who"].endswith("s ")
    return told["verb"] == "sees" and _JUDGED_MOVE.search(told["what"]) is not None and not _OWN.search(told["who"])


_MOVED_BEFORE = re.compile(r"[MQXT],? (?:after|following) (?:a |an )?(?:[a-z]+ )?[UD]\b(?:[^;,MQ]|, (?!and))*$")
_COMPARATOR = re.compile(
    r"\b(?:after|following|from|against|versus|vs\.?|compared (?:with|to)|than|up on|down on) (?P<rest>[^;]*)$"
)
_FORESEEN = re.compile(r"^ (?:[a-z]+ ){0,2}(?:projected|expected|forecast|estimated|predicted|planned|targeted)\b")


def compared_modality(template: Template, k: int, own: Mention) -> str:
    """Return how a figure of its own period is meant that a forecast is compared with: as reached, as a rule.

    ``exports are seen at $15bn, after $14bn in the second quarter``

    Args:
        template: the sentence.
        k: index of the figure.
        own: its own period.
    """
    told = _COMPARATOR.search(template.left(k, 75))
    if own.text.casefold().startswith(("this", "the current", "current")):
        return "forecast"  # ``up from 720 million this season``, which is not over
    if told is None or _FORECAST.search(told["rest"]) or _FORESEEN.match(template.right(k)):
        return "forecast"
    return "actual"
