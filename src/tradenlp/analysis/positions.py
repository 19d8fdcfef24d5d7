"""Where only goods can stand: after ``exports of``, before ``exports``, and items of lists that carry figures."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .goods import Grammar
from .model import Mention
from .phrases import PLAIN, Piece, Words, commodity_phrase, commodity_span
from .senses import sense

_FLOWS = frozenset(
    {
        "exports",
        "imports",
        "re_exports",
        "sales",
        "output",
        "trade",
        "transit",
        "orders",
        "surplus",
        "deficit",
        "balance",
    }
)
_BEFORE = frozenset({"exports", "imports", "re_exports", "surplus", "deficit", "balance"})
_NOUNS = frozenset({"HEAD", "COMMODITY"})
_SECTORS = frozenset(
    "agricultural industrial mechanical electrical electronic pharmaceutical chemical petrochemical petroleum "
    "mineral textile automotive vehicle marine aquatic fishery forestry horticultural mining extractive "
    "energy oil gas coal steel defence defense aerospace cultural medical manufacturing agri-food agrifood "
    "food fish seafood dairy meat fruit grain cereal oilseed garment apparel knitwear machinery semiconductor "
    "solar wheat corn rice sugar tobacco coffee cocoa tea palm copper aluminium aluminum nickel tin gold "
    "silver platinum diamond gem leather rubber plastic wood timber furniture fishing livestock floricultural "
    "non-oil non-energy non-petroleum non-food non-agricultural non-electronic engineering handloom pharma "
    "iron traditional non-traditional nontraditional".split()
)
_OPENS = re.compile(r"(?:['’]s?|\b(?:the|its|their|of|in|and|total|all|for)|[:•*\-–(]|^|\n|[.!?]|%)\s*$", re.I)


def around_flows(grammar: Grammar) -> list[Mention]:
    """Propose the nouns right after ``exports of`` and right before ``exports``.

    Args:
        grammar: commodity phrases of the text.
    Returns:
        list[Mention]: label ``COMMODITY``; they may overlap others.
    """
    out: list[Mention] = []
    for p in grammar.pieces:
        if p.label not in ("INDICATOR", "VERB") or p.match.entry.indicator not in _FLOWS:
            continue
        out += _after_of(grammar, p)
        if p.label == "INDICATOR" and p.match.entry.indicator in _BEFORE:
            out += _before_flow(grammar, p)
    return out


def _after_of(grammar: Grammar, piece: Piece) -> list[Mention]:
    """Propose the unknown nouns of ``exports of widgets``, and of a list that begins so."""
    sentence = grammar.sentence
    at = piece.last
    if not sentence.is_word(at, "of") or not sentence.joined(at) or not sentence.joined(at + 1):
        return []
    out: list[Mention] = []
    at += 1
    for _ in range(8):
        last = _run(grammar, at)
        if last > at:
            out.append(commodity_phrase(sentence, at, last, None))
        known = grammar.by_first.get(at)
        if last == at and known is not None and known.label == "COMMODITY":
            last = grammar.right(known)
        following = _next_member(sentence, last) if last > at else None
        if following is None:
            break
        at = following
    return out


def _run(grammar: Grammar, at: int) -> int:
    """Return one past the last word of a run of unknown lower-case nouns, with a listed noun at its end."""
    sentence = grammar.sentence
    last = at
    while last < len(sentence) and last < at + 4 and last not in grammar.by_first and sentence.unknown_noun(last):
        if (last > at and not sentence.joined(last)) or not sentence.written[last][0].islower():
            break
        last += 1
    while last > at + 1 and sentence.written[last - 1].endswith("ed"):
        last -= 1
    following = grammar.by_first.get(last)
    if following is not None and last > at and following.label in _NOUNS and sentence.joined(last):
        last = following.last
    return last


def _next_member(sentence: Words, last: int) -> int | None:
    """Return the first word of a list's next member."""
    at = last
    if sentence.is_word(at, ","):
        at += 1
    if sentence.is_word(at, "and", "or", "&"):
        at += 1
    return at if at > last and at < len(sentence) else None


def _before_flow(grammar: Grammar, piece: Piece) -> list[Mention]:
    """Propose the nouns, or adjectives of a branch, right before ``exports`` (``agricultural and fishing exports``)."""
    sentence = grammar.sentence
    first = piece.first
    while first > 0 and first > piece.first - 3 and sentence.joined(first) and first not in grammar.by_last:
        word = sentence.written[first - 1]
        branch = word.casefold() in _SECTORS
        if not branch and (
            not sentence.unknown_noun(first - 1)
            or not word[0].islower()
            or word.endswith(("ing", "ed", "es", "ts", "ns", "ds"))
        ):
            break
        first -= 1
    if first < piece.first:
        first = _branches(grammar, first)
        opens = _OPENS.search(sentence.before(first, 12)) and sentence.gap(first) != "-"
        return [commodity_phrase(sentence, first, piece.first, None)] if opens else []
    listed = grammar.by_last.get(piece.first)
    if (
        listed is None
        or not sentence.joined(piece.first)
        or (listed.label == "COMMODITY" and sense(listed, sentence) is not None)
    ):
        return []
    if sentence.written[piece.first - 1].casefold() not in _SECTORS:
        return []
    return [commodity_phrase(sentence, _branches(grammar, listed.first), piece.first, None)]


def _branches(grammar: Grammar, first: int) -> int:
    """Take in ``agricultural and`` before ``fishing exports``, and ``non-``."""
    sentence = grammar.sentence
    if sentence.is_word(first - 1, "and", "&") and sentence.joined(first) and sentence.joined(first - 1) and first > 1:
        other = grammar.by_last.get(first - 1)
        if sentence.written[first - 2].casefold() in _SECTORS and (other is None or not other.is_a("COMMODITY")):
            first -= 2
    if sentence.is_word(first - 1, "non") and sentence.joined(first):
        first -= 1
    return first


