"""What is fuzzed: each target takes bytes and raises where something does not hold that should."""

from __future__ import annotations

import contextlib
import io
import os
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from random import Random
from typing import Any

from tradenlp.documents import Source, read, write_csv, write_jsonl
from tradenlp.documents.extracted import parse_documents
from tradenlp.errors import CorpusError, PanelError, ReadError, TradeError
from tradenlp.facts import Document
from tradenlp.folding import ascii_letters
from tradenlp.pipeline import blank_pipeline, crowded, load_pipeline
from tradenlp.pipeline import read as read_text
from tradenlp.reading.dateline import find_dateline
from tradenlp.reading.figures import find_figures
from tradenlp.reading.numbers import find_numerals, parse_digits, read_scale, reads_decimal_commas
from tradenlp.reading.percents import find_multiples, read_percent
from tradenlp.reading.periods import find_periods
from tradenlp.reading.ranks import find_ranks
from tradenlp.reading.resolve import resolve_all
from tradenlp.reading.tables import find_tables, occupied

from . import invariants as must
from .mutation import decoded

SEEDS = Path(__file__).parents[1] / "seeds"
_DAYS = (None, None, date(2024, 6, 14), date(1999, 12, 31), date(1, 1, 1), date(9999, 12, 31), date(2024, 2, 29))


@dataclass(frozen=True)
class Target:
    """One thing to fuzz.

    Attributes:
        name: on the command line.
        run: takes the input.
        dialect: of ``mutation.DIALECTS``.
        longest: bytes of an input.
        binary: changed as bytes at times, and not as text alone.
    """

    name: str
    run: Callable[[bytes], None]
    dialect: str = "text"
    longest: int = 600
    binary: bool = False


def _chosen(data: bytes) -> int:
    """A number that the input alone decides."""
    return zlib.crc32(data)


def numbers(data: bytes) -> None:
    text = ascii_letters(decoded(data))

    def work() -> list[Any]:
        comma = reads_decimal_commas(text)
        return [
            (
                n,
                [read_scale(text, n.end, len(text), money) for money in (False, True)],
                read_percent(text, n.end, len(text)),
            )
            for n in find_numerals(text, 0, len(text), comma)
        ]

    for numeral, scales, percent in must.timed(work, len(text), 0.2, 0.0005):
        must.inside(numeral.start, numeral.end, text, "numeral")
        must.finite(numeral.value, "value")
        must.finite(numeral.step, "step")
        assert numeral.step > 0
        for scale in scales:
            assert scale is None or numeral.end < scale.end <= len(text)
        assert percent is None or percent.end <= len(text)
    read_digits = parse_digits(text, bool(_chosen(data) % 2)) if text and set(text) <= set("0123456789.,") else None
    if read_digits is not None:
        must.finite(read_digits[0], "digits")
    for figure in (*find_multiples(text, 0, len(text)), *find_ranks(text, 0, len(text))):
        must.figures(text, [figure], ())


def figures(data: bytes) -> None:
    text = decoded(data)
    spans = [(span.start, span.end) for span in find_periods(text)]
    for skip in ((), spans):
        found = must.timed(lambda skip=skip: find_figures(text, skip), len(text), 0.3, 0.001)
        must.figures(text, found, skip)
    assert find_figures(text, spans) == found, "figures differ the second time"


def periods(data: bytes) -> None:
    text = decoded(data)
    published = _DAYS[_chosen(data) % len(_DAYS)]
    economy = (None, "US", "IN", "GB", "XX")[_chosen(data) % 5]

    def work() -> tuple[Any, Any]:
        found = find_periods(text)
        return found, resolve_all(text, found, published, economy)

    out = must.timed(work, len(text), 0.3, 0.001)
    must.periods(text, *out)
    assert work() == out, "periods differ the second time"
    day = find_dateline(text)
    assert day is None or isinstance(day, date)


