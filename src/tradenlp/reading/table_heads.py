"""Headings above rows whose cells one blank parts: which words are one heading, and over which columns it reaches.

A line of headings holds one for each column, one more where the first stands above the labels, or fewer that reach over
several columns each. Which columns those are, the numbers tell (rates stand under ``Change``, amounts under ``NOK
million``) and the headings below them, where they come again under each.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, islice
from math import comb

from .table_columns import classify
from .table_dates import MONTH_WORD
from .table_numbers import is_blank, numbers
from .table_units import heading_unit, parse_unit

MOST = 16
"""So many columns at most are given headings that reach over several."""
_WAYS = 500  # to part columns among headings

_MONTH = rf"{MONTH_WORD}\b\.?"
_LONG = r"(?:19|20)\d\d(?: ?[/–-] ?(?:(?:19|20)\d\d|\d\d)(?!\d))?"
_YEAR = rf"(?:{_LONG}|['’]?\d\d(?![\d.,%]))"
_MARK = (
    r"(?: ?\((?:[prfe]|rev\.?|revised|prev\.?|previous|prel(?:\.|iminary)?|prov(?:\.|isional)?)\)"
    r"|[prfe]\)|[pre*]\b|\*+)?"
)
_PART_YEAR = r"(?:Q[1-4]|[1-4]Q|H[12]|[12]H|[369]M)\b"
_PERIOD = re.compile(
    r"(?:19|20)\d\d ?[/–-] ?(?:19|20)?\d\d[ -](?:average|avg\.?|mean)(?![^\W_])"
    rf"|(?:average|avg\.?|mean)(?: of| for)?,? \(?{_LONG}\)?"
    rf"|{MONTH_WORD}\.? ?(?:[-–/]|to) ?{MONTH_WORD}(?:\.?[ ,'’-]{{0,2}}{_YEAR})?(?![^\W_])\.?{_MARK}"
    rf"|{MONTH_WORD}\.?[ ,'’-]{{0,2}}{_YEAR}(?!\w){_MARK}"
    rf"|{_MONTH}"
    rf"|1 ?(?:-|–|to) ?(?:1[0-2]|[2-9])(?![\d.,%/-])"
    rf"|(?:FY|MY|CY) ?{_YEAR}{_MARK}"
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
_ANY_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
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
    r"(?:(?:rate of )?change(?: rates?)?|chg\.?|growth(?: rates?)?|var(?:iations?|\.)?|diff(?:erence|\.)?"
    r"|(?:in|de)crease|incr\.|decr\.|[+±] ?/? ?[-−–]|[Δ∆]|movement)"
)
_FROM = (
    r"(?: (?:vs\.?|over|from|on|to|against|compared (?:to|with)) (?:the )?"
    r"(?:same period|previous|preceding|last|prior|a)"
    r"(?: (?:of )?(?:last|previous|the)?(?: ?(?:years?|months?|quarters?|weeks?|period))?(?: ago| earlier)?)?)?"
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
    rf"{_FROM}"
)
_FLOW = (
    r"(?:(?:total|domestic|gross|net) )?(?:re-?exports?|exports?|imports?)"
    r"(?: (?:to|from|into) (?:the )?(?-i:[A-Z][\w.]*(?: (?!Re-|Exp|Imp|Total|Trade|Bal|Chang|Shar|Val|Vol|Growth)[A-Z][\w.]*)*))?"
    r"|(?:(?:foreign |external )?trade |goods )?balance(?: (?:of|in) (?:(?:foreign |external )?trade|payments|goods)"
    r"(?: in (?:goods|services|goods and services))?)?|(?:total |foreign )?(?:trade|turnover)(?: volume)?"
    r"|(?:trade )?(?:deficit|surplus)|(?:grand |sub-?)?total|actual|forecast|previous|consensus"
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
_BRACKET = re.compile(r"\([^()]{1,40}\)|\[[^\[\]]{1,40}\]")
_PROSE = re.compile(r"[;!?]\s*$|[a-z]{5}\.\s*$|:\s*\S")
TITLE_DASH = re.compile(rf"[^\W\d_] [-–—] (?!{MONTH_WORD}\b(?! \d{{4}}$))", re.IGNORECASE)
"""The dash of ``Beef exports - May 2021``, which is no line of headings; that of ``Jan - May`` is none."""
_JOINS = re.compile(r"(?:of|by|from|and|for|with|in)\b", re.IGNORECASE)
_LABEL = re.compile(
    r"(?:items?|products?|commodit(?:y|ies)|countr(?:y|ies)|regions?|markets?|partners?|destinations?|origins?|groups?"
    r"|descriptions?|particulars|category|flows?|types?|sections?|ports?|states?|provinces?|sectors?|indicators?|periods?|months?|years?"
    r"|dates?|quarters?|buyers?|suppliers?|species|grades?|terminals?|related)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Part:
    """One heading: half-open offsets, and ``period``, ``change``, ``share``, ``flow``, ``measure``, ``unit`` or
    ``word``.
    """

    start: int
    end: int
    kind: str


Heading = tuple[int, int, int]
"""Half-open offsets and the column, 0 for that of the labels."""


def counts(line: str) -> list[int]:
    """Return how many columns a line of headings may stand above; none where it is no such line.

    Args:
        line: a line of a text.
    """
    out: list[int] = []
    for parts in readings(line):
        if sum(p.kind != "word" for p in parts) < 2:
            if len(parts) > 3 and _labels(line, parts) and parts[-1].kind == "flow":
                out.append(len(parts) - 1)  # ``Flow EU Non-EU Total``
            continue
        if len(parts) > 1 and parts[0].kind == "word":
            out.append(len(parts) - 1)
        else:
            out.append(len(parts))
            if _titled(parts):
                out.append(len(parts) - 1)
    return list(dict.fromkeys(out))


def parts(line: str, start: int = 0) -> list[Part]:
    """Divide a line into headings as they stand; what is none is parted by blanks.

    Args:
        line: a line of a text.
        start: its offset there.
    """
    out: list[Part] = []
    for p in _parts(line):
        if out and (out[-1].kind, p.kind) in _UNITS - {("word", "unit")}:
            out[-1] = replace(out[-1], end=p.end + start)
        else:
            out.append(replace(p, start=p.start + start, end=p.end + start))
    return out


def known(words: str) -> bool:
    """Tell whether some words are one heading: a period, a unit, a flow, a measure, a change or a share.

    Args:
        words: one cell.
    """
    parts = list(_parts(words)) if len(words) <= 60 else []
    return len(parts) == 1 and parts[0].kind != "word"


_LABELS = re.compile(
    r"(?:(?:release|reference|ref\.?) (?:dates?|periods?)|trad(?:ing|e) partners?|(?:partner|destination|origin) countr(?:y|ies)"
    r"|countr(?:y|ies) of (?:origin|destination)|(?:commodity|product|cargo) (?:groups?|types?)|types? of (?:cargo|goods))"
    r"(?![^\W_])",
    re.IGNORECASE,
)
"""The heading of labels where it is of several words."""


def names_labels(words: str) -> bool:
    """Tell whether some words are the heading of the labels of rows: ``Country``, ``Flow``."""
    return _LABEL.fullmatch(words) is not None or _LABELS.fullmatch(words) is not None


def grid(text: str, lines: Sequence[tuple[int, int]], columns: Sequence[Sequence[str]]) -> list[list[Heading]]:
    """Return the headings above the rows of a table.

    Args:
        text: the document.
        lines: offsets of the lines above the rows, the nearest first.
        columns: the texts of the cells of each column of numbers.
    Returns:
        list[list[Heading]]: the lines that are headings, top to bottom; one that reaches over several columns is told
        for each of them. Empty where no line has a heading for each column.
    """
    size = len(columns)
    held = _held(text, lines, size)
    full = next((_values(parts, size) for parts in held if len(parts) >= size), None)
    if full is None:
        return []
    while len(held[-1]) < 2:  # nothing but a title above the uppermost headings
        held.pop()
    below = [text[p.start : p.end].casefold() for p in full]
    kinds = [_kind(column, part.kind) for column, part in zip(columns, full, strict=True)]
    moved = [part.kind == "period" and len(_ANY_YEAR.findall(text, part.start, part.end)) == 2 for part in full]
    if any(moved) and not all(moved):  # from one month to another: those are changes
        kinds = ["rate" if told else "level" for told in moved]
    return [list(placed(parts, size, below, kinds)) for parts in reversed(held)]


def reaching(headings: Sequence[str], below: Sequence[str], columns: Sequence[Sequence[str]]) -> list[int]:
    """Return the column at which each of some headings begins that reach over all columns of numbers together.

    Args:
        headings: fewer than there are columns.
        below: the heading right above each column.
        columns: the texts of the cells of each column.
    Returns:
        list[int]: counted from 0; empty where nothing tells.
    """
    told = [Part(0, 0, _told(words)) for words in headings]
    size = len(columns)
    if size > MOST or not {p.kind for p in told} & {"change", "share"}:
        return []
    kinds = [_kind(cells, "") for cells in columns]
    return [0, *_cuts(told, size, [words.casefold() for words in below], kinds)]


def _told(words: str) -> str:
    kind = classify(words)[0]
    if kind in ("change", "share"):
        return kind
    return "unit" if heading_unit(words) is not None else "word"


def _held(text: str, lines: Sequence[tuple[int, int]], size: int) -> list[list[Part]]:
    """The headings of the lines above some columns, the nearest line first, up to one that is none."""
    held: list[list[Part]] = []
    for start, end in lines:
        parts = _fitting(text[start:end], size)
        if parts is None:
            break
        held.append([replace(p, start=p.start + start, end=p.end + start) for p in parts])
    return held


def by_kind(text: str, lines: Sequence[tuple[int, int]], columns: Sequence[Sequence[str]]) -> list[list[Heading]]:
    """Place lines of headings of which some stand above the levels alone, the others above the rates.

    ``Jan-Oct Jan-Oct`` above ``Change`` above ``2021 2022`` above ``(%)``.

    Args:
        text, lines, columns: as in ``grid``.
    Returns:
        list[list[Heading]]: as in ``grid``; empty where the numbers do not tell.
    """
    held = _held(text, lines, len(columns))
    kinds = [_kind(column, "") for column in columns]
    places = {kind: [n for n, k in enumerate(kinds, 1) if k == kind] for kind in ("level", "rate")}
    if not places["rate"] or len(places["level"]) < 2 or sum(map(len, places.values())) < len(columns):
        return []
    out: list[list[Heading]] = []
    for told in held:
        told = told[1:] if _labels(text, told) else told
        kind = "rate" if all(p.kind in ("change", "share") for p in told) else "level"
        if len(told) != len(places[kind]):
            break
        out.insert(0, [(p.start, p.end, n) for p, n in zip(told, places[kind], strict=True)])
    return out


def _values(parts: list[Part], size: int) -> list[Part]:
    return parts[len(parts) - size :]


def _fitting(line: str, size: int) -> list[Part] | None:
    """A line's headings where they are as many as the columns, one more, or known ones that may reach over several."""
    every = list(readings(line))
    for parts in every:
        known = sum(p.kind != "word" for p in parts)
        if _tells_caption(parts) or _is_title(line, parts):
            continue
        if len(parts) == size and known * 2 > size:
            return parts
        if len(parts) == size + 1 and (parts[0].kind == "word" or _titled(parts)) and known * 2 > size:
            return parts
    for parts in every:
        told = parts[1:] if _labels(line, parts) else parts
        if 1 < len(told) < size <= MOST and may_span(told):
            return parts
    return None


