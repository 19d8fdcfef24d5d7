"""Tables whose cells only one blank parts, as copying from PDF leaves them: ``Marine products 41,189.1 44,841.0 8.9``.

A run of lines is one where several of them end in the same count of numbers behind a label. Their headings are the
lines above, as far as they fall into as many words or periods.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import combinations, islice, pairwise

from .table_columns import classify, tells_parts
from .table_dates import DATED, is_dated
from .table_heads import counts as counts_of
from .table_levels import counts as levels_of
from .table_notes import unit_in_brackets
from .table_numbers import is_year
from .table_units import caption_units, percent

LEAST_ROWS = 3
"""So many lines of one count of numbers are a table."""

_GROUPED = r"\d{1,3}(?: \d{3}){0,3} 0\d\d(?:[.,]\d{1,3})?"
"""A number of groups, one of which begins with a zero, so that it is no number of its own."""
NUMBER = rf"(?:[-+−–▲▼(]{{0,2}}[$€£¥]?(?:{_GROUPED}|(?!0\d)\d[\d.,]{{0,24}})\)?(?:%|(?:[KMBT]|[mbt]n|bln)(?![^\W_]))?)"
"""A number of one cell, as a pattern."""
_MISSING = r"(?:[.·…*]{1,3}|[-–—−]{1,3}|n\.?/?a\.?)"
_MARK = r"(?: ?\([a-z]\)|\[[a-z\d]{1,2}\]|[*†‡#]{1,3}|[pre](?!\S))?"
"""A letter or sign that a note below explains."""
_CELL = rf"(?:(?:{NUMBER}){_MARK}|{_MISSING})(?!\S)"
_CELLS = rf"(?P<cells>{NUMBER}{_MARK}(?!\S)(?: {_CELL})+)\s*"
_WORDED = r"(?:\d{1,3}[.)]? )?(?=[^\d\n]*[^\W\d_]\.?[^\W\d_]|[A-Z](?:\.? [A-Z]\b)+)\S[^\n]{0,90}?"  # ``U S A`` too
_ROW = re.compile(rf"\s*(?P<label>(?i:{DATED})(?= )|{_WORDED})(?:\s?:)? {_CELLS}")
_ONE = re.compile(rf"(?P<cell>{NUMBER}){_MARK}(?!\S)|(?P<none>{_MISSING})(?!\S)")
_MISSING_END = re.compile(rf"(?: {_MISSING})+$")
_SINGLE = re.compile(
    rf"\s*(?P<label>(?i:{DATED})(?=:? )"
    rf"|(?:\d{{1,3}}[.)]? {{1,6}})?(?=[^\d\n]*[^\W\d_]{{3}})[^\n:]{{2,80}}?)(?:\s?:| [-–—=])? "
    rf"(?P<number>(?P<bare>{NUMBER})(?: \([-+−]?\d[\d.,]*\s?%\))?)\s*"
)
_PROSE = re.compile(
    r"[.]\s(?=[^a-z])|[;!?]\s|[,]$|\b(?:was|were|is|are|rose|fell|grew|from|by|to|at|in|and|of|with|than|for|about|the|between|over)$",
    re.IGNORECASE,
)
_SERIAL = re.compile(r"\s*\d{1,3}[.)] ")
_RATE = re.compile(r"\d\s?(?:%|per ?cent|pct)", re.IGNORECASE)
_CHANGES, _SHARES = ("change", percent()), ("share", percent())
_GROUPS = re.compile(r"[-+−–(]?\d{1,3}(?: \d{3})+(?:[.,]\d{1,2})?\)?%?")
_FAR = 5  # lines above percentages, blank ones among them, in which their flow is told
_LONGEST = 220
_ABOVE = 3  # lines above the rows that may be their headings
_GROUP = re.compile(r"\d{3}(?:[.,]\d{1,2})?\)?%?")
_TOKEN = re.compile(r"\S+")
_WAYS = 100  # to part the groups of a row
_END = re.compile(rf" {NUMBER} {_CELL}[ ]*(?:\n|\r|$)")
_SINGLE_END = re.compile(rf"(?<=[^\W\d_][^\d\n]) ?(?:[-–—=] )?{NUMBER}(?: \([-+−]?\d[\d.,]*\s?%\))?[ ]*(?:\n|\r|$)")
_DATED_END = re.compile(rf"^[ \t]*(?:(?:19|20)\d\d|[QH][1-4]|[1-4][QH])[*:pre]? {NUMBER}[ ]*$", re.MULTILINE)
_LETTER = re.compile(r"[^\W\d_]")
_YEAR = re.compile(r"\s*(?:\d\d?[./-]){0,2}(?:19|20)\d\d\b")


def possible(text: str) -> bool:
    """Tell whether a text can have such a table: a line that ends in two numbers, a letter within 91 characters before,
    or several lines that end in one.

    Args:
        text: the document.
    """
    for m in _END.finditer(text):
        first = max(0, m.start() - 91, text.rfind("\n", 0, m.start()) + 1)
        if _LETTER.search(text, first, m.start()) or _YEAR.match(text, first):
            return True
    return any(
        sum(1 for _ in islice(ends.finditer(text), LEAST_ROWS)) == LEAST_ROWS for ends in (_SINGLE_END, _DATED_END)
    )


def rows(
    text: str, spans: Sequence[tuple[int, int]], above: Sequence[tuple[int, int]]
) -> dict[int, tuple[int, tuple[tuple[int, int], ...]]]:
    """Return which lines are rows of such tables, how many numbers the rows of their table have, and their cells where
    blanks part the digits of numbers as well.

    Args:
        text: the document.
        spans: offsets of its lines that may be such rows, in order, those between them told by empty spans.
        above: likewise of those that may be headings.
    Returns:
        dict: index of the line, the count, and the cells (none where every blank parts two).
    """
    counts = [_count(text[a:b]) if 0 < b - a < 240 else 0 for a, b in spans]
    for n in _single(text, spans, above):
        counts[n] = counts[n] or 1
    out: dict[int, tuple[int, tuple[tuple[int, int], ...]]] = {}
    at = 0
    while at < len(counts):
        if not counts[at]:
            at += 1
            continue
        end = at + 1
        while end < len(counts) and (counts[end] or _joins(text, spans, counts, end)):
            end += 1
        grouped = _grouped(text, above, [n for n in range(at, end) if counts[n]], at)
        if grouped:
            out.update(grouped)
            at = end
            continue
        paired = _paired(text, spans, above, [n for n in range(at, end) if counts[n]])
        if paired:
            out.update(paired)
            at = end
            continue
        size, often = Counter(c for c in counts[at:end] if c).most_common(1)[0]
        told = sum(1 for c in counts[at:end] if c)
        if size == 1 and often * 2 > told:
            for n in range(at, end):
                m = _SINGLE.fullmatch(text, *spans[n]) if counts[n] else None
                if m is not None:
                    out[n] = 1, (m.span("label"), m.span("number"))
            at = end
            continue
        headed = often > 1 and size > 2 and (told >= LEAST_ROWS or often == told) and _headed(text, above, at, size)
        if (often >= LEAST_ROWS or headed) and often * 2 > told:
            out.update({n: (size, ()) for n in range(at, end) if counts[n]})
        at = end
    return out


def _paired(
    text: str, spans: Sequence[tuple[int, int]], above: Sequence[tuple[int, int]], held: Sequence[int]
) -> dict[int, tuple[int, tuple[tuple[int, int], ...]]]:
    """The rows of numbers each of which has another one in brackets behind it, below half as many headings."""
    rows = {n: _plain(text, *spans[n]) for n in held}
    size = max(len(cells) for cells in rows.values()) // 2
    near = above[max(0, held[0] - _ABOVE) : held[0]]
    sizes = {found for a, b in near for found in counts_of(text[a:b])}
    if size < 2 or len(held) < LEAST_ROWS or size not in sizes or 2 * size in sizes:
        return {}
    out: dict[int, tuple[int, tuple[tuple[int, int], ...]]] = {}
    for n, cells in rows.items():
        inside = [text[a] == "(" for a, b in cells[1:]]
        if inside != [False, True] * size:
            return {}
        pairs = zip(cells[1::2], cells[2::2], strict=True)
        out[n] = size, (cells[0], *((a, b) for (a, _), (_, b) in pairs))
    return out


def _single(text: str, spans: Sequence[tuple[int, int]], above: Sequence[tuple[int, int]]) -> list[int]:
    """The lines of a label and one number each, several of them below a line that tells their unit."""
    out: list[int] = []
    at = 0
    while at < len(spans):
        end = at
        while end < len(spans) and (_is_single(text, *spans[end]) or (end > at and _goes_on(text, spans, end))):
            end += 1
        own = [span for span in spans[at:end] if span[0] < span[1]]
        far = above[max(0, at - _FAR) : at]
        if len(own) >= LEAST_ROWS and (
            tells_unit(text, far[-2:]) or _are_parts(text, own, far) or _are_counted(text, own, far)
        ):
            out += range(at, end)
        at = max(end, at + 1)
    return out


def _are_parts(text: str, own: Sequence[tuple[int, int]], above: Sequence[tuple[int, int]]) -> bool:
    """Whether lines end in percentages, and one of the two nearest above says that they are the parts of a flow."""
    near = [span for span in above if span[0] < span[1]][-2:]
    return all(text[a:b].rstrip().endswith("%") for a, b in own) and any(
        b - a < _LONGEST and tells_parts(text[a:b]) for a, b in near
    )


def _are_counted(text: str, own: Sequence[tuple[int, int]], above: Sequence[tuple[int, int]]) -> bool:
    """Whether lines are numbered from one, and what stands above tells the unit of their numbers in brackets."""
    marks = [_SERIAL.match(text, *span) for span in own]
    if any(m is None or m[0].strip(" .)") != str(n) for n, m in enumerate(marks, start=1)):
        return False
    near = [span for span in above if span[0] < span[1]][-2:]
    return any(unit_in_brackets(text[a:b]) is not None for a, b in near)


def _goes_on(text: str, spans: Sequence[tuple[int, int]], at: int) -> bool:
    """Whether a line is the year or month of the rows below it, or a blank one between items of a numbered list."""
    start, end = spans[at]
    below = spans[at + 1 : at + 2]
    if start == end:
        return bool(below) and all(_SERIAL.match(text, *s) and _is_single(text, *s) for s in (spans[at - 1], *below))
    told = end - start < 20 and is_dated(text[start:end].strip())
    return told and any(_is_single(text, *s) for s in below)


def _is_single(text: str, start: int, end: int) -> bool:
    if not 0 < end - start < 120:
        return False
    m = _SINGLE.fullmatch(text, start, end)
    return m is not None and not _is_prose(m["label"]) and not is_year(m["bare"]) and m["label"][-1] != ","


def tells_unit(text: str, lines: Sequence[tuple[int, int]]) -> bool:
    """Tell whether one of some short lines tells the unit of money or of a quantity, or the last one that of rates.

    Args:
        text: the document.
        lines: half-open offsets.
    """
    short = [text[a:b].strip() for a, b in lines if b - a < 160]
    return any(unit.label in ("MONEY", "QUANTITY") for line in short for unit in caption_units(line)) or any(
        _RATE.search(line) is None and _PROSE.search(line) is None and classify(line) in (_CHANGES, _SHARES)
        for line in short[-1:]
    )


def _headed(text: str, spans: Sequence[tuple[int, int]], first: int, size: int) -> bool:
    """Whether headings stand right above few rows, or above rows of which some leave columns empty."""
    told = [counts_of(text[a:b]) for a, b in spans[max(0, first - _ABOVE) : first]]
    return any(size in sizes for sizes in told) or sum(map(bool, told)) > 1


def _grouped(
    text: str, spans: Sequence[tuple[int, int]], held: Sequence[int], first: int
) -> dict[int, tuple[int, tuple[tuple[int, int], ...]]]:
    """The rows whose numbers are as many as the headings above where some of them are of several groups of digits."""
    told = [text[a:b] for a, b in reversed(spans[max(0, first - _ABOVE) : first])]
    counted = [counts_of(line) for line in told]
    nearest = next((found for found in counted if found), [])
    sizes = [size for found in counted for size in found]
    sizes += sorted(size for below, above in pairwise(told) for size in levels_of(above, below))
    plain = [_plain(text, *spans[n]) for n in held] if sizes and len(held) >= LEAST_ROWS else []
    widths = {len(cells) - 1 for cells in plain}
    if len(widths) == 1 and widths <= set(nearest):
        size = widths.pop()  # as many numbers as headings without joining any
        grouped = any(len(cells) - 1 != _count(text[slice(*spans[n])]) for n, cells in zip(held, plain, strict=True))
        return {n: (size, tuple(cells)) for n, cells in zip(held, plain, strict=True)} if grouped else {}
    for size in sizes:
        joined_rows = [_joined(text, *spans[n], size) for n in held]
        if len(held) >= LEAST_ROWS and all(joined_rows) and any(cells[1] for cells in joined_rows if cells):
            return {n: (size, tuple(cells[0])) for n, cells in zip(held, joined_rows, strict=True) if cells}
    return {}


def _plain(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The label of a row and its numbers, each blank taken as a border."""
    m = _ROW.fullmatch(text, start, end)
    if m is None:
        return []
    return [(m.start("label"), m.end("label")), *(c.span() for c in _TOKEN.finditer(text, *m.span("cells")))]