def tables(data: bytes) -> None:
    text = ascii_letters(decoded(data))
    found = must.timed(lambda: find_tables(text), len(text), 0.3, 0.001)
    after = 0
    for table in found:
        must.inside(table.start, table.end, text, "table")
        assert table.start >= after
        after = table.end
        for row in table.rows:
            must.inside(row.start, row.end, text, "row")
            for cell in (*row.labels, *row.cells):
                assert text[cell.start : cell.end] == cell.text or cell.end <= row.start, f"{cell}"
    for start, end in occupied(found):
        must.inside(start, end, text, "occupied span")


_pipelines: dict[str, Any] = {}


def _pipeline(name: str) -> Any:
    make = {"rules": blank_pipeline, "model": load_pipeline}[name]
    if name not in _pipelines or crowded(_pipelines[name]):
        _pipelines[name] = make()
        read_text(_pipelines[name], "Exports of copper to Japan rose 5% to $8 billion in May 2024.")
    return _pipelines[name]


def _whole(name: str, data: bytes) -> None:
    text = decoded(data)
    day = _DAYS[_chosen(data) % len(_DAYS)]
    nlp = _pipeline(name)
    out = must.timed(lambda: read_text(nlp, text, day), len(text), 1.0, 0.01)
    must.document(text, out)
    if _chosen(data) % 4 == 0:
        assert read_text(nlp, text, day).to_json() == out.to_json(), "a document differs the second time"


def rules(data: bytes) -> None:
    _whole("rules", data)


def model(data: bytes) -> None:
    _whole("model", data)


@lru_cache(maxsize=1)
def folder() -> Path:
    """A place for files, in memory where there is one."""
    shared = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    return Path(tempfile.mkdtemp(prefix="fuzz-", dir=shared))


def _file(data: bytes, suffix: str) -> list[Source]:
    path = folder() / f"given{suffix}"
    path.write_bytes(data)
    out: list[tuple[list[Source], list[str]]] = []
    for _ in range(1 + (_chosen(data) % 4 == 0)):
        errors: list[ReadError] = []
        found = must.timed(lambda errors=errors: list(read([path], on_error=errors.append)), len(data), 1.0, 0.001)
        must.own(errors)
        out.append((found, sorted({str(error) for error in errors})))
    assert all(again == out[0] for again in out), "a file is read otherwise the second time"
    for source in out[0][0]:
        assert source.text.strip(), "a text of nothing"
        source.text.encode()
        source.id.encode()
        assert source.published is None or date.fromisoformat(source.published)
    return out[0][0]


def plain(data: bytes) -> None:
    for source in _file(data, ".txt"):
        assert source.text == data.decode("utf-8-sig") if _utf8(data) else True, "a text that is not what was written"


def _utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return not data.startswith((b"\xff\xfe", b"\xfe\xff"))


def html(data: bytes) -> None:
    _file(data, ".html")


def jsonl(data: bytes) -> None:
    _file(data, ".jsonl")


def pdf(data: bytes) -> None:
    _file(data, ".pdf")


def parquet(data: bytes) -> None:
    _file(data, ".parquet")


@lru_cache(maxsize=1)
def _word_parts() -> dict[str, bytes]:
    import docx

    stream = io.BytesIO()
    docx.Document().save(stream)
    with zipfile.ZipFile(stream) as archive:
        return {name: archive.read(name) for name in archive.namelist() if "thumbnail" not in name}


def word_xml(data: bytes) -> None:
    path = io.BytesIO()
    with zipfile.ZipFile(path, "w") as archive:
        for name, part in {**_word_parts(), "word/document.xml": data}.items():
            archive.writestr(name, part)
    _file(path.getvalue(), ".docx")


def word(data: bytes) -> None:
    _file(data, ".docx")


def stdin(data: bytes) -> None:
    from tradenlp.documents.reader import read_stream
    from tradenlp.documents.source import Settings

    errors: list[ReadError] = []
    settings = Settings(None, 5_000 if _chosen(data) % 2 else 200, None, errors.append)
    with contextlib.suppress(ReadError):
        for source in read_stream(io.BytesIO(data), settings):  # type: ignore[arg-type]
            assert source.text.strip()
            source.text.encode()
    must.own(errors)


