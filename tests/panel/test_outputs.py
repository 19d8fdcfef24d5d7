"""What a panel gives out, read back by those who take it."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import duckdb
import polars
import pytest
import sdmx
from rich.console import Console

import tradenlp
from tradenlp.errors import PanelError
from tradenlp.facts import Change, Document, Entity, Money, Period, Quantity, Share, TradeFact
from tradenlp.panel import Panel
from tradenlp.panel import writers as panel_writers
from tradenlp.panel.exchange import ATTRIBUTES, DIMENSIONS
from tradenlp.reading.calendars import resolved

# One period of each form that SDMX writes differently, and what it writes
PERIODS = {
    "2023": "2023",
    "2023-01/2023-06": "2023-S1",
    "2023-04/2023-06": "2023-Q2",
    "2023-05": "2023-05",
    "2023-05-17": "2023-05-17",
    "2023-05-15/2023-05-21": "2023-05-15/P7D",
    "2023-01/2023-05": "2023-01-01/P5M",
    "2022-04/2023-03": "2022-04-01/P12M",
    "2023-05-01/2023-05-20": "2023-05-01/P20D",
    "../2024-03": "2024-03-31",
}
NASTY = '=Cars, "new"\nand used\u2028ones | ü'


def fact(number: int, edtf: str, **more: object) -> TradeFact:
    found = resolved(edtf)
    settled: dict[str, object] = {
        "id": f"F{number}",
        "indicator": "exports",
        "reporter": Entity(text="Korea", name="South Korea", id="KR"),
        "period": Period(text=edtf, edtf=edtf, start=found.start, end=found.end),
        "amount": Money(number=Decimal("50100000000.123456789") + number, currency="USD", text="x"),
        "confidence": 0.9,
    }
    return TradeFact(**(settled | more))


@pytest.fixture(scope="module")
def panel() -> Panel:
    cars = Entity(text="cars", name=NASTY, hs="8703")
    facts = [fact(n, edtf) for n, edtf in enumerate(PERIODS)]
    change = Change(kind="percent", number=Decimal("-6.1"), basis="yoy", text="6.1%")
    share = Share(number=Decimal("18.10"), of="exports", text="18.10%")
    facts.append(fact(20, "2023-05", commodity=cars, changes=(change,), share=share))
    ranged = Quantity(low=Decimal(3000), high=Decimal(4500), unit="vehicles", text="3,000 to 4,500 vehicles")
    facts.append(fact(21, "2023-05", commodity=cars, amount=ranged, qualifiers=("seasonally_adjusted",)))
    facts.append(fact(22, "2023-06", reporter=None, modality="forecast", partner=Entity(text="É", name="É")))
    first = Document(id="a b", published="2023-07-15", facts=tuple(facts))
    revised = fact(1, "2023-05", amount=Money(number=Decimal("49e9"), currency="USD", text="49.0 bn"))
    return tradenlp.panel([first, Document(id="later", published="2023-08-15", facts=(revised,))])


def test_the_frame(panel):
    frame = panel.frame()
    assert tuple(frame.columns) == panel_writers.COLUMNS
    assert frame.height == len(panel) == len(PERIODS) + 5
    may = frame.filter(polars.col("series") == panel.select(span="month", commodity=None, reporter="KR")[0].id)
    assert may["value"].to_list() == ["49000000000"]
    assert may["revisions"].to_list() == [1]
    assert may["value_float"].to_list() == [49e9]
    assert frame.filter(polars.col("value").str.contains("123456789")).height == len(PERIODS) + 1
    assert frame.schema["figure_start"] == polars.Int64  # though no fact here has a place
    empty = panel.only(reporter="XX").frame()
    assert (empty.height, empty.schema) == (0, frame.schema)


def test_parquet(panel, tmp_path):
    path = tmp_path / "panel.parquet"
    panel.to_parquet(path)
    assert polars.read_parquet(path).equals(panel.frame())


def test_csv(panel, tmp_path):
    path = tmp_path / "panel.csv"
    panel.to_csv(path)
    with path.open(encoding="utf-8", newline="") as stream:
        read = list(csv.DictReader(stream))
    rows = panel.rows()
    assert [row["value"] for row in read] == [row["value"] or "" for row in rows]
    assert {row["commodity"] for row in read} == {"", "'" + " ".join(NASTY.split())}
    assert polars.read_csv(path, infer_schema_length=0)["value"].to_list() == panel.frame()["value"].to_list()


def test_duckdb(panel, tmp_path):
    path = tmp_path / "trade.duckdb"
    with duckdb.connect(str(path)) as database:
        database.execute("CREATE TABLE other AS SELECT 1 AS one")
    for _ in range(2):  # the second time it is replaced
        panel.to_duckdb(path, table='the "panel"')
    with duckdb.connect(str(path), read_only=True) as database:
        exact = 'SELECT value, CAST(value AS DECIMAL(38, 9)), value_float, derived FROM "the ""panel""" WHERE unit = ?'
        rows = database.execute(exact, ["USD"]).fetchall()
        assert database.execute("SELECT one FROM other").fetchall() == [(1,)]
    assert sorted(row[1] for row in rows) == sorted(
        item.value for item in panel.observations if panel.named(item.series).unit == "USD"
    )
    assert {row[3] for row in rows} == {False}


def test_what_is_no_database_is_told(panel, tmp_path):
    path = tmp_path / "trade.duckdb"
    path.write_text("no database, but something that should stay")
    with pytest.raises(PanelError, match="E506"):
        panel.to_duckdb(path)
    assert path.read_text().startswith("no database")


