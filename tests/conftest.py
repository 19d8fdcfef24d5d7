"""What tests of several parts share."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest

from tradenlp.facts import (
    Change,
    Check,
    Document,
    Entity,
    Evidence,
    Money,
    Notice,
    Period,
    Quantity,
    Rank,
    Share,
    TradeFact,
)

from .browsing import CHROMIUM, FLAGS


@pytest.fixture
def document() -> Document:
    """A document of three facts that fill every slot between them."""
    koruna = Entity(text="the province", name="Koruna", id="XK-KO", kind="subdivision")
    asean = Entity(text="ASEAN", name="ASEAN", kind="bloc")
    quarters = Period(text="first three quarters", edtf="2020-01/2020-09", start="2020-01-01", end="2020-09-30")
    dollars = Money(number=Decimal("1.9e9"), currency="USD", text="$1.9 billion")
    exports = TradeFact(
        id="F1",
        indicator="exports",
        reporter=koruna,
        partner=asean,
        commodity=Entity(text="=tyres", name="=tyres", hs="4011"),
        segment=Entity(text="private enterprises", name="private enterprises"),
        route=Entity(text="Port of Sel", name="Port of Sel", id="XKSEL"),
        period=quarters,
        amount=Money(
            number=Decimal("12.4E9"), currency="CNY", modifier="about", equivalents=(dollars,), text="12.4 billion yuan"
        ),
        changes=(
            Change(kind="percent", number=Decimal("-6.10"), basis="yoy", text="6.10%"),
            Change(kind="absolute", number=Decimal("-600000000"), unit="CNY", basis="mom", text="600 million yuan"),
        ),
        share=Share(
            number=Decimal("18.1"),
            of="exports",
            changes=(Change(kind="points", number=Decimal("0.4"), text="0.4 points"),),
            text="18.1%",
        ),
        rank=Rank(position=1, scope="in the west", text="largest"),
        qualifiers=("cumulative", "preliminary"),
        confidence=0.9,
        evidence=(Evidence(role="indicator", start=3, end=10), Evidence(role="amount", start=20, end=37)),
    )
    sales = TradeFact(
        id="F2",
        indicator="sales",
        reporter=Entity(text="Oren Motors", name="Oren Motors"),
        amount=Quantity(low=Decimal(3000), high=Decimal(4500), unit="vehicles", text="3,000 to 4,500 vehicles"),
        period=Period(text="October 9", edtf="XXXX-10-09"),
        modality="forecast",
        confidence=0.4,
        evidence=(Evidence(role="change", start=5, end=7),),
    )
    doubled = TradeFact(
        id="F3",
        indicator="re_exports",
        changes=(Change(kind="factor", number=Decimal(2), basis="period", base_period="2019", text="doubled"),),
        confidence=0.7,
    )
    return Document(
        id="release-1",
        published="2020-10-14",
        facts=(exports, sales, doubled),
        checks=(
            Check(kind="part", facts=("F1", "F2"), expected=Decimal(1), stated=Decimal(1), holds=True),
            Check(kind="share", facts=("F1",), expected=Decimal("18.1"), stated=Decimal("18.1"), holds=True),
        ),
        warnings=(Notice(code="W103", message="The publication date is unknown."),),
    )


@pytest.fixture(scope="module")
def browser() -> Iterator:
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    playwright.expect.set_options(timeout=30_000)  # a machine with other work is slow, not wrong
    with playwright.sync_playwright() as started:
        running = started.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield running
        running.close()
