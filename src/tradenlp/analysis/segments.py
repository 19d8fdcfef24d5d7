"""A sentence cut into segments: stretches that tell one point, or parallel lists of points.

A segment collects names (indicator, commodity, parties, segment, period) and figures. A name that comes after the
figures opens a new segment, unless a preposition ties it to them (``$3bn of cars``, ``growth of 5% in exports``).
"""

from __future__ import annotations

import re

from ..gate import Gated
from . import parties
from .counting import names_firms
from .memory import GAPS
from .model import Mention, Segment
from .peers import owns_whole, shared_whole, told_role
from .roles import CHANGE, LEVEL, RANK, SHARE, SKIP, Role
from .segment_asides import BALANCE_OF, of_their_side, within_span
from .segment_causes import CAUSE, FIGURE_NEXT, GOES, OWN_FIGURE, left_aside
from .segment_parties import (
    acts,
    home_role,
    in_turn,
    listed_role,
    of_own_goods,
    of_union,
    of_world,
    owns_figure,
    pair_role,
    port_of_list,
    settled_sides,
    supplies,
)
from .segment_periods import (
    COMPARATOR,
    as_season,
    base_period,
    bracketed,
    comparison,
    fronted,
    gap_behind_unit,
    holds,
    of_bracket_pair,
    opens,
    season_of_week,
    verb_of_base,
)
from .segment_ties import LIST_GAP, STRONG, WITH_FIGURE, beside_indicator, between_others, carried, tied
from .shared_ends import share_end
from .standings import leads
from .template import FIGURES, Template
from .traders import FRAMED

