"""One chart of a panel: levels, and below them growth over the year before."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from ..errors import PanelError
from ..reading.calendars import first_day, shift
from .extras import need
from .model import Observation, Series

if TYPE_CHECKING:
    from .collection import Panel

MOST = 8
"""Lines that can be told apart."""
# Okabe and Ito, Color Universal Design (2008), the yellow left out, which is too light for a line.
_COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000", "#7F7F7F")
_SCALES = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"), (10**3, "thousand"))
_SIZE = (9.0, 6.0)
_GREY = "#808080"
_SUBJECT = ("indicator", "reporter", "partner", "commodity", "segment", "route", "modality", "qualifiers", "span")


def draw(panel: Panel, fitting: Sequence[Series], asked: str) -> Any:
    """Draw levels and growth.

    Args:
        panel: that holds the series, and what is told of their growth.
        fitting: series to draw.
        asked: the filters that chose them, for messages.
    Returns:
        matplotlib.figure.Figure: bound to no window.
    Raises:
        PanelError: E501 without matplotlib, E503 where no level is told, E504 where units or sorts of period differ or
            there are more lines than can be told apart, E507 where there is nothing to draw.
    """
    levels = [one for one in fitting if one.measure == "amount"]
    if not levels:
        if not fitting:
            raise PanelError("E507", filters=asked or "no filters at all")
        raise PanelError("E503", found=", ".join(one.id for one in fitting[:3]), hint="These tell no amounts.")
    _one_sort(levels)
    figure = need("matplotlib.figure", "matplotlib", "A chart").Figure(figsize=_SIZE, layout="constrained")
    upper, lower = figure.subplots(2, 1, sharex=True, height_ratios=(2, 1))
    values = {one.id: panel.of(one) for one in levels}
    scale, word = _scale(values)
    drawn = [
        _draw_one(panel, one, values[one.id], scale, axes=(upper, lower), colour=_COLOURS[n])
        for n, one in enumerate(levels)
    ]
    _dress(figure, upper, lower, levels, word)
    _legend(lower, told=any(t for t, _ in drawn), computed=any(c for _, c in drawn))
    return figure


def _one_sort(levels: Sequence[Series]) -> None:
    """Refuse what has no common axis.

    Raises:
        PanelError: E504.
    """
    for found, name, narrower in (
        ({one.unit or "an untold unit" for one in levels}, "units", "unit="),
        ({one.span.code for one in levels}, "sorts of period", "span="),
    ):
        if len(found) > 1:
            told = f"series in {len(found)} {name} ({', '.join(sorted(found))})"
            raise PanelError("E504", found=told, expected="one", narrower=narrower)
    if len(levels) > MOST:
        narrower = "partner=, commodity= or another filter"
        raise PanelError("E504", found=f"{len(levels)} series", expected=f"{MOST} at most", narrower=narrower)


def _draw_one(
    panel: Panel, series: Series, values: Sequence[Observation], scale: int, axes: tuple[Any, Any], colour: str
) -> tuple[bool, bool]:
    """Draw a series and its growth; tell whether there was told and computed growth."""
    upper, lower = axes
    shown = [(day(item), float(number / scale)) for item in values if (number := item.telling.number) is not None]
    holes = [
        (first_day(period), float("nan")) for gap in panel.gaps if gap.series == series.id for period in gap.periods
    ]
    missing = [(at, value) for at, value in holes if at is not None]
    shown = sorted([*shown, *missing])
    upper.plot(*_columns(shown), color=colour, marker="o", markersize=3.5, linewidth=1.4, label=series.subject)
    told = told_growth(panel, series)
    computed = [point for point in computed_growth(values) if point[0] not in told]
    known = {at for at, _ in (*told.items(), *computed)}
    both = sorted([*told.items(), *computed, *(hole for hole in missing if hole[0] not in known)])
    lower.plot(*_columns(both), color=colour, linewidth=0.8, alpha=0.6)
    lower.plot(*_columns(sorted(told.items())), color=colour, marker="o", markersize=4, linestyle="")
    hollow = {"marker": "o", "markersize": 4, "linestyle": "", "markerfacecolor": "white"}
    lower.plot(*_columns(computed), color=colour, **hollow)
    return bool(told), bool(computed)


def told_growth(panel: Panel, series: Series) -> dict[date, float]:
    """Return growth over the year before as the releases tell it, in percent, by day of the observation."""
    found = (
        one
        for one in panel.series
        if (one.measure, one.basis, one.unit, one.whole) == ("change", "yoy", "percent", None)
        and one.amount_unit in (series.unit, None)
        and all(getattr(one, name) == getattr(series, name) for name in _SUBJECT)
    )
    return {day(item): float(item.value) for one in found for item in panel.of(one) if item.value is not None}


def computed_growth(values: Sequence[Observation]) -> list[tuple[date, float]]:
    """Return growth over the year before in percent as the levels have it, where both are told and exact."""
    levels = {item.period: item.value for item in values}
    out = []
    for item in values:
        before = levels.get(shift(item.period, years=-1))
        if item.value is not None and before is not None and before > 0 and item.start is not None:
            out.append((day(item), float((item.value / before - 1) * Decimal(100))))
    return out


def day(item: Observation) -> date:
    """Where an observation stands on the axis: its first day, or its last one where the beginning is not told."""
    return date.fromisoformat(item.start or item.end)


def _columns(points: Sequence[tuple[date, float]]) -> tuple[list[date], list[float]]:
    return [x for x, _ in points], [y for _, y in points]


def _scale(values: dict[str, tuple[Observation, ...]]) -> tuple[int, str]:
    numbers = [item.telling.number for items in values.values() for item in items]
    largest = max((abs(number) for number in numbers if number is not None), default=Decimal(0))
    return next(((scale, word) for scale, word in _SCALES if largest >= scale), (1, ""))


def _dress(figure: Any, upper: Any, lower: Any, levels: Sequence[Series], word: str) -> None:
    """Title, axes and legend of the lines."""
    first = levels[0]
    unit = f"{word} {first.unit or ''}".strip()
    sort = first.span.code.replace("-", " ")
    upper.set_ylabel(unit)
    lower.set_ylabel("% over the year before")
    if len(levels) == 1:
        figure.suptitle(f"{first.subject} ({sort})", fontsize=11, x=0.01, horizontalalignment="left")
    else:
        figure.suptitle(f"By {sort}, {unit}", fontsize=11, x=0.01, horizontalalignment="left")
        upper.legend(frameon=False, fontsize=8)
    lower.axhline(0, color=_GREY, linewidth=0.8)
    for axes in (upper, lower):
        axes.spines[["top", "right"]].set_visible(False)
        axes.grid(axis="y", linewidth=0.4, alpha=0.5)
    dates = need("matplotlib.dates", "matplotlib", "A chart")
    locator = dates.AutoDateLocator(minticks=3, maxticks=9)
    lower.xaxis.set_major_locator(locator)
    lower.xaxis.set_major_formatter(dates.ConciseDateFormatter(locator))


def _legend(lower: Any, told: bool, computed: bool) -> None:
    """Say what the filled and the hollow points are."""
    line = need("matplotlib.lines", "matplotlib", "A chart").Line2D
    marks = [("as told", _GREY)] * told + [("by the levels", "white")] * computed
    handles = [
        line([], [], color=_GREY, marker="o", markersize=4, linestyle="", markerfacecolor=face, label=label)
        for label, face in marks
    ]
    if handles:
        lower.legend(handles=handles, frameon=False, fontsize=8, ncols=2, loc="best")
    else:
        lower.text(0.5, 0.5, "no growth told", transform=lower.transAxes, color=_GREY, ha="center", va="center")
