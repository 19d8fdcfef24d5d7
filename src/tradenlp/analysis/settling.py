"""What the figures of a point say on its indicator and its goods, once its names are known."""

from __future__ import annotations

import re
from dataclasses import replace

from ..gate import Gated
from ..reading.quantities import kind_of
from .counting import PORT_UNITS, TIMES, counted, names_firms, of_firms, pseudo
from .model import Mention, Names
from .points import Point
from .role_amounts import EXCEEDED
from .template import Template

_PART_ABROAD = re.compile(
    r"(?:\bof which )?X[^.;,MQ]{0,45}\b(?:abroad|overseas|from foreign|outside|to foreign|by foreign|from exports?|"
    r"for exports?|on foreign markets)\b"
)
"""``turnover of 2bn euros, 72% of it abroad``: the part that is sold abroad."""
_ABROAD = re.compile(r"\b(?:abroad|overseas|foreign|export\w*|foreign exchange|world market)\b")
_HOME = re.compile(r"domestic|home|retail|local|wholesale|online|total", re.I)
_ROLE_WORDS = (
    ("trade", re.compile(r"^\s*(?:V )?(?:trade |trading |commercial |foreign |overall )*partners?\b")),
    (
        "exports",
        re.compile(
            r"^\s*(?:single |overseas |foreign |I |V |C |main |sales |overall )*(?:markets?|destinations?|buyers?|"
            r"customers?|importers?|purchasers?|consumers?|takers?|outlets?)\b"
        ),
    ),
    (
        "imports",
        re.compile(r"^\s*(?:single |foreign |overseas |I |V |C )*(?:suppliers?|sources?|origins?|providers?)\b"),
    ),
    (
        "exports",
        re.compile(r"^\s*(?:single |C |I )*(?:exporters?|I item|I product|I good|I earner|foreign exchange earner)\b"),
    ),
)
_OWN_MARKET = re.compile(r"^\s*(?:single |C )?(?P<i>I) (?:markets?|partners?|sources?|destinations?)\b")
_THEIR_SIDE = re.compile(
    r"^\s*(?:[a-z-]+ |C ){0,2}(?:(?P<seller>exporter|supplier|seller)s? (?:of C )?to|(?:importer|buyer|purchaser)s? "
    r"(?:of C )?from) "
)
CARRIED = re.compile(
    r"\b(?:transits?|passages|sailings|ship calls|vessel calls|port calls|calls|TEUs?|train trips|trips|"
    r"freight trains|trains|flights|containers|trucks|vessels|ships)$",
    re.I,
)
_VEHICLES = ("trains", "trips", "sailings", "flights", "calls", "voyages")
_CARRYING = frozenset({"port", "airport", "terminal", "carrier", "airline", "railway"})
_WEAK_VOLUME = re.compile(r"(?:total |the )?(?:tonnage|volumes?|consignments?|transport|carriage|tonnes|loads?)", re.I)


def settled(
    slots: Names, point: Point, template: Template, exporting: bool, flow: Mention | None, inherited: bool
) -> Names:
    """Let the figures have their say on the indicator.

    Counts of firms, prices per unit, boxes through a port, both flows at once.

    Args:
        slots: the point's names.
        point: its figures.
        template: its sentence.
        exporting: the release speaks of exports rather than sales.
        flow: the flow spoken of last.
        inherited: the commodity is taken over.
    """
    slots = _gap_of_balance(slots, template)
    slots = _gap_of_flows(slots, point, template)
    slots = _others_side(slots, template)
    told = slots.get("indicator", ())
    flows = {m.indicator for m in told}
    if told:
        slots = _by_reporter(slots, point, template, exporting, flow)
    for k in point.levels or point.bases:
        m = template.mentions[k]
        figure = m.figure
        if figure is None:
            continue
        final = _by_figure(slots, template, k, told, flow)
        if final is not None:
            return final
        if m.label != "QUANTITY":
            continue
        slots = _with_counted(slots, template, m, inherited)
        unit = figure.unit or ""
        of_ports = bool(unit.split()) and unit.split()[-1] in PORT_UNITS
        if of_ports and flows and flows <= _DIRECTIONS and _speaks_for_port(slots) and not slots.get("segment"):
            return _by_direction(slots, template, told[0])
        if of_ports and (flows <= {"trade", "sales", "other", "output"} or unit.endswith(_VEHICLES)):
            return {**slots, "indicator": (pseudo(told[0] if told else m, "throughput"),)}
    return slots


_OF_BALANCE = re.compile(r"^ (?:in|of|on) (?:[a-z'’/-]+ |[PAOC](?:'s)? |I |/ ?[a-z]+ ){0,6}$", re.I)


