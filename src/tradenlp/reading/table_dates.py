"""Row labels that are periods: years, quarters, months by number, dates, and months as Roman numerals."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

MONTH_WORD = (
    r"(?:jan(?:uary)?|feb(?:ruary|r)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)"
)
"""A month, in full or short, as a pattern for patterns that ignore case."""

_NUMERALS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_MONTHS = "January February March April May June July August September October November December".split()
_ROMAN = r"(?-i:X?I{1,3}|I?[VX]|VI{1,3})"
_LONG = r"(?:19|20)\d\d"
DATED = (
    rf"(?:(?:{MONTH_WORD}\.?[ ,-]{{1,2}}(?:\d{{1,2}}(?:st|nd|rd|th)?,? )?{_LONG}"
    rf"|\d{{1,2}}[ -]{MONTH_WORD}[ ,-]{{1,2}}{_LONG}"
    rf"|{_LONG} ?(?:[QHM]|[QH] |[/.-])\d{{1,2}}(?!\d)|{_LONG}[ -]{MONTH_WORD}\b"
    rf"|{_LONG}(?: ?[-/–] ?(?:{_LONG}|\d\d)(?!\d))?"
    rf"|(?:[QH][1-4]|[1-4][QH])(?:[ /-]?(?:{_LONG}|['’]\d\d))?"
    rf"|(?:\d{{1,2}}[./-])?\d{{1,2}}[./-]{_LONG}|\d{{1,2}}\.?[ /-](?:{MONTH_WORD})\.?"
    rf"|{_ROMAN}(?: ?[-–] ?{_ROMAN})?(?:[ .,/-]{{1,2}}{_LONG})?)"
    r"(?:[*†‡]{1,2}|[pre]\b|\([a-z]\))?\.?(?: \d\d:\d\d(?::\d\d)?)?)"
)
"""A period as the label of a row, as a pattern for patterns that ignore case."""
_QUARTERS = re.compile(r"\bquarters?\b", re.IGNORECASE)
_IS_DATED = re.compile(DATED, re.IGNORECASE)
_NUMERAL = re.compile(rf"({_ROMAN})(?: ?[-–] ?({_ROMAN}))?(?:[ .,/-]{{1,2}}({_LONG}))?\.?")


def is_dated(words: str) -> bool:
    """Tell whether a line or cell is nothing but a period: ``2008``, ``Q3 2021``, ``IV``.

    Args:
        words: without white space at the edges.
    """
    return len(words) <= 40 and _IS_DATED.fullmatch(words) is not None


def in_months(labels: Sequence[str], heading: str = "") -> dict[int, str]:
    """Read labels that are months or quarters by Roman numeral in plain words.

    Args:
        labels: of the rows of a table, top to bottom.
        heading: what stands above them; numerals below ``Quarter`` are quarters.
    Returns:
        dict[int, str]: ``January`` or ``January-March 2024`` by index. Empty where fewer than two of the labels are
        such numerals, where they do not count up, or where they go up to four: those are quarters.
    """
    told = {n: m for n, words in enumerate(labels) if (m := _NUMERAL.fullmatch(words.strip())) is not None}
    single = [_NUMERALS.index(m[1]) for m in told.values() if not m[2]]
    steps = [b - a for a, b in pairwise(single)]
    if len(single) < 2 or any(step < 1 and b != 0 for step, b in zip(steps, single[1:], strict=True)):
        return {}
    size = 3 if _QUARTERS.search(heading) is not None else 1
    if max(single) == 3 and size == 1 or max(single) * size >= len(_MONTHS):
        return {}
    ends = {n: (_NUMERALS.index(m[1]) * size, (_NUMERALS.index(m[2] or m[1]) + 1) * size) for n, m in told.items()}
    # a whole year is that of the column
    return {n: _months(m, size) for n, m in told.items() if ends[n][1] <= len(_MONTHS) and ends[n] != (0, len(_MONTHS))}


def _months(m: re.Match[str], size: int) -> str:
    begin, end = _NUMERALS.index(m[1]), _NUMERALS.index(m[2] or m[1])
    first = _MONTHS[begin * size]
    last = f"-{_MONTHS[(end + 1) * size - 1]}" if m[2] or size > 1 else ""
    return f"{first}{last} {m[3] or ''}".strip()
