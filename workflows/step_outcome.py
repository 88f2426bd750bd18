"""How one run of a step ended."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, Field

from design_sessions.status import Attention
from workflows.steps import StepStatus


class StepOutcome(BaseModel):
    """What a step returns to the session's loop: it drives ``next_step`` and is recorded."""

    status: StepStatus
    output: str
    command: dict[str, Any] = Field(default_factory=dict)
    attention: Attention | None = None
    """What a person must decide: with the status ``error`` after a failure, with ``warning`` where
    somebody wanted to be asked."""
