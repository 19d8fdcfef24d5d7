"""Releases to the files of annotation tools and back; files that were edited there, and files that are wrong."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from spacy.training.converters import conll_ner_to_docs

from tradenlp.corpus import GoldFact, Release, parse, read, render
from tradenlp.corpus.exchange import FORMATS, labeling_config
from tradenlp.corpus.exchange.base import PREFIXES
from tradenlp.corpus.exchange.graph import RELATIONS
from tradenlp.errors import CorpusError, ReadError
from tradenlp.labels import ENTITY_LABELS

TRAIN = sorted((Path(__file__).parents[2] / "annotations" / "train").rglob("*.rel"))
RELEASES = [read(path) for path in TRAIN]
HEAD = {"id": "ac-1", "issuer": "Acme Customs", "body": "ac", "style": "note", "published": "2024-06-10"}
BODY = (
    "In [[May 2024|PERIOD t1]] [[Chile|PLACE p1]] [[exported|INDICATOR i1]] [[$3.2 billion|MONEY m1]] of [[copper|"
    "COMMODITY c1]] to [[China|PLACE p2]] and [[Peru|PLACE]], [[down|TREND v1]] [[4.5%|PERCENT x1]], and [[900 "
    "tonnes|QUANTITY]] of [[lithium|COMMODITY]], [[up|TREND]] [[2%|PERCENT]].\n"
)
FACT = (
    "exports i1 | reporter p1 Chile | period t1 2024-05 | partner p2 China | commodity c1 copper ~ refined copper"
    " | amount m1 3.2bn USD | change x1+v1 -4.5 percent yoy | modality forecast | tags ellipsis\n"
)
SMALL = parse("---\n" + "".join(f"{k}: {v}\n" for k, v in HEAD.items()) + "---\n" + BODY + "---\n" + FACT)


def written(fact: GoldFact) -> dict[str, object]:
    slots: dict[str, object] = {"indicator": fact.indicator, "marks": fact.marks}
    return slots | {slot.key: (slot.marks, *slot.values) for slot in fact.slots}


def content(release: Release) -> tuple[object, ...]:
    facts = [(fact.indicator, fact.marks, fact.slots) for fact in release.facts]
    return release.head, release.split, release.text, release.marks, facts


def renumbered(release: Release) -> Release:
    """The release with ids counted in the order of the text, and none where no fact refers to a mark."""
    used = {id for fact in release.facts for id in (*fact.marks, *(id for slot in fact.slots for id in slot.marks))}
    names: dict[str, str] = {"": ""}
    counts = dict.fromkeys(PREFIXES.values(), 0)
    for mark in release.marks:
        prefix = PREFIXES[mark.label]
        counts[prefix] += mark.id in used
        names[mark.id] = f"{prefix}{counts[prefix]}" if mark.id in used else ""

    def slot(old):  # type: ignore[no-untyped-def]
        return replace(old, marks=tuple(names[id] for id in old.marks))

    facts = [replace(f, marks=tuple(names[i] for i in f.marks), slots=tuple(map(slot, f.slots))) for f in release.facts]
    return replace(release, marks=tuple(replace(m, id=names[m.id]) for m in release.marks), facts=tuple(facts))


def without_remarks(release: Release) -> Release:
    return replace(release, facts=tuple(replace(fact, remarks=()) for fact in release.facts), remarks=())


def test_there_is_something_to_test() -> None:
    assert len(RELEASES) > 100 and SMALL.problems == () and set(FORMATS) == {format.name for format in FORMATS.values()}
    assert set(PREFIXES) == set(ENTITY_LABELS)


@pytest.mark.parametrize("name", ["prodigy", "label_studio", "doccano", "brat"])
def test_nothing_is_lost(name: str, tmp_path: Path) -> None:
    path = tmp_path / f"x{FORMATS[name].suffix}"
    FORMATS[name].write(RELEASES, path)
    back = FORMATS[name].read(path)
    order = [release.id for release in RELEASES]
    back.sort(key=lambda release: order.index(release.id))
    assert [content(release) for release in back] == [content(release) for release in RELEASES]
    assert not any(release.problems for release in back)
    assert [release.source for release in back] == [render(without_remarks(release)) for release in RELEASES]


UNMARKED = [
    "exports i1 | reporter p1 Chile | share - 25 of copper exports",
    "exports i1 | share - 25 of exports | rank - 2 exporter",
    "exports | partner p2 China | amount - 5 USD\nexports | partner p2 China | amount - 6 USD",
    "exports i1 | share - 25 of exports | amount m1 3.2bn USD",
    "exports i1 | amount - 5 USD | amount m1 3.2bn USD | amount - 6 USD | amount q1 3 USD | change x1 4.5 percent yoy",
    "exports i1 | segment q1 lots | share - 25 of exports",
    "exports | period t1 2024-05 | segment q1 lots | share - 25 of exports",
    "exports q1 | period t1 2024-05 | share - 25 of exports",
]
"""Facts with figures that no mark carries: some of them, all of them, and where a figure's mark is something else."""


