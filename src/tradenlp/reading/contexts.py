"""What stands around a number and decides what it can be: part of a name or date, a label, a signed amount, a mass."""

from __future__ import annotations

import re

from ..gate import Gated
from .numbers import Numeral

_MINUS = "-−–‐‑"
# in the statistics of Japan and Korea a white triangle is a minus
_SIGNS = {**dict.fromkeys(_MINUS + "▼△▽↓", -1), **dict.fromkeys("+▲↑±", 1)}
_SIGN_WORD = Gated(r"(?<![\w’'-])(minus|negative|plus)[ \u00a0]\Z", re.IGNORECASE)
_DATED = re.compile(
    r"[0-9]+([-/.:])[0-9]+\1[0-9]+|[0-9]{1,2}:[0-9]{2}(?![0-9])|[0-9]{1,4}/[0-9]{1,4}(?![0-9.,%]|[.,][0-9])"
)
# labels before a number that is no amount; common words count only with a capital
_LABEL = re.compile(
    r"(?<!\w)(?:(?i:chapters?|articles?|sections?|headings?|subheadings?|codes?|pages?|pp?\.|tables?|figs?\.|phase"
    r"|nos?\.?|numbers?|tel\.?|phone|fax|annex|appendix|covid|group of|version|footnotes?|vol\.?|berths?|pier|tier|top"
    r"|aged?|largest|biggest|leading|made in china|agenda|vision|clauses?|paragraphs?|paras?\.?|tokyo|expo|world cup"
    r"|under-?|hs|hts|iso)|[Ff]igures?|Charts?|Lines?|Stage|Class|Grade|Type|Euro|Boeing|Airbus|Route|Highway|Flight"
    r"|Order|Levels?|Forms?|Rules?|Items?|Windows|Notes?|Volume|Issue|Gates?|Terminal|Quay|Room|Suite|Floor|Box|Block"
    r"|Unit|Big|Part|Step|Scope|League|Schedule|Decree|Resolution|Regulation|Directive|Law|Hall|COP|Round|Episode|Lot"
    r"|HS [Cc]odes?|@)[ \u00a0]?[#:]?[ \u00a0]?\Z"
)
_MEASURE = re.compile(r"(?:Volume|Units?|Levels?|Items?|Numbers?)\b", re.IGNORECASE)
_MANY = re.compile(r"\d{1,3}(?:[., \u00a0]\d{3})+(?!\d)|\d+\.\d")
_DEFINITE = re.compile(r"\b(?:the|these|those|both|our|all|other|between)[ \u00a0]\Z", re.IGNORECASE)
# "the two countries" are the ones spoken of, not a count
_KNOWN_PARTY = re.compile(
    r"[ \u00a0\n](?:sides|countries|nations|parties|governments|peoples|economies|leaders|ministers|presidents"
    r"|ministries|neighbou?rs|continents|partners|central banks"
    r"|provinces|regions|blocs)\b",
    re.IGNORECASE,
)
_AROUND = 800
_POUND_MONEY = re.compile(r"£|\bsterling\b|\bGBP\b|\bBritish\b|\bEgyptian?\b|\bBritain\b|\bUK\b|\bLebanes|\bSyria")
_POUND_MASS = re.compile(
    r"\b(?:of (?!(?:goods|exports?|imports?|trade|investment|services|products|aid|debt|sales|merchandise|spending"
    r"|business))|per (?:cow|capita|head|person))"
)
_FARM = re.compile(
    r"\b(?:milk|beef|pork|poultry|broilers?|turkey|cwt|bushels?|USDA|cheese|butter|lobster|catfish|cotton|U3O8|copper"
    r"|seafood)\b|\b(?:volumes?|quantit(?:y|ies)) of [\d.,]+ "
)


def is_part(text: str, numeral: Numeral, last_end: int) -> bool:
    """Tell whether a numeral is a piece of a date, time, telephone number or fraction.

    Args:
        text: the document.
        numeral: in digits.
        last_end: end of the number before it.
    Returns:
        bool
    """
    start, end = numeral.start, numeral.end
    before = text[start - 1] if start else " "
    if before in "-/.:" and start > 1 and text[start - 2].isdigit() and last_end != start - 1:
        return True
    if before in "#№@\\_" or (before == "/" and start > 1 and text[start - 2].isdigit()):
        return True
    return end < len(text) and text[end] in "-/.:" and _DATED.match(text, start) is not None


