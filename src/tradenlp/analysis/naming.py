"""Named things in a text: commodities, places, organisations and their kin, by lexicon, word grammar and context.

The finder proposes spans from several sources and keeps the longest of those that overlap; spans of the closed
grammars (figures,
periods) are never given up. A trained component may replace it: the outcome is a plain list of mentions.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence

from ..lexicon import NAMED_LABELS, Entry, Match, load
from ..lexicon.words import words
from ..reading.tables import find_tables
from ..recent import Recent
from . import goods, phrases, positions
from .desk_words import shortened
from .groups import left_out
from .harbours import acting_ports
from .heading_flows import heading_flows
from .homonyms import other_sense, senses_of
from .list_mates import list_mates
from .model import Mention
from .proper import canals, proper_names
from .senses import everyday, sense
from .shortforms import short_forms
from .towns import towns
from .ventures import ventures

_LABELS = frozenset(NAMED_LABELS | {"INDICATOR", "TREND", "VERB", "DEMONYM", "HEAD", "MODIFIER"})
_FIGURE = re.compile(r"Figs?\.? ?\d")
"""The number of a chart, no fruit."""
_NO_ENTITY = frozenset({"HEAD", "MODIFIER"})


def find_named(text: str, taken: Sequence[tuple[int, int]]) -> list[Mention]:
    """Find every named thing, indicator and trend of a text.

    Args:
        text: the release.
        taken: sorted spans of figures and periods, which named things never cut into.
    Returns:
        list[Mention]: sorted, non-overlapping, without ids; adjectives of places come with the label ``DEMONYM``.
    """
    spans, found = listed(text)
    written = [text[a:b] for a, b in spans]
    index = load().index(_LABELS)
    pieces = [phrases.Piece(i, j, Match(spans[i][0], spans[j - 1][1], entries, weak)) for i, j, entries, weak in found]
    blocked = phrases.Blocked(taken)
    sentence = phrases.Words(text, spans, written, blocked)
    trade = _TradeSentences(text, pieces)
    grammar = goods.Grammar(sentence, pieces, index)
    named = [
        *grammar.found(),
        *goods.descriptions(sentence, pieces),
        *positions.around_flows(grammar),
        *positions.items(grammar),
    ]
    for piece in pieces:
        named += _mentions(text, piece, sentence, trade)
    named = [*shortened(text), *acting_ports(text), *canals(text), *named, *proper_names(text), *towns(text)]
    kept = _longest([m for m in named if _FIGURE.match(text, m.start) is None], blocked)
    kept = _with_senses(text, kept, pieces)
    further = [*heading_flows(text), *left_out(text, kept), *ventures(text, kept), *list_mates(text, kept)]
    return _longest([*further, *short_forms(text, kept), *kept], blocked)


def _with_senses(text: str, kept: list[Mention], pieces: Sequence[phrases.Piece]) -> list[Mention]:
    """Let names that several places bear mean the one that the other places of the text speak for."""
    senses = senses_of([(p.match.start, p.match.end, p.match.entries) for p in pieces])
    meant = other_sense(kept, senses)
    return [
        named_mention(text, m.start, m.end, meant[m.start, m.end])
        if m.label == "PLACE" and (m.start, m.end) in meant
        else m
        for m in kept
    ]


Listed = tuple[tuple[int, int, tuple[Entry, ...], bool], ...]
"""Listed phrases of a text: half-open numbers of their words, what they mean, and whether they are homonyms."""


@Recent  # whoever asks next is about the same text
def listed(text: str) -> tuple[list[tuple[int, int]], Listed]:
    """Return the words of a text as half-open character offsets, and the listed phrases among them."""
    spans = words(text)
    ends = _line_ends(text)
    if ends:
        spans = sorted({*spans, *ends})
    return spans, tuple(load().index(_LABELS).find([text[a:b] for a, b in spans]))


def _line_ends(text: str) -> list[tuple[int, int]]:
    """The line ends before the lines of tables, which part ``Total`` from the ``Exports`` of the next line."""
    tables = find_tables(text)
    starts = {t.start for t in tables} | {r.start for t in tables for r in t.rows}
    return [(at - 1, at) for at in starts if at and text[at - 1] == "\n"]


class _TradeSentences:
    """Tells whether words of trade stand in the same sentence as a span."""

    def __init__(self, text: str, pieces: Sequence[phrases.Piece]) -> None:
        self._text = text
        self._starts = [
            p.match.start for p in pieces if p.match.entry.label in ("INDICATOR", "VERB") and not p.match.weak
        ]

    def __call__(self, start: int, end: int) -> bool:
        window = self._text[max(0, start - 300) : start]
        left = max(window.rfind(". "), window.rfind("\n"), window.rfind("? "), window.rfind("! "))
        low = start - (len(window) - left) if left >= 0 else start - len(window)
        stop = _SENTENCE_END.search(self._text, end, end + 300)
        high = stop.start() if stop else end + 300
        at = bisect_left(self._starts, low)
        return at < len(self._starts) and self._starts[at] < high


_SENTENCE_END = re.compile(r"[.?!]\s|\n")
_GOODS = (
    r"(?:non-)?(?:energy|oil)|steel|crude oil|crude|vehicle|services?|"
    r"goods(?:,? and |[ &-]+)services|goods|merchandise|"
    r"commodity|commodities"
)
_GOODS_FIRST = re.compile(
    rf"(?:(?:external|foreign|international|total|global|world|overall) )?(?P<goods>{_GOODS})(?=\s)", re.I
)
_GOODS_LAST = re.compile(
    r"(?:\s+(?:of|in)|(?<=ported))\s+(?P<goods>goods(?:,? and |[ &-]+)services|goods|services|merchandise|"
    r"commodities)$",
    re.I,
)
_GOODS_WITHIN = re.compile(
    r"trade[\s-]in[\s-](?P<goods>goods(?:,? and |[ &-]+)services|goods|services)\s(?=deficit|surplus|balance)", re.I
)
_QUOTES = {"”": "“", "’": "‘", '"': '"', "»": "«"}


def _mentions(text: str, piece: phrases.Piece, sentence: phrases.Words, trade: _TradeSentences) -> list[Mention]:
    match = piece.match
    entry = sense(piece, sentence)
    if entry is None or entry.label in _NO_ENTITY:
        return []
    start, end = match.start, match.end
    if text[start:end].casefold() == "shipped in" and _WHEN_OR_HOW.match(text, end):
        out = load().canonical("VERB", "shipped")
        return [named_mention(text, start, end - len(" in"), out)] if out is not None else []
    if entry.label == "PLACE":
        return _place(text, match, entry)
    if entry.label == "INDICATOR":
        return _indicator(text, start, end, entry)
    if entry.label == "COMMODITY":
        start = _without_all(text, start, end, entry)
    if entry.label == "COMMODITY" and everyday(match, entry, sentence, trade(start, end)):
        return []
    return [named_mention(text, start, end, entry)]


_WHEN_OR_HOW = re.compile(
    r" (?:the )?(?:(?:19|20)\d\d\b|(?:january|february|march|april|may|june|july|august|september|october|november|"
    r"december|q[1-4]|first|second|third|fourth|last|past|same|previous|fiscal|financial|current|month|year|quarter|week|"
    r"season|period|bulk|containers?|bags?|drums|total)\b)",
    re.I,
)
"""What stands behind ``shipped in`` where goods went out in May or in bulk, and did not come in."""
_ALL = re.compile(r"(?:all|other|total|major|global) (?=(?:goods|merchandise|commodit|products|services))", re.I)


def _without_all(text: str, start: int, end: int, entry: Entry) -> int:
    """Leave out the quantifier of ``all goods``, ``total merchandise``."""
    plain = _ALL.match(text, start, end) if entry.name in ("goods", "services") else None
    return plain.end() if plain else start


_REST = re.compile(r"\b(?:rest of (?:the )?|(?:non|intra|extra)-)$", re.I)
_GROUP = re.compile(r" (?:countries|markets|partners|states|economies)\b")


def _place(text: str, match: Match, entry: Entry) -> list[Mention]:
    """Build a place's mention with ``western``, ``rest of`` or ``non-`` before it."""
    start, end = match.start, match.end
    if phrases.is_currency_word(text, start, end):
        return []
    rest = _REST.search(text[max(0, start - 12) : start])
    if rest and not entry.name.startswith("rest of"):
        group = _GROUP.match(text, end) if rest[0][-1] == "-" else None
        return [named_mention(text, start - len(rest[0]), group.end() if group else end, entry, partial=True)]
    whole = phrases.with_direction(text, start, entry)
    if whole == start:
        if entry.kind == "economy" and text[end - 7 : end].casefold() == " region":
            end -= 7
        return [named_mention(text, _with_quote(text, start, end), end, entry)]
    return [named_mention(text, whole, end, entry, partial=True)]


