"""What quantities count: goods, firms, boxes through a port, or things that are no trade at all."""

from __future__ import annotations

import re
from functools import lru_cache

from ..lexicon import load
from .model import Mention
from .template import Template

NO_TRADE_UNITS = frozenset(
    "years months weeks days hours minutes seconds people persons workers employees jobs visitors exhibitors countries "
    "regions markets economies cities provinces districts places points times models types "
    "varieties brands members families households farmers delegates kilometres kilometers km metres meters miles pages "
    "percent items categories working days business emirates states nations territories "
    "products booths stands square hectares acres degrees projects measures steps votes seats sessions rounds "
    "ministers officials experts analysts economists lines routes stations branches offices "
    "stores shops factories plants workshops berths cranes warehouses halls schools students women men children "
    "residents patents staff sites".split()
)
LENGTHS = frozenset({"metres", "meters", "kilometres", "kilometers", "miles", "hectares", "acres", "points"})
FIRMS = frozenset(
    {"companies", "enterprises", "firms", "exporters", "importers", "traders", "businesses", "operators", "smes"}
)
_ENTERPRISE = re.compile(
    r"\b(?:engaged in|actual|trading|foreign[- ]trade|import|export|exporting|importing|performance|"
    r"registered exporters?)\b|[IV]|^$"
)
PORT_UNITS = frozenset({"TEU", "containers", "passengers", "calls", "trains", "trips", "sailings", "flights"})
_BARE_COUNTS = frozenset(
    {
        "trains",
        "trips",
        "sailings",
        "voyages",
        "calls",
        "transits",
        "vessels",
        "bags",
        "trucks",
        "lorries",
        "tankers",
        "carriers",
        "vlccs",
        "ships",
        "cargoes",
        "boxes",
        "sacks",
        "wagons",
        "aircraft",
        "planes",
        "flights",
        "units",
        "pieces",
        "items",
        "sets",
        "orders",
        "shipments",
        "batches",
        "contracts",
        "customers",
        "lots",
        *(
            "bottles cartons cases crates pallets drums cans jars packs packages parcels tins barrels stems "
            "registrations tonnes tons kilograms kilos quintals litres liters gallons"
        ).split(),
    }
)
_PACKAGES = [
    [unit]
    for unit in "bottles cartons cases crates pallets drums cans jars packs tins barrels bags sacks boxes stems".split()
]
TIMES = frozenset({"hour", "day", "week", "month", "quarter", "year", "working", "business", "calendar", "trading"})
"""What amounts are told for; of ``working day`` the first word."""


def names_firms(unit: str | None) -> bool:
    """Tell whether a unit counts firms: ``4,900 companies``."""
    words = (unit or "").casefold().split()
    return bool(words) and words[-1] in FIRMS


def of_firms(template: Template, k: int) -> bool:
    """Tell whether a count of firms, by the words around it, is one of firms that trade."""
    return bool(_ENTERPRISE.search(template.left(k)[-50:] + template.right(k)[:60]))


def counted(m: Mention) -> Mention | None:
    """What a quantity counts, as the commodity it tells: ``1,650 vehicles``."""
    if m.figure is None or m.figure.noun is None:
        return None
    start, end = m.figure.noun
    text = m.text[start - m.start : end - m.start]
    entry = load().canonical("COMMODITY", text) or load().canonical(
        "COMMODITY", text.split()[-1] if text.split() else ""
    )
    if (
        not text
        or text.casefold() in _BARE_COUNTS
        or text.casefold().split()[-1] in _BARE_COUNTS
        or (m.figure.unit or "") in PORT_UNITS | FIRMS
    ):
        return None
    if entry is None and not _tradable_noun(text.casefold()) and text.casefold().split()[-1] in NO_TRADE_UNITS:
        return None
    exact = entry is not None and entry.name.casefold() != text.casefold() and " " not in text
    return Mention(
        "COMMODITY",
        start,
        end,
        text,
        name=entry.name if exact and entry is not None else text.casefold(),
        hs=entry.hs if entry else None,
        kind="goods",
        entry=entry,
        score=0.8,
    )


@lru_cache(maxsize=4096)
def _tradable_noun(noun: str) -> bool:
    lexicon = load()
    head = noun.split()[-1]
    return (
        lexicon.canonical("COMMODITY", noun) is not None
        or lexicon.canonical("COMMODITY", head) is not None
        or lexicon.canonical("HEAD", head) is not None
    )


def tradable(mention: Mention) -> bool:
    """Tell whether what a quantity counts is a thing that is traded or carried."""
    assert mention.figure is not None
    unit = (mention.figure.unit or "").casefold()
    return _tradable_noun(unit) or unit.split()[-1:] in _PACKAGES


def pseudo(mention: Mention, indicator: str) -> Mention:
    """Return an indicator that a figure or another word tells in place of an indicator word."""
    return Mention("INDICATOR", mention.start, mention.end, mention.text, indicator=indicator, pos="noun", score=0.7)
