"""What each figure of a sentence is: a level, a level given for comparison, a change, a share, a rank, or none of
these.

Decided by the words right before and behind the figure in the sentence's template; members of a list share the role
of the first.
"""

from __future__ import annotations

import re

from . import role_amounts, role_lists, role_moves, role_percents, role_skips
from .role_kinds import BASE, CHANGE, LEVEL, RANK, SHARE, SHARE_CHANGE, SKIP, Role, Site, site
from .template import FIGURES, Template


def roles(template: Template, shares: bool = False, rate: int = 0) -> dict[int, Role]:
    """Give every figure of a sentence its role.

    Args:
        template: the sentence.
        shares: the percentages told last were shares, so that bare ones (``India (14%)``) are shares too.
        rate: the sign of the rates of change told last, where they were such, else 0.
    Returns:
        dict from index of the mention to Role.
    """
    out: dict[int, Role] = {}
    previous: int | None = None
    for k in range(len(template.at)):
        if template.letter(k) not in FIGURES:
            continue
        here = site(template, out, previous, k)
        role = role_lists.continued(template, out, previous, k) or _single(here)
        bare = here.kind == "X" and role.sure < 0.7 and not role.sign
        if bare and rate and _THEN_CAME.match(template.text) and role.name in (SHARE, SKIP):
            role = Role(CHANGE, rate, sure=0.6)
        elif bare and (shares or _after_share(here)) and role_moves.head(here) is None:
            role = Role(SHARE, sure=0.6)
        out[k] = role
        previous = k
    _lists_backwards(template, out)
    role_lists.settle(template, out)
    role_lists.settle_pairs(template, out)
    role_lists.settle_amounts(template, out)
    return out


_THEN_CAME = re.compile(
    r"^\W*(?:(?:it|this|they|these) (?:was|were) |closely )?(?:followed by|next (?:came|was|were)|then came)\b"
)


_TAKEN_ABOARD = re.compile(r"(?:^|[.;,] |\b(?:and|while) )(?:(?!by\b)[a-z'-]+ |[AP](?:'s?)? |[SOC] ){1,4}U $")
_LIFTED = frozenset({"lifted", "lifts", "lifting"})
"""``India lifted 75,000 tonnes``: took on board, of which nothing rose."""


def _single(here: Site) -> Role:
    """The role of a figure by its own surroundings."""
    if here.kind == "N":
        return Role(SKIP, sure=0.7) if role_skips.no_trade_rank(here) else Role(RANK)
    told_again = role_percents.restated(here)
    if told_again is not None:
        return told_again
    if here.kind == "Q" and _TAKEN_ABOARD.search(here.before) and here.template.mentions[here.k - 1].text in _LIFTED:
        return Role(LEVEL, sure=0.7)
    if here.kind in "MQ":
        return role_amounts.amount(here)
    if here.kind == "K":
        return role_amounts.multiple(here)
    return role_percents.points(here) if here.kind == "Z" else role_percents.percent(here)


def _after_share(here: Site) -> bool:
    """Tell whether the percentage before this one in the sentence was a share."""
    before = next((j for j in here.told() if here.template.letter(j) == "X"), None)
    return before is not None and here.out[before].name == SHARE


def _lists_backwards(template: Template, out: dict[int, Role]) -> None:
    """A list whose only telling words stand behind it (``3%, 4% and 5% of the total``) has the role of its last
    member.
    """
    members: dict[int, list[int]] = {}
    for k, role in out.items():
        if role.listed is not None:
            members.setdefault(role.listed, []).append(k)
    for first, rest in members.items():
        if template.letter(first) not in "XZ":
            continue
        move = role_moves.behind(site(template, {}, None, rest[-1]))
        if out[first].name == SHARE and not out[rest[-1]].whole and move is not None:
            for j in (first, *rest):
                out[j].name, out[j].sign, out[j].trend = CHANGE, *move
        if out[first].name not in (SKIP, LEVEL):
            continue
        own = _single(site(template, {}, None, rest[-1]))
        if own.name != SKIP:
            for j in (first, *rest):
                out[j].name, out[j].sign, out[j].trend, out[j].whole = own.name, own.sign, own.trend, own.whole


__all__ = ["BASE", "CHANGE", "LEVEL", "RANK", "SHARE", "SHARE_CHANGE", "SKIP", "Role", "roles"]
