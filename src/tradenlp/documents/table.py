"""Facts as a table for people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import IO

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from ..facts import Change, Document, Entity, Money, Period, Quantity, TradeFact, plain

WIDE = 110
"""Columns of a terminal from which the partner has a column of its own."""

_SCALES = ((Decimal(10) ** 12, "tn"), (Decimal(10) ** 9, "bn"), (Decimal(10) ** 6, "mn"))
_MODIFIERS = {"about": "~", "over": ">", "under": "<", "at_least": "\u2265", "at_most": "\u2264"}
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_BASES = {"unspecified": "", "period": ""}


def tables(document: Document, width: int) -> Iterator[Table | Text]:
    """Lay a document out for a terminal.

    Args:
        document: any document.
        width: of the terminal, in characters.
    Yields:
        Table: one row a fact under the document's id; Text: one line for each notice, and where no fact was read.
    """
    if document.facts:
        yield fact_table(document, width)
    else:
        yield Text(f"{document.id or 'text'}: no trade facts", style="dim")
    for notice in document.warnings:
        yield Text(f"{document.id or 'text'}: [{notice.code}] {notice.message}", style="dim")


def write_table(documents: Iterable[Document], stream: IO[str], quiet: bool = False) -> int:
    """Write one table a document, as wide as the terminal is (or as ``COLUMNS`` says).

    Args:
        documents: taken one after the other.
        stream: text; colours only on a terminal.
        quiet: leave the notices out.
    Returns:
        int: how many documents.
    """
    console = Console(file=stream, highlight=False)
    count = 0
    for document in documents:
        shown = document.model_copy(update={"warnings": ()}) if quiet else document
        for item in tables(shown, console.width):
            console.print(item)
        count += 1
    return count


def fact_table(document: Document, width: int) -> Table:
    """Return the table of a document's facts.

    Args:
        document: any document.
        width: of the terminal, in characters.
    Returns:
        Table: indicator, who, with whom, what, period, amount, change, share and rank; who and with whom share a column
        on narrow terminals.
    """
    wide = width >= WIDE
    names = ["Indicator", "Who", *(["With"] if wide else []), "What", "Period", "Amount", "Change", "Share, rank"]
    title = " \u00b7 ".join(part for part in (document.id, document.published) if part)
    heading = Text(title, style="bold") if title else None
    table = Table(title=heading, title_justify="left", box=box.SIMPLE_HEAD, padding=0, show_edge=False)
    rows = [cells(fact, wide) for fact in document.facts]
    for name, wanted in zip(names, _widths([names, *rows], width), strict=True):
        right = name in {"Amount", "Change"}
        table.add_column(name, justify="right" if right else "left", overflow="fold", width=wanted)
    for row in rows:
        table.add_row(*map(Text, row))
    return table


def _widths(rows: list[list[str]], width: int) -> list[int]:
    """Return the width of each column: its longest cell, cut where most can be spared without breaking words."""
    columns = list(zip(*rows, strict=True))
    widths = [min(max(map(len, column)), width) for column in columns]
    least = [max(len(word) for cell in column for word in cell.split() or [""]) for column in columns]
    while sum(widths) + len(widths) - 1 > width and max(widths) > 4:
        spare = [have - need for have, need in zip(widths, least, strict=True)]
        widest = spare.index(max(spare)) if max(spare) > 0 else widths.index(max(widths))
        widths[widest] -= 1
    return widths


def cells(fact: TradeFact, wide: bool) -> list[str]:
    """Return one row of the table.

    Args:
        fact: one fact.
        wide: whether the partner has a column of its own.
    Returns:
        list of str: a cell for each column.
    """
    who, partner = _name(fact.reporter), _name(fact.partner)
    parties = [who, partner] if wide else [f"{who} \u2192 {partner}".strip() if partner else who]
    return [
        _indicator(fact),
        *parties,
        _what(fact),
        period(fact.period) if fact.period else "",
        amount(fact.amount) if fact.amount else "",
        ", ".join(change(item) for item in fact.changes),
        _standing(fact),
    ]


def amount(value: Money | Quantity) -> str:
    """Write an amount short: ``~9.52 bn CNY``, ``1,650 vehicles``, ``3\u20134 mn tonnes``.

    Args:
        value: an amount with a number or a range.
    Returns:
        str: no digit is rounded away.
    """
    unit = (value.currency or _spare(value.text)) if isinstance(value, Money) else value.unit
    bounds = [bound for bound in (value.low, value.high) if bound is not None]
    numbers = [value.number] if value.number is not None else bounds
    written = "\u2013".join(number(item) for item in numbers)
    return f"{_MODIFIERS.get(value.modifier, '')}{written} {unit or ''}".strip()


def number(value: Decimal) -> str:
    """Write a number with a scale word where that makes it short, else with commas.

    Args:
        value: any number.
    Returns:
        str: exact: ``1.234567 bn`` rather than ``1.23 bn``.
    """
    for scale, word in _SCALES:
        if abs(value) >= scale:
            scaled = plain(value.scaleb(-scale.adjusted()))
            if len(scaled) <= 9:
                return f"{scaled} {word}"
    return format(Decimal(plain(value)), ",f")


def change(item: Change) -> str:
    """Write a change short: ``+12.3% yoy``, ``-0.4 pts``, ``\u00d72``, ``-600 mn USD mom``.

    Args:
        item: one change.
    Returns:
        str: signed but for factors.
    """
    sign = "+" if item.number > 0 and item.kind != "factor" else ""
    unit = {"percent": "%", "points": " pts", "factor": ""}.get(item.kind, f" {item.unit or ''}".rstrip())
    digits = number(item.number) if item.kind == "absolute" else plain(item.number)
    times = "\u00d7" if item.kind == "factor" else ""
    body = f"{times}{_MODIFIERS.get(item.modifier, '')}{sign}{digits}{unit}"
    return f"{body} {_BASES.get(item.basis, item.basis)}".rstrip()


def period(value: Period) -> str:
    """Write a period as people do: ``Jan\u2013Sep 2020``, ``Sep 2020``, ``9 Oct 2020``, else as EDTF.

    Args:
        value: any period.
    Returns:
        str: one line.
    """
    if value.start and value.end:
        return _span(date.fromisoformat(value.start), date.fromisoformat(value.end)) or value.edtf
    return value.edtf


def _span(start: date, end: date) -> str:
    if start == end:
        return f"{start.day} {_MONTHS[start.month - 1]} {start.year}"
    following = date.fromordinal(end.toordinal() + 1) if end < date.max else end
    if start.day != 1 or following.day != 1:
        return ""
    first, last = _MONTHS[start.month - 1], _MONTHS[end.month - 1]
    if start.year != end.year:
        return f"{first} {start.year}\u2013{last} {end.year}"
    if start.month == end.month:
        return f"{first} {start.year}"
    return str(start.year) if (start.month, end.month) == (1, 12) else f"{first}\u2013{last} {start.year}"


def _indicator(fact: TradeFact) -> str:
    marks: list[str] = [fact.modality] if fact.modality != "actual" else []
    marks += [mark.replace("_", " ") for mark in fact.qualifiers]
    return fact.indicator.replace("_", "-") + (f" ({', '.join(marks)})" if marks else "")


def _what(fact: TradeFact) -> str:
    parts = [_name(fact.commodity), _name(fact.segment), f"via {_name(fact.route)}" if fact.route else ""]
    return ", ".join(part for part in parts if part)


def _standing(fact: TradeFact) -> str:
    parts = []
    if fact.share:
        level = "" if fact.share.number is None else f"{plain(fact.share.number)}%"
        moved = "".join(f" ({change(item)})" for item in fact.share.changes)
        parts.append(f"{_MODIFIERS.get(fact.share.modifier, '')}{level}{moved}".strip())
    if fact.rank:
        parts.append(f"#{fact.rank.position}")
    return ", ".join(parts)


def _name(entity: Entity | None) -> str:
    return " ".join(entity.name.split()) if entity else ""


def _spare(text: str) -> str:
    """Return the sign of a currency that the text leaves open."""
    return text[:1] if text[:1] in "$\u00a5\u00a3" else "?"
