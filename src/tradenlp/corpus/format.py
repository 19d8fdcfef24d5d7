"""The format of annotated releases: front matter, text with inline marks, facts that refer to the marks.

A file reads::

    ---
    id: acme-customs-2024-05
    issuer: Acme Customs
    body: acme-customs
    style: bulletin
    published: 2024-06-10
    licence: CC-BY-4.0
    ---
    In [[May 2024|PERIOD t1]] [[Acme|PLACE p1]] [[exported|INDICATOR i1]] [[$3.2 billion|MONEY m1]] of [[tin|COMMODITY
    c1]], [[up|TREND v1]] [[4.5%|PERCENT x1]] on the year. --- with reporter p1 Acme | period t1 2024-05 exports i1 |
    commodity c1 tin | amount m1 3.2bn USD | change x1+v1 +4.5 percent yoy

Offsets are computed. In a fact line the first word is the indicator, then come slots: a key, the marks it rests on
(joined by ``+``, the first one is the figure), a value; ``~`` separates values that are equally right, ``none`` stands
for an empty slot. A ``with`` line holds for the fact lines below it until the next one; a slot in the fact line
overrides it. ``\\[[`` writes two literal brackets.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path

from ..errors import CorpusError
from ..labels import BASES, ENTITY_LABELS, INDICATORS, MODALITIES, MODIFIERS, QUALIFIERS

HEAD_KEYS = ("id", "issuer", "body", "style", "published", "licence", "tags", "split", "economy")
ENTITY_SLOTS = ("reporter", "partner", "commodity", "segment", "route")
FIGURE_SLOTS = ("amount", "equiv", "change", "share", "sharechange", "rank")
OTHER_SLOTS = ("period", "modality", "qualifiers", "tags")
SCALES = {"": 1, "k": 10**3, "m": 10**6, "bn": 10**9, "tn": 10**12, "lakh": 10**5, "crore": 10**7, "lakh crore": 10**12}

_MARK = re.compile(r"\\\[\[|\[\[([^|\[\]\n]*(?:\](?!\])[^|\[\]\n]*)*)\|([A-Z]+)(?: ([a-z]+\d+))?\]\]")
_NUMBER = re.compile(r"([+-]?\d+(?:\.\d+)?) ?(k|m|bn|tn|lakh crore|lakh|crore)?(?=\s|$|\.\.)")
_EDTF_DATE = r"(?:\d{4}|XXXX|\d{3}X)(?:-(?:\d\d|XX)(?:-\d\d)?)?~?"
_EDTF = re.compile(rf"(?:{_EDTF_DATE}|\.\.)(?:/(?:{_EDTF_DATE}|\.\.))?$")


@dataclass(frozen=True, slots=True)
class Mark:
    """A labelled span of a release; ``id`` is empty where no fact refers to it."""

    label: str
    start: int
    end: int
    text: str
    id: str = ""


@dataclass(frozen=True, slots=True)
class Slot:
    """One filled slot of a gold fact.

    Its key, the ids of its marks, and the values that are equally right, as written.
    """

    key: str
    marks: tuple[str, ...]
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GoldFact:
    """A fact line with the slots it inherits from its ``with`` line; ``line`` is its line number in the file."""

    indicator: tuple[str, ...]
    marks: tuple[str, ...]
    slots: tuple[Slot, ...]
    line: int

    def get(self, key: str) -> Slot | None:
        """Return the first slot of this key, or None."""
        return next((s for s in self.slots if s.key == key), None)

    def all(self, key: str) -> tuple[Slot, ...]:
        """Return every slot of this key, in order."""
        return tuple(s for s in self.slots if s.key == key)


@dataclass(frozen=True, slots=True)
class Release:
    """An annotated release: front matter, plain text, marks in order, facts in order."""

    head: dict[str, str]
    text: str
    marks: tuple[Mark, ...]
    facts: tuple[GoldFact, ...]
    source: str = ""
    path: str = ""
    problems: tuple[CorpusError, ...] = field(default=())

    @property
    def id(self) -> str:
        """The identifier of the release."""
        return self.head.get("id", "")

    def mark(self, id: str) -> Mark | None:
        """Return the mark of this id, or None."""
        return next((m for m in self.marks if m.id == id), None)


class _Problems:
    """Collects what is wrong with a file instead of stopping at the first."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.found: list[CorpusError] = []

    def add(self, line: int, found: str, expected: str) -> None:
        self.found.append(CorpusError("E201", path=self.path, line=line, found=found, expected=expected))


