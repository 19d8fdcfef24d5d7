"""Points of a segment.

Which figures belong together, and how parallel lists pair (``A and B reached x and y, up p and q respectively``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from .model import Mention, Segment
from .roles import BASE, CHANGE, LEVEL, RANK, SHARE, SHARE_CHANGE, Role
from .template import Template

LISTABLE = ("commodity", "partner", "segment", "indicator", "reporter", "period", "route")
_FLOW_WORD = re.compile(r"re-?exports?|exports?|imports?", re.I)


@dataclass(slots=True)
class Point:
    """One series point.

    Its names (an override of the segment's by dimension) and its figures, as indices into the template.
    """

    names: dict[str, tuple[Mention, ...]] = field(default_factory=dict)
    levels: list[int] = field(default_factory=list)
    equivalents: dict[int, list[int]] = field(default_factory=dict)
    bases: list[int] = field(default_factory=list)
    changes: dict[int, int | None] = field(default_factory=dict)
    shares: list[int] = field(default_factory=list)
    share_changes: list[int] = field(default_factory=list)
    ranks: list[int] = field(default_factory=list)

    @property
    def first(self) -> int | None:
        """Index of the first level or movement, None where there is neither."""
        return min((*self.levels, *self.changes), default=None)


def points(
    segment: Segment,
    template: Template,
    roles: dict[int, Role],
    inherited: dict[str, tuple[Mention, ...]],
    before: Sequence[Point],
) -> list[Point]:
    """Group a segment's figures into points.

    Args:
        segment: the segment.
        template: its sentence.
        roles: role of each figure.
        inherited: names that the segment takes over, by dimension.
        before: points of the sentence's earlier segments; a trailing list of changes may complete them in place.
    Returns:
        list[Point]: the new points.
    """
    runs = _runs(segment, template, roles)
    size = max((len(run) for run in runs), default=0)
    if size < 2:
        return [_single(segment, template, roles)] if segment.figures else []
    names = {d: [template.mentions[k] for k in ks] for d, ks in segment.names.items() if d in LISTABLE}
    listed = _list_of(names, size, template.source) or _list_of(
        {d: list(m) for d, m in inherited.items() if d not in names}, size, template.source
    )
    if listed is None:
        done = _complete(segment, template, roles, runs, size, before)
        if done is not None:
            return done
        if len([run for run in runs if len(run) > 1]) == 1 and _moves_of_one(segment, template, roles, runs):
            return [_single(segment, template, roles)]
        return _unpaired(segment, template, roles, runs)
    return _paired(segment, template, roles, runs, *listed)


def _runs(segment: Segment, template: Template, roles: dict[int, Role]) -> list[list[int]]:
    """Figures of a segment grouped into lists; conversions in brackets are left out."""
    runs: list[list[int]] = []
    for k in segment.figures:
        role = roles[k]
        if role.name == RANK or _is_equivalent(template, k):
            continue
        run = next((r for r in runs if role.listed is not None and r[0] == role.listed), None)
        if run is None and runs and _moves_on(template, roles, runs[-1][-1], k):
            run = runs[-1]
        if run is not None:
            run.append(k)
        else:
            runs.append([k])
    return _in_turn(segment, template, roles) or runs if max(map(len, runs), default=0) == 1 else runs


_BEHIND_LEVEL = re.compile(r" \((?:[a-z/]+ ?)?")


def _moves_of_one(segment: Segment, template: Template, roles: dict[int, Role], runs: list[list[int]]) -> bool:
    """Tell whether a list of signed changes is of one level: ``imports $3.9bn (+2.2%, +9.0%)``, by two bases."""
    run = max(runs, key=len)
    level = run[0] - 1
    if level not in segment.figures or roles[level].name != LEVEL or any(roles[k].name != CHANGE for k in run):
        return False
    signed = all(template.mentions[k].text[:1] in "+-−–" for k in run)
    return signed and run[-1] - run[0] + 1 == len(run) and _BEHIND_LEVEL.fullmatch(template.gap(run[0])) is not None


def _in_turn(segment: Segment, template: Template, roles: dict[int, Role]) -> list[list[int]]:
    """``swelled 2.9% to 1.68 million and 5.2% to 1.01 million, respectively``: the figures of a kind, each in turn."""
    groups: dict[tuple[str, str], list[int]] = {}
    for k in segment.figures:
        if roles[k].name != RANK and not _is_equivalent(template, k):
            groups.setdefault((template.letter(k), roles[k].name), []).append(k)
    sizes = {len(run) for run in groups.values()}
    if len(sizes) != 1 or sizes == {1} or len(groups) < 2 or not re.search(r"\brespectively\b", template.text):
        return []
    return list(groups.values())


_BRACKET = re.compile(r"\s?\((?:[UD] )?")
_AND = re.compile(r"^\s*(?:,|and|&|,\s*and|,?\s*but)\s*$")


def _moves_on(template: Template, roles: dict[int, Role], j: int, k: int) -> bool:
    """Tell whether two changes stand in one list, each with its own direction: ``up 1.1% and down 7.5%``."""
    letters = {template.letter(j), template.letter(k)}
    if (
        letters == {"X", "K"}
        and k - j == 1
        and roles[j].name == roles[k].name == CHANGE
        and _AND.match(template.gap(k))
    ):
        return True  # ``a rise of 12.8 percent and more than double``
    if (
        k - j != 2
        or template.letter(k - 1) not in "UDE"
        or template.letter(j) != template.letter(k)
        or roles[j].name != roles[k].name
    ):
        return False
    return roles[k].name == CHANGE and bool(_AND.match(template.gap(k - 1))) and not template.gap(k).strip()


def _is_equivalent(template: Template, k: int) -> bool:
    figure = template.mentions[k].figure
    return figure is not None and figure.bracketed


def _list_of(names: dict[str, list[Mention]], size: int, source: str) -> tuple[str, list[Mention]] | None:
    """Find the dimension whose list pairs with lists of ``size`` figures."""
    for dimension in LISTABLE:
        found = names.get(dimension, [])
        if len(found) == size:
            return dimension, found
        if dimension == "indicator" and len(found) == 1 and size == 2:
            parts = _flows(found[0])
            if len(parts) == size:
                return dimension, parts
    flows = [part for m in names.get("indicator", []) for part in (_flows(m) if len(_flows(m)) == 2 else [m])]
    if len(flows) == size > 2:
        return "indicator", flows  # ``trade, exports and imports grew by 8%, 9% and 7%``
    for dimension in ("commodity", "partner", "segment"):
        found = names.get(dimension, [])
        if len(found) == size + 1:
            gaps = [source[a.end : b.start].strip() for a, b in pairwise(found[-3:])]
            if gaps == ["and", "and"]:  # ``plastics and rubber goods and petrochemicals``
                return dimension, [*found[:-3], _joined(found[-3:-1], source), found[-1]]
            return dimension, [*found[:-2], _joined(found[-2:], source)]
    return None


def _flows(mention: Mention) -> list[Mention]:
    """``exports and imports`` as its two flows, in order."""
    out = []
    for m in _FLOW_WORD.finditer(mention.text):
        word = m[0].casefold()
        flow = "re_exports" if word.startswith("re") else "exports" if word.startswith("ex") else "imports"
        out.append(
            Mention(
                "INDICATOR",
                mention.start + m.start(),
                mention.start + m.end(),
                m[0],
                indicator=flow,
                pos="noun",
                score=mention.score,
                id=mention.id,
            )
        )
    return out


_AND_OTHERS = re.compile(
    r",? (?:and|or) other (?!(?:[a-z-]+ )?(?:countries|markets|destinations|partners|regions|states|factors|things|"
    r"economies|buyers|suppliers|exports|imports|sectors|industries|reasons|costs|sources|places|ports|areas|years|months|"
    r"cargo|companies|firms|cities|trade)\b)(?:[a-z-]+ ){0,2}?(?:[a-z-]{3,}s|produce|merchandise|equipment|machinery)\b"
)
"""What a list of goods may end in that is no name by itself: ``grains, oilseeds and other crops``."""


def _joined(mentions: Sequence[Mention], source: str, whole: bool = False) -> Mention:
    """Several names told together as one, written as the text has them; a ``whole`` list with the others it ends in."""
    first, last = mentions[0], mentions[-1]
    rest = _AND_OTHERS.match(source, last.end) if whole and last.label == "COMMODITY" else None
    end = rest.end() if rest else last.end
    text = source[first.start : end]
    if len(text) > 120 or "\n" in text:
        text = " and ".join([", ".join(m.text for m in mentions[:-1]), last.text])
    return replace(
        first,
        id="",
        end=end,
        text=text,
        name=text,
        code=None,
        hs=None,
        entry=None,
        score=min(m.score for m in mentions) * 0.8,
    )


def joint(mentions: tuple[Mention, ...], source: str) -> tuple[Mention, ...]:
    """Several names that share one figure as a single name, further mentions as evidence."""
    distinct = {m.name for m in mentions}
    return mentions if len(distinct) < 2 else (_joined(mentions, source, whole=True), *mentions)


def _single(segment: Segment, template: Template, roles: dict[int, Role]) -> Point:
    point = Point()
    for k in segment.figures:
        _add(point, template, roles, k)
    _attach(point, template)
    return point


def _add(point: Point, template: Template, roles: dict[int, Role], k: int) -> None:
    name = roles[k].name
    if name == LEVEL and _is_equivalent(template, k) and point.levels:
        point.equivalents.setdefault(point.levels[-1], []).append(k)
    elif name == BASE and _is_equivalent(template, k) and point.bases:
        point.equivalents.setdefault(point.bases[-1], []).append(k)
    elif name == CHANGE and _is_equivalent(template, k) and template.letter(k) in "MQ":
        return
    elif name == LEVEL:
        point.levels.append(k)
    elif name == BASE:
        point.bases.append(k)
    elif name == CHANGE:
        point.changes[k] = None
    elif name == SHARE:
        point.shares.append(k)
    elif name == SHARE_CHANGE:
        point.share_changes.append(k)
    elif name == RANK:
        point.ranks.append(k)


def _aside(template: Template, level: int, k: int) -> bool:
    """Tell whether a bracket that holds a level ends before a figure: ``12,000 t (June 11,000 t), +9%``."""
    text, at = template.text, template.at
    opening = text.rfind("(", max(0, at[level] - 24), at[level])
    closing = text.find(")", at[level], at[k])
    return (
        opening >= 0 and closing >= 0 and ")" not in text[opening : at[level]] and "(" not in text[at[level] : closing]
    )


def _attach(point: Point, template: Template) -> None:
    """Give each change of a point the level it moved: ``rose 5% to 3bn``, ``3bn, up 5%``."""
    for k in point.changes:
        before = [j for j in point.levels if j < k]
        before = [j for j in before if not _aside(template, j, k)] or before
        after = [j for j in point.levels if j > k]
        if after and not before:
            point.changes[k] = after[0]
        elif before:
            point.changes[k] = before[-1]
            if (
                after
                and re.search(r"\bto\s*$", template.gap(after[0]))
                and not any(c in point.bases or (c in point.changes and c != k) for c in range(k, after[0]))
            ):
                point.changes[k] = after[0]


def _paired(
    segment: Segment,
    template: Template,
    roles: dict[int, Role],
    runs: list[list[int]],
    dimension: str,
    names: list[Mention],
) -> list[Point]:
    size = len(names)
    out = [Point(names={dimension: (m,)}) for m in names]
    rest: list[int] = []
    for run in runs:
        if len(run) == size:
            for point, k in zip(out, run, strict=True):
                _add(point, template, roles, k)
        else:
            rest += run
    for k in segment.figures:
        if roles[k].name == RANK or k in rest:
            _add(out[-1] if roles[k].name == RANK else out[0], template, roles, k)
    for point in out:
        _attach(point, template)
    return out


def _complete(
    segment: Segment,
    template: Template,
    roles: dict[int, Role],
    runs: list[list[int]],
    size: int,
    before: Sequence[Point],
) -> list[Point] | None:
    """A list of changes at the end that belongs to the last points of the sentence, this segment's own included."""
    meant = (CHANGE, SHARE, BASE) if "respectively" in template.text else (CHANGE, SHARE)
    trailing = next((run for run in runs if len(run) == size and roles[run[0]].name in meant), None)
    if trailing is None:
        return None
    own = Point()
    for k in segment.figures:
        if k not in trailing:
            _add(own, template, roles, k)
    chain = [*before, own] if own.levels else list(before)
    name = roles[trailing[0]].name
    open_points = [
        p for p in chain if p.levels and not (p.changes if name == CHANGE else p.bases if name == BASE else p.shares)
    ]
    if len(open_points) < size:
        return None
    for point, k in zip(open_points[-size:], trailing, strict=True):
        _add(point, template, roles, k)
        _attach(point, template)
    return [own] if own.levels else []


def _unpaired(segment: Segment, template: Template, roles: dict[int, Role], runs: list[list[int]]) -> list[Point]:
    """Lists that pair with no names: each member is a point of its own, members of equal lists go together."""
    moves = [k for run in runs if len(run) > 1 for k in run]
    if all(roles[k].name == CHANGE and k - 1 in segment.figures and roles[k - 1].name == LEVEL for k in moves):
        if all(_BRACKET.fullmatch(template.gap(k)) for k in moves):
            return [_single(segment, template, roles)]  # ``2 million tonnes (+3%) and $4bn (-1%)``: each of its amount
    size = max(len(run) for run in runs)
    out = [Point() for _ in range(size)]
    for run in runs:
        for n, k in enumerate(run):
            _add(out[n if len(run) == size else 0], template, roles, k)
    for k in segment.figures:
        if roles[k].name == RANK:
            _add(out[0], template, roles, k)
    for point in out:
        _attach(point, template)
    return out
