"""What the process's environment becomes before anything else starts."""

from __future__ import annotations

from pathlib import Path

import pytest

from design_sessions.process_environment import prepare_environment

LOOPBACK = "localhost,127.0.0.1,::1"


@pytest.mark.parametrize(
    ("given", "exempt"),
    [
        ({}, {}),
        ({"HTTP_PROXY": "http://h:1"}, {"no_proxy": LOOPBACK}),
        ({"ALL_PROXY": "socks5://h:1", "NO_PROXY": "a.com"}, {"NO_PROXY": f"a.com,{LOOPBACK}"}),
        (
            {"https_proxy": "http://h:1", "no_proxy": "a.com", "NO_PROXY": "b.com"},
            {"no_proxy": f"a.com,{LOOPBACK}", "NO_PROXY": f"b.com,{LOOPBACK}"},
        ),
    ],
)
def test_git_and_libraries_do_not_proxy_loopback_either(
    environment: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    given: dict[str, str],
    exempt: dict[str, str],
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in [name for name in environment if name.lower().endswith("_proxy")]:
        del environment[name]
    environment |= given
    prepare_environment()
    found = {name: environment[name] for name in environment if name.lower() == "no_proxy"}
    assert found == exempt
