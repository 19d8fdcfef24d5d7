"""Documents and facts in notebooks and terminals."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from html.parser import HTMLParser

from rich.console import Console

import tradenlp
from tradenlp.facts import Document, Entity, Notice, TradeFact

FAILING = "In May 2024 exports of Chile were $8.0 billion, imports $6.5 billion. The surplus was $1.9 billion."
HOSTILE = "<script>alert(1)</script>\u202e"


def printed(item: object, width: int = 140) -> str:
    stream = io.StringIO()
    Console(file=stream, width=width, highlight=False).print(item)
    return stream.getvalue()


class Tags(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.opened: list[str] = []
        self.open: list[str] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.opened.append(tag)
        self.open.append(tag)
        assert not [name for name, _ in attrs if name.startswith("on")]

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data


def test_a_document_is_tables_and_lists(document):
    shown = Tags(document._repr_html_())
    assert not shown.open and {"script", "style", "link"}.isdisjoint(shown.opened)
    assert shown.opened.count("tr") == 1 + len(document.facts)
    for told in ("release-1", "~12.4 bn CNY", "-6.1% yoy", "0.90", "W103", "Koruna"):
        assert told in shown.text


def test_a_fact_tells_every_slot(document):
    shown = Tags(document.facts[0]._repr_html_())
    for told in ("reporter", "Koruna", "HS 4011", "12,400,000,000 CNY", "1.9 bn USD", "18.1% of exports", "#1"):
        assert told in shown.text
        assert told in printed(document.facts[0])


def test_failed_checks_come_first_with_their_arithmetic():
    document = tradenlp.extract(FAILING, published="2024-06-15")
    line = "8.0 \u2212 6.5 = 1.5 bn USD, printed 1.9: does not hold"
    shown = Tags(document._repr_html_())
    assert line in shown.text and "strong" in shown.opened
    checks = [row for row in printed(document).splitlines() if row.startswith(("\u2713", "\u2717"))]
    assert checks[0].startswith(f"\u2717 {line}")


def test_texts_are_escaped():
    fact = TradeFact(id=HOSTILE, indicator="exports", reporter=Entity(text="x", name=HOSTILE), confidence=0.5)
    document = Document(id=HOSTILE, facts=(fact,), warnings=(Notice(code="W1", message=HOSTILE),))
    for html in (document._repr_html_(), fact._repr_html_()):
        assert "<script" not in html and "\u202e" not in html
        assert "&lt;script&gt;alert(1)" in html


def test_rich_markup_in_texts_is_text():
    fact = TradeFact(id="F1", indicator="exports", reporter=Entity(text="x", name="[bold]Sel[/]"), confidence=0.5)
    assert "[bold]Sel[/]" in printed(fact) and "[bold]Sel[/]" in printed(Document(facts=(fact,)))


def test_a_document_without_facts_says_so():
    assert "no trade facts" in printed(Document(id="x"))
    assert "No trade facts." in Document()._repr_html_()


def test_long_documents_are_cut_in_notebooks(document):
    many = document.model_copy(update={"facts": document.facts * 100})
    shown = Tags(many._repr_html_())
    assert shown.opened.count("tr") == 201 and "and 100 facts more" in shown.text


def test_facts_load_nothing_that_shows_them():
    code = (
        "import json, sys, tradenlp.facts\n"
        "print(json.dumps([name for name in ('rich', 'spacy', 'tradenlp.report') if name in sys.modules]))"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert json.loads(found.stdout) == []
