"""The table of units, conversions by pint, and counted nouns."""

from __future__ import annotations

import csv
from decimal import Decimal
from importlib import resources

import pytest

from tradenlp.errors import TradeError
from tradenlp.reading.quantities import counted_noun, kind_of, to_pint, unit_named


def _rows() -> list[dict[str, str]]:
    lines = (
        resources.files("tradenlp.lexicon")
        .joinpath("tables")
        .joinpath("units.csv")
        .read_text(encoding="utf-8")
        .splitlines()
    )
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))


ROWS = _rows()


def test_table_is_full_and_well_formed() -> None:
    assert len(ROWS) > 90
    for row in ROWS:
        assert row["canonical"] and row["kind"] and Decimal(row["factor"]) > 0
        assert row["per"] in {"", "day", "year"}


def test_every_form_reads_as_its_row() -> None:
    seen: dict[str, tuple[str, Decimal]] = {}
    for row in ROWS:
        for form in filter(None, row["abbreviations"].split("|")):
            expected = seen.setdefault(form.lstrip("~"), (row["canonical"], Decimal(row["factor"])))
            unit = unit_named(form.lstrip("~"), True)
            assert unit is not None and (unit.canonical, unit.factor) == expected
        for form in filter(None, row["words"].split("|")):
            assert unit_named(form, True) is not None


@pytest.mark.parametrize(
    "row", [row for row in ROWS if row["pint"]], ids=lambda row: f"{row['canonical']}-{row['factor']}"
)
def test_pint_resolves_every_expression(row: dict[str, str]) -> None:
    quantity = to_pint(Decimal(3), row["canonical"])
    assert isinstance(quantity.magnitude, Decimal)
    assert quantity.to_base_units().magnitude > 0


def test_conversions_are_right() -> None:
    assert to_pint(Decimal(2), "tonnes").to("kilogram").magnitude == 2000
    assert round(to_pint(Decimal(1), "barrels").to("liter").magnitude, 3) == Decimal("158.987")
    assert round(to_pint(Decimal(1000), "cubic feet").to("meter ** 3").magnitude, 3) == Decimal("28.317")
    assert round(to_pint(Decimal(1), "short tons").to("kilogram").magnitude, 3) == Decimal("907.185")


@pytest.mark.parametrize("unit", ["vehicles", "TEU", "", "no such unit"])
def test_units_without_dimension_are_refused(unit: str) -> None:
    with pytest.raises(TradeError, match="E301"):
        to_pint(Decimal(1), unit)


def test_kinds() -> None:
    assert kind_of("tonnes") == "mass" and kind_of("cubic metres") == "volume"
    assert kind_of("vehicles") is None and kind_of(None) is None


@pytest.mark.parametrize(
    ("text", "noun"),
    [
        (" vehicles left", "vehicles"),
        (" new energy vehicles left", "new energy vehicles"),
        (" people came", "people"),
        (" small and medium-sized enterprises", "small and medium-sized enterprises"),
        (" goods trains", "goods trains"),
        ("\nlarge\nfirms", "large firms"),
        (" in cars", None),
        (" of ships", None),
        (" years", None),
        (" business class", None),
        (" exports", None),
        (". Ships", None),
        (", ships", None),
        ("ships", None),
        (" times", None),
        (" country’s ports", None),
    ],
)
def test_counted_noun(text: str, noun: str | None) -> None:
    mark = counted_noun("7" + text, 1, len(text) + 1)
    assert (mark.canonical if mark else None) == noun
