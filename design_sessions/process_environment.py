"""The environment of this process.

Entry points call :func:`prepare_environment` first. Nothing else changes ``os.environ``: the C
library moves the environment when it is changed, while the native threads of Temporal's SDK read
it.
"""

from __future__ import annotations

import os


def prepare_environment() -> None:
    """What libraries and git have to find in the environment of this process."""
    _never_proxy_loopback()


def _never_proxy_loopback() -> None:
    """Say so to git and to libraries; :mod:`design_sessions.proxies` knows it anyway."""
    if not any(name.lower().endswith("_proxy") for name in os.environ):
        return
    names = [name for name in ("no_proxy", "NO_PROXY") if os.environ.get(name)] or ["no_proxy"]
    for name in names:
        exempt = [os.environ.get(name, ""), "localhost", "127.0.0.1", "::1"]
        os.environ[name] = ",".join(filter(None, exempt))
