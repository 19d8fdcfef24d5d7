"""Many texts: worker processes, limits, journals, and runs that are killed."""

from __future__ import annotations

import json
import os
import pickle
import random
import signal
import subprocess
import sys
import time
from itertools import count, islice
from pathlib import Path
from types import SimpleNamespace

import pytest
from spacy.tokens import DocBin
from typer.testing import CliRunner

import tradenlp
from tradenlp import cli, pipeline
from tradenlp.bulk import Failures, Journal, listing, pool, run_of
from tradenlp.bulk.inputs import apart
from tradenlp.documents import Source
from tradenlp.errors import ConfigError, ReadError
from tradenlp.facts import Document
from tradenlp.pipes import store

TEXT = (
    "{place}, {day} May 2024 - {place}'s exports of {goods} rose {rate}% year on year to ${level} million in April, "
    "customs said.\n\nImports fell {fall}% to ${bought} million, most of it machinery from Germany."
)
PLACES = ("Chile", "Peru", "Kenya", "Vietnam", "Poland")
GOODS = ("copper", "tea", "coffee", "rice")


def texts(number: int) -> list[Source]:
    out = []
    for n in range(number):
        told = {"place": PLACES[n % 5], "day": 2 + n % 20, "goods": GOODS[n % 4], "rate": f"{n % 17 + 1}.{n % 10}"}
        text = TEXT.format(**told, level=100 + 7 * n, fall=n % 9 + 1, bought=50 + 3 * n)
        out.append(Source(f"d{n}", "2024-05-20", text, "docs.jsonl", n + 1))
    return out


class Rigged(str):
    """A text that does something in the process that it is sent to."""

    def __new__(cls, program: str):
        made = super().__new__(cls, "Exports of Chile rose 5% to $8 billion in May 2024.")
        made.program = program
        return made

    def __reduce__(self):
        return eval, (self.program,)


DEADLY = Rigged("__import__('os').kill(__import__('os').getpid(), 9)")
SLOW = Rigged("__import__('time').sleep(600)")


def rigged(at: dict[int, Rigged], number: int) -> list[SimpleNamespace]:
    items = [SimpleNamespace(id=s.id, published=s.published, text=s.text) for s in texts(number)]
    for n, text in at.items():
        items[n].text = text
    return items


@pytest.fixture
def docs(tmp_path) -> Path:
    path = tmp_path / "docs.jsonl"
    lines = [json.dumps({"id": s.id, "published": s.published, "text": s.text}) for s in texts(40)]
    path.write_text("\n".join(lines))
    return path


def run(*arguments: object):
    return CliRunner().invoke(cli.app, ["extract", *map(str, arguments)])


# -- worker processes --------------------------------------------------------------------------------------------------


def test_workers_give_the_same_bytes_in_the_same_order():
    one = [document.to_json() for document in tradenlp.extract_all(texts(30))]
    many = [document.to_json() for document in tradenlp.extract_all(texts(30), workers=3)]
    assert many == one
    assert sum(len(json.loads(line)["facts"]) for line in one) > 50


def test_a_text_that_kills_its_process_costs_only_itself():
    errors: list[tradenlp.TradeError] = []
    items = rigged({2: DEADLY, 5: DEADLY}, 8)
    found = list(tradenlp.extract_all(items, errors.append, workers=2))
    assert [document.id for document in found] == ["d0", "d1", "d3", "d4", "d6", "d7"]
    assert [(error.code, error.data["path"]) for error in errors] == [("E122", "d2"), ("E122", "d5")]
    assert "SIGKILL" in str(errors[0])


