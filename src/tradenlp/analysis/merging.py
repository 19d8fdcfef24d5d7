"""Joining drafts of facts that tell the same thing, with both places as evidence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from ..facts import Change, Money, Quantity, unit_of
from ..labels import PASSING, TOTALS
from ..reading.numbers import last_exponent

if TYPE_CHECKING:
    from .assemble import Draft

VAGUE = TOTALS | {"commodities"}
"""Names of goods in general, which a text may as well leave out."""
_COMPARED = ("reporter", "partner", "commodity", "segment")


def key_of(draft: Draft) -> tuple[object, ...]:
    """Return what makes two drafts points of one series."""
    return (
        draft.name("indicator"),
        draft.name("reporter"),
        draft.name("partner"),
        _plain(draft, "commodity"),
        draft.name("segment"),
        draft.period.edtf if draft.period else None,
        draft.head.modality,
        tuple(q for q in draft.head.qualifiers if q not in PASSING),
    )


def equal(first: Draft, second: Draft) -> bool:
    """Tell whether two amounts are one number, the rounder one rounded from the other."""
    a, b = first.amount, second.amount
    assert a is not None and b is not None
    if a.kind != b.kind or _unit(a) != _unit(b):
        return False
    if a.number is None or b.number is None:
        return (a.low, a.high, a.number) == (b.low, b.high, b.number)
    rough = max(first.precision, second.precision)
    return a.number == b.number or abs(a.number - b.number) <= rough / 2


def _unit(amount: Money | Quantity) -> str:
    return (unit_of(amount) or "").casefold()


def overlap(first: Draft, second: Draft) -> bool:
    """Tell whether two drafts without amounts tell one change, share or rank."""
    a = {(c.kind, c.number) for c in first.changes}
    b = {(c.kind, c.number) for c in second.changes}
    if a and b:
        return bool(a & b)
    if first.share and second.share:
        return first.share.number == second.share.number
    if first.rank and second.rank:
        return first.rank.position == second.rank.position
    return bool(first.rank or second.rank)


def fuse(kept: Draft, other: Draft) -> None:
    """Take over what the other tells; the finer number stays."""
    if kept.amount is None or (other.amount is not None and other.precision and other.precision < kept.precision):
        kept.amount = other.amount if other.amount is not None else kept.amount
        kept.precision = other.precision or kept.precision
    if kept.amount is not None and other.amount is not None and not kept.amount.equivalents:
        kept.amount = kept.amount.model_copy(update={"equivalents": other.amount.equivalents})
    for change in other.changes:
        same = next(
            (n for n, c in enumerate(kept.changes) if c.kind == change.kind and c.number == change.number), None
        )
        if same is None:
            kept.changes.append(change)
        elif kept.changes[same].basis == "unspecified":
            kept.changes[same] = change  # a headline leaves out what the text tells
    kept.share = kept.share or other.share
    kept.rank = kept.rank or other.rank
    kept.evidence += other.evidence
    kept.confidence = max(kept.confidence, other.confidence)
    other.dead = True


# -- titles ------------------------------------------------------------------------------------------------------------


def retold(drafts: Sequence[Draft], end: int) -> None:
    """Join what the title tells to the fact of the text that tells it again, be it more finely or of more.

    ``Surplus falls to $4.2B`` above ``closed the year with a $4.28 billion surplus``. The text's own slots stay,
    since a title leaves out whose, of what and when.

    Args:
        drafts: all of a document, in reading order; those of the title die where they are told again.
        end: where the title ends.
    """
    titles = [d for d in drafts if d.head.figure.end <= end and not d.dead]
    others = [d for d in drafts if d.head.figure.start >= end and not d.dead]
    for title in titles:
        again = [d for d in others if _fits(title, d) and _tells(title, d)]
        if again:
            best = max(again, key=lambda d: sum(title.name(s) == d.name(s) for s in _COMPARED))
            known = [c for c in title.changes if any(_close_changes(c, other) for other in best.changes)]
            title.changes = [c for c in title.changes if c not in known]
            fuse(best, title)


def _fits(title: Draft, told: Draft) -> bool:
    """Tell whether nothing that a title names speaks against a fact of the text."""
    if title.name("indicator") != told.name("indicator") or title.head.modality != told.head.modality:
        return False
    for slot in _COMPARED:
        ours, theirs = _plain(title, slot), _plain(told, slot)
        if slot == "partner" and ours != theirs:
            return False
        if ours is not None and theirs is not None and ours.split()[-1] != theirs.split()[-1]:
            return False
    return True


_PLURAL = re.compile(r"s\b")


def _plain(draft: Draft, slot: str) -> str | None:
    name = draft.name(slot)
    folded = _PLURAL.sub("", name.casefold()) if name is not None else None
    return None if slot == "commodity" and name is not None and name.casefold() in VAGUE else folded


def _tells(title: Draft, told: Draft) -> bool:
    """Tell whether a fact holds the number of a title, as it is or finer."""
    a, b = title.amount, told.amount
    if a is not None:
        if b is None or a.number is None or b.number is None or a.kind != b.kind or _unit(a) != _unit(b):
            return False
        return _rounded(a.number, _step(a.number, title.precision), a.modifier, b.number, told.precision)
    if title.changes:
        return any(_close_changes(c, other) for c in title.changes for other in told.changes)
    if title.share is not None and title.share.number is not None:
        return told.share is not None and told.share.number == title.share.number
    return False


def _close_changes(rough: Change, fine: Change) -> bool:
    if rough.kind != fine.kind or rough.unit != fine.unit or (rough.number < 0) != (fine.number < 0):
        return False
    steps = _step(rough.number), _step(fine.number)
    return _rounded(abs(rough.number), steps[0], rough.modifier, abs(fine.number), steps[1])


def _step(number: Decimal, precision: Decimal = Decimal(0)) -> Decimal:
    """Return the worth of the last digit that counts; the zeros at the end of a round number count as none."""
    exponent = last_exponent(number)
    step = precision or Decimal(1).scaleb(min(exponent, 0))
    if precision <= 1 and exponent > 2:
        step = Decimal(1).scaleb(exponent)
    return min(step, abs(number) / 5) if abs(number) > 10 else step


def _rounded(rough: Decimal, step: Decimal, modifier: str, fine: Decimal, finer: Decimal) -> bool:
    """Tell whether a number is another one rounded, cut off, or told by what it passes."""
    if rough == fine:
        return True
    if step <= finer:
        return False
    over = fine - rough
    if modifier in ("over", "at_least"):
        return 0 <= over < step
    if modifier in ("under", "at_most"):
        return -step < over <= 0
    return abs(over) <= step / 2 or 0 <= over < step


__all__ = ["VAGUE", "equal", "fuse", "key_of", "overlap", "retold"]
