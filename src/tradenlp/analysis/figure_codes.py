"""Codes of what figures may be: the columns that ``traits`` joins into conjunctions."""

from __future__ import annotations

import re
from bisect import bisect_right

from ..gate import Gated
from .candidates import RULE, Board, Candidate
from .model import Link
from .proposals import moves
from .template import FIGURES, Template
from .trait_codes import code, first_words, last_words, unit_of

FIGURE_CODES = (
    "letter", "kind", "unit", "flow", "commodity", "sure", "ruled", "before", "before2", "behind", "behind2", "gap",
    "behindgap", "trend", "between", "names", "previous", "following", "place", "size", "flags", "base", "period",
    "modality", "near", "far", "indicator", "opening", "share", "rate", "joins", "table", "answer", "rule",
)  # fmt: skip
"""Names of the codes of what a figure may be."""

_BASE_WORDS = re.compile(
    r"\b(?:year[- ]on[- ]year|y-?o-?y|y/y|annual\w*|month[- ]on[- ]month|m-?o-?m|m/m|quarter|previous|earlier|"
    r"same|ago|last|compared|against|than|from|over)\b|Y"
)
_SHARE_WORDS = Gated(r"\b(?:share|accounted|accounting|accounts|of (?:the |all |total )?|total|made up|portion)\b")


def figure_codes(board: Board, link: Link, found: list[Candidate]) -> list[list[int]]:
    """Return the codes of what a figure may be.

    Args:
        board: the document.
        link: the figure's link, or the one proposed for it.
        found: what it may be; the first is what the rules say.
    Returns:
        list: a row for each, its columns named by ``FIGURE_CODES``.
    """
    n, k = board.where(link)
    template = board.templates[n] if 0 <= n < len(board.templates) and k >= 0 else None
    shared = _of_figure(board, link, template, n, k)
    ruled = code(found[0].key or "none")
    shared[FIGURE_CODES.index("ruled")] = ruled
    return [[*shared, code(c.key or "none"), int(c.sources & RULE > 0)] for c in found]


def _of_figure(board: Board, link: Link, template: Template | None, n: int, k: int) -> list[int]:
    slots, figure = link.slots, link.figure.figure
    flow = slots["indicator"][0].indicator if slots.get("indicator") else None
    unit = unit_of(link.figure)
    told = [
        code(unit),
        code(flow or "-"),
        int(bool(slots.get("commodity"))),
        int(link.score * 10),
        0,
    ]
    flags = (figure is not None) and (
        figure.bracketed
        + 2 * (figure.modifier != "exact")
        + 4 * (figure.low is not None)
        + 8 * (figure.per is not None)
    )
    number = figure.number if figure is not None else None
    size = 0 if number is None else min(max(number.adjusted(), -3), 13) + 5
    tail = [
        size,
        int(flags),
        code(link.basis + str("earlier" in slots)),
        int(bool(slots.get("period"))),
        code(link.modality),
    ]
    joins = int(link.joins is not None) + 2 * min(len(board.joined.get(id(link.figure), ())), 2)
    if template is None:
        return [code("-"), code("table"), *told, *[0] * 6, 0, 0, 0, 0, 0, 0, *tail, 0, 0, 0, 0, 0, 0, joins, 1]
    text, at = template.text, template.at[k]
    left, right = text[max(0, at - 60) : at], text[at + 1 : at + 61]
    trend = moves(template, k)
    letters = [text[a] for a in template.at]
    flows = [j for j, letter in enumerate(letters) if letter in "IV"]
    near = min(flows, key=lambda j: abs(j - k), default=None)
    figures = [j for j, letter in enumerate(letters) if letter in FIGURES and j != k]
    after = bisect_right(figures, k)
    previous, following = figures[after - 1] if after else None, figures[after] if after < len(figures) else None
    around = [
        code(last_words(left)),
        code(last_words(left, 2)),
        code(first_words(right)),
        code(first_words(right, 2)),
        code(template.gap(k)[-22:] + (template.letter(k - 1) if k else "^")),
        code(template.gap(k + 1)[:22] + (template.letter(k + 1) if k + 1 < len(template.at) else "$")),
        code("-" if trend is None else template.mentions[trend].text.casefold()),
        0 if trend is None else 1 + min(abs(trend - k), 3) + 5 * (trend > k),
        code(board.counted_names[n]),
        code("-" if previous is None else template.letter(previous) + board.said(template.mentions[previous])),
        code("-" if following is None else template.letter(following)),
        min(k, 4) + 5 * min(len(template.at) - k, 4),
    ]
    ends = [
        0 if near is None else 1 + min(abs(near - k), 5) + 6 * (near > k),
        min(len(flows), 3),
        code("-" if near is None else template.mentions[near].text.casefold()),
        code(text[:14]),
        code("".join(sorted({m[0] for m in _SHARE_WORDS.finditer(left)}))),
        code("".join(sorted({m[0] for m in _BASE_WORDS.finditer(left[-40:])}))),
    ]
    return [
        code(template.letter(k)), code(template.sentence.kind), *told, *around, *tail, *ends, joins, 0,
    ]  # fmt: skip


__all__ = ["FIGURE_CODES", "figure_codes"]
