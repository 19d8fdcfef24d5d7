"""Finding periods and dates in text: the closed grammar, longest match first.

The text becomes a string of token classes (``period_tokens``), rules (``period_rules``, ``period_relative``) match on
it, and of
the matches at a place the longest whose values make sense is a period. Time is linear in the length of the text.
"""

from __future__ import annotations

import re
from typing import Any

from ..folding import ascii_letters
from . import period_parts, period_relative, period_rules
from .fiscal import commodity_in
from .period_checks import agrees, merged
from .period_grammar import RULES, Match, Reading, Rule
from .period_tokens import CLASSES, SEP, Tokens, tokenize
from .spans import PeriodSpan

__all__ = ["find_periods"]

_LOADED = (period_rules, period_relative, period_parts)  # importing them registers their rules

_BY_LETTER: dict[str, list[Rule]] = {
    letter: [rule for rule in RULES if letter in rule.first] for letter in CLASSES.values()
}
_NUMBERS = frozenset(CLASSES[name] for name in ("YEAR", "NUM", "NUM2", "CODE", "PAIR", "YRANGE"))
_MAY_LEAD_YEAR = frozenset(
    CLASSES[name] for name in "IN OF FOR SINCE BY FROM TO UNTIL BETWEEN AND OVER EARLIER ON".split()
)
_OPEN = {CLASSES["SINCE"]: "since", CLASSES["UNTIL"]: "until", CLASSES["BY"]: "by"}
_SKIPPED = frozenset({CLASSES["THE"]})
_START = re.compile(
    "|".join(re.escape(letter) for letter, rules in _BY_LETTER.items() if rules and letter not in _SKIPPED)
)
_NEVER_OPEN = frozenset({"open", "comparison", "decade"})
_FIGURE_BEFORE = re.compile(r"[0-9%][ \t|]+\Z")
_NEAR = 120
_BACK = 300


def find_periods(text: str) -> list[PeriodSpan]:
    """Find every period and date of a text.

    Args:
        text: any string.
    Returns:
        list[PeriodSpan]: sorted by place, without overlap; articles, prepositions and quotation marks stay outside.
    """
    text = ascii_letters(text)
    tokens = tokenize(text)
    spans: list[PeriodSpan] = []
    after = 0
    for start in _START.finditer(tokens.kinds):
        if start.start() < after:
            continue
        found = _longest(text, tokens, start.start())
        if found is not None:
            span, after = found
            spans.append(span)
    return merged(text, spans)


def _longest(text: str, tokens: Tokens, at: int) -> tuple[PeriodSpan, int] | None:
    """The longest rule match at a token that reads as a period, and the token after it."""
    candidates: list[tuple[int, Rule]] = []
    for rule in _BY_LETTER[tokens.kinds[at]]:
        match = rule.pattern.match(tokens.kinds, at)
        if match is not None:
            candidates.append((match.end(), rule))
    if not candidates:
        return None
    candidates.sort(key=lambda candidate: -candidate[0])
    for end, rule in candidates:
        if not _fits(text, tokens, at, end):
            continue
        reading = rule.read(Match(tokens.kinds[at:end], tokens.values[at:end]))
        if reading is not None and agrees(text, tokens.starts[at], tokens.ends[end - 1], reading):
            return _span(text, tokens, at, end, reading), end
    return None


def _fits(text: str, tokens: Tokens, at: int, end: int) -> bool:
    """Whether a match stands free: no part of a code, a count or a bigger number."""
    first, last = tokens.starts[at], tokens.ends[end - 1]
    kind = tokens.kinds[at]
    if end < len(tokens.starts) and tokens.starts[end] < last:
        return False  # would cut a word of several tokens (3Q24)
    if kind in _NUMBERS and text[first - 1 : first] in _GLUE and text[first - 2 : first - 1].isalnum():
        return False
    if tokens.kinds[end - 1] in _NUMBERS and text[last : last + 1] in _GLUE and text[last + 1 : last + 2].isalnum():
        return False
    if end - at > 1:
        return True
    if kind == CLASSES["HCODE"] and tokens.hydrogen and text[first:last] == "H2":
        return False
    if kind != CLASSES["YEAR"]:
        return True
    if at > 0 and tokens.kinds[at - 1] in _MAY_LEAD_YEAR:
        return True
    # A cell in a row of figures is one of them, unless the row is one of years.
    years = at > 1 and tokens.kinds[at - 2] in _NUMBERS and first - tokens.ends[at - 2] <= 8
    row = at > 0 and tokens.kinds[at - 1] == SEP and not years
    if row and _FIGURE_BEFORE.search(text, max(0, first - 8), first):
        return False
    return 1900 <= int(tokens.values[at]) <= 2060


