"""Which figures share a chart."""

from __future__ import annotations

from calendar import monthrange
from decimal import Decimal

from tradenlp.facts import Change, Document, Entity, Money, Period, Quantity, TradeFact
from tradenlp.report.charts import charts

HALF = Period(text="H1", edtf="2023-01/2023-06", start="2023-01-01", end="2023-06-30")


def month(number: int) -> Period:
    start = f"2023-{number:02}"
    return Period(text="m", edtf=start, start=f"{start}-01", end=f"{start}-{monthrange(2023, number)[1]}")


def named(name: str | None) -> Entity | None:
    return Entity(text=name, name=name) if name else None


def fact(number: str | None, change: str | None = None, *, basis: str = "yoy", currency: str = "CNY", **more):
    for slot in ("reporter", "partner", "commodity"):
        more[slot] = named(more.get(slot))
    told = Money(number=Decimal(number), currency=currency, text=number) if number else None
    moved = (Change(kind="percent", number=Decimal(change), basis=basis, text=change),) if change else ()
    more = {"indicator": "exports", "period": HALF, "confidence": 0.9, "id": "F"} | more
    return TradeFact(amount=more.pop("amount", told), changes=moved, **more)


def drawn(*facts: TradeFact) -> list[tuple[str, str, list[str]]]:
    return [(chart.title, chart.frame, [bar.label for bar in chart.bars]) for chart in charts(Document(facts=facts))]


def test_partners_of_one_flow_unit_and_period_stand_together_the_largest_first():
    found = drawn(
        fact("1E9", "3", reporter="Sel", partner="Japan"),
        fact("3E9", "-2", reporter="Sel", partner="ASEAN"),
        fact("9E9", reporter="Sel", partner="Chile", period=month(5)),
        fact("9E9", reporter="Oren", partner="Chile"),
        fact("9E9", reporter="Sel", partner="Chile", indicator="imports"),
        fact("9E9", reporter="Sel", partner="Chile", modality="target"),
    )
    assert found == [
        ("Exports by partner", "Sel \u00b7 Jan\u2013Jun 2023 \u00b7 CNY \u00b7 change year on year", ["ASEAN", "Japan"])
    ]


def test_units_do_not_mix_and_changes_alone_join_the_usual_one():
    cars = Quantity(number=Decimal(900), unit="cars", text="900 cars")
    (chart,) = charts(
        Document(
            facts=(
                fact("2E9", "1", commodity="tyres"),
                fact("3E9", commodity="tea"),
                fact(None, "7", commodity="coffee"),
                fact(None, amount=cars, commodity="cars"),
            )
        )
    )
    assert [(bar.label, bar.level, bar.change) for bar in chart.bars] == [
        ("tea", 3e9, None),
        ("tyres", 2e9, 1.0),
        ("coffee", None, 7.0),
    ]


def test_changes_of_another_basis_are_not_drawn():
    (chart,) = charts(
        Document(
            facts=(
                fact("2E9", "1", commodity="a"),
                fact("3E9", "4", commodity="b"),
                fact("1E9", "9", basis="mom", commodity="c"),
            )
        )
    )
    assert [bar.change for bar in chart.bars] == [4.0, 1.0, None]


def test_flows_come_in_their_order_and_goods_in_general_are_all_goods():
    (chart,) = charts(
        Document(
            facts=(fact("3E9", indicator="imports"), fact("8E9", indicator="trade", commodity="goods"), fact("5E9"))
        )
    )
    assert (chart.title, [bar.label for bar in chart.bars]) == ("Trade flows", ["trade", "exports", "imports"])


def test_periods_come_in_time_and_months_apart_from_years():
    found = drawn(fact("2E9", period=month(5)), fact("1E9", period=month(3)), fact("9E9"))
    assert found == [("Exports by period", "CNY", ["Mar 2023", "May 2023"])]


def test_one_bar_is_no_chart_and_the_same_facts_make_one_chart():
    assert drawn(fact("1E9", partner="Japan"), fact("1E9", commodity="tea")) == []
    assert len(drawn(fact("1E9", partner="Japan"), fact("2E9", partner="Chile"))) == 1


def test_many_bars_are_cut_and_counted():
    facts = tuple(fact(str(n), commodity=f"goods {n}") for n in range(1, 41))
    (chart,) = charts(Document(facts=facts))
    assert (len(chart.bars), chart.left_out, chart.bars[0].label) == (24, 16, "goods 40")
