"""From mentions to links: what each figure of a document states, with the names that its slots take from near and far.

Sentences are read in order. A segment's empty slots are filled from the segment before it, from the sentence before it, from the line that
introduces its list, and at last from the document (main period, reporter). The outcome is a list of links, the form in which a trained
scorer states the same.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from ..lexicon import load
from ..reading import calendars
from ..reading.quantities import kind_of
from ..reading.spans import Figure
from . import basis as basis_module
from . import context
from .layout import Sentence
from .parties import economy_of
from .model import DIMENSIONS, Link, Mention
from .points import Point, joint, points
from .roles import SHARE, Role, roles
from .segments import Cutter, Segment
from .template import FIGURES, Template, build, without_dateline

Names = dict[str, tuple[Mention, ...]]

_FLOWS = frozenset({"exports", "imports", "re_exports", "surplus", "deficit", "balance"})
_ANAPHOR = re.compile(
    r"^(?:this|that|the (?:figure|total|amount|value|volume|rate|increase|decrease|growth|result|former|number)|it|its value|the same|these|those|they|which|both|such)\b"
)
_DEFINITE = re.compile(r"\bthe (city|country|nation|province|state|region|kingdom|emirate|island|municipality|republic|economy|bloc|territory|county)\b")
_FIRM = re.compile(r"\b(?:the|our) (?:company|firm|group|carmaker|automaker|maker|manufacturer|miner|producer|port|terminal|operator|enterprise|business|airline|exporter)\b|\bwe\b")
_ITS = re.compile(r"\bits\b|\bit\b")
_NO_FACT_UNITS = frozenset(
    "years months weeks days hours minutes seconds people persons workers employees jobs visitors exhibitors countries regions markets economies cities provinces districts places points times models types "
    "varieties brands members families households farmers delegates kilometres kilometers km metres meters miles pages percent items categories working days business emirates states nations territories "
    "products booths stands square hectares acres degrees projects measures steps votes seats sessions rounds ministers officials experts analysts economists lines routes stations branches offices "
    "stores shops factories plants workshops berths cranes warehouses halls schools students women men children residents patents staff sites".split()
)
_RATE = re.compile(r"\b(?:currently|annual output|annual production|annual capacity|annually|each year|every year|a year(?=[,.;]|$)|per year|per annum|each month|every month|monthly(?=[,.;]|$))")
_TOTAL = re.compile(r"\b(?:total|overall|foreign trade|external trade|imports and exports|import and export|exports and imports)\b", re.I)
_NOTHING = Figure("QUANTITY", 0, 0)
_LENGTHS = frozenset({"metres", "meters", "kilometres", "kilometers", "miles", "hectares", "acres", "points"})
_COUNTS = frozenset({"companies", "enterprises", "firms", "exporters", "importers", "traders", "businesses", "operators"})
_ENTERPRISE = re.compile(r"\b(?:engaged in|actual|trading|foreign[- ]trade|import|export|exporting|importing|performance|registered exporters?)\b|[IV]|^$")
_LIST_KINDS = frozenset({"bullet", "row", "heading"})


@dataclass(slots=True)
class Memory:
    """What later sentences may take over: the names of the last point, of a list's introduction, and where they stood."""

    names: Names = field(default_factory=dict)
    paragraph: int = -1
    kind: str = "prose"
    intro: Names = field(default_factory=dict)
    intro_paragraph: int = -10
    heading: Names = field(default_factory=dict)
    firm: Mention | None = None
    label: tuple[Mention | None, int] = (None, -10)
    flow: Mention | None = None
    gross: Mention | None = None
    commodity: Mention | None = None
    partner: Mention | None = None
    shares: bool = False
    pair: tuple[Names, ...] = ()
    when: Names = field(default_factory=dict)
    section: Mention | None = None
    bases: list[tuple[str, int]] = field(default_factory=list)
    default: str | None = None

    def state(self, basis: str, paragraph: int) -> None:
        """Note a basis that the text names."""
        if basis in ("yoy", "mom", "qoq", "ytd"):
            self.bases.append((basis, paragraph))

    def stated(self, paragraph: int) -> str:
        """Return the basis of a change that names none: the paragraph's last, the document's rule, or the first it names."""
        if not self.bases:
            return self.default or "unspecified"
        last, where = self.bases[-1]
        if where == paragraph:
            return last
        return self.default or self.bases[0][0]


