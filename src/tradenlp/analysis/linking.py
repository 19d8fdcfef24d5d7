"""From mentions to links: what each figure of a document states, with the names that its slots take from near and far.

Sentences are read in order. A segment's empty slots are filled from the segment before it, from the sentence before it,
from the line that introduces its list, and at last from the document (main period, reporter). The outcome is a list of
links, the form in which a trained scorer states the same.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from ..gate import Gated
from ..reading.quantities import kind_of
from ..reading.spans import Figure
from . import context
from .apiece import told_apiece
from .counting import counted, pseudo
from .default_basis import default_basis, laid_down
from .dimensions import between_them, in_volume, of_several, sold_abroad, terms_apart, told_apart
from .gap_nouns import own_gaps
from .inheritance import Inheritance
from .mainstays import of_mainstay
from .making import Maker
from .memory import GAPS, Memory
from .model import Link, Mention, Names, Segment
from .pairs import shared_by_two
from .peers import peers
from .points import Point, joint, points
from .role_skips import ACCOUNTS
from .roles import BASE, CHANGE, SHARE, Role, roles
from .segment_names import is_part, later_bases, own_names, single_names, with_whole
from .segment_parties import BOXES
from .segments import Cutter
from .settling import guessed, ranked, settled
from .sides import WORLD, Sides, by_place, of_place, opening_place, tidy_parties
from .span_ends import ends_apart
from .standings import settle_parties
from .takeover import TOTAL
from .template import Template, build
from .traders import ranked_goods, traders

_NOTHING = Figure("QUANTITY", 0, 0)
_IN_TURN = frozenset({"period", "partner", "commodity", "indicator"})
_THE_FIGURES = re.compile(
    r"^\W*(?:the |these |those |their )?(?:(?:corresponding|same|respective|comparable) )?(?:figures|numbers|values|"
    r"amounts|volumes)\b[^.;]*\b(?:respectively|in turn|in that order)\b"
)
_OTHER_OF_LIST = Gated(r"\bC(?:,| and|, and) [\"“']?(?P<other>other (?:[a-z-]+ )?)$")
_GOODS_BEHIND = re.compile(r"^[\"”']?(?:,| and|, and) C\b")
_OTHERS = re.compile(r"other (?:exports|imports)")  # what is left, not what it is
_KINDS = frozenset(
    "metal commodity mineral fuel fruit crop grain cereal ore ores bean beans nut nuts berries seeds leaf beverage "
    "fibre oilseed spice".split()
)
_ALL = Gated(r"\b(?:total|overall|aggregate|combined) $", re.I)
_THE = re.compile(r"\bthe (?:[a-z]+ )?$")
_ACCOUNT = Gated(rf"{ACCOUNTS}[\w\s]{{0,30}}$", re.IGNORECASE)


_TRADE_TURNOVER = re.compile(r"(?:[a-z-]+ )*trade turnover|turnover of (?:[a-z-]+ )*trade", re.I)


class Linker:
    """Reads a document's templates in order and links its figures.

    Args:
        templates: its sentences in order, periods resolved.
        setting: what holds for the document as a whole.
        published: date of publication, None where unknown.
    """

    def __init__(self, templates: Sequence[Template], setting: context.Setting, published: date | None = None) -> None:
        self.templates, self.setting, self.published = templates, setting, published
        self.memory = Memory(default=default_basis(templates))
        self.inheritance = Inheritance(self.setting, self.memory)
        self.links: list[Link] = []
        self.latest = 0  # where the links of the sentence told last begin
        self.later_bases: dict[int, Mention] = {}
        self.other_partners = False
        self.trade_turnover = False
        self.counts: dict[str, Mention] = {}
        self.traders: dict[int, str] = {}
        self.by_place = by_place(templates, setting.reporter)
        self.several = peers(templates)
        self.sides = Sides(self.setting, self.memory, self.several)

    def run(self) -> list[Link]:
        """Return the links of all figures that state something, in reading order of their sentences."""
        for template in self.templates:
            self._sentence(template)
        return self.links

    def _sentence(self, template: Template) -> None:
        template = self._resolved(template)
        for m in template.mentions:
            measured = (
                m.figure is not None and kind_of(m.figure.unit) is not None
            )  # a tonne is no thing that is told of
            if not measured and m.figure is not None and m.figure.noun is not None and (noun := counted(m)) is not None:
                self.counts[m.figure.unit or ""] = noun
        near = template.sentence.paragraph - self.memory.paragraph <= 1
        given = roles(template, self.memory.shares and near, self.memory.rate if near else 0)
        percents = [given[k].name for k in given if template.letter(k) == "X" and given[k].name != BASE]
        if percents:
            self.memory.shares = percents[-1] == SHARE
            signs = [given[k].sign for k in given if template.letter(k) == "X" and given[k].name == CHANGE]
            self.memory.rate = signs[-1] if signs and percents[-1] == CHANGE else 0
        flow = self.memory.flow_before()
        cutter = Cutter(template, given, flow, self.setting.reporter, self.several, self._ranking(template, flow))
        segments = cutter.cut()
        self.memory.note_firm(template)
        self.memory.note_periods(template)
        own = self.memory.when.get("period", ()) or (self.setting.main_period,)
        self.memory.lay_down(laid_down(template, own[0]), template.sentence.paragraph)
        self.memory.note_all_trade(template)
        self.memory.note_revision(template)
        self._note_accounts(template)
        if template.sentence.kind != "prose":
            self.memory.label = None, -10
        elif template.text.startswith("C:"):
            # ``Corn: Net sales of 890,000 tonnes``
            self.memory.label = template.mentions[0], template.sentence.paragraph
        if template.sentence.paragraph != self.memory.place[1]:
            self.memory.place = None, -10
        if self.by_place and (opening := opening_place(template)) is not None:
            self.memory.place = opening, template.sentence.paragraph
        before: Names = {}
        done: list[Point] = []
        last: Names | None = None
        pending: list[tuple[Segment, list[Point], Names, Mention | None]] = []
        for n, segment in enumerate(segments):
            names = self.inheritance.names(segment, template, before, n == 0, segments)
            made = points(segment, template, given, names, done)
            self._in_turn(template, segment, made)
            whole = {d: m for d, m in {**names, **own_names(segment, template)}.items() if d != "comparison"}
            if whole.get("indicator"):
                ours = self.sides.ours(template, segment, whole, before)
                if ours["indicator"][0].indicator != whole["indicator"][0].indicator:
                    segment.sure.add("indicator")  # another's purchases, which are our sales
                whole = ours
            pending.append((segment, made, whole, self.memory.commodity))
            done += made
            part = last is not None and is_part(segment, template)
            self.memory.note(segment, template, whole, part)
            if segment.figures or segment.names.keys() & {
                "indicator",
                "commodity",
                "partner",
                "segment",
                "reporter",
                "period",
            }:
                before = with_whole(segment, template, whole)
            if segment.figures and not part:
                last = whole
        told = [whole for _, made, whole, _ in pending if made]
        if told:
            self.memory.partners = frozenset(m.name for whole in told for m in whole.get("partner", ()))
        if told and "indicator" in segments[0].names and not (self.memory.opened and told[0].get("commodity")):
            self.memory.opened = told[0]
        if len(told) == 2:
            self.memory.pair = (told[0], told[1])
        self.later_bases = later_bases(segments, template)
        self.other_partners = any(
            m.label == "PLACE"
            and m.name not in WORLD
            and m.name != (self.setting.reporter.name if self.setting.reporter else None)
            for m in template.mentions
        )
        earlier, first = self.latest, len(self.links)
        for segment, made, whole, goods in pending:  # only now: a list at the end may have completed earlier points
            for point in made:
                self._link(template, given, segment, point, whole, goods)
        before_it = self.links[earlier:first] if template.sentence.paragraph == self.memory.paragraph else []
        told_apart(template, self.links[first:], before_it)
        in_volume(template, self.links[first:])
        terms_apart(template, self.links[first:])
        self.latest = first
        own_gaps(template, self.links[first:], self.setting.main_period)
        of_several(template, self.links[first:])
        sold_abroad(template, self.links[first:])
        told_apiece(template, self.links[first:])
        of_mainstay(template, self.links[first:])
        ends_apart(template, self.links[first:])
        settle_parties(template, self.links[first:], self.setting.reporter.name if self.setting.reporter else None)
        if last is not None:
            last = single_names(last, self.links[first:])
        self.memory.remember(template, last, before, bool(done), self.setting.main_period)

    def _ranking(self, template: Template, flow: str | None) -> dict[int, str]:
        """Keep and return the places that a sentence tells to export or import themselves."""
        main = self.setting.main_flow.indicator if self.setting.main_flow is not None else None
        flows = {told for told in (flow, main) if told is not None and told != "trade"}
        self.traders = traders(template, self.setting.reporter, flows)
        return self.traders

    def _resolved(self, template: Template) -> Template:
        """Let ``the metal`` and its like mean the goods named before: ``spending on the metal fell 26%``."""
        template = self._turned_over(_taken_in(_with_others(template)))
        meant = self.memory.commodity or self.setting.topic
        if meant is None or meant.name is None:
            return template
        mentions = tuple(
            replace(m, name=meant.name, code=meant.code, hs=meant.hs, entry=meant.entry, id="")
            if m.label == "COMMODITY" and m.text.casefold() in _KINDS and _THE.search(template.left(k, 12))
            else m
            for k, m in enumerate(template.mentions)
        )
        return template if mentions == template.mentions else replace(template, mentions=mentions)

    def _turned_over(self, template: Template) -> Template:
        """Let ``turnover`` be that of trade where the text told of such: ``China accounted for 31% of turnover``."""
        if not self.trade_turnover:
            self.trade_turnover = any(_TRADE_TURNOVER.fullmatch(m.text) for m in template.mentions)
            return template
        mentions = tuple(
            replace(m, indicator="trade") if m.indicator == "sales" and m.text.casefold() == "turnover" else m
            for m in template.mentions
        )
        return template if mentions == template.mentions else replace(template, mentions=mentions)

    def _in_turn(self, template: Template, segment: Segment, made: Sequence[Point]) -> None:
        """``The figures of last year were $5bn and $3bn, respectively``: of the two told by the sentence before."""
        if len(made) != 2 or len(self.memory.pair) != 2 or not _THE_FIGURES.match(template.text):
            return
        for point, names in zip(made, self.memory.pair, strict=True):
            for d in ("indicator", "commodity", "partner", "segment"):
                if d in names and d not in segment.names:
                    point.names.setdefault(d, names[d])

    def completed(self, link: Link) -> Link:
        """Fill what a table's link leaves to the document: its indicator, its commodity, and the basis of a change."""
        if not link.slots.get("indicator") and (self.setting.main_flow or self.memory.flow):
            flow = self.setting.main_flow or self.memory.flow
            assert flow is not None
            link.slots["indicator"] = (flow,)
        if not link.slots.get("commodity") and self.setting.topic is not None and link.slots.get("indicator"):
            link.slots["commodity"] = (self.setting.topic,)
        if link.measure in ("change", "share_change") and link.basis == "unspecified":
            link.basis = self.memory.stated(-1)
        return link

    def _link(
        self,
        template: Template,
        given: dict[int, Role],
        segment: Segment,
        point: Point,
        names: Names,
        goods_before: Mention | None,
    ) -> None:
        slots: Names = {
            d: joint(m, template.source) if d in ("commodity", "partner", "segment") and d not in point.names else m
            for d, m in names.items()
        }
        slots.update(point.names)
        if slots.get("commodity") and _OTHERS.fullmatch(slots["commodity"][0].name or ""):
            del slots["commodity"]
        several = {d for d in ("reporter", "partner") if between_them(template, slots.get(d, ()), point)}
        if "reporter" in several:
            slots["reporter"] = joint(slots["reporter"], template.source)
        spoken = (self.memory.flow, self.setting.main_flow)
        flow = next((m for m in spoken if m is not None and m.indicator in ("exports", "imports", "trade")), None)
        inherited = "commodity" not in segment.names and "commodity" not in point.names
        told = slots.get("indicator", ())
        slots = settled(slots, point, template, self.setting.exporting, flow, inherited)
        boxes = slots.get("segment")
        if boxes and boxes[0].name in BOXES and "indicator" not in segment.names:
            slots = {**slots, "indicator": (pseudo(boxes[0], "throughput"),)}  # ``exports rose 5%, empties 3%``
            segment.sure.add("indicator")
        if _priced_later(template, segment, point, slots):
            slots = {d: m for d, m in slots.items() if d != "indicator"}
        if not slots.get("indicator") and point.shares and segment.wholes:
            slots["indicator"] = (template.mentions[next(iter(segment.wholes.values()))],)
        owner = slots.get("reporter", (None,))[0]
        trading = next((k for k in self.traders if template.mentions[k] is owner), None)
        noun = [template.mentions[k].text.casefold() for k in segment.names.get("indicator", ())]
        if trading is not None and not all(word.endswith(("porter", "porters")) for word in noun):
            trading = None
        if trading is not None:
            if not slots.get("commodity") and (goods := ranked_goods(template)) is not None:
                slots["commodity"] = (goods,)
            slots["indicator"] = (pseudo(template.mentions[trading], self.traders[trading]),)
        if not slots.get("indicator"):
            slots = guessed(template, point, slots)
        if not slots.get("indicator"):
            return
        if self._of_accounts(template, slots["indicator"][0]) or _in_store(template, slots["indicator"][0]):
            return
        slots = self._with_topic(template, segment, point, slots, goods_before)
        if trading is None:
            own = segment.names.get("indicator")
            slots = ranked(template, point, slots, own is None or template.letter(own[0]) == "V")
        place = self.memory.place[0]
        headed = False
        if place is not None and self.setting.reporter is not None:
            given_place = of_place(slots, place, self.setting.reporter, template)
            headed, slots = given_place is not slots, given_place
        tidy_parties(slots, self.other_partners)
        maker = Maker(
            self.memory,
            self.later_bases.get(id(segment)),
            template,
            given,
            segment,
            slots,
            frozenset(d for d in slots if d not in segment.names and d not in point.names),
            self.published,
        )
        made = maker.links(point)
        fixed = self._fixed(template, segment, point, slots)
        if headed:
            fixed |= {"partner", "reporter"}
        else:
            fixed |= (segment.sure & slots.keys()) | several
        if trading is not None:
            fixed |= {"indicator", "reporter", "partner"}
        for link in made if fixed else ():
            link.fixed |= fixed
        if slots["indicator"][0].indicator == "price" and told and told[0].indicator != "price":
            _unpriced(made, told)
        self.links += made

    def _fixed(self, template: Template, segment: Segment, point: Point, slots: Names) -> set[str]:
        """The dimensions that the words of a segment settle, so that there is nothing to choose."""
        fixed = {d for d in point.names if d in _IN_TURN}  # the order of a list says so
        if "partner" in segment.names and "partner" not in point.names and shared_by_two(template, point.first):
            fixed.add("partner")
        if self._says_whose(segment, point, slots):
            fixed.add("reporter")
            if not slots.get("partner") and all(
                m.name in self.several for m in template.mentions if m.label == "PLACE"
            ):
                fixed.add("partner")  # a text that compares economies deals with none of them
        if not slots.get("commodity") and self.memory.all_trade and self.setting.topic:
            fixed.add("commodity")
        fixed |= {d for d in segment.settled if d != "commodity" or not slots.get(d)}
        if self.memory.sums == template.sentence.paragraph and slots.get("period", (None,))[
            0
        ] is self.inheritance.summed(template):
            fixed.add("period")
        return fixed

    def _says_whose(self, segment: Segment, point: Point, slots: Names) -> bool:
        """Tell whether a segment itself names the one of several economies whose figure it tells."""
        named = "reporter" in segment.names or "reporter" in point.names
        return named and any(m.name in self.several for m in slots.get("reporter", ())[:1])

    def _note_accounts(self, template: Template) -> None:
        """Keep whether the balance spoken of last is one of the balance of payments other than trade."""
        for m in template.mentions:
            if m.label == "INDICATOR" and m.indicator in GAPS:
                self.memory.account = self._of_accounts(template, m)

    def _of_accounts(self, template: Template, told: Mention) -> bool:
        """Tell whether a balance is one of the balance of payments other than trade, here or where it was named."""
        start, end = template.sentence.start, template.sentence.end
        if told.indicator not in GAPS:
            return False
        if not start <= told.start < end or _bare_gap(template, told):
            return self.memory.account
        return _ACCOUNT.search(template.source[max(start, told.start - 60) : told.end]) is not None

    def _with_topic(
        self, template: Template, segment: Segment, point: Point, slots: Names, goods_before: Mention | None
    ) -> Names:
        """A release about one commodity means it where it names none; physical amounts take the last one named."""
        if self.setting.counterpart is not None and not slots.get("partner") and not slots.get("segment"):
            slots = {**slots, "partner": (self.setting.counterpart,)}
        if slots.get("segment") and self.setting.topic is not None and not slots.get("commodity"):
            return {**slots, "commodity": (self.setting.topic,)}
        if slots.get("commodity") or slots.get("segment"):
            return slots
        told = self._counted_before(template, point)
        if told is not None:
            return {**slots, "commodity": (told,)}
        indicator = slots["indicator"][0]
        if "commodity" in segment.settled or (self.memory.all_trade and self.setting.topic is not None):
            return slots
        if indicator.indicator in ("throughput", "enterprises", "investment") or TOTAL.search(indicator.text):
            return slots
        if indicator.indicator in GAPS and "trade" in indicator.text.casefold():
            return slots
        if _ALL.search(template.source, max(template.sentence.start, indicator.start - 12), indicator.start):
            return slots
        label, where = self.memory.label
        if label is not None and 0 <= template.sentence.paragraph - where <= 2 and "commodity" not in segment.names:
            return {**slots, "commodity": (label,)}
        if self.memory.heading_goods is not None and "commodity" not in segment.names:
            return {**slots, "commodity": (self.memory.heading_goods,)}
        if self.setting.topic is not None and not self._of_other_goods(indicator):
            return {**slots, "commodity": (self.setting.topic,)}
        physical = any(
            template.letter(k) == "Q"
            and kind_of((template.mentions[k].figure or _NOTHING).unit) in ("mass", "volume", "energy")
            for k in point.levels
        )
        if physical and goods_before is not None:
            return {**slots, "commodity": (goods_before,)}
        return slots

    def _of_other_goods(self, indicator: Mention) -> bool:
        """Whether goods told by what they are not (``non-oil exports``) are none of another flow's (``re-exports``)."""
        topic, flow = self.setting.topic, self.setting.main_flow
        left_out = topic is not None and (topic.name or "").startswith("non")
        return left_out and flow is not None and indicator.indicator != flow.indicator

    def _counted_before(self, template: Template, point: Point) -> Mention | None:
        """What a number without its noun counts: ``sold 36,095 vehicles, and 242,765 in the whole year``."""
        figures = [template.mentions[k].figure for k in point.levels if template.letter(k) == "Q"]
        bare = [f.unit or "" for f in figures if f is not None and f.noun is None]
        return next((self.counts[unit] for unit in bare if unit in self.counts), None)


