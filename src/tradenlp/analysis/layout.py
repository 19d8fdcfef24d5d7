"""The layout of a release: blocks of lines, and sentences with their place in it, by character offsets.

A newline ends a sentence unless the lines around it look like one hard-wrapped paragraph. Headings, bullets and table
rows are told from prose by their form alone, since releases arrive as plain text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..reading.money import currency_ahead

_ABBREVIATIONS = frozenset(
    "u.s u.k u.n e.u u.s.a no nos co ltd inc corp bros plc pte pvt s.a approx est exp vs st mr mrs ms dr prof gen gov "
    "sen "
    "rep fig figs cons rev prev avg fcst mkt "
    "e.g i.e cf jan feb mar apr jun jul aug sep sept oct nov dec rs tk p.a incl excl dept ave blvd shs ksh ush tsh b/ "
    "s/ ft mt cu sq bbl doz".split()
)
_END = re.compile(r"[.?!…]+[\"'”’)\]»]*(?=\s|$)")
_LINE = re.compile(r"[^\n\r\u2028\u2029\x0b\x0c\x85]+")
_BULLET = re.compile(
    r"[ \t]*(?:[•●▪■◆◦‣⁃*►→✓]+|[-–—]{1,2}(?=[ \t])|\(?(?:\d{1,2}|[ivx]{1,4}|[a-z])[.)](?=[ \t]))[ \t]*"
)
_CELLS = re.compile(r"[|\t]| (?<=\S ) {2,}(?=\S)")
_LAST_WORD = re.compile(r"[\w.&/'’-]+$")
_SCALE = re.compile(r"\b(?:bn|mn|mln|bln|trn|mio|mia)$")
_TOP = 600  # characters that hold the title of a release
_LONGEST = 1500  # characters of a sentence; those of real prose stay well below
_WRAP = 58  # shorter lines are not taken for wrapped prose
_NARROW = 34  # but for those of a narrow column, which the next line goes on from in the middle of a sentence
_WIDEST = 140  # no line of hard-wrapped text is longer
_LABELLED = re.compile(r"[A-Z][A-Za-z'’ .&-]{1,40}(?: \([^()\n]{2,30}\))?: ")
_TERSE = re.compile(
    r"(?<![\w(])[+\u2212-]\d[\d.,]*%|(?<![\w/])[ymq](?:/|-o-|o)[ymq](?![\w/])|\bvs\.? |\byr (?:ago|earlier)\b|"
    r"\b(?:est|exp|prev|poll|fcst)\b\.?:? ?[$\u20ac\u00a3\u00a5\d+-]",
    re.I,
)
"""What a ticker's line holds rather than prose: a signed percentage in no bracket, ``y/y``, ``vs``."""
_HANGS = re.compile(r"(?:[,:;(–—-]|\b(?i:to|of|in|the|a|an|and|or|from|by|at|for|with|on|as|was|were|vs|than))\s*$")
_RUNS_ON = re.compile(r"[ \t]*[a-z(]")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, heading, bullet or table row.

    Attributes:
        start, end: half-open character offsets, white space and bullet marks at the edges left out.
        paragraph: running number of the paragraph.
        kind: ``prose``, ``heading``, ``bullet`` or ``row``.
        first: whether it opens its paragraph.
    """

    start: int
    end: int
    paragraph: int
    kind: str
    first: bool


def sentences(text: str) -> list[Sentence]:
    """Split a text into sentences in reading order.

    Args:
        text: any string.
    Returns:
        list[Sentence]: non-overlapping, none of them empty.
    """
    out: list[Sentence] = []
    for number, (start, end) in enumerate(_paragraphs(text)):
        bullet = _BULLET.match(text, start, end)
        kind = _kind(text, start, end, bullet is not None)
        first = True
        if kind in ("row", "heading"):
            spans = [(bullet.end() if bullet and kind != "row" else start, end)]
        else:
            spans = _split(text, bullet.end() if bullet else start, end)
        for a, b in spans:
            while a < b and text[a].isspace():
                a += 1
            while b > a and text[b - 1].isspace():
                b -= 1
            if a < b:
                out.append(Sentence(a, b, number, kind, first))
                first = False
    return out


def _kind(text: str, start: int, end: int, bullet: bool) -> str:
    line = text[start:end]
    if len(line) < 400 and "\n" not in line and _CELLS.search(line) and any(c.isdigit() for c in line):
        return "row"
    if not bullet and end - start <= 160 and not re.search(r"[.;!…][\"'”’)]*\s*$", line):
        return "heading"
    if bullet and end - start <= 90 and not re.search(r"[.;!…,]\s*$|\d.*\d", line):
        return "heading"
    return "bullet" if bullet else "prose"


def _paragraphs(text: str) -> list[tuple[int, int]]:
    """Join hard-wrapped lines; every other line is a paragraph of its own."""
    out: list[tuple[int, int]] = []
    last_end = -1
    for m in _LINE.finditer(text):
        if m[0].isspace():
            last_end = -1
            continue
        if out and last_end >= 0 and m.start() - last_end <= 2 and _wrapped(text, out[-1][0], last_end, m):
            out[-1] = (out[-1][0], m.end())
        else:
            out.append((m.start(), m.end()))
        last_end = m.end()
    return out


def _wrapped(text: str, start: int, end: int, following: re.Match[str]) -> bool:
    if text[end : following.start()].count("\n") > 1:
        return False
    line_start = max(start, text.rfind("\n", start, end) + 1)
    runs_on = _RUNS_ON.match(following[0]) is not None or line_start > start  # or the paragraph is wrapped already
    if end - line_start < (_NARROW if runs_on else _WRAP) or end - line_start > _WIDEST - 10:
        return False
    if len(following[0]) > _WIDEST and not _RUNS_ON.match(following[0]):
        return False  # a title above a paragraph of one line
    if _LABELLED.match(following[0]) and (_LABELLED.match(text, line_start) or text[end - 1] in ".:"):
        return False  # each line is headed by what it is about
    if following[0].lstrip()[:1].isupper() and not _HANGS.search(text, line_start, end):
        if _ticks(text[line_start:end]) and _ticks(following[0]):
            return False  # a ticker, of which each line tells its own
    if _BULLET.match(text, following.start()) or _CELLS.search(following[0]) or _CELLS.search(text, line_start, end):
        return False
    tail = text[line_start:end].rstrip()
    # a full stop at the end of a long line may close the paragraph: look whether the next line is as long as
    # wrapped prose
    return not tail.endswith((":", ";")) and (not tail.endswith((".", "!", "?")) or len(following[0]) > 0)


def _ticks(line: str) -> bool:
    """Tell whether a line may be one of a ticker: terse words around a figure, or all of it in capitals."""
    if not any(c.isdigit() for c in line):
        return False
    shouted = line == line.upper() and ". " not in line and not line.rstrip().endswith(".")
    return shouted or _TERSE.search(line) is not None


def _split(text: str, start: int, end: int) -> list[tuple[int, int]]:
    out: list[tuple[int, int]] = []
    at = start
    for m in _END.finditer(text, start, end):
        if m.end() >= end:
            break
        after = m.end()
        while after < end and text[after].isspace():
            after += 1
        if after >= end or text[after].islower():
            continue
        if text[m.start()] == "." and m.end() - m.start() == 1 and _abbreviated(text, at, m.start(), after):
            continue
        if (text[after] == "(" or currency_ahead(text, after)) and _SCALE.search(
            text, max(at, m.start() - 6), m.start()
        ):
            continue  # ``DKK 140 bn. (33.4 per cent)``, ``345.6 mln. USD``
        out += _cut(text, at, m.end())
        at = m.end()
    return out + _cut(text, at, end)


def _cut(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Cut a run of words without a full stop into pieces, since what reads a sentence compares all its words."""
    out: list[tuple[int, int]] = []
    while end - start > _LONGEST:
        blank = max(text.rfind(mark, start + 1, start + _LONGEST) for mark in " \n\t")
        middle = blank if blank > 0 else start + _LONGEST
        out.append((start, middle))
        start = middle
    return [*out, (start, end)]


