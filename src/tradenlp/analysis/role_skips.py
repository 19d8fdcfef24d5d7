"""Figures that are no trade figures: rates of interest and exchange, output of the economy, wages, fares,
conversions, ranks of growth.
"""

from __future__ import annotations

import re

from ..gate import Gated
from .role_kinds import SKIP, Site

_TOPICS = (
    r"gdp|gross domestic product|gross national|inflation|(?:consumer|producer|wholesale|"
    r"retail) prices?(?: index)?|cpi|ppi|interest rates?|interest|policy rate|repo rate|refinancing rate|"
    r"lending rate|prime rate|unemployment|jobless\w*|tariffs?|"
    r"dut(?:y|ies)|lev(?:y|ies)|surtax|vat|tax(?:es)?|excise|rupee|rupiah|lira|peso|yen|won|shilling|naira|rand|"
    r"birr|greenback|currency|exchange rate|shares? (?:rose|fell|closed|gained|were)|stocks?|"
    r"inventor(?:y|ies)|stockpiles?|"
    r"stock index|wages?|"
    r"salar(?:y|ies)|pay|population|probability|chances?|quorum|turnout|response rate|capacity|utili[sz]ation|"
    r"utili[sz]ation rate|load factor|margins?|net profit|net income|profits?|ebita?|ebitda|"
    r"operating (?:profit|result|income)|cash flow|capex|net debt|dividends?|eurobond|bonds?|"
    r"loans?|funds?|"
    r"subsid(?:y|ies)|grants?|fine[ds]?|penalt(?:y|ies)|poll|voters?|economy|economies|economic growth|"
    r"world trade|global trade|moisture|purity|sulphur|industrial (?:production|output)|retail sales|"
    r"manufacturing|pmi|efficiency|"
    r"fees?|reserves|remittances?|current account|balance of payments|bop|deposits|credit|debt|insurance|"
    r"house prices|rents?|freight rates?|rainfall|acreage|yields?|rating|score|household\w*|employment|jobs|"
    r"headcount|cost of living|"
    r"fares?|(?:revenue|tax|budget|duty) collections?|customs revenues?|tax revenues?|income from abroad|"
    r"financial inflows|capital inflows|portfolio inflows|net inflows|remuneration|bunkers?|confidence|voted?|votes|"
    r"(?:passenger|visitor|tourist|traveller) (?:numbers|traffic|arrivals)"
)
_SUBJECT = re.compile(
    rf"^\s*(?:in [^,;]{{0,30}}, )?(?:the |a |our |their |its |[APT](?:'s)? |"
    rf"[a-z-]+ ){{0,4}}?(?:{_TOPICS})\b[^.;IVC]*$"
)
_SPENT = re.compile(r"^ (?:to (?:restore|build|fix|repair|replace|construct|put back|jump)\b|it cost\b)")
_OF_EVERY = Gated(r"\b(?:of|for|in|per) (?:each|every) (?:other )?$", re.I)
"""``Of every three dollars earned, two came from mining``"""
_HELD_IN = re.compile(
    r"\bin which (?:we|it|they|he|she|the [a-z]+|O) (?:hold|own|held|owned|control)\w* (?:a |an )?$|\b(?:stake|"
    r"shareholding|interest) of (?:a |an )?$"
)
_LEFT = re.compile(rf"\b(?=[a-z])(?:{_TOPICS})\b(?! (?:on|and) [IV]\b)[^.;IVCXMQ]{{0,45}}$")
_NEXT_TOPIC = re.compile(rf"^[ ,;]*(?:and |while |with )?(?:the |its |an? )?(?:{_TOPICS})(?: [a-z]+){{0,2}} $")
"""``Revenue came to $5bn and ebit to $2bn``"""
_RIGHT = re.compile(
    r"^\s*(?:(?!unadjusted|adjusted|before|after|net|in |on |from |than |of )[-a-z]+ ){0,2}?(?:tariffs?|dut(?:y|"
    r"ies)|levy|tax|vat|interest|stake|equity|discount|off\b|inflation|moisture|purity|chance|probability|owned|"
    r"fee|coupon|rate of (?:duty|interest)|complete|ethanol|loan|bonus|rebate|"
    r"subsidy|quota|confidence|margin|cut in the (?:rate|duty|tariff)|pay (?:rise|increase)|wage)\b"
)
_OF_OTHERS = re.compile(
    r"^\s*of (?:the |its |their |all |our |P's |non-oil |current-dollar |nominal |rural |arable |working |poor )*(?:"
    r"gdp|"
    r"labou?r force|land\b|families|farmland|arable|area\b|residents|citizens|villages|calories|"
    r"(?:government|state|tax|public) revenues?|gross domestic product|"
    r"population|households?|respondents|firms|members|companies|compan(?:y|ies)|enterprises|workforce|capacity|"
    r"jobs|electricity|power|"
    r"workers|women|people|staff|employees|shares|stake|plan|planned|target|fleet|ocean|farmers|exporters|"
    r"importers|those (?:asked|surveyed|polled)|economists|analysts|sample|industry|electorate|tariff lines|"
    r"nation's people|voters|berths|ships|vessels|time)\b"
)
_OF_PLAN = re.compile(
    r"^\s*of (?:(?:the|its|their|this|his|our|a|an|P's|O's|T's|T) )*(?:(?:[a-z-]+|[ICSA](?:'s)?) ){0,3}?"
    r"(?:plans?|targets?|goals?|estimates?|forecasts?|projections?|budget|quotas?|(?:planned|projected|targeted|budgeted|"
    r"expected|forecast) (?:[a-z-]+|I))\b|^\s*of what (?:was|had been|is) (?:planned|projected|targeted|expected)\b"
)
"""``fulfilling 44% of the yearly plan``"""
_TARIFF_ON = Gated(
    r"\b(?:tariffs?|dut(?:y|ies)|lev(?:y|ies)|tax(?:es)?) (?:on|for) (?:(?:[a-z-]+|[ACPSI](?:'s)?),? ){1,7}?"
    r"(?:to|at|of|by|from) (?:about |as much as |up to )?$"
)
"""``raised tariffs on Chinese cars to 100%``"""
_OF_PAST_LEVEL = re.compile(
    r"^ (?:of|to) (?:the |that of (?:the )?)?(?:[TY](?:'s)? (?:levels?|figures?)\b|"
    r"(?:levels?|figures?) (?:of|in|for) (?:the )?[TY]\b)"
)
"""``102.6% of the 2023 level``"""
_TAX_ON_TRADE = re.compile(rf"\bI (?=(?:{_TOPICS})\b)")
"""``export tax revenue``"""
_IN_ACCOUNTS = re.compile(r"^\s*in (?:the |its )?(?:current account|capital account|financial account|budget|fiscal)\b")
_TICKER = Gated(
    r"\((?:NYSE|NASDAQ|Nasdaq|LSE|TSXV?|ASX|HKEX|SEHK|AMEX|OTC|BSE|NSE|TYO|FRA)[^()\n]{0,20}\)[^;\n]{0,70}$"
)
"""``Corvin (NASDAQ: CRV): $40.87, up $0.65 (1.62%)`` quotes a share."""
_EXCHANGE = re.compile(
    r"^\s*(?:/ ?(?:eur|usd|us\$|\$|€|gbp|dollar|euro)|(?:= ?|per |for a )M\b|(?:to|against|per|for|on) (?:the |one |"
    r"a |1 )*(?:us |u\.s\. |american )?(?:dollar|euro|greenback|pound sterling)\b(?! (?:zone|area)))"
)
_EXCHANGED = Gated(
    r"= ?$|(?:\brate (?:of|was|is|at|stood at)|\bM per) $|\bdollar (?:cost|fetched|bought|closed at|"
    r"was worth)[^;.]{0,20}$|\brate\b[^.;XIVC]{0,50}\b(?:was|is|at|of) $"
)
_GAP = re.compile(
    r"^\s*(?:\([^)]*\)\s*)?(?:faster|quicker|slower|steeper|higher|lower|above|below|U|D|ahead|more|less|"
    r"better)\s*(?:than|of|the)?\s*(?:that of |those of |of |in |the |its |their |growth |rate |pace |P's |A |"
    r"country's )*"
    r"(?:national|nationwide|provincial|average|growth|overall|pace|world|country|P\b(?! in|'s I\b)|U\b|rate\b)"
)
_GAP_IN_TIME = re.compile(r"\s*\S+\s*(?:than|from|over|on)?\s*(?:the |a |that of |in )*[YT]")
_QUICKER = re.compile(r"^\s*(?:quicker|faster|slower|steeper) than\b")
_TO_GROWTH = re.compile(
    r"^\s*(?:\([^)]*\) )?(?:to|from|off|of|towards?) (?:the |its |their |total |overall |gdp |I |headline |"
    r"annual |aggregate |national |[a-z]+'s |P's )*(?:[UD]\b|growth|expansion|group)"
)
_CONTRIBUTES = Gated(
    r"\b(?:contribut\w+|subtract\w+|shav\w+|took away|knock\w+|detract\w+|drag\w+|pull\w+|push\w+|driv\w+|"
    r"drove)\b[^.;XMQ]{0,50}$"
)
_OF_GROWTH = re.compile(
    r"[UD] (?:the |its |their |total |overall )*(?:(?:growth|rate) (?:of )?)?(?:the |its |total |"
    r"overall )*(?:[IC] )*(?:[UD]|growth) by\s*$"
)
_RANK_OF_OTHERS = re.compile(
    r"^\s*-?(?:consecutive|straight|successive|month|time|quarter|year|day|half|edition|session|round|phase|week|"
    r"century|floor)\b|^\s*-?(?:(?:[a-z-]+ )?(?:U|D|growth rate)\b|(?:fastest|quickest|slowest|sharpest)\b|"
    r"(?:country|nation|economy|state|province|city|company) to\b)"
)


