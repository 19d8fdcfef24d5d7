"""The links of one point: its levels, changes, shares and ranks, with the periods and bases they are told for."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from ..gate import Gated
from ..reading import calendars
from ..reading.quantities import kind_of
from . import basis as basis_module
from .counting import LENGTHS, NO_TRADE_UNITS, names_firms, of_firms, tradable
from .memory import GAPS, Memory
from .modality import compared_modality, in_projection, modality
from .model import Link, Mention, Names, Segment
from .points import Point
from .role_amounts import EXCEEDED
from .role_bases import present
from .roles import BASE, SHARE, Role
from .segment_periods import bracketed
from .settling import CARRIED
from .template import Template

_RATE = Gated(
    r"\b(?:currently|annual output|annual production|annual capacity|annually|each year|every year|a year(?=[,.;]|$)|"
    r"per year|per annum|each month|every month|monthly(?=[,.;]|$))"
)
_REVISED = re.compile(
    r"\b(?:rais|lift|upp|cut|lower|trimm?|revis|reduc|increas|hik|slash|bump|U|D)(?:e?d|ing|s|es)?\b[^.;]{0,50}\b"
    r"(?:forecasts?|estimates?|projections?|outlook|predictions?)\b"
)
_FROM_TO = re.compile(r"\bfrom (?:[a-z]+ )*[MQ] in T (?:to|by X to) ")
_FROM_LEFT = re.compile(r"[UDEK],? (?:[a-z]+ )?(?:by X |X |X, )?from (?:[a-z]+ ){0,2}$")
_CLOSES = re.compile(r"\s*[)\]]")
_TO_RIGHT = re.compile(r" (?:(?:in|during|for|of) (?:the )?[TY] )?to (?:[a-z]+ ){0,2}[MQ]")
_LAST_YEAR = re.compile(
    r"(?:the )?(?:last|previous|prior|preceding) (?:fiscal |financial |calendar )?year|(?:a |one |the )?year (?:ago|"
    r"earlier|before)",
    re.I,
)
_WHOLE_LEVEL = re.compile(
    r" of (?:the |its |their |our |[PAO](?:'s?)? |[a-z]+'s? )?(?:the )?(?:total |overall |entire |whole |all |annual )*"
    r"(?:[CS] )?I"
    r"(?: of| worth| valued at| totall?ing| amounting to|,? which (?:was|were|stood at|amounted to|totall?ed)| \() ?"
)
_BOTH_WAYS = {"exports", "imports"}
_PEOPLE = [
    [word] for word in "passengers travellers travelers visitors tourists guests workers employees people jobs".split()
]
_WHOLE_SLOTS = {"I": "indicator", "C": "commodity", "S": "segment"}


class Maker:
    """Makes the links of one point.

    Args:
        memory: what earlier sentences left; takes the bases that are named.
        later_base: a comparison later in the sentence that holds for this segment too.
        template: the sentence.
        given: role of each figure.
        segment: the point's segment.
        slots: the point's names.
        inherited: dimensions whose names are taken over.
        published: date of publication, None where unknown.
    """

    def __init__(
        self,
        memory: Memory,
        later_base: Mention | None,
        template: Template,
        given: dict[int, Role],
        segment: Segment,
        slots: Names,
        inherited: frozenset[str],
        published: date | None = None,
    ) -> None:
        self.published = published
        self.memory, self.template, self.given, self.segment = memory, template, given, segment
        self.slots, self.inherited = slots, inherited
        self.later_base = later_base
        self.qualifiers = basis_module.qualifiers(template)

    def links(self, point: Point) -> list[Link]:
        """Return the links of a point's figures: levels first, then what they are compared with, then their changes."""
        out: list[Link] = []
        anchors: dict[int, Link] = {}
        for k in point.levels:
            if self._counts(k):
                whole = self._of_whole(k)
                if whole:
                    out.append(self._level_of_whole(k, whole))
                else:
                    anchors[k] = self._new(k, "amount")
                    out.append(anchors[k])
                out += [self._joined(e, "equivalent", k) for e in point.equivalents.get(k, [])]
        self._flow_of_whole(point)
        for k in point.bases:
            if self.template.letter(k) in "XZ":
                out.append(self._base(k, "share" if point.shares or point.share_changes else "change"))
            elif self._counts(k):
                out.append(self._base(k))
                out += [self._joined(e, "equivalent", k) for e in point.equivalents.get(k, [])]
        anchor = next(iter(point.levels), None) if anchors else None
        for measure, ks in (
            ("change", list(point.changes)),
            ("share", point.shares),
            ("share_change", point.share_changes),
            ("rank", point.ranks),
        ):
            for k in ks:
                if measure == "change" and self._of_people(point.changes[k], anchors):
                    continue
                target = point.changes[k] if measure == "change" and point.changes[k] in anchors else anchor
                if target is None or target not in anchors:
                    target = anchor = k if anchor is None else anchor
                apart = self._foreseen_apart(k, anchors.get(target)) or self._of_other_time(k)
                if measure == "change" and apart:
                    target = k
                link = self._joined(k, measure, target if target != k else None)
                if measure in ("change", "share_change"):
                    self._measure_change(link, k, point)
                if measure == "share":
                    link.of = self._whole(k)
                    if link.of == "other":
                        continue  # a share of output or income is no share of trade
                out.append(link)
                anchors.setdefault(k, link)
        _share_basis(out)
        return out

    def _foreseen_apart(self, k: int, head: Link | None) -> bool:
        """``Imports were down 16.7%, against forecasts for a 9.7% drop``: a rate expected is none that came about."""
        actual = head is not None and head.modality == "actual" and head.measure == "change"
        return actual and self._modality(k, ()) == "forecast"

    def _of_other_time(self, k: int) -> bool:
        """``Exports -14.5% y/y (Jun: -12.4%)``: a rate in brackets behind the period that it is of."""
        when = self.given[k].when
        return when == k - 1 and bracketed(self.template, when)

    def _of_people(self, level: int | None, anchors: dict[int, Link]) -> bool:
        """``5.5 million passengers passed through, up 10.4 per cent``: a change of what is no trade is none either."""
        if level is None or level in anchors or self.template.letter(level) != "Q":
            return False
        figure = self.template.mentions[level].figure
        return figure is not None and (figure.unit or "").casefold().split()[-1:] in _PEOPLE

    def _of_whole(self, k: int) -> range | None:
        """``30% of Chile's total exports of $8 billion``: the level is that of the whole, the share has none."""
        share = next((s for s in range(k - 1, -1, -1) if s in self.given and self.given[s].name == SHARE), None)
        if share is None:
            return None
        between = self.template.text[self.template.at[share] + 1 : self.template.at[k]]
        return range(share + 1, k) if _WHOLE_LEVEL.fullmatch(between) else None

    def _level_of_whole(self, k: int, own: range) -> Link:
        """The level of a whole, of what stands between the share and it, and of the same reporter and period."""
        link = self._new(k, "amount")
        for slot in ("partner", "commodity", "segment"):
            link.slots.pop(slot, None)
        for n in own:
            link.slots[_WHOLE_SLOTS.get(self.template.letter(n), "reporter")] = (self.template.mentions[n],)
        return link

    def _other_side(self, k: int) -> Mention | None:
        """``compared with a deficit of $3bn``: a level of comparison may be of the other side of the balance."""
        told = self.template.mentions[k - 1] if k and self.template.letter(k - 1) == "I" else None
        if told is None or not re.fullmatch(r"\s*of\s+(?:[a-z]+ ){0,2}", self.template.gap(k)):
            return None
        ours = self.slots.get("indicator")
        pair = {ours[0].indicator, told.indicator} if ours else set()
        return told if pair and (pair <= GAPS or pair == _BOTH_WAYS) else None

    def _flow_of_whole(self, point: Point) -> None:
        """``Machinery made up 60% of exports`` tells of exports, whatever was spoken of before."""
        wholes = [self.segment.wholes[k] for k in point.shares if k in self.segment.wholes]
        told = self.slots.get("indicator")
        if (
            wholes
            and not point.levels
            and ("indicator" in self.inherited or (told and (told[0].pos == "verb" or told[0].indicator == "other")))
        ):
            self.slots = {**self.slots, "indicator": (self.template.mentions[wholes[0]],)}

    def _counts(self, k: int) -> bool:
        """Tell whether an amount can be a trade figure."""
        mention = self.template.mentions[k]
        if mention.label != "QUANTITY" or mention.figure is None:
            return True
        unit = (mention.figure.unit or "").casefold().split()
        if not unit or (unit[-1] in NO_TRADE_UNITS and (len(unit) == 1 or unit[-1] not in LENGTHS)):
            return False
        if (
            kind_of(mention.figure.unit) is None
            and not names_firms(mention.figure.unit)
            and not tradable(mention)
            and not CARRIED.search(mention.figure.unit or "")
            and "indicator" in self.inherited
        ):
            return False
        if names_firms(mention.figure.unit):
            return of_firms(self.template, k)
        return True

    def _new(self, k: int, measure: str) -> Link:
        slots = {d: m for d, m in self.slots.items() if m}
        if "period" in self.inherited and _RATE.search(
            self.template.left(k, 45) + self.template.text[self.template.at[k] : self.template.at[k] + 40]
        ):
            slots.pop("period", None)
        own = self.given[k].when
        if (
            own is not None
            and self.given[k].name != BASE
            and (bracketed(self.template, own) or self._opens_its_clause(own, k))
        ):
            slots["period"] = (self.template.mentions[own],)
        score = (
            0.9
            * self.given[k].sure
            * min((m[0].score for d, m in slots.items() if d in ("commodity", "partner", "indicator")), default=0.8)
        )
        score *= 0.93 ** len(self.inherited & {"indicator", "commodity", "partner"})
        return Link(
            self.template.mentions[k],
            measure,
            slots,
            modality=self._modality(k, slots.get("period", ())),
            qualifiers=basis_module.own_qualifiers(self.template, k, self.qualifiers),
            score=score,
            inherited=self.inherited,
            fixed=frozenset({"indicator"}) if EXCEEDED.search(self.template.left(k, 60)) else frozenset(),
        )

    def _opens_its_clause(self, when: int, k: int) -> bool:
        """``it was 3bn in January 2023, in February 2022 it had totalled 2bn``: the period before is its own."""
        return when == k - 1 and self.template.letter(when) == "T" and "had" in self.template.gap(k)

    def _modality(self, k: int, period: tuple[Mention, ...]) -> str:
        """How a figure is meant; a list below ``The forecast was raised for:`` goes on with forecasts."""
        told = modality(self.template, k, self._ended(period[0] if period else None))
        listed = self.memory.revising and self.template.sentence.kind == "bullet"
        return "forecast" if told == "actual" and listed and not self.template.left(k).endswith("(") else told

    def _joined(self, k: int, measure: str, to: int | None) -> Link:
        link = self._new(k, measure)
        link.joins = self.template.mentions[to] if to is not None else None
        return link

    def _base(self, k: int, measure: str = "amount") -> Link:
        link = self._new(k, measure)
        side = self._other_side(k)
        if side is not None:
            link.slots["indicator"] = (side,)
            if side.indicator in _BOTH_WAYS and measure == "amount" and self.given[k].when is None:
                return link  # ``shipped $46m of goods against imports of only $2m``: of the same period
        if measure == "change":
            said = basis_module.said_basis(self.template, k)
            link.basis = said or self.memory.stated(self.template.sentence.paragraph)
            trend = self.given[k].trend
            link.sign = self.given[k].sign or next(
                (self.given[c].sign for c in self.given if self.given[c].name == "change"), 0
            )
            link.trend = self.template.mentions[trend] if trend is not None else None
        own = self.segment.own.get(k, self.given[k].when)
        revised = False
        if own is not None:
            self._told_period(link, self.template.mentions[own])
            if own == k - 1 and self.given[k].when == own and self.template.letter(own) == "T":
                link.fixed |= {"period"}  # ``after rising 6.6% this year to a record $690 billion``
            elif own > k and _CLOSES.match(self.template.right(own)) and "(" not in self.template.gap(own):
                link.fixed |= {"period"}  # ``(-3.6% and +0.5%, respectively, in March 2024)``
        else:
            base = self._comparison(k)
            # ``raised its forecast to 48 million from 46 million``: of the same period
            revised = in_projection(self.template, k) or bool(
                measure == "amount"
                and not self.template.left(k).endswith("(")
                and (
                    (link.modality == "forecast" and _REVISED.search(self.template.text))
                    or (self.memory.revising and self.template.left(k).endswith("from "))
                )
            )
            if base is not None and not revised:
                self._told_period(link, base)
            elif present(self.template.left(k), self.template.right(k)):
                link.slots.pop("period", None)  # ``from the current $30 billion``: of no period that is told
                link.fixed |= {"period"}
            elif measure == "change" and not revised:
                self._rate_before(link)
            elif not revised:
                link.slots["earlier"] = link.slots.pop("period", ())
                if measure == "amount":
                    said = basis_module.said_basis(self.template, k)
                    earlier = self.memory.level_basis or self.memory.stated(self.template.sentence.paragraph)
                    link.basis = said or earlier
        if measure == "amount" and _FROM_LEFT.search(self.template.left(k)) and _TO_RIGHT.match(self.template.right(k)):
            link.fixed |= {"period"}  # ``from $1bn to $2bn``: of two periods
        link.qualifiers = tuple(q for q in link.qualifiers if q != "preliminary")
        if own is not None and link.modality == "forecast" and not _REVISED.search(self.template.text):
            link.modality = compared_modality(self.template, k, self.template.mentions[own])
        if link.modality == "target" or (link.modality == "forecast" and not revised and self._is_over(link)):
            link.modality = "actual"  # what a target or a forecast is compared with has been reached
        return link

    def _is_over(self, link: Link) -> bool:
        """Tell whether a figure's period had ended when the text was published, or nothing tells."""
        period = link.slots.get("period")
        return self._ended(period[0] if period else None) is not False

    def _ended(self, period: Mention | None) -> bool | None:
        """Tell whether a period had ended when the text was published, None where nothing tells."""
        end = period.value.end if period is not None and period.value is not None else None
        return None if end is None or self.published is None else end < self.published.isoformat()

    def _rate_before(self, link: Link) -> None:
        """A rate that nothing dates is the one before: of the month, quarter or year right before the other's."""
        period = link.slots.pop("period", ())
        value = period[0].value if period else None
        size = calendars.length(value.edtf) if value is not None and not value.edtf.startswith("X") else 0
        if value is None or size not in (1, 3, 12):
            link.slots["earlier"] = period
            return
        moved = replace(period[0], value=calendars.resolved(calendars.shift(value.edtf, months=-size)), id="")
        link.slots["period"] = (moved,)
        link.fixed |= {"period"}

    def _told_period(self, link: Link, own: Mention) -> None:
        """Give a figure told for comparison its own period."""
        period = link.slots.get("period")
        if period and (_means_same_span(own, period[0]) or self._year_of_span(own, period[0])):
            link.slots["earlier"], link.basis = link.slots.pop("period"), "yoy"
        else:
            link.slots["period"] = (own,)
            main = period[0].value if period else None
            basis = basis_module.basis_of_period(own, main.edtf)[0] if main is not None else ""
            if link.measure == "amount" and basis in ("mom", "qoq", "yoy"):
                self.memory.level_basis = basis  # what a later ``from $3bn`` without a period means

    def _year_of_span(self, own: Mention, period: Mention) -> bool:
        """``January to September ... from $3bn in 2016 to $4bn in 2017``: the same part of the year before."""
        if own.value is None or period.value is None or not _FROM_TO.search(self.template.text):
            return False
        earlier = calendars.previous_year(period.value.edtf)
        return own.value.edtf != earlier and calendars.within(earlier, own.value.edtf)

    def _comparison(self, k: int) -> Mention | None:
        bases = [b for j, b in self.segment.bases.items() if abs(j - k) <= 3] + self.segment.names.get("comparison", [])
        return self.template.mentions[bases[0]] if bases else None

    def _measure_change(self, link: Link, k: int, point: Point) -> None:
        role = self.given[k]
        link.sign = role.sign
        link.trend = self.template.mentions[role.trend] if role.trend is not None else None
        told = link.slots.get("indicator")
        if link.trend is not None and told and told[0].indicator == "deficit":
            link.sign = _of_gap(link.trend.text) or link.sign
        period = link.slots.get("period")
        edtf = period[0].value.edtf if period and period[0].value is not None else None
        base = self._base_of(k, point)
        said = basis_module.said_basis(self.template, k)
        if base is not None:
            link.base = base
            same = period is not None and bool(period) and _means_same_span(base, period[0])
            found = "yoy" if same else basis_module.basis_of_period(base, edtf)[0]
            apart = said is not None and k not in self.segment.bases  # ``up 11% on the year and 4% on August``
            link.basis = found if said is None or (found not in ("period", "unspecified") and not apart) else said
        elif said is not None:
            link.basis = said
        else:
            months = calendars.length(edtf) if edtf is not None and not edtf.startswith("X") else 0
            link.basis = self.memory.in_turn(*basis_module.turn(self.template, k)) or self.memory.stated(
                self.template.sentence.paragraph, months
            )
        if base is not None or said is not None:
            self.memory.state(link.basis, self.template.sentence.paragraph)

    def _base_of(self, k: int, point: Point) -> Mention | None:
        own = self.segment.bases.get(k)
        if own is not None:
            return self.template.mentions[own]
        if (
            self.later_base is not None
            and not self.segment.bases
            and not point.bases
            and basis_module.said_basis(self.template, k) is None
        ):
            return self.later_base
        later = [b for j, b in self.segment.bases.items() if j > k]
        if later:
            return self.template.mentions[later[0]]
        for j in point.bases:
            if j in self.segment.own and not self._is_rate(j, point):
                return self.template.mentions[self.segment.own[j]]
        compared = self.segment.names.get("comparison")
        return self.template.mentions[compared[0]] if compared else None

    def _is_rate(self, k: int, point: Point) -> bool:
        """Tell whether a figure given for comparison is a rate of growth, which holds for its own period.

        ``Growth slowed to 3% in May from 5% in April`` measures nothing against April.
        """
        return self.template.letter(k) in "XZ" and not point.shares and not point.share_changes

    def _whole(self, k: int) -> str | None:
        at = self.segment.wholes.get(k)
        if at is not None:
            return self.template.mentions[at].indicator
        indicator = self.slots.get("indicator")
        return indicator[0].indicator if indicator else None


def _of_gap(trend: str) -> int:
    """The sign of a deficit's change that words tell by what is good: ``worsened by 39pc`` is a wider one."""
    word = trend.casefold()
    return 1 if word.startswith(("worse", "deteriorat")) else -1 if word.startswith(("improv", "better")) else 0


def _share_basis(links: list[Link]) -> None:
    """A rate told for comparison has the basis of the rate it is compared with: ``1.9% year-on-year after 7.3%``."""
    told = {link.basis for link in links if link.measure == "change"} - {"unspecified"}
    if len(told) == 1:
        for link in links:
            if link.measure == "change" and link.basis == "unspecified":
                link.basis = next(iter(told))


def _means_same_span(own: Mention, period: Mention) -> bool:
    """Tell whether ``last year`` beside a figure's period means that period a year before.

    So beside the first half's figure (``$3bn last year``), and beside last year's own.
    """
    if own.value is None or period.value is None or not _LAST_YEAR.fullmatch(own.text):
        return False
    main = period.value.edtf
    return not main.startswith("X") and (len(main) != 4 or main == own.value.edtf)
