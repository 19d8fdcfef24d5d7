"""No pattern of the package takes time that doubles with each character of its input."""

from __future__ import annotations

import re
import time
import warnings
from collections.abc import Iterator
from functools import partial
from importlib import import_module
from pkgutil import walk_packages
from typing import Any

import pytest

import tradenlp
from tradenlp.gate import Gated

from .timing import costs_at_most

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)  # the name that Python 3.10 has it under
    try:
        from re import _parser as parser
    except ImportError:
        import sre_parse as parser  # type: ignore[no-redef]

REPEATS = ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT")
OPTIONAL = ("distributed", "hub")  # modules that need what may not be installed
PUMPS = (
    " ",
    "a",
    "7",
    "a ",
    "1 ",
    "1,",
    "1.",
    "-",
    "(",
    "and ",
    ", ",
    "A",
    "A.",
    "\n",
    " \n",
    "'",
    "|",
    "<",
    '"',
    "a-",
    "1/",
)


def patterns() -> dict[tuple[str, int], str]:
    """Every compiled pattern of text that a module holds, with a name for it."""
    found: dict[tuple[str, int], str] = {}

    def look(value: Any, name: str, depth: int) -> None:
        if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
            found.setdefault((value.pattern, value.flags), name)
        elif depth and isinstance(value, (list, tuple, set, frozenset)):
            for item in value:
                look(item, name, depth - 1)
        elif depth and isinstance(value, dict):
            for item in value.values():
                look(item, name, depth - 1)
        elif depth and hasattr(value, "__dataclass_fields__") and not isinstance(value, type):
            for field in value.__dataclass_fields__:
                look(getattr(value, field, None), name, depth - 1)

    for module in walk_packages(tradenlp.__path__, "tradenlp."):
        if module.name.rpartition(".")[2] not in ("__main__", *OPTIONAL):
            for name, value in vars(import_module(module.name)).items():
                look(value, f"{module.name}.{name}", 3)
    return found


@pytest.fixture(scope="module")
def found() -> dict[tuple[str, int], str]:
    return patterns()


def bodies(tree: Any) -> Iterator[Any]:
    """What may be repeated without bound, at any depth."""
    for op, value in tree:
        if str(op) in REPEATS and value[1] is parser.MAXREPEAT:
            yield value[2]
        for part in parts(op, value):
            yield from bodies(part)


def parts(op: Any, value: Any) -> list[Any]:
    name = str(op)
    if name in REPEATS:
        return [value[2]]
    if name == "BRANCH":
        return list(value[1])
    if name == "SUBPATTERN":
        return [value[3]]
    if name in ("ASSERT", "ASSERT_NOT"):
        return [value[1]]
    return [value] if name == "ATOMIC_GROUP" else []


def only_repeats(tree: Any) -> bool:
    """Whether a stretch may be matched by one repetition without bound and nothing else: ``(a+)+``, ``(a*b?)*``."""
    items = [(str(op), value) for op, value in tree if not str(op).startswith(("ASSERT", "AT"))]
    for at, (name, value) in enumerate(items):
        rest = [item for n, item in enumerate(items) if n != at]
        if all(nullable(*item) for item in rest):
            if name in REPEATS[:2] and value[1] is parser.MAXREPEAT:
                return True
            if name in ("BRANCH", "SUBPATTERN") and any(only_repeats(part) for part in parts(name, value)):
                return True
    return False


def nullable(name: str, value: Any) -> bool:
    if name in REPEATS:
        return value[0] == 0 or all(nullable(str(op), inner) for op, inner in value[2])
    if name == "SUBPATTERN":
        return all(nullable(str(op), inner) for op, inner in value[3])
    if name == "BRANCH":
        return any(all(nullable(str(op), inner) for op, inner in branch) for branch in value[1])
    return name.startswith(("ASSERT", "AT"))


def deadly(pattern: str, flags: int = 0) -> bool:
    return any(only_repeats(body) for body in bodies(parser.parse(pattern, flags)))


