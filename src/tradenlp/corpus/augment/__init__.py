"""Training releases varied: other figures, currencies, goods, places, years and companies, and other typography.

``augment`` makes a new release of an annotated one; text, marks and facts change together. ``examples`` wraps it as a
spaCy augmenter. Only ever for training: what is varied was never written by anybody.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from random import Random

from ...errors import ConfigError
from ..format import Release, parse
from ..validation import validate
from ..writing import render
from .changes import Change, apply
from .currencies import swap_currency
from .figures import swap_figures
from .names import swap_commodities, swap_companies, swap_places
from .periods import swap_periods
from .typography import vary_typography

Swap = Callable[[Release, Random], Change]

SWAPS: dict[str, Swap] = {
    "places": swap_places,
    "commodities": swap_commodities,
    "companies": swap_companies,
    "currency": swap_currency,
    "periods": swap_periods,
    "figures": swap_figures,
    "typography": vary_typography,
}
"""Every swap by its name, in the order in which they are carried out."""


def augment(release: Release, random: Random, swaps: Collection[str] = tuple(SWAPS)) -> Release:
    """Make a varied release of an annotated one.

    Args:
        release: without problems.
        random: the source of chance; the same state gives the same release.
        swaps: names of ``SWAPS``.
    Returns:
        Release: of the same marks and facts, with other texts and values, without problems.
    Raises:
        ConfigError: E301 for a swap that is unknown.
        CorpusError: E202 if the varied release cannot be written.
    """
    new = vary(release, random, swaps)
    made = parse(render(new), release.path)
    return replace(made, path=release.path)


def vary(release: Release, random: Random, swaps: Collection[str] = tuple(SWAPS)) -> Release:
    """Do what ``augment`` does, without writing the release to its file format: for texts that are none.

    Args:
        release: any.
        random: the source of chance.
        swaps: names of ``SWAPS``.
    Returns:
        Release: without ``source``.
    Raises:
        ConfigError: E301 for a swap that is unknown.
    """
    unknown = [name for name in swaps if name not in SWAPS]
    if unknown:
        raise ConfigError("E301", name="swaps", found=unknown[0], expected="one of " + ", ".join(SWAPS))
    wrong = _wrong(release)
    for name, swap in SWAPS.items():
        if name in swaps:
            varied = apply(release, swap(release, random))
            # what would make a value say something else than its mark is held back as a whole
            release = varied if _wrong(varied) <= wrong else release
    return release


def _wrong(release: Release) -> int:
    """How many values of a release its marks contradict."""
    return sum(finding.severity == "error" for finding in validate(release))


__all__ = ["SWAPS", "augment", "vary"]