@pytest.mark.parametrize("name", ["prodigy", "label_studio", "doccano", "brat"])
@pytest.mark.parametrize("facts", UNMARKED)
def test_figures_without_marks_stay_without(name: str, facts: str, tmp_path: Path) -> None:
    head = "".join(f"{key}: {value}\n" for key, value in HEAD.items())
    release = parse(f"---\n{head}---\n{BODY.replace('|QUANTITY', '|QUANTITY q1')}---\n{facts}\n")
    assert release.problems == ()
    path = tmp_path / f"x{FORMATS[name].suffix}"
    FORMATS[name].write([release], path)
    (back,) = FORMATS[name].read(path)
    assert content(back) == content(release)


def test_brat_alone_loses_head_and_names_of_marks(tmp_path: Path) -> None:
    FORMATS["brat"].write(RELEASES, tmp_path)
    for path in tmp_path.glob("*.json"):
        path.unlink()
    back = {release.id: release for release in FORMATS["brat"].read(tmp_path, HEAD)}
    assert [content(back[r.id])[2:] for r in RELEASES] == [content(renumbered(r))[2:] for r in RELEASES]


def test_conll_keeps_tokens_and_entities(tmp_path: Path) -> None:
    FORMATS["conll"].write(RELEASES, tmp_path / "x.conll")
    back = FORMATS["conll"].read(tmp_path / "x.conll", HEAD)
    assert [r.id for r in back][:2] == ["ac-1-1", "ac-1-2"] and not any(release.facts for release in back)
    for old, new in zip(RELEASES, back, strict=True):
        assert "".join(new.text.split()) == "".join(old.text.split())
        assert [(m.label, "".join(m.text.split())) for m in new.marks] == [
            (m.label, "".join(m.text.split())) for m in old.marks
        ]


@pytest.mark.parametrize(
    ("tags", "marks"),
    [
        ("B-PLACE I-PLACE", [("PLACE", "a b")]),
        ("I-PLACE I-PLACE", [("PLACE", "a b")]),
        ("B-PLACE B-PLACE", [("PLACE", "a"), ("PLACE", "b")]),
        ("U-PLACE I-ORG", [("PLACE", "a"), ("ORG", "b")]),
        ("B-PLACE L-PLACE", [("PLACE", "a b")]),
        ("O I-ORG", [("ORG", "b")]),
    ],
)
def test_iob_and_bilou_are_read(tags: str, marks: list[tuple[str, str]], tmp_path: Path) -> None:
    first, second = tags.split()
    (tmp_path / "x.conll").write_text(f"a\t{first}\nb\t{second}\n\nc O\n")
    (release,) = FORMATS["conll"].read(tmp_path / "x.conll", HEAD)
    assert [(mark.label, mark.text) for mark in release.marks] == marks and release.text == "a b\nc\n"


