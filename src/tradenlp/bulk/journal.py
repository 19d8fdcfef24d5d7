"""What a run has done, in a file beside its output, so that it can go on after a kill at any moment.

A line each: ``H`` the run, ``D`` a text with its document, ``E`` a text with its error; a text is known by a hash of
all that was read of it, and each line has a checksum. The line that a kill cut off is not there when the file is read
again, and its text is read anew; so are texts whose lines were damaged since. The output is made from the journal once
all texts are in it.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO

from .. import errors
from ..documents.writers import keep_mode
from ..errors import ConfigError, TradeError
from ..facts import Document
from .failures import plain
from .inputs import Listing, apart
from .lines import DOCUMENT, ERROR, HEAD, Entry, line_of, parsed

try:
    import fcntl
except ImportError:  # Windows, where an open file cannot be replaced anyway
    fcntl = None  # type: ignore[assignment]

_KEY = 16  # hexadecimal digits
_FORM = 2  # of the journal's lines


class Journal:
    """The journal of one run; a context that leaves the file in place unless ``finish`` was called.

    Args:
        output: the file that the run is to write; the journal is ``.NAME.part`` beside it.
        run: what must be the same for a run to go on, as ``run_of`` gives it.
        resume: go on from what is there; without it that is dropped.
    Raises:
        ConfigError: E123 if the run that is there is another one, E125 if it is still running.
        OSError: if the file cannot be written.
    """

    def __init__(self, output: Path, run: dict[str, Any], resume: bool) -> None:
        target = output.resolve()
        self.output = output
        self.path = target.with_name(f".{target.name[:200]}.part")
        self.kept = 0
        self.dropped = 0
        self.documents_kept = 0
        self.damaged = 0
        self._finished = False
        self._holes: dict[int, int] = {}  # damaged lines by how many sound ones stand before them
        self._stream: BinaryIO = self.path.open("r+b" if self.path.exists() else "w+b")
        try:
            keep_mode(target, self.path)
            self._lock(self._stream)
            self._begin({"form": _FORM, **run}, resume)
        except BaseException:
            self._stream.close()
            raise

    def __enter__(self) -> Journal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._finished:
            self.path.unlink(missing_ok=True)
        self._stream.close()

    # -- writing -------------------------------------------------------------------------------------------------------

    def fill(
        self,
        sources: Iterable[Any],
        read: Callable[[Iterator[Any], Callable[[TradeError], object]], Iterator[Document]],
        report: Callable[[TradeError], object],
    ) -> None:
        """Put all texts into the journal, those that are there already unread.

        Args:
            sources: all texts of the run, in order.
            read: yields the document of each text or passes its error to its second argument, in order.
            report: called with each error, those from before included.
        Raises:
            ConfigError: E123 if the texts are not those that are there.
        """
        items = iter(sources)
        lost = self._check(items, report)
        if lost:
            again: list[Entry] = []
            _read_all((item for _, item in lost), read, report, again.append)
            self._mend([number for number, _ in lost], again)
        _read_all(items, read, report, self._add)

    def finish(self) -> None:
        """Say that the output is written: the journal goes with the end of the context."""
        self._finished = True

    def _add(self, entry: Entry) -> None:
        self._stream.write(line_of(entry))
        self.documents_kept += entry.sort == DOCUMENT
        self._stream.flush()  # a kill takes what the process holds, not what the system has

    def _mend(self, numbers: list[int], lines: list[Entry]) -> None:
        """Write the journal anew with lines in place of damaged ones.

        Args:
            numbers: how many sound lines stand before each.
            lines: what is to stand there.
        """
        new = self.path.with_name(f".{self.path.name.removeprefix('.').removesuffix('.part')[:100]}.{os.getpid()}.tmp")
        places = deque(zip(numbers, lines, strict=True))
        made = new.open("x+b")
        try:
            keep_mode(self.path, new)
            self._lock(made)
            with self.path.open("rb") as old:
                made.write(old.readline())
            for number, entry in enumerate(self._entries()):
                while places and places[0][0] == number:
                    made.write(line_of(places.popleft()[1]))
                made.write(line_of(entry))
            made.flush()
            if fcntl is None:
                self._stream.close()
                made.close()
            os.replace(new, self.path)
        except BaseException:
            made.close()
            new.unlink(missing_ok=True)
            raise
        self._stream.close()
        self._stream = made if fcntl is not None else self.path.open("r+b")
        self._stream.seek(0, os.SEEK_END)
        self.kept += len(lines)
        self.documents_kept += sum(entry.sort == DOCUMENT for entry in lines)

    # -- reading -------------------------------------------------------------------------------------------------------

    def lines(self) -> Iterator[bytes]:
        """Yield the documents in order, each a line of JSON in UTF-8 without its end.

        Raises:
            ConfigError: E123 for a line that was damaged since it was written.
        """
        for entry in self._entries(whole=True):
            if entry.sort == DOCUMENT:
                yield entry.value

    def documents(self) -> Iterator[Document]:
        """Yield the documents in order.

        Raises:
            ConfigError: E123 for a line that was damaged since it was written.
        """
        for line in self.lines():
            try:
                document = Document.model_validate_json(line)
            except ValueError as error:
                raise self._refusal("a line of it is damaged") from error
            yield document

    def _entries(self, whole: bool = False) -> Iterator[Entry]:
        """Yield the sound lines behind the head; the first damaged one is an error where the whole is wanted."""
        with self.path.open("rb") as stream:
            next(stream, None)
            for line in stream:
                entry = parsed(line)
                if entry is not None:
                    yield entry
                elif whole:
                    raise self._refusal("a line of it was damaged just now; with --resume its text is read again")

    def _check(self, items: Iterator[Any], report: Callable[[TradeError], object]) -> list[tuple[int, Any]]:
        """Pass over the texts that are there.

        Returns:
            list: the texts whose lines are damaged, each with the number of sound lines before it.
        Raises:
            ConfigError: E123.
        """
        lost: list[tuple[int, Any]] = []
        if not self.kept:
            return lost
        for number, entry in enumerate(self._entries()):
            item = next(items, None)
            left = 2 * self._holes.get(number, 0)  # a line end that was damaged made one line of two
            while item is not None and left and _key(item) != entry.key:
                lost.append((number, item))
                item, left = next(items, None), left - 1
            if item is None or _key(item) != entry.key:
                now = "is missing now" if item is None else f"is another one now ({item.id})"
                raise self._refusal(f"text {number + 1 + len(lost):,} of those that it read {now}")
            if entry.sort == ERROR:
                told = json.loads(entry.value)
                report(getattr(errors, told["kind"])(told["code"], **told["data"]))
        return lost

    def _begin(self, run: dict[str, Any], resume: bool) -> None:
        """Check what is there, cut off what a kill left half written, and go to the end.

        Raises:
            ConfigError: E123.
        """
        head = json.dumps(run, sort_keys=True, ensure_ascii=True).encode()
        found, end = self._sound()
        if found is not None and resume:
            entry = parsed(found)
            if entry is None:
                raise self._refusal("its first line is damaged, or of another version")
            self._compare(json.loads(entry.value), json.loads(head))
        else:
            self.dropped, end = self.kept, 0
            self.kept = self.documents_kept = self.damaged = 0
            self._holes.clear()
        self._stream.seek(end)
        self._stream.truncate()
        if not end:
            self._stream.write(line_of(Entry(HEAD, b"", head)))
            self._stream.flush()

    def _sound(self) -> tuple[bytes | None, int]:
        """Return the first line, if it has an end, and where the last sound line ends; counts the texts between."""
        self._stream.seek(0)
        first = self._stream.readline()
        if not first.endswith(b"\n"):
            return None, 0
        end = at = len(first)
        bad = 0
        for line in self._stream:
            at += len(line)
            entry = parsed(line)
            if entry is None or entry.sort == HEAD:
                bad += line.endswith(b"\n")  # a line without its end is what a kill leaves
                continue
            if bad:
                self._holes[self.kept], bad = bad, 0
            end = at
            self.kept += 1
            self.documents_kept += entry.sort == DOCUMENT
        self.damaged = sum(self._holes.values()) + bad
        return first, end

    def _compare(self, before: dict[str, Any], now: dict[str, Any]) -> None:
        for name in sorted({*before, *now}, key=lambda name: (name == "files", name)):  # other inputs explain files
            if before.get(name) != now.get(name):
                raise self._refusal(_difference(name, before.get(name), now.get(name)))

    def _refusal(self, found: str) -> ConfigError:
        return ConfigError("E123", path=str(self.output), found=found)

    def _lock(self, stream: BinaryIO) -> None:
        """Keep other runs away for as long as a file is open.

        Raises:
            ConfigError: E125 if one is there.
        """
        if fcntl is not None:
            with contextlib.suppress(BlockingIOError):
                fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return
            raise ConfigError("E125", path=str(self.output))


def _read_all(
    items: Iterable[Any],
    read: Callable[[Iterator[Any], Callable[[TradeError], object]], Iterator[Document]],
    report: Callable[[TradeError], object],
    add: Callable[[Entry], object],
) -> None:
    """Read texts and give a line for each to ``add``, in their order."""
    waiting: deque[bytes] = deque()

    def noted() -> Iterator[Any]:
        for item in items:
            waiting.append(_key(item))
            yield item

    def failed(error: TradeError) -> None:
        told = {"kind": type(error).__name__, "code": error.code, "data": plain(error.data)}
        add(Entry(ERROR, waiting.popleft(), json.dumps(told).encode()))
        report(error)

    for document in read(noted(), failed):
        add(Entry(DOCUMENT, waiting.popleft(), document.to_json().encode("utf-8", "surrogatepass")))


def _difference(name: str, before: Any, now: Any) -> str:
    """What is not as it was, of options and files only those that differ."""
    if name == "files" and isinstance(before, dict) and isinstance(now, dict):
        return apart(before, now)
    if isinstance(before, dict) and isinstance(now, dict):
        differing = sorted(key for key in {*before, *now} if before.get(key) != now.get(key))
        return ", ".join(f"{key} was {before.get(key)!r} and is {now.get(key)!r}" for key in differing)
    return f"{name} was {before!r} and is {now!r}"


def run_of(
    version: str, weights: str, paths: Iterable[str], files: Listing | None = None, **options: object
) -> dict[str, Any]:
    """Return what makes a run the same as another.

    Args:
        version: of the package.
        weights: name of the model.
        paths: what is read, as on the command line.
        files: what these stood for, as ``listing`` gives it; None where that is not to be held against.
        options: all that decides what comes out; values that JSON has.
    Returns:
        dict: for ``Journal``.
    """
    return {"version": version, "weights": weights, "inputs": list(paths), "options": options, "files": files}


def clear_away(output: Path) -> None:
    """Remove temporary files of the output whose processes a kill ended.

    Args:
        output: the file that they were to become.
    """
    target = output.resolve()
    for path in target.parent.glob(f".{_literal(target.name[:100])}.*.tmp"):
        number = path.name.rsplit(".", 2)[-2]
        if number.isdigit() and not _runs(int(number)):
            with contextlib.suppress(OSError):
                path.unlink()


def _literal(name: str) -> str:
    return "".join(f"[{sign}]" if sign in "*?[" else sign for sign in name)


def _runs(process: int) -> bool:
    if os.name == "nt":
        return True  # a signal of 0 would end it
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _key(item: Any) -> bytes:
    told = json.dumps([str(item.id), str(item.published), item.text], ensure_ascii=True)
    return hashlib.sha256(told.encode()).hexdigest()[:_KEY].encode()


__all__ = ["Journal", "clear_away", "run_of"]
