"""The releases that a model folder carries, so that what was learned before can be rehearsed: one compressed file.

``releases.jsonl.gz`` has a line of JSON for each release: ``learned``, whether weights were learned from it, and
``release``, its canonical file with head, marks and facts. The same releases give the same bytes.
"""

from __future__ import annotations

import gzip
import json
import zlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from ..errors import ConfigError, CorpusError
from .format import Release, parse
from .writing import render

NAME = "releases.jsonl.gz"
"""The file's name in a model folder."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What a model folder carries.

    Attributes:
        learned: releases that the weights were learned from.
        unseen: releases that nothing was learned from, to measure by.
    """

    learned: tuple[Release, ...]
    unseen: tuple[Release, ...] = ()

    @property
    def bodies(self) -> dict[str, int]:
        """How many releases of each body were learned from."""
        return Counter(release.body for release in self.learned)


def keep(releases: Kept, folder: str | Path) -> None:
    """Write releases into a model folder.

    Args:
        releases: without problems.
        folder: there already.
    Raises:
        CorpusError: E202 for a release that cannot be written.
        OSError: if the folder cannot be written.
    """
    lines = [
        json.dumps({"learned": learned, "release": render(release)}, ensure_ascii=False) + "\n"
        for learned, part in ((True, releases.learned), (False, releases.unseen))
        for release in part
    ]
    out = BytesIO()
    with gzip.GzipFile(filename="", mode="wb", compresslevel=9, fileobj=out, mtime=0) as packed:
        packed.write("".join(lines).encode("utf-8"))
    Path(folder, NAME).write_bytes(out.getvalue())


def kept(folder: str | Path) -> Kept:
    """Read the releases of a model folder.

    Args:
        folder: as ``training.save`` writes it.
    Raises:
        ConfigError: E304 if it carries none, or a file that cannot be read.
    """
    path = Path(folder, NAME)
    parts: dict[bool, list[Release]] = {True: [], False: []}
    try:
        for line in filter(None, gzip.decompress(path.read_bytes()).decode("utf-8").split("\n")):
            told = json.loads(line)
            parts[bool(told["learned"])].append(parse(told["release"], f"{path}"))
    except FileNotFoundError as error:
        raise ConfigError("E304", path=str(folder), reason=f"no {NAME} in it") from error
    except (OSError, EOFError, zlib.error, ValueError, KeyError, TypeError, AttributeError) as error:
        reason = error if isinstance(error, CorpusError) else f"{NAME}: {type(error).__name__}: {error}"
        raise ConfigError("E304", path=str(folder), reason=str(reason)) from error
    if not parts[True]:
        raise ConfigError("E304", path=str(folder), reason=f"{NAME} holds none")
    return Kept(tuple(parts[True]), tuple(parts[False]))


def fresh(releases: Iterable[Release], known: Iterable[Release]) -> tuple[Release, ...]:
    """Return the releases of which none of the known ones has the id or the text."""
    held = list(known)
    ids, texts = {r.id for r in held}, {r.text for r in held}
    return tuple(r for r in releases if r.id not in ids and r.text not in texts)


__all__ = ["NAME", "Kept", "fresh", "keep", "kept"]