def parse(source: str, path: str = "<text>") -> Release:
    """Parse an annotated release.

    Args:
        source: the whole file.
        path: named in errors.
    Returns:
        Release: with ``problems`` filled; empty where the file is right.
    Raises:
        CorpusError: if the three parts of a file cannot be told apart.
    """
    parts = re.split(r"^---\n", source, flags=re.M)
    if len(parts) < 4 or parts[0]:
        raise CorpusError(
            "E201",
            path=path,
            line=1,
            found=f"{max(len(parts) - 1, 0)} lines of '---'",
            expected="three: head, text, facts",
        )
    problems = _Problems(path)
    head = _parse_head(parts[1], problems)
    body = "---\n".join(parts[2:-1])
    body_line = 3 + parts[1].count("\n")
    text, marks = _parse_text(body, body_line, problems)
    facts = _parse_facts(parts[-1], body_line + body.count("\n") + 1, marks, problems)
    return Release(head, text, marks, facts, source, path, tuple(problems.found))


def read(path: str | Path) -> Release:
    """Parse the annotated release in a file.

    Args:
        path: a file of the corpus, in UTF-8.
    Returns:
        Release: what it holds, with what is wrong in it among its ``problems``.
    Raises:
        CorpusError: as ``parse``.
        OSError: if the file cannot be read.
    """
    return parse(Path(path).read_text(encoding="utf-8"), str(path))


def _parse_head(block: str, problems: _Problems) -> dict[str, str]:
    head: dict[str, str] = {}
    for n, line in enumerate(block.splitlines(), start=2):
        key, colon, value = line.partition(":")
        if not colon or key.strip() not in HEAD_KEYS:
            problems.add(n, repr(line), "one of " + ", ".join(HEAD_KEYS) + " and a colon")
        else:
            head[key.strip()] = value.strip()
    for key in ("id", "issuer", "body", "style", "published"):
        if not head.get(key):
            problems.add(1, f"no {key} in the head", f"a line '{key}: ...'")
    return head


def _parse_text(body: str, first_line: int, problems: _Problems) -> tuple[str, tuple[Mark, ...]]:
    out: list[str] = []
    marks: list[Mark] = []
    seen: set[str] = set()
    at = length = 0

    def keep(piece: str, offset: int) -> None:
        nonlocal length
        for bracket in re.finditer(r"\[\[", piece):
            problems.add(
                first_line + body.count("\n", 0, offset + bracket.start()),
                repr(piece[bracket.start() :][:30]),
                "[[text|LABEL id]]",
            )
        out.append(piece)
        length += len(piece)

    for m in _MARK.finditer(body):
        keep(body[at : m.start()], at)
        at = m.end()
        if m[1] is None:
            out.append("[[")
            length += 2
            continue
        line = first_line + body.count("\n", 0, m.start())
        label, id, span = m[2], m[3] or "", m[1]
        if label not in ENTITY_LABELS:
            problems.add(line, f"label {label}", "one of " + ", ".join(ENTITY_LABELS))
        if id and id in seen:
            problems.add(line, f"a second mark {id}", "every id once")
        if not span or span != span.strip():
            problems.add(line, f"the span {span!r}", "text without white space at its ends")
        seen.add(id)
        marks.append(Mark(label, length, length + len(span), span, id))
        out.append(span)
        length += len(span)
    keep(body[at:], at)
    return "".join(out), tuple(marks)


def _parse_facts(block: str, first_line: int, marks: tuple[Mark, ...], problems: _Problems) -> tuple[GoldFact, ...]:
    known = {m.id: m for m in marks if m.id}
    facts: list[GoldFact] = []
    given: tuple[Slot, ...] = ()
    for n, line in enumerate(block.splitlines(), start=first_line):
        if not line.strip() or line.startswith("#"):
            continue
        fields = [f.strip() for f in line.split("|")]
        first = fields[0].split()
        if first and first[0] == "with":
            fields[0] = fields[0][4:].strip()
            given = tuple(_parse_slot(f, n, known, problems) for f in fields if f)
            continue
        indicators = tuple(first[0].split("~")) if first else ()
        for name in indicators:
            if name not in INDICATORS:
                problems.add(n, f"indicator {name!r}", "one of " + ", ".join(INDICATORS))
        own = tuple(_parse_slot(f, n, known, problems) for f in fields[1:] if f)
        keys = {s.key for s in own}
        on = tuple(i for i in "".join(first[1:]).split("+") if i)
        _check_marks(on, n, known, problems)
        fact = GoldFact(indicators, on, tuple(s for s in given if s.key not in keys) + own, n)
        if not any(s.key in FIGURE_SLOTS for s in fact.slots):
            problems.add(n, "a fact without a figure", "an amount, change, share or rank")
        facts.append(fact)
    return tuple(facts)


