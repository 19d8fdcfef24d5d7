"""Numbers in short lines whose unit stands before them: in the line above, or in the words of the line itself.

``Barley: net sales 12,400`` under ``(metric tons)``; ``Units shipped: 16.9 million``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from ..reading.numbers import SCALES, parse_digits, reads_decimal_commas
from ..reading.quantities import unit_named
from ..reading.spans import Figure
from ..reading.table_model import Unit
from ..reading.table_units import caption_units
from .elided import Taken
from .model import Mention

_NUMBER = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d{1,3})?|\d{1,6}(?:\.\d{1,3})?)(?![\w%])(?!\s?(?:%|[-–/]\s?\d))"
_WORDS = r"[^\W\d_][^\d\n,;:()]{1,60}?(?: \([^()\d\n]{1,30}\))?"
_ASIDE = rf"(?: \((?:{_NUMBER}(?: [a-z][^()\n]{{2,30}})?|[-+−–]?\d[^()\n]{{0,20}}%[^()\n]{{0,20}})\))?"
_ITEM = rf"{_WORDS}(?: [-–=]|:)? {_NUMBER}{_ASIDE}"
_LINE = re.compile(
    rf"\s*(?:[•*·–-] )?(?:(?P<key>[^\n:;]{{2,60}}?)(?: [–-]|:) )?{_ITEM}(?:[,;] (?:and )?{_ITEM})*[ \t]*"
)
_ODD = re.compile(r"[^\W\d_]\d|\d[^\W\d_]|[,;:(]{2}|\)\w|\( |\d,\s*,")
"""What no such line has; asked first, since the pattern of a line takes its time on what is none."""
_ANY = re.compile(rf"(?<= ){_NUMBER}|(?<= \(){_NUMBER}(?= [a-z])")
"""Of the numbers in brackets those that words behind them date: ``(1,101 a year earlier)``."""
_END = re.compile(r"[.!?][\"')]*\s*$")
_YEAR = re.compile(r"(?:19|20)\d\d")
_LONGEST, _LONGEST_HEAD = 160, 200
_LEAST = 2  # lines in a row
_SPLIT = re.compile(r"[^\n]*")


@dataclass(frozen=True, slots=True)
class _Lines:
    """A run of lines: their half-open offsets, and the unit of their numbers."""

    spans: list[tuple[int, int]]
    unit: Unit


def headed_lines(text: str, found: Sequence[Mention]) -> list[Mention]:
    """Find the numbers of lists whose unit the line above tells.

    Args:
        text: the release.
        found: measures found so far, in order.
    Returns:
        list[Mention]: MONEY and QUANTITY mentions that overlap none of ``found``, in order.
    """
    runs = _runs(text)
    if not runs:
        return []
    out: list[Mention] = []
    taken, commas = Taken(found), reads_decimal_commas(text)
    for run in runs:
        for start, end in run.spans:
            for m in _ANY.finditer(text, start, end):
                digits = parse_digits(m[0], commas) if _YEAR.fullmatch(m[0]) is None else None
                if digits is None or taken.overlap(m.start(), m.end()):
                    continue
                out.append(_mention(m, digits[0], digits[1], run.unit))
    return out


_KEYED = re.compile(
    r"^[ \t]*(?:[•*·–-] )?(?:[Nn]umber of )?(?P<noun>[A-Za-z]{3,10}|TEU)"
    r"(?: (?:exported|imported|shipped|sold|handled|moved))?"
    r"(?: \([^()\d\n]{2,30}\))?: (?P<number>\d[\d.,]*\d|\d)(?: (?P<scale>[a-z]{2,8}))?(?=[ \t]*(?:$|[(;]|, ))",
    re.MULTILINE,
)
_COUNTED = frozenset(
    "vehicles cars trucks buses motorcycles tractors aircraft ships vessels flights exporters importers trips "
    "calls".split()
)


def keyed_counts(text: str, found: Sequence[Mention]) -> list[Mention]:
    """Find counts behind the name of what is counted: ``Units: 16.9 million``.

    Args:
        text: the release.
        found: measures found so far, in order.
    Returns:
        list[Mention]: QUANTITY mentions that overlap none of ``found``, in order.
    """
    out: list[Mention] = []
    taken, commas = Taken(found), reads_decimal_commas(text)
    for m in _KEYED.finditer(text):
        noun = m["noun"].lower() if m["noun"] != "TEU" else "TEU"
        unit = unit_named(noun, True)
        scale = SCALES.get(m["scale"]) if m["scale"] else Decimal(1)
        digits = parse_digits(m["number"], commas)
        end = m.end("scale") if m["scale"] else m.end("number")
        if (
            (unit is None and noun not in _COUNTED)
            or scale is None
            or digits is None
            or taken.overlap(m.start("number"), end)
        ):
            continue
        size, name = (scale * unit.factor, unit.canonical) if unit is not None else (scale, noun)
        figure = Figure("QUANTITY", m.start("number"), end, digits[0] * size, unit=name, precision=digits[1] * size)
        out.append(Mention("QUANTITY", figure.start, end, text[figure.start : end], figure=figure, score=0.7))
    return out


def _mention(m: re.Match[str], number: Decimal, step: Decimal, unit: Unit) -> Mention:
    figure = Figure(
        unit.label,
        m.start(),
        m.end(),
        number * unit.scale,
        unit=unit.unit,
        symbol=unit.symbol,
        per=unit.per,
        precision=step * unit.scale,
    )
    return Mention(unit.label, m.start(), m.end(), m[0], figure=figure, score=0.7)


def _runs(text: str) -> list[_Lines]:
    """The runs of such lines, each with the unit that the line above it tells."""
    out: list[_Lines] = []
    above: list[str] = []  # the last two lines that hold something
    held: list[tuple[int, int]] = []
    for m in _SPLIT.finditer(text):
        words = m[0].strip()
        if not words:
            continue
        if len(words) <= _LONGEST and any("0" <= c <= "9" for c in words) and _is_item(m[0]):
            held.append(m.span())
            continue
        out += _headed(above, held)
        held = []
        above = [*above[-1:], words]
    return out + _headed(above, held)


def _is_item(line: str) -> bool:
    return _ODD.search(line) is None and _LINE.fullmatch(line) is not None


def _headed(above: Sequence[str], held: Sequence[tuple[int, int]]) -> list[_Lines]:
    if len(held) < _LEAST:
        return []
    for line in reversed(above):
        if len(line) > _LONGEST_HEAD or _END.search(line):
            return []
        told = [u for u in caption_units(line) if u.label]
        if told:
            sizes = [u for u in told if u.label != "PERCENT"]
            return [_Lines(list(held), sizes[0])] if len(sizes) == 1 else []
    return []


__all__ = ["headed_lines", "keyed_counts"]
