"""Fuzz one target with atheris for some seconds; what is found goes to a folder and fuzzing goes on.

    python tests/fuzz/loop.py figures --seconds 300 --out build/fuzz

It ends on its own. Each fault is kept once: by its type and the innermost line of the package that it came through.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import atheris

HERE = Path(__file__).parent
# Where each line of the whole package is followed, an execution takes ten times as long; these few lead as well.
WHOLE = ("rules", "model", "documents", "command")
FEW = [
    f"tradenlp.{name}"
    for name in (
        "analysis.document",
        "analysis.assemble",
        "analysis.tables",
        "pipeline",
        "cli",
        "cli_bulk",
        "derived",
        "panel.building",
        "report.building",
        "documents.extracted",
    )
]


class Keeper:
    """Runs a target, counts, and writes down what fails.

    Args:
        run: the target.
        name: of it.
        out: the folder for faults and counts.
        seconds: when to stop.
    """

    def __init__(self, run: Callable[[bytes], None], name: str, out: Path, seconds: float) -> None:
        self.run, self.name, self.out, self.seconds = run, name, out, seconds
        self.count = 0
        self.slowest = 0.0
        self.faults: dict[str, int] = {}
        self.begun = time.monotonic()
        self.told = self.begun

    def __call__(self, data: bytes) -> None:
        begun = time.monotonic()
        try:
            self.run(data)
        except Exception as error:
            self.keep(data, error)
        now = time.monotonic()
        self.count += 1
        self.slowest = max(self.slowest, now - begun)
        if now - self.told > 5:
            self.tell()
        if now - self.begun > self.seconds:
            self.tell()
            os._exit(0)  # atexit functions of libFuzzer would take long

    def keep(self, data: bytes, error: Exception) -> None:
        frames = traceback.extract_tb(error.__traceback__)
        own = [frame for frame in frames if f"{os.sep}tradenlp{os.sep}" in frame.filename] or frames
        place = f"{Path(own[-1].filename).name}:{own[-1].lineno}"
        last = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}"
        key = f"{type(error).__name__} {place} {last}"
        self.faults[key] = self.faults.get(key, 0) + 1
        stem = self.out / f"{self.name}-{hashlib.sha256(key.encode()).hexdigest()[:10]}"
        kept = stem.with_suffix(".bin")
        if not kept.exists() or kept.stat().st_size > len(data):
            kept.write_bytes(data)
            told = "".join(traceback.format_exception(error))[-3000:]
            stem.with_suffix(".txt").write_text(f"{key}\n{data!r}\n\n{told}", encoding="utf-8", errors="replace")

    def tell(self) -> None:
        self.told = time.monotonic()
        spent = round(self.told - self.begun, 1)
        told = {
            "target": self.name,
            "executions": self.count,
            "seconds": spent,
            "slowest": round(self.slowest, 3),
            "faults": self.faults,
        }
        place = self.out / f"{self.name}-{os.getpid()}.json"
        place.write_text(json.dumps(told) + "\n", encoding="utf-8")


def _mutator(target: Any, mutation: Any) -> Callable[[bytes, int, int], bytes]:
    def change(data: bytes, most: int, seed: int) -> bytes:
        rng = Random(seed)
        if target.binary and rng.random() < 0.5 or rng.random() < 0.05:
            return atheris.Mutate(data, most)
        return mutation.encoded(mutation.mutated(mutation.decoded(data), rng, target.dialect), most)

    return change


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("target")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--out", type=Path, default=Path("build/fuzz"))
    given = parser.parse_args()
    sys.path[:0] = [str(HERE), str(HERE.parents[1] / "src")]
    followed = FEW if given.target in WHOLE else ["tradenlp"]
    with atheris.instrument_imports(include=followed):
        from harness import mutation, targets
    target = targets.TARGETS[given.target]
    given.out.mkdir(parents=True, exist_ok=True)
    corpus = given.out / "corpus" / target.name
    corpus.mkdir(parents=True, exist_ok=True)
    keeper = Keeper(target.run, target.name, given.out.resolve(), given.seconds)
    with atheris.instrument_imports(include=followed):  # what targets import when they run
        for number, seed in enumerate(targets.seeds(target.name)):
            (corpus / f"seed-{number}").write_bytes(seed)
            keeper(seed)
    arguments = [sys.argv[0], str(corpus), f"-max_len={target.longest}", "-timeout=60", "-rss_limit_mb=3000"]
    arguments += [
        f"-max_total_time={int(given.seconds) + 5}",
        "-verbosity=0",
        f"-artifact_prefix={given.out}/{target.name}-",
    ]
    keeper.begun = time.monotonic()
    atheris.Setup(arguments, keeper, custom_mutator=_mutator(target, mutation), enable_python_coverage=True)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
