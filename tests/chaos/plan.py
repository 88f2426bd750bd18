"""What goes wrong in one run: drawn from its seed, so that a run can be repeated."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Any

KINDS = (
    "kill_worker",
    "kill_worker",
    "kill_temporal",
    "kill_simulator",
    "crash_postgresql",
    "refuse_pushes",
    "hide_remote",
    "person_pushes",
)
"""Disturbances of a session under way; workers die twice as often as anything else."""

DECISIONS = ("guide", "guide", "skip_and_retry", "cancel_component", "pause")
"""What a person does to a component that is being designed."""

GITHUB_FAULTS = ("server_error", "unprocessable", "answer_lost", "list_error")
"""What the code host does to the request for a pull request."""


@dataclass(frozen=True)
class Disturbance:
    """One thing that goes wrong. Times in seconds."""

    kind: str
    after: float
    """Since the one before, or since the session began."""
    lasts: float
    worker: int = 0
    for_good: bool = False
    """The worker does not come back."""


@dataclass(frozen=True)
class PersonsDecision:
    """One thing that a person does in the middle of a component's work. Times in seconds."""

    kind: str
    after: float
    """Since the one before, or since the session began."""
    lasts: float
    which: float
    """Which of the running components, from 0 for the first to 1 for the last."""


@dataclass(frozen=True)
class Plan:
    """One run."""

    seed: int
    disturbances: tuple[Disturbance, ...]
    decisions: tuple[PersonsDecision, ...]
    github: tuple[str, ...]
    model: tuple[dict[str, Any], ...]
    """The simulator's faults file."""

    @property
    def kinds(self) -> set[str]:
        """What happens in it, for the report."""
        model = {f"model_{fault['kind']}" for fault in self.model}
        drawn = {d.kind for d in self.disturbances} | {d.kind for d in self.decisions}
        return drawn | {f"github_{kind}" for kind in self.github} | model


def make_plan(seed: int, *, disturbances: int = 7) -> Plan:
    """Draw a run."""
    chance = random.Random(seed)
    drawn = [
        Disturbance(
            kind=chance.choice(KINDS),
            after=chance.uniform(0.5, 6.0),
            lasts=chance.uniform(0.2, 6.0),
            worker=chance.randrange(2),
        )
        for _ in range(disturbances)
    ]
    if chance.random() < 0.3:
        drawn.append(Disturbance("kill_worker", 1.0, 0.0, worker=1, for_good=True))
    return Plan(
        seed=seed,
        disturbances=tuple(drawn),
        decisions=tuple(_decisions(random.Random(f"decisions of {seed}"))),
        github=tuple(chance.sample(GITHUB_FAULTS, chance.randrange(3))),
        model=tuple(_model_faults(chance)),
    )


def _decisions(chance: random.Random) -> list[PersonsDecision]:
    return [
        PersonsDecision(
            kind=chance.choice(DECISIONS),
            after=chance.uniform(1.0, 6.0),
            lasts=chance.uniform(0.5, 4.0),
            which=chance.random(),
        )
        for _ in range(chance.randrange(2, 6))
    ]


def _model_faults(chance: random.Random) -> list[dict[str, Any]]:
    faults: list[dict[str, Any]] = [
        {"kind": "invalid", "rate": 0.3},
        {"kind": "429", "rate": 0.15, "retry_after": 1},
        {"kind": "529", "rate": 0.1},
        {"kind": "500", "rate": 0.05},
        {"kind": "drop", "rate": 0.1},
        {"kind": "error_event", "rate": 0.05},
        {"kind": "hang", "rate": 0.04},
    ]
    chosen = chance.sample(faults, chance.randrange(2, 6))
    if chance.random() < 0.3:
        chosen.insert(0, {"kind": "429", "rate": 0.9, "times": 12, "shared": True})
    return chosen
