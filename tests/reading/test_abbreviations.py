"""Units that a text shortens for itself, and codes that a scale is written together with."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tradenlp.reading.abbreviations import defined
from tradenlp.reading.figures import find_figures


def _told(text: str) -> list[tuple[str, Decimal | None, str | None]]:
    return [(text[f.start : f.end], f.number, f.unit or f.symbol) for f in find_figures(text)]


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("The gap was 512.4 million dinars (MD). Sales came to 1,204.6 MD.", ("1,204.6 MD", 1204600000, "dinars")),
        ("Of 4.1 million metric tons (MMT) sold, 0.4 MMT was barley.", ("0.4 MMT", 400000, "tonnes")),
        ("Imports: 13.3 billion Algerian dinars (BDA), of which food 3,4 BDA", ("3,4 BDA", 3400000000, "DZD")),
    ],
)
def test_short_forms(text: str, last: tuple[str, int, str]) -> None:
    """A short form with its scale is worth what the text says it stands for."""
    assert _told(text)[-1] == (last[0], Decimal(last[1]), last[2])


@pytest.mark.parametrize(
    "text",
    [
        "It rose to 1,160 billion CFA francs (FCFA) from 1,055 billion FCFA.",
        "It rose to 4.1 million Mauritian rupees (MUR) from 3.9.",
        "There were 3 million people (many) and 5 many more.",
    ],
)
def test_names_of_units_hold_no_scale(text: str) -> None:
    """A code or an abbreviation of the unit alone is no short form of both."""
    assert defined(text) == {}


@pytest.mark.parametrize(
    ("text", "number", "unit"),
    [
        ("12.3 MEUR", 12300000, "EUR"),
        ("450 kEUR", 450000, "EUR"),
        ("33 MSEK", 33000000, "SEK"),
        ("55 MMUSD", 55000000, "USD"),
        ("12 MMDH", 12000000000, "dirhams"),
        ("1.2 MTEU", 1200000, "TEU"),
        ("33 BDT", 33, "BDT"),
    ],
)
def test_glued_codes(text: str, number: int, unit: str) -> None:
    """A scale may be written together with the code behind it."""
    assert _told(f"Exports were {text} in May.") == [(text, Decimal(number), unit)]
