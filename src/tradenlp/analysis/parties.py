"""Whose trade it is and with whom: the role of each place and organisation in its sentence, and the document's reporter."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from ..lexicon import load
from .model import Mention
from .template import Template

REPORTER, PARTNER, ROUTE, NONE, UNSURE = "reporter", "partner", "route", "none", "unsure"

_LISTED = re.compile(r"(?:[PO](?:'s| region| province| area| city| state| prefecture| market)?(?:\s*,\s*|\s+and\s+|\s*,\s*and\s+|\s*&\s*|\s*/\s*|\s+or\s+|\s*;\s*)(?:the |its neighbou?r |neighbou?ring )*)+$")
_PREPOSITION = re.compile(
    r"(?P<p>\baccording to|\bbetween|\bto|\bwith|\binto|\btowards?|\bfrom|\boutside|\bin|\bof|\bby|\bfor|\bamong|\bvia|\bthrough|\bat|\bon|\bout of|\bbound for|\bwithin|\bacross|\bbeyond|\bexcluding|\bagainst)"
    r"\s+(?:the |its |both |all |our |mainland |neighbou?ring |fellow |(?:economies|countries|markets|nations|regions|partners|members|customers|buyers) (?:such as|like|in|of) (?:the )?|[a-z]+ (?:member|largest|biggest|main|top) [a-z]+ |including )*$"
)
_FLOW_AFTER = re.compile(r"^(?:'s?)?(?:,? [a-z0-9%-]+){0,5}?(?: (?:[CSTAO]|and|of|in|goods|total|non-oil|foreign|overall))*\s*I\b")
_FLOW_NEXT = re.compile(r"^(?:'s)? (?:(?:[a-z-]+|[CSTUD]) ){0,4}?I\b")
_ACTIVE = re.compile(r"^(?:,[^,;]{0,60},)? (?:also |has |have |had |last \w+ |alone |which |that |T |in T |, )*(?:V|earned|sold|shipped|ran|posted|recorded|registered|logged|reported a|booked|runs?)\b")
_TAKER = re.compile(
    r"^(?:,[^,;]{0,60},| \([^)]*\))?(?: was| is| were| are| again| still| also| alone| has| have| become| became| now)*\s+(?:took|taking|tak(?:es|en)|bought|absorb\w*|account\w*|ranked|ranking|remain\w*|came|"
    r"was|were|is|are|followed|led|leads|supplied|received|kept|stayed|overtook|topped|purchased|claimed|held|representing|retained|N)\b"
)
_AS_PARTNER = re.compile(r"N\b[^.;]{0,40}\b(?:partner|market|destination|buyer|customer|supplier|source|importer|purchaser|taker|origin)|\b(?:partner|market|destination|buyer|customer|supplier|source|origin)s?\b[^.;]{0,30}$")
_MARKET = re.compile(r"^(?:'s)? (?:[a-z]+ )?(?:market|buyers?|customers?|consumers?|importers|ports)\b")
_OUTWARD = frozenset({"exports", "trade", "sales", "re_exports", "surplus", "deficit", "balance", "orders", "transit", "throughput", "investment"})
_INWARD = frozenset({"imports", "deficit", "surplus", "balance", "trade"})
_PORT = re.compile(r"\b(?:port|terminal|harbou?r|airport|station|border|crossing)\b", re.I)


def party(template: Template, k: int, flow: str | None, reporter: str | None) -> str:
    """Tell the role of a place, adjective or organisation.

    Args:
        template: the sentence.
        k: index of the mention, label PLACE, DEMONYM or ORG.
        flow: the indicator nearest to it in the sentence, or what the sentence inherits.
        reporter: canonical name of the document's reporter, where known.
    Returns:
        str: one of this module's constants.
    """
    mention = template.mentions[k]
    if mention.label == "ORG":
        return _organisation(template, k, flow)
    if mention.text.casefold().startswith(("extra-", "extra ", "non-", "outside ", "rest of")) and not re.match(r"'s\b", template.right(k)):
        return PARTNER
    if mention.label == "DEMONYM":
        return _adjective(template, k, reporter)
    left, right = template.left(k), template.right(k)
    if re.match(r"'s (?:[a-z-]+ ){0,2}P\b", right):
        return NONE  # ``central China's Hunan Province``
    same = reporter is not None and mention.name == reporter
    if _BUYER.match(right) and not same:
        return PARTNER
    if same and re.search(r"\bP(?:'s|'| ) ?(?:[a-z-]+ |[CS] ){0,4}I (?:[a-z]+ ){0,2}(?:to|with|from) (?:the )?$", left):
        return PARTNER  # ``Iran's exports to Iraq`` in a release on Iraq
    if not same and re.search(r"\b(?:shares? of|that of|those of|part of) (?:the )?$", left) and re.match(r"(?: in (?:the |its |total )?I| X|,? (?:would be|was|is|at|stood|reached))", right):
        return PARTNER
    listed = _LISTED.search(left)
    prep = _PREPOSITION.search(left[: listed.start()] if listed else left)
    if prep:
        role = _by_preposition(prep["p"], template, k, flow, same, bool(listed))
        if role != UNSURE:
            return role
    if same:
        return REPORTER
    if reporter is not None and _ACTIVE.match(right) and not re.match(r"[^V]{0,24}V", right):
        return PARTNER  # ``Brazil posted the biggest gain`` in another's release
    if _ACTIVE.match(right):
        return PARTNER if reporter and _takes(template, k) else REPORTER
    if _FLOW_NEXT.match(right) and not listed:
        return REPORTER
    if re.match(r"[^.;MQX]{0,40}\bshare\b", right) or _TAKER.match(right) and re.match(r"[^.;]{0,30}X", right):
        return PARTNER
    if reporter is None:
        return REPORTER if _FLOW_AFTER.match(right) else UNSURE
    return PARTNER if _TAKER.match(right) or _AS_PARTNER.search(left + "P" + right[:70]) or not prep else UNSURE


_TAKING = frozenset("bought purchased took absorbed received accounted imported buying purchasing taking receiving".split())


def _takes(template: Template, k: int) -> bool:
    """Tell whether a place is the subject of a verb of buying, which a partner is in another's release."""
    verb = next((n for n in template.mentions[k + 1 : k + 3] if n.label == "INDICATOR"), None)
    return verb is not None and verb.pos == "verb" and verb.text.casefold().split()[0] in _TAKING


