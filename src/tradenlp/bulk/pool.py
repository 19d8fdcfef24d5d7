"""Worker processes: one text at a time each, outcomes in the order of the texts.

Each worker has a thread here that waits for it. A worker that dies takes nothing with it but the text that it read.
Workers are plain interpreters and no forks, so that scripts need no guard around their main part and notebooks work.
"""

from __future__ import annotations

import contextlib
import json
import pickle
import signal
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from typing import Any

from pydantic import ValidationError

from ..errors import ConfigError, ReadError, TradeError
from ..facts import Document
from .frames import READY, Task, receive, send
from .outcomes import Limits, Outcome, name_of

_AHEAD = 64  # texts taken per worker before the first of them is done, so that a slow one holds up no other
_AHEAD_SIZE = 16_000_000  # and their characters
_STARTS = 3
_ENDING = ("E121", "E122")  # answers after which a worker ends itself
_PROGRAM = (
    "import sys, json; sys.path[:] = json.loads(sys.argv[1]); "
    "from tradenlp.bulk.worker import serve; serve(*json.loads(sys.argv[2]))"
)


def outcomes(items: Iterable[Any], limits: Limits, model: str | None = None) -> Generator[Outcome, None, None]:
    """Read texts in worker processes that end with the last of them.

    Args:
        items: objects with ``text``, ``id`` and ``published``; taken from this thread, at most a few hundred ahead.
        limits: how many processes, and what one text may take.
        model: folder of weights; those of the package where it is None.
    Yields:
        Document | TradeError: as ``Crew.outcomes``.
    Raises:
        ConfigError: E124 if no process can be started.
    """
    with closing(Crew(limits, model)) as crew:
        yield from crew.outcomes(items)


def _document(reply: str) -> Document:
    try:
        return Document.model_validate_json(reply)
    except (UnicodeError, ValidationError):  # half of a surrogate pair, which only Python's own reader takes
        return Document.model_validate(json.loads(reply))


class Crew:
    """The threads and their workers, until it is closed.

    Args:
        limits: how many, and what one text may take.
        model: folder of weights; those of the package where it is None.
    """

    def __init__(self, limits: Limits, model: str | None = None) -> None:
        self.limits = limits
        self.model = model
        self._threads = ThreadPoolExecutor(limits.workers, "tradenlp-worker")
        self._own = threading.local()
        self._all: set[_Worker] = set()
        self._lock = threading.Lock()
        self._closed = False

    def outcomes(self, items: Iterable[Any]) -> Generator[Outcome, None, None]:
        """Read texts; the processes stay for those of the next call.

        Args:
            items: objects with ``text``, ``id`` and ``published``; taken from this thread, at most a few hundred ahead.
        Yields:
            Document | TradeError: one for each item, in order; E120 for a text that took too long, E121 for one that
            took too much memory, E122 for one whose process died.
        Raises:
            ConfigError: E124 if no process can be started.
        """
        waiting: deque[tuple[Future[Any], int]] = deque()
        size = 0
        source = iter(items)
        broken: BaseException | None = None
        while True:
            while broken is None and len(waiting) < _AHEAD * self.limits.workers and size < _AHEAD_SIZE:
                try:
                    item = next(source)
                except StopIteration as end:
                    broken = end
                except Exception as error:  # told once all that came before it is out, as one process would
                    broken = error
                else:
                    task = Task(
                        getattr(item, "text", None), getattr(item, "published", None), getattr(item, "id", None)
                    )
                    length = len(task.text) if isinstance(task.text, str) else 0
                    waiting.append((self._submit(task), length))
                    size += length
            if not waiting:
                break
            future, length = waiting.popleft()
            reply = future.result()
            size -= length
            yield _document(reply) if isinstance(reply, str) else reply
        if not isinstance(broken, StopIteration) and broken is not None:
            raise broken

    def _submit(self, task: Task) -> Future[Any]:
        """Queue a text; gives JSON of its document, or an error."""
        return self._threads.submit(self._read, task)

    def close(self) -> None:
        """End all workers, whatever they do."""
        with self._lock:
            self._closed = True
            for worker in self._all:
                worker.kill()
        self._threads.shutdown(wait=True, cancel_futures=True)
        for worker in self._all:
            worker.end()

    def _read(self, task: Task) -> str | TradeError:
        try:
            pickle.dumps(task)
        except Exception as error:  # whatever its own methods raise
            return ConfigError("E301", name="text", found=type(task.text).__name__, expected=f"a str ({error})")
        worker = self._worker()
        reply = worker.ask(task, self.limits.max_seconds)
        if isinstance(reply, (str, TradeError)):
            if isinstance(reply, TradeError) and reply.code in _ENDING:
                self._drop(worker)
            return reply
        reason = self._drop(worker)
        if reply is _TOO_LONG:
            return ReadError("E120", path=name_of(task), limit=f"{self.limits.max_seconds:g}")
        return ReadError("E122", path=name_of(task), reason=reason)

    def _worker(self) -> _Worker:
        """Return this thread's worker, a new one where there is none that is ready.

        Raises:
            ConfigError: E124.
        """
        reason = "it was not tried"
        for _ in range(_STARTS):
            worker: _Worker | None = getattr(self._own, "worker", None)
            if worker is None:
                worker = self._started()
            if worker.is_ready():
                return worker
            reason = self._drop(worker)
        raise ConfigError("E124", reason=reason)

    def _started(self) -> _Worker:
        with self._lock:
            if self._closed:
                raise ConfigError("E124", reason="the run is over")
            worker = _Worker(self.limits.max_memory, self.model)
            self._all.add(worker)
        self._own.worker = worker
        return worker

    def _drop(self, worker: _Worker) -> str:
        """Part with a worker; gives what it ended with."""
        worker.kill()
        with self._lock:
            self._all.discard(worker)
        self._own.worker = None
        return worker.end()


