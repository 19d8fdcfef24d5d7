"""Checks written out as sums that a reader can follow: ``9.52 + 3.10 = 12.62 bn CNY, printed 12.72``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from ..facts import Check, Document, Notice, TradeFact, plain, unit_of

_SCALES = ((Decimal(10) ** 12, "tn"), (Decimal(10) ** 9, "bn"), (Decimal(10) ** 6, "mn"), (Decimal(1), ""))
_MOST_DECIMALS = 6
_RATE_DIGITS = 4
_TITLES = {
    "sum": "Exports and imports make up trade",
    "balance": "Exports less imports leave the balance",
    "share": "A share of the whole is the part",
    "part": "A part is no larger than the whole",
    "growth": "The earlier level and its change give the level",
    "periods": "Shorter periods make up the longer one",
    "conversion": "One exchange rate holds throughout",
    "repeat": "The same figure is told the same",
}
_BALANCES = {
    "deficit": "Imports less exports are the deficit",
    "surplus": "Exports less imports are the surplus",
}
_MINUS = "\u2212"
HOLDS, FAILS = "holds", "does not hold"


@dataclass(frozen=True, slots=True)
class Written:
    """A check in words.

    Attributes:
        kind: a ``labels.CheckKind``.
        title: what should hold.
        sum: the arithmetic, with the number that is printed.
        holds: whether it does.
        facts: ids of the facts that enter.
        reason: of a check that fails, what may be wrong; empty where nothing is told.
    """

    kind: str
    title: str
    sum: str
    holds: bool
    facts: tuple[str, ...]
    reason: str = ""

    @property
    def sentence(self) -> str:
        """The arithmetic and its outcome, on one line."""
        return f"{self.sum}: {HOLDS if self.holds else FAILS}"


def written(document: Document) -> tuple[list[Written], list[Notice]]:
    """Write the checks of a document out, those that fail first.

    Args:
        document: any.
    Returns:
        tuple: the checks, and the notices that no check explains.
    """
    facts = {fact.id: fact for fact in document.facts}
    left = list(document.warnings)
    out = []
    for check in document.checks:
        reason = "" if check.holds else _reason(check, left)
        known = [facts[id] for id in check.facts if id in facts]
        told = _sum(check, known)
        title = _BALANCES.get(known[-1].indicator) if check.kind == "balance" and known else None
        out.append(Written(check.kind, title or _TITLES[check.kind], told, check.holds, check.facts, reason))
    return sorted(out, key=lambda each: (each.holds, each.kind == "part")), left  # that a part is no whole says little


def _reason(check: Check, notices: list[Notice]) -> str:
    """Take the notice of a check that fails, and return what it says beyond the numbers."""
    numbers = f"{plain(check.expected)}, told is {plain(check.stated)}."
    for notice in notices:
        head, found, reason = notice.message.partition(numbers)
        named = all(f"({name})" in head for name in (check.kind, *check.facts))
        if notice.code == "W201" and found and named:
            notices.remove(notice)
            return reason.strip()
    return ""


def _sum(check: Check, facts: Sequence[TradeFact]) -> str:
    """Return the arithmetic of a check; only both numbers where the facts do not tell how they came about."""
    numbers = [fact.amount.number for fact in facts if fact.amount is not None and fact.amount.number is not None]
    if len(numbers) == len(check.facts):
        told = _WRITERS[check.kind](check, facts, numbers)
        if told:
            return told
    digits, unit = _Digits([check.stated]), _unit(facts[-1]) if facts else ""
    return f"{digits.about(check.expected)}{digits.named(unit)} expected, printed {digits.exact(check.stated)}"


class _Digits:
    """Writes numbers on one scale, with as many decimals as the finest of them has."""

    def __init__(self, numbers: Sequence[Decimal]) -> None:
        most = max((abs(number) for number in numbers), default=Decimal(0))
        self._scale, self._word = next((item for item in _SCALES if most >= item[0]), _SCALES[-1])
        decimals = (-int(Decimal(plain(number / self._scale)).as_tuple().exponent) for number in numbers)
        self._places = min(_MOST_DECIMALS, max(0, *decimals, 0))

    def exact(self, number: Decimal) -> str:
        """Return a number that a text gives."""
        scaled = number / self._scale
        rounded = round(scaled, self._places)
        return _shown(rounded if rounded == scaled else Decimal(plain(scaled)))

    def about(self, number: Decimal) -> str:
        """Return a number that was worked out, with the sign for one that is rounded."""
        scaled = number / self._scale
        for places in (self._places, self._places + 1):
            rounded = round(scaled, places)
            if rounded == scaled:
                return _shown(rounded)
        return f"\u2248\u202f{_shown(rounded)}"

    def named(self, unit: str) -> str:
        """Return scale word and unit with a space before, nothing where there is neither."""
        return "".join(f" {part}" for part in (self._word, unit) if part)


def _shown(number: Decimal) -> str:
    return f"{number:,f}".replace("-", _MINUS)


def _unit(fact: TradeFact) -> str:
    return "" if fact.amount is None else unit_of(fact.amount) or ""


def _signed(number: Decimal, digits: _Digits) -> str:
    return f"{_MINUS if number < 0 else '+'} {digits.exact(abs(number))}"


def _added(check: Check, facts: Sequence[TradeFact], numbers: Sequence[Decimal]) -> str:
    digits = _Digits(numbers)
    terms = digits.exact(numbers[0]) + "".join(f" {_signed(number, digits)}" for number in numbers[1:-1])
    return _equation(terms, digits, check, facts)


def _equation(terms: str, digits: _Digits, check: Check, facts: Sequence[TradeFact]) -> str:
    unit = digits.named(_unit(facts[-1]))
    worked_out = digits.about(check.expected)
    joined = f"{terms} {worked_out}" if worked_out.startswith("\u2248") else f"{terms} = {worked_out}"
    return f"{joined}{unit}, printed {digits.exact(check.stated)}"


def _balanced(check: Check, facts: Sequence[TradeFact], numbers: Sequence[Decimal]) -> str:
    if len(numbers) != 3:
        return ""
    first, second = numbers[:2] if numbers[0] - numbers[1] == check.expected else (numbers[1], numbers[0])
    digits = _Digits(numbers)
    return _equation(f"{digits.exact(first)} \u2212 {digits.exact(second)}", digits, check, facts)


def _shared(check: Check, facts: Sequence[TradeFact], numbers: Sequence[Decimal]) -> str:
    share = facts[-1].share
    if len(numbers) != 2 or share is None or share.number is None:
        return ""
    digits = _Digits(numbers)
    return _equation(f"{plain(share.number)}% of {digits.exact(numbers[0])}", digits, check, facts)


def _within(check: Check, facts: Sequence[TradeFact], numbers: Sequence[Decimal]) -> str:
    digits = _Digits([check.expected, check.stated])
    sign = "\u2264" if check.stated <= check.expected else ">"
    return f"{digits.exact(check.stated)} {sign} {digits.exact(check.expected)}{digits.named(_unit(facts[-1]))}"


def _grown(check: Check, facts: Sequence[TradeFact], numbers: Sequence[Decimal]) -> str:
    if len(numbers) != 2:
        return ""
    base, digits = numbers[0], _Digits(numbers)
    for change in facts[-1].changes:
        if change.kind == "percent" and base * (1 + change.number / 100) == check.expected:
            sign = _MINUS if change.number < 0 else "+"
            return _equation(f"{digits.exact(base)} {sign} {plain(abs(change.number))}%", digits, check, facts)
        if change.kind == "absolute" and base + change.number == check.expected:
            return _equation(f"{digits.exact(base)} {_signed(change.number, digits)}", digits, check, facts)
    return ""


def _converted(check: Check, facts: Sequence[TradeFact], numbers: Sequence[Decimal]) -> str:
    amount = facts[-1].amount
    if len(numbers) != 1 or amount is None or not numbers[0]:
        return ""
    other = next((one for one in amount.equivalents if one.number == check.stated), None)
    if other is None:
        return ""
    rate = check.expected / numbers[0]
    shown = f"{rate:.{_RATE_DIGITS}g}" if rate >= Decimal("0.0001") else f"{rate:.{_RATE_DIGITS - 1}e}"
    mine, theirs = _Digits(numbers), _Digits([check.stated])
    unit = unit_of(other)
    left = f"{mine.exact(numbers[0])}{mine.named(_unit(facts[-1]))} \u00d7 {shown}"
    right = theirs.about(check.expected)
    joined = f"{left} {right}" if right.startswith("\u2248") else f"{left} = {right}"
    return f"{joined}{theirs.named(unit or '')}, printed {theirs.exact(check.stated)}"


def _repeated(check: Check, facts: Sequence[TradeFact], numbers: Sequence[Decimal]) -> str:
    digits = _Digits(numbers)
    told = " and ".join(digits.exact(number) for number in numbers)
    return f"printed as {told}{digits.named(_unit(facts[-1]))}"


_WRITERS = {
    "sum": _added,
    "periods": _added,
    "balance": _balanced,
    "share": _shared,
    "part": _within,
    "growth": _grown,
    "conversion": _converted,
    "repeat": _repeated,
}

__all__ = ["FAILS", "HOLDS", "Written", "written"]
