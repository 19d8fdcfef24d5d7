"""Training by a configuration: the package's own over a transformer, and others."""

from __future__ import annotations

import io
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
import spacy
from thinc.api import Adam
from typer.testing import CliRunner

import tradenlp
from tradenlp import fine_tuning, pipeline
from tradenlp.analysis.choosing import DECISION
from tradenlp.calibration import MARGINS, fit, settle
from tradenlp.cli import app
from tradenlp.corpus import load
from tradenlp.errors import ConfigError
from tradenlp.optimizers import make_optimizer
from tradenlp.pipeline import blank_pipeline, load_pipeline, read
from tradenlp.training import Recipe

ROOT = Path(__file__).parents[1]
TEXT = "Peru exported $3.2 billion of copper in May 2024, up 5% from a year earlier. Chile's exports fell 2%."
needs_transformers = pytest.mark.skipif(
    find_spec("spacy_transformers") is None, reason="the extra trf is not installed"
)
# what the libraries below warn of is theirs
quiet = pytest.mark.filterwarnings("ignore")


@pytest.fixture(scope="module")
def releases():
    """Eight releases of several bodies."""
    seen: dict[str, int] = {}
    out = []
    for release in load(ROOT / "annotations" / "train"):
        seen[release.body] = seen.get(release.body, 0) + 1
        if release.facts and len(release.text) < 3000 and seen[release.body] <= 2:
            out.append(release)
    return out[:8]


@pytest.fixture
def folder(releases, tmp_path):
    (tmp_path / "train").mkdir()
    for release in releases:
        (tmp_path / "train" / Path(release.path).name).write_text(release.source, encoding="utf-8")
    return tmp_path / "train"


@pytest.fixture(scope="module")
def backbone(tmp_path_factory):
    """A BERT of random weights and eight dimensions with a vocabulary of letters."""
    from transformers import BertConfig, BertModel, BertTokenizerFast

    path = tmp_path_factory.mktemp("bert")
    letters = [chr(c) for c in range(33, 127) if not chr(c).isupper()]
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "exports", "billion", *letters, *(f"##{c}" for c in letters)]
    (path / "vocab.txt").write_text("\n".join(words), encoding="utf-8")
    BertTokenizerFast(str(path / "vocab.txt")).save_pretrained(path)
    settings = {"hidden_size": 8, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 16}
    BertModel(BertConfig(vocab_size=len(words), max_position_embeddings=1200, **settings)).save_pretrained(path)
    return path


SHORT = {"trade_entities": Recipe(epochs=1, batch=4, folds=2), "trade_relations": Recipe(epochs=2, batch=4)}


@needs_transformers
@quiet
@pytest.mark.parametrize("more", [["--epochs", "2"], ["--freeze"]], ids=["all", "heads"])
def test_a_transformer_of_a_folder_is_trained_and_read_again(folder, backbone, tmp_path, monkeypatch, more):
    monkeypatch.setattr(fine_tuning, "HEADS", SHORT)
    monkeypatch.setattr(fine_tuning, "FIRST", SHORT)
    model = tmp_path / "model"
    command = ["train", str(folder), "-o", str(model), "--config", "trf", "--backbone", str(backbone)]
    out = CliRunner().invoke(app, [*command, *more])
    assert out.exit_code == 0, out.output
    assert "trade_relations:" in out.output and "settled on development" in out.output
    assert sorted(p.name for p in tmp_path.iterdir()) == ["model", "train"]  # nothing left of the work
    nlp, other = tradenlp.load(model), spacy.load(model)
    told = read(nlp, TEXT, "2024-06-10")
    assert told.facts and told == read(other, TEXT, "2024-06-10")
    nlp.to_disk(tmp_path / "again")
    assert read(tradenlp.load(tmp_path / "again"), TEXT, "2024-06-10") == told
    # a document's facts are its own, whatever it is read with
    texts = [TEXT, "Chile imported 3 tonnes of tin. " * 40, "", TEXT]
    docs = list(nlp.pipe(texts, batch_size=4))
    assert docs[0]._.trade == docs[3]._.trade == nlp(TEXT)._.trade


