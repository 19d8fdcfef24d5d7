"""Numbers that stand without their unit: what each could be lent, and the traits that a trained choice is made from.

``Brazil took 71,000 pieces, Argentina 44,000``, ``22.9 Bcf, against 24.1 the week before``, cells of a table whose unit
stands in no heading: the unit is that of a figure near by. A bare number may as well be nothing of the sort.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import numpy.typing as npt

from ..gate import Gated
from ..reading.contexts import counts_people
from ..reading.numbers import parse_digits, printed, reads_decimal_commas
from ..reading.spans import Figure
from ..reading.table_columns import role_of
from ..reading.tables import find_tables
from .model import Mention
from .template import letter
from .trait_codes import code
from .traits import BUCKETS, columns, hashed

_BARE = re.compile(
    r"(?=[(+−–\d-])"
    r"(?<![\w.,$€£¥₹/:#-])(?P<open>\()?(?P<sign>[+−–-])?(?P<number>\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?:,\d{1,2})?|"
    r"\d[\d.,]{0,18}\d|\d)(?![\w%‰/:$€£¥₹]|[.,]\d|-\d)"
)
_WORDS = {
    word: Decimal(n) for n, word in enumerate("two three four five six seven eight nine ten eleven twelve".split(), 2)
}
_WORD = re.compile(r"\b(?=[efnost])(?<![\w-])(?:" + "|".join(_WORDS) + r")(?![\w-])", re.I)
_NEAR = 4  # figures before a number that may lend it their unit
_REACH = 1200  # characters back to the farthest of them
_UNITS = frozenset({"MONEY", "QUANTITY", "PERCENT"})

CODES = (
    "none", "which", "label", "unit", "scale", "ratio", "away", "lines", "digits", "places", "same", "size", "before",
    "before2", "behind", "behind2", "gap", "gap_behind", "left", "right", "cell", "bare", "common", "parallel", "sign",
    "between", "per", "year", "whole",
)  # fmt: skip
_CONJUNCTIONS = columns(
    """
    none which
    none which away
    none which lines
    none label
    none unit
    none unit which
    none scale size
    none ratio which
    none ratio label
    none same which
    none places digits
    none before
    none before2
    none behind
    none behind2
    none before behind
    none gap left
    none gap_behind right
    none left right
    none left right cell
    none left before
    none cell which
    none cell label
    none cell lines
    none bare which
    none common which
    none common label cell
    none parallel which
    none parallel ratio
    none sign label
    none sign cell
    none between which
    none per which
    none per unit
    none year label
    none year before
    none whole unit
    none whole label
    none behind unit
    none behind label
    none before unit
    none size label
    none digits label ratio
    none same parallel label
    none ratio same away
    """,
    CODES,
)


@dataclass(frozen=True, slots=True)
class Bare:
    """A number without a unit.

    Attributes:
        start, end: half-open offsets, with its sign.
        value, step: as printed, and the worth of its last digit.
        before: index of the first mention behind it.
    """

    start: int
    end: int
    value: Decimal
    step: Decimal
    before: int


@dataclass(frozen=True, slots=True)
class Loan:
    """A unit that a bare number could be lent; ``lender`` is None where it is lent none."""

    lender: Mention | None
    scale: Decimal = Decimal(1)
    which: int = 0


def bare_numbers(text: str, found: Sequence[Mention]) -> list[Bare]:
    """Find the numbers that stand outside all mentions.

    Args:
        text: the release.
        found: its mentions in order.
    """
    comma = reads_decimal_commas(text)
    ends = [m.end for m in found]
    out: list[Bare] = []
    apart = -1
    for m in sorted([*_BARE.finditer(text), *_WORD.finditer(text)], key=lambda m: m.start()):
        word = _WORDS.get(m[0].casefold())
        start = m.start() if word is not None else m.start("sign") if m["sign"] else m.start("number")
        end = m.end()
        at = bisect_left(ends, start + 1)
        if at < len(found) and found[at].start < end:
            continue
        read = (word, Decimal(1)) if word is not None else _read(m["number"], comma)
        if read is None or start <= apart:
            continue
        if _counts_others(text, start, end):
            apart = _compared_end(text, end)
            continue
        value, step = read
        negative = word is None and m["sign"] and m["sign"] != "+"
        out.append(Bare(start, end, -value if negative else value, step, at))
    return out


_NUMBER_OF = Gated(r"\bnumber of [^.;:\n\d]{3,70}$", re.I)
_TIME = re.compile(r"[ \u00a0-](?:(?:working|business|trading|calendar|fewer|more|full) )*(?:days?|hours?|weeks?)\b")
_COMPARED = re.compile(
    r"(?: (?:this|that|last|in|the|a) [\w ]{2,16}?)?,? \(?(?:compared (?:with|to)|as against|against|versus|vs\.?|"
    r"(?:up |down |unchanged )?from|than)(?: just| only)? "
)


def _counts_others(text: str, start: int, end: int) -> bool:
    """Tell whether a number's own words say what it counts: ``The number of working days was 13.5``."""
    if _TIME.match(text, end) is not None or counts_people(text, start):
        return True
    return _NUMBER_OF.search(text[max(0, start - 90) : start]) is not None