def test_prodigy_tasks_are_what_its_interface_takes(tmp_path: Path) -> None:
    FORMATS["prodigy"].write(RELEASES[:20], tmp_path / "x.jsonl")
    for line in (tmp_path / "x.jsonl").read_text(encoding="utf-8").splitlines():
        task = json.loads(line)
        assert [token["id"] for token in task["tokens"]] == list(range(len(task["tokens"])))
        assert all(task["text"][t["start"] : t["end"]] == t["text"] for t in task["tokens"])
        for span in task["spans"]:
            first, last = task["tokens"][span["token_start"]], task["tokens"][span["token_end"]]
            assert (first["start"], last["end"]) == (span["start"], span["end"])
        for relation in task["relations"]:
            assert relation["label"] in RELATIONS and relation["head"] != relation["child"]
            assert relation["head"] == relation["head_span"]["token_end"]
            assert relation["child"] == relation["child_span"]["token_end"]


def test_label_studio_knows_every_name_that_tasks_use(tmp_path: Path) -> None:
    FORMATS["label_studio"].write(RELEASES, tmp_path / "x.json")
    config = ElementTree.parse(tmp_path / "x.xml").getroot()
    assert (tmp_path / "x.xml").read_text() == labeling_config()
    controls = {item.get("name"): item for item in config.iter() if item.get("toName")}
    relations = {item.get("value") for item in config.iter("Relation")}
    labels = {item.get("value") for item in config.iter("Label")}
    kinds = {"labels": "Labels", "textarea": "TextArea"}
    for task in json.loads((tmp_path / "x.json").read_text(encoding="utf-8")):
        result = task["annotations"][0]["result"]
        regions = {item["id"] for item in result if item["type"] == "labels"}
        for item in result:
            if item["type"] == "relation":
                assert {item["from_id"], item["to_id"]} <= regions and set(item["labels"]) <= relations
            else:
                assert controls[item["from_name"]].tag == kinds[item["type"]] and item["id"] in regions
                assert set(item["value"].get("labels", ())) <= labels


def test_brat_files_obey_its_grammar_and_configuration(tmp_path: Path) -> None:
    FORMATS["brat"].write(RELEASES, tmp_path)
    sections = re.split(r"^\[(\w+)\]\n", (tmp_path / "annotation.conf").read_text(), flags=re.M)[1:]
    names = {k: {line.split()[0] for line in v.splitlines()} for k, v in zip(sections[::2], sections[1::2])}  # noqa: B905
    roles = set(re.findall(r"(\w+)\*:<ENTITY>", sections[sections.index("events") + 1]))
    grammar = re.compile(
        r"T\d+\t(?P<T>\w+) \d+ \d+\t.+|E\d+\t(?P<E>\w+):T\d+(?: \w+:T\d+)*|R\d+\t(?P<R>\w+) Arg1:T\d+ Arg2:T\d+"
        r"|A\d+\t(?P<A>\w+) E\d+(?: \w+)?|#\d+\tAnnotatorNotes E\d+\t.+"
    )
    allowed = {"T": names["entities"] | names["events"], "E": names["events"], "R": names["relations"]}
    allowed["A"] = names["attributes"]
    for path in tmp_path.glob("*.ann"):
        lines = path.read_text(encoding="utf-8").splitlines()
        assert len({line.split("\t")[0] for line in lines}) == len(lines)
        for line in lines:
            match = grammar.fullmatch(line)
            assert match, line
            assert all(value in allowed[key] for key, value in match.groupdict().items() if value), line
            if line.startswith("E"):
                used = re.findall(r" (\w+?)\d*:T", line)
                numbered = re.findall(r" (\w+):T", line)
                assert set(used) <= roles and len(set(numbered)) == len(numbered), line


# Files that were edited in a tool: doccano records, whose shape is the plainest.

Record = dict[str, Any]


def relation(record: Record, head: str, child: str, label: str) -> None:
    record["relations"].append(
        {"id": 99, "from_id": number(record, head), "to_id": number(record, child), "type": label}
    )


def number(record: Record, text: str) -> int:
    return next(e["id"] for e in record["entities"] if record["text"][e["start_offset"] : e["end_offset"]] == text)


