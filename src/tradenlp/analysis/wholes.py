"""What could hold for a document as a whole: its main period, reporter, topic, partner and flow, with traits of each.

The rules weigh the evidence and propose an answer; here is everything else that the document names, described by small
codes, for a trained choice that is made elsewhere. An answer given here is what sentences fall back on that tell less.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from ..reading import calendars
from .candidates import key_of
from .context import ASIDE, Setting, caused, main_weights, speaks_of_all
from .model import Mention
from .reporter import Evidence
from .template import FIGURES, Template
from .trait_codes import age_of, code, first_words, last_words, relation, span_of, step
from .traits import BUCKETS, columns, hashed

WHOLES = ("period", "reporter", "commodity", "partner", "indicator")
"""What is asked of a document, by the slot that it fills."""
_FIELDS = {
    "period": "main_period",
    "reporter": "reporter",
    "commodity": "topic",
    "partner": "counterpart",
    "indicator": "main_flow",
}
_SLOTS_OF = {
    "PERIOD": ("period",),
    "PLACE": ("reporter", "partner"),
    "DEMONYM": ("reporter", "partner"),
    "ORG": ("reporter",),
    "COMMODITY": ("commodity",),
    "INDICATOR": ("indicator",),
}
_MOST = 9  # answers to one question
_STEPS = (0, 1, 2, 3, 5, 8, 12, 20)

CODES = (
    "rule", "none", "rank", "first", "kind", "count", "share", "figures", "owner", "counter", "issuer", "aside", "left",
    "right", "sign", "before", "behind", "sort", "relation", "age", "title", "lead", "span", "latest", "longest",
    "rivals", "ruled", "words", "length", "tables", "order", "near",
)  # fmt: skip
"""Names of the codes of an answer."""
_CONJUNCTIONS = columns(
    """
    rule none
    rule rank
    rule first
    rule title lead
    rule share
    rule figures
    rule rivals
    first kind
    first count
    title lead
    title lead sort
    count share
    share rivals
    share none
    figures count
    figures title lead
    owner counter
    owner title
    owner share
    issuer owner
    counter share
    aside count
    aside relation
    left title
    left sort
    right title
    right sort
    sign first
    before behind
    before sort
    behind sort
    sort relation
    sort rule
    sort first
    relation rule
    relation share
    relation title
    relation age
    age span
    age rule
    age latest
    span title
    span relation rule
    span share
    latest longest
    latest share
    latest title
    longest title
    ruled none
    ruled sort
    ruled relation
    ruled rule rivals
    words
    words title
    length none
    length rule
    tables rule
    tables span
    order rank
    order first
    near figures
    near share
    near rule
    near relation
    """,
    CODES,
)


@dataclass(slots=True)
class Answer:
    """Something that may hold for a document as a whole.

    Attributes:
        key: what makes two answers one, as ``candidates.key_of`` gives it; None for no answer.
        mention: what would fill the slot, None for no answer.
        places: sentence and place in it of each mention.
    """

    key: str | None
    mention: Mention | None
    places: list[tuple[int, int]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Whole:
    """A question about a document.

    Attributes:
        about: one of ``WHOLES``.
        answers: the first is that of the rules.
        first: index of the first answer's row among those of the document.
    """

    about: str
    answers: list[Answer]
    first: int


def wholes(
    templates: Sequence[Template], setting: Setting, evidence: Evidence, published: date | None
) -> tuple[list[Whole], npt.NDArray[np.int64]]:
    """Return what is to be chosen for a document as a whole, with the traits of all answers.

    Args:
        templates: its sentences in order, periods resolved.
        setting: what the rules say.
        evidence: for its reporter.
        published: date of publication, None where unknown.
    Returns:
        tuple: the questions with more than one answer, and buckets of shape (answers, traits), those of each sort of
        question behind those of the sort before.
    """
    laid_out = _laid_out(templates)
    out: list[Whole] = []
    rows: list[list[int]] = []
    offsets: list[int] = []
    for about, answers in answered(templates, setting, published).items():
        out.append(Whole(about, answers, len(rows)))
        rows += _Codes(about, answers, templates, laid_out, evidence, published).rows()
        offsets += [WHOLES.index(about) * BUCKETS] * len(answers)
    traits = hashed(rows, len(CODES), _CONJUNCTIONS)
    return out, traits + np.array(offsets, dtype=np.int64)[:, None]


def answered(templates: Sequence[Template], setting: Setting, published: date | None) -> dict[str, list[Answer]]:
    """Return the answers to the questions that have more than one, that of the rules first.

    Args:
        templates, setting, published: as for ``wholes``.
    """
    found = _mentioned(templates)
    found["commodity"] = {
        key: answer
        for key, answer in found["commodity"].items()
        if not all(caused(templates[n], k) for n, k in answer.places)  # what only moved the figures is not their goods
    }
    if setting.topic is None:
        total = _opening_total(templates)
        found["commodity"] = {key: a for key, a in found["commodity"].items() if total is None or a.places[0] <= total}
    told = {about: _answers(about, found[about], setting, templates, published) for about in WHOLES}
    if setting.topic is None and speaks_of_all(templates[:3]):
        del told["commodity"]  # a release on all trade is about no one good, however often it names it
    return {about: answers for about, answers in told.items() if len(answers) > 1}


def _opening_total(templates: Sequence[Template]) -> tuple[int, int] | None:
    """Where a short text first tells a figure: goods first named behind it are parts of it, and not what it is of.

    ``Exports were 1.6 billion euros, of which 0.3 billion was timber.``
    """
    if len(templates) > _SHORT or any(t.sentence.kind == "heading" for t in templates):
        return None
    for n, template in enumerate(templates):
        for k in range(len(template.at)):
            if template.letter(k) in "MQX":
                goods = _OF_GOODS.match(template.text, template.at[k] + 1)  # ``7.7 million tons of grain``
                return n, k + 1 if goods else k
    return None


_OF_GOODS = re.compile(r" (?:worth )?of (?:[a-z-]+ ){0,2}C\b")
_SHORT = 6  # sentences; longer texts come back to what they are about


def chosen(setting: Setting, about: Mapping[str, Answer]) -> Setting:
    """Return what holds for a document when answers take the place of those of the rules.

    Args:
        setting: what the rules say.
        about: answers by question.
    """
    fields: dict[str, Any] = {_FIELDS[name]: answer.mention for name, answer in about.items()}
    return replace(setting, **fields)


def ruled(setting: Setting, about: str) -> Mention | None:
    """Return the rules' answer to a question.

    Args:
        setting: what the rules say.
        about: one of ``WHOLES``.
    """
    found: Mention | None = getattr(setting, _FIELDS[about])
    return found


def _mentioned(templates: Sequence[Template]) -> dict[str, dict[str, Answer]]:
    """Everything named, by question and key, at its first mention."""
    out: dict[str, dict[str, Answer]] = {about: {} for about in WHOLES}
    for n, template in enumerate(templates):
        for k, m in enumerate(template.mentions):
            for about in _SLOTS_OF.get(m.label, ()):
                key = key_of(about, m)
                if key is None or (about == "indicator" and m.pos == "verb" and key not in ("exports", "imports")):
                    continue
                answer = out[about].setdefault(key, Answer(key, m))
                answer.places.append((n, k))
                if answer.mention is not None and answer.mention.label == "DEMONYM" and m.label == "PLACE":
                    answer.mention = m
    return out


def _answers(
    about: str, found: dict[str, Answer], setting: Setting, templates: Sequence[Template], published: date | None
) -> list[Answer]:
    """The rules' answer, then the others, those of most weight first, and none."""
    first = ruled(setting, about)
    key = key_of(about, first) if first is not None else None
    held = found.get(key) if key is not None else None
    out = [Answer(key, first, held.places if held is not None else [])]
    others = [answer for answer in found.values() if answer.key != key]
    if about == "period":
        weights = main_weights(templates, published)
        others = [a for a in others if a.mention is not None and a.key in weights]
        others.sort(key=lambda a: -weights[a.key or ""])
    else:
        others.sort(key=lambda a: (-sum(3 if n < 2 else 1 for n, _ in a.places), a.places))
    out += others[: _MOST - 2]
    if key is not None and about != "period":
        out.append(Answer(None, None))
    return out