def test_a_text_over_the_time_limit_costs_only_itself():
    errors: list[tradenlp.TradeError] = []
    start = time.monotonic()
    found = list(tradenlp.extract_all(rigged({1: SLOW}, 4), errors.append, max_seconds=5))
    assert [document.id for document in found] == ["d0", "d2", "d3"]
    assert [(error.code, error.data["path"]) for error in errors] == [("E120", "d1")]
    assert "5 seconds" in str(errors[0]) and time.monotonic() - start < 120


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the limit is Linux's")
def test_a_text_over_the_memory_limit_costs_only_itself():
    errors: list[tradenlp.TradeError] = []
    items = rigged({}, 3)
    items[1].text = TEXT * 400
    found = list(tradenlp.extract_all(items, errors.append, max_memory=20))
    assert [document.id for document in found] == ["d0", "d2"]
    assert [(error.code, error.data["path"]) for error in errors] == [("E121", "d1")]


def test_without_on_error_the_first_error_is_raised_and_the_processes_end(monkeypatch):
    started = []
    begin = subprocess.Popen.__init__

    def noted(process, *arguments, **options):
        started.append(process)
        begin(process, *arguments, **options)

    monkeypatch.setattr(subprocess.Popen, "__init__", noted)
    with pytest.raises(ReadError, match="E122"):
        list(tradenlp.extract_all(rigged({1: DEADLY}, 6), workers=2))
    assert len(started) >= 2 and all(process.returncode is not None for process in started)


def test_texts_are_taken_as_they_are_needed():
    taken = []

    def endless():
        for n in count():
            taken.append(n)
            yield texts(1)[0]

    found = tradenlp.extract_all(endless(), workers=2)
    assert len(list(islice(found, 3))) == 3
    found.close()
    assert len(taken) <= 3 + 2 * 64


def test_what_was_read_before_the_items_break_comes_out():
    def broken():
        yield from texts(2)
        raise KeyError("no more")

    found = tradenlp.extract_all(broken(), workers=2)
    assert [next(found).id, next(found).id] == ["d0", "d1"]
    with pytest.raises(KeyError, match="no more"):
        next(found)


def test_processes_that_do_not_start_are_told_and_not_tried_forever(monkeypatch):
    monkeypatch.setattr(pool, "_PROGRAM", "raise SystemExit(3)")
    with pytest.raises(ConfigError, match="E124.*exit code 3"):
        list(tradenlp.extract_all(texts(3), workers=2))


