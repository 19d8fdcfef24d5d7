"""Files in, texts out; what cannot be read is reported and the others still come out."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from tradenlp.documents import Source, read
from tradenlp.documents.flow import Line, paragraphs
from tradenlp.documents.plain import front_matter
from tradenlp.documents.source import iso_date
from tradenlp.errors import ConfigError, ReadError

TEXT = "Koruna's exports rose 6.1% to 12.4 billion yuan in March."


def codes(errors):
    return [error.code for error in errors]


def write(path: Path, content: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def jsonl(path: Path, *lines: object) -> Path:
    return write(path, "".join((x if isinstance(x, str) else json.dumps(x)) + "\n" for x in lines))


# -- text and its encodings


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"a\r\nb", "a\r\nb"),
        (b"\xef\xbb\xbfExports", "Exports"),
        ("Exports €3".encode("utf-16"), "Exports €3"),
        (b"\xfe\xff" + "Exports €3".encode("utf-16-be"), "Exports €3"),
        (
            "Exports “rose” to £3bn – a record".encode("cp1252") + b" month" * 40,
            "Exports “rose” to £3bn – a record" + " month" * 40,
        ),
        ("Côte d’Ivoire sold cocoa".encode("cp1252") + b" beans" * 40, "Côte d’Ivoire sold cocoa" + " beans" * 40),
    ],
)
def test_text_comes_out_as_it_stands(tmp_path, texts, content, expected):
    (source,), errors = texts(write(tmp_path / "a.txt", content))
    assert (source.text, source.id, source.line, errors) == (expected, "a", None, [])


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "E102"),
        (b" \n\t ", "E102"),
        (b"\xef\xbb\xbf", "E102"),
        (b"abc\x00def", "E103"),
        (b"%PDF-1.4 ...", "E103"),
        (b"PK\x03\x04abc", "E103"),
        (bytes(range(128, 256)) * 3, "E104"),
        ("Экспорт вырос на 5".encode("cp1251"), "E104"),
        (b"\xff\xfea\x00b", "E104"),
    ],
)
def test_text_that_is_none(tmp_path, texts, content, code):
    sources, errors = texts(write(tmp_path / "a.txt", content))
    assert (sources, codes(errors)) == ([], [code])


def test_a_given_encoding_is_the_only_one(tmp_path, texts):
    path = write(tmp_path / "a.txt", "出口 rose".encode("gb18030"))
    assert texts(path, encoding="gb18030")[0][0].text == "出口 rose"
    assert codes(texts(path, encoding="ascii")[1]) == ["E104"]


@pytest.mark.parametrize(
    "options", [{"encoding": "utf-99"}, {"encoding": "rot13"}, {"max_mb": 0}, {"published": "soon"}]
)
def test_wrong_options_are_refused_at_the_call(options):
    with pytest.raises(ConfigError):
        read(["x.txt"], **options)


def test_without_a_callback_the_first_error_is_raised():
    with pytest.raises(ReadError, match="E101"):
        next(read(["nowhere.txt"]))


@pytest.mark.parametrize(
    ("suffix", "content"), [(".txt", b"x" * 2000), (".html", b"<p>" + b"x" * 2000), (".pdf", b"%PDF" + b"x" * 2000)]
)
def test_size_limit(tmp_path, texts, suffix, content):
    sources, errors = texts(write(tmp_path / f"a{suffix}", content), max_mb=0.001)
    assert (sources, codes(errors)) == ([], ["E106"])


# -- Markdown


def test_front_matter_gives_id_and_date(tmp_path, texts):
    path = write(
        tmp_path / "a.md", f'---\nid: "koruna-3"\ndate: 2021-04-16T08:00:00+08:00\ntags: [a]\n---\n\n# Head\n\n{TEXT}\n'
    )
    assert texts(path)[0] == [Source("koruna-3", "2021-04-16", f"# Head\n\n{TEXT}\n", str(path))]


def test_wrong_date_in_front_matter(tmp_path, texts):
    assert codes(texts(write(tmp_path / "a.md", f"---\ndate: 31.4.21\n---\n{TEXT}"))[1]) == ["E109"]


@pytest.mark.parametrize("text", ["---\nno end", "---\n", "text\n---\na: b\n---\n", "--- \na", ""])
def test_no_front_matter(text):
    assert front_matter(text) == ({}, text)


# -- HTML

PAGE = """<html><head><title>Koruna exports rise</title><meta charset="{charset}">
<meta property="article:published_time" content="2021-04-16T10:00:00+08:00"></head><body><nav><a href="/">Home</a></nav>
<article><h1>Koruna exports rise</h1><p>The province exported goods worth 12.4 billion yuan – “a record” – in the first
 quarter, up 6.1% from a year earlier, its customs house said on Friday, and more than anybody had thought.</p>
