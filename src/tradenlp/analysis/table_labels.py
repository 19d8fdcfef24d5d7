"""The labels of a table's rows: totals, their kind of names, and mentions for those that no finder knew."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from ..gate import Gated
from ..reading.table_columns import is_when
from ..reading.table_periods import is_glued
from ..reading.tables import Cell, Row, Table
from .model import Mention
from .naming import find_named
from .role_skips import ACCOUNTS

_TOTAL = re.compile(
    r"\W*(?:(?:grand|sub|over)?[- ]?(?:total|sum)s?|world(?:wide| total)?|all(?: (?:countries"
    r"|products|goods|commodities|items|partners|markets|others?|regions))?"
    r"|overall|aggregate|whole country|national total|total (?:of )?(?:all )?(?:countries|products"
    r"|goods|commodities|world|value|volume|trade)?)\W*\d?\W*",
    re.IGNORECASE,
)
_ACCOUNT = re.compile(ACCOUNTS, re.IGNORECASE)
_PRODUCTS = re.compile(
    r"\b(?:commodit|product|item|goods|article|description|section|chapter|sector|categor|crop|fuel"
    r"|grade|species|type of|variety|hs\b|sitc)",
    re.IGNORECASE,
)
COUNTRIES = re.compile(
    r"\b(?:countr|market|destination|partner|origin|region|economy|economies|trading|buyer|supplier"
    r"|source|continent|bloc|territor)",
    re.IGNORECASE,
)
"""Headings of columns of partners."""
_REGIONS = re.compile(
    r"\b(?:provinces?|states?|prefectures?|districts?|ports?|terminals?|cit(?:y|ies))\b", re.IGNORECASE
)
_FIRMS = re.compile(
    r"\b(?:compan(?:y|ies)|manufacturers?|makers?|firms?|brands?|carriers?|airlines?|operators?)\b", re.IGNORECASE
)
_SEGMENTS = re.compile(
    r"\b(?:mode|regime|ownership|enterprise|type of trade|trade type|customs procedure|ca(?:rgo"
    r"|tegory of cargo)|status)\b",
    re.IGNORECASE,
)
_HANDLING = frozenset(
    "loaded unloaded empty empties full fulls laden transit transhipment transshipment discharged "
    "inward outward loading unloading ro-ro breakbulk".split()
)
DIMENSIONS = {
    "COMMODITY": "commodity",
    "SEGMENT": "segment",
    "ROUTE": "route",
    "INDICATOR": "indicator",
    "PERIOD": "period",
    "ORG": "reporter",
}
"""Slot that a mention fills by its label; a place may fill two."""
NAMED = frozenset({*DIMENSIONS, "PLACE"})
"""Labels of mentions that fill a slot."""


class Index:
    """Looks mentions up by place.

    Args:
        mentions: in order, disjoint.
    """

    def __init__(self, mentions: Sequence[Mention]) -> None:
        self.mentions = mentions
        self.starts = [m.start for m in mentions]

    def within(self, start: int, end: int) -> list[Mention]:
        """Return the mentions that lie in a span."""
        low, high = bisect_left(self.starts, start), bisect_left(self.starts, end)
        return [m for m in self.mentions[low:high] if m.end <= end]

    def before(self, end: int, reach: int) -> list[Mention]:
        """Return the mentions of the ``reach`` characters before an offset, nearest first."""
        low, high = bisect_left(self.starts, end - reach), bisect_left(self.starts, end)
        return list(reversed(self.mentions[low:high]))


_ASIDE = Gated(
    r"[(\[](?:incl(?:uding|usive of|\.)?|excl(?:uding|usive of|\.)?|except(?: for)?|without|not including|net of)"
    r"\b[^()\[\]\d]*\Z",
    re.IGNORECASE,
)
_INDUSTRY = re.compile(
    r"(?:manufactur(?:ing|ed)|mining|agricultur(?:e|al)|processing|extractive|quarrying)(?: (?:and|&) [a-z]+)?"
    r"(?: (?:industr(?:y|ies)|sectors?))?",
    re.IGNORECASE,
)
"""Sections of trade by origin of the goods."""
_MEASURE = re.compile(
    r"(?:total |fob |cif |trade )?(?:values?|volumes?|quantit(?:y|ies)|amounts?|weights?|(?:unit |average )?prices?)",
    re.IGNORECASE,
)
_ACROSS = 60  # characters of headings across which a name may have been found
_CLOSES = re.compile(r"[^()\[\]\d]*[)\]]")


def is_total(label: str) -> bool:
    """Tell whether a row label stands for all goods or all partners."""
    return _TOTAL.fullmatch(label) is not None


def is_aside(text: str, mention: Mention) -> bool:
    """Tell whether a name stands in brackets that only say what is counted: ``exports (excluding bunkers)``.

    Args:
        text: the release.
        mention: one of its mentions.
    """
    inside = _ASIDE.search(text, max(0, mention.start - 100), mention.start) is not None
    return inside and _CLOSES.match(text, mention.end) is not None


def is_measure(label: str) -> bool:
    """Tell whether a row label names nothing but a measure and perhaps its unit: ``Value (US$ m)``."""
    return _MEASURE.fullmatch(re.split(r"[,(\[:]", label, maxsplit=1)[0].strip()) is not None


def is_account(label: str) -> bool:
    """Tell whether a row label begins with the name of another account than trade: ``Remittances``."""
    return _ACCOUNT.match(label) is not None


def kind_of_labels(table: Table, index: Index) -> str:
    """Return which entity label the row labels of a table mostly are, an empty string where neither heading nor
    rows tell.

    Args:
        table: the table.
        index: the document's mentions.
    """
    heading = " ".join(c.text for column in table.columns if column.kind == "label" for c in column.header)
    counts: Counter[str] = Counter()
    for row in table.rows:
        if row.kind == "data" and row.labels and not is_total(row.text):
            counts.update(
                {
                    m.label
                    for m in index.within(row.labels[-1].start, row.labels[-1].end)
                    if m.label in DIMENSIONS or m.label == "PLACE"
                }
            )
    if is_when(heading):
        return "PERIOD"
    if _FIRMS.search(heading):
        return "ORG"
    rows = sum(row.kind == "data" for row in table.rows)
    best = counts.most_common(1)
    if best and best[0][1] * 2 >= rows:
        return best[0][0]
    for label, pattern in (("PLACE", COUNTRIES), ("PLACE", _REGIONS), ("COMMODITY", _PRODUCTS), ("SEGMENT", _SEGMENTS)):
        if pattern.search(heading):
            return label
    return best[0][0] if best and best[0][1] >= 2 else ""


def label_mentions(text: str, tables: Sequence[Table], mentions: Sequence[Mention]) -> list[Mention]:
    """Make mentions of the row labels that no finder knew, where the other rows or the heading tell what they are.

    Args:
        text: the release.
        tables: its tables.
        mentions: its mentions in order.
    Returns:
        list[Mention]: new ones only, labels ``COMMODITY``, ``PLACE``, ``SEGMENT`` or ``ORG``, without ids, and
            whatever headings that run together name; totals get none. One that covers a whole
        label takes the place of mentions of its parts, see ``with_labels``.
    """
    index = Index(mentions)
    out: list[Mention] = []
    for table in tables:
        out += _glued(text, table, index)
        kind = kind_of_labels(table, index)
        for row in table.rows:
            wanted = "COMMODITY" if kind == "INDICATOR" and _under_indicator(table, row, index) else kind
            if row.kind == "data" and wanted and row.label is not None:
                out += _made(text, row, wanted, index)
    return out


def _glued(text: str, table: Table, index: Index) -> list[Mention]:
    """The names in headings that run together, ``MonthImportsExports``, each read for itself.

    Likewise where a name was found across the border of two: ``Import`` beside ``Trade Balance``.
    """
    cells: dict[int, Cell] = {}
    for line in table.header:
        told = {c.start: c for c in line if c.text}
        cells |= {start: c for start, c in told.items() if is_glued(text, c.start, c.end)}
        for c in told.values():
            near = index.before(c.end, _ACROSS)[:1]
            across = [m for m in near if m.label == "INDICATOR" and m.start < c.end < m.end and "\n" not in m.text]
            cells |= {start: d for start, d in told.items() for m in across if m.start < d.end and start < m.end}
    found = ((c.start, m) for c in cells.values() if not index.within(c.start, c.end) for m in find_named(c.text, []))
    return [replace(m, start=m.start + at, end=m.end + at) for at, m in found]


def _under_indicator(table: Table, row: Row, index: Index) -> bool:
    """Whether the row above it in rank names an indicator, so that its own label can only be a part of that."""
    if row.parent < 0:
        return False
    above = table.rows[row.parent]
    return any(m.label == "INDICATOR" for c in above.labels for m in index.within(c.start, c.end))


def with_labels(mentions: Sequence[Mention], made: Sequence[Mention]) -> list[Mention]:
    """Put the outcome of ``label_mentions`` among a document's mentions: in order, parts of a new mention left out."""
    if not made:
        return list(mentions)
    index = Index(mentions)
    covered = {id(m) for new in made for m in index.within(new.start, new.end)}
    covered |= {id(m) for new in made for m in index.before(new.end, _ACROSS) if m.end > new.end}
    return sorted([*(m for m in mentions if id(m) not in covered), *made], key=lambda m: (m.start, m.end))


