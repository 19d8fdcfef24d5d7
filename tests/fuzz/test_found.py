"""What fuzzing found, each as the text that showed it."""

from __future__ import annotations

import pytest

from tradenlp.pipeline import blank_pipeline, read
from tradenlp.reading.dateline import find_dateline
from tradenlp.reading.figures import find_figures
from tradenlp.reading.numbers import parse_digits
from tradenlp.reading.periods import find_periods
from tradenlp.reading.resolve import resolve_all
from tradenlp.reading.tables import cell_figures, find_tables


@pytest.fixture(scope="module")
def nlp():
    return blank_pipeline()


@pytest.mark.parametrize("letter", "\u017f\u212a\u0130\u0131")
@pytest.mark.parametrize(
    "text",
    [
        "Exports were 5 dozenſ, 3 lakhſ and 7 Kms.",
        "Month    9M July    (quadrillionſ)    change\nnatural gas    1,234,567    0.05 k\ntin    1    10-15",
        "Shipments of one sixth rose by four fifthſ in Ⅲ quarters, the ſecond-largest since last month, six monthſ.",
        "Issued on 3 sept 2024\nkilotonnes, ſix-fold, 5 bps",
    ],
)
def test_letters_that_only_patterns_take_for_ascii(text, letter):
    for given in (text, text.replace("s", letter).replace("k", letter), text.upper().replace("I", letter)):
        spans = find_periods(given)
        assert len(resolve_all(given, spans, None)) == len(spans)
        find_figures(given)
        cell_figures(given, find_tables(given), [])
        find_dateline(given)


def test_a_number_that_ends_a_row_does_not_take_the_next_label(nlp):
    text = (
        "Exports rose 3% in the week ended 7 June.\n"
        "chips and semiconductors    1    7    two\ntextiles    1,234,567    33-point-33    33-point-33\n"
    )
    spans = [(mention.start, mention.end) for mention in read(nlp, text).entities]
    assert all(end <= start for (_, end), (start, _) in zip(spans, spans[1:], strict=False))


@pytest.mark.parametrize("token", ["", ".", ",", ",.", "..", "5.", "1,234,", "\u00b2"])
def test_marks_without_a_digit_at_their_end_are_no_number(token):
    assert parse_digits(token) is None and parse_digits(token, True) is None
