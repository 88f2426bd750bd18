"""The environment of a test process, which nothing may change."""

from __future__ import annotations

import os
import sys

from design_sessions.environment_files import ENV_FILE_VARIABLE

PREFIXES = (
    *("ANTHROPIC_", "TEMPORAL_", "DESIGN_", "GITHUB_", "DATABASE_URL"),
    *("AWS_", "CLOUD_ML_", "GOOGLE_", "OTEL_"),
)
"""What settings of ours begin with."""
_OF_PYTEST = b"PYTEST_"
"""What pytest sets itself, for each test anew: a slot that comes and goes moves nothing."""


class EnvironmentChangedError(BaseException):
    """A test, or what it tests, changes ``os.environ``; no ``except Exception`` shall hide it."""


def without_our_settings() -> dict[str, str]:
    """This process's environment as a value, without the settings of the person who tests."""
    others = {name: value for name, value in os.environ.items() if not name.startswith(PREFIXES)}
    return others | {ENV_FILE_VARIABLE: os.devnull}


def fail_on_changes() -> None:
    """From now on, changing the environment of this process raises.

    The C library moves the environment when it is changed, while native threads of Temporal's SDK
    read it: those live on in a process that has once connected, whatever test comes next.
    """
    sys.addaudithook(_refuse)


def _refuse(event: str, arguments: tuple[object, ...]) -> None:
    if event not in ("os.putenv", "os.unsetenv"):
        return
    name = arguments[0]
    if isinstance(name, bytes) and not name.startswith(_OF_PYTEST):
        raise EnvironmentChangedError(
            f"{event}({name!r}): the process's environment is read by native threads of "
            "Temporal's SDK. Hand a command its environment as a value, or take the fixture "
            "`environment`."
        )
