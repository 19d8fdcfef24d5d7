"""What later sentences may take over from earlier ones."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

from ..gate import Gated
from .model import Mention, Names, Segment
from .template import FIGURES, Template

GAPS = frozenset({"surplus", "deficit", "balance"})
PASSING = frozenset({"output", "other", "orders", "investment", "price", "enterprises"})
_SELLING = (
    (
        "exports",
        re.compile(
            r"\bwe (?:sold|sell|export\w*|ship\w*)\b|\bwhere it (?:goes|went)\b|\bdestinations?\b|\bmarkets\b|"
            r"\bV abroad\b|\bwhat [a-z ]{0,12}V\b"
        ),
    ),
    (
        "imports",
        re.compile(
            r"\bwe (?:bought|buy|import\w*)\b|\bsources\b|\bsuppliers\b|\borigins?\b|\bwhere it (?:comes|came) from\b"
        ),
    ),
)


_MONTHS = {"mom": 1, "qoq": 3}


def _can_have(basis: str, months: int) -> bool:
    """Tell whether a change of a period of so many months can have a basis: no sum of months that of one month."""
    return not months or _MONTHS.get(basis, months) == months


@dataclass(slots=True)
class Memory:
    """What later sentences may take over.

    The names of the last point, of a list's introduction, and where they stood; those of the last total that the text
    told before it went through its parts.
    """

    names: Names = field(default_factory=dict)
    paragraph: int = -1
    kind: str = "prose"
    intro: Names = field(default_factory=dict)
    intro_paragraph: int = -10
    heading: Names = field(default_factory=dict)
    firm: Mention | None = None
    label: tuple[Mention | None, int] = (None, -10)
    place: tuple[Mention | None, int] = (None, -10)
    owner: Mention | None = None
    sums: int = -1
    flow: Mention | None = None
    gross: Mention | None = None
    commodity: Mention | None = None
    partner: Mention | None = None
    shares: bool = False
    rate: int = 0
    pair: tuple[Names, ...] = ()
    when: Names = field(default_factory=dict)
    section: Mention | None = None
    bases: list[tuple[str, int]] = field(default_factory=list)
    laid: int = 0
    default: str | None = None
    level_basis: str | None = None
    account: bool = False
    all_trade: bool = False
    listed: bool = False
    revising: bool = False
    goods: tuple[int, frozenset[str]] = (-1, frozenset())
    heading_goods: Mention | None = None
    opened: Names = field(default_factory=dict)
    partners: frozenset[str | None] = frozenset()
    periods: list[Mention] = field(default_factory=list)

    def state(self, basis: str, paragraph: int) -> None:
        """Note a basis that the text names."""
        if basis in ("yoy", "mom", "qoq", "ytd"):
            self.bases.append((basis, paragraph))

    def stated(self, paragraph: int, months: int = 0) -> str:
        """Return the basis of a change that names none.

        The paragraph's last, the document's rule, or the first it names; only such as a period of that length can have.

        Args:
            paragraph: its paragraph.
            months: the length of its period in months, 0 where unknown or not of whole months.
        """
        told = [one for one in self.bases if _can_have(one[0], months)]
        if not told:
            return self.default or "unspecified"
        last, where = told[-1]
        if where == paragraph or (self.laid == len(self.bases) and self.bases[-1] == told[-1]):
            return last
        return self.default or told[0][0]

    def in_turn(self, place: int, number: int) -> str | None:
        """Return the basis of a change among so many that stand together, by the last told as many together.

        Args:
            place: which of them it is, from 0.
            number: how many there are.
        """
        told = [basis for basis, _ in self.bases[-number:]]
        return told[place] if number > 1 and len(told) == number == len(set(told)) else None

    def flow_before(self) -> str | None:
        """Return the indicator that a sentence without one inherits."""
        found = self.names.get("indicator") or self.heading.get("indicator")
        return found[0].indicator if found else None

    def note(self, segment: Segment, template: Template, whole: Names, part: bool = False) -> None:
        """Keep the flow and the commodity spoken of last; a part of what was told is not what is spoken of."""
        flow = whole.get("indicator", ())
        if flow and flow[0].indicator not in PASSING and (flow[0].pos != "verb" or self.flow is None):
            self.flow = flow[0]
            if flow[0].indicator not in GAPS and (self.gross is None or flow[0].indicator in ("exports", "trade")):
                self.gross = flow[0]
        if segment.names.get("partner"):
            self.partner = template.mentions[segment.names["partner"][0]]
        if segment.names.get("commodity") and not part:
            self.commodity = template.mentions[segment.names["commodity"][0]]

    def note_firm(self, template: Template) -> None:
        """Keep the firm spoken of last."""
        for m in template.mentions:
            if m.label == "ORG" and m.kind in ("company", "port", "manufacturer", "carrier", None):
                self.firm = m
                break

    def note_all_trade(self, template: Template) -> None:
        """Keep whether a text about some goods has gone on to all trade, until it names goods again or a heading."""
        if template.sentence.kind == "heading" or any(m.label == "COMMODITY" for m in template.mentions):
            self.all_trade = False
        elif any(m.label == "MONEY" for m in template.mentions) and template.sentence.kind == "prose":
            self.all_trade |= any(m.indicator == "trade" and _ALL_TRADE.search(m.text) for m in template.mentions)

    def note_revision(self, template: Template) -> None:
        """Keep whether a sentence revises what is foreseen; the list that it opens does so too."""
        if template.sentence.kind not in ("bullet", "row"):
            found = _REVISION.search(template.text) is not None
            self.revising = found or (
                self.revising and template.sentence.paragraph == self.paragraph and not template.at
            )

    def lay_down(self, basis: str | None, paragraph: int) -> None:
        """Note a basis that a line lays down for those below."""
        if basis is not None:
            self.state(basis, paragraph)
            self.laid = len(self.bases)

    def note_periods(self, template: Template) -> None:
        """Keep the periods named so far, those of comparison left out."""
        self.periods += [
            m for k, m in enumerate(template.mentions) if template.letter(k) == "T" and m.value is not None
        ]

    def remember(
        self, template: Template, last: Names | None, names: Names, figures: bool, main_period: Mention | None
    ) -> None:
        """Keep what a sentence leaves to those after it.

        Args:
            template: the sentence.
            last: names of its last segment with figures, None where it has none.
            names: names of its last segment that names something.
            figures: it holds figures that were linked.
            main_period: the document's main period, None where unknown.
        """
        sentence = template.sentence
        if last is not None:
            told = self.goods[1] if self.goods[0] == sentence.paragraph else frozenset[str]()
            self.goods = sentence.paragraph, told | {m.name or "" for m in last.get("commodity", ())[:1]}
            self.listed = len(self.goods[1]) > 1
            self._keep_told(template, last, main_period)
        elif names and sentence.kind != "heading":
            self._keep_named(template, names, main_period)
        if sentence.kind == "heading" and not figures:
            self._keep_heading(template, names)
        if sentence.kind in ("prose", "heading"):
            opens_list = template.text.rstrip().endswith(":") or sentence.kind == "heading" or last is not None
            if opens_list and (names or last):
                self.intro = {
                    d: m
                    for d, m in (last or names).items()
                    if not (sentence.kind == "prose" and d in ("commodity", "partner") and len(m) > 1)
                }
                self.intro_paragraph = sentence.paragraph

    def _keep_told(self, template: Template, last: Names, main_period: Mention | None) -> None:
        """Keep the names of a sentence's last point; its period only where it is meant to last."""
        sentence, keep = template.sentence, dict(last)
        turned = _turned_to(template, keep.get("period", ()))
        if turned is not None:
            keep["period"] = (turned,)
        self.when = {"period": keep["period"]} if "period" in keep else {}
        held = self.names.get("period") if sentence.paragraph == self.paragraph else None
        told = keep.get("period")
        taken_over = told is not None and not any(sentence.start <= m.start < sentence.end for m in told)
        of_total = any(m.indicator == "trade" for m in self.names.get("indicator", ())[:1])
        if taken_over and of_total and sentence.paragraph != self.paragraph:
            pass  # goes on with the period of the sum that the paragraph before told
        elif not (_topical(template) and _lasting(told) and not _past(told, main_period)):
            keep.pop("period", None)
            if held:
                keep["period"] = held
        self.names, self.paragraph, self.kind = keep, sentence.paragraph, sentence.kind

    def _keep_named(self, template: Template, names: Names, main_period: Mention | None) -> None:
        """Keep the names of a sentence without figures."""
        sentence = template.sentence
        fresh = {
            d: m
            for d, m in names.items()
            if d != "period" or (_topical(template) and _lasting(m) and not _past(m, main_period))
        }
        if sentence.paragraph == self.paragraph or fresh.keys() & {"indicator", "commodity", "segment"}:
            self.names = {**({} if sentence.paragraph != self.paragraph else self.names), **fresh}
            self.paragraph, self.kind = sentence.paragraph, sentence.kind

    def _keep_heading(self, template: Template, names: Names) -> None:
        """Keep what a heading tells of the section below it."""
        sentence = template.sentence
        own = [m for m in names.get("period", ()) if sentence.start <= m.start < sentence.end]
        dated = own and own[0].period is not None and own[0].period.kind not in ("day", "open", "relative")
        self.section = own[0] if dated else None
        self.heading = {
            d: m
            for d, m in names.items()
            if (d == "period" and _lasting(m) and sentence.paragraph)
            or (d == "indicator" and (m[0].pos != "verb" or _OF_COUNTRIES.search(template.text)))
        }
        self.heading.update(_said_in_heading(template))
        goods = [m for m in template.mentions if m.label == "COMMODITY"]
        alone = len(goods) == 1 and _ONLY_GOODS.fullmatch(template.text) is not None
        self.heading_goods = goods[0] if alone and sentence.paragraph else None


