"""Measures one contender in this process, pinned to one core; ``run.py`` calls it.

    python measure.py NAME TEXTS CORE PASSES SECONDS PART PARTS

It says ``ready`` when the contender is loaded, starts when a line comes in, and answers with a line of JSON.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from pathlib import Path


def peak() -> float:
    """Most memory that this process held, in MB; what ``getrusage`` tells counts the parent's before the start too."""
    status = Path("/proc/self/status")
    if status.exists():
        return next(int(line.split()[1]) for line in status.read_text().splitlines() if line.startswith("VmHWM")) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Load, wait, measure, answer."""
    name, file, core, passes, seconds, part, parts = sys.argv[1:]
    for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ[variable] = "1"
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {int(core)})
    texts = json.loads(Path(file).read_text(encoding="utf-8"))[int(part) :: int(parts)]
    sys.path.insert(0, str(Path(__file__).parent))
    from contenders import OURS, PEERS

    started = time.process_time()
    read = {**OURS, **PEERS}[name]()
    batch = getattr(read, "batch", None)  # those that gain from many texts at once get them
    plain = [text["text"] for text in texts]
    read(texts[0]["text"], texts[0]["published"])
    loading = time.process_time() - started
    out = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # some peers print
    out.write("ready\n")
    out.flush()
    sys.stdin.readline()
    rounds, found = [], []
    begun = time.perf_counter()
    while len(rounds) < int(passes) and (not rounds or time.perf_counter() - begun < float(seconds)):
        cpu, wall = time.process_time(), time.perf_counter()
        found = [read(text["text"], text["published"]) for text in texts] if batch is None else batch(plain)
        rounds.append({"cpu": time.process_time() - cpu, "wall": time.perf_counter() - wall})
    answer = {
        "loading_cpu": loading,
        "rounds": rounds,
        "tokens": sum(text["tokens"] for text in texts),
        "peak_mb": peak(),
        "found": None if not found or found[0] is None else found,
    }
    out.write(json.dumps(answer) + "\n")
    out.flush()


if __name__ == "__main__":
    main()
