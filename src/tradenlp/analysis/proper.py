"""Proper names told by their form: companies, authorities, ports, zones, fairs, corridors, plans, and the regions of a place.

A name is a run of capitalised words that a telling word ends or opens (``... Co., Ltd.``, ``Ministry of ...``). A company named in full is
known by its first words afterwards.
"""

from __future__ import annotations

import re

from .model import Mention

_CAP = r"(?:(?:[A-Z]\.){2,3}|[A-Z\u00c0-\u00de][\w&’'\u00c0-\u024f]*(?:[-–][A-Z\d][\w’']*)*)"
_LINK = r"(?:of|for|&|de|du|di|do|da|del|des|la|y|e)"
_RUN = rf"{_CAP}(?:[ \u00a0](?:{_LINK}[ \u00a0]){{0,2}}{_CAP}){{0,7}}"
_COMPANY = (
    r"(?:Co\.?,? ?Ltd\.?|Co\.|Company(?: Limited)?|Ltd\.?|Limited|Inc\.?|Corp\.?|Corporation|Group|Holdings?|PLC|plc|GmbH|AG|SE|S\.A\.|SA|"
    r"N\.V\.|NV|B\.V\.|Bhd\.?|Berhad|Pvt\.? Ltd\.?|LLC|LLP|Tbk|Oyj|ASA|AB|A/S|SpA|S\.p\.A\.|S\.A\.B\.|Pty)"
)
_BODY = (
    r"(?:Ports? Authority|Authority|Ministry|Bureau|Office|Agency|Administration|Association|Federation|Confederation|Council|Chamber|"
    r"Institute|Commission|Bank|University|Customs|Board|Committee|Department|Organi[sz]ation|Assembly|Secretariat|Cooperative|Society|"
    r"Foundation|Exchange|Directorate|Inspectorate|Treasury|Alliance|Consortium|Academy|Centre|Center|Think Tank|"
    r"Statistics|Service|Guild|League|Forum for Trade)"
)
_SITE = (
    r"(?:Port|Ports|Harbou?r|Terminals?|Airport|Industrial Park|Logistics Park|Science Park|Park|Free Trade Zone|Free Zone|Bonded Zone|"
    r"Economic Zone|Development Zone|Port Zone|Zone|Dry Port|Land Port|Railway Station|Station|Container Terminal|Shipyard|Refinery|Smelter|Mine)"
)
_TRADE = r"(?:Motors?|Automobile|Automotive|Airlines?|Airways|Steel|Shipping|Shipyards?|Logistics|Railways?|Electronics|Energy|Petroleum|Semiconductor|Pharma(?:ceuticals)?|Foods?|Textiles?|Mills|Mining|Industries|Technologies|Technology|Chemicals?|Cement|Lines)"
_PRESS = r"(?:News(?: Agency)?|Times|Daily|Post|Journal|Herald|Press|Gazette|Tribune|Observer|Standard|Chronicle|Mail|Telegraph|Monitor|Insider|Analytics|Intelligence|Economics|Consulting|Research|Securities|Capital)"
_ORG = re.compile(
    rf"\b(?:(?P<company>{_RUN},? {_COMPANY})(?![\w])|(?P<named>{_RUN} (?:{_BODY}|{_SITE}|{_TRADE}|{_PRESS})(?: (?:of|for) (?:the )?{_CAP}(?: {_CAP}){{0,3}})?)\b"
    rf"|(?P<body>(?:(?:General|National|Central|Federal|State|Royal|Export|Reserve) )?(?:{_BODY}|Port|Board|Exchange|Bank)"
    rf" (?:of|for|on) (?:the )?{_CAP}(?:(?:,| and| of| &|, and)? {_CAP}){{0,6}}))"
)
_EVENT = re.compile(
    rf"\b(?P<name>{_RUN} (?:Expo(?:sition)?|Fair|Show|Exhibition|Salon|Summit|Forum|Festival|Games|Cup|Olympics|Congress)(?: {_CAP})?)\b"
)
_ROUTE = re.compile(
    rf"\b(?P<name>{_RUN} (?:Corridor|Express|Railway Express|Freight Train|Railway|Land Bridge|Sea Route|Shipping Route|Canal|Pipeline|Silk Road|Waterway))\b"
)
_PLAN = re.compile(
    rf"(?:[\"“‘'](?P<quoted>[^\"“”‘’\n]{{3,50}})[\"”’'] (?P<sort>initiative|plan|programme|program|strategy|scheme|policy|campaign|project|agreement)s?\b)"
    rf"|\b(?P<name>{_RUN} (?:Agreement|Initiative|Plan|Programme|Program|Strategy|Scheme|Act|Treaty|Pact|Accord|Protocol|Partnership|Arrangement))\b"
)
_WATER = re.compile(r"\b(?:Gulf|Bay|Strait|Straits|Sea|Cape|Port City|Horn|Isle|Lake) of (?P<name>[A-Z][\w’-]+(?: [A-Z][\w’-]+)?)")
_AREA = re.compile(
    r"\b(?P<name>[A-Z\u00c0-\u00de][\w’-]+(?: [A-Z\u00c0-\u00de][\w’-]+){0,2} (?:Province|County|Oblast|Krai|Prefecture|Peninsula|Valley|Basin|Delta|Islands?|River|Governorate|"
    r"Region|District|Territory|Bay Area|Highlands?|county|province|city|district|prefecture|governorate))\b"
)
_OPENERS = frozenset(
    "the a an in on at from for while with by as and but or since when after before during under of to this that these those its their our "
    "however meanwhile also both all among through via about all if it he she they we between over across against both according "
    "total".split()
)
_SECTOR = re.compile(r"^(?:The|A|An|This|Our|Its) ")


