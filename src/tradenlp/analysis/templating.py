"""Sentences as templates, without what their words leave out of account: ``excluding oil, gold and ships``."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..gate import Gated
from .layout import Sentence
from .model import Mention
from .table_labels import is_aside
from .template import Template, build, without_dateline

_EXCLUDING = Gated(
    r"\b(?:excluding|except(?: for)?|other than|not counting|leaving out|outside(?: of)?|"
    r"without(?= (?!\w+ing\b)))"
    r" (?:(?:the|all|any) )?(?:(?:[\w-]+ ){0,2}[\w-]+(?:, (?:and )?| and | or ))*(?:[\w-]+ )?\Z",
    re.IGNORECASE,
)
_BAR = Gated(r"\b(?:excluding|except(?: for)?|other than|bar|barring) (?:the )?\Z", re.IGNORECASE)
_OWN_MOVE = re.compile(r"(?:['’]s)? ?\((?:up |down |by )?[+\-\u2212\u2013]?\d")
_WITHIN_THEM = Gated(r",? (?:\(|- )?including (?:[a-zA-Z-]+,? )*\Z")
_GOES_ON = re.compile(
    r"(?:(?:,? (?:and|or|&)|,)? (?!(?:in|for|to|from|by|which|were|was)\b)(?:[^\W\d]|-)+){0,8}(?:,|\)| -) (?:also )?"
    r"(?:in |were |was |rose|fell|grew|dropped|jumped|climbed|declined|increased|decreased|totall?ed|amounted|reached|"
    r"came to|stood|accounted|made up|for |to |from |by )"
)
"""``exports of goods, including stores and provisions, in May were 3bn``: the figure is of all the goods."""
_HEADING = re.compile(r"\b(?:what|where|destinations?|markets|sources|suppliers|origins?)\b", re.I)


def _left_out(text: str, sentence: Sentence, mention: Mention) -> bool:
    """Tell whether a text says that something does not count, or is but counted: ``excluding oil, gold and ships``."""
    if mention.label in ("COMMODITY", "ORG") and is_aside(text, mention):
        return True
    if mention.label == "PLACE" and _OWN_MOVE.match(text, mention.end):
        return False  # ``fell to all markets, except for Chile (+3%)``
    if mention.label == "COMMODITY" and _WITHIN_THEM.search(
        text, max(sentence.start, mention.start - 80), mention.start
    ):
        return _GOES_ON.match(text, mention.end, min(sentence.end, mention.end + 90)) is not None
    pattern = {"COMMODITY": _EXCLUDING, "SEGMENT": _EXCLUDING, "PLACE": _BAR}.get(mention.label)
    return pattern is not None and bool(pattern.search(text, max(sentence.start, mention.start - 80), mention.start))


_ASIDES = frozenset({(" (", ")"), *((", ", mark) for mark in ".,;")})


def _spells_out(text: str, before: Mention, mention: Mention) -> bool:
    """Tell whether a period only says the one before it in other words: ``the last quarter (June 2011)``."""
    return (
        mention.label == before.label == "PERIOD"
        and mention.value is not None
        and before.value is not None
        and mention.value.edtf == before.value.edtf
        and (text[before.end : mention.start], text[mention.end : mention.end + 1]) in _ASIDES
    )


def templates_of(text: str, sentences: Sequence[Sentence], mentions: Sequence[Mention]) -> list[Template]:
    """Build the template of every sentence that holds a mention."""
    out: list[Template] = []
    at = 0
    for sentence in sentences:
        first = at
        while at < len(mentions) and mentions[at].start < sentence.end:
            at += 1
        inside = [
            m
            for k, m in enumerate(mentions[first:at], first)
            if m.start >= sentence.start
            and m.end <= sentence.end
            and not _left_out(text, sentence, m)
            and not (k > first and _spells_out(text, mentions[k - 1], m))
        ]
        if inside or (sentence.kind == "heading" and _HEADING.search(text, sentence.start, sentence.end)):
            template = build(text, sentence, inside)
            out.append(without_dateline(template) if sentence.first and sentence.kind == "prose" else template)
    return out


__all__ = ["templates_of"]
