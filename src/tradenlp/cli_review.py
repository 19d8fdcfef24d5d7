"""The command that opens the desk: parse, read, serve until it is stopped.

What reads and serves is looked up when the command runs, so that ``--help`` need not wait for it.
"""

from __future__ import annotations

import webbrowser
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from .cli_common import Encoding, Faults, MaxMb, Progress, Published, Sources, module, one_line, sources_of, within
from .errors import TradeError

EPILOG = """Examples:

\b
  tradenlp review releases/ -o reviewed/
  tradenlp review docs.jsonl -o reviewed/ --body acme-customs --issuer "Acme Customs"
  tradenlp review releases/ -o reviewed/ --model my_model/ --port 8017 --no-browser
  tradenlp train --base sm --add reviewed/ -o my_model/
"""


def review(
    paths: Sources,
    output: Annotated[
        Path,
        typer.Option("--output", "-o", help="Folder to save in; a review begun there goes on.", file_okay=False),
    ],
    body: Annotated[
        str | None, typer.Option(help="Issuing body of all releases. Default: the folder that each file lies in.")
    ] = None,
    issuer: Annotated[str | None, typer.Option(help="Its name as readers know it. Default: the body.")] = None,
    model: Annotated[
        Path | None,
        typer.Option(help="Model whose facts are proposed. Default: the package's.", exists=True, file_okay=False),
    ] = None,
    port: Annotated[
        int,
        typer.Option(
            callback=within(0, 65535), help="Port of this computer; 0 takes that of the last time, or a free one."
        ),
    ] = 0,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open the desk in the browser.")] = True,
    published: Published = None,
    encoding: Encoding = None,
    max_mb: MaxMb = 20,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print the address alone.")] = False,
) -> None:
    """Open a desk where people put right what was read; saves annotated releases that 'tradenlp train --add' takes.

    The page is served to this computer alone, under an address that nobody can guess. Each change is saved at once.
    Ctrl-C stops it; started again, it goes on where it was.
    """
    errors = Faults()
    sources = sources_of(paths, errors.tell, published, encoding, max_mb)
    with Progress(quiet) as progress:
        items = list(_items(progress.counted(sources), body, issuer, model, errors.tell))
    if not items:
        typer.echo("There is no release to review.", err=True)
        raise typer.Exit(1)
    server = _opened(items, output, port)
    _serve(server, browser, quiet, output)
    raise typer.Exit(1 if errors else 0)


def _items(
    sources: Iterable[Any],
    body: str | None,
    issuer: str | None,
    model: Path | None,
    tell: Callable[[TradeError], None],
) -> Iterator[Any]:
    """Yield releases with what the pipeline read in them; errors of single ones are told."""
    review: Any = module("review")
    read = module("pipeline").read
    try:
        nlp = module("pipeline").load_pipeline(model)
    except TradeError as error:
        tell(error)
        return
    for source in sources:
        text = review.text_of(source.text)
        try:
            document = read(nlp, text, source.published, source.id)
        except TradeError as error:
            tell(error)
            continue
        named = body or review.bodies([source.path])[0]
        yield review.item(_short(document, source), text, named, issuer or "")


def _short(document: Any, source: Any) -> Any:
    """A document under the name of its file without folders, which name the body already, and without suffix."""
    name = Path(source.id).name or source.id
    if source.line is None and name == Path(source.path).name:
        name = Path(source.path).stem
    return document.model_copy(update={"id": name})


def _opened(items: list[Any], output: Path, port: int) -> Any:
    """A desk that listens; where it cannot, why is told."""
    review: Any = module("review")
    try:
        desk = review.Desk(items, review.Store(output))
        server = review.reopened(desk, port)
    except TradeError as error:
        typer.echo(one_line(error), err=True)
        raise typer.Exit(1) from error
    except OSError as error:
        typer.echo(f"{error.filename or f'port {port}'}: {error.strerror or error}.", err=True)
        raise typer.Exit(1) from error
    for id in desk.changed:
        typer.echo(
            f"{id}: its text has changed since its review began; the old text and its review are kept.", err=True
        )
    return server


def _serve(server: Any, browser: bool, quiet: bool, output: Path) -> None:
    typer.echo(server.url)
    if not quiet:
        typer.echo(f"{len(server.desk.items)} releases; saved in {output}. Ctrl-C stops the desk.", err=True)
    if browser:
        webbrowser.open(server.url)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        if not quiet:
            typer.echo("Stopped; all changes are saved.", err=True)
    finally:
        server.server_close()


__all__ = ["EPILOG", "review"]
