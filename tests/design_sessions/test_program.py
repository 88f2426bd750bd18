from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from design_sessions import program
from tests.support.processes import ROOT


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


def test_a_program_that_is_called_by_its_path_is_printed_with_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(program, "_IS_INSTALLED", False)
    monkeypatch.setattr(sys, "argv", [str(ROOT / "client.py"), "status"])
    monkeypatch.chdir(ROOT)
    assert program.client("log") == "python client.py log"
    monkeypatch.chdir(tmp_path)
    assert program.client("log") == f"{sys.executable} {ROOT}/client.py log"
    assert program.worker() == f"{sys.executable} {ROOT}/worker.py"

    monkeypatch.setattr(program, "_IS_INSTALLED", True)
    monkeypatch.setattr(sys, "argv", [str(tmp_path / "context-design"), "status"])
    monkeypatch.setattr(shutil, "which", lambda _: None)
    assert program.client("log") == f"{tmp_path}/context-design log"
