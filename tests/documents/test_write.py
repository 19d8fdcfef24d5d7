"""Facts out: JSON Lines, CSV, Parquet, and the table for people."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal

import pytest

from tradenlp.documents import confident, write, write_csv, write_jsonl, write_parquet
from tradenlp.documents.flat import COLUMNS
from tradenlp.documents.table import WIDE, amount, change, number, period, write_table
from tradenlp.documents.writers import replacing
from tradenlp.facts import Change, Document, EntityMention, Money, PercentValue, Period


def test_jsonl_is_the_contract_and_reads_back(document):
    stream = io.StringIO()
    assert write_jsonl([document, document], stream) == 2
    lines = stream.getvalue().splitlines()
    assert len(lines) == 2
    assert Document.model_validate_json(lines[0]) == document
    assert json.loads(lines[0])["facts"][0]["amount"]["number"] == "12400000000"


def rows(document: Document) -> list[dict[str, str]]:
    stream = io.StringIO(newline="")
    write_csv([document], stream)
    return list(csv.DictReader(io.StringIO(stream.getvalue(), newline="")))


def test_csv_has_one_row_a_fact(document):
    first, second, third = rows(document)
    assert tuple(first) == COLUMNS
    filled = {key: value for key, value in first.items() if value and key != "changes"}
    assert filled == {
        "document": "release-1",
        "published": "2020-10-14",
        "fact": "F1",
        "indicator": "exports",
        "reporter": "Koruna",
        "reporter_id": "XK-KO",
        "partner": "ASEAN",
        "commodity": "'=tyres",
        "hs": "4011",
        "segment": "private enterprises",
        "route": "Port of Sel",
        "route_id": "XKSEL",
        "period": "2020-01/2020-09",
        "start": "2020-01-01",
        "end": "2020-09-30",
        "amount_kind": "money",
        "number": "12400000000",
        "unit": "CNY",
        "modifier": "about",
        "change_kind": "percent",
        "change": "-6.1",
        "change_basis": "yoy",
        "change_modifier": "exact",
        "share": "18.1",
        "share_of": "exports",
        "share_modifier": "exact",
        "rank": "1",
        "rank_scope": "in the west",
        "modality": "actual",
        "qualifiers": "cumulative preliminary",
        "confidence": "0.9",
        "amount_start": "20",
        "amount_end": "37",
    }
    assert [item["number"] for item in json.loads(first["changes"])] == ["-6.1", "-600000000"]
    assert (second["low"], second["high"], second["unit"], second["amount_start"]) == ("3000", "4500", "vehicles", "5")
    assert (third["change_kind"], third["change"], third["number"]) == ("factor", "2", "")


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx"])
def test_csv_text_is_never_a_formula(document, text):
    assert rows(document.model_copy(update={"id": text}))[0]["document"] == f"'{text}".replace("\r", " ")


def test_csv_of_nothing_has_its_head():
    stream = io.StringIO()
    assert write_csv([], stream) == 0
    assert stream.getvalue().strip().split(",") == list(COLUMNS)


def test_parquet_loses_nothing_but_order_of_keys(document, tmp_path):
    parquet = pytest.importorskip("pyarrow.parquet")
    money = document.facts[0].amount
    entities = (
        EntityMention(label="MONEY", start=0, end=4, text="12.4", value=money),
        EntityMention(
            label="PERCENT", start=5, end=7, text="6%", value=PercentValue(number=Decimal(6), unit="percent")
        ),
        EntityMention(label="PLACE", start=8, end=9, text="x", name="x"),
    )
    full = document.model_copy(update={"entities": entities})
    assert write([full, Document(id="empty")], tmp_path / "a.parquet", "parquet") == 2
    first, second = parquet.read_table(tmp_path / "a.parquet").to_pylist()
    assert first["facts"][0]["amount"]["equivalents"][0]["number"] == "1900000000"
    assert first["entities"][0]["value"]["currency"] == "CNY"
    assert first["entities"][1]["value"]["unit"] == "percent"
    assert second["facts"] == []

    def pruned(value):
        if isinstance(value, dict):
            return {key: pruned(item) for key, item in value.items() if item is not None}
        return [pruned(item) for item in value] if isinstance(value, list) else value

    def without_empty_equivalents(value):
        if isinstance(value, dict):
            return {k: without_empty_equivalents(v) for k, v in value.items() if not (k == "equivalents" and not v)}
        return [without_empty_equivalents(item) for item in value] if isinstance(value, list) else value

    expected = without_empty_equivalents(pruned(full.model_dump(mode="json")))
    assert without_empty_equivalents(pruned(first)) == expected


def test_parquet_in_batches(document, tmp_path):
    parquet = pytest.importorskip("pyarrow.parquet")
    with (tmp_path / "b.parquet").open("wb") as stream:
        assert write_parquet((document for _ in range(600)), stream) == 600
    assert parquet.read_metadata(tmp_path / "b.parquet").num_rows == 600


def test_a_failed_run_leaves_the_old_file(document, tmp_path):
    path = tmp_path / "out.jsonl"
    path.write_text("old")

    def broken():
        yield document
        raise RuntimeError

    with pytest.raises(RuntimeError):
        write(broken(), path, "jsonl")
    assert path.read_text() == "old"
    assert [item.name for item in tmp_path.iterdir()] == ["out.jsonl"]
    write([document], path, "jsonl")
    assert path.read_text() == document.to_json() + "\n"


def test_links_and_devices_stay_what_they_are(tmp_path):
    target = tmp_path / "target.csv"
    target.write_text("old")
    link = tmp_path / "link.csv"
    link.symlink_to(target)
    with replacing(link) as stream:
        stream.write("new")
    assert (link.is_symlink(), target.read_text()) == (True, "new")


def test_confident(document):
    (kept,) = confident([document], 0.7)
    assert [fact.id for fact in kept.facts] == ["F1", "F3"]
    assert [check.kind for check in kept.checks] == ["share"]


@pytest.mark.parametrize("width", [80, 200])
def test_table_fits_its_width(document, monkeypatch, width):
    monkeypatch.setenv("COLUMNS", str(width))
    stream = io.StringIO()
    assert write_table([document, Document(id="none")], stream) == 2
    lines = stream.getvalue().splitlines()
    assert max(map(len, lines)) <= width
    assert "rank" in stream.getvalue() and "pts), #1" in stream.getvalue()  # the last column is not cut off
    flat = " ".join(" ".join(lines).split())
    for part in ("release-1", "ASEAN", "Port", "vehicles", "#1", "W103", "none: no trade facts"):
        assert part in flat
    assert ("With" in flat) == (width >= WIDE)
    if width == 200:
        assert "~12.4 bn CNY" in flat and "-6.1% yoy, -600 mn CNY mom" in flat and "3,000–4,500 vehicles" in flat


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("12400000000", "12.4 bn"),
        ("1234567", "1.234567 mn"),
        ("1234567890123", "1,234,567,890,123"),
        ("-600000000", "-600 mn"),
        ("1650", "1,650"),
        ("-1650.5", "-1,650.5"),
        ("-0.5", "-0.5"),
        ("0", "0"),
        ("4.38E+12", "4.38 tn"),
    ],
)
def test_number(value, expected):
    assert number(Decimal(value)) == expected


@pytest.mark.parametrize(
    ("start", "end", "edtf", "expected"),
    [
        ("2020-01-01", "2020-09-30", "2020-01/2020-09", "Jan–Sep 2020"),
        ("2020-02-01", "2020-02-29", "2020-02", "Feb 2020"),
        ("2020-10-09", "2020-10-09", "2020-10-09", "9 Oct 2020"),
        ("2020-01-01", "2020-12-31", "2020", "2020"),
        ("2023-04-01", "2024-03-31", "2023-04/2024-03", "Apr 2023–Mar 2024"),
        ("2020-10-01", "2020-10-09", "2020-10-01/2020-10-09", "2020-10-01/2020-10-09"),
        (None, None, "XXXX-01/XXXX-09", "XXXX-01/XXXX-09"),
    ],
)
def test_period(start, end, edtf, expected):
    assert period(Period(text="x", edtf=edtf, start=start, end=end)) == expected


def test_change_and_amount():
    assert change(Change(kind="factor", number=Decimal("2"), text="doubled")) == "×2"
    assert change(Change(kind="points", number=Decimal("-0.4"), text="x", modifier="about")) == "~-0.4 pts"
    assert amount(Money(number=Decimal(5), text="$5")) == "5 $"
    assert amount(Money(number=Decimal(5), text="5 crowns")) == "5 ?"
