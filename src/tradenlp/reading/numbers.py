"""Numerals of English trade prose: where they stand and what they are worth, exactly.

Knows points and commas in both roles, groups set by thin, hard or plain spaces and by apostrophes, Indian grouping,
vulgar fractions, numerals in words, and scales (``k``, ``bn``, ``lakh crore``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain

from ..gate import Gated
from ..recent import Recent
from .money import currency_ahead

MAX_CHARS = 40
"""Longer runs of digits are ids, ciphers or noise, never figures; the limit also bounds all work done on one"
" numeral."""


@dataclass(frozen=True, slots=True)
class Numeral:
    """A numeral without sign and scale.

    Attributes:
        start, end: half-open character offsets.
        value: what it is worth.
        step: the worth of its last printed digit (0.01 for ``4.38``).
        words: written in words.
        wide: carries a group separator, a decimal part or four digits and more; hardly an ordinal or a label.
    """

    start: int
    end: int
    value: Decimal
    step: Decimal
    words: bool = False
    wide: bool = False


_UNITS = dict(zip("one two three four five six seven eight nine".split(), range(1, 10), strict=True))
_TEENS = dict(
    zip(
        "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split(),
        range(10, 20),
        strict=True,
    )
)
_TENS = dict(zip("twenty thirty forty fifty sixty seventy eighty ninety".split(), range(20, 100, 10), strict=True))
_SMALL_WORDS: dict[str, int] = {**_UNITS, **_TEENS, **_TENS, "zero": 0, "fourty": 40}
_VULGAR = {"½": "0.5", "¼": "0.25", "¾": "0.75", "⅓": "0.3333333333", "⅔": "0.6666666667", "⅕": "0.2", "⅛": "0.125"}

_UNIT = "|".join(_UNITS)
_SMALL = rf"(?:(?:{'|'.join([*_TENS, 'fourty'])})(?:[- ](?:{_UNIT})\b)?|{'|'.join(_TEENS)}|{_UNIT})"
_BIG_AHEAD = r"(?=[ -](?:hundred|thousand|million|billion|trillion|lakh|crore|dozen|percentage point|bn\b|mn\b|m\b))"
_WORDS = (
    rf"half[ -]a[ -]dozen|(?:half|(?:a|one)[ -]quarter of|three[ -]quarters of)[ -]an?{_BIG_AHEAD}|half{_BIG_AHEAD}"
    rf"|(?:{_SMALL}|an?|several(?! ))(?:[- ]hundred\b(?:(?: and)?[ -]{_SMALL}\b)?|[ -]and[ -]a[ -](?:half|quarter)\b)"
    rf"|(?:an?|{_SMALL})[ -]dozen\b|an?{_BIG_AHEAD}|{_SMALL}|zero"
)
_GAP = " \u00a0\u2009\u202f'’"
_DIGITS = (
    rf"(?:[0-9]{{1,3}}(?:(?P<gap>[{_GAP}])[0-9]{{3}})(?:(?P=gap)[0-9]{{3}})*(?:[.,][0-9]{{1,6}})?(?![0-9])"
    r"|(?P<plain>[0-9]+(?:[.,][0-9]+)*|(?<![\w/])\.[0-9]+))"
    r"(?:(?:[ -]|[ -]and[ -])?(?:(?P<top>[1-9])/(?P<bottom>[2-8])(?![0-9/])|(?P<vulgar>[½¼¾⅓⅔⅕⅛])))?"
)
# what a match begins with is asked first: most places of a text are then done with at once
_DIGIT_NUMERAL = re.compile(rf"(?=[0-9.½¼¾⅓⅔⅕⅛])(?<![0-9])(?<![0-9][.,])(?:{_DIGITS}|(?P<alone>[½¼¾⅓⅔⅕⅛]))")
_WORD_NUMERAL = re.compile(rf"\b(?=[aefhnostz])(?<![\w’'-])(?:{_WORDS})(?![\w’'])", re.IGNORECASE)
_SPOKEN = Gated(
    rf"(?<![\w’'.,-])(?P<whole>[0-9]{{1,3}}|{_SMALL})(?P<gap>[- ])point(?P=gap)"
    rf"(?P<part>[0-9]{{1,4}}|(?:{_SMALL}|zero)(?:[- ](?:{_UNIT}|zero)\b){{0,2}})(?![\w’'])",
    re.IGNORECASE,
)
"""``33-point-33 billion``, ``two point five million``: as broadcasters write what is read out."""
_EVIDENCE = re.compile(r"[0-9](?<![0-9.,].)[0-9]*(?:[.,][0-9]+)+(?![0-9])")
_ENGLISH_GROUPS = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+\Z|[0-9]{1,2}(?:,[0-9]{2})*,[0-9]{3}\Z")
_POINT_GROUPS = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})+\Z")
_EVIDENCE_WINDOW = 200_000

