"""When two claims are the same: the one rule that scoring and annotator agreement go by.

A claim is one number of a fact. ``numbers`` asks for the same measure, number and unit; ``core`` for indicator,
commodity and partner as well; ``full`` for reporter, segment, period and the basis of a change too. Of several answers
that are equally right one in common is enough.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from ..lexicon import load
from .claims import gold
from .format import Release

NAMED = ("indicator", "commodity", "partner", "reporter", "segment", "period")
LEVELS = {"numbers": NAMED[:0], "core": NAMED[:3], "full": NAMED}
_LABEL_OF = {"reporter": "PLACE", "partner": "PLACE", "commodity": "COMMODITY"}


@dataclass(frozen=True)
class Claim:
    """One number with all answers of each slot that count as right, each ``folded``.

    Attributes:
        measure: ``amount``, ``change``, ``share``, ``share_change`` or ``rank``.
        number: exact.
        unit, basis: None among them leaves them open.
        slots: the answers for each of ``NAMED``.
    """

    measure: str
    number: Decimal
    unit: frozenset[str | None]
    basis: frozenset[str | None]
    slots: tuple[frozenset[str | None], ...]

    def fits(self, other: Claim, level: str) -> bool:
        """Tell whether this claim agrees with another, whose open unit and basis allow any.

        Args:
            other: the one that is held to be right.
            level: key of ``LEVELS``.
        Returns:
            bool
        """
        return not self.differences(other, level)

    def differences(self, other: Claim, level: str) -> list[str]:
        """Name what keeps this claim from agreeing with another.

        Args:
            other: the one that is held to be right.
            level: key of ``LEVELS``.
        Returns:
            list[str]: ``number``, ``unit``, ``basis`` or slots of ``NAMED``; empty where they agree.
        """
        if (self.measure, self.number) != (other.measure, other.number):
            return ["number"]
        out = []
        if self.measure != "rank" and None not in other.unit and not self.unit & other.unit:
            out.append("unit")
        if level == "full" and self.measure == "change" and None not in other.basis and not self.basis & other.basis:
            out.append("basis")
        asked = LEVELS[level]
        slots = zip(asked, self.slots, other.slots, strict=False)
        return out + [name for name, mine, theirs in slots if not mine & theirs]


def folded(name: object) -> str | None:
    """Bring a name to the form that is compared.

    Args:
        name: any text, or None.
    Returns:
        str | None: without case, accents, punctuation, articles and plural endings; None where nothing is left.
    """
    plain = unicodedata.normalize("NFKD", str(name or "")).encode("ascii", "ignore").decode().casefold()
    found = re.findall(r"[a-z0-9$%]+", re.sub(r"['’]s\b", "", plain))
    words = [re.sub(r"(?<=[^s])s$", "", re.sub(r"ies$", "y", word)) for word in found]
    return " ".join(word for word in words if word not in ("the", "a", "an", "of")) or None


def all_folded(answers: Sequence[object]) -> frozenset[str | None]:
    """Fold each of some answers; None stays None."""
    return frozenset(folded(answer) for answer in answers)


def annotated(claim: dict[str, Any]) -> Claim:
    """Make a claim of an annotated one.

    Args:
        claim: as ``claims`` gives it, with a list of acceptable answers for each slot.
    Returns:
        Claim
    """
    slots = tuple(frozenset(v if slot == "period" else folded(v) for v in claim[slot]) for slot in NAMED)
    number = Decimal(claim["number"]).normalize()
    return Claim(claim["measure"], number, all_folded(claim["unit"]), all_folded(claim["basis"]), slots)


def names(slot: str, name: str) -> list[str]:
    """Give the lexicon's name and code for an annotated name, as further answers.

    Args:
        slot: ``reporter``, ``partner`` or ``commodity``; others have none.
        name: as annotated.
    Returns:
        list[str]: what is acceptable besides.
    """
    entry = load().canonical(_LABEL_OF[slot], name) if slot in _LABEL_OF else None
    return [value for value in (entry.name, entry.id if entry.label == "PLACE" else None) if value] if entry else []


def wanted(release: Release) -> list[Claim]:
    """Return the claims of an annotated release, aliases and codes of the lexicon accepted.

    Args:
        release: without problems.
    Returns:
        list[Claim]: one for each number, in order.
    """
    return [annotated(claim) for claim in gold(release, names)["claims"]]


def pairing(count: int, others: int, fit: Callable[[int, int], bool]) -> dict[int, int]:
    """Find a largest one-to-one pairing, by augmenting paths (Kuhn 1955).

    Args:
        count: how many there are on one side.
        others: how many on the other.
        fit: tells whether two may be paired.
    Returns:
        dict[int, int]: from indices of the one side to those of the other.
    """
    taken: dict[int, int] = {}

    def settle(i: int, tried: set[int]) -> bool:
        for j in range(others):
            if j in tried or not fit(i, j):
                continue
            tried.add(j)
            if j not in taken or settle(taken[j], tried):
                taken[j] = i
                return True
        return False

    for i in range(count):
        settle(i, set())
    return {i: j for j, i in taken.items()}


def f1(right: int, found: int, expected: int) -> float | None:
    """Return the harmonic mean of precision and recall.

    Args:
        right: how many agree.
        found: how many there are on one side.
        expected: how many on the other.
    Returns:
        float | None: 0 to 1; None where both sides are empty, as nothing was asked then.
    """
    return 2 * right / (found + expected) if found + expected else None
