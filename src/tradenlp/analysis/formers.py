"""The two that ``the former`` and ``the latter`` mean: ``tea and coffee moved apart: the former rose 5%``."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace

from ..gate import Gated
from .model import Mention
from .template import Template, build

_TURN = Gated(r"\bthe (?P<which>former|latter)\b(?! (?:[a-z]+ )?(?:half|quarter|part|soviet|yugoslav))")
_SOURCE = Gated(r"\b(?P<which>former|latter)\b(?! (?:[a-z]+ )?(?:half|quarter|part|soviet|yugoslav))", re.I)
_BEHIND = Gated(
    r"(?P<first>,? ?\b(?:for|of|from|to|in|by) the former)(?:,? (?:in|during) T)?(?:,| and|, and|,? while|,? but)? "
    r"[^.;]*?[MQX]\)?(?P<last>,? ?\b(?:for|of|from|to|in|by) the latter)\b"
)
_FIGURE_BEFORE = re.compile(r"[MQX]\)?$")
_AND = re.compile(r"(?:'s?)? (?:and|&) (?:the |its )?$")
_LIST = re.compile(r"(?:'s?)?, (?:the )?$")


def pair_of(template: Template, end: int | None = None) -> tuple[Mention, Mention] | None:
    """Return the last two names that a sentence joins by ``and``, None where there are none or more than two.

    Args:
        template: the sentence.
        end: where in the template's text to stop, its end if None.
    """
    last = len(template.at) if end is None else bisect_left(template.at, end)
    for k in range(last - 1, 0, -1):
        kind = template.letter(k)
        if kind not in "CPO" or template.letter(k - 1) != kind or not _AND.match(template.gap(k)):
            continue
        if k > 1 and template.letter(k - 2) == kind and _LIST.match(template.gap(k - 1)):
            return None
        return template.mentions[k - 1], template.mentions[k]
    return None


def with_formers(template: Template, before: Template | None) -> Template:
    """Let ``the former`` and ``the latter`` stand for the names that they mean.

    Args:
        template: the sentence.
        before: the sentence before it, None where there is none.
    Returns:
        Template: the same where nothing is meant.
    """
    turn = _TURN.search(template.text)
    if turn is None:
        return template
    pair = pair_of(template, turn.start())
    behind = _BEHIND.search(template.text) if pair is not None else None
    if behind is not None and _FIGURE_BEFORE.search(template.text[: behind.start("first")]):
        return _in_turn(template, behind)
    pair = pair or (pair_of(before) if before is not None else None)
    if pair is None:
        return template
    mentions = list(template.mentions)
    for word in _SOURCE.finditer(template.source, template.sentence.start, template.sentence.end):
        meant = pair[word["which"].casefold() == "latter"]
        start, end = word.span("which")
        if not any(m.start < end and start < m.end for m in mentions):
            mentions.append(replace(meant, start=start, end=end, text=word["which"], id=""))
    mentions.sort(key=lambda m: m.start)
    return build(template.source, template.sentence, mentions)


def _in_turn(template: Template, behind: re.Match[str]) -> Template:
    """``at $4bn for the former and $3bn for the latter`` is ``at $4bn and $3bn respectively``."""
    first, last = behind.span("first"), behind.span("last")
    text = template.text[: first[0]] + template.text[first[1] : last[0]] + " respectively" + template.text[last[1] :]
    cut = first[1] - first[0]
    longer = len(" respectively") - (last[1] - last[0]) - cut
    at = tuple(a if a < first[0] else a - cut if a < last[0] else a + longer for a in template.at)
    return replace(template, text=text, at=at)


__all__ = ["pair_of", "with_formers"]
