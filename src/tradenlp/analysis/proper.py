"""Proper names told by their form: companies, authorities, ports, zones, fairs, corridors, plans, and regions.

A name is a run of capitalised words that a telling word ends or opens (``... Co., Ltd.``, ``Ministry of ...``), or
that stands where only
a company, a body or a town can (``analysts at ...``, ``according to ...``, ``a driver from ...``). Lines in capitals
are read in title case.
"""

from __future__ import annotations

import re

from ..gate import Gated
from ..lexicon import load
from .model import Mention

CAPITAL = "[A-Z" + "".join(chr(c) for c in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)) if chr(c).isupper()) + "]"
"""Character class of the capital letters of Latin script."""

_CAP = rf"(?:(?:[A-Z]\.){{2,3}}|{CAPITAL}[\w&’']{{0,30}}(?:[-–][A-Z\d][\w’']{{0,30}}){{0,3}})"
_LINK = r"(?:of|for|&|de|du|di|do|da|del|des|la|y|e)"
_RUN = rf"{_CAP}(?:[ \u00a0](?:{_LINK}[ \u00a0]){{0,2}}{_CAP}){{0,7}}"
_SHORT_RUN = rf"{_CAP}(?: (?:& |of |de )?{_CAP}){{0,4}}"
_COMPANY = (
    r"(?:Co\.?,? ?Ltd\.?|Co\.|Company(?: Limited)?|Ltd\b|Limited|Inc\.?|Corp\.?|Corporation|Group|Holdings?|PLC|plc|"
    r"GmbH|AG|SE|S\.A\.|SA|"
    r"N\.V\.|NV|B\.V\.|Bhd\.?|Berhad|Pvt\.? Ltd\b|LLC|LLP|Tbk|Oyj|ASA|AB|A/S|SpA|S\.p\.A\.|S\.A\.B\.|Pty)"
)
_BODY = (
    r"(?:Ports? Authority|Authority|Ministry|Bureau|Office|Agency|Administration|Association|Federation|"
    r"Confederation|Council|Chamber|"
    r"Institute|Commission|Bank|University|Customs|Board|Committee|Department|Organi[sz]ation|Assembly|Secretariat|"
    r"Cooperative|Society|"
    r"Foundation|Exchange|Directorate|Inspectorate|Treasury|Alliance|Consortium|Academy|Centre|Center|Think Tank|"
    r"Statistics|Service|Guild|League|Forum for Trade|Marketing Board|Union of Exporters|Exporters['’] Association)"
)
_SITE = (
    r"(?:Port|Ports|Harbou?r|Terminals?|Airport|Industrial Park|Logistics Park|Science Park|Park|Free Trade Zone|"
    r"Free ?[Zz]one|Bonded Zone|"
    r"Economic Zone|Development Zone|Port Zone|Zone|Dry Port|Land Port|Railway Station|Station|Container Terminal|"
    r"Shipyard|Refinery|Smelter|"
    r"Mine|Mall|Wholesale Market|Border Gate|Border Crossing|Checkpoint|Phase \d|Stage \d|Train \d|LNG)"
)
_TRADE = (
    r"(?:Motors?|Automobiles?|Automotive|Auto|Airlines?|Airways|Cargo|Steel|Shipping|Shipyards?|Logistics|Railways?|"
    r"Electronics|Energy|Petroleum|"
    r"Semiconductor|Pharma(?:ceuticals)?|Foods?|Textiles?|Mills|Mining|Industries|Technologies|Technology|Chemicals?|"
    r"Cement|Lines|"
    r"Prospecting|Resources|Minerals|Metals|Aluminium|Copper|Futures|Brassware|Lifts|Foundry|Brewery|Breweries|Wines|"
    r"Winery|Farms|Growers|"
    r"Packers|Traders|Trading|Partners|Ventures|Systems|Solutions|Robotics|Biotech|Battery|Batteries|Photonics|"
    r"Machinery|Toys|Apparel|"
    r"Garments|Brothers|Freight|Safety Products|Products|Works|High-tech|Seafoods?|Fisheries|Tyres?|Brokers|"
    r"Shipbrokers|Plantations|Bakery|Bus|Cycles?|Bikes|Electric(?! Vehicle| Car| Bus| Bike)|Electricals|"
    r"(?:Electric |Home )?Appliances?(?! Exports)|Outdoor|Mobile(?! Phone)|Juice(?! Exports)|"
    r"Heavy Industr(?:y|ies)|New Energy(?! Vehicle)|"
    r"Aerospace|Aviation|Telecom|Ceramics|Packaging|Instruments|Optical|Medical)"
)
_PRESS = (
    r"(?:News(?: Agency)?|Times|Daily|Post|Journal|Herald|Press|Gazette|Tribune|Observer|Standard|Chronicle|Mail|"
    r"Telegraph|Monitor|Insider|"
    r"Analytics|Intelligence|Economics|Consulting|Research|Securities|Capital)(?! Releases?\b| Notes?\b| "
    r"Conference\b| Statements?\b| Office\b)"
)
_OF = rf"(?: (?:of|for) (?:the )?{_CAP}(?: {_CAP}){{0,3}}){{0,2}}"
_OF_ONLY = rf"(?: of (?:the )?{_CAP}(?: {_CAP}){{0,3}}){{0,2}}"  # ships leave a port for a place, they do not name it
_FIRM = rf"{_CAP}(?:[ \u00a0](?:(?:&|de|du|di|do|da|del|des|la|y|e)[ \u00a0]){{0,2}}{_CAP}){{0,5}}"
_ORG = re.compile(
    rf"(?={CAPITAL})\b(?:(?P<company>(?<!/){_FIRM}(?: of {_CAP})?,? {_COMPANY})(?![\w])"
    rf"|(?P<named>{_RUN} {_BODY}{_OF}|{_FIRM} (?:{_SITE}|"
    rf"{_TRADE}|{_PRESS}){_OF_ONLY})(?!\w)"
    rf"|(?P<body>(?:(?:General|National|Central|Federal|State|Royal|Export|Reserve) )?(?:{_BODY}|Port|Board|Exchange|"
    rf"Bank)"
    rf" (?:of|for|on) (?:the )?{_CAP}(?:(?:,| and| of| for| &|, and)? {_CAP}){{0,6}}))"
)
_EVENT = Gated(
    rf"\b(?P<name>{_RUN} (?:Expo(?:sition)?|Fair|Show|Exhibition|Salon|Summit|Forum|Festival|Games|Cup|Olympics|"
    rf"Congress)(?: {_CAP})?)\b"
)
_ROUTE = Gated(
    rf"\b(?P<name>{_RUN} (?:Corridor|Express|Railway Express|Freight Train|Railway|Land Bridge|Sea Route|Shipping "
    rf"Route|Canal|Pipeline|"
    rf"Silk Road|Waterway))\b"
)
_PLAN = Gated(
    r"(?:[\"“‘'](?P<quoted>[^\"“”‘’\n]{3,50})[\"”’'] "
    r"(?P<sort>initiative|plan|programme|program|strategy|scheme|policy|campaign|project|agreement)s?\b)"
    rf"|\b(?P<name>{_RUN} (?:Agreement|Initiative|Plan|Programme|Program|Strategy|Scheme|Act|Treaty|Pact|Accord|"
    rf"Protocol|Partnership|"
    r"Arrangement))\b"
)
_WATER = Gated(
    rf"\b(?:Gulf|Bay|Strait|Straits|Sea|Cape|Port City|Horn|Isle|Lake) of (?P<name>{CAPITAL}[\w’-]{{1,30}}(?: "
    rf"[A-Z][\w’-]{{1,30}})?)"
)
_AREA = Gated(
    rf"\b(?P<name>{CAPITAL}[\w’-]{{1,30}}(?: {CAPITAL}[\w’-]{{1,30}}){{0,2}} (?:Province|County|Oblast|Krai|"
    rf"Prefecture|Peninsula|Valley|Basin|"
    r"Delta|Islands?|River|Governorate|Region|District|Territory|Bay Area|Highlands?|Lake|county|province|city|"
    r"district|prefecture|governorate))\b"
)
_BELT = Gated(
    r"\b(?P<name>(?:partner |other )?(?:countries|economies|partners|nations|markets)(?: and regions)? (?:(?:jointly "
    r")?(?:participating|"
    r"involved|taking part|co-?building|building|along|in|joining|located along)(?: in)? )(?:the )?[\"“]?"
    r"(?:Belt (?:and|&) "
    r"Road|BRI\b|B ?& ?R\b)[\"”]?(?: Initiative)?(?: \(BRI\))?(?: cooperation| routes?)?)",
    re.I,
)
_FUNDED = Gated(
    r"\b(?:[A-Z][\w]+(?:(?:,| and|, and) [A-Z][\w]+){0,2}|production|processing|export|domestic)-"
    r"(?:funded|invested|financed|oriented) (?:enterprises|companies|firms|businesses)\b"
)
"""``Taiwan-funded enterprises``"""
_MAINLAND = Gated(r"\bthe (?P<name>Mainland)\b(?! of\b| [A-Z])")
_CANAL = Gated(
    r"\b(?:[Vv]ia|[Tt]hrough|saw|avoid(?:ing)?|bypass(?:ing)?|around) (?P<canal>Suez)\b(?! Canal| [Cc]ity| Port)"
)
_MINISTRY = Gated(
    r"\b(?P<body>(?:commerce|trade|finance|economy|agriculture|industry|energy|foreign|transport|oil|petroleum|"
    r"mining|fisheries|"
    r"trade and industry) (?:ministry|bureau))\b"
)
_AT = Gated(
    r"\b(?:[Aa]nalysts?|[Ee]conomists?|[Bb]rokers?|[Ss]trategists?|[Rr]esearchers?|[Mm]anager|[Dd]irector|CEO|"
    r"[Cc]hief executive|[Cc]hairman|"
    r"[Cc]hairwoman|[Ff]ounder|[Oo]wner|[Ss]pokes(?:man|woman|person)|[Pp]resident) (?:at|with|from|of|for) (?:the )?"
    rf"(?P<company>{_SHORT_RUN})"
)
_SORT = Gated(
    r"\b(?:company|firm|automaker|carmaker|chipmaker|steelmaker|maker|manufacturer|producer|exporter|refiner|miner|"
    r"shipper|retailer|startup|"
    rf"start-up|subsidiary|research centre|think tank) (?:called |named )?(?P<company>{_SHORT_RUN})"
)
_FACTORY = Gated(
    rf"\b(?P<company>{_SHORT_RUN}), (?:a|an|the|which is a) (?:[\w-]+ ){{0,4}}(?:company|maker|manufacturer|producer|"
    rf"exporter|firm|startup|subsidiary|unit of)\b"
)
_SOURCE = Gated(
    r"\b(?:[Aa]ccording to|[Rr]eleased by|[Rr]elease by|[Pp]ublished by|[Cc]ompiled by|[Ii]ssued by|[Dd]ata from|"
    r"[Ff]igures from|"
    rf"[Ss]tatistics from|[Ss]ources?:)(?: the)? (?P<body>{CAPITAL}[A-Za-z&+]{{2,12}})(?![\w’'-]| [A-Z])"
)
_ACRONYM = re.compile(
    r"\b(?:says|said|says the|said the|the) (?P<body>[A-Z][A-Z&]{2,6})\b(?=[,.;]| (?:said|says|forecast|expects|"
    r"estimates|has|is|was|will|number))"
    r"|\b(?P<named>[A-Z][A-Z&]{2,6})(?= (?:said|says|reported|announced|expects|estimates|projects|noted|added|"
    r"revealed|disclosed|data (?:show|released))\b)"
)
_NO_ACRONYM = frozenset(
    "Head Director Minister Ministry Government Office Commissioner Bureau Secretary President Department "
    "Company Group Commission Customs Authority Administration Statistics Table Chairman Council Board State "
    "House The This Own Author GDP CPI PPI PMI FDI FOB CIF EV EVS TEU ICT AI SME SMES YOY MOM QOQ USD EUR CNY "
    "RMB GBP JPY INR VAT GST LNG LPG HS SITC NODX NORX CEO CFO COVID FTA FTAS MSME USA UAE UK EU US ASEAN "
    "RCEP GCC SAAR IT HBM DRAM NAND SSD PVC PET BPO RBD CPO PTA".split()
)
_OPENERS = frozenset(
    "the a an in on at from for while with by as and but or since when after before during under of to this "
    "that these those its their our however meanwhile also both all among through via about if it he she they "
    "we between over across against according total around near into said says off per like".split()
)
_PATTERNS = ((_ORG, "ORG"), (_EVENT, "EVENT"), (_ROUTE, "ROUTE"), (_PLAN, "INITIATIVE"), (_AREA, "PLACE"))
_CONTEXTS = (_AT, _SORT, _FACTORY, _SOURCE, _ACRONYM, _MINISTRY)


