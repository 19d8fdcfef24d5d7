"""One number of the text with all that belongs to it alone: sign, currency, scale, unit; what it shares with others"
" is `chains`' job."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from .contexts import is_glued, is_known_party, is_label, is_part, pounds_are_money, sign_before
from .money import Currency, CurrencyMark, currency_before, currency_named, sign_behind
from .numbers import Numeral, Scale, read_scale
from .percents import read_percent, read_times
from .quantities import UnitMark, counted_noun, packed_unit, unit_named


@dataclass(frozen=True, slots=True)
class Atom:
    """A number with what is written on it.

    Attributes:
        start, end: half-open character offsets with sign, currency, scale and unit.
        segment: index of the stretch between skipped spans that it stands in.
        numeral: the bare numeral.
        sign: 1 or -1.
        scale: factor of the written or shared scale.
        scaled: a scale is written.
        factor: worth of the unit's form in its canonical unit.
        label: None while the unit is untold.
        unit, symbol, kind, noun, per: as in ``spans.Figure``; kind of a table's unit.
        own: label and unit are written on this number.
        marked: a currency stands before it.
        barred: no unit may be lent to it (a year, a chapter, a label).
        modifier: from a suffix (``500-odd``, ``20-plus``), else None.
        mended: the label came from a neighbour, or from ``points`` that await a percentage.
    """

    start: int
    end: int
    segment: int
    numeral: Numeral
    sign: int = 1
    scale: Decimal = Decimal(1)
    scaled: bool = False
    factor: Decimal = Decimal(1)
    label: str | None = None
    unit: str | None = None
    symbol: str | None = None
    kind: str | None = None
    noun: tuple[int, int] | None = None
    per: str | None = None
    own: bool = False
    marked: bool = False
    barred: bool = False
    modifier: str | None = None
    needs_context: bool = False

    @property
    def raw(self) -> Decimal:
        """The number as printed, with its sign."""
        return self.numeral.value * self.sign

    @property
    def value(self) -> Decimal:
        """The number with scale and the unit's factor applied."""
        return self.raw * self.scale * self.factor

    @property
    def step(self) -> Decimal:
        """The worth of the last printed digit."""
        return self.numeral.step * self.scale * self.factor


_SUFFIX = re.compile(r"(?P<odd>[- ]odd(?![^\W_])| or so(?= [^\W_]))|(?P<plus>\+(?![0-9])|-plus(?![^\W_]))")
_WORD = r"[^\W\d_][\w.'’/$²³^·]{0,30}"
_WORDS = re.compile(
    rf"(?P<lead>[ \u00a0\u202f\n-]?)(?P<w1>{_WORD})"
    rf"(?:[ \u00a0\n-](?P<w2>{_WORD}|&)(?:[ \u00a0\n-](?P<w3>{_WORD})(?:[ \u00a0\n-](?P<w4>{_WORD}))?)?)?"
)
_HYPHENED = frozenset(
    {"mass", "volume", "energy", "power", "containers", "capacity", "area", "grain", "car capacity", "tonnage"}
)
_NUMBER_NEXT = re.compile(r"[ \u00a0]?\d")
_EURO_AREA = re.compile(r"[ -](?:area|zone|bloc|pallets?|coins?|notes?|standards?)\b", re.IGNORECASE)
_IN_ALL = re.compile(r" in (?:all|total)\b")
_LOOSE = frozenset({"container", "box", "bag", "case", "unit", "pair", "set", "piece", "bale"})
_METRES = re.compile(
    r"[ -](?:long|wide|deep|high|tall|draft|draught|quay|berth|above|below|in length|of quay|of (?:fabric|cloth))"
)


def read_atom(text: str, numeral: Numeral, segment: int, low: int, high: int, last_end: int) -> Atom | None:
    """Read everything written on one number.

    Args:
        text: the document.
        numeral: the bare numeral.
        segment: index of its stretch.
        low, high: the stretch between skipped spans, half-open.
        last_end: end of the number before, which bounds what can stand before this one.
    Returns:
        Atom | None: None where the numeral is part of a word, a date, a time or a telephone number.
    """
    if not numeral.words and is_part(text, numeral, last_end):
        return None
    floor = max(low, last_end)
    sign, at = sign_before(text, floor, numeral.start)
    mark = currency_before(text, floor, at, True)
    if mark is not None and "\n" in text[mark.end : at] and _is_year_numeral(numeral):
        mark = None  # a year that opens the line below ``million EUR``
    scale = read_scale(text, numeral.end, high, mark is not None)
    sized = numeral.wide or (scale is not None and scale.factor > 12)
    if mark is not None and not sized:
        mark = currency_before(text, floor, at, False)
        scale = scale if mark is not None else read_scale(text, numeral.end, high)
    if mark is None and is_glued(text, at, numeral, last_end):
        return None
    atom = Atom(at, numeral.end, segment, numeral, sign)
    if mark is not None:
        return _with_money_before(text, floor, high, atom, mark, scale)
    return _behind(text, low, high, atom, scale, sized)


