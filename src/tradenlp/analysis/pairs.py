"""Two economies whose trade with each other is told: ``EU-New Zealand trade``, ``trade between Egypt and Jordan``."""

from __future__ import annotations

import re

from .template import Template

_AFFAIRS = (
    r"(?: (?:and [a-z]+ )?(?:tensions?|wars?|talks|disputes?|deals?|agreements?|pacts?|ties|relations|relationships?|"
    r"truce|rows?|frictions?|conflicts?|council|commission|forum|summit|negotiations)\b)"
)
_FLOW = (
    rf" (?:[a-z-]+ |[CST] ){{0,3}}(?:I\b(?!{_AFFAIRS})|S (?:[UD]|was|were|is|reached|stood|totall?ed|amounted|hit)\b)"
)
_HYPHENED = re.compile(rf"-[PA]{_FLOW}")
_BEHIND_HYPHEN = re.compile(r"(?:^|[\s(\"'])[PA]-$")
_NEXT_FLOW = re.compile(_FLOW)
_BETWEEN = re.compile(r"\bbetween (?:the )?$")
_OF_AFFAIRS = re.compile(rf"(?:-[PA])?(?: [a-z-]+)?(?: I)?{_AFFAIRS}")
_AND = re.compile(r"\s*and (?:the )?")


def pair_at(template: Template, k: int) -> tuple[int, int] | None:
    """Return the two mentions that name both sides of a flow, one of them mention ``k``; None where it is of none.

    Args:
        template: the sentence.
        k: index of a place or an adjective of one.
    """
    if _HYPHENED.match(template.right(k)):
        return k, k + 1
    if k and _BEHIND_HYPHEN.search(template.left(k)) and _NEXT_FLOW.match(template.right(k)):
        return k - 1, k
    for first in (k, k - 1):
        if (
            first >= 0
            and first + 1 < len(template.at)
            and template.letter(first) == template.letter(first + 1) == "P"
            and _AND.fullmatch(template.gap(first + 1))
            and _BETWEEN.search(template.left(first))
        ):
            return first, first + 1
    return None


def in_affairs(template: Template, k: int) -> bool:
    """Tell whether one of two that a hyphen joins is no party of figures: ``US-China trade tensions weighed``.

    Args:
        template: the sentence.
        k: index of a place or an adjective of one.
    """
    right = template.right(k)
    joined = right.startswith("-") or _BEHIND_HYPHEN.search(template.left(k)) is not None
    return joined and _OF_AFFAIRS.match(right) is not None


_OF_TWO = re.compile(
    r"\b[IV] (?:of C )?(?:to|from|with) (?:the )?P and (?:the )?P (?:[a-z]+ |T )?"
    r"(?:[UD] (?:by )?|(?:was|were|reached|stood at|totall?ed|amounted to|came to|hit) )$"
)


def shared_by_two(template: Template, k: int | None) -> bool:
    """Tell whether the flow with two partners at once is told: ``shipments to China and Hong Kong fell 3%``.

    Args:
        template: the sentence.
        k: index of the first figure told of it, None where there is none.
    """
    return k is not None and _OF_TWO.search(template.left(k)) is not None


__all__ = ["in_affairs", "pair_at", "shared_by_two"]