def is_glued(text: str, at: int, numeral: Numeral, last_end: int) -> bool:
    """Tell whether letters right before a number (``G20``, ``COVID-19``) make it part of a name.

    Args:
        text: the document.
        at: where number and sign begin.
        numeral: the numeral.
        last_end: end of the number before it.
    Returns:
        bool
    """
    if at == 0 or numeral.words or at - 1 <= last_end:
        return False
    before = text[at - 1]
    if before.isalnum() or before in "_'’":
        return True
    return before in _MINUS and at >= 2 and (text[at - 2].isalnum() or text[at - 2] in ")%'’")


def sign_before(text: str, floor: int, start: int) -> tuple[int, int]:
    """Read the sign of a number.

    Args:
        text: the document.
        floor: reading must not go before this offset.
        start: where the number begins.
    Returns:
        tuple[int, int]: 1 or -1, and the offset where number and sign begin.
    """
    if start <= floor:
        return 1, start
    char = text[start - 1]
    if char in _SIGNS:
        at = start - 1
        outer = text[at - 1] if at > 0 else " "
        # "3-5" is a range and "word–5%" a dash, but "(-5%" and "| -5" carry signs
        if char not in _MINUS or not (outer.isalnum() or outer in ")%'’.-–—"):
            return _SIGNS[char], at
        return 1, start
    if char in " \u00a0":
        if start - 2 >= floor and text[start - 2] in "▲▼△▽↑↓":
            return _SIGNS[text[start - 2]], start - 2
        if text.startswith("(-)", start - 4) or text.startswith("(–)", start - 4):
            return -1, max(start - 4, floor)  # ``a growth of (-) 7.29 per cent``
        word = _SIGN_WORD.search(text, max(floor, start - 10), start)
        if word is not None and word[1].lower() != "plus":
            return -1, word.start()
    return 1, start


def is_label(text: str, low: int, start: int) -> bool:
    """Tell whether a label before a number (``Chapter``, ``No.``, ``top``) makes it no amount.

    Args:
        text: the document.
        low: reading must not go before this offset.
        start: where the number begins.
    Returns:
        bool
    """
    found = _LABEL.search(text, max(low, start - 16), start)
    if found is None:
        return False
    # ``Volume 7`` is a book, ``Volume: 612,400 t`` and ``Volume 612,400 t`` are an amount
    return _MEASURE.match(found[0]) is None or (":" not in found[0] and _MANY.match(text, start) is None)


def is_known_party(text: str, low: int, start: int, end: int) -> bool:
    """Tell whether a number counts parties already spoken of: ``the two countries``.

    Args:
        text: the document.
        low: reading must not go before this offset.
        start, end: the number.
    Returns:
        bool
    """
    return _DEFINITE.search(text, max(low, start - 9), start) is not None and _KNOWN_PARTY.match(text, end) is not None


def pounds_are_money(text: str, stop: int) -> bool:
    """Tell pounds of sterling from pounds of beef, by what follows and by the words around.

    Args:
        text: the document.
        stop: where the word ends.
    Returns:
        bool
    """
    if _POUND_MASS.match(text, stop + 1):
        return False
    low, high = max(0, stop - _AROUND), stop + _AROUND
    return _POUND_MONEY.search(text, low, high) is not None or _FARM.search(text, low, high) is None


_PEOPLE = Gated(
    r"\b(?:passenger|visitor|tourist|traveller|traveler|employee|worker|subscriber)s?(?:['’]s?)? "
    r"(?:numbers|traffic|count|arrivals)\b[^.;:\n]{0,50}$",
    re.IGNORECASE,
)


def counts_people(text: str, start: int) -> bool:
    """Tell whether the words before a number without a unit say that it counts people: ``passenger numbers rose to``.

    Args:
        text: the document.
        start: where the number begins.
    """
    return _PEOPLE.search(text[max(0, start - 90) : start]) is not None
