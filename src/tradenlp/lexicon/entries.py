"""What the lexicon is made of: its tables, their columns, and the entries and matches that it hands out."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entry:
    """One named thing, word or phrase of a table.

    Attributes:
        name: canonical English name (``United States``, ``laptops``); for indicators and trends the phrase itself.
        label: an entity label, or ``DEMONYM``, ``HEAD``, ``MODIFIER``, ``CONTEXT`` for words that are no entities.
        table: name of the table without its suffix (``places``).
        kind: what sort of thing (``economy``, ``port``, ``goods``, ``regime``); for context words their use.
        id: ISO 3166 or UN/LOCODE where known.
        hs: chapter or heading of the Harmonized System, 2022, where certain.
        parent: ISO 3166 code of the economy or subdivision that holds a place or port.
        currency: ISO 4217 code of an economy.
        indicator: value of ``labels.Indicator``.
        direction: +1 up, -1 down, 0 unchanged; for trends.
        pos: ``verb``, ``noun``, ``adjective``, ``adverb`` of trends and of verbs told for an indicator.
    """

    name: str
    label: str
    table: str
    kind: str | None = None
    id: str | None = None
    hs: str | None = None
    parent: str | None = None
    currency: str | None = None
    indicator: str | None = None
    direction: int = 0
    pos: str | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """A phrase of the lexicon found in a text.

    Attributes:
        start, end: half-open character offsets.
        entries: every entry of that name, likeliest first; never empty.
        weak: the likeliest entry is a homonym (``lead``, ``Split``) that needs support from its context.
    """

    start: int
    end: int
    entries: tuple[Entry, ...]
    weak: bool = False

    @property
    def entry(self) -> Entry:
        """The likeliest entry."""
        return self.entries[0]


@dataclass(frozen=True, slots=True)
class Table:
    """How a table is laid out and used.

    Attributes:
        label: the label of its entries.
        columns: the header row that the file must have.
        plural: singular and plural forms of its phrases are one.
    """

    label: str
    columns: tuple[str, ...]
    plural: bool = False


_NAMED = ("name", "kind", "aliases")

TABLES: dict[str, Table] = {
    "commodities": Table("COMMODITY", ("name", "hs", "kind", "aliases"), plural=True),
    "places": Table("PLACE", ("name", "id", "kind", "parent", "aliases", "demonyms", "currency")),
    "ports": Table("ORG", ("name", "id", "country", "aliases")),
    "organisations": Table("ORG", ("name", "id", "kind", "parent", "aliases")),
    "segments": Table("SEGMENT", _NAMED, plural=True),
    "routes": Table("ROUTE", _NAMED),
    "events": Table("EVENT", _NAMED),
    "initiatives": Table("INITIATIVE", _NAMED),
    "indicators": Table("INDICATOR", ("phrase", "indicator")),
    "indicator_verbs": Table("VERB", ("phrase", "indicator", "pos")),
    "trends": Table("TREND", ("phrase", "direction", "pos")),
    "commodity_heads": Table("HEAD", ("word", "kind"), plural=True),
    "commodity_modifiers": Table("MODIFIER", ("word", "kind")),
    "contexts": Table("CONTEXT", ("phrase", "kind")),
}

NAMED_LABELS: frozenset[str] = frozenset({"COMMODITY", "PLACE", "ORG", "SEGMENT", "ROUTE", "EVENT", "INITIATIVE"})
"""Labels of the open classes that the lexicon lists examples of."""