def _gap_of_balance(slots: Names, template: Template) -> Names:
    """``The deficit in Romania's trade balance reached 12bn`` tells a deficit."""
    told = slots.get("indicator", ())
    if not told or told[0].indicator != "balance" or told[0] not in template.mentions:
        return slots
    at = template.mentions.index(told[0])
    for k in range(at - 1, max(-1, at - 4), -1):
        m = template.mentions[k]
        if m.label == "INDICATOR" and m.indicator in ("deficit", "surplus"):
            between = template.text[template.at[k] + 1 : template.at[at]]
            return {**slots, "indicator": (m,)} if _OF_BALANCE.match(between) else slots
    return slots


_GAP_BEHIND = re.compile(r"^ (?:lower|higher|smaller|larger|bigger|wider|narrower|[UD]) (?P<i>I)\b")


def _gap_of_flows(slots: Names, point: Point, template: Template) -> Names:
    """``imports exceeded exports by £15 billion`` tells a deficit, ``a CZK 2.8 billion lower surplus`` a surplus."""
    figures = [*point.levels, *point.changes]
    k = figures[0] if figures else None
    if k is None or template.letter(k) != "M" or not slots.get("indicator"):
        return slots
    behind = _GAP_BEHIND.match(template.right(k, 40))
    if behind is not None:
        m = template.mentions[template.behind(k, behind.start("i"))]
        return {**slots, "indicator": (m,)} if m.indicator in ("surplus", "deficit") else slots
    if not EXCEEDED.search(template.left(k, 60)):
        return slots
    flows = [m for m in template.mentions[:k] if m.label == "INDICATOR"][-2:]
    told = [m.indicator for m in flows]
    gap = "deficit" if told == ["imports", "exports"] else "surplus" if told == ["exports", "imports"] else None
    if gap is None:
        return slots
    kept = {d: m for d, m in slots.items() if d != "indicator"}
    return {**kept, "indicator": (pseudo(flows[0], gap),)}


_SELLERS_TO = re.compile(
    r"(?P<seller>exporter|seller)?(?P<buyer>importer|buyer|purchaser)?s?",
    re.IGNORECASE,
)
_TO_US = re.compile(
    r" (?:of C )?(?:to|into) (?:the )?(?:P|country|kingdom|republic|sultanate|bloc|union|island|emirates)\b"
)
_FROM_US = re.compile(r" (?:of C )?from (?:the )?(?:P|country|kingdom|republic|sultanate|bloc|union|island|emirates)\b")


def _others_side(slots: Names, template: Template) -> Names:
    """``The top exporters to the kingdom were China (45bn) and the US (18bn)`` tells what the kingdom imports."""
    told = slots.get("indicator", ())
    if not told or not slots.get("partner") or told[0] not in template.mentions:
        return slots
    side = _SELLERS_TO.fullmatch(told[0].text)
    if side is None or not (side["seller"] or side["buyer"]):
        return slots
    right = template.right(template.mentions.index(told[0]))
    behind = (_TO_US if side["seller"] else _FROM_US).match(right)
    if behind is None or slots["partner"][0].start < told[0].end:
        return slots
    flow = "imports" if side["seller"] else "exports"
    return {**slots, "indicator": (replace(told[0], indicator=flow),)}


_DIRECTIONS = frozenset({"exports", "imports", "transit", "re_exports"})
_WAYS = {"exports": "export", "imports": "import", "transit": "transhipment"}


def _speaks_for_port(slots: Names) -> bool:
    """Whether a port or its authority tells of its boxes, so that exports are the direction that they go in."""
    owner = slots.get("reporter")
    return owner is not None and (
        owner[0].kind in _CARRYING or re.search(r"\b(?:air)?ports?\b", owner[0].name or "", re.I) is not None
    )


_MADE = re.compile(r"ma(?:d|k)es?|making|generat(?:ed?|es|ing)|contribut(?:ed?|es|ing)", re.I)
_OF_BOXES = re.compile(r" (?:containers?|boxes|cargo(?:es)?|freight|TEUs?|units|loads?)\b")


def _by_direction(slots: Names, template: Template, told: Mention) -> Names:
    """``exported containers`` of a port are its throughput in one direction; its ``exports`` stay what they are."""
    if told not in template.mentions:
        return {**slots, "indicator": (pseudo(told, "throughput"),)}
    k = template.mentions.index(told)
    if told.indicator != "transit" and not _OF_BOXES.match(template.right(k, 20)):
        return slots
    way = replace(told, label="SEGMENT", name=_WAYS.get(told.indicator or "", told.text), indicator=None)
    return {**slots, "segment": (way,), "indicator": (pseudo(told, "throughput"),)}


