"""A release under review: its marks and facts as a person edits them, as JSON, and as a release of the corpus.

A draft may be wrong at any moment; what is wrong is told beside the field that it stands in (``checking``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal, TypeAlias, get_args

from ..corpus.exchange.base import PREFIXES
from ..corpus.format import ENTITY_SLOTS, FIGURE_SLOTS, HEAD_KEYS, OTHER_SLOTS, GoldFact, Mark, Release, Slot
from ..labels import ENTITY_LABELS, FIGURE_LABELS

Status: TypeAlias = Literal["open", "done", "skipped"]
State: TypeAlias = Literal["proposed", "accepted", "edited", "added"]
SLOTS = (*ENTITY_SLOTS, *OTHER_SLOTS[:1], *FIGURE_SLOTS, *OTHER_SLOTS[1:])
"""Every slot in the order in which a fact line says them."""
EDITABLE = ("issuer", "style", "published", "licence", "economy")
"""Keys of the head that can be set by hand; the others name the file or are kept as they were."""
UNFINISHED = "# Not reviewed to the end."
"""The remark that ends the file of a release that was begun."""

_ALTERNATIVES = re.compile(r"(?:^| )~(?: |$)")
_MARK_ID = re.compile(r"[a-z]+\d+")
_SPACE = re.compile(r"\s+")


class DraftError(ValueError):
    """What a browser sent is no draft of this text; says where."""


@dataclass(frozen=True, slots=True)
class DraftFact:
    """A fact under review.

    Attributes:
        key: stays the same while the fact is edited.
        indicator: as a fact line says it, ``exports`` or ``sales~exports``.
        marks: ids of those that the indicator rests on.
        slots: filled ones; a value may hold several answers divided by `` ~ ``, and need not be right.
        state: where it came from and whether somebody has looked at it.
        confidence: of the pipeline; None for facts that it did not read.
    """

    key: int
    indicator: str
    marks: tuple[str, ...] = ()
    slots: tuple[Slot, ...] = ()
    state: State = "proposed"
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """A release under review.

    Attributes:
        head: front matter by key, ``id`` and ``body`` among it.
        text: with line feeds alone and one at its end.
        marks: in order, each with an id; they do not overlap.
        facts: in order.
        status: whether it is left open, done or skipped.
    """

    head: Mapping[str, str]
    text: str
    marks: tuple[Mark, ...] = ()
    facts: tuple[DraftFact, ...] = ()
    status: Status = "open"

    @property
    def id(self) -> str:
        """The identifier of the release."""
        return self.head["id"]


class Offsets:
    """Places in a text, counted in characters here and in units of UTF-16 in a browser.

    Args:
        text: any.
    """

    def __init__(self, text: str) -> None:
        wide = [at for at, character in enumerate(text) if ord(character) > 0xFFFF]
        self._units: list[int] | None = None
        if wide:
            self._units = [0]
            for character in text:
                self._units.append(self._units[-1] + (2 if ord(character) > 0xFFFF else 1))
        self._back = {unit: at for at, unit in enumerate(self._units)} if self._units else None

    def units(self, at: int) -> int:
        """Return a place in units of UTF-16."""
        return at if self._units is None else self._units[at]

    def characters(self, units: int) -> int:
        """Return a place in characters.

        Raises:
            DraftError: for a place within a character or beyond the text.
        """
        if self._back is None:
            return units
        if units not in self._back:
            raise DraftError(f"no character begins at {units}")
        return self._back[units]


def to_json(draft: Draft) -> dict[str, Any]:
    """Return a draft as a browser gets it, but for its text.

    Args:
        draft: any.
    Returns:
        dict: of JSON's types; offsets in units of UTF-16.
    """
    at = Offsets(draft.text).units
    return {
        "head": dict(draft.head),
        "marks": [{"id": m.id, "label": m.label, "start": at(m.start), "end": at(m.end)} for m in draft.marks],
        "facts": [
            {
                "key": fact.key,
                "indicator": fact.indicator,
                "marks": list(fact.marks),
                "slots": [{"key": s.key, "marks": list(s.marks), "value": " ~ ".join(s.values)} for s in fact.slots],
                "state": fact.state,
                "confidence": fact.confidence,
            }
            for fact in draft.facts
        ],
        "status": draft.status,
    }


def from_json(data: Any, base: Draft) -> Draft:
    """Read what a browser sent. Text, id and body are those of the base, whatever was sent.

    Args:
        data: as ``to_json`` writes it.
        base: the draft that was edited.
    Returns:
        Draft: with its marks in order.
    Raises:
        DraftError: says what is not as it should be.
    """
    record = _of(data, dict, "the draft")
    sent = _of(record.get("head", {}), dict, "the head")
    head = dict(base.head)
    for key in EDITABLE:
        value = _SPACE.sub(" ", _of(sent.get(key, ""), str, key)).strip()
        head.pop(key, None)
        if value:
            head[key] = value
    head = {key: head[key] for key in HEAD_KEYS if key in head}
    marks = _marks(_of(record.get("marks"), list, "marks"), base.text)
    facts = tuple(_fact(item) for item in _of(record.get("facts"), list, "facts"))
    if len({fact.key for fact in facts}) < len(facts):
        raise DraftError("two facts of one key")
    return Draft(head, base.text, marks, facts, _choice(record.get("status"), Status, "status"))


def _of(value: Any, kind: type, name: str) -> Any:
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise DraftError(f"{name} is {type(value).__name__}, not {kind.__name__}")
    return value


def _choice(value: Any, kind: Any, name: str) -> Any:
    if value not in get_args(kind):
        raise DraftError(f"{name} is {value!r}, not one of {', '.join(get_args(kind))}")
    return value


def _ids(value: Any) -> tuple[str, ...]:
    ids = tuple(_of(item, str, "the id of a mark") for item in _of(value, list, "marks"))
    for id in ids:
        if not _MARK_ID.fullmatch(id):
            raise DraftError(f"the id {id!r}")
    return ids


def _marks(items: Sequence[Any], text: str) -> tuple[Mark, ...]:
    at = Offsets(text)
    found = []
    for item in items:
        record = _of(item, dict, "a mark")
        (id,) = _ids([record.get("id")])
        start, end = (at.characters(_of(record.get(name), int, name)) for name in ("start", "end"))
        if record.get("label") not in ENTITY_LABELS or not 0 <= start < end <= len(text):
            raise DraftError(f"the mark {id} of {record.get('label')!r} from {start} to {end}")
        found.append(Mark(record["label"], start, end, text[start:end], id))
    found.sort(key=lambda mark: mark.start)
    for one, other in zip(found, found[1:], strict=False):
        if other.start < one.end:
            raise DraftError(f"the marks {one.id} and {other.id} overlap")
    if len({mark.id for mark in found}) < len(found):
        raise DraftError("two marks of one id")
    return tuple(found)


def _fact(item: Any) -> DraftFact:
    record = _of(item, dict, "a fact")
    confidence = record.get("confidence")
    if confidence is not None and (isinstance(confidence, bool) or not isinstance(confidence, (int, float))):
        raise DraftError(f"the confidence {confidence!r}")
    return DraftFact(
        _of(record.get("key"), int, "key"),
        _SPACE.sub("", _of(record.get("indicator"), str, "indicator")),
        _ids(record.get("marks")),
        tuple(_slot(each) for each in _of(record.get("slots"), list, "slots")),
        _choice(record.get("state"), State, "state"),
        confidence,
    )


def _slot(item: Any) -> Slot:
    record = _of(item, dict, "a slot")
    if record.get("key") not in SLOTS:
        raise DraftError(f"the slot {record.get('key')!r}")
    return Slot(record["key"], _ids(record.get("marks")), answers(_of(record.get("value"), str, "value")))


def answers(value: str) -> tuple[str, ...]:
    """Return the values that are equally right, each on one line; none for an empty field."""
    parts = (_SPACE.sub(" ", part).strip() for part in _ALTERNATIVES.split(value))
    return tuple(part for part in parts if part)


def named(spans: Iterable[tuple[str, int, int]], text: str) -> tuple[Mark, ...]:
    """Give marks their ids: a letter for the label and a running number.

    Args:
        spans: label, start and end of each, in order.
        text: that they stand in.
    Returns:
        tuple: of marks.
    """
    counts: dict[str, int] = {}
    found = []
    for label, start, end in spans:
        counts[label] = counts.get(label, 0) + 1
        found.append(Mark(label, start, end, text[start:end], f"{PREFIXES[label]}{counts[label]}"))
    return tuple(found)


def of_release(release: Release, status: Status = "open") -> Draft:
    """Make a draft of an annotated release, so that it can be reviewed again.

    Args:
        release: any; ``with`` lines are resolved.
        status: to give it where the file does not tell that it was left unfinished.
    Returns:
        Draft: every mark of which has an id.
    """
    used = {mark.id for mark in release.marks}
    marks = []
    for mark in release.marks:
        id, number = mark.id, 0
        while not id or (not mark.id and id in used):
            number += 1
            id = f"{PREFIXES[mark.label]}{number}"
        used.add(id)
        marks.append(replace(mark, id=id))
    facts = tuple(
        DraftFact(key, "~".join(fact.indicator), fact.marks, fact.slots, "accepted")
        for key, fact in enumerate(release.facts)
    )
    unfinished = UNFINISHED in release.remarks
    return Draft(release.head, release.text, tuple(marks), facts, "open" if unfinished else status)


@dataclass(frozen=True, slots=True)
class Written:
    """A draft as a release, and which of its parts each fact line comes from.

    Attributes:
        release: not yet parsed, so that nothing is known of its problems.
        facts: the draft's facts in the order of the release's.
    """

    release: Release
    facts: tuple[DraftFact, ...] = field(default=())


def to_release(draft: Draft) -> Written:
    """Turn a draft into a release, as it would be written.

    Slots without a value and marks that no longer stand are left out; marks that no fact names lose their ids.

    Args:
        draft: any.
    Returns:
        Written: the release, which may still break the format.
    """
    known = {mark.id for mark in draft.marks}
    facts = []
    for n, fact in enumerate(draft.facts):
        slots = sorted(
            (
                Slot(slot.key, tuple(id for id in slot.marks if id in known), slot.values)
                for slot in fact.slots
                if slot.values
            ),
            key=lambda slot: SLOTS.index(slot.key),
        )
        on = tuple(id for id in fact.marks if id in known)
        facts.append(GoldFact(tuple(fact.indicator.split("~")), on, tuple(slots), n))
    used = {id for fact in facts for id in (*fact.marks, *(id for slot in fact.slots for id in slot.marks))}
    spans = tuple(mark if mark.id in used else replace(mark, id="") for mark in draft.marks)
    head = dict(draft.head)
    tags = [tag for tag in head.get("tags", "").split() if tag not in ("no-facts", "no-trade-numbers")]
    if not facts:
        numbers = any(mark.label in FIGURE_LABELS for mark in spans)
        tags.append("no-trade-numbers" if numbers else "no-facts")
    head.pop("tags", None)
    if tags:
        head["tags"] = " ".join(tags)
    head = {key: head[key] for key in HEAD_KEYS if head.get(key)}
    remarks = () if draft.status == "done" else (UNFINISHED,)
    return Written(Release(head, draft.text, spans, tuple(facts), remarks=remarks), draft.facts)


__all__ = [
    "EDITABLE",
    "SLOTS",
    "UNFINISHED",
    "Draft",
    "DraftError",
    "DraftFact",
    "Offsets",
    "State",
    "Status",
    "Written",
    "answers",
    "from_json",
    "named",
    "of_release",
    "to_json",
    "to_release",
]
