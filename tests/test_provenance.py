"""Every output says which text, version and weights it comes from."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import tradenlp
from tradenlp.pipeline import MODEL, blank_pipeline, load_pipeline, read
from tradenlp.provenance import stamp

TEXT = "Exports of Peru were $5.0 billion in May 2024."


def test_the_hash_is_that_of_the_text_as_given() -> None:
    for text in (TEXT, TEXT.replace(" ", "\u00a0").replace("were", "we\u00adre"), "", "\ud800"):
        found = tradenlp.extract(text).provenance
        assert found is not None
        assert found.text_sha256 == hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
        assert found.version == tradenlp.__version__


def test_the_model_is_named_by_its_weights(tmp_path: Path) -> None:
    shipped: dict[str, object] = {}
    stamp(shipped, MODEL)
    found = json.loads(tradenlp.extract(TEXT).to_json())["provenance"]
    assert list(found) == ["text_sha256", "version", "model"]
    assert found["model"] in shipped.values()
    rules = read(blank_pipeline(), TEXT).provenance
    assert rules is not None
    assert rules.model == "rules"
    weights = tmp_path / "weights"
    weights.write_bytes(b"one")
    first: dict[str, object] = {}
    stamp(first, tmp_path)
    weights.write_bytes(b"two")
    second: dict[str, object] = {}
    stamp(second, tmp_path)
    assert first != second


def test_a_pipeline_that_was_saved_keeps_its_name(tmp_path: Path) -> None:
    nlp = load_pipeline()
    nlp.to_disk(tmp_path / "whole")
    again = load_pipeline(tmp_path / "whole")
    one, two = (read(p, TEXT).provenance for p in (load_pipeline(tmp_path / "whole"), again))
    assert one == two


def test_a_document_made_by_hand_has_none() -> None:
    assert json.loads(tradenlp.Document().to_json())["provenance"] is None