_RANK_SINCE = re.compile(
    r"^ (?:[a-z-]+ |[ICSA] ){1,3}(?:seen |recorded |total |registered )*(?:since|for the past|"
    r"in (?:at least |more than )?(?:[a-z]+|\d+) (?:years|months))\b"
)
_RANK_OF_NOUN = re.compile(
    r"^ (?:[a-z-]+ |A ){0,2}(?:risks?|challenges?|land port|border port|industry|industries|compan(?:y|ies)|firms?|"
    r"cit(?:y|ies)|econom(?:y|ies)|retailers?|importers and|events?|rivers?|islands?|banks?|universit(?:y|ies))\b"
)
_REPAID = Gated(r"\b(?:repaid|repay|repayments?|redeemed|matur(?:ed|ing))\b[^.;IVC]{0,70}$")
_IN_WAGES = re.compile(
    r"^ in (?:[a-z-]+ ){0,3}(?:wages|salaries|taxe?s?|tax revenues?|payroll|income|incentives|subsidies)\b"
)
_PRICE_BANDS = re.compile(
    r"^(?:-M|\+)?(?:,? (?:and |or )?M(?:-M|\+)?){0,4} (?:price )?(?:categor(?:y|ies)|ranges?|brackets?|segments?|"
    r"bands?|price points?)\b"
)
_IN_BAND = Gated(
    r"\bprice (?:category|segment|bracket|band|range|point)s? (?:below|above|under|over|of|at|between) (?:M and )?$|"
    r"\bM-$"
)
ACCOUNTS = (
    r"\b(?:current[- ]accounts?|c/a|balance of payments|bop|capital account|financial account|"
    r"primary (?:income )?account|secondary (?:income )?account|"
    r"(?:primary|secondary) income|income account|remittances?|remittance inflows?|"
    r"broad money|(?:foreign|forex) (?:exchange )?reserves|portfolio investments?|fiscal|budget)\b"
)
_ACCOUNT = Gated(rf"{ACCOUNTS}[^.;XMQVC]{{0,80}}$")
_OF_ACCOUNTS = frozenset({"surplus", "deficit", "balance", "investment", "other"})
_REVERSED = re.compile(r"\b(?:reversal|turnaround|improvement|deterioration|swing) (?:of|from|on|in) (?:the |a )?$")


