"""Facts and documents for notebooks: static HTML with its style beside it, no script, every text escaped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from ..documents.table import cells
from ..facts import Document, TradeFact
from .arithmetic import FAILS, HOLDS, Written, written
from .escaping import one_line
from .payload import slots

_HEADS = ("", "Indicator", "Who", "With", "What", "Period", "Amount", "Change", "Share, rank", "Confidence")
_RIGHT = frozenset({"Amount", "Change", "Share, rank", "Confidence"})
_WHOLE = frozenset({"Period", "Amount", "Change", "Share, rank"})
_SHOWN = 200
"""Facts in a notebook; a longer table is for a report."""
_CHECKS = 20
# Notebooks are light or dark: colours that are not inherited are half transparent.
_CELL = "padding:.3em .7em;border-bottom:1px solid rgba(128,128,128,.3);vertical-align:top;"
_QUIET = "opacity:.7;"


def document_html(document: Document) -> str:
    """Return a document as tables: its facts, its checks, those that fail first, and its notices.

    Args:
        document: any.
    Returns:
        str: a fragment of HTML.
    """
    checks, notices = written(document)
    title = " \u00b7 ".join(part for part in (document.id, document.published) if part)
    parts = [f"<p><strong>{_safe(title)}</strong></p>"] if title else []
    parts.append(_facts(document.facts) if document.facts else f'<p style="{_QUIET}">No trade facts.</p>')
    if checks:
        parts.append(_checks(checks))
    if notices:
        lines = "".join(f"<li>{_safe(notice.code)}: {_safe(notice.message)}</li>" for notice in notices)
        parts.append(f'<ul style="{_QUIET}">{lines}</ul>')
    return f'<div style="font-variant-numeric:tabular-nums">{"".join(parts)}</div>'


def fact_html(fact: TradeFact) -> str:
    """Return a fact as a table: a row for each filled slot, and the confidence.

    Args:
        fact: any.
    Returns:
        str: a fragment of HTML.
    """
    rows = [
        f'<tr><th scope="row" style="{_CELL}text-align:left;font-weight:normal;{_QUIET}">{_safe(role)}</th>'
        f'<td style="{_CELL}text-align:left">{_safe(told)}</td>'
        f'<td style="{_CELL}text-align:left;{_QUIET}">{_safe(more)}</td></tr>'
        for role, told, more in (*slots(fact), ("confidence", f"{fact.confidence:.2f}", ""))
    ]
    return _table(f'<caption style="text-align:left"><strong>{_safe(fact.id)}</strong></caption>', rows)


def _facts(facts: Sequence[TradeFact]) -> str:
    head = "".join(f'<th scope="col" style="{_CELL}{_side(name)}">{name}</th>' for name in _HEADS)
    rows = []
    for fact in facts[:_SHOWN]:
        told = [fact.id, *cells(fact, wide=True), f"{fact.confidence:.2f}"]
        rows.append(
            "<tr>"
            + "".join(
                f'<td style="{_CELL}{_side(name)}">{_safe(cell)}</td>' for name, cell in zip(_HEADS, told, strict=True)
            )
            + "</tr>"
        )
    more = f'<p style="{_QUIET}">and {len(facts) - _SHOWN:,} facts more</p>' if len(facts) > _SHOWN else ""
    return f'<div style="overflow-x:auto">{_table("", rows, f"<thead><tr>{head}</tr></thead>")}</div>{more}'


def _table(caption: str, rows: Iterable[str], head: str = "") -> str:
    return f'<table style="border-collapse:collapse">{caption}{head}<tbody>{"".join(rows)}</tbody></table>'


def _side(name: str) -> str:
    return f"text-align:{'right' if name in _RIGHT else 'left'}{';white-space:nowrap' if name in _WHOLE else ''}"


def _checks(checks: Sequence[Written]) -> str:
    shown = max(_CHECKS, sum(not check.holds for check in checks))
    items = "".join(_check(check) for check in checks[:shown])
    more = f'<li style="list-style:none">and {len(checks) - shown} more that hold</li>' if len(checks) > shown else ""
    return f'<ul style="padding:0">{items}{more}</ul>'


def _check(check: Written) -> str:
    sign, outcome = ("\u2713", HOLDS) if check.holds else ("\u2717", FAILS)
    told = f"{_safe(check.sum)}: {outcome}"
    told = told if check.holds else f"<strong>{told}</strong>"
    reason = f" {_safe(check.reason)}" if check.reason else ""
    aside = f'<span style="{_QUIET}">({_safe(", ".join(check.facts))}){reason}</span>'
    return f'<li style="list-style:none">{sign} {told} {aside}</li>'


def _safe(text: str) -> str:
    return f"<bdi>{escape(one_line(text))}</bdi>" if text else ""


__all__ = ["document_html", "fact_html"]