def proper_names(text: str) -> list[Mention]:
    """Find proper names by their form.

    Args:
        text: the release.
    Returns:
        list[Mention]: labels ``ORG``, ``EVENT``, ``ROUTE``, ``INITIATIVE``, ``PLACE``; they may overlap.
    """
    read = _in_title_case(text)
    out: list[Mention] = []
    for pattern, label in _PATTERNS:
        for m in pattern.finditer(read):
            group = m.lastgroup or "name"
            if group == "sort":
                group = "quoted"
            start = _after_headline_verb(read, *m.span(group))
            start, end = _without_openers(read, start, m.end(group))
            if ((end - start > 3 and " " in text[start:end].strip()) or group == "quoted") and not _shouted(
                text, start, end, group
            ):
                out.append(_named(label, text, start, end, group))
    out += [_named("PLACE", text, m.start(), m.end(), "region") for m in _WATER.finditer(text)]
    out += [_named("SEGMENT", text, m.start(), m.end(), "enterprise") for m in _FUNDED.finditer(text)]
    out += [_along_the_belt(text, m.start("name"), m.end("name")) for m in _BELT.finditer(text)]
    out += [
        Mention("PLACE", m.start(1), m.end(1), m[1], name="China", code="CN", kind="economy")
        for m in _MAINLAND.finditer(text)
    ]
    return [*out, *_in_context(text)]


