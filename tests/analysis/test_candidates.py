"""What could fill the slots of figures: offers that many figures share, and the codes of them all in one array."""

from __future__ import annotations

import numpy as np
import pytest

from tradenlp.analysis.candidates import CHOICES
from tradenlp.analysis.document import Reading, measures, named
from tradenlp.analysis.trait_codes import packed

TEXT = (
    "Trade of Peru in May 2024\n\n"
    "Copper exports rose 5% to $8 billion in May 2024 from $7.6 billion a year earlier. Exports of copper to China "
    "were $5 billion and those to Japan $1 billion; zinc came to $400 million, against $390 million in May 2023. "
    "In the first five months imports of wheat fell 2% to $1.1 billion."
)


@pytest.fixture
def board():
    reading = Reading(TEXT, named(TEXT, measures(TEXT)), None)
    reading.resolve()
    return reading.board()


def test_figures_that_are_asked_later_are_offered_the_same(board):
    def told(links):
        return {
            (link.figure.start, slot): [(c.key, c.mentions, c.sources, list(c.places)) for c in found]
            for link in links
            for slot in CHOICES
            for found in [board.candidates(link, slot)]
        }

    forwards = told(board.heads)
    assert told(reversed(board.heads)) == forwards
    assert len(board.heads) > 4


def test_the_answer_of_the_rules_comes_first_and_each_answer_once(board):
    for link in board.heads:
        for slot in CHOICES:
            found = board.candidates(link, slot)
            keys = [candidate.key for candidate in found]
            assert keys[0] == board.ruled[id(link)][slot].key
            assert len(keys) == len(set(keys))


@pytest.mark.parametrize("rows", [[], [(1, 2, 3)], [[1, 2, 2**32 - 1], [4, 5, 6]]])
def test_rows_are_packed_as_numpy_would(rows):
    assert np.array_equal(packed(rows, 3), np.array(rows, dtype=np.uint64).reshape(len(rows), 3))
