"""A browser for tests of pages: a Chromium of the system; ``CHROMIUM`` names another one than the first found."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from pathlib import Path

import pytest

CHROMIUM = os.environ.get("CHROMIUM") or next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "chrome"))), None
)
NEEDS_CHROMIUM = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium found; install one or name it in CHROMIUM")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_FRONT_END = Path(__file__).parents[1] / "frontend"


def check_built(name: str, text: str) -> None:
    """Compare the digests that ``frontend/build.mjs`` writes with the sources and with what was built from them.

    Args:
        name: of the built file.
        text: all that it holds.
    """
    banner, _, body = text.partition(" */\n")
    sources = re.search(r"sources ([0-9a-f]{64})", banner)[1]
    content = re.search(r"content ([0-9a-f]{64})", banner)[1]
    names = [f"src/{path.name}" for path in (_FRONT_END / "src").iterdir()]
    listed = sorted([*names, "build.mjs", "package.json", "package-lock.json", "tsconfig.json"])
    told = "".join(f"{name} {hashlib.sha256((_FRONT_END / name).read_bytes()).hexdigest()}\n" for name in listed)
    assert hashlib.sha256(told.encode()).hexdigest() == sources, "frontend/ was changed: run make frontend"
    assert hashlib.sha256(body.removesuffix("\n").encode()).hexdigest() == content, f"{name} was changed by hand"
