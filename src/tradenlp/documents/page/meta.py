"""What a page says of itself: its title and when it was published."""

from __future__ import annotations

import json
import re
from collections import deque
from datetime import datetime, timezone
from typing import Any

from ..source import iso_date
from .furniture import Sums
from .tree import Tree

_PUBLISHED = tuple(
    "article:published_time og:article:published_time og:published_time datepublished citation_publication_date"
    " citation_online_date dc.date.issued dcterms.issued dc.date.published dcterms.published dc.date dcterms.date"
    " dc.date.created dcterms.created publication_date publication-date publicationdate publish_date publish-date"
    " publishdate published published_date published-date published_time pubdate pub_date release_date release-date"
    " releasedate dateissued sailthru.date parsely-pub-date article.published article_date_original article:post_date"
    " cxenseparse:recs:publishtime originalpublicationdate creation_date date".split()
)
"""Names of meta elements for the date of publication, surest first: Open Graph, schema.org, Dublin Core, newsrooms'."""

_MONTHS = {name: n for n, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), start=1)}
_NAMED = re.compile(
    r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+)?"
    r"(?:(?P<day>\d{1,2})(?:st|nd|rd|th)?[\s-]+(?:of\s+)?(?P<month>[a-z]{3,9})\.?,?[\s-]+"
    r"|(?P<month2>[a-z]{3,9})\.?\s+(?P<day2>\d{1,2})(?:st|nd|rd|th)?,?\s+)"
    r"(?P<year>\d{4})(?:\D.{0,40})?",
    re.IGNORECASE,
)
_YEAR_FIRST = re.compile(r"(\d{4})[./-](\d{1,2})[./-](\d{1,2})(?:[\sT].{0,40})?", re.ASCII)
_EPOCH = re.compile(r"\d{10}(?:\d{3})?", re.ASCII)
_COMPACT = re.compile(r"(\d{8})(?:T?\d{4,6}.{0,8})?", re.ASCII)
_STRUCTURED = re.compile(r'"datePublished"\s*:\s*"([^"]{4,60})"')
_CHANGED = re.compile(r"updat|modif|changed|comment|event|expire", re.IGNORECASE)
_FIRST_YEAR = 1980
_HEAD = 1500
"""A time element counts within so many characters of the content's beginning."""

_DIVIDER = re.compile(r"\s+[|\-–—•·»«:]{1,2}\s+|\s*[|»«]\s*|::")
_GENERIC = re.compile(
    r"(?:home(?: ?page)?|welcome|(?:press |news |media )?(?:releases?|room)|news|media|untitled(?: document)?|document"
    r"|index|default|print|page(?: \d+)?|details?|view|article|new page \d+)[\s\W]*",
    re.IGNORECASE,
)
_KIND = re.compile(r"(?:press|news|media) (?:release|note|room)s?\s*:\s*", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]{3,}")


def published(tree: Tree, gone: bytearray, root: int) -> str | None:
    """Return the date of publication by meta elements, structured data, or a time element at the head of the content.

    Args:
        tree: a page.
        gone: 1 for each element left out with all it holds.
        root: the element that holds the content.
    Returns:
        str: ``YYYY-MM-DD``, or None.
    """
    return _of_meta(tree) or _of_structured_data(tree) or _of_time(tree, gone, root)


def read_date(value: str) -> str | None:
    """Read a date as pages write it for machines, or with a month's name; ``3/4/2024`` is ambiguous and refused.

    Args:
        value: ``2024-03-15T08:00Z``, ``20240315``, ``2024/3/15``, ``Fri, 15 Mar 2024 08:00:00 GMT``,
            ``March 15, 2024``, seconds since 1970.
    Returns:
        str: ``YYYY-MM-DD`` as written, in the page's own time zone; None for years before 1980, which stand for no
            date.
    """
    value = " ".join(value.split())[:80]
    found = iso_date(value)
    if found is None and (match := _YEAR_FIRST.fullmatch(value)):
        found = iso_date(f"{match[1]}-{int(match[2]):02}-{int(match[3]):02}")
    elif found is None and _EPOCH.fullmatch(value):
        found = datetime.fromtimestamp(int(value[:10]), timezone.utc).date().isoformat()
    elif found is None and (match := _COMPACT.fullmatch(value)):
        found = iso_date(match[1])
    elif found is None and (match := _NAMED.fullmatch(value)):
        month = _MONTHS.get((match["month"] or match["month2"])[:3].lower(), 0)
        found = iso_date(f"{match['year']}-{month:02}-{int(match['day'] or match['day2']):02}")
    return found if found and int(found[:4]) >= _FIRST_YEAR else None


