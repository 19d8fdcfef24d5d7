"""What a panel is made of: series, observations, the tellings behind them, and what stands out."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from ..facts import plain

Measure = Literal["amount", "change", "share"]
Clash = Literal["document", "date", "later", "undated"]
Missing = Literal["period", "year", "figure", "current"]

_TOWARDS = {"exports": "to", "re_exports": "to", "imports": "from"}
_SLOT_WORDS = (("commodity", ", "), ("segment", ", "), ("route", " via "))


@dataclass(frozen=True, slots=True)
class Named:
    """A name that fills a slot of a series.

    Attributes:
        name: the name most often given to it.
        id: ISO 3166 or UN/LOCODE where known.
        hs: Harmonized System chapter or heading of goods where known.
    """

    name: str
    id: str | None = None
    hs: str | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """A sort of period; periods of two sorts never share a series.

    Attributes:
        code: ``month``, ``quarter``, ``half``, ``year``, ``week``, ``day``, ``ytd-05`` (January to May),
            ``year-from-07`` (twelve months from July), ``from-07-05`` (five months from July), ``month-to-20`` (days 1
            to 20), and so on.
        frequency: how often such a period comes, a code of SDMX's ``CL_FREQ``; ``_O`` where nothing tells.
        months: from one such period to the next, 0 where that is not a number of months.
        days: the same in days, 0 where that is not a number of days.
    """

    code: str
    frequency: str
    months: int = 0
    days: int = 0


@dataclass(frozen=True, slots=True)
class Series:
    """What stays the same from one observation to the next.

    Attributes:
        id: indicator and a digest of all that makes the series, the same in every panel that names it alike.
        indicator: a ``labels.Indicator``.
        reporter, partner, commodity, segment, route: None where the facts have none; the total of goods is None too.
        measure: ``amount``, ``change`` or ``share``.
        unit: of the numbers: a currency (ISO 4217), a unit, ``percent``, ``points`` or ``factor``; None where untold.
        amount_unit: of changes and shares, the unit of what changed; None where nothing tells.
        whole: of shares and their changes, what they are a share of.
        basis: of changes, what they compare with: a ``labels.Basis``, or ``period`` with how far back or since when.
        modality: a ``labels.Modality``.
        qualifiers: those of ``labels.Qualifier`` that make it another series, in order.
        span: the sort of its periods.
    """

    id: str
    indicator: str
    reporter: Named | None
    partner: Named | None
    commodity: Named | None
    segment: Named | None
    route: Named | None
    measure: Measure
    unit: str | None
    amount_unit: str | None
    whole: str | None
    basis: str | None
    modality: str
    qualifiers: tuple[str, ...]
    span: Span

    @property
    def subject(self) -> str:
        """Whose trade it is, of what and with whom, in words."""
        text = self.indicator.replace("_", "-")
        text = f"{self.reporter.name}: {text}" if self.reporter else text
        if self.partner:
            text += f" {_TOWARDS.get(self.indicator, 'with')} {self.partner.name}"
        for slot, word in _SLOT_WORDS:
            filled: Named | None = getattr(self, slot)
            text += word + filled.name if filled else ""
        return text

    @property
    def told(self) -> str:
        """What is told of the subject, in words: the measure, its unit and qualifiers."""
        what = {"amount": "", "change": f"change {self.basis}", "share": f"share of {self.whole or 'the whole'}"}
        if self.measure == "change" and self.whole:
            what["change"] += f" of the share of {self.whole}"
        marks = (*self.qualifiers, *((self.modality,) if self.modality != "actual" else ()))
        unit = f"{self.unit} ({self.amount_unit})" if self.amount_unit and self.unit else self.unit or "unit untold"
        return ", ".join(part for part in (what[self.measure], unit, *marks) if part).replace("_", " ")

    @property
    def label(self) -> str:
        """The series in words, on one line."""
        return f"{self.subject}, {self.told}, {self.span.code}"


@dataclass(frozen=True, slots=True)
class Telling:
    """One figure of one fact of one document.

    Attributes:
        document: id.
        published: ISO 8601, None where unknown.
        fact: id of the fact in the document.
        value: exact; None where a range is told.
        low, high: the ends of a range.
        modifier: a ``labels.Modifier``.
        text: the figure as written.
        start, end: half-open character offsets of the figure in the text; None where the fact has no place for it.
        sentence: the sentence around the figure, on one line; empty where the text was not given.
        confidence: of the fact, 0 to 1.
        revised: whether the document says that it was revised.
        old: whether the document gives it as what stood before a revision.
    """

    document: str
    published: str | None
    fact: str
    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    modifier: str
    text: str
    start: int | None
    end: int | None
    sentence: str
    confidence: float
    revised: bool = False
    old: bool = False

    @property
    def number(self) -> Decimal | None:
        """The value, or the middle of a range; None where only one end is told."""
        if self.value is not None or self.low is None or self.high is None:
            return self.value
        return (self.low + self.high) / 2

    @property
    def shown(self) -> str:
        """The number in full digits, a range with both ends."""
        ends = [plain(end) for end in (self.low, self.high) if end is not None]
        return plain(self.value) if self.value is not None else "\u2013".join(ends)


@dataclass(frozen=True, slots=True)
class Observation:
    """The value of a series in one period.

    Attributes:
        series: id.
        period: EDTF level 1 (ISO 8601-2).
        start, end: first and last day, ISO 8601; ``start`` is None for what runs from an untold beginning.
        sources: all tellings of this value; the first one is where it was taken from.
        derived: False, as nothing is computed.
    """

    series: str
    period: str
    start: str | None
    end: str
    sources: tuple[Telling, ...]
    derived: bool = False

    @property
    def telling(self) -> Telling:
        """Where the value was taken from: of the latest publication's number, the telling with most digits."""
        return self.sources[0]

    @property
    def value(self) -> Decimal | None:
        """The number, exact; None where a range is told."""
        return self.sources[0].value


@dataclass(frozen=True, slots=True)
class Revision:
    """A number that a later publication, or the same one in so many words, tells anew.

    Attributes:
        series: id.
        period: EDTF.
        old, new: the two tellings.
        difference: new less old, in the series' unit; None for open ranges.
        percent: of the old number; None where that is 0 or open.
    """

    series: str
    period: str
    old: Telling
    new: Telling
    difference: Decimal | None
    percent: Decimal | None


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two numbers for the same period that are no revision.

    Attributes:
        series: id.
        period: EDTF.
        first, second: the two tellings; the second one's number is that of the later publication or was preferred.
        difference: second less first, in the series' unit; None for open ranges.
        percent: of the first number; None where that is 0 or open.
        kind: ``document`` (within one), ``date`` (two documents of one day), ``later`` (too far off for a revision
            that nobody calls one), ``undated`` (nothing tells which came first).
    """

    series: str
    period: str
    first: Telling
    second: Telling
    difference: Decimal | None
    percent: Decimal | None
    kind: Clash


@dataclass(frozen=True, slots=True)
class Gap:
    """Periods that miss between two observations of a series.

    Attributes:
        series: id.
        periods: EDTF, in order, one after the other.
    """

    series: str
    periods: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A fact of which something is in no series.

    Attributes:
        document: id.
        fact: id of the fact.
        missing: what it lacks: a ``period``, the ``year`` of it, a ``figure`` (ranks alone), or a number that is
            ``current``, as the release gives it as what stood before a revision.
    """

    document: str
    fact: str
    missing: Missing
