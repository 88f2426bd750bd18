"""``demo``: a session on the bundled example, with real processes on loopback."""

from __future__ import annotations

import asyncio
import json
import os
import shlex
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import click
from rich.text import Text

from command_line.choosing.order import Ordered, order_for
from command_line.choosing.session import known_session
from command_line.example_repository import Example, make_example
from command_line.exit_codes import exit_code_of_session
from command_line.options import Invocation, common_options
from command_line.processes import Processes
from command_line.reports.formatting import tokens
from command_line.reports.status_report import findings, pull_request
from command_line.reports.watching import watch_until_settled
from command_line.temporal.session_start import start_session
from design_sessions import program
from design_sessions.data_directory import writing_in
from design_sessions.environment_files import ENV_FILE_VARIABLE
from design_sessions.file_modes import make_private_directory
from design_sessions.settings import Settings
from design_sessions.status import SessionStatusView
from design_sessions.wording import counted, dollars
from hosting.endpoints import server_is_running
from hosting.temporal_settings import known_page

ROOT = Path(__file__).resolve().parents[2]
_KEPT_RUNS = 3
_LATENCY_SECONDS = "0.4"
_OURS = ("ANTHROPIC_", "TEMPORAL_", "DESIGN_", "GITHUB_")
"""Settings of the user that the demo must not touch: their key, server, database and account."""


@click.command()
@common_options()
def demo(invocation: Invocation) -> int:
    """Run a whole session on the bundled example with a simulated model, at no cost.

    Starts the simulator, a worker and the embedded Temporal server in a separate data directory,
    and stops them at the end or on Ctrl-C.
    """
    directory = _fresh_directory(invocation.settings.data_directory)
    with _termination_as_interrupt():
        environment = _own_environment(invocation.settings.environment)
        settings = Settings(
            environment=environment,
            data_directory=directory / "data",
            user=invocation.settings.user,
        )
        settings.data_directory.mkdir()
        ours = Invocation(settings=settings)
        example = make_example(directory)
        # They run in another directory, and `-m` looks for modules in the working directory.
        with Processes(directory, environment | {"PYTHONPATH": str(ROOT)}) as processes:
            view = _session(ours, example, processes, directory)
    _report(ours, example, view)
    return exit_code_of_session(view)


def _session(
    invocation: Invocation, example: Example, processes: Processes, directory: Path
) -> SessionStatusView:
    console = invocation.console
    faults = directory / "faults.json"
    revised = example.context.components[-1]
    faults.write_text(json.dumps([{"kind": "invalid", "component": revised.module}]))
    endpoint = processes.start(
        "simulator",
        [
            *(sys.executable, "-m", "simulator", "--port", "0", "--latency", _LATENCY_SECONDS),
            *("--faults", str(faults), "--log", str(directory / "simulator-calls.jsonl")),
        ],
        ready=r"ready at (?P<url>http://\S+)",
    )["url"]
    console.print(Text(f"Simulator (not a model): {endpoint}"))
    processes.environment |= {
        "DESIGN_PROVIDER": "anthropic",
        "ANTHROPIC_BASE_URL": endpoint,
        "ANTHROPIC_API_KEY": "demo-key-for-the-simulator",
    }
    worker = processes.start(
        "worker",
        [
            *(sys.executable, "-m", "command_line", "worker", "--dev"),
            *("--data-dir", str(invocation.settings.data_directory)),
        ],
        ready=r"\{.*worker ready.*\}",
    )
    facts = json.loads(worker[0])
    console.print(Text(f"Temporal: {facts['temporal']}, Web UI {facts['ui']}"))
    console.print(Text(f"Example: {example.checkout}, context {example.context.module}"))

    def order() -> Ordered:
        return order_for(invocation.settings, str(example.checkout), example.context.module)

    started = asyncio.run(start_session(invocation, order))
    if page := known_page(invocation.settings, started.view):
        console.print(Text(f"Session: {page}"), soft_wrap=True)
    return watch_until_settled(
        invocation,
        known_session(invocation, started.view),
        hint="Ctrl-C stops the demo and all its processes.",
    ).view


def _report(invocation: Invocation, example: Example, view: SessionStatusView) -> None:
    console = invocation.console
    written = [c for c in view.components if c.state in ("complete", "kept", "accepted")]

    def say(text: str, style: str = "") -> None:
        console.print(Text(text, style), soft_wrap=True)

    say(f"\nThe session is {view.status}.", "bold green" if view.status == "complete" else "red")
    say(f"Branch {view.branch} on {example.origin}")
    say(f"{counted(len(written), 'design')}:")
    for component in written:
        revised = f" ({counted(component.revisions, 'revision')})" if component.revisions else ""
        say(f"  {component.design_path}{revised}")
    if view.review is not None:
        say(f"Review: {view.review.state}, {view.review.path}")
        for line in findings(view.review):
            console.print(line)
    for line in pull_request(view):
        console.print(line, soft_wrap=True)
    say(f"\nTokens: {tokens(view.usage)}; estimated cost {dollars(view.usage.cost_usd)}", "bold")
    say("(what a model would have cost; the simulator costs nothing)", "dim")
    first = "" if program.is_installed() else " (first: . .venv/bin/activate)"
    say(f"\nLook further{first}:", "bold")
    for words in _further(invocation, example, view):
        say(f"  {shlex.join(words)}", "cyan")


def _further(
    invocation: Invocation, example: Example, view: SessionStatusView
) -> Iterator[list[str]]:
    where = ["--data-dir", str(invocation.settings.data_directory)]
    yield ["git", "-C", str(example.origin), "log", "--stat", view.branch]
    yield program.client_words("status", *where)
    if view.components:
        last = view.components[-1].name
        yield program.client_words("log", last, *where)
        yield program.client_words("show", last, *where)
    yield program.client_words("show", "review", *where)
    yield program.client_words("status", "--pull-request", *where)
    yield program.worker_words("--dev", *where)


def _fresh_directory(data_directory: Path) -> Path:
    """A directory for this run; the newest few earlier ones are kept for inspection."""
    runs = data_directory / "demo"
    with writing_in(data_directory):
        make_private_directory(data_directory)
        make_private_directory(runs)
        earlier = sorted(runs.glob("run-*"), key=lambda path: path.stat().st_mtime)
        for old in earlier[: -(_KEPT_RUNS - 1)]:
            if not server_is_running(old / "data"):
                shutil.rmtree(old, ignore_errors=True)
        return Path(tempfile.mkdtemp(prefix="run-", dir=runs))


def _own_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """Without the user's settings: the demo must not use their key, server, database or account."""
    others = {name: value for name, value in environment.items() if not name.startswith(_OURS)}
    # Files of settings and Temporal's own configuration file could name a server as well.
    return others | {"TEMPORAL_CONFIG_FILE": os.devnull, ENV_FILE_VARIABLE: os.devnull}


@contextmanager
def _termination_as_interrupt() -> Iterator[None]:
    def interrupt(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    previous = {
        number: signal.signal(number, interrupt) for number in (signal.SIGTERM, signal.SIGHUP)
    }
    try:
        yield
    finally:
        for number, handler in previous.items():
            signal.signal(number, handler)


COMMAND: click.Command = demo
