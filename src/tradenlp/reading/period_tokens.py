"""The time words of a text as a string of one-letter classes: the alphabet of the grammar in ``period_rules``.

One pass over the text; every word costs one dictionary look-up, so the time is linear in the length of any input.
Words that cannot stand inside a period become one separator, so that a rule never matches across them.
"""

from __future__ import annotations

import re
import string
from dataclasses import dataclass

from .period_eras import IRANIAN
from .period_words import HARD_UNITS, MODAL_AFTER_MAY, NO_YEAR_AFTER, SOFT_UNITS

_NAMES = (
    "SEP MONTH LMONTH YEAR NUM NUM2 WORDNUM ORD NORD QW QWS HW QCODE HCODE MCODE FYCODE MYCODE CODE DECADE PAIR YRANGE "
    "YW YWS MW MWS WW WWS DW DWS PERIOD FISCAL MARKET SEASON CAL FULL THIS LAST PREV NEXT SAME THAT PAST THE A OF IN "
    "TO UNTIL AND BETWEEN ENDED EARLIER SINCE BY FINAL ON UP FROM FOR OVER PART DATE SOFAR YTD TIME DASH SLASH COMMA "
    "APOS POSS SPRING REF"
).split()
CLASSES: dict[str, str] = dict(zip(_NAMES, string.ascii_letters + string.digits + "!#%&~@:;<>=_", strict=False))
"""Name of a token class to its letter."""

SEP = CLASSES["SEP"]

MONTHS: dict[str, int] = {}
for _number, _forms in enumerate(
    "january jan|february febr feb|march mar|april apr|may|june jun|july jul|august aug|september sept sep|october oct"
    "|november nov|december dec".split("|"),
    start=1,
):
    MONTHS.update(dict.fromkeys(_forms.split(), _number))

_NUMBER_WORDS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty"
).split()
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split()

_WORDS: dict[str, str] = {
    "QW": "quarter trimester qtr qr", "QWS": "quarters qtrs", "HW": "half halves semester halfyear",
    "SPRING": "spring summer autumn winter", "REF": "reference", "YW": "year", "YWS": "years",
    "MW": "month", "MWS": "months", "WW": "week fortnight", "WWS": "weeks fortnights", "DW": "day", "DWS": "days",
    "PERIOD": "period periods lapse stretch stage", "FISCAL": "fiscal financial fy budget fiscals",
    "MARKET": "marketing crop market trading agricultural farming harvest export coffee cocoa sugar cotton",
    "SEASON": "season campaign", "CAL": "calendar iranian persian ethiopian nepali solar hijri",
    "FULL": "full whole entire", "THIS": "this current ongoing present running",
    "LAST": "last", "FINAL": "final closing", "ON": "on", "UP": "up", "PREV": "previous preceding prior",
    "NEXT": "next following coming upcoming",
    "SAME": "same corresponding comparable equivalent identical similar like equal matching",
    "THAT": "that mentioned aforementioned aforesaid",
    "PAST": "past rolling trailing latest",
    "THE": "the those these", "A": "a an", "OF": "of into",
    "IN": "in", "TO": "to through thru", "UNTIL": "until till", "AND": "and",
    "BETWEEN": "between", "ENDED": "ended ending ends", "EARLIER": "earlier ago before previously", "SINCE": "since",
    "BY": "by",
    "FROM": "from", "FOR": "for during throughout within", "OVER": "over",
    "PART": "early mid late end beginning start middle",
    "DATE": "date", "SOFAR": "so far", "YTD": "ytd", "TIME": "time",
}  # fmt: skip
_PUNCTUATION = {
    "-": "DASH", "–": "DASH", "—": "DASH", "‐": "DASH", "‑": "DASH", "−": "DASH", "~": "DASH", "/": "SLASH",
    ",": "COMMA",
    "'": "APOS", "’": "APOS", "‘": "APOS",
}  # fmt: skip

_VOCABULARY: dict[str, tuple[str, int | str]] = {
    word: (CLASSES[name], word) for name, words in _WORDS.items() for word in words.split()
}
_VOCABULARY.update({word: (CLASSES["WORDNUM"], n) for n, word in enumerate(_NUMBER_WORDS, start=1)})
_VOCABULARY.update({word: (CLASSES["ORD"], n) for n, word in enumerate(_ORDINALS, start=1)})
_VOCABULARY["opening"] = _VOCABULARY["initial"] = (CLASSES["ORD"], 1)
_PUNCT = {mark: CLASSES[name] for mark, name in _PUNCTUATION.items()}

