"""Time inside a workflow."""

from __future__ import annotations

from temporalio import workflow


def now() -> str:
    """The workflow's own time: UTC, ISO 8601, whole seconds; the same in every replay."""
    return workflow.now().replace(microsecond=0).isoformat()
