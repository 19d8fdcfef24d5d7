"""Named things in a text: commodities, places, organisations and their kin, by lexicon, word grammar and context.

The finder proposes spans from four sources and keeps the longest of those that overlap; spans of the closed grammars (figures, periods)
are never given up. A trained component may replace it: the outcome is a plain list of mentions.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence

from ..lexicon import NAMED_LABELS, Entry, Match, load
from ..lexicon.words import words
from . import phrases
from .model import Mention
from .proper import proper_names

_LABELS = frozenset(NAMED_LABELS | {"INDICATOR", "TREND", "VERB", "DEMONYM", "HEAD", "MODIFIER"})
_NO_ENTITY = frozenset({"HEAD", "MODIFIER"})


def find_named(text: str, taken: Sequence[tuple[int, int]]) -> list[Mention]:
    """Find every named thing, indicator and trend of a text.

    Args:
        text: the release.
        taken: sorted spans of figures and periods, which named things never cut into.
    Returns:
        list[Mention]: sorted, non-overlapping, without ids; adjectives of places come with the label ``DEMONYM``.
    """
    spans = words(text)
    written = [text[a:b] for a, b in spans]
    found = load().index(_LABELS).find(written)
    pieces = [phrases.Piece(i, j, Match(spans[i][0], spans[j - 1][1], entries, weak)) for i, j, entries, weak in found]
    blocked = phrases.Blocked(taken)
    sentence = phrases.Words(text, spans, written, blocked)
    named: list[Mention] = []
    named += phrases.commodities(sentence, pieces)
    for piece in pieces:
        named += _mentions(text, piece, sentence)
    named += proper_names(text)
    return _longest(named, blocked)


_GOODS_FIRST = re.compile(r"(?:goods(?:,? and |[ &-]+)services|goods|services|merchandise|commodity|commodities)(?=\s)", re.I)
_GOODS_LAST = re.compile(r"\s+(?:of|in)\s+(?P<goods>goods(?:,? and |[ &-]+)services|goods|services|merchandise|commodities)$", re.I)
_QUOTES = {"”": "“", "’": "‘", '"': '"', "»": "«"}


def _mentions(text: str, piece: phrases.Piece, sentence: phrases.Words) -> list[Mention]:
    match = piece.match
    entry = phrases.sense(piece, sentence)
    if entry is None or entry.label in _NO_ENTITY:
        return []
    start, end = match.start, match.end
    if entry.label == "PLACE":
        if phrases.is_currency_word(text, start, end):
            return []
        start = phrases.with_direction(text, start, entry)
        if start == match.start:
            start = _with_quote(text, start, end)
            return [named_mention(text, start, end, entry)]
    if entry.label == "INDICATOR" and (tail := _GOODS_LAST.search(text, start, end)):
        # so is ``exports of services``
        last = Mention("COMMODITY", tail.start("goods"), end, tail["goods"], name=tail["goods"].casefold(), kind="goods")
        return [named_mention(text, start, tail.start(), entry), last]
    if entry.label == "INDICATOR" and (goods := _GOODS_FIRST.match(text, start, end)):
        # ``goods exports`` is a commodity and an indicator
        first = Mention("COMMODITY", start, goods.end(), goods[0], name=goods[0].casefold(), kind="goods")
        rest = goods.end() + 1
        return [first, named_mention(text, rest, end, entry)]
    return [named_mention(text, start, end, entry, partial=start != match.start)]


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
    return Mention(
        label,
        start,
        end,
        text[start:end],
        name=text[start:end] if partial else entry.name,
        code=None if partial else entry.id,
        hs=entry.hs,
        kind="region" if partial else entry.kind,
        entry=entry,
        direction=entry.direction,
        indicator=entry.indicator,
        pos=entry.pos or ("verb" if entry.label == "VERB" else "noun" if entry.label == "INDICATOR" else None),
    )


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
