"""Facts to look at: a page for browsers, tables for notebooks and terminals.

``building`` makes a ``Report`` of documents and their texts: ``passages`` cuts a text where mentions and evidence
begin and end, ``arithmetic`` writes checks out, ``charts`` finds figures that can stand side by side, ``payload`` puts
it all into words and ``page`` into one HTML file, with the front end that is built from ``frontend/``. ``notebook`` and
``terminal`` show single documents and facts; ``colours`` are those of the labels.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from types import ModuleType

from ..facts import Document
from .building import Report, Texts, build


class _Callable(ModuleType):
    """The package, which takes the place of the function ``tradenlp.report`` once it is imported, and does the same."""

    def __call__(
        self, documents: Document | Iterable[Document], *, texts: Texts = None, title: str | None = None
    ) -> Report:
        return build(documents, texts, title)


sys.modules[__name__].__class__ = _Callable

__all__ = ["Report", "build"]