class Linker:
    """Reads a document's templates in order and links its figures.

    Args:
        templates: its sentences in order, periods resolved.
        main_period: the period that holds where nothing else tells one.
        reporter: the document's reporter, None where unknown.
    """

    def __init__(self, templates: Sequence[Template], main_period: Mention | None, reporter: Mention | None) -> None:
        self.templates = templates
        self.main_period = main_period
        self.reporter = reporter
        self.topic = context.topic(templates)
        flows = [m.indicator for t in templates for m in t.mentions if m.indicator in ("exports", "sales")]
        self.exporting = flows.count("exports") >= flows.count("sales") and "exports" in flows
        self.main_flow = context.main_flow(templates)
        self.counterpart = context.counterpart(templates, reporter)
        self.memory = Memory(default=context.default_basis(templates))
        self.links: list[Link] = []
        self.later_bases: dict[int, Mention] = {}
        self.other_partners = False

    def run(self) -> list[Link]:
        """Return the links of all figures that state something, in reading order of their sentences."""
        for template in self.templates:
            self._sentence(template)
        return self.links

    def _sentence(self, template: Template) -> None:
        given = roles(template, self.memory.shares and template.sentence.paragraph - self.memory.paragraph <= 1)
        percents = [given[k].name for k in given if template.letter(k) == "X"]
        if percents:
            self.memory.shares = percents[-1] == SHARE
        inherited_flow = self._flow()
        cutter = Cutter(template, given, inherited_flow, self.reporter)
        segments = cutter.cut()
        self._note_firm(template)
        if template.sentence.kind != "prose":
            self.memory.label = None, -10
        elif template.text.startswith("C:"):
            self.memory.label = template.mentions[0], template.sentence.paragraph  # ``Corn: Net sales of 890,000 tonnes``
        before: Names = {}
        done: list[Point] = []
        last: Names | None = None
        introduces = template.text.rstrip().endswith(":") or template.sentence.kind == "heading"
        pending: list[tuple[Segment, list[Point], Names]] = []
        for n, segment in enumerate(segments):
            names = self._names(segment, template, before, n == 0, segments)
            made = points(segment, template, given, names, done)
            whole = {d: m for d, m in {**names, **self._own(segment, template)}.items() if d != "comparison"}
            if whole.get("indicator"):
                whole = self._from_our_side(template, segment, whole)
            pending.append((segment, made, whole))
            done += made
            self._note(segment, template, whole)
            if segment.figures or segment.names.keys() & {"indicator", "commodity", "partner", "segment", "reporter"} or "period" in segment.names:
                before = whole
            if segment.figures:
                last = whole
        told = [whole for segment, made, whole in pending if made]
        if len(told) == 2:
            self.memory.pair = (told[0], told[1])
        self.later_bases = _later_bases(segments, template)
        self.other_partners = any(m.label == "PLACE" and m.name not in _WORLD and m.name != (self.reporter.name if self.reporter else None) for m in template.mentions)
        for segment, made, whole in pending:  # only now: a list at the sentence's end may have completed earlier points
            for point in made:
                self._link(template, given, segment, point, whole)
        self._remember(template, last, before, bool(done))

    def _note(self, segment: Segment, template: Template, whole: Names) -> None:
        """Keep the flow and the commodity spoken of last."""
        flow = whole.get("indicator", ())
        if flow and flow[0].indicator not in _PASSING and (flow[0].pos != "verb" or self.memory.flow is None):
            self.memory.flow = flow[0]
            if flow[0].indicator not in _GAPS and (self.memory.gross is None or flow[0].indicator in ("exports", "trade")):
                self.memory.gross = flow[0]
        if segment.names.get("partner"):
            self.memory.partner = template.mentions[segment.names["partner"][0]]
        if segment.names.get("commodity"):
            self.memory.commodity = template.mentions[segment.names["commodity"][0]]

    def completed(self, link: Link) -> Link:
        """Fill what a table's link leaves to the document: its indicator, its commodity, and the basis of a change."""
        if not link.slots.get("indicator") and (self.main_flow or self.memory.flow):
            flow = self.main_flow or self.memory.flow
            assert flow is not None
            link.slots["indicator"] = (flow,)
        if not link.slots.get("commodity") and self.topic is not None and link.slots.get("indicator"):
            link.slots["commodity"] = (self.topic,)
        if link.measure in ("change", "share_change") and link.basis == "unspecified":
            link.basis = self.memory.stated(-1)
        return link

    def _flow(self) -> str | None:
        found = self.memory.names.get("indicator") or self.memory.heading.get("indicator")
        return found[0].indicator if found else None

    def _own(self, segment: Segment, template: Template) -> Names:
        return {d: tuple(template.mentions[k] for k in ks) for d, ks in segment.names.items() if d in DIMENSIONS}

    # -- inheritance -------------------------------------------------------------------------------------------------------------

    def _names(self, segment: Segment, template: Template, before: Names, first: bool, segments: Sequence[Segment]) -> Names:
        """Names that a segment takes over, by dimension; what it holds itself is left out."""
        own = segment.names
        source = before if not first and before else self._earlier(segment, template)
        turn = _FORMER.search(template.text[max(0, template.at[segment.figures[0]] - 60) : template.at[segment.figures[0]]]) if segment.figures and not own.keys() & {"indicator", "commodity", "partner"} else None
        if turn is not None and len(self.memory.pair) == 2:
            source = self.memory.pair[0 if turn[1] == "former" else 1]
        out: Names = {}
        if "indicator" not in own:
            told = source.get("indicator")
            if told and told[0].indicator in ("price", "other") and self.memory.flow is not None and not _per_unit(segment, template):
                told = (self.memory.flow,)
            later = _later_flow(segment, segments, template)
            meant = _noun_flow(template, segment) if source is not before else None
            if later is not None:
                told = (later,)
            elif meant is not None and told and told[0].indicator != meant:
                told = (replace(told[0], indicator=meant),)
            elif told and told[0].indicator in _GAPS and source is not before and own.keys() & {"commodity", "partner"}:
                flow = self.main_flow if self.main_flow is not None and self.main_flow.indicator in ("exports", "imports") else self.memory.gross
                told = (flow,) if flow is not None else told
            elif not told or (told[0].pos == "verb" and source is not before) or (told[0].indicator in _PASSING and source is not before):
                main = self.memory.flow or self.main_flow
                told = (main,) if main is not None and (told or own.keys() & {"commodity", "partner", "segment"}) else told
            if told:
                out["indicator"] = told
            out.update(_companions(own, source, segment))
        elif source is before:
            out.update(_of_other_flow(template, own, source, segment))
        else:
            out.update(self._of_new_flow(template, own, source, segment))
        for d in ("period", "reporter"):
            if d not in own and d in source:
                out[d] = source[d]
        if "period" not in own and "period" not in out:
            later = _later_period(segment, segments)
            if later is not None:
                out["period"] = (template.mentions[later],)
            elif self.memory.section is not None:
                out["period"] = (self.memory.section,)
            elif self.main_period is not None:
                out["period"] = (self.main_period,)
        if "partner" not in own and "partner" not in out and self.memory.partner is not None and _TO_IT.search(self._stretch(segment, template)):
            out["partner"] = (self.memory.partner,)
        if source is not before:
            for d in ("commodity", "partner", "segment"):
                if len(out.get(d, ())) > 1 and not _SEVERAL.search(template.text):
                    del out[d]  # a list is not meant as a whole by the sentence after it
        self._reporter(segment, template, out)
        return {d: m for d, m in out.items() if d not in own}

    def _stretch(self, segment: Segment, template: Template) -> str:
        """The template's text from a little before a segment's first mention to its first figure."""
        told = [k for ks in segment.names.values() for k in ks] + segment.figures
        if not told:
            return ""
        return template.text[max(0, template.at[min(told)] - 25) : template.at[max(told)] + 25]

    def _earlier(self, segment: Segment, template: Template) -> Names:
        """The names that a sentence's first segment may take over."""
        memory, sentence = self.memory, template.sentence
        if not sentence.first and sentence.paragraph == memory.paragraph:
            return memory.names
        if sentence.kind in _LIST_KINDS and memory.intro and sentence.paragraph - memory.intro_paragraph <= 40:
            held = dict(memory.names) if memory.kind in _LIST_KINDS else {}
            return {**{d: m for d, m in held.items() if d in ("indicator", "period")}, **memory.intro}
        if sentence.paragraph == memory.paragraph:
            return memory.names
        near = sentence.paragraph - memory.paragraph <= 2
        bare = "indicator" not in segment.names
        kept = ("indicator", "commodity", "partner", "segment", "reporter") if _ANAPHOR.match(template.text) and near else ("indicator",) if near and bare else ()
        out = {d: m for d, m in memory.names.items() if d in kept}
        return {**memory.heading, **out} if bare else out

    def _of_new_flow(self, template: Template, own: dict[str, list[int]], source: Names, segment: Segment) -> Names:
        """What a new sentence with its own indicator takes over: partner and goods only after ``their``, or after two-way trade with a partner."""
        held = source.get("indicator")
        if re.match(r"\W*(?:this|that) I\b", template.text) and template.sentence.paragraph == self.memory.paragraph:
            return {d: source[d] for d in ("commodity", "segment", "partner", "reporter", "route") if d in source} | self.memory.when
        if segment.names.keys() & {"commodity", "partner", "segment"}:
            return {}
        own_flow = template.mentions[own["indicator"][0]].indicator
        after_trade = bool(held) and held[0].indicator == "trade" and own_flow in _FLOWS and template.sentence.paragraph == self.memory.paragraph
        if after_trade and source.get("partner") and len(source["partner"]) == 1:
            return {d: source[d] for d in ("partner", "commodity", "segment") if d in source}
        opening = template.text[: template.at[own["indicator"][0]]]
        if re.search(r"\b(?:their|such|these|those)\b", opening):
            return {d: source[d] for d in ("commodity", "segment", "partner") if d in source}
        return {}

    def _reporter(self, segment: Segment, template: Template, out: Names) -> None:
        """Settle the reporter: one's own, the firm spoken of, or the document's."""
        if "reporter" in segment.names:
            return
        start = template.at[min((k for ks in segment.names.values() for k in ks), default=segment.figures[0] if segment.figures else 0)] if template.at else 0
        opening = template.text[max(0, start - 60) : start + 60]
        if re.search(r"\band its $", template.text[max(0, start - 10) : start]) and "reporter" in out:
            return  # ``Turkey's exports rose and its imports fell``
        if self.memory.firm is not None and _FIRM.search(opening):
            out["reporter"] = (self.memory.firm,)
        elif self.reporter is not None and (_DEFINITE.search(opening) or "reporter" not in out):
            out["reporter"] = (self.reporter,)
        elif "reporter" in out and self.reporter is not None and template.sentence.paragraph != self.memory.paragraph and not _ITS.search(opening):
            held = out["reporter"][0]
            if held.label != "ORG":
                out["reporter"] = (self.reporter,)

    def _note_firm(self, template: Template) -> None:
        for m in template.mentions:
            if m.label == "ORG" and m.kind in ("company", "port", "manufacturer", "carrier", None):
                self.memory.firm = m
                break

    def _remember(self, template: Template, last: Names | None, names: Names, figures: bool) -> None:
        sentence, memory = template.sentence, self.memory
        if last is not None:
            keep = dict(last)
            memory.when = {"period": keep["period"]} if "period" in keep else {}
            held = memory.names.get("period") if sentence.paragraph == memory.paragraph else None
            if not (_topical(template) and _lasting(keep.get("period")) and not self._past(keep.get("period"))):
                keep.pop("period", None)
                if held:
                    keep["period"] = held
            memory.names, memory.paragraph, memory.kind = keep, sentence.paragraph, sentence.kind
        elif names and sentence.kind != "heading":
            fresh = {d: m for d, m in names.items() if d != "period" or (_topical(template) and _lasting(m) and not self._past(m))}
            if sentence.paragraph == memory.paragraph or fresh.keys() & {"indicator", "commodity", "segment"}:
                memory.names = {**({} if sentence.paragraph != memory.paragraph else memory.names), **fresh}
                memory.paragraph, memory.kind = sentence.paragraph, sentence.kind
        if sentence.kind == "heading" and not figures:
            told = names.get("period", ())
            own = [m for m in told if sentence.start <= m.start < sentence.end]
            memory.section = own[0] if own and own[0].period is not None and own[0].period.kind not in ("day", "open", "relative") else None
            memory.heading = {d: m for d, m in names.items() if (d == "period" and _lasting(m) and sentence.paragraph) or (d == "indicator" and m[0].pos != "verb")}
            memory.heading.update(_said_in_heading(template))
        if sentence.kind in ("prose", "heading"):
            opens_list = template.text.rstrip().endswith(":") or sentence.kind == "heading" or last is not None
            if opens_list and (names or last):
                memory.intro = {d: m for d, m in (last or names).items() if not (sentence.kind == "prose" and d in ("commodity", "partner") and len(m) > 1)}
                memory.intro_paragraph = sentence.paragraph

    def _past(self, period: tuple[Mention, ...] | None) -> bool:
        """Tell whether a period lies wholly before the main one, so that it is looked back on and does not last."""
        if not period or self.main_period is None or period[0].value is None or self.main_period.value is None:
            return False
        earlier, main = period[0].value, self.main_period.value
        return (earlier.end or "") < (main.start or "") and earlier.edtf[:4] != main.edtf[:4]

    # -- links -------------------------------------------------------------------------------------------------------------------

    def _link(self, template: Template, given: dict[int, Role], segment: Segment, point: Point, names: Names) -> None:
        slots: Names = {d: joint(m, template.source) if d in ("commodity", "partner", "segment") and d not in point.names else m for d, m in names.items()}
        slots.update(point.names)
        flow = self.memory.flow if self.memory.flow is not None and self.memory.flow.indicator in ("exports", "imports", "trade") else None
        inherited = "commodity" not in segment.names and "commodity" not in point.names
        slots = _settled(slots, point, template, self.exporting, flow, inherited)
        if not slots.get("indicator"):
            slots = self._guess_indicator(template, segment, point, slots)
        if not slots.get("indicator"):
            return
        slots = self._with_topic(template, segment, point, slots)
        slots = _ranked(template, point, slots, "indicator" not in segment.names or template.text[template.at[segment.names["indicator"][0]]] == "V")
        self._tidy_parties(slots)
        maker = _Maker(self, template, given, segment, slots, frozenset(d for d in slots if d not in segment.names and d not in point.names))
        self.links += maker.links(point)

    def _guess_indicator(self, template: Template, segment: Segment, point: Point, slots: Names) -> Names:
        """Counts of trading firms need no indicator word."""
        for k in point.levels:
            m = template.mentions[k]
            if m.label == "QUANTITY" and m.figure is not None and (m.figure.unit or "").split()[-1:] and (m.figure.unit or "").split()[-1] in _COUNTS:
                if _ENTERPRISE.search(template.left(k)[-50:] + template.right(k)[:60]):
                    return {**slots, "indicator": (_pseudo(m, "enterprises"),)}
            if m.label == "QUANTITY" and m.figure is not None and _CARRIED.search(m.figure.unit or ""):
                return {**slots, "indicator": (_pseudo(m, "throughput"),)}  # ``LNG carriers made 188 transits``
        return slots

    def _with_topic(self, template: Template, segment: Segment, point: Point, slots: Names) -> Names:
        """A release about one commodity means it where it names none; physical amounts take the last one named."""
        if self.counterpart is not None and not slots.get("partner") and not slots.get("segment"):
            slots = {**slots, "partner": (self.counterpart,)}
        if slots.get("commodity") or slots.get("segment"):
            return slots
        indicator = slots["indicator"][0]
        if indicator.indicator in ("throughput", "enterprises", "investment") or _TOTAL.search(indicator.text):
            return slots
        label, where = self.memory.label
        if label is not None and 0 <= template.sentence.paragraph - where <= 2 and "commodity" not in segment.names:
            return {**slots, "commodity": (label,)}
        if self.topic is not None:
            return {**slots, "commodity": (self.topic,)}
        physical = any(template.letter(k) == "Q" and kind_of((template.mentions[k].figure or _NOTHING).unit) in ("mass", "volume", "energy") for k in point.levels)
        if physical and self.memory.commodity is not None:
            return {**slots, "commodity": (self.memory.commodity,)}
        return slots

    def _from_our_side(self, template: Template, segment: Segment, slots: Names) -> Names:
        """``China bought $3bn of it`` in a release on one's exports is an export to China; what another sends us is our import."""
        told, party = slots["indicator"][0], slots.get("reporter")
        taker = slots.get("partner")
        if told.pos == "verb" and told.indicator == "imports" and taker and "partner" in segment.names and "reporter" not in segment.names:
            if taker[0].end <= told.start and self._flow() in ("exports", "sales", "re_exports", "trade"):
                return {**slots, "indicator": (replace(told, indicator="exports"),)}
        if self._sent_to_us(template, segment, told, party):
            assert self.reporter is not None and party
            return {**slots, "reporter": (self.reporter,), "partner": party, "indicator": (replace(told, indicator="imports"),)}
        if self.reporter is None or not party or party[0].name == self.reporter.name or told.pos != "verb" or "reporter" not in segment.names:
            return slots
        if party[0].label != "PLACE" or slots.get("partner"):
            return slots
        ours = {**slots, "reporter": (self.reporter,), "partner": party}
        if told.indicator == "imports" and self._flow() in ("exports", "sales", "re_exports") and told.text.casefold() not in ("imports", "importing"):
            return {**ours, "indicator": (replace(told, indicator="exports"),)}
        if told.indicator == "exports" and (_DEFINITE.search(template.text) or _SENT.search(template.text)) and "partner" not in segment.names and self._flow() == "imports":
            return {**ours, "indicator": (replace(told, indicator="imports"),)}
        return slots

    def _sent_to_us(self, template: Template, segment: Segment, told: Mention, party: tuple[Mention, ...] | None) -> bool:
        """Tell whether another's deliveries are our imports: ``shipments from Russia fell`` in a release on Japan's imports."""
        if self.reporter is None or not party or party[0].name == self.reporter.name or "reporter" not in segment.names or told.indicator != "exports":
            return False
        flow = self.main_flow.indicator if self.main_flow is not None else None
        word = told.text.casefold().split()[-1]
        behind = re.search(r"\bfrom (?:the )?$", template.left(segment.names["reporter"][0]))
        return flow == "imports" and word in ("shipments", "deliveries", "supplies", "cargoes", "arrivals") and behind is not None

    def _tidy_parties(self, slots: Names) -> None:
        """A partner that is the reporter itself is none, but for blocs (trade within the bloc)."""
        partner, reporter = slots.get("partner"), slots.get("reporter")
        if not partner or not reporter:
            return
        home = partner[0].kind in ("city", "subdivision") and economy_of(partner[0]) is not None and economy_of(partner[0]) == economy_of(reporter[0])
        whole = partner[0].name in _WORLD and reporter[0].kind != "bloc" and not self.other_partners
        if whole or home or (partner[0].name == reporter[0].name and partner[0].kind != "bloc"):
            del slots["partner"]


