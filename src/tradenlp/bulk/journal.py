"""What a run has done, in a file beside its output, so that it can go on after a kill at any moment.

A line each: ``H`` the run, ``D`` a text with its document, ``E`` a text with its error; a text is known by a hash of
all that was read of it. The line that a kill cut off is not there when the file is read again, and its text is read
anew. The output is made from the journal once all texts are in it.
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
from ..errors import ConfigError, TradeError
from ..facts import Document
from .failures import plain

try:
    import fcntl
except ImportError:  # Windows, where an open file cannot be replaced anyway
    fcntl = None  # type: ignore[assignment]

_KEY = 16  # hexadecimal digits
_HEAD, _DOCUMENT, _ERROR = b"H", b"D", b"E"
_FORM = 1  # of the journal's lines


class Journal:
    """The journal of one run; a context that leaves the file in place unless ``finish`` was called.

    Args:
        output: the file that the run is to write; the journal is ``.NAME.part`` beside it.
        run: what must be the same for a run to go on, as ``run_of`` gives it.
        resume: go on from what is there; without it that is dropped.
    Raises:
        ConfigError: E123 if the run that is there is another one, or is still running.
        OSError: if the file cannot be written.
    """

    def __init__(self, output: Path, run: dict[str, Any], resume: bool) -> None:
        target = output.resolve()
        self.output = output
        self.path = target.with_name(f".{target.name[:200]}.part")
        self.kept = 0
        self.dropped = 0
        self.documents_kept = 0
        self._finished = False
        self._stream: BinaryIO = self.path.open("r+b" if self.path.exists() else "w+b")
        try:
            self._lock()
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
        self._check(items, report)
        waiting: deque[bytes] = deque()

        def noted() -> Iterator[Any]:
            for item in items:
                waiting.append(_key(item))
                yield item

        def failed(error: TradeError) -> None:
            told = {"kind": type(error).__name__, "code": error.code, "data": plain(error.data)}
            self._add(_ERROR, waiting.popleft(), json.dumps(told))
            report(error)

        for document in read(noted(), failed):
            self._add(_DOCUMENT, waiting.popleft(), document.to_json())

    def finish(self) -> None:
        """Say that the output is written: the journal goes with the end of the context."""
        self._finished = True

    def _add(self, sort: bytes, key: bytes, value: str) -> None:
        self._stream.write(b"\t".join((sort, key, value.encode("utf-8", "surrogatepass"))) + b"\n")
        self.documents_kept += sort == _DOCUMENT
        self._stream.flush()  # a kill takes what the process holds, not what the system has

    # -- reading -------------------------------------------------------------------------------------------------------

    def lines(self) -> Iterator[bytes]:
        """Yield the documents in order, each a line of JSON in UTF-8 without its end."""
        for sort, _, value in self._entries():
            if sort == _DOCUMENT:
                yield value

    def documents(self) -> Iterator[Document]:
        """Yield the documents in order."""
        for line in self.lines():
            try:
                document = Document.model_validate_json(line)
            except ValueError as error:
                raise self._refusal("a line of it is damaged; delete the file and start again") from error
            yield document

    def _entries(self) -> Iterator[tuple[bytes, bytes, bytes]]:
        with self.path.open("rb") as stream:
            next(stream, None)
            for line in stream:
                sort, key, value = line[:-1].split(b"\t", 2)
                yield sort, key, value

    def _check(self, items: Iterator[Any], report: Callable[[TradeError], object]) -> None:
        """Pass over the texts that are there.

        Raises:
            ConfigError: E123.
        """
        if not self.kept:
            return
        for number, (sort, key, value) in enumerate(self._entries(), start=1):
            item = next(items, None)
            if item is None or _key(item) != key:
                now = "is missing now" if item is None else f"is another one now ({item.id})"
                raise self._refusal(f"text {number:,} of those that it read {now}")
            if sort == _ERROR:
                told = json.loads(value)
                report(getattr(errors, told["kind"])(told["code"], **told["data"]))

    def _begin(self, run: dict[str, Any], resume: bool) -> None:
        """Check what is there, cut off what a kill left half written, and go to the end.

        Raises:
            ConfigError: E123.
        """
        head = json.dumps(run, sort_keys=True, ensure_ascii=True).encode()
        found, end = self._sound()
        if found is not None and resume:
            self._compare(json.loads(found), json.loads(head))
        elif found is not None:
            self.dropped, end = self.kept, 0
            self.kept = self.documents_kept = 0
        else:
            end = 0
        self._stream.seek(end)
        self._stream.truncate()
        if not end:
            self._stream.write(_HEAD + b"\t" + head + b"\n")
            self._stream.flush()

    def _sound(self) -> tuple[bytes | None, int]:
        """Return the head and where the last whole line ends; counts the texts between."""
        self._stream.seek(0)
        first = self._stream.readline()
        if not (first.startswith(_HEAD + b"\t{") and first.endswith(b"}\n")):
            return None, 0
        end = len(first)
        for line in self._stream:
            if line[:2] not in (b"D\t", b"E\t") or line[2 + _KEY : 4 + _KEY] != b"\t{" or not line.endswith(b"}\n"):
                break
            end += len(line)
            self.kept += 1
            self.documents_kept += line.startswith(_DOCUMENT)
        return first[2:-1], end

    def _compare(self, before: dict[str, Any], now: dict[str, Any]) -> None:
        for name in sorted({*before, *now}):
            if before.get(name) != now.get(name):
                raise self._refusal(_difference(name, before.get(name), now.get(name)))

    def _refusal(self, found: str) -> ConfigError:
        return ConfigError("E123", path=str(self.output), found=found)

    def _lock(self) -> None:
        """Keep other runs away for as long as the file is open.

        Raises:
            ConfigError: E123 if one is there.
        """
        if fcntl is not None:
            with contextlib.suppress(BlockingIOError):
                fcntl.flock(self._stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return
            raise self._refusal("it is still running")


def _difference(name: str, before: Any, now: Any) -> str:
    """What is not as it was, of options only those that differ."""
    if isinstance(before, dict) and isinstance(now, dict):
        apart = sorted(key for key in {*before, *now} if before.get(key) != now.get(key))
        return ", ".join(f"{key} was {before.get(key)!r} and is {now.get(key)!r}" for key in apart)
    return f"{name} was {before!r} and is {now!r}"


def run_of(version: str, weights: str, paths: Iterable[str], **options: object) -> dict[str, Any]:
    """Return what makes a run the same as another.

    Args:
        version: of the package.
        weights: name of the model.
        paths: what is read, as on the command line.
        options: all that decides what comes out; values that JSON has.
    Returns:
        dict: for ``Journal``.
    """
    return {"version": version, "weights": weights, "inputs": list(paths), "options": options}


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
