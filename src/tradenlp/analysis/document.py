"""The whole analysis of one release, step by step: figures and periods, named things, links, facts, checks."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from ..errors import warning
from ..facts import Document, EntityMention, Money, Notice, PercentValue, Period, Quantity, TradeFact, trimmed
from ..reading import calendars
from ..reading.figures import find_figures
from ..reading.periods import find_periods
from ..reading.resolve import resolve_all
from ..reading.spans import Figure, PeriodSpan, Resolved
from ..reading.table_captions import scales_told
from ..reading.table_cells import cell_figures
from ..reading.table_notes import pack_sizes, unit_notes
from ..reading.table_periods import table_periods
from ..reading.tables import Table, find_tables, occupied
from ..reading.told_scale import with_million_tonnes, with_told_scale
from . import context
from .assemble import Assembler
from .candidates import Board
from .currencies import currency_habit
from .elided import bare_counts, elided_figures, parts_counted, tonnes
from .headed_lines import headed_lines, keyed_counts
from .layout import Sentence, sentences, title_end
from .linking import Linker
from .model import Link, Mention
from .naming import find_named
from .parties import economy_of
from .reporter import Evidence
from .shared_units import shared_units
from .singles import counts_of_singles
from .stances import settle_stances
from .tables import label_mentions, table_links, with_labels
from .template import Template
from .templating import templates_of
from .wholes import Answer, Whole, answered, chosen, wholes

_ENGLISH = 0.12  # share of common words below which a text is not read as English


_FINDERS = (
    tonnes,
    counts_of_singles,
    shared_units,
    keyed_counts,
    elided_figures,
    bare_counts,
    parts_counted,
    headed_lines,
)
"""What finds the numbers whose unit is told elsewhere, in turn."""


def measures(text: str) -> list[Mention]:
    """Find figures and periods.

    Args:
        text: the release.
    Returns:
        list[Mention]: sorted, non-overlapping; periods not yet resolved.
    """
    tables = find_tables(text)
    periods = table_periods(text, tables, find_periods(text)) if tables else find_periods(text)
    cells = cell_figures(text, tables, [(p.start, p.end) for p in periods]) if tables else []
    if cells:
        periods = _clear_of(periods, cells)
    skips = [(p.start, p.end) for p in periods] + pack_sizes(text)
    skips = sorted(skips + (occupied(tables) + unit_notes(text) + scales_told(text, tables) if tables else []))
    told = with_told_scale(text, find_figures(text, skips))
    figures = [*cells, *(_without_place(text, f) for f in with_million_tonnes(text, told))]
    out = [Mention("PERIOD", p.start, p.end, text[p.start : p.end], period=p) for p in periods]
    out += [Mention(f.label, f.start, f.end, text[f.start : f.end], figure=f) for f in figures]
    out.sort(key=lambda m: m.start)
    inside = _Inside(text, tables)
    for find in _FINDERS:
        lent = [m for m in find(text, out) if m.start not in inside]
        out = sorted([*out, *lent], key=lambda m: m.start) if lent else out
    return out


_PLACE_BEFORE = re.compile(r"(?:[:;,(]|\b(?:and|to|the|from|with)) $")
_PLACE_BEHIND = re.compile(r"(?: \([^()]*\))?(?:[,;]|,? and) (?:to |from |with |the )*[A-Z][A-Za-z. ]{1,24} \$")


def _without_place(text: str, figure: Figure) -> Figure:
    """Leave the country out of an amount in a list of such: ``US $710m, China $650m``."""
    if not text.startswith("US $", figure.start):
        return figure
    listed = _PLACE_BEFORE.search(text, max(0, figure.start - 8), figure.start) is not None
    listed = listed and _PLACE_BEHIND.match(text, figure.end) is not None
    return replace(figure, start=figure.start + 3) if listed else figure


class _Inside:
    """The offsets that tables cover; time to ask grows with the logarithm of their number."""

    def __init__(self, text: str, tables: Sequence[Table]) -> None:
        self.text = text
        self.starts = [t.start for t in tables]
        self.ends = [t.end for t in tables]

    def __contains__(self, at: int) -> bool:
        n = bisect_right(self.starts, at)
        return n > 0 and at < self.ends[n - 1]

    def outside(self, sentence: Sentence) -> Iterator[Sentence]:
        """Yield a sentence that begins in no table, and what stands around a table that it runs into."""
        at, last = sentence.start, sentence.end
        n = bisect_right(self.starts, at)
        if at in self:
            at = self.ends[n - 1]
            if at >= last or "\n" in self.text[sentence.start : at + 1]:
                return
        while n < len(self.starts) and self.starts[n] < last:
            yield from self._trimmed(sentence, at, self.starts[n])
            at = self.ends[n]
            n += 1
        yield from self._trimmed(sentence, at, last)

    def _trimmed(self, sentence: Sentence, start: int, end: int) -> Iterator[Sentence]:
        words = self.text[start:end]
        start += len(words) - len(words.lstrip())
        end -= len(words) - len(words.rstrip())
        if start < end:
            yield replace(sentence, start=start, end=end)


def _clear_of(periods: Sequence[PeriodSpan], cells: Sequence[Figure]) -> list[PeriodSpan]:
    """Drop periods that a table cell's figure overlaps: ``2012`` in a column of amounts is an amount."""
    starts = [f.start for f in cells]
    out = []
    for p in periods:
        at = bisect_left(starts, p.end)
        if not (at and cells[at - 1].end > p.start):
            out.append(p)
    return out