def entity(record: Record, text: str) -> dict[str, Any]:
    return next(e for e in record["entities"] if e["id"] == number(record, text))


def remove(record: Record, text: str, edges: bool = True) -> None:
    gone = number(record, text)
    record["entities"] = [e for e in record["entities"] if e["id"] != gone]
    if edges:
        record["relations"] = [r for r in record["relations"] if gone not in (r["from_id"], r["to_id"])]


def without(record: Record, label: str) -> None:
    record["relations"] = [r for r in record["relations"] if r["type"] != label]


def renumber(record: Record) -> None:
    """What doccano's database does to a record."""
    record.update(id=77, Comments=["looks fine"])
    for item in record["entities"]:
        item["id"] += 4000
    for at, item in enumerate(record["relations"]):
        item.update(id=9000 + at, from_id=item["from_id"] + 4000, to_id=item["to_id"] + 4000)


def shift(record: Record, text: str, start: int, end: int) -> None:
    item = entity(record, text)
    item["start_offset"] += start
    item["end_offset"] += end


def moved_partner(record: Record) -> None:
    without(record, "partner")
    relation(record, "$3.2 billion", "Peru", "partner")


def new_fact(record: Record) -> None:
    relation(record, "900 tonnes", "lithium", "commodity")
    relation(record, "exported", "900 tonnes", "indicator")  # drawn the wrong way round
    relation(record, "900 tonnes", "2%", "change")
    relation(record, "2%", "up", "also")
    relation(record, "900 tonnes", "May 2024", "period")


def bare(record: Record) -> None:
    for key in ("facts", "marks", "head"):
        del record[key]


def edited(change: Callable[[Record], None], tmp_path: Path) -> Release:
    path = tmp_path / "x.jsonl"
    FORMATS["doccano"].write([SMALL], path)
    record = json.loads(path.read_text(encoding="utf-8"))
    change(record)
    path.write_text(json.dumps(record) + "\n", encoding="utf-8")
    (release,) = FORMATS["doccano"].read(path, {key: value for key, value in HEAD.items()})
    assert release.problems == ()
    return release


UNCHANGED = written(SMALL.facts[0])


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        pytest.param(renumber, [UNCHANGED], id="numbers of the database"),
        pytest.param(lambda r: without(r, "partner"), [{**UNCHANGED, "partner": None}], id="relation deleted"),
        pytest.param(lambda r: remove(r, "China"), [{**UNCHANGED, "partner": None}], id="span deleted"),
        pytest.param(
            lambda r: without(r, "also"),
            [{**UNCHANGED, "change": (("x1",), "-4.5 percent yoy")}],
            id="further mark deleted",
        ),
        pytest.param(lambda r: r.update(relations=[]), [], id="all relations deleted"),
        pytest.param(lambda r: remove(r, "$3.2 billion"), [], id="figure deleted"),
        pytest.param(
            lambda r: relation(r, "$3.2 billion", "Peru", "partner"),
            [{**UNCHANGED, "partner": (("p2", "p3"), "China")}],
            id="second mark of a slot",
        ),
        pytest.param(moved_partner, [{**UNCHANGED, "partner": (("p3",), "Peru")}], id="other mark of a slot"),
        pytest.param(
            lambda r: relation(r, "$3.2 billion", "2%", "share"),
            [{**UNCHANGED, "share": (("x2",), "2")}],
            id="new figure of a fact",
        ),
        pytest.param(lambda r: shift(r, "copper", 0, 1), [UNCHANGED], id="white space at the end"),
        pytest.param(lambda r: shift(r, "$3.2 billion", 1, 0), [UNCHANGED], id="span moved"),
        pytest.param(lambda r: entity(r, "China").update(label="ORG"), [UNCHANGED], id="label changed"),
        pytest.param(
            lambda r: r["facts"].__setitem__(0, r["facts"][0].replace("yoy", "qoq")),
            [{**UNCHANGED, "change": (("x1", "v1"), "-4.5 percent qoq")}],
            id="value edited",
        ),
        pytest.param(
            lambda r: r["facts"].__setitem__(0, r["facts"][0].replace(" | reporter p1 Chile", "")),
            [UNCHANGED],
            id="slot taken out of the line, its relation left",
        ),
        pytest.param(
            new_fact,
            [
                UNCHANGED,
                {
                    "indicator": ("exports",),
                    "marks": ("i1",),
                    "amount": (("q1",), "900 tonnes"),
                    "commodity": (("c2",), "lithium"),
                    "change": (("x2", "v2"), "+2 percent unspecified"),
                    "period": (("t1",), "2024-05"),
                },
            ],
            id="new fact",
        ),
        pytest.param(
            bare,
            [
                {
                    "indicator": ("exports",),
                    "marks": ("i1",),
                    "amount": (("m1",), "3.2bn USD"),
                    "reporter": (("p1",), "Chile"),
                    "period": (("t1",), "2024-05"),
                    "partner": (("p2",), "China"),
                    "commodity": (("c1",), "copper"),
                    "change": (("x1", "v1"), "-4.5 percent unspecified"),
                }
            ],
            id="made in the tool alone",
        ),
    ],
)
def test_edited_records(change: Callable[[Record], None], expected: list[dict[str, object]], tmp_path: Path) -> None:
    release = edited(change, tmp_path)
    wanted = [{key: value for key, value in fact.items() if value is not None} for fact in expected]
    assert [written(fact) for fact in release.facts] == wanted


