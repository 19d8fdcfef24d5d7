"""What numbers share with their neighbours: scale, currency, unit; lists, ranges and compounds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from .atoms import Atom
from .bracket_units import lend_from_behind
from .contexts import counts_people
from .ellipses import complete
from .money import currency_named

PERIOD_MARK = "\x00"
"""Stands for a skipped span (a period) in the text between two numbers."""

_MAX_GAP = 60
_HEDGED = (
    r"(?:(?:about|around|approximately|some|roughly|nearly|almost|over|above|under|below|just|only|more|less|than"
    r"|fewer|close|to|at|least|"
    r"most|up|slightly|well|a|an|the|by|another|of|merely) ){0,4}"
)
_PERIOD = (
    r"(?:,? ?(?:in|during|for|at|on|over|the|a|of|recorded in|seen in|this time)? ?(?:the )?"
    rf"{PERIOD_MARK}(?: (?:and|to) {PERIOD_MARK})?)?"
)
_LINKS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("dash", re.compile(r"[-–—−~〜～]|-to-")),
    ("wide dash", re.compile(r" [-–—−~] ")),
    ("to", re.compile(rf"{_PERIOD} to {_HEDGED}")),
    ("and", re.compile(rf",? (?:and|or|&|as well as|and then){_PERIOD} (?:{_HEDGED}|by |to )")),
    ("and moved", re.compile(rf",? (?:and|but) (?:up|down) {_HEDGED}")),
    ("moved", re.compile(rf", (?:up|down) {_HEDGED}")),
    ("comma", re.compile(rf", ?{_HEDGED}")),
    ("slash", re.compile(r" ?/ ?")),
    (
        "from",
        re.compile(
            rf"{_PERIOD},? ?\(?(?:(?:up|down|higher|lower|more|less|increasing|rising|falling|decreasing|rebounding"
            rf"|and)? ?from(?: the)?|against|"
            rf"versus|vs\.?|as against|compared (?:to|with)|than(?: the)?|in comparison (?:to|with)|as compared (?:to"
            rf"|with)){_PERIOD} {_HEDGED}"
        ),
    ),
    ("ratio", re.compile(r" (?:in|of|out of)(?: every| the)? ")),
    ("space", re.compile(r"[ \u00a0]|, ")),
)
_SENTENCE = re.compile(r"[.!?][\"”’)]?\s|[\n;]")
_RISE = re.compile(
    r"(?:\b(?:from|rose|rise|rises|rising|fell|fall|falling|grew|grow|grows|growing|up|down|increas\w+|decreas\w+"
    r"|declin\w+|dropp?\w*|"
    r"jump\w*|surg\w+|gain\w*|climb\w*|slid|slipp?\w*|shr[aiu]nk\w*|expand\w*|contract\w*|plung\w+|advanc\w+|soar\w*"
    r"|widen\w*|narrow\w*|"
    r"cut|rais\w+|lift\w*|slump\w*|tumbl\w+|edg\w+|improv\w+|eas\w+|accelerat\w+|slow\w*|swell\w*"
    r"|dipp?\w*))(?: [\w’'%-]+){0,4} ?\Z",
    re.IGNORECASE,
)
_NUMBERED = re.compile(
    r"\b(?:weeks?|no\.?|number|table|figure|page|day|article|phase|lines?|chapter) \Z", re.IGNORECASE
)
_FROM = re.compile(rf"\bfrom (?:{PERIOD_MARK})?{_HEDGED}\Z", re.IGNORECASE)
_FROM_LEVEL = re.compile(
    rf"\bfrom (?:the|a|its) [^.;,:()$€£¥]{{0,40}}(?:level|figure|total|value|record|high|low|peak|base) of {_HEDGED}\Z",
    re.IGNORECASE,
)
"""``from the revised July figure of 4.9 billion to 4.8 billion``"""
_BY = re.compile(rf"\bby {_HEDGED}\Z", re.IGNORECASE)
_UP = re.compile(
    r"\b(?:up|down|by|(?:increase|rise|gain|growth|decrease|decline|drop|fall|reduction|expansion|contraction)s? of) "
    r"(?:about |around |some |roughly )?\Z",
    re.IGNORECASE,
)
"""What stands before ``3.3% to 7.8%`` where that is how much something moves."""
_PLAIN_TO = re.compile(r"[\s%]*(?:per ?cent|pct\.?|pc)?\s*to\s*", re.IGNORECASE)
_SHARE = re.compile(
    r"\b(?:shares?|proportion|ratio|margins?|tariffs?|dut(?:y|ies)|(?:rates?|growth|pace)(?! of))\b", re.IGNORECASE
)
_OR_BY = re.compile(rf"(?:%|per ?cent|pct\.?),? or (?:by )?{_HEDGED}\Z", re.IGNORECASE)
_BETWEEN = re.compile(rf"\bbetween {_HEDGED}\Z", re.IGNORECASE)


@dataclass(slots=True)
class Chain:
    """The numbers of a document in order, and how each is joined to the next.

    Attributes:
        text: the document.
        atoms: sorted by offset.
        skips: skipped spans, sorted.
        links: ``links[i]`` joins ``atoms[i]`` and ``atoms[i + 1]``; empty where nothing does.
        ranged: indices whose atom is the low end of a range with the next one.
    """

    text: str
    atoms: list[Atom]
    skips: Sequence[tuple[int, int]]
    links: list[str]
    ranged: set[int]


def join(text: str, atoms: list[Atom], skips: Sequence[tuple[int, int]]) -> Chain:
    """Share scales and units among neighbouring numbers and find the ranges.

    Args:
        text: the document.
        atoms: its numbers in order.
        skips: skipped spans, sorted and disjoint; ``Atom.segment`` counts the spans before an atom.
    Returns:
        Chain: atoms with everything filled that neighbours tell.
    """
    lend_from_behind(text, atoms, skips)
    complete(text, atoms)
    chain = Chain(text, atoms, skips, [], set())
    chain.links = [_link(chain, left, right) for left, right in zip(atoms, atoms[1:], strict=False)]
    _drop_ratios(chain)
    _merge_compounds(chain)
    _settle_points(chain)
    _head(chain)
    _lend_leftwards(chain)
    _lend_rightwards(chain)
    _find_ranges(chain)
    return chain


_BLANK = re.compile(r"\s")


def _between(chain: Chain, left: Atom, right: Atom) -> str | None:
    """Text between two numbers with periods replaced, or None where they are far apart."""
    spans = chain.skips[left.segment : right.segment]
    if len(spans) > 3:
        return None
    length = right.start - left.end - sum(end - start for start, end in spans)
    if length > _MAX_GAP or length < 0:
        return None
    parts, at = [], left.end
    for start, end in spans:
        parts += [chain.text[at:start], PERIOD_MARK]
        at = end
    parts.append(chain.text[at : right.start])
    return _BLANK.sub(" ", "".join(parts))


def _link(chain: Chain, left: Atom, right: Atom) -> str:
    gap = _between(chain, left, right)
    if not gap:
        return ""
    for name, pattern in _LINKS:
        if pattern.fullmatch(gap):
            return name
    return ""


def _before(chain: Chain, atom: Atom, reach: int = 44) -> str:
    """Text before a number within its stretch; a period right before it counts as one mark."""
    low = chain.skips[atom.segment - 1][1] if atom.segment else 0
    head = _BLANK.sub(" ", chain.text[max(low, atom.start - reach) : atom.start])
    return PERIOD_MARK + head if atom.segment and atom.start - reach <= low else head


def _merge_compounds(chain: Chain) -> None:
    """Join ``2 billion 982 million`` and ``two thousand five hundred`` into one number each."""
    atoms, links = chain.atoms, chain.links
    merged: list[Atom] = []
    joined: list[str] = []
    for index, atom in enumerate(atoms):
        link = links[index - 1] if index else ""
        last = merged[-1] if merged else None
        if last is not None and _is_compound(last, link, atom):
            merged[-1] = _compound(last, atom)
            continue
        if merged:
            joined.append(link)
        merged.append(atom)
    chain.atoms, chain.links = merged, joined


def _compound(last: Atom, atom: Atom) -> Atom:
    """One number of two neighbours, on the scale of the first, with the unit of either; where the scale of the second
    is greater, it holds for both: ``46 thousand 653 million``.
    """
    if atom.scale > last.scale:
        value = last.numeral.value * last.scale + atom.numeral.value
        return replace(atom, start=last.start, numeral=replace(atom.numeral, value=value), sign=last.sign)
    value = (last.numeral.value * last.scale + atom.numeral.value * atom.scale) / last.scale
    step = atom.numeral.step * atom.scale / last.scale
    return replace(
        atom,
        start=last.start,
        numeral=replace(last.numeral, value=value, step=step, end=atom.numeral.end),
        scale=last.scale,
        scaled=True,
        sign=last.sign,
        barred=last.barred,
        label=atom.label or last.label,
        unit=atom.unit or last.unit,
        symbol=atom.symbol or last.symbol,
        own=atom.own or last.own,
        marked=last.marked,
    )


def _is_compound(last: Atom, link: str, atom: Atom) -> bool:
    if link not in {"space", "and"} or not last.scaled or atom.marked or atom.sign < 0:
        return False
    if last.own and not last.marked:
        return False
    if last.scale == 1000 < atom.scale and not last.own and link == "space":
        return not atom.numeral.words and 0 < atom.numeral.value < 1000 and last.end < atom.start
    if not 0 < atom.numeral.value * atom.scale < last.scale:
        return False
    both_words = last.numeral.words and atom.numeral.words
    if link == "and":
        return both_words and last.scale == 1000 and last.end < atom.start
    return both_words or (atom.scaled and atom.scale > 12)


def _drop_ratios(chain: Chain) -> None:
    """``Eight out of ten firms`` counts no firms."""
    for index, link in enumerate(chain.links):
        left, right = chain.atoms[index], chain.atoms[index + 1]
        if (
            link == "ratio"
            and left.label is None
            and not left.scaled
            and right.label == "QUANTITY"
            and right.kind is None
        ):
            if left.raw < right.raw <= 100 and not left.barred:
                chain.atoms[index + 1] = replace(right, label=None, unit=None, noun=None, own=False, barred=True)


def _settle_points(chain: Chain) -> None:
    """Bare points are percentage points where a percentage stands before them in the paragraph."""
    last_percent: Atom | None = None
    for index, atom in enumerate(chain.atoms):
        if atom.label != "PERCENT":
            continue
        if atom.needs_context:
            if not _after_percent(chain, last_percent, atom) and not _before_percent(chain, index):
                chain.atoms[index] = replace(atom, label=None, unit=None, own=False, barred=True)
                continue
        last_percent = atom


def _after_percent(chain: Chain, last: Atom | None, atom: Atom) -> bool:
    return last is not None and atom.start - last.end < 400 and "\n\n" not in chain.text[last.end : atom.start]


def _before_percent(chain: Chain, index: int) -> bool:
    """``rose by 0.3 points to 12.4%``"""
    following = chain.atoms[index + 1] if index + 1 < len(chain.atoms) else None
    if following is None or following.label != "PERCENT" or following.needs_context:
        return False
    return following.start - chain.atoms[index].end < 80 and _same_sentence(chain, chain.atoms[index], following)


def _close(left: Decimal, right: Decimal, ratio: int) -> bool:
    """Two magnitudes within a ratio of each other."""
    left, right = abs(left), abs(right)
    return bool(left and right) and left <= right * ratio and right <= left * ratio


def _shares_scale(atom: Atom, giver: Atom) -> bool:
    """A number without a scale means the scale of its neighbour: ``4.1 and 3.2 million``, but not ``950,000 to 1.2"
    " million``."""
    if atom.scaled or giver.scale == 1:
        return False
    small = atom.numeral.value < 1000 or atom.numeral.step < 1 or giver.numeral.value >= 1000
    return small and _close(atom.numeral.value, giver.numeral.value, 60)