_HEADLINE_VERB = Gated(
    r"\b(?:Surpass(?:es)?|Hits?|Rises?|Rose|Falls?|Fell|Grows?|Grew|Jumps?|Drops?|Climbs?|Soars?|Slumps?|Tops?|Ends?|"
    r"Sees|Posts|Reach(?:es)?|Up|Down|"
    r"Slips?|Widens?|Narrows?|Gains?|Exceeds?|Slows?|Shrinks?|Surges?|Expands?|Says|Said|With|At|From|As|Amid|After|"
    r"Through)\s"
)


def _after_headline_verb(read: str, start: int, end: int) -> int:
    """Leave out what stands before the verb of a headline in title case."""
    for verb in _HEADLINE_VERB.finditer(read, start, end):
        start = verb.end()
    return start


def _shouted(text: str, start: int, end: int, group: str) -> bool:
    """Tell whether a name in capitals is told by a word that may be any heading's (``TRADING PARTNERS``)."""
    span = text[start:end]
    if span.endswith("Railway") and "-" in span and group == "named":
        return True  # a line between two places
    return (
        group == "named"
        and span.isupper()
        and not re.search(r"(?:AUTHORITY|MINISTRY|BUREAU|ADMINISTRATION|ASSOCIATION|BOARD|AGENCY|CUSTOMS)\b", span)
    )


