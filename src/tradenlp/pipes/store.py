"""What the components keep on a Doc, and nothing else touches: plain dicts and strings in ``doc.user_data["trade"]``.

Mentions have ids (``T1``, ``T2``...) that links refer to; offsets are characters of the text. Everything survives
``DocBin`` and pickling.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from spacy.tokens import Doc, Span

from ..analysis.model import Link, Mention
from ..errors import ConfigError
from ..facts import Check, Document, Notice, TradeFact
from ..lexicon import Entry
from ..reading.spans import Figure, PeriodSpan, Resolved

KEY = "trade"
SPANS = "trade"


def register() -> None:
    """Make ``doc._.trade`` (a ``facts.Document`` or None) available; calling it again does nothing."""
    if not Doc.has_extension("trade"):
        Doc.set_extension("trade", getter=document)


def _kept(doc: Doc) -> dict[str, Any]:
    return doc.user_data.setdefault(KEY, {})  # type: ignore[no-any-return]


def set_source(doc: Doc, id: str | None, published: str | None) -> None:
    """Note where a text comes from.

    Args:
        doc: the text.
        id: identifier for the output.
        published: date of publication, ISO 8601.
    """
    _kept(doc).update(id=id, published=published)


def source_id(doc: Doc) -> str | None:
    """Return the identifier given with the text."""
    return _kept(doc).get("id")


def published(doc: Doc) -> date | None:
    """Return the date of publication given with the text.

    Raises:
        ConfigError: E301 if it is not ISO 8601.
    """
    value = _kept(doc).get("published")
    if not value:
        return None
    try:
        return date.fromisoformat(value)
    except (ValueError, TypeError) as error:
        raise ConfigError("E301", name="published", found=value, expected="a date written as YYYY-MM-DD") from error


def set_context(doc: Doc, published_on: date | None, economy: str | None) -> None:
    """Keep what holds for the whole document.

    Its date of publication and the ISO 3166-1 code of its reporter's economy.
    """
    _kept(doc).update(published=published_on.isoformat() if published_on else None, economy=economy)


def economy(doc: Doc) -> str | None:
    """Return the ISO 3166-1 alpha-2 code of the reporter's economy, None where unknown."""
    return _kept(doc).get("economy")


def set_wholes(doc: Doc, keys: dict[str, str | None]) -> None:
    """Keep what was chosen for the document as a whole against the rules, by question (``analysis.wholes``)."""
    _kept(doc)["wholes"] = dict(keys)


def wholes(doc: Doc) -> dict[str, str | None]:
    """Return what ``set_wholes`` kept, nothing where it was not called."""
    found: dict[str, str | None] = _kept(doc).get("wholes", {})
    return found


def set_mentions(doc: Doc, mentions: list[Mention]) -> None:
    """Keep the mentions."""
    _kept(doc)["mentions"] = [_mention_out(m) for m in mentions]


def mentions(doc: Doc, needed_by: str) -> list[Mention]:
    """Return the mentions that an earlier component kept.

    Raises:
        ConfigError: E302 if none did.
    """
    kept = _kept(doc).get("mentions")
    if kept is None:
        raise ConfigError("E302", missing="trade_measures", component=needed_by)
    return [_mention_in(m) for m in kept]


def set_links(doc: Doc, links: list[Link]) -> None:
    """Keep the links; mentions are referred to by id, split ones by their own offsets."""
    _kept(doc)["links"] = [_link_out(link) for link in links]


def has_links(doc: Doc) -> bool:
    """Tell whether ``trade_relations`` ran."""
    return "links" in _kept(doc)


def links(doc: Doc, found: list[Mention], needed_by: str) -> list[Link]:
    """Return the links that an earlier component kept, over the mentions given.

    Raises:
        ConfigError: E302 if none did.
    """
    kept = _kept(doc).get("links")
    if kept is None:
        raise ConfigError("E302", missing="trade_relations", component=needed_by)
    by_id = {m.id: m for m in found}
    return [_link_in(link, by_id) for link in kept]


def set_document(doc: Doc, result: Document) -> None:
    """Keep the outcome."""
    _kept(doc)["document"] = result.model_dump(mode="json")


