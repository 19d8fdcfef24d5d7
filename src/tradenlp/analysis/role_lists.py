"""Lists of figures: members take the role of the member whose words tell it, the first or the last.

``tea (5%), coffee (3%) and sugar (1%) fell`` tells one direction for three figures, ``rose 5% in value and 3% in
volume`` one verb for two.
"""

from __future__ import annotations

import re

from . import role_moves
from .role_kinds import BASE, CHANGE, LEVEL, RANK, REACH, SHARE, SHARE_CHANGE, SKIP, Role, Site, site
from .template import Template

_LIST = re.compile(r"^\s*(?:,|and|&|,\s*and|or|;\s*and|/|,\s*&|as well as|,\s*as well as)\s*(?:by |of )?$")
_TURN = re.compile(r"^[XMQ, and]*\brespectively\b")
"""What ends a list that may lack a comma: ``by 3 percent, 4 percent 5 percent and 6 percent respectively``."""
_MEASURED = re.compile(
    r"^\s*(?:(?:in|by|on|for|at) (?:(?:the|us\$?|us dollar|rupee|dollar|euro|local[- ]currency|"
    r"national[- ]currency|[a-z]+) )?(?:value|volume|quantity|weight|terms|terms of (?:value|volume|quantity|"
    r"weight)|tonnage|price|prices|unit value|real|nominal)(?: terms)?|"
    r"y-?o-?y|m-?o-?m|q-?o-?q|year on year|year-on-year|month on month|month-on-month|quarter-on-quarter)?\s*(?:,|"
    r"and|but|,\s*and|,\s*but|yet)\s*(?:still |only |just |also |even )*(?:by |of |at |with )?$"
)
_BETWEEN_TWINS = re.compile(
    r"^(?:\s*\([^()]{0,12}[XZMQ][^()]{0,24}\)\s*(?:,|and|,\s*and|;)\s*|[^()]{0,24}\)\s*(?:,|and|,\s*and|"
    r";)\s*[MQ]\s*\([^()]{0,12})$"
)
_ITEM = re.compile(
    r"^(?: to [MQ](?=(?:,|;|,? and) (?:[a-z-]+ ){0,2}C (?:by )?$))?(?P<close>\s*\))?\s*(?:,|;|and|&|,\s*and|;\s*and|"
    r"as well as|or|plus|,\s*followed by|followed by|,\s*then)\s*(?P<name>[^UDEXZ.;:]{1,80}?)"
    r"(?P<open>\(\s*(?:[MQ],? )?)?$"
)
_ITEM_AMOUNT = re.compile(
    r"^(?: of (?:that|this|the) [UD])?(?:\s*\((?:X|[^()MQ]{0,25})\)|\s*\))?(?:,|,? and|"
    r";)(?!\s*(?:to|by|from)\s+(?:[a-z]+ ){0,2}$)(?P<name>[^UDEXZMQ.;:]{1,70}?)(?:\()?$"
)
_OWN_MOVE = re.compile(r"^(?:\s*\([^()]*\))?,? (?:[a-z]+ )?[UD]\b")
_PAIR = re.compile(
    r"^(?: of (?:the )?(?:total|whole|overall))?(?:,| and|, and|;) (?:an? )?(?:[a-z-]+ )?(?:[UD] (?:of|by) |"
    r"[UD] )?$"
)
_PLAIN_NAME = re.compile(r"^[a-zPCSOAIRMQ'\"“”,&\s-]*$")
_VERBAL = re.compile(
    r"\b(?:was|were|is|are|had|has|made|took|accounted|while|whereas|compared|against|than|reached|stood|totalled|"
    r"amounted|worth|share|over|up|down|more|less|V)\b"
)


