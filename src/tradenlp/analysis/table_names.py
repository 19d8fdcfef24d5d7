"""The names of a table: what its row labels, headings and caption say of whose trade, with whom, in what and when its cells tell."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from ..reading import calendars
from ..reading.table_columns import is_when
from ..reading.tables import Cell, Row, Table
from .model import Mention

Names = dict[str, tuple[Mention, ...]]

_TOTAL = re.compile(
    r"\W*(?:(?:grand|sub|over)?[- ]?(?:total|sum)s?|world(?:wide| total)?|all(?: (?:countries|products|goods|commodities|items|partners|markets|others?|regions))?"
    r"|overall|aggregate|whole country|national total|total (?:of )?(?:all )?(?:countries|products|goods|commodities|world|value|volume|trade)?)\W*\d?\W*",
    re.IGNORECASE,
)
_PRODUCTS = re.compile(r"\b(?:commodit|product|item|goods|article|description|section|chapter|sector|categor|crop|fuel|grade|species|type of|variety|hs\b|sitc)", re.IGNORECASE)
_COUNTRIES = re.compile(r"\b(?:countr|market|destination|partner|origin|region|economy|economies|trading|buyer|supplier|source|continent|bloc|territor)", re.IGNORECASE)
_OWNERS = re.compile(
    r"\b(?:exporters?|exporting|importers|importing countr|reporters?|reporting|states?|provinces?|ports?|terminals?|compan(?:y|ies)|manufacturers?|makers?|producers?"
    r"|districts?|prefectures?|municipalit|union territor|airports?|member states?|firms?|operators?|cit(?:y|ies)|brands?)\b",
    re.IGNORECASE,
)
_SEGMENTS = re.compile(r"\b(?:mode|regime|ownership|enterprise|type of trade|trade type|customs procedure|ca(?:rgo|tegory of cargo)|status)\b", re.IGNORECASE)
_PARTNER_WORDS = re.compile(r"\b(?:to|from|with|into|towards?|between)\s+(?:the\s+)?$", re.IGNORECASE)
_HANDLING = frozenset(
    "loaded unloaded empty empties full fulls laden transit transhipment transshipment discharged inward outward loading unloading ro-ro breakbulk".split()
)
_DIMENSIONS = {"COMMODITY": "commodity", "SEGMENT": "segment", "ROUTE": "route", "INDICATOR": "indicator", "PERIOD": "period", "ORG": "reporter"}
_SUBDIVISIONS = frozenset({"subdivision", "province", "state", "city", "municipality"})


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


def is_total(label: str) -> bool:
    """Tell whether a row label stands for all goods or all partners."""
    return _TOTAL.fullmatch(label) is not None


def kind_of_labels(table: Table, index: Index) -> str:
    """Return which entity label the row labels of a table mostly are, an empty string where neither heading nor rows tell.

    Args:
        table: the table.
        index: the document's mentions.
    """
    heading = " ".join(c.text for column in table.columns if column.kind == "label" for c in column.header)
    counts: Counter[str] = Counter()
    for row in table.rows:
        if row.kind == "data" and row.labels and not is_total(row.text):
            counts.update({m.label for m in index.within(row.labels[-1].start, row.labels[-1].end) if m.label in _DIMENSIONS or m.label == "PLACE"})
    if is_when(heading):
        return "PERIOD"
    rows = sum(row.kind == "data" for row in table.rows)
    best = counts.most_common(1)
    if best and best[0][1] * 2 >= rows:
        return best[0][0]
    for label, pattern in (("PLACE", _COUNTRIES), ("COMMODITY", _PRODUCTS), ("SEGMENT", _SEGMENTS)):
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
        list[Mention]: new ones only, labels ``COMMODITY``, ``PLACE`` or ``SEGMENT``, without ids; totals get none. One that covers a whole
        label takes the place of mentions of its parts, see ``with_labels``.
    """
    index = Index(mentions)
    out: list[Mention] = []
    for table in tables:
        kind = kind_of_labels(table, index)
        for row in table.rows:
            wanted = "COMMODITY" if kind == "INDICATOR" and _under_indicator(table, row, index) else kind
            if row.kind == "data" and wanted and row.label is not None:
                out += _made(text, row, wanted, index)
    return out


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
    return sorted([*(m for m in mentions if id(m) not in covered), *made], key=lambda m: (m.start, m.end))


