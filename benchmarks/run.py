"""The benchmarks, side by side in one run: ``python benchmarks/run.py`` (``make bench``).

Peers are installed into ``benchmarks/.venv``; those that cannot be are told of in the results. Results go to
``docs/speed.json``, ``docs/speed.svg`` and the tables of ``docs/speed.md``.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import venv
from datetime import date
from importlib import metadata
from pathlib import Path
from typing import Any

import texts
from contenders import OURS, PEERS
from ours import cold, growth_in_documents, growth_in_length, profile

ROOT = Path(__file__).parents[1]
HERE = Path(__file__).parent
PEER_PYTHON = HERE / ".venv" / ("Scripts" if os.name == "nt" else "bin") / "python"


def main() -> None:
    """Measure everything and write the results."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tokens", type=int, default=10_000, help="size of the sample that all contenders read")
    parser.add_argument("--rounds", type=int, default=5, help="rounds over the sample, of which the best counts")
    parser.add_argument("--seconds", type=float, default=60, help="no new round of a contender after so long")
    parser.add_argument("--longest", type=int, default=200_000, help="tokens of the longest document")
    parser.add_argument("--documents", type=int, default=1_000, help="most documents of one run")
    parser.add_argument("--peers", type=Path, default=PEER_PYTHON, help="python of an environment that holds the peers")
    parser.add_argument("--output", type=Path, default=ROOT / "docs", help="folder of the results")
    options = parser.parse_args()
    if options.peers == PEER_PYTHON and not PEER_PYTHON.exists():
        install()
    held = texts.sample(options.tokens)
    results: dict[str, Any] = {"date": date.today().isoformat(), "machine": machine(), "sample": {
        "releases": len(held), "tokens": sum(text["tokens"] for text in held),
    }, "contenders": {}}  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "texts.json"
        texts.write(file, held)
        for name in (*OURS, *PEERS):
            say(name)
            python = Path(sys.executable) if name in OURS else options.peers
            results["contenders"][name] = contender(name, python, file, held, options)
    say("cold start")
    results["cold"] = cold()
    say("components")
    results["components"] = profile([text["text"] for text in held])
    say("growth with the length of a document")
    results["length"] = growth_in_length(texts.long_text(), options.longest)
    say("growth with the number of documents")
    results["documents"] = growth_in_documents(texts.long_text(), options.documents)
    options.output.mkdir(exist_ok=True)
    (options.output / "speed.json").write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    from report import write

    write(results, options.output)


def contender(name: str, python: Path, file: Path, held: list[Any], options: Any) -> dict[str, Any]:
    """Measure one contender on one core and on all; gives why it could not be where it could not."""
    limits = (str(options.rounds), str(options.seconds))
    try:
        one = together(name, python, file, cores()[:1], limits)[0]
        every = together(name, python, file, cores(), limits)
    except (OSError, RuntimeError) as error:
        return {"failed": str(error)}
    best = min(one["rounds"], key=lambda each: each["cpu"])
    out = {
        "tokens_per_second": one["tokens"] / best["cpu"],
        "rounds": len(one["rounds"]),
        "all_cores": sum(each["tokens"] / min(r["wall"] for r in each["rounds"]) for each in every),
        "peak_mb": one["peak_mb"],
        "loading_seconds": one["loading_cpu"],
    }
    if one["found"] is not None:
        out["figures"] = texts.right(held, one["found"])
    return out


def together(name: str, python: Path, file: Path, on: list[int], limits: tuple[str, str]) -> list[dict[str, Any]]:
    """Run one process a core, all started at once when all are loaded, each on its share of the texts.

    Raises:
        RuntimeError: what a process said that did not answer.
    """
    running = []
    for part, core in enumerate(on):
        command = [str(python), str(HERE / "measure.py"), name, str(file), str(core), *limits, str(part), str(len(on))]
        pipe = subprocess.PIPE
        running.append(subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True))
    try:
        for process in running:
            if process.stdout.readline() != "ready\n":
                raise RuntimeError((process.communicate()[1].strip().splitlines() or ["no answer"])[-1])
        for process in running:
            process.stdin.write("go\n")
            process.stdin.flush()
        answers = [process.communicate() for process in running]
    finally:
        for process in running:
            process.kill()
            process.wait()
    for process, (_, errors) in zip(running, answers, strict=True):
        if process.returncode:
            raise RuntimeError((errors.strip().splitlines() or ["no answer"])[-1])
    return [json.loads(answer) for answer, _ in answers]


def install() -> None:
    """Make the environment of the peers; one that cannot be installed does not keep the others out."""
    say("installing the peers")
    venv.create(PEER_PYTHON.parents[1], with_pip=True)
    pip = [str(PEER_PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    file = HERE / "requirements.txt"
    if subprocess.run([*pip, "-r", str(file)], check=False).returncode == 0:
        return
    for line in file.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            subprocess.run([*pip, line], check=False)


def cores() -> list[int]:
    """The cores that this process may use."""
    return sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else list(range(os.cpu_count() or 1))


def machine() -> dict[str, Any]:
    """What the figures hold for."""
    model = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        names = [
            line.partition(":")[2].strip() for line in info.read_text().splitlines() if line.startswith("model name")
        ]
        model = names[0] if names else model
    versions = {name: metadata.version(name) for name in ("tradenlp", "spacy", "thinc", "numpy")}
    return {"processor": model, "cores": len(cores()), "python": platform.python_version(), **versions}


def say(what: str) -> None:
    """Tell on standard error what is measured now."""
    print(f"{what} ...", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
