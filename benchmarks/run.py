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
from report import write

ROOT = Path(__file__).parents[1]
HERE = Path(__file__).parent
PEER_PYTHON = HERE / ".venv" / ("Scripts" if os.name == "nt" else "bin") / "python"


PARTS = ("contenders", "cold", "components", "length", "documents")
"""What is measured, in this order."""


def main() -> None:
    """Measure and write the results."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tokens", type=int, default=6_000, help="size of the sample that all contenders read")
    parser.add_argument("--read", type=int, default=40_000, help="size of the sample whose figures are checked")
    parser.add_argument("--rounds", type=int, default=5, help="rounds over the sample, of which the best counts")
    parser.add_argument("--seconds", type=float, default=30, help="no new round of a contender after so long")
    parser.add_argument("--longest", type=int, default=200_000, help="tokens of the longest document")
    parser.add_argument("--documents", type=int, default=1_000, help="most documents of one run")
    parser.add_argument("--peers", type=Path, default=PEER_PYTHON, help="python of an environment that holds the peers")
    parser.add_argument("--output", type=Path, default=ROOT / "docs", help="folder of the results")
    parser.add_argument("--only", choices=PARTS, nargs="+", help="measure these anew and keep the rest of the results")
    options = parser.parse_args()
    if options.peers == PEER_PYTHON and not PEER_PYTHON.exists():
        install()
    file = options.output / "speed.json"
    results: dict[str, Any] = json.loads(file.read_text(encoding="utf-8")) if options.only else {}
    results = {"date": date.today().isoformat(), "machine": machine(), **{part: results.get(part) for part in PARTS}}
    held = texts.sample(options.tokens)
    results["sample"] = told(held)
    for part in options.only or PARTS:
        say(part)
        results[part] = {
            "contenders": lambda: contenders(held, texts.sample(options.read), options),
            "cold": cold,
            "components": lambda: profile([text["text"] for text in held]),
            "length": lambda: growth_in_length(texts.long_text(), options.longest),
            "documents": lambda: growth_in_documents(texts.long_text(), options.documents),
        }[part]()
    options.output.mkdir(exist_ok=True)
    file.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    write(results, options.output)


def told(held: list[Any]) -> dict[str, int]:
    """Say how large a sample is."""
    return {"releases": len(held), "tokens": sum(text["tokens"] for text in held)}


def contenders(held: list[Any], checked: list[Any], options: Any) -> dict[str, Any]:
    """Measure all contenders on one sample, and check the figures that they find in another."""
    out: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as folder:
        speed, figures = Path(folder) / "speed.json", Path(folder) / "figures.json"
        texts.write(speed, held)
        texts.write(figures, checked)
        for name in (*OURS, *PEERS):
            say(name)
            python = Path(sys.executable) if name in OURS else options.peers
            out[name] = contender(name, python, speed, options)
            if out[name].pop("finds", False):
                found = together(name, python, figures, cores()[:1], ("1", "0"))[0]["found"]
                out[name]["figures"] = texts.right(checked, found)
    return out


def contender(name: str, python: Path, file: Path, options: Any) -> dict[str, Any]:
    """Measure one contender on one core and on all; gives why it could not be where it could not."""
    limits = (str(options.rounds), str(options.seconds))
    try:
        one = together(name, python, file, cores()[:1], limits)[0]
        every = together(name, python, file, cores(), limits)
    except (OSError, RuntimeError) as error:
        return {"failed": str(error)}
    best = min(one["rounds"], key=lambda each: each["cpu"])
    return {
        "tokens_per_second": one["tokens"] / best["cpu"],
        "rounds": len(one["rounds"]),
        "all_cores": sum(each["tokens"] / min(r["cpu"] for r in each["rounds"]) for each in every),
        "all_cores_by_the_clock": sum(each["tokens"] / min(r["wall"] for r in each["rounds"]) for each in every),
        "peak_mb": one["peak_mb"],
        "loading_seconds": one["loading_cpu"],
        "finds": one["found"] is not None,
    }


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