def _by_reporter(slots: Names, point: Point, template: Template, exporting: bool, flow: Mention | None) -> Names:
    """Settle words that mean one thing of a firm and another of an economy: turnover, sales, volumes carried."""
    told = slots["indicator"]
    flows = {m.indicator for m in told}
    if len(told) > 1 and "indicator" not in point.names and flows == {"exports", "imports"}:
        return {**slots, "indicator": (pseudo(told[0], "trade"), *told)}
    reporter = slots.get("reporter", ())
    economy = bool(reporter) and reporter[0].label in ("PLACE", "DEMONYM")
    if told[0].text.casefold() == "export sales" and _CONTRACTED.search(template.source[:4000]):
        return {**slots, "indicator": (replace(told[0], indicator="sales"), *told[1:])}
    turnover = told[0].text.casefold() == "turnover"
    if flows == {"trade"} and not economy and turnover:
        return {**slots, "indicator": (replace(told[0], indicator="sales"), *told[1:])}
    if (
        flows == {"throughput"}
        and _WEAK_VOLUME.fullmatch(told[0].text)
        and not (reporter and reporter[0].kind in _CARRYING)
        and flow is not None
        and flow.indicator in ("exports", "imports")
    ):
        return {**slots, "indicator": (flow,)}  # ``by volume``, ``tonnage receded``: no port speaks here
    if (
        flows == {"output"}
        and told[0].pos == "verb"
        and _MADE.fullmatch(told[0].text)
        and flow is not None
        and flow.indicator in ("exports", "imports")
        and slots.get("segment")
    ):
        return {**slots, "indicator": (flow,)}  # ``exports, of which foreign-owned firms made $67bn``
    if not economy:
        return slots
    if flows == {"sales"} and turnover and (slots.get("partner") or (flow is not None and flow.indicator == "trade")):
        return {**slots, "indicator": (replace(told[0], indicator="trade"), *told[1:])}
    if (
        flows == {"throughput"}
        and told[0].pos == "verb"
        and flow is not None
        and flow.indicator in ("exports", "imports")
    ):
        return {**slots, "indicator": (flow,)}  # ``sea carried 62% of exports``: no port speaks here
    if flows == {"throughput"} and told[0].text.casefold() in _LOADING and _no_boxes(point, template):
        return {**slots, "indicator": (replace(told[0], indicator="exports"), *told[1:])}  # ``Qatar loaded 6m tonnes``
    if (
        flows == {"sales"}
        and "indicator" not in point.names
        and not _HOME.search(told[0].text)
        and _goes_abroad(slots, template, told[0], exporting)
    ):
        return {**slots, "indicator": (replace(told[0], indicator="exports"), *told[1:])}
    return slots


_LOADING = frozenset({"loaded", "loads", "loading"})


def _no_boxes(point: Point, template: Template) -> bool:
    """Whether a point's figures weigh goods rather than count boxes."""
    told = [template.mentions[k].figure for k in point.levels if template.letter(k) == "Q"]
    return bool(told) and all(f is not None and kind_of(f.unit) in ("mass", "volume", "energy") for f in told)


def _by_figure(
    slots: Names, template: Template, k: int, told: tuple[Mention, ...], flow: Mention | None
) -> Names | None:
    """The slots where a figure alone tells the indicator, else None."""
    m = template.mentions[k]
    figure = m.figure
    assert figure is not None
    flows = {t.indicator for t in told}
    if m.label == "QUANTITY" and names_firms(figure.unit) and of_firms(template, k):
        kept = {d: n for d, n in slots.items() if d in ("reporter", "period", "segment")}
        return {**kept, "indicator": (pseudo(m, "enterprises"),)}
    if m.label == "MONEY" and _A_TONNE_COST.search(template.left(k)):
        return {**slots, "indicator": (pseudo(m, "price"),)}
    if (
        m.label == "MONEY"
        and figure.per is not None
        and figure.per not in TIMES
        and flows & {"exports", "imports", "trade", "sales", "output", "other"}
    ):
        return {**slots, "indicator": (pseudo(told[0] if told else m, "price"),)}
    if m.label == "QUANTITY" and flows == {"price"} and flow is not None and figure.per is None:
        return {**slots, "indicator": (flow,)}  # ``15.4 million barrels at $87 a barrel``
    if m.label == "MONEY" and flows == {"throughput"}:
        # ports handle boxes and tonnes; firms handle money's worth
        return {**slots, "indicator": (flow if flow is not None else pseudo(told[0], "trade"),)}
    return None


