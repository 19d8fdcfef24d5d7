"""A document of brat: its standoff annotations read to a release."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ...labels import FIGURE_LABELS, QUALIFIERS
from ..format import FIGURE_SLOTS, Release
from .assemble import assemble
from .base import PREFIXES, Drawing, Edge, Place, Span
from .graph import INDICATOR

_ROLE = re.compile(r"(.*?)([0-9]{0,9})")
_FACT = re.compile(r"E([0-9]{1,9})")
_VALUELESS = ("modality", "qualifiers", "tags")


@dataclass(slots=True)
class _Event:
    """An event: its indicator, trigger, arguments by role and number, attributes in order, and note."""

    key: str
    kind: str
    trigger: str
    roles: dict[str, dict[int, str]]
    place: Place
    attributes: list[str] = field(default_factory=list)
    modality: str = ""
    note: str = ""


@dataclass(slots=True)
class _Annotations:
    spans: dict[str, Span] = field(default_factory=dict)
    events: dict[str, _Event] = field(default_factory=dict)
    edges: list[Edge] = field(default_factory=list)


def read_document(document: Drawing, annotations: str, path: str) -> Release:
    """Read a document.

    Args:
        document: its text, front matter with an id, and what is known of its marks and lines.
        annotations: of the .ann file.
        path: of the .ann file, for errors.
    Returns:
        Release: without problems.
    Raises:
        CorpusError: E211 naming the line that cannot be read.
    """
    found = _Annotations()
    for count, line in enumerate(annotations.splitlines(), start=1):
        if line.strip():
            _read_line(line, document.text, found, Place(path, f"line {count}"))
    triggers = {event.trigger for event in found.events.values()}
    for event in found.events.values():
        for key in (event.trigger, *_targets(event)):
            if key not in found.spans:
                raise event.place.error(f"{key} in {event.key}", "the id of a text-bound annotation (T)")
        for key in _targets(event):
            if key in triggers:
                raise event.place.error(f"the trigger {key} as an argument of {event.key}", "a mark of the text")
    spans = {key: span for key, span in found.spans.items() if key not in triggers}
    names = _names(spans, found, document.places)
    lines: list[str] = []
    given: list[str] = []
    drafts, edges = {}, list(found.edges)
    for event in found.events.values():
        line = _line(event, names)
        first = _anchor(event, spans, found.spans[event.trigger])
        if line:
            lines.append(line)
            given.append(_given(event.key, document.given))
        else:
            own = next((slot for slot in FIGURE_SLOTS if first in event.roles.get(slot, {}).values()), "")
            qualifiers = " ".join(event.attributes)
            drafts[first] = {INDICATOR: event.kind, "modality": event.modality, "qualifiers": qualifiers, "slot": own}
        edges += [Edge(first, key, role) for role, keys in event.roles.items() for key in keys.values() if key != first]
    places = {**document.places, **{id: (spans[key].start, spans[key].end) for key, id in names.items()}}
    drawing = replace(
        document,
        spans=tuple(spans.values()),
        edges=tuple(edges),
        places=places,
        lines=tuple(lines),
        drafts=drafts,
        given=tuple(given) if document.given else (),
    )
    return assemble(drawing, Place(path, document.head["id"]))


def _read_line(line: str, text: str, found: _Annotations, place: Place) -> None:
    """Read a line; equivalences, normalisations and notes on anything but events say nothing about facts."""
    key, _, rest = line.partition("\t")
    data, _, tail = rest.partition("\t")
    words = data.split()
    if key in found.spans or key in found.events:
        raise place.error(f"a second {key}", "every id once")
    if key.startswith("T"):
        found.spans[key] = _text_bound(key, data, tail, text, place)
    elif key.startswith("E") and words:
        found.events[key] = _event(key, words, place)
    elif key.startswith("R") and len(words) == 3:
        ends = dict(word.partition(":")[::2] for word in words[1:])
        if set(ends) != {"Arg1", "Arg2"}:
            raise place.error(f"the relation {data!r}", "LABEL Arg1:T1 Arg2:T2")
        found.edges.append(Edge(ends["Arg1"], ends["Arg2"], words[0]))
    elif key[:1] in ("A", "M") and len(words) in (2, 3):
        if words[1] in found.events:
            _attribute(found.events[words[1]], words, place)
    elif key.startswith("#"):
        if len(words) == 2 and words[1] in found.events:
            found.events[words[1]].note = tail.strip()
    elif key[:1] not in ("*", "N"):
        raise place.error(f"{line!r}", "a line of brat's standoff format (T, E, R, A, N, * or #)")


def _text_bound(key: str, data: str, tail: str, text: str, place: Place) -> Span:
    match = re.fullmatch(r"(\S+) ([0-9]{1,9}) ([0-9]{1,9})", data.strip())
    if not match:
        raise place.error(f"{data!r}", "LABEL START END: spans of several parts cannot be held")
    start, end = int(match[2]), int(match[3])
    if tail and tail.strip() != text[start:end].strip():
        raise place.error(
            f"the text {tail!r} of {key}", f"{text[start:end]!r}, as the document has it at {start}-{end}"
        )
    return Span(key, start, end, match[1])


def _event(key: str, words: list[str], place: Place) -> _Event:
    kind, _, trigger = words[0].partition(":")
    event = _Event(key, kind, trigger, {}, place)
    for word in words[1:]:
        role, colon, target = word.partition(":")
        match = _ROLE.fullmatch(role)
        if not colon or not match:
            raise place.error(f"the argument {word!r}", "ROLE:T1")
        numbers = event.roles.setdefault(match[1], {})
        number = int(match[2] or 1)
        while number in numbers:
            number += 1
        numbers[number] = target
    return event


def _attribute(event: _Event, words: list[str], place: Place) -> None:
    if words[0] == "modality" and len(words) == 3:
        event.modality = words[2]
    elif words[0] in QUALIFIERS:
        event.attributes.append(words[0])
    else:
        raise place.error(f"the attribute {' '.join(words)!r}", "modality with its value, or a qualifier")


def _targets(event: _Event) -> Iterator[str]:
    for keys in event.roles.values():
        yield from keys.values()


def _given(key: str, given: Sequence[str]) -> str:
    """The ``with`` line of the fact that an event was written for, by its number."""
    match = _FACT.fullmatch(key)
    number = int(match[1]) if match else 0
    return given[number - 1] if 0 < number <= len(given) else ""


def _names(spans: Mapping[str, Span], found: _Annotations, places: Mapping[str, tuple[int, int]]) -> dict[str, str]:
    """Ids of marks for the annotations that facts refer to: those that they had, else counted in the text's order."""
    used = {key for event in found.events.values() for key in _targets(event)}
    used |= {key for edge in found.edges for key in (edge.head, edge.child)}
    known = {offsets: id for id, offsets in places.items()}
    counts: dict[str, int] = {}
    names = {}
    for key, span in sorted(spans.items(), key=lambda item: item[1].start):
        if key in used and (span.start, span.end) in known:
            names[key] = known[span.start, span.end]
        elif key in used:
            prefix = PREFIXES.get(span.label, "z")  # an unknown label is told of once the spans are checked
            counts[prefix] = counts.get(prefix, 0) + 1
            while f"{prefix}{counts[prefix]}" in places:
                counts[prefix] += 1
            names[key] = f"{prefix}{counts[prefix]}"
    return names


