"""Crops that are told as goods: ``the maize crop is put at 29 million tonnes`` tells of output, not of trade."""

from __future__ import annotations

import re

from .model import Mention, Segment
from .template import Template

_CROP = re.compile(r" (?P<word>crop|harvest|vintage)$", re.IGNORECASE)
_OF_FLOW = re.compile(r"(?:'s)? (?:[a-z-]+ )?[IV]\b")


def crop_of(segment: Segment, template: Template) -> Mention | None:
    """Return the indicator that a segment's goods hold themselves, None where they hold none or another is told.

    Args:
        segment: the segment.
        template: its sentence.
    """
    if "indicator" in segment.names or not segment.figures:
        return None
    for k in segment.names.get("commodity", ()):
        mention = template.mentions[k]
        found = _CROP.search(mention.text)
        if found is not None and not _OF_FLOW.match(template.right(k)):
            start = mention.start + found.start("word")
            return Mention("INDICATOR", start, mention.end, found["word"], indicator="output", pos="noun", score=0.7)
    return None


__all__ = ["crop_of"]
