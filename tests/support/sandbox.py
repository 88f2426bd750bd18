"""The SDK's sandbox, in which tests run workflows so that what is not deterministic fails."""

from __future__ import annotations

from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner, SandboxRestrictions

PASSED_THROUGH = ("pydantic", "pydantic_core", "annotated_types", "design_sessions")


def sandbox() -> SandboxedWorkflowRunner:
    """The domain is pure and has its own tests; what is loaded anew is the workflows."""
    return SandboxedWorkflowRunner(
        restrictions=SandboxRestrictions.default.with_passthrough_modules(*PASSED_THROUGH)
    )