_A_TONNE_COST = Gated(
    r"\b(?:a|an|one|each|every) (?:metric )?(?:ton|tonne|kilo(?:gram)?|kg|pound|barrel|bag|ounce|bushel|lit(?:re|er)) "
    r"(?:of (?:[a-z]+ )?C )?(?:costs?|fetched|fetches|sold (?:for|at)|traded at|went for|brought|"
    r"was (?:priced|quoted|sold|offered) at) (?:[a-z]+ ){0,3}$"
)


def _with_counted(slots: Names, template: Template, m: Mention, inherited: bool) -> Names:
    """What a quantity counts is its commodity, before one taken over.

    Boxes hold whatever the sentence does not name.
    """
    assert m.figure is not None
    if (inherited or not slots.get("commodity")) and kind_of(m.figure.unit) is None:
        noun = counted(m)
        if noun is not None:
            slots = {**slots, "commodity": (noun,)}
    goods = slots.get("commodity")
    boxes = (m.figure.unit or "").casefold() == "teu"
    if boxes and goods and not template.sentence.start <= goods[0].start < template.sentence.end:
        return {d: n for d, n in slots.items() if d != "commodity"}
    return slots


def _goes_abroad(slots: Names, template: Template, told: Mention, exporting: bool) -> bool:
    """Tell whether an economy's sales are its exports.

    Sold abroad or to a partner, earned, or in a release that speaks of exports.
    """
    opening = template.source[:4000]
    if told.text.casefold() == "sales" and (_NET_SALES.search(opening) or _CONTRACTED.search(opening)):
        return False
    if _NET_SALES.search(told.text):
        return False  # contracts of a week, told beside what was shipped
    abroad = slots.get("partner") or _ABROAD.search(_PART_ABROAD.sub("", template.text))
    if abroad or not re.match(r"(?:sales?|turnover)$", told.text, re.I):
        return True
    if told.text.casefold() == "turnover":
        return False
    return exporting


_NET_SALES = Gated(r"\bnet (?:export )?sales\b", re.IGNORECASE)
_CONTRACTED = re.compile(
    r"\bUSDA\b(?:[^.]{0,200}\b[Ee]xport [Ss]ales\b|(?=.{0,600}marketing year))|"
    r"\b[Ee]xport [Ss]ales\b[^.]{0,200}\bmarketing year\b",
    re.DOTALL,
)
"""Weekly export sales of the United States are contracts, told beside what was shipped."""
_LEFT = re.compile(r"\b(?:left|departed|sailed|set off)\b[^.;]{0,40}\bfor (?:the )?P\b")


def guessed(template: Template, point: Point, slots: Names) -> Names:
    """The indicator that a sentence without one tells by what its figures count, or by a departure."""
    for k in point.levels:
        m = template.mentions[k]
        if m.label == "QUANTITY" and m.figure is not None and CARRIED.search(m.figure.unit or ""):
            return {**slots, "indicator": (pseudo(m, "throughput"),)}  # ``LNG carriers made 188 transits``
        if m.label == "QUANTITY" and m.figure is not None and kind_of(m.figure.unit) == "mass" and _freight(slots):
            return {**slots, "indicator": (pseudo(m, "throughput"),)}
    told = point.first
    if told is not None and _speaks_for_port(slots):
        handled = template.letter(told) == "Q" and _OF_CARGO.match(template.right(told))
        if handled or _PORT_SUBJECT.search(template.left(told)):
            return {**slots, "indicator": (pseudo(template.mentions[told], "throughput"),)}
    if point.levels and slots.get("commodity") and slots.get("partner") and _LEFT.search(template.text):
        return {**slots, "indicator": (pseudo(template.mentions[point.levels[0]], "exports"),)}
    if slots.get("commodity") and slots.get("reporter") and _EARNED.search(template.text) and point.levels:
        return {**slots, "indicator": (pseudo(template.mentions[point.levels[0]], "exports"),)}
    if slots.get("commodity") and slots.get("partner") and _WENT_TO.search(template.text) and point.shares:
        return {**slots, "indicator": (pseudo(template.mentions[point.shares[0]], "exports"),)}
    if point.levels and slots.get("commodity") and _ABROAD_SOLD.search(template.text):
        return {**slots, "indicator": (pseudo(template.mentions[point.levels[0]], "exports"),)}
    cargo = point.levels and slots.get("route") and _CARGO.match(template.text)
    if cargo and template.letter(point.levels[0]) == "Q":
        return {**slots, "indicator": (pseudo(template.mentions[point.levels[0]], "throughput"),)}
    regime = slots.get("segment")
    if regime and regime[0].text.casefold().endswith(" trade") and (point.levels or point.changes):
        return {**slots, "indicator": (pseudo(regime[0], "trade"),)}  # ``Border trade reached 280 billion baht``
    role = _TOP_ROLE.search(template.text)
    if role is not None and slots.get("partner") and (point.levels or (point.shares and slots.get("reporter"))):
        flow = "imports" if role["supplier"] else "exports"
        return {**slots, "indicator": (pseudo(template.mentions[(point.levels or point.shares)[0]], flow),)}
    return slots