def _lent(atom: Atom, giver: Atom) -> Atom:
    """The atom with label, unit and, where it shares it, scale of another."""
    scale = giver.scale if _shares_scale(atom, giver) else atom.scale
    return replace(
        atom,
        scale=scale,
        label=giver.label,
        unit=giver.unit,
        symbol=giver.symbol,
        kind=giver.kind,
        per=giver.per,
        factor=giver.factor,
    )


_HEADED = re.compile(r"\((?P<code>[A-Z]{3}|(?:US|[ACS]|HK|NZ)?\$|[€£¥])\)\s?:\s?[-−+]?\Z")
_BESIDE = re.compile(
    r"[ ,;/]*\(?(?:(?:vs|versus|against|v)\.? ?)?"
    r"(?:(?:exp|est|fcast|forecast|cons|consensus|expected|expectations?|prev|previous|prior|revised|rev)\.?:? ?){0,2}"
    r"[-−+]?"
)


def _head(chain: Chain) -> None:
    """``Trade balance (USD): 95.27bln vs. exp. 75.10bln``: numbers with a scale behind a currency at their head."""
    giver: Atom | None = None
    for index, atom in enumerate(chain.atoms):
        if atom.label is None and not atom.barred and atom.scaled:
            found = _HEADED.search(chain.text, max(0, atom.start - 10), atom.start)
            money = currency_named(found["code"], True) if found is not None else None
            if money is not None:
                symbol = money.symbol if money.code is None else None
                atom = replace(atom, label="MONEY", unit=money.code, symbol=symbol)
            elif giver is not None and _BESIDE.fullmatch(chain.text, giver.end, atom.start):
                atom = replace(atom, label="MONEY", unit=giver.unit, symbol=giver.symbol)
            chain.atoms[index] = atom
        giver = atom if atom.label == "MONEY" and atom.scaled else None


