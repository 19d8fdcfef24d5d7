"""Line charts of pages as pictures, drawn here so that no script from elsewhere has to."""

from __future__ import annotations

import json
import re
from html import escape

FENCE = re.compile(r"^```mermaid\nxychart-beta\n(.*?)^```$", re.MULTILINE | re.DOTALL)
WIDE, HIGH, LEFT, LOW = 640, 300, 56, 250
COLOURS = ("#00695c", "#b23c17", "#4527a0", "#37474f")


def drawn(markdown: str) -> str:
    """Return a page in which each ``xychart-beta`` is an SVG picture."""
    return FENCE.sub(lambda found: _svg(found[1]), markdown)


def _svg(source: str) -> str:
    title = re.search(r'title "([^"]*)"', source)
    words = json.loads(re.search(r"x-axis (\[.*\])", source)[1])  # type: ignore[index]
    axis = re.search(r'y-axis "([^"]*)" ([\d.]+) --> ([\d.]+)', source)
    lines = re.findall(r'line "([^"]*)" (\[.*\])', source)
    if axis is None or not lines:
        raise ValueError(f"no chart: {source}")
    low, high = float(axis[2]), float(axis[3])

    def x(n: int) -> float:
        return LEFT + 24 + n * (WIDE - LEFT - 110) / max(len(words) - 1, 1)

    def y(value: float) -> float:
        return LOW - (value - low) / (high - low) * (LOW - 40)

    name = escape(title[1] if title else axis[1])
    out = [f'<svg viewBox="0 0 {WIDE} {HIGH}" role="img" aria-label="{name}" style="max-width:{WIDE}px" '
           'font-family="inherit" font-size="13" fill="currentColor">',
           f'<text x="{LEFT}" y="20" font-weight="bold">{name}</text>']  # fmt: skip
    for step in range(5):
        value = low + step * (high - low) / 4
        height = f"{y(value):.1f}"
        out.append(
            f'<line x1="{LEFT}" x2="{WIDE - 80}" y1="{height}" y2="{height}" stroke="currentColor" opacity="0.15"/>'
            f'<text x="{LEFT - 8}" y="{y(value) + 4:.1f}" text-anchor="end">{value:.2f}</text>'
        )
    out += [
        f'<text x="{x(n):.1f}" y="{LOW + 24}" text-anchor="middle">{escape(word)}</text>'
        for n, word in enumerate(words)
    ]
    for number, (label, told) in enumerate(lines):
        points = [(x(n), y(value)) for n, value in enumerate(json.loads(told))]
        colour = COLOURS[number % len(COLOURS)]
        path = " ".join(f"{px:.1f},{py:.1f}" for px, py in points)
        out.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2.5"/>')
        out.append(
            f'<text x="{points[-1][0] + 8:.1f}" y="{points[-1][1] + 4:.1f}" fill="{colour}">{escape(label)}</text>'
        )
    return "".join([*out, "</svg>"])
