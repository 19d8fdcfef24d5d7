"""What the components keep on a Doc, and nothing else touches: plain dicts and strings in ``doc.user_data["trade"]``.

Mentions have ids (``T1``, ``T2``...) that links refer to; offsets are characters of the text. Everything survives
``DocBin`` and pickling; from one component to the next objects are handed on as they are (``kept``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from spacy.tokens import Doc, Span

from ..analysis.document import Reading
from ..analysis.model import Link, Mention
from ..analysis.plain import link_in, links_out, mention_in, mentions_out, over
from ..errors import ConfigError
from ..facts import Check, Document, Notice, TradeFact
from .kept import Kept

KEY = "trade"
SPANS = "trade"


def register() -> None:
    """Make ``doc._.trade`` (a ``facts.Document`` or None) available; calling it again does nothing."""
    if not Doc.has_extension("trade"):
        Doc.set_extension("trade", getter=document)


def _kept(doc: Doc) -> Kept:
    kept = doc.user_data.get(KEY)
    if type(kept) is not Kept:
        kept = doc.user_data[KEY] = Kept(kept or {})
    return kept


def text(doc: Doc) -> str:
    """Return ``doc.text``, which spaCy puts together anew each time."""
    kept = _kept(doc)
    found: str | None = kept.held("text")
    if found is None:
        found = doc.text
        kept.hold("text", found, None)
    return found


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
    found: str | None = _kept(doc).get("id")
    return found


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
    found: str | None = _kept(doc).get("economy")
    return found


def set_wholes(doc: Doc, keys: dict[str, str | None]) -> None:
    """Keep what was chosen for the document as a whole against the rules, by question (``analysis.wholes``)."""
    _kept(doc)["wholes"] = dict(keys)


def wholes(doc: Doc) -> dict[str, str | None]:
    """Return what ``set_wholes`` kept, nothing where it was not called."""
    found: dict[str, str | None] = _kept(doc).get("wholes", {})
    return found


def set_mentions(doc: Doc, mentions: list[Mention]) -> None:
    """Keep the mentions; they are not to be changed any more."""
    kept = _kept(doc)
    kept.hold("mentions", mentions, mentions_out)
    kept.drop("reading")


def mentions(doc: Doc, needed_by: str) -> list[Mention]:
    """Return the mentions that an earlier component kept.

    Raises:
        ConfigError: E302 if none did.
    """
    held: list[Mention] | None = _kept(doc).held("mentions")
    if held is not None:
        return held
    kept = _kept(doc).get("mentions")
    if kept is None:
        raise ConfigError("E302", missing="trade_measures", component=needed_by)
    return [mention_in(m) for m in kept]


def set_reading(doc: Doc, reading: Reading) -> None:
    """Hand on the reading of the mentions that are kept, settled."""
    _kept(doc).hold("reading", reading, None)


def reading(doc: Doc) -> Reading | None:
    """Return what ``set_reading`` handed on, None where the mentions are others by now."""
    found: Reading | None = _kept(doc).held("reading")
    return found


def set_links(doc: Doc, links: list[Link]) -> None:
    """Keep the links; mentions are referred to by id, split ones by their own offsets."""
    _kept(doc).hold("links", links, links_out)


def has_links(doc: Doc) -> bool:
    """Tell whether ``trade_relations`` ran."""
    return _kept(doc).has("links")


def links(doc: Doc, found: list[Mention], needed_by: str) -> list[Link]:
    """Return the links that an earlier component kept, over the mentions given.

    Raises:
        ConfigError: E302 if none did.
    """
    by_id = {m.id: m for m in found}
    held: list[Link] | None = _kept(doc).held("links")
    if held is not None:
        return [over(link, by_id) for link in held]
    kept = _kept(doc).get("links")
    if kept is None:
        raise ConfigError("E302", missing="trade_relations", component=needed_by)
    return [link_in(link, by_id) for link in kept]


def set_document(doc: Doc, result: Document) -> None:
    """Keep the outcome."""
    _kept(doc).hold("document", result, _document_out)


def set_checks(doc: Doc, found: Sequence[Check], facts: Sequence[TradeFact], notices: Sequence[Notice]) -> None:
    """Keep the checks of the outcome that is kept already, its facts as they are weighed by them, and warnings."""
    made = result(doc)
    told = {"checks": tuple(found), "facts": tuple(facts), "warnings": (*made.warnings, *notices)}
    set_document(doc, made.model_copy(update=told))


def document(doc: Doc) -> Document | None:
    """Return the outcome, None before ``trade_facts`` ran."""
    held: Document | None = _kept(doc).held("document")
    if held is not None:
        return held
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


def _document_out(document: Document) -> dict[str, Any]:
    return document.model_dump(mode="json")