def _by_preposition(prep: str, template: Template, k: int, flow: str | None, same: bool, listed: bool) -> str:
    right = template.right(k)
    if prep == "according to":
        return NONE
    if prep == "between":
        return PARTNER if listed and not same else REPORTER
    if same:
        return REPORTER
    if prep in ("to", "with", "into", "toward", "towards", "among", "bound for", "outside", "beyond"):
        if re.match(r"'s (?:[a-z-]+ ){0,3}I\b", right) and prep not in ("with", "outside", "beyond"):
            return REPORTER
        return PARTNER
    if prep == "from":
        return REPORTER if flow in ("exports", "re_exports", "output", "sales") else PARTNER
    if prep in ("of", "by"):
        if _FLOW_NEXT.match(right) or prep == "by" or re.search(r"I of (?:the )?$", template.left(k)):
            return REPORTER
        return UNSURE
    if prep == "for" and re.search(r"(?:\b(?:left|bound|headed|departed|sailed|set off|set sail|destined|leaving|loaded)\b|V)[^.;]{0,40}\bfor (?:the )?$", template.left(k)):
        return PARTNER
    if prep == "for" and re.search(r"[MQX]\)?\s+for (?:the )?(?:P(?:, | and |, and ))*(?:the )?$", template.left(k)):
        return PARTNER
    if prep == "for" and re.search(r"\b(?:figures?|those|that|values?|volumes?|numbers?|ones?) for (?:the )?(?:P(?:'s)?(?:, | and |, and ))*$", template.left(k)):
        return PARTNER
    if prep in ("for", "in", "within", "across"):
        if prep == "for" and flow in ("exports", "imports") and re.search(r"[IV][^.;,]{0,30} for (?:the )?$", template.left(k)):
            return REPORTER
        return PARTNER if flow in ("sales", "orders") else UNSURE
    if prep in ("via", "through"):
        return REPORTER if flow in ("throughput", "transit") else ROUTE
    return UNSURE


def _adjective(template: Template, k: int, reporter: str | None) -> str:
    left, right = template.left(k), template.right(k)
    name = template.mentions[k].name
    if _MARKET.match(right) and name != reporter and re.search(r"\b(?:to|in|into|from|for|on) (?:the )?$", left):
        return PARTNER
    if re.match(r" (?:[a-z-]+ ){0,2}(?:C )*[IV]\b", right) or re.match(r" (?:goods|products|exporters|shipments|C)\b", right):
        return REPORTER
    return UNSURE


