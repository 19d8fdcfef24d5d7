"""What stands on a page beside its content: menus, banners, share bars, forms, and what is not shown."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .tree import TEXT, Tree

_HIDING_STYLE = re.compile(r"(?:^|[\s;])(?:display\s*:\s*none|visibility\s*:\s*hidden)\b", re.IGNORECASE)
_SHOWN_WHEN_WIDE = re.compile(
    r"(?:sm|md|lg|xl|2xl):(?:block|flex|grid|contents|inline\S*|table\S*)"
    r"|d-(?:sm|md|lg|xl|xxl)-(?:block|flex|grid|inline\S*|table\S*)"
)
_HIDING_CLASSES = frozenset(
    "sr-only sr_only visually-hidden visuallyhidden screen-reader-text screen-reader-only element-invisible offscreen"
    " off-screen hidden is-hidden u-hidden d-none hide invisible print-only visible-print visible-print-block"
    " govuk-visually-hidden assistive-text".split()
)
_ROLES = frozenset(
    "navigation banner contentinfo complementary search menu menubar toolbar tablist dialog alertdialog tooltip".split()
)
_TAGS = frozenset("nav aside menu label input".split())
# Words of class names and ids; a name is cut at hyphens, underscores and inner capitals.
_PARTS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")
_WORDS = frozenset(
    "nav navbar navigation navmenu submenu menu megamenu breadcrumb breadcrumbs pagination pager paginator sidebar"
    " cookie cookies gdpr popup newsletter subscribe subscription signup advert adverts advertisement advertising ads"
    " adsense social socials sharing sharethis addthis addtoany sharedaddy toolbar related recommended recommendations"
    " disqus respond promo promos sponsored skip skiplink skiplinks masthead colophon copyright trending mostread"
    " tagcloud topbar offcanvas backtotop langswitcher".split()
)
_STATES = frozenset("has no not with without is page body layout content main article template".split())
"""A name that begins so tells of the state of a larger part (``has-sidebar``, ``content-menu-wrap``)."""
_PAIRS = tuple(
    (frozenset(first.split()), frozenset(second.split()))
    for first, second in (
        (
            "share",
            "bar buttons button btn btns links link icons icon tools this list box post social container panel on",
        ),
        ("comment comments", "list area section form respond wrap thread container reply"),
        ("site global top main bottom", "header footer"),
        ("latest more other recent popular top", "news stories posts articles headlines"),
        ("language lang", "switcher selector switch list"),
        ("consent", "banner bar popup box manager overlay"),
    )
)
"""Words that tell of furniture where one of the first stands with one of the second."""
_WHOLE = frozenset("header footer share comments tags toolbox tools banner feedback print language languages".split())
"""Names that tell of furniture only where they stand alone."""
_CONTENT_TAGS = frozenset("html body main article td th tr tbody thead tfoot table caption h1 h2 h3".split())
_HEADINGS = frozenset("h1 h2 h3 h4 h5 h6 summary dt".split())
_FORM_TEXT = 200
_MOSTLY = 0.5
_REVEALED = 0.9
_MENU_LINKS = 3
_LINK_SHARE = 0.7
_LISTS = frozenset("ul ol dl div section p table center span td".split())


@dataclass(frozen=True, slots=True)
class Sums:
    """Sizes of what an element holds, indexed by its number.

    Attributes:
        text: characters of visible text.
        linked: those inside links.
        links: links with text.
        digits: digits outside links.
    """

    text: list[int]
    linked: list[int]
    links: list[int]
    digits: list[int]

    def prose(self, node: int) -> int:
        """Return the number of characters outside links."""
        return self.text[node] - self.linked[node]


def measure(tree: Tree, gone: bytearray) -> Sums:
    """Add up text, links and digits below each element.

    Args:
        tree: a page.
        gone: 1 for each element left out with all it holds.
    Returns:
        Sums: of what is left.
    """
    size = len(tree.tags)
    sums = Sums([0] * size, [0] * size, [0] * size, [0] * size)
    node = link_end = 0
    while node < size:
        if gone[node] or tree.tags[node] in ("script", "head"):
            node = tree.ends[node]
            continue
        if tree.tags[node] == TEXT:
            _count(tree.texts[node], node, node < link_end, sums)
        elif tree.tags[node] == "a" and "href" in tree.attributes[node] and node >= link_end:
            link_end = tree.ends[node]
            sums.links[node] = 1
        node += 1
    for node in range(size - 1, 0, -1):
        parent = tree.parents[node]
        for column in (sums.text, sums.linked, sums.links, sums.digits):
            column[parent] += column[node]
    return sums


def _count(text: str, node: int, linked: bool, sums: Sums) -> None:
    sums.text[node] = length = len(text.strip())
    if linked:
        sums.linked[node] = length
    elif length:
        sums.digits[node] = sum(map(str.isdecimal, text)) if length < 200 else 0


def furniture(tree: Tree) -> bytearray:
    """Mark what does not belong to a page's content: by tag, role, name and style.

    A part that holds most of the text is kept whatever it is called.

    Args:
        tree: a page.
    Returns:
        bytearray: 1 for each element to leave out with all it holds.
    """
    gone = bytearray(len(tree.tags))
    sums = measure(tree, gone)
    total = sums.prose(0) if tree.tags else 0
    within = _sectioned(tree)
    heading = False
    node = 0
    while node < len(tree.tags):
        share = sums.prose(node) / total if total else 0.0
        heading = tree.tags[node] == "h1" or heading
        if tree.tags[node] == TEXT or tree.tags[node] in ("html", "body"):
            node += 1
        elif (share < _REVEALED and _hidden(tree, node)) or (share < _MOSTLY and _beside(tree, node, sums, within)):
            gone[node] = 1
            node = tree.ends[node]
        else:
            node += 1
    return gone


def menus(tree: Tree, root: int, gone: bytearray) -> None:
    """Mark lists and blocks of links within the content too.

    Args:
        tree: a page.
        root: the element that holds the content; it is kept itself.
        gone: marks, added to.
    """
    sums = measure(tree, gone)
    node = root + 1
    while node < tree.ends[root]:
        if not gone[node] and tree.tags[node] in _LISTS and _is_menu(tree.tags[node], node, sums):
            gone[node] = 1
        node = tree.ends[node] if gone[node] else node + 1


def _is_menu(tag: str, node: int, sums: Sums) -> bool:
    if sums.links[node] < _MENU_LINKS or sums.linked[node] < _LINK_SHARE * sums.text[node]:
        return False
    return tag in ("ul", "ol") or sums.digits[node] <= sums.links[node]  # tables link the names of their rows


def _sectioned(tree: Tree) -> bytearray:
    """Mark what stands inside an article or the main part, whose header and footer are its own."""
    inside = bytearray(len(tree.tags))
    for node in tree.find("article", "main"):
        if not inside[node]:
            inside[node : tree.ends[node]] = b"\x01" * (tree.ends[node] - node)
    return inside


def _hidden(tree: Tree, node: int) -> bool:
    attributes = tree.attributes[node]
    if not attributes or tree.tags[node] in ("main", "article"):
        return False
    if "hidden" in attributes or tree.value(node, "aria-hidden").lower() == "true":
        return True
    if _HIDING_STYLE.search(tree.value(node, "style")):
        return True
    names = tree.value(node, "class").lower().split()
    if tree.tags[node] == "caption" or _HIDING_CLASSES.isdisjoint(names):
        return False  # a caption for readers by ear is the title that the table lacks for the others
    return not any(map(_SHOWN_WHEN_WIDE.fullmatch, names))


def _beside(tree: Tree, node: int, sums: Sums, within: bytearray) -> bool:
    tag = tree.tags[node]
    if tag in _TAGS or tree.value(node, "role").lower() in _ROLES:
        return True
    if tag == "dialog":
        return "open" not in tree.attributes[node]
    if tag == "button":
        parent = tree.parents[node]
        return tree.tags[parent] not in _HEADINGS and tree.tags[tree.parents[parent]] not in _HEADINGS
    if tag == "form":
        return sums.prose(node) < _FORM_TEXT and not _holds(tree, node, "h1", "table")
    if tag in ("header", "footer"):
        if within[node]:
            return tag == "footer" and 3 * sums.linked[node] > sums.text[node]
        return tag == "footer" or not _holds(tree, node, "h1", "time") or sums.links[node] >= _MENU_LINKS
    return tag not in _CONTENT_TAGS and _named(tree, node, sums)


def _holds(tree: Tree, node: int, *tags: str) -> bool:
    return any(tag in tags for tag in tree.tags[node : tree.ends[node]])


def _named(tree: Tree, node: int, sums: Sums) -> bool:
    """Whether class names or id call an element furniture."""
    names = tree.value(node, "class").split()
    identifier = tree.value(node, "id")
    for name in [*names[:12], identifier] if identifier else names[:12]:
        words = [part.lower() for part in _PARTS.findall(name[:80])]
        if not words or (words[0] in _STATES and len(words) > 1 and not {"header", "footer"} & set(words)):
            continue
        if not _WORDS.isdisjoint(words) or any(not a.isdisjoint(words) and not b.isdisjoint(words) for a, b in _PAIRS):
            return True
        if len(words) == 1 and words[0] in _WHOLE:
            return words[0] != "header" or sums.links[node] >= _MENU_LINKS
    return False
