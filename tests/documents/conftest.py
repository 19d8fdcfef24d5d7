"""Files made on the spot: PDF pages with text at given places, Word documents."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import docx
import pytest

from tradenlp.documents import Source, read
from tradenlp.errors import ReadError

_PADDING = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")


@pytest.fixture
def texts() -> Callable[..., tuple[list[Source], list[ReadError]]]:
    """Read paths; give the sources and the errors."""

    def run(*paths: str | Path, **options: object) -> tuple[list[Source], list[ReadError]]:
        errors: list[ReadError] = []
        return list(read(paths, on_error=errors.append, **options)), errors

    return run


@pytest.fixture
def make_pdf(tmp_path: Path) -> Callable[..., Path]:
    """Write a PDF of pages of (x, y, size, text) runs in Courier, whose glyphs are 0.6 of the size wide."""

    def make(name: str, *pages: Sequence[tuple[float, float, float, str]], password: str | None = None) -> Path:
        path = tmp_path / name
        path.write_bytes(_pdf(pages, password))
        return path

    return make


def _pdf(pages: Sequence[Sequence[tuple[float, float, float, str]]], password: str | None) -> bytes:
    """Build the file after ISO 32000-1; with a password by its 40-bit standard handler (7.6.3)."""
    count = len(pages)
    kids = " ".join(f"{4 + 2 * i} 0 R" for i in range(count))
    objects: list[bytes] = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {count}>>".encode(),
        b"<</Type/Font/Subtype/Type1/BaseFont/Courier/Encoding/WinAnsiEncoding>>",
    ]
    identity = b"0123456789abcdef"
    key, owner, user = _keys(password, identity) if password else (b"", b"", b"")
    for index, runs in enumerate(pages):
        body = b"".join(_run(*run) for run in runs)
        number = 5 + 2 * index
        if password:
            salt = number.to_bytes(3, "little") + b"\0\0"
            body = _rc4(hashlib.md5(key + salt).digest()[:10], body)
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>"
            f"/Contents {number} 0 R>>".encode()
        )
        objects.append(b"<</Length %d>>stream\n" % len(body) + body + b"\nendstream")
    trailer = f"/Size {len(objects) + 2}/Root 1 0 R/ID[<{identity.hex()}><{identity.hex()}>]"
    if password:
        objects.append(f"<</Filter/Standard/V 1/R 2/P -4/O<{owner.hex()}>/U<{user.hex()}>>>".encode())
        trailer += f"/Encrypt {len(objects)} 0 R"
    out, places = b"%PDF-1.4\n", []
    for number, item in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj" % number + item + b"endobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + table
    return out + f"trailer<<{trailer}>>\nstartxref\n{start}\n%%EOF".encode()


def _run(x: float, y: float, size: float, text: str) -> bytes:
    escaped = text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)").encode("cp1252")
    return b"BT /F1 %g Tf %g %g Td (" % (size, x, y) + escaped + b") Tj ET\n"


def _keys(password: str, identity: bytes) -> tuple[bytes, bytes, bytes]:
    padded = (password.encode() + _PADDING)[:32]
    owner = _rc4(hashlib.md5(padded).digest()[:5], padded)
    key = hashlib.md5(padded + owner + (-4 & 0xFFFFFFFF).to_bytes(4, "little") + identity).digest()[:5]
    return key, owner, _rc4(key, _PADDING)


def _rc4(key: bytes, data: bytes) -> bytes:
    state = list(range(256))
    j = 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    i = j = 0
    out = bytearray()
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)


@pytest.fixture
def word_file(tmp_path: Path) -> Path:
    """A Word document with a heading, a paragraph, a table with merged cells, and a paragraph behind it."""
    document = docx.Document()
    document.add_heading("Koruna exports rise", 1)
    document.add_paragraph("Exports reached 12.4 billion yuan in March, up 6.1%.")
    table = document.add_table(rows=3, cols=3)
    for row, cells in zip(
        table.rows, (("Goods", "Value", "Change"), ("Tyres", "1.2", "3.4"), ("Garlic", "", "-2.2")), strict=True
    ):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    table.cell(1, 1).merge(table.cell(2, 1))
    document.add_paragraph("Imports fell.")
    path = tmp_path / "release.docx"
    document.save(str(path))
    return path


@pytest.fixture
def bomb(tmp_path: Path) -> Path:
    """A small archive that unpacks to 300 MB."""
    path = tmp_path / "bomb.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open("word/document.xml", "w") as part:
            for _ in range(300):
                part.write(bytes(1_000_000))
    return path
