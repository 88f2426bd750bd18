"""Faults by component, turn or rate, as a faults file describes them (see README.md)."""

from __future__ import annotations

import fnmatch
import hashlib
import json
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from simulator.rate_limits import RateLimits

DRAFT_KINDS = frozenset({"invalid", "never_valid", "same_errors", "contradiction"})
"""The draft is wrong."""

CONVERSATION_KINDS = DRAFT_KINDS | {
    "early_stop",
    "no_submission",
    "endless_reading",
    "unknown_components",
}
"""What the simulated model does; counted by the transcript alone, so that a repeated request is
answered alike."""

ANSWER_KINDS = frozenset(
    {"refusal", "max_tokens", "context_window", "empty", "unknown_tool", "wrong_arguments"}
)
"""The answer is a message, of a kind that a client may not expect."""

TRANSPORT_KINDS = frozenset({"drop", "early_end", "no_events", "error_event", "hang", "garbage"})
"""The answer never becomes a whole message."""

Endpoint = Literal["messages", "warm-up", "count_tokens", "models", "any"]


_ONCE = frozenset({"invalid", "early_stop", "unknown_components", "contradiction"})
"""Kinds that happen once unless ``times`` says otherwise."""


class FaultsFileError(Exception):
    """The faults file cannot be used; the message is one line that says why."""


class Fault(BaseModel):
    """One entry. Times in seconds."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: str
    """One of the kinds above, or an HTTP status of 400 or more."""
    component: str | None = None
    """Module, its last segments, or a glob over either; without it, any call."""
    review: bool | None = None
    """True: only reviews; false: only component designs."""
    turn: int | None = None
    endpoint: Endpoint = "messages"
    rate: float = Field(default=1.0, ge=0, le=1)
    times: int | None = Field(default=None, ge=1)
    """How often; without it, always."""
    shared: bool = False
    """``times`` counts all matching calls together, not those of each session record."""
    until_guidance: bool = False
    """The fault ends once a person's guidance stands in the conversation."""
    latency: float | None = Field(default=None, ge=0)
    problem: Literal["missing_section", "empty_section", "wrong_title"] = "missing_section"
    retry_after: float | None = Field(default=None, ge=0)
    message: str | None = None
    error_code: str | None = None
    after: float | None = Field(default=None, ge=0, le=1)
    """The share of the events that is sent before the stream breaks: half, for a hang none."""
    pings: bool = False
    seconds: float = Field(default=3_600.0, gt=0)
    """How long a hang lasts before the connection is dropped."""

    @field_validator("kind", mode="before")
    @classmethod
    def _known_kind(cls, value: object) -> str:
        kind = str(value)
        known = CONVERSATION_KINDS | ANSWER_KINDS | TRANSPORT_KINDS | {"slow"}
        if kind in known or (kind.isdigit() and 400 <= int(kind) <= 599):
            return kind
        raise ValueError(f"unknown kind; known: {', '.join(sorted(known))}, or an HTTP status")

    @property
    def share_sent(self) -> float:
        """``after`` with its default."""
        if self.after is not None:
            return self.after
        return 0.0 if self.kind == "hang" else 0.5

    @property
    def status(self) -> int | None:
        """The HTTP status of an error answer, None for every other kind."""
        return int(self.kind) if self.kind.isdigit() else None


class FaultsFile(BaseModel):
    """The whole file: faults, changes to the models that the simulator claims to have, limits."""

    model_config = ConfigDict(extra="forbid")

    fault: list[Fault] = Field(default_factory=list)
    model: list[dict[str, Any]] = Field(default_factory=list)
    limits: RateLimits = Field(default_factory=RateLimits)


@dataclass(frozen=True)
class Call:
    """What the selection of faults looks at."""

    endpoint: Endpoint
    session: str
    component: str | None
    turn: int | None
    review: bool
    submissions: int = 0
    """In the transcript so far, as the other counts are."""
    idle_ends: int = 0
    """Answers without a tool call."""
    answers: int = 0
    guided: bool = False


def parse_faults(data: object) -> FaultsFile:
    """Check the content of a faults file: a mapping, or the list of faults alone.

    Raises:
        FaultsFileError: for an unknown field, kind or value.
    """
    if isinstance(data, list):
        data = {"fault": data}
    try:
        return FaultsFile.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise FaultsFileError(f"{where}: {first['msg']}") from None


def read_faults(path: Path) -> FaultsFile:
    """Read a faults file, TOML or JSON by its suffix.

    Raises:
        FaultsFileError: for a file that is missing or cannot be used.
    """
    try:
        text = path.read_text(encoding="utf-8")
        data = tomllib.loads(text) if path.suffix == ".toml" else json.loads(text)
    except (OSError, ValueError) as error:
        raise FaultsFileError(f"{path}: {error}") from None
    return parse_faults(data)


class FaultPlan:
    """Chooses the fault of each call, the same one for the same calls and seed."""

    def __init__(self, faults: list[Fault], seed: int = 0) -> None:
        self._faults = faults
        self._seed = seed
        self._used: dict[tuple[int, str], int] = {}
        self._calls: dict[tuple[int, str, int | None], int] = {}

    def choose(self, call: Call) -> Fault | None:
        """The first entry that applies to this call, counted as used."""
        for index, fault in enumerate(self._faults):
            if self._applies(index, fault, call):
                return fault
        return None

    def _applies(self, index: int, fault: Fault, call: Call) -> bool:
        if (
            fault.endpoint not in ("any", call.endpoint)
            or fault.review not in (None, call.review)
            or fault.turn not in (None, call.turn)
            or (fault.component is not None and not matches(fault.component, call.component))
            or (fault.until_guidance and call.guided)
        ):
            return False
        if fault.kind in CONVERSATION_KINDS:
            limit = fault.times or (1 if fault.kind in _ONCE else None)
            within = limit is None or _past_occurrences(fault.kind, call) < limit
            return within and self._falls(fault, f"{index}/{call.component}")
        return self._counted(index, fault, call)

    def _counted(self, index: int, fault: Fault, call: Call) -> bool:
        occurrence = (index, call.session, call.turn)
        self._calls[occurrence] = self._calls.get(occurrence, 0) + 1
        subject = f"{index}/{call.component}/{call.turn}/{self._calls[occurrence]}"
        counter = (index, "" if fault.shared else call.session)
        used = self._used.get(counter, 0)
        if (fault.times is not None and used >= fault.times) or not self._falls(fault, subject):
            return False
        self._used[counter] = used + 1
        return True

    def _falls(self, fault: Fault, subject: str) -> bool:
        if fault.rate >= 1:
            return True
        digest = hashlib.sha256(f"{self._seed}/{subject}".encode()).digest()
        return int.from_bytes(digest[:8], "big") / 2**64 < fault.rate


def _past_occurrences(kind: str, call: Call) -> int:
    if kind in ("early_stop", "no_submission"):
        return call.idle_ends
    if kind == "endless_reading":
        return call.answers
    return call.submissions


def matches(pattern: str, component: str | None) -> bool:
    """Whether a module, or any end of it after a dot, fits the pattern."""
    parts = component.split(".") if component else []
    ends = (".".join(parts[index:]) for index in range(len(parts)))
    return any(fnmatch.fnmatchcase(end, pattern) for end in ends)
