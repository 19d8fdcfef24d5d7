"""What a document's bare currency signs mean by its other amounts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence

from ..reading.money import may_mean
from .model import Mention

_DOLLARS = ("USD", "CAD", "AUD", "NZD", "SGD", "HKD")
"""Dollars that a bare sign may mean: Taiwan's are ``NT$`` in every text."""
_CODE = re.compile(r"(?<![A-Z])[A-Z]{2}D(?![A-Z])")
_SIGNED_DOLLAR = re.compile(r"[A-Z]{3}\$")


def currency_habit(text: str, mentions: Sequence[Mention]) -> Callable[[str], str | None]:
    """Return a function that settles a bare currency sign by the document's other amounts in the same sign family.

    ``US$`` elsewhere in the text makes a bare ``$`` US dollars unless the document writes another dollar as often; in a
    text without such amounts the code of a dollar does that stands alone, as ``FJD`` in a heading.
    """
    codes: set[str] = {c for c in _CODE.findall(text) if may_mean("$", c)}
    told: Counter[str] = Counter(
        m.figure.unit for m in mentions if m.label == "MONEY" and m.figure is not None and m.figure.unit
    )
    signed = {
        m.figure.unit
        for m in mentions
        if m.label == "MONEY" and m.figure is not None and m.figure.unit and _SIGNED_DOLLAR.match(m.text)
    }
    families = {
        "$": (*_DOLLARS, *sorted(signed.difference(_DOLLARS))),
        "¥": ("JPY", "CNY"),
        "crowns": ("SEK", "NOK", "DKK", "CZK"),
        "francs": ("CHF", "XOF", "XAF"),
    }

    def habit(symbol: str) -> str | None:
        family = families.get("$" if "dollar" in symbol else symbol, ())
        seen = [(told[c], c) for c in family if told[c]]
        if not seen and len(codes) == 1 and family[:1] == _DOLLARS[:1]:
            return min(codes)
        return max(seen)[1] if seen else None

    return habit
