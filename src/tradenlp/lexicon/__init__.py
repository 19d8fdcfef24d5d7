"""The lexicon of foreign trade: named things, the words of indicators and trends, and a fast phrase index over them.

``load()`` gives the package's lexicon. Tables are CSV files in ``tables/``; each states its grammar and its source.
"""

from __future__ import annotations

from .entries import NAMED_LABELS, TABLES, Entry, Match
from .index import PhraseIndex
from .lookup import Lexicon, load
from .words import fold, stem, words

__all__ = ["NAMED_LABELS", "TABLES", "Entry", "Lexicon", "Match", "PhraseIndex", "fold", "load", "stem", "words"]
