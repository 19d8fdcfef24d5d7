"""What holds for a document as a whole.

Its main period, the economy it reports on, the currency its bare signs mean, its language.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import islice

from ..gate import Gated
from ..lexicon import load
from .dimensions import always_listed
from .memory import AFTERMATH
from .model import Mention
from .ratios import past_of_ratio
from .segment_periods import issue
from .template import Template

_MAIN_KINDS = frozenset({"month", "quarter", "half", "year", "span", "fiscal", "marketing", "days", "week", "relative"})
ASIDE = re.compile(
    r"(?:\b(?:from|than|against|above|below|compar(?:ed|ing) (?:with|to)|versus)\s+(?:the |a |that of |"
    r"those of |[MQX] |worth |recorded |in |of |for )*|"
    r"\b(?:levels?|highs?|peaks?|lows?|records?|average|pre-crisis year) (?:of|in|from) "
    r"(?:the )?|\bfor (?:delivery|shipment|sale) in (?:the )?|\b(?:since|over|until|by|before|after|on)\s+"
    r"(?:the |a )?)$"
)
_WORD = re.compile(r"[^\W\d_]+")
_ROW_END = re.compile(
    r"(?<![\d.,])\d[\d.,]*[%BMKT]?[ \t|]{1,9}[-+−(]?(?:[A-Z]{0,3}[$€£¥])?\d[\d.,]*[%)BMKT]{0,2}[ \t|]*$"
)
_COMMON = frozenset(
    "the of and to in a for is was on with that at by from as it its were are this has which an be or been had their "
    "will not have year month "
    "but than while up down rose fell exports imports trade percent per cent total compared million billion over "
    "against value goods record ago since wheat corn soybeans crude oil iron copper sugar rice cars steel coal".split()
)


def main_period(templates: Sequence[Template], published: date | None = None) -> Mention | None:
    """Return the period that a document mainly tells of.

    Title and lead count most, then sentences that tell figures of an indicator; years long past, seasons and days count
    little.

    Args:
        templates: its sentences in order, periods resolved.
        published: date of publication, None where unknown.
    Returns:
        Mention: None where no sentence has a period that figures can hold for.
    """
    best = max(_weighed(templates, published), key=lambda item: item[0], default=None)
    return best[1] if best is not None and best[0] > -12 else None


def likely_periods(templates: Sequence[Template], published: date | None = None, most: int = 3) -> list[Mention]:
    """Return the periods that a document may mainly tell of, the likeliest first, no two of one value.

    Args:
        templates, published: as for ``main_period``.
        most: how many at most.
    """
    ranked = sorted(_weighed(templates, published), key=lambda item: -item[0])
    firsts = {m.value.edtf: m for _, m in reversed(ranked) if m.value is not None}
    return list(dict.fromkeys(firsts[m.value.edtf] for _, m in ranked if m.value is not None))[:most]


def main_weights(templates: Sequence[Template], published: date | None = None) -> dict[str, float]:
    """Return how much speaks for each period to be the main one, the most of all its mentions, by EDTF.

    Args:
        templates, published: as for ``main_period``.
    """
    out: dict[str, float] = {}
    for weight, m in _weighed(templates, published):
        if m.value is not None:
            out[m.value.edtf] = max(weight, out.get(m.value.edtf, weight))
    return out


def _weighed(templates: Sequence[Template], published: date | None) -> Iterator[tuple[float, Mention]]:
    """Periods that figures can hold for, each with the evidence that its document mainly tells of it."""
    seasonal = any(m.period is not None and m.period.kind in _SEASONS for t in templates for m in t.mentions)
    for n, template in enumerate(templates):
        told = any(m.label == "INDICATOR" for m in template.mentions)
        figures = any(m.figure is not None for m in template.mentions)
        ahead = 2.5 if _AHEAD.search(template.text) else 0
        opening = AFTERMATH.search(template.text)
        past = opening.end() if opening is not None else 0
        for k, m in enumerate(template.mentions):
            if m.label != "PERIOD" or m.period is None or m.value is None:
                continue
            summed = (
                not seasonal and _SUM.match(m.value.edtf) is not None and _UP_TO.search(template.left(k)) is not None
            )
            if m.period.kind not in _MAIN_KINDS and not summed:
                continue
            aside = not summed and ASIDE.search(template.left(k)) is not None
            if aside and m.period.kind in ("span", "days") and _FROM.search(template.left(k)):
                aside = False  # ``from January to March``
            until = m.period.kind != "week" and _UP_TO.search(template.left(k)) is not None
            if aside or (n >= 3 and not told) or issue(template, k) or past_of_ratio(template, k):
                continue
            if until and m.period.kind == "span" and _long_past(m, published):
                continue  # ``growth of 3% up to June 2014``, told in July 2015
            near = 2.0 * told + 2.0 * figures + (1.5 if n < 2 else 0.0) - 0.35 * n - _remoteness(m, published)
            yield near - ahead - 2.5 * until - 1.0 * (template.at[k] < past), m


_AHEAD = Gated(
    r"\b(?:will|expects?|expected|forecasts?|foresees?|aims?|targets?|targeted|targeting|projects|projected|plans? to|"
    r"set to|seen|likely)\b"
)
_FROM = re.compile(r"(?<![UDXMQ] )\bfrom (?:the )?$")
_UP_TO = Gated(r"\b(?:through|until|till|up to|by|as of|as at|as on) (?:the )?(?:end of )?$")
_SEASONS = frozenset({"marketing", "fiscal"})
_SUM = re.compile(r"(\d{4})-01(?:-01)?/\1-")
"""What a year has come to: ``as of May 31``, ``by the end of March``."""


def _long_past(m: Mention, published: date | None) -> bool:
    """Whether a period ended more than a year before publication."""
    end = m.value.end if m.value is not None else None
    return published is not None and bool(end) and (published - date.fromisoformat(str(end))).days > _YEAR_AND_A_DAY


_YEAR_AND_A_DAY = 366
_SEASON = Gated(r"\b(?:spring|summer|autumn|winter|fall)\b", re.I)
_YEARS = re.compile(r"\d{4}")


def _remoteness(m: Mention, published: date | None) -> float:
    """How little a period is like one that a release is about."""
    assert m.period is not None and m.value is not None
    out = 2.0 if m.period.kind == "relative" else 0.5 if m.period.kind == "year" else 0.0
    if _SEASON.search(m.text):
        out += 3
    end = _YEARS.findall(m.value.edtf)
    if published is not None and end:
        gap = published.year - int(end[-1])
        out += 0 if -1 <= gap <= 1 else 2.0 * min(abs(gap), 4)
    return out


_GENERIC = frozenset({"goods", "merchandise", "goods and services", "commodities", "products"})


_OVERALL = re.compile(
    r"\b(?:total|overall|foreign trade|external trade|international trade|balance of trade|"
    r"trade (?:balance|deficit|surplus|gap)|"
    r"external sector|imports and exports|exports and imports)\b",
    re.I,
)


def topic(templates: Sequence[Template]) -> Mention | None:
    """Return the one commodity that a release is about: named in its title or lead, and the most named by far.

    Kinds of one thing (``bottled wine``, ``bulk wine``) count together by their last word. A release whose opening
    speaks of total trade or of goods in general has no such topic.

    Args:
        templates: its sentences in order.
    Returns:
        Mention: its first mention; None where several commodities share the release.
    """
    opening = templates[:3]
    for template in templates[:2]:
        both = next((m for m in template.mentions if m.name == "goods and services"), None)
        if both is not None:
            return both
    if any({_head(m.name) for m in t.mentions if m.label == "COMMODITY" and m.name} >= _PARTS for t in templates[:2]):
        return None  # ``exports were 861bn; goods exports fell to 382bn and services exports rose to 479bn``
    told: Counter[str] = Counter()
    firsts: dict[str, Mention] = {}
    early: set[str] = set()
    for n, template in enumerate(templates):
        for k, m in enumerate(template.mentions):
            if m.label == "COMMODITY" and m.name and not (n < 2 and caused(template, k)):
                head = _head(m.name)
                told[head] += 1
                if head not in firsts or (n < 2 and len(m.name) < len(firsts[head].name or "")):
                    firsts[head] = m
                if n < 2:
                    early.add(head)
    if (
        "service" in early
        and told["service"] >= told["good"] + told["merchandise"]
        and _opens_on_services(templates[0])
    ):
        return next(m for m in templates[0].mentions if m.name == "services")
    body = _of_body(opening) if len(told) <= 1 else None
    if body is not None or speaks_of_all(opening):
        return body
    lead = next((t for t in opening if t.sentence.kind == "prose"), None)
    if lead is not None and lead is templates[0] and _of_nothing(lead):
        return None
    for head, count in told.most_common(1):
        if (
            lead is not None
            and _only_explains(lead, head)
            and not any(t.sentence.kind == "heading" and _names(t, head) for t in opening)
        ):
            return None
        titled = lead is not None and not _names(lead, head)  # a title may single out what the text does not turn on
        if head in early and count >= 2 and count >= (0.4 if titled else 0.25) * sum(told.values()):
            return firsts[head] if not _turns_to_all(templates, head, len(told)) else None
    return None


_TRADES_IN = re.compile(
    r"\b(?:producers|exporters|importers|makers|manufacturers|growers|millers|packers|roasters|refiners|[a-z]*makers|"
    r"farmers|traders|shippers|industry|industries|board|council|federation|institute|guild)\b",
    re.I,
)


_SPEAKS = re.compile(
    r"(?: of (?:the )?P)?(?: \([^()]*\))?(?:, [^,;]{1,40},)?(?::| (?:has |have )?(?:said|says|reports?|reported|"
    r"put|puts|announced|noted|told|estimates?|estimated|counted|shows?|released|published)\b)"
)


def _of_body(opening: Sequence[Template]) -> Mention | None:
    """The goods that the body is named after whose figures a text tells that names none: ``Steel Producers' Union``."""
    for template in opening[:2]:
        for k, m in enumerate(template.mentions[:2]):
            if _SPEAKS.match(template.right(k)) is None:
                continue
            named = template.mentions[k - 1] if k and template.letter(k - 1) == "C" else None
            if named is not None and m.label == "ORG" and not template.gap(k).strip() and _TRADES_IN.search(m.text):
                return named
            if m.label != "ORG" or m.kind in ("company", "media", "port") or not _TRADES_IN.search(m.text):
                continue
            found = [f for f in load().find(m.text, ("COMMODITY",)) if f.entry.label == "COMMODITY"]
            if len(found) == 1:
                start, entry = m.start + found[0].start, found[0].entry
                text = m.text[found[0].start : found[0].end]
                return Mention(
                    "COMMODITY", start, start + len(text), text, name=entry.name, code=entry.id, hs=entry.hs,
                    kind="goods", entry=entry, score=0.6,
                )  # fmt: skip
    return None


