"""The files of a run, kept in its journal, so that a run that goes on can tell whether they are still the same."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, TypeAlias

Listing: TypeAlias = dict[str, Any]
_NAMED = 10_000  # files; of more only their number and a hash are kept, so that the head of a journal stays small
_SHOWN = 3


def listing(paths: Iterable[Path]) -> Listing:
    """List files with their sizes.

    Args:
        paths: in the order in which they are read; taken one after the other.
    Returns:
        dict: ``files``, how many; ``sha256`` over names and sizes; ``sizes`` by name where they are not too many.
    """
    sizes: dict[str, int | None] | None = {}
    digest, count = hashlib.sha256(), 0
    for path in paths:
        count += 1
        size = _size(path)
        digest.update(json.dumps([str(path), size]).encode())
        if sizes is not None:
            sizes[str(path)] = size
            if len(sizes) > _NAMED:
                sizes = None
    return {"files": count, "sha256": digest.hexdigest(), "sizes": sizes}


def apart(before: Listing, now: Listing) -> str:
    """Tell how files differ.

    Args:
        before, now: from ``listing``, not the same.
    Returns:
        str: names the first ones where they are known.
    """
    then, here = before.get("sizes"), now.get("sizes")
    if not isinstance(then, dict) or not isinstance(here, dict):
        return f"the files to read are others: {before.get('files'):,} before, {now.get('files'):,} now"
    told = [f"{name} is new" for name in here if name not in then]
    told += [f"{name} is not there any more" for name in then if name not in here]
    told += [
        f"{name} had {then[name]:,} bytes and has {size:,}"
        for name, size in here.items()
        if name in then and None not in (size, then[name]) and then[name] != size
    ]
    if not told:
        return "the files to read come in another order"
    rest = len(told) - _SHOWN
    return "; ".join(told[:_SHOWN]) + (f"; and {rest:,} more differ" if rest > 0 else "")


def _size(path: Path) -> int | None:
    """Bytes of a regular file; None for a pipe, a device, or what cannot be looked at."""
    try:
        return path.stat().st_size if path.is_file() else None
    except OSError:
        return None


__all__ = ["apart", "listing"]
