"""What fuzzing found, each as the text that showed it."""

from __future__ import annotations

import io
import json
import struct
import zipfile

import pytest

from tradenlp.corpus import parse, validate
from tradenlp.corpus.docbin import to_doc
from tradenlp.corpus.exchange import FORMATS
from tradenlp.derived import derive
from tradenlp.documents import read as read_files
from tradenlp.documents.extracted import parse_documents
from tradenlp.errors import CorpusError
from tradenlp.panel import build
from tradenlp.pipeline import blank_pipeline, read
from tradenlp.reading.dateline import find_dateline
from tradenlp.reading.figures import find_figures
from tradenlp.reading.numbers import parse_digits
from tradenlp.reading.periods import find_periods
from tradenlp.reading.resolve import resolve_all
from tradenlp.reading.tables import cell_figures, find_tables


@pytest.fixture(scope="module")
def nlp():
    return blank_pipeline()


@pytest.mark.parametrize("letter", "\u017f\u212a\u0130\u0131")
@pytest.mark.parametrize(
    "text",
    [
        "Exports were 5 dozenſ, 3 lakhſ and 7 Kms.",
        "Month    9M July    (quadrillionſ)    change\nnatural gas    1,234,567    0.05 k\ntin    1    10-15",
        "Shipments of one sixth rose by four fifthſ in Ⅲ quarters, the ſecond-largest since last month, six monthſ.",
        "Issued on 3 sept 2024\nkilotonnes, ſix-fold, 5 bps",
    ],
)
def test_letters_that_only_patterns_take_for_ascii(text, letter):
    for given in (text, text.replace("s", letter).replace("k", letter), text.upper().replace("I", letter)):
        spans = find_periods(given)
        assert len(resolve_all(given, spans, None)) == len(spans)
        find_figures(given)
        cell_figures(given, find_tables(given), [])
        find_dateline(given)


def test_a_number_that_ends_a_row_does_not_take_the_next_label(nlp):
    text = (
        "Exports rose 3% in the week ended 7 June.\n"
        "chips and semiconductors    1    7    two\ntextiles    1,234,567    33-point-33    33-point-33\n"
    )
    spans = [(mention.start, mention.end) for mention in read(nlp, text).entities]
    assert all(end <= start for (_, end), (start, _) in zip(spans, spans[1:], strict=False))


@pytest.mark.parametrize("token", ["", ".", ",", ",.", "..", "5.", "1,234,", "\u00b2"])
def test_marks_without_a_digit_at_their_end_are_no_number(token):
    assert parse_digits(token) is None and parse_digits(token, True) is None


def _document(period=None, **more):
    """A line with one fact that a figure can be derived from."""
    span = {"text": "x", "edtf": "2024-05", "start": "2024-05-01", "end": "2024-05-31", **(period or {})}
    fact = {
        "id": "F1",
        "indicator": "exports",
        "confidence": 0.5,
        "partner": {"text": "x", "name": "x"},
        "period": span,
        "amount": {"kind": "money", "number": "600", "currency": "USD", "text": "600"},
        "changes": [{"kind": "percent", "number": "5", "basis": "mom", "text": "5%"}],
        **more,
    }
    return json.dumps({"published": "2024-06-14", "facts": [fact]}).encode()


def _read(line):
    errors = []
    return list(parse_documents([line], "given", errors.append)), errors


@pytest.mark.parametrize(
    ("period", "named"),
    [
        ({"end": "2024-0531"}, "end '2024-0531'"),
        ({"start": " 2024-05-01"}, "start ' 2024-05-01'"),
        ({"end": "2024-05-31T10:00"}, "end '2024-05-31T10:00'"),
        ({"edtf": "2024- NaN 01"}, "edtf '2024- NaN 01'"),
        ({"edtf": "506557810493-01"}, "edtf '506557810493-01'"),
        ({"edtf": "2024-31"}, "edtf '2024-31'"),
        ({"edtf": "2023-02-29"}, "edtf '2023-02-29'"),
        ({"edtf": ""}, "edtf ''"),
    ],
)
def test_periods_of_others_that_are_none_are_refused_when_read(period, named):
    documents, (error,) = _read(_document(period))
    assert documents == [] and error.code == "E119" and named in str(error)


def test_a_base_period_of_others_that_is_none_is_refused_when_read():
    change = {"kind": "percent", "number": "5", "basis": "period", "base_period": "last May", "text": "5%"}
    documents, (error,) = _read(_document(changes=[change]))
    assert documents == [] and error.code == "E119" and "base_period 'last May'" in str(error)


