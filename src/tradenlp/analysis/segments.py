"""A sentence cut into segments: stretches that tell one point, or parallel lists of points.

A segment collects names (indicator, commodity, parties, segment, period) and figures. A name that comes after the figures opens a new
segment, unless a preposition ties it to them (``$3bn of cars``, ``growth of 5% in exports``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from . import parties
from .model import Mention
from .roles import BASE, CHANGE, LEVEL, RANK, SHARE, SHARE_CHANGE, SKIP, Role
from .template import FIGURES, Template

_STRONG = re.compile(r";|\bwhile\b|\bwhereas\b|\bbut\b|\balthough\b|\bthough\b|\bhowever\b|\bmeanwhile\b|\bwhereby\b|\bin contrast\b|\bon the other hand\b|\bas for\b|:\s|\s--?\s|\bof which\b|\bof this\b|\bof them\b|\bamong (?:them|these|which)\b|\bincluding\b|\bfollowed by\b|\bled by\b")
_SOFT = re.compile(r",|\band\b|\bwith\b|\bwhen\b|\bas\b|\bafter\b|\(|\)|\bthat\b|\bor\b|/|\|")
_LIST_GAP = re.compile(r"^\s*(?:(?:region|province|area|city|state|prefecture|market)\b)?\s*(?:,|and|&|,\s*and|or|,\s*or|;\s*and|;|/|as well as|,\s*as well as|plus|to)?\s*(?:the |its |their |other |those to |those from |those of |to |from |with |of |for |in )*$")
_POSTPOSED = re.compile(r"^[\s)'’\"”]*(?:worth |value |valued |each |came |come |comes |coming |went |goes |go |going |originated |was shipped |were shipped |shipped |headed |bound |destined )?(?:of|in|to|from|with|for|by|on|through|via|at|into|towards?|during|over|under|among|within|as of|until|up to|per|year on year in|year-on-year in|year on year for|were|was|more|less|'s)\b[^,;:()]{0,45}$")
_TIGHT = re.compile(r"^\s*(?:worth of|of|in|-)?\s*(?:the |its |their |all |total |overall )*$")
_EXAMPLE = re.compile(r"\b(?:such as|like|especially|particularly|notably|mainly|including|e\.g\.|namely|driven by|led by|thanks to|due to|owing to|because of|on the back of|amid|as|helped by|on)\s+(?:(?:[a-z]+|[UDE]) ){0,5}$")
_BACKED = re.compile(r"^\W*(?:[a-z]+ed by|despite|owing to|due to|thanks to|on the back of|in line with|unlike|along with|as well as|in spite of|amid|after|following|with) [^,]{0,50}$")
_LED = re.compile(r"\b(?:led|driven|restrained|supported|helped|boosted|paced|lifted|underpinned|dragged down|weighed down|held back|offset) by\s+(?:(?:[a-z]+|[UDEI]) ){0,6}$")
_EXTREME_SINCE = re.compile(r"\b(?:[a-z]+est|most|least|best|worst|first|highs?|lows?|peak|record|[UD])\b[^,.;]{0,25} since (?:the )?$")
_CAUSE = re.compile(
    r"\b(?:due to|owing to|thanks to|because of|helped by|driven by|boosted by|supported by|hit by|dragged down by|fuelled by|fueled by|reflecting|amid|on the back of|in response to|attributed to|caused by|underpinned by|"
    r"on (?:strong|weak|higher|lower|cheap|cheaper|robust|brisk|firm|soft|rising|falling|slower))\s+(?:(?:the|a|an|its|their|higher|lower|cheap|strong|weak|rising|falling|increased|reduced|fewer|more|demand for|demand from|prices of|sales of|"
    r"[a-z]+er|[UD]|in|of|for|from|I|V|A|P|C)\s+)*$"
)
_PRICE_BASIS = re.compile(r"\b(?:current|constant|chained|fixed|comparable|previous[- ]year|average annual|at|their|its|higher|lower|falling|rising)\s*$")
_FRAME = re.compile(r"^\W*(?:among|within|in terms of|under|as for|out of|of|by|in)\s+(?:the |all |[a-z]+ed |major |main |other |its )*$")
_OWN_BASIS = re.compile(r"year[- ]on[- ]year|\by-?o-?y\b|\by/y\b|\bon the (?:year|month|quarter)\b|\bm-?o-?m\b|\bmonth[- ]on[- ]month\b|\bannually\b|Y")
_MADE = re.compile(r"manufactured|produced|made|built|assembled|processed|grown|mined", re.I)
_BASE_PERIOD = re.compile(
    r"\b(?:from|than|than in|than for|compared (?:with|to)|as compared (?:with|to)|against|over|on|versus|vs\.?|relative to|from that of|from the|above|below|since|that of|those of|comparison with|back in|of the)\s+"
    r"(?:(?:the|that|those|in|of|figure|level|levels|for|a|end of|same|corresponding|period|month|quarter)\s+)*$"
)
_COMPARATOR = re.compile(
    r"\b(?:compared (?:with|to)|as compared (?:with|to)|in comparison (?:with|to)|against|versus|vs\.?|vis-[aà]-vis|relative to|than)\s+(?:(?!to\b|and\b|while\b|was\b|were\b)(?:[a-z'-]+|[ICSAUDPI](?:'s)?)\s+){0,6}$"
)
_THEIR = re.compile(r"\b(?:their|these|those|they|both)\b")

_GENERIC = frozenset({"goods", "products", "commodities", "merchandise"})
NAMES = {"I": "indicator", "V": "indicator", "C": "commodity", "S": "segment", "T": "period", "R": "route"}


@dataclass(slots=True)
class Segment:
    """A stretch of a sentence.

    Attributes:
        names: indices of the mentions by dimension; several where they stand in a list.
        figures: indices of its figures in order.
        opener: template text before its first mention.
        strong: it opens at a clause boundary.
        pronoun: it refers back to several things by ``their`` or ``those``.
        bases: index of the comparison's period by figure index.
        own: period mention of a BASE figure by figure index.
        wholes: index of the indicator that a share is of, by figure index.
    """

    names: dict[str, list[int]] = field(default_factory=dict)
    figures: list[int] = field(default_factory=list)
    opener: str = ""
    strong: bool = True
    pronoun: bool = False
    bases: dict[int, int] = field(default_factory=dict)
    own: dict[int, int] = field(default_factory=dict)
    wholes: dict[int, int] = field(default_factory=dict)
    late: set[str] = field(default_factory=set)
    last_named: bool = False


class Cutter:
    """Cuts one sentence into segments.

    Args:
        template: the sentence.
        roles: role of each figure.
        flow: indicator that the sentence inherits, to tell parties apart.
        owner: the document's reporter, None where unknown.
    """

    def __init__(self, template: Template, roles: dict[int, Role], flow: str | None, owner: Mention | None) -> None:
        reporter = owner.name if owner is not None else None
        self.owner = owner
        self.template = template
        self.roles = roles
        self.flow = flow
        self.reporter = reporter
        self.segments: list[Segment] = [Segment()]
        self.whole_of: int | None = None
        self.last_figure: int | None = None
        self.aside: int | None = None

    def cut(self) -> list[Segment]:
        """Return the segments that hold figures or names, in order."""
        template = self.template
        for k in range(len(template.at)):
            letter = template.letter(k)
            if letter in FIGURES:
                self._figure(k)
            elif letter == "Y":
                self._comparison(k)
            else:
                self._name(k, letter)
        return [s for s in self.segments if s.figures or s.names]

    @property
    def _now(self) -> Segment:
        return self.segments[-1]

    def _open(self, k: int, strong: bool) -> Segment:
        gap = self.template.gap(k)
        self.segments.append(Segment(opener=gap, strong=strong, pronoun=bool(_THEIR.search(gap))))
        return self._now

    def _figure(self, k: int) -> None:
        role = self.roles[k]
        self.whole_of = None
        if role.name == SKIP:
            return
        now = self._now
        if role.name in (LEVEL, CHANGE, SHARE) and self._repeats(now, k, role):
            now = self._open(k, False)
        now.figures.append(k)
        now.last_named = False
        self.last_figure = k
        if role.whole:
            self.whole_of = k

    def _repeats(self, now: Segment, k: int, role: Role) -> bool:
        """Tell whether a figure starts a new point rather than telling more of the present one."""
        if role.listed is not None:
            return False
        same = [j for j in now.figures if self.roles[j].name == role.name and self.template.letter(j) == self.template.letter(k)]
        if not same:
            return False
        gap = self.template.gap(k)
        if role.name == LEVEL:
            figure = self.template.mentions[k].figure
            if figure is not None and figure.bracketed:
                return False
            return now.last_named or bool(_STRONG.search(gap)) or any(c.isalpha() for c in gap)
        if role.name == CHANGE:
            return now.last_named and not self.template.text[self.template.at[k] - 1] == "(" and not now.bases.get(same[-1])
        return True

    def _comparison(self, k: int) -> None:
        """A period of comparison belongs to the last figures: base of changes, or the period of a level told for comparison."""
        now = self._now
        for j in reversed(now.figures):
            name = self.roles[j].name
            if name == BASE:
                now.own.setdefault(j, k)
                break
            if name in (CHANGE, SHARE_CHANGE):
                now.bases.setdefault(j, k)
        if not now.figures:
            now.names.setdefault("comparison", []).append(k)

    def _name(self, k: int, letter: str) -> None:
        if letter in "UDEW":
            return
        if letter in "ICS" and self._now.figures and _COMPARATOR.search(self.template.left(k)):
            return
        if letter == "T" and (not _holds(self.template, k) or _EXTREME_SINCE.search(self.template.left(k))):
            return
        if letter in "CPOAI" and self._aside(k):
            return
        if letter in "IV" and re.match(r"\s+partners?\b", self.template.right(k)) and self.template.mentions[k].text.casefold() in ("trade", "trading") and self._now.names.get("indicator"):
            return  # ``exports to China, its biggest trade partner, rose``
        gap = self.template.gap(k)
        if self._taken_by_share(k, letter, gap) or (letter == "T" and self._base_period(k)):
            return
        slot = self._slot(k, letter)
        if slot is None:
            return
        now = self._now
        if now.figures:
            if self._tied(now, slot, gap, k):
                now.late.add(slot)
            else:
                carried = self._carried(now, slot, gap, k)
                now = self._open(k, bool(_STRONG.search(gap)))
                if carried:
                    now.figures += carried
                    now.late.add(slot)
        elif slot == "commodity" and slot in now.names and len(now.names[slot]) == 1 and gap.strip() == "," and _FRAME.match(self.template.text[: self.template.at[now.names[slot][0]]]):
            now.names[slot] = []  # ``Within consumer goods, vegetables doubled``
        elif slot in now.names and not _LIST_GAP.match(gap):
            if not self._rival(now, slot, k, gap):
                return
            now = self._now
        elif slot in now.names and self._between_others(now, slot, k):
            return
        now.names.setdefault(slot, []).append(k)
        now.last_named = True

    def _aside(self, k: int) -> bool:
        """Names that only explain a movement and have no figures of their own: ``exports rose 1% to $157bn, led by a jump in cars``."""
        if any(self.template.letter(j) in FIGURES for j in range(k + 1, len(self.template.at))) or not self._now.figures:
            return False
        follows = self.aside == k - 1 and (bool(_LIST_GAP.match(self.template.gap(k))) or bool(re.fullmatch(r"\W*(?:such as|in|of|to|from)\W*(?:the )?", self.template.gap(k))))
        if follows or _LED.search(self.template.left(k)):
            self.aside = k
            return True
        return False

    def _between_others(self, now: Segment, slot: str, k: int) -> bool:
        """A list member must follow the list, not some other name."""
        return now.names[slot][-1] != k - 1 and (slot in ("indicator", "period") or all(self.template.letter(j) not in "AON" for j in range(now.names[slot][-1] + 1, k)))

    def _slot(self, k: int, letter: str) -> str | None:
        if letter in "POA":
            role = self._listed_role(k) or self._home_role(k) or parties.party(self.template, k, self._flow_near(k), self.reporter)
            return role if role in (parties.REPORTER, parties.PARTNER, parties.ROUTE) else None
        if letter == "I" and self._now.names.get("indicator") and re.search(r"\b(?:including|excluding|includes?|inclusive of|comprising|consisting of|made up of|that is|i\.e\.,?|with|plus|besides|other than|net of|without)\s+(?:any |the )?$", self.template.left(k)):
            if not self._now.figures:
                return None  # ``exports, including re-exports, climbed``
        if letter == "I" and self.template.mentions[k].indicator == "price" and _PRICE_BASIS.search(self.template.left(k)):
            return None
        if letter in "CPOAI" and (letter != "I" or self._now.figures) and _CAUSE.search(self.template.left(k)):
            return None
        if letter == "C" and self._now.names.get("commodity") and not self._now.figures and self.template.mentions[k].text.casefold().startswith("other "):
            return None
        if letter == "V" and _MADE.match(self.template.mentions[k].text) and re.match(r"\s*(?:in|by|at)\b", self.template.right(k)) and re.search(r"[QC]\s*$", self.template.left(k)):
            return None
        if letter == "C" and _EXAMPLE.search(self.template.left(k)) and (self._now.names.get("commodity") or re.match(r"\W*(?:this|these|that|those)\b", self.template.text)):
            return None
        return NAMES.get(letter)

    def _home_role(self, k: int) -> str | None:
        """A province that is the subject of its sentence reports for itself: ``Catalonia contributed 26% of Spanish exports``."""
        m, ours = self.template.mentions[k], self.owner
        if ours is None or m.label != "PLACE" or m.kind not in ("subdivision", "city") or ours.kind != "economy" or m.name == self.reporter:
            return None
        if parties.economy_of(m) != ours.code:
            return None
        subject = re.search(r"(?:^|[,;:.•-]|\band)\s*(?:the )?$", self.template.left(k))
        return parties.REPORTER if subject else parties.NONE

    def _listed_role(self, k: int) -> str | None:
        """The role of a place in an interleaved list (``Japan $3bn, Korea $2bn``) is that of the place before it."""
        if not self._now.figures or self.template.letter(k) != "P":
            return None
        if not re.match(r"^[\s)]*(?:,|;|and|, and|; and|followed by|, followed by|ahead of|and to)\s*(?:by |the |to )*$", self.template.gap(k)):
            return None
        for role in (parties.PARTNER, parties.REPORTER):
            held = self._now.names.get(role)
            if held and self.template.letter(held[-1]) == "P":
                return role
        return None

    def _flow_near(self, k: int) -> str | None:
        for segment in (self._now,):
            for j in reversed(segment.names.get("indicator", [])):
                return self.template.mentions[j].indicator
        after = next((m.indicator for m in self.template.mentions[k + 1 : k + 4] if m.label == "INDICATOR"), None)
        before = next((m.indicator for m in reversed(self.template.mentions[:k]) if m.label == "INDICATOR"), None)
        return before or after or self.flow

    def _taken_by_share(self, k: int, letter: str, gap: str) -> bool:
        """Names behind ``18% of`` tell the whole, up to its indicator or the next punctuation."""
        if self.whole_of is None:
            return False
        if re.search(r"[,;:()]", gap):
            self.whole_of = None
            return False
        if letter in "IV":
            self._now.wholes[self.whole_of] = k
            self.whole_of = None
        elif letter == "T":
            return False
        return True

    def _base_period(self, k: int) -> bool:
        """Tell whether a period is one of comparison by the words before it, and attach it."""
        if re.search(r"Y \($", self.template.left(k)):
            return True
        if re.search(r"\bbetween (?:the )?$", self.template.left(k)) and k + 1 < len(self.template.at) and self.template.letter(k + 1) == "T" and re.fullmatch(r"\s*and (?:the )?", self.template.gap(k + 1)):
            for j in self._now.figures:
                if self.roles[j].name == CHANGE:
                    self._now.bases.setdefault(j, k)
            return bool(self._now.figures)
        if not _BASE_PERIOD.search(self.template.left(k)) and not _COMPARATOR.search(self.template.left(k)):
            own = self.last_figure is not None and self.last_figure in self._now.figures and self.roles[self.last_figure].name == BASE
            if own and self.last_figure is not None and re.match(r"^\s*\(?(?:[a-z]+ ){0,3}?(?:(?:in|of|for|at|during|on|as of)\s+)?(?:the |a )?$", self.template.gap(k)):
                self._now.own.setdefault(self.last_figure, k)
                return True
            return False
        left = self.template.left(k)
        if re.search(r"\b(?:over|on|since|of the|from|above|below)\s+(?:the\s+)?$", left) and not self._now.figures and not re.search(r"[UDK][^.;]{0,40}$", left):
            return False
        targets = [j for j in self._now.figures if self.roles[j].name in (CHANGE, SHARE_CHANGE, BASE)]
        if not targets and self._now.figures and re.search(r"\bover (?:the )?$", left):
            return False  # ``handled 1.8 million TEU over the first quarter``
        if re.search(r"\b(?:period|range|span|months) from (?:the )?$", left):
            return False
        if not targets:
            self._now.names.setdefault("comparison", []).append(k)
            return True
        for j in self._unbased(targets, k):
            (self._now.own if self.roles[j].name == BASE else self._now.bases).setdefault(j, k)
        return True

    def _unbased(self, targets: list[int], k: int) -> list[int]:
        """Of the figures before a period of comparison, those that have none of their own (``up 11% on the year and 4% on August``)."""
        text, at = self.template.text, self.template.at
        out = []
        for j in targets:
            behind = next((i for i in targets if i > j), None)
            stretch = text[at[j] + 1 : at[behind]] if behind is not None else ""
            if not _OWN_BASIS.search(stretch):
                out.append(j)
        return out

    def _tied(self, now: Segment, slot: str, gap: str, k: int) -> bool:
        """Tell whether a name behind figures still belongs to them."""
        if _STRONG.search(gap):
            return False
        if slot == "indicator" and slot in now.names and re.match(r"^\s*(?:in|of|for)\s+(?:the |total )?$", gap) and self._narrows(now, k):
            now.names[slot] = []  # ``turnover amounted to 5bn in exports and 4bn in imports``
            return True
        if slot in now.names:
            last = now.names[slot][-1]
            return slot in now.late and last == k - 1 and bool(_LIST_GAP.match(gap)) and not re.fullmatch(r"\s*", gap)
        if slot == "indicator" and self.template.letter(k) == "V" and not re.search(r"[,;:()]", gap) and self.template.mentions[k].period is None:
            return True  # ``1,650 cars made in Chongqing set sail``
        if slot == "indicator" and self.template.letter(k - 1) in "CSPA" and re.fullmatch(r"(?:'s)?\s*(?:[a-z-]+ )?", gap) and {"commodity", "segment", "reporter", "partner"} & now.late:
            return True  # ``earned $1.2bn from cocoa exports``
        if slot == "commodity" and self.template.letter(k - 1) in "IV" and "indicator" in now.late and re.fullmatch(r"\s*(?:of\s+)?(?:the |more |its )?", gap):
            return True  # ``earned $800m from exporting seafood``
        figure = self.template.mentions[k - 1]
        if figure.figure is not None and _TIGHT.match(gap):
            return True
        if slot == "period" and re.search(r"\bbetween (?:the )?T and (?:the )?$", self.template.left(k)):
            return True
        if slot == "period" and re.match(r"^[\s,)]*(?:in|for|during|of|over|on|by|at|to|until|through|this|last)?\s*(?:the |just |alone )*$", gap):
            return True
        if slot in ("reporter",) and re.match(r"^\s*,?\s*(?:for|by|in)\s+(?:the )?$", gap):
            return True
        return bool(_POSTPOSED.match(gap))

    def _carried(self, now: Segment, slot: str, gap: str, k: int) -> list[int]:
        """The figures that go over to a new name: ``exports rose 9%, offsetting a 6% fall in imports``; taken out of their old segment."""
        if slot not in now.names or len(now.figures) < 2 or not re.match(r"^\s*\)?\s*(?:in|of|for|to|from)\s+(?:the |its |their |total |[a-z]+ly adjusted )*$", gap):
            return []
        j = k - 2 if self.template.letter(k - 1) in "UDE" else k - 1
        if j < 0 or not now.figures or now.figures[-1] != j or self.roles[j].listed is not None:
            return []
        moved = [j]
        before = now.figures[-2]
        if self.template.letter(j) == "X" and self.template.text[self.template.at[j] - 1] == "(" and before == j - 1 and before - 1 >= 0 and self.template.letter(before - 1) in "UD":
            moved = [before, j]  # ``a decrease of €1.4bn (22%) in the surplus``
        if len(moved) == len(now.figures):
            return []
        del now.figures[-len(moved) :]
        return moved

    def _narrows(self, now: Segment, k: int) -> bool:
        """Tell whether an indicator behind the figure is one flow of the two-way indicator before it."""
        held = self.template.mentions[now.names["indicator"][-1]].indicator
        return held in ("trade", "other", "balance") and self.template.mentions[k].indicator in ("exports", "imports", "re_exports")

    def _rival(self, now: Segment, slot: str, k: int, gap: str) -> bool:
        """Decide between two names for one slot before any figure; False if the newcomer is to be left out."""
        if _STRONG.search(gap) or (slot == "indicator" and _SOFT.search(gap)):
            self._open(k, True)
            return True
        if slot == "commodity":
            tied = self._beside_indicator(k) and self.template.mentions[k].name not in ("goods", "merchandise", "products", "commodities")
            if tied and not any(self._beside_indicator(j) for j in now.names[slot]):
                now.names[slot] = []
                return True
            if all(self.template.mentions[j].name in _GENERIC for j in now.names[slot]) and re.search(r"\b(?:includ\w*|such as|like|namely|were|was|are|is|led by)\b", gap):
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
            now.names[slot] = []
            return True
        if slot in ("period", "reporter", "partner", "segment"):
            if _SOFT.search(gap) and slot == "period":
                now.names[slot] = []
                return True
            return slot == "partner" and bool(re.search(r"\bto\s+(?:the )?$", gap)) and not now.names[slot]
        return False

    def _beside_indicator(self, k: int) -> bool:
        template = self.template
        nxt = k + 1 < len(template.at) and template.letter(k + 1) == "I" and re.fullmatch(r"[\s'-]*", template.gap(k + 1))
        prv = k > 0 and template.letter(k - 1) in "IV" and re.fullmatch(r"\s*(?:of|in)?\s*(?:the |its )?", template.gap(k))
        return bool(nxt or prv)


_TOLD_ON = re.compile(r"\b(?:announc\w+|said|says|show\w*|held|releas\w+|publish\w+|report(?:ed|s)|issued|told|conference|embargo\w*|updated|posted on|dated|signed|launched|opened|met|meeting|visited|approved|since|effective)\b[^.;,]{0,40}$")
_TOLD_AFTER = re.compile(r"^,? (?:announced|said|show|shows|showed|released|published|data|figures|report|press|that)\b")


def _holds(template: Template, k: int) -> bool:
    """Tell whether a period can be one that figures hold for: no date of an announcement, no ``since`` of a habit."""
    mention = template.mentions[k]
    period = mention.period
    if period is None:
        return True
    if period.kind == "open":
        return not mention.text.casefold().startswith(("since", "from")) and not re.search(r"\bsince\s+(?:the )?$", template.left(k))
    if period.kind == "decade":
        return False
    if period.kind == "day":
        return not _TOLD_ON.search(template.left(k)) and not _TOLD_AFTER.match(template.right(k))
    return True


def has_rank_only(segment: Segment, roles: dict[int, Role]) -> bool:
    """Tell whether a segment's figures are ranks alone."""
    return bool(segment.figures) and all(roles[j].name == RANK for j in segment.figures)
