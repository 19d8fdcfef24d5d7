"""What is measured of the package alone: cold start, components, and growth with length and number of documents."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
_SAMPLE = ROOT / "docs" / "samples" / "liaoning-2023.md"
_IMPORT = "import time; t = time.perf_counter(); import tradenlp; print(time.perf_counter() - t)"
_CLI = [sys.executable, "-m", "tradenlp", "extract"]


def cold(times: int = 7) -> dict[str, float]:
    """Return seconds of wall clock, the best of several: import, and the first fact of a new process."""
    imports, facts = [], []
    for _ in range(times):
        found = subprocess.run([sys.executable, "-c", _IMPORT], capture_output=True, text=True, check=True)
        imports.append(float(found.stdout))
        start = time.perf_counter()
        with subprocess.Popen([*_CLI, str(_SAMPLE), "--format", "csv"], stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            process.stdout.readline()  # the head
            process.stdout.readline()
            facts.append(time.perf_counter() - start)
            process.stdout.read()
    return {"import_seconds": min(imports), "first_fact_seconds": min(facts)}


def profile(releases: list[str], rounds: int = 3) -> dict[str, float]:
    """Return the time of each component in microseconds a token of the bare tokenizer, the best of several rounds."""
    from tradenlp.pipeline import load_pipeline
    from tradenlp.pipes import store

    nlp = load_pipeline()
    best: dict[str, float] = {}
    for _ in range(rounds + 1):
        spent = dict.fromkeys(("tokenizer", *nlp.pipe_names, "output"), 0.0)
        tokens = 0
        for text in releases:
            start = time.process_time()
            doc = nlp.make_doc(text)
            tokens += len(doc)
            spent["tokenizer"] += time.process_time() - start
            for name, pipe in nlp.pipeline:
                start = time.process_time()
                doc = pipe(doc)
                spent[name] += time.process_time() - start
            start = time.process_time()
            store.result(doc).to_json()
            spent["output"] += time.process_time() - start
        each = {name: 1e6 * seconds / tokens for name, seconds in spent.items()}
        best = min(best or each, each, key=lambda told: sum(told.values()))
    return best


def growth_in_length(releases: list[str], longest: int) -> list[dict[str, float]]:
    """Return the cost of documents of several lengths, all cut from the same text."""
    from tradenlp.pipeline import load_pipeline, read

    nlp = load_pipeline()
    sized = [(text, len(nlp.make_doc(text))) for text in releases]
    read(nlp, releases[0])
    out = []
    for length in (200, 1_000, 5_000, 20_000, 50_000, 100_000, 200_000):
        if length > longest:
            break
        # 1,000 and the longest are held against each other, so both read all of it
        share = longest if length in (1_000, longest) else max(40_000, length)
        best = None
        documents = _cut(sized, length, share)
        for _ in range(2):
            start = time.process_time()
            for text in documents:
                read(nlp, text)
            spent = time.process_time() - start
            best = spent if best is None else min(best, spent)
        tokens = sum(len(nlp.make_doc(text)) for text in documents)
        out.append({"tokens": length, "documents": len(documents), "microseconds_per_token": 1e6 * best / tokens})
    return out


def _cut(sized: list[tuple[str, int]], length: int, share: int) -> list[str]:
    """Put releases together to documents of a length until they hold the share."""
    out, held, size, total = [], [], 0, 0
    for text, tokens in sized:
        held.append(text)
        size += tokens
        total += tokens
        if size >= length:
            out.append("\n\n".join(held))
            held, size = [], 0
        if total >= share:
            break
    return out or ["\n\n".join(held)]


def growth_in_documents(releases: list[str], most: int) -> list[dict[str, Any]]:
    """Return time and memory of ``tradenlp extract`` over numbers of documents, with one worker and with all."""
    short = [text for text in releases if len(text) < 2_500]
    workers = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    out = []
    for number in (50, 200, 1_000, 5_000):
        if number > most:
            break
        with tempfile.TemporaryDirectory() as folder:
            source = Path(folder) / "docs.jsonl"
            lines = (json.dumps({"id": str(n), "text": short[n % len(short)]}) for n in range(number))
            source.write_text("\n".join(lines), encoding="utf-8")
            written = []
            for count in sorted({1, workers}):
                target = Path(folder) / f"{count}.jsonl"
                start = time.perf_counter()
                spent, peak = _run([*_CLI, str(source), "-o", str(target), "--workers", str(count)])
                wall = time.perf_counter() - start
                written.append(target.read_bytes())
                out.append({
                    "documents": number, "workers": count, "wall_seconds": wall,
                    "cpu_seconds": spent, "peak_mb": peak,
                    "same_output": written[0] == written[-1],
                })  # fmt: skip
    return out


def _run(command: list[str]) -> tuple[float, float]:
    """Run a command; gives the CPU seconds of it and its children, and the MB of the largest of them."""
    process = subprocess.Popen(command)
    peak = 0.0
    while True:
        ended, status, usage = os.wait4(process.pid, os.WNOHANG)
        if ended:
            break
        peak = max(peak, *(_peak(number) for number in (process.pid, *_children(process.pid))))
        time.sleep(0.2)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return usage.ru_utime + usage.ru_stime, peak


def _peak(process: int) -> float:
    """Most memory that a process held so far, in MB; 0 where it is gone."""
    try:
        status = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmHWM")), 0.0)


def _children(process: int) -> list[int]:
    found: list[int] = []
    for file in Path(f"/proc/{process}/task").glob("*/children"):
        with contextlib.suppress(OSError):
            found += map(int, file.read_text(encoding="utf-8").split())
    return found