def _titled(parts: Sequence[Part]) -> bool:
    """Whether the flow or unit of the whole table stands above the labels: ``Volume (tonnes) March Feb change pct``."""
    rest = {p.kind for p in parts[1:]}
    first = parts[0].kind if len(parts) > 2 else ""
    return first in ("flow", "measure", "unit") and "period" in rest and rest <= {"period", "change", "share"}


def _is_title(line: str, parts: Sequence[Part]) -> bool:
    """Whether words that join others stand between headings none of which is a period, ``Real exports of goods``, or
    a flow and a period alone are known, ``Beef exports - May 2021``.
    """
    if TITLE_DASH.search(line):
        return True
    if sorted(p.kind for p in parts if p.kind != "word") == ["flow", "period"] and parts[-1].kind == "period":
        return any(p.kind == "word" and not names_labels(_words(line, p)) for p in parts)
    words = [_words(line, p) for p in parts if p.kind in ("word", "unit")]
    return not any(p.kind == "period" for p in parts) and any(_JOINS.match(w) for w in words)


def _tells_caption(parts: Sequence[Part]) -> bool:
    """Whether a flow and its unit stand alone: ``Exports, thousand tonnes``."""
    return [p.kind for p in parts if p.kind != "word"] == ["flow", "unit"]


def may_span(told: Sequence[Part]) -> bool:
    """Tell whether headings may reach over several columns each: all known, and no unit beside flows alone.

    ``NOK million`` and ``Change in %`` may, ``Exports`` and ``thousand tonnes`` are a caption.

    Args:
        told: the headings of one line.
    """
    kinds = {p.kind for p in told}
    if {"flow", "period"} <= kinds:
        return False  # ``Merchandise trade, October 2016 (MOP million)``
    return "word" not in kinds and ("unit" not in kinds or kinds == {"unit"} or bool(kinds & {"change", "share"}))


