"""Slips of the pen that would explain why figures do not add up: a wrong digit, two swapped, a lost point or sign."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

from ..reading.numbers import last_exponent

SCALES = tuple(Decimal(10) ** n for n in (1, 2, 3, 6, -1, -2, -3, -6))
_MOST_DIGITS = 12


def slip(numbers: Sequence[Decimal], holds: Callable[[Sequence[Decimal]], bool]) -> tuple[int, str] | None:
    """Find the smallest change to one number that makes a relation hold, to the last one before the others.

    Args:
        numbers: as told.
        holds: tells whether the relation holds among such numbers.
    Returns:
        tuple[int, str] | None: which number, and ``swapped``, ``digit``, ``scale`` or ``sign``; None where no
        single slip explains it.
    """
    for reason, others in (("swapped", _swapped), ("scale", _scaled), ("sign", _signed), ("digit", _other_digit)):
        for n, number in reversed(list(enumerate(numbers))):
            if any(holds([*numbers[:n], other, *numbers[n + 1 :]]) for other in others(number)):
                return n, reason
    return None


def misprints(number: Decimal) -> Iterator[Decimal]:
    """Yield what a number may be a misprint of, one slip away."""
    for others in (_swapped, _scaled, _other_digit):
        yield from others(number)


def _digits(number: Decimal) -> tuple[tuple[int, ...], int]:
    """The digits that count, and the exponent of the last."""
    return number.normalize().as_tuple().digits[:_MOST_DIGITS], last_exponent(number)


def _built(digits: Sequence[int], exponent: int, like: Decimal) -> Decimal:
    return Decimal((int(like < 0), tuple(digits), exponent))


def _swapped(number: Decimal) -> Iterator[Decimal]:
    digits, exponent = _digits(number)
    for n in range(len(digits) - 1):
        if digits[n] != digits[n + 1]:
            yield _built([*digits[:n], digits[n + 1], digits[n], *digits[n + 2 :]], exponent, number)


def _other_digit(number: Decimal) -> Iterator[Decimal]:
    digits, exponent = _digits(number)
    for n, told in enumerate(digits):
        for other in range(10):
            if other != told:
                yield _built([*digits[:n], other, *digits[n + 1 :]], exponent, number)


def _scaled(number: Decimal) -> Iterator[Decimal]:
    yield from (number * scale for scale in SCALES)


def _signed(number: Decimal) -> Iterator[Decimal]:
    yield -number


__all__ = ["misprints", "slip"]
