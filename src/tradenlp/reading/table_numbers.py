"""The numbers of table cells: ``1,234.5``, ``(5.2)``, ``784-``, ``- 1 402``, ``$5.1bn``, ``5,123 (+4.2%)``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from .numbers import MAX_CHARS, parse_digits
from .table_model import Unit
from .table_units import parse_unit

_SIGNS = "$＄€£¥￥₹₨₱₦₩₺₽₴₸₪₫฿₭₮₵₡₲₾֏₼৳؋元円"
_NUM = r"\d{1,3}(?:[ \u00a0\u2009\u202f'’]\d{3})+(?:[.,]\d{1,6})?(?!\d)|\d[\d.,]{0,38}\d|\d|[.,]\d{1,6}"
_CELL = re.compile(
    r"(?P<open>[(\[]\s?)?"
    r"(?P<sign>[-+−–—‑▲▼△▽↑↓±]\s{0,2})?"
    rf"(?P<cur>[A-Z]{{0,3}}[{_SIGNS}]\s?|(?:Rs\.?|[A-Z]{{2,3}}|R|Rp|Tk\.?|Sh|KSh)\s?(?=[\d(+−-]))?"
    r"(?P<sign2>[-+−–]\s?)?"
    rf"(?P<num>{_NUM})"
    rf"(?:\s?(?:[-–—~]|to)\s?(?P<high>{_NUM}))?"
    r"(?P<tail>\s?[%‰]|\s?[^\W\d_(][^()\[\]\d;]{0,24}?)?"
    r"(?P<close>\s?[)\]])?"
    r"(?P<minus>[-−](?!\d))?"
    r"(?P<inner>\s?[(\[;/,]?\s?(?:[(\[]\s?)?(?P<isign>[-+−–▲▼△▽↑↓]\s?)?(?P<inum>\d[\d.,]{0,12}"
    r"|[.,]\d{1,6})\s?(?P<iunit>%|pct\.?|per ?cent|p\.?p\.?|pts?)?"
    r"(?:\s?(?:y/y|m/m|q/q|yoy|YoY|y-o-y))?[)\]]?)?"
    r"(?P<marks>\s?(?:[*†‡#¹²³⁴⁵^]{1,3}|[(\[]\s?(?:[a-zA-Z]|\d)\s?[)\]]|(?<=[\d\s%)])[a-zA-Z]))?"
)
_PLAIN = re.compile(r"(?P<sign>[-+−–]?)(?P<num>\d{1,3}(?:,\d{3})*(?:\.\d{1,6})?)(?P<percent>%?)")
_PERCENT = parse_unit("%")
_MINUS = frozenset("-−–—‑▼▽△↓")
_BLANK = re.compile(
    r"[-–—−.…:*x×\s]*|n\.?\s?/?\s?a\.?|n\.?a\.?p?\.?|nil|null|none|c\.?|\(?-\)?|\.\.\.?|n\.?d\.?|not available|s",
    re.IGNORECASE,
)
_SCALES = {"K": Decimal(10) ** 3, "M": Decimal(10) ** 6, "B": Decimal(10) ** 9}
"""Letters right behind a number of money: ``46.8B``."""
YEAR = re.compile(r"(?:19|20)\d\d")
"""A year of four digits, wherever it stands."""
_YEAR = re.compile(r"(?:19|20)\d\d(?:[*†‡¹²³]{1,2}|\s?\(?[a-zA-Z]\)?)?")
_YEARS = re.compile(r"(?:19|20)\d\d\s?[-–/]\s?(?:(?:19|20)?\d\d)")


@dataclass(frozen=True, slots=True)
class Number:
    """A number of a cell.

    Attributes:
        start, end: half-open offsets within the cell, with sign, own currency and own unit.
        value: as printed, with its sign; the low end of a range.
        high: the high end of a range, else None.
        step: worth of the last printed digit.
        unit: its own unit, None where untold.
        signed: a sign is written.
        bracketed: it stands in brackets of its own.
        noun: offsets of its own unit noun within the cell, or None.
    """

    start: int
    end: int
    value: Decimal
    high: Decimal | None
    step: Decimal
    unit: Unit | None = None
    signed: bool = False
    bracketed: bool = False
    noun: tuple[int, int] | None = None


def is_blank(text: str) -> bool:
    """Tell whether a cell says that there is no number: ``-``, ``n.a.``, ``..``."""
    return len(text) <= 14 and _BLANK.fullmatch(text) is not None


def is_year(text: str) -> bool:
    """Tell whether a cell may be a year, with a mark of revision or a footnote behind it."""
    return 4 <= len(text) <= 8 and _YEAR.fullmatch(text) is not None


def is_number(text: str) -> bool:
    """Tell whether a cell holds a number and nothing but what belongs to it."""
    return _PLAIN.fullmatch(text) is not None or bool(numbers(text, False))


@lru_cache(maxsize=8192)
def numbers(text: str, decimal_comma: bool) -> tuple[Number, ...]:
    """Read the number of a cell, and the second one that may stand behind it in brackets.

    Args:
        text: the cell.
        decimal_comma: the table's habit, which decides ``1,234``.
    Returns:
        tuple[Number, ...]: none, one or two.
    """
    plain = _PLAIN.fullmatch(text) if not decimal_comma and len(text) < 24 else None
    if plain is not None:
        return (_plain(plain),)
    if not text or len(text) > 64 or not any("0" <= c <= "9" for c in text) or _YEARS.fullmatch(text):
        return ()
    m = _CELL.fullmatch(text)
    if m is None or bool(m["open"]) != bool(m["close"]):
        return ()
    first = _first(m, decimal_comma)
    if first is None:
        return ()
    if m["inum"] is None:
        return (first,)
    if m["inner"].strip("([ )]") == m["inum"] and len(m["inum"]) == 1:
        return (first,)  # a footnote's number
    second = _second(m, decimal_comma)
    return (first, second) if second is not None else ()


def _plain(m: re.Match[str]) -> Number:
    """The number of the commonest form of cell, digits with commas and a point."""
    token = m["num"].replace(",", "")
    point = token.find(".")
    step = Decimal(1).scaleb(point - len(token) + 1) if point >= 0 else Decimal(1)
    value = Decimal(token)
    unit = _PERCENT if m["percent"] else None
    return Number(0, m.end(), -value if m["sign"] in _MINUS else value, None, step, unit, bool(m["sign"]))


def _value(token: str, decimal_comma: bool) -> tuple[Decimal, Decimal] | None:
    if len(token) > MAX_CHARS:
        return None
    spaced = [c for c in " \u00a0\u2009\u202f'’" if c in token]
    for c in spaced:
        token = token.replace(c, "")
    if spaced:
        token = token.replace(",", ".")
    if token[0] in ".,":
        token = "0." + token[1:]
    if token[-1] in ".,":
        return None
    return parse_digits(token, decimal_comma and not spaced)


def _first(m: re.Match[str], decimal_comma: bool) -> Number | None:
    parsed = _value(m["num"], decimal_comma)
    own = _own_unit(m)
    if parsed is None or own is False:
        return None
    unit = own if isinstance(own, Unit) else None
    value, step = parsed
    high = None
    if m["high"] is not None:
        upper = _value(m["high"], decimal_comma)
        if upper is None or not value < upper[0] <= value * 5:
            return None
        high = upper[0]
    sign = (m["sign"] or m["sign2"] or m["minus"] or "").strip()
    start = (
        m.start("sign")
        if m["sign"]
        else m.start("cur")
        if m["cur"]
        else m.start("sign2")
        if m["sign2"]
        else m.start("num")
    )
    end = m.end("high") if m["high"] else m.end("num")
    noun = None
    if m["tail"] and unit is not None:
        end = m.start("tail") + len(m["tail"].rstrip())
        noun = (m.start("tail") + len(m["tail"]) - len(m["tail"].lstrip()), end) if unit.label == "QUANTITY" else None
    if m["minus"]:
        end = m.end("minus")
    return Number(
        start, end, -value if sign in _MINUS else value, high, step, unit, bool(sign), m["open"] is not None, noun
    )


def _own_unit(m: re.Match[str]) -> Unit | bool:
    """The unit written on a number; True where there is none, False where the words behind it are no unit."""
    tail, currency = (m["tail"] or "").strip(), (m["cur"] or "").strip()
    if not tail and not currency:
        return True
    unit = parse_unit(f"{currency} {tail}".strip())
    if unit is None and not currency and m["tail"] in _SCALES:
        return Unit("", _SCALES[m["tail"]])
    if unit is None and len(tail) == 1 and tail in "prefPREF":
        # a letter behind the number: preliminary, revised, estimated, forecast
        return parse_unit(currency) or True if currency else True
    return unit if unit is not None else False


def _second(m: re.Match[str], decimal_comma: bool) -> Number | None:
    parsed = _value(m["inum"], decimal_comma)
    opened = any(c in m["inner"] for c in "([")
    if parsed is None or not (m["iunit"] or opened) or (opened and not any(c in m["inner"] for c in ")]")):
        return None
    sign = (m["isign"] or "").strip()
    unit = parse_unit(m["iunit"]) if m["iunit"] else None
    value, step = parsed
    start = m.start("isign") if m["isign"] else m.start("inum")
    end = m.end("iunit") if m["iunit"] else m.end("inum")
    return Number(start, end, -value if sign in _MINUS else value, None, step, unit, bool(sign))