_QUOTED = Gated(
    r"(?:\b(?:ind(?:ex|ices)|pmi|futures|lme|comex|nymex|cbot|ice|matif|euronext|bursa|ftse|dow jones|nasdaq|nikkei|"
    r"benchmark|spot(?= C)|front-month|three-month)\b|\bC (?:closed|settled|changed hands) )[^.;IVC]*(?:C[^.;IVC]*)?$"
)
"""``LME copper was at $9,800``, ``the Baltic Dry Index fell 2%``, ``palm oil futures closed up 25 ringgit``"""
_TRADED = Gated(r"\b(?:C |futures |contracts? )(?:(?:was|were|is|are|last|have been|has been) )?V (?:[a-z]+ )?at $")
"""``Brent was trading at $82``"""


_OF_TRADE = re.compile(r"\b(?:prices?|values?|volumes?|quantum|quantity|terms of trade|trade|exports?|imports?)\b")


def quoted(site: Site) -> bool:
    """Tell whether a figure is one of an exchange: a quotation, an index, and how it moved."""
    if site.kind == "M" and _TRADED.search(site.left):
        verb = next(m for m in reversed(site.template.mentions[: site.k]) if m.label == "INDICATOR")
        return verb.text.casefold().startswith("trad")
    return _QUOTED.search(site.clause) is not None and _OF_TRADE.search(site.subject) is None


