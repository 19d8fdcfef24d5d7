"""Any number of texts in bounded memory: limits for each, worker processes, and runs that go on after a kill."""

from .failures import Failures
from .journal import Journal, clear_away, run_of
from .outcomes import Limits, Outcome, limits_of, outcome
from .pool import Crew, outcomes

__all__ = [
    "Crew",
    "Failures",
    "Journal",
    "Limits",
    "Outcome",
    "clear_away",
    "limits_of",
    "outcome",
    "outcomes",
    "run_of",
]
