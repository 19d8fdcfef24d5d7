"""Tables whose cells only one blank parts, as copying from PDF leaves them: ``Marine products 41,189.1 44,841.0 8.9``.

A run of lines is one where several of them end in the same count of numbers behind a label. Their headings are the
lines above, as far as they fall into as many words or periods.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import combinations, islice, pairwise

from .periods import find_periods
from .table_columns import classify
from .table_dates import DATED, is_dated
from .table_heads import TITLE_DASH
from .table_heads import counts as counts_of
from .table_levels import counts as levels_of
from .table_lexing import names_labels
from .table_numbers import is_year
from .table_units import caption_units, parse_unit, percent

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
_WORDED = r"(?:\d{1,3}[.)]? )?(?=[^\d\n]*[^\W\d_]{2})\S[^\n]{0,90}?"
_ROW = re.compile(rf"\s*(?P<label>(?i:{DATED})(?= )|{_WORDED})(?:\s?:)? {_CELLS}")
_ONE = re.compile(rf"(?P<cell>{NUMBER}){_MARK}(?!\S)|(?P<none>{_MISSING})(?!\S)")
_SINGLE = re.compile(
    rf"\s*(?P<label>(?:\d{{1,3}}[.)]? )?(?=[^\d\n]*[^\W\d_]{{3}})[^\n:]{{2,80}}?)(?:\s?:| [-–—=])? "
    rf"(?P<number>(?P<bare>{NUMBER})(?: \([-+−]?\d[\d.,]*\s?%\))?)\s*"
)
_PROSE = re.compile(
    r"[.]\s(?=[^a-z])|[;!?]\s|[,]$|\b(?:was|were|is|are|rose|fell|grew|from|by|to|at|in|and|of|with|than|for|about|the|between|over)$",
    re.IGNORECASE,
)
_DATED = re.compile(
    r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?-?|(?:19|20)\d\d[*pr]?|[QH][1-4]|[1-4][QH]|I{1,3}|IV",
    re.IGNORECASE,
)
_SERIAL = re.compile(r"\s*\d{1,3}[.)] ")
_RATE = re.compile(r"\d\s?(?:%|per ?cent|pct)", re.IGNORECASE)
_CHANGES, _SHARES = ("change", percent()), ("share", percent())
_WORD = re.compile(r"\S+")
_NO_HEADING = re.compile(r"[;!?]\s*$|[a-z]{5}\.\s*$|^\s*$")
_AT = re.compile(r"\b(?:at|in|of|by|the) ")
_MONTH_OF = re.compile(r"\S [’']?(?:19|20)?\d\d\b")
_TOGETHER = re.compile(
    r"(?:(?:y-?o-?y|m-?o-?m|annual|growth|% ?|per ?cent|percentage|year-on-year|month-on-month) ?)*"
    r"(?:change|growth|shares?|var(?:iation)?|chg|rate|value|quantity|volume|%)\.?,?"
    r"(?: (?:in |of |\()?(?:%|per ?cent|total)\)?)*",
    re.IGNORECASE,
)
"""Words of one heading."""
_GROUPS = re.compile(r"[-+−–(]?\d{1,3}(?: \d{3})+(?:[.,]\d{1,2})?\)?%?")
_ABOVE = 3  # lines above the rows that may be their headings
_GROUP = re.compile(r"\d{3}(?:[.,]\d{1,2})?\)?%?")
_TOKEN = re.compile(r"\S+")
_WAYS = 100  # to part the groups of a row
_END = re.compile(rf" {NUMBER} {_CELL}[ ]*(?:\n|\r|$)")
_SINGLE_END = re.compile(rf"(?<=[^\W\d_][^\d\n]) ?(?:[-–—=] )?{NUMBER}(?: \([-+−]?\d[\d.,]*\s?%\))?[ ]*(?:\n|\r|$)")
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
    return sum(1 for _ in islice(_SINGLE_END.finditer(text), LEAST_ROWS)) == LEAST_ROWS


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


def _single(text: str, spans: Sequence[tuple[int, int]], above: Sequence[tuple[int, int]]) -> list[int]:
    """The lines of a label and one number each, several of them below a line that tells their unit."""
    out: list[int] = []
    at = 0
    while at < len(spans):
        end = at
        while end < len(spans) and 0 < spans[end][1] - spans[end][0] < 120 and _is_single(text, *spans[end]):
            end += 1
        if end - at >= LEAST_ROWS and tells_unit(text, above[max(0, at - 2) : at]):
            out += range(at, end)
        at = max(end, at + 1)
    return out


def _is_single(text: str, start: int, end: int) -> bool:
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
    kept = cells[max(0, len(cells) - size) :]
    label = kept[0][0] - 1 if len(cells) > size else m.end("label")
    return [(m.start("label"), label), *kept]


def headings(text: str, start: int, end: int, size: int) -> list[tuple[int, int]]:
    """Return the cells of a line above the rows where it falls into as many headings, else nothing.

    Args:
        text: the document.
        start, end: the line.
        size: the count of numbers in a row.
    Returns:
        list[tuple[int, int]]: offsets; one more than ``size`` where the first stands above the labels.
    """
    return [(start + a, start + b) for a, b in _headings_of(text[start:end], size)]


def _headings_of(line: str, size: int) -> list[tuple[int, int]]:
    if _NO_HEADING.search(line) or TITLE_DASH.search(line) or parse_unit(line.strip()) is not None:
        return []
    parts = _parts(line)
    dated = [_dated(line, part) for part in parts]
    if not any(dated):
        if _AT.search(line) and caption_units(line):
            return []  # ``Million ISK at current rates``
        if any(line[a:b].endswith(",") for a, b in parts):
            return []  # ``Ghana, million dollars``
    if len(parts) == size + 1 and not dated[0] and all(_known(line, part) for part in parts[1:]):
        return parts
    words = [m.span() for m in _WORD.finditer(line)]
    for cells in (parts, [] if any(_MONTH_OF.search(line[a:b]) for a, b in parts) else words):
        if len(cells) - size == (len(cells) > 1 and names_labels(line[slice(*cells[0])])):
            return cells
        told = cells[: size - 1]
        if len(cells) > size > 1 and all(_dated(line, c) for c in told) and not _dated(line, cells[size - 1]):
            return [*told, (cells[size - 1][0], len(line.rstrip()))]
    return []


def _parts(line: str) -> list[tuple[int, int]]:
    """The periods and the other words of a line, words of one heading together: ``Change %``, ``January 2024``."""
    told = [(p.start, p.end + line.startswith("-", p.end)) for p in find_periods(line)]
    out: list[tuple[int, int]] = []
    for m in _WORD.finditer(line):
        inside = next((p for p in told if p[0] < m.end() and m.start() < p[1]), None)
        if inside is not None:
            span = (min(inside[0], m.start()), max(inside[1], m.end()))
            if out and out[-1][1] > span[0]:
                out[-1] = (out[-1][0], max(out[-1][1], span[1]))
            else:
                out.append(span)
        elif out and _one_heading(line[out[-1][0] : m.end()]):
            out[-1] = (out[-1][0], m.end())
        else:
            out.append(m.span())
    return out


def _one_heading(words: str) -> bool:
    return _TOGETHER.fullmatch(words) is not None or parse_unit(words) is not None


def _dated(line: str, part: tuple[int, int]) -> bool:
    words = line[part[0] : part[1]]
    return _DATED.fullmatch(words) is not None or bool(find_periods(words))


def _known(line: str, part: tuple[int, int]) -> bool:
    """Whether a part is a period, a unit, a change or a share."""
    words = line[part[0] : part[1]]
    return _dated(line, part) or classify(words)[0] != "value" or parse_unit(words) is not None or "%" in words
