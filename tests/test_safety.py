"""Nothing that is read is ever run: no evaluation, no pickles of files, no code in models and corpora."""

from __future__ import annotations

import ast
import pickle
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import tradenlp
from tradenlp.errors import ConfigError, TradeError
from tradenlp.pipeline import MODEL, load_pipeline

ROOT = Path(tradenlp.__file__).parent
RELEASE = Path(__file__).parent / "fuzz" / "seeds" / "corpus-tin.rel"
RUNS = {"eval", "exec", "compile", "__import__", "breakpoint", "input"}
LOADERS = {"pickle", "cPickle", "dill", "cloudpickle", "joblib", "marshal", "shelve", "yaml", "code", "codeop", "runpy"}
STARTERS = {"subprocess", "multiprocessing", "pty"}
CALLS = {"system", "popen", "execv", "execve", "spawnv", "spawnl", "fork", "forkpty", "startfile", "unsafe_load"}
# A run and its own workers speak over pipes that nobody else holds; what they say never comes from a file.
ALLOWED = {"bulk/frames.py": {"pickle"}, "bulk/pool.py": {"pickle", "subprocess"}}


def dangers(path: Path) -> set[str]:
    """Names in a module by which code could be made of data, or a program started."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names} & (LOADERS | STARTERS)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            found |= {(node.module or "").partition(".")[0]} & (LOADERS | STARTERS)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            found |= {node.func.id} & RUNS
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            found |= {node.func.attr} & CALLS
    return found


def test_no_module_makes_code_of_data():
    modules = sorted(ROOT.rglob("*.py"))
    assert len(modules) > 200
    assert dangers(ROOT / "bulk" / "pool.py") == ALLOWED["bulk/pool.py"], "what looks for them finds them"
    for path in modules:
        name = path.relative_to(ROOT).as_posix()
        assert dangers(path) <= ALLOWED.get(name, set()), name


def test_what_looks_for_dangers_finds_them(tmp_path):
    bad = tmp_path / "bad.py"
    for line, name in (
        ("eval(x)", "eval"),
        ("import pickle as p", "pickle"),
        ("from marshal import loads", "marshal"),
        ("os.system(x)", "system"),
        ("import subprocess", "subprocess"),
    ):
        bad.write_text(line)
        assert dangers(bad) == {name}
    bad.write_text("re.compile(x)\nmodel.eval()")
    assert not dangers(bad)


class Payload:
    """What makes a file where it is unpickled."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self):
        return Path.touch, (self.path,)


@pytest.mark.parametrize("content", ["pickle", "random", "empty", "cut"])
def test_weights_that_are_none_are_told_and_never_run(tmp_path, content):
    mark = tmp_path / "run"
    payload = pickle.dumps(Payload(mark))
    files = sorted(path.relative_to(MODEL) for path in MODEL.rglob("*") if path.is_file() and path.suffix != ".gz")
    tried = 0
    for name in files:
        if len(name.parts) < 2:
            continue
        folder = tmp_path / "model"
        shutil.copytree(MODEL, folder)
        data = (folder / name).read_bytes()
        new = {"pickle": payload, "random": bytes(range(256)) * 4, "empty": b"", "cut": data[: len(data) // 2]}[content]
        (folder / name).write_bytes(new)
        with pytest.raises(ConfigError) as told:
            load_pipeline(folder)
        assert told.value.code == "E303", name
        shutil.rmtree(folder)
        tried += 1
    assert tried >= 3 and not mark.exists()


def test_pickles_among_texts_and_corpora_are_never_run(tmp_path):
    from tradenlp import corpus
    from tradenlp.corpus.conversion import formats
    from tradenlp.documents import read

    mark = tmp_path / "run"
    payload = pickle.dumps(Payload(mark))
    for suffix in (".txt", ".html", ".pdf", ".docx", ".jsonl", ".parquet", ".md"):
        path = tmp_path / f"a{suffix}"
        path.write_bytes(payload)
        errors: list[TradeError] = []
        assert not list(read([path], on_error=errors.append)) and errors, suffix
    for name, form in formats().items():
        path = tmp_path / (f"c{form.suffix}" if form.suffix else f"folder-{name}")
        if form.suffix:
            path.write_bytes(payload)
        else:
            path.mkdir()
            (path / "a.rel").write_bytes(payload)
            (path / "a.ann").write_bytes(payload)
            (path / "a.txt").write_bytes(payload)
            (path / "dataset_dict.json").write_bytes(payload)
        with pytest.raises((TradeError, OSError, ValueError)):
            found = form.read(path)
            assert not getattr(found, "releases", found)
            raise EmptyError
    assert corpus.read(RELEASE).id
    assert not mark.exists()


class EmptyError(ValueError):
    """Nothing was read, which is as right as an error."""


WATCHED = """
import sys, tempfile
from pathlib import Path
from tradenlp import corpus
from tradenlp.pipeline import MODEL, load_pipeline

release = Path(sys.argv[1])

def work(place):
    load_pipeline(MODEL).to_disk(place / "whole")
    load_pipeline(place / "whole")
    corpus.save([corpus.read(release)], place / "rel")
    assert len(corpus.load(place / "rel").sound) == 1
    corpus.to_docbin([corpus.read(release)]).to_disk(place / "c.spacy")
    assert len(corpus.from_docbin(place / "c.spacy").sound) == 1

watching, seen = False, set()
BAD = ("pickle.find_class", "marshal.loads", "os.system", "os.exec", "subprocess.Popen", "socket.connect")

def hook(event, arguments):
    if watching and event in BAD:
        seen.add(event)

sys.addaudithook(hook)
for watching in (False, True):
    with tempfile.TemporaryDirectory() as place:
        work(Path(place))
print(sorted(seen))
"""


def test_models_and_corpora_are_loaded_without_running_anything():
    done = subprocess.run([sys.executable, "-c", WATCHED, str(RELEASE)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, "[]"), done.stderr