_PARTS = frozenset({"good", "service"})


def _opens_on_services(template: Template) -> bool:
    """Tell whether a sentence names services before it gives a figure, so that they are no part of what it tells."""
    told = next((m.start for m in template.mentions if m.name == "services"), None)
    first = next((m.start for m in template.mentions if m.figure is not None), None)
    return told is not None and (first is None or told < first)


def _turns_to_all(templates: Sequence[Template], head: str, kinds: int) -> bool:
    """Tell whether a text of several goods, none of them in its title, goes on to the balance of all trade."""
    if kinds < 3 or any(t.sentence.kind == "heading" and _names(t, head) for t in templates[:3]):
        return False
    return any(
        m.label == "INDICATOR" and m.indicator in ("surplus", "deficit", "balance")
        for t in templates
        if not any(x.label == "COMMODITY" for x in t.mentions) and any(x.label == "MONEY" for x in t.mentions)
        for m in t.mentions
    )


_MOVED_BY = (
    r"(?:driven|led|boosted|helped|hit|lifted|dragged|weighed|pulled|supported|fuel+ed|underpinned|buoyed|propelled|hurt|"
    r"spurred|aided|paced) (?:down |up |higher |lower |mainly |largely |mostly |in part |partly |chiefly )?by"
)
_CAUSED = Gated(
    r"(?:I\b|[UD]\b)[^.;]*\b(?:due to|owing to|thanks to|because of|on the back of|on the strength of|amid|as|"
    rf"{_MOVED_BY}|on (?:a |an |the )?X|on (?:[a-z]+ ){{0,3}}(?:demand|prices|sales|orders|shipments|I))\b[^.;]*$"
)
"""``Exports drop 18% on weak demand for electronics``, ``the surplus eased as exports of coal fell``."""


