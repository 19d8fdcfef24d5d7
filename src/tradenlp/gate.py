"""Patterns that are only tried on texts that hold a word which every match of theirs holds.

Most patterns of the grammars find nothing in most sentences. Whether ``moving average`` could be in one is asked of a
string's own search in a fraction of the time that a pattern takes to try each place. The words are read off the
pattern itself, so that a gate lets everything through that the pattern would find; and a pattern that no text gets to
is never built.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

try:
    from re import _parser  # type: ignore[attr-defined]
except ImportError:  # Python 3.10
    import sre_parse as _parser

_MOST = 48  # words of one gate; more are no faster to ask for than the pattern
_LEAST = 2  # letters of a word; shorter ones are in every text
_ASCII = 127
_TELLING = 6  # letters from which a word is as rare as longer ones

_LONG = 400  # letters of a text that is asked about by many patterns

Words = frozenset[str]
_NOTHING: Words = frozenset({""})


class Gated:
    """A pattern behind its gate, with the methods of ``re.Pattern`` that look for it anywhere in a text.

    Args:
        pattern: a regular expression.
        flags: as for ``re.compile``.
    """

    __slots__ = ("_built", "_flags", "_fold", "_words", "pattern")

    def __init__(self, pattern: str, flags: int = 0) -> None:
        self.pattern, self._flags = pattern, flags
        self._built: re.Pattern[str] | None = None
        self._words: Sequence[str] | None = None
        self._fold = False

    @property
    def words(self) -> Sequence[str]:
        """Words of which every match holds one, in lower case where case does not count; an empty one if unknown."""
        if self._words is None:
            tree = _parser.parse(self.pattern, self._flags)
            self._fold = bool(tree.state.flags & re.IGNORECASE)
            found = _needed(tree, self._fold)[1]
            self._words = ("",) if found is None else sorted(_shortest(found))
        return self._words

    def _opens(self, text: str, where: tuple[int, ...]) -> re.Pattern[str] | None:
        """The pattern where a text, or the stretch of it that is asked about, may hold a match."""
        words = self._words if self._words is not None else self.words
        if where:
            start = where[0] if where[0] > 0 else 0
            text = text[start : max(0, where[1])] if len(where) > 1 else text[start:]
        if self._fold:
            text = (_lower(text) if len(text) < _LONG else _kept_lower(text)) or "".join(words)
        for word in words:
            if word in text:
                if self._built is None:
                    self._built = re.compile(self.pattern, self._flags)
                return self._built
        return None

    def search(self, text: str, *where: int) -> re.Match[str] | None:
        """See ``re.Pattern.search``."""
        built = self._opens(text, where)
        return built.search(text, *where) if built is not None else None

    def finditer(self, text: str, *where: int) -> Iterator[re.Match[str]]:
        """See ``re.Pattern.finditer``."""
        built = self._opens(text, where)
        return built.finditer(text, *where) if built is not None else iter(())

    def findall(self, text: str, *where: int) -> list[Any]:
        """See ``re.Pattern.findall``."""
        built = self._opens(text, where)
        return built.findall(text, *where) if built is not None else []


def _lower(text: str) -> str:
    """Return a text in lower case, nothing where it has letters that match others than those in lower case."""
    if text.isascii() or not ("\u0130" in text or "\u0131" in text or "\u017f" in text or "\u212a" in text):
        return text.lower()
    return ""


_kept_lower = lru_cache(maxsize=8)(_lower)


def _needed(tree: Any, fold: bool) -> tuple[Words | None, Words | None]:
    """Return all that a part of a pattern matches, where that is little, and words of which every match holds one."""
    whole: Words | None = _NOTHING
    run: Words | None = _NOTHING
    best: Words | None = None
    for exact, inner in _pieces(tree, fold):
        joined = _product(run, exact)
        if joined is None:
            joined = exact if exact is not None else _NOTHING
        whole, run, best = _product(whole, exact), joined, _better(_better(best, inner), joined)
    return whole, best


def _pieces(tree: Any, fold: bool) -> Iterator[tuple[Words | None, Words | None]]:
    """Yield what the pieces of a part match, letters in a row together."""
    letters = ""
    for op, told in tree:
        if op.name == "LITERAL" and not (fold and told > _ASCII):
            letters += chr(told).lower() if fold else chr(told)
            continue
        if letters:
            yield frozenset({letters}), None
            letters = ""
        yield _of_one(op.name, told, fold)
    if letters:
        yield frozenset({letters}), None


def _of_one(op: str, told: Any, fold: bool) -> tuple[Words | None, Words | None]:
    if op == "IN":
        if any(kind.name != "LITERAL" or (fold and each > _ASCII) for kind, each in told):
            return None, None
        return frozenset({chr(each).lower() if fold else chr(each) for _, each in told}), None
    if op == "SUBPATTERN":
        _, added, _, inner = told
        return (None, None) if added & re.IGNORECASE and not fold else _needed(inner, fold)
    if op in ("MAX_REPEAT", "MIN_REPEAT"):
        least, most, inner = told
        exact, words = _needed(inner, fold)
        if least == 0:
            return (exact | _NOTHING if exact is not None and most == 1 else None), None
        return (exact if least == most == 1 else None), _better(words, exact)
    if op == "BRANCH":
        return _of_branches([_needed(branch, fold) for branch in told[1]])
    return (_NOTHING if op in ("AT", "ASSERT", "ASSERT_NOT") else None), None


def _of_branches(branches: Sequence[tuple[Words | None, Words | None]]) -> tuple[Words | None, Words | None]:
    exact, words = [each for each, _ in branches], [_better(each, word) for each, word in branches]
    whole = frozenset().union(*(each for each in exact if each is not None)) if None not in exact else None
    all_words = frozenset().union(*(each for each in words if each is not None)) if None not in words else None
    return (whole if whole is not None and len(whole) <= _MOST else None), _better(None, all_words)


def _shortest(words: Words) -> Words:
    """Leave out the words that hold another."""
    return frozenset(word for word in words if not any(other != word and other in word for other in words))


def _product(first: Words | None, second: Words | None) -> Words | None:
    if first is None or second is None:
        return None
    if first is _NOTHING or second is _NOTHING:
        return second if first is _NOTHING else first
    if len(first) * len(second) > _MOST:
        return None
    return frozenset([a + b for a in first for b in second])


def _better(first: Words | None, second: Words | None) -> Words | None:
    """The more telling of two sets of words, None where neither tells anything."""
    one, other = _worth(first), _worth(second)
    if one is None:
        return second if other is not None else None
    return second if other is not None and other > one else first


def _worth(words: Words | None) -> tuple[int, int] | None:
    if not words or len(words) > _MOST:
        return None
    least = min(map(len, words))
    return (min(least, _TELLING), -len(words)) if least >= _LEAST else None


__all__ = ["Gated"]
