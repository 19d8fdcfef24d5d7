"""The command that evaluates: parse, call one function, print.

The evaluation module is looked up when the command runs, so that ``--help`` need not wait for spaCy.
"""

from __future__ import annotations

import json
from fnmatch import fnmatch
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer

from .cli_common import Shape, file_of, one_line, tell_faults, within
from .errors import TradeError

EPILOG = """Examples:

\b
  tradenlp evaluate annotations/test
  tradenlp evaluate annotations/test --body 'r-*'
  tradenlp evaluate my_releases/ --model model/ --mistakes 20
  tradenlp evaluate annotations/dev --model model/ --against rules
  tradenlp evaluate annotations/dev --format markdown > scores.md
"""


def evaluate(
    folder: Annotated[
        Path, typer.Argument(help="Annotated releases (.rel), at any depth.", exists=True, file_okay=False)
    ],
    model: Annotated[
        str, typer.Option(help="Folder of weights; 'default' or 'sm' for those of the package, 'rules' for none.")
    ] = "default",
    against: Annotated[
        str | None, typer.Option(help="A second model, as --model; differences come with their interval.")
    ] = None,
    body: Annotated[str, typer.Option(help="Only releases of the bodies that fit this pattern.")] = "*",
    form: Annotated[Shape, typer.Option("--format", "-f", help="Form of the report.")] = Shape.table,
    mistakes: Annotated[int, typer.Option(callback=within(0), help="List so many mistakes with their sentences.")] = 0,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="File for the report. Default: print it.", dir_okay=False)
    ] = None,
) -> None:
    """Hold what the pipeline reads against annotated releases."""
    evaluation: Any = import_module(f"{__package__}.evaluation")
    corpus: Any = import_module(f"{__package__}.corpus")
    try:
        held = corpus.load(folder)
        releases, undated = evaluation.dated(release for release in held.sound if fnmatch(release.body, body))
        tell_faults([*held.faults, *undated])
        if not releases:
            typer.echo(f"{folder} holds no annotated release without mistakes of a body {body!r}.", err=True)
            raise typer.Exit(1)
        found = evaluation.evaluate(_pipeline(model), releases)
        other = evaluation.evaluate(_pipeline(against), releases) if against is not None else None
    except TradeError as error:
        typer.echo(one_line(error), err=True)
        raise typer.Exit(1) from error
    report = found.to_dict()
    if other is not None:
        report["against"] = {
            key: [round(value, 4) for value in evaluation.compare(other, found, key)] for key in evaluation.HEADLINES
        }
    listed = [m for result in found.results for m in result.mistakes][:mistakes]
    _put(_rendered(report, listed, form, against), file_of(output))
    raise typer.Exit(1 if held.faults or undated else 0)


def _rendered(report: dict[str, Any], listed: list[Any], form: Shape, against: str | None) -> str:
    if form is Shape.json:
        report["listed"] = [[m.release, m.kind, m.told, m.read, m.sentence] for m in listed]
        return json.dumps(report, indent=2)
    lines = [_table(title, head, rows, form is Shape.markdown) for title, head, rows in _sections(report, against)]
    for m in listed:
        lines.append(f"{m.release}: {m.kind}: {m.told}" + (f"; read {m.read}" if m.read else ""))
        lines.extend([f"    {m.sentence}"] if m.sentence else [])
    return "\n".join(lines)


def _put(report: str, output: Path | None) -> None:
    if output is None:
        typer.echo(report)
        return
    try:
        output.write_text(report + "\n", encoding="utf-8", newline="\n")
    except OSError as error:
        typer.echo(f"{output}: {error.strerror or error}. Name a file that can be written.", err=True)
        raise typer.Exit(1) from error


def _pipeline(name: str) -> Any:
    pipeline: Any = import_module(f"{__package__}.pipeline")
    if name == "rules":
        return pipeline.blank_pipeline()
    return pipeline.load_pipeline(None if name in ("default", "sm") else name)


Section = tuple[str, list[str], list[list[str]]]


def _sections(report: dict[str, Any], against: str | None) -> list[Section]:
    heads = report["headlines"]
    rows = [
        [key, *(f"{heads[key][k]:.3f}" for k in ("precision", "recall", "f1")),
         "{:.3f}-{:.3f}".format(*heads[key]["interval"]), str(heads[key]["wanted"])]
        for key in heads
    ]  # fmt: skip
    out: list[Section] = [(f"{report['releases']} releases", ["", "P", "R", "F1", "95%", "gold"], rows)]
    if "against" in report:
        rows = [[key, f"{d:+.3f}", f"{low:+.3f} to {high:+.3f}"] for key, (d, low, high) in report["against"].items()]
        out.append((f"F1 against {against}", ["", "difference", "95%"], rows))
    rows = [[slot, f"{value:.3f}"] for slot, value in report["slots"].items()]
    out.append(("slots, where the number was found", ["", "right"], rows))
    rows = [
        [label, *(f"{told[k]:.3f}" for k in ("precision", "recall", "f1", "partial")), str(told["wanted"])]
        for label, told in report["labels"].items()
    ]
    out.append(("entities", ["", "P", "R", "F1", "F1 touching", "gold"], rows))
    rows = [[tag, f"{told['recall']:.3f}", str(told["claims"])] for tag, told in report["phenomena"].items()]
    out.append(("phenomena", ["", "full recall", "claims"], rows))
    out.append(("bodies", ["", "full F1"], [[body, f"{value:.3f}"] for body, value in report["bodies"].items()]))
    told = report["calibration"]
    rows = [[f"{sure:.2f}", f"{right:.2f}", str(n)] for sure, right, n in told["bins"]]
    precision, number = told["precision_at_0.9"]
    title = (
        f"confidence: calibration error {told['error']:.3f}; {number} claims at 0.9 and above, {precision:.3f} right"
    )
    out.append((title, ["told", "right", "claims"], rows))
    out.append(("mistakes", ["", "claims"], [[kind, str(n)] for kind, n in report["mistakes"]]))
    return [section for section in out if section[2]]  # no heading over nothing


def _table(title: str, head: list[str], rows: list[list[str]], markdown: bool) -> str:
    if markdown:
        lines = [f"### {title}", "", f"| {' | '.join(head)} |", "|" + "---|" * len(head)]
        return "\n".join([*lines, *(f"| {' | '.join(row)} |" for row in rows), ""])
    widths = [max(len(line[n]) for line in [head, *rows]) for n in range(len(head))]
    told = [
        "  " + line[0].ljust(widths[0]) + "".join("  " + v.rjust(w) for v, w in zip(line[1:], widths[1:], strict=True))
        for line in [head, *rows]
    ]
    return "\n".join([title, *told, ""])


__all__ = ["EPILOG", "evaluate"]