def caused(template: Template, k: int) -> bool:
    """Tell whether a mention stands where a sentence tells what moved its figures: ``driven by sales of gold``."""
    return _CAUSED.search(template.text[: template.at[k]]) is not None


def _of_nothing(lead: Template) -> bool:
    """Tell whether a lead without a title above it gives figures of a flow and names no goods."""
    flows = {m.indicator for m in lead.mentions if m.label == "INDICATOR"} & {"exports", "imports", "trade"}
    return (
        bool(flows)
        and any(m.label == "MONEY" for m in lead.mentions)
        and not any(m.label == "COMMODITY" for m in lead.mentions)
    )


def speaks_of_all(opening: Sequence[Template]) -> bool:
    """Tell whether a release's opening speaks of total trade or of goods in general."""
    return any(
        (m.label == "COMMODITY" and m.name in _GENERIC)
        or (m.label == "INDICATOR" and _OVERALL.search(m.text) is not None)
        for t in opening
        for m in t.mentions
    )


def _names(template: Template, head: str) -> bool:
    return any(m.label == "COMMODITY" and m.name and _head(m.name) == head for m in template.mentions)


_BECAUSE = re.compile(
    r"\b(?:due to|owing to|thanks to|because of|driven by|led by|boosted by|on the back of|amid|as (?:higher|lower|"
    r"stronger|weaker|strong|weak))\b"
)


