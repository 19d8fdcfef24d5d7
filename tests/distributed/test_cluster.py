"""Facts of a Ray dataset on a small cluster of this machine: ``python -m pytest -m cluster``."""

from __future__ import annotations

import os
import re
import signal
import sys
import threading
import time
from collections import Counter
from pathlib import Path

import pytest

import tradenlp
from tradenlp import distributed
from tradenlp.documents import nested
from tradenlp.errors import ConfigError

from .conftest import text, texts

pytestmark = [
    pytest.mark.cluster,
    # Ray leaves logs and processes to the end of the interpreter
    pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"),
]
NUMBER = 48


@pytest.fixture
def folder(ray, tmp_path) -> Path:
    """Texts in three files of Parquet; one of them is none."""
    import pyarrow
    import pyarrow.parquet as parquet

    given = texts(NUMBER)
    given[5]["text"] = None
    (tmp_path / "in").mkdir()
    for part in range(3):
        rows = pyarrow.Table.from_pylist(given[part::3])
        parquet.write_table(rows, tmp_path / "in" / f"{part}.parquet")
    return tmp_path


def expected() -> dict[str, str]:
    return {
        f"d{n:03}": tradenlp.extract(text(n), published="2024-05-20", id=f"d{n:03}").to_json()
        for n in range(NUMBER)
        if n != 5
    }


def written(folder: Path) -> list[dict]:
    import pyarrow.parquet as parquet

    return parquet.read_table(folder).to_pylist()


def test_parquet_in_and_out_has_the_facts_of_extract(ray, folder):
    dataset = distributed.extract(ray.data.read_parquet(str(folder / "in")), workers=2, batch_size=8, keep=["page"])
    dataset.write_parquet(str(folder / "out"))
    rows = written(folder / "out")
    assert sorted(row["page"] for row in rows) == list(range(NUMBER))
    failed = [row for row in rows if row["error"] is not None]
    assert [(row["id"], row["error"]["code"], row["facts"]) for row in failed] == [("d005", "E301", None)]
    found = {row["id"]: nested.document(row).to_json() for row in rows if row["error"] is None}
    assert found == expected()
    again = ray.data.read_parquet(str(folder / "out"))
    assert {document.id: document.to_json() for document in distributed.documents(again)} == found
    facts = distributed.explode(again, keep=["page"])
    facts.write_parquet(str(folder / "facts"))
    assert Counter(row["document"] for row in written(folder / "facts")) == {
        document.id: len(document.facts) for document in distributed.documents(again)
    }


def test_a_dataset_in_memory_keeps_its_order_where_ray_is_told_to(ray):
    context = ray.data.DataContext.get_current()
    was, context.execution_options.preserve_order = context.execution_options.preserve_order, True
    try:
        found = distributed.extract(ray.data.from_items(texts(20)), workers=2, batch_size=3)
        assert [row["id"] for row in found.iter_rows()] == [f"d{n:03}" for n in range(20)]
    finally:
        context.execution_options.preserve_order = was


def test_a_text_over_a_limit_fails_alone(ray):
    given = texts(4)
    given[2]["text"] = " ".join(text(n) for n in range(2000))
    rows = distributed.extract(ray.data.from_items(given), workers=1, max_seconds=5).take_all()
    assert {row["id"]: row["error"] and row["error"]["code"] for row in rows} == {
        "d000": None,
        "d001": None,
        "d002": "E120",
        "d003": None,
    }


@pytest.mark.parametrize(
    "given",
    [{"text": "body"}, {"keep": ["facts"]}, {"workers": 0}, {"batch_size": 2.5}, {"max_seconds": -1}],
    ids=lambda given: next(iter(given)),
)
def test_what_is_wrong_is_told_at_the_call(ray, given):
    with pytest.raises(ConfigError, match=f"E301.*{next(iter(given))}"):
        distributed.extract(ray.data.from_items(texts(1)), **given)


def test_a_column_that_only_running_shows_to_miss_ends_the_run(ray):
    unknown = ray.data.from_items(texts(2)).map_batches(lambda batch: batch)
    with pytest.raises(ray.exceptions.RayError, match="E301.*text is 'body'"):
        distributed.extract(unknown, text="body", workers=1).materialize()


def actors() -> set[int]:
    """Processes of our cluster that are actors which read."""
    found = set()
    for path in Path("/proc").iterdir():
        try:
            name = (path / "cmdline").read_bytes()
            if path.name.isdigit() and b"ray::" in name and b"(Reader)" in name and os.getpid() in above(path):
                found.add(int(path.name))
        except OSError:
            continue
    return found


def above(path: Path) -> list[int]:
    """Parents of a process, and theirs."""
    out = []
    while path.name not in ("0", "1"):
        parent = re.search(r"^PPid:\s*(\d+)", (path / "status").read_text(), re.MULTILINE)[1]
        out.append(int(parent))
        path = path.with_name(parent)
    return out


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="finds processes by /proc")
def test_an_actor_that_dies_in_the_middle_loses_nothing_and_gives_nothing_twice(ray, folder):
    seen: list[set[int]] = []

    def kill() -> None:
        """Kill what reads once something is written, then wait for what takes its place."""
        deadline = time.monotonic() + 120
        while not list(folder.glob("out/*.parquet")) and time.monotonic() < deadline:
            time.sleep(0.02)
        seen.append(actors())
        for process in seen[0]:
            os.kill(process, signal.SIGKILL)
        while not actors() - seen[0] and time.monotonic() < deadline:
            time.sleep(0.02)
        seen.append(actors() - seen[0])

    thread = threading.Thread(target=kill)
    thread.start()
    dataset = ray.data.read_parquet(str(folder / "in"))
    distributed.extract(dataset, workers=1, batch_size=2).write_parquet(str(folder / "out"))
    thread.join()
    assert seen[0] and seen[1]
    rows = written(folder / "out")
    assert sorted(row["id"] for row in rows) == [f"d{n:03}" for n in range(NUMBER)]
    found = {row["id"]: nested.document(row).to_json() for row in rows if row["error"] is None}
    assert found == expected()
