"""Training on annotated releases, from files to weights that are read again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import spacy
from spacy.cli.train import train as spacy_train
from typer.testing import CliRunner

import tradenlp
from tradenlp.cli import app
from tradenlp.corpus import load, parse
from tradenlp.pipeline import LEARNED, blank_pipeline, read
from tradenlp.pipes import store
from tradenlp.training import RECIPES, Recipe, example, make_reader, save, train

ANNOTATIONS = Path(__file__).parents[1] / "annotations"
SHORT = {name: replace(RECIPES.get(name, Recipe()), epochs=2, folds=2) for name in LEARNED}


@pytest.fixture(scope="module")
def releases():
    return [release for release in load(ANNOTATIONS / "train") if release.facts][:8]


def test_an_example_holds_the_answers():
    release = parse(
        "---\nid: a\nissuer: A\nbody: a\nstyle: note\npublished: 2024-06-10\n---\n"
        "In [[May 2024|PERIOD t1]] [[Peru|PLACE p1]] [[exported|INDICATOR i1]] [[$3.2 billion|MONEY m1]] of "
        "[[tin|COMMODITY c1]], of which [[0.8|MONEY m2]] to [[Chile|PLACE p2]].\n---\n"
        "with reporter p1 Peru | period t1 2024-05 | commodity c1 tin\n"
        "exports i1 | amount m1 3.2bn USD\nexports i1 | partner p2 Chile ~ none | amount m2 0.8bn USD\n"
    )
    assert not release.problems
    made = example(blank_pipeline(), release)
    assert [(e.label_, e.text) for e in made.reference.ents][:2] == [("PERIOD", "May 2024"), ("PLACE", "Peru")]
    answers, at = store.answers(made.reference), release.text.index("0.8")
    assert answers.right(at, "amount", "measure") == {"amount"}
    assert answers.right(at, "amount", "partner") == {"chile", "cl", None}
    assert answers.right(0, "amount", "measure") == {None}
    assert answers.right(at, "share", "partner") is None
    label, value = store.figures(made.reference)[at, at + 3]
    assert (label, value) == ("MONEY", 800_000_000)


def test_training_is_repeatable_and_kept(releases, tmp_path):
    told: list[str] = []
    first = train(releases, recipes=SHORT, tell=told.append)
    again = train(releases, recipes=SHORT, tell=told.append)
    assert len(told) == 6 and told[:3] == told[3:]
    for component in LEARNED:
        assert first.get_pipe(component).to_bytes() == again.get_pipe(component).to_bytes() != b""
    save(first, tmp_path / "model", {"releases": len(releases)})
    held = tradenlp.load(str(tmp_path / "model"))
    text, published = releases[0].text, releases[0].head["published"]
    assert read(held, text, published).facts == read(tradenlp.load(tmp_path / "model"), text, published).facts


def test_the_reader_is_registered_for_configs():
    from spacy.util import registry

    reader = registry.readers.get("tradenlp.Releases.v1")(ANNOTATIONS / "train", 3)
    assert len(list(reader(blank_pipeline()))) == 3
    assert reader.__module__ == make_reader.__module__


def test_a_pipeline_learns_by_spacys_own_update(releases):
    nlp = blank_pipeline()
    examples = list(make_reader(ANNOTATIONS / "train", 4)(nlp))
    optimizer = nlp.initialize(lambda: examples)
    annotating = ["trade_measures", "trade_entities", "trade_units", "trade_linker"]
    losses = [nlp.update(examples, sgd=optimizer, annotates=annotating)["trade_relations"] for _ in range(4)]
    assert losses[-1] < losses[0]


def test_the_command_says_what_it_cannot_learn_from(tmp_path):
    (tmp_path / "bad.rel").write_text("no release", encoding="utf-8")
    out = CliRunner().invoke(app, ["train", str(tmp_path), "-o", str(tmp_path / "model")])
    assert out.exit_code == 1 and "bad.rel" in out.output
    assert not (tmp_path / "model").exists()


def test_spacy_trains_by_the_configuration(releases, tmp_path):
    for part, some in (("train", releases[:4]), ("dev", releases[4:6])):
        (tmp_path / part).mkdir()
        for release in some:
            (tmp_path / part / Path(release.path).name).write_text(release.source, encoding="utf-8")
    told = {
        "paths.train": str(tmp_path / "train"),
        "paths.dev": str(tmp_path / "dev"),
        "training.max_epochs": 1,
        "training.eval_frequency": 1,
    }
    spacy_train(ANNOTATIONS.parent / "training" / "config.cfg", tmp_path / "out", overrides=told)
    nlp = spacy.load(tmp_path / "out" / "model-last")
    assert nlp.get_pipe("trade_relations").cfg["trained"]
    assert nlp.meta["performance"]["trade_relations_acc"] > 0.3
    assert read(nlp, "Peru exported $3.2 billion of copper in May 2024.", "2024-06-10").facts
