"""What is measured. Times are seconds, sizes of memory MB, processor times ms, unless named so."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from benchmarks.usage import MemorySample


class Size(NamedTuple):
    """One job: components designed at once, and seconds over which each answer is streamed."""

    components: int
    latency: float

    def __str__(self) -> str:
        return f"{self.components} x {self.latency:g} s"


@dataclass(frozen=True)
class Calls:
    """What the endpoint saw of one run."""

    turns: int
    most_under_way: int
    first_to_last: float
    request_kilobytes: float
    """Of one request, on average."""
    endpoint_cpu: float
    """The endpoint's own, for each turn."""


@dataclass(frozen=True)
class Run:
    """One system on one job."""

    system: str
    size: Size
    calls: Calls
    whole: float
    """From the start of the process to its end; for the product, from ``client.py start`` to the
    session's completion."""
    to_first_call: float
    cpu: float
    """Of the process that makes the calls, for each turn, without what its start took."""
    peak_memory: float
    load_before: float
    """The machine's load average of one minute before the run."""


@dataclass(frozen=True)
class Histories:
    """The workflows of one type; their numbers are those of one run of a workflow."""

    workflow: str
    runs: int
    events: float
    most_events: int
    kilobytes: float
    most_kilobytes: float


@dataclass(frozen=True)
class ProductRun(Run):
    """The product on one job."""

    server_cpu: float = 0.0
    """Of Temporal's server, for each turn."""
    status_cpu: float = 0.0
    """Of one ``client.py status`` after the session, in ms."""
    histories: list[Histories] = field(default_factory=list)
    memory: list[MemorySample] = field(default_factory=list)
    """Of the worker over time."""
    submissions: list[tuple[float, int]] = field(default_factory=list)
    """Designs submitted so far, by the machine's monotonic clock."""


class Statements(NamedTuple):
    """What the worker asks of its database, for each turn."""

    statements: float
    transactions: float


@dataclass(frozen=True)
class Results:
    """Everything that one report tells."""

    runs: list[Run]
    help_cpu: float | None = None
    """Of ``client.py --help``, in ms."""
    statements: Statements | None = None
