"""Mentions and links as plain data, and back: what outlives the process that read a text."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from ..lexicon import Entry
from ..reading.spans import Figure, PeriodSpan, Resolved
from .model import Link, Mention


def mentions_out(mentions: Sequence[Mention]) -> list[dict[str, Any]]:
    """Return mentions as plain data."""
    return [_mention_out(m) for m in mentions]


def _mention_out(m: Mention) -> dict[str, Any]:
    out: dict[str, Any] = {"id": m.id, "label": m.label, "start": m.start, "end": m.end, "score": m.score}
    for key in ("text", "name", "code", "hs", "kind", "indicator", "pos"):
        value = getattr(m, key)
        if value is not None:
            out[key] = value
    if m.direction:
        out["direction"] = m.direction
    if m.entry is not None:
        out["entry"] = [m.entry.label, m.entry.table, m.entry.name, m.entry.id, m.entry.parent, m.entry.kind]
    if m.figure is not None:
        out["figure"] = {k: _plain(getattr(m.figure, k)) for k in Figure.__dataclass_fields__}
    if m.period is not None:
        out["period"] = [m.period.kind, _nested(m.period.spec)]
    if m.value is not None:
        out["value"] = [m.value.edtf, m.value.start, m.value.end]
    return out


def mention_in(kept: dict[str, Any]) -> Mention:
    """Return a mention of ``mentions_out``."""
    m = Mention(kept["label"], kept["start"], kept["end"], kept["text"], score=kept["score"], id=kept["id"])
    for key in ("name", "code", "hs", "kind", "indicator", "pos"):
        setattr(m, key, kept.get(key))
    m.direction = kept.get("direction", 0)
    if "entry" in kept:
        label, table, name, id, parent, kind = kept["entry"]
        m.entry = Entry(name=name, label=label, table=table, id=id, parent=parent, kind=kind)
    if "figure" in kept:
        m.figure = _figure_in(kept["figure"])
    if "period" in kept:
        kind, spec = kept["period"]
        m.period = PeriodSpan(m.start, m.end, kind, _tupled(spec))
    if "value" in kept:
        m.value = Resolved(*kept["value"])
    return m


def _figure_in(kept: dict[str, Any]) -> Figure:
    data = dict(kept)
    for key in ("number", "low", "high", "precision"):
        data[key] = Decimal(data[key]) if data[key] is not None else None
    for key in ("hedge", "noun"):
        data[key] = tuple(data[key]) if data[key] is not None else None
    return Figure(**data)


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return str(value)
    return list(value) if isinstance(value, tuple) else value


def _nested(value: Any) -> Any:
    return [_nested(v) for v in value] if isinstance(value, (tuple, list)) else value


def _tupled(value: Any) -> Any:
    return tuple(_tupled(v) for v in value) if isinstance(value, (tuple, list)) else value


_LINK_PLAIN = ("measure", "sign", "basis", "of", "scope", "modality", "score")


def links_out(links: Sequence[Link]) -> list[dict[str, Any]]:
    """Return links as plain data, mentions by their ids, those that a slot changed in full."""
    return [_link_out(link) for link in links]


def _link_out(link: Link) -> dict[str, Any]:
    out: dict[str, Any] = {key: getattr(link, key) for key in _LINK_PLAIN}
    out["figure"] = link.figure.id
    out["slots"] = {d: [_reference(m) for m in ms] for d, ms in link.slots.items()}
    out["joins"] = link.joins.id if link.joins is not None else None
    out["trend"] = link.trend.id if link.trend is not None else None
    out["base"] = _reference(link.base) if link.base is not None else None
    out["qualifiers"] = list(link.qualifiers)
    out["inherited"] = sorted(link.inherited)
    out["apiece"] = {d: [_reference(m) for m in ms] for d, ms in link.apiece.items()}
    return out


def _reference(m: Mention) -> dict[str, Any]:
    """A mention in a slot: its id, and what it was given there beyond the mention itself."""
    return _mention_out(m) if _own(m) else {"id": m.id}


def _own(m: Mention) -> bool:
    """Tell whether a mention in a slot may be other than the one of its id."""
    return m.id == "" or m.label == "INDICATOR" or " and " in (m.name or "")


def over(link: Link, by_id: dict[str, Mention]) -> Link:
    """Return a link over the mentions of a document, by id, as ``link_in`` makes it of plain data."""
    made = Link(
        by_id[link.figure.id],
        link.measure,
        {d: tuple([m if _own(m) else by_id[m.id] for m in ms]) for d, ms in link.slots.items()},
        by_id.get(link.joins.id) if link.joins is not None else None,
        link.sign,
        by_id.get(link.trend.id) if link.trend is not None else None,
        link.basis,
        link.base if link.base is None or _own(link.base) else by_id.get(link.base.id),
        *(link.of, link.scope, link.modality, link.qualifiers, link.score, link.inherited),
    )
    made.apiece = {d: tuple([m if _own(m) else by_id[m.id] for m in ms]) for d, ms in link.apiece.items()}
    return made


def link_in(kept: dict[str, Any], by_id: dict[str, Mention]) -> Link:
    """Return a link of ``links_out`` over the mentions of a document, by id."""
    link = Link(by_id[kept["figure"]], kept["measure"])
    for key in _LINK_PLAIN[1:]:
        setattr(link, key, kept[key])
    link.slots = {d: tuple(_referred(r, by_id) for r in refs) for d, refs in kept["slots"].items()}
    link.joins = by_id.get(kept["joins"] or "")
    link.trend = by_id.get(kept["trend"] or "")
    link.base = _referred(kept["base"], by_id) if kept["base"] else None
    link.qualifiers = tuple(kept["qualifiers"])
    link.inherited = frozenset(kept["inherited"])
    link.apiece = {d: tuple(_referred(r, by_id) for r in refs) for d, refs in kept["apiece"].items()}
    return link


def _referred(kept: dict[str, Any], by_id: dict[str, Mention]) -> Mention:
    return mention_in(kept) if "label" in kept else by_id[kept["id"]]


__all__ = ["link_in", "links_out", "mention_in", "mentions_out", "over"]
