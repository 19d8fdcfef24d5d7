"""Currencies: the signs, codes and names that stand before or behind a number, and which currency they mean where."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from ..errors import TradeError
from ..gate import Gated

_TABLE = "currencies.csv"
_COLUMNS = ["code", "family", "economies", "names", "signs", "minor"]


@dataclass(frozen=True, slots=True)
class Currency:
    """What one form of a currency means.

    Attributes:
        code: ISO 4217, or None for an ambiguous form.
        symbol: the ambiguous form in its plain shape (``$``, ``dollars``, ``rupees``), or None.
        minor: a hundredth of the currency (cents, paise).
        cautious: too common as a word or letter; counts only beside a number with a scale or of four digits and more.
    """

    code: str | None
    symbol: str | None = None
    minor: bool = False
    cautious: bool = False


@dataclass(frozen=True, slots=True)
class CurrencyMark:
    """A form of a currency in the text: half-open offsets and its meaning."""

    start: int
    end: int
    currency: Currency


@dataclass(frozen=True, slots=True)
class _Table:
    words: dict[str, Currency]
    signs: dict[str, Currency]
    families: dict[str, tuple[str, ...]]
    abroad: dict[str, str | None]
    homes: dict[tuple[str, str], str]
    last: set[str]


def _records() -> list[dict[str, str]]:
    source = resources.files("tradenlp.lexicon").joinpath("tables").joinpath(_TABLE)
    lines = source.read_text(encoding="utf-8").splitlines()
    # blank lines keep their place, so that a message names the true line of the file
    body = ["" if line.startswith("#") else line for line in lines]
    head = next(number for number, line in enumerate(body) if line)
    rows = []
    for number, values in enumerate(csv.reader(body[head:]), start=head + 1):
        if values and len(values) != len(_COLUMNS):
            raise TradeError(
                "E401", table=_TABLE, line=number, found=f"{len(values)} fields", expected=f"{len(_COLUMNS)}"
            )
        if values and values != _COLUMNS:
            rows.append(dict(zip(_COLUMNS, values, strict=True)))
    return rows


def plain_key(phrase: str) -> str:
    """Bring a word form to the shape of the table's keys: lower case, points dropped, single spaces.

    Args:
        phrase: words of the text, joined by spaces or hyphens.
    Returns:
        str: for example ``us dollars`` for ``U.S. dollars``.
    """
    return " ".join(phrase.lower().replace(".", "").replace("-", " ").split())


@lru_cache(maxsize=1)
def _table() -> _Table:
    """Read the table of currencies once per process.

    Raises:
        TradeError: E401 for a row of the wrong width.
    """
    table = _Table({}, {}, {}, {}, {}, set())
    for row in _records():
        code, ambiguous = row["code"], not (len(row["code"]) == 3 and row["code"].isupper())
        if ambiguous:
            table.families[code] = tuple(row["family"].split())
            table.abroad[code] = row["economies"] or None
        else:
            for economy in row["economies"].split():
                for family in row["family"].split() or [code]:
                    table.homes.setdefault((family, economy), code)
        iso, symbol = (None, code) if ambiguous else (code, None)
        small = code == "cents"
        for column, target in (("names", table.words), ("signs", table.signs), ("minor", table.words)):
            for form in filter(None, row[column].split("|")):
                key = form.lstrip("~")
                key = plain_key(key) if target is table.words else key
                target.setdefault(key, Currency(iso, symbol, small or column == "minor", form.startswith("~")))
                table.last.add(form.lstrip("~").split()[-1].rstrip("./").lower())
    return table


def resolve_currency(symbol: str, economy: str | None) -> str | None:
    """Tell which currency an ambiguous sign or word means in an economy.

    A dollar sign in a country without a dollar of its own is the US dollar; pounds, roubles, won and their like have a
    similar meaning abroad, which the table names; rupees or pesos have none.

    Args:
        symbol: as ``Figure.symbol`` holds it (``$``, ``pesos``), or any sign, code or name of the table.
        economy: ISO 3166-1 alpha-2 of the economy whose release it is, or None.
    Returns:
        str | None: ISO 4217, or None where it cannot be told.
    """
    table = _table()
    key = symbol if symbol in table.families else None
    if key is None:
        found = table.signs.get(symbol.strip()) or table.words.get(plain_key(symbol))
        if found is None or found.code is not None:
            return found.code if found else None
        key = found.symbol or ""
    if economy is not None:
        for family in table.families[key]:
            home = table.homes.get((family, economy.upper()))
            if home is not None:
                return home
        return table.abroad[key]
    # without an economy a dollar stays open, for a release writes its own country's with the same sign
    return None if key in {"$", "dollars", "cents", "dirhams", "francs", "cfa francs"} else table.abroad[key]


def may_mean(symbol: str, code: str) -> bool:
    """Tell whether an ambiguous sign or word can stand for a currency anywhere.

    Args:
        symbol: as ``Figure.symbol`` holds it (``$``, ``pesos``).
        code: ISO 4217.
    Returns:
        bool: True too for a symbol that the table does not hold.
    """
    table = _table()
    families = table.families.get(symbol)
    if families is None or code in families or code == table.abroad[symbol]:
        return True
    return any(home == code and family in families for (family, _), home in table.homes.items())


_SIGNS = "$＄€£¥￥₹₨₱₦₩₺₽₴₸₪₫฿₭₮₵₡₲₾֏₼៛৳؋﷼元円원¢"
# the end of the text before a number: up to three words and a sign, or a sign alone
_TAIL = re.compile(
    r"(?:(?:(?:(?P<first>[^\W\d_]{1,12})[ \u00a0])?(?P<before>[^\W\d_]{1,12}\.?)[ \u00a0])?"
    r"(?P<word>[^\W\d_](?:[^\W\d_]|\.(?=[^\W\d_])){0,12}[./]?/?\.?)"
    rf"(?:[ \u00a0]?(?P<sign>[{_SIGNS}]))?|(?P<bare>[{_SIGNS}]))(?P<space>[ \u00a0\u2009\u202f\n]?)\Z"
)
_TURNED = Gated(r"(?<![\w$])\$(?P<letters>US|us|AU|HK|NZ|SG|CA|NT|A|C|S)(?=[ \u00a0]?\Z)")
"""``$US 198 billion``: the letters of a dollar sign behind it."""
_REACH = 32
# all but the letters, signs and inner points at the end of a token: "(about-Rs." leaves "Rs"
_LETTERS = re.compile(rf".*[^\w{_SIGNS}./](?=.)|[./]+\Z|.*[0-9]", re.DOTALL)
_WORDY = re.compile(r"[^\W\d_]")
# codes that are also common words in capitals
_WORDLIKE_CODES = frozenset("ALL TOP TRY COP CUP PEN MAD SOS GEL BAM MOP LAK CAD RON SAR SLE STN".split())
_NEVER_BEFORE = frozenset(
    "won real reals sum sums som soms bucks cents cent pence quid lev lei leu rand sol sterling".split()
)


def currency_before(text: str, start: int, pos: int, sized: bool) -> CurrencyMark | None:
    """Find the currency that stands before a number: ``US$``, ``Rs.``, ``EUR``, ``RM``, ``US dollars``.

    Args:
        text: the document.
        start: reading must not go before this offset.
        pos: where the number (or its sign) begins.
        sized: the number has a scale, a separator or four digits and more, so that cautious forms count.
    Returns:
        CurrencyMark | None
    """
    if pos <= start:
        return None
    last = text[pos - 1]
    if last == "-" and pos - 2 >= start and text[pos - 2].isalpha():
        # "a Rs-100 crore plant"
        pos -= 1
        last = text[pos - 1]
    if last.isdigit() or last in "),;:%\"'":
        return None
    base = max(start, pos - _REACH)
    window = text[base:pos]
    turned = _TURNED.search(window)
    if turned is not None:
        found = _table().signs.get(turned["letters"].upper() + "$")
        if found is not None:
            return CurrencyMark(base + turned.start(), base + turned.end(), found)
    # most words before a number are no currency; the dictionary tells so faster than the pattern
    token = window.split()[-1] if not window.isspace() else ""
    if token[-1:] not in _SIGNS and _LETTERS.sub("", token).lower() not in _table().last:
        return None
    match = _TAIL.search(window)
    if match is None:
        return None
    spaced = bool(match["space"])
    for first, last_name in _tail_candidates(match):
        phrase = match.string[match.start(first) : match.end(last_name)]
        found = _meaning_before(phrase, spaced, sized)
        if found is not None:
            at = base + match.start(first)
            if at > start and (text[at - 1].isalnum() or text[at - 1] == "_") and _WORDY.match(phrase):
                continue
            if " $" in phrase and _LISTED_PLACE.search(text, max(start, at - 12), at):
                continue
            return CurrencyMark(at, base + match.end(last_name), found)
    return None


_LISTED_PLACE = re.compile(r"(?:\b(?:and|while|with)|[,;]) the \Z")
"""``China took $39m and the US $5m``: a place of a list rather than whose dollar it is."""


def _tail_candidates(match: re.Match[str]) -> list[tuple[str, str]]:
    """Group names that bound the candidate phrases, longest first."""
    if match["bare"]:
        return [("bare", "bare")]
    firsts = [name for name in ("first", "before", "word") if match[name]]
    if match["sign"]:
        # letters that mean nothing before a sign leave the sign alone
        return [(first, "sign") for first in firsts] + [("sign", "sign")]
    return [(first, "word") for first in firsts]


def _meaning_before(phrase: str, spaced: bool, sized: bool) -> Currency | None:
    table = _table()
    found = table.signs.get(phrase)
    if found is None and sized and phrase[-1] == "." and len(phrase) > 2 and phrase[:-1].isalpha():
        found = table.signs.get(phrase[:-1])  # ``Rp. 51 billion``, ``VND. 4.4 trillion``
        return found if found is not None and found.code is not None and not found.cautious else None
    if found is None and phrase[:2].isalpha() and phrase[-1] in _SIGNS:
        # "HK $" is one sign, "a $" is not
        found = table.signs.get(phrase.replace(" ", "").replace("\u00a0", ""))
    if found is None and phrase[-1] == "$" and len(phrase) == 4 and phrase[:3].isupper():
        found = table.signs.get(phrase[:3])  # ``WST$``, ``USD$``
        return found if found is not None and phrase[:3] not in _WORDLIKE_CODES else None
    if found is not None:
        letters = phrase.rstrip("./")
        loose = len(letters) <= 2 and letters.isalpha() and letters not in {"Rs", "RM", "Rp", "Tk", "Fr"}
        if not sized and (found.cautious or letters in _WORDLIKE_CODES or loose):
            return None
        if spaced and len(phrase) == 1 and letters.isalpha():
            return None
        return found
    key = plain_key(phrase)
    found = table.words.get(key)
    if found is None:
        return (
            table.signs.get(key.upper())
            if len(key) == 3 and key in {"usd", "eur", "gbp", "inr", "cny", "jpy"}
            else None
        )
    if key in _NEVER_BEFORE or found.minor or not spaced or (not sized and " " not in key):
        return None
    return found


_SIGN_BEHIND = re.compile(
    rf"[ \u00a0\u2009\u202f]?(?:(?P<sign>\$(?:US|AU|HK|NZ)\b|(?:US|U\.S\.|HK|NT|A|C|S|NZ|R)?[{_SIGNS}])(?![\d(])"
    rf"|(?P<small>[cp])(?=/"
    rf"| per | an? (?:kg|kilo|lb|pound|litre|liter)))"
)


def sign_behind(text: str, pos: int, end: int) -> CurrencyMark | None:
    """Find a currency sign behind a number and its scale: ``5 million €``, ``3.2bn£``.

    Args:
        text: the document.
        pos: where the number with its scale ends.
        end: where reading must stop.
    Returns:
        CurrencyMark | None: None where a number follows the sign, which then belongs to that number.
    """
    match = _SIGN_BEHIND.match(text, pos, end)
    if match is None:
        return None
    if match["small"]:
        # "12.5c/lb", "145p a litre"
        small = Currency(None, "cents", minor=True) if match["small"] == "c" else Currency("GBP", minor=True)
        return CurrencyMark(match.start("small"), match.end(), small)
    sign = match["sign"].replace(".", "")
    found = _table().signs.get(sign[1:] + "$" if len(sign) > 2 and sign[0] == "$" else sign)
    tail = text[match.end() : match.end() + 2]
    if found is None or tail[:1].isdigit() or (tail[:1] in " \u00a0" and tail[1:].isdigit()):
        return None
    return CurrencyMark(match.start("sign"), match.end(), found)


def currency_named(phrase: str, sized: bool) -> Currency | None:
    """Tell the currency that words behind a number name: ``yuan``, ``U.S. dollars``, ``CNY``, ``paise``.

    Args:
        phrase: one to four words of the text as written.
        sized: the number has a scale, a separator or four digits and more, so that cautious forms count.
    Returns:
        Currency | None
    """
    table = _table()
    found = table.words.get(plain_key(phrase)) or table.signs.get(phrase.rstrip("."))
    if found is None or (found.cautious and not sized):
        return None
    if len(phrase) <= 2 and phrase.isascii() and not sized:
        return None
    return found


_CODE_AHEAD = re.compile(
    rf"(?:(?P<code>[A-Z]{{3}})|(?:U\.?S\.? ?)?(?P<word>dollars)|(?:[A-Z]{{1,2}})?[{_SIGNS}])(?![\w])"
)


def currency_ahead(text: str, pos: int) -> bool:
    """Tell whether the code or sign of a currency that no number follows stands at an offset: ``4.5 mln. CHF``.

    Args:
        text: the document.
        pos: where the word behind a blank begins.
    Returns:
        bool: False where a number follows, which the currency then belongs to.
    """
    match = _CODE_AHEAD.match(text, pos)
    if match is None or text[match.end() : match.end() + 2].strip()[:1].isdigit():
        return False
    return match["code"] is None or match["code"] in _table().signs