def _organisation(template: Template, k: int, flow: str | None) -> str:
    mention = template.mentions[k]
    left, right = template.left(k), template.right(k)
    if mention.kind in ("authority", "media", "agency", "ministry", "statistics", "bank", "customs", "association", "international"):
        return NONE
    port = mention.kind == "port" or (mention.entry is not None and mention.entry.table == "ports") or bool(_PORT.search(mention.text))
    if port:
        if flow == "throughput" or re.match(r"(?:'s)? (?:[a-z-]+ ){0,2}(?:handled|I\b|V\b)", right):
            return REPORTER
        return ROUTE if re.search(r"\b(?:through|via|from|at|in|by way of|out of|of|to|into) (?:the )?$", left) else NONE
    if re.match(r"'s?(?: [a-z-]+){0,3}(?: C| P| A| T)* I\b", right) or _ACTIVE.match(right) or re.match(r" (?:[a-z-]+ ){0,2}I\b", right):
        return REPORTER
    if re.search(r"\b(?:of|by|for|at) (?:the )?$", left) and mention.kind in ("company", None) and re.search(r"[IV]", left[-40:]):
        return REPORTER
    if mention.kind == "company" and not left.strip(" \"'“‘•-") and re.match(r" (?!said|says|expects|reported|estimates|estimated|sees|noted|added)[a-z]+(?:s|ed)\b", right):
        return REPORTER
    if mention.kind == "company" and re.match(r",? (?:[a-z-]+ ){0,3}(?:said|says|delivered|sold|produced|makes|made|built|targets?|expects?|plans?|aims?|saw|reported|posted|V|U|D)\b", right):
        return REPORTER
    return NONE


def document_reporter(templates: Sequence[Template], title_sentences: Iterable[int], text: str = "") -> Mention | None:
    """Choose the economy, city, company or port whose trade the document mainly tells.

    Evidence is counted over the document: owners of indicators (``Korea's exports``, ``Korean exports``, ``Korea exported``) count most, those in
    the title and the first sentences double; the place in the name of an issuing authority, the dateline, ``the city`` and plain mentions less.

    Args:
        templates: all sentences.
        title_sentences: indices of the sentences that count double.
        text: the release, for its dateline.
    Returns:
        Mention: the first mention of the winner, or None.
    """
    tally = _Tally()
    early = set(title_sentences)
    for n, template in enumerate(templates):
        for k, m in enumerate(template.mentions):
            if m.label in ("PLACE", "DEMONYM", "ORG"):
                tally.mention(template, k, n in early)
    tally.anaphora(templates)
    tally.dateline(text)
    tally.currencies(templates)
    return tally.winner()


_ANAPHOR_KINDS = {
    "city": ("city", "subdivision"),
    "municipality": ("city", "subdivision"),
    "province": ("subdivision",),
    "state": ("subdivision",),
    "region": ("subdivision", "region"),
    "emirate": ("subdivision", "city"),
    "county": ("subdivision", None),
    "country": ("economy",),
    "nation": ("economy",),
    "kingdom": ("economy",),
    "republic": ("economy",),
    "sultanate": ("economy",),
    "island": ("economy",),
    "bloc": ("bloc",),
    "company": ("company",),
    "automaker": ("company",),
    "carmaker": ("company",),
    "manufacturer": ("company",),
    "group": ("company",),
    "firm": ("company",),
    "miner": ("company",),
    "maker": ("company",),
    "port": ("port",),
    "terminal": ("port",),
}
_ANAPHOR = re.compile(r"\bthe (?:whole |entire )?(" + "|".join(_ANAPHOR_KINDS) + r")\b")
_FILED = re.compile(r"^[ \t]*(?P<place>[A-Z\u00c0-\u00de][\w\u00c0-\u024f.' ]{2,28}?)(?=,| \(| ?[-\u2013\u2014]|:)[^\n]{0,60}?(?: ?[-\u2013\u2014]{1,2} ?|: )", re.M)


