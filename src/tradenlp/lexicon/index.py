"""A phrase index: the longest listed phrases in a sequence of words, in time linear in the number of words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from .entries import Entry
from .words import cased, fold, keys, stem, suits, words

_FLAGS = "=~+"
_AS_LISTED = 3
_AND = frozenset({"and", "or", "&"})


class Phrase(NamedTuple):
    """One way to write an entry.

    Attributes:
        entry: what is meant.
        needs: (position, need, word as listed) of each word whose case matters; need as of ``words.cased``, 3 exact.
        weak: a homonym, flagged ``~``.
        listing: commas may stand between its words (``toys, games and sports equipment``).
    """

    entry: Entry
    needs: tuple[tuple[int, int, str], ...]
    weak: bool
    listing: bool

    def fits(self, written: Sequence[str]) -> bool:
        """Tell whether words that fold to this phrase are written as it asks."""
        for position, need, listed in self.needs:
            word = written[position]
            if need == _AS_LISTED:
                if word != listed and not (word.isupper() and listed[:1].isupper()):
                    return False
            elif not suits(word, need):
                return False
        return True


class _Plane:
    """Ways to write entries by their folded words, and for each first word a bit set of the lengths that it begins.

    Only the keys are made when a table is loaded; a phrase's other properties wait until its key is met in a text.
    """

    __slots__ = ("lengths", "_phrases", "_ways")

    def __init__(self) -> None:
        self.lengths: dict[str, int] = {}
        self._ways: dict[str, tuple[tuple[str, Entry], ...]] = {}
        self._phrases: dict[str, tuple[Phrase, ...]] = {}

    def __len__(self) -> int:
        return len(self._ways)

    def add(self, key: str, way: tuple[str, Entry]) -> None:
        others = self._ways.get(key)
        if others is None:
            self._ways[key] = (way,)
        else:
            self._ways[key] = (*others, way)
            self._phrases.pop(key, None)
        first, _, rest = key.partition(" ")
        self.lengths[first] = self.lengths.get(first, 0) | 2 << (rest.count(" ") + 1 if rest else 0)

    def get(self, key: str) -> tuple[Phrase, ...]:
        phrases = self._phrases.get(key)
        if phrases is None:
            ways = self._ways.get(key)
            if ways is None:
                return ()
            # strong before weak; within each, the order of the tables
            phrases = tuple(dict.fromkeys(sorted((_phrase(*way) for way in ways), key=lambda phrase: phrase.weak)))
            self._phrases[key] = phrases
        return phrases


class PhraseIndex:
    """Phrases keyed by their folded words.

    A phrase may be led by flags: ``=`` letter case as listed (or all capitals, where listed with a capital), ``~``
    weak, ``+`` number as listed in a table that folds plurals.
    """

    __slots__ = ("_exact", "_plural")

    def __init__(self) -> None:
        self._exact = _Plane()
        self._plural = _Plane()

    def __len__(self) -> int:
        return len(self._exact) + len(self._plural)

    def add(self, alias: str, entry: Entry, plural: bool = False) -> None:
        """Add a way to write an entry.

        Args:
            alias: words as they are written, with their flags.
            entry: what they mean.
            plural: fold singular and plural.
        """
        text = alias.lstrip(_FLAGS) if alias[:1] in _FLAGS else alias
        if text.isascii() and text.replace(" ", "").isalnum():
            key = text.lower()
        else:
            key = " ".join([fold(word) for word in cut(text) if word != ","])
        if not key:
            return
        if plural and "+" not in alias[: len(alias) - len(text)]:
            self._plural.add(" ".join(map(stem, key.split(" "))), (alias, entry))
        else:
            self._exact.add(key, (alias, entry))

    def find(self, written: Sequence[str]) -> list[tuple[int, int, tuple[Entry, ...], bool]]:
        """Find the leftmost longest phrases, none overlapping another.

        Args:
            written: words as they stand in the text (``words.words`` gives their offsets).
        Returns:
            list of (first word, one past the last word, entries likeliest first, weak).
        """
        places = [i for i, word in enumerate(written) if word != ","]
        if len(places) < len(written):
            written = [written[i] for i in places]
        folded, stemmed = zip(*map(keys, written), strict=True) if written else ((), ())
        exact, plural = self._exact, self._plural
        found = []
        after = 0
        begun = zip(map(exact.lengths.get, folded), map(plural.lengths.get, stemmed), strict=True)
        for i, (of_exact, of_plural) in enumerate(begun):
            if (of_exact is None and of_plural is None) or i < after:
                continue
            lengths = of_exact or 0, of_plural or 0
            for j in _ends(i, lengths[0] | lengths[1], len(written)):
                phrases = _merged(
                    exact.get(" ".join(folded[i:j])) if lengths[0] >> (j - i) & 1 else (),
                    plural.get(" ".join(stemmed[i:j])) if lengths[1] >> (j - i) & 1 else (),
                )
                if not phrases:
                    continue
                unbroken = places[j - 1] - places[i] == j - 1 - i
                fitting = [p for p in phrases if (unbroken or p.listing) and p.fits(written[i:j])]
                if fitting:
                    entries = tuple(dict.fromkeys(p.entry for p in fitting))
                    found.append((places[i], places[j - 1] + 1, entries, fitting[0].weak))
                    after = j
                    break
        return found

    def get(self, written: Sequence[str], strict: bool = True) -> tuple[Phrase, ...]:
        """Look up a whole phrase.

        Args:
            written: words as they stand in the text.
            strict: hold the words against the letter case that the table asks for.
        Returns:
            tuple of phrases, likeliest first; empty where the phrase is unknown.
        """
        written = [word for word in written if word != ","]
        phrases = self._at([keys(word) for word in written])
        return tuple(p for p in phrases if p.fits(written)) if strict else phrases

    def _at(self, pairs: Sequence[tuple[str, str]]) -> tuple[Phrase, ...]:
        exact = self._exact.get(" ".join([folded for folded, _ in pairs]))
        return _merged(exact, self._plural.get(" ".join([stemmed for _, stemmed in pairs])))


def _merged(exact: tuple[Phrase, ...], plural: tuple[Phrase, ...]) -> tuple[Phrase, ...]:
    if exact and plural:
        return tuple(sorted(exact + plural, key=lambda phrase: phrase.weak))
    return exact or plural


def cut(text: str) -> list[str]:
    """Cut a text into the words that phrases are compared by, as they are written."""
    return [text[start:end] for start, end in words(text)]


def _phrase(alias: str, entry: Entry) -> Phrase:
    """Read a way to write an entry."""
    text = alias.lstrip(_FLAGS)
    flags = alias[: len(alias) - len(text)]
    written = cut(text)
    kept = [word for word in written if word != ","]
    listing = len(kept) < len(written) or any(word in _AND for word in kept)
    return Phrase(entry, _needs(kept, "=" in flags), "~" in flags, listing)


def _ends(start: int, lengths: int, limit: int) -> Iterator[int]:
    """Read a bit set of lengths: the ends of phrases that begin at a word, the farthest first."""
    while lengths:
        length = lengths.bit_length() - 1
        lengths ^= 1 << length
        if start + length <= limit:
            yield start + length


def _needs(written: Sequence[str], exact: bool) -> tuple[tuple[int, int, str], ...]:
    """Say which words of a phrase are bound to a letter case.

    The first capital of a name is asked for, and every abbreviation; others may be in lower case (``Suez canal``).
    """
    if exact:
        return tuple((i, _AS_LISTED, word) for i, word in enumerate(written))
    needs = []
    named = written[0][:1].isupper()
    for i, word in enumerate(written):
        need = 0 if word.islower() else cased(word)
        if need in (2, 4) or (need == 1 and (i == 0 or not named)):
            needs.append((i, need, word))
    return tuple(needs)
