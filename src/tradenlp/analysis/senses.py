"""Which sense of a listed word is meant where it stands: homonyms, verbs, compounds, and words of everyday life."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from ..gate import Gated
from ..lexicon import Entry, Match, load
from .phrases import Piece, Words

_SUPPORT_BEFORE = re.compile(
    r"(?:\b(?:of|for|in|and|or|including|excluding|like|as|namely|refined|raw|crude|from)|[,(/:•*\-–—]|\d%|tonnes|"
    r"tons|ounces)(?: (?-i:[A-Z])[a-z]{2,12}(?:ese|[ai]n|ish))?\s*$",
    re.I,
)
_FLOW_NEAR = re.compile(
    r"\b(?:ex|im)port(?:s|ed|ing)?\b|\bownership of\b|\bshipments?\b|\bshipped\b|\bsales\b|\bprices?\b|\bfutures\b|"
    r"\bproduction\b",
    re.I,
)
_FLOW_AFTER = re.compile(
    r"\s(?:(?:ex|im)ports?|shipments?|(?:ex|im)porters?|sales|industry|makers?|prices?|output|production|firms|"
    r"sector|deficit|surplus|trade)\b",
    re.I,
)
_ITEM_BEFORE = re.compile(r"(?:[;:,•*(\n–—]|\n\s*-|\band)\s*$")
_ITEM_AFTER = re.compile(
    r"\s*(?:[(:]\s*\D{0,6}\d|\W{0,3}\d|(?:rose|fell|grew|increased|decreased|decreased|dropped|climbed|jumped|"
    r"declined|gained|lost|slipped|edged)\b)"
)
_CARRIER = re.compile(r" (?:carriers?|tankers?|pass)\b")
_VERB_AFTER = re.compile(
    r"\s*(?:$|[.,;:!?)]|(?:in|to|on|up|down|off|out|at|by|for|from|into|with|over|the|a|an|its|their|his|her|our|"
    r"that|this|it|them|as|of|than|"
    r"onto|through)\b)"
)
_OBJECT_AFTER = re.compile(
    r"\s+(?:the|a|an|its|their|his|her|our|this|that|it|them|two|for|three|four|five|half|more|most|out|off|up|down)\b"
)
_VERBS = frozenset(
    "drinks feeds ships books leaves plants houses repairs sweets displays parts seats locks nails fans pumps".split()
)
_NOMINAL = re.compile(
    r" (?:of|by|were|was|amounted|totall?ed|came|rose|fell|reached|grew|increased|decreased|dropped|declined|jumped|"
    r"made)\b"
)
_LEVEL_VERB = re.compile(
    r"(?:reach|exceed|surpass|top|outpac|hit|high\b|low\b|record|all-time|even\b|level|positive|negative|"
    r"double-digit|elevated)",
    re.I,
)
_FIGURE_AFTER = re.compile(
    r"\s*(?:by |of |about |nearly |some |around |a |another |a further )*\W{0,3}(?:[A-Z]{1,3}\W{0,2})?\d"
)
_FIGURE_BEFORE = re.compile(
    r"(?:[\d%)]|\b(?:percent|per cent|pct|points|million|billion|trillion|bn|mn|tonnes|tons|crore|units|barrels|"
    r"bushels|TEU))\s*"
    r"(?:in \w+ )?$"
)
_PASSIVE = re.compile(r"\b(?:were|was|been|being|are|is)\s+$")
_ARTICLE_BEFORE = re.compile(r"\b(?:of|a|an|the)\s+$")
_TOO_PLAIN = frozenset(
    (
        "product", "products", "article", "articles", "item", "items", "commodity", "good", "service",
        "publication", "publications",
        "other products", "made up", "make up", "made-up", "made ups", "make-up", "new three", "old three", "new trio",
    )
)  # fmt: skip
_CONTACT = frozenset({"telephone", "phone", "mobile", "fax", "cookies", "cookie", "telephones"})
_CONTACT_AFTER = re.compile(
    r"\s*(?:no\.?|number)?\s*[:(+]*\s*\(?\+?\d|\s*:|\s+(?:policy|notice|settings|preferences|number|line)\b|\.\s", re.I
)
_RANKED = re.compile(r"\b(?:top|main|major|most important|leading|key|list of|principal|analysis by) $", re.I)
_PACKAGES = frozenset({"bag", "box", "case", "bottle", "sack", "container", "carton", "can", "drum", "barrel"})
_SERVING = Gated(r"\b(?:cups?|glass|slice|plate|pot|sip|bite|smell|taste) of $")
_PRESS = re.compile(
    r"\b(?:this|our|the (?:local|state|daily)|policy|white|position|research|discussion|working) $", re.I
)
_TWO_LETTERS = frozenset({"US", "UK", "EU", "NZ", "HK", "us", "uk"})
_WORDS_ONLY = frozenset({"HEAD", "MODIFIER"})


_OLD_CROP = re.compile(r"\b(?:old|new|next)[- ]crop\Z", re.I)
"""The season that a sale is of."""


def sense(piece: Piece, sentence: Words) -> Entry | None:
    """Choose what a listed phrase means where it stands; None where it is no term here.

    A homonym is taken for a commodity or place only with support: a preposition or list before it, or a flow word
    near it.
    """
    match = piece.match
    best = next((e for e in match.entries if e.label not in _WORDS_ONLY), match.entry)
    text = sentence.text
    if best.label == "INDICATOR" and "share" in best.name:
        return None  # the word is read where percentages are
    if best.label == "INDICATOR" and _OLD_CROP.search(text, max(0, match.start - 5), match.end):
        return None
    if (
        best.label == "VERB"
        and text[match.start : match.end].casefold() == "purchases"
        and _NOMINAL.match(text, match.end)
    ):
        return replace(best, pos="noun")
    if best.label == "COMMODITY" and not _is_goods(match, best, text):
        return None
    if best.label == "PLACE" and best.name in ("world", "overseas") and text[match.start].islower():
        return None  # no partner of its own
    if best.label == "PLACE" and match.end - match.start == 2 and text[match.start : match.end] not in _TWO_LETTERS:
        return None  # ISO codes are no names in prose: SA is ``seasonally adjusted``, IN and NO are words
    if best.label == "PLACE" and text[match.start : match.end] == "S.A.":
        return None  # ``+2.9% m/m S.A.``, or a company's legal form
    if in_address(text, match.start, match.end):
        return None
    doubtful = (
        best.label == "COMMODITY"
        and match.entry.label in _WORDS_ONLY
        and text[match.start : match.end].casefold() in _doubtful()
    )
    return _supported(match, text) if match.weak or doubtful else best


@lru_cache(maxsize=1)
def _doubtful() -> frozenset[str]:
    """Words whose sense as goods is the unlikelier one, which a modifier of that form would hide (``lead``)."""
    marked = (
        way
        for _, ways in load().listed("commodities")
        for way in ways
        if "~" in way[: len(way) - len(way.lstrip("=~+"))]
    )
    return frozenset(way.lstrip("=~+").casefold() for way in marked)


_MONEY_AFTER = re.compile(
    r"[^.;,\d]{0,20}(?:[$€£¥₹]|\b[A-Z]{2,3}[.$]? ?\d)|[^.;,]{0,14}\d[\d.,]*\s\w+ (?:dollars|euros)"
)
_NEAR_CHINA = re.compile(r"Chin(?:a|ese)\b|Hong Kong|Maca[ou]|Taiwan|\bH\.?K\.?\b")
_OTHER_MAINLAND = re.compile(r"\b(?:Norw\w+|Portug\w+|Faroe\w*|Orkney|Shetland)\b")


def _is_word_only(entry: Entry) -> bool:
    return entry.label in _WORDS_ONLY


def _supported(match: Match, text: str) -> Entry | None:
    """Choose the sense of a homonym by what stands around it."""
    before = text[max(0, match.start - 24) : match.start]
    after = text[match.end : match.end + 24]
    near = text[max(0, match.start - 60) : match.end + 60]
    if text[match.start : match.end].casefold() == "mainland" and (
        before.endswith(("’s ", "'s ")) or _OTHER_MAINLAND.search(near) or not _NEAR_CHINA.search(text)
    ):
        return None
    if before.endswith("(") and after.startswith(")") and text[match.start : match.end].isupper():
        return None  # ``(LEAD) Exports fall``, as agencies mark what replaces a report
    for entry in sorted(match.entries, key=_is_word_only):
        if entry.label in ("COMMODITY", "PLACE", "SEGMENT"):
            if (_SUPPORT_BEFORE.search(before) and _FLOW_NEAR.search(near)) or _FLOW_AFTER.match(after):
                return entry
            if entry.label == "PLACE" and before.endswith(" in ") and text[match.start].isupper():
                return entry
            if entry.label == "COMMODITY" and _ITEM_BEFORE.search(before) and _ITEM_AFTER.match(after):
                return entry
        elif entry.label == "INDICATOR" and "share" in entry.name:
            return None
        elif entry.label == "TREND":
            if not _LEVEL_VERB.match(entry.name) and (_FIGURE_AFTER.match(after) or _FIGURE_BEFORE.search(before)):
                return entry
        elif entry.label == "VERB":
            if text[match.end - 3 : match.end] == " in" and _MONEY_AFTER.match(after):
                return replace(entry, indicator="exports")  # ``tea brought in $1.3 billion``
            if _FIGURE_AFTER.match(after) or _PASSIVE.search(before):
                return entry
        elif entry.label != "ORG" or _acts(match, text, before):
            return entry
    return None


_ACTOR_BEFORE = re.compile(
    r"(?:\b(?:by|says|said|miner|producer|giant|analysts at|[Ss]ource:?|according to)(?: the)?|[Tt]he|\band|"
    r"[,;:(/])\s*$"
)
_ACTOR_AFTER = re.compile(
    r"(?:['’]s)? (?:said|says|reported|announced|expects|estimates|exported|shipped|produced|sold|data|figures|"
    r"forecasts?|number)\b"
)


def _acts(match: Match, text: str, before: str) -> bool:
    """Tell whether a homonym names a body: an abbreviation in a line of small letters, or a name that acts."""
    word = text[match.start : match.end]
    if word.isupper() and len(word) > 2:
        left = text.rfind("\n", 0, match.start) + 1
        near = text[max(left, match.start - 40) : match.end + 40]
        return any(c.islower() for c in near) and bool(
            _ACTOR_BEFORE.search(before) or _ACTOR_AFTER.match(text, match.end)
        )
    return bool(_ACTOR_AFTER.match(text, match.end))


def in_address(text: str, start: int, end: int) -> bool:
    """Tell whether a span lies within an e-mail or web address."""
    after = text[end : end + 2]
    if after[:1] == "@" or (after[:1] in "./_" and after[1:2].isalnum() and after[1:2].islower()):
        left = text.rfind(" ", max(0, start - 60), start)
        right = text.find(" ", end, end + 60)
        token = text[left + 1 : right if right >= 0 else end + 60]
        return "@" in token or "www." in token or "://" in token
    before = text[max(0, start - 1) : start]
    return before == "@" or (
        before in ("_", ".") and text[max(0, start - 2) : start - 1].isalnum() and text[start:end].islower()
    )


def _is_goods(match: Match, entry: Entry, text: str) -> bool:
    """Tell whether a listed commodity is one where it stands."""
    word = text[match.start : match.end]
    folded = word.casefold()
    if folded in _TOO_PLAIN or folded in _CONTACT and _CONTACT_AFTER.match(text, match.end):
        return False
    if folded.startswith("commodit") and _RANKED.search(text[max(0, match.start - 16) : match.start]):
        return False  # a heading's word
    if folded in _PACKAGES and text[max(0, match.start - 4) : match.start].casefold() == "per ":
        return False  # ``the average price per bag``
    if _SERVING.search(text[max(0, match.start - 12) : match.start]):
        return False
    if _CARRIER.match(text, match.end):
        return False  # a kind of ship
    if folded in ("paper", "papers") and _PRESS.search(text[max(0, match.start - 16) : match.start]):
        return False  # ``told this paper``
    if " " in word:
        return True
    if verbal(match, text):
        return False
    return not _verb_like(match, entry, text)


def verbal(match: Match, text: str) -> bool:
    """Tell whether a plural noun is a verb where it stands (``no car leaves for the quay``, ``Russia drinks two``)."""
    word = text[match.start : match.end]
    return word in _VERBS and bool(_OBJECT_AFTER.match(text, match.end))


def _verb_like(match: Match, entry: Entry, text: str) -> bool:
    """Tell whether a countable commodity in the singular stands where a verb can (``to lock in prices``)."""
    word = text[match.start : match.end]
    if not entry.name.endswith("s") or " " in entry.name or not word.islower() or word.endswith("s"):
        return False
    return bool(_VERB_AFTER.match(text, match.end)) and not _ARTICLE_BEFORE.search(
        text[max(0, match.start - 5) : match.start]
    )


_OWNER = re.compile(r"\b(?:his|her|my|your|a|an|one|every|another|whose|the)\s+(?:\w+\s)?$", re.I)


def everyday(match: Match, entry: Entry, sentence: Words, in_trade: bool) -> bool:
    """Tell whether a countable commodity in the singular is a thing of everyday life (``his phone``, ``a bus pass``).

    Args:
        match: the listed phrase.
        entry: its sense.
        sentence: the words of the text.
        in_trade: words of trade stand in the same sentence.
    """
    text = sentence.text
    word = text[match.start : match.end]
    if not entry.name.endswith("s") or word.endswith("s") or " " in word or not word.islower():
        return False
    return not in_trade and bool(_OWNER.search(text[max(0, match.start - 24) : match.start]))