SCALES: dict[str, Decimal] = {}
"""What a scale word or its short form multiplies a number by, by its lower-case form."""
for _names, _power in (
    ("hundred hundreds", 2),
    ("k thousand thousands ths thsd thou tsd 000 '000 ’000", 3),
    ("lakh lakhs lac lacs", 5),
    ("m mn mns mln mlns mio mil mill million millions mm milion", 6),
    ("crore crores cr crs", 7),
    ("b bn bns bln bil bill billion billions mrd mld mlrd milliard milliards bio", 9),
    ("t tn trn tln trln tr tril trillion trillions", 12),
    ("quadrillion quadrillions", 15),
):
    SCALES.update({_name: Decimal(10) ** _power for _name in _names.split()})
SCALES["dozen"] = SCALES["dozens"] = Decimal(12)
_MILLIARD = Decimal(10) ** 9  # ``MMDH``, milliards of dirhams, where ``MM`` is a million elsewhere
_MONEY_ONLY = frozenset({"b", "t", "mm", "tr", "bil", "mil", "mill", "bill"})
_GLUED_CODES = (
    r"(?-i:EUR|USD|US\$|GBP|CHF|SEK|NOK|DKK|ISK|PLN|CZK|HUF|RON|BGN|TRY|RUB|UAH|KZT|GEL|AMD|AZN|JPY|CNY|RMB|KRW|TWD|HKD|"
    r"SGD|MYR|THB|IDR|PHP|VND|INR|PKR|BDT|LKR|AUD|NZD|CAD|MXN|BRL|CLP|COP|ARS|PEN|UYU|ZAR|EGP|NGN|KES|GHS|XOF|XAF|"
    r"F?CFA|MAD|TND|DZD|DH|(?<!B)DT|DA|AED|SAR|QAR|OMR|KWD|BHD|JOD|ILS|TEU)"
)
"""Codes that a scale is written together with: ``12.3 MEUR``, ``4 BUSD``; also with ``TEU``."""
_SCALE = re.compile(
    r"(?P<lead>[ \u00a0\u2009\u202f]{1,2}|-|\s{0,1})"
    r"(?P<word>hundreds?|thousands?|lakhs?|lacs?|crores?|millions?|billions?|trillions?|quadrillions?|milliards?|milion"
    r"|dozens?|ths|thsd|thou|tsd|mns?|mlns?|mio|mill?|mm|bns?|bln|bill?|bio|mrd|mlr?d|tn|trn|trln|tln|tril|tr|crs?|['’]?000"
    rf"|[kmbt])(?:(?![^\W_])|(?<=[kKmMbBnN])(?={_GLUED_CODES}(?![^\W_])))(?!['’][a-z])(?:\.(?=[ \u00a0]"
    # the point of an abbreviation, where a unit follows: no sentence begins with a small letter
    r"(?-i:(?!(?:a|an|against|and|as|at|but|by|compared|down|during|for|from|in|is|less|more|of|on|or|over|per|than|that|the"
    r"|to|up|versus|vs|was|were|when|which|while|with|worth|year|y)\b)[a-z])))?",
    re.IGNORECASE,
)


@Recent  # asked several times about the same text
def reads_decimal_commas(text: str) -> bool:
    """Tell whether a document writes its decimals with a comma.

    Counts the numerals that have one reading only: ``1.234,5``, ``12,3`` and ``1.234.567`` speak for decimal commas;
    ``1,234.5``, ``12.3`` and ``1,234,567`` against.

    Args:
        text: the document.
    Returns:
        bool: True where decimal commas are attested and outnumber decimal points.
    """
    comma = point = 0
    for match in _EVIDENCE.finditer(text, 0, _EVIDENCE_WINDOW):
        token = match.group()[-MAX_CHARS:]
        commas, points = token.count(","), token.count(".")
        tail = len(token) - max(token.rfind(","), token.rfind(".")) - 1
        if commas and points:
            is_comma = token.rfind(",") > token.rfind(".")
        elif commas + points > 1:
            is_comma = points > 1
        elif tail < 3 or (tail > 3 and (points or token.startswith("0"))):
            is_comma = commas == 1  # ``55,0400`` is a slip
        else:
            continue
        comma, point = comma + is_comma, point + (not is_comma)
    return comma > point


_PRINTED = re.compile(r"\d[\d.,]*")


