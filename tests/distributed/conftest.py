"""Texts, and a small cluster on this machine."""

from __future__ import annotations

import os
from collections.abc import Iterator
from types import ModuleType

import pytest

PLACES = ("Chile", "Peru", "Kenya", "Vietnam", "Poland")


def text(number: int) -> str:
    place = PLACES[number % 5]
    return (
        f"{place}'s exports of tea rose {number % 17 + 1}.{number % 10}% year on year to ${100 + 7 * number} million "
        f"in April.\n\nImports fell {number % 9 + 1}% to ${50 + 3 * number} million, most of it rice from Thailand."
    )


def texts(number: int) -> list[dict[str, object]]:
    return [{"id": f"d{n:03}", "published": "2024-05-20", "text": text(n), "page": n} for n in range(number)]


@pytest.fixture(scope="session")
def ray() -> Iterator[ModuleType]:
    """The package, with a cluster of four slots and 100 MB that runs until all tests are done."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RAY_USAGE_STATS_ENABLED", "0")
        patch.setenv("RAY_AUTH_MODE", "disabled")
        patch.setenv("RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO", "0")
        patch.setenv("PYTHONPATH", os.pathsep.join(filter(None, ("src", os.environ.get("PYTHONPATH")))))
        found = pytest.importorskip("ray", reason='ray is not installed: pip install "tradenlp[ray]"')
        data = pytest.importorskip("ray.data", reason='ray[data] is not installed: pip install "tradenlp[ray]"')
        size = 100 * 1024**2
        found.init(
            num_cpus=4, object_store_memory=size, include_dashboard=False, log_to_driver=False, logging_level="ERROR"
        )
        data.DataContext.get_current().enable_progress_bars = False
        yield found
        found.shutdown()
