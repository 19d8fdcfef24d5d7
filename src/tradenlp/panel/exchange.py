"""A panel as SDMX: SDMX-CSV 2.0 for the observations, SDMX-ML 2.1 for concepts, code lists, structure and dataflow."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..documents.writers import replacing
from ..facts import plain
from .extras import need
from .model import Named, Observation, Series

if TYPE_CHECKING:
    from .collection import Panel

AGENCY = "TRADENLP"
FLOW = "TRADE_FACTS"
VERSION = "1.0"
TOTAL, UNTOLD = "_T", "_U"
"""Codes of slots that stand for all of a kind, and of what the releases do not tell."""

_FREQUENCIES = {
    "A": "Annual", "S": "Half-yearly", "Q": "Quarterly", "M": "Monthly", "W": "Weekly", "D": "Daily", "_O": "Other",
}  # fmt: skip
_NO_CODE = re.compile(r"[^A-Z0-9_@$-]+")
_LONGEST = 60  # characters of a code; systems cut longer ones


@dataclass(frozen=True, slots=True)
class _Dimension:
    """A dimension with a code list.

    Attributes:
        id: of dimension and concept.
        name: of the concept.
        value: code, if the series has one that means something outside, and name.
        empty: code and name of an empty slot.
    """

    id: str
    name: str
    value: Callable[[Series], tuple[str | None, str] | None]
    empty: tuple[str, str] = (UNTOLD, "Not told")


def _slot(slot: str) -> Callable[[Series], tuple[str | None, str] | None]:
    def value(series: Series) -> tuple[str | None, str] | None:
        filled: Named | None = getattr(series, slot)
        return None if filled is None else (filled.id, filled.name)

    return value


def _word(attribute: str) -> Callable[[Series], tuple[str | None, str] | None]:
    def value(series: Series) -> tuple[str | None, str] | None:
        word: str | None = getattr(series, attribute)
        return None if word is None else (None, word)

    return value


def _goods(series: Series) -> tuple[str | None, str] | None:
    goods = series.commodity
    return None if goods is None else (f"HS{goods.hs}_{_slug(goods.name)}" if goods.hs else None, goods.name)


def _qualifiers(series: Series) -> tuple[str | None, str] | None:
    return (None, " ".join(series.qualifiers)) if series.qualifiers else None


DIMENSIONS = (
    _Dimension("FREQ", "Frequency", lambda s: (s.span.frequency, _FREQUENCIES[s.span.frequency])),
    _Dimension("INDICATOR", "Indicator", _word("indicator")),
    _Dimension("REPORTER", "Whose trade it is", _slot("reporter")),
    _Dimension("PARTNER", "Counterpart", _slot("partner"), (TOTAL, "All partners")),
    _Dimension("COMMODITY", "Goods or services", _goods, (TOTAL, "All goods")),
    _Dimension("SEGMENT", "Regime, type of enterprise or channel", _slot("segment"), (TOTAL, "All")),
    _Dimension("ROUTE", "Port, corridor or carrier", _slot("route"), (TOTAL, "All")),
    _Dimension("MEASURE", "Amount, change or share", _word("measure")),
    _Dimension("UNIT_MEASURE", "Unit of the number", _word("unit")),
    _Dimension("AMOUNT_UNIT", "Unit of what changed or is shared", _word("amount_unit"), ("_Z", "Not applicable")),
    _Dimension("WHOLE", "What it is a share of", _word("whole"), ("_Z", "Not applicable")),
    _Dimension("BASIS", "What a change compares with", _word("basis"), ("_Z", "Not applicable")),
    _Dimension("MODALITY", "Actual, forecast, target or capacity", _word("modality")),
    _Dimension("QUALIFIERS", "Adjustment and averaging", _qualifiers, ("_Z", "None")),
    _Dimension("SPAN", "Sort of period", lambda s: (None, s.span.code)),
)
ATTRIBUTES = (
    ("LOW", "Lower end of a range"),
    ("HIGH", "Upper end of a range"),
    ("MODIFIER", "How exact the number was told"),
    ("PERIOD_EDTF", "Period, EDTF level 1"),
    ("DOCUMENT", "Release that tells the number"),
    ("PUBLISHED", "Date of its publication"),
    ("FACT", "Fact in that release"),
    ("FIGURE_START", "Character offset of the figure"),
    ("FIGURE_END", "Character offset behind the figure"),
    ("SENTENCE", "Sentence around the figure"),
    ("CONFIDENCE", "Share of such facts that are right"),
    ("SOURCES", "How many times it was told"),
)
_HEAD = ("STRUCTURE", "STRUCTURE_ID", "ACTION")


def to_sdmx(panel: Panel, path: Path) -> Path:
    """Write the observations and, beside them, their structure.

    Args:
        panel: any panel.
        path: of the CSV file.
    Returns:
        Path: of the structure.
    Raises:
        PanelError: E501 without sdmx1.
    """
    sdmx = need("sdmx", "sdmx1", "Writing SDMX")
    lists = {dimension.id: _Codes(dimension, panel.series) for dimension in DIMENSIONS}
    structure = path.with_suffix(".structure.xml")
    message = sdmx.to_xml(_message(sdmx, panel, lists), pretty_print=True)
    with replacing(structure, binary=True) as stream:
        stream.write(message)
    with replacing(path) as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow([*_HEAD, *lists, "TIME_PERIOD", "OBS_VALUE", *(name for name, _ in ATTRIBUTES)])
        keys = {one.id: [lists[d.id].of(one) for d in DIMENSIONS] for one in panel.series}
        spans = {one.id: one.span.code for one in panel.series}
        lead = ("dataflow", f"{AGENCY}:{FLOW}({VERSION})", "I")
        for item in panel.observations:
            writer.writerow([*lead, *keys[item.series], time_period(item, spans[item.series]), *_values(item)])
    return structure


def time_period(item: Observation, span: str) -> str:
    """Write a period as SDMX does: ``2023``, ``2023-S1``, ``2023-Q2``, ``2023-05``, a day, or start and duration.

    Args:
        item: the observation.
        span: code of its sort of period.
    Returns:
        str: for what runs from an untold beginning its last day.
    """
    if item.start is None:
        return item.end
    first, last = date.fromisoformat(item.start), date.fromisoformat(item.end)
    if span in ("year", "month", "day"):
        return item.start[: {"year": 4, "month": 7, "day": 10}[span]]
    if span in ("quarter", "half"):
        months, letter = (3, "Q") if span == "quarter" else (6, "S")
        return f"{first.year:04d}-{letter}{(first.month - 1) // months + 1}"
    if "-" in item.period and len(item.period.partition("/")[0]) <= 7:
        return f"{item.start}/P{12 * (last.year - first.year) + last.month - first.month + 1}M"
    return f"{item.start}/P{(last - first).days + 1}D"


class _Codes:
    """The code list of a dimension: codes that systems accept, one for each name."""

    def __init__(self, dimension: _Dimension, series: Iterable[Series]) -> None:
        self.dimension = dimension
        self.names: dict[str, str] = {}
        self._codes: dict[tuple[str | None, str], str] = {}
        told = {value for one in series if (value := dimension.value(one)) is not None}
        for code, name in sorted(told, key=lambda pair: (pair[0] or "", pair[1])):
            stem = _slug(code or name)
            unique, number = stem, 1
            while unique in self.names or unique == dimension.empty[0]:
                number += 1
                unique = f"{stem}_{number}"
            self.names[unique] = name
            self._codes[code, name] = unique
        if any(dimension.value(one) is None for one in series):
            self.names[dimension.empty[0]] = dimension.empty[1]

    def of(self, series: Series) -> str:
        """Return the code of a series in this dimension."""
        value = self.dimension.value(series)
        return self.dimension.empty[0] if value is None else self._codes[value]


def _slug(text: str) -> str:
    flat = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().upper()
    return _NO_CODE.sub("_", flat).strip("_")[:_LONGEST] if text != "_O" else text


def _values(item: Observation) -> list[object]:
    telling = item.telling
    ends = ["" if end is None else plain(end) for end in (telling.value, telling.low, telling.high)]
    place = ["" if offset is None else offset for offset in (telling.start, telling.end)]
    told = [telling.modifier, item.period, _line(telling.document), telling.published or "", telling.fact, *place]
    return [*ends, *told, telling.sentence, telling.confidence, len(item.sources)]


def _line(text: str) -> str:
    """Keep a cell on its line: clients split the file into lines before they read cells."""
    return " ".join(text.split())


def _message(sdmx: Any, panel: Panel, lists: dict[str, _Codes]) -> Any:
    """Build the structure message of the panel's dimensions and code lists."""
    model = need("sdmx.model.v21", "sdmx1", "Writing SDMX")
    message = need("sdmx.message", "sdmx1", "Writing SDMX")
    agency = model.Agency(id=AGENCY)
    common = {"maintainer": agency, "version": VERSION, "is_final": True}
    concepts = model.ConceptScheme(id="CS_TRADE_FACTS", name={"en": "Concepts of trade facts"}, **common)
    named = [(d.id, d.name) for d in DIMENSIONS]
    for name, text in (*named, ("TIME_PERIOD", "Period"), ("OBS_VALUE", "The number"), *ATTRIBUTES):
        concepts.append(model.Concept(id=name, name={"en": text}))
    structure = model.DataStructureDefinition(id="DSD_TRADE_FACTS", name={"en": "Trade facts"}, **common)
    out = message.StructureMessage(header=message.Header(id=FLOW, sender=agency, prepared=_prepared(panel)))
    for name, codes in lists.items():
        listed = model.Codelist(id=f"CL_{name}", name={"en": codes.dimension.name}, **common)
        for code, text in codes.names.items():
            listed.append(model.Code(id=code, name={"en": text}))
        out.add(listed)
        dimension = model.Dimension(id=name, concept_identity=concepts[name])
        dimension.local_representation = model.Representation(enumerated=listed)
        structure.dimensions.append(dimension)
    structure.dimensions.append(model.TimeDimension(id="TIME_PERIOD", concept_identity=concepts["TIME_PERIOD"]))
    structure.measures.append(model.PrimaryMeasure(id="OBS_VALUE", concept_identity=concepts["OBS_VALUE"]))
    for name, _ in ATTRIBUTES:
        attribute = model.DataAttribute(id=name, concept_identity=concepts[name])
        attribute.related_to = model.PrimaryMeasureRelationship()
        attribute.usage_status = model.UsageStatus["conditional"]
        structure.attributes.append(attribute)
    out.add(concepts)
    out.add(structure)
    out.add(model.DataflowDefinition(id=FLOW, name={"en": "Trade facts"}, structure=structure, **common))
    return out


def _prepared(panel: Panel) -> datetime:
    """The day of the latest release, so that the same panel makes the same file."""
    days = [source.published for item in panel.observations for source in item.sources if source.published]
    day = date.fromisoformat(max(days)[:10]) if days else date(1970, 1, 1)
    return datetime(day.year, day.month, day.day, tzinfo=timezone.utc)
