"""Hedges beside a figure: ``about``, ``more than``, ``up to``, ``or so``, and the signs of the same meaning."""

from __future__ import annotations

import re

_BEFORE: dict[str, tuple[str, ...]] = {
    "about": (
        "about around approximately approx approx. roughly some circa ca. c. estimated",
        "in the region of|in the order of|on the order of|in the neighbourhood of|in the neighborhood of|in the"
        " vicinity of|an estimated"
        "|somewhere around|just about|or about|in and around|somewhere near|an average of about|give or take",
    ),
    "over": (
        "over above exceeding exceeded exceeds surpassing topping topped surpassed",
        "more than|in excess of|upwards of|upward of|north of|well over|just"
        " over|slightly over|a little over"
        "|well above|just above|slightly above|a little more than|slightly more than|just more than|well more than"
        "|little over|not less than just"
        "|bigger than|no less and more than",
    ),
    "under": (
        "under below nearly almost nearing approaching",
        "less than|fewer than|close to|just under|slightly under|a little under|well under"
        "|just below|slightly below"
        "|well below|a little less than|slightly less than|just less than|shy of|just shy of|short of|just short of"
        "|not quite|very nearly"
        "|very close to|close on|near to|nearly a full",
    ),
    "at_least": (
        "",
        "at least|no less than|no fewer than|not less than|not fewer than|a minimum of|minimum|as little as|as few as"
        "|a minimum",
    ),
    "at_most": (
        "",
        "at most|up to|as much as|as many as|as high as|no more than|not more than|no greater than|a maximum of"
        "|maximum|not exceeding"
        "|not over|upto|up to a maximum of",
    ),
}
_SIGNS = {
    "~": "about",
    "≈": "about",
    "∼": "about",
    ">": "over",
    "<": "under",
    "≥": "at_least",
    "≤": "at_most",
    "＞": "over",
    "＜": "under",
}
_MODIFIERS: dict[str, str] = {}
for _modifier, (_words, _phrases) in _BEFORE.items():
    for _form in [*_words.split(), *filter(None, _phrases.split("|"))]:
        _MODIFIERS[_form] = _modifier
_ALTERNATIVES = "|".join(re.escape(form).replace(r"\ ", r"\s") for form in sorted(_MODIFIERS, key=len, reverse=True))
_HEDGE = re.compile(
    rf"(?:(?<![\w’'-])(?P<words>{_ALTERNATIVES})(?:\s(?:an?|some|(?P<definite>the|its|their)))?\s"
    rf"|(?P<sign>[~≈∼><≥≤＞＜])\s?)[(“\"‘']?\Z",
    re.IGNORECASE,
)
_REACH = 34
# the last word before the figure tells at once whether a hedge can stand there
_LAST = frozenset(form.split()[-1].lower() for form in _MODIFIERS) | {"a", "an", "the", "some", "its", "their"}
_LAST_WORD = re.compile(r"([^\W\d_]+\.?)\s[(“\"‘']?\Z")
_AFTER = re.compile(
    r"(?:,? (?P<about>or so|or thereabouts|approximately)|,? (?P<least>or (?:more|higher|above|over|greater)|at least"
    r"|and (?:above|over|more))"
    r"|,? (?P<most>or (?:less|fewer|below|lower|under)|at (?:the )?most|and below))(?![\w-])(?! than)"
)
# "was up to 5%" tells a rise, "up to 5%" a ceiling
_MOVED = re.compile(
    r"(?:was|were|is|are|went|gone|moved|go|goes|going|rose|edged|back|came|climbed|pushed|brought|taking|bringing"
    r"|shot)\s\Z"
)
_NEAR = frozenset({"nearly", "almost", "close to", "just under", "just over", "nearing", "approaching"})


_VERB_OVER = re.compile(r"\b(?:turn(?:s|ed|ing)?|hand(?:s|ed|ing)?|tak(?:es?|en|ing)|took|left) \Z", re.IGNORECASE)


def hedge_before(text: str, start: int, pos: int) -> tuple[str, int, int] | None:
    """Find the hedge that ends where a figure begins.

    Args:
        text: the document.
        start: reading must not go before this offset.
        pos: where the figure begins.
    Returns:
        tuple[str, int, int] | None: a ``labels.Modifier`` and the hedge's half-open offsets.
    """
    if pos <= start:
        return None
    window = text[max(start, pos - _REACH) : pos]
    if window[-1] not in "~≈∼><≥≤＞＜" and window.rstrip()[-1:] not in "~≈∼><≥≤＞＜":
        last = _LAST_WORD.search(window[-16:])
        if last is None or last[1].lower() not in _LAST:
            return None
    match = _HEDGE.search(window)
    if match is None:
        return None
    base = pos - len(window)
    if match["sign"]:
        return _SIGNS[match["sign"]], base + match.start("sign"), base + match.end("sign")
    words = " ".join(match["words"].lower().split())
    at = match.start("words")
    if words == "up to" and _MOVED.search(window[:at]):
        return None
    if match["definite"] and words.startswith("as "):
        return None  # ``twice as much as the 76,400 tonnes of 2022``
    if words == "over" and _VERB_OVER.search(window[:at]):
        return None  # ``turned over 34,812 TEU``
    if (
        _MODIFIERS[words] in {"over", "under"}
        and words not in _NEAR
        and (match["definite"] or 0 < base + at - 1 <= start)
    ):
        # "7% more than the 757,800 TEU" and "above the $3bn forecast" compare
        return None
    return _MODIFIERS[words], base + at, base + match.end("words")


def hedge_after(text: str, pos: int, end: int) -> tuple[str, int, int] | None:
    """Find the hedge that follows a figure: ``or so``, ``or more``, ``at least``.

    Args:
        text: the document.
        pos: where the figure ends.
        end: where reading must stop.
    Returns:
        tuple[str, int, int] | None: a ``labels.Modifier`` and the hedge's half-open offsets.
    """
    match = _AFTER.match(text, pos, end)
    if match is None:
        return None
    modifier = "about" if match["about"] else "at_least" if match["least"] else "at_most"
    offset = match.start(match.lastgroup or 0)
    return modifier, offset, match.end()
