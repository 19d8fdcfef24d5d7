"""The command that trains: parse, call one function, print.

The training module is looked up when the command runs, so that ``--help`` need not wait for spaCy.
"""

from __future__ import annotations

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
"""


def train(
    folder: Annotated[
        Path, typer.Argument(help="Annotated releases (.rel), at any depth.", exists=True, file_okay=False)
    ],
    output: Annotated[Path, typer.Option("--output", "-o", help="Folder for the weights.", file_okay=False)],
    seed: Annotated[int, typer.Option(help="Of first weights, order and what is left out.")] = 0,
) -> None:
    """Train the choices of the pipeline on annotated releases; the same releases and seed give the same weights."""
    training: Any = import_module(f"{__package__}.training")
    corpus: Any = import_module(f"{__package__}.corpus")
    start = time.perf_counter()
    try:
        held = corpus.load(folder)
        releases = [release for release in held if not release.problems]
        errors = [*held.findings, *(problem for release in held for problem in release.problems)]
        for error in errors:
            typer.echo(" ".join(str(error).split()), err=True)
        if not releases:
            typer.echo(f"{folder} holds no annotated release without mistakes.", err=True)
            raise typer.Exit(1)
        output.mkdir(parents=True, exist_ok=True)  # before the work, not after it
        nlp = training.train(releases, seed=seed, tell=typer.echo)
        bodies = len({release.body for release in releases})
        facts = sum(len(release.facts) for release in releases)
        training.save(nlp, output, {"releases": len(releases), "bodies": bodies, "facts": facts, "seed": seed})
    except TradeError as error:
        typer.echo(" ".join(str(error).split()), err=True)
        raise typer.Exit(1) from error
    except OSError as error:
        typer.echo(
            f"{error.filename or output}: {error.strerror or error}. Name a folder that can be written.", err=True
        )
        raise typer.Exit(1) from error
    typer.echo(f"{len(releases)} releases of {bodies} bodies in {time.perf_counter() - start:.0f} s: {output}")
    if errors:
        raise typer.Exit(1)


__all__ = ["EPILOG", "train"]