def _joined(text: str, start: int, end: int, size: int) -> tuple[list[tuple[int, int]], bool] | None:
    """The label and numbers of a row of so many, and whether any is of several groups; None where it has not so many.

    Of several ways the one whose numbers have nearest to the same length.
    """
    m = _ROW.fullmatch(text, start, end)
    if m is None:
        return None
    found = [_span(c) for c in _ONE.finditer(text, m.start("cells"), m.end("cells"))]
    best = joined(text, found, size)
    return ([(m.start("label"), m.end("label")), *best], len(found) > size) if best else None


def _follows(text: str, found: Sequence[tuple[int, int]], n: int) -> bool:
    """Whether a piece may be a further group of digits of the one before it."""
    return _GROUP.fullmatch(text, *found[n]) is not None and text[found[n - 1][1] - 1].isdigit()


def joined(text: str, found: Sequence[tuple[int, int]], size: int) -> list[tuple[int, int]]:
    """Join numbers that blanks part into so many; of several ways that whose numbers have nearest to the same length.

    Args:
        text: the document.
        found: offsets of what stands between blanks.
        size: how many numbers there are to be.
    Returns:
        list[tuple[int, int]]: empty where they do not come to so many.
    """
    joins = len(found) - size
    if joins == 0:
        return list(found)
    able = [n for n in range(1, len(found)) if _follows(text, found, n)]
    if not 0 < joins <= len(able):
        return []
    best: list[tuple[int, int]] = []
    for chosen in islice(combinations(able, joins), _WAYS):
        starts = [n for n in range(len(found)) if n not in chosen]
        cells = [(found[a][0], found[b - 1][1]) for a, b in zip(starts, [*starts[1:], len(found)], strict=True)]
        if all(_GROUPS.fullmatch(text, a, b) or " " not in text[a:b] for a, b in cells):
            longest = max(b - a for a, b in cells)
            if not best or longest < max(b - a for a, b in best):
                best = cells
    return best


