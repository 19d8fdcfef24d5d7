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
from tradenlp.corpus.keeping import Kept, kept
from tradenlp.errors import ConfigError
from tradenlp.pipeline import LEARNED, blank_pipeline, read
from tradenlp.pipes import store
from tradenlp.training import RECIPES, Addition, Recipe, add, drawn, example, make_reader, save, train

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
    half = len(LEARNED)
    assert len(told) == 2 * half and told[:half] == told[half:]
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


LEARNS = {name: replace(RECIPES.get(name, Recipe()), epochs=3, folds=2) for name in LEARNED}


@pytest.mark.parametrize("best", [True, False])
def test_dev_releases_are_measured_by_and_may_choose_the_epoch(best, releases):
    told, stages = [], []
    nlp = train(
        releases[:4],
        recipes={n: replace(r, best=best) for n, r in LEARNS.items()},
        tell=told.append,
        dev=releases[4:6],
        learned=stages.append,
    )
    assert sum("trade_relations: epoch" in line for line in told) == 3 and stages == [nlp] * len(LEARNED)
    losses = [float(line.rpartition(" ")[2]) for line in told if line.startswith("trade_relations: epoch")]
    kept_line = [line for line in told if line.startswith("trade_relations: the weights")]
    assert bool(kept_line) == (best and losses.index(min(losses)) < 2)


@pytest.fixture(scope="module")
def base(releases, tmp_path_factory):
    folder = tmp_path_factory.mktemp("base")
    nlp = train(releases[:6], recipes=SHORT, tell=lambda line: None)
    save(nlp, folder, releases=Kept(tuple(releases[:5]), (releases[5],)))
    return folder


def test_adding_is_repeatable_and_learns(base, releases):
    told: list[str] = []
    first, again = (
        add(base, releases[6:], addition=Addition(rehearsal=0.4, epochs=3), tell=told.append) for _ in range(2)
    )
    old = tradenlp.load(base)
    for component in LEARNED:
        assert first.get_pipe(component).to_bytes() == again.get_pipe(component).to_bytes()
    assert first.get_pipe(LEARNED[-1]).to_bytes() != old.get_pipe(LEARNED[-1]).to_bytes()
    assert "lessons of 2 releases" in told[0] and "of 2, loss" in told[0] and len(told) == 2 * len(LEARNED)


def test_rehearsal_draws_the_same_and_leaves_out_what_is_annotated_anew(base, releases):
    known, half = kept(base), Addition(rehearsal=0.5)
    one = drawn(known, releases[:1], half, 0)
    assert one == drawn(known, releases[:1], half, 0) and len(one) == 2
    assert [r.id for r in drawn(known, releases[:1], Addition(), 0)] == [r.id for r in releases[1:5]]
    assert drawn(known, releases, Addition(), 0) == []


def test_saving_weights_alone_takes_old_releases_away(base, releases, tmp_path):
    nlp = tradenlp.load(base)
    save(nlp, tmp_path, releases=Kept((releases[0],)))
    assert len(kept(tmp_path).learned) == 1
    save(nlp, tmp_path)
    with pytest.raises(ConfigError, match="E304"):
        add(tmp_path, releases[:1])


def write(releases, folder):
    folder.mkdir()
    for release in releases:
        (folder / Path(release.path).name).write_text(release.source, encoding="utf-8")
    return str(folder)


def test_the_command_adds_and_measures(base, releases, tmp_path):
    mine = write([releases[4], *releases[6:]], tmp_path / "mine")  # the first is known to the base
    more = write(releases[:1], tmp_path / "dev")
    out = str(tmp_path / "model")
    run = CliRunner().invoke(app, ["train", "--base", str(base), "--add", mine, "--dev", more, "-o", out])
    assert run.exit_code == 0 and "old ones, of the base, never learned from: releases 1" in run.output
    assert "these take the place" in run.output and "yours" not in run.output  # that of --dev was learned from
    run = CliRunner().invoke(app, ["train", "--base", out, "--add", write(releases[5:6], tmp_path / "one"), "-o", out])
    assert run.exit_code == 0 and "none is kept back" in run.output and "what is forgotten" in run.output
    assert {r.id for r in kept(out).learned} == {r.id for r in releases} and not kept(out).unseen


def test_a_quarter_is_kept_back(base, releases, tmp_path):
    some = [release for release in load(ANNOTATIONS / "train") if release.facts][8:12]
    mine, out = write(some, tmp_path / "mine"), str(tmp_path / "model")
    check = write(releases[6:], tmp_path / "check")
    run = CliRunner().invoke(app, ["train", "--base", str(base), "--add", mine, "--check", check, "-o", out])
    assert run.exit_code == 0, run.output
    assert "yours, kept back: releases 1" in run.output and "given with --check: releases 2" in run.output
    assert "3 releases added to 5" in run.output and len(kept(out).unseen) == 2


@pytest.mark.parametrize(
    ("options", "code", "told"),
    [
        ([], 2, "name FOLDER"),
        (["{folder}", "--base", "sm"], 2, "name FOLDER"),
        (["{folder}", "--add", "{folder}"], 2, "name FOLDER"),
        (["--add", "{folder}", "--base", "{empty}"], 1, "E303"),
        (["--add", "{empty}"], 1, "E116"),
    ],
)
def test_the_command_says_what_it_cannot_add(options, code, told, releases, tmp_path):
    (tmp_path / "empty").mkdir()
    named = {"folder": write(releases[:1], tmp_path / "mine"), "empty": str(tmp_path / "empty")}
    options = [option.format(**named) for option in options]
    run = CliRunner().invoke(app, ["train", *options, "-o", str(tmp_path / "model")])
    assert run.exit_code == code and told in run.output
    assert not (tmp_path / "model").exists()


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


def test_weights_are_not_written_into_a_whole_pipeline(releases, tmp_path):
    (tmp_path / "model").mkdir()
    (tmp_path / "model" / "config.cfg").write_text("[nlp]", encoding="utf-8")
    run = CliRunner().invoke(app, ["train", write(releases[:1], tmp_path / "mine"), "-o", str(tmp_path / "model")])
    assert run.exit_code == 1 and "E307" in run.output and "few" in run.output


@pytest.mark.parametrize("told", ["no configuration", "[nlp]\nlang = 'en'\n"])
def test_a_file_that_is_no_configuration_is_named(told, releases, tmp_path):
    path = tmp_path / "a.cfg"
    path.write_text(told, encoding="utf-8")
    mine = write(releases[:1], tmp_path / "mine")
    run = CliRunner().invoke(app, ["train", mine, "-o", str(tmp_path / "model"), "--config", str(path)])
    assert run.exit_code == 1 and "E308" in run.output and run.exception.__class__ is SystemExit
