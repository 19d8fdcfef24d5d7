"""What a mark's text says, held against the number that a fact line gives for it.

A mark may leave out what its sentence or table tells: a bare ``113.4`` may stand for 113.4 million. Then only the
digits are compared. A mark that says its scale, sign or currency is held to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ..facts import plain
from ..labels import BASES
from ..lexicon import load
from ..reading.figures import find_figures
from ..reading.money import may_mean
from ..reading.numbers import SCALES, Numeral, Scale, find_numerals, read_scale
from ..reading.spans import Figure
from .findings import Severity
from .format import Mark
from .slots import GoldFigure

LABELS = {
    "amount": {"MONEY", "QUANTITY"},
    "equiv": {"MONEY", "QUANTITY"},
    "change": {"PERCENT", "MULTIPLE", "MONEY", "QUANTITY"},
    "share": {"PERCENT"},
    "sharechange": {"PERCENT", "MULTIPLE"},
    "rank": {"RANK"},
}
"""Labels of the marks that a figure slot may rest on."""

_SIGN = re.compile(r"\s*([-−–+±])\s?[^\W_]|\s*[^\W\d_]{0,3}[$€£¥]?([-−–+])[\d$€£¥]")
_QUARTER_CENTS = re.compile(r"(\d+\.\d\d)-([1-7])/([248])\b")  # grain is priced in quarters of a cent
_ANSWER = re.compile(rf"[+-]?\d[\d.,]*(?:k|m|bn|tn)?(?:\s|$)|(?:{'|'.join(BASES)})\s")
_SIGNED = frozenset("deficit surplus balance".split())
_FIRST = re.compile(r"(?:top|lead|head|large|big|main|major|principal|foremost|chief|most|high|prime|primary)", re.I)
_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth"
    " sixteenth seventeenth eighteenth nineteenth twentieth"
).split()
_ORDINAL = re.compile(rf"(\d+)(?:st|nd|rd|th)?\b|\b({'|'.join(_ORDINALS)})\b", re.I)
_WORDS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10}


@dataclass(frozen=True, slots=True)
class Reading:
    """What the text of a mark says.

    Attributes:
        numbers: every magnitude it can mean, without sign.
        steps: the worth of the last printed digit of each.
        scaled: it tells its scale; a percentage needs none.
        sign: as written, ``+``, ``-`` or empty.
        currency: ISO 4217 where it names one beyond doubt.
        symbol: a sign or word that several currencies share.
    """

    numbers: tuple[Decimal, ...]
    steps: tuple[Decimal, ...]
    scaled: bool
    sign: str
    currency: str | None = None
    symbol: str | None = None


@dataclass(frozen=True, slots=True)
class Doubt:
    """What does not fit: the kind of check, how grave it is, what was found and expected."""

    kind: str
    severity: Severity
    found: str
    expected: str


def reading(mark: Mark) -> Reading:
    """Read the text of a figure's mark by itself, in every way that its digits allow.

    Args:
        mark: of a figure label.
    Returns:
        Reading: without numbers where nothing can be read.
    """
    if mark.label == "RANK":
        position = _position(mark.text)
        return Reading((Decimal(position),) if position else (), (Decimal(0),), True, "")
    text = mark.text
    figures = find_figures(text)
    found = dict(_by_digits(mark))
    scaled = any(scale.factor != 1 for _, scale in _scales(mark)) or "%" in text
    for figure in figures:
        for number in (figure.number, figure.low, figure.high):
            if number is not None:
                found.setdefault(abs(number), figure.precision or Decimal(1))
    return Reading(tuple(found), tuple(found.values()), scaled, _written_sign(text), *_currency(figures))


def _scales(mark: Mark) -> Iterator[tuple[Numeral, Scale]]:
    for numeral in find_numerals(mark.text, 0, len(mark.text)):
        scale = read_scale(mark.text, numeral.end, len(mark.text), money=mark.label == "MONEY")
        if scale:
            yield numeral, scale


def _by_digits(mark: Mark) -> Iterator[tuple[Decimal, Decimal]]:
    """Every numeral of the text with both roles of commas, on its own scale and on those told behind it."""
    text = mark.text
    scales = list(_scales(mark))
    for decimal_comma in (False, True):
        for numeral in find_numerals(text, 0, len(text), decimal_comma):
            behind = [scale for at, scale in scales if at.start >= numeral.start]
            own = any(at.start == numeral.start for at, _ in scales)
            for scale in behind:
                yield numeral.value * scale.factor, numeral.step * scale.factor
            if not own or any(scale.short or scale.factor == 12 for scale in behind):
                yield numeral.value, numeral.step  # a lone m or k, and a dozen, may be units
    for whole, top, bottom in _QUARTER_CENTS.findall(text):
        yield Decimal(whole) + Decimal(top) / Decimal(bottom) / 100, Decimal("0.001")


def _position(text: str) -> int | None:
    match = _ORDINAL.search(text)
    if match:
        return int(match[1]) if match[1] else _ORDINALS.index(match[2].lower()) + 1
    words = [_WORDS[word] for word in re.findall(r"[a-z]+", text.lower()) if word in _WORDS]
    return words[0] if words else 1 if _FIRST.search(text) else None


def _written_sign(text: str) -> str:
    match = _SIGN.match(text)
    sign = (match[1] or match[2]) if match else ""
    return "" if sign in ("", "±") else "+" if sign == "+" else "-"


def _currency(figures: Sequence[Figure]) -> tuple[str | None, str | None]:
    told = {(figure.unit, figure.symbol) for figure in figures if figure.label == "MONEY"}
    return told.pop() if len(told) == 1 else (None, None)


def doubts(
    key: str, gold: GoldFigure, answers: Sequence[str], marks: Sequence[Mark], indicator: Sequence[str]
) -> Iterator[Doubt]:
    """Hold a figure slot against the marks that it rests on.

    Args:
        key: the slot.
        gold: its first value.
        answers: further values, which are units or bases.
        marks: its marks in order, of figure labels alone.
        indicator: the fact's, as a balance is told with and without its sign.
    Yields:
        Doubt: each thing that does not fit. ``figure-scale`` is left for the caller to settle by what stands around.
    """
    readings = [reading(mark) for mark in marks]
    shown = " and ".join(repr(mark.text) for mark in marks)
    if marks[0].label not in LABELS[key]:
        yield Doubt("figure-label", "warning", f"{key} on a {marks[0].label}", " or ".join(sorted(LABELS[key])))
    for answer in answers:
        if _ANSWER.match(answer):
            yield Doubt("figure-answer", "error", f"a second number {answer!r} of {key}", "a unit or a basis behind ~")
    if not readings[0].numbers:
        yield Doubt("figure-unread", "warning", f"{key} on {shown}, which no grammar reads", "a written number")
        return
    yield from _values(key, gold, readings, marks, shown)
    yield from _signs(key, gold, readings[0], shown, indicator)
    if key in ("amount", "equiv", "change") and not gold.unit.startswith(("percent", "points", "factor")):
        yield from _units([gold.unit, *answers], readings[0], shown)


def _units(answers: Sequence[str], first: Reading, shown: str) -> Iterator[Doubt]:
    if first.currency and first.currency not in answers:
        yield Doubt("figure-unit", "error", f"{answers[0]} for {shown}", first.currency)
    elif first.symbol and not any(may_mean(first.symbol, answer) for answer in answers):
        yield Doubt("figure-unit", "warning", f"{answers[0]} for {shown}", f"a currency that {first.symbol} can mean")


def direction(marks: Sequence[Mark]) -> int:
    """Tell the direction that words of movement agree on; ``growth`` tells none, as it may be negative.

    Args:
        marks: of label TREND.
    Returns:
        int: +1 up, -1 down, 0 where they tell none or not the same.
    """
    if any(mark.text.casefold() == "growth" for mark in marks):
        return 0
    entries = [load().canonical("TREND", mark.text) for mark in marks]
    told = {entry.direction if entry else 0 for entry in entries}
    return told.pop() if len(told) == 1 else 0


def _values(
    key: str, gold: GoldFigure, readings: Sequence[Reading], marks: Sequence[Mark], shown: str
) -> Iterator[Doubt]:
    for number in (gold.number, gold.low, gold.high):
        if number is None:
            continue
        wanted = abs(number)
        pool = readings if gold.number is None else readings[:1]
        if any(_says(reading, wanted, gold.unit, mark) for reading, mark in zip(pool, marks, strict=False)):
            continue
        if any(not r.scaled and _shifted(r, wanted) for r in pool) and marks[0].label in ("MONEY", "QUANTITY"):
            yield Doubt("figure-scale", "warning", f"{key} {plain(wanted)} for {shown}", "its scale somewhere near")
        elif any(_says(reading, wanted, gold.unit, mark) for reading, mark in zip(readings, marks, strict=True)):
            yield Doubt("figure-order", "warning", f"{key} {plain(wanted)} for {shown}", "the fullest statement first")
        else:
            grave: Severity = "warning" if marks[0].label in ("MULTIPLE", "RANK") else "error"
            yield Doubt("figure-value", grave, f"{key} {plain(wanted)} for {shown}", _told(readings[0]))
    if gold.number is not None:
        for reading_, mark in zip(readings[1:], marks[1:], strict=True):
            if reading_.numbers and not _repeats(reading_, abs(gold.number), gold.unit, mark):
                yield Doubt(
                    "figure-repeat", "warning", f"{key} {plain(abs(gold.number))} for {mark.text!r}", "about the same"
                )


def _told(reading: Reading) -> str:
    return " or ".join(plain(number) for number in reading.numbers)


def _says(reading: Reading, wanted: Decimal, unit: str, mark: Mark) -> bool:
    """The text says the number; of multiples and basis points what it comes to."""
    said = set(reading.numbers)
    if mark.label == "MULTIPLE":
        if unit == "percent":
            said |= {abs(n - 1) * 100 for n in reading.numbers}
        elif "times" in mark.text:  # "grew by 1.5 times" is 2.5 times as much, or 1.5 times
            said |= {n + 1 for n in reading.numbers}
    if unit == "points":
        said |= {n / 100 for n in reading.numbers}
    return wanted in said


def _shifted(reading: Reading, wanted: Decimal) -> bool:
    """The digits are the same, and the number told is a power of ten of them."""
    return any(
        number.normalize().as_tuple().digits == wanted.normalize().as_tuple().digits for number in reading.numbers
    )


def _repeats(reading: Reading, wanted: Decimal, unit: str, mark: Mark) -> bool:
    """A further mark tells the same, rounded perhaps, on a scale of its own."""
    if _says(reading, wanted, unit, mark) or (not reading.scaled and _shifted(reading, wanted)):
        return True
    near = zip(reading.numbers, reading.steps, strict=False)
    if any(abs(number - wanted) <= max(step, wanted / 20) for number, step in near):
        return True
    return not reading.scaled and any(
        abs(number * scale - wanted) <= max(step * scale, wanted / 20)
        for number, step in zip(reading.numbers, reading.steps, strict=False)
        for scale in set(SCALES.values())
    )


def _signs(key: str, gold: GoldFigure, first: Reading, shown: str, indicator: Sequence[str]) -> Iterator[Doubt]:
    number = gold.number if gold.number is not None else gold.low
    if not first.sign or number is None or not number or _SIGNED & set(indicator):
        return
    if key in ("change", "sharechange") and (number < 0) != (first.sign == "-") and gold.unit != "factor":
        yield Doubt("figure-sign", "error", f"{key} {plain(number)} for {shown}", f"the sign {first.sign}")
