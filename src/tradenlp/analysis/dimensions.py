"""Changes told in weight and in value, put to the amount of their kind: ``up 13% by volume and 28% by value``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ..gate import Gated
from .model import Link, Mention
from .points import Point
from .template import FIGURES, Template

_QUANTITY = r"(?:weight|volumes?|quantity|quantities|tonnage|volume terms|physical terms|units)"
_VALUE = r"(?:value|value terms|money terms|dollar terms|dollars|revenues?)"
_TOLD = re.compile(
    rf"^\)? ?(?:(?:year[- ]on[- ]year|y-?o-?y|[UD]) )?(?:in|by|in terms of|on) (?:the |its )?"
    rf"(?:(?P<quantity>{_QUANTITY})|(?P<value>{_VALUE}))\b"
)
_PAIR = re.compile(
    rf"^,? (?:and|but)(?: by| of)? [XK][^.;:XMQ]{{0,40}}? (?:in|by|in terms of) (?:(?P<q1>{_QUANTITY}) and {_VALUE}|"
    rf"(?P<v1>{_VALUE}) and {_QUANTITY}),? respectively"
)


_FRONTED = re.compile(
    rf"(?:^|[,;:(]|\b(?:while|but|and|whereas)) ?(?:in|by|in terms of) (?:the |its )?"
    rf"(?:(?P<quantity>{_QUANTITY})|(?P<value>{_VALUE}))\b[^.;:()XMQ]{{0,45}}$"
)
"""``; by volume the fall was 21%``"""
_IN_ORDER = re.compile(r"^(?: [UD])?,? (?:and|but)(?: by| of)? X[^.;:XMQ]{0,40}\brespectively\b")
_SAME = ("reporter", "partner", "commodity", "segment", "period")


def always_listed(templates: Sequence[Template]) -> bool:
    """Tell whether all of some sentences give figures of two goods or more: ``chips rose 5%, cars 2%``.

    Args:
        templates: the sentences.
    """
    return all(t.sentence.kind == "prose" and _lists(t) for t in templates)


def _lists(template: Template) -> bool:
    """Whether a sentence gives figures of two goods or more."""
    names = [k for k in range(len(template.at)) if template.letter(k) == "C"]
    ends = [*names[1:], len(template.at)]
    told = {
        (template.mentions[k].name or "").rpartition(" ")[2]
        for k, end in zip(names, ends, strict=True)
        if any(template.letter(j) in FIGURES for j in range(k + 1, end))
    }
    return len(told) > 1


def told_apart(template: Template, links: Sequence[Link], before: Sequence[Link] = ()) -> None:
    """Let each change whose words name its dimension join the amount of that dimension, where a sentence has one.

    Args:
        template: the sentence.
        links: its links, whose changes are mended in place.
        before: the links of the sentence before, whose amounts ``This was 9% more in volume`` is told of.
    """
    index = template.places()
    own = [link for link in links if link.measure == "amount" and link.joins is None]
    amounts = own or [link for link in before if link.measure == "amount" and link.joins is None]
    for link in links:
        k = index.get(id(link.figure))
        if k is None or link.measure != "change" or link.figure.label not in ("PERCENT", "MULTIPLE"):
            continue
        label = _dimension(template, k) or _in_order(template, k, amounts)
        told = [a for a in amounts if a.figure.start < link.figure.start] or amounts
        fitting = [a for a in told if a.figure.label == label]
        if label is not None and len(fitting) == 1 and len({a.figure.label for a in told}) == 2:
            of_ours, theirs = fitting[0].slots, link.slots
            if (
                theirs.get("commodity", of_ours.get("commodity")) == of_ours.get("commodity")
                if own
                else (_named(fitting[0]) == _named(link))
            ):
                link.joins = fitting[0].figure
        elif label == "QUANTITY" and not fitting and link.joins is not None and link.joins.label == "MONEY":
            link.joins = None  # the growth of a value is not that of its volume
            _qualify(link, "volume")


def _qualify(link: Link, qualifier: str) -> None:
    """Add a qualifier, once."""
    link.qualifiers = tuple(dict.fromkeys((*link.qualifiers, qualifier)))


def _named(link: Link) -> list[str | None]:
    """What a figure is of, by names."""
    heads = [next(iter(link.slots.get(slot, ())), None) for slot in _SAME]
    indicator = link.slots.get("indicator")
    names = [None if m is None else m.value.edtf if m.value is not None else m.name for m in heads]
    return [indicator[0].indicator if indicator else None, *names]


def _in_order(template: Template, k: int, amounts: Sequence[Link]) -> str | None:
    """``16 tonnes worth $4.7m, up 11% and 7% respectively``: two changes in the order of two amounts."""
    labels = [a.figure.label for a in amounts if not a.slots.get("earlier")]
    if len(labels) != 2 or labels[0] == labels[1]:
        return None
    if _IN_ORDER.match(template.right(k, 110)):
        return labels[0]
    return labels[1] if k and template.letter(k - 1) == "X" and _IN_ORDER.match(template.right(k - 1, 110)) else None


def _dimension(template: Template, k: int) -> str | None:
    """Return the label of the amounts that a change is told of: QUANTITY or MONEY; None where nothing tells."""
    right = template.right(k, 110)
    pair = _PAIR.match(right)
    if pair:
        return "QUANTITY" if pair["q1"] else "MONEY"
    behind = _PAIR.match(template.right(k - 1, 110)) if k and template.letter(k - 1) in "XK" else None
    if behind:
        return "MONEY" if behind["q1"] else "QUANTITY"
    told = _TOLD.match(right) or _FRONTED.search(template.left(k, 90))
    return None if told is None else "QUANTITY" if told["quantity"] else "MONEY"


_REAL_TERMS = r"(?:in |on a )?(?:real (?:terms|basis)|constant(?:[- ]price| prices)|inflation[- ]adjusted(?: terms)?)"
_REAL_AFTER = re.compile(
    rf"^ (?:(?:up|down|[UD]) )?(?:{_REAL_TERMS}|adjusted for inflation|after inflation|at constant prices|"
    r"(?:in )?real)(?=[,.;)]|$| )"
)
_REAL_BEFORE = re.compile(
    rf"(?:[(;,:]|\b(?:and|but|while|or)) (?:by )?(?:(?:adjusted for inflation|{_REAL_TERMS}),? [^.;:()XMQ]{{0,30}}|"
    r"real(?: [UD])?(?: of| by| was)?:? ?)$|[(;] ?(?:in )?real(?: terms)?:? ?(?:[UD] )?$"
)


def terms_apart(template: Template, links: Sequence[Link]) -> None:
    """Let a change told in real terms or of the volume beside another be a fact of its own.

    ``fell by 1.2% (real: -3.0%)``, ``up 10.7% in value and 5.2% in volume``

    Args:
        template: the sentence.
        links: its links, mended in place.
    """
    index = template.places()
    changes = [link for link in links if link.measure == "change" and id(link.figure) in index]
    if len(changes) < 2:
        return
    if _REAL_WORD.search(template.text):
        _set_apart("real", [link for link in changes if _is_real(template, index[id(link.figure)])], changes, links)
    if not any(link.measure == "amount" and link.figure.label == "QUANTITY" for link in links):
        rates = [
            link
            for link in changes
            if link.figure.label in ("PERCENT", "MULTIPLE") and (link.joins is None or link.joins.label != "QUANTITY")
        ]
        told = [link for n, link in enumerate(rates) if _of_volume(template, index[id(link.figure)], n > 0)]
        _set_apart("volume", told, rates, links)


def _of_volume(template: Template, k: int, later: bool) -> bool:
    """Tell whether a change is one of volume; words at the head of a clause hold for all that follows in it."""
    fronted = _TOLD.match(template.right(k, 110)) is None and _FRONTED.search(template.left(k, 90)) is not None
    return _dimension(template, k) == "QUANTITY" and (later or not fronted)


def _set_apart(qualifier: str, told: Sequence[Link], changes: Sequence[Link], links: Sequence[Link]) -> None:
    """Give the changes that words qualify a fact of their own, and the others none of the qualifier."""
    if not told or len(told) == len(changes):
        return
    apart = {id(link) for link in told}
    start = min(link.figure.start for link in told)
    first: dict[int, Link] = {}
    for link in links:
        if id(link) not in apart:
            if link.figure.start > start and link.measure == "change":
                continue
            link.qualifiers = tuple(q for q in link.qualifiers if q != qualifier)
        else:
            link.joins = None
            _qualify(link, qualifier)
            first[id(link.figure)] = link
    for link in links:  # what had joined a change that is now of other terms
        if link.joins is not None and id(link.joins) in first:
            link.joins = None


_REAL_WORD = re.compile(r"\b(?:real|inflation|constant)\b")


def _is_real(template: Template, k: int) -> bool:
    """Tell whether the words right beside a change say that it is in real terms."""
    return _REAL_AFTER.match(template.right(k)) is not None or _REAL_BEFORE.search(template.left(k)) is not None


_BETWEEN_THEM = re.compile(r"\s*(?:of (?:the |all )?[^.;,]{1,30} )?(?:between them|together|combined|jointly)\b")
_TOGETHER = re.compile(
    r"(?:^|[,;] |\band )(?:which |who |they )?(?:together|combined|jointly)"
    r"(?:,? (?:with a (?:combined )?|they |have |had )?(?:[a-z]+(?:ing|ed|s)|made|make|took|take)(?: (?:for|up))?) "
    r"(?:[a-z]+ )?$"
)
"""``China, Vietnam and Italy, together comprising 41% of exports``"""
_SHARED = ("reporter", "partner", "commodity", "segment")


def of_several(template: Template, links: Sequence[Link]) -> None:
    """Let a share that several have between them be a fact of its own, not the last one's.

    ``Australia (17bn) and the US (16bn) supplying 86% between them``.

    Args:
        template: the sentence.
        links: its links, whose shares are mended in place.
    """
    index = template.places()
    heads = {id(link.figure): link for link in links if link.measure == "amount" and link.joins is None}
    for link in links:
        k = index.get(id(link.figure))
        if k is None or link.measure != "share":
            continue
        if not _BETWEEN_THEM.match(template.right(k)) and not _TOGETHER.search(template.left(k)):
            continue
        before = [h for h in heads.values() if h.figure.start < link.figure.start]
        for slot in _SHARED:
            held = [h.slots[slot][0] for h in before if h.slots.get(slot)]
            if len({m.name for m in held}) > 1:
                several = " and ".join(dict.fromkeys(m.text for m in held))
                whole = replace(held[0], text=several, name=several, id="", code=None, hs=None, entry=None)
                link.slots, link.joins = {**link.slots, slot: (whole, *held)}, None
                link.fixed = frozenset({slot})
                break


_JOINTLY = re.compile(r",? (?:(?:have|had|has) )?(?:together|jointly|combined|between them|collectively)\b")


def between_them(template: Template, parties: Sequence[Mention], point: Point) -> bool:
    """Tell whether several have a figure among them: ``Jiangsu and Zhejiang together contributed 30% of exports``.

    Args:
        template: the sentence.
        parties: those named, or those joined and their names.
        point: the figures.
    """
    if len(parties) < 2 or not (point.shares or point.levels) or parties[-1] not in template.mentions:
        return False
    return _JOINTLY.match(template.right(template.mentions.index(parties[-1]))) is not None


_ABROAD = re.compile(
    r" (?:of (?:it|them|which|this|that|the total|sales|turnover|revenues?) )?"
    r"(?:(?:was|were|is|are|being|coming|came) )?(?:(?:[a-z]+ed|made|sold|earned|V) )?"
    r"(?:abroad|overseas|outside (?:the )?(?:P|country|home market|domestic market)|"
    r"on foreign markets|(?:from|to|by) (?:foreign|overseas) (?:markets|customers|buyers|clients))\b"
)
_TURNED_OVER = frozenset({"sales", "output", "orders"})


def sold_abroad(template: Template, links: Sequence[Link]) -> None:
    """Let the part of sales that is made abroad be exports of their own: ``2bn euros, 72% of it abroad``.

    Args:
        template: the sentence.
        links: its links, whose shares are mended in place.
    """
    index = template.places()
    for link in links:
        k, told = index.get(id(link.figure)), link.slots.get("indicator")
        if k is None or not told or link.measure != "share" or told[0].indicator not in _TURNED_OVER:
            continue
        if link.joins is not None and _ABROAD.match(template.right(k)):
            link.of = told[0].indicator
            link.joins, link.slots = None, {**link.slots, "indicator": (replace(told[0], id="", indicator="exports"),)}
            link.fixed |= {"indicator"}


_IN_VOLUME = Gated(
    r"\b(?:in|by) (?:volume|quantity|tonnage|physical terms)\b(?: terms)?(?! and| or)[^.;XMQ]{0,60}$|"
    r"\bin terms of (?:volume|quantity)\b(?! and| or)[^.;XMQ]{0,60}$"
)
_OF_VOLUME = Gated(
    r"\b(?:volumes?|quantity) (?:index )?(?:of|in) (?:the |total |overall |all |its )*(?:P's |A )?(?:[a-z-]+ |C ){0,2}"
    r"[IC]\b[^.;XMQ]{0,40}$|\bI volumes?\b[^.;XMQ]{0,40}$|\bvolumes? [UDE] (?:by )?$"
)
_VOLUME_AFTER = re.compile(
    r" (?:on the year |year[- ]on[- ]year |more |less |higher |lower )?(?:in|by) (?:volume|quantity|tonnage)\b|"
    r" in terms of (?:volume|quantity)\b"
)
_AND_THAT = re.compile(r",? (?:and|while|but) (?:that|those) of (?:the )?(?:P's |A )?I(?: (?:[UDE]|by|[a-z]+ly))*\s*")
_NAMED_VOLUME = re.compile(r"\bvolumes?\b", re.I)


def in_volume(template: Template, links: Sequence[Link]) -> None:
    """Tell changes of volumes from those of values: ``The volume of exports rose 15%``, ``down 4.5% in volume terms``.

    One beside an amount of money is no movement of that; one of a weight or a count says no more than they do.

    Args:
        template: the sentence.
        links: its links, whose changes are mended in place.
    """
    if "volume" not in template.text and not any("volume" in m.text.casefold() for m in template.mentions):
        return
    index = template.places()
    before: tuple[int, bool] | None = None
    for link in links:
        k = index.get(id(link.figure))
        if k is None or link.measure != "change" or link.figure.label not in ("PERCENT", "MULTIPLE"):
            continue
        found = _moves_volume(template, link, k)
        if before is not None and before[1]:
            found = found or _AND_THAT.fullmatch(template.text[template.at[before[0]] + 1 : template.at[k]]) is not None
        before = k, found
        if not found or (link.joins is not None and link.joins.label == "QUANTITY"):
            continue
        link.joins = None
        if "real" not in link.qualifiers:
            _qualify(link, "volume")


def _moves_volume(template: Template, link: Link, k: int) -> bool:
    """Tell whether the words beside a change say that it is one of volume.

    An ``export volume of $3bn`` is a value; only ``in volume`` parts a change from money.
    """
    if _VOLUME_AFTER.match(template.right(k)) or _IN_VOLUME.search(template.left(k, 110)):
        return True
    if link.joins is not None and link.joins.label == "MONEY":
        return False
    named = link.slots.get("indicator")
    at = named[0].start if named else -1
    near = template.sentence.start <= at < link.figure.start and link.figure.start - at < 80
    if named is not None and near and _NAMED_VOLUME.search(named[0].text) is not None:
        return True
    return _OF_VOLUME.search(template.left(k, 110)) is not None


__all__ = ["between_them", "in_volume", "of_several", "sold_abroad", "terms_apart", "told_apart"]