def _made(text: str, row: Row, kind: str, index: Index) -> list[Mention]:
    cell = row.labels[-1]
    words = _trimmed(text, cell)
    if words is None or is_total(cell.text) or any(m.end > cell.end for m in index.before(cell.end, 200)[:1]):
        return []
    start, end = words
    inside = index.within(cell.start, cell.end)
    if text[start:end].casefold() in _HANDLING:
        kind = "SEGMENT"
    elif kind == "INDICATOR":
        return _before_comma(text, start, inside)
    elif inside and not (kind == "COMMODITY" and all(m.label == kind for m in inside) and _longer(text, start, end, inside)):
        return []
    if kind not in ("COMMODITY", "PLACE", "SEGMENT"):
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
    return re.search(r"[^\W\d_]{3}", re.sub(r"\b(?:total|of|which|exports?|imports?|the|all)\b", "", rest, flags=re.IGNORECASE)) is not None


def _trimmed(text: str, cell: Cell) -> tuple[int, int] | None:
    """Offsets of a label without list marks, footnote signs and a unit in brackets; None where no word is left."""
    m = re.match(r"(?:[-–—•·*o/]+\s+|\d{1,2}[.)]\s+|(?:of which|o/w|incl\.?)[:,]?\s+)*", cell.text, re.IGNORECASE)
    start = cell.start + (m.end() if m else 0)
    end = cell.end
    tail = re.search(r"(?:\s*[(\[][^()\[\]]*[)\]])?[\s*†‡¹²³:]*$", text[start:end])
    end = start + tail.start() if tail else end
    return (start, end) if re.search(r"[^\W\d_]{2}", text[start:end]) else None


# -- names -----------------------------------------------------------------------------------------------------------------------


class TableNames:
    """Names by dimension that the parts of one table give its cells.

    Args:
        text: the release.
        table: the table.
        index: the document's mentions, those of ``label_mentions`` among them.
        reporter: the document's reporter, None where unknown.
    """

    def __init__(self, text: str, table: Table, index: Index, reporter: Mention | None) -> None:
        self.text, self.table, self.index, self.reporter = text, table, index, reporter
        self.labels = kind_of_labels(table, index)
        self.title = " ".join(text[a:b] for a, b in table.caption)
        self.caption = self._caption()
        self.party = self._party()
        self.columns = {c.index: self._named(reversed(c.header)) for c in table.columns if c.kind != "label"}
        self.rows = [self._row(row) for row in table.rows]

    def _party(self) -> str:
        """Whether places in the labels are partners or reporters."""
        heading = " ".join(c.text for column in self.table.columns if column.kind == "label" for c in column.header)
        if _COUNTRIES.search(heading):
            return "partner"
        if _OWNERS.search(heading) or re.search(r"\bby (?:state|province|port|terminal|exporter|company|member state|producer|maker|city)", self.title, re.IGNORECASE):
            return "reporter"
        if re.search(r"\b(?:exporters|exporting (?:countries|nations)|importers|producers|reporting countries|member states)\b", self.title, re.IGNORECASE):
            return "reporter"
        indicator = self.caption.get("indicator")
        if indicator and indicator[0].indicator == "throughput":
            return "reporter"
        places = [m for row in self.table.rows for c in row.labels for m in self.index.within(c.start, c.end) if m.label == "PLACE"]
        inland = sum(m.kind in _SUBDIVISIONS for m in places)
        return "reporter" if places and inland * 2 > len(places) else "partner"

    def _caption(self) -> Names:
        """Names of the caption: a place behind ``to`` or ``with`` is the partner; lists of goods or places are left out."""
        found = [m for a, b in self.table.caption for m in self.index.within(a, b)]
        out: Names = {}
        for dimension in ("commodity", "segment", "route", "indicator", "period"):
            told = [m for m in found if _DIMENSIONS.get(m.label) == dimension and not (dimension == "segment" and "basis" in m.text.casefold())]
            if dimension in ("indicator", "period"):
                told = [m for m in told if m.indicator != "other"][:1] if dimension == "indicator" else told[:1]
            if len(told) == 1:
                out[dimension] = (told[0],)
        places = [m for m in found if m.label == "PLACE"]
        partners = [m for m in places if _PARTNER_WORDS.search(self.text, max(0, m.start - 14), m.start)]
        if len(partners) == 1 and not self._same(partners[0]):
            out["partner"] = (partners[0],)
        owners = [m for m in places if m not in partners and not self._same(m)]
        if len(owners) == 1 and len(places) - len(partners) == 1:
            out["reporter"] = (owners[0],)
        return out

    def _same(self, place: Mention) -> bool:
        return self.reporter is not None and place.name == self.reporter.name

    def _named(self, cells: Iterable[Cell]) -> Names:
        """Names of cells, those of earlier cells first."""
        out: Names = {}
        for cell in cells:
            fresh: dict[str, list[Mention]] = {}
            for m in self.index.within(cell.start, cell.end):
                dimension = self._dimension(m)
                if dimension and not (dimension == "indicator" and m.indicator in (None, "other")):
                    fresh.setdefault(dimension, []).append(m)
            for dimension, found in fresh.items():
                if dimension in ("indicator", "period"):
                    out.setdefault(dimension, tuple(found[:1]))
                else:
                    out.setdefault(dimension, _joint(found))
        return out

    def _dimension(self, m: Mention) -> str:
        if m.label == "PLACE":
            return self.party if self.party == "reporter" or not self._same(m) else "reporter"
        return _DIMENSIONS.get(m.label, "")

    def _row(self, row: Row) -> Names:
        names = self._named(reversed(row.labels))
        if row.labels and is_total(row.labels[-1].text):
            names = {d: m for d, m in names.items() if d not in ("partner", "commodity", "segment") or m[0].start < row.labels[-1].start}
        return names

    def of(self, n: int, column: int) -> tuple[Names, frozenset[str]]:
        """Return the names of a cell by dimension, and which of them stand neither in its row nor above its column.

        Args:
            n: index of the row.
            column: index of the column.
        """
        row = self.table.rows[n]
        out: Names = dict(self.rows[n])
        for dimension, found in self.columns.get(column, {}).items():
            out.setdefault(dimension, found)
        told = frozenset(out)
        for more in self._above(row):
            for dimension, found in more.items():
                if dimension != "period" or "period" not in out:
                    out.setdefault(dimension, found)
        for dimension, found in self.caption.items():
            if dimension not in out and not (dimension == "commodity" and "segment" in told and self.labels == "SEGMENT"):
                out[dimension] = found
        return out, frozenset(out) - told

    def _above(self, row: Row) -> list[Names]:
        """Names of the rows above in rank and of the heading between the rows."""
        out = []
        at = row.parent
        while at >= 0:
            out.append(self.rows[at])
            at = self.table.rows[at].parent
        if row.section >= 0:
            out.append(self.rows[row.section])
        return out


