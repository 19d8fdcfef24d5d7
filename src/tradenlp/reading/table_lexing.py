"""The headings of one line: periods, changes, shares, flows, measures and units, and words that are none of them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from .table_dates import MONTH_WORD
from .table_units import parse_unit

_MONTH = rf"{MONTH_WORD}\b\.?"
_LONG = r"(?:19|20)\d\d(?: ?[/–-] ?(?:(?:19|20)\d\d|\d\d)(?!\d))?"
_YEAR = rf"(?:{_LONG}|['’]?\d\d(?![\d.,%]))"
_MARK = (
    r"(?: ?\((?:[prfe]|rev\.?|revised|prev\.?|previous|prel(?:\.|iminary)?|prov(?:\.|isional)?)\)"
    r"|[prfe]\)|[prfe*]\b|\*+)?"
)
_PART_YEAR = r"(?:Q[1-4]|[1-4]Q|H[12]|[12]H|[369]M)\b"
_PERIOD = re.compile(
    r"(?:19|20)\d\d ?[/–-] ?(?:19|20)?\d\d[ -](?:average|avg\.?|mean)(?![^\W_])"
    rf"|(?:average|avg\.?|mean)(?: of| for)?,? \(?{_LONG}\)?"
    rf"|{MONTH_WORD}\.? ?(?:[-–/]|to) ?{MONTH_WORD}(?:\.?[ ,'’-]{{0,2}}{_YEAR})?(?![^\W_])\.?{_MARK}"
    rf"|{MONTH_WORD}\.?[ ,'’-]{{0,2}}{_YEAR}(?!\w){_MARK}"
    rf"|{_MONTH}"
    rf"|1 ?(?:-|–|to) ?(?:1[0-2]|[2-9])(?![\d.,%/-])"
    rf"|(?:[FMC]Y|[FMC]\.Y\.?) ?{_YEAR}{_MARK}"
    rf"|{_PART_YEAR}(?:[ '’/-]{{0,2}}{_YEAR})?{_MARK}"
    rf"|{_LONG}(?:[ -]?{_PART_YEAR})?{_MARK}"
    r"|(?:this|last|previous|prev\.|same|current|prior) (?:week|month|year|quarter|season|period)(?: last year)?"
    rf"|(?:year|week|month)[ -](?:ago|earlier|to[ -]date(?:[ ,]{_YEAR})?)"
    rf"|YTD(?:[ ,'’-]{{0,2}}{_YEAR}|\b)|(?:cumulative,? )?jan\.? to date|cumulative\b"
    rf"|(?:(?:five|three|ten|\d{{1,2}})[ -]?(?:years?|yrs?|months?|weeks?|seasons?)|long[ -]term)"
    rf" (?:moving )?(?:average|avg\.?|mean)",
    re.IGNORECASE,
)
_SPAN = re.compile(r" ?(?:[-–]|to) ")
_DASH = re.compile(r"(?:[-–]|to) ")
_SO_FAR = re.compile(r" ?[-–,] ?(?:so far this year|year[- ]to[- ]date|cumulated|cumulative)\b", re.IGNORECASE)
_YEAR_SO_FAR = re.compile(
    r" \(?(?:YTD|year[- ]to[- ]date)\b\)?(?:(?! ?[’'\d])|(?=.*(?:YTD|to[ -]date)\)?\s*$))", re.IGNORECASE
)
"""What ends the heading of a period: ``2021 YTD 2020 YTD``, not ``May 2021 YTD 2021``."""
_BASIS = (
    r"(?:y-?o-?y|m-?o-?m|q-?o-?q|[ymq]/[ymq]|annual|yearly|monthly|quarterly"
    r"|(?:year|month|quarter|period)[- ](?:on|to|over)[- ](?:year|month|quarter|period))\.?"
)
_PCT = r"(?:\(?(?:in )?(?:%(?:-?age)?|per ?cent(?:age)?|pct\.?)\)?)"
_MOVE = (
    r"(?:(?:rate of )?change(?: rates?)?|chg\.?|growth(?: rates?)?|var(?:iations?|iances?|\.)?|diff(?:erence|\.)?"
    r"|(?:in|de)crease|incr\.|decr\.|[+±] ?/? ?[-−–]|[Δ∆]|movement)"
)
_FROM = (
    r"(?: (?:vs\.?|versus|over|from|on|to|against|vis-[àa]-vis|compared (?:to|with)) (?:the )?"
    rf"(?:{MONTH_WORD}\.? (?:19|20)\d\d|{_LONG}|(?:same period|previous|preceding|last|prior|a)"
    r"(?: (?:of )?(?:last|previous|the)?(?: ?(?:years?|months?|quarters?|weeks?|period))?(?: ago| earlier)?)?))?"
)
_WHOLE = r"(?:the )?(?:grand )?(?:total|exports?|imports?|trade|all)"
_COVERED = (
    r"(?:import |export |trade )?cover(?:age)?(?: of imports? by exports?| (?:ratio|rate|degree))?(?:,? \(?%\)?)?"
)
_SHARE = (
    rf"(?:{_COVERED}|(?:{_PCT} )?(?:shares?|weight|proportion)(?: (?:in|of) {_WHOLE})?(?: {_PCT})?"
    rf"|(?:as )?{_PCT} (?:of|in|to) {_WHOLE})"
)
_RATE = (
    rf"(?:(?:{_BASIS} )?(?:{_PCT} ?)?{_MOVE}(?:,? {_PCT})?(?: {_BASIS})?(?: {_PCT})?"
    rf"|{_BASIS}(?: {_PCT})?|{_PCT} {_BASIS}|{_PCT})"
    rf"{_FROM}(?: \(?(?:19|20)?\d\d ?/ ?(?:19|20)?\d\d(?![\d.,])\)?)?"
)
_FLOW = (
    r"(?:(?:total|domestic|gross|net) )?(?:re-?exports?|exports?|imports?)"
    r"(?: (?:to|from|into) (?:the )?"
    r"(?-i:[A-Z][\w.]*(?: (?!Re-|Exp|Imp|Total|Trade|Bal|Chang|Shar|Val|Vol|Growth)[A-Z][\w.]*)*))?"
    r"|(?:(?:foreign |external )?trade |goods )?balance(?: (?:of|in) (?:(?:foreign |external )?trade|payments|goods)"
    r"(?: in (?:goods|services|goods and services))?)?|(?:total |foreign )?(?:trade|turnover)(?: volume)?"
    r"|(?:trade )?(?:deficit|surplus)|(?:grand |sub-?)?total|transit(?: trade)?|actual|forecast|previous|consensus"
)
_MEASURE = (
    r"amounts?|(?:unit|average|avg\.?) (?:values?|prices?)|values?|quantit(?:y|ies)|qty\.?|volumes?|net weight|weight"
    r"|prices?"
)
_LEXED = tuple(
    (kind, re.compile(rf"(?:{pattern})(?=[\s,;:|)(]|$)", re.IGNORECASE))
    for kind, pattern in (("share", _SHARE), ("change", _RATE), ("measure", _MEASURE), ("flow", _FLOW))
)
_A_MEASURE = re.compile(_MEASURE, re.IGNORECASE)
_WORD = re.compile(r"\S+")
_GLUED = re.compile(r"(?<=[a-z%)\d])(?=[A-Z][a-z])|(?<=[a-z])(?=(?:19|20)\d\d(?!\d))")
_LONGEST = 240
_MARKS = re.compile(r"\s*(?:\((?:[PREF]|[RBQA]E|rev\.?|prov\.?|prel\.?)\)\s*){2,16}", re.IGNORECASE)
"""A line of marks of revised, provisional or estimated figures: ``(R) (P)``."""
_BRACKET = re.compile(r"\([^()]{1,40}\)|\[[^\[\]]{1,40}\]")
_LABEL_WORD = (
    r"(?:items?|products?|commodit(?:y|ies)|countr(?:y|ies)|regions?|markets?|partners?|destinations?|origins?|groups?"
    r"|descriptions?|particulars|category|flows?|types?|sections?|ports?|states?|provinces?|sectors?|indicators?|periods?|months?|years?"
    r"|dates?|quarters?|buyers?|suppliers?|species|grades?|terminals?|related"
    r"|(?:ex|im)porters?|from ?/ ?to|to ?/ ?from)"
)
_LABEL = re.compile(_LABEL_WORD, re.IGNORECASE)
_LABELS = re.compile(
    rf"(?:(?:(?:rank|(?:(?:hs|sitc|cn) ?)?code|{_LABEL_WORD})(?: ?[/&] ?| and | )){{1,2}}{_LABEL_WORD}"
    r"|(?:release|reference|ref\.?) (?:dates?|periods?)|trad(?:ing|e) partners?"
    r"|(?:partner|destination|origin) countr(?:y|ies)|countr(?:y|ies) of (?:origin|destination)"
    rf"|(?:(?:s\.? ?|sl\.? ?|sr\.? ?)?no\.?|s\.? ?n\.?|#) {_LABEL_WORD}"
    r"|(?:commodity|product|cargo) (?:groups?|types?)"
    r"|(?:types?|kinds?|modes?|means) of (?:cargo|goods|products?|transport|trade|ownership)"
    r"|transport modes?|customs (?:regimes?|procedures?|offices?)|(?:economic )?activit(?:y|ies)|enterprises? types?)"
    r"(?![^\W_])",
    re.IGNORECASE,
)
"""The heading of labels where it is of several words."""


@dataclass(frozen=True, slots=True)
class Part:
    """One heading: half-open offsets, and ``period``, ``change``, ``share``, ``flow``, ``measure``, ``unit`` or
    ``word``.
    """

    start: int
    end: int
    kind: str


def names_labels(words: str) -> bool:
    """Tell whether some words are the heading of the labels of rows: ``Country``, ``Flow``."""
    return _LABEL.fullmatch(words) is not None or _LABELS.fullmatch(words) is not None


def tells_marks(line: str) -> bool:
    """Tell whether a line holds nothing but marks of columns: ``(R) (P)``, of which not all are the same.

    Args:
        line: a line of a text.
    """
    return _MARKS.fullmatch(line) is not None and len({m[0] for m in _BRACKET.finditer(line)}) > 1


def lexed(line: str) -> Iterator[Part]:
    """Divide a line into headings as they stand; those that run together, ``MonthExportsImports``, apart.

    Args:
        line: a line of a text.
    """
    if tells_marks(line):
        yield from (Part(*m.span(), "period") for m in _BRACKET.finditer(line))
        return
    cuts = [m.end() for m in _GLUED.finditer(line)] if len(line) < _LONGEST else []
    if cuts:
        edges = [0, *cuts, len(line)]
        apart = " ".join(line[a:b] for a, b in zip(edges, edges[1:], strict=False))
        shifted = [cut + n for n, cut in enumerate(cuts)]  # where the blanks stand
        parts = [(p, bisect_left(shifted, p.start), bisect_left(shifted, p.end)) for p in _lexed(apart)]
        if all(_is_told(apart, p) or not _touches(p, shifted) for p, _, _ in parts):
            yield from (replace(p, start=p.start - a, end=p.end - b) for p, a, b in parts)
            return
    yield from _lexed(line)


def _touches(part: Part, blanks: Sequence[int]) -> bool:
    return part.end in blanks or part.start - 1 in blanks


def _is_told(line: str, part: Part) -> bool:
    return part.kind != "word" or names_labels(line[part.start : part.end])


def _lexed(line: str) -> Iterator[Part]:
    at = 0
    last: Part | None = None
    while at < len(line):
        if line[at].isspace() or line[at] in ",|":
            at += 1
            continue
        dash = _DASH.match(line, at) if last is not None and last.kind == "period" else None
        goes_on = dash is not None and line[dash.end() :].strip()
        part = _part(line, dash.end() if dash is not None and goes_on else at)
        more = _SO_FAR.match(line, part.end) if part.kind != "word" else None
        more = _YEAR_SO_FAR.match(line, part.end) if more is None and part.kind == "period" else more
        part = replace(part, end=more.end()) if more is not None else part
        if last is not None and _goes_on(line, last, part):
            last = replace(last, end=part.end)
        else:
            if last is not None:
                yield last
            last = part
        at = part.end
    if last is not None:
        yield last


def _goes_on(line: str, last: Part, part: Part) -> bool:
    """Whether a part ends what the last one began: a unit in brackets, the end of a span of periods."""
    if part.start == last.end or (line[part.start] in "([" and line[last.start] not in "(["):
        if last.kind == "word" and part.kind != "word" and _LABEL.fullmatch(line, last.start, last.end):
            return False  # ``Country ($m) (%)``: the unit is that of the first column
        return part.kind in ("unit", "change", "word") and last.kind in (
            "flow",
            "measure",
            "word",
            "period",
            "change",
            "share",
        )
    between = line[last.end : part.start]
    return last.kind == part.kind == "period" and _SPAN.fullmatch(between) is not None


def _part(line: str, at: int) -> Part:
    period = _PERIOD.match(line, at)
    if period is not None and (period.end() == len(line) or not line[period.end()].isalnum()):
        return Part(at, period.end(), "period")
    bracket = _BRACKET.match(line, at)
    if bracket is not None:
        inside = bracket[0][1:-1]
        rates = any(pattern.fullmatch(inside) for kind, pattern in _LEXED if kind in ("share", "change"))
        kind = "change" if rates else "unit" if parse_unit(inside) is not None else "word"
        return Part(at, bracket.end(), kind)
    if (label := _LABELS.match(line, at)) is not None:
        return Part(at, label.end(), "word")
    for kind, pattern in _LEXED:
        found = pattern.match(line, at)
        if found is not None and found.end() > at:
            return Part(at, found.end(), kind)
    words = [m for m, _ in zip(_WORD.finditer(line, at), range(6), strict=False)]
    for size in range(len(words), 0, -1):
        if len({m[0] for m in words[:size]}) < size:
            continue  # the units of two columns
        if any(_A_MEASURE.fullmatch(m[0].rstrip(",:")) for m in words[1:size]):
            continue  # ``$ Qty Value``
        unit = parse_unit(line[at : words[size - 1].end()])
        if unit is not None and (unit.label or size > 1):
            return Part(at, words[size - 1].end(), "unit")
    return Part(at, words[0].end(), "word")
