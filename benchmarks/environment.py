"""The benchmark's own Python environment, made when first needed, and processes' variables."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_REQUIREMENTS = ROOT / "benchmarks" / "requirements.txt"
_DIRECTORY = ROOT / "benchmarks" / ".venv"
_SHARED = ("anthropic", "httpx2")
"""In the version that the product uses, so that all have the same SDK."""
_INSTALL_SECONDS = 900.0
_PREFIXES = ("ANTHROPIC_", "TEMPORAL_", "DESIGN_", "GITHUB_", "DATABASE_URL", "LANG", "DBOS_")
"""Variables of the person who measures, which reach no process."""


def own_python() -> Path:
    """The interpreter of the benchmark's own environment, which is made unless it is current."""
    pins = [f"{name}=={version(name)}" for name in _SHARED]
    wanted = hashlib.sha256(
        "\n".join([sys.version, _REQUIREMENTS.read_text(encoding="utf-8"), *pins]).encode()
    ).hexdigest()
    python, stamp = _DIRECTORY / "bin" / "python", _DIRECTORY / "installed"
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == wanted:
        return python
    print("Installing DBOS, LangGraph and matplotlib into benchmarks/.venv (once)", file=sys.stderr)
    shutil.rmtree(_DIRECTORY, ignore_errors=True)
    pip = [str(python), "-m", "pip", "install", "-qq", "--disable-pip-version-check"]
    for command in (
        [sys.executable, "-m", "venv", str(_DIRECTORY)],
        [*pip, "--requirement", str(_REQUIREMENTS), *pins],
    ):
        subprocess.run(command, check=True, timeout=_INSTALL_SECONDS)
    stamp.write_text(wanted, encoding="utf-8")
    return python


def process_environment(**variables: str) -> dict[str, str]:
    """The environment of a process that is measured: no settings of a person, no telemetry."""
    kept = {name: text for name, text in os.environ.items() if not name.startswith(_PREFIXES)}
    return kept | {
        "LANGSMITH_TRACING": "false",
        "LC_ALL": "C.UTF-8",
        "NO_PROXY": "127.0.0.1",
        "PYTHONPATH": str(ROOT),
        "TEMPORAL_CONFIG_FILE": os.devnull,
        "DESIGN_ENV_FILE": os.devnull,
        **variables,
    }
