"""Training on annotated releases: examples for spaCy, a reader for its configurations, and a loop for all others."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import chain
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.training import Example
from spacy.util import registry
from thinc.api import Adam, fix_random_seed

from .corpus import Release, claims, keeping, load
from .corpus.claims import MEASURES
from .corpus.format import GoldFact
from .corpus.keeping import Kept, fresh, keep, kept
from .corpus.matching import NAMED, folded, names
from .corpus.slots import figure
from .folding import fold
from .labels import FIGURE_LABELS
from .pipeline import LEARNED, MODEL, blank_pipeline, load_pipeline
from .pipes import store
from .pipes.learning import LearningPipe


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a component learns.

    Attributes:
        epochs: how often each lesson is seen.
        batch: lessons of one step; documents, for networks that read tokens.
        rate: of learning, at the start; it falls to nothing in a straight line.
        decay: of the weights (AdamW, Loshchilov and Hutter 2019).
        folds: into how many parts the bodies are cut, so that the components behind learn from what this one says of
            bodies that it has not seen.
        best: keep the weights of the epoch with the least loss on dev releases, not those of the last. F1 of facts may
            still rise where that loss does, since a network that is sure of itself pays for it.
        clip: largest norm of a gradient, 0 for any.
    """

    epochs: int = 12
    batch: int = 128
    rate: float = 2e-3
    decay: float = 1e-4
    folds: int = 4
    clip: float = 0.0
    best: bool = False


@dataclass(frozen=True, slots=True)
class Addition:
    """How a trained pipeline learns more, without forgetting: new lessons are mixed with some of the old ones.

    Rehearsal (Robins 1995): where only a sample of the old releases is learned again, others of their kind are read
    worse than before.

    Attributes:
        rehearsal: share of the old releases that are learned again.
        heed: how often each new lesson is seen for one time that an old one is.
        epochs: how often each old lesson is seen.
        rate: of learning, as a share of that with which the component learned first.
    """

    rehearsal: float = 1.0
    heed: int = 3
    epochs: int = 3
    rate: float = 1.0


RECIPES = {"trade_entities": Recipe(epochs=6, batch=4, rate=2e-3, clip=1.0)}
"""How the components learn that do not learn as the others."""


def train(
    releases: Sequence[Release],
    *,
    seed: int = 0,
    recipes: Mapping[str, Recipe] | None = None,
    tell: Callable[[str], None] = print,
    dev: Sequence[Release] = (),
    learned: Callable[[Language], object] = lambda nlp: None,
    nlp: Language | None = None,
) -> Language:
    """Train the components of a pipeline one after another.

    Args:
        releases: annotated releases without problems; their bodies tell what belongs together.
        seed: of the first weights, the order of lessons and what is left out.
        recipes: how the components learn, by name; ``RECIPES`` and the defaults of ``Recipe`` for those left out.
        tell: takes a line for each component.
        dev: releases of other bodies, not learned from; loss on them is told for each epoch.
        learned: called with the pipeline each time a component has learned.
        nlp: an initialized pipeline, whose other components (an encoder, say) stay as they are; the package's own
            where it is None.
    Returns:
        Language: the trained pipeline, the same for the same releases, seed and versions.
    """
    nlp, recipes = nlp or blank_pipeline(), {**RECIPES, **(recipes or {})}
    pairs = [(made, r.head.get("body", r.id)) for r in releases if (made := example(nlp, r)) is not None]
    examples, bodies = [made for made, _ in pairs], [body for _, body in pairs]
    watched = _examples(nlp, dev)
    for component in nlp.pipe_names[: nlp.pipe_names.index(LEARNED[-1]) + 1]:
        pipe: Any = nlp.get_pipe(component)
        if component not in LEARNED:
            _annotate(pipe, [*examples, *watched])
            continue
        recipe = recipes.get(component, Recipe())
        lessons = [list(pipe.lessons([made])) for made in examples]
        if component != LEARNED[-1]:
            _annotate_unseen(pipe, examples, bodies, lessons, recipe, seed)
        loss = fit(pipe, _flat(lessons), recipe, seed, list(pipe.lessons(watched)), tell)
        _annotate(pipe, watched)
        tell(f"{component}: {sum(map(len, lessons))} lessons from {len(examples)} releases, loss {loss:.4f}")
        learned(nlp)
    return nlp