def _compared_end(text: str, end: int) -> int:
    """Where the number begins that one is compared with, the number's own end where there is none."""
    time = _TIME.match(text, end)
    found = _COMPARED.match(text, time.end() if time is not None else end)
    return found.end() if found is not None else end


def _read(token: str, comma: bool) -> tuple[Decimal, Decimal] | None:
    plain = re.sub(r"[ \u00a0\u202f]", "", token)
    return parse_digits(plain, comma or plain != token)


def unread(text: str, found: Sequence[Mention]) -> set[int]:
    """Return the offsets of table cells under ``Value`` that no money is told for: no quantity is to be lent there.

    Args:
        text: the release.
        found: its mentions in order.
    """
    starts = {m.start for m in found if m.label in _UNITS}
    out: set[int] = set()
    for table in find_tables(text):
        worth = {c.index for c in table.columns if c.kind == "value" and c.unit is None and role_of(c.text) == "value"}
        if not worth or not table.units or any(u.label != "QUANTITY" for u in table.units):
            continue
        held = [range(c.start, c.end) for row in table.rows for c in row.cells if c.column in worth]
        out.update(k for span in held if starts.isdisjoint(span) for k in span)
    return out


_NO_RATE = 1000  # no percentage is as large


def loans(number: Bare, found: Sequence[Mention], common: Sequence[Mention]) -> list[Loan]:
    """Return what a number could be lent, nothing first.

    Args:
        number: the number.
        found: the mentions in order.
        common: figures with the units that the document uses most.
    """
    out = [Loan(None)]
    seen: set[tuple[object, ...]] = set()

    def add(lender: Mention, which: int) -> None:
        held = lender.figure
        assert held is not None
        if lender.label == "PERCENT" and number.value >= _NO_RATE:
            return
        scale = _scale(lender)
        for worth in (scale, Decimal(1)) if scale != 1 else (scale,):
            key = (lender.label, held.unit, held.symbol, held.per, worth)
            if key not in seen:
                seen.add(key)
                out.append(Loan(lender, worth, which + 6 * (worth != scale)))

    near = 0
    for m in reversed(found[max(0, number.before - 40) : number.before]):
        if near == _NEAR or number.start - m.end > _REACH:
            break
        if m.label in _UNITS and m.figure is not None:
            near += 1
            add(m, near)
    behind = next((m for m in found[number.before : number.before + 6] if m.label in _UNITS and m.figure), None)
    if behind is not None and behind.start - number.end < 120:
        add(behind, 5)
    for m in common:
        add(m, 0)
    return out


def common_units(found: Sequence[Mention], most: int = 2) -> list[Mention]:
    """Return a figure of each of the units that a document uses most."""
    told: Counter[tuple[object, ...]] = Counter()
    firsts: dict[tuple[object, ...], Mention] = {}
    for m in found:
        if m.label in ("MONEY", "QUANTITY") and m.figure is not None and m.figure.per is None:
            key = (m.label, m.figure.unit, m.figure.symbol, _scale(m))
            told[key] += 1
            firsts.setdefault(key, m)
    return [firsts[key] for key, count in told.most_common(most) if count > 1]


def _scale(m: Mention) -> Decimal:
    """How much more than its printed digits a figure says: 1000000 for ``3.2 million tonnes``."""
    held, read = m.figure, printed(m.text)
    if held is None or not held.number or read is None or not read[1]:
        return Decimal(1)
    ratio = abs(held.number) / read[1]
    tens = ratio.adjusted()
    return Decimal(1).scaleb(tens) if ratio == Decimal(1).scaleb(tens) and 0 <= tens <= 12 else Decimal(1)


def lent(text: str, number: Bare, loan: Loan) -> Mention:
    """Return a number as the figure that it is with the unit it was lent."""
    assert loan.lender is not None and loan.lender.figure is not None
    held = loan.lender.figure
    figure = Figure(
        held.label,
        number.start,
        number.end,
        number.value * loan.scale,
        unit=held.unit,
        symbol=held.symbol,
        per=held.per,
        precision=number.step * loan.scale,
    )
    return Mention(held.label, number.start, number.end, text[number.start : number.end], figure=figure, score=0.7)


