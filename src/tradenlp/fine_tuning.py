"""Training by spaCy's own loop from a configuration: a pipeline over one shared transformer, or any other."""

from __future__ import annotations

import logging
import math
import random
import shutil
import tempfile
from collections.abc import Sequence
from configparser import MissingSectionHeaderError, ParsingError
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from spacy.language import Language
from spacy.training.initialize import init_nlp
from spacy.training.loop import train as spacy_train
from spacy.util import load_config

from . import calibration, training
from . import optimizers as optimizers  # importing registers what configurations name
from .corpus import Release, keeping, load
from .errors import ConfigError
from .pipeline import load_pipeline, need_transformers

CONFIGS = Path(__file__).with_name("configs")
"""The configurations that come with the package."""
HELD_OUT = 0.1
"""Share of the bodies that development takes where no releases are given for it."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What to train by a configuration.

    Attributes:
        config: name of a configuration of the package, or path of another.
        train: folder of annotated releases.
        dev: another for development; some bodies are held out of ``train`` where it is None.
        backbone: name or folder of the pretrained encoder; the configuration's own where it is None.
        epochs: at most; the configuration's own where it is None.
        seed: of first weights, order and what is left out.
        freeze: leave the encoder as it is and train only what reads its vectors, which are made once.
    """

    config: str
    train: Path
    dev: Path | None = None
    backbone: str | None = None
    epochs: int | None = None
    seed: int = 0
    freeze: bool = False


HEADS = {
    "trade_entities": training.Recipe(epochs=6, batch=4, folds=3),
    "trade_relations": training.Recipe(epochs=8, batch=4),
}
"""How the layers over an encoder learn that stays as it is."""
FIRST = {
    "trade_entities": training.Recipe(epochs=3, batch=4, folds=2),
    "trade_relations": training.Recipe(epochs=3, batch=4),
}
"""The same before the encoder learns with them: layers without sense would pull it away from what it knows, and those
behind would learn from what they say (Kumar et al. 2022)."""


def train(plan: Plan, releases: Sequence[Release], output: Path, out: IO[str], err: IO[str]) -> Language:
    """Train a pipeline and write it as spaCy does: ``tradenlp.load`` and ``spacy.load`` both read it.

    Args:
        plan: what to train.
        releases: those of ``plan.train`` without problems.
        output: folder for the pipeline; what it held of the same names is replaced.
        out: takes a table of losses and scores as training goes on.
        err: takes what the loop complains of.
    Returns:
        Language: the best pipeline by the scores on development, its confidence scaled on it.
    Raises:
        ConfigError: E204 without spacy-transformers; E305 if there is no such configuration; E306 if the backbone
            cannot be loaded.
        OSError: if the folder cannot be written.
    """
    config = _config(plan)
    held = sorted(_held_out(releases, plan.seed)) if plan.dev is None else []
    learned = [release for release in releases if release.body not in held]
    _set_up(config, plan, held, len(learned))
    if _needs_transformers(config):
        check_backbone(str(config["paths"]["backbone"]))
    dev_releases = [r for r in releases if r.body in held] if plan.dev is None else list(load(plan.dev).sound)
    output.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=output.parent) as work:
        nlp = init_nlp(config)
        if plan.freeze or _needs_transformers(config):
            recipes = HEADS if plan.freeze else FIRST
            training.train(learned, seed=plan.seed, recipes=recipes, tell=lambda told: _tell(out, told), nlp=nlp)
        found = nlp if plan.freeze else _looped(nlp, Path(work), out, err)
        decided = calibration.settle(found, dev_releases)
        out.write(f"settled on development: {decided}\n")
        for old in (output / name for name in found.pipe_names):
            shutil.rmtree(old, ignore_errors=True)
        (output / keeping.NAME).unlink(missing_ok=True)  # releases of other weights
        found.to_disk(output)
    return found


