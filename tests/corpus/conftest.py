"""A small corpus on disk, and the annotated releases of the project."""

from __future__ import annotations

from pathlib import Path

import pytest

from tradenlp.corpus import Corpus, load

ANNOTATIONS = Path(__file__).parents[2] / "annotations"

TEXT = (
    "---\nid: {id}\nissuer: Office of {body}\nbody: {body}\nstyle: note\npublished: 2024-06-10\n---\n"
    "In [[May 2024|PERIOD t1]] [[Chile|PLACE p1]] [[exported|INDICATOR i1]] [[$3.2 billion|MONEY m1]] of "
    "[[copper|COMMODITY c1]],\n[[up|TREND v1]] [[{percent}%|PERCENT x1]] on the year.\n---\n"
    "with reporter p1 Chile | period t1 2024-05\n"
    "exports i1 | commodity c1 copper ~ refined copper | amount m1 3.2bn USD | change x1+v1 +{percent} percent yoy"
    " | tags ellipsis table\n"
)


def source(id: str = "ac-1", body: str = "ac", percent: str = "4.5") -> str:
    """A release in canonical form."""
    return TEXT.format(id=id, body=body, percent=percent)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three releases of two bodies in two splits."""
    for split, body, id in (("train", "ac", "ac-1"), ("train", "ac", "ac-2"), ("test", "oz", "oz-1")):
        path = tmp_path / "corpus" / split / body / f"{id}.rel"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(source(id, body, "4.5" if split == "train" else "11.25"), encoding="utf-8")
    return tmp_path / "corpus"


@pytest.fixture(scope="session")
def annotations() -> Corpus:
    """All annotated releases of the project."""
    if not ANNOTATIONS.is_dir():
        pytest.skip("the annotated releases are no part of the package")
    return load(ANNOTATIONS)
