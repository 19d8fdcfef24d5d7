"""What is kept, whatever happens while it is being written."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace

import pytest

from tradenlp import corpus, review
from tradenlp.errors import ConfigError, CorpusError
from tradenlp.review import store as module
from tradenlp.review.store import Stale, Store, durable, file_name

from .conftest import AMBER, made


def corrected(draft, period="2024-04"):
    fact = draft.facts[0]
    slots = tuple(replace(s, values=(period,)) if s.key == "period" else s for s in fact.slots)
    return replace(draft, facts=(replace(fact, slots=slots, state="edited"), *draft.facts[1:]))


def rel(folder):
    return folder / "desk" / "desk-amber.rel"


def test_nothing_is_written_before_a_change(folder, amber):
    kept = Store(folder).load(amber.proposal)
    assert (kept.draft, kept.revision, kept.written) == (amber.proposal, 0, False)
    assert not list(folder.rglob("*.rel"))


def test_what_is_saved_is_a_corpus_without_errors_and_goes_on(folder, amber, tin):
    store = Store(folder)
    for item in (amber, tin):
        store.save(replace(item.proposal, status="done"), 0)
    loaded = corpus.load(folder)
    assert {release.id for release in loaded} == {"desk-amber", "desk-tin"} and not loaded.faults
    assert [f for f in corpus.validate_all(loaded) if f.severity == "error"] == []
    again = Store(folder).load(amber.proposal)
    assert (again.revision, again.written, again.draft.status) == (1, True, "done")


def test_a_draft_with_an_error_is_kept_and_the_file_stays(folder, amber):
    store = Store(folder)
    kept, _ = store.save(corrected(amber.proposal), 0)
    before = rel(folder).read_bytes()
    kept, checked = store.save(replace(corrected(amber.proposal, "in spring"), status="done"), kept.revision)
    assert not checked.sound and not kept.written and kept.draft.status == "open"
    assert rel(folder).read_bytes() == before
    again = Store(folder).load(amber.proposal)
    assert again.draft.facts[0].slots == kept.draft.facts[0].slots and again.revision == 2 and not again.written
    kept, checked = store.save(corrected(amber.proposal, "2024-03"), 2)
    assert kept.written and b"2024-03" in rel(folder).read_bytes()


def test_a_second_window_overwrites_nothing(folder, amber):
    store = Store(folder)
    store.save(corrected(amber.proposal), 0)
    with pytest.raises(Stale) as told:
        store.save(corrected(amber.proposal, "2022-01"), 0)
    assert told.value.kept.revision == 1
    assert b"2022-01" not in rel(folder).read_bytes()
    other = Store(folder)  # another program on the same folder
    other.save(corrected(amber.proposal, "2022-02"), 1)
    with pytest.raises(Stale):
        store.save(corrected(amber.proposal, "2022-03"), 1)


def test_a_file_that_was_mended_by_hand_takes_the_place_of_the_draft(folder, amber):
    store = Store(folder)
    store.save(corrected(amber.proposal), 0)
    rel(folder).write_text(rel(folder).read_text().replace("2024-04", "2024-02"))
    kept = store.load(amber.proposal)
    assert kept.revision == 2 and ("2024-02",) in [slot.values for slot in kept.draft.facts[0].slots]
    with pytest.raises(Stale):
        store.save(corrected(amber.proposal), 1)
    rel(folder).write_text("no release at all")
    with pytest.raises(CorpusError):
        store.save(corrected(amber.proposal), 2)
    assert rel(folder).read_text() == "no release at all"


def test_a_text_that_changed_since_is_reviewed_as_it_was(folder, amber):
    Store(folder).save(corrected(amber.proposal), 0)
    other = made("Another text altogether.\n", "amber")
    assert Store(folder).load(other.proposal).draft.text == amber.proposal.text
    assert review.Desk([other], Store(folder)).changed == ["desk-amber"]
    assert review.Desk([amber], Store(folder)).changed == []


def test_a_name_that_was_changed_by_hand_leads_nowhere_else(folder, amber):
    store = Store(folder)
    store.save(corrected(amber.proposal), 0)
    rel(folder).write_text(rel(folder).read_text().replace("id: desk-amber", "id: ../../up"))
    kept = store.load(amber.proposal)
    store.save(corrected(kept.draft, "2024-03"), kept.revision)
    assert [path.name for path in folder.rglob("*.rel")] == ["desk-amber.rel"]
    assert corpus.read(rel(folder)).id == "desk-amber"


def test_what_is_skipped_has_no_file_and_comes_back(folder, amber):
    store = Store(folder)
    store.save(corrected(amber.proposal), 0)
    store.save(replace(corrected(amber.proposal), status="skipped"), 1)
    assert not rel(folder).exists()
    kept = store.load(amber.proposal)
    assert kept.draft.status == "skipped"
    store.save(replace(kept.draft, status="open"), 2)
    assert b"2024-04" in rel(folder).read_bytes()


KILLED = """
import os, sys
from dataclasses import replace
from pathlib import Path
from tradenlp.review import store
real, number, at = os.replace, 0, int(sys.argv[3])
def replace_or_die(*paths):
    global number
    number += 1
    if number == at:
        os._exit(9)  # as a power cut: nothing is tidied up
    real(*paths)