_TOO_LONG = object()
_DIED = object()


class _Worker:
    """One process.

    Args:
        max_memory: megabytes that a text may take.
        model: folder of weights; those of the package where it is None.
    """

    def __init__(self, max_memory: float | None, model: str | None) -> None:
        program = [sys.executable, "-c", _PROGRAM, json.dumps(sys.path), json.dumps([max_memory, model])]
        self._process: Any = subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def is_ready(self) -> bool:
        """Wait until the process can take a text; False if it died before."""
        try:
            return bool(receive(self._process.stdout) == READY)
        except (EOFError, OSError, ValueError, pickle.UnpicklingError):
            return False

    def ask(self, task: Any, seconds: float | None) -> object:
        """Send a text; gives what the process answers, ``_TOO_LONG`` or ``_DIED``."""
        late = _Deadline(self, seconds)
        try:
            send(self._process.stdin, task)
            return receive(self._process.stdout)
        except (EOFError, OSError, ValueError, pickle.UnpicklingError):
            return _TOO_LONG if late.passed else _DIED
        finally:
            late.off()

    def kill(self) -> None:
        """End the process."""
        with contextlib.suppress(OSError):
            self._process.kill()

    def end(self) -> str:
        """Wait for the end of the process; gives what it ended with."""
        code = self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            with contextlib.suppress(OSError):
                stream.close()
        if code < 0:
            with contextlib.suppress(ValueError):
                return f"signal {signal.Signals(-code).name}"
        return f"exit code {code}"


class _Deadline:
    """Ends a worker after some seconds unless it is called off before.

    Args:
        worker: the process to end.
        seconds: None for never.
    """

    def __init__(self, worker: _Worker, seconds: float | None) -> None:
        self.passed = False
        self._worker = worker
        self._off = False
        self._lock = threading.Lock()
        self._timer = threading.Timer(seconds, self._strike) if seconds is not None else None
        if self._timer is not None:
            self._timer.daemon = True
            self._timer.start()

    def _strike(self) -> None:
        with self._lock:  # so that an answer that comes just now is not followed by the end of the next text
            if not self._off:
                self.passed = True
                self._worker.kill()

    def off(self) -> None:
        """Call it off."""
        with self._lock:
            self._off = True
        if self._timer is not None:
            self._timer.cancel()
