"""One colour and one underline for each label, so that labels are told apart without colours too.

Colours are given in OKLCH (Ottosson 2020), where equal lightness looks equally light: a label has a hue, a page has one
lightness for fills and one for lines.
"""

from __future__ import annotations

import math
from typing import Literal, NamedTuple

from ..labels import ENTITY_LABELS, EntityLabel

Line = Literal["solid", "dashed", "dotted", "double", "wavy"]


class Style(NamedTuple):
    """How the mentions of a label are marked: hue in degrees, and the underline."""

    hue: int
    line: Line


STYLES: dict[EntityLabel, Style] = {
    "MONEY": Style(150, "solid"),
    "PERCENT": Style(182, "solid"),
    "QUANTITY": Style(125, "dashed"),
    "MULTIPLE": Style(205, "dashed"),
    "RANK": Style(105, "dotted"),
    "PERIOD": Style(85, "solid"),
    "INDICATOR": Style(255, "solid"),
    "TREND": Style(232, "dotted"),
    "COMMODITY": Style(50, "solid"),
    "SEGMENT": Style(68, "dashed"),
    "ORG": Style(300, "solid"),
    "PLACE": Style(350, "solid"),
    "ROUTE": Style(15, "dashed"),
    "EVENT": Style(280, "double"),
    "INITIATIVE": Style(325, "double"),
}
"""Figures are green, times yellow, measures blue, goods orange, names violet to red."""

_LIGHT_FILL = (0.93, 0.06)
_LIGHT_LINE = (0.50, 0.12)


def oklch(lightness: float, chroma: float, hue: float) -> str:
    """Return a colour in hexadecimal sRGB.

    Args:
        lightness: 0 to 1.
        chroma: 0 (grey) to about 0.3; what sRGB cannot show is cut off.
        hue: in degrees.
    Returns:
        str: ``#rrggbb``.
    """
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    red = 4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short
    green = -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short
    blue = -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short
    return "#" + "".join(f"{_encoded(part):02x}" for part in (red, green, blue))


def _encoded(part: float) -> int:
    """Apply the transfer function of sRGB (IEC 61966-2-1)."""
    bounded = min(1.0, max(0.0, part))
    curved = 12.92 * bounded if bounded <= 0.0031308 else 1.055 * bounded ** (1 / 2.4) - 0.055
    return round(255 * curved)


def fill(label: EntityLabel) -> str:
    """Return the light background of a label, ``#rrggbb``."""
    return oklch(*_LIGHT_FILL, STYLES[label].hue)


def line(label: EntityLabel) -> str:
    """Return the colour of a label's underline on a light page, ``#rrggbb``."""
    return oklch(*_LIGHT_LINE, STYLES[label].hue)


def stylesheet() -> str:
    """Return the rules of CSS that give each label its hue and underline; lightness is the page's business."""
    return "".join(
        f'[data-label="{label}"]{{--hue:{style.hue};--line:{style.line}}}' for label, style in STYLES.items()
    )


def displacy() -> dict[str, str]:
    """Return the colours that displaCy shows the labels in; spaCy asks by the entry point ``spacy_displacy_colors``."""
    return {label: fill(label) for label in ENTITY_LABELS}


__all__ = ["STYLES", "Style", "displacy", "fill", "line", "oklch", "stylesheet"]