def _check_marks(ids: tuple[str, ...], line: int, known: dict[str, Mark], problems: _Problems) -> None:
    for i in ids:
        if i not in known:
            problems.add(line, f"mark {i}", "the id of a mark in the text")


def _parse_slot(text: str, line: int, known: dict[str, Mark], problems: _Problems) -> Slot:
    key, _, rest = text.partition(" ")
    if key not in ENTITY_SLOTS + FIGURE_SLOTS + OTHER_SLOTS:
        problems.add(line, f"slot {key!r}", "one of " + ", ".join(ENTITY_SLOTS + FIGURE_SLOTS + OTHER_SLOTS))
    marks: tuple[str, ...] = ()
    m = re.match(r"(-|[a-z]+\d+(?:\+[a-z]+\d+)*)(?= |$)", rest)
    if m and key not in ("modality", "qualifiers", "tags"):
        marks = () if m[1] == "-" else tuple(m[1].split("+"))
        rest = rest[m.end() :].strip()
    _check_marks(marks, line, known, problems)
    values = tuple(v.strip() for v in re.split(r"(?:^| )~ ", rest) if v.strip())
    if not values and marks and marks[0] in known:
        values = (known[marks[0]].text,)
    _check_values(key, values, line, problems)
    return Slot(key, marks, values)


def _check_values(key: str, values: tuple[str, ...], line: int, problems: _Problems) -> None:
    if not values:
        problems.add(line, f"{key} without a value", "a value or none")
        return
    if key == "period":
        for v in values:
            if v != "none" and not _EDTF.match(v):
                problems.add(line, f"period {v!r}", "EDTF such as 2024-05 or 2024-01/2024-05")
    elif key == "modality" and values[0] not in MODALITIES:
        problems.add(line, f"modality {values[0]!r}", "one of " + ", ".join(MODALITIES))
    elif key == "qualifiers":
        for v in values[0].split():
            if v not in QUALIFIERS:
                problems.add(line, f"qualifier {v!r}", "one of " + ", ".join(QUALIFIERS))
    elif key in FIGURE_SLOTS:
        try:
            figure(key, values[0])
        except ValueError as error:
            problems.add(line, f"{key} {values[0]!r}", str(error))


@dataclass(frozen=True, slots=True)
class GoldFigure:
    """A figure as a fact line states it.

    Exact numbers, unit (currency, unit, percent, points, factor), basis, modifier.
    """

    number: Decimal | None
    low: Decimal | None
    high: Decimal | None
    unit: str
    basis: str
    base_period: str
    modifier: str


def figure(key: str, value: str) -> GoldFigure:
    """Read a figure slot's value.

    ``about 3.2bn USD``, ``3bn..4bn USD``, ``+4.5 percent yoy``, ``18.1 of trade``, ``2``.

    Args:
        key: the slot.
        value: what stands in it.
    Raises:
        ValueError: telling what was expected.
    """
    words = value.split()
    modifier = "exact"
    if words and words[0] in MODIFIERS:
        modifier = words.pop(0)
    rest = " ".join(words)
    first = _NUMBER.match(rest)
    if not first:
        raise ValueError("a number such as 3.2bn, +4.5 or 3bn..4bn, then its unit")
    low, after = _scaled(first), rest[first.end() :]
    high = None
    if after.startswith(".."):
        second = _NUMBER.match(after[2:])
        if not second:
            raise ValueError("a second number after '..'")
        high, after = _scaled(second), after[2 + second.end() :]
    tail = after.split()
    basis, base = "", ""
    if key in ("change", "sharechange"):
        if tail and _EDTF.match(tail[-1]):
            base = tail.pop()
        if not tail or tail[-1] not in BASES:
            raise ValueError("a unit and then a basis, one of " + ", ".join(BASES))
        basis = tail.pop()
    unit = " ".join(tail)
    if key in ("amount", "equiv", "change", "sharechange") and not unit:
        raise ValueError("a number and its unit")
    if high is not None:
        return GoldFigure(None, low, high, unit, basis, base, modifier)
    return GoldFigure(low, None, None, unit, basis, base, modifier)


def _scaled(match: re.Match[str]) -> Decimal:
    try:
        return Decimal(match[1]) * SCALES[match[2] or ""]
    except InvalidOperation as error:
        raise ValueError("a decimal number") from error