@pytest.mark.parametrize(
    ("change", "found", "expected"),
    [
        pytest.param(lambda r: entity(r, "Peru").update(label="COUNTRY"), "COUNTRY", "one of MONEY", id="label"),
        pytest.param(lambda r: shift(r, "Peru", -8, 0), "over 'China'", "do not overlap", id="overlap"),
        pytest.param(lambda r: shift(r, "Peru", 0, 999), "1", "offsets from 0 to", id="offsets"),
        pytest.param(lambda r: relation(r, "2%", "Peru", "sold to"), "sold to", "one of indicator", id="relation"),
        pytest.param(lambda r: relation(r, "Chile", "Peru", "partner"), "PLACE 'Chile'", "from a figure", id="head"),
        pytest.param(lambda r: remove(r, "China", edges=False), "partner", "spans of the record", id="dangling"),
        pytest.param(lambda r: r["facts"].append("sold m1 | amount 3"), "'sold'", "one of exports", id="fact line"),
        pytest.param(lambda r: r["facts"].append("exports | amount m9 3 USD"), "m9", "id of a mark", id="unknown mark"),
        pytest.param(lambda r: r.update(text=None), "'text' is None", "string", id="no text"),
        pytest.param(lambda r: r.update(entities={}), "'entities' is dict", "list", id="entities"),
        pytest.param(lambda r: r["entities"][0].pop("start_offset"), "start_offset", "whole number", id="no offset"),
        pytest.param(lambda r: r.update(marks={"m1": [1]}), "m1", "[start, end]", id="marks"),
        pytest.param(
            lambda r: relation(r, "900 tonnes", "Peru", "period"), "period 'Peru'", "fact line", id="unreadable value"
        ),
        pytest.param(lambda r: relation(r, "Peru", "2%", "also"), "PLACE 'Peru'", "from a figure", id="also"),
    ],
)
def test_wrong_records_are_told(change: Callable[[Record], None], found: str, expected: str, tmp_path: Path) -> None:
    with pytest.raises(CorpusError) as caught:
        edited(change, tmp_path)
    assert caught.value.code == "E211" and caught.value.data["record"] == 1
    assert caught.value.data["path"] == str(tmp_path / "x.jsonl")
    assert found in caught.value.data["found"] and expected in caught.value.data["expected"]