_REVISION = Gated(
    r"\b(?:forecasts?|estimates?|projections?|outlook)\b[^.;]*(?:\b[UD]\b|\b(?:raised|lowered|cut|revised|lifted|reduced)\b)|"
    r"\b(?:[UD]|raised|lowered|cut|revised|lifted|reduced) (?:its|the|their)(?: [a-z]+){0,2} (?:forecasts?|estimates?|"
    r"projections?|outlook)\b"
)
_ALL_TRADE = re.compile(r"\b(?:turnover|(?:foreign|external|international|overall|total|merchandise) trade)\b", re.I)
_OF_COUNTRIES = re.compile(r"\bV (?:countries|partners|markets|destinations|nations|origins|sources)\b", re.I)
"""``Top exporting countries`` above a list."""
_ONLY_GOODS = re.compile(r"\W*(?:[IV] (?:of |in )?)?C(?: (?:and|&) [a-z]+)?(?: [IV])?\W*")
"""``Copper ore and concentrates``, ``Tea exports``: a heading that names the goods of its section."""


def _past(period: tuple[Mention, ...] | None, main_period: Mention | None) -> bool:
    """Tell whether a period lies wholly before the main one, so that it is looked back on and does not last."""
    if not period or main_period is None or period[0].value is None or main_period.value is None:
        return False
    earlier, main = period[0].value, main_period.value
    return (earlier.end or "") < (main.start or "") and earlier.edtf[:4] != main.edtf[:4]


