"""The network that scores candidates: embeddings of hashed traits, added up, and one hidden layer.

Each candidate is a row of buckets (``analysis.traits``). A sort of question has buckets of its own, so that nothing is
shared between them; what a candidate scores depends on nothing but its row, whatever else is in the batch. Several
such networks learn side by side, from other first weights and with other traits left out, and their mean counts
(deep ensembles, Lakshminarayanan et al. 2017).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from spacy.tokens import Doc
from spacy.util import registry
from thinc.api import Model

from ..analysis.traits import BUCKETS

NAME = "tradenlp.Choice.v1"
"""The network's name in spaCy's registry of architectures."""
PARAMETERS = ("embeddings", "linear", "output")

Array = npt.NDArray[Any]
Backprop = Callable[[Array], Any]
Network = Model[Any, Any]


@dataclass(frozen=True, slots=True)
class Sheet:
    """Candidates as the networks take them.

    Attributes:
        traits: buckets, shape (candidates, traits), each question's behind those of the question before.
        docs: the documents that they are of.
        places: where they stand, shape (candidates, 6): number of the document, first token and end of the figure,
            first token and end of the mention (both -1 for none), and what sort of candidate it is; empty where the
            network reads no tokens.
    """

    traits: Array
    docs: tuple[Doc, ...] = ()
    places: Array | None = None


@registry.architectures(NAME)
def make_choice(
    questions: int, width: int = 12, members: int = 4, dropout: float = 0.3, trait_dropout: float = 0.15
) -> Network:
    """Make the network.

    Args:
        questions: how many sorts of question there are, each with buckets of its own.
        width: size of each member's hidden layer.
        members: how many networks learn side by side.
        dropout: share of the hidden layer left out in training.
        trait_dropout: share of the traits left out in training.
    Returns:
        Model: from a ``Sheet``, of which it takes the traits, to scores, shape (candidates, members).
    """
    model: Network = Model(
        "choice",
        _forward,
        init=_init,
        params=dict.fromkeys(PARAMETERS),
        attrs={
            "shape": (questions, members, width),
            "dropout_rate": dropout,
            "trait_dropout": trait_dropout,
            "seed": 0,
        },
    )
    return model


def _init(model: Network, X: Any = None, Y: Any = None) -> None:  # noqa: N803 (thinc's names)
    questions, members, width = model.attrs["shape"]
    rows = questions * BUCKETS + 1  # the last stands for a trait that training leaves out
    rng = np.random.default_rng(model.attrs["seed"])
    weights: dict[str, Any] = {
        "embeddings": rng.normal(0, 0.05, (rows, members * width)).astype("float32"),
        "linear": np.zeros((rows, members), dtype="float32"),
        "output": rng.normal(0, width**-0.5, (questions, members, width)).astype("float32"),
    }
    for name in PARAMETERS:
        model.set_param(name, weights[name])


_FEW = 64
_PIECE = 1024  # rows at a time, a trait after the other: all at once, a document's embeddings leave the caches


def _summed(table: Array, ids: Array) -> Array:
    """Add up the rows of a table that each candidate's traits name, shape (candidates, columns)."""
    if len(ids) < _FEW:
        few: Array = table[ids].sum(axis=1)  # adds in the same order
        return few
    out = np.zeros((len(ids), table.shape[1]), dtype=table.dtype)
    room = np.empty((min(len(ids), _PIECE), table.shape[1]), dtype=table.dtype)
    for at in range(0, len(ids), _PIECE):
        piece, sums = ids[at : at + _PIECE].T, out[at : at + _PIECE]
        for column in np.ascontiguousarray(piece):
            sums += table.take(column, axis=0, out=room[: len(column)], mode="clip")
    return out


def _forward(model: Network, sheet: Sheet, is_train: bool) -> tuple[Array, Backprop]:
    ids = sheet.traits
    held: dict[str, Any] = {name: model.get_param(name) for name in PARAMETERS}
    embeddings, linear, output = (held[name] for name in PARAMETERS)
    _, members, width = model.attrs["shape"]
    asked, traits = np.asarray(ids[:, 0]) // BUCKETS, ids.shape[1]
    mask: Array | float = 1.0
    if is_train:
        rng = np.random.default_rng(model.attrs["seed"])
        model.attrs["seed"] += 1
        ids = np.where(rng.random(ids.shape) < model.attrs["trait_dropout"], len(linear) - 1, ids)
        rate = model.attrs["dropout_rate"]
        mask = (rng.random((len(ids), members, width)) >= rate).astype("float32") / (1 - rate)
    summed, straight = _summed(embeddings, ids), _summed(linear, ids)
    hidden = np.maximum(summed, 0).reshape(len(ids), members, width) * mask
    scores = (hidden * output[asked]).sum(axis=2) + straight

    def backprop(d_scores: Array) -> Sheet:
        d_output = np.zeros_like(output)
        np.add.at(d_output, asked, hidden * d_scores[:, :, None])
        d_hidden = (d_scores[:, :, None] * output[asked] * mask * (hidden > 0)).reshape(len(ids), members * width)
        flat: Any = ids.ravel().astype("i")
        for name, grown in (("embeddings", d_hidden), ("linear", d_scores)):
            gradient = model.ops.alloc2f(*held[name].shape)
            each: Any = np.repeat(np.ascontiguousarray(grown, "float32"), traits, axis=0)
            model.ops.scatter_add(gradient, flat, each)
            model.inc_grad(name, gradient)
        model.inc_grad("output", d_output)
        return sheet

    return scores.astype("float32"), backprop


__all__ = ["NAME", "PARAMETERS", "Sheet", "make_choice"]
