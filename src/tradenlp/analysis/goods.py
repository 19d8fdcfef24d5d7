"""Commodity phrases: modifiers and nouns before a listed commodity or head noun, and what may follow it.

``hot-rolled steel coils``, ``mechanical and electrical products``, ``animal/vegetable fats and oils``, ``nickel and
articles thereof``,
``parts of PCs``, and whole descriptions of the nomenclature in quotation marks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..lexicon import Entry, PhraseIndex
from .model import Mention
from .phrases import Piece, Words, commodity_phrase, commodity_span
from .senses import sense, verbal

_PREMODIFIER = frozenset({"MODIFIER", "COMMODITY", "HEAD"})
_NOUNS = frozenset({"HEAD", "COMMODITY"})
_GENERIC = frozenset(
    "products product goods articles equipment machinery apparatus appliances instruments items materials "
    "supplies services commodities parts components accessories manufactures preparations produce resources "
    "foods foodstuffs crops fuels batteries".split()
)
_PARTITIVE = frozenset(
    "parts components accessories articles products structures preparations ores oils salts residues "
    "manufactures".split()
)
_COMPOUND_END = re.compile(
    r"(?:grade|use|type|fed|dried|based|rich|free|related|purpose|bearing|intensive|quality|sized|powered|driven|"
    r"resistant|efficient|coated|"
    r"treated|shaped|sawn|worked|proof|range|tech|grown|caught|stage|skinned|pressed|washed|cured|roasted|cut|fired|made|bodied|"
    r"processed)$",
    re.I,
)
_BOUNDARY = re.compile(
    r"(?:^|[\n(;:,•\"“/]|\b(?:of|in|for|and|as|with|by|from|including|namely|into|mainly|mostly|chiefly|largely|"
    r"especially|particularly|"
    r"notably|like|both|than)\s)\s*$",
    re.I,
)


class Grammar:
    """Commodity phrases of one text.

    Args:
        sentence: the words of the text.
        pieces: listed phrases in order.
        index: the phrases that they were found by.
    """

    def __init__(self, sentence: Words, pieces: Sequence[Piece], index: PhraseIndex) -> None:
        self.sentence = sentence
        self.index = index
        self.pieces = pieces
        self.by_last = {p.last: p for p in pieces}
        self.by_first = {p.first: p for p in pieces}

    def found(self) -> list[Mention]:
        """Propose commodity phrases longer than, or absent from, the lexicon; they may overlap one another."""
        out: list[Mention] = []
        for p in self.pieces:
            if not self.noun(p):
                continue
            first, last = self._without_plain(self.left(p), p), self.right(p)
            last = self._unlisted_mate(first, last)
            if (first, last) != (p.first, p.last):
                head = next((e for e in p.match.entries if e.label == "COMMODITY"), None)
                out.append(commodity_phrase(self.sentence, first, last, head if last == p.last else None))
        return out

    def noun(self, piece: Piece) -> bool:
        """Tell whether a listed phrase is a commodity or a head noun where it stands."""
        if piece.label not in _NOUNS:
            return False
        if piece.label == "HEAD":
            return not (piece.match.weak and verbal(piece.match, self.sentence.text))
        return sense(piece, self.sentence) is not None or (piece.is_a("HEAD") and not _ship(self.sentence, piece))

    def _without_plain(self, first: int, piece: Piece) -> int:
        """Leave out ``new`` at the front of a phrase, and ``other`` before mere goods."""
        plain = (
            "new",
            "primary",
            "complete",
            "all",
            "domestic",
            "total",
            *(("other", "various") if self.sentence.is_word(piece.first, "goods") else ()),
        )
        while first < piece.first and self.sentence.is_word(first, *plain):
            first += 1
            if self.sentence.is_word(first, "energy") and first > 0 and self.sentence.is_word(first - 1, "new"):
                return first - 1
        return first

    def usable(self, piece: Piece | None) -> bool:
        """Tell whether a listed phrase may be part of a longer commodity's name."""
        if piece is None or piece.label not in _PREMODIFIER or piece.match.weak:
            return False
        if piece.label == "COMMODITY" and sense(piece, self.sentence) is None and not piece.is_a("MODIFIER"):
            return False
        return not self.sentence.blocked.hits(piece.match.start, piece.match.end)

    def left(self, piece: Piece) -> int:
        """Return the first word of the phrase that ends in a listed one."""
        first = piece.first
        for _ in range(6):
            step = self._joined_before(first, piece) or self._coordinated(first) or self._slashed(first)
            if step is None:
                break
            first = step
        return self._with_prefix(first)

    def _joined_before(self, first: int, piece: Piece) -> int | None:
        sentence = self.sentence
        if not sentence.joined(first):
            return None
        before = self.by_last.get(first)
        if before is not None:
            return before.first if self.usable(before) or self._flow_inside(before) else None
        return self._unknown_before(first, piece)

    def _unknown_before(self, first: int, piece: Piece) -> int | None:
        """Take in an unlisted word: hyphenated, between modifier and noun, or where a noun phrase must begin."""
        sentence = self.sentence
        word = sentence.written[first - 1]
        if first > 1 and sentence.gap(first - 1) == "-" and sentence.gap(first) == " ":
            fits = bool(_COMPOUND_END.match(word)) and sentence.written[first - 2].isalpha()
            return first - 2 if fits else None
        if not sentence.unknown_noun(first - 1):
            return None
        if sentence.gap(first) == "-":
            return first - 1 if piece.label == "HEAD" or word[0].islower() else None
        if self.usable(self.by_last.get(first - 1)) and sentence.joined(first - 1) and not word.endswith(("ing", "s")):
            return first - 1
        verbal = word.endswith(("ing", "ed", "s")) and not word.startswith("un")
        if word.islower() and not verbal and _BOUNDARY.search(sentence.before(first - 1, 14)):
            return first - 1
        return None

    def _flow_inside(self, before: Piece) -> bool:
        """``electrical export products``: the word of the flow stands between modifier and noun."""
        flow = before.match.entry.indicator in ("exports", "imports") and self.sentence.is_word(
            before.first, "export", "import"
        )
        further = self.by_last.get(before.first)
        return flow and before.last == before.first + 1 and further is not None and further.label in _PREMODIFIER

    def _coordinated(self, first: int) -> int | None:
        """Take in ``mechanical and`` before ``electrical products``, ``forestry and`` before ``fishery products``."""
        sentence = self.sentence
        joint = (
            sentence.is_word(first - 1, "and", "&", "or")
            and sentence.joined(first - 1)
            and sentence.gap(first).strip() == ""
        )
        if not joint or first < 2:
            return None
        before = self.by_last.get(first - 1)
        right = self.by_first.get(first)
        if before is None or not before.is_a("MODIFIER") or before.match.weak or right is None:
            return None
        if right.label == "COMMODITY" and right.last > right.first + 1 and not right.is_a("MODIFIER"):
            # ``passenger and`` before ``commercial vehicles``, but not ``steel and`` before ``auto parts``
            return self._listed_before(before.first) if before.label == "MODIFIER" else None
        if not right.is_a("MODIFIER"):
            return None
        if not self._shared_head(before, right):
            return None
        return self._listed_before(before.first)

    def _shared_head(self, before: Piece, right: Piece) -> bool:
        """Two modifiers share a head where the left is no goods by itself, or the head says nothing (``products``)."""
        if not before.is_a("COMMODITY") and not before.is_a("HEAD"):
            return True
        head = self.by_first.get(right.last)
        return head is not None and self.sentence.joined(right.last) and self.sentence.is_word(head.last - 1, *_GENERIC)

    def _listed_before(self, first: int) -> int:
        """Take in further modifiers of a list, parted by commas."""
        sentence = self.sentence
        for _ in range(4):
            if not sentence.is_word(first - 1, ","):
                break
            before = self.by_last.get(first - 1)
            if before is None or before.label != "MODIFIER" or before.match.weak:
                break
            first = before.first
        return first

    def _slashed(self, first: int) -> int | None:
        """Take in ``animal/`` before ``vegetable fats``."""
        sentence = self.sentence
        if first < 2 or not sentence.is_word(first - 1, "/") or sentence.gap(first) or sentence.gap(first - 1):
            return None
        before = self.by_last.get(first - 1)
        if before is not None:
            return before.first if before.label in _PREMODIFIER else None
        return first - 2 if sentence.unknown_noun(first - 2) else None

    def _with_prefix(self, first: int) -> int:
        """Take in ``non-``."""
        sentence = self.sentence
        if first > 0 and sentence.is_word(first - 1, "non") and sentence.gap(first) in ("-", " ", "\u2010", "\u2011"):
            return first - 1
        return first

    def right(self, piece: Piece, depth: int = 0) -> int:
        """Return one past the last word of the phrase that begins with a listed one; ``depth`` phrases hold it."""
        sentence = self.sentence
        last = piece.last
        for _ in range(3):
            after = self.by_first.get(last)
            if after is None or not self.noun(after) or after.match.weak or not sentence.joined(last):
                break
            last = after.last
        last = self._listed_pair(last)
        if depth < _DEEPEST:
            last = self._partitive(last, depth + 1)
            last = self._repeated(piece, last, depth + 1)
        return self._tail(last)

    def _listed_pair(self, last: int) -> int:
        """Take in ``and beverages`` after ``processed food``, since ``food and beverages`` is listed."""
        sentence = self.sentence
        if not sentence.is_word(last, "and", "&", ",") or last + 1 >= len(sentence) or "\n" in sentence.gap(last + 1):
            return last
        first = last - 1
        found = self.index.find(sentence.written[first : last + 6])
        if not found or found[0][0] != 0 or found[0][1] < 3 or found[0][2][0].label != "COMMODITY":
            return last
        return first + found[0][1]

    def _unlisted_mate(self, first: int, last: int) -> int:
        """Take in ``and plants`` after ``exports of flowers``: an unlisted plural at the end of a flow's phrase."""
        sentence, at = self.sentence, last + 1
        if at >= len(sentence) or not sentence.is_word(last, "and", "&") or not sentence.joined(last):
            return last
        word, listed = sentence.written[at], self.by_first.get(at)
        plural = word.islower() and len(word) > 4 and word.endswith("s") and not word.endswith(("ss", "us", "is"))
        if not plural or not sentence.joined(at) or not sentence.unknown_noun(at):
            return last
        if listed is not None and not (listed.label in _NOUNS and listed.match.weak):
            return last
        flow = _FLOW_OF.search(sentence.before(first, 60))
        return at + 1 if flow and _PHRASE_END.match(sentence.after(at + 1, 14)) else last

    def _partitive(self, last: int, depth: int) -> int:
        """Take in ``of PCs`` after ``parts``."""
        sentence = self.sentence
        if not sentence.is_word(last - 1, *_PARTITIVE) or not sentence.is_word(last, "of") or not sentence.joined(last):
            return last
        at = last + 1
        if sentence.is_word(at, "the"):
            at += 1
        goods = self.by_first.get(at)
        if goods is not None and goods.label in _NOUNS and not goods.match.weak and sentence.joined(last + 1):
            return self.right(goods, depth) if goods.label == "COMMODITY" else last
        return last

    def _repeated(self, piece: Piece, last: int, depth: int) -> int:
        """Take in ``and garlic products`` after ``garlic``, ``and appliances`` after ``electronic equipment``."""
        sentence = self.sentence
        if not sentence.is_word(last, "and", "&", "or") or not sentence.joined(last) or not sentence.joined(last + 1):
            return last
        after = self.by_first.get(last + 1)
        if after is None or after.label not in _NOUNS or after.match.weak:
            return last
        word = sentence.written[piece.first].casefold()
        if len(word) > 2 and sentence.is_word(last + 1, word):
            head = self.by_first.get(after.last)
            weak = (
                head is not None
                and head.label == "HEAD"
                and head.match.weak
                and not head.is_a("INDICATOR")
                and sentence.joined(after.last)
            )
            return head.last if weak and head is not None else max(after.last, self.right(after, depth))
        generic = sentence.is_word(last - 1, *_GENERIC) and sentence.is_word(last + 1, *_GENERIC)
        return after.last if generic and after.last == last + 2 else last

    def _tail(self, last: int) -> int:
        """Take in ``and articles thereof``, ``and parts``, ``n.e.c.``."""
        sentence = self.sentence
        for _ in range(2):
            m = _TAIL.match(sentence.text, sentence.spans[last - 1][1])
            if m is None:
                break
            end = m.end()
            while last < len(sentence) and sentence.spans[last][0] < end:
                last += 1
        return last


