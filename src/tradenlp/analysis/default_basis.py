"""The basis of comparison that a document lays down for all its changes."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from ..gate import Gated
from ..reading import calendars
from .basis import basis_of_period
from .model import Mention
from .template import Template

_UNLESS = Gated(
    r"\b(?:unless|except where)\b[^.;]{0,40}\b(?:stated|specified|noted|indicated|mentioned|otherwise|say)\b|"
    r"\ball (?:changes|growth rates|comparisons|percentages)\b|\bcomparisons are between\b"
)
_RULES = (
    (
        "yoy",
        re.compile(
            r"year[- ]on[- ]year|\by-?o-?y\b|\by/y\b|\bannual\b|same (?:period|month|quarter)|year[- ]earlier|"
            r"previous year"
        ),
    ),
    ("mom", re.compile(r"month[- ]on[- ]month|\bm-?o-?m\b|\bm/m\b|previous month")),
    ("qoq", re.compile(r"quarter[- ]on[- ]quarter|\bq-?o-?q\b|\bq/q\b|previous quarter")),
)


def default_basis(templates: Sequence[Template]) -> str | None:
    """Return the basis that a document lays down for all its changes, else None.

    ``Growth rates are y-o-y unless stated``.
    """
    for template in templates:
        if _UNLESS.search(template.text):
            raw = template.source[template.sentence.start : template.sentence.end].casefold()
            for basis, pattern in _RULES:
                if pattern.search(raw):
                    return basis
            told = _between(template)
            if told is not None:
                return told
    return None


_COMPARED_ARE = re.compile(r"\bcomparisons? (?:are|is) (?:made )?(?:between|of|with)\b")


def _between(template: Template) -> str | None:
    """The basis of ``All comparisons are between October 2016 and October 2015, unless otherwise stated``."""
    values = [m.value.edtf for m in template.mentions if m.label == "PERIOD" and m.value is not None]
    if len(values) != 2 or not _COMPARED_ARE.search(template.text):
        return None
    later, earlier = max(values), min(values)
    if calendars.previous_year(later) == earlier:
        return "yoy"
    return "mom" if calendars.length(later) == 1 and calendars.previous_month(later) == earlier else None


_LAYS_DOWN = Gated(
    r"(?:^|[.;] )[^.;MQXZ]*\bcompar(?:ed|ing|ison) (?:to|with|against) (?:the )?(?P<base>T)\b[^.;MQXZ]*:\s*$"
)


def laid_down(template: Template, period: Mention | None) -> str | None:
    """Return the basis that the end of a line lays down for those below: ``Compared with May 2020, gains were:``

    Args:
        template: the sentence.
        period: what is compared.
    """
    found = _LAYS_DOWN.search(template.text)
    if found is None:
        return None
    base = template.mentions[bisect_left(template.at, found.start("base"))]
    return basis_of_period(base, period.value.edtf if period is not None and period.value is not None else None)[0]


__all__ = ["default_basis", "laid_down"]
