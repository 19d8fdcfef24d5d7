"""Any number of texts in bounded memory: limits for each, worker processes, and runs that go on after a kill."""

from .failures import ErrorFile, Failures, Twice
from .inputs import listing
from .journal import Journal, clear_away, run_of
from .outcomes import Limits, Outcome, limits_of, outcome
from .pool import Crew, outcomes

__all__ = [
    "Crew",
    "ErrorFile",
    "Failures",
    "Journal",
    "Limits",
    "Outcome",
    "Twice",
    "clear_away",
    "limits_of",
    "listing",
    "outcome",
    "outcomes",
    "run_of",
]
