"""A process that reads texts one after the other, as ``pool`` sends them.

The worker tells when it is ready, is sent a text, and answers with its document in JSON or with an error (``frames``).
It ends with its standard input, so that none outlives its parent for longer than the text that it reads.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
from functools import partial

from spacy.language import Language

from ..errors import ReadError, TradeError
from ..facts import Document
from ..pipeline import crowded, load_pipeline, read
from .frames import READY, Task, receive, send
from .outcomes import name_of, outcome

_MEGABYTE = 1_000_000
_FIRST = "Exports of copper to Japan rose 5% to $8 billion in May 2024.\n\nMonth  Exports  Imports\nMay  8.0  7.5\n"


def serve(max_memory: float | None = None, model: str | None = None) -> None:
    """Answer frames of standard input on standard output until it ends.

    Args:
        max_memory: megabytes that a text may take.
        model: folder of weights; those of the package where it is None.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the parent too, which ends its workers itself
    replies = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what some library prints must not get between the frames
    nlp = _loaded(model)
    while True:
        try:
            send(replies, READY)
            task = receive(sys.stdin.buffer)
        except (EOFError, OSError):
            return
        fits = True
        try:
            with _Memory(max_memory):
                found = outcome(partial(_read, nlp), task)
                reply: str | TradeError = found.to_json() if isinstance(found, Document) else found
        except MemoryError:
            reply = _short(task, max_memory)
            fits = False
        try:
            send(replies, reply)
        except OSError:
            return
        if not fits:
            return  # what the shortage left half done is not gone on with
        if crowded(nlp):
            del nlp
            gc.collect()  # spaCy's parts refer to each other; the old one goes before the new one comes
            nlp = _loaded(model)


def _loaded(model: str | None) -> Language:
    """Return a pipeline whose tables are loaded, so that limits count the text and nothing else."""
    nlp = load_pipeline(model)
    read(nlp, _FIRST)
    return nlp


def _short(task: Task, max_memory: float | None) -> ReadError:
    if max_memory is None:
        return ReadError("E122", path=name_of(task), reason="not enough memory")
    return ReadError("E121", path=name_of(task), limit=f"{max_memory:g}")


def _read(nlp: Language, task: Task) -> Document:
    return read(nlp, task.text, task.published, task.id)


class _Memory:
    """Keeps what a block may take above what is held already."""

    def __init__(self, megabytes: float | None) -> None:
        self.megabytes = megabytes

    def __enter__(self) -> None:
        if self.megabytes is not None:
            self._limit(_held() + int(self.megabytes * _MEGABYTE))

    def __exit__(self, *exception: object) -> None:
        if self.megabytes is not None:
            self._limit(None)

    @staticmethod
    def _limit(size: int | None) -> None:
        import resource  # of Unix alone

        hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
        wanted = hard if size is None else size
        if hard != resource.RLIM_INFINITY:
            wanted = min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_DATA, (wanted, hard))


def _held() -> int:
    """Bytes that count against ``RLIMIT_DATA``."""
    with open("/proc/self/status", encoding="ascii", errors="replace") as status:
        return next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmData"))


__all__ = ["serve"]