def set_checks(doc: Doc, found: Sequence[Check], facts: Sequence[TradeFact], notices: Sequence[Notice]) -> None:
    """Keep the checks of the outcome that is kept already, its facts as they are weighed by them, and warnings."""
    kept = _kept(doc)["document"]
    kept["checks"] = [check.model_dump(mode="json") for check in found]
    kept["facts"] = [fact.model_dump(mode="json") for fact in facts]
    kept["warnings"] += [notice.model_dump(mode="json") for notice in notices]


def document(doc: Doc) -> Document | None:
    """Return the outcome, None before ``trade_facts`` ran."""
    kept = _kept(doc).get("document")
    return Document.model_validate(kept) if kept is not None else None


def result(doc: Doc) -> Document:
    """Return the outcome.

    Raises:
        ConfigError: E302 if no component made one.
    """
    found = document(doc)
    if found is None:
        raise ConfigError("E302", missing="trade_facts", component="the pipeline")
    return found


def set_answers(doc: Doc, answers: Sequence[tuple[int, str, dict[str, list[str | None]]]]) -> None:
    """Keep what an annotator says of the figures of a document, for training.

    Args:
        doc: the reference of an example.
        answers: for each figure its start offset, its measure, and by slot all answers that are right (names as
            ``corpus.matching.folded`` gives them, periods as EDTF, None for an empty slot).
    """
    _kept(doc)["answers"] = [list(answer) for answer in answers]


def set_figures(doc: Doc, told: Sequence[tuple[int, int, str, Decimal | None]]) -> None:
    """Keep the figures that an annotator marked, for training.

    Args:
        doc: the reference of an example.
        told: offsets and label of each, and its value where a fact states it.
    """
    _kept(doc)["figures"] = [[a, b, label, None if value is None else str(value)] for a, b, label, value in told]


def figures(doc: Doc) -> dict[tuple[int, int], tuple[str, Decimal | None]]:
    """Return what ``set_figures`` kept, by offsets."""
    kept = _kept(doc).get("figures", ())
    return {(a, b): (label, None if value is None else Decimal(value)) for a, b, label, value in kept}


@dataclass(frozen=True, slots=True)
class Answers:
    """What an annotator says of the figures of a document, by start offset."""

    figures: dict[int, dict[str, dict[str, set[str | None]]]]

    def right(self, start: int, measure: str, about: str) -> set[str | None] | None:
        """Return the right answers to a question, None where there is none to learn from.

        Args:
            start: offset of the figure.
            measure: what the figure is taken for.
            about: ``measure`` or a slot.
        """
        told = self.figures.get(start)
        if about == "measure":
            return {*told} if told else {None}
        found = told.get("amount" if measure == "equivalent" else measure) if told else None
        return found.get(about) if found is not None else None

    def most(self, about: str, share: float) -> set[str | None]:
        """Return the answers that are right for most figures, equally many for each; empty where none is for enough.

        Args:
            about: a slot.
            share: of the figures that one must be right for at least.
        """
        told = [slots[about] for measures in self.figures.values() for slots in measures.values() if about in slots]
        count = Counter(answer for right in told for answer in right)
        best = max(count.values(), default=0)
        return {answer for answer, n in count.items() if n == best} if told and best >= share * len(told) else set()


def answers(doc: Doc) -> Answers:
    """Return what ``set_answers`` kept; nothing where it was not called."""
    figures: dict[int, dict[str, dict[str, set[str | None]]]] = {}
    for start, measure, slots in _kept(doc).get("answers", ()):
        figures.setdefault(start, {})[measure] = {slot: set(right) for slot, right in slots.items()}
    return Answers(figures)


def set_spans(doc: Doc, found: list[Mention]) -> None:
    """Set ``doc.ents`` and ``doc.spans["trade"]``; offsets that cut a token are widened to it, overlaps left out.

    Entities of other components stay where none of ours overlaps them.
    """
    ents: list[Span] = []
    spans: list[Span] = []
    for m in found:
        if m.label == "DEMONYM":
            continue
        span = doc.char_span(m.start, m.end, label=m.label, alignment_mode="expand", span_id=m.id)
        if span is None:
            continue
        spans.append(span)
        if not ents or ents[-1].end <= span.start:
            ents.append(span)
    doc.spans[SPANS] = spans
    taken = {token for span in ents for token in range(span.start, span.end)}
    doc.set_ents([*ents, *(e for e in doc.ents if taken.isdisjoint(range(e.start, e.end)))])


