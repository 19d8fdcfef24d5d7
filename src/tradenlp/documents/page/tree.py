"""A parsed page as flat lists in document order: an element's descendants are the run of numbers behind it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from .bounds import bounded

TEXT = ""
"""The tag of a piece of text."""

_NO_ATTRIBUTES: dict[str, str | None] = {}
_TEXT_NODE = "-text"
_NEVER_SHOWN = frozenset(
    "script style template svg object embed applet canvas audio video iframe noscript xml map datalist select textarea"
    " progress meter annotation annotation-xml rp rt del s strike".split()
)
_STRUCTURED = "application/ld+json"


@dataclass(frozen=True, slots=True)
class Tree:
    """The elements and texts of a page, each with a number; the parallel lists are indexed by it.

    Attributes:
        tags: in lower case, ``TEXT`` for a piece of text.
        texts: of pieces of text; empty for elements.
        attributes: of elements, with their values or None.
        parents: number of the parent, -1 for the root.
        ends: the first number behind an element and all it holds.
    """

    tags: list[str]
    texts: list[str]
    attributes: list[dict[str, str | None]]
    parents: list[int]
    ends: list[int]

    def value(self, node: int, name: str) -> str:
        """Return an attribute's value; empty where it has none."""
        return self.attributes[node].get(name) or ""

    def find(self, *tags: str) -> Iterator[int]:
        """Yield the elements of these tags in document order."""
        return (node for node, tag in enumerate(self.tags) if tag in tags)

    def text(self, node: int) -> str:
        """Return all text below an element, white space made single spaces."""
        return " ".join("".join(self.texts[node : self.ends[node]]).split())


def parse(page: str) -> Tree:
    """Parse a page as browsers do; what they never show as text is left out, structured data apart.

    Args:
        page: HTML, whole or not, sound or not.
    Returns:
        Tree: of no elements where the page is empty.
    """
    tree = Tree([], [], [], [], [])
    root = LexborHTMLParser(bounded(page)).root
    _walk(root, tree)
    return tree


def _walk(root: LexborNode | None, tree: Tree) -> None:
    """Copy the parser's tree in document order, with a stack in place of recursion."""
    above: list[tuple[LexborNode, int]] = []
    node = root
    while node is not None:
        entered = _add(node, above[-1][1] if above else -1, tree)
        child = node.first_child if entered else None
        if child is not None:
            above.append((node, len(tree.tags) - 1))
            node = child
            continue
        node = node.next if above else None
        while node is None and above:
            parent, number = above.pop()
            tree.ends[number] = len(tree.tags)
            node = parent.next if above else None


def _add(node: LexborNode, parent: int, tree: Tree) -> bool:
    """Add a node; tell whether its children are to be looked at."""
    tag = node.tag
    if tag == _TEXT_NODE:
        _append(tree, TEXT, node.text_content or "", _NO_ATTRIBUTES, parent)
        return False
    if not tag or not tag[0].isalpha():
        return False  # a comment, a document type, a processing instruction
    attributes = node.attributes or _NO_ATTRIBUTES
    if tag in _NEVER_SHOWN and not (tag == "script" and (attributes.get("type") or "").strip().lower() == _STRUCTURED):
        return False
    _append(tree, tag, "", attributes, parent)
    return True


def _append(tree: Tree, tag: str, text: str, attributes: dict[str, str | None], parent: int) -> None:
    tree.tags.append(tag)
    tree.texts.append(text)
    tree.attributes.append(attributes)
    tree.parents.append(parent)
    tree.ends.append(len(tree.tags))
