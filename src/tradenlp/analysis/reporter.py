"""The economy or firm that a document reports on."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from ..gate import Gated
from ..lexicon import Entry, load
from .model import Mention
from .owners import as_counterpart, holds_place, owner_weight
from .parties import economy_of
from .segment_parties import SENT
from .template import Template

_SEVERAL_FIRMS = 3  # with as much evidence each
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
    "port": ("port", "city", "subdivision"),
    "terminal": ("port",),
}
_SEATS = frozenset({"city", "municipality"})
_ANAPHOR = Gated(r"\bthe (?:whole |entire )?(" + "|".join(_ANAPHOR_KINDS) + r")\b")
_FILED = re.compile(
    r"^[ \t]*(?P<place>[A-Z\u00c0-\u00de][\w\u00c0-\u024f.' ]{2,28}?)(?=,| \(| ?[-\u2012-\u2015]|"
    r":)[^\n]{0,60}?(?: ?[-\u2012-\u2015]{1,2} ?|: )",
    re.M,
)


_WORLD = re.compile(r"\b(?:world|worldwide|global|globally)\b", re.I)
_PASSED = re.compile(
    r"\b(?:from|via|through|left|leaving|departed|by way of) (?:the )?$"
)  # goods pass a port that tells nothing


_FIRMS = frozenset({"company", "manufacturer", "carrier", "airline"})
_ITS_RELEASE = re.compile(r" (?:press |news |media |statistical )?(?:releases?|bulletins?|communiqu[eé]s?)\b")
_BARE_SIGN = re.compile(r"(?:Rs|R|K|F|L|P|S|D|\$|\u00a3|kr)\.? ?\d")
_HANDLING = 3  # sentences on what was handled that make a text a port's
_OF_WORLD = Gated(r"\b(?:world|global)(?:'s)? (?:[a-z-]+ |C ){0,2}I\b")
_WORLDWIDE = 2  # sentences on the world's trade that make it the text's
_LEAD = 2  # sentences in which a firm's release names it
_NO_AUTHORITY = frozenset({"media", "company", "international", "port", "airport", "terminal", "zone", "park"})


_SPEAKER = 14  # weight of the economy whose body a text gives the word to at its head
_SAYS = re.compile(
    r"^\W*(?:the )?[AP](?:'s?)? (?:C |and |& |[a-z'-]+ ){0,5}O(?: \([^()]*\))?(?::| (?:said|says|reported|reports)\b)"
)
_BODIES = frozenset({"authority", "statistics", "customs", "association", "ministry"})
_ITS_BODY = re.compile(r" (?:C |and |& |[a-z'-]+ ){1,5}O\b")
_COMMON_NAME = re.compile(
    r"(?:the )?(?:(?:central|national|general|state|federal|bureau|office|institute|agency|administration|service|"
    r"committee|authority|department|directorate|ministry|bank|board|council|of|for|and|customs|statistics|"
    r"statistical|trade|commerce|commercial|foreign|external|economic|economy|industry|finance|census|revenue|taxes|"
    r"tax|excise|development|promotion|export|import|"
    r"affairs|transport|transportation|infrastructure|agriculture|agricultural|food|rural|energy|tourism|investment|"
    r"technology|information|union|secretariat|services)\b[ ,&]*)+|(?-i:[A-Z]{2,3})",
    re.I,
)


class Evidence:
    """Evidence for the document's reporter, by canonical name.

    Attributes:
        weights: all evidence together.
        firsts: first mention of each name.
        owners: how often it is told to own an indicator.
        counterparts: how often it stands where a partner stands.
        buyer: the economy whose imports the text is headed by.
        issuers: how often the name of an authority holds it.
        through: how much of a bloc's evidence is but trade within and outside it.
    """

    @classmethod
    def of(cls, templates: Sequence[Template], title_sentences: Iterable[int], text: str = "") -> Evidence:
        """Collect the evidence for the economy, city, company or port whose trade a document mainly tells.

        Owners of indicators (``Korea's exports``, ``Korean exports``, ``Korea exported``) count most, those in the
        title and the first sentences double; the place in the name of an issuing authority, the dateline, ``the city``
        and plain mentions less.

        Args:
            templates: all sentences.
            title_sentences: indices of the sentences that count double.
            text: the release, for its dateline.
        """
        evidence = cls()
        evidence.told = {
            m.code[:2] for t in templates for m in t.mentions if m.label in ("PLACE", "DEMONYM") and m.code
        }
        evidence.filed = {code[:2] for m in _filed(text) if (code := economy_of(m))}
        early = set(title_sentences)
        evidence.buyer = _buyer(templates[:_LEAD])
        evidence.opening = {m.name for t in templates[:_LEAD] for m in t.mentions if m.label == "ORG" and m.name}
        for n, template in enumerate(templates):
            for k, m in enumerate(template.mentions):
                if m.label in ("PLACE", "DEMONYM", "ORG"):
                    evidence.mention(template, k, n in early)
        evidence.worldwide = sum(_OF_WORLD.search(t.text) is not None for t in templates)
        evidence.dateline(text, templates)
        evidence.anaphora(templates)
        evidence.currencies(templates)
        evidence.common_names()
        return evidence

    def __init__(self) -> None:
        self.issuers: Counter[str] = Counter()
        self.weights: Counter[str] = Counter()
        self.firsts: dict[str, Mention] = {}
        self.owners: Counter[str] = Counter()
        self.counterparts: Counter[str] = Counter()
        self.through: Counter[str] = Counter()
        self.moneyed: Mention | None = None
        self.told: set[str] = set()
        self.filed: set[str] = set()
        self.opening: set[str] = set()
        self.worldwide = 0
        self.buyer: str | None = None
        self.common: list[tuple[Mention, bool]] = []

    def mention(self, template: Template, k: int, early: bool) -> None:
        """Weigh a mention; ``early`` ones, in the title and the first sentences, count double."""
        m = template.mentions[k]
        if m.label == "ORG" and _ITS_RELEASE.match(template.right(k)):
            return  # ``FBoS Release No. 26``
        if m.label == "ORG":
            self._places_within(m, early)
        if (
            m.label == "ORG"
            and m.entry is not None
            and m.entry.parent
            and m.kind not in _NO_AUTHORITY
            and not self._of_any(m, m.entry.parent)
        ):
            place = load().place(m.entry.parent)
            if place is not None and place.kind == "economy":
                if _COMMON_NAME.fullmatch(m.text) is not None:
                    self.common.append((_spoken_for(place, m), early))
                else:
                    self._speaks(_spoken_for(place, m), early)
        if (
            m.name
            and m.text.casefold().startswith(("extra-eu", "intra-eu"))
            and re.match(r" (?:[a-z-]+ |C |S ){0,3}I\b", template.right(k))
        ):
            self._bloc_itself(m, early)
        if (
            not m.name
            or m.kind == "region"
            or m.text.casefold().startswith(("non-", "extra", "intra", "rest of", "other "))
        ):
            return
        if holds_place(template, k):
            return
        if m.kind == "economy" and self._seats_body(template, k):
            self._add(m, _SPEAKER if not k and _SAYS.search(template.text) else 3 if early else 2)
            self.owners[m.name] += 2
            self.issuers[m.name] += 1
            return
        weight = owner_weight(template, k)
        if weight and self.buyer not in (None, m.name) and SENT.match(template.source[m.end : m.end + 40]):
            weight = 0  # ``Indonesia shipped 9 million tonnes``, in a release on another's imports
            self.counterparts[m.name] += 2 if early else 1
        if not weight and m.label == "PLACE" and as_counterpart(template, k):
            self.counterparts[m.name] += 2 if early else 1
        if weight:
            self.owners[m.name] += 2 if early else 1
        elif (m.label == "PLACE" and not as_counterpart(template, k)) or (
            m.label == "ORG"
            and m.kind in ("company", "manufacturer", "carrier", "airline", "port", "airport", "terminal")
            and not _PASSED.search(template.left(k))
        ):
            weight = 1
        self._add(m, weight * (2 if early else 1))

    def _speaks(self, economy: Mention, early: bool) -> None:
        """An authority speaks for its economy."""
        if economy.name is not None:
            self._add(economy, 2 if early else 1)
            self.issuers[economy.name] += 1
            self.owners[economy.name] += 2

    def common_names(self) -> None:
        """``National Statistics Institute`` is the name of many: another economy's trade or money outweighs it."""
        owning = {n for n, m in self.firsts.items() if m.kind == "economy" and self.owners[n] and not self.through[n]}
        for economy, early in self.common:
            others_money = self.moneyed is not None and self.moneyed.code != economy.code
            if economy.name in owning or not (others_money or owning):
                self._speaks(economy, early)

    def _seats_body(self, template: Template, k: int) -> bool:
        """Tell whether an economy's own body is named behind it: ``Turkey's Exporters Assembly``."""
        if template.letter(k) == "A":
            found = _ITS_BODY.match(template.right(k))
            told = template.mentions[template.behind(k, found.end() - 1)] if found is not None else None
            return told is not None and told.kind in _BODIES  # ``the French Wines and Spirits Federation``
        body = template.mentions[k + 1] if k + 1 < len(template.mentions) else None
        own = body is not None and body.label == "ORG" and body.kind in ("authority", "statistics", "customs")
        return own and re.fullmatch(r"'s? (?:[a-z-]+ ){0,3}", template.gap(k + 1)) is not None

    def _of_any(self, m: Mention, economy: str) -> bool:
        """``Central Statistical Office (CSO)`` names one of many, in a text that only names other economies."""
        told = self.told | self.filed
        return bool(told) and economy[:2] not in told and _COMMON_NAME.fullmatch(m.text) is not None

    def _add(self, m: Mention, weight: int) -> None:
        if not m.name or not weight:
            return
        self.weights[m.name] += weight
        held = self.firsts.get(m.name)
        if held is None or (held.label == "DEMONYM" and m.label == "PLACE"):
            self.firsts[m.name] = m

    def _bloc_itself(self, m: Mention, early: bool) -> None:
        """``Extra-EU exports`` are the Union's own."""
        union = load().place("EU")
        if union is not None:
            self._add(_spoken_for(union, m), 3 * (2 if early else 1))
            self.owners[union.name] += 2
            self.through[union.name] += 3 * (2 if early else 1)

    def _places_within(self, m: Mention, early: bool) -> None:
        """``Linyi Customs`` and ``Bank of Korea`` speak for Linyi and Korea."""
        if m.kind in ("company", "media", "port", "airport", "terminal"):
            return
        for found in load().find(m.text, ("PLACE", "DEMONYM")):
            inner = Mention("PLACE", m.start + found.start, m.start + found.end, m.text[found.start : found.end])
            inner.entry, inner.name, inner.code, inner.kind = (
                found.entry,
                found.entry.name,
                found.entry.id,
                found.entry.kind,
            )
            if inner.kind not in ("region", "bloc") or "eurostat" in m.text.casefold():
                self._add(inner, 3 if early else 2)
                self.owners[inner.name] += 2
                self.issuers[inner.name] += 1

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
        told = Counter(
            m.figure.unit
            for t in templates
            for m in t.mentions
            if m.label == "MONEY" and m.figure is not None and m.figure.unit
        )
        lexicon = load()
        self.moneyed = self._only_named(_economy_of_money(templates, told))
        self._port(templates)
        if any(self.owners[name] >= 2 and m.kind != "economy" for name, m in self.firsts.items()):
            return  # a state's or a firm's release is in its country's money
        for name, m in self.firsts.items():
            own = lexicon.currency_of(m.code) if m.kind == "economy" and m.code else None
            if own is not None and own not in ("USD", "EUR") and told[own]:
                self.weights[name] += min(3, told[own])

    def _only_named(self, moneyed: Mention | None) -> Mention | None:
        """The one economy that a text names at all, for a money whose sign several economies write (``R16m``)."""
        if moneyed is None or moneyed.code in self.told or len(self.told) != 1:
            return moneyed
        named = load().place(next(iter(self.told)))
        own = named is not None and named.kind == "economy" and named.currency not in (None, "USD", "EUR")
        return _spoken_for(named, moneyed) if named is not None and own and _BARE_SIGN.match(moneyed.text) else moneyed

    def _port(self, templates: Sequence[Template]) -> None:
        """The only town or port that a text on cargo handled names."""
        handled = sum(any(m.indicator == "throughput" for m in t.mentions) for t in templates)
        towns = [name for name, m in self.firsts.items() if m.kind in ("city", "port")]
        if handled >= _HANDLING and len(self.firsts) == len(towns) == 1:
            self.weights[towns[0]] += 2 * _HANDLING
            self.owners[towns[0]] += 2

    def dateline(self, text: str, templates: Sequence[Template]) -> None:
        """The place of filing speaks for its economy a little, or for itself where the text calls it ``the city``."""
        words = {w for t in templates for w in _ANAPHOR.findall(t.text)}
        for m in _filed(text):
            economy = _economy_mention(m)
            if m.kind != "economy" and any(m.kind in _ANAPHOR_KINDS[w] for w in words & _SEATS):
                self._add(m, 2)
            elif economy is not None and (text.startswith(": ", m.end) or not self._others(economy, text)):
                self._add(economy, 4)  # ``Ghana: The surplus widened``, and a text that names no other place
                self.owners[economy.name or ""] += 3
            elif economy is not None and economy.name is not None and economy.name in self.weights:
                self.weights[economy.name] += 2
                self.owners[economy.name] += 1
            elif economy is not None:
                self._add(economy, 2)

    def _others(self, economy: Mention, text: str) -> bool:
        """Tell whether the text names a place elsewhere, a firm, or the world."""
        if _WORLD.search(text[:1500]):
            return True
        return any(m.label == "ORG" or economy_of(m) != economy.code for m in self.firsts.values())

    @property
    def order(self) -> list[str]:
        """All names, those with most evidence first."""
        return sorted(self.weights, key=lambda name: (-self.weights[name], self.firsts[name].start))

    def ranked(self, most: int) -> list[Mention]:
        """Return the names with most evidence, at most so many."""
        return [self.firsts[name] for name in self.order[:most] if self.weights[name] > 0]

    def winner(self) -> Mention | None:
        """Return the first mention of the name with most evidence.

        Where there is next to none, the economy that an authority of the text speaks for.
        """
        return self._strongest() or self._issuer() or self.moneyed

    def _issuer(self) -> Mention | None:
        """The one economy that the authorities named in the text belong to, told by nothing else."""
        spoken = [name for name in self.issuers if name in self.firsts and self.firsts[name].kind == "economy"]
        return self.firsts[spoken[0]] if len(spoken) == 1 else None

    def _home_of_firm(self, found: Mention, weights: Counter[str]) -> Mention:
        """The economy that a text tells of before it comes to one of its firms, else what was found."""
        if found.kind not in _FIRMS or found.name in self.opening:
            return found
        before = [m for m in self.firsts.values() if m.kind == "economy" and m.start < found.start and m.name]
        owning = [m for m in before if self.owners[m.name or ""] > 1 and weights[m.name or ""] > 1]
        return max(owning, key=lambda m: weights[m.name or ""], default=found)

    def _strongest(self) -> Mention | None:
        if not self.weights:
            return None
        owned = {name: w for name, w in self.weights.items() if self.owners[name]}
        weights = Counter(self.weights)
        if any(self.owners[name] and m.kind == "economy" and not self.through[name] for name, m in self.firsts.items()):
            weights = (weights - self.through) or weights  # a member state's trade with and outside the Union
        for name, times in self.counterparts.items():
            if name in weights and times > self.owners[name]:
                weights[name] -= 2 * times
        best = max(weights.items(), key=lambda item: (item[1], -self.firsts[item[0]].start))
        if owned and best[0] not in owned and best[1] < 5:
            best = max(owned.items(), key=lambda item: (item[1], -self.firsts[item[0]].start))
        found = self.firsts[best[0]]
        home = self._home_of_firm(found, weights)
        if home is not found and home.name is not None:
            found, best = home, (home.name, weights[home.name])
        if self.worldwide >= _WORLDWIDE and not self.owners[best[0]] and not self.issuers[best[0]]:
            return None  # the world's trade, and some of those who have part in it
        if best[1] < 2 or (best[0] not in self.owners and found.kind == "economy" and best[1] < 3):
            return None
        alike = [name for name, m in self.firsts.items() if m.kind in _FIRMS and weights[name] >= best[1]]
        if found.kind in _FIRMS and len(alike) >= _SEVERAL_FIRMS:
            return None  # ``shippers were Kernel (6 tonnes), Nibulon (4 tonnes) and Cargill (3 tonnes)``: none of them
        if best[1] <= 3 and self.owners[best[0]] == 1 and found.kind in ("city", "subdivision", "port"):
            return None  # one figure of one town, late in the text, makes no release of that town
        if self.owners[best[0]] < 2 and found.kind in ("city", "subdivision"):
            return _economy_mention(found) or found  # a town that owns no figures only says where the text was written
        return found


def _filed(text: str) -> list[Mention]:
    """The place that a dateline tells, none where there is no such line."""
    for found in _FILED.finditer(text[:1500]):
        entry = load().canonical("PLACE", found["place"])
        if entry is not None and entry.kind in ("city", "economy", "subdivision"):
            m = Mention("PLACE", *found.span("place"), found["place"], entry.name, entry.id, kind=entry.kind)
            return [replace(m, entry=entry)]
    return []


_BUYING = re.compile(r"\W*(?:T )?(?:the )?[AP](?:'s?)? (?:[a-z-]+ |[CST] ){0,4}(?P<i>I)\b")


def _buyer(templates: Sequence[Template]) -> str | None:
    """The economy whose imports a text is headed by, ``India's coal imports ease``, None where there is none."""
    for template in templates:
        found = _BUYING.match(template.text)
        if found is None or template.mentions[0].label not in ("PLACE", "DEMONYM"):
            continue
        told = next((m for m, a in zip(template.mentions, template.at, strict=True) if a == found.start("i")), None)
        if told is not None and told.indicator == "imports":
            return template.mentions[0].name
    return None


def _economy_of_money(templates: Sequence[Template], told: Counter[str]) -> Mention | None:
    """The economy whose own money all amounts are in, at the first of them, for a text that names none."""
    own = [code for code in told if code not in ("USD", "EUR")]
    if len(own) != 1 or told[own[0]] < sum(told.values()) / 2:
        return None
    home = load().place(own[0][:2])  # ISO 4217 builds on the codes of ISO 3166
    first = next(
        m
        for t in templates
        for m in t.mentions
        if m.label == "MONEY" and m.figure is not None and m.figure.unit == own[0]
    )
    return _spoken_for(home, first) if home is not None and home.kind == "economy" else None


def _economy_mention(m: Mention) -> Mention | None:
    code = economy_of(m)
    place = load().place(code) if code else None
    return _spoken_for(place, m) if place is not None else None


def _spoken_for(economy: Entry, m: Mention) -> Mention:
    """An economy at the place of the mention that speaks for it."""
    return Mention("PLACE", m.start, m.end, m.text, name=economy.name, code=economy.id, kind="economy", entry=economy)
