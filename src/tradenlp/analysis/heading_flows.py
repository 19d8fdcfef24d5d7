"""The flow that a heading tells by its noun of partners alone: ``Top buyers of Vietnamese pepper, 2020``."""

from __future__ import annotations

import re

from ..gate import Gated
from ..lexicon import load
from .model import Mention

_HEADING = Gated(
    r"^[ \t#*]*(?:(?:table|chart|figure|box) ?\d*[:.] )?(?:the )?"
    r"(?:(?:top|main|leading|largest|biggest|key|principal|major)"
    r"(?: (?:\d{1,2}|five|ten|three|twenty))?|(?:\d{1,2}|five|ten) (?:largest|biggest|main|top|leading)) "
    r"(?:(?:buyers|customers|destinations|outlets|takers|(?:overseas |foreign )?markets)|"
    r"(?P<in>suppliers|sources|origins))"
    r"(?= (?:of|for) (?:the )?[^\n.:;]{3,80}$)",
    re.IGNORECASE | re.MULTILINE,
)
_NOUN = re.compile(
    r"(?:buyers|customers|destinations|outlets|takers|markets|suppliers|sources|origins)$", re.IGNORECASE
)
_TOLD = re.compile(
    r"\b(?:(?:re-?)?(?:ex|im)ports?|shipments?|sales|trade|deliver(?:y|ies)|purchases|output|production|investment|"
    r"tourists?|visitors?|funds?|jobs|growth|income|revenues?)\b|[$€£¥%]",
    re.IGNORECASE,
)


def heading_flows(text: str) -> list[Mention]:
    """Find nouns of partners that are all that a heading on goods tells of the flow of the list or table below it.

    Args:
        text: the release.
    Returns:
        list[Mention]: labels INDICATOR, ``exports`` for buyers and markets, ``imports`` for suppliers; in order.
    """
    out: list[Mention] = []
    for m in _HEADING.finditer(text):
        stop = text.find("\n", m.end())
        noun = _NOUN.search(m[0])
        if stop < 0 or noun is None or _TOLD.search(text, m.end(), stop) is not None:
            continue
        if not load().find(text[m.end() : stop], ("COMMODITY",)):
            continue  # ``Top destinations for skiers``
        flow, start = "imports" if m["in"] else "exports", m.start() + noun.start()
        out.append(Mention("INDICATOR", start, m.end(), noun[0], name=flow, indicator=flow, pos="noun", score=0.7))
    return out


__all__ = ["heading_flows"]