def canals(text: str) -> list[Mention]:
    """Find the canal that ``via Suez`` tells of; label ``ROUTE``."""
    return [
        Mention("ROUTE", m.start(1), m.end(1), m[1], name="Suez Canal", kind="canal") for m in _CANAL.finditer(text)
    ]


_CAPS_LINE = re.compile(r"^[^a-z\n]{12,200}$", re.M)
_CAPS_WORD = re.compile(r"[^\W\d_]{2,}")
_CAPS_LINKS = frozenset("OF FOR AND THE ON IN TO BY AT DE DU".split())


def _in_title_case(text: str) -> str:
    """Write lines in capitals in title case; offsets stay."""
    return _CAPS_LINE.sub(lambda line: _CAPS_WORD.sub(_title, line[0]), text)


def _title(word: re.Match[str]) -> str:
    low = word[0].lower() if word[0] in _CAPS_LINKS else word[0].capitalize()
    return low if len(low) == len(word[0]) else word[0]


def _in_context(text: str) -> list[Mention]:
    """Find companies and bodies by the words around them."""
    out: list[Mention] = []
    for pattern in _CONTEXTS:
        for m in pattern.finditer(text):
            group = m.lastgroup or "company"
            start, end = _without_openers(text, *m.span(group))
            if (
                start >= end
                or text[start:end] in _NO_ACRONYM
                or text[start:end].endswith("ly")
                or tells_nothing(text[start:end])
            ):
                continue
            sort = "company" if group == "company" else "body"
            out.append(_named("ORG", text, start, end, sort, 0.6))
    return out


_PORT_OF = re.compile(r"^(?i:(?:the )?ports? of) [A-Z][^ ]*(?: [A-Z][^ ]*)?$")
_KINDS = (
    (re.compile(rf"\b{_PRESS}$"), "media"),
    (re.compile(rf"\b{_SITE}$|{_PORT_OF.pattern}"), "port"),
    (re.compile(rf"\b{_TRADE}$"), "company"),
    (re.compile(rf"\b{_BODY}\b"), "authority"),
)


def _along_the_belt(text: str, start: int, end: int) -> Mention:
    found = _named("PLACE", text, start, end, "region")
    entry = load().canonical("PLACE", "Belt and Road countries")
    if entry is not None:
        found.name, found.kind, found.entry = entry.name, entry.kind, entry
    return found