@pytest.fixture(scope="module")
def written(panel, tmp_path_factory) -> tuple[Path, Path]:
    path = tmp_path_factory.mktemp("sdmx") / "panel.csv"
    return path, panel.to_sdmx(path)


def read_sdmx(path: Path, form: str, **more: object):
    """Bytes, as the client leaves files that it opens itself to the garbage collector."""
    return sdmx.read_sdmx(io.BytesIO(path.read_bytes()), format=form, **more)


def test_sdmx_structure_agrees_with_the_data(written):
    path, structure = written
    assert structure.name == "panel.structure.xml"
    message = read_sdmx(structure, "XML")
    flow = message.dataflow["TRADE_FACTS"]
    wanted = [*(one.id for one in DIMENSIONS), "TIME_PERIOD"]
    assert [one.id for one in flow.structure.dimensions.components] == wanted
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert set(rows[0]) == {
        "STRUCTURE",
        "STRUCTURE_ID",
        "ACTION",
        "OBS_VALUE",
        *wanted,
        *(name for name, _ in ATTRIBUTES),
    }
    for one in DIMENSIONS:
        assert {row[one.id] for row in rows} == set(message.codelist[f"CL_{one.id}"].items), one.id
    assert len({tuple(row[name] for name in wanted) for row in rows}) == len(rows)


def test_sdmx_csv_is_read_against_its_structure(written, panel):
    path, structure = written
    flow = read_sdmx(structure, "XML").dataflow["TRADE_FACTS"]
    read = read_sdmx(path, "CSV", structure=flow).data[0].obs
    assert len(read) == len(panel)
    exact = {item.value for item in panel.observations if item.value is not None}
    assert {Decimal(one.value) for one in read if one.value} == exact
    assert {str(one.dimension.values["TIME_PERIOD"].value) for one in read} == {*PERIODS.values(), "2023-06"}
    ranged = [one for one in read if not one.value]
    assert [(one.attached_attribute["LOW"].value, one.attached_attribute["HIGH"].value) for one in ranged] == [
        ("3000", "4500")
    ]


def test_files_are_the_same_every_time(panel, tmp_path):
    for name, write in (("csv", panel.to_csv), ("parquet", panel.to_parquet), ("s.csv", panel.to_sdmx)):
        first, second = tmp_path / f"1.{name}", tmp_path / f"2.{name}"
        write(first)
        write(second)
        assert first.read_bytes() == second.read_bytes()


def test_a_terminal_and_a_notebook_show_the_series(panel):
    console = Console(file=io.StringIO(), width=200)
    console.print(panel)
    shown = console.file.getvalue()
    assert "South Korea: exports" in shown
    assert f"{len(panel.series)} series, {len(panel)} observations, 1 revision," in shown
    html = panel._repr_html_()
    assert html.count("<tr>") == len(panel.series) + 1
    assert "&quot;new&quot;" in html and '"new"' not in html


def level(year: int, month: int, number: str, *changes: Change) -> TradeFact:
    return fact(
        month, f"{year}-{month:02d}", amount=Money(number=Decimal(number), currency="USD", text="x"), changes=changes
    )


def test_a_chart_has_levels_and_growth_below(tmp_path):
    told = Change(kind="percent", number=Decimal("-5"), basis="yoy", text="5%")
    facts = [level(2022, 1, "50e9"), level(2022, 2, "55e9"), level(2023, 1, "60e9"), level(2023, 2, "52e9", told)]
    made = tradenlp.panel([Document(id="a", facts=tuple(facts))])
    figure = made.plot(reporter="KR")
    upper, lower = figure.axes
    levels = [y for y in upper.lines[0].get_ydata() if y == y]
    assert (levels, upper.get_ylabel()) == ([50, 55, 60, 52], "billion USD")
    points = [list(line.get_ydata()) for line in lower.lines[1:3]]
    assert points == [[-5.0], [20.0]]  # as told, and by the levels where nothing is told
    assert len(upper.lines[0].get_ydata()) == 4 + 10  # the line breaks where months miss
    figure.savefig(tmp_path / "chart.png")
    assert made.plot(made.series[0]).axes[0].lines


def test_a_chart_holds_one_unit_and_one_sort_of_period(panel):
    for filters in ({"unit": "USD"}, {"span": "month"}):
        with pytest.raises(PanelError, match="E504"):
            panel.plot(**filters)


BARE = """
import sys
for name in ("polars", "duckdb", "sdmx", "matplotlib"):
    sys.modules[name] = None
import tradenlp
from tradenlp.facts import Document
panel = tradenlp.panel([Document.model_validate_json(sys.stdin.read())])
panel.to_csv(sys.argv[1] + "/x.csv")
for call in (panel.frame, panel.plot):
    try: call()
    except tradenlp.PanelError as error: print(error)
for call in (panel.to_parquet, panel.to_duckdb, panel.to_sdmx):
    try: call(sys.argv[1] + "/x")
    except tradenlp.PanelError as error: print(error)
"""


def test_without_the_extra_the_rest_works(tmp_path):
    one = Document(id="a", facts=(level(2022, 1, "50e9"),)).to_json()
    command = [sys.executable, "-c", BARE, str(tmp_path)]
    said = subprocess.run(command, input=one, capture_output=True, text=True, check=True).stdout.splitlines()
    assert len(said) == 5
    assert all(line.startswith("[E501]") and line.endswith('pip install "tradenlp[panel]".') for line in said)
    assert [path.name for path in tmp_path.iterdir()] == ["x.csv"]
