"""The site builds without a warning, and asks nobody else for anything."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import get_args

import api
import chart
import commands
import hooks
import pytest

from tradenlp import labels

from ..browsing import NEEDS_CHROMIUM

ROOT = Path(__file__).parents[2]
needs_mkdocs = pytest.mark.skipif(
    find_spec("material") is None or find_spec("mkdocs") is None,
    reason='mkdocs-material is not installed: pip install "tradenlp[dev]"',
)


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(folder)]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, env=environment)
    assert result.returncode == 0, result.stdout + result.stderr
    return folder


class Asked(HTMLParser):
    """What a page loads, and what it is made of; links that somebody has to follow are none of it."""

    def __init__(self) -> None:
        super().__init__()
        self.loads: list[str] = []
        self.classes: set[str] = set()

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.classes |= set((given.get("class") or "").split())
        if tag != "a":
            self.loads += [given[key] for key in ("src", "href", "data", "action", "srcset") if given.get(key)]


FOREIGN = re.compile(r"^(?:[a-z]+:)?//", re.IGNORECASE)


@needs_mkdocs
def test_pages_load_nothing_from_elsewhere(site):
    pages = sorted(site.rglob("*.html"))
    assert len(pages) > 20
    for page in pages:
        asked = Asked()
        asked.feed(page.read_text(encoding="utf-8"))
        assert asked.loads and not [url for url in asked.loads if FOREIGN.match(url)], page.name
        assert "mermaid" not in asked.classes, "the theme would fetch a script to draw it"
        for url in asked.loads:
            path = url.partition("#")[0].partition("?")[0]
            local = site / path[1:] if path.startswith("/") else page.parent / path
            assert local.exists(), f"{page.name} loads {url}"
    for style in site.rglob("*.css"):
        found = re.findall(r"(?:url\(|@import )[\"']?([^\"')]+)", style.read_text(encoding="utf-8"))
        assert not [url for url in found if FOREIGN.match(url)], style.name


def test_foreign_addresses_are_seen():
    asked = Asked()
    asked.feed('<a href="https://a.example"></a><script src="//b.example/x.js"></script><img src="x.png">')
    assert [url for url in asked.loads if FOREIGN.match(url)] == ["//b.example/x.js"]


@needs_mkdocs
def test_search_finds_what_is_made_of_the_package(site):
    index = (site / "search" / "search_index.json").read_text(encoding="utf-8")
    assert "seasonally_adjusted" in index and "E309" in index and "tradenlp corpus diff" in index


@needs_mkdocs
def test_every_marker_is_filled_in(site):
    for page in site.rglob("*.html"):
        assert "<!-- site:" not in page.read_text(encoding="utf-8"), page.name


VOCABULARIES = ("EntityLabel", "Indicator", "Modality", "Qualifier", "Basis", "ChangeKind", "Modifier", "CheckKind")


@pytest.mark.parametrize("name", VOCABULARIES)
def test_every_value_of_the_output_has_its_meaning_and_its_place(name):
    assert [line.split("`")[1] for line in hooks.values(name).splitlines()[2:]] == list(get_args(getattr(labels, name)))
    assert f"<!-- site: values {name} -->" in (ROOT / "docs" / "output.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", [name for name in hooks.MEANINGS if name not in VOCABULARIES])
def test_every_key_of_the_output_has_its_meaning_and_its_place(name):
    assert hooks.keys(name).count("\n| `") == len(hooks.MEANINGS[name])
    assert f"<!-- site: keys {name} -->" in (ROOT / "docs" / "output.md").read_text(encoding="utf-8")


def test_models_of_the_output_are_all_told():
    facts = import_module("tradenlp.facts")
    models = {name for name, one in vars(facts).items() if isinstance(one, type) and issubclass(one, facts.Model)}
    models = {name for name in models if not name.startswith("_")}
    assert models - {"Model", "PercentValue"} == set(hooks.MEANINGS) - set(VOCABULARIES)


def test_a_key_without_meaning_ends_the_build(monkeypatch):
    monkeypatch.setitem(hooks.MEANINGS, "Rank", {"position": "1 is the first"})
    with pytest.raises(hooks.StaleError, match="scope"):
        hooks.keys("Rank")


PACKAGES = re.findall(r"<!-- site: package (\S+) -->", (ROOT / "docs" / "api.md").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", PACKAGES)
def test_the_reference_has_all_that_is_offered(name):
    text = api.package(name)
    missing = [one for one in api.offered(name) if f"### `{name}.{one}`" not in text]
    assert api.offered(name) and not missing


def test_the_reference_shows_signature_and_sections():
    text = api.package("tradenlp")
    assert "published: str | date | None=None,\n    id: str | None=None,\n) -> Document" in text
    assert "**Raises**\n\n- `ConfigError`: E301" in text


def test_the_reference_has_every_command_with_its_options():
    text = commands.reference()
    for words, command in commands.walk():
        assert f"### {' '.join(words)}\n" in text
        assert all(f"`{name}`" in text for parameter in command.params for name in parameter.opts if name[0] == "-")


def test_charts_are_drawn():
    source = '```mermaid\nxychart-beta\n    title "F1 & more"\n    x-axis ["a", "b"]\n    y-axis "F1" 0.4 --> 0.8\n'
    picture = chart.drawn(source + '    line "core" [0.4, 0.8]\n```\n')
    assert "F1 &amp; more" in picture and 'points="80.0,250.0 554.0,40.0"' in picture
    accuracy = (ROOT / "docs" / "accuracy.md").read_text(encoding="utf-8")
    assert "xychart" in accuracy and "mermaid" not in chart.drawn(accuracy)


SCORE = re.compile(r"\b0\.\d{3}\b")


def test_scores_stand_in_one_place():
    """On the page on accuracy, with the commands that give them, and nowhere else but the front page."""
    with_scores = {page.name for page in (ROOT / "docs").glob("*.md") if SCORE.search(page.read_text("utf-8"))}
    assert with_scores == {"accuracy.md"}


@pytest.mark.parametrize("page", ("README.md", "training/README.md", "annotations/README.md"))
def test_links_of_pages_outside_the_site_lead_somewhere(page):
    text = (ROOT / page).read_text(encoding="utf-8")
    links = [link for link in re.findall(r"\]\(([^)#\s]+)", text) if ":" not in link]
    assert links or page.startswith("training")
    assert not [link for link in links if not ((ROOT / page).parent / link).exists()]


@needs_mkdocs
@NEEDS_CHROMIUM
@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1440, "dark")])
def test_nobody_is_kept_out(site, browser, width, scheme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    found = []
    for name in ("index", "accuracy", "annotate", "cli", "output", "review"):
        page.goto((site / f"{name}.html").as_uri())
        page.wait_for_timeout(200)  # its scripts come last
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, name
        for each in axe.Axe().run(page).response["violations"]:
            if each["impact"] in ("serious", "critical"):
                found.append(f"{name}: {each['id']}: {[node['html'][:80] for node in each['nodes']][:3]}")
    page.close()
    assert found == [] and not [url for url in asked if not url.startswith(("file:", "data:", "blob:"))]


@needs_mkdocs
@NEEDS_CHROMIUM
def test_commands_are_copied_without_their_prompt(site, browser):
    page = browser.new_page()
    page.goto((site / "install.html").as_uri())
    code = page.locator("code:has(.gp)").first
    assert "$ tradenlp info" in code.inner_text()
    code.evaluate("code => code.setAttribute('data-md-copying', '')")  # as the theme does while it copies
    assert code.inner_text().startswith("pip install tradenlp\ntradenlp info")
    page.close()
