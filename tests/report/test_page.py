"""The page as text: what it holds, what it may do, and where its front end comes from."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import zlib
from html.parser import HTMLParser
from pathlib import Path

import pytest
import spacy
from catalogue import REGISTRY
from spacy.displacy.render import EntityRenderer

import tradenlp
from tradenlp.documents.flat import COLUMNS
from tradenlp.errors import ConfigError
from tradenlp.facts import Document
from tradenlp.labels import ENTITY_LABELS
from tradenlp.report.colours import STYLES, displacy, line, oklch, stylesheet
from tradenlp.report.escaping import inline_json, one_line, packed, shown
from tradenlp.report.page import SCRIPT, STYLE, bundled

from ..browsing import check_built

ROOT = Path(__file__).parents[2]
HOSTILE = "</script><script>alert(1)</script><!--<b onload=x>&amp;\u2028\ud800\u202e"
TEXT = "Shaanxi's exports rose 12.3% to 9.52 billion yuan in the first half of 2023."


class Elements(HTMLParser):
    """The elements of a page in order, with what scripts and styles hold."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.held: dict[str, str] = {}
        self.open = False
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))
        self.open = True

    def handle_endtag(self, tag):
        self.open = False

    def handle_data(self, data):
        if self.open and self.found[-1][0] in ("script", "style", "title"):
            name, attributes = self.found[-1]
            key = attributes.get("id") or name
            self.held[key] = self.held.get(key, "") + data


@pytest.fixture(scope="module")
def extracted() -> Document:
    return tradenlp.extract(TEXT, published="2023-07-14", id="shaanxi")


def unpacked(data: str) -> dict:
    return json.loads(zlib.decompress(base64.b64decode(data)))


def test_a_page_holds_index_documents_and_front_end(extracted):
    page = Elements(tradenlp.report([extracted, Document()], texts=[TEXT]).html)
    shell = json.loads(page.held["shell"])
    assert [entry["name"] for entry in shell["entries"]] == ["shaanxi", "text 2"]
    assert shell["columns"] == list(COLUMNS)
    assert unpacked(page.held["d0"])["facts"][0]["amount"] == "9.52 bn CNY"
    assert unpacked(page.held["d1"])["lines"] is None
    assert page.held["script"] == bundled(SCRIPT)


def test_the_policy_allows_this_script_and_this_style_alone(extracted):
    page = Elements(tradenlp.report(extracted, texts=TEXT).html)
    metas = [attributes for tag, attributes in page.found if tag == "meta"]
    policy = next(meta["content"] for meta in metas if meta.get("http-equiv") == "Content-Security-Policy")
    for name in ("script", "style"):
        digest = base64.b64encode(hashlib.sha256(page.held[name].encode()).digest()).decode()
        assert f"{name}-src 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'") and "unsafe" not in policy
    assert not {"link", "img", "iframe", "object"} & {tag for tag, _ in page.found}
    assert not [attributes for tag, attributes in page.found if "src" in attributes or "href" in attributes]


def test_hostile_text_ends_no_element(extracted):
    hostile = Document(id=HOSTILE, facts=[extracted.facts[0].model_copy(update={"evidence": (), "id": HOSTILE})])
    html = tradenlp.report([hostile], texts=[HOSTILE], title=HOSTILE).html
    page = Elements(html)
    assert sum(tag == "script" for tag, _ in page.found) == 3
    harmless = {"html", "head", "meta", "title", "style", "body", "div", "noscript", "p", "script"}
    assert {tag for tag, _ in page.found} <= harmless
    assert "<script>alert" not in html
    assert unpacked(page.held["d0"])["lines"][0]["runs"][0].startswith("</script><script>alert(1)</script><!--<b")
    html.encode("utf-8")  # a lone surrogate could not be written


