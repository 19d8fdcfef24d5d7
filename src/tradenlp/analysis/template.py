"""A sentence as a template: lower-case text in which each mention is one capital letter.

So short patterns can read its grammar.

``Korea's chip exports rose 5.2% to $3 billion`` becomes ``P's C I U X to M``. The letters:

==  =====================  ==  ==========================  ==  ======================
I   indicator, noun        V   indicator, verb             U   trend upwards
C   commodity              S   segment                     D   trend downwards
P   place                  O   organisation                E   trend level
A   adjective of a place   R   route                       T   period
M   money                  Q   quantity                    Y   period of comparison
X   percentage             Z   percentage points           K   multiple
N   rank                   W   event or initiative
==  =====================  ==  ==========================  ==  ======================

Hedges of figures are left out, white space is one blank.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from .layout import Sentence
from .model import Mention

LETTERS = {
    "COMMODITY": "C",
    "SEGMENT": "S",
    "PLACE": "P",
    "ORG": "O",
    "DEMONYM": "A",
    "ROUTE": "R",
    "MONEY": "M",
    "QUANTITY": "Q",
    "MULTIPLE": "K",
    "RANK": "N",
    "EVENT": "W",
    "INITIATIVE": "W",
}
FIGURES = frozenset("MQXZKN")
_SPACE = re.compile(r"\s+")
_BASIS_WORDS = re.compile(
    r"(?:year|month|quarter)[- ](?:on|over|to)[- ](?:year|month|quarter)[ ]|(?:annual|monthly|quarterly|y-o-y|yoy|mom|"
    r"qoq|y/y) ",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Template:
    """A sentence's template.

    Attributes:
        text: the template.
        at: positions of the mentions' letters in ``text``, ascending.
        mentions: the mentions at those positions.
        sentence: the sentence it was made of.
        source: the release.
    """

    text: str
    at: tuple[int, ...]
    mentions: tuple[Mention, ...]
    sentence: Sentence
    source: str = ""

    def letter(self, k: int) -> str:
        """Return the letter of mention number ``k``."""
        return self.text[self.at[k]]

    def places(self) -> dict[int, int]:
        """Return the number of each mention by its identity."""
        return {id(m): k for k, m in enumerate(self.mentions)}

    def left(self, k: int, width: int = 70) -> str:
        """Return the template before mention ``k``, back to at most ``width`` characters."""
        return self.text[max(0, self.at[k] - width) : self.at[k]]

    def right(self, k: int, width: int = 70) -> str:
        """Return the template behind mention ``k``, at most ``width`` characters."""
        return self.text[self.at[k] + 1 : self.at[k] + 1 + width]

    def behind(self, k: int, found: int) -> int:
        """Return the index of the mention whose letter stands at an offset of ``right(k)``."""
        return bisect_left(self.at, self.at[k] + 1 + found)

    def gap(self, k: int) -> str:
        """Return the template between mention ``k - 1`` (or the start) and mention ``k`` (or the end)."""
        start = self.at[k - 1] + 1 if k > 0 else 0
        return self.text[start : self.at[k]] if k < len(self.at) else self.text[start:]


_SAME = str.maketrans({"’": "'", **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015", "-")})
_DATELINE = re.compile(
    r"^(?:P(?:, ?P){0,2},? ?\(?(?:on )?(?:[OT],? ?){0,3}\)?(?:\([^)]{0,30}\))?|T(?: \([^)]{0,30}\))?) ?(?:-+|:|\||"
    r"\.)(?! ?[\dMQX]) ?"
)


def _month_told(template: Template, end: int) -> bool:
    """Tell whether an opening names a month or longer rather than a day: ``Portugal, May 2020. Exports rose``."""
    periods = [m.period for m, at in zip(template.mentions, template.at, strict=True) if at < end and m.period]
    return bool(periods) and all(p.kind in ("month", "quarter", "half", "year", "span") for p in periods)


def without_dateline(template: Template) -> Template:
    """Drop the place and date that only say where and when the text was filed (``BEIJING, Oct 14 -``)."""
    found = _DATELINE.match(template.text)
    if found is not None and _PAIR.match(template.text) and _of_pair(template):
        return template
    if found is not None and found[0].rstrip().endswith((".", ":")) and _month_told(template, found.end()):
        return template
    if found is None or (
        found[0].rstrip().endswith((".", ":")) and "T" not in found[0] and len(template.text) < found.end() + 40
    ):
        return template
    first = sum(1 for a in template.at if a < found.end())
    kept = tuple(a - found.end() for a in template.at[first:])
    return Template(template.text[found.end() :], kept, template.mentions[first:], template.sentence, template.source)


_PAIR = re.compile(r"P-[PA] (?:[a-z-]+ |[CST] ){0,3}[IS]\b")


def _of_pair(template: Template) -> bool:
    """Tell whether a hyphen joins two economies: ``EU-New Zealand trade``, not ``LIMA-Peru's exports``."""
    first, second = template.mentions[:2]
    return template.source[first.end : second.start] in ("-", "\u2013") and first.kind != "city"


def letter(mention: Mention) -> str:
    """Return the letter that stands for a mention."""
    known = LETTERS.get(mention.label)
    if known is not None:
        return known
    if mention.label == "PERCENT":
        return "Z" if mention.figure is not None and mention.figure.unit == "points" else "X"
    if mention.label == "PERIOD":
        return "Y" if mention.period is not None and mention.period.kind == "comparison" else "T"
    if mention.label == "INDICATOR":
        return "V" if mention.pos == "verb" else "I"
    return "U" if mention.direction > 0 else "D" if mention.direction < 0 else "E"


def build(text: str, sentence: Sentence, mentions: Sequence[Mention]) -> Template:
    """Build the template of a sentence.

    Args:
        text: the release.
        sentence: offsets of the sentence.
        mentions: the sentence's mentions in order.
    """
    pieces: list[str] = []
    at: list[int] = []
    length = 0
    here = sentence.start
    for m in mentions:
        end = m.start
        if m.figure is not None and m.figure.hedge is not None and here <= m.figure.hedge[0] < m.start:
            end = m.figure.hedge[0]
        piece = _plain(text[here:end])
        if pieces and not piece and text[here:end]:
            piece = " "
        if not piece.endswith((" ", "(", "[", "-", "/", '"', "“")) and end < m.start:
            piece += " "
        if m.label == "TREND" and (basis := _BASIS_WORDS.match(m.text)):
            piece += basis[0].casefold()
        pieces += [piece, letter(m)]
        at.append(length + len(piece))
        length += len(piece) + 1
        here = m.end
        if m.figure is not None and m.figure.hedge is not None and m.figure.hedge[0] >= m.end:
            here = m.figure.hedge[1]
    pieces.append(_plain(text[here : sentence.end]))
    return Template("".join(pieces), tuple(at), tuple(mentions), sentence, text)


def _plain(text: str) -> str:
    return _SPACE.sub(" ", text.casefold().translate(_SAME))
