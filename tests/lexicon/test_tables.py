"""Every row of every table obeys its grammar, identifiers exist, and no name has two meanings by accident."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pycountry
import pytest
from babel.core import get_global

from tradenlp.errors import LexiconError
from tradenlp.labels import INDICATORS
from tradenlp.lexicon import TABLES, Entry, Lexicon, load, words
from tradenlp.lexicon.reader import FOLDER, read, rows
from tradenlp.lexicon.words import keys

MINIMUM = {
    "commodities": 700,
    "places": 1500,
    "ports": 200,
    "organisations": 500,
    "segments": 100,
    "routes": 60,
    "events": 60,
    "initiatives": 80,
    "indicators": 200,
    "indicator_verbs": 100,
    "trends": 250,
    "commodity_heads": 200,
    "commodity_modifiers": 250,
    "contexts": 200,
}
KINDS = {
    "commodities": {"goods", "services"},
    "places": {"economy", "subdivision", "city", "region", "bloc"},
    "organisations": {
        "customs", "statistics", "ministry", "bank", "international", "media", "association",
        "company",
    },
    "segments": {"regime", "enterprise", "zone", "transport", "channel", "ownership"},
    "routes": {"corridor", "rail", "canal", "lane", "pipeline"},
    "events": {"fair", "summit", "shopping", "event"},
    "initiatives": {"agreement", "initiative", "plan"},
    "commodity_heads": {
        "group", "machine", "part", "energy", "mineral", "chemical", "farm", "textile", "home", "service",
    },
    "commodity_modifiers": {"state", "form", "material", "use", "kind"},
}  # fmt: skip
COUNTRIES = [country.alpha_2 for country in pycountry.countries]
SUBDIVISIONS = {subdivision.code for subdivision in pycountry.subdivisions}
_CHAPTERS = (Path(__file__).parent / "hs_chapters.csv").read_text(encoding="utf-8").splitlines()[3:]
LAST_HEADING = dict(line.split(",") for line in _CHAPTERS)
# Economies without a currency of their own that anybody uses.
MONEYLESS = {"AQ"}


def cells(table: str) -> Iterator[tuple[int, dict[str, str]]]:
    return rows(table, TABLES[table].columns)


def bare(way: str) -> str:
    return way.lstrip("=~+")


@pytest.mark.parametrize("table", TABLES)
def test_rows_obey_the_grammar(table: str) -> None:
    count = 0
    for number, row in cells(table):
        count += 1
        first = next(iter(row.values()))
        assert first, (table, number)
        for cell in row.values():
            for value in cell.split("|"):
                assert value == value.strip() and "  " not in value, (table, number, value)
                assert re.fullmatch(r"[=~+]{0,3}[^=~]*", value), (table, number, value)
        if table in KINDS:
            assert row["kind"] in KINDS[table], (table, number, row["kind"])
    assert count >= MINIMUM[table]


@pytest.mark.parametrize("table", TABLES)
def test_head_states_grammar_and_source(table: str) -> None:
    head = [line for line in (FOLDER / f"{table}.csv").read_text(encoding="utf-8").splitlines() if line.startswith("#")]
    assert any(line.startswith("# Row:") for line in head)
    assert any(line.startswith("# Source:") for line in head)


@pytest.mark.parametrize("table", TABLES)
def test_every_way_can_be_found(table: str) -> None:
    label = TABLES[table].label
    index = load().index((label,))
    for entry, ways in load().listed(table):
        assert ways
        for way in ways:
            written = [bare(way)[i:j] for i, j in words(bare(way))]
            assert entry in [p.entry for p in index.get(written)], (table, way)


@pytest.mark.parametrize("label", sorted({layout.label for layout in TABLES.values()} - {"CONTEXT"}))
def test_no_name_has_two_likeliest_meanings(label: str) -> None:
    meanings: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for table, layout in TABLES.items():
        if layout.label != label:
            continue
        for entry, ways in load().listed(table):
            for way in ways:
                flags = way[: len(way) - len(bare(way))]
                if "~" in flags:
                    continue
                fold = 1 if layout.plural and "+" not in flags else 0
                key = [str(fold), *(keys(bare(way)[i:j])[fold] for i, j in words(bare(way)))]
                # letter case told apart: "=turkey" and "Turkey"; number told apart: "+peppers" and "pepper"
                meanings[(*key, bare(way) if "=" in flags else "")].add(f"{entry.table}:{entry.name}:{entry.id}")
    assert not {key: names for key, names in meanings.items() if len(names) > 1}


def test_every_economy_is_there() -> None:
    by_id = {entry.id: entry for entry in load().table("places") if entry.kind == "economy"}
    assert set(COUNTRIES) <= set(by_id)
    for code in COUNTRIES:
        country = pycountry.countries.get(alpha_2=code)
        names = [country.name, getattr(country, "common_name", country.name)]
        for name in [code, *names, by_id[code].name]:
            place = load().place(name)
            assert place is not None and place.id == code, (code, name, place)


def test_place_identifiers_exist() -> None:
    count = 0
    for entry in load().table("places"):
        if entry.kind == "economy":
            assert entry.id in COUNTRIES or entry.id == "XK", entry
        elif entry.kind == "subdivision":
            assert entry.id in SUBDIVISIONS and entry.parent == (entry.id or "")[:2], entry
        elif entry.kind == "city":
            assert entry.id is None, entry
            assert entry.parent in SUBDIVISIONS or entry.parent in COUNTRIES or entry.parent == "XK", entry
        else:
            assert entry.id in (None, "EU") and entry.parent is None, entry
        count += 1
    assert count >= 1500
    counts = defaultdict(int)
    for entry in load().table("places"):
        counts[entry.kind] += 1
    assert counts["city"] >= 350 and counts["subdivision"] >= 300 and counts["bloc"] >= 50 and counts["region"] >= 60


def test_currencies_exist() -> None:
    known = set(get_global("all_currencies"))
    for entry in load().table("places"):
        if entry.kind == "economy" and entry.id not in MONEYLESS:
            assert entry.currency in known, entry
        elif entry.kind in ("subdivision", "city"):
            assert entry.currency is None
    assert {e.currency for e in load().table("places") if e.name in ("European Union", "euro area")} == {"EUR"}


def test_hs_codes_exist() -> None:
    assert len(LAST_HEADING) == 96  # chapter 77 is reserved
    headings = 0
    for entry in load().table("commodities"):
        if entry.hs is None:
            continue
        assert re.fullmatch(r"\d\d(\d\d)?", entry.hs), entry
        assert entry.hs[:2] in LAST_HEADING, entry
        if len(entry.hs) == 4:
            headings += 1
            assert "01" <= entry.hs[2:] <= LAST_HEADING[entry.hs[:2]], entry
        assert entry.kind == "goods", entry
    assert headings >= 300


def test_ports_lie_in_their_country() -> None:
    coded = 0
    for entry in load().table("ports"):
        assert entry.parent in COUNTRIES, entry
        if entry.id:
            coded += 1
            assert re.fullmatch(r"[A-Z]{2}[A-Z2-9]{3}", entry.id), entry
            assert entry.id[:2] == entry.parent, entry
    assert coded >= 150
    codes = [entry.id for entry in load().table("ports") if entry.id]
    assert len(codes) == len(set(codes))


def test_organisations_belong_somewhere() -> None:
    for entry in load().table("organisations"):
        assert entry.parent is None or entry.parent in COUNTRIES or entry.parent == "EU", entry
    assert sum(entry.kind == "company" for entry in load().table("organisations")) >= 250


def test_indicators_are_all_in_use() -> None:
    used = {entry.indicator for table in ("indicators", "indicator_verbs") for entry in load().table(table)}
    assert used == set(INDICATORS)


def test_trends_go_all_ways() -> None:
    trends = load().table("trends")
    assert {trend.direction for trend in trends} == {1, -1, 0}
    assert {trend.pos for trend in trends} == {"verb", "noun", "adjective", "adverb"}


@pytest.mark.parametrize(
    ("table", "text", "found"),
    [
        ("indicators", "phrase,indicator\nexports,sales of all\n", "sales of all"),
        ("trends", "phrase,direction,pos\nrose,up,verb\n", "up"),
        ("trends", "phrase,direction\nrose,+1\n", "('phrase', 'direction')"),
        ("trends", "phrase,direction,pos\nrose,+1\n", "2 cells"),
    ],
)
def test_broken_tables_say_where(tmp_path: Path, table: str, text: str, found: str) -> None:
    (tmp_path / f"{table}.csv").write_text(text, encoding="utf-8")
    with pytest.raises(LexiconError) as caught:
        read(table, tmp_path)
    assert caught.value.code == "E401"
    assert str(caught.value.data["found"]) == found
    assert caught.value.data["table"] == table


def test_unknown_table() -> None:
    with pytest.raises(KeyError):
        Lexicon().table("nothing")


def test_entries_are_frozen() -> None:
    with pytest.raises(AttributeError):
        load().table("places")[0].name = "x"  # type: ignore[misc]
    assert isinstance(load().table("places")[0], Entry)
