"""Economies told to be the ones that export or import: ``France was the largest exporter, followed by Italy``."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Set

from ..gate import Gated
from .model import Mention
from .sides import WORLD
from .template import Template

_EU = frozenset(
    "AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE".split()
)  # since 2020
_BE = (
    r"(?:was|were|is|are|remain(?:ed|s)?|became|appear(?:ed|s)? to be|constitute[sd]?|represent(?:ed|s)?|stood as|"
    r"ranked as|emerged as)"
)
_TOP = r"(?:the |by far |again |still |also |among |one of |a |as |world's |global |main |top |leading |N |[a-z-]+est )"
_NOUN = r"(?:(?:net )?(?P<w>(?:ex|im)porter)s?\b|(?P<i>I)\b)"
_TO = r"(?! (?:of (?:[a-z-]+ )?C )?(?:to|into|for|from) (?:the )?P)(?! (?:to|of|from) (?:it|them|the country)\b)"
_PREDICATE = Gated(rf"\b{_BE} {_TOP}{{1,5}}(?:C )?{_NOUN}{_TO}")
_SUBJECT = Gated(
    rf"(?:^|[ ,]){_TOP}{{1,4}}(?:C )?{_NOUN}{_TO}(?: (?:of|in) (?:the )?(?:[a-z-]+ )?[CTP]| worldwide| globally)*"
    rf",? (?:{_BE}|included?|being)(?: again| still| once again)* (?:the )?P\b"
)
_HIGHEST = Gated(
    r"\b(?:countr(?:y|ies)|states|nations?|econom(?:y|ies)) with the (?:[a-z]+est|N) "
    r"(?:levels?|values?|volumes?|amounts?) of (?:C (?:and C )?)?(?P<i>I)\b|"
    r"\b(?:recorded|registered|had|posted) the (?:[a-z]+est|N) (?:levels?|values?|volumes?|amounts?) of "
    r"(?:P )?(?:C (?:and C )?)?(?P<j>I)\b"
)
_OF_UNION = Gated(
    r"\b(?:account(?:s|ed|ing) for|represent(?:s|ed|ing)|contribut(?:es|ed|ing)|generat(?:es|ed|ing)|made up) "
    r"(?:[a-z]+ ){0,2}X of (?:the |all |total )*(?:intra- and )?(?P<p>P)(?:'s)? (?:[a-z-]+ |C ){0,2}(?P<i>I)\b"
)
FRAMED = re.compile(r"\b(?:in|of|within|among|across|outside) (?:the )?$")
_FRAMED = re.compile(r"\b(?:in|of|to|from|within|among|across|for|outside|than|with|into|at) (?:the )?$")
_NEXT_TO = re.compile(r"\bahead of (?:the )?$")
_OWNED = re.compile(r"(?:'s?)? (?:[a-z-]+ |C ){0,2}I\b|'s? ")
_FLOWS = {"exporter": "exports", "importer": "imports"}


def traders(template: Template, owner: Mention | None, flows: Set[str]) -> dict[int, str]:
    """Return the places that are told to export or import themselves, with the flow, by index.

    Args:
        template: the sentence.
        owner: the document's reporter, None where unknown.
        flows: the indicators that the sentence inherits and that the document is about.
    """
    told = _flow(template)
    if told is None:
        return {}
    which, union = told
    out = {}
    for k, m in enumerate(template.mentions):
        if m.label != "PLACE" or m.kind not in ("economy", "bloc") or (m.name or "").startswith(("non-", "intra")):
            continue
        left = template.left(k)
        if (_FRAMED.search(left) and not _NEXT_TO.search(left)) or _OWNED.match(template.right(k)):
            continue
        if _reports(m, owner, flows <= {which}, union):
            out[k] = which
    return out


_NOUN_GOODS = Gated(
    r"(?:porters?|I) (?:of|in) (?:the )?(?:[a-z-]+ )?(?P<c>C)\b|(?P<d>C) (?:im|ex)porters?\b|levels? of (?P<e>C) I\b"
)


def ranked_goods(template: Template) -> Mention | None:
    """Return the goods that a sentence ranks exporters or importers of, None where it names none.

    Args:
        template: the sentence.
    """
    found = _NOUN_GOODS.search(template.text)
    if found is None:
        return None
    return template.mentions[bisect_left(template.at, found.start(found.lastgroup or "c"))]


def _flow(template: Template) -> tuple[str, bool] | None:
    """The flow that a sentence ranks economies by, and whether it is the Union's; None where it ranks none."""
    for pattern in (_PREDICATE, _SUBJECT, _HIGHEST, _OF_UNION):
        found = pattern.search(template.text)
        if found is None:
            continue
        groups = found.groupdict()
        if groups.get("w"):
            return _FLOWS[groups["w"]], False
        at = found.start("i") if groups.get("i") else found.start("j")
        m = template.mentions[bisect_left(template.at, at)]
        if pattern is _OF_UNION:
            whole = template.mentions[bisect_left(template.at, found.start("p"))]
            return (m.indicator, True) if m.indicator in ("exports", "imports") and _of_union(whole) else None
        word = m.text.casefold().rstrip("s")
        if pattern is _HIGHEST:
            return (m.indicator, False) if m.indicator in ("exports", "imports") else None
        return (_FLOWS[word], False) if word in _FLOWS else None
    return None


def _of_union(whole: Mention) -> bool:
    return whole.code == "EU" or whole.text.casefold().startswith(("extra-eu", "intra-eu"))


def _reports(m: Mention, owner: Mention | None, same: bool, union: bool) -> bool:
    """Tell whether an economy that is told to trade reports for itself in the release of another."""
    if owner is None or owner.name == m.name or owner.name in WORLD:
        return not union or m.code in _EU
    if owner.code == "EU" or union:
        return m.code in _EU
    return same and owner.kind == "economy" or owner.kind in ("region", "continent")


__all__ = ["FRAMED", "ranked_goods", "traders"]
