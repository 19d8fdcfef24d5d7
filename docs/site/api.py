"""The reference, from the docstrings: read as text, so that nothing has to be imported."""

from __future__ import annotations

import ast
import re
from importlib.util import find_spec
from pathlib import Path

SECTION = re.compile(r"^(Args|Attributes|Returns|Yields|Raises):$")
ITEM = re.compile(r"^ {4}(\S[^:]*): (.*)$")
Definition = ast.FunctionDef | ast.ClassDef | ast.Assign | ast.AnnAssign


def package(name: str) -> str:
    """Return what a package or module offers in its ``__all__``, with signatures and docstrings.

    Args:
        name: dotted, such as ``tradenlp.corpus``.
    """
    file = _file(name)
    tree = ast.parse(file.read_text(encoding="utf-8"))
    out = [_docstring(ast.get_docstring(tree) or "")]
    for offered in _all(tree):
        found = _find(file, tree, offered)
        if found is not None:
            out.append(_entry(f"{name}.{offered}", found))
    return "\n\n".join(out)


def offered(name: str) -> list[str]:
    """Return the names that a package or module offers."""
    return _all(ast.parse(_file(name).read_text(encoding="utf-8")))


def _file(name: str) -> Path:
    spec = find_spec(name)
    if spec is None or spec.origin is None:
        raise LookupError(name)
    return Path(spec.origin)


def _all(tree: ast.Module) -> list[str]:
    for node in tree.body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            return list(ast.literal_eval(node.value))
    return [n.name for n in tree.body if isinstance(n, (ast.FunctionDef, ast.ClassDef)) and not n.name.startswith("_")]


def _find(file: Path, tree: ast.Module, name: str) -> Definition | None:
    """Where a name is defined, in the file or in the one that it is imported from."""
    for node in tree.body:
        if isinstance(node, Definition) and name in _names(node):
            return node
        if isinstance(node, ast.ImportFrom) and node.level and name in {alias.name for alias in node.names}:
            base = file.parent
            for _ in range(node.level - 1):
                base = base.parent
            stem = base.joinpath(*(node.module or "").split("."))
            other = stem.with_suffix(".py") if stem.with_suffix(".py").exists() else stem / "__init__.py"
            return _find(other, ast.parse(other.read_text(encoding="utf-8")), name)
    return None


def _names(node: Definition) -> list[str]:
    if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
        return [node.name]
    return [ast.unparse(one) for one in (node.targets if isinstance(node, ast.Assign) else [node.target])]


def _entry(name: str, node: Definition, depth: int = 3) -> str:
    lines = [f"{'#' * depth} `{name}`"]
    if isinstance(node, (ast.Assign, ast.AnnAssign)):
        return "\n\n".join([*lines, f"```text\n{ast.unparse(node)}\n```"])
    if isinstance(node, ast.FunctionDef):
        lines.append(f"```text\n{_signature(name.rpartition('.')[2], node)}\n```")
        lines.append(_docstring(ast.get_docstring(node) or ""))
        return "\n\n".join(lines)
    lines.append(_docstring(ast.get_docstring(node) or ""))
    fields = [
        n for n in node.body if isinstance(n, ast.AnnAssign) and not ast.unparse(n.target).startswith(("_", "model_"))
    ]
    if fields:
        lines.append("\n".join(f"- `{ast.unparse(n.target)}`: `{ast.unparse(n.annotation)}`" for n in fields))
    for child in node.body:
        if isinstance(child, ast.FunctionDef) and not child.name.startswith("_"):
            lines.append(_entry(f"{name.rpartition('.')[2]}.{child.name}", child, depth + 1))
    return "\n\n".join(lines)


def _signature(name: str, node: ast.FunctionDef) -> str:
    arguments = ast.unparse(node.args).removeprefix("self, ").removeprefix("self")
    gives = f" -> {ast.unparse(node.returns)}" if node.returns is not None else ""
    if any(ast.unparse(d).endswith("property") for d in node.decorator_list):
        return f"{name}{gives}"
    text = f"{name}({arguments}){gives}"
    if len(text) <= 88:
        return text
    parts = re.split(r", (?![^\[(]*[\])])", arguments)
    return f"{name}(\n" + "".join(f"    {part},\n" for part in parts) + f"){gives}"


def _docstring(text: str) -> str:
    """A docstring in Markdown: its sections as lists."""
    out: list[str] = []
    section = False
    for line in text.splitlines():
        if SECTION.match(line):
            section = True
            titles = {
                "Args": "Takes",
                "Attributes": "Holds",
                "Returns": "Gives",
                "Yields": "Yields",
                "Raises": "Raises",
            }
            out += ["", f"**{titles[line[:-1]]}**", ""]
        elif section and (found := ITEM.match(line)):
            out.append(f"- `{found[1]}`: {found[2]}")
        elif section and line.startswith("    "):
            out.append("  " + line.strip())
        else:
            section = section and not line
            out.append(line)
    return "\n".join(out)
