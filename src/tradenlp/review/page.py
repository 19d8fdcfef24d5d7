"""The page of the desk, on the front end that reports have."""

from __future__ import annotations

from functools import lru_cache
from html import escape

from ..corpus.exchange.base import PREFIXES
from ..labels import BASES, ENTITY_LABELS, FIGURE_LABELS, INDICATORS, MODALITIES, MODIFIERS, QUALIFIERS
from ..provenance import VERSION
from ..report.colours import stylesheet
from ..report.escaping import inline_json
from ..report.page import STYLE as SHARED
from ..report.page import bundled, hashed
from .drafts import SLOTS

SCRIPT, STYLE = "desk.js", "desk.css"
"""Built from ``frontend/`` by ``make frontend``."""
_WITHOUT_SCRIPT = "This page needs JavaScript. It loads nothing from anywhere but this computer."


@lru_cache(maxsize=1)
def page() -> tuple[str, str]:
    """Return the page, and the policy to send with it: this script, this style, this server, and nothing else."""
    style = bundled(SHARED) + bundled(STYLE, __package__) + stylesheet()
    script = bundled(SCRIPT, __package__)
    shell = {
        "version": VERSION,
        "labels": [[label, PREFIXES[label]] for label in ENTITY_LABELS],
        "figures": sorted(FIGURE_LABELS),
        "indicators": INDICATORS,
        "slots": SLOTS,
        "modifiers": MODIFIERS[1:],
        "bases": BASES,
        "modalities": MODALITIES,
        "qualifiers": QUALIFIERS,
    }
    policy = (
        f"default-src 'none'; script-src '{hashed(script)}'; style-src '{hashed(style)}'; connect-src 'self'; "
        "img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"
    )
    html = (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n<link rel="icon" href="data:,">\n'
        f'<meta name="generator" content="tradenlp {escape(VERSION)}">\n<title>tradenlp review</title>\n'
        f"<style>{style}</style>\n</head>\n<body>\n"
        f'<div id="app"></div>\n<noscript><p>{_WITHOUT_SCRIPT}</p></noscript>\n'
        f'<script type="application/json" id="shell">{inline_json(shell)}</script>\n'
        f"<script>{script}</script>\n</body>\n</html>\n"
    )
    return html, policy


__all__ = ["SCRIPT", "STYLE", "page"]
