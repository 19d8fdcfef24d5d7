"""What rules and lexicon say of each token, as rows of numbers that a trained tagger reads beside the words.

Each row holds small codes: the mention that the rules found there, what sort of thing it is, the listed phrase, the
case of the word where it stands, its line, and how the document writes and names the same word elsewhere.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from ..labels import ENTITY_LABELS
from ..lexicon import NAMED_LABELS
from .model import Mention
from .naming import listed
from .tagging import biluo
from .trait_codes import code

_LABELS = (*ENTITY_LABELS, "DEMONYM")
_LISTED = tuple(sorted(NAMED_LABELS | {"INDICATOR", "TREND", "VERB", "DEMONYM", "HEAD", "MODIFIER"}))
_KINDS = 64
_CASES = 6
SIZES = (
    1 + 4 * len(_LABELS),  # label and place in the rules' mention
    _KINDS,  # its kind and how sure the rules are
    1 + 8 * len(_LISTED),  # label and place in the longest listed phrase, and whether it is a homonym
    _CASES * 3 * 4,  # case of the word, where in the sentence, sort of line
    4 * 3,  # how often the document tells the word, and whether in lower case
    1 + len(_LABELS),  # label of most of the rules' mentions of the same word elsewhere
)
"""Number of codes of each column."""

Ints = npt.NDArray[np.int64]


def hints(text: str, tokens: Sequence[tuple[int, int]], found: Sequence[Mention]) -> Ints:
    """Return the codes of all tokens.

    Args:
        text: the release.
        tokens: half-open character offsets, in order.
        found: the rules' mentions in order.
    Returns:
        ndarray: shape (tokens, columns), each column from 0 below its entry of ``SIZES``.
    """
    starts = [start for start, _ in tokens]
    rows: Ints = np.zeros((len(tokens), len(SIZES)), dtype=np.int64)
    if not tokens:
        return rows
    written = [text[a:b] for a, b in tokens]
    named = np.full(len(tokens), -1)
    for m in found:
        first, last = covered(starts, m.start, m.end)
        label = _LABELS.index(m.label)
        rows[first:last, 0] = biluo(label, last - first)
        rows[first:last, 1] = _kind(m)
        named[first:last] = label
    for start, end, label, weak in _listed(text):
        first, last = covered(starts, start, end)
        rows[first:last, 2] = [n + 4 * len(_LISTED) * weak for n in biluo(label, last - first)]
    lines, places = _lines(text, starts), _openings(written)
    rows[:, 3] = [(_case(w) * 3 + p) * 4 + n for w, p, n in zip(written, places, lines, strict=True)]
    rows[:, 4], rows[:, 5] = _elsewhere(written, named)
    return rows


def covered(starts: Sequence[int], start: int, end: int) -> tuple[int, int]:
    """Return the half-open numbers of the tokens that a span lies in.

    Args:
        starts: where the tokens begin, in order.
        start, end: half-open character offsets.
    """
    first = max(0, bisect_right(starts, start) - 1)
    return first, max(first + 1, bisect_right(starts, end - 1))


def _kind(m: Mention) -> int:
    how = "listed" if m.entry is not None else f"{m.score:.1f}"
    return 1 + code(f"{m.label} {m.kind} {how}") % (_KINDS - 1)


def _listed(text: str) -> Iterator[tuple[int, int, int, bool]]:
    """Yield the listed phrases of a text: offsets, number of the label, and whether they are homonyms."""
    spans, found = listed(text)
    for i, j, entries, weak in found:
        labels = [e.label for e in entries]
        label = "COMMODITY" if "COMMODITY" in labels else labels[0]
        yield spans[i][0], spans[j - 1][1], _LISTED.index(label), bool(weak)


def _case(word: str) -> int:
    """Number the way a word is written: sign, digits, lower case, capitals, one capital, other."""
    if not word[:1].isalnum():
        return 0
    if word[0].isdigit():
        return 1
    if word.islower():
        return 2
    if word.isupper():
        return 3 if len(word) > 1 else 4
    return 4 if word[1:].islower() else 5


_STOPS = frozenset({".", "!", "?", ":", "\n", "•", "*", "|"})


def _openings(written: Sequence[str]) -> list[int]:
    """Tell of each token whether it opens a line or sentence (1), stands behind a quotation mark (2) or neither."""
    out, before = [], "\n"
    for word in written:
        out.append(1 if before in _STOPS or "\n" in before else 2 if before in "\"“”'‘(" else 0)
        before = word
    return out


_CELLS = re.compile(r"\||\t|\S {2,}\S")


def _lines(text: str, starts: Sequence[int]) -> list[int]:
    """Tell of each token what line it is in: prose (0), a short one (1), in capitals or title case (2), a row (3)."""
    at, sorts, edges = 0, [], []
    for line in text.split("\n"):
        edges.append(at)
        at += len(line) + 1
        long = [w for w in line.split() if len(w) > 3 and w[0].isalpha()]
        if _CELLS.search(line):
            sorts.append(3)
        elif len(line) < 160 and len(long) > 1 and sum(w[0].isupper() for w in long) * 3 > 2 * len(long):
            sorts.append(2)
        else:
            sorts.append(int(len(line) < 90 and not line.rstrip().endswith((".", ".”", '."'))))
    return [sorts[bisect_right(edges, start) - 1] for start in starts]


def _elsewhere(written: Sequence[str], named: npt.NDArray[np.int64]) -> tuple[list[int], list[int]]:
    folded = [w.casefold() for w in written]
    told, small = Counter(folded), {w for w in written if w.islower()}
    labels: defaultdict[str, Counter[int]] = defaultdict(Counter)
    for word, label in zip(folded, named.tolist(), strict=True):
        labels[word][label] += 1
    often, most = [], []
    likely: dict[tuple[str, int], int] = {}
    for word, as_written, label in zip(folded, written, named.tolist(), strict=True):
        lower = 0 if as_written.islower() else 1 + (word in small)
        often.append(min(told[word], 4) - 1 + 4 * lower)
        if (word, label) not in likely:
            others = [(n - (k == label), k) for k, n in labels[word].items() if k >= 0]
            count, likeliest = max(others, default=(0, -1))
            likely[word, label] = likeliest + 1 if count > 0 else 0
        most.append(likely[word, label])
    return often, most


__all__ = ["SIZES", "covered", "hints"]
