"""Places in an order: ``first nationally``, ``second-largest``, ``No. 1``, ``biggest``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from .spans import Figure

_ORDINALS = {
    word: position
    for position, word in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth"
        " fifteenth sixteenth "
        "seventeenth eighteenth nineteenth twentieth".split(),
        start=1,
    )
}
_CARDINALS = {
    word: position for position, word in enumerate("one two three four five six seven eight nine ten".split(), start=1)
}
_UNIT_ORDINALS = "|".join(list(_ORDINALS)[:9])
_ORDINAL = rf"(?:{'|'.join(_ORDINALS)}|(?:twenty|thirty|forty|fifty)-(?:{_UNIT_ORDINALS})|[0-9]{{1,3}}(?:st|nd|rd|th))"
_SUPERLATIVE = (
    r"(?:largest|biggest|greatest|busiest|smallest|leading|top|most[ -](?:important|valuable|popular|traded|exported"
    r"|imported|visited)"
    r"|highest|lowest|main|major|best[- ]selling|strongest|richest|deepest)"
)
_WIDE = (
    r"(?:nationally|nationwide|globally|worldwide|internationally|regionally|countrywide|province-wide|citywide"
    r"|domestically|overall)"
)
_RANK = re.compile(
    r"(?=[fstenlbmpc0-9№#])"  # what a match begins with
    rf"(?<![\w’'-])(?:(?P<ordinal>{_ORDINAL})(?:(?P<super>[- ]{_SUPERLATIVE})(?![\w])|(?P<wide>,? {_WIDE})"
    rf"|(?P<alone>(?![\w-])))"
    r"|(?P<no>(?:No\.?[ \u00a0]?|№[ ]?|#)(?P<nodigit>[1-9][0-9]?)(?![\w.,-]*[0-9])|number[ -](?P<noword>one|two|three"
    r"|four|five|six|seven|eight|nine|ten)(?![\w-]))"
    r"|(?<=the )(?P<head>top)(?= of (?:the|our|its|their) (?:[\w’'-]+ ){0,2}?(?:list|destinations|countries"
    r"|importers|exporters|buyers|suppliers|markets|partners|ranking|table)\b)"
    r"|(?P<lone>largest|biggest|busiest|top|leading|main|principal|chief|foremost|most important|most valuable)"
    r"(?![\w-]))",
    re.IGNORECASE,
)
_PLACED = re.compile(
    r"(?:rank(?:s|ed|ing)?|plac(?:es|ed|ing)|com(?:es|ing)|came|stood|stands|standing|finish(?:ed|es|ing)|sat|sits"
    r"|listed|was|is|were|are|remain(?:s|ed|ing)?"
    r"|rated|position(?:ed)?|took|takes|taking|held|holds|holding|occup(?:y|ies|ied|ying)|became|becoming|kept"
    r"|secur(?:ed|ing)|from|to|at|in|and|,)"
    r"(?: (?:the|in|in the|at|at the|as|as the|to|a distant|joint|a close|equal|now|still|also|currently|solidly"
    r"|firmly))*[ ]\Z",
    re.IGNORECASE,
)
_RANK_VERB = re.compile(
    r"(?:rank(?:s|ed|ing)?|plac(?:es|ed|ing)|stood|stands|standing|finish(?:ed|es|ing)|rated|com(?:es|ing)|came"
    r"|positioned|listed)"
    r"(?: (?:the|in|in the|at|at the|as|as the|to|a distant|joint|a close|equal|now|still|also|currently|solidly"
    r"|firmly))*[ ]\Z",
    re.IGNORECASE,
)
_PLACE_NOUN = re.compile(
    r" (?:place|position|spot|rank|among|in (?:the )?(?:world|country|nation|region|province|asia|europe|africa|china"
    r"|india|terms|the rankings?)"
    r"|in line|only to|behind|after)\b",
    re.IGNORECASE,
)
_GOVERNS_END = re.compile(
    r"(?:[.,;:)]|\s*\Z| \(| (?:in|among|with|of|behind|and|nationally|for|by|on|at|worldwide|after|only|to|globally)\b)"
)
# a superlative of growth or of record is no place in an order
_GROWTH = re.compile(
    r"(?: (?:[\w’'-]+ ){0,3}(?:increas|ris(?:e|es)\b|rise|gain|growth|jump|surge|declin|drop|fall|falls|decreas"
    r"|contraction|expansion|improvement|"
    r"slump|change|movement|swing|slowdown|upswing|downturn|correction|reduction|advance|pickup|rebound|recovery|"
    r"outflow|inflow|shift|hike|cut|leap|slide|plunge|one[- ]day|upturn|boost)"
    r"|(?: (?!(?:trad|export|import|market|partner)[\w-]*)[\w’'-]+){0,3} (?:ever\b|since\b|on record\b"
    r"|in (?:at least |more than |nearly |almost |over |about )?"
    r"(?:[0-9]+|an?|two|three|four|five|six|seven|eight|nine|ten|several|many|recent|\w+teen|\w+ty"
    r"|the past) (?:[\w-]+ )?(?:years?|months?|decades?|quarters?|weeks?))"
    r"| (?:[\w’'-]+ ){0,2}(?:monthly|quarterly|annual|yearly|weekly|single-month|daily|12-month|percentage"
    r"|year-on-year)\b"
    r"|,? (?:ever|since|on record)\b| (?:contributors?|contribution) to (?:the )?(?:[\w-]+ )?(?:growth|increase|rise"
    r"|fall|decline|decrease))",
    re.IGNORECASE,
)
_OF_MANY = re.compile(
    r"(?:record for|one of|among|some of|amongst)(?: (?:the|its|their|our|his|[\w’'-]+['’]s?|world|country"
    r"|nation))*(?: [\w’'-]+)?[ ]\Z",
    re.IGNORECASE,
)
_NUMBER_BEFORE = re.compile(
    r"\b(?:two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|[0-9]+)[ ]\Z", re.IGNORECASE
)
_TRADE_NOUN = (
    r"(?:export|import|trad|market|destination|supplier|buyer|partner|customer|source|producer|seller|spot|slot"
    r"|position|"
    r"place|consumer|shipper|origin|exporter|importer|commodity|item|product|category|contributor|purchaser|client"
    r"|recipient|investor|port\b|hub|gateway)"
)
_LONE_NEEDS = re.compile(
    rf" (?:(?!(?:and|or|of|in|to|for|the|by|with)\b)[\w’'&-]+ ){{0,4}}?{_TRADE_NOUN}(?P<rest>[\w-]*)", re.IGNORECASE
)
_NEXT_NUMBER = re.compile(
    r"[ -](?:two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|fifty|[0-9])", re.IGNORECASE
)
_COUNT_NOUN = re.compile(
    r"(?:order|decree|berth|resolution|law|notice|announcement|circular|article|section|table|chart|figure|terminal"
    r"|line|unit|phase|rule|act|"
    r"document|bulletin|release|reactor|regulation|directive|volume|vol\.|issue|train|gate|well|block|plant|mine"
    r"|flight|route|announcement of \w+)[ ,]?\Z",
    re.IGNORECASE,
)


# superlatives that say an order only right before a thing of trade: `its main supplier`, not `the main reason`
_WEAK = frozenset({"top", "leading", "main", "principal", "chief", "foremost"})

_NAME_BEFORE = re.compile(r"[A-Z][\w’'.-]+,? \Z")
_NAME_COMMA = re.compile(r"[A-Z][\w’'.-]+, \Z")
_NAME_AND = re.compile(r"\b(?:and|with|then) (?:[A-Z][\w’'-]+ ){1,3}\Z|, (?:[A-Z][\w’'-]+ ){1,3}\Z")
_EARLIER_RANK = re.compile(r"\b(?:first|second|third|fourth|fifth|sixth)\b", re.IGNORECASE)
_NUMBER_BEHIND = re.compile(
    r",? (?:with|at|on|by) (?:about |some |nearly |just |over |almost )?[^\s\w]{0,2}(?:[A-Z]{1,3}[$€£]?)?[ ]?\d|,? \("
)
_WAS_FIRST = re.compile(
    r"\b(?:was|were|is|are|came|comes|come|remained|remains|stayed|became|again) "
    r"(?:the |clearly |by far |once more )?\Z",
    re.IGNORECASE,
)
_MOVED_FROM = re.compile(
    r"\b(?:jump|ris|rose|climb|mov|fall|fell|slip|drop|advanc|leap|went|go|up|down|improv)\w*(?: up| down| back)?"
    r" from (?:the )?\Z",
    re.IGNORECASE,
)
_FROM_TO = re.compile(
    r"\bfrom (?:the )?(?:" + _ORDINAL + r")(?: place| position| spot| rank)? to (?:the )?\Z", re.IGNORECASE
)
_OWNED = re.compile(r"(?:\b(?:the|its|our|their|as|a|an)|[\w.]+['’]s?) (?:clear |distant )?\Z", re.IGNORECASE)
_ORDINAL_HEAD = re.compile(
    r" (?:(?!(?:and|or|of|in|to|for|the|by|with|time|since)\b)[\w’'-]+ ){0,2}?(?:partner|customer|supplier|market"
    r"|destination|exporter|importer|buyer|producer|manufacturer|origin|client|seller|shipper|grower|consumer)(?![\w-])"
    r"(?! (?:to|ever|since|that|which|who)\b)",
    re.IGNORECASE,
)
_SANK_TO = re.compile(
    r"\b(?:slip(?:s|ped|ping)?|slid(?:es?|ing)?|sank|sinks?|f[ae]ll(?:s|en|ing)?|ris(?:es|ing)|rose|risen|climb(?:s|ed|ing)?|drop(?:s|ped"
    r"|ping)?|mov(?:es?|ed|ing)|jump(?:s|ed|ing)?|leap(?:s|t|ed|ing)?|advanc(?:es?|ed|ing)|relegat\w+|reduced|back|up|down)"
    r"(?: up| down| back)? (?:in)?to (?:the )?\Z",
    re.IGNORECASE,
)
_OPENING = re.compile(r"(?:\A|[.!?;:]|\n)[”\"’)]*\s*(?:In )?\Z")
_VERB_NAME = re.compile(r"(?: and \w+)? (?:was|is|were|are|came|comes|come) [A-Z]")
_ORDER = r"(?:" + _ORDINAL + r")"
_ORDER_BEFORE = re.compile(
    rf"\b(?:came|comes?|stood|stands?|rank(?:ed)?|was|were|are|is|in|took)(?: in)?(?: the)?"
    rf" (?:{_ORDER}(?:,? and |, ))+\Z",
    re.IGNORECASE,
)
_ORDER_BEHIND = re.compile(
    rf"(?:, {_ORDER})*,? and (?:the )?{_ORDER}\b(?! (?:time|half|quarter|year|month|week))", re.IGNORECASE
)
_PLACED_VERB = re.compile(r"\b(?:came|comes?|stood|stands?|ranked|rank)(?: in)?(?: the)? \Z", re.IGNORECASE)
_STAYED = re.compile(
    r"\b(?:remain(?:s|ed|ing)?|stay(?:s|ed|ing)?|is now|are now|came|comes|ke(?:pt|eps) (?:the )?[\w’'-]+) \Z",
    re.IGNORECASE,
)
_IS = re.compile(
    r"\b(?:is|was|are|were|remain(?:s|ed|ing)?|stay(?:s|ed|ing)?|be|been|puts? it|makes? (?:it|them)|came|comes?)"
    r"(?: a distant| now| still| again| only)? \Z",
    re.IGNORECASE,
)
_THE_AFTER_NAME = re.compile(r"(?:[A-Z][\w’'.-]+(?: a distant| the)|, the) \Z")


def find_ranks(text: str, start: int, end: int) -> Iterator[Figure]:
    """Yield the places in an order within a stretch of text.

    Args:
        text: the document.
        start, end: the stretch to search, half-open character offsets.
    Yields:
        Figure: label ``RANK``; ``number`` is the position, 1 for a bare superlative of size.
    """
    for match in _RANK.finditer(text, start, end):
        if match["ordinal"]:
            figure = _from_ordinal(match, text, start)
        elif match["head"]:
            figure = _figure(match.start(), match.end(), 1)
        elif match["no"]:
            figure = _from_number(match, text, start)
        else:
            figure = _from_superlative(match, text, start)
        if figure is not None:
            yield figure


def _position(ordinal: str) -> int:
    word = ordinal.lower()
    if word[0].isdigit():
        return int(word[:-2])
    if "-" in word:
        tens, _, unit = word.partition("-")
        return {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50}[tens] + _ORDINALS[unit]
    return _ORDINALS[word]


def _figure(start: int, end: int, position: int) -> Figure:
    return Figure("RANK", start, end, Decimal(position), precision=Decimal(1))


def _from_ordinal(match: re.Match[str], text: str, start: int) -> Figure | None:
    position = _position(match["ordinal"])
    if position == 0:
        return None
    before = text[max(start, match.start() - 48) : match.start()]
    if match["super"]:
        if _GROWTH.match(text, match.end()) or _is_quarter_of(match["super"]):
            return None
        return _figure(match.start(), match.end(), position)
    if match["wide"]:
        comma = match["wide"].startswith(",")
        return _figure(match.start(), match.end("ordinal") if comma else match.end(), position)
    follows = _PLACE_NOUN.match(text, match.end())
    if follows and (_PLACED.search(before) or follows.group().strip() in {"place", "position", "spot"}):
        if follows.group().endswith(("after", "behind")) and not _RANK_VERB.search(before):
            return None
        return _figure(match.start(), match.end(), position)
    if _RANK_VERB.search(before) and _GOVERNS_END.match(text, match.end()):
        return _figure(match.start(), match.end(), position)
    if _after_name(match["ordinal"], before, text, match.end()) or _in_order(match["ordinal"], before, text, match):
        return _figure(match.start(), match.end(), position)
    return None


def _in_order(ordinal: str, before: str, text: str, match: re.Match[str]) -> bool:
    """``our third customer``, ``slipped to fourth``, ``first, second and third``, ``Third was Belgium with``."""
    end = match.end()
    if _OWNED.search(before) and _ORDINAL_HEAD.match(text, end):
        return True
    if _SANK_TO.search(before) and _GOVERNS_END.match(text, end):
        return True
    if _OPENING.search(before) and _VERB_NAME.match(text, end):
        return True
    if _ORDER_BEFORE.search(before) and re.match(r"[.;,\n)]| with | places?\b|, respectively|$", text[end : end + 16]):
        return True
    if ordinal.lower() == "first":
        return bool(_STAYED.search(before) and _GOVERNS_END.match(text, end)) or bool(
            _PLACED_VERB.search(before) and _ORDER_BEHIND.match(text, end)
        )
    return bool(_IS.search(before) and _GOVERNS_END.match(text, end)) or bool(
        _THE_AFTER_NAME.search(before) and re.match(r" with |[.;](?:\s|\Z)|\Z", text[end : end + 6])
    )


def _after_name(ordinal: str, before: str, text: str, end: int) -> bool:
    """``Spain first (22%)``, ``India third with 4.1m``, ``Iran, tenth, lost``, ``from twelfth to fourth``."""
    if _NAME_BEFORE.search(before) and _NUMBER_BEHIND.match(text, end):
        return True
    if _WAS_FIRST.search(before) and _NUMBER_BEHIND.match(text, end):
        return True
    if ordinal.lower() == "first":
        return False
    if _NAME_COMMA.search(before) and text[end : end + 1] == ",":
        return True
    if _NAME_AND.search(before) and re.match(r"[.;,\n]|$", text[end : end + 1] or ""):
        return _EARLIER_RANK.search(before) is not None
    return bool(_FROM_TO.search(before) and _GOVERNS_END.match(text, end)) or bool(
        _MOVED_FROM.search(before) and re.match(r" to (?:the )?(?:" + _ORDINAL + r")\b", text[end : end + 24], re.I)
    )


def _is_quarter_of(superlative: str) -> bool:
    return superlative.strip(" -").lower() in {"major", "lowest"}


def _from_number(match: re.Match[str], text: str, start: int) -> Figure | None:
    position = int(match["nodigit"]) if match["nodigit"] else _CARDINALS[match["noword"].lower()]
    before = text[max(start, match.start() - 32) : match.start()]
    if _COUNT_NOUN.search(before):
        return None
    if position > 10 and not _PLACED.search(before):
        return None
    if not _PLACED.search(before) and not re.search(
        r"(?:the|['’]s|its|their|as|our|a|world|country|nation|,|\A)\s?\Z", before, re.IGNORECASE
    ):
        return None
    return _figure(match.start(), match.end(), position)


def _from_superlative(match: re.Match[str], text: str, start: int) -> Figure | None:
    before = text[max(start, match.start() - 48) : match.start()]
    word = match["lone"].lower()
    if _GROWTH.match(text, match.end()) or _OF_MANY.search(before) or _NUMBER_BEFORE.search(before):
        return None
    if _NEXT_NUMBER.match(text, match.end()):
        return None
    needs = _LONE_NEEDS.match(text, match.end())
    if word in _WEAK and needs is None:
        return None
    if needs is not None and _plural_head(needs["rest"], text, needs.end()):
        return None
    if word in _WEAK and not re.search(r"(?:['’]s?|the|its|their|our|as|a|\A|[,.;:(“\"])\s?\Z|[A-Z][\w-]+ \Z", before):
        return None
    return _figure(match.start(), match.end(), 1)


def _plural_head(rest: str, text: str, pos: int) -> bool:
    """Several things share the superlative: ``the largest markets were``, ``top export destinations``."""
    following = re.compile(r" ([a-z][\w-]+)").match(text, pos)
    if rest.endswith("s") and not rest.endswith("ss"):
        return True
    if (
        following
        and not rest.endswith(("er", "ner"))
        and re.fullmatch(r"\w+(?:ions|ers|ets|ners|ors|ces|ties|tries|ucts|ms|ds)", following[1])
    ):
        return following[1] not in {"goods", "accounts", "ranks"}
    return False