_SOFT = re.compile(r",|\band\b|\bwith\b|\bwhen\b|\bas\b|\bafter\b|\(|\)|\bthat\b|\bor\b|/|\|")
_BACKED = re.compile(
    r"^\W*(?:[a-z]+ed by|despite|owing to|due to|thanks to|on the back of|in line with|unlike|along with|as well as|"
    r"in spite of|amid|after|following|with) [^,]{0,50}$"
)
_LED = re.compile(
    r"\b(?:led|driven|restrained|supported|helped|boosted|paced|lifted|underpinned|dragged down|weighed down|held back|"
    r"offset) by\s+(?:(?:[a-z]+|[UDEI]) ){0,6}$"
)
_BEGAN = re.compile(
    r"T,? (?:which |that )?(?:[a-z]+ )?(?:began|begins|commenced|commences|started|starts|ended|ends|closed|closes) "
    r"(?:on |in |at |with )?(?:the (?:end of )?)?$"
)
_EXTREME_SINCE = Gated(
    r"\b(?:[a-z]+est|most|least|best|worst|first|highs?|lows?|peak|record|[UD])\b[^,.;]{0,25} since (?:the )?$"
)
_FRAME = re.compile(
    r"^\W*(?:among|within|in terms of|under|as for|out of|of|by|in)\s+(?:the |all |[a-z]+ed |major |main |other |"
    r"its )*$"
)
_DATED_ASIDE = re.compile(r" ?\((?:(?:in )?(?:the )?[TY](?:'s)?[:,]? [MQ]|[MQ] (?:in )?(?:the |a )?[TY])\)")
_OWN_GROWTH = re.compile(r" (?:[CSA] )?I [UD](?![\w'])")
_WITHOUT = re.compile(r"\b(?:excluding|net of|other than|except(?: for)?|leaving out|not counting) (?:any |the )?$")
_ITS_FLOW = re.compile(r"(?:'s)? (?:[a-z-]+ )?I\b")
_WHICH = re.compile(r",? which\b")
_DESPITE = re.compile(r"^\W*(?:despite|notwithstanding|in spite of|regardless of)\b[^,;]*$")
_IN_BRACKET = Gated(r"[IVCP] \((?P<told>[^()]*)$")
_WENT = re.compile(
    r"(?: C)? [IV](?: [a-z]+)? (?:went|goes|go|were (?:sent|shipped|sold)|was (?:sent|shipped|sold)|headed)\b"
)
_IN_TURN = re.compile(r"(?:,| and|, and) C[^()]*\)[^.;]*\brespectively\b")
_AFTER_MOVE = re.compile(r"\b(?:after|following) (?:a |an )?(?:[a-z]+ )?[UD] (?:by |of )?(?:about |some |nearly )?$")
_TO_THEN = re.compile(r" to (?:[a-z]+ ){0,2}[MQ],? (?:(?:in|a|during|for) )?(?:the )?[TY]")
_OF_GOODS = re.compile(r" (?:worth )?of (?:[a-z-]+ ){0,2}C\b")
_OF_IT = re.compile(r" of (?:it|them|these|those|this|that|which)\b")
_OF_ITS_GOODS = re.compile(r"X of (?:its|their) (?:[a-z-]+ )?C (?:to|from|in) (?:the )?$")
_GOING = re.compile(
    r" (?:of (?:it|them|these|those|this|that|which|the total) )?(?:(?:was|were|is|are) )?"
    r"(?:(?:going|went|goes|headed|bound|destined|shipped|sold|sent|exported|V|coming|came|comes|sourced|imported) )?"
    r"(?P<to>to|from|for) (?:the )?P\b"
)
"""``exported $1.2bn of cherries, with 91% going to China``"""
_BESIDE_FLOW = re.compile(
    r"I (?:of (?:the )?(?:[a-z-]+ )?C )?(?:to|from|with|into) (?:the |other |all |fellow |both )*$"
)
_COUNTED_IN = re.compile(
    r"(?:(?:,| and|, and) [a-z ]*[SC])* (?:are |is |being )?(?:also )?(?:included|excluded|not included|inclusive)\)"
)
_BRACKET = re.compile(r"\((?:the |with |[SC](?:,| and|, and) )*$")
"""``$1,064 million (free zones included)``"""
_BOUGHT = re.compile(r" (?:also |alone )?V (?:[a-z]+ ){0,2}[MQX]")
_MOVED_ON = re.compile(r" (?:of [a-z ]*)?(?:(?:was|were) )?(?:[a-z]+ )?(?:on|by|via|along|over) (?:the )?")
_OF_TWO = re.compile(r"I between (?:the )?(?:P and (?:the )?)?$")
_OF_ITS = re.compile(r" of (?:the |its |their |all |total )+(?:C )?I\b")
_DIRECTLY_TO = re.compile(r" (?:mainly |mostly )?(?:to|from|into) (?:the )?")
_THAN_THOSE = re.compile(
    r"(?:\bthan|\bas|K) (?:those|that|the (?:value|volume|amount|number|quantity|figure|level|I)s?) "
    r"(?:(?:sent|shipped|sold|exported|going|bound|coming) )?(?:to|from|of|for|in|into|with) (?:the )?$"
)
_SHARE_OF_FLOW = re.compile(r" share (?:of|in) (?:the |its |their |all |total |overall )*(?:C )?I\b")
_OF_FLOW = re.compile(r"\) of (?:the |its |their |all |total |overall )*(?:C )?I\b")
_SHARE_OF = re.compile(r"\b(?:shares?|part|portion) (?:of|in) (?:all |the |total )*$")
_REFLECTED = Gated(
    r"\bI (?:[a-z]+ )?(?:reflect(?:ed|s)|mirror(?:ed|s)|result(?:ed|s) from|came from|stem(?:med|s) from|was "
    r"(?:[a-z]+ly )?(?:due to|the result of|driven by|caused by)) (?:an? |the )?(?:[a-z]+ )?[UD] in (?:the |its )?$"
)
_BUT_FOR = re.compile(
    r"(?:^|[,;:(]|\b(?:and|but|while)) ?(?:excluding|without|not counting|leaving out|apart from|excl\.?) "
)
_DEALER_OF = re.compile(r"\b(?:exporter|supplier|seller|provider)s? (?:of (?:[a-z-]+ )?C )?to (?:the )?$")
_FLOWS_PLACE = re.compile(
    r" (?:[a-z-]+ |C ){0,2}(?:[IV](?: of C)? (?:market|destination|source|outlet|supplier|customer|buyer|partner)s?\b|"
    r"(?:market|destination|source|outlet|supplier) (?:of|for) (?:[a-z-]+ |C ){0,2}I\b)"
)
_GENERIC = frozenset({"goods", "products", "commodities", "merchandise"})
_GOODS_GIVEN = re.compile(
    r",? ?(?:\(|(?:worth|valued at|at|with|totall?ing|brought(?: in)?|accounted for|accounting for|made up|"
    r"earned|fetched) )?[MQX]"
)
"""What stands between goods and their own figure in a list."""
_GENERIC_TOLD = re.compile(
    r"(?:(?:key|main|major|top|leading|primary|principal|chief|other|various) ){0,2}(?:export(?:ed)? |import(?:ed)? |"
    r"traded )?(?:goods|products?|commodit(?:y|ies)|items?|merchandise)",
    re.I,
)
"""``Key commodities`` says nothing of what is traded."""
NAMES = {"I": "indicator", "V": "indicator", "C": "commodity", "S": "segment", "T": "period", "R": "route"}


