"""What a process's settings give to its mirrors, against a git server that asks for a token."""

from __future__ import annotations

from pathlib import Path

import pytest

from design_sessions.errors import CredentialsError
from design_sessions.repository.mirrors.pool import MirrorPool
from design_sessions.settings import Settings
from tests.design_sessions.repository.conftest import Person
from tests.support.git_server import TOKEN, serve_repositories


def test_the_token_of_a_github_enterprise_server_goes_to_its_host_only(
    tmp_path: Path, remote: Path, person: Person
) -> None:
    with serve_repositories(tmp_path) as server:
        mirrors = MirrorPool.of(
            Settings(
                data_directory=tmp_path / "data",
                github_token=TOKEN,
                github_base_url=f"{server.address}/api/v3",
            )
        )
        mirrors.get(f"{server.address}/{remote.name}").fetch()
        assert set(server.passwords) == {f"x-access-token:{TOKEN}"}

        server.passwords.clear()
        other = server.address.replace("127.0.0.1", "localhost")
        with pytest.raises(CredentialsError):
            mirrors.get(f"{other}/{remote.name}").fetch()
        assert server.passwords == []


def test_a_token_of_white_space_is_none(tmp_path: Path, remote: Path, person: Person) -> None:
    with serve_repositories(tmp_path) as server:
        settings = Settings(
            data_directory=tmp_path / "data", github_token=" ", github_base_url=server.address
        )
        with pytest.raises(CredentialsError):
            MirrorPool.of(settings).get(f"{server.address}/{remote.name}").fetch()
        assert server.passwords == []
