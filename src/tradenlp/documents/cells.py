"""A table row as a line."""

from __future__ import annotations

from collections.abc import Sequence

CELL_SEPARATOR = " | "


def row_line(cells: Sequence[str]) -> str:
    """Write a row; a bar stands before an empty first and behind an empty last cell, which would be lost otherwise.

    Args:
        cells: texts of the cells, from left to right.
    Returns:
        str: one line, empty if all cells are.
    """
    if not any(cells):
        return ""
    line = CELL_SEPARATOR.join(cells)
    if len(cells) > 1 and not cells[0]:
        line = f"| {line}"
    return f"{line} |" if len(cells) > 1 and not cells[-1] else line
