"""The network that reads the words around candidates, and the component that works with it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import spacy
from spacy.tokens import Doc
from spacy.vocab import Vocab
from thinc.api import Adam, Model

from tradenlp.analysis.candidates import QUESTIONS
from tradenlp.analysis.choosing import DECISION, Decision
from tradenlp.analysis.document import Reading
from tradenlp.analysis.traits import BUCKETS
from tradenlp.pipeline import blank_pipeline, read
from tradenlp.pipes import context_net, store
from tradenlp.pipes.choice import Lesson, sheet_of
from tradenlp.pipes.context_net import make_context_choice
from tradenlp.pipes.places import SORTS, places
from tradenlp.training import make_reader

TRAIN = Path(__file__).parents[2] / "annotations" / "train"
TEXT = "Peru exported $3.2 billion of copper in May 2024, up 5% from a year earlier. Chile's exports fell 2%."
CNN = {
    "@architectures": "spacy.HashEmbedCNN.v2",
    "width": 8,
    "depth": 1,
    "embed_size": 100,
    "window_size": 1,
    "maxout_pieces": 2,
    "subword_features": False,
    "pretrained_vectors": None,
}
LISTENER = {"@architectures": "spacy.Tok2VecListener.v1", "width": 8, "upstream": "tok2vec"}
OTHER_PLACES = [[1, 2, 0, 1, 9], [1, 2, 3, 4, 2]]
ANNOTATING = ["trade_measures", "trade_entities", "trade_units", "trade_linker"]


def vectors(depth: int = 5) -> Model:
    """A sub-layer with one row of parameters for each place in a document."""

    def forward(model, docs, is_train):
        table = model.get_param("table")

        def backprop(gradients):
            grown = np.zeros_like(table)
            for gradient in gradients:
                grown[: len(gradient)] += gradient
            model.inc_grad("table", grown)
            return docs

        return [table[: len(doc)] for doc in docs], backprop

    def init(model, X=None, Y=None):  # noqa: N803 (thinc's names)
        model.set_param("table", np.random.default_rng(1).normal(size=(12, depth)).astype("float32"))

    return Model("table", forward, init=init, params={"table": None})


def network():
    model = make_context_choice(vectors(), 2, 3, 2, 0.0, 0.0, 4, 3)
    docs = [Doc(Vocab(), words=list("abcdefgh")), Doc(Vocab(), words=list("klmn"))]
    model.attrs["seed"] = 5
    model.initialize(X=docs)
    model.set_param("sort", np.random.default_rng(2).normal(size=(2 * SORTS, 8)).astype("float32"))
    lessons = [
        Lesson(np.array([[1, 5], [2, 6]]), [False, True], docs[0], np.array([[0, 2, 3, 5, 1], [0, 2, -1, -1, 0]])),
        Lesson(np.array([[1, 5], [2, 6]]) + BUCKETS, [True, False], docs[1], np.array(OTHER_PLACES)),
    ]  # fmt: skip
    return model, lessons, docs


def pipe_with(model):
    pipe = blank_pipeline().get_pipe("trade_relations")
    pipe.model = model
    pipe.cfg["trained"] = True
    return pipe


@pytest.mark.parametrize("name", [*context_net.PARAMETERS, "table"])
def test_gradients_are_those_of_the_loss(name):
    model, lessons, docs = network()
    pipe = pipe_with(model)
    node = model.get_ref("tok2vec") if name == "table" else model
    pipe.learn(lessons, None, docs)
    told = node.get_grad(name).copy()
    weights = node.get_param(name)
    places_of_weight = np.argwhere(np.abs(told) > 1e-3)
    assert len(places_of_weight)
    for place in map(tuple, places_of_weight[:: max(1, len(places_of_weight) // 4)]):
        held, losses = weights[place], []
        for step in (3e-3, -3e-3):
            weights[place] = held + step
            losses.append(pipe.learn(lessons, None, docs))
        weights[place] = held
        # the loss is the mean over members, the gradient that of each member for itself
        assert told[place] == pytest.approx(2 * (losses[0] - losses[1]) / 6e-3, abs=4e-3)


def test_what_stands_around_tells_candidates_apart():
    model, lessons, docs = network()
    pipe, optimizer = pipe_with(model), Adam(0.03)
    same = [Lesson(np.zeros_like(lesson.traits), *lesson[1:]) for lesson in lessons]
    losses = [pipe.learn(same, optimizer, docs) for _ in range(60)]
    assert losses[-1] < 0.1 < losses[0]
    assert pipe.scores(sheet_of(same[:1])).argmax() == 1


def test_documents_without_lessons_pass_their_gradient_on():
    model, lessons, docs = network()
    pipe = pipe_with(model)
    assert pipe.learn([], None, docs) == 0.0
    assert not model.get_ref("tok2vec").get_grad("table").any()
    assert pipe.learn(lessons[:1], None, docs) > 0


def test_places_are_those_of_the_mentions():
    nlp = blank_pipeline()
    doc = nlp.make_doc(TEXT)
    store.set_source(doc, None, "2024-06-10")
    for name in ANNOTATING:
        doc = nlp.get_pipe(name)(doc)
    pipe = pipe_with(network()[0])
    reading = Reading(doc.text, store.mentions(doc, "a test"), store.published(doc))
    asked = pipe._asked(doc, reading)
    stand = places(doc, asked.board, asked.questions)
    assert stand.shape == (len(asked.sheet.traits), 5) and (0 <= stand[:, 4]).all() and (stand[:, 4] < SORTS).all()
    for question in asked.questions:
        for n, candidate in enumerate(question.candidates):
            first, end, start, stop, _ = stand[question.first + n]
            assert doc[first:end].text == question.link.figure.text
            if question.about != "measure" and candidate.mentions:
                assert doc[start:stop].text in {m.text for m in asked.board.templates[0].mentions} | {
                    m.text for t in asked.board.templates for m in t.mentions
                }
            else:
                assert (start, stop) == (-1, -1)


def pipeline(tok2vec):
    nlp = blank_pipeline()
    nlp.remove_pipe("trade_relations")
    model = {"@architectures": context_net.NAME, "questions": len(QUESTIONS), "tok2vec": tok2vec}
    nlp.add_pipe("trade_relations", before="trade_facts", config={"model": model})
    if tok2vec is LISTENER:
        nlp.add_pipe("tok2vec", first=True, config={"model": CNN})
    return nlp


@pytest.mark.parametrize("tok2vec", [CNN, LISTENER], ids=["of its own", "shared"])
def test_it_learns_over_any_vectors_and_comes_back(tok2vec, tmp_path):
    nlp = pipeline(tok2vec)
    examples = list(make_reader(TRAIN, 3)(nlp))
    optimizer = nlp.initialize(lambda: examples)
    optimizer.learn_rate = 0.01
    annotating = [*(["tok2vec"] if tok2vec is LISTENER else []), *ANNOTATING]
    losses = [nlp.update(examples, sgd=optimizer, annotates=annotating)["trade_relations"] for _ in range(4)]
    assert losses[-1] < losses[0]
    assert nlp.evaluate(examples)["trade_relations_acc"] > 0.3
    relations = nlp.get_pipe("trade_relations")
    relations.decision = Decision(0.5, 1.5, 0.4, -1.0)
    nlp.to_disk(tmp_path / "model")
    held = spacy.load(tmp_path / "model")
    again = spacy.load(tmp_path / "model")
    told = read(held, TEXT, "2024-06-10")
    assert told.facts and told == read(again, TEXT, "2024-06-10")
    assert held.get_pipe("trade_relations").decision == relations.decision != DECISION
    other = pipeline(tok2vec).get_pipe("trade_relations").from_bytes(held.get_pipe("trade_relations").to_bytes())
    assert other.decision == relations.decision
    assert np.array_equal(other.model.get_param("output"), held.get_pipe("trade_relations").model.get_param("output"))


def test_weights_of_the_other_network_are_refused():
    small, large = blank_pipeline().get_pipe("trade_relations"), pipeline(CNN).get_pipe("trade_relations")
    for pipe in (small, large):
        pipe.initialize(lambda: ())
    for pipe, other in ((small, large), (large, small)):
        with pytest.raises(ValueError):
            pipe.from_bytes(other.to_bytes())
