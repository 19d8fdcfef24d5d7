"""Vectors of words for the small pipeline: embeddings of hashed word forms, learned with the layers above.

A corpus of releases is small, and most names of a new one were never seen; so training leaves out whole words now and
then, and their endings, their surroundings and what rules and lexicon say have to do (word dropout, Iyyer et al. 2015).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
from spacy.tokens import Doc
from spacy.util import registry
from thinc.api import HashEmbed, Model

NAME = "tradenlp.WordForms.v1"
"""The layer's name in spaCy's registry of architectures."""

Floats = npt.NDArray[np.float32]
Network = Model[Any, Any]


@registry.architectures(NAME)
def make_word_forms(attrs: list[str], widths: list[int], rows: list[int], word_dropout: float = 0.2) -> Network:
    """Make the layer.

    Args:
        attrs: spaCy's names of the forms of a word (``NORM``, ``SUFFIX``...).
        widths: of the embedding of each.
        rows: of the table of each.
        word_dropout: share of the words whose forms but the last training leaves out.
    Returns:
        Model: from documents to the vectors of the tokens of each, shape (tokens, sum of the widths).
    """
    layers: list[Network] = [
        HashEmbed(width, size, seed=n + 11, dropout=0.0)
        for n, (width, size) in enumerate(zip(widths, rows, strict=True))
    ]
    return Model(
        "word_forms",
        _forward,
        init=_init,
        layers=layers,
        dims={"nO": sum(widths)},
        attrs={"forms": list(attrs), "word_dropout": word_dropout},
    )


def _init(model: Network, X: Any = None, Y: Any = None) -> None:  # noqa: N803 (thinc's names)
    for layer in model.layers:
        layer.initialize()


def _forward(
    model: Network, docs: list[Doc], is_train: bool
) -> tuple[list[Floats], Callable[[list[Floats]], list[Doc]]]:
    ops: Any = model.ops
    forms = np.concatenate([doc.to_array(model.attrs["forms"]).reshape(len(doc), -1) for doc in docs])
    if is_train:
        gone = np.random.random(len(forms)) < model.attrs["word_dropout"]
        forms = np.where(gone[:, None] & (np.arange(forms.shape[1]) < forms.shape[1] - 1), np.uint64(0), forms)
    parts = [
        layer(ops.asarray1i(column, dtype="uint64"), is_train)
        for layer, column in zip(model.layers, forms.T, strict=True)
    ]
    lengths = [len(doc) for doc in docs]

    def backprop(d_vectors: list[Floats]) -> list[Doc]:
        d_all, at = ops.flatten(d_vectors), 0
        for layer, (_, into) in zip(model.layers, parts, strict=True):
            width = layer.get_dim("nO")
            into(ops.xp.ascontiguousarray(d_all[:, at : at + width]))
            at += width
        return docs

    return ops.unflatten(ops.xp.hstack([vectors for vectors, _ in parts]), lengths), backprop


__all__ = ["NAME", "make_word_forms"]
