"""Percentages, points and multiples."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from ..gate import Gated
from .numbers import parse_words
from .spans import Figure


@dataclass(frozen=True, slots=True)
class PercentMark:
    """A percent sign or word: where it ends, ``percent`` or ``points``, its worth, and whether it needs a percentage
    before it.
    """

    end: int
    unit: str
    factor: Decimal = Decimal(1)
    needs_context: bool = False


_PERCENT = re.compile(
    r"(?:[ \u00a0\u2009\u202f]{0,2}(?P<sign>[%％‰])(?P<signpoints>(?:[- ]?(?:age)?[- ]?(?:points?|pts?\b))|-?p\b)?"
    r"|(?:[ \u00a0\u2009\u202f]{1,2}|[\n-])?(?:"
    r"(?P<word>(?:per[ \u00a0\n-]?cent(?:age)?|pct\.?|pc|percent(?:age)?|perc\.)(?P<points>[ \u00a0\n-](?:points?"
    r"|pts?|pp)\b)?)"
    r"|(?P<pp>p\.p\.|pps?|ppts?|p\.pt?s?\.?|%pts?|pctpts?|ppoints?)"
    r"|(?P<bps>basis[ \u00a0\n-]points?|bps?|b\.p\.)"
    r"|(?P<bare>points?|pts))(?![^\W_])(?![.][a-z]))",
    re.IGNORECASE,
)
_PERMILLE = Decimal("0.1")
_BASIS = Decimal("0.01")


def read_percent(text: str, pos: int, end: int) -> PercentMark | None:
    """Read the percent sign or word that follows a number.

    Args:
        text: the document.
        pos: where the number with its scale ends.
        end: where reading must stop.
    Returns:
        PercentMark | None: ``needs_context`` for bare ``points``.
    """
    match = _PERCENT.match(text, pos, end)
    if match is None:
        return None
    stop = match.end()
    if match["sign"]:
        factor = _PERMILLE if match["sign"] == "‰" else Decimal(1)
        return PercentMark(stop, "points" if match["signpoints"] else "percent", factor)
    if match["word"]:
        word = match["word"].lower()
        if word.endswith(("centage",)) and not match["points"]:
            return None
        if word.endswith(".") and not word.startswith("p.") and _ends_sentence(text, stop):
            stop -= 1
        return PercentMark(stop, "points" if match["points"] else "percent")
    if match["bps"]:
        return PercentMark(stop, "points", _BASIS)
    return PercentMark(stop, "points", needs_context=bool(match["bare"]))


def _ends_sentence(text: str, stop: int) -> bool:
    """The point of ``pct.`` closes the sentence where a capital or nothing follows."""
    rest = text[stop : stop + 2].strip()
    return not rest or rest[0].isupper() or text[stop : stop + 1] == "\n"


_MULTIPLES = {
    "doubl": 2,
    "trebl": 3,
    "tripl": 3,
    "quadrupl": 4,
    "quintupl": 5,
    "sextupl": 6,
    "septupl": 7,
    "octupl": 8,
}
_STEM = "|".join(_MULTIPLES)
_NUMBER_WORD = (
    r"two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|hundred|many"
)
_MULTIPLE_WORD = Gated(
    rf"(?<![\w’'-])(?:(?P<stem>{_STEM})(?P<ending>ed|ing|es|e)|(?P<half>halved|halving|halves|halve)"
    rf"|(?P<fold>{_NUMBER_WORD})[- ]?fold|(?P<twice>twice|thrice))(?![\w’'])(?!-)",
    re.IGNORECASE,
)
# "double" before these is an adjective, as in double digits or double taxation
_DOUBLE_NOT = re.compile(
    r"[ \n]?(?:digits?|taxation|tax|counting|standards?|track|tracking|hull|hulled|decker|glazing|check|handling|blow"
    r"|burden|"
    r"time|shift|quotes?|entry|edged|eleven|stack|stacked|dip|whammy|down|up|jeopardy|cropping|bottom|bond|room|rooms"
    r"|bed|play|trouble)",
    re.IGNORECASE,
)
_TWICE_NOT = re.compile(
    r"[ \n](?:an?|each|every|per|weekly|daily|monthly|yearly|annually|in|this|last|since|during|before|on|already)\b",
    re.IGNORECASE,
)
_TIMES = re.compile(
    r"(?:[ \u00a0\n-]?(?:times?)(?![^\W_])|[ \u00a0]?[xX×](?![^\W_])(?![ \u00a0]?[0-9])|[ \u00a0-]?folds?(?![^\W_]))"
)
_TIMES_NOT = re.compile(
    r"[ \u00a0\n](?:an?|each|every|per|weekly|daily|monthly|yearly|annually|in|this|since|during|within|before"
    r"|already|running|"
    r"(?:over|for) the (?:past|last|next)|by|on|last|champions?|winners?|out|zones?)\b",
    re.IGNORECASE,
)
_TIMES_YES = re.compile(
    r"[ \u00a0\n](?:as (?:much|many|high|large|big|fast)|higher|more|larger|bigger|greater|faster|lower|above|the"
    r"|that|those|what|its|"
    r"their|those|year|over|than|compared|longer|smaller|less)\b",
    re.IGNORECASE,
)
_GROWTH = re.compile(
    r"(?:increas|grew|grow|rose|ris|\bup\b|\bby\b|multipl|expand|jump|soar|surg|climb|leap|skyrocket|almost|nearly"
    r"|about|around|over|"
    r"more than|to|than)\w*[ \u00a0\n](?:\w+[ \u00a0\n])?\Z",
    re.IGNORECASE,
)


def read_times(text: str, start: int, pos: int, end: int, whole: bool) -> int | None:
    """Read ``times``, ``x`` or ``-fold`` behind a number.

    ``Three times a week`` counts occasions: whole numbers need growth, a comparison or the clause's end beside them.

    Args:
        text: the document.
        start: where the number begins.
        pos: where it ends.
        end: where reading must stop.
        whole: the number is whole.
    Returns:
        int | None: where the multiple ends.
    """
    match = _TIMES.match(text, pos, end)
    if match is None:
        return None
    stop = match.end()
    if "fold" in match.group().lower() or not whole or match.group().strip() in {"x", "X", "×"}:
        return stop
    before = text[max(0, start - 28) : start]
    if _TIMES_YES.match(text, stop):
        return stop
    grown = _GROWTH.search(before) is not None
    if _TIMES_NOT.match(text, stop) and not (grown and text[stop : stop + 4] in {" in ", " by ", " on "}):
        return None
    # "five times weekly sailings" counts occasions; an adverb or noun right behind needs growth before it
    return (
        stop if grown or not text[stop : stop + 2].strip() or not text[stop : stop + 2].strip()[0].isalnum() else None
    )


_BY_FACTOR = Gated(
    r"\b(?:by|of) a factor of (?P<word>\d{1,3}(?:\.\d{1,2})?|two|three|four|five|six|ten)\b", re.IGNORECASE
)
_PART_OF_WHAT = Gated(
    r"\b(?P<part>half|a quarter) (?:of )?(?:what (?:it|they|was)\b"
    r"|(?:the |that of the )?(?:level|volume|value|amount|figure|number|quantity)s? of (?:a |the |last |20\d\d|[A-Z])"
    r"|(?:that )?of (?:a|the) (?:year|month|quarter|week|previous)\b|(?:a|the) year (?:ago|before|earlier)\b)",
    re.IGNORECASE,
)
_FRACTIONS = {
    "half": Decimal("0.5"),
    "third": Decimal("0.33"),
    "quarter": Decimal("0.25"),
    "fifth": Decimal("0.2"),
    "sixth": Decimal("0.17"),
    "seventh": Decimal("0.14"),
    "eighth": Decimal("0.125"),
    "tenth": Decimal("0.1"),
    "two thirds": Decimal("0.67"),
    "three quarters": Decimal("0.75"),
    "two fifths": Decimal("0.4"),
    "three fifths": Decimal("0.6"),
    "four fifths": Decimal("0.8"),
}
_SINGLE = "|".join(name for name in _FRACTIONS if " " not in name and name != "half")
_SEVERAL = "|".join(name.replace(" ", "[ -]") for name in _FRACTIONS if " " in name)
_FRACTION = rf"(?P<part>(?:a )?half|(?:an?|one)[ -](?:{_SINGLE})|{_SEVERAL})"
_UPWARDS = (
    r"(?:rise|rises|rising|rose|risen|gr[eo]wn?|grow(?:s|ing|th)|increas\w+|expand\w*|jump\w*|surg\w+|climb\w*"
    r"|gain\w*|advanc\w+|soar\w*|up|rais\w+|improv\w+|add(?:ed|s))"
)
_DOWNWARDS = (
    r"(?:fall|falls|falling|fell|fallen|drop\w*|declin\w+|decreas\w+|shr[aiu]nk\w*|slump\w*|plung\w+|tumbl\w+|slid"
    r"|down|cut|reduc\w+|contract\w*|s[ai]nk|collaps\w+|dipp?\w*|slip\w*|lower(?:ed)?|plummet\w*|crash\w*"
    r"|los(?:t|es|ing)|shed(?:s|ding)?|retreat\w*|eas(?:ed|es|ing)|slash\w*|weaken\w*)"
)
_SOFT = r"(?: (?:more|less) than| almost| nearly| about| some| around| roughly| over| just| only| under| well)*"
_ENDS_PART = r"(?= (?:to|at|from|on|in(?! a row)|over|year|y/y|during|between|last|this|since|against)\b|,|[.;)]|$)"
_MOVED_BY = Gated(
    rf"\b(?:(?P<up>{_UPWARDS})|{_DOWNWARDS})(?: [a-z]+ly)?{_SOFT} (?:by|of){_SOFT} {_FRACTION}(?![\w-])"
    rf"(?! (?:of|points?|percent\w*|per cent|time|hour|final|century|round|share)\b)"
    rf"|\b(?:(?P<over>{_UPWARDS})|{_DOWNWARDS})(?: [a-z]+ly)?{_SOFT} (?P<bare>(?:an?|one)[ -](?:{_SINGLE})|{_SEVERAL})"
    rf"(?:{_ENDS_PART}|(?= of (?:its|their) (?:value|volume)s?\b))"
    rf"|\b(?P<than>half|(?:an?|one)[ -](?:{_SINGLE})|two[ -]thirds) "
    rf"(?:(?P<more>more|higher|larger|bigger|up)|less|lower|fewer|smaller|down)(?:(?= than\b)|{_ENDS_PART})",
    re.IGNORECASE,
)
"""``rose by a fifth``, ``down a third to``, ``a quarter less than``: levels as parts of what they were."""
_PART_NAMED = Gated(r"half|[- ](?:third|quarter|fifth|sixth|seventh|eighth|tenth)", re.IGNORECASE)
_HUNDREDTH = Decimal("0.01")
_OF_ONE = re.compile(
    rf"\b(?=[afhot]){_FRACTION}(?:[ -]of)?[ -](?:a|one)[ -]"
    r"(?:(?P<points>percentage[ -]point|point)|per ?cent)\b(?!age|[ -]point)",
    re.IGNORECASE,
)


def find_multiples(text: str, start: int, end: int) -> Iterator[Figure]:
    """Yield the multiples told by one word: ``doubled``, ``halving``, ``threefold``, ``twice``.

    Args:
        text: the document.
        start, end: the stretch to search, half-open character offsets.
    Yields:
        Figure: label ``MULTIPLE``, unit ``factor``, without hedges.
    """
    for match in _MULTIPLE_WORD.finditer(text, start, end):
        number = _factor(match, text)
        if number is not None:
            yield Figure("MULTIPLE", match.start(), match.end(), number, unit="factor", precision=Decimal(1))
    for match in _BY_FACTOR.finditer(text, start, end):
        word = match["word"].lower()
        number = parse_words(word) if word.isalpha() else Decimal(word)
        if number is not None:
            places = len(word.partition(".")[2]) if "." in word else 0
            yield Figure("MULTIPLE", *match.span("word"), number, unit="factor", precision=Decimal(1).scaleb(-places))
    for match in _PART_OF_WHAT.finditer(text, start, end):
        yield Figure(
            "MULTIPLE", *match.span("part"), _FRACTIONS[_plain_part(match["part"])], unit="factor", precision=_HUNDREDTH
        )
    yield from _moved_by(text, start, end)


def find_parts_of_one(text: str, start: int, end: int) -> Iterator[Figure]:
    """Yield percentages and points below one that words tell: ``half a percent``, ``a quarter of a percentage point``.

    Args:
        text: the document.
        start, end: the stretch to search, half-open character offsets.
    Yields:
        Figure: label ``PERCENT``, without hedges.
    """
    for match in _OF_ONE.finditer(text, start, end):
        unit = "points" if match["points"] else "percent"
        yield Figure("PERCENT", *match.span(), _FRACTIONS[_plain_part(match["part"])], unit=unit, precision=_HUNDREDTH)


def _moved_by(text: str, start: int, end: int) -> Iterator[Figure]:
    """``rose by a fifth`` is to 1.2 of what it was, ``fell by a fifth`` to 0.8."""
    if _PART_NAMED.search(text, start, end) is None:
        return
    for match in _MOVED_BY.finditer(text, start, end):
        name = next(name for name in ("part", "bare", "than") if match[name])
        part = _FRACTIONS[_plain_part(match[name])]
        upwards = match["up"] or match["over"] or match["more"]
        number = 1 + part if upwards else 1 - part
        yield Figure("MULTIPLE", *match.span(name), number, unit="factor", precision=_HUNDREDTH)


def _plain_part(words: str) -> str:
    """``a third`` as ``third``, ``two-thirds`` as ``two thirds``."""
    plain = words.lower().replace("-", " ")
    return plain.removeprefix("a ").removeprefix("an ").removeprefix("one ")


def _factor(match: re.Match[str], text: str) -> Decimal | None:
    if match["half"]:
        return Decimal("0.5")
    if match["stem"]:
        if match["ending"].lower() in {"e", "es"} and _DOUBLE_NOT.match(text, match.end()):
            return None
        return Decimal(_MULTIPLES[match["stem"].lower()])
    if match["twice"]:
        if _TWICE_NOT.match(text, match.end()):
            return None
        return Decimal(2 if match["twice"].lower() == "twice" else 3)
    word = match["fold"].lower()
    return None if word == "many" else Decimal(100) if word == "hundred" else parse_words(word)
