"""The partner at the end of a list of goods: ``sold copper for $2bn, salmon for $1bn and wine for $0.2bn to Japan``."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .model import Segment
from .template import Template

_END = re.compile(r" (?:(?:all|mostly|mainly|each|only|both|in all) )?(?:to|from|into) (?:the )?(?:neighbou?ring )?$")
_CLOSES = re.compile(
    r"(?:,? (?:in|during|for|over|as of|by) (?:the )?(?:same )?[a-zT]*(?: period)?)?[\s,.;)]*(?:$|while|but|and )"
)
_NOT_SHARED = re.compile(r"\b(?:to|from|into|of which|including|while|but|whereas|respectively)\b")


def share_end(template: Template, segments: Sequence[Segment]) -> None:
    """Give the goods of a list the partner that ends it, where none has one of its own.

    Args:
        template: the sentence.
        segments: its segments, completed in place.
    """
    last = len(segments) - 1
    while last >= 0 and not segments[last].figures:
        last -= 1
    if last < 1:
        return
    end = segments[last]
    partners = [s for s in segments if "partner" in s.names]
    if len(partners) != 1 or partners[0] is not end or len(end.names["partner"]) != 1 or "commodity" not in end.names:
        return
    k = end.names["partner"][0]
    if k < end.figures[-1] or not _END.search(template.left(k)) or not _CLOSES.match(template.right(k)):
        return
    first = last
    while first > 0 and "indicator" not in segments[first].names:
        first -= 1
        if not segments[first].figures or "commodity" not in segments[first].names:
            return
    head = segments[first].names.get("indicator", ())
    if first == last or not head or head[0] > segments[first].figures[0]:
        return
    if not any(template.letter(k) == "V" for k in range(head[0], segments[first].figures[0])):
        return  # ``exports were rice at $2bn, tea at $1bn and toys at $1bn to Japan``
    if _NOT_SHARED.search(template.text, template.at[head[0]], template.at[end.figures[0]]):
        return
    for segment in segments[first:last]:
        segment.names["partner"] = [k]
        segment.sure.add("partner")
    end.sure.add("partner")


__all__ = ["share_end"]