def proper_names(text: str) -> list[Mention]:
    """Find proper names by their form.

    Args:
        text: the release.
    Returns:
        list[Mention]: labels ``ORG``, ``EVENT``, ``ROUTE``, ``INITIATIVE``, ``PLACE``; they may overlap.
    """
    out: list[Mention] = []
    for pattern, label in ((_ORG, "ORG"), (_EVENT, "EVENT"), (_ROUTE, "ROUTE"), (_PLAN, "INITIATIVE"), (_AREA, "PLACE")):
        for m in pattern.finditer(text):
            group = m.lastgroup or "name"
            if group == "sort":
                group = "quoted"
            start, end = _without_openers(text, m.start(group), m.end(group))
            if end - start > 3 and " " in text[start:end].strip() or group == "quoted":
                out.append(_named(label, text, start, end, group))
    out += [_named("PLACE", text, m.start(), m.end(), "region") for m in _WATER.finditer(text)]
    return out + _short_forms(text, out)


_KINDS = (
    (re.compile(rf"\b{_PRESS}$"), "media"),
    (re.compile(rf"\b{_SITE}$"), "port"),
    (re.compile(rf"\b{_TRADE}$"), "company"),
    (re.compile(rf"\b{_BODY}\b"), "authority"),
)


def _named(label: str, text: str, start: int, end: int, group: str) -> Mention:
    span = text[start:end]
    kind = {"company": "company", "body": "authority", "region": "region"}.get(group)
    if kind is None and label == "ORG":
        kind = next((k for pattern, k in _KINDS if pattern.search(span)), None)
    return Mention(label, start, end, span, name=span, kind=kind, score=0.7)


def _without_openers(text: str, start: int, end: int) -> tuple[int, int]:
    """Leave out the words that only open the sentence before a name."""
    for _ in range(3):
        word = re.match(r"([\w’']+)[ \u00a0]+", text[start:end])
        if word is None or word[1].casefold() not in _OPENERS:
            break
        start += word.end()
    return start, end


def _short_forms(text: str, found: list[Mention]) -> list[Mention]:
    """Find later mentions of a company by the telling word of its full name."""
    out: list[Mention] = []
    for m in found:
        if m.kind != "company":
            continue
        for word in re.findall(r"[A-Z][\w’']{3,}", m.text)[:2]:
            if not _common(word):
                out += [
                    Mention("ORG", s.start(), s.end(), s[0], name=m.name, kind="company", score=0.6)
                    for s in re.finditer(rf"\b{re.escape(word)}\b", text)
                    if not m.start <= s.start() < m.end
                ]
    return out


def _common(word: str) -> bool:
    """Tell whether a capitalised word of a company's name says nothing by itself: a place or a word of its trade."""
    from ..lexicon import load

    lexicon = load()
    if lexicon.canonical("PLACE", word) or lexicon.demonym(word) or lexicon.canonical("COMMODITY", word):
        return True
    return bool(re.fullmatch(rf"{_TRADE}|{_SITE}|{_BODY}|{_PRESS}|National|General|International|Global|First|United|New|Royal|State|Trade|Trading|Materials|Decoration|Import|Export", word))
