"""Over HTTP, against git's own server, which asks for a token."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from design_sessions.errors import (
    CredentialsError,
    DesignSessionError,
    InputError,
    RepositoryUnavailableError,
)
from design_sessions.repository.base_commit import resolve_base
from design_sessions.repository.git.command import GitCommand
from design_sessions.repository.git.environment import GitHubToken, git_environment
from design_sessions.repository.mirrors.mirror import Mirror
from design_sessions.repository.writing.new_branch import create_branch
from design_sessions.repository.writing.push import check_push_allowed
from design_sessions.secret_variables import SECRET_VARIABLES
from tests.design_sessions.repository.conftest import Person
from tests.support.git_server import TOKEN, GitServer, serve_repositories
from tests.support.repositories import git


@pytest.fixture
def server(tmp_path: Path, remote: Path, person: Person) -> Iterator[GitServer]:
    with serve_repositories(tmp_path) as server:
        yield server


def files_with(text: str, *roots: Path) -> list[Path]:
    return [
        file
        for root in roots
        for file in root.rglob("*")
        if file.is_file() and text.encode() in file.read_bytes()
    ]


def test_a_token_opens_its_host_and_stays_out_of_files_and_arguments(
    server: GitServer,
    tmp_path: Path,
    person: Person,
    remote: Path,
    environment: dict[str, str],
) -> None:
    store = tmp_path / "stored-credentials"
    git(tmp_path, "config", "--global", "credential.helper", f"store --file={store}")
    trace = tmp_path / "trace"
    environment["GIT_TRACE"] = str(trace)
    mirror = Mirror(
        f"{server.address}/my_app.git",
        tmp_path / "data",
        GitHubToken(TOKEN, server.address),
    )
    base = resolve_base(mirror, None)
    check_push_allowed(mirror, "docs-blog")
    create_branch(mirror, "docs-blog", base)
    assert git(remote, "rev-parse", "docs-blog") == base
    assert "receive-pack" in trace.read_text()
    assert files_with(TOKEN, tmp_path / "data") == []
    assert TOKEN not in trace.read_text()
    assert not store.exists()


def test_a_token_goes_to_no_other_host(server: GitServer, tmp_path: Path) -> None:
    elsewhere = GitHubToken(TOKEN, "https://api.github.com")
    mirror = Mirror(f"{server.address}/my_app.git", tmp_path / "data", elsewhere)
    with pytest.raises(CredentialsError, match="could not read Username") as raised:
        mirror.fetch()
    assert "GITHUB_TOKEN" in raised.value.remedy
    assert server.passwords == []


def test_a_token_that_is_refused_is_not_shown(server: GitServer, tmp_path: Path) -> None:
    mirror = Mirror(
        f"{server.address}/my_app.git",
        tmp_path / "data",
        GitHubToken("wrong-token", server.address),
    )
    with pytest.raises(CredentialsError, match="403") as raised:
        mirror.fetch()
    assert server.passwords == ["x-access-token:wrong-token"]
    assert "wrong-token" not in str(raised.value)


def test_a_server_in_trouble_may_pass(server: GitServer, tmp_path: Path) -> None:
    server.status = 503
    with pytest.raises(RepositoryUnavailableError, match="503"):
        Mirror(f"{server.address}/my_app.git", tmp_path / "data").fetch()


def test_a_server_that_is_not_there_may_pass(tmp_path: Path) -> None:
    with pytest.raises(RepositoryUnavailableError):
        Mirror("http://127.0.0.1:1/my_app.git", tmp_path / "data").fetch()


def test_credentials_in_an_address_are_not_kept(server: GitServer, tmp_path: Path) -> None:
    url = f"http://x-access-token:{TOKEN}@127.0.0.1:{server.server_port}/my_app.git"
    mirror = Mirror(url, tmp_path / "data")
    with pytest.raises(CredentialsError) as raised:
        mirror.fetch()
    assert TOKEN not in str(raised.value)
    assert files_with(TOKEN, tmp_path / "data") == []


@pytest.mark.parametrize(
    ("base_url", "url", "fits"),
    [
        ("https://api.github.com", "https://github.com/ada/x.git", True),
        ("https://api.github.com", "https://github.com.evil.example/ada/x.git", False),
        ("https://api.github.com", "http://github.com/ada/x.git", False),
        ("https://api.github.com", "git@github.com:ada/x.git", False),
        ("https://ghe.example/api/v3", "https://ghe.example/ada/x.git", True),
        ("https://ghe.example/api/v3", "https://github.com/ada/x.git", False),
        ("https://api.octo.ghe.com", "https://octo.ghe.com/ada/x", True),
    ],
)
def test_a_token_fits_the_host_of_its_api(base_url: str, url: str, fits: bool) -> None:
    assert GitHubToken(TOKEN, base_url).fits(url) == fits


def test_how_the_user_calls_ssh_is_left_alone(
    tmp_path: Path,
) -> None:
    assert "BatchMode=yes" in git_environment("git@host:x")["GIT_SSH_COMMAND"]
    called = tmp_path / "called"
    ssh = tmp_path / "ssh"
    ssh.write_text(f"#!/bin/sh\ntouch {called}\nexit 255\n")
    ssh.chmod(0o755)
    git(tmp_path, "config", "--global", "core.sshCommand", str(ssh))
    with pytest.raises(DesignSessionError):
        Mirror("git@host:ada/x.git", tmp_path / "data").fetch()
    assert called.exists()


def test_settings_that_are_in_the_environment_stay(environment: dict[str, str]) -> None:
    environment |= {
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": "http.proxy",
        "GIT_CONFIG_VALUE_0": "http://proxy",
    }
    whole = git_environment("")
    assert whole["GIT_CONFIG_KEY_0"] == "http.proxy"
    assert whole["GIT_CONFIG_KEY_1"] == "core.hooksPath"


def test_programs_that_git_runs_inherit_no_secret(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    environment |= dict.fromkeys(SECRET_VARIABLES, TOKEN)

    shown = GitCommand(tmp_path).run("-c", "alias.variables=!env", "variables", action="run").text

    assert "PATH=" in shown
    assert TOKEN not in shown


@pytest.mark.parametrize(("remote_url", "kept"), [("", 0), ("https://host/x.git", 2)])
def test_a_setting_in_the_environment_with_a_secret_is_left_out_as_a_whole(
    environment: dict[str, str], remote_url: str, kept: int
) -> None:
    given = [
        (f"url.https://ann:{TOKEN}@host/.insteadOf", "https://host/"),
        ("http.extraHeader", f"Authorization: Basic {TOKEN}"),
        ("user.name", "Ann"),
    ]
    environment["GIT_CONFIG_COUNT"] = "3"
    for index, (name, value) in enumerate(given):
        environment |= {f"GIT_CONFIG_KEY_{index}": name, f"GIT_CONFIG_VALUE_{index}": value}
    whole = git_environment(remote_url)
    assert sum(TOKEN in value for value in whole.values()) == kept
    assert whole[f"GIT_CONFIG_KEY_{kept}"] == "user.name"
    environment |= whole
    assert GitCommand(Path("/")).run("config", "user.name", action="read").text == "Ann"


@pytest.mark.parametrize(
    ("remote_url", "kept"), [("", False), ("/srv/x.git", False), ("https://host/x.git", True)]
)
def test_secrets_of_others_are_kept_only_for_credential_helpers(
    environment: dict[str, str], remote_url: str, kept: bool
) -> None:
    secrets = {
        "AWS_SECRET_ACCESS_KEY": TOKEN,
        "GH_TOKEN": TOKEN,
        "npm_config_auth_token": TOKEN,
        "REDIS_URL": f"redis://:{TOKEN}@host",
    }
    environment |= secrets | {"SSH_AUTH_SOCK": "/socket"}
    whole = git_environment(remote_url)
    assert set(secrets) & set(whole) == (set(secrets) if kept else set())
    assert whole["SSH_AUTH_SOCK"] == "/socket"


def test_a_command_without_a_remote_may_reach_none() -> None:
    assert git_environment("")["GIT_ALLOW_PROTOCOL"] == "none"
    assert "https" in git_environment("https://host/x.git")["GIT_ALLOW_PROTOCOL"]


def test_a_command_out_of_time_ends_with_its_children(tmp_path: Path) -> None:
    """The pipes of a child that lives on would keep the command waiting."""
    with pytest.raises(RepositoryUnavailableError, match=r"no answer within 0\.5 seconds"):
        GitCommand(tmp_path).run(
            "-c", "alias.wait=!sleep 600 & sleep 600", "wait", action="wait", time_limit=0.5
        )


def test_a_machine_without_git_is_told_so(tmp_path: Path, environment: dict[str, str]) -> None:
    environment["PATH"] = str(tmp_path)
    with pytest.raises(InputError, match="git is not installed"):
        GitCommand(tmp_path).run("version", action="ask the version")