<h2>Partners</h2><ul><li>ASEAN: 4.1 billion yuan</li><li>Union: 2 billion yuan</li></ul>
<table><tr><th>Goods</th><th>Value</th></tr><tr><td>Tyres</td><td>1.2</td></tr></table>
<p>Imports fell.</p></article><script>var x = "hidden";</script><footer>Copyright</footer></body></html>"""


@pytest.mark.parametrize("charset", ["utf-8", "windows-1252", "utf-16"])
def test_html(tmp_path, texts, charset):
    page = PAGE.format(charset=charset).encode(charset)
    (source,), errors = texts(write(tmp_path / "a.html", page))
    lines = source.text.split("\n")
    assert lines[0] == "Koruna exports rise"
    assert "yuan – “a record” – in the first quarter" in lines[1]
    assert lines[2:] == [
        "Partners",
        "ASEAN: 4.1 billion yuan",
        "Union: 2 billion yuan",
        "Goods | Value",
        "Tyres | 1.2",
        "Imports fell.",
    ]
    assert (source.published, errors) == ("2021-04-16", [])


def test_given_date_goes_before_metadata(tmp_path, texts):
    path = write(tmp_path / "a.html", PAGE.format(charset="utf-8"))
    assert texts(path, published="2022-01-02")[0][0].published == "2022-01-02"


def test_dates_in_the_running_text_are_no_metadata(tmp_path, texts):
    path = write(
        tmp_path / "a.html", f"<html><body><p>{TEXT} The port opened on 3 May 2011 and grew.</p></body></html>"
    )
    assert texts(path)[0][0].published is None


def test_html_without_a_main_part(tmp_path, texts):
    (source,), _ = texts(write(tmp_path / "a.htm", "<table><tr><td>Tyres<td>1.2<tr><td>Garlic<td>0.7</table>"))
    assert source.text.split("\n") == ["Tyres | 1.2", "Garlic | 0.7"]


@pytest.mark.parametrize("page", ["<html></html>", "<script>a</script>", "<div><p> </p></div>"])
def test_html_without_text(tmp_path, texts, page):
    assert codes(texts(write(tmp_path / "a.html", page))[1]) == ["E114"]


# -- PDF


def test_pdf_paragraphs_tables_and_furniture(make_pdf, texts):
    first = [
        (60, 780, 14, "KORUNA EXPORTS RISE"),
        (60, 750, 10, "Koruna's exports of goods reached 12.4 billion yuan in the first three"),
        (60, 738, 10, "quarters, a year-on-year rise of 6.1 percent, the customs house said. The"),
        (60, 726, 10, "surplus grew to a re-"),
        (60, 714, 10, "cord 9 billion yuan."),
        (60, 690, 10, "Goods"),
        (200, 690, 10, "Value"),
        (60, 678, 10, "Tyres"),
        (200, 678, 10, "1.2"),
        (280, 20, 9, "Page 1 of 2"),
    ]
    second = [(60, 780, 10, "Imports from the union grew 4%."), (280, 20, 9, "Page 2 of 2")]
    (source,), errors = texts(make_pdf("a.pdf", first, second))
    assert errors == []
    assert source.text.split("\n") == [
        "KORUNA EXPORTS RISE",
        "Koruna's exports of goods reached 12.4 billion yuan in the first three quarters, a year-on-year rise of 6.1"
        " percent, the customs house said. The surplus grew to a record 9 billion yuan.",
        "Goods | Value",
        "Tyres | 1.2",
        "Imports from the union grew 4%.",
    ]


def test_pdf_that_cannot_be_read(tmp_path, make_pdf, texts):
    locked = make_pdf("locked.pdf", [(60, 780, 10, TEXT)], password="secret")
    blank = make_pdf("blank.pdf", [])
    broken = write(tmp_path / "broken.pdf", b"%PDF-1.4 nothing")
    good = make_pdf("good.pdf", [(60, 780, 10, TEXT)])
    sources, errors = texts(locked, blank, broken, good)
    assert codes(errors) == ["E105", "E114", "E110"]
    assert [source.text for source in sources] == [TEXT]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("a year-", "on-year rise", "a year-on-year rise"),
        ("in mid-", "2020 exports", "in mid-2020 exports"),
        ("a re-", "cord month", "a record month"),
        ("the high-", "tech sector", "the high-tech sector"),
        ("textiles from A-", "Bank", "textiles from A-Bank"),
    ],
)
def test_words_broken_at_the_line_end(before, after, expected):
    pad = "goods and services were sold abroad by firms in "
    lines = [Line(pad + before, 0, 300, 100, 10), Line(after, 0, 60, 88, 10)]
    assert list(paragraphs(lines)) == [pad + expected]


# -- Word


def test_docx_in_order(word_file, texts):
    (source,), errors = texts(word_file)
    assert errors == []
    assert source.text.split("\n") == [
        "Koruna exports rise",
        "Exports reached 12.4 billion yuan in March, up 6.1%.",
        "Goods | Value | Change",
        "Tyres | 1.2 | 3.4",
        "Garlic |  | -2.2",
        "Imports fell.",
    ]


def test_docx_that_cannot_be_read(tmp_path, bomb, texts):
    broken = write(tmp_path / "a.docx", b"PK\x03\x04 nothing")
    locked = write(tmp_path / "b.docx", b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"))
    assert codes(texts(bomb, broken, locked)[1]) == ["E106", "E110", "E105"]


# -- JSON Lines


def test_jsonl_order_ids_and_bad_lines(tmp_path, texts):
    path = jsonl(
        tmp_path / "docs.jsonl",
        {"id": "x", "published": "2021-04-16", "text": TEXT},
        {"text": TEXT},
        "",
        "{not json",
        ["a", "list"],
        {"id": "no text"},
        {"text": 5},
        {"text": "  "},
        {"id": "bad date", "published": "16/4/2021", "text": TEXT},
        {"id": 7, "published": None, "text": TEXT + "\ud800"},
        '{"text": ' + "[" * 100_000,
    )
    sources, errors = texts(path)
    assert [(s.id, s.published, s.line) for s in sources] == [
        ("x", "2021-04-16", 1),
        ("docs:2", None, 2),
        ("7", None, 10),
    ]
    assert codes(errors) == ["E107", "E108", "E108", "E108", "E108", "E109", "E107"]
    assert f"{path}, line 4:" in str(errors[0])
    assert "line 9" in str(errors[5]) and "YYYY-MM-DD" in str(errors[5])
    assert sources[2].text == TEXT + "\ufffd"


def test_a_records_own_date_goes_before_the_given_one(tmp_path, texts):
    path = jsonl(tmp_path / "a.jsonl", {"text": TEXT, "published": "2021-04-16"}, {"text": TEXT})
    assert [s.published for s in texts(path, published="2022-01-01")[0]] == ["2021-04-16", "2022-01-01"]


def test_jsonl_in_other_encodings(tmp_path, texts):
    line = json.dumps({"text": "“Exports” €3bn"}, ensure_ascii=False) + "\n"
    for encoding in ("utf-8-sig", "utf-16"):
        path = write(tmp_path / "a.jsonl", (line * 2).encode(encoding))
        assert [s.text for s in texts(path)[0]] == ["“Exports” €3bn"] * 2
    mixed = write(tmp_path / "b.jsonl", line.encode() + line.encode("cp1252") + line.encode())
    sources, errors = texts(mixed)
    assert (len(sources), codes(errors)) == (2, ["E104"])


def test_jsonl_limits_lines_not_the_file(tmp_path, texts):
    path = jsonl(tmp_path / "a.jsonl", *[{"text": TEXT}] * 50, {"text": "x" * 5000}, {"text": TEXT})
    sources, errors = texts(path, max_mb=0.001)
    assert (len(sources), codes(errors)) == (51, ["E106"])
    assert sources[-1].line == 52


def test_jsonl_is_read_lazily(tmp_path):
    path = jsonl(tmp_path / "a.jsonl", {"text": TEXT}, "{broken")
    assert next(read([path])).text == TEXT


@pytest.mark.parametrize("content", [b"", b"\n \n"])
def test_empty_jsonl(tmp_path, texts, content):
    assert codes(texts(write(tmp_path / "a.jsonl", content))[1]) == ["E102"]


# -- Parquet


def test_parquet(tmp_path, texts):
    arrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    day = __import__("datetime").date(2021, 4, 16)
    columns = {
        "id": ["a", None, "c", "d"],
        "published": [day, None, None, day],
        "text": [TEXT, TEXT, None, ""],
        "n": [1, 2, 3, 4],
    }
    parquet.write_table(arrow.table(columns), tmp_path / "t.parquet")
    sources, errors = texts(tmp_path / "t.parquet")
    assert [(s.id, s.published, s.line) for s in sources] == [("a", "2021-04-16", 1), ("t:2", None, 2)]
    assert codes(errors) == ["E108", "E108"]
    parquet.write_table(arrow.table({"body": [TEXT]}), tmp_path / "u.parquet")
    assert codes(texts(tmp_path / "u.parquet")[1]) == ["E113"]
    assert codes(texts(write(tmp_path / "v.parquet", b"PAR1 nothing"))[1]) == ["E110"]


def test_word_without_python_docx(tmp_path, texts, monkeypatch):
    monkeypatch.setitem(sys.modules, "docx", None)
    monkeypatch.delitem(sys.modules, "tradenlp.documents.word", raising=False)
    assert codes(texts(write(tmp_path / "v.docx", b"PK"))[1]) == ["E112"]


def test_parquet_without_pyarrow(tmp_path, texts, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    assert codes(texts(write(tmp_path / "v.parquet", b"PAR1"))[1]) == ["E112"]


# -- paths


def test_folder_in_order_with_relative_ids(tmp_path, texts):
    for name in ("b.txt", "a/z.txt", "a/y.md", "c.bin", ".hidden.txt", ".git/x.txt", "B.TXT", "a.txt"):
        write(tmp_path / name, TEXT)
    sources, errors = texts(tmp_path)
    assert [s.id for s in sources] == ["B", "a/y", "a/z", "a", "b"]
    assert errors == []


def test_patterns(tmp_path, texts):
    for name in ("b/1.txt", "a/1.txt", "a/2.html"):
        write(tmp_path / name, TEXT)
    assert [s.id for s in texts(str(tmp_path / "*" / "*.txt"))[0]] == ["a/1", "b/1"]
    assert [s.id for s in texts(str(tmp_path / "**" / "*.txt"))[0]] == ["a/1", "b/1"]
    assert codes(texts(str(tmp_path / "*.nothing"))[1]) == ["E101"]
    odd = write(tmp_path / "[1].txt", TEXT)
    assert [s.id for s in texts(odd)[0]] == ["[1]"]


def test_files_of_one_name_keep_apart(tmp_path, texts):
    one, two = write(tmp_path / "a" / "x.txt", TEXT), write(tmp_path / "b" / "x.txt", TEXT)
    ids = [s.id for s in texts(one, two)[0]]
    assert ids == ["x", two.as_posix()]


def test_paths_that_cannot_be_read(tmp_path, texts):
    (tmp_path / "empty").mkdir()
    odd = write(tmp_path / "a.xyz", TEXT)
    good = write(tmp_path / "good.txt", TEXT)
    link = tmp_path / "link.txt"
    link.symlink_to(tmp_path / "gone.txt")
    sources, errors = texts(tmp_path / "none.txt", odd, tmp_path / "empty", link, "a\0b", "n" * 5000, good)
    assert codes(errors) == ["E101", "E111", "E116", "E101", "E101", "E115"]
    assert [s.id for s in sources] == ["good"]


def test_hostile_files_end_in_an_error_or_a_text(tmp_path, texts):
    junk = bytes(range(256)) * 40
    heads = (b"", b"%PDF-1.7\n1 0 obj", b"PK\x03\x04", b"{", b"<html><table>" * 300, b"PAR1", b"\xff\xfe", b"---\n")
    for number, head in enumerate(heads):
        for suffix in (".txt", ".md", ".html", ".pdf", ".docx", ".jsonl", ".parquet"):
            write(tmp_path / f"{number}{suffix}", head + junk)
    sources, errors = texts(tmp_path)
    assert len(errors) + len(sources) >= 7 * len(heads)
    assert all(len(str(error).splitlines()) == 1 for error in errors)


# -- standard input


def stdin(monkeypatch, content: bytes):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (TEXT.encode(), [("stdin", TEXT)]),
        (b"{braces} open this text", [("stdin", "{braces} open this text")]),
        (b"[1, 2]", [("stdin", "[1, 2]")]),
        (b'\n\n{"text": "a b"}\n{"id": "z", "text": "c"}\n', [("stdin:3", "a b"), ("z", "c")]),
        (b'\xef\xbb\xbf{"text": "a b"}', [("stdin:1", "a b")]),
        ('{"text": "a €"}\n{"text": "b"}'.encode("utf-16"), [("stdin:1", "a €"), ("stdin:2", "b")]),
    ],
)
def test_standard_input(monkeypatch, texts, content, expected):
    stdin(monkeypatch, content)
    sources, errors = texts("-")
    assert ([(s.id, s.text) for s in sources], errors) == (expected, [])


@pytest.mark.parametrize(
    ("content", "code"), [(b"", "E102"), (b" \n\n", "E102"), (b"x" * 3000, "E106"), (b"\x00\x01", "E103")]
)
def test_standard_input_that_cannot_be_read(monkeypatch, texts, content, code):
    stdin(monkeypatch, content)
    assert codes(texts("-", max_mb=0.001)[1]) == [code]


# -- dates


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2021-04-16", "2021-04-16"),
        ("20210416", "2021-04-16"),
        ("2021-04-16T10:00:00+08:00", "2021-04-16"),
        (" 2021-04-16 10:00 ", "2021-04-16"),
        ("2021-02-30", None),
        ("2021-04", None),
        ("16 April 2021", None),
        ("2021-04-16x", None),
        (20210416, None),
        (None, None),
    ],
)
def test_iso_date(value, expected):
    assert iso_date(value) == expected


def test_the_dateline_comes_last(tmp_path, texts):
    text = "Exports rise\n\nSEL, Koruna, 16 April 2021 (KNA) -- Exports rose 5 percent in March.\n"
    path = write(tmp_path / "a.txt", text)
    assert texts(path)[0][0].published == "2021-04-16"
    assert texts(path, published="2021-04-17")[0][0].published == "2021-04-17"
    assert texts(jsonl(tmp_path / "b.jsonl", {"text": text}))[0][0].published == "2021-04-16"