def _per_unit(segment: Segment, template: Template) -> bool:
    """Tell whether a segment tells a price per unit, or a change alone, which a price may have."""
    levels = [template.mentions[k].figure for k in segment.figures if template.letter(k) in "MQ"]
    return not levels or any(f is not None and f.per is not None and f.per not in _TIMES for f in levels)


def _lasting(period: tuple[Mention, ...] | None) -> bool:
    """Tell whether a period named in passing may hold for the next sentence too: months to years, no days and no open ends."""
    return bool(period) and period[0].period is not None and period[0].period.kind not in ("day", "days", "open", "week", "decade")


_SELLING = (("exports", re.compile(r"\bwe (?:sold|sell|export\w*|ship\w*)\b|\bwhere it (?:goes|went)\b|\bdestinations?\b|\bmarkets\b|\bV abroad\b|\bwhat [a-z ]{0,12}V\b")), ("imports", re.compile(r"\bwe (?:bought|buy|import\w*)\b|\bsources\b|\bsuppliers\b|\borigins?\b|\bwhere it (?:comes|came) from\b")))


def _said_in_heading(template: Template) -> Names:
    """The flow of headings that tell it in other words: ``What we sold``, ``Where it goes``, ``Destinations``."""
    if any(m.label == "INDICATOR" and m.pos != "verb" for m in template.mentions):
        return {}
    verb = next((m for m in template.mentions if m.label == "INDICATOR"), None)
    for flow, pattern in _SELLING:
        if pattern.search(template.text) and (verb is None or verb.indicator in ("sales", flow)):
            start, end = template.sentence.start, template.sentence.end
            return {"indicator": (Mention("INDICATOR", start, end, template.source[start:end], indicator=flow, pos="noun", score=0.7),)}
    return {}


