"""Checks written out."""

from __future__ import annotations

from decimal import Decimal

import pytest

import tradenlp
from tradenlp.facts import Change, Check, Document, Money, Notice, Quantity, Share, TradeFact
from tradenlp.report.arithmetic import written


def money(id: str, number: str, indicator: str = "exports", **more) -> TradeFact:
    amount = Money(number=Decimal(number), currency="CNY", text=number, equivalents=more.pop("equivalents", ()))
    return TradeFact(id=id, indicator=indicator, amount=amount, confidence=0.9, **more)


def percent(number: str) -> tuple[Change]:
    return (Change(kind="percent", number=Decimal(number), basis="yoy", text=number),)


def told(kind: str, facts: list[TradeFact], expected: str, stated: str, holds: bool = True) -> str:
    check = Check(
        kind=kind,
        facts=tuple(fact.id for fact in facts),
        expected=Decimal(expected),
        stated=Decimal(stated),
        holds=holds,
    )
    return written(Document(facts=tuple(facts), checks=(check,)))[0][0].sentence


DOLLARS = Money(number=Decimal("1.36E9"), currency="USD", text="$1.36 billion")
CASES = [
    pytest.param(
        "sum", [money("F1", "9.52E9"), money("F2", "3.1E9"), money("F3", "12.72E9")], "12.62E9", "12.72E9", False,
        "9.52 + 3.10 = 12.62 bn CNY, printed 12.72: does not hold", id="sum",
    ),
    pytest.param(
        "balance", [money("F1", "8E9"), money("F2", "6.5E9"), money("F3", "1.5E9", "surplus")], "1.5E9", "1.5E9", True,
        "8.0 \u2212 6.5 = 1.5 bn CNY, printed 1.5: holds", id="surplus",
    ),
    pytest.param(
        "balance", [money("F1", "6.5E9"), money("F2", "8E9"), money("F3", "1.5E9", "deficit")], "1.5E9", "1.5E9", True,
        "8.0 \u2212 6.5 = 1.5 bn CNY, printed 1.5: holds", id="deficit",
    ),
    pytest.param(
        "share",
        [money("F1", "568E9"), money("F2", "251.1E9", share=Share(number=Decimal("44.2"), text="44.2%"))],
        "251.056E9", "251.1E9", True,
        "44.2% of 568.0 \u2248\u202f251.06 bn CNY, printed 251.1: holds", id="share",
    ),
    pytest.param(
        "part", [money("F1", "9.5E9"), money("F2", "12E9")], "9.5E9", "12E9", False,
        "12.0 > 9.5 bn CNY: does not hold", id="part",
    ),
    pytest.param(
        "growth", [money("F1", "200E6"), money("F2", "190E6", changes=percent("-5"))], "190E6", "190E6", True,
        "200 \u2212 5% = 190 mn CNY, printed 190: holds", id="growth in percent",
    ),
    pytest.param(
        "growth",
        [
            money("F1", "200E6"),
            money("F2", "230E6", changes=(Change(kind="absolute", number=Decimal("30E6"), unit="CNY", text="30"),)),
        ],
        "230E6", "230E6", True,
        "200 + 30 = 230 mn CNY, printed 230: holds", id="growth by a difference",
    ),
    pytest.param(
        "periods", [money("F1", "1E9"), money("F2", "2E9"), money("F3", "-0.5E9"), money("F4", "2.5E9")],
        "2.5E9", "2.5E9", True,
        "1.0 + 2.0 \u2212 0.5 = 2.5 bn CNY, printed 2.5: holds", id="periods",
    ),
    pytest.param(
        "conversion", [money("F1", "9.52E9", equivalents=(DOLLARS,))], "1.3328E9", "1.36E9", True,
        "9.52 bn CNY \u00d7 0.14 \u2248\u202f1.333 bn USD, printed 1.36: holds", id="conversion",
    ),
    pytest.param(
        "repeat", [money("F1", "33.7E9"), money("F2", "37.3E9")], "33.7E9", "37.3E9", False,
        "printed as 33.7 and 37.3 bn CNY: does not hold", id="repeat",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "facts", "expected", "stated", "holds", "sentence"), CASES)
def test_arithmetic_is_written_out(kind, facts, expected, stated, holds, sentence):
    assert told(kind, facts, expected, stated, holds) == sentence


def test_units_other_than_money_are_named():
    facts = [
        TradeFact(
            id=f"F{n}",
            indicator="throughput",
            amount=Quantity(number=Decimal(number), unit="TEU", text=number),
            confidence=0.5,
        )
        for n, number in enumerate(("1200", "300", "1500"), start=1)
    ]
    assert told("sum", facts, "1500", "1500") == "1,200 + 300 = 1,500 TEU, printed 1,500: holds"


def test_both_numbers_are_told_where_the_way_to_them_is_not():
    share = [money("F1", "568E9"), money("F2", "251E9")]  # no share is told
    assert told("share", share, "251.056E9", "251E9") == "\u2248\u202f251.1 bn CNY expected, printed 251: holds"
    gone = Check(kind="sum", facts=("F8", "F9"), expected=Decimal(3), stated=Decimal(4), holds=False)
    assert written(Document(checks=(gone,)))[0][0].sentence == "3 expected, printed 4: does not hold"


def test_small_differences_are_never_rounded_away():
    facts = [money("F1", "9.5E9"), money("F2", "3.1E9"), money("F3", "12.600001E9")]
    assert "= 12.600000 bn CNY, printed 12.600001" in told("sum", facts, "12.6E9", "12.600001E9", False)


def test_what_fails_comes_first_with_its_reason_and_leaves_the_notices():
    text = "In May 2024 exports of Chile were $8.0 billion, imports $6.5 billion. The surplus was $1.9 billion."
    document = tradenlp.extract(text, published="2024-06-15")
    other = Notice(code="W103", message="The publication date is unknown.")
    document = document.model_copy(update={"warnings": (other, *document.warnings)})
    checks, notices = written(document)
    assert [check.holds for check in checks] == sorted(check.holds for check in document.checks)
    assert checks[0].sentence == "8.0 \u2212 6.5 = 1.5 bn USD, printed 1.9: does not hold"
    assert "misprint" in checks[0].reason
    assert notices == [other]


@pytest.mark.parametrize(
    ("indicator", "stated", "title", "sum"),
    [
        ("balance", "-1.5E9", "Exports less imports leave the balance", "6.5 \u2212 8.0 = \u22121.5 bn CNY"),
        ("deficit", "1.5E9", "Imports less exports are the deficit", "8.0 \u2212 6.5 = 1.5 bn CNY"),
        ("surplus", "1.5E9", "Exports less imports are the surplus", "8.0 \u2212 6.5 = 1.5 bn CNY"),
    ],
)
def test_a_balance_is_titled_by_what_is_told(indicator, stated, title, sum):
    flows = ("8E9", "6.5E9") if indicator == "surplus" else ("6.5E9", "8E9")
    facts = (money("F1", flows[0]), money("F2", flows[1], "imports"), money("F3", stated, indicator))
    check = Check(
        kind="balance", facts=("F1", "F2", "F3"), expected=Decimal(stated), stated=Decimal(stated), holds=True
    )
    (made,), _ = written(Document(facts=facts, checks=(check,)))
    assert made.title == title and made.sum.startswith(sum)
