"""Where each period of a document stands: its sentence, whether it is only compared with, whether it is to come."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ..gate import Gated
from .spans import PeriodSpan

# What stands before a period that only serves as the base of a comparison, up to the period before it.
_BASE = Gated(
    r"(?:\b(?:than|above|below|ahead of|behind|short of|compared (?:to|with))(?:\s+(?:in|during|for|the|that|those|what"
    r"|it|seen|recorded|a|was|were|of|levels?|figures?|at|their|its|pre-[a-z]+|volumes?|values?)){1,6}"
    r"|\b(?:(?:than|above|below|ahead of|behind) (?:that|those|what)|(?:compared|comparing|comparison) (?:to|with))"
    r"(?:\s[A-Za-z-]{1,20}){0,8}\s+(?:in|of|for|during|the|a)"
    r"|\b(?:over|on) the (?:volumes?|levels?|figures?|amounts?|values?|totals?|results?|"
    r"numbers?)(?:\s[a-z-]{1,20}){0,5}\s+(?:in|of|for|during)"
    r"|\b(?:than|above|below|ahead of|behind|against|versus|vs\.?|compar(?:ed|ing) (?:with|to)|relative to|from"
    r"|after|whereas)(?!\s[^;\n0-9]{0,40}\b(?:total\w*|reach\w*|rose|fell|grew|was|were|amount\w*|hit|increas\w*|stood|"
    r"declin\w*|dropp\w*|came|climb\w*|jump\w*|decreas\w*)\b)(?:\s[^;\n]{0,40}[0-9][^;\n]{0,40}\s(?:in|of|for|during|at))?"
    r"(?:\s+(?:the|in|of))?)\s*$",
    re.IGNORECASE,
)
_ASIDE = re.compile(r"\((?=[^()]*[0-9])[^()]{2,60}\s$")
"""A figure and its period in brackets, beside what the sentence is about: ``(4% in June)``."""
_OVER = re.compile(r"\b(?:on|over)\s*$", re.IGNORECASE)
_FUTURE = Gated(
    r"\b(?:will|shall|should"
    r"|(?<!than )(?:expected|forecast|projected|due|scheduled|set|planned|aims?|plans?) (?:to|for|in|on|by)"
    r"|(?:is|are) (?:now |still )?(?:seen|likely|tipped|estimated|anticipated|predicted|forecast|projected|pegged|put)"
    r" (?:at|to)"
    r"|expects|predicts|foresees|guid(?:es|ance)"
    r"|next release|upcoming)"
    r"\b[^.;]{0,60}$",
    re.IGNORECASE,
)
_FUTURE_AFTER = re.compile(
    r"\W{0,3}(?:(?!and\b|but\b|while\b|that\b|which\b|as\b|after\b|so\b)[A-Za-z][A-Za-z’'-]{0,20} ){0,7}?"
    r"(?:will\b|should\b|(?:is|are) (?:now |still )?(?:expected|forecast|projected|due|scheduled|set|seen|likely|tipped"
    r"|estimated|anticipated|predicted|pegged)\b)",
    re.IGNORECASE,
)
"""``Third-quarter exports are seen at $15bn``"""
_GOES_ON = re.compile(r"\b(?:year|season),?\s+(?:(?:that|which)\s+)?ends\b", re.IGNORECASE)
"""``the marketing year that ends in June`` is not over"""
_SENTENCE_END = re.compile(r"[.!?][\"”’')\]]{0,3}\s+(?=[\"“‘'(\[]?[A-Z0-9])|\n\s*\n|\n\s*[-•*·]\s")
_COLUMNS = re.compile(r"\S(?: {2,}|\t)|\|")
_WINDOW = 120
_AFTER = 90


@dataclass(frozen=True, slots=True)
class Place:
    """Where a span stands: its sentence, whether it is the base of a comparison or in talk of the future."""

    sentence: int
    base: bool
    forward: bool
    opening: bool


def _is_base(span: PeriodSpan, before: str) -> bool:
    """Whether a period only serves for comparison (``than in May 2023``, ``from 3bn in April``)."""
    if span.kind in {"month", "year"} and _OVER.search(before):
        return True
    joined = span.kind in {"span", "days"} and before.rstrip().lower().endswith("from")
    return not joined and _BASE.search(before) is not None


def places_of(text: str, spans: Sequence[PeriodSpan]) -> list[Place]:
    """Look at what stands around each span, never further back than the span before it."""
    places: list[Place] = []
    sentence, begin, done = 0, 0, 0
    for span in spans:
        for match in _SENTENCE_END.finditer(text, done, span.start + 1):
            sentence, begin = sentence + 1, match.end()
        if begin < done and _new_row(text, done, span.start):
            sentence, begin = sentence + 1, span.start
        before = text[max(done, begin, span.start - _WINDOW) : span.start]
        after = text[span.end : span.end + _AFTER]
        base = _is_base(span, before) or _ASIDE.search(before) is not None
        told = _FUTURE.search(before) or _FUTURE_AFTER.match(after)
        forward = not base and bool(told or _GOES_ON.search(text, span.start, span.end))
        opening = span.start - begin < 40 and bool(_BASE.search(text[begin : span.start]))
        places.append(Place(sentence, base, forward, opening))
        done = span.end
    return places


def _new_row(text: str, done: int, start: int) -> bool:
    """Whether a line in columns ends between two periods: rows of a table are sentences of their own."""
    stop = text.find("\n", done, min(start, done + _WINDOW))
    line = max(text.rfind("\n", max(0, done - _WINDOW), done) + 1, done - _WINDOW)
    return stop >= 0 and _COLUMNS.search(text, line, stop) is not None
