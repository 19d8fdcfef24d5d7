"""Units of tables: what a caption (``value in US$ million``), a heading (``Qty ('000 t)``) or a cell's own words
tell of its numbers.
"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

from .money import currency_named
from .numbers import read_scale
from .quantities import unit_named
from .table_model import Unit

MAX_PHRASE = 160
"""Longer phrases are prose and tell no unit."""

_SIGNS = "$＄€£¥￥₹₨₱₦₩₺₽₴₸₪₫฿₭₮₵₡₲₾֏₼৳؋元円¢"
_TOKEN = re.compile(
    rf"['’]?000['’]?s?(?!\d)|1 000(?: 000)?(?!\d)|\d+(?:,\d{{3}})*|[A-Z]{{0,3}}\.?[{_SIGNS}]|U\.S\.[{_SIGNS}]?|p\.p\."
    r"|[%‰]|/|[^\W\d_]+[²³23]?(?![^\W_])\.?|\S"
)
_PERCENT = re.compile(
    r"(?P<points>p\.?p\.?s?|ppts?|percentage points?|per ?cent(?:age)? points?|pct\.? points?|%[- ]points?|% ?pts?)"
    r"|%|per ?cent|percentages?|pct|pc|perc|in %",
    re.IGNORECASE,
)
_FILLERS = frozenset(
    "in of the at value values volume volumes quantity quantities qty amount amounts figures figure "
    "data all unit expressed measured current prices "
    "price constant basis fob cif f.o.b c.i.f and or are is shown given stated total worth monetary "
    "net gross , :".split()
)
_COUNTS = {
    "nos": "units",
    "no": "units",
    "number": "units",
    "numbers": "units",
    "pcs": "pieces",
    "units": "units",
    "dozen": "dozens",
    "dozens": "dozens",
}
_GLUED = re.compile(
    r"(?P<a>[A-Z]{2,3})(?P<b>mn|m|bn|b|tn|k|M|B)|(?P<scale>M|m|k|K|T)(?P<code>EUR|USD|GBP|CHF|SEK|NOK|DKK|€|\$)"
)
_GLUED_SCALES = {"M": 6, "m": 6, "mn": 6, "b": 9, "B": 9, "bn": 9, "tn": 12, "k": 3, "K": 3, "T": 3}
_GROUP = re.compile(r"[(\[]([^()\[\]]{1,80})[)\]]")
CUT = re.compile(r"\s*(?:[;:|–—]|,(?!\d{3}))\s*|\s-\s|[()\[\]]|\s+(?=in\s)|(?<=[a-z]{4})\.\s+")
"""What parts the pieces of a heading or caption."""
_AND = re.compile(r"\s+(?:and|&|/)\s+")
_CLAUSE = re.compile(r"[;,()\[\]](?!\d{3})")
_RAND = re.compile(r"(?<=[A-Z$£€])['’]\s?(?=(?:m|mn|bn|b|millions?|billions?)\b)", re.IGNORECASE)
_METRIC = re.compile(r"\bM\. ?(?=[Tt]ons?\b)")
_POWER = re.compile(r"\b10 ?(?:\^|\*\*) ?(?P<power>[3-9]|12)\b")
"""``10^6 USD``."""
_SCALE_BETWEEN = re.compile(
    r"\b(?P<whose>U\.?S\.?|HK|NZ|[A-Z][a-z]{3,14}n)\s(?P<scale>thousands?|millions?|billions?|trillions?|mn|bn)\s"
    r"(?P<noun>dollars?|pounds?|pesos?|rupees?|francs?|crowns?|shillings?|dinars?|rials?|riyals?)\b"
)
"""``US million dollars``."""
_TIMES = re.compile(
    r"(?<!\S)[x×*] ?(?:(?P<dotted>1\.(?=000(?!\d)))|1 ?(?=(?:m|b|tr)(?:n|ln|illion|rd)\b)|(?=[€$£\d]"
    r"|(?:US\$|EUR|USD|GBP|euros?|thousand|(?:m|b|tr)(?:n|ln|illions?))\b))",
    re.IGNORECASE,
)
"""``x million tonnes``, ``x 1 mln euro``, ``× 1.000``: numbers are to be multiplied by what follows."""
_SIZED = re.compile(r"\b(?:m|mn|bn|b|millions?|billions?)\b", re.IGNORECASE)
_PACK = re.compile(
    r"\b(?P<size>\d{1,3})[- ]?(?P<unit>kg|lb|kilo|litre|liter)[- ](?P<noun>bags?|bales?|sacks?|cases|cartons)\b",
    re.IGNORECASE,
)
_ROLE = re.compile(r"\b(?:(?P<value>values?|price)|(?P<volume>volumes?|quantit(?:y|ies)|qty))\b", re.IGNORECASE)
_LONE = re.compile(
    r"(?<![\w-])(?<!\d )(?<!million )(?<!billion )(?:TEUs?|tonnes|metric tons|barrels|bales"
    r"|60-kg bags|US\$ ?(?:million|billion|mn|bn|m)|(?:million|billion) (?:US )?dollars)(?![\w-])"
)
_GENERIC = frozenset({"units", "head", "cases", "sets", "pieces", "bags", "boxes", "pairs", "containers", "vehicles"})


def percent(points: bool = False) -> Unit:
    """Return the unit of percentages, or of percentage points."""
    return Unit("PERCENT", unit="points" if points else "percent")


_WEIGHED = re.compile(
    r"(?<=[a-z])[,\s]+\(?(?:swt|cwe|rwe|pwe|wme|lwe|(?:shipped|carcass|carcase|product|live|dry|green|round|whole)[ -]?"
    r"weight(?: equivalents?)?(?: \([a-z]{2,4}\))?)\)?$",
    re.IGNORECASE,
)
"""What weight is meant: shipped weight, carcass weight equivalent."""


@lru_cache(maxsize=4096)
def parse_unit(phrase: str) -> Unit | None:
    """Read a phrase that says nothing but a unit: ``US$ million``, ``'000 tonnes``, ``Rs. crore``, ``10,000
    sets``, ``$/bbl``.

    Args:
        phrase: words of the text as written.
    Returns:
        Unit | None: None where a word is neither scale, currency, unit nor filler; ``label`` is empty for a
        scale alone.
    """
    phrase = phrase.strip().strip(".:")
    if not phrase or len(phrase) > MAX_PHRASE:
        return None
    phrase = _TIMES.sub(lambda m: "1," if m["dotted"] else "", _once(phrase))
    if (match := _PERCENT.fullmatch(phrase)) is not None:
        return percent(bool(match["points"]))
    phrase = _WEIGHED.sub("", phrase)
    phrase = _SCALE_BETWEEN.sub(r"\g<scale> \g<whose> \g<noun>", phrase)
    phrase = _POWER.sub(lambda m: "1" + "0" * int(m["power"]), phrase)
    phrase = _RAND.sub(" ", phrase).replace("L.E.", "LE").replace("L.E", "LE").replace("M.T", "MT")
    phrase = _METRIC.sub("metric ", phrase)
    pack = _PACK.search(phrase)
    if pack is not None:
        phrase = f"{phrase[: pack.start()]}{pack['noun']}{phrase[pack.end() :]}"
    tokens = [(m.start(), m.end()) for m in _TOKEN.finditer(phrase)]
    found = _Phrase(phrase, tokens).read() if len(tokens) <= 12 else None
    if found is not None and pack is not None and found.label == "QUANTITY":
        return replace(found, unit=f"{pack['size']}-{pack['unit'].casefold()} {found.unit}")
    return found


def _once(phrase: str) -> str:
    """The unit of each of several columns, told alike, as one: ``US$ mn US$ mn``."""
    words = phrase.split()
    for size in range(1, len(words) // 2 + 1):
        if len(words) % size == 0 and words == words[:size] * (len(words) // size):
            return " ".join(words[:size])
    return phrase


class _Phrase:
    """One pass over the tokens of a phrase."""

    def __init__(self, phrase: str, tokens: list[tuple[int, int]]) -> None:
        self.phrase, self.tokens = phrase, tokens
        self.scale = Decimal(1)
        self.label = ""
        self.unit: str | None = None
        self.symbol: str | None = None
        self.per: str | None = None
        self.told = False

    def read(self) -> Unit | None:
        at = 0
        while at < len(self.tokens):
            step = self._step(at)
            if not step:
                return None
            at += step
        if not self.told:
            return None
        # the letters of ``% m/m`` are no millions
        scale = Decimal(1) if self.label == "PERCENT" else self.scale
        return Unit(self.label, scale, self.unit, self.symbol, self.per)

    def _step(self, at: int) -> int:
        """Read from token ``at``; return how many tokens it took, 0 where nothing fits."""
        start = self.tokens[at][0]
        for size in (4, 3, 2, 1):
            if at + size <= len(self.tokens) and self._window(self.phrase[start : self.tokens[at + size - 1][1]], size):
                return size
        word = self.phrase[start : self.tokens[at][1]]
        if self.label and word in ("/", "per", "a"):
            return self._rate(at + 1)
        return 1 if word.rstrip(".").casefold() in _FILLERS else 0

    def _rate(self, at: int) -> int:
        for size in (2, 1):
            if at + size <= len(self.tokens):
                name = self.phrase[self.tokens[at][0] : self.tokens[at + size - 1][1]]
                unit = unit_named(name, True)
                if unit is not None or name.casefold() in ("year", "month", "day", "week", "unit", "head"):
                    self.per = _singular(unit.canonical) if unit is not None else name.casefold()
                    return size + 1
        return 0

    def _window(self, words: str, size: int) -> bool:
        plain = words.rstrip(".").casefold()
        if size == 1 and self._scale(words, plain):
            return True
        if size == 1 and (m := _GLUED.fullmatch(words)) is not None:
            code, power = (m["a"], m["b"]) if m["a"] else (m["code"], m["scale"])
            if self._money(code):
                self.scale *= Decimal(10) ** _GLUED_SCALES[power]
                return True
        if (found := _PERCENT.fullmatch(plain)) is not None:
            return self._tell("PERCENT", "points" if found["points"] else "percent")
        if plain in _FILLERS and plain not in _COUNTS:
            return False
        return self._money(words) or self._quantity(words, plain)

    def _tell(self, label: str, unit: str | None) -> bool:
        if self.label:
            return False
        self.label, self.unit, self.told = label, unit, True
        return True

    def _scale(self, word: str, plain: str) -> bool:
        factor: Decimal | None = None
        digits = word.replace(",", "").replace(" ", "")
        if digits.isdigit():
            factor = (
                Decimal(digits)
                if digits[0] == "1" and set(digits[1:]) == {"0"}
                else Decimal(1000)
                if digits == "000"
                else None
            )
        elif plain.lstrip("'’").rstrip("s'’") == "000":
            factor = Decimal(1000)
        elif plain not in ("dozen", "dozens") and not (
            plain == "t" or (len(plain) == 1 and plain in "kb" and self.label != "MONEY")
        ):
            found = read_scale(word, 0, len(word), True)
            factor = found.factor if found is not None and found.end >= len(word.rstrip(".")) else None
        if factor is None:
            return False
        self.scale *= factor
        self.told = True
        return True

    def _money(self, words: str) -> bool:
        found = currency_named(words, True)
        if found is None or self.label:
            # "US$" may be followed by the same in words
            return found is not None and self.label == "MONEY" and found.code in (None, self.unit)
        if (
            len(words) == 1
            and words.isalpha()
            and not (words == "R" or (words in "PKN" and _SIZED.search(self.phrase)))
        ):
            return False
        self.symbol = found.symbol if found.code is None else None
        if found.minor:
            self.scale /= 100
        return self._tell("MONEY", found.code)

    def _quantity(self, words: str, plain: str) -> bool:
        unit = unit_named(words, True) or (unit_named(plain, True) if len(plain) > 3 else None)
        if unit is None:
            return plain in _COUNTS and self._tell("QUANTITY", _COUNTS[plain])
        if self.label == "QUANTITY" and unit.canonical in (self.unit, "units", "containers"):
            return True
        if not self._tell("QUANTITY", unit.canonical):
            return False
        self.scale *= unit.factor
        self.per = unit.per
        return True


def _singular(canonical: str) -> str:
    first, _, rest = canonical.partition(" ")
    first = first[:-1] if first.endswith("s") and not rest else first
    return f"{first} {rest.rstrip('s')}" if rest else first


_MARKED = re.compile(r"(?<=\d) ?\((?:[PREFpref]|rev\.?|prov\.?|prel\.?)\)")
"""``Mar-23 (R)``: revised figures, no rand."""


_EXCEPTED = re.compile(
    r"[(\[](?P<goods>[^\W\d_][^()\[\]\d]{2,40}?) in (?P<unit>[^()\[\]]{1,40})[)\]]\s*$", re.IGNORECASE
)


def unit_of_some(heading: str) -> tuple[int, int] | None:
    """Find the words at the end of a heading that tell the unit of some goods alone: ``1000 MT (Cotton in 1000 RB)``.

    Args:
        heading: as it stands.
    Returns:
        tuple: half-open offsets of the brackets; None where what stands before them tells no unit of its own.
    """
    m = _EXCEPTED.search(heading) if len(heading) <= MAX_PHRASE else None
    if m is None or parse_unit(m["goods"]) is not None or parse_unit(m["unit"]) is None:
        return None
    own = heading_unit(heading[: m.start()].strip())
    return m.span() if own is not None and own.label else None


@lru_cache(maxsize=4096)
def heading_unit(heading: str) -> Unit | None:
    """Read the unit that a heading or row label tells beside its other words.

    Args:
        heading: ``Value (US$ m)``, ``Exports, '000 t``, ``Imports $m``, ``Loaded TEU``.
    Returns:
        Unit | None: brackets count before what follows a comma, and that before the last words.
    """
    if len(heading) > MAX_PHRASE:
        return None
    heading = _MARKED.sub("", heading)
    if (some := unit_of_some(heading)) is not None:
        heading = heading[: some[0]].strip()
    for group in reversed(_GROUP.findall(heading)):
        found = parse_unit(group) or _first_of(group)
        if found is not None and not found.label:
            # Litres (m)
            return combined(found, parse_unit(heading.replace(f"({group})", " ")))
        if found is not None:
            return found
    found = parse_unit(heading)
    if found is not None:
        return found
    pieces = CUT.split(heading)
    for piece in reversed(pieces[1:]):
        found = parse_unit(piece)
        if found is not None:
            return found
    return _last_words(heading)


def label_unit(label: str) -> Unit | None:
    """Read the unit that the label of a row tells, in brackets or behind a comma: ``Crude oil (mb/d)``, ``Steel,
    tonnes``.
    """
    if len(label) > MAX_PHRASE:
        return None
    for group in reversed(_GROUP.findall(label)):
        found = parse_unit(group) or _first_of(group)
        if found is not None:
            return found
    for piece in reversed(CUT.split(label)[1:]):
        found = parse_unit(piece)
        if found is not None:
            return found
    return None


def _first_of(group: str) -> Unit | None:
    """The unit among the parts of a bracket: ``(US$ mn, f.o.b.)``, ``(y/y, %)``."""
    for piece in CUT.split(group):
        found = parse_unit(piece)
        if found is not None:
            return found
    return None


def _last_words(heading: str) -> Unit | None:
    """A unit at the end or beginning of a heading with no mark before it, where its form leaves no doubt."""
    words = _GROUP.sub(" ", heading).split()
    for size in (3, 2, 1):
        if len(words) > size:
            for phrase in (" ".join(words[-size:]), " ".join(words[:size])):
                found = parse_unit(phrase)
                if found is not None and found.label and not (found.label == "QUANTITY" and found.unit in _GENERIC):
                    return found
    return None


def caption_units(caption: str) -> list[Unit]:
    """Read the units that a caption tells, each with the role its words give it.

    Args:
        caption: a line above a table, ``Exports by market (value in million US$; volume in tonnes)``.
    Returns:
        list[Unit]: in order; empty where none is told.
    """
    if len(caption) > 2 * MAX_PHRASE:
        return []
    out: list[Unit] = []
    at = 0
    for cut in [*CUT.finditer(caption), None]:
        piece = caption[at : cut.start() if cut else len(caption)]
        found = parse_unit(piece) or _leading_unit(piece)
        if found is not None:
            _add_unit(out, replace(found, role=_role(caption, at, piece, found)))
        else:
            out += _two_units(piece)
        at = cut.end() if cut else at
    if not any(u.label for u in out):
        opening = filter(None, (_opening_money(piece) for piece in CUT.split(caption)))
        out += list(opening)[:1]
    if not any(u.label for u in out) and (lone := _LONE.search(caption)) is not None:
        found = parse_unit(lone[0])
        out += [found] if found is not None else []
    return out


def _two_units(piece: str) -> list[Unit]:
    """A unit of quantity and one of money: ``tonnes and US$ million``."""
    found = [parse_unit(part) for part in _AND.split(piece, maxsplit=1)]
    told = [u for u in found if u is not None]
    return told if len(found) == 2 and {u.label for u in told} == {"MONEY", "QUANTITY"} else []


def _opening_money(piece: str) -> Unit | None:
    """Money with its scale at the beginning of other words: ``Million ISK at current exchange rates``."""
    words = piece.removeprefix("in ").split()
    for size in (3, 2):
        found = parse_unit(" ".join(words[:size])) if len(words) > size else None
        if found is not None and found.label == "MONEY" and found.scale > 1:
            return found
    return None


def _add_unit(out: list[Unit], found: Unit) -> None:
    """Add a unit; ``US dollars, millions`` are one."""
    last = out[-1] if out else None
    if last is not None and not last.label and found.label and found.scale == 1:
        out[-1] = replace(found, scale=last.scale)
    elif last is not None and last.unit == "units" and last.scale == 1 and found.label == "QUANTITY":
        out[-1] = found  # ``numbers in thousand boxes``
    elif last is not None and last.label and last.scale == 1 and not found.label:
        out[-1] = replace(last, scale=found.scale)
    else:
        out.append(found)


def _role(caption: str, at: int, piece: str, found: Unit) -> str:
    """Which columns the words beside a unit limit it to."""
    low = 0
    for clause in _CLAUSE.finditer(caption, 0, at):
        low = clause.end()
    role = _ROLE.search(caption, low, at + len(piece))
    if role is None or not found.label:
        return ""
    name = "value" if role["value"] else "volume"
    return name if (name == "value") == (found.label == "MONEY") else ""


def _leading_unit(piece: str) -> Unit | None:
    """A unit behind ``in`` that other words follow: ``in US$ million by country``."""
    words = piece.split()
    if len(words) < 3 or words[0].casefold() not in ("in", "unit", "units", "figures", "values", "value"):
        return None
    for size in range(min(len(words) - 1, 6), 1, -1):
        if words[size].casefold() in ("by", "for", "from", "to", "at", "during", "with", "per", "except", "unless"):
            found = parse_unit(" ".join(words[:size]))
            if found is not None:
                return found
    return None


def combined(near: Unit | None, far: Unit | None) -> Unit | None:
    """Complete the unit told nearer by the one told farther off: a lone scale takes its currency from there, a
    bare currency its scale.

    Args:
        near: unit of the cell or the heading, None where untold.
        far: unit of the next place to look.
    """
    if near is None or far is None:
        return near or far
    if not near.label and near.scale == 1:
        return far
    if not near.label and far.label:
        return replace(far, scale=near.scale)
    if near.label == "MONEY" and near.scale == 1 and near.per is None and far.label in ("", "MONEY"):
        return replace(near, scale=far.scale)
    if near.label == "QUANTITY" and near.scale == 1 and not far.label:
        return replace(near, scale=far.scale)
    return near
