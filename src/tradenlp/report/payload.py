"""A document as the data that a page draws: everything in words already, numbers only for sorting and for bars."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..documents.flat import COLUMNS, NUMERIC, Cell, row
from ..documents.table import amount, cells, change, period
from ..documents.writers import harmless
from ..facts import Change, Document, Entity, Money, Quantity, TradeFact, plain, unit_of
from .arithmetic import Written, written
from .charts import Chart, charts
from .escaping import one_line, shown
from .passages import Line, headline, lines

CSV_COLUMNS = COLUMNS
"""Head of what is copied from a page, the same as that of ``tradenlp extract -o facts.csv``."""
_NAMED = ("reporter", "partner", "commodity", "segment", "route")
_MEAN_DIGITS = 3


def contents(document: Document, text: str | None, name: str) -> dict[str, Any]:
    """Return all that the page of one document shows.

    Args:
        document: any.
        text: that it was read from; None where it is not at hand.
        name: shown in place of an id.
    Returns:
        dict: of JSON's types.
    """
    checks, notices = written(document)
    return {
        "name": one_line(name),
        "title": headline(text) if text else one_line(name),
        "published": document.published or "",
        "lines": [_line(line) for line in lines(text, document)] if text else None,
        "facts": [_fact(document, fact) for fact in document.facts],
        "checks": [_check(check) for check in checks],
        "notices": [{"code": notice.code, "message": one_line(notice.message)} for notice in notices],
        "charts": [_chart(chart) for chart in charts(document)],
        "about": document.provenance.model_dump() if document.provenance is not None else None,
    }


def entry(document: Document, text: str | None, name: str) -> dict[str, Any]:
    """Return the row of a document in the index.

    Args:
        document: any.
        text: that it was read from; None where it is not at hand.
        name: shown in place of an id.
    Returns:
        dict: of JSON's types.
    """
    facts = document.facts
    mean = sum(fact.confidence for fact in facts) / len(facts) if facts else None
    return {
        "name": one_line(name),
        "title": headline(text) if text else one_line(name),
        "published": document.published or "",
        "facts": len(facts),
        "checks": len(document.checks),
        "failed": sum(not check.holds for check in document.checks),
        "notices": len(document.warnings),
        "confidence": None if mean is None else round(mean, _MEAN_DIGITS),
        "words": " ".join(sorted({word for fact in facts for word in _words(fact)})),
    }


def _words(fact: TradeFact) -> Iterator[str]:
    """What the index is searched by."""
    yield fact.indicator.replace("_", "-")
    for slot in _NAMED:
        entity: Entity | None = getattr(fact, slot)
        if entity is not None:
            yield one_line(entity.name).casefold()


def _line(line: Line) -> dict[str, Any]:
    runs = [
        shown(run.text)
        if run.label is None and not run.uses
        else [shown(run.text), run.label or "", run.note, [list(use) for use in run.uses]]
        for run in line.runs
    ]
    return {"kind": line.kind, "runs": runs}


def _fact(document: Document, fact: TradeFact) -> dict[str, Any]:
    _, who, partner, what, span, value, moves, standing = map(one_line, cells(fact, wide=True))
    marks = [fact.modality] if fact.modality != "actual" else []
    return {
        "id": one_line(fact.id),
        "indicator": fact.indicator.replace("_", "-"),
        "marks": [mark.replace("_", " ") for mark in [*marks, *fact.qualifiers]],
        "who": who,
        "partner": partner,
        "what": what,
        "period": span,
        "amount": value,
        "change": moves,
        "standing": standing,
        "confidence": fact.confidence,
        "order": _order(fact),
        "slots": [[role, one_line(told), one_line(more)] for role, told, more in slots(fact)],
        "csv": [_written(name, cell) for name, cell in row(document, fact).items()],
    }


def _written(name: str, cell: Cell) -> str:
    """Return a cell as the writer of CSV would put it."""
    safe = cell if name in NUMERIC else harmless(cell)
    return "" if safe is None else str(safe)


def _order(fact: TradeFact) -> dict[str, float | str | None]:
    """What columns are sorted by; amounts only compare within a unit."""
    level = fact.amount.number if fact.amount is not None and fact.amount.number is not None else None
    if fact.amount is not None and level is None:
        level = fact.amount.low if fact.amount.low is not None else fact.amount.high
    share = fact.share.number if fact.share is not None else None
    return {
        "unit": (unit_of(fact.amount) or "") if fact.amount is not None else "",
        "amount": None if level is None else float(level),
        "change": float(fact.changes[0].number) if fact.changes else None,
        "share": None if share is None else float(share),
        "start": (fact.period.start or fact.period.edtf) if fact.period is not None else None,
    }


def slots(fact: TradeFact) -> Iterator[tuple[str, str, str]]:
    """Yield each filled slot.

    Args:
        fact: any.
    Yields:
        tuple: the role, its value in words, and what more is known of it.
    """
    yield "indicator", fact.indicator.replace("_", "-"), ""
    for slot in _NAMED:
        entity: Entity | None = getattr(fact, slot)
        if entity is not None:
            codes = (entity.kind, entity.id, f"HS {entity.hs}" if entity.hs else None)
            yield slot, entity.name, ", ".join(code for code in codes if code)
    if fact.period is not None:
        yield "period", period(fact.period), fact.period.edtf
    if fact.amount is not None:
        yield "amount", amount(fact.amount), _in_full(fact.amount)
    for item in fact.changes:
        yield "change", change(item), _compared(item)
    if fact.share is not None:
        told = f"{plain(fact.share.number)}%" if fact.share.number is not None else "a share"
        moves = ", ".join(change(item) for item in fact.share.changes)
        yield "share", f"{told} of {fact.share.of or 'the whole'}", moves
    if fact.rank is not None:
        yield "rank", f"#{fact.rank.position}", fact.rank.scope or ""


def _in_full(value: Money | Quantity) -> str:
    """Return every digit of an amount, and its conversions."""
    ends = [end for end in (value.low, value.high) if end is not None]
    numbers = [value.number] if value.number is not None else ends
    digits = "\u2013".join(f"{number:,f}" for number in numbers)
    others = [amount(other) for other in value.equivalents]
    unit = unit_of(value) or ""
    full = f"{digits} {unit}".strip()
    return "; ".join(part for part in (full if full != amount(value) else "", *others) if part)


_BASES = {
    "yoy": "year on year",
    "qoq": "quarter on quarter",
    "mom": "month on month",
    "ytd": "since the year began",
    "period": "against another period",
    "unspecified": "basis not told",
}


def _compared(item: Change) -> str:
    return f"against {item.base_period}" if item.base_period else _BASES[item.basis]


def _check(check: Written) -> dict[str, Any]:
    return {
        "title": check.title,
        "sum": one_line(check.sum),
        "holds": check.holds,
        "facts": [one_line(fact) for fact in check.facts],
        "reason": one_line(check.reason),
    }


def _chart(chart: Chart) -> dict[str, Any]:
    bars = [[bar.fact, bar.label, bar.level, bar.shown, bar.change, bar.shown_change] for bar in chart.bars]
    return {"title": chart.title, "frame": chart.frame, "bars": bars, "more": chart.left_out}


__all__ = ["CSV_COLUMNS", "contents", "entry", "slots"]
