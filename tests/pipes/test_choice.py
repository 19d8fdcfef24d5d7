"""The network that chooses, and the components that learn with it."""

from __future__ import annotations

import numpy as np
import pytest
from thinc.api import Adam

from tradenlp.analysis.candidates import CHOICES, QUESTIONS
from tradenlp.analysis.figure_codes import FIGURE_CODES
from tradenlp.analysis.trait_codes import SLOT_CODES
from tradenlp.analysis.traits import BUCKETS, WIDTH, buckets
from tradenlp.errors import ConfigError
from tradenlp.pipeline import LEARNED, blank_pipeline, load_pipeline, read
from tradenlp.pipes.choice import Lesson, sheet_of
from tradenlp.pipes.choice_net import PARAMETERS, Sheet, make_choice

LESSON = Lesson(np.array([[1, 5, 9], [2, 6, 9], [3, 7, 9]]), [False, True, False])
OTHER = Lesson(np.array([[1, 6, 4], [2, 5, 4]]) + BUCKETS, [True, False])


def units():
    pipe = blank_pipeline().get_pipe("trade_units")
    pipe.model = make_choice(2, 4, 3, 0.0, 0.0)
    pipe.initialize(lambda: (), seed=3)
    return pipe


def test_gradients_are_those_of_the_loss():
    pipe = units()
    pipe.learn([LESSON, OTHER], None)
    told = {name: pipe.model.get_grad(name).copy() for name in PARAMETERS}
    pipe.model.set_grad("embeddings", np.zeros_like(told["embeddings"]))
    for name, place in (
        ("linear", (5, 1)),
        ("output", (0, 2, 1)),
        ("embeddings", (9, 4)),
        ("embeddings", (BUCKETS + 6, 0)),
    ):
        weights = pipe.model.get_param(name)
        held, losses = weights[place], []
        for step in (1e-2, -1e-2):
            weights[place] = held + step
            losses.append(pipe.learn([LESSON, OTHER], None))
        weights[place] = held
        # the loss is the mean over members, the gradient that of each member for itself
        assert told[name][place] == pytest.approx(3 * (losses[0] - losses[1]) / 2e-2, abs=2e-3)


def test_learns_what_is_right():
    pipe = units()
    optimizer = Adam(0.02)
    losses = [pipe.learn([LESSON, OTHER], optimizer) for _ in range(60)]
    assert losses[-1] < 0.1 < losses[0]
    assert pipe.scores(Sheet(LESSON.traits)).argmax() == 1 and pipe.scores(Sheet(OTHER.traits)).argmax() == 0


def test_scores_do_not_depend_on_the_batch():
    pipe = units()
    together = pipe.scores(sheet_of([LESSON, OTHER]))
    assert np.array_equal(together, np.concatenate([pipe.scores(sheet_of([one])) for one in (LESSON, OTHER)]))


def test_weights_come_back(tmp_path):
    pipe, other = units(), units()
    pipe.learn([LESSON], Adam(0.1))
    pipe.to_disk(tmp_path)
    sheet = Sheet(LESSON.traits)
    assert np.allclose(other.from_disk(tmp_path).scores(sheet), pipe.scores(sheet), atol=1e-3)
    assert other.from_bytes(pipe.to_bytes()).to_bytes() == pipe.to_bytes()
    untrained = blank_pipeline().get_pipe("trade_units")
    assert untrained.to_bytes() == b"" and not untrained.from_bytes(b"").cfg["trained"]


def test_no_model_is_an_error_that_says_so(tmp_path):
    with pytest.raises(ConfigError, match="E303"):
        load_pipeline(tmp_path)
    (tmp_path / "trade_units").mkdir()
    (tmp_path / "trade_units" / "weights").write_bytes(b"no weights")
    with pytest.raises(ConfigError, match="E303"):
        load_pipeline(tmp_path)


def test_weights_of_another_network_are_refused(tmp_path):
    nlp = load_pipeline()
    for component in LEARNED:
        nlp.get_pipe(component).to_disk(tmp_path / component)
    for first, second in (("trade_units", "trade_relations"), ("trade_relations", "trade_units")):
        nlp.get_pipe(first).to_disk(tmp_path / second)
    with pytest.raises(ConfigError, match="E303"):
        load_pipeline(tmp_path)
    for component in ("trade_units", "trade_relations"):
        nlp.get_pipe(component).to_disk(tmp_path / component)
    assert load_pipeline(tmp_path).get_pipe("trade_relations").cfg["trained"]
    (tmp_path / "trade_relations" / "weights").write_bytes(b"")
    with pytest.raises(ConfigError, match="E303"):
        load_pipeline(tmp_path)


def test_the_shipped_weights_fit_and_decide():
    nlp, rules = load_pipeline(), blank_pipeline()
    assert nlp.get_pipe("trade_relations").cfg["trained"] and nlp.get_pipe("trade_units").cfg["trained"]
    text = (
        "Chile's exports rose 5% to $3.5 billion in May 2023. Brazil took 71,000 tonnes of copper, Argentina 44,000 "
        "and Peru, a modest buyer, 9,500."
    )
    trained, plain = read(nlp, text), read(rules, text)
    assert len(trained.facts) >= len(plain.facts) > 0
    assert len(trained.entities) > len(plain.entities)  # the bare 44,000 and 9,500 are tonnes


@pytest.mark.parametrize(("of_slots", "codes"), [(True, SLOT_CODES), (False, FIGURE_CODES)])
def test_buckets_are_the_same_everywhere(of_slots, codes):
    rows = [list(range(len(codes))), list(range(1, len(codes) + 1))]
    found = buckets(rows, of_slots)
    assert found.shape == (2, WIDTH) and found.min() >= 0 and found.max() < BUCKETS
    assert np.array_equal(found[:1], buckets(rows[:1], of_slots))
    assert (found[0] != found[1]).mean() > 0.9


def test_every_question_has_its_buckets():
    assert len(QUESTIONS) == len(set(QUESTIONS)) and set(CHOICES) < set(QUESTIONS)
    model = load_pipeline().get_pipe("trade_relations").model
    assert model.get_param("linear").shape[0] == len(QUESTIONS) * BUCKETS + 1


@pytest.mark.parametrize("told", ['{"margin": "a"}', "null", '{"slope": [1]}', '{"slope": -5}', '{"level": NaN}', "{"])
def test_a_decision_that_is_none_is_named(told, tmp_path):
    nlp = load_pipeline()
    for component in LEARNED:
        nlp.get_pipe(component).to_disk(tmp_path / component)
    (tmp_path / "trade_relations" / "decision.json").write_text(told, encoding="utf-8")
    with pytest.raises(ConfigError, match="E303.*decision.json"):
        load_pipeline(tmp_path)


def test_scores_do_not_hang_on_how_many_rows_are_read_at_once():
    relations = load_pipeline().get_pipe("trade_relations")
    rng = np.random.default_rng(0)
    rows = rng.integers(0, BUCKETS, (5000, WIDTH))
    together = relations.scores(Sheet(rows))
    assert (together[:7] == relations.scores(Sheet(rows[:7]))).all()
    assert (together[4990:] == relations.scores(Sheet(rows[4990:]))).all()
    assert relations.scores(Sheet(rows[:0])).shape == (0,)
