"""Tokens of a text for tools that need some: words, numbers and signs, cut wherever a mark begins or ends."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

_TOKEN = re.compile(r"\n+|\d+(?:[.,]\d+)*|[^\W\d_]+(?:['\u2019][^\W\d_]+)?|\S")


class Token(NamedTuple):
    """A token's half-open character offsets; line breaks are tokens of their own."""

    start: int
    end: int


def tokens(text: str, cuts: Iterable[tuple[int, int]] = ()) -> list[Token]:
    """Cut a text into tokens.

    Args:
        text: any string.
        cuts: spans whose ends have to be ends of tokens.
    Returns:
        list: tokens in order; white space but line breaks stays between them.
    """
    edges = sorted({0, len(text), *(end for cut in cuts for end in cut)})
    found = []
    for low, high in zip(edges, edges[1:], strict=False):
        found += [Token(*match.span()) for match in _TOKEN.finditer(text, low, high)]
    return found