def _made(text: str, row: Row, kind: str, index: Index) -> list[Mention]:
    cell = row.labels[-1]
    words = _trimmed(text, cell)
    if (
        words is None
        or is_total(cell.text)
        or _MEASURE.fullmatch(text, *words)
        or any(m.end > cell.end for m in index.before(cell.end, 200)[:1])
    ):
        return []
    start, end = words
    if any(m.end > start for m in index.before(cell.start, 200)[:1]):
        return []  # what a number that ends the line before counts
    inside = index.within(cell.start, cell.end)
    if text[start:end].casefold() in _HANDLING:
        kind = "SEGMENT"
    elif kind == "INDICATOR":
        return _before_comma(text, start, inside)
    elif kind == "ORG":
        if any(m.label in ("ORG", "PLACE", "INDICATOR", "PERIOD") for m in inside):
            return []
    elif inside and not (
        kind == "COMMODITY"
        and (
            (all(m.label == kind for m in inside) and _longer(text, start, end, inside))
            or _INDUSTRY.fullmatch(text, start, end) is not None
        )
    ):
        return []
    if kind not in ("COMMODITY", "PLACE", "SEGMENT", "ORG"):
        return []
    score = inside[0].score * 0.9 if inside else 0.7
    return [Mention(kind, start, end, text[start:end], name=text[start:end], score=score)]


