"""The period of a figure that only what it is measured by dates: ``5% more than in July 2014`` is of July 2015."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from ..reading import calendars
from .model import Mention, Segment
from .template import Template

_KINDS = frozenset({"month", "quarter", "half", "span"})
_RECENT = 185
"""Days after its end in which a period is still news."""


def year_after(segment: Segment, template: Template, published: date | None) -> Mention | None:
    """Return the period a year after the one that a segment's figures are measured by, where it is the latest such.

    Args:
        segment: a segment that neither names nor inherits a period.
        template: its sentence.
        published: date of publication; where None, nothing tells which year is spoken of.
    """
    if published is None:
        return None
    for k in _bases(segment):
        mention = template.mentions[k]
        if template.letter(k) != "T" or mention.value is None or mention.period is None:
            continue
        if mention.period.kind not in _KINDS or not mention.text[-4:].isdigit():
            continue
        value = calendars.resolved(calendars.shift(mention.value.edtf, years=1))
        end = date.fromisoformat(value.end) if value.end else None
        if end is not None and end < published and (published - end).days < _RECENT:
            return replace(mention, value=value, id="")
    return None


def _bases(segment: Segment) -> Iterable[int]:
    return [*segment.bases.values(), *segment.own.values(), *segment.names.get("comparison", ())]


__all__ = ["year_after"]
