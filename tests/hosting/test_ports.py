from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from design_sessions.errors import InputError
from hosting.ports import LOOPBACK, choose_port, free_port, is_free


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as listener:
        listener.bind((LOOPBACK, 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_a_preferred_port_that_is_taken_gives_way_to_the_next(taken_port: int) -> None:
    free = free_port()

    assert choose_port(None, [taken_port, free], option="--temporal-port") == free


def test_any_free_port_will_do_when_all_preferred_ones_are_taken(taken_port: int) -> None:
    chosen = choose_port(None, [taken_port], option="--temporal-port")

    assert chosen != taken_port
    assert is_free(chosen)


def test_an_explicit_port_that_is_taken_is_bad_input(taken_port: int) -> None:
    with pytest.raises(InputError, match=rf"Port {taken_port} \(--ui-port\) is taken"):
        choose_port(taken_port, [free_port()], option="--ui-port")


def test_two_servers_do_not_get_the_same_port() -> None:
    port = free_port()

    with pytest.raises(InputError):
        choose_port(port, [], option="--ui-port", taken={port})
    assert choose_port(None, [port], option="--ui-port", taken={port}) != port
