"""Later mentions of names: abbreviations given in brackets, a company's first words, an unlisted name told again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ..lexicon import load
from .model import Mention
from .proper import CAPITAL, tells_nothing

_BRACKET = re.compile(r"[\"”’]?\s?\((?:the |hereafter |hereinafter )?[\"“‘']?(?P<short>[A-Z][A-Za-z&+\-]{1,9})[\"”’']?(?=[);,:])")
_NAMED = frozenset({"ORG", "COMMODITY", "PLACE", "INITIATIVE", "ROUTE", "EVENT", "SEGMENT"})
_RUN = re.compile(rf"(?<!\w)(?P<name>(?:{CAPITAL}[\w’'.&-]{{0,30}},? (?:(?:of|for|and|the|on|de|&) ){{0,2}}){{2,8}})\((?P<short>[A-Z]{{3,8}})\)")
_NO_BODY = re.compile(
    r"(?:Index|Indices|Products?|Rates?|Agreement|Initiative|Basis|Value|Act|Units?|Equivalents?|Partnership|Programme|Program|Plan|Area|Ratio|"
    r"Exports|Imports|Trade|Vehicles?|Tax|Price|Prices|Year|System|Goods|Gas|Scheme|Code|Zone|Investment|Insurance|Feet|Freight|Average)$"
)
_JOINTS = frozenset({"of", "for", "and", "the", "on", "de"})


def short_forms(text: str, found: Sequence[Mention]) -> list[Mention]:
    """Find later mentions of names by their short forms.

    Args:
        text: the release.
        found: mentions, sorted.
    Returns:
        list[Mention]: further mentions, each with the label, name and kind of the full name; they may overlap others.
    """
    out: list[Mention] = []
    known: set[str] = set()
    for m, short in (*_bracketed(text, found), *_first_words(found), *_repeats(found)):
        if short not in known:
            known.add(short)
            out += _everywhere(text, m, short)
    return [*_spelt_out(text, known), *out]


def _everywhere(text: str, m: Mention, short: str) -> Iterator[Mention]:
    for s in re.finditer(rf"(?<![\w@./]){re.escape(short)}(?![\w@]|\.\w)", text):
        if not m.start <= s.start() < m.end:
            yield Mention(m.label, s.start(), s.end(), s[0], name=m.name, code=m.code, hs=m.hs, kind=m.kind, entry=m.entry, score=0.7)


def _bracketed(text: str, found: Sequence[Mention]) -> Iterator[tuple[Mention, str]]:
    """Yield names with the abbreviation that follows them in brackets (``... of Customs (GAC)``)."""
    for m in found:
        if m.label not in _NAMED or m.end - m.start < 6:
            continue
        bracket = _BRACKET.match(text, m.end)
        if bracket and _abbreviates(bracket["short"], m.text):
            yield m, bracket["short"]


def _abbreviates(short: str, full: str) -> bool:
    """Tell whether the letters of an abbreviation stand in the full name in order, the first at the start of a word."""
    letters = [c for c in short.casefold() if c.isalpha()]
    if sum(c.isupper() for c in short) < 2 or len(letters) < 2:
        return False
    words = full.casefold().replace("-", " ").split()
    for n, word in enumerate(words):
        if word[:1] == letters[0]:
            rest = iter("".join(words[n:]))
            return all(c in rest for c in letters)
    return False


def _spelt_out(text: str, known: set[str]) -> list[Mention]:
    """Find unlisted bodies by their initials in brackets (``International Aluminium Institute (IAI)``)."""
    out: list[Mention] = []
    for m in _RUN.finditer(text):
        words = m["name"].split()
        short = m["short"]
        if short in known or _NO_BODY.search(m["name"].strip()):
            continue
        first = _start_of(words, short)
        if first is None:
            continue
        start = m.start() + len(m["name"]) - len(m["name"].split(None, first)[-1]) if first else m.start()
        end = m.start() + len(m["name"].rstrip())
        whole = Mention("ORG", start, end, text[start:end], name=text[start:end], kind="association", score=0.6)
        known.add(short)
        out += [whole, *_everywhere(text, whole, short)]
    return out


def _start_of(words: Sequence[str], short: str) -> int | None:
    """Return the word at which the words whose initials are an abbreviation begin."""
    for first in range(len(words) - 1):
        initials = "".join(w[0] for w in words[first:] if w not in _JOINTS)
        if initials == short:
            return first
    return None


def _first_words(found: Sequence[Mention]) -> Iterator[tuple[Mention, str]]:
    """Yield companies with the telling words of their names."""
    for m in found:
        if m.label != "ORG" or m.kind != "company" or m.entry is not None:
            continue
        for word in re.findall(rf"{CAPITAL}[\w’']{{3,}}", m.text)[:2]:
            if not tells_nothing(word):
                yield m, word
                break


def _repeats(found: Sequence[Mention]) -> Iterator[tuple[Mention, str]]:
    """Yield unlisted names, which are told again without the words that gave them away."""
    for m in found:
        if m.label in ("ORG", "PLACE") and m.entry is None and m.score <= 0.6 and not load().canonical("COMMODITY", m.text):
            yield m, m.text
