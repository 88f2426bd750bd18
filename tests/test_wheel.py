"""The installed product: a wheel in an environment that knows nothing of this checkout."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from design_sessions.program import VERSION
from tests.support.environment import without_our_settings

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[1]


def run(*command: str | Path, at: Path) -> str:
    """What a command prints; fails with its words if it fails."""
    environment = {
        name: value for name, value in without_our_settings().items() if name != "PYTHONPATH"
    }
    ended = subprocess.run(
        [str(word) for word in command],
        cwd=at,
        env=environment | {"DESIGN_DATA_DIR": str(at / "data")},
        capture_output=True,
        text=True,
        timeout=200,
    )
    assert ended.returncode == 0, ended.stdout[-2_000:] + ended.stderr[-2_000:]
    return ended.stdout


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """The directory of the commands of an environment with the wheel, and its dependencies."""
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet")
    run(*pip, "wheel", "--no-deps", "--no-build-isolation", "-w", tmp_path, ROOT, at=tmp_path)
    (wheel,) = tmp_path.glob("*.whl")
    bare = tmp_path / "bare"
    run(sys.executable, "-m", "venv", "--without-pip", bare, at=tmp_path)
    python = bare / "bin" / "python"
    run(*pip, "--python", python, "install", "--no-deps", "--no-index", wheel, at=tmp_path)
    (packages,) = bare.glob("lib/python*/site-packages")
    # The dependencies are this environment's, since a test downloads nothing.
    (dependencies,) = Path(sys.prefix).glob("lib/python*/site-packages")
    (packages / "dependencies.pth").write_text(f"{dependencies}\n")
    (bare / "bin" / "temporal").symlink_to(Path(sys.executable).parent / "temporal")
    return bare / "bin"


def test_the_installed_command_needs_nothing_of_a_checkout(installed: Path, tmp_path: Path) -> None:
    command, elsewhere = installed / "context-design", tmp_path / "elsewhere"
    elsewhere.mkdir()

    said = run(command, "demo", at=elsewhere)

    assert "The session is complete." in said
    # It is not on the PATH, so that its name alone would not be found.
    assert f"$ {command} retry OverdueReport --guidance" in said
    *_, last = said.splitlines()
    assert "# Design Review" in run(command, *last.split()[1:], at=elsewhere)
    assert f"{command} status" in said
    assert "client.py" not in said
    assert run(command, "--version", at=elsewhere) == f"context-design, version {VERSION}\n"
    assert "context-design worker [OPTIONS]" in run(command, "worker", "--help", at=elsewhere)
