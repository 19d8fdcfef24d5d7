"""The address of a folder's desk, kept so that a page that is still open goes on when the desk is started again."""

from __future__ import annotations

import json
import os
import re
import stat
from contextlib import suppress
from pathlib import Path

from .desk import Desk
from .server import Server
from .store import FOLDER

_NAME = ".address.json"
_TOKEN = re.compile(r"[A-Za-z0-9_-]{32}", re.ASCII)


def reopened(desk: Desk, port: int = 0) -> Server:
    """Serve a desk under the address that it had before, as far as that is free.

    Args:
        desk: what is served.
        port: to listen on; 0 takes that of the last time, or a free one.
    Returns:
        Server: with the token of the last time where the file that keeps it can be read by its owner alone.
    Raises:
        OSError: if the port that was asked for is taken.
    """
    place = desk.store.folder / FOLDER / _NAME
    before, token = _kept(place)
    server = None
    if not port and before:
        with suppress(OSError):
            server = Server(desk, before, token)
    server = server or Server(desk, port, token)
    with suppress(OSError):  # a folder that cannot be written to is told when something is saved
        _keep(place, server)
    return server


def _kept(place: Path) -> tuple[int, str | None]:
    """The port and token of the last time; 0 and None where there are none, or where others could read them."""
    try:
        with place.open("rb") as stream:
            found = os.fstat(stream.fileno())
            told = json.load(stream)
        port, token = told["port"], told["token"]
    except (OSError, ValueError, KeyError, TypeError):
        return 0, None
    private = os.name != "posix" or (stat.S_IMODE(found.st_mode) & 0o077 == 0 and found.st_uid == os.getuid())
    right = type(port) is int and 1024 <= port <= 65535 and isinstance(token, str) and _TOKEN.fullmatch(token)
    return (port, token) if private and right else (0, None)


def _keep(place: Path, server: Server) -> None:
    place.unlink(missing_ok=True)  # what was there may be open to others, or lead elsewhere
    with open(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as stream:
        json.dump({"port": server.server_port, "token": server.token}, stream)


__all__ = ["reopened"]