def _only_explains(lead: Template, head: str) -> bool:
    """Tell whether the lead's figures are told of trade before the commodity is named.

    ``Peru's exports grew 5% due to sales of copper``.
    """
    first = next((m.start for m in lead.mentions if m.figure is not None), None)
    flow = next((m.start for m in lead.mentions if m.label == "INDICATOR"), None)
    if first is None or flow is None or flow > first:
        return False
    told = next((m.start for m in lead.mentions if m.label == "COMMODITY" and m.name and _head(m.name) == head), None)
    return told is not None and told > first and _BECAUSE.search(lead.source[first:told]) is not None


def _head(name: str) -> str:
    """The last word of a name in the singular, by which kinds of one thing count together."""
    word = name.split()[-1].casefold()
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


_MAIN_FLOWS = frozenset({"exports", "imports", "trade", "re_exports", "throughput", "transit", "sales"})


def without_listed(templates: Sequence[Template], setting: Setting) -> Setting:
    """Return a setting without a topic that is never named but in lists of goods: ``chips rose 5%, and cars 2%``.

    Args:
        templates: sentences in order.
        setting: what holds for the document.
    """
    topic = setting.topic
    if topic is None or topic.name in _GENERIC:
        return setting
    places = [t for t in templates if any(m.label == "COMMODITY" and m.name == topic.name for m in t.mentions)]
    return replace(setting, topic=None) if places and always_listed(places) else setting


def main_flow(templates: Sequence[Template]) -> Mention | None:
    """Return the flow that a release is about: the first noun for one in its title or lead, else the most used.

    Args:
        templates: its sentences in order.
    """
    told = [
        (n, m)
        for n, t in enumerate(templates)
        for m in t.mentions
        if m.label == "INDICATOR" and m.pos != "verb" and m.indicator in _MAIN_FLOWS
    ]
    for n, m in told:
        if n < 2:
            return m
    count = Counter(m.indicator for _, m in told)
    return next((m for _, m in told if m.indicator == count.most_common(1)[0][0]), None) if told else None


_WITH = re.compile(r"\bI\b[^.;]{0,30}\b(?:with|to|from)\s+(?:the )?$")


_ALL_OTHERS = frozenset({"non-EU countries", "non-euro area countries", "rest of the world", "world"})
"""Partners that a release on all its trade names in its title."""