def traits(text: str, found: Sequence[Mention], asked: Sequence[tuple[Bare, list[Loan]]]) -> npt.NDArray[np.int64]:
    """Return the buckets of all loans.

    Args:
        text: the release.
        found: its mentions in order.
        asked: the numbers with what they could be lent.
    Returns:
        ndarray: shape (loans, traits), values from 0 below ``traits.BUCKETS``.
    """
    starts = [number.start for number, _ in asked]
    rows: list[list[int]] = []
    for number, offered in asked:
        around = _around(text, found, number, starts)
        rows += [_codes(text, number, loan, around) for loan in offered]
    return hashed(rows, len(CODES), _CONJUNCTIONS)


def _around(text: str, found: Sequence[Mention], number: Bare, starts: Sequence[int]) -> dict[str, int]:
    at = number.before
    previous = found[at - 1] if at else None
    following = found[at] if at < len(found) else None
    left, right = text[max(0, number.start - 40) : number.start], text[number.end : number.end + 40]
    line = text[text.rfind("\n", 0, number.start) + 1 : number.start]
    words_left, words_right = left.split(), right.split()
    same_line_left = previous is not None and "\n" not in text[previous.end : number.start]
    same_line_right = following is not None and "\n" not in text[number.end : following.start]
    spaced = "  " in left[-4:] or "|" in left[-4:] or "\t" in left[-4:] or "  " in right[:4] or "|" in right[:4]
    n = bisect_left(starts, number.start)
    crowd = bisect_left(starts, number.start + 80) - bisect_left(starts, number.start - 80)
    digits = len(re.sub(r"\D", "", text[number.start : number.end]))
    return {
        "digits": min(digits, 9) if digits else 10 + int(number.value),
        "places": -int(number.step.adjusted()),
        "size": max(number.value.adjusted(), -2) + 3,
        "before": code((words_left[-1:] or ["^"])[0].casefold()[-12:]),
        "before2": code(" ".join(words_left[-2:]).casefold()[-20:]),
        "behind": code((words_right[:1] or ["$"])[0].casefold()[:12]),
        "behind2": code(" ".join(words_right[:2]).casefold()[:20]),
        "gap": code(text[previous.end : number.start][-14:].casefold()) if previous and same_line_left else 1,
        "gap_behind": code(text[number.end : following.start][:14].casefold()) if following and same_line_right else 1,
        "left": ord(letter(previous)) if previous and same_line_left else 0,
        "right": ord(letter(following)) if following and same_line_right else 0,
        "cell": 2 * spaced + ("|" in line),
        "bare": min(crowd, 6),
        "sign": int(text[number.start] in "+-−–") + 2 * (left[-1:] == "(") + 4 * (right[:1] == ")"),
        "year": int(digits == 4 and 1900 <= number.value <= 2100) + 2 * (n > 0),
        "whole": int(number.step == 1) + 2 * ("," in text[number.start : number.end]),
    }


def _codes(text: str, number: Bare, loan: Loan, around: dict[str, int]) -> list[int]:
    lender, held = loan.lender, loan.lender.figure if loan.lender is not None else None
    told = dict.fromkeys(CODES, 0)
    told.update(around)
    told["none"] = 1
    if lender is not None and held is not None:
        first, last = min(lender.end, number.end), max(lender.start, number.start)
        between = text[first:last] if last - first < _REACH else "\n"
        read = printed(lender.text)
        size = abs(held.number or Decimal(0))
        value = abs(number.value * loan.scale)
        left_of = text[max(0, lender.start - 3) : lender.start]
        told.update(
            none=0,
            which=loan.which + 1,
            label=code(held.label),
            unit=code(f"{held.label}{held.unit}{held.symbol}"),
            scale=loan.scale.adjusted() + 1,
            ratio=50 if not size or not value else max(-6, min(6, (value / size).adjusted())) + 10,
            away=min((last - first) // 25, 12),
            lines=min(between.count("\n"), 4),
            same=int(read is not None and _style(read[0]) == _style(text[number.start : number.end])),
            common=int(loan.which == 0),
            parallel=int(left_of == text[max(0, number.start - 3) : number.start])
            + 2 * (text[lender.end : lender.end + 2] == text[number.end : number.end + 2]),
            between=int(";" in between) + 2 * (". " in between) + 4 * (" and " in between) + 8 * ("(" in between),
            per=int(held.per is not None) + 2 * (held.low is not None),
        )
    return [told[name] for name in CODES]


def _style(digits: str) -> tuple[bool, int]:
    tail = digits.rstrip(".,").partition(".")[2]
    return "," in digits, len(tail)


def rest(found: Sequence[Mention], added: Sequence[Mention]) -> list[Mention]:
    """Return all mentions in order, numbered anew."""
    out = sorted([*found, *added], key=lambda m: m.start)
    for n, m in enumerate(out, start=1):
        m.id = f"T{n}"
    return out


__all__ = ["BUCKETS", "Bare", "Loan", "bare_numbers", "common_units", "lent", "loans", "rest", "traits"]
