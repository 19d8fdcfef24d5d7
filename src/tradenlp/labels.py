"""The closed vocabularies of the output: entity labels, indicators, modalities and their kin.

Everything else imports these names; nothing here imports anything of the package.
"""

from __future__ import annotations

from typing import Literal, get_args

EntityLabel = Literal[
    "MONEY",
    "PERCENT",
    "QUANTITY",
    "MULTIPLE",
    "RANK",
    "PERIOD",
    "INDICATOR",
    "TREND",
    "COMMODITY",
    "SEGMENT",
    "ORG",
    "PLACE",
    "ROUTE",
    "EVENT",
    "INITIATIVE",
]
Indicator = Literal[
    "exports",
    "imports",
    "trade",
    "surplus",
    "deficit",
    "balance",
    "re_exports",
    "transit",
    "throughput",
    "sales",
    "output",
    "orders",
    "investment",
    "enterprises",
    "price",
    "other",
]
Modality = Literal["actual", "forecast", "target", "capacity"]
Qualifier = Literal[
    "seasonally_adjusted",
    "unadjusted",
    "real",
    "volume",
    "daily_average",
    "monthly_average",
    "moving_average",
    "cumulative",
    "preliminary",
    "revised",
]
Basis = Literal["yoy", "qoq", "mom", "ytd", "period", "unspecified"]
ChangeKind = Literal["percent", "points", "factor", "absolute"]
Modifier = Literal["exact", "about", "over", "under", "at_least", "at_most"]
CheckKind = Literal["sum", "balance", "share", "part", "repeat", "growth", "periods", "conversion"]

PASSING: frozenset[Qualifier] = frozenset({"preliminary", "revised", "cumulative"})
"""Qualifiers that tell of the state of a number and do not make it another series."""

TOTALS = frozenset({"goods", "merchandise"})
"""Names of the total of goods, in lower case, which a release may as well leave out."""

ENTITY_LABELS: tuple[EntityLabel, ...] = get_args(EntityLabel)
INDICATORS: tuple[Indicator, ...] = get_args(Indicator)
MODALITIES: tuple[Modality, ...] = get_args(Modality)
QUALIFIERS: tuple[Qualifier, ...] = get_args(Qualifier)
BASES: tuple[Basis, ...] = get_args(Basis)
MODIFIERS: tuple[Modifier, ...] = get_args(Modifier)

FIGURE_LABELS: frozenset[str] = frozenset({"MONEY", "PERCENT", "QUANTITY", "MULTIPLE", "RANK"})
"""Labels of mentions that carry a number a fact may state."""
