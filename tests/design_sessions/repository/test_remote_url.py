import base64
from pathlib import Path

import pytest

from design_sessions.repository.remote_url import (
    host_of,
    is_readable,
    is_url,
    local_path,
    redact,
    redact_url,
    repository_name,
    scheme_of,
)


@pytest.mark.parametrize(
    ("url", "scheme", "name"),
    [
        ("https://github.com/ada/my_app.git", "https", "my_app"),
        ("https://github.com/ada/my_app/", "https", "my_app"),
        ("ssh://git@github.com:22/ada/my_app.git", "ssh", "my_app"),
        ("git@github.com:ada/my_app.git", "ssh", "my_app"),
        ("host:my_app", "ssh", "my_app"),
        ("file:///srv/git/my_app.git", "file", "my_app"),
        ("ext::sh -c id", "ext::", "sh -c id"),
        ("/srv/git/my_app", None, "my_app"),
        ("/home/ada/my_app/.git", None, "my_app"),
    ],
)
def test_an_address_says_its_transport_and_name(url: str, scheme: str | None, name: str) -> None:
    assert scheme_of(url) == scheme
    assert is_url(url) == (scheme is not None)
    assert repository_name(url) == name


@pytest.mark.parametrize(
    ("url", "stored"),
    [
        ("https://ada:s3cret@github.com/ada/my_app", "https://github.com/ada/my_app"),
        ("https://s3cret@github.com/ada/my_app", "https://github.com/ada/my_app"),
        ("ssh://git:s3cret@host/my_app", "ssh://git@host/my_app"),
        ("git@host:ada/my_app", "git@host:ada/my_app"),
        ("git:s3cret@host:ada/my_app", "git@host:ada/my_app"),
        ("/srv/a@b/my_app", "/srv/a@b/my_app"),
        ("https://user:sec'ret@h/x", "https://h/x"),
        ('https://user:sec"ret@h/x', "https://h/x"),
        ("https://user:p@w@h/x", "https://h/x"),
        ("https://user:p/w@h", "https://h"),
        ("https://user:p#w@h/x", "https://h/x"),
        ("https://user:p?w@h/x", "https://h/x"),
        ("ssh://git:p/w@h/x", "ssh://git@h/x"),
        ("git:pa@ss@host:x", "git@host:x"),
        ("git:p/w@host:x", "git@host:x"),
        ("git:p/w@host", "git@host"),
        ("https://user:1/w@h", "https://h"),
        ("file:///srv/a@b/my_app", "file:///srv/a@b/my_app"),
        ("https://h/a@b", "https://h/a@b"),
        ("https://[::1]:8080/a@b", "https://[::1]:8080/a@b"),
    ],
)
def test_what_is_stored_of_an_address_has_no_credentials(url: str, stored: str) -> None:
    assert redact_url(url) == stored


def test_error_texts_lose_credentials_and_known_secrets() -> None:
    text = "unable to access 'https://ada:s3cret@host/x/': token-1 refused; ssh://git@host/x"
    assert redact(text, "token-1", None) == (
        "unable to access 'https://***@host/x/': *** refused; ssh://git@host/x"
    )


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("access 'https://user:sec'ret@h/x': no", "access 'https://***@h/x': no"),
        ("access 'https://user:p/w@h': no", "access 'https://***@h': no"),
        ("see https://host. Or ann@example.com", "see https://host. Or ann@example.com"),
        ("access 'https://user:1/w@h': no", "access 'https://***@h': no"),
        ("at https://host/a@b", "at https://host/a@b"),
        ("at file:///srv/a@b/x", "at file:///srv/a@b/x"),
        ("Authorization: Basic YW5uOnMzY3JldA==", "Authorization: Basic ***"),
        ("Basic authentication failed", "Basic authentication failed"),
    ],
)
def test_whatever_a_password_has_in_it_is_not_shown(text: str, shown: str) -> None:
    assert redact(text) == shown


def test_the_header_that_git_makes_of_a_token_is_hidden_like_the_token() -> None:
    header = base64.b64encode(b"x-access-token:token-1").decode()
    assert redact(f"got {header}, token-1", "token-1") == "got ***, ***"


@pytest.mark.parametrize(
    ("url", "readable"),
    [
        ("https://user:sec'ret@h/x", True),
        ("https://user:p%2Fw@h:8080/x", True),
        ("https://[::1]:8080/x", True),
        ("file:///srv/x", True),
        ("git@host:x", True),
        ("/srv/x", True),
        ("https://user:p/w@h", False),
        ("https://user:p#w@h", False),
        ("https://user:p w@h", False),
        ("https:///x", False),
        ("https://user:1/w@h", False),
        ("user:p/w@h", False),
        ("git@host:p/w@x", True),
        ("git:p/w@host:x", True),
        ("/srv/c:p/w@h", True),
    ],
)
def test_an_address_is_readable_if_its_host_is_certain(url: str, readable: bool) -> None:
    assert is_readable(url) == readable


def test_only_paths_and_file_addresses_are_on_this_machine() -> None:
    assert local_path("/srv/my_app") == Path("/srv/my_app")
    assert local_path("file:///srv/my%20app") == Path("/srv/my app")
    assert local_path("https://host/my_app") is None


def test_the_host_keeps_its_port_and_loses_the_user() -> None:
    assert host_of("http://ada@Localhost:8080/x") == "localhost:8080"
    assert host_of("git@github.com:ada/x") is None
