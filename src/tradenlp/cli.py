"""The command line: parse, call one function, print.

The package and its readers are looked up when a command runs, so that ``--help`` need not wait for spaCy.
"""

from __future__ import annotations

import json
import logging
import platform
import sys
from collections.abc import Iterable
from enum import Enum
from importlib import import_module, metadata
from itertools import chain, islice
from pathlib import Path
from typing import Annotated, Any

import typer

from .cli_common import Encoding, MaxMb, MinConfidence, Progress, Published, one_line, refuse_bad_place
from .cli_corpus import app as corpus
from .cli_derive import EPILOG as DERIVE_EPILOG
from .cli_derive import derive
from .cli_evaluate import EPILOG as EVALUATE_EPILOG
from .cli_evaluate import evaluate
from .cli_panel import EPILOG as PANEL_EPILOG
from .cli_panel import panel
from .cli_report import EPILOG as REPORT_EPILOG
from .cli_report import report
from .cli_review import EPILOG as REVIEW_EPILOG
from .cli_review import review
from .cli_train import EPILOG as TRAIN_EPILOG
from .cli_train import train
from .errors import ConfigError, ReadError, TradeError

_PACKAGES = (
    "spacy",
    "pydantic",
    "selectolax",
    "pypdfium2",
    "python-docx",
    "pyarrow",
    "polars",
    "duckdb",
    "sdmx1",
    "matplotlib",
)
_EPILOG = """Examples:

\b
  tradenlp extract release.html
  tradenlp extract releases/ --published 2024-02-07 -o facts.csv
  tradenlp extract docs.jsonl --format jsonl -o out.jsonl
  cat release.txt | tradenlp extract - | jq .facts
  tradenlp report release.html -o report.html
"""

app = typer.Typer(
    help="Read trade facts out of releases: who traded what with whom, when, how much, and how it changed.",
    epilog=_EPILOG,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
app.add_typer(corpus, name="corpus")
app.command(epilog=TRAIN_EPILOG)(train)
app.command(epilog=EVALUATE_EPILOG)(evaluate)
app.command(epilog=DERIVE_EPILOG)(derive)
app.command(epilog=PANEL_EPILOG)(panel)
app.command(epilog=REPORT_EPILOG)(report)
app.command(epilog=REVIEW_EPILOG)(review)


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
    paths: Annotated[
        list[str],
        typer.Argument(
            help="Files (txt, md, html, pdf, docx, jsonl, parquet), folders, patterns, or - for standard input.",
            show_default=False,
        ),
    ],
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
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress and no notices; errors only.")] = False,
) -> None:
    """Read the trade facts of files.

    Errors go to standard error, one line each, and all other files still come out; the exit code is then 1.
    """
    chosen = _chosen(form, output)
    if output is not None:
        refuse_bad_place(output, paths)
    documents = import_module(f"{__package__}.documents")
    errors: list[TradeError] = []

    def report(error: TradeError) -> None:
        errors.append(error)
        typer.echo(one_line(error), err=True)

    try:
        sources = documents.read(paths, encoding, max_mb, report, published)
    except ConfigError as error:
        raise typer.BadParameter(str(error)) from error
    with Progress(quiet) as progress:
        found = _package().extract_all(progress.counted(sources), report)
        results = iter(documents.confident(found, min_confidence) if min_confidence else found)
        first = list(islice(results, 1))
        if first or not errors:  # a result kept from an earlier run is not replaced by nothing
            _put(progress.hidden_for(chain(first, results)), chosen, output, quiet, report)
    raise typer.Exit(1 if errors else 0)


@app.command()
def schema() -> None:
    """Print the JSON Schema of one document of the output."""
    document = import_module(f"{__package__}.facts").Document
    typer.echo(json.dumps(document.model_json_schema(mode="serialization"), indent=2))


@app.command()
def info() -> None:
    """Print versions and the components of the pipeline."""
    typer.echo(f"tradenlp {_package().__version__}")
    typer.echo(f"python {platform.python_version()} ({platform.platform()})")
    for name in _PACKAGES:
        try:
            typer.echo(f"{name} {metadata.version(name)}")
        except metadata.PackageNotFoundError:
            typer.echo(f"{name} (not installed)")
    typer.echo("components: " + ", ".join(_package().load().pipe_names))


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


def _put(results: Iterable[Any], form: Format, output: Path | None, quiet: bool, report: Any) -> None:
    """Write the documents where they are wanted."""
    writers = import_module(f"{__package__}.documents.writers")
    try:
        if output is not None:
            writers.write(results, output, form.value, quiet)
        else:
            sys.stdout.reconfigure(encoding="utf-8", newline="")  # type: ignore[union-attr]
            writers.to_stream(results, sys.stdout, form.value, quiet)
    except ReadError as error:
        report(error)
    except BrokenPipeError:
        raise  # typer ends quietly
    except OSError as error:
        if error.filename and (output is None or Path(error.filename).parent != output.resolve().parent):
            raise  # no fault of the output
        report(ReadError("E117", path=str(output or "standard output"), reason=error.strerror or str(error)))