# Months that are words of their own in lower case, and abbreviations, need a number beside them when written small.
_SURE_IN_LOWER_CASE = frozenset(m for m in MONTHS if len(m) > 4 and m not in {"march", "august"}) | {
    "june",
    "july",
    "sept",
}
_ABBREVIATED = frozenset(m for m in MONTHS if len(m) < 5 and m not in {"may", "june", "july"})

_TOKEN = re.compile(
    r"""
    (?=[0-9QHFMCf])(?:  # most words begin otherwise, and are none of these
    (?P<date>(?<![0-9A-Za-z$€£¥₹])(?<![0-9][-/.,:])(?:
        [0-9]{4}(?:-[0-9]{1,2}-|/[0-9]{1,2}/|\.[0-9]{1,2}\.)[0-9]{1,2}
        |[0-9]{1,2}(?:-[0-9]{1,2}-|/[0-9]{1,2}/|\.[0-9]{1,2}\.)[0-9]{4}
        |(?:0[1-9]|1[0-2])[./](?:19|20)[0-9]{2})(?![-/][0-9]|[0-9%]|(?!T[0-9])[A-Za-z]))
    |(?P<pair>(?<![0-9A-Za-z$€£¥₹])(?<![0-9A-Za-z][-/.,:+])[12][0-9]{3}[ ]?[-–—‐‑−/][ ]?[0-9]{2}(?:[0-9]{2})?
        (?![0-9A-Za-z%]|[-–/.,:][0-9]))
    |(?P<fiscal>(?<![^\W_])(?:[QH][1-4][ ]?-?|[1-4][QH]|[0-9]{1,2}M)?(?:F\.?Y\.?|MY|CY|fy)[ ]?['’]?[0-9]{2}(?:[0-9]{2})?
        (?:[ ]?[-–—‐‑−/][ ]?(?:FY)?[0-9]{2}(?:[0-9]{2})?)?(?![0-9A-Za-z%]|[.,][0-9]))
    |(?P<figure>[0-9]+(?:[.,][0-9]+)+))
    |(?P<word>[^\W_]+)
    |(?P<poss>['’]s(?![^\W_]))
    |(?P<gap>\n\s*\n|[ ]{2,}|\t|\n)
    |(?P<punct>[^\w\s])
    """,
    re.VERBOSE,
)
_CODE = re.compile(
    r"""(?:Q(?P<q>[1-4]|I{1,3}|IV)|(?P<q2>[1-4])Q|H(?P<h>[12])|(?P<h2>[12])H|(?P<m>[1-9]|1[0-2])M)(?P<y>[0-9]{4}|[0-9]{2})?
    |(?P<ly>[12][0-9]{3})(?:Q(?P<lq>[1-4])|H(?P<lh>[12])|M(?P<lm>0?[1-9]|1[0-2]))
    |(?P<ord>[0-9]{1,2})(?:ST|ND|RD|TH)
    |(?P<decade>1[5-9][0-9]0|20[0-9]0)S
    |(?P<dm>[0-9]{1,2})?(?P<mon>JAN|FEB|MAR|APR|MAY|JUNE?|JULY?|AUG|SEPT?|OCT|NOV|DEC)(?P<my>[0-9]{4}|[0-9]{2})""",
    re.VERBOSE,
)
_FISCAL_PART = re.compile(r"([QH][1-4]|[1-4][QH]|[0-9]{1,2}M)[ -]?")
_ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4}
_NEXT_WORD = re.compile(r"\s+([^\W_]+)")
_NUMBER_NEXT = re.compile(r"[ \u00a0]?[0-9]")
_COLUMN = re.compile(r"(?<=\S)(?:  |\t)|\|")
_NAMED_ERAS = {"MY": "", "MR": "", "EFY": "E", "EC": "E"}


@dataclass(frozen=True, slots=True)
class Tokens:
    """Time tokens of a text: ``kinds[i]`` is the class letter of the token at ``starts[i]:ends[i]`` with ``values[i]``.

    ``hydrogen`` tells that the text speaks of it, so that a bare H2 is no half of a year.
    """

    kinds: str
    values: list[int | str]
    starts: list[int]
    ends: list[int]
    hydrogen: bool = False


