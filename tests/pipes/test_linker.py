"""The linker settles what holds for a document as a whole: by rules, and by a network once it is trained."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tradenlp.analysis.traits import BUCKETS
from tradenlp.analysis.wholes import WHOLES
from tradenlp.corpus import load
from tradenlp.pipeline import blank_pipeline, read
from tradenlp.pipes import store
from tradenlp.pipes.choice_net import Sheet
from tradenlp.training import Recipe, example, fit

TEXT = (
    "Exports slip\n\nExports coursed through Penglai fell 9.3 percent to $241 million in the second quarter of 2018. "
    "In May 2018 Penglai and Korea signed a note.\n\nShipments of squid reached $12 million."
)
RELEASES = [r for r in load(Path(__file__).parents[2] / "annotations" / "train") if r.facts and not r.problems][:40]


def prepared(nlp, text=TEXT, published="2018-09-12"):
    doc = nlp.make_doc(text)
    store.set_source(doc, "a", published)
    for name in ("trade_measures", "trade_entities", "trade_units"):
        doc = nlp.get_pipe(name)(doc)
    return doc


@pytest.fixture(scope="module")
def trained():
    nlp = blank_pipeline()
    pipe = nlp.get_pipe("trade_linker")
    lessons = []
    for release in RELEASES:
        made = example(nlp, release)
        if made is not None:
            for name in ("trade_measures", "trade_entities", "trade_units"):
                made.predicted = nlp.get_pipe(name)(made.predicted)
            lessons += list(pipe.lessons([made]))
    fit(pipe, lessons, Recipe(epochs=8), 1)
    return nlp, lessons


def test_the_answer_of_the_rules_comes_first_and_each_answer_once():
    nlp = blank_pipeline()
    asked, traits = nlp.get_pipe("trade_linker")._read(prepared(nlp)).wholes()
    assert asked and {whole.about for whole in asked} <= set(WHOLES)
    assert len(traits) == sum(len(whole.answers) for whole in asked)
    for whole in asked:
        keys = [answer.key for answer in whole.answers]
        assert len(keys) == len(set(keys)) > 1
        rows = traits[whole.first : whole.first + len(keys)]
        assert (rows // BUCKETS == WHOLES.index(whole.about)).all()


def test_the_network_learns_the_questions(trained):
    nlp, lessons = trained
    pipe = nlp.get_pipe("trade_linker")
    right = [lesson.right[int(pipe.scores(Sheet(lesson.traits)).argmax())] for lesson in lessons]
    ruled = [lesson.right[0] for lesson in lessons]
    assert len(lessons) > 100 and sum(right) > sum(ruled)


def test_what_is_chosen_fills_the_slots_that_sentences_leave_open(trained):
    nlp = blank_pipeline()
    doc = prepared(nlp)
    reading = nlp.get_pipe("trade_linker")._read(doc)
    whole = next(w for w in reading.wholes()[0] if w.about == "period")
    other = next(a for a in whole.answers[1:] if a.key == "2018-05")
    before = {link.figure.text: link.slots.get("period") for link in reading.links()}
    reading.settle({"period": other.key, "nothing": "x", "reporter": "nobody"})
    after = {link.figure.text: link.slots.get("period") for link in reading.links()}
    assert before["$12 million"][0].value.edtf == "2018-04/2018-06"
    assert after["$12 million"][0].value.edtf == "2018-05"
    assert after["$241 million"][0].value.edtf == "2018-04/2018-06"  # told by the sentence itself


def test_facts_do_not_hang_on_the_batch(trained):
    nlp, _ = trained
    texts = [(r.text, r.head.get("published")) for r in RELEASES[:6]]
    alone = [read(nlp, text, published).to_json() for text, published in texts]
    docs = []
    for text, published in texts:
        doc = nlp.make_doc(text)
        store.set_source(doc, None, published)
        docs.append(doc)
    together = [store.result(doc).to_json() for doc in nlp.pipe(docs, batch_size=6)]
    assert together == alone


def test_weights_survive_bytes(trained):
    nlp, _ = trained
    other = blank_pipeline()
    other.get_pipe("trade_linker").from_bytes(nlp.get_pipe("trade_linker").to_bytes())
    one, two = (pipeline.get_pipe("trade_linker")._settled(prepared(pipeline))[1] for pipeline in (nlp, other))
    assert one == two
    params = [p.get_pipe("trade_linker").model.get_param("output") for p in (nlp, other)]
    assert np.allclose(*params, atol=1e-2)