def _topical(template: Template) -> bool:
    """Tell whether a period opens the sentence, so that it holds for the sentences after it too."""
    first = next((k for k in range(len(template.at)) if template.letter(k) in FIGURES), len(template.at))
    told = next((k for k in range(len(template.at)) if template.letter(k) == "T"), None)
    return told is not None and told < first and template.at[told] < 60


_GAPS = frozenset({"surplus", "deficit", "balance"})
_NOUN_FLOWS = (
    ("trade", re.compile(r"\b(?:V|trade|trading|commercial) partners?\b|\bN partners?\b")),
    ("exports", re.compile(r"\b(?:destinations?|buyers?|customers?|outlets?|export markets?|consumers)\b")),
    ("imports", re.compile(r"\b(?:suppliers?|providers?|sources? of supply|countries of origin|purchases)\b")),
)


def _noun_flow(template: Template, segment: Segment) -> str | None:
    """The flow that a partner's noun tells where no indicator does: customers take exports, suppliers send imports."""
    if "partner" not in segment.names:
        return None
    found = [flow for flow, pattern in _NOUN_FLOWS if pattern.search(template.text)]
    return found[0] if len(found) == 1 else None


_PASSING = frozenset({"output", "other", "orders", "investment", "price", "enterprises"})


def _later_flow(segment: Segment, segments: Sequence[Segment], template: Template) -> Mention | None:
    """The flow told only at the end of a list: ``China with $4.9bn, Iraq with $3.7bn ... as the top export destinations``."""
    if not segment.figures or not segment.names:
        return None
    at = next((n for n, s in enumerate(segments) if s is segment), 0)
    later = [s for s in segments[at + 1 :] if "indicator" in s.names]
    if len(later) != 1 or later[0].figures or any("indicator" in s.names for s in segments[:at]):
        return None
    found = template.mentions[later[0].names["indicator"][0]]
    return found if found.indicator in ("exports", "imports", "re_exports", "trade") else None


