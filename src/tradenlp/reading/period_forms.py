"""What specs of months, days and years have in common: their form without the year, and the year itself."""

from __future__ import annotations

from typing import Any


def form_of(spec: tuple[Any, ...]) -> tuple[Any, ...] | None:
    """Return a spec of months or a day without its year, for comparing with others; None for any other spec."""
    if spec[0] == "months":
        return ("months", spec[2], spec[4]) if spec[1] == spec[3] else None
    if spec[0] == "part":
        return "months", spec[2], spec[3]
    return ("day", spec[2], spec[3]) if spec[0] == "day" else None


def year_of(spec: tuple[Any, ...]) -> str:
    """Return the year that a spec names, of its last month where it names two."""
    return str(spec[3] if spec[0] in {"months", "ending"} else spec[1])


def names_year(spec: tuple[Any, ...]) -> bool:
    """Tell whether a spec tells its year."""
    return spec[0] in {"months", "part", "day", "year", "ending"} and bool(year_of(spec))


def with_year(spec: tuple[object, ...], year: str) -> tuple[object, ...]:
    """Return a spec with a year in place of its own."""
    return (spec[0], year, spec[2], year, spec[4]) if spec[0] == "months" else (spec[0], year, *spec[2:])


def is_fiscal(spec: tuple[Any, ...]) -> bool:
    """Tell whether a spec is of a fiscal year or a part of one."""
    return spec[0] in {"part", "year", "months"} and str(year_of(spec)).startswith(("FP", "FY"))
