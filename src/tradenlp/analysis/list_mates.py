"""Unlisted names that a list of traders holds: ``Nibulon (410,000 tonnes)`` beside ``Kernel (620,000 tonnes)``.

Whoever stands with its own figure in a list of firms, ports or places is one itself, whatever its name.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from ..gate import Gated
from ..lexicon import load
from .model import Mention
from .proper import CAPITAL, tells_nothing
from .towns import no_name

_NAME = rf"{CAPITAL}[\w’'&-]{{1,30}}(?: (?:de |da |do |& )?{CAPITAL}[\w’'&-]{{1,30}}){{0,3}}"
_OWN = r"(?=(?:,? (?:with|at)|:)? \(?(?:about |some |over |nearly |almost )?[$€£¥₹]?\d)"
_FIGURE = r"[\s:(]{1,2}(?:about |some |over |nearly |almost )?[A-Z]{0,3}[$€£¥₹]?\d[\d.,]*"
_VERB = r" (?:exported|shipped|sold|handled|moved|loaded|sent|produced|delivered|processed)"
_ON = (
    rf"(?:,? (?:with|at)|{_VERB})?{_FIGURE}(?:[^.;:,\n\d]|(?<=\d)[.,](?=\d)|\d){{0,40}}?"
    r"(?:, and |, while | and |, |; )"
)
_NEXT = re.compile(rf"{_ON}(?:followed by )?(?:the )?(?P<name>{_NAME}){_OWN}")
_SORTS = (
    r"(?:exporters|shippers|sellers|companies|firms|traders|[a-z]*makers|manufacturers|millers|refiners|producers|"
    r"miners|processors|packers|handlers|operators|carriers|airlines|terminals)"
)
_HEAD = Gated(
    rf"\b{_SORTS}\b(?:[^.;:\n]{{0,60}}?\b(?:were|are|was|is|included?|including|led by|such as|being|by)(?: the)?|"
    rf"[^.;:\n]{{0,60}}:) (?P<name>{_NAME}){_OWN}"
)
_MOST = 12  # names of one list
_LISTED = frozenset({"ORG", "PLACE"})
_SORT_OF = {"ORG": frozenset({"company", "port", "terminal"}), "PLACE": frozenset({"city", "subdivision", "economy"})}


def list_mates(text: str, found: Sequence[Mention]) -> Iterator[Mention]:
    """Yield the unlisted names of lists in which firms, ports or places stand with their figures.

    Args:
        text: the release.
        found: its named things in order.
    """
    starts = [m.start for m in found]
    seen: set[int] = set()  # names that a list was followed through already
    for head in _HEAD.finditer(text):
        at, end = head.span("name")
        if _new(text, at, end, found, starts):
            first = Mention("ORG", at, end, text[at:end], name=text[at:end], kind="company", score=0.6)
            yield first
            yield from _behind(text, first, found, starts, seen)
    for m in found:
        if m.label in _LISTED and m.kind in _SORT_OF[m.label]:
            yield from _behind(text, m, found, starts, seen)


def _behind(
    text: str, m: Mention, found: Sequence[Mention], starts: Sequence[int], seen: set[int]
) -> Iterator[Mention]:
    """Yield the unlisted names that follow a name with its figure."""
    end = m.end
    for _ in range(_MOST):
        further = _NEXT.match(text, end)
        if further is None:
            return
        at, end = further.span("name")
        if at in seen:
            return
        seen.add(at)
        if not _new(text, at, end, found, starts):
            continue
        kind = "city" if m.kind in ("subdivision", "economy") else m.kind
        yield Mention(m.label, at, end, text[at:end], name=text[at:end], kind=kind, score=0.6)


def _new(text: str, start: int, end: int, found: Sequence[Mention], starts: Sequence[int]) -> bool:
    """Tell whether a name is neither known nor a common word."""
    at = bisect_left(starts, end)
    if any(m.end > start for m in found[max(0, at - 3) : at]):
        return False
    name = text[start:end]
    if no_name(name) or any(map(tells_nothing, (name, *name.split()))):
        return False
    return load().canonical("ORG", name) is None


__all__ = ["list_mates"]
