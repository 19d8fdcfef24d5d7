"""The network that scores candidates by their traits and by the words around them.

A sub-layer (of a transformer, or any other that spaCy has) gives each token a vector. The mean vectors of the figure
and of the candidate's nearest mention, and the product of what two linear maps see in them (low-rank bilinear pooling,
Kim et al. 2017), go through one hidden layer whose output is added to what the traits alone score (``choice_net``).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
from spacy.tokens import Doc
from spacy.util import registry
from thinc.api import Model, NumpyOps

from ..analysis.traits import BUCKETS
from .choice_net import Network, Sheet, make_choice
from .places import SORTS

NAME = "tradenlp.ContextChoice.v1"
"""The network's name in spaCy's registry of architectures."""
PARAMETERS = ("figure", "mention", "figure_key", "mention_key", "product", "sort", "output")

Array = npt.NDArray[Any]
Floats = npt.NDArray[np.float32]


@registry.architectures(NAME)
def make_context_choice(
    tok2vec: Model[list[Doc], list[Any]],
    questions: int,
    width: int = 12,
    members: int = 4,
    dropout: float = 0.3,
    trait_dropout: float = 0.15,
    context_width: int = 32,
    keys: int = 64,
) -> Network:
    """Make the network.

    Args:
        tok2vec: gives each document its vectors, shape (tokens, any width).
        questions: how many sorts of question there are.
        width: size of each member's hidden layer over the traits.
        members: how many networks learn side by side.
        dropout: share of the hidden layers and of the vectors left out in training.
        trait_dropout: share of the traits left out in training.
        context_width: size of each member's hidden layer over the words.
        keys: how many products of the figure's and the mention's vector are taken.
    Returns:
        Model: from a ``choice_net.Sheet`` with places to scores, shape (candidates, members).
    """
    traits = make_choice(questions, width, members, dropout, trait_dropout)
    model: Network = Model(
        "context_choice",
        _forward,
        init=_init,
        layers=[traits, tok2vec],
        refs={"traits": traits, "tok2vec": tok2vec},
        params=dict.fromkeys(PARAMETERS),
        attrs={
            "shape": (questions, members, context_width),
            "keys": keys,
            "dropout_rate": dropout,
            "seed": 0,
        },
        # its own sums are small and irregular: they stay on the processor wherever the vectors are made
        ops=NumpyOps(),
    )
    return model


def _init(model: Network, X: list[Doc] | None = None, Y: Any = None) -> None:  # noqa: N803 (thinc's names)
    """Set first weights; ``X`` are some documents, which tell the vectors' width."""
    traits, tok2vec = model.get_ref("traits"), model.get_ref("tok2vec")
    traits.attrs["seed"] = model.attrs["seed"]
    traits.initialize()
    docs = list(X or ())
    tok2vec.initialize(X=docs)
    depth = tok2vec.predict(docs)[0].shape[1]
    questions, members, width = model.attrs["shape"]
    keys, hidden = model.attrs["keys"], members * width
    rng = np.random.default_rng(model.attrs["seed"])

    def drawn(rows: int, columns: int) -> Floats:
        return rng.normal(0, rows**-0.5, (rows, columns)).astype("float32")

    weights: dict[str, Any] = {
        "figure": drawn(depth, hidden),
        "mention": drawn(depth, hidden),
        "figure_key": drawn(depth, keys),
        "mention_key": drawn(depth, keys),
        "product": drawn(keys, hidden),
        "sort": np.zeros((questions * SORTS, hidden), dtype="float32"),
        "output": rng.normal(0, 0.3 * width**-0.5, (questions, members, width)).astype("float32"),
    }
    for name in PARAMETERS:
        model.set_param(name, weights[name])


def _forward(model: Network, sheet: Sheet, is_train: bool) -> tuple[Floats, Callable[[Floats], Sheet]]:
    if sheet.places is None:
        raise ValueError("a sheet without places")
    traits, tok2vec = model.get_ref("traits"), model.get_ref("tok2vec")
    ops: Any = tok2vec.ops
    scores, learn_traits = traits(sheet, is_train)
    found, learn_vectors = tok2vec(list(sheet.docs), is_train)
    vectors = [np.asarray(ops.to_numpy(v), dtype="float32") for v in found]
    means, spread = _means(vectors, sheet.places)
    added, learn_context = _context(model, means, sheet, is_train)

    def backprop(d_scores: Floats) -> Sheet:
        learn_traits(d_scores)
        d_vectors = spread(learn_context(d_scores))
        # of every document, with or without candidates: whoever makes the vectors waits for all of them
        learn_vectors([ops.asarray(d) for d in d_vectors])
        return sheet

    return scores + added, backprop


