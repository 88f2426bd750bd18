from pathlib import Path

import pytest

from design_sessions.repository.remote_url import (
    host_of,
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
    ],
)
def test_what_is_stored_of_an_address_has_no_credentials(url: str, stored: str) -> None:
    assert redact_url(url) == stored


def test_error_texts_lose_credentials_and_known_secrets() -> None:
    text = "unable to access 'https://ada:s3cret@host/x/': token-1 refused; ssh://git@host/x"
    assert redact(text, "token-1", None) == (
        "unable to access 'https://***@host/x/': *** refused; ssh://git@host/x"
    )


def test_only_paths_and_file_addresses_are_on_this_machine() -> None:
    assert local_path("/srv/my_app") == Path("/srv/my_app")
    assert local_path("file:///srv/my%20app") == Path("/srv/my app")
    assert local_path("https://host/my_app") is None


def test_the_host_keeps_its_port_and_loses_the_user() -> None:
    assert host_of("http://ada@Localhost:8080/x") == "localhost:8080"
    assert host_of("git@github.com:ada/x") is None
