"""Units of trade, and the nouns that numbers count."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from ..errors import TradeError
from .money import plain_key

if TYPE_CHECKING:
    from pint import UnitRegistry

_TABLE = "units.csv"
_COLUMNS = ["canonical", "kind", "pint", "factor", "per", "words", "abbreviations"]


@dataclass(frozen=True, slots=True)
class Unit:
    """What one form of a unit means.

    Attributes:
        canonical: name in the output, plural.
        kind: what is measured.
        pint: expression of the canonical unit for pint, or the empty string.
        factor: worth of the form in the canonical unit.
        per: ``day``, ``year``... for a rate, else None.
        cautious: counts only behind a number with a scale or separator.
    """

    canonical: str
    kind: str
    pint: str
    factor: Decimal
    per: str | None
    cautious: bool = False


@dataclass(frozen=True, slots=True)
class UnitMark:
    """A unit in the text: half-open offsets of the noun, canonical name, and factor and rate where it has them."""

    start: int
    end: int
    canonical: str
    kind: str | None = None
    factor: Decimal = Decimal(1)
    per: str | None = None


@dataclass(frozen=True, slots=True)
class _Table:
    words: dict[str, Unit]
    abbreviations: dict[str, Unit]
    canonical: dict[str, Unit]


@lru_cache(maxsize=1)
def _table() -> _Table:
    """Read the table of units once per process.

    Raises:
        TradeError: E401 for a row of the wrong width.
    """
    table = _Table({}, {}, {})
    lines = (
        resources.files("tradenlp.lexicon").joinpath("tables").joinpath(_TABLE).read_text(encoding="utf-8").splitlines()
    )
    body = [(number, line) for number, line in enumerate(lines, 1) if line and not line.startswith("#")]
    for (number, _), values in zip(body, csv.reader(line for _, line in body), strict=True):
        if len(values) != len(_COLUMNS):
            raise TradeError(
                "E401", table=_TABLE, line=number, found=f"{len(values)} fields", expected=f"{len(_COLUMNS)}"
            )
        if values != _COLUMNS:
            _add_row(table, dict(zip(_COLUMNS, values, strict=True)))
    return table


def _add_row(table: _Table, row: dict[str, str]) -> None:
    for column, target in (("words", table.words), ("abbreviations", table.abbreviations)):
        for form in filter(None, row[column].split("|")):
            unit = Unit(
                row["canonical"],
                row["kind"],
                row["pint"],
                Decimal(row["factor"]),
                row["per"] or None,
                form.startswith("~"),
            )
            key = form.lstrip("~")
            target.setdefault(plain_key(key) if target is table.words else key, unit)
            table.canonical.setdefault(unit.canonical, unit)


def unit_named(phrase: str, sized: bool) -> Unit | None:
    """Tell the unit that words behind a number name.

    Args:
        phrase: one to four words of the text as written.
        sized: the number has a scale or a separator, so that cautious forms count.
    Returns:
        Unit | None
    """
    table = _table()
    found = table.abbreviations.get(phrase) or table.abbreviations.get(phrase.rstrip("."))
    found = found or table.words.get(plain_key(phrase))
    return None if found is None or (found.cautious and not sized) else found


def kind_of(canonical: str | None) -> str | None:
    """Return what a canonical unit measures (``mass``, ``volume``), or None for counted nouns.

    Args:
        canonical: name of a unit as figures hold it.
    Returns:
        str | None
    """
    unit = _table().canonical.get(canonical or "")
    return unit.kind if unit else None


@lru_cache(maxsize=1)
def _registry() -> UnitRegistry[Any]:
    # pint takes half a second to load, and only conversions need it
    from pint import UnitRegistry

    return UnitRegistry(non_int_type=Decimal, cache_folder=None)


def to_pint(number: Decimal, unit: str) -> Any:
    """Make a pint quantity of a number and a canonical unit, for conversions.

    Args:
        number: in ``unit``.
        unit: canonical name of a unit of the table (``tonnes``, ``cubic metres``).
    Returns:
        pint.Quantity: with a Decimal magnitude; all quantities share one registry.
    Raises:
        TradeError: E301 where the table knows no dimensional unit of that name.
    """
    found = _table().canonical.get(unit)
    if found is None or not found.pint:
        raise TradeError("E301", name="unit", found=unit, expected="a dimensional unit of lexicon/tables/units.csv")
    return number * _registry().parse_expression(found.pint)


# Words that end the search for a counted noun. A number before one of them counts nothing by itself.
_STOP = frozenset(
    """a about above according across after again against ago all almost along also although always am among an and
    annual annually another any are around as at away be because been before being below besides between both but
    by can compared could despite did do does down due during each either else enough even ever every exceeding
    except excluding far few fewer following for from further had has have he hence her here hers higher him his
    how however i if in including inside instead into is it its itself just last later latter less lower may me
    meanwhile might more moreover most much must my near nearly neither never next nor not nothing now of off on
    once one only onto or other others otherwise our out outside over overall overseas own past per perhaps plus
    previous previously prior rather respectively same says she should since so some still such than that the
    their them then there therefore these they this those though through throughout thus till to together too
    total toward towards twice under unless unlike until up upon us versus very via was we were what when where
    whereas whether which while who whom whose why will with within without worth would yes yet you your yoy qoq
    mom y-o-y year-on-year month-on-month quarter-on-quarter year-over-year year years month months week weeks day
    days hour hours minute minutes second seconds quarter quarters decade decades century centuries half halves
    fortnight fortnights night nights weekend weekends morning afternoon evening yearly monthly weekly daily
    quarterly time times fold percent pct point points percentage percentages basis bps one two three four five
    six seven eight nine ten eleven twelve hundred thousand million billion trillion lakh crore dozen largest
    biggest smallest top main leading january february march april june july august september october november
    december jan feb mar apr jun jul aug sep sept oct nov dec monday tuesday wednesday thursday friday saturday
    sunday am pm gmt utc ad bc ce bce rose fell grew gained lost declined increased decreased dropped climbed
    jumped surged rises falls grows gains accounts remains shows makes takes stands ranks became becomes max means
    reads represents reached totalled totaled amounted came went stood versus""".split()
)
_NOT_COUNTED = frozenset(
    """exports imports re-exports sales figures data levels prices results estimates targets tariffs statistics
    earnings revenues news series species basics economics politics ways sides reasons cents terms occasions
    thirds quarters fifths tenths fourths accounts statements rankings plans forecasts rates olympics games
    elections""".split()
)
_NOT_PLURAL = frozenset(
    """gas glass steel-less business process access press loss mass class cross gross less bus plus status virus
    basis analysis thesis crisis emphasis chassis axis lens surplus census focus bonus campus nexus previous
    various serious famous continuous numerous enormous precious ferrous nonferrous non-ferrous porous hazardous
    international's us this thus always perhaps is was has does its overseas besides sometimes asparagus citrus
    cactus hibiscus biomass seabass canvas christmas texas arkansas kansas paris brussels laos honduras cyprus
    mauritius belarus swiss congress express grass brass wireless stainless seamless duty-less business-class as
    yes his hers ours theirs versus across""".split()
)
_PLURAL_LIKE = frozenset(
    "goods sales sports customs textiles arms electronics services operations logistics savings systems".split()
)
_IRREGULAR = frozenset(
    """people persons men women children workers fishermen businessmen businesswomen craftsmen cattle sheep swine
    poultry fish aircraft vessels wagons livestock staff personnel teu teus feu head series-b offspring geese oxen
    mice feet lorries crew dead media fishing-craft hovercraft watercraft spacecraft rolling-stock""".split()
)
_NOUN_PHRASE = re.compile(
    r"[ \u00a0\n]?(?P<lead>(?<=[ \u00a0\n]))?"
    r"(?P<w1>[A-Za-zÀ-ÿ][\w’'/&-]{1,40})"
    r"(?:[ \u00a0\n](?P<w2>[A-Za-zÀ-ÿ0-9][\w’'/&-]{0,40}))?"
    r"(?:[ \u00a0\n](?P<w3>[A-Za-zÀ-ÿ][\w’'/&-]{1,40}))?"
    r"(?:[ \u00a0\n](?P<w4>[A-Za-zÀ-ÿ][\w’'/&-]{1,40}))?"
    r"(?:[ \u00a0\n](?P<w5>[A-Za-zÀ-ÿ][\w’'/&-]{1,40}))?"
)
_COUPLE = re.compile(
    r"(?:small|micro|large)(?:, (?:small|medium(?:-sized)?))?,? and (?:medium|micro|large|small)(?:[- ]sized)? ",
    re.IGNORECASE,
)
_EQUIVALENT = re.compile(r"[ \u00a0](20|40)[- ](?:foot|feet|ft)[- ]equivalent(?:s|[- ]units?)(?![^\W_])", re.IGNORECASE)
_PACKED = re.compile(
    r"[ \u00a0-](?P<size>[0-9]{1,4}(?:[- ]?(?:kg|kilo|kilogram|lb|pound|litre|liter|l|ft|foot)))s?[- ]"
    r"(?P<noun>bags?|bales?|sacks?|drums?|cartons?|cases?|containers?|boxes)(?![^\W_])",
    re.IGNORECASE,
)


def packed_unit(text: str, pos: int, end: int) -> UnitMark | None:
    """Find a unit that names its own weight: ``60-kg bags``, ``480-pound bales``, ``20-foot containers``.

    Args:
        text: the document.
        pos: where the number with its scale ends.
        end: where reading must stop.
    Returns:
        UnitMark | None
    """
    match = _EQUIVALENT.match(text, pos, end)
    if match is not None:
        return UnitMark(match.start(1), match.end(), "TEU" if match[1] == "20" else "FEU", "containers")
    match = _PACKED.match(text, pos, end)
    if match is None:
        return None
    size = match["size"].lower().replace(" ", "-")
    size = size if "-" in size else re.sub(r"(?<=[0-9])(?=[a-z])", "-", size)
    noun = match["noun"].lower()
    noun = noun if noun.endswith("s") else noun + "s"
    known = _table().words.get(noun)
    return UnitMark(match.start("size"), match.end(), f"{size} {noun}", known.kind if known else None)


def counted_noun(text: str, pos: int, end: int) -> UnitMark | None:
    """Find the plural noun that a number counts, behind up to four modifiers: ``wooden boards``, ``new energy
    vehicles``.

    Words tell their number by form alone; a word that cannot stand inside a noun phrase ends the search.

    Args:
        text: the document.
        pos: where the number with its scale ends.
        end: where reading must stop.
    Returns:
        UnitMark | None: ``canonical`` is the noun phrase as written, in lower case.
    """
    if pos >= end or text[pos] not in " \u00a0\n":
        return None
    if text[pos] == "\n" and text[pos + 1 : pos + 2].isupper():
        return None  # what begins the next line, as the label of a row does
    couple = _COUPLE.match(text, pos + 1, end)
    match = _NOUN_PHRASE.match(text, couple.end() - 1 if couple else pos, end)
    if match is None:
        return None
    last = _head_index(match)
    if last is None:
        return None
    start, stop = couple.start() if couple else match.start("w1"), match.end(f"w{last}")
    if text[stop - 1] in "'’":
        return None
    phrase = " ".join(text[start:stop].lower().split())
    return UnitMark(start, stop, phrase)


def _head_index(match: re.Match[str]) -> int | None:
    """Index of the first plural noun among the words, or None."""
    for index in range(1, 6):
        word = match[f"w{index}"]
        if word is None:
            return None
        lower = word.lower()
        if lower in _STOP or lower in _NOT_COUNTED or lower.endswith(("'s", "’s")):
            return None
        if _is_plural(lower):
            following = match[f"w{index + 1}"] if index < 5 else None
            if lower in _PLURAL_LIKE and following and _is_plural(following.lower()) and following.lower() not in _STOP:
                continue
            return index
    return None


def _is_plural(lower: str) -> bool:
    if lower in _IRREGULAR:
        return True
    if not lower.endswith("s") or len(lower) < 4 or lower in _NOT_PLURAL:
        return False
    tail = lower.rsplit("-", 1)[-1]
    return not (tail.endswith(("ss", "ous", "sis", "xis")) or tail in _NOT_PLURAL or tail in _STOP)
