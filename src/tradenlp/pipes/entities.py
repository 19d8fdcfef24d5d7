"""``trade_entities``: commodities, places, organisations and the other open classes, around the measures.

Lexicon, word grammar and context propose names; a trained tagger reads the words in context beside what those say of
them, and has the last word where it is sure. Without training the rules' names stand.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import srsly
from spacy.language import Language
from spacy.tokens import Doc
from spacy.training import Example
from spacy.vocab import Vocab
from thinc.api import Model, Optimizer, fix_random_seed, set_dropout_rate

from ..analysis.document import named
from ..analysis.hints import hints
from ..analysis.joining import Tokens, closed_tokens, join
from ..analysis.model import Mention
from ..analysis.tagging import OPEN, Floats, Ints, chances, tags
from . import names_net, store, words_net
from .learning import LearningPipe

DEFAULT_MODEL = {
    "@architectures": names_net.NAME,
    "tok2vec": {
        "@architectures": words_net.NAME,
        "attrs": ["NORM", "SUFFIX"],
        "widths": [32, 16],
        "rows": [4000, 1500],
    },
}
Lesson = tuple[Doc, Ints, Ints, npt.NDArray[np.bool_]]
"""A document, the hints and right tags of its tokens, and which of them there is something to learn from."""


_AT_ONCE = 50_000  # tokens, of some 250,000 characters; the networks hold kilobytes for each
_BESIDE = 64  # tokens on either side of a piece, further than any window reaches


class TradeEntities(LearningPipe[Lesson]):
    """Finds named things; spans of the measures are never lost.

    Args:
        vocab: the pipeline's.
        model: scores the tags of tokens, see ``names_net``.
        name: name of the component in its pipeline.
        dropout: share of each layer left out in training.
    """

    def __init__(
        self, vocab: Vocab, model: Model[Any, Any], name: str = "trade_entities", dropout: float = 0.3
    ) -> None:
        super().__init__(vocab, model, name)
        self.dropout = dropout
        store.register()

    # -- reading -------------------------------------------------------------------------------------------------------

    def predict(self, docs: Iterable[Doc]) -> list[list[Mention]]:
        """Return the mentions of each document.

        Raises:
            ConfigError: E302 without ``trade_measures`` before.
        """
        return [self._mentions(doc) for doc in docs]

    def _mentions(self, doc: Doc) -> list[Mention]:
        text = store.text(doc)
        ruled = named(text, store.mentions(doc, self.name))
        if not self.cfg["trained"] or not len(doc):
            return ruled
        tokens = _tokens(doc)
        return join(text, Tokens(tokens), ruled, self.chances(doc, hints(text, tokens, ruled)))

    def chances(self, doc: Doc, told: Ints) -> Floats:
        """Return the probabilities of the tags of a document's tokens.

        Args:
            doc: the document, alone, so that no score depends on what else is in the batch.
            told: its hints.
        """
        if len(doc) <= _AT_ONCE or any(layer.name.endswith("listener") for layer in self.model.walk()):
            return chances(np.asarray(self.model.predict(([doc], [told]))[0]))
        pieces = []
        for at in range(0, len(doc), _AT_ONCE):
            low, high = max(0, at - _BESIDE), min(at + _AT_ONCE + _BESIDE, len(doc))
            scores = np.asarray(self.model.predict(([doc[low:high].as_doc()], [told[low:high]]))[0])
            pieces.append(chances(scores[at - low : at - low + _AT_ONCE]))
        return np.concatenate(pieces)

    def set_annotations(self, docs: Iterable[Doc], scores: Iterable[list[Mention]]) -> None:
        """Keep the mentions on the documents, as entities and spans too."""
        for doc, found in zip(docs, scores, strict=True):
            store.set_mentions(doc, found)
            store.set_spans(doc, found)

    def score(self, examples: Iterable[Example], **kwargs: Any) -> dict[str, float | None]:
        """Score the names: micro-F1 of the open classes, label and both ends asked for.

        Args:
            examples: read documents with their annotated entities.
            kwargs: unused, as spaCy passes it.
        Returns:
            dict: ``NAME_f``, None where there is nothing to find.
        """
        count: Counter[str] = Counter()
        for example in examples:
            told, found = (
                {(e.label_, e.start_char, e.end_char) for e in ents if e.label_ in OPEN}
                for ents in (example.reference.ents, example.predicted.spans.get(store.SPANS, ()))
            )
            count.update(right=len(told & found), all=len(told) + len(found))
        return {f"{self.name}_f": 2 * count["right"] / count["all"] if count["all"] else None}

    # -- training ------------------------------------------------------------------------------------------------------

    def lessons(self, examples: Iterable[Example]) -> Iterator[Lesson]:
        """Yield each document with the right tags of its tokens.

        Args:
            examples: documents that went through ``trade_measures``, with annotated entities on their references.
        """
        for example in examples:
            doc = example.predicted
            ruled = named(doc.text, store.mentions(doc, self.name))
            tokens = _tokens(doc)
            right: Ints = np.zeros(len(doc), dtype=np.int64)
            for ent in example.reference.ents:
                if ent.label_ in OPEN:
                    right[ent.start : ent.end] = tags(ent.label_, ent.end - ent.start)
            free = ~np.asarray(closed_tokens(Tokens(tokens), ruled), dtype=bool)
            yield doc, hints(doc.text, tokens, ruled), right, free

    def learn(self, lessons: Sequence[Lesson], sgd: Optimizer | None) -> float:
        """Learn from one batch of documents.

        Args:
            lessons: the batch.
            sgd: the optimizer; gradients are kept where there is none.
        Returns:
            float: the mean negative log-likelihood of the right tags before.
        """
        total = sum(int(free.sum()) for *_, free in lessons)
        if not total:
            return 0.0
        set_dropout_rate(self.model, self.dropout)
        read = [doc for doc, *_ in lessons], [told for _, told, *_ in lessons]
        scores, backprop = self.model.begin_update(read)
        ops: Any = self.model.ops
        loss, gradients = 0.0, []
        for told, (_, _, right, free) in zip(scores, lessons, strict=True):
            gradient = chances(np.asarray(told))
            rows = np.arange(len(right))
            loss -= float(np.log(gradient[rows, right] + 1e-12)[free].sum())
            gradient[rows, right] -= 1
            gradient[~free] = 0
            gradients.append(ops.asarray2f(gradient / total))
        backprop(gradients)
        if sgd is not None:
            self.finish_update(sgd)
        return loss / total

    def loss(self, lessons: Iterable[Lesson]) -> float:
        """Return the mean negative log-likelihood of the right tags as they are read; nothing is learned."""
        total, count = 0.0, 0
        for doc, told, right, free in lessons:
            found = self.chances(doc, told)[np.arange(len(right)), right]
            total -= float(np.log(found + 1e-12)[free].sum())
            count += int(free.sum())
        return total / max(1, count)

    def begin(self, seed: int) -> None:
        """Give the network its first weights."""
        fix_random_seed(seed)
        sample = Doc(self.vocab, words=["Exports", "rose"])
        self.model.initialize(X=([sample], [hints(sample.text, _tokens(sample), ())]))

    # -- keeping -------------------------------------------------------------------------------------------------------

    def weights(self) -> bytes:
        """Return the weights of the network, in half precision."""
        held = srsly.msgpack_loads(self.model.to_bytes())
        held["params"] = [_each(params, "float16") for params in held["params"]]
        packed: bytes = srsly.msgpack_dumps(held)
        return packed

    def take(self, data: bytes) -> None:
        """Take weights over.

        Raises:
            ValueError: if they are of another network.
        """
        held = srsly.msgpack_loads(data)
        if not isinstance(held, dict) or "params" not in held:
            raise ValueError("weights of another network")
        held["params"] = [_each(params, "float32") for params in held["params"]]
        if not all(np.isfinite(a).all() for params in held["params"] for a in params.values() if a is not None):
            raise ValueError("weights that are no numbers")
        self.model.from_bytes(srsly.msgpack_dumps(held))


def _each(params: dict[str, Any], dtype: str) -> dict[str, Any]:
    return {name: None if array is None else np.asarray(array).astype(dtype) for name, array in params.items()}


def _tokens(doc: Doc) -> list[tuple[int, int]]:
    places = doc.to_array(["IDX", "LENGTH"]).astype("int64").reshape(-1, 2)
    return [(start, start + length) for start, length in places.tolist()]


@Language.factory(
    "trade_entities",
    assigns=["doc.ents", "doc.spans"],
    default_config={"model": DEFAULT_MODEL, "dropout": 0.3},
    default_score_weights={"trade_entities_f": 1.0},
)
def make_entities(nlp: Language, name: str, model: Model[Any, Any], dropout: float) -> TradeEntities:
    """Make the component for a pipeline."""
    return TradeEntities(nlp.vocab, model, name, dropout)