def full_year(digits: str) -> int:
    """Return a year of four digits for one of two or four: below 70 is this century.

    Args:
        digits: two or four ASCII digits.
    """
    number = int(digits)
    return number if len(digits) == 4 else number + (2000 if number < 70 else 1900)


def tokenize(text: str) -> Tokens:
    """Cut a text into time tokens.

    Args:
        text: any string.
    Returns:
        Tokens: in reading order; every stretch without time words is one token of class SEP.
    """
    lexer = _Lexer(text)
    for match in _TOKEN.finditer(text):
        group = match.lastgroup
        if group == "word":
            lexer.word(match.group(), match.start(), match.end())
        elif group == "punct":
            lexer.punctuation(match.group(), match.start())
        else:
            lexer.composite(group or "gap", match.group(), match.start(), match.end())
    return Tokens("".join(lexer.kinds), lexer.values, lexer.starts, lexer.ends, "ydrogen" in text)


_YEARS_HEAD = re.compile(r"\b(?:19|20)\d\d\)?(?: [A-Za-z.–/-]{1,12}){0,3} (?:19|20)\d\d \Z")
_BEHIND_YEARS = re.compile(
    r"%(?: ?(?:ch(?:an)?ge?\b|chg|var\b|growth|share|increase|diff|y-?o-?y|[+/-])|[ \t]*(?:[\n\r]|$))", re.IGNORECASE
)


def _heads(text: str, at: int) -> bool:
    """Whether a ``%`` begins the heading behind those of years: ``2022 2023 %``, ``May 2022 May 2023 % change``."""
    return _YEARS_HEAD.search(text, max(0, at - 40), at) is not None and _BEHIND_YEARS.match(text, at) is not None