def _joins(text: str, spans: Sequence[tuple[int, int]], counts: Sequence[int], at: int) -> bool:
    """Tell whether a short line without numbers stands between rows."""
    if at + 1 >= len(counts) or not counts[at + 1]:
        return False
    words = text[spans[at][0] : spans[at][1]].strip()
    if is_dated(words):
        return True
    return 0 < len(words) <= 60 and not any(c.isdigit() for c in words) and not words.endswith((".", "!", "?"))


def _count(line: str) -> int:
    m = _ROW.fullmatch(line)
    if m is None or _is_prose(m["label"]):
        return 0
    cells = [c["cell"] or c["none"] for c in _ONE.finditer(m["cells"])]
    return 0 if all(is_year(c) for c in cells) else len(cells)


def _is_prose(label: str) -> bool:
    serial = _SERIAL.match(label)
    return _PROSE.search(label, serial.end() if serial is not None else 0) is not None


def _span(cell: re.Match[str]) -> tuple[int, int]:
    return cell.span("cell") if cell["cell"] else cell.span("none")


def split(text: str, start: int, end: int, size: int) -> list[tuple[int, int]]:
    """Return the cells of a row: its label, and as many numbers as the rows of its table have, fewer where it has no
    more, which then are those of the first columns.

    Args:
        text: the document.
        start, end: the line.
        size: the count of numbers.
    """
    m = _ROW.fullmatch(text, start, end)
    if m is None:
        return [(start, end)]
    cells = [_span(c) for c in _ONE.finditer(text, m.start("cells"), m.end("cells"))]
    missing = _MISSING_END.search(m["label"]) if len(cells) < size else None
    if missing is not None:  # ``Algeria - 12 180`` among rows of three numbers
        blank = [c.span() for c in _TOKEN.finditer(text, m.start("label") + missing.start(), m.end("label"))]
        if len(blank) + len(cells) == size:
            return [(m.start("label"), blank[0][0] - 1), *blank, *cells]
    kept = cells[max(0, len(cells) - size) :]
    label = kept[0][0] - 1 if len(cells) > size else m.end("label")
    return [(m.start("label"), label), *kept]
