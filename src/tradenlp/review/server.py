"""The desk over HTTP, for a browser on the same computer and nobody else.

It listens on the loopback interface alone. Every path begins with a random token that only the page's address holds;
``Host`` has to be the server's own, so that no name of somebody else leads here, and so has ``Origin`` where one is
sent. Releases are found by id in the desk's own list: no part of a path or body is ever used as a path.
"""

from __future__ import annotations

import hmac
import json
import os
import secrets
from collections.abc import Callable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NoReturn
from urllib.parse import unquote, urlsplit

from ..errors import TradeError
from .desk import Desk
from .drafts import DraftError, to_json
from .page import page
from .store import Stale

ADDRESS = "127.0.0.1"
MAX_BYTES = 8_000_000
"""Largest body of a request."""
SECONDS = 30
"""How long a connection may be silent."""


class Refusal(Exception):  # noqa: N818 - an answer, not an error of the program
    """What a request gets instead of an answer: a status and a sentence."""

    def __init__(self, status: HTTPStatus, message: str, **more: Any) -> None:
        super().__init__(message)
        self.status = status
        self.body = {"message": message, **more}


class Server(ThreadingHTTPServer):
    """A desk that is served.

    Args:
        desk: what is served.
        port: to listen on; a free one where it is 0.
        token: that the address holds; a new one where it is None.
    Raises:
        OSError: if the port is taken.
    """

    daemon_threads = True
    allow_reuse_address = os.name == "posix"  # a port just left can be taken again; elsewhere two could share one

    def __init__(self, desk: Desk, port: int = 0, token: str | None = None) -> None:
        self.desk = desk
        self.token = token or secrets.token_urlsafe(24)
        super().__init__((ADDRESS, port), _Handler)
        self.hosts = {f"{name}:{self.server_port}" for name in (ADDRESS, "localhost")}

    @property
    def url(self) -> str:
        """The address of the page, token included."""
        return f"http://{ADDRESS}:{self.server_port}/{self.token}/"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of connections that a browser broke off."""


class _Handler(BaseHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"
    server_version = "tradenlp"
    sys_version = ""
    timeout = SECONDS

    def do_GET(self) -> None:  # noqa: N802 - the name that http.server calls
        self._answer()

    def do_PUT(self) -> None:  # noqa: N802
        self._answer()

    def do_POST(self) -> None:  # noqa: N802
        self._answer()

    def log_message(self, format: str, *args: Any) -> None:
        """Requests are no news; addresses hold the token."""

    def _answer(self) -> None:
        try:
            self._send(HTTPStatus.OK, *self._routed())
        except Refusal as refusal:
            # what was sent with it is not read, so nothing more can be understood on this connection
            self.close_connection = True
            self._send(refusal.status, json.dumps(refusal.body).encode(), "application/json")

    def _routed(self) -> tuple[bytes, str]:
        """Return the body and the kind of the answer, once everything about the request is right.

        Raises:
            Refusal: where it is not.
        """
        self._trusted()
        token, _, rest = urlsplit(self.path).path.removeprefix("/").partition("/")
        if not hmac.compare_digest(token.encode(), self.server.token.encode()):
            raise Refusal(HTTPStatus.FORBIDDEN, "This address is not that of the desk. Open the one it printed.")
        parts = [unquote(part) for part in rest.split("/")]
        if self.command == "GET" and parts == [""]:
            return page()[0].encode(), "text/html; charset=utf-8"
        found = self._called(parts)
        if found is None:
            raise Refusal(HTTPStatus.NOT_FOUND, "There is nothing here.")
        try:
            return json.dumps(found(), allow_nan=False).encode(), "application/json"
        except KeyError:
            raise Refusal(HTTPStatus.NOT_FOUND, "There is no such release here.") from None
        except DraftError as error:
            raise Refusal(HTTPStatus.BAD_REQUEST, f"This is no draft: {error}.") from error
        except Stale as stale:
            raise Refusal(
                HTTPStatus.CONFLICT,
                "This release was changed in another window or by another program.",
                revision=stale.kept.revision,
                draft=to_json(stale.kept.draft),
            ) from None
        except (TradeError, OSError) as error:
            self._failed(error)

    def _failed(self, error: Exception) -> NoReturn:
        told = f"Not saved. {error}" if self.command == "PUT" else str(error)
        raise Refusal(HTTPStatus.INTERNAL_SERVER_ERROR, told) from error

    def _trusted(self) -> None:
        host = self.headers.get_all("Host") or []
        if len(host) != 1 or host[0] not in self.server.hosts:
            raise Refusal(HTTPStatus.FORBIDDEN, "This server answers to its own address only.")
        for origin in self.headers.get_all("Origin") or ():
            if origin != f"http://{host[0]}":
                raise Refusal(HTTPStatus.FORBIDDEN, "Other pages may not ask for this.")
        if self.headers.get("Sec-Fetch-Site", "none") not in ("none", "same-origin"):
            raise Refusal(HTTPStatus.FORBIDDEN, "Other pages may not ask for this.")

    def _called(self, parts: list[str]) -> Callable[[], Any] | None:
        desk = self.server.desk
        match self.command, parts:
            case "GET", ["api", "queue"]:
                return desk.queue
            case "GET", ["api", "releases", id]:
                return lambda: desk.open(id)
            case "PUT", ["api", "releases", id]:
                sent = self._sent()
                return lambda: desk.save(id, sent.get("draft"), sent.get("revision"))
            case "POST", ["api", "releases", id, "value"]:
                sent = self._sent()
                return lambda: {"value": desk.value(id, sent)}
            case "POST", ["api", "releases", id, "open"]:
                self._sent()
                return lambda: desk.store.remember(desk.items[id].proposal.id)
        return None

    def _sent(self) -> dict[str, Any]:
        """Read the object that was sent.

        Raises:
            Refusal: if it is none, or too large.
        """
        if self.headers.get_content_type() != "application/json":
            raise Refusal(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "Only JSON is taken.")
        length = self.headers.get("Content-Length", "")
        if not (length.isascii() and length.isdigit()):
            raise Refusal(HTTPStatus.LENGTH_REQUIRED, "How long is it?")
        if len(length) > 12 or int(length) > MAX_BYTES:
            raise Refusal(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "This is too much for one release.")
        try:
            sent = json.loads(self.rfile.read(int(length)))
        except (ValueError, RecursionError):
            sent = None
        if not isinstance(sent, dict):
            raise Refusal(HTTPStatus.BAD_REQUEST, "This is no JSON object.")
        return sent

    def _send(self, status: HTTPStatus, body: bytes, kind: str) -> None:
        self.send_response(status)
        for name, value in (
            ("Content-Type", kind),
            ("Content-Length", str(len(body))),
            ("Cache-Control", "no-store"),
            ("Content-Security-Policy", page()[1]),
            ("Cross-Origin-Resource-Policy", "same-origin"),
            ("Referrer-Policy", "no-referrer"),
            ("X-Content-Type-Options", "nosniff"),
        ):
            self.send_header(name, value)
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)


__all__ = ["ADDRESS", "MAX_BYTES", "Server"]
