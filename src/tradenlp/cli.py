"""The command line: parse, call one function, print.

The package and its readers are looked up when a command runs, so that ``--help`` need not wait for spaCy.
"""

from __future__ import annotations

import logging
import sys
from enum import Enum
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer

from .cli_bulk import ErrorFile, Job, MaxMemory, MaxSeconds, Resume, Workers, run
from .cli_common import Encoding, MaxMb, MinConfidence, Model, Published, Sources, Verbose, file_of, refuse_bad_place
from .cli_corpus import app as corpus
from .cli_derive import EPILOG as DERIVE_EPILOG
from .cli_derive import derive
from .cli_evaluate import EPILOG as EVALUATE_EPILOG
from .cli_evaluate import evaluate
from .cli_info import INFO_EPILOG, SCHEMA_EPILOG, info, schema
from .cli_panel import EPILOG as PANEL_EPILOG
from .cli_panel import panel
from .cli_report import EPILOG as REPORT_EPILOG
from .cli_report import report
from .cli_review import EPILOG as REVIEW_EPILOG
from .cli_review import review
from .cli_train import EPILOG as TRAIN_EPILOG
from .cli_train import train

_EPILOG = """Examples:

\b
  tradenlp extract release.html
  tradenlp extract releases/ --published 2024-02-07 -o facts.csv
  tradenlp extract docs.jsonl --format jsonl -o out.jsonl
  tradenlp extract archive/ -o facts.jsonl --workers 8 --max-seconds 60 --resume
  cat release.txt | tradenlp extract - | jq .facts
  tradenlp extract releases/ --model my_model/ -o facts.csv
"""

app = typer.Typer(
    help="Read trade facts out of releases: who traded what with whom, when, how much, and how it changed.",
    epilog=_EPILOG,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


class Format(str, Enum):
    """Forms of output."""

    table = "table"
    jsonl = "jsonl"
    csv = "csv"
    parquet = "parquet"


def main() -> None:
    """Run the command line."""
    # Readers log what they skip; errors that matter are told by code.
    logging.getLogger().addHandler(logging.NullHandler())
    app()


def _package() -> Any:
    return import_module("tradenlp")


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"tradenlp {_package().__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    pass


@app.command(epilog=_EPILOG)
def extract(
    paths: Sources,
    form: Annotated[
        Format | None,
        typer.Option("--format", "-f", help="Default: by the suffix of -o; else table on a terminal, jsonl in a pipe."),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="File to write, in whole or not at all.", dir_okay=False)
    ] = None,
    published: Published = None,
    encoding: Encoding = None,
    max_mb: MaxMb = 20,
    min_confidence: MinConfidence = 0,
    model: Model = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress and no notices; errors only.")] = False,
    verbose: Verbose = False,
    workers: Workers = 1,
    max_seconds: MaxSeconds = None,
    max_memory: MaxMemory = None,
    resume: Resume = False,
    errors: ErrorFile = None,
) -> None:
    """Read the trade facts of files.

    Errors go to standard error, one line each, and all other files still come out; the exit code is then 1. With -o
    nothing is lost when the run is killed: the same command with --resume goes on.
    """
    output = file_of(output)
    chosen = _chosen(form, output)
    if output is not None:
        refuse_bad_place(output, paths)
    if errors is not None:
        if output is not None and errors.resolve() == output.resolve():
            raise typer.BadParameter(f"{errors}: is the file to write facts to; name another for what fails.")
        refuse_bad_place(errors, paths)
    limits = {"workers": workers, "max_seconds": max_seconds, "max_memory": max_memory}
    reading = {"encoding": encoding, "max_mb": max_mb, "published": published}
    job = Job(paths, output, chosen.value, min_confidence, quiet, verbose, resume, errors, limits, reading, model)
    raise typer.Exit(run(job))


# In the order of --help: extract is the first. The list of commands has room for some 45 characters each.
app.command(epilog=REPORT_EPILOG, short_help="Make a page of releases to look at.")(report)
app.command(epilog=REVIEW_EPILOG, short_help="Open a desk to put right what was read.")(review)
app.command(epilog=PANEL_EPILOG, short_help="Turn many releases into series.")(panel)
app.command(epilog=DERIVE_EPILOG, short_help="Work out what follows from figures.")(derive)
app.command(epilog=EVALUATE_EPILOG, short_help="Hold readings against annotations.")(evaluate)
app.command(epilog=TRAIN_EPILOG, short_help="Train on annotated releases.")(train)
app.add_typer(corpus, name="corpus")
app.command(epilog=SCHEMA_EPILOG, short_help="Print the JSON Schema of the output.")(schema)
app.command(epilog=INFO_EPILOG, short_help="Print versions and the model in use.")(info)


def _chosen(form: Format | None, output: Path | None) -> Format:
    """Choose the format by option, else by suffix, else by where the output goes."""
    if form is None and output is None:
        return Format.table if sys.stdout.isatty() else Format.jsonl
    if form is None and output is not None:
        suffix = output.suffix.lower().lstrip(".")
        if suffix not in set(Format) - {Format.table}:
            raise typer.BadParameter(f"{output}: no format has this suffix; name one with --format.")
        form = Format(suffix)
    if form is Format.parquet and output is None:
        raise typer.BadParameter("Parquet is no text; name a file with -o.")
    return form or Format.jsonl
