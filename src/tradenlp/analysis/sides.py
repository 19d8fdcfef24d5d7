"""Whose side a statement is told from: another's purchases from us are our exports."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ..gate import Gated
from . import context
from .memory import Memory
from .model import Mention, Names, Segment
from .parties import economy_of
from .template import Template

WORLD = frozenset(
    {
        "world",
        "rest of the world",
        "the world",
        "global markets",
        "overseas",
        "overseas markets",
        "foreign countries",
        "other countries",
    }
)
DEFINITE = Gated(
    r"\bthe (city|country|nation|province|state|region|kingdom|emirate|island|municipality|republic|economy|bloc|"
    r"territory|county)\b"
)
_SENT = re.compile(r"\b(?:suppl(?:ied|ies|ying)|sent)\b")


_BUYING = frozenset({"importing", "buying", "purchasing", "absorbing"})
"""``The EU remains the biggest taker, importing 62bn euros' worth``."""


class Sides:
    """Turns what others are told to trade with the reporter into the reporter's own trade.

    Args:
        setting: what the document tells as a whole.
        memory: what earlier sentences left.
        several: the economies that the document compares, which speak for themselves.
    """

    def __init__(self, setting: context.Setting, memory: Memory, several: frozenset[str] = frozenset()) -> None:
        self.setting = setting
        self.memory = memory
        self.several = several

    def ours(self, template: Template, segment: Segment, slots: Names, before: Names) -> Names:
        """``China bought $3bn of it`` in a release on one's exports is an export to China.

        What another sends us is our import.

        Args:
            template: the sentence.
            segment: the segment.
            slots: its names.
            before: names of the segment before it in the sentence.
        """
        flows = {self.memory.flow_before(), *(m.indicator for m in before.get("indicator", ())[:1])}
        told, party = slots["indicator"][0], slots.get("reporter")
        taker = slots.get("partner")
        if (
            told.pos == "verb"
            and told.indicator == "imports"
            and taker
            and (
                ("partner" in segment.names or told.text.casefold() in _BUYING)
                and ("reporter" not in segment.names or self._of_our_make(party))
                or _its_customer(template, taker, party)
            )
        ):
            spoken = flows & {"exports", "sales", "re_exports", "trade"} or (flows == {None} and party)
            if taker[0].end <= told.start and spoken:
                return {**slots, "indicator": (replace(told, indicator="exports"),)}
        if self._sent_to_us(template, segment, told, party):
            assert self.setting.reporter is not None and party
            return {
                **slots,
                "reporter": (self.setting.reporter,),
                "partner": party,
                "indicator": (replace(told, indicator="imports"),),
            }
        if (
            self.setting.reporter is None
            or not party
            or party[0].name == self.setting.reporter.name
            or told.pos != "verb"
            or "reporter" not in segment.names
        ):
            return slots
        if party[0].label != "PLACE" or slots.get("partner") or party[0].name in self.several:
            return slots
        if "indicator" not in segment.names:  # ``Kenya imported 3 tonnes and Malawi 2 tonnes``
            return slots
        ours = {**slots, "reporter": (self.setting.reporter,), "partner": party}
        if (
            told.indicator == "imports"
            and self.memory.flow_before() in ("exports", "sales", "re_exports")
            and told.text.casefold() not in ("imports", "importing")
        ):
            return {**ours, "indicator": (replace(told, indicator="exports"),)}
        if (
            told.indicator == "exports"
            and (DEFINITE.search(template.text) or _SENT.search(template.text))
            and "partner" not in segment.names
            and self.memory.flow_before() == "imports"
        ):
            return {**ours, "indicator": (replace(told, indicator="imports"),)}
        return slots

    def _of_our_make(self, party: tuple[Mention, ...] | None) -> bool:
        """``Germany bought $2bn worth of Danish pork``, in a release on Denmark."""
        ours = self.setting.reporter
        return ours is not None and any(m.label == "DEMONYM" and m.name == ours.name for m in (party or ())[:1])

    def _sent_to_us(
        self, template: Template, segment: Segment, told: Mention, party: tuple[Mention, ...] | None
    ) -> bool:
        """Tell whether another's deliveries are our imports.

        ``shipments from Russia fell`` in a release on Japan's imports.
        """
        if (
            self.setting.reporter is None
            or not party
            or party[0].name == self.setting.reporter.name
            or "reporter" not in segment.names
            or told.indicator != "exports"
        ):
            return False
        flow = self.setting.main_flow.indicator if self.setting.main_flow is not None else None
        word = told.text.casefold().split()[-1]
        behind = re.search(r"\bfrom (?:the )?$", template.left(segment.names["reporter"][0]))
        return (
            flow == "imports"
            and word in ("shipments", "deliveries", "supplies", "cargoes", "arrivals")
            and behind is not None
        )


