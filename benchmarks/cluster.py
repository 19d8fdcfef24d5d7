"""Speed of ``tradenlp.distributed`` on a Ray cluster of this machine: ``python benchmarks/cluster.py``.

Two runs of different size are timed, and the difference counts, so that starting Ray and the actors does not.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import tempfile
import time
from pathlib import Path

import pyarrow
import pyarrow.parquet as parquet
import texts

os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")


def main() -> None:
    """Measure, and print the result as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--releases", type=int, default=400, help="of the smaller run; the larger has three times as many"
    )
    parser.add_argument("--actors", type=int, default=1, help="how many read")
    parser.add_argument("--tokens", type=int, default=30_000, help="size of the sample that is read again and again")
    options = parser.parse_args()
    held = texts.sample(options.tokens)
    import ray

    ray.init(num_cpus=options.actors + 1, object_store_memory=200_000_000, include_dashboard=False, log_to_driver=False)
    ray.data.DataContext.get_current().enable_progress_bars = False
    folder = Path(tempfile.mkdtemp())
    try:
        sizes = options.releases, 3 * options.releases
        small, large = (run(folder / str(size), held, size, options.actors) for size in sizes)
    finally:
        ray.shutdown()
        shutil.rmtree(folder)
    seconds, tokens = large["seconds"] - small["seconds"], large["tokens"] - small["tokens"]
    told = {
        "actors": options.actors,
        "releases": sizes[1] - sizes[0],
        "tokens_per_release": tokens / (sizes[1] - sizes[0]),
        "tokens_per_second_and_actor": tokens / seconds / options.actors,
        "seconds_to_start": small["seconds"] - sizes[0] * seconds / (sizes[1] - sizes[0]),
    }
    print(json.dumps(told, indent=1))


def run(folder: Path, held: list[dict], size: int, actors: int) -> dict[str, float]:
    """Read so many releases from Parquet to Parquet; gives seconds of wall clock and tokens read."""
    import ray

    from tradenlp import distributed

    chosen = [held[n % len(held)] for n in range(size)]
    rows = [{"id": str(n), "published": one["published"], "text": one["text"]} for n, one in enumerate(chosen)]
    folder.mkdir()
    parquet.write_table(pyarrow.Table.from_pylist(rows), folder / "in.parquet", row_group_size=100)
    start = time.perf_counter()
    found = distributed.extract(ray.data.read_parquet(str(folder / "in.parquet")), workers=actors, batch_size=50)
    found.write_parquet(str(folder / "out"), min_rows_per_file=size)
    seconds = time.perf_counter() - start
    written = list((folder / "out").glob("*.parquet"))
    assert sum(parquet.read_metadata(file).num_rows for file in written) == size
    return {"seconds": seconds, "tokens": sum(one["tokens"] for one in chosen)}


if __name__ == "__main__":
    main()
