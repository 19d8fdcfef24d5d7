"""Patterns over token classes: from names to regular expressions, and the classes that each can begin with.

A pattern is a regular expression whose words are names of token classes (``period_tokens.CLASSES``) or of the macros
below; blanks
mean nothing. Groups are ``(?:...)``, lookarounds are allowed, nothing repeats without bound: a match costs constant
time.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from .period_eras import IRANIAN
from .period_tokens import CLASSES, full_year

Reading = tuple[str, tuple[object, ...]]
"""Kind and spec of a period."""

_MACROS = {
    "RANGE": "(?:DASH|SLASH|UP? TO TO?|UP? UNTIL)",
    "REL": "(?:THIS|LAST|PREV|NEXT|SAME|THAT)",
    "COUNT": "(?:WORDNUM|NUM|NUM2)",
    "DAY": "(?:NUM|NORD)",
    "SEASONAL": "(?:MARKET YW|MARKET? SEASON)",
    "PAIRED": "(?:YEAR|PAIR|YRANGE)",
    "SEASONED": "(?:SPRING OF? (?:YEAR|PAIR|RELYEAR)|(?:THIS|LAST|NEXT) SPRING|YEAR SPRING)",
    "FYR": "(?:FYCODE|FISCAL YW? PAIRED|(?:REL|THE) CAL? FISCAL YW?|(?:REL|THE) FISCAL YW?|PAIRED CAL? FISCAL YW|PAIR"
    "|CAL CAL? YW PAIRED|CAL? FISCAL YW PAIRED)",
    "RELYEAR": "THE? REL CAL? CAL? YW",
    "YREF": "(?:OF THE? (?:SEASONAL PAIRED|PAIRED SEASONAL|REL SEASONAL|(?<=THE) SEASONAL)"
    "|(?:COMMA|OF)? YEAR|OF? THE? CAL? YW OF? YEAR"
    "|(?:APOS|SLASH) (?:NUM|NUM2)|COMMA? OF? THE? FYR|OF? RELYEAR|OF THE CAL? CAL? YW)",
    "DATEYEAR": "(?:(?:COMMA|OF)? YEAR|APOS (?:NUM|NUM2)|OF? RELYEAR)",
    "DATED": "(?:MONTH DAY DATEYEAR?|DAY OF? MONTH DATEYEAR?|CODE)",
    "COUNTED": "(?:COUNT DASH? (?:MWS|QWS|WWS|YWS|MW PERIOD|MW|QW|WW|YW))",
    "UNIT": "(?:PERIOD|MW|QW|YW|WW|HW|TIME|SEASON|COUNTED|DWS|DATE|MWS|QWS|DW)",
    "BACKYEAR": "(?:YEAR|THE? FYR|SAME? RELYEAR|THE? REL SEASONAL|THE? CAL? YW OF? YEAR"
    "|(?:A|THE|WORDNUM)? YW DASH? EARLIER|COUNT YWS EARLIER)",
    "TOEND": "(?:DASH? (?:THAT? ENDED|COMMA? WHICH ENDED|TO|UNTIL) DASH? (?:TO|IN|ON)? THE? (?:PART DASH? OF? THE?)?)",
}
_NAME = re.compile(r"[A-Z][A-Z0-9]*")


def expand(pattern: str) -> str:
    """Return a pattern over class letters.

    Args:
        pattern: see the module.
    Raises:
        KeyError: for a name that is neither a class nor a macro.
    """

    def letter(match: re.Match[str]) -> str:
        name = match.group()
        return CLASSES[name] if name in CLASSES else expand(_MACROS[name])

    return _NAME.sub(letter, pattern).replace(" ", "")


def first_letters(expanded: str) -> frozenset[str]:
    """Return the class letters with which a match can begin.

    Args:
        expanded: what ``expand`` returned.
    """
    letters, _, _ = _alternatives(expanded, 0)
    return frozenset(letters)


def _alternatives(pattern: str, at: int) -> tuple[set[str], bool, int]:
    """First letters, whether the empty string matches, and the place of the closing bracket or of the end."""
    letters: set[str] = set()
    nullable = False
    while True:
        more, empty, at = _sequence(pattern, at)
        letters |= more
        nullable |= empty
        if at >= len(pattern) or pattern[at] == ")":
            return letters, nullable, at
        at += 1


def _sequence(pattern: str, at: int) -> tuple[set[str], bool, int]:
    letters: set[str] = set()
    nullable = True
    while at < len(pattern) and pattern[at] not in "|)":
        lookaround = pattern.startswith(("(?=", "(?!", "(?<"), at)
        if pattern[at] == "(":
            inner, empty, at = _alternatives(pattern, at + (3 if pattern[at + 2] != "<" else 4))
        else:
            inner, empty = {pattern[at]}, False
        at += 1
        if at < len(pattern) and pattern[at] == "?":
            empty, at = True, at + 1
        if lookaround:
            continue
        if nullable:
            letters |= inner
        nullable &= empty
    return letters, nullable, at


_NAMES = {letter: name for name, letter in CLASSES.items()}
_RANGES = frozenset({"DASH", "SLASH", "TO", "UNTIL", "AND"})
_COUNTS = frozenset({"WORDNUM", "NUM", "NUM2"})
RELATIVE = {"THIS": "this", "LAST": "last", "PREV": "prev", "NEXT": "next", "SAME": "the", "THAT": "that", "THE": "the"}
_REL_YEAR = re.compile(expand("(?:REL|THE) (?:CAL? FISCAL CAL? YW?|CAL? CAL? YW)"))
_UNITS = {
    "YW": "year", "YWS": "year", "MW": "month", "MWS": "month", "QW": "quarter", "QWS": "quarter", "WW": "week",
    "WWS": "week",
    "DW": "day", "DWS": "day", "HW": "half", "PERIOD": "period", "TIME": "period", "DATE": "period", "SEASON": "season",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Match:
    """Tokens of one match: names of classes, letters and values, in order."""

    letters: str
    values: list[int | str]

    @property
    def names(self) -> list[str]:
        """Names of the classes of the tokens."""
        return [_NAMES[letter] for letter in self.letters]

    def of(self, *names: str) -> list[int]:
        """Numbers of the tokens of the named classes."""
        return [int(v) for n, v in zip(self.names, self.values, strict=True) if n in names]

    def has(self, name: str) -> bool:
        """Whether a token of the named class is there."""
        return CLASSES[name] in self.letters

    def word(self, name: str) -> str:
        """Value of the first token of the class as text, or empty."""
        at = self.letters.find(CLASSES[name])
        return str(self.values[at]) if at >= 0 else ""

    def part(self, first: int, last: int | None = None) -> Match:
        """The tokens from ``first`` up to ``last``, half-open."""
        return Match(self.letters[first:last], self.values[first:last])

    def sides(self) -> tuple[Match, Match]:
        """The tokens before and after the word or dash that joins a range."""
        at = next((i for i, n in enumerate(self.names) if n in _RANGES and i), len(self.letters))
        return self.part(0, at), self.part(at + 1)

    def year(self) -> str:
        """The year that the tokens tell, as specs write it."""
        if self.has("SEASON") or self.has("MARKET"):
            named = next((RELATIVE[n] for n in self.names if n in RELATIVE and n != "THE"), "the")
            pair = self.word("PAIR") or self.word("YRANGE")
            return "M" + (f"FP{pair[:4]}" if pair else f"FY{self.word('YEAR')}" if self.has("YEAR") else named)
        fiscal = "FY" if self.has("FISCAL") or self.word("CAL") not in {"", "calendar"} else ""
        if self.has("PAIR") or (fiscal and self.has("YRANGE")):
            return f"FP{(self.word('PAIR') or self.word('YRANGE'))[:4]}"
        if self.has("FYCODE"):
            return self.word("FYCODE")
        if self.has("YEAR"):
            own = int(self.word("YEAR")) in IRANIAN
            return self.word("YEAR") if own else fiscal + self.word("YEAR")
        if self.names[-2:-1] in (["APOS"], ["SLASH"]) and self.names[-1] in _COUNTS:
            short = int(self.values[-1])
            return str(full_year(f"{short:02d}")) if short > 9 or self.has("APOS") else ""
        relative = _REL_YEAR.search(self.letters)
        return fiscal + RELATIVE[_NAMES[relative.group()[0]]] if relative else ""

    def count(self) -> int:
        """The first counted number, 1 where there is none."""
        return next((int(v) for n, v in zip(self.names, self.values, strict=True) if n in _COUNTS), 1)

    def unit(self) -> str:
        """The first unit of time."""
        return next((_UNITS[n] for n in self.names if n in _UNITS), "")


Reader = Callable[[Match], Reading | None]


@dataclass(frozen=True, slots=True)
class Rule:
    """A compiled pattern over class letters, its first letters, its reader."""

    pattern: re.Pattern[str]
    first: frozenset[str]
    read: Reader


RULES: list[Rule] = []


def rule(*patterns: str) -> Callable[[Reader], Reader]:
    """Register a reader for patterns."""

    def register(reader: Reader) -> Reader:
        for pattern in patterns:
            expanded = expand(pattern)
            RULES.append(Rule(re.compile(expanded), first_letters(expanded), reader))
        return reader

    return register
