"""Texts made plain for the grammars, with the way back to the offsets of the text as given.

Line ends become ``\\n``; letters and digits that only look foreign (full-width forms, Arabic digits, the Turkish dotted
capital I, the long s) become ASCII; letters and accents that stand for an apostrophe become one;
halves of surrogate pairs become U+FFFD; spaces doubled by typesetting become single, those of columns stay; marks that
are not seen (zero-width spaces and joiners, soft hyphens, marks of direction, byte-order marks) go, and so do raised
or lowered figures that lead to footnotes, and the middle of white space that goes on for pages.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from .facts import Document, EntityMention, Evidence, TradeFact
from .gate import Gated

_LIKE_ASCII = {0x130: "I", 0x131: "i", 0x17F: "s", 0x212A: "K"}
_HAS_LIKE_ASCII = re.compile("[" + "".join(map(chr, _LIKE_ASCII)) + "]")
_PLAIN = {**_LIKE_ASCII, 0x2BC: "\u2019", 0xB4: "\u2019"}
_PLAIN |= {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_PLAIN |= {start + n: str(n) for start in (0x660, 0x6F0) for n in range(10)}
_PLAIN |= dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
_FOREIGN = re.compile("[" + "".join(map(chr, sorted(set(_PLAIN) - set(range(0xD800, 0xE000))))) + "\ud800-\udfff]")
_SPACED = re.compile(r" (?<=\S ) ?(?=\S)")
_LINE_END = Gated(r"\r\n")
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
# behind a word that is no unit of length, a year or a mark; `km²`, `m³` and `10⁹` stay; raised figures are rare, so
# that they are asked for before what stands behind them
_FOOTNOTE = re.compile(
    "(?=[\u00b9\u00b2\u00b3\u2070\u2074-\u2079])(?:(?<=[A-Za-z]{4})(?<!etre)(?<!etres)(?<!eter)(?<!eters)(?<!feet)(?<!foot)(?<!inch)(?<!inches)(?<!yard)(?<!yards)"
    '|(?<=\\b(?:19|20)[0-9][0-9])|(?<=[.,;:)%\u201d"]))[\u00b9\u00b2\u00b3\u2070\u2074-\u2079]+(?![\\w])'
)
# copying lowers raised figures: `Total exports2`, `lobster4`, `$6.92B1`; grades and classes have figures of their own
_LOWERED = re.compile(
    r"[1-9](?![\w.,%’'/-]*\w)(?:(?<=[a-z]{4}.)"
    r"(?<!type.)(?<!tier.)(?<!grade.)(?<!class.)(?<!phase.)(?<!level.)(?<!stage.)(?<!group.)(?<!table.)(?<!chart.)"
    r"(?<!figure.)(?<!annex.)(?<!part.)(?<!zone.)(?<!unit.)(?<!band.)(?<!route.)(?<!euro.)(?<!page.)(?<!item.)(?<!line.)"
    r"(?<!omega.)(?<!number.)(?<!schedule.)(?<!chapter.)(?<!section.)|(?<=\d[BM].))"
)
_VAST = re.compile(r"(?<!\s)\s{2000,}")
_KEPT = 1000  # characters at either end of a vast blank
_LONE_RETURN = re.compile(r"\r(?!\n)")
_MOST = 0.5  # share of doubled spaces from which all of them are typesetting


@dataclass(frozen=True, slots=True)
class Folded:
    """A plain text and the places where characters of the given one were left out.

    Attributes:
        text: what the grammars read.
        cuts: offsets in ``text`` right behind which characters are missing, ascending.
        missing: how many are missing up to each cut.
    """

    text: str
    cuts: tuple[int, ...] = ()
    missing: tuple[int, ...] = ()

    def origin(self, offset: int) -> int:
        """Return the offset in the text as given."""
        at = bisect_right(self.cuts, offset)
        return offset + (self.missing[at - 1] if at else 0)


def ascii_letters(text: str) -> str:
    """Replace the letters that patterns without regard to case take for ASCII ones, though no table holds them.

    Args:
        text: any string.
    Returns:
        str: of the same length; the same object where there are none.
    """
    return text.translate(_LIKE_ASCII) if _HAS_LIKE_ASCII.search(text) else text


def fold(text: str) -> Folded:
    """Make a text plain.

    Args:
        text: any string.
    Returns:
        Folded: the plain text, and the way back.
    """
    if _FOREIGN.search(text):
        text = text.translate(_PLAIN)
    drops = [(m.start(), m.start() + 1) for m in _LINE_END.finditer(text)]
    drops += [(m.start(), m.end()) for m in _UNSEEN.finditer(text)]
    drops += [(m.start(), m.end()) for m in _FOOTNOTE.finditer(text)]
    drops += [(m.start(), m.end()) for m in _LOWERED.finditer(text)]
    drops += [(m.start() + _KEPT, m.end() - _KEPT) for m in _VAST.finditer(text)]
    text = _LONE_RETURN.sub("\n", text)
    gaps = list(_SPACED.finditer(text))
    doubled = [(m.start(), m.start() + 1) for m in gaps if len(m[0]) == 2]
    if doubled and len(doubled) > _MOST * len(gaps):
        drops += doubled
    return _without(text, sorted(drops)) if drops else Folded(text)


def _without(text: str, drops: list[tuple[int, int]]) -> Folded:
    """Leave stretches out of a text; sorted, they may lie in one another."""
    pieces, cuts, missing = [], [], []
    last = gone = 0
    for start, end in drops:
        if end <= last:
            continue
        pieces.append(text[last : max(start, last)])
        gone += end - max(start, last)
        cuts.append(end - gone)
        missing.append(gone)
        last = end
    pieces.append(text[last:])
    return Folded("".join(pieces), tuple(cuts), tuple(missing))


def unfolded(document: Document, folded: Folded, text: str) -> Document:
    """Write the offsets of a document in those of the text as given.

    Args:
        document: over the plain text.
        folded: the plain text and the way back.
        text: as given.
    Returns:
        Document: the same, every ``text[start:end]`` exact again.
    """
    if not folded.cuts and folded.text == text:
        return document

    def entity(e: EntityMention) -> EntityMention:
        start, end = folded.origin(e.start), folded.origin(e.end - 1) + 1
        return e.model_copy(update={"start": start, "end": end, "text": text[start:end]})

    def evidence(e: Evidence) -> Evidence:
        return e.model_copy(update={"start": folded.origin(e.start), "end": folded.origin(e.end - 1) + 1})

    def fact(f: TradeFact) -> TradeFact:
        return f.model_copy(update={"evidence": tuple(evidence(e) for e in f.evidence)})

    return document.model_copy(
        update={"entities": tuple(map(entity, document.entities)), "facts": tuple(map(fact, document.facts))}
    )
