"""Where imports come from and go to: ``imports of Russian gas by the EU``, ``imports of wheat into Indonesia``."""

from __future__ import annotations

import re
from bisect import bisect_left

from .template import Template

_OF_GOODS = re.compile(r"(?:(?:,| and|, and| or| &) [AP])* (?:[a-z-]+ ){0,2}C\b")
_BOUGHT = re.compile(
    r"(?P<flow>[IV])(?: by (?:the )?[PA]| into (?:the )?[PA])?(?P<of> (?:of|in))? "
    r"(?:(?:[a-z]+ ){0,2}[MQ] (?:worth )?of )?(?:[a-z-]+ )?(?:(?:the )?[AP](?:'s)?(?:,| and|, and| or| &) )*(?:the )?$"
)
_BROUGHT_IN = re.compile(r" (?:[a-z-]+ )?(?:C )+(?P<flow>I) (?:by|into|to|in) (?:the )?[PA]\b")
_INTO = re.compile(r"(?P<flow>[IV])(?: (?:of|in)(?: (?:[a-z-]+|[AC],?)){1,5}?)? (?P<way>into|to) (?:the )?$")
_OWNED = re.compile(r"(?:\b[AO]|P(?:'s)?) (?:[a-z-]+ |C ){0,3}$")
_AGAIN = re.compile(r"(?:[MQX](?: worth)? of|\b(?:that|those|ones) of)(?: the| its)?(?: [a-z]+)? $")
"""``1.2 million tonnes of Australian barley and 0.6 million of French barley``"""


def of_origin(template: Template, k: int) -> bool:
    """Tell whether a place or an adjective of one tells where goods that somebody imports come from.

    Args:
        template: the sentence.
        k: the place, or the adjective.
    """
    right = template.right(k)
    behind = _BROUGHT_IN.match(right)
    if behind is not None:
        return template.mentions[template.behind(k, behind.start("flow"))].indicator == "imports"
    if not _OF_GOODS.match(right):
        return False
    left = template.left(k)
    found = _BOUGHT.search(left)
    if found is not None and not (found["flow"] == "I" and found["of"] is None):
        return _flow(template, k, left, found) == "imports"
    if _AGAIN.search(left) is None:
        return False
    told = next((m for m in reversed(template.mentions[:k]) if m.label == "INDICATOR"), None)
    return told is not None and told.indicator == "imports"


def brings_in(template: Template, k: int) -> bool:
    """Tell whether a place is the one that imports go to: ``imports of wheat into Indonesia``.

    Args:
        template: the sentence.
        k: the place.
    """
    left = template.left(k)
    found = _INTO.search(left)
    if found is None or _flow(template, k, left, found) != "imports":
        return False
    return found["way"] == "into" or _OWNED.search(left[: found.start()]) is None


def _flow(template: Template, k: int, left: str, found: re.Match[str]) -> str | None:
    """The indicator that a pattern found in the template to the left of a mention."""
    at = template.at[k] - len(left) + found.start("flow")
    return template.mentions[bisect_left(template.at, at)].indicator


__all__ = ["brings_in", "of_origin"]