def _with_money_before(text: str, floor: int, high: int, atom: Atom, mark: CurrencyMark, scale: Scale | None) -> Atom:
    sign, start = atom.sign, mark.start
    if sign == 1 and start > floor:
        sign, start = sign_before(text, floor, start)
    elif sign == -1 and mark.end != atom.start and text[mark.end : atom.start].strip():
        sign = 1
    currency, end = mark.currency, scale.end if scale else atom.numeral.end
    behind = _word_currency(text, end, high, True)
    if behind is not None:
        other, stop, _ = behind
        if other == currency or (currency.code is None and other.code) or (other.code is None and currency.code):
            currency, end = (other if currency.code is None else currency), stop
    suffix = _SUFFIX.match(text, end, high)
    return replace(
        atom,
        start=start,
        end=end,
        sign=sign,
        scale=scale.factor if scale else Decimal(1),
        scaled=scale is not None,
        factor=Decimal("0.01") if currency.minor else Decimal(1),
        label="MONEY",
        unit=currency.code,
        symbol=currency.symbol if currency.code is None else None,
        own=True,
        marked=True,
        modifier=_suffix_modifier(suffix),
    )


def _suffix_modifier(suffix: re.Match[str] | None) -> str | None:
    if suffix is None:
        return None
    return "about" if suffix["odd"] else "at_least"


def behind(text: str, atom: Atom, pos: int, low: int, high: int) -> Atom | None:
    """Read a scale and unit as if they stood behind a number, which a bracket parts from them.

    Args:
        text: the document.
        atom: the number, without a unit.
        pos: where the scale or unit may begin.
        low, high: the stretch between skipped spans that holds it, half-open.
    Returns:
        Atom | None: one that ends behind the unit; None where none is there.
    """
    bare = Atom(atom.start, pos, atom.segment, replace(atom.numeral, end=pos))
    scale = read_scale(text, pos, high, True)
    sized = atom.numeral.wide or (scale is not None and scale.factor > 12)
    return _behind(text, low, high, bare, scale, sized)


def _behind(text: str, low: int, high: int, atom: Atom, scale: Scale | None, sized: bool) -> Atom | None:
    """Read what follows a number that has no currency before it."""
    end = scale.end if scale else atom.numeral.end
    scaled = replace(atom, end=end, scale=scale.factor, scaled=True) if scale else atom
    suffix = _SUFFIX.match(text, end, high)
    if suffix is not None:
        end = suffix.end()
        scaled = replace(scaled, modifier=_suffix_modifier(suffix))
    found = _percent(text, end, high, scaled) or _times(text, low, end, high, scaled)
    found = found or _money_behind(text, end, high, scaled, sized) or _unit_behind(text, low, end, high, scaled, sized)
    if found is not None:
        return found
    if scale is not None and scale.short == "m":
        return _lone_m(text, low, high, atom, scaled, sized)
    return _bare(text, low, high, replace(scaled, modifier=None) if suffix else scaled)


def _percent(text: str, end: int, high: int, atom: Atom) -> Atom | None:
    mark = read_percent(text, end, high)
    if mark is None:
        return None
    return replace(
        atom,
        end=mark.end,
        label="PERCENT",
        unit=mark.unit,
        factor=mark.factor,
        own=True,
        needs_context=mark.needs_context,
    )


def _times(text: str, low: int, end: int, high: int, atom: Atom) -> Atom | None:
    if atom.scaled and atom.scale > 1000:
        return None
    whole = atom.numeral.value == atom.numeral.value.to_integral_value()
    stop = read_times(text, max(low, atom.start), end, high, whole)
    return None if stop is None else replace(atom, end=stop, label="MULTIPLE", unit="factor", own=True)


def _candidates(text: str, pos: int, high: int) -> list[tuple[str, int, int]]:
    """Phrases of one to four words behind a number, longest first, with their offsets."""
    match = _WORDS.match(text, pos, high)
    if match is None:
        return []
    start = match.start("w1")
    out = []
    for name in ("w4", "w3", "w2", "w1"):
        word = match[name]
        if word is None:
            continue
        stops = [match.start(name) + len(word.rstrip("'’/"))]
        if word.endswith("."):
            # the point of "U.S." or "p.p." is its own, that of "dollars." or "lb." may close the sentence
            trimmed = match.end(name) - 1
            stops = [match.end(name), trimmed] if "." in word[:-1] else [trimmed]
        cut = word.find("/")
        if cut > 0:
            stops.append(match.start(name) + cut)
        out += [(text[start:stop].replace("\n", " "), start, stop) for stop in stops]
    return out


def _word_currency(text: str, end: int, high: int, sized: bool) -> tuple[Currency, int, str] | None:
    for phrase, _, stop in _candidates(text, end, high):
        currency = currency_named(phrase, sized)
        if currency is not None:
            return currency, stop, phrase
    return None


