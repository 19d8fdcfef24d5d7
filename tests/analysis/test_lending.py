"""Numbers without a unit: which are found, and what they could be lent."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tradenlp.analysis.document import measures, named
from tradenlp.analysis.lending import bare_numbers, common_units, lent, loans, rest, traits
from tradenlp.analysis.traits import BUCKETS


def read(text):
    found = named(text, measures(text))
    return found, bare_numbers(text, found)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Brazil took 71,000 tonnes, Argentina 44.5 and Peru nine.", ["44.5", "9"]),
        ("In 2023 exports were $3bn.", []),
        ("Code A-17 and page 3/4 of ISO9001.", []),
        ("Peru sold 12 345 and (5.2) of it, -7 in May.", ["12345", "5.2", "-7"]),
        ("No figure here.", []),
    ],
)
def test_bare_numbers(text, numbers):
    _, bare = read(text)
    assert [str(number.value) for number in bare] == numbers


def test_what_a_number_could_be_lent():
    text = "Brazil took 3.2 million tonnes worth US$680 million, Argentina 1.4."
    found, bare = read(text)
    offered = loans(bare[-1], found, common_units(found))
    assert offered[0].lender is None
    told = {(loan.lender.label, loan.lender.figure.unit, loan.scale) for loan in offered[1:]}
    assert told == {
        ("MONEY", "USD", Decimal(1_000_000)),
        ("MONEY", "USD", Decimal(1)),
        ("QUANTITY", "tonnes", Decimal(1_000_000)),
        ("QUANTITY", "tonnes", Decimal(1)),
    }
    rows = traits(text, found, [(bare[-1], offered)])
    assert rows.shape[0] == len(offered) and rows.min() >= 0 and rows.max() < BUCKETS
    loan = next(loan for loan in offered[1:] if loan.lender.label == "QUANTITY" and loan.scale > 1)
    made = lent(text, bare[-1], loan)
    assert (made.text, made.figure.number, made.figure.unit) == ("1.4", Decimal("1400000.0"), "tonnes")
    assert [m.id for m in rest(found, [made])] == [f"T{n}" for n in range(1, len(found) + 2)]
