"""The tagger of names: what it learns, what it keeps, and what it never touches."""

from __future__ import annotations

import shutil

import numpy as np
import pytest
import spacy
from spacy.training import Example
from thinc.api import Adam

from tradenlp.analysis.hints import SIZES, hints
from tradenlp.analysis.joining import Tokens, Trust, closed_tokens, join
from tradenlp.analysis.model import Mention
from tradenlp.analysis.tagging import OPEN, TAGS, best, chances, sureness, tags
from tradenlp.errors import ConfigError
from tradenlp.pipeline import LEARNED, MODEL, blank_pipeline, load_pipeline
from tradenlp.pipes import store
from tradenlp.pipes.entities import TradeEntities
from tradenlp.pipes.names_net import PARTS, make_names
from tradenlp.pipes.words_net import make_word_forms

TEXTS = (
    ("Peru shipped 300 tonnes of zorblite to Chile in May 2024.", ("zorblite", "COMMODITY")),
    ("Buyers took 12 percent more zorblite from Peru.", ("zorblite", "COMMODITY")),
    ("In April Quenda Vost sold $3 million of tin.", ("Quenda Vost", "ORG")),
    ("The buyer was Quenda Vost, which bought tin from Peru.", ("Quenda Vost", "ORG")),
)


def examples(nlp):
    for text, (name, label) in TEXTS:
        doc, told = nlp.make_doc(text), nlp.make_doc(text)
        nlp.get_pipe("trade_measures")(doc)
        at = text.index(name)
        places = [(text.index(p), p, "PLACE") for p in ("Peru", "Chile") if p in text]
        goods = [(text.index(c), c, "COMMODITY") for c in ("tin",) if c + "." in text or c + " from" in text]
        told.set_ents([told.char_span(a, a + len(n), k) for a, n, k in sorted([(at, name, label), *places, *goods])])
        yield Example(doc, told)


@pytest.fixture(scope="module")
def nlp():
    nlp = blank_pipeline()
    pipe = nlp.get_pipe("trade_entities")
    pipe.initialize(lambda: (), seed=1)
    optimizer, lessons = Adam(0.02), list(pipe.lessons(examples(nlp)))
    losses = [pipe.learn(lessons, optimizer) for _ in range(40)]
    assert losses[-1] < 0.2 < losses[0]
    return nlp


def names(nlp, text):
    doc = nlp.get_pipe("trade_entities")(nlp.get_pipe("trade_measures")(nlp.make_doc(text)))
    return [(m.label, m.text) for m in store.mentions(doc, "test")]


def test_learns_names_that_no_table_lists(nlp):
    for text, (name, label) in TEXTS:
        assert (label, name) not in names(blank_pipeline(), text)
        assert (label, name) in names(nlp, text)


def test_figures_and_periods_are_never_lost(nlp):
    pipe = nlp.get_pipe("trade_entities")
    text = "In May 2024 zorblite worth $3 million, 12 percent more, went to Chile: 300 tonnes."
    doc = nlp.get_pipe("trade_measures")(nlp.make_doc(text))
    measured = [(m.label, m.start, m.end) for m in store.mentions(doc, "test")]
    assert len(measured) == 4
    for at in range(TAGS):  # whatever the network says
        told = np.full((len(doc), TAGS), 1e-6, dtype="float32")
        told[:, at] = 1
        tokens = Tokens([(t.idx, t.idx + len(t)) for t in doc])
        found = join(text, tokens, store.mentions(doc, "test"), told, {label: Trust(1.0, 0.0, 0.0) for label in OPEN})
        assert [(m.label, m.start, m.end) for m in found if m.label not in OPEN] == measured
        assert all(a.end <= b.start for a, b in zip(found, found[1:], strict=False))
    assert set(measured) <= {(m.label, m.start, m.end) for m in store.mentions(pipe(doc), "test")}


def test_neither_batch_nor_neighbours_matter(nlp):
    texts = [text for text, _ in TEXTS] + ["", "\n", "Zorblite."]
    alone = [store.mentions(nlp(text), "test") for text in texts]
    for size in (1, 2, 7):
        together = [store.mentions(doc, "test") for doc in nlp.pipe(texts, batch_size=size)]
        assert [list(map(repr, m)) for m in together] == [list(map(repr, m)) for m in alone]


def test_the_same_seed_gives_the_same_weights():
    kept = []
    for seed in (3, 3, 4):
        nlp = blank_pipeline()
        pipe = nlp.get_pipe("trade_entities")
        pipe.initialize(lambda: (), seed=seed)
        lessons, optimizer = list(pipe.lessons(examples(nlp))), Adam(0.01)
        for _ in range(3):
            pipe.learn(lessons, optimizer)
        kept.append(pipe.to_bytes())
    assert kept[0] == kept[1] != kept[2]


def test_weights_come_back(nlp, tmp_path):
    pipe = nlp.get_pipe("trade_entities")
    doc = nlp(TEXTS[0][0])
    told = hints(doc.text, [(t.idx, t.idx + len(t)) for t in doc], ())
    pipe.to_disk(tmp_path)
    for other in (
        blank_pipeline().get_pipe("trade_entities").from_disk(tmp_path),
        blank_pipeline().get_pipe("trade_entities").from_bytes(pipe.to_bytes()),
    ):
        assert np.allclose(other.chances(doc, told), pipe.chances(doc, told), atol=1e-2)
        assert other.to_bytes() == pipe.to_bytes()
    assert len(pipe.to_bytes()) < 1_000_000
    untrained = blank_pipeline().get_pipe("trade_entities")
    assert untrained.to_bytes() == b"" and not untrained.from_bytes(b"").cfg["trained"]


