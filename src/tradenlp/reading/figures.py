"""All figures of a text in one scan: money, percentages, quantities, multiples and ranks, with their exact values."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ..folding import ascii_letters
from ..gate import Gated
from .abbreviations import abbreviated
from .atoms import Atom, read_atom
from .chains import Chain, join
from .hedges import hedge_after, hedge_before
from .numbers import find_numerals, reads_decimal_commas
from .percents import find_multiples, find_parts_of_one
from .quantities import kind_of
from .ranks import find_ranks
from .spans import Figure

_PER_FORMS = {
    "hour": "hr|h",
    "day": "d|daily",
    "week": "weekly",
    "month": "mo|mth|monthly",
    "quarter": "qtr",
    "year": "annum|yr|y|yrs|yearly|annually",
    "tonne": "mt|t|tonnes|metric ton|metric tonne",
    "ton": "tons",
    "kilogram": "kg|kilo|kilogramme",
    "pound": "lb",
    "ounce": "oz",
    "quintal": "qtl",
    "carat": "ct",
    "barrel": "bbl|b|bl",
    "bushel": "bu",
    "litre": "l|liter",
    "gallon": "gal",
    "cubic metre": "m3|cubic meter",
    "square metre": "sqm|square meter",
    "TEU": "teu",
    "FEU": "feu",
    "million British thermal units": "mmbtu|million btu",
    "megawatt-hour": "mwh",
    "kilowatt-hour": "kwh",
}
_PER_NAMES = {form: name for name, forms in _PER_FORMS.items() for form in forms.split("|")}
_PER_UNIT = (
    r"hour|hr|day|week|month|quarter|year|annum|yr|metric tonn?e?|dry metric tonn?e?|tonnes?|tons?|barrel|bbl"
    r"|kilogramm?e?|kilo|kg|pound|lb|litre|liter"
    r"|gallon|bushel|unit|head|container|teu|feu|box|piece|pair|bale|carcass|animal|vehicle|car|ounce|troy ounce"
    r"|carat|cubic met(?:re|er)|square met(?:re|er)"
    r"|quintal|maund|hundredweight|cwt|bag|sack|carton|case|dozen|hectare|acre|mmbtu|mwh|kwh|million btu|short ton"
    r"|long ton|gram|share|person|capita"
)
_PER = re.compile(
    rf"(?: ?/ ?(?P<slash>{_PER_UNIT}|mt|t|d|y|b|bl|bu|l|gal|oz|h|mo|mth|qtr|qtl|ct|sqm|m3)"
    rf"|[ \u00a0\n-](?:an?|per|each|every)[ \u00a0\n-](?P<word>{_PER_UNIT}|mt)|[ \u00a0\n](?P<adverb>daily|annually)"
    r"|[ \u00a0\n]per[ \u00a0\n](?P<any>[0-9]{1,3}[- ]?kg (?:bag|sack)|[a-z]{3,20}))(?![^\W_])(?! (?:earlier|ago"
    r"|before|later|on|prior|previously|since|after)\b)",
    re.IGNORECASE,
)
_BRACKET = re.compile(
    r"\s?(?:[(\[（]|, or |,? equivalent to |,? equal to |, which is )(?:equivalent to |equal to |or |i\.e\.,? |="
    r"|that is,? |the equivalent of |worth )?\s?",
    re.IGNORECASE,
)
_INNER = re.compile(r"\s?[;,/]\s?(?:or )?", re.IGNORECASE)
# what goods are measured by: barrels are told in tonnes, bags in kilograms, gas in cubic metres or energy
_CARGO = frozenset({"mass", "volume", "grain", "bags", "bales", "energy", "cases", "timber"})
_LETTER = re.compile(r"[^\W\d_]")


def find_figures(text: str, skip: Sequence[tuple[int, int]] = ()) -> list[Figure]:
    """Find every figure of a text.

    Args:
        text: the document, of any length; never altered.
        skip: half-open character spans that are taken already (periods and dates); no figure overlaps one.
    Returns:
        list[Figure]: sorted by offset and disjoint, with values as exact decimals.
    """
    text = ascii_letters(text)
    skips = _disjoint(skip, len(text))
    stretches = list(_stretches(skips, len(text)))
    decimal_comma = reads_decimal_commas(text)
    atoms: list[Atom] = []
    for segment, (low, high) in enumerate(stretches):
        last_end = low
        for numeral in find_numerals(text, low, high, decimal_comma):
            if numeral.start < last_end:
                continue
            scale = text[numeral.start : numeral.end] == "000" or text[numeral.start - 1 : numeral.start] == "^"
            atom = None if scale else read_atom(text, numeral, segment, low, high, last_end)  # ``N$ 000``, ``10^6``
            if atom is not None:
                atoms.append(atom)
                last_end = atom.end
    chain = join(text, atoms, skips)
    found = list(_from_chain(chain, stretches))
    for low, high in stretches:
        found.extend(_hedged(text, figure, low, high) for figure in find_multiples(text, low, high))
        found.extend(_hedged(text, figure, low, high) for figure in find_parts_of_one(text, low, high))
        found.extend(find_ranks(text, low, high))
    if "(" in text:
        found.extend(figure for figure in abbreviated(text, find_figures) if _clear(figure, skips))
    return _bracketed(text, _rates_lent(text, _defined(text, _without_overlap(found))))


_NO_UNIT = re.compile(r"\d[\d.,]*\s?(?:thousand|million|billion|m|mn|mln|bn|k)?", re.IGNORECASE)
_SAME_CLAUSE = re.compile(r"[^;\n!?]{0,90}")
_STOP = re.compile(r"\.\s")
_TO_NEXT = re.compile(r",? (?:in [\w ]{3,16} )?to (?:\w+ ){0,3}")


def _rates_lent(text: str, figures: list[Figure]) -> list[Figure]:
    """Quantities that take over their unit are by the same time: ``fell by 110,000 barrels a day to 3.24 million``."""
    for n, figure in enumerate(figures):
        if figure.label != "QUANTITY" or figure.per or not _NO_UNIT.fullmatch(text, figure.start, figure.end):
            continue
        before = next((f for f in reversed(figures[max(0, n - 3) : n]) if f.label == "QUANTITY"), None)
        after = next((f for f in figures[n + 1 : n + 2] if _TO_NEXT.fullmatch(text, figure.end, f.start)), None)
        if before is not None and (
            not _SAME_CLAUSE.fullmatch(text, before.end, figure.start) or _STOP.search(text, before.end, figure.start)
        ):
            before = None
        rate = next((f.per for f in (before, after) if f is not None and f.per and f.unit == figure.unit), None)
        if rate is not None:
            figures[n] = replace(figure, per=rate)
    return figures


_MEGATONNES = Gated(r"\bmillion (?:metric )?ton(?:ne)?s \((?:MT|Mt|mt)\)")
_GLUED = re.compile(r"^\d{1,2}(?:\.\d{1,2})?mt$")


def _defined(text: str, figures: list[Figure]) -> list[Figure]:
    """Read ``5.7 MT`` as millions of tonnes in a text that says so (``8 million tonnes (MT)``), or whose tonnes so
    written are all few and in parts: ``4.6mt of grain, 1.1mt of it wheat``.
    """
    told = {n: text[f.start : f.end] for n, f in enumerate(figures) if f.unit == "tonnes"}
    told = {n: words for n, words in told.items() if words.casefold().endswith("mt")}
    if not told:
        return figures
    if _MEGATONNES.search(text) is not None:
        told = {n: words for n, words in told.items() if words.casefold().endswith(" mt")}
    elif not all(map(_GLUED.match, told.values())) or not any("." in words for words in told.values()):
        return figures
    return [_in_millions(f) if n in told else f for n, f in enumerate(figures)]


def _in_millions(figure: Figure) -> Figure:
    if figure.number is None or figure.number >= 1000 or figure.unit != "tonnes":
        return figure
    precision = figure.precision * 1_000_000 if figure.precision is not None else None
    return replace(figure, number=figure.number * 1_000_000, precision=precision)


def _clear(figure: Figure, skips: Sequence[tuple[int, int]]) -> bool:
    at = bisect_left(skips, (figure.end, 0))
    return at == 0 or skips[at - 1][1] <= figure.start


def _disjoint(skip: Sequence[tuple[int, int]], length: int) -> list[tuple[int, int]]:
    """Sort spans, clip them to the text and join those that overlap."""
    out: list[tuple[int, int]] = []
    for start, end in sorted(skip):
        start, end = max(0, start), min(end, length)
        if end <= start:
            continue
        if out and start < out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return out


def _stretches(skips: Sequence[tuple[int, int]], length: int) -> Iterator[tuple[int, int]]:
    at = 0
    for start, end in skips:
        yield at, start
        at = end
    yield at, length


def _from_chain(chain: Chain, stretches: Sequence[tuple[int, int]]) -> Iterator[Figure]:
    previous = 0
    skip_next = False
    for index, atom in enumerate(chain.atoms):
        if skip_next:
            skip_next = False
            previous = atom.end
            continue
        if atom.label is not None:
            low, high = stretches[atom.segment]
            if index in chain.ranged:
                figure = _range(atom, chain.atoms[index + 1])
                skip_next = True
            else:
                figure = _single(chain.text, atom)
            figure = _rated(chain.text, figure, high)
            yield _hedged(chain.text, figure, max(low, previous), high)
        previous = atom.end


def _single(text: str, atom: Atom) -> Figure:
    start, end, number = atom.start, atom.end, atom.value
    if _accounting(text, atom):
        start, end, number = start - 1, end + 1, -number
    return Figure(
        atom.label or "",
        start,
        end,
        number,
        unit=atom.unit,
        symbol=atom.symbol,
        modifier=atom.modifier or "exact",
        noun=atom.noun,
        per=atom.per,
        precision=atom.step,
    )


def _accounting(text: str, atom: Atom) -> bool:
    """Round brackets around a lone amount are a minus where the line is a table's."""
    if atom.start == 0 or text[atom.start - 1] != "(" or text[atom.end : atom.end + 1] != ")" or atom.sign < 0:
        return False
    left = text.rfind("\n", max(0, atom.start - 200), atom.start)
    right = text.find("\n", atom.end, atom.end + 200)
    line = text[left + 1 if left >= 0 else max(0, atom.start - 200) : right if right >= 0 else atom.end + 200]
    return line.count("\t") + line.count("|") > 1 or (line.count("(") > 1 and not _LETTER.search(line))


