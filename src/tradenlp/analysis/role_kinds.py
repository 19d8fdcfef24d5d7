"""The roles that figures can have, and the surroundings of a figure by which its role is told."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from itertools import islice

from ..gate import Gated
from .template import FIGURES, Template

LEVEL, BASE, CHANGE, SHARE, SHARE_CHANGE, RANK, SKIP = (
    "level",
    "base",
    "change",
    "share",
    "share_change",
    "rank",
    "skip",
)

Move = tuple[int, "int | None"]
"""Direction of a movement (+1, -1, 0 where untold) and index of the trend mention that tells it."""

REACH = 40  # mentions before a figure that its role may depend on
_TOLD = 12  # figures before a figure that its role may depend on
_WIDTH = 160  # characters of template that it may depend on, either side
_WINDOW = 100
_ACCOUNT = Gated(r"\b(?:current|fiscal|budget|payments)\b", re.I)
_CLAUSE = re.compile(r"[;:](?=\s)|\.\s|,? (?:while|whereas|whilst|but|although|though) ")
_MILESTONE = re.compile(
    r"exceed|surpass|\btop|cross|\bpass|outstrip|\bbeat|\bmiss|overt|\breach|\bhit|touch|breach|\bbroke|\bbreak|"
    r"approach|near",
    re.I,
)


@dataclass(slots=True)
class Role:
    """The role of a figure in its sentence.

    Attributes:
        name: one of this module's constants.
        sign: +1, -1 or 0 for changes; 0 where the figure's own sign tells.
        trend: index of the trend mention, None where another word tells.
        listed: index of the first figure of the list it continues, None outside lists.
        whole: the words after the figure name what a share is of.
        sure: how sure, 0 to 1.
        when: index of the period that a figure given for comparison holds for where that stands right before it (``in
            May it was 3bn``,
            ``(May: 3bn)``), else None.
    """

    name: str
    sign: int = 0
    trend: int | None = None
    listed: int | None = None
    whole: bool = False
    sure: float = 0.9
    when: int | None = None


@dataclass(slots=True)
class Site:
    """A figure and what stands around it.

    Attributes:
        template: the sentence.
        k: index of the figure.
        kind: its letter.
        previous: index of the figure before it, None for the first.
        out: roles of the figures before it.
        left: the template since the figure before, at most 100 characters.
        right: the template up to the next figure, at most 100 characters.
        before: the template before the figure whatever stands there, at most 160 characters.
        after: the template behind it whatever stands there, at most 160 characters.
        clause: the part of ``before`` that belongs to the figure's clause.
        subject: the clause with indicators that are none of trade (``GDP``, ``reserves``, ``consumer prices``)
            spelled out.
        object: ``after`` in the same way.
    """

    template: Template
    k: int
    kind: str
    previous: int | None
    out: dict[int, Role]
    left: str = ""
    right: str = ""
    before: str = ""
    after: str = ""
    clause: str = ""
    subject: str = ""
    object: str = ""

    def told(self) -> list[int]:
        """Return the indices of the figures told last, the nearest first, twelve at most."""
        return list(islice(reversed(self.out), _TOLD))

    def has_told(self, name: str) -> bool:
        """Tell whether one of the figures told last has this role."""
        return any(self.out[j].name == name for j in self.told())

    def was(self, *names: str) -> bool:
        """Tell whether the figure before has one of these roles."""
        return self.previous is not None and self.out[self.previous].name in names

    def move(self, text: str, end: int, found: int) -> Move:
        """Return the move told by the trend letter at ``found`` of a slice of the template that ends (or begins) at
        ``end``.

        Args:
            text: the slice.
            end: position in the template where the slice ends.
            found: offset of the letter in the slice.
        """
        index = bisect_left(self.template.at, end - len(text) + found)
        return self.template.mentions[index].direction, index

    def move_left(self, text: str, found: int) -> Move:
        """Return the move told by the letter at ``found`` of a slice that ends where the figure begins."""
        return self.move(text, self.template.at[self.k], found)

    def move_right(self, found: int) -> Move:
        """Return the move told by the letter at ``found`` of ``after``."""
        index = self.template.behind(self.k, found)
        return self.template.mentions[index].direction, index

    def period_before(self) -> int | None:
        """Return the index of the last period in the figure's clause, no other figure between."""
        for j in range(self.k - 1, max(-1, self.k - REACH), -1):
            if self.template.at[j] < self.template.at[self.k] - len(self.clause) or self.template.letter(j) in FIGURES:
                return None
            if self.template.letter(j) in "TY":
                return j
        return None


def site(template: Template, out: dict[int, Role], previous: int | None, k: int) -> Site:
    """Gather what stands around a figure.

    Args:
        template: the sentence.
        out: roles of the figures before.
        previous: index of the figure before, None for the first.
        k: index of the figure.
    """
    at = template.at[k]
    start = template.at[previous] + 1 if previous is not None else 0
    following = next(
        (template.at[j] for j in range(k + 1, len(template.at)) if template.letter(j) in FIGURES), len(template.text)
    )
    before = template.text[max(0, at - _WIDTH) : at]
    clause = before
    for boundary in _CLAUSE.finditer(before):
        clause = before[boundary.end() :]
    after = template.text[at + 1 : at + 1 + _WIDTH]
    return Site(
        template,
        k,
        template.letter(k),
        previous,
        out,
        left=template.text[max(start, at - _WINDOW) : at],
        right=template.text[at + 1 : min(following, at + 1 + _WINDOW)],
        before=before,
        after=after,
        clause=clause,
        subject=_spelled(template, at - len(clause), at),
        object=_spelled(template, at + 1, at + 1 + len(after)),
    )


def _spelled(template: Template, start: int, end: int) -> str:
    """A stretch of the template in which indicators of no trade flow stand as written."""
    text = template.text[start:end]
    if "I" not in text:
        return text
    pieces: list[str] = []
    here = start
    for j in range(bisect_left(template.at, start), bisect_left(template.at, end)):
        m = template.mentions[j]
        if m.label == "INDICATOR" and (m.indicator in ("other", "price") or _ACCOUNT.search(m.text)):
            pieces += [template.text[here : template.at[j]], m.text.casefold()]
            here = template.at[j] + 1
    return "".join([*pieces, template.text[here:end]])


def is_milestone(template: Template, index: int | None) -> bool:
    """Tell whether a trend is one that has the level itself as its object: ``exceeded``, ``topped``, ``missed``."""
    return index is not None and bool(_MILESTONE.search(template.mentions[index].text))
