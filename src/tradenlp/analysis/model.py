"""What the analysis passes on: mentions in the text, and links that say what each figure states."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..lexicon import Entry
from ..reading.spans import Figure, PeriodSpan, Resolved

DIMENSIONS = ("indicator", "reporter", "partner", "commodity", "segment", "route", "period")
"""The slots of a fact that a figure is linked to mentions for."""


@dataclass(slots=True, eq=False)
class Mention:
    """A labelled span of the text.

    Attributes:
        label: an entity label, or ``DEMONYM`` for adjectives, which are evidence and no entities.
        start, end: half-open character offsets.
        text: the span.
        name, code, hs, kind: canonical name, ISO 3166 or UN/LOCODE, Harmonized System code, sort of thing, where known.
        entry: row of the lexicon it was found by.
        figure: value of a money amount, percentage, quantity, multiple or rank.
        period: what the grammar says of a period; ``value`` what it resolves to.
        direction: +1, -1 or 0 for trends.
        indicator: value of ``labels.Indicator`` for indicators.
        pos: ``noun`` or ``verb`` for indicators and trends.
        score: how sure the finder is, 0 to 1.
        id: ``T1``, ``T2``... in reading order.
    """

    label: str
    start: int
    end: int
    text: str
    name: str | None = None
    code: str | None = None
    hs: str | None = None
    kind: str | None = None
    entry: Entry | None = None
    figure: Figure | None = None
    period: PeriodSpan | None = None
    value: Resolved | None = None
    direction: int = 0
    indicator: str | None = None
    pos: str | None = None
    score: float = 1.0
    id: str = ""


@dataclass(slots=True, eq=False)
class Link:
    """What one figure states: its measure, the mentions that fill its slots, and the figure whose fact it joins.

    Attributes:
        figure: the mention that holds the number.
        measure: ``amount``, ``change``, ``share``, ``share_change`` or ``rank``.
        slots: mentions by dimension; the first is the head, the others are further evidence.
        joins: the amount (or share) whose fact this change, share or rank belongs to, None for a fact of its own.
        sign: -1, +1 or 0 (told by the number itself) for changes.
        trend: the mention that tells the sign.
        basis: a ``labels.Basis`` for changes.
        base: the comparison's period mention.
        of: indicator of the whole for shares.
        scope: words that limit a rank.
        modality, qualifiers: as the contract has them.
        score: how sure the linker is, 0 to 1.
        inherited: dimensions taken over from elsewhere in the document.
        fixed: dimensions that the words beside the figure settle, so that there is nothing to choose.
        apiece: of a figure that is told for several at once, the slot and the mentions that fill it in turn.
    """

    figure: Mention
    measure: str
    slots: dict[str, tuple[Mention, ...]] = field(default_factory=dict)
    joins: Mention | None = None
    sign: int = 0
    trend: Mention | None = None
    basis: str = "unspecified"
    base: Mention | None = None
    of: str | None = None
    scope: str | None = None
    modality: str = "actual"
    qualifiers: tuple[str, ...] = ()
    score: float = 1.0
    inherited: frozenset[str] = frozenset()
    fixed: frozenset[str] = frozenset()
    apiece: dict[str, tuple[Mention, ...]] = field(default_factory=dict)


Names = dict[str, tuple[Mention, ...]]
"""The names of a point or a segment, by dimension."""


@dataclass(slots=True)
class Segment:
    """A stretch of a sentence.

    Attributes:
        names: indices of the mentions by dimension; several where they stand in a list.
        figures: indices of its figures in order.
        strong: it opens at a clause boundary.
        bases: index of the comparison's period by figure index.
        own: period mention of a BASE figure by figure index.
        wholes: index of the indicator that a share is of, by figure index.
        sure: dimensions whose names its grammar leaves no doubt of.
        settled: dimensions that the words around it leave no choice of, where left empty too.
    """

    names: dict[str, list[int]] = field(default_factory=dict)
    figures: list[int] = field(default_factory=list)
    strong: bool = True
    bases: dict[int, int] = field(default_factory=dict)
    own: dict[int, int] = field(default_factory=dict)
    wholes: dict[int, int] = field(default_factory=dict)
    late: set[str] = field(default_factory=set)
    last_named: bool = False
    sure: set[str] = field(default_factory=set)
    settled: set[str] = field(default_factory=set)
