"""The nouns of the output: entities, periods, amounts, changes, facts, documents.

Frozen pydantic models without any knowledge of spaCy. Numbers are exact decimals inside and strings in JSON.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer

from .labels import Basis, ChangeKind, CheckKind, EntityLabel, Indicator, Modality, Modifier, Qualifier

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderableType


def plain(number: Decimal) -> str:
    """Write a decimal in full, without exponent or trailing zeros: ``Decimal("1.1328E+11")`` gives ``"113280000000"``.

    Args:
        number: a finite Decimal.
    Returns:
        str: digits, with a point and a minus sign where needed.
    """
    text = format(number, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


@lru_cache(maxsize=4096)
def trimmed(number: Decimal) -> Decimal:
    """Return a decimal with neither exponent nor trailing zeros, as ``plain`` writes it and JSON gives it back."""
    return Decimal(plain(number))


Number: TypeAlias = Annotated[Decimal, PlainSerializer(plain, return_type=str, when_used="json")]


class Model(BaseModel):
    """Base of all output models: immutable, and strict about unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Entity(Model):
    """A named thing in a slot of a fact.

    ``id`` is an ISO 3166 code for economies and subdivisions or a UN/LOCODE for ports; ``hs`` a Harmonized System
    chapter or heading for commodities.
    """

    text: str
    name: str
    id: str | None = None
    hs: str | None = None
    kind: str | None = None


class Period(Model):
    """A time span: as written, as EDTF level 1 (ISO 8601-2), and its first and last day (ISO 8601) where known."""

    text: str
    edtf: str
    start: str | None = None
    end: str | None = None


class Money(Model):
    """An amount of money; ``number`` in units of ``currency`` (ISO 4217, null where the text does not tell)."""

    kind: Literal["money"] = "money"
    number: Number | None = None
    currency: str | None = None
    modifier: Modifier = "exact"
    low: Number | None = None
    high: Number | None = None
    equivalents: tuple[Amount, ...] = ()
    text: str


class Quantity(Model):
    """A physical amount or a count; ``number`` in ``unit``, scales inside abbreviations resolved."""

    kind: Literal["quantity"] = "quantity"
    number: Number | None = None
    unit: str
    modifier: Modifier = "exact"
    low: Number | None = None
    high: Number | None = None
    equivalents: tuple[Amount, ...] = ()
    text: str


Amount: TypeAlias = Annotated[Money | Quantity, Field(discriminator="kind")]


def unit_of(amount: Money | Quantity) -> str | None:
    """Return what an amount is counted in: ISO 4217 or a unit of quantity; None for money of a currency untold.

    Args:
        amount: a level, or its conversion.
    """
    return amount.currency if isinstance(amount, Money) else amount.unit


class Change(Model):
    """One movement of an amount; ``number`` is signed, in ``unit`` (a currency or unit) for absolute changes."""

    kind: ChangeKind
    number: Number
    unit: str | None = None
    basis: Basis = "unspecified"
    base_period: str | None = None
    modifier: Modifier = "exact"
    text: str


class Share(Model):
    """The amount as a percentage of the whole ``of``, and how that percentage moved.

    ``number`` is null where only the move is told.
    """

    number: Number | None = None
    of: str | None = None
    modifier: Modifier = "exact"
    changes: tuple[Change, ...] = ()
    text: str


class Rank(Model):
    """A place in an order; ``position`` 1 is the first."""

    position: int
    scope: str | None = None
    text: str


class Evidence(Model):
    """Where a filled key stands: half-open character offsets into the input text."""

    role: str
    start: int
    end: int


class TradeFact(Model):
    """One reported figure series point: one indicator for one reporter, partner, commodity, segment and period."""

    id: str
    indicator: Indicator
    reporter: Entity | None = None
    partner: Entity | None = None
    commodity: Entity | None = None
    segment: Entity | None = None
    route: Entity | None = None
    period: Period | None = None
    amount: Amount | None = None
    changes: tuple[Change, ...] = ()
    share: Share | None = None
    rank: Rank | None = None
    modality: Modality = "actual"
    qualifiers: tuple[Qualifier, ...] = ()
    confidence: float = Field(ge=0, le=1)
    evidence: tuple[Evidence, ...] = ()

    def _repr_html_(self) -> str:
        """The fact as a table, for notebooks."""
        from .report.notebook import fact_html  # what shows facts is only wanted when one is shown

        return fact_html(self)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[RenderableType]:
        """The fact as a table, for terminals."""
        from .report.terminal import fact_lines

        yield from fact_lines(self)


class PercentValue(Model):
    """The value of a PERCENT entity."""

    number: Number
    unit: Literal["percent", "points"]


class EntityMention(Model):
    """A labelled span of the input text, with its canonical name and parsed value where it has them."""

    label: EntityLabel
    start: int
    end: int
    text: str
    name: str | None = None
    id: str | None = None
    hs: str | None = None
    kind: str | None = None
    value: Money | Quantity | Period | PercentValue | None = None


class Check(Model):
    """An arithmetic relation among facts that was tested; ``facts`` holds fact ids."""

    kind: CheckKind
    facts: tuple[str, ...]
    expected: Number
    stated: Number
    holds: bool


class Notice(Model):
    """Something a reader of the output should know; ``code`` is stable, ``message`` is for people."""

    code: str
    message: str


class Provenance(Model):
    """What a document was made from, so that anyone can make it again.

    Attributes:
        text_sha256: of the text as given, in UTF-8; hexadecimal.
        version: of this package.
        model: ``rules``, or the SHA-256 of the trained weights, its first 16 hexadecimal digits.
    """

    text_sha256: str
    version: str
    model: str


class Document(Model):
    """All that was read from one release."""

    id: str | None = None
    published: str | None = None
    entities: tuple[EntityMention, ...] = ()
    facts: tuple[TradeFact, ...] = ()
    checks: tuple[Check, ...] = ()
    warnings: tuple[Notice, ...] = ()
    provenance: Provenance | None = None

    def to_json(self) -> str:
        """Return the document as one line of JSON; keys that do not apply to an entity are left out.

        Returns:
            str: JSON without line breaks, the contract's keys in the contract's order.
        """
        import json

        data = self.model_dump(mode="json")
        data["entities"] = [{k: v for k, v in e.items() if v is not None} for e in data["entities"]]
        return json.dumps(data, ensure_ascii=False)

    def _repr_html_(self) -> str:
        """Facts, checks and notices as tables, for notebooks."""
        from .report.notebook import document_html

        return document_html(self)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[RenderableType]:
        """Facts, checks and notices as tables, for terminals."""
        from .report.terminal import document_lines

        yield from document_lines(self, options.max_width)


for _model in (Money, Quantity):
    _model.model_rebuild()