def printed(text: str, start: int = 0, end: int | None = None) -> tuple[str, Decimal] | None:
    """Read the first digits of a stretch as they stand, without the scale and the unit beside them.

    Args:
        text: any string.
        start, end: the stretch, half-open character offsets.
    Returns:
        tuple[str, Decimal] | None: the digits with their separators, and their value; None where there are none.
    """
    found = _PRINTED.search(text, start, len(text) if end is None else end)
    digits = found[0].rstrip(".,") if found is not None else ""
    read = parse_digits(digits) if digits else None
    return (digits, read[0]) if read is not None else None


def last_exponent(number: Decimal) -> int:
    """Return the power of ten that the last digit of a finite number counts, the zeros that end it left out."""
    exponent = number.normalize().as_tuple().exponent
    assert isinstance(exponent, int)
    return exponent


def parse_digits(token: str, decimal_comma: bool = False) -> tuple[Decimal, Decimal] | None:
    """Read digits with points and commas.

    Args:
        token: digits, points and commas, first and last a digit (a leading point is allowed).
        decimal_comma: the document's habit, which decides ``1,234``.
    Returns:
        tuple[Decimal, Decimal] | None: value and worth of the last printed digit; None where no convention fits.
    """
    if len(token) > MAX_CHARS or not token[-1:].isdecimal():
        return None
    commas, points = token.count(","), token.count(".")
    if not commas and not points:
        return Decimal(token), Decimal(1)
    plain = _plain_decimal(token, commas, points, decimal_comma)
    if plain is None:
        return None
    value = Decimal(plain)
    exponent = value.as_tuple().exponent
    return value, Decimal(1).scaleb(exponent) if isinstance(exponent, int) else Decimal(1)


def _plain_decimal(token: str, commas: int, points: int, decimal_comma: bool) -> str | None:
    """Rewrite a token with separators as a plain decimal, or None."""
    if commas and points:
        if token.rfind(",") < token.rfind("."):
            whole, _, part = token.rpartition(".")
            return whole.replace(",", "") + "." + part if _ENGLISH_GROUPS.match(whole) else None
        whole, _, part = token.rpartition(",")
        return whole.replace(".", "") + "." + part if _POINT_GROUPS.match(whole) else None
    if commas:
        if commas == 1 and (decimal_comma or not _ENGLISH_GROUPS.match(token)):
            return token.replace(",", ".")
        return token.replace(",", "") if _ENGLISH_GROUPS.match(token) else None
    if points > 1 or (decimal_comma and _POINT_GROUPS.match(token)):
        return token.replace(".", "") if _POINT_GROUPS.match(token) else None
    return token


def parse_words(phrase: str) -> Decimal:
    """Read a numeral in words: ``twenty-one``, ``three hundred and five``, ``two and a half``, ``half a dozen``.

    Args:
        phrase: words that the numeral pattern of this module matched.
    Returns:
        Decimal: its worth.
    """
    total, seen = Decimal(0), False
    for word in re.split(r"[\s-]+", phrase.lower()):
        if word in _SMALL_WORDS:
            total += _SMALL_WORDS[word]
            seen = True
        elif word == "hundred":
            total = (total if seen else Decimal(1)) * 100
            seen = True
        elif word == "dozen":
            total = (total if seen else Decimal(1)) * 12
        elif word in {"half", "quarter", "quarters"}:  # "two and a half", "three quarters of", "a quarter of"
            part = Decimal("0.5") if word == "half" else Decimal("0.25")
            total = total * part if word == "quarters" else total + part if " of" not in phrase else part
            seen = True
    return total if seen or total else Decimal(1)


def find_numerals(text: str, start: int, end: int, decimal_comma: bool = False) -> Iterator[Numeral]:
    """Yield the numerals of a stretch of text from left to right; what no convention fits is left out.

    Args:
        text: the document.
        start, end: the stretch, half-open character offsets.
        decimal_comma: the document's habit, see ``reads_decimal_commas``.
    Yields:
        Numeral: with offsets into ``text``.
    """
    digits = (_from_digits(m, decimal_comma) for m in _DIGIT_NUMERAL.finditer(text, start, end))
    words = (_from_words(m) for m in _WORD_NUMERAL.finditer(text, start, end))
    found = [numeral for numeral in chain(digits, words) if numeral is not None]
    spoken = [_from_speech(m) for m in _SPOKEN.finditer(text, start, end)]
    if spoken:
        taken = {at for numeral in spoken for at in range(numeral.start, numeral.end)}
        found = [numeral for numeral in found if numeral.start not in taken] + spoken
    found.sort(key=lambda numeral: numeral.start)
    yield from found