_FLOW_OF = re.compile(
    r"\b(?:(?:re-?)?exports?|imports?|shipments?|sales|purchases|deliveries|trade|exporters?|importers?|buyers|customers|"
    r"value|volume)(?: value| volume)? (?:of|in) (?:[a-z-]+ )?\Z",
    re.IGNORECASE,
)
_PHRASE_END = re.compile(
    r"\s?[,.;(]|\s(?:from|to|by|in|for|worth|with|at|rose|fell|grew|were|was|total|reach|amount|increas|decreas|declin)|"
    r"\s*\Z"
)
_DEEPEST = 6  # parts of parts of parts, tea and tea leaves and tea dust: no phrase in earnest nests so deep


def _ship(sentence: Words, piece: Piece) -> bool:
    return bool(re.match(r" (?:carriers?|tankers?)\b", sentence.after(piece.last, 12)))


_TAIL = re.compile(
    r"[ \u00a0]?,?(?:(?:[ \u00a0](?:and|&)[ \u00a0]|[ \u00a0]|, )(?:(?:other|related|electrical|their)[ \u00a0])?"
    r"(?:parts|components|accessories|articles|products|preparations|derivatives)(?:(?: and|,) (?:parts|accessories|"
    r"components))? (?:thereof|n\.e\.s\.)"
    r"| and (?:their )?(?:parts|accessories)\b(?! of\b| for\b| export| import)|[ ,]+n\.e\.[cs]\.| n\.i\.e\.| not "
    r"elsewhere (?:specified|included|classified)"
    r"|, whether or not [a-z]+)"
)
_QUOTED = re.compile(r"[\"“]([A-Za-z][^\"“”\n]{3,118}?)[.,]?[\"”]")
_NO_NAME = re.compile(
    r"^(?:and|but|for|in|of|if|when|as) |(?<!or )\bnot\b|\b(?:to|a|is|are|was|were|be|been|has|have|had|will|would|"
    r"can|could|may|should|said|says|we|our|you|they|he|she|it|i|do|does|did|"
    r"countries|made in|road|belt|initiative|plan|strategy|three|trio|century|new normal)\b|[?!]|\.\s",
    re.I,
)


