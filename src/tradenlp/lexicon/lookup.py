"""The lexicon: its tables, loaded when first asked for, and the questions that can be put to them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from functools import lru_cache
from pathlib import Path

from .entries import NAMED_LABELS, TABLES, Entry, Match
from .index import PhraseIndex, cut
from .reader import FOLDER, Listed, demonyms, read
from .words import words

_PARTNERS = {'"': '"', "\u201c": "\u201d", "\u2018": "\u2019", "'": "'", "`": "`"}
_QUOTES = " \t\n\"'`\u2018\u2019\u201c\u201d.,;:"
_ARTICLE = re.compile(r"(?:the|an?|its|their|his|our|this)\s+", re.I)
_POSSESSIVE = re.compile(r"['\u2019](?:s|S)?$")
_SORT_BEFORE = re.compile(
    r"(?:province|state|city|port city|municipality|region|republic|kingdom|island|prefecture|canton|emirate"
    r"|governorate)\s+of\s+",
    re.I,
)
_SORT_AFTER = re.compile(
    r"[\s-](?:province|municipality|prefecture|city|sar|region|state|county|governorate|oblast|krai|canton|district|"
    r"metropolitan area|autonomous region|special administrative region|economy|market|mainland)$",
    re.I,
)


class Lexicon:
    """Named things of foreign trade and the words that go with them.

    Args:
        folder: where the tables lie.
    """

    __slots__ = ("_by_id", "_folder", "_indexes", "_tables")

    def __init__(self, folder: Path = FOLDER) -> None:
        self._folder = folder
        self._tables: dict[str, tuple[Listed, ...]] = {}
        self._indexes: dict[frozenset[str], PhraseIndex] = {}
        self._by_id: dict[str, Entry] | None = None

    def table(self, name: str) -> tuple[Entry, ...]:
        """Return the entries of a table in its order.

        Args:
            name: key of ``entries.TABLES``.
        Raises:
            KeyError: for an unknown table.
            LexiconError: E401 for a row that breaks the table's grammar.
        """
        return tuple(entry for entry, _ in self.listed(name))

    def listed(self, name: str) -> tuple[Listed, ...]:
        """Return the entries of a table with the ways to write each; ``demonyms`` is a table of its own here."""
        known = self._tables.get(name)
        if known is None:
            known = demonyms(self._folder) if name == "demonyms" else read(name, self._folder)
            self._tables[name] = known
        return known

    def index(self, labels: Collection[str] = NAMED_LABELS) -> PhraseIndex:
        """Return the phrase index over all entries of some labels; built once for each set of labels."""
        wanted = frozenset(labels)
        index = self._indexes.get(wanted)
        if index is None:
            index = PhraseIndex()
            for name, layout in TABLES.items():
                if layout.label in wanted:
                    _fill(index, self.listed(name), layout.plural)
            if "DEMONYM" in wanted:
                _fill(index, self.listed("demonyms"), False)
            self._indexes[wanted] = index  # only when filled: another thread may look it up meanwhile
        return index

    def find(self, text: str, labels: Collection[str] = NAMED_LABELS) -> list[Match]:
        """Find the leftmost longest listed phrases in a text.

        Args:
            text: any string.
            labels: entity labels, ``VERB``, ``HEAD``, ``MODIFIER``, ``CONTEXT`` or ``DEMONYM``.
        Returns:
            list of Match in order of offsets, none overlapping another.
        """
        spans = words(text)
        found = self.index(labels).find([text[start:end] for start, end in spans])
        return [
            Match(_quoted(text, spans[i][0], spans[j - 1][1]), spans[j - 1][1], entries, weak)
            for i, j, entries, weak in found
        ]

    def place(self, key: str) -> Entry | None:
        """Return a place by its ISO 3166 code or one of its names, else None."""
        if self._by_id is None:
            by_id: dict[str, Entry] = {}
            for entry in self.table("places"):
                if entry.id:
                    by_id.setdefault(entry.id, entry)
            self._by_id = by_id
        return self._by_id.get(key) or self.canonical("PLACE", key)

    def canonical(self, label: str, text: str) -> Entry | None:
        """Return the entry that a mention names.

        Articles, quotation marks, possessives, letter case and (for goods) plurals are folded; ``Sichuan Province`` and
        ``the city of Chengdu`` name the place without its sort.

        Args:
            label: an entity label, ``DEMONYM`` or ``VERB``.
            text: the mention as written.
        Returns:
            Entry, the likeliest where several bear the name; None where none does.
        """
        return _canonical(self.index((label,)), label, text)

    def currency_of(self, economy: str | Entry) -> str | None:
        """Return the ISO 4217 code of the money used in a place.

        Args:
            economy: an entry, an ISO 3166 code or a name; parts of an economy have its currency.
        """
        entry: Entry | None
        if isinstance(economy, Entry):
            entry = economy
        else:
            entry = self.place(economy) or self.place(self.parent(economy) or economy)
        while entry is not None:
            if entry.currency:
                return entry.currency
            above = entry.parent or self.parent(entry.id or "")
            entry = self.place(above) if above and above != entry.id else None
        return None

    def demonym(self, word: str) -> Entry | None:
        """Return the place that an adjective or people belongs to: ``Chinese`` gives China; else None."""
        phrases = self.index(("DEMONYM",)).get(cut(word))
        return phrases[0].entry if phrases else None

    def parent(self, code: str) -> str | None:
        """Return the alpha-2 code of the economy that an ISO 3166-2 code or a UN/LOCODE lies in, else None."""
        if len(code) > 3 and code[2] == "-":
            return code[:2]
        return code[:2] if len(code) == 5 and code.isalnum() and code.isupper() else None


@lru_cache(maxsize=1)
def load() -> Lexicon:
    """Return the package's lexicon; every call gives the same object, whose tables are read when first asked for."""
    return Lexicon()


@lru_cache(maxsize=1 << 13)  # the names of one release come again in the next
def _canonical(index: PhraseIndex, label: str, text: str) -> Entry | None:
    for form in _forms(text, label):
        written = cut(form)
        phrases = index.get(written) or index.get(written, strict=False)
        if phrases:
            return phrases[0].entry
    return None


def _quoted(text: str, start: int, end: int) -> int:
    """Take in the quotation mark before a phrase where its partner stands inside: ``"Belt and Road" countries``."""
    mark = text[start - 1] if start else ""
    partner = _PARTNERS.get(mark)
    if partner is None:
        return start
    inside = text[start:end]
    return start - 1 if inside.count(partner) % 2 and (partner != "'" or "' " in inside) else start


def _fill(index: PhraseIndex, listed: Iterable[Listed], plural: bool) -> None:
    for entry, ways in listed:
        for way in ways:
            index.add(way, entry, plural)


def _forms(text: str, label: str) -> Iterable[str]:
    """List the forms of a mention to look up, the fullest first."""
    form = text.strip(_QUOTES)
    yield form
    bare = _POSSESSIVE.sub("", _ARTICLE.sub("", form, count=1)).strip(_QUOTES)
    if bare != form:
        yield bare
    if label == "PLACE":
        yield _SORT_AFTER.sub("", bare)
        yield _SORT_BEFORE.sub("", bare)
