"""What tests of the desk in a browser do on its page."""

from __future__ import annotations

import re

import pytest

from tradenlp import corpus

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed: pip install -e .[dev]")


def saved(page) -> None:
    playwright.expect(page.locator(".saved")).to_have_text("Saved")


def slot(page, key: str):
    return page.locator(f".editor [data-slot='{key}']").first


def mark(page, words: str):
    return page.locator("#text [data-mark]", has_text=re.compile(f"^{re.escape(words)}$")).first


def pick(page, first: str, last: str = "") -> None:
    """Pick words with the mouse, from the first letter of one to the last of the other."""
    ends = page.evaluate(
        """([first, last]) => {
            const find = words => {
                const walker = document.createTreeWalker(document.getElementById('text'), NodeFilter.SHOW_TEXT);
                while (walker.nextNode()) {
                    const at = walker.currentNode.data.indexOf(words);
                    if (at < 0) continue;
                    const range = document.createRange();
                    range.setStart(walker.currentNode, at);
                    range.setEnd(walker.currentNode, at + words.length);
                    return range.getBoundingClientRect();
                }
            };
            const [one, other] = [find(first), find(last)];
            return [one.left + 2, one.top + one.height / 2, other.right - 2, other.top + other.height / 2];
        }""",
        [first, last or first],
    )
    page.mouse.move(ends[0], ends[1])
    page.mouse.down()
    page.mouse.move(ends[2], ends[3], steps=4)
    page.mouse.up()


def release(folder, name: str = "amber"):
    return corpus.read(folder / "desk" / f"desk-{name}.rel")