def named(text: str, measured: Sequence[Mention]) -> list[Mention]:
    """Find named things around the measures, and return all mentions in order with ids ``T1``, ``T2``..."""
    taken = sorted([(m.start, m.end) for m in measured] + pack_sizes(text))
    out = sorted([*measured, *find_named(text, taken)], key=lambda m: m.start)
    tables = find_tables(text)
    if tables:
        out = with_labels(out, label_mentions(text, tables, out))
    for n, m in enumerate(out, start=1):
        m.id = f"T{n}"
    return out


class Reading:
    """A release under analysis: its sentences, and what holds for all of it.

    Args:
        text: the release.
        mentions: all mentions in order, periods resolved or not.
        published: date of publication, None where unknown.
    """

    def __init__(self, text: str, mentions: Sequence[Mention], published: date | None) -> None:
        self.text = text
        self.mentions = list(mentions)
        self.published = published
        self.tables = find_tables(text)
        inside = _Inside(text, self.tables)
        outside = [piece for s in sentences(text) for piece in inside.outside(s)]
        self.templates: list[Template] = templates_of(text, outside, self.mentions)
        self.evidence = Evidence.of(self.templates, self._opening(), text)
        self.reporter = self.evidence.winner()
        self._chosen: dict[str, Answer] = {}

    @property
    def economy(self) -> str | None:
        """ISO 3166-1 alpha-2 code of the economy that the document reports on."""
        return economy_of(self._chosen["reporter"].mention if "reporter" in self._chosen else self.reporter)

    def _opening(self) -> list[int]:
        return [n for n, t in enumerate(self.templates) if t.sentence.paragraph <= 3][:6]

    def resolve(self) -> None:
        """Resolve the periods against the publication date, the reporter's calendar and one another."""
        periods = [m for m in self.mentions if m.period is not None]
        spans = [m.period for m in periods if m.period is not None]
        for m, value in zip(periods, resolve_all(self.text, spans, self.published, self.economy), strict=True):
            m.value = _as_told(m.text, value)
        for m, year in pairwise(periods):
            _bracketed_year(self.text, m, year)

    def wholes(self) -> tuple[list[Whole], npt.NDArray[np.int64]]:
        """Return what could hold for the document as a whole, with its traits; periods are resolved."""
        return wholes(self.templates, self._by_rules, self.evidence, self.published)

    def settle(self, keys: Mapping[str, str | None]) -> None:
        """Let answers hold for the document in place of those of the rules.

        Args:
            keys: keys of answers that ``wholes`` gives, by question; others are passed over.
        """
        if not keys:
            return
        offered = answered(self.templates, self._by_rules, self.published)
        for about, key in keys.items():
            found = next((answer for answer in offered.get(about, ()) if answer.key == key), None)
            if found is not None:
                self._chosen[about] = found

    @cached_property
    def _by_rules(self) -> context.Setting:
        """What holds by the rules; periods are resolved."""
        main = context.main_period(self.templates, self.published)
        return context.setting_of(self.templates, main, self.reporter)

    def links(self) -> list[Link]:
        """Return what each figure states by the rules, nothing for a text that is not English; periods are resolved."""
        return self._ruled()[0]

    def board(self) -> Board:
        """Return the same links with all that could fill their slots otherwise."""
        links, setting = self._ruled()
        return Board(
            self.templates,
            links,
            setting,
            context.likely_periods(self.templates, self.published),
            self.evidence.ranked(3),
        )

    def _ruled(self) -> tuple[list[Link], context.Setting]:
        setting = context.without_listed(self.templates, chosen(self._by_rules, self._chosen))
        linker = Linker(self.templates, setting, self.published)
        if not is_english(self.text):
            return [], linker.setting
        out = linker.run()
        settle_stances(self.text, out, self.published)
        if self.tables:
            out += [
                linker.completed(link)
                for link in table_links(
                    self.text, self.tables, self.mentions, linker.setting.main_period, linker.setting.reporter
                )
            ]
        return [link for link in out if link.slots.get("indicator")], linker.setting


_BARE_MONTHS = re.compile(r"[A-Za-z.]+\s?(?:-|–|—|to|through)\s?[A-Za-z.]+")