_OF_CARGO = re.compile(r" of (?:[a-z-]+ ){0,2}(?:cargo(?:es)?|freight|traffic|goods)\b")
"""``The port clocked 13.6 million tonnes of cargo``"""
_PORT_SUBJECT = re.compile(r"\b(?:volumes?|cargo|traffic|tonnage|boxes|containers|movements)\b[^.;:()XMQ]{0,60}$")


def _freight(slots: Names) -> bool:
    """``Airfreight rose 14% to 167,000 tonnes`` at an airport: what it handled."""
    owner, way = slots.get("reporter"), slots.get("segment")
    return (
        bool(owner and way) and _speaks_for_port(slots) and _FREIGHT.search(way[0].text) is not None if way else False
    )


_FREIGHT = re.compile(r"\b(?:freight|cargo)|freight\b", re.I)
_CARGO = re.compile(
    r"\W*(?:in T,? )?(?:the )?(?:total |dry |bulk |transit )?(?:cargo|freight|traffic|tonnage)(?: volumes?)? "
    r"(?:(?:going |passing |moving |shipped |carried )?(?:through|via|along)|handled (?:at|by)) "
)
"""``Cargo through the canal was 511 million tons``"""
_EARNED = re.compile(
    r"^[^.;]{0,60}\b(?:earned|raked in|fetched|netted|took in|made) (?:[a-z]+ ){0,3}M (?:[a-z]+ ){0,2}"
    r"from (?:[a-z]+ ){0,2}C\b"
)
"""``Ethiopia earned $1.4 billion from coffee``"""
_WENT_TO = re.compile(r"\bC (?:mainly |mostly )?(?:went|goes|was (?:sent|shipped|sold)) (?:[a-z]+ )?to (?:the )?P \(X")
"""``beef went mainly to China (38%)``"""
_ABROAD_SOLD = re.compile(
    r"\b(?:placed|sent|dispatched|delivered|moved|marketed|supplied|put|sold)\b[^.;]{0,60}\b(?:abroad|overseas"
    r"|on foreign markets|to (?:foreign|overseas) (?:buyers|customers|markets))\b"
)
"""``Packers placed 41,300 tonnes abroad``"""
_TOP_ROLE = re.compile(
    r"\b(?:N|main|top|leading|principal|key|largest|biggest|major|chief) "
    r"(?:[a-z-]+ |C ){0,3}(?:(?P<supplier>supplier|source|provider)|market|"
    r"destination|buyer|customer)s?\b"
)
"""``Brazil was China's largest soybean supplier`` tells of China's imports."""


def ranked(template: Template, point: Point, slots: Names, inherited: bool) -> Names:
    """A rank's own noun tells its flow.

    The largest trading partner is first in trade, the top destination in exports.
    """
    if not point.ranks or ((point.levels or point.changes or point.shares) and not inherited):
        return slots
    right = template.right(point.ranks[0], 50)
    theirs = _THEIR_SIDE.match(right)
    if theirs is not None and slots.get("partner"):
        flow = "imports" if theirs["seller"] else "exports"  # ``imports from China, the biggest exporter to Vietnam``
        return {**slots, "indicator": (replace(slots["indicator"][0], indicator=flow),)}
    market = _OWN_MARKET.match(right)
    if market is not None:
        m = template.mentions[template.behind(point.ranks[0], market.start("i"))]
        if m.indicator in ("imports", "exports"):
            return {**slots, "indicator": (m,)}  # ``the largest import market``
    for flow, pattern in _ROLE_WORDS:
        if pattern.match(right):
            told = slots["indicator"][0]
            if not slots.get("partner") and (own := re.search(r"\b(import|export|suppli)ers?\b", right)) is not None:
                # ``Japan is the largest importer``: one's own flow
                flow = "imports" if own[1] == "import" else "exports"
            return {**slots, "indicator": (replace(told, indicator=flow),)} if told.indicator != flow else slots
    return slots
