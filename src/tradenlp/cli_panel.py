"""The command that makes a panel: parse, call one function, print.

Readers and the panel are looked up when the command runs, so that ``--help`` need not wait for them.
"""

from __future__ import annotations

import sys
from enum import Enum
from importlib import import_module
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
    within,
)
from .errors import PanelError, ReadError, TradeError

EPILOG = """Examples:

\b
  tradenlp panel releases/
  tradenlp panel releases/ --reporter KR --indicator exports --partner none --gaps
  tradenlp panel facts.jsonl -o panel.parquet
  tradenlp panel releases/ -o panel.csv --format sdmx
"""
_NONE = "none"
_SLOT = "(name, id or HS code; none for {}); may be given several times."


class PanelFormat(str, Enum):
    """Forms of output of a panel."""

    csv = "csv"
    parquet = "parquet"
    duckdb = "duckdb"
    sdmx = "sdmx"


def panel(
    paths: Annotated[list[str], INPUTS],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="File to write. Default: print the series.", dir_okay=False)
    ] = None,
    form: Annotated[
        PanelFormat | None,
        typer.Option(
            "--format", "-f", help="Default: by the suffix of -o. sdmx is SDMX-CSV with its structure beside."
        ),
    ] = None,
    indicator: Annotated[
        list[str] | None, typer.Option(help="Only this indicator; may be given several times.")
    ] = None,
    reporter: Annotated[list[str] | None, typer.Option(help="Only this one's trade " + _SLOT.format("untold"))] = None,
    partner: Annotated[list[str] | None, typer.Option(help="Only with this one " + _SLOT.format("all"))] = None,
    commodity: Annotated[list[str] | None, typer.Option(help="Only these goods " + _SLOT.format("all"))] = None,
    published: Published = None,
    min_confidence: MinConfidence = 0,
    model: Model = None,
    threshold: Annotated[
        float,
        typer.Option(callback=within(0), help="How far, as a part of it, a number may move and still be a revision."),
    ] = 0.2,
    revisions: Annotated[bool, typer.Option("--revisions", help="List revisions and contradictions.")] = False,
    gaps: Annotated[bool, typer.Option("--gaps", help="List the periods that miss.")] = False,
    verbose: Verbose = False,
) -> None:
    """Turn the figures of many releases into series, with their revisions, contradictions and gaps.

    Errors go to standard error, one line each, and all other files still come out; the exit code is then 1.
    """
    output = file_of(output)
    chosen = _chosen(form, output, paths)
    filters = {"indicator": indicator, "reporter": reporter, "partner": partner, "commodity": commodity}
    errors = Faults()
    texts: dict[str, str] = {}
    found = module("documents").confident(documents_of(paths, published, texts, errors.tell, model), min_confidence)
    found = told_as_read(found) if verbose else found
    try:
        made = _narrowed(_made(list(found), texts, threshold, errors), filters)
        if made is not None:
            _put(made, chosen, output, revisions, gaps)
    except TradeError as error:
        errors.tell(error)
    except OSError as error:
        errors.tell(ReadError("E117", path=str(output), reason=error.strerror or str(error)))
    raise typer.Exit(1 if errors else 0)


def _chosen(form: PanelFormat | None, output: Path | None, paths: list[str]) -> PanelFormat | None:
    """Choose the format by option, else by suffix."""
    if output is None:
        if form is not None:
            raise typer.BadParameter("a format needs a file to write; name one with -o.")
        return None
    if form is None:
        suffix = output.suffix.lower().lstrip(".")
        if suffix not in set(PanelFormat) - {PanelFormat.sdmx}:
            raise typer.BadParameter(f"{output}: no format has this suffix; name one with --format.")
        form = PanelFormat(suffix)
    refuse_bad_place(output, paths)
    return form


def _made(documents: list[Any], texts: dict[str, str], threshold: float, errors: list[TradeError]) -> Any:
    """Return the panel, or None where nothing could be read, which was told already."""
    if not documents and errors:
        return None
    return module("panel").build(documents, texts, threshold)


def _narrowed(made: Any, filters: dict[str, list[str] | None]) -> Any:
    """Return the series that fit the filters.

    Raises:
        PanelError: E507 if none does.
    """
    given = {name: values for name, values in filters.items() if values}
    if made is None or not given:
        return made
    wanted = {
        name: [None if value.casefold() == _NONE else value for value in values] for name, values in given.items()
    }
    narrowed = made.only(**wanted)
    if not narrowed.series:
        told = ", ".join(f"--{name} {value}" for name, values in given.items() for value in values)
        raise PanelError("E507", filters=told)
    return narrowed


def _put(made: Any, form: PanelFormat | None, output: Path | None, revisions: bool, gaps: bool) -> None:
    """Write the file, or else print the series, and print what else is wanted."""
    showing: Any = module("panel.showing")
    if form is not None:
        getattr(made, f"to_{form.value}")(output)
    shown = [made] if form is None else []
    shown += [showing.differences(made)] if revisions else []
    shown += [showing.gaps(made)] if gaps else []
    console = import_module("rich.console").Console(file=sys.stdout, highlight=False)
    for item in shown:
        console.print(item)


__all__ = ["EPILOG", "PanelFormat", "panel"]
