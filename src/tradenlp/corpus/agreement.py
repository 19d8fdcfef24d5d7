"""How far two annotations of the same texts agree, and where they do not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from ..errors import CorpusError
from .claims import SCORED
from .format import Release
from .matching import LEVELS, NAMED, Claim, f1, pairing, wanted

MEASURES = (*LEVELS, "entities")


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing in which two annotations of a release differ.

    Attributes:
        release: its id.
        what: ``entity`` or ``claim``.
        side: ``a`` or ``b`` where only one has it, ``both`` where a claim has other slots.
        told: the thing in words.
        slots: what a claim of both differs in.
    """

    release: str
    what: str
    side: str
    told: str
    slots: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Agreement:
    """What two annotations of the same texts have in common.

    Attributes:
        counts: ``right``, ``a`` and ``b`` for each of ``MEASURES``.
        differences: in the order of releases.
        only_a, only_b: ids of releases that one side lacks; they are not counted.
    """

    counts: dict[str, Counter[str]]
    differences: tuple[Difference, ...] = ()
    only_a: tuple[str, ...] = ()
    only_b: tuple[str, ...] = ()

    def f1(self, measure: str) -> float | None:
        """Return the agreement, 0 to 1, the same whichever side is named first; None where both are empty.

        Args:
            measure: one of ``MEASURES``.
        """
        count = self.counts[measure]
        return f1(count["right"], count["a"], count["b"])


@dataclass(slots=True)
class _Tally:
    counts: dict[str, Counter[str]] = field(default_factory=lambda: {m: Counter() for m in MEASURES})
    differences: list[Difference] = field(default_factory=list)


def compare(a: Iterable[Release], b: Iterable[Release]) -> Agreement:
    """Hold two annotations of the same texts against each other, release by release.

    Entities are the same where label and both ends are; claims as ``matching`` says. Only the entities that scoring
    counts are compared (``claims.SCORED``).

    Args:
        a: the releases of one annotator.
        b: those of another, of the same ids.
    Returns:
        Agreement
    Raises:
        CorpusError: E205 where the texts of a release differ, an id comes twice on a side, or a release has problems.
    """
    left, right = _by_id(a, "a"), _by_id(b, "b")
    tally = _Tally()
    for id, one in left.items():
        if id in right:
            other = right[id]
            if one.text != other.text:
                raise CorpusError(
                    "E205", what=f"the release {id}", found="two texts", expected="the same text on both sides"
                )
            _entities(one, other, tally)
            _claims(one, other, tally)
    lacking = (tuple(i for i in left if i not in right), tuple(i for i in right if i not in left))
    return Agreement(tally.counts, tuple(tally.differences), *lacking)


def _by_id(releases: Iterable[Release], side: str) -> dict[str, Release]:
    out: dict[str, Release] = {}
    for release in releases:
        if release.problems:
            raise CorpusError("E205", what=release.path, found=f"{len(release.problems)} problems", expected="none")
        if release.id in out:
            raise CorpusError("E205", what=f"side {side}", found=f"the id {release.id} twice", expected="every id once")
        out[release.id] = release
    return out


def _entities(a: Release, b: Release, tally: _Tally) -> None:
    one, other = (Counter((m.start, m.end, m.label) for m in r.marks if m.label in SCORED) for r in (a, b))
    tally.counts["entities"] += Counter(right=(one & other).total(), a=one.total(), b=other.total())
    rest = [("a", key) for key in one - other] + [("b", key) for key in other - one]
    for side, (start, end, label) in sorted(rest, key=lambda item: item[1]):
        told = f"{label} {a.text[start:end]!r} at {start}-{end}"
        tally.differences.append(Difference(a.id, "entity", side, told))


def _claims(a: Release, b: Release, tally: _Tally) -> None:
    one, other = wanted(a), wanted(b)
    pairs: dict[int, int] = {}
    for level in LEVELS:  # the last one is the strictest
        pairs = _pairs(one, other, level)
        tally.counts[level] += Counter(right=len(pairs), a=len(one), b=len(other))
    rest_a = [i for i in range(len(one)) if i not in pairs]
    rest_b = [j for j in range(len(other)) if j not in pairs.values()]
    near = _pairs([one[i] for i in rest_a], [other[j] for j in rest_b], "numbers")
    for i, at in enumerate(rest_a):
        if i in near:
            slots = _differ(one[at], other[rest_b[near[i]]], "full")
            told = f"{_told(one[at], slots)} / {_told(other[rest_b[near[i]]], slots)}"
            tally.differences.append(Difference(a.id, "claim", "both", told, tuple(slots)))
        else:
            tally.differences.append(Difference(a.id, "claim", "a", _told(one[at], NAMED)))
    alone = [at for j, at in enumerate(rest_b) if j not in near.values()]
    tally.differences += [Difference(a.id, "claim", "b", _told(other[at], NAMED)) for at in alone]


def _pairs(one: list[Claim], other: list[Claim], level: str) -> dict[int, int]:
    return pairing(len(one), len(other), lambda i, j: not _differ(one[i], other[j], level))


def _differ(a: Claim, b: Claim, level: str) -> list[str]:
    """What two annotated claims differ in; an open unit or basis on either side allows any."""
    return min(a.differences(b, level), b.differences(a, level), key=len)


def _told(claim: Claim, slots: Iterable[str]) -> str:
    values = dict(zip(NAMED, claim.slots, strict=True)) | {"unit": claim.unit, "basis": claim.basis}
    unit = _answers(claim.unit) if claim.measure != "rank" else ""
    rest = [f"{slot} {_answers(values[slot])}" for slot in slots if slot != "unit" and values[slot] != {None}]
    return ", ".join([f"{claim.measure} {claim.number:f} {unit}".strip(), *rest])


def _answers(answers: frozenset[str | None]) -> str:
    return " ~ ".join(sorted(answer or "none" for answer in answers))
