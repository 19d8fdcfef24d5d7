"""What the words of captions, headings and labels say of a table's figures: basis of changes, modality, qualifiers."""

from __future__ import annotations

import re
from functools import lru_cache

from ..gate import Gated

_BASES = tuple(
    (
        name,
        Gated(
            rf"\b{letter}[-/ ]?o[-/ ]?{letter}\b|\b{letter}/{letter}\b|{unit}(?:[- ](?:on|over|to)[- ]|/){unit}"
            rf"|\bon (?:the |a )?{unit}\b|\bover (?:the )?{unit}\b|{unit}[- ](?:ago|earlier)"
            rf"|(?:previous|last|prior|preceding) (?:fiscal |financial )?{unit}|{more}",
            re.IGNORECASE,
        ),
    )
    for name, letter, unit, more in (
        ("yoy", "y", "y(?:ea)?r", r"\bannual|12[- ]months?|corresponding|same (?:month|period|quarter)"),
        ("mom", "m", "m(?:on)?th", r"\bmonthly (?:change|growth|var)"),
        ("qoq", "q", "(?:quarter|qtr)", r"\bquarterly (?:change|growth|var)"),
    )
)
_YEAR_PAIR = re.compile(r"(?:19|20)?(\d\d)\s?(?:/|vs\.?|over|on|[-–])\s?(?:19|20)?(\d\d)(?!\d)")
FORECAST = re.compile(
    r"\b(?:forecasts?|projections?|projected|proj\.?|outlook|expected|fcst|consensus)\b"
    r"|(?:19|20)\d\d(?:/\d\d)?\s?\(?[fF]\)?(?![a-z])|\(f\)",
    re.I,
)
"""Headings of figures that lie ahead."""
PRIOR = re.compile(r"(?:prior|previous|prev\.?)(?: (?:reading|figure|value))?", re.I)
"""Heading of figures of the period before that of their rows."""
FORECAST_TITLE = re.compile(r"\b(?:forecasts?|projections?|projected)\b", re.I)
"""The same in a caption, where ``outlook`` is but the name of a report."""
_TARGET = re.compile(r"\b(?:targets?|planned|plan)\b", re.I)
_CAPACITY = re.compile(r"\bcapacity\b", re.I)
_QUALIFIERS = (
    ("unadjusted", re.compile(r"\b(?:non|not|un)[- ]?(?:seasonally )?adjusted\b|\bNSA\b|\boriginal terms\b", re.I)),
    ("seasonally_adjusted", re.compile(r"\bseasonally[- ]adjusted\b|\bSA\b|\bs\.a\.")),
    ("real", re.compile(r"\bconstant prices\b|\breal terms\b|\bchained\b", re.I)),
    ("volume", re.compile(r"\bvolume (?:index|indices|terms)\b|\bquantum\b", re.I)),
    ("daily_average", re.compile(r"\bdaily average\b|\baverage daily\b|\bper working day\b", re.I)),
    ("monthly_average", re.compile(r"\bmonthly average\b|\baverage monthly\b", re.I)),
    ("moving_average", re.compile(r"\bmoving average\b|\brolling average\b", re.I)),
    ("cumulative", re.compile(r"\bcumulative\b|\byear[- ]to[- ]date\b|\bYTD\b|\baccumulated\b", re.I)),
    ("preliminary", re.compile(r"\bpreliminary\b|\bprovisional\b|\(p\)", re.I)),
    ("revised", re.compile(r"\brevised\b|\(r\)", re.I)),
)  # fmt: skip


def basis_in(words: str) -> str | None:
    """Return the basis of a change that words tell (``y/y``, ``on the previous month``, ``2024/2023``), or None."""
    for name, pattern in _BASES:
        if pattern.search(words):
            return name
    pair = _YEAR_PAIR.search(words)
    return "yoy" if pair is not None and abs(int(pair[1]) - int(pair[2])) == 1 else None


@lru_cache(maxsize=4096)
def modality(words: str) -> str:
    """Return how figures under a heading are meant, as a ``labels.Modality``."""
    if FORECAST.search(words):
        return "forecast"
    if _TARGET.search(words):
        return "target"
    return "capacity" if _CAPACITY.search(words) else "actual"


@lru_cache(maxsize=4096)
def qualifiers(words: str) -> tuple[str, ...]:
    """Return the qualifiers that words tell, as ``labels.Qualifier``, in the order of this module's table."""
    found = [name for name, pattern in _QUALIFIERS if pattern.search(words)]
    return tuple(q for q in found if not (q == "seasonally_adjusted" and "unadjusted" in found))
