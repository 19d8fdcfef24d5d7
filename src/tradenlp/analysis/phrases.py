"""Words of a text as phrases are built from them: listed phrases with their places, and what an unlisted word may be.

The grammar of commodity names is in ``goods``, places where only goods can stand in ``positions``, homonyms in
``senses``.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from ..lexicon import Entry, Match
from .model import Mention

DIRECTIONS = frozenset(
    "north south east west northern southern eastern western central northeast northwest southeast southwest "
    "northeastern northwestern southeastern southwestern north-east north-west south-east south-west "
    "north-eastern north-western south-eastern south-western greater mainland upper lower continental".split()
)
PLAIN = frozenset(
    "vast huge tiny ample "
    "a an the this that these those its their his her our your my all both each every some any no other "
    "others another such same various several many few much more most less least own total overall combined "
    "aggregate annual monthly quarterly weekly daily yearly global foreign domestic international overseas "
    "external outbound inbound national regional local bilateral gross net new strong weak higher lower large "
    "larger largest small smaller big bigger biggest main major key top leading good better best robust "
    "steady stable rapid sharp slight modest record average actual direct indirect first second third last "
    "next previous current recent early late late-stage and or but nor so yet while whereas as at by for from "
    "in into of off on onto out full full-year full-season nominal over per than through to toward towards "
    "under until up upon via with within without between among against during despite amid after before since "
    "because if when where which who whose whom what how why it they he she we i you him them us is are was "
    "were be been being am has have had having do does did will would shall should can could may might must "
    "not never also too very just only even still already again then now today here there meanwhile however "
    "moreover additionally including includes included excluding worth value valued volume amount amounted "
    "amounting reached reaching reach totalled totaled totalling totaling stood standing accounted accounting "
    "recorded recording registered posted posting saw seen see said says say reported reporting report showed "
    "shows showing according compared comparing driven led boosted supported helped due owing thanks year "
    "month quarter week day years months quarters weeks days period half percent cent share shares growth "
    "rate rates figure figures data values volumes amounts level levels number numbers result results "
    "performance trend trends business businesses companies company firms enterprises markets market country "
    "countries city cities province state region economy economies government customs official officials "
    "imports exports import export trade shipments sales about around nearly almost roughly approximately "
    "at-least most-favoured increasing decreasing rising falling growing declining increased decreased rose "
    "fell grew declined expanded contracted made making make manufactured produced processed transported "
    "shipped exported imported sold bought delivered followed following continued continue continuing "
    "remained remain remaining became become took take taken taking gained lost added down respectively alone "
    "non-oil oil-free seasonally adjusted year-on-year real provisional preliminary revised billion million "
    "thousand trillion crore lakh yuan dollars euros pounds units tonnes tons barrels whilst itself "
    "themselves yielded temporary part partly well either neither amongst ones one two three four five six "
    "seven eight nine ten dozens hundreds thousands millions billions times place order orders trading lifted "
    "pushed pulled drove kept left put puts held holds pay pays let lets gives give makes takes keeps drives "
    "hit hits cut cuts costs cost goes went come comes came turn turns turned buy buys sell sells use uses "
    "used sees lead leads cheaper dearer faster slower quicker weaker stronger greater lesser fewer further "
    "additional extra fresh high low highest lowest peak rather quite twice ago later sooner seasonal "
    "sluggish soft firm healthy brisk buoyant solid significant considerable substantial notable double-digit "
    "single-digit uneven volatile limited available potential future past prior preceding corresponding "
    "relevant respective individual certain certainly different similar like unlike specific particular "
    "important popular famous traditional typical usual normal special general common public private joint "
    "mutual legal illegal illicit informal formal undeclared declared physical possible likely unlikely able "
    "unable less-than rest half-year whole entire three-quarters percentage point points basis price prices "
    "demand supply consumption production output world's much-needed long-term short-term mid-term one-off "
    "last-minute tax taxes tariff tariffs duty duties quota quotas ban bans curb curbs earnings revenue "
    "revenues receipts income bill bills proceeds cheap complete although worldwide damp comprising "
    "cumulative section unsold idle live-in excess surplus scarce costly expensive booming wholesale retail "
    "nation kingdom bloc union island plant mill mills farms ship port ports retailers wholesalers buyers "
    "sellers producers growers farmers makers shippers exporters importers traders dealers consumers "
    "customers clients people men women workers analysts economists vehicles' two-way inter intra "
    "cross-border re pre post sub mid ex".split()
)
_GLUE = re.compile(r"[\s\-\u2010\u2011]+$|^$")
_MONEY_WORD = re.compile(r"[ -]?(?:\$|dollars?\b|cents?\b|currency\b|rupees\b|(?:m|mn|million|bn|billion|mln)\b)", re.I)


@dataclass(frozen=True, slots=True)
class Piece:
    """A listed phrase found at words ``first`` to ``last`` (half-open)."""

    first: int
    last: int
    match: Match

    @property
    def label(self) -> str:
        """Label of the phrase: a commodity's before that of a mere head noun or modifier."""
        labels = [e.label for e in self.match.entries]
        return "COMMODITY" if "COMMODITY" in labels else labels[0]

    def is_a(self, label: str) -> bool:
        """Tell whether one of the phrase's senses has a label."""
        return any(e.label == label for e in self.match.entries)


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

    def __len__(self) -> int:
        return len(self.spans)

    def gap(self, i: int) -> str:
        """Return what stands between word ``i`` and the word before it; a line break at either end of the text."""
        if i <= 0 or i >= len(self.spans):
            return "\n"
        return self.text[self.spans[i - 1][1] : self.spans[i][0]]

    def joined(self, i: int) -> bool:
        """Tell whether word ``i`` follows the word before it with only blanks or a hyphen between."""
        between = self.gap(i)
        return "\n" not in between and bool(_GLUE.match(between))

    def before(self, i: int, length: int = 24) -> str:
        """Return the text that ends where word ``i`` begins."""
        start = self.spans[i][0]
        return self.text[max(0, start - length) : start]

    def after(self, last: int, length: int = 40) -> str:
        """Return the text that begins where the words up to ``last`` (half-open) end."""
        end = self.spans[last - 1][1]
        return self.text[end : end + length]

    def is_word(self, i: int, *written: str) -> bool:
        """Tell whether word ``i`` is one of some lower-case words."""
        return 0 <= i < len(self.written) and self.written[i].casefold() in written

    def unknown_noun(self, i: int) -> bool:
        """Tell whether word ``i`` may be part of a commodity's name that no table lists."""
        word = self.written[i]
        folded = word.casefold()
        if not word[0].isalpha() or len(word) < 3 or folded in PLAIN or folded.endswith("ly"):
            return False
        return not self.blocked.hits(*self.spans[i])


