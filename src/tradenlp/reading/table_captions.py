"""The caption of a table, and what it says of the columns: units for all of them, each column in turn, or ranks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import combinations

from .periods import find_periods
from .table_columns import classify, role_of, tells_parts
from .table_grid import Raw
from .table_heads import look
from .table_lines import BLANK, PIPE, RULE, TEXT, Line, split
from .table_model import SENTENCE_END, Column, Span, Table, Unit
from .table_notes import announced_unit, unit_in_brackets
from .table_numbers import numbers
from .table_units import caption_units, heading_unit, parse_unit, percent

_NOTHING_BUT_RATES = re.compile(
    r"\W*(?:annual |yearly |year-on-year |monthly )?(?:(?:%|per ?cent|percentage) )?"
    r"(?:changes?|growth|variation)\b[^\d;:]{0,40}(?:%|per ?cent)\W*"
    r"|\W*(?:%|per ?cent|percentage) (?:changes?|growth|variation)\b[^\d;:]{0,40}",
    re.IGNORECASE,
)
"""The units of the columns below are then those of what changed: ``Change on the year (%)`` above ``Tonnes``."""
_LEVELS = re.compile(r"\b(?:thousand|million|billion|trillion|tonne|ton)s?\b", re.IGNORECASE)
_DISTRIBUTED = re.compile(r"\b(?:distribut|composition|structure|break-?down|percentage of)", re.IGNORECASE)
_COMPARED = re.compile(r"\bcompared (?:with|to)\b|\bas (?:a )?(?:%|per ?cent(?:age)?) of\b|= ?100\b", re.IGNORECASE)
_TITLE = re.compile(r"\W*(?:table|exhibit|annex|appendix|figure|box|chart|unit|units|value|values)\b", re.IGNORECASE)
_DATELINE = re.compile(r"[A-Z][A-Z .'’-]{2,40}(?:, [^()]{3,30})? ?\([^()]{2,20}\) ?[-–—]{1,2}")
"""``PARIS, Sept 7 (Agency) -`` with nothing behind it."""
_OPEN = re.compile(r"\b(?:thousands|millions|billions|trillions)(?: of)?$")
_SPACED = 90  # characters of a line of a caption between blank lines
_LONGEST = 220
_NAME = 40  # characters of a name on a line of its own
_NUMBERLESS = re.compile(r"[^\d:.;]+")
_UNIT_LINE = 60
_RANKED = re.compile(r"\brank(?:s|ed|ing)?\b|\btop\b|\bleading\b|\blargest\b", re.IGNORECASE)
_GROUP = re.compile(r"[(\[]([^()\[\]]{3,160})[)\]]\s*:?$")
_THOUSAND = re.compile(r"(?<![\d.,])(?:10{0,2}(?:[ ,.]?000)+|['’]?000)(?![\d.,]*\d)")
_LAST_BRACKET = re.compile(r"\([^()]{3,60}\)(?=[.:]?$)")
_PARTS = re.compile(r"\s*[;]\s*|\s*,\s+")
_RATES = re.compile(r"%|\bper ?cent\b|\bpct\b|\bpercentages?\b", re.IGNORECASE)


def table_units(columns: Sequence[Column], lines: Sequence[str]) -> tuple[Unit, ...]:
    """Return the units told for a whole table: in its corner, else by the first of some lines that tells one.

    Args:
        columns: its columns.
        lines: its caption from the nearest line upwards, then its notes.
    """
    for column in columns:
        named = column.kind == "label" and column.header and classify(column.text)[0] != "code"
        corner = heading_unit(column.text) if named else None
        if corner is not None and corner.label != "PERCENT":
            return (corner,)
    roles = {role_of(c.text) for c in columns if c.kind == "value" and c.unit is None}
    wanted = {"MONEY", "QUANTITY"} if "volume" in roles and any(c.kind == "value" for c in columns) else set()
    out: list[Unit] = []
    for n, line in enumerate(lines):
        found = [u for u in caption_units(line) if u.label != "PERCENT"]
        if len(found) == 1 and found[0].scale == 1 and n + 1 < len(lines) and _OPEN.search(lines[n + 1]):
            # ``figures in billions of`` above ``Canadian dollars``
            found = [u for u in caption_units(f"{lines[n + 1]} {line}") if u.label != "PERCENT"] or found
        out += [u for u in found if u.label not in {o.label for o in out}] if out else found
        if out and (not wanted or wanted <= {u.label for u in out}):
            break
    return tuple(out)


def settled(columns: tuple[Column, ...], inside: Sequence[Sequence[str]], lines: Sequence[str]) -> tuple[Column, ...]:
    """Settle by the caption what the headings leave open.

    Args:
        columns: the columns as their headings have them.
        inside: texts of the cells of each column.
        lines: the caption, top to bottom.
    Returns:
        tuple[Column, ...]: where the caption lists as many parts in brackets as there are columns without headings,
        each takes its own; where it tells of nothing but percentages, columns of values are changes or shares; serial
        numbers under a caption that speaks of ranks are ranks.
    """
    bare = [c for c in columns if c.kind == "value" and not c.header]
    listed = _listed(lines, len(bare))
    if listed:
        told = {c.index: classify(part) for c, part in zip(bare, listed, strict=True)}
        columns = tuple(
            replace(c, kind=told[c.index][0], unit=told[c.index][1]) if c.index in told else c for c in columns
        )
    elif (kind := _only_rates(columns, inside, lines)) is not None:
        columns = tuple(replace(c, kind=kind, unit=percent()) if c.kind == "value" else c for c in columns)
    columns = tuple(
        replace(c, kind="share", unit=percent()) if _parts_of_all(c, inside[c.index], lines[-2:]) else c
        for c in columns
    )
    columns = _moves(_by_arithmetic(columns, inside), inside)
    columns = tuple(replace(c, kind="other") if _of_base_100(c, inside[c.index]) else c for c in columns)
    columns = _known(columns, inside)
    if any(_RANKED.search(line) for line in lines):
        columns = tuple(replace(c, kind="rank") if _serial(c, inside[c.index]) else c for c in columns)
    return columns


_IN_BRACKETS = re.compile(r"\b(?:in|within) (?:round |square )?(?:brackets|parenthes[ei]s)\b", re.IGNORECASE)


def bracketed(columns: tuple[Column, ...], lines: Sequence[str]) -> tuple[Column, ...]:
    """Let a caption or note tell that second numbers in brackets are percentages: ``US$ m; % change in brackets``.

    Args:
        columns: the columns.
        lines: the caption and the notes.
    """
    told = any(
        _RATES.search(line) and (_IN_BRACKETS.search(line) or any(u.label != "PERCENT" for u in caption_units(line)))
        for line in lines
    )
    if not told or any(c.inner is not None or c.kind in ("change", "share") for c in columns):
        return columns
    return tuple(replace(c, inner=percent()) if c.kind == "value" else c for c in columns)


def _known(columns: tuple[Column, ...], inside: Sequence[Sequence[str]]) -> tuple[Column, ...]:
    """Leave out what looks like rates beside levels where no column has a heading: nobody knows what they are."""
    bare = [c for c in columns if c.kind == "value"]
    if len(bare) < 2 or any(c.header for c in columns if c.kind != "label"):
        return columns
    told = {c.index: [n[0].unit for cell in inside[c.index] if (n := numbers(cell, False))] for c in bare}
    kinds = {c.index: look(inside[c.index]) for c in bare if not any(told[c.index])}
    if "level" not in kinds.values():
        return columns
    return tuple(replace(c, kind="other") if kinds.get(c.index) == "rate" and c.unit is None else c for c in columns)


def _listed(lines: Sequence[str], count: int) -> list[str]:
    """The parts of the bracket that closes the nearest line, where they are as many as the columns."""
    group = _GROUP.search(f" {lines[-1]}") if lines and count > 1 else None
    if group is None and lines and count > 1:
        group = re.fullmatch(r"[(\[](.{3,160})[)\]]", lines[-1])
    parts = _PARTS.split(group[1]) if group is not None else []
    kinds = [classify(part)[0] for part in parts]
    return parts if len(parts) == count and len(set(kinds)) > 1 else []


def _only_rates(columns: Sequence[Column], inside: Sequence[Sequence[str]], lines: Sequence[str]) -> str | None:
    """``change`` or ``share`` where the caption tells percentages and no other unit, and no column tells any.

    Numbers of a thousand and more are no percentages.
    """
    if (
        not lines
        or not _RATES.search(lines[-1])
        or any(c.kind in ("change", "unit") for c in columns)
        or (any(c.unit is not None for c in columns) and not _NOTHING_BUT_RATES.fullmatch(lines[-1]))
        or any(_many_large(inside[c.index]) for c in columns if c.kind == "value")
    ):
        return None
    if any(u.label != "PERCENT" for u in caption_units(lines[-1])) or _LEVELS.search(lines[-1]):
        return None
    kind = "share" if tells_parts(lines[-1]) and _DISTRIBUTED.search(lines[-1]) else classify(lines[-1])[0]
    return kind if kind in ("change", "share") else None


def _by_arithmetic(columns: tuple[Column, ...], inside: Sequence[Sequence[str]]) -> tuple[Column, ...]:
    """Settle which column is the change between two others where headings that stand askew say another.

    ``NOK million`` and ``Change in %`` above three columns: the change is the one that the other two make.
    """
    numeric = [c for c in columns if c.kind in ("value", "change")]
    values = {c.index: _values(inside[c.index]) for c in numeric}
    wrong = [c for c in numeric if c.kind == "change" and _large(values[c.index])]
    if not wrong or len(numeric) < 3:
        return columns
    for a, b, c in zip(numeric, numeric[1:], numeric[2:], strict=False):
        if c.kind == "value" and {a.kind, b.kind} & {"change"} and _grew(*(values[x.index] for x in (a, b, c))):
            unit = next((x.unit for x in (a, b, c) if x.kind == "value" and x.unit is not None), None)
            made = {a.index: ("value", unit), b.index: ("value", unit), c.index: ("change", percent())}
            return tuple(
                replace(x, kind=made[x.index][0], unit=made[x.index][1]) if x.index in made else x for x in columns
            )
    return columns


def _moves(columns: tuple[Column, ...], inside: Sequence[Sequence[str]]) -> tuple[Column, ...]:
    """Settle which columns are changes where no heading says so: small rates between two others of large numbers, or,
    where those two are of two periods, their differences. A heading of its own flow or period is never overruled.
    """
    levels = [c for c in columns if c.kind == "value"]
    if len(levels) < 3:
        return columns
    values = {c.index: _values(inside[c.index]) for c in levels}
    made: dict[int, Column] = {}
    for n, c in enumerate(levels[2:], start=2):
        if _FLOW.search(c.text):
            continue
        before = [b for b in levels[max(0, n - 3) : n] if b.index not in made]
        for a, b in combinations(before, 2):
            one, two, told = (values[x.index] for x in (a, b, c))
            if _sized(one) and _sized(two) and not _sized(told) and (_grew(one, two, told) or _grew(two, one, told)):
                made[c.index] = replace(c, kind="change", unit=percent())
            elif _between(a, b, c) and _sized(one) and (_rose(one, two, told) or _rose(two, one, told)):
                made[c.index] = replace(c, kind="change")
    return tuple(made.get(c.index, c) for c in columns)


_FLOW = re.compile(r"export|import|balance|total|trade|surplus|deficit|turnover", re.IGNORECASE)
_TWO_YEARS = re.compile(r"(?:19|20)\d\d ?[-–/] ?(?:(?:19|20)\d\d|\d\d)(?!\d)")


def _sized(told: Sequence[Decimal | None]) -> bool:
    """Whether most numbers are of several hundreds at least."""
    held = sorted(abs(v) for v in told if v is not None)
    return len(held) > 2 and held[len(held) // 2] >= 300


def _between(first: Column, second: Column, column: Column) -> bool:
    """Whether two columns are of two periods, and a third tells none but theirs: one of them again, or both years."""
    spans = [[c.text[p.start : p.end] for p in find_periods(c.text)] for c in (first, second, column)]
    if not spans[0] or not spans[1] or spans[0] == spans[1]:
        return False
    return not spans[2] or spans[2] in spans[:2] or _TWO_YEARS.search(column.text) is not None


def _rose(before: Sequence[Decimal | None], now: Sequence[Decimal | None], by: Sequence[Decimal | None]) -> bool:
    """Whether most of some numbers are those by which one column differs from another, in its unit."""
    rows = [(a, b, c) for a, b, c in zip(before, now, by, strict=False) if None not in (a, b, c)]
    whole = all(c == c.to_integral_value() for _, _, c in rows if c is not None)
    slack = Decimal(1) if whole else Decimal("0.1")  # each of the three is rounded
    fitting = sum(
        c != 0 and abs(b - a - c) <= slack for a, b, c in rows if a is not None and b is not None and c is not None
    )
    return fitting >= 3 and fitting * 5 >= 4 * len(rows)


def _parts_of_all(column: Column, cells: Sequence[str], lines: Sequence[str]) -> bool:
    """Whether percentages under no heading of their own, or one that is nothing but their sign, make up a hundred, or
    are the parts that the caption tells of.
    """
    told = [n[0] for cell in cells if (n := numbers(cell, False))]
    lowest = column.header[-1].text if column.header else ""
    told_so = column.kind == "change" and classify(" ".join(c.text for c in column.header[:-1]))[0] == "value"
    bare = told_so and parse_unit(lowest.strip("()")) == percent()
    if (column.header and not bare) or len(told) < 3 or any(n.signed for n in told):
        return False
    if not bare and any(n.unit is None or n.unit.label != "PERCENT" for n in told):
        return False
    if not bare and any(map(tells_parts, lines)):
        return True
    if bare and max(n.value for n in told) == 100 and sum(n.value == 100 for n in told) == 1:
        return True  # of a whole that has a row of its own
    parts = sum((n.value for n in told if n.value < 100), Decimal(0))  # a total of 100 is none of them
    return abs(parts - 100) <= sum((n.step for n in told), Decimal(0)) / 2


def _values(cells: Sequence[str]) -> list[Decimal | None]:
    return [told[0].value if (told := numbers(cell, False)) else None for cell in cells]


def _many_large(cells: Sequence[str]) -> bool:
    told = [value for value in _values(cells) if value is not None]
    return sum(abs(v) >= 1000 for v in told) * 4 > len(told)


def _large(told: Sequence[Decimal | None]) -> bool:
    held = [v for v in told if v is not None]
    return len(held) > 2 and sum(abs(v) > 500 for v in held) * 2 > len(held)


def _grew(before: Sequence[Decimal | None], now: Sequence[Decimal | None], change: Sequence[Decimal | None]) -> bool:
    """Whether most of the changes are those from one column to the next, in percent."""
    rows = [
        (a, b, c)
        for a, b, c in zip(before, now, change, strict=False)
        if a is not None and b is not None and c is not None
    ]
    fitting = sum(a != 0 and abs((b / a - 1) * 100 - c) < Decimal("0.3") for a, b, c in rows)
    return fitting >= 3 and fitting * 3 >= 2 * len(rows)


def _of_base_100(column: Column, cells: Sequence[str]) -> bool:
    """Whether a column of changes tells this year as percentages of last year (``85.0`` for a fall of 15%)."""
    if column.kind != "change" or (column.unit is not None and column.unit.label != "PERCENT"):
        return False
    told = [n[0] for c in cells if (n := numbers(c, False))]
    if len(told) < (2 if _COMPARED.search(column.text) else 4) or any(
        n.signed or n.bracketed or n.value < 25 for n in told
    ):
        return False
    return 75 <= sorted(n.value for n in told)[len(told) // 2] <= 140


def _serial(column: Column, cells: Sequence[str]) -> bool:
    """Whether a column before the labels counts 1, 2, 3..."""
    if column.kind not in ("label", "code") or not cells:
        return False
    return all(c.rstrip(".)") == str(n) for n, c in enumerate(cells, start=1))


def caption_of(text: str, every: Sequence[Line], first: int, most: int = 2, *, spaced: bool = False) -> list[Span]:
    """Return the lines above a block that belong to it; one blank line may part the nearest two.

    Args:
        text: the document.
        every: its lines.
        first: index of the block's first line.
        most: so many lines at most.
        spaced: whether blank lines part all lines of the block, so that they end no caption of short lines.
    Returns:
        list[Span]: offsets, top to bottom.
    """
    out: list[Span] = []
    at, blanks = first - 1, 0
    while at >= 0 and len(out) < most:
        line = every[at]
        if line.kind == RULE and "|" in text[line.start : line.end]:
            pass  # bars around nothing, or the line that parts headings from rows
        elif line.kind == BLANK or line.kind == RULE:
            blanks += 1
            near = not out or tells_unit_only(text, out[0]) or _leads(text, every, at, out[0])
            if not spaced and (blanks > (2 if near else 0) or len(out) > 1):
                break
        elif spaced and line.end - line.start > _SPACED:
            break
        elif _is_text(text, line) and _may_caption(text, line, bool(out) and most == 2):
            out.insert(0, (line.start, line.end))
            blanks = 0
        else:
            told = announced_unit(text, line.start, line.end) if line.kind == TEXT and not out else None
            out += [told] if told is not None else []
            break
        at -= 1
    return out


def scales_told(text: str, tables: Sequence[Table]) -> list[Span]:
    """Return the digits of captions and notes that tell a unit and no amount: ``1,000`` of ``Value, US$ 1,000``.

    Args:
        text: the document.
        tables: its tables.
    """
    return [
        m.span()
        for table in tables
        for a, b in (*table.caption, *table.notes)
        for m in _THOUSAND.finditer(text, a, b)
        if any(u.scale == (_digits(m[0]) or 1000) for u in caption_units(text[a:b].strip()))
    ]


def _digits(told: str) -> Decimal:
    return Decimal("".join(c for c in told if c.isdigit()))


def _leads(text: str, every: Sequence[Line], at: int, below: Span) -> bool:
    """Whether the line above some blank ones announces the table, ``Main partners were as follows:``, and nothing but a
    name stands between.
    """
    while at > 0 and every[at].kind == BLANK:
        at -= 1
    if every[at].kind != TEXT or not _is_name(text, below):
        return False
    words = text[every[at].start : every[at].end].rstrip()
    return words.endswith(":") or (len(words) <= _SPACED and (tells_parts(words) or bool(caption_units(words))))


def _is_name(text: str, span: Span) -> bool:
    return span[1] - span[0] <= _NAME and _NUMBERLESS.fullmatch(text, *span) is not None


def _is_text(text: str, line: Line) -> bool:
    """Whether a line holds one cell, with bars behind it or without."""
    return line.kind == TEXT or (line.kind == PIPE and sum(bool(c.text) for c in split(text, line)) == 1)


def _may_caption(text: str, line: Line, second: bool) -> bool:
    words = text[line.start : line.end].strip()
    if len(words) > _LONGEST or _DATELINE.fullmatch(words):
        return False
    if SENTENCE_END.search(words):
        told = len(words) < 120 and bool(caption_units(words))
        return bool(_TITLE.match(words)) or (not second and (told or _ends_in_unit(words)))
    return True


def _ends_in_unit(words: str) -> bool:
    """Whether a sentence ends in brackets that tell the unit of the numbers below it."""
    m = _LAST_BRACKET.search(words)
    return m is not None and unit_in_brackets(m[0]) is not None


def tells_unit_only(text: str, span: Span) -> bool:
    """Tell whether a line holds nothing but a unit, or is short and tells one: ``(F$ million)``.

    Args:
        text: the document.
        span: offsets of the line.
    """
    words = text[span[0] : span[1]].strip().strip("()[]")
    return parse_unit(words) is not None or (len(words) < _UNIT_LINE and bool(caption_units(words)))


def tells_numbers(text: str, head: Sequence[Raw], spans: Sequence[Span]) -> bool:
    """Tell whether headings or the line above say what numbers are; a list of telephone numbers has no such words.

    Args:
        text: the document.
        head: the lines of headings.
        spans: the lines of the caption.
    """
    named = bool(spans) and _is_name(text, spans[-1])
    words = [text[a:b] for a, b in (spans[-2:] if named else spans[-1:])] + [c.text for r in head for c in r.held]
    kinds = ("change", "share")
    if any(caption_units(w) or parse_unit(w) or classify(w)[0] in kinds or find_periods(w) for w in words):
        return True
    return any(tells_parts(text[a:b]) or _ends_in_unit(text[a:b].strip()) for a, b in spans[-2:])
