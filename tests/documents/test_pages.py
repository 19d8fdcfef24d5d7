"""Web pages: what is content, what its lines are, when it was published; and pages made to do harm.

Each page in ``pages`` has a text file beside it: the date on the first line, then a blank one, then all of the text.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tradenlp.documents.markup import page_date, page_text
from tradenlp.documents.page.bounds import bounded
from tradenlp.documents.page.meta import read_date

from ..timing import costs_at_most

HERE = Path(__file__).parent
PAGES = sorted((HERE / "pages").glob("*.html"))
SNIPPETS = json.loads((HERE / "snippets.json").read_text(encoding="utf-8"))
TEXT = "Exports rose 5% to 2 billion rand."


def test_there_are_enough_cases():
    assert len(PAGES) >= 15
    assert {key: len(cases) >= least for (key, cases), least in zip(SNIPPETS.items(), (35, 20, 8), strict=True)} == {
        "lines": True,
        "dates": True,
        "titles": True,
    }


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_page(path, texts):
    (source,), errors = texts(path)
    first, _, text = path.with_suffix(".txt").read_text(encoding="utf-8").partition("\n\n")
    assert errors == []
    assert source.text.split("\n") == text.removesuffix("\n").split("\n")
    assert f"published: {source.published}" == first


@pytest.mark.parametrize(("page", "lines"), SNIPPETS["lines"])
def test_lines(page, lines):
    assert page_text(page).split("\n") == lines


@pytest.mark.parametrize(("page", "day"), SNIPPETS["dates"])
def test_date_of_publication(page, day):
    assert page_date(f"<html><body>{page}<p>{TEXT} The port opened on 3 May 2011.</p></body></html>") == day


@pytest.mark.parametrize(("page", "title"), SNIPPETS["titles"])
def test_title_comes_first(page, title):
    lines = page_text(page).split("\n")
    assert lines[-1] == "Sales were 4 t."
    assert lines[:-1] == ([title] if title else [])


@pytest.mark.parametrize(
    "value", ["", "soon", "99999999999", "4 Foo 2021", "32 March 2021", "2021", "2021-03", "1" * 10_000]
)
def test_no_date(value):
    assert read_date(value) is None


# -- encodings

SENTENCE = "Exports of Zürich rose – “by a third” – to €3 billion."
DECLARED = "<html><head><meta charset={}></head><body><p>" + SENTENCE + "</p></body></html>"


@pytest.mark.parametrize(
    ("declared", "codec"),
    [
        ("utf-8", "utf-8"),
        ("utf-16", "utf-8"),
        ("'iso-8859-1'", "cp1252"),
        ("windows-1252", "cp1252"),
        ("utf-8", "cp1252"),
        ("unicode_escape", "utf-8"),
        ("no-such", "utf-8"),
        ("utf-16", "utf-16-le"),
    ],
)
def test_declared_encodings(tmp_path, texts, declared, codec):
    path = tmp_path / "a.html"
    path.write_bytes((DECLARED.format(declared) + "<p>more of the same</p>" * 20).encode(codec))
    assert texts(path)[0][0].text.startswith(SENTENCE)


@pytest.mark.parametrize("codec", ["gb18030", "shift_jis", "euc-kr", "big5", "koi8-r", "iso-8859-2", "windows-1251"])
def test_encodings_of_other_scripts(tmp_path, texts, codec):
    word = {"koi8-r": "экспорт", "windows-1251": "экспорт", "iso-8859-2": "wywóz", "euc-kr": "수출"}.get(codec, "出口")
    path = tmp_path / "a.html"
    path.write_bytes(f"<meta http-equiv=content-type content='text/html; charset={codec}'><p>{word} 5%".encode(codec))
    assert texts(path)[0][0].text == f"{word} 5%"


def test_one_wrong_byte_in_a_thousand_is_marked(tmp_path, texts):
    path = tmp_path / "a.html"
    path.write_bytes(b"<meta charset=utf-8><p>" + "“Exports” – 5% ".encode() * 200 + b"\x81</p>")
    assert texts(path)[0][0].text.endswith("\ufffd")


# -- pages made to do harm

DEEP = 100_000


@pytest.mark.parametrize(
    "page",
    [
        pytest.param("<div>" * DEEP + TEXT, id="div"),
        pytest.param("<div>" * DEEP + TEXT + "</div>" * DEEP, id="div-closed"),
        pytest.param("<b>" * DEEP + TEXT, id="b"),
        pytest.param("<span>" * DEEP + f"<p>{TEXT}", id="span"),
        pytest.param("<table><tr><td>" * DEEP + TEXT, id="table"),
        pytest.param("<ul><li>" * DEEP + TEXT, id="list"),
        pytest.param("<a><b>" * DEEP + "</a>" * DEEP + TEXT, id="adoption"),
        pytest.param("".join(f"<x{n}>" for n in range(DEEP)) + TEXT, id="names"),
        pytest.param("".join(f"<p><font size={n}>a " for n in range(5000)) + f"<p>{TEXT}", id="formatting"),
        pytest.param("<p " + " ".join(f"a{n}=1" for n in range(DEEP)) + f">{TEXT}", id="attributes"),
        pytest.param("<svg>" * DEEP + f"<p>{TEXT}", id="svg"),
        pytest.param("<form><header>" * DEEP + f"<p>{TEXT}</p>", id="furniture"),
        pytest.param("<script type='application/ld+json'>" + "[" * DEEP + f"</script><p>{TEXT}", id="json"),
        pytest.param("<table>" + "<tr><td colspan=9999 rowspan=9999>a<td>b" * 2000 + f"</table><p>{TEXT}", id="spans"),
        pytest.param("<![CDATA[" * DEEP + f"]]><p>{TEXT}", id="cdata"),
        pytest.param("<p title='" + "<p title='" * DEEP + f"'>{TEXT}", id="quotes"),
    ],
)
def test_hostile_pages_are_read_in_time(page):
    assert TEXT in page_text(page)
    assert costs_at_most(lambda: page_text(page), 20)


@pytest.mark.parametrize(
    "page",
    ["", "<", "<!--", "<p", "</", "<table>", "<frameset>", "\x00", "<!doctype html>", "<?xml?>", "<svg", "<title>x"],
)
def test_scraps_of_pages(page):
    assert page_text(page).strip("<\x00/\ufffd") in {"", "x"}
    assert page_date(page) is None


def test_depth_formatting_and_attributes_are_bounded():
    assert bounded("<div>" * DEEP).count("<div>") < 1000
    assert bounded("".join(f"<x{n}>" for n in range(DEEP))).count("<x") <= 1000
    assert "<font" not in bounded("".join(f"<p><font size={n}>a" for n in range(5000)))
    assert bounded("<p " + " ".join(f"a{n}=1" for n in range(DEEP)) + ">a") == "<p>a"
    assert bounded("<p a='>' " + " ".join(f"<a{n}" for n in range(DEEP)) + ">a") == "<p>a"


def test_text_inside_dropped_tags_stays():
    assert page_text("<div>" * 2000 + "<p>Tea 4</p>" + "</div>" * 2000 + "<p>Rye 5</p>") == "Tea 4\nRye 5"


def test_a_sound_page_is_left_alone():
    page = (HERE / "pages" / "news-with-menus.html").read_text(encoding="utf-8")
    assert bounded(page) is page
