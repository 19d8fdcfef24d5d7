"""Facts of many releases as series: what was told of the same thing, period after period.

A series holds what stays the same (indicator, reporter, partner, goods, unit, basis, sort of period), so that single
months, sums from January and fiscal years never mix. ``naming`` unifies names, ``telling`` takes the figures out of the
facts, ``judging`` weighs what several releases tell of one period (``digits`` says what rounding allows), ``spans``
tells which periods miss, ``building`` puts it together; ``writers``, ``exchange`` (SDMX), ``charts`` and ``showing``
give it out. No number is computed here, but for the growth that a chart draws hollow.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from decimal import Decimal
from types import ModuleType

from ..facts import Document
from .building import THRESHOLD, build
from .collection import FILTERS, Panel
from .model import Contradiction, Gap, LeftOut, Named, Observation, Revision, Series, Span, Telling


class _Callable(ModuleType):
    """The package, which takes the place of the function ``tradenlp.panel`` once it is imported, and does the same."""

    def __call__(
        self,
        documents: Iterable[Document],
        *,
        texts: Mapping[str, str] | None = None,
        threshold: float | Decimal = THRESHOLD,
    ) -> Panel:
        return build(documents, texts, threshold)


sys.modules[__name__].__class__ = _Callable

__all__ = [
    "FILTERS",
    "THRESHOLD",
    "Contradiction",
    "Gap",
    "LeftOut",
    "Named",
    "Observation",
    "Panel",
    "Revision",
    "Series",
    "Span",
    "Telling",
    "build",
]
