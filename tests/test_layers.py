"""Modules import downwards only, and components do not import each other."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import tradenlp

ROOT = Path(tradenlp.__file__).parent
LEVELS = {
    "errors": 0,
    "gate": 0,
    "recent": 0,
    "labels": 0,
    "facts": 1,
    "folding": 2,
    "provenance": 2,
    "lexicon": 1,
    "reading": 2,
    "documents": 2,
    "analysis": 3,
    "corpus": 3,
    "pipes.kept": 3,
    "pipes.store": 4,
    "pipes": 5,
    "scoring": 5,
    "tokenizer": 2,
    "pipeline": 6,
    "derived": 6,
    "training": 7,
    "evaluation": 7,
    "calibration": 8,
    "optimizers": 7,
    "fine_tuning": 9,
    "": 7,
    "panel": 7,
    "bulk": 7,
    "report": 7,
    "review": 8,
    "distributed": 8,
    "cli_common": 6,
    "cli_add": 7,
    "cli_corpus": 7,
    "cli_train": 7,
    "cli_evaluate": 7,
    "cli_panel": 7,
    "cli_derive": 7,
    "cli_report": 7,
    "cli_info": 7,
    "cli_review": 7,
    "cli_bulk": 8,
    "cli": 9,
    "__main__": 10,
}
# What one level may still see of its own: a file's dateline is read where all dates are; the facade makes the package.
# Facts call what shows them when a notebook or a terminal asks, and know nothing of it before.
BESIDE = {
    ("documents", "reading"),
    ("reading", "folding"),
    ("pipes", "scoring"),
    ("cli_train", "cli_add"),
    ("", "panel"),
    ("", "report"),
    ("", "bulk"),
    ("facts", "report"),
}
MODULES = sorted(ROOT.rglob("*.py"))


def name_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def part_of(module: str) -> str:
    """The row of the table that a module belongs to."""
    return module if module in LEVELS else module.partition(".")[0]


def imports(path: Path) -> Iterator[tuple[str, int]]:
    """Modules of the package that a file imports, by name inside the package, with the line."""
    module = name_of(path)
    package = module if path.name == "__init__.py" else module.rpartition(".")[0]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            yield from ((target, node.lineno) for target in targets(node, package))
        elif isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name.split(".")[0] == "tradenlp":
                    yield alias.name.partition(".")[2], node.lineno


def targets(node: ast.ImportFrom, package: str) -> list[str]:
    if node.level == 0:
        if (node.module or "").split(".")[0] != "tradenlp":
            return []
        base = (node.module or "").partition(".")[2]
    else:
        parts = package.split(".") if package else []
        base = ".".join([*parts[: len(parts) - node.level + 1], *([node.module] if node.module else [])])
    submodules = [".".join(filter(None, (base, alias.name))) for alias in node.names]
    return [
        name if (ROOT / Path(*name.split("."))).with_suffix(".py").exists() or is_package(name) else base
        for name in submodules
    ]


def is_package(name: str) -> bool:
    return (ROOT / Path(*name.split(".")) / "__init__.py").exists()


def test_there_is_something_to_test():
    assert len(MODULES) > 20
    assert sum(len(list(imports(path))) for path in MODULES) > 30


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_every_module_has_a_level(path):
    assert part_of(name_of(path)) in LEVELS


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_imports_go_downwards(path):
    own = part_of(name_of(path))
    for target, line in imports(path):
        other = part_of(target)
        allowed = other == own or LEVELS[other] < LEVELS[own] or (own, other) in BESIDE
        assert allowed, f"{name_of(path)}, line {line}: {own} may not import {other}"


@pytest.mark.parametrize("path", sorted((ROOT / "pipes").glob("[!_]*.py")), ids=name_of)
def test_components_meet_in_the_store_only(path):
    siblings = {name_of(other) for other in (ROOT / "pipes").glob("[!_]*.py")} - {"pipes.store"}
    components = {name for name in siblings if name.split(".")[-1] in COMPONENTS}
    for target, line in imports(path):
        assert target not in components - {name_of(path)}, f"{name_of(path)}, line {line}: imports {target}"


COMPONENTS = {"measures", "entities", "units", "linker", "relations", "facts", "checks"}


def test_the_reader_of_imports_sees_through_relative_ones():
    found = {target for target, _ in imports(ROOT / "documents" / "reader.py")}
    assert {"errors", "documents.source", "documents.paths"} <= found


def bound_twice(tree: ast.Module) -> list[str]:
    """Names that a module gives at its top level and gives anew further down, where the first is lost unseen."""
    seen: set[str] = set()
    again: list[str] = []
    for node in tree.body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            names = [] if any("overload" in ast.dump(by) for by in node.decorator_list) else [node.name]
        elif isinstance(node, ast.Assign):
            names = [target.id for target in node.targets if isinstance(target, ast.Name)]
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            names = [node.target.id]
        else:
            continue
        again += [name for name in names if name in seen]
        seen.update(names)
    return again


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_gives_each_name_once(path):
    assert bound_twice(ast.parse(path.read_text())) == []


def test_a_name_given_twice_is_seen():
    assert bound_twice(ast.parse("A = 1\n\ndef f():\n    A = 2\n\nA: int = 3\n\ndef f(): ...\n")) == ["A", "f"]