class _Lexer:
    """Grows the token lists; keeps the last word seen, which decides whether a number can be a year."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.kinds: list[str] = []
        self.values: list[int | str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.previous = ""
        self.previous_end = -9
        self.columns = False

    def add(self, kind: str, value: int | str, start: int, end: int) -> None:
        self.kinds.append(kind)
        self.values.append(value)
        self.starts.append(start)
        self.ends.append(end)

    def separate(self, at: int) -> None:
        if not self.kinds or self.kinds[-1] != SEP:
            self.add(SEP, "", at, at)

    def word(self, word: str, start: int, end: int) -> None:
        low = word.lower()
        if word in _NAMED_ERAS and self.era(word, end):
            return
        entry = _VOCABULARY.get(low)
        if entry is not None:
            self.add(entry[0], entry[1], start, end)
        elif low in MONTHS:
            self.month(word, low, start, end)
        elif word in _ROMAN:
            self.add(CLASSES["ORD"], _ROMAN[word], start, end)
        elif word[0] in "0123456789" or word[-1] in "0123456789" or (word[0] == "Q" and word[1:] in _ROMAN):
            self.number(word, start, end)
        else:
            if (low in HARD_UNITS or low in SOFT_UNITS or low == "per") and not self.leads(low, end):
                self.demote(low, start)
            self.separate(start)
        self.previous, self.previous_end = low, end

    def punctuation(self, mark: str, start: int) -> None:
        if mark == "%" and self.ends and start - self.ends[-1] <= 1 and not _heads(self.text, start):
            self.demote(mark, start)
        elif mark == "." and self.values and self.kinds[-1] == CLASSES["MONTH"] and self.ends[-1] == start:
            if self.previous in _ABBREVIATED:
                self.ends[-1] += 1
                return
        kind = _PUNCT.get(mark)
        if kind is None:
            self.columns = self.columns or mark == "|"
            if mark == "©":
                self.previous, self.previous_end = "copyright", start + 1
            self.separate(start)
        else:
            self.add(kind, mark, start, start + 1)

    def demote(self, unit: str, start: int) -> None:
        """Turn the number before a unit into a separator: it counts things."""
        if not self.kinds or self.kinds[-1] not in _NUMERIC or start - self.ends[-1] > 1:
            return
        if self.kinds[-1] == CLASSES["YEAR"]:
            if "\n" in self.text[self.ends[-1] : start] and self.text[start].isupper():
                return  # ``January-February 2013`` above ``Million ISK``
            before = self.kinds[-2] if len(self.kinds) > 1 else SEP
            if unit == "per" or (unit in SOFT_UNITS and before in _YEAR_PREPOSITIONS):
                return
        self.kinds[-1] = SEP

    def leads(self, unit: str, end: int) -> bool:
        """Whether a unit behind a year is the currency before the next number: ``in 2022 USD 4.5 billion``."""
        year = bool(self.kinds) and self.kinds[-1] == CLASSES["YEAR"]
        return year and unit in NO_YEAR_AFTER and _NUMBER_NEXT.match(self.text, end) is not None

    def month(self, word: str, low: str, start: int, end: int) -> None:
        kind = CLASSES["LMONTH"] if word == low and low not in _SURE_IN_LOWER_CASE else CLASSES["MONTH"]
        if low == "may" and kind == CLASSES["MONTH"]:
            follower = _NEXT_WORD.match(self.text, end)
            named = self.previous in {"theresa", "minister", "mrs", "ms", "mr"} and start - self.previous_end < 3
            dated = bool(self.kinds) and self.kinds[-1] in _DAYS
            told = bool(self.kinds) and self.kinds[-1] in _BEFORE_MONTH
            if named or (follower and not dated and not told and follower.group(1).lower() in MODAL_AFTER_MAY):
                kind = SEP
        self.add(kind, MONTHS[low], start, end)

    def number(self, word: str, start: int, end: int) -> None:
        if not word.isascii():
            self.separate(start)
            return
        if not word.isdigit():
            self.code(word, start, end)
            return
        value = int(word) if len(word) <= 4 else 0
        before, after = self.text[start - 1 : start], self.text[end : end + 2]
        near = self.previous if start - self.previous_end <= 2 else ""
        if near in NO_YEAR_AFTER and len(word) <= 2 and self.text[start - 2 : start] == ": ":
            follower = _NEXT_WORD.match(self.text, end)
            near = "" if follower and follower.group(1).lower() in MONTHS else near
        if (
            (before and before in "$€£¥₹₩₦฿₫₱#+=@")
            or (after[:1] == ":" and after[1:].isdigit())
            or near in NO_YEAR_AFTER
        ):
            self.separate(start)
        elif len(word) == 4 and (1700 <= value <= 2099 or (value in IRANIAN and self.counted_apart())):
            self.add(CLASSES["YEAR"], value, start, end)
        elif len(word) <= 2:
            self.add(CLASSES["NUM" if 1 <= value <= 31 else "NUM2"], value, start, end)
        else:
            self.separate(start)

    def counted_apart(self) -> bool:
        """Whether the words before a year name another calendar (``Iranian year 1403``)."""
        return CLASSES["CAL"] in self.kinds[-3:] and CLASSES["YW"] in self.kinds[-2:]

    def code(self, word: str, start: int, end: int) -> None:
        match = _CODE.fullmatch(word.upper()) if len(word) <= 9 else None
        if match is None:
            self.separate(start)
            return
        for kind, value in _codes(match):
            self.add(CLASSES[kind], value, start, end)

    def era(self, word: str, end: int) -> bool:
        """Join ``2022/23 MY`` (also ``MR``) and ``2016 EFY`` (Ethiopian fiscal years) to one token."""
        if word == "MR" and self.kinds[-1:] != [CLASSES["PAIR"]]:
            return False
        if not self.kinds or self.kinds[-1] not in _YEARS or end - self.ends[-1] > len(word) + 1:
            return False
        year = str(self.values[-1])[:4]
        if _NAMED_ERAS[word]:
            self.kinds[-1], self.values[-1] = CLASSES["FYCODE"], f"FP{int(year) + 7}"
        else:
            self.kinds[-1] = CLASSES["MYCODE"]
            self.values[-1] = f"FP{year}" if len(str(self.values[-1])) > 4 else f"FY{year}"
        self.ends[-1] = self.previous_end = end
        self.previous = word.lower()
        return True

    def gap(self, found: str, start: int, end: int) -> None:
        """Blanks that part: columns, paragraphs, and the end of a line in columns; indentation parts nothing."""
        if found[0] != "\n":
            if start and self.text[start - 1] != "\n":
                self.columns = True
                self.separate(start)
            return
        if not self.columns and len(found) == 1:
            stop = self.text.find("\n", end)
            stop = len(self.text) if stop < 0 else stop
            self.columns = _COLUMN.search(self.text, end, stop) is not None
        if self.columns or len(found) > 1:
            self.separate(start)
        self.columns = False

    def composite(self, group: str, found: str, start: int, end: int) -> None:
        if group == "date" and not (len(found) == 7 and self.previous in NO_YEAR_AFTER):
            self.add(CLASSES["CODE"], found, start, end)
        elif group == "poss":
            self.add(CLASSES["POSS"], found, start, end)
        elif group == "pair" and (kind := _pair(found)) and self.previous not in NO_YEAR_AFTER:
            self.add(CLASSES[kind], found, start, end)
        elif group == "fiscal":
            self.fiscal(found, start, end)
        elif group == "gap":
            self.gap(found, start, end)
        else:
            self.separate(start)

    def fiscal(self, found: str, start: int, end: int) -> None:
        if code := _FISCAL_PART.match(found):
            name = "QCODE" if "Q" in code.group() else "HCODE" if "H" in code.group() else "MCODE"
            self.add(CLASSES[name], int(re.sub("[^0-9]", "", code.group())), start, start + len(code.group(1)))
            found, start = found[code.end() :], start + code.end()
        years = [(m.end(), full_year(m.group())) for m in re.finditer(r"[0-9]+", found)]
        kind = "MYCODE" if found[0] == "M" else "FYCODE"
        (first_end, first), (_, last) = years[0], years[-1]
        if found[0] == "C":
            self.add(CLASSES["YEAR"], first, start, end)
        elif last - first > 1:
            self.add(CLASSES[kind], f"FY{first}", start, start + first_end)
            self.add(CLASSES["DASH"], "-", start + first_end, start + first_end + 1)
            self.add(CLASSES[kind], f"FY{last}", start + first_end + 1, end)
        else:
            self.add(CLASSES[kind], f"FP{first}" if years[1:] else f"FY{first}", start, end)


_NUMERIC = frozenset(CLASSES[name] for name in ("NUM", "NUM2", "YEAR", "WORDNUM"))
_YEARS = frozenset({CLASSES["YEAR"], CLASSES["PAIR"], CLASSES["YRANGE"]})
_BEFORE_MONTH = frozenset(CLASSES[name] for name in ("IN", "SINCE", "UNTIL", "BETWEEN"))
_DAYS = frozenset({CLASSES["NUM"], CLASSES["NORD"]})
_YEAR_PREPOSITIONS = frozenset(CLASSES[name] for name in ("IN", "SINCE", "BY", "FOR"))


def _pair(found: str) -> str | None:
    """Class of two joined years: consecutive ones are a fiscal or marketing year, ``2024-05`` is a month."""
    first, second = re.findall(r"[0-9]+", found)
    year, slash = int(first), "/" in found
    if not 1800 <= year <= 2099:
        return None
    if len(second) == 2:
        if int(second) == (year + 1) % 100:
            return "PAIR"
        if second[0] in "01" and 1 <= int(second) <= 12:
            return "CODE"
        return "YRANGE" if int(second) > year % 100 and not slash else None
    if not year < int(second) <= 2100:
        return None
    return "PAIR" if slash and int(second) == year + 1 else "YRANGE"


def _codes(match: re.Match[str]) -> list[tuple[str, int | str]]:
    """Tokens of a word of letters and digits: ``3Q24`` gives a quarter and a year."""
    part = match.groupdict()
    if part["ord"]:
        return [("NORD", int(part["ord"]))] if 1 <= int(part["ord"]) <= 31 else []
    if part["decade"]:
        return [("DECADE", int(part["decade"]))]
    if part["mon"]:
        day: list[tuple[str, int | str]] = [("NUM", int(part["dm"]))] if part["dm"] else []
        return [*day, ("MONTH", MONTHS[part["mon"].lower()]), ("YEAR", full_year(part["my"]))]
    year = part["y"] or part["ly"]
    if part["lm"]:
        return [("MONTH", int(part["lm"])), ("YEAR", int(year))]
    name = "MCODE" if part["m"] else "HCODE" if part["h"] or part["h2"] or part["lh"] else "QCODE"
    number = next(_ROMAN.get(part[k]) or int(part[k]) for k in ("q", "q2", "h", "h2", "m", "lq", "lh") if part[k])
    coded: list[tuple[str, int | str]] = [(name, number)]
    return [*coded, ("YEAR", full_year(year))] if year else coded
