"""The slots of a fact line: their keys, and the grammar of their values."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from ..labels import BASES, MODALITIES, MODIFIERS, QUALIFIERS

ENTITY_SLOTS = ("reporter", "partner", "commodity", "segment", "route")
FIGURE_SLOTS = ("amount", "equiv", "change", "share", "sharechange", "rank")
OTHER_SLOTS = ("period", "modality", "qualifiers", "tags")
SCALES = {"": 1, "k": 10**3, "m": 10**6, "bn": 10**9, "tn": 10**12, "lakh": 10**5, "crore": 10**7, "lakh crore": 10**12}

_NUMBER = re.compile(r"([+-]?\d+(?:\.\d+)?) ?(k|m|bn|tn|lakh crore|lakh|crore)?(?=\s|$|\.\.)")
_EDTF_DATE = r"(?:\d{4}|XXXX|\d{3}X)(?:-(?:\d\d|XX)(?:-\d\d)?)?~?"
_EDTF = re.compile(rf"(?:{_EDTF_DATE}|\.\.)(?:/(?:{_EDTF_DATE}|\.\.))?$")


def faults(key: str, values: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Look for values that break the grammar of their slot.

    Args:
        key: the slot.
        values: those that are equally right, as written.
    Yields:
        tuple: what was found, and what was expected.
    """
    if not values:
        yield f"{key} without a value", "a value or none"
    elif key == "period":
        for v in values:
            if v != "none" and not _EDTF.match(v):
                yield f"period {v!r}", "EDTF such as 2024-05 or 2024-01/2024-05"
    elif key == "modality" and values[0] not in MODALITIES:
        yield f"modality {values[0]!r}", "one of " + ", ".join(MODALITIES)
    elif key == "qualifiers":
        for v in values[0].split():
            if v not in QUALIFIERS:
                yield f"qualifier {v!r}", "one of " + ", ".join(QUALIFIERS)
    elif key in FIGURE_SLOTS:
        try:
            figure(key, values[0])
        except ValueError as error:
            yield f"{key} {values[0]!r}", str(error)


@dataclass(frozen=True, slots=True)
class GoldFigure:
    """A figure as a fact line states it.

    Exact numbers, unit (currency, unit, percent, points, factor), basis, modifier.
    """

    number: Decimal | None
    low: Decimal | None
    high: Decimal | None
    unit: str
    basis: str
    base_period: str
    modifier: str


def figure(key: str, value: str) -> GoldFigure:
    """Read a figure slot's value.

    ``about 3.2bn USD``, ``3bn..4bn USD``, ``+4.5 percent yoy``, ``18.1 of trade``, ``2``.

    Args:
        key: the slot.
        value: what stands in it.
    Raises:
        ValueError: telling what was expected.
    """
    words = value.split()
    modifier = "exact"
    if words and words[0] in MODIFIERS:
        modifier = words.pop(0)
    rest = " ".join(words)
    first = _NUMBER.match(rest)
    if not first:
        raise ValueError("a number such as 3.2bn, +4.5 or 3bn..4bn, then its unit")
    low, after = _scaled(first), rest[first.end() :]
    high = None
    if after.startswith(".."):
        second = _NUMBER.match(after[2:])
        if not second:
            raise ValueError("a second number after '..'")
        high, after = _scaled(second), after[2 + second.end() :]
    tail = after.split()
    basis, base = "", ""
    if key in ("change", "sharechange"):
        if tail and _EDTF.match(tail[-1]):
            base = tail.pop()
        if not tail or tail[-1] not in BASES:
            raise ValueError("a unit and then a basis, one of " + ", ".join(BASES))
        basis = tail.pop()
    unit = " ".join(tail)
    if key in ("amount", "equiv", "change", "sharechange") and not unit:
        raise ValueError("a number and its unit")
    if high is not None:
        return GoldFigure(None, low, high, unit, basis, base, modifier)
    return GoldFigure(low, None, None, unit, basis, base, modifier)


def _scaled(match: re.Match[str]) -> Decimal:
    try:
        return Decimal(match[1]) * SCALES[match[2] or ""]
    except InvalidOperation as error:
        raise ValueError("a decimal number") from error
