"""A panel for people: a table of its series for terminals and notebooks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from ..documents.table import number
from .model import Contradiction, Gap, Observation, Revision, Series, Telling

if TYPE_CHECKING:
    from .collection import Panel

_HEADS = ("Series", "Span", "From", "To", "Obs.", "Last value", "Rev.", "Contr.", "Gaps")
_COUNTS = frozenset({"Rev.", "Contr.", "Gaps"})
_WRAPPED = frozenset({"Series", "Told by"})
_RIGHT = frozenset({"Obs.", "Last value", "Rev.", "Contr.", "Gaps"})
_SIGNS = {"percent": "%", "points": "pts", "factor": "times"}
_MODIFIERS = {"about": "~", "over": ">", "under": "<", "at_least": "\u2265", "at_most": "\u2264"}
_MONTH = len("2023-05")
_SHOWN = 200
"""Series in a notebook; more make a page that nobody reads."""


def summary(panel: Panel) -> str:
    """Return how much a panel holds, in one line."""
    counts = (
        (len(panel.series), "series"),
        (len(panel.observations), "observation{s}"),
        (len(panel.revisions), "revision{s}"),
        (len(panel.contradictions), "contradiction{s}"),
        (sum(len(gap.periods) for gap in panel.gaps), "period{s} missing"),
    )
    return ", ".join(f"{count:,} {name.format(s='' if count == 1 else 's')}" for count, name in counts)


def table(panel: Panel) -> RenderableType:
    """Return the table of a panel's series with what it holds in all below it."""
    rows = _rows(panel)
    # What no series has needs no column, which narrow terminals have no room for.
    kept = [n for n, name in enumerate(_HEADS) if name not in _COUNTS or any(row[n] for row in rows)]
    shown = _table([_HEADS[n] for n in kept], [[row[n] for n in kept] for row in rows])
    return Group(shown, Text(summary(panel), style="dim"))


def differences(panel: Panel) -> RenderableType:
    """Return the table of a panel's revisions and contradictions."""
    heads = ("", "Series", "Period", "Before", "After", "Percent", "Told by")
    labels = {one.id: one for one in panel.series}
    rows = [["revision", *_difference(labels[item.series], item, item.old, item.new)] for item in panel.revisions]
    rows += [
        [f"contradiction ({item.kind})", *_difference(labels[item.series], item, item.first, item.second)]
        for item in panel.contradictions
    ]
    return _table(heads, rows, {"Before", "After", "Percent"}) if rows else Text("no revisions", style="dim")


def gaps(panel: Panel) -> RenderableType:
    """Return the table of the periods that miss."""
    labels = {one.id: one for one in panel.series}
    rows = [[labels[gap.series].label, _run(gap), str(len(gap.periods))] for gap in panel.gaps]
    return _table(("Series", "Missing", "Periods"), rows, {"Periods"}) if rows else Text("no gaps", style="dim")


def html(panel: Panel) -> str:
    """Return the table of a panel's series for a notebook, the first two hundred of them."""
    rows = _rows(panel)
    head = "".join(f"<th>{escape(name)}</th>" for name in _HEADS)
    body = "".join(
        "<tr>"
        + "".join(f"<td{_align(name)}>{escape(cell)}</td>" for name, cell in zip(_HEADS, row, strict=True))
        + "</tr>"
        for row in rows[:_SHOWN]
    )
    more = f"<p>and {len(rows) - _SHOWN:,} series more</p>" if len(rows) > _SHOWN else ""
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}<p>{escape(summary(panel))}</p>"


def _align(name: str) -> str:
    return ' style="text-align: right"' if name in _RIGHT else ""


def _rows(panel: Panel) -> list[list[str]]:
    of: dict[str, list[Observation]] = {one.id: [] for one in panel.series}
    for item in panel.observations:
        of[item.series].append(item)
    revised = Counter(item.series for item in panel.revisions)
    clashes = Counter(item.series for item in panel.contradictions)
    missing: Counter[str] = Counter()
    for gap in panel.gaps:
        missing[gap.series] += len(gap.periods)
    return [
        [
            f"{one.subject}, {one.told}",
            one.span.code,
            (of[one.id][0].start or "..")[:_MONTH],
            of[one.id][-1].end[:_MONTH],
            str(len(of[one.id])),
            figure(of[one.id][-1].telling, one.unit),
            *(str(count[one.id] or "") for count in (revised, clashes, missing)),
        ]
        for one in panel.series
    ]


def figure(telling: Telling, unit: str | None) -> str:
    """Write a figure short, with its unit: ``~9.52 bn CNY``, ``6.1 %``.

    Args:
        telling: the figure.
        unit: of its series.
    Returns:
        str: no digit is rounded away.
    """
    ends = [telling.value] if telling.value is not None else [telling.low, telling.high]
    digits = "\u2013".join(number(end) for end in ends if end is not None)
    return f"{_MODIFIERS.get(telling.modifier, '')}{digits} {_SIGNS.get(unit or '', unit or '')}".strip()


def _difference(series: Series, item: Revision | Contradiction, old: Telling, new: Telling) -> list[str]:
    percent = "" if item.percent is None else f"{item.percent:+.2f}"
    told = " \u2192 ".join(dict.fromkeys(f"{one.document}" for one in (old, new)))
    return [series.label, item.period, figure(old, series.unit), figure(new, series.unit), percent, told]


def _run(gap: Gap) -> str:
    first, last = gap.periods[0], gap.periods[-1]
    return first if first == last else f"{first} to {last}"


def _table(heads: Sequence[str], rows: list[list[str]], right: frozenset[str] | set[str] = _RIGHT) -> Table:
    out = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), show_edge=False)
    for name in heads:
        out.add_column(name, justify="right" if name in right else "left", no_wrap=name not in _WRAPPED)
    for row in rows:
        out.add_row(*map(Text, row))
    return out