class _Tally:
    """Evidence for the document's reporter, by canonical name."""

    def __init__(self) -> None:
        self.weights: Counter[str] = Counter()
        self.firsts: dict[str, Mention] = {}
        self.owners: Counter[str] = Counter()
        self.counterparts: Counter[str] = Counter()

    def mention(self, template: Template, k: int, early: bool) -> None:
        m = template.mentions[k]
        if m.label == "ORG":
            self._places_within(m, early)
        if m.label == "ORG" and m.entry is not None and m.entry.parent and m.kind in ("ministry", "statistics", "customs", "bank"):
            place = load().place(m.entry.parent)
            if place is not None and place.kind == "economy":
                self._add(Mention("PLACE", m.start, m.end, m.text, name=place.name, code=place.id, kind="economy", entry=place), 2 if early else 1)
                self.owners[place.name] += 2
        if not m.name or m.kind == "region" or m.text.casefold().startswith(("non-", "extra", "rest of", "other ")):
            return
        weight = _owner_weight(template, k)
        if not weight and m.label == "PLACE" and _as_counterpart(template, k):
            self.counterparts[m.name] += 2 if early else 1
        if weight:
            self.owners[m.name] += 2 if early else 1
        elif (m.label == "PLACE" and not _as_counterpart(template, k)) or (m.label == "ORG" and m.kind in ("company", "manufacturer", "carrier", "airline", "port", "airport", "terminal")):
            weight = 1
        self._add(m, weight * (2 if early else 1))

    def _add(self, m: Mention, weight: int) -> None:
        if not m.name or not weight:
            return
        self.weights[m.name] += weight
        held = self.firsts.get(m.name)
        if held is None or (held.label == "DEMONYM" and m.label == "PLACE"):
            self.firsts[m.name] = m

    def _places_within(self, m: Mention, early: bool) -> None:
        """``Linyi Customs`` and ``Bank of Korea`` speak for Linyi and Korea."""
        if m.kind in ("company", "media", "port", "airport", "terminal"):
            return
        for found in load().find(m.text, ("PLACE", "DEMONYM")):
            inner = Mention("PLACE", m.start + found.start, m.start + found.end, m.text[found.start : found.end])
            inner.entry, inner.name, inner.code, inner.kind = found.entry, found.entry.name, found.entry.id, found.entry.kind
            if inner.kind not in ("region", "bloc") or "eurostat" in m.text.casefold():
                self._add(inner, 3 if early else 2)
                self.owners[inner.name] += 2

    def anaphora(self, templates: Sequence[Template]) -> None:
        """``The city`` speaks for the city that has some evidence already."""
        told: Counter[str] = Counter(w for t in templates for w in _ANAPHOR.findall(t.text))
        for word, count in told.items():
            fitting = [name for name, m in self.firsts.items() if m.kind in _ANAPHOR_KINDS[word]]
            if fitting:
                meant = min(fitting, key=lambda name: self.firsts[name].start)
                self.weights[meant] += 2 * min(count, 4)
                self.owners[meant] += 2

    def currencies(self, templates: Sequence[Template]) -> None:
        """Amounts in a country's own money speak for it."""
        told = Counter(m.figure.unit for t in templates for m in t.mentions if m.label == "MONEY" and m.figure is not None and m.figure.unit)
        lexicon = load()
        if any(self.owners[name] >= 2 and m.kind != "economy" for name, m in self.firsts.items()):
            return  # a state's or a firm's release is in its country's money
        for name, m in self.firsts.items():
            own = lexicon.currency_of(m.code) if m.kind == "economy" and m.code else None
            if own is not None and own not in ("USD", "EUR") and told[own]:
                self.weights[name] += min(3, told[own])

    def dateline(self, text: str) -> None:
        """The place of filing speaks for its economy a little."""
        for found in _FILED.finditer(text[:1500]):
            entry = load().canonical("PLACE", found["place"])
            if entry is None or entry.kind not in ("city", "economy", "subdivision"):
                continue
            m = Mention("PLACE", found.start("place"), found.end("place"), found["place"], name=entry.name, code=entry.id, kind=entry.kind, entry=entry)
            economy = economy_of(m)
            if economy is not None and (place := load().place(economy)) is not None and place.name in self.weights:
                self.weights[place.name] += 2
                self.owners[place.name] += 1
            elif economy is not None and (place := load().place(economy)) is not None:
                self._add(Mention("PLACE", m.start, m.end, m.text, name=place.name, code=place.id, kind="economy", entry=place), 2)
            return

    def winner(self) -> Mention | None:
        """Return the first mention of the name with most evidence, None where there is next to none."""
        if not self.weights:
            return None
        owned = {name: w for name, w in self.weights.items() if self.owners[name]}
        for name, times in self.counterparts.items():
            if name in self.weights and times > self.owners[name]:
                self.weights[name] -= 2 * times
        best = max(self.weights.items(), key=lambda item: (item[1], -self.firsts[item[0]].start))
        if owned and best[0] not in owned and best[1] < 5:
            best = max(owned.items(), key=lambda item: (item[1], -self.firsts[item[0]].start))
        found = self.firsts[best[0]]
        if best[1] < 2 or (best[0] not in self.owners and found.kind == "economy" and best[1] < 3):
            return None
        if best[1] <= 3 and self.owners[best[0]] == 1 and found.kind in ("city", "subdivision", "port"):
            return None  # one figure of one town, late in the text, makes no release of that town
        if self.owners[best[0]] < 2 and found.kind in ("city", "subdivision"):
            return _economy_mention(found) or found  # a town that owns no figures only says where the text was written
        return found


