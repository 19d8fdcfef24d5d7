"""Label Studio: JSON tasks with regions and relations, and the labelling configuration of their project.

Regions bear the ids of marks. The facts of a figure stand as lines in a text area of its region, led by their number in
the release (``12. exports i1 | reporter p1 Kenya | amount m1 3bn USD``). A new fact needs no line: relations from its
figure and a choice of indicator make one.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

from ...labels import ENTITY_LABELS, INDICATORS, MODALITIES, QUALIFIERS
from ..format import HEAD_KEYS, Mark, Release
from .assemble import assemble
from .base import (
    NO_HEAD,
    Drawing,
    Edge,
    Format,
    Head,
    Place,
    Span,
    entries,
    entry,
    folder_of,
    head_of,
    number,
    parse_json,
    places_of,
    read_text,
    string,
    strings,
    write_text,
)
from .graph import RELATIONS, anchor, given_lines, keys_of, release_edges
from .lines import fact_line

_CHOICES: dict[str, tuple[str, ...]] = {"indicator": INDICATORS, "modality": MODALITIES, "qualifiers": QUALIFIERS}
_NUMBERED = re.compile(r"\s*(\d+)\.\s+(.*)", re.DOTALL)
_COLOURS = "#2e7d32 #1565c0 #6a1b9a #ad1457 #c62828 #ef6c00 #558b2f #00838f #4527a0 #283593 #37474f #4e342e".split()


def labeling_config() -> str:
    """Return the labelling configuration (XML) that a project for these tasks is created with."""
    colours = [_COLOURS[at % len(_COLOURS)] for at in range(len(ENTITY_LABELS))]
    labels = [
        f"<Label value={quoteattr(x)} background={quoteattr(c)}/>" for x, c in zip(ENTITY_LABELS, colours, strict=True)
    ]
    choices = [
        f'  <Choices name="{name}" toName="text" perRegion="true" choice="{"single" if at < 2 else "multiple"}"'
        f' showInline="true">\n    {" ".join(f"<Choice value={quoteattr(value)}/>" for value in values)}\n  </Choices>'
        for at, (name, values) in enumerate(_CHOICES.items())
    ]
    return "\n".join(
        [
            "<View>",
            "  <Style>.htx-text { white-space: pre-wrap; }</Style>",
            '  <Relations choice="multiple">',
            "    " + " ".join(f"<Relation value={quoteattr(label)}/>" for label in RELATIONS),
            "  </Relations>",
            '  <Labels name="label" toName="text">',
            *(f"    {label}" for label in labels),
            "  </Labels>",
            '  <Text name="text" value="$text" granularity="symbol"/>',
            *choices,
            '  <TextArea name="fact" toName="text" perRegion="true" editable="true" rows="2"/>',
            "</View>\n",
        ]
    )


def write_label_studio(releases: Iterable[Release], path: str | Path) -> None:
    """Write releases as annotated tasks, and beside them the configuration that their project is created with.

    Args:
        releases: without problems.
        path: of the JSON file; ``labeling_config()`` lies beside it, with the suffix ``.xml``.
    """
    tasks = [_task(release) for release in releases]
    write_text(path, json.dumps(tasks, ensure_ascii=False, indent=1) + "\n")
    write_text(Path(path).with_suffix(".xml"), labeling_config())


def read_label_studio(path: str | Path, head: Head = NO_HEAD) -> list[Release]:
    """Read exported tasks (JSON, not JSON-MIN).

    Of several annotations the ground truth counts, else the last one updated; tasks that annotators skipped are passed
    over. A task without annotations is read from its first prediction.

    Args:
        path: of the JSON file.
        head: front matter for keys that a task lacks.
    Returns:
        list: releases without problems.
    Raises:
        CorpusError: E211 naming the task that cannot be a release.
    """
    whole = Place(str(path), 1)
    tasks = parse_json(read_text(path), whole)
    if not isinstance(tasks, list):
        raise whole.error(f"the file holds {type(tasks).__name__}", "a list of tasks")
    found = []
    for count, item in enumerate(tasks, start=1):
        place = Place(str(path), count)
        task = entry(item, "a task", place)
        result = _result(task, place)
        if result is not None:
            found.append(assemble(_drawing(task, result, place), place, head))
    return found


def _task(release: Release) -> dict[str, Any]:
    return {
        "data": {
            "text": release.text,
            **release.head,
            "folder": release.split,
            "with": given_lines(release),
            "marks": {mark.id: [mark.start, mark.end] for mark in release.marks if mark.id},
            "facts": [fact_line(fact) for fact in release.facts if not anchor(fact)],
        },
        "annotations": [{"result": list(_regions(release))}],
    }


def _regions(release: Release) -> Iterator[dict[str, Any]]:
    lines: dict[str, list[str]] = {}
    for count, fact in enumerate(release.facts, start=1):
        lines.setdefault(anchor(fact), []).append(f"{count}. {fact_line(fact)}")
    for mark, key in keys_of(release).items():
        yield _item(key, mark, "label", "labels", {"text": mark.text, "labels": [mark.label]})
        if mark.id and mark.id in lines:
            yield _item(key, mark, "fact", "textarea", {"text": lines[mark.id]})
    pairs: dict[tuple[str, str], list[str]] = {}
    for edge in release_edges(release):
        pairs.setdefault((edge.head, edge.child), []).append(edge.label)
    for (first, second), labels in pairs.items():
        yield {"from_id": first, "to_id": second, "type": "relation", "direction": "right", "labels": labels}


def _item(key: str, mark: Mark, name: str, kind: str, value: dict[str, Any]) -> dict[str, Any]:
    offsets = {"start": mark.start, "end": mark.end}
    return {"id": key, "from_name": name, "to_name": "text", "type": kind, "value": {**offsets, **value}}


def _result(task: Mapping[str, Any], place: Place) -> list[dict[str, Any]] | None:
    """The regions and relations of the annotation that counts; None for a task that was skipped."""
    annotations = entries(task, "annotations" if "annotations" in task else "completions", place)
    made = [annotation for annotation in annotations if not annotation.get("was_cancelled")]
    if annotations and not made:
        return None
    made.sort(key=lambda annotation: (bool(annotation.get("ground_truth")), str(annotation.get("updated_at") or "")))
    if not made:
        made = entries(task, "predictions", place)[:1]
    if not made:
        raise place.error("a task without annotations", "an annotated task; export those that are finished")
    return entries(made[-1], "result", place)


def _drawing(task: Mapping[str, Any], result: Sequence[Mapping[str, Any]], place: Place) -> Drawing:
    data = entry(task.get("data"), "'data'", place)
    spans, edges = [], []
    drafts: dict[str, dict[str, str]] = {}
    lines: list[tuple[float, str, str]] = [(0, "", line) for line in strings(data, "facts", place)]
    for item in result:
        kind = item.get("type")
        if kind == "relation":
            edges += _edges(item, place)
            continue
        value = entry(item.get("value"), "'value'", place)
        key = str(item.get("id", ""))
        if kind in ("labels", "hypertextlabels"):
            spans.append(_span(key, value, place))
        elif kind == "textarea" and item.get("from_name") == "fact":
            texts = value.get("text")
            lines += [_numbered(line, key) for line in strings({"text": _listed(texts)}, "text", place)]
        elif kind == "choices" and item.get("from_name") in _CHOICES:
            drafts.setdefault(key, {})[str(item["from_name"])] = " ".join(strings(value, "choices", place))
    lines.sort(key=lambda line: line[0])
    given = strings(data, "with", place)
    return Drawing(
        string(data, "text", place),
        tuple(spans),
        tuple(edges),
        {**head_of(entry(task.get("meta") or {}, "'meta'", place), HEAD_KEYS), **head_of(data, HEAD_KEYS)},
        places_of(data.get("marks"), place),
        tuple(line for _, _, line in lines),
        tuple(given[int(n) - 1] if 0 < n <= len(given) else "" for n, _, _ in lines),
        folder_of(data),
        {at: key for at, (_, key, _) in enumerate(lines) if key},
        drafts,
    )


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) else value


def _numbered(line: str, key: str) -> tuple[float, str, str]:
    """The number of a fact line, the region it stands at, and the line; new lines come last."""
    match = _NUMBERED.fullmatch(line)
    return (int(match[1]), key, match[2]) if match else (float("inf"), key, line)


def _span(key: str, value: Mapping[str, Any], place: Place) -> Span:
    labels = strings(value, "labels" if "labels" in value else "hypertextlabels", place)
    if len(labels) != 1:
        raise place.error(f"a region with the labels {list(labels)}", "one label for each region")
    offsets = entry(value.get("globalOffsets") or value, "'globalOffsets'", place)
    return Span(key, number(offsets, "start", place), number(offsets, "end", place), labels[0])


def _edges(item: Mapping[str, Any], place: Place) -> list[Edge]:
    ends = [string(item, "from_id", place), string(item, "to_id", place)]
    if item.get("direction") == "left":
        ends.reverse()
    labels = strings(item, "labels", place)
    if not labels:
        raise place.error(f"a relation from {ends[0]} to {ends[1]} without a label", "one of " + ", ".join(RELATIONS))
    return [Edge(ends[0], ends[1], label) for label in labels]


LABEL_STUDIO = Format(
    "label_studio",
    ".json",
    write_label_studio,
    read_label_studio,
    "Nothing is lost but remarks; facts that rest on no mark at all stand in the task's data, not to be edited.",
)
"""JSON tasks of Label Studio."""