def documents(data: bytes) -> None:
    """Documents that anyone may have written, through all that takes documents."""
    from tradenlp.derived import derive
    from tradenlp.panel import build as panel
    from tradenlp.report import build

    errors: list[ReadError] = []
    lines = data.split(b"\n")
    found = must.timed(lambda: list(parse_documents(lines, "given", errors.append)), len(data), 0.5, 0.0005)
    must.own(errors)
    for item in found:
        for number in must.numbers_of(item):
            must.finite(number, "a number that was read")

    def work() -> None:
        for item in found:
            must.same_in_json(item)
            derive(item)
        write_csv(found, io.StringIO())
        write_jsonl(found, io.StringIO())
        if found:
            with contextlib.suppress(PanelError):
                panel(found)
            build(found, None, None)

    must.timed(work, len(data), 2.0, 0.001)


def corpus(data: bytes) -> None:
    from tradenlp.corpus import claims, gold, parse, render, validate
    from tradenlp.corpus.plain import from_plain, to_plain

    source = decoded(data)
    try:
        release = must.timed(lambda: parse(source), len(source), 0.3, 0.0005)
    except CorpusError as error:
        must.own([error])
        return
    must.own(release.problems)
    for mark in release.marks:
        assert release.text[mark.start : mark.end] == mark.text, f"{mark}"
    for finding in must.timed(lambda: validate(release), len(source), 0.5, 0.005):
        str(finding)
    if release.problems:
        return
    assert from_plain(to_plain(release)).text == release.text
    gold(release)
    for fact in release.facts:
        claims(release, fact)
    try:
        written = render(release)
    except CorpusError as error:
        must.own([error])
        return
    again = parse(written)
    assert not again.problems, f"{again.problems}"
    assert (again.head, again.text, again.marks) == (
        release.head,
        release.text,
        release.marks,
    ) or not release.text.endswith("\n")
    assert render(again) == written


def exchange(data: bytes) -> None:
    from tradenlp.corpus.exchange import FORMATS

    if not data:
        return
    names = sorted(FORMATS)
    form = FORMATS[names[data[0] % len(names)]]
    place = folder() / f"tool{form.suffix or '-folder'}"
    if form.suffix:
        place.write_bytes(data[1:])
    else:
        place.mkdir(exist_ok=True)
        text, _, marks = data[1:].partition(b"\x00")
        (place / "one.txt").write_bytes(text)
        (place / "one.ann").write_bytes(marks)
    try:
        form.read(place)
    except TradeError as error:
        must.own([error])


_STARTING = {"train", "review", "evaluate", "-w", "--workers", "--max-seconds", "--max-memory"}


def command(data: bytes) -> None:
    """The command line: arguments a line each, an empty line, standard input."""
    from typer.testing import CliRunner

    from tradenlp.cli import app

    head, _, given = data.partition(b"\n\n")
    arguments = [line.decode("utf-8", "surrogateescape") for line in head.split(b"\n") if line][:12]
    if any(
        a in _STARTING
        or a.startswith(("/", "~", "-w", "--w", "--max-s", "--max-mem"))
        or ".." in a
        or "=/" in a
        or a[:2] in ("-o", "-f")
        and "/" in a
        for a in arguments
    ):
        return  # what starts processes or writes elsewhere has tests of its own
    with _inside(folder() / "commands") as place:
        for old in place.rglob("*"):
            if old.is_file() and old.name not in ("a.txt", "b.jsonl"):
                old.unlink()
        (place / "a.txt").write_text("Exports of tin rose 5% to $3 billion in May 2024.\n")
        (place / "b.jsonl").write_bytes(given[:2000] or b'{"text": "Imports fell 3%."}\n')
        result = CliRunner().invoke(app, arguments, input=given)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code in (0, 1, 2), f"exit code {result.exit_code}"


@contextlib.contextmanager
def _inside(place: Path) -> Iterator[Path]:
    place.mkdir(exist_ok=True)
    before = Path.cwd()
    os.chdir(place)
    try:
        yield place
    finally:
        os.chdir(before)


