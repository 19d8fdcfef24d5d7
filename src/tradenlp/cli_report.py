"""The command that makes a report: parse, call one function, print.

Readers and the report are looked up when the command runs, so that ``--help`` need not wait for them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from .cli_common import (
    Encoding,
    Faults,
    MaxMb,
    MinConfidence,
    Model,
    Progress,
    Published,
    Sources,
    Verbose,
    module,
    read_with,
    refuse_bad_place,
    sources_of,
    told_as_read,
)
from .errors import ReadError, TradeError

EPILOG = """Examples:

\b
  tradenlp report release.html -o report.html
  tradenlp report releases/ -o report.html --min-confidence 0.5
  cat release.txt | tradenlp report - --published 2024-02-07 -o report.html
"""


def report(
    paths: Sources,
    output: Annotated[
        Path, typer.Option("--output", "-o", help="File to write, in whole or not at all.", dir_okay=False)
    ] = Path("report.html"),
    title: Annotated[str | None, typer.Option(help="Title of the page.")] = None,
    published: Published = None,
    encoding: Encoding = None,
    max_mb: MaxMb = 20,
    min_confidence: MinConfidence = 0,
    model: Model = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress and no counts; errors only.")] = False,
    verbose: Verbose = False,
) -> None:
    """Make one page of releases: texts with their evidence, facts, checks and charts.

    The page is one file that needs no server and loads nothing. Errors go to standard error, one line each, and all
    other files still come out; the exit code is then 1.
    """
    refuse_bad_place(output, paths, _is_report)
    errors = Faults()
    sources = sources_of(_inputs(paths, output), errors.tell, published, encoding, max_mb)
    texts: list[str] = []
    with Progress(quiet) as progress:
        found = _documents(progress.counted(sources), texts, min_confidence, model, errors.tell)
        found = told_as_read(found) if verbose else found
        made = module("report").build(found, _taken(texts), title)
    if len(made):  # a report kept from an earlier run is not replaced by nothing
        _put(made, output, quiet, errors.tell)
    raise typer.Exit(1 if errors else 0)


def _is_report(path: Path) -> bool:
    """Tell whether a file is a page that this command made."""
    with path.open("rb") as stream:
        return b'<meta name="generator" content="tradenlp ' in stream.read(_HEAD)


_HEAD = 4000  # bytes


def _inputs(paths: Iterable[str], output: Path) -> Iterator[Any]:
    """Yield what is to be read, without the report of an earlier run that lies among it."""
    files: Any = module("documents.paths")
    for path in paths:
        if path == files.STANDARD_INPUT:
            yield path
            continue
        for found in files.find(path):
            if not isinstance(found, files.Found) or found.path.resolve() != output.resolve():
                yield found


def _documents(
    sources: Iterable[Any], texts: list[str], least: float, model: Path | None, tell: Callable[[TradeError], None]
) -> Iterator[Any]:
    """Yield documents, each after its text was put where the report looks for it."""
    now = ""

    def kept() -> Iterator[Any]:
        nonlocal now
        for source in sources:
            now = source.text
            yield source

    for document in module("documents").confident(read_with(model)(kept(), tell), least):
        texts.append(now)  # texts are read one at a time, so that it is this document's
        yield document


def _taken(texts: list[str]) -> Iterator[str]:
    while texts:
        yield texts.pop()


def _put(made: Any, output: Path, quiet: bool, tell: Callable[[TradeError], None]) -> None:
    try:
        made.save(output)
    except OSError as error:
        tell(ReadError("E117", path=str(output), reason=error.strerror or str(error)))
        return
    if not quiet:
        counts = {name: sum(entry[name] for entry in made.entries) for name in ("facts", "checks", "failed")}
        told = (
            f"{output}: releases {len(made)}, facts {counts['facts']}, "
            f"checks {counts['checks']}, of which {counts['failed']} fail"
        )
        typer.echo(told, err=True)


__all__ = ["EPILOG", "report"]