def _lend_leftwards(chain: Chain) -> None:
    """``4.1 and 3.2 million tonnes``, ``$3.2, 4.1 and 5 billion``: from the right neighbour to the left one."""
    atoms, links = chain.atoms, chain.links
    in_list = False
    for index in range(len(atoms) - 2, -1, -1):
        left, right, link = atoms[index], atoms[index + 1], links[index]
        in_list = link in {"and", "and moved", "slash"} or (in_list and link == "comma")
        if _stand_apart(chain, left, right, link, in_list):
            continue
        if left.label is None and right.label is None and _shares_scale(left, right):
            atoms[index] = replace(left, scale=right.scale)
        elif left.label is None and right.label is not None:
            if _may_lend_left(left, right, link):
                atoms[index] = _lent(left, right)
        elif (
            left.marked
            and (right.label == "MONEY" or (right.label is None and right.scale != 1))
            and _shares_scale(left, right)
        ):
            same = right.label is None or (left.unit, left.symbol) == (right.unit, right.symbol)
            if same and link not in {"from", "slash"}:
                atoms[index] = replace(left, scale=right.scale)


def _stand_apart(chain: Chain, left: Atom, right: Atom, link: str, in_list: bool) -> bool:
    """Tell whether nothing can pass from a figure to the one before it, by what stands between them."""
    if link in {"", "space", "ratio", "moved"} or right.barred or left.barred:
        return True
    if link == "and moved":
        return right.label != "PERCENT"
    if link != "comma":
        return False
    if right.label != "PERCENT":
        return not in_list
    worded = any(c.isalpha() for c in chain.text[left.end : right.start])  # ``to 812, up 20 percent``
    return worded or (not in_list and _NUMBERED.search(_before(chain, left)) is not None)