def _economy_mention(m: Mention) -> Mention | None:
    code = economy_of(m)
    place = load().place(code) if code else None
    return Mention("PLACE", m.start, m.end, m.text, name=place.name, code=place.id, kind="economy", entry=place) if place is not None else None


_BUYER = re.compile(r"^,? (?:was|is|were|are|remained|remains|became|stayed) (?:still )?(?:the |our |its |a )?(?:[a-z-]+ |[NCAUD] ){0,4}(?:buyer|customer|importer|purchaser|destination|market|client|outlet|consumer|supplier|source|taker)s?\b")


def _as_counterpart(template: Template, k: int) -> bool:
    """Tell whether a place stands where a partner stands."""
    if _BUYER.match(template.right(k)):
        return True
    left = template.left(k)
    prep = _PREPOSITION.search(left)
    if re.match(r"^\s*(?:\(|:|[-–,] ?[MQX]|[MQX])", template.right(k)):
        return True
    return bool(_LISTED.search(left)) or (prep is not None and prep["p"] in ("to", "with", "into", "from", "towards", "toward", "outside", "according to", "bound for"))


def _owner_weight(template: Template, k: int) -> int:
    """How strongly a mention is told to own an indicator, 0 to 6."""
    m = template.mentions[k]
    left, right = template.left(k), template.right(k)
    prep = _PREPOSITION.search(left)
    if _BUYER.match(right):
        return 0
    if m.label == "ORG":
        if m.kind in ("port", "airport", "terminal") and re.search(r"I[^.;,]{0,20} (?:at|of|in|through) (?:the )?$", left):
            return 4
        return 3 if _organisation(template, k, None) == REPORTER else 0
    verb = template.mentions[k - 1] if k else None
    if m.kind == "city" and verb is not None and verb.indicator in ("throughput", "transit") and re.fullmatch(r"\s*(?:through|at|via|in)?\s*(?:the )?", template.gap(k)):
        return 3
    if prep and prep["p"] == "from" and k and template.letter(k - 1) == "I" and template.mentions[k - 1].indicator in ("exports", "re_exports") and re.fullmatch(r"\s*from\s+(?:the )?", template.gap(k)):
        return 4
    if prep and prep["p"] in ("to", "with", "into", "from", "towards", "toward", "outside", "according to") and not re.match(r"'s [^.;,]{0,40}I\b", right):
        return 0
    if _LISTED.search(left) or re.search(r"\b(?:share|shares|part|portion|weight|role) of (?:the )?$", left):
        return 0
    owned = next((n for n in template.mentions[k + 1 : k + 4] if n.label == "INDICATOR"), None)
    if owned is not None and owned.indicator in ("price", "other", "output", "investment"):
        return 1 if m.kind in ("economy", "bloc") else 0
    if m.label == "DEMONYM":
        whole = re.search(r"\b(?:share|percent|%|X|part|portion) of (?:the |all |total )*$", left)
        return 3 if not whole and _adjective(template, k, None) == REPORTER else 0
    if re.match(r"'s? (?:[a-z-]+ |[CSTA] ){0,5}I\b", right):
        return 6
    if re.match(r" (?:[a-z-]+ ){0,2}(?:C )*I\b", right):
        return 4
    if _ACTIVE.match(right):
        return 0 if m.kind == "bloc" or _takes(template, k) else 4
    if prep and prep["p"] in ("of", "by", "for") and re.search(r"I[^.;,]{0,20} (?:of|by|for) (?:the )?$", left):
        return 3
    return 0


def dateline_place(mentions: Sequence[Mention], published_at: int | None) -> Mention | None:
    """Return the economy or city of the dateline: the first place before the dateline's date, or opening the first paragraph."""
    for m in mentions:
        if m.label == "PLACE" and m.kind in ("economy", "city", "subdivision") and m.start < (published_at or 400):
            return m
    return None


def economy_of(mention: Mention | None) -> str | None:
    """Return the ISO 3166-1 alpha-2 code of the economy that a place lies in, None where unknown."""
    if mention is None:
        return None
    entry = mention.entry
    lexicon = load()
    seen = 0
    while entry is not None and seen < 4:
        if entry.id and len(entry.id) == 2 and entry.kind == "economy":
            return entry.id
        above = entry.parent or lexicon.parent(entry.id or "")
        entry = lexicon.place(above) if above else None
        seen += 1
    return None
