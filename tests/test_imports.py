"""What an import loads and leaves behind, tried in a bare process."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path

import pytest

import tradenlp

ROOT = Path(tradenlp.__file__).parent
HEAVY = ("torch", "transformers", "datasets", "ray", "pyarrow", "selectolax", "pypdfium2", "docx", "lxml")
LARGE = {"torch", "transformers", "datasets", "ray", "pyarrow"}
# Where the extra for transformers is installed, spaCy and thinc load these themselves.
BELOW = {"torch", "transformers"} if find_spec("spacy_transformers") else set()
MODULES = sorted(
    ".".join(("tradenlp", *path.relative_to(ROOT).with_suffix("").parts)).removesuffix(".__init__")
    for path in ROOT.rglob("*.py")
    if path.name != "__main__.py"
)
FACTORIES = [
    "trade_measures",
    "trade_entities",
    "trade_units",
    "trade_linker",
    "trade_relations",
    "trade_facts",
    "trade_checks",
]
INSTALLED = {entry.name for entry in metadata.entry_points(group="spacy_factories")}

# Imports each module named, and tells what that printed, logged, changed or loaded.
PROBE = """
import io, json, logging, os, sys, warnings, contextlib
out = io.StringIO()
before = (os.getcwd(), dict(os.environ), logging.getLogger().level, len(logging.getLogger().handlers), list(sys.argv))
with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
    for name in json.loads(sys.argv[1]):
        __import__(name)
after = (os.getcwd(), dict(os.environ), logging.getLogger().level, len(logging.getLogger().handlers), list(sys.argv))
loaded = sorted({m.split(".")[0] for m in sys.modules})
print(json.dumps({"printed": out.getvalue(), "same": before == after, "loaded": loaded}))
"""


def probe(*names: str) -> dict[str, object]:
    command = [sys.executable, "-c", PROBE, json.dumps(names)]
    result = subprocess.run(command, capture_output=True, text=True, check=True)
    return json.loads(result.stdout)


def test_import_loads_nothing_heavy():
    found = probe("tradenlp")
    assert not set(HEAVY) & set(found["loaded"])
    assert (found["printed"], found["same"]) == ("", True)


def test_every_module_imports_without_side_effects():
    assert len(MODULES) > 20
    found = probe(*MODULES)
    assert (found["printed"], found["same"]) == ("", True)
    assert not (LARGE - BELOW) & set(found["loaded"])


@pytest.mark.skipif(not INSTALLED & set(FACTORIES), reason="the package is on the path but not installed")
def test_factories_are_found_without_importing_the_package():
    code = (
        "import json, sys, spacy\n"
        "nlp = spacy.blank('en')\n"
        "loaded = sorted({m.split('.')[0] for m in sys.modules})\n"
        f"for name in {FACTORIES!r}: nlp.add_pipe(name)\n"
        "print(json.dumps([loaded, nlp.pipe_names]))"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded, names = json.loads(result.stdout)
    assert names == FACTORIES
    assert not (LARGE - BELOW) & set(loaded)
