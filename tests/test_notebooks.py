"""The notebooks run from the first cell to the last, and lie in git without what they print."""

from __future__ import annotations

import json
import re
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
# What one can see only where the notebook did what it is for.
SAYS = {
    "quickstart": ("W201", "salmon", "balance", "base_level"),
    "panel": ("revised: 2024-03 9,300,000,000 -> 9,100,000,000", "missing: 2024-05", "image/png", "observations of"),
    "train": ("16 releases", "difference", "facts of bd-garment-desk"),
    "errors": ("period", "rules 0.", "image/png", "| read:"),
}
needs_jupyter = pytest.mark.skipif(
    any(find_spec(name) is None for name in ("nbclient", "ipykernel")),
    reason='nbclient and ipykernel are not installed: pip install "tradenlp[dev]"',
)


def source(cell) -> str:
    return "".join(cell["source"])


def test_there_are_the_notebooks_that_are_looked_at():
    assert {path.stem for path in NOTEBOOKS} == set(SAYS)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_what_lies_in_git_is_stripped_and_has_stable_ids(path):
    text = path.read_text(encoding="utf-8")
    notebook = json.loads(text)
    assert text == json.dumps(notebook, indent=1, ensure_ascii=False) + "\n"
    assert (notebook["nbformat"], notebook["nbformat_minor"]) == (4, 5)
    assert [cell["id"] for cell in notebook["cells"]] == [
        f"{path.stem}-{n:02d}" for n in range(1, len(notebook["cells"]) + 1)
    ]
    for cell in notebook["cells"]:
        assert cell["metadata"] == {} and source(cell).strip()
        if cell["cell_type"] == "code":
            assert (cell["execution_count"], cell["outputs"]) == (None, [])
            assert not source(cell).startswith(("%", "!"))
    assert set(notebook["metadata"]) == {"kernelspec", "language_info"}


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_reads_well(path):
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    assert cells[0]["cell_type"] == cells[-1]["cell_type"] == "markdown"
    assert source(cells[0]).startswith("# ")
    assert len(cells) <= 25 and all(len(source(cell).splitlines()) <= 20 for cell in cells)
    for target in re.findall(r"\]\(([^)#]+)", "".join(map(source, cells))):
        assert (path.parent / target).exists(), target


@needs_jupyter
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
# The client leaves an event loop and a socket to the garbage collector.
@pytest.mark.filterwarnings("ignore")
def test_it_runs(path):
    import nbclient
    import nbformat

    if path.stem == "panel":
        pytest.importorskip("polars")
    if path.stem in ("panel", "errors"):
        pytest.importorskip("matplotlib")
    notebook = nbformat.read(path, as_version=4)
    nbclient.NotebookClient(notebook, timeout=240, resources={"metadata": {"path": str(path.parent)}}).execute()
    said = json.dumps([cell.get("outputs") for cell in notebook.cells], ensure_ascii=False)
    missing = [words for words in SAYS[path.stem] if words not in said]
    assert not missing, said[:3000]
