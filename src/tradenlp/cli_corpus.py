"""The commands for annotated releases: parse, call one function, print.

The corpus package is looked up when a command runs, so that ``--help`` need not wait for spaCy.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer

from .cli_common import Shape, one_line, tell_faults
from .errors import TradeError

_EPILOG = """Examples:

\b
  tradenlp corpus validate annotations/
  tradenlp corpus stats annotations/ --format json
  tradenlp corpus convert annotations/ train.spacy --split train
  tradenlp corpus diff first-annotator/ second-annotator/
"""
_EXAMPLES = {
    "validate": (
        "tradenlp corpus validate annotations/",
        "tradenlp corpus validate my_releases/ --strict",
    ),
    "stats": (
        "tradenlp corpus stats annotations/",
        "tradenlp corpus stats annotations/ --format json",
        "tradenlp corpus stats annotations/ --into annotations/README.md",
    ),
    "format": (
        "tradenlp corpus format my_releases/ --check",
        "tradenlp corpus format my_releases/",
    ),
    "convert": (
        "tradenlp corpus convert annotations/ train.spacy --split train",
        "tradenlp corpus convert my_releases/ tasks.json -f label_studio",
        "tradenlp corpus convert tasks.json my_releases/ --from label_studio -f rel",
    ),
    "diff": (
        "tradenlp corpus diff first-annotator/ second-annotator/",
        "tradenlp corpus diff first-annotator/ second-annotator/ --brief --format json",
    ),
}
_PASTE = re.compile(r"(<!-- corpus stats -->\n).*?(<!-- end of corpus stats -->)", re.DOTALL)

app = typer.Typer(
    help="Check, count, convert and compare annotated releases.",
    epilog=_EPILOG,
    no_args_is_help=True,
    rich_markup_mode=None,
)


def _epilog(command: str) -> str:
    return "\n".join(["Examples:", "", "\b", *(f"  {line}" for line in _EXAMPLES[command]), ""])


Source = Annotated[Path, typer.Argument(help="A folder of annotated releases (.rel), or one of them.", exists=True)]


def _corpus(module: str) -> Any:
    return import_module(f"{__package__}.corpus.{module}")


@contextmanager
def _told() -> Iterator[None]:
    """Errors of the package and of the file system in one line on standard error, with exit code 1."""
    try:
        yield
    except TradeError as error:
        typer.echo(one_line(error), err=True)
        raise typer.Exit(1) from error
    except BrokenPipeError:
        raise  # typer ends quietly
    except ValueError as error:  # of bytes that are no text, too
        reason = " ".join(str(error).split())[:200]
        typer.echo(
            f"The file is not of the format that it was read as ({reason}). Name the format with --from.", err=True
        )
        raise typer.Exit(1) from error
    except OSError as error:
        typer.echo(f"{error.filename or ''}: {error.strerror or error}", err=True)
        raise typer.Exit(1) from error


def _load(path: Path) -> Any:
    """Read a corpus; files that cannot be read are told on standard error."""
    found = _corpus("collection").load(path)
    for finding in found.findings:
        typer.echo(str(finding), err=True)
    return found


@app.command(epilog=_epilog("validate"), short_help="Check annotated releases.")
def validate(
    path: Source,
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 1 for warnings too.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Errors only, no warnings.")] = False,
) -> None:
    """Check annotated releases: their format, marks against tokens, numbers against the text, file against file.

    Prints a line for each finding, as FILE:LINE: severity: what was found; what was expected [kind].
    The exit code is 1 where there is an error.
    """
    with _told():
        found = _corpus("collection").load(path)
        findings = [*found.findings, *_corpus("validation").validate_all(found)]
        errors = [finding for finding in findings if finding.severity == "error"]
        for finding in errors if quiet else findings:
            typer.echo(str(finding))
        total = f"releases {len(found)}, errors {len(errors)}, warnings {len(findings) - len(errors)}"
        typer.echo(total, err=True)
        raise typer.Exit(1 if errors or (strict and findings) else 0)


@app.command(epilog=_epilog("stats"), short_help="Count releases, entities and facts.")
def stats(
    path: Source,
    form: Annotated[Shape, typer.Option("--format", "-f", help="How to print the tables.")] = Shape.table,
    into: Annotated[
        Path | None,
        typer.Option(help="A Markdown file to write them into, between its marks.", exists=True, dir_okay=False),
    ] = None,
) -> None:
    """Count releases, entities and facts by split, label, indicator, phenomenon and body."""
    with _told():
        module = _corpus("statistics")
        found = _load(path)
        tables = module.statistics(found)
        if into is not None:
            _paste(into, module.markdown(tables))
        elif form is Shape.json:
            typer.echo(json.dumps({table.name: table.records() for table in tables}, ensure_ascii=False, indent=2))
        elif form is Shape.markdown:
            typer.echo(module.markdown(tables), nl=False)
        else:
            for table in tables:
                _show(table.name, table.columns, table.rows)
        if found.findings:
            raise typer.Exit(1)


def _paste(path: Path, text: str) -> None:
    old = path.read_text(encoding="utf-8")
    if not _PASTE.search(old):
        raise typer.BadParameter(f"{path}: no line '<!-- corpus stats -->' with its end below.")
    new = _PASTE.sub(lambda match: f"{match[1]}\n{text}\n{match[2]}", old)
    path.write_text(new, encoding="utf-8", newline="\n")


def _show(title: str, columns: Iterable[str], rows: Iterable[Iterable[object]]) -> None:
    module = import_module("rich.table")
    table = module.Table(title=title, title_justify="left", box=import_module("rich.box").SIMPLE_HEAD)
    for number, column in enumerate(columns):
        table.add_column(column, justify="right" if number else "left", overflow="fold")
    for row in rows:
        table.add_row(*(f"{cell:,}" if isinstance(cell, int) else str(cell) for cell in row))
    import_module("rich.console").Console().print(table)


@app.command("format", epilog=_epilog("format"), short_help="Rewrite releases in canonical form.")
def canonical(
    path: Source,
    check: Annotated[bool, typer.Option("--check", help="Name the files only; exit with 1 if there are any.")] = False,
) -> None:
    """Rewrite annotated releases in canonical form; what they say stays the same."""
    with _told():
        render, changed = _corpus("writing").render, 0
        for release in _load(path):
            if release.problems:
                typer.echo(f"{release.path}: left alone, it has {len(release.problems)} mistakes", err=True)
                continue
            text = render(release)
            if text != release.source:
                changed += 1
                typer.echo(release.path)
                if not check:
                    Path(release.path).write_bytes(text.encode("utf-8"))
        raise typer.Exit(1 if check and changed else 0)


@app.command(epilog=_epilog("convert"), short_help="Convert between formats.")
def convert(
    source: Annotated[Path, typer.Argument(help="What to read: a folder or file.", exists=True)],
    target: Annotated[Path, typer.Argument(help="Where to write: a folder or file.")],
    form: Annotated[
        str | None, typer.Option("--format", "-f", help="Format to write. Default: by the suffix of TARGET.")
    ] = None,
    source_form: Annotated[
        str | None, typer.Option("--from", help="Format to read. Default: by the suffix of SOURCE.")
    ] = None,
    split: Annotated[str | None, typer.Option(help="Convert this split only.")] = None,
) -> None:
    """Convert a corpus between annotated releases (rel), docbin, datasets, jsonl and the formats of annotation tools.

    Releases with mistakes are left out and told; the exit code is then 1.
    """
    with _told():
        corpus = _corpus("conversion").convert(source, target, form, source_form, split)
        tell_faults(corpus.faults)
        raise typer.Exit(1 if corpus.faults else 0)


@app.command(epilog=_epilog("diff"), short_help="Compare two annotations of texts.")
def diff(
    a: Annotated[Path, typer.Argument(help="Releases as one annotator has them.", exists=True)],
    b: Annotated[Path, typer.Argument(help="The same releases as another has them.", exists=True)],
    form: Annotated[Shape, typer.Option("--format", "-f", help="How to print the agreement.")] = Shape.table,
    brief: Annotated[bool, typer.Option("--brief", help="The agreement only, not the differences.")] = False,
) -> None:
    """Compare two annotations of the same texts, and measure their agreement as F1.

    Lines begin with < for what only A has, > for what only B has, and ! for claims of both that differ in slots.
    """
    with _told():
        module = _corpus("agreement")
        found = module.compare(_sound(a), _sound(b))
        scores = {name: found.f1(name) for name in module.MEASURES}
        if form is Shape.json:
            differences = [] if brief else [asdict(one) for one in found.differences]
            out = {"agreement": scores, "counts": found.counts, "only_a": found.only_a, "only_b": found.only_b}
            typer.echo(json.dumps({**out, "differences": differences}, ensure_ascii=False, indent=2))
        else:
            _print_differences(found, brief)
            rows = [
                (name, *(found.counts[name][side] for side in ("right", "a", "b")), "-" if f1 is None else f"{f1:.3f}")
                for name, f1 in scores.items()
            ]
            _show("agreement", ("", "the same", "A", "B", "F1"), rows)
        raise typer.Exit(0 if any(count.total() for count in found.counts.values()) else 1)


def _sound(path: Path) -> Any:
    """The releases without mistakes; what is wrong with the others is told on standard error."""
    found = _corpus("collection").load(path)
    tell_faults(found.faults)
    return found.sound


def _print_differences(found: Any, brief: bool) -> None:
    signs = {"a": "<", "b": ">", "both": "!"}
    for one in () if brief else found.differences:
        slots = f" [{' '.join(one.slots)}]" if one.slots else ""
        typer.echo(f"{one.release}: {signs[one.side]} {one.what} {one.told}{slots}")
    for side, ids in (("A", found.only_a), ("B", found.only_b)):
        for id in ids:
            typer.echo(f"{id}: only in {side}, not counted", err=True)
