"""Arithmetic among the facts of one document, within what the printed digits allow.

A relation that fails is told where one slip of the pen would mend it (a digit, two swapped, a lost point or sign), or
where it misses by little: what misses otherwise was most likely not meant to fit.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal

from ..errors import warning
from ..facts import Check, Notice, TradeFact, plain, trimmed
from .check_points import points_of, settled
from .check_relations import RELATIONS, Relation
from .slips import misprints, slip

_MOST = 400  # levels of a document; the number of relations grows with their square
_NEAR = {"sum": Decimal("0.03"), "balance": Decimal("0.03"), "growth": Decimal("0.01"), "periods": Decimal("0.01")}
"""How far a relation of a kind may be missed, as part of the number told, so that it was meant nevertheless."""
_FAR = {"part": 2, "repeat": 2, "share": 10, "growth": 10, "periods": 10, "conversion": 10}
"""By what factor a number may be missed that one wrong digit explains; a wrong first digit of a sum is as likely."""
_PARTS = 2
_DIGITS = 3
_CLOSE = 800  # characters between a figure and the word that says what it is, so that both stand in one sentence


def tested(facts: Sequence[TradeFact]) -> tuple[Relation, ...]:
    """Test the arithmetic relations that the facts of a document allow.

    Args:
        facts: the document's facts.
    Returns:
        tuple[Relation]: those that hold, and those that were meant to.
    """
    points = settled(points_of(facts)[:_MOST])
    out: list[Relation] = []
    for relations in RELATIONS:
        found = list(relations(points))
        failed = [r for r in found if not r.holds]
        told = [r for r in failed if _sound(r, found, failed) and _meant(r)]
        out += [r for r in found if r.holds or r in told]
    return tuple(out)


def check(relation: Relation) -> Check:
    """Return a relation as the output has it: ``expected`` computed from the parts, ``stated`` as told."""
    return Check(
        kind=relation.kind,  # type: ignore[arg-type]
        facts=tuple(p.fact.id for p in relation.points),
        expected=trimmed(relation.expected),
        stated=trimmed(relation.stated),
        holds=relation.holds,
    )


def _sound(relation: Relation, found: Sequence[Relation], failed: Sequence[Relation]) -> bool:
    """Tell whether what a relation is measured by is what it seems to be.

    A whole that several parts exceed is none, and one that has other parts is one; one that several shares do not fit
    is taken for another, unless a slip in it explains them all.
    """
    if relation.kind not in ("part", "share"):
        return True
    whole = relation.points[0].fact.id
    others = [r for r in failed if r.points[0].fact.id == whole]
    if relation.kind == "part":
        return len(others) == 1 and sum(r.holds and r.points[0].fact.id == whole for r in found) >= _PARTS
    return len(others) == 1 or any(
        all(r.fits((number, *r.numbers[1:])) for r in others) for number in misprints(relation.numbers[0])
    )


def _meant(relation: Relation) -> bool:
    """Tell whether a relation that fails was meant to hold."""
    expected, stated = abs(relation.expected), abs(relation.stated)
    if not expected or not stated or not all(_told_here(p.fact) for p in relation.points):
        return False
    if abs(relation.expected - relation.stated) <= _NEAR.get(relation.kind, Decimal(0)) * stated:
        return True
    found = slip(relation.numbers, relation.fits)
    if found is None:
        return False
    if relation.kind == "repeat":
        # two levels that a reader took for one series differ in all their digits, a slip in one of many
        digits = min(len(n.normalize().as_tuple().digits) for n in relation.numbers)
        return digits >= _DIGITS and found[1] in ("digit", "swapped") and not _far(relation)
    if relation.kind == "part" and found[1] == "scale":
        return False
    return found[1] == "scale" or not _far(relation)


def _far(relation: Relation) -> bool:
    expected, stated = abs(relation.expected), abs(relation.stated)
    most = _FAR.get(relation.kind)
    return most is not None and max(expected, stated) > most * min(expected, stated)


def _told_here(fact: TradeFact) -> bool:
    """Tell whether the word that says what a figure is stands near it, and is not only taken over from elsewhere."""
    figure = next((e for e in fact.evidence if e.role == "amount"), None)
    word = [e for e in fact.evidence if e.role == "indicator"]
    return figure is not None and any(abs(e.start - figure.start) <= _CLOSE for e in word)


_ODDS = {"held": 1.0, "part": 0.2, "none": -0.15, "failed": -0.6}
"""What arithmetic adds to the log odds that a fact is right, settled on development releases: figures that add up were
read for what they are."""


def weighed(facts: Sequence[TradeFact], checks: Sequence[Check]) -> tuple[TradeFact, ...]:
    """Return facts with the confidence that their arithmetic leaves.

    Args:
        facts: of a document.
        checks: what was tested among them.
    """
    told = dict.fromkeys((f.id for f in facts), "none")
    outcomes = [("failed" if not c.holds else "part" if c.kind == "part" else "held", c.facts) for c in checks]
    for wanted in ("part", "held", "failed"):  # what comes later says more
        for outcome, ids in outcomes:
            if outcome == wanted:
                told.update(dict.fromkeys(ids, outcome))
    return tuple(f.model_copy(update={"confidence": _shifted(f.confidence, _ODDS[told[f.id]])}) for f in facts)


def _shifted(confidence: float, odds: float) -> float:
    bounded = min(max(confidence, 0.005), 0.995)
    return round(1 / (1 + math.exp(-math.log(bounded / (1 - bounded)) - odds)), 3)


def notices(relations: Sequence[Relation]) -> tuple[Notice, ...]:
    """Return a warning for each relation that fails: which figures, both numbers, and the likely reason.

    Args:
        relations: of a document.
    """
    out = []
    for each in relations:
        if each.holds:
            continue
        texts = [f"{p.fact.amount.text if p.fact.amount is not None else p.fact.id} ({p.fact.id})" for p in each.points]
        told = warning(
            "W201",
            kind=each.kind,
            figures=", ".join(texts),
            expected=plain(each.expected),
            stated=plain(each.stated),
        )
        found = slip(each.numbers, each.fits)
        reason = warning("W203")
        if found is not None:
            reason = warning("W202", number=plain(each.numbers[found[0]]), slip=_SLIPS[found[1]])
        out.append(Notice(code="W201", message=f"{told} {reason}"))
    return tuple(out)


_SLIPS = {
    "swapped": "two swapped digits",
    "scale": "a lost point or another scale",
    "sign": "a lost sign",
    "digit": "one wrong digit",
}

__all__ = ["check", "notices", "tested", "weighed"]