def is_currency_word(text: str, start: int, end: int) -> bool:
    """Tell whether a country's name only tells whose money is meant (``in US dollars``, ``US$ million``)."""
    word = _MONEY_WORD.match(text, end)
    if word is None or end - start > 14:
        return False
    return word[0] != " $" or (text[start:end] in _DOLLARS and text[max(0, start - 4) : start].casefold() != "the ")


_DOLLARS = frozenset({"US", "U.S.", "USA", "HK", "NZ", "NT", "TT", "BZ"})
"""Places written right before a dollar sign for whose dollar it is; ``the UK $5m`` tells a place and its figure."""


_DIRECTION = re.compile(r"(?:\b([A-Za-z]+(?:-[A-Za-z]+)?) and )?\b([A-Za-z]+(?:-[A-Za-z]+)?) $")
_FIRST = re.compile(r"([A-Za-z]+) ")
_AND_BEFORE = re.compile(r"\b([A-Za-z]+) and $")


def with_direction(text: str, start: int, place: Entry) -> int:
    """Return where a place's span starts once ``western`` or ``central and southern`` before it is taken in."""
    opening = _FIRST.match(text, start)
    if opening and opening[1].casefold() in DIRECTIONS:
        joint = _AND_BEFORE.search(text[max(0, start - 24) : start])
        return start - len(joint[0]) if joint and joint[1].casefold() in DIRECTIONS else start
    word = _DIRECTION.search(text[max(0, start - 36) : start])
    if (
        word is None
        or word[2].casefold() not in DIRECTIONS
        or place.kind not in ("economy", "subdivision", "region", "city")
    ):
        return start
    both = word[1] is not None and word[1].casefold() in DIRECTIONS
    return start - (len(word[0]) if both else len(word[2]) + 1)


def commodity_phrase(sentence: Words, first: int, last: int, head: Entry | None) -> Mention:
    """Build the mention of words ``first`` to ``last`` (half-open) as a commodity.

    Args:
        sentence: the words of the text.
        first, last: half-open word numbers.
        head: the listed commodity that the phrase is a sort of, None where unknown.
    Returns:
        Mention: its Harmonized System code is the chapter of its head.
    """
    return commodity_span(sentence.text, sentence.spans[first][0], sentence.spans[last - 1][1], head)


def commodity_span(text: str, start: int, end: int, head: Entry | None = None) -> Mention:
    """Build the mention of a commodity that no table lists as a whole; offsets in characters."""
    span = text[start:end]
    chapter = head.hs[:2] if head is not None and head.hs else None
    return Mention(
        "COMMODITY", start, end, span, name=_folded(span), hs=chapter, kind=head.kind if head else "goods", score=0.8
    )


def _folded(text: str) -> str:
    """A name in lower case but for words with capitals inside."""
    return " ".join(w if any(c.isupper() for c in w[1:]) else w.lower() for w in text.split())