def model_folder(nlp, tmp_path):
    shutil.copytree(MODEL, tmp_path / "model")
    nlp.get_pipe("trade_entities").to_disk(tmp_path / "model" / "trade_entities")
    return tmp_path / "model"


def test_weights_of_another_network_are_refused(nlp, tmp_path):
    folder = model_folder(nlp, tmp_path)
    assert load_pipeline(folder).get_pipe("trade_entities").cfg["trained"]
    narrow = TradeEntities(nlp.vocab, make_names(make_word_forms(["NORM"], [8], [50]), width=16))
    narrow.initialize(lambda: ())
    held = (folder / "trade_entities" / "weights").read_bytes()
    others = [(folder / name / "weights").read_bytes() for name in LEARNED if name != "trade_entities"]
    for data in (b"", b"no weights", held[: len(held) // 2], narrow.to_bytes(), *others):
        (folder / "trade_entities" / "weights").write_bytes(data)
        with pytest.raises(ConfigError, match="E303"):
            load_pipeline(folder)


def test_any_layer_of_vectors_may_stand_below(nlp):
    blank = spacy.blank("en")
    below = {
        "@architectures": "spacy.HashEmbedCNN.v2", "width": 16, "depth": 1, "embed_size": 100, "window_size": 1,
        "maxout_pieces": 2, "subword_features": False, "pretrained_vectors": None,
    }  # fmt: skip
    listener = {"@architectures": "spacy.Tok2VecListener.v1", "width": 16}
    blank.add_pipe("tok2vec", config={"model": below})
    blank.add_pipe("trade_measures")
    model = {"@architectures": "tradenlp.Names.v1", "tok2vec": listener}
    blank.add_pipe("trade_entities", config={"model": model})
    optimizer = blank.initialize()
    told = [Example(blank.make_doc(e.text), e.reference) for e in examples(nlp)]
    blank.update(told, sgd=optimizer, annotates=["trade_measures"])
    before = blank.get_pipe("tok2vec").model.to_bytes()
    losses = [blank.update(told, sgd=optimizer, annotates=["trade_measures"])["trade_entities"] for _ in range(30)]
    assert losses[-1] < losses[0]
    assert blank.get_pipe("tok2vec").model.to_bytes() != before  # the gradient reaches the layer that is listened to
    assert 0 < blank.evaluate(told)["trade_entities_f"] <= 1


def test_best_names_end_where_they_should():
    rng = np.random.default_rng(0)
    for _ in range(50):
        told = chances(rng.normal(0, 3, (9, TAGS)))
        closed = list(rng.random(9) < 0.2)
        found = best(told, closed)
        assert all(a.last <= b.first for a, b in zip(found, found[1:], strict=False))
        assert not any(closed[at] for t in found for at in range(t.first, t.last))
        assert all(t.sure == sureness(told, t.label, t.first, t.last) for t in found)
        value = value_of(told, [(t.label, t.first, t.last) for t in found])
        assert all(value >= value_of(told, other) - 1e-4 for other in neighbours(found, closed))


def value_of(told, spans):
    row = np.zeros(len(told), dtype=int)
    for label, first, last in spans:
        row[first:last] = tags(label, last - first)
    return float(np.log(told[np.arange(len(told)), row] + 1e-12).sum())


def neighbours(found, closed):
    """Sequences that differ in one name: one less, another label, or one more."""
    spans = [(t.label, t.first, t.last) for t in found]
    taken = {at for _, first, last in spans for at in range(first, last)} | {n for n, c in enumerate(closed) if c}
    for n, (_, first, last) in enumerate(spans):
        yield spans[:n] + spans[n + 1 :]
        yield from (spans[:n] + [(label, first, last)] + spans[n + 1 :] for label in OPEN)
    for first in range(len(closed)):
        for last in range(first + 1, len(closed) + 1):
            if taken.isdisjoint(range(first, last)):
                yield from ([*spans, (label, first, last)] for label in OPEN)


def test_what_the_rules_know_stays_with_a_name():
    text = "Peru sold tin."
    tokens = Tokens([(0, 4), (5, 9), (10, 13), (13, 14)])
    ruled = [Mention("PLACE", 0, 4, "Peru", name="Peru", code="PE", id="T1")]
    told = np.full((4, TAGS), 1e-4, dtype="float32")
    told[:, 0] = 0.9
    assert [m.code for m in join(text, tokens, ruled, told)] == ["PE"]  # places of the rules stay
    told[2] = 1e-4
    told[2, tags("COMMODITY", 1)] = 0.9
    found = join(text, tokens, ruled, told)
    assert [(m.id, m.label, m.text, m.kind) for m in found] == [
        ("T1", "PLACE", "Peru", None), ("T2", "COMMODITY", "tin", "goods")
    ]  # fmt: skip
    assert found[1].hs and found[1].entry is not None


def test_hints_stay_within_their_tables():
    text = (
        'EXPORTS UP\n\n| a | 1 |\nPeru’s "Belt and Road" exports rose 5% to $3 million in May 2024, said PetroPeru S.A.'
    )
    doc = blank_pipeline()(text)
    rows = hints(text, [(t.idx, t.idx + len(t)) for t in doc], store.mentions(doc, "test"))
    assert rows.shape == (len(doc), len(SIZES)) and rows.min() >= 0
    assert (rows.max(axis=0) < np.array(SIZES)).all()
    assert hints("", [], ()).shape == (0, len(SIZES))
    closed = closed_tokens(Tokens([(t.idx, t.idx + len(t)) for t in doc]), store.mentions(doc, "test"))
    assert {doc[n].text for n, c in enumerate(closed) if c} >= {"5", "%", "2024"}


def test_the_network_names_its_parts():
    model = blank_pipeline().get_pipe("trade_entities").model
    assert set(PARTS) <= set(model.ref_names)