def _indicator(text: str, start: int, end: int, entry: Entry) -> list[Mention]:
    """Build an indicator's mention; the goods within it (``goods exports``) are a commodity of their own."""
    tail = _GOODS_LAST.search(text, start, end)
    if tail:
        return [named_mention(text, start, tail.start(), entry), _goods(text, tail)]
    first = _GOODS_FIRST.match(text, start, end) or _GOODS_WITHIN.match(text, start, end)
    if first:
        goods = _goods(text, first)
        if goods.text == "steel" and text[max(0, start - 6) : start].casefold() == "crude ":
            goods = phrases.commodity_span(text, start - 6, goods.end, load().canonical("COMMODITY", "steel"))
        return [goods, named_mention(text, first.end() + (text[first.end() - 1] != " "), end, entry)]
    return [named_mention(text, start, end, entry)]


def _goods(text: str, m: re.Match[str]) -> Mention:
    start, end = m.span("goods")
    name = text[start:end].casefold()
    return Mention(
        "COMMODITY",
        start,
        end,
        text[start:end],
        name=f"{name} products" if "oil" in name or "energy" in name else name,
        kind="goods",
    )


def _with_quote(text: str, start: int, end: int) -> int:
    """Take in the opening quotation mark of a name that holds its closing one (``"Belt and Road" countries``)."""
    for closing, opening in _QUOTES.items():
        if text[start:end].count(closing) == 1 and text[start - 1 : start] == opening:
            return start - 1
    return start


