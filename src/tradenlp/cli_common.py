"""What the commands share: forms of a report, and errors in one line."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from enum import Enum
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer

from .errors import ConfigError, TradeError

INPUTS = typer.Argument(
    help="Releases (files, folders, patterns, or - for standard input), or JSON Lines of 'tradenlp extract'.",
    show_default=False,
)
"""What the commands read that go on from facts."""
Sources = Annotated[
    list[str],
    typer.Argument(
        help="Files (txt, md, html, pdf, docx, jsonl, parquet), folders, patterns, or - for standard input.",
        show_default=False,
    ),
]
Published = Annotated[
    str | None, typer.Option(help="Publication date, YYYY-MM-DD, of texts whose record gives none.", metavar="DATE")
]
Encoding = Annotated[
    str | None, typer.Option(help="Encoding of text files. Default: UTF-8, or what the file declares.")
]
MaxMb = Annotated[float, typer.Option(help="Largest size of one text in MB.")]
Verbose = Annotated[
    bool, typer.Option("--verbose", "-v", help="Name each text on standard error as it is read, with what was found.")
]
Model = Annotated[
    Path | None,
    typer.Option(
        help="Folder of weights that 'tradenlp train' wrote. Default: the package's.", exists=True, file_okay=False
    ),
]
"""Of the commands that read texts."""


def within(least: float, most: float = math.inf) -> Callable[[Any], Any]:
    """Return a check of an option's number, with a message of our own: that of the parser speaks of its library.

    Args:
        least, most: bounds, both allowed.
    Returns:
        Callable: gives a number back, or None as it is.
    """

    def check(value: Any) -> Any:
        if value is not None and not least <= value <= most:  # holds for what is no number, too
            bounds = f"{least:g} or more" if most == math.inf else f"a number from {least:.10g} to {most:.10g}"
            raise typer.BadParameter(f"{value} is out of bounds; expected {bounds}.")
        return value

    return check


MinConfidence = Annotated[
    float, typer.Option(callback=within(0, 1), help="Leave out facts below this confidence, 0 to 1.")
]


_STANDARD = "-"


def module(name: str) -> Any:
    """Return a module of the package, loaded when a command runs and not when it is declared."""
    return import_module(f"{__package__}.{name}")


class Faults(list[TradeError]):
    """The errors of a run, each told on standard error as it is added."""

    def tell(self, error: TradeError) -> None:
        """Add an error."""
        self.append(error)
        typer.echo(one_line(error), err=True)


def sources_of(
    paths: Iterable[Any],
    tell: Callable[[TradeError], None],
    published: str | None,
    encoding: str | None = None,
    max_mb: float = 20,
) -> Iterator[Any]:
    """Return the texts of files.

    Args:
        paths: as on the command line, or files that were found.
        tell: called with each error.
        published: date of publication of texts whose record gives none.
        encoding: of text files; None for what they declare, else UTF-8.
        max_mb: the largest size of one text.
    Raises:
        typer.BadParameter: for a date, encoding or size that is none.
    """
    read: Callable[..., Iterator[Any]] = module("documents").read
    try:
        return read(paths, encoding, max_mb, tell, published)
    except ConfigError as error:
        raise typer.BadParameter(str(error)) from error


def documents_of(
    paths: list[str],
    published: str | None,
    texts: dict[str, str],
    report: Callable[[TradeError], None],
    model: Path | None = None,
) -> Iterator[Any]:
    """Yield the documents of files that hold some, and those of releases, whose texts are kept.

    Args:
        paths: of releases, or of JSON Lines that ``tradenlp extract`` wrote.
        published: date of publication of texts whose record gives none.
        texts: filled with the texts of releases, by id.
        report: called with each error.
        model: folder of weights; those of the package where it is None.
    Raises:
        typer.BadParameter: for a date that is none, and a folder without weights.
    """
    extracted: Any = module("documents.extracted")
    ready, rest = extracted.parted(paths)
    sources = sources_of(rest, report, published)
    for path in ready:
        yield from extracted.read_documents(path, report)

    def kept() -> Iterator[Any]:
        for source in sources:
            texts.setdefault(source.id, source.text)
            yield source

    if rest:
        yield from read_with(model)(kept(), report)


def read_with(model: Path | None) -> Callable[..., Iterator[Any]]:
    """Return ``extract_all`` with the weights of a folder.

    Args:
        model: the folder; those of the package where it is None.
    Raises:
        typer.BadParameter: when it is called, if the folder holds no weights.
    """
    read: Callable[..., Iterator[Any]] = import_module(f"{__package__}").extract_all

    def reading(sources: Iterable[Any], report: Callable[[TradeError], object], **options: Any) -> Iterator[Any]:
        if model is None:
            return read(sources, report, **options)
        try:
            return read(sources, report, model=model, **options)
        except ConfigError as error:
            raise typer.BadParameter(str(error)) from error

    return reading


def file_of(output: Path | None) -> Path | None:
    """Return the file that ``-o`` names; None for ``-``, which is standard output as it is standard input elsewhere."""
    return None if output is None or str(output) == _STANDARD else output


def refuse_bad_place(output: Path, paths: Iterable[str], own: Callable[[Path], bool] = lambda path: False) -> None:
    """Refuse to write where no folder is, and over what is to be read: named, in a folder, by a pattern, or by a link.

    Args:
        output: the file to write.
        paths: what is to be read, as on the command line.
        own: tells of a file that is there that an earlier run wrote it, so that it may be written again.
    Raises:
        typer.BadParameter: says which it is.
    """
    if str(output) == _STANDARD:
        raise typer.BadParameter("- stands for standard output, which this cannot go to; name a file.")
    try:
        is_there = output.is_file()
    except (OSError, ValueError) as error:  # a name too long, say
        reason = module("documents.paths").reason(error)
        raise typer.BadParameter(f"{output}: cannot be written ({reason}).") from error
    if not output.parent.is_dir():
        raise typer.BadParameter(f"{output.parent}: no such folder.")
    if is_there and not own(output) and any(_reads(path, output) for path in paths):
        raise typer.BadParameter(f"{output}: is among the files to read; write to another, or outside their folder.")


def _reads(argument: str, output: Path) -> bool:
    """Tell whether a file is among those that an argument stands for, under whatever name."""
    files: Any = module("documents.paths")
    if argument == files.STANDARD_INPUT:
        return False
    with suppress(OSError, ValueError):
        if Path(argument).samefile(output):  # named itself, of whatever type
            return True
    return any(isinstance(f, files.Found) and f.path.exists() and f.path.samefile(output) for f in files.find(argument))


def told_of(releases: Sequence[Any]) -> dict[str, object]:
    """Return what ``meta.json`` says of the releases that were learned from."""
    bodies = len({release.body for release in releases})
    return {"releases": len(releases), "bodies": bodies, "facts": sum(len(release.facts) for release in releases)}


class Shape(str, Enum):
    """Forms of output of a report."""

    table = "table"
    json = "json"
    markdown = "markdown"


class Progress:
    """A count of the texts read, on standard error where that is a terminal.

    Args:
        quiet: show none.
    """

    def __init__(self, quiet: bool) -> None:
        self._bar: Any = None
        if sys.stderr.isatty() and not quiet:
            progress = import_module("rich.progress")
            console = import_module("rich.console").Console(stderr=True)
            columns = (progress.SpinnerColumn(), "texts {task.completed}", progress.TimeElapsedColumn())
            self._bar = progress.Progress(*columns, console=console, transient=True, redirect_stdout=False)
            self._task = self._bar.add_task("", total=None)

    def __enter__(self) -> Progress:
        if self._bar:
            self._bar.start()
        return self

    def __exit__(self, *exception: object) -> None:
        if self._bar:
            self._bar.stop()

    def counted(self, items: Iterable[Any]) -> Iterator[Any]:
        """Count what passes through."""
        for item in items:
            if self._bar:
                self._bar.advance(self._task)
            yield item

    def hidden_for(self, items: Iterable[Any]) -> Iterator[Any]:
        """Take the bar away while each item is dealt with, as both may go to one terminal."""
        for item in items:
            if self._bar:
                self._bar.stop()
            yield item
            if self._bar:
                self._bar.start()


def told_as_read(documents: Iterable[Any]) -> Iterator[Any]:
    """Yield documents and tell of each on standard error, with its notices.

    Args:
        documents: as they are read.
    """
    for document in documents:
        failed = sum(not check.holds for check in document.checks)
        told = f"facts {len(document.facts)}, checks {len(document.checks)}, of which {failed} fail"
        typer.echo(f"{document.id or 'text'}: {told}", err=True)
        for notice in document.warnings:
            typer.echo(f"  [{notice.code}] {one_line(notice.message)}", err=True)
        yield document


def one_line(error: object) -> str:
    """Return what an error says, in one line."""
    return " ".join(str(error).split())


def tell_faults(faults: Iterable[object]) -> None:
    """Tell what is wrong on standard error, a line for each."""
    for fault in faults:
        typer.echo(one_line(fault), err=True)


__all__ = [
    "INPUTS",
    "Encoding",
    "Faults",
    "MaxMb",
    "MinConfidence",
    "Model",
    "Progress",
    "Published",
    "Shape",
    "Sources",
    "Verbose",
    "documents_of",
    "file_of",
    "module",
    "one_line",
    "read_with",
    "refuse_bad_place",
    "sources_of",
    "tell_faults",
    "told_as_read",
    "told_of",
    "within",
]