def turned(site: Site) -> bool:
    """Tell whether a figure is what the one before it turned from: ``a reversal of the $3bn surplus``."""
    return _REVERSED.search(site.left) is not None


def _share_price(site: Site) -> bool:
    """Tell whether a stock exchange's sign stands before a figure."""
    start = site.template.mentions[site.k].start
    return _TICKER.search(site.template.source, max(0, start - 110), start) is not None


def of_accounts(site: Site) -> bool:
    """Tell whether a figure is one of the balance of payments other than trade: ``the current account surplus was``."""
    if _ACCOUNT.search(site.subject[-110:]) is None:
        return False
    told = next((m for m in reversed(site.template.mentions[: site.k]) if m.label == "INDICATOR"), None)
    return told is None or told.indicator in _OF_ACCOUNTS


_FREE = re.compile(r" (?:[a-z]+ )?(?:(?:duty|tariff)[- ]free|free of (?:duty|duties|tariffs?)|without dut(?:y|ies))\b")
_LET = Gated(r"\b(?:allow|grant|permit|quota|entitle|offer|concede)[a-z]*\b")
"""``allows it 1,600 tonnes duty free``: a quota"""
_WAITING = Gated(r"\b(?:queues?|line-?ups?|backlogs?)\b[^IVM]*$")
"""``The queue off the port stood at 23 ships``"""
_USED_UP = re.compile(
    r"^[^IV]*\b(?:refined|crushed|milled|consumed|burned|burnt|stored|"
    r"(?:refiner(?:y|ies|s)|mills?|smelters?)\b[^IVMXQ]{0,40} V) "
    r"(?:(?:about|some|around|nearly|almost|over|more than|at|of|to|by|[UDE]) )*$"
)
"""``Refineries processed 2.6 million barrels a day``"""


_A_PIECE = Gated(
    r"(?:^|[.;:,] |\band |\bbut )(?:an?|one|each|every)"
    r"(?: (?!of\b|with\b|month|year|quarter|week|day|cargo)[a-z'-]+| C){1,3}(?: of (?:[a-z-]+|C))?,?"
    r"(?: (?:that|which))?(?: [a-z]+ly)? (?:V|sells?|sold|costs?|retails?|retailed|fetche[sd]|goes|went)"
    r"(?: M to [a-z]+ (?:in (?:the )?P )?(?:and )?(?:V|sells?|retails?))?(?: (?:for|at|for as much as|at about))?"
    r"(?: (?:about|some|around|just|only|over|up to|as much as))? $"
)
_BY_MEASURE = re.compile(
    r"\b(?:an?|one|each|every) (?:[a-z-]+ )?(?:tonnes?|tons?|kilo(?:gram)?s?|kg|barrel|bag|pound|ounce|bale|box|case|"
    r"head|litre|liter|gallon|bushel|carton|crate|sack|carat|metre|meter|unit|country|company|firm|group|port)\b"
)
"""``A ball that sells for $140``: the price of a piece in a shop, no price that trade is told by."""
_STARTED_WITH = Gated(
    r"\b(?:began|started|launched|founded|set up|opened|established|invested)\b[^.;MX]{0,80}\bwith "
    r"(?:[^.;MX]{0,40} and )?(?:just |only |a |about |some |savings of |capital of |loan of )*$"
)
"""``began selling lights with three workers and 200,000 yuan``"""


def _of_one_piece(site: Site) -> bool:
    """Tell whether an amount is what a single thing costs, or what someone began with."""
    found = _A_PIECE.search(site.before[-110:])
    if found is not None and _BY_MEASURE.search(found[0]) is None:
        return True
    return _STARTED_WITH.search(site.before) is not None


_LEVIED = r"(?:revenues?|dut(?:y|ies)|tax(?:es)?|royalt(?:y|ies)|fees?|lev(?:y|ies)|tariffs?|excises?)\b"
_COLLECTED = Gated(
    rf"\bcollect(?:s|ed|ing|ion)?\b(?! of V)(?P<what>[^.;IVMXQ]{{0,40}} {_LEVIED}| (?:an? |the )?(?:[a-z]+ )?I(?= of))?"
    r"[^.;VMXQ]{0,30}$"
)
_IN_LEVIES = re.compile(rf" (?:in|of|as) (?:[a-z-]+ |I )?(?:(?:[a-z]+|I) and )?{_LEVIED}")


