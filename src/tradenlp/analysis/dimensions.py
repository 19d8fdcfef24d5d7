"""Changes told in weight and in value, put to the amount of their kind: ``up 13% by volume and 28% by value``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from .model import Link
from .template import Template

_QUANTITY = r"(?:weight|volumes?|quantity|quantities|tonnage|volume terms|physical terms|units)"
_VALUE = r"(?:value|value terms|money terms|dollar terms|dollars|revenues?)"
_TOLD = re.compile(
    rf"^\)? ?(?:(?:year[- ]on[- ]year|y-?o-?y|[UD]) )?(?:in|by|in terms of|on) (?:the |its )?"
    rf"(?:(?P<quantity>{_QUANTITY})|(?P<value>{_VALUE}))\b"
)
_PAIR = re.compile(
    rf"^,? (?:and|but)(?: by| of)? [XK][^.;:XMQ]{{0,40}}? (?:in|by|in terms of) (?:(?P<q1>{_QUANTITY}) and {_VALUE}|"
    rf"(?P<v1>{_VALUE}) and {_QUANTITY}),? respectively"
)


def told_apart(template: Template, links: Sequence[Link]) -> None:
    """Let each change whose words name its dimension join the amount of that dimension, where a sentence has one.

    Args:
        template: the sentence.
        links: its links, whose changes are mended in place.
    """
    index = {id(m): k for k, m in enumerate(template.mentions)}
    amounts = [link for link in links if link.measure == "amount" and link.joins is None]
    for link in links:
        k = index.get(id(link.figure))
        if k is None or link.measure != "change" or link.figure.label not in ("PERCENT", "MULTIPLE"):
            continue
        label = _dimension(template, k)
        before = [a for a in amounts if a.figure.start < link.figure.start] or amounts
        fitting = [a for a in before if a.figure.label == label]
        if label is None or len(fitting) != 1 or len({a.figure.label for a in before}) < 2:
            continue
        own, other = fitting[0].slots, link.slots
        if other.get("commodity", own.get("commodity")) == own.get("commodity"):
            link.joins = fitting[0].figure


def _dimension(template: Template, k: int) -> str | None:
    """Return the label of the amounts that a change is told of: QUANTITY or MONEY; None where nothing tells."""
    right = template.right(k, 110)
    pair = _PAIR.match(right)
    if pair:
        return "QUANTITY" if pair["q1"] else "MONEY"
    behind = _PAIR.match(template.right(k - 1, 110)) if k and template.letter(k - 1) in "XK" else None
    if behind:
        return "MONEY" if behind["q1"] else "QUANTITY"
    told = _TOLD.match(right)
    return None if told is None else "QUANTITY" if told["quantity"] else "MONEY"


_BETWEEN_THEM = re.compile(r"\s*(?:of (?:the |all )?[^.;,]{1,30} )?(?:between them|together|combined|jointly)\b")
_SHARED = ("partner", "commodity", "segment")


def of_several(template: Template, links: Sequence[Link]) -> None:
    """Let a share that several have between them be a fact of its own, not the last one's.

    ``Australia (17bn) and the US (16bn) supplying 86% between them``.

    Args:
        template: the sentence.
        links: its links, whose shares are mended in place.
    """
    index = {id(m): k for k, m in enumerate(template.mentions)}
    heads = {id(link.figure): link for link in links if link.measure == "amount" and link.joins is None}
    for link in links:
        k = index.get(id(link.figure))
        if k is None or link.measure != "share" or not _BETWEEN_THEM.match(template.right(k)):
            continue
        before = [h for h in heads.values() if h.figure.start < link.figure.start]
        for slot in _SHARED:
            held = [h.slots[slot][0] for h in before if h.slots.get(slot)]
            if len({m.name for m in held}) > 1:
                several = " and ".join(dict.fromkeys(m.text for m in held))
                whole = replace(held[0], text=several, name=several, id="", code=None, hs=None, entry=None)
                link.slots, link.joins = {**link.slots, slot: (whole, *held)}, None
                link.fixed = frozenset({slot})
                break


__all__ = ["of_several", "told_apart"]