@needs_transformers
@quiet
def test_a_backbone_that_is_nowhere_is_told_in_one_line(folder, tmp_path, monkeypatch):
    command = ["train", str(folder), "-o", str(tmp_path / "m"), "--config", "trf", "--backbone", str(tmp_path / "none")]
    out = CliRunner().invoke(app, command)
    assert out.exit_code == 1 and "E306" in out.output and not (tmp_path / "m").exists()


def test_without_the_extra_it_is_told_what_to_install(folder, tmp_path, monkeypatch):
    monkeypatch.setattr(pipeline, "find_spec", lambda name: None)
    out = CliRunner().invoke(app, ["train", str(folder), "-o", str(tmp_path / "m"), "--config", "trf"])
    assert out.exit_code == 1 and 'pip install "tradenlp[trf]"' in out.output and not (tmp_path / "m").exists()
    saved = tmp_path / "saved"
    saved.mkdir()
    (saved / "config.cfg").write_text('@architectures = "spacy-transformers.TransformerModel.v3"', encoding="utf-8")
    with pytest.raises(ConfigError, match="E204"):
        load_pipeline(saved)
    (saved / "config.cfg").write_text("[nlp]\nlang = 'en'\n", encoding="utf-8")
    with pytest.raises(ConfigError, match="E303"):
        load_pipeline(saved)


def test_a_configuration_that_is_nowhere_is_told(folder, tmp_path):
    out = CliRunner().invoke(app, ["train", str(folder), "-o", str(tmp_path / "m"), "--config", "huge"])
    assert out.exit_code == 1 and "E305" in out.output and "trf" in out.output
    out = CliRunner().invoke(app, ["train", str(folder), "-o", str(tmp_path / "m"), "--backbone", "x"])
    assert out.exit_code == 2 and "--config" in out.output


def test_any_configuration_is_trained(releases, folder, tmp_path):
    plan = fine_tuning.Plan(str(ROOT / "training" / "config.cfg"), folder, epochs=1, seed=3)
    out, err = io.StringIO(), io.StringIO()
    nlp = fine_tuning.train(plan, releases, tmp_path / "model", out, err)
    assert "settled" in out.getvalue() and nlp.get_pipe("trade_relations").decision == DECISION
    assert read(tradenlp.load(tmp_path / "model"), TEXT, "2024-06-10").facts


def test_development_takes_whole_bodies(releases):
    held = fine_tuning._held_out(releases, 1)
    bodies = {release.body for release in releases}
    assert held and held < bodies and held == fine_tuning._held_out(releases, 1)
    assert fine_tuning._held_out([r for r in releases if r.body == releases[0].body], 1) == set()


def test_the_encoder_has_a_rate_of_its_own():
    fast, slow = (make_optimizer(0.1, 0.01, 0.0) for _ in range(2))
    weights, gradient = np.zeros(3, dtype="float32"), np.ones(3, dtype="float32")
    one, _ = fast((1, "output"), weights.copy(), gradient.copy())
    other, _ = slow((1, "encoder.layer.0.weight"), weights.copy(), gradient.copy())
    assert np.allclose(one, 100 * other) and one[0] == pytest.approx(-0.1, rel=1e-3)
    assert Adam(0.1)((1, "output"), weights.copy(), gradient.copy())[0][0] == pytest.approx(one[0])


def test_scaling_is_found_again():
    rng = np.random.default_rng(0)
    odds = rng.normal(1, 3, 6000)
    right = rng.random(6000) < 1 / (1 + np.exp(-(0.5 * odds - 0.8)))
    slope, level = fit(odds.tolist(), right.tolist())
    assert slope == pytest.approx(0.5, abs=0.05) and level == pytest.approx(-0.8, abs=0.1)


def test_scaling_is_settled_on_releases_and_keeps_where_they_are_few(releases, monkeypatch):
    nlp = load_pipeline()
    shipped = nlp.get_pipe("trade_relations").decision
    assert settle(nlp, releases[:1]) == shipped == nlp.get_pipe("trade_relations").decision
    monkeypatch.setattr("tradenlp.calibration.FEWEST", 3)
    found = settle(nlp, releases)
    assert found == nlp.get_pipe("trade_relations").decision != shipped
    assert found.margin in MARGINS and found.omission_margin in MARGINS and 0 < found.slope < 2


def test_rules_alone_have_nothing_to_scale(releases):
    nlp = blank_pipeline()
    assert settle(nlp, releases[:2]) == DECISION