def _its_customer(template: Template, taker: tuple[Mention, ...], party: tuple[Mention, ...] | None) -> bool:
    """``Germany, Turkey's biggest customer, bought $2bn``: of Turkey's exports."""
    if not party or not template.sentence.start <= taker[0].end <= party[0].start:
        return False
    between = template.source[taker[0].end : party[0].start]
    return between.strip() in (",", ", the") and template.source[party[0].end : party[0].end + 2] in ("'s", "\u2019s")


def tidy_parties(slots: Names, other_partners: bool) -> None:
    """A partner that is the reporter itself is none, but for blocs (trade within the bloc)."""
    partner, reporter = slots.get("partner"), slots.get("reporter")
    if not partner or not reporter:
        return
    home = (
        partner[0].kind in ("city", "subdivision")
        and economy_of(partner[0]) is not None
        and economy_of(partner[0]) == economy_of(reporter[0])
    )
    whole = partner[0].name in WORLD and reporter[0].kind != "bloc" and not other_partners
    if whole or home or (partner[0].name == reporter[0].name and partner[0].kind != "bloc"):
        del slots["partner"]


_OPENS = re.compile(r"\W{0,4}P(?: ?\((?:P|[A-Z]?[a-z' -]{2,30})\))? ?(?::|[–—] (?=[A-Z]))")
_LEAST_OPENED = 2


def opening_place(template: Template) -> Mention | None:
    """Return the place that a sentence is headed by, ``Asia: The deficit decreased``, None where there is none.

    Args:
        template: the sentence.
    """
    if not template.mentions or template.mentions[0].label != "PLACE" or not _OPENS.match(template.text):
        return None
    return template.mentions[0] if template.mentions[0].kind in _ABROAD else None


_ABROAD = frozenset({"economy", "bloc", "region", "continent"})


def by_place(templates: Sequence[Template], reporter: Mention | None) -> bool:
    """Tell whether a release of one economy goes through its partners, each of several sentences headed by one.

    Args:
        templates: its sentences.
        reporter: the document's reporter, where known.
    """
    if reporter is None or reporter.kind != "economy":
        return False
    told = [place for t in templates if (place := opening_place(t)) is not None and place.name != reporter.name]
    return len({place.name for place in told}) >= _LEAST_OPENED


def of_place(slots: Names, place: Mention, reporter: Mention, template: Template) -> Names:
    """Give a figure the place that heads its paragraph as partner, where its sentence names no other.

    Args:
        slots: its names.
        place: the place.
        reporter: the document's reporter.
        template: the sentence.
    """
    if place.name == reporter.name:
        return slots
    owner, partner = slots.get("reporter"), slots.get("partner")
    head = template.at[1] if len(template.at) > 1 else 0
    headed = {template.mentions[0].name, place.name}
    if len(template.at) > 1 and "(" in template.text[: head + 1]:
        headed.add(template.mentions[1].name)  # ``Morocco (Rabat):``
    if owner and owner[0].name not in {*headed, reporter.name}:
        return slots
    if (
        partner
        and partner[0].name not in headed
        and template.sentence.start <= partner[0].start < template.sentence.end
    ):
        return slots
    return {**slots, "partner": (place,), "reporter": (reporter,)}
