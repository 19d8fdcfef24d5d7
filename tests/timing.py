"""What work costs, told so that a busy machine fails no test: CPU time, the best of several rounds."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable


def cost(work: Callable[[], object], rounds: int = 3) -> float:
    """Return the CPU seconds of the best of several rounds, in which no garbage is collected.

    Args:
        work: what is timed.
        rounds: how often it is done.
    """
    return min(_once(work) for _ in range(rounds))


def costs_at_most(work: Callable[[], object], seconds: float, rounds: int = 3) -> bool:
    """Tell whether one of several rounds stays within a limit; those after the first that does are not run.

    Args:
        work: what is timed.
        seconds: the limit, in CPU seconds.
        rounds: how often it is tried.
    """
    return any(_once(work) <= seconds for _ in range(rounds))


def grows_at_most(
    work: Callable[[int], object], small: int, large: int, most: float, slack: float = 0.05, rounds: int = 3
) -> bool:
    """Tell whether the cost of a larger size stays within a multiple of the cost of a smaller one.

    Args:
        work: what is timed, given a size.
        small: the smaller size.
        large: the larger size.
        most: the multiple.
        slack: CPU seconds that are let go beside it.
        rounds: how often the larger size is tried.
    """
    limit = most * cost(lambda: work(small)) + slack
    return costs_at_most(lambda: work(large), limit, rounds)


def _once(work: Callable[[], object]) -> float:
    collects = gc.isenabled()
    gc.disable()
    try:
        begun = time.process_time()
        work()
        return time.process_time() - begun
    finally:
        if collects:
            gc.enable()