def _before_comma(text: str, start: int, inside: Sequence[Mention]) -> list[Mention]:
    """The goods in a label like ``Cars, exports``."""
    if len(inside) != 1 or inside[0].label != "INDICATOR":
        return []
    words = re.fullmatch(r"(?P<goods>[^,:;]*[^\W\d_][^,:;]*?)\s*(?:,|\s[-–—])\s*", text[start : inside[0].start])
    if words is None:
        return []
    return [Mention("COMMODITY", start, start + words.end("goods"), words["goods"], name=words["goods"], score=0.6)]


def _longer(text: str, start: int, end: int, inside: Sequence[Mention]) -> bool:
    """Whether a label says more of the goods than the mentions that cover parts of it."""
    if len(inside) > 1:
        return True
    rest = f"{text[start : inside[0].start]} {text[inside[0].end : end]}"
    return (
        re.search(
            r"[^\W\d_]{3}", re.sub(r"\b(?:total|of|which|exports?|imports?|the|all)\b", "", rest, flags=re.IGNORECASE)
        )
        is not None
    )


def _trimmed(text: str, cell: Cell) -> tuple[int, int] | None:
    """Offsets of a label without list marks, footnote signs and a unit in brackets; None where no word is left."""
    m = re.match(
        r"(?:[-–—•·*o/]+\s+|\d{1,2}[.)]\s+|\d{1,3} (?=(?-i:[A-Z]))|(?:of which|o/w|incl\.?)[:,]?\s+)*",
        cell.text,
        re.IGNORECASE,
    )
    start = cell.start + (m.end() if m else 0)
    end = cell.end
    tail = re.search(r"(?:\s*[(\[][^()\[\]]*[)\]])?[\s*†‡¹²³:]*$", text[start:end])
    end = start + tail.start() if tail else end
    return (start, end) if re.search(r"[^\W\d_]{2}", text[start:end]) else None
