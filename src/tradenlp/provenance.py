"""Which text, which version of the package and which weights a document comes from."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, MutableMapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from .facts import Provenance

SHIPPED = Path(__file__).with_name("model")
"""The trained weights that come with the package."""
RULES = "rules"
"""Name of the pipeline without trained weights."""
_KEY = "tradenlp_weights"  # in the metadata of a pipeline
_SHOWN = 16  # hexadecimal digits; enough to tell any two models apart

try:
    VERSION = version("tradenlp")
except PackageNotFoundError:  # run from a source tree that is not installed
    VERSION = "0.0.0"


def stamp(meta: MutableMapping[str, Any], folder: Path) -> None:
    """Note in a pipeline's metadata which weights it was loaded from.

    Args:
        meta: ``nlp.meta``, changed in place.
        folder: of its weights; every file counts, by its path within and its content.
    """
    digest = hashlib.sha256()
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        digest.update(file.relative_to(folder).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    meta[_KEY] = digest.hexdigest()[:_SHOWN]


def weights(folder: Path = SHIPPED) -> str:
    """Return the name that documents read with the weights of a folder give as their model."""
    meta: dict[str, Any] = {}
    stamp(meta, folder)
    return str(meta[_KEY])


def provenance(meta: Mapping[str, Any], text: str) -> Provenance:
    """Say what a document over a text comes from.

    Args:
        meta: ``nlp.meta`` of the pipeline that reads it.
        text: as given; a lone surrogate, which UTF-8 lacks, counts as its three bytes.
    """
    return Provenance(text_sha256=text_hash(text), version=VERSION, model=str(meta.get(_KEY, RULES)))


def text_hash(text: str) -> str:
    """Return the SHA-256 of a text in UTF-8, hexadecimal."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
