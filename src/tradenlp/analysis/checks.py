"""Arithmetic among the facts of one document.

Exports + imports = trade, exports − imports = balance, within what the printed digits allow.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from ..facts import Check, Money, TradeFact


def check(facts: Sequence[TradeFact]) -> tuple[Check, ...]:
    """Test the arithmetic relations that the facts of a document allow.

    Args:
        facts: the document's facts.
    Returns:
        tuple[Check]: one for each relation tested, ``expected`` computed from the parts, ``stated`` as told.
    """
    groups: dict[tuple[object, ...], dict[str, TradeFact]] = {}
    for fact in facts:
        if isinstance(fact.amount, Money) and fact.amount.number is not None and fact.modality == "actual":
            groups.setdefault(_group(fact), {}).setdefault(fact.indicator, fact)
    out: list[Check] = []
    for told in groups.values():
        x, m = told.get("exports"), told.get("imports")
        if x is None or m is None:
            continue
        if "trade" in told:
            out.append(_relation("sum", x, m, told["trade"], _number(x) + _number(m)))
        for name in ("surplus", "deficit", "balance"):
            if name in told:
                gap = _number(x) - _number(m)
                out.append(_relation("balance", x, m, told[name], -gap if name == "deficit" else gap))
    return tuple(out)


def _group(fact: TradeFact) -> tuple[object, ...]:
    names = tuple(e.name if e is not None else None for e in (fact.reporter, fact.partner, fact.segment))
    goods = (
        fact.commodity.name
        if fact.commodity is not None and fact.commodity.name not in ("goods", "merchandise")
        else None
    )
    currency = fact.amount.currency if isinstance(fact.amount, Money) else None
    return (*names, goods, fact.period.edtf if fact.period else None, currency, fact.qualifiers)


def _number(fact: TradeFact) -> Decimal:
    assert fact.amount is not None and fact.amount.number is not None
    return fact.amount.number


def _relation(kind: str, x: TradeFact, m: TradeFact, whole: TradeFact, expected: Decimal) -> Check:
    slack = sum((_step(f) for f in (x, m, whole)), Decimal(0)) / 2
    stated = _number(whole)
    holds = abs(expected - stated) <= slack or (
        whole.indicator == "balance" and abs(abs(expected) - abs(stated)) <= slack
    )
    return Check(
        kind=kind,  # type: ignore[arg-type]
        facts=(x.id, m.id, whole.id),
        expected=expected,
        stated=stated,
        holds=holds,
    )


def _step(fact: TradeFact) -> Decimal:
    """The worth of the last printed digit.

    Trailing zeros of the number count as unprinted, unless the text prints them.
    """
    digits = _number(fact).normalize().as_tuple()
    exponent = digits.exponent if isinstance(digits.exponent, int) else 0
    return Decimal(1).scaleb(exponent)
