"""How well a pipeline reads annotated releases: by level, slot, label, phenomenon and body, with intervals.

Intervals are percentile bootstraps over releases (Efron 1979), since figures of one text stand or fall together; two
pipelines are compared on the same draws. Calibration is the expected calibration error over ten bins (Naeini et al.
2015).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

import numpy as np
from spacy.language import Language

from .analysis.given import given
from .corpus.claims import MEASURES, SCORED, claims
from .corpus.format import GoldFact, Release
from .corpus.matching import LEVELS, NAMED, Claim, annotated, names, pairing
from .facts import Document
from .pipeline import read
from .pipes import store
from .scoring import f1, predicted

GIVEN = "relations, mentions given"
HEADLINES = (*LEVELS, "entities", "relations", GIVEN)
"""What is counted, end to end but for the last; relations are the filled slots of all figures, those of figures not
found among them; at last those that are read where the annotator's mentions take the place of those found."""
BINS = 10
DRAWS = 1000


@dataclass(frozen=True, slots=True)
class Mistake:
    """One claim that was missed, invented or given wrong slots.

    Attributes:
        release: its id.
        kind: ``missed``, ``invented`` or the slots that are wrong, with commas between.
        told: the claim that is right (for an invented one: that was read).
        read: what was read instead of each wrong slot, empty otherwise.
        sentence: the words around its figure.
    """

    release: str
    kind: str
    told: str
    read: str
    sentence: str


@dataclass(slots=True)
class Result:
    """What a pipeline made of one release.

    Attributes:
        id, body: of the release.
        counts: ``right``, ``found`` and ``wanted`` by headline, by ``label X``, ``partial X`` and ``tag X``.
        slots: how often each slot was right, of the figures that were found (key None).
        confidence: confidence of each claim with whether it is right in full.
        mistakes: wrong slots, then what was missed, then what was invented.
    """

    id: str
    body: str
    counts: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    slots: Counter[str | None] = field(default_factory=Counter)
    confidence: list[tuple[float, bool]] = field(default_factory=list)
    mistakes: list[Mistake] = field(default_factory=list)


