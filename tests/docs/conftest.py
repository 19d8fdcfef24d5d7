"""A folder with the files that the pages speak of."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "docs" / "site"))

TEXT = "VALPARAISO, June 15, 2024 - Chile's exports rose 3.1% year on year to $8.0 billion in May 2024."


@pytest.fixture(scope="session")
def stocked(tmp_path_factory) -> Path:
    """Releases in several forms, and annotated ones."""
    import tradenlp

    folder = tmp_path_factory.mktemp("stocked")
    for name in ("releases", "archive"):
        (folder / name).mkdir()
        for release in ("a", "b"):
            (folder / name / f"{release}.txt").write_text(TEXT)
    (folder / "release.txt").write_text(TEXT)
    (folder / "release.html").write_text(f"<html><body><p>{TEXT}</p></body></html>")
    (folder / "docs.jsonl").write_text(json.dumps({"id": "a", "published": "2024-06-15", "text": TEXT}) + "\n")
    (folder / "facts.jsonl").write_text(tradenlp.extract(TEXT, published="2024-06-15", id="a").to_json() + "\n")
    series = sorted((ROOT / "training" / "series" / "bd-garment-desk").glob("*.rel"))
    for name, part in (("my_releases", series[:3]), ("second", series[:3]), ("my_dev", series[3:5])):
        (folder / name).mkdir()
        for file in part:
            shutil.copy(file, folder / name)
    return folder


@pytest.fixture
def folder(stocked, tmp_path, monkeypatch) -> Path:
    """A copy of it to work in."""
    shutil.copytree(stocked, tmp_path / "work")
    monkeypatch.chdir(tmp_path / "work")
    return tmp_path / "work"
