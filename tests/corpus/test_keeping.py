"""Releases that a model folder carries: the same bytes for the same releases, the same releases back."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from tradenlp.corpus import load, render
from tradenlp.corpus.keeping import NAME, Kept, fresh, keep, kept
from tradenlp.errors import ConfigError


def test_releases_come_back_byte_for_byte(folder: Path, tmp_path: Path) -> None:
    one, *others = load(folder).sound
    for model in ("a", "b"):
        (tmp_path / model).mkdir()
        keep(Kept(tuple(others), (one,)), tmp_path / model)
    data = (tmp_path / "a" / NAME).read_bytes()
    assert data == (tmp_path / "b" / NAME).read_bytes() and data[4:8] == bytes(4)  # no time of writing
    back = kept(tmp_path / "a")
    assert [r.source for r in back.learned] == [render(r) for r in others]
    assert [r.id for r in back.unseen] == [one.id] and not any(r.problems for r in back.learned)
    assert sum(back.bodies.values()) == len(others) and set(back.bodies) == {r.body for r in others}


def test_line_separators_in_a_text_stay(folder: Path, tmp_path: Path) -> None:
    path = next(iter(sorted(folder.rglob("*.rel"))))
    path.write_text(path.read_text(encoding="utf-8").replace("---\nIn", "---\nA\u2028b\x85. In"), encoding="utf-8")
    keep(Kept(load(folder).sound), tmp_path)
    assert [r.text for r in kept(tmp_path).learned] == [r.text for r in load(folder).sound]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (None, f"no {NAME} in it"),
        (b"", "holds none"),
        (b"no gzip", "BadGzipFile"),
        (gzip.compress(b"{}\n"), "KeyError"),
        (gzip.compress(b"not json\n"), "JSONDecodeError"),
        (gzip.compress(b'{"learned": true, "release": "x"}\n'), "expected three"),
        (gzip.compress(b"x" * 100)[:-9], "EOFError"),
    ],
)
def test_a_folder_without_releases_is_told(data: bytes | None, reason: str, tmp_path: Path) -> None:
    if data is not None:
        (tmp_path / NAME).write_bytes(data)
    with pytest.raises(ConfigError, match="E304") as told:
        kept(tmp_path)
    assert reason in str(told.value) and str(tmp_path) in str(told.value)


def test_fresh_releases_share_neither_id_nor_text(folder: Path) -> None:
    releases = load(folder).sound
    assert fresh(releases, releases[:1]) == tuple(r for r in releases[1:] if r.text != releases[0].text)
    assert fresh(releases, releases) == () and fresh(releases, ()) == releases