class Evaluation:
    """The results of one pipeline on a set of releases.

    Args:
        results: one for each release.
    """

    def __init__(self, results: Sequence[Result]) -> None:
        self.results = list(results)

    def total(self, key: str, results: Iterable[Result] | None = None) -> Counter[str]:
        """Return ``right``, ``found`` and ``wanted`` of one key over all (or some) releases."""
        out: Counter[str] = Counter()
        for result in self.results if results is None else results:
            out.update(result.counts.get(key, {}))
        return out

    def f1(self, key: str) -> float:
        """Return the micro-F1 of one key, 0 to 1."""
        return f1(self.total(key))

    def interval(self, key: str, level: float = 0.95, seed: int = 0) -> tuple[float, float]:
        """Return the bootstrap interval of a key's micro-F1.

        Args:
            key: a headline, ``label X`` or ``tag X``.
            level: how much of the draws lies inside.
            seed: of the draws.
        """
        values = _scores(self._table(key), _draws(len(self.results), seed))
        low, high = np.quantile(values, [(1 - level) / 2, (1 + level) / 2])
        return float(low), float(high)

    def by_body(self, key: str) -> dict[str, float]:
        """Return the micro-F1 of a key for each issuing body."""
        bodies = sorted({result.body for result in self.results})
        return {body: f1(self.total(key, [r for r in self.results if r.body == body])) for body in bodies}

    def by_tag(self) -> dict[str, tuple[float, int]]:
        """Return the recall of full claims and their number for each phenomenon."""
        tags = sorted({key[4:] for result in self.results for key in result.counts if key.startswith("tag ")})
        told = {tag: self.total(f"tag {tag}") for tag in tags}
        return {tag: (count["right"] / count["wanted"], count["wanted"]) for tag, count in told.items()}

    def slots(self) -> dict[str, float]:
        """Return how often each slot is right where the number was found."""
        told: Counter[str | None] = Counter()
        for result in self.results:
            told.update(result.slots)
        return {slot: told[slot] / max(1, told[None]) for slot in (*NAMED, "basis")}

    def calibration(self) -> tuple[list[tuple[float, float, int]], float]:
        """Return mean confidence, share of right claims and number of each filled bin, and the calibration error."""
        told = [pair for result in self.results for pair in result.confidence]
        bins: list[list[tuple[float, bool]]] = [[] for _ in range(BINS)]
        for sure, right in told:
            bins[min(int(sure * BINS), BINS - 1)].append((sure, right))
        rows = [(sum(s for s, _ in b) / len(b), sum(r for _, r in b) / len(b), len(b)) for b in bins if b]
        return rows, sum(abs(sure - right) * n for sure, right, n in rows) / max(1, len(told))

    def precision_above(self, confidence: float) -> tuple[float, int]:
        """Return the share of right claims among those of at least this confidence, and their number."""
        told = [right for result in self.results for sure, right in result.confidence if sure >= confidence]
        return sum(told) / max(1, len(told)), len(told)

    def _table(self, key: str) -> np.ndarray[Any, Any]:
        rows = [[r.counts.get(key, Counter())[k] for k in ("right", "found", "wanted")] for r in self.results]
        return np.array(rows, dtype="float64").reshape(-1, 3)

    def _repr_html_(self) -> str:
        """The headlines as a table, for notebooks."""
        rows = [
            [
                key,
                *(f"{_rates(self.total(key))[name]:.3f}" for name in ("precision", "recall", "f1")),
                f"{low:.3f}\u2013{high:.3f}",
            ]
            for key in HEADLINES
            for low, high in (self.interval(key),)
        ]
        heads = "".join(f"<th>{name}</th>" for name in (f"releases: {len(self.results)}", "P", "R", "F1", "95%"))
        body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
        return f"<table><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>"

    def to_dict(self) -> dict[str, Any]:
        """Return all figures, ready for JSON."""
        rows, error = self.calibration()
        right, sure_ones = self.precision_above(0.9)
        labels = sorted({key[6:] for r in self.results for key in r.counts if key.startswith("label ")})
        return {
            "releases": len(self.results),
            "headlines": {
                key: {**_rates(self.total(key)), "interval": [round(v, 4) for v in self.interval(key)]}
                for key in HEADLINES
            },
            "slots": {slot: round(value, 4) for slot, value in self.slots().items()},
            "labels": {
                label: {**_rates(self.total(f"label {label}")), "partial": round(self.f1(f"partial {label}"), 4)}
                for label in labels
            },
            "phenomena": {tag: {"recall": round(r, 4), "claims": n} for tag, (r, n) in self.by_tag().items()},
            "bodies": {body: round(value, 4) for body, value in self.by_body("full").items()},
            "calibration": {
                "error": round(error, 4),
                "bins": [[round(sure, 3), round(right, 3), n] for sure, right, n in rows],
                "precision_at_0.9": [round(right, 4), sure_ones],
            },
            "mistakes": Counter(m.kind for r in self.results for m in r.mistakes).most_common(20),
        }


def _rates(count: Counter[str]) -> dict[str, float | int]:
    return {
        "precision": round(count["right"] / max(1, count["found"]), 4),
        "recall": round(count["right"] / max(1, count["wanted"]), 4),
        "f1": round(f1(count), 4),
        "wanted": count["wanted"],
    }


@lru_cache(maxsize=4)
def _draws(releases: int, seed: int) -> np.ndarray[Any, Any]:
    draws: np.ndarray[Any, Any] = np.random.default_rng(seed).integers(0, max(1, releases), (DRAWS, releases))
    draws.flags.writeable = False  # every caller is given the same
    return draws


