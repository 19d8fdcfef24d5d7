"""The table of currencies and what an ambiguous form means where."""

from __future__ import annotations

import csv
from importlib import resources

import pycountry
import pytest

from tradenlp.reading.figures import find_figures
from tradenlp.reading.money import resolve_currency

# withdrawn from ISO 4217 list one, but releases on former years still quote them
FORMER = {"BGN", "HRK", "ZWL"}


def _rows() -> list[dict[str, str]]:
    lines = (
        resources.files("tradenlp.lexicon")
        .joinpath("tables")
        .joinpath("currencies.csv")
        .read_text(encoding="utf-8")
        .splitlines()
    )
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))


ROWS = _rows()
CODES = [row["code"] for row in ROWS if row["code"].isupper()]


def test_every_code_is_a_currency_and_once() -> None:
    assert len(CODES) > 150 and len(set(CODES)) == len(CODES)
    known = {currency.alpha_3 for currency in pycountry.currencies}
    assert {code for code in CODES if code not in known} <= FORMER


def test_every_currency_in_use_has_a_row() -> None:
    # X codes of metals and tests, funds codes and units of account are no money of trade
    funds = {"BOV", "CHE", "CHW", "CLF", "COU", "MXV", "USN", "UYI", "UYW", "VED"}
    used = {c.alpha_3 for c in pycountry.currencies if not c.alpha_3.startswith("X")} - funds
    assert used <= set(CODES)


def test_economies_are_countries() -> None:
    known = {country.alpha_2 for country in pycountry.countries}
    # codes that ISO 3166 reserves, and CLDR keeps
    known |= {"AC", "DG", "EA", "EU", "IC", "TA", "XK"}
    for row in ROWS:
        if row["code"].isupper():
            assert set(row["economies"].split()) <= known, row["code"]
        else:
            assert row["economies"] in {"", *CODES}, row["code"]


def test_forms_mean_one_thing() -> None:
    for column in ("names", "signs"):
        forms = [
            form.lstrip("~").lower() if column == "names" else form.lstrip("~")
            for row in ROWS
            for form in row[column].split("|")
            if form
        ]
        assert len(forms) == len(set(forms)), sorted(form for form in forms if forms.count(form) > 1)


@pytest.mark.parametrize("code", sorted(set(CODES) - {"ALL", "TOP"}))
def test_every_code_reads_before_and_behind(code: str) -> None:
    for text in (f"worth {code} 3.2 billion there", f"worth 3.2 billion {code} there"):
        assert [(figure.label, figure.unit) for figure in find_figures(text)] == [("MONEY", code)]


@pytest.mark.parametrize("row", [row for row in ROWS if row["code"].isupper()], ids=lambda row: row["code"])
def test_every_name_reads(row: dict[str, str]) -> None:
    for name in filter(None, row["names"].split("|")):
        name = name.lstrip("~")
        (figure,) = find_figures(f"worth 3.2 billion {name} there")
        assert (figure.label, figure.unit) == ("MONEY", row["code"]), name


@pytest.mark.parametrize(
    ("symbol", "economy", "code"),
    [
        ("$", "AU", "AUD"),
        ("$", "CA", "CAD"),
        ("$", "US", "USD"),
        ("$", "CN", "USD"),
        ("$", "EC", "USD"),
        ("$", "IN", "USD"),
        ("$", None, None),
        ("dollars", "NZ", "NZD"),
        ("dollars", "VN", "USD"),
        ("¥", "JP", "JPY"),
        ("¥", "CN", "CNY"),
        ("¥", "US", None),
        ("crowns", "CZ", "CZK"),
        ("crowns", "SE", "SEK"),
        ("crowns", "NO", "NOK"),
        ("crowns", "DK", "DKK"),
        ("crowns", "IS", "ISK"),
        ("pesos", "MX", "MXN"),
        ("pesos", "PH", "PHP"),
        ("pesos", "AR", "ARS"),
        ("pesos", "CL", "CLP"),
        ("pesos", "CO", "COP"),
        ("pesos", "UY", "UYU"),
        ("pesos", None, None),
        ("rupees", "IN", "INR"),
        ("rupees", "PK", "PKR"),
        ("rupees", "LK", "LKR"),
        ("rupees", "NP", "NPR"),
        ("rupees", "MU", "MUR"),
        ("rupees", None, None),
        ("pounds", None, "GBP"),
        ("pounds", "EG", "EGP"),
        ("pounds", "LB", "LBP"),
        ("pounds", "SY", "SYP"),
        ("won", None, "KRW"),
        ("won", "KP", "KPW"),
        ("francs", "CH", "CHF"),
        ("francs", "RW", "RWF"),
        ("dinars", "KW", "KWD"),
        ("dinars", "RS", "RSD"),
        ("dinars", "DE", None),
        ("riyals", "SA", "SAR"),
        ("riyals", "OM", "OMR"),
        ("shillings", "KE", "KES"),
        ("shillings", "UG", "UGX"),
        ("roubles", None, "RUB"),
        ("roubles", "BY", "BYN"),
        ("cfa francs", "SN", "XOF"),
        ("cfa francs", "CM", "XAF"),
        ("dirhams", "MA", "MAD"),
        ("dirhams", "AE", "AED"),
        ("kwacha", "MW", "MWK"),
        ("cents", "AU", "AUD"),
        ("p", "BW", "BWP"),
        ("k", "PG", "PGK"),
        ("US$", "AU", "USD"),
        ("euros", None, "EUR"),
        ("nothing", "AU", None),
    ],
)
def test_resolve_currency(symbol: str, economy: str | None, code: str | None) -> None:
    assert resolve_currency(symbol, economy) == code


def test_every_symbol_of_a_figure_can_be_asked_for() -> None:
    for row in ROWS:
        if not row["code"].isupper():
            for form in filter(None, (row["names"] + "|" + row["signs"]).split("|")):
                form = form.lstrip("~")
                resolve_currency(form, "CN")
            resolve_currency(row["code"], None)
