"""What could fill a slot of a figure: the answer of the rules, and every other name or period that is near or general.

The trained choice between them is made elsewhere; here is only what there is to choose from.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from ..reading import calendars
from ..reading.spans import Resolved
from .context import Setting
from .counting import names_firms
from .model import Link, Mention
from .proposals import proposals
from .template import Template

CHOICES = ("indicator", "commodity", "partner", "reporter", "segment", "period")
"""The slots that are chosen, in this order."""

_LABELS = {
    "indicator": ("INDICATOR",),
    "commodity": ("COMMODITY",),
    "partner": ("PLACE", "DEMONYM"),
    "reporter": ("PLACE", "DEMONYM", "ORG"),
    "segment": ("SEGMENT",),
    "period": ("PERIOD",),
}
_SLOTS_OF = {
    label: tuple(s for s in CHOICES if label in _LABELS[s]) for label in {x for ls in _LABELS.values() for x in ls}
}
MEASURES = {
    "MONEY": (None, "amount", "change"),
    "QUANTITY": (None, "amount", "change"),
    "PERCENT": (None, "change", "share", "share_change"),
    "MULTIPLE": (None, "change"),
    "RANK": (None, "rank"),
}
"""What a figure may be the measure of, by its label; None for one that states nothing of trade."""
QUESTIONS = (*CHOICES, "measure")
"""Everything that is chosen: the slots, and what a figure is the measure of."""

_NEAR = 3  # sentences before a figure's own whose names may still hold for it

RULE, OWN, BEFORE, HEADING, TITLE, DOCUMENT, OFTEN, SHIFTED = (1 << n for n in range(8))
"""Where a candidate comes from, as bits."""


@dataclass(slots=True)
class Candidate:
    """Something that could fill a slot.

    Attributes:
        key: what makes two candidates one: an indicator, a canonical name in lower case, EDTF; None for an empty slot.
        mentions: what would fill the slot, the head first; empty for an empty slot.
        sources: bits of ``RULE`` to ``SHIFTED``.
        places: sentence and place in it (indices into templates and their mentions) of each mention of it near by.
    """

    key: str | None
    mentions: tuple[Mention, ...]
    sources: int = 0
    places: list[tuple[int, int]] = field(default_factory=list)


_EMPTY = Candidate(None, ())


def key_of(slot: str, mention: Mention) -> str | None:
    """Return what a mention stands for in a slot; None for a period without value."""
    if slot == "indicator":
        return mention.indicator
    if slot == "period":
        return mention.value.edtf if mention.value is not None else None
    return (mention.name or mention.text).casefold()


class Board:
    """The figures of a document that open a fact, with what the rules chose for them and what else there is.

    Args:
        templates: the sentences in order, periods resolved.
        links: what the rules made of its figures.
        setting: what the document tells as a whole.
        periods: its main periods, the most likely first.
        reporters: its reporters, the most likely first.
    """

    def __init__(
        self,
        templates: Sequence[Template],
        links: Sequence[Link],
        setting: Setting,
        periods: Sequence[Mention],
        reporters: Sequence[Mention],
    ) -> None:
        self.templates, self.links, self.setting = templates, list(links), setting
        self.general = {
            "indicator": _some(setting.main_flow),
            "commodity": _some(setting.topic),
            "partner": _some(setting.counterpart),
            "reporter": [*_some(setting.reporter), *reporters],
            "period": [*_some(setting.main_period), *periods],
            "segment": [],
        }
        self.starts = [t.sentence.start for t in templates]
        self.places: dict[tuple[str, int], list[tuple[int, Mention, str]]] = defaultdict(list)
        self.told: dict[str, Counter[str]] = {s: Counter() for s in CHOICES}
        self.at: dict[int, tuple[int, int]] = {}
        self._index()
        # how many names of each slot a sentence holds
        self.counted_names = [
            "".join([str(min(len(self.places.get((s, n), ())), 2)) for s in CHOICES]) for n in range(len(templates))
        ]
        self.section = self._sections()
        self.proposed = proposals(templates, links, setting)
        self._proposed = {id(link) for link in self.proposed}
        self.figures = sorted([*links, *self.proposed], key=lambda link: link.figure.start)
        self.heads = [link for link in self.figures if link.joins is None]
        self.joined: dict[int, list[Link]] = defaultdict(list)
        for link in links:
            if link.joins is not None:
                self.joined[id(link.joins)].append(link)
        self.ruled = {id(link): {s: _ruled(link, s) for s in CHOICES} for link in self.heads}
        told = [link for link in self.heads if not self.is_proposed(link)]
        self.usual = {s: Counter(self.ruled[id(link)][s].key for link in told) for s in CHOICES}
        self.often = {s: self._most_chosen(s) for s in CHOICES}
        self._told = told
        self._order = {id(link): n for n, link in enumerate(told)}
        self._measured = {id(link.figure): link.measure for link in links}
        self._offers: dict[tuple[str, int, bool], dict[str | None, Candidate]] = {}
        self._years_before: dict[tuple[int, str], Mention] = {}

    def is_proposed(self, link: Link) -> bool:
        """Tell whether a link was proposed for a figure that the rules leave aside."""
        return id(link) in self._proposed

    def counts(self, link: Link) -> bool:
        """Tell whether a figure's own noun is its commodity: ``1,650 vehicles``."""
        told = link.slots.get("commodity", ())
        return bool(told) and link.figure.start <= told[0].start and told[0].end <= link.figure.end

    def paired(self, link: Link, slot: str) -> bool:
        """Tell whether grammar pairs a figure with a name of its own sentence's list: ``A and B ... respectively``."""
        n, k = self.where(link)
        if k < 0 or slot in link.inherited or not link.slots.get(slot):
            return False
        return "respectively" in self.templates[n].text

    def said(self, figure: Mention) -> str:
        """Return what the rules take a figure for, an empty string where they leave it aside."""
        return self._measured.get(id(figure), "")

    def beside(self, link: Link, slot: str) -> tuple[str | None, str | None]:
        """Return what the rules chose for the heads before and behind one; an impossible key where there is none."""
        at = self._order.get(id(link))
        if at is None:
            return "\0", "\0"
        before = self.ruled[id(self._told[at - 1])][slot].key if at else "\0"
        after = self.ruled[id(self._told[at + 1])][slot].key if at + 1 < len(self._told) else "\0"
        return before, after

    def _most_chosen(self, slot: str) -> list[Candidate]:
        """The two things that the rules chose most for a slot, nothing left out."""
        keys = [key for key, _ in self.usual[slot].most_common(2) if key is not None]
        return [next(r[slot] for r in self.ruled.values() if r[slot].key == key) for key in keys]

    def _index(self) -> None:
        for n, template in enumerate(self.templates):
            for k, m in enumerate(template.mentions):
                self.at[id(m)] = (n, k)
                for slot in _SLOTS_OF.get(m.label, ()):
                    key = key_of(slot, m)
                    if key is not None:
                        self.places[slot, n].append((k, m, key))
                        self.told[slot][key] += 1

    def _sections(self) -> list[int]:
        """The heading above each sentence, -1 where there is none."""
        out, last = [], -1
        for n, template in enumerate(self.templates):
            out.append(last)
            if template.sentence.kind == "heading":
                last = n
        return out

    def where(self, link: Link) -> tuple[int, int]:
        """Return sentence and place of a link's figure; the place is -1 for one that stands in a table."""
        figure = link.figure
        found = self.at.get(id(figure))
        return found if found is not None else (bisect_right(self.starts, figure.start) - 1, -1)

    def measures(self, link: Link) -> list[Candidate]:
        """Return what a figure may be the measure of; the first is what the rules say."""
        said = None if self.is_proposed(link) else link.measure
        others = [m for m in MEASURES[link.figure.label] if m != said]
        return [Candidate(said, (), RULE), *(Candidate(m, ()) for m in others)]

    def candidates(self, link: Link, slot: str) -> list[Candidate]:
        """Return what could fill a slot of a head; the first is what the rules chose.

        Args:
            link: the head.
            slot: one of ``CHOICES``.
        """
        n, k = self.where(link)
        chosen = self.ruled[id(link)][slot]
        offers = self._offered(slot, n, k >= 0)
        # all heads of a sentence share what is offered to them, so that it is never changed
        out: dict[str | None, Candidate] = {chosen.key: chosen}
        out.update(offers)
        offer = offers.get(chosen.key)
        if offer is not None:
            met = offer.sources != OFTEN
            out[chosen.key] = (
                Candidate(chosen.key, chosen.mentions, chosen.sources | offer.sources, offer.places) if met else chosen
            )
        if slot == "period":
            self._year_before(out)
        counted = link.figure.figure.unit if link.figure.figure is not None else None
        if slot == "indicator" and chosen.key != _FIRMS and not names_firms(counted):
            out.pop(_FIRMS, None)
        if slot != "indicator" and None not in out:
            out[None] = _EMPTY
        return list(out.values())

    def _offered(self, slot: str, n: int, inside: bool) -> dict[str | None, Candidate]:
        """What could fill a slot of any head of a sentence, ``inside`` it or in a table behind it, by key.

        What is only chosen often elsewhere has no source but ``OFTEN``.
        """
        known = self._offers.get((slot, n, inside))
        if known is not None:
            return known
        out: dict[str | None, Candidate] = {}
        seen: set[int] = set()
        for source, at in self._around(n, inside):
            for place, m, key in self.places.get((slot, at), ()):
                found = _add(out, key, m, source)
                if at not in seen:
                    found.places.append((at, place))
            seen.add(at)
        for m in self.general[slot]:
            key_told = key_of(slot, m)
            if key_told is not None:
                _add(out, key_told, m, DOCUMENT)
        for usual in self.often[slot]:
            if usual.key is not None:
                out.setdefault(usual.key, Candidate(usual.key, usual.mentions, OFTEN))
        self._offers[slot, n, inside] = out
        return out

    def _around(self, n: int, inside: bool) -> Iterator[tuple[int, int]]:
        """The sentences whose names may hold for a figure, nearest first."""
        for back in range(_NEAR + 1):
            if n - back >= 0 and (back or inside):
                yield (BEFORE if back else OWN), n - back
        if 0 <= n < len(self.section) and self.section[n] >= 0:
            yield HEADING, self.section[n]
        for title in (0, 1):
            if title < n:
                yield TITLE, title

    def _year_before(self, out: dict[str | None, Candidate]) -> None:
        """Levels told for comparison are of the same span a year before."""
        for held in list(out.values()):
            if held.key is None or not held.sources & (RULE | OWN | DOCUMENT) or not held.mentions:
                continue
            told = id(held.mentions[0]), held.key
            moved = self._years_before.get(told)
            if moved is None:
                value = calendars.resolved(calendars.previous_year(held.key))
                moved = self._years_before[told] = _moved(held.mentions[0], value)
            assert moved.value is not None
            key = moved.value.edtf
            found = out.get(key)
            if found is None:
                out[key] = Candidate(key, (moved,), SHIFTED)
            elif not found.sources & SHIFTED:
                out[key] = Candidate(key, found.mentions, found.sources | SHIFTED, found.places)


_FIRMS = "enterprises"


def _moved(period: Mention, value: Resolved) -> Mention:
    """Return a period mention with another value, which is no longer the mention of that id."""
    return replace(period, value=value, id="")


def _add(out: dict[str | None, Candidate], key: str, mention: Mention, source: int) -> Candidate:
    found = out.get(key)
    if found is None:
        found = out[key] = Candidate(key, (mention,))
    found.sources |= source
    return found


def _some(mention: Mention | None) -> list[Mention]:
    return [mention] if mention is not None else []


def _ruled(link: Link, slot: str) -> Candidate:
    """What the rules put into a slot; periods told only as the one before another are moved there."""
    held = link.slots.get(slot)
    if slot == "period" and not held:
        earlier = link.slots.get("earlier")
        if earlier and earlier[0].value is not None:
            value = calendars.compared(earlier[0].value.edtf, link.basis)
            return Candidate(value.edtf, (_moved(earlier[0], value),), RULE | SHIFTED)
    key = key_of(slot, held[0]) if held else None
    return Candidate(key, held if held and key is not None else (), RULE)
