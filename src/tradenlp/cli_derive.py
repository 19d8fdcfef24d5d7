"""The command that derives: parse, call one function, print."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Annotated, Any

import typer

from .cli_common import (
    INPUTS,
    Faults,
    MinConfidence,
    Model,
    Published,
    Verbose,
    documents_of,
    file_of,
    module,
    refuse_bad_place,
    told_as_read,
)
from .errors import ReadError, TradeError

EPILOG = """Examples:

\b
  tradenlp derive release.html | jq .derived
  tradenlp derive facts.jsonl -o derived.jsonl
"""


def derive(
    paths: Annotated[list[str], INPUTS],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="File to write. Default: print.", dir_okay=False)
    ] = None,
    published: Published = None,
    min_confidence: MinConfidence = 0,
    model: Model = None,
    verbose: Verbose = False,
) -> None:
    """Work out what follows from the figures of releases: levels before, wholes, parts, values per unit, contributions.

    One document a line, with its id, date and derived figures; each names the facts it is made from, its formula and
    its bounds. Errors go to standard error, and all other files still come out; the exit code is then 1.
    """
    errors = Faults()
    output = file_of(output)
    if output is not None:
        refuse_bad_place(output, paths)
    found = module("documents").confident(documents_of(paths, published, {}, errors.tell, model), min_confidence)
    _put(_lines(told_as_read(found) if verbose else found), output, errors.tell)
    raise typer.Exit(1 if errors else 0)


def _lines(documents: Iterable[Any]) -> Iterator[str]:
    derive_: Any = module("derived").derive
    for document in documents:
        figures = [figure.model_dump(mode="json") for figure in derive_(document)]
        told = {"id": document.id, "published": document.published, "derived": figures}
        yield json.dumps(told, ensure_ascii=False) + "\n"


def _put(lines: Iterator[str], output: Path | None, report: Callable[[TradeError], None]) -> None:
    """Write the lines; a file in whole or not at all."""
    if output is None:
        sys.stdout.reconfigure(encoding="utf-8", newline="")  # type: ignore[union-attr]
    place = nullcontext(sys.stdout) if output is None else module("documents.writers").replacing(output, binary=False)
    try:
        with place as stream:
            stream.writelines(lines)
    except BrokenPipeError:
        raise  # typer ends quietly
    except OSError as error:
        report(ReadError("E117", path=str(output or "standard output"), reason=error.strerror or str(error)))


__all__ = ["EPILOG", "derive"]