Means = tuple[Floats, Array, Array]
"""Mean vectors of the spans that occur, and which of them each candidate's figure and mention have; zeros for none."""


def _means(vectors: list[Floats], places: Array) -> tuple[Means, Callable[[Floats], list[Floats]]]:
    """Return the mean vectors of spans, and what spreads a gradient of them over the tokens."""
    figures, mentions = places[:, [0, 1, 2]], places[:, [0, 3, 4]]
    told, at = np.unique(np.concatenate([figures, mentions]), axis=0, return_inverse=True)
    at, told = at.reshape(-1), told.astype("int64")
    depth = max((v.shape[1] for v in vectors), default=0)
    means = np.zeros((len(told), depth), dtype="float32")
    for n, (doc, first, end) in enumerate(told):
        if first >= 0:
            means[n] = vectors[doc][first:end].mean(axis=0)

    def spread(d_means: Floats) -> list[Floats]:
        grown = [np.zeros_like(v) for v in vectors]
        for (doc, first, end), gradient in zip(told, d_means, strict=True):
            if first >= 0:
                grown[doc][first:end] += gradient / (end - first)
        return grown

    return (means, at[: len(places)], at[len(places) :]), spread


def _context(model: Network, told: Means, sheet: Sheet, is_train: bool) -> tuple[Floats, Callable[[Floats], Floats]]:
    """Return what the words add to the scores, and what gives the gradient of the mean vectors."""
    means, figures, mentions = told
    held: dict[str, Any] = {name: model.get_param(name) for name in PARAMETERS}
    questions, members, width = model.attrs["shape"]
    asked, sorts = _sorts(sheet)
    rows, rate = len(asked), model.attrs["dropout_rate"] if is_train else 0.0
    rng = np.random.default_rng(model.attrs["seed"])
    model.attrs["seed"] += int(is_train)
    thinned = _mask(rng, means.shape, rate)
    means = means * thinned
    by_figure, by_mention = means @ held["figure_key"], means @ held["mention_key"]
    products = by_figure[figures] * by_mention[mentions]
    into = (means @ held["figure"])[figures] + (means @ held["mention"])[mentions]
    into += products @ held["product"] + held["sort"][sorts]
    mask = _mask(rng, (rows, members, width), rate)
    hidden = np.maximum(into, 0).reshape(rows, members, width) * mask
    scores = (hidden * held["output"][asked]).sum(axis=2)

    def backprop(d_scores: Floats) -> Floats:
        d_hidden = (d_scores[:, :, None] * held["output"][asked] * mask * (hidden > 0)).reshape(into.shape)
        d_products = d_hidden @ held["product"].T
        of_figure, of_mention = (
            _added(model, len(means), figures, d_hidden),
            _added(model, len(means), mentions, d_hidden),
        )
        figure_key = _added(model, len(means), figures, d_products * by_mention[mentions])
        mention_key = _added(model, len(means), mentions, d_products * by_figure[figures])
        grown = {
            "figure": means.T @ of_figure,
            "mention": means.T @ of_mention,
            "figure_key": means.T @ figure_key,
            "mention_key": means.T @ mention_key,
            "product": products.T @ d_hidden,
            "sort": _added(model, questions * SORTS, sorts, d_hidden),
            "output": _added(model, questions, asked, (hidden * d_scores[:, :, None]).reshape(into.shape)).reshape(
                held["output"].shape
            ),
        }
        for name, gradient in grown.items():
            model.inc_grad(name, gradient)
        d_means = of_figure @ held["figure"].T + of_mention @ held["mention"].T
        d_means += figure_key @ held["figure_key"].T + mention_key @ held["mention_key"].T
        return np.asarray(d_means * thinned, dtype="float32")

    return scores.astype("float32"), backprop


def _sorts(sheet: Sheet) -> tuple[Array, Array]:
    """Return the question of each candidate, and the row of its sort."""
    asked, stand = np.asarray(sheet.traits[:, 0]) // BUCKETS, np.asarray(sheet.places)
    return asked, asked * SORTS + stand[:, 5]


def _mask(rng: np.random.Generator, shape: tuple[int, ...], rate: float) -> Any:
    return (rng.random(shape) >= rate).astype("float32") / (1 - rate) if rate else np.float32(1)


def _added(model: Network, rows: int, at: Array, values: Floats) -> Floats:
    """Add rows up by index."""
    ops: Any = model.ops
    out: Floats = ops.alloc2f(rows, values.shape[1])
    ops.scatter_add(out, at.astype("i"), np.ascontiguousarray(values, "float32"))
    return out


__all__ = ["NAME", "PARAMETERS", "make_context_choice"]
