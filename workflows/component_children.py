"""Component sessions as child workflows: of the session itself, or of its batches."""

from __future__ import annotations

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from workflows.component_design import ComponentDesignWorkflow
    from workflows.messages import ComponentChild, ComponentDesignResult, ContextDesignRequest
    from workflows.search_attributes import child_search_attributes


async def run_component_child(
    session: ContextDesignRequest, child: ComponentChild
) -> ComponentDesignResult:
    """Start one attempt at a component as a child of the calling workflow and await its end.

    Raises:
        WorkflowAlreadyStartedError: another workflow has this id and is still running.
        ChildWorkflowError: the child failed, was cancelled or was terminated.
    """
    return await workflow.execute_child_workflow(
        ComponentDesignWorkflow.run,
        child.request,
        id=child.request.attempt.workflow_id,
        static_summary=f"{child.name} ({child.type}), attempt {child.request.attempt.attempt}",
        static_details=f"One attempt at the design `{child.design_path}`.",
        search_attributes=child_search_attributes(session, component=child.request.module),
    )