class _Codes:
    """Describes the answers to one question."""

    def __init__(
        self,
        about: str,
        answers: Sequence[Answer],
        templates: Sequence[Template],
        laid_out: _LaidOut,
        evidence: Evidence,
        published: date | None,
    ) -> None:
        self.about, self.answers, self.templates = about, answers, templates
        self.evidence, self.published = evidence, published
        self.all = sum(len(a.places) for a in answers) or 1
        self.lead, self.rows_before, self.figures = laid_out
        self.order = {a.key: n for n, a in enumerate(sorted(answers, key=lambda a: a.places[:1] or [(10**6, 0)]))}
        ends = {a.key: calendars.last_day(a.key) for a in answers if a.key} if about == "period" else {}
        past = [end for end in ends.values() if end is not None and (published is None or end <= published)]
        self.latest = {key for key, end in ends.items() if end is not None and past and end == max(past)}
        spans = {key: end - first for key, end in ends.items() if end and (first := calendars.first_day(key or ""))}
        self.longest = {key for key, span in spans.items() if span == max(spans.values())}

    def rows(self) -> list[list[int]]:
        return [self._row(n, answer) for n, answer in enumerate(self.answers)]

    def _row(self, n: int, answer: Answer) -> list[int]:
        told = {**self._shared(n, answer), **self._place(answer), **self._time(answer)}
        return [told[name] for name in CODES]

    def _shared(self, n: int, answer: Answer) -> dict[str, int]:
        key, m = answer.key, answer.mention
        named = m.name if m is not None and m.name else ""
        evidence, first = self.evidence, self.answers[0]
        return {
            "rule": int(n == 0),
            "none": int(key is None),
            "rank": min(n, 5),
            "count": _step(len(answer.places)),
            "share": int(6 * len(answer.places) / self.all),
            "owner": _step(evidence.owners[named]),
            "counter": _step(evidence.counterparts[named]),
            "issuer": _step(evidence.issuers[named]),
            "sort": code("-" if m is None else f"{m.label[:3]}{m.kind or m.pos}"),
            "rivals": _step(len(self.answers)),
            "ruled": int(first.key is None) + 2 * int(bool(first.places)),
            "words": code((m.text if m is not None else "").casefold().split(" ")[-1]),
            "length": _step(len(self.templates) // 2),
            "tables": self.rows_before // 4,
            "order": min(self.order[key], 5),
        }

    def _place(self, answer: Answer) -> dict[str, int]:
        """Where the mentions stand, and among what words."""
        names = ("first kind figures aside left right sign before behind title lead near").split()
        if not answer.places:
            return dict.fromkeys(names, 0)
        sides: Counter[tuple[str, str]] = Counter()
        told = aside = 0
        for n, k in answer.places:
            left = self.templates[n].left(k, 30)
            told += bool(self.figures[n])
            aside += ASIDE.search(left) is not None
            sides[last_words(left), first_words(self.templates[n].right(k, 18))] += 1
        n, k = answer.places[0]
        template = self.templates[n]
        left, right = sides.most_common(1)[0][0]
        nearest = min((abs(k - j) for n, k in answer.places for j in self.figures[n]), default=9)
        values = (
            min(n, 3) if n < 4 else 4 if n < 8 else 5 if n < 16 else 6,
            code(template.sentence.kind),
            _step(told),
            int(3 * aside / len(answer.places)) + 4 * (aside > 0),
            code(left),
            code(right),
            ord(template.letter(k)),
            code(last_words(template.left(k, 18))),
            code(first_words(template.right(k, 18))),
            int(any(n < self.lead for n, _ in answer.places)) + 2 * int(n == 0),
            int(any(n == self.lead for n, _ in answer.places)),
            min(nearest, 4),
        )
        return dict(zip(names, values, strict=True))

    def _time(self, answer: Answer) -> dict[str, int]:
        """How a period lies to that of the rules, or a place to theirs."""
        key, first = answer.key, self.answers[0]
        if self.about == "period" and key is not None:
            return {
                "relation": code(relation(key, first.key)),
                "age": age_of(key, self.published),
                "span": code(span_of(key)),
                "latest": int(key in self.latest),
                "longest": int(key in self.longest),
            }
        ours, theirs = answer.mention, first.mention
        within = 0
        if ours is not None and theirs is not None and ours.code and theirs.code:
            within = 1 + (ours.code[:2] == theirs.code[:2]) + 2 * (len(ours.code) > len(theirs.code))
        return {"relation": within, "age": 0, "span": 0, "latest": 0, "longest": 0}


class _LaidOut(NamedTuple):
    """How a document is laid out: its first sentence of prose, rows of tables early on, and the figures of each."""

    lead: int
    rows: int
    figures: list[list[int]]


def _laid_out(templates: Sequence[Template]) -> _LaidOut:
    lead = next((n for n, t in enumerate(templates) if t.sentence.kind == "prose"), 0)
    rows = sum(t.sentence.kind == "row" for t in templates[:40])
    return _LaidOut(lead, rows, [[k for k, at in enumerate(t.at) if t.text[at] in FIGURES] for t in templates])


def _step(count: int) -> int:
    return step(count, _STEPS)


__all__ = ["WHOLES", "Answer", "Whole", "answered", "chosen", "ruled", "wholes"]
