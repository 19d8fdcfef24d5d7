"""Links for the figures that the rules leave aside: what each would most likely state if it stated anything."""

from __future__ import annotations

from collections.abc import Sequence

from .context import Setting
from .model import Link, Mention
from .role_amounts import beside_others
from .template import Template

_LIKELY = {"MONEY": "amount", "QUANTITY": "amount", "PERCENT": "change", "MULTIPLE": "change", "RANK": "rank"}
_UP_DOWN = {"U": 1, "D": -1, "E": 0}
_REACH = 3  # sentences back from which a figure that stands alone takes its names


def proposals(templates: Sequence[Template], links: Sequence[Link], setting: Setting) -> list[Link]:
    """Return a link for each figure of the sentences that none is made for.

    Args:
        templates: the sentences in order.
        links: what the rules made of the figures.
        setting: what the document tells as a whole; fills the slots where no link is near.
    Returns:
        list[Link]: in reading order. Names are those of the nearest linked figure.
    """
    made = {id(link.figure): link for link in links}
    out: list[Link] = []
    last: tuple[int, Link] | None = None
    for n, template in enumerate(templates):
        linked = [(k, made[id(m)]) for k, m in enumerate(template.mentions) if id(m) in made]
        for k, m in enumerate(template.mentions):
            if m.label not in _LIKELY or id(m) in made or m.figure is None:
                continue
            if m.label == "MULTIPLE" and beside_others(template, k):
                continue
            near = min(linked, key=lambda item: (abs(item[0] - k), item[0] > k), default=None)
            if near is not None:
                slots = dict(near[1].slots)
            elif last is not None and n - last[0] <= _REACH:
                slots = dict(last[1].slots)
            else:
                slots = _general(setting)
            out.append(_proposal(template, k, m, slots))
        if linked:
            last = n, linked[-1][1]
    return out


def _proposal(template: Template, k: int, mention: Mention, slots: dict[str, tuple[Mention, ...]]) -> Link:
    link = Link(mention, _LIKELY[mention.label], slots, score=0.1)
    if link.measure == "change":
        told = moves(template, k)
        if told is not None:
            link.trend = template.mentions[told]
            link.sign = _UP_DOWN[template.letter(told)]
    return link


def moves(template: Template, k: int) -> int | None:
    """Return the trend that a change most likely goes with: the last before it, else the one right behind."""
    at = template.at  # in order, so that both ways may end at the first one too far
    behind = before = None
    for j in range(k + 1, len(at)):
        if at[j] - at[k] >= 20:
            break
        if template.letter(j) in _UP_DOWN:
            behind = j
            break
    for j in range(k - 1, -1, -1):
        if at[k] - at[j] >= 60:
            break
        if template.letter(j) in _UP_DOWN:
            before = j
            break
    if behind is not None and (before is None or at[behind] - at[k] < 8):
        return behind
    return before


def _general(setting: Setting) -> dict[str, tuple[Mention, ...]]:
    told = {
        "indicator": setting.main_flow,
        "reporter": setting.reporter,
        "period": setting.main_period,
        "commodity": setting.topic,
    }
    return {slot: (m,) for slot, m in told.items() if m is not None}
