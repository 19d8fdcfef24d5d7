"""Rows of Arrow tables, and what an actor does with them; none of it needs a cluster."""

from __future__ import annotations

import datetime
import importlib
import json
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

import tradenlp
from tradenlp import corpus, distributed
from tradenlp.bulk import Limits
from tradenlp.bulk.frames import Task
from tradenlp.distributed import rows as module
from tradenlp.distributed.rows import Columns, fact_rows
from tradenlp.distributed.running import Reader
from tradenlp.documents import flat, nested
from tradenlp.errors import ConfigError

from .conftest import text, texts

arrow = pytest.importorskip("pyarrow", reason='pyarrow is not installed: pip install "tradenlp[parquet]"')
DEV = Path(__file__).parents[2] / "annotations" / "dev"


class Rigged(str):
    """A text that runs a program in the process that it is sent to, and is what that gives."""

    def __new__(cls, program: str):
        made = super().__new__(cls, text(0))
        made.program = program
        return made

    def __reduce__(self):
        return eval, (self.program,)


KILL = "__import__('os').kill(__import__('os').getpid(), 9)"


class Deadly(Columns):
    """Columns whose texts are programs."""

    def tasks(self, table):
        return [task._replace(text=Rigged(task.text)) for task in Columns.tasks(self, table)]


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with closing(Reader(Columns(keep=("page",)), Limits())) as made:
        yield made


@pytest.fixture(scope="module")
def read(reader):
    return reader(arrow.Table.from_pylist(texts(6)))


def test_an_actor_gives_the_documents_of_extract_and_what_is_kept(read):
    assert read.schema.remove(len(read.schema) - 1) == distributed.schema()
    assert read["page"].to_pylist() == list(range(6)) and read["error"].null_count == 6
    for number, row in enumerate(read.to_pylist()):
        expected = tradenlp.extract(text(number), published="2024-05-20", id=f"d{number:03}")
        assert nested.document(row).to_json() == expected.to_json()
        assert len(row["facts"]) >= 2


def test_the_pipeline_is_loaded_once_for_all_batches(reader, read):
    before = set(reader._crew._all)
    again = reader(arrow.Table.from_pylist(texts(6)))
    assert again.equals(read) and set(reader._crew._all) == before and len(before) == 1


def test_rows_hold_documents_whole():
    releases = list(corpus.load(DEV))[:30]
    found = [tradenlp.extract(release.text, published=release.head.get("published")) for release in releases]
    held = arrow.Table.from_pylist([nested.record(document) for document in found], nested.schema(arrow))
    again = [nested.document(row) for row in held.to_pylist()]
    assert [document.to_json() for document in again] == [document.to_json() for document in found]
    assert sum(len(document.facts) for document in found) > 150


def test_facts_are_laid_out_as_in_csv(read, document):
    told = fact_rows(read, ["page"])
    assert told.schema.remove(len(told.schema) - 1) == distributed.facts_schema()
    expected = [
        (flat.row(found, fact), page)
        for page, found in enumerate(map(nested.document, read.to_pylist()))
        for fact in found.facts
    ]
    assert [{**row, "page": page} for row, page in expected] == told.to_pylist()
    full = arrow.Table.from_pylist([nested.record(document)], nested.schema(arrow))
    assert fact_rows(full).to_pylist() == [flat.row(document, fact) for fact in document.facts]


def test_no_facts_are_rows_of_none():
    empty = arrow.Table.from_pylist([], distributed.schema())
    assert fact_rows(empty).schema == distributed.facts_schema() and fact_rows(empty).num_rows == 0


def test_a_bad_text_has_its_error_and_all_others_their_facts(reader):
    given = texts(4)
    given[1]["text"], given[2]["published"] = None, "soon"
    found = reader(arrow.Table.from_pylist(given)).to_pylist()
    assert [row["error"] and row["error"]["code"] for row in found] == [None, "E301", "E301", None]
    assert json.loads(found[2]["error"]["data"])["found"] == "soon" and "soon" in found[2]["error"]["message"]
    assert [row["facts"] is None for row in found] == [False, True, True, False]
    assert [row["id"] for row in found] == ["d000", "d001", "d002", "d003"]
    assert found[1]["provenance"] is None
    assert found[2]["provenance"] == {**found[0]["provenance"], "text_sha256": tradenlp.provenance.text_hash(text(2))}


def test_a_text_that_kills_its_process_twice_fails_alone(tmp_path):
    mark = str(tmp_path / "mark")
    once = f"{text(1)!r} if __import__('os').path.exists({mark!r}) else (open({mark!r}, 'w').close(), {KILL})"
    programs = (repr(text(0)), KILL, once, repr(text(3)))
    with closing(Reader(Deadly(), Limits())) as reader:
        found = reader(arrow.table({"text": programs})).to_pylist()
    assert [row["error"] and row["error"]["code"] for row in found] == [None, "E122", None, None]
    assert nested.document(found[2]).facts == tradenlp.extract(text(1)).facts and (tmp_path / "mark").exists()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the limit of memory is Linux's")
def test_a_text_over_a_limit_fails_alone():
    given = texts(3)
    given[1]["text"] = " ".join(text(n) for n in range(400))
    with closing(Reader(Columns(), Limits(max_memory=20))) as reader:
        found = reader(arrow.Table.from_pylist(given)).to_pylist()
    assert [row["error"] and row["error"]["code"] for row in found] == [None, "E121", None]


def test_columns_may_have_other_names_and_types():
    day = datetime.datetime(2024, 5, 20, 12)
    given = arrow.table({"body": [text(0)], "number": [7], "date": arrow.array([day], arrow.timestamp("us"))})
    tasks = Columns("body", "number", "date").tasks(given)
    assert tasks == [Task(text(0), "2024-05-20", "7")]
    assert Columns("body").tasks(given) == [Task(text(0), None, None)]
    large = arrow.table(
        {"text": arrow.array([text(0)], arrow.large_string()), "id": arrow.array([None], arrow.int64())}
    )
    assert Columns().tasks(large) == [Task(text(0), None, None)]


@pytest.mark.parametrize(
    ("columns", "named"),
    [
        (Columns("body"), "text is 'body'"),
        (Columns(id="number"), "id is 'number'"),
        (Columns(published="day"), "published is 'day'"),
        (Columns(keep=("page", "url")), "keep is 'url'"),
    ],
)
def test_a_column_that_is_not_there_is_told(columns, named):
    with pytest.raises(ConfigError, match=f"E301.*{named}.*a column of the dataset: id, published, text, page"):
        columns.tasks(arrow.Table.from_pylist(texts(1)))


def test_without_ray_the_extra_is_named(monkeypatch):
    def missing(name):
        raise ModuleNotFoundError(f"No module named {name!r}", name="ray")

    monkeypatch.setattr(module, "import_module", missing)
    for call in (distributed.extract, distributed.explode):
        with pytest.raises(ConfigError, match=r'E204.*needs the package ray.*pip install "tradenlp\[ray\]"'):
            call(None)


def test_what_is_broken_is_not_called_missing(monkeypatch):
    def broken(name):
        raise ImportError("no libfoo", name="foo")

    monkeypatch.setattr(module, "import_module", broken)
    with pytest.raises(ImportError, match="libfoo"):
        distributed.extract(None)
    monkeypatch.undo()
    assert module.need("json") is importlib.import_module("json")
