"""The desk: releases in their order, opened and saved by id. What a browser asks for, without how it asks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from ..corpus.exchange.values import Values
from ..corpus.format import FIGURE_SLOTS, HEAD_KEYS, Mark
from ..corpus.validation import tokenizer
from ..facts import Document
from ..labels import ENTITY_LABELS
from ..report.arithmetic import written
from ..report.escaping import one_line
from ..report.passages import headline
from .checking import check
from .drafts import SLOTS, Draft, DraftError, Offsets, from_json, to_json
from .ordering import order, uncertainty
from .proposing import propose, text_of
from .store import Kept, Store, file_name

STYLE = "press release"
"""Of a release where nobody says otherwise."""


@dataclass(frozen=True, slots=True)
class Item:
    """A release in the queue.

    Attributes:
        document: what the pipeline read, in the text as ``text_of`` gives it.
        proposal: made of it.
    """

    document: Document
    proposal: Draft


def item(document: Document, text: str, body: str, issuer: str = "") -> Item:
    """Make a release that can be reviewed of a document.

    Args:
        document: with an id.
        text: that it was read from, as ``text_of`` gives it.
        body: issuing body, which names the folder.
        issuer: its name as readers know it; the body where empty.
    Returns:
        Item: its id begins with the body, as ids have to differ in the whole corpus.
    """
    body = file_name(body)
    name = file_name(document.id or "release")
    id = name if name == body or name.startswith(f"{body}-") else file_name(f"{body}-{name}")
    told = {
        "id": id,
        "issuer": " ".join(issuer.split()) or body,
        "body": body,
        "style": STYLE,
        "published": document.published or "",
    }
    head = {key: told[key] for key in HEAD_KEYS if told.get(key)}
    return Item(document, propose(document, text, head))


class Desk:
    """Releases in the order in which to review them, and the folder that they are kept in.

    Args:
        items: in any order; of one id the second becomes ``ID-2``, and so on.
        store: the folder.
    Attributes:
        items: by id, the most telling first.
        changed: ids of those whose text is another than when their review began; the text then goes on being reviewed.
    Raises:
        CorpusError: E201 if the folder holds a broken file of one of them.
        OSError: if it cannot be read.
    """

    def __init__(self, items: Iterable[Item], store: Store) -> None:
        named = list(_apart(items))
        places = order([each.document for each in named], [each.proposal.text for each in named])
        self.items = {named[at].proposal.id: named[at] for at in places}
        self.store = store
        self.changed = [
            id for id, each in self.items.items() if store.load(each.proposal).draft.text != each.proposal.text
        ]

    def queue(self) -> dict[str, Any]:
        """Return the list of releases with the state of each, and which was open last."""
        rows = []
        for id, each in self.items.items():
            kept = self.store.load(each.proposal)
            facts = each.document.facts
            rows.append(
                {
                    "id": id,
                    "title": headline(kept.draft.text) or id,
                    "published": kept.draft.head.get("published", ""),
                    "facts": len(kept.draft.facts),
                    "confidence": round(sum(f.confidence for f in facts) / len(facts), 3) if facts else None,
                    "failed": sum(not one.holds for one in each.document.checks),
                    "doubt": round(uncertainty(each.document), 3),
                    "status": kept.draft.status,
                    "begun": kept.revision > 0,
                }
            )
        at = self.store.at
        return {"items": rows, "at": at if at in self.items else next(iter(self.items), "")}

    def open(self, id: str) -> dict[str, Any]:
        """Return a release to edit: text, draft, the places where tokens begin and end, what does not add up
        in what was read at first, and what is wrong with the draft.

        Raises:
            KeyError: if no release has this id.
        """
        kept = self.store.load(self.items[id].proposal)
        text = kept.draft.text
        at = Offsets(text).units
        tokens = [token for token in tokenizer()(text) if not token.is_space]
        words = [[at(token.idx), at(token.idx + len(token))] for token in tokens]
        checks, _ = written(self.items[id].document)
        failed = [f"{check.title}: {one_line(check.sum)}" for check in checks if not check.holds]
        return {"id": id, "text": text, "words": words, "failed": failed, **_told(kept)}

    def save(self, id: str, data: Any, revision: Any) -> dict[str, Any]:
        """Keep an edited draft.

        Args:
            id: of the release.
            data: as ``drafts.to_json`` writes it.
            revision: that the edit was made from.
        Returns:
            dict: the new revision, whether the release was written, and what is wrong.
        Raises:
            KeyError: if no release has this id.
            DraftError: if the data are no draft.
            Stale: if it was changed elsewhere.
            CorpusError: E201 if the folder holds a broken file of it.
            OSError: if it cannot be written.
        """
        if not isinstance(revision, int) or isinstance(revision, bool):
            raise DraftError(f"the revision is {revision!r}")
        with self.store.lock:
            kept = self.store.load(self.items[id].proposal)
            kept, _ = self.store.save(from_json(data, kept.draft), revision)
        told = _told(kept)
        return {key: told[key] for key in ("revision", "written", "complaints")} | {"status": kept.draft.status}

    def value(self, id: str, data: Any) -> str:
        """Return what a slot reads when it rests on a mark, empty where the mark cannot be read.

        Args:
            id: of the release.
            data: ``slot``, ``label``, ``start``, ``end`` and ``trend``, the word that tells a direction.
        Returns:
            str: in the grammar of fact lines.
        Raises:
            KeyError: if no release has this id.
            DraftError: if the data do not name a slot and a place of the text.
        """
        draft = self.store.load(self.items[id].proposal).draft
        record = data if isinstance(data, dict) else {}
        slot, label, ends = record.get("slot"), record.get("label"), (record.get("start"), record.get("end"))
        if slot not in (*SLOTS, "indicator") or label not in ENTITY_LABELS:
            raise DraftError(f"the slot {slot!r} on a {label!r}")
        start, end = (Offsets(draft.text).characters(at) if isinstance(at, int) else -1 for at in ends)
        if not 0 <= start < end <= len(draft.text):
            raise DraftError(f"no place from {start} to {end}")
        mark = Mark(label, start, end, draft.text[start:end])
        places = tuple(each.text for each in draft.marks if each.label == "PLACE")
        values = _values(draft.text, draft.head.get("published", ""), (draft.head.get("economy", ""), *places[:3]))
        if slot == "indicator":
            return values.indicator(mark)
        word = record.get("trend")
        trend = Mark("TREND", 0, 0, word) if isinstance(word, str) and word else None
        told = values.value(slot, mark, trend) if slot in (*FIGURE_SLOTS, "period", *SLOTS[:5]) else None
        return one_line(told or "").replace("|", " ")


def _apart(items: Iterable[Item]) -> Iterator[Item]:
    """Yield releases under ids that differ."""
    taken: set[str] = set()
    for each in items:
        id, number = each.proposal.id, 1
        while id in taken:
            number += 1
            id = f"{each.proposal.id}-{number}"
        taken.add(id)
        yield replace(each, proposal=replace(each.proposal, head={**each.proposal.head, "id": id}))


@lru_cache(maxsize=4)
def _values(text: str, published: str, economies: tuple[str, ...]) -> Values:
    return Values(text, published, economies)


def _told(kept: Kept) -> dict[str, Any]:
    complaints = check(kept.draft).complaints
    return {
        "draft": to_json(kept.draft),
        "revision": kept.revision,
        "written": kept.written,
        "complaints": [asdict(each) for each in complaints],
    }


def bodies(paths: Sequence[str | None]) -> list[str]:
    """Name issuing bodies after the folders that files lie in.

    Args:
        paths: of files, ``-`` or None for texts without one.
    Returns:
        list[str]: one for each; ``review`` where no folder has a name.
    """
    folders = ("" if path in (None, "-") else Path(str(path)).resolve().parent.name for path in paths)
    return [file_name(folder) if folder else "review" for folder in folders]


__all__ = ["STYLE", "Desk", "Item", "bodies", "item", "text_of"]