def levied(site: Site) -> bool:
    """Tell whether an amount is what a state takes of trade: ``Customs collected a revenue of $2bn``."""
    found, behind = _COLLECTED.search(site.left), _IN_LEVIES.match(site.after) is not None
    if found is None:
        return behind and site.previous is not None and site.was(SKIP)
    return behind or found["what"] is not None


def no_trade_amount(site: Site) -> bool:
    """Tell whether an amount belongs to another topic than trade."""
    if site.kind == "M" and (_of_one_piece(site) or levied(site)):
        return True
    if site.kind == "Q" and (
        _USED_UP.match(site.clause)
        or _WAITING.search(site.subject)
        or (_FREE.match(site.after) and _LET.search(site.left))
    ):
        return True
    if quoted(site) or _share_price(site) or of_accounts(site):
        return True
    if _REPAID.search(site.left) or _IN_WAGES.match(site.after):
        return True
    if site.kind == "M" and (_PRICE_BANDS.match(site.after) or _IN_BAND.search(site.left)):
        return True
    if _EXCHANGE.match(site.after) or (_EXCHANGED.search(site.before[-60:]) and site.kind == "M"):
        return True
    if _OF_EVERY.search(site.left):
        return True
    in_terms = re.search(r"\bin (?:[a-z]+ )?terms\b", site.subject) is not None
    if _SPENT.match(site.after) or (site.kind == "M" and not in_terms and _SUBJECT.match(site.subject)):
        return True
    if site.previous is not None and _NEXT_TOPIC.match(site.left):
        return True
    found = _LEFT.search(site.subject[-70:])
    if found and site.kind == "Q" and "capacity" in found[0]:
        return False
    return bool(found) and not re.search(r"[IV]|\b(?:terms|basis)\b", _TAX_ON_TRADE.sub("", site.subject))


def of_others(site: Site) -> bool:
    """Tell whether the words behind a percentage make it a tariff, a discount or a part of the population."""
    return bool(
        _IN_ACCOUNTS.match(site.after)
        or _share_price(site)
        or _RIGHT.match(site.object)
        or _OF_OTHERS.match(site.object)
        or _OF_PLAN.match(site.object)
        or _TARIFF_ON.search(site.subject)
        or _OF_PAST_LEVEL.match(site.after)
    )


def no_trade_percent(site: Site) -> bool:
    """Tell whether a percentage belongs to another topic than trade."""
    if of_others(site) or of_accounts(site) or quoted(site):
        return True
    if _CONTRIBUTES.search(site.left) and _TO_GROWTH.match(site.after):
        return True
    if _HELD_IN.search(site.left) or (site.kind == "Z" and no_trade_points(site)):
        return True
    found = _LEFT.search(site.subject[-80:])
    if found is not None and _OTHER_ECONOMY.search(site.subject[-80:]):
        return False
    return (
        found is not None
        and not re.search(r"[IV]", site.subject[found.start() :])
        and not re.search(r"\b(?:terms|basis)\b", site.subject[found.start() :])
    )


_OTHER_ECONOMY = re.compile(
    r"\b(?:to|from|with) (?:the )?(?:[PA](?:'s)? )?(?:(?:[a-z'-]+|N|world's) ){0,3}econom(?:y|ies)\b"
)
"""``exports to Asia's largest economy fell 5%``"""
_OTHER_NAME = re.compile(r"[IVCSP;]")


def after_no_trade(site: Site) -> bool:
    """Tell whether a figure only goes on about the figure before it, which is no trade figure: ``remittances were
    $2bn, 5% more``.
    """
    if site.previous is None or site.template.letter(site.previous) == "N":  # ``Asia's largest economy``
        return False
    return site.was(SKIP) and not _OTHER_NAME.search(site.left)


def no_trade_points(site: Site) -> bool:
    """Tell whether percentage points are a gap between two growth rates or a contribution to one."""
    if _QUICKER.match(site.after) or (_GAP.match(site.after) and not _GAP_IN_TIME.match(site.after)):
        return True
    return bool(_TO_GROWTH.match(site.after) or _CONTRIBUTES.search(site.left) or _OF_GROWTH.search(site.left))


def no_trade_rank(site: Site) -> bool:
    """Tell whether a rank counts months, editions, speeds of growth, or places in another order than trade's."""
    return bool(_RANK_OF_OTHERS.match(site.after) or _RANK_SINCE.match(site.after) or _RANK_OF_NOUN.match(site.after))


def gap_to_others(site: Site) -> bool:
    """Tell whether a percentage is a distance to another body's growth or to an average."""
    return bool(_GAP.match(site.after)) and not _GAP_IN_TIME.match(site.after)
