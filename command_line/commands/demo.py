"""``demo``: a session on the bundled example, with real processes on loopback."""

from __future__ import annotations

import asyncio
import json
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType

import click
from rich.text import Text

from command_line.choosing.order import Ordered, order_for
from command_line.choosing.session import Arguments, known_session
from command_line.demo_directory import fresh_directory
from command_line.example_repository import Example, make_example
from command_line.exit_codes import exit_code_of_session
from command_line.options import Invocation, common_options
from command_line.processes import Processes
from command_line.reports.demo_report import demo_lines
from command_line.reports.ready_commands import client_command
from command_line.reports.watching import watch_until_settled
from command_line.temporal.decisions import decide
from command_line.temporal.session_start import start_session
from design_sessions.decisions import RetryComponent
from design_sessions.status import SessionStatusView
from hosting.temporal_settings import known_page

ROOT = Path(__file__).resolve().parents[2]
_LATENCY_SECONDS = "0.4"
_REVISED = "ReminderScheduler"
_FAILS = "OverdueReport"
_GUIDANCE = "Its purpose: tell the librarian which loans are overdue, and since when."
_FAULTS = [
    {"kind": "invalid", "component": _REVISED},
    {"kind": "same_errors", "component": _FAILS, "until_guidance": True},
]
"""What the simulated model does wrong: one draft that it revises, and one that it gets no better
until a person helps."""


@click.command()
@common_options()
def demo(invocation: Invocation) -> int:
    """Run a whole session on the bundled example with a simulated model, at no cost.

    One component fails, and the demo decides as a person would. Simulator, worker and embedded
    Temporal server have a data directory of their own, and stop at the end or on Ctrl-C. On a
    terminal, they stay until Enter.
    """
    directory = fresh_directory(invocation.settings.data_directory)
    with _termination_as_interrupt():
        ours = invocation.in_demo(directory)
        settings = ours.settings
        settings.data_directory.mkdir()
        example = make_example(directory)
        # They run in another directory, and `-m` looks for modules in the working directory.
        environment = dict(settings.environment) | {"PYTHONPATH": str(ROOT)}
        with Processes(directory, environment) as processes:
            view = _session(ours, example, processes, directory)
            for line in demo_lines(ours, view, _FAILS):
                ours.console.print(line, soft_wrap=True)
            _stay_until_enter()
    return exit_code_of_session(view)


def _session(
    invocation: Invocation, example: Example, processes: Processes, directory: Path
) -> SessionStatusView:
    console = invocation.console
    faults = directory / "faults.json"
    faults.write_text(json.dumps(_FAULTS))
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
    decisions: list[str] = []

    def decide_once(view: SessionStatusView) -> bool:
        if not decisions:
            decisions.append(_FAILS)
            _retry(invocation, view)
            return True
        return False

    return watch_until_settled(
        invocation,
        known_session(invocation, started.view),
        hint="Ctrl-C stops the demo and all its processes.",
        decide=decide_once,
    ).view


def _retry(invocation: Invocation, view: SessionStatusView) -> None:
    """Retry the component that failed, by the command that a person would give."""
    console = invocation.console
    command = client_command(invocation, "retry", _FAILS, "--guidance", _GUIDANCE)
    console.print(Text(f"\n{_FAILS} has failed. The demo now decides as you would:", "bold"))
    console.print(Text(f"  $ {command}", "cyan"), soft_wrap=True)
    decision = RetryComponent(component=_FAILS, guidance=_GUIDANCE, by=invocation.user)
    decide(invocation, Arguments(view.id, (_FAILS,)), [decision])


def _stay_until_enter() -> None:
    """On a terminal, return when Enter is pressed: the Web UI's address lives until then."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return
    with suppress(EOFError, KeyboardInterrupt):
        input("Enter stops the demo and all its processes. ")


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