def _later_bases(segments: Sequence[Segment], template: Template) -> dict[int, Mention]:
    """The comparison that ends a coordinated sentence holds for its earlier members: ``exports rose 2% and imports 1% on the month``."""
    out: dict[int, Mention] = {}
    held: Mention | None = None
    for segment in reversed(segments):
        if segment.bases:
            held = template.mentions[next(iter(segment.bases.values()))]
        elif held is not None and segment.figures:
            out[id(segment)] = held
        if segment.strong:
            held = None
    return out


def _later_period(segment: Segment, segments: Sequence[Segment]) -> int | None:
    """The only period of the sentence where it comes after a segment: ``exports rose 5% and imports 3% in May``."""
    told = [s.names["period"][0] for s in segments if "period" in s.names]
    return told[0] if len(told) == 1 and segment.figures and told[0] > segment.figures[-1] else None


_ABROAD = re.compile(r"\b(?:abroad|overseas|foreign|export\w*|foreign exchange|world market)\b")
_TO_IT = re.compile(r"\b(?:to|from|with) (?:it|that (?:country|market|region|bloc)|the (?:bloc|region|neighbou?r|island|kingdom))\b")
_SEVERAL = re.compile(r"\b(?:their|they|these|those|respectively|in turn|each|both|together|in that order|all of)\b")
_FORMER = re.compile(r"\bthe (former|latter)\b(?!.*\bthe (?:former|latter)\b)")
_HOME = re.compile(r"domestic|home|retail|local|wholesale|online|total", re.I)
_SENT = re.compile(r"\b(?:suppl(?:ied|ies|ying)|sent)\b")
_ROLE_WORDS = (
    ("trade", re.compile(r"^\s*(?:V )?(?:trade |trading |commercial |foreign |overall )*partners?\b")),
    ("exports", re.compile(r"^\s*(?:single |overseas |foreign |I |V |C |main |sales |overall )*(?:markets?|destinations?|buyers?|customers?|importers?|purchasers?|consumers?|takers?|outlets?)\b")),
    ("imports", re.compile(r"^\s*(?:single |foreign |overseas |I |V |C )*(?:suppliers?|sources?|origins?|providers?)\b")),
    ("exports", re.compile(r"^\s*(?:single |C |I )*(?:exporters?|I item|I product|I good|I earner|foreign exchange earner)\b")),
)