def _of_meta(tree: Tree) -> str | None:
    named: dict[str, str] = {}
    for node in range(len(tree.tags)):
        if not tree.attributes[node]:
            continue
        if tree.tags[node] == "meta":
            names = [tree.value(node, name).strip().lower() for name in ("property", "name", "itemprop", "http-equiv")]
            found = read_date(tree.value(node, "content"))
        elif tree.value(node, "itemprop").lower() == "datepublished":
            names = ["datepublished"]
            found = read_date(tree.value(node, "datetime") or tree.value(node, "content") or tree.text(node)[:80])
        else:
            continue
        for name in names:
            if found and name:
                named.setdefault(name, found)
    return next((named[name] for name in _PUBLISHED if name in named), None)


def _of_structured_data(tree: Tree) -> str | None:
    """Read ``datePublished`` of JSON-LD; the outermost is the page's own, those further in are of what it cites."""
    for node in tree.find("script"):
        text = "".join(tree.texts[node : tree.ends[node]])
        try:
            found = _outermost(json.loads(text, strict=False))
        except (ValueError, RecursionError):
            match = _STRUCTURED.search(text)
            found = read_date(match[1]) if match else None
        if found:
            return found
    return None


def _outermost(data: Any) -> str | None:
    queue = deque([data])
    while queue:
        item = queue.popleft()
        if isinstance(item, dict):
            value = item.get("datePublished")
            found = read_date(value) if isinstance(value, str) else None
            if found:
                return found
            queue.extend(item.values())
        elif isinstance(item, list):
            queue.extend(item)
    return None


def _of_time(tree: Tree, gone: bytearray, root: int) -> str | None:
    """Read the time elements between the page's first heading and the beginning of the content."""
    seen, node = 0, 0
    while node < tree.ends[root] and seen < _HEAD:
        if gone[node]:
            node = tree.ends[node]
            continue
        seen += len(tree.texts[node].strip()) if node >= root else 0
        names = f"{tree.value(node, 'class')} {tree.value(node, 'itemprop')}" if tree.attributes[node] else ""
        if tree.tags[node] == "time" and not _CHANGED.search(names):
            found = read_date(tree.value(node, "datetime") or tree.text(node)[:80])
            if found:
                return found
        node += 1
    return None


def title(tree: Tree, gone: bytearray, root: int, sums: Sums) -> str | None:
    """Return the headline where the content itself lacks one.

    Args:
        tree: a page.
        gone: 1 for each element left out with all it holds.
        root: the element that holds the content.
        sums: sizes of what is shown.
    Returns:
        str: a heading outside the content that the page's title repeats, or the title itself; None where the content
            has an ``h1``.
    """
    headings = [(node, text) for node in tree.find("h1") if (text := tree.text(node))]
    if any(root <= node < tree.ends[root] and sums.text[node] for node, _ in headings):
        return None
    told = _social_title(tree) or next((tree.text(node) for node in tree.find("title")), "")
    words = set(_WORD.findall(told.casefold()))
    for _, text in headings:
        own = _WORD.findall(text.casefold())
        if len(own) > 2 and sum(word in words for word in own) * 2 > len(own):
            return text
    return _headline(told, [text for _, text in headings]) or None


def _social_title(tree: Tree) -> str:
    for node in tree.find("meta"):
        name = tree.value(node, "property") or tree.value(node, "name")
        if name.lower() in ("og:title", "twitter:title", "dc.title", "dcterms.title"):
            return " ".join(tree.value(node, "content").split())
    return ""


def _headline(told: str, headings: list[str]) -> str:
    """Cut the name of the site off a page's title."""
    parts = [part.strip() for part in _DIVIDER.split(_KIND.sub("", told[:500], 1))]
    parts = [part for part in parts if part and not _GENERIC.fullmatch(part)]
    site = {text.casefold() for text in headings}
    parts = [part for part in parts if part.casefold() not in site] or parts
    if not parts:
        return ""
    return parts[0] if len(parts[0].split()) > 3 else max(parts, key=lambda part: len(part.split()))