def named_mention(text: str, start: int, end: int, entry: Entry, partial: bool = False) -> Mention:
    """Build the mention of a lexicon entry.

    Args:
        text: the release.
        start, end: half-open character offsets.
        entry: row of the lexicon.
        partial: the span names a part of the entry's place (``western China``), which has no code.
    Returns:
        Mention: verbs told for an indicator get the label ``INDICATOR``.
    """
    label = "INDICATOR" if entry.label == "VERB" else entry.label
    name = text[start:end] if partial else entry.name
    if entry.kind == "bloc" and _OUTSIDE.search(text, max(0, start - 16), start):
        partial, name = True, f"non-{entry.id or entry.name} countries"
    return Mention(
        label,
        start,
        end,
        text[start:end],
        name=name,
        code=None if partial else entry.id,
        hs=entry.hs,
        kind="region" if partial else entry.kind,
        entry=entry,
        direction=entry.direction,
        indicator=entry.indicator,
        pos=entry.pos or ("verb" if entry.label == "VERB" else "noun" if entry.label == "INDICATOR" else None),
    )


_OUTSIDE = re.compile(r"\boutside (?:of )?(?:the )?$", re.IGNORECASE)
"""``imports from outside the EU`` are of all other countries."""


def _longest(found: Iterable[Mention], blocked: phrases.Blocked) -> list[Mention]:
    """Keep the longest of overlapping mentions; a tie goes to the one found first."""
    kept: list[Mention] = []
    starts: list[int] = []
    for m in sorted(found, key=lambda m: m.start - m.end):
        if m.start >= m.end or blocked.hits(m.start, m.end):
            continue
        at = bisect_left(starts, m.start)
        if at and kept[at - 1].end > m.start:
            continue
        if at < len(kept) and kept[at].start < m.end:
            continue
        kept.insert(at, m)
        starts.insert(at, m.start)
    return kept
