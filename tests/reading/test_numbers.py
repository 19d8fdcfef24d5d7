"""Numerals, scales and a document's decimal sign."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tradenlp.reading.numbers import find_numerals, parse_digits, parse_words, read_scale, reads_decimal_commas


@pytest.mark.parametrize(
    ("token", "decimal_comma", "value", "step"),
    [
        ("5", False, "5", "1"),
        ("1,234", False, "1234", "1"),
        ("1,234", True, "1.234", "0.001"),
        ("1.234", False, "1.234", "0.001"),
        ("1.234", True, "1234", "1"),
        ("1,234.50", False, "1234.50", "0.01"),
        ("1.234,50", False, "1234.50", "0.01"),
        ("1,234.50", True, "1234.50", "0.01"),
        ("1.234.567", False, "1234567", "1"),
        ("1,234,567", True, "1234567", "1"),
        ("21,50,325.03", False, "2150325.03", "0.01"),
        ("3,4", False, "3.4", "0.1"),
        ("0.05", True, "0.05", "0.01"),
    ],
)
def test_parse_digits(token: str, decimal_comma: bool, value: str, step: str) -> None:
    assert parse_digits(token, decimal_comma) == (Decimal(value), Decimal(step))


@pytest.mark.parametrize("token", ["1.2.3", "1,23,45", "1,234.5.6", "1,2.3,4", "9" * 41])
def test_no_convention_fits(token: str) -> None:
    assert parse_digits(token) is None


@pytest.mark.parametrize(
    ("phrase", "value"),
    [
        ("two", "2"),
        ("Twenty-one", "21"),
        ("ninety nine", "99"),
        ("three hundred and five", "305"),
        ("a hundred", "100"),
        ("half a dozen", "6"),
        ("a dozen", "12"),
        ("two dozen", "24"),
        ("half a", "0.5"),
        ("a", "1"),
        ("two and a half", "2.5"),
        ("three quarters of a", "0.75"),
        ("a quarter of a", "0.25"),
    ],
)
def test_parse_words(phrase: str, value: str) -> None:
    assert parse_words(phrase) == Decimal(value)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("up 12,3% and 4,5%", True),
        ("up 12.3% and 4.5%", False),
        ("1.234,5 t", True),
        ("1,234.5 t", False),
        ("1.234.567 t", True),
        ("12,345 t and 1,234 t", False),
        ("12,3% once, but 4.5%, 6.7% and 8.9%", False),
        ("", False),
    ],
)
def test_reads_decimal_commas(text: str, expected: bool) -> None:
    assert reads_decimal_commas(text) is expected


@pytest.mark.parametrize(
    ("text", "money", "factor", "length"),
    [
        (" million tonnes", False, "1e6", 8),
        ("bn", False, "1e9", 2),
        ("m", False, "1e6", 1),
        (" lakh crore", False, "1e12", 11),
        (" hundred million", False, "1e8", 16),
        ("b", True, "1e9", 1),
        ("k", False, "1e3", 1),
        (" trn", False, "1e12", 4),
    ],
)
def test_read_scale(text: str, money: bool, factor: str, length: int) -> None:
    scale = read_scale("7" + text, 1, len(text) + 1, money)
    assert scale is not None and (scale.factor, scale.end) == (Decimal(factor), length + 1)


@pytest.mark.parametrize("text", [" tonnes", "b", " K", " t", "mm of rain", " members", " bills", " trade", "th"])
def test_no_scale(text: str) -> None:
    assert read_scale("7" + text, 1, len(text) + 1) is None


def test_numerals_come_in_order_within_the_stretch() -> None:
    text = "one 2 three 4 five"
    assert [text[n.start : n.end] for n in find_numerals(text, 4, 13)] == ["2", "three", "4"]
