"""Markup made to choke a parser, bounded before the parser sees it.

The tree construction of the HTML standard (section 13.2.6) climbs the stack of open elements at each block and opens
formatting anew in each paragraph, so time or memory may grow with the square of a page; attributes are compared with
all others of their tag. Browsers cap depth too.
"""

from __future__ import annotations

import re
from collections import Counter

_TAG = re.compile(r"<(?:!--|(/?)([a-zA-Z][^\s/>]*))")
_TAG_PART = re.compile(r"""=\s*(?:"[^"]*"|'[^']*')|>""")
_QUOTED = re.compile(r""""[^"]*"|'[^']*'""")
_RAW = frozenset("script style textarea title xmp iframe noembed noframes".split())
_CLOSING = {name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE) for name in [*_RAW, "svg"]}
_BLOCKS = frozenset(
    "address article aside blockquote center details dialog dir div dl fieldset figure footer form header main menu nav"
    " ol section table ul".split()
)
_FORMATTING = frozenset("a b big code em font i nobr s small strike strong tt u".split())
# Void, or closed by what follows: they do not pile up.
_FLAT = frozenset(
    "area base basefont bgsound body br caption col colgroup dd dt embed frame frameset head hr html img input keygen"
    " li link meta option p param rp rt source tbody td tfoot th thead tr track wbr !--".split()
)
_REOPENING = frozenset("p div li dd dt h1 h2 h3 h4 h5 h6 blockquote center section article".split())
_MAX_SAME = 256
_MAX_DEPTH = 1000
_MAX_REOPENED = 200_000
_LONG_TAG = 2000
_MAX_ATTRIBUTES = 300


def bounded(page: str) -> str:
    """Return a page whose tree takes time and memory in proportion to its length.

    Vector graphics go; elements nested too deeply, formatting that would be opened anew without end and attributes by
    the hundred lose their markup. Text stays. A page that asks for none of this comes back as it is.

    Args:
        page: HTML.
    Returns:
        str: HTML.
    """
    scan = _Scan(page, plain=False)
    if scan.reopened > _MAX_REOPENED:
        scan = _Scan(page, plain=True)
    return scan.result()


class _Scan:
    """One pass over the tags of a page, as the tokenizer of the HTML standard cuts them."""

    def __init__(self, page: str, plain: bool) -> None:
        self.page, self.plain, self.unclosed = page, plain, False
        self.open: Counter[str] = Counter()
        self.dropped: Counter[str] = Counter()
        self.depth = self.formatting = self.reopened = 0
        self.edits: list[tuple[int, int, str]] = []
        at: int | None = 0
        while at is not None and (tag := _TAG.search(page, at)) is not None:
            at = self._tag(tag)

    def result(self) -> str:
        """Return the page with all changes made."""
        parts, at = [], 0
        for start, end, new in self.edits:
            parts += [self.page[at:start], new]
            at = end
        return "".join([*parts, self.page[at:]]) if parts else self.page

    def _tag(self, tag: re.Match[str]) -> int | None:
        """Take one tag or comment; return where the text behind it begins, None where the page ends inside it."""
        if tag[2] is None:
            end = self.page.find("-->", tag.start() + 2)
            return end + 3 if end >= 0 else None
        stop = self._end(tag.end())
        if stop is None:
            return None
        name = tag[2].lower()
        if name in _CLOSING and not tag[1]:
            return self._raw(name, tag.start(), stop)
        if name not in _FLAT:
            self._nest(name, bool(tag[1]), tag.span(2))
        if name in _REOPENING and not tag[1]:
            self.reopened += self.formatting
        if stop - tag.end() > _LONG_TAG and len(_QUOTED.sub("", self.page[tag.end() : stop]).split()) > _MAX_ATTRIBUTES:
            self.edits.append((tag.end(), stop - 1, ""))
        return stop

    def _end(self, at: int) -> int | None:
        while (part := _TAG_PART.search(self.page, at)) is not None:
            if part[0] == ">":
                return part.end()
            at = part.end()
        return None

    def _raw(self, name: str, start: int, stop: int) -> int | None:
        """Pass over what holds no tags; take out vector graphics, whose words are labels of a picture."""
        if name == "svg" and (self.unclosed or self.page[stop - 2] == "/"):
            return stop
        closing = _CLOSING[name].search(self.page, stop)
        if name != "svg":
            return closing.start() if closing else None
        end = self._end(closing.end()) if closing else None
        if end is None:
            self.unclosed = True
            return stop
        self.edits.append((start, end, " "))
        return end

    def _nest(self, name: str, closes: bool, span: tuple[int, int]) -> None:
        """Keep account of what is open; turn the tags of what is too much into ones that hold nothing."""
        loose = name in _FORMATTING
        if closes and not self.dropped[name]:
            step = -1 if self.open[name] else 0
        elif closes:
            self.dropped[name] -= 1
            step = 0
            self.edits.append((*span, "wbr"))
        elif self.open[name] >= _MAX_SAME or self.depth >= _MAX_DEPTH or (loose and self.plain):
            self.dropped[name] += 1
            step = 0
            self.edits.append((*span, "hr" if name in _BLOCKS else "wbr"))
        else:
            step = 1
        self.open[name] += step
        self.depth += step
        self.formatting += step if loose else 0
