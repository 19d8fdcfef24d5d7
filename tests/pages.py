"""What tests of documentation pages share: the code and the commands that a page shows."""

from __future__ import annotations

import json
import re
from pathlib import Path


def blocks_of(page: str) -> list[str]:
    """The blocks of Python of a page, in Markdown."""
    return re.findall(r"^```python\n(.*?)^```", page, re.MULTILINE | re.DOTALL)


def commands_of(page: str) -> list[str]:
    """The commands that a page shows behind a ``$``, without comments."""
    return re.findall(r"^\$ (tradenlp [^#\n]*)", page, re.MULTILINE)


def lay_out(folder: Path, text: str) -> None:
    """Put a release into a folder in the forms that pages speak of.

    Args:
        folder: where ``releases/``, ``release.html`` and ``docs.jsonl`` are made.
        text: of the release.
    """
    (folder / "releases").mkdir()
    for name in ("a", "b"):
        (folder / "releases" / f"{name}.txt").write_text(text)
    (folder / "release.html").write_text(f"<html><body><p>{text}</p></body></html>")
    (folder / "docs.jsonl").write_text(json.dumps({"id": "a", "published": "2024-06-15", "text": text}) + "\n")