def descriptions(sentence: Words, pieces: Sequence[Piece]) -> list[Mention]:
    """Propose whole descriptions of goods in quotation marks (``"plastics, rubber and articles thereof"``).

    Args:
        sentence: the words of the text.
        pieces: listed phrases in order.
    Returns:
        list[Mention]: label ``COMMODITY``.
    """
    out: list[Mention] = []
    goods = [p for p in pieces if p.label in _NOUNS]
    at = 0
    for m in _QUOTED.finditer(sentence.text):
        start, end = m.span(1)
        span = m[1]
        if " " not in span or span.count(" ") > 16 or _NO_NAME.search(span) or sentence.blocked.hits(start, end):
            continue
        while at < len(goods) and goods[at].match.start < start:
            at += 1
        head = _head_within(goods[at : at + 12], end)
        if head is not None and not _capitalised(span):
            out.append(commodity_span(sentence.text, start, end, head))
    return out


def _head_within(goods: Sequence[Piece], end: int) -> Entry | None:
    return next(
        (e for p in goods if p.match.end <= end for e in p.match.entries if e.label in ("COMMODITY", "HEAD")), None
    )


def _capitalised(span: str) -> bool:
    """Tell whether a quoted span is a title: more than half of its longer words have capitals."""
    words = [w for w in span.split() if len(w) > 3]
    return len(words) > 1 and sum(w[0].isupper() for w in words) * 2 > len(words)
