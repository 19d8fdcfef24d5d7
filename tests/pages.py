"""What tests of documentation pages share: the code and the commands that a page shows."""

from __future__ import annotations

import re


def blocks_of(page: str) -> list[str]:
    """The blocks of Python of a page, in Markdown."""
    return re.findall(r"^```python\n(.*?)^```", page, re.MULTILINE | re.DOTALL)


def commands_of(page: str) -> list[str]:
    """The commands that a page shows behind a ``$``, without comments."""
    return re.findall(r"^\$ (tradenlp [^#\n]*)", page, re.MULTILINE)