_STOCKS = re.compile(r"(?:[a-z]+[ -]){0,2}(?:stocks?|stockpiles?|inventor(?:y|ies))", re.I)


def _in_store(template: Template, told: Mention) -> bool:
    """``Palm oil stocks fell to 1.74 million tons``: what lies in store is no trade."""
    here = template.sentence.start <= told.start < template.sentence.end
    return here and told.indicator == "other" and _STOCKS.fullmatch(told.text) is not None


def _taken_in(template: Template) -> Template:
    """Let receipts of goods be imports rather than money: ``Receipts of coal came to 45 million tonnes``."""
    first = next((m for m in template.mentions if m.label in ("MONEY", "QUANTITY")), None)
    if first is None or first.figure is None or kind_of(first.figure.unit) not in ("mass", "volume"):
        return template
    mentions = tuple(
        replace(m, indicator="imports")
        if m.label == "INDICATOR" and m.indicator in ("sales", "exports") and m.text.casefold() == "receipts"
        else m
        for m in template.mentions
    )
    return template if mentions == template.mentions else replace(template, mentions=mentions)


def _with_others(template: Template) -> Template:
    """Let ``other exports`` in a list of goods be one of them: ``rice, "other exports", gold and sugar rose``."""
    found = [
        (k, len(led["other"]))
        for k, m in enumerate(template.mentions)
        if m.label == "INDICATOR"
        and m.indicator in ("exports", "imports")
        and (led := _OTHER_OF_LIST.search(template.left(k)))
        and (_GOODS_BEHIND.match(template.right(k)) or "respectively" in template.text)
    ]
    if not found:
        return template
    mentions = list(template.mentions)
    for k, length in found:
        start, end = mentions[k].start - length, mentions[k].end
        text = template.source[start:end]
        mentions[k] = Mention("COMMODITY", start, end, text, name=text.casefold(), kind="goods", score=0.6)
    return build(template.source, template.sentence, mentions)


def _priced_later(template: Template, segment: Segment, point: Point, slots: Names) -> bool:
    """Tell whether a figure would be a price by a later clause: ``sold 4,100 tonnes; the price was $3,690``."""
    told = slots.get("indicator")
    if not told or told[0].indicator != "price" or "indicator" in segment.names or not point.levels:
        return False
    first = template.mentions[point.levels[0]]
    return first.start < told[0].start < template.sentence.end and (first.figure is None or first.figure.per is None)


def _unpriced(links: Sequence[Link], told: tuple[Mention, ...]) -> None:
    """Give weights told beside a price the flow that they are of: ``exports were 79m kg; a kilo brought Rs 1,752``."""
    for link in links:
        amount = link.joins or link.figure
        if amount.label == "QUANTITY":
            link.slots = {**link.slots, "indicator": told}


def _bare_gap(template: Template, m: Mention) -> bool:
    """``The surplus summed up to $3bn``: the one named before."""
    opens = re.match(r"\W*(?:the|this|that) I\b", template.text) is not None
    return opens and m.text.casefold() in ("surplus", "deficit", "gap") and m is template.mentions[0]


__all__ = ["Linker"]
