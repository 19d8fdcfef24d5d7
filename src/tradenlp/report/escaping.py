"""Text made safe to look at, and data made safe to stand inside a page."""

from __future__ import annotations

import base64
import json
import re
import zlib
from typing import Any

# Controls of old and new, what turns the direction of writing for all that follows, and halves of characters.
_STEERING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u202a-\u202e\u2028\u2029\u2066-\u2069\ufff9-\ufffb\ud800-\udfff]"
)


def shown(text: str) -> str:
    """Name the characters that would steer how text is shown and cannot be seen themselves.

    Args:
        text: any text.
    Returns:
        str: the text with, say, ``⟨U+202E⟩`` in place of a right-to-left override; line feeds and tabs stay.
    """
    return _STEERING.sub(lambda found: f"\u27e8U+{ord(found[0]):04X}\u27e9", text)


def one_line(text: str) -> str:
    """Return text on one line, with steering characters named."""
    return " ".join(shown(text).split())


def inline_json(value: Any) -> str:
    """Write data as JSON that can stand inside any element of a page.

    Args:
        value: of lists, dicts, strings and finite numbers.
    Returns:
        str: pure ASCII without ``<``, ``>`` and ``&``.
    """
    text = json.dumps(value, ensure_ascii=True, separators=(",", ":"), allow_nan=False)
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


def packed(value: Any) -> str:
    """Write data as compressed JSON.

    Args:
        value: of lists, dicts, strings and finite numbers.
    Returns:
        str: JSON in zlib's format (RFC 1950), in base64.
    """
    data = json.dumps(value, ensure_ascii=True, separators=(",", ":"), allow_nan=False).encode("ascii")
    return base64.b64encode(zlib.compress(data, 9)).decode("ascii")


__all__ = ["inline_json", "one_line", "packed", "shown"]
