"""Commodity phrases and the senses of words: what may stand in a commodity's name, and when a homonym is meant.

A commodity phrase is modifiers and nouns before a listed commodity or head noun (``hot-rolled steel coils``), or the unknown nouns of a
place in the sentence where only a commodity can stand (``exports of ...``, ``... exports``).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from ..lexicon import Entry, Match
from .model import Mention

DIRECTIONS = frozenset(
    "north south east west northern southern eastern western central northeast northwest southeast southwest northeastern northwestern "
    "southeastern southwestern north-east north-west south-east south-west north-eastern north-western south-eastern south-western "
    "greater mainland upper lower continental inland coastal".split()
)
_DIRECTION = re.compile(
    r"(?:(?:north|south)?(?:-?(?:east|west))?(?:ern)?|central|greater|mainland|inland|continental)\s$", re.I
)
_PLAIN = frozenset(
    "a an the this that these those its their his her our your my all both each every some any no other others another such same various "
    "several many few much more most less least own total overall combined aggregate annual monthly quarterly weekly daily yearly global "
    "foreign domestic international overseas external outbound inbound national regional local bilateral gross net new strong weak "
    "higher lower large larger largest small smaller big bigger biggest main major key top leading good better best robust steady stable "
    "rapid sharp slight modest record overall average actual direct indirect first second third last next previous current recent early "
    "late late-stage china's world's country's city's and or but nor so yet while whereas as at by for from in into of off on onto out "
    "over per than through to toward towards under until up upon via with within without between among against during despite amid after "
    "before since because if when where which who whose whom what how why that it they he she we i you him them us is are was were be "
    "been being am has have had having do does did will would shall should can could may might must not never also too very just only "
    "even still already again then now today here there meanwhile however moreover additionally including includes included excluding "
    "such worth value valued volume amount amounted amounting reached reaching reach totalled totaled totalling totaling stood standing "
    "accounted accounting recorded recording registered posted posting saw seen see said says say reported reporting report showed shows "
    "showing according compared comparing driven led boosted supported helped due owing thanks year month quarter week day years months "
    "quarters weeks days period half percent per cent share shares growth rate rates figure figures data value values volumes amounts "
    "level levels number numbers result results performance trend trends business businesses companies company firms enterprises markets "
    "market country countries city cities province state region economy economies government customs official officials imports exports "
    "import export trade shipments sales about around nearly almost roughly approximately at-least most-favoured increasing decreasing "
    "rising falling growing declining increased decreased rose fell grew declined expanded contracted made making make manufactured "
    "produced processed transported shipped exported imported sold bought delivered followed following continued continue continuing "
    "remained remain remaining became become took take taken taking gained lost added up down respectively alone total non-oil oil-free "
    "seasonally adjusted year-on-year real nominal provisional preliminary revised billion million thousand trillion crore lakh yuan "
    "dollars euros pounds units tonnes tons barrels whilst itself themselves yielded temporary part partly well either neither amongst ones times place order orders trading lifted pushed pulled drove kept left put held led saw helped".split()
)
_HYPHEN = re.compile(r"[-\u2010-\u2013]$")
_GLUE = re.compile(r"[\s\-\u2010\u2011]+$|^$")
_SUPPORT_BEFORE = re.compile(
    r"(?:\b(?:of|for|in|and|or|including|excluding|like|as|namely|refined|raw|crude|from)|[,(/:•*\-–—]|\d%|tonnes|tons|ounces)\s*$", re.I
)
_FLOW_NEAR = re.compile(r"\b(?:ex|im)port(?:s|ed|ing)?\b|\bshipments?\b|\bshipped\b|\bsales\b|\bprices?\b|\bfutures\b|\bproduction\b", re.I)


_MONEY_WORD = re.compile(r"[ -]?(?:\$|dollars?\b|cents?\b|currency\b|rupees\b|(?:m|mn|million|bn|billion|mln)\b)", re.I)
_VERB_AFTER = re.compile(r"\s*(?:$|[.,;:!?)]|(?:in|to|on|up|down|off|out|at|by|for|from|into|with|over|the|a|an|its|their|his|her|our|that|this|it|them|as|of|than|onto|through)\b)")
_LEVEL_VERB = re.compile(r"(?:reach|exceed|surpass|top|outpac|hit|high\b|low\b|record|all-time|even\b|level|positive|negative|double-digit|elevated)", re.I)
_FIGURE_AFTER = re.compile(r"\s*(?:by |of |about |nearly |some |around |a |another |a further )*\W{0,3}(?:[A-Z]{1,3}\W{0,2})?\d")
_FIGURE_BEFORE = re.compile(r"(?:[\d%)]|\b(?:percent|per cent|pct|points|million|billion|trillion|bn|mn|tonnes|tons|crore|units|barrels|bushels|TEU))\s*(?:in \w+ )?$")


@dataclass(frozen=True, slots=True)
class Piece:
    """A listed phrase found at words ``first`` to ``last`` (half-open)."""

    first: int
    last: int
    match: Match


class Blocked:
    """Spans that nothing may cut into."""

    def __init__(self, taken: Sequence[tuple[int, int]]) -> None:
        self._starts = [a for a, _ in taken]
        self._ends = [b for _, b in taken]

    def hits(self, start: int, end: int) -> bool:
        """Tell whether a span overlaps one of them."""
        at = bisect_left(self._ends, start + 1)
        return at < len(self._starts) and self._starts[at] < end


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text with their offsets, and what is taken of it."""

    text: str
    spans: Sequence[tuple[int, int]]
    written: Sequence[str]
    blocked: Blocked

    def joined(self, i: int) -> bool:
        """Tell whether word ``i`` follows the word before it with only blanks or a hyphen between."""
        if i <= 0 or i >= len(self.spans):
            return False
        between = self.text[self.spans[i - 1][1] : self.spans[i][0]]
        return bool(_GLUE.match(between)) and "\n" not in between

    def unknown_noun(self, i: int) -> bool:
        """Tell whether word ``i`` may be part of a commodity's name that no table lists."""
        word = self.written[i]
        if not word[0].isalpha() or len(word) < 3 or word.casefold() in _PLAIN or word.casefold().endswith("ly"):
            return False
        return not self.blocked.hits(*self.spans[i])