TARGETS = {
    target.name: target
    for target in (
        Target("numbers", numbers),
        Target("figures", figures),
        Target("periods", periods),
        Target("tables", tables, longest=1200),
        Target("rules", rules, longest=800),
        Target("model", model, longest=800),
        Target("plain", plain, longest=2000, binary=True),
        Target("html", html, "html", 3000, binary=True),
        Target("jsonl", jsonl, "json", 2000, binary=True),
        Target("pdf", pdf, "pdf", 6000, binary=True),
        Target("parquet", parquet, longest=6000, binary=True),
        Target("word-xml", word_xml, "xml", 3000),
        Target("word", word, longest=40_000, binary=True),
        Target("stdin", stdin, "json", 2000, binary=True),
        Target("documents", documents, "json", 8000),
        Target("corpus", corpus, "rel", 3000),
        Target("exchange", exchange, "json", 4000, binary=True),
        Target("command", command, "args", 600),
    )
}


def seeds(name: str) -> list[bytes]:
    """Inputs to begin with: the files of ``seeds`` for a target, made ones for formats of bytes, and sentences."""
    found = [path.read_bytes() for path in sorted(SEEDS.glob(f"{name}-*"))]
    made = _MADE.get(name)
    if made is not None:
        found += made()
    if TARGETS[name].dialect == "text" and name not in ("parquet", "word"):
        found += [line for path in sorted(SEEDS.glob("text-*")) for line in path.read_bytes().split(b"\n\n\n")]
    return found


def _made_documents() -> list[bytes]:
    texts = (SEEDS / "text-releases.txt").read_text(encoding="utf-8").split("\n\n\n")
    found = [read_text(_pipeline("rules"), text, "2024-06-14", f"d{n}") for n, text in enumerate(texts)]
    return [document.to_json().encode() for document in found if len(document.to_json()) < 7000] + [
        Document().to_json().encode()
    ]


def _made_word() -> list[bytes]:
    import docx

    stream = io.BytesIO()
    document = docx.Document()
    document.add_paragraph("Exports of tin rose 5% to $3 billion in May 2024.")
    document.add_table(2, 2).cell(0, 0).text = "Exports"
    document.save(stream)
    return [stream.getvalue()]


def _made_xml() -> list[bytes]:
    with zipfile.ZipFile(io.BytesIO(_made_word()[0])) as archive:
        return [archive.read("word/document.xml")]


def _made_parquet() -> list[bytes]:
    import pyarrow
    import pyarrow.parquet

    stream = io.BytesIO()
    rows = [
        {"id": "a", "published": "2024-05-01", "text": "Exports rose 5%."},
        {"id": None, "published": None, "text": "x"},
    ]
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(rows), stream)
    return [stream.getvalue()]


def _made_exchange() -> list[bytes]:
    from tradenlp.corpus import parse
    from tradenlp.corpus.exchange import FORMATS

    release = parse((SEEDS / "corpus-tin.rel").read_text(encoding="utf-8"))
    out = []
    for number, name in enumerate(sorted(FORMATS)):
        form = FORMATS[name]
        place = folder() / f"seed{form.suffix or '-folder'}"
        form.write([release], place)
        if form.suffix:
            out.append(bytes([number]) + place.read_bytes())
        else:
            files = {path.suffix: path.read_bytes() for path in sorted(place.rglob("*")) if path.is_file()}
            out.append(bytes([number]) + files.get(".txt", b"") + b"\x00" + files.get(".ann", b""))
    return out


_MADE: dict[str, Callable[[], list[bytes]]] = {
    "documents": _made_documents,
    "word": _made_word,
    "word-xml": _made_xml,
    "parquet": _made_parquet,
    "exchange": _made_exchange,
}


def random_input(target: Target, rng: Random) -> bytes:
    """One input made by chance from the seeds, for runs without coverage."""
    from .mutation import encoded, mutated

    start = rng.choice(_seeds_of(target.name))
    if target.binary and rng.random() < 0.5:
        changed = bytearray(start)
        for _ in range(rng.randint(1, 8)):
            at = rng.randrange(len(changed) + 1)
            changed[at : at + rng.randint(0, 3)] = rng.randbytes(rng.randint(0, 3))
        return bytes(changed[: target.longest])
    return encoded(mutated(decoded(start), rng, target.dialect), target.longest)


@cache
def _seeds_of(name: str) -> tuple[bytes, ...]:
    return tuple(seeds(name)) or (b"",)