class Cutter:
    """Cuts one sentence into segments.

    Args:
        template: the sentence.
        roles: role of each figure.
        flow: indicator that the sentence inherits, to tell parties apart.
        owner: the document's reporter, None where unknown.
        several: the economies that the document compares.
        traders: the places that are told to export or import themselves, by index.
    """

    def __init__(
        self,
        template: Template,
        roles: dict[int, Role],
        flow: str | None,
        owner: Mention | None,
        several: frozenset[str] = frozenset(),
        traders: dict[int, str] | None = None,
    ) -> None:
        reporter = owner.name if owner is not None else None
        self.owner = owner
        self.several = several
        self.traders = traders or {}
        self.told: dict[int, str] = dict.fromkeys(self.traders, parties.REPORTER)
        self.template = template
        self.roles = roles
        self.flow = flow
        self.reporter = reporter
        self.segments: list[Segment] = [Segment()]
        self.whole_of: int | None = None
        self.last_figure: int | None = None
        self.aside: int | None = None
        figures = (k for k in range(len(template.at) - 1, -1, -1) if template.letter(k) in FIGURES)
        self.final = next(figures, -1)

    def cut(self) -> list[Segment]:
        """Return the segments that hold figures or names, in order."""
        template = self.template
        for k in range(len(template.at)):
            letter = template.letter(k)
            if letter in "TY" and self._now.figures and fronted(template, k):
                self._open(False)
            if letter in FIGURES:
                self._figure(k)
            elif letter == "Y" and opens(template, k):
                self._now.names.setdefault("period", []).append(k)
            elif letter == "Y":
                comparison(self.roles, self._now, k)
            else:
                self._name(k, letter)
        shared = shared_whole(template)
        for segment in self.segments if shared else ():
            segment.wholes.update({k: shared[k] for k in segment.figures if k in shared})
        for segment in self.segments if self.told else ():
            segment.sure.update(slot for slot, ks in segment.names.items() if any(self.told.get(k) == slot for k in ks))
        out = [s for s in self.segments if s.figures or s.names]
        share_end(template, out)
        listed = [
            s for s in out if s.names.get("commodity") and _GOODS_GIVEN.match(template.right(s.names["commodity"][-1]))
        ]
        for segment in listed if len(listed) > 1 else ():
            segment.sure.add("commodity")  # ``gold worth $30m, cotton worth $2m``
        return out

    @property
    def _now(self) -> Segment:
        return self.segments[-1]

    def _open(self, strong: bool) -> Segment:
        self.segments.append(Segment(strong=strong))
        return self._now

    def _figure(self, k: int) -> None:
        role = self.roles[k]
        self.whole_of = None
        if role.name == SKIP:
            return
        now = self._now
        if role.name == CHANGE and self._behind_dated(now, k):
            self.segments[-2].figures.append(k)
            self.last_figure = k
            return
        outer = self._around_aside(now, k)
        if outer is not None:
            now = self._open(False)
            now.names = {slot: list(ks) for slot, ks in outer.names.items()}
        elif role.name == LEVEL and now.figures and self._counts_firms(k):
            now = self._open(False)  # ``hit $27.3 billion; 63,021 small firms exported``
        elif role.name == CHANGE and now.figures and _BUT_FOR.search(self._since_figure(k)):
            now = self._open(True)  # ``5.6% less than a year before; excluding ships, they rose 6.6%``
        elif role.name in (LEVEL, CHANGE, SHARE) and (
            self._repeats(now, k, role) or self._goes_elsewhere(now, k, role) or self._moved_before(now, k, role)
        ):
            now = self._open(False)
        elif role.name == CHANGE and now.names.get("indicator") and _OWN_GROWTH.match(self.template.right(k)):
            now = self._open(False)  # ``orders fell, against a forecast of 7% export growth``
        elif role.name == RANK and self._ranks_anew(now, k):
            now = self._open(False)
        elif not now.figures and "commodity" in now.names and self.template.gap(k).startswith(")"):
            if _OF_GOODS.match(self.template.right(k)):
                now = self._open(False)  # ``$75 million of mixed gold (gold bars), $3 million of cassava``
        now.figures.append(k)
        now.last_named = False
        self.last_figure = k
        right = self.template.right(k)
        of_flow = _SHARE_OF_FLOW.match(right) or (role.listed is not None and _OF_ITS.match(right))
        if role.whole or (role.name == SHARE and of_flow):
            self.whole_of = k
        elif k - 1 in now.figures and self.roles[k - 1].name == SHARE and self._in_brackets(k):
            self.whole_of = k - 1 if _OF_FLOW.match(right) else None  # ``a share of 34% ($7 million) of total exports``

    def _in_brackets(self, k: int) -> bool:
        """Tell whether an amount stands in brackets right behind a figure."""
        return self.template.letter(k) in "MQ" and self.template.gap(k).strip() == "("

    def _ranks_anew(self, now: Segment, k: int) -> bool:
        """``its 41st largest trading partner and 35th largest export market``: a place of another flow."""
        ranked = any(self.roles[j].name == RANK for j in now.figures) and "indicator" in now.names
        return ranked and _FLOWS_PLACE.match(self.template.right(k)) is not None

    def _behind_dated(self, now: Segment, k: int) -> bool:
        """Tell whether only a level of another time parts a change from its own: ``$4bn (June: $3.9bn), up 3%``."""
        if len(self.segments) < 2 or now.names or len(now.figures) != 1 or not self.segments[-2].figures:
            return False
        template, last = self.template, self.segments[-2].figures[-1]
        return _DATED_ASIDE.match(template.text, template.at[last] + 1, template.at[k]) is not None

    def _around_aside(self, now: Segment, k: int) -> Segment | None:
        """The segment that goes on behind a bracket with a statement of its own, None where there is no such bracket.

        ``has exported 199,000 tons (it produced 201,000 tons in that time) for a total of $504 million``
        """
        template, last = self.template, self.last_figure
        if last is None or last not in now.figures or len(self.segments) < 2:
            return None
        own = now.names.get("indicator")
        opening = template.text.rfind("(", max(0, template.at[last] - 200), template.at[last])
        closing = template.text.find(")", template.at[last], template.at[k])
        if opening < 0 or closing < 0 or ")" in template.text[opening : template.at[last]] or not own:
            return None
        outer = self.segments[-2]
        inside = template.at[own[0]] > opening and template.letter(own[0]) == "V"
        return outer if inside and outer.figures and template.at[outer.figures[-1]] < opening else None

    def _since_figure(self, k: int) -> str:
        """The template between the figure before one and itself."""
        start = self.template.at[self.last_figure] + 1 if self.last_figure is not None else 0
        return self.template.text[start : self.template.at[k]]

    def _counts_firms(self, k: int) -> bool:
        figure = self.template.mentions[k].figure
        return figure is not None and figure.label == "QUANTITY" and names_firms(figure.unit)

    def _moved_before(self, now: Segment, k: int, role: Role) -> bool:
        """Tell whether a change led to a level of its own, at an earlier time than the one before it.

        ``forecast to grow 20% to $118bn this year, after shrinking 24% to $99bn in 2023``
        """
        if role.name != CHANGE or not any(self.roles[j].name == LEVEL for j in now.figures):
            return False
        return (
            _AFTER_MOVE.search(self.template.left(k)) is not None and _TO_THEN.match(self.template.right(k)) is not None
        )

    def _goes_elsewhere(self, now: Segment, k: int, role: Role) -> bool:
        """Tell whether a share is of a partner that the amount before it is not of."""
        if role.name != SHARE or "partner" in now.names or not any(self.roles[j].name == LEVEL for j in now.figures):
            return False
        return _GOING.match(self.template.right(k)) is not None

    def _before(self, k: int) -> str:
        """Return the template from the share that a name may be behind."""
        return self.template.text[self.template.at[self.whole_of or 0] : self.template.at[k]]

    def _repeats(self, now: Segment, k: int, role: Role) -> bool:
        """Tell whether a figure starts a new point rather than telling more of the present one."""
        if role.listed is not None or in_turn(self.template, now, k):
            return False
        same = [
            j
            for j in now.figures
            if self.roles[j].name == role.name and self.template.letter(j) == self.template.letter(k)
        ]
        if not same:
            return False
        gap = self.template.gap(k)
        if role.name == LEVEL:
            figure = self.template.mentions[k].figure
            if figure is not None and figure.bracketed:
                return False
            if _OF_GOODS.match(self.template.right(k)) and "commodity" in now.names:
                return True  # ``ore valued at $27 million, $15 million worth of bananas``
            return now.last_named or bool(STRONG.search(gap)) or any(c.isalpha() for c in gap)
        if role.name == CHANGE:
            return (
                now.last_named
                and not self.template.text[self.template.at[k] - 1] == "("
                and not now.bases.get(same[-1])
            )
        return True

    def _name(self, k: int, letter: str) -> None:
        if letter in "UDEW":
            return
        beside = self._now.figures or (k > 0 and self.template.letter(k - 1) == "K")
        if letter in "ICS" and beside and COMPARATOR.search(self.template.left(k)):
            if not OWN_FIGURE.match(self.template.right(k)):
                return
        if letter == "T" and (not holds(self.template, k) or _EXTREME_SINCE.search(self.template.left(k))):
            return
        if letter == "T" and _BEGAN.search(self.template.left(k)) and self.template.mentions[k].value is None:
            return  # ``the financial year, which commenced on 1 October, ...``
        if letter in "CPOAI" and self._aside(k):
            return
        if letter == "V" and verb_of_base(self.template, self.roles, self.last_figure, k):
            return
        if letter == "C" and self.template.mentions[k].name in _GENERIC and _SHARE_OF.search(self.template.left(k)):
            return  # ``copper had the largest share of all goods re-exported``
        if (
            letter in "IV"
            and re.match(r"\s+partners?\b", self.template.right(k))
            and self.template.mentions[k].text.casefold() in ("trade", "trading")
            and self._now.names.get("indicator")
        ):
            return  # ``exports to China, its biggest trade partner, rose``
        if letter == "I" and of_their_side(self.template, self.segments, k, self.reporter):
            return
        if letter in "SC" and _COUNTED_IN.match(self.template.right(k)) and _BRACKET.search(self.template.left(k)):
            return
        if letter in "IPC" and self._frames(k, letter):
            return
        if letter == "I" and self._now.names.get("indicator") and not self._now.figures:
            accompanied = self.template.gap(k).strip() == ", with" and GOES.match(self.template.right(k))
            if accompanied or _WHICH.match(self.template.right(k)):
                self._now.names["indicator"] = [k]  # ``strong exports led to a trade surplus, which reached 3bn``
                return
        gap = gap_behind_unit(self.template, k)
        if letter == "T" and (season_of_week(self.template, self._now, k) or of_bracket_pair(self.template, k)):
            return
        if as_season(self.template, k):
            return
        if letter in "TY" and bracketed(self.template, k) and self.last_figure is not None:
            return  # its role tells the figure behind it of whose period it is
        if self._taken_by_share(k, letter, gap) or (
            letter == "T" and base_period(self.template, self.roles, self._now, self.last_figure, k)
        ):
            return
        slot = self._slot(k, letter)
        if slot is None or (letter == "T" and within_span(self.template, self._now, k)):
            return
        now = self._now
        if slot == parties.ROUTE and now.figures and slot in now.names and _MOVED_ON.fullmatch(gap):
            return  # ``Through the port, 4 million tonnes moved on the railway``
        if now.figures:
            if tied(self.template, now, slot, gap, k):
                now.late.add(slot)
                if slot == "partner" and k - 1 in now.figures and _DIRECTLY_TO.fullmatch(gap):
                    self.told[k] = slot
                if slot == "partner" and WITH_FIGURE.match(self.template.text[: self.template.at[k]]):
                    self.told[k] = slot
            else:
                moved = carried(self.template, self.roles, now, slot, gap, k)
                now = self._open(bool(STRONG.search(gap)))
                if moved:
                    now.figures += moved
                    now.late.add(slot)
        elif (
            slot == "commodity"
            and slot in now.names
            and len(now.names[slot]) == 1
            and gap.strip() == ","
            and _FRAME.match(self.template.text[: self.template.at[now.names[slot][0]]])
        ):
            now.names[slot] = []  # ``Within consumer goods, vegetables doubled``
        elif slot in now.names and (not LIST_GAP.match(gap) or self._moves_itself(slot, k, gap)):
            if not self._rival(now, slot, k, gap):
                return
            now = self._now
        elif slot == "commodity" and slot in now.names and _REFLECTED.search(self.template.left(k)):
            now.names[slot] = []  # ``the overall deficit reflected an increase in the goods deficit of $6bn``
        elif slot in now.names and between_others(self.template, now, slot, k):
            return
        now.names.setdefault(slot, []).append(k)
        now.last_named = True
        now.settled |= settled_sides(self.template, slot, k)
        if self.template.mentions[k].text in ("former", "latter"):
            self.told[k] = slot
        if slot == parties.REPORTER and letter == "P" and self._tells_its_own(k):
            now.settled |= {parties.REPORTER, parties.PARTNER}

    def _frames(self, k: int, letter: str) -> bool:
        """Names of an opening clause that only says what else was the case, and of brackets that spell a name out.

        ``Despite a drop in prices, revenues rose``, ``the trade balance (exports less imports) was negative``
        """
        template = self.template
        before = template.text[: template.at[k]]
        if letter in "IC" and _DESPITE.match(before) and "," in template.text[template.at[k] : template.at[self.final]]:
            return True
        inside = _IN_BRACKET.search(before)
        if inside is None or not self._now.names.get("indicator"):
            return False
        closing = template.right(k, 80).partition(")")[0]
        told = inside["told"] + template.letter(k) + closing
        if ")" not in template.right(k, 80) or any(c in FIGURES for c in told):
            return False
        return letter == "I" or re.match(r"(?:from|to|both|i\.e\.)\b", inside["told"]) is not None

    def _moves_itself(self, slot: str, k: int, gap: str) -> bool:
        """``on shipments of wheat, and imports fell 1%``: an indicator with a movement of its own is no list's."""
        return (
            slot == "indicator"
            and self.template.letter(k - 1) not in "IV"
            and re.fullmatch(r"\W*and\s+", gap) is not None
            and re.match(r" (?:[a-z]+ ){0,2}[UD] (?:[a-z]+ ){0,2}[XMQ]", self.template.right(k)) is not None
            and "respectively" not in self.template.text
        )

    def _aside(self, k: int) -> bool:
        """Names that only explain a movement and have no figures of their own.

        ``exports rose 1% to $157bn, led by a jump in cars``.
        """
        if k < self.final or not self._now.figures:
            return False
        follows = self.aside == k - 1 and (
            bool(LIST_GAP.match(self.template.gap(k)))
            or bool(re.fullmatch(r"\W*(?:such as|in|of|to|from)\W*(?:the )?", self.template.gap(k)))
        )
        if follows or _LED.search(self.template.left(k)):
            self.aside = k
            return True
        return False

    def _slot(self, k: int, letter: str) -> str | None:
        if letter == "V" and supplies(self.template, self._flow_told(), self._owner_told(), k - 1):
            return None
        if k in self.traders:
            return parties.REPORTER
        if self.traders and letter == "P" and FRAMED.search(self.template.left(k)):
            return None  # ``Among EU countries, Italy was the largest importer``
        if (
            letter == "P"
            and self.template.mentions[k].name == self.reporter
            and _DEALER_OF.search(self.template.left(k))
        ):
            return None  # ``Australia was the largest exporter to Japan``, in Japan's own release
        if letter in "POA":
            if letter == "P" and supplies(self.template, self._flow_told(), self._owner_told(), k):
                self.told[k] = parties.PARTNER
                return parties.PARTNER
            if letter == "P" and self._now.names.get("indicator") and CAUSE.search(self.template.left(k)):
                return None  # ``trade rose on the back of higher shipments to China``
            if letter == "P" and _THAN_THOSE.search(self.template.left(k)):
                return None  # ``three times larger than those to Japan``
            told = None
            listed = listed_role(self.template, self._now, k)
            role = (
                (parties.PARTNER if letter == "P" and self._buys_ours(k) else None)
                or (parties.REPORTER if letter == "P" and self._tells_its_own(k) else None)
                or listed
                or pair_role(self.template, self.owner, k)
                or home_role(self.template, self.owner, k)
                or (told := told_role(self.template, self.segments, k, self.owner, self.several))
                or parties.party(self.template, k, self._flow_near(k), self.reporter)
            )
            if role == parties.REPORTER and of_own_goods(self.template, self._now, k):
                return None
            if role == parties.PARTNER and port_of_list(self.template, self._now, self.flow, k):
                return parties.REPORTER
            open_role = role == parties.PARTNER or (role == parties.UNSURE and not k)
            if open_role and self.owner is None and self._flow_near(k) == "output" and not self._bound(k):
                return parties.REPORTER  # ``wheat production: Chad 27 tonnes, Mali 49 tonnes``
            left = self.template.left(k)
            beside_flow = role == parties.PARTNER and _BESIDE_FLOW.search(left) is not None
            of_two = letter == "P" and _OF_TWO.search(left) is not None
            firm = letter == "O" and role == parties.REPORTER
            listed_so = (role == listed or firm) and owns_figure(self.template, k)
            own = role == parties.REPORTER and letter == "P" and parties.elliptic(self.template, k)
            if told is not None or beside_flow or of_two or listed_so or own or (firm and acts(self.template, k)):
                self.told[k] = role
            return role if role in (parties.REPORTER, parties.PARTNER, parties.ROUTE) else None
        if letter == "I" and self._without(k):
            return None
        if left_aside(self.template, self._now, k):
            return None
        return NAMES.get(letter)

    def _buys_ours(self, k: int) -> bool:
        """``Exports came to $3 billion. China bought 1 billion``, where nothing tells whose exports they are."""
        if (
            self.owner is not None
            or self.several
            or self.flow != "exports"
            or not _BOUGHT.match(self.template.right(k))
        ):
            return False
        verb = self.template.mentions[k + 1]
        return parties.takes(self.template, k) and not verb.text.casefold().startswith("import")

    def _bound(self, k: int) -> bool:
        """Tell whether a preposition stands before a place or its list."""
        listed = parties.listed_before(self.template, k)
        left = self.template.left(k)
        return parties.PREPOSITION.search(left[: listed.start()] if listed else left) is not None

    def _without(self, k: int) -> bool:
        """``while those excluding re-exports fell 9.2%``: a flow that is left out of the one told before."""
        if _WITHOUT.search(self.template.left(k)) is None or not self.segments[0].names.get("indicator"):
            return False
        if self._now.figures:
            self._open(False)
        return True

    def _tells_its_own(self, k: int) -> bool:
        """Whether a place is one of those that the flow of the world or of the Union is told by."""
        return of_world(self.template, k) or of_union(self.template, self.owner, k)

    def _flow_told(self) -> str | None:
        """The flow that the sentence opened with, or that it inherits."""
        first = next((s.names["indicator"][0] for s in self.segments if s.names.get("indicator")), None)
        return self.template.mentions[first].indicator if first is not None else self.flow

    def _owner_told(self) -> Mention | None:
        """The document's reporter, or the one that the sentence opened with."""
        first = next((s.names["reporter"][0] for s in self.segments if s.names.get("reporter")), None)
        return self.owner if self.owner is not None or first is None else self.template.mentions[first]

    def _flow_near(self, k: int) -> str | None:
        held = self._now.names.get("indicator")
        if held:
            return self.template.mentions[held[-1]].indicator
        after = next((m.indicator for m in self.template.mentions[k + 1 : k + 4] if m.label == "INDICATOR"), None)
        before = next((m.indicator for m in reversed(self.template.mentions[:k]) if m.label == "INDICATOR"), None)
        return before or after or self.flow

    def _taken_by_share(self, k: int, letter: str, gap: str) -> bool:
        """Names behind ``18% of`` tell the whole, up to its indicator or the next punctuation."""
        if self.whole_of is None:
            return False
        if self.last_figure == self.whole_of + 1 == k - 1:
            gap = gap.removeprefix(")")
        if re.search(r"[,;:()]", gap) or _OF_IT.match(gap) or (letter == "P" and _OF_ITS_GOODS.search(self._before(k))):
            self.whole_of = None
            return False
        if letter in "CA" and _WENT.match(self.template.right(k)):
            slot = "commodity" if letter == "C" else "reporter"
            self._now.names.setdefault(slot, []).append(k)
            self._now.late.add(slot)
            return True  # ``48 per cent of the Indian sugar exports went to Indonesia``
        if letter == "C" and self._of_flow(k):
            if self.template.mentions[k].name not in _GENERIC:
                self._now.names["commodity"] = [k]
                self._now.late.add("commodity")
            return True  # ``China took 60% of Chilean copper exports``
        if letter in "AP" and owns_whole(self.template, self.segments, k):
            self._now.names["reporter"] = [k]
            self._now.late.add("reporter")
            self.told[k] = parties.REPORTER
            return True  # ``EU countries took 74 percent of Chadian exports``
        if letter in "IV":
            self._now.wholes[self.whole_of] = k
            self.whole_of = None
        elif letter == "T":
            return False
        return True

    def _of_flow(self, k: int) -> bool:
        """Tell whether goods say of what the flow is that a share is of, where its sentence names no others."""
        if self._now.names.keys() & {"commodity", "segment"} or not _ITS_FLOW.match(self.template.right(k)):
            return False
        flow = next((m for m in self.template.mentions[k + 1 : k + 3] if m.label == "INDICATOR"), None)
        return flow is not None and flow.indicator in ("exports", "imports", "re_exports")

    def _rival(self, now: Segment, slot: str, k: int, gap: str) -> bool:
        """Decide between two names for one slot before any figure; False if the newcomer is to be left out."""
        if STRONG.search(gap) or (slot == "indicator" and _SOFT.search(gap)):
            self._open(True)
            return True
        if slot == "commodity":
            if gap.strip() == "(" and _IN_TURN.match(self.template.right(k, 120)):
                now.names[slot] = []  # ``traditional products (sugar and cocoa) rose 2% and 3% respectively``
                return True
            tied = beside_indicator(self.template, k) and self.template.mentions[k].name not in _GENERIC
            if tied and not any(beside_indicator(self.template, j) for j in now.names[slot]):
                now.names[slot] = []
                return True
            if re.search(r"\b(?:such as|namely)\s+$", gap) and FIGURE_NEXT.match(self.template.right(k)):
                now.names[slot] = []  # ``other commodities rose, such as cars by 20%``
                return True
            if all(_generic(self.template.mentions[j]) for j in now.names[slot]) and re.search(
                r"\b(?:includ\w*|such as|like|namely|were|was|are|is|led by)\b", gap
            ):
                now.names[slot] = []
                return True
            return False
        if slot == "indicator":
            if _BACKED.search(self.template.text[: self.template.at[now.names[slot][-1]]]):
                now.names[slot] = []  # ``Backed by robust exports, output rose 8%``
                return True
            earlier = self.template.mentions[now.names[slot][-1]]
            if self.template.letter(k) == "V" and earlier.pos != "verb":
                return False
            if earlier.indicator in GAPS and BALANCE_OF.match(gap):
                return False  # ``the deficit in the balance of trade in goods``
            now.names[slot] = []
            return True
        if slot == "reporter" and parties.lists_firms(self.template, k):
            now.names[slot] = []  # ``Peru's top exporters were Camposol ($210m)``
            return True
        if slot == "reporter" and leads(self.template, k, self.reporter):
            now.names[slot] = []  # ``Among EU countries, the sharpest fall was in Finland``
            return True
        if slot in ("period", "reporter", "partner", "segment"):
            if _SOFT.search(gap) and slot == "period":
                now.names[slot] = []
                return True
            return slot == "partner" and bool(re.search(r"\bto\s+(?:the )?$", gap)) and not now.names[slot]
        return False


def _generic(m: Mention) -> bool:
    """Tell whether a commodity's name says nothing of what is traded."""
    return m.name in _GENERIC or _GENERIC_TOLD.fullmatch(m.text) is not None