def continued(template: Template, out: dict[int, Role], previous: int | None, k: int) -> Role | None:
    """Return the role of a figure that continues a list right after its first member (``5%, 6% and 7%``), None
    outside lists.

    Args:
        template: the sentence.
        out: roles of the figures before.
        previous: index of the figure before, None for the first.
        k: index of the figure.
    """
    if previous is None or out[previous].name == RANK:
        return None
    twin = _twin(template, out, k)
    if twin is not None:
        return _follow(out[twin], twin)
    if out[previous].name == CHANGE and template.letter(k) in "MQ" and _NOW_AT.search(template.left(k)):
        return Role(LEVEL, sure=0.8)
    resumed = _resumed(template, out, previous, k)
    if resumed is not None:
        return resumed
    if previous != k - 1 or template.letter(previous) != template.letter(k):
        return None
    gap = template.gap(k)
    first = out[previous]
    if first.name == CHANGE and _MEASURED.match(gap) and not _LIST.match(gap):
        here = site(template, out, previous, k)
        own = role_moves.behind(here)
        return Role(CHANGE, *(own or (first.sign, first.trend)), sure=first.sure)
    if not _LIST.match(gap) and not (gap == " " and _TURN.search(template.right(k, 120))):
        return None
    if (
        template.letter(k) in "MQ"
        and first.name == LEVEL
        and "," in gap
        and (role_moves.behind(here := site(template, out, previous, k)) or role_moves.with_another(here))
    ):
        return None  # ``were $169bn, $4bn more than in July``
    if (
        template.letter(k) == "X"
        and template.mentions[k].text.lstrip()[:1] in "+-−"
        and template.mentions[previous].text.lstrip()[:1] in "+-−"
    ):
        return _follow(Role(CHANGE, listed=first.listed), previous) if first.name == CHANGE else None
    return _follow(first, previous)


_NOW_AT = re.compile(
    r"(?:[UDE](?: (?:by|of))? (?:about |some |just |around )?[MQ](?: \([^()]*\))?(?: [A-Za-z/-]+){0,3}, at |"
    r"I (?:to|from|of|into) (?:the )?[PC] (?:put |seen |forecast |estimated )?at )"
    r"(?:about |some |just |around |a record )?$"
)
"""``up by 3 million tonnes, at 40 million``, ``with shipments to China at 11 million``"""
_NEXT_NAME = re.compile(r"[^;,MXQ]{0,30}(?:[;,]|,? and|,? while)(?: and| while)? (?:the )?[PCO] $")
_AND_NAME = re.compile(r"(?:[;,]| and|, and|; and) (?:the )?[PCO] $")
_MOVED_BY = re.compile(r"(?: of C)?,? \(?(?:or )?(?:[UDE] (?:by )?)?$")


def _resumed(template: Template, out: dict[int, Role], previous: int, k: int) -> Role | None:
    """Return the role of an amount that goes on with a list of levels after how the one before it moved.

    ``Japan took 4.9 Mt, down 0.6 Mt; China 3.1 Mt and Taiwan 1.6 Mt``
    """
    if previous != k - 2 or template.letter(k) not in "MQ" or template.letter(k - 1) not in "PCO":
        return None
    gap = template.text[template.at[previous] + 1 : template.at[k]]
    if (
        out[previous].name == LEVEL
        and out[previous].listed is not None
        and template.letter(previous) == template.letter(k)
    ):
        return _follow(out[previous], previous) if _AND_NAME.fullmatch(gap) else None
    first = next((j for j in reversed(out) if j < previous), None)
    if first is None or out[previous].name != CHANGE or out[first].name != LEVEL:
        return None
    if template.letter(first) != template.letter(k) or not _NEXT_NAME.fullmatch(gap):
        return None
    moved = template.text[template.at[first] + 1 : template.at[previous]]
    return _follow(out[first], first) if _MOVED_BY.fullmatch(moved) else None


def _follow(first: Role, index: int) -> Role:
    return Role(
        first.name,
        first.sign,
        first.trend,
        first.listed if first.listed is not None else index,
        first.whole,
        first.sure,
        first.when,
    )


def _twin(template: Template, out: dict[int, Role], k: int) -> int | None:
    """The figure that ``k`` is parallel to in ``$27bn (+3%) and $59bn (-1%)``: same letter, one bracketed pair
    between.
    """
    if k < 2 or k - 2 not in out or template.letter(k - 2) != template.letter(k):
        return None
    between = template.text[template.at[k - 2] + 1 : template.at[k]]
    return k - 2 if _BETWEEN_TWINS.match(between) else None


def items(template: Template, out: dict[int, Role]) -> list[list[int]]:
    """Group percentages that stand behind the names of a list, one each: ``tea (5%), coffee (3%)``.

    Args:
        template: the sentence.
        out: roles of its figures.
    Returns:
        list[list[int]]: groups of two and more, indices ascending.
    """
    groups: list[list[int]] = []
    last: int | None = None
    for k in out:
        if template.letter(k) != "X":
            continue
        if last is not None and _next_item(template, last, k):
            groups[-1].append(k)
        else:
            groups.append([k])
        last = k
    return [g for g in groups if len(g) > 1]


