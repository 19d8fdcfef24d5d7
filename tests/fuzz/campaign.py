"""Fuzz every target in turn, one process at a time, and print what came of it; needs atheris.

    python tests/fuzz/campaign.py --seconds 3600

Exit code 1 where anything failed: the inputs and tracebacks lie in the folder that is named.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

HERE = Path(__file__).parent
# Shares of the time: the grammars are the deepest, the readers of bytes rest on libraries of others.
SHARES = {
    "numbers": 2,
    "figures": 4,
    "periods": 4,
    "tables": 3,
    "rules": 4,
    "model": 3,
    "plain": 1,
    "html": 2,
    "jsonl": 1,
    "pdf": 1,
    "parquet": 1,
    "word-xml": 1,
    "word": 1,
    "stdin": 1,
    "documents": 2,
    "corpus": 2,
    "exchange": 2,
    "command": 2,
}


def summary(out: Path) -> tuple[str, int]:
    """Return a table of all runs whose counts lie in a folder, and how many sorts of fault they met."""
    counts: Counter[str] = Counter()
    seconds: Counter[str] = Counter()
    slowest: dict[str, float] = {}
    faults: dict[str, set[str]] = {}
    for path in sorted(out.glob("*.json")):
        told = json.loads(path.read_text(encoding="utf-8"))
        name = told["target"]
        counts[name] += told["executions"]
        seconds[name] += told["seconds"]
        slowest[name] = max(slowest.get(name, 0), told["slowest"])
        faults.setdefault(name, set()).update(told["faults"])
    lines = [f"{'target':<10} {'executions':>11} {'seconds':>8} {'slowest':>8} {'faults':>6}"]
    for name in [name for name in SHARES if name in counts]:
        lines.append(
            f"{name:<10} {counts[name]:>11,} {seconds[name]:>8,.0f} {slowest[name]:>8.2f} {len(faults[name]):>6}"
        )
    lines.append(f"{'all':<10} {counts.total():>11,} {sum(seconds.values()):>8,.0f}")
    return "\n".join(lines), sum(map(len, faults.values()))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=600, help="of all targets together")
    parser.add_argument("--target", action="append", choices=sorted(SHARES), help="these alone; may be given again")
    parser.add_argument("--out", type=Path, default=Path("build/fuzz"))
    given = parser.parse_args()
    chosen = {name: share for name, share in SHARES.items() if not given.target or name in given.target}
    broken = []
    for name, share in chosen.items():
        time = given.seconds * share / sum(chosen.values())
        arguments = [name, "--seconds", f"{time:.0f}", "--out", str(given.out)]
        given.out.mkdir(parents=True, exist_ok=True)
        with (given.out / f"{name}.log").open("wb") as log:
            done = subprocess.run([sys.executable, str(HERE / "loop.py"), *arguments], stdout=log, stderr=log)
        if done.returncode:
            broken.append(f"{name} ended with {done.returncode}, see {given.out / name}.log")
    told, faults = summary(given.out)
    print("\n".join([told, *broken]))
    return 1 if faults or broken else 0


if __name__ == "__main__":
    sys.exit(main())
