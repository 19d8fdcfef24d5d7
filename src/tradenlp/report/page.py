"""The page itself: one file that asks for nothing from anywhere."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Iterator
from functools import lru_cache
from html import escape
from importlib import resources
from typing import Any

from ..provenance import VERSION
from .colours import STYLES, stylesheet
from .escaping import inline_json
from .payload import CSV_COLUMNS

SCRIPT, STYLE = "app.js", "app.css"
"""Built from ``frontend/`` by ``make frontend``."""
_WITHOUT_SCRIPT = "This page needs JavaScript to show its facts. It loads nothing from anywhere."


@lru_cache(maxsize=4)
def bundled(name: str, package: str = __package__) -> str:
    """Return a built file of the front end.

    Args:
        name: ``SCRIPT`` or ``STYLE``.
        package: that it ships in.
    Returns:
        str: its text.
    """
    return resources.files(package).joinpath(name).read_text(encoding="utf-8")


def page(title: str, entries: Iterable[dict[str, Any]], contents: Iterable[str]) -> Iterator[str]:
    """Yield the page, piece by piece.

    Args:
        title: of the page.
        entries: the index, a row for each document.
        contents: the documents in the same order, as ``escaping.packed`` writes them.
    Yields:
        str: HTML, pure ASCII but for the front end.
    """
    style, script = bundled(STYLE) + stylesheet(), bundled(SCRIPT)
    shell = {
        "title": title,
        "version": VERSION,
        "columns": CSV_COLUMNS,
        "labels": list(STYLES),
        "entries": list(entries),
    }
    yield (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_policy(style, script)}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n<meta name="referrer" content="no-referrer">\n'
        f'<meta name="generator" content="tradenlp {escape(VERSION)}">\n<title>{_ascii(title)}</title>\n'
        f"<style>{style}</style>\n</head>\n<body>\n"
        f'<div id="app"></div>\n<noscript><p>{_WITHOUT_SCRIPT}</p></noscript>\n'
        f'<script type="application/json" id="shell">{inline_json(shell)}</script>\n'
    )
    for number, data in enumerate(contents):
        yield f'<script type="text/plain" id="d{number}">{data}</script>\n'
    yield f"<script>{script}</script>\n</body>\n</html>\n"


def _policy(style: str, script: str) -> str:
    """Return what the page may do: run this script, apply this style, and nothing else."""
    return (
        f"default-src 'none'; script-src '{hashed(script)}'; style-src '{hashed(style)}'; "
        "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'"
    )


def hashed(text: str) -> str:
    """Return a script or style as a Content Security Policy names it: ``sha256-...``."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _ascii(text: str) -> str:
    return escape(text).encode("ascii", "xmlcharrefreplace").decode()


__all__ = ["SCRIPT", "STYLE", "bundled", "hashed", "page"]