def _ranked(template: Template, point: Point, slots: Names, inherited: bool) -> Names:
    """A rank's own noun tells its flow: the largest trading partner is first in trade, the top destination in exports."""
    if not point.ranks or ((point.levels or point.changes or point.shares) and not inherited):
        return slots
    right = template.right(point.ranks[0], 50)
    for flow, pattern in _ROLE_WORDS:
        if pattern.match(right):
            told = slots["indicator"][0]
            if not slots.get("partner") and (own := re.search(r"\b(import|export|suppli)ers?\b", right)) is not None:
                flow = "imports" if own[1] == "import" else "exports"  # ``Japan is the largest importer``: one's own flow
            return {**slots, "indicator": (replace(told, indicator=flow),)} if told.indicator != flow else slots
    return slots


_CARRIED = re.compile(r"\b(?:transits?|sailings|ship calls|vessel calls|port calls|calls|TEUs?|train trips|trips|freight trains|trains|flights|containers|trucks|vessels|ships)$", re.I)
_WORLD = frozenset({"world", "rest of the world", "the world", "global markets", "overseas", "overseas markets", "foreign countries", "other countries"})
_VEHICLES = ("trains", "trips", "sailings", "flights", "calls", "voyages")
_UNIT_OF_PORTS = frozenset({"TEU", "containers", "passengers", "calls", "trains", "trips", "sailings", "flights"})


def _goes_abroad(slots: Names, template: Template, told: Mention, exporting: bool) -> bool:
    """Tell whether an economy's sales are its exports: sold abroad or to a partner, earned, or in a release that speaks of exports."""
    if slots.get("partner") or _ABROAD.search(template.text) or not re.match(r"sales?$", told.text, re.I):
        return True
    return exporting


def _settled(slots: Names, point: Point, template: Template, exporting: bool, flow: Mention | None, inherited: bool) -> Names:
    """Let the figures have their say on the indicator: counts of firms, prices per unit, boxes through a port, both flows at once."""
    told = slots.get("indicator", ())
    flows = {m.indicator for m in told}
    if len(told) > 1 and "indicator" not in point.names and flows == {"exports", "imports"}:
        slots = {**slots, "indicator": (_pseudo(told[0], "trade"), *told)}
    reporter = slots.get("reporter")
    economy = bool(reporter) and reporter[0].label in ("PLACE", "DEMONYM")
    if flows == {"trade"} and not economy and told[0].text.casefold() == "turnover":
        slots = {**slots, "indicator": (replace(told[0], indicator="sales"), *told[1:])}
    if flows == {"sales"} and economy and told[0].text.casefold() == "turnover" and flow is not None and flow.indicator == "trade":
        slots = {**slots, "indicator": (replace(told[0], indicator="trade"), *told[1:])}
    elif flows == {"throughput"} and economy and (told[0].pos == "verb" or _WEAK_VOLUME.fullmatch(told[0].text)) and flow is not None and flow.indicator in ("exports", "imports"):
        slots = {**slots, "indicator": (flow,)}  # ``sea carried 62% of exports``: no port speaks here
    elif flows == {"sales"} and "indicator" not in point.names and economy and not _HOME.search(told[0].text) and _goes_abroad(slots, template, told[0], exporting):
        slots = {**slots, "indicator": (replace(told[0], indicator="exports"), *told[1:])}
    for k in point.levels:
        m = template.mentions[k]
        figure = m.figure
        if figure is None:
            continue
        unit = figure.unit or ""
        if m.label == "QUANTITY" and unit.casefold().split()[-1:] and unit.casefold().split()[-1] in _COUNTS:
            if _ENTERPRISE.search(template.left(k)[-50:] + template.right(k)[:60]):
                return {**{d: n for d, n in slots.items() if d in ("reporter", "period", "segment")}, "indicator": (_pseudo(m, "enterprises"),)}
        if m.label == "MONEY" and figure.per is not None and figure.per not in _TIMES and flows & {"exports", "imports", "trade", "sales", "output", "other"}:
            return {**slots, "indicator": (_pseudo(told[0] if told else m, "price"),)}
        if m.label == "QUANTITY" and flows == {"price"} and flow is not None and figure.per is None:
            return {**slots, "indicator": (flow,)}  # ``15.4 million barrels at $87 a barrel``
        if m.label == "MONEY" and flows == {"throughput"}:
            return {**slots, "indicator": (flow if flow is not None else _pseudo(told[0], "trade"),)}  # ports handle boxes and tonnes; firms handle money's worth
        if m.label == "QUANTITY" and inherited and slots.get("commodity") and kind_of(figure.unit) is None and (noun := _counted(m)) is not None:
            slots = {**slots, "commodity": (noun,)}
        if m.label == "QUANTITY" and not slots.get("commodity") and kind_of(figure.unit) is None and (noun := _counted(m)) is not None:
            slots = {**slots, "commodity": (noun,)}
        if m.label == "QUANTITY" and unit.casefold() == "teu" and slots.get("commodity") and not template.sentence.start <= slots["commodity"][0].start < template.sentence.end:
            slots = {d: n for d, n in slots.items() if d != "commodity"}
        if m.label == "QUANTITY" and unit.split()[-1:] and unit.split()[-1] in _UNIT_OF_PORTS and (flows <= {"trade", "sales", "other", "output"} or unit.endswith(_VEHICLES)):
            return {**slots, "indicator": (_pseudo(told[0] if told else m, "throughput"),)}
    return slots


_WEAK_VOLUME = re.compile(r"(?:total |the )?(?:tonnage|volumes?|consignments?|transport|carriage|tonnes|loads?)", re.I)
_BARE_COUNTS = frozenset({"trains", "trips", "sailings", "voyages", "calls", "transits", "vessels", "bags", "trucks", "lorries", "tankers", "carriers", "vlccs", "ships", "cargoes", "boxes", "sacks", "wagons", "aircraft", "planes", "flights", "units", "pieces", "items", "sets", "orders", "shipments", "batches", "contracts", "customers", "vessels", "lots"})