def _anchor(event: _Event, spans: Mapping[str, Span], trigger: Span) -> str:
    """The figure of an event: its argument or the entity under its trigger, else its first figure."""
    figures = [key for slot in FIGURE_SLOTS for _, key in sorted(event.roles.get(slot, {}).items())]
    here = [key for key, span in spans.items() if (span.start, span.end) == (trigger.start, trigger.end)]
    under = [key for key in here if spans[key].label in FIGURE_LABELS]
    known = [key for key in under if key in figures] or figures or under or _first(_targets(event)) or here
    if not known:
        raise event.place.error(f"the event {event.key} without a figure", "an argument amount, change, share or rank")
    return known[0]


def _first(keys: Iterable[str]) -> list[str]:
    return list(keys)[:1]


def _line(event: _Event, names: Mapping[str, str]) -> str:
    """The fact line that an event and its note make; '' where the note has no figure that is still drawn."""
    if not event.note:
        return ""
    kinds, *parts = (part.strip() for part in event.note.split("|"))
    indicators = kinds if event.kind in kinds.split("~") else event.kind
    ids = [names[key] for _, key in sorted(event.roles.get(INDICATOR, {}).items())]
    slots: list[str] = []
    counts: dict[str, int] = {}
    figured = False
    for part in filter(None, parts):
        key, _, value = part.partition(" ")
        unmarked = value.startswith("- ")
        counts[key] = counts.get(key, 0) + (not unmarked)
        if key in _VALUELESS:
            value = value or {"modality": event.modality, "qualifiers": " ".join(event.attributes)}.get(key, "")
            slots += [f"{key} {value}"] if value else []
            continue
        marks = "-" if unmarked else _marks(event, key, counts[key], names)
        if not marks:
            continue
        slots.append(f"{key} {marks} {value.removeprefix('- ')}")
        figured = figured or key in FIGURE_SLOTS
    for key, value in (("modality", event.modality), ("qualifiers", " ".join(event.attributes))):
        if value and key not in counts:
            slots.append(f"{key} {value}")
    return " | ".join([f"{indicators} {'+'.join(ids)}".strip(), *slots]) if figured else ""


def _marks(event: _Event, key: str, count: int, names: Mapping[str, str]) -> str:
    keys = event.roles.get(key, {})
    if key in FIGURE_SLOTS:
        return names[keys[count]] if count in keys else ""
    return "+".join(names[target] for _, target in sorted(keys.items()))
