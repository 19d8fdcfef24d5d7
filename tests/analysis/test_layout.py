"""Long runs of words without a full stop are cut, so that reading stays linear in the length of a text."""

from tradenlp.analysis.layout import sentences
from tradenlp.pipeline import blank_pipeline, read

from ..timing import costs_at_most


def test_a_long_run_is_cut_and_loses_no_word() -> None:
    text = "China exports copper rose 5 percent " * 500
    found = sentences(text)
    assert max(s.end - s.start for s in found) <= 1500
    assert " ".join(text[s.start : s.end] for s in found).split() == text.split()


def test_a_run_without_blanks_is_cut_too() -> None:
    text = "Exports " + "1" * 4000 + " rose."
    assert "".join(text[s.start : s.end] for s in sentences(text)).replace(" ", "") == text.replace(" ", "")


def test_a_sentence_of_usual_length_stays_whole() -> None:
    text = "Exports of " + "steel, cement and copper, " * 40 + "rose."
    assert len(sentences(text)) == 1


def test_time_grows_with_length_alone() -> None:
    nlp = blank_pipeline()
    text = "Exports of copper fell " * 2000 + "in June 2024 to $5 million."
    assert costs_at_most(lambda: read(nlp, text), 20)  # two; minutes where each word is held against all others
