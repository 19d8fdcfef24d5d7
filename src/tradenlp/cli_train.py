"""The command that trains: parse, call one function, print.

The training modules are looked up when the command runs, so that ``--help`` need not wait for spaCy.
"""

from __future__ import annotations

import sys
import time
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer

from .errors import TradeError

EPILOG = """Examples:

\b
  tradenlp train annotations/train -o model/
  python -c "import tradenlp; nlp = tradenlp.load('model/')"
  tradenlp evaluate annotations/dev --model model/
  tradenlp train annotations/train -o trf/ --config trf --dev annotations/dev
  tradenlp train annotations/train -o trf/ --config trf --backbone ./my-encoder --freeze
"""


def train(
    folder: Annotated[
        Path, typer.Argument(help="Annotated releases (.rel), at any depth.", exists=True, file_okay=False)
    ],
    output: Annotated[Path, typer.Option("--output", "-o", help="Folder for the weights.", file_okay=False)],
    seed: Annotated[int, typer.Option(help="Of first weights, order and what is left out.")] = 0,
    config: Annotated[
        str | None,
        typer.Option(help="'trf' for a pipeline over a transformer, or a spaCy configuration; small networks without."),
    ] = None,
    backbone: Annotated[
        str | None,
        typer.Option(help="The encoder: a name on the Hugging Face hub, or a folder. Default: the configuration's."),
    ] = None,
    dev: Annotated[
        Path | None,
        typer.Option(help="Releases for scores while training; a tenth of the bodies without.", file_okay=False),
    ] = None,
    epochs: Annotated[int | None, typer.Option(min=1, help="At most; with --config only.")] = None,
    freeze: Annotated[
        bool, typer.Option("--freeze", help="With --config: leave the encoder as it is, which is much faster.")
    ] = False,
) -> None:
    """Train the choices of the pipeline on annotated releases; the same releases and seed give the same weights."""
    start = time.perf_counter()
    try:
        releases, errors = _releases(folder)
        if config is None:
            if backbone is not None or epochs is not None or freeze:
                raise typer.BadParameter("--backbone, --epochs and --freeze go with --config, as in --config trf.")
            _small(releases, output, seed, dev)
        else:
            tuning: Any = import_module(f"{__package__}.fine_tuning")
            plan = tuning.Plan(config, folder, dev, backbone, epochs, seed, freeze)
            tuning.train(plan, releases, output, sys.stdout, sys.stderr)
    except TradeError as error:
        typer.echo(" ".join(str(error).split()), err=True)
        raise typer.Exit(1) from error
    except OSError as error:
        typer.echo(
            f"{error.filename or output}: {error.strerror or error}. Name a folder that can be written.", err=True
        )
        raise typer.Exit(1) from error
    bodies = len({release.body for release in releases})
    typer.echo(f"{len(releases)} releases of {bodies} bodies in {time.perf_counter() - start:.0f} s: {output}")
    if errors:
        raise typer.Exit(1)


def _releases(folder: Path) -> tuple[list[Any], list[object]]:
    """Read the releases without problems, and tell what is wrong with the others.

    Raises:
        Exit: if there is none.
    """
    corpus: Any = import_module(f"{__package__}.corpus")
    held = corpus.load(folder)
    releases = [release for release in held if not release.problems]
    errors = [*held.findings, *(problem for release in held for problem in release.problems)]
    for error in errors:
        typer.echo(" ".join(str(error).split()), err=True)
    if not releases:
        typer.echo(f"{folder} holds no annotated release without mistakes.", err=True)
        raise typer.Exit(1)
    return releases, errors


def _small(releases: list[Any], output: Path, seed: int, dev: Path | None) -> None:
    """Train the small networks; releases for development scale their confidence."""
    training: Any = import_module(f"{__package__}.training")
    output.mkdir(parents=True, exist_ok=True)  # before the work, not after it
    nlp = training.train(releases, seed=seed, tell=typer.echo)
    if dev is not None:
        calibration: Any = import_module(f"{__package__}.calibration")
        decided = calibration.settle(nlp, _releases(dev)[0])
        typer.echo(f"settled on development: {decided}")
    bodies = len({release.body for release in releases})
    facts = sum(len(release.facts) for release in releases)
    training.save(nlp, output, {"releases": len(releases), "bodies": bodies, "facts": facts, "seed": seed})


__all__ = ["EPILOG", "train"]
