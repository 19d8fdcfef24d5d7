"""Sections headed by an economy's name alone: whose trade they tell, or with whom the reporter trades in them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ..gate import Gated
from .model import Mention
from .template import FIGURES, Template

_ALONE = re.compile(r"\W{0,4}(?:the )?P(?: \([A-Za-z.]{2,12}\))?[\s:.–—-]{0,3}")
_BY_PARTNER = Gated(
    r"\bby (?:(?:main|major|key|top|trading|export|import|selected) )*(?:countr(?:y|ies)|markets?|destinations?|"
    r"partners?|origins?|buyers?|suppliers?|customers?|sources?|region)\b|"
    r"\b(?:main|major|key|top|our|its|largest|biggest) (?:[a-z]+ |I )?(?:markets|destinations|buyers|suppliers|"
    r"customers|partners|sources)\b|^\W*(?:markets|destinations|buyers|suppliers|partners|sources)\W*$"
)
_HEADINGS = frozenset({"heading", "bullet"})


@dataclass(frozen=True, slots=True)
class Sections:
    """What holds for the sentences of such sections, by where they start.

    Attributes:
        owners: whose trade they tell.
        partners: with whom the document's reporter trades in them.
    """

    owners: dict[int, Mention] = field(default_factory=dict)
    partners: dict[int, Mention] = field(default_factory=dict)

    @property
    def names(self) -> frozenset[str]:
        """Names of the economies that own sections."""
        return frozenset(m.name for m in self.owners.values() if m.name is not None)


def sections(templates: Sequence[Template], reporter: Mention | None) -> Sections:
    """Find the sections of a document that are headed by an economy's name alone.

    The economies are those whose trade is told where the reporter is one of them, where the document has none, or
    where only one other follows on the reporter's own; those of a release that goes through its partners are these.

    Args:
        templates: its sentences.
        reporter: the document's reporter, None where unknown.
    """
    told: dict[int, Mention] = {}
    heads: dict[str, Mention] = {}
    here: Mention | None = None
    for n, template in enumerate(templates):
        if template.sentence.kind in _HEADINGS and not any(c in FIGURES for c in template.text):
            place = _place_alone(template) if n else None
            if place is not None:
                here = place if n + 1 < len(templates) and _tells(templates[n + 1], place) else None
            elif not template.mentions:
                here = None  # ``Outlook``
        elif here is not None:
            told[template.sentence.start] = here
            heads.setdefault(here.name or "", here)
    if not told:
        return Sections()
    through = _goes_through_partners(templates)
    if reporter is None:
        return Sections() if through else Sections(owners=told)
    if reporter.kind != "economy":
        return Sections()
    if reporter.name in heads and not through:
        return Sections(owners=told)
    if through or len(heads) > 1:
        return Sections(partners=told)
    first = min(told)  # a name above the first figures only tells where the text was written
    before = any(t.sentence.start < first and any(c in FIGURES for c in t.text) for t in templates[1:])
    return Sections(owners=told) if before else Sections()


def _place_alone(template: Template) -> Mention | None:
    place = template.mentions[0] if len(template.mentions) == 1 else None
    if place is None or place.label != "PLACE" or place.kind != "economy":
        return None
    return place if _ALONE.fullmatch(template.text) else None


def _tells(template: Template, place: Mention) -> bool:
    """Tell whether a sentence gives figures of a flow without saying that the place above it is dealt with."""
    if template.sentence.kind in _HEADINGS and not template.text.rstrip().endswith((".", ";")):
        return False
    if not any(m.label == "INDICATOR" for m in template.mentions) or not any(c in FIGURES for c in template.text):
        return False
    return not any(m.label == "PLACE" and m.name == place.name for m in template.mentions)


def _goes_through_partners(templates: Sequence[Template]) -> bool:
    """Tell whether a heading, or the first sentence, says that partners are gone through: ``Exports by country``."""
    return any(
        _BY_PARTNER.search(t.text) is not None for n, t in enumerate(templates) if n < 2 or t.sentence.kind == "heading"
    )


__all__ = ["Sections", "sections"]
