"""Flows that desk notes shorten: ``exp $8.1bn +3.2% y/y; imp $7.0bn -1% y/y; tb +$1.1bn``."""

from __future__ import annotations

import re

from ..gate import Gated
from .model import Mention

_FLOWS = {"exp": "exports", "imp": "imports", "tb": "balance", "bal": "balance"}
_NAMES = {"exports": "exports", "imports": "imports", "balance": "trade balance"}
_LINE = 1000  # characters of a line that are looked at
_SHORT = Gated(
    r"(?<![^\W_])(?<!\()(?P<word>exp|imp|tb|bal)\.?(?::|=)?[ \u00a0](?=[-+−–]?[ ]?(?:(?:[A-Z]{1,3})?[$€£¥₹]|[A-Z]{3} ?)"
    r"[-+−–]?\d|[-+−–]?\d[\d.,]*[ ]?(?:bn|mn?|mln|bln|k|t|mt|kt)\b)",
    re.IGNORECASE,
)


def shortened(text: str) -> list[Mention]:
    """Find shortened flows right before their amounts, in lines that tell both of exports and of imports so.

    Elsewhere ``exp.`` is what was expected, or experience.

    Args:
        text: the release.
    Returns:
        list[Mention]: INDICATOR mentions in order.
    """
    lines: dict[int, list[Mention]] = {}
    for found in _SHORT.finditer(text):
        flow = _FLOWS[found["word"].lower()]
        mention = Mention(
            "INDICATOR", *found.span("word"), found["word"], name=_NAMES[flow], indicator=flow, pos="noun", score=0.8
        )
        begin = text.rfind("\n", max(0, found.start() - _LINE), found.start())
        lines.setdefault(begin if begin >= 0 else found.start() // _LINE - 1, []).append(mention)
    return [m for told in lines.values() if {"exports", "imports"} <= {m.indicator for m in told} for m in told]
