"""Mentions fall on token edges."""

from __future__ import annotations

import pytest

from tradenlp.corpus.validation import tokenizer


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("Tin was sold for $228m.\n\nThe rest", "$228m"),
        ("India took 0.94 million b/d. Europe", "0.94 million b/d"),
        ("a total of 276,440 t.", "276,440 t"),
        ("bought by NNPC Ltd. The Bureau", "NNPC Ltd"),
        ("MOSCOW, 12 Jan. The service", "12 Jan"),
        ("the third quarter (↑8.3%)", "8.3%"),
        ("the third quarter (↓8.3%)", "↓"),
        ("sales of U.S. corn", "U.S."),
        ("9.1%yoy in May", "9.1%"),
    ],
)
def test_a_mention_begins_and_ends_where_tokens_do(text: str, span: str) -> None:
    start = text.index(span)
    found = tokenizer()(text).char_span(start, start + len(span))
    assert found is not None and found.text == span


@pytest.mark.parametrize("text", ["e.g.", "a.m.", "1,234.5"])
def test_what_has_inner_dots_stays_whole(text: str) -> None:
    assert [token.text for token in tokenizer()(text)] == [text]