store.os.replace = replace_or_die
desk = store.Store(sys.argv[1])
from tradenlp.corpus import read
from tradenlp.review.drafts import of_release
base = of_release(read(sys.argv[2]), "open")
kept = desk.load(base)
fact = kept.draft.facts[0]
slots = tuple(replace(s, values=("2024-01",)) if s.key == "period" else s for s in fact.slots)
desk.save(replace(kept.draft, facts=(replace(fact, slots=slots), *kept.draft.facts[1:])), kept.revision)
"""


@pytest.mark.parametrize("at", [1, 2], ids=["before the draft", "between draft and release"])
def test_a_kill_between_write_and_rename_leaves_the_old_file_whole(folder, amber, at):
    store = Store(folder)
    store.save(corrected(amber.proposal), 0)
    before = rel(folder).read_bytes()
    command = [sys.executable, "-c", KILLED, str(folder), str(rel(folder)), str(at)]
    assert subprocess.run(command, check=False, timeout=120).returncode == 9
    assert rel(folder).read_bytes() == before
    kept = store.load(amber.proposal)
    periods = [slot.values for slot in kept.draft.facts[0].slots if slot.key == "period"]
    assert periods == [("2024-04",)] if at == 1 else [("2024-01",)]
    assert kept.revision == at and kept.written == (at == 1)
    kept, _ = store.save(corrected(kept.draft, "2024-03"), kept.revision)
    assert b"2024-03" in rel(folder).read_bytes() and kept.written
    assert [release.id for release in corpus.load(folder)] == ["desk-amber"]


def test_a_disk_that_is_full_leaves_the_old_file(tmp_path, monkeypatch):
    path = tmp_path / "one.rel"
    durable(path, b"old")

    def full(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(module.os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        durable(path, b"new")
    assert path.read_bytes() == b"old"


def test_data_reach_the_disk_before_the_name_does(tmp_path, monkeypatch):
    done = []
    monkeypatch.setattr(module.os, "fsync", lambda descriptor: done.append("sync"))
    real = os.replace
    monkeypatch.setattr(module.os, "replace", lambda *paths: (done.append("rename"), real(*paths)))
    durable(tmp_path / "one", b"x")
    assert done[:2] == ["sync", "rename"]


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "/etc/passwd", "..", ".", "", "a/b", "a\\b", "c:d", ".hidden", "A B", "Ünï", "x" * 300]
)
def test_names_never_lead_out_of_the_folder(folder, name):
    safe = file_name(name)
    assert safe and not set(safe) & set('/\\:*?"<>|') and safe[0].isalnum() and len(safe) <= 108
    item = made(AMBER, name or "none", body=name or "none")
    path = Store(folder).release_path(item.proposal)
    assert path.resolve().is_relative_to(folder.resolve()) and len(path.relative_to(folder).parts) == 2
    with pytest.raises(ConfigError):
        Store(folder).release_path(replace(item.proposal, head={**item.proposal.head, "id": "../up"}))


@pytest.mark.parametrize("state", ["{", "[]", "{}", '{"revision": 1, "written": [], "text": 3, "draft": {"head": {}}}'])
def test_a_broken_draft_is_told_and_not_overwritten(folder, amber, state):
    store = Store(folder)
    path = folder / ".review" / "desk-amber.json"
    path.write_text(state)
    with pytest.raises(CorpusError, match=r"desk-amber\.json"):
        store.save(amber.proposal, 0)
    assert path.read_text() == state


def test_it_is_known_which_was_open_last(folder, amber, tin):
    desk = review.Desk([amber, tin], Store(folder))
    assert desk.queue()["at"] == next(iter(desk.items))
    desk.store.remember("desk-tin")
    assert review.Desk([amber, tin], Store(folder)).queue()["at"] == "desk-tin"
    (folder / ".review" / ".desk.json").write_text("{")
    assert review.Desk([amber, tin], Store(folder)).queue()["at"] == next(iter(desk.items))


def test_names_that_meet_are_told_apart(folder, amber):
    desk = review.Desk([amber, made("Something else.\n", "amber")], Store(folder))
    assert set(desk.items) == {"desk-amber", "desk-amber-2"}
    assert json.dumps(desk.queue())
