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
    In [[May 2024|PERIOD t1]] [[Acme|PLACE p1]] [[exported|INDICATOR i1]] [[$3.2 billion|MONEY m1]] of
    [[tin|COMMODITY c1]], [[up|TREND v1]] [[4.5%|PERCENT x1]] on the year.
    ---
    with reporter p1 Acme | period t1 2024-05
    exports i1 | commodity c1 tin | amount m1 3.2bn USD | change x1+v1 +4.5 percent yoy

Offsets are computed. In a fact line the first word is the indicator, then come slots: a key, the marks it rests on
(joined by ``+``, the first one is the figure), a value; ``~`` separates values that are equally right, ``none`` stands
for an empty slot. A ``with`` line holds for the fact lines below it until the next one; a slot in the fact line
overrides it. ``\\[[`` writes two literal brackets. Lines that begin with ``#`` are remarks.

A file is canonical where ``render(parse(source)) == source``: ``key: value`` in the head; in fact lines one space
around ``|``, ``~`` and between key, marks and value; a slot without marks says ``-`` before its value, but not before a
value that begins with ``none``, nor in ``modality``, ``qualifiers`` and ``tags``; every slot says its value; a ``with``
line is followed by a fact and never repeats the one in force; remarks stand above the ``with`` line; one line break
ends the file. Lines may end in CRLF and a byte order mark may lead; neither is canonical.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path, PurePath

from ..errors import CorpusError
from ..labels import ENTITY_LABELS, INDICATORS
from .slots import ENTITY_SLOTS, FIGURE_SLOTS, OTHER_SLOTS, faults

__all__ = ["ENTITY_SLOTS", "FIGURE_SLOTS", "OTHER_SLOTS", "GoldFact", "Mark", "Release", "Slot", "parse", "read"]

HEAD_KEYS = ("id", "issuer", "body", "style", "published", "licence", "tags", "split", "economy")
SPLITS = ("train", "dev", "test")

_MARK = re.compile(r"\\\[\[|\[\[([^|\[\]\n]*(?:\](?!\])[^|\[\]\n]*)*)\|([A-Z]+)(?: ([a-z]+\d+))?\]\]")
_LOOSE = re.compile(r"\[\[|\|[A-Z]+(?: [a-z]+\d+)?\]\]")


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
    """A fact line with the slots it inherits from its ``with`` line; ``line`` is its line number in the file.

    ``given`` are the slots of the ``with`` line in force, overridden ones included; ``remarks`` the lines of remarks
    above it. Both only tell how the line is written.
    """

    indicator: tuple[str, ...]
    marks: tuple[str, ...]
    slots: tuple[Slot, ...]
    line: int
    given: tuple[Slot, ...] = ()
    remarks: tuple[str, ...] = ()

    def get(self, key: str) -> Slot | None:
        """Return the first slot of this key, or None."""
        return next((s for s in self.slots if s.key == key), None)

    def all(self, key: str) -> tuple[Slot, ...]:
        """Return every slot of this key, in order."""
        return tuple(s for s in self.slots if s.key == key)


@dataclass(frozen=True, slots=True)
class Release:
    """An annotated release: front matter, plain text, marks in order, facts in order; ``remarks`` end the file."""

    head: dict[str, str]
    text: str
    marks: tuple[Mark, ...]
    facts: tuple[GoldFact, ...]
    source: str = ""
    path: str = ""
    problems: tuple[CorpusError, ...] = field(default=())
    remarks: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """The identifier of the release."""
        return self.head.get("id", "")

    @property
    def body(self) -> str:
        """The issuing body; releases of one body belong to one split."""
        return self.head.get("body", "")

    @property
    def split(self) -> str:
        """``train``, ``dev`` or ``test`` by the nearest folder of that name, else as the head says, else empty."""
        folders = (part for part in reversed(PurePath(self.path).parts[:-1]) if part in SPLITS)
        return next(folders, self.head.get("split", ""))

    @property
    def tags(self) -> frozenset[str]:
        """What the head says of the whole document, such as ``no-facts``."""
        return frozenset(self.head.get("tags", "").split())

    @property
    def phenomena(self) -> frozenset[str]:
        """Difficulties that the tags of its facts name."""
        return frozenset(tag for fact in self.facts for slot in fact.all("tags") for tag in slot.values[0].split())

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
    parts = re.split(r"^---\n", source.removeprefix("\ufeff").replace("\r\n", "\n"), flags=re.M)
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
    facts, remarks = _parse_facts(parts[-1], body_line + body.count("\n") + 1, marks, problems)
    return Release(head, text, marks, facts, source, path, tuple(problems.found), remarks)


def read(path: str | Path) -> Release:
    """Parse the annotated release in a file.

    Args:
        path: a file of the corpus, in UTF-8.
    Returns:
        Release: what it holds, with what is wrong in it among its ``problems``.
    Raises:
        CorpusError: as ``parse``.
        OSError: if the file cannot be read.
        UnicodeDecodeError: if it is not UTF-8.
    """
    return parse(Path(path).read_bytes().decode("utf-8"), str(path))


def _parse_head(block: str, problems: _Problems) -> dict[str, str]:
    head: dict[str, str] = {}
    for n, line in enumerate(block.removesuffix("\n").split("\n"), start=2):
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
        for bracket in _LOOSE.finditer(piece):
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


def _parse_facts(
    block: str, first_line: int, marks: tuple[Mark, ...], problems: _Problems
) -> tuple[tuple[GoldFact, ...], tuple[str, ...]]:
    """Read the fact lines; gives the facts, and the remarks below the last one."""
    known = {m.id: m for m in marks if m.id}
    facts: list[GoldFact] = []
    given: tuple[Slot, ...] = ()
    remarks: list[str] = []
    for n, line in enumerate(block.removesuffix("\n").split("\n"), start=first_line):
        if not line.strip() or line.startswith("#"):
            remarks.append(line)
            continue
        fields = [f.strip() for f in line.split("|")]
        if fields[0].split()[:1] == ["with"]:
            fields[0] = fields[0][4:].strip()
            given = tuple(_parse_slot(f, n, known, problems) for f in fields if f)
            continue
        facts.append(_parse_fact(fields, n, given, tuple(remarks), known, problems))
        remarks.clear()
    return tuple(facts), tuple(remarks) if block else ()


def _parse_fact(
    fields: list[str],
    line: int,
    given: tuple[Slot, ...],
    remarks: tuple[str, ...],
    known: dict[str, Mark],
    problems: _Problems,
) -> GoldFact:
    first = fields[0].split()
    indicators = tuple(first[0].split("~")) if first else ()
    for name in indicators or ("",):
        if name not in INDICATORS:
            problems.add(line, f"indicator {name!r}", "one of " + ", ".join(INDICATORS))
    own = tuple(_parse_slot(f, line, known, problems) for f in fields[1:] if f)
    keys = {s.key for s in own}
    on = tuple(i for i in "".join(first[1:]).split("+") if i)
    _check_marks(on, line, known, problems)
    fact = GoldFact(indicators, on, tuple(s for s in given if s.key not in keys) + own, line, given, remarks)
    if not any(s.key in FIGURE_SLOTS for s in fact.slots):
        problems.add(line, "a fact without a figure", "an amount, change, share or rank")
    if not on and not any(s.marks for s in own):
        problems.add(line, "a fact that names no mark", "the ids of the marks that it rests on")
    return fact


def _check_marks(ids: tuple[str, ...], line: int, known: dict[str, Mark], problems: _Problems) -> None:
    for i in ids:
        if i not in known:
            problems.add(line, f"mark {i}", "the id of a mark in the text")


def _parse_slot(text: str, line: int, known: dict[str, Mark], problems: _Problems) -> Slot:
    key, _, rest = text.partition(" ")
    rest = rest.strip()
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
    for found, expected in faults(key, values):
        problems.add(line, found, expected)
    return Slot(key, marks, values)
