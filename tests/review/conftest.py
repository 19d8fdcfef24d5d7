"""Releases of our own wording, and desks for them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import tradenlp
from tradenlp import review
from tradenlp.review.desk import Item

AMBER = (
    "GDANSK, June 12, 2024 - Exports of amber from Poland rose 4.0% year on year to $120 million in May 2024.\n\n"
    "Germany took $45 million of it. The number of visitors to the fair reached 3,000.\n"
)
TIN = (
    "LA PAZ, June 14, 2024 - Bolivia's tin exports fell 7.5% from a year earlier to $64 million in May 2024.\n"
    "Imports came to $50 million.\n"
)


def made(text: str, name: str, body: str = "desk", published: str | None = "2024-06-15") -> Item:
    """A release as the command makes it."""
    clean = review.text_of(text)
    return review.item(tradenlp.extract(clean, published=published, id=name), clean, body)


@pytest.fixture
def amber() -> Item:
    return made(AMBER, "amber")


@pytest.fixture
def tin() -> Item:
    return made(TIN, "tin")


@pytest.fixture
def folder(tmp_path) -> Path:
    return tmp_path / "reviewed"


@pytest.fixture
def serve(folder) -> Iterator[Callable[..., review.Server]]:
    """Serve a desk from a thread until the test ends."""
    running = []

    def started(*items: Item) -> review.Server:
        server = review.Server(review.Desk(items, review.Store(folder)))
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        running.append((server, thread))
        return server

    yield started
    for server, thread in running:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def open_desk(browser, serve) -> Iterator[Callable]:
    """Open a desk; nothing but its server may be asked, and nothing may go wrong in the page."""
    contexts, wrong = [], []

    def opened(server, width: int = 1440, calm: bool = True, **options):
        context = browser.new_context(viewport={"width": width, "height": 900}, **options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(30_000)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda message: wrong.append(message.text) if calm and message.type == "error" else None)
        own = lambda request: request.url.startswith((server.url, "data:"))  # noqa: E731
        page.on("request", lambda request: None if own(request) else wrong.append(request.url))
        page.goto(server.url)
        page.wait_for_selector(".desk")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert wrong == []
