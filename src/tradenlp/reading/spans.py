"""What the readers of this package return: spans of the text with the value they stand for."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of the text with its unit.

    Attributes:
        label: ``MONEY``, ``PERCENT``, ``QUANTITY``, ``MULTIPLE`` or ``RANK``.
        start, end: half-open character offsets of the span as the contract draws it: without hedges, a written sign
        inside.
        number: the full value with every scale applied; None for a range. Percentages as written (12.3 for
            ``12.3%``; basis
            points divided by 100), multiples as factors (doubled is 2, halved is 0.5), ranks as positions. A written
            sign counts.
        low, high: bounds of a range (``10-15%``, ``between 3 and 4 million``), else None.
        unit: ISO 4217 for money or None where the symbol is ambiguous or the currency untold; ``percent`` or
            ``points``; the
            canonical unit of a quantity (plural: ``tonnes``, ``vehicles``); ``factor``; None for ranks.
        symbol: for money whose ``unit`` is None: the ambiguous sign or word in lower case (``$``, ``dollars``,
            ``¥``, ``crowns``,
            ``pesos``, ``rupees``, ``pounds``, ``francs``, ``dinars``...).
        modifier: a ``labels.Modifier``, from hedges beside the span (``about``, ``more than``, ``nearly``, ``at
            least``, ``up to``...).
        hedge: half-open offsets of the hedge, or None.
        noun: half-open offsets of a quantity's unit noun inside the span, or None.
        per: ``hour``, ``day``, ``month``, ``year``, ``kilogram``... for a rate (``b/d``, ``tonnes a year``, ``$70
            per barrel``), else None.
        precision: the worth of the last printed digit, in units of ``number`` (0.01 billion is 10000000); for
            tolerance in checks.
        bracketed: the figure stands in round brackets right behind another amount of which it is a conversion
            candidate.
    """

    label: str
    start: int
    end: int
    number: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    unit: str | None = None
    symbol: str | None = None
    modifier: str = "exact"
    hedge: tuple[int, int] | None = None
    noun: tuple[int, int] | None = None
    per: str | None = None
    precision: Decimal | None = None
    bracketed: bool = False


@dataclass(frozen=True, slots=True)
class PeriodSpan:
    """A period or date of the text, and how to resolve it.

    Attributes:
        start, end: half-open character offsets of the span as the contract draws it (no article, no quotation marks).
        kind: ``day``, ``days``, ``week``, ``month``, ``quarter``, ``half``, ``year``, ``span`` (months or quarters
            joined),
            ``fiscal``, ``marketing``, ``decade``, ``relative`` (``this year``, ``last month``), ``comparison`` (``same
            period last year``, ``a year earlier``, ``previous month``), ``open`` (``since 2019``, ``to date``).
        spec: plain data that ``periods.resolve`` understands.
    """

    start: int
    end: int
    kind: str
    spec: tuple[object, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Resolved:
    """A period's value: EDTF level 1 (ISO 8601-2), first and last day as ISO 8601 where every part is known."""

    edtf: str
    start: str | None = None
    end: str | None = None