def add(
    base: str | Path | None,
    releases: Sequence[Release],
    *,
    seed: int = 0,
    addition: Addition | None = None,
    tell: Callable[[str], None] = print,
) -> Language:
    """Train a pipeline further on releases of one's own, with rehearsal of those that it learned from.

    Args:
        base: folder of weights as ``save`` writes it with the releases; that of the package where it is None.
        releases: annotated releases without problems.
        seed: of the sample of old releases, the order of lessons and what is left out.
        addition: how the components learn.
        tell: takes a line for each component.
    Returns:
        Language: the pipeline that knows both, the same for the same base, releases, seed and versions.
    Raises:
        ConfigError: E303 if the base holds no weights of this version, E304 if it carries no releases.
    """
    nlp, addition = load_pipeline(base), addition or Addition()
    old = drawn(kept(base or MODEL), releases, addition, seed)
    new, rehearsed = _examples(nlp, releases), _examples(nlp, old)
    for component in nlp.pipe_names[: nlp.pipe_names.index(LEARNED[-1]) + 1]:
        pipe: Any = nlp.get_pipe(component)
        if component not in LEARNED:
            _annotate(pipe, [*new, *rehearsed])
            continue
        lessons = [list(pipe.lessons([made])) for made in [*new, *rehearsed]]
        _annotate(pipe, [*new, *rehearsed])  # before it learns: what stands behind meets texts that are new to it
        fix_random_seed(seed)  # of networks that leave out by thinc's own
        pipe.initialize(lambda: (), seed=seed)  # weights stay; what is left out begins anew
        first = RECIPES.get(component, Recipe())
        recipe = replace(first, epochs=addition.epochs, rate=first.rate * addition.rate)
        mixed = [*_flat(lessons[: len(new)]) * addition.heed, *_flat(lessons[len(new) :])]
        loss = _learn(pipe, mixed, recipe, seed)
        counted = f"{sum(map(len, lessons[: len(new)]))} new lessons of {len(new)} releases"
        tell(f"{component}: {counted}, {sum(map(len, lessons[len(new) :]))} old of {len(rehearsed)}, loss {loss:.4f}")
    return nlp


def drawn(known: Kept, releases: Sequence[Release], addition: Addition, seed: int) -> list[Release]:
    """Draw the old releases that are rehearsed beside new ones.

    Args:
        known: what the base carries.
        releases: the new ones; old ones of the same id or text give way to them.
        addition: tells what share of them.
        seed: of the draw.
    """
    old = fresh(known.learned, releases)
    chosen = random.Random(seed).sample(range(len(old)), round(addition.rehearsal * len(old)))
    return [old[n] for n in sorted(chosen)]


def _examples(nlp: Language, releases: Iterable[Release]) -> list[Example]:
    return [made for release in releases if (made := example(nlp, release)) is not None]


def _annotate(pipe: LearningPipe[Any], examples: Iterable[Example]) -> None:
    for made in examples:
        made.predicted = pipe(made.predicted)


def _flat(lessons: Iterable[Iterable[Any]]) -> list[Any]:
    return [lesson for each in lessons for lesson in each]


def _annotate_unseen(
    pipe: LearningPipe[Any],
    examples: Sequence[Example],
    bodies: Sequence[str],
    lessons: Sequence[list[Any]],
    recipe: Recipe,
    seed: int,
) -> None:
    """Let a component annotate each body by what it learned of the others."""
    order = sorted(set(bodies))
    random.Random(seed).shuffle(order)
    for fold_number in range(recipe.folds):
        held = set(order[fold_number :: recipe.folds])
        fit(pipe, _flat(each for each, b in zip(lessons, bodies, strict=True) if b not in held), recipe, seed)
        _annotate(pipe, (made for made, body in zip(examples, bodies, strict=True) if body in held))


def fit(
    pipe: LearningPipe[Any],
    lessons: Sequence[Any],
    recipe: Recipe,
    seed: int,
    dev: Sequence[Any] = (),
    tell: Callable[[str], None] = print,
) -> float:
    """Train one component from first weights.

    Args:
        pipe: the component; its old weights are lost.
        lessons: what there is to learn.
        recipe: how.
        seed: of the first weights, the order and what is left out.
        dev: lessons that are not learned but measured by.
        tell: takes a line for each epoch where there are such.
    Returns:
        float: mean negative log-likelihood in the epoch whose weights are kept.
    """
    pipe.cfg["trained"] = False
    pipe.initialize(lambda: (), seed=seed)
    return _learn(pipe, lessons, recipe, seed, dev, tell)


def _learn(
    pipe: LearningPipe[Any],
    lessons: Sequence[Any],
    recipe: Recipe,
    seed: int,
    dev: Sequence[Any] = (),
    tell: Callable[[str], None] = print,
) -> float:
    order, rng, total = pipe.groups(lessons), random.Random(seed), 0.0
    optimizer = Adam(recipe.rate, L2=recipe.decay, L2_is_weight_decay=True, grad_clip=recipe.clip)
    best: tuple[float, int, float, bytes] | None = None
    for epoch in range(recipe.epochs):
        rng.shuffle(order)
        batches = [order[at : at + recipe.batch] for at in range(0, len(order), recipe.batch)]
        total = sum(pipe.learn(list(chain.from_iterable(batch)), optimizer) for batch in batches) / max(1, len(batches))
        optimizer.learn_rate = recipe.rate * (1 - (epoch + 1) / recipe.epochs)
        if dev:
            told = pipe.loss(dev)
            tell(f"{pipe.name}: epoch {epoch + 1} of {recipe.epochs}, loss {total:.4f}, on dev {told:.4f}")
            if recipe.best and (best is None or told < best[0]):
                best = told, epoch, total, pipe.to_bytes()
    if best is None:
        return total
    if best[1] + 1 < recipe.epochs:
        tell(f"{pipe.name}: the weights of epoch {best[1] + 1} are kept")
        pipe.from_bytes(best[3])
    return best[2]