@pytest.mark.parametrize(
    ("name", "source", "expected"),
    [
        ("prodigy", '{"text": "a"}\n{"text": \n', "JSON"),
        ("prodigy", '{"text": "a"}\n', "`head`"),
        ("prodigy", "[1]\n", "an object"),
        ("label_studio", '{"data": {}}', "a list of tasks"),
        ("label_studio", '[{"data": {"text": "a"}}]', "annotated task"),
        ("conll", "a\n", "its tag"),
        ("conll", "a X-PLACE\n", "B-LABEL"),
        ("conll", "a B-COUNTRY\n", "one of MONEY"),
    ],
)
def test_wrong_files_are_told(name: str, source: str, expected: str, tmp_path: Path) -> None:
    (tmp_path / "x").write_text(source)
    with pytest.raises(CorpusError) as caught:
        FORMATS[name].read(tmp_path / "x")
    assert expected in caught.value.data["expected"]


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_a_file_that_is_not_there(name: str, tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="no such file"):
        FORMATS[name].read(tmp_path / "nowhere")


@pytest.mark.parametrize("ids", [["a", "a"], ["../a"]])
def test_brat_wants_an_id_that_can_be_a_name_of_files(ids: list[str], tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="E202"):
        FORMATS["brat"].write([replace(SMALL, head={**HEAD, "id": id}) for id in ids], tmp_path / "brat")


def test_spacy_converts_the_conll_file(tmp_path: Path) -> None:
    path = tmp_path / "x.conll"
    FORMATS["conll"].write(RELEASES[:5], path)
    docs = list(conll_ner_to_docs(path.read_text(encoding="utf-8"), n_sents=10**6, no_print=True))
    assert [[(e.label_, e.text.replace(" ", "")) for e in doc.ents] for doc in docs] == [
        [(mark.label, "".join(mark.text.split())) for mark in release.marks] for release in RELEASES[:5]
    ]


