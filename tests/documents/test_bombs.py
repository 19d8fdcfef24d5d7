"""Files made to fill the memory or to take for ever, at sizes that cost next to nothing when all is well."""

from __future__ import annotations

import io
import zipfile
import zlib
from pathlib import Path

import docx
import pytest

from tradenlp.documents import read
from tradenlp.errors import ReadError

from ..timing import costs_at_most, grows_at_most

NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
PARAGRAPH = "<w:p><w:r><w:t>Exports rose.</w:t></w:r></w:p>"
LINE = b"BT /F1 8 Tf 10 100 Td (Exports rose 5%) Tj ET\n"


def codes(path: Path, **options: object) -> tuple[list[str], list[str]]:
    """The texts of a file and the codes of its errors."""
    errors: list[ReadError] = []
    texts = [source.text for source in read([path], on_error=errors.append, **options)]
    return texts, [error.code for error in errors]


# -- Word --------------------------------------------------------------------------------------------------------------


def word(path: Path, body: str, head: str = "", parts: dict[str, bytes] | None = None) -> Path:
    stream = io.BytesIO()
    docx.Document().save(stream)
    with zipfile.ZipFile(stream) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        own = {name: old.read(name) for name in old.namelist()}
        own["word/document.xml"] = f'<?xml version="1.0"?>{head}<w:document {NAMESPACE}><w:body>{body}'.encode()
        own["word/document.xml"] += b"</w:body></w:document>"
        for name, data in {**own, **(parts or {})}.items():
            new.writestr(name, data)
    return path


@pytest.mark.parametrize(
    ("body", "parts"),
    [
        ("", {"word/media/a.bin": bytes(30_000_000)}),
        (PARAGRAPH * 60_000, {}),
        ("", {"word/other.xml": b" " * 4_000_000}),
    ],
    ids=["a picture", "paragraphs", "another part"],
)
def test_a_word_file_that_unpacks_without_end_is_refused(tmp_path, body, parts):
    path = word(tmp_path / "a.docx", body or PARAGRAPH, parts=parts)
    assert path.stat().st_size < 200_000
    assert codes(path, max_mb=1) == ([], ["E106"])
    assert codes(path, max_mb=20)[1] == []


def test_entities_are_neither_expanded_nor_fetched(tmp_path):
    (tmp_path / "secret.txt").write_text("hidden")
    laughs = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(8))
    for name, declared in (
        ("e8", f'<!ENTITY e0 "ha">{laughs}'),
        ("x", f'<!ENTITY x SYSTEM "{(tmp_path / "secret.txt").as_uri()}">'),
    ):
        told = f"<w:p><w:r><w:t>Exports &{name}; rose.</w:t></w:r></w:p>"
        path = word(tmp_path / "a.docx", told + PARAGRAPH, f"<!DOCTYPE d [{declared}]>")
        texts, errors = codes(path)
        assert errors == ["E110"] or (len(texts[0]) < 100 and "hidden" not in texts[0])


@pytest.mark.parametrize("depth", [60, 3000])
def test_deep_word_files_are_read_or_refused(tmp_path, depth):
    for opening, closing in (
        ("<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>"),
        ("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"),
    ):
        texts, errors = codes(word(tmp_path / "a.docx", opening * depth + PARAGRAPH + closing * depth))
        assert (texts, errors) in ((["Exports rose."], []), ([], ["E110"]))
        assert depth > 100 or texts


def test_a_damaged_member_of_a_word_file_is_told(tmp_path):
    path = word(tmp_path / "a.docx", PARAGRAPH)
    data = path.read_bytes()
    told = set()
    for at in range(60, len(data), 997):
        path.write_bytes(data[:at] + bytes((data[at] ^ 0x55,)) + data[at + 1 :])
        texts, errors = codes(path)
        assert len(texts) + len(errors) == 1
        told.update(errors)
    assert "E110" in told


# -- PDF ---------------------------------------------------------------------------------------------------------------


