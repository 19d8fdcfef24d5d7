"""Who gets an answer, and who does not."""

from __future__ import annotations

import http.client
import json
import socket

import pytest

from tradenlp.review import server as module


@pytest.fixture
def desk(serve, amber, tin):
    return serve(amber, tin)


def ask(desk, method="GET", path="api/queue", body=None, token=None, **headers):
    """One request; gives status, headers and what was said."""
    connection = http.client.HTTPConnection("127.0.0.1", desk.server_port, timeout=10)
    sent = {"Content-Type": "application/json"} if body is not None else {}
    sent.update({name.replace("_", "-"): value for name, value in headers.items()})
    connection.putrequest(method, f"/{desk.token if token is None else token}/{path}", skip_host="Host" in sent)
    data = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
    if data is not None and "Content-Length" not in sent:
        sent["Content-Length"] = str(len(data))
    for name, value in sent.items():
        connection.putheader(name, value)
    connection.endheaders(data)
    answer = connection.getresponse()
    found = answer.read()
    connection.close()
    kind = answer.headers["Content-Type"]
    return answer.status, answer.headers, json.loads(found) if kind == "application/json" else found.decode()


def draft_of(desk, id="desk-amber"):
    opened = ask(desk, path=f"api/releases/{id}")[2]
    return {"draft": opened["draft"], "revision": opened["revision"]}


def test_the_page_and_its_data_come_with_the_token(desk):
    status, headers, html = ask(desk, path="")
    assert status == 200 and html.startswith("<!doctype html>")
    policy = headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'") and "unsafe" not in policy and "frame-ancestors 'none'" in policy
    assert headers["Referrer-Policy"] == "no-referrer" and headers["Cache-Control"] == "no-store"
    assert {row["id"] for row in ask(desk)[2]["items"]} == {"desk-amber", "desk-tin"}


def test_it_listens_to_this_computer_alone(desk):
    assert desk.server_address[0] == "127.0.0.1" and desk.url.startswith("http://127.0.0.1:")
    assert len(desk.token) >= 32
    with pytest.raises(OSError):  # a port that is listened to is nobody else's
        module.Server(desk.desk, desk.server_port)


@pytest.mark.parametrize("token", ["", "x", "api", "../", "%00", "é"])
def test_without_the_token_there_is_no_answer(desk, token):
    for path in ("", "api/queue", "api/releases/desk-amber"):
        status, _, told = ask(desk, path=path, token=token.encode("ascii", "ignore").decode())
        assert status == 403 and "amber" not in json.dumps(told).lower()
    body = draft_of(desk)
    assert ask(desk, "PUT", "api/releases/desk-amber", body, token="x" * 32)[0] == 403


def test_tokens_differ_from_desk_to_desk(serve, amber):
    assert serve(amber).token != serve(amber).token


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": "evil.example:{port}"},
        {"Host": "127.0.0.1"},
        {"Host": "127.0.0.1:1"},
        {"Host": ""},
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1"},
        {"Origin": "https://127.0.0.1:{port}"},
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
    ],
)
def test_other_pages_and_names_get_nothing(desk, headers, folder):
    told = {name: value.format(port=desk.server_port) for name, value in headers.items()}
    assert ask(desk, **told)[0] == 403
    assert ask(desk, "PUT", "api/releases/desk-amber", draft_of(desk), **told)[0] == 403
    assert not list(folder.rglob("*.rel"))


def test_its_own_page_gets_an_answer(desk):
    own = f"127.0.0.1:{desk.server_port}"
    assert ask(desk, Origin=f"http://{own}", Sec_Fetch_Site="same-origin")[0] == 200
    assert ask(desk, Host=own)[0] == 200
    status, _, saved = ask(desk, "PUT", "api/releases/desk-amber", draft_of(desk), Origin=f"http://{own}")
    assert (status, saved["revision"], saved["written"]) == (200, 1, True)


