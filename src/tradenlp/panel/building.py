"""Documents to a panel."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import count

from ..errors import PanelError
from ..facts import Document
from ..labels import INDICATORS
from .collection import Panel
from .judging import judge
from .model import Contradiction, Gap, LeftOut, Observation, Revision, Series
from .naming import Names, folded
from .spans import runs_missing
from .telling import Key, Told, left_out, lent, told

THRESHOLD = 0.2
_DIGEST = 5  # bytes; ten characters tell a million series apart


@dataclass(frozen=True, slots=True)
class _Named:
    """A document with an id that no other one has, and its text where that is at hand."""

    document: Document
    text: str


def build(
    documents: Iterable[Document], texts: Mapping[str, str] | None = None, threshold: float | Decimal = THRESHOLD
) -> Panel:
    """Turn the facts of many documents into series.

    Args:
        documents: in any order; one that is given twice counts once, one without id gets a running one.
        texts: the text of each document by id, for the sentences around the figures.
        threshold: how far a later number may be from an earlier one, as a part of it, and still be a revision where no
            document says so; beyond it is a contradiction.
    Returns:
        Panel: series, observations, revisions, contradictions and gaps, the same whatever the order of the documents.
    Raises:
        PanelError: E502 if the documents hold no figure with a dated period, E505 for a threshold below 0.
    """
    limit = Decimal(str(threshold))
    if not limit >= 0:
        raise PanelError("E505", name="threshold", found=threshold, expected="a number from 0 on, such as 0.2")
    given = _identified(documents, texts or {})
    names = Names(fact for item in given for fact in item.document.facts)
    listed = lent(one for item in given for one in told(item.document, item.text, names))
    groups: dict[Key, dict[str, list[Told]]] = defaultdict(lambda: defaultdict(list))
    for one in listed:
        groups[one.key][one.period].append(one)
    series = [(_series(key, next(iter(group.values()))[0]), key) for key, group in groups.items()]
    series.sort(key=lambda pair: _order(pair[0]))
    out = _Out()
    for made, key in series:
        out.add(made, groups[key], limit)
    if not out.observations:
        facts = sum(len(item.document.facts) for item in given)
        raise PanelError("E502", documents=len(given), facts=facts)
    kept = {item.series for item in out.observations}
    lacking = [one for item in given for one in left_out(item.document)]
    return Panel(
        series=tuple(made for made, _ in series if made.id in kept),
        observations=tuple(out.observations),
        revisions=tuple(out.revisions),
        contradictions=tuple(out.contradictions),
        gaps=tuple(out.gaps),
        left_out=tuple(sorted({*lacking, *out.left_out}, key=lambda one: (one.document, one.fact, one.missing))),
    )


class _Out:
    """What is found, series after series."""

    def __init__(self) -> None:
        self.observations: list[Observation] = []
        self.revisions: list[Revision] = []
        self.contradictions: list[Contradiction] = []
        self.gaps: list[Gap] = []
        self.left_out: list[LeftOut] = []

    def add(self, series: Series, periods: Mapping[str, list[Told]], threshold: Decimal) -> None:
        """Weigh all periods of a series, in order of their last and first days."""
        had: list[str] = []
        for period, tellings in sorted(periods.items(), key=lambda pair: (pair[1][0].end, pair[1][0].start or "")):
            verdict = judge(series.id, tellings, threshold)
            one = tellings[0]
            if verdict is None:
                self.left_out.extend(LeftOut(t.telling.document, t.telling.fact, "current") for t in tellings)
                continue
            had.append(period)
            self.observations.append(Observation(series.id, period, one.start, one.end, verdict.sources))
            self.revisions.extend(verdict.revisions)
            self.contradictions.extend(verdict.contradictions)
        self.gaps.extend(Gap(series.id, run) for run in runs_missing(series.span, had))


def _identified(documents: Iterable[Document], texts: Mapping[str, str]) -> list[_Named]:
    """Sort the documents by publication and id, and give each an id of its own."""
    unique = {(document.id or "", document.to_json()): document for document in documents}
    used: set[str] = {document.id for document in unique.values() if document.id}
    seen: set[str] = set()
    out = []
    # Sorted by what they say, so that a running id does not hang on the order in which they came.
    for (known, _), document in sorted(unique.items(), key=lambda pair: (pair[1].published or "", *pair[0])):
        name = known
        if not known or known in seen:
            stem = f"{known}#" if known else "document-"
            name = next(stem + str(n) for n in count(2 if known else 1) if stem + str(n) not in used)
        seen.add(known)
        used.add(name)
        out.append(_Named(document.model_copy(update={"id": name}), _own(document, texts.get(known, ""))))
    return out


def _own(document: Document, text: str) -> str:
    """Return a text if it is the one that the document was read from, as its offsets tell, else nothing."""
    fits = all(text[mention.start : mention.end] == mention.text for mention in document.entities)
    return text if fits else ""


def _series(key: Key, sample: Told) -> Series:
    reporter, partner, commodity, segment, route = sample.names
    digest = hashlib.blake2b(repr(key).encode(), digest_size=_DIGEST).hexdigest()
    return Series(
        id=f"{key.indicator}-{digest}",
        indicator=key.indicator,
        reporter=reporter,
        partner=partner,
        commodity=commodity,
        segment=segment,
        route=route,
        measure=key.measure,
        unit=key.unit,
        amount_unit=key.amount_unit,
        whole=key.whole,
        basis=key.basis,
        modality=key.modality,
        qualifiers=key.qualifiers,
        span=key.span,
    )


def _order(series: Series) -> tuple[object, ...]:
    """By whose trade, what and with whom; levels before changes and shares, totals before their parts."""
    reporter, partner, goods, segment, route = (
        folded(named.name) if named else ""
        for named in (series.reporter, series.partner, series.commodity, series.segment, series.route)
    )
    rest = (series.measure, series.span.code, series.unit or "", series.basis or "", series.id)
    return reporter, INDICATORS.index(series.indicator), partner, goods, segment, route, *rest