def save(
    nlp: Language, folder: str | Path, about: dict[str, object] | None = None, releases: Kept | None = None
) -> None:
    """Write the weights of a trained pipeline.

    Args:
        nlp: from ``train`` or ``add``.
        folder: made where it is missing; what it held of the same names is replaced.
        about: what a reader of ``meta.json`` should know.
        releases: what the weights were learned from, so that ``add`` can go on from them.
    Raises:
        CorpusError: E202 for a release that cannot be written.
        OSError: if the folder cannot be written.
    """
    for component in LEARNED:
        pipe: Any = nlp.get_pipe(component)
        pipe.to_disk(Path(folder) / component)
    (Path(folder) / keeping.NAME).unlink(missing_ok=True)  # those of other weights
    if releases is not None:
        keep(releases, folder)
    (Path(folder) / "meta.json").write_text(json.dumps(about or {}, indent=2) + "\n", encoding="utf-8")


def example(nlp: Language, release: Release) -> Example | None:
    """Turn an annotated release into an example.

    Args:
        nlp: the pipeline that is trained; makes the tokens.
        release: an annotated release without problems.
    Returns:
        Example: its reference holds the entities and, for each figure, what fills its slots; None for a text whose
        offsets folding moves (doubled blanks, line ends of other systems).
    """
    text = fold(release.text).text
    if len(text) != len(release.text):
        return None
    predicted, reference = nlp.make_doc(text), nlp.make_doc(text)
    for doc in (predicted, reference):
        store.set_source(doc, release.id, release.head.get("published"))
    kept, end = [], 0
    for mark in release.marks:
        span = reference.char_span(mark.start, mark.end, mark.label, alignment_mode="expand")
        if span is not None and span.start >= end:
            kept.append(span)
            end = span.end
    reference.set_ents(kept)
    store.set_answers(reference, list(_answers(release)))
    store.set_figures(reference, list(_figures(release)))
    return Example(predicted, reference)


def _answers(release: Release) -> Iterator[tuple[int, str, dict[str, list[str | None]]]]:
    seen: set[tuple[int, str]] = set()
    for fact in release.facts:
        right = _slots(release, fact)
        for slot in fact.slots:
            for id in slot.marks if slot.key in MEASURES else ():
                mark = release.mark(id)
                place = (mark.start, MEASURES[slot.key]) if mark is not None and mark.label in FIGURE_LABELS else None
                if place is not None and right is not None and place not in seen:
                    seen.add(place)
                    yield (*place, right)


def _figures(release: Release) -> Iterator[tuple[int, int, str, Decimal | None]]:
    values: dict[str, Decimal | None] = {}
    for fact in release.facts:
        for slot in fact.slots:
            if slot.key in MEASURES and slot.marks:
                values[slot.marks[0]] = figure(slot.key, slot.values[0]).number
    for mark in release.marks:
        if mark.label in FIGURE_LABELS:
            yield mark.start, mark.end, mark.label, values.get(mark.id) if mark.id else None


def _slots(release: Release, fact: GoldFact) -> dict[str, list[str | None]] | None:
    """All right answers by slot, folded as predictions are."""
    flat = claims(release, fact, names)
    if not flat:
        return None
    return {slot: [v if slot == "period" else folded(v) for v in flat[0][slot]] for slot in NAMED}


@registry.readers("tradenlp.Releases.v1")
def make_reader(
    path: Path, limit: int = 0, bodies: Sequence[str] = (), leave_out: Sequence[str] = ()
) -> Callable[[Language], Iterable[Example]]:
    """Return a reader of annotated releases, for spaCy's training configurations.

    Args:
        path: a folder with ``.rel`` files, at any depth.
        limit: how many releases at most, 0 for all.
        bodies: the only bodies whose releases are taken; all where it is empty.
        leave_out: bodies whose releases are not taken.
    """

    def wanted(release: Release) -> bool:
        return release.body not in leave_out and (not bodies or release.body in bodies)

    def examples(nlp: Language) -> Iterator[Example]:
        releases = [release for release in load(path).sound if wanted(release)]
        for release in releases[:limit] if limit else releases:
            found = example(nlp, release)
            if found is not None:
                yield found

    return examples
