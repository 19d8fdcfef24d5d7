"""The panel itself: what it holds, how it is narrowed, shown and written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from ..errors import PanelError
from ..labels import TOTALS
from . import charts, exchange, showing, writers
from .model import Contradiction, Gap, LeftOut, Named, Observation, Revision, Series
from .naming import folded

if TYPE_CHECKING:
    import polars
    from matplotlib.figure import Figure
    from rich.console import RenderableType

Filter: TypeAlias = "str | None | Iterable[str | None]"
_SLOTS = ("reporter", "partner", "commodity", "segment", "route")
_PLAIN = ("indicator", "measure", "unit", "amount_unit", "whole", "basis", "modality")
FILTERS = (*_PLAIN, *_SLOTS, "span", "frequency", "qualifiers")
"""What series can be chosen by."""


@dataclass(frozen=True, slots=True)
class Panel:
    """Series of trade figures out of many releases.

    Attributes:
        series: ordered by reporter, indicator, partner, commodity, segment and route.
        observations: in the order of the series, then in time.
        revisions: likewise.
        contradictions: likewise.
        gaps: likewise.
        left_out: facts that are in no series, as they lack a dated period, a figure, or one that still holds.
    """

    series: tuple[Series, ...]
    observations: tuple[Observation, ...]
    revisions: tuple[Revision, ...]
    contradictions: tuple[Contradiction, ...]
    gaps: tuple[Gap, ...]
    left_out: tuple[LeftOut, ...]

    def __len__(self) -> int:
        """Return the number of observations."""
        return len(self.observations)

    def select(self, **filters: Filter) -> tuple[Series, ...]:
        """Choose series.

        Args:
            **filters: by any of ``FILTERS``; names and ids without regard to case, HS codes by their beginning, None
                for an empty slot (all partners, all goods), several values for any of them.
        Returns:
            tuple[Series, ...]: in the panel's order, perhaps none.
        Raises:
            PanelError: E505 for an unknown filter.
        """
        wanted = {name: _wanted(name, value) for name, value in filters.items()}
        return tuple(one for one in self.series if all(_fits(one, name, values) for name, values in wanted.items()))

    def only(self, series: Iterable[Series] | None = None, **filters: Filter) -> Panel:
        """Narrow the panel.

        Args:
            series: those to keep; by default those that fit the filters.
            **filters: as for ``select``.
        Returns:
            Panel: the series that were chosen, with all that belongs to them; what was left out stays the same.
        Raises:
            PanelError: E505 for an unknown filter.
        """
        kept = {one.id for one in self.select(**filters)}
        if series is not None:
            kept &= {one.id for one in series}
        return replace(
            self,
            series=tuple(one for one in self.series if one.id in kept),
            observations=tuple(item for item in self.observations if item.series in kept),
            revisions=tuple(item for item in self.revisions if item.series in kept),
            contradictions=tuple(item for item in self.contradictions if item.series in kept),
            gaps=tuple(item for item in self.gaps if item.series in kept),
        )

    def named(self, series: str) -> Series:
        """Return a series by its id.

        Args:
            series: id.
        Raises:
            PanelError: E503 if the panel has none of that id.
        """
        found = next((one for one in self.series if one.id == series), None)
        if found is None:
            near = get_close_matches(series, [one.id for one in self.series], 1, 0.6)
            hint = f"The nearest is {near[0]!r}." if near else "Panel.series lists them."
            raise PanelError("E503", found=series, hint=hint)
        return found

    def of(self, series: str | Series) -> tuple[Observation, ...]:
        """Return the observations of a series, in time.

        Args:
            series: the series or its id.
        Raises:
            PanelError: E503 if the panel has no such series.
        """
        name = self.named(series if isinstance(series, str) else series.id).id
        return tuple(item for item in self.observations if item.series == name)

    def rows(self) -> list[dict[str, Any]]:
        """Return the observations as flat rows, a cell for each of ``writers.COLUMNS``."""
        return writers.rows(self)

    def frame(self) -> polars.DataFrame:
        """Return the observations as a tidy data frame.

        Returns:
            polars.DataFrame: one row an observation, columns as in ``writers.COLUMNS``; ``value`` holds the exact
            decimal as text, ``value_float`` the nearest float.
        Raises:
            PanelError: E501 without polars.
        """
        table: polars.DataFrame = writers.frame(self)
        return table

    def to_csv(self, path: str | Path) -> None:
        """Write the observations as CSV, in whole or not at all.

        Args:
            path: of the file to make or to replace.
        Raises:
            OSError: if the place cannot be written.
        """
        writers.to_csv(self, Path(path))

    def to_parquet(self, path: str | Path) -> None:
        """Write the observations as Parquet, in whole or not at all.

        Args:
            path: of the file to make or to replace.
        Raises:
            OSError: if the place cannot be written.
            PanelError: E501 without polars.
        """
        writers.to_parquet(self, Path(path))

    def to_duckdb(self, path: str | Path, table: str = "observations") -> None:
        """Write the observations into a table of a DuckDB file; its other tables stay.

        Args:
            path: of the database, made where there is none.
            table: made, or replaced where it is there.
        Raises:
            PanelError: E501 without duckdb or polars, E506 where the file cannot be opened or written as a database.
        """
        writers.to_duckdb(self, Path(path), table)

    def to_sdmx(self, path: str | Path) -> Path:
        """Write the observations as SDMX-CSV 2.0, and beside them their structure as SDMX-ML 2.1.

        Args:
            path: of the CSV file to make or to replace.
        Returns:
            Path: of the structure: the same name with ``.structure.xml`` for its suffix.
        Raises:
            OSError: if the place cannot be written.
            PanelError: E501 without sdmx1.
        """
        return exchange.to_sdmx(self, Path(path))

    def plot(self, series: str | Series | Iterable[str | Series] | None = None, **filters: Filter) -> Figure:
        """Draw levels, and below them growth over a year before: as told (filled) or else by the levels (hollow).

        Args:
            series: one or several series or their ids; by default all levels that fit the filters.
            **filters: as for ``select``.
        Returns:
            matplotlib.figure.Figure: to be shown in a notebook or saved with ``savefig``.
        Raises:
            PanelError: E501 without matplotlib, E503 where no such series is there or it tells no level, E504 where
                they do not fit one chart, E505 for an unknown filter, E507 where none fits the filters.
        """
        given = [series] if isinstance(series, (str, Series)) else series
        chosen = None if given is None else [self.named(one if isinstance(one, str) else one.id) for one in given]
        asked = ", ".join(f"{name}={value!r}" for name, value in filters.items())
        figure: Figure = charts.draw(self, self.only(chosen, **filters).series, asked)
        return figure

    def __rich__(self) -> RenderableType:
        """Return the table of series for a terminal."""
        return showing.table(self)

    def _repr_html_(self) -> str:
        return showing.html(self)

    def __repr__(self) -> str:
        return f"<Panel: {showing.summary(self)}>"


def _wanted(name: str, value: Filter) -> set[str | None]:
    if name not in FILTERS:
        raise PanelError("E505", name="filter", found=name, expected=f"one of {', '.join(FILTERS)}")
    values = {value} if value is None or isinstance(value, str) else set(value)
    return {None if one is None else folded(one) for one in values}


def _fits(series: Series, name: str, wanted: set[str | None]) -> bool:
    if name in _SLOTS:
        filled: Named | None = getattr(series, name)
        if filled is None:
            return None in wanted or name == "commodity" and bool(TOTALS & wanted)
        return any(one is not None and _means(one, filled) for one in wanted)
    if name in ("span", "frequency"):
        return folded(series.span.code if name == "span" else series.span.frequency) in wanted
    if name == "qualifiers":
        return bool(wanted & set(series.qualifiers)) or None in wanted and not series.qualifiers
    value: str | None = getattr(series, name)
    return (None if value is None else folded(value)) in wanted


def _means(wanted: str, named: Named) -> bool:
    return wanted in (folded(named.name), folded(named.id or "")) or bool(
        wanted.isdigit() and named.hs and named.hs.startswith(wanted)
    )
