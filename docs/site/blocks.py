"""Runs the blocks of Python of a page, one after the other, and holds what they print against what the page shows.

``python docs/site/blocks.py`` writes what is printed into the pages.
"""

from __future__ import annotations

import io
import re
import textwrap
from contextlib import redirect_stdout
from pathlib import Path

DOCS = Path(__file__).parents[1]
BLOCK = re.compile(r"^```python\n(?P<code>.*?)^```\n(?:\n```text\n(?P<shown>.*?)^```\n)?", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"^ *\$ (.*)$", re.MULTILINE)
CONSOLE = re.compile(r"^ *```console\n(.*?)^ *```", re.MULTILINE | re.DOTALL)
SHOWING = ("index.md", "output.md", "pipeline.md", "spacy.md")
"""Pages that show what their blocks print."""


def run(page: Path) -> list[tuple[str | None, str]]:
    """Run a page.

    Args:
        page: Markdown.
    Returns:
        list of tuple of str: for each block what the page shows (None where it shows nothing) and what was printed.
    """
    names: dict[str, object] = {}
    out = []
    for found in BLOCK.finditer(page.read_text(encoding="utf-8")):
        with redirect_stdout(io.StringIO()) as printed:
            exec(compile(found["code"], page.name, "exec"), names)
        out.append((found["shown"], printed.getvalue()))
    return out


def blocks(page: Path) -> list[str]:
    """Return the blocks of Python of a page."""
    return [found["code"] for found in BLOCK.finditer(page.read_text(encoding="utf-8"))]


def commands(page: Path) -> list[str]:
    """Return the command lines of a page, without their remarks."""
    shown = "\n".join(textwrap.dedent(found) for found in CONSOLE.findall(page.read_text(encoding="utf-8")))
    return [re.sub(r"\s+#.*", "", line).strip() for line in COMMAND.findall(shown)]


def update(page: Path) -> None:
    """Write what the blocks of a page print below them, where the page shows it."""
    printed = iter(run(page))

    def written(found: re.Match[str]) -> str:
        shown, now = next(printed)
        return found[0] if shown is None else f"```python\n{found['code']}```\n\n```text\n{now}```\n"

    text = BLOCK.sub(written, page.read_text(encoding="utf-8"))
    page.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    for name in SHOWING:
        update(DOCS / name)
