"""Arithmetic that decides between readings: what it moves, and what it leaves alone."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from tradenlp.analysis.reconciling import reconciled
from tradenlp.facts import Change, Entity, Evidence, Money, Period, Share, TradeFact
from tradenlp.reading import calendars


def fact(text: str, indicator: str, figure: str, period: str, told: str | None, **more: object) -> TradeFact:
    """A fact of a text: its figure, its period, the words that tell the period, and other slots."""
    at = text.index(figure)
    evidence = [Evidence(role="amount", start=at, end=at + len(figure))]
    if told is not None:
        start = text.index(told)
        evidence.append(Evidence(role="period", start=start, end=start + len(told)))
    found = calendars.resolved(period)
    number = Decimal(re.sub(r"[^\d.]", "", figure)) * 10**9
    return TradeFact(
        id=f"F{at}",
        indicator=indicator,  # type: ignore[arg-type]
        reporter=Entity(text="Norland", name="Norland"),
        period=Period(text=told or period, edtf=period, start=found.start, end=found.end),
        amount=Money(number=number, currency="EUR", text=figure),
        confidence=0.5,
        evidence=tuple(evidence),
        **more,  # type: ignore[arg-type]
    )


FLOWS = "Figures for May 2024. From January to May exports were €75.34bn and imports €68.83bn, a surplus of €6.51bn."
CUMULATED, MONTH = "2024-01/2024-05", "2024-05"


def flows(gap: str = "€6.51bn") -> tuple[str, list[TradeFact]]:
    text = FLOWS.replace("€6.51bn", gap)
    return text, [
        fact(text, "exports", "€75.34bn", CUMULATED, "January to May"),
        fact(text, "imports", "€68.83bn", CUMULATED, "January to May"),
        fact(text, "surplus", gap, MONTH, "May 2024"),
    ]


def test_what_adds_up_is_of_one_period() -> None:
    text, facts = flows()
    out = reconciled(facts, text)
    assert [f.period.edtf for f in out if f.period] == [CUMULATED] * 3
    (moved,) = [e for e in out[2].evidence if e.role == "period"]
    assert text[moved.start : moved.end] == "January to May"
    assert out[:2] == tuple(facts[:2])


def test_what_does_not_add_up_stays() -> None:
    text, facts = flows("€6.91bn")
    assert reconciled(facts, text) == tuple(facts)


def test_figures_far_apart_stay() -> None:
    text, facts = flows()
    far = text.replace(" and imports", "." + " Nothing else was told." * 40 + " Imports were")
    moved = [
        fact(far, f.indicator, f.amount.text, f.period.edtf, f.period.text) for f in facts if f.amount and f.period
    ]
    assert reconciled(moved, far) == tuple(moved)


def test_two_that_take_over_follow_the_one_that_tells() -> None:
    text = "For May 2024: exports made €75.34bn. Imports were €68.83bn. January to May left a surplus of €6.51bn."
    out = reconciled(
        [
            fact(text, "exports", "€75.34bn", MONTH, "May 2024"),
            fact(text, "imports", "€68.83bn", MONTH, "May 2024"),
            fact(text, "surplus", "€6.51bn", CUMULATED, "January to May"),
        ],
        text,
    )
    assert [f.period.edtf for f in out if f.period] == [CUMULATED] * 3


@pytest.mark.parametrize(("share", "period"), [("43.2", CUMULATED), ("41.2", MONTH)])
def test_a_share_tells_its_whole(share: str, period: str) -> None:
    text = f"May 2024. From January to May exports were €75.34bn. Fish made up {share}% of them, or €32.55bn."
    part = Share(number=Decimal(share), of="exports", text=f"{share}%")
    facts = [
        fact(text, "exports", "€75.34bn", CUMULATED, "January to May"),
        fact(text, "exports", "€32.55bn", MONTH, "May 2024", share=part, commodity=Entity(text="Fish", name="fish")),
    ]
    out = reconciled(facts, text)[1]
    assert out.period and out.period.edtf == period


def grown(basis: str) -> Change:
    return Change(kind="percent", number=Decimal("7.7"), basis=basis, text="7.7%")  # type: ignore[arg-type]


def test_a_rate_tells_the_period_of_its_base() -> None:
    text = "In May 2024 exports grew 7.7% year on year to €64.98bn, the figure before being €60.33bn."
    facts = [
        fact(text, "exports", "€64.98bn", MONTH, "May 2024", changes=(grown("yoy"),)),
        fact(text, "exports", "€60.33bn", MONTH, "May 2024"),
    ]
    out = reconciled(facts, text)
    assert out[1].period == Period(text="May 2024", edtf="2023-05", start="2023-05-01", end="2023-05-31")
    assert out[0] == facts[0]


@pytest.mark.parametrize(("base", "basis"), [("2023-05", "yoy"), ("2024-04", "mom"), ("2021-05", "unspecified")])
def test_two_levels_tell_the_basis_of_the_rate_between_them(base: str, basis: str) -> None:
    text = "Exports of €60.33bn had been told before. In May 2024 they grew 7.7% to €64.98bn."
    facts = [
        fact(text, "exports", "€60.33bn", base, None),
        fact(text, "exports", "€64.98bn", MONTH, "May 2024", changes=(grown("unspecified"),)),
    ]
    assert reconciled(facts, text)[1].changes[0].basis == basis


def test_nothing_to_reconcile() -> None:
    assert reconciled((), "") == ()
