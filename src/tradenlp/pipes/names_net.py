"""The network that tags tokens: vectors of the words in context, beside embeddings of what rules and lexicon say.

The vectors come of any ``tok2vec`` layer: a convolution over hashed word forms that is trained along with the rest, or
a listener to a ``tok2vec`` or transformer component earlier in the pipeline. Both are read together by windows over
neighbouring tokens (residual, as in spaCy's own encoders), and a linear layer scores each token's tags.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
from spacy.tokens import Doc
from spacy.util import registry
from thinc.api import Embed, Linear, Maxout, Model, chain, clone, concatenate, expand_window, residual, with_array

from ..analysis.hints import SIZES
from ..analysis.tagging import TAGS

NAME = "tradenlp.Names.v1"
"""The network's name in spaCy's registry of architectures."""
PARTS = ("tok2vec", "hints", "encode", "output")

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]
Network = Model[Any, Any]
Read = tuple[list[Doc], list[Ints]]
"""Documents, and the codes that ``analysis.hints`` gives of the tokens of each."""


@registry.architectures(NAME)
def make_names(tok2vec: Network, width: int = 64, hint_width: int = 12, depth: int = 2, pieces: int = 2) -> Network:
    """Make the network.

    Args:
        tok2vec: from documents to a vector for each token, shape (tokens, any width); may be a listener.
        width: of the hidden layers.
        hint_width: of the embedding of each column of hints.
        depth: layers that read a token with its two neighbours.
        pieces: of the maxout units.
    Returns:
        Model: from ``Read`` to the scores of each document's tags, shape (tokens, TAGS).
    """
    hints: Network = concatenate(*(Embed(hint_width, size, column=n, dropout=0.0) for n, size in enumerate(SIZES)))
    window: Network = chain(expand_window(1), Maxout(width, width * 3, nP=pieces, normalize=True, dropout=0.0))
    joint: Network = Maxout(width, None, nP=pieces, normalize=True, dropout=0.0)
    encode: Network = with_array(chain(joint, clone(residual(window), depth)) if depth else joint, pad=depth)
    output: Network = with_array(Linear(TAGS, width, init_W=_zeros))
    parts: dict[str, Network | None] = dict(zip(PARTS, (tok2vec, hints, encode, output), strict=True))
    return Model("names", _forward, init=_init, layers=[tok2vec, hints, encode, output], refs=parts, dims={"nO": TAGS})


def _zeros(ops: Any, shape: tuple[int, ...]) -> Any:
    return ops.alloc(shape)


def _init(model: Network, X: Read | None = None, Y: Any = None) -> None:  # noqa: N803 (thinc's names)
    tok2vec, hints, encode, output = (model.get_ref(name) for name in PARTS)
    if X is None:
        raise ValueError("the network of names needs a sample of documents to begin with")
    docs, told = X
    tok2vec.initialize(X=docs)
    hints.initialize(X=np.concatenate(told))
    joint = [np.hstack([v, hints.predict(t)]) for v, t in zip(tok2vec.predict(docs), told, strict=True)]
    encode.initialize(X=joint)
    output.initialize(X=encode.predict(joint))


def _forward(model: Network, read: Read, is_train: bool) -> tuple[list[Floats], Callable[[list[Floats]], Read]]:
    tok2vec, hints, encode, output = (model.get_ref(name) for name in PARTS)
    docs, told = read
    ops: Any = model.ops
    lengths = [len(doc) for doc in docs]
    vectors, into_vectors = tok2vec(docs, is_train)
    embedded, into_hints = hints(ops.asarray2i(np.concatenate(told)), is_train)
    joint = [
        ops.xp.hstack([ops.asarray2f(v), e]) for v, e in zip(vectors, ops.unflatten(embedded, lengths), strict=True)
    ]
    hidden, into_encode = encode(joint, is_train)
    scores, into_output = output(hidden, is_train)

    def backprop(d_scores: list[Floats]) -> Read:
        d_joint = into_encode(into_output(d_scores))
        width = vectors[0].shape[1]
        into_hints(ops.xp.ascontiguousarray(ops.flatten([d[:, width:] for d in d_joint])))
        into_vectors([ops.xp.ascontiguousarray(d[:, :width]) for d in d_joint])
        return read

    return scores, backprop


__all__ = ["NAME", "PARTS", "Read", "make_names"]
