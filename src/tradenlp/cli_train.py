"""The command that trains: parse, call one function, print.

The training modules are looked up when the command runs, so that ``--help`` need not wait for spaCy.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from .cli_add import add as go_on
from .cli_common import module, one_line, tell_faults, told_of, within
from .errors import ConfigError, TradeError

EPILOG = """Examples:

\b
  tradenlp train annotations/train -o model/
  tradenlp train annotations/train --dev annotations/dev -o model/
  tradenlp train --base sm --add my_releases/ -o my_model/
  python -c "import tradenlp; nlp = tradenlp.load('model/')"
  tradenlp evaluate annotations/dev --model model/
  tradenlp train annotations/train -o trf/ --config trf --dev annotations/dev
  tradenlp train annotations/train -o trf/ --config trf --backbone ./my-encoder --freeze
"""


def train(
    output: Annotated[Path, typer.Option("--output", "-o", help="Folder for the weights.", file_okay=False)],
    folder: Annotated[
        Path | None, typer.Argument(help="Annotated releases (.rel), at any depth.", exists=True, file_okay=False)
    ] = None,
    seed: Annotated[
        int, typer.Option(callback=within(0, 2**32 - 1), help="Of first weights, order and what is left out.")
    ] = 0,
    dev: Annotated[
        Path | None,
        typer.Option(
            help="Releases to measure by as it learns, not learned from. With --add: of your own.",
            exists=True,
            file_okay=False,
        ),
    ] = None,
    base: Annotated[
        str | None, typer.Option(help="Model to go on from: a folder, or 'sm' for that of the package.")
    ] = None,
    add: Annotated[
        Path | None,
        typer.Option(
            help="Releases to add to the base; a quarter is kept back to measure by.", exists=True, file_okay=False
        ),
    ] = None,
    check: Annotated[
        Path | None,
        typer.Option(
            help="With --add: old releases to measure by. Default: those that the base carries.",
            exists=True,
            file_okay=False,
        ),
    ] = None,
    config: Annotated[
        str | None,
        typer.Option(help="'trf' for a pipeline over a transformer, or a spaCy configuration; small networks without."),
    ] = None,
    backbone: Annotated[
        str | None,
        typer.Option(help="The encoder: a name on the Hugging Face hub, or a folder. Default: the configuration's."),
    ] = None,
    epochs: Annotated[int | None, typer.Option(callback=within(1), help="At most; with --config only.")] = None,
    freeze: Annotated[
        bool, typer.Option("--freeze", help="With --config: leave the encoder as it is, which is much faster.")
    ] = False,
) -> None:
    """Train the choices of the pipeline on annotated releases; the same releases and seed give the same weights.

    With --base and --add it goes on from a trained model without forgetting what that learned: some of the old releases
    are learned again beside the new ones, and scores are told before and after.
    """
    if base == "" or (folder is None) == (add is None) or (add is None and (base or check)):
        raise typer.BadParameter("name FOLDER to train anew, or --base and --add to go on from a model.")
    if (config is None and (backbone or epochs or freeze)) or (config and add):
        raise typer.BadParameter("--backbone, --epochs and --freeze go with --config, and --add goes without it.")
    with _told(output):
        if folder is not None and config is not None:
            sound = _tuned(
                output, folder, dev, seed, {"config": config, "backbone": backbone, "epochs": epochs, "freeze": freeze}
            )
        elif folder is not None:
            sound = _anew(folder, output, seed, dev)
        else:
            sound = go_on(base or "sm", add, output, seed, dev, check)  # type: ignore[arg-type]
    if not sound:
        raise typer.Exit(1)


@contextmanager
def _told(output: Path) -> Iterator[None]:
    """Errors in one line on standard error, with exit code 1."""
    try:
        yield
    except TradeError as error:
        typer.echo(one_line(error), err=True)
        raise typer.Exit(1) from error
    except OSError as error:
        typer.echo(
            f"{error.filename or output}: {error.strerror or error}. Name a folder that can be written.", err=True
        )
        raise typer.Exit(1) from error


_FEW = 60


def _anew(folder: Path, output: Path, seed: int, dev: Path | None) -> bool:
    """Train from first weights; tells whether everything could be read."""
    training: Any = module("training")
    corpus: Any = module("corpus")
    keeping: Any = module("corpus.keeping")
    start = time.perf_counter()
    held = corpus.load(folder)
    releases, faults = held.sound, [*held.faults]
    unseen: tuple[Any, ...] = ()
    if dev is not None:
        other = corpus.load(dev)
        unseen, undated = module("evaluation").dated(keeping.fresh(other.sound, releases))
        faults += [*other.faults, *undated]
    tell_faults(faults)
    for missing, path in ((releases, folder), *(((unseen, dev),) if dev is not None else ())):
        if not missing:
            typer.echo(f"{path} holds no annotated release without mistakes that is not learned from.", err=True)
            raise typer.Exit(1)
    if len(releases) < _FEW:
        typer.echo(
            f"{len(releases)} releases are few: below {_FEW} or so the rules alone read better. "
            "To teach the package's model what is yours, use --base sm --add.",
            err=True,
        )
    if (output / "config.cfg").exists():
        raise ConfigError("E307", path=str(output))
    output.mkdir(parents=True, exist_ok=True)  # before the work, not after it
    told = (lambda nlp: _scores(nlp, unseen)) if unseen else (lambda nlp: None)
    nlp = training.train(releases, seed=seed, tell=typer.echo, dev=unseen, learned=told)
    if unseen:
        decided = module("calibration").settle(nlp, unseen)
        typer.echo(f"settled on development: {decided}")
    training.save(nlp, output, {**told_of(releases), "seed": seed}, keeping.Kept(tuple(releases), tuple(unseen)))
    _done(releases, start, output)
    return not faults


def _tuned(output: Path, folder: Path, dev: Path | None, seed: int, settings: dict[str, Any]) -> bool:
    """Train by a configuration; tells whether everything could be read."""
    tuning: Any = module("fine_tuning")
    corpus: Any = module("corpus")
    start = time.perf_counter()
    held = corpus.load(folder)
    tell_faults(held.faults)
    if not held.sound:
        typer.echo(f"{folder} holds no annotated release without mistakes.", err=True)
        raise typer.Exit(1)
    plan = tuning.Plan(train=folder, dev=dev, seed=seed, **settings)
    tuning.train(plan, held.sound, output, sys.stdout, sys.stderr)
    _done(held.sound, start, output)
    return not held.faults


def _done(releases: Sequence[Any], start: float, output: Path) -> None:
    told = told_of(releases)
    typer.echo(
        f"{told['releases']} releases of {told['bodies']} bodies in {time.perf_counter() - start:.0f} s: {output}"
    )


def _scores(nlp: Any, dev: Sequence[Any]) -> None:
    """Print what a pipeline that is still learning makes of releases that it does not learn from."""
    evaluation: Any = module("evaluation")
    found = evaluation.evaluate(nlp, dev)
    typer.echo("  dev F1: " + ", ".join(f"{key} {found.f1(key):.3f}" for key in evaluation.HEADLINES))
    labels = sorted({key[6:] for r in found.results for key in r.counts if key.startswith("label ")})
    typer.echo("  by label: " + ", ".join(f"{label} {found.f1(f'label {label}'):.3f}" for label in labels))


__all__ = ["EPILOG", "train"]