def is_currency_word(text: str, start: int, end: int) -> bool:
    """Tell whether a country's name only tells whose money is meant (``in US dollars``, ``US$ million``)."""
    return bool(_MONEY_WORD.match(text, end)) and end - start <= 14


def with_direction(text: str, start: int, place: Entry) -> int:
    """Return where a place's span starts once ``western`` or ``northern`` before it is taken in."""
    before = text[max(0, start - 16) : start]
    word = re.search(r"([A-Za-z-]+) $", before)
    if word and word[1].casefold() in DIRECTIONS and place.kind in ("economy", "subdivision", "region", "city"):
        return start - len(word[0])
    return start


def sense(piece: Piece, sentence: Words) -> Entry | None:
    """Choose what a listed phrase means where it stands; None where it is no term here.

    A homonym is taken for a commodity or place only with support: a preposition or list before it, or a flow word near it.
    """
    match = piece.match
    best = next((e for e in match.entries if e.label not in _WORDS_ONLY), match.entry)
    if best.label == "INDICATOR" and "share" in best.name:
        return None  # the word is read where percentages are
    if best.label == "COMMODITY" and sentence.text[match.start : match.end].casefold() in _TOO_PLAIN:
        return None
    if best.label == "PLACE" and match.end - match.start == 2 and sentence.text[match.start : match.end] not in _TWO_LETTERS:
        return None  # ISO codes are no names in prose: SA is ``seasonally adjusted``, IN and NO are words
    if not match.weak:
        return None if _verb_like(match, sentence.text) else best
    before = sentence.text[max(0, match.start - 24) : match.start]
    after = sentence.text[match.end : match.end + 24]
    near = sentence.text[max(0, match.start - 60) : match.end + 60]
    for entry in match.entries:
        if entry.label in ("COMMODITY", "PLACE", "SEGMENT"):
            if (_SUPPORT_BEFORE.search(before) and _FLOW_NEAR.search(near)) or re.match(r"\s(?:ex|im)ports?\b|\sshipments?\b", after):
                return entry
        elif entry.label == "INDICATOR" and "share" in entry.name:
            return None
        elif entry.label == "TREND":
            if not _LEVEL_VERB.match(entry.name) and (_FIGURE_AFTER.match(after) or _FIGURE_BEFORE.search(before)):
                return entry
        elif entry.label == "VERB":
            if _FIGURE_AFTER.match(after) or re.search(r"\b(?:were|was|been|being|are|is)\s+$", before):
                return entry
        elif entry.label != "ORG":
            return entry
    return None


