"""One currency of a release swapped for another, in every form that the release writes it in."""

from __future__ import annotations

import re
from dataclasses import replace
from random import Random

from ..figures import reading
from ..format import FIGURE_SLOTS, Release, Slot
from .changes import Change, Edit, apply

_FORMS: dict[str, tuple[str, str, str]] = {
    # sign before a number, one unit in words, several
    "USD": ("US$", "US dollar", "US dollars"),
    "EUR": ("€", "euro", "euros"),
    "GBP": ("£", "pound sterling", "pounds sterling"),
    "CNY": ("RMB", "yuan", "yuan"),
    "JPY": ("JPY", "Japanese yen", "yen"),
    "AUD": ("A$", "Australian dollar", "Australian dollars"),
    "CAD": ("C$", "Canadian dollar", "Canadian dollars"),
    "SGD": ("S$", "Singapore dollar", "Singapore dollars"),
    "HKD": ("HK$", "Hong Kong dollar", "Hong Kong dollars"),
    "CHF": ("CHF", "Swiss franc", "Swiss francs"),
    "PLN": ("PLN", "zloty", "zlotys"),
    "BRL": ("R$", "Brazilian real", "reais"),
    "THB": ("THB", "baht", "baht"),
    "MYR": ("RM", "ringgit", "ringgit"),
    "VND": ("VND", "dong", "dong"),
    "IDR": ("IDR", "rupiah", "rupiah"),
    "KZT": ("KZT", "tenge", "tenge"),
    "ZAR": ("ZAR", "rand", "rand"),
}
"""Forms that mean one currency alone, wherever they stand."""

_MEANT: dict[str, tuple[str, ...]] = {
    "USD": ("US dollars", "US dollar", "U.S. dollars", "dollars", "US$", "US $", "USD", "$"),
    "EUR": ("euros", "euro", "EUR", "€"),
    "GBP": ("pounds sterling", "GBP", "£"),
    "CNY": ("yuan", "renminbi", "RMB", "CNY"),
    "JPY": ("yen", "JPY", "¥"),
    "AUD": ("Australian dollars", "AUD", "A$", "AU$"),
    "CAD": ("Canadian dollars", "CAD", "C$"),
    "SGD": ("Singapore dollars", "SGD", "S$"),
    "HKD": ("Hong Kong dollars", "HKD", "HK$"),
    "CHF": ("Swiss francs", "francs", "CHF"),
    "PLN": ("zlotys", "zloty", "PLN"),
    "MYR": ("ringgit", "MYR", "RM"),
    "THB": ("baht", "THB"),
    "ZAR": ("rand", "ZAR"),
}
"""Forms of the currencies that are swapped, the longest first; ``$`` may be lent to others (``A$``)."""

_DOLLARS = frozenset({"AUD", "CAD", "SGD", "HKD"})
_LENT = re.compile(r"(?:[A-Z]|Can|Bds)$")
_SENSES = re.compile(r"\b(?:dollar|greenback|cent|cents|buck|sterling|euro-?zone|dollarisation)\b", re.IGNORECASE)
_AREA = re.compile(r"\s(?:area|zone|bloc)\b", re.IGNORECASE)


def swap_currency(release: Release, random: Random) -> Change:
    """Swap one currency for another that the release does not tell of.

    Nothing changes where the text speaks of the currency in words that cannot be swapped (``the dollar weakened``).

    Args:
        release: any; the currency is one that its facts have as a unit.
        random: the source of chance.
    Returns:
        Change: of every sign, code and name of the currency in the text, and of units in the values.
    """
    slots = [slot for fact in release.facts for slot in fact.slots if slot.key in FIGURE_SLOTS]
    units = {
        word for slot in slots for value in slot.values for word in value.split() if re.fullmatch("[A-Z]{3}", word)
    }
    old = sorted(units & set(_MEANT))
    if not old:
        return Change()
    code = random.choice(old)
    present = {other for other, written in _FORMS.items() if any(form in release.text for form in written)}
    new = random.choice([other for other in _FORMS if other not in present | units])
    forms = (*_MEANT[code], "$") if code in _DOLLARS and "USD" not in units else _MEANT[code]
    edits = _edits(release, code, new, forms)
    if edits is None:
        return Change()

    def slot(old: Slot) -> Slot:
        if old.key not in FIGURE_SLOTS:
            return old
        return replace(old, values=tuple(re.sub(rf"\b{code}\b", new, value) for value in old.values))

    change = Change(edits, slot)
    return change if _agrees(apply(release, change), new) else Change()


def _agrees(release: Release, code: str) -> bool:
    """Whether no mark of an amount in a currency tells of another."""
    ids = {
        id
        for fact in release.facts
        for slot in fact.slots
        if slot.key in FIGURE_SLOTS and any(code in value.split() for value in slot.values)
        for id in slot.marks
    }
    told = [reading(mark) for mark in release.marks if mark.id in ids and mark.label == "MONEY"]
    return all(read.symbol is None and read.currency in (None, code) for read in told)


def _edits(release: Release, code: str, new: str, forms: tuple[str, ...]) -> tuple[Edit, ...] | None:
    """The edits that swap every form of a currency; None where a form is not to be swapped."""
    sign, one, several = _FORMS[new]
    text = release.text
    edits: list[Edit] = []
    pattern = re.compile(
        "|".join(rf"{'(?<![A-Za-z])' if form[0].isalpha() else ''}{re.escape(form)}" for form in forms)
    )
    for match in pattern.finditer(text):
        form = match[0]
        if form == "$" and _LENT.search(text, max(0, match.start() - 3), match.start()):
            continue
        if (form[-1].isalpha() and text[match.end() : match.end() + 1].isalpha()) or _AREA.match(text, match.end()):
            return None
        if form == code:
            edits.append(Edit(match.start(), match.end(), new))
        elif form[-3:].islower():
            edits.append(Edit(match.start(), match.end(), several if form.endswith("s") or one == several else one))
        else:
            before_number = re.match(r"\s?\d", text[match.end() :])
            glue = " " if before_number and sign.isalpha() and not text[match.end()].isspace() else ""
            edits.append(Edit(match.start(), match.end(), sign + glue))
    covered = [(edit.start, edit.end) for edit in edits]
    others = [(mark.start, mark.end) for mark in release.marks if mark.label not in ("MONEY", "QUANTITY")]
    if any(start < edit.end and edit.start < end for edit in edits for start, end in others):
        return None
    for match in _SENSES.finditer(text):
        if not any(start <= match.start() < end for start, end in covered):
            return None
    return tuple(edits)
