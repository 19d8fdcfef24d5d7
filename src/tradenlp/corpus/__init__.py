"""Annotated releases: their format, checks, statistics and agreement; gold facts as claims; formats of other tools."""

from .agreement import Agreement, compare
from .claims import claims, gold
from .collection import Corpus, load, save
from .docbin import from_docbin, to_docbin
from .findings import Finding
from .format import GoldFact, Mark, Release, Slot, parse, read
from .hub import from_datasets, to_datasets
from .overlap import overlaps
from .statistics import statistics
from .validation import validate, validate_all
from .writing import render

__all__ = [
    "Agreement",
    "Corpus",
    "Finding",
    "GoldFact",
    "Mark",
    "Release",
    "Slot",
    "claims",
    "compare",
    "from_datasets",
    "from_docbin",
    "gold",
    "load",
    "overlaps",
    "parse",
    "read",
    "render",
    "save",
    "statistics",
    "to_datasets",
    "to_docbin",
    "validate",
    "validate_all",
]
