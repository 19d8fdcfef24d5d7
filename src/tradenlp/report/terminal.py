"""Facts and documents for terminals."""

from __future__ import annotations

from collections.abc import Iterator

from rich import box
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from ..documents.table import fact_table
from ..facts import Document, TradeFact
from .arithmetic import Written, written
from .escaping import one_line
from .payload import slots

_SHOWN = 12
"""Checks that hold and are told; there may be hundreds."""


def document_lines(document: Document, width: int) -> Iterator[RenderableType]:
    """Yield a document: its facts, the checks that fail and some that hold, and its notices.

    Args:
        document: any.
        width: of the terminal, in characters.
    """
    if document.facts:
        yield fact_table(document, width)
    else:
        yield Text(f"{document.id or 'text'}: no trade facts", style="dim")
    checks, notices = written(document)
    failed = sum(not check.holds for check in checks)
    for check in checks[: max(failed, _SHOWN)]:
        yield _check(check)
    if len(checks) > max(failed, _SHOWN):
        yield Text(f"and {len(checks) - max(failed, _SHOWN)} more checks that hold", style="dim")
    for notice in notices:
        yield Text(f"[{notice.code}] {one_line(notice.message)}", style="dim")


def _check(check: Written) -> Text:
    mark = Text("\u2713 " if check.holds else "\u2717 ", style="green" if check.holds else "bold red")
    mark.append(one_line(check.sentence), style="dim" if check.holds else "bold")
    mark.append(f" ({', '.join(check.facts)})", style="dim not bold")
    if check.reason:
        mark.append(f" {one_line(check.reason)}", style="dim not bold")
    return mark


def fact_lines(fact: TradeFact) -> Iterator[RenderableType]:
    """Yield a fact: a row for each filled slot, and the confidence.

    Args:
        fact: any.
    """
    table = Table(title=Text(fact.id, style="bold"), title_justify="left", box=box.SIMPLE, show_header=False)
    table.add_column(style="dim", no_wrap=True)
    table.add_column()
    table.add_column(style="dim")
    for role, told, more in slots(fact):
        table.add_row(*map(Text, (role, one_line(told), one_line(more))))
    table.add_row("confidence", Text(f"{fact.confidence:.2f}"), "")
    yield table


__all__ = ["document_lines", "fact_lines"]
