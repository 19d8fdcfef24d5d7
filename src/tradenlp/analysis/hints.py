"""What rules and lexicon say of each token, as rows of numbers that a trained tagger reads beside the words.

Each row holds small codes: the mention that the rules found there, what sort of thing it is, the listed phrase, the
case of the word where it stands, its line, and how the document writes and names the same word elsewhere.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache

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
    if not tokens:
        return np.zeros((0, len(SIZES)), dtype=np.int64)
    written = [text[a:b] for a, b in tokens]
    ruled, kinds, phrases = ([0] * len(tokens) for _ in range(3))
    named = [-1] * len(tokens)
    for m in found:
        first, last = covered(starts, m.start, m.end)
        label = _LABELS.index(m.label)
        ruled[first:last] = biluo(label, last - first)
        kinds[first:last] = [_kind(m)] * (last - first)
        named[first:last] = [label] * (last - first)
    for start, end, label, weak in _listed(text):
        first, last = covered(starts, start, end)
        phrases[first:last] = [n + 4 * len(_LISTED) * weak for n in biluo(label, last - first)]
    lines, places = _lines(text, starts), _openings(written)
    cases = [(_case(w) * 3 + p) * 4 + n for w, p, n in zip(written, places, lines, strict=True)]
    rows: Ints = np.array([ruled, kinds, phrases, cases, *_elsewhere(written, named)], dtype=np.int64).T
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


@lru_cache(maxsize=1 << 14)
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


def _elsewhere(written: Sequence[str], named: Sequence[int]) -> tuple[list[int], list[int]]:
    folded = [w.casefold() for w in written]
    told, forms = Counter(folded), set(written)
    small = {w for w in forms if w.islower()}
    often = {}
    for form in forms:
        word = form.casefold()
        lower = 0 if form in small else 1 + (word in small)
        often[form] = min(told[word], 4) - 1 + 4 * lower
    labels: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    pairs = Counter(zip(folded, named, strict=True))
    for (word, label), count in pairs.items():
        if label >= 0:
            labels[word].append((label, count))
    likely = {}
    for word, label in pairs:
        if word not in labels:
            continue
        count, likeliest = max((n - (k == label), k) for k, n in labels[word])
        if count > 0:
            likely[word, label] = likeliest + 1
    return [often[form] for form in written], [likely.get(pair, 0) for pair in zip(folded, named, strict=True)]


__all__ = ["SIZES", "covered", "hints"]
