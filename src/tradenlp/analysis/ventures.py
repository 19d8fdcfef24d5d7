"""Firms that bear another's name behind their own, ``Oyak Renault``, or that of a country, ``Kia India``."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from .model import Mention
from .proper import CAPITAL, tells_nothing

_OWN_NAME = re.compile(rf"(?<=[a-z,;] )(?P<own>{CAPITAL}[a-zà-ÿ]{{2,20}}) $")
_OF_SUBSIDIARY = re.compile(
    r"(?:['’]s\b|,|;|\)| \(| (?:with|at|and|also|alone|has|had|which|exported|imported|shipped|sold|produced|made|"
    r"built|sent|handled|delivered|said|was|were|came|led|ranked|accounted|\d))"
)
"""What may stand behind ``Kia India``, but not ``Toyota China sales``."""
_OWN_BEHIND = re.compile(
    rf" (?P<own>{CAPITAL}[a-zà-ÿ]{{3,20}})(?= (?:(?:exported|shipped|sold|handled|moved|sent|with|at) )?[$€£]?\d)"
)
"""``Hyundai Assan 15,000``: the name of a venture behind that of its parent"""
_TITLES = frozenset(
    "Mr Mrs Ms Dr Sir Minister President Chairman Director Chief Executive Manager Group Company Carmaker Automaker "
    "Maker Rival Partner Supplier Analyst Spokesman Spokeswoman Only And But While Unlike Since".split()
)


def ventures(text: str, found: Sequence[Mention]) -> Iterator[Mention]:
    """Yield listed firms with the name that stands before theirs, and with the country of a subsidiary behind it.

    Args:
        text: the release.
        found: its named things in order.
    """
    ends = [m.end for m in found]
    for m, behind in pairwise(found):
        if m.label == "ORG" and m.kind == "company" and behind.label == "PLACE" and behind.kind == "economy":
            if text[m.end : behind.start] == " " and _OF_SUBSIDIARY.match(text, behind.end):
                whole = text[m.start : behind.end]
                yield replace(m, end=behind.end, text=whole, name=whole, code=None, entry=None, score=0.8)
    for n, m in enumerate(found):
        if m.label == "ORG" and m.kind == "company" and m.entry is not None and " " not in m.text:
            more = _OWN_BEHIND.match(text, m.end)
            if more is not None and (n + 1 == len(found) or found[n + 1].start >= more.end("own")):
                if not tells_nothing(more["own"]):
                    whole = text[m.start : more.end("own")]
                    yield replace(m, end=more.end("own"), text=whole, name=whole, code=None, entry=None, score=0.8)
    for m in found:
        if m.label != "ORG" or m.kind != "company" or m.entry is None or " " in m.text:
            continue
        own = _OWN_NAME.search(text, max(0, m.start - 30), m.start)
        if own is None or own["own"] in _TITLES:
            continue
        at = bisect_left(ends, own.end("own"))
        before = found[at] if at < len(found) and found[at].start < own.end("own") else None
        if before is not None and not (before.label == "ORG" and before.start == own.start("own")):
            continue  # a country's or a town's name
        whole = text[own.start("own") : m.end]
        yield replace(m, start=own.start("own"), text=whole, name=whole, code=None, entry=None, score=0.8)


__all__ = ["ventures"]
