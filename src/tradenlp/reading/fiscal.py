"""Years that do not begin in January: when the fiscal years of economies and the marketing years of commodities begin.

The data is ``lexicon/tables/fiscal_years.csv``; its head tells grammar and sources.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from ..errors import LexiconError

_TABLE = "fiscal_years.csv"
_SENTENCE_END = re.compile(r"[a-z)%]\.\s+(?=[A-Z])")
_CLUE_WORD = re.compile(r"[A-Za-z.]+(?:['’]s)?")


@dataclass(frozen=True, slots=True)
class YearStart:
    """First month and day of a year; ``named_by`` is ``end`` or ``start``: which calendar year a single year names."""

    month: int = 1
    day: int = 1
    named_by: str = "end"


@dataclass(frozen=True, slots=True)
class _Table:
    fiscal: dict[str, YearStart]
    marketing: dict[tuple[str, str], YearStart]
    clues: dict[str, str]


@lru_cache(maxsize=1)
def _table() -> _Table:
    """Read the table.

    Raises:
        LexiconError: E401 for a row that breaks the grammar.
    """
    text = (files("tradenlp.lexicon") / "tables" / _TABLE).read_text(encoding="utf-8")
    lines = [(n, line) for n, line in enumerate(text.splitlines(), start=1) if line and not line.startswith("#")]
    table = _Table({}, {}, {})
    rows = csv.DictReader(line for _, line in lines)
    for (number, line), row in zip(lines[1:], rows, strict=True):
        try:
            start = YearStart(int(row["month"]), int(row["day"]), {"end": "end", "start": "start"}[row["named_by"]])
            _enter(table, row, start)
        except (KeyError, TypeError, ValueError) as error:
            raise LexiconError(
                "E401", table=_TABLE, line=number, found=line, expected="a row of the grammar in its head"
            ) from error
    return table


def _enter(table: _Table, row: dict[str, str], start: YearStart) -> None:
    if row["kind"] == "marketing":
        for word in row["key"].split("|"):
            table.marketing[word, row["economy"]] = start
        return
    table.fiscal[row["economy"]] = start
    for clue in filter(None, row["clues"].split("|")):
        table.clues[clue] = row["economy"]


def fiscal_year(economy: str | None) -> YearStart:
    """Return when the fiscal year of an economy begins: January where it has no row, the default where it is unknown.

    Args:
        economy: ISO 3166 code of an economy or a subdivision of it, or None.
    """
    fiscal = _table().fiscal
    return fiscal.get(economy.upper()[:2], YearStart()) if economy else fiscal[""]


def marketing_year(commodity: str, economy: str | None) -> YearStart:
    """Return when the marketing year of a commodity begins.

    Args:
        commodity: a commodity word of the table in lower case, or empty.
        economy: ISO 3166 code or None.
    """
    marketing = _table().marketing
    place = economy.upper()[:2] if economy else ""
    return marketing.get((commodity, place)) or marketing.get((commodity, "")) or marketing["", ""]


@lru_cache(maxsize=1)
def _commodity_pattern() -> re.Pattern[str]:
    words = sorted({word for word, _ in _table().marketing if word}, key=len, reverse=True)
    return re.compile(r"\b(?:" + "|".join(map(re.escape, words)) + r")s?\b", re.IGNORECASE)


def commodity_in(text: str, start: int, end: int, at: int) -> str:
    """Return the commodity word of the table that stands nearest to ``at`` within ``text[start:end]``, or empty.

    No word of a later sentence counts.

    Args:
        text: the document.
        start, end: half-open window, clipped to the text.
        at: character offset.
    """
    known = {word for word, _ in _table().marketing}
    stop = _SENTENCE_END.search(text, at, min(end, len(text)))
    end = stop.start() if stop else end
    best = ""
    distance = end - start + 1
    for match in _commodity_pattern().finditer(text, start, min(end, len(text))):
        if abs(match.start() - at) < distance:
            word = match.group().lower()
            best, distance = (word if word in known else word[:-1]), abs(match.start() - at)
    return best


def economy_of(text: str) -> str | None:
    """Guess the economy whose fiscal year a text counts by: the one most of the table's clue words point to.

    Args:
        text: the document; its first 20,000 characters are read.
    Returns:
        ISO 3166-1 alpha-2 code, or None without a clue.
    """
    clues = _table().clues
    votes: dict[str, int] = {}
    previous = ""
    for match in _CLUE_WORD.finditer(text, 0, 20000):
        word = match.group().lower().replace("’", "'")
        bare = word.removesuffix("'s")
        economy = clues.get(word) or clues.get(f"{previous} {bare}") or clues.get(bare) or clues.get(word.rstrip("."))
        previous = word
        if economy:
            votes[economy] = votes.get(economy, 0) + 1
    return max(votes, key=lambda economy: votes[economy]) if votes else None
