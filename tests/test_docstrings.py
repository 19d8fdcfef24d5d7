"""Every public function says what it takes, gives and raises."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TypeAlias

import pytest
from typer.main import get_command

import tradenlp
from tradenlp.cli import app

ROOT = Path(tradenlp.__file__).parent
MODULES = sorted(ROOT.rglob("*.py"))
Function: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef
# Names whose arguments and result spaCy, typer or Python itself lays down.
FIXED = {
    "extract",
    "schema",
    "info",
    "main",
    "load",
    "readable",
    "readinto",
    "to_bytes",
    "from_bytes",
    "to_disk",
    "from_disk",
}
GIVES = re.compile(r"\b(?:Returns?|Yields?|Gives?)\b|^(?:Whether|The|What|Where|How|All|Each|Each of|An?)\b")
"""Ways to say what comes back: a section, a verb, or a sentence that names the thing."""


def public(path: Path) -> Iterator[tuple[str, ast.AST]]:
    """Public functions, classes, and methods of public classes."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    yield "module", tree
    stack: list[tuple[str, ast.stmt]] = [("", node) for node in tree.body]
    while stack:
        prefix, node = stack.pop()
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)) and not node.name.startswith("_"):
            yield prefix + node.name, node
            if isinstance(node, ast.ClassDef):
                stack += [(f"{node.name}.", child) for child in node.body]


CASES = [
    pytest.param(node, id=f"{path.relative_to(ROOT)}:{name}")
    for path in MODULES
    if path.read_text(encoding="utf-8").strip()
    for name, node in public(path)
]
FUNCTIONS = [case for case in CASES if isinstance(case.values[0], (ast.FunctionDef, ast.AsyncFunctionDef))]


def test_there_is_something_to_test():
    assert len(FUNCTIONS) > 60


@pytest.mark.parametrize("node", CASES)
def test_there_is_a_docstring(node):
    assert ast.get_docstring(node)


def parameters(node: Function) -> list[str]:
    arguments = node.args
    named = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    return [
        argument.arg for argument in named if argument.arg not in {"self", "cls"} and not argument.arg.startswith("_")
    ]


def surface() -> Iterator[object]:
    """Functions that the package around them offers in its ``__all__``."""
    for init in (path for path in MODULES if path.name == "__init__.py"):
        offered: set[str] = set()
        for node in ast.parse(init.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
                offered |= set(ast.literal_eval(node.value))
        for path in init.parent.glob("*.py"):
            if not path.name.startswith("cli") and path.read_text(encoding="utf-8").strip():
                label = path.relative_to(ROOT)
                functions = [
                    node for name, node in public(path) if name in offered and isinstance(node, ast.FunctionDef)
                ]
                yield from (pytest.param(node, id=f"{label}:{node.name}") for node in functions)


@pytest.mark.parametrize("node", list(surface()))
def test_what_is_offered_says_what_it_takes_and_gives(node):
    text = ast.get_docstring(node) or ""
    named = parameters(node)
    missing = [name for name in named if len(named) > 1 and not re.search(rf"\b{re.escape(name)}\b", text)]
    assert not missing, f"{node.name} does not tell of {missing}"
    if node.returns is not None and ast.unparse(node.returns) != "None":
        assert GIVES.search(text), f"{node.name} does not say what it gives"


@pytest.mark.parametrize("node", FUNCTIONS)
def test_a_list_of_arguments_is_complete(node):
    text = ast.get_docstring(node) or ""
    missing = [name for name in parameters(node) if "Args:" in text and not re.search(rf"\b{re.escape(name)}\b", text)]
    assert not missing, f"{node.name} does not list {missing}"


def raised(node: Function) -> set[str]:
    names = set()
    for item in ast.walk(node):
        if isinstance(item, ast.Raise) and isinstance(item.exc, ast.Call) and isinstance(item.exc.func, ast.Name):
            names.add(item.exc.func.id)
    return names


@pytest.mark.parametrize("node", FUNCTIONS)
def test_it_says_what_it_raises(node):
    text = ast.get_docstring(node) or ""
    missing = [
        name for name in raised(node) if name not in text and node.name not in FIXED and not name.startswith("_")
    ]
    assert not missing, f"{node.name} raises {missing} and does not say so"


STRICT = [case for case in FUNCTIONS if case.id.startswith(("documents/", "bulk/", "cli.py"))]
WRITTEN_OUT = [case for case in STRICT if "." not in case.id.rpartition(":")[2] and case.values[0].name not in FIXED]


def test_there_are_readers_and_commands_to_test():
    assert len(STRICT) > 40
    assert len(WRITTEN_OUT) > 30


@pytest.mark.parametrize("node", WRITTEN_OUT)
def test_readers_and_writers_have_all_sections(node):
    text = ast.get_docstring(node) or ""
    sections = set(re.findall(r"^([A-Z][a-z]+):$", text, re.MULTILINE))
    wanted = {"Args"} if parameters(node) else set()
    if node.returns is not None and ast.unparse(node.returns) != "None":
        wanted.add("Yields" if any(isinstance(item, (ast.Yield, ast.YieldFrom)) for item in own(node)) else "Returns")
    if raised(node):
        wanted.add("Raises")
    sections |= (
        {"Returns"} & wanted if "Yields" in sections else set()
    )  # what a function hands on is yielded all the same
    assert not wanted - sections, f"{node.name} lacks {sorted(wanted - sections)}"
    listed = text.partition("Args:\n")[2]
    missing = [
        name for name in parameters(node) if not re.search(rf"^ +(?:\w+, )*{name}(?:, \w+)*:", listed, re.MULTILINE)
    ]
    assert not missing, f"{node.name} does not list {missing}"


def own(node: Function) -> Iterator[ast.AST]:
    """What a function holds, but for functions inside it."""
    stack: list[ast.AST] = list(node.body)
    while stack:
        item = stack.pop()
        yield item
        if not isinstance(item, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
            stack += ast.iter_child_nodes(item)


@pytest.mark.parametrize("node", [case for case in STRICT if case not in WRITTEN_OUT])
def test_methods_and_commands_say_what_they_give(node):
    text = ast.get_docstring(node) or ""
    if node.returns is not None and ast.unparse(node.returns) != "None":
        assert GIVES.search(text), f"{node.name} does not say what it gives"


@pytest.mark.parametrize("name", ["extract", "report"])
def test_every_option_has_its_help(name):
    command = get_command(app).commands[name]
    bare = [parameter.name for parameter in command.params if not getattr(parameter, "help", None)]
    assert len(command.params) > 5
    assert not bare, f"{name}: no help for {bare}"
