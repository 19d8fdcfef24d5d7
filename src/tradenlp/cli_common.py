"""What the commands share: forms of a report, and errors in one line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import Enum
from importlib import import_module
from typing import Any

import typer


def module(name: str) -> Any:
    """Return a module of the package, loaded when a command runs and not when it is declared."""
    return import_module(f"{__package__}.{name}")


def told_of(releases: Sequence[Any]) -> dict[str, object]:
    """Return what ``meta.json`` says of the releases that were learned from."""
    bodies = len({release.body for release in releases})
    return {"releases": len(releases), "bodies": bodies, "facts": sum(len(release.facts) for release in releases)}


class Shape(str, Enum):
    """Forms of output of a report."""

    table = "table"
    json = "json"
    markdown = "markdown"


def one_line(error: object) -> str:
    """Return what an error says, in one line."""
    return " ".join(str(error).split())


def tell_faults(faults: Iterable[object]) -> None:
    """Tell what is wrong on standard error, a line for each."""
    for fault in faults:
        typer.echo(one_line(fault), err=True)


__all__ = ["Shape", "module", "one_line", "tell_faults", "told_of"]