@pytest.mark.parametrize(
    "id",
    [
        "..",
        "../desk",
        "%2e%2e%2fdesk",
        "..%2f..%2f..%2fetc%2fpasswd",
        "%00",
        "desk-amber.rel",
        "desk%2fdesk-amber",
        ".review",
    ],
)
def test_an_id_is_no_path(desk, id, folder, tmp_path):
    before = sorted(tmp_path.rglob("*"))
    assert ask(desk, path=f"api/releases/{id}")[0] == 404
    assert ask(desk, "PUT", f"api/releases/{id}", draft_of(desk))[0] == 404
    assert ask(desk, "POST", f"api/releases/{id}/open", {})[0] == 404
    assert sorted(tmp_path.rglob("*")) == before


def test_what_is_too_large_is_refused_before_it_is_read(desk):
    with socket.create_connection(("127.0.0.1", desk.server_port), timeout=10) as plug:
        head = f"PUT /{desk.token}/api/releases/desk-amber HTTP/1.1\r\nHost: 127.0.0.1:{desk.server_port}\r\n"
        plug.sendall(f"{head}Content-Type: application/json\r\nContent-Length: {module.MAX_BYTES + 1}\r\n\r\n".encode())
        assert plug.recv(100).startswith(b"HTTP/1.1 413")  # though not a byte of it was sent


@pytest.mark.parametrize(
    ("headers", "body", "status"),
    [
        ({"Content_Type": "text/plain"}, b"{}", 415),
        ({"Content_Type": "application/x-www-form-urlencoded"}, b"a=b", 415),
        ({"Content_Length": "-1"}, b"{}", 411),
        ({"Content_Length": "9" * 40}, b"{}", 413),
        ({}, b"{", 400),
        ({}, b"[]", 400),
        ({}, b"[" * 100_000, 400),
        ({}, b'{"draft": {}, "revision": 0}', 400),
        ({}, b'{"draft": null, "revision": "0"}', 400),
    ],
)
def test_what_is_no_draft_is_refused(desk, headers, body, status, folder):
    assert ask(desk, "PUT", "api/releases/desk-amber", body, **headers)[0] == status
    assert not list(folder.rglob("*.rel"))


@pytest.mark.parametrize(("method", "path"), [("GET", "api"), ("GET", "x"), ("POST", "api/queue"), ("PUT", "")])
def test_there_is_nothing_else(desk, method, path):
    assert ask(desk, method, path, {} if method != "GET" else None)[0] == 404
    assert ask(desk, "DELETE", "api/releases/desk-amber")[0] == 501


def test_the_second_window_is_told(desk):
    body = draft_of(desk)
    assert ask(desk, "PUT", "api/releases/desk-amber", body)[0] == 200
    status, _, told = ask(desk, "PUT", "api/releases/desk-amber", body)
    assert status == 409 and told["revision"] == 1 and told["draft"] == body["draft"]
    assert "another window" in told["message"]


def test_what_cannot_be_saved_is_told(desk, folder, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("tradenlp.review.store.durable", full)
    status, _, told = ask(desk, "PUT", "api/releases/desk-amber", draft_of(desk))
    assert status == 500 and told["message"].startswith("Not saved.") and "No space left" in told["message"]


def test_a_mark_is_read(desk):
    opened = ask(desk, path="api/releases/desk-amber")[2]

    def value(slot, words, label, **more):
        start = opened["text"].index(words)
        sent = {"slot": slot, "label": label, "start": start, "end": start + len(words), **more}
        return ask(desk, "POST", "api/releases/desk-amber/value", sent)[2].get("value")

    assert value("period", "May 2024", "PERIOD") == "2024-05"
    assert value("amount", "$45 million", "MONEY") == "45m USD"
    assert value("change", "4.0%", "PERCENT", trend="fell") == "-4 percent unspecified"
    assert value("indicator", "Exports", "INDICATOR") == "exports"
    assert value("partner", "Germany", "PLACE") == "Germany"
    assert value("amount", "Germany", "PLACE") == ""
    assert value("colour", "Germany", "PLACE") is None
    sent = {"slot": "period", "label": "PERIOD", "start": 5, "end": 10**9}
    assert ask(desk, "POST", "api/releases/desk-amber/value", sent)[0] == 400
