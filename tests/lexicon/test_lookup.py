"""The questions that can be put to the lexicon."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tradenlp.lexicon import NAMED_LABELS, TABLES, Lexicon, load

from ..timing import costs_at_most

CANONICAL = [
    ("PLACE", "the United States", "US"),
    ("PLACE", "U.S.", "US"),
    ("PLACE", "the US's", "US"),
    ("PLACE", "united states", "US"),
    ("PLACE", "Turkey", "TR"),
    ("PLACE", "Republic of Korea", "KR"),
    ("PLACE", "Hong Kong SAR", "HK"),
    ("PLACE", "“Vietnam”", "VN"),
    ("PLACE", "Viet Nam", "VN"),
    ("PLACE", "China's", "CN"),
    ("PLACE", "Sichuan Province", "CN-SC"),
    ("PLACE", "the province of Sichuan", "CN-SC"),
    ("PLACE", "Chongqing Municipality", "CN-CQ"),
    ("PLACE", "state of Gujarat", "IN-GJ"),
    ("PLACE", "Georgia", "GE"),
    ("PLACE", "the EU", "EU"),
    ("PLACE", "UK", "GB"),
    ("ORG", "Qinzhou Port", "CNQZH"),
    ("ORG", "the Port of Rotterdam", "NLRTM"),
    ("ORG", "Shanghai port", "CNSHA"),
]
NAMES = [
    ("COMMODITY", "notebook computers", "laptops"),
    ("COMMODITY", "Laptop", "laptops"),
    ("COMMODITY", "Aluminum", "aluminium"),
    ("COMMODITY", "the soybean", "soybeans"),
    ("COMMODITY", "EVs", "electric vehicles"),
    ("COMMODITY", "lng", "liquefied natural gas"),
    ("SEGMENT", "foreign-funded enterprises", "foreign-invested enterprises"),
    ("SEGMENT", "privately owned enterprises", "private enterprises"),
    ("PLACE", "“Belt & Road” countries", "Belt and Road countries"),
    ("PLACE", "countries along the Belt and Road", "Belt and Road countries"),
    ("PLACE", "the city of Chengdu", "Chengdu"),
    ("PLACE", "eurozone", "euro area"),
    ("ROUTE", "China-Europe freight trains", "China-Europe Railway Express"),
    ("INITIATIVE", "the Regional Comprehensive Economic Partnership", "Regional Comprehensive Economic Partnership"),
    ("ORG", "China's General Administration of Customs", "General Administration of Customs"),
    ("DEMONYM", "Chinese", "China"),
]
CURRENCIES = [
    ("US", "USD"), ("Chongqing", "CNY"), ("CN-CQ", "CNY"), ("CNSHA", "CNY"), ("Toronto", "CAD"), ("CA-ON", "CAD"),
    ("Sydney", "AUD"), ("Germany", "EUR"), ("European Union", "EUR"), ("euro area", "EUR"), ("Hong Kong", "HKD"),
    ("India", "INR"), ("Gujarat", "INR"), ("Nowhere", None), ("Africa", None), ("AUMEL", "AUD"), ("Qinzhou", "CNY"),
]  # fmt: skip


@pytest.mark.parametrize(("label", "text", "identifier"), CANONICAL)
def test_canonical_id(label: str, text: str, identifier: str) -> None:
    entry = load().canonical(label, text)
    assert entry is not None and entry.id == identifier


@pytest.mark.parametrize(("label", "text", "name"), NAMES)
def test_canonical_name(label: str, text: str, name: str) -> None:
    entry = load().canonical(label, text)
    assert entry is not None and entry.name == name


@pytest.mark.parametrize("text", ["", "the", "'s", "Zzyzx Port Company", ",", "\x00"])
def test_unknown_names(text: str) -> None:
    assert load().canonical("PLACE", text) is None


@pytest.mark.parametrize(("place", "currency"), CURRENCIES)
def test_currency_of(place: str, currency: str | None) -> None:
    assert load().currency_of(place) == currency


def test_currency_of_an_entry() -> None:
    entry = load().canonical("PLACE", "Osaka")
    assert entry is not None and load().currency_of(entry) == "JPY"


@pytest.mark.parametrize(
    ("word", "code"),
    [("Chinese", "CN"), ("American", "US"), ("Dutch", "NL"), ("Swiss", "CH"), ("South Korean", "KR"), ("Polish", "PL")],
)
def test_demonym(word: str, code: str) -> None:
    entry = load().demonym(word)
    assert entry is not None and entry.id == code


@pytest.mark.parametrize("word", ["polish", "China", "good", ""])
def test_no_demonym(word: str) -> None:
    assert load().demonym(word) is None


@pytest.mark.parametrize(
    ("code", "parent"), [("CN-CQ", "CN"), ("GB-SCT", "GB"), ("CNSHA", "CN"), ("CN", None), ("", None), ("Spain", None)]
)
def test_parent(code: str, parent: str | None) -> None:
    assert load().parent(code) == parent


def test_place_by_code() -> None:
    for code, name in [("US", "United States"), ("TR", "Türkiye"), ("CN-CQ", "Chongqing"), ("EU", "European Union")]:
        place = load().place(code)
        assert place is not None and place.name == name
    assert load().place("QQ") is None


def test_loaded_once() -> None:
    assert load() is load()
    assert load().listed("trends") is load().listed("trends")
    assert load().index(["PLACE"]) is load().index({"PLACE"})


def test_tables_are_read_when_asked_for() -> None:
    lexicon = Lexicon()
    lexicon.find("Exports rose.", ("INDICATOR",))
    assert set(lexicon._tables) == {"indicators"}


def test_reading_all_tables_is_fast() -> None:
    def all_tables() -> None:
        lexicon = Lexicon()
        for table in TABLES:
            lexicon.listed(table)

    assert costs_at_most(all_tables, 0.2, rounds=10)  # a third of it on a machine with nothing else to do


def test_speed_of_search() -> None:
    text = "Exports of laptops and mobile phones from Chongqing to the European Union rose 12.5 percent in May. " * 400
    load().index(NAMED_LABELS)
    assert len(load().find(text)) == 4 * 400
    assert costs_at_most(lambda: load().find(text), len(text.split()) / 20_000)  # twenty thousand words a second


def test_import_reads_no_table() -> None:
    code = "import tradenlp.lexicon as x; assert x.load.cache_info().currsize == 0"
    subprocess.run([sys.executable, "-c", code], check=True)
