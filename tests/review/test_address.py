"""Where a desk is found again."""

from __future__ import annotations

import json
import os
import stat

import pytest

from tradenlp import review
from tradenlp.review.store import FOLDER


@pytest.fixture
def opened(folder, amber):
    """Start desks of one folder, each stopped with the test."""
    running = []

    def started(port: int = 0) -> review.Server:
        running.append(review.reopened(review.Desk([amber], review.Store(folder)), port))
        return running[-1]

    yield started
    for server in running:
        server.server_close()


def address(folder):
    return folder / FOLDER / ".address.json"


def test_the_address_is_that_of_the_last_time(opened, folder):
    first = opened()
    first.server_close()
    assert opened().url == first.url
    if os.name == "posix":
        assert stat.S_IMODE(address(folder).stat().st_mode) == 0o600


def test_a_second_desk_takes_another_port(opened):
    first, second = opened(), opened()
    assert first.server_port != second.server_port
    with pytest.raises(OSError):
        opened(first.server_port)  # that was asked for


@pytest.mark.skipif(os.name != "posix", reason="rights are those of posix")
def test_a_token_that_others_could_read_is_not_taken_again(opened, folder):
    first = opened()
    first.server_close()
    address(folder).chmod(0o644)
    second = opened()
    assert second.token != first.token and stat.S_IMODE(address(folder).stat().st_mode) == 0o600


@pytest.mark.parametrize("port", [0, 80, 70000, "1", True, None])
@pytest.mark.parametrize("token", ["", "short", "../" * 11, 1])
def test_what_is_no_address_is_not_taken(opened, folder, port, token):
    (folder / FOLDER).mkdir(parents=True)
    with open(os.open(address(folder), os.O_WRONLY | os.O_CREAT, 0o600), "w") as stream:
        json.dump({"port": port, "token": token}, stream)
    server = opened()
    assert len(server.token) == 32 and server.server_port != port


def test_a_link_in_the_place_of_the_address_is_not_followed(opened, folder, tmp_path):
    (folder / FOLDER).mkdir(parents=True)
    other = tmp_path / "other.txt"
    other.write_text("mine")
    try:
        address(folder).symlink_to(other)
    except OSError:
        pytest.skip("no links here")
    opened()
    assert other.read_text() == "mine" and not address(folder).is_symlink()