_GLUE = frozenset("-–/.,:+_&@#")


def _span(text: str, tokens: Tokens, at: int, end: int, reading: Reading) -> PeriodSpan:
    kind, spec = reading
    first, last = tokens.starts[at], tokens.ends[end - 1]
    if text[last - 1] == "." and not text[last : last + 2].lstrip()[:1].islower():
        last -= 1  # the full stop ends the sentence rather than the abbreviation
    if spec[0] == "marketing" or (spec[0] == "year" and end - at == 1 and "/" in text[first:last]):
        commodity = _crop(text, first, last)
        if spec[0] == "marketing":
            spec = ("marketing", spec[1], commodity)
        elif commodity:
            kind, spec = "marketing", ("marketing", spec[1], commodity)
    if spec[:2] == ("ytd", "season"):
        spec = ("ytd", f"M:{_crop(text, first, last)}", spec[2])
    if spec[0] in {"part", "months", "days"} and str(spec[1]).startswith("M"):
        spec = tuple(_with_commodity(value, text, first, last) for value in spec)
    return PeriodSpan(first, last, *_opened(tokens, at, kind, spec))


def _crop(text: str, first: int, last: int) -> str:
    """The crop whose year a span is of: the nearest one in its sentence and before it."""
    near = commodity_in(text, max(0, first - _NEAR), last + _NEAR, first)
    return near or commodity_in(text, max(0, first - _BACK), first, first)


def _with_commodity(value: object, text: str, first: int, last: int) -> object:
    """Complete a marketing year ``MFP2023`` with the commodity beside it."""
    if not isinstance(value, str) or not value.startswith("M"):
        return value
    return f"{value}:{commodity_in(text, max(0, first - _NEAR), last + _NEAR, last)}"


def _opened(tokens: Tokens, at: int, kind: str, spec: tuple[object, ...]) -> Reading:
    """Read ``since``, ``until``, ``through`` and ``by`` before a period, articles skipped."""
    before = at - 1
    while before > 0 and tokens.kinds[before] in _SKIPPED:
        before -= 1
    if before > 1 and tokens.kinds[before] == CLASSES["OF"] and tokens.values[before - 1] in _BEGINNINGS:
        before -= 2  # ``since the start of the 2023/24 season``
        before -= before > 0 and tokens.kinds[before] in _SKIPPED
    if before >= 0 and tokens.kinds[before] == CLASSES["FROM"] and spec[0] in _LONG and _begun(tokens, at, before):
        return "open", ("open", "since", spec)
    word = _OPEN.get(tokens.kinds[before]) if before >= 0 else None
    if _in_season(spec) and (word in {"until", "by"} or (before >= 0 and tokens.kinds[before] == CLASSES["TO"])):
        return "span", ("open", "season", spec)  # ``to end April of the 2023/24 season``
    if word is None and before >= 0 and tokens.values[before] in _THROUGH and spec[0] in _COUNTED_UP:
        if before == 0 or tokens.kinds[before - 1] == SEP:
            return "span", ("open", "until", spec)
    if word is None and before > 0 and tokens.values[before] == "to" and tokens.kinds[before - 1] == CLASSES["UP"]:
        if spec[0] in _COUNTED_UP or spec[0] == "day":
            return "span", ("open", "until", spec)
    if word is None or kind in _NEVER_OPEN:
        return kind, spec
    return (kind if word == "by" else "open"), ("open", word, spec)


def _in_season(spec: tuple[Any, ...]) -> bool:
    """Whether one month of a season, or a part of one, is told."""
    if spec[0] not in {"months", "days"} or not str(spec[1]).startswith("M"):
        return False
    return bool(spec[2] == spec[4 if spec[0] == "months" else 5])


def _begun(tokens: Tokens, at: int, before: int) -> bool:
    """Whether a year's beginning is told between a preposition and the year."""
    return any(value in _BEGINNINGS for value in tokens.values[before + 1 : at + 1])


_BEGINNINGS = frozenset({"start", "beginning"})
_LONG = frozenset({"marketing", "year", "fiscals"})
_THROUGH = frozenset({"through", "thru"})
_COUNTED_UP = frozenset({"months", "part", "days"})
"""Specs of months: ``through June`` tells what a year has come to by then."""
