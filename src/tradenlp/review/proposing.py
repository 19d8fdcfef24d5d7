"""What the pipeline read, as the draft that a review begins with."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import count

from ..corpus.exchange.values import shown
from ..corpus.format import Mark, Slot
from ..facts import Change, Document, EntityMention, Money, Quantity, Share, TradeFact, plain, unit_of
from .drafts import Draft, DraftFact, named

_UNWRITABLE = re.compile(r"[|\[\]\n\r]")
_BY_NAME = ("reporter", "partner", "route")
_BY_TEXT = ("commodity", "segment")


def text_of(text: str) -> str:
    """Return a text as a release can hold it: line feeds alone, one at its end, no byte order mark.

    Offsets of the pipeline's output have to refer to this text.
    """
    plain_ = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return plain_ if plain_.endswith("\n") else plain_ + "\n"


def propose(document: Document, text: str, head: Mapping[str, str]) -> Draft:
    """Turn a document into a draft: every mention a mark, every fact with the marks that its evidence rests on.

    Args:
        document: as ``extract`` gave it for this text.
        text: as ``text_of`` gives it.
        head: front matter of the release.
    Returns:
        Draft: open, of proposed facts. Mentions that the format cannot hold, such as those over two lines, are left
        out.
    """
    mentions = [mention for mention in document.entities if not _UNWRITABLE.search(mention.text)]
    marks = named(((each.label, each.start, each.end) for each in mentions), text)
    values = {mark.id: mention for mark, mention in zip(marks, mentions, strict=True)}
    facts = (_Proposal(fact, marks, values).made(key) for fact, key in zip(document.facts, count(), strict=False))
    return Draft(head, text, marks, tuple(facts))


class _Proposal:
    """One fact and the marks of its evidence, by role."""

    def __init__(self, fact: TradeFact, marks: Sequence[Mark], values: Mapping[str, EntityMention]) -> None:
        self.fact = fact
        self.values = values
        self.roles: dict[str, list[Mark]] = {}
        for each in fact.evidence:
            exact = [m for m in marks if (m.start, m.end) == (each.start, each.end)]
            for mark in exact or [m for m in marks if m.start < each.end and each.start < m.end]:
                held = self.roles.setdefault(each.role, [])
                if mark not in held:
                    held.append(mark)

    def made(self, key: int) -> DraftFact:
        fact = self.fact
        marks = self.ids("indicator")[:1]
        return DraftFact(key, fact.indicator, marks, tuple(self.slots()), "proposed", fact.confidence)

    def ids(self, role: str, text: str = "") -> tuple[str, ...]:
        """The marks of a role, that of this wording first."""
        found = sorted(self.roles.get(role, ()), key=lambda mark: (mark.text != text, mark.start))
        return tuple(mark.id for mark in found)

    def slots(self) -> Iterator[Slot]:
        fact = self.fact
        for name in (*_BY_NAME[:2], *_BY_TEXT, *_BY_NAME[2:]):
            entity = getattr(fact, name)
            if entity is not None:
                value = entity.name if name in _BY_NAME else entity.text
                ids = self.ids(name, entity.text)
                whole = any(mark.id == ids[0] and mark.text == entity.text for mark in self.roles.get(name, ()))
                yield _slot(name, ids[:1] if whole else ids, value)
        if fact.period is not None:
            yield _slot("period", self.ids("period", fact.period.text)[:1], fact.period.edtf)
        if fact.amount is not None:
            yield _slot("amount", self.ids("amount", fact.amount.text), amount(fact.amount))
            equivalents = list(self.ids("equivalent"))
            for other in fact.amount.equivalents:
                own = [id for id in equivalents if self.values[id].text == other.text][:1]
                yield _slot("equiv", own, amount(other))
        yield from self.moves("change", fact.changes, self.roles.get("change", ()))
        if fact.share is not None:
            yield from self.share(fact.share)
        if fact.rank is not None:
            yield _slot("rank", self.ids("rank", fact.rank.text)[:1], f"{fact.rank.position} {fact.rank.scope or ''}")
        if fact.modality != "actual":
            yield Slot("modality", (), (fact.modality,))
        if fact.qualifiers:
            yield Slot("qualifiers", (), (" ".join(fact.qualifiers),))

    def share(self, share: Share) -> Iterator[Slot]:
        marks = self.roles.get("share", [])
        if share.number is not None:
            own = [m.id for m in marks if self.tells(m, share.number)]
            whole = f"of {share.of}" if share.of else ""
            yield _slot("share", own[:1], f"{_hedge(share.modifier)}{plain(share.number)} {whole}")
        yield from self.moves("sharechange", share.changes, [*marks, *self.roles.get("change", ())])

    def moves(self, key: str, changes: Iterable[Change], marks: Sequence[Mark]) -> Iterator[Slot]:
        """Changes, each on the marks of its number; the word of movement next to it belongs to the first of them."""
        trends = list(self.roles.get("trend", ())) if key == "change" else []
        for each in changes:
            own = [m for m in marks if self.tells(m, each.number)]
            own.sort(key=lambda mark: (mark.text != each.text, mark.start))
            if own and trends:
                near = min(trends, key=lambda trend: abs(trend.start - own[0].start))
                trends.remove(near)
                own.append(near)
            yield _slot(key, [mark.id for mark in own], change(each))

    def tells(self, mark: Mark, number: Decimal) -> bool:
        """Whether a mark was read as this number, whatever its sign; of one without a value nobody knows."""
        value = self.values[mark.id].value
        told = getattr(value, "number", None)
        if told is None:
            return mark.label in ("MULTIPLE", "RANK")
        return bool(abs(told) == abs(number))


def _slot(key: str, marks: Iterable[str], value: str) -> Slot:
    return Slot(key, tuple(marks), (" ".join(value.replace("|", " ").split()),))


def _hedge(modifier: str) -> str:
    return "" if modifier == "exact" else f"{modifier} "


def amount(value: Money | Quantity) -> str:
    """Return an amount in the grammar of fact lines: ``about 3.2bn USD``, ``3bn..4bn USD``."""
    unit = unit_of(value) or ""
    if value.number is not None:
        number = shown(value.number)
    elif value.low is not None and value.high is not None:
        number = f"{shown(value.low)}..{shown(value.high)}"
    else:
        number = ""
    return f"{_hedge(value.modifier)}{number} {unit}"


def change(value: Change) -> str:
    """Return a change in the grammar of fact lines: ``+4.5 percent yoy``."""
    unit = (value.unit or "") if value.kind == "absolute" else value.kind
    sign = "+" if value.number > 0 and value.kind != "factor" else ""
    base = value.base_period or ""
    return f"{_hedge(value.modifier)}{sign}{shown(value.number)} {unit} {value.basis} {base}"


__all__ = ["amount", "change", "propose", "text_of"]
