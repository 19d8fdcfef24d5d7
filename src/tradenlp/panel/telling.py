"""Facts to tellings: every amount, change and share of a fact, with its place in the text and the key of its series."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from ..analysis.layout import sentences
from ..facts import Change, Document, Money, Quantity, Share, TradeFact
from ..labels import PASSING
from ..reading.calendars import shift
from .model import LeftOut, Measure, Missing, Named, Span, Telling
from .naming import SLOTS, Names
from .spans import TO_DATE, canonical, sort_of

_SHORT = frozenset({"day", "week", "month"})
_OLD = re.compile(
    r"\b(?:from|against|instead of|rather than|previously|earlier|initially|originally|first|preliminar\w+)"
    r"(?: (?:an?|the|its|reported|estimated|published|announced|put|given|told|estimate|figure|level|of|at|as))*"
    r"(?: [A-Z]{2,3})?\s*$"
)
_OFFSET_YEARS = 30


@dataclass(frozen=True, slots=True)
class Key:
    """What makes a series, in a form that compares: names by their keys, not as they are shown."""

    indicator: str
    slots: tuple[tuple[str, str] | None, ...]
    measure: Measure
    unit: str | None
    amount_unit: str | None
    whole: str | None
    basis: str | None
    modality: str
    qualifiers: tuple[str, ...]
    span: Span

    @property
    def subject(self) -> tuple[object, ...]:
        """What is measured, whatever is told of it."""
        return self.indicator, self.slots, self.modality, self.qualifiers, self.span


@dataclass(frozen=True, slots=True)
class Told:
    """A telling where it belongs.

    Attributes:
        key: of its series.
        names: how the slots of the key are shown.
        period: canonical EDTF, with its first and last day in ``start`` and ``end``.
        telling: the figure and its source.
        base: the fact's own amount, which an absolute change is measured by.
    """

    key: Key
    names: tuple[Named | None, ...]
    period: str
    start: str | None
    end: str
    telling: Telling
    base: Decimal | None


@dataclass(frozen=True, slots=True)
class _Figure:
    measure: Measure
    role: str
    item: Money | Quantity | Change | Share
    whole: str | None = None


def missing(fact: TradeFact) -> Missing | None:
    """Say what keeps a fact out of every series.

    Args:
        fact: any fact.
    Returns:
        str: None where nothing does.
    """
    if not list(_figures(fact)):
        return "figure"
    if fact.period is None:
        return "period"
    return None if sort_of(fact.period) else "year"


def left_out(document: Document) -> Iterator[LeftOut]:
    """Yield the facts of a document that are in no series."""
    for fact in document.facts:
        lacking = missing(fact)
        if lacking is not None:
            yield LeftOut(document.id or "", fact.id, lacking)


def told(document: Document, text: str, names: Names) -> Iterator[Told]:
    """Yield all figures of a document.

    Args:
        document: with an id.
        text: that its offsets refer to; empty where it is not at hand.
        names: of the panel.
    Yields:
        Told: one for each amount, change and share of the facts whose period is known.
    """
    starts = [(sentence.start, sentence.end) for sentence in sentences(text)] if text else []
    for fact in document.facts:
        if fact.period is None or (span := sort_of(fact.period)) is None:
            continue
        places = _Places(document, fact)
        for figure in _figures(fact):
            telling = _telling(document, fact, figure, places.of(figure))
            if text:
                telling = _quoted(telling, text, starts)
            yield _placed(fact, figure, span, telling, names)


def lent(all_told: Iterable[Told]) -> list[Told]:
    """Give changes and shares that stand without an amount the unit that their subject is told in, if it is one alone.

    Args:
        all_told: of the whole panel.
    Returns:
        list[Told]: as many, in the same order.
    """
    listed = list(all_told)
    units: dict[tuple[object, ...], set[str]] = defaultdict(set)
    for item in listed:
        unit = item.key.unit if item.key.measure == "amount" else item.key.amount_unit
        if unit:
            units[item.key.subject].add(unit)
    out = []
    for item in listed:
        known = units.get(item.key.subject, set())
        if item.key.measure != "amount" and item.key.amount_unit is None and len(known) == 1:
            item = replace(item, key=replace(item.key, amount_unit=min(known)))
        out.append(item)
    return out


def _figures(fact: TradeFact) -> Iterator[_Figure]:
    if fact.amount is not None and {fact.amount.number, fact.amount.low, fact.amount.high} != {None}:
        yield _Figure("amount", "amount", fact.amount)
    for change in fact.changes:
        yield _Figure("change", "change", change)
    if fact.share is not None:
        if fact.share.number is not None:
            yield _Figure("share", "share", fact.share)
        for change in fact.share.changes:
            yield _Figure("change", "change", change, _whole(fact.share))


class _Places:
    """Where the figures of a fact stand; each place is given away once."""

    def __init__(self, document: Document, fact: TradeFact) -> None:
        self._texts = {(mention.start, mention.end): mention.text for mention in document.entities}
        self._left = [evidence for evidence in fact.evidence if evidence.role in ("amount", "change", "share")]

    def of(self, figure: _Figure) -> tuple[int | None, int | None]:
        """Take the next place of the figure's role whose text, or at least its length, is the figure's."""
        text = figure.item.text
        roles = [evidence for evidence in self._left if evidence.role == figure.role]
        for fits in (self._says, lambda start, end, text: end - start == len(text), lambda *_: True):
            for evidence in roles:
                if fits(evidence.start, evidence.end, text):
                    self._left.remove(evidence)
                    return evidence.start, evidence.end
        return None, None

    def _says(self, start: int, end: int, text: str) -> bool:
        return self._texts.get((start, end)) == text


def _telling(document: Document, fact: TradeFact, figure: _Figure, place: tuple[int | None, int | None]) -> Telling:
    item = figure.item
    ranged = isinstance(item, (Money, Quantity)) and item.number is None
    return Telling(
        document=document.id or "",
        published=document.published,
        fact=fact.id,
        value=item.number,
        low=item.low if ranged and isinstance(item, (Money, Quantity)) else None,
        high=item.high if ranged and isinstance(item, (Money, Quantity)) else None,
        modifier=item.modifier,
        text=" ".join(item.text.split()),
        start=place[0],
        end=place[1],
        sentence="",
        confidence=fact.confidence,
        revised="revised" in fact.qualifiers,
    )


def _quoted(telling: Telling, text: str, spans: list[tuple[int, int]]) -> Telling:
    """Add the sentence, and whether its words give the figure as one that stood before."""
    if telling.start is None:
        return telling
    at = bisect_right(spans, (telling.start, len(text))) - 1
    if at < 0 or spans[at][1] <= telling.start:
        return telling
    first, last = spans[at]
    old = telling.revised and bool(_OLD.search(text[first : telling.start]))
    return replace(telling, sentence=" ".join(text[first:last].split()), old=old)


def _placed(fact: TradeFact, figure: _Figure, span: Span, telling: Telling, names: Names) -> Told:
    assert fact.period is not None and fact.period.end is not None
    named = [names.named(slot, getattr(fact, slot)) for slot in SLOTS]
    period = canonical(fact.period)
    measured = _unit(fact.amount) if fact.amount is not None else None
    key = Key(
        indicator=fact.indicator,
        slots=tuple(key for key, _ in named),
        measure=figure.measure,
        unit=_unit(figure.item),
        amount_unit=measured if figure.measure != "amount" else None,
        whole=figure.whole or (_whole(figure.item) if isinstance(figure.item, Share) else None),
        basis=_basis(figure.item, period) if isinstance(figure.item, Change) else None,
        modality=fact.modality,
        qualifiers=_lasting(fact.qualifiers, span),
        span=span,
    )
    base = fact.amount.number if fact.amount is not None else None
    start = fact.period.start if span != TO_DATE else None
    return Told(key, tuple(name for _, name in named), period, start, fact.period.end, telling, base)


def _lasting(qualifiers: Iterable[str], span: Span) -> tuple[str, ...]:
    """Leave out what changes from release to release; a cumulative month is a sum whose beginning is not told."""
    kept = set(qualifiers) - PASSING
    return tuple(sorted(kept | ({"cumulative"} & set(qualifiers) if span.code in _SHORT else set())))


def _unit(item: Money | Quantity | Change | Share) -> str | None:
    if isinstance(item, Money):
        return item.currency
    if isinstance(item, Quantity):
        return " ".join(item.unit.split()).casefold() or None
    if isinstance(item, Share):
        return "percent"
    return item.kind if item.kind != "absolute" else item.unit


def _whole(share: Share) -> str | None:
    return " ".join(share.of.split()).casefold() if share.of else None


def _basis(change: Change, period: str) -> str:
    """Return what a change compares with, the same from one period to the next."""
    base = change.base_period
    if change.basis != "period" or base is None:
        return change.basis
    for name, months in (("mom", 1), ("qoq", 3), ("yoy", 12)):
        if base == shift(period, months=-months) and (name == "yoy" or len(period) in _LENGTHS[name]):
            return name
    years = next((n for n in range(2, _OFFSET_YEARS) if base == shift(period, years=-n)), None)
    return f"period {years} years before" if years else f"period {base}"


_LENGTHS = {"mom": {7}, "qoq": {15}}
"""Characters of a single month and of an interval of months, which alone have a month and a quarter before them."""
