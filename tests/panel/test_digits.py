"""What printed digits leave open, and what they contradict."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tradenlp.panel import Telling
from tradenlp.panel.digits import bounds, printed_step

# number, as written, worth of its last printed digit
STEPS = [
    ("12400000000", "12.4 billion", "1e8"),
    ("12400000000", "12.40 billion yuan", "1e7"),
    ("10000000000", "$10bn", "1e9"),
    ("34560000000", "Rs 3,456 crore", "1e7"),
    ("12000", "12,000 tonnes", "1e3"),
    ("12345", "12,345 tonnes", "1"),
    ("100", "100 tonnes", "10"),
    ("6.1", "6.1%", "0.1"),
    ("-6.10", "6.10 per cent", "0.01"),
    ("2", "doubled", "1"),
    ("0.5", "half a percentage point", "0.1"),
    ("24", "two dozen", "1"),
    ("0", "0.0%", "1"),
]


@pytest.mark.parametrize(("number", "text", "step"), STEPS)
def test_the_last_printed_digit(number, text, step):
    assert printed_step(Decimal(number), text) == Decimal(step)


def told(number: str, text: str, modifier: str = "exact") -> Telling:
    low, _, high = number.partition("..")
    value = None if high else Decimal(number)
    ends = (Decimal(low), Decimal(high)) if high else (None, None)
    return Telling("d", None, "F1", value, *ends, modifier, text, None, None, "", 1.0)


# one telling, another, whether one true number could be behind both
PAIRS = [
    (("12400000000", "12.4 billion"), ("12412000000", "12.412 billion"), True),
    (("12400000000", "12.4 billion"), ("12500000000", "12.5 billion"), False),
    (("12400000000", "12.4 billion"), ("12460000000", "12.46 billion"), False),
    (("12000000000", "12 billion"), ("12460000000", "12.46 billion"), True),
    (("12000000000", "12 billion", "over"), ("12800000000", "12.8 billion"), True),
    (("12000000000", "12 billion", "under"), ("11200000000", "11.2 billion"), True),
    (("12000000000", "12 billion", "about"), ("12800000000", "12.8 billion"), True),
    (("12000000000", "12 billion"), ("12800000000", "12.8 billion"), False),
    (("-3", "3%", "over"), ("-3.8", "3.8%"), True),
    (("3..4.5", "3 to 4.5"), ("3.2", "3.2"), True),
    (("3..4.5", "3 to 4.5"), ("3..4.5", "3 to 4.5"), True),
    (("3..4.5", "3 to 4.5"), ("5.2", "5.2"), False),
    (("12.5", "12.5%"), ("12.5", "12.5 per cent"), True),
]


@pytest.mark.parametrize(("one", "other", "agree"), PAIRS)
def test_rounding_is_agreement(one, other, agree):
    first, second = bounds(told(*one)), bounds(told(*other))
    assert first.meets(second) is agree
    assert second.meets(first) is agree
