from __future__ import annotations

import pytest

from design_sessions import program


@pytest.mark.parametrize(
    ("is_installed", "client", "worker"),
    [
        (False, "python client.py log Blog 'a b'", "python worker.py --dev"),
        (True, "context-design log Blog 'a b'", "context-design worker --dev"),
    ],
)
def test_commands_are_printed_as_they_work_here(
    is_installed: bool, client: str, worker: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(program, "_IS_INSTALLED", is_installed)
    assert program.client("log", "Blog", "a b") == client
    assert program.worker("--dev") == worker
    for written in ("context-design retry Post", "python client.py retry Post"):
        assert program.as_called_here(written.split()) == program.client_words("retry", "Post")
    assert program.as_called_here(["git", "push"]) == ["git", "push"]