def test_steering_characters_are_named():
    assert shown("a\u202eb\u2028c\ud800d\x00e\tf\ng") == "a⟨U+202E⟩b⟨U+2028⟩c⟨U+D800⟩d⟨U+0000⟩e\tf\ng"
    assert one_line(" a\n b\u2067 ") == "a b⟨U+2067⟩"
    assert shown("\u05d0\u0628\u200d\U0001f600") == "\u05d0\u0628\u200d\U0001f600"
    assert not set("<>&\u2028") & set(inline_json({"<": ["&\u2028>"]}))


def test_texts_go_by_id_or_by_order_and_must_be_the_ones_read(extracted):
    for texts in (TEXT, [TEXT], {"shaanxi": TEXT, "other": "x"}):
        assert unpacked(tradenlp.report(extracted, texts=texts).contents[0])["title"] == TEXT
    assert unpacked(tradenlp.report(extracted).contents[0])["title"] == "shaanxi"
    with pytest.raises(ConfigError, match="E309"):
        tradenlp.report(extracted, texts=TEXT + " ")


def test_the_same_documents_make_the_same_page(extracted, tmp_path):
    first, second = (tradenlp.report(iter([extracted]), texts=TEXT) for _ in range(2))
    assert first.html == second.html
    saved = first.save(tmp_path / "report.html").read_text(encoding="utf-8")
    assert saved == first.html
    assert len(first) == 1 and first.title == "Trade facts of shaanxi"
    assert packed({"a": 1}) == packed({"a": 1})


def test_the_index_tells_counts_and_what_is_searched(extracted):
    (entry,) = tradenlp.report(extracted, texts=TEXT).entries
    assert (entry["facts"], entry["failed"], entry["published"]) == (1, 0, "2023-07-14")
    assert "shaanxi" in entry["words"] and "exports" in entry["words"]


@pytest.mark.parametrize("name", [SCRIPT, STYLE])
def test_the_front_end_was_built_from_its_sources(name):
    check_built(name, bundled(name))


def test_the_front_end_is_small_names_its_licences_and_asks_for_nothing():
    script = bundled(SCRIPT)
    assert len(script) < 150_000
    banner = script.partition("*/")[0]
    assert "Bundles Preact" in banner and "Permission is hereby granted" in banner  # as the MIT licence asks
    assert not re.search(r"https?://(?!www\.w3\.org/)", script + bundled(STYLE))
    assert not re.search(r"\b(fetch|XMLHttpRequest|WebSocket|eval)\(", script)
    lock = json.loads((ROOT / "frontend" / "package-lock.json").read_text(encoding="utf-8"))
    assert not [name for name, package in lock["packages"].items() if "resolved" in package]


def test_every_label_has_a_colour_and_an_underline_of_its_own():
    assert set(STYLES) == set(ENTITY_LABELS)
    assert len({style.hue for style in STYLES.values()}) == len(STYLES)
    assert all(f'[data-label="{label}"]' in stylesheet() for label in ENTITY_LABELS)
    # the definition of OKLCH: white, black, and sRGB's red
    assert (oklch(1, 0, 0), oklch(0, 0, 0), oklch(0.62796, 0.25768, 29.234)) == ("#ffffff", "#000000", "#ff0000")


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2 has it."""
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@pytest.mark.parametrize("label", ENTITY_LABELS)
def test_colours_can_be_read_on(label):
    fill = luminance(displacy()[label])
    assert (fill + 0.05) / 0.05 > 7  # black text
    assert (fill + 0.05) / (luminance(line(label)) + 0.05) > 3  # the underline


def test_displacy_shows_our_labels_in_them():
    spacy.registry.displacy_colors.register("tradenlp-test", func=displacy)
    try:
        html = EntityRenderer().render_ents("9 yuan", [{"start": 0, "end": 6, "label": "MONEY"}], None)
    finally:
        REGISTRY.pop(("spacy", "displacy_colors", "tradenlp-test"))  # spaCy's registries take nothing back themselves
    assert displacy()["MONEY"] in html