def counterpart(templates: Sequence[Template], reporter: Mention | None) -> Mention | None:
    """Return the partner that a whole release is about, told in its title, else None.

    ``Trade with non-EU countries``.
    """
    for template in templates[:3]:
        if template.sentence.kind != "heading" or any(m.figure is not None for m in template.mentions):
            continue
        found = [
            m
            for k, m in enumerate(template.mentions)
            if m.label == "PLACE" and m.name not in _ALL_OTHERS and _WITH.search(template.left(k))
        ]
        if len(found) == 1 and (reporter is None or found[0].name != reporter.name):
            return found[0] if not _one_of_many(templates, found[0], reporter) else None
    return _other_side(templates, reporter)


def _one_of_many(templates: Sequence[Template], partner: Mention, reporter: Mention | None) -> bool:
    """Tell whether a text goes on to give figures of several other economies than the one in its title."""
    ours = {partner.name, reporter.name if reporter is not None else None}
    others = {
        m.name
        for t in templates
        if any(x.figure is not None for x in t.mentions)
        for m in t.mentions
        if m.label == "PLACE" and m.kind == "economy" and m.name not in ours
    }
    return partner.kind == "economy" and len(others) > 1


_MUTUAL = Gated(
    r"\b(?:between (?:the )?P and (?:the )?P|I (?:I )?(?:of|between) (?:the )?P and (?:the )?P|P[-–—]P I)\b"
)
_MUTUAL_WORDS = re.compile(r"\b(?:mutual|bilateral|two[- ]way|reciprocal)\b", re.I)


def _other_side(templates: Sequence[Template], reporter: Mention | None) -> Mention | None:
    """Return the other one of the two economies whose trade with each other a release tells, else None."""
    if reporter is None:
        return None
    for template in templates[:4]:
        found = _MUTUAL.search(template.text)
        if found is None or not any(m.label == "INDICATOR" for m in template.mentions):
            continue
        pair = [
            m
            for m, at in zip(template.mentions, template.at, strict=True)
            if m.label == "PLACE" and found.start() <= at < found.end()
        ]
        names = {m.name for m in pair}
        told = Counter(
            m.name for t in templates for m in t.mentions if m.label in ("PLACE", "DEMONYM") and m.kind == "economy"
        )
        mutual = (
            "between" in found[0]
            or any(_MUTUAL_WORDS.search(m.text) for t in templates[:4] for m in t.mentions if m.label == "INDICATOR")
            or any(_MUTUAL_WORDS.search(t.text) for t in templates[:4])
        )
        if (
            len(names) == 2
            and reporter.name in names
            and mutual
            and sum(told[n] for n in names) >= 0.7 * sum(told.values())
        ):
            return next(m for m in pair if m.name != reporter.name)
    return None


@lru_cache(maxsize=4)  # asked several times about the same text
def english_share(text: str) -> float | None:
    """Return the share of common English words among the first 400 words outside tables; None for fewer than 25."""
    prose = (line for line in text[:6000].splitlines() if _ROW_END.search(line[-40:]) is None)
    words = [m[0].casefold() for m in islice((m for line in prose for m in _WORD.finditer(line)), 400)]
    return sum(w in _COMMON for w in words) / len(words) if len(words) >= 25 else None


@dataclass(frozen=True, slots=True)
class Setting:
    """What a document tells as a whole, for its sentences to take over.

    Attributes:
        main_period: the period that holds where nothing else tells one.
        reporter: the economy or firm it reports on.
        topic: the commodity it is about.
        main_flow: the flow it speaks of most.
        counterpart: the partner it is about.
        exporting: it speaks of exports rather than sales.
    """

    main_period: Mention | None
    reporter: Mention | None
    topic: Mention | None
    main_flow: Mention | None
    counterpart: Mention | None
    exporting: bool


def setting_of(templates: Sequence[Template], main_period: Mention | None, reporter: Mention | None) -> Setting:
    """Return what a document's sentences tell as a whole."""
    flows = [m.indicator for t in templates for m in t.mentions if m.indicator in ("exports", "sales")]
    return Setting(
        main_period,
        reporter,
        topic(templates),
        main_flow(templates),
        counterpart(templates, reporter),
        flows.count("exports") >= flows.count("sales") and "exports" in flows,
    )