def _labels(line: str, parts: Sequence[Part]) -> bool:
    return parts[0].kind == "word" and names_labels(_words(line, parts[0]))


def _words(line: str, part: Part) -> str:
    return line[part.start : part.end]


def readings(line: str) -> Iterator[list[Part]]:
    """Yield the ways to divide a line into headings, from as they stand to more and more of them joined.

    Args:
        line: a line of a text; one that is prose has none.
    """
    if len(line) > 240 or _PROSE.search(line):
        return
    parts = list(_parts(line))
    if not parts or not any(p.kind != "word" for p in parts):
        return
    yield parts
    for joins in (_UNITS, _NAMED, _WORDS):
        fewer: list[Part] = []
        for part in parts:
            if fewer and (fewer[-1].kind, part.kind) in joins and not names_labels(_words(line, fewer[-1])):
                kind = fewer[-1].kind if part.kind in ("unit", "word") else part.kind
                fewer[-1] = Part(fewer[-1].start, part.end, kind)
            else:
                fewer.append(part)
        if len(fewer) < len(parts):
            parts = fewer
            yield parts


_UNITS = frozenset({("measure", "unit"), ("flow", "unit"), ("period", "unit"), ("word", "unit")})
_NAMED = frozenset({("flow", "measure"), ("word", "flow"), ("word", "measure")})
_WORDS = frozenset({("word", "word")})