def _counted(m: Mention) -> Mention | None:
    """What a quantity counts, as the commodity it tells: ``1,650 vehicles``."""
    if m.figure is None or m.figure.noun is None:
        return None
    start, end = m.figure.noun
    text = m.text[start - m.start : end - m.start]
    entry = load().canonical("COMMODITY", text) or load().canonical("COMMODITY", text.split()[-1] if text.split() else "")
    if not text or text.casefold() in _BARE_COUNTS or text.casefold().split()[-1] in _BARE_COUNTS or (m.figure.unit or "") in _UNIT_OF_PORTS | _COUNTS:
        return None
    if entry is None and not _tradable_noun(text.casefold()) and text.casefold().split()[-1] in _NO_FACT_UNITS:
        return None
    exact = entry is not None and entry.name.casefold() != text.casefold() and " " not in text
    return Mention("COMMODITY", start, end, text, name=entry.name if exact and entry is not None else text.casefold(), hs=entry.hs if entry else None, kind="goods", entry=entry, score=0.8)


_TIMES = frozenset({"hour", "day", "week", "month", "quarter", "year"})


def _pseudo(mention: Mention, indicator: str) -> Mention:
    return Mention("INDICATOR", mention.start, mention.end, mention.text, indicator=indicator, pos="noun", score=0.7)


def _companions(own: dict[str, list[int]], source: Names, segment: Segment) -> Names:
    """Commodity, partner and customs segment that go along with an indicator taken over."""
    out: Names = {}
    for d in ("commodity", "partner", "segment", "route"):
        if d in own or d not in source:
            continue
        if d == "segment" and own.keys() & {"commodity", "partner"}:
            continue
        if d in ("commodity", "partner") and "segment" in own:
            continue
        if len(source[d]) > 1 and own.keys() & {"commodity", "partner", "segment"}:
            continue
        if d == "partner" and "commodity" in own and segment.strong and len(source.get("commodity", ())) == 0:
            out[d] = source[d]
            continue
        out[d] = source[d]
    return out


def _of_other_flow(template: Template, own: dict[str, list[int]], source: Names, segment: Segment) -> Names:
    """What a segment with its own indicator takes from the segment before it in the sentence."""
    out: Names = {}
    mention = template.mentions[own["indicator"][0]]
    if _TOTAL.search(mention.text) or re.search(r"\b(?:total|overall|all|whole|combined|aggregate)\s+(?:\w+\s+)?$", template.left(own["indicator"][0], 20)):
        return out
    held = source.get("indicator")
    other = held is not None and held[0].indicator != mention.indicator
    for d in ("partner", "segment"):
        if d in source and not own.keys() & {"partner", "segment"}:
            if not own.keys() & {"commodity"} or d == "partner":
                out[d] = source[d]
    if "commodity" in source and not own.keys() & {"commodity", "segment"}:
        generic = all(m.name in ("goods", "services", "merchandise", "goods and services") for m in source["commodity"])
        of_trade = held is not None and held[0].indicator == "trade"
        if not other or generic or of_trade or mention.pos == "verb" or mention.indicator == "price":
            out["commodity"] = source["commodity"]
    return out


@lru_cache(maxsize=4096)
def _tradable_noun(noun: str) -> bool:
    lexicon = load()
    head = noun.split()[-1]
    return lexicon.canonical("COMMODITY", noun) is not None or lexicon.canonical("COMMODITY", head) is not None or lexicon.canonical("HEAD", head) is not None


def _tradable(mention: Mention) -> bool:
    """Tell whether what a quantity counts is a thing that is traded or carried."""
    assert mention.figure is not None
    return _tradable_noun((mention.figure.unit or "").casefold())


