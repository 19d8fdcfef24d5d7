"""Answers for the texts of last are kept, as many as fit a length, and never mixed up."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from tradenlp.recent import Recent


def counted(characters: int) -> tuple[Recent[str], list[str]]:
    asked: list[str] = []

    def make(text: str) -> str:
        """Shout."""
        asked.append(text)
        return text.upper()

    return Recent(make, characters), asked


def test_a_text_is_asked_about_once_while_it_is_kept():
    shout, asked = counted(10)
    assert [shout("aaaa"), shout("bbbb"), shout("aaaa")] == ["AAAA", "BBBB", "AAAA"]
    assert asked == ["aaaa", "bbbb"]
    assert shout.__doc__ == "Shout."


def test_the_text_longest_unasked_goes_first():
    shout, asked = counted(10)
    for text in ("aaaa", "bbbb", "aaaa", "cccc", "aaaa", "bbbb"):
        assert shout(text) == text.upper()
    assert asked == ["aaaa", "bbbb", "cccc", "bbbb"]


def test_the_last_text_is_kept_however_long():
    shout, asked = counted(10)
    for text in ("aa", "b" * 1000, "b" * 1000, "aa"):
        shout(text)
    assert asked == ["aa", "b" * 1000, "aa"]


def test_threads_get_the_answers_of_their_own_texts():
    shout, _ = counted(50)
    texts = [f"text {n % 37}" for n in range(2000)]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(shout, texts)) == [text.upper() for text in texts]
