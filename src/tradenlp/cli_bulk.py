"""What ``tradenlp extract`` does with its texts: to standard output as they come, to a file by way of a journal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import Annotated, Any

import typer

from .cli_common import Progress, module, one_line, read_with, told_as_read, within
from .errors import ConfigError, ReadError, TradeError

Workers = Annotated[
    int, typer.Option("--workers", "-w", callback=within(1, 256), help="How many processes read, 1 to 256.")
]
MaxSeconds = Annotated[
    float | None, typer.Option(help="Time that one text may take; it alone fails.", metavar="SECONDS")
]
MaxMemory = Annotated[
    float | None, typer.Option(help="Memory that one text may take beyond the pipeline's; Linux only.", metavar="MB")
]
Resume = Annotated[bool, typer.Option("--resume", help="Go on where a run that was to write -o was broken off.")]
ErrorFile = Annotated[
    Path | None,
    typer.Option("--errors", help="File for what fails: JSON Lines of {code, message, data}.", dir_okay=False),
]


@dataclass(frozen=True, slots=True)
class Job:
    """What a run is to do.

    Attributes:
        paths: what is read, as on the command line.
        output: the file to write; None for standard output.
        form: of the output.
        min_confidence: of the facts that come out.
        quiet: no progress and no notices.
        verbose: name each text as it is read.
        resume: go on from an unfinished run.
        errors: file for what fails.
        limits: keyword arguments of ``extract_all``.
        reading: keyword arguments of ``documents.read``.
        model: folder of weights; None for those of the package.
    """

    paths: list[str]
    output: Path | None
    form: str
    min_confidence: float
    quiet: bool
    verbose: bool
    resume: bool
    errors: Path | None
    limits: dict[str, Any]
    reading: dict[str, Any]
    model: Path | None = None

    @property
    def has_journal(self) -> bool:
        """Tell whether there is a place for a journal: beside a file, not beside a device or a pipe."""
        return self.output is not None and (self.output.is_file() or not self.output.exists())

    def extracted(self, sources: Iterable[Any], on_error: Callable[[TradeError], object]) -> Iterator[Any]:
        """Return the documents of texts, which are read as they are taken."""
        chosen = {name: value for name, value in self.limits.items() if value not in (None, 1)}
        found = read_with(self.model)(sources, on_error, **chosen)
        return told_as_read(found) if self.verbose else found

    def confident(self, documents: Iterable[Any]) -> Iterator[Any]:
        """Return documents without the facts that are not confident enough."""
        if not self.min_confidence:
            return iter(documents)
        found: Iterator[Any] = module("documents").confident(documents, self.min_confidence)
        return found


def run(job: Job) -> int:
    """Do a job.

    Args:
        job: what is to be done.
    Returns:
        int: 0, or 1 if something failed.
    Raises:
        typer.BadParameter: for options that are wrong or do not go together.
    """
    if job.resume and not job.has_journal:
        raise typer.BadParameter("--resume needs a file to write; name it with -o.")
    bulk = module("bulk")
    with ExitStack() as stack:
        place = _error_file(job, stack)
        failures = bulk.Failures(place)
        twice = bulk.Twice()

        def report(error: TradeError) -> None:
            failures.add(error)
            typer.echo(one_line(error), err=True)

        try:
            sources = module("documents").read(job.paths, on_error=report, **job.reading)
            bulk.limits_of(**job.limits)
            progress = stack.enter_context(Progress(job.quiet))
            put = _with_journal if job.has_journal else _streamed
            put(job, progress, progress.counted(twice.watched(sources)), report, failures)
        except ConfigError as error:
            raise typer.BadParameter(str(error)) from error
        if place is not None and (problem := place.finish()) is not None:
            report(problem)
    if not job.quiet:
        for line in (*twice.summary(), *failures.summary()):
            typer.echo(one_line(line), err=True)
    return 1 if failures.total else 0


def _error_file(job: Job, stack: ExitStack) -> Any:
    if job.errors is None:
        return None
    try:
        return stack.enter_context(module("bulk").ErrorFile(job.errors))
    except OSError as error:
        raise typer.BadParameter(f"{job.errors}: cannot be written ({error.strerror}).") from error


def _streamed(
    job: Job, progress: Progress, sources: Iterator[Any], report: Callable[[TradeError], None], failures: Any
) -> None:
    """Write each document as soon as it is there."""
    results = failures.counted(job.confident(job.extracted(sources, report)))
    first = list(islice(results, 1))
    if first or not failures.total:  # a result kept from an earlier run is not replaced by nothing
        with _telling(job, report):
            _put(progress.hidden_for(chain(first, results)), job)


def _with_journal(
    job: Job, progress: Progress, sources: Iterator[Any], report: Callable[[TradeError], None], failures: Any
) -> None:
    """Put all texts into the journal, then write the output from it."""
    assert job.output is not None
    bulk, provenance = module("bulk"), module("provenance")
    options = {**job.reading, "format": job.form, "min_confidence": job.min_confidence}
    limits = {name: value for name, value in job.limits.items() if name != "workers"}
    weights = provenance.weights(*filter(None, [job.model]))
    files = bulk.listing(_files(job.paths))
    told = bulk.run_of(provenance.VERSION, weights, job.paths, files, **options, **limits)
    with _telling(job, report), bulk.Journal(job.output, told, job.resume) as journal:
        bulk.clear_away(job.output)
        if journal.dropped and not job.quiet:
            notice = "an unfinished run over {:,} texts was dropped; --resume would have gone on with it."
            typer.echo(f"{job.output}: {notice.format(journal.dropped)}", err=True)
        if journal.damaged:
            lines = "1 line" if journal.damaged == 1 else f"{journal.damaged:,} lines"
            typer.echo(
                f"{job.output}: {lines} of the unfinished run damaged; what stood there is read again.", err=True
            )
        try:
            journal.fill(sources, job.extracted, report)
        except KeyboardInterrupt:
            typer.echo(f"{job.output}: stopped; the same command with --resume goes on.", err=True)
            raise
        failures.texts = journal.documents_kept
        if journal.documents_kept or not failures.total:
            _write(job, journal)
        journal.finish()


def _files(paths: Iterable[str]) -> Iterator[Path]:
    """Yield the files that arguments stand for, standard input left out."""
    places: Any = module("documents.paths")
    for path in paths:
        if path != places.STANDARD_INPUT:
            yield from (found.path for found in places.find(path) if isinstance(found, places.Found))


def _write(job: Job, journal: Any) -> None:
    """Write the output from a journal; JSON Lines are there already."""
    assert job.output is not None
    writers = module("documents.writers")
    if job.form == "jsonl" and not job.min_confidence:
        with writers.replacing(job.output, binary=True) as stream:
            stream.writelines(line + b"\n" for line in journal.lines())
    else:
        writers.write(job.confident(journal.documents()), job.output, job.form, job.quiet)


def _put(results: Iterable[Any], job: Job) -> None:
    """Write the documents to standard output, or to what is no file."""
    writers = module("documents.writers")
    if job.output is not None:
        writers.write(results, job.output, job.form, job.quiet)
    else:
        sys.stdout.reconfigure(encoding="utf-8", newline="")  # type: ignore[union-attr]
        writers.to_stream(results, sys.stdout, job.form, job.quiet)


class _telling:  # noqa: N801 (reads as a function)
    """Tells of an output that cannot be written, in place of raising it."""

    def __init__(self, job: Job, report: Callable[[TradeError], None]) -> None:
        self.job, self.report = job, report

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> bool:
        output = self.job.output
        if isinstance(error, ReadError):
            self.report(error)
            return True
        if isinstance(error, BrokenPipeError) or not isinstance(error, OSError):
            return False  # typer ends quietly where a pipe is closed
        if error.filename and (output is None or Path(error.filename).parent != output.resolve().parent):
            return False  # no fault of the output
        self.report(ReadError("E117", path=str(output or "standard output"), reason=error.strerror or str(error)))
        return True


__all__ = ["ErrorFile", "Job", "MaxMemory", "MaxSeconds", "Resume", "Workers", "run"]
