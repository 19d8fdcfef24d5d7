"""No pattern of the package takes time that doubles with each character of its input."""

from __future__ import annotations

import re
import time
import warnings
from collections.abc import Iterator
from importlib import import_module
from pkgutil import walk_packages
from typing import Any

import pytest

import tradenlp

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


def test_no_pattern_takes_long_over_a_short_text(found):
    slow = []
    for (pattern, flags), name in found.items():
        compiled = re.compile(pattern, flags)
        begun = time.process_time()
        for pump in PUMPS:
            compiled.search(pump * (28 // len(pump)) + "\x00")
        if time.process_time() - begun > 0.5:
            slow.append(name)
    assert slow == []