def pdf(path: Path, content: bytes, filters: str, pages: int = 1) -> Path:
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[%s]/Count %d>>" % (b"3 0 R " * pages, pages),
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Resources<</Font<</F1 5 0 R>>>>/Contents 4 0 R>>",
        b"<</Length %d%s>>stream\n%s\nendstream" % (len(content), filters.encode(), content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Courier>>",
    )
    out, places = b"%PDF-1.4\n", []
    for number, item in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj%sendobj\n" % (number, item)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    tail = b"xref\n0 6\n0000000000 65535 f \n%strailer<</Root 1 0 R/Size 6>>\nstartxref\n%d\n%%%%EOF\n"
    path.write_bytes(out + tail % (table, len(out)))
    return path


@pytest.mark.parametrize("times", [1, 2])
def test_a_pdf_that_unpacks_without_end_is_refused(tmp_path, times):
    content, filters = LINE + b" " * 30_000_000, ""
    for _ in range(times):
        content, filters = zlib.compress(content, 9), "/FlateDecode" + filters
    path = pdf(tmp_path / "a.pdf", content, f"/Filter[{filters}]")
    assert path.stat().st_size < 50_000
    assert codes(path, max_mb=1) == ([], ["E106"])
    texts, errors = codes(path, max_mb=4)
    assert (texts, errors) == (["Exports rose 5%"], [])


def test_a_page_that_comes_again_and_again_is_refused(tmp_path):
    path = pdf(tmp_path / "a.pdf", LINE, "", pages=10_001)
    assert codes(path) == ([], ["E110"])
    lines = b"".join(b"BT /F1 8 Tf 10 %d Td (%s) Tj ET\n" % (y, b"Exports rose. " * 8) for y in range(280, 20, -10))
    path = pdf(tmp_path / "a.pdf", lines, "", pages=60)
    assert codes(path, max_mb=0.1) == ([], ["E106"])


def test_streams_that_are_no_streams_are_passed_over(tmp_path):
    path = pdf(tmp_path / "a.pdf", LINE, "")
    path.write_bytes(path.read_bytes() + b"/FlateDecode stream\n" * 20_000)
    assert costs_at_most(lambda: codes(path), 5)


# -- text, HTML, JSON --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("stray", ["\x00", "\x01", "\x1b"])
def test_a_stray_control_character_is_no_binary(tmp_path, stray):
    text = f"Exports rose 5% to{stray}$3 billion in May 2024.\n"
    for name, content in (("short.txt", text), ("long.txt", text + "Imports fell. " * 500 + stray)):
        (tmp_path / name).write_bytes(content.encode())
        assert codes(tmp_path / name) == ([content], [])
    for content in (b"ab\x00", b"\x00" * 60, (text * 9).encode("utf-16-le"), b"MZ\x90\x00\x03\x00\x00\x00\x04" * 99):
        (tmp_path / "binary.txt").write_bytes(content)
        assert codes(tmp_path / "binary.txt") == ([], ["E103"])


@pytest.mark.parametrize(
    "unit", ["<div>", "<table><tr><td>", "<b>", "<font><p>", "<ul><li>", "<", "&", "<!--", "<p a=b "]
)
def test_deep_pages_cost_what_their_length_says(tmp_path, unit):
    small, large = tmp_path / "a.html", tmp_path / "b.html"
    small.write_text(unit * 4_000 + "Exports")
    large.write_text(unit * 16_000 + "Exports")
    codes(small)
    pages = {4_000: small, 16_000: large}
    assert grows_at_most(lambda size: codes(pages[size]), 4_000, 16_000, most=9, slack=0.3)


def test_json_that_nests_or_counts_without_end_is_told(tmp_path):
    path = tmp_path / "a.jsonl"
    for value in ("[" * 200_000, '{"a":' * 200_000, "9" * 200_000, '"' + "\\" * 200_001):
        path.write_text(f'{{"text": {value}}}\n{{"text": "Exports rose."}}\n')
        assert codes(path) == (["Exports rose."], ["E107"])