_LINE_ITEM = re.compile(
    r"^[ \t]{0,12}(?:[-•*›●■·–—▪☐✓]|\(?[a-z\d]{1,2}[.)])?[ \t]{0,4}(?P<item>[A-Za-z][^:|\t\n\d]{2,70}?)(?::|,? "
    r"\(?(?=[+\-−–▲▼△▽$€£¥]))",
    re.M,
)
_MEMBER_END = re.compile(r" \((?=(?:by |up |down |an? )?(?:[A-Z]{1,3}\$? ?)?[+\-−–▲▼△▽$€£¥\d]|HS|SITC)")
_MEMBER_CUT = re.compile(r"[,;:()|\n\d\"“”](?=[^,;:()|\n\d\"“”]*$)")
_ITEM_STOP = re.compile(
    r"\b(?:in|of|for|to|from|with|by|as|the|its|their|were|was|is|are|than|while|on|at|that|including|except)\s", re.I
)


def items(grammar: Grammar) -> list[Mention]:
    """Propose members of lists that each carry their figure (``disk media products (-37.8%)``), and labels of lines.

    Args:
        grammar: commodity phrases of the text.
    Returns:
        list[Mention]: label ``COMMODITY``.
    """
    text = grammar.sentence.text
    ends = {p.match.end: p for p in grammar.pieces}
    starts = {p.match.start: p for p in grammar.pieces}
    out: list[Mention] = []
    for start, end, line in _item_spans(text):
        last = ends.get(end)
        if last is None and line and (pair := _PAIR.fullmatch(text, start, end)) is not None:
            known = next((p for p in (ends.get(pair.end("known")),) if p is not None and p.match.start == start), None)
            if known is not None and known.is_a("COMMODITY") and not known.match.weak:
                out.append(commodity_span(text, start, end, None))  # ``Tequila and mezcal, $1.04 billion``
            continue
        if last is None or last.match.weak or not (last.is_a("HEAD") or last.is_a("COMMODITY")):
            continue
        whole, start = start, _item_start(text, start, end)
        if start > whole + 5 and line and _AND.search(text, start, end):
            continue  # a heading ``... of cars and trucks:`` names two
        start = _plain_start(text, start, end)
        if _all_goods(text, start, end, starts, grammar):
            out.append(commodity_span(text, start, end, last.match.entry if last.label == "COMMODITY" else None))
    return out


def _item_spans(text: str) -> Iterator[tuple[int, int, bool]]:
    """Yield the spans of labels of lines, and of members before a figure in brackets."""
    for m in _LINE_ITEM.finditer(text):
        yield *m.span("item"), True
    for m in _MEMBER_END.finditer(text):
        low = max(0, m.start() - 70)
        cut = _MEMBER_CUT.search(text, low, m.start())
        start = cut.end() if cut else low
        plain = cut is not None and cut[0] == "," and not _FIGURED.search(text[max(0, cut.start() - 3) : cut.start()])
        if not plain or not _AND.search(text, start, m.start()):
            yield start, m.start(), False


_PAIR = re.compile(r"(?P<known>[A-Z][a-z]+(?: [a-z]+)?) (?:and|&) [a-z]{4,}(?: [a-z]{4,})?")
_FIGURED = re.compile(r"[\d%)]\s*$")
_AND = re.compile(r"\s(?:and|or|&)\s")


def _item_start(text: str, start: int, end: int) -> int:
    """Leave out ``and`` and all up to the last preposition before an item."""
    for m in _ITEM_STOP.finditer(text, start, end):
        start = m.end()
    opening = _ITEM_OPENING.match(text, start)
    return opening.end() if opening else start


_PLAIN_OPENING = re.compile(r"(?:new|all|total|complete|domestic) (?!energy)", re.I)


def _plain_start(text: str, start: int, end: int) -> int:
    plain = _PLAIN_OPENING.match(text, start, end)
    return plain.end() if plain else start


_ITEM_OPENING = re.compile(r"\s*(?:(?:and|or|&|but|only|mainly|mostly)\s+)?", re.I)
_ITEM_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")


def _all_goods(text: str, start: int, end: int, starts: dict[int, Piece], grammar: Grammar) -> bool:
    """Tell whether every word of an item may be part of a commodity's name, and the item is no listed phrase."""
    at = start
    count = 0
    while at < end:
        piece = starts.get(at)
        if piece is not None and piece.match.end <= end:
            if piece.label not in ("HEAD", "COMMODITY", "MODIFIER") or not (
                grammar.noun(piece) or piece.is_a("MODIFIER")
            ):
                return False
            at = piece.match.end
        else:
            word = _ITEM_WORD.match(text, at)
            if word is None or word[0].endswith("ly") or not _item_word(word[0]):
                return False
            at = word.end()
        count += 1
        while at < end and text[at] in " -/&,":
            at += 1
    return 1 < count <= 7 and not grammar.sentence.blocked.hits(start, end)


def _item_word(word: str) -> bool:
    """Tell whether an unlisted word may stand in an item: a joint, or a noun or adjective."""
    folded = word.casefold()
    if folded in (
        "and",
        "or",
        "other",
        "special",
        "general",
        "new",
        "non",
        "business",
        "trade",
        "trade-related",
        "real",
        "use",
    ):
        return True
    return folded not in PLAIN and not (folded.endswith("ed") and not folded.startswith("un")) and len(word) > 1
