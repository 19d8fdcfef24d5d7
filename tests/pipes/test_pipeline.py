"""The components together: offsets, determinism, storage, use without the package's own loader."""

from __future__ import annotations

import copy
import json
import pickle
import re
import subprocess
import sys
from decimal import Decimal

import pytest
import spacy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.tokens import DocBin

import tradenlp
from tradenlp.errors import ConfigError
from tradenlp.facts import Document, Money, Quantity
from tradenlp.pipes import store

TEXT = (
    "Lisbon, 9 May 2024 - Portugal's cork exports rose 4.2% year on year to €310.5 million in the first quarter, while "
    "wine and olive oil "
    "reached €205 million and €98.4 million, up 1.1% and down 7.5% respectively. Spain took 21.4% of the total."
)
FRAGMENTS = [
    "exports", "imports of", "rose 5.2%", "to $3 billion", "in May 2024", "€1,234.5m", "up 3 percentage points",
    "Japan", "Korea's", "12.3 million tonnes of soybeans",
    "respectively", "and", ",", "(", ")", "\n", "\u200b", "é", "👍", "\u202e",
    "from 4.1 to 5.2 billion yuan", "a year earlier", "share of 18%", "Rs 3,456 crore",
]  # fmt: skip


def _spans(document: Document) -> list[tuple[int, int]]:
    spans = [(e.start, e.end) for e in document.entities]
    return spans + [(v.start, v.end) for f in document.facts for v in f.evidence]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.one_of(st.text(max_size=200), st.lists(st.sampled_from(FRAGMENTS), max_size=25).map(" ".join)))
def test_every_span_is_exact_on_any_text(text: str) -> None:
    document = tradenlp.extract(text, published="2024-06-10")
    for entity in document.entities:
        assert text[entity.start : entity.end] == entity.text
    assert all(0 <= start < end <= len(text) for start, end in _spans(document))


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(FRAGMENTS), min_size=3, max_size=30).map(" ".join))
def test_every_number_stands_in_the_text(text: str) -> None:
    for fact in tradenlp.extract(text, published="2024-06-10").facts:
        amounts = [fact.amount] if fact.amount is not None else []
        for piece in [*amounts, *fact.changes, *([fact.share] if fact.share else [])]:
            assert piece.text in text
            digits = re.search(r"\d[\d.,]*", piece.text)
            number = piece.number if not isinstance(piece, (Money, Quantity)) or piece.number is not None else piece.low
            if digits and number is not None:
                lead = str(abs(number).normalize().as_tuple().digits[0])
                assert lead in digits[0]


def test_the_same_text_gives_the_same_bytes_in_any_batch() -> None:
    nlp = tradenlp.load()
    alone = tradenlp.extract(TEXT, published="2024-05-09").to_json()
    docs = [nlp.make_doc(TEXT) for _ in range(5)]
    for doc in docs:
        store.set_source(doc, None, "2024-05-09")
    for size in (1, 2, 5):
        for doc in nlp.pipe(docs[:size], batch_size=size):
            assert store.result(doc).to_json() == alone


def test_respectively_and_share_in_one_release() -> None:
    facts = tradenlp.extract(TEXT, published="2024-05-09").facts
    by_commodity = {f.commodity.name: f for f in facts if f.commodity is not None and f.amount is not None}
    assert by_commodity["wine"].amount.number == Decimal("205000000")
    assert by_commodity["olive oil"].changes[0].number == Decimal("-7.5")
    assert {f.reporter.name for f in facts if f.reporter is not None} == {"Portugal"}
    assert {f.period.edtf for f in facts if f.period is not None} == {"2024-01/2024-03"}


def test_docbin_keeps_what_the_components_stored() -> None:
    nlp = tradenlp.load()
    doc = nlp(TEXT)
    stored = DocBin(store_user_data=True, docs=[doc]).to_bytes()
    again = next(iter(DocBin(store_user_data=True).from_bytes(stored).get_docs(nlp.vocab)))
    assert again._.trade == doc._.trade
    assert [s.id_ for s in again.spans["trade"]] == [s.id_ for s in doc.spans["trade"]]


def test_what_components_hand_on_outlives_them_at_every_step() -> None:
    nlp = tradenlp.load()
    doc = nlp.make_doc(TEXT)
    store.set_source(doc, None, "2024-05-09")
    for _, component in nlp.pipeline:
        doc = pickle.loads(pickle.dumps(component(doc)))
    assert store.result(doc).to_json() == tradenlp.extract(TEXT, published="2024-05-09").to_json()


def test_numbers_are_written_alike_before_and_after_json() -> None:
    made = tradenlp.extract(TEXT, published="2024-05-09")
    again = Document.model_validate_json(made.model_dump_json())
    assert again == made and repr(again) == repr(made)


def test_what_is_kept_is_plain_to_who_looks() -> None:
    doc = tradenlp.load()(TEXT)
    kept = doc.user_data["trade"]
    assert {"mentions", "links", "document"} <= set(kept)
    assert kept["mentions"][0]["label"] and kept == json.loads(json.dumps(kept))
    assert copy.deepcopy(kept) == kept.copy() == dict(kept) and len(kept) == len(list(kept.values()))
    kept["document"]["facts"] = []
    assert doc._.trade.facts == ()


def test_entities_do_not_overlap_and_fall_on_tokens() -> None:
    doc = tradenlp.load()(TEXT)
    assert {e.label_ for e in doc.ents} >= {"MONEY", "PERCENT", "PERIOD", "PLACE", "COMMODITY"}
    mentions = {(e.start, e.end) for e in doc._.trade.entities}
    assert {(e.start_char, e.end_char) for e in doc.ents} <= mentions


def test_one_component_works_in_a_blank_pipeline_without_importing_us() -> None:
    code = (
        "import spacy\nnlp = spacy.blank('en')\nnlp.add_pipe('trade_facts')\n"
        "doc = nlp('Exports of Chile rose 5% to $8 billion in May 2024.')\nprint(doc._.trade.facts[0].amount.number)"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "8000000000"


def test_a_component_without_those_before_it_says_which() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("trade_relations")
    with pytest.raises(ConfigError, match="trade_measures"):
        nlp("Exports rose.")


def test_a_wrong_date_is_refused() -> None:
    with pytest.raises(ConfigError, match="YYYY-MM-DD"):
        tradenlp.extract("Exports rose 5%.", published="10 June 2024")


def test_other_languages_and_other_subjects_give_no_facts_but_a_warning() -> None:
    german = (
        "Die Ausfuhren stiegen im Mai um 5,2 Prozent auf 130 Milliarden Euro, wie das Amt am Montag mitteilte, und "
        "auch die Einfuhren legten kräftig zu. " * 2
    )
    assert [w.code for w in tradenlp.extract(german).warnings] == ["W102"]
    assert tradenlp.extract(german).facts == ()
    recipe = (
        "Take two onions and 500 grams of flour, mix well with a little water and bake for 40 minutes at "
        "200 degrees until the crust is brown all over."
    )
    assert [w.code for w in tradenlp.extract(recipe).warnings] == ["W101"]


def test_json_has_the_contract_keys_and_plain_numbers() -> None:
    data = json.loads(tradenlp.extract(TEXT, published="2024-05-09", id="pt-1").to_json())
    assert list(data) == ["id", "published", "entities", "facts", "checks", "warnings", "provenance"]
    amounts = [f["amount"] for f in data["facts"] if f["amount"]]
    assert "310500000" in {a["number"] for a in amounts}
    assert all(e["text"] == TEXT[e["start"] : e["end"]] for e in data["entities"])
