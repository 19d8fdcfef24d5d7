"""What must hold of every outcome, whatever the input; each check raises ``AssertionError`` where it does not."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from tradenlp.errors import TradeError
from tradenlp.facts import Document, Evidence, Model, Money, Quantity
from tradenlp.reading.calendars import EDTF
from tradenlp.reading.spans import Figure, PeriodSpan, Resolved

T = TypeVar("T")
_CALENDAR = (date.min.isoformat(), date.max.isoformat())


class SlowError(AssertionError):
    """An execution took longer than its length allows."""


def timed(work: Callable[[], T], length: int, base: float, each: float) -> T:
    """Run ``work`` and hold its processor time against ``base + each * length`` seconds."""
    begun = time.process_time()
    out = work()
    spent, most = time.process_time() - begun, base + each * length
    if spent > most:
        begun = time.process_time()
        out = work()  # the first run may have paid for a table or a collection of garbage
        spent = min(spent, time.process_time() - begun)
    if spent > most:
        raise SlowError(f"{spent:.2f} s for {length} characters, at most {most:.2f} s expected")
    return out


def finite(number: Decimal | None, what: str) -> None:
    assert number is None or (isinstance(number, Decimal) and number.is_finite()), f"{what} is {number!r}"


def inside(start: int, end: int, text: str, what: str) -> None:
    assert 0 <= start < end <= len(text), f"{what} stands at {start}:{end} of {len(text)}"


def figures(text: str, found: Sequence[Figure], skip: Sequence[tuple[int, int]]) -> None:
    after = 0
    for figure in found:
        inside(figure.start, figure.end, text, figure.label)
        assert figure.start >= after, f"{figure} overlaps or precedes the one before it"
        after = figure.end
        span = text[figure.start : figure.end]
        assert span == span.strip(), f"white space at the edges of {span!r}"
        for name in ("number", "low", "high", "precision"):
            finite(getattr(figure, name), name)
        assert (figure.number is None) == (figure.low is not None or figure.high is not None), f"{figure}"
        if figure.noun is not None:
            assert figure.start <= figure.noun[0] < figure.noun[1] <= figure.end, f"noun outside of {figure}"
        if figure.hedge is not None:
            inside(*figure.hedge, text, "hedge")
    for start, end in skip:
        assert not any(f.start < end and start < f.end for f in found), f"a figure overlaps the skipped {start}:{end}"


def periods(text: str, found: Sequence[PeriodSpan], values: Sequence[Resolved | None]) -> None:
    assert len(found) == len(values)
    after = 0
    for span, value in zip(found, values, strict=True):
        inside(span.start, span.end, text, span.kind)
        assert span.start >= after, f"{span} overlaps or precedes the one before it"
        after = span.end
        if value is not None:
            interval(value.edtf, value.start, value.end)


def interval(edtf: str, start: str | None, end: str | None) -> None:
    assert EDTF.fullmatch(edtf), f"{edtf!r} is no EDTF that is written here"
    days = [date.fromisoformat(day) for day in (start, end) if day is not None]
    assert days == sorted(days), f"{start} is behind {end}"
    if start and end:
        assert _CALENDAR[0] <= start <= end <= _CALENDAR[1]


def numbers_of(model: Any) -> Iterable[Decimal]:
    """Every Decimal below a model of the output."""
    if isinstance(model, Decimal):
        yield model
    elif isinstance(model, Model):
        for name in type(model).model_fields:
            yield from numbers_of(getattr(model, name))
    elif isinstance(model, tuple):
        for item in model:
            yield from numbers_of(item)


def document(text: str, found: Document) -> None:
    """All that the contract promises of one document without knowing what its text means."""
    after = 0
    for mention in found.entities:
        inside(mention.start, mention.end, text, mention.label)
        assert text[mention.start : mention.end] == mention.text, (
            f"{mention} is not {text[mention.start : mention.end]!r}"
        )
        assert mention.start >= after, f"{mention} overlaps or precedes the one before it"
        after = mention.end
    ids = [fact.id for fact in found.facts]
    assert len(ids) == len(set(ids)), f"facts share an id: {ids}"
    for fact in found.facts:
        for evidence in fact.evidence:
            _evidence(text, evidence)
        if fact.period is not None:
            interval(fact.period.edtf, fact.period.start, fact.period.end)
        if isinstance(fact.amount, (Money, Quantity)) and fact.amount.number is None:
            assert fact.amount.low is not None or fact.amount.high is not None, f"{fact.amount} has no number"
    for check in found.checks:
        assert set(check.facts) <= set(ids), f"{check} names facts that are not there"
    for number in numbers_of(found):
        finite(number, "a number of the document")
    same_in_json(found)


def _evidence(text: str, evidence: Evidence) -> None:
    inside(evidence.start, evidence.end, text, f"evidence of {evidence.role}")


def same_in_json(found: Document) -> None:
    written = found.to_json()
    assert "\n" not in written and "\r" not in written, "a document takes more than one line"
    assert Document.model_validate(json.loads(written)) == found, "a document is another one after JSON"


def own(errors: Iterable[object]) -> None:
    """Errors are the package's own, and their messages can be written."""
    for error in errors:
        assert isinstance(error, TradeError), f"{error!r} is no error of the package"
        assert str(error).startswith(f"[{error.code}] ")
