"""What must hold of any text whatever: the fuzzers' invariants under hypothesis, and over their seeds."""

from __future__ import annotations

import io
import json
from random import Random

import pytest
from harness import invariants, targets
from harness.mutation import DIALECTS, decoded, encoded, mutated
from harness.words import KINDS, passage
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tradenlp.documents import write_csv, write_jsonl
from tradenlp.documents.extracted import parse_documents
from tradenlp.pipeline import blank_pipeline, read

# Examples by target, after what one costs; all together take half a minute.
EXAMPLES = {
    "numbers": 150,
    "figures": 80,
    "periods": 80,
    "tables": 80,
    "rules": 50,
    "model": 25,
    "plain": 40,
    "html": 40,
    "jsonl": 40,
    "pdf": 15,
    "parquet": 20,
    "word-xml": 20,
    "word": 5,
    "stdin": 40,
    "documents": 10,
    "corpus": 40,
    "exchange": 30,
    "command": 8,
}
WORDS = sorted({word for kind in KINDS for word in kind})
ANY = st.text(st.characters(), max_size=8)  # halves of surrogate pairs, NUL, marks of direction, all there is
STRANGE = st.sampled_from(
    [
        "\x00",
        "\r\n",
        "\r",
        "\ud83d",
        "\udcff",
        "\u202e",
        "\u2067",
        "\u200d",
        "\u0301\u0301",
        "\u0345",
        "\ufeff",
        "\u0130",
    ]
    + [
        "\u017f",
        "\u212a",
        "\u2028",
        "\x85",
        "\x1c",
        "\u3000",
        "\u0966",
        "\u0665",
        "\u2460",
        "\ufdfa",
        "\U000e0041",
        "\x7f",
    ]
)


def texts(dialect: str) -> st.SearchStrategy[str]:
    """Words of trade prose and of a format, with anything at all among them."""
    own = DIALECTS[dialect]
    pieces = [st.sampled_from(WORDS), st.sampled_from(WORDS), ANY, STRANGE, st.integers(0, 10**16).map(str)]
    pieces += [st.sampled_from(own)] if own else []
    return st.lists(st.tuples(st.one_of(pieces), st.sampled_from([" ", "", " ", "\n"])).map("".join), max_size=25).map(
        "".join
    )


@pytest.mark.parametrize("name", targets.TARGETS)
def test_any_text(name):
    target = targets.TARGETS[name]

    @settings(
        max_examples=EXAMPLES[name],
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(texts(target.dialect))
    def run(text: str) -> None:
        target.run(encoded(text, target.longest))

    run()


@pytest.mark.parametrize("name", targets.TARGETS)
def test_seeds_and_changes_to_them(name):
    target = targets.TARGETS[name]
    seeds = targets.seeds(name)
    assert seeds
    for seed in seeds:
        target.run(seed)
    rng = Random(11)
    for _ in range(EXAMPLES[name] // 3):
        target.run(targets.random_input(target, rng))


def test_changes_are_the_same_for_the_same_seed():
    for dialect in DIALECTS:
        first, second = (mutated("Exports rose 5% in May.", Random(3), dialect) for _ in range(2))
        assert first == second
    assert passage(Random(5)) == passage(Random(5))
    assert decoded(encoded("\ud800a\u00e9", 100)) == "\ud800a\u00e9"
    assert encoded("\u00e9" * 10, 5) == "\u00e9\u00e9".encode()


def test_offsets_hold_around_what_is_not_seen():
    """What is folded away (zero-width marks, carriage returns, vast blanks) never shifts what comes out."""
    nlp = blank_pipeline()
    plain = "Exports of tin rose 5% to $3 billion in May 2024."
    expected = [(m.label, m.text) for m in read(nlp, plain).entities]
    for mark in ("\u200b", "\ufeff", "\u00ad", "\u2066", " " * 5000, "\r\n" * 3000, "\t \n" * 2000):
        text = f"{mark}{plain}{mark}\n{mark}"
        found = read(nlp, text)
        invariants.document(text, found)
        assert [(m.label, m.text) for m in found.entities] == expected


@pytest.mark.parametrize(
    ("slot", "value"),
    [
        ("number", "1e999999999"),
        ("number", "1e-999999999"),
        ("number", "9" * 5000),
        ("number", "NaN"),
        ("start", "31-01-01"),
        ("end", "2024-02-30"),
        ("published", "yesterday"),
    ],
)
def test_documents_of_others_cannot_hold_what_ours_cannot(slot, value):
    document = {
        "published": "2024-05-31",
        "facts": [
            {
                "id": "F1",
                "indicator": "exports",
                "confidence": 0.5,
                "period": {"text": "x", "edtf": "2024", "start": "2024-01-01", "end": "2024-12-31"},
                "amount": {"kind": "money", "number": "5", "text": "x"},
            }
        ],
    }
    errors: list[Exception] = []
    (sound,) = parse_documents([json.dumps(document).encode()], "given", errors.append)
    assert write_csv([sound], io.StringIO()) == write_jsonl([sound], io.StringIO()) == 1
    for place in (document, document["facts"][0]["period"], document["facts"][0]["amount"]):
        place.update({slot: value} if slot in place else {})
    assert list(parse_documents([json.dumps(document).encode()], "given", errors.append)) == []
    assert [error.code for error in errors] == ["E119"]
