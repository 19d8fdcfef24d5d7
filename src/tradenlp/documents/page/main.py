"""Which element of a page holds its content."""

from __future__ import annotations

from .furniture import Sums, measure
from .tree import TEXT, Tree

_TRUSTED = 0.25
_SINGLE = 0.4
_DENSE = 0.8
_ALSO = 0.3
_PROSE = 80
_PAGE = 400
_LABEL = 20
_FIGURES = 20
"""Digits that make a table one of figures."""
_NOT_ENTERED = frozenset("p ul ol dl pre blockquote h1 h2 h3 h4 h5 h6".split())
_HEADS = frozenset("h1 h2 h3 time".split())


def main_part(tree: Tree, gone: bytearray) -> int:
    """Find the content: what the page itself calls so, else the block that nearly all paragraphs and tables stand in.

    Args:
        tree: a page.
        gone: 1 for each element left out with all it holds.
    Returns:
        int: number of an element.
    """
    sums = measure(tree, gone)
    top = next(tree.find("body"), 0)
    marked = _marked(tree, gone, sums, top)
    if marked is None:
        return _densest(tree, gone, sums, top)
    return marked


def _marked(tree: Tree, gone: bytearray, sums: Sums, top: int) -> int | None:
    """Return the main element or the article, if it holds a fair part of the text."""
    mains, articles = [], []
    node = top
    while node < len(tree.tags):
        if gone[node]:
            node = tree.ends[node]
            continue
        if tree.tags[node] == "main" or tree.value(node, "role").lower() == "main":
            mains.append(node)
        elif tree.tags[node] == "article" or tree.value(node, "itemprop").lower() == "articlebody":
            articles.append(node)
        node += 1
    total = sums.prose(top)
    best = max(mains, key=sums.prose, default=None)
    if best is None or sums.prose(best) < _TRUSTED * total:
        best = None
    around = top if best is None else best
    article = max((a for a in articles if around <= a < tree.ends[around]), key=sums.prose, default=None)
    if article is None or sums.prose(article) <= _SINGLE * sums.prose(around):
        return best
    return best if _rest_matters(tree, gone, sums, around, article) else article


def _rest_matters(tree: Tree, gone: bytearray, sums: Sums, around: int, part: int) -> bool:
    """Whether an article, a table or the main heading stands beside a part, which then is not all of the content."""
    node = around
    while node < tree.ends[around]:
        if gone[node] or node == part:
            node = tree.ends[node]
            continue
        tag, apart = tree.tags[node], not node < part < tree.ends[node]
        if tag == "h1" or (tag == "article" and apart and sums.prose(node) > _ALSO * sums.prose(part)):
            return True
        if tag == "table" and apart and sums.digits[node] >= _FIGURES:
            return True
        node += 1
    return False


def _densest(tree: Tree, gone: bytearray, sums: Sums, top: int) -> int:
    """Go down while one child holds nearly all text and nothing that matters stands beside it."""
    node = top
    while True:
        children = _children(tree, gone, node)
        best = max(children, key=sums.prose, default=None)
        if best is None or sums.prose(best) < _DENSE * sums.prose(node) or not _may_enter(tree, gone, sums, best):
            return node
        if any(_matters(tree, gone, sums, child, child < best) for child in children if child != best):
            return node
        node = best


def _may_enter(tree: Tree, gone: bytearray, sums: Sums, node: int) -> bool:
    """Whether an element may be a part of the page rather than one paragraph, list or table of it."""
    if tree.tags[node] == TEXT or tree.tags[node] in _NOT_ENTERED:
        return False
    cell: int | None = node if tree.tags[node] == "table" else None
    while cell is not None and tree.tags[cell] != "td":
        cell = max(_children(tree, gone, cell), key=sums.prose, default=None)
    # a table is entered if one cell of it is the page
    least = max(_PAGE, _DENSE * sums.prose(node))
    return tree.tags[node] != "table" or (cell is not None and sums.prose(cell) >= least)


def _children(tree: Tree, gone: bytearray, node: int) -> list[int]:
    out = []
    child = node + 1
    while child < tree.ends[node]:
        if not gone[child]:
            out.append(child)
        child = tree.ends[child]
    return out


def _matters(tree: Tree, gone: bytearray, sums: Sums, node: int, before: bool) -> bool:
    """Whether a block may be part of a release: a heading, date or paragraph before it, prose or a table behind it."""
    if before and sums.prose(node) >= max(_LABEL, sums.linked[node]):
        return True
    at = node
    while at < tree.ends[node]:
        if gone[at]:
            at = tree.ends[at]
            continue
        if before and tree.tags[at] in _HEADS and sums.prose(at):
            return True
        if tree.tags[at] == TEXT and sums.prose(at) >= _PROSE:
            return True
        if tree.tags[at] == "table" and sums.digits[at] >= _FIGURES:
            return True
        at += 1
    return False