def _named(label: str, text: str, start: int, end: int, group: str, score: float = 0.7) -> Mention:
    span = text[start:end]
    kind = {"company": "company", "body": "authority", "region": "region"}.get(group)
    if label == "ORG" and (kind is None or _PORT_OF.match(span)):
        kind = next((k for pattern, k in _KINDS if pattern.search(span)), "association")
    return Mention(label, start, end, span, name=span, kind=kind, score=score)


_COMPANY_END = re.compile(rf"\b{_COMPANY}$")


def sort_of_body(span: str) -> str:
    """Tell what sort of body a name is by its form: ``authority``, ``port``, ``media``, else ``company``."""
    if _COMPANY_END.search(span):
        return "company"
    kind = next((k for pattern, k in _KINDS if pattern.search(span)), None)
    return kind or ("authority" if span.isupper() else "company")


_GOODS_END = re.compile(
    r" (?:LNG|Auto|Automotive|Automobiles?|Steel|Textiles?|Foods?|Seafoods?|Machinery|Apparel|Garments|Toys|Metals|"
    r"Copper|Alumini?um|Chemicals?|Cement|Energy|Petroleum|Minerals|Electronics|Wines|Ceramics|Tyres|"
    r"Pharma(?:ceuticals)?|Semiconductor|Logistics|Mining|Products|Fisheries)$"
)
_OWNER = re.compile(rf"((?:{CAPITAL}[\w.-]{{1,20}} ){{0,2}}{CAPITAL}[\w.-]{{1,20}})['’]s? (?={CAPITAL})")


def _without_openers(text: str, start: int, end: int) -> tuple[int, int]:
    """Leave out the words that only open the sentence before a name, and the place that owns it."""
    for _ in range(3):
        word = _OPENER.match(text, start, end)
        if word is None or word[1].casefold() not in _OPENERS:
            break
        start = word.end()
    goods = _GOODS_END.search(text, start, end)
    if goods and load().canonical("DEMONYM", text[start : goods.start()].rstrip()):
        return end, end  # ``Russian LNG``, ``Turkish Auto Market Aims...``
    if goods and _WORLDWIDE.fullmatch(text, start, goods.start()) and _ITS_FLOW.match(text, end):
        return end, end  # ``Global LNG imports``
    home = load().canonical("PLACE", text[start : goods.start()].rstrip()) if goods else None
    if home is not None and home.kind in ("economy", "bloc") and _ITS_FLOW.match(text, end):
        return end, end  # ``Japan LNG imports``
    owner = _OWNER.match(text, start, end)
    if owner and load().canonical("PLACE", owner[1]):
        start = owner.end()
    if text[end - 2 : end] in ("'s", "’s"):
        end -= 2
    if _ANYBODY.fullmatch(text, start, end):
        return end, end
    return start, end


_WORLDWIDE = re.compile(r"(?:Global|World|Worldwide|International|Total|Overall|Seaborne|Monthly|Annual) ?")
_ITS_FLOW = re.compile(r" (?:exports?|imports?|trade|shipments|supply|demand|output|production|consumption|prices?)\b")
_ANYBODY = re.compile(
    r"(?:Official|Foreign Trade|External Trade|Trade|International Trade|Monthly|Annual|Economic|National|Latest|Key|"
    r"Main|Services?|Data|"
    r"Press|Customer|Media|Information|Head|Regional|Stock|Foreign|Central|Local|Sales|Export|Import|Statistics|"
    r"Research|Economic Research|"
    r"Publications?|Contact|Five-Year|Action|Strategic|Business|Work) (?:Plan|Programme|Strategy|Agreement|"
    r"Statistics|Office|Service|Centre|Center|Department|Exchange|Press|News|Board|Bureau|Committee|Products|Trading|"
    r"Systems)"
)
_OPENER = re.compile(r"([\w’']+)[ \u00a0]+")
_TRADE_WORD = re.compile(
    rf"{_TRADE}|{_SITE}|{_BODY}|{_PRESS}|National|General|International|Global|First|United|New|Royal|State|Trade|"
    rf"Trading|Materials|"
    r"Decoration|Import|Export|Chief|Senior|Mr|Mrs|Ms|Dr|Prof"
)


def tells_nothing(word: str) -> bool:
    """Tell whether a capitalised word of a company's name says nothing by itself: a place or a word of its trade."""
    lexicon = load()
    if lexicon.canonical("PLACE", word) or lexicon.demonym(word) or lexicon.canonical("COMMODITY", word):
        return True
    return bool(_TRADE_WORD.fullmatch(word))
