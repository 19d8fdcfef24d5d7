"""What the commands share: forms of a report, and errors in one line."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum

import typer


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


__all__ = ["Shape", "one_line", "tell_faults"]
