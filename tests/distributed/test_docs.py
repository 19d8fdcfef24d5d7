"""What the page on clusters shows runs: its estimate always, its blocks with Ray where that is installed."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from .conftest import texts

DOCS = Path(__file__).parents[2] / "docs"
sys.path.insert(0, str(DOCS / "site"))
import blocks  # noqa: E402

PAGE = DOCS / "distributed.md"
FOUND = list(blocks.BLOCK.finditer(PAGE.read_text(encoding="utf-8")))
READING, ESTIMATES = FOUND[:-1], FOUND[-1:]


def test_the_estimate_is_what_its_figures_give(capsys):
    exec(compile(ESTIMATES[0]["code"], PAGE.name, "exec"), {})
    assert capsys.readouterr().out == ESTIMATES[0]["shown"]


def test_files_for_clusters_are_yaml_that_installs_what_the_page_says():
    yaml = pytest.importorskip("yaml", reason="PyYAML comes with mkdocs")
    found = re.findall(r"^```yaml\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    cluster, job = map(yaml.safe_load, found)
    assert set(cluster) >= {"cluster_name", "provider", "auth"} and "tradenlp[ray]" in cluster["setup_commands"][0]
    assert job["kind"] == "RayJob" and job["spec"]["entrypoint"] == "python /app/read_all.py"
    group = job["spec"]["rayClusterSpec"]["workerGroupSpecs"][0]
    assert group["minReplicas"] <= group["replicas"] <= group["maxReplicas"]


@pytest.mark.cluster
@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
def test_blocks_run_one_after_the_other(ray, tmp_path, capsys):
    import pyarrow
    import pyarrow.parquet as parquet

    given = [{**row, "url": f"release-{row['id']}"} for row in texts(6)]
    given[3]["text"] = None
    parquet.write_table(pyarrow.Table.from_pylist(given), tmp_path / "releases.parquet")
    names: dict[str, object] = {}
    assert len(READING) == 3
    for block in READING:
        # processes of the cluster started elsewhere, where relative paths mean something else
        code = re.sub(r'parquet\("', f'parquet("{tmp_path}/', block["code"])
        exec(compile(code, PAGE.name, "exec"), names)
    said = capsys.readouterr().out
    assert "1 failed\n" in said and re.search(r"^[1-9]\d* series$", said, re.MULTILINE)
    facts = parquet.read_table(tmp_path / "facts").to_pylist()
    assert {row["url"] for row in facts} == {row["url"] for row in given if row["text"]}