def _joint(found: Sequence[Mention]) -> tuple[Mention, ...]:
    """Several names in one cell as one, the names themselves behind it as evidence."""
    if len({m.name or m.text for m in found}) < 2:
        return tuple(found)
    first, last = found[0], found[-1]
    name = " and ".join([", ".join(m.name or m.text for m in found[:-1]), last.name or last.text])
    whole = replace(first, end=last.end, text=name, name=name, code=None, hs=None, entry=None, score=0.8 * min(m.score for m in found))
    return (whole, *found)


def composed(year: Mention, months: Mention) -> Mention | None:
    """Read a year and months told apart (``January-May`` above ``2023`` and ``2024``) as one period.

    Args:
        year: a period of twelve months, calendar or fiscal.
        months: a shorter one of whatever year.
    Returns:
        Mention: the first of the two with the value of both, None where they do not go together.
    """
    if year.value is None or months.value is None:
        return None
    span, part = _month_range(year.value.edtf), _month_range(months.value.edtf)
    if span is None or part is None or span[1] != 12 or part[1] >= 12 or span[0] is None:
        return None
    length = part[1]
    first = span[0] + (part[2] - span[0] % 12) % 12
    last = first + length - 1
    if last > span[0] + 11:
        return None
    edtf = calendars.months(first // 12, first % 12 + 1, last // 12, last % 12 + 1)
    return replace(year, value=calendars.resolved(edtf))


def _month_range(edtf: str) -> tuple[int | None, int, int] | None:
    """First month counted from year 0 (None where the year is untold), number of months, first month of the year from 0."""
    first, last = calendars.ends(edtf)
    if ".." in (first, last) or "X" in edtf.replace("XXXX", ""):
        return None
    y1, m1, d1 = calendars.parts(first)
    y2, m2, d2 = calendars.parts(last)
    if d1 or d2:
        return None
    begin, end = m1 or 1, m2 or 12
    years = (y2 - y1) if y1 is not None and y2 is not None else int(end < begin)
    length = years * 12 + end - begin + 1
    return (y1 * 12 + begin - 1 if y1 is not None else None), length, begin - 1