def _may_lend_left(left: Atom, right: Atom, link: str) -> bool:
    if left.scale != 1 and right.label not in {"MONEY", "QUANTITY"}:
        return False
    if right.label == "PERCENT" and abs(left.numeral.value) >= 1000:
        return False  # ``stood at 218,000, up 4%``
    if right.marked and link not in {"dash", "to"} and not left.scaled:
        # "5 and $3 billion" are two things; "5 to $6 billion" is one range
        return False
    if link == "slash" and not left.numeral.wide:
        return False
    if right.label == "QUANTITY" and right.kind is None and link == "comma":
        return not left.numeral.words
    return True


def _lend_rightwards(chain: Chain) -> None:
    """``from $268bn to 292 billion``, ``4.2%/9.1``: from a number to those after it."""
    atoms, links = chain.atoms, chain.links
    source: Atom | None = None
    for index, atom in enumerate(atoms):
        if atom.label is None and not atom.barred:
            link = links[index - 1] if index else ""
            left = atoms[index - 1] if index else None
            giver = None
            if left is not None and left.label is not None and _may_lend_right(chain, left, atom, link):
                giver = left
            elif atom.scaled and source is not None and _same_sentence(chain, source, atom):
                giver = None if counts_people(chain.text, atom.start) else source
            if giver is not None:
                atom = atoms[index] = _lent(atom, giver)
        if atom.label == "MONEY" or (atom.label == "QUANTITY" and atom.kind):
            source = atom