class _Maker:
    """Makes the links of one point."""

    def __init__(self, linker: Linker, template: Template, given: dict[int, Role], segment: Segment, slots: Names, inherited: frozenset[str]) -> None:
        self.linker, self.template, self.given, self.segment = linker, template, given, segment
        self.slots, self.inherited = slots, inherited
        self.later_base = linker.later_bases.get(id(segment))
        self.qualifiers = basis_module.qualifiers(template)

    def links(self, point: Point) -> list[Link]:
        out: list[Link] = []
        anchors: dict[int, Link] = {}
        for k in point.levels:
            if self._counts(k):
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
        for measure, ks in (("change", list(point.changes)), ("share", point.shares), ("share_change", point.share_changes), ("rank", point.ranks)):
            for k in ks:
                target = point.changes[k] if measure == "change" and point.changes[k] in anchors else anchor
                if target is None or target not in anchors:
                    target = anchor = k if anchor is None else anchor
                link = self._joined(k, measure, target if target != k else None)
                if measure in ("change", "share_change"):
                    self._measure_change(link, k, point)
                if measure == "share":
                    link.of = self._whole(k)
                    if link.of == "other":
                        continue  # a share of output or income is no share of trade
                out.append(link)
                anchors.setdefault(k, link)
        return out

    def _flow_of_whole(self, point: Point) -> None:
        """``Machinery made up 60% of exports`` tells of exports, whatever was spoken of before."""
        wholes = [self.segment.wholes[k] for k in point.shares if k in self.segment.wholes]
        told = self.slots.get("indicator")
        if wholes and not point.levels and ("indicator" in self.inherited or (told and (told[0].pos == "verb" or told[0].indicator == "other"))):
            self.slots = {**self.slots, "indicator": (self.template.mentions[wholes[0]],)}

    def _counts(self, k: int) -> bool:
        """Tell whether an amount can be a trade figure."""
        mention = self.template.mentions[k]
        if mention.label != "QUANTITY" or mention.figure is None:
            return True
        unit = (mention.figure.unit or "").casefold().split()
        if not unit or (unit[-1] in _NO_FACT_UNITS and (len(unit) == 1 or unit[-1] not in _LENGTHS)):
            return False
        if kind_of(mention.figure.unit) is None and unit[-1] not in _COUNTS and not _tradable(mention) and "indicator" in self.inherited:
            return False
        if unit[-1] in _COUNTS:
            return bool(_ENTERPRISE.search(self.template.left(k)[-50:] + self.template.right(k)[:60]))
        return True

    def _new(self, k: int, measure: str) -> Link:
        slots = {d: m for d, m in self.slots.items() if m}
        if "period" in self.inherited and _RATE.search(self.template.left(k, 45) + self.template.text[self.template.at[k] : self.template.at[k] + 40]):
            slots.pop("period", None)
        score = 0.9 * self.given[k].sure * min((m[0].score for d, m in slots.items() if d in ("commodity", "partner", "indicator")), default=0.8)
        score *= 0.93 ** len(self.inherited & {"indicator", "commodity", "partner"})
        return Link(
            self.template.mentions[k],
            measure,
            slots,
            modality=basis_module.modality(self.template, k),
            qualifiers=self.qualifiers,
            score=score,
            inherited=self.inherited,
        )

    def _joined(self, k: int, measure: str, to: int | None) -> Link:
        link = self._new(k, measure)
        link.joins = self.template.mentions[to] if to is not None else None
        return link

    def _base(self, k: int, measure: str = "amount") -> Link:
        link = self._new(k, measure)
        if measure == "change":
            link.basis = self.linker.memory.stated(self.template.sentence.paragraph)
            link.sign = self.given[k].sign or next((self.given[c].sign for c in self.given if self.given[c].name == "change"), 0)
            link.trend = self.template.mentions[self.given[k].trend] if self.given[k].trend is not None else None
        own = self.segment.own.get(k, self.given[k].when)
        if own is not None:
            self._told_period(link, self.template.mentions[own])
        else:
            base = self._comparison(k)
            if base is not None:
                self._told_period(link, base)
            else:
                link.slots["earlier"] = link.slots.pop("period", ())
                if measure == "amount":
                    link.basis = basis_module.said_basis(self.template, k) or self.linker.memory.stated(self.template.sentence.paragraph)
        link.qualifiers = tuple(q for q in link.qualifiers if q != "preliminary")
        if link.modality == "target":
            link.modality = "actual"  # what a target is compared with has been reached
        return link

    def _told_period(self, link: Link, own: Mention) -> None:
        """Give a figure told for comparison its own period."""
        period = link.slots.get("period")
        if _same_span(own, period) is not own and period:
            link.slots["earlier"], link.basis = link.slots.pop("period"), "yoy"
        else:
            link.slots["period"] = (own,)

    def _comparison(self, k: int) -> Mention | None:
        bases = [b for j, b in self.segment.bases.items() if abs(j - k) <= 3] + self.segment.names.get("comparison", [])
        return self.template.mentions[bases[0]] if bases else None

    def _measure_change(self, link: Link, k: int, point: Point) -> None:
        role = self.given[k]
        link.sign = role.sign
        link.trend = self.template.mentions[role.trend] if role.trend is not None else None
        period = link.slots.get("period")
        edtf = period[0].value.edtf if period and period[0].value is not None else None
        base = self._base_of(k, point)
        if base is not None:
            base = _same_span(base, period)
        said = basis_module.said_basis(self.template, k)
        if base is not None:
            link.base = base
            found, _ = basis_module.basis_of_period(base, edtf)
            link.basis = found if found not in ("period", "unspecified") or said is None else said
        elif said is not None:
            link.basis = said
        else:
            link.basis = self.linker.memory.stated(self.template.sentence.paragraph)
        if base is not None or said is not None:
            self.linker.memory.state(link.basis, self.template.sentence.paragraph)

    def _base_of(self, k: int, point: Point) -> Mention | None:
        own = self.segment.bases.get(k)
        if own is not None:
            return self.template.mentions[own]
        if self.later_base is not None and not self.segment.bases and not point.bases and basis_module.said_basis(self.template, k) is None:
            return self.later_base
        later = [b for j, b in self.segment.bases.items() if j > k]
        if later:
            return self.template.mentions[later[0]]
        for j in point.bases:
            if j in self.segment.own:
                return self.template.mentions[self.segment.own[j]]
        compared = self.segment.names.get("comparison")
        return self.template.mentions[compared[0]] if compared else None

    def _whole(self, k: int) -> str | None:
        at = self.segment.wholes.get(k)
        if at is not None:
            return self.template.mentions[at].indicator
        indicator = self.slots.get("indicator")
        return indicator[0].indicator if indicator else None


_LAST_YEAR = re.compile(r"(?:the )?(?:last|previous|prior|preceding) (?:fiscal |financial |calendar )?year|(?:a |one |the )?year (?:ago|earlier|before)", re.I)


def _same_span(own: Mention, period: tuple[Mention, ...] | None) -> Mention:
    """``$3bn last year`` beside the first half's figure means the first half of last year; beside last year's own, the year before it."""
    if not period or own.value is None or period[0].value is None or not _LAST_YEAR.fullmatch(own.text):
        return own
    main = period[0].value.edtf
    if main.startswith("X") or (len(main) == 4 and main != own.value.edtf):
        return own
    shifted = calendars.previous_year(main)
    return replace(own, value=calendars.resolved(shifted)) if shifted else own


_HEADING = re.compile(r"\b(?:what|where|destinations?|markets|sources|suppliers|origins?)\b", re.I)


def templates_of(text: str, sentences: Sequence[Sentence], mentions: Sequence[Mention]) -> list[Template]:
    """Build the template of every sentence that holds a mention."""
    out: list[Template] = []
    at = 0
    for sentence in sentences:
        first = at
        while at < len(mentions) and mentions[at].start < sentence.end:
            at += 1
        inside = [m for m in mentions[first:at] if m.start >= sentence.start and m.end <= sentence.end]
        if inside or (sentence.kind == "heading" and _HEADING.search(text, sentence.start, sentence.end)):
            template = build(text, sentence, inside)
            out.append(without_dateline(template) if sentence.first and sentence.kind == "prose" else template)
    return out


__all__ = ["Linker", "templates_of"]
