"""Plain text and Markdown."""

from __future__ import annotations

import re
from pathlib import Path

from .encodings import decode
from .source import Content, Settings, required_date

_FENCE = re.compile(r"(---|\+\+\+)[ \t]*\r?\n")
_CLOSING = {fence: re.compile(rf"^{re.escape(fence)}[ \t]*\r?$\n?", re.MULTILINE) for fence in ("---", "+++")}
_KEY = re.compile(r"""([A-Za-z_]+)[ \t]*[:=][ \t]*(?:"([^"\r\n]*)"|'([^'\r\n]*)'|([^\r\n#]*))""")
_DATE_KEYS = ("published", "publishdate", "pubdate", "date")
_MAX_FRONT = 20_000


def read_text(path: Path, settings: Settings) -> Content:
    """Read a plain text file.

    Args:
        path: the file.
        settings: the encoding.
    Returns:
        Content: the text as it stands.
    Raises:
        ReadError: E103, E104.
    """
    return Content(decode(path.read_bytes(), str(path), settings.encoding))


def read_markdown(path: Path, settings: Settings) -> Content:
    """Read a Markdown file; its front matter (YAML or TOML) gives id and date and is no part of the text.

    Args:
        path: the file.
        settings: the encoding.
    Returns:
        Content: text as it stands behind the front matter.
    Raises:
        ReadError: E103, E104, E109.
    """
    text = decode(path.read_bytes(), str(path), settings.encoding)
    keys, rest = front_matter(text)
    given = next((keys[key] for key in _DATE_KEYS if keys.get(key)), None)
    return Content(rest, required_date(given, str(path)), keys.get("id") or None)


def front_matter(text: str) -> tuple[dict[str, str], str]:
    """Split a front matter of plain ``key: value`` or ``key = value`` lines from the text behind it.

    Args:
        text: a Markdown file.
    Returns:
        tuple: the keys in lower case with their values, and the remaining text; no keys and the whole text where the
        file does not open with a fence or the fence is never closed.
    """
    opening = _FENCE.match(text)
    if opening is None:
        return {}, text
    closing = _CLOSING[opening[1]].search(text, opening.end(), _MAX_FRONT)
    if closing is None:
        return {}, text
    keys = {}
    for line in text[opening.end() : closing.start()].splitlines():
        match = _KEY.match(line)
        if match:
            keys[match[1].lower()] = next(value for value in match.groups()[1:] if value is not None).strip()
    return keys, text[closing.end() :].lstrip("\r\n")