def _verb_like(match: Match, text: str) -> bool:
    """A countable commodity in the singular is no commodity where a verb can stand (``to lock in prices``, ``hold``)."""
    entry = match.entry
    if entry.label != "COMMODITY" or not entry.name.endswith("s") or " " in entry.name:
        return False
    word = text[match.start : match.end]
    return word.islower() and not word.endswith("s") and bool(_VERB_AFTER.match(text, match.end)) and not re.search(r"\b(?:of|a|an|the)\s+$", text[max(0, match.start - 5) : match.start])


def label_of(piece: Piece) -> str:
    """Return the label of a listed phrase: a commodity's before that of a mere head noun or modifier."""
    labels = [e.label for e in piece.match.entries]
    return "COMMODITY" if "COMMODITY" in labels else labels[0]


def commodities(sentence: Words, pieces: Sequence[Piece]) -> list[Mention]:
    """Propose commodity phrases longer than, or absent from, the lexicon.

    Args:
        sentence: the words of the text.
        pieces: listed phrases in order.
    Returns:
        list[Mention]: label ``COMMODITY``; may overlap one another and other proposals.
    """
    by_last = {p.last: p for p in pieces}
    by_first = {p.first: p for p in pieces}
    out: list[Mention] = []
    for p in pieces:
        label = label_of(p)
        if label in ("COMMODITY", "HEAD"):
            if label == "COMMODITY" and sense(p, sentence) is None:
                continue
            first = _extend_left(sentence, p, by_last)
            last = _extend_right(sentence, p, by_first)
            if (first, last) != (p.first, p.last):
                head = next((e for e in p.match.entries if e.label == "COMMODITY"), None)
                out.append(_phrase(sentence, first, last, head if last == p.last else None))
        elif label in ("INDICATOR", "VERB"):
            out += _around_flow(sentence, p, by_first, by_last)
    return out


def _phrase(sentence: Words, first: int, last: int, head: Entry | None) -> Mention:
    start, end = sentence.spans[first][0], sentence.spans[last - 1][1]
    text = sentence.text[start:end]
    chapter = head.hs[:2] if head is not None and head.hs else None
    return Mention("COMMODITY", start, end, text, name=_folded(text), hs=chapter, kind=head.kind if head else "goods", entry=None, score=0.8)


def _folded(text: str) -> str:
    """A name in lower case but for words with capitals inside."""
    return " ".join(w if any(c.isupper() for c in w[1:]) else w.lower() for w in text.split())


_TOO_PLAIN = frozenset({"product", "products", "article", "articles", "item", "items", "other products", "commodity", "good", "service", "publication", "publications", "made up", "make up", "made-up"})
_TWO_LETTERS = frozenset({"US", "UK", "EU", "NZ", "HK", "us", "uk"})
_WORDS_ONLY = frozenset({"HEAD", "MODIFIER"})
_PREMODIFIER = frozenset({"MODIFIER", "COMMODITY", "HEAD"})