def test_a_script_needs_no_guard_around_its_main_part():
    code = (
        "import tradenlp\nfrom types import SimpleNamespace as T\n"
        "items = [T(id=str(n), published=None, text='Exports of Chile rose 5% to $8 billion in May 2024.')"
        " for n in range(3)]\n"
        "print([d.id for d in tradenlp.extract_all(items, workers=2)])"
    )
    out = subprocess.run([sys.executable, "-"], input=code, capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "['0', '1', '2']"


@pytest.mark.parametrize(
    "limits", [{"workers": 0}, {"workers": 1.5}, {"workers": True}, {"max_seconds": 0}, {"max_memory": "2"}]
)
def test_wrong_limits_are_refused_at_the_call(limits):
    with pytest.raises(ConfigError, match=next(iter(limits))):
        tradenlp.extract_all([], **limits)


def test_texts_of_a_wrong_type_fail_alone_in_any_process():
    items = rigged({}, 3)
    items[1].text = 5
    for workers in (1, 2):
        errors: list[tradenlp.TradeError] = []
        assert len(list(tradenlp.extract_all(items, errors.append, workers=workers))) == 2
        assert [error.code for error in errors] == ["E301"]


def test_a_pipeline_full_of_words_is_replaced(monkeypatch):
    expected = [document.to_json() for document in tradenlp.extract_all(texts(4))]
    monkeypatch.setattr(pipeline, "_MOST_WORDS", 1)
    before = tradenlp._own()
    assert [document.to_json() for document in tradenlp.extract_all(texts(4))] == expected
    assert tradenlp._own() is not before


# -- spaCy's own ways --------------------------------------------------------------------------------------------------


def test_the_pipeline_survives_pickling_and_processes_of_spacys():
    nlp = tradenlp.load()
    alone = [tradenlp.extract(s.text, published=s.published).to_json() for s in texts(4)]
    again = pickle.loads(pickle.dumps(nlp))
    for pipe, processes in ((again, 1), (nlp, 2)):
        made = [pipe.make_doc(s.text) for s in texts(4)]
        for doc, source in zip(made, texts(4), strict=True):
            store.set_source(doc, None, source.published)
        read = list(pipe.pipe(made, n_process=processes, batch_size=2))
        assert [store.result(doc).to_json() for doc in read] == alone


def test_docs_survive_docbin_and_pickling():
    nlp = tradenlp.load()
    docs = list(nlp.pipe(s.text for s in texts(3)))
    kept = DocBin(store_user_data=True, docs=docs).to_bytes()
    for again in (DocBin().from_bytes(kept).get_docs(nlp.vocab), pickle.loads(pickle.dumps(docs))):
        assert [doc._.trade.to_json() for doc in again] == [doc._.trade.to_json() for doc in docs]


# -- journals ----------------------------------------------------------------------------------------------------------


def test_a_killed_run_goes_on_and_ends_as_an_unbroken_one(docs, tmp_path):
    docs.write_text("\n".join(json.dumps({"id": s.id, "text": s.text}) for s in texts(200)))
    whole, broken = tmp_path / "whole.jsonl", tmp_path / "broken.jsonl"
    assert run(docs, "-o", whole).exit_code == 0
    command = [sys.executable, "-m", "tradenlp", "extract", str(docs), "-o", str(broken), "--workers", "2", "--resume"]
    rng, part, kept = random.Random(5), tmp_path / ".broken.jsonl.part", 0
    for _ in range(5):
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        # from before the first text on; each run gets further than the one before
        wanted, deadline = kept + rng.randrange(0, 7), time.monotonic() + 60
        while process.poll() is None and lines(part) <= wanted and time.monotonic() < deadline:
            time.sleep(0.01)
        time.sleep(rng.random() / 20)
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert not broken.exists()
        kept = max(0, lines(part) - 1)
    assert 0 < kept < 200
    assert subprocess.run(command, check=False).returncode == 0
    assert broken.read_bytes() == whole.read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["broken.jsonl", "docs.jsonl", "whole.jsonl"]


def lines(path: Path) -> int:
    return path.read_bytes().count(b"\n") if path.exists() else 0


def test_a_journal_cut_at_any_byte_goes_on_from_its_last_whole_line(tmp_path):
    output = tmp_path / "out.jsonl"
    sources, told = texts(4), run_of("1", "w", ["docs"], published=None)
    made = [tradenlp.extract(s.text, published=s.published, id=s.id) for s in sources]

    def fill(journal: Journal) -> list[str]:
        asked: list[str] = []

        def read(items, on_error):
            for item in items:
                asked.append(item.id)
                if item.id == "d2":
                    on_error(ReadError("E120", path="d2", limit="1"))
                else:
                    yield made[int(item.id[1:])]

        journal.fill(sources, read, errors.append)
        return asked

    errors: list[tradenlp.TradeError] = []
    with Journal(output, told, resume=False) as journal:
        assert fill(journal) == ["d0", "d1", "d2", "d3"]
        complete = journal.path.read_bytes()
    for cut in [*range(0, len(complete), 997), len(complete) - 1, len(complete)]:
        errors.clear()
        journal.path.write_bytes(complete[:cut])
        with Journal(output, told, resume=True) as again:
            done = max(0, complete[:cut].count(b"\n") - 1)
            assert fill(again) == ["d0", "d1", "d2", "d3"][done:]
            assert [line.decode() for line in again.lines()] == [made[n].to_json() for n in (0, 1, 3)]
            assert [str(error) for error in errors] == [str(ReadError("E120", path="d2", limit="1"))]
        assert journal.path.read_bytes() == complete


@pytest.fixture
def unfinished(docs, tmp_path) -> Path:
    """A run over ``docs.jsonl`` that was broken off behind its third text."""
    output = tmp_path / "out.jsonl"
    with pytest.MonkeyPatch.context() as patch:
        whole = tradenlp.extract_all

        def broken(items, on_error=None):
            yield from islice(whole(items, on_error), 3)
            raise KeyboardInterrupt

        patch.setattr(tradenlp, "extract_all", broken)
        result = run(docs, "-o", output)
    assert result.exit_code != 0 and "--resume goes on" in result.stderr
    assert not output.exists() and lines(tmp_path / ".out.jsonl.part") == 4
    return output


def test_what_is_done_is_not_read_again(unfinished, docs, monkeypatch):
    asked: list[str] = []
    whole = tradenlp.extract_all

    def noted(items, on_error=None):
        for item in items:
            asked.append(item.id)
            yield from whole([item], on_error)

    monkeypatch.setattr(tradenlp, "extract_all", noted)
    assert run(docs, "-o", unfinished, "--resume").exit_code == 0
    assert asked == [f"d{n}" for n in range(3, 40)]
    assert [json.loads(line)["id"] for line in unfinished.read_text().splitlines()] == [f"d{n}" for n in range(40)]


def test_another_run_is_not_gone_on_with(unfinished, docs, monkeypatch):
    part = unfinished.with_name(".out.jsonl.part")
    before = part.read_bytes()
    for options, named in (
        (["--published", "2024-01-02"], "published was None"),
        (["--min-confidence", "0.5"], "confidence"),
    ):
        result = run(docs, "-o", unfinished, "--resume", *options)
        assert (result.exit_code, part.read_bytes()) == (2, before)
        assert "E123" in result.stderr and named in result.stderr
        assert "encoding" not in result.stderr  # only what differs
    other = docs.with_name("other.jsonl")
    other.write_bytes(docs.read_bytes())
    assert "inputs" in run(other, "-o", unfinished, "--resume").stderr
    monkeypatch.setattr("tradenlp.provenance.VERSION", "9.9")
    assert "version" in run(docs, "-o", unfinished, "--resume").stderr
    monkeypatch.undo()
    docs.write_text(docs.read_text().replace("$107 million", "$108 million"))
    changed = run(docs, "-o", unfinished, "--resume")
    assert (changed.exit_code, part.read_bytes()) == (2, before)
    assert "text 2" in plain(changed.stderr)


def test_without_resume_a_run_begins_anew_and_says_so(unfinished, docs):
    result = run(docs, "-o", unfinished)
    assert result.exit_code == 0 and "3 texts was dropped" in result.stderr
    assert len(unfinished.read_text().splitlines()) == 40
    assert not unfinished.with_name(".out.jsonl.part").exists()


@pytest.mark.skipif(os.name == "nt", reason="locks are Unix's")
def test_two_runs_do_not_write_one_file(docs, tmp_path):
    output = tmp_path / "out.jsonl"
    with Journal(output, run_of("1", "w", []), resume=False):
        result = run(docs, "-o", output)
    assert result.exit_code == 2 and "E125" in result.stderr
    assert "another run is writing this file now. Wait until it ends" in plain(result.stderr)
    assert "--resume" not in result.stderr


@pytest.mark.parametrize("form", ["csv", "parquet", "table"])
def test_other_formats_come_out_of_the_journal_as_they_do_without(docs, tmp_path, form):
    pytest.importorskip("pyarrow")
    output = tmp_path / "out"
    assert run(docs, "-o", output, "--format", form, "--workers", 2).exit_code == 0
    direct = tmp_path / "direct"
    sources = tradenlp.extract_all(texts(40))
    tradenlp.documents.write(sources, direct, form)
    assert output.read_bytes() == direct.read_bytes()


def test_resume_needs_a_file():
    assert run("-", "--resume").exit_code == 2


# -- what is told at the end -------------------------------------------------------------------------------------------


def test_failures_are_summed_up_and_written(docs, tmp_path):
    docs.write_text(docs.read_text() + "\n{broken\n[]\n" + json.dumps({"text": ""}) + "\n")
    told, output = tmp_path / "errors.jsonl", tmp_path / "out.jsonl"
    result = run(docs, "-o", output, "--errors", told)
    assert result.exit_code == 1
    assert len(output.read_text().splitlines()) == 40
    assert result.stderr.splitlines()[-2] == "3 failed (E107 1 times, E108 2 times), 40 texts came out."
    assert f"{docs}, line 41" in result.stderr.splitlines()[-1]
    errors = [json.loads(line) for line in told.read_text().splitlines()]
    assert [error["code"] for error in errors] == ["E107", "E108", "E108"]
    assert errors[0]["data"]["line"] == 41 and errors[0]["message"].startswith("[E107]")


def test_of_many_failures_only_the_first_are_named():
    failures = Failures()
    for n in range(5000):
        failures.add(ReadError("E102", path=f"f{n}.txt"))
    first, second = failures.summary()
    assert first == "5,000 failed (E102 5,000 times), 0 texts came out."
    assert second == "Failed: f0.txt, f1.txt, f2.txt, f3.txt, f4.txt, and 4,995 more"
    assert len(failures.names) < 10


def test_a_failure_in_a_worker_comes_out_with_exit_code_1(docs, tmp_path, monkeypatch):
    whole = tradenlp.extract_all

    def killing(items, on_error=None, **limits):
        sent = (SimpleNamespace(id=i.id, published=i.published, text=DEADLY if i.id == "d7" else i.text) for i in items)
        return whole(sent, on_error, **limits)

    monkeypatch.setattr(tradenlp, "extract_all", killing)
    result = run(docs, "-o", tmp_path / "out.jsonl", "--workers", 2)
    assert result.exit_code == 1 and "[E122] d7" in result.stderr
    found = [Document.model_validate_json(line).id for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    assert found == [f"d{n}" for n in range(40) if n != 7]


@pytest.mark.parametrize("damage", ["a bit", "a line end", "a line end inside", "the last line", "two lines"])
def test_a_damaged_line_of_the_journal_is_told_and_its_text_read_again(unfinished, docs, monkeypatch, damage):
    whole = docs.with_name("whole.jsonl")
    assert run(docs, "-o", whole).exit_code == 0
    part = unfinished.with_name(".out.jsonl.part")
    written = part.read_bytes().splitlines(keepends=True)
    first, second, third = written[1:]
    flipped = first.replace(b"$100 million", b"$900 million", 1)
    assert flipped != first
    lines, told, again = {
        "a bit": ([flipped, second, third], "1 line", ["d0"]),
        "a line end": ([first[:-1] + b"\x8a", second, third], "1 line", ["d0", "d1"]),
        "a line end inside": ([first, second.replace(b" ", b"\n", 1), third], "2 lines", ["d1"]),
        "the last line": ([first, second, third.replace(b"exports", b"exponts", 1)], "1 line", ["d2"]),
        "two lines": ([flipped, second, third.replace(b"D\t", b"E\t", 1)], "2 lines", ["d0", "d2"]),
    }[damage]
    part.write_bytes(written[0] + b"".join(lines))
    asked: list[str] = []
    extract_all = tradenlp.extract_all

    def noted(items, on_error=None):
        for item in items:
            asked.append(item.id)
            yield from extract_all([item], on_error)

    monkeypatch.setattr(tradenlp, "extract_all", noted)
    result = run(docs, "-o", unfinished, "--resume")
    assert result.exit_code == 0 and f"{told} of the unfinished run damaged" in result.stderr
    assert asked == again + [f"d{n}" for n in range(3, 40)]
    assert unfinished.read_bytes() == whole.read_bytes()
    assert sorted(path.name for path in docs.parent.iterdir()) == ["docs.jsonl", "out.jsonl", "whole.jsonl"]


def test_a_damaged_first_line_is_not_gone_on_with(unfinished, docs):
    part = unfinished.with_name(".out.jsonl.part")
    part.write_bytes(part.read_bytes().replace(b'"version"', b'"Version"', 1))
    result = run(docs, "-o", unfinished, "--resume")
    assert result.exit_code == 2 and "first line is damaged" in plain(result.stderr)
    assert run(docs, "-o", unfinished).exit_code == 0


def test_what_is_damaged_while_a_run_goes_on_does_not_come_out(tmp_path):
    with Journal(tmp_path / "out.jsonl", run_of("1", "w", []), resume=False) as journal:
        journal.fill(texts(3), lambda items, on_error: tradenlp.extract_all(items, on_error), print)
        journal.path.write_bytes(journal.path.read_bytes().replace(b"$107 million", b"$108 million", 1))
        with pytest.raises(ConfigError, match="E123"):
            list(journal.lines())


def plain(told: str) -> str:
    return " ".join(told.replace("\u2502", " ").split())


@pytest.fixture
def broken_off(tmp_path) -> tuple[Path, Path]:
    """A run over a folder of texts that was broken off behind the second of them."""
    folder, output = tmp_path / "in", tmp_path / "out.jsonl"
    folder.mkdir()
    for source in texts(5):
        (folder / f"{source.id}.txt").write_text(source.text)
    with pytest.MonkeyPatch.context() as patch:
        whole = tradenlp.extract_all

        def broken(items, on_error=None):
            yield from islice(whole(items, on_error), 2)
            raise KeyboardInterrupt

        patch.setattr(tradenlp, "extract_all", broken)
        run(folder, "-o", output)
    return folder, output


@pytest.mark.parametrize("change", ["added", "deleted", "cut", "renamed"])
def test_inputs_that_changed_are_told_though_none_of_them_was_read_yet(broken_off, change):
    folder, output = broken_off
    last = folder / "d4.txt"
    if change == "added":
        (folder / "d9.txt").write_text("Exports rose 5%.")
    elif change == "cut":
        last.write_text(last.read_text()[:50])
    elif change == "deleted":
        last.unlink()
    else:
        last.rename(folder / "d8.txt")
    part = output.with_name(".out.jsonl.part").read_bytes()
    result = run(folder, "-o", output, "--resume")
    assert result.exit_code == 2 and "E123" in result.stderr
    told = {
        "added": "d9.txt is new.",
        "deleted": "d4.txt is not there any more.",
        "cut": "d4.txt had 178 bytes and has 50.",
        "renamed": "d8.txt is new; ",
    }[change]
    assert told in plain(result.stderr)
    assert output.with_name(".out.jsonl.part").read_bytes() == part and not output.exists()


def test_of_many_inputs_only_their_number_is_kept():
    few, many = (listing(Path(f"no-such-{n}.txt") for n in range(count)) for count in (3, 10_001))
    assert len(few["sizes"]) == 3 and many["sizes"] is None and many["files"] == 10_001
    more = listing(Path(f"no-such-{n}.txt") for n in range(10_002))
    assert many["sha256"] != more["sha256"]
    assert "10,001 before, 10,002 now" in apart(many, more)
    assert (
        apart(few, {**few, "sizes": dict(reversed(few["sizes"].items()))}) == "the files to read come in another order"
    )


@pytest.mark.parametrize("how", ["folder", "pattern", "hard link"])
def test_no_input_is_written_over(tmp_path, docs, how):
    folder = tmp_path / "in"
    folder.mkdir()
    inside = folder / "docs.jsonl"
    inside.write_bytes(docs.read_bytes())
    link = tmp_path / "link.jsonl"
    link.hardlink_to(inside)
    named = {"folder": folder, "pattern": folder / "*.jsonl", "hard link": link}[how]
    result = run(named, "-o", inside)
    assert result.exit_code == 2 and "among the files to read" in result.stderr
    assert inside.read_bytes() == docs.read_bytes()


def test_names_that_are_no_text_come_out_as_text(tmp_path):
    place = tmp_path / "bad\udcffname.txt"
    try:
        place.write_text("Exports of Chile were $8.0 billion in May 2024.", encoding="utf-8")
    except (OSError, UnicodeError):
        pytest.skip("this file system has no such names")
    output = tmp_path / "out.jsonl"
    assert run(place, "-o", output).exit_code == 0
    assert json.loads(output.read_bytes())["id"] == "bad\N{REPLACEMENT CHARACTER}name"
