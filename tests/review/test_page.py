"""The page of the desk: built from its sources, allowed what it needs and nothing else."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from pathlib import Path

import pytest

from tradenlp.labels import ENTITY_LABELS, INDICATORS
from tradenlp.report.page import bundled
from tradenlp.review.page import SCRIPT, STYLE, page

from ..browsing import check_built

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("name", [SCRIPT, STYLE])
def test_the_front_end_was_built_from_its_sources(name):
    check_built(name, bundled(name, "tradenlp.review"))


def test_it_is_small_names_its_licences_and_asks_its_own_server_alone():
    script = bundled(SCRIPT, "tradenlp.review")
    assert len(script) < 150_000
    banner = script.partition("*/")[0]
    assert "Bundles Preact" in banner and "Permission is hereby granted" in banner  # as the MIT licence asks
    assert not re.search(r"https?://(?!www\.w3\.org/)", script + bundled(STYLE, "tradenlp.review"))
    (address,) = re.findall(r"\bfetch\(([^,]*),", script)
    assert re.fullmatch(r"`api/\$\{\w+\}`", address)
    assert not re.search(r"\b(XMLHttpRequest|WebSocket|EventSource|sendBeacon|eval)\(", script)


def test_the_policy_allows_this_script_this_style_and_this_server_alone():
    html, policy = page()
    for name in ("script", "style"):
        (held,) = re.findall(rf"<{name}>(.*?)</{name}>", html, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(held.encode()).digest()).decode()
        assert f"{name}-src 'sha256-{digest}';" in policy
    told = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert (told["default-src"], told["connect-src"], told["frame-ancestors"]) == ("'none'", "'self'", "'none'")
    assert "unsafe" not in policy and "*" not in policy


def test_the_page_knows_all_labels_each_by_its_own_key():
    shell = json.loads(re.search(r'id="shell">(.*?)</script>', page()[0])[1])
    labels, keys = zip(*shell["labels"], strict=True)
    assert labels == ENTITY_LABELS and len(set(keys)) == len(labels)
    assert {len(key) for key in keys} == {1} and not set(keys) & set("fa[]")  # those mean something else
    assert tuple(shell["indicators"]) == INDICATORS