def _money_behind(text: str, end: int, high: int, atom: Atom, sized: bool) -> Atom | None:
    found = _word_currency(text, end, high, sized)
    if found is not None:
        currency, stop, _ = found
        if _is_year(atom) and _NUMBER_NEXT.match(text, stop, high):
            return None  # ``in 2023 EUR 3.0 billion``
        if currency.code == "EUR" and _EURO_AREA.match(text, stop):
            return None
        if currency.symbol == "pounds" and not pounds_are_money(text, stop):
            return None
    else:
        mark = sign_behind(text, end, high)
        if mark is None:
            return None
        currency, stop = mark.currency, mark.end
    return replace(
        atom,
        end=stop,
        label="MONEY",
        unit=currency.code,
        symbol=currency.symbol if currency.code is None else None,
        factor=Decimal("0.01") if currency.minor else Decimal(1),
        own=True,
    )


def _unit_behind(text: str, low: int, end: int, high: int, atom: Atom, sized: bool) -> Atom | None:
    """Read a unit of the table, a packed unit, or a counted noun."""
    mark = packed_unit(text, end, high) or _table_unit(text, end, high, atom, sized)
    if mark is None and not _no_count(text, low, end, atom):
        mark = counted_noun(text, end, high)
    if mark is None or (atom.sign == 1 and is_label(text, low, atom.start)):
        return None
    return replace(
        atom,
        end=mark.end,
        label="QUANTITY",
        unit=mark.canonical,
        kind=mark.kind,
        factor=mark.factor,
        per=mark.per,
        noun=(mark.start, mark.end),
        own=True,
    )


def _table_unit(text: str, end: int, high: int, atom: Atom, sized: bool) -> UnitMark | None:
    for phrase, start, stop in _candidates(text, end, high):
        unit = unit_named(phrase, sized)
        if unit is None and phrase.lower() in {"pound", "pounds"}:
            unit = unit_named("lb", sized)
        if unit is None:
            continue
        if text[end] == "-" and unit.kind not in _HYPHENED:
            return None
        if atom.numeral.words and atom.raw == 1 and not atom.scaled and unit.kind not in _HYPHENED:
            return None
        if phrase.lower() in _LOOSE and atom.raw != 1 and counted_noun(text, end, high):
            # "15 container lines" counts lines
            return None
        if text[stop : stop + 1] == "-" and unit.kind not in _HYPHENED and text[stop + 1 : stop + 2].isalpha():
            return None
        return UnitMark(start, stop, unit.canonical, unit.kind, unit.factor, unit.per)
    return None


def _is_year(atom: Atom) -> bool:
    return not atom.scaled and _is_year_numeral(atom.numeral)


def _is_year_numeral(numeral: Numeral) -> bool:
    return not numeral.words and numeral.end - numeral.start == 4 and 1900 <= numeral.value <= 2099


def _no_count(text: str, low: int, end: int, atom: Atom) -> bool:
    """The number is a year, a definite pair (``the two sides``), a list's mark, or one."""
    if _is_year(atom) and atom.raw % 100:
        return True
    if atom.scaled or atom.numeral.wide:
        return False
    if atom.raw < 2 or (atom.raw <= 10 and is_known_party(text, low, atom.start, end)):
        return True
    head = atom.start == 0 or text[atom.start - 1] == "\n"
    return head and not atom.numeral.words and atom.raw < 100 and text[end + 1 : end + 2].isupper()


def _lone_m(text: str, low: int, high: int, atom: Atom, scaled: Atom, sized: bool) -> Atom | None:
    """``m`` with nothing behind: metres where it stands apart or beside a length, else a million of something told"
    " nearby."""
    apart = text[atom.numeral.end] in " \u00a0\u2009\u202f"
    lower = text[scaled.end - 1] == "m"
    if lower and (apart or _METRES.match(text, scaled.end) or (atom.raw >= 1000 and sized)):
        return replace(
            atom,
            end=scaled.end,
            label="QUANTITY",
            unit="metres",
            kind="length",
            noun=(scaled.end - 1, scaled.end),
            own=True,
        )
    return _bare(text, low, high, scaled)


def _bare(text: str, low: int, high: int, atom: Atom) -> Atom | None:
    """A number without a unit; letters glued to it make it part of a name."""
    after = text[atom.end : atom.end + 2]
    if (
        after
        and not atom.numeral.words
        and (after[0].isalpha() or after[0] in "_°" or (after[0] == "'" and after[1:].isalpha()))
    ):
        return None
    if after[:1] == "-" and after[1:].isalpha() and not atom.scaled:
        # 5-year, 10-member
        return None
    in_all = _IN_ALL.match(text, atom.end, high)
    if (
        in_all is not None
        and not atom.numeral.words
        and text[max(low, atom.start - 2) : atom.start].strip() in {",", "(", "–", "—"}
    ):
        # "1,650 in all" counts what the clause before it names
        return replace(atom, label="QUANTITY", unit="units", kind="units", own=True)
    barred = _is_year(atom) or (atom.sign == 1 and is_label(text, low, atom.start))
    return replace(atom, barred=True) if barred else atom