def _may_lend_right(chain: Chain, left: Atom, atom: Atom, link: str) -> bool:
    if atom.scale != 1:
        return left.label in {"MONEY", "QUANTITY"} and link in {
            "dash",
            "to",
            "and",
            "comma",
            "slash",
            "from",
            "wide dash",
        }
    if atom.numeral.words or link in {"", "space", "ratio", "moved", "and moved"} or left.label == "MULTIPLE":
        return False
    ratio = atom.numeral.value / left.numeral.value if left.numeral.value else Decimal(0)
    if link in {"dash", "slash"}:
        return atom.numeral.wide or link == "dash" or left.numeral.step < 1
    if link == "to" and left.kind and left.own and atom.numeral.wide and _RISE.search(_before(chain, left)):
        return True  # ``climbed 20,000 barrels to 610,000``
    if link == "to":
        return _FROM.search(_before(chain, left)) is not None and Decimal("0.02") < ratio < 50
    if link == "from":
        if left.label == "PERCENT":
            return Decimal("0.2") < ratio < 5 and not _RISE.search(_before(chain, left))
        return Decimal("0.05") < ratio < 20 and (atom.numeral.wide or left.scaled)
    return atom.numeral.step < 1 and left.numeral.step < 1


def _same_sentence(chain: Chain, left: Atom, right: Atom) -> bool:
    return right.start - left.end < 250 and _SENTENCE.search(chain.text, left.end, right.start) is None


def _find_ranges(chain: Chain) -> None:
    atoms = chain.atoms
    index = 0
    while index < len(atoms) - 1:
        if _is_range(chain, index):
            chain.ranged.add(index)
            index += 1
        index += 1


def _is_range(chain: Chain, index: int) -> bool:
    left, right, link = chain.atoms[index], chain.atoms[index + 1], chain.links[index]
    if link not in {"dash", "wide dash", "to", "and"} or left.segment != right.segment:
        return False
    if left.label is None or left.label != right.label or (left.unit, left.symbol) != (right.unit, right.symbol):
        return False
    if not left.value < right.value and not (left.value == 0 < right.value):
        return False
    if link == "and":
        return _BETWEEN.search(_before(chain, left)) is not None
    if link == "dash":
        return True
    if link == "wide dash":
        return not left.own or left.marked
    return _is_range_to(chain, left, right)


def _is_range_to(chain: Chain, left: Atom, right: Atom) -> bool:
    """``3 to 4 million tonnes`` is a range; ``from 3 to 4`` and ``rose 3 percent to 4 percent`` are two figures."""
    before = _before(chain, left)
    if _FROM.search(before) or _FROM_LEVEL.search(chain.text, max(0, left.start - 80), left.start):
        return False
    if _OR_BY.search(before):
        return False  # ``up 14 percent or $1.4 million to $10.9 million``
    plain = not left.own or (left.marked and not left.scaled and left.scale != 1)
    if plain and not _BY.search(before):
        return _close(left.value, right.value, 3 if _RISE.search(before) else 10)
    if plain:
        return left.label == "PERCENT" and _close(left.value, right.value, 3)
    shared = _SHARE.search(chain.text, max(0, left.start - 90), left.start)
    if left.label == "PERCENT" and _UP.search(before) and not shared:
        if not _PLAIN_TO.fullmatch(chain.text, left.end, right.start):
            return False
        return _close(left.value, right.value, 10)
    return _close(left.value, right.value, 10) and not _RISE.search(before)
