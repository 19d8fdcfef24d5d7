"""A tool's record back to a release: what annotators drew decides, the lines saved with it give the values.

A slot loses the marks whose relations were deleted, and goes with the last of them; a fact goes with its last relation
or with its figure. New relations add marks and slots to the fact of their figure, or make a new fact of it; values
that nobody wrote are read from the marks.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import PurePath

from ...errors import CorpusError
from ...labels import ENTITY_LABELS, FIGURE_LABELS
from ..format import FIGURE_SLOTS, HEAD_KEYS, GoldFact, Mark, Release, Slot, parse
from ..writing import render
from .base import NO_HEAD, PREFIXES, Drawing, Edge, Head, Place, Span
from .graph import ALSO, INDICATOR, OWN_SLOT, RELATIONS, anchor, fact_edges, upright
from .lines import grouped
from .values import Values

NEW = "zz"
"""What the ids of new marks begin with until they get one of their own."""
_NEEDED = ("id", "issuer", "body", "style", "published")
_MARKED = re.compile(r"[a-z]+\d+(?:\+[a-z]+\d+)*(?= |$)")
_VALUELESS = ("modality", "qualifiers", "tags")


def assemble(drawing: Drawing, place: Place, head: Head = NO_HEAD) -> Release:
    """Make a release of what a tool's record holds.

    Args:
        drawing: the record in common terms.
        place: file and record, for errors.
        head: front matter for keys that the record lacks.
    Returns:
        Release: without problems.
    Raises:
        CorpusError: E211 if the record cannot be a release.
    """
    both = {**drawing.head, **{key: value for key, value in head.items() if not drawing.head.get(key)}}
    front = {key: value for key, value in both.items() if key in HEAD_KEYS and value}
    missing = [key for key in _NEEDED if key not in front]
    if missing:
        raise place.error(
            f"no {', '.join(missing)} of the release", "its head in the record, or given with `head` when reading"
        )
    text = drawing.text.replace("\r", " ")
    spans = clean(text, drawing.spans, place)
    marks, by_key = named(text, spans, drawing)
    owners = {at: marks[by_key[key]] for at, key in drawing.owners.items() if key in by_key}
    lines = [_owned(line, owners.get(at)) for at, line in enumerate(drawing.lines)]
    facts = lines_to_facts(lines, {*drawing.places, *marks}, place, drawing.given)
    told = {edge for fact in facts for edge in fact_edges(fact)}
    edges = [drawn(edge, by_key, marks, told, place) for edge in drawing.edges]
    economies = [front.get("economy", ""), *(mark.text for mark in marks.values() if mark.label == "PLACE")]
    builder = _Builder(marks, Values(text, front["published"], economies), place)
    builder.keep(facts, set(edges))
    builder.add(edges, {by_key[key]: chosen for key, chosen in drawing.drafts.items() if key in by_key})
    path = str(PurePath(drawing.folder, front["body"], f"{front['id']}.rel")) if drawing.folder else place.path
    as_given = drawing.lines and len(drawing.given) == len(drawing.lines)
    made = builder.facts if as_given else grouped(builder.facts)
    return finished(front, text, list(marks.values()), made, place, path)


def finished(
    head: Head, text: str, marks: Iterable[Mark], facts: Iterable[GoldFact], place: Place, path: str
) -> Release:
    """Write and parse a release, so that it is what its file would give.

    Args:
        head: front matter.
        text: the plain text.
        marks: in any order; those that begin with ``NEW`` get an id where a fact refers to them.
        facts: in order.
        place: file and record, for errors.
        path: for the release; its folders tell the split.
    Returns:
        Release: without problems.
    Raises:
        CorpusError: E211 if it breaks the corpus format.
    """
    facts = list(facts)
    used = {id for fact in facts for id in (*fact.marks, *(id for slot in fact.slots for id in slot.marks))}
    order = sorted(marks, key=lambda mark: mark.start)
    names = _names(order, used)
    order = [replace(mark, id=names[mark.id]) for mark in order]
    facts = [_renamed(fact, names) for fact in facts]
    try:
        made = Release(dict(head), text, tuple(order), tuple(facts))
        release = parse(render(made), path)
    except CorpusError as error:
        raise place.error(str(error.data["found"]), str(error.data["expected"])) from error
    for problem in release.problems:
        raise place.error(str(problem.data["found"]), str(problem.data["expected"]))
    return release


def clean(text: str, spans: Iterable[Span], place: Place) -> list[Span]:
    """Check spans and trim the white space at their ends.

    Args:
        text: what they are of.
        spans: as a tool has them.
        place: file and record, for errors.
    Returns:
        list: by offset; exact repeats once.
    Raises:
        CorpusError: E211 for an unknown label, offsets outside the text, empty or overlapping spans.
    """
    found: list[Span] = []
    for span in sorted(spans, key=lambda span: (span.start, span.end)):
        if span.label not in ENTITY_LABELS:
            raise place.error(f"the label {span.label!r} of {text[span.start : span.end]!r}", "one of " + _labels())
        if not 0 <= span.start < span.end <= len(text):
            raise place.error(f"a span from {span.start} to {span.end}", f"offsets from 0 to {len(text)}, start first")
        written = text[span.start : span.end]
        start = span.start + len(written) - len(written.lstrip())
        end = span.start + len(written.rstrip())
        if start >= end:
            raise place.error(f"a span of white space at {span.start}", "a span with text in it")
        if found and start < found[-1].end:
            last = found[-1]
            raise place.error(
                f"the span {text[start:end]!r} over {text[last.start : last.end]!r}", "spans that do not overlap"
            )
        found.append(Span(span.key, start, end, span.label))
    return found


def _labels() -> str:
    return ", ".join(ENTITY_LABELS)


def named(text: str, spans: Iterable[Span], drawing: Drawing) -> tuple[dict[str, Mark], dict[str, str]]:
    """Give spans the ids that marks had when the record was written.

    A span that was moved a little keeps its id.

    Args:
        text: what they are of.
        spans: clean ones, by offset.
        drawing: the record.
    Returns:
        tuple: marks by id (``NEW`` with a number for new ones), and the id for each of the tool's keys.
    """
    spans = list(spans)
    exact = {offsets: id for id, offsets in drawing.places.items()}
    ids = [exact.get((span.start, span.end), "") for span in spans]
    lost = [id for id in drawing.places if id not in ids]
    for id in lost:
        start, end = drawing.places[id]
        over = [i for i, span in enumerate(spans) if not ids[i] and span.start < end and start < span.end]
        if len(over) == 1:
            ids[over[0]] = id
    marks: dict[str, Mark] = {}
    keys: dict[str, str] = {}
    for count, (span, id) in enumerate(zip(spans, ids, strict=True)):
        id = id or f"{NEW}{count}"
        marks[id] = Mark(span.label, span.start, span.end, text[span.start : span.end], id)
        keys[span.key] = id
    return marks, keys


def lines_to_facts(lines: Sequence[str], ids: Iterable[str], place: Place, given: Sequence[str] = ()) -> list[GoldFact]:
    """Parse fact lines on their own.

    Args:
        lines: as ``render.fact_line`` writes them.
        ids: of the marks that they may refer to.
        place: file and record, for errors.
        given: slots of the ``with`` line of each, if there are as many.
    Returns:
        list: one fact a line.
    Raises:
        CorpusError: E211 for a line that breaks the grammar.
    """
    facts: list[GoldFact] = []
    body = " ".join(f"[[x|PLACE {id}]]" for id in dict.fromkeys(ids))
    head = "".join(f"{key}: x\n" for key in _NEEDED[:-1]) + "published: 2000-01-01\n"
    shared = given if len(given) == len(lines) else [""] * len(lines)
    for line, slots in zip(lines, shared, strict=True):
        above = f"with {' '.join(slots.split())}" if _keys(slots) <= _keys(line.partition("|")[2]) else "with"
        release = parse(f"---\n{head}---\n{body}\n---\n{above}\n{' '.join(line.split())}\n")
        for problem in release.problems:
            raise place.error(f"{problem.data['found']} in the fact {line!r}", str(problem.data["expected"]))
        facts += release.facts
    return facts


def _keys(slots: str) -> set[str]:
    return {part.split()[0] for part in slots.split("|") if part.strip()}


def drawn(
    edge: Edge, by_key: Mapping[str, str], marks: Mapping[str, Mark], told: Collection[Edge], place: Place
) -> Edge:
    """Name a relation's ends by ids of marks, and turn it so that it starts from the figure.

    A relation that the lines tell of stays as it is: that of a fact whose figures have no mark starts elsewhere.

    Args:
        edge: by the tool's keys.
        by_key: the ids for the tool's keys.
        marks: by id.
        told: the relations of the facts that were written as lines, by ids.
        place: file and record, for errors.
    Returns:
        Edge: by ids.
    Raises:
        CorpusError: E211 for an unknown label or an end that is no span.
    """
    if edge.label not in RELATIONS:
        raise place.error(f"the relation {edge.label!r}", "one of " + ", ".join(RELATIONS))
    for key in (edge.head, edge.child):
        if key not in by_key:
            raise place.error(f"a relation {edge.label!r} with {key!r}", "spans of the record at both ends")
    named = Edge(by_key[edge.head], by_key[edge.child], edge.label)
    return named if named in told else upright(named, {id: marks[id].label for id in (named.head, named.child)})


def _names(marks: Iterable[Mark], used: set[str]) -> dict[str, str]:
    """New ids of marks: those that stay, and the next free ones for those that facts came to refer to."""
    marks = list(marks)
    taken = {mark.id for mark in marks}
    names: dict[str, str] = {}
    for mark in marks:
        names[mark.id] = mark.id
        if mark.id.startswith(NEW):
            count = 1
            prefix = PREFIXES[mark.label]
            while mark.id in used and f"{prefix}{count}" in taken:
                count += 1
            names[mark.id] = f"{prefix}{count}" if mark.id in used else ""
            taken.add(names[mark.id])
    return names


def _renamed(fact: GoldFact, names: Mapping[str, str]) -> GoldFact:
    slots = tuple(replace(slot, marks=tuple(names[id] for id in slot.marks)) for slot in fact.slots)
    known = all(id in names for slot in fact.given for id in slot.marks)
    given = tuple(replace(slot, marks=tuple(names[id] for id in slot.marks)) for slot in fact.given) if known else ()
    return replace(fact, marks=tuple(names[id] for id in fact.marks), slots=slots, given=given)


class _Builder:
    """Facts under construction, by the relations that a tool's record holds."""

    def __init__(self, marks: Mapping[str, Mark], values: Values, place: Place) -> None:
        self.marks = marks
        self.values = values
        self.place = place
        self.facts: list[GoldFact] = []
        self.told: set[Edge] = set()
        self.trends: dict[str, Mark] = {}

    def keep(self, facts: Iterable[GoldFact], edges: set[Edge]) -> None:
        """Take over facts as far as their relations are still drawn."""
        for fact in facts:
            expected = list(fact_edges(fact))
            self.told.update(expected)
            first = anchor(fact)
            if (first and first not in self.marks) or (expected and not edges & set(expected)):
                continue
            ids = tuple(id for id in fact.marks if id == first or Edge(first, id, INDICATOR) in edges)
            slots = [self._kept(slot, first, edges) for slot in fact.slots]
            self.facts.append(replace(fact, marks=ids, slots=tuple(slot for slot in slots if slot)))

    def _kept(self, slot: Slot, first: str, edges: set[Edge]) -> Slot | None:
        if not slot.marks:
            return slot
        if slot.key not in FIGURE_SLOTS:
            ids = tuple(id for id in slot.marks if id == first or Edge(first, id, slot.key) in edges)
            return replace(slot, marks=ids) if ids else None
        figure = slot.marks[0]
        if figure != first and Edge(first, figure, slot.key) not in edges:
            return None
        extra = tuple(id for id in slot.marks[1:] if id == figure or Edge(figure, id, ALSO) in edges)
        return replace(slot, marks=(figure, *extra))

    def add(self, edges: Iterable[Edge], drafts: Mapping[str, Mapping[str, str]]) -> None:
        """Add relations that no line tells of, and facts that were chosen for a figure instead of written."""
        new = [edge for edge in dict.fromkeys(edges) if edge not in self.told]
        extra = [edge for edge in new if edge.label == ALSO]
        for edge in extra:
            if self.marks[edge.child].label == "TREND":
                self.trends.setdefault(edge.head, self.marks[edge.child])
        for id, chosen in drafts.items():
            if not self._owners(id):
                self._begin(id, chosen)
        for edge in (*(edge for edge in new if edge.label != ALSO), *extra):
            if not self._owners(edge.head):
                self._begin(edge.head, {})
            for at in self._owners(edge.head) if edge.label != ALSO else range(len(self.facts)):
                self.facts[at] = self._with(self.facts[at], edge)

    def _owners(self, id: str) -> list[int]:
        """Facts that a relation from this figure belongs to: those that it anchors, else those that it stands in."""
        anchored = [at for at, fact in enumerate(self.facts) if anchor(fact) == id]
        return anchored or [at for at, fact in enumerate(self.facts) if any(id in s.marks[:1] for s in _figures(fact))]

    def _begin(self, id: str, chosen: Mapping[str, str]) -> None:
        mark = self.marks[id]
        if mark.label not in FIGURE_LABELS:
            raise self.place.error(
                f"a relation from the {mark.label} {mark.text!r}", "one from a figure, or a fact line for it"
            )
        slots = [self._slot(chosen.get("slot") or OWN_SLOT[mark.label], id)]
        slots += [Slot(key, (), (chosen[key],)) for key in _VALUELESS if chosen.get(key)]
        self.facts.append(GoldFact((chosen.get(INDICATOR) or "other",), (), tuple(slots), 0))

    def _with(self, fact: GoldFact, edge: Edge) -> GoldFact:
        if edge.label == ALSO:
            return self._told_again(fact, edge)
        if edge.label == INDICATOR:
            reread = not fact.marks and fact.indicator == ("other",)
            names = (self.values.indicator(self.marks[edge.child]),) if reread else fact.indicator
            return replace(fact, indicator=names, marks=(*fact.marks, edge.child))
        present = fact.get(edge.label)
        if edge.label in FIGURE_SLOTS or present is None:
            return replace(fact, slots=(*fact.slots, self._slot(edge.label, edge.child)))
        if edge.child in present.marks:
            return fact
        wider = replace(present, marks=(*present.marks, edge.child))
        return replace(fact, slots=tuple(wider if slot is present else slot for slot in fact.slots))

    def _told_again(self, fact: GoldFact, edge: Edge) -> GoldFact:
        slots = [
            replace(slot, marks=(*slot.marks, edge.child))
            if slot.key in FIGURE_SLOTS and edge.head in slot.marks[:1] and edge.child not in slot.marks
            else slot
            for slot in fact.slots
        ]
        return replace(fact, slots=tuple(slots))

    def _slot(self, key: str, id: str) -> Slot:
        mark = self.marks[id]
        value = self.values.value(key, mark, self.trends.get(id))
        if value is None:
            raise self.place.error(
                f"no value for the {key} {mark.text!r}", f"a mark that reads as one, or a fact line with its {key}"
            )
        return Slot(key, (id,), (value,))


def _owned(line: str, owner: Mark | None) -> str:
    """A fact line with the mark of its figure, where it was written without at the figure that it is about.

    A line that names the mark it stands at says all itself: what it leaves unmarked has no mark.
    """
    parts = [part.strip() for part in line.split("|")]
    ids = {id for part in parts for word in part.split()[1:2] for id in word.split("+")}
    if owner is None or owner.label not in FIGURE_LABELS or owner.id in ids:
        return " | ".join(parts)
    for at, part in enumerate(parts):
        key, _, value = part.partition(" ")
        if key in FIGURE_SLOTS:
            if not _MARKED.match(value):
                parts[at] = f"{key} {owner.id} {value.removeprefix('- ')}"
            break
    return " | ".join(parts)


def _figures(fact: GoldFact) -> list[Slot]:
    return [slot for slot in fact.slots if slot.key in FIGURE_SLOTS]
