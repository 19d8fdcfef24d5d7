"""What a segment takes over: its empty slots filled from the segment before it, earlier sentences and the document."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from ..gate import Gated
from ..reading import calendars
from . import context
from .later_years import year_after
from .memory import GAPS, PASSING, Memory
from .model import Mention, Names, Segment
from .parties import BY_PLACE
from .sides import DEFINITE
from .takeover import (
    companions,
    ends_list,
    later_flow,
    later_period,
    listed_goods,
    noun_flow,
    of_other_flow,
    partners_key,
    per_unit,
    stretch,
    sums_up,
    told_beside,
)
from .template import Template

_FLOWS = frozenset({"exports", "imports", "re_exports", "surplus", "deficit", "balance"})
_ANAPHOR = re.compile(
    r"^(?:a\d?[:.] )?(?:this|that|the (?:figure|total|amount|value|volume|rate|increase|decrease|growth|result|"
    r"former|number)|it|"
    r"its value|the same|these|those|they|which|both|such)\b|"
    r"(?:among )?(?:the |its )?(?:other|remaining|next) (?:[a-z]+ |N ){0,3}(?:markets?|destinations?|buyers?|"
    r"customers?|suppliers?|sources?|importers?|outlets?|partners?)\b"
)
_BREAKDOWN = re.compile(
    r"^\W*(?:(?:the|its|their) )?(?:(?:N|major|main|principal|key|chief) (?:[a-z]+ |[CI] ){0,2}(?:groups?|items|"
    r"products|categories|commodities|components|goods|contributors|C)\b|combined (?:value|total|I)\b|together\b)"
)
"""``The major groups were machinery at $43 million and food at $39 million``"""
_GOES_THROUGH = re.compile(
    r"\W*(?:(?:the|its|their|these|other) )*(?:[a-z]+est|first|second|third|main|major|key|leading|top|primary|"
    r"principal|chief|most)\b[^.;:\d]{0,50}?\b(?:were|was|are|is|include[sd]?|comprise[sd]?|consisted of)\b|"
    r"\W*(?:among|of) (?:the |its |their )?(?:main|major|key|leading|top|primary|principal|chief) (?:[a-z]+ ){0,2}"
    r"(?:items|products|goods|commodities|categories|groups)\b",
    re.I,
)
"""``Key items exported included cement at $6m``: of the exports that the sentence before told"""
_THE_TOTAL = re.compile(r"^\W*(?:the|their|its) (?:overall |combined |grand )?total\b")
_THEN = re.compile(r"^\W*(?:(?:as (?:of|at)|in|during|by|at|for|over) )?(?:the )?Y,? (?:the )?[IV]\b")
"""``As of the same date a year ago, exports were 44.8 million tons``: the same series then."""
_WITHIN = re.compile(
    r"^(?:(?:with)?in|of|out of|from|among|under) (?:this|that|these|those|the same|which)"
    r"(?: (?:total|figures?|amounts?|sum|number|value|volume|I|period))?\b(?! (?:T|year|month|quarter|week)\b)"
)
"""``Within this total, re-exports rose 3.6%`` goes on with the sentence before it."""
_THIS_IS = re.compile(
    r"^\W*(?:this|that|it|which) (?:is|was|represent(?:s|ed)|mark(?:s|ed)|corresponds?|amount(?:s|ed) to|means?|meant|"
    r"constitutes?|equates|reflects|translates|compares|came|comes|works? out|equals?|stands?|stood)\b"
)
"""``This is an increase of $2bn`` moves the figure told right before, in its period."""
_UNNAMED = re.compile(
    r"^\W*(?!(?:this|that|these|those|it|they|which|both|each|all|of|and|but|while|in|for|a|its|their|such|other)\b|"
    r"the (?:share|sector|figure|amount|value|product|goods|commodity|country|region|industry|mineral|crop|metal)\b)"
    r"(?:[a-z'’-]+ ){0,3}[a-z'’-]*s[\"'”]? (?:contributed|accounted for|made up|represented|provided|generated) "
    r"(?:about |some |nearly |over )?X of the (?:total|overall)\b"
)
"""``Large projects contributed 75% of the total``: not of the goods that the sentence before told."""
_FIRM = Gated(
    r"\b(?:the|our) (?:company|firm|group|carmaker|automaker|maker|manufacturer|miner|producer|port|terminal|operator|"
    r"enterprise|business|airline|exporter)\b|\bwe\b"
)
_OURS = Gated(r"\bour (?:[a-z-]+ |C ){0,2}I\b")
_GROSS = ("exports", "imports")
_ITS = re.compile(r"\bits\b|\bit\b")
_LIST_KINDS = frozenset({"bullet", "row", "heading"})
_TO_IT = Gated(
    r"\b(?:to|from|with) (?:it|that (?:country|market|region|bloc)|the (?:bloc|region|neighbou?r|island|kingdom))\b|"
    r"\b(?:to|from|with|and|into) (?:these|those) (?:countries|markets|economies|nations|regions|states)\b|"
    r"\b[AP](?:'s)? (?:C )?(?:[a-z]+ )?I (?:to|into) the country\b|"
    r"\b(?:[IV]|sold|shipped|sent|bought) (?:from )?there\b"
)
_SEVERAL = re.compile(r"\b(?:their|they|these|those|respectively|in turn|each|both|together|in that order|all of)\b")
_SUMMED = re.compile(r"\W*(?:[A-Za-z'’-]+ ){0,2}(?:ac)?cumulat(?:ive|ed|ively)\b", re.I)
_FORMER = Gated(r"\bthe (former|latter)\b(?!.*\bthe (?:former|latter)\b)")


class Inheritance:
    """Tells what a segment takes over from near and far.

    Args:
        setting: what the document tells as a whole.
        memory: what earlier sentences left.
    """

    def __init__(self, setting: context.Setting, memory: Memory, published: date | None = None) -> None:
        self.published = published
        self.setting = setting
        self.memory = memory

    def names(
        self, segment: Segment, template: Template, before: Names, first: bool, segments: Sequence[Segment]
    ) -> Names:
        """Return the names that a segment takes over, by dimension; what it holds itself is left out.

        Args:
            segment: the segment.
            template: its sentence.
            before: names of the segment before it in the sentence.
            first: it is the sentence's first.
            segments: all of the sentence.
        """
        own = segment.names
        source = self._source(segment, template, before, first)
        near = source is before or _THIS_IS.match(template.text) is not None
        out: Names = {}
        if "indicator" not in own:
            told = self._indicator(segment, template, source, near, segments)
            if told:
                out["indicator"] = told
                if partners_key(template) == told[0].indicator:
                    segment.settled.add("indicator")
            out.update(companions(own, source) if near or not _UNNAMED.match(template.text) else {})
        elif near:
            out.update(of_other_flow(template, own, source, segment))
            if "partner" in own and listed_goods(template, segment, segments):
                if out.pop("commodity", None) is not None:
                    segment.settled.add("commodity")
            if "partner" in out and ends_list(segment, segments, template):
                del out["partner"]  # ``to Italy (38%) and Sudan (10%), with shipments up 3%``
        else:
            out.update(self._of_new_flow(template, own, source, segment))
        for d in ("period", "reporter"):
            if d not in own and d in source:
                out[d] = source[d]
        if "period" not in own and "period" not in out:
            period = self._period(segment, template, segments)
            if period is not None:
                out["period"] = (period,)
        if "period" not in own and "period" not in out:
            later = year_after(segment, template, self.published)
            if later is not None:
                out["period"] = (later,)
        elif "period" not in own:
            out["period"] = (self._a_year_after_base(segment, template, out["period"][0]),)
        if (
            "partner" not in own
            and "partner" not in out
            and self.memory.partner is not None
            and _TO_IT.search(stretch(segment, template))
        ):
            out["partner"] = (self.memory.partner,)
            segment.settled.add("partner")
        elif "partner" in out and (self._goes_through(template, out["partner"]) or self._this_is(template, source)):
            segment.settled.add("partner")
        if not near and BY_PLACE.match(template.text):
            out.pop("commodity", None)  # of all that the text told before it went through the goods
            out.update({d: m for d, m in self.memory.opened.items() if d == "commodity" and d not in own})
        if not near:
            for d in ("commodity", "partner", "segment"):
                if len(out.get(d, ())) > 1 and not _SEVERAL.search(template.text):
                    del out[d]  # a list is not meant as a whole by the sentence after it
        self._reporter(segment, template, out, segments)
        for d in sums_up(segment, template, segments):
            out.pop(d, None)
            segment.settled.add(d)
        if source is before and any("period" in s.settled and s.names.get("period") is None for s in segments[:1]):
            segment.settled |= {"period"} - own.keys()
        return {d: m for d, m in out.items() if d not in own}

    def _source(self, segment: Segment, template: Template, before: Names, first: bool) -> Names:
        """The names that a segment may take over: those of the segment before it, or of earlier sentences."""
        if segment.figures and not segment.names.keys() & {"indicator", "commodity", "partner"}:
            at = template.at[segment.figures[0]]
            turn = _FORMER.search(template.text[max(0, at - 60) : at])
            if turn is not None and len(self.memory.pair) == 2:
                return self.memory.pair[0 if turn[1] == "former" else 1]
        return before if not first and before else self._earlier(segment, template)

    def _indicator(
        self, segment: Segment, template: Template, source: Names, near: bool, segments: Sequence[Segment]
    ) -> tuple[Mention, ...] | None:
        """The indicator of a segment that names none."""
        own, flow, main = segment.names, self.memory.flow, self.setting.main_flow
        told = source.get("indicator")
        if told and told[0].indicator in ("price", "other") and flow is not None and not per_unit(segment, template):
            told = (flow,)
        later = later_flow(segment, segments, template)
        meant = noun_flow(template, segment) if not near else None
        if later is not None:
            return (later,)
        if meant is not None and told and told[0].indicator != meant:
            return (replace(told[0], indicator=meant),)
        if main is not None and not near and "commodity" not in own and own.keys() & {"segment", "partner"}:
            if self._told_both(told, template):
                return (main,)
        if told and told[0].indicator in GAPS and not near and own.keys() & {"commodity", "partner"}:
            gross = main if main is not None and main.indicator in ("exports", "imports") else self.memory.gross
            return (gross,) if gross is not None else told
        headed = told is not None and told[0].indicator in ("output", "exports", "imports")
        listed = headed and template.sentence.kind in _LIST_KINDS and told == self.memory.intro.get("indicator")
        if not told or (not near and not listed and (told[0].pos == "verb" or told[0].indicator in PASSING)):
            spoken = flow or main
            if spoken is not None and (told or own.keys() & {"commodity", "partner", "segment"}):
                return (spoken,)
        return told

    def _told_both(self, told: tuple[Mention, ...] | None, template: Template) -> bool:
        """``Exports were 5bn and imports 8bn. Private firms contributed 7bn``: of all trade, in a text on it."""
        pair, main = self.memory.pair, self.setting.main_flow
        if main is None or main.indicator != "trade" or len(pair) != 2 or not told:
            return False
        flows = [names["indicator"][0].indicator for names in pair if names.get("indicator")]
        if sorted(flow or "" for flow in flows) != ["exports", "imports"] or told != pair[1]["indicator"]:
            return False
        plain = not any(
            names.get(d) for names in (*pair, self.memory.names) for d in ("commodity", "partner", "segment")
        )
        return plain and template.sentence.paragraph == self.memory.paragraph

    def _period(self, segment: Segment, template: Template, segments: Sequence[Segment]) -> Mention | None:
        """The period of a segment that has none so far: told later, by the heading, or the main one."""
        later = later_period(segment, segments, template)
        if later is not None:
            return template.mentions[later]
        if self._part_of_total(segment, template):
            segment.settled.add("period")
            return self.memory.when["period"][0]
        summed = self.summed(template)
        if summed is not None:
            return summed
        return self.memory.section if self.memory.section is not None else self.setting.main_period

    def summed(self, template: Template) -> Mention | None:
        """The months up to the one reported on that ``cumulative exports`` are of, for the rest of the paragraph too.

        Args:
            template: a sentence that names no period of its own.
        """
        memory, main = self.memory, self.setting.main_period
        if any(template.letter(k) == "T" for k in range(len(template.mentions))):
            return None
        if _SUMMED.match(template.source, template.sentence.start):
            memory.sums = template.sentence.paragraph
        if memory.sums != template.sentence.paragraph or main is None or main.value is None:
            return None
        end = calendars.ends(main.value.edtf)[1]
        return next(
            (
                m
                for m in reversed(memory.periods)
                if m.value and 1 < calendars.length(m.value.edtf) < 13 and calendars.ends(m.value.edtf)[1] == end
            ),
            None,
        )

    def _a_year_after_base(self, segment: Segment, template: Template, period: Mention) -> Mention:
        """The period named before that lies a year after the one compared with, where that is of another length.

        ``Exports of $10bn were 2.6% more than those of September 2016`` is of September 2017, after year-to-date sums.
        """
        week = self._week_after_base(segment, template, period)
        if week is not None:
            return week
        bases = [template.mentions[k] for k in segment.bases.values() if template.letter(k) == "T"]
        base = next((m.value.edtf for m in bases if m.value is not None), None)
        main = period.value.edtf if period.value is not None else None
        if base is None or main is None or calendars.length(base) in (0, calendars.length(main)):
            return period
        named = reversed(self.memory.periods)
        return next((m for m in named if m.value and calendars.previous_year(m.value.edtf) == base), period)

    def _week_after_base(self, segment: Segment, template: Template, period: Mention) -> Mention | None:
        """The week named before that follows the one compared with, where a season would be taken over."""
        if period.period is None or period.period.kind != "marketing":
            return None
        values = (template.mentions[k].value for k in segment.bases.values())
        base = next((v for v in values if v is not None and _days(v.start, v.end) == _WEEK), None)
        known = (m for m in reversed(self.memory.periods) if m.value and _days(m.value.start, m.value.end) == _WEEK)
        return next((m for m in known if base and m.value and _days(base.end, m.value.start) == 2), None)

    def _part_of_total(self, segment: Segment, template: Template) -> bool:
        """``Trade reached $62bn in 2023.``, then ``Exports rose to $24bn``: the flows of that sum."""
        memory, own = self.memory, segment.names.get("indicator")
        held = memory.names.get("indicator")
        if not own or not held or "period" not in memory.when or template.sentence.kind != "prose":
            return False
        flow = template.mentions[own[0]].indicator
        near = template.sentence.paragraph - memory.paragraph in (0, 1)
        beside = {"commodity", "partner", "segment"}
        plain = not beside & segment.names.keys() and not beside & memory.names.keys()
        goes_on = memory.all_trade and memory.paragraph == template.sentence.paragraph
        of_sum = held[0].indicator == "trade" and (flow in _GROSS or flow in GAPS)
        of_flows = held[0].indicator in _GROSS and flow in GAPS and goes_on
        return (of_sum or of_flows) and near and plain and bool(segment.figures)

    def _earlier(self, segment: Segment, template: Template) -> Names:
        """The names that a sentence's first segment may take over; parts of what was just told are of its period."""
        held, near = self._held(segment, template), template.sentence.paragraph - self.memory.paragraph in (0, 1)
        parts = template.sentence.kind == "prose" and _BREAKDOWN.match(template.text) is not None
        if not near or not parts:
            return held
        segment.settled.add("period")
        return {**held, **self.memory.when}

    def _held(self, segment: Segment, template: Template) -> Names:
        memory, sentence = self.memory, template.sentence
        if _THIS_IS.match(template.text) and sentence.paragraph - memory.paragraph <= 2:
            return {**memory.names, **memory.when}
        if not sentence.first and sentence.paragraph == memory.paragraph:
            return memory.names
        if sentence.kind in _LIST_KINDS and memory.intro and sentence.paragraph - memory.intro_paragraph <= 40:
            held = dict(memory.names) if memory.kind in _LIST_KINDS else {}
            return {**{d: m for d, m in held.items() if d in ("indicator", "period")}, **memory.intro}
        if sentence.paragraph == memory.paragraph:
            return memory.names
        near = sentence.paragraph - memory.paragraph <= 2
        bare = "indicator" not in segment.names
        kept: tuple[str, ...] = (
            ("indicator", "commodity", "partner", "segment", "reporter")
            if _ANAPHOR.match(template.text) and near
            else ("indicator",)
            if near and bare
            else ()
        )
        if _THE_TOTAL.match(template.text) and memory.listed:
            kept = ("indicator", "reporter")
        out = {d: m for d, m in memory.names.items() if d in kept}
        if _WITHIN.match(template.text) and near:
            out.update(memory.when)
        return {**memory.heading, **out} if bare else out

    def _of_new_flow(self, template: Template, own: dict[str, list[int]], source: Names, segment: Segment) -> Names:
        """What a new sentence with its own indicator takes over.

        Partner and goods only after ``their``, or after two-way trade with a partner.
        """
        held = source.get("indicator", ())
        if re.match(r"\W*(?:this|that) I\b", template.text) and template.sentence.paragraph == self.memory.paragraph:
            return {
                d: source[d] for d in ("commodity", "segment", "partner", "reporter", "route") if d in source
            } | self.memory.when
        told = template.mentions[own["indicator"][0]]
        if held and held[0].indicator == "exports" and "partner" in own and "commodity" in source:
            bought = told.pos == "verb" and told.indicator == "imports"
            if bought and "commodity" not in own and template.sentence.paragraph == self.memory.paragraph:
                return {"commodity": source["commodity"]}  # ``exports of salmon were 12bn. Poland bought 2bn``
        of_partner = (
            "commodity" in own and "partner" not in own and self._goes_through(template, source.get("partner", ()))
        )
        if of_partner and held and held[0].indicator in ("trade", told.indicator):
            return {"partner": source["partner"]}
        if segment.names.keys() & {"commodity", "partner", "segment"}:
            return {}
        own_flow = template.mentions[own["indicator"][0]].indicator
        if _THEN.match(template.text) and held and held[0].indicator == own_flow:
            return {d: source[d] for d in ("commodity", "segment", "partner") if len(source.get(d, ())) == 1}
        after_trade = (
            bool(held)
            and held[0].indicator == "trade"
            and own_flow in _FLOWS
            and template.sentence.paragraph == self.memory.paragraph
        )
        if after_trade and source.get("partner") and len(self.memory.partners) == 1:
            return {d: source[d] for d in ("partner", "commodity", "segment") if d in source}
        opening = template.text[: template.at[own["indicator"][0]]]
        if re.search(r"\b(?:their|such|these|those)\b", opening):
            return {d: source[d] for d in ("commodity", "segment", "partner") if d in source}
        return {}

    def _this_is(self, template: Template, source: Names) -> bool:
        """Tell whether a sentence moves the figure with one partner that was told right before."""
        return _THIS_IS.match(template.text) is not None and len(source.get("partner", ())) == 1

    def _goes_through(self, template: Template, partner: tuple[Mention, ...]) -> bool:
        """Tell whether a sentence goes through the goods of a flow with the partner that the one before it told."""
        held = self.memory.names.get("partner", ())
        if len(held) != 1 or len(partner) != 1 or held[0].name != partner[0].name:
            return False
        if template.sentence.paragraph != self.memory.paragraph or template.sentence.first:
            return False
        told = _GOES_THROUGH.match(template.source, template.sentence.start)
        return told is not None or _BREAKDOWN.match(template.text) is not None

    def _reporter(self, segment: Segment, template: Template, out: Names, segments: Sequence[Segment]) -> None:
        """Settle the reporter: one's own, the firm spoken of, or the document's."""
        if "reporter" in segment.names:
            return
        if "reporter" in segment.settled:
            out.pop("reporter", None)  # ``World exports`` are nobody's
            return
        start = (
            template.at[
                min(
                    (k for ks in segment.names.values() for k in ks),
                    default=segment.figures[0] if segment.figures else 0,
                )
            ]
            if template.at
            else 0
        )
        ours = self.memory.owner or self.setting.reporter
        opening = template.text[max(0, start - 60) : start + 60]
        if ours is not None and _OURS.search(opening):
            out["reporter"] = (ours,)
            return
        if re.search(r"\band its $", template.text[max(0, start - 10) : start]) and "reporter" in out:
            return  # ``Turkey's exports rose and its imports fell``
        if self.memory.firm is not None and _FIRM.search(opening):
            out["reporter"] = (self.memory.firm,)
        elif ours is not None and (DEFINITE.search(opening) or "reporter" not in out):
            out["reporter"] = (ours,)
        elif (
            "reporter" in out
            and ours is not None
            and template.sentence.paragraph != self.memory.paragraph
            and not _ITS.search(opening)
        ):
            held = out["reporter"][0]
            passing = held.label != "ORG" or ours.label == "ORG"  # one of several firms or terminals
            if passing and not told_beside(held, template, segments):
                out["reporter"] = (ours,)


_WEEK = 7


def _days(first: str | None, last: str | None) -> int:
    """How many days two days have between them, both counted; 0 where one is unknown."""
    return (date.fromisoformat(last) - date.fromisoformat(first)).days + 1 if first and last else 0