def _looped(nlp: Language, work: Path, out: IO[str], err: IO[str]) -> Language:
    """Train all of a pipeline by spaCy's loop and return the best of its checkpoints."""
    spacy_train(nlp, work, stdout=out, stderr=err)
    best = work / "model-best"
    return load_pipeline(best if best.exists() else work / "model-last")


def _tell(out: IO[str], told: str) -> None:
    out.write(told + "\n")
    out.flush()


def _config(plan: Plan) -> Any:
    """Read the configuration.

    Raises:
        ConfigError: E305 if there is none, E308 if it is none of spaCy's.
    """
    path = CONFIGS / f"{plan.config}.cfg"
    if not path.exists():
        path = Path(plan.config).expanduser()
    if not path.is_file():
        known = ", ".join(sorted(p.stem for p in CONFIGS.glob("*.cfg")))
        raise ConfigError("E305", config=plan.config, known=known)
    try:
        config = load_config(path, interpolate=False)
        for section in ("paths", "system", "corpora", "training"):
            config[section]
    except (ValueError, KeyError, ParsingError, MissingSectionHeaderError) as error:
        raise ConfigError("E308", path=str(path), reason=" ".join(str(error).split())[:80]) from error
    return config


def _needs_transformers(config: Any) -> bool:
    return "backbone" in config.get("paths", {})


def _set_up(config: Any, plan: Plan, held: Sequence[str], releases: int) -> None:
    """Put the plan into a configuration; the steps follow from the number of releases."""
    config["paths"].update(train=str(plan.train), dev=str(plan.dev or plan.train))
    config["system"]["seed"] = plan.seed
    if plan.backbone is not None and _needs_transformers(config):
        config["paths"]["backbone"] = (
            str(Path(plan.backbone).expanduser()) if _is_folder(plan.backbone) else plan.backbone
        )
    if plan.dev is None:
        config["corpora"]["train"]["leave_out"] = list(held)
        config["corpora"]["dev"]["bodies"] = list(held)
    loop = config["training"]
    if plan.epochs is not None:
        loop["max_epochs"] = plan.epochs
    steps = math.ceil(releases / int(loop["batcher"]["size"]))
    loop["eval_frequency"] = steps
    loop["patience"] = 2 * steps
    rate = loop["optimizer"].get("learn_rate")
    if isinstance(rate, dict) and "total_steps" in rate:
        total = max(2, steps * int(loop["max_epochs"]))
        rate.update(total_steps=total, warmup_steps=max(1, min(int(rate["warmup_steps"]), total // 5)))


def _held_out(releases: Sequence[Release], seed: int) -> set[str]:
    """Some of the bodies; of one body alone all, since there is nothing else to score on."""
    bodies = sorted({release.body for release in releases})
    if len(bodies) == 1:
        return set()
    return set(random.Random(seed).sample(bodies, max(1, round(len(bodies) * HELD_OUT))))


def _is_folder(name: str) -> bool:
    return Path(name).expanduser().is_dir()


def check_backbone(name: str) -> None:
    """Make sure that an encoder can be loaded, before any work is done.

    Args:
        name: on the Hugging Face hub, or a folder.
    Raises:
        ConfigError: E204 without spacy-transformers; E306 if it cannot be loaded.
    """
    need_transformers("The configuration")
    from transformers import AutoConfig, AutoTokenizer

    given = str(Path(name).expanduser()) if _is_folder(name) else name
    hub = logging.getLogger("huggingface_hub")
    level = hub.level
    hub.setLevel(logging.CRITICAL)  # its retries, which the error below sums up
    try:
        AutoConfig.from_pretrained(given)
        AutoTokenizer.from_pretrained(given)
    except (OSError, ValueError, KeyError, ImportError) as error:
        reason = " ".join(str(error).split()).partition(". ")[0].rstrip(".")
        raise ConfigError("E306", name=name, reason=reason) from error
    finally:
        hub.setLevel(level)


__all__ = ["CONFIGS", "Plan", "check_backbone", "train"]
