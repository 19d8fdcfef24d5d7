"""Where reviews are kept: annotated releases, and beside them what a release cannot hold.

``FOLDER/BODY/ID.rel`` is written whenever the draft has no error; until then, or where there is one, the file stays as
it was. ``FOLDER/.review/ID.json`` holds the draft itself with its revision, so that nothing is lost. Each file is
written beside its place, brought to the disk and renamed: whatever happens, the old or the new one is there in whole.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from dataclasses import dataclass, replace
from pathlib import Path
from threading import RLock
from typing import Any

from ..corpus import Release, parse
from ..errors import ConfigError, CorpusError
from .checking import Checked, check
from .drafts import Draft, DraftError, from_json, of_release, to_json

FOLDER = ".review"
"""Of the drafts, inside the folder of the releases."""

_NAME = re.compile(r"[a-z0-9][a-z0-9._-]*", re.ASCII)
_DESK = "desk"


@dataclass(frozen=True, slots=True)
class Kept:
    """A draft as it is kept.

    Attributes:
        draft: the draft.
        revision: counts its changes; 0 for one that was never changed.
        written: whether the release on disk says the same as the draft.
    """

    draft: Draft
    revision: int = 0
    written: bool = False


class Stale(Exception):  # noqa: N818 - it is no error of the program, but news for a browser
    """The draft was changed elsewhere since it was opened; ``kept`` is what is there now."""

    def __init__(self, kept: Kept) -> None:
        super().__init__("changed elsewhere")
        self.kept = kept


def durable(path: Path, data: bytes) -> None:
    """Write a file so that at any moment the old or the new one is there in whole.

    Args:
        path: in a folder that is there.
        data: all that it shall hold.
    Raises:
        OSError: if it cannot be written; then the old one stays.
    """
    temporary = path.with_name(f".{path.name}.new")
    with temporary.open("wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
    os.replace(temporary, path)
    if os.name == "posix":  # elsewhere folders cannot be brought to the disk
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def file_name(name: str) -> str:
    """Make a name that can stand in a path, and no path by itself.

    Args:
        name: of a release or body.
    Returns:
        str: lower-case letters of ASCII, digits, ``.``, ``_`` and ``-``; begins with a letter or digit.
    """
    safe = re.sub(r"[^a-z0-9._-]+", "-", name.casefold(), flags=re.ASCII).strip("-._")[:100]
    return safe if _NAME.fullmatch(safe) else "release-" + _digest(name.encode())[:8]


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


class Store:
    """The folder of a review.

    Args:
        folder: made where it is missing.
    Raises:
        OSError: if it cannot be made.
    """

    def __init__(self, folder: str | Path) -> None:
        self.folder = Path(folder)
        self.lock = RLock()
        (self.folder / FOLDER).mkdir(parents=True, exist_ok=True)

    def release_path(self, draft: Draft) -> Path:
        """Return the file of a release; its names are those of ``file_name``.

        Raises:
            ConfigError: E301 for an id or body that is no such name.
        """
        for key in ("id", "body"):
            if not _NAME.fullmatch(draft.head[key]):
                raise ConfigError("E301", name=key, found=draft.head[key], expected="a name as file_name makes it")
        return self.folder / draft.head["body"] / f"{draft.id}.rel"

    def _state_path(self, id: str) -> Path:
        return self.folder / FOLDER / f"{id}.json"

    def load(self, proposal: Draft) -> Kept:
        """Return what is kept of a release, and the proposal where nothing is.

        A release that was changed by other hands since it was written here takes the place of the draft.

        Args:
            proposal: names the release.
        Returns:
            Kept: of revision 0 where it is the proposal. Its text is that which was reviewed.
        Raises:
            CorpusError: E201 if the release on disk is no release, or has mistakes.
            OSError: if a file cannot be read.
        """
        with self.lock:
            path = self.release_path(proposal)
            data = path.read_bytes() if path.exists() else None
            state = self._state(proposal.id)
            if data is not None and (state is None or _digest(data) not in state["written"]):
                draft = _as_named(of_release(_sound(data, path), "done"), proposal)
                return Kept(draft, (state["revision"] if state else 0) + 1, True)
            if state is None:
                return Kept(proposal)
            base = Draft(state["draft"]["head"], state["text"])
            try:
                draft = from_json(state["draft"], base)
            except DraftError as error:
                raise _broken(self._state_path(proposal.id), str(error)) from error
            draft = _as_named(draft, proposal)
            return Kept(draft, state["revision"], data is not None and _digest(data) == state["written"][-1])

    def _state(self, id: str) -> dict[str, Any] | None:
        path = self._state_path(id)
        if not path.exists():
            return None
        try:
            state = json.loads(path.read_bytes())
            wanted = isinstance(state["revision"], int) and isinstance(state["written"], list)
            if not wanted or not isinstance(state["text"], str) or not isinstance(state["draft"]["head"], dict):
                raise ValueError("keys of other kinds")
        except (ValueError, KeyError, TypeError) as error:
            raise _broken(path, f"{type(error).__name__} {error}") from error
        return dict(state)

    def save(self, draft: Draft, revision: int) -> tuple[Kept, Checked]:
        """Keep a draft, and write its release unless it has an error or is skipped.

        A draft with errors cannot be done; it stays open.

        Args:
            draft: as edited.
            revision: that it was made from.
        Returns:
            tuple: what is kept now, and what is wrong with it.
        Raises:
            Stale: if what is kept has another revision; nothing is written then.
            CorpusError: as ``load``.
            OSError: if a file cannot be written.
        """
        with self.lock:
            kept = self.load(draft)
            if kept.revision != revision:
                raise Stale(kept)
            checked = check(draft)
            if draft.status == "done" and not checked.sound:
                draft = Draft(draft.head, draft.text, draft.marks, draft.facts, "open")
            path = self.release_path(draft)
            before = [_digest(path.read_bytes())] if path.exists() else []
            data = checked.source.encode() if checked.sound and draft.status != "skipped" else None
            state = {
                "revision": revision + 1,
                # both, as the release is written after the draft, and either may be met after a crash
                "written": [*before, *([_digest(data)] if data is not None else [""])],
                "text": draft.text,
                "draft": to_json(draft),
            }
            durable(self._state_path(draft.id), json.dumps(state, ensure_ascii=False).encode("utf-8", "surrogatepass"))
            if data is not None:
                path.parent.mkdir(exist_ok=True)
                durable(path, data)
            elif draft.status == "skipped":
                path.unlink(missing_ok=True)  # the draft holds it all
            return Kept(draft, revision + 1, data is not None), checked

    @property
    def at(self) -> str:
        """The release that was open last, empty where none was."""
        try:
            return str(json.loads((self.folder / FOLDER / f".{_DESK}.json").read_bytes())["at"])
        except (OSError, ValueError, KeyError, TypeError):
            return ""

    def remember(self, id: str) -> None:
        """Keep which release is open.

        Raises:
            OSError: if it cannot be written.
        """
        with self.lock:
            durable(self.folder / FOLDER / f".{_DESK}.json", json.dumps({"at": id}).encode())


def _as_named(draft: Draft, proposal: Draft) -> Draft:
    """A draft under the names of its file, whatever a file that was edited by hand says."""
    names = {key: proposal.head[key] for key in ("id", "body")}
    return replace(draft, head={**draft.head, **names})


def _sound(data: bytes, path: Path) -> Release:
    """Read a release that was not written here.

    Raises:
        CorpusError: E201 where it has mistakes, which a draft could not hold.
    """
    try:
        release = parse(data.decode("utf-8"), str(path))
    except UnicodeDecodeError as error:
        raise _broken(path, f"byte {error.start} is no UTF-8") from error
    for problem in release.problems:
        raise problem
    return release


def _broken(path: Path, found: str) -> CorpusError:
    return CorpusError("E201", path=str(path), line=1, found=found, expected="a file as it was written; move it away")


__all__ = ["FOLDER", "Kept", "Stale", "Store", "durable", "file_name"]