def _extend_left(sentence: Words, piece: Piece, by_last: dict[int, Piece]) -> int:
    """Take in modifiers and nouns before a commodity, and ``mechanical and`` before ``electrical products``."""
    first = piece.first
    for _ in range(5):
        if not sentence.joined(first):
            break
        before = by_last.get(first)
        if before is not None:
            label = label_of(before)
            if label not in _PREMODIFIER or before.match.weak or sentence.blocked.hits(before.match.start, before.match.end):
                flow = before.match.entry.indicator in ("exports", "imports") and sentence.written[first - 1].casefold() in ("export", "import")
                further = by_last.get(before.first)
                if not (flow and further is not None and label_of(further) in _PREMODIFIER):
                    break
            first = before.first
        elif _coordinated(sentence, first, by_last):
            first = by_last[first - 1].first
        elif label_of(piece) == "HEAD" and _HYPHEN.search(sentence.text[: sentence.spans[first][0]][-1:]) and sentence.unknown_noun(first - 1):
            first -= 1
        else:
            break
    return first


def _coordinated(sentence: Words, first: int, by_last: dict[int, Piece]) -> bool:
    """Tell whether ``<modifier> and`` stands before word ``first``, itself a modifier."""
    if first < 2 or sentence.written[first - 1].casefold() not in ("and", "&") or not sentence.joined(first - 1):
        return False
    before = by_last.get(first - 1)
    return before is not None and "MODIFIER" in {e.label for e in before.match.entries} and not before.match.weak


def _extend_right(sentence: Words, piece: Piece, by_first: dict[int, Piece]) -> int:
    last = piece.last
    for _ in range(3):
        if last >= len(sentence.spans) or not sentence.joined(last):
            break
        after = by_first.get(last)
        if after is None or label_of(after) not in ("HEAD", "COMMODITY") or after.match.weak:
            break
        last = after.last
    return last


def _opens_phrase(sentence: Words, first: int) -> bool:
    """Tell whether the words at ``first`` can open a noun phrase: after a possessive, an article, a list's comma or ``and``."""
    before = sentence.text[max(0, sentence.spans[first][0] - 12) : sentence.spans[first][0]]
    return bool(re.search(r"(?:['’]s?|\b(?:the|its|their|of|in|and)|[,:•*-])\s*$", before, re.I))


_FLOWS = frozenset({"exports", "imports", "re_exports", "sales", "output", "trade", "transit", "orders"})


def _around_flow(sentence: Words, piece: Piece, by_first: dict[int, Piece], by_last: dict[int, Piece]) -> list[Mention]:
    """Propose the unknown nouns right after ``exports of`` and right before ``exports``."""
    entry = piece.match.entry
    if entry.indicator not in _FLOWS:
        return []
    out: list[Mention] = []
    at = piece.last
    if at < len(sentence.spans) and sentence.written[at].casefold() == "of" and sentence.joined(at):
        last = at + 1
        while last < len(sentence.spans) and last < at + 5 and sentence.joined(last) and last not in by_first and sentence.unknown_noun(last):
            last += 1
        following = by_first.get(last)
        if following is not None and last > at + 1 and label_of(following) in ("HEAD", "COMMODITY") and sentence.joined(last):
            last = following.last
        if last > at + 1 and sentence.written[at + 1][0].islower():
            out.append(_phrase(sentence, at + 1, last, None))
    if entry.label == "INDICATOR" and entry.indicator in ("exports", "imports") and " " not in piece.match.entry.name:
        first = piece.first
        while first > 0 and first > piece.first - 3 and sentence.joined(first) and first not in by_last and sentence.unknown_noun(first - 1):
            first -= 1
        if first < piece.first and _opens_phrase(sentence, first) and all(sentence.written[k][0].islower() for k in range(first, piece.first)):
            out.append(_phrase(sentence, first, piece.first, None))
    return out