def _from_speech(match: re.Match[str]) -> Numeral:
    whole, part = match["whole"], match["part"]
    before = whole if whole.isdigit() else str(parse_words(whole))
    if part.isdigit():
        behind = part
    else:
        words = re.split(r"[ -]", part.lower())
        tens = any(word in _TENS for word in words)
        behind = str(parse_words(part)) if tens else "".join(str(_SMALL_WORDS[word]) for word in words)
    value = Decimal(f"{before}.{behind}")
    return Numeral(match.start(), match.end(), value, Decimal(1).scaleb(-len(behind)), wide=True)


def _from_words(match: re.Match[str]) -> Numeral:
    value = parse_words(match.group())
    step = Decimal(1) if value == value.to_integral_value() else Decimal("0.1")
    return Numeral(match.start(), match.end(), value, step, words=True)


def _from_digits(match: re.Match[str], decimal_comma: bool) -> Numeral | None:
    if match.end() - match.start() > MAX_CHARS:
        return None
    part = _fraction(match)
    token = match["plain"]
    if match["alone"]:
        return Numeral(match.start(), match.end(), part, Decimal("0.1"), wide=True)
    if token is None:
        token = match.group()[: _whole_length(match)].replace(match["gap"], "")
        # behind space groups a point or comma can only be the decimal sign
        parsed = parse_digits(token.replace(",", "."))
        wide = True
    else:
        parsed = parse_digits(token, decimal_comma)
        wide = len(token) > 3
    if parsed is None:
        return None
    value, step = parsed
    if part:
        return Numeral(match.start(), match.end(), value + part, Decimal("0.1"), wide=True)
    return Numeral(match.start(), match.end(), value, step, wide=wide or step < 1)


def _whole_length(match: re.Match[str]) -> int:
    """Length of the grouped digits before a fraction."""
    ends = [match.start(name) for name in ("top", "vulgar") if match[name]]
    text = match.group()[: ends[0] - match.start()] if ends else match.group()
    return len(text.rstrip(" -adn"))


def _fraction(match: re.Match[str]) -> Decimal:
    if match["top"]:
        return (Decimal(match["top"]) / Decimal(match["bottom"])).quantize(Decimal("1e-10")).normalize()
    sign = match["vulgar"] or match["alone"]
    return Decimal(_VULGAR[sign]) if sign else Decimal(0)


@dataclass(frozen=True, slots=True)
class Scale:
    """A scale behind a numeral: its factor, where it ends, and whether it is an abbreviation that money alone allows"
    " (``$5b``)."""

    factor: Decimal
    end: int
    short: str = ""


def read_scale(text: str, pos: int, end: int, money: bool = False) -> Scale | None:
    """Read the scale, or the two scales (``lakh crore``, ``hundred million``), that begin at an offset.

    Args:
        text: the document.
        pos: where the numeral ends.
        end: where reading must stop.
        money: a currency stands before the numeral, so that ``b``, ``t`` and ``mm`` are scales.
    Returns:
        Scale | None: ``short`` holds a lone ``m`` or ``k``, which is also a unit or none, for the caller to judge.
    """
    first = _one_scale(text, pos, end, money)
    if first is None or first.short:
        return first
    second = _one_scale(text, first.end, end, money)
    if second is None or second.short or second.factor == 12:
        return first
    return Scale(first.factor * second.factor, second.end)


def _one_scale(text: str, pos: int, end: int, money: bool) -> Scale | None:
    match = _SCALE.match(text, pos, end)
    if match is None:
        return None
    raw, word, glued = match["word"], match["word"].lower(), not match["lead"]
    if len(word) < 3 and text[match.end() : match.end() + 1].isalpha():
        return Scale(_MILLIARD if word == "mm" and text.startswith("DH", match.end()) else SCALES[word], match.end())
    if word in _MONEY_ONLY and not money:
        return None
    if word == "000" and glued:
        return None
    if word == "tn" and not money and text[match.end() : match.end() + 4] == " of ":
        return None  # ``100,452.5tn of coffee`` are tonnes
    if len(word) == 1:
        # 5 K is a temperature, 5 t a mass; 2m people, $5 m and 3M tonnes are scales
        if (word in "kt" and not glued) or (word == "t" and raw == "t" and not money):
            return None
        return Scale(SCALES[word], match.end(), word)
    stop = match.end()
    if (
        len(word) < 5
        and text[stop : stop + 1] == "."
        and text[stop + 1 : stop + 2] in " \u00a0"
        and currency_ahead(text, stop + 2)
    ):
        stop += 1  # ``500 mln. RUB``
    return Scale(SCALES[word], stop)