def _range(low: Atom, high: Atom) -> Figure:
    return Figure(
        high.label or "",
        low.start,
        high.end,
        None,
        low=low.value,
        high=high.value,
        unit=high.unit,
        symbol=high.symbol,
        modifier=high.modifier or "exact",
        noun=high.noun,
        per=high.per or low.per,
        precision=max(low.step, high.step),
    )


def _rated(text: str, figure: Figure, high: int) -> Figure:
    """Set what an amount is counted by: ``a barrel``, ``per tonne``, ``/day``; the words stay outside the span."""
    if figure.per is not None or figure.label in {"MULTIPLE", "RANK"}:
        return figure
    match = _PER.match(text, figure.end, high)
    if match is None:
        return figure
    word = " ".join((match["slash"] or match["word"] or match["adverb"] or match["any"]).lower().split())
    return replace(figure, per=_PER_NAMES.get(word, word.removeprefix("dry metric ")))


def _hedged(text: str, figure: Figure, low: int, high: int) -> Figure:
    if figure.modifier != "exact":
        return figure
    found = hedge_before(text, low, figure.start) or hedge_after(text, figure.end, high)
    if found is None:
        return figure
    modifier, start, end = found
    return replace(figure, modifier=modifier, hedge=(start, end))


def _without_overlap(figures: list[Figure]) -> list[Figure]:
    """Keep the longest of figures that overlap, the first of equals."""
    figures.sort(key=lambda figure: (figure.start, -figure.end))
    out: list[Figure] = []
    for figure in figures:
        if out and figure.start < out[-1].end:
            if figure.end - figure.start > out[-1].end - out[-1].start:
                out[-1] = figure
            continue
        out.append(figure)
    return out


def _bracketed(text: str, figures: list[Figure]) -> list[Figure]:
    """Mark amounts that stand as conversions behind another amount."""
    for index in range(1, len(figures)):
        first, second = figures[index - 1], figures[index]
        begin = second.hedge[0] if second.hedge and second.hedge[0] >= first.end else second.start
        if begin - first.end > 40 or not _convertible(first, second):
            continue
        gap = text[first.end : begin]
        if _BRACKET.fullmatch(gap) or (first.bracketed and _INNER.fullmatch(gap)):
            figures[index] = replace(second, bracketed=True)
    return figures


def _convertible(first: Figure, second: Figure) -> bool:
    if first.label != second.label:
        return False
    if first.label == "MONEY":
        return (first.unit, first.symbol) != (second.unit, second.symbol)
    if first.label == "QUANTITY":
        kinds = {kind_of(first.unit), kind_of(second.unit)}
        return first.unit != second.unit and None not in kinds and (len(kinds) == 1 or kinds <= _CARGO)
    return False
