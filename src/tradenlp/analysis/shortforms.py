"""Later mentions of names: abbreviations given in brackets, a company's first words, an unlisted name told again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from ..lexicon import load
from .model import Mention
from .proper import CAPITAL, tells_nothing

_BRACKET = re.compile(
    r"[\"”’]?\s?\((?:the |hereafter |hereinafter )?[\"“‘']?(?P<short>[A-Z][A-Za-z&+\-]{1,9})[\"”’']?(?=[);,:])"
)
_NAMED = frozenset({"ORG", "COMMODITY", "PLACE", "INITIATIVE", "ROUTE", "EVENT", "SEGMENT"})
_RUN = re.compile(
    rf"(?={CAPITAL})(?<!\w)(?P<name>(?:{CAPITAL}[\w’'.&-]{{0,30}},? (?:(?:of|for|and|the|on|de|&) "
    rf"){{0,2}}){{2,8}})\((?P<short>[A-Z]{{3,8}})\)"
)
_NO_BODY = re.compile(
    r"(?:Index|Indices|Products?|Rates?|Agreement|Initiative|Basis|Value|Act|Units?|Equivalents?|Partnership|"
    r"Programme|Program|Plan|Area|Ratio|"
    r"Exports|Imports|Trade|Vehicles?|Tax|Price|Prices|Year|System|Goods|Gas|Scheme|Code|Zone|Investment|Insurance|"
    r"Feet|Freight|Average)$"
)
_PORT = re.compile(rf"(?:The )?Port of (?P<town>{CAPITAL}[\w’'-]{{3,}}(?: {CAPITAL}[\w’'-]+)?)")
_JOINTS = frozenset({"of", "for", "and", "the", "on", "de"})


def short_forms(text: str, found: Sequence[Mention]) -> list[Mention]:
    """Find later mentions of names by their short forms.

    Args:
        text: the release.
        found: mentions, sorted.
    Returns:
        list[Mention]: further mentions, each with the label, name and kind of the full name; they may overlap others.
    """
    known: dict[str, Mention] = {}
    spelt = _spelt_out(text)
    bodies = [(m, short) for m, short in spelt if m.label == "ORG"]
    for m, short in (*_bracketed(text, found), *spelt, *_first_words(found), *_repeats(found)):
        known.setdefault(short, m)
    return [*(m for m, _ in bodies), *_everywhere(text, known)]


def _everywhere(text: str, known: Mapping[str, Mention]) -> Iterator[Mention]:
    """Yield the mentions of all short forms, but for those within their full names."""
    if not known:
        return
    forms = "|".join(re.escape(short) for short in sorted(known, key=len, reverse=True)[:_MOST])
    for s in re.finditer(rf"(?<![\w@./])(?:{forms})(?![\w@]|\.\w)", text):
        m = known[s[0]]
        if not m.start <= s.start() < m.end:
            yield Mention(
                m.label,
                s.start(),
                s.end(),
                s[0],
                name=m.name,
                code=m.code,
                hs=m.hs,
                kind=m.kind,
                entry=m.entry,
                score=0.7,
            )


_MOST = 400  # short forms of one text


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


def _spelt_out(text: str) -> list[tuple[Mention, str]]:
    """Find unlisted bodies, and groups of countries, by their initials in brackets."""
    out: list[tuple[Mention, str]] = []
    for m in _RUN.finditer(text):
        name = m["name"].rstrip()
        words = name.split()
        first = _start_of(words, m["short"])
        if first is None or _NO_BODY.search(name):
            continue
        start = m.start() + len(name) - len(name.split(None, first)[-1])
        end = m.start() + len(name)
        label = "PLACE" if all(tells_nothing(w.strip(",")) for w in words[first:] if w not in _JOINTS) else "ORG"
        kind = "bloc" if label == "PLACE" else "association"
        out.append(
            (Mention(label, start, end, text[start:end], name=text[start:end], kind=kind, score=0.6), m["short"])
        )
    return out


def _start_of(words: Sequence[str], short: str) -> int | None:
    """Return the word at which the words whose initials are an abbreviation begin."""
    for first in range(len(words) - 1):
        initials = "".join(w[0] for w in words[first:] if w not in _JOINTS)
        if initials == short:
            return first
    return None


def _first_words(found: Sequence[Mention]) -> Iterator[tuple[Mention, str]]:
    """Yield companies with the telling words of their names, and ports that no table lists with their towns."""
    for m in found:
        town = _PORT.fullmatch(m.text) if m.label == "ORG" and m.kind == "port" and m.entry is None else None
        if town is not None and not load().canonical("PLACE", town["town"]):
            yield m, town["town"]
        if m.label != "ORG" or m.kind != "company" or m.entry is not None:
            continue
        words = m.text.split()
        if len(words) > 2 and m.score > 0.6 and not tells_nothing(words[0]):
            yield m, " ".join(words[:-1])
        for word in re.findall(rf"{CAPITAL}[\w’']{{3,}}", m.text)[:2]:
            if not tells_nothing(word):
                yield m, word
                break


def _repeats(found: Sequence[Mention]) -> Iterator[tuple[Mention, str]]:
    """Yield unlisted names, which are told again without the words that gave them away."""
    for m in found:
        if (
            m.label in ("ORG", "PLACE")
            and m.entry is None
            and m.score <= 0.6
            and not load().canonical("COMMODITY", m.text)
        ):
            yield m, m.text