@pytest.mark.parametrize("edtf", ["2024", "XXXX-02-29", "202X", "../2024-05", "2024-05/..", "9999-12", "0001-01"])
def test_periods_that_are_ours_are_read_and_used(edtf):
    (document,), errors = _read(_document({"edtf": edtf}))
    assert errors == []
    derive(document)
    build([document])


def test_the_first_week_of_all_has_none_before_it():
    week = {"edtf": "0001-01-01/0001-01-07", "start": "0001-01-01", "end": "0001-01-07"}
    (document,), errors = _read(_document(week))
    assert errors == []
    derive(document)


@pytest.mark.parametrize(("of", "kinds"), [("trad\u0990", []), ("exports", ["total"]), (None, ["total"])])
def test_a_share_of_what_is_no_indicator_makes_no_total(of, kinds):
    share = {"number": "8", "of": of, "text": "8%"}
    (document,), errors = _read(_document(changes=[], share=share))
    assert errors == [] and [found.kind for found in derive(document)] == kinds


HALVED = (
    "---\nid: x\nissuer: Acme\nbody: acme\nstyle: customs\npublished: 2024-06-10\n---\n"
    "In [[May|PERIOD t1]] [[Acme|PLACE p1]] \ud800 [[exported|INDICATOR i1]] "
    "[[$3 billion|MONEY m1]].\n---\nwith reporter p1 Acme | period t1 2024-05\nexports i1 | amount m1 3bn USD\n"
)


def test_half_of_a_surrogate_pair_in_a_release_is_told():
    release = parse(HALVED)
    assert [(f.line, f.found) for f in validate(release)] == [(8, "half of a surrogate pair")]
    with pytest.raises(CorpusError, match="E205.*surrogate"):
        to_doc(release)


BRAT = (
    "T1\tPERIOD 3 6\tMay\nT2\tINDICATOR 12 20\texported\nT3\tMONEY 21 31\t$3 billion\nT4\texports 21 31\t$3 billion\n"
    "E1\texports:T4 indicator:T2 period:T1 amount:T3\n"
    "#1\tAnnotatorNotes E1\texports | period 2024-05 | amount 3bn USD\n"
)


@pytest.mark.parametrize(
    ("more", "found"),
    [
        ("E2\texports:T3 Arg2:T2\n", "the trigger T3 as an argument of E1"),
        ("E2\t:T1 indicator:T2 change:T3\n", "the trigger T1 as an argument of E1"),
        ("E2\texports:T2 amount:T3\n", "the trigger T2 as an argument of E1"),
        ("T5\tPERCENT 3 " + "9" * 5000 + "\t5%\n", "'PERCENT 3 9"),
        ("E\u00b2\texports:T4 amount" + "9" * 5000 + ":T3\n", None),
    ],
)
def test_events_of_brat_with_what_is_no_mark_are_told(tmp_path, more, found):
    (tmp_path / "one.txt").write_text("In May Acme exported $3 billion.\n")
    (tmp_path / "one.ann").write_text(BRAT + more)
    with pytest.raises(CorpusError) as caught:
        FORMATS["brat"].read(tmp_path, {"published": "2024-06-10"})
    assert caught.value.code == "E211" and (found or "") in caught.value.data["found"]


def _packed():
    import docx

    stream = io.BytesIO()
    docx.Document().save(stream)
    return stream.getvalue()


def _central(data, offset, value):
    """Change two bytes of the first entry of the central directory."""
    at = data.index(b"PK\x01\x02") + offset
    return data[:at] + struct.pack("<H", value) + data[at + 2 :]


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param(lambda data: _central(data, 6, 245), id="version 24.5"),
        pytest.param(lambda data: _central(data, 8, 1), id="password"),
        pytest.param(lambda data: _central(_central(data, 8, 0x800), 46, 0xFFFF), id="name that is no UTF-8"),
        pytest.param(lambda data: _central(data, 10, 99), id="method"),
        pytest.param(lambda data: _central(data, 42, 0xFFFF), id="offset"),
        pytest.param(lambda data: data[:-6] + struct.pack("<I", 0xFFFFFFF0) + data[-2:], id="directory beyond the end"),
        pytest.param(lambda data: data[:200] + data[-1000:], id="cut"),
    ],
)
def test_word_files_that_cannot_be_unpacked_are_told(tmp_path, changed):
    path = tmp_path / "a.docx"
    path.write_bytes(changed(_packed()))
    assert zipfile.is_zipfile(path)
    errors = []
    assert list(read_files([path], on_error=errors.append)) == []
    assert [error.code for error in errors] == ["E110"]
