"""What a slot's value is where an annotator drew its mark and wrote none: the mark read by the grammars."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from functools import cached_property

from ...facts import plain
from ...lexicon import load
from ...reading.figures import find_figures
from ...reading.money import resolve_currency
from ...reading.periods import find_periods
from ...reading.resolve import resolve_all
from ...reading.spans import Figure
from ..format import Mark
from ..slots import ENTITY_SLOTS, SCALES

_STEPS = ("tn", "bn", "m", "k")
_FOUND_IN = ("INDICATOR", "VERB")


class Values:
    """Reads the marks of one text.

    Args:
        text: the release's text.
        published: its date of publication, ISO 8601, or anything else where unknown.
        economies: names or ISO 3166 codes; the first one known tells what ``$`` and fiscal years mean.
    """

    def __init__(self, text: str, published: str = "", economies: Iterable[str] = ()) -> None:
        self.text = text
        try:
            self.published: date | None = date.fromisoformat(published)
        except ValueError:
            self.published = None
        places = (load().place(name) for name in economies if name)
        self.economy = next((place.id or place.parent for place in places if place), None)

    @cached_property
    def periods(self) -> dict[tuple[int, int], str]:
        """EDTF by the offsets of the period."""
        spans = find_periods(self.text)
        values = resolve_all(self.text, spans, self.published, self.economy)
        return {(s.start, s.end): v.edtf for s, v in zip(spans, values, strict=True) if v}

    @cached_property
    def figures(self) -> dict[int, Figure]:
        """Figures by where they end: signs and hedges before them are drawn differently."""
        return {figure.end: figure for figure in find_figures(self.text, sorted(self.periods))}

    def indicator(self, mark: Mark) -> str:
        """Return the indicator that a mark's words tell, ``other`` where the lexicon has none."""
        found = load().find(mark.text, _FOUND_IN)
        told = [match.entry.indicator for match in found if match.entry.indicator]
        return told[0] if told else "other"

    def value(self, key: str, mark: Mark, trend: Mark | None = None) -> str | None:
        """Return what a slot reads when it rests on a mark.

        Args:
            key: the slot.
            mark: its first mark.
            trend: the word that tells the direction of a change, if drawn.
        Returns:
            str: in the grammar of fact lines; None where the mark cannot be read.
        """
        if key in ENTITY_SLOTS:
            return mark.text
        if key == "period":
            return self.periods.get((mark.start, mark.end))
        figure = self.figures.get(mark.end)
        if figure is None or figure.label != mark.label:
            return None
        if key == "rank":
            return plain(figure.number) if figure.number is not None else None
        if key == "share":
            return _amount(figure, "", False)
        unit = figure.unit or resolve_currency(figure.symbol or "", self.economy)
        if not unit:
            return None
        if figure.per and figure.label == "QUANTITY":
            unit = f"{unit} per {figure.per}"
        if key in ("change", "sharechange"):
            written = self.text[mark.start : mark.end]
            falls = trend is not None and _direction(trend.text) < 0 and not written.startswith(("+", "-"))
            return _amount(figure, f"{unit} unspecified", falls)
        return _amount(figure, unit, False)


def shown(number: Decimal) -> str:
    """Write a number with the largest scale that keeps it at most as long: ``3.2bn``, ``446k``, ``1650``."""
    written = plain(number)
    for name in _STEPS:
        scaled = plain(number / SCALES[name])
        if abs(number) >= SCALES[name] and len(scaled) + len(name) < len(written):
            return scaled + name
    return written


def _direction(word: str) -> int:
    found = load().find(word, ("TREND",))
    return found[0].entry.direction if found else 0


def _amount(figure: Figure, tail: str, falls: bool) -> str | None:
    modifier = "" if figure.modifier == "exact" else f"{figure.modifier} "
    if figure.number is not None:
        number = -abs(figure.number) if falls else figure.number
        sign = "+" if tail.endswith("unspecified") and number > 0 and figure.label != "MULTIPLE" else ""
        return f"{modifier}{sign}{shown(number)} {tail}".strip()
    if figure.low is None or figure.high is None:
        return None
    low, high = (-abs(figure.low), -abs(figure.high)) if falls else (figure.low, figure.high)
    return f"{modifier}{shown(low)}..{shown(high)} {tail}".strip()
