"""The commands that tell of the package: parse, call one function, print."""

from __future__ import annotations

import json
import platform
from importlib import metadata
from pathlib import Path
from typing import Annotated, Any

import typer

from .cli_common import module, one_line
from .errors import TradeError

SCHEMA_EPILOG = """Examples:

\b
  tradenlp schema > tradenlp.schema.json
  tradenlp schema | jq '.properties | keys'
"""
INFO_EPILOG = """Examples:

\b
  tradenlp info
  tradenlp info --model my_model/
"""
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
    "spacy-transformers",
)
_TOLD = ("releases", "bodies", "facts", "added", "seed")


def schema() -> None:
    """Print the JSON Schema of one document of the output."""
    document = module("facts").Document
    typer.echo(json.dumps(document.model_json_schema(mode="serialization"), indent=2))


def info(
    model: Annotated[
        Path | None,
        typer.Option(help="Folder of weights. Default: those of the package.", exists=True, file_okay=False),
    ] = None,
) -> None:
    """Print versions, the model with what it learned from and its scores, and the components of the pipeline."""
    pipeline = module("pipeline")
    folder = model or pipeline.MODEL
    try:
        nlp = pipeline.load_pipeline(model)
    except TradeError as error:
        typer.echo(one_line(error), err=True)
        raise typer.Exit(1) from error
    provenance = module("provenance")
    typer.echo(f"tradenlp {provenance.VERSION}")
    typer.echo(f"python {platform.python_version()} ({platform.platform()})")
    for name in _PACKAGES:
        try:
            typer.echo(f"{name} {metadata.version(name)}")
        except metadata.PackageNotFoundError:
            typer.echo(f"{name} (not installed)")
    typer.echo(f"model: {folder if model else 'of the package'}, weights {provenance.provenance(nlp.meta, '').model}")
    about = _about(folder)
    told = [f"{key} {about[key]}" for key in _TOLD if key in about]
    if told:
        typer.echo("learned from: " + ", ".join(told))
    for name, scores in _scores(about):
        typer.echo(f"scores {name}: ".replace(" :", ":") + ", ".join(f"{key} {value}" for key, value in scores.items()))
    typer.echo("components: " + ", ".join(nlp.pipe_names))


def _about(folder: Path) -> dict[str, Any]:
    """What the model says of itself; nothing where it does not."""
    try:
        told = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return told if isinstance(told, dict) else {}


def _scores(about: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """Published scores: of one set of releases, or by set."""
    scores = about.get("scores")
    if not isinstance(scores, dict) or not scores:
        return []
    if all(isinstance(value, dict) for value in scores.values()):
        return list(scores.items())
    return [("", scores)]


__all__ = ["INFO_EPILOG", "SCHEMA_EPILOG", "info", "schema"]