def _next_item(template: Template, last: int, k: int) -> bool:
    between = template.text[template.at[last] + 1 : template.at[k]]
    if len(between) > 90:
        return False
    found = _ITEM.match(between)
    if not found or bool(found["close"]) != bool(found["open"]):
        return False
    return bool(_PLAIN_NAME.match(found["name"])) and not _VERBAL.search(found["name"])


def settle(template: Template, out: dict[int, Role]) -> None:
    """Let the surest member of each list tell the role of the others that have no word of their own.

    Args:
        template: the sentence.
        out: roles of its figures, changed in place.
    """
    for group in items(template, out):
        first, last = out[group[0]], out[group[-1]]
        here = site(template, {}, None, group[-1])
        ended = role_moves.tail(here) if here.after.lstrip(" )")[:1] in "UDabhilrw" else None
        teller = first
        if ended is not None and not _has_head(template, out, group[0]):
            teller = Role(CHANGE, *ended, sure=0.8)
        elif first.sure < 0.7 <= last.sure and last.name in (SHARE, CHANGE):
            teller = last
        apart = (
            ended is not None
            and teller is first
            and ";" in template.text[template.at[group[-2]] : template.at[group[-1]]]
        )
        for k in group[:-1] if apart else group:
            if (
                out[k].sure < 0.75
                and out[k].name in (SKIP, CHANGE, SHARE, SHARE_CHANGE, LEVEL)
                and teller.name in (CHANGE, SHARE, SKIP, BASE)
            ):
                _copy(teller, out[k])


def settle_amounts(template: Template, out: dict[int, Role]) -> None:
    """Let an amount that a movement is the size of tell the same of those that go on with other names: ``tea fell $3m
    and coffee $2m``.

    Args:
        template: the sentence.
        out: roles of its figures, changed in place.
    """
    last: int | None = None
    for k in out:
        if template.letter(k) not in "MQ":
            continue
        if (
            last is not None
            and out[last].name == CHANGE
            and out[k].name == LEVEL
            and out[k].listed is None
            and template.letter(last) == template.letter(k)
        ):
            between = template.text[template.at[last] + 1 : template.at[k]]
            found = _ITEM_AMOUNT.match(between) if len(between) <= 90 else None
            if (
                found
                and _PLAIN_NAME.match(found["name"])
                and not _VERBAL.search(found["name"])
                and not _OWN_MOVE.match(template.right(k))
                and not _NOW_AT.search(template.left(k))
            ):
                _copy(out[last], out[k])
        last = k


def settle_pairs(template: Template, out: dict[int, Role]) -> None:
    """Let the first of several bracketed pairs tell the roles in the others: ``tea (a share of 5% and a rise of 2%),
    coffee (3% and 1%)``.

    Args:
        template: the sentence.
        out: roles of its figures, changed in place.
    """
    known: tuple[Role, Role] | None = None
    last: int | None = None
    for k in out:
        if (
            last is not None
            and template.letter(k) == template.letter(last) == "X"
            and _PAIR.match(template.text[template.at[last] + 1 : template.at[k]])
        ):
            if (
                known is not None
                and template.text[template.at[last] - 1] == "("
                and template.text[template.at[k] + 1 : template.at[k] + 2] == ")"
            ):
                _copy(known[0], out[last])
                _copy(known[1], out[k])
                out[last].listed = out[k].listed = None
            elif out[last].name != out[k].name:
                known = out[last], out[k]
        last = k


def _has_head(template: Template, out: dict[int, Role], k: int) -> bool:
    """Tell whether a movement is named before a list's first figure, since the figure before."""
    previous = next((j for j in range(k - 1, max(-1, k - REACH), -1) if j in out), None)
    here: Site = site(template, {}, previous, k)
    return role_moves.head(here) is not None


def _copy(teller: Role, role: Role) -> None:
    role.name, role.sign, role.trend, role.sure, role.when = (
        teller.name,
        teller.sign,
        teller.trend,
        max(role.sure, teller.sure - 0.1),
        teller.when,
    )
