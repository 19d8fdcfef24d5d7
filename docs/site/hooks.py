"""What mkdocs asks for while it builds: tables that are made of the package, so that they cannot drift from it.

A page holds ``<!-- site: KIND NAME -->`` where a table belongs; see ``MAKERS`` for the kinds.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

sys.path.insert(0, str(Path(__file__).parent))

import api
import chart
import commands

ROOT = Path(__file__).parents[2]
MEANINGS: dict[str, dict[str, str]] = json.loads(Path(__file__).with_name("meanings.json").read_text("utf-8"))
MARKER = re.compile(r"^<!-- site: (\w+) ?(\S*) -->$", re.MULTILINE)
# Files of the repository that are pages of the site too, and by what name links find them there.
BESIDE = {
    "CHANGELOG.md": "changelog.md",
    "annotations/GUIDELINES.md": "guidelines.md",
    "annotations/README.md": "data-card.md",
    "training/README.md": "training.md",
}
LINKS = {
    "../annotations/README.md": "data-card.md",
    "../annotations/GUIDELINES.md": "guidelines.md",
    "GUIDELINES.md": "guidelines.md",
    "../CHANGELOG.md": "changelog.md",
    "../training/README.md": "training.md",
}


class StaleError(ValueError):
    """What the pages say of the package and what the package is differ."""


def values(name: str) -> str:
    """Return the table of a closed vocabulary.

    Args:
        name: of a ``Literal`` in ``tradenlp.labels``.
    Raises:
        StaleError: where meanings and values differ.
    """
    from tradenlp import labels

    told = MEANINGS[name]
    known = get_args(getattr(labels, name))
    if set(told) != set(known):
        raise StaleError(f"meanings.json, {name}: {sorted(set(told) ^ set(known))}")
    return "\n".join(["| value | meaning |", "|---|---|", *(f"| `{value}` | {told[value]} |" for value in known)])


def keys(name: str) -> str:
    """Return the table of the keys of a model of the output.

    Args:
        name: of a class in ``tradenlp.facts``.
    Raises:
        StaleError: where meanings and keys differ.
    """
    from tradenlp import facts

    model = getattr(facts, name)
    schema = model.model_json_schema(mode="serialization")
    schema = schema["$defs"][name] if "$ref" in schema else schema
    told, known = MEANINGS[name], schema["properties"]
    if set(told) != set(known):
        raise StaleError(f"meanings.json, {name}: {sorted(set(told) ^ set(known))}")
    rows = [f"| `{key}` | {_type(known[key])} | {told[key]} |" for key in known]
    return "\n".join(["| key | type | meaning |", "|---|---|---|", *rows])


def _type(node: dict[str, Any]) -> str:
    """A type of JSON Schema in a word or two."""
    if "$ref" in node:
        return node["$ref"].rpartition("/")[2]
    if "anyOf" in node or "oneOf" in node:
        parts = [_type(one) for one in node.get("anyOf", node.get("oneOf"))]
        return " or ".join(dict.fromkeys(parts))
    if "const" in node:
        return f'`"{node["const"]}"`'
    if "enum" in node:
        return "one of the values below" if len(node["enum"]) > 3 else " or ".join(f'`"{v}"`' for v in node["enum"])
    if node.get("type") == "array":
        return f"list of {_type(node['items'])}" if "items" in node else "list"
    return {"string": "string", "null": "null", "number": "number", "integer": "integer", "boolean": "boolean"}[
        node["type"]
    ]


def messages(_: str) -> str:
    """Return the table of all errors and warnings."""
    from tradenlp.errors import MESSAGES, WARNINGS

    rows = [f"| {code} | {text.replace('|', '&#124;')} |" for code, text in sorted({**MESSAGES, **WARNINGS}.items())]
    return "\n".join(["| code | message |", "|---|---|", *rows])


MAKERS: dict[str, Callable[[str], str]] = {
    "values": values,
    "keys": keys,
    "messages": messages,
    "package": api.package,
    "commands": commands.reference,
}


def expand(markdown: str) -> str:
    """Return a page with its tables made, its charts drawn and its links set to pages of the site.

    Args:
        markdown: a page as it stands in the repository.
    """
    text = MARKER.sub(lambda found: MAKERS[found[1]](found[2]), markdown)
    text = chart.drawn(text)
    return re.sub(
        r"\]\(([^)#\s]+)(#[^)]*)?\)", lambda found: f"]({LINKS.get(found[1], found[1])}{found[2] or ''})", text
    )


def on_files(files: Any, config: Any) -> Any:
    """Add the pages that lie elsewhere in the repository."""
    from mkdocs.structure.files import File

    for path, name in BESIDE.items():
        text = (ROOT / path).read_text(encoding="utf-8")
        text = re.sub(r"\A---\n.*?\n---\n", "", text, flags=re.DOTALL)
        files.append(File.generated(config, name, content=text))
    return files


def on_page_markdown(markdown: str, **_: Any) -> str:
    """Fill in what is made of the package."""
    return expand(markdown)