def test_what_looks_for_nested_repeats_finds_them():
    for pattern in (r"(a+)+b", r"(?:\s*x?)*$", r"(?:[a-z]+|7)*!", r"((?:a*)b?)+c", r"x(?:\w+\s?)*y"):
        assert deadly(pattern), pattern
    for pattern in (r"(?:a+b)+", r"(?:\w+ )*x", r"(?:a{1,9})+", r"\s*x\s*", r"(?:[ ,]\d+)*"):
        assert not deadly(pattern), pattern


def test_no_pattern_repeats_what_repeats(found):
    assert len(found) > 500
    assert [name for (pattern, flags), name in found.items() if deadly(pattern, flags)] == []


def searched(compiled: re.Pattern[str], texts: list[str]) -> None:
    for text in texts:
        compiled.search(text)


def test_no_pattern_takes_long_over_a_short_text(found):
    slow = []
    for (pattern, flags), name in found.items():
        compiled = re.compile(pattern, flags)
        texts = [pump * (28 // len(pump)) + "\x00" for pump in PUMPS]
        begun = time.process_time()
        for text in texts:
            compiled.search(text)
        if time.process_time() - begun > 0.5 and not costs_at_most(partial(searched, compiled, texts), 0.5):
            slow.append(name)
    assert slow == []


ASKING = (
    "analysis.elided._COMPARED", "analysis.elided._SCALED", "analysis.lending._BARE", "analysis.lending._WORD",
    "analysis.proper._ORG", "analysis.role_skips._LEFT", "analysis.shortforms._RUN", "folding._FOOTNOTE",
    "reading.numbers._DIGIT_NUMERAL", "reading.numbers._WORD_NUMERAL", "reading.percents._OF_ONE",
    "reading.period_definitions._TWELVE_MONTHS", "reading.period_tokens._TOKEN", "reading.ranks._RANK",
)  # fmt: skip
"""Patterns that look at one character before all else."""


def members(inside: Any) -> set[str]:
    """The characters of a class that none is taken out of."""
    out: set[str] = set()
    for op, told in inside:
        if op.name == "LITERAL":
            out.add(chr(told))
        elif op.name == "RANGE":
            out.update(map(chr, range(told[0], told[1] + 1)))
        else:
            assert (op.name, told.name) == ("CATEGORY", "CATEGORY_DIGIT")
            out.update("0123456789")
    return out


def beginnings(items: Any) -> tuple[set[str], bool]:
    """The characters that a stretch of a pattern begins with, and whether it may be empty."""
    out: set[str] = set()
    for op, told in items:
        if op.name in ("AT", "ASSERT", "ASSERT_NOT"):
            continue
        if op.name == "BRANCH":
            each = [beginnings(branch) for branch in told[1]]
            found, empty = set().union(*(some for some, _ in each)), any(blank for _, blank in each)
        elif op.name in REPEATS:
            found, empty = beginnings(told[2])
            empty = empty or told[0] == 0
        elif op.name == "SUBPATTERN":
            found, empty = beginnings(told[3])
        else:
            assert op.name in ("LITERAL", "IN")
            found, empty = members([(op, told)] if op.name == "LITERAL" else told), False
        out |= found
        if not empty:
            return out, False
    return out, True


def asked(items: Any) -> Iterator[tuple[set[str], Any]]:
    """The looks ahead at one character of a class that a pattern or one of its branches begins with, and the rest."""
    items = list(items)
    for n, (op, told) in enumerate(items):
        if op.name == "ASSERT" and told[0] == 1 and len(told[1]) == 1 and told[1][0][0].name == "IN":
            yield members(told[1][0][1]), items[n + 1 :]
            return
        if op.name == "BRANCH":
            for branch in told[1]:
                yield from asked(branch)
        if op.name != "AT":
            return


@pytest.mark.parametrize("name", ASKING)
def test_a_pattern_that_asks_first_asks_for_all_that_it_may_begin_with(name):
    module, _, held = name.rpartition(".")
    pattern = getattr(import_module(f"tradenlp.{module}"), held)
    flags = pattern._flags if isinstance(pattern, Gated) else pattern.flags
    tree = parser.parse(pattern.pattern, flags & ~re.UNICODE)
    looks = list(asked(tree))
    assert looks
    for told, rest in looks:
        found, empty = beginnings(rest)
        if flags & re.IGNORECASE:
            told, found = ({c.casefold() for c in some} for some in (told, found))
        assert not empty
        assert found <= told
