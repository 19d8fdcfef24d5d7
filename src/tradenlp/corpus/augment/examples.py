"""The augmenter for spaCy's training corpora: varied releases in place of some examples."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random

from spacy.language import Language
from spacy.tokens import Doc
from spacy.training import Example
from spacy.util import registry

from ...errors import ConfigError, CorpusError
from ..docbin import KEY, from_doc, to_doc
from ..format import Mark, Release
from . import SWAPS, augment, vary

Augmenter = Callable[[Language, Example], Iterator[Example]]


@registry.augmenters("tradenlp.augment.v1")
def make_augmenter(level: float = 0.5, swaps: list[str] = list(SWAPS), seed: int = 0) -> Augmenter:  # noqa: B006
    """Make an augmenter that varies some of the examples it is given.

    Entities are kept always, facts where the reference holds a release (``docbin.to_doc``); other annotations are not.
    An example whose varied entities would cut tokens stays as it is.

    Args:
        level: the share of examples that are varied, 0 to 1.
        swaps: names of ``SWAPS``.
        seed: of chance; the same seed gives the same examples, in the same order.
    Returns:
        Callable: gives one example for each.
    Raises:
        ConfigError: E301 for a level or swap that there is not.
    """
    if not 0 <= level <= 1:
        raise ConfigError("E301", name="level", found=level, expected="a number from 0 to 1")
    for name in swaps:
        if name not in SWAPS:
            raise ConfigError("E301", name="swaps", found=name, expected="one of " + ", ".join(SWAPS))
    random = Random(seed)

    def varied(nlp: Language, example: Example) -> Iterator[Example]:
        reference = _varied(nlp, example.reference, random, swaps) if random.random() < level else None
        yield Example(nlp.make_doc(reference.text), reference) if reference is not None else example

    return varied


def _varied(nlp: Language, doc: Doc, random: Random, swaps: list[str]) -> Doc | None:
    """A varied copy of a reference; None where an entity would cut a token."""
    if KEY in doc.user_data:
        try:
            return to_doc(augment(from_doc(doc), random, swaps), nlp.vocab)
        except CorpusError as error:
            if error.code != "E205":
                raise
            return None
    marks = tuple(Mark(ent.label_, ent.start_char, ent.end_char, ent.text) for ent in doc.ents)
    new = vary(Release({}, doc.text, marks, ()), random, swaps)
    copy = nlp.make_doc(new.text)
    spans = [copy.char_span(mark.start, mark.end, label=mark.label) for mark in new.marks]
    whole = [span for span in spans if span is not None]
    if len(whole) < len(spans):
        return None
    copy.set_ents(whole)
    return copy