# -- plain data --------------------------------------------------------------------------------------------------------


def _mention_out(m: Mention) -> dict[str, Any]:
    out: dict[str, Any] = {"id": m.id, "label": m.label, "start": m.start, "end": m.end, "score": m.score}
    for key in ("text", "name", "code", "hs", "kind", "indicator", "pos"):
        value = getattr(m, key)
        if value is not None:
            out[key] = value
    if m.direction:
        out["direction"] = m.direction
    if m.entry is not None:
        out["entry"] = [m.entry.label, m.entry.table, m.entry.name, m.entry.id, m.entry.parent, m.entry.kind]
    if m.figure is not None:
        out["figure"] = {k: _plain(getattr(m.figure, k)) for k in Figure.__dataclass_fields__}
    if m.period is not None:
        out["period"] = [m.period.kind, _nested(m.period.spec)]
    if m.value is not None:
        out["value"] = [m.value.edtf, m.value.start, m.value.end]
    return out


def _mention_in(kept: dict[str, Any]) -> Mention:
    m = Mention(kept["label"], kept["start"], kept["end"], kept["text"], score=kept["score"], id=kept["id"])
    for key in ("name", "code", "hs", "kind", "indicator", "pos"):
        setattr(m, key, kept.get(key))
    m.direction = kept.get("direction", 0)
    if "entry" in kept:
        label, table, name, id, parent, kind = kept["entry"]
        m.entry = Entry(name=name, label=label, table=table, id=id, parent=parent, kind=kind)
    if "figure" in kept:
        m.figure = _figure_in(kept["figure"])
    if "period" in kept:
        kind, spec = kept["period"]
        m.period = PeriodSpan(m.start, m.end, kind, _tupled(spec))
    if "value" in kept:
        m.value = Resolved(*kept["value"])
    return m


def _figure_in(kept: dict[str, Any]) -> Figure:
    data = dict(kept)
    for key in ("number", "low", "high", "precision"):
        data[key] = Decimal(data[key]) if data[key] is not None else None
    for key in ("hedge", "noun"):
        data[key] = tuple(data[key]) if data[key] is not None else None
    return Figure(**data)


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return str(value)
    return list(value) if isinstance(value, tuple) else value


def _nested(value: Any) -> Any:
    return [_nested(v) for v in value] if isinstance(value, (tuple, list)) else value


def _tupled(value: Any) -> Any:
    return tuple(_tupled(v) for v in value) if isinstance(value, (tuple, list)) else value


_LINK_PLAIN = ("measure", "sign", "basis", "of", "scope", "modality", "score")


def _link_out(link: Link) -> dict[str, Any]:
    out: dict[str, Any] = {key: getattr(link, key) for key in _LINK_PLAIN}
    out["figure"] = link.figure.id
    out["slots"] = {d: [_reference(m) for m in ms] for d, ms in link.slots.items()}
    out["joins"] = link.joins.id if link.joins is not None else None
    out["trend"] = link.trend.id if link.trend is not None else None
    out["base"] = link.base.id if link.base is not None else None
    out["qualifiers"] = list(link.qualifiers)
    out["inherited"] = sorted(link.inherited)
    return out


def _reference(m: Mention) -> dict[str, Any]:
    """A mention in a slot: its id, and what it was given there beyond the mention itself."""
    return _mention_out(m) if m.id == "" or m.label == "INDICATOR" or " and " in (m.name or "") else {"id": m.id}


def _link_in(kept: dict[str, Any], by_id: dict[str, Mention]) -> Link:
    link = Link(by_id[kept["figure"]], kept["measure"])
    for key in _LINK_PLAIN[1:]:
        setattr(link, key, kept[key])
    link.slots = {d: tuple(_referred(r, by_id) for r in refs) for d, refs in kept["slots"].items()}
    link.joins = by_id.get(kept["joins"] or "")
    link.trend = by_id.get(kept["trend"] or "")
    link.base = by_id.get(kept["base"] or "")
    link.qualifiers = tuple(kept["qualifiers"])
    link.inherited = frozenset(kept["inherited"])
    return link


def _referred(kept: dict[str, Any], by_id: dict[str, Mention]) -> Mention:
    return _mention_in(kept) if "label" in kept else by_id[kept["id"]]
