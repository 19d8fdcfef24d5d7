"""What validation finds: one place of one file, how grave it is, what was found and what was expected."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong, or worth a second look, in an annotated release.

    Attributes:
        path: the file, as it was named.
        line: its line, counted from 1.
        kind: stable name of the check, such as ``figure-value`` or ``alignment``.
        severity: ``error`` breaks the format or contradicts the text; a ``warning`` may be meant so.
        found: what stands there.
        expected: what should.
    """

    path: str
    line: int
    kind: str
    severity: Severity
    found: str
    expected: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.severity}: {self.found}; expected {self.expected} [{self.kind}]"
