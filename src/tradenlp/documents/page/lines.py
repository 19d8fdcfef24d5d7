"""The content of a page as lines: one for each heading, paragraph, list item and table row."""

from __future__ import annotations

import re

from . import grid
from .tree import TEXT, Tree

_BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption"
    " figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li listing main menu nav ol optgroup option p"
    " plaintext pre search section summary table tbody td tfoot th thead tr ul xmp".split()
)
_VERBATIM = frozenset("pre listing xmp plaintext".split())
_ONE_LINE = frozenset("h1 h2 h3 h4 h5 h6 summary dt caption".split())
_SPACE = re.compile(r"\s+")
_BLANK = re.compile(r"[^\S\n]+")
# Zero-width characters, soft hyphens, marks of writing direction, control characters.
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_SENTENCE_END = re.compile(r"[.:;!?…][\"'”’)\]]*$")
_WRAPPED = 40
# Words that hardly begin an item of a list.
_INNER_WORDS = frozenset(
    "a after an and as at because before but by during for from had has have in including into is its of on or per"
    " since so than that the their to under until was were when where which while who with".split()
)

_ORDINAL = re.compile(r"st|nd|rd|th|er|re|os?|as?", re.IGNORECASE)
_AFTER_NUMBER = re.compile(r"(?:\d|\bN|\bn)$")
_POWER = re.compile(r"[-−–]?\d{1,2}")
_LENGTH = re.compile(r"(?:^|[\s\d(/·'’])(?:[kcdm]?m|ft|in|yd|mi)$")
_MILLIONS = re.compile(r"[$€£¥₹]\s?[\d.,]+\s?m$")
_TEN = re.compile(r"[x×·*]\s*10$")
_STATUS = re.compile(r"\(?[prefPREF]\)?")
_NOTE = re.compile(
    r"[\[(]{0,2}(?:\d{1,3}|[a-zA-Z]|[ivx]{1,4}|[*†‡§¶#^]{1,3})(?:[,;/\s–-]{1,2}(?:\d{1,3}|[a-z]|[*†‡§])){0,9}[\])]{0,2}"
    r"|TM|SM|[™®©]"
)
_SUPERSCRIPT = str.maketrans("0123456789-−–", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁻⁻")
_NOTE_LINK = re.compile(r"[\[(]?(?:\d{1,3}|[*†‡§])[\])]|[\[(]?[*†‡§]|\d{1,3}")
_NOTE_TARGET = re.compile(r"#(?:_?(?:ftn|fn|edn|note|foot|cite|ref|en)|.{0,20}note)", re.IGNORECASE)


def lines(tree: Tree, root: int, gone: bytearray) -> list[str]:
    """Write the content down.

    Args:
        tree: a page.
        root: the element that holds the content.
        gone: 1 for each element left out with all it holds.
    Returns:
        list[str]: non-empty lines, but for blank ones inside preformatted text.
    """
    if tree.ends[root] <= root + 2 and tree.tags[root] not in _VERBATIM:  # most cells of tables
        return _unwrapped(_INVISIBLE.sub("", _SPACE.sub(" ", "".join(tree.texts[root : tree.ends[root]]))))
    return _Walk(tree, gone, root).lines


class _Walk:
    """One pass over an element."""

    def __init__(self, tree: Tree, gone: bytearray, root: int) -> None:
        self.tree, self.gone = tree, gone
        self.lines: list[str] = []
        self.buffer: list[str] = []
        self.verbatim_end = self.one_line_end = self.table_end = -1
        self.open: list[tuple[int, str]] = []
        self.rows: dict[int, list[str]] = {}
        node, stop = root, tree.ends[root]
        while node < stop:
            self._close(node)
            node = self._step(node)
        self._close(stop)
        self._flush()

    def _step(self, node: int) -> int:
        """Write a node; return the number of the next one."""
        tree, tag = self.tree, self.tree.tags[node]
        if self.gone[node] or tag == "script":
            return tree.ends[node]
        if tag == TEXT:
            text = tree.texts[node]
            self.buffer.append(text if node < self.verbatim_end else _SPACE.sub(" ", text))
        elif tag == "br":
            self.buffer.append(" " if node < self.one_line_end else "\n")
        elif tag == "sup" or (tag == "a" and _is_note_link(tree, node)):
            self.buffer.append(_raised(tree.text(node), self.buffer))
            return tree.ends[node]
        elif tag == "tr" and node in self.rows:
            self._flush()
            self.lines += self.rows[node]
            self.table_end = len(self.lines)
            return tree.ends[node]
        elif tag in _BLOCKS:
            self._block(node, tag)
        elif tag == "q":
            self.buffer.append("“")
            self.open.append((tree.ends[node], "”"))
        return node + 1

    def _block(self, node: int, tag: str) -> None:
        self._flush()
        end = self.tree.ends[node]
        self.open.append((end, ""))
        if tag == "table":
            self.rows |= grid.rows(self.tree, node, self.gone, lines)
            if self.lines and self.table_end == len(self.lines):
                self.lines.append("")  # parts it from the table right before it
        elif tag in _VERBATIM:
            self.verbatim_end = max(end, self.verbatim_end)
        elif tag in _ONE_LINE:
            self.one_line_end = max(end, self.one_line_end)

    def _close(self, node: int) -> None:
        while self.open and self.open[-1][0] <= node:
            end, mark = self.open.pop()
            if mark:
                self.buffer.append(mark)
                continue
            self._flush(verbatim=end <= self.verbatim_end)
            if end >= self.verbatim_end:
                self.verbatim_end = -1

    def _flush(self, verbatim: bool | None = None) -> None:
        text = _INVISIBLE.sub("", "".join(self.buffer))
        self.buffer.clear()
        if not text.strip():
            return
        if verbatim or (verbatim is None and self.verbatim_end >= 0):
            self.lines += _verbatim(text)
        else:
            self.lines += _unwrapped(text)


def _unwrapped(text: str) -> list[str]:
    """Part at line breaks, but not at those inside a sentence."""
    out: list[str] = []
    for piece in text.split("\n"):
        line = _SPACE.sub(" ", piece).strip()
        if out and line and _goes_on(out[-1], line):
            out[-1] = f"{out[-1]} {line}"
        elif line:
            out.append(line)
    return out


def _goes_on(before: str, line: str) -> bool:
    """Whether a line break falls inside a sentence, put there for its looks."""
    if not line[0].islower() or _SENTENCE_END.search(before):
        return False
    return len(before) >= _WRAPPED or line.split(" ", 1)[0] in _INNER_WORDS


def _verbatim(text: str) -> list[str]:
    """Part at line ends and keep what aligns columns; of several blank lines one."""
    out: list[str] = []
    for piece in text.replace("\r\n", "\n").replace("\xa0", " ").strip("\n").split("\n"):
        line = piece.rstrip()
        if line or (out and out[-1]):
            out.append(line)
    return out


def _is_note_link(tree: Tree, node: int) -> bool:
    target = tree.value(node, "href")
    if "#" not in target or tree.ends[node] - node >= 6 or not _NOTE_TARGET.search(target):
        return False
    return _NOTE_LINK.fullmatch(tree.text(node)) is not None


def _raised(mark: str, buffer: list[str]) -> str:
    """Write a superscript: powers as such, ordinals plain, marks of preliminary and revised figures in brackets.

    Marks of notes go: read as digits they would change a figure.
    """
    before = "".join(buffer[-3:])[-40:]
    if _ORDINAL.fullmatch(mark) and _AFTER_NUMBER.search(before):
        return mark if not _STATUS.fullmatch(mark) else f" ({mark})"
    if mark in ("2", "3") and _LENGTH.search(before) and not _MILLIONS.search(before):
        return mark.translate(_SUPERSCRIPT)
    if _POWER.fullmatch(mark) and _TEN.search(before):
        return mark.translate(_SUPERSCRIPT)
    if _STATUS.fullmatch(mark) and before[-1:].isdigit():
        return f" ({mark.strip('()')})"
    return "" if _NOTE.fullmatch(mark) else mark