_CLOSING = frozenset("u.s u.k u.n e.u u.s.a co ltd inc corp bros plc".split())
_OPENING = re.compile(
    r"(?:The|This|That|These|Those|It|Its|They|Their|He|She|We|In|On|At|For|From|By|With|As|After|Among|During|Over|"
    r"However|Meanwhile|Moreover|Also|But|And|Both|Since|While|When|Last|Total|Overall|Exports|Imports|Shipments|"
    r"Sales|Deliveries|Purchases|Trade|Of|To|Under|According|Another|Other|Some|More|Most|An|A) (?:[a-z\d$€£¥]|"
    r"[A-Z][\w'’.-]* [a-z(\d$])"
)


def _abbreviated(text: str, start: int, dot: int, after: int) -> bool:
    """Tell whether a full stop is that of an abbreviation alone, which ``in the U.S. Exports to China rose`` is not."""
    word = _LAST_WORD.search(text[max(start, dot - 16) : dot])
    if not word:
        return False
    low = word[0].casefold()
    if low in _CLOSING and _OPENING.match(text, after):
        return False
    return low in _ABBREVIATIONS or (len(low) == 1 and low.isalpha() and word[0].isupper())


def title_end(text: str) -> int:
    """Return where the headings that a text opens with end, 0 where it opens with prose.

    Args:
        text: any string.
    """
    end = 0
    for sentence in sentences(text[:_TOP]):
        if sentence.kind != "heading" or sentence.end >= _TOP:
            break
        end = sentence.end
    return end
