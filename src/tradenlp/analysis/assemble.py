"""From links to facts: values, signs and evidence; what is told twice becomes one fact with both places as evidence."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from ..facts import Change, Entity, Evidence, Money, Period, Quantity, Rank, Share, TradeFact, trimmed
from ..lexicon import load
from ..reading import calendars
from ..reading.money import resolve_currency
from ..reading.spans import Figure, Resolved
from .apiece import for_each
from .merging import equal, fuse, key_of, overlap, retold
from .model import Link, Mention
from .parties import economy_of
from .ratios import of_past

# what a dollar is where no reporter with a dollar of its own is known
_WORLD_MONEY = {"$": "USD", "dollars": "USD", "dollar": "USD"}
_MANY = 3  # owners of figures in a bare dollar, from which on it is no one's own
_SLOTS = ("indicator", "reporter", "partner", "commodity", "segment", "route", "period")


@dataclass(slots=True)
class Draft:
    """A fact being put together: its first link and those that joined it."""

    head: Link
    amount: Money | Quantity | None = None
    period: Period | None = None
    changes: list[Change] = field(default_factory=list)
    share: Share | None = None
    rank: Rank | None = None
    evidence: list[tuple[str, int, int]] = field(default_factory=list)
    confidence: float = 0.5
    precision: Decimal = Decimal(0)
    dead: bool = False

    def name(self, slot: str) -> str | None:
        """Return the canonical name in a slot, None where it is empty."""
        found = self.head.slots.get(slot)
        if not found:
            return None
        return found[0].indicator if slot == "indicator" else (found[0].name or found[0].text)


_HUNDREDTH = Decimal("0.01")
_CELLS = re.compile(r"[-+−–\d.,%()|; \t]{1,80}")
"""What stands between two cells of one row, which tell two things though they hold the same number."""


_ADJUSTED = "seasonally_adjusted"
_CONVERTED = re.compile(
    r"(?:\b(?:[ACSR]|HK|NT|NZ|BZ|TT|J|Z)\$|\b(?:Canadian|Australian|Singapore|Taiwan|Hong Kong|New Zealand) dollars"
    r"|\bpesos)[^();]{0,40}\(\Z|\b(?:[ACS]|HK|NT|NZ|TT)\$ ?\d[\d.,]*\s(?:thousand|million|billion|trillion|[mb]n)\s\(\Z"
)
"""What stands before ``$1.01 billion)``: the same amount in other dollars."""


_HALF = 6


def _basis(link: Link, period: Period | None) -> str:
    """The basis of a change, none taken over that a period of many months cannot have: no month before a whole year."""
    short = period is None or calendars.length(period.edtf) < _HALF
    return link.basis if short or link.basis not in ("mom", "qoq") or link.base is not None else "unspecified"


class Assembler:
    """Builds facts out of links.

    Args:
        text: the release.
        economy: ISO 3166-1 alpha-2 code of the document's reporter, which settles bare currency signs; None where
            unknown.
        habit: currency that the document's bare signs mean by its own other amounts, None where it does not tell.
        earlier: shifts a period's EDTF back by a basis (``yoy``, ``mom``, ``qoq``).
        title: where the document's title ends.
    """

    def __init__(
        self,
        text: str,
        economy: str | None,
        habit: Callable[[str], str | None],
        earlier: Callable[[str, str], Resolved | None],
        title: int = 0,
    ) -> None:
        self.title = title
        self.text = text
        self.economy = economy
        self.habit = habit
        self.earlier = earlier
        self.owners: dict[int, str | None] = {}
        self.ours = True
        self.world = False

    def _note_owners(self, links: Sequence[Link]) -> None:
        """Keep whose trade each figure is, which settles bare signs where a text tells of several economies."""
        heads = {id(link.figure): link for link in links if link.joins is None}
        for link in links:
            head = heads.get(id(link.joins)) if link.joins is not None else link
            reporter = head.slots.get("reporter") if head is not None else None
            if reporter:
                self.owners[id(link.figure.figure)] = economy_of(reporter[0])
        told = [code for code in self.owners.values() if code]
        self.ours = not told or 2 * told.count(self.economy or "") >= len(told)
        signs = {code: resolve_currency("$", code) for code in set(told)}
        self.world = len(signs) >= _MANY and "USD" in signs.values() and not self.ours

    def facts(self, links: Sequence[Link]) -> list[TradeFact]:
        """Return the facts of a document in reading order, with ids ``F1``, ``F2``..."""
        links = for_each(links)
        self._note_owners(links)
        drafts = self._merge(self._drafts(links))
        drafts.sort(key=lambda d: (d.head.figure.start, d.head.figure.end))
        return [self._fact(d, n) for n, d in enumerate(drafts, start=1)]

    # -- drafts --------------------------------------------------------------------------------------------------------

    def _drafts(self, links: Sequence[Link]) -> list[Draft]:
        by_figure: dict[int, Draft] = {}
        out: list[Draft] = []
        for link in links:
            if link.joins is None:
                draft = self._start(link)
                by_figure[id(link.figure)] = draft
                out.append(draft)
        for link in links:
            target = by_figure.get(id(link.joins)) if link.joins is not None else None
            if target is not None:
                self._join(target, link)
        return [d for d in out if d.amount is not None or d.changes or d.share or d.rank]

    def _start(self, link: Link) -> Draft:
        draft = Draft(link, confidence=round(max(0.05, min(link.score, 0.99)), 3))
        draft.period = self._period(link)
        for slot in _SLOTS:
            draft.evidence += [(slot, m.start, m.end) for m in link.slots.get(slot, ())]
        if link.measure == "amount":
            draft.amount = self.amount(link.figure)
            gap = draft.name("indicator") in ("deficit", "surplus")
            if gap and draft.amount.number is not None and draft.amount.number < 0:
                draft.amount = draft.amount.model_copy(update={"number": -draft.amount.number})  # told as a magnitude
            goods = link.slots.get("commodity")
            bare = not any(c.isalpha() for c in link.figure.text)
            if isinstance(draft.amount, Quantity) and draft.amount.unit == "units" and bare:
                counted = goods[0].text.casefold() if goods else draft.amount.unit
                draft.amount = draft.amount.model_copy(update={"unit": counted})  # ``Cars ..., 1,650 in all``
            draft.evidence.append(("amount", link.figure.start, link.figure.end))
            draft.precision = (link.figure.figure.precision if link.figure.figure else None) or Decimal(0)
        else:
            self._join(draft, link)
        return draft

    def _join(self, draft: Draft, link: Link) -> None:
        figure = link.figure.figure
        if figure is None:
            return
        span = (link.figure.start, link.figure.end)
        if link.measure == "change":
            self._add_change(draft.changes, link, draft)
        elif (
            link.measure == "share"
            and figure.number is not None
            and (draft.share is None or draft.share.number is None)
        ):
            told = draft.share.changes if draft.share is not None else ()
            draft.share = Share(
                number=trimmed(figure.number),
                of=link.of,
                modifier=figure.modifier,  # type: ignore[arg-type]
                changes=told,
                text=link.figure.text,
            )
            draft.evidence.append(("share", *span))
        elif link.measure == "share_change":
            changes: list[Change] = []
            self._add_change(changes, link, draft)
            if changes and draft.share is not None:
                draft.share = draft.share.model_copy(update={"changes": (*draft.share.changes, *changes)})
            elif changes:
                draft.share = Share(of=link.of, changes=tuple(changes), text=link.figure.text)
        elif link.measure == "rank" and figure.number is not None and draft.rank is None:
            draft.rank = Rank(position=int(figure.number), scope=link.scope, text=link.figure.text)
            draft.evidence.append(("rank", *span))
        elif link.measure == "equivalent" and draft.amount is not None:
            other = self.amount(link.figure)
            draft.amount = draft.amount.model_copy(update={"equivalents": (*draft.amount.equivalents, other)})
            draft.evidence.append(("equivalent", *span))

    def _add_change(self, into: list[Change], link: Link, draft: Draft) -> None:
        figure = link.figure.figure
        if figure is None:
            return
        told = [(figure.number, figure.modifier)] if figure.number is not None else _bounds(figure, link.sign)
        for number, modifier in told:
            self._add_one(into, link, figure, number, modifier, draft.period)
        if not told:
            return
        draft.evidence.append(("change", link.figure.start, link.figure.end))
        if link.trend is not None:
            draft.evidence.append(("trend", link.trend.start, link.trend.end))
        if link.base is not None:
            draft.evidence.append(("base_period", link.base.start, link.base.end))

    def _add_one(
        self, into: list[Change], link: Link, figure: Figure, number: Decimal, modifier: str, period: Period | None
    ) -> None:
        kind, unit = self._kind(figure)
        if of_past(self.text, figure):
            number -= 100
        if kind != "factor" and link.sign < 0 and number > 0:
            number = -number
        if kind == "factor" and link.sign < 0 and number > 1:
            number = (1 / number).quantize(_HUNDREDTH).normalize()  # ``fell 2.5 times`` is to 0.4
        base = (
            link.base.value.edtf
            if link.base is not None and link.base.value is not None and link.basis == "period"
            else None
        )
        change = Change(
            kind=kind,  # type: ignore[arg-type]
            number=trimmed(number),
            unit=unit,
            basis=_basis(link, period),  # type: ignore[arg-type]
            base_period=base,
            modifier=modifier,  # type: ignore[arg-type]
            text=link.figure.text,
        )
        if not any(c.kind == change.kind and c.number == change.number and c.basis == change.basis for c in into):
            into.append(change)

    def _kind(self, figure: Figure) -> tuple[str, str | None]:
        if figure.label == "PERCENT":
            return ("points", None) if figure.unit == "points" else ("percent", None)
        if figure.label == "MULTIPLE":
            return "factor", None
        return "absolute", self.currency(figure) if figure.label == "MONEY" else _unit_of(figure)

    def _period(self, link: Link) -> Period | None:
        found = link.slots.get("period")
        if found and found[0].value is not None:
            value = found[0].value
            return Period(text=found[0].text, edtf=value.edtf, start=value.start, end=value.end)
        earlier = link.slots.get("earlier")
        if earlier and earlier[0].value is not None:
            basis = link.basis if link.basis in ("yoy", "mom", "qoq") else "unspecified"
            shifted = self.earlier(earlier[0].value.edtf, basis)
            if shifted is not None:
                return Period(text=earlier[0].text, edtf=shifted.edtf, start=shifted.start, end=shifted.end)
        return None

    # -- values --------------------------------------------------------------------------------------------------------

    def currency(self, figure: Figure) -> str | None:
        """Return the ISO 4217 code of a money figure: as written, or a bare sign settled by the document."""
        if figure.unit is not None or figure.symbol is None:
            return figure.unit
        if figure.symbol == "$" and _CONVERTED.search(self.text, max(0, figure.start - 60), figure.start):
            return "USD"
        owner = self.owners.get(id(figure))
        theirs = resolve_currency(figure.symbol, owner) if owner else None
        if self.ours and theirs is not None and theirs != load().currency_of(owner or ""):
            theirs = None  # a partner's trade told in a release's own dollars
        if self.world and figure.symbol == "$":
            theirs = None  # economies ranked in one currency
        habit = self.habit(figure.symbol)
        if habit != "USD" and figure.symbol == "$" and owner:
            homes = {load().currency_of(code) for code in (owner, self.economy) if code}
            habit = habit if habit in homes else None  # Korea's ``$4.1bn`` beside Australia's ``A$4.6bn``
        return habit or theirs or resolve_currency(figure.symbol, self.economy) or _WORLD_MONEY.get(figure.symbol)

    def amount(self, mention: Mention) -> Money | Quantity:
        """Return the value of a money or quantity mention."""
        figure = mention.figure
        assert figure is not None
        if figure.label == "MONEY":
            return Money(
                number=_told(figure.number),
                low=_told(figure.low),
                high=_told(figure.high),
                currency=self.currency(figure),
                modifier=figure.modifier,  # type: ignore[arg-type]
                text=mention.text,
            )
        return Quantity(
            number=_told(figure.number),
            low=_told(figure.low),
            high=_told(figure.high),
            unit=_unit_of(figure) or "units",
            modifier=figure.modifier,  # type: ignore[arg-type]
            text=mention.text,
        )

    # -- merging -------------------------------------------------------------------------------------------------------

    def _merge(self, drafts: list[Draft]) -> list[Draft]:
        """Join drafts of one series that tell the same number, and ranks or shares told apart from their amount."""
        series: dict[tuple[object, ...], list[Draft]] = {}
        for draft in drafts:
            series.setdefault(key_of(draft), []).append(draft)
        for group in series.values():
            for n, draft in enumerate(group):
                for other in group[:n]:
                    if not other.dead and self._same(other, draft):
                        fuse(other, draft)
                        break
            _ranked_once([d for d in group if not d.dead])
        self._adjusted(drafts)
        retold(drafts, self.title)
        return [d for d in drafts if not d.dead]

    def _adjusted(self, drafts: list[Draft]) -> None:
        """Join what the text tells to what a caption calls seasonally adjusted, where the number is the same."""
        series: dict[tuple[object, ...], list[Draft]] = {}
        for draft in drafts:
            if not draft.dead:
                *slots, told = key_of(draft)
                plain = tuple(q for q in told if q != _ADJUSTED)  # type: ignore[attr-defined]
                series.setdefault((*slots, plain), []).append(draft)
        for group in series.values():
            for kept in [d for d in group if _ADJUSTED in d.head.qualifiers]:
                for other in group:
                    if not other.dead and _ADJUSTED not in other.head.qualifiers and self._same(kept, other):
                        fuse(kept, other)

    def _same(self, first: Draft, second: Draft) -> bool:
        if first.amount is not None and second.amount is not None:
            between = self.text[first.head.figure.end : second.head.figure.start]
            return equal(first, second) and not _CELLS.fullmatch(between)
        if second.amount is None and first.amount is None:
            return overlap(first, second)
        with_amount, without = (first, second) if first.amount is not None else (second, first)
        if without.changes:
            return bool(
                {(c.kind, c.number) for c in without.changes} & {(c.kind, c.number) for c in with_amount.changes}
            )
        if without.share is not None and without.name("route") != with_amount.name("route"):
            return False
        if without.share is not None and with_amount.share is not None:
            return without.share.number == with_amount.share.number
        return True

    def _fact(self, draft: Draft, number: int) -> TradeFact:
        slots = {s: _entity(draft.head.slots.get(s)) for s in ("reporter", "partner", "commodity", "segment", "route")}
        slots["partner"] = _bloc(slots["partner"])
        evidence = sorted(set(draft.evidence), key=lambda e: (e[1], e[2], e[0]))
        return TradeFact(
            id=f"F{number}",
            indicator=draft.name("indicator"),  # type: ignore[arg-type]
            period=draft.period,
            amount=draft.amount,
            changes=tuple(draft.changes),
            share=draft.share,
            rank=draft.rank,
            modality=draft.head.modality,  # type: ignore[arg-type]
            qualifiers=draft.head.qualifiers,  # type: ignore[arg-type]
            confidence=draft.confidence,
            evidence=tuple(Evidence(role=r, start=a, end=b) for r, a, b in evidence),
            **slots,
        )


def _bounds(figure: Figure, sign: int) -> list[tuple[Decimal, str]]:
    """A range of growth as its two bounds, the lower number first: ``down 8-10%`` is -10 at least and -8 at most."""
    if figure.low is None or figure.high is None:
        return []
    ends = sorted(-abs(n) if sign < 0 else n for n in (figure.low, figure.high))
    return [(ends[0], "at_least"), (ends[1], "at_most")]


def _ranked_once(series: Sequence[Draft]) -> None:
    """Leave a place that one series is given twice to the first fact that tells it, where the other tells more."""
    told: dict[int, Draft] = {}
    for draft in series:
        if draft.rank is None:
            continue
        first = told.setdefault(draft.rank.position, draft)
        if first is not draft and (draft.amount is not None or draft.changes or draft.share is not None):
            draft.rank = None


def _told(number: Decimal | None) -> Decimal | None:
    return trimmed(number) if number is not None else None


def _unit_of(figure: Figure) -> str | None:
    """The unit of a quantity; those that oil and gas are reckoned in by the day say so: ``barrels per day``."""
    rate = figure.unit in ("barrels", "cubic feet") and figure.per == "day"
    return f"{figure.unit} per {figure.per}" if rate else figure.unit


_WITHIN = {"intra-EU": ("European Union", "EU"), "intra-euro area": ("euro area", None)}
"""Trade within a bloc has the bloc as its partner."""


def _bloc(partner: Entity | None) -> Entity | None:
    """A partner, a bloc by its own name: ``intra-EU exports``."""
    if partner is None or partner.name not in _WITHIN:
        return partner
    name, code = _WITHIN[partner.name]
    return partner.model_copy(update={"name": name, "id": code})


def _entity(mentions: tuple[Mention, ...] | None) -> Entity | None:
    if not mentions:
        return None
    m = mentions[0]
    return Entity(text=m.text, name=m.name or m.text, id=m.code, hs=m.hs, kind=m.kind)