def test_prodigy_reads_relations_by_tokens_and_passes_over_what_was_rejected(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    FORMATS["prodigy"].write([SMALL], path)
    task = json.loads(path.read_text())
    for item in task["relations"]:
        del item["head_span"], item["child_span"]
    for span in task["spans"]:
        del span["start"], span["end"], span["text"]
    task |= {"_input_hash": 1, "_session_id": "x", "answer": "accept"}
    lines = [task, {**task, "answer": "reject"}, {**task, "answer": "ignore"}]
    path.write_text("\n".join(map(json.dumps, lines)))
    (release,) = FORMATS["prodigy"].read(path)
    assert content(release) == content(SMALL)


def test_label_studio_reads_the_annotation_that_counts_and_choices_of_new_facts(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    FORMATS["label_studio"].write([SMALL], path)
    (task,) = json.loads(path.read_text())
    result = task["annotations"][0]["result"]
    keys = {item["value"]["text"]: item["id"] for item in result if item["type"] == "labels"}
    new = {"id": keys["900 tonnes"], "to_name": "text"}
    result += [
        {**new, "from_name": "indicator", "type": "choices", "value": {"choices": ["imports"]}},
        {**new, "from_name": "qualifiers", "type": "choices", "value": {"choices": ["preliminary", "revised"]}},
        {
            "type": "relation",
            "from_id": keys["lithium"],
            "to_id": new["id"],
            "direction": "left",
            "labels": ["commodity"],
        },
    ]
    line = {"id": keys["2%"], "from_name": "fact", "to_name": "text", "type": "textarea"}
    result.append({**line, "value": {"text": ["imports | change 2 percent yoy"]}})
    old = {"result": [], "updated_at": "2024-01-01"}
    skipped = {"result": [], "was_cancelled": True, "updated_at": "2024-03-01"}
    task["annotations"] = [{**task["annotations"][0], "updated_at": "2024-02-01"}, old, skipped]
    path.write_text(json.dumps([task, {**task, "annotations": [skipped]}]))
    (release,) = FORMATS["label_studio"].read(path)
    first, second, third = map(written, release.facts)
    assert first == UNCHANGED
    assert second["change"] == (("x2",), "2 percent yoy")
    assert (third["indicator"], third["commodity"]) == (("imports",), (("c2",), "lithium"))
    assert (third["amount"], third["qualifiers"]) == (((("q1",), "900 tonnes")), ((), "preliminary revised"))


BRAT_EDITS = [
    pytest.param(r"(#1\t.*) \| modality(.*)", r"\1\2", {}, id="attribute without its name in the note"),
    pytest.param(r"A1\tmodality E1 forecast\n", "", {"modality": None}, id="attribute deleted"),
    pytest.param(r" partner:T\d+", "", {"partner": None}, id="argument deleted"),
    pytest.param(r"#1\t.*\n", "", {"change": (("x1", "v1"), "-4.5 percent unspecified"), "tags": None}, id="no note"),
    pytest.param(r"\Z", "*\tEquiv T1 T2\nN1\tReference T2 Geo:1\tx\n#9\tAnnotatorNotes T2\tsure?\n", {}, id="others"),
    pytest.param(r"\Z", "A7\trevised E1\n", {"qualifiers": ((), "revised")}, id="attribute added"),
    pytest.param(r"-4\.5 percent yoy", "-4.5 percent mom", {"change": (("x1", "v1"), "-4.5 percent mom")}, id="note"),
    pytest.param(r"\Z", "R9\tpartner Arg1:T4 Arg2:T7\n", {"partner": (("p2", "p3"), "China")}, id="relation"),
]


@pytest.mark.parametrize(("pattern", "new", "changed"), BRAT_EDITS)
def test_edited_brat_files(pattern: str, new: str, changed: dict[str, object], tmp_path: Path) -> None:
    FORMATS["brat"].write([SMALL], tmp_path)
    path = tmp_path / "ac-1.ann"
    source, count = re.subn(pattern, new, path.read_text(), count=1)
    assert count == 1
    path.write_text(source)
    (release,) = FORMATS["brat"].read(path)
    fact = written(release.facts[0])
    if "tags" in changed:
        fact.pop("commodity")
    wanted = {key: value for key, value in {**UNCHANGED, **changed}.items() if value is not None}
    assert fact == {key: value for key, value in wanted.items() if key in fact or "tags" not in changed}


@pytest.mark.parametrize(
    ("pattern", "new", "record", "expected"),
    [
        (r"T2\tPLACE (\d+) (\d+)", r"T2\tPLACE \1 9;12 15", "line 2", "several parts"),
        (r"T2\tPLACE .*", "T2\tPLACE 0 2\tChile", "line 2", "'In'"),
        (r"T2\t", "T1\t", "line 2", "every id once"),
        (r"partner:T6", "partner:T99", "line 15", "text-bound"),
        (r"partner:(T\d+)", r"partner:\1\nE7\texports:\1", "line 15", "a mark of the text"),
        (r"T2\tPLACE", "T2\tCOUNTRY", "ac-1", "one of MONEY"),
        (r"\Z", "nonsense\n", "line 19", "standoff"),
        (r"A1\tmodality E1 forecast", "A1\tsure E1", "line 16", "qualifier"),
    ],
)
def test_wrong_brat_files_are_told(pattern: str, new: str, record: str, expected: str, tmp_path: Path) -> None:
    FORMATS["brat"].write([SMALL], tmp_path)
    path = tmp_path / "ac-1.ann"
    path.write_text(re.sub(pattern, new, path.read_text(), count=1))
    with pytest.raises(CorpusError) as caught:
        FORMATS["brat"].read(tmp_path)
    assert caught.value.data["record"] == record and expected in caught.value.data["expected"]


def test_foreign_line_ends_leave_offsets_alone(tmp_path: Path) -> None:
    text = "Exports\r\nrose 5%"
    record = {"text": text, "label": [[0, 7, "INDICATOR"], [14, 16, "PERCENT"]]}
    (tmp_path / "x.jsonl").write_text(json.dumps(record))
    (release,) = FORMATS["doccano"].read(tmp_path / "x.jsonl", HEAD)
    assert release.text == "Exports \nrose 5%\n" and [m.text for m in release.marks] == ["Exports", "5%"]