def _bracketed_year(text: str, months: Mention, year: Mention) -> None:
    """``July-January (2020-21)``: the months lie in the fiscal year behind them, and both mentions mean them."""
    if _BARE_MONTHS.fullmatch(year.text):
        months, year, brackets = year, months, text[months.end : year.start] + text[year.end : year.end + 1]
    else:
        brackets = text[months.end : year.start] + text[year.end : year.end + 1]
    if brackets.replace(" ", "") != "()":
        return
    if months.value is None or year.value is None:
        return
    span, whole = _MONTHS.fullmatch(_by_day(months.value)), _MONTHS.fullmatch(_by_day(year.value))
    if not _BARE_MONTHS.fullmatch(months.text) or span is None or whole is None or whole[1] == whole[3]:
        return
    first, last, start = int(span[2]), int(span[4]), int(whole[2])
    years = [int(whole[1]) + (month < start) for month in (first, last)]
    months.value = year.value = calendars.resolved(calendars.months(years[0], first, years[1], last))


def _by_day(value: Resolved) -> str:
    return f"{value.start}/{value.end}"


_MONTHS = re.compile(r"(\d{4})-(\d\d)-01/(\d{4})-(\d\d)-(\d\d)")
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")


def _as_told(text: str, value: Resolved | None) -> Resolved | None:
    """Write spans of whole months in months, and ``the end of April`` as the year up to it.

    The year is what flows told then are of.
    """
    if value is None:
        return None
    span = _MONTHS.fullmatch(value.edtf)
    if span and int(span[5]) == calendars.days_in(int(span[3]), int(span[4])):
        return calendars.resolved(calendars.months(int(span[1]), int(span[2]), int(span[3]), int(span[4])))
    day = _DAY.fullmatch(value.edtf)
    if day and re.search(r"\bend\b", text, re.I) and int(day[3]) == calendars.days_in(int(day[1]), int(day[2])):
        return calendars.resolved(calendars.months(int(day[1]), 1, int(day[1]), int(day[2])))
    return value


def assembler(text: str, mentions: Sequence[Mention], economy: str | None) -> Assembler:
    """Return the builder of a document's facts.

    Args:
        text: the release.
        mentions: all mentions in order.
        economy: ISO 3166-1 alpha-2 code of its reporter.
    """
    return Assembler(text, economy, currency_habit(text, mentions), calendars.compared, title_end(text))


def entities(mentions: Sequence[Mention], assembler: Assembler) -> tuple[EntityMention, ...]:
    """Return the mentions as entities of the output; adjectives of places are evidence only and left out."""
    out = []
    for m in mentions:
        if m.label == "DEMONYM":
            continue
        open_class = m.label not in ("INDICATOR", "TREND") and m.figure is None and m.period is None
        out.append(
            EntityMention(
                label=m.label,  # type: ignore[arg-type]
                start=m.start,
                end=m.end,
                text=m.text,
                name=(m.name or m.text) if open_class else None,
                id=m.code,
                hs=m.hs,
                kind=m.kind if open_class else None,
                value=_value(m, assembler),
            )
        )
    return tuple(out)


def _value(m: Mention, assembler: Assembler) -> Money | Quantity | Period | PercentValue | None:
    if m.label in ("MONEY", "QUANTITY"):
        return assembler.amount(m)
    if m.label == "PERCENT" and m.figure is not None and m.figure.number is not None:
        return PercentValue(number=trimmed(m.figure.number), unit="points" if m.figure.unit == "points" else "percent")
    if m.label == "PERIOD" and m.value is not None:
        return Period(text=m.text, edtf=m.value.edtf, start=m.value.start, end=m.value.end)
    return None


def warnings(text: str, facts: Sequence[TradeFact], published: date | None, has_periods: bool) -> tuple[Notice, ...]:
    """Return what a reader of the output should know about this document."""
    out = []
    share = context.english_share(text)
    if share is not None and share < _ENGLISH:
        out.append(Notice(code="W102", message=warning("W102", share=f"{share:.0%}")))
    elif not facts:
        out.append(Notice(code="W101", message=warning("W101")))
    elif published is None and has_periods and any(f.period is not None and "X" in f.period.edtf for f in facts):
        out.append(Notice(code="W103", message=warning("W103")))
    return tuple(out)


def is_english(text: str) -> bool:
    """Tell whether a text reads as English; short texts are given the benefit of the doubt."""
    share = context.english_share(text)
    return share is None or share >= _ENGLISH


def document(
    text: str,
    published: date | None,
    id: str | None,
    mentions: Sequence[Mention],
    facts: Sequence[TradeFact],
    builder: Assembler,
) -> Document:
    """Put the output together, without checks.

    Args:
        text: the release.
        published: date of publication, None where unknown.
        id: identifier of the release.
        mentions: all mentions in order.
        facts: its facts.
        builder: the document's assembler, for the values of entities.
    """
    return Document(
        id=id,
        published=published.isoformat() if published else None,
        entities=entities(mentions, builder),
        facts=tuple(facts),
        warnings=warnings(text, facts, published, any(m.period is not None for m in mentions)),
    )