_TO_COME = re.compile(r"(?:the )?(?:next|coming|upcoming)\b", re.IGNORECASE)


def _lasting(period: tuple[Mention, ...] | None) -> bool:
    """Tell whether a period named in passing may hold for the next sentence too.

    Months to years, no days, no open ends and nothing that is still to come.
    """
    if not period or period[0].period is None or _TO_COME.match(period[0].text):
        return False
    value = period[0].value
    if period[0].period.kind == "open" and value is not None and ".." not in value.edtf:
        return True  # ``Since the beginning of the year``
    return period[0].period.kind not in ("day", "days", "open", "week", "decade")


_SUPERLATIVE = re.compile(r"\b(?:biggest|highest|lowest|largest|smallest|best|worst|strongest|weakest|most|record)\b")
"""``the second biggest volume so far this year``"""


AFTERMATH = Gated(r"^\W*(?:after|following|despite|having|unlike|in contrast to)\b[^.;]*?[a-zXMQTIC], ")
_THEN = re.compile(r"\b(?:in|for|during|over) (?:the )?$")


def _turned_to(template: Template, told: Sequence[Mention]) -> Mention | None:
    """The period that a sentence turns to from its figures's own: ``After a fall of 7% in May, sales rose in June``."""
    found = AFTERMATH.search(template.text)
    if found is None or not told:
        return None
    before = bisect_left(template.at, found.end())
    if told[0] not in template.mentions[:before]:
        return None
    for k in range(before, len(template.at)):
        m = template.mentions[k]
        if template.letter(k) == "T" and m.value is not None and _THEN.search(template.left(k)):
            return m
    return None


def _topical(template: Template) -> bool:
    """Tell whether a period opens the sentence, so that it holds for the sentences after it too."""
    first = next((k for k in range(len(template.at)) if template.letter(k) in FIGURES), len(template.at))
    told = next((k for k in range(len(template.at)) if template.letter(k) == "T"), None)
    if told is None or told >= first or template.at[told] >= 60:
        return False
    return _SUPERLATIVE.search(template.text, 0, template.at[told]) is None


def _said_in_heading(template: Template) -> Names:
    """The flow of headings that tell it in other words: ``What we sold``, ``Where it goes``, ``Destinations``."""
    if any(m.label == "INDICATOR" and m.pos != "verb" for m in template.mentions):
        return {}
    verb = next((m for m in template.mentions if m.label == "INDICATOR"), None)
    for flow, pattern in _SELLING:
        if pattern.search(template.text) and (verb is None or verb.indicator in ("sales", flow)):
            start, end = template.sentence.start, template.sentence.end
            return {
                "indicator": (
                    Mention("INDICATOR", start, end, template.source[start:end], indicator=flow, pos="noun", score=0.7),
                )
            }
    return {}