def _scores(table: np.ndarray[Any, Any], draws: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Micro-F1 of each draw; ``table`` has right, found and wanted of each release."""
    right, found, wanted = table[draws].sum(axis=1).T
    scores: np.ndarray[Any, Any] = 2 * right / np.maximum(1, found + wanted)
    return scores


def compare(one: Evaluation, other: Evaluation, key: str = "full", seed: int = 0) -> tuple[float, float, float]:
    """Compare two pipelines on the same releases by a paired bootstrap.

    Args:
        one, other: evaluations of the same releases in the same order.
        key: a headline.
        seed: of the draws.
    Returns:
        tuple: difference of micro-F1 (``other`` less ``one``), and the ends of its 95% interval.
    Raises:
        ValueError: if the releases differ.
    """
    if [r.id for r in one.results] != [r.id for r in other.results]:
        raise ValueError("the two evaluations are of different releases")
    draws = _draws(len(one.results), seed)
    differences = _scores(other._table(key), draws) - _scores(one._table(key), draws)
    low, high = np.quantile(differences, [0.025, 0.975])
    return other.f1(key) - one.f1(key), float(low), float(high)


def dated(releases: Iterable[Release]) -> tuple[list[Release], list[str]]:
    """Part releases from those whose date of publication is none.

    Args:
        releases: without problems.
    Returns:
        tuple: those that can be read, and a line for each other.
    """
    kept, told = [], []
    for release in releases:
        given = release.head["published"]
        if re.fullmatch(r"\d{4}-\d\d-\d\d", given) and _is_date(given):
            kept.append(release)
        else:
            told.append(
                f"{release.path or release.id}: published is {given!r}; expected a date as 2024-01-31; left out"
            )
    return kept, told


def _is_date(given: str) -> bool:
    try:
        date.fromisoformat(given)
    except ValueError:
        return False
    return True


def evaluate(nlp: Language, releases: Iterable[Release]) -> Evaluation:
    """Read annotated releases and hold what is read against them.

    Args:
        nlp: a pipeline that makes facts.
        releases: without problems.
    Returns:
        Evaluation
    """
    out = []
    for release in releases:
        out.append(result(release, read(nlp, release.text, release.head["published"])))
        on_marks = result(release, _read_on_marks(nlp, release))
        out[-1].counts[GIVEN] = on_marks.counts["relations"]
    return Evaluation(out)


def _read_on_marks(nlp: Language, release: Release) -> Document:
    """Read a release whose mentions are those that its annotator marked."""
    doc = nlp.make_doc(release.text)
    store.set_source(doc, None, release.head["published"])
    for name, component in nlp.pipeline:
        if name == "trade_linker":
            marks = [(mark.label, mark.start, mark.end) for mark in release.marks]
            store.set_mentions(doc, given(release.text, marks, store.mentions(doc, name)))
        doc = component(doc)
    return store.result(doc)


def result(release: Release, document: Document) -> Result:
    """Hold one document against its annotated release."""
    out = Result(release.id, release.body)
    found: dict[Claim, tuple[float, int]] = {}
    for fact in document.facts:
        start = min((e.start for e in fact.evidence if e.role in _FIGURES), default=0)
        for claim in predicted(fact):
            found.setdefault(claim, (fact.confidence, start))
    wanted = [
        (annotated(claim), (tags.values[0].split() if (tags := fact.get("tags")) else []), _place(release, fact))
        for fact in release.facts
        for claim in claims(release, fact, names)
    ]
    _claims(out, release, found, wanted)
    _entities(out, release, document)
    return out


def _place(release: Release, fact: GoldFact) -> int:
    """Where a fact's first figure stands, 0 for one that no mark carries."""
    ids = [slot.marks[0] for slot in fact.slots if slot.key in MEASURES and slot.marks]
    return min((mark.start for mark in map(release.mark, ids) if mark is not None), default=0)


_FIGURES = frozenset({"amount", "changes", "change", "share", "rank"})


def _claims(
    out: Result, release: Release, found: dict[Claim, tuple[float, int]], wanted: list[tuple[Claim, list[str], int]]
) -> None:
    mine, target = list(found), [claim for claim, _, _ in wanted]
    pairs: dict[str, dict[int, int]] = {}
    for level in LEVELS:
        pairs[level] = pairing(len(mine), len(target), lambda i, j, at=level: mine[i].fits(target[j], at))  # type: ignore[misc]
        out.counts[level].update(right=len(pairs[level]), found=len(mine), wanted=len(target))
    full = set(pairs["full"].values())
    out.confidence = [(found[claim][0], i in pairs["full"]) for i, claim in enumerate(mine)]
    for j, (_, tags, _) in enumerate(wanted):
        for tag in tags:
            out.counts[f"tag {tag}"].update(right=int(j in full), wanted=1)
    # each figure once: in full where it can be, else as the numbers pair
    matched = dict(pairs["full"])
    matched.update((i, j) for i, j in pairs["numbers"].items() if i not in matched and j not in full)
    for i, j in matched.items():
        wrong = mine[i].differences(target[j], "full")
        out.slots.update([None, *(slot for slot in (*NAMED, "basis") if slot not in wrong)])
        if wrong:
            out.mistakes.append(_mistake(release, ",".join(wrong), target[j], mine[i], found[mine[i]][1]))
    _relations(out, mine, target, matched)
    for j in sorted(set(range(len(target))) - set(matched.values())):
        out.mistakes.append(Mistake(release.id, "missed", _told(target[j]), "", _around(release.text, wanted[j][2])))
    for i in sorted(set(range(len(mine))) - set(matched)):
        out.mistakes.append(
            Mistake(release.id, "invented", _told(mine[i]), "", _around(release.text, found[mine[i]][1]))
        )


def _relations(out: Result, mine: list[Claim], target: list[Claim], matched: dict[int, int]) -> None:
    """Arcs from figures to what fills their slots, counted end to end against all that are annotated."""
    count = out.counts["relations"]
    count["found"] += sum(None not in slot for claim in mine for slot in claim.slots)
    count["wanted"] += sum(None not in slot for claim in target for slot in claim.slots)
    for i, j in matched.items():
        for read_as, right in zip(mine[i].slots, target[j].slots, strict=True):
            count["right"] += bool(read_as & right) and None not in read_as and None not in right


def _entities(out: Result, release: Release, document: Document) -> None:
    marks: Counter[tuple[str, int, int]] = Counter(
        (m.label, m.start, m.end) for m in release.marks if m.label in SCORED
    )
    spans: Counter[tuple[str, int, int]] = Counter(
        (e.label, e.start, e.end) for e in document.entities if e.label in SCORED
    )
    out.counts["entities"].update(right=(marks & spans).total(), found=spans.total(), wanted=marks.total())
    for label in SCORED:
        told = [key for key in marks.elements() if key[0] == label]
        held = [key for key in spans.elements() if key[0] == label]
        touching = pairing(len(held), len(told), lambda i, j, a=held, b=told: a[i][1] < b[j][2] and b[j][1] < a[i][2])  # type: ignore[misc]
        strict = sum(min(n, spans[key]) for key, n in marks.items() if key[0] == label)
        out.counts[f"label {label}"].update(right=strict, found=len(held), wanted=len(told))
        out.counts[f"partial {label}"].update(right=len(touching), found=len(held), wanted=len(told))


def _mistake(release: Release, kind: str, right: Claim, mine: Claim, start: int) -> Mistake:
    told = dict(zip(NAMED, mine.slots, strict=True))
    told["basis"] = mine.basis
    read_as = ", ".join(f"{slot} {_either(told[slot])}" for slot in kind.split(",") if slot in told)
    return Mistake(release.id, kind, _told(right), read_as, _around(release.text, start))


def _told(claim: Claim) -> str:
    slots = " ".join(
        f"{name}={_either(slot)}" for name, slot in zip(NAMED, claim.slots, strict=True) if None not in slot
    )
    return f"{claim.measure} {claim.number:f} {_either(claim.unit)} {slots}"


def _either(answers: frozenset[str | None]) -> str:
    return "/".join(sorted(a or "none" for a in answers)[:3])


def _around(text: str, at: int) -> str:
    return " ".join(text[max(0, at - 90) : at + 70].split())


__all__ = ["HEADLINES", "Evaluation", "Mistake", "Result", "compare", "dated", "evaluate", "result"]
