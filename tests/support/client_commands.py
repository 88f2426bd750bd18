"""``client.py`` inside a test, beside a product whose worker runs in the same process."""

from __future__ import annotations

import asyncio
import io
import json
import os
from contextlib import redirect_stderr, redirect_stdout
from typing import Any, NamedTuple

from command_line.app import application
from command_line.exit_codes import run_command
from design_sessions.repository.git.environment import GitHubToken
from tests.support.environment import without_our_settings
from tests.support.product import Product


class Ended(NamedTuple):
    """How a command ended."""

    code: int
    out: str
    err: str

    def json(self) -> Any:
        """What ``--json`` printed."""
        return json.loads(self.out)


async def run_client(product: Product, *arguments: str) -> Ended:
    """Run a command with the product's settings and scope, in a thread of this process."""
    return await asyncio.to_thread(_run, product, arguments)


def _run(product: Product, arguments: tuple[str, ...]) -> Ended:
    out, err = io.StringIO(), io.StringIO()
    with (
        redirect_stdout(out),
        redirect_stderr(err),
    ):
        code = run_command(application, arguments, client_environment(product))
    return Ended(code, out.getvalue(), err.getvalue())


def client_environment(product: Product) -> dict[str, str]:
    """The environment of a client that finds the product's server, database and queue, and the code
    host of its worker."""
    settings, scope = product.settings, product.scope
    token = GitHubToken.of(settings)
    return without_our_settings() | {
        "TEMPORAL_ADDRESS": product.client.service_client.config.target_host,
        "TEMPORAL_CONFIG_FILE": os.devnull,
        "DESIGN_DATA_DIR": str(settings.data_directory),
        "DESIGN_TASK_QUEUE": settings.task_queue,
        "DESIGN_ACCOUNT": scope.account,
        "DESIGN_PROJECT": scope.project or "",
        "DESIGN_USER": scope.user,
        **({"GITHUB_TOKEN": token.token} if token else {}),
        "GITHUB_BASE_URL": settings.github_base_url,
        "DESIGN_GITHUB_REPOSITORY": settings.github_repository or "",
    }
