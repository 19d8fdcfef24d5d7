"""Training that goes on from a model: ``tradenlp train --base MODEL --add FOLDER``, measured before and after.

What it needs of the package is looked up when it runs, so that ``--help`` need not wait for spaCy.
"""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import typer

from .cli_common import module, tell_faults, told_of

KEEP_BACK = 4
"""One new release in so many is not learned from but measured by; with fewer than this none is."""
SHOWN = ("numbers", "core", "full", "entities")


@dataclass(frozen=True, slots=True)
class Plan:
    """What is learned and what it is measured by.

    Attributes:
        learn: new releases to learn from.
        own: new releases to measure by, and how they were had.
        old: old releases to measure by, and what they are.
    """

    learn: tuple[Any, ...]
    own: tuple[tuple[Any, ...], str]
    old: tuple[tuple[Any, ...], str]


def add(base: str, folder: Path, output: Path, seed: int, dev: Path | None, check: Path | None) -> bool:
    """Go on from a base, print scores before and after, and write the model.

    Args:
        base: folder of weights, or ``sm`` for those of the package.
        folder: new annotated releases.
        output: folder for the weights; made before the work.
        seed: of all draws.
        dev: new releases to measure by; a part of ``folder`` is kept back where it is None.
        check: old releases to measure by; those that the base carries where it is None.
    Returns:
        bool: whether everything could be read.
    Raises:
        TradeError: E303 or E304 for a base that cannot be gone on from, others for folders that cannot be read.
        OSError: if ``output`` cannot be written.
        typer.Exit: with 1 where there is nothing to learn from.
    """
    training, pipeline, keeping = (module(name) for name in ("training", "pipeline", "corpus.keeping"))
    start = time.perf_counter()
    source = None if base == "sm" else Path(base).expanduser()
    nlp = pipeline.load_pipeline(source)
    known = keeping.kept(source or pipeline.MODEL)
    sound = True
    read = {}
    for name, path in (("new", folder), ("dev", dev), ("check", check)):
        if path is not None:
            read[name], right = _read(path)
            sound = sound and right
    if not read["new"]:
        typer.echo(f"{folder} holds no annotated release without mistakes.", err=True)
        raise typer.Exit(1)
    output.mkdir(parents=True, exist_ok=True)
    plan = _plan(known, read, seed)
    _notes(known, plan)
    counts = f"{len(plan.learn)} to learn from, {len(plan.own[0])} new and {len(plan.old[0])} old to measure by"
    typer.echo(f"Releases: {counts}. This takes minutes; measuring the base first.", err=True)
    before = _measured(nlp, plan)
    learned = training.add(source, plan.learn, seed=seed, tell=typer.echo)
    _table(plan, before, _measured(learned, plan))
    held = keeping.Kept(
        (*keeping.fresh(known.learned, plan.learn), *plan.learn),
        (*keeping.fresh(known.unseen, (*plan.own[0], *plan.learn)), *plan.own[0]),
    )
    training.save(learned, output, {**told_of(held.learned), "added": len(plan.learn), "seed": seed}, held)
    typer.echo(
        f"{len(plan.learn)} releases added to {len(known.learned)} in {time.perf_counter() - start:.0f} s: {output}"
    )
    return sound


def _read(path: Path) -> tuple[tuple[Any, ...], bool]:
    """The releases of a folder that can be read, and whether all can."""
    corpus = module("corpus").load(path)
    releases, undated = module("evaluation").dated(corpus.sound)
    tell_faults([*corpus.faults, *undated])
    return tuple(releases), not (corpus.faults or undated)


def _plan(known: Any, read: dict[str, tuple[Any, ...]], seed: int) -> Plan:
    keeping = module("corpus.keeping")
    learn = read["new"]
    if "dev" in read:
        own, how = keeping.fresh(read["dev"], (*learn, *known.learned)), "given with --dev"
    else:
        own, how = _kept_back(keeping.fresh(learn, known.learned), seed), "kept back"
        learn = keeping.fresh(learn, own)
    taken = (*learn, *known.learned)
    if "check" in read:
        return Plan(learn, (own, how), (keeping.fresh(read["check"], taken), "given with --check"))
    return Plan(learn, (own, how), (keeping.fresh(known.unseen, (*taken, *own)), "of the base, never learned from"))


def _kept_back(releases: Sequence[Any], seed: int) -> tuple[Any, ...]:
    """One in ``KEEP_BACK``, spread over the bodies."""
    order = sorted(releases, key=lambda release: release.id)
    random.Random(seed).shuffle(order)
    order.sort(key=lambda release: release.body)
    return tuple(order[KEEP_BACK - 1 :: KEEP_BACK])


def _notes(known: Any, plan: Plan) -> None:
    ids = {release.id for release in known.learned}
    for body, number in sorted(Counter(release.body for release in plan.learn).items()):
        if body in known.bodies:
            typer.echo(
                f"Note: the base learned from {known.bodies[body]} releases of {body}; {number} are added.", err=True
            )
    again = sorted(release.id for release in plan.learn if release.id in ids)
    if again:
        typer.echo(f"Note: these take the place of releases that the base knows: {', '.join(again)}.", err=True)
    for (releases, what), told in (
        (
            plan.own,
            f"nothing tells what is gained (of fewer than {KEEP_BACK} releases none is kept back): --dev names some",
        ),
        (plan.old, "nothing tells what is forgotten: --check names some"),
    ):
        if not releases:
            typer.echo(f"Note: there are no releases {what} to measure by, so {told}.", err=True)


def _measured(nlp: Any, plan: Plan) -> tuple[Any, Any]:
    evaluation = module("evaluation")
    return evaluation.evaluate(nlp, plan.own[0]), evaluation.evaluate(nlp, plan.old[0])


def _table(plan: Plan, before: tuple[Any, Any], after: tuple[Any, Any]) -> None:
    """Print F1 before and after with the interval of their difference."""
    evaluation = module("evaluation")
    for (releases, what), whose, one, other in zip(
        (plan.own, plan.old), ("yours", "old ones"), before, after, strict=True
    ):
        if not releases:
            continue
        typer.echo(f"{whose}, {what}: releases {len(releases)}")
        typer.echo(f"  {'F1':<10}{'before':>8}{'after':>8}{'difference':>12}  95%")
        for key in SHOWN:
            difference, low, high = evaluation.compare(one, other, key)
            typer.echo(
                f"  {key:<10}{one.f1(key):>8.3f}{other.f1(key):>8.3f}{difference:>+12.3f}  {low:+.3f} to {high:+.3f}"
            )


__all__ = ["add"]