def _parts(line: str) -> Iterator[Part]:
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
        if any(_A_MEASURE.fullmatch(m[0]) for m in words[1:size]):
            continue  # ``$ Qty Value``
        unit = parse_unit(line[at : words[size - 1].end()])
        if unit is not None and (unit.label or size > 1):
            return Part(at, words[size - 1].end(), "unit")
    return Part(at, words[0].end(), "word")


def look(cells: Sequence[str]) -> str:
    """Tell what a column's numbers look like: ``rate``, ``level`` or nothing.

    Args:
        cells: their texts.
    """
    return _kind(cells, "")


def _kind(cells: Sequence[str], heading: str) -> str:
    """The same under a heading of a kind."""
    if heading in ("change", "share"):
        return "rate"
    told = [n[0] for cell in cells if not is_blank(cell) and (n := numbers(cell, False))]
    if not told:
        return ""
    sizes = sorted(abs(n.value) for n in told)
    if sizes[len(sizes) // 2] >= 500:
        return "level"
    rates = sum((n.unit is not None and n.unit.label == "PERCENT") or n.signed or n.step < 1 for n in told)
    return "rate" if rates * 2 > len(told) else "level" if len(told) > 2 and not rates else ""


def placed(parts: Sequence[Part], size: int, below: Sequence[str], kinds: Sequence[str]) -> Iterator[Heading]:
    """Yield a line's headings with their columns, those that reach over several once for each.

    Args:
        parts: the headings.
        size: the count of columns.
        below: the heading right above each column.
        kinds: ``rate``, ``level`` or nothing for each column.
    """
    if len(parts) >= size:
        first = 1 - (len(parts) - size)
        yield from ((p.start, p.end, n) for n, p in enumerate(parts, first))
        return
    told = parts
    if parts[0].kind == "word":
        told = parts[1:]
        yield parts[0].start, parts[0].end, 0
    cuts = _cuts(told, size, below, kinds)
    for part, a, b in zip(told, [0, *cuts], [*cuts, size], strict=True):
        yield from ((part.start, part.end, column + 1) for column in range(a, b))


def _cuts(told: Sequence[Part], size: int, below: Sequence[str], kinds: Sequence[str]) -> tuple[int, ...]:
    """The columns at which all headings but the first begin where they fit best."""
    ways = comb(size - 1, len(told) - 1)
    tried = (
        combinations(range(1, size), len(told) - 1) if ways <= _WAYS or size % len(told) else [_even(size, len(told))]
    )
    return max(islice(tried, _WAYS), key=lambda cut: _fit(told, [0, *cut, size], below, kinds))


def _even(size: int, count: int) -> tuple[int, ...]:
    return tuple(range(size // count, size, size // count))


def _fit(parts: Sequence[Part], edges: Sequence[int], below: Sequence[str], kinds: Sequence[str]) -> float:
    """How well headings fit the columns that they would reach over."""
    out = 0.0
    even = len(kinds) / len(parts)
    before: Sequence[str] = ()
    for part, a, b in zip(parts, edges, edges[1:], strict=False):
        group = below[a:b]
        rates = sum(kind == "rate" for kind in kinds[a:b])
        levels = sum(kind == "level" for kind in kinds[a:b])
        if part.kind in ("change", "share"):
            out += 2 * rates - 4 * levels
        elif part.kind == "unit":
            out -= 4 * rates
        out += 3 * (group == before) - 2 * (len(group) - len(set(group))) - 0.1 * abs(b - a - even)
        before = group
    return out
